"""Which changes of a proposal are in a text, and which are still asked for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Verdict
from acm_drafts.store.amendments import BY_PEOPLE, AmendmentRecord
from acm_drafts.store.records import IS_PRINTED, Draft, LineRow, Revision, VerdictRow, Wording
from acm_drafts.store.status import Statuses
from acm_drafts.text.uptake import Held, Holding, Later

WORDED = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)
COUNTED = (Verdict.PARTLY, Verdict.OVERTAKEN)
"""Verdicts that leave a sponsor with the question which changes got in."""


@dataclass(frozen=True, slots=True)
class Uptake:
    """
    The changes of the wording that was judged, in order, each with how the next text stands to it.

    *lives*: those left are still before the Mission; otherwise the proposal ended with its verdict. *there*: words that
    it asks for and the text put at its places among others, or in another order.
    """

    base: str
    holdings: tuple[Holding, ...]
    lives: bool
    there: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        return sum(how is Held.IN for _, how in self.holdings)

    @property
    def total(self) -> int:
        return len(self.holdings)

    @property
    def left(self) -> int:
        return sum(how is Held.LEFT for _, how in self.holdings)

    @property
    def is_there_in_part(self) -> bool:
        """Whether one of the changes is in the text, as it was asked for or among other words."""
        return any(how in (Held.IN, Held.AMONG) for _, how in self.holdings)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A wording that a round put aside, by a *verdict*, and the key of that round."""

    revision: Revision
    round: int
    verdict: VerdictRow


def load_uptake(
    session: Session, statuses: Statuses, entries: Iterable[AmendmentRecord]
) -> dict[int, Uptake]:
    """
    Map each amendment of *entries* to the changes of it that the text has, where this can be told.

    Of those with a verdict by that, of those that a compromise absorbed, that ended with a verdict in an earlier round,
    whose brackets are lifted, that were rejected or amended since they were accepted by the text as it is. Left out
    is what the reader may not know yet, what leaves no question, and what concerns no words.
    Three queries at most.
    """
    records = [record for record in entries if record.kind in WORDED]
    judged = _judged(session, statuses, records)
    uptakes: dict[int, Uptake | None] = {
        record.amendment.id: _by_brackets(statuses, record) for record in records
    }
    texts = _texts(session, statuses, judged)
    uptakes |= _in_the_text_now(session, statuses, records)
    uptakes |= {key: _uptake(judged[key].verdict, judged[key].revision, now) for key, now in texts.items()}
    uptakes |= _of_ended(statuses, judged, records)
    return {key: uptake for key, uptake in uptakes.items() if uptake}


def _judged(session: Session, statuses: Statuses, records: Iterable[AmendmentRecord]) -> dict[int, _Judged]:
    """Map each amendment to the wordings that a verdict put aside. One query at most."""
    absorbed = {record.amendment.id for record in records if _is_absorbed(record)}
    verdicts = _verdicts(statuses, records)
    verdicts = {key: verdict for key, verdict in verdicts.items() if key not in absorbed}
    revisions = _revisions(session, verdicts.values()) if verdicts else {}
    judged = {
        key: _Judged(revisions[verdict.revision_id], verdict.round_id, verdict)
        for key, verdict in verdicts.items()
    }
    return judged


def _verdicts(statuses: Statuses, records: Iterable[AmendmentRecord]) -> dict[int, VerdictRow]:
    """Map each amendment to its last verdict, where that leaves a question."""
    verdicts = {record.amendment.id: statuses.verdict(record) for record in records}
    return {key: row for key, row in verdicts.items() if row and row.total and row.verdict in COUNTED}


def _is_absorbed(record: AmendmentRecord) -> bool:
    """Whether a decision absorbed a proposal and nobody took it up again."""
    return record.outcome is Outcome.ABSORBED and not record.pending


def _revisions(session: Session, verdicts: Iterable[VerdictRow]) -> dict[int, Revision]:
    """Return the revisions that *verdicts* were on, by their keys. One query."""
    keys = [verdict.revision_id for verdict in verdicts]
    rows = session.scalars(select(Revision).options(joinedload(Revision.base)).where(Revision.id.in_(keys)))
    return {row.id: row for row in rows}


def _texts(session: Session, statuses: Statuses, judged: Mapping[int, _Judged]) -> dict[int, str]:
    """
    Return what the paragraph of each wording says in the draft that came out of its round, by the same keys;

    the parts of a split one after another. Left out is what the reader may not read.
    """
    wanted = {
        key: (version.draft, wording.revision.paragraph_id)
        for key, wording in judged.items()
        if (version := statuses.result_of(wording.round))
    }
    if not wanted:
        return {}
    printed = _printed(session, statuses, wanted.values())
    wordings = {
        key: statuses.lineage.words(paragraph, printed.get(draft.id, {}), draft.sequence)
        for key, (draft, paragraph) in wanted.items()
    }
    return {key: PART.join(texts) for key, texts in wordings.items() if texts}


def _printed(
    session: Session, statuses: Statuses, places: Collection[tuple[Draft, int]]
) -> dict[int, dict[int, str]]:
    """Return what the paragraphs of *places*, and their heirs, say in the drafts, by draft and paragraph. One query."""
    heirs, paragraphs = statuses.lineage.heirs, {paragraph for _, paragraph in places}
    rows = session.execute(
        select(LineRow.draft_id, LineRow.paragraph_id, Wording.text)
        .join(Wording, IS_PRINTED)
        .where(
            LineRow.draft_id.in_({draft.id for draft, _ in places}),
            LineRow.paragraph_id.in_(
                {*paragraphs, *(heir for key in paragraphs for heir in heirs.get(key, ()))}
            ),
        )
        .order_by(LineRow.position)
    )
    printed: dict[int, dict[int, str]] = {}
    for draft_id, paragraph, text in rows:
        printed.setdefault(draft_id, {})[paragraph] = text
    return printed


def _uptake(verdict: VerdictRow, revision: Revision, now: str) -> Uptake | None:
    """
    Return what *now* has of *revision*, by its *verdict*;

    None where it does not agree with what was counted when the round was closed, or tells nothing.
    """
    if revision.base is None:
        return None
    lives = bool(verdict.next_revision_id)
    uptake = _compared(revision.base.text, revision.text, now, lives=lives)
    if (uptake.done, len(uptake.holdings)) != (verdict.done, verdict.total):
        return None
    ended = verdict.verdict == Verdict.OVERTAKEN
    return uptake if uptake.done or (ended and uptake.holdings) else None


def _compared(base: str, proposed: str, now: str, *, lives: bool) -> Uptake:
    """Return which changes of what is *proposed* the text has *now*, both made from *base*."""
    later = Later(base, now)
    return Uptake(base, later.closely(proposed), lives, later.words_there(proposed))


def _of_ended(
    statuses: Statuses, judged: Mapping[int, _Judged], records: Iterable[AmendmentRecord]
) -> dict[int, Uptake | None]:
    """
    Return what the newest text has of those that a compromise absorbed, or a verdict ended in an earlier round.

    What the text had of them when they ended may have been amended since.
    """
    newest = statuses.drafts.newest.draft.id
    ended = {
        key: judgement.revision
        for key, judgement in judged.items()
        if judgement.verdict.next_revision_id is None
        and (version := statuses.result_of(judgement.round)) is not None
        and version.draft.id != newest
    }
    for record in records:
        if _is_absorbed(record) and record.decision and statuses.published(record.decision.round_id):
            ended[record.amendment.id] = record.revision
    return {key: _with_changes(_now(statuses, revision)) for key, revision in ended.items()}


def _with_changes(uptake: Uptake | None) -> Uptake | None:
    return uptake if uptake and uptake.holdings else None


def _in_the_text_now(
    session: Session, statuses: Statuses, records: Iterable[AmendmentRecord]
) -> dict[int, Uptake]:
    """Return what the text as it is has of those that were rejected, or accepted and amended since."""
    known = [(record, statuses.where(record)) for record in records]
    amended = {
        record.amendment.id: record.revision for record, status in known if status.is_accepted_and_amended
    }
    rejected = {record.amendment.id: record for record, status in known if status.is_rejected_whole}
    written = _written(session, rejected)
    uptakes = {key: _now(statuses, revision) for key, revision in amended.items()}
    for key, revision in written.items():
        uptake = _now(statuses, revision)
        if uptake and _tells_of_rejected(uptake, rejected[key]):
            uptakes[key] = uptake
    return {key: uptake for key, uptake in uptakes.items() if uptake}


def _tells_of_rejected(uptake: Uptake, record: AmendmentRecord) -> bool:
    """
    Return whether *uptake* tells something of what was rejected of *record*.

    What nobody wrote, carried over or standing again, may ask for other words than were written: where the text has
    all of these, it was rejected for the others, of which nothing is told.
    """
    is_written = record.revision.made in BY_PEOPLE
    return uptake.is_there_in_part and (is_written or uptake.done < uptake.total)


def _written(session: Session, amendments: Collection[int]) -> dict[int, Revision]:
    """Map each amendment to its last revision written by people, not derived from decisions. One query at most."""
    if not amendments:
        return {}
    rows = session.scalars(
        select(Revision)
        .options(joinedload(Revision.base))
        .where(Revision.amendment_id.in_(amendments), Revision.made.in_(BY_PEOPLE))
        .order_by(Revision.sequence)
    )
    return {row.amendment_id: row for row in rows}


def _now(statuses: Statuses, revision: Revision) -> Uptake | None:
    """Return what the newest text of the reader has of *revision*, None where its paragraph is gone."""
    since = statuses.contexts[revision.round_id].version.draft.sequence
    lines = statuses.lineage.lines(revision.paragraph_id, statuses.rows, since)
    if revision.base is None or not lines:
        return None
    now = PART.join(line.text for line in lines)
    return _compared(revision.base.text, revision.text, now, lives=False)


def _by_brackets(statuses: Statuses, record: AmendmentRecord) -> Uptake | None:
    """Return what the text has of the words of *record* since their brackets were lifted, None where it has all."""
    since = statuses.lifting(record)
    if since is None or since.lifted.verdict is Verdict.ABSORBED or not since.lifted.holdings:
        return None
    return Uptake(record.base, since.lifted.holdings, lives=False)
