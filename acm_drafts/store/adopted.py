"""
Which proposals made one draft of another, called as one reader may call them.

Only adopted ones (accepted, accepted in part, put in brackets), of closed rounds whose text the
reader may read, and only those that the reader may read: what came of a proposal is told with the
text that came out of it. What they changed in the words is for the comparison to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from acm_drafts.negotiation.permissions import WRITES, Act, Actor, may
from acm_drafts.store import queries
from acm_drafts.store.docket import ADOPTED
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import Amendment, Cosponsor, Decision, Disposition, Revision
from acm_drafts.store.texts import Shelf


@dataclass(frozen=True, slots=True)
class Adopted:
    """A proposal that is in the text: its code, and what the reader may call it ("EGY 3", or the code)."""

    code: str
    name: str


Makers = Mapping[int, tuple[Adopted, ...]]
"""By paragraph, in the order in which they arrived."""


def makers(session: Session, actor: Actor, shelf: Shelf, issues: Sequence[Issue]) -> list[Makers]:
    """Return for each step between two of *issues*, which stand in order, what was adopted in it. One query."""
    settings = {setting.round.id: setting for setting in shelf.settings}
    step_of = dict(_steps(shelf, issues))
    found: list[dict[int, dict[Adopted, None]]] = [{} for _ in issues[1:]]
    if not step_of:
        return [{} for _ in found]
    own = list(actor.parties(*WRITES))
    joint = Amendment.id.in_(select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(own)))
    voiding = aliased(Decision)
    readable = [
        and_(Amendment.round_id == key, queries.visible_to(actor, setting))
        for key, setting in settings.items()
    ]
    rows = session.execute(
        select(Amendment, Decision.round_id, Revision.paragraph_id, Revision.other_id, joint)
        .join(Revision, Revision.amendment_id == Amendment.id)
        .join(Disposition, Disposition.revision_id == Revision.id)
        .join(Decision, Decision.id == Disposition.decision_id)
        .join(Amendment.sponsor)
        .outerjoin(voiding, voiding.voids_id == Decision.id)
        .where(Decision.round_id.in_(step_of), Disposition.outcome.in_(ADOPTED), voiding.id.is_(None))
        .where(or_(*readable))
        .options(contains_eager(Amendment.sponsor))
        .order_by(Amendment.id)
    )
    for amendment, round_id, paragraph_id, other_id, is_joint in rows:
        setting = settings[amendment.round_id]
        one = _called(actor, setting, amendment, own if is_joint else ())
        for paragraph in filter(None, (paragraph_id, other_id)):
            found[step_of[round_id]].setdefault(paragraph, {})[one] = None
    return [{key: tuple(ones) for key, ones in step.items()} for step in found]


def _steps(shelf: Shelf, issues: Sequence[Issue]) -> Iterator[tuple[int, int]]:
    """Yield each round whose text the reader may read, and the step that it is part of."""
    sequences = {issue.draft.id: issue.draft.sequence for issue in shelf.issues}
    for setting in shelf.settings:
        came = sequences.get(setting.round.next_draft_id or 0)
        for step, (old, new) in enumerate(pairwise(issues)):
            if came is not None and old.draft.sequence < came <= new.draft.sequence:
                yield setting.round.id, step


def _called(actor: Actor, setting: Setting, amendment: Amendment, joint: Sequence[int]) -> Adopted:
    known = may(actor, Act.SEE_SPONSOR, queries.matter(setting, amendment, cosponsors=joint))
    named = f"{amendment.sponsor.code} {amendment.number}" if known and amendment.number else amendment.code
    return Adopted(amendment.code, named)
