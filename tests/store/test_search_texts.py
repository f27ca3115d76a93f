"""Whatever is searched has its words, whichever statement wrote it, and no act that was taken back leaves any."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import search
from acm_drafts.store.database import db, transaction
from acm_drafts.store.records import Decision, Revision, SearchText, Wording
from acm_drafts.store.search_texts import faults_of_search
from tests.damage import do_damage
from tests.inputs import call, submit
from tests.reservations import enter
from tests.tables import Table, make_table


@pytest.fixture
def table(session: object) -> Table:
    """A text after a round in which rows came in by records and by plain statements, one by one and many at once."""
    table = make_table("The Meeting welcomed the progress.", "The Meeting urged all.", "It thanked its host.")
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.replace("JOR", "1.", "welcomed", "noted")
    table.decide(
        DecisionKind.REJECT, table.replace("TUR", "2.", "all", "them"), reason="Not in this text.", level=None
    )
    table.propose("MYS", AmendmentKind.INSERT, after="2.", text="It met in the open.")
    enter(table, "EGY", "2.", words="Our capital reserves its position.")
    table.close()
    return table


def subjects(session: Session) -> dict[tuple[str, int], str]:
    rows = session.execute(select(SearchText.subject, SearchText.key, SearchText.folded))
    return {(subject, key): folded for subject, key, folded in rows}


def test_every_row_with_words_has_them_after_the_act_that_wrote_it(table: Table, session: Session):
    kept = subjects(session)

    for record, name in ((Wording, "wordings"), (Revision, "revisions")):
        assert {(name, key) for key in session.scalars(select(record.id))} <= set(kept)
    assert " great progress " in " ".join(kept.values())
    reasons = session.scalars(select(Decision.id).where(Decision.reason == "Not in this text.")).all()
    assert [kept["decisions", key] for key in reasons] == [" not in this text "]
    assert " our capital reserves its position " in kept.values()
    assert faults_of_search(session) == []


def test_an_answer_has_the_words_of_all_its_parts_and_no_phrase_runs_from_one_into_the_next(
    table: Table, session: Session
):
    asked = call(table)
    first = submit(table, "EGY", asked, "Mediation.", "A fund.")
    second = submit(table, "EGY", asked, "", "A larger fund.", seen=1)

    kept = subjects(session)
    assert kept["input_versions", first.id] == " mediation | a fund "
    assert kept["input_versions", second.id] == " a larger fund "
    do_damage(f"delete from search_texts where subject = 'input_versions' and key = {first.id}")
    assert [(fault.table, fault.key) for fault in faults_of_search(db.session())] == [
        ("input_versions", first.id)
    ]
    search.rebuild()
    db.session.expire_all()
    assert subjects(db.session()) == kept


def test_an_act_that_is_taken_back_leaves_no_words_and_the_next_one_has_its_own(
    table: Table, session: Session
):
    before = subjects(session)
    table.open()
    opened = subjects(session)
    with pytest.raises(Refusal), transaction():
        table.replace("EGY", "3.", "thanked", "praised")
        raise Refusal()

    assert before.keys() <= opened.keys() == subjects(session).keys()
    table.replace("EGY", "3.", "thanked", "honoured")
    assert sum(" honoured " in folded for folded in subjects(session).values()) == 1
    assert faults_of_search(session) == []


def test_words_that_are_missing_or_not_a_rows_own_are_named_and_made_anew(table: Table, session: Session):
    whole = subjects(session)
    line = table.line("2.")
    do_damage(f"delete from search_texts where subject = 'wordings' and key = {line.line.wording}")
    do_damage("update search_texts set folded = ' other words ' where subject = 'revisions' and key = 1")

    faults = faults_of_search(db.session())

    assert [(fault.table, fault.key) for fault in faults] == [
        ("wordings", line.line.wording),
        ("revisions", 1),
    ]
    assert (faults[0].symbol, faults[0].paragraph) == ("OIC/FC", line.code)
    assert "lacks" in faults[0].message and "not its own" in faults[1].message
    assert search.rebuild() == len(whole)
    db.session.expire_all()
    assert subjects(db.session()) == whole
    assert faults_of_search(db.session()) == []


def test_words_of_nothing_are_named(table: Table, session: Session):
    session.execute(text("insert into search_texts (subject, key, folded) values ('decisions', 999, ' x ')"))
    session.commit()

    assert [(fault.key, fault.symbol) for fault in faults_of_search(session)] == [(999, "")]
