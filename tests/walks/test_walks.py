"""Random negotiations, a few and short ones, on both engines: the long run is `make walks`."""

import re

import pytest

from tests.conftest import in_full
from tests.walks.databases import Place
from tests.walks.walk import Walk

pytestmark = pytest.mark.thorough

SEEDS = range(1, 11 if in_full() else 3)
ACTS = 30


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_done_in_a_negotiation_the_texts_are_what_the_decisions_make_them(
    place: Place, seed: int
):
    with place.on("seated") as app:
        walk = Walk(seed, place.engine, ACTS, every=10).play(app)

    assert walk.found == [], f"\n{walk}"


def test_the_same_seed_plays_the_same_negotiation(sqlite_place: Place):
    told = []
    for _ in range(2):
        with sqlite_place.on("seated") as app:
            told.append(
                [
                    _without_drawn(step)
                    for step in Walk(1, "sqlite", ACTS if in_full() else 10).play(app).steps
                ]
            )

    assert told[0] == told[1]


def _without_drawn(step: str) -> str:
    """Return a step without the numbers that are drawn for labels in hidden rounds: no seed decides them."""
    return re.sub(r"\b([A-Z]{3,4}) [0-9]{4,5}\b", r"\1", step)
