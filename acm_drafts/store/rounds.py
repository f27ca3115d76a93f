"""
Rounds, and the context in which a proposal stands: its round, that round's draft and its circulation.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session, aliased, joinedload

from acm_drafts.negotiation.lifecycle import round_state
from acm_drafts.negotiation.terms import RoundState, Visibility
from acm_drafts.store.database import arrived
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import Circulation, Communique, Draft, Round

# Rounds ------------------------------------------------------------------------------------------


def rounds_of(session: Session, communique_id: int) -> Sequence[Round]:
    """Return all rounds of a communiqué with the drafts they are on, oldest first."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.draft))
        .where(Round.communique_id == communique_id)
        .order_by(Round.number)
    ).all()


def find_current_round(session: Session, communique_id: int) -> Round | None:
    """Return the round that is not closed yet, None between rounds."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.draft))
        .where(Round.communique_id == communique_id, Round.closed_at.is_(None))
    ).one_or_none()


_LAST_ROUND = (
    select(Round.id)
    .join(Communique, Communique.id == Round.communique_id)
    .where(Communique.code == bindparam("code"))
    .order_by(Round.number.desc())
    .limit(1)
)


def find_last_round_id(session: Session, code: str) -> int | None:
    """Return the key of the last round, closed or not, of the communiqué with *code*; None before the first."""
    return session.connection().scalar(_LAST_ROUND, {"code": code})


def state_of_round(round_: Round, now: datetime | None = None) -> RoundState:
    return round_state(
        opens=round_.opens_at, deadline=round_.deadline, closed=round_.closed_at, now=now or arrived()
    )


# What may be seen --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundContext:
    """
    The round, circulation and meeting that a proposal stands in, as the permissions need them.

    *rounds*: all rounds of the communiqué as far as they are read, oldest first; none where only an act is judged.
    """

    round: Round
    version: DraftVersion
    meeting: int
    rounds: tuple["RoundContext", ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, row: Row[Round, Draft, Circulation, int, *tuple[Any, ...]]) -> "RoundContext":
        return cls(row[0], DraftVersion(row[1], row[2]), row[3])

    def shown(self, now: datetime | None = None) -> bool:
        """Whether submitted proposals of this round are shown to all who read the text."""
        visibility = Visibility(self.round.visibility)
        if visibility is Visibility.DEADLINE:
            return (now or arrived()) > self.round.deadline
        return visibility is Visibility.ALL

    @property
    def draws_numbers(self) -> bool:
        """Whether numbers of proposals are drawn: others would else count what they may never read, or its sponsors."""
        return not self.version.attributed or self.round.visibility == Visibility.MISSION


def together(contexts: Iterable[RoundContext]) -> tuple[RoundContext, ...]:
    """Return the *contexts* of one communiqué, oldest first, each with all of them beside it."""
    rounds = tuple(sorted(contexts, key=lambda context: context.round.number))
    return tuple(replace(context, rounds=rounds) for context in rounds)


@dataclass(frozen=True, slots=True, eq=False)
class LastShown:
    """
    How somebody reads proposals of rounds that are not shown to them: as the last round that was left them.

    *context*: that round; *known*: the keys of the rounds up to it; *hidden*: the rounds since, oldest first.
    *where*: the condition on Amendment for the proposals that are read so.
    """

    context: RoundContext
    known: frozenset[int]
    hidden: tuple[RoundContext, ...]
    where: ColumnElement[bool]

    def covers(self, context: RoundContext) -> bool:
        """Return whether a round is one of those that are hidden."""
        return context.round.id in {hidden.round.id for hidden in self.hidden}

    def is_over(self, drafts: Collection[int]) -> bool:
        """
        Return whether the text that came out of the first hidden round is among *drafts*, those that are read.

        What lay on its table has an outcome then, which is not told: nobody can say that it still waits.
        """
        return self.hidden[0].round.next_draft_id in drafts


_ASKED = aliased(Round)
_ALL_CONTEXTS = (
    select(Round, Draft, Circulation, Communique.meeting_id)
    .join(Draft, Draft.id == Round.draft_id)
    .join(Communique, Communique.id == Draft.communique_id)
    .outerjoin(Circulation, Circulation.draft_id == Draft.id)
    .options(joinedload(Draft.communique))
)
_CONTEXTS = _ALL_CONTEXTS.where(
    Round.communique_id
    == select(_ASKED.communique_id).where(_ASKED.id == bindparam("round")).scalar_subquery()
)


def round_context(session: Session, round_id: int) -> RoundContext:
    """Return a round with its draft and circulation, and the other rounds of the text beside it. One query."""
    contexts = together(map(RoundContext.of, session.execute(_CONTEXTS, {"round": round_id})))
    return next(context for context in contexts if context.round.id == round_id)


def contexts_of(session: Session, communiques: Collection[int]) -> dict[int, RoundContext]:
    """Return all rounds of several texts, by their keys, each with the other rounds of its text. One query."""
    rows = session.execute(_ALL_CONTEXTS.where(Round.communique_id.in_(communiques)))
    by_text: dict[int, list[RoundContext]] = {}
    for context in map(RoundContext.of, rows):
        by_text.setdefault(context.round.communique_id, []).append(context)
    return {context.round.id: context for contexts in by_text.values() for context in together(contexts)}
