"""Silence procedures for tests, by the services alone."""

from collections.abc import Iterable
from datetime import timedelta

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.silence import GRACE
from acm_drafts.negotiation.terms import Level, SilenceOutcome
from acm_drafts.services import silence, silence_breaks, silence_outcomes
from acm_drafts.services.silence import Terms
from acm_drafts.services.silence_candidates import candidates
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Body, Silence
from acm_drafts.store.rounds import round_context
from acm_drafts.store.silence import SilenceRecord, get_silence
from tests.factories import mission
from tests.sittings import ZONE, code_of
from tests.tables import Table

HOUR = timedelta(hours=1)
SHORTLY = timedelta(seconds=1)


def seen_by_mission(table: Table, body: Body) -> str:
    """Return what the page of the Mission holds of what can be put under silence."""
    db.session.rollback()
    db.session.expire_all()
    context = round_context(db.session(), table.round)
    return candidates(db.session(), context, Level(body.level)).seen


def put(
    table: Table,
    body: Body,
    labels: Iterable[str] = ("1.",),
    *,
    actor: Actor | None = None,
    renews: str = "",
    **facts: object,
) -> Silence:
    """Put the paragraphs that print *labels* under silence for six hours, from a fresh page."""
    terms = Terms(**{"ends_at": utcnow() + 6 * HOUR, "zone": ZONE, **facts})
    paragraphs = [code_of(table, label) for label in labels]
    seen = seen_by_mission(table, body)
    return silence.put(
        actor or mission(),
        table.communique,
        body.code,
        paragraphs=paragraphs,
        terms=terms,
        seen=seen,
        renews=renews,
    )


def break_(
    table: Table, procedure: Silence, code: str, labels: Iterable[str] = ("1.",), **facts: str
) -> None:
    """Break the silence in the name of a delegation, by its head."""
    paragraphs = [code_of(table, label) for label in labels]
    silence_breaks.break_silence(table.head(code), procedure.code, paragraphs, **facts)


def take_back(table: Table, procedure: Silence, code: str, labels: Iterable[str] = ("1.",)) -> None:
    """Take a break back in the name of a delegation, by its head."""
    paragraphs = [code_of(table, label) for label in labels]
    silence_breaks.take_back(table.head(code), procedure.code, paragraphs)


def conclude(procedure: Silence) -> SilenceRecord:
    """Let the worker come after the end, and return the procedure as it is kept then."""
    with clock_at(read(procedure).silence.ends_at + GRACE + SHORTLY):
        silence_outcomes.conclude_due()
    return read(procedure)


def read(procedure: Silence) -> SilenceRecord:
    """Return a procedure as it is kept now."""
    db.session.rollback()
    db.session.expire_all()
    return get_silence(db.session(), procedure.code)


def outcomes_of(procedure: Silence) -> dict[str, SilenceOutcome]:
    """Return what became of each paragraph, by its number; empty where nothing is recorded."""
    record = read(procedure)
    return {
        words.reference: record.outcomes[words.key] for words in record.asked if words.key in record.outcomes
    }


def outcomes_after(procedure: Silence) -> dict[str, SilenceOutcome]:
    """Let the worker come after the end, and return what became of each paragraph."""
    conclude(procedure)
    return outcomes_of(procedure)
