"""
The proposals that one reader may read, by the questions that pages ask: of a round, on a paragraph, beside another one.

Each is asked with the condition of store.visibility, so that no page has to put it together.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Act, Actor, Facts, Office, may
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind, Role, Stage
from acm_drafts.store.amendments import (
    AmendmentRecord,
    AmendmentRecords,
    find_amendment,
    get_amendment_record,
    load_amendments,
)
from acm_drafts.store.records import Amendment, Party, Revision
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import (
    NOBODY,
    is_visible,
    last_shown_in,
    readable_in_any,
    reads,
    runs_hidden_in,
    submitted_to,
)


def submitted_in_round(session: Session, actor: Actor, context: RoundContext) -> AmendmentRecords:
    """Return what was submitted in a round. Five queries."""
    return load_amendments(
        session,
        submitted_to(actor, context),
        runs=runs_hidden_in(actor, context),
    )


def submitted_on_paragraph(
    session: Session, actor: Actor, context: RoundContext, paragraph_id: int
) -> AmendmentRecords:
    """Return what was submitted in a round on one paragraph. Five queries."""
    return load_amendments(
        session,
        submitted_to(actor, context),
        Revision.paragraph_id == paragraph_id,
        runs=runs_hidden_in(actor, context),
    )


def submitted_on_paragraphs(
    session: Session, actor: Actor, context: RoundContext, paragraphs: Collection[int]
) -> AmendmentRecords:
    """Return what was submitted in a round on several paragraphs. Five queries, none for none."""
    if not paragraphs:
        return AmendmentRecords()
    return load_amendments(
        session,
        submitted_to(actor, context),
        Revision.paragraph_id.in_(paragraphs),
        runs=runs_hidden_in(actor, context),
    )


def submitted_beside(
    session: Session, actor: Actor, context: RoundContext, record: AmendmentRecord
) -> AmendmentRecords:
    """Return what was submitted in a round of the kind of *record* and at its place, itself included. Five queries."""
    place = Revision.paragraph_id == record.revision.paragraph_id
    if record.kind is AmendmentKind.INSERT:
        place = Revision.after_id.is_not_distinct_from(record.revision.after_id)
    return load_amendments(
        session,
        Amendment.kind == record.kind,
        submitted_to(actor, context),
        place,
        runs=runs_hidden_in(actor, context),
    )


def submitted_against(
    session: Session, actor: Actor, contexts: Mapping[int, RoundContext], amendment_id: int
) -> AmendmentRecords:
    """Return what was submitted to amend one proposal, in the rounds of *contexts*, by their keys. Six queries."""
    runs = last_shown_in(actor, tuple(contexts.values()))
    return load_amendments(
        session,
        Amendment.amends_id == amendment_id,
        readable_in_any(actor, contexts, Amendment.stage == Stage.SUBMITTED),
        runs=runs,
    )


def read_in_text(
    session: Session, actor: Actor, contexts: Mapping[int, RoundContext], keys: Collection[int]
) -> AmendmentRecords:
    """Return those proposals with *keys* that *actor* may read, in the rounds of a text. Six queries, none for none."""
    if not keys:
        return AmendmentRecords({})
    return load_amendments(
        session,
        Amendment.id.in_(keys),
        readable_in_any(actor, contexts),
        runs=last_shown_in(actor, tuple(contexts.values())),
    )


def get_record(session: Session, actor: Actor, code: str) -> AmendmentRecord:
    """
    Return the proposal with *code* as far as *actor* may read it: as it is, or as it was when it was last shown.

    Nine queries. Raises NotFound alike for what does not exist and what may not be seen.
    """
    record = _record(session, actor, find_amendment(session, code))
    if record is None:
        raise NotFound()
    return record


def find_record(session: Session, actor: Actor, amendment_id: int) -> AmendmentRecord | None:
    """Return a proposal as `get_record` does, None where *actor* may not read it. Nine queries."""
    return _record(session, actor, session.get(Amendment, amendment_id))


def _record(session: Session, actor: Actor, amendment: Amendment | None) -> AmendmentRecord | None:
    is_readable, run = reads(session, amendment, actor) if amendment else (False, None)
    if amendment is None or not is_readable:
        return None
    records = load_amendments(session, Amendment.id == amendment.id, runs=(run,) if run else ())
    return records.entries[amendment.id]


def find_where_it_stands(session: Session, actor: Actor, amendment_id: int | None) -> AmendmentRecord | None:
    """Return a proposal that *actor* may read in the round in which it stands, None otherwise. Eight queries."""
    amendment = session.get(Amendment, amendment_id) if amendment_id else None
    if amendment is None or not is_visible(session, amendment, actor):
        return None
    return get_amendment_record(session, amendment.id)


def parties_reading(facts: Facts, parties: Iterable[Party]) -> list[Party]:
    """Return those of *parties* whose people read the proposal that *facts* tell of, in the round it stands in."""
    return [party for party in parties if may(_writes_for(party), Act.READ_AMENDMENT, facts)]


def _writes_for(party: Party) -> Actor:
    """Return somebody who holds no other office than to write for *party*."""
    office = Office(Role.DRAFTER, party.id, party.code, PartyKind(party.kind))
    return Actor(None, "", frozenset({office}))


def somebody_at_the_table(meeting: int) -> Actor:
    """Return who writes for a State and has nothing of their own: what they read, everybody at the table reads."""
    office = Office(Role.DRAFTER, NOBODY, kind=PartyKind.STATE, meeting=meeting)
    return Actor(None, "", frozenset({office}), meeting)


def load_readable(
    session: Session, actor: Actor, rounds: Sequence[RoundContext], amendments: Collection[int]
) -> AmendmentRecords:
    """Return those proposals with the keys *amendments*, of any of the *rounds* of a text, that *actor* may read."""
    if not rounds or not amendments:
        return AmendmentRecords()
    readable = readable_in_any(actor, {context.round.id: context for context in rounds})
    runs = last_shown_in(actor, rounds)
    return load_amendments(session, Amendment.id.in_(amendments), readable, runs=runs)
