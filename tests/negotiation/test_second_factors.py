"""Who must have a second factor, which steps are right, and the one form of a code."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.second_factors import (
    FactorPolicy,
    is_code_of_app,
    is_proved,
    must_have_factor,
    steps_at,
    tidy_code,
)
from acm_drafts.negotiation.terms import Role


@pytest.mark.parametrize(
    ("policy", "roles", "must"),
    [
        (FactorPolicy.MISSION, {Role.MISSION}, True),
        (FactorPolicy.MISSION, {Role.HEAD, Role.ADMINISTRATOR}, True),
        (FactorPolicy.MISSION, {Role.HEAD, Role.CHAIR}, False),
        (FactorPolicy.ALL, set(), True),
        (FactorPolicy.NONE, {Role.ADMINISTRATOR}, False),
    ],
)
def test_the_house_says_of_whom_a_second_factor_is_required(policy, roles, must):
    assert must_have_factor(policy, roles) is must


def test_the_step_of_our_clock_comes_first_then_one_before_and_one_after():
    assert list(steps_at(datetime.fromtimestamp(3000, UTC))) == [100, 99, 101]


@pytest.mark.parametrize(
    ("typed", "code", "of_app"),
    [(" 123 456 ", "123456", True), ("ABCD-efgh 2345", "abcdefgh2345", False), ("١٢٣٤٥٦", "", False)],
)
def test_a_code_is_compared_without_blanks_and_case(typed, code, of_app):
    assert (tidy_code(typed), is_code_of_app(tidy_code(typed))) == (code, of_app)


def test_what_was_typed_holds_for_its_time_and_not_longer_where_the_clock_is_put_back():
    now, lasts = datetime(2026, 12, 2, tzinfo=UTC), timedelta(minutes=10)
    apart = {
        minutes: is_proved(now - timedelta(minutes=minutes), now, lasts) for minutes in (0, 9, 10, -2, -600)
    }

    assert apart == {0: True, 9: True, 10: False, -2: False, -600: False}
    assert is_proved(now + timedelta(seconds=30), now, lasts), "another server's clock is a little ahead"
