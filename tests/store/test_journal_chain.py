"""The chains of the journal in the database: written with each act, alone in their places, guarded, and re-read."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from acm_drafts.negotiation.journal_chain import GENERAL, chain_of, text_chain
from acm_drafts.negotiation.terms import AmendmentKind, Scope
from acm_drafts.services import amendments, meetings, verification
from acm_drafts.services.meetings import MeetingFacts
from acm_drafts.store.database import db, transaction
from acm_drafts.store.journal import read_journal, write_line
from acm_drafts.store.journal_chain import KEYS, SAID, faults_of_chains, load_act, load_head, read_lines
from acm_drafts.store.records import Communique, JournalLine, JournalLink
from tests.damage import do_damage
from tests.factories import mission
from tests.interleaving import interleave
from tests.tables import make_table


def places(chain: str) -> list[tuple[int, int]]:
    """Return number and line of each place of a chain."""
    wanted = select(JournalLink.number, JournalLink.line_id).where(JournalLink.chain == chain)
    return [tuple(row) for row in db.session.execute(wanted.order_by(JournalLink.number))]


def lines(chain: str) -> list[int]:
    rows = db.session.scalars(select(JournalLine).order_by(JournalLine.id)).all()
    return [row.id for row in rows if chain_of(row.communique_id, row.scope) == chain]


def test_each_text_has_chains_of_its_own_and_what_belongs_to_none_has_one(session: object):
    one, other = make_table("One.", symbol="OIC/1"), make_table("Two.", symbol="OIC/2")
    one.accept(one.replace("EGY", "1.", "One", "First"))
    before = load_head(db.session(), one.communique)
    amendments.save(one.head("JOR"), one.round, one.proposal(AmendmentKind.REPLACE, "1.", text="A draft."))
    meetings.add_meeting(mission(), MeetingFacts("Another"), year=2027)

    chains = {
        text_chain(one.communique),
        f"confidential:{one.communique}",
        text_chain(other.communique),
        GENERAL,
    }
    assert chains <= set(db.session.scalars(select(JournalLink.chain)))
    for chain in chains:
        assert places(chain) == list(enumerate(lines(chain), 1)), chain
    assert faults_of_chains(db.session(), one.communique) == faults_of_chains(db.session(), None) == []
    assert (
        before is not None and load_head(db.session(), one.communique) == before
    )  # a draft is no line of it
    circulated = load_act(db.session(), one.communique, "circulate")
    assert circulated is not None and 1 < circulated.number < before.number
    assert load_act(db.session(), one.communique, "adopt text") is None


def test_the_mission_reads_each_line_of_the_chain_of_a_text(demonstration: object):
    """Its number and its hash tell the Mission of nothing that the journal does not show it."""
    chained = {text_chain(key): key for key in db.session.scalars(select(Communique.id))}
    for chain, key in chained.items():
        shown = read_journal(db.session(), mission(), communique_id=key, limit=20_000)
        assert {line for _, line in places(chain)} <= {line.id for line in shown}, chain
        assert len(list(read_lines(db.session(), key))) == len(places(chain))
    assert sum(len(places(chain)) for chain in chained) > 100


def test_what_is_undone_leaves_no_place_and_the_next_line_follows_the_last_that_stayed(session: object):
    def note(what: str) -> None:
        with transaction() as session:
            write_line(session, mission(), what, scope=Scope.MISSION)
            if what == "undone":
                raise LookupError

    with transaction():
        note("first")
        with pytest.raises(LookupError):
            note("undone")
        note("second")
    with pytest.raises(LookupError):
        note("undone")
    note("third")

    acts = select(JournalLine.act, JournalLink.number).join(
        JournalLink, JournalLink.line_id == JournalLine.id
    )
    assert [tuple(row) for row in db.session.execute(acts.order_by(JournalLine.id))] == [
        ("first", 1),
        ("second", 2),
        ("third", 3),
    ]
    assert verification.verify(db.session()).findings == ()


def test_two_acts_at_one_moment_have_places_one_behind_the_other(app: Flask, session: object):
    one = make_table("One.")
    proposals = {
        code: one.proposal(AmendmentKind.REPLACE, "1.", text=f"One of {code}.") for code in ("EGY", "JOR")
    }
    heads = {code: one.head(code) for code in proposals}
    db.session.rollback()

    def add(title: str) -> object:
        return meetings.add_meeting(mission(), MeetingFacts(title), year=2027)

    def propose(code: str) -> object:
        return amendments.propose(heads[code], one.round, proposals[code])

    first, second = interleave(app, lambda: add("A"), lambda: add("B"))
    assert (first.end, second.end) == ("done", "done")
    first, second = interleave(app, lambda: propose("EGY"), lambda: propose("JOR"))
    assert (first.end, second.end) == ("done", "done")

    with ThreadPoolExecutor(4) as crowd:
        for done in [crowd.submit(_inside, app, add, f"M{n}") for n in range(8)]:
            done.result()

    db.session.rollback()
    for chain in (text_chain(one.communique), GENERAL):
        assert sorted(line for _, line in places(chain)) == lines(chain)
    assert verification.verify(db.session()).findings == ()


def _inside(app: Flask, act: object, *facts: object) -> None:
    with app.app_context():
        act(*facts)  # type: ignore[operator]
        db.session.remove()


def test_the_database_refuses_to_change_a_line_or_its_place_and_a_second_one_behind_a_line(session: object):
    table = make_table("One.")
    for statement in (
        "update journal set reason = 'Another.'",
        "delete from journal",
        "update journal_links set salt = salt",
        "delete from journal_links",
    ):
        with pytest.raises(DBAPIError, match="are never changed"):
            db.session.execute(text(statement))
        db.session.rollback()

    copied = (
        "insert into journal_links (line_id, chain, number, previous, salt, hash) select {line}, chain,"
        " 900, previous, salt, '{hash}' from journal_links where chain = '{chain}' and number = 2"
    )
    with pytest.raises(DBAPIError):
        db.session.execute(text(copied.format(line=1, chain=text_chain(table.communique), hash="f" * 64)))
    db.session.rollback()


DAMAGE = {
    "update journal set reason = 'Another.' where id = {line}": "line {number} was changed",
    "update journal set at = {earlier} where id = {line}": "line {number} was changed",
    "delete from journal where id = {line}": "line {number} is missing",
    "delete from journal_links where line_id = {line}": "line {number} is missing",
    "insert into journal (at, actor, act, scope, communique_id, subject, before, after, reason) select at,"
    " actor, 'accept', scope, communique_id, '', '', '', '' from journal where id = {line}": (
        "has no place in the chain"
    ),
    "update journal_links set salt = '{salt}' where line_id = {line}": "line {number} was changed",
    "update journal_links set number = number + 900 where line_id = {line};"
    "update journal_links set number = {number} where chain = '{chain}' and number = {number} + 1;"
    "update journal_links set number = {number} + 1 where line_id = {line}": (
        "line {number} does not follow the line before it"
    ),
}


@pytest.mark.parametrize("statement", DAMAGE, ids=lambda statement: " ".join(statement.split()[:5]))
def test_verify_names_the_first_line_that_does_not_fit(session: object, statement: str):
    table = make_table("One.", "Two.")
    table.accept(table.replace("EGY", "1.", "One", "First"))
    assert verification.verify(db.session()).findings == ()
    number, line = places(text_chain(table.communique))[2]
    earlier = "datetime(at, '-1 day')" if db.engine.dialect.name == "sqlite" else "at - interval '1 day'"
    facts = {
        "number": number,
        "line": line,
        "chain": text_chain(table.communique),
        "salt": "0" * 32,
        "earlier": earlier,
    }

    for step in statement.format(**facts).split(";"):
        do_damage(step)

    (found,) = verification.verify(db.session()).findings[:1]
    assert str(found).startswith("OIC/FC, the journal: ")
    assert DAMAGE[statement].format(**facts) in str(found)


def test_every_column_of_a_line_is_hashed():
    assert {*SAID, *KEYS} == set(JournalLine.__table__.columns.keys())
