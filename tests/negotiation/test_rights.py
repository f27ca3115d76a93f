"""What somebody may do with their own delegation's proposal, by its stage, its round and the permissions."""

from dataclasses import asdict, replace

import pytest

from acm_drafts.negotiation.permissions import Facts
from acm_drafts.negotiation.rights import CONDITIONS, OwnRights, own_rights
from acm_drafts.negotiation.terms import Role, Stage
from tests.negotiation.test_permissions import DRAFTER, EGYPT, HEAD, MISSION, OTHER, make_actor

PEN = make_actor(Role.MISSION, MISSION)
DRAFT = Facts(sponsor=EGYPT, stage=Stage.DRAFT)
REVIEW = replace(DRAFT, stage=Stage.REVIEW)
SUBMITTED = Facts(sponsor=EGYPT, stage=Stage.SUBMITTED, was_submitted=True)


def rights(actor, facts: Facts, *, pending: bool = True, takes_proposals: bool = True) -> OwnRights:
    is_submitted = facts.stage is Stage.SUBMITTED
    return own_rights(actor, facts, pending=pending and is_submitted, takes_proposals=takes_proposals)


def test_every_right_has_its_conditions():
    assert set(CONDITIONS) == set(asdict(OwnRights()))


def test_a_drafter_prepares_and_a_head_of_delegation_submits():
    assert rights(DRAFTER, DRAFT) == OwnRights(go_on=True, review=True, waits=True)
    assert rights(DRAFTER, REVIEW) == OwnRights(go_on=True, waits=True)
    assert rights(HEAD, DRAFT) == OwnRights(go_on=True, submit=True, withdraw=True)
    assert rights(HEAD, REVIEW) == OwnRights(go_on=True, give_back=True, submit=True, withdraw=True)


def test_after_the_deadline_nothing_is_submitted_or_revised_and_a_proposal_can_still_be_withdrawn():
    assert rights(HEAD, DRAFT, takes_proposals=False) == OwnRights(go_on=True, withdraw=True)
    assert rights(HEAD, SUBMITTED) == OwnRights(revise=True, withdraw=True)
    assert rights(HEAD, SUBMITTED, takes_proposals=False) == OwnRights(withdraw=True)


def test_a_decided_proposal_is_neither_revised_nor_withdrawn():
    assert rights(HEAD, SUBMITTED, pending=False) == OwnRights()


@pytest.mark.parametrize("facts", [DRAFT, REVIEW, SUBMITTED, replace(SUBMITTED, unconfirmed=True)])
def test_another_delegation_may_do_nothing_with_it(facts: Facts):
    assert rights(OTHER, facts) == OwnRights()


def test_the_mission_corrects_what_it_entered_from_the_floor_until_somebody_answers():
    entered = replace(SUBMITTED, unconfirmed=True)

    assert rights(PEN, entered) == OwnRights(revise=True, withdraw=True, corrects=True)
    assert rights(PEN, SUBMITTED) == OwnRights()
