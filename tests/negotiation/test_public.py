"""The rules of publication: the address of a text, and which act can follow which."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.public import (
    EmbargoPassed,
    NotAdoptedYet,
    NotPublic,
    PublicAct,
    PublicAlready,
    Seen,
    address_for,
    embargo_until,
    require_can_publish,
    require_can_withdraw,
    require_to_come,
    seen_until,
)


@pytest.mark.parametrize(
    ("symbol", "address"),
    [
        ("OIC/ACM-2026/FC", "OIC-ACM-2026-FC"),
        ("OIC/FC/Rev.1", "OIC-FC-Rev.1"),
        ("../..", "text"),
        ("البيان", "text"),
        ("en", "en-2"),
        ("FR", "FR-2"),
        ("ar.atom", "ar.atom-2"),
    ],
)
def test_an_address_is_the_symbol_in_what_every_program_takes(symbol: str, address: str):
    assert address_for(symbol, ()) == address


def test_an_address_that_another_text_has_gets_a_number():
    assert address_for("OIC/FC", {"OIC-FC", "OIC-FC-2"}) == "OIC-FC-3"


def test_a_text_is_published_and_withdrawn_by_turns_once_it_is_adopted():
    require_can_publish(None, adopted=True)
    require_can_publish(PublicAct.WITHDRAW, adopted=True)
    require_can_withdraw(PublicAct.PUBLISH)
    with pytest.raises(NotAdoptedYet):
        require_can_publish(None, adopted=False)
    with pytest.raises(PublicAlready):
        require_can_publish(PublicAct.PUBLISH, adopted=True)
    for last in (None, PublicAct.WITHDRAW):
        with pytest.raises(NotPublic):
            require_can_withdraw(last)


DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Done:
    act: str
    at: datetime
    public_from: datetime | None = None


def test_of_an_embargo_nobody_sees_anything_before_its_end_nor_ever_where_it_was_changed():
    until_friday = Done("publish", MONDAY, MONDAY + 4 * DAY)
    withdrawn = Done("withdraw", MONDAY + DAY)
    moved = Done("publish", MONDAY + DAY, MONDAY + 2 * DAY)
    appears = Seen(MONDAY + 4 * DAY, appeared=True)

    assert seen_until(MONDAY + 4 * DAY - timedelta(seconds=1), [until_friday]) == ()
    assert seen_until(MONDAY + 4 * DAY, [until_friday]) == (appears,)
    assert seen_until(MONDAY + 9 * DAY, [until_friday, withdrawn]) == ()
    assert seen_until(MONDAY + 9 * DAY, [until_friday, moved]) == (Seen(MONDAY + 2 * DAY, appeared=True),)
    gone = Done("withdraw", MONDAY + 6 * DAY)
    assert seen_until(MONDAY + 9 * DAY, [until_friday, gone]) == (appears, Seen(gone.at, appeared=False))
    assert seen_until(MONDAY, [Done("publish", MONDAY)]) == (Seen(MONDAY, appeared=True),)


def test_an_embargo_holds_until_its_end_and_can_be_changed_until_then():
    until_friday = Done("publish", MONDAY, MONDAY + 4 * DAY)
    assert embargo_until(MONDAY + 3 * DAY, [until_friday]) == MONDAY + 4 * DAY
    assert embargo_until(MONDAY + 4 * DAY, [until_friday]) is None
    assert embargo_until(MONDAY, []) is embargo_until(MONDAY, [Done("publish", MONDAY)]) is None
    require_can_publish(PublicAct.PUBLISH, adopted=True, embargoed=True)
    require_to_come(MONDAY + DAY, MONDAY)
    with pytest.raises(EmbargoPassed):
        require_to_come(MONDAY, MONDAY)
