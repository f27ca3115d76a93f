"""The one word for where a proposal stands: every one is reached, and an objection holds where nothing was adopted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from acm_drafts.negotiation.status import (
    TURNS_DOWN,
    LastDecision,
    LevelAgreed,
    StatusFacts,
    is_agreed,
    is_only_proposed,
    is_turned_down,
    known_standing,
    last_of,
    standing_by,
    standing_in_round,
)
from acm_drafts.negotiation.terms import City, DecisionKind, Level, Standing


def test_every_word_for_where_a_proposal_stands_is_reached():
    facts = [
        *(StatusFacts(stage, "sponsor") for stage in ("draft", "review", "submitted", "withdrawn")),
        *(
            StatusFacts("submitted", "sponsor", outcome)
            for outcome in ("accepted", "part", "absorbed", "rejected", "bracketed", "deferred")
        ),
        *(StatusFacts("submitted", "sponsor", verdict=v) for v in ("absorbed", "overtaken", "orphaned")),
        *(StatusFacts("submitted", "carried", brought=v) for v in ("carried", "partly", "conflict")),
        StatusFacts("submitted", "contested"),
    ]

    # Of what a decision settles before the closing records it, the text of the running round tells.
    assert {standing_by(one)[0] for one in facts} == set(Standing) - {Standing.SETTLED, Standing.LEFT_OPEN}


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        ("sponsor", "absorbed"),
        ("sponsor", "rejected"),
        ("rest", "rejected"),
        ("carried", "deferred"),
        ("rest", None),
    ],
)
def test_what_adopted_nothing_and_is_contested_waits_again(made: str, outcome: str | None):
    assert standing_by(StatusFacts("submitted", made, outcome, objected=True)) == (Standing.CONTESTED, True)


@pytest.mark.parametrize("outcome", ["accepted", "bracketed"])
def test_what_was_adopted_stands_though_it_is_contested(outcome: str):
    facts = StatusFacts("submitted", "sponsor", outcome)

    assert standing_by(StatusFacts("submitted", "sponsor", outcome, objected=True)) == standing_by(facts)


def test_what_was_accepted_settles_a_proposal_before_all_else_and_it_waits_as_it_did():
    for waits in (True, False):
        now = (Standing.CARRIED, waits)
        told = known_standing(now, now, withheld=True, lifted=Standing.ACCEPTED, settled=True)
        assert told == (Standing.SETTLED, waits)
    assert standing_in_round(Standing.PENDING, settled=False) is Standing.PENDING


def test_what_was_carried_over_in_conflict_stands_so_while_its_rival_does():
    now = (Standing.CONFLICT, True)
    assert known_standing(now, now, withheld=False, lifted=None) == now
    assert known_standing(now, now, withheld=False, lifted=None, disputed=False) == (Standing.CARRIED, True)


def known(*, withheld: bool = False, lifted: Standing | None = None) -> tuple[Standing, bool]:
    now, before = (Standing.OVERTAKEN, False), (Standing.PENDING, True)
    return known_standing(now, before, withheld=withheld, lifted=lifted)


def test_a_proposal_keeps_its_status_until_its_outcome_is_circulated():
    assert known(withheld=True) == (Standing.PENDING, True)
    assert known() == (Standing.OVERTAKEN, False)


def test_the_outcome_of_lifted_brackets_is_the_status_without_changing_who_acts_next():
    assert known(lifted=Standing.ACCEPTED) == (Standing.ACCEPTED, False)
    assert known(withheld=True, lifted=Standing.PART) == (Standing.PART, True)


def test_a_proposal_is_turned_down_while_nobody_takes_up_again_what_was_not_accepted():
    assert is_turned_down(Standing.REJECTED, pending=False, lifted=False)
    assert is_turned_down(Standing.PART, pending=False, lifted=False)
    assert not is_turned_down(Standing.REJECTED, pending=True, lifted=False)
    assert not is_turned_down(Standing.PART, pending=False, lifted=True)
    assert not is_turned_down(Standing.OVERTAKEN, pending=False, lifted=False)


# Agreed --------------------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 9, 18, tzinfo=UTC)
AGREED = LastDecision(Level.EXPERT, date(2026, 11, 9), MONDAY)
BEFORE, AFTER = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)
PROPOSED = LastDecision(None, date(2026, 11, 10), AFTER)


def test_what_a_level_decided_last_is_agreed_and_what_the_mission_proposes_is_not():
    assert is_agreed(AGREED, (), in_brackets=False)
    assert not is_agreed(PROPOSED, (), in_brackets=False)
    assert not is_agreed(None, (), in_brackets=False)
    assert not is_agreed(AGREED, (), in_brackets=True)


def test_a_request_to_reopen_leaves_it_agreed_and_what_waited_before_never_let_it_be():
    assert is_agreed(AGREED, (AFTER,), in_brackets=False)
    assert not is_agreed(AGREED, (BEFORE,), in_brackets=False)
    assert not is_agreed(AGREED, (AFTER, BEFORE), in_brackets=False)


@pytest.mark.parametrize("kind", [DecisionKind.REJECT, DecisionKind.DEFER])
def test_the_request_rejected_or_deferred_by_the_mission_leaves_it_agreed(kind: DecisionKind):
    assert last_of(AGREED, PROPOSED, kind=kind) is AGREED


@pytest.mark.parametrize(
    "kind", [DecisionKind.ACCEPT, DecisionKind.PART, DecisionKind.COMPROMISE, DecisionKind.BRACKETS]
)
def test_a_decision_that_changes_it_reopens_it(kind: DecisionKind):
    assert last_of(AGREED, PROPOSED, kind=kind) == PROPOSED


@pytest.mark.parametrize("kind", [DecisionKind.REJECT, DecisionKind.DEFER])
def test_the_request_rejected_or_deferred_by_a_level_leaves_it_agreed_as_it_was(kind: DecisionKind):
    rejected = LastDecision(Level.TROIKA, date(2026, 11, 10), AFTER)

    assert last_of(AGREED, rejected, kind=kind, decides={7: AFTER}) is AGREED
    assert (
        last_of(AGREED, rejected, kind=kind, decides={7: BEFORE}) is AGREED
    )  # what the agreement had left open


@pytest.mark.parametrize("kind", [DecisionKind.REJECT, DecisionKind.DEFER])
def test_a_level_that_turns_a_proposal_down_agrees_no_words(kind: DecisionKind):
    level = LastDecision(Level.TROIKA, date(2026, 11, 10), AFTER)
    proposed = last_of(None, PROPOSED, kind=DecisionKind.ACCEPT, decides={7: BEFORE})

    for before in (None, proposed):
        after = last_of(before, level, kind=kind, decides={7: BEFORE})
        assert not is_agreed(after, (), in_brackets=False)
        assert after.proposed == frozenset()
    retained = replace(proposed, in_brackets=True)
    assert not is_agreed(last_of(retained, level, kind=kind, decides={8: BEFORE}), (), in_brackets=False)


@pytest.mark.parametrize("kind", [DecisionKind.REJECT, DecisionKind.DEFER])
def test_what_the_agreement_left_open_and_the_mission_alone_rejects_is_not_agreed(kind: DecisionKind):
    last = last_of(AGREED, PROPOSED, kind=kind, decides={7: BEFORE})
    rejected = LastDecision(Level.TROIKA, date(2026, 11, 10), AFTER)

    assert (last.level, last.proposed) == (None, {7})
    assert last_of(last, rejected, kind=kind, decides={7: BEFORE}) is AGREED  # a level turned it down too
    again = last_of(last, PROPOSED, kind=kind, decides={8: BEFORE})
    assert last_of(again, rejected, kind=kind, decides={7: BEFORE}).proposed == {8}
    assert last_of(again, rejected, kind=kind, decides={7: BEFORE, 8: BEFORE}) is AGREED


def test_a_level_that_rejects_one_proposal_does_not_agree_what_the_mission_alone_accepted():
    level = LastDecision(Level.TROIKA, date(2026, 11, 10), AFTER)
    proposed = last_of(None, PROPOSED, kind=DecisionKind.ACCEPT, decides={7: BEFORE})

    after_rejection = last_of(proposed, level, kind=DecisionKind.REJECT, decides={8: BEFORE})

    assert (after_rejection.level, after_rejection.proposed) == (None, {7})
    assert last_of(after_rejection, level, kind=DecisionKind.ACCEPT, decides={9: BEFORE}) is level
    assert last_of(after_rejection, level, kind=DecisionKind.AGREE) == level


def test_levels_that_agree_the_same_words_stand_beside_each_other():
    ambassadors = LastDecision(Level.AMBASSADORIAL, date(2026, 11, 12), AFTER)
    experts_again = LastDecision(Level.EXPERT, date(2026, 11, 13), AFTER)

    both = last_of(AGREED, ambassadors, kind=DecisionKind.AGREE)

    experts = LevelAgreed(Level.EXPERT, date(2026, 11, 9))
    assert (both.level, both.earlier) == (Level.AMBASSADORIAL, (experts,))
    again = last_of(both, experts_again, kind=DecisionKind.AGREE)
    assert again.earlier == (LevelAgreed(Level.AMBASSADORIAL, date(2026, 11, 12)),)
    changed = last_of(both, experts_again, kind=DecisionKind.ACCEPT)
    assert changed.earlier == ()
    assert last_of(PROPOSED, ambassadors, kind=DecisionKind.AGREE).earlier == ()


def test_the_same_level_in_another_city_stands_beside_the_first_and_in_the_same_takes_its_place():
    first = replace(AGREED, city=City.NEW_YORK, key=4)
    other = LastDecision(Level.EXPERT, date(2026, 11, 13), AFTER, key=5, city=City.WASHINGTON)

    both = last_of(first, other, kind=DecisionKind.AGREE)

    assert [(each.city, each.decision) for each in both.agreements] == [
        (City.NEW_YORK, 4),
        (City.WASHINGTON, 5),
    ]
    again = last_of(both, replace(other, key=6, city=City.NEW_YORK), kind=DecisionKind.AGREE)
    assert [(each.city, each.decision) for each in again.agreements] == [
        (City.WASHINGTON, 5),
        (City.NEW_YORK, 6),
    ]
    assert last_of(both, other, kind=DecisionKind.ACCEPT).earlier == (), "it has other words"


REFERRED = LastDecision(Level.EXPERT, date(2026, 11, 9), MONDAY, key=4, unconfirmed=frozenset({4}))


def test_what_is_agreed_ad_referendum_stays_so_until_a_level_agrees_the_words_anew():
    ambassadors = LastDecision(Level.AMBASSADORIAL, date(2026, 11, 12), AFTER, key=9)

    assert is_agreed(REFERRED, (), in_brackets=False)
    for kind in (*TURNS_DOWN, DecisionKind.BRACKETS):
        assert last_of(REFERRED, ambassadors, kind=kind, decides={7: BEFORE}).unconfirmed == {4}
    for kind in (DecisionKind.AGREE, DecisionKind.ACCEPT, DecisionKind.PART, DecisionKind.COMPROMISE):
        assert not last_of(REFERRED, ambassadors, kind=kind).is_ad_referendum
    both = last_of(REFERRED, ambassadors, kind=DecisionKind.AGREE)
    assert [agreement.ad_referendum for agreement in both.agreements] == [True, False]


def test_reopening_ends_the_agreements_of_every_level_and_leaves_what_the_mission_proposed():
    both = last_of(REFERRED, LastDecision(Level.TROIKA, date(2026, 11, 12), AFTER), kind=DecisionKind.AGREE)
    proposed = last_of(None, PROPOSED, kind=DecisionKind.ACCEPT, decides={7: BEFORE})

    reopened = last_of(both, PROPOSED, kind=DecisionKind.REOPEN)

    assert not is_agreed(reopened, (), in_brackets=False)
    assert (reopened.agreements, reopened.unconfirmed) == ((), frozenset())
    assert last_of(proposed, PROPOSED, kind=DecisionKind.REOPEN).proposed == {7}
    assert not last_of(REFERRED, PROPOSED, kind=DecisionKind.REOPEN).is_ad_referendum


@pytest.mark.parametrize(
    "kind", [kind for kind in DecisionKind if kind not in (DecisionKind.REOPEN, *TURNS_DOWN)]
)
def test_what_a_level_decides_counts_but_for_what_it_turns_down(kind: DecisionKind):
    later = LastDecision(Level.AMBASSADORIAL, date(2026, 11, 10), AFTER)

    assert last_of(AGREED, later, kind=kind) == later
    assert last_of(None, PROPOSED, kind=kind) == PROPOSED


@pytest.mark.parametrize(
    ("standing", "level", "agreed_since", "expected"),
    [
        (Standing.ACCEPTED, None, False, True),
        (Standing.REJECTED, None, False, True),
        (Standing.DEFERRED, None, False, True),
        (Standing.ACCEPTED, "expert", False, False),
        (Standing.ACCEPTED, None, True, False),
        (Standing.CARRIED, None, False, False),
        (Standing.CONTESTED, None, False, False),
    ],
)
def test_what_no_level_decided_or_agreed_since_is_only_proposed(standing, level, agreed_since, expected):
    assert is_only_proposed(standing, level=level, agreed_since=agreed_since) is expected


def test_what_is_retained_in_brackets_is_not_agreed_at_whatever_level():
    retained = LastDecision(Level.EXPERT, date(2026, 11, 9), MONDAY, in_brackets=True)

    assert not is_agreed(retained, (), in_brackets=False)
    assert not is_agreed(AGREED, (), in_brackets=True)
