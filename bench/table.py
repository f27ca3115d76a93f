"""
What the table costs at the deadline: 200 paragraphs, 2,000 proposals, 57 delegations.

Every figure is CPU time of this process on a real SQLite file with the settings of production
(WAL, synchronous=FULL), as the median of several runs, beside a baseline measured in the same
run. On a busy machine both move together; the ratio is what counts.
"""

import gc
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event, insert, select
from sqlalchemy.engine import Engine

from acm_drafts.app import create_app
from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.terms import AmendmentKind, City, DecisionKind, Level, PartyKind, Role, Stance
from acm_drafts.services import (
    amendments,
    bodies,
    closings,
    decisions,
    drafts,
    rounds,
    sign_ins,
    sittings,
    verification,
)
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.people import operator
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.bodies import bodies_of
from acm_drafts.store.database import clock_at, db, transaction, utcnow
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.journal_chain import chain_lines
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import (
    Amendment,
    Appointment,
    Communique,
    Draft,
    JournalLine,
    Notice,
    Paragraph,
    Party,
    Position,
    User,
)
from acm_drafts.store.rounds import find_current_round, round_context
from acm_drafts.store.sittings import sittings_to_record
from acm_drafts.store.text import TextRow, text_rows
from acm_drafts.text.diff import diff_words
from acm_drafts.text.merge import merge_all
from acm_drafts.web.shared import access
from acm_drafts.web.shared.signing import WORDING, conceal
from config import load

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = ("trade", "transport", "energy", "culture", "science", "health", "education", "agriculture")
ACTS = ("noted", "welcomed", "encouraged", "invited", "underlined", "recalled", "commended", "supported")


@dataclass
class Meter:
    """How many statements were sent to the database."""

    statements: int = 0
    runs: list[float] = field(default_factory=list)


METER = Meter()


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_: object) -> None:
    METER.statements += 1


def run() -> Iterator[dict[str, object]]:
    """Yield one measurement after the other; each builds the database it needs."""
    with table(paragraphs=200) as (app, client):
        path = text_path(app)
        submit_many(app, 20)
        few = queries_of_page(client, path)
        submit_many(app, 1980)
        yield from page(client, path, few)
        yield submission(app, client)
        yield chaining(app)
        yield from searches(client, path)
        yield from positions(app, client, path)
        yield from papers(app, client, path)
    with table(paragraphs=200) as (app, _), app.app_context():
        yield closing()
        yield verifying()


# The table ---------------------------------------------------------------------------------------


@contextmanager
def table(*, paragraphs: int) -> Iterator[tuple[Flask, FlaskClient]]:
    """
    A circulated draft of *paragraphs* with an open round, and Egypt's head of delegation signed in.

    No application context stands while the client asks: each request has to recognise its reader
    and open its own session, as on a server.
    """
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            "SECRET_KEY": "bench " * 8,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite",
            "ACM_BASE_URL": "http://localhost",
            "ACM_LIBRARY_INDEX": f"{folder}/library",
        }
        app = create_app(load(environ))
        app.add_url_rule("/bench/ok", "bench_ok", access.signed_in(lambda: "ok"))
        app.add_url_rule("/bench/row", "bench_row", access.signed_in(_commit_one_row), methods=["POST"])
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            _lay(paragraphs)
            client = _signed_in(app, "EGY")
        yield app, client
        with app.app_context():
            db.engine.dispose()


def _commit_one_row() -> str:
    """What any signed-in act costs at the least: one row, committed for good."""
    with transaction() as session:
        session.add(JournalLine(actor="bench", act="bench", scope="all"))
    return "ok"


def _wording(number: int) -> str:
    """Return about eighty words that no other paragraph has."""
    clauses = (
        f"{ACTS[(number + k) % 8]} the progress made by Member States in the field of {SUBJECTS[(number * 3 + k) % 8]} "
        f"as set out in report {number * 7 + k}"
        for k in range(5)
    )
    return f"The Meeting {', '.join(clauses)}, and asked for a report to its next session."


def _lay(paragraphs: int) -> None:
    lines = [
        Recognised(LineKind.PARAGRAPH, 0, True, "", "", _wording(number)) for number in range(paragraphs)
    ]
    draft = drafts.import_text(operator(), lines=lines, data=b"bench", symbol="OIC/BENCH")
    draft_id, communique_id = draft.id, draft.communique_id
    drafts.circulate(operator(), draft_id, attributed=True)
    now = utcnow()
    terms = rounds.Terms(now - timedelta(minutes=1), now + timedelta(days=2))
    rounds.open_round(operator(), communique_id, terms)


def running_round() -> int:
    communique = db.session.scalars(select(Communique)).one()
    round_ = find_current_round(db.session(), communique.id)
    assert round_ is not None
    return round_.id


def _lines() -> Sequence[TextRow]:
    context = round_context(db.session(), running_round())
    return text_rows(db.session(), context.version.draft.id)


def every_head() -> list[Actor]:
    states = find_parties(db.session(), PartyKind.STATE)
    return [
        Actor(None, p.code, frozenset({Office(Role.HEAD, p.id, p.code, PartyKind.STATE)})) for p in states
    ]


def _signed_in(app: Flask, code: str) -> FlaskClient:
    party = db.session.scalars(select(Party).where(Party.code == code)).one()
    user = User(email="bench@example.org", name="Head of delegation", password_hash="")
    db.session.add(user)
    db.session.flush()
    began = utcnow().date() - timedelta(days=9)
    db.session.add(Appointment(user_id=user.id, role=Role.HEAD, party_id=party.id, starts_on=began))
    db.session.commit()
    token = sign_ins.begin(user.id)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def _proposal(line: TextRow, nth: int) -> Proposal:
    """Return a proposal to change one word, a different one for each *nth*."""
    words = line.text.split(" ")
    words[nth % len(words)] += f"-{nth}"
    text = " ".join(words)
    return Proposal(AmendmentKind.REPLACE, line.code, line.wording, text=text, reason="More exact.")


def submit_many(app: Flask, count: int) -> None:
    """Submit *count* proposals, spread over paragraphs and delegations."""
    with app.app_context():
        _submit_many(count)


def _submit_many(count: int) -> None:
    lines, heads, round_id = _lines(), every_head(), running_round()
    already = len(db.session.scalars(select(Amendment.id)).all())
    for nth in range(already, already + count):
        line = lines[nth % len(lines)]
        amendments.propose(heads[nth % len(heads)], round_id, _proposal(line, nth // len(lines) * 7))


# Measurements ------------------------------------------------------------------------------------


def median(act: Callable[[], object], *, times: int = 30) -> float:
    """Return the median CPU time of *act* in milliseconds, after it has run twice."""
    return medians(act, times=times)[0]


def medians(*acts: Callable[[], object], times: int = 30) -> list[float]:
    """
    Return the median CPU time of each of *acts* in milliseconds, after each has run twice.

    They take turns, so that whatever else the machine does falls on all of them alike.
    """
    runs: list[list[float]] = [[] for _ in acts]
    for _ in range(times + 2):
        for act, own in zip(acts, runs, strict=True):
            begin = time.process_time()
            act()
            own.append((time.process_time() - begin) * 1000)
    return [statistics.median(own[2:]) for own in runs]


def measured(name: str, value: float, unit: str, baseline: float) -> dict[str, object]:
    ratio = round(value / baseline, 2) if baseline else None
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "baseline": round(baseline, 3),
        "ratio": ratio,
    }


def text_path(app: Flask) -> str:
    with app.app_context():
        return f"/c/{db.session.scalars(select(Communique.code)).one()}/text"


def get(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def queries_of_page(client: FlaskClient, path: str) -> int:
    """Return how many statements the page at *path* sends when warm."""
    get(client, path)
    METER.statements = 0
    get(client, path)
    return METER.statements


def page(client: FlaskClient, path: str, few: int) -> Iterator[dict[str, object]]:
    many = queries_of_page(client, path)
    value, baseline = medians(lambda: get(client, path), lambda: get(client, "/bench/ok"), times=100)
    yield measured(
        "page of 200 paragraphs with 2,000 proposals, against a signed-in ok", value, "ms", baseline
    )
    yield measured("queries of that page, against the same with 20 proposals", many, "queries", few)


def searches(client: FlaskClient, path: str) -> Iterator[dict[str, object]]:
    """Search 200 paragraphs and 2,000 proposals, for words that all of them hold and for words of a few."""
    queries = (
        "progress",
        "the+progress",
        "%22field+of+trade%22",
        "energy+report",
        "trade-7",
        "no+such+words",
    )
    runs: list[float] = []
    for query in queries * 10:
        address = f"/search?q={query}"
        begin = time.process_time()
        get(client, address)
        runs.append((time.process_time() - begin) * 1000)
    baseline = median(lambda: get(client, path), times=20)
    p95 = statistics.quantiles(runs, n=20)[-1]
    yield measured("search.p95 among 2,000 proposals, against the page of the text", p95, "ms", baseline)
    sent = queries_of_page(client, "/search?q=progress")
    yield measured("queries of a search that finds everything", sent, "queries", 0)


def positions(app: Flask, client: FlaskClient, path: str) -> Iterator[dict[str, object]]:
    """Open the positions of 57 delegations on 200 paragraphs: the list, the table and the workbook."""
    root = path.removesuffix("/text")
    few = queries_of_page(client, f"{root}/positions?view=table")
    with app.app_context():
        _take_positions()
    many = queries_of_page(client, f"{root}/positions?view=table")
    addresses = [f"{root}/positions?view=table", f"{root}/positions", f"{root}/positions.csv", path]
    *values, baseline = medians(*(partial(get, client, address) for address in addresses), times=20)
    for name, value in zip(("table", "list", ".csv"), values, strict=True):
        title = f"{name} of 11,400 positions on 200 paragraphs, against the page of the text"
        yield measured(title, value, "ms", baseline)
    yield measured("queries of that table, against the same without positions", many, "queries", few)


def papers(app: Flask, client: FlaskClient, path: str) -> Iterator[dict[str, object]]:
    """Open the pages beside the text: notices, 20,000 of them, progress, brackets, history of a paragraph."""
    root = path.removesuffix("/text")
    with app.app_context():
        code = _lines()[0].code
        _write_notices(20_000)
    pages = {
        "notices": "/notices",
        "progress": f"{root}/progress",
        "brackets": f"{root}/brackets",
        "paragraph": f"{root}/p/{code}",
        "reservations": f"{root}/reservations",
    }
    *values, baseline = medians(*(partial(get, client, page) for page in (*pages.values(), path)), times=20)
    for (name, address), value in zip(pages.items(), values, strict=True):
        title = f"page of {name} with 11,400 positions and 20,000 notices, against the page of the text"
        yield measured(title, value, "ms", baseline)
        yield measured(f"queries of the page of {name}", queries_of_page(client, address), "queries", 0)


def _write_notices(number: int) -> None:
    """Tell Egypt's head so often of decisions, past the services: they would take minutes."""
    reader = db.session.scalars(select(User.id)).one()
    communique = db.session.scalars(select(Communique.id)).one()
    now = utcnow()
    lines = [
        JournalLine(actor="bench", act="circulate", scope="all", communique_id=communique)
        for _ in range(number)
    ]
    db.session.add_all(lines)
    db.session.flush()
    rows = [
        {
            "user_id": reader,
            "line_id": line.id,
            "kind": "circulation",
            "lead": 0,
            "delivery": "none",
            "shows_at": now,
            "sends_at": now,
        }
        for line in lines
    ]
    db.session.execute(insert(Notice), rows)
    db.session.commit()


def _take_positions() -> None:
    """Write a position of each State on each paragraph, past the services: they would take minutes."""
    lines, context = _lines(), round_context(db.session(), running_round())
    stances = [str(stance) for stance in Stance]
    rows = [
        {
            "communique_id": context.round.communique_id,
            "party_id": state.id,
            "paragraph_id": line.paragraph,
            "wording_id": line.wording,
            "round_id": context.round.id,
            "stance": stances[(number * 7 + place) % 23 % 5],
            "reason": "",
            "at": utcnow(),
            "taken_back": False,
        }
        for number, line in enumerate(lines)
        for place, state in enumerate(find_parties(db.session(), PartyKind.STATE))
    ]
    db.session.execute(insert(Position), rows)
    db.session.commit()


def submission(app: Flask, client: FlaskClient) -> dict[str, object]:
    """
    A head of delegation submits over HTTP: form, rules, journal line, commit, redirect.

    Each time on another paragraph, which has ten pending proposals already.
    """
    with app.app_context():
        lines, communique = _lines(), db.session.scalars(select(Communique.code)).one()
        bases = [conceal(line.wording, use=WORDING) for line in lines]
    turns = zip(lines, bases, strict=True)
    form = client.get(f"/c/{communique}/p/{lines[0].code}/amend").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    assert token is not None

    def submit() -> None:
        line, base = next(turns)
        answer = client.post(
            f"/c/{communique}/p/{line.code}/amend",
            data={
                "csrf_token": token[1],
                "base_id": base,
                "kind": "replace",
                "text": f"{line.text} It asked for a further report.",
                "reason": "",
                "do": "submit",
            },
        )
        assert answer.status_code == 303, answer.status_code

    def follow() -> None:
        """Let go of what was said about it, which a browser reads on the page that it is led to."""
        with client.session_transaction() as cookie:
            cookie.pop("_flashes", None)

    def commit() -> None:
        assert client.post("/bench/row", data={"csrf_token": token[1]}).status_code == 200

    name = "submission with its journal line, against a signed-in request that commits one row"
    value, _, baseline = medians(submit, follow, commit, times=100)
    return measured(name, value, "ms", baseline)


def chaining(app: Flask) -> dict[str, object]:
    """A submission whose line gets its place in the chain of its text, against the same without; neither is kept."""
    with app.app_context():
        line, head, round_id = _lines()[0], every_head()[0], running_round()
        proposal = replace(_proposal(line, 0), text=f"{line.text} It asked for a last report.")

        def submit(*, chains: bool) -> None:
            try:
                with transaction() as session:
                    amendments.propose(head, round_id, proposal)
                    if chains:
                        chain_lines(session)
                    raise LookupError
            except LookupError:
                db.session.remove()

        value, baseline = medians(partial(submit, chains=True), partial(submit, chains=False), times=60)
    return measured("submission with its place in the chain, against the same without", value, "ms", baseline)


def closing() -> dict[str, object]:
    """
    Close a round of 200 paragraphs and 500 accepted proposals, against the diffs and merges it needs.

    The median of three such rounds after a first one, which prepares the statements, as a server's
    life does. Before each the rubbish of the measurements is cleared, which is not the round's.
    """
    values, baselines = [], []
    for nth in range(4):
        base, texts = _decided_round()

        def needed(base: dict[int, str] = base, texts: dict[int, list[str]] = texts) -> None:
            for paragraph, group in texts.items():
                for text in group:
                    diff_words(base[paragraph], text)
                merge_all(base[paragraph], group)

        round_id = running_round()
        communique_id = round_context(db.session(), round_id).round.communique_id
        db.session.remove()  # a request begins with an empty session
        gc.collect()
        with clock_at(utcnow() + timedelta(days=3)):
            begin = time.process_time()
            draft_id = closings.close_round(operator(), round_id).id
            took = (time.process_time() - begin) * 1000
            drafts.circulate(operator(), draft_id, attributed=True)
        if nth:
            values.append(took)
            baselines.append(median(needed, times=5))
        now = utcnow()
        rounds.open_round(operator(), communique_id, rounds.Terms(now, now + timedelta(days=2)))
    name = "closing 200 paragraphs with 500 accepted proposals, against its diffs and merges"
    return measured(name, statistics.median(values), "ms", statistics.median(baselines))


def _decided_round() -> tuple[dict[int, str], dict[int, list[str]]]:
    """Submit 500 proposals and accept them all; return the wordings and the accepted texts, by paragraph."""
    _submit_many(500)
    base = {line.paragraph: line.text for line in _lines()}
    texts: dict[int, list[str]] = {}
    round_id = running_round()
    for amendment in db.session.scalars(select(Amendment).where(Amendment.round_id == round_id)).all():
        texts.setdefault(amendment.paragraph_id, []).append(amendment.revisions[-1].text)
        accept(amendment)
    return base, texts


def sitting_on(communique: int) -> str:
    """Return the code of an open sitting of experts on a text, held by the services where there is none yet."""
    session = db.session()
    for sitting in sittings_to_record(session, communique):
        return sitting.code
    meeting = session.get_one(Communique, communique).meeting_id
    body = next((record.body for record in bodies_of(session, meeting)), None)
    body = body or bodies.add_body(operator(), meeting, city=City.NEW_YORK, level=Level.EXPERT)
    agenda = [
        session.scalars(select(Paragraph.code).where(Paragraph.communique_id == communique)).first() or ""
    ]
    begins = utcnow() + timedelta(seconds=1)
    times = sittings.Times(begins, begins + timedelta(hours=3), "America/New_York")
    code = sittings.convene(operator(), communique, body.code, times=times, agenda=agenda).code
    with clock_at(begins):
        sittings.open_sitting(operator(), code)
        state = find_parties(session, PartyKind.STATE)[0]
        sittings.attend(operator(), code, {state.id: sittings.Presence(True)})
    return code


def accept(amendment: Amendment) -> None:
    """Accept a proposal whole, as experts agreed it."""
    counter = db.session.get_one(Paragraph, amendment.paragraph_id).counter
    judgement = Judgement(
        DecisionKind.ACCEPT, (amendment.revisions[-1].id,), sitting=sitting_on(amendment.communique_id)
    )
    decisions.decide(operator(), amendment.paragraph_id, judgement, seen=counter)


# Single acts, for scripts.structure ------------------------------------------------------------


def submit_one(app: Flask, client: FlaskClient) -> Callable[[], object]:
    """Return an act that submits one proposal, each time on another paragraph."""
    with app.app_context():
        turns, heads, round_id = iter(_lines()), every_head(), running_round()

    def act() -> None:
        with app.app_context():
            amendments.propose(heads[0], round_id, _proposal(next(turns), 0))

    return act


def accept_one(app: Flask, client: FlaskClient) -> Callable[[], object]:
    """Return an act that accepts one proposal, each time on another paragraph."""
    submit_many(app, 10)
    with app.app_context():
        query = select(Amendment).order_by(Amendment.id)
        turns = iter(
            [
                (amendment.paragraph_id, amendment.revisions[-1].id, amendment.paragraph.counter)
                for amendment in db.session.scalars(query)
            ]
        )

    with app.app_context():
        sitting = sitting_on(db.session.scalars(select(Communique.id)).first() or 0)

    def act() -> None:
        paragraph, revision, counter = next(turns)
        with app.app_context():
            judgement = Judgement(DecisionKind.ACCEPT, (revision,), sitting=sitting)
            decisions.decide(operator(), paragraph, judgement, seen=counter)

    return act


def page_of_paragraph(app: Flask, client: FlaskClient) -> Callable[[], object]:
    """Return an act that reads the page of a paragraph with three proposals."""
    submit_many(app, 60)
    with app.app_context():
        path = f"/c/{db.session.scalars(select(Communique.code)).one()}/p/{_lines()[0].code}"
    return lambda: get(client, path)


def verifying() -> dict[str, object]:
    """Replay that negotiation, against reading its drafts once."""
    drafts_ = db.session.scalars(select(Draft.id)).all()

    def read() -> None:
        for draft in drafts_:
            lines_of_draft(db.session(), draft)

    def verify() -> None:
        assert verification.verify(db.session()).findings == ()

    return measured(
        "verify, against reading the drafts", median(verify, times=5), "ms", median(read, times=5)
    )
