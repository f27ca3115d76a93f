"""
What was decided on one paragraph in a round, and what the paragraph says by it so far.

For the form of the next decision: a fixed number of queries, whatever else the round decided.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import START, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Stage
from acm_drafts.store import queries, tally
from acm_drafts.store.live import live, voided
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    Decision,
    Disposition,
    LineRow,
    Paragraph,
    Party,
    Revision,
)
from acm_drafts.store.tally import Adopted, LastDecision

_ELSEWHERE = (AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.JOIN)


def live_decisions(session: Session, round_id: int, paragraph_id: int) -> Sequence[Decision]:
    """Return the decisions on a paragraph that count in a round, newest first. One query."""
    return session.scalars(
        live(select(Decision))
        .where(
            Decision.round_id == round_id,
            Decision.paragraph_id == paragraph_id,
            Decision.kind != "void",
        )
        .order_by(Decision.sequence.desc())
    ).all()


def decided_by(session: Session, decisions: Collection[int]) -> dict[int, list[int]]:
    """Return the proposals on which each of *decisions* was, whatever they say since, oldest first. One query."""
    found: dict[int, list[int]] = {key: [] for key in decisions}
    rows = session.execute(
        select(Disposition.decision_id, Revision.amendment_id)
        .join(Disposition.revision)
        .where(Disposition.decision_id.in_(decisions))
        .order_by(Revision.amendment_id)
    )
    for decision, amendment in rows:
        found[decision].append(amendment)
    return found


@dataclass(frozen=True, slots=True)
class Working:
    """
    A paragraph in the middle of a round: what the round's draft says and what is decided so far.

    *base* None: it is not in the draft. *now* None: nowhere, or deleted by what was decided; of a
    new paragraph, what is decided to come in. *accepted*: what the round adopted on it.
    """

    base: str | None
    now: str | None
    accepted: tuple[Adopted, ...]


def working(session: Session, setting: Setting, paragraph_id: int) -> Working:
    """Return a paragraph with the decisions taken so far. Two queries."""
    wording = queries.find_wording(session, paragraph_id, setting.issue.draft.id)
    found = tally.adopted(session, setting.round.id, [paragraph_id])
    accepted = tuple(one for one in found if one.edit.paragraph == paragraph_id)
    base = wording.text if wording else None
    edits = [one.edit for one in accepted if one.edit.kind not in _ELSEWHERE]
    brought = [replace(one.edit, after=START) for one in accepted if one.edit.kind is AmendmentKind.INSERT]
    lines = (Line(paragraph_id, base),) if base is not None else ()
    fate = consolidate(lines, edits if lines else [*brought, *edits]).fates.get(paragraph_id)
    if fate is None or fate.text is None:
        return Working(base, None, accepted)
    return Working(base, "\n".join([fate.text, *(text for _, text in fate.parts)]), accepted)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """
    A paragraph that a join is about: its code, the number it prints, the last decision on it and what waits there.

    *pending* counts joins that take it in too; *decided*: a decision of the round counts on it.
    """

    code: str
    label: str
    last: LastDecision | None
    pending: int
    decided: bool


def neighbours(session: Session, setting: Setting, paragraphs: Collection[int]) -> dict[int, Neighbour]:
    """Return what is known of *paragraphs* of the round's draft, by key. Three queries, none for none."""
    if not paragraphs:
        return {}
    taken = (
        select(Decision.id)
        .where(
            Decision.round_id == setting.round.id,
            Decision.paragraph_id == Paragraph.id,
            Decision.kind != "void",
            ~voided(Decision.id),
        )
        .exists()
    )
    rows = session.execute(
        select(Paragraph.id, Paragraph.code, LineRow.label, Paragraph.pending, taken)
        .join(LineRow, LineRow.paragraph_id == Paragraph.id)
        .where(LineRow.draft_id == setting.issue.draft.id, Paragraph.id.in_(paragraphs))
    )
    last = tally.last_decisions(session, paragraphs)
    return {
        key: Neighbour(code, label, last.get(key), pending, decided)
        for key, code, label, pending, decided in rows
    }


def names_in_brackets(session: Session) -> frozenset[str]:
    """Return the codes and names by which brackets say who wants them, in all three languages. One query."""
    rows = session.execute(select(Party.code, Party.name_en, Party.name_fr, Party.name_ar))
    return frozenset(name for row in rows for name in row if name)


def at_one_place(session: Session, round_id: int, revision: Revision) -> list[str]:
    """
    Return the names ("EGY 3") of the other proposals that put a paragraph where *revision* puts one.

    Those that were rejected, absorbed or withdrawn are left out. One query.
    """
    left = (
        select(Disposition.id)
        .where(
            Disposition.revision_id == Revision.id,
            Disposition.outcome.in_([str(Outcome.REJECTED), str(Outcome.ABSORBED)]),
            ~voided(Disposition.decision_id),
        )
        .exists()
    )
    rows = session.execute(
        select(Party.code, Amendment.number)
        .join(Amendment, Amendment.sponsor_id == Party.id)
        .join(Revision, IS_CURRENT)
        .where(
            Amendment.round_id == round_id,
            Amendment.stage == Stage.SUBMITTED,
            Amendment.kind.in_([str(AmendmentKind.INSERT), str(AmendmentKind.MOVE)]),
            Revision.after_id.is_not_distinct_from(revision.after_id),
            Revision.id != revision.id,
            ~left,
        )
        .order_by(Amendment.id)
    )
    return [f"{code} {number}" for code, number in rows]
