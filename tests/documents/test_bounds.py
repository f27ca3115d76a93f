"""How much a file may hold, counted before it is parsed."""

import pytest

from acm_drafts.documents.read.bounds import (
    counted,
    require_few_elements,
    require_readable,
    require_within_bounds,
)
from acm_drafts.documents.reader import read
from acm_drafts.negotiation.errors import UnreadableFile
from tests.documents.making import STRICT, W, make_docx, make_paragraph


def markup(*paragraphs: str, namespace: str = W, prefix: str = "w") -> bytes:
    body = "".join(paragraphs).replace("<w:", f"<{prefix}:").replace("</w:", f"</{prefix}:")
    return f'<{prefix}:document xmlns:{prefix}="{namespace}">{body}</{prefix}:document>'.encode()


def test_lines_and_characters_that_one_page_can_show_are_taken():
    require_within_bounds(["x" * 100] * 2_000)
    with pytest.raises(UnreadableFile, match="it has 2001 lines"):
        require_within_bounds(["x"] * 2_001)
    with pytest.raises(UnreadableFile, match="it has 200001 characters"):
        require_within_bounds(["x" * 200_001])


@pytest.mark.parametrize(("namespace", "prefix"), [(W, "w"), (STRICT, "w"), (W, "ns0")])
def test_many_times_too_many_lines_are_refused_by_counting(namespace: str, prefix: str):
    line = make_paragraph("1. The Meeting noted it.")

    require_readable(markup(*[line] * 10_000, namespace=namespace, prefix=prefix))
    with pytest.raises(UnreadableFile, match="far more than 2000 lines"):
        require_readable(markup(*[line] * 10_001, namespace=namespace, prefix=prefix))


def test_many_times_too_many_characters_are_refused_by_counting():
    require_readable(markup(make_paragraph("x" * 2_000_000)))
    with pytest.raises(UnreadableFile, match="far more than 200000 characters"):
        require_readable(markup(make_paragraph("x" * 1_000_001, "y" * 1_000_000)))


def test_what_was_deleted_and_empty_paragraphs_are_no_lines():
    deleted = '<w:p><w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'

    require_readable(markup(*["<w:p/>", "<w:p><w:r/></w:p>", deleted] * 5_000))


def test_a_part_with_too_many_paragraphs_or_elements_is_refused_with_their_number():
    require_few_elements(markup(*["<w:p/>", "<w:p></w:p>"] * 10_000, "<w:pPr/>"))
    with pytest.raises(UnreadableFile, match="20001 paragraphs"):
        require_few_elements(markup(*["<w:p/>"] * 20_001))
    with pytest.raises(UnreadableFile, match=r"500001 elements"):
        require_few_elements(markup("<w:r/>" * 500_000))


def test_a_file_of_a_hundred_thousand_paragraphs_is_refused_before_it_is_parsed():
    broken = [make_paragraph("1. The Meeting noted it.")] * 100_000 + ["<w:p"]

    with pytest.raises(UnreadableFile, match="far more than 2000 lines"):
        read(make_docx(*broken))


def test_of_very_many_notes_the_first_are_listed_and_the_others_counted():
    assert counted(["note"] * 200) == ("note",) * 200
    listed = counted(f"note {number}" for number in range(503))
    assert len(listed) == 201
    assert listed[-1] == "Not listed, because there are so many: 303 more."
