"""
Invitations: links that offer an office, alone or from a list, shown once or sent by e-mail.

A list is all or nothing: a line that cannot be used is named with the reason, and then nobody is invited. Whoever names
the *secret* of the house has the links sent by e-mail, and shown to nobody.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.errors import N_, NotFound, OfficeHeld, Refusal
from acm_drafts.negotiation.invitations import (
    ListRefused,
    NamedTwice,
    Row,
    day_named,
    find_role,
    role_named,
)
from acm_drafts.negotiation.messages import MessageKind
from acm_drafts.negotiation.nominations import OwnOffice, gives_as_administrator
from acm_drafts.negotiation.permissions import IN_GENERAL, Actor
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import credentials, sign_ins
from acm_drafts.services.offices import called, check_last_day, meeting_for, party_among, require_to_fill
from acm_drafts.services.tokens import INVITATION, token_of
from acm_drafts.store.database import IN_ONE, new_uid, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_open
from acm_drafts.store.meetings import today as today_at
from acm_drafts.store.notices import message_row, write_messages
from acm_drafts.store.people import find_parties, in_term, terms_of
from acm_drafts.store.records import Invitation, Party, User

LINK_LIVES = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Offer:
    """An office that is offered to an address. *token*: of its link, "" where that is sent by e-mail."""

    email: str
    role: Role
    party: Party | None
    meeting: int | None
    ends_on: date | None = None
    token: str = ""

    @property
    def office(self) -> tuple[str, Role, int | None, int | None]:
        """What makes two offers the same."""
        return self.email, self.role, self.party.id if self.party else None, self.meeting


# One link ----------------------------------------------------------------------------------------


def made_by(actor: Actor, role: Role, *, party: Party | None, meeting: int | None) -> dict[str, object]:
    """Return who makes a link that offers an office, and in whose name: of the house, or of the delegation."""
    key = party.id if party else None
    as_administrator = gives_as_administrator(actor, role, party=key, meeting=meeting)
    return {"made_by_id": actor.user, "by_administrator": as_administrator}


def require_address_of_another(session: Session, actor: Actor, email: str) -> None:
    """Raise OwnOffice where *email* is the acting person's own. One query."""
    if email == _own_address(session, actor):
        raise OwnOffice()


def _own_address(session: Session, actor: Actor) -> str | None:
    return session.scalar(select(User.email).where(User.id == actor.user)) if actor.user else None


def write_link(session: Session, *, email: str, secret: str | None = None, **facts: object) -> str:
    """Write a new link and return its token; with the *secret* of the house, a message that brings it too."""
    uid, now = new_uid(), utcnow()
    token = token_of(secret, uid, use=INVITATION) if secret else sign_ins.new_token()
    invitation = Invitation(
        token_hash=sign_ins.hash_of(token), email=email, made_at=now, expires_at=now + LINK_LIVES, **facts
    )
    session.add(invitation)
    session.flush()
    if secret:
        write_messages(session, [_message(uid, email, invitation.id, _people(session, {email}))])
    return token


def resend(actor: Actor, invitation_id: int, *, secret: str | None = None) -> str:
    """
    Put a new link in the place of an open one, which opens nothing then, and return its token.

    It is the actor's own offer then. Raises NotFound for one that is not open, or is another's to give; OwnOffice for
    one to oneself; WrongOffice where its last day has passed.
    """
    with transaction() as session:
        earlier = session.get(Invitation, invitation_id, options=[joinedload(Invitation.party)])
        if earlier is None or earlier.used_at or earlier.role is None:
            raise NotFound()
        role = Role(earlier.role)
        require_address_of_another(session, actor, earlier.email)
        try:
            require_to_fill(actor, role, earlier.party, earlier.meeting_id)
        except Refusal:
            raise NotFound() from None
        hold_open(session, earlier.meeting_id)
        check_last_day(earlier.ends_on, today_at(session, earlier.meeting_id))
        earlier.used_at = utcnow()
        token = write_link(
            session,
            email=earlier.email,
            secret=secret,
            role=role,
            party_id=earlier.party_id,
            meeting_id=earlier.meeting_id,
            ends_on=earlier.ends_on,
            **made_by(actor, role, party=earlier.party, meeting=earlier.meeting_id),
        )
        about: dict[str, Any] = {"party": earlier.party, "meeting": earlier.meeting_id}
        after = called(role, earlier.party)
        write_people_line(session, actor, N_("send invitation again"), earlier.email, after=after, **about)
        return token


# A list ------------------------------------------------------------------------------------------


def invite_all(
    actor: Actor, rows: Sequence[Row], *, meeting: int | None = None, secret: str | None = None
) -> list[Offer]:
    """
    Offer an office to everybody of a list, and return the offers in its order. Sixteen queries at most.

    An earlier open link for the same office and address opens nothing then. Raises ListRefused with the lines that
    cannot be used; NotFound, WhichMeeting.
    """
    with transaction() as session:
        offers = _offers(session, actor, rows, meeting)
        _end_earlier(session, offers)
        offers = _write(session, actor, offers, secret)
        write_people_line(
            session,
            actor,
            N_("invite from a list"),
            str(len(offers)),
            meeting=next((offer.meeting for offer in offers if offer.meeting is not None), None),
            after="\n".join(f"{offer.email} {called(offer.role, offer.party)}" for offer in offers),
        )
    return offers


def _offers(session: Session, actor: Actor, rows: Sequence[Row], meeting: int | None) -> list[Offer]:
    """Return what each row offers. Raises ListRefused."""
    parties, places = find_parties(session), _places(session, rows, meeting)
    offers: dict[int, Offer] = {}
    refused: dict[int, Refusal] = {}
    for row in rows:
        try:
            offer = _offer(row, parties, places)
            require_to_fill(actor, offer.role, offer.party, offer.meeting)
            check_last_day(offer.ends_on, places[offer.role in IN_GENERAL].today)
            offers[row.number] = offer
        except Refusal as refusal:
            refused[row.number] = refusal
    refused |= _repeated(offers) | _held(session, offers, places) | _to_oneself(session, actor, offers)
    if refused:
        raise ListRefused(dict(sorted(refused.items())))
    return list(offers.values())


@dataclass(frozen=True, slots=True)
class _Place:
    """A meeting at which offices are held (None: in general), and the day it is there."""

    meeting: int | None
    today: date


def _places(session: Session, rows: Sequence[Row], meeting: int | None) -> dict[bool, _Place]:
    """Return where the offices of *rows* are held: those that can be in general (True), and all others."""
    places = {}
    for in_general in {find_role(row.role) in IN_GENERAL for row in rows}:
        at = meeting_for(session, Role.MISSION if in_general else Role.HEAD, meeting)
        places[in_general] = _Place(at, today_at(session, at))
    return places


def _offer(row: Row, parties: Sequence[Party], places: Mapping[bool, _Place]) -> Offer:
    address, role = credentials.address_of(row.email), role_named(row.role)
    party = party_among(parties, role, row.delegation)
    return Offer(address, role, party, places[role in IN_GENERAL].meeting, day_named(row.until))


def _to_oneself(session: Session, actor: Actor, offers: Mapping[int, Offer]) -> dict[int, Refusal]:
    """Return the refusals of lines that offer an office to the acting person. One query."""
    own = _own_address(session, actor)
    return {number: OwnOffice() for number, offer in offers.items() if offer.email == own}


def _repeated(offers: Mapping[int, Offer]) -> dict[int, Refusal]:
    """Return the refusals of lines that say what an earlier one says."""
    first: dict[tuple[str, Role, int | None, int | None], int] = {}
    repeated: dict[int, Refusal] = {}
    for number, offer in offers.items():
        if (line := first.setdefault(offer.office, number)) != number:
            repeated[number] = NamedTwice(line=line)
    return repeated


def _held(session: Session, offers: Mapping[int, Offer], places: Mapping[bool, _Place]) -> dict[int, Refusal]:
    """Return the refusals of lines whose person holds the office already. One query."""
    held = {
        (email, Role(term.role), term.party_id, term.meeting_id)
        for email, term in terms_of(session, {offer.email for offer in offers.values()})
        if (place := places.get(Role(term.role) in IN_GENERAL))
        and in_term(term.starts_on, term.ends_on, place.today)
    }
    return {number: OfficeHeld() for number, offer in offers.items() if offer.office in held}


def _end_earlier(session: Session, offers: Sequence[Offer]) -> None:
    """Let earlier open links for the same offices and addresses open nothing. Two queries."""
    offices = {offer.office for offer in offers}
    earlier = session.scalars(
        select(Invitation).where(
            Invitation.email.in_({offer.email for offer in offers}),
            Invitation.role.is_not(None),
            Invitation.used_at.is_(None),
        )
    )
    same = [
        row.id for row in earlier if (row.email, Role(str(row.role)), row.party_id, row.meeting_id) in offices
    ]
    session.execute(update(Invitation).where(Invitation.id.in_(same)).values(used_at=utcnow()))


def _write(session: Session, actor: Actor, offers: Sequence[Offer], secret: str | None) -> list[Offer]:
    """Write the links of *offers*, and with the *secret* their messages; return them with what is shown of each."""
    now, uids = utcnow(), [new_uid() for _ in offers]
    tokens = [token_of(secret, uid, use=INVITATION) if secret else sign_ins.new_token() for uid in uids]
    rows = [
        {
            "token_hash": sign_ins.hash_of(token),
            "email": offer.email,
            "role": offer.role,
            "party_id": offer.party.id if offer.party else None,
            "meeting_id": offer.meeting,
            "ends_on": offer.ends_on,
            "made_at": now,
            "expires_at": now + LINK_LIVES,
            **made_by(actor, offer.role, party=offer.party, meeting=offer.meeting),
        }
        for offer, token in zip(offers, tokens, strict=True)
    ]
    returned = insert(Invitation).returning(Invitation.token_hash, Invitation.id)
    keys = dict(session.execute(returned, rows, execution_options=IN_ONE).all())
    if not secret:
        return [replace(offer, token=token) for offer, token in zip(offers, tokens, strict=True)]
    people = _people(session, {offer.email for offer in offers})
    write_messages(
        session,
        [
            _message(uid, offer.email, keys[sign_ins.hash_of(token)], people)
            for uid, offer, token in zip(uids, offers, tokens, strict=True)
        ],
    )
    return list(offers)


# Messages ----------------------------------------------------------------------------------------


def _people(session: Session, emails: Collection[str]) -> dict[str, User]:
    """Return the people who have an account, by their addresses. One query."""
    return {user.email: user for user in session.scalars(select(User).where(User.email.in_(emails)))}


def _message(uid: str, email: str, invitation: int, people: Mapping[str, User]) -> dict[str, object]:
    """Return the row of the message that brings a link; who has no account is written to in all three languages."""
    now, user = utcnow(), people.get(email)
    known: dict[str, object] = {"user_id": user.id, "language": user.language} if user else {}
    facts = {"uid": uid, "invitation_id": invitation, **known}
    return message_row(MessageKind.INVITATION, email, now=now, last_at=now + LINK_LIVES, **facts)
