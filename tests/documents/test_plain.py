"""Plain text in: blocks as typed, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.documents.read.plain import MOST_BYTES, blocks_in, read
from acm_drafts.negotiation.errors import UnreadableFile


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    return str(refused.value)


def test_blocks_stand_between_blank_lines_and_the_first_counts():
    assert read(b"SOURCE: here\nLANG: en\n\nFirst.\n\n \t\nSecond.\n") == (
        "SOURCE: here\nLANG: en",
        "First.",
        "Second.",
    )


@pytest.mark.parametrize("data", ["\ufeffÉtat.\n\nسلام\n".encode(), "État.\r\n\r\nسلام\r\n".encode()])
def test_a_byte_order_mark_and_windows_line_ends_leave_no_trace(data):
    assert read(data) == ("État.", "سلام")


def test_indentation_inner_line_ends_and_trailing_spaces_are_kept():
    assert read(b"\n    (a) one \n  goes on\n") == ("    (a) one \n  goes on",)


def test_a_list_in_one_block_gives_its_items_and_an_item_keeps_the_lines_that_go_on_with_it():
    text = "Decides:\n    1. To meet;\n    2. To meet\nagain;\n    3. To adjourn."

    assert blocks_in(text) == ("Decides:", "    1. To meet;", "    2. To meet\nagain;", "    3. To adjourn.")


def test_a_list_with_marks_instead_of_numbers_gives_its_items():
    assert blocks_in("Notes:\n- the report;\n- the debate.") == ("Notes:", "- the report;", "- the debate.")


@pytest.mark.parametrize(
    "text", ["1. Only one item\nand its second line", "The year\n2030. It came.\n12 May", "[One]\n    [Two]"]
)
def test_lines_that_are_no_list_stay_one_block(text):
    assert blocks_in(text) == (text,)


@given(st.text(st.sampled_from("a1. (\n\tب-"), max_size=60))
def test_no_letter_is_lost_whatever_the_blocks(text):
    assert "".join("".join(blocks_in(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(data):
    assert "it is empty" in refusal(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 \x00", "it is a PDF"),
        (b"{\\rtf1\\ansi", "it is an RTF file"),
        ("Text".encode("utf-16"), "it is UTF-16"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "it is not a text"),
        ("Premier.\n\nDeuxi\u00e8me.".encode("latin-1"), "it is not UTF-8 (line 3)"),
        (b"\xef\xbb\xbfPremier.\n\n\xc9t\xe9.", "it is not UTF-8 (line 3)"),
    ],
)
def test_what_is_not_utf8_text_is_refused_by_name(data, why):
    assert why in refusal(data)


def test_fifty_megabytes_are_refused_with_the_limit():
    assert "larger than 5 MB" in refusal(b"a" * 50_000_000)
    assert read(b"a" * MOST_BYTES)


@pytest.mark.parametrize(
    ("character", "name"), [("\x1b", "U+001B"), ("\u202e", "U+202E"), ("\x0c", "U+000C")]
)
def test_a_character_that_cannot_be_kept_is_refused_with_its_line(character, name):
    assert f"line 3 holds a character that cannot be saved ({name})" in refusal(
        f"One.\n\nTw{character}o.".encode()
    )


def test_a_nul_after_the_first_pages_is_refused_too():
    assert "U+0000" in refusal(b"word " * 5_000 + b"\0")


def test_a_refusal_remembers_its_reason_for_other_languages():
    with pytest.raises(UnreadableFile) as refused:
        read(b"One\x1b")

    why = refused.value.facts["why"]
    assert why.msgid % why.facts == why
