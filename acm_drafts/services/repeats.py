"""
The same proposal sent twice, by one sponsor in one round: most often a form whose answer did not arrive.

Asked before anything is kept. What was withdrawn or decided, what stands on another wording or amends another
revision, is no repeat.
"""

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import ProposedAlready
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.store.records import IS_CURRENT, Amendment, Disposition, Revision

_SAME = (
    select(Amendment.code)
    .join(Revision, IS_CURRENT)
    .where(
        Amendment.round_id == bindparam("round"),
        Amendment.sponsor_id == bindparam("sponsor"),
        Amendment.kind == bindparam("kind"),
        Amendment.stage != Stage.WITHDRAWN,
        or_(Amendment.stage == Stage.SUBMITTED, bindparam("made") != "floor"),
        or_(Amendment.kind == AmendmentKind.INSERT, Amendment.paragraph_id == bindparam("paragraph")),
        Revision.text == bindparam("text"),
        Revision.kind == bindparam("line_kind"),
        Revision.base_id.is_not_distinct_from(bindparam("base")),
        Revision.after_id.is_not_distinct_from(bindparam("after")),
        Revision.amends_revision_id.is_not_distinct_from(bindparam("amends")),
        or_(Revision.made == "sponsor", Revision.made == "floor"),
        Revision.round_id == bindparam("round"),
        ~exists().where(Disposition.revision_id == Revision.id),
    )
    .limit(1)
)


def require_first(session: Session, amendment: Amendment, revision: Revision) -> None:
    """
    Raise ProposedAlready where the sponsor wrote exactly this, undecided: most often a form sent twice.

    Asked before *amendment* is written, so that it does not find itself. From the floor no draft is told of.
    """
    facts = {
        "round": amendment.round_id,
        "sponsor": amendment.sponsor_id,
        "made": revision.made,
        "kind": amendment.kind,
        "paragraph": amendment.paragraph_id,
        "text": revision.text,
        "line_kind": revision.kind,
        "base": revision.base_id,
        "after": revision.after_id,
        "amends": revision.amends_revision_id,
    }
    earlier = session.connection().scalar(_SAME, facts)
    if earlier is not None:
        raise ProposedAlready(code=earlier)
