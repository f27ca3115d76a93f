"""Every pair of writing verbs at the same moment, on both engines: the long run is `make walks`."""

import pytest

from tests.conftest import in_full, in_haste
from tests.walks.races import AT_LOCK, Course, Race, pairs, play
from tests.walks.verbs import WAYS

pytestmark = pytest.mark.thorough

FIRST = sorted(WAYS)
ONE_OF = {"postgres": 9, "sqlite": 16} if in_full() else {"postgres": 36, "sqlite": 128}
"""Of so many pairs one is raced here, and all by `make walks`; on SQLite one writer waits for the other anyway."""


def race_of(engine: str, number: int, verbs: tuple[str, str]) -> Race:
    """Return the race of a pair: on PostgreSQL one of the two, by turns, is held before it locks anything."""
    return Race(verbs) if engine == "sqlite" else Race(verbs, 0, AT_LOCK, turned=bool(number % 2))


@pytest.mark.parametrize("verb", FIRST)
def test_two_verbs_at_once_leave_what_one_after_the_other_leaves_or_a_refusal(course: Course, verb: str):
    found = [
        str(result)
        for number, verbs in enumerate(pairs())
        if verbs[0] == verb
        and not number % ONE_OF[course.place.engine]
        and (result := play(course, race_of(course.place.engine, number, verbs))).found
    ]

    assert found == [], "\n\n".join(found)


def test_of_almost_every_pair_both_can_be_done_on_the_negotiations_laid_out(sqlite_course: Course):
    asked = pairs()[:: 1 if in_full() else 50 if in_haste() else 10]
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
