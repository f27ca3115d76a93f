"""The one word for where a proposal stands: every one is reached, and an objection holds where nothing was adopted."""

import pytest

from acm_drafts.negotiation.status import StatusFacts, is_turned_down, known_standing, standing_by
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


def known(*, withheld: bool = False, lifted: Standing | None = None) -> tuple[Standing, bool]:
    now, before = (Standing.OVERTAKEN, False), (Standing.PENDING, True)
    return known_standing(now, before, withheld=withheld, lifted=lifted)


def test_until_the_next_draft_is_circulated_a_proposal_stands_where_it_stood_before_its_verdict():
    assert known(withheld=True) == (Standing.PENDING, True)
    assert known() == (Standing.OVERTAKEN, False)


def test_what_became_of_words_whose_brackets_were_lifted_counts_and_changes_not_who_acts_next():
    assert known(lifted=Standing.ACCEPTED) == (Standing.ACCEPTED, False)
    assert known(withheld=True, lifted=Standing.PART) == (Standing.PART, True)


def test_a_proposal_is_turned_down_while_nobody_takes_up_again_what_was_not_accepted():
    assert is_turned_down(Standing.REJECTED, pending=False, lifted=False)
    assert is_turned_down(Standing.PART, pending=False, lifted=False)
    assert not is_turned_down(Standing.REJECTED, pending=True, lifted=False)
    assert not is_turned_down(Standing.PART, pending=False, lifted=True)
    assert not is_turned_down(Standing.OVERTAKEN, pending=False, lifted=False)
