"""What can be taken ad referendum, confirmed and reopened, as rules on plain facts."""

from datetime import UTC, date, datetime

import pytest

from acm_drafts.negotiation.errors import WrongDecision
from acm_drafts.negotiation.reopening import (
    NotAgreed,
    NothingToConfirm,
    require_agreed,
    require_awaiting,
    require_referable,
)
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import DecisionKind, Level

AGREED = LastDecision(Level.EXPERT, date(2026, 11, 9), datetime(2026, 11, 9, 18, tzinfo=UTC), key=4)
REFERRED = LastDecision(Level.EXPERT, date(2026, 11, 9), key=4, unconfirmed=frozenset({4}))


@pytest.mark.parametrize("kind", [kind for kind in DecisionKind if kind.value not in ("brackets", "defer")])
def test_what_a_sitting_agrees_can_be_taken_ad_referendum_and_nothing_without_one(kind: DecisionKind):
    require_referable(kind, reached=True)
    with pytest.raises(WrongDecision, match="names its sitting"):
        require_referable(kind, reached=False)


@pytest.mark.parametrize("kind", [DecisionKind.BRACKETS, DecisionKind.DEFER])
def test_what_agrees_nothing_cannot(kind: DecisionKind):
    with pytest.raises(WrongDecision, match="nothing is agreed"):
        require_referable(kind, reached=True)


def test_only_what_is_agreed_ad_referendum_waits_for_a_confirmation():
    assert require_awaiting(REFERRED, agreed=True) == {4}
    for last, agreed in ((None, True), (AGREED, True), (REFERRED, False)):
        with pytest.raises(NothingToConfirm):
            require_awaiting(last, agreed=agreed)


def test_only_what_is_agreed_is_reopened():
    assert require_agreed(AGREED, agreed=True) is AGREED
    for last, agreed in ((None, True), (AGREED, False)):
        with pytest.raises(NotAgreed):
            require_agreed(last, agreed=agreed)
