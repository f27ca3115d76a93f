"""What a corrigendum makes of a text, and which corrections cannot be made."""

import pytest

from acm_drafts.negotiation.corrigenda import (
    Correction,
    WordsNotThere,
    WordsStandTwice,
    WrongCorrigendum,
    as_issued,
    corrected,
    corrected_lines,
    corrected_texts,
    require_correction,
)
from acm_drafts.negotiation.lines import Line

TEXTS = {1: "The Meeting wellcomed the report.", 2: "It thanked the host and the host country."}


def test_for_some_words_others_are_read_and_the_rest_stays():
    assert corrected(TEXTS[1], Correction(1, "wellcomed", "welcomed")) == "The Meeting welcomed the report."
    assert corrected("It took took note.", Correction(1, "took took", "took")) == "It took note."
    assert corrected("It noted, urged.", Correction(1, ", urged", "")) == "It noted."


def test_words_that_are_not_there_or_stand_there_twice_are_refused():
    with pytest.raises(WordsNotThere):
        corrected(TEXTS[1], Correction(1, "Welcomed", "welcomed"))
    with pytest.raises(WordsStandTwice):
        corrected(TEXTS[2], Correction(2, "the host", "Egypt"))
    with pytest.raises(WordsStandTwice):
        corrected("aaa", Correction(1, "aa", "b"))


def test_corrections_of_one_paragraph_are_made_one_after_the_other():
    corrections = [Correction(1, "wellcomed", "noted"), Correction(1, "noted the", "took note of the")]
    assert corrected_texts(TEXTS, corrections) == {1: "The Meeting took note of the report."}


def test_a_paragraph_is_neither_brought_in_nor_deleted():
    with pytest.raises(WrongCorrigendum):
        corrected_texts(TEXTS, [Correction(3, "a", "b")])
    with pytest.raises(WrongCorrigendum):
        corrected_texts(TEXTS, [Correction(1, TEXTS[1], "")])


@pytest.mark.parametrize(
    ("text", "old", "reads"),
    [
        ("in the strongest possible terms", "possible", "in the strongest terms"),
        ("in the strongest possible terms", "possible ", "in the strongest terms"),
        ("Warmly it thanked the host today", "Warmly", "it thanked the host today"),
        ("It thanked the host today", "today", "It thanked the host"),
        ("It noted, urged.", ", urged", "It noted."),
        ("« fermes »\u00a0: la liste", "« fermes »", ": la liste"),
        ("la «\u00a0liste close\u00a0»", "close", "la «\u00a0liste\u00a0»"),
        ("Les buts\nsuivants restent", "suivants", "Les buts\nrestent"),
        ("la «\u00a0longue liste\u00a0»", "longue", "la «\u00a0liste\u00a0»"),
    ],
)
def test_a_deletion_takes_one_of_the_two_spaces_round_its_words(text: str, old: str, reads: str):
    assert corrected(text, as_issued(text, Correction(1, old, ""))) == reads


@pytest.mark.parametrize("correction", [Correction(1, " ", "a"), Correction(1, "a", "a")])
def test_a_correction_names_words_and_changes_them(correction: Correction):
    with pytest.raises(WrongCorrigendum):
        require_correction(correction)


def test_lines_that_nothing_corrects_are_the_same_lines():
    lines = [Line(key, text) for key, text in TEXTS.items()]
    first, second = corrected_lines(lines, [Correction(1, "wellcomed", "welcomed")])
    assert first.text == "The Meeting welcomed the report."
    assert second is not None and second == lines[1]
