"""
Offices and their terms: who holds which role, for whom, at which meeting, from which day to which.

A term is never rewritten into another person's: a new holder is a new row, and the journal names
both. An office is held at a meeting; those of the Mission's own people can be held in general, at every
meeting. A day begins at midnight in the zone of the meeting. Accounts are in services.people.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.errors import (
    N_,
    LastAdministrator,
    NoSuchParty,
    NotFound,
    NotPermitted,
    OfficeHeld,
    WhichMeeting,
    WrongOffice,
)
from acm_drafts.negotiation.messages import LONGEST_WAIT, MessageKind
from acm_drafts.negotiation.nominations import (
    AlreadyAwaited,
    gives_as_administrator,
    must_be_confirmed,
    require_another,
)
from acm_drafts.negotiation.permissions import IN_GENERAL, Act, Actor, Facts, may, require
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import credentials
from acm_drafts.services.names import check_name_of
from acm_drafts.store import meetings
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_meetings, hold_open, hold_party, hold_person
from acm_drafts.store.meetings import today as _today
from acm_drafts.store.nominations import find_awaiting, had_people
from acm_drafts.store.notices import message_row, sends_mail, write_messages
from acm_drafts.store.people import find_parties, get_user, holds_on
from acm_drafts.store.records import Appointment, Nomination, Party, User
from acm_drafts.store.security_events import write_event

TO_FILL = {Role.ALTERNATE: Act.NAME_ALTERNATES, Role.DRAFTER: Act.NAME_DRAFTERS}
"""What somebody must be allowed to do to give and end an office, where that is not to manage people."""
FOR_A_DELEGATION = (Role.HEAD, Role.ALTERNATE, Role.DRAFTER)
"""Held for a delegation or a group; the Mission's drafters hold theirs for the Mission, all others for nobody."""


def appoint(
    actor: Actor,
    user_id: int,
    *,
    role: Role,
    party: str = "",
    meeting: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Appointment | Nomination:
    """
    Give a person a further office, from today unless *starts_on* says otherwise, and return it.

    What an administrator gives waits for a second person: then a nomination is returned (negotiation.nominations).
    *meeting*: see `meeting_for`. Raises NotPermitted, OwnOffice, NotFound, NoSuchParty, WhichMeeting, WrongOffice;
    OfficeHeld where the terms would overlap, AlreadyAwaited where the same is awaited; AccountNameReserved and
    AccountNameTaken where the person's name cannot be one at the meeting.
    """
    with transaction() as session:
        holder = party_for(session, role, party)
        hold_person(session, user_id)  # before the meetings, as whoever changes a name does
        at = meeting_for(session, role, meeting)
        require_to_fill(actor, role, holder, at)
        require_another(actor, user_id)
        check_name_of(session, user_id, at=at, role=role, party=holder)
        person, today = get_user(session, user_id), _today(session, at)
        check_last_day(ends_on, today)
        begins = _first_day(starts_on, ends_on, today)
        term = appointment(person.id, role=role, party=holder, meeting=at, starts_on=begins, ends_on=ends_on)
        giver = giver_to_confirm(session, actor, role, holder, at)
        given = give(session, term, holder, giver=giver)
        write_people_line(
            session,
            actor,
            N_("appoint") if given is term else N_("nominate"),
            _in_full(person),
            party=holder,
            meeting=at,
            after=term_in_words(term, holder),
        )
        if given is term:
            write_event(session, EventKind.OFFICE_GIVEN, user=person.id, actor=actor.user)
            tell_permanent_mission(session, role, holder)
    return given


def end_office(actor: Actor, appointment_id: int, *, last_day: date | None = None) -> None:
    """
    Let a term end with *last_day*; at once without one.

    A term that ends at once on its first day, or before it, has held no day; it stays in the record. A term is not made
    longer: that is a further term. Raises NotFound for a term that is not there, is over, or is not the actor's to end;
    LastAdministrator; WrongOffice for a day that has passed, or is after the last day of the term.
    """
    with transaction() as session:
        term = session.get(
            Appointment,
            appointment_id,
            options=[joinedload(Appointment.party)],
            with_for_update={"of": Appointment},
        )
        if term is None or not may_fill(actor, Role(term.role), term.party, term.meeting_id):
            raise NotFound()
        today = _today(session, term.meeting_id)
        if _is_over(term, today):
            raise NotFound()
        check_last_day(last_day, today)
        if last_day and term.ends_on and last_day > term.ends_on:
            raise WrongOffice(what=N_("its term ends earlier than that"))
        before = term_in_words(term, term.party)
        _end(session, term, today, last_day)
        if term.role == Role.ADMINISTRATOR and term.meeting_id is None:
            require_an_administrator(session)
        write_people_line(
            session,
            actor,
            N_("end term of office"),
            _in_full(get_user(session, term.user_id)),
            party=term.party,
            meeting=term.meeting_id,
            before=before,
            after=str(last_day or today),
        )
        write_event(session, EventKind.OFFICE_ENDED, user=term.user_id, actor=actor.user)


def transfer_chair(
    actor: Actor, user_id: int, *, meeting: int | None = None, ends_on: date | None = None
) -> Appointment | Nomination:
    """
    Make a person the chair of a meeting from today and end the term of its chair, in one act; return the new term.

    Of an administrator it waits for a second person, and a nomination is returned: until then the chair is the chair.
    *meeting*: see `meeting_for`. Raises NotPermitted, OwnOffice, NotFound, WhichMeeting, WrongOffice; OfficeHeld for
    the one who is its chair, AlreadyAwaited where the same is awaited; AccountNameReserved and AccountNameTaken as
    `appoint` does.
    """
    with transaction() as session:
        hold_person(session, user_id)  # before the meetings, as whoever changes a name does
        at = meeting_for(session, Role.CHAIR, meeting)
        require(actor, Act.MANAGE_PEOPLE, Facts(meeting=at))
        require_another(actor, user_id)
        check_name_of(session, user_id, at=at, role=Role.CHAIR, party=None)
        person, today = get_user(session, user_id), _today(session, at)
        check_last_day(ends_on, today)
        term = appointment(
            person.id, role=Role.CHAIR, party=None, meeting=at, starts_on=today, ends_on=ends_on
        )
        giver = giver_to_confirm(session, actor, Role.CHAIR, None, at)
        before = "" if giver else end_chairs(session, actor, term, today)
        given = give(session, term, None, giver=giver, replaces=True)
        write_people_line(
            session,
            actor,
            N_("transfer the chair") if given is term else N_("nominate"),
            _in_full(person),
            meeting=at,
            before=before,
            after=person.name if given is term else term_in_words(term, None),
        )
        if given is term:
            write_event(session, EventKind.OFFICE_GIVEN, user=person.id, actor=actor.user)
    return given


# Given, and awaited ----------------------------------------------------------------------------------


def giver_to_confirm(
    session: Session, actor: Actor, role: Role, party: Party | None, meeting: int | None
) -> int | None:
    """Return the key of *actor* where what they give waits for a second person, None where it holds at once."""
    if actor.user is None or not gives_as_administrator(
        actor, role, party=party.id if party else None, meeting=meeting
    ):
        return None
    return actor.user if awaits_confirmation(session, role, party, meeting) else None


def awaits_confirmation(session: Session, role: Role, party: Party | None, meeting: int | None) -> bool:
    """Return whether an office that an administrator gives waits for a second person. The delegation is held."""
    if party is None:
        return must_be_confirmed(role, is_first=False)
    hold_party(session, party.id)
    return must_be_confirmed(role, is_first=not had_people(session, party.id, meeting))


def give(
    session: Session, term: Appointment, party: Party | None, *, giver: int | None, replaces: bool = False
) -> Appointment | Nomination:
    """
    Keep *term*, or with a *giver* the nomination for it, and return what was kept.

    Raises MeetingArchived; OfficeHeld where terms would overlap, AlreadyAwaited where the same is awaited.
    """
    hold_open(session, term.meeting_id)
    refuse_overlap(session, term)
    if giver is None:
        session.add(term)
        return term
    if find_awaiting(session, term.user_id, Role(term.role), party=term.party_id, meeting=term.meeting_id):
        raise AlreadyAwaited()
    nomination = Nomination(
        user_id=term.user_id,
        role=term.role,
        party_id=term.party_id,
        meeting_id=term.meeting_id,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        replaces=replaces,
        given_by_id=giver,
    )
    session.add(nomination)
    session.flush()
    return nomination


def holds_at_once(given: Appointment | Nomination) -> bool:
    """Return whether what was given is a term, and not a nomination for one."""
    return isinstance(given, Appointment)


def end_chairs(session: Session, actor: Actor, term: Appointment, today: date) -> str:
    """End the terms of the chairs in whose place *term* comes, and return their names. Raises OfficeHeld."""
    at_meeting = Appointment.meeting_id.is_not_distinct_from(term.meeting_id)
    chairs = session.scalars(
        select(Appointment).where(Appointment.role == Role.CHAIR, at_meeting).with_for_update()
    ).all()
    sitting = [chair for chair in chairs if not _is_over(chair, today)]
    if any(chair.user_id == term.user_id for chair in sitting):
        raise OfficeHeld()
    names = ", ".join(get_user(session, chair.user_id).name for chair in sitting)
    for chair in sitting:
        _end(session, chair, today, None)
        write_event(session, EventKind.OFFICE_ENDED, user=chair.user_id, actor=actor.user)
    return names


def tell_permanent_mission(session: Session, role: Role, party: Party | None) -> None:
    """Write to the permanent mission of a delegation that it has a head now, where its address is known."""
    if role is Role.HEAD and party is not None and party.mission_email and sends_mail():
        now = utcnow()
        row = message_row(
            MessageKind.HEAD_NAMED,
            party.mission_email,
            now=now,
            last_at=now + LONGEST_WAIT,
            party_id=party.id,
        )
        write_messages(session, [row])


def set_mission_address(actor: Actor, code: str, email: str) -> None:
    """
    Note the address of the permanent mission of a delegation ("": none), which is told who heads it.

    Raises NotPermitted, NoSuchParty, WrongAddress.
    """
    address = credentials.address_of(email) if email.strip() else None
    with transaction() as session:
        require(actor, Act.SET_MISSION_ADDRESS)
        party = party_for(session, Role.HEAD, code)
        assert party is not None
        hold_party(session, party.id)
        before, party.mission_email = party.mission_email or "", address
        write_people_line(
            session,
            actor,
            N_("set address of permanent mission"),
            party.code,
            party=party,
            before=before,
            after=address or "",
        )


def write_account_lines(
    session: Session, actor: Actor, act: str, person: User, *, before: str = "", after: str = ""
) -> None:
    """
    Write the line of an act on an account: one for each delegation its owner holds an office for, whose head reads it.

    Whoever holds none has one line, for administrators.
    """
    terms = session.scalars(
        select(Appointment)
        .options(joinedload(Appointment.party))
        .where(Appointment.user_id == person.id, Appointment.party_id.is_not(None))
        .order_by(Appointment.id)
    ).all()
    days = {meeting: _today(session, meeting) for meeting in {term.meeting_id for term in terms}}
    concerned = {
        (term.party, term.meeting_id): None
        for term in terms
        if term.role != Role.MISSION and not _is_over(term, days[term.meeting_id])
    }
    for party, meeting in concerned or {(None, None): None}:
        write_people_line(
            session, actor, act, person.email, party=party, meeting=meeting, before=before, after=after
        )


# Rules shared with invitations -----------------------------------------------------------------------


def party_for(session: Session, role: Role, code: str) -> Party | None:
    """
    Return for whom *role* is held: the delegation or group with *code*, the Mission, or None.

    A State's code may have three letters or two. Raises NoSuchParty; WrongOffice for a delegation's
    role without a delegation and for any other role with one.
    """
    return party_among(find_parties(session), role, code)


def party_among(parties: Sequence[Party], role: Role, code: str) -> Party | None:
    """Return the same from *parties*, all that there are. No query."""
    code = code.strip().upper()
    if role is Role.MISSION:
        return next(party for party in parties if party.kind == PartyKind.MISSION)
    if role not in FOR_A_DELEGATION:
        if code:
            raise WrongOffice(what=N_("this role is held for no delegation"))
        return None
    if not code:
        raise WrongOffice(what=N_("this role is held for a delegation or a group"))
    for party in parties:
        if code in (party.code, party.iso2) and party.kind != PartyKind.MISSION:
            return party
    raise NoSuchParty(code=code[:20])


def meeting_for(session: Session, role: Role | None, meeting: int | None) -> int | None:
    """
    Return the key of the meeting at which an office is to be held, or a text (no *role*) is to be; None for in general.

    Where none is named, the Mission's own offices are held in general, all others at the only meeting, or the only one
    that is not archived; before there is one they wait for the first. The meeting is not archived before the
    transaction ends. Raises NotFound for one that is not there, MeetingArchived; WhichMeeting where there are several.
    """
    if meeting is not None:
        hold_open(session, meeting)
        return meeting
    if role in IN_GENERAL:
        return None
    known = meetings.open_meetings(session) or meetings.every(session)
    if not known:
        hold_meetings(session)
        known = meetings.every(session)
    if len(known) > 1:
        raise WhichMeeting(meetings="; ".join(f"{row.id} ({row.title}, {row.year})" for row in known))
    if known:
        hold_open(session, known[0].id)
    return known[0].id if known else None


def may_fill(actor: Actor, role: Role, party: Party | None, meeting: int | None) -> bool:
    """
    Return whether *actor* may give and end this office at *meeting* (None: in general).

    Administrators may any, heads those of their own alternates and drafters, alternates those of the drafters.
    """
    act = TO_FILL.get(role) if party is not None else None
    if act is not None and party is not None:
        return may(actor, act, Facts(meeting=meeting, party=party.id))
    return may(actor, Act.MANAGE_PEOPLE, Facts(meeting=meeting))


def require_to_fill(actor: Actor, role: Role, party: Party | None, meeting: int | None) -> None:
    """Raise NotPermitted unless `may_fill`."""
    if not may_fill(actor, role, party, meeting):
        raise NotPermitted()


def check_last_day(day: date | None, today: date) -> None:
    """Raise WrongOffice for a last day that has passed."""
    if day and day < today:
        raise WrongOffice(what=N_("its last day has passed"))


def require_an_administrator(session: Session) -> None:
    """Raise LastAdministrator unless somebody can still administer in general after what was just done."""
    session.flush()
    # Locked, so that two administrators who end each other's terms at once cannot both succeed.
    administrators = session.execute(
        select(Appointment.id)
        .join(User, User.id == Appointment.user_id)
        .where(
            Appointment.role == Role.ADMINISTRATOR,
            Appointment.meeting_id.is_(None),
            User.disabled_at.is_(None),
            holds_on(_today(session, None)),
        )
        .with_for_update()
    )
    if administrators.first() is None:
        raise LastAdministrator()


def holds_administration(session: Session, user_id: int) -> bool:
    """Return whether a person is an administrator in general today."""
    terms = select(Appointment.id).where(
        Appointment.user_id == user_id,
        Appointment.role == Role.ADMINISTRATOR,
        Appointment.meeting_id.is_(None),
        holds_on(_today(session, None)),
    )
    return session.scalar(terms.limit(1)) is not None


def refuse_overlap(session: Session, wanted: Appointment) -> None:
    """Raise OfficeHeld where the person holds this office already, there or in general, on a day of the wanted term."""
    overlaps = or_(Appointment.ends_on.is_(None), Appointment.ends_on >= wanted.starts_on)
    if wanted.ends_on:
        overlaps = and_(overlaps, Appointment.starts_on <= wanted.ends_on)
    terms = select(Appointment.id).where(
        Appointment.user_id == wanted.user_id,
        Appointment.role == wanted.role,
        Appointment.party_id.is_not_distinct_from(wanted.party_id),
        or_(Appointment.meeting_id.is_(None), Appointment.meeting_id == wanted.meeting_id),
        overlaps,
    )
    if session.scalar(terms.limit(1)):
        raise OfficeHeld()


def appointment(
    user_id: int,
    *,
    role: Role,
    party: Party | None,
    meeting: int | None,
    starts_on: date,
    ends_on: date | None,
) -> Appointment:
    """Return a new term, not yet added to any session."""
    return Appointment(
        user_id=user_id,
        role=role.value,
        party_id=party.id if party else None,
        meeting_id=meeting,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def called(role: Role, party: Party | None) -> str:
    """Return an office as the journal keeps it: "head EGY"."""
    return f"{role.value} {party.code}" if party else role.value


def term_in_words(term: Appointment | Nomination, party: Party | None) -> str:
    """Return an office and its days as the journal keeps them: "head EGY 2026-11-24/2027-11-23"."""
    return f"{called(Role(term.role), party)} {term.starts_on}/{term.ends_on or ''}"


def _end(session: Session, term: Appointment, today: date, last_day: date | None) -> None:
    """Let a term end; where it has held no day yet, its last day is set before its first."""
    if last_day is not None and last_day >= term.starts_on:
        term.ends_on = last_day
    else:
        term.ends_on, term.ended_at = today - timedelta(days=1), utcnow()


def _first_day(wanted: date | None, ends_on: date | None, today: date) -> date:
    """Return the first day of a term, today unless another is wanted. Raises WrongOffice."""
    begins = wanted or today
    if begins < today:
        raise WrongOffice(what=N_("its first day has passed"))
    if ends_on and ends_on < begins:
        raise WrongOffice(what=N_("its last day is before its first"))
    return begins


def _is_over(term: Appointment, today: date) -> bool:
    return term.ends_on is not None and term.ends_on < today


def _in_full(person: User) -> str:
    return f"{person.name} <{person.email}>"
