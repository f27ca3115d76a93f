"""
What was pending and decided on the paragraphs of a text when a round was closed, or at any moment of the past.

Decisions and revisions are never rewritten, so what counted then follows from those that were there: the statements
are those of store.amendment_rows, asked as of a moment. For who reads all proposals.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.joins import ends_of_joins
from acm_drafts.negotiation.status import LastDecision, StatusFacts, standing_by
from acm_drafts.negotiation.terms import DecisionKind, Stage
from acm_drafts.store.amendment_rows import (
    ADOPTED_AT_ANY_TIME,
    BASE,
    DECISIONS,
    EDIT,
    SPLIT_AT_ANY_TIME,
    SPLIT_OFF,
    AdoptedRow,
    PendingRow,
    adopted_rows,
    decisions_statement,
    edit_of,
    newest_of,
    pending_rows,
    pending_statement,
)
from acm_drafts.store.conditions import UNTIL, voided
from acm_drafts.store.joins import JOINED, joined
from acm_drafts.store.records import (
    Amendment,
    Body,
    Decision,
    Descent,
    Disposition,
    Revision,
    Round,
    Silence,
    Sitting,
    VerdictRow,
)

# When a round was closed ---------------------------------------------------------------------------

_WENT_ON = (
    select(*EDIT, Amendment.amends_id, Revision.made, VerdictRow.verdict, Amendment.submitted_at)
    .add_columns(VerdictRow.round_id)
    .join(Revision, Revision.amendment_id == Amendment.id)
    .join(VerdictRow, VerdictRow.next_revision_id == Revision.id)
    .outerjoin(BASE, BASE.id == Revision.base_id)
    .where(VerdictRow.round_id.in_(bindparam("rounds", expanding=True)))
    .order_by(Amendment.id)
)


def pending_at_closings(session: Session, rounds: Collection[int]) -> dict[int, list[PendingRow]]:
    """Return by closed round the proposals that went on from it, as they did, oldest first. One query."""
    went_on: dict[int, list[PendingRow]] = {key: [] for key in rounds}
    for row in session.connection().execute(_WENT_ON, {"rounds": list(rounds)}):
        amends, origin, brought, submitted, round_id = row[11:]
        standing, _ = standing_by(StatusFacts(Stage.SUBMITTED, origin, brought=brought))
        went_on[round_id].append(PendingRow(edit_of(row), standing, amends, submitted))
    return went_on


_OF_CLOSED = (Round.communique_id == bindparam("communique"), Round.closed_at.is_not(None))
_DECIDED_IN_TEXT = DECISIONS.join(Round, Round.id == Decision.round_id).where(*_OF_CLOSED)
_SPLIT_IN_TEXT = SPLIT_OFF.join(Round, Round.id == Decision.round_id).where(*_OF_CLOSED)
_JOINED_IN_ROUNDS = (
    JOINED.join(Round, Round.id == Decision.round_id).where(*_OF_CLOSED).add_columns(Decision.round_id)
)


def decisions_at_closings(
    session: Session, communique_id: int, rounds: Collection[int]
) -> dict[int, dict[int, LastDecision]]:
    """
    Return by each of the closed *rounds* of a text the last decision on each paragraph when it was closed.

    What a join took in has that of the paragraph it ended up in. Three queries; who may know of it, the caller has
    asked.
    """
    rows, splits, joins = (
        session.execute(statement, {"communique": communique_id}).all()
        for statement in (_DECIDED_IN_TEXT, _SPLIT_IN_TEXT, _JOINED_IN_ROUNDS)
    )
    return {
        key: newest_of(
            [row for row in rows if row.round_id <= key],  # later rounds have higher keys
            [row for row in splits if row.round_id <= key],
            joined=ends_of_joins(row for row in joins if row.round_id <= key),
        )
        for key in rounds
    }


# At a moment ---------------------------------------------------------------------------------------

_PENDING_THEN = pending_statement(then=True).where(Amendment.communique_id == bindparam("communique"))
_ADOPTED_THEN = ADOPTED_AT_ANY_TIME.where(
    Decision.round_id == bindparam("round"),
    Decision.at < UNTIL,
    ~voided(Disposition.decision_id, then=True),
)


def pending_then(session: Session, communique: int, until: datetime) -> list[PendingRow]:
    """Return the proposals on a text that waited for a decision at a moment of the past, oldest first. One query."""
    facts = {"communique": communique, "until": until}
    return pending_rows(session.connection().execute(_PENDING_THEN, facts))


def adopted_then(session: Session, round_id: int, until: datetime) -> tuple[AdoptedRow, ...]:
    """Return the edits that the decisions of a round made which counted at a moment of the past. One query."""
    return adopted_rows(session.connection().execute(_ADOPTED_THEN, {"round": round_id, "until": until}))


_OF_TEXT = select(Round.id).where(Round.communique_id == bindparam("communique"))
_DECISIONS_THEN = decisions_statement(then=True).where(Decision.round_id.in_(_OF_TEXT))
_SPLIT_THEN = SPLIT_AT_ANY_TIME.where(
    Decision.round_id.in_(_OF_TEXT), Decision.at < UNTIL, ~voided(Disposition.decision_id, then=True)
)
_JOINED_THEN = joined(then=True).where(Decision.round_id.in_(_OF_TEXT))


_CITIES_THEN = (
    select(Decision.paragraph_id, Descent.paragraph_id, Decision.level, Decision.agreed_on, Body.city)
    .outerjoin(Descent, Descent.ancestor_id == Decision.paragraph_id)
    .outerjoin(Sitting, Sitting.id == Decision.sitting_id)
    .outerjoin(Silence, Silence.id == Decision.silence_id)
    .join(Body, Body.id == func.coalesce(Sitting.body_id, Silence.body_id))
    .where(
        Decision.communique_id == bindparam("communique"),
        Decision.level.is_not(None),
        Decision.at < UNTIL,
        ~voided(Decision.id, then=True),
    )
    .order_by(Decision.id)
)


def cities_then(
    session: Session, communique: int, until: datetime
) -> dict[tuple[int, str | None, date | None], str]:
    """
    Map a paragraph, the level and the day on which it was agreed to the city of the body that did.

    As it was at a moment of the past; store.text.CITY says it of now. What came of it since by a split or a join has
    the same unless something was decided on it. One query.
    """
    rows = session.execute(_CITIES_THEN, {"communique": communique, "until": until}).all()
    cities: dict[tuple[int, str | None, date | None], str]
    cities = {(heir, level, day): city for _paragraph, heir, level, day, city in rows if heir}
    return cities | {(paragraph, level, day): city for paragraph, _heir, level, day, city in rows}


def decisions_then(session: Session, communique: int, until: datetime) -> dict[int, LastDecision]:
    """
    Return the last decision on each paragraph of a text that counted at a moment of the past.

    What a join took in has that of the paragraph it ended up in. Three queries.
    """
    facts = {"communique": communique, "until": until}
    rows, splits, joins = (
        session.connection().execute(statement, facts).all()
        for statement in (_DECISIONS_THEN, _SPLIT_THEN, _JOINED_THEN)
    )
    into = ends_of_joins(joins)
    newest = newest_of(rows, splits, joined=into)
    return newest | {key: newest[end] for key, end in into.items() if end in newest}


def agreed_in_one_act(
    session: Session, rounds: Collection[int], until: datetime
) -> dict[tuple[int, datetime], dict[int, bool]]:
    """
    Map each act that agreed many paragraphs, by its round and moment, to these with whether that counted at *until*.

    One query, none for no *rounds*.
    """
    if not rounds:
        return {}
    acts: dict[tuple[int, datetime], dict[int, bool]] = {}
    rows = session.execute(
        select(Decision.round_id, Decision.at, Decision.paragraph_id, voided(Decision.id, then=True))
        .where(Decision.round_id.in_(rounds), Decision.together.is_not(None))
        .where(Decision.kind == str(DecisionKind.AGREE), Decision.at < UNTIL)
        .order_by(Decision.sequence),
        {"until": until},
    )
    for round_id, at, paragraph, is_voided in rows:
        acts.setdefault((round_id, at), {})[paragraph] = not is_voided
    return acts
