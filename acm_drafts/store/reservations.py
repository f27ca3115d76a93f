"""
Reservations on a draft: positions of those who reserve, or await instructions, on what it says or may come to say.

That is what lies on its own table, and what an earlier round adopted into it. A reservation tells who
took it: none is read where the text that the proposal stood on, or the one given out, does not show
sponsors, and none on a proposal that the reader may not see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Outcome, Stance, Standing
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
from acm_drafts.store.standings import DECIDED

STANCES = (Stance.RESERVE, Stance.AWAITING)

_TAKEN = [str(outcome) for outcome in (*ADOPTED, Outcome.ABSORBED)]

Reserved = tuple[Entry, Position]
"""
A proposal as it stood on the table, or as it was adopted, and one position on it, with its party.

What was adopted has as its *disposition* the one that adopted it, also where that left a rest.
"""


def load(session: Session, actor: Actor, draft: Draft) -> list[Reserved]:
    """
    Return the reservations on *draft*, by the code of the delegation.

    Each is on each proposal once, but where part of it was adopted and the rest may still be: on what
    stands in the text, and on what is still proposed. A rest that came to nothing is told nowhere.
    The caller has asked whether *actor* may read the draft. Thirteen queries at most.
    """
    hidden = session.scalar(
        select(Circulation.draft_id).where(Circulation.draft_id == draft.id, ~Circulation.attributed)
    )
    if hidden is not None:
        return []
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in _adopted_before(session, actor, draft):
        entries[entry.amendment.id].append(entry)
    for entry in _on_the_table(session, actor, draft):
        if _is_in_play(entry) or not entries[entry.amendment.id]:
            entries[entry.amendment.id].append(entry)
    taken = _taken(session, entries) if entries else ()
    return [(entry, one) for one in taken for entry in entries[one.amendment_id]]


def _on_the_table(session: Session, actor: Actor, draft: Draft) -> list[Entry]:
    """Return what lies on the table of *draft*; of a part that was adopted, without a rest that came to nothing."""
    setting = compilation.find_setting(session, draft.id)
    if setting is None or not setting.issue.attributed:
        return []
    return [
        entry if made is None or _is_in_play(entry) else _adopted(entry, made)
        for entry in compilation.load(session, actor, setting)
        for made in [_part(entry)]
    ]


def _part(entry: Entry) -> Disposition | None:
    """Return what adopted a part of what *entry* says, None where nothing did."""
    made = entry.earlier
    if made is None or made.outcome != Outcome.PART or made.revision_id != entry.revision.id:
        return None
    return made


def _is_in_play(entry: Entry) -> bool:
    """Return whether what is on the table is still proposed, or was taken up."""
    if entry.disposition is None:
        return entry.pending or entry.standing is Standing.ABSORBED
    return entry.pending or entry.disposition.outcome in _TAKEN


def _adopted(entry: Entry, made: Disposition) -> Entry:
    """Return *entry* as *made* adopted it, whatever became of a rest."""
    return replace(
        entry,
        revision=made.revision,
        disposition=made,
        decision=made.decision,
        verdict=None,
        brought_by=None,
        standing=DECIDED[Outcome(made.outcome)],
        pending=False,
    )


def _adopted_before(session: Session, actor: Actor, draft: Draft) -> list[Entry]:
    """Return what the rounds before *draft* adopted, or absorbed into what they did, on which somebody reserves."""
    rounds = [
        setting.round.id
        for setting in texts.shelf(session, draft.communique_id, actor).settings
        if setting.issue.draft.sequence < draft.sequence
        and setting.issue.attributed
        and queries.sees_all(actor, setting)
    ]
    made = _dispositions(session, rounds) if rounds else ()
    if not made:
        return []
    entries = docket.load(session, Amendment.id.in_({one.revision.amendment_id for one in made})).entries
    return [_adopted(entries[one.revision.amendment_id], one) for one in made]


def _dispositions(session: Session, rounds: Collection[int]) -> Sequence[Disposition]:
    return session.scalars(
        live(select(Disposition).join(Disposition.decision).join(Disposition.revision))
        .where(
            Decision.round_id.in_(rounds),
            Disposition.outcome.in_(_TAKEN),
            Revision.amendment_id.in_(select(Position.amendment_id).where(Position.stance.in_(STANCES))),
        )
        .options(
            contains_eager(Disposition.decision),
            contains_eager(Disposition.revision).joinedload(Revision.base),
        )
        .order_by(Decision.id)
    ).all()


def _taken(session: Session, amendments: Iterable[int]) -> Sequence[Position]:
    return session.scalars(
        select(Position)
        .join(Position.party)
        .options(joinedload(Position.party))
        .where(Position.amendment_id.in_(list(amendments)), Position.stance.in_(STANCES))
        .order_by(Party.code, Position.amendment_id)
    ).all()
