"""Who may read a line: the value and the condition in SQL say the same, of every line and every person."""

from collections.abc import Callable
from itertools import product

import pytest
from sqlalchemy import select, update

from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Role, Stance, Visibility
from acm_drafts.services import positions
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.journal import read_journal
from acm_drafts.store.readers import Line, load_lines, load_readers
from acm_drafts.store.records import JournalLine, Meeting, Round
from tests.conftest import by_turns
from tests.factories import (
    actor_of,
    make_administrator,
    make_chair,
    make_head,
    make_meeting,
    make_observer,
    make_user,
    mission,
    party,
    tomorrow,
    yesterday,
)
from tests.store.crowd import TEXT, make_every_proposal
from tests.tables import Table, make_table


def keys() -> list[int]:
    return list(db.session.scalars(select(JournalLine.id).order_by(JournalLine.id)))


def by_condition(actor: Actor) -> set[int]:
    return {line.id for line in read_journal(db.session(), actor, limit=100_000)}


def by_value(actor: Actor, lines: list[Line]) -> set[int]:
    return {line.line.id for line in lines if may_read_line(actor, line.facts)}


SHOWN = by_turns(list(product(Visibility, (False, True), (False, True))), every=5)
"""Who is shown what; of twelve `make test` takes three, in which each differs."""


@pytest.mark.parametrize(("visibility", "chair_reads", "last_alone"), SHOWN)
def test_the_value_and_the_condition_say_the_same_of_every_line_and_person(
    demonstration: object, visibility: Visibility, chair_reads: bool, last_alone: bool
):
    meeting = db.session.scalars(select(Meeting.id)).one()
    make_chair(meeting_id=meeting)
    make_administrator(meeting_id=meeting)
    newest = select(Round.id).order_by(Round.id.desc()).limit(1).scalar_subquery()
    rounds = [Round.id == newest] if last_alone else []
    db.session.execute(update(Round).where(*rounds).values(visibility=visibility, chair_reads=chair_reads))
    db.session.commit()
    everything = load_lines(db.session(), keys())
    assert len(everything) > 60

    for reader in load_readers(db.session()):
        actor = reader.actor.at(meeting)
        assert by_value(actor, everything) == by_condition(actor), actor


def test_people_are_seen_by_the_rules_as_when_they_sign_in(session: object):
    second = make_meeting(year=2026)
    people = [make_head("EGY", meeting_id=second.id), make_observer(), make_administrator(), make_chair()]

    known = {reader.id: reader.actor for reader in load_readers(db.session())}

    for person in people:
        signed_in = actor_of(person)
        assert known[person.id].at(signed_in.meeting) == signed_in


def test_who_holds_no_office_today_or_is_suspended_is_no_reader(session: object):
    make_head("EGY", ends_on=yesterday())
    make_head("JOR", starts_on=tomorrow())
    make_head("MYS", disabled_at=utcnow())
    make_user()
    holder = make_head("SEN", ends_on=tomorrow())

    assert [reader.id for reader in load_readers(db.session())] == [holder.id]


@pytest.fixture
def crowd(session: object) -> Table:
    table = make_table(*TEXT)
    make_every_proposal(table)
    return table


def test_lines_and_readers_cost_the_same_however_many_there_are(
    crowd: Table, count_queries: Callable[[Callable[[], object]], int]
):
    many = keys()

    one = count_queries(lambda: load_lines(db.session(), many[-1:]))
    all_ = count_queries(lambda: load_lines(db.session(), many))

    assert one <= all_ <= 6
    assert count_queries(lambda: load_readers(db.session())) == 1


def test_parties_with_a_proposal_on_the_paragraph_stand_beside_its_sponsors(session: object):
    table = make_table("The Meeting welcomed the progress made.", "The Meeting closed.")
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("JOR", "1.", "made", "made there")
    table.replace("MYS", "2.", "closed", "ended")

    line = load_lines(db.session(), keys())[-2]
    parties = {head.own_parties() for code, head in table.heads.items() if code != "MYS"}

    assert line.facts.act == "submit"
    assert line.facts.on_paragraph == frozenset().union(*parties)
    assert line.facts.sponsors == table.head("JOR").own_parties()


def test_the_operator_is_nobody_to_be_told(session: object):
    assert mission().user is None
    assert all(not reader.actor.holds(Role.MISSION) for reader in load_readers(db.session()))


@pytest.mark.parametrize(("then", "now"), [(False, False), (True, False), (True, True)])
@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_positions_on_a_proposal_are_told_as_the_text_names_delegations(
    session: object, then: bool, now: bool, visibility: Visibility
):
    table = make_table(*TEXT, attributed=then)
    proposal = table.replace("EGY", "1.", "The", "This")
    asked = {"party": party("TUR").id, "stance": Stance.OPPOSE}
    positions.take_position(table.head("TUR"), proposal.code, **asked)
    with clock_at(table.next_round(attributed=now, visibility=visibility)):
        meeting = db.session.scalars(select(Meeting.id)).one()
        actors = [table.head(code) for code in ("EGY", "TUR")]
        actors += [actor_of(make_observer(meeting_id=meeting)), actor_of(make_chair(meeting_id=meeting))]
        lines = load_lines(db.session(), keys())
        (line,) = (line.line.id for line in lines if line.line.act == "take position")
        named = now if visibility is Visibility.ALL else then

        told = [line in by_condition(actor) for actor in actors]

        assert told == [True, True, named, named]
        for actor in actors:
            assert by_value(actor, lines) == by_condition(actor), actor
