"""
Which rounds a reader of the journal is shown, as conditions in SQL: of one proposal after another, whatever its text.

`store.visibility` says the same of the rounds of one text as values; tests/store/test_readers.py holds lines together.
"""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, false, not_, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from acm_drafts.negotiation.journal import OF_AGREEMENTS
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Role, Visibility
from acm_drafts.store.database import arrived
from acm_drafts.store.records import Amendment, Circulation, JournalLine, Round

_BEFORE, _CIRCULATED = aliased(Round), aliased(Circulation)
_THEN, _SHOWN, _SHOWN_CIRCULATED = aliased(Round), aliased(Round), aliased(Circulation)


def is_shown(
    actor: Actor,
    round_: type[Round] | AliasedClass[Round],
    circulation: type[Circulation] | AliasedClass[Circulation],
) -> ColumnElement[bool]:
    """Return the condition that *actor* reads all that is submitted in a round; *circulation*: of its draft."""
    shown = or_(
        round_.visibility == Visibility.ALL,
        and_(round_.visibility == Visibility.DEADLINE, round_.deadline < arrived()),
    )
    seat = may(actor, Act.READ_DRAFT, Facts(meeting=actor.meeting, circulated=True))
    open_to_all = and_(circulation.id.is_not(None), shown) if seat else false()
    return or_(open_to_all, round_.chair_reads.is_(True)) if actor.holds(Role.CHAIR) else open_to_all


def last_shown(actor: Actor, *, attribution: bool = False) -> ScalarSelect[Any]:
    """
    Return the key of the last round before the one in which a proposal stands that was shown to *actor*.

    *attribution*: return whether its text names delegations instead.
    """
    return (
        select(_CIRCULATED.attributed if attribution else _BEFORE.id)
        .select_from(_BEFORE)
        .outerjoin(_CIRCULATED, _CIRCULATED.draft_id == _BEFORE.draft_id)
        .where(
            _BEFORE.communique_id == Amendment.communique_id,
            _BEFORE.number < Round.number,
            is_shown(actor, _BEFORE, _CIRCULATED),
        )
        .order_by(_BEFORE.number.desc())
        .limit(1)
        .correlate(Amendment, Round)
        .scalar_subquery()
    )


def tells_agreement(actor: Actor) -> ColumnElement[bool]:
    """
    Return the condition on JournalLine that it agrees no paragraph in a running round that is not shown to *actor*.

    Where a paragraph is agreed no proposal is open: the text says it, too, once the round is closed.
    """
    hidden = (
        select(Round.id)
        .outerjoin(_CIRCULATED, _CIRCULATED.draft_id == Round.draft_id)
        .where(
            Round.id == JournalLine.round_id,
            Round.closed_at.is_(None),
            not_(is_shown(actor, Round, _CIRCULATED)),
        )
        .correlate(JournalLine)
        .exists()
    )
    return or_(JournalLine.act.not_in(OF_AGREEMENTS), not_(hidden))


def was_shown(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a round was shown between the act of a line and the round its proposal stands in."""
    return (
        select(_SHOWN.id)
        .join(_THEN, _THEN.id == JournalLine.round_id)
        .outerjoin(_SHOWN_CIRCULATED, _SHOWN_CIRCULATED.draft_id == _SHOWN.draft_id)
        .where(
            _SHOWN.communique_id == Amendment.communique_id,
            _SHOWN.number >= _THEN.number,
            _SHOWN.number < Round.number,
            is_shown(actor, _SHOWN, _SHOWN_CIRCULATED),
        )
        .correlate(JournalLine, Amendment, Round)
        .exists()
    )
