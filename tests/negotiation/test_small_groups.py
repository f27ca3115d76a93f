"""What acts make of a small group, what is refused in it, and who reads its papers."""

from dataclasses import replace

import pytest

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.journal import LineFacts, may_read_line
from acm_drafts.negotiation.permissions import STRANGER, Act, Actor, Facts, Office, may
from acm_drafts.negotiation.small_groups import (
    Composition,
    FacilitatesAlready,
    FacilitatorStays,
    InSmallGroup,
    LastParagraph,
    NotInSmallGroup,
    ParagraphInSmallGroup,
    ParagraphNotInSmallGroup,
    SmallGroupEnded,
    Step,
    composition,
    require_possible,
)
from acm_drafts.negotiation.terms import PartyKind, Role, Scope, SmallGroupAct

SENEGAL, EGYPT, JORDAN, MISSION = 1, 2, 3, 99
FORMED = [
    Step(SmallGroupAct.FORM, SENEGAL),
    Step(SmallGroupAct.ADD_MEMBER, EGYPT),
    Step(SmallGroupAct.ADD_PARAGRAPH, paragraph=12),
]
GROUP = composition(FORMED)


def test_a_group_is_what_its_acts_made_of_it():
    later = [
        Step(SmallGroupAct.ADD_PARAGRAPH, paragraph=13),
        Step(SmallGroupAct.TAKE_OUT_PARAGRAPH, paragraph=12),
        Step(SmallGroupAct.FACILITATOR, JORDAN),
        Step(SmallGroupAct.TAKE_OUT_MEMBER, EGYPT),
    ]

    assert Composition(SENEGAL, (SENEGAL, EGYPT), (12,)) == GROUP
    assert composition([*FORMED, *later]) == Composition(JORDAN, (SENEGAL, JORDAN), (13,))
    assert composition([*FORMED, Step(SmallGroupAct.END)]).ended


@pytest.mark.parametrize(
    ("step", "refusal"),
    [
        (Step(SmallGroupAct.ADD_MEMBER, EGYPT), InSmallGroup),
        (Step(SmallGroupAct.TAKE_OUT_MEMBER, JORDAN), NotInSmallGroup),
        (Step(SmallGroupAct.TAKE_OUT_MEMBER, SENEGAL), FacilitatorStays),
        (Step(SmallGroupAct.FACILITATOR, SENEGAL), FacilitatesAlready),
        (Step(SmallGroupAct.ADD_PARAGRAPH, paragraph=12), ParagraphInSmallGroup),
        (Step(SmallGroupAct.TAKE_OUT_PARAGRAPH, paragraph=13), ParagraphNotInSmallGroup),
        (Step(SmallGroupAct.TAKE_OUT_PARAGRAPH, paragraph=12), LastParagraph),
    ],
)
def test_what_would_change_nothing_or_leave_no_group_is_refused(step: Step, refusal: type[Refusal]):
    with pytest.raises(refusal):
        require_possible(GROUP, step)
    with pytest.raises(SmallGroupEnded):
        require_possible(composition([*FORMED, Step(SmallGroupAct.END)]), step)


def test_what_makes_sense_passes():
    require_possible(GROUP, Step(SmallGroupAct.ADD_MEMBER, JORDAN))
    require_possible(GROUP, Step(SmallGroupAct.FACILITATOR, EGYPT))
    require_possible(GROUP, Step(SmallGroupAct.END))


# Who ------------------------------------------------------------------------------------------------


def make_actor(role: Role, party: int | None = None) -> Actor:
    kind = PartyKind.MISSION if party == MISSION else PartyKind.STATE if party else None
    return Actor(7, "somebody", frozenset({Office(role, party, "", kind)}))


HEAD, ALTERNATE, DRAFTER = (make_actor(role, EGYPT) for role in (Role.HEAD, Role.ALTERNATE, Role.DRAFTER))
FACILITATOR, OUTSIDER = make_actor(Role.HEAD, SENEGAL), make_actor(Role.HEAD, JORDAN)
PEN = make_actor(Role.MISSION, MISSION)
OTHERS = [OUTSIDER, STRANGER, *(make_actor(role) for role in (Role.ADMINISTRATOR, Role.CHAIR, Role.OBSERVER))]
PAPERS = Facts(
    members=frozenset(GROUP.members), circulated=True, shown=True, attributed=True, shown_to_chair=True
)


def test_its_papers_are_read_by_its_members_and_the_mission_and_by_nobody_else():
    for actor in (HEAD, ALTERNATE, DRAFTER, FACILITATOR, PEN):
        assert may(actor, Act.READ_SMALL_GROUP, PAPERS)
    for actor in OTHERS:
        assert not may(actor, Act.READ_SMALL_GROUP, PAPERS)
        assert not may_read_line(actor, LineFacts("x", Scope.SMALL_GROUP, party=EGYPT, small_group=PAPERS))


def test_who_was_taken_out_reads_the_lines_about_itself_and_nothing_else():
    without = Facts(members=frozenset({SENEGAL}))

    assert not may(HEAD, Act.READ_SMALL_GROUP, without)
    assert may_read_line(HEAD, LineFacts("x", Scope.SMALL_GROUP, party=EGYPT, small_group=without))
    assert not may_read_line(HEAD, LineFacts("x", Scope.SMALL_GROUP, party=SENEGAL, small_group=without))


def test_the_facilitator_writes_the_members_answer_and_the_mission_puts_it_too():
    writing, answering = replace(PAPERS, party=SENEGAL), replace(PAPERS, party=EGYPT)
    assert may(FACILITATOR, Act.WRITE_COMPROMISE, writing)
    assert not any(may(actor, Act.WRITE_COMPROMISE, writing) for actor in (HEAD, PEN, *OTHERS))
    assert may(HEAD, Act.ANSWER_COMPROMISE, answering) and may(ALTERNATE, Act.ANSWER_COMPROMISE, answering)
    assert not any(
        may(actor, Act.ANSWER_COMPROMISE, answering) for actor in (DRAFTER, FACILITATOR, PEN, *OTHERS)
    )
    assert not may(OUTSIDER, Act.ANSWER_COMPROMISE, replace(PAPERS, party=JORDAN))
    assert may(FACILITATOR, Act.PUT_COMPROMISE, writing) and may(PEN, Act.PUT_COMPROMISE, writing)
    assert not any(may(actor, Act.PUT_COMPROMISE, writing) for actor in (HEAD, *OTHERS))
    assert may(PEN, Act.RUN_SMALL_GROUP) and not any(
        may(a, Act.RUN_SMALL_GROUP) for a in (FACILITATOR, *OTHERS)
    )
