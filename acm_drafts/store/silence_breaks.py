"""Where silence procedures of a text were broken, now and at a moment of the past, as somebody may read of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, contains_eager

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.body_visibility import silences_read_by
from acm_drafts.store.readable import load_readable
from acm_drafts.store.records import (
    Amendment,
    Body,
    BreakTakenBack,
    Communique,
    Party,
    Revision,
    Silence,
    SilenceBreak,
)
from acm_drafts.store.rounds import contexts_of
from acm_drafts.store.silence import BREAK_COUNTS, SilenceRecord, breakers_hidden_from


@dataclass(frozen=True, slots=True)
class BrokenParagraph:
    """
    A break that counts: its paragraph by its key, when it was, and of which procedure.

    *by*: who broke it, None where the reader may not know it.
    """

    paragraph: int
    at: datetime
    silence: Silence
    by: Party | None


def counted(until: datetime | None) -> ColumnElement[bool]:
    """Return the condition on SilenceBreak that it counts; that it did just before *until*, where that is given."""
    if until is None:
        return BREAK_COUNTS
    taken_back = select(BreakTakenBack.break_id).where(
        BreakTakenBack.break_id == SilenceBreak.id, BreakTakenBack.at < until
    )
    return and_(SilenceBreak.at < until, ~taken_back.correlate(SilenceBreak).exists())


def load_broken(
    session: Session, actor: Actor, communique: Communique, *, until: datetime | None = None
) -> list[BrokenParagraph]:
    """
    Return the breaks of a text that *actor* may read of, in the order in which they came. Six queries at most.

    *until*: those that counted just before that moment, where it is given.
    """
    rows = session.execute(
        select(SilenceBreak, Silence)
        .join(Silence, Silence.id == SilenceBreak.silence_id)
        .join(Body, Body.id == Silence.body_id)
        .join(Party, Party.id == SilenceBreak.party_id)
        .options(contains_eager(SilenceBreak.party), contains_eager(Silence.body))
        .where(
            Silence.communique_id == communique.id,
            silences_read_by(actor.at(communique.meeting_id)),
            counted(until),
        )
        .order_by(SilenceBreak.id)
    ).all()
    hidden = breakers_hidden_from(session, actor, {silence.id for _, silence in rows})
    own = actor.at(communique.meeting_id).own_parties()
    return [
        BrokenParagraph(
            row.paragraph_id,
            row.at,
            silence,
            row.party if silence.id not in hidden or row.party_id in own else None,
        )
        for row, silence in rows
    ]


def words_at_breaks(session: Session, actor: Actor, record: SilenceRecord) -> dict[int, str]:
    """
    Map each counter-proposal by which a silence was broken, and that *actor* may read, to the words submitted then.

    Those that were taken back too. Ten queries at most, none where there is no counter-proposal.
    """
    breaks = (*record.breaks, *record.taken_back)
    keys = {row.amendment_id for row in breaks if row.amendment_id is not None}
    if not keys:
        return {}
    silence = record.silence
    contexts = contexts_of(session, [silence.communique_id])
    readable = load_readable(session, actor.at(silence.meeting_id), tuple(contexts.values()), keys)
    first = select(Revision.amendment_id, Revision.text).where(
        Revision.amendment_id.in_(readable.entries), Revision.sequence == 1
    )
    return dict(session.execute(first).all())


def decided_counters(session: Session, record: SilenceRecord, party: int) -> frozenset[int]:
    """
    Return which counter-proposals of a *party* to a silence wait for no decision any more and were not withdrawn.

    Its break cannot be taken back while that is so. Six queries at most, none where it made no counter-proposal.
    """
    own = {
        row.amendment.id
        for row in record.breaks
        if row.party_id == party and row.amendment is not None and row.amendment.stage != Stage.WITHDRAWN
    }
    entries = load_amendments(session, Amendment.id.in_(own)).entries if own else {}
    return frozenset(key for key, entry in entries.items() if not entry.pending)
