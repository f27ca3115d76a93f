"""
Brackets that decisions lift: what the newest round lifts, and which held brackets the next draft does not print.

Who holds each is in store.bracket_holders; the rule is negotiation.bracket_holders.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.bracket_holders import place_now, still_to_ask
from acm_drafts.negotiation.consolidation import consolidate_paragraph
from acm_drafts.negotiation.journal import TELLS_MISSING
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.amendment_rows import AdoptedRow, adopted_on
from acm_drafts.store.bracket_holders import (
    PlacedBracket,
    decided_over,
    is_there,
    load_placed,
    overridden_by,
    sponsors_by_amendment,
)
from acm_drafts.store.conditions import live
from acm_drafts.store.records import Decision, Draft, JournalLine, OverriddenHolder, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import load_lineage, text_rows
from acm_drafts.store.visibility import HoldersRead, sees_all_proposals

# What the newest round lifts ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LiftedSoFar:
    """
    That a *decision* of the newest round lifts a bracket, and over which parties, as far as the reader may know.

    *left_out*: others may be among them, for the reader does not read all positions of the round.
    """

    decision: Decision
    over: tuple[Party, ...]
    left_out: bool = False


def lifted_so_far(
    session: Session,
    actor: Actor,
    context: RoundContext | None,
    placed: Iterable[PlacedBracket],
    read: HoldersRead,
    *,
    draft: int,
) -> dict[PlacedBracket, LiftedSoFar]:
    """
    Return those of the brackets *placed* in a *draft* that are not in the text as the round on it has decided so far.

    A round that is closed has decided for as long as the reader's newest text is the one before it. Without a round on
    the draft none. Who may not know its decisions is told of those brackets alone that a party of theirs holds
    and over which a sitting decided. Four queries at most.
    """
    if context is None or context.round.draft_id != draft:
        return {}
    brackets = list(placed)
    if sees_all_proposals(actor, context):
        adopted = adopted_on(session, context.round.id, {bracket.row.paragraph for bracket in brackets})
        lifting = {bracket: key for bracket in brackets if (key := _lifted_by(bracket, adopted))}
    else:
        own = actor.at(context.meeting).own_parties()
        lifting = _lifted_over(session, context.round.id, brackets, own)
    if not lifting:
        return {}
    decisions = {
        decision.id: decision
        for decision in session.scalars(select(Decision).where(Decision.id.in_(lifting.values())))
    }
    over = overridden_by(session, decisions.values(), read)
    left_out = context.round.id not in read.rounds
    return {
        bracket: LiftedSoFar(decisions[key], over.get(key, ()), left_out) for bracket, key in lifting.items()
    }


def _lifted_by(bracket: PlacedBracket, adopted: Iterable[AdoptedRow]) -> int | None:
    """Return the key of the first decision that lifts a bracket beside all others, None where it stands."""
    rows = [row for row in adopted if row.edit.paragraph == bracket.row.paragraph]
    if not rows or _stands(bracket, rows):
        return None
    return next((row.decision for row in rows if not _stands(bracket, [row])), rows[-1].decision)


def _lifted_over(
    session: Session, round_id: int, brackets: Iterable[PlacedBracket], parties: Collection[int]
) -> dict[PlacedBracket, int]:
    """
    Return which of *brackets* a sitting lifted over one of *parties* that held it then, with the key of its decision.

    Two queries at most.
    """
    near = [bracket for bracket in brackets if any(held.party in parties for held in bracket.holders)]
    if not near:
        return {}
    decisions = session.execute(_OVER, {"round": round_id, "parties": list(parties)}).all()
    if not decisions:
        return {}
    adopted = adopted_on(session, round_id, {decision.paragraph_id for decision in decisions})
    by_bracket = ((bracket, _decided_over(bracket, decisions, adopted)) for bracket in near)
    return {bracket: key for bracket, key in by_bracket if key is not None}


def _decided_over(
    bracket: PlacedBracket, decisions: Iterable[Row[int, int, datetime, int]], adopted: Iterable[AdoptedRow]
) -> int | None:
    """Return the key of the first of *decisions* over a holder by which a bracket is lifted, None where it stands."""
    on_it = [row for row in adopted if row.edit.paragraph == bracket.row.paragraph]
    if _stands(bracket, on_it):
        return None
    since = {held.party: held.since for held in bracket.holders}
    for decision in decisions:
        is_here = decision.paragraph_id == bracket.row.paragraph and decision.party_id in since
        if is_here and since[decision.party_id] <= decision.at:
            so_far = [row for row in on_it if row.decision <= decision.id]
            if not _stands(bracket, so_far):
                return int(decision.id)
    return None


_OVER = live(
    select(Decision.id, Decision.paragraph_id, Decision.at, OverriddenHolder.party_id)
    .join(OverriddenHolder, OverriddenHolder.decision_id == Decision.id)
    .where(
        Decision.round_id == bindparam("round"),
        OverriddenHolder.party_id.in_(bindparam("parties", expanding=True)),
    )
    .order_by(Decision.id)
)


def _stands(bracket: PlacedBracket, rows: Sequence[AdoptedRow]) -> bool:
    """Return whether a bracket is in its paragraph as the decisions of *rows* make that; it is where they conflict."""
    fate = consolidate_paragraph(bracket.row.paragraph, bracket.row.text, [row.edit for row in rows])
    if fate is None:
        return True
    now = fate.wording()
    return now is not None and place_now(bracket.row.text, bracket.place, now) is not None


# What the next draft does not print --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MissingBracket:
    """
    A bracket that the draft made of a round does not print, and the *parties* that hold it and were not asked.

    *is_agreed*: a level agreed what lifts it, which is known from the closing of the round on.
    """

    bracket: PlacedBracket
    parties: frozenset[int]
    is_agreed: bool


def missing_brackets(session: Session, context: RoundContext) -> list[MissingBracket]:
    """
    Return the brackets held to the end of a closed round that its next draft does not print, in order.

    Holders who asked for it themselves, and over whom a sitting decided, are left out: these know it. Twelve queries at
    most.
    """
    draft, after = context.version.draft, context.round.next_draft_id
    placed = [bracket for bracket in load_placed(session, draft) if bracket.holders]
    if not placed or after is None:
        return []
    gone = _not_in(session, placed, draft, after)
    adopted = adopted_on(session, context.round.id, {bracket.row.paragraph for bracket in gone})
    sponsors = sponsors_by_amendment(session, {row.amendment for row in adopted})
    over = decided_over(session, context.round.id)
    brackets = (_missing(bracket, adopted, sponsors, over) for bracket in gone)
    return [missing for missing in brackets if missing.parties]


def _not_in(
    session: Session, placed: Iterable[PlacedBracket], draft: Draft, after: int
) -> list[PlacedBracket]:
    """Return which brackets *placed* in a *draft* the one with the key *after* does not print. Four queries at most."""
    rows = {row.paragraph: row for row in text_rows(session, after)}
    lineage = load_lineage(session, draft.communique_id)
    return [bracket for bracket in placed if not is_there(bracket, rows, lineage, sequence=draft.sequence)]


def _missing(
    bracket: PlacedBracket,
    adopted: Iterable[AdoptedRow],
    sponsors: Mapping[int, Collection[int]],
    over: Mapping[int, Mapping[int, datetime]],
) -> MissingBracket:
    """Return a bracket that is not printed with those of its holders who were not asked."""
    paragraph = bracket.row.paragraph
    lifting = [row for row in adopted if row.edit.paragraph == paragraph and not _stands(bracket, [row])]
    asking = {party for row in lifting for party in sponsors.get(row.amendment, ())}
    parties = still_to_ask(bracket.holders, sponsors=asking, decided_over=over.get(paragraph, {}))
    return MissingBracket(bracket, parties, any(row.level for row in lifting))


def told_missing(session: Session, round_id: int) -> set[tuple[int, int, str]]:
    """Return who was told that the next draft does not print its bracket: paragraph, party, words. One query."""
    rows = select(JournalLine.paragraph_id, JournalLine.party_id, JournalLine.before).where(
        JournalLine.round_id == round_id, JournalLine.act == TELLS_MISSING
    )
    return {(paragraph or 0, party or 0, words) for paragraph, party, words in session.execute(rows)}
