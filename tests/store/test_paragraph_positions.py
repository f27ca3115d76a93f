"""Positions on the paragraphs of a text: on which words, in whose eyes, and never as consent to other words."""

import pytest
from sqlalchemy import select, update

from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import AmendmentKind, Role, Stance, Visibility
from acm_drafts.services import positions
from acm_drafts.store.database import db
from acm_drafts.store.journal import read_journal
from acm_drafts.store.paragraph_positions import (
    faults_of_positions,
    load_paragraph_positions,
    paragraph_rights,
    positions_shown,
    was_public,
)
from acm_drafts.store.positions import spoken_for
from acm_drafts.store.records import Position, Round
from acm_drafts.store.rounds import round_context
from acm_drafts.store.text import DraftSet, draft_set
from acm_drafts.store.visibility import position_facts, positions_read_by
from tests.factories import actor_of, make_officer, party
from tests.store.crowd import every_reader
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all to act.")


def take(table: Table, code: str, stance: Stance | None, label: str = "1.", **facts: object) -> None:
    line = table.line(label).line
    facts = {"wording": line.wording, "party": party(code).id, "stance": stance} | facts
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **facts)


def drafts_of(table: Table, reader: Actor) -> DraftSet:
    db.session.expire_all()
    return draft_set(db.session(), table.communique, reader)


def read(table: Table, reader: Actor, label: str = "1.") -> list[tuple[str, str, bool]]:
    line = table.line(label).line
    taken = load_paragraph_positions(
        db.session(), reader, drafts_of(table, reader), {line.paragraph: line.wording}
    )
    return [(row.party.code, str(row.stance), row.is_earlier) for row in taken[line.paragraph]]


def next_round(table: Table, **terms: object) -> None:
    table.close()
    table.open(**terms)


def test_a_wording_that_changes_asks_anew_and_one_that_stays_does_not():
    table = make_table(*TEXTS)
    take(table, "EGY", Stance.SUPPORT)
    take(table, "EGY", Stance.OPPOSE, "2.")
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    next_round(table)

    assert read(table, table.mission) == [("EGY", "support", True)]
    assert read(table, table.mission, "2.") == [("EGY", "oppose", False)]

    take(table, "EGY", Stance.RESERVE)
    assert read(table, table.mission) == [("EGY", "reserve", False)]


def test_what_was_taken_in_a_hidden_round_is_read_by_who_took_it_and_the_mission_alone():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    take(table, "EGY", Stance.OPPOSE)
    drafter = actor_of(make_officer(Role.DRAFTER, "EGY"))

    for reader in (table.mission, table.head("EGY"), drafter):
        assert read(table, reader) == [("EGY", "oppose", False)]
    assert read(table, table.head("MYS")) == []


def test_what_was_public_stays_so_where_it_is_changed_or_taken_back_in_a_hidden_round():
    table = make_table(*TEXTS)
    for code in ("EGY", "SEN"):
        take(table, code, Stance.SUPPORT)
    next_round(table, visibility=Visibility.MISSION)
    take(table, "EGY", Stance.OPPOSE)
    take(table, "SEN", None)

    other = table.head("MYS")
    assert read(table, table.mission) == [("EGY", "oppose", False)]
    assert read(table, other) == [("EGY", "support", False), ("SEN", "support", False)]
    shown = positions_shown(other, drafts_of(table, other).contexts)
    assert (shown.all, shown.until) == (False, 1)
    assert positions_shown(table.mission, drafts_of(table, table.mission).contexts).all


def test_where_the_text_names_nobody_the_positions_of_others_are_told_to_the_mission_alone():
    table = make_table(*TEXTS, attributed=False)
    take(table, "EGY", Stance.OPPOSE)

    assert read(table, table.mission) == [("EGY", "oppose", False)]
    assert read(table, table.head("MYS")) == []
    assert positions_shown(table.head("MYS"), drafts_of(table, table.head("MYS")).contexts).until is None


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("chair_reads", [False, True])
@pytest.mark.parametrize("attributed", [False, True])
def test_the_value_and_the_condition_say_the_same_of_every_reader(
    visibility: Visibility, chair_reads: bool, attributed: bool
):
    table = make_table(*TEXTS, attributed=attributed)
    take(table, "EGY", Stance.OPPOSE)
    take(table, "SEN", Stance.SUPPORT)
    db.session.execute(update(Round).values(visibility=visibility, chair_reads=chair_reads))
    db.session.commit()
    context = round_context(db.session(), table.round)
    rows = db.session.scalars(select(Position)).all()
    assert len(rows) == 2

    for reader in every_reader():
        at = reader.at(context.meeting)
        by_value = {
            row.id for row in rows if may(at, Act.READ_POSITION, position_facts(context, row.party_id))
        }
        asked = select(Position.id).where(positions_read_by(at, [context]))
        assert set(db.session.scalars(asked)) == by_value, reader
        lines = read_journal(db.session(), at, communique_id=table.communique)
        told = {line.party_id for line in lines if line.act == "take position"}
        assert told == {row.party_id for row in rows if row.id in by_value}, reader


def test_a_group_has_a_voice_of_its_own_beside_the_state_of_its_speaker():
    table = make_table(*TEXTS)
    speaker = make_officer(Role.HEAD, "ARAB")
    head = actor_of(speaker)
    line = table.line("1.").line
    facts = {"wording": line.wording, "party": party("ARAB").id, "stance": Stance.SUPPORT}
    positions.take_position_on_paragraph(head, line.paragraph, **facts)

    assert read(table, table.mission) == [("ARAB", "support", False)]
    voices = paragraph_rights(head, drafts_of(table, head).context, spoken_for(db.session(), head), [])
    assert [(voice.party.code, voice.may_say) for voice in voices] == [("ARAB", True)]


def test_what_was_never_in_a_circulated_text_is_not_public():
    table = make_table(*TEXTS)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")

    assert was_public(db.session(), table.line("1.").line.paragraph)
    assert not was_public(db.session(), new.paragraph_id)


def test_positions_edited_by_hand_are_named():
    table = make_table(*TEXTS)
    proposal = table.replace("MYS", "1.", "progress", "great progress")
    positions.take_position(table.head("EGY"), proposal.code, party=party("EGY").id, stance=Stance.OPPOSE)
    take(table, "EGY", Stance.OPPOSE)
    take(table, "SEN", Stance.SUPPORT, "2.")
    take(table, "SEN", None, "2.")
    assert faults_of_positions(db.session(), table.communique) == []

    db.session.execute(update(Position).values(stance=Stance.SUPPORT))
    db.session.commit()

    code = table.line("1.").code
    assert [name for name, _ in faults_of_positions(db.session(), table.communique)] == [code, code]


def test_a_position_on_a_wording_that_its_round_does_not_print_is_named():
    table = make_table(*TEXTS)
    take(table, "EGY", Stance.OPPOSE)
    old = table.line("1.").line.wording
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    next_round(table)
    db.session.execute(update(Position).where(Position.wording_id == old).values(round_id=table.round))
    db.session.commit()

    assert len(faults_of_positions(db.session(), table.communique)) == 2


def test_the_number_of_queries_does_not_grow_with_the_positions(count_queries):
    table = make_table(*TEXTS)
    take(table, "EGY", Stance.OPPOSE)
    lines = {line.paragraph: line.wording for line in (table.line("1.").line, table.line("2.").line)}

    def load() -> None:
        drafts = draft_set(db.session(), table.communique, table.mission)
        load_paragraph_positions(db.session(), table.mission, drafts, lines)

    few = count_queries(load)
    for code in ("SEN", "MLI", "JOR", "MAR"):
        take(table, code, Stance.SUPPORT)
        take(table, code, Stance.SUPPORT, "2.")

    assert count_queries(load) == few <= 5
