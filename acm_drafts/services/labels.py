"""
The number in the label of a proposal ("EGY 3"): given once, when it is submitted.
"""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.terms import Visibility
from acm_drafts.store.codes import MOST_COUNTED, draw_number
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Amendment

_NUMBERS = select(Amendment.number).where(
    Amendment.communique_id == bindparam("communique"),
    Amendment.sponsor_id == bindparam("sponsor"),
    Amendment.number.is_not(None),
)


def next_number(session: Session, setting: Setting, sponsor_id: int) -> int:
    """
    Return the number of the next proposal that a sponsor submits in the round of *setting*. One query.

    Others see it in the end, so it must not count what they may never see (docs/decisions/0029): it follows on the
    last one where everybody will read all proposals of the round under their sponsors' names, and is drawn elsewhere.
    """
    facts = {"communique": setting.round.communique_id, "sponsor": sponsor_id}
    taken = {number for number in session.connection().scalars(_NUMBERS, facts) if number is not None}
    last = max((number for number in taken if number <= MOST_COUNTED), default=0)
    told = setting.issue.attributed and setting.round.visibility != Visibility.MISSION
    return last + 1 if told and last < MOST_COUNTED else draw_number(taken)
