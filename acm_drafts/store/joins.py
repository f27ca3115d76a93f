"""
Which paragraphs accepted joins make one, and what agreed them since.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.status import AGREES
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind
from acm_drafts.store.conditions import UNTIL, live, reopened, voided
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision, Round


def joined(*, then: bool = False) -> Select[int | None, int, datetime]:
    """Return the statement for JOINED; *then*: by what counted at UNTIL."""
    statement = (
        select(Revision.other_id, Decision.paragraph_id, Decision.at)
        .join(Disposition, Disposition.revision_id == Revision.id)
        .join(Decision, Decision.id == Disposition.decision_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(
            Amendment.kind == str(AmendmentKind.JOIN),
            Disposition.outcome.in_(sorted(map(str, ADOPTED))),
            ~voided(Disposition.decision_id, then=then),
        )
        .order_by(Decision.id)
    )
    return statement.where(Decision.at < UNTIL) if then else statement


JOINED = joined()
"""Which paragraphs accepted joins take in, each with the one that takes it in, and when that was decided."""
_JOINED_IN_TEXTS = JOINED.join(Round, Round.id == Decision.round_id).where(
    Round.communique_id.in_(
        select(Round.communique_id).where(Round.id.in_(bindparam("rounds", expanding=True)))
    )
)
_AGREEMENTS = (
    live(select(Decision))
    .where(
        Decision.level.is_not(None),
        Decision.kind.in_([str(kind) for kind in AGREES]),
        Decision.paragraph_id.in_(bindparam("paragraphs", expanding=True)),
        ~reopened(Decision),
    )
    .order_by(Decision.at, Decision.id)
)


def agreements_since(session: Session, decisions: Collection[Decision]) -> dict[int, list[Decision]]:
    """
    Return, by the key of each of *decisions*, those at a level that agreed its paragraph since, oldest first.

    Its paragraph is also what an accepted join made one with it, from then on. Two queries, none for none.
    """
    if not decisions:
        return {}
    rounds = {decision.round_id for decision in decisions}
    joins = session.execute(_JOINED_IN_TEXTS, {"rounds": sorted(rounds)})
    taken_in = {taken: (into, at) for taken, into, at in joins if taken}
    ways = {decision.id: dict(_way(decision, taken_in)) for decision in decisions}
    paragraphs = {paragraph for way in ways.values() for paragraph in way}
    later = session.scalars(_AGREEMENTS, {"paragraphs": sorted(paragraphs)}).all()
    return {
        key: [row for row in later if row.paragraph_id in way and row.at > way[row.paragraph_id]]
        for key, way in ways.items()
    }


def _way(decision: Decision, taken_in: Mapping[int, tuple[int, datetime]]) -> Iterator[tuple[int, datetime]]:
    """Yield the paragraph of *decision* and those it ended up in, each with since when that holds what was decided."""
    paragraph, moment, passed = decision.paragraph_id, decision.at, set[int]()
    while paragraph not in passed:
        passed.add(paragraph)
        yield paragraph, moment
        paragraph, at = taken_in.get(paragraph, (paragraph, moment))
        moment = max(moment, at)
