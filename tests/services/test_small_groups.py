"""The Mission forms a small group, its facilitator writes compromise texts in versions, its members answer."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import (
    NoRound,
    NotFound,
    NotPermitted,
    PositionChanged,
    Refusal,
    StaleText,
    WrongDecision,
)
from acm_drafts.negotiation.small_groups import (
    NewerVersion,
    NothingWritten,
    OwnVersion,
    ParagraphInSmallGroup,
    ParagraphNotInSmallGroup,
    ProposalNotThere,
    PutAlready,
    SameVersion,
    SmallGroupChanged,
    SmallGroupEnded,
    WrongSmallGroup,
)
from acm_drafts.negotiation.terms import DecisionKind, Stance, Visibility
from acm_drafts.negotiation.wordings import EmptyLine
from acm_drafts.services import decisions, positions, small_groups, verification
from acm_drafts.services.paragraph_states import rows_for
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.people import find_parties
from acm_drafts.store.readable import get_record
from acm_drafts.store.records import (
    CompromiseDecision,
    CompromiseText,
    Decision,
    Disposition,
    JournalLine,
    Paragraph,
    SmallGroupActRow,
)
from acm_drafts.store.small_groups import DECIDES_AFTER, Paper, load_papers
from acm_drafts.store.status import load_statuses
from acm_drafts.store.text import draft_set
from tests.agreeing import judgement
from tests.factories import party
from tests.small_groups import answer, form, found, wish, write
from tests.tables import Table, current, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def count(record: type) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(record)).all())


def lines() -> list[tuple[str, str, str | None, str]]:
    """Return act, scope, party and what came after of the lines about small groups."""
    db.session.rollback()
    db.session.expire_all()
    parties = {p.id: p.code for p in find_parties(db.session())}
    rows = db.session.scalars(select(JournalLine).order_by(JournalLine.id))
    about = [row for row in rows if "group" in row.act or "compromise text" in row.act or "facil" in row.act]
    return [(row.act, row.scope, parties.get(row.party_id or 0), row.after) for row in about]


def paper(table: Table, group: object, label: str = "1.") -> Paper:
    record = found(group)
    parties = {p.id: p for p in find_parties(db.session())}
    return load_papers(db.session(), [record], parties)[record.id][table.line(label).line.paragraph]


def faults() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [str(finding) for finding in verification.verify(db.session()).findings]


def test_a_group_is_formed_changed_and_ended_and_the_journal_tells_who_is_in_it_to_its_members_alone(
    table: Table,
):
    group = form(table, "1.", "2.")
    mission, name = table.mission, "Friends of the chair"
    small_groups.add_member(mission, group.code, party("ARAB").id, seen=5)
    small_groups.take_out_member(mission, group.code, party("MYS").id, seen=6)
    small_groups.change_facilitator(mission, group.code, party("EGY").id, seen=7)
    small_groups.add_paragraph(mission, group.code, table.line("3.").code, seen=8)
    small_groups.take_out_paragraph(mission, group.code, table.line("1.").code, seen=9)
    with pytest.raises(SmallGroupChanged):
        small_groups.end(mission, group.code, seen=9)
    small_groups.end(mission, group.code, seen=10)

    keys = [party(code).id for code in ("SEN", "EGY", "ARAB")]
    record = found(group)
    assert (record.facilitator, sorted(record.members), record.composition.ended) == (
        keys[1],
        sorted(keys),
        True,
    )
    assert lines() == [
        ("form small group", "all", "SEN", name),
        ("add to small group", "small-group", "EGY", name),
        ("add to small group", "small-group", "MYS", name),
        ("give paragraph to small group", "all", None, name),
        ("give paragraph to small group", "all", None, name),
        ("add to small group", "small-group", "ARAB", name),
        ("take out of small group", "small-group", "MYS", name),
        ("change facilitator", "all", "EGY", name),
        ("give paragraph to small group", "all", None, name),
        ("take paragraph from small group", "all", None, name),
        ("end small group", "all", None, name),
    ]
    assert faults() == []
    with pytest.raises(SmallGroupEnded):
        small_groups.add_member(mission, group.code, party("TUR").id, seen=11)


def test_a_group_needs_a_name_a_paragraph_that_is_free_and_delegations(table: Table):
    form(table, "1.")
    wrong: list[tuple[type[Refusal], dict[str, object]]] = [
        (WrongSmallGroup, {"name": " "}),
        (WrongSmallGroup, {"paragraphs": []}),
        (WrongSmallGroup, {"facilitator": party("OICM").id}),
        (WrongSmallGroup, {"members": [987_654]}),
        (NotFound, {"paragraphs": ["nothing"]}),
        (ParagraphInSmallGroup, {"paragraphs": [table.line("1.").code]}),
    ]
    facts = {"name": "Two", "facilitator": party("SEN").id, "paragraphs": [table.line("2.").code]}
    before = count(SmallGroupActRow), count(JournalLine)
    for refusal, fact in wrong:
        with pytest.raises(refusal):
            small_groups.form(table.mission, table.code, **{**facts, **fact})
    with pytest.raises(NotPermitted):
        small_groups.form(table.head("SEN"), table.code, **facts)
    with pytest.raises(NotFound):
        small_groups.form(table.mission, "nothing", **facts)
    assert (count(SmallGroupActRow), count(JournalLine)) == before


def test_a_new_version_asks_anew_and_what_was_said_of_an_earlier_one_is_shown_as_that(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    group = form(table, "1.")
    first = write(table, group, "1.", "The Meeting welcomed the good progress made.", settles=(egypt.code,))
    answer(table, group, first, "EGY", Stance.OPPOSE, reason=" Too  weak. ")
    answer(table, group, first, "MYS", Stance.SUPPORT)
    answer(table, group, first, "MYS", None, seen=(Stance.SUPPORT, ""))
    with pytest.raises(PositionChanged):
        answer(table, group, first, "EGY", Stance.SUPPORT, seen=(Stance.RESERVE, ""))
    with pytest.raises(OwnVersion):
        answer(table, group, first, "SEN", Stance.SUPPORT)
    told = paper(table, group)
    assert told.newest.proposals == (egypt.id,)
    assert [(p.party.code, p.stance, p.reason) for p in told.newest.positions] == [
        ("EGY", Stance.OPPOSE, "Too weak.")
    ]
    assert told.tally.silent == (party("MYS").id,) and told.answered == 1

    second = write(table, group, "1.", "The Meeting welcomed the very good progress made.", seen=1)
    with pytest.raises(NewerVersion):
        answer(table, group, first, "MYS", Stance.SUPPORT)
    answer(table, group, second, "MYS", Stance.LIVE_WITH)

    told = paper(table, group)
    assert [version.number for version in told.versions] == [1, 2]
    assert told.tally.by_stance[Stance.LIVE_WITH] == (party("MYS").id,)
    assert told.tally.silent == (party("EGY").id,)
    assert [(p.party.code, p.stance, p.is_earlier) for p in told.earlier] == [("EGY", Stance.OPPOSE, True)]
    assert lines()[-1] == ("answer compromise text", "small-group", "MYS", "live-with")
    assert faults() == []


def test_a_version_is_refused_that_nobody_could_mean(table: Table):
    group, jordan = form(table, "1."), table.replace("JOR", "2.", "urged", "invited")
    write(table, group, "1.", "The Meeting welcomed progress.")
    wrong: list[tuple[type[Refusal], dict[str, object]]] = [
        (NewerVersion, {"seen": 0}),
        (NothingWritten, {"text": "  "}),
        (SameVersion, {"text": TEXTS[0]}),
        (SameVersion, {"text": "The Meeting welcomed progress. "}),
        (StaleText, {"wording": table.line("2.").line.wording}),
        (ParagraphNotInSmallGroup, {"paragraph": table.line("2.").code}),
        (ProposalNotThere, {"settles": (jordan.code,)}),
        (ProposalNotThere, {"settles": ("nothing",)}),
        (EmptyLine, {"text": "The Meeting met.\n\nIt went home."}),
    ]
    before = count(CompromiseText), count(JournalLine)
    for refusal, facts in wrong:
        with pytest.raises(refusal):
            write(table, group, "1.", **{"text": "The Meeting noted progress.", "seen": 1, **facts})
    assert (count(CompromiseText), count(JournalLine)) == before


def test_a_version_names_a_proposal_that_was_carried_into_a_hidden_round_and_stays_readable(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    with clock_at(table.next_round(visibility=Visibility.DEADLINE)):
        hidden = table.replace("MYS", "1.", "progress", "little progress")
        group = form(table, "1.")
        with pytest.raises(ProposalNotThere):
            write(table, group, "1.", "The Meeting welcomed the good progress made.", settles=(hidden.code,))
        write(table, group, "1.", "The Meeting welcomed the good progress made.", settles=(egypt.code,))

        assert paper(table, group).newest.proposals == (egypt.id,)


def test_what_a_group_settled_in_a_hidden_round_is_told_to_each_as_far_as_they_know_it(table: Table):
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    malaysia = table.replace("MYS", "1.", "progress", "little progress")

    def told(code: str) -> tuple[list[str], str, bool]:
        """Return where both proposals are for a reader, the state of the paragraph, and whether one asks to reopen."""
        db.session.rollback()
        db.session.expire_all()
        session, actor = db.session(), table.head(code) if code else table.mission
        text_ = draft_set(session, table.communique, actor)
        entries = [get_record(session, actor, made.code) for made in (egypt, malaysia)]
        known = load_statuses(session, text_.communique, actor, entries)
        row = rows_for(session, actor, text_, version=text_.newest)[0]
        return [str(known.where(entry).standing) for entry in entries], str(row.state), row.asked_to_reopen

    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        group = form(table, "1.")
        text = "The Meeting welcomed the good progress made."
        version = write(table, group, "1.", text, settles=(egypt.code, malaysia.code))
        small_groups.put(table.head("SEN"), group.code, version.code)
        on = table.line("1.").line
        reserve = {"party": party("TUR").id, "stance": Stance.RESERVE, "reason": "No instructions."}
        positions.take_position_on_paragraph(table.head("TUR"), on.paragraph, wording=on.wording, **reserve)
        facts = {"text": text, "reason": "As the group suggests.", "after": version.code}
        table.decide(DecisionKind.COMPROMISE, egypt, malaysia, **facts)

        assert told("") == (["absorbed", "absorbed"], "agreed", False)
        # a sponsor knows its own, and the other's as the last round left it: that was there before, and reopens nothing
        assert told("EGY") == (["absorbed", "conflict"], "agreed", False)
        assert told("MYS") == (["conflict", "absorbed"], "agreed", False)
        for code in ("SEN", "TUR"):  # the facilitator and who reserved
            assert told(code) == (["conflict", "conflict"], "conflict", False)
    assert faults() == []


def test_nobody_writes_but_the_facilitator_and_nobody_outside_learns_that_there_is_anything(table: Table):
    group = form(table, "1.")
    version = write(table, group, "1.", "The Meeting welcomed progress.")
    said = {"party": party("TUR").id, "stance": Stance.SUPPORT}
    for code, refusal in (("EGY", NotPermitted), ("TUR", NotFound)):
        actor = table.head(code)
        with pytest.raises(refusal):
            small_groups.write(actor, group.code, wish(table, "1.", "The Meeting met.", seen=1))
        with pytest.raises(refusal):
            small_groups.answer(actor, group.code, version.code, **said)
        with pytest.raises(refusal):
            small_groups.put(actor, group.code, version.code)
        with pytest.raises(refusal):
            small_groups.end(actor, group.code, seen=4)
    small_groups.take_out_member(table.mission, group.code, party("EGY").id, seen=4)
    with pytest.raises(NotFound):
        answer(table, group, version, "EGY", Stance.SUPPORT)
    assert count(CompromiseText) == 1 and lines()[-1][0] == "take out of small group"


def test_a_version_is_put_to_the_round_once_by_its_facilitator_or_the_mission(table: Table):
    group = form(table, "1.", "2.")
    one = write(table, group, "1.", "The Meeting welcomed progress.")
    two = write(table, group, "2.", "The Meeting invited all.")
    small_groups.put(table.head("SEN"), group.code, one.code)
    small_groups.put(table.mission, group.code, two.code)
    with pytest.raises(PutAlready):
        small_groups.put(table.mission, group.code, one.code)
    assert [line[1:] for line in lines()[-2:]] == [("small-group", "SEN", "1"), ("small-group", "OICM", "1")]
    newer = write(table, group, "1.", "The Meeting noted progress.", seen=1)
    table.close()
    with pytest.raises(NoRound):
        small_groups.put(table.mission, group.code, newer.code)
    assert faults() == []


def test_a_compromise_names_the_version_that_it_follows_and_so_does_what_keeps_it(table: Table):
    egypt, group = table.replace("EGY", "1.", "progress", "great progress"), form(table, "1.")
    version = write(table, group, "1.", "The Meeting welcomed the good progress made.")
    facts = {"text": version.text, "reason": "As the group suggests.", "level": None}
    with pytest.raises(WrongDecision):  # not put to the round yet
        table.decide(DecisionKind.COMPROMISE, egypt, after=version.code, **facts)
    small_groups.put(table.head("SEN"), group.code, version.code)
    with pytest.raises(WrongDecision):
        table.decide(DecisionKind.REJECT, egypt, after=version.code, reason="No.")
    made = table.decide(DecisionKind.COMPROMISE, egypt, after=version.code, **facts)
    seen = db.session.get_one(Paragraph, made.paragraph_id).counter
    kept = decisions.keep(table.mission, made.id, sitting=table.sitting(), seen=seen)

    assert [row.decision_id for row in db.session.scalars(select(CompromiseDecision))] == [made.id, kept.id]
    assert [line for line in lines() if line[0] == DECIDES_AFTER] == 2 * [
        (DECIDES_AFTER, "amendment", "SEN", "1")
    ]
    assert faults() == []


def test_a_compromise_text_that_was_put_to_the_round_is_decided_alone_and_leaves_the_others_pending(
    table: Table,
):
    beside, group = table.replace("EGY", "1.", "The Meeting", "The Ministers"), form(table, "1.")
    version = write(table, group, "1.", "The Meeting welcomed the good progress made.")
    small_groups.put(table.head("SEN"), group.code, version.code)
    paragraph = table.line("1.").line.paragraph

    def decide(**facts: object) -> Decision:
        judged = judgement(DecisionKind.COMPROMISE, on=paragraph, text=version.text, **facts)
        seen = db.session.get_one(Paragraph, paragraph).counter
        return decisions.decide(table.mission, paragraph, judged, seen=seen)

    with pytest.raises(WrongDecision):  # of no version, it settles something or is no compromise
        decide()
    made = decide(after=version.code)

    (own,) = db.session.scalars(select(Disposition).where(Disposition.decision_id == made.id))
    assert (own.outcome, own.text) == ("accepted", version.text)
    told = db.session.scalars(select(JournalLine.act).order_by(JournalLine.id)).all()
    assert [act for act in told if act in ("accept", "compromise", DECIDES_AFTER)] == [
        "accept",
        DECIDES_AFTER,
    ]
    table.close()
    assert table.lines()[0].text == version.text
    assert current(beside).base.text == version.text, "it travels on"
    assert faults() == []
