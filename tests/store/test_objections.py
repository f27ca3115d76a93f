"""What sponsors contest: every kind of decision, on every kind of proposal, at each of the three times."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.brackets import unbrackets
from acm_drafts.negotiation.drawing import Drawing
from acm_drafts.negotiation.errors import NotContestable
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    Level,
    Outcome,
    Standing,
    Verdict,
)
from acm_drafts.services import answers, decisions, drafts, sponsors
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.previews import preview_decision
from acm_drafts.services.verification import verify
from acm_drafts.store import desk
from acm_drafts.store.amendment_rows import pending_in_round
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.desk import Group
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.objections import Objection, agreed_since, load_objections, rounds_contested
from acm_drafts.store.records import Amendment, Communique, Decision, Paragraph, Revision
from acm_drafts.store.rounds import find_current_round
from acm_drafts.store.status import load_statuses
from acm_drafts.store.text import text_rows
from tests.agreeing import judgement
from tests.factories import mission, party
from tests.tables import DAY, Table, current, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXT = (
    "The Meeting welcomed the progress made by all.",
    "The Meeting urged its members to act. It thanked them.",
    "The Meeting noted the report.",
    "The Meeting closed its work.",
)
PART = {"text": "The Meeting warmly welcomed the great progress made by all."}
SPLIT = {"parts": ("The Meeting urged its members to act.", "It thanked them.")}

PROPOSALS = {
    AmendmentKind.REPLACE: ("1.", PART),
    AmendmentKind.KEEP: ("1.", {}),
    AmendmentKind.INSERT: ("", {"text": "The Meeting thanked its host.", "after": "2."}),
    AmendmentKind.DELETE: ("3.", {}),
    AmendmentKind.MOVE: ("1.", {"after": "3."}),
    AmendmentKind.SPLIT: ("2.", SPLIT),
    AmendmentKind.JOIN: ("1.", {}),
}
DECISIONS = {
    DecisionKind.ACCEPT: {},
    DecisionKind.PART: {"chosen": (0,)},
    DecisionKind.COMPROMISE: {"text": "The Meeting welcomed the steady progress made by all."},
    DecisionKind.REJECT: {"reason": "Not now."},
    DecisionKind.BRACKETS: {},
    DecisionKind.DEFER: {},
}
BRACKETABLE = (AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE)
CASES = [
    (proposed, decided)
    for proposed in PROPOSALS
    for decided in DECISIONS
    if not (decided is DecisionKind.PART and proposed is not AmendmentKind.REPLACE)
    and not (decided is DecisionKind.BRACKETS and proposed not in BRACKETABLE)
    and not (decided is DecisionKind.COMPROMISE and proposed is not AmendmentKind.REPLACE)
]
every_case = pytest.mark.parametrize(("proposed", "decided"), CASES)

STAYS = {DecisionKind.ACCEPT: Standing.ACCEPTED, DecisionKind.BRACKETS: Standing.BRACKETED}
"""What was adopted whole stands while it is contested; all else waits for the Mission again."""
TRAVELS = (DecisionKind.PART, DecisionKind.DEFER)
"""What was pending when the round was closed is pending on the next text already."""


@pytest.fixture
def table() -> Table:
    return make_table(*TEXT)


def propose(table: Table, kind: AmendmentKind) -> Amendment:
    label, facts = PROPOSALS[kind]
    return table.propose("EGY", kind, label, **facts)


def make(
    table: Table, proposed: AmendmentKind, decided: DecisionKind, level: Level | None = None
) -> Amendment:
    """Return a proposal of Egypt on which the Mission has decided."""
    made = propose(table, proposed)
    table.decide(decided, made, level=level, **DECISIONS[decided])
    return made


def say(table: Table, code: str, made: Amendment, word: Answer) -> None:
    facts = {"party": party(code).id, "answer": word, "reason": "Our capital insists."}
    answers.answer(table.head(code), made.code, **facts)


def against(table: Table, made: Amendment) -> Answer:
    """Return what a sponsor says against what was made of its proposal, as it is asked."""
    db.session.expire_all()
    question = answers.question(db.session, mission(), entry_of(made))
    assert question is not None
    return next(word for word in question.answers if word in answers.NEEDS_REASON)


def entry_of(made: Amendment) -> AmendmentRecord:
    db.session.expire_all()
    return load_amendments(db.session, Amendment.id == made.id).entries[made.id]


def stands(made: Amendment) -> tuple[Standing, bool]:
    entry = entry_of(made)
    return entry.standing, entry.pending


def held(table: Table, *, running: bool = True) -> tuple[Objection, ...]:
    db.session.expire_all()
    keys = rounds_contested(db.session, table.round) if running else (table.round,)
    return load_objections(db.session, keys)


def on_desk(table: Table) -> list[Group]:
    """Return the groups in which the desk shows what is contested."""
    db.session.expire_all()
    rows = text_rows(db.session, table.draft)
    items = desk.queue(db.session, table.round, rows, contested=held(table))
    return [item.group for item in items if item.contested]


def clean(table: Table, made: Amendment) -> None:
    """Hold that the negotiation is what its records make it, and that nothing waits twice."""
    db.session.expire_all()
    assert verify(db.session).findings == ()
    running = find_current_round(db.session, table.communique)
    waiting = [one.edit.proposal for one in pending_in_round(db.session, running.id)] if running else []
    assert len(waiting) == len(set(waiting))
    assert (made.id in waiting) == (entry_of(made).pending and running is not None)
    keys = [line.paragraph for line in lines_of_draft(db.session, table.draft)]
    assert len(keys) == len(set(keys))


def revisions(made: Amendment) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Revision.made, Revision.text)
        .where(Revision.amendment_id == made.id)
        .order_by(Revision.sequence)
    )
    return [(how, text) for how, text in rows]


# Before the closing ----------------------------------------------------------------------------------


@every_case
def test_before_the_closing_it_comes_back_to_the_desk_and_nothing_is_undone(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided)
    before = db.session.scalar(select(func.count()).select_from(Decision)), revisions(made)
    word = against(table, made)
    assert (word is Answer.OBJECT) == (decided is DecisionKind.COMPROMISE)

    say(table, "EGY", made, word)

    assert (db.session.scalar(select(func.count()).select_from(Decision)), revisions(made)) == before
    waits = decided not in STAYS
    assert stands(made) == (STAYS.get(decided, Standing.CONTESTED), waits)
    assert on_desk(table) == [Group.AGAIN]
    clean(table, made)
    table.close()
    clean(table, made)


@every_case
def test_contested_before_the_closing_and_not_decided_again_it_is_on_the_next_desk(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided)
    say(table, "EGY", made, against(table, made))
    table.close()
    table.open()

    gone = (proposed, decided) == (AmendmentKind.DELETE, DecisionKind.ACCEPT)
    assert len(held(table)) == 1
    assert on_desk(table) == ([] if gone else [Group.AGAIN])
    clean(table, made)


# After the closing, before the next text is circulated -----------------------------------------------


@every_case
def test_between_the_closing_and_the_next_text_it_is_put_back_once(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided)
    table.close()
    count = len(revisions(made))
    word = against(table, made)

    say(table, "EGY", made, word)

    assert [one.entry.amendment.id for one in held(table, running=False)] == [made.id]
    written = 0 if decided in STAYS or decided in TRAVELS else 1
    assert len(revisions(made)) == count + written
    clean(table, made)
    table.open()
    if decided in STAYS:
        assert stands(made) == (STAYS[decided], False)
    elif decided in TRAVELS:
        assert stands(made) == (Standing.CARRIED, True)
    else:
        assert stands(made) == (Standing.CONTESTED, True)
    gone = (proposed, decided) == (AmendmentKind.DELETE, DecisionKind.ACCEPT)
    assert on_desk(table) == ([] if gone else [Group.AGAIN])
    assert [one.entry.amendment.id for one in held(table)] == [made.id]
    clean(table, made)
    table.close()
    clean(table, made)


@every_case
def test_before_it_is_circulated_the_sponsor_learns_nothing_of_the_next_text(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided)
    if DecisionKind.COMPROMISE is not decided and AmendmentKind.KEEP is not proposed:
        table.accept(table.replace("MYS", "2.", "urged", "secretly urged"))
        table.accept(table.replace("MYS", "1.", "by all", "by secret words"))
    table.close()
    say(table, "EGY", made, against(table, made))

    db.session.expire_all()
    entry = entry_of(made)
    communique = db.session.get_one(Communique, table.communique)
    known = load_statuses(db.session, communique, table.head("EGY"), [entry])
    says = known.says(entry)

    assert "secret" not in says.text + (says.base.text if says.base else "")
    assert "secret" not in " ".join(row.text for row in known.rows.values())
    assert known.where(entry).contest is not None


# After the next text is circulated -------------------------------------------------------------------


@every_case
def test_once_the_next_text_is_circulated_the_decision_is_contested_no_more(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided)
    draft = table.close()
    drafts.circulate(table.mission, draft.id, attributed=True)

    question = answers.question(db.session, mission(), entry_of(made))

    assert question is None or question.about == "verdict"
    assert (question is None) == (decided not in TRAVELS)
    if question is None:
        with pytest.raises(NotContestable):
            say(table, "EGY", made, Answer.CONTEST)


def test_what_is_contested_is_agreed_by_what_a_level_accepted_on_its_paragraph_since(table: Table):
    made = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(made, level=None)
    table.contest(made)
    [objection] = held(table)
    assert agreed_since(objection.entry, objection.disposition) is None

    last = table.accept(table.replace("MYS", "1.", "by all", "by all States"))

    [objection] = held(table)
    assert agreed_since(objection.entry, objection.disposition) == last


# Never -----------------------------------------------------------------------------------------------


@every_case
def test_what_a_level_decided_is_never_contested(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided, Level.EXPERT)

    for _time in ("before the closing", "after it"):
        question = answers.question(db.session, mission(), entry_of(made))
        assert question is None or Answer.CONTEST not in question.answers
        db.session.rollback()
        if _time == "before the closing":
            table.close()


@every_case
def test_what_was_voided_is_not_contested_and_a_contest_of_it_is_answered(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    made = make(table, proposed, decided)
    say(table, "EGY", made, against(table, made))
    last = db.session.scalars(select(Decision).order_by(Decision.id.desc())).first()

    table.void(last, reason="The sponsor contests it.")

    assert answers.question(db.session, mission(), entry_of(made)) is None
    assert held(table) == ()
    clean(table, made)


def test_a_contest_of_the_rest_is_not_one_of_the_part_once_the_decision_on_the_rest_is_voided(table: Table):
    made = propose(table, AmendmentKind.REPLACE)
    table.decide(DecisionKind.PART, made, chosen=(0,))
    turned_down = table.decide(DecisionKind.REJECT, made, level=None, reason="Not the rest.")
    say(table, "EGY", made, Answer.CONTEST)
    assert entry_of(made).contest is not None

    table.void(turned_down, reason="The sponsor contests it.")

    entry = entry_of(made)
    assert (entry.contest, entry.heard, entry.standing) == (None, (), Standing.PART)
    assert held(table) == ()


# How the Mission answers -----------------------------------------------------------------------------


def keep(table: Table, decision: Decision, level: Level | None = Level.EXPERT) -> Decision:
    seen = db.session.get_one(Paragraph, decision.paragraph_id).counter
    return decisions.keep(table.mission, decision.id, sitting=table.sitting(level), seen=seen)


@every_case
def test_what_stands_may_be_kept_at_a_level_and_is_contested_no_more(
    table: Table, proposed: AmendmentKind, decided: DecisionKind
):
    if decided not in (*STAYS, DecisionKind.PART):
        return
    made = make(table, proposed, decided)
    say(table, "EGY", made, Answer.CONTEST)
    outcome = entry_of(made).standing
    [one] = held(table)
    text = one.disposition.text

    kept = keep(table, one.disposition.decision)

    entry = entry_of(made)
    assert held(table) == ()
    assert on_desk(table) == []
    assert (entry.disposition or entry.parted).text == text
    assert (entry.disposition or entry.parted).decision.id == kept.id
    assert kept.level == Level.EXPERT
    assert entry.standing == (Standing.PART if decided is DecisionKind.PART else outcome)
    assert answers.question(db.session, mission(), entry) is None
    clean(table, made)
    table.close()
    clean(table, made)


def test_a_contested_rest_is_answered_by_the_decision_on_it(table: Table):
    made = make(table, AmendmentKind.REPLACE, DecisionKind.PART)
    say(table, "EGY", made, Answer.CONTEST)

    table.decide(DecisionKind.REJECT, made, reason="Half has support.", level=Level.EXPERT)

    assert held(table) == ()
    assert stands(made) == (Standing.PART, False)
    assert answers.question(db.session, mission(), entry_of(made)) is None


@pytest.mark.parametrize("again", [DecisionKind.ACCEPT, DecisionKind.AGREE])
def test_what_was_adopted_is_answered_in_the_next_round_when_its_words_are_decided_again(
    table: Table, again: DecisionKind
):
    made = make(table, AmendmentKind.REPLACE, DecisionKind.ACCEPT)
    table.close()
    say(table, "EGY", made, Answer.CONTEST)
    table.open()
    assert on_desk(table) == [Group.AGAIN]

    if again is DecisionKind.ACCEPT:
        table.accept(table.replace("OICM", "1.", "warmly ", ""))
    else:
        line = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
        agreed = judgement(again, on=line.id)
        decisions.decide(table.mission, line.id, agreed, seen=line.counter)

    assert held(table) == ()


def test_other_decisions_of_the_same_round_say_nothing_of_what_is_contested(table: Table):
    make_contested = make(table, AmendmentKind.REPLACE, DecisionKind.ACCEPT)
    say(table, "EGY", make_contested, Answer.CONTEST)

    table.accept(table.replace("MYS", "1.", "by all", "by many"))

    assert on_desk(table) == [Group.AGAIN]


# Who, and how often ----------------------------------------------------------------------------------


def test_a_contest_may_be_taken_back_and_made_again(table: Table):
    made = make(table, AmendmentKind.REPLACE, DecisionKind.REJECT)
    say(table, "EGY", made, Answer.CONTEST)
    assert answers.question(db.session, mission(), entry_of(made)).answers == (Answer.ACCEPT, Answer.CONTEST)

    say(table, "EGY", made, Answer.ACCEPT)

    assert stands(made) == (Standing.REJECTED, False)
    assert held(table) == ()
    clean(table, made)
    say(table, "EGY", made, Answer.CONTEST)
    assert stands(made) == (Standing.CONTESTED, True)


def test_what_was_put_back_is_not_put_back_twice(table: Table):
    made = make(table, AmendmentKind.REPLACE, DecisionKind.REJECT)
    table.close()
    say(table, "EGY", made, Answer.CONTEST)

    with pytest.raises(NotContestable):
        say(table, "EGY", made, Answer.CONTEST)

    assert [how for how, _ in revisions(made)] == ["sponsor", "contested"]


@pytest.mark.parametrize("decided", [DecisionKind.ACCEPT, DecisionKind.PART, DecisionKind.REJECT])
def test_a_cosponsor_is_heard_by_name_and_leaves_the_proposal_where_it_is(
    table: Table, decided: DecisionKind
):
    amendment = propose(table, AmendmentKind.REPLACE)
    sponsors.cosponsor(table.head("JOR"), amendment.code, party=party("JOR").id)
    table.decide(decided, amendment, level=None, **DECISIONS[decided])
    before = stands(amendment)

    say(table, "JOR", amendment, Answer.CONTEST)

    assert stands(amendment) == before
    [one] = held(table)
    assert one.entry.contest is None
    assert [(who.code, row.reason) for who, row in one.entry.seconded] == [("JOR", "Our capital insists.")]
    assert on_desk(table) == [Group.AGAIN]


def test_of_a_rest_that_is_in_the_next_text_nothing_is_left_to_be_put_back(table: Table):
    made = make(table, AmendmentKind.REPLACE, DecisionKind.PART)
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.close()
    count = len(revisions(made))
    assert entry_of(made).verdict.verdict == "absorbed"

    with clock_at(utcnow() + 8 * DAY):
        say(table, "EGY", made, Answer.CONTEST)

    assert len(revisions(made)) == count
    clean(table, made)
    assert [one.disposition.outcome for one in held(table, running=False)] == [Outcome.PART]


def test_a_rest_that_was_overtaken_stands_again_beside_the_part_that_was_taken(table: Table):
    made = make(table, AmendmentKind.REPLACE, DecisionKind.PART)
    table.accept(table.replace("MYS", "1.", "the progress", "the small progress"))
    table.close()
    assert entry_of(made).standing is Standing.OVERTAKEN

    say(table, "EGY", made, Answer.CONTEST)

    assert stands(made) == (Standing.CONTESTED, True)
    assert current(made).text == "The Meeting warmly welcomed the great progress made by all."
    clean(table, made)


def test_a_contest_during_the_next_round_leaves_the_state_of_its_paragraph_true(table: Table):
    late = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress", "small progress"))
    table.close()
    table.open()
    table.decide(DecisionKind.BRACKETS, table.replace("SEN", "1.", "by all", "by many"))

    say(table, "EGY", late, Answer.CONTEST)

    clean(table, late)


# A compromise ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "The Meeting welcomed the steady progress made by all.",
            "The Meeting warmly welcomed the great progress made by all.",
        ),
        (
            "The Meeting warmly welcomed the great progress made by all, as appropriate.",
            "The Meeting warmly welcomed the great progress made by all.",
        ),
        (
            "The Meeting closely and warmly welcomed the great progress made by all.",
            "The Meeting warmly welcomed the great progress made by all.",
        ),
    ],
)
def test_a_proposal_goes_on_when_its_sponsor_objects_to_the_compromise_that_merged_it(
    table: Table, text: str, says: str
):
    amendment = propose(table, AmendmentKind.REPLACE)
    table.decide(DecisionKind.COMPROMISE, amendment, level=Level.EXPERT, text=text)
    say(table, "EGY", amendment, Answer.OBJECT)
    table.close()
    table.open()

    record = entry_of(amendment)
    (objection,) = held(table)

    assert record.pending
    assert record.standing in (Standing.CARRIED, Standing.PARTLY)
    assert (record.base, record.revision.text) == (text, says)
    assert record.contest is not None
    assert objection.entry.amendment.id == amendment.id
    assert db.session.get_one(Paragraph, amendment.paragraph_id).state != "agreed"
    clean(table, amendment)


def test_who_objects_twice_to_other_words_still_asks_for_its_own(table: Table):
    own = "The Meeting fully welcomed the progress made by all."
    made = table.replace("EGY", "1.", "welcomed", "fully welcomed")
    text = "The Meeting closely and fully welcomed the progress made by all."
    kept = table.decide(DecisionKind.COMPROMISE, made, level=None, text=text)
    say(table, "EGY", made, Answer.OBJECT)
    seen = db.session.get_one(Paragraph, made.paragraph_id, populate_existing=True).counter
    decisions.keep(table.mission, kept.id, sitting=table.sitting(Level.MINISTERIAL), seen=seen)
    say(table, "EGY", made, Answer.OBJECT)
    table.close()
    table.open()

    record = entry_of(made)

    assert (record.base, record.revision.text) == (text, own)
    assert record.drawn_on(text) == Drawing(text, own)
    other = entry_of(table.replace("MYS", "1.", "by all", "by most"))
    judgement = Judgement(DecisionKind.ACCEPT, (other.revision.id,))
    preview = preview_decision(table.mission, db.session, made.paragraph_id, judgement)
    assert [carried.verdict for entry, carried in preview.follows if entry.amendment.id == made.id] == [
        Verdict.CARRIED
    ]
    clean(table, made)


def test_who_contests_that_the_text_has_all_of_it_stands_again_in_its_own_words(table: Table):
    own = "The Meeting fully welcomed the progress made by all."
    made = table.replace("EGY", "1.", "welcomed", "fully welcomed")
    table.accept(table.replace("MYS", "1.", "welcomed", "closely and fully welcomed"))
    table.close()
    assert stands(made) == (Standing.ABSORBED, False)
    table.open()

    say(table, "EGY", made, Answer.CONTEST)

    record = entry_of(made)
    assert record.pending
    assert record.revision.text == own
    assert not record.read_on_old
    clean(table, made)


def test_who_keeps_a_paragraph_against_a_compromise_asks_for_the_words_of_before(table: Table):
    before = table.line("1.").line.text
    made = table.propose("EGY", AmendmentKind.KEEP, "1.")
    other = table.replace("MYS", "1.", "welcomed", "noted")
    text = before.replace("welcomed", "welcomed and noted")
    table.decide(DecisionKind.COMPROMISE, made, other, level=None, text=text)
    say(table, "EGY", made, Answer.OBJECT)
    table.close()
    table.open()

    record = entry_of(made)

    assert (record.base, record.revision.text) == (text, before)
    assert record.restores and not unbrackets(record.edit())
    clean(table, made)


def test_a_compromise_its_sponsor_can_live_with_ends_the_proposal(table: Table):
    amendment = propose(table, AmendmentKind.REPLACE)
    table.decide(DecisionKind.COMPROMISE, amendment, level=Level.EXPERT, **DECISIONS[DecisionKind.COMPROMISE])
    say(table, "EGY", amendment, Answer.LIVE_WITH)
    table.close()
    table.open()

    assert stands(amendment) == (Standing.ABSORBED, False)
    assert held(table) == ()
    assert db.session.get_one(Paragraph, amendment.paragraph_id).state == "agreed"


# What other decisions make of it ---------------------------------------------------------------------


def test_a_contested_proposal_is_carried_over_though_other_words_were_accepted_in_its_place(
    table: Table,
):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, level=None, reason="Not now.")
    say(table, "EGY", amendment, Answer.CONTEST)
    table.accept(table.replace("MYS", "1.", "progress", "small progress"))
    assert [objection.entry.amendment.id for objection in held(table)] == [amendment.id]
    table.close()
    table.open()

    record = entry_of(amendment)

    assert record.pending and record.contest is not None
    assert record.revision.text == "The Meeting welcomed the great progress made by all."
    assert [objection.entry.amendment.id for objection in held(table)] == [amendment.id]
    assert on_desk(table) == [Group.AGAIN]
    assert db.session.get_one(Paragraph, amendment.paragraph_id).state != "agreed"
    clean(table, amendment)


def test_a_contested_rejection_is_answered_when_another_proposal_brings_all_its_words_in(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, level=None, reason="Not now.")
    say(table, "EGY", amendment, Answer.CONTEST)
    table.accept(table.replace("MYS", "1.", "progress made by all", "great progress made by most"))
    table.close()
    table.open()

    assert stands(amendment) == (Standing.ABSORBED, False)
    assert held(table) == ()


ENDS = {
    AmendmentKind.DELETE: (Standing.ORPHANED, {}),
    AmendmentKind.SPLIT: (Standing.OVERTAKEN, SPLIT),
    AmendmentKind.JOIN: (Standing.OVERTAKEN, {}),
}


def end_against_its_sponsor(table: Table, kind: AmendmentKind) -> Amendment:
    """Return a proposal that a compromise merged against its sponsor and that a decision of *kind* then ends."""
    made = table.replace("EGY", "2.", "urged", "strongly urged")
    text = table.line("2.").line.text.replace("urged", "gently urged")
    table.decide(DecisionKind.COMPROMISE, made, level=Level.EXPERT, text=text)
    say(table, "EGY", made, Answer.OBJECT)
    if kind is AmendmentKind.DELETE:  # in the round of the compromise it would be in conflict with that
        table.close()
        table.open()
    table.accept(table.propose("MYS", kind, "2.", **ENDS[kind][1]))
    return made


@pytest.mark.parametrize("kind", ENDS)
def test_an_objection_to_a_compromise_stays_on_record_when_its_paragraph_is_deleted_split_or_joined(
    table: Table, kind: AmendmentKind
):
    made = end_against_its_sponsor(table, kind)
    table.close()
    table.open()

    record = entry_of(made)

    assert stands(made) == (ENDS[kind][0], False)
    assert record.contest is not None and record.contest.reason == "Our capital insists."
    assert [objection.entry.amendment.id for objection in held(table)] == [made.id]
    question = answers.question(db.session, mission(), record)
    assert question is not None and question.about == "verdict"
    clean(table, made)
    table.close()
    table.open()
    assert held(table) == ()


@pytest.mark.parametrize("word", [Answer.CONFIRM, None])
def test_such_an_objection_ends_with_the_word_of_its_sponsor_or_when_a_level_agrees_the_paragraph(
    table: Table, word: Answer | None
):
    made = end_against_its_sponsor(table, AmendmentKind.SPLIT)
    table.close()
    table.open()
    assert len(held(table)) == 1

    with clock_at(utcnow() + 8 * DAY):
        if word:
            say(table, "EGY", made, word)
        else:
            line = db.session.get_one(Paragraph, table.line("2.").line.paragraph)
            agreed = judgement(DecisionKind.AGREE, on=line.id)
            decisions.decide(table.mission, line.id, agreed, seen=line.counter)

    assert held(table) == ()


def test_what_an_earlier_closing_ended_and_nothing_brings_back_is_heard_until_the_next_closing(table: Table):
    made = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting noted a need.", after="1.")
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    with clock_at(table.next_round()):
        third = table.next_round()
    with clock_at(third):
        say(table, "EGY", made, against(table, made))
        assert [objection.entry.amendment.id for objection in held(table)] == [made.id]
        clean(table, made)
        table.next_round()
        assert held(table) == (), "another text was circulated"
