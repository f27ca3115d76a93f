"""What a sponsor is asked: about the last thing that was made of the proposal, as far as its text is circulated."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from acm_drafts.negotiation.answers import (
    ON_COMPROMISE,
    ON_CONTESTED,
    ON_DECISION,
    ON_VERDICT,
    AnswerFacts,
    DecidedFacts,
    Question,
    find_question,
    outlives,
)
from acm_drafts.negotiation.terms import Answer, Verdict

CIRCULATED = datetime(2026, 9, 1, 12, tzinfo=UTC)
REJECTED = DecidedFacts(5)
ABSORBED = DecidedFacts(6, absorbed=True)


def test_nothing_is_asked_about_what_is_not_submitted_or_merely_waits():
    assert find_question(AnswerFacts()) is None
    assert find_question(AnswerFacts(submitted=False, ended_by=1, decided=REJECTED)) is None


def test_a_verdict_is_asked_about_once_its_text_is_circulated():
    ended = AnswerFacts(ended_by=1, brought_by=2)

    assert find_question(ended) == Question("verdict", 1, ON_VERDICT)
    assert find_question(replace(ended, hidden=True)) is None
    assert find_question(AnswerFacts(brought_by=2)) == Question("verdict", 2, ON_VERDICT)
    assert find_question(AnswerFacts(brought_by=2, hidden=True)) is None


def test_a_decision_without_a_level_can_be_contested_until_its_text_is_circulated():
    decided = AnswerFacts(brought_by=2, decided=REJECTED)

    assert find_question(decided) == Question("disposition", 5, ON_DECISION)
    contested = replace(decided, decided=replace(REJECTED, contested=True))
    assert find_question(contested) == Question("disposition", 5, ON_CONTESTED)
    assert find_question(replace(decided, decided=replace(REJECTED, has_level=True))) is None
    assert find_question(replace(decided, decided=replace(REJECTED, unpublished=False))) is None


def test_a_compromise_is_asked_about_at_any_level():
    for has_level in (False, True):
        decided = AnswerFacts(decided=replace(ABSORBED, has_level=has_level))
        assert find_question(decided) == Question("disposition", 6, ON_COMPROMISE)


def test_of_words_in_brackets_it_is_asked_what_a_circulated_text_made_of_them():
    published = DecidedFacts(5, has_level=True, unpublished=False)
    asked = find_question(AnswerFacts(decided=published, lifted_at=CIRCULATED))

    assert asked == Question("disposition", 5, ON_VERDICT, CIRCULATED)
    assert asked.lifted and not asked.optional


def test_the_sponsor_is_asked_about_the_acceptance_in_part_until_the_rest_is_decided():
    rest = AnswerFacts(parted=REJECTED, brought_by=2)

    assert find_question(rest) == Question("disposition", 5, ON_DECISION)
    assert find_question(replace(rest, hidden=True)) == Question("disposition", 5, ON_DECISION)
    published = replace(rest, parted=replace(REJECTED, unpublished=False))
    assert find_question(published) == Question("verdict", 2, ON_VERDICT)
    assert find_question(replace(rest, decided=ABSORBED)) == Question("disposition", 6, ON_COMPROMISE)


def test_an_entry_from_the_floor_is_confirmed_by_its_sponsor():
    assert find_question(AnswerFacts(entered=8)) == Question("revision", 8, ON_VERDICT)


@pytest.mark.parametrize(("minutes", "counts"), [(-1, False), (0, True), (1, True)])
def test_an_answer_given_before_the_question_is_none_to_it(minutes: int, counts: bool):
    question = Question("disposition", 5, ON_VERDICT, CIRCULATED)
    answer = SimpleNamespace(disposition_id=5, at=CIRCULATED + timedelta(minutes=minutes))

    assert question.is_answered_by(answer) is counts
    assert not replace(question, key=6).is_answered_by(answer)


def test_only_a_decision_that_can_be_contested_needs_no_answer():
    assert Question("disposition", 5, (Answer.CONTEST,)).optional
    assert not Question("disposition", 5, ON_COMPROMISE).optional
    assert not Question("verdict", 5, ON_VERDICT).optional


@pytest.mark.parametrize(
    ("verdict", "on_compromise", "stays"),
    [
        (Verdict.ORPHANED, False, True),
        (Verdict.OVERTAKEN, False, True),
        (Verdict.OVERTAKEN, True, True),
        (Verdict.ABSORBED, True, True),
        (Verdict.ABSORBED, False, False),
    ],
)
def test_an_objection_outlives_the_closing_unless_the_text_says_all_that_was_asked_for(
    verdict: Verdict, on_compromise: bool, stays: bool
):
    assert outlives(verdict, on_compromise=on_compromise) is stays
