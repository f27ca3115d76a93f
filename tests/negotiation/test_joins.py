"""What joins make one, through all of a chain."""

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.joins import ends_of_joins, taken_in
from acm_drafts.negotiation.terms import AmendmentKind


def test_what_a_chain_of_joins_takes_in_ends_up_in_its_first_paragraph():
    assert ends_of_joins([(2, 1), (3, 2), (9, 8)]) == {2: 1, 3: 1, 9: 8}


def test_a_ring_of_joins_ends():
    assert set(ends_of_joins([(1, 2), (2, 1)])) == {1, 2}


def test_a_paragraph_takes_in_all_of_a_chain_in_its_order():
    joins = [Edit(7, AmendmentKind.JOIN, 2, other=3), Edit(8, AmendmentKind.JOIN, 1, other=2)]

    assert taken_in(1, joins) == [2, 3]
    assert taken_in(3, joins) == []
