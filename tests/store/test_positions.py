"""What stands beside a proposal: its name for the reader, its sponsors, and what may be said in whose name."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Role, Stance
from acm_drafts.services import amendments, positions, sponsors
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.positions import OwnRights, ProposalRights, own_rights, positions_on, rights_on
from acm_drafts.store.records import Amendment
from acm_drafts.store.rounds import round_context
from tests.factories import actor_of, make_appointment, make_drafter, make_head, make_observer, party
from tests.tables import DAY, Table, label_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all Member States to contribute.")


def entry_of(amendment: Amendment) -> AmendmentRecord:
    db.session.expire_all()
    return load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]


def offer(actor: Actor, amendment: Amendment) -> ProposalRights:
    entry = entry_of(amendment)
    context = round_context(db.session, entry.amendment.round_id)
    return rights_on(db.session, actor, context, [entry])[amendment.id]


def own_acts(actor: Actor, amendment: Amendment) -> OwnRights:
    entry = entry_of(amendment)
    return own_rights(actor, round_context(db.session, entry.amendment.round_id), entry)


def joined(table: Table) -> Amendment:
    """Return a proposal of Egypt that Jordan co-sponsors."""
    made = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("JOR"), made.code, party=party("JOR").id)
    return made


# What it may be called ---------------------------------------------------------------------------


def test_where_attribution_is_on_everybody_reads_the_label_and_the_sponsors():
    made = joined(make_table(*TEXTS))

    seen = offer(actor_of(make_observer()), made)

    assert (seen.name, seen.sponsor.code, [p.code for p in seen.cosponsors]) == ("EGY 1", "EGY", ["JOR"])


def test_where_attribution_is_off_others_read_a_code_and_the_sponsor_its_label():
    table = make_table(*TEXTS, attributed=False)
    made = joined(table)

    for other in (table.head("MYS"), table.head("JOR")):  # who joined it was not told by that whose it is
        seen = offer(other, made)
        assert (seen.name, seen.sponsor, seen.cosponsors) == (made.code, None, ())
    for own in (table.head("EGY"), table.mission):
        assert offer(own, made).name == label_of("EGY")


def test_a_draft_is_called_by_its_code():
    table = make_table(*TEXTS)
    draft = amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "1."))

    assert offer(table.head("EGY"), draft).name == draft.code


# In whose name -----------------------------------------------------------------------------------


def test_a_head_of_another_delegation_may_join_take_a_position_and_amend():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")

    seen = offer(table.head("MYS"), made)

    (voice,) = seen.voices
    assert (voice.party.code, voice.may_join, voice.may_say, voice.stance) == ("MYS", True, True, None)
    assert seen.may_amend


def test_a_drafter_has_no_voice_but_may_prepare_an_amendment():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")

    seen = offer(actor_of(make_drafter("MYS")), made)

    assert (seen.voices, seen.may_amend) == ((), True)


def test_the_sponsor_neither_joins_nor_takes_a_position_nor_amends_its_own():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")

    seen = offer(table.head("EGY"), made)

    assert [(v.may_join, v.may_say) for v in seen.voices] == [(False, False)]
    assert not seen.may_amend


def test_a_position_taken_is_shown_to_who_took_it():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")
    positions.take_position(table.head("MYS"), made.code, party=party("MYS").id, stance=Stance.OPPOSE)

    assert offer(table.head("MYS"), made).voices[0].stance is Stance.OPPOSE
    assert offer(table.head("OMN"), made).voices[0].stance is None


def test_who_speaks_for_a_state_and_a_group_has_two_voices_the_state_first():
    table = make_table(*TEXTS)
    made = table.replace("MYS", "1.", "progress", "great progress")
    user = make_head("EGY")
    make_appointment(user, Role.HEAD, "ARAB")

    assert [voice.party.code for voice in offer(actor_of(user), made).voices] == ["EGY", "ARAB"]


def test_a_deletion_has_no_words_that_could_be_amended():
    table = make_table(*TEXTS)

    assert not offer(table.head("MYS"), table.propose("EGY", AmendmentKind.DELETE, "1.")).may_amend


def test_after_the_deadline_joining_and_positions_go_on_and_amending_does_not():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")

    with clock_at(utcnow() + 2 * DAY):
        seen = offer(table.head("MYS"), made)
        missions = offer(table.mission, made)

    assert (seen.voices[0].may_join, seen.voices[0].may_say, seen.may_amend) == (True, True, False)
    assert missions.may_amend


# One's own ---------------------------------------------------------------------------------------


def test_a_drafter_goes_on_and_sends_for_review_and_sees_that_a_head_submits():
    table = make_table(*TEXTS)
    draft = amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "1."))

    assert own_acts(actor_of(make_drafter("EGY")), draft) == OwnRights(go_on=True, review=True, waits=True)
    assert own_acts(table.head("EGY"), draft) == OwnRights(go_on=True, submit=True, withdraw=True)


def test_a_head_revises_and_withdraws_until_the_deadline_and_then_withdraws_only():
    table = make_table(*TEXTS)
    made = table.propose("EGY", AmendmentKind.DELETE, "1.")

    assert own_acts(table.head("EGY"), made) == OwnRights(revise=True, withdraw=True)
    with clock_at(utcnow() + 2 * DAY):
        assert own_acts(table.head("EGY"), made) == OwnRights(withdraw=True)


def test_nothing_is_offered_on_anothers_proposal_or_one_that_was_decided():
    table = make_table(*TEXTS)
    made = table.propose("EGY", AmendmentKind.DELETE, "1.")

    assert own_acts(table.head("MYS"), made) == OwnRights()
    table.accept(made)
    assert own_acts(table.head("EGY"), made) == OwnRights()


def test_the_number_of_queries_does_not_grow_with_the_proposals(count_queries):
    table = make_table(*TEXTS)
    user = actor_of(make_head("OMN"))

    def read() -> None:
        context = round_context(db.session, table.round)
        found = load_amendments(db.session, Amendment.round_id == table.round)
        rights_on(db.session, user, context, found)
        positions_on(db.session, found)

    table.replace("EGY", "1.", "progress", "great progress")
    one = count_queries(read)
    for code in ("MYS", "JOR", "SEN"):
        table.replace(code, "1.", "progress", f"{code} progress")

    assert count_queries(read) == one
