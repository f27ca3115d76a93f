"""Who is told what, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.journal import REOPENING, VOIDS_REOPENING, LineFacts
from acm_drafts.negotiation.notices import (
    RULES,
    Delivery,
    NoticeKind,
    delivery_of,
    digest_moment,
    is_reminded,
    kinds_for,
    reminder_due,
)
from acm_drafts.negotiation.permissions import Actor, Facts, Office
from acm_drafts.negotiation.terms import PartyKind, Role, Scope, Stage

EGYPT, JORDAN, MISSION, MEETING = 1, 2, 9, 5


def person(role: Role, party: int | None = None, *, user: int | None = 7, meeting: int = MEETING) -> Actor:
    kind = None if party is None else PartyKind.MISSION if party == MISSION else PartyKind.STATE
    return Actor(user, "Somebody", frozenset({Office(role, party, "", kind, meeting)}))


def told(actor: Actor, line: LineFacts) -> set[str]:
    return {str(kind) for kind in kinds_for(actor, line)}


def on_proposal(act: str, **facts: object) -> LineFacts:
    """Return a line about a proposal of Egypt's that everybody may read."""
    proposal = Facts(
        meeting=MEETING, sponsor=EGYPT, stage=Stage.SUBMITTED, was_submitted=True, shown=True, circulated=True
    )
    given = {"meeting": MEETING, "user": 1, "proposal": proposal, "sponsors": frozenset({EGYPT}), **facts}
    return LineFacts(act, Scope.AMENDMENT, **given)


def to_all(act: str, **facts: object) -> LineFacts:
    return LineFacts(act, Scope.ALL, **{"meeting": MEETING, "user": 1, **facts})


def test_a_sponsor_is_told_of_a_decision_and_nobody_else_is():
    line = on_proposal("accept")

    assert told(person(Role.HEAD, EGYPT), line) == {"decision"}
    assert told(person(Role.DRAFTER, EGYPT), line) == {"decision"}
    assert told(person(Role.HEAD, JORDAN), line) == set()
    assert told(person(Role.OBSERVER), line) == set()


def test_a_co_sponsor_is_told_of_a_decision_too():
    line = on_proposal("reject", sponsors=frozenset({EGYPT, JORDAN}))

    assert told(person(Role.HEAD, JORDAN), line) == {"decision"}


def test_who_holds_a_bracket_is_told_that_it_is_lifted_over_it_and_that_it_stands_again():
    for act in ("lift bracket over holder", "bracket stands again"):
        line = on_proposal(act, party=JORDAN)

        assert told(person(Role.HEAD, JORDAN), line) == {"decision"}
        assert told(person(Role.DRAFTER, JORDAN), line) == {"decision"}
        assert told(person(Role.HEAD, EGYPT), line) == set(), (
            "its proposal is decided, which is told by itself"
        )
        assert told(person(Role.OBSERVER), line) == set()


def test_who_asked_that_a_paragraph_be_reopened_is_told_that_it_was_and_that_it_no_longer_counts():
    for act in (REOPENING, VOIDS_REOPENING):
        line = to_all(act, party=JORDAN, on_paragraph=frozenset({EGYPT}))

        assert told(person(Role.HEAD, JORDAN), line) == told(person(Role.HEAD, EGYPT), line) == {"decision"}
        assert told(person(Role.HEAD, 3), line) == set()


def test_who_co_sponsors_a_proposal_is_told_that_its_sponsor_withdrew_it():
    line = on_proposal("withdraw", party=EGYPT, sponsors=frozenset({EGYPT, JORDAN}))

    assert told(person(Role.HEAD, JORDAN), line) == {"decision"}
    assert told(person(Role.HEAD, EGYPT), line) == told(person(Role.HEAD, 3), line) == set()


def test_who_has_a_proposal_on_the_paragraph_is_told_of_another_one_there():
    line = on_proposal("submit", on_paragraph=frozenset({EGYPT, JORDAN}))

    assert told(person(Role.HEAD, JORDAN), line) == {"proposal"}
    assert told(person(Role.ALTERNATE, EGYPT), line) == set()
    assert told(person(Role.HEAD, 3), line) == set()


def test_nobody_is_told_of_a_proposal_that_they_may_not_read():
    hidden = Facts(meeting=MEETING, sponsor=EGYPT, was_submitted=True, circulated=True)
    line = on_proposal("submit", proposal=hidden, on_paragraph=frozenset({JORDAN, MISSION}))

    assert told(person(Role.HEAD, JORDAN), line) == set()
    assert told(person(Role.MISSION, MISSION), line) == {"proposal"}


def test_nobody_is_told_of_what_they_did_themselves():
    line = on_proposal("accept")

    assert told(person(Role.HEAD, EGYPT, user=1), line) == set()
    assert told(person(Role.HEAD, EGYPT, user=None), line) == set()


def test_everybody_with_a_seat_at_the_meeting_is_told_of_a_round_and_a_circulation():
    for act, kind in (
        ("open round", "round"),
        ("change deadline", "moved"),
        ("circulate", "circulation"),
        ("adopt text", "adoption"),
        ("issue corrigendum", "adoption"),
    ):
        assert told(person(Role.OBSERVER), to_all(act)) == {kind}
        assert told(person(Role.HEAD, EGYPT), to_all(act)) == {kind}
        assert told(person(Role.HEAD, EGYPT, meeting=6), to_all(act)) == set()
        assert told(person(Role.ADMINISTRATOR), to_all(act)) == set()


def test_the_chair_of_the_group_is_told_of_a_silence_and_who_broke_it_and_an_observer_is_not():
    for act, kind in (("put under silence", "silence"), ("break silence", "silence-broken")):
        assert told(person(Role.CHAIR), to_all(act)) == {kind}
        assert told(person(Role.OBSERVER), to_all(act)) == set()
    assert is_reminded(person(Role.CHAIR), to_all("put under silence"), NoticeKind.ENDING)
    assert not is_reminded(person(Role.OBSERVER), to_all("put under silence"), NoticeKind.ENDING)


def test_who_is_asked_to_confirm_an_outcome_is_told_so_beside_the_circulation():
    line = to_all("circulate", to_confirm=frozenset({JORDAN}))

    assert told(person(Role.HEAD, JORDAN), line) == {"circulation", "outcome"}
    assert told(person(Role.HEAD, EGYPT), line) == {"circulation"}


def test_who_is_asked_whether_a_reservation_stands_is_told_so_beside_the_circulation():
    line = to_all("circulate", reserving=frozenset({JORDAN}))

    assert told(person(Role.DRAFTER, JORDAN), line) == {"circulation", "reservation"}
    assert told(person(Role.HEAD, EGYPT), line) == {"circulation"}


def test_who_proposes_is_reminded_of_a_deadline_and_an_observer_is_not():
    assert is_reminded(person(Role.DRAFTER, EGYPT), to_all("open round"), NoticeKind.DEADLINE)
    assert not is_reminded(person(Role.OBSERVER), to_all("open round"), NoticeKind.DEADLINE)
    assert not is_reminded(person(Role.HEAD, EGYPT, meeting=6), to_all("open round"), NoticeKind.DEADLINE)


def test_a_person_chooses_how_each_kind_is_sent():
    assert delivery_of(NoticeKind.DECISION, {}) is Delivery.ONCE
    assert delivery_of(NoticeKind.PROPOSAL, {}) is Delivery.DAILY
    assert delivery_of(NoticeKind.DECISION, {NoticeKind.DECISION: Delivery.NONE}) is Delivery.NONE
    assert set(RULES) == set(NoticeKind)


SET = datetime(2026, 11, 20, 12, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 24, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours_before", "lead"),
    [(49, None), (48, 48), (30, 48), (24, 24), (3, 24), (2, 2), (0.01, 2), (0, None), (-1, None)],
)
def test_the_reminder_that_is_due_is_the_latest(hours_before: float, lead: int | None):
    now = DEADLINE - timedelta(hours=hours_before)

    assert reminder_due(deadline=DEADLINE, since=SET, now=now) == lead


def test_what_lay_before_a_deadline_was_set_is_not_reminded_of():
    since = DEADLINE - timedelta(hours=30)

    assert reminder_due(deadline=DEADLINE, since=since, now=since) is None
    assert reminder_due(deadline=DEADLINE, since=since, now=DEADLINE - timedelta(hours=24)) == 24


@pytest.mark.parametrize(
    ("now", "zone", "moment"),
    [
        ("2026-11-24T11:59:00", "America/New_York", "2026-11-24T12:00:00"),
        ("2026-11-24T12:00:00", "America/New_York", "2026-11-25T12:00:00"),
        ("2026-11-24T12:00:00", "Asia/Riyadh", "2026-11-25T04:00:00"),
        (
            "2026-10-31T12:00:00",
            "America/New_York",
            "2026-11-01T12:00:00",
        ),  # the clocks are put back that night
    ],
)
def test_the_notices_of_a_day_are_sent_at_seven_on_the_readers_clock(now: str, zone: str, moment: str):
    given, wanted = (datetime.fromisoformat(words).replace(tzinfo=UTC) for words in (now, moment))

    assert digest_moment(given, zone) == wanted
