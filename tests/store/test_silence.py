"""Which silence procedures a reader may know of, what they hold, and what `verify` finds wrong with them."""

import pytest
from sqlalchemy import select, text

from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.silence import UnderSilence
from acm_drafts.negotiation.terms import Level, SilenceState
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Communique, JournalLine, Silence
from acm_drafts.store.silence import (
    codes_that_are_over,
    faults_of_silences,
    find_lasting,
    find_newest_certificate,
    held_paragraphs,
    require_not_under_silence,
    silence_lines_read_by,
    silences_on,
    under_silence,
)
from tests.factories import actor_of, make_chair, make_observer, mission
from tests.silences import HOUR, break_, conclude, put, read
from tests.sittings import make_body
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("We met.", "We thanked Egypt.", "We took note.")


def readers(table: Table) -> list[Actor]:
    heads = [table.head(code) for code in ("EGY", "MYS", "SAU", "JOR")]
    return [*heads, mission(), actor_of(make_chair()), actor_of(make_observer())]


def test_the_list_and_the_journal_hold_what_the_permissions_let_each_read(table: Table):
    bodies = [
        make_body(Level.EXPERT, members=["EGY", "MYS"], chair="SAU"),
        make_body(Level.AMBASSADORIAL),
    ]
    procedures = [put(table, body, [label]) for body, label in zip(bodies, ("1.", "2."), strict=True)]
    db.session.rollback()
    communique = db.session.get_one(Communique, table.communique)
    for actor in readers(table):
        wanted = [p.code for p in procedures if may(actor, Act.READ_SILENCE, read(p).facts())]
        listed = [row.silence.code for row in silences_on(db.session(), actor, communique)]
        assert listed == wanted[::-1]
        here = actor.at(communique.meeting_id)
        lines = select(JournalLine.silence_id).where(silence_lines_read_by(here)).order_by(JournalLine.id)
        assert len(db.session.scalars(lines).all()) == len(wanted)
        held = held_paragraphs(db.session(), actor, communique)
        assert [(p.reference, p.readable) for p in held] == [
            (number, procedure.code in wanted) for number, procedure in zip("12", procedures, strict=True)
        ]


def test_it_holds_what_is_not_broken_as_long_as_it_lasts(table: Table):
    procedure = put(table, make_body(Level.AMBASSADORIAL), ["1.", "2."])
    keys = [table.line(label).line.paragraph for label in ("1.", "2.", "3.")]
    assert under_silence(db.session(), table.communique).keys() == set(keys[:2])
    with pytest.raises(UnderSilence):
        require_not_under_silence(db.session(), table.communique, [None, keys[0]])
    require_not_under_silence(db.session(), table.communique, [None, keys[2]])

    break_(table, procedure, "EGY", ["1."])
    assert under_silence(db.session(), table.communique).keys() == {keys[1]}
    assert find_lasting(db.session(), table.communique) is not None
    conclude(procedure)
    assert not under_silence(db.session(), table.communique)
    assert find_lasting(db.session(), table.communique) is None
    assert find_newest_certificate(db.session()) == procedure.code


def test_what_is_due_is_what_runs_and_has_ended(table: Table):
    procedure = put(table, make_body(Level.AMBASSADORIAL))
    ends = procedure.ends_at
    assert not codes_that_are_over(db.session(), ends)
    assert codes_that_are_over(db.session(), ends + HOUR) == [procedure.code]
    with clock_at(ends + HOUR):
        assert read(procedure).state is SilenceState.OVER


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("update silences set concluded_at = null", "without an outcome, or has one and is not concluded"),
        ("update silences set digest = 'other'", "are not those that were put"),
        ("delete from silence_outcomes", "without an outcome"),
        ("update silence_outcomes set outcome = 'left-open'", "is not what was decided"),
        ("update silence_outcomes set outcome = 'broken'", "does not follow from who broke it"),
        ("update silence_paragraphs set text = 'Other words.'", "are not those that were put"),
    ],
)
def test_a_damaged_procedure_is_named(table: Table, damage: str, words: str):
    procedure = put(table, make_body(Level.AMBASSADORIAL))
    conclude(procedure)
    assert not faults_of_silences(db.session(), table.communique)
    _damage(damage)
    faults = faults_of_silences(db.session(), table.communique)
    assert any(words in fault.message and fault.silence == procedure.code for fault in faults)


def _damage(statement: str) -> None:
    """Do what no verb does: on SQLite the guards are taken off, on PostgreSQL they are kept from running."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("set session_replication_role = replica"))
    else:
        for table in ("silence_outcomes", "silence_paragraphs"):
            for act in ("update", "delete"):
                db.session.execute(text(f"drop trigger if exists {table}_no_{act}"))
    db.session.execute(text(statement))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("set session_replication_role = origin"))


def test_the_name_of_a_procedure_is_its_own(table: Table):
    codes = {put(table, make_body(Level.AMBASSADORIAL), ["1."]).code, put(table, _other(), ["2."]).code}
    numbers = db.session.scalars(select(Silence.number).order_by(Silence.id)).all()
    assert len(codes) == 2 and list(numbers) == [1, 2]


def _other():
    return make_body(Level.EXPERT)
