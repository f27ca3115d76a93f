"""Who deletes a meeting, until when, and with which package."""

from datetime import UTC, datetime

import pytest

from acm_drafts.negotiation.deletion import (
    LASTS,
    OtherPackage,
    PackageNotTaken,
    SamePerson,
    require_package,
    require_second_person,
    waits,
)
from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.negotiation.permissions import Actor

ASKED = datetime(2026, 12, 2, 12, tzinfo=UTC)


def test_the_second_person_is_another_one_with_a_name() -> None:
    assert require_second_person(Actor(2, "B", frozenset()), 1) == 2
    with pytest.raises(SamePerson):
        require_second_person(Actor(1, "A", frozenset()), 1)
    with pytest.raises(NotPermitted):
        require_second_person(Actor(None, "operator", frozenset()), 1)


def test_a_request_waits_for_its_days_and_no_longer() -> None:
    assert waits(ASKED + LASTS, ASKED)
    assert not waits(ASKED + LASTS, ASKED + LASTS)


def test_the_package_was_taken_and_is_the_one_that_is_named() -> None:
    require_package("a", named="a", taken=True)
    with pytest.raises(PackageNotTaken):
        require_package("a", named="a", taken=False)
    with pytest.raises(OtherPackage):
        require_package("a", named="b", taken=True)
