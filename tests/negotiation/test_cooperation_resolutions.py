"""Symbols, sessions and votes of the resolutions on cooperation."""

import pytest

from acm_drafts.negotiation.cooperation_resolutions import (
    Vote,
    VoteKind,
    WrongSession,
    WrongSymbol,
    WrongVote,
    read_session,
    read_symbol,
    read_vote,
    session_of,
)


@pytest.mark.parametrize(
    ("symbol", "session"),
    [
        ("A/RES/65/140", 65),
        ("A/RES/3369 (XXX)", 30),
        ("A/RES/3000 (XXVIII)", 28),
        ("A/RES/2999 (XXIV)", 24),
        ("A/RES/ES-10/2", None),
        ("A/RES/3202 (S-VI)", None),
    ],
)
def test_a_symbol_tells_its_regular_session(symbol: str, session: int | None):
    assert session_of(read_symbol(f"  {symbol} ")) == session


@pytest.mark.parametrize("symbol", ["", "A/65/140", "S/RES/242", "OIC/CFM-51/2025/STI", "A/RES/65/140, 2"])
def test_what_is_no_symbol_of_the_general_assembly_is_refused(symbol: str):
    with pytest.raises(WrongSymbol):
        read_symbol(symbol)


def test_a_session_that_the_symbol_does_not_tell_can_be_typed_and_another_one_is_refused():
    assert read_session("", "A/RES/65/140") == read_session("65", "A/RES/65/140") == 65
    assert read_session("10", "A/RES/ES-10/2") == 10
    for typed in ("66", "0", "sixty-fifth", "6.5"):
        with pytest.raises(WrongSession):
            read_session(typed, "A/RES/65/140")


def test_a_vote_is_read_as_it_is_written():
    for vote in (Vote(VoteKind.WITHOUT_A_VOTE), Vote(VoteKind.RECORDED, 120, 2, 15)):
        assert read_vote(str(vote)) == vote
    assert read_vote("By Consensus") == Vote(VoteKind.WITHOUT_A_VOTE)
    assert read_vote(" ") is None
    for typed in ("yes", "120-2", "1200-2-1", "-120-2-15"):
        with pytest.raises(WrongVote):
            read_vote(typed)
