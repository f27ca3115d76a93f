"""
What a closing found of each change of a proposal: which are in the text, which are still asked for.

Nothing of it is kept but the counts: it is computed again from the revision that was judged and
from the draft that came out, and told only where it agrees with what was counted then. So it is
never claimed when unsure, and a verdict of long ago never changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from acm_drafts.store.bearings import Bearings
from acm_drafts.store.docket import Entry
from acm_drafts.store.records import LineRow, Revision, VerdictRow, Wording
from acm_drafts.text.containment import Held, Holding, holdings

WORDED = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)
COUNTED = (Verdict.PARTLY, Verdict.OVERTAKEN)
"""Verdicts that leave a sponsor with the question which changes got in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    The changes of the wording that was judged, in order, each with how the next text stands to it.

    *lives*: those left are still before the Mission; otherwise the proposal ended with its verdict.
    """

    base: str
    held: tuple[Holding, ...]
    lives: bool

    @property
    def done(self) -> int:
        return sum(how is Held.IN for _, how in self.held)

    @property
    def left(self) -> int:
        return sum(how is Held.LEFT for _, how in self.held)


def of_verdicts(session: Session, bearings: Bearings, entries: Iterable[Entry]) -> dict[int, Finding]:
    """
    Return by amendment what was found of the changes of *entries* by their last verdict, where it can be told.

    Left out are verdicts that the reader may not know yet, those that leave no question, and
    those that concern no words. Two queries at most.
    """
    verdicts = {}
    for entry in entries:
        verdict = bearings.verdict(entry)
        if verdict and verdict.total and entry.kind in WORDED and verdict.verdict in COUNTED:
            verdicts[entry.amendment.id] = verdict
    if not verdicts:
        return {}
    judged = {row.id: row for row in _judged(session, verdicts.values())}
    texts = _texts(session, bearings, verdicts.values(), judged)
    found = {}
    for key, verdict in verdicts.items():
        revision = judged[verdict.revision_id]
        now = texts.get(verdict.id)
        finding = _finding(verdict, revision, now) if now is not None and revision.base else None
        if finding:
            found[key] = finding
    return found


def _judged(session: Session, verdicts: Iterable[VerdictRow]) -> Iterable[Revision]:
    keys = [verdict.revision_id for verdict in verdicts]
    return session.scalars(select(Revision).options(joinedload(Revision.base)).where(Revision.id.in_(keys)))


def _texts(
    session: Session,
    bearings: Bearings,
    verdicts: Iterable[VerdictRow],
    judged: Mapping[int, Revision],
) -> dict[int, str]:
    """Return by verdict what its paragraph says in the draft that came out; the parts of a split one after another."""
    wanted: dict[int, tuple[int, set[int]]] = {}
    for verdict in verdicts:
        issue = bearings.result_of(verdict.round_id)
        paragraph = judged[verdict.revision_id].paragraph_id
        if issue:
            wanted[verdict.id] = (issue.draft.id, {paragraph, *bearings.came_from.get(paragraph, ())})
    rows = session.execute(
        select(LineRow.draft_id, LineRow.paragraph_id, Wording.text)
        .join(Wording, Wording.id == LineRow.wording_id)
        .where(
            LineRow.draft_id.in_({draft for draft, _ in wanted.values()}),
            LineRow.paragraph_id.in_({key for _, keys in wanted.values() for key in keys}),
        )
        .order_by(LineRow.position)
    )
    printed = {(draft, paragraph): (at, text) for at, (draft, paragraph, text) in enumerate(rows)}
    return {
        key: PART.join(text for _, text in sorted(printed[draft, p] for p in keys if (draft, p) in printed))
        for key, (draft, keys) in wanted.items()
        if any((draft, p) in printed for p in keys)
    }


def _finding(verdict: VerdictRow, revision: Revision, now: str) -> Finding | None:
    """Return the finding, None where it does not agree with what was counted when the round was closed."""
    assert revision.base is not None
    finding = Finding(
        revision.base.text, holdings(revision.base.text, revision.text, now), bool(verdict.next_revision_id)
    )
    agrees = (finding.done, len(finding.held)) == (verdict.done, verdict.total)
    tells = finding.done or (verdict.verdict == Verdict.OVERTAKEN and len(finding.held) > 1)
    return finding if agrees and tells else None
