"""Calls for inputs for tests, by the services alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from acm_drafts.negotiation.permissions import SPEAKS, Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import inputs
from acm_drafts.services.inputs import Answer, CallWish, CheckedFile, Passage
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.inputs import CallRecord, InputRecord, get_call, inputs_to
from acm_drafts.store.records import InputCall, InputVersion
from acm_drafts.text.language import Language
from tests.factories import mission, party
from tests.tables import Table

DAY = timedelta(days=1)
QUESTIONS = ("Which role should the OIC have?", "Which means does it need?")


def wish(**facts: object) -> CallWish:
    """Return a call that asks two questions for ten days."""
    given = {
        "title": "Future role of the OIC in peace and security",
        "background": "By resolution 35/36-POL the Council asked Member States for inputs.",
        "questions": QUESTIONS,
        "deadline": utcnow() + 10 * DAY,
        "zone": "America/New_York",
        "visibility": Visibility.MISSION,
    }
    return CallWish(**{**given, **facts})


def call(table: Table, **facts: object) -> InputCall:
    """Let the Mission draft a call beside the text and issue it."""
    drafted = inputs.draft_call(table.mission, table.code, wish(**facts))
    return inputs.issue_call(table.mission, drafted.code, seen=1)


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """The codes of an issued call that the Mission alone reads the answers to, of one answer and what belongs to it."""

    call: str
    answer: str
    file: str
    mark: str


def make_answered_call(communique: str, head: Actor, *, words: str) -> AnsweredCall:
    """
    Let the Mission issue a call beside a text for an hour, the State of *head* answer it with *words* and a file, and
    the Mission mark a theme.
    """
    drafted = inputs.draft_call(mission(), communique, wish(deadline=utcnow() + timedelta(hours=1)))
    issued = inputs.issue_call(mission(), drafted.code, seen=1)
    state = next(iter(head.states(*SPEAKS)))
    given = answer(words, "", files=[CheckedFile("note.txt", words.encode())])
    inputs.submit_input(head, issued.code, party=state, answer=given)
    (record,) = inputs_to(db.session(), head, get_call(db.session(), head, issued.code))
    passage = Passage(record.row.code, 1, 1, words)
    mark = inputs.mark_theme(mission(), issued.code, passage, "Prevention")
    file = record.newest.files[0].code
    return AnsweredCall(issued.code, record.row.code, file, mark.code)


def answer(
    *parts: str,
    files: Sequence[CheckedFile] = (),
    keep: Sequence[str] = (),
    seen: int = 0,
    language: Language = Language.EN,
) -> Answer:
    return Answer(language, dict(enumerate(parts, 1)), files, keep, seen)


def submit(
    table: Table, code: str, to: InputCall, *parts: str, actor: Actor | None = None, **facts: object
) -> InputVersion:
    """Submit an answer of the State with this *code*, by its head."""
    given = answer(*parts, **facts)
    return inputs.submit_input(actor or table.head(code), to.code, party=party(code).id, answer=given)


def kept(to: InputCall, actor: Actor) -> CallRecord:
    """Return a call as it is kept now, for a reader."""
    db.session.rollback()
    db.session.expire_all()
    return get_call(db.session(), actor, to.code)


def read_by(actor: Actor, to: InputCall) -> dict[str, InputRecord]:
    """Return the answers to a call that a reader reads now, by the codes of their States."""
    record = kept(to, actor)
    return {one.row.party.code: one for one in inputs_to(db.session(), actor, record)}
