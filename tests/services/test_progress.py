"""How far a text has come, for each who reads it: what is kept now, and what every closing had left."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.progress import ProgressClass
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    City,
    DecisionKind,
    Level,
    SittingResult,
    Stance,
    Visibility,
)
from acm_drafts.services import (
    amendments,
    closings,
    confirmations,
    paragraph_states,
    positions,
    reservations,
    sittings,
)
from acm_drafts.services.progress import Progress, progress_of
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import lines_of_drafts
from acm_drafts.store.records import Paragraph
from acm_drafts.store.text import draft_set
from tests.factories import mission, party
from tests.reservations import enter, seen
from tests.silences import break_, conclude, put, take_back
from tests.sittings import HOUR, hold, make_body, record
from tests.tables import Table, lines_of, make_table, text_lines
from tests.web.readers import queries_of

pytestmark = pytest.mark.usefixtures("session")

AGREED, NEARLY, BRACKETS, OPEN, NONE, WITHHELD = ProgressClass


def progress(table: Table, who: Actor) -> Progress:
    db.session.rollback()
    session = db.session()
    return progress_of(session, who, draft_set(session, table.communique, who))


def classes(told: Progress) -> dict[ProgressClass, int]:
    assert told.now is not None
    return dict(told.now.by_class)


def stand(table: Table, code: str, label: str, stance: Stance | None) -> None:
    line = table.line(label).line
    facts = {"wording": line.wording, "party": party(code).id, "stance": stance}
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **facts)


def kept(table: Table) -> dict[int, tuple[object, ...]]:
    """Return what is kept of each paragraph of the newest draft."""
    db.session.rollback()
    return {
        row.line.paragraph: (row.state, row.pending, row.conflicts, row.agreed_level, row.agreed_on)
        for row in text_lines(db.session(), table.draft)
    }


def first_round(table: Table) -> None:
    """Accept, agree, defer, split and leave open."""
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.replace("MYS", "2.", "urged", "invited")
    table.replace("SEN", "2.", "urged", "requested")
    table.decide(DecisionKind.DEFER, table.replace("EGY", "3.", "thanked", "commended"))
    parts = ("The Meeting met.", "It sat in Jeddah.")
    table.accept(table.propose("TUR", AmendmentKind.SPLIT, "4.", parts=parts))
    table.propose("IDN", AmendmentKind.INSERT, after="5.", text="The Meeting hailed Indonesia.")
    table.agree("6.")


@pytest.mark.thorough
def test_every_closing_is_told_as_it_left_the_text():
    table = Table(
        lines_of(
            "# Opening",
            "The Meeting noted the report.",
            "The Meeting urged all.",
            "# Thanks",
            "The Meeting thanked Egypt.",
            "The Meeting met. It sat in Jeddah.",
            "The Meeting regretted [all] losses.",
            "The Meeting closed.",
        )
    ).open()
    left: dict[int, dict[int, tuple[object, ...]]] = {}

    def close() -> None:
        key = table.round
        table.close()
        left[key] = kept(table)
        table.open()

    first_round(table)
    close()
    table.replace("EGY", "7.", "closed", "rose")  # asks to reopen what is agreed
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "4."))
    close()
    table.agree("1.", level=Level.AMBASSADORIAL)
    close()

    session = db.session()
    told = draft_set(session, table.communique, mission())
    texts = lines_of_drafts(session, [version.draft.id for version in told.versions])
    closings = {c.round.id: texts[c.round.next_draft_id] for c in told.contexts if c.round.next_draft_id}
    known = paragraph_states.states_at_closings(session, table.communique, closings)
    assert {
        key: {
            paragraph: (row.state, row.pending, row.conflicts, row.level, row.agreed_on)
            for paragraph, row in rows.items()
        }
        for key, rows in known.items()
    } == left
    whole = progress(table, mission())
    assert whole.drafts[0].counts is not None and whole.drafts[0].counts.by_class == {NONE: 5, BRACKETS: 1}
    assert [draft.counts.all for draft in whole.drafts if draft.counts] == [6, 7, 6, 6]
    assert whole.drafts[-1].counts == whole.now
    assert [draft.length.share for draft in whole.drafts] == [100, 100, 100, 100]


# A day of the past --------------------------------------------------------------------------------------

BEGINS = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def close_now(table: Table) -> None:
    """Close the round by the clock as it is, which is after its deadline."""
    table.draft = closings.close_round(table.mission, table.round).id


def eventful(table: Table) -> Iterator[None]:
    """Do one thing after another, all that changes a state; stop after each."""
    first = table.replace("EGY", "1.", "noted", "welcomed")
    yield
    table.accept(first, level=None)
    yield
    second = table.replace("TUR", "1.", "report", "good report")
    decided = table.accept(second)
    yield
    table.void(decided, reason="By mistake.")
    yield
    rival, other = (
        table.replace("MYS", "2.", "urged", "invited"),
        table.replace("SEN", "2.", "urged", "asked"),
    )
    yield
    amendments.withdraw(table.head("MYS"), rival.code)
    yield
    amendments.revise(
        table.head("SEN"),
        other.code,
        table.proposal(AmendmentKind.REPLACE, "2.", text="The Meeting begged all."),
    )
    yield
    stand(table, "JOR", "5.", Stance.OPPOSE)
    yield
    stand(table, "JOR", "5.", Stance.RESERVE)
    yield
    stand(table, "JOR", "5.", None)
    enter(table, "OMN", "6.", published=False)
    yield
    table.decide(DecisionKind.DEFER, table.replace("EGY", "3.", "thanked", "commended"))
    parts = ("The Meeting met.", "It sat in Jeddah.")
    table.accept(table.propose("TUR", AmendmentKind.SPLIT, "4.", parts=parts))
    yield
    table.propose("IDN", AmendmentKind.INSERT, after="5.", text="The Meeting hailed Indonesia.")
    table.decide(DecisionKind.BRACKETS, table.replace("PAK", "6.", "closed", "rose"))
    yield
    rejected = table.replace("NGA", "5.", "all", "some")
    table.decide(DecisionKind.REJECT, rejected, reason="No.", level=None)
    yield
    table.contest(rejected)
    yield
    table.decide(DecisionKind.REJECT, second, reason="No.", level=None)
    table.agree("1.", ad_referendum=True)
    yield
    agreed = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
    confirmations.confirm(table.mission, agreed.id, given_by="Egypt", seen=agreed.counter)
    yield
    close_now(table)
    yield
    table.open(deadline=utcnow() + timedelta(hours=5.5))
    yield
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "4."))
    yield
    table.agree("1.", level=Level.AMBASSADORIAL)
    yield
    asked = table.replace("EGY", "1.", "welcomed", "praised")  # asks to reopen what is agreed
    yield
    table.accept(table.propose("GIN", AmendmentKind.DELETE, "2."))
    yield
    amendments.withdraw(table.head("EGY"), asked.code)
    yield
    close_now(table)
    yield


def told_at(told: Progress) -> tuple[object, ...]:
    """Return what is told of a text: each paragraph of the newest draft, all counts, and each draft."""
    rows = [
        (row.paragraph, row.state, row.pending, row.conflicts, row.level, row.agreed_on, row.ad_referendum)
        for row in told.rows
    ]
    drafts = [(draft.version.draft.sequence, draft.length, draft.counts) for draft in told.drafts]
    return rows, told.now, [section.counts for section in told.sections], drafts


def test_a_moment_of_the_past_is_told_as_it_was_told_then():
    with clock_at(BEGINS):
        table = Table(
            lines_of(
                "# Opening",
                "The Meeting noted the report.",
                "The Meeting urged all.",
                "# Thanks",
                "The Meeting thanked Egypt.",
                "The Meeting met. It sat in Jeddah.",
                "The Meeting regretted [all] losses.",
                "The Meeting closed.",
            )
        ).open(deadline=BEGINS + timedelta(hours=15.5))
    told: dict[datetime, tuple[object, ...]] = {}
    steps, moment = eventful(table), BEGINS
    while True:
        moment += timedelta(hours=1)
        with clock_at(moment):
            if next(steps, "over") == "over":
                break
            told[moment + timedelta(minutes=1)] = told_at(progress(table, mission()))

    session = db.session()
    now = draft_set(session, table.communique, mission())
    for until, then in told.items():
        assert told_at(progress_of(session, mission(), now.until(until), until=until)) == then, until
    assert len(told) > 18
    assert queries_of(lambda: progress_of(session, mission(), now.until(until), until=until)) <= 29


def test_a_paragraph_is_nearly_agreed_while_delegations_only_reserve_and_none_received_where_nobody_spoke():
    table = make_table("It noted.", "It urged.", "It thanked.", "It met.", "It closed.")
    stand(table, "EGY", "1.", Stance.AWAITING)
    reserved = enter(table, "MYS", "2.", published=False)
    stand(table, "SEN", "3.", Stance.OPPOSE)
    stand(table, "EGY", "3.", Stance.RESERVE)
    amendments.withdraw(table.head("EGY"), table.replace("EGY", "4.", "met", "sat").code)

    assert classes(progress(table, mission())) == {NEARLY: 2, OPEN: 2, NONE: 1}
    assert classes(progress(table, table.head("SEN"))) == {NEARLY: 1, OPEN: 2, NONE: 2}

    facts = {"seen": seen(reserved)}
    reservations.withdraw(table.head("MYS"), reserved.code, **facts)
    table.agree("1.", level=Level.AMBASSADORIAL)
    whole = progress(table, mission())
    assert classes(whole) == {AGREED: 1, OPEN: 3, NONE: 1}
    lines = [line for section in whole.sections for line in section.paragraphs]
    assert whole.agreed_by_body(lines) == {(Level.AMBASSADORIAL, City.WASHINGTON): 1}

    table.close()
    table.open()
    then = progress(table, mission()).drafts[-1].counts
    assert then is not None and then.by_class == {AGREED: 1, OPEN: 3, NONE: 1}


def hidden_round(table: Table) -> None:
    """Withdraw, reject and leave open a proposal each, take a position and reserve."""
    amendments.withdraw(table.head("EGY"), table.replace("EGY", "1.", "noted", "welcomed").code)
    rejected = table.replace("MYS", "2.", "urged", "asked")
    table.decide(DecisionKind.REJECT, rejected, level=None, reason="No.")
    table.replace("MYS", "2.", "urged", "called")
    stand(table, "EGY", "1.", Stance.RESERVE)
    enter(table, "EGY", "2.", published=False)


def test_no_number_differs_by_what_a_hidden_round_holds():
    """Two texts, of which one holds proposals, positions and decisions that its reader is not shown."""
    told = []
    for number, acts in enumerate((lambda table: None, hidden_round)):
        table = make_table("It noted.", "It urged.", "It [met].", symbol=f"OIC/{number}")
        reader = table.head("SEN")
        with clock_at(table.next_round(visibility=Visibility.MISSION)):
            acts(table)
            running = progress(table, reader)
            begins = table.next_round(visibility=Visibility.MISSION)
        with clock_at(begins):
            after = progress(table, reader)
            table.close()
            ended = progress(table, reader)
        told.append([(own.now, [draft.counts for draft in own.drafts]) for own in (running, after, ended)])
        assert classes(running) == {WITHHELD: 2, BRACKETS: 1} and not running.whole
        assert after.drafts[-1].counts is None and ended.now is None

    assert told[0] == told[1]


def test_a_silence_that_was_broken_without_other_words_leaves_its_mark(session: object):
    table = make_table("It noted.", "It urged.", "It thanked.")
    procedure = put(table, make_body(members=["EGY", "MYS"]), ["1.", "2."], anonymous=True)
    for label in ("1.", "2."):
        break_(table, procedure, "EGY", [label])
    take_back(table, procedure, "EGY", ["2."])

    told = {code: progress(table, table.head(code)) for code in ("EGY", "MYS", "JOR")} | {
        "": progress(table, mission())
    }
    open_one = {OPEN: 1, NONE: 2}
    assert {code: classes(each) for code, each in told.items()} == {
        "EGY": open_one,
        "MYS": open_one,
        "JOR": {NONE: 3},
        "": open_one,
    }
    who = {
        code: [own.by.code if own.by else "" for rows in each.still_broken.values() for own in rows]
        for code, each in told.items()
    }
    assert who == {"EGY": ["EGY"], "MYS": [""], "JOR": [], "": ["EGY"]}
    table.agree("1.", level=Level.AMBASSADORIAL)
    assert not progress(table, mission()).still_broken


def test_what_a_sitting_declined_since_a_level_agreed_it_counts_as_agreed_to_nobody_who_may_know():
    table = make_table("We met.", "We thanked Egypt.")
    table.agree("1.")
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"]), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)

    def agreed(actor: Actor, until: datetime | None = None) -> int:
        db.session.rollback()
        db.session.expire_all()
        drafts = draft_set(db.session(), table.communique, actor)
        now = progress_of(
            db.session(), actor, drafts if until is None else drafts.until(until), until=until
        ).now
        assert now is not None
        return now.agreed

    assert agreed(mission()) == 0
    assert agreed(table.head("SEN")) == 1, "who does not read that sitting"
    before = sitting.begins_at + HOUR / 2
    with clock_at(sitting.begins_at + HOUR):
        table.agree("1.", level=Level.AMBASSADORIAL)
        assert agreed(mission()) == 1
        assert agreed(mission(), before) == 0, "as it was told then"


def test_what_a_sitting_declined_is_open_and_not_without_anything_received():
    table = make_table("We met.", "We thanked Egypt.")
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"]), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + HOUR):
        sittings.close_sitting(mission(), sitting.code)
    told = [classes(progress(table, who)) for who in (mission(), table.head("EGY"), table.head("SEN"))]
    assert told == [{OPEN: 1, NONE: 1}, {OPEN: 1, NONE: 1}, {NONE: 2}], "who reads the record"
    table.close()
    counts = [draft.counts.by_class for draft in progress(table, mission()).drafts if draft.counts]
    assert counts == [{NONE: 2}, {OPEN: 1, NONE: 1}]


def test_a_past_draft_counts_what_was_declined_when_it_was_made_as_not_agreed():
    table = make_table("We met.", "We thanked Egypt.", "We urged all States.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    council = make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"])
    sitting = hold(table, council, ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + HOUR):
        sittings.close_sitting(mission(), sitting.code)
    now = table.next_round()
    with clock_at(now):
        procedure = put(table, council, ["2."])
        break_(table, procedure, "EGY", ["2."])
        table.agree("1.", level=Level.AMBASSADORIAL)
    conclude(procedure)
    with clock_at(now):
        table.close()

    def agreed(actor: Actor) -> list[int]:
        return [draft.counts.agreed for draft in progress(table, actor).drafts if draft.counts]

    assert agreed(mission()) == [0, 2, 2], "1 was declined when Rev.1 was made, 2 when Rev.2 was"
    assert agreed(table.head("EGY")) == [0, 2], "who reads the sitting and the procedure"
    assert agreed(table.head("SEN")) == [0, 3], "who reads neither"
    whole = progress(table, mission())
    assert whole.drafts[-1].counts == whole.now


def test_whether_what_was_declined_is_agreed_in_a_round_that_is_not_shown_is_not_told():
    table = make_table("We met.", "We thanked Egypt.")
    table.agree("1.")
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"]), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at + HOUR):
        sittings.close_sitting(mission(), sitting.code)
    egypt, now = table.head("EGY"), table.next_round(visibility=Visibility.MISSION)

    def agreed(actor: Actor) -> int:
        db.session.rollback()
        db.session.expire_all()
        counts = progress_of(db.session(), actor, draft_set(db.session(), table.communique, actor)).now
        assert counts is not None
        return counts.agreed

    with clock_at(now):
        assert (agreed(mission()), agreed(egypt)) == (0, 0)
        table.agree("1.", level=Level.AMBASSADORIAL)
        assert (agreed(mission()), agreed(egypt)) == (1, 0)


def test_whoever_reads_a_procedure_of_a_hidden_round_reads_that_its_paragraph_was_declined():
    table = make_table("We met.", "We thanked Egypt.", "We urged all States.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    egypt, jordan = table.head("EGY"), table.head("JOR")
    council = make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"])
    malaysia, now = table.head("MYS"), table.next_round(visibility=Visibility.MISSION)

    def agreed(actor: Actor) -> int:
        db.session.rollback()
        db.session.expire_all()
        counts = progress_of(db.session(), actor, draft_set(db.session(), table.communique, actor)).now
        assert counts is not None
        return counts.agreed

    with clock_at(now):
        procedure = put(table, council, ["1.", "2."])
        break_(table, procedure, "EGY", ["1.", "2."])
        told = [agreed(who) for who in (mission(), egypt, malaysia, jordan)]
        assert told == [1, 1, 1, 3], "who broke it, who reads the procedure, and who reads neither"
        take_back(table, procedure, "EGY", ["2."])
        assert [agreed(who) for who in (mission(), egypt, malaysia, jordan)] == [2, 2, 2, 3]
    conclude(procedure)
    with clock_at(now + 12 * HOUR):
        table.accept(table.replace("EGY", "1.", "met", "gathered"), level=Level.AMBASSADORIAL)
        told = [agreed(who) for who in (mission(), egypt, malaysia, jordan)]
        assert told == [3, 3, 2, 3], "its sponsor alone knows of the decision on its proposal"


def test_whoever_reads_a_sitting_of_a_hidden_round_reads_what_it_declined():
    table = make_table("We met.", "We thanked Egypt.")
    table.agree("1.")
    egypt, jordan = table.head("EGY"), table.head("JOR")
    council = make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"])
    now = table.next_round(visibility=Visibility.MISSION)

    def agreed(actor: Actor) -> int:
        db.session.rollback()
        db.session.expire_all()
        counts = progress_of(db.session(), actor, draft_set(db.session(), table.communique, actor)).now
        assert counts is not None
        return counts.agreed

    with clock_at(now):
        sitting = hold(table, council, ["1."])
        record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
        assert [agreed(who) for who in (mission(), egypt, jordan)] == [0, 1, 1], "until it is closed"
    with clock_at(sitting.begins_at + HOUR):
        sittings.close_sitting(mission(), sitting.code)
        assert [agreed(who) for who in (mission(), egypt, jordan)] == [0, 0, 1]
        table.agree("1.", level=Level.AMBASSADORIAL)
        assert [agreed(who) for who in (mission(), egypt, jordan)] == [1, 0, 1], "it is not told yet"


def test_what_the_mission_alone_decided_in_the_round_is_not_nearly_agreed():
    table = make_table("It noted.", "It urged.")
    made = table.replace("EGY", "1.", "noted", "welcomed")
    stand(table, "MYS", "1.", Stance.RESERVE)
    assert classes(progress(table, mission())) == {OPEN: 1, NONE: 1}

    rejected = table.decide(DecisionKind.REJECT, made, reason="No.", level=None)
    assert classes(progress(table, mission())) == {OPEN: 1, NONE: 1}, "its sponsor can contest that"

    table.void(rejected, reason="It was put to the Experts.")
    table.decide(DecisionKind.REJECT, made, reason="No.", level=Level.EXPERT)
    assert classes(progress(table, mission())) == {NEARLY: 1, NONE: 1}


def test_a_part_of_a_paragraph_and_what_was_joined_are_agreed_in_the_city_of_the_body_that_agreed_it():
    table = make_table(
        "The Meeting met. It sat in Jeddah.", "It heard Egypt.", "It thanked Mali.", "It rose."
    )
    parts = ("The Meeting met.", "It sat in Jeddah.")
    table.accept(table.propose("TUR", AmendmentKind.SPLIT, "1.", parts=parts), level=Level.EXPERT)
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "2."), level=Level.EXPERT)
    table.close()
    table.open()
    told = progress(table, table.mission)
    cities = [(row.level, row.city) for row in told.rows]
    here = (Level.EXPERT, City.WASHINGTON)
    assert cities == [here, here, here, (None, "")]

    then = utcnow()
    db.session.rollback()
    drafts_ = draft_set(db.session(), table.communique, table.mission)
    past = progress_of(db.session(), table.mission, drafts_, until=then)
    assert [(row.level, row.city) for row in past.rows] == cities
