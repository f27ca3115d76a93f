"""Finding one's way in Word's markup."""

import pytest
from lxml import etree

from acm_drafts.documents.markup import attribute, boxes, branch, child, name_of, through, value, whole
from tests.documents.making import make_part


def parsed(inside):
    return etree.fromstring(make_part("tbl", inside).encode())


def test_names_carry_the_prefix_we_know_and_foreign_ones_their_namespace():
    root = parsed('<w:p/><m:oMath/><mc:Choice/><x:a xmlns:x="urn:x"/>')

    assert [name_of(one) for one in root] == ["w:p", "m:oMath", "mc:Choice", "urn:x a"]


def test_what_is_not_there_is_empty_and_no_error():
    root = parsed("")

    assert (attribute(root, "val"), value(root, "start"), value(None, "start"), child(None, "start")) == (
        "",
        "",
        "",
        None,
    )


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("-3", 0), ("9" * 12, 999_999), ("seven", 1), ("", 1)]
)
def test_numbers_are_kept_within_bounds(text, number):
    assert whole(text, 1) == number


def test_rows_are_found_inside_content_controls_and_alternatives():
    control = "<w:sdt><w:sdtContent><w:tr/></w:sdtContent></w:sdt>"
    root = parsed(
        f"<w:tr/>{control}<mc:AlternateContent><mc:Choice><w:tr/></mc:Choice></mc:AlternateContent>"
    )

    assert len(list(through(root, "w:tr"))) == 3


def test_of_alternatives_one_branch_is_read_the_fallback_where_there_is_no_choice():
    both = parsed("<mc:Choice/><mc:Fallback/>")
    one = parsed("<mc:Fallback/>")

    assert [name_of(found) for found in branch(both)] == ["mc:Choice"]
    assert [name_of(found) for found in branch(one)] == ["mc:Fallback"]


def test_a_text_box_inside_a_text_box_belongs_to_the_outer_one():
    root = parsed("<w:r><w:txbxContent><w:p><w:txbxContent/></w:p></w:txbxContent></w:r>")

    assert len(list(boxes(root))) == 1
