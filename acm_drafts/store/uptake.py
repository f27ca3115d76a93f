"""Which changes of a proposal are in a text, and which are still asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Standing, Verdict
from acm_drafts.store.amendments import BY_PEOPLE, AmendmentRecord
from acm_drafts.store.records import IS_PRINTED, Draft, LineRow, Revision, VerdictRow, Wording
from acm_drafts.store.status import Statuses
from acm_drafts.text.uptake import Held, Holding, closely

WORDED = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)
COUNTED = (Verdict.PARTLY, Verdict.OVERTAKEN)
"""Verdicts that leave a sponsor with the question which changes got in."""


@dataclass(frozen=True, slots=True)
class Uptake:
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
    def total(self) -> int:
        return len(self.held)

    @property
    def left(self) -> int:
        return sum(how is Held.LEFT for _, how in self.held)


def load_uptake(
    session: Session, bearings: Statuses, entries: Iterable[AmendmentRecord]
) -> dict[int, Uptake]:
    """
    Return by amendment what was found of the changes of *entries*, where it can be told.

    Of those with a verdict by that, of those that a compromise absorbed by the text that came out with it,
    of those whose brackets are lifted, that were rejected or amended since they were accepted by the text as it
    is. Left out is what the reader may not know yet, what leaves no question, and what concerns no words.
    Three queries at most.
    """
    entries = [entry for entry in entries if entry.kind in WORDED]
    verdicts = _verdicts(bearings, entries)
    judged = {row.id: row for row in _judged(session, verdicts.values())} if verdicts else {}
    absorbed = {entry.amendment.id: entry for entry in entries if _is_absorbed(entry)}
    revisions = {key: judged[verdict.revision_id] for key, verdict in verdicts.items()}
    revisions |= {key: entry.revision for key, entry in absorbed.items()}
    rounds = {key: verdict.round_id for key, verdict in verdicts.items()}
    rounds |= {key: entry.decision.round_id for key, entry in absorbed.items() if entry.decision}
    texts = _texts(session, bearings, revisions, rounds)
    found = {key: _by_brackets(bearings, entry) for entry in entries for key in [entry.amendment.id]}
    found |= _as_it_is(session, bearings, entries)
    for key, now in texts.items():
        found[key] = _uptake(verdicts.get(key), revisions[key], now)
    return {key: finding for key, finding in found.items() if finding}


def _verdicts(bearings: Statuses, entries: Iterable[AmendmentRecord]) -> dict[int, VerdictRow]:
    """Return by amendment the last verdicts that leave a question."""
    found = {entry.amendment.id: bearings.verdict(entry) for entry in entries}
    return {key: one for key, one in found.items() if one and one.total and one.verdict in COUNTED}


def _is_absorbed(entry: AmendmentRecord) -> bool:
    """Whether a decision absorbed a proposal and nobody took it up again."""
    made = entry.disposition
    return made is not None and made.outcome == Outcome.ABSORBED and not entry.pending


def _judged(session: Session, verdicts: Iterable[VerdictRow]) -> Iterable[Revision]:
    keys = [verdict.revision_id for verdict in verdicts]
    return session.scalars(select(Revision).options(joinedload(Revision.base)).where(Revision.id.in_(keys)))


def _texts(
    session: Session, bearings: Statuses, revisions: Mapping[int, Revision], rounds: Mapping[int, int]
) -> dict[int, str]:
    """
    Return what the paragraph of each of *revisions* says in the draft that came out of its round, by the same keys;

    the parts of a split one after another. Left out is what the reader may not read.
    """
    wanted: dict[int, tuple[Draft, int]] = {}
    for key, revision in revisions.items():
        if issue := bearings.result_of(rounds[key]):
            wanted[key] = (issue.draft, revision.paragraph_id)
    if not wanted:
        return {}
    heirs, places = bearings.lineage.heirs, {paragraph for _, paragraph in wanted.values()}
    rows = session.execute(
        select(LineRow.draft_id, LineRow.paragraph_id, Wording.text)
        .join(Wording, IS_PRINTED)
        .where(
            LineRow.draft_id.in_({draft.id for draft, _ in wanted.values()}),
            LineRow.paragraph_id.in_({*places, *(heir for key in places for heir in heirs.get(key, ()))}),
        )
        .order_by(LineRow.position)
    )
    printed: dict[int, dict[int, str]] = {}
    for draft_id, paragraph, text in rows:
        printed.setdefault(draft_id, {})[paragraph] = text
    said = {
        key: bearings.lineage.words(paragraph, printed.get(draft.id, {}), draft.sequence)
        for key, (draft, paragraph) in wanted.items()
    }
    return {key: PART.join(texts) for key, texts in said.items() if texts}


def _uptake(verdict: VerdictRow | None, revision: Revision, now: str) -> Uptake | None:
    """
    Return what *now* has of *revision*, by its *verdict* or where it was absorbed;

    None where it does not agree with what was counted when the round was closed, or tells nothing.
    """
    if revision.base is None:
        return None
    lives = verdict is not None and bool(verdict.next_revision_id)
    finding = Uptake(revision.base.text, closely(revision.base.text, revision.text, now), lives)
    if verdict is not None and (finding.done, len(finding.held)) != (verdict.done, verdict.total):
        return None
    ended = verdict is None or verdict.verdict == Verdict.OVERTAKEN
    return finding if finding.done or (ended and finding.held) else None


def _as_it_is(
    session: Session, bearings: Statuses, entries: Iterable[AmendmentRecord]
) -> dict[int, Uptake | None]:
    """Return what the text as it is has of those that were rejected, or accepted and amended since."""
    at = {entry.amendment.id: bearings.where(entry) for entry in entries}
    kept = {
        e.amendment.id: e.revision
        for e in entries
        for where in [at[e.amendment.id]]
        if where.amended and where.standing is Standing.ACCEPTED and not where.unbracketed
    }
    rejected = [
        key
        for key, where in at.items()
        if where.standing is Standing.REJECTED and not (where.parted or where.withheld)
    ]
    written = _written(session, rejected) if rejected else {}
    found = {key: _now(bearings, revision) for key, revision in (written | kept).items()}
    return {
        key: one if key in kept or (one and {how for _, how in one.held} & {Held.IN, Held.AMONG}) else None
        for key, one in found.items()
    }


def _written(session: Session, amendments: Iterable[int]) -> dict[int, Revision]:
    """Return of each of *amendments* what its sponsor wrote last, before anything was made of that. One query."""
    rows = session.scalars(
        select(Revision)
        .options(joinedload(Revision.base))
        .where(Revision.amendment_id.in_(amendments), Revision.made.in_(BY_PEOPLE))
        .order_by(Revision.sequence)
    )
    return {row.amendment_id: row for row in rows}


def _now(bearings: Statuses, revision: Revision) -> Uptake | None:
    """Return what the newest text of the reader has of *revision*, None where its paragraph is gone."""
    since = bearings.settings[revision.round_id].issue.draft.sequence
    lines = bearings.lineage.lines(revision.paragraph_id, bearings.rows, since)
    if revision.base is None or not lines:
        return None
    now = PART.join(line.text for line in lines)
    return Uptake(revision.base.text, closely(revision.base.text, revision.text, now), lives=False)


def _by_brackets(bearings: Statuses, entry: AmendmentRecord) -> Uptake | None:
    """Return what the text has of the words of *entry* since their brackets were lifted, None where it has all."""
    since = bearings.lifting(entry)
    if since is None or since.lifted.verdict is Verdict.ABSORBED or not since.lifted.held:
        return None
    return Uptake(entry.base, since.lifted.held, lives=False)
