"""What a reservation is on, what becomes of its words, and what may be done to it."""

import pytest

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.reservations import (
    AwaitsNothing,
    Entered,
    PhraseNotInWording,
    PhraseNotUnique,
    ReservationPublished,
    ReservationWithdrawn,
    digest_of,
    is_asked,
    is_reworded,
    phrase_in,
    require_possible,
    words_now,
)
from acm_drafts.negotiation.terms import ReservationAct, ReservationScope, WordsNow

BASE = "The Meeting welcomed the progress made, and reports of the Group."
TEXT = Entered(ReservationScope.TEXT)
PARAGRAPH = Entered(ReservationScope.PARAGRAPH, BASE)
PHRASE = Entered(ReservationScope.PHRASE, BASE, "progress made")


def test_a_phrase_is_taken_as_it_stands_in_the_wording():
    assert phrase_in(BASE, " progress\n made") == "progress made"


@pytest.mark.parametrize("phrase", ["progress done", "rogress made", "", "made progress", "THE"])
def test_words_that_do_not_stand_there_are_refused(phrase: str):
    with pytest.raises(PhraseNotInWording):
        phrase_in(BASE, phrase)


def test_words_that_stand_there_more_than_once_are_refused_with_their_number():
    with pytest.raises(PhraseNotUnique) as refused:
        phrase_in(BASE, "the")
    assert refused.value.facts["count"] == 2


@pytest.mark.parametrize(
    ("entered", "lines", "now"),
    [
        (TEXT, [], WordsNow.THERE),
        (PARAGRAPH, [BASE], WordsNow.THERE),
        (PARAGRAPH, ["It met."], WordsNow.THERE),
        (PARAGRAPH, [], WordsNow.GONE),
        (PHRASE, [BASE], WordsNow.THERE),
        (PHRASE, [BASE.replace("welcomed", "hailed")], WordsNow.THERE),
        (PHRASE, ["The Meeting welcomed the progress made,", "and reports of the Group."], WordsNow.THERE),
        (PHRASE, ["The Meeting welcomed the progress", "made, and reports of the Group."], WordsNow.GONE),
        (PHRASE, [BASE.replace("progress made", "work done")], WordsNow.GONE),
        (PHRASE, [BASE.replace("progress made", "progress")], WordsNow.GONE),
        (PHRASE, [], WordsNow.GONE),
        (
            PHRASE,
            ["The Meeting welcomed the reports of the Group, and progress made."],
            WordsNow.ELSEWHERE,
        ),
    ],
)
def test_what_became_of_its_words(entered: Entered, lines: list[str], now: WordsNow):
    assert words_now(entered, lines) is now


@pytest.mark.parametrize(
    ("entered", "lines", "reworded"),
    [
        (TEXT, [], False),
        (PHRASE, ["It met."], False),
        (PARAGRAPH, [BASE], False),
        (PARAGRAPH, ["It met."], True),
        (PARAGRAPH, [BASE, "It met."], True),
        (PARAGRAPH, [], False),
    ],
)
def test_one_on_a_whole_paragraph_says_that_other_words_stand_there(
    entered: Entered, lines: list[str], reworded: bool
):
    assert is_reworded(entered, lines) is reworded


def test_a_delegation_is_asked_until_it_answers_and_anew_when_the_words_change_again():
    changed, again = ["It met."], ["It met in Jeddah."]

    assert not is_asked(WordsNow.THERE, changed, "")
    assert is_asked(WordsNow.GONE, changed, "") and is_asked(WordsNow.ELSEWHERE, changed, "")
    assert not is_asked(WordsNow.GONE, changed, digest_of(changed))
    assert is_asked(WordsNow.GONE, again, digest_of(changed))
    assert not is_asked(WordsNow.GONE, [], digest_of([]))


OPEN = {"withdrawn": False, "awaiting": True, "published": False}


@pytest.mark.parametrize("act", list(ReservationAct))
def test_nothing_is_done_to_one_that_was_withdrawn(act: ReservationAct):
    require_possible(act, **OPEN)
    with pytest.raises(ReservationWithdrawn):
        require_possible(act, **{**OPEN, "withdrawn": True})


@pytest.mark.parametrize(
    ("act", "facts", "refusal"),
    [
        (ReservationAct.STAND, {"awaiting": False}, AwaitsNothing),
        (ReservationAct.PUBLISH, {"published": True}, ReservationPublished),
    ],
)
def test_what_is_so_already_is_refused(act: ReservationAct, facts: dict, refusal: type[Refusal]):
    with pytest.raises(refusal):
        require_possible(act, **{**OPEN, **facts})
