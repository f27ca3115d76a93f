"""The rules of publication: the address of a text, and which act can follow which."""

import pytest

from acm_drafts.negotiation.public import (
    NotAdoptedYet,
    NotPublic,
    PublicAct,
    PublicAlready,
    address_for,
    require_can_publish,
    require_can_withdraw,
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
