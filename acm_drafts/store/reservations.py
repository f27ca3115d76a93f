"""
Reservations on a draft: positions of those who reserve, or await instructions, on what it says or may come to say.

That is what lies on its own table, and what an earlier round adopted into it. A reservation tells who
took it: none is read where the text that the proposal stood on, or the one given out, does not show
sponsors, and none on a proposal that the reader may not see.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Outcome, Stance
from acm_drafts.store import compilation, docket, queries, texts
from acm_drafts.store.docket import ADOPTED, Entry
from acm_drafts.store.live import live
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Decision,
    Disposition,
    Draft,
    Party,
    Position,
    Revision,
)

STANCES = (Stance.RESERVE, Stance.AWAITING)

_TAKEN = [str(outcome) for outcome in (*ADOPTED, Outcome.ABSORBED)]

Reserved = tuple[Entry, Position]
"""A proposal as it stood on the table or was adopted, and one position on it, with its party."""


def load(session: Session, actor: Actor, draft: Draft) -> list[Reserved]:
    """
    Return the reservations on *draft*, by the code of the delegation, each on each proposal once.

    The caller has asked whether *actor* may read the draft. Thirteen queries at most.
    """
    hidden = session.scalar(
        select(Circulation.draft_id).where(Circulation.draft_id == draft.id, ~Circulation.attributed)
    )
    if hidden is not None:
        return []
    entries = _adopted_before(session, actor, draft) | _on_the_table(session, actor, draft)
    taken = _taken(session, entries) if entries else ()
    return [(entries[one.amendment_id], one) for one in taken]


def _on_the_table(session: Session, actor: Actor, draft: Draft) -> dict[int, Entry]:
    setting = compilation.find_setting(session, draft.id)
    if setting is None or not setting.issue.attributed:
        return {}
    return {entry.amendment.id: entry for entry in compilation.load(session, actor, setting)}


def _adopted_before(session: Session, actor: Actor, draft: Draft) -> dict[int, Entry]:
    """Return what the rounds before *draft* adopted, or absorbed into what they did, on which somebody reserves."""
    rounds = [
        setting.round.id
        for setting in texts.shelf(session, draft.communique_id, actor).settings
        if setting.issue.draft.sequence < draft.sequence
        and setting.issue.attributed
        and queries.sees_all(actor, setting)
    ]
    revisions = _revisions(session, rounds) if rounds else {}
    if not revisions:
        return {}
    entries = docket.load(session, Amendment.id.in_(revisions)).entries
    return {key: replace(entry, revision=revisions[key]) for key, entry in entries.items()}


def _revisions(session: Session, rounds: Collection[int]) -> dict[int, Revision]:
    rows = session.scalars(
        live(
            select(Revision)
            .join(Disposition, Disposition.revision_id == Revision.id)
            .join(Disposition.decision)
        )
        .where(
            Decision.round_id.in_(rounds),
            Disposition.outcome.in_(_TAKEN),
            Revision.amendment_id.in_(select(Position.amendment_id).where(Position.stance.in_(STANCES))),
        )
        .options(joinedload(Revision.base))
        .order_by(Decision.id)
    )
    return {row.amendment_id: row for row in rows}


def _taken(session: Session, amendments: Iterable[int]) -> Sequence[Position]:
    return session.scalars(
        select(Position)
        .join(Position.party)
        .options(joinedload(Position.party))
        .where(Position.amendment_id.in_(list(amendments)), Position.stance.in_(STANCES))
        .order_by(Party.code, Position.amendment_id)
    ).all()
