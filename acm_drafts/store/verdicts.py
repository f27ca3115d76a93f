"""What closings made of proposals, checked for `verify`."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.carrying import LIVING
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import Verdict
from acm_drafts.store.records import Amendment, Revision, VerdictRow

_RIVAL, _RIVALS_REVISION = aliased(VerdictRow), aliased(Revision)
_CONFLICTS = (
    select(Amendment.code)
    .select_from(VerdictRow)
    .join(Revision, Revision.id == VerdictRow.next_revision_id)
    .join(Amendment, Amendment.id == Revision.amendment_id)
    .where(
        VerdictRow.verdict == str(Verdict.CONFLICT),
        ~select(_RIVAL.id)
        .join(_RIVALS_REVISION, _RIVALS_REVISION.id == _RIVAL.next_revision_id)
        .where(
            _RIVAL.round_id == VerdictRow.round_id,
            _RIVAL.id != VerdictRow.id,
            _RIVAL.verdict.in_([str(verdict) for verdict in LIVING]),
            _RIVALS_REVISION.paragraph_id == Revision.paragraph_id,
        )
        .exists(),
    )
    .order_by(Amendment.id)
)


def faults_of_verdicts(session: Session, communique_id: int) -> list[tuple[str, str]]:
    """
    Return the codes of proposals that a closing carried over in conflict with none that it carried over beside them.

    Each with what is wrong. One query.
    """
    message = N_(
        "%(proposal)s was carried over in conflict, and nothing else on its paragraph was carried over"
    )
    codes = session.scalars(_CONFLICTS.where(Amendment.communique_id == communique_id))
    return [(code, message) for code in codes]
