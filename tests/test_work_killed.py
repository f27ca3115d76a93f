"""The worker, or an act and the worker, is killed at every step between two commits and started again, on both engines:
one outcome, each notice once."""

import itertools
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from multiprocessing.context import ForkProcess
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.engine import Engine

from acm_drafts.negotiation.messages import MessageState
from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services import bracket_holders, decisions, discussions, rounds, silence_breaks, small_groups
from acm_drafts.services.evaluation import Judgement
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, JournalLine, Message, Notice, Paragraph, Revision, User
from tests.brackets import bracket, hold
from tests.discussions import begin
from tests.factories import make_head, party
from tests.mail import MailServer, mail_server
from tests.silences import break_, put
from tests.sittings import make_body
from tests.small_groups import form, write
from tests.tables import Table, make_table

pytestmark = pytest.mark.thorough

STEPS = range(1, 8)
"""Recover, write what comes by the clock, claim, hand over, note, claim again; and one that is not reached."""
KILLED = -signal.SIGKILL


@pytest.fixture
def server(app: Flask, session: object) -> Iterator[MailServer]:
    with mail_server() as server:
        app.config["SMTP_URL"] = server.url
        yield server


Act = Callable[[], object]


def work(app: Flask, last: int, act: Act | None) -> None:
    """Do an *act*, work once, and die before the commit with the number *last* (0: before none)."""
    commits = itertools.count(1)

    def count(connection: object) -> None:
        if next(commits) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", count)
    if act is not None:
        act()
        db.session.remove()
    assert app.test_cli_runner().invoke(args=["work", "--once"]).exit_code == 0


@pytest.fixture
def start(app: Flask, server: MailServer) -> Callable[..., ForkProcess]:
    """Start an act, if any, and a worker in a process of its own that dies before a commit (0: before none)."""

    def process(last: int = 0, act: Act | None = None) -> ForkProcess:
        db.session.remove()
        db.engine.dispose()  # a connection is of one process
        worker = multiprocessing.get_context("fork").Process(target=work, args=(app, last, act))
        worker.start()
        return worker

    return process


def ended(worker: ForkProcess) -> int | None:
    """Return how a worker ended."""
    worker.join(60)
    return worker.exitcode


@pytest.fixture
def table(server: MailServer) -> Table:
    """A table on which a decision is told to one person."""
    table = make_table("The Meeting welcomed the progress made.", deadline=utcnow() + timedelta(days=30))
    table.decide(DecisionKind.REJECT, table.replace("EGY", "1.", "progress", "good progress"), reason="No.")
    return table


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


@pytest.mark.parametrize("last", STEPS)
def test_a_worker_that_is_killed_between_two_steps_tells_nobody_twice_and_forgets_nobody(
    table: Table, server: MailServer, start: Callable[..., Any], last: int
):
    assert ended(start(last)) == (KILLED if last < 7 else 0)
    assert ended(start()) == 0
    assert ended(start()) == 0

    assert len(server.given) == 1
    assert states() == [MessageState.UNCERTAIN if last == 5 else MessageState.SENT]


def test_a_worker_that_is_killed_while_the_server_answers_tells_nobody_twice(
    table: Table, server: MailServer, start: Callable[..., Any]
):
    worker = start()
    server.on_text = lambda _: os.kill(worker.pid, signal.SIGKILL)

    assert ended(worker) == KILLED
    server.on_text = lambda _: None
    assert ended(start()) == 0

    assert len(server.given) == 1
    assert states() == [MessageState.UNCERTAIN]


def test_a_reminder_is_written_once_however_often_its_writer_is_killed(
    server: MailServer, start: Callable[..., Any]
):
    deadline = utcnow() + timedelta(days=3)
    table = make_table("The Meeting welcomed the progress made.", deadline=deadline)
    email = db.session.get_one(User, table.head("EGY").user).email
    with clock_at(deadline - timedelta(hours=24)):
        for last in (2, 3, 4, 0, 0):
            ended(start(last))

    assert Counter(mail["Subject"] for mail in server.to(email)) == {
        "The deadline is near · Annual Coordination Meeting 2026": 1
    }


def test_a_newcomer_is_told_of_a_silence_once_however_often_the_worker_is_killed(
    server: MailServer, start: Callable[..., Any]
):
    table = make_table("The Meeting welcomed the progress made.")
    put(table, make_body(members=["EGY", "MYS"]))
    email = db.session.get_one(User, table.head("MYS").user).email
    for last in (2, 3, 4, 0, 0):
        ended(start(last))

    assert Counter(mail["Subject"] for mail in server.to(email)) == {
        "Paragraphs are put under silence · Annual Coordination Meeting 2026": 1
    }


def test_of_two_workers_at_once_each_message_is_sent_by_one(
    table: Table, server: MailServer, start: Callable[..., Any]
):
    for code in ("JOR", "MYS", "SEN", "PAK", "TUR"):
        make_head(code)
    rounds.change_deadline(table.mission, table.round, utcnow() + timedelta(days=20))
    workers = [start() for _ in range(3)]

    assert [ended(worker) for worker in workers] == [0, 0, 0]
    assert ended(start()) == 0

    assert Counter(Counter(mail["Message-ID"] for mail in server.given).values()) == {1: 7}
    assert set(states()) == {MessageState.SENT}


# Acts ----------------------------------------------------------------------------------------------------


def on_bracket(table: Table) -> Act:
    of = bracket(table, "1.", "[warmly]")
    actor, egypt = table.head("EGY"), party("EGY").id
    return lambda: bracket_holders.hold(actor, of, party=egypt, reason="Our law.")


def over_holder(table: Table) -> Act:
    hold(table, "EGY", "1.", "[warmly]")
    proposal, sitting = table.replace("MYS", "1.", "[warmly] ", ""), table.sitting()
    paragraph = db.session.get_one(Paragraph, table.line("1.").line.paragraph, populate_existing=True)
    key, seen, revision = paragraph.id, paragraph.counter, load_current(proposal)
    judged = Judgement(DecisionKind.ACCEPT, (revision,), sitting=sitting, over=("EGY",))
    return lambda: decisions.decide(table.mission, key, judged, seen=seen)


def comment(table: Table) -> Act:
    discussion = begin(table, "EGY", "1.")
    code, mission = discussion.code, party("OICM").id
    return lambda: discussions.answer(table.mission, code, party=mission, about=1, words="It is.", quote="")


def small_group(table: Table) -> Act:
    members = [party(code).id for code in ("EGY", "MYS")]
    paragraphs, facilitator = [table.line("1.").code], party("SEN").id
    facts = {"name": "Friends", "facilitator": facilitator, "members": members, "paragraphs": paragraphs}
    return lambda: small_groups.form(table.mission, table.code, **facts)


def compromise_put(table: Table) -> Act:
    group = form(table, "1.")
    group_code, version = group.code, write(table, group, "1.", "The Meeting welcomed it.").code
    return lambda: small_groups.put(table.mission, group_code, version)


def break_back(table: Table) -> Act:
    procedure = put(table, make_body(members=["EGY", "MYS"]), ["2."])
    table.head("MYS")
    break_(table, procedure, "EGY", ["2."])
    actor, code, paragraphs = table.head("EGY"), procedure.code, [table.line("2.").code]
    return lambda: silence_breaks.take_back(actor, code, paragraphs)


def load_current(proposal: Amendment) -> int:
    """Return the key of what a proposal says now."""
    wanted = select(Revision.id).join(Amendment, Revision.amendment_id == Amendment.id)
    return db.session.scalars(wanted.where(Amendment.id == proposal.id).order_by(Revision.id.desc())).first()


ACTS: dict[str, tuple[Callable[[Table], Act], str, str]] = {
    "hold bracket": (on_bracket, "bracket_acts", ""),
    "lift bracket over holder": (over_holder, "overridden_holders", "MYS"),
    "answer comment": (comment, "discussion_acts", "EGY"),
    "form small group": (small_group, "small_groups", ""),
    "put compromise text": (compromise_put, "compromise_puts", ""),
    "take back break of silence": (break_back, "breaks_taken_back", "MYS"),
}
"""By act: what is ready before it, the table in which it leaves a row, and which delegation is sent a message of it."""


def rows_of(name: str) -> int:
    db.session.rollback()
    return db.session.scalar(text(f"select count(*) from {name}")) or 0


def notices_of(act: str) -> Counter[str]:
    """Return how many notices of an act each person has."""
    db.session.rollback()
    lines = select(User.email).join(Notice, Notice.user_id == User.id).join(JournalLine)
    return Counter(db.session.scalars(lines.where(JournalLine.act == act)))


@pytest.mark.parametrize("last", [1, 2, 3, 5])
@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_done_once_and_told_once_wherever_it_and_its_worker_are_killed(
    server: MailServer, start: Callable[..., Any], name: str, last: int
):
    prepare, kept_in, code = ACTS[name]
    table = make_table("The Meeting [warmly] welcomed the progress.", "The Meeting thanked Egypt.")
    act = prepare(table)
    before = rows_of(kept_in)

    ended(start(last, act))
    assert rows_of(kept_in) == before + (last > 1), "an act is done as a whole or not at all"
    if last == 1:
        act()  # whoever got no answer sends it again
    assert [ended(start()), ended(start())] == [0, 0]

    assert rows_of(kept_in) == before + 1
    given = Counter(mail["Message-ID"] for mail in server.given)
    assert set(given.values()) <= {1} and MessageState.WAITING not in states()
    told = {db.session.get_one(User, table.head(code).user).email: 1} if code else {}
    assert notices_of("accept" if name == "lift bracket over holder" else name) == told
