"""What the decisions of a running round come to on each paragraph, before its words are those of a draft."""

from collections.abc import Collection
from dataclasses import dataclass, field

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
    None for none; what is decided on that one stands on it as well.
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
    for paragraph, other, decision, level, has_ended, kind in session.connection().execute(
        _OF_ROUND if parties is None else _ON_THEIRS, facts
    ):
        for key in filter(None, (paragraph, other)):
            on_it = decided.setdefault(key, DecidedInRound())
            if decision != DecisionKind.REOPEN and not has_ended:
                on_it.standing.add((decision, level))
                on_it.kinds.update([kind] if kind else [])
                on_it.into = paragraph if key != paragraph else on_it.into
    return _with_joined(decided)


def _with_joined(decided: dict[int, DecidedInRound]) -> dict[int, DecidedInRound]:
    """Return *decided*; what stands on the first paragraph of joins stands on all that they take in."""
    for on_it in decided.values():
        into, passed = on_it.into, set[int]()
        while into is not None and into not in passed:
            passed.add(into)
            first = decided[into]
            on_it.standing |= first.standing
            on_it.into, into = into, first.into
    return decided
