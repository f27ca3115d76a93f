"""
Pairs of writing verbs at the same moment, on both engines: `make walks` races every pair.

Of so many pairs as `ONE_OF` says `make test` races one, and `make test-whole` more of them.
"""

import pytest

from tests.conftest import in_full
from tests.walks.races import AT_LOCK, Course, Race, pairs, play

pytestmark = pytest.mark.thorough

ONE_OF = {"postgres": 9, "sqlite": 16} if in_full() else {"postgres": 71, "sqlite": 251}
"""Fewer on SQLite, where one writer waits for the other anyway; primes, so that no verb is left out for its place."""
SHARES = 60 if in_full() else 10


def races(engine: str) -> list[Race]:
    """Return the races on *engine*: on PostgreSQL one of the two, by turns, is held before it locks anything."""
    raced = pairs()[:: ONE_OF[engine]]
    if engine == "sqlite":
        return [Race(verbs) for verbs in raced]
    return [Race(verbs, 0, AT_LOCK, turned=bool(number % 2)) for number, verbs in enumerate(raced)]


@pytest.mark.parametrize("share", range(SHARES))
def test_two_verbs_at_once_leave_what_one_after_the_other_leaves_or_a_refusal(course: Course, share: int):
    raced = races(course.place.engine)[share::SHARES]

    found = [str(result) for race in raced if (result := play(course, race)).found]

    assert raced
    assert found == [], "\n\n".join(found)


def test_of_almost_every_pair_both_can_be_done_on_the_negotiations_laid_out(sqlite_course: Course):
    asked = pairs()[:: 1 if in_full() else 50]
    chosen = {verbs: sqlite_course.chosen(Race(verbs)) for verbs in asked}

    idle = [verbs for verbs, made in chosen.items() if made is None or made.possible < 2]

    # A round is opened, a draft circulated and a text adopted only where no round runs; a text that can be corrected or
    # withdrawn is none of those laid out: tests/services/test_corrections.py races these with the circulation and with
    # each other. A corrigendum is issued and a text
    # published where almost nothing else can be done, and a pin is taken away where there is
    # one.
    elsewhere = {
        "adoption.adopt",
        "corrigenda.issue",
        "public.publish",
        "public.withdraw",
        "rounds.open_round",
        "drafts.circulate",
        "corrections.correct_text",
        "corrections.withdraw_text",
        "pins.unpin",
    }
    assert [verbs for verbs in idle if not set(verbs) & elsewhere] == []
