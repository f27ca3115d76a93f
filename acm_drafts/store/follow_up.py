"""
Follow-up: which requests are followed up, what was recorded of them, and what became of their paragraphs.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.follow_up import FOLLOWED, FollowUpState, Request, Urgency, urgency_of
from acm_drafts.negotiation.library import Search, same_symbol
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.conditions import SOURCE_AS_NEGOTIATED, SOURCE_OFFERED
from acm_drafts.store.readable import find_record
from acm_drafts.store.records import (
    Adoption,
    Amendment,
    Communique,
    Corrigendum,
    CorrigendumEntry,
    FollowUp,
    FollowUpDismissal,
    FollowUpEvidence,
    FollowUpEvidenceRemoval,
    FollowUpProposal,
    FollowUpVersion,
    LineRow,
    Paragraph,
    PartnerMeetingFollowUp,
    PartnerSource,
    Source,
    SourceParagraph,
    SourceWithdrawal,
    Wording,
)
from acm_drafts.store.rounds import round_context
from acm_drafts.store.visibility import name_for, sources_read_by


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """
    An entry with what it says now and the paragraph of the source that it is from; *withdrawn* where the source is.

    *home*: the codes of the communiqué and the paragraph where the text was adopted here, None for others.
    """

    entry: FollowUp
    version: FollowUpVersion
    passage: SourceParagraph
    source: Source
    withdrawn: SourceWithdrawal | None
    home: tuple[str, str] | None

    @property
    def state(self) -> FollowUpState:
        return FollowUpState(self.version.state)

    @property
    def request(self) -> Request:
        """What it says now, as a value of the rules."""
        now = self.version
        return Request(now.addressee, now.requested, now.due, now.place, now.next_report)

    def urgency(self, today: date) -> Urgency:
        return urgency_of(self.state, self.version.due, today)


_LATER = aliased(FollowUpVersion)
_LAST = (
    select(func.max(_LATER.number))
    .where(_LATER.follow_up_id == FollowUpVersion.follow_up_id)
    .correlate(FollowUpVersion)
    .scalar_subquery()
)


def _entries(
    actor: Actor,
) -> Select[FollowUp, FollowUpVersion, SourceParagraph, Source, SourceWithdrawal, str, str]:
    """Return the query for the entries of the sources that *actor* may read."""
    return (
        select(
            FollowUp,
            FollowUpVersion,
            SourceParagraph,
            Source,
            SourceWithdrawal,
            Communique.code,
            Paragraph.code,
        )
        .join(FollowUpVersion, FollowUpVersion.follow_up_id == FollowUp.id)
        .join(
            SourceParagraph,
            (SourceParagraph.source_id == FollowUp.source_id)
            & (SourceParagraph.position == FollowUp.position),
        )
        .join(Source, Source.id == FollowUp.source_id)
        .outerjoin(SourceWithdrawal, SourceWithdrawal.source_id == Source.id)
        .outerjoin(Paragraph, Paragraph.id == FollowUp.paragraph_id)
        .outerjoin(Communique, Communique.id == Paragraph.communique_id)
        .where(FollowUpVersion.number == _LAST, sources_read_by(actor))
    )


def _row(
    entry: FollowUp,
    version: FollowUpVersion,
    passage: SourceParagraph,
    source: Source,
    withdrawn: SourceWithdrawal | None,
    *home: str,
) -> FollowUpRow:
    communique, paragraph = home
    return FollowUpRow(
        entry, version, passage, source, withdrawn, (communique, paragraph) if communique else None
    )


_BY_SOURCE = (Source.day.is_(None), Source.day.desc(), Source.id, FollowUp.position, FollowUp.start)


def follow_ups(session: Session, actor: Actor) -> list[FollowUpRow]:
    """Return the entries that *actor* may read, of the latest source first, in the order of its text. One query."""
    return [_row(*row) for row in session.execute(_entries(actor).order_by(*_BY_SOURCE))]


def follow_ups_due(session: Session, actor: Actor, first: date, last: date) -> list[FollowUpRow]:
    """
    Return the entries that are due from the day *first* to the day *last*, by day; what is done or no longer pursued is
    not due any more. One query.
    """
    wanted = _entries(actor).where(
        FollowUpVersion.due.between(first, last),
        FollowUpVersion.state.not_in([FollowUpState.DONE, FollowUpState.DROPPED]),
    )
    return [_row(*row) for row in session.execute(wanted.order_by(FollowUpVersion.due, *_BY_SOURCE))]


def get_follow_up(session: Session, actor: Actor, code: str) -> FollowUpRow:
    """Return the entry with *code*. One query. Raises NotFound, also for one that *actor* may not read."""
    row = session.execute(_entries(actor).where(FollowUp.code == code)).one_or_none()
    if row is None:
        raise NotFound()
    return _row(*row)


def follow_ups_of(session: Session, actor: Actor, source_id: int) -> list[FollowUpRow]:
    """Return the entries of a source, in the order of its text. One query."""
    wanted = _entries(actor).where(FollowUp.source_id == source_id).order_by(*_BY_SOURCE)
    return [_row(*row) for row in session.execute(wanted)]


def follow_ups_in_other_languages(
    session: Session, actor: Actor, source: Source
) -> dict[str | int, list[FollowUpRow]]:
    """
    Return the entries of the text of *source* as the library has it in others, by `place_in_text` of each paragraph.

    One query.
    """
    rows = session.execute(_entries(actor).where(Source.language != source.language).order_by(*_BY_SOURCE))
    by_place: dict[str | int, list[FollowUpRow]] = {}
    for entry in (_row(*row) for row in rows):
        if same_symbol(entry.source.symbol) == same_symbol(source.symbol):
            place = place_in_text(entry.passage.reference, entry.passage.position)
            by_place.setdefault(place, []).append(entry)
    return by_place


def place_in_text(reference: str, position: int) -> str | int:
    """Return by what a paragraph is the same in all languages of a text: its number, without one which it is."""
    return reference or position


def versions_of(session: Session, follow_up_id: int) -> Sequence[FollowUpVersion]:
    """Return what an entry said after each act, oldest first. One query."""
    wanted = select(FollowUpVersion).where(FollowUpVersion.follow_up_id == follow_up_id)
    return session.scalars(wanted.order_by(FollowUpVersion.number)).all()


_REMOVED = exists().where(FollowUpEvidenceRemoval.evidence_id == FollowUpEvidence.id)
"""The condition on FollowUpEvidence that it was removed."""


def evidence_of(session: Session, entries: Collection[int]) -> dict[int, list[FollowUpEvidence]]:
    """Return the evidence of each of *entries*, oldest first, not what was removed. One query, none without entries."""
    evidence: dict[int, list[FollowUpEvidence]] = {key: [] for key in entries}
    if entries:
        wanted = select(FollowUpEvidence).where(FollowUpEvidence.follow_up_id.in_(entries), ~_REMOVED)
        for row in session.scalars(wanted.order_by(FollowUpEvidence.id)):
            evidence[row.follow_up_id].append(row)
    return evidence


def get_evidence(session: Session, follow_up_id: int, key: int) -> FollowUpEvidence:
    """Return a document of an entry, also one that was removed. One query. Raises NotFound."""
    evidence = session.get(FollowUpEvidence, key)
    if evidence is None or evidence.follow_up_id != follow_up_id:
        raise NotFound()
    return evidence


def removals_of(session: Session, follow_up_id: int) -> Sequence[FollowUpEvidenceRemoval]:
    """Return what was removed from the evidence of an entry, oldest first. One query."""
    wanted = (
        select(FollowUpEvidenceRemoval)
        .join(FollowUpEvidenceRemoval.evidence)
        .options(contains_eager(FollowUpEvidenceRemoval.evidence))
        .where(FollowUpEvidence.follow_up_id == follow_up_id)
    )
    return session.scalars(wanted.order_by(FollowUpEvidenceRemoval.at, FollowUpEvidence.id)).all()


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """An entry with its evidence and what it said after each act, oldest first: all the words of its page."""

    row: FollowUpRow
    versions: Sequence[FollowUpVersion]
    evidence: Sequence[FollowUpEvidence]

    def __iter__(self) -> Iterator[str]:
        """Yield the words by which it is found: who is asked for what, what was reported, and its evidence."""
        for version in self.versions:
            yield from (
                version.addressee,
                version.requested,
                version.place,
                version.next_report,
                version.note,
            )
        for document in self.evidence:
            yield from (document.title, document.symbol)


def follow_ups_with_words(session: Session, actor: Actor, search: Search) -> list[FollowUpWords]:
    """Return the entries that hold all that is searched for, in the order of `follow_ups`. Three queries."""
    rows = follow_ups(session, actor)
    versions: dict[int, list[FollowUpVersion]] = {row.entry.id: [] for row in rows}
    for version in session.scalars(select(FollowUpVersion).order_by(FollowUpVersion.number)):
        if version.follow_up_id in versions:
            versions[version.follow_up_id].append(version)
    evidence = evidence_of(session, versions)
    entries = (FollowUpWords(row, versions[row.entry.id], evidence[row.entry.id]) for row in rows)
    return [entry for entry in entries if holds(search, folded_text(entry))]


# What became of the paragraph ----------------------------------------------------------------------


class CorrectedBy(NamedTuple):
    """A corrigendum to the paragraph of an entry: its symbol, its day, and for which words which are read."""

    symbol: str
    day: date
    old: str
    new: str


def corrections_of(session: Session, rows: Collection[FollowUpRow]) -> dict[int, list[CorrectedBy]]:
    """Return by which corrigenda the paragraphs of entries are corrected, by entry. One query, none for no entry."""
    corrections: dict[int, list[CorrectedBy]] = {}
    paragraphs = {row.entry.paragraph_id for row in rows if row.entry.paragraph_id}
    if not paragraphs:
        return {}
    wanted = (
        select(
            CorrigendumEntry.paragraph_id,
            Corrigendum.symbol,
            Corrigendum.day,
            CorrigendumEntry.old,
            CorrigendumEntry.new,
        )
        .join(Corrigendum, Corrigendum.id == CorrigendumEntry.corrigendum_id)
        .where(CorrigendumEntry.paragraph_id.in_(paragraphs))
        .order_by(Corrigendum.number, CorrigendumEntry.position)
    )
    for paragraph, symbol, day, old, new in session.execute(wanted):
        corrections.setdefault(paragraph, []).append(CorrectedBy(symbol, day, old, new))
    return {
        row.entry.id: corrections[row.entry.paragraph_id]
        for row in rows
        if row.entry.paragraph_id and row.entry.paragraph_id in corrections
    }


# Suggestions ---------------------------------------------------------------------------------------


class FollowedSource(NamedTuple):
    """A source whose requests can be followed up, and how many of them are."""

    source: Source
    entries: int


_MAKES_REQUESTS = or_(
    Source.body.in_(FOLLOWED),
    select(PartnerSource.source_id).where(PartnerSource.source_id == Source.id).correlate(Source).exists(),
)
"""The condition on Source that its requests are followed up: one of our own bodies, or a text of a partner."""


def makes_requests(session: Session, source: Source) -> bool:
    """Return whether the requests of a source are followed up. One query."""
    wanted = select(Source.id).where(Source.id == source.id, _MAKES_REQUESTS)
    return session.scalar(wanted) is not None


def followed_sources(session: Session) -> list[FollowedSource]:
    """
    Return the offered sources whose requests are followed up, the latest first. One query.

    Translations of a text that was adopted here are left out: they make the same requests.
    """
    counted = select(func.count()).where(FollowUp.source_id == Source.id).scalar_subquery()
    wanted = select(Source, counted).where(_MAKES_REQUESTS, SOURCE_OFFERED, SOURCE_AS_NEGOTIATED)
    newest = (Source.day.is_(None), Source.day.desc(), Source.symbol, Source.language)
    return [FollowedSource(*row) for row in session.execute(wanted.order_by(*newest))]


def dismissed_in(session: Session, source_id: int) -> set[tuple[int, int]]:
    """Return where a source holds words that were dismissed as no request: positions and beginnings. One query."""
    wanted = select(FollowUpDismissal.position, FollowUpDismissal.start)
    return {
        (position, start)
        for position, start in session.execute(wanted.where(FollowUpDismissal.source_id == source_id))
    }


def is_followed_up(session: Session, source_id: int, position: int, start: int) -> bool:
    """Return whether there is an entry for the words that begin there. One query."""
    at_place = (FollowUp.source_id == source_id, FollowUp.position == position, FollowUp.start == start)
    return bool(session.scalar(select(exists().where(*at_place))))


def paragraph_adopted(session: Session, source: Source, position: int) -> int | None:
    """
    Return the key of the paragraph that stands at a *position* of a source that was adopted here, None for others.

    A source holds the lines of the adopted draft that say something, in their order. One query at most.
    """
    if source.communique_id is None:
        return None
    lines = (
        select(LineRow.paragraph_id)
        .join(Adoption, Adoption.draft_id == LineRow.draft_id)
        .join(Wording, Wording.id == LineRow.wording_id)
        .where(Adoption.communique_id == source.communique_id, func.trim(Wording.text) != "")
        .order_by(LineRow.position)
    )
    return session.scalar(lines.offset(position - 1).limit(1))


# Proposals drawn from an entry ---------------------------------------------------------------------


def proposals_from(
    session: Session, actor: Actor, follow_up_id: int
) -> list[tuple[AmendmentRecord, Communique, str]]:
    """
    Return the proposals drawn from an entry that *actor* may read, each with its text and its name for them.

    The latest comes first. Eleven queries for each of them: there is about one a year.
    """
    wanted = (
        select(Amendment.id, Communique)
        .join(FollowUpProposal, FollowUpProposal.amendment_id == Amendment.id)
        .join(Communique, Communique.id == Amendment.communique_id)
        .where(FollowUpProposal.follow_up_id == follow_up_id)
        .order_by(Amendment.id.desc())
    )
    proposals = []
    for key, communique in session.execute(wanted):
        reader = actor.at(communique.meeting_id)
        record = find_record(session, reader, key)
        if record is not None:
            context = round_context(session, record.amendment.round_id)
            proposals.append((record, communique, name_for(reader, context, record)))
    return proposals


def drawn_into_texts(session: Session, follow_up_id: int) -> dict[int, str]:
    """
    Return into which texts a paragraph was drawn from an entry, each with the code of the proposal; not where that was
    withdrawn. One query.
    """
    wanted = (
        select(Amendment.communique_id, Amendment.code)
        .join(FollowUpProposal, FollowUpProposal.amendment_id == Amendment.id)
        .where(FollowUpProposal.follow_up_id == follow_up_id, Amendment.stage != Stage.WITHDRAWN)
        .order_by(Amendment.id)
    )
    return dict(session.execute(wanted).all())


def entry_drawn_into(session: Session, actor: Actor, amendment_id: int) -> FollowUpRow | None:
    """Return the entry that a proposal was drawn from, None without one that *actor* may read. One query."""
    wanted = _entries(actor).join(FollowUpProposal, FollowUpProposal.follow_up_id == FollowUp.id)
    row = session.execute(wanted.where(FollowUpProposal.amendment_id == amendment_id)).one_or_none()
    return _row(*row) if row else None


def entries_on_paragraph(session: Session, actor: Actor, paragraph_id: int) -> list[FollowUpRow]:
    """
    Return the entries for what a paragraph of an adopted text requests, and those that a new one is drawn from.

    One query.
    """
    drawn = (
        select(FollowUpProposal.follow_up_id)
        .join(Amendment, Amendment.id == FollowUpProposal.amendment_id)
        .where(Amendment.paragraph_id == paragraph_id)
    )
    wanted = _entries(actor).where(or_(FollowUp.paragraph_id == paragraph_id, FollowUp.id.in_(drawn)))
    return [_row(*row) for row in session.execute(wanted.order_by(*_BY_SOURCE))]


def entries_of_meeting(session: Session, actor: Actor, meeting_id: int) -> list[FollowUpRow]:
    """Return the entries that are linked to a meeting with a partner, those of the latest source first. One query."""
    linked = _entries(actor).join(PartnerMeetingFollowUp, PartnerMeetingFollowUp.follow_up_id == FollowUp.id)
    wanted = linked.where(PartnerMeetingFollowUp.meeting_id == meeting_id).order_by(*_BY_SOURCE)
    return [_row(*row) for row in session.execute(wanted)]


# What is wrong -------------------------------------------------------------------------------------


def faults_of_follow_up(session: Session) -> list[tuple[str, str, str]]:
    """Return what is wrong with the entries, which no verb would have written: symbol, entry, message. Two queries."""
    faults = []
    numbers: dict[int, list[int]] = {}
    for key, number in session.execute(
        select(FollowUpVersion.follow_up_id, FollowUpVersion.number).order_by(FollowUpVersion.number)
    ):
        numbers.setdefault(key, []).append(number)
    wanted = select(FollowUp, SourceParagraph.text, Source.symbol).join(FollowUp.passage)
    for entry, text, symbol in session.execute(wanted.join(Source, Source.id == FollowUp.source_id)):
        known = numbers.get(entry.id, [])
        if known != list(range(1, len(known) + 1)) or not known:
            faults.append(
                (symbol, entry.code, N_("what was recorded of the entry %(entry)s is not complete"))
            )
        if entry.stop > len(text):
            faults.append(
                (symbol, entry.code, N_("the words of the entry %(entry)s do not stand in its source"))
            )
    return faults
