"""Where a silence procedure stands, who is too late, and what becomes of each paragraph."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.silence import (
    GRACE,
    AskedWords,
    SilenceIsNotRunning,
    SilenceOver,
    WrongSilence,
    digest_of,
    is_due,
    outcomes,
    require_breakable,
    require_end_to_come,
    require_longer,
    silence_state,
)
from acm_drafts.negotiation.terms import SilenceOutcome, SilenceState

END = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def state(now: datetime = END, **facts: datetime | None) -> SilenceState:
    moments = {"suspended": None, "concluded": None, "withdrawn": None, **facts}
    return silence_state(ends_at=END, now=now, **moments)


def test_it_runs_until_its_last_moment_and_is_over_after_it():
    assert state(END) is SilenceState.RUNNING
    assert state(END + timedelta(microseconds=1)) is SilenceState.OVER


@given(now=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_what_is_concluded_or_withdrawn_stays_so_whatever_the_clock_shows(now: datetime):
    assert state(now, concluded=END) is SilenceState.CONCLUDED
    assert state(now, withdrawn=END) is SilenceState.WITHDRAWN
    assert state(now, suspended=END) is SilenceState.SUSPENDED
    assert is_due(state(now), ends_at=END, now=now) is (now >= END + GRACE)


@pytest.mark.parametrize(
    ("now", "refusal"), [(SilenceState.OVER, SilenceOver), (SilenceState.CONCLUDED, SilenceOver)]
)
def test_after_its_end_it_is_too_late(now: SilenceState, refusal: type[Exception]):
    with pytest.raises(refusal):
        require_breakable(now, END)


@pytest.mark.parametrize("now", [SilenceState.SUSPENDED, SilenceState.WITHDRAWN])
def test_what_does_not_run_is_not_broken(now: SilenceState):
    with pytest.raises(SilenceIsNotRunning):
        require_breakable(now, END)
    require_breakable(SilenceState.RUNNING, END)


def test_an_end_lies_ahead_and_an_extension_after_it():
    for wrong in (lambda: require_end_to_come(END, END), lambda: require_longer(END, END)):
        with pytest.raises(WrongSilence):
            wrong()
    require_end_to_come(END + SECOND, END)
    require_longer(END + SECOND, END)


KEYS = st.sets(st.integers(1, 9), max_size=9)


@given(broken=KEYS, agreeable=KEYS, changed=KEYS)
def test_agreed_is_only_what_nobody_broke_nothing_waits_on_and_still_says_the_words_that_were_asked(
    broken: set[int], agreeable: set[int], changed: set[int]
):
    asked = [AskedWords(key, str(key), f"Words {key}.") for key in range(1, 10)]
    now = {words.key: None if words.key in changed else words.text for words in asked}
    became = outcomes(asked, broken=broken, agreeable=agreeable, now=now)
    agreed = {key for key, outcome in became.items() if outcome is SilenceOutcome.AGREED}
    assert agreed == agreeable - broken - changed
    assert {key for key, outcome in became.items() if outcome is SilenceOutcome.BROKEN} == broken
    assert became.keys() == {words.key for words in asked}


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=5)), max_size=4))
def test_other_words_or_another_order_have_another_digest(texts: list[tuple[str, str]]):
    asked = [AskedWords(key, reference, text) for key, (reference, text) in enumerate(texts)]
    assert digest_of(asked) == digest_of(list(asked))
    more = [*asked, AskedWords(99, "99", "More.")]
    assert digest_of(more) != digest_of(asked)
    if len(asked) > 1 and texts[0] != texts[-1]:
        assert digest_of(asked[::-1]) != digest_of(asked) or texts == texts[::-1]
