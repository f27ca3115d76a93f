"""Two acts at one moment: one of them is done, the other is done after it or refused, and no agreed word is lost."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import StaleText
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Stage, Stance
from acm_drafts.services import (
    agreements,
    amendments,
    answers,
    attempts,
    closings,
    copies,
    decisions,
    drafts,
    inputs,
    library,
    positions,
    rounds,
    speakers,
    sponsors,
    translations,
    verification,
)
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import arriving, clock_at, db, utcnow
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Cosponsor,
    Draft,
    DraftOpening,
    Input,
    InputPart,
    InputVersion,
    JournalLine,
    Paragraph,
    Position,
    Revision,
    Round,
    Source,
)
from acm_drafts.store.rounds import round_context
from acm_drafts.store.speakers import load_speakers
from acm_drafts.text.language import Language
from tests.agreeing import judgement
from tests.factories import actor_of, make_alternate, make_meeting, mission, party
from tests.inputs import answer, call
from tests.interleaving import Act, hold_row, interleave
from tests.library import TEXTS, face, numbered
from tests.speakers import by_head, inscribed, named, open_list
from tests.tables import DAY, Table, current, lines_of, make_table

WELCOMES = "The Meeting welcomed the progress made by all."
URGES = "The Meeting urged all Member States to contribute."

Racing = Callable[[Callable[[], object], Callable[[], object]], tuple[Act, Act]]


@pytest.fixture
def race(app: Flask, session: object) -> Racing:
    """Let two acts interleave, and hold that afterwards the text and the states are what the decisions make them."""

    def run(first: Callable[[], object], second: Callable[[], object]) -> tuple[Act, Act]:
        db.session.remove()
        ended = interleave(app, first, second)
        db.session.expire_all()
        assert [str(finding) for finding in verification.verify(db.session).findings] == []
        return ended

    return run


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES)


def count(act: str) -> int:
    """Return how often *act* stands in the journal."""
    return db.session.scalar(select(func.count()).select_from(JournalLine).where(JournalLine.act == act)) or 0


def ends(acts: tuple[Act, Act]) -> list[str]:
    return [act.end for act in acts]


def stages() -> set[str]:
    return set(db.session.scalars(select(Amendment.stage)))


def rejected(table: Table, code: str = "EGY") -> Amendment:
    """Return a proposal on the first paragraph that the Mission proposes to reject."""
    made = table.replace(code, "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, made, reason="Not now.", level=None)
    return made


def contest(table: Table, made: Amendment) -> Callable[[], object]:
    code, head, key = made.code, table.head("EGY"), party("EGY").id
    return lambda: answers.answer(head, code, party=key, answer=Answer.CONTEST, reason="Our capital insists.")


def close(table: Table) -> Callable[[], object]:
    def act() -> int:
        with clock_at(utcnow() + 7 * DAY):
            return closings.close_round(table.mission, table.round).id

    return act


def accept(table: Table, made: Amendment, seen: int) -> Callable[[], object]:
    key = made.paragraph_id
    judged = judgement(DecisionKind.ACCEPT, (current(made).id,), on=key)
    return lambda: decisions.decide(table.mission, key, judged, seen=seen)


def either(first: Callable[[], object], second: Callable[[], object], order: str) -> tuple[object, ...]:
    return (first, second) if order == "first" else (second, first)


def draft_of_egypt(table: Table) -> Amendment:
    text = WELCOMES.replace("progress", "good progress")
    return amendments.save(
        table.head("EGY"), table.round, table.proposal(AmendmentKind.REPLACE, "1.", text=text)
    )


def newer(table: Table, made: Amendment, word: str, seen: int | None) -> Callable[[], object]:
    """Return the act that revises a proposal from a page that showed the revision *seen*."""
    line, head, code = table.line("1."), table.head("EGY"), made.code
    text = line.line.text.replace("progress", f"{word} progress")
    proposal = Proposal(AmendmentKind.REPLACE, line.code, line.line.wording, text, seen=seen)
    return lambda: amendments.revise(head, code, proposal)


ORDER = pytest.mark.parametrize("order", ["first", "second"])


# A contest beside a closing ------------------------------------------------------------------------


@ORDER
def test_what_was_agreed_stands_when_a_proposal_is_contested_while_its_round_is_closed(
    race: Racing, table: Table, order: str
):
    contested = rejected(table)
    table.accept(table.replace("MYS", "1.", "made by all", "achieved by all Member States"))

    first, second = race(*either(contest(table, contested), close(table), order))

    assert {first.end, second.end} == {"done"}
    table.draft = (second if order == "first" else first).result
    assert "achieved by all Member States" in table.line("1.").line.text
    assert current(contested).base.text == table.line("1.").line.text
    with clock_at(utcnow() + 8 * DAY):
        table.open()
        table.accept(contested)
    with clock_at(utcnow() + 9 * DAY):
        table.close()
    text = table.line("1.").line.text
    assert "good progress" in text and "achieved by all Member States" in text
    assert verification.verify(db.session).findings == ()


@ORDER
def test_a_contest_beside_the_opening_of_a_round_stands_in_that_round(race: Racing, table: Table, order: str):
    contested = rejected(table)
    table.accept(table.replace("MYS", "1.", "made by all", "achieved by all"))
    draft = table.close()
    drafts.circulate(table.mission, draft.id, attributed=True)
    now = utcnow()

    acts = race(
        *either(
            contest(table, contested),
            lambda: rounds.open_round(table.mission, table.communique, rounds.Terms(now, now + DAY)),
            order,
        )
    )

    assert set(ends(acts)) <= {"done", "NotContestable"}
    running = db.session.scalar(select(Round.id).where(Round.closed_at.is_(None)))
    pending = db.session.get_one(Amendment, contested.id)
    if "NotContestable" not in ends(acts):
        assert pending.round_id == running


@ORDER
def test_a_contest_beside_a_decision_leaves_a_true_state(race: Racing, table: Table, order: str):
    contested = rejected(table)
    other = table.replace("MYS", "1.", "made by all", "achieved by all")
    seen = db.session.get_one(Paragraph, other.paragraph_id).counter

    acts = race(*either(contest(table, contested), accept(table, other, seen), order))

    assert ends(acts) == ["done", "done"]


# One proposal, two hands ---------------------------------------------------------------------------


def test_head_and_alternate_submit_one_draft_once(race: Racing, table: Table):
    draft = draft_of_egypt(table)
    key, code = draft.id, draft.code
    head, alternate = table.head("EGY"), actor_of(make_alternate("EGY"))

    acts = race(lambda: amendments.submit(head, code), lambda: amendments.submit(alternate, code))

    assert ends(acts) == ["done", "IllegalMove"]
    assert count("submit") == 1
    assert db.session.get_one(Amendment, key).number == 1


def test_a_proposal_is_withdrawn_once(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    code, head, alternate = amendment.code, table.head("EGY"), actor_of(make_alternate("EGY"))

    acts = race(lambda: amendments.withdraw(head, code), lambda: amendments.withdraw(alternate, code))

    assert ends(acts) == ["done", "IllegalMove"]
    assert count("withdraw") == 1


def test_what_was_withdrawn_is_not_revised(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    head, revise = table.head("EGY"), newer(table, amendment, "great", current(amendment).id)

    acts = race(lambda: amendments.withdraw(head, amendment.code), revise)

    assert ends(acts) == ["done", "IllegalMove"]
    assert (stages(), count("revise")) == ({Stage.WITHDRAWN}, 0)
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1


def test_of_two_revisions_at_once_the_second_is_shown_both_wordings(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    seen = current(amendment).id

    one, other = race(newer(table, amendment, "great", seen), newer(table, amendment, "fair", seen))

    assert (one.end, other.end) == ("done", "StaleText")
    assert isinstance(other.refusal, StaleText)
    assert ("good" in other.refusal.seen, "great" in other.refusal.current) == (True, True)
    assert count("revise") == 1


def test_two_revisions_by_callers_that_show_no_page_are_both_kept_in_turn(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")

    acts = race(newer(table, amendment, "great", None), newer(table, amendment, "fair", None))

    assert ends(acts) == ["done", "done"]
    assert [revision.sequence for revision in db.session.get_one(Amendment, amendment.id).revisions] == [
        1,
        2,
        3,
    ]


def test_a_draft_kept_by_two_at_once_is_not_overwritten(race: Racing, table: Table):
    draft = draft_of_egypt(table)
    seen, line, head = current(draft).id, table.line("1."), table.head("EGY")

    def save(word: str) -> Callable[[], object]:
        text = WELCOMES.replace("progress", f"{word} progress")
        proposal = Proposal(AmendmentKind.REPLACE, line.code, line.line.wording, text, seen=seen)
        return lambda: amendments.save(head, table.round, proposal, code=draft.code)

    one, other = race(save("great"), save("fair"))

    assert (one.end, other.end) == ("done", "StaleText")
    assert "great" in other.refusal.current


def test_the_same_proposal_sent_twice_at_once_is_kept_once(race: Racing, table: Table):
    head = table.head("EGY")
    text = WELCOMES.replace("progress", "good progress")
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=text)

    def send() -> object:
        return amendments.propose(head, table.round, proposal)

    assert ends(race(send, send)) == ["done", "ProposedAlready"]
    assert count("submit") == 1


@ORDER
def test_what_is_decided_is_not_withdrawn(race: Racing, table: Table, order: str):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    head, code = table.head("EGY"), amendment.code

    acts = race(*either(lambda: amendments.withdraw(head, code), accept(table, amendment, 0), order))

    assert ends(acts) == ["done", "IllegalMove"]
    assert count("withdraw") + count("accept") == 1


# Beside a proposal ---------------------------------------------------------------------------------


def test_of_two_simultaneous_positions_of_a_delegation_the_second_is_refused(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    code, key = amendment.code, party("MYS").id
    head, alternate = table.head("MYS"), actor_of(make_alternate("MYS"))
    facts = {"party": key, "seen": (None, "")}

    acts = race(
        lambda: positions.take_position(head, code, stance=Stance.SUPPORT, **facts),
        lambda: positions.take_position(alternate, code, stance=Stance.OPPOSE, **facts),
    )

    assert ends(acts) == ["done", "PositionChanged"]
    assert db.session.scalars(select(Position.stance)).all() == [Stance.SUPPORT]


def test_two_positions_of_one_delegation_at_once_are_two_lines_and_one_position(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    code, key = amendment.code, party("MYS").id
    head, alternate = table.head("MYS"), actor_of(make_alternate("MYS"))

    acts = race(
        lambda: positions.take_position(head, code, party=key, stance=Stance.SUPPORT),
        lambda: positions.take_position(alternate, code, party=key, stance=Stance.OPPOSE),
    )

    assert ends(acts) == ["done", "done"]
    assert db.session.scalars(select(Position.stance)).all() == [Stance.OPPOSE]
    told = select(JournalLine.before, JournalLine.after).where(JournalLine.act == "take position")
    assert db.session.execute(told.order_by(JournalLine.id)).all() == [("", "support"), ("support", "oppose")]


def test_a_delegation_joins_a_proposal_once(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    head, key = table.head("MYS"), party("MYS").id

    def join() -> object:
        return sponsors.cosponsor(head, amendment.code, party=key)

    assert ends(race(join, join)) == ["done", "done"]
    assert count("cosponsor") == 1
    assert db.session.scalar(select(func.count()).select_from(Cosponsor)) == 1


@pytest.mark.parametrize("act", ["cosponsor", "position"])
def test_nobody_joins_or_judges_what_was_withdrawn(race: Racing, table: Table, act: str):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    head, egypt, key = table.head("MYS"), table.head("EGY"), party("MYS").id
    does = {
        "cosponsor": lambda: sponsors.cosponsor(head, amendment.code, party=key),
        "position": lambda: positions.take_position(head, amendment.code, party=key, stance=Stance.SUPPORT),
    }

    acts = race(lambda: amendments.withdraw(egypt, amendment.code), does[act])

    assert ends(acts) == ["done", "NotPermitted"]


def test_nobody_gives_way_to_what_was_withdrawn(race: Racing, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    own = table.replace("MYS", "1.", "progress", "great progress")
    head, egypt = table.head("MYS"), table.head("EGY")
    seen = current(amendment).sequence
    code, given, key = amendment.code, own.code, own.id

    acts = race(
        lambda: amendments.withdraw(egypt, code),
        lambda: sponsors.give_way(head, given, to=code, seen=seen),
    )

    assert ends(acts) == ["done", "IllegalMove"]
    assert db.session.get_one(Amendment, key).stage == Stage.SUBMITTED


def test_an_entry_from_the_floor_is_disowned_once(race: Racing, table: Table):
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "steps"))
    made = amendments.enter_from_floor(table.mission, table.round, proposal, party=party("EGY").id)

    acts = race(contest(table, made), contest(table, made))

    assert ends(acts) == ["done", "NotContestable"]
    assert (count("withdraw"), db.session.scalar(select(func.count()).select_from(AnswerRow))) == (1, 1)


# The Mission's acts --------------------------------------------------------------------------------


def test_a_draft_is_circulated_once(race: Racing):
    table = Table(lines_of(WELCOMES))

    def circulate() -> object:
        return drafts.circulate(mission(), table.draft, attributed=True)

    assert ends(race(circulate, circulate)) == ["done", "WrongShape"]
    assert count("circulate") == 1


def test_a_round_is_opened_once(race: Racing):
    table = Table(lines_of(WELCOMES))
    drafts.circulate(mission(), table.draft, attributed=True)
    now = utcnow()

    def open_() -> object:
        return rounds.open_round(mission(), table.communique, rounds.Terms(now, now + DAY))

    assert ends(race(open_, open_)) == ["done", "RoundRunning"]


@pytest.mark.parametrize("symbol", ["", "OIC/FC"])
def test_a_file_is_imported_once(race: Racing, symbol: str):
    def import_() -> object:
        return drafts.import_text(mission(), lines=lines_of(WELCOMES), data=b"the same", symbol=symbol)

    assert ends(race(import_, import_)) == ["done", "SameAgain"]


def test_two_texts_imported_at_once_have_two_symbols(race: Racing):
    def import_(data: bytes) -> Callable[[], object]:
        return lambda: drafts.import_text(mission(), lines=lines_of(WELCOMES), data=data)

    assert ends(race(import_(b"one"), import_(b"other"))) == ["done", "done"]


def test_of_two_translations_at_once_the_later_one_stands_after_the_other(race: Racing, table: Table):
    wording = table.line("1.").line.wording

    def translate(text: str) -> Callable[[], object]:
        return lambda: translations.add(mission(), wording, Language.FR, text)

    acts = race(translate("La Réunion a salué les progrès."), translate("La Réunion s'est félicitée."))

    assert ends(acts) == ["done", "done"]


@ORDER
def test_a_decision_is_voided_or_closed_with_its_round(race: Racing, table: Table, order: str):
    made = table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    head = table.mission

    acts = race(
        *either(
            lambda: decisions.void(head, made.id, reason="It was a mistake.", seen=1), close(table), order
        )
    )

    assert ends(acts)[0] == "done"
    assert ends(acts)[1] in ("done", "AlreadyClosed")


@ORDER
def test_what_all_is_agreed_at_once_holds_nothing_that_was_proposed_meanwhile(
    race: Racing, table: Table, order: str
):
    context = round_context(db.session(), table.round)
    seen, sitting = agreements.remaining(db.session(), context).seen, table.sitting()
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "steps"))
    head = table.head("EGY")

    acts = race(
        *either(
            lambda: agreements.agree_rest(table.mission, table.round, sitting=sitting, seen=seen),
            lambda: amendments.propose(head, table.round, proposal),
            order,
        )
    )

    assert ends(acts) == (["done", "done"] if order == "first" else ["done", "NotAsSeen"])


# The moment of a request ----------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("seconds", [-1, 1])
def test_waiting_for_a_lock_makes_nothing_late(app: Flask, session: object, seconds: int):
    deadline = datetime.now(UTC) + timedelta(seconds=2)
    table = make_table(WELCOMES, deadline=deadline)
    text = WELCOMES.replace("progress", "good progress")
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=text)
    head, round_id, moment = table.head("EGY"), table.round, deadline + timedelta(seconds=seconds)
    db.session.remove()

    def send() -> object:
        with arriving(moment):
            return amendments.propose(head, round_id, proposal).id

    def wait_over_the_deadline() -> None:
        while datetime.now(UTC) <= deadline:
            time.sleep(0.05)

    sent = hold_row(
        app, f"select id from rounds where id = {round_id} for update", send, wait_over_the_deadline
    )

    assert sent.end == ("done" if seconds < 0 else "DeadlinePassed")
    kept = db.session.scalars(select(Amendment.submitted_at)).all()
    lines = db.session.scalars(select(JournalLine.at).where(JournalLine.act == "submit")).all()
    assert kept == lines == ([moment] if seconds < 0 else [])


def test_what_arrived_in_time_is_refused_as_closed_where_the_round_was_closed_meanwhile(
    app: Flask, session: object
):
    table = make_table(WELCOMES, deadline=utcnow() + DAY)
    proposal = table.proposal(AmendmentKind.DELETE, "1.")
    head, round_id, moment = table.head("EGY"), table.round, utcnow()
    db.session.remove()

    def send() -> object:
        with arriving(moment):
            return amendments.propose(head, round_id, proposal)

    assert ends(interleave(app, close(table), send)) == ["done", "AlreadyClosed"]


@pytest.mark.parametrize("other", ["opens", "takes"])
def test_a_draft_opened_in_two_windows_at_once_is_noted_once(race: Racing, table: Table, other: str):
    copies.name_readers(mission(), table.code, named=True)
    head, draft = table.head("EGY"), table.draft

    def opens() -> None:
        copies.note_opened(head, db.session.get_one(Draft, draft))

    def takes() -> None:
        copies.take_copy(head, db.session.get_one(Draft, draft), form="clean", language="en")

    assert ends(race(opens, {"opens": opens, "takes": takes}[other])) == ["done", "done"]
    assert db.session.scalar(select(func.count()).select_from(DraftOpening)) == 1


def test_words_are_not_submitted_before_they_were_written(table: Table):
    draft = draft_of_egypt(table)
    written = current(draft).at

    with arriving(written - timedelta(seconds=1)):
        made = amendments.submit(table.head("EGY"), draft.code)

    assert made.submitted_at == written


# The list of speakers ------------------------------------------------------------------------------


@ORDER
def test_a_speaker_is_moved_or_withdrawn_and_nobody_stands_after_who_has_left(race: Racing, order: str):
    meeting = make_meeting(year=2026).id
    open_list(meeting)
    first, second, third = (inscribed(code, meeting) for code in ("EGY", "JOR", "SEN"))

    def move() -> None:
        speakers.move(mission(), meeting, third, after=first, reason="It asked to speak early.")

    def withdraw() -> None:
        speakers.withdraw(mission(), meeting, third if order == "first" else first)

    acts = race(*either(move, withdraw, order))

    left = [row.speaker.code for row in load_speakers(db.session(), meeting).rows]
    assert (ends(acts), left) == {
        "first": (["done", "done"], [first, second]),
        "second": (["done", "NotFound"], [second, third]),
    }[order]


@ORDER
def test_who_inscribes_while_the_list_is_closed_or_opened_is_on_it_or_refused(race: Racing, order: str):
    meeting = make_meeting(year=2026).id

    def inscribe(code: str) -> Callable[[], object]:
        head, state = by_head(code, meeting), party(code).id
        return lambda: speakers.inscribe(head, meeting, named(f"H.E. of {code}"), party=state)

    def by_mission(verb: Callable[[Actor, int], None]) -> Callable[[], object]:
        who = mission()
        return lambda: verb(who, meeting)

    opened = race(*either(by_mission(speakers.open_inscription), inscribe("EGY"), order))
    speakers.open_inscription(mission(), meeting)
    closed = race(*either(by_mission(speakers.close_inscription), inscribe("JOR"), order))

    on_it = {row.speaker.party.code for row in load_speakers(db.session(), meeting).rows}
    assert (ends(opened), ends(closed), on_it) == {
        "first": (["done", "done"], ["done", "InscriptionClosed"], {"EGY"}),
        "second": (["InscriptionNotOpen", "done"], ["done", "done"], {"JOR"}),
    }[order]


# Calls for inputs ----------------------------------------------------------------------------------


@ORDER
def test_an_answer_beside_the_closing_of_its_call_is_taken_or_refused(race: Racing, table: Table, order: str):
    to, who, state, head = call(table).code, table.mission, party("EGY").id, table.head("EGY")

    def send() -> object:
        return inputs.submit_input(head, to, party=state, answer=answer("Early warning."))

    acts = race(*either(lambda: inputs.close_call(who, to), send, order))

    taken = db.session.scalar(select(func.count()).select_from(Input))
    assert (ends(acts), taken) == {
        "first": (["done", "InputCallEnded"], 0),
        "second": (["done", "done"], 1),
    }[order]


def test_of_two_answers_of_one_delegation_at_once_the_second_is_shown_the_first(race: Racing, table: Table):
    to, state = call(table).code, party("EGY").id

    def send(head: Actor, words: str) -> Callable[[], object]:
        return lambda: inputs.submit_input(head, to, party=state, answer=answer(words))

    alternate = actor_of(make_alternate("EGY"))
    acts = race(send(table.head("EGY"), "Early warning."), send(alternate, "Mediation."))

    assert ends(acts) == ["done", "InputChanged"]
    assert list(db.session.scalars(select(InputPart.text))) == ["Early warning."]


@ORDER
def test_a_late_answer_is_taken_once_it_has_been_allowed(race: Racing, table: Table, order: str):
    to, who, state, head = call(table).code, table.mission, party("EGY").id, table.head("EGY")
    with clock_at(utcnow() + 12 * DAY):
        until = utcnow() + DAY

        def allow() -> object:
            return inputs.allow_late(who, to, "EGY", until, reason="Its capital asked.")

        def send() -> object:
            return inputs.submit_input(head, to, party=state, answer=answer("Early warning."))

        acts = race(*either(allow, send, order))

    late = list(db.session.scalars(select(InputVersion.late)))
    assert (ends(acts), late) == {
        "first": (["done", "done"], [True]),
        "second": (["InputLate", "done"], []),
    }[order]


# The library ---------------------------------------------------------------------------------------


def test_a_source_is_added_once_and_withdrawn_once(race: Racing):
    who, known, lines = mission(), face(), numbered(*TEXTS)

    added = race(lambda: library.add(who, known, lines), lambda: library.add(who, known, lines))
    source = db.session.scalars(select(Source)).one().code
    withdrawn = race(*[lambda: library.withdraw(who, source, reason="Superseded.")] * 2)

    assert (ends(added), ends(withdrawn)) == (["done", "SourceKnown"], ["done", "SourceWithdrawn"])
    assert (count("add source"), count("withdraw source")) == (1, 1)


def test_people_who_try_and_people_who_come_in_wait_for_each_other_and_never_both_ways(app: Flask):
    """On PostgreSQL two that wait for each other would end in a fault of one of them."""
    faults: list[BaseException] = []
    begun = threading.Barrier(6)

    def try_and_come_in(number: int) -> None:
        here = attempts.Attempt(f"a{number % 2}@example.org", f"192.0.2.{number % 3}")
        with app.app_context():
            begun.wait()
            for _ in range(25):
                try:
                    attempts.count_attempt(here)
                    attempts.forgive_attempts(here)
                except Exception as fault:
                    faults.append(fault)
            db.session.remove()

    crowd = [threading.Thread(target=try_and_come_in, args=(number,)) for number in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert not faults
