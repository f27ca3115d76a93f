"""The database itself refuses what would change an adopted text, whoever writes it, on both engines."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Stance
from acm_drafts.services import (
    agenda,
    document_settings,
    follow_up,
    pins,
    positions,
    sittings,
    small_groups,
    sponsors,
)
from acm_drafts.store.database import Base, db, utcnow
from acm_drafts.store.records import IMMUTABLE, Annotation
from acm_drafts.text.language import Language
from tests.adoptions import adopt, close_as_final, entry, issue
from tests.brackets import hold
from tests.discussions import begin as discuss
from tests.factories import party
from tests.follow_up import add_resolution, confirm
from tests.guide import add_agenda, session_for, tag
from tests.library import add as add_source
from tests.migrations import with_one_more
from tests.public import publish
from tests.reservations import enter as reserve
from tests.silences import conclude, put
from tests.sittings import HOUR, convene, make_body, open_at, record, times
from tests.small_groups import answer as answer_text
from tests.small_groups import form as form_group
from tests.small_groups import write as write_text
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

LATE = datetime(2099, 1, 1, tzinfo=UTC)

CHANGED, ADDED = ("insert", "update", "delete"), ("insert",)
FROZEN = {
    "communiques": ("update",),
    "agenda_items": CHANGED,
    "document_settings": CHANGED,
    "document_titles": ("delete",),
    "annotations": ADDED,
    "paragraphs": CHANGED,
    "wordings": ADDED,
    "drafts": ADDED,
    "imports": ADDED,
    "lines": ADDED,
    "circulations": ADDED,
    "rounds": CHANGED,
    "amendments": CHANGED,
    "cosponsors": CHANGED,
    "revisions": ADDED,
    "positions": CHANGED,
    "decisions": ADDED,
    "dispositions": ADDED,
    "verdicts": ADDED,
    "sittings": CHANGED,
    "sitting_agenda": CHANGED,
    "sitting_results": ADDED,
    "sitting_stances": ADDED,
    "sitting_moves": ADDED,
    "attendance": CHANGED,
    "bracket_acts": ADDED,
    "overridden_holders": ADDED,
    "reservations": ADDED,
    "reservation_acts": ADDED,
    "small_groups": ADDED,
    "small_group_acts": ADDED,
    "compromise_texts": ADDED,
    "compromise_proposals": ADDED,
    "compromise_positions": ADDED,
    "compromise_puts": ADDED,
    "compromise_decisions": ADDED,
    "source_pins": ADDED,
    "follow_up_proposals": ADDED,
    "discussions": ADDED,
    "discussion_readers": ADDED,
    "discussion_acts": ADDED,
    "silences": CHANGED,
    "silence_paragraphs": ADDED,
    "silence_outcomes": ADDED,
}
"""By table: what is refused; rows of immutable tables are never changed anyway."""
APART = {
    "descents": "no paragraph of this text was split or joined",
    "revision_parts": "the same",
    "confirmations": "nothing of it was agreed ad referendum",
    "answers": "nobody answered on this text",
    "silence_changes": "the silence procedure of this text was not changed",
    "silence_breaks": "it was not broken",
    "breaks_taken_back": "the same",
}
GOES_ON = {
    "adoptions": "one for each text",
    "adoption_matters": "written with the adoption",
    "corrigenda": "an act on the adopted text that leaves it as it is",
    "corrigendum_entries": "the same",
    "public_texts": "an adopted text is published after its adoption",
    "publications": "the same, and withdrawn",
    "public_files": "files made of a published text",
    "sources": "the adopted text enters the library by its adoption, once",
    "input_calls": "a call beside an adopted text changes nothing in it, and goes on after the adoption",
    "paragraph_tags": "a tag says under which item the text is spoken to, and changes nothing in it",
    "partner_meeting_paragraphs": "what a meeting with a partner is related to changes nothing in the text",
    "follow_ups": "an entry names the paragraph that makes its request, and leaves it as it is",
    "batches": "files that wait are deleted by the clock",
    "batch_files": "the same",
    "journal": "what goes on is told there",
    "journal_links": "the place of a line in its chain",
    "notices": "the same",
    "messages": "the same",
    "named_copies": "whether copies of an adopted text name their reader can be set still",
    "copies": "copies of an adopted text are taken still",
    "draft_openings": "that somebody opened a draft",
    "silence_readers": "that somebody opened a procedure",
}
"""Why the database takes rows of other tables that belong to a text."""


@pytest.fixture
def connection(session: object) -> Iterator[Connection]:
    """A connection to a database with an adopted text that has a row of each table, and another that goes on."""
    lay_out(make_table("It noted.", "It urged.", "It thanked Egypt.", "It [shall] meet."))
    other = Table(lines_of("It welcomed."), symbol="OIC/OTHER").open()
    made = other.replace("EGY", "1.", "welcomed", "noted")
    positions.take_position(other.head("TUR"), made.code, party=party("TUR").id, stance=Stance.SUPPORT)
    db.session.remove()
    with db.engine.connect() as connection:
        yield connection
        connection.rollback()


def lay_out(table: Table) -> None:
    """Let a text have a row of every table that is frozen, and adopt it."""
    made = table.replace("EGY", "1.", "noted", "took note of all")
    sponsors.cosponsor(table.head("MYS"), made.code, party=party("MYS").id)
    facts = {"party": party("TUR").id, "stance": Stance.RESERVE}
    positions.take_position(table.head("TUR"), made.code, **facts)
    group = form_group(table, "1.")
    version = write_text(table, group, "1.", "It noted all.", settles=(made.code,))
    answer_text(table, group, version, "EGY", Stance.SUPPORT)
    small_groups.put(table.mission, group.code, version.code)
    rejected = table.replace("MYS", "1.", "noted", "welcomed")
    convened = convene(table, make_body(Level.EXPERT), ["3."])
    sittings.move(table.mission, convened.code, times=times(begins_at=utcnow() + 2 * HOUR))
    sitting = open_at(convened)
    record(table, sitting, "3.", stances={party("MYS").id: Stance.RESERVE})
    followed = {"text": "It noted all.", "after": version.code, "reason": "As the group suggests."}
    table.void(table.decide(DecisionKind.COMPROMISE, made, **followed), reason="Too early.")
    table.decide(DecisionKind.REJECT, made, rejected, reason="Not now.")
    table.propose("EGY", AmendmentKind.INSERT, after="3.", text="It thanked Malaysia.")
    conclude(put(table, make_body(Level.AMBASSADORIAL), ["2."]))
    table.agree("1.")
    reserve(table, "TUR", "2.")
    hold(table, "TUR", "4.", "[shall]")
    table.accept(table.replace("EGY", "4.", "[shall]", "shall"))
    discuss(table, "TUR", "2.")
    annotate(table)
    source = add_source()
    pins.pin(table.mission, table.line("2.").line.paragraph, source=source.code, position=1)
    noted = {"text": "It took note.", "after": table.line("3.").code}
    follow_up.propose(table.mission, confirm(add_resolution()).code, table.code, **noted)
    agenda.set_agenda(table.mission, table.code, "128. The report")
    add_agenda(session_for(table))
    tag(table, "2.", 14)
    settings = DocumentSettings(italics=True, titles={Language.FR: "Communiqué"})
    document_settings.set_document_settings(table.mission, table.code, settings)
    adopt(close_as_final(table))
    issue(table, entry(table, "2.", "urged", "invited"))
    publish(table)


def annotate(table: Table) -> None:
    """Write an annotation past the services, for only an agenda has some."""
    line = table.line("2.").line
    row = Annotation(communique_id=table.communique, paragraph_id=line.paragraph, sequence=1, text="Note.")
    db.session.add(row)
    db.session.commit()


def refused(connection: Connection, statement: str, **values: object) -> str:
    """Run *statement*, which must be refused, and return the database's words."""
    with pytest.raises(DBAPIError) as raised:
        connection.execute(text(statement), values)
    connection.rollback()
    return str(raised.value.orig)


OF_ADOPTED = {
    "wordings": "paragraph_id in (select id from paragraphs where communique_id = 1)",
    "communiques": "id = 1",
    "circulations": "draft_id in (select id from drafts where communique_id = 1)",
    "cosponsors": "amendment_id in (select id from amendments where communique_id = 1)",
    "dispositions": "decision_id in (select id from decisions where communique_id = 1)",
    "verdicts": "round_id in (select id from rounds where communique_id = 1)",
    "overridden_holders": "decision_id in (select id from decisions where communique_id = 1)",
    "reservation_acts": "reservation_id in (select id from reservations where communique_id = 1)",
    "compromise_positions": "compromise_id in (select id from compromise_texts where communique_id = 1)",
    "compromise_decisions": "compromise_id in (select id from compromise_texts where communique_id = 1)",
    "compromise_puts": "compromise_id in (select id from compromise_texts where communique_id = 1)",
    "discussion_readers": "discussion_id in (select id from discussions where communique_id = 1)",
    "discussion_acts": "discussion_id in (select id from discussions where communique_id = 1)",
    "sitting_results": "sitting_id in (select id from sittings where communique_id = 1)",
    "sitting_moves": "sitting_id in (select id from sittings where communique_id = 1)",
    "attendance": "sitting_id in (select sitting_id from adoptions where communique_id = 1)",
    "sitting_stances": "result_id in (select id from sitting_results)",
    "silence_outcomes": "silence_id in (select id from silences where communique_id = 1)",
}


def test_the_database_refuses_to_change_an_adopted_text(connection: Connection):
    for table, acts in FROZEN.items():
        where = OF_ADOPTED.get(table, "communique_id = 1")
        column = next(iter(connection.execute(text(f"select * from {table} limit 1")).keys()))
        assert connection.scalar(text(f"select count(*) from {table} where {where}")), f"no row of {table}"
        connection.rollback()
        statements = {
            "insert": f"insert into {table} select * from {table} where {where}",
            "update": f"update {table} set {column} = {column} where {where}",
            "delete": f"delete from {table} where {where}",
        }
        for act in acts:
            assert f"an adopted text is never changed: {table}" in refused(connection, statements[act]), act
        if table in IMMUTABLE:
            assert acts == ADDED


def test_rows_of_another_text_are_taken(connection: Connection):
    connection.execute(text("update paragraphs set counter = counter + 1 where communique_id = 2"))
    connection.execute(text("update amendments set stage = 'withdrawn' where communique_id = 2"))
    connection.execute(text("update rounds set chair_reads = :yes where communique_id = 2"), {"yes": True})


def test_no_row_of_the_adopted_text_is_made_one_of_another_and_none_of_another_one_of_its_own(
    connection: Connection,
):
    for before, after in ((1, 2), (2, 1)):
        change = f"update positions set communique_id = {after} where communique_id = {before}"
        assert "an adopted text is never changed: positions" in refused(connection, change)


def test_every_table_that_belongs_to_a_text_is_frozen_or_goes_on_for_a_reason():
    keys = {"communique_id", "paragraph_id", "draft_id", "amendment_id", "round_id", "decision_id"}
    keys |= {"sitting_id", "silence_id", "revision_id", "result_id", "batch_id", "line_id", "discussion_id"}
    of_texts = {
        table.name
        for table in Base.metadata.sorted_tables
        if keys & set(table.columns.keys()) or table.name == "communiques"
    }
    assert of_texts <= set(FROZEN) | set(APART) | set(GOES_ON)


def test_what_an_adoption_stands_on_is_kept_and_a_sitting_that_is_not_over_is_still_closed(
    connection: Connection,
):
    """The trial set the attendance of the adopting sitting to nobody, hours after the adoption."""
    adopting = "id in (select sitting_id from adoptions)"
    term = "insert into body_terms (body_id, party_id, role, starts_on) select s.body_id, a.party_id, 'chair', {}"
    of_sitting = " from sittings s join attendance a on a.sitting_id = s.id where s." + adopting + " limit 1"
    assert "never changed: body_terms" in refused(connection, term.format("s.day") + of_sitting)
    connection.execute(text(term.format(":later") + of_sitting), {"later": date(2030, 1, 1)})
    connection.execute(text("update body_terms set ends_on = starts_on where starts_on = '2030-01-01'"))
    assert "never changed: body_terms" in refused(
        connection,
        "update body_terms set starts_on = (select day from adoptions), body_id ="
        f" (select body_id from sittings where {adopting})",
    )
    assert "never changed: sittings" in refused(
        connection, f"update sittings set place = 'x' where {adopting}"
    )
    connection.execute(text(f"update sittings set closed_at = :now where {adopting}"), {"now": LATE})
    again = f"update sittings set closed_at = null where {adopting}"
    with pytest.raises(DBAPIError, match="never changed: sittings"):
        connection.execute(text(again))


def test_the_rest_is_guarded_too(connection: Connection):
    """Where this text has no row, the trigger is there."""
    for table in APART:
        if connection.dialect.name == "sqlite":
            named, name = "select count(*) from sqlite_master where name = :name", f"{table}_adopted_insert"
        else:
            named, name = "select count(*) from pg_trigger where tgname = :name", f"{table}_adopted"
        assert connection.scalar(text(named), {"name": name}) == 1, table


def test_a_translation_of_an_adopted_wording_is_taken_and_nothing_else(connection: Connection):
    columns = "paragraph_id, sequence, language, text, kind, depth, numbered, translation_of_id"
    rows = "select paragraph_id, sequence, 'fr', 'Il a noté.', kind, depth, numbered, {} from wordings w"
    first = "where id = (select min(id) from wordings)"
    connection.execute(text(f"insert into wordings ({columns}) {rows.format('id')} {first}"))
    connection.rollback()
    assert "never changed" in refused(
        connection, f"insert into wordings ({columns}) {rows.format('null')} {first}"
    )


def test_the_title_of_an_adopted_text_is_translated_and_nothing_else_of_its_row_is_changed(
    connection: Connection,
):
    change = "update document_titles set {} where communique_id = 1"
    connection.execute(text(change.format("title = 'Communiqué final'")))
    added = "insert into document_titles (communique_id, language, title, place) values (1, 'ar', 'البيان', :place)"
    connection.execute(text(added), {"place": ""})
    connection.rollback()
    for wrong in ("place = 'Djedda'", "language = 'ar'", "communique_id = 2"):
        assert "never changed: document_titles" in refused(connection, change.format(wrong))
    assert "never changed: document_titles" in refused(connection, added, place="جدة")


def test_an_adoption_and_its_corrigenda_are_never_changed(connection: Connection):
    for table in ("adoptions", "adoption_matters", "corrigenda", "corrigendum_entries"):
        column = next(iter(connection.execute(text(f"select * from {table} limit 1")).keys()))
        assert connection.scalar(text(f"select count(*) from {table}"))
        connection.rollback()
        for statement in (f"update {table} set {column} = {column}", f"delete from {table}"):
            assert f"rows of {table} are never changed" in refused(connection, statement)


def test_a_migration_leaves_every_guard_of_adopted_texts(app: Flask, session: object, tmp_path: Path):
    """SQLite looks at the tables that triggers name whenever it renames one: they are put back afterwards."""
    migrations = str(with_one_more(tmp_path))
    named = text(
        "select name, sql from sqlite_master where name like '%_adopted_%'"
        if db.engine.dialect.name == "sqlite"
        else "select tgname, tgrelid::regclass::text from pg_trigger where tgname like '%_adopted'"
    )
    before = dict(db.session.execute(named).all())
    assert len(before) > len(FROZEN)
    for move in (upgrade, downgrade):
        db.session.remove()
        move(directory=migrations)
        assert dict(db.session.execute(named).all()) == before
