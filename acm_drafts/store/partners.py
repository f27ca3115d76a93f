"""
Partners, their contacts, their meetings and their texts in the library; when their periodic meetings come next.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.agreed_language import Claim, claim
from acm_drafts.negotiation.library import OWN_BODIES, Search, SourceBody
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.partners import NextMeeting, Period, PeriodUnit, next_meeting
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.store.conditions import NOT_WITHDRAWN, SOURCE_OFFERED
from acm_drafts.store.drafts import IS_ADOPTED, SYMBOL
from acm_drafts.store.library import nearest_to_each
from acm_drafts.store.library_index import LibraryIndex
from acm_drafts.store.meetings import texts_for
from acm_drafts.store.records import (
    Adoption,
    Circulation,
    Communique,
    Draft,
    LineRow,
    Paragraph,
    Partner,
    PartnerContact,
    PartnerMeeting,
    PartnerMeetingFollowUp,
    PartnerMeetingParagraph,
    PartnerSource,
    PeriodicMeeting,
    Source,
    SourceParagraph,
)

PAGE = 10
"""So many passages a page of positions holds."""


def find_partner(session: Session, code: str) -> Partner | None:
    """Return the partner with *code*. One query."""
    return session.scalars(select(Partner).where(Partner.code == code)).one_or_none()


def find_partner_called(session: Session, key: str) -> Partner | None:
    """Return the partner whose folded short name is *key*. One query."""
    return session.scalars(select(Partner).where(Partner.short_key == key)).one_or_none()


def contacts_of(session: Session, partner_id: int) -> Sequence[PartnerContact]:
    """Return the contacts of a partner, those without an end first, then the latest end. One query."""
    order = (PartnerContact.until.is_not(None), PartnerContact.until.desc(), PartnerContact.id)
    return session.scalars(
        select(PartnerContact).where(PartnerContact.partner_id == partner_id).order_by(*order)
    ).all()


def find_contact(session: Session, partner: str, code: str) -> PartnerContact | None:
    """Return the contact with *code* of the partner with the code *partner*. One query."""
    wanted = select(PartnerContact).join(PartnerContact.partner).options(joinedload(PartnerContact.partner))
    return session.scalars(wanted.where(PartnerContact.code == code, Partner.code == partner)).one_or_none()


def find_periodic(session: Session, partner: str, code: str) -> PeriodicMeeting | None:
    """Return the periodic meeting with *code* of the partner with the code *partner*. One query."""
    wanted = (
        select(PeriodicMeeting).join(PeriodicMeeting.partner).options(joinedload(PeriodicMeeting.partner))
    )
    return session.scalars(wanted.where(PeriodicMeeting.code == code, Partner.code == partner)).one_or_none()


def find_meeting(session: Session, partner: str, code: str) -> PartnerMeeting | None:
    """Return the meeting with *code* of the partner with the code *partner*. One query."""
    wanted = (
        select(PartnerMeeting)
        .join(PartnerMeeting.partner)
        .options(joinedload(PartnerMeeting.partner), joinedload(PartnerMeeting.periodic))
    )
    return session.scalars(wanted.where(PartnerMeeting.code == code, Partner.code == partner)).one_or_none()


def meetings_between(session: Session, first: date, last: date) -> Sequence[PartnerMeeting]:
    """Return the meetings with all partners from the day *first* to the day *last*, in their order. One query."""
    return session.scalars(
        select(PartnerMeeting)
        .where(PartnerMeeting.day.between(first, last))
        .options(joinedload(PartnerMeeting.partner), joinedload(PartnerMeeting.periodic))
        .order_by(PartnerMeeting.day, PartnerMeeting.id)
    ).all()


def meetings_of(session: Session, partner_id: int) -> Sequence[PartnerMeeting]:
    """Return the meetings with a partner, the latest first. One query."""
    order = (PartnerMeeting.day.desc(), PartnerMeeting.id.desc())
    return session.scalars(
        select(PartnerMeeting)
        .where(PartnerMeeting.partner_id == partner_id)
        .options(joinedload(PartnerMeeting.periodic))
        .order_by(*order)
    ).all()


class FoundPartner(NamedTuple):
    """A partner, or a *meeting* with it or a *contact* there, that holds what was searched for."""

    partner: Partner
    meeting: PartnerMeeting | None = None
    contact: PartnerContact | None = None


def partners_with_words(session: Session, search: Search, *, contacts: bool = False) -> list[FoundPartner]:
    """
    Return the partners by whose names, and the meetings by whose words all that is searched for is found.

    Partners by their short names, the meetings with each behind it, the latest first; with *contacts*, for who reads
    these, the contacts there behind them. Two queries, three with contacts.
    """
    reached: dict[int, list[PartnerContact]] = defaultdict(list)
    if contacts:
        for contact in session.scalars(select(PartnerContact).order_by(PartnerContact.id)):
            reached[contact.partner_id].append(contact)
    partners = session.scalars(select(Partner).order_by(Partner.short_key)).all()
    met: dict[int, list[PartnerMeeting]] = defaultdict(list)
    meetings = select(PartnerMeeting).options(joinedload(PartnerMeeting.periodic))
    for meeting in session.scalars(meetings.order_by(PartnerMeeting.day.desc(), PartnerMeeting.id.desc())):
        met[meeting.partner_id].append(meeting)
    return [
        row
        for partner in partners
        for row in (
            *_found(partner, met[partner.id], search),
            *_found_contacts(partner, reached[partner.id], search),
        )
    ]


def _found(partner: Partner, meetings: Iterable[PartnerMeeting], search: Search) -> Iterator[FoundPartner]:
    names = (partner.short, partner.name_en, partner.name_fr, partner.name_ar)
    if holds(search, folded_text(names)):
        yield FoundPartner(partner)
    for meeting in meetings:
        series = meeting.periodic.title if meeting.periodic else ""
        if holds(
            search, folded_text((meeting.title or series, meeting.place, meeting.topics, meeting.outcome))
        ):
            yield FoundPartner(partner, meeting)


def _found_contacts(
    partner: Partner, contacts: Iterable[PartnerContact], search: Search
) -> Iterator[FoundPartner]:
    for contact in contacts:
        words = (contact.name, contact.function, contact.address, contact.email, contact.telephone)
        if holds(search, folded_text(words)):
            yield FoundPartner(partner, contact=contact)


# When they meet -------------------------------------------------------------------------------------


class PeriodicRow(NamedTuple):
    """A periodic meeting and when it comes next; None where it has ended."""

    periodic: PeriodicMeeting
    next: NextMeeting | None


def periodic_of(session: Session, partner_id: int, today: date) -> list[PeriodicRow]:
    """Return the periodic meetings of a partner, in the order in which they were added. Two queries."""
    return _periodic(session, PeriodicMeeting.partner_id == partner_id, today)


def _periodic(session: Session, where: ColumnElement[bool], today: date) -> list[PeriodicRow]:
    wanted = select(PeriodicMeeting).options(joinedload(PeriodicMeeting.partner)).order_by(PeriodicMeeting.id)
    rows = session.scalars(wanted.where(where)).all()
    days = _days_by_periodic(session, [row.id for row in rows])
    return [PeriodicRow(row, next_meeting(period_of(row), days.get(row.id, ()), today)) for row in rows]


def period_of(row: PeriodicMeeting) -> Period:
    """Return the period by which a periodic meeting recurs."""
    return Period(row.every, PeriodUnit(row.unit), row.starts_on, row.ends_on)


def _days_by_periodic(session: Session, keys: Collection[int]) -> Mapping[int, list[date]]:
    """Return the days of the meetings that were not cancelled, by the periodic meeting. One query."""
    days: dict[int, list[date]] = defaultdict(list)
    wanted = select(PartnerMeeting.periodic_id, PartnerMeeting.day)
    for key, day in session.execute(
        wanted.where(PartnerMeeting.periodic_id.in_(keys), PartnerMeeting.cancelled.is_(False))
    ):
        days[key or 0].append(day)
    return days


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in the list; the last day on which a meeting was to be held, and the next. A cancelled one is none."""

    partner: Partner
    last: date | None = None
    next: date | None = None


def partners_listed(session: Session, today: date) -> list[PartnerRow]:
    """Return all partners by their short names, with their last and their next meeting. Two queries."""
    partners = session.scalars(select(Partner).order_by(Partner.short_key)).all()
    days: dict[int, list[date]] = defaultdict(list)
    held = select(PartnerMeeting.partner_id, PartnerMeeting.day).where(PartnerMeeting.cancelled.is_(False))
    for partner, day in session.execute(held):
        days[partner].append(day)
    return [
        PartnerRow(
            partner,
            max((day for day in days[partner.id] if day < today), default=None),
            min((day for day in days[partner.id] if day >= today), default=None),
        )
        for partner in partners
    ]


def periodic_due(session: Session, today: date) -> list[PeriodicRow]:
    """Return the periodic meetings of all partners that are due, the one that is longest due first. Two queries."""
    rows = [row for row in _periodic(session, true(), today) if row.next is not None and row.next.due]
    return sorted(rows, key=lambda row: (row.next.day if row.next else today, row.periodic.id))


def meeting_after(session: Session, meeting: PartnerMeeting, today: date) -> NextMeeting | None:
    """
    Return the meeting that follows: of a periodic one the next of it, else the next with the partner.

    None where none is known. One query.
    """
    of_same = (
        PartnerMeeting.periodic_id == meeting.periodic_id
        if meeting.periodic_id
        else PartnerMeeting.partner_id == meeting.partner_id
    )
    days = session.scalars(
        select(PartnerMeeting.day).where(of_same, PartnerMeeting.cancelled.is_(False))
    ).all()
    if meeting.periodic is not None:
        # of a meeting to come the one that follows it, not itself
        then = today if meeting.cancelled else max(today, meeting.day + timedelta(days=1))
        return next_meeting(period_of(meeting.periodic), days, then)
    ahead = [day for day in days if day >= today and day > meeting.day]
    return NextMeeting(min(ahead), planned=True) if ahead else None


# Related paragraphs ---------------------------------------------------------------------------------


class RelatedParagraph(NamedTuple):
    """A paragraph of a circulated text: its text, what it is called in the newest circulated draft that holds it."""

    communique: Communique
    code: str
    symbol: str
    reference: str


_LINK = re.compile(r"(?:https?://[^/\s]+)?/c/([a-z0-9]{1,12})/p/([a-z0-9]{1,12})(?:[/?#]\S*)?")


def find_linked(session: Session, actor: Actor, links: Iterable[str]) -> dict[str, int]:
    """
    Return the keys of the paragraphs whose permanent links are among *links*, by these.

    A link of no paragraph of a circulated text, or of a text that *actor* does not read, is left out. Two queries.
    """
    named = {link: match.groups() for link in links if (match := _LINK.fullmatch(link.strip()))}
    if not named:
        return {}
    wanted = _circulated().add_columns(Communique.code, Paragraph.code)
    wanted = wanted.where(tuple_(Communique.code, Paragraph.code).in_(list(named.values())))
    rows = session.execute(wanted.group_by(Communique.code, Paragraph.code)).all()
    reads = texts_read_by(session, actor)
    keys = {(text, paragraph): key for key, communique, _, text, paragraph in rows if communique in reads}
    return {link: keys[pair] for link, pair in named.items() if pair in keys}


def _circulated() -> Select[int, int, int]:
    """Return the query for paragraphs that stood in a circulated draft: key, communiqué, number of its last draft."""
    return (
        select(Paragraph.id, Paragraph.communique_id, func.max(Draft.sequence))
        .join(LineRow, LineRow.paragraph_id == Paragraph.id)
        .join(Draft, Draft.id == LineRow.draft_id)
        .join(Circulation, Circulation.draft_id == Draft.id)
        .join(Communique, Communique.id == Paragraph.communique_id)
        .where(NOT_WITHDRAWN)
        .group_by(Paragraph.id, Paragraph.communique_id)
    )


def texts_read_by(session: Session, actor: Actor) -> set[int]:
    """Return the keys of the texts that *actor* reads. One query."""
    return {text.communique.id for text in texts_for(session, actor) if text.readable}


def related_to(session: Session, actor: Actor, meeting_id: int) -> list[RelatedParagraph]:
    """
    Return the paragraphs that a meeting is related to and *actor* reads: the latest text first, then in its order.

    Two queries.
    """
    last = (
        _circulated()
        .join(PartnerMeetingParagraph, PartnerMeetingParagraph.paragraph_id == Paragraph.id)
        .where(PartnerMeetingParagraph.meeting_id == meeting_id)
        .subquery()
    )
    paragraph, communique, sequence = last.c
    rows = session.execute(
        select(Communique, Paragraph.code, SYMBOL, LineRow.reference)
        .join(last, communique == Communique.id)
        .join(Paragraph, Paragraph.id == paragraph)
        .join(Draft, (Draft.communique_id == Communique.id) & (Draft.sequence == sequence))
        .join(LineRow, (LineRow.draft_id == Draft.id) & (LineRow.paragraph_id == Paragraph.id))
        .outerjoin(Adoption, IS_ADOPTED)
        .order_by(Communique.id.desc(), LineRow.position)
    )
    related = [RelatedParagraph(*row) for row in rows]
    if not related:
        return []
    reads = texts_read_by(session, actor)
    return [row for row in related if row.communique.id in reads]


class Relation(NamedTuple):
    """That a meeting is related to a paragraph: the row, the key of its communiqué, the path of its permanent link."""

    row: PartnerMeetingParagraph
    communique: int
    path: str


def relations_of(session: Session, meeting_id: int) -> list[Relation]:
    """Return all relations of a meeting to paragraphs, whoever reads these, in the order of their keys. One query."""
    wanted = (
        select(PartnerMeetingParagraph, Communique.id, Communique.code, Paragraph.code)
        .join(Paragraph, Paragraph.id == PartnerMeetingParagraph.paragraph_id)
        .join(Communique, Communique.id == Paragraph.communique_id)
        .where(PartnerMeetingParagraph.meeting_id == meeting_id)
        .order_by(Paragraph.id)
    )
    return [
        Relation(row, communique, f"/c/{text}/p/{paragraph}")
        for row, communique, text, paragraph in session.execute(wanted)
    ]


# The follow-up --------------------------------------------------------------------------------------


def meetings_of_entry(session: Session, follow_up_id: int) -> Sequence[PartnerMeeting]:
    """Return the meetings with partners that an entry of the follow-up is linked to, the latest first. One query."""
    wanted = (
        select(PartnerMeeting)
        .join(PartnerMeetingFollowUp, PartnerMeetingFollowUp.meeting_id == PartnerMeeting.id)
        .options(joinedload(PartnerMeeting.partner), joinedload(PartnerMeeting.periodic))
        .where(PartnerMeetingFollowUp.follow_up_id == follow_up_id)
    )
    return session.scalars(wanted.order_by(PartnerMeeting.day.desc(), PartnerMeeting.id.desc())).all()


# Texts of a partner ---------------------------------------------------------------------------------


def sources_of(session: Session, partner_id: int) -> Sequence[Source]:
    """Return the sources that are texts of a partner and are offered, the latest first. One query."""
    return session.scalars(
        select(Source)
        .join(PartnerSource, PartnerSource.source_id == Source.id)
        .where(PartnerSource.partner_id == partner_id, SOURCE_OFFERED)
        .order_by(Source.day.is_(None), Source.day.desc(), Source.symbol, Source.language)
    ).all()


def sources_to_give(session: Session) -> Sequence[Source]:
    """Return the offered sources of other bodies that are of no partner, by their symbols. One query."""
    given = select(PartnerSource.source_id).where(PartnerSource.source_id == Source.id)
    return session.scalars(
        select(Source)
        .where(Source.body == SourceBody.OTHER, SOURCE_OFFERED, ~given.correlate(Source).exists())
        .order_by(Source.symbol, Source.language)
    ).all()


def partner_of_source(session: Session, source_id: int) -> Partner | None:
    """Return the partner whose text a source is said to be. One query."""
    return session.scalars(
        select(Partner)
        .join(PartnerSource, PartnerSource.partner_id == Partner.id)
        .where(PartnerSource.source_id == source_id)
    ).one_or_none()


class Beside(NamedTuple):
    """
    A passage of a partner, and the paragraph of the OIC's sources that is most like it.

    *ours* is None where none shares a rare word with it; *claim* says how ours stands to it.
    """

    passage: SourceParagraph
    ours: SourceParagraph | None = None
    likeness: float = 0
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Positions:
    """A page of the passages of a partner beside ours, of *count* in all."""

    rows: tuple[Beside, ...]
    count: int


def positions_beside_ours(
    session: Session, index: LibraryIndex, sources: Iterable[Source], *, page: int = 1
) -> Positions:
    """
    Return a page of the passages of *sources*, in their order, each beside the paragraph of ours nearest to it.

    Headings are left out. Five queries. Raises LibraryNotReady while the index is built.
    """
    order = {source.id: place for place, source in enumerate(sources)}
    of_sources = (
        SourceParagraph.source_id.in_(order),
        SourceParagraph.kind != LineKind.HEADING,
    )
    keys = select(SourceParagraph.source_id, SourceParagraph.position).where(*of_sources)
    in_order = sorted(session.execute(keys).all(), key=lambda key: (order[key[0]], key[1]))
    wanted = [(source, position) for source, position in in_order[(page - 1) * PAGE : page * PAGE]]
    rows = nearest_to_each(session, index, wanted, bodies=OWN_BODIES)
    return Positions(tuple(_beside(*row) for row in rows), len(in_order))


def _beside(passage: SourceParagraph, ours: SourceParagraph | None, likeness: float) -> Beside:
    if ours is None:
        return Beside(passage)
    return Beside(passage, ours, likeness, claim(passage.words, ours.words))
