"""
Which words a sponsor knows to be accepted in a round whose proposals they do not all read: by decisions on its own.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, consolidate_paragraph, restores
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.store.amendment_rows import ADOPTED_AT_ANY_TIME, THEIRS, AdoptedRow, adopted_rows
from acm_drafts.store.conditions import voided
from acm_drafts.store.records import Decision, Disposition, Revision
from acm_drafts.store.text import DraftSet

_ON_THEIRS, _SAID = aliased(Disposition), aliased(Revision)
_ADOPTED_WITH_THEIRS = ADOPTED_AT_ANY_TIME.where(
    ~voided(Disposition.decision_id),
    Decision.round_id == bindparam("round"),
    select(_ON_THEIRS.id)
    .join(_SAID, _SAID.id == _ON_THEIRS.revision_id)
    .where(_ON_THEIRS.decision_id == Decision.id, _SAID.amendment_id.in_(THEIRS))
    .correlate(Decision)
    .exists(),
)


def known_words(
    session: Session,
    drafts: DraftSet,
    actor: Actor,
    texts: Mapping[int, str],
    known: Mapping[int, LastDecision],
) -> dict[int, str]:
    """
    Return the *texts* of paragraphs of the newest draft as the `known_edits` make them. One query, none without any.
    """
    words = dict(texts)
    for key, edits in known_edits(session, drafts, actor, known).items():
        if key in texts:
            fate = consolidate_paragraph(key, texts[key], edits)
            words[key] = (fate.wording() if fate else texts[key]) or ""
    return words


def known_edits(
    session: Session, drafts: DraftSet, actor: Actor, known: Mapping[int, LastDecision]
) -> dict[int, list[Edit]]:
    """
    Return the edits of words that *actor*, who does not read all proposals, knows to be accepted in the running round.

    By paragraph: those of decisions on their own proposals. One query, none where none of the *known* decisions
    (`known_decisions`) is of that round.
    """
    context = drafts.context
    if context is None or context.round.closed_at or not _any_since(known, context.round.opens_at):
        return {}
    edits: dict[int, list[Edit]] = {}
    for row in _adopted_with_theirs(session, context.round.id, actor.at(context.meeting).parties(*WRITES)):
        if row.edit.kind in WORDING_KINDS or restores(row.edit):
            edits.setdefault(row.edit.paragraph, []).append(row.edit)
    return edits


def _any_since(known: Mapping[int, LastDecision], moment: datetime) -> bool:
    return any(last.at is not None and last.at >= moment for last in known.values())


def _adopted_with_theirs(session: Session, round_id: int, parties: Collection[int]) -> tuple[AdoptedRow, ...]:
    """
    Return the edits of those live decisions of a round that are on a proposal of *parties*, in the order decided.

    Also the edits of others that such a decision adopted beside theirs. One query.
    """
    facts = {"round": round_id, "parties": list(parties)}
    return adopted_rows(session.connection().execute(_ADOPTED_WITH_THEIRS, facts))
