"""A paragraph runs as its own words do, a number or a name as the document does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.documents.write.directions import turn
from acm_drafts.documents.write.wordxml import W, element, paragraph, run
from acm_drafts.text.language import Language

ENGLISH, ARABIC = "The Meeting welcomed it.", "رحب الاجتماع بالتقدم المحرز."


def made(*texts: str, language: Language, style: str = "ACMParagraph"):
    runs = [run(text, language) for text in texts]
    (one,) = turn([paragraph(style, runs, language)], language)
    return one


def leftwards(one) -> bool:
    return one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None


def runs_leftwards(one) -> list[bool]:
    return [run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for run in one.iter(f"{{{W}}}r")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (ENGLISH, Language.EN, False),
        (ENGLISH, Language.AR, False),
        (ARABIC, Language.AR, True),
        (ARABIC, Language.FR, True),
        ("12 bis", Language.AR, True),
        ("OIC/ACM-2026/FC", Language.AR, True),
        ("Palestine", Language.AR, True),
        ("القدس", Language.EN, False),
    ],
)
def test_a_sentence_runs_by_its_letters_and_what_is_none_as_the_document(text, language, expected):
    one = made(text, language=language)

    assert leftwards(one) is expected
    assert runs_leftwards(one) == [expected]


def test_where_both_are_in_one_paragraph_it_runs_as_the_document_and_each_run_by_itself():
    one = made("السبب: ", ENGLISH, language=Language.AR)

    assert leftwards(one)
    assert runs_leftwards(one) == [True, False]


def test_tracked_words_and_the_cells_of_a_table_are_turned_too():
    deleted = paragraph(
        "ACMParagraph", [element("del", run(ENGLISH, Language.AR, tag="delText"))], Language.AR
    )
    cell = element("tc", paragraph("ACMCell", [run(ENGLISH, Language.AR)], Language.AR))

    first, table = turn([deleted, element("tbl", element("tr", cell))], Language.AR)

    assert not leftwards(first)
    assert not leftwards(next(table.iter(f"{{{W}}}p")))


def test_what_stands_under_a_proposal_keeps_to_its_block():
    one = made(ENGLISH, language=Language.AR, style="ACMProposalText")

    assert one.find(f"{{{W}}}pPr/{{{W}}}ind").get(f"{{{W}}}right") == "1020"


@given(st.text(alphabet=st.sampled_from("abc ابج.[]12"), max_size=40), st.sampled_from(Language))
def test_no_word_is_changed(text: str, language: Language):
    assert "".join(made(text, language=language).itertext()) == text
