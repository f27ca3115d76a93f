"""
The proposals that one reader may read, by the questions that pages ask: of a round, on a paragraph, beside another one.

Each is asked with the condition of store.visibility, so that no page has to put it together.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.store.amendments import (
    AmendmentRecord,
    AmendmentRecords,
    get_amendment_record,
    load_amendments,
)
from acm_drafts.store.records import Amendment, Revision
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import is_visible, visible_in_any, visible_to


def submitted_in_round(session: Session, actor: Actor, context: RoundContext) -> AmendmentRecords:
    """Return what was submitted in a round. Five queries."""
    return load_amendments(
        session,
        Amendment.round_id == context.round.id,
        Amendment.stage == Stage.SUBMITTED,
        visible_to(actor, context),
    )


def submitted_on_paragraph(
    session: Session, actor: Actor, context: RoundContext, paragraph_id: int
) -> AmendmentRecords:
    """Return what was submitted in a round on one paragraph. Five queries."""
    return load_amendments(
        session,
        Amendment.round_id == context.round.id,
        Amendment.stage == Stage.SUBMITTED,
        visible_to(actor, context),
        Revision.paragraph_id == paragraph_id,
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
        Amendment.round_id == context.round.id,
        Amendment.stage == Stage.SUBMITTED,
        Amendment.kind == record.kind,
        visible_to(actor, context),
        place,
    )


def submitted_against(
    session: Session, actor: Actor, contexts: Mapping[int, RoundContext], amendment_id: int
) -> AmendmentRecords:
    """Return what was submitted to amend one proposal, in the rounds of *contexts*, by their keys. Five queries."""
    return load_amendments(
        session,
        Amendment.amends_id == amendment_id,
        Amendment.stage == Stage.SUBMITTED,
        visible_in_any(actor, contexts),
    )


def find_in_round(
    session: Session, actor: Actor, context: RoundContext, amendment_id: int
) -> AmendmentRecord | None:
    """Return a proposal as far as *actor* may read it by the rules of one round, None otherwise. Five queries."""
    records = load_amendments(session, Amendment.id == amendment_id, visible_to(actor, context))
    return records.entries.get(amendment_id)


def find_where_it_stands(session: Session, actor: Actor, amendment_id: int | None) -> AmendmentRecord | None:
    """Return a proposal that *actor* may read in the round in which it stands, None otherwise. Eight queries."""
    amendment = session.get(Amendment, amendment_id) if amendment_id else None
    if amendment is None or not is_visible(session, amendment, actor):
        return None
    return get_amendment_record(session, amendment.id)
