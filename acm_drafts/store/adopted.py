"""
What live decisions took up: one statement for all who ask, and which proposals made one draft of another.

The latter are called as one reader may call them: only adopted ones (accepted, accepted in part, put
in brackets), of closed rounds whose text the reader may read, and only those that the reader may
read: what came of a proposal is told with the text that came out of it. Which paragraphs a proposal
made something of, and whose each word is, is for negotiation.provenance to say. Which paragraphs they
moved is told to all who may read both texts: the order of these shows it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.permissions import WRITES, Act, Actor, may
from acm_drafts.negotiation.provenance import concerned
from acm_drafts.negotiation.terms import AmendmentKind, Outcome
from acm_drafts.store import queries
from acm_drafts.store.docket import ADOPTED
from acm_drafts.store.live import live
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import Amendment, Cosponsor, Decision, Disposition, Draft, Revision, Round
from acm_drafts.store.texts import Shelf


@dataclass(frozen=True, slots=True)
class Adopted:
    """A proposal that is in the text: its code, and what the reader may call it ("EGY 3", or the code)."""

    code: str
    name: str


_WHOLE = (
    contains_eager(Disposition.decision),
    contains_eager(Disposition.revision).options(
        contains_eager(Revision.amendment).contains_eager(Amendment.sponsor),
        joinedload(Revision.base),
    ),
)


def taken(*what: Any, outcomes: Collection[Outcome] = ADOPTED) -> Select[Any]:
    """
    Return the statement that asks for *what* of each proposal that a live decision took up, in the order decided.

    Joined are Disposition, Decision, Revision, Amendment and, as its sponsor, Party.
    """
    return live(
        select(*what)
        .select_from(Disposition)
        .join(Disposition.decision)
        .join(Disposition.revision)
        .join(Revision.amendment)
        .join(Amendment.sponsor)
        .where(Disposition.outcome.in_(sorted(map(str, outcomes))))
        .order_by(Decision.sequence, Disposition.id)
    )


def dispositions(
    session: Session, *where: ColumnElement[bool], outcomes: Collection[Outcome] = ADOPTED
) -> Sequence[Disposition]:
    """Return what live decisions took up and satisfies *where*, all that belongs to it loaded. One query."""
    return session.scalars(taken(Disposition, outcomes=outcomes).where(*where).options(*_WHOLE)).all()


def moves(session: Session, drafts: Sequence[Draft]) -> list[frozenset[int]]:
    """
    Return for each step between two of *drafts* the paragraphs that adopted proposals moved in it. One query.

    *drafts* are of one communiqué, earlier ones first.
    """
    first, last = drafts[0], drafts[-1]
    rows = session.execute(
        taken(Revision.paragraph_id, Draft.sequence)
        .join(Round, Round.id == Decision.round_id)
        .join(Draft, Draft.id == Round.draft_id)
        .where(
            Amendment.kind == AmendmentKind.MOVE,
            Draft.communique_id == first.communique_id,
            Draft.sequence >= first.sequence,
            Draft.sequence < last.sequence,
        )
    ).all()
    return [
        frozenset(key for key, sequence in rows if old.sequence <= sequence < new.sequence)
        for old, new in pairwise(drafts)
    ]


Makers = Mapping[int, tuple[Adopted, ...]]
"""By paragraph, in the order in which they arrived."""


def makers(session: Session, actor: Actor, shelf: Shelf, issues: Sequence[Issue]) -> list[Makers]:
    """Return for each step between two of *issues*, which stand in order, what was adopted in it. One query."""
    settings = {setting.round.id: setting for setting in shelf.settings}
    step_of = dict(_steps(shelf, issues))
    found: list[dict[int, dict[Adopted, None]]] = [{} for _ in issues[1:]]
    if not step_of:
        return [{} for _ in found]
    own = list(actor.at(shelf.communique.meeting_id).parties(*WRITES))
    joint = Amendment.id.in_(select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(own)))
    readable = [
        and_(Amendment.round_id == key, queries.visible_to(actor, setting))
        for key, setting in settings.items()
    ]
    rows = session.execute(
        taken(Amendment, Decision.round_id, Revision.paragraph_id, Revision.other_id, Revision.parts, joint)
        .where(Decision.round_id.in_(step_of), or_(*readable))
        .options(contains_eager(Amendment.sponsor))
        .order_by(None)
        .order_by(Amendment.id)
    )
    for amendment, round_id, paragraph_id, other_id, parts, is_joint in rows:
        one = _called(actor, settings[amendment.round_id], amendment, own if is_joint else ())
        for paragraph in concerned(paragraph_id, other_id, parts):
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
