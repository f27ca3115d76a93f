"""Impossible states are impossible, immutable rows stay as they are: the database itself refuses, on both engines."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from acm_drafts.negotiation.permissions import IN_GENERAL
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Role
from acm_drafts.services import demonstration, verification
from acm_drafts.store import records
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import (
    IMMUTABLE,
    Amendment,
    AnswerRow,
    Appointment,
    Communique,
    Decision,
    Disposition,
    Draft,
    Party,
    Revision,
    Round,
    VerdictRow,
    Wording,
)
from tests.conftest import ROOT, make_app
from tests.factories import make_user, party
from tests.tables import Table, make_table

# Rows that are only ever added to -----------------------------------------------------------------


@pytest.fixture
def connection(demonstration_url: str) -> Iterator[Connection]:
    """A connection to the demonstration, which holds rows of every kind, past all services."""
    app = make_app(demonstration_url)
    with app.app_context(), db.engine.connect() as connection:
        yield connection
        connection.rollback()
    with app.app_context():
        db.engine.dispose()


def refused(connection: Connection, statement: str) -> str:
    """Run *statement*, which must be refused, and return the database's words."""
    with pytest.raises(DBAPIError) as raised:
        connection.execute(text(statement))
    connection.rollback()
    return str(raised.value.orig)


def test_every_immutable_table_refuses_a_change_and_a_removal(connection: Connection):
    for table in IMMUTABLE:
        column = next(iter(connection.execute(text(f"select * from {table} limit 1")).keys()))
        before = connection.execute(text(f"select count(*) from {table}")).scalar()
        connection.rollback()

        assert before, f"the demonstration has no {table}"
        assert f"rows of {table} are never changed" in refused(
            connection, f"update {table} set {column} = {column}"
        )
        assert f"rows of {table} are never changed" in refused(connection, f"delete from {table}")
        assert connection.execute(text(f"select count(*) from {table}")).scalar() == before
        connection.rollback()


@pytest.mark.postgres
def test_every_immutable_table_refuses_to_be_emptied_at_once(connection: Connection):
    if connection.dialect.name == "sqlite":
        return  # it knows no such statement: emptying is deleting there
    for table in IMMUTABLE:
        assert f"rows of {table} are never changed" in refused(connection, f"truncate {table} cascade")


def test_what_people_set_can_still_be_changed(connection: Connection):
    connection.execute(text("update rounds set chair_reads = :yes"), {"yes": True})
    connection.execute(text("update paragraphs set counter = counter + 1"))
    connection.execute(text("delete from positions"))


# What cannot be -----------------------------------------------------------------------------------


@pytest.fixture
def table(session: object) -> Table:
    table = make_table("The Meeting welcomed the progress.", "The Meeting urged all to act.")
    table.decide(DecisionKind.REJECT, table.replace("EGY", "1.", "progress", "delay"), reason="No.")
    return table


def refuses(name: str, record: type, **changed: object) -> None:
    """Add a copy of the newest row of *record* with some columns changed; the constraint *name* must refuse it."""
    columns = [column.name for column in record.__table__.columns if column.name != "id"]
    row = db.session.execute(select(record.__table__).order_by(text("1 desc")).limit(1)).one()._mapping
    values = {column: row[column] for column in columns} | changed
    with pytest.raises(IntegrityError) as raised:
        db.session.execute(insert(record.__table__).values(values))
    db.session.rollback()
    assert name in str(raised.value.orig), raised.value.orig


def test_a_communique_is_in_a_language_of_the_organization_and_numbered_in_a_known_way(table: Table):
    fresh = {"code": "another", "symbol_root": "ANOTHER"}

    refuses("ck_communiques_language", Communique, **fresh, language="eo")
    refuses("ck_communiques_numbering", Communique, **fresh, numbering="roman")


def test_a_wording_has_a_known_kind_depth_and_language(table: Table):
    refuses("ck_wordings_kind", Wording, sequence=9, kind="footnote")
    refuses("ck_wordings_depth", Wording, sequence=9, depth=3)
    refuses("ck_wordings_depth", Wording, sequence=9, depth=-1)
    refuses("ck_wordings_language", Wording, sequence=9, language="de")


def test_a_round_has_its_deadline_after_its_opening_and_known_rules(table: Table):
    draft = table.close()
    opens = utcnow()
    fresh = {"draft_id": draft.id, "number": 2, "opens_at": opens, "deadline": opens + timedelta(hours=1)}
    fresh |= {"closed_at": None, "next_draft_id": None}

    refuses("ck_rounds_deadline_after_opening", Round, **fresh | {"deadline": opens})
    refuses("ck_rounds_admissibility", Round, **fresh, admissibility="anything")
    refuses("ck_rounds_visibility", Round, **fresh, visibility="nobody")
    refuses("ck_rounds_closed_has_next_draft", Round, **fresh | {"closed_at": opens})


def test_a_communique_has_one_round_that_is_not_closed(table: Table):
    another = Draft(
        communique_id=table.communique, sequence=1, symbol="ANOTHER", status="revised-draft", digest=""
    )
    db.session.add(another)
    db.session.commit()

    with pytest.raises(IntegrityError) as raised:
        rows = db.session.execute(select(Round.__table__)).one()._mapping
        fresh = {"id": None, "number": 2, "draft_id": another.id}
        db.session.execute(
            insert(Round.__table__).values({k: v for k, v in {**rows, **fresh}.items() if k != "id"})
        )
    db.session.rollback()
    words = str(raised.value.orig)
    assert "uq_rounds_one_not_closed" in words or "rounds.communique_id" in words


def test_a_proposal_has_a_known_kind_and_stage_and_a_number_once_submitted(table: Table):
    fresh = {"code": "another", "number": 7}

    refuses("ck_amendments_kind", Amendment, **fresh, kind="rewrite")
    refuses("ck_amendments_stage", Amendment, **fresh, stage="lost")
    refuses("ck_amendments_submitted_has_number", Amendment, code="another", number=None)


def test_a_revision_says_how_it_was_made(table: Table):
    refuses("ck_revisions_made", Revision, sequence=9, made="silently")
    refuses("ck_revisions_language", Revision, sequence=9, language="xx")


def test_a_decision_is_complete(table: Table):
    fresh = {"sequence": 9}

    refuses("ck_decisions_kind", Decision, **fresh, kind="shrug")
    refuses("ck_decisions_rejection_has_reason", Decision, **fresh, reason="")
    refuses("ck_decisions_voiding_names_decision", Decision, **fresh, kind="void", reason="Too early.")
    refuses("ck_decisions_voiding_has_reason", Decision, **fresh, kind="void", reason="", voids_id=1)
    refuses("ck_decisions_voiding_names_decision", Decision, **fresh, kind="accept", voids_id=1)
    refuses("ck_decisions_agreement_has_level", Decision, **fresh, kind="agree", level=None)
    refuses("ck_decisions_level", Decision, **fresh, level="in the corridor")


def test_a_disposition_a_verdict_and_an_answer_say_one_of_few_things(table: Table):
    refuses("ck_dispositions_outcome", Disposition, outcome="forgotten")
    table.propose("EGY", AmendmentKind.KEEP, "2.")
    table.close()
    refuses("ck_verdicts_verdict", VerdictRow, verdict="perhaps")


def test_an_answer_is_about_exactly_one_thing(table: Table):
    disposition = db.session.scalars(select(Disposition)).one()
    facts = {
        "amendment_id": 1,
        "party_id": party("EGY").id,
        "answer": "contest",
        "reason": "",
        "at": utcnow(),
    }

    for about in ({}, {"disposition_id": disposition.id, "revision_id": disposition.revision_id}):
        with pytest.raises(IntegrityError, match="one_subject"):
            db.session.execute(insert(AnswerRow.__table__).values(facts | about))
        db.session.rollback()
    with pytest.raises(IntegrityError, match="ck_answers_answer"):
        db.session.execute(
            insert(AnswerRow.__table__).values(facts | {"answer": "hm", "disposition_id": disposition.id})
        )


def test_an_office_of_a_delegation_names_it_and_others_name_none(session: object):
    user = make_user()
    facts = {"user_id": user.id, "starts_on": date(2026, 9, 1), "ends_on": None}
    wrong = {
        "role_has_party": [
            {"role": "head", "party_id": None},
            {"role": "chair", "party_id": party("EGY").id},
        ],
        "ck_appointments_role": [{"role": "spectator", "party_id": None}],
        "term": [{"role": "observer", "party_id": None, "ends_on": date(2026, 8, 31)}],
    }
    for name, rows in wrong.items():
        for row in rows:
            with pytest.raises(IntegrityError, match=name):
                db.session.execute(insert(Appointment.__table__).values(facts | row))
            db.session.rollback()
    assert Role.OBSERVER == "observer"


def test_a_state_has_its_code_and_a_group_has_none(session: object):
    names = {"name_en": "A", "name_fr": "A", "name_ar": "A", "region": ""}
    for name, row in {
        "state_has_iso2": {"kind": "state", "code": "AAA", "iso2": None},
        "ck_parties_kind": {"kind": "club", "code": "AAA", "iso2": None},
    }.items():
        with pytest.raises(IntegrityError, match=name):
            db.session.execute(insert(Party.__table__).values(names | row))
        db.session.rollback()


def test_one_line_stands_at_one_place_and_one_paragraph_once_in_a_draft(table: Table):
    line = (
        db.session.execute(select(records.LineRow.__table__).order_by(text("id desc")).limit(1))
        .one()
        ._mapping
    )
    fresh = {key: value for key, value in line.items() if key != "id"}
    for changed in ({"paragraph_id": line["paragraph_id"] - 1}, {"position": 99}):
        with pytest.raises(IntegrityError):
            db.session.execute(insert(records.LineRow.__table__).values(fresh | changed))
        db.session.rollback()


def test_a_row_that_points_nowhere_is_refused(table: Table):
    refuses("", Wording, sequence=9, paragraph_id=987654)


# Migrations ---------------------------------------------------------------------------------------


def tables_of(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_go_down_and_up_again_with_data_in_the_tables(demonstration_url: str):
    app = make_app(demonstration_url)
    migrations = str(ROOT / "migrations")
    with app.app_context():
        assert db.session.execute(select(Wording.id).limit(1)).scalar()
        db.session.remove()
        downgrade(directory=migrations, revision="base")
    assert tables_of(app) == set()

    with app.app_context():
        upgrade(directory=migrations)
    assert tables_of(app) == set(db.metadata.tables)

    with app.app_context():
        demonstration.load()
        assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()


def test_the_step_before_the_newest_and_back_keeps_what_was_negotiated(demonstration_url: str):
    """What a later migration does to data, it must undo: the text and all that was said on it stay."""
    app = make_app(demonstration_url)
    migrations = str(ROOT / "migrations")
    with app.app_context():
        before = verification.verify(db.session)
        db.session.remove()
        downgrade(directory=migrations)
        upgrade(directory=migrations)
        after = verification.verify(db.session)
        held = select(records.Appointment.role, records.Appointment.meeting_id).distinct()
        held_at = {(role, meeting is not None) for role, meeting in db.session.execute(held)}
        db.session.remove()
        db.engine.dispose()

    assert before == after
    assert after.findings == ()
    assert held_at == {(str(role), role not in IN_GENERAL) for role in Role}
