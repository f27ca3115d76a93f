"""A new verb that writes is played in the random walks and raced with every other one, by itself."""

import pytest

from tests.walks import verbs, ways  # noqa: F401
from tests.walks.verbs import APART, WAYS, is_apart, writing_verbs


@pytest.mark.thorough
def test_every_writing_verb_of_the_services_has_a_way_to_be_played_or_a_reason_why_it_has_none():
    found = writing_verbs()

    assert [verb for verb in found if verb not in WAYS and not is_apart(verb)] == []
    assert [verb for verb in found if verb in WAYS and is_apart(verb)] == []


def test_no_way_and_no_reason_outlives_its_verb():
    found = writing_verbs()
    modules = {f"{verb.rpartition('.')[0]}." for verb in found}

    assert sorted(set(WAYS) - set(found)) == []
    assert sorted(set(APART) - set(found) - modules) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "verb",
    ["amendments.submit", "amendments.send_for_review", "closings.close_round", "batches.bring_in"],
)
def test_a_verb_is_found_whether_it_opens_its_transaction_itself_or_by_what_it_calls(verb: str):
    assert verb in writing_verbs()
    assert "amendments.take_back" not in writing_verbs()  # it writes in the transaction of who calls it
