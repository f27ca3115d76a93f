"""A phrase in a wording, and whether it still stands there in a later one."""

import pytest

from acm_drafts.text.phrases import BREAK, Stretch, kept_at, places_of

BASE = "The Meeting welcomed the progress made, and took note of the report."


def place(phrase: str, base: str = BASE) -> Stretch:
    (found,) = places_of(base, phrase)
    return found


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("progress made", ["progress made"]),
        ("  progress\n made ", ["progress made"]),
        ("made, and", ["made, and"]),
        ("the", ["the", "the"]),
        ("progres", []),
        ("made progress", []),
        ("", []),
        (" \t", []),
        (BASE, [BASE]),
    ],
)
def test_a_phrase_stands_where_its_words_stand_in_a_row(phrase: str, words: list[str]):
    assert [BASE[start:end] for start, end in places_of(BASE, phrase)] == words


def test_words_are_compared_as_they_are_read():
    assert places_of("رحـب الاجتماع بالتقدم", "رحب الاجتماع")
    assert places_of("The Meeting\u00a0welcomed it.", "Meeting welcomed")
    assert not places_of("The Meeting", "the Meeting")


def test_a_phrase_does_not_reach_from_one_paragraph_into_the_next():
    assert not places_of(f"It met.{BREAK}It thanked Egypt.", "met. It")


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (BASE, True),
        (BASE.replace("the report", "both reports"), True),
        (BASE.replace("welcomed", "strongly welcomed"), True),
        (BASE.replace("the progress", "the great progress"), True),
        (BASE.replace("made,", "made so far,"), True),
        (BASE.replace("progress made", "progress  made"), True),
        (BASE.replace("progress made", "progress recently made"), False),
        (BASE.replace("progress made", "progress"), False),
        (BASE.replace("progress made", "work done"), False),
        ("It thanked Egypt.", False),
        ("", False),
    ],
)
def test_a_phrase_is_kept_until_its_words_change_or_others_come_among_them(now: str, kept: bool):
    assert (kept_at(BASE, place("progress made"), now) is not None) is kept


def test_the_same_words_put_somewhere_else_are_not_the_words_that_stood_there():
    base = "Egypt thanked the Meeting. Mali, as appropriate, reported on its work of the past year."
    now = "Egypt, as appropriate, thanked the Meeting. Mali reported on its work of the past year."

    assert kept_at(base, place("as appropriate", base), now) is None and places_of(now, "as appropriate")
