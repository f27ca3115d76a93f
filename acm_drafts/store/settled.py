"""
What a reader may know to have been decided on paragraphs, where they may not read all of the round that runs.

Closed rounds left a text that is public, agreements that are public, and decisions that those know who could
read the proposals. What is told here must stand still whatever others do in a round that is hidden: a state that
moved would tell that somebody proposed something.
"""

from datetime import date

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store import tally
from acm_drafts.store.docket import ADOPTED
from acm_drafts.store.live import live
from acm_drafts.store.queries import sees_all
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision, Round, VerdictRow
from acm_drafts.store.tally import LastDecision
from acm_drafts.store.texts import Shelf

_MADE, _SAYS, _ITS = aliased(Disposition), aliased(Revision), aliased(Amendment)
_DECIDES = (
    select(_MADE.id)
    .join(_SAYS, _SAYS.id == _MADE.revision_id)
    .join(_ITS, _ITS.id == _SAYS.amendment_id)
    .where(_MADE.decision_id == Decision.id)
    .correlate(Decision)
)
_PRINTED = _DECIDES.where(
    _MADE.outcome.in_([str(outcome) for outcome in sorted(ADOPTED)]), _ITS.kind != str(AmendmentKind.KEEP)
).exists()
"""What the next draft itself tells: words were taken up."""
_SETTLED = live(
    select(Decision.paragraph_id, Decision.level, Decision.agreed_on, Decision.round_id)
    .join(Round, Round.id == Decision.round_id)
    .where(
        Round.communique_id == bindparam("communique"),
        Decision.kind != "void",
        or_(
            and_(
                Round.closed_at.is_not(None),
                or_(
                    Decision.level.is_not(None),
                    Decision.round_id.in_(bindparam("read", expanding=True)),
                    _PRINTED,
                ),
            ),
            _DECIDES.where(_ITS.id.in_(tally.THEIRS)).exists(),
        ),
    )
    .order_by(Decision.id)
)
_SPLIT_OFF = tally.SPLIT_OFF.join(Round, Round.id == Decision.round_id).where(
    Round.communique_id == bindparam("communique"), Round.closed_at.is_not(None)
)
_CARRIED = (
    select(_SAYS.paragraph_id, _SAYS.after_id, _SAYS.other_id)
    .join(VerdictRow, VerdictRow.next_revision_id == _SAYS.id)
    .join(_ITS, _ITS.id == _SAYS.amendment_id)
    .where(
        VerdictRow.round_id == bindparam("last"),
        _ITS.round_id != VerdictRow.round_id,
        _ITS.id.not_in(tally.THEIRS),
    )
)
"""What went on from a round into the next; whatever became of it there does not change the answer."""


def known_to(session: Session, shelf: Shelf, actor: Actor) -> dict[int, LastDecision]:
    """
    Return the last thing that *actor* may know to have been decided on each paragraph, or on what it was split off.

    Of closed rounds what a level agreed, what changed the text and, where the reader could read the proposals, every
    decision and what was carried on (no level, the first of days); of any round what was decided on proposals of their
    own. Nothing else: no act on another's proposal in a round that is not theirs to read changes it. Three queries.
    """
    read = [one.round.id for one in shelf.settings if one.round.closed_at and sees_all(actor, one)]
    last = max(read, default=0)
    facts = {
        "communique": shelf.communique.id,
        "read": read,
        "last": last,
        "parties": list(actor.at(shelf.communique.meeting_id).parties(*WRITES)),
    }
    rows, splits, carried = (
        session.execute(asked, facts).all() for asked in (_SETTLED, _SPLIT_OFF, _CARRIED)
    )
    waits = {key for keys in carried for key in keys if key}
    return (
        tally.last_of([row for row in rows if row.round_id <= last], splits)
        | dict.fromkeys(waits, LastDecision(None, date.min))
        | tally.last_of([row for row in rows if row.round_id > last], splits)
    )


def agreements(session: Session, shelf: Shelf, actor: Actor) -> dict[int, LastDecision]:
    """Return what of `known_to` a level agreed. Three queries."""
    return {key: last for key, last in known_to(session, shelf, actor).items() if last.level}
