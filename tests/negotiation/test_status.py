"""The one word for where a proposal stands: every one is reached, and an objection holds where nothing was adopted."""

import pytest

from acm_drafts.negotiation.status import StatusFacts, standing_by
from acm_drafts.negotiation.terms import Standing


def test_every_word_for_where_a_proposal_stands_is_reached():
    facts = [
        *(StatusFacts(stage, "sponsor") for stage in ("draft", "review", "submitted", "withdrawn")),
        *(
            StatusFacts("submitted", "sponsor", outcome)
            for outcome in ("accepted", "part", "absorbed", "rejected", "bracketed", "deferred")
        ),
        *(StatusFacts("submitted", "sponsor", verdict=v) for v in ("absorbed", "overtaken", "orphaned")),
        *(StatusFacts("submitted", "carried", brought=v) for v in ("carried", "partly", "conflict")),
        StatusFacts("submitted", "contested"),
    ]

    assert {standing_by(one)[0] for one in facts} == set(Standing)


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        ("sponsor", "absorbed"),
        ("sponsor", "rejected"),
        ("rest", "rejected"),
        ("carried", "deferred"),
        ("rest", None),
    ],
)
def test_what_adopted_nothing_and_is_contested_waits_again(made: str, outcome: str | None):
    assert standing_by(StatusFacts("submitted", made, outcome, objected=True)) == (Standing.CONTESTED, True)


@pytest.mark.parametrize("outcome", ["accepted", "bracketed"])
def test_what_was_adopted_stands_though_it_is_contested(outcome: str):
    facts = StatusFacts("submitted", "sponsor", outcome)

    assert standing_by(StatusFacts("submitted", "sponsor", outcome, objected=True)) == standing_by(facts)
