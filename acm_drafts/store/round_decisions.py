"""What the decisions of a running round come to on each paragraph, before its words are those of a draft."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.terms import ADOPTED, DecisionKind
from acm_drafts.store.amendment_rows import THEIRS
from acm_drafts.store.conditions import live
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision

_DISPOSED, _SAYS, _ITS = aliased(Disposition), aliased(Revision), aliased(Amendment)
_OF_ROUND = (
    live(select(Decision.kind, Decision.level, _ITS.kind, Decision.paragraph_id, _SAYS.other_id))
    .outerjoin(
        _DISPOSED,
        and_(_DISPOSED.decision_id == Decision.id, _DISPOSED.outcome.in_(sorted(map(str, ADOPTED)))),
    )
    .outerjoin(_SAYS, _SAYS.id == _DISPOSED.revision_id)
    .outerjoin(_ITS, _ITS.id == _SAYS.amendment_id)
    .where(Decision.round_id == bindparam("round"), Decision.kind != "void")
    .order_by(Decision.sequence)
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

    *kinds* are those of the proposals that were accepted on it; *at_level*: a level took one of the decisions, and it
    was not reopened since.
    """

    kinds: set[str] = field(default_factory=set)
    at_level: bool = False


def decided_in_round(
    session: Session, round_id: int, *, parties: Collection[int] | None = None
) -> dict[int, DecidedInRound]:
    """
    Return the paragraphs on which a decision counts in a round, with what accepted joins take in, and what does.

    With *parties* those alone on which one is on what they sponsor or co-sponsor. One query at most.
    """
    if parties is not None and not parties:
        return {}
    facts = {"round": round_id} | ({} if parties is None else {"parties": list(parties)})
    decided: dict[int, DecidedInRound] = {}
    for decision, level, kind, *paragraphs in session.connection().execute(
        _OF_ROUND if parties is None else _ON_THEIRS, facts
    ):
        for paragraph in filter(None, paragraphs):
            on_it = decided.setdefault(paragraph, DecidedInRound())
            on_it.kinds.update([kind] if kind else [])
            on_it.at_level = decision != DecisionKind.REOPEN and (on_it.at_level or level is not None)
    return decided
