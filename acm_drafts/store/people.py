"""People, parties and offices: who holds which office, and which invitations are open."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.library import Search
from acm_drafts.negotiation.permissions import SPEAKS, Actor
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.store.records import Appointment, Invitation, JournalLine, Nomination, Party, User
from acm_drafts.text.language import Language, folded
from acm_drafts.text.name_order import place_of_name


@dataclass(frozen=True, slots=True)
class Terms:
    """
    Terms of office that somebody sees: those held at *meeting* for *parties* (None: for anybody).

    *general*: those held in general too.
    """

    meeting: int | None
    parties: frozenset[int] | None = None
    general: bool = True

    def of(self, table: type[Appointment] | type[Invitation] | type[Nomination]) -> ColumnElement[bool]:
        """Return the condition for them on terms or on open links."""
        at = table.meeting_id.is_not_distinct_from(self.meeting)
        if self.general:
            at = or_(at, table.meeting_id.is_(None))
        return at if self.parties is None else and_(at, table.party_id.in_(self.parties))

    def hold(self, term: Appointment) -> bool:
        """Return the same of one term."""
        at = term.meeting_id == self.meeting or (self.general and term.meeting_id is None)
        return at and (self.parties is None or term.party_id in self.parties)


Seen = tuple[Terms, ...] | None
"""Whose terms are seen; None: everybody's, and people without any."""


def is_seen(term: Appointment, seen: Seen) -> bool:
    return seen is None or any(terms.hold(term) for terms in seen)


def find_people(session: Session, seen: Seen, words: str = "") -> list[User]:
    """
    Return people by name, with their terms; *words* narrows to a name, an address or a delegation. Two queries.

    Searched here and not in the database, which folds neither accents nor Arabic as readers do; a
    conference knows some hundreds of people. What a person holds elsewhere is not searched.
    """
    users = session.scalars(_people(seen).order_by(User.name, User.id)).all()
    sought = folded(words)
    return [
        user
        for user in users
        if not sought or any(sought in folded(names) for names in _searched_words(user, seen))
    ]


def people_with_words(session: Session, seen: Seen, search: Search) -> list[User]:
    """Return people by name whose name, address and delegations hold all words of a *search*. Two queries."""
    users = session.scalars(_people(seen).order_by(User.name, User.id)).all()
    return [user for user in users if holds(search, folded_text(_searched_words(user, seen)))]


def get_person(session: Session, user_id: int, seen: Seen) -> User:
    """Return one person with their terms. Raises NotFound alike for nobody and for somebody of another delegation."""
    user = session.scalars(_people(seen).where(User.id == user_id)).one_or_none()
    if user is None:
        raise NotFound()
    return user


def find_user_id(session: Session, email: str) -> int | None:
    """Return the key of the person with an address in the form that is kept, None where there is none. One query."""
    return session.scalar(select(User.id).where(User.email == email))


def names_at(session: Session, at: Collection[int | None], *, besides: int | None) -> list[str]:
    """
    Return the names of the accounts with an office at one of the meetings *at*, or in general, ever. One query.

    None among *at*: at every meeting. *besides*: without that person.
    """
    names = select(User.name).join(Appointment, Appointment.user_id == User.id).distinct()
    if None not in at:
        names = names.where(or_(Appointment.meeting_id.is_(None), Appointment.meeting_id.in_(at)))
    if besides is not None:
        names = names.where(User.id != besides)
    return list(session.scalars(names))


def get_user(session: Session, user_id: int) -> User:
    """Return a person alone, whoever asks. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def find_chair(session: Session, meeting: int | None, today: date) -> User | None:
    """Return who holds the chair of *meeting* today; None: before there is a meeting."""
    return session.scalars(
        select(User)
        .join(Appointment, Appointment.user_id == User.id)
        .where(
            Appointment.role == Role.CHAIR,
            Appointment.meeting_id.is_not_distinct_from(meeting),
            holds_on(today),
        )
        .order_by(Appointment.id.desc())
        .limit(1)
    ).one_or_none()


def find_open_invitations(session: Session, seen: Seen, now: datetime) -> Sequence[Invitation]:
    """Return the links that still open something, the oldest first; of a delegation, to alternates and drafters."""
    condition: ColumnElement[bool] = and_(Invitation.used_at.is_(None), Invitation.expires_at > now)
    if seen is not None:
        named = Invitation.role.in_((Role.ALTERNATE, Role.DRAFTER))
        offered = [
            terms.of(Invitation) if terms.parties is None else and_(terms.of(Invitation), named)
            for terms in seen
        ]
        condition = and_(condition, or_(false(), *offered))
    statement = (
        select(Invitation)
        .options(joinedload(Invitation.party), joinedload(Invitation.meeting))
        .where(condition)
    )
    return session.scalars(statement.order_by(Invitation.made_at, Invitation.id)).all()


def holds_on(today: date) -> ColumnElement[bool]:
    """Return the condition that a term holds on *today*; its first and its last day belong to it."""
    return and_(
        Appointment.starts_on <= today, or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today)
    )


def in_term(starts_on: date, ends_on: date | None, today: date) -> bool:
    """Return the same of one term."""
    return starts_on <= today and (ends_on is None or today <= ends_on)


def _people(seen: Seen) -> Select[User]:
    terms = selectinload(User.appointments)
    statement = select(User).options(
        terms.joinedload(Appointment.party), terms.joinedload(Appointment.meeting)
    )
    if seen is None:
        return statement
    return statement.where(User.appointments.any(or_(false(), *(actor.of(Appointment) for actor in seen))))


def _searched_words(user: User, seen: Seen) -> Iterator[str]:
    """Yield the words by which a person is looked for: name, address and the parties of the terms that are *seen*."""
    yield from (user.name, user.email)
    for appointment in user.appointments:
        party = appointment.party
        if party and is_seen(appointment, seen):
            yield from (party.code, party.name_en, party.name_fr, party.name_ar)


def terms_of(session: Session, emails: Collection[str]) -> Sequence[tuple[str, Appointment]]:
    """Return the terms of office of the people with these addresses, each with the address. One query."""
    rows = session.execute(
        select(User.email, Appointment)
        .join(Appointment, Appointment.user_id == User.id)
        .where(User.email.in_(emails))
    )
    return [(email, term) for email, term in rows]


def people_lines_read_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on lines about people: those that *actor* administers, and of delegations spoken for."""
    clauses = [
        and_(
            JournalLine.party_id.in_(at.parties(*SPEAKS)),
            JournalLine.meeting_id.is_not_distinct_from(at.meeting),
        )
        for at in {actor, actor.at(None)}
    ]
    if actor.at(None).holds(Role.ADMINISTRATOR):
        clauses.append(true())
    elif actor.holds(Role.ADMINISTRATOR):
        clauses.append(JournalLine.meeting_id == actor.meeting)
    return or_(*clauses)


# People ------------------------------------------------------------------------------------------


def find_party(session: Session, code: str) -> Party | None:
    return session.scalars(select(Party).where(Party.code == code.strip().upper())).one_or_none()


def get_mission(session: Session) -> Party:
    """Return the Mission as a party. One query."""
    return session.scalars(select(Party).where(Party.kind == PartyKind.MISSION)).one()


def find_party_by_key(session: Session, key: int | None) -> Party | None:
    """Return the party with *key*, None without one. No query where it is loaded."""
    return session.get(Party, key) if key else None


def find_parties(
    session: Session, *kinds: PartyKind, among: Collection[int] | None = None
) -> Sequence[Party]:
    """Return the parties of *kinds* (without, of all) and keys *among* (None: all), by code."""
    wanted = select(Party).order_by(Party.code)
    if kinds:
        wanted = wanted.where(Party.kind.in_([str(kind) for kind in kinds]))
    if among is not None:
        wanted = wanted.where(Party.id.in_(among))
    return session.scalars(wanted).all()


_KINDS = (PartyKind.MISSION, PartyKind.STATE, PartyKind.GROUP)


class Named(Protocol):
    """A party, as a record or as a value."""

    @property
    def kind(self) -> str: ...


N = TypeVar("N", bound=Named)


def by_name(parties: Iterable[N], language: Language) -> list[N]:
    """
    Return *parties* in the order of every list: the Mission, then States, then groups, by their names in *language*.
    """
    return sorted(
        parties,
        key=lambda party: (
            _KINDS.index(PartyKind(party.kind)),
            place_of_name(getattr(party, f"name_{language.value}"), language),
        ),
    )
