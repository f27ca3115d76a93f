"""The decisions that were entered after the sitting that they name was closed, and what they decided."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.positions import AUTHORED
from acm_drafts.negotiation.sittings import Submitted
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, DecisionKind, Made, PartyKind
from acm_drafts.store.records import (
    Amendment,
    Decision,
    Disposition,
    Paragraph,
    Party,
    Revision,
    Round,
    Sitting,
)


class LateDecision(NamedTuple):
    """
    A decision that names a sitting which was closed before it was entered.

    *paragraph* is the key and *code* the code of its paragraph. *revisions*: what it decided, and where it agreed the
    paragraph what counted then as accepted on it, each the key of a proposal with the sequence of its revision.
    """

    decision: Decision
    sitting: Sitting
    draft: int
    code: str
    revisions: tuple[tuple[int, int], ...]


_EARLIER, _ENDING = aliased(Decision), aliased(Decision)
_LATE = (
    select(Decision, Sitting, Round.draft_id, Paragraph.code)
    .join(Sitting, Sitting.id == Decision.sitting_id)
    .join(Round, Round.id == Decision.round_id)
    .join(Paragraph, Paragraph.id == Decision.paragraph_id)
    .where(
        Decision.communique_id == bindparam("communique"),
        Sitting.from_before.is_(False),
        Decision.at > Sitting.closed_at,
    )
    .order_by(Decision.id)
)
_DECIDED_LATE = (
    select(Disposition.decision_id, Revision.amendment_id, Revision.sequence)
    .join(Revision, Revision.id == Disposition.revision_id)
    .where(Disposition.decision_id.in_(bindparam("decisions", expanding=True)))
    .order_by(Revision.amendment_id)
)
_AGREED_LATE = (
    select(Decision.id, Revision.amendment_id, Revision.sequence)
    .select_from(Decision)
    .join(_EARLIER, and_(_EARLIER.round_id == Decision.round_id, _EARLIER.sequence < Decision.sequence))
    .join(Disposition, Disposition.decision_id == _EARLIER.id)
    .join(Revision, Revision.id == Disposition.revision_id)
    .outerjoin(_ENDING, and_(_ENDING.voids_id == _EARLIER.id, _ENDING.sequence < Decision.sequence))
    .where(
        Decision.id.in_(bindparam("decisions", expanding=True)),
        Decision.kind == str(DecisionKind.AGREE),
        Revision.paragraph_id == Decision.paragraph_id,
        Disposition.outcome.in_(sorted(map(str, ADOPTED))),
        _ENDING.id.is_(None),
    )
    .order_by(Revision.amendment_id)
)


def late_decisions(session: Session, communique_id: int) -> list[LateDecision]:
    """Return the decisions on a text that were entered after their sitting had been closed. Three queries at most."""
    rows = session.execute(_LATE, {"communique": communique_id}).all()
    revisions: dict[int, set[tuple[int, int]]] = {row.Decision.id: set() for row in rows}
    for statement in (_DECIDED_LATE, _AGREED_LATE) if rows else ():
        for decision, amendment, sequence in session.execute(statement, {"decisions": list(revisions)}):
            revisions[decision].add((amendment, sequence))
    return [
        LateDecision(decision, sitting, draft, code, tuple(sorted(revisions[decision.id])))
        for decision, sitting, draft, code in rows
    ]


_AUTHORED = (
    select(Amendment.id, Party.code, Amendment.number, Amendment.submitted_at)
    .add_columns(Revision.sequence, Revision.made, Revision.at)
    .join(Party, Party.id == Amendment.sponsor_id)
    .join(Revision, Revision.amendment_id == Amendment.id)
    .where(
        Amendment.id.in_(bindparam("amendments", expanding=True)),
        Party.kind != str(PartyKind.MISSION),
        Amendment.submitted_at.is_not(None),
        Revision.made.in_(list(map(str, AUTHORED))),
    )
    .order_by(Revision.sequence)
)


def submitted_as_of(
    session: Session, revisions: Collection[tuple[int, int]]
) -> dict[tuple[int, int], Submitted]:
    """
    Return when delegations and groups submitted what their proposals said at each of *revisions*.

    Each is the key of a proposal with the sequence of one of its revisions: load_submitted (store.sittings) says the
    same of what they say now. One query, none for none.
    """
    if not revisions:
        return {}
    amendments = {amendment for amendment, _sequence in revisions}
    rows = session.execute(_AUTHORED, {"amendments": list(amendments)}).all()
    submitted: dict[tuple[int, int], Submitted] = {}
    for key in revisions:
        own = [row for row in rows if row.id == key[0] and row.sequence <= key[1]]
        if own and own[-1].made == Made.SPONSOR:
            last = own[-1]
            name = proposal_label(last.code, last.number)
            submitted[key] = Submitted(name, max(last.submitted_at, last.at))
    return submitted


def places_of_new(session: Session, paragraphs: Collection[int]) -> dict[int, set[int]]:
    """Return which paragraphs each of *paragraphs* was ever to follow as a new one. One query, none for none."""
    if not paragraphs:
        return {}
    rows = session.execute(
        select(Revision.paragraph_id, Revision.after_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(Amendment.kind == str(AmendmentKind.INSERT), Revision.paragraph_id.in_(paragraphs))
    )
    places: dict[int, set[int]] = {}
    for paragraph, after in rows:
        places.setdefault(paragraph, set()).add(after or START)
    return places
