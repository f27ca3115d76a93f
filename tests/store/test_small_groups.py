"""Who reads the papers of a small group: the rule as value and in SQL, in lists, in the journal and for notices."""

import pytest
from sqlalchemy import select, text

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.permissions import Act, Actor, Office, may
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind, Role, Stance
from acm_drafts.services import small_groups
from acm_drafts.store.database import db
from acm_drafts.store.journal import read_journal
from acm_drafts.store.people import find_parties
from acm_drafts.store.readers import load_lines
from acm_drafts.store.records import JournalLine, SmallGroup
from acm_drafts.store.small_groups import (
    ANSWERS_TEXT,
    WRITES_TEXT,
    faults_of_small_groups,
    get_small_group,
    load_papers,
    load_small_groups,
)
from acm_drafts.store.text import load_lineage, text_rows
from acm_drafts.store.visibility import small_groups_read_by
from tests.factories import actor_of, make_administrator, make_chair, make_drafter, make_observer, party
from tests.small_groups import answer, form, found, write
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_the_table_of_readers(session: object):
    """Each kind of reader beside each place: who is in the group, who was, who never was."""
    table = make_table("The Meeting welcomed progress.", "The Meeting urged all.")
    group = form(table, "1.", members=("EGY", "MYS", "ARAB"))
    version = write(table, group, "1.", "The Meeting welcomed some progress.")
    for code in ("EGY", "MYS"):
        answer(table, group, version, code, Stance.OPPOSE)
    small_groups.take_out_member(table.mission, group.code, party("MYS").id, seen=5)
    write(table, group, "1.", "The Meeting noted progress.", seen=1)
    meeting = table.mission.at(None).meeting
    readers: dict[str, tuple[Actor, bool, int]] = {
        # who, whether they read the papers, how many lines of the journal about them
        "the facilitator": (table.head("SEN"), True, 8),
        "a member": (table.head("EGY"), True, 8),
        "a drafter of a member": (actor_of(make_drafter("EGY")), True, 8),
        "who speaks for a group that is a member": (table.head("ARAB"), True, 8),
        "the Mission": (table.mission, True, 8),
        "who was taken out": (table.head("MYS"), False, 3),
        "an outsider": (table.head("TUR"), False, 0),
        "a drafter of an outsider": (actor_of(make_drafter("TUR")), False, 0),
        "the chair": (actor_of(make_chair()), False, 0),
        "an administrator": (actor_of(make_administrator()), False, 0),
        "an observer": (actor_of(make_observer()), False, 0),
        "a member elsewhere": (_elsewhere(table.head("EGY")), False, 0),
    }
    assert meeting is None
    keys = list(db.session.scalars(select(JournalLine.id)))
    lines = load_lines(db.session(), keys)
    parties = {p.id: p for p in find_parties(db.session())}
    for who, (actor, reads, told) in readers.items():
        record = found(group)
        here = actor.at(record.meeting)
        in_sql = select(SmallGroup.id).where(small_groups_read_by(here, record.meeting))
        assert may(here, Act.READ_SMALL_GROUP, record.facts()) == reads, who
        assert bool(db.session.scalars(in_sql).all()) == reads, who
        (listed,) = load_small_groups(db.session(), here, table.communique)
        assert listed.reads == reads, who
        assert (party("EGY").id in listed.members) == reads, who
        assert bool(load_papers(db.session(), [listed], parties)) == reads, who
        if reads:
            assert get_small_group(db.session(), group.code, here).code == group.code
        else:
            with pytest.raises(NotFound):
                get_small_group(db.session(), group.code, here)
        journal = read_journal(db.session(), here)
        read = {line.id for line in journal}
        assert read == {line.line.id for line in lines if may_read_line(actor, line.facts)} or _odd(actor), (
            who
        )
        private = [line for line in journal if line.scope == "small-group"]
        assert len(private) == told, who
        words = {line.after for line in journal if line.act in (WRITES_TEXT, ANSWERS_TEXT)}
        assert reads or words <= {"oppose"}, who


def test_a_member_reads_the_papers_of_its_own_groups_also_when_it_was_taken_out_of_another(session: object):
    table = make_table("The Meeting welcomed progress.", "The Meeting urged all.")
    first = form(table, "1.", members=("EGY", "MYS"), name="First")
    second = form(table, "2.", members=("EGY", "TUR"), name="Second")

    def reads(code: str) -> list[str]:
        meeting = found(first).meeting
        reader = table.head(code).at(meeting)
        by_condition = select(SmallGroup.code).where(small_groups_read_by(reader, meeting))
        codes = set(db.session.scalars(by_condition))
        groups = (("first", first), ("second", second))
        for name, group in groups:
            by_value = may(reader, Act.READ_SMALL_GROUP, found(group).facts())
            assert by_value == (group.code in codes), (code, name)
        return [name for name, group in groups if group.code in codes]

    assert {code: reads(code) for code in ("SEN", "EGY", "MYS", "TUR", "JOR")} == {
        "SEN": ["first", "second"],
        "EGY": ["first", "second"],
        "MYS": ["first"],
        "TUR": ["second"],
        "JOR": [],
    }

    seen = found(second).sequence
    small_groups.take_out_member(table.mission, second.code, party("EGY").id, seen=seen)
    assert reads("EGY") == ["first"]
    small_groups.add_member(table.mission, second.code, party("EGY").id, seen=seen + 1)
    assert reads("EGY") == ["first", "second"]


def _elsewhere(actor: Actor) -> Actor:
    """Return the same person with the office at another meeting."""
    (office,) = actor.offices
    other = Office(office.role, office.party, office.code, PartyKind(office.kind or "state"), 987_654)
    return Actor(actor.user, actor.name, frozenset({other}))


def _odd(actor: Actor) -> bool:
    """Return whether lines about people, which are of no text, are read besides."""
    return actor.holds(Role.ADMINISTRATOR, Role.MISSION)


def test_the_paragraphs_of_a_group_are_followed_through_a_split(session: object):
    table = make_table("The Meeting welcomed progress. It urged all.", "The Meeting thanked Egypt.")
    group = form(table, "1.")
    parts = ("The Meeting welcomed progress.", "It urged all.")
    table.accept(table.propose("MYS", AmendmentKind.SPLIT, "1.", parts=parts))
    table.next_round()

    rows = {row.paragraph: row for row in text_rows(db.session(), table.draft)}
    lines = found(group).lines(rows, load_lineage(db.session(), table.communique))
    assert [line.text for line in lines] == list(parts)
    second = write(table, group, "2.", "It invited all.")
    assert second.sequence == 1


def test_rows_that_no_verb_would_have_written_are_found(session: object):
    table = make_table("The Meeting welcomed progress.")
    group = form(table, "1.")
    version = write(table, group, "1.", "The Meeting noted progress.")
    assert faults_of_small_groups(db.session(), table.communique) == []
    stray = "insert into compromise_positions (compromise_id, party_id, sequence, stance, reason, at)"
    moment = version.at.isoformat(sep=" ")
    with db.engine.connect() as connection:
        values = {"version": version.id, "party": party("TUR").id, "at": moment}
        connection.execute(text(f"{stray} values (:version, :party, 1, 'support', '', :at)"), values)
        connection.commit()
    db.session.rollback()
    assert [
        message.split("%")[0] for _code, message in faults_of_small_groups(db.session(), table.communique)
    ] == ["small group "]


def test_papers_cost_the_same_queries_with_few_versions_and_with_many(session: object, count_queries):
    table = make_table("The Meeting welcomed progress.", "The Meeting urged all.")

    def papers() -> object:
        parties = {p.id: p for p in find_parties(db.session())}
        records = load_small_groups(db.session(), table.mission, table.communique)
        return load_papers(db.session(), records, parties)

    group = form(table, "1.", "2.")
    answer(table, group, write(table, group, "1.", "The Meeting noted progress."), "EGY", Stance.OPPOSE)
    few = count_queries(papers)
    for number in range(1, 5):
        write(table, group, "1.", f"The Meeting noted {number} reports.", seen=number)
        version = write(table, group, "2.", f"The Meeting asked {number} States.", seen=number - 1)
        answer(table, group, version, "MYS", Stance.SUPPORT)
    assert count_queries(papers) == few <= 6
