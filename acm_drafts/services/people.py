"""
Accounts of people: links by invitation, new passwords, and accounts that are suspended.

A link is printed or shown once and only its hash is kept; it opens once, for seven days. Offices
and their terms are in services.offices, signing in is in services.sign_ins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.errors import (
    N_,
    AddressTaken,
    LinkSpent,
    NotFound,
    NotPermitted,
    ReasonForEnding,
    Refusal,
    UnreadableText,
    WrongCredentials,
)
from acm_drafts.negotiation.messages import LONGEST_WAIT, MessageKind
from acm_drafts.negotiation.names import OPERATOR
from acm_drafts.negotiation.nominations import OwnOffice
from acm_drafts.negotiation.permissions import Act, Actor, Office, may, require
from acm_drafts.negotiation.second_factors import LONGEST_REASON
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.negotiation.zones import is_zone
from acm_drafts.services import credentials, security_events, sign_ins
from acm_drafts.services.invitations import LINK_LIVES, made_by, require_address_of_another, write_link
from acm_drafts.services.names import check_name, check_name_of
from acm_drafts.services.offices import (
    FOR_A_DELEGATION,
    appointment,
    awaits_confirmation,
    called,
    check_last_day,
    give,
    holds_administration,
    may_fill,
    meeting_for,
    party_for,
    require_an_administrator,
    require_to_fill,
    tell_permanent_mission,
    write_account_lines,
)
from acm_drafts.store import meetings
from acm_drafts.store.breached_passwords import list_of_house
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_accounts, hold_person
from acm_drafts.store.meetings import today as today_at
from acm_drafts.store.notices import message_row, sends_mail, write_messages
from acm_drafts.store.people import find_user_id, get_user
from acm_drafts.store.records import Invitation, Meeting, Party, User
from acm_drafts.store.security_events import write_event
from acm_drafts.text.language import unfit

__all__ = ["FOR_A_DELEGATION", "LINK_LIVES"]

LANGUAGES = ("en", "fr", "ar")


@dataclass(frozen=True, slots=True)
class Link:
    """What an open link offers: a new password, or an office, with or without an account to hold it."""

    email: str
    role: Role | None
    """None where the link is for a new password."""
    party: Party | None
    has_account: bool
    meeting: Meeting | None = None
    """At which meeting the office is held; None: in general, or there is no other."""


def find_account(email: str) -> int:
    """Return the key of the person with an address. Raises WrongAddress; NotFound where there is none."""
    key = find_user_id(db.session(), credentials.address_of(email))
    if key is None:
        raise NotFound()
    return key


def operator() -> Actor:
    """Return whoever works at the command line: the Mission's rights and an administrator's."""
    mission = db.session.scalars(select(Party).where(Party.kind == PartyKind.MISSION)).one()
    offices = {
        Office(Role.MISSION, mission.id, mission.code, PartyKind.MISSION),
        Office(Role.ADMINISTRATOR),
    }
    return Actor(user=None, name=OPERATOR, offices=frozenset(offices))


# Links ---------------------------------------------------------------------------------------------


def invite(
    actor: Actor,
    email: str,
    *,
    role: Role,
    party: str = "",
    meeting: int | None = None,
    ends_on: date | None = None,
    secret: str | None = None,
) -> str:
    """
    Offer an office to whoever reads mail at *email*, and return the token of the link.

    With the *secret* of the house the link is sent to the address too.

    *party* is the code of the delegation or group (see `offices.party_for`), *meeting* the key of the
    meeting (see `offices.meeting_for`). Whether there is an account already makes no difference here, so
    that nobody learns it by inviting. An earlier link for the same office and address opens nothing then.
    Raises WrongAddress, NoSuchParty, WhichMeeting, NotFound, WrongOffice, NotPermitted, OwnOffice.
    """
    address = credentials.address_of(email)
    with transaction() as session:
        holder, at = party_for(session, role, party), meeting_for(session, role, meeting)
        require_to_fill(actor, role, holder, at)
        require_address_of_another(session, actor, address)
        check_last_day(ends_on, today_at(session, at))
        office = {"role": role, "party_id": holder.id if holder else None, "meeting_id": at}
        about: dict[str, Any] = {"party": holder, "meeting": at}
        for earlier in _same_offers(session, address, office):
            earlier.used_at = utcnow()
            write_people_line(session, actor, N_("withdraw invitation"), address, **about)
        by = made_by(actor, role, party=holder, meeting=at)
        token = write_link(session, email=address, ends_on=ends_on, secret=secret, **office, **by)
        write_people_line(session, actor, N_("invite"), address, after=called(role, holder), **about)
    return token


def make_reset_link(actor: Actor, user_id: int, *, secret: str | None = None) -> str:
    """
    Return the token of a link by which a person chooses a new password; earlier links open nothing then.

    With the *secret* of the house the link is sent to the person's address, and need not be shown to anybody.
    """
    with transaction() as session:
        require(actor, Act.MANAGE_PEOPLE)
        user = get_user(session, user_id)
        _spend_links(session, user)
        token = write_link(session, email=user.email, user_id=user.id, secret=secret, made_by_id=actor.user)
        write_account_lines(session, actor, N_("make a link for a new password"), user)
        write_event(session, EventKind.RESET_LINK_MADE, user=user.id, actor=actor.user)
    return token


def withdraw_invitation(actor: Actor, invitation_id: int) -> None:
    """Make an unused link open nothing. Raises NotFound for one that was used, is another's to give, or never was."""
    with transaction() as session:
        invitation = session.get(Invitation, invitation_id, options=[joinedload(Invitation.party)])
        if invitation is None or invitation.used_at or not _may_offer(actor, invitation):
            raise NotFound()
        invitation.used_at = utcnow()
        about: dict[str, Any] = {"party": invitation.party, "meeting": invitation.meeting_id}
        write_people_line(session, actor, N_("withdraw invitation"), invitation.email, **about)


def read_link(token: str) -> Link:
    """Return what the link offers. Raises LinkSpent for one that was used, is too old, or never was."""
    invitation = db.session.scalars(
        select(Invitation)
        .options(joinedload(Invitation.party), joinedload(Invitation.meeting))
        .where(*_open(token))
    ).one_or_none()
    if invitation is None:
        raise LinkSpent()
    known = db.session.scalar(select(User.id).where(User.email == invitation.email)) is not None
    meeting = None if meetings.find_only(db.session()) else invitation.meeting
    return Link(
        invitation.email, Role(invitation.role) if invitation.role else None, invitation.party, known, meeting
    )


def accept_invitation(token: str, *, name: str, password: str, language: str = "en") -> int:
    """
    Make the account that the link is for, with its office from today, and return the person's id.

    What an administrator offers may wait for a second person: then the account has no office yet.

    Raises LinkSpent, WrongName, NameReserved, NameTaken, WeakPassword, GuessablePassword,
    BreachedPassword, UnreadableText; AddressTaken
    where there is an account already: its owner signs in and then takes the office (`accept_office`).
    """
    link = read_link(token)
    if link.role is None:
        raise LinkSpent()
    if link.has_account:
        raise AddressTaken()
    person = User(
        email=link.email,
        name=credentials.name_of_person(name),
        password_hash=credentials.hash_of(password, of=(link.email, name), breached=list_of_house()),
        language=language if language in LANGUAGES else "en",
    )
    with transaction() as session:
        invitation = _use(session, token)
        hold_accounts(session)
        if session.scalar(select(User.id).where(User.email == person.email)):
            raise AddressTaken()
        own = [invitation.party_id] if invitation.party_id else []
        check_name(session, person.name, None, at=[invitation.meeting_id], own=own)
        session.add(person)
        session.flush()
        _take_office(session, person, invitation)
        return person.id


def accept_office(actor: Actor, token: str) -> bool:
    """
    Give the signed-in person the office that the link offers, or the nomination for it; return whether it holds.

    Raises LinkSpent, OfficeHeld, AlreadyAwaited; NotPermitted where the link is for another address, OwnOffice where
    the person made it; OwnAccountNameReserved and OwnAccountNameTaken where their name cannot be one at the meeting.
    """
    with transaction() as session:
        invitation = _use(session, token)
        person = session.get(User, actor.user) if actor.user else None
        if person is None or person.email != invitation.email or invitation.role is None:
            raise NotPermitted()
        hold_person(session, person.id)
        role, party = Role(invitation.role), invitation.party
        check_name_of(session, person.id, at=invitation.meeting_id, role=role, party=party, by_owner=True)
        return _take_office(session, person, invitation)


def choose_password(token: str, password: str) -> int:
    """
    Set the password that the link is for, end every sign-in of that person, and return their id.

    Raises LinkSpent, WeakPassword, GuessablePassword, BreachedPassword, UnreadableText.
    """
    link = read_link(token)
    if link.role is not None:
        raise LinkSpent()
    password_hash = credentials.hash_of(password, of=(link.email,), breached=list_of_house())
    with transaction() as session:
        invitation = _use(session, token)
        person = get_user(session, invitation.user_id or 0)
        if person.disabled_at:
            raise LinkSpent()
        person.password_hash = password_hash
        sign_ins.end_all(session, person.id)
        write_people_line(session, _as_actor(person), N_("choose a new password"), person.email)
        write_event(session, EventKind.RESET_LINK_USED, user=person.id, actor=person.id)
        return person.id


def _same_offers(session: Session, email: str, office: Mapping[str, object]) -> Sequence[Invitation]:
    """Return the open links that offer the same office to the same address."""
    same = select(Invitation).where(
        Invitation.email == email,
        *(getattr(Invitation, name).is_not_distinct_from(value) for name, value in office.items()),
        Invitation.used_at.is_(None),
        Invitation.expires_at > utcnow(),
    )
    return session.scalars(same).all()


def _open(token: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.token_hash == sign_ins.hash_of(token),
        Invitation.used_at.is_(None),
        Invitation.expires_at > utcnow(),
    )


def _use(session: Session, token: str) -> Invitation:
    """Use the link up and return it. Of two at once one wins, for the other finds it used."""
    used = session.execute(
        update(Invitation).where(*_open(token)).values(used_at=utcnow()).returning(Invitation)
    )
    invitation = used.scalars().one_or_none()
    if invitation is None:
        raise LinkSpent()
    return invitation


def _spend_links(session: Session, user: User) -> None:
    own_links = or_(Invitation.user_id == user.id, Invitation.email == user.email)
    session.execute(
        update(Invitation).where(own_links, Invitation.used_at.is_(None)).values(used_at=utcnow())
    )


def _may_offer(actor: Actor, invitation: Invitation) -> bool:
    if invitation.role is None:
        return may(actor, Act.MANAGE_PEOPLE)
    return may_fill(actor, Role(invitation.role), invitation.party, invitation.meeting_id)


def _take_office(session: Session, person: User, invitation: Invitation) -> bool:
    """
    Give *person* the office of the link from today, or the nomination for it; return whether it holds.

    After its last day the link is spent.
    """
    if invitation.made_by_id == person.id:
        raise OwnOffice()
    hold_person(session, person.id)
    role = Role(str(invitation.role))
    party = session.get(Party, invitation.party_id) if invitation.party_id else None
    today = today_at(session, invitation.meeting_id)
    if invitation.ends_on and invitation.ends_on < today:
        raise LinkSpent()
    taken = appointment(
        person.id,
        role=role,
        party=party,
        meeting=invitation.meeting_id,
        starts_on=today,
        ends_on=invitation.ends_on,
    )
    giver = invitation.made_by_id if invitation.by_administrator else None
    if giver is not None and not awaits_confirmation(session, role, party, invitation.meeting_id):
        giver = None
    given = give(session, taken, party, giver=giver)
    write_people_line(
        session,
        _as_actor(person),
        N_("take office") if given is taken else N_("accept invitation"),
        person.email,
        party=party,
        meeting=invitation.meeting_id,
        after=called(role, party),
    )
    write_event(session, EventKind.INVITATION_USED, user=person.id, actor=person.id)
    if given is taken:
        write_event(session, EventKind.OFFICE_GIVEN, user=person.id, actor=person.id)
        tell_permanent_mission(session, role, party)
    return given is taken


# Accounts ------------------------------------------------------------------------------------------


def change_details(actor: Actor, *, name: str, language: str, zone: str = "") -> None:
    """
    Set the acting person's name, language, and the time zone shown beside the conference's.

    Raises WrongName; NameReserved, NameTaken for another name that is not their own.
    """
    with transaction() as session:
        person = get_user(session, actor.user or 0)
        before, wanted = person.name, credentials.name_of_person(name)
        if wanted != before:
            hold_person(session, person.id)
            hold_accounts(session)  # nobody is given an office meanwhile
            session.refresh(person, ["appointments"])
            at = [term.meeting_id for term in person.appointments] or [None]
            own = [term.party_id for term in person.appointments if term.party_id is not None]
            check_name(session, wanted, person.id, at=at, own=own)
        person.name = wanted
        person.language = language if language in LANGUAGES else person.language
        person.zone = zone if is_zone(zone) else ""
        write_people_line(
            session, actor, N_("change own details"), person.email, before=before, after=person.name
        )


def is_password_of(user_id: int, password: str) -> bool:
    """Return whether somebody has this password. About 20 ms."""
    return credentials.matches(
        db.session.scalar(select(User.password_hash).where(User.id == user_id)), password
    )


def prove_password(user_id: int, password: str) -> bool:
    """Return the same of somebody who is signed in and is asked again; a wrong one leaves a security event."""
    right = is_password_of(user_id, password)
    if not right:
        security_events.note_refusal(EventKind.PROOF_REFUSED, user=user_id, actor=user_id)
    return right


def change_password(actor: Actor, *, old: str, new: str) -> None:
    """
    Set a new password and end every sign-in of the acting person.

    Raises WrongCredentials unless *old* is right, WeakPassword, GuessablePassword, BreachedPassword, UnreadableText.
    """
    user = db.session.get(User, actor.user) if actor.user else None
    if user is None or not prove_password(user.id, old):
        raise WrongCredentials()
    replacement = credentials.hash_of(new, of=(user.email, user.name), breached=list_of_house())
    with transaction() as session:
        person = get_user(session, actor.user or 0)
        person.password_hash = replacement
        sign_ins.end_all(session, person.id)
        write_people_line(session, actor, N_("change own password"), person.email)
        write_event(session, EventKind.PASSWORD_CHANGED, user=person.id, actor=actor.user)


def end_sessions(actor: Actor, user_id: int, *, reason: str) -> int:
    """
    End every sign-in of a person, for a *reason*, and return how many were open; they are told by e-mail.

    They can sign in again. Raises NotPermitted, NotFound, ReasonForEnding for a missing or long reason, UnreadableText.
    """
    why = reason_for(reason, ReasonForEnding)
    with transaction() as session:
        require(actor, Act.MANAGE_PEOPLE)
        get_user(session, user_id)
        hold_person(session, user_id)
        person = get_user(session, user_id)
        ended = sign_ins.end_all(session, person.id)
        write_account_lines(session, actor, N_("end sessions"), person, after=why)
        write_event(session, EventKind.SESSIONS_ENDED, user=person.id, actor=actor.user)
        tell_by_mail(session, MessageKind.SESSIONS_ENDED, person)
    return ended


def reason_for(typed: str, refusal: type[Refusal]) -> str:
    """Return the reason for an act on an account, on one line. Raises *refusal*, UnreadableText."""
    why = " ".join(typed.split())
    if not 1 <= len(why) <= LONGEST_REASON:
        raise refusal(most=LONGEST_REASON)
    if unreadable := unfit(why):
        raise UnreadableText(character=unreadable[1], position=unreadable[0] + 1)
    return why


def tell_by_mail(session: Session, kind: MessageKind, person: User) -> None:
    """Write the message by which a person is told what an administrator did to the account; none where none is sent."""
    if not sends_mail():
        return
    now, facts = utcnow(), {"user_id": person.id, "language": person.language}
    row = message_row(kind, person.email, now=now, last_at=now + LONGEST_WAIT, **facts)
    write_messages(session, [row])


def disable(actor: Actor, user_id: int) -> None:
    """
    Shut a person out at once: sign-ins end, links open nothing.

    Raises NotPermitted, NotFound, LastAdministrator.
    """
    with transaction() as session:
        require(actor, Act.MANAGE_PEOPLE)
        person = get_user(session, user_id)
        if person.disabled_at:
            return
        administers = holds_administration(session, person.id)
        person.disabled_at = utcnow()
        if administers:
            require_an_administrator(session)
        sign_ins.end_all(session, person.id)
        _spend_links(session, person)
        write_account_lines(session, actor, N_("disable account"), person)
        write_event(session, EventKind.ACCOUNT_SUSPENDED, user=person.id, actor=actor.user)


def enable(actor: Actor, user_id: int) -> None:
    """Let a disabled person sign in again, with the password they had."""
    with transaction() as session:
        require(actor, Act.MANAGE_PEOPLE)
        person = get_user(session, user_id)
        if person.disabled_at is None:
            return
        person.disabled_at = None
        write_account_lines(session, actor, N_("enable account"), person)
        write_event(session, EventKind.ACCOUNT_ENABLED, user=person.id, actor=actor.user)


def _as_actor(person: User) -> Actor:
    return Actor(user=person.id, name=person.name)
