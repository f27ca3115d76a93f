"""The first words by which a paragraph without a number is called."""

import re
from pathlib import Path

from acm_drafts.negotiation.first_words import IN_SENTENCE, ON_LINE, first_words, shortened

PACKAGE = Path(__file__).parents[2] / "acm_drafts"
CUTS = re.compile(r"\[: ?[\w.]+\][^\n]{0,12}…")
"""A slice with an ellipsis behind it."""
OTHERS = {
    "cli/files.py",  # messages and names of files, for a terminal
    "documents/read/files.py",  # what stands in a file, of which nothing is known yet
    "documents/read/incoming.py",
    "web/discussions/page.py",  # around a phrase, not from the beginning
    "negotiation/reservations.py",  # a phrase
}


def test_a_paragraph_is_called_by_whole_words_and_a_cut_is_shown():
    text = "The Meeting welcomed the progress made by all Member States in the field of health."
    assert first_words(text) == "The Meeting welcomed the progress…"
    assert first_words(text, ON_LINE) == "The Meeting welcomed the progress made by all Member States…"
    assert first_words("We met.") == "We met." and first_words("x" * IN_SENTENCE) == "x" * IN_SENTENCE
    assert first_words("x" * 99) == "x" * IN_SENTENCE + "…"
    assert shortened("a " + "x" * 99, 10) == "a " + "x" * 8 + "…"


def test_no_other_module_cuts_first_words_of_its_own():
    cutting = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if CUTS.search(path.read_text(encoding="utf-8"))
    }
    assert cutting <= OTHERS | {"negotiation/first_words.py"}
