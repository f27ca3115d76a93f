"""How the journal calls paragraphs under silence."""

from acm_drafts.negotiation.silence import AskedWords
from acm_drafts.services.silence_lines import numbers_of


def asked(*references: str) -> list[AskedWords]:
    return [AskedWords(key, reference, "The Meeting.") for key, reference in enumerate(references)]


def test_numbers_that_follow_one_another_are_a_range():
    assert numbers_of(asked("4", "7", "8", "9")) == "4, 7–9"


def test_nothing_is_a_dash_and_a_paragraph_without_a_number_its_first_words():
    assert numbers_of([]) == "–"
    assert numbers_of(asked("")) == "“The Meeting.”"
