"""The table of permissions, read as sentences."""

from dataclasses import replace

import pytest

from acm_drafts.negotiation.errors import AlreadyClosed, NotPermitted
from acm_drafts.negotiation.permissions import RULES, STRANGER, Act, Actor, Facts, Office, may, require
from acm_drafts.negotiation.terms import Audience, PartyKind, Role, Stage
from scripts import write_permissions
from tests.house.tree import read

EGYPT, JORDAN, MISSION = 1, 2, 99


def make_actor(role: Role, party: int | None = None) -> Actor:
    kind = PartyKind.MISSION if party == MISSION else PartyKind.STATE if party else None
    return Actor(7, "somebody", frozenset({Office(role, party, "", kind)}))


HEAD, ALTERNATE, DRAFTER = (make_actor(role, EGYPT) for role in (Role.HEAD, Role.ALTERNATE, Role.DRAFTER))
OTHER = make_actor(Role.HEAD, JORDAN)
PEN = make_actor(Role.MISSION, MISSION)
ADMINISTRATOR, CHAIR, OBSERVER = (make_actor(r) for r in (Role.ADMINISTRATOR, Role.CHAIR, Role.OBSERVER))

OWN_DRAFT = Facts(sponsor=EGYPT, stage=Stage.DRAFT, circulated=True, shown=True)
SUBMITTED = Facts(sponsor=EGYPT, stage=Stage.SUBMITTED, was_submitted=True, circulated=True)
SHOWN = Facts(sponsor=EGYPT, stage=Stage.SUBMITTED, was_submitted=True, circulated=True, shown=True)


@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_a_rule_and_a_stranger_may_do_nothing(act: Act) -> None:
    assert RULES[act]
    assert not may(STRANGER, act, SHOWN)


@pytest.mark.parametrize("actor", [OTHER, PEN, ADMINISTRATOR, CHAIR, OBSERVER])
def test_a_draft_is_seen_by_its_own_delegation_and_by_nobody_else(actor: Actor) -> None:
    assert may(DRAFTER, Act.READ_AMENDMENT, OWN_DRAFT)
    assert not may(actor, Act.READ_AMENDMENT, OWN_DRAFT)


def test_somebody_writes_for_a_state_before_a_group_and_for_the_mission_last() -> None:
    state = Office(Role.DRAFTER, EGYPT, "EGY", PartyKind.STATE)
    group = Office(Role.HEAD, 58, "ARAB", PartyKind.GROUP)
    mission = Office(Role.MISSION, MISSION, "OICM", PartyKind.MISSION)

    assert Actor(7, "", frozenset({group, state, mission})).main_party() == EGYPT
    assert Actor(7, "", frozenset({group, mission})).main_party() == 58
    assert Actor(7, "", frozenset({mission})).main_party() == MISSION
    assert OBSERVER.main_party() is None
    assert Actor(7, "", frozenset({Office(Role.HEAD), group})).main_party() == 58, (
        "an office for nobody is passed over"
    )


def test_a_person_belongs_to_every_party_of_theirs_in_whatever_role() -> None:
    both = Actor(7, "", frozenset({Office(Role.HEAD, 58, "ARAB"), Office(Role.DRAFTER, EGYPT, "EGY")}))

    assert both.parties() == {58, EGYPT} and both.parties(Role.DRAFTER) == {EGYPT}
    assert OBSERVER.parties() == frozenset()


def test_the_own_parties_of_a_person_are_those_they_write_for() -> None:
    assert HEAD.own_parties() == ALTERNATE.own_parties() == DRAFTER.own_parties() == {EGYPT}
    assert PEN.own_parties() == {MISSION}
    assert not OBSERVER.own_parties() and not CHAIR.own_parties() and not ADMINISTRATOR.own_parties()


def test_what_is_submitted_is_seen_by_the_mission_and_by_others_only_when_the_round_shows_it() -> None:
    assert may(PEN, Act.READ_AMENDMENT, SUBMITTED)
    for actor in (OTHER, OBSERVER, CHAIR):
        assert not may(actor, Act.READ_AMENDMENT, SUBMITTED)
        assert may(actor, Act.READ_AMENDMENT, SHOWN)
    assert not may(ADMINISTRATOR, Act.READ_AMENDMENT, SHOWN)


def test_the_chair_reads_what_is_confidential_only_where_the_round_says_so() -> None:
    told = Facts(sponsor=EGYPT, was_submitted=True, circulated=True, shown_to_chair=True)
    assert may(CHAIR, Act.READ_AMENDMENT, told)
    assert not may(OTHER, Act.READ_AMENDMENT, told)


def test_a_cosponsor_reads_what_it_sponsors() -> None:
    assert may(
        OTHER, Act.READ_AMENDMENT, Facts(sponsor=EGYPT, cosponsors=frozenset({JORDAN}), was_submitted=True)
    )


def test_a_drafter_prepares_and_a_head_or_alternate_submits() -> None:
    assert may(DRAFTER, Act.PREPARE, OWN_DRAFT)
    assert not may(DRAFTER, Act.SUBMIT, OWN_DRAFT)
    assert may(HEAD, Act.SUBMIT, OWN_DRAFT)
    assert may(ALTERNATE, Act.SUBMIT, OWN_DRAFT)
    assert not may(OTHER, Act.SUBMIT, OWN_DRAFT)


def test_only_the_mission_decides_and_never_in_a_closed_round() -> None:
    assert may(PEN, Act.DECIDE, Facts())
    assert not may(PEN, Act.DECIDE, Facts(closed=True))
    for actor in (HEAD, CHAIR, ADMINISTRATOR, OBSERVER):
        assert not may(actor, Act.DECIDE, Facts())


def test_an_administrator_manages_people_and_is_not_by_that_a_drafter_or_a_reader() -> None:
    assert may(ADMINISTRATOR, Act.MANAGE_PEOPLE)
    for act in (Act.DECIDE, Act.IMPORT, Act.READ_DRAFT, Act.READ_DESK):
        assert not may(ADMINISTRATOR, act, Facts(circulated=True))


def test_a_draft_of_the_text_is_the_missions_until_it_is_circulated() -> None:
    for actor in (HEAD, CHAIR, OBSERVER):
        assert not may(actor, Act.READ_DRAFT, Facts(circulated=False))
        assert may(actor, Act.READ_DRAFT, Facts(circulated=True))
    assert may(PEN, Act.READ_DRAFT, Facts(circulated=False))


def test_nobody_cosponsors_their_own_proposal_or_for_another_delegation() -> None:
    assert may(OTHER, Act.COSPONSOR, Facts(sponsor=EGYPT, party=JORDAN, stage=Stage.SUBMITTED))
    assert not may(HEAD, Act.COSPONSOR, Facts(sponsor=EGYPT, party=EGYPT, stage=Stage.SUBMITTED))
    assert not may(OTHER, Act.COSPONSOR, Facts(sponsor=EGYPT, party=EGYPT, stage=Stage.SUBMITTED))


def test_names_are_shown_where_the_text_is_attributed_and_to_the_sponsors_own_side() -> None:
    assert not may(OTHER, Act.SEE_SPONSOR, Facts(sponsor=EGYPT))
    assert may(OTHER, Act.SEE_SPONSOR, Facts(sponsor=EGYPT, attributed=True))
    assert may(DRAFTER, Act.SEE_SPONSOR, Facts(sponsor=EGYPT))


def test_a_cosponsor_of_an_unattributed_proposal_does_not_see_the_sponsor() -> None:
    joined = Facts(sponsor=EGYPT, cosponsors=frozenset({JORDAN}), was_submitted=True)
    assert not may(OTHER, Act.SEE_SPONSOR, joined)


def test_what_may_not_be_done_is_refused() -> None:
    with pytest.raises(NotPermitted):
        require(HEAD, Act.DECIDE)


def test_an_act_that_only_the_closing_forbids_is_refused_as_already_closed() -> None:
    closed = Facts(sponsor=EGYPT, closed=True)
    with pytest.raises(AlreadyClosed):
        require(PEN, Act.DECIDE, closed)
    with pytest.raises(AlreadyClosed):
        require(HEAD, Act.SUBMIT, closed)
    for actor, act in ((HEAD, Act.DECIDE), (DRAFTER, Act.SUBMIT), (OTHER, Act.SUBMIT)):
        with pytest.raises(NotPermitted):
            require(actor, act, closed)


def test_an_act_that_the_closing_would_not_have_allowed_either_is_not_refused_as_already_closed() -> None:
    require(PEN, Act.DECIDE, Facts())
    with pytest.raises(NotPermitted):
        require(ADMINISTRATOR, Act.DECIDE, Facts())


def test_a_head_or_alternate_of_one_party_writes_for_it_before_a_drafter_of_another() -> None:
    drafter = Office(Role.DRAFTER, EGYPT, "EGY", PartyKind.STATE)
    alternate = Office(Role.ALTERNATE, JORDAN, "JOR", PartyKind.STATE)
    observer = Office(Role.OBSERVER, 3, "AAA", PartyKind.STATE)

    assert Actor(7, "", frozenset({drafter, alternate, observer})).main_party() == JORDAN
    assert Actor(7, "", frozenset({observer})).main_party() is None


def test_the_mission_alone_begins_a_discussion_with_several_and_the_sponsor_is_among_its_readers() -> None:
    with_several = Facts(audience=Audience.MISSION, party=MISSION, named=frozenset({MISSION, EGYPT, JORDAN}))
    assert may(PEN, Act.BEGIN_DISCUSSION, with_several)
    assert not may(HEAD, Act.BEGIN_DISCUSSION, replace(with_several, party=EGYPT))
    assert not may(HEAD, Act.BEGIN_DISCUSSION, with_several)

    sponsors = frozenset({EGYPT, JORDAN})
    among = Facts(audience=Audience.COSPONSORS, sponsor=EGYPT, cosponsors=frozenset({JORDAN}), named=sponsors)
    assert may(HEAD, Act.READ_DISCUSSION, among) and may(OTHER, Act.READ_DISCUSSION, among)


# At a meeting ----------------------------------------------------------------------------------------

THIS_YEAR, LAST_YEAR = 11, 12


def held_at(meeting: int | None, *roles: Role) -> Actor:
    """Return somebody who holds *roles* at *meeting*; those of a delegation for Egypt, the Mission's for it."""
    parties = {Role.MISSION: (MISSION, PartyKind.MISSION), Role.HEAD: (EGYPT, PartyKind.STATE)}
    held = frozenset(
        Office(role, *(parties[role][0], "", parties[role][1]) if role in parties else (), meeting=meeting)
        for role in roles
    )
    return Actor(7, "somebody", held)


@pytest.mark.parametrize("act", list(Act))
def test_an_office_at_a_meeting_opens_nothing_at_another_and_nothing_above_them(act: Act) -> None:
    actor = held_at(LAST_YEAR, Role.MISSION, Role.ADMINISTRATOR, Role.CHAIR, Role.HEAD, Role.OBSERVER)
    facts = replace(SHOWN, party=EGYPT, attributed=True)

    for where in (actor, actor.at(LAST_YEAR), actor.at(THIS_YEAR)):
        assert not may(where, act, replace(facts, meeting=THIS_YEAR))
        assert not may(where, act, facts)


@pytest.mark.parametrize("act", list(Act))
def test_an_office_in_general_holds_at_every_meeting(act: Act) -> None:
    roles = (Role.MISSION, Role.ADMINISTRATOR, Role.CHAIR, Role.HEAD, Role.OBSERVER)
    general, here = held_at(None, *roles), held_at(THIS_YEAR, *roles)
    facts = replace(SHOWN, meeting=THIS_YEAR, party=EGYPT, attributed=True)

    for where in (general, general.at(LAST_YEAR)):
        assert may(where, act, facts) == may(here, act, facts)


def test_a_person_has_at_each_meeting_the_offices_held_there() -> None:
    head = held_at(LAST_YEAR, Role.HEAD)
    both = Actor(
        7, "somebody", head.elsewhere | {Office(Role.CHAIR, meeting=THIS_YEAR), Office(Role.OBSERVER)}
    )

    assert not both.parties() and both.holds(Role.OBSERVER) and not both.holds(Role.CHAIR)
    assert both.at(LAST_YEAR).parties(Role.HEAD) == {EGYPT} and not both.at(LAST_YEAR).holds(Role.CHAIR)
    assert both.at(THIS_YEAR).holds(Role.CHAIR) and both.at(THIS_YEAR).holds(Role.OBSERVER)
    assert both.at(LAST_YEAR).at(THIS_YEAR) == both.at(THIS_YEAR)
    assert [where.meeting for where in both.places()] == [None, THIS_YEAR, LAST_YEAR]
    assert both.at(THIS_YEAR).places() == (both.at(THIS_YEAR),)


def test_a_head_names_alternates_and_drafters_and_an_alternate_drafters_alone() -> None:
    own, other = Facts(party=EGYPT), Facts(party=EGYPT + 1)

    assert may(HEAD, Act.NAME_ALTERNATES, own) and may(HEAD, Act.NAME_DRAFTERS, own)
    assert may(ALTERNATE, Act.NAME_DRAFTERS, own) and not may(ALTERNATE, Act.NAME_ALTERNATES, own)
    assert not may(DRAFTER, Act.NAME_DRAFTERS, own) and not may(HEAD, Act.NAME_ALTERNATES, other)


# Positions on the text -------------------------------------------------------------------------------

IN_TEXT = Facts(party=EGYPT, in_text=True, circulated=True)


def test_a_position_on_a_paragraph_is_taken_by_who_speaks_for_the_party_while_the_round_runs() -> None:
    assert may(HEAD, Act.TAKE_POSITION, IN_TEXT) and may(ALTERNATE, Act.TAKE_POSITION, IN_TEXT)
    for actor in (DRAFTER, OTHER, PEN, CHAIR, OBSERVER, ADMINISTRATOR):
        assert not may(actor, Act.TAKE_POSITION, IN_TEXT)
    for facts in (replace(IN_TEXT, circulated=False), replace(IN_TEXT, in_text=False)):
        assert not may(HEAD, Act.TAKE_POSITION, facts)
    with pytest.raises(AlreadyClosed):
        require(HEAD, Act.TAKE_POSITION, replace(IN_TEXT, closed=True))


def test_a_bracket_is_held_by_who_speaks_for_the_party_or_as_the_mission_notes_from_the_floor() -> None:
    for actor in (HEAD, ALTERNATE, PEN):
        assert may(actor, Act.HOLD_BRACKET, IN_TEXT)
        for facts in (replace(IN_TEXT, circulated=False), replace(IN_TEXT, in_text=False)):
            assert not may(actor, Act.HOLD_BRACKET, facts)
        with pytest.raises(AlreadyClosed):
            require(actor, Act.HOLD_BRACKET, replace(IN_TEXT, closed=True))
    for actor in (DRAFTER, OTHER, CHAIR, OBSERVER, ADMINISTRATOR):
        assert not may(actor, Act.HOLD_BRACKET, IN_TEXT)


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("attributed", [False, True])
@pytest.mark.parametrize("to_chair", [False, True])
def test_a_position_on_a_paragraph_is_read_by_its_own_side_and_where_the_round_shows_and_names(
    shown: bool, attributed: bool, to_chair: bool
) -> None:
    facts = replace(IN_TEXT, shown=shown, attributed=attributed, shown_to_chair=to_chair)

    assert all(may(actor, Act.READ_POSITION, facts) for actor in (HEAD, ALTERNATE, DRAFTER, PEN))
    assert all(may(actor, Act.READ_POSITION, facts) is (shown and attributed) for actor in (OTHER, OBSERVER))
    assert may(CHAIR, Act.READ_POSITION, facts) is (attributed and (shown or to_chair))
    assert not may(ADMINISTRATOR, Act.READ_POSITION, facts)


@pytest.mark.parametrize("attributed", [False, True])
def test_a_position_on_a_proposal_is_read_by_its_sponsor_and_by_others_where_the_text_names(
    attributed: bool,
) -> None:
    by_other = Facts(
        meeting=IN_TEXT.meeting, sponsor=EGYPT, party=None, attributed=attributed, circulated=True
    )

    assert may(HEAD, Act.READ_POSITION, by_other) and may(PEN, Act.READ_POSITION, by_other)
    for actor in (OTHER, OBSERVER):
        assert may(actor, Act.READ_POSITION, replace(by_other, shown=True)) is attributed
        assert not may(actor, Act.READ_POSITION, by_other)


# Reservations ----------------------------------------------------------------------------------------


def test_a_reservation_is_entered_by_who_speaks_for_the_party_on_what_is_circulated() -> None:
    facts = Facts(party=EGYPT, circulated=True)

    assert may(HEAD, Act.RESERVE, facts) and may(ALTERNATE, Act.RESERVE, facts)
    for actor in (DRAFTER, OTHER, PEN, CHAIR, OBSERVER, ADMINISTRATOR):
        assert not may(actor, Act.RESERVE, facts)
    assert not may(HEAD, Act.RESERVE, replace(facts, circulated=False))


@pytest.mark.parametrize("published", [False, True])
def test_a_reservation_is_read_by_its_own_side_and_by_all_participants_once_it_is_public(
    published: bool,
) -> None:
    facts = Facts(party=EGYPT, circulated=True, shown=published)

    assert all(may(actor, Act.READ_RESERVATION, facts) for actor in (HEAD, ALTERNATE, DRAFTER, PEN))
    assert all(may(actor, Act.READ_RESERVATION, facts) is published for actor in (OTHER, OBSERVER, CHAIR))
    assert not may(ADMINISTRATOR, Act.READ_RESERVATION, facts)


def test_the_export_of_a_delegation_is_for_who_speaks_in_its_name_and_for_the_mission() -> None:
    of_egypt = Facts(party=EGYPT)
    assert [who for who in (HEAD, ALTERNATE, PEN) if not may(who, Act.TAKE_EXPORT, of_egypt)] == []
    others = (DRAFTER, OTHER, ADMINISTRATOR, CHAIR, OBSERVER)
    assert [who for who in others if may(who, Act.TAKE_EXPORT, of_egypt)] == []


def test_the_mission_alone_archives_a_meeting() -> None:
    everybody = (HEAD, ALTERNATE, DRAFTER, OTHER, PEN, ADMINISTRATOR, CHAIR, OBSERVER)
    assert [who for who in everybody if may(who, Act.ARCHIVE_MEETING)] == [PEN]


def test_the_page_says_of_every_act_and_kind_of_person_what_the_rules_say() -> None:
    # Changed by `make permissions` alone: whoever changes a rule reads on the page whom that lets in or keeps out.
    assert write_permissions.page() == read("docs/permissions.md")
