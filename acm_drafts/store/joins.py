"""
Which paragraphs accepted joins make one, where the words of a paragraph went, and what agreed them since.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.joins import ends_of_joins
from acm_drafts.negotiation.status import AGREES
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind
from acm_drafts.store.conditions import UNTIL, Columns, live, reopened, voided
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
_OF_TEXT: BindParameter[Any] = bindparam("communique")


def _splits(*, then: bool = False) -> Select[int, tuple[int, ...], datetime, datetime | None]:
    """Return the statement for what accepted splits made of which paragraphs; *then*: by what counted at UNTIL."""
    return (
        live(select(Decision.paragraph_id, Revision.parts, Decision.at, Round.closed_at), then=then)
        .join(Round, Round.id == Decision.round_id)
        .join(Disposition, Disposition.decision_id == Decision.id)
        .join(Revision, Revision.id == Disposition.revision_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(
            Round.communique_id == _OF_TEXT,
            Amendment.kind == str(AmendmentKind.SPLIT),
            Disposition.outcome.in_(sorted(map(str, ADOPTED))),
        )
        .order_by(Decision.id)
    )


def _agreed(statement: Select[*Columns], *, then: bool = False) -> Select[*Columns]:
    """Return *statement* for the decisions at a level that agree words of *paragraphs*."""
    return live(statement, then=then).where(
        Decision.level.is_not(None),
        Decision.kind.in_([str(kind) for kind in AGREES]),
        Decision.paragraph_id.in_(bindparam("paragraphs", expanding=True)),
    )


def _joined_in_text(*, then: bool = False) -> Select[int | None, int, datetime]:
    statement = joined(then=then).join(Round, Round.id == Decision.round_id)
    return statement.where(Round.communique_id == _OF_TEXT)


_AGREEMENTS = _agreed(select(Decision)).where(~reopened(Decision)).order_by(Decision.at, Decision.id)
_NOW, _THEN = (
    (
        _joined_in_text(then=then),
        _splits(then=then),
        _agreed(select(Decision.paragraph_id, Decision.at), then=then),
    )
    for then in (False, True)
)
"""What `not_agreed_since` asks: joins, splits and agreements that count, or did at UNTIL."""


def ends_of_joins_in(session: Session, communique_id: int) -> dict[int, tuple[int, datetime]]:
    """Map what joins of a text take in to the paragraph that it ends up in, and when it was decided. One query."""
    rows = [row for row in session.execute(_NOW[0], {"communique": communique_id}) if row[0]]
    decided = {taken: at for taken, _into, at in rows}
    return {taken: (into, decided[taken]) for taken, into in ends_of_joins(rows).items()}


def agreements_since(session: Session, decisions: Collection[Decision]) -> dict[int, list[Decision]]:
    """
    Return, by the key of each of *decisions*, those at a level that agreed its paragraph since, oldest first.

    Its paragraph is also what an accepted join made one with it, from then on. Two queries, none for none.
    """
    if not decisions:
        return {}
    rounds = {decision.round_id for decision in decisions}
    taken_in = _taken_in(session.execute(_JOINED_IN_TEXTS, {"rounds": sorted(rounds)}))
    ways = {
        decision.id: _joined_into(_Step(decision.paragraph_id, decision.at), taken_in)
        for decision in decisions
    }
    paragraphs = {step.paragraph for way in ways.values() for step in way}
    later = session.scalars(_AGREEMENTS, {"paragraphs": sorted(paragraphs)}).all()
    return {
        key: [row for row in later if any(step.saw(row.paragraph_id, row.at) for step in way)]
        for key, way in ways.items()
    }


@dataclass(frozen=True, slots=True)
class _Step:
    """A paragraph that held certain words from *since* on, to *until* (None: it holds them still)."""

    paragraph: int
    since: datetime
    until: datetime | None = None

    def saw(self, paragraph: int, at: datetime) -> bool:
        """Return whether what was decided on *paragraph* at a moment was decided on these words."""
        return self.paragraph == paragraph and at > self.since and (self.until is None or at <= self.until)


_Way = tuple[_Step, ...]


def not_agreed_since(
    session: Session,
    communique_id: int,
    since: Collection[tuple[int, datetime]],
    *,
    until: datetime | None = None,
) -> dict[tuple[int, datetime], frozenset[int]]:
    """
    Return by each of *since*, a paragraph and a moment, the paragraphs whose words no level agreed since.

    They hold words that it held at that moment: it itself, its parts, what joins make one with them; none is there
    where a level agreed them all. What was agreed on the whole of a split in its round was agreed on its parts.
    *until*: what counted just before that moment. Three queries, none for none.
    """
    if not since:
        return {}
    facts: dict[str, object] = {"communique": communique_id}
    joins, parting, agreeing = _NOW if until is None else _THEN
    if until is not None:
        facts["until"] = until
    taken_in = _taken_in(session.execute(joins, facts))
    splits = session.execute(parting, facts).all()
    ways = _ways_of(since, taken_in, splits)
    agreed = session.execute(agreeing, facts | {"paragraphs": _on_ways(ways)}).all()
    return _not_agreed(ways, taken_in, agreed)


def not_agreed_at_closings(
    session: Session, communique_id: int, since: Mapping[datetime, Collection[tuple[int, datetime]]]
) -> dict[datetime, dict[tuple[int, datetime], frozenset[int]]]:
    """
    Return what `not_agreed_since` does, as it was at each of the moments that are the keys of *since*.

    Each is the moment at which a round was closed: no decision of it is voided afterwards. Three queries, none for
    none.
    """
    if not any(since.values()):
        return {moment: {} for moment in since}
    facts: dict[str, object] = {"communique": communique_id}
    joins, splits = (session.execute(statement, facts).all() for statement in _NOW[:2])
    taken_in = {moment: _taken_in(_before(joins, moment)) for moment in since}
    ways = {moment: _ways_of(own, taken_in[moment], _before(splits, moment)) for moment, own in since.items()}
    paragraphs = sorted({key for own in ways.values() for key in _on_ways(own)})
    agreed = session.execute(_NOW[2], facts | {"paragraphs": paragraphs}).all()
    return {
        moment: _not_agreed(own, taken_in[moment], _before(agreed, moment)) for moment, own in ways.items()
    }


def _before(rows: Iterable[Any], moment: datetime) -> list[Any]:
    """Return those of *rows* that were decided before a moment."""
    return [row for row in rows if row.at < moment]


def _ways_of(
    since: Iterable[tuple[int, datetime]],
    taken_in: Mapping[int, tuple[int, datetime]],
    splits: Sequence[Any],
) -> dict[tuple[int, datetime], list[_Way]]:
    """Return by each of *since*, a paragraph and a moment, the ways that its words went."""
    return {key: list(_ways(_Step(*key), taken_in, splits)) for key in since}


def _on_ways(ways: Mapping[tuple[int, datetime], Iterable[_Way]]) -> list[int]:
    """Return the paragraphs on *ways*, by their key."""
    return sorted({step.paragraph for each in ways.values() for way in each for step in way})


def _not_agreed(
    ways: Mapping[tuple[int, datetime], Iterable[_Way]],
    taken_in: Mapping[int, tuple[int, datetime]],
    agreements: Iterable[Any],
) -> dict[tuple[int, datetime], frozenset[int]]:
    """Return what of *ways* none of *agreements*, each a paragraph and a moment, agreed."""
    agreed: dict[int, list[datetime]] = {}
    for paragraph, at in agreements:
        agreed.setdefault(paragraph, []).append(at)
    ends = {key: _ends(each, agreed) for key, each in ways.items()}
    return {key: frozenset(own | _made_one(own, taken_in)) for key, own in ends.items()}


def _ends(ways: Iterable[_Way], agreed: Mapping[int, Sequence[datetime]]) -> set[int]:
    """Return where those of *ways* end on which nothing was *agreed*."""
    return {
        way[-1].paragraph
        for way in ways
        if not any(step.saw(step.paragraph, at) for step in way for at in agreed.get(step.paragraph, ()))
    }


def _made_one(ends: Collection[int], taken_in: Mapping[int, tuple[int, datetime]]) -> set[int]:
    """Return what joins make one with *ends*; it stands in the text for itself until the round is closed."""
    into = ends_of_joins((taken, whole) for taken, (whole, _at) in taken_in.items())
    return {taken for taken, whole in into.items() if whole in ends}


def _taken_in(joins: Iterable[Any]) -> dict[int, tuple[int, datetime]]:
    """Map what *joins*, rows of JOINED, take in to what takes it in, and when."""
    return {taken: (into, at) for taken, into, at in joins if taken}


def _ways(
    start: _Step, taken_in: Mapping[int, tuple[int, datetime]], splits: Sequence[Any]
) -> Iterator[_Way]:
    """Yield the ways that words went from *start*: into what joins made of it, and into the parts of splits."""
    way = _joined_into(start, taken_in)
    yield way
    for place, step in enumerate(way):
        for whole, parts, at, closed_at in splits:
            if whole == step.paragraph and (closed_at is None or step.since <= closed_at):
                before = (*way[:place], _Step(step.paragraph, step.since, closed_at))
                for part in set(parts) - {entry.paragraph for entry in before}:
                    for after in _ways(_Step(part, max(step.since, at)), taken_in, splits):
                        yield before + after


def _joined_into(start: _Step, taken_in: Mapping[int, tuple[int, datetime]]) -> _Way:
    """Return *start* and the paragraphs it ended up in, each with since when it holds the words of *start*."""
    way = [start]
    while (following := taken_in.get(way[-1].paragraph)) is not None:
        paragraph, at = following
        if paragraph in {step.paragraph for step in way}:
            break
        way.append(_Step(paragraph, max(way[-1].since, at)))
    return tuple(way)
