"""When a sitting can be convened, opened and recorded, and which paragraphs its agenda holds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.sittings import (
    Outcome,
    SittingAhead,
    SittingIsNotOpen,
    SittingIsUnderWay,
    SittingMissed,
    SittingNotHeld,
    SittingOver,
    SittingToCome,
    WrongSitting,
    agenda_of,
    is_recording,
    require_agenda,
    require_complete,
    require_open,
    require_openable,
    require_recording,
    require_time_to_come,
    require_to_come,
    sitting_state,
)
from acm_drafts.negotiation.terms import Level, SittingResult, SittingState, Stance

NOW = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_state_follows_from_three_moments():
    states = [
        sitting_state(opened=opened, closed=closed, cancelled=cancelled)
        for opened, closed, cancelled in (
            (None, None, None),
            (NOW, None, None),
            (NOW, NOW, None),
            (None, None, NOW),
        )
    ]
    assert states == list(SittingState)


@pytest.mark.parametrize("state", list(SittingState))
def test_only_what_is_to_come_is_moved_and_only_what_is_open_is_recorded(state: SittingState):
    def passes(check) -> bool:
        try:
            check(state)
        except (SittingIsUnderWay, SittingIsNotOpen):
            return False
        return True

    assert passes(require_to_come) is (state is SittingState.CONVENED)
    assert passes(require_open) is (state is SittingState.OPEN)


TODAY, YESTERDAY = date(2026, 11, 9), date(2026, 11, 8)


@pytest.mark.parametrize(
    ("state", "begins", "closed_on", "refusal"),
    [
        (SittingState.OPEN, NOW - HOUR, None, None),
        (SittingState.OPEN, NOW - 30 * HOUR, None, None),
        (SittingState.CLOSED, NOW - HOUR, TODAY, None),
        (SittingState.CLOSED, NOW - 30 * HOUR, YESTERDAY, SittingOver),
        (SittingState.CONVENED, NOW + HOUR, None, SittingToCome),
        (SittingState.CONVENED, NOW - HOUR, None, SittingNotHeld),
        (SittingState.CANCELLED, NOW + HOUR, None, SittingNotHeld),
    ],
)
def test_an_agreement_is_recorded_while_the_sitting_is_open_and_on_the_day_it_was_closed(
    state: SittingState, begins: datetime, closed_on: date | None, refusal: type[Exception] | None
):
    facts = {"begins": begins, "now": NOW, "closed_on": closed_on, "today": TODAY}

    if refusal is None:
        require_recording(state, **facts)
    else:
        with pytest.raises(refusal):
            require_recording(state, **facts)
    assert is_recording(state, closed_on=closed_on, today=TODAY) is (refusal is None)


@pytest.mark.parametrize(
    ("begins", "ends", "stands"), [(1, 2, True), (0, 2, True), (-1, 2, False), (2, 2, False)]
)
def test_a_sitting_begins_now_or_later_and_ends_after_that(begins: int, ends: int, stands: bool):
    try:
        require_time_to_come(NOW + begins * HOUR, NOW + ends * HOUR, NOW)
    except WrongSitting:
        assert not stands
    else:
        assert stands


def test_a_sitting_is_opened_on_its_day_and_after_midnight_until_its_end():
    begins, ends, day = NOW + 8 * HOUR, NOW + 11 * HOUR, date(2026, 11, 9)
    facts = {"begins": begins, "ends": ends, "day": day}
    with pytest.raises(SittingAhead):
        require_openable(today=day - timedelta(days=1), now=NOW - 24 * HOUR, **facts)
    require_openable(today=day, now=NOW, **facts)
    require_openable(today=day + timedelta(days=1), now=ends, **facts)
    with pytest.raises(SittingMissed):
        require_openable(today=day + timedelta(days=1), now=ends + HOUR, **facts)


def line(key: int, kind: LineKind = LineKind.PARAGRAPH, depth: int = 0) -> Line:
    return Line(key, f"Line {key}", kind, depth)


TEXT = (
    line(1),
    line(2, LineKind.HEADING),
    line(3),
    line(4, LineKind.HEADING, 1),
    line(5, LineKind.SUB, 1),
    line(6, LineKind.HEADING),
    line(7),
)


@pytest.mark.parametrize(
    ("chosen", "agenda"),
    [
        ([7, 1], (7, 1)),
        ([2], (3, 5)),
        ([4], (5,)),
        ([5, 2], (5, 3)),
        ([3, 3], (3,)),
        ([6, 99], (7,)),
        ([], ()),
    ],
)
def test_a_heading_stands_for_its_section_and_the_order_is_that_of_the_choice(chosen, agenda):
    assert agenda_of(TEXT, chosen) == agenda


def test_an_agenda_has_a_paragraph_unless_ministers_may_only_adopt_the_text():
    for level in Level:
        require_agenda((1,), level)
    for level in set(Level) - {Level.MINISTERIAL}:
        with pytest.raises(WrongSitting):
            require_agenda((), level)
    require_agenda((), Level.MINISTERIAL)


@pytest.mark.parametrize(
    ("outcome", "stands"),
    [
        (Outcome(SittingResult.AGREED), True),
        (Outcome(SittingResult.REFERRED, "body"), True),
        (Outcome(SittingResult.REFERRED), False),
        (Outcome(SittingResult.AGREED, "body"), False),
        (Outcome(SittingResult.AGREED, stances={1: Stance.OPPOSE, 2: Stance.RESERVE}), True),
        (Outcome(SittingResult.AGREED, stances={1: Stance.SUPPORT}), False),
    ],
)
def test_an_outcome_names_a_body_where_it_refers_and_tells_who_opposed_or_reserved(
    outcome: Outcome, stands: bool
):
    try:
        require_complete(outcome)
    except WrongSitting:
        assert not stands
    else:
        assert stands
