"""
What is on record about one paragraph: where it was printed, what was decided on it, what came of that.

Facts alone, in a fixed number of queries. Which of them a reader may know is for the page to ask:
drafts are filtered here, decisions and verdicts by the proposals that the reader may read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.store.live import VOIDING
from acm_drafts.store.queries import Issue, visible_to
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    AnswerRow,
    Cosponsor,
    Decision,
    Descent,
    Disposition,
    LineRow,
    Paragraph,
    Party,
    Revision,
    VerdictRow,
    Wording,
)
from acm_drafts.store.texts import Shelf


@dataclass(frozen=True, slots=True)
class Printed:
    """How a paragraph stands in a draft that the reader may read."""

    issue: Issue
    label: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class Decided:
    """
    A decision on a paragraph, what it made of each revision (with its amendment), and whether a later one *voided* it.

    *why*: the reason that was given for voiding it.
    """

    decision: Decision
    voided: bool
    why: str
    dispositions: tuple[tuple[Disposition, int], ...]


def printed(session: Session, shelf: Shelf, paragraph_id: int) -> list[Printed]:
    """Return how a paragraph stands in each draft of the shelf that it is in, oldest first. One query."""
    rows = session.execute(
        select(LineRow.draft_id, LineRow.label, Wording)
        .join(Wording, IS_PRINTED)
        .where(LineRow.paragraph_id == paragraph_id)
    )
    found = {draft: (label, wording) for draft, label, wording in rows}
    return [Printed(issue, *found[issue.draft.id]) for issue in shelf.issues if issue.draft.id in found]


def concerning(shelf: Shelf, actor: Actor, paragraph_id: int) -> ColumnElement[bool]:
    """
    Return the condition on Amendment and its current Revision for all that *actor* may read about a paragraph.

    Proposals of every round, new paragraphs that are to follow it, and joins that would take it in.
    """
    about = or_(
        Amendment.paragraph_id == paragraph_id,
        and_(Amendment.kind == AmendmentKind.INSERT, Revision.after_id == paragraph_id),
        Revision.other_id == paragraph_id,
    )
    readable = [
        and_(Amendment.round_id == setting.round.id, visible_to(actor, setting)) for setting in shelf.settings
    ]
    return and_(about, or_(*readable)) if readable else Amendment.id.is_(None)


def decisions(session: Session, paragraph_id: int) -> list[Decided]:
    """Return every decision on a paragraph in the order taken, voiding ones apart. Two queries."""
    rows = session.execute(
        select(Decision, VOIDING.id, VOIDING.reason)
        .outerjoin(VOIDING, VOIDING.voids_id == Decision.id)
        .where(Decision.paragraph_id == paragraph_id, Decision.kind != "void")
        .order_by(Decision.id)
    ).all()
    made: dict[int, list[tuple[Disposition, int]]] = {}
    dispositions = session.scalars(
        select(Disposition)
        .join(Disposition.revision)
        .where(Disposition.decision_id.in_([decision.id for decision, *_ in rows]))
        .options(contains_eager(Disposition.revision))
        .order_by(Disposition.id)
    )
    for one in dispositions:
        made.setdefault(one.decision_id, []).append((one, one.revision.amendment_id))
    return [
        Decided(decision, voided is not None, why or "", tuple(made.get(decision.id, ())))
        for decision, voided, why in rows
    ]


def verdicts(session: Session, amendments: Collection[int]) -> Sequence[VerdictRow]:
    """Return every verdict on *amendments*, with its revision, in the order given. One query."""
    return session.scalars(
        select(VerdictRow)
        .join(VerdictRow.revision)
        .where(Revision.amendment_id.in_(amendments))
        .options(contains_eager(VerdictRow.revision))
        .order_by(VerdictRow.id)
    ).all()


def answers(session: Session, amendments: Collection[int]) -> list[tuple[AnswerRow, Party, bool]]:
    """Return every answer on *amendments*, whose it is, and whether it is on a compromise, as given. One query."""
    rows = session.execute(
        select(AnswerRow, Party, Decision.kind)
        .join(Party, Party.id == AnswerRow.party_id)
        .outerjoin(Disposition, Disposition.id == AnswerRow.disposition_id)
        .outerjoin(Decision, Decision.id == Disposition.decision_id)
        .where(AnswerRow.amendment_id.in_(amendments))
        .order_by(AnswerRow.id)
    )
    return [(row, party, kind == DecisionKind.COMPROMISE) for row, party, kind in rows]


def cosponsors(session: Session, amendments: Collection[int]) -> Sequence[Cosponsor]:
    """Return who co-sponsors *amendments* now, and since when, in that order. One query."""
    return session.scalars(
        select(Cosponsor)
        .join(Cosponsor.party)
        .where(Cosponsor.amendment_id.in_(amendments))
        .options(contains_eager(Cosponsor.party))
        .order_by(Cosponsor.since, Party.code)
    ).all()


@dataclass(frozen=True, slots=True)
class Kin:
    """A paragraph that another came from, or that came from it: its code and the last number it printed."""

    code: str
    label: str
    younger: bool


_RELATED = aliased(Paragraph)


def kin(session: Session, shelf: Shelf, paragraph_id: int) -> list[Kin]:
    """Return what a paragraph was split or joined from and into, as far as drafts of the shelf print it. One query."""
    rows = session.execute(
        select(_RELATED.code, LineRow.label, LineRow.draft_id, Descent.ancestor_id == paragraph_id)
        .select_from(Descent)
        .join(
            _RELATED,
            or_(
                and_(Descent.paragraph_id == paragraph_id, _RELATED.id == Descent.ancestor_id),
                and_(Descent.ancestor_id == paragraph_id, _RELATED.id == Descent.paragraph_id),
            ),
        )
        .join(LineRow, LineRow.paragraph_id == _RELATED.id)
        .order_by(LineRow.draft_id)
    )
    readable = {issue.draft.id for issue in shelf.issues}
    found = {
        code: Kin(code, label, bool(younger)) for code, label, draft, younger in rows if draft in readable
    }
    return list(found.values())
