"""What the decisions of a running round come to on each paragraph, before its words are those of a draft."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.terms import ADOPTED, DecisionKind
from acm_drafts.store.amendment_rows import THEIRS
from acm_drafts.store.conditions import live, reopened
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision

_DISPOSED, _SAYS, _ITS = aliased(Disposition), aliased(Revision), aliased(Amendment)
_OF_ROUND = (
    live(
        select(
            Decision.paragraph_id,
            _SAYS.other_id,
            Decision.kind,
            Decision.level,
            and_(Decision.level.is_not(None), reopened(Decision)),
            _ITS.kind,
            Decision.id,
        )
    )
    .outerjoin(
        _DISPOSED,
        and_(_DISPOSED.decision_id == Decision.id, _DISPOSED.outcome.in_(sorted(map(str, ADOPTED)))),
    )
    .outerjoin(_SAYS, _SAYS.id == _DISPOSED.revision_id)
    .outerjoin(_ITS, _ITS.id == _SAYS.amendment_id)
    .where(Decision.round_id == bindparam("round"), Decision.kind != "void")
)
_OF_THEIRS = aliased(Disposition)
_ON_THEIRS = _OF_ROUND.where(
    select(_OF_THEIRS.id)
    .join(Revision, Revision.id == _OF_THEIRS.revision_id)
    .where(_OF_THEIRS.decision_id == Decision.id, Revision.amendment_id.in_(THEIRS))
    .exists()
)


@dataclass(slots=True)
class DecidedInRound:
    """
    What counts in a round on one paragraph.

    *standing*: the kind and the level of each decision that stands there; none where all were ended by reopening it.
    *kinds* are those of the proposals that these accepted. *into*: the paragraph that an accepted join takes it into,
    None for none; what is decided on that one afterwards stands on it as well.
    """

    standing: set[tuple[str, str | None]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    into: int | None = None


def decided_in_round(
    session: Session, round_id: int, *, parties: Collection[int] | None = None
) -> dict[int, DecidedInRound]:
    """
    Return the paragraphs on which a decision counts in a round, with what accepted joins take in, and what does.

    What a level decided stands no more once its paragraph is reopened; what the Mission proposed does. With *parties*
    those alone on which one is on what they sponsor or co-sponsor. One query at most.
    """
    if parties is not None and not parties:
        return {}
    facts = {"round": round_id} | ({} if parties is None else {"parties": list(parties)})
    decided: dict[int, DecidedInRound] = {}
    counting: dict[int, list[_Counting]] = {}
    joins: dict[int, _Join] = {}
    for paragraph, other, decision, level, has_ended, kind, key in session.connection().execute(
        _OF_ROUND if parties is None else _ON_THEIRS, facts
    ):
        for place in filter(None, (paragraph, other)):
            on_it = decided.setdefault(place, DecidedInRound())
            if decision != DecisionKind.REOPEN and not has_ended:
                on_it.standing.add((decision, level))
                on_it.kinds.update([kind] if kind else [])
                counting.setdefault(place, []).append(_Counting(key, decision, level))
                if place != paragraph:
                    joins[place] = _Join(paragraph, key)
    for place in joins:
        _pass_on(decided[place], place, joins, counting)
    return decided


class _Counting(NamedTuple):
    """A decision that counts: its key, its kind and its level."""

    key: int
    kind: str
    level: str | None


class _Join(NamedTuple):
    """The paragraph that a join takes another one into, and the key of the decision that accepted it."""

    into: int
    key: int


def _pass_on(
    on_it: DecidedInRound,
    place: int,
    joins: Mapping[int, _Join],
    counting: Mapping[int, Sequence[_Counting]],
) -> None:
    """Add to what joins take in, in *place*, what was decided since on the paragraph that they end up in."""
    passed = {place}
    while (join := joins.get(place)) and join.into not in passed:
        passed.add(join.into)
        on_it.standing |= {(d.kind, d.level) for d in counting.get(join.into, ()) if d.key > join.key}
        place = on_it.into = join.into
