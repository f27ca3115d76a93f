"""Symbols, and what somebody asks of the library."""

import pytest

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.library import (
    NothingToSearch,
    Search,
    SearchTooLong,
    SearchTooManyWords,
    SourceBody,
    body_of,
    called,
    linked,
    read_search,
    same_symbol,
    symbols_in,
    text_digest,
)


def test_symbols_of_the_united_nations_and_the_oic_are_found_whole_and_others_are_not():
    text = (
        "Recalling A/RES/65/140, A/RES/3369 (XX) and A/RES/ES-10/21, S/RES/2334 (2016), OIC/CFM-51/2025/FC. "
        "Not AA/RES/65/140 or and/or A/65/1"
    )
    assert [text[start:stop] for start, stop in symbols_in(text)] == [
        "A/RES/65/140",
        "A/RES/3369 (XX)",
        "A/RES/ES-10/21",
        "S/RES/2334 (2016)",
        "OIC/CFM-51/2025/FC",
    ]


def test_a_symbol_that_the_library_knows_leads_to_its_source_and_the_pieces_are_the_text():
    text = "Recalling A/RES/65/140 and A/RES/67/264."
    pieces = linked(text, [("A/RES/67/264", "/there")])

    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece in pieces if piece[1]] == [("A/RES/67/264", "/there")]


@pytest.mark.parametrize(
    ("symbol", "body"),
    [
        ("A/RES/65/140", SourceBody.GENERAL_ASSEMBLY),
        ("S/RES/2334 (2016)", SourceBody.SECURITY_COUNCIL),
        ("OIC/ACM-2025/FC", SourceBody.ACM),
        ("OIC/CFM-51/2025/FC", SourceBody.CFM),
        ("OIC/SUM-15/2024/FC", SourceBody.SUMMIT),
        ("paris", SourceBody.OTHER),
    ],
)
def test_a_symbol_tells_its_body(symbol: str, body: SourceBody):
    assert body_of(symbol) is body


def test_words_and_phrases_are_read_and_operators_are_words():
    assert read_search('"centres of excellence" NOT re* (x) AND title:y').words == (
        "not",
        "re",
        "x",
        "and",
        "title",
        "y",
    )
    assert read_search("« États membres » “two words”").phrases == (("etats", "membres"), ("two", "words"))
    assert read_search('"half open') == Search(("half", "open"))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", NothingToSearch),
        ('"*?()[]{}\\/:^~!+-&&||"', NothingToSearch),
        ("\u064e\u0640", NothingToSearch),
        ("x" * 10_000, SearchTooLong),
        (" ".join(f"w{n}" for n in range(100)), SearchTooManyWords),
    ],
)
def test_what_cannot_be_searched_is_answered_in_a_sentence(typed: str, refusal: type[Refusal]):
    with pytest.raises(refusal) as refused:
        read_search(typed)
    assert str(refused.value)


def test_symbols_and_texts_are_known_again_however_they_were_typed():
    assert same_symbol("A/RES/3369 (xx)") == same_symbol("A/RES/3369(XX)")
    assert text_digest(["One  two", "three"]) == text_digest(["One two ", "three"])
    assert text_digest(["One two", "three"]) != text_digest(["One", "two three"])
    assert called("A/RES/65/140", "7", 9) == "A/RES/65/140, paragraph 7"
    assert called("A/RES/65/140", "", 9) == "A/RES/65/140, line 9"
