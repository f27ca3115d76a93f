"""Which discussions somebody reads: condition and value say the same; and where the words of one are in a text."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, update

from acm_drafts.negotiation.discussions import parties_named
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import Audience, WordsNow
from acm_drafts.services import sponsors, verification
from acm_drafts.store.database import db
from acm_drafts.store.discussions import (
    DiscussionRecord,
    PlacedDiscussion,
    discussion_facts,
    load_discussions,
    place_discussions,
)
from acm_drafts.store.journal import read_journal
from acm_drafts.store.readers import load_lines, load_readers
from acm_drafts.store.records import (
    Appointment,
    Communique,
    Discussion,
    DiscussionReader,
    JournalLine,
)
from acm_drafts.store.text import load_lineage, text_rows
from tests.discussions import MISSION, answer, begin
from tests.factories import (
    actor_of,
    make_administrator,
    make_chair,
    make_drafter,
    make_head,
    make_mission_drafter,
    make_observer,
    party,
    yesterday,
)
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def read_by(actor: Actor, table: Table) -> list[DiscussionRecord]:
    communique = db.session.get_one(Communique, table.communique)
    return load_discussions(db.session(), actor.at(communique.meeting_id), communique)


def phrases(actor: Actor, table: Table) -> list[str]:
    """Return the first words of the discussions that *actor* reads: each is called by them."""
    return [record.acts[0].words for record in read_by(actor, table)]


def test_every_audience_is_read_by_its_readers_in_lists_and_in_the_journal(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    for code in ("SEN", "TUR"):
        sponsors.cosponsor(table.head(code), made.code, party=party(code).id)
    begin(table, "EGY", "1.", "egypt inside", audience=Audience.INSIDE)
    begin(table, "EGY", made, "egypt with the mission")
    begin(table, "SEN", made, "sponsors", audience=Audience.COSPONSORS)
    begin(table, MISSION, "2.", "mission inside", audience=Audience.INSIDE)
    begin(table, "JOR", "2.", "jordan with the mission")
    sponsors.cosponsor(table.head("TUR"), made.code, party=party("TUR").id, joins=False)
    sponsors.cosponsor(table.head("MYS"), made.code, party=party("MYS").id)
    former = make_head("EGY")
    before = actor_of(former)
    ended = update(Appointment).where(Appointment.user_id == former.id).values(ends_on=yesterday())
    db.session.execute(ended)
    db.session.commit()
    asked = {
        "egypt": (table.head("EGY"), ["egypt inside", "egypt with the mission", "sponsors"]),
        "its drafter": (
            actor_of(make_drafter("EGY")),
            ["egypt inside", "egypt with the mission", "sponsors"],
        ),
        "senegal": (table.head("SEN"), ["sponsors"]),
        "left": (table.head("TUR"), []),
        "joined later": (table.head("MYS"), []),
        "jordan": (table.head("JOR"), ["jordan with the mission"]),
        "mission": (
            actor_of(make_mission_drafter()),
            ["egypt with the mission", "mission inside", "jordan with the mission"],
        ),
        "administrator": (actor_of(make_administrator()), []),
        "chair": (actor_of(make_chair()), []),
        "observer": (actor_of(make_observer()), []),
        "former head": (actor_of(former), []),
    }
    assert before.own_parties() and not actor_of(former).own_parties()
    keys = list(db.session.scalars(select(JournalLine.id)))
    lines = load_lines(db.session(), keys)
    facts = discussion_facts(db.session(), list(db.session.scalars(select(Discussion.code))))
    for who, (actor, expected) in asked.items():
        assert phrases(actor, table) == expected, who
        by_value = {code for code, about in facts.items() if may(actor, Act.READ_DISCUSSION, about)}
        assert {record.discussion.code for record in read_by(actor, table)} == by_value, who
        told = {line.subject for line in read_journal(db.session(), actor) if line.scope == "discussion"}
        assert told == by_value, who
        by_line = {
            line.line.subject
            for line in lines
            if line.line.scope == "discussion" and may_read_line(actor, line.facts)
        }
        assert by_line == by_value, who
    assert {reader.id for reader in load_readers(db.session())}.isdisjoint({former.id})


def test_who_left_a_proposal_reads_no_discussion_of_its_sponsors_for_what_it_sponsors_elsewhere(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    for code in ("SEN", "TUR", "JOR"):
        sponsors.cosponsor(table.head(code), made.code, party=party(code).id)
    begin(table, "EGY", made, "sponsors", audience=Audience.COSPONSORS)
    table.replace("SEN", "2.", "all", "all members")
    other = table.replace("MYS", "2.", "all", "all States")
    sponsors.cosponsor(table.head("TUR"), other.code, party=party("TUR").id)
    for code in ("SEN", "TUR"):
        sponsors.cosponsor(table.head(code), made.code, party=party(code).id, joins=False)

    assert {code: phrases(table.head(code), table) for code in ("EGY", "JOR", "SEN", "TUR")} == {
        "EGY": ["sponsors"],
        "JOR": ["sponsors"],
        "SEN": [],
        "TUR": [],
    }


def placed(table: Table, actor: Actor, proposed: dict[int, str] | None = None) -> list[PlacedDiscussion]:
    rows = {row.paragraph: row for row in text_rows(db.session(), table.draft)}
    lineage = load_lineage(db.session(), table.communique)
    return place_discussions(read_by(actor, table), rows, lineage=lineage, proposed=proposed or {})


def test_the_words_of_a_comment_are_followed_through_drafts_and_revisions(table: Table):
    egypt = table.head("EGY")
    begin(table, "EGY", "1.", phrase="progress made")
    begin(table, "EGY", "1.", phrase="welcomed")
    begin(table, "EGY", "1.")
    made = table.replace("SEN", "2.", "urged", "invited")
    begin(table, "EGY", made, phrase="invited")
    table.accept(table.replace("JOR", "1.", "welcomed", "noted"))
    assert [row.now for row in placed(table, egypt)][:3] == [WordsNow.THERE] * 3
    table.close()
    table.draft = db.session.scalars(select(Discussion.draft_id)).first() + 1

    now = placed(table, egypt, {made.id: "The Meeting asked all."})
    assert [row.now for row in now] == [WordsNow.THERE, WordsNow.GONE, WordsNow.THERE, WordsNow.GONE]
    assert [row.is_reworded for row in now] == [False, False, True, False]
    unread = placed(table, egypt)[-1]
    assert unread.now is None and unread.texts == ()


def test_discussions_cost_two_queries_however_many_there_are(
    table: Table, count_queries: Callable[[Callable[[], object]], int]
):
    the_text = 1
    assert count_queries(lambda: read_by(table.mission, table)) == the_text + 1
    for number in range(5):
        answer(table, MISSION, begin(table, "EGY", "1.", f"No. {number}"))
    assert count_queries(lambda: read_by(table.mission, table)) == the_text + 2


def test_what_no_verb_would_have_written_is_found(table: Table):
    discussion = begin(table, "EGY", "1.", phrase="progress made")
    assert not verification.verify(db.session()).findings
    widened = {"discussion_id": discussion.id, "party_id": party("SEN").id}
    db.session.execute(insert(DiscussionReader).values(widened))
    line = {"communique_id": table.communique, "actor": "", "act": "comment", "scope": "all"}
    db.session.execute(insert(JournalLine).values(subject=discussion.code, party_id=party("EGY").id, **line))
    db.session.commit()

    found = [str(finding) for finding in verification.verify(db.session()).findings]
    assert any("read by others than its audience names" in words for words in found)
    assert any("the journal tells" in words for words in found)
    assert parties_named(Audience.INSIDE, party=1, mission=9) == {1}
