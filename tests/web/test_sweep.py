"""
Every route as everybody: what the permissions table allows is open, and everything else is shut.

The routes come from the application itself, so a new one is swept from the day it exists. What
is shut answers 403, 404 or the way to sign in, and leaves no trace in the journal.

Whatever is shut to an office is asked for, always. Of what is open `make test` asks for a third, by turns: each office
for another one; `make test-whole` asks for all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import SPEAKS, STRANGER, WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import AmendmentKind, Audience, Level, Role, Stage, Visibility
from acm_drafts.services import (
    agreements,
    amendments,
    batches,
    discussions,
    drafts,
    follow_up,
    reservations,
    rounds,
    silence,
    sittings,
    small_groups,
)
from acm_drafts.services.batches import Sent
from acm_drafts.services.discussions import Wish as Comment
from acm_drafts.services.reservations import Wish
from acm_drafts.services.revisions import Proposal
from acm_drafts.services.silence import Terms
from acm_drafts.services.silence_candidates import candidates
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.discussions import discussion_facts
from acm_drafts.store.records import JournalLine, User
from acm_drafts.store.rounds import round_context
from acm_drafts.store.sittings import get_sitting
from acm_drafts.store.small_groups import get_small_group
from acm_drafts.text.language import Language
from acm_drafts.web.shared.access import Door, gate_of, may_for_own, may_here
from tests import factories
from tests.agreeing import sitting_at
from tests.conftest import by_turns
from tests.factories import actor_of, make_officer, mission, party
from tests.follow_up import add_resolution
from tests.follow_up import confirm as confirm_request
from tests.guide import add_agenda
from tests.inputs import AnsweredCall, make_answered_call
from tests.partners import make_partner_with_everything
from tests.sittings import make_body, times
from tests.speakers import inscribed, open_list
from tests.tables import TextLine, text_lines

OFFICES: Mapping[str, tuple[Role, str] | None] = {
    "stranger": None,
    "own head": (Role.HEAD, "EGY"),
    "own alternate": (Role.ALTERNATE, "EGY"),
    "own drafter": (Role.DRAFTER, "EGY"),
    "other head": (Role.HEAD, "JOR"),
    "other drafter": (Role.DRAFTER, "JOR"),
    "observer": (Role.OBSERVER, ""),
    "chair": (Role.CHAIR, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
    "Mission": (Role.MISSION, ""),
}

ENDS_THE_VISIT = {
    "account.sign_out",
    "account.sign_out_everywhere",
    "sign_ins.end",
    "static",
    "account.choose_language",
}

ON_AMENDMENT: Mapping[str, Act] = {
    "amendments.revise": Act.PREPARE,
    "amendments.revise_form": Act.PREPARE,
    "amendments.review": Act.REVIEW,
    "amendments.give_back": Act.REVIEW,
    "amendments.submit": Act.SUBMIT,
    "amendments.withdraw": Act.WITHDRAW,
    "amendments.cosponsor": Act.COSPONSOR,
    "amendments.position": Act.TAKE_POSITION,
    "amendments.answer": Act.ANSWER,
}
"""What is asked of the proposal itself, once its page may be seen at all."""
ON_SITTING: Mapping[str, Act] = {
    "sittings.show": Act.READ_SITTING,
    "sittings.calendar": Act.READ_SITTING,
    "sittings.word": Act.READ_SITTING,
}
"""What reads a sitting; everything else acts in it."""
ON_SILENCE: Mapping[str, Act] = {
    "silence.show": Act.READ_SILENCE,
    "silence.word": Act.READ_SILENCE,
    "silence.break_": Act.READ_SILENCE,
    "silence.take_back": Act.TAKE_BREAK_BACK,
}
"""What reads a silence procedure, or is refused in a form that was not filled in; everything else runs it."""
ON_SUBMITTED: Mapping[str, Act] = {"amendments.revise_form": Act.REVISE}
"""And of what is submitted already: nothing is typed that would be refused when it is sent."""

TYPED = {"stance": "support", "answer": "confirm", "joins": "1", "reason": "Because.", "kind": "keep"}


@dataclass
class Table:
    """A text, a round that shows proposals to the Mission alone, a draft and a submission of Egypt's."""

    communique: str
    paragraph: str
    batch: str
    sitting: str
    procedure: str
    reservation: str
    group: str
    version: str
    discussion: str
    of_discussion: Facts
    body: str
    source: str
    assembly: int
    kept: Mapping[str, str]
    entry: str
    evidence: int
    proposals: dict[str, str]
    facts: dict[str, Facts]
    of_sitting: Facts
    of_group: Facts
    meeting: int
    speaker: str
    answered: AnsweredCall


def lay_the_table() -> Table:
    lines = [
        Recognised(LineKind.PARAGRAPH, 0, True, "", "", f"The Meeting noted report {n}.") for n in range(3)
    ]
    draft = drafts.import_text(factories.mission(), lines=lines, data=b"sweep")
    draft_id, communique = draft.id, draft.communique
    communique_id, code, at = communique.id, communique.code, communique.meeting_id
    drafts.circulate(factories.mission(), draft_id, attributed=True)
    now = utcnow()
    terms = rounds.Terms(now - timedelta(hours=1), now + timedelta(hours=1), visibility=Visibility.MISSION)
    round_id = rounds.open_round(factories.mission(), communique_id, terms).id
    head = actor_of(make_officer(Role.HEAD, "EGY"))
    first, second, third = text_lines(db.session(), draft_id)

    def proposal(line: TextLine) -> Proposal:
        text = line.line.text.replace("noted", "welcomed")
        return Proposal(AmendmentKind.REPLACE, line.code, line.line.wording, text)

    prepared = amendments.save(head, round_id, proposal(first)).code
    submitted = amendments.propose(head, round_id, proposal(second)).code
    left = agreements.remaining(db.session(), round_context(db.session(), round_id))
    agreements.agree_rest(factories.mission(), round_id, sitting=sitting_at(communique_id), seen=left.seen)
    egypt = party("EGY").id
    batch = batches.receive(
        factories.mission(), communique_id, [Sent("EGY.txt", b"The Meeting heard report 0.")]
    )
    while batches.read_next(factories.mission(), batch.id):
        pass
    body = make_body(Level.TROIKA, members=("EGY", "MYS"), chair="EGY")
    times_ = times(begins_at=utcnow() + timedelta(days=9))
    sitting = sittings.convene(
        factories.mission(), communique_id, body.code, times=times_, agenda=[first.code]
    )
    known = candidates(db.session(), round_context(db.session(), round_id), Level.TROIKA)
    procedure = silence.put(
        factories.mission(),
        communique_id,
        body.code,
        paragraphs=[third.code],
        terms=Terms(utcnow() + timedelta(minutes=30), "America/New_York"),
        seen=known.seen,
    )
    wish = Wish(first.code, first.line.wording, awaiting=True, published=True)
    reservation = reservations.enter(head, code, party=egypt, wish=wish)
    group = small_groups.form(
        factories.mission(), code, name="Friends", facilitator=egypt, paragraphs=[first.code]
    )
    text = small_groups.Wish(first.code, "The Meeting took note.", first.line.wording)
    version = small_groups.write(head, group.code, text)
    source = add_resolution()
    comment = Comment(Audience.MISSION, "Why?", first.code, first.line.wording)
    add_agenda(81)
    discussion = discussions.begin(head, code, party=egypt, wish=comment).code
    open_list(at)
    entry = confirm_request(source).code
    evidence = follow_up.add_evidence(mission(), entry, title="The report", symbol="A/80/1").id
    answered = make_answered_call(code, head, words=CANARY)
    return Table(
        answered=answered,
        meeting=at,
        speaker=inscribed("EGY", at),
        group=group.code,
        version=version.code,
        of_group=get_small_group(db.session(), group.code).facts(party=egypt),
        reservation=reservation.code,
        discussion=discussion,
        of_discussion=discussion_facts(db.session(), [discussion])[discussion],
        sitting=sitting.code,
        procedure=procedure.code,
        body=body.code,
        assembly=81,
        kept=make_partner_with_everything(),
        source=source.code,
        entry=entry,
        evidence=evidence,
        of_sitting=get_sitting(db.session(), sitting.code).facts(),
        communique=code,
        paragraph=first.code,
        batch=batch.code,
        proposals={"draft": prepared, "submitted": submitted},
        facts={
            "draft": Facts(meeting=at, sponsor=egypt, stage=Stage.DRAFT, circulated=True, attributed=True),
            "submitted": Facts(
                meeting=at,
                sponsor=egypt,
                stage=Stage.SUBMITTED,
                was_submitted=True,
                circulated=True,
                attributed=True,
            ),
        },
    )


@dataclass
class Asked:
    """One request: a route with its parts filled in, and whether it is to be open to who asks."""

    rule: Rule
    method: str
    path: str
    open: bool

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} ({self.path})"


def asked_of(app: Flask, table: Table, who: Actor, someone: User) -> Iterator[Asked]:
    """Yield every route with every kind of proposal, for *who*."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ENDS_THE_VISIT:
            continue
        kinds = list(table.proposals) if "amendment_code" in rule.arguments else [""]
        for kind in kinds:
            parts = {name: part_of(name, kind, table, someone, rule.arguments) for name in rule.arguments}
            for method in sorted(rule.methods & {"GET", "POST"}):
                with app.test_request_context():
                    path = app.url_map.bind("localhost").build(rule.endpoint, parts, method=method)
                yield Asked(rule, method, path, is_open(app, rule, who, table, kind))


def part_of(name: str, kind: str, table: Table, someone: User, asked: Collection[str]) -> object:
    """Return what stands for a part of an address that *asked* for several: what exists, where something does."""
    known = {
        "amendment_code": table.proposals.get(kind),
        "batch_code": table.batch,
        "sitting": table.sitting,
        "procedure": table.procedure,
        "reservation": table.reservation,
        "group": table.group,
        "discussion": table.discussion,
        "body": table.body,
        "source": table.source,
        "assembly": table.assembly,
        "item": "14",
        "partner": table.kept["partner"],
        "contact": table.kept["contact"],
        "periodic": table.kept["periodic"],
        "talks": table.kept["meeting"],
        "meeting": table.meeting,
        "resolution": table.kept["resolution"],
        "entry": table.entry,
        "evidence": table.evidence,
        "speaker": table.speaker,
        "code": table.communique,
        "communique": table.communique,
        "communique_code": table.communique,
        "paragraph": table.paragraph,
        "paragraph_code": table.paragraph,
        "user_id": someone.id,
        "number": 1,
        "sequence": 0,
        "call": table.answered.call,
        "answer": table.answered.answer,
        "file": table.answered.file,
        "mark": table.answered.mark,
        "version": 1 if "call" in asked else table.version,
        "question": 1,
        "token": "spent",
        "term_id": 1,
        "invitation_id": 1,
        "message_id": 1,
        "nomination_id": 1,
        "passkey_id": 1,
        "sign_in_id": 1,
        "decision_id": 1,
        "together": 1,
        "address": "OIC-NOTHING",
        "language": Language.FR.value,  # into which the text is translated
    }
    return known[name]


def _on_sitting(rule: Rule, who: Actor, table: Table) -> bool:
    return may(who, ON_SITTING.get(rule.endpoint, Act.RUN_SITTING), table.of_sitting)


def _on_silence(rule: Rule, who: Actor, table: Table) -> bool:
    facts = replace(table.of_sitting, party=next(iter(who.parties(*SPEAKS)), None))
    return may(who, ON_SILENCE.get(rule.endpoint, Act.RUN_SILENCE), facts)


def _on_agreement(rule: Rule, who: Actor, table: Table) -> bool:
    return may(who, Act.REOPEN, table.of_sitting)


def _on_reservation(rule: Rule, who: Actor, table: Table) -> bool:
    """Say whether *who* may change Egypt's reservation, or enter one for a delegation that they speak for."""
    own = next(iter(who.parties(*SPEAKS)), None)
    party_ = table.facts["draft"].sponsor if "reservation" in rule.arguments else own
    return may(who, Act.RESERVE, Facts(meeting=who.meeting, party=party_, circulated=True))


def _on_small_group(rule: Rule, who: Actor, table: Table) -> bool:
    """Say whether *who* reads the papers of the group, or may put one to the round; to the rest its gates answer."""
    if "group" not in rule.arguments or rule.endpoint == "small_groups.change":
        return True
    act = Act.PUT_COMPROMISE if rule.endpoint == "small_groups.put" else Act.READ_SMALL_GROUP
    return may(who, act, table.of_group)


def _on_discussion(rule: Rule, who: Actor, table: Table) -> bool:
    """Say whether *who* reads Egypt's discussion with the Mission, or may begin one inside a party of theirs."""
    if "discussion" in rule.arguments:
        return may(who, Act.READ_DISCUSSION, table.of_discussion)
    return bool(who.own_parties())


def _on_speaker(rule: Rule, who: Actor, table: Table) -> bool:
    """Say whether *who* may change Egypt's speaker; to what the Mission does on the list its gates answer."""
    if "speaker" not in rule.arguments:
        return True
    egypt = table.facts["draft"].sponsor
    return may(who, Act.INSCRIBE_SPEAKER, Facts(meeting=who.meeting, party=egypt))


def _on_input(rule: Rule, who: Actor, table: Table) -> bool:
    """Say whether *who* reads the call, answers it, or reads Egypt's answer or all; to the rest its gates answer."""
    _, _, view = rule.endpoint.partition(".")
    if view in ("answer", "answer_form"):
        return may(who, Act.PREPARE_INPUT, _of_input(who.meeting, next(iter(who.states(*WRITES)), None)))
    if view in ("show_answer", "download"):
        return may(who, Act.READ_INPUT, _of_input(who.meeting, table.facts["draft"].sponsor))
    act = Act.READ_INPUT if view == "compilation" else Act.READ_INPUT_CALL
    return may(who, act, _of_input(who.meeting, None))


def _of_input(meeting: int | None, state: int | None) -> Facts:
    return Facts(meeting=meeting, party=state, circulated=True, was_submitted=True)


OPEN_ON = {
    "inputs": _on_input,
    "speakers": _on_speaker,
    "small_groups": _on_small_group,
    "agreements": _on_agreement,
    "sittings": _on_sitting,
    "silence": _on_silence,
    "reservations": _on_reservation,
    "discussions": _on_discussion,
}
"""Who may do what to the things of a subject, but for the list of them."""


def is_open(app: Flask, rule: Rule, who: Actor, table: Table, kind: str) -> bool:
    """Say what the gate of a route and the permissions table make of *who*."""
    gate = gate_of(app.view_functions[rule.endpoint])
    assert gate is not None
    if gate.door is Door.PUBLIC:
        return True
    if who is STRANGER:
        return False
    if gate.act is not None and not (may_here(who, gate.act) or (gate.own and may_for_own(who, gate.act))):
        return False
    if "user_id" in rule.arguments:
        own = Facts(meeting=who.meeting, party=table.facts["draft"].sponsor)
        return may(who, gate.act or Act.MANAGE_PEOPLE, own)
    subject, _, view = rule.endpoint.partition(".")
    if subject in OPEN_ON and view not in ("index", "all_calls") and not kind:
        return OPEN_ON[subject](rule, who, table)
    if kind:
        return _open_on(rule.endpoint, who, table.facts[kind])
    text = {"code", "communique", "communique_code"} & rule.arguments
    return (
        not text
        or may(who, Act.READ_DRAFT, Facts(meeting=who.meeting, circulated=True))
        or rule.endpoint.startswith("journal.")
    )


def _open_on(endpoint: str, who: Actor, facts: Facts) -> bool:
    if not may(who, Act.READ_AMENDMENT, facts):
        return False
    act = ON_AMENDMENT.get(endpoint)
    if facts.stage is Stage.SUBMITTED:
        act = ON_SUBMITTED.get(endpoint, act)
    if act is None:
        return True
    own = next(iter(who.parties(Role.HEAD, Role.ALTERNATE)), None)
    named = Facts(
        meeting=facts.meeting,
        sponsor=facts.sponsor,
        party=own,
        stage=facts.stage,
        was_submitted=facts.was_submitted,
        circulated=True,
    )
    return may(who, act, named)


CANARY = "The canary of Egypt asked for early warning."
"""What Egypt answers to the call: the Mission and Egypt alone read it."""


def send(client: FlaskClient, asked: Asked, token: str, *, reads_canary: bool = True) -> int:
    """Return the status of an answer, which tells no foreign answer; the way to sign in counts as shut."""
    if asked.method == "GET":
        answer = client.get(asked.path)
    else:
        answer = client.post(asked.path, data={"csrf_token": token, **TYPED})
    assert reads_canary or CANARY.encode() not in answer.data, str(asked)
    return 403 if "/sign-in" in answer.headers.get("Location", "") else answer.status_code


def lines_in_the_journal() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(JournalLine)) or 0


@pytest.mark.thorough
@pytest.mark.parametrize("office", OFFICES)
def test_each_route_is_open_to_whom_the_table_says_and_to_nobody_else(app, session, office):
    table = lay_the_table()
    someone = make_officer(Role.DRAFTER, "EGY")
    client, who = app.test_client(), STRANGER
    if held := OFFICES[office]:
        user = make_officer(*held)
        factories.sign_in(client, user)
        who = actor_of(user)
    token = factories.token_for(client, "/account" if held else "/sign-in")
    everything = list(asked_of(app, table, who, someone))
    shut = [one for one in everything if not one.open]
    turn = list(OFFICES).index(office)
    before = lines_in_the_journal()
    reads = may(who, Act.READ_INPUT, _of_input(who.meeting, table.facts["draft"].sponsor))

    def status_of(one: Asked) -> int:
        return send(client, one, token, reads_canary=reads)

    let_in = [f"{one}: {status}" for one in shut if (status := status_of(one)) not in (403, 404)]

    assert let_in == []
    assert lines_in_the_journal() == before
    reading = [one for one in everything if one.open and one.method == "GET" and not is_about_nothing(one)]
    turned_away = [
        f"{one}: {status}" for one in by_turns(reading, turn) if (status := status_of(one)) in (403, 404)
    ]
    assert turned_away == []
    acting = [one for one in everything if one.open and one.method == "POST" and not is_about_nothing(one)]
    refused = [f"{one}: {status}" for one in by_turns(acting, turn) if (status := status_of(one)) == 403]
    assert refused == []


def is_about_nothing(asked: Asked) -> bool:
    """
    Whether the address names what is not here.

    A public text, a link, term, invitation, decision or document.
    """
    absent = {
        "address",
        "token",
        "term_id",
        "invitation_id",
        "nomination_id",
        "message_id",
        "decision_id",
    } & asked.rule.arguments
    return bool(absent) or asked.rule.endpoint in (
        "second_factors.ask",  # nobody has typed a password and is to prove the second factor
        "second_factors.answer",
        "single_sign_on.begin",  # the house has no identity provider
        "single_sign_on.answer",
        "corrections.withdrawn",
        "agreements.confirm_form",
        "agreements.confirm",
        "agreements.reopen_form",
        "agreements.reopen",
        "sittings.word",
        "silence.word",
        "adoption.word",
        "inputs.revise_form",  # the call is issued
        "annotations.index",  # the text is a communiqué
        "annotations.form",
        "annotations.write",
    )


def test_a_draft_of_another_delegation_answers_exactly_as_one_that_does_not_exist(app, session):
    table = lay_the_table()
    client = factories.sign_in(app.test_client(), make_officer(Role.HEAD, "JOR"))

    hidden = client.get(f"/proposals/{table.proposals['draft']}")
    missing = client.get("/proposals/zzzzzzz")

    assert (hidden.status_code, hidden.data) == (missing.status_code, missing.data) == (404, missing.data)
