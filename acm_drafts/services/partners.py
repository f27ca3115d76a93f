"""
The Mission keeps the partners of the Group: their contacts, the meetings with them, and which sources are their texts.

Partners belong to no meeting of the Group: who drafts for the Mission at one of them keeps them. What changes is told
in the journal with what stood there before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NotFound, NotPermitted
from acm_drafts.negotiation.library import SourceBody, SourceWithdrawn, called
from acm_drafts.negotiation.partners import (
    LONGEST_PERIOD,
    Contact,
    Face,
    FollowUpLinked,
    Meeting,
    ParagraphNotCirculated,
    PartnerChanged,
    PartnerKnown,
    PartnerLevel,
    Periodic,
    SourceOfPartner,
    WrongPartner,
    require_new_contact,
    require_new_meeting,
    require_new_periodic,
)
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.credentials import address_of
from acm_drafts.services.revisions import clean
from acm_drafts.store.database import new_code, transaction
from acm_drafts.store.follow_up import FollowUpRow, get_follow_up
from acm_drafts.store.journal import write_line
from acm_drafts.store.library import find_source
from acm_drafts.store.locks import hold_partners
from acm_drafts.store.meetings import today
from acm_drafts.store.partners import (
    contacts_of,
    find_contact,
    find_linked,
    find_meeting,
    find_partner,
    find_partner_called,
    find_periodic,
    meetings_of,
    partner_of_source,
    periodic_of,
    relations_of,
    texts_read_by,
)
from acm_drafts.store.records import (
    Partner,
    PartnerContact,
    PartnerMeeting,
    PartnerMeetingFollowUp,
    PartnerMeetingParagraph,
    PartnerSource,
    PeriodicMeeting,
)

LONGEST_SHORT, LONGEST_NAME, LONGEST_ADDRESS, LONGEST_TELEPHONE, LONGEST_WORDS = 64, 200, 500, 64, 10_000
MOST_LINKS = 50
FIRST_YEAR, LAST_YEAR = 1945, 2200


def keeps_partners(actor: Actor) -> bool:
    """Return whether the person keeps the partners: at one of their meetings at least."""
    return any(may(at, Act.MANAGE_PARTNERS, Facts(meeting=at.meeting)) for at in actor.places())


def require_partners_kept_by(actor: Actor) -> None:
    """Raise NotPermitted for who does not keep the partners."""
    if not keeps_partners(actor):
        raise NotPermitted()


# Partners -------------------------------------------------------------------------------------------


def add_partner(actor: Actor, face: Face) -> Partner:
    """Add a partner and return it. Raises NotPermitted, WrongPartner, PartnerKnown, UnreadableText, TextTooLong."""
    face = _checked_face(face)
    with transaction() as session:
        _begin(session, actor)
        _refuse_known(session, face)
        partner = Partner(code=new_code(), short_key=face.short.casefold(), **asdict(face))
        session.add(partner)
        _tell(session, actor, "add partner", partner.short, after=face)
        return partner


def change_partner(actor: Actor, code: str, face: Face, *, seen: int) -> Partner:
    """
    Change what a partner is called and is, and return it; *seen* is the counter on the page.

    Raises what `add_partner` does, NotFound and PartnerChanged.
    """
    face = _checked_face(face)
    with transaction() as session:
        _begin(session, actor)
        partner = _as_seen(find_partner(session, code), seen)
        _refuse_known(session, face, but=partner)
        before = _facts_of(Face, partner)
        partner.short_key = face.short.casefold()
        _change(session, actor, "change partner", partner, before=before, after=face, subject=before.short)
        return partner


def _checked_face(face: Face) -> Face:
    face = replace(
        face,
        short=_one_line(face.short, LONGEST_SHORT),
        name_en=_one_line(face.name_en, LONGEST_NAME),
        name_fr=_one_line(face.name_fr, LONGEST_NAME),
        name_ar=_one_line(face.name_ar, LONGEST_NAME),
    )
    for fact in ("short", "name_en", "name_fr", "name_ar"):
        if not getattr(face, fact):
            what = N_("a partner has a short name, and a name in English, French and Arabic")
            raise WrongPartner(fact=fact, what=what)
    return face


def _refuse_known(session: Session, face: Face, *, but: Partner | None = None) -> None:
    known = find_partner_called(session, face.short.casefold())
    if known is not None and known is not but:
        raise PartnerKnown(name=known.short)


# Contacts -------------------------------------------------------------------------------------------


def add_contact(actor: Actor, partner: str, contact: Contact) -> PartnerContact:
    """
    Add a contact to a partner and return it.

    Raises NotPermitted, NotFound, WrongPartner, WrongAddress, ContactKnown, UnreadableText, TextTooLong.
    """
    contact = _checked_contact(contact)
    with transaction() as session:
        of = _held(session, actor, partner)
        _refuse_known_contact(session, of, contact)
        row = PartnerContact(code=new_code(), partner_id=of.id, **asdict(contact))
        session.add(row)
        _tell(session, actor, "add partner contact", of.short, after=contact)
        return row


def change_contact(actor: Actor, partner: str, code: str, contact: Contact, *, seen: int) -> PartnerContact:
    """Change a contact and return it. Raises what `add_contact` does, and PartnerChanged."""
    contact = _checked_contact(contact)
    with transaction() as session:
        of = _held(session, actor, partner)
        row = _as_seen(find_contact(session, partner, code), seen)
        _refuse_known_contact(session, of, contact, but=row)
        before = _facts_of(Contact, row)
        _change(session, actor, "change partner contact", row, before=before, after=contact, subject=of.short)
        return row


def _refuse_known_contact(
    session: Session, of: Partner, contact: Contact, *, but: PartnerContact | None = None
) -> None:
    others = [_facts_of(Contact, row) for row in contacts_of(session, of.id) if row is not but]
    require_new_contact(contact, others, today(session, None))


def _checked_contact(contact: Contact) -> Contact:
    contact = replace(
        contact,
        name=_one_line(contact.name, LONGEST_NAME),
        function=_one_line(contact.function, LONGEST_NAME),
        address=clean(contact.address, LONGEST_ADDRESS),
        email=clean(address_of(contact.email), LONGEST_NAME) if contact.email.strip() else "",
        telephone=_one_line(contact.telephone, LONGEST_TELEPHONE),
    )
    if not contact.name and not contact.function:
        raise WrongPartner(fact="name", what=N_("a contact has a name or a function"))
    return contact


# Periodic meetings ----------------------------------------------------------------------------------


def add_periodic(actor: Actor, partner: str, periodic: Periodic) -> PeriodicMeeting:
    """
    Add a meeting that recurs and return it.

    Raises NotPermitted, NotFound, WrongPartner, PeriodicKnown, UnreadableText, TextTooLong.
    """
    periodic = _checked_periodic(periodic)
    with transaction() as session:
        of = _held(session, actor, partner)
        _refuse_known_periodic(session, of, periodic)
        row = PeriodicMeeting(code=new_code(), partner_id=of.id, **asdict(periodic))
        session.add(row)
        _tell(session, actor, "add periodic meeting", of.short, after=periodic)
        return row


def change_periodic(
    actor: Actor, partner: str, code: str, periodic: Periodic, *, seen: int
) -> PeriodicMeeting:
    """Change a meeting that recurs and return it. Raises what `add_periodic` does, and PartnerChanged."""
    periodic = _checked_periodic(periodic)
    with transaction() as session:
        of = _held(session, actor, partner)
        row = _as_seen(find_periodic(session, partner, code), seen)
        _refuse_known_periodic(session, of, periodic, but=row)
        before = _facts_of(Periodic, row)
        _change(
            session, actor, "change periodic meeting", row, before=before, after=periodic, subject=of.short
        )
        return row


def _refuse_known_periodic(
    session: Session, of: Partner, periodic: Periodic, *, but: PeriodicMeeting | None = None
) -> None:
    known = [row.periodic for row in periodic_of(session, of.id, today(session, None))]
    require_new_periodic(periodic, [_facts_of(Periodic, row) for row in known if row is not but])


def _checked_periodic(periodic: Periodic) -> Periodic:
    periodic = replace(periodic, title=_one_line(periodic.title, LONGEST_NAME))
    if not periodic.title:
        raise WrongPartner(fact="title", what=N_("a periodic meeting has a name"))
    if not 1 <= periodic.every <= LONGEST_PERIOD:
        raise WrongPartner(
            fact="every", what=N_("between 1 and 120 months or years lie between two meetings")
        )
    _require_possible(periodic.starts_on, "starts_on")
    if periodic.ends_on is not None and not periodic.starts_on <= periodic.ends_on <= date(LAST_YEAR, 12, 31):
        raise WrongPartner(fact="ends_on", what=N_("a periodic meeting ends after it begins"))
    return periodic


def _require_possible(day: date, fact: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise WrongPartner(fact=fact, what=N_("a meeting is held between 1945 and 2200"))


# Meetings -------------------------------------------------------------------------------------------


def add_meeting(actor: Actor, partner: str, meeting: Meeting) -> PartnerMeeting:
    """
    Add a meeting with a partner, to come or past, and return it.

    Raises NotPermitted, NotFound, WrongPartner, MeetingKnown, ParagraphNotCirculated, UnreadableText, TextTooLong.
    """
    meeting = _checked_meeting(meeting)
    with transaction() as session:
        of = _held(session, actor, partner)
        _require_past_for_outcome(session, meeting)
        periodic = _periodic_named(session, partner, meeting.periodic)
        require_new_meeting(meeting, [_facts_of_meeting(known) for known in meetings_of(session, of.id)])
        row = PartnerMeeting(
            code=new_code(),
            partner_id=of.id,
            periodic_id=periodic.id if periodic else None,
            **_columns(meeting),
        )
        session.add(row)
        session.flush()
        _relate(session, actor, row, meeting.links)
        _tell(session, actor, "add partner meeting", _called(of, row), after=meeting)
        return row


def change_meeting(actor: Actor, partner: str, code: str, meeting: Meeting, *, seen: int) -> PartnerMeeting:
    """
    Change a meeting with a partner and return it: its facts, its outcome, that it is cancelled.

    Related paragraphs of texts that the actor does not read stay as they are. Raises what `add_meeting` does, and
    PartnerChanged.
    """
    meeting = _checked_meeting(meeting)
    with transaction() as session:
        of = _held(session, actor, partner)
        row = _as_seen(find_meeting(session, partner, code), seen)
        _require_past_for_outcome(session, meeting)
        periodic = _periodic_named(session, partner, meeting.periodic)
        others = [known for known in meetings_of(session, of.id) if known is not row]
        require_new_meeting(meeting, [_facts_of_meeting(known) for known in others])
        before = _facts_of_meeting(row)
        subject = _called(of, row)
        for name, value in _columns(meeting).items():
            setattr(row, name, value)
        row.periodic_id = periodic.id if periodic else None
        gone, new = _relate(session, actor, row, meeting.links)
        row.counter += 1
        was, now = _differences(before, meeting)
        _write(session, actor, "change partner meeting", subject, was + gone, now + new)
        session.flush()
        session.refresh(row, ["periodic"])
        return row


def _facts_of_meeting(row: PartnerMeeting) -> Meeting:
    """Return what a row says of a meeting, but for its links."""
    return Meeting(
        day=row.day,
        level=PartnerLevel(row.level),
        title=row.title,
        place=row.place,
        topics=row.topics,
        outcome=row.outcome,
        cancelled=row.cancelled,
        periodic=row.periodic.code if row.periodic else "",
    )


def _checked_meeting(meeting: Meeting) -> Meeting:
    meeting = replace(
        meeting,
        title=_one_line(meeting.title, LONGEST_NAME),
        place=_one_line(meeting.place, LONGEST_NAME),
        topics=clean(meeting.topics, LONGEST_WORDS),
        outcome=clean(meeting.outcome, LONGEST_WORDS),
        links=tuple(dict.fromkeys(link.strip() for link in meeting.links if link.strip())),
    )
    _require_possible(meeting.day, "day")
    if meeting.cancelled and meeting.outcome:
        raise WrongPartner(fact="outcome", what=N_("a meeting that was cancelled has no outcome"))
    if len(meeting.links) > MOST_LINKS:
        raise WrongPartner(fact="links", what=N_("a meeting is related to at most 50 paragraphs"))
    return meeting


def _require_past_for_outcome(session: Session, meeting: Meeting) -> None:
    if meeting.outcome and meeting.day > today(session, None):
        raise WrongPartner(fact="outcome", what=N_("a meeting that is still to come has no outcome"))


def _periodic_named(session: Session, partner: str, code: str) -> PeriodicMeeting | None:
    """Return the periodic meeting with *code* of a partner, None for none. Raises NotFound."""
    if not code:
        return None
    periodic = find_periodic(session, partner, code)
    if periodic is None:
        raise NotFound()
    return periodic


def _columns(meeting: Meeting) -> dict[str, Any]:
    values = asdict(meeting)
    return {name: value for name, value in values.items() if name not in ("links", "periodic")}


def _relate(
    session: Session, actor: Actor, row: PartnerMeeting, links: Sequence[str]
) -> tuple[list[str], list[str]]:
    """
    Relate a meeting to the paragraphs with these permanent links, and to those that *actor* does not read.

    Return what the journal tells of those that went and those that came. Raises ParagraphNotCirculated.
    """
    keys = find_linked(session, actor, links)
    for link in links:
        if link not in keys:
            raise ParagraphNotCirculated(name=link[:80])
    wanted, reads = set(keys.values()), texts_read_by(session, actor)
    before = relations_of(session, row.id)
    for relation in before:
        if relation.communique in reads and relation.row.paragraph_id not in wanted:
            session.delete(relation.row)
    new = wanted - {relation.row.paragraph_id for relation in before}
    session.add_all(PartnerMeetingParagraph(meeting_id=row.id, paragraph_id=key) for key in sorted(new))
    session.flush()
    return _parted([relation.path for relation in before], [r.path for r in relations_of(session, row.id)])


def _parted(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what stands in one of two lists alone: in the first, in the second."""
    return [path for path in before if path not in after], [path for path in after if path not in before]


def _called(partner: Partner, meeting: PartnerMeeting) -> str:
    """Return what the journal calls a meeting: the short name of the partner, and the day."""
    return f"{partner.short}, {meeting.day.isoformat()}"


# The follow-up of meetings --------------------------------------------------------------------------


def link_follow_up(actor: Actor, partner: str, meeting: str, entry: str) -> PartnerMeetingFollowUp:
    """
    Link an entry of the follow-up to a meeting with a partner, and return that.

    Raises NotPermitted, NotFound, FollowUpLinked.
    """
    with transaction() as session:
        of, row, known = _held_with_entry(session, actor, partner, meeting, entry)
        if session.get(PartnerMeetingFollowUp, (row.id, known.entry.id)) is not None:
            raise FollowUpLinked()
        link = PartnerMeetingFollowUp(meeting_id=row.id, follow_up_id=known.entry.id)
        session.add(link)
        _write(session, actor, "link follow-up to meeting", _called(of, row), [], [_entry_called(known)])
        return link


def unlink_follow_up(actor: Actor, partner: str, meeting: str, entry: str) -> None:
    """Take the link of an entry to a meeting away. Raises NotPermitted; NotFound where there is none."""
    with transaction() as session:
        of, row, known = _held_with_entry(session, actor, partner, meeting, entry)
        link = session.get(PartnerMeetingFollowUp, (row.id, known.entry.id))
        if link is None:
            raise NotFound()
        session.delete(link)
        _write(session, actor, "unlink follow-up from meeting", _called(of, row), [_entry_called(known)], [])


def _held_with_entry(
    session: Session, actor: Actor, partner: str, meeting: str, entry: str
) -> tuple[Partner, PartnerMeeting, FollowUpRow]:
    """Return a partner, held, a meeting with it, and an entry. Raises NotPermitted, NotFound."""
    of = _held(session, actor, partner)
    row = find_meeting(session, partner, meeting)
    if row is None:
        raise NotFound()
    return of, row, get_follow_up(session, actor, entry)


def _entry_called(row: FollowUpRow) -> str:
    return called(row.source.symbol, row.passage.reference, row.passage.position)


# Texts ----------------------------------------------------------------------------------------------


def give_source(actor: Actor, partner: str, source: str) -> PartnerSource:
    """
    Say that a source of the library is a text of a partner, and return that.

    Raises NotPermitted, NotFound, SourceWithdrawn, SourceOfPartner; WrongPartner for a text of the OIC or of the
    United Nations' own bodies.
    """
    with transaction() as session:
        of = _held(session, actor, partner)
        known = find_source(session, actor, source)
        if known is None:
            raise NotFound()
        if known.withdrawn is not None:
            raise SourceWithdrawn(symbol=known.source.symbol)
        if known.source.body != SourceBody.OTHER:
            raise WrongPartner(
                fact="source",
                what=N_("a text of a partner is one of “Other bodies and groups” in the library"),
            )
        earlier = partner_of_source(session, known.source.id)
        if earlier is not None:
            raise SourceOfPartner(name=earlier.short)
        row = PartnerSource(source_id=known.source.id, partner_id=of.id)
        session.add(row)
        _write(session, actor, "give source to partner", of.short, [], [known.source.symbol])
        return row


def take_source(actor: Actor, partner: str, source: str) -> None:
    """Say that a source is no text of a partner. Raises NotPermitted; NotFound where it was not said to be one."""
    with transaction() as session:
        of = _held(session, actor, partner)
        known = find_source(session, actor, source)
        row = session.get(PartnerSource, known.source.id) if known else None
        if known is None or row is None or row.partner_id != of.id:
            raise NotFound()
        session.delete(row)
        _write(session, actor, "take source from partner", of.short, [known.source.symbol], [])


# What all share -------------------------------------------------------------------------------------


def _begin(session: Session, actor: Actor) -> None:
    require_partners_kept_by(actor)
    hold_partners(session)


def _held(session: Session, actor: Actor, code: str) -> Partner:
    """Return the partner with *code*, held, for an act of the Mission on it. Raises NotPermitted, NotFound."""
    _begin(session, actor)
    partner = find_partner(session, code)
    if partner is None:
        raise NotFound()
    return partner


class _Counted(Protocol):
    counter: int


R = TypeVar("R", bound=_Counted)
F = TypeVar("F", Face, Contact, Periodic)


def _as_seen(row: R | None, seen: int) -> R:
    """Return *row* where it is as the page showed it. Raises NotFound, PartnerChanged."""
    if row is None:
        raise NotFound()
    if row.counter != seen:
        raise PartnerChanged()
    return row


def _one_line(words: str, longest: int) -> str:
    return clean(" ".join(words.split()), longest)


def _facts_of(kind: type[F], row: object) -> F:
    """Return what a row says, as the value that a verb takes."""
    return kind(**{fact.name: getattr(row, fact.name) for fact in fields(kind)})


def _change(
    session: Session,
    actor: Actor,
    act: str,
    row: Any,
    *,
    before: F,
    after: F,
    subject: str,
) -> None:
    """Write what differs between two values into a row, raise its counter and tell it in the journal."""
    for name, value in asdict(after).items():
        setattr(row, name, value)
    row.counter += 1
    _write(session, actor, act, subject, *_differences(before, after))


def _differences(before: Any, after: Any) -> tuple[list[str], list[str]]:
    """Return what two values of one kind say that the other does not, fact by fact."""
    was, now = _told(before), _told(after)
    names = [name for name in now if was[name] != now[name] and name != "links"]
    return [was[name] or "–" for name in names], [now[name] or "–" for name in names]


def _told(value: Any) -> Mapping[str, str]:
    """Return a value, fact by fact, as the journal has it."""
    return {fact.name: _fact(getattr(value, fact.name), fact.name) for fact in fields(value)}


def _fact(value: object, name: str) -> str:
    if isinstance(value, bool):
        return name if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str | int):
        return str(value)
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else ""


def _tell(session: Session, actor: Actor, act: str, subject: str, *, after: Any) -> None:
    """Write the line of something new: all that is said of it."""
    _write(session, actor, act, subject, [], [words for words in _told(after).values() if words])


def _write(
    session: Session, actor: Actor, act: str, subject: str, before: Sequence[str], after: Sequence[str]
) -> None:
    write_line(
        session,
        actor,
        act,
        scope=Scope.MISSION,
        subject=subject,
        before=" · ".join(before),
        after=" · ".join(after),
    )
