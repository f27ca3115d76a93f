"""
Signed-in browsers: begun with a password, recognised by a token, ended on the server.

The cookie holds a random token and the database its hash, so that neither a stolen database nor
an old cookie opens anything. A sign-in is over when it was ended, when its person was disabled, after some
idle hours and after some days: store.sign_ins.Lifetime. Cookies and requests are for web.shared.access.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.devices import device_of
from acm_drafts.negotiation.errors import NotFound, WrongAddress, WrongCredentials
from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import credentials, security_events
from acm_drafts.services.attempts import Attempt, forgive
from acm_drafts.store import sign_ins as sign_in_rows
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.meetings import DEFAULT_ZONE, OF, ONLY, today_in
from acm_drafts.store.notices import UNREAD
from acm_drafts.store.people import in_term
from acm_drafts.store.records import Appointment, Communique, Meeting, Party, SecondFactor, SignIn, User
from acm_drafts.store.security_events import write_event
from acm_drafts.store.sign_ins import HOLDS, Lifetime

LIFETIME = Lifetime()
NOTICED = timedelta(minutes=5)
"""How stale `seen_at` may be: a row written with every request would be dear."""
UNPROVED = timedelta(days=1)
"""Longer than a typed password may hold (ACM_PROOF_LASTS): who typed none is asked before acts that bind."""
FORGOTTEN = timedelta(days=30)
RANK = (
    Role.MISSION,
    Role.HEAD,
    Role.ALTERNATE,
    Role.CHAIR,
    Role.DRAFTER,
    Role.OBSERVER,
    Role.ADMINISTRATOR,
)
"""Of several offices, the one that a person is called by first."""


# A room that signs in at once runs these for every person: they are put together once, past the mapping of objects.
_ACCOUNT = select(User.id, User.password_hash, User.disabled_at).where(User.email == bindparam("address"))
_SIGN_INS = SignIn.metadata.tables[SignIn.__tablename__]
_FORGET = delete(_SIGN_INS).where(
    _SIGN_INS.c.user_id == bindparam("user"), _SIGN_INS.c.began_at < bindparam("before")
)
_BEGIN = insert(_SIGN_INS)


@dataclass(frozen=True, slots=True)
class PartyName:
    """A delegation, group or the Mission as pages name it, in three languages."""

    id: int
    code: str
    kind: PartyKind
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class MeetingName:
    """
    A meeting as pages need it: what it is called, its year, and where its clock stands.

    *archived_on*: the day on which it was archived, None where it is not in the archive.
    """

    id: int
    title: str
    year: int
    zone: str
    archived_on: date | None


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """A role held today, for whom (None: administrator, chair, observer), and at which meeting (None: in general)."""

    role: Role
    party: PartyName | None
    meeting: MeetingName | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """
    A recognised person: who it is, what they hold today, and the meeting at hand.

    The meeting at hand is that of the object that the address names; of a page above them all it is the only
    one that there is, or at which the person holds an office (`above`), and None where that leaves several.
    """

    id: int
    """Of the sign-in, not of the person."""
    user: int
    name: str
    email: str
    language: str
    zone: str
    """The person's own time zone, "" for that of the conference."""
    seen_at: datetime
    proved_at: datetime
    """When the person last typed the password or a code in this browser."""
    all_offices: tuple[HeldOffice, ...]
    """All offices held today, at every meeting; the one that the person is called by first."""
    actor: Actor
    """With the offices that hold at the meeting at hand."""
    meeting: MeetingName | None
    """The meeting at hand."""
    only: MeetingName | None
    """The only meeting there is, or at which the person holds an office."""
    has_factor: bool = False
    """The account has a second factor, which this sign-in has proved."""
    unread: int = 0
    """How many notices are shown to the person that they did not mark as read."""
    several: bool = False
    """There is more than one text in the house; whether this person may read them is not said."""

    @property
    def offices(self) -> tuple[HeldOffice, ...]:
        """Those that hold at the meeting at hand, of a page above all meetings all; first how the person is called."""
        if self.meeting is None:
            return self.all_offices
        meetings = (None, self.meeting.id)
        return tuple(
            office for office in self.all_offices if (office.meeting and office.meeting.id) in meetings
        )

    @property
    def conference_zone(self) -> str:
        return self.meeting.zone if self.meeting else DEFAULT_ZONE

    @property
    def year(self) -> int | None:
        """Of the meeting at hand, where there is one."""
        return self.meeting.year if self.meeting else None

    def above(self) -> "SignedIn":
        """Return the same person on a page above all meetings."""
        return replace(self, meeting=self.only, actor=self.actor.at(self.only.id if self.only else None))


def hash_of(token: str) -> str:
    """Return what is kept of a token; tokens are random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def authenticate(email: str, password: str) -> int:
    """
    Return the id of the person whom address and password name.

    Raises WrongCredentials alike, and after as long a while, for an unknown address, a wrong
    password and a disabled person; each leaves a security event. A password kept at other costs than
    today's is hashed anew.
    """
    try:
        address = credentials.address_of(email)
    except WrongAddress:
        address = ""
    account = db.session.execute(_ACCOUNT, {"address": address}).one_or_none()
    right = credentials.matches(account.password_hash if account else None, password)
    if account is None or not right or account.disabled_at is not None:
        security_events.note_refusal(EventKind.SIGN_IN_REFUSED, user=account.id if account else None)
        raise WrongCredentials()
    if credentials.is_outdated(account.password_hash):
        password_hash = credentials.hash_again(password)
        with transaction() as session:
            session.execute(update(User).where(User.id == account.id).values(password_hash=password_hash))
    return int(account.id)


def begin(
    user_id: int,
    agent: str = "",
    *,
    awaits_factor: bool = False,
    goes_on: bool = False,
    proved: bool = True,
    attempt: Attempt | None = None,
) -> str:
    """
    Sign *user_id* in and return the token for the cookie; that person's sign-ins of a month ago are forgotten.

    *agent*: what the browser calls itself. *awaits_factor*: it opens nothing until the second factor is proved.
    *goes_on*: the person was signed in in this browser until now, and only the token is a new one. Not *proved*: the
    person typed neither password nor code here. *attempt*: the one that succeeded, which is counted no more.

    A full room that signs in at once does not wait for the disk: whatever a person does afterwards writes their sign-in
    with it, and one that a power cut took is asked for again.
    """
    token, now, device = new_token(), utcnow(), device_of(agent)
    with transaction(survives_power_cut=False) as session:
        session.execute(_FORGET, {"user": user_id, "before": now - FORGOTTEN})
        facts = {
            "token_hash": hash_of(token),
            "user_id": user_id,
            "began_at": now,
            "seen_at": now,
            "proved_at": now if proved else now - UNPROVED,
            "browser": device.browser,
            "system": device.system,
            "awaits_factor": awaits_factor,
        }
        session.execute(_BEGIN, facts)
        if not awaits_factor and not goes_on:
            write_event(session, EventKind.SIGNED_IN, user=user_id, actor=user_id)
        if attempt is not None:
            forgive(session, attempt)
    return token


def find_awaiting(token: str) -> tuple[int, int] | None:
    """Return keys of sign-in and person of *token* where the second factor is to be proved. One query."""
    return sign_in_rows.find_awaiting(db.session(), hash_of(token), utcnow())


def note_proof(sign_in_id: int) -> None:
    """Note that the person has just typed the password or a code in this browser."""
    with transaction() as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(proved_at=utcnow()))


def end(sign_in_id: int) -> None:
    """End one sign-in; ending it twice changes nothing."""
    with transaction() as session:
        session.execute(
            update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=utcnow())
        )


def sign_out(user_id: int, sign_in_id: int) -> None:
    """End the sign-in of a browser whose person signs out; one that was ended already changes nothing."""
    with transaction() as session:
        if _end_one(session, user_id, sign_in_id):
            write_event(session, EventKind.SIGNED_OUT, user=user_id, actor=user_id)


def end_own(user_id: int, sign_in_id: int) -> None:
    """End one sign-in of a person. Raises NotFound for another person's, and for one that was ended."""
    with transaction() as session:
        if not _end_one(session, user_id, sign_in_id):
            raise NotFound()
        write_event(session, EventKind.SESSION_ENDED, user=user_id, actor=user_id)


def _end_one(session: Session, user_id: int, sign_in_id: int) -> bool:
    """End one sign-in of a person; return whether it was open."""
    ended = session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.user_id == user_id, SignIn.ended_at.is_(None))
        .values(ended_at=utcnow())
        .returning(SignIn.id)
    )
    return ended.one_or_none() is not None


def end_others(user_id: int, kept: int) -> int:
    """End every sign-in of a person but the one with the key *kept*; return how many were open."""
    with transaction() as session:
        others = (SignIn.user_id == user_id, SignIn.id != kept, SignIn.ended_at.is_(None))
        ended = update(SignIn).where(*others).values(ended_at=utcnow()).returning(SignIn.id)
        count = len(session.execute(ended).all())
        for _ in range(count):
            write_event(session, EventKind.SESSION_ENDED, user=user_id, actor=user_id)
        return count


def end_everywhere(user_id: int) -> None:
    """End every sign-in of a person, on every device, as the person wishes."""
    with transaction() as session:
        for _ in range(end_all(session, user_id)):
            write_event(session, EventKind.SESSION_ENDED, user=user_id, actor=user_id)


TIMED_OUT_AT_ONCE = 200


def end_timed_out(lifetime: Lifetime) -> int:
    """
    End sessions that were idle or open for too long, so many at once; return how many. For the clock.

    They open nothing any more whether this has run or not: it notes the security event of each.
    """
    now = utcnow()
    late = sign_in_rows.timed_out(db.session(), lifetime, now, most=TIMED_OUT_AT_ONCE)
    db.session.rollback()
    if not late:
        return 0
    with transaction() as session:
        ended = session.execute(
            update(SignIn)
            .where(SignIn.id.in_(late), SignIn.ended_at.is_(None))
            .values(ended_at=now)
            .returning(SignIn.user_id)
        ).all()
        for (user_id,) in ended:
            write_event(session, EventKind.SESSION_TIMED_OUT, user=user_id)
        return len(ended)


def end_all(session: Session, user_id: int) -> int:
    """End every sign-in of a person inside the transaction of another act; return how many were open."""
    open_ones = (SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    ended = update(SignIn).where(*open_ones).values(ended_at=utcnow()).returning(SignIn.id)
    return len(session.execute(ended).all())


def notice(signed_in: SignedIn) -> None:
    """Note that the person is still there, at most once in five minutes."""
    now = utcnow()
    if now - signed_in.seen_at < NOTICED:
        return
    with transaction() as session:
        session.execute(update(SignIn).where(SignIn.id == signed_in.id).values(seen_at=now))


def recognise(
    token: str, names: tuple[str, object] | None = None, lifetime: Lifetime = LIFETIME
) -> SignedIn | None:
    """
    Return the person signed in with *token*; None where it is no longer valid. One query.

    *names* is what the address names, as a key of store.meetings.OF and the key of the object: the person is
    then at its meeting, and at none where there is no such object; without it on a page above all meetings.
    """
    now = utcnow()
    facts = {"token_hash": hash_of(token), "now": now, **lifetime.bounds(now)}
    if names is None:
        rows = db.session.execute(_RECOGNISE, facts).mappings().all()
        return _signed_in(rows).above() if rows else None
    kind, key = names
    rows = db.session.execute(_RECOGNISE_AT[kind], {**facts, "of": key}).mappings().all()
    if not rows:
        return None
    meeting, known = _meeting(rows[0], "here"), _signed_in(rows)
    return replace(known, meeting=meeting, actor=known.actor.at(meeting.id if meeting else None))


def _signed_in(rows: Sequence[RowMapping]) -> SignedIn:
    """Put the rows of one person together, at no meeting yet; there is one for each office ever held."""
    first = rows[0]
    only = _meeting(first, "only")
    general = only.zone if only else DEFAULT_ZONE
    offices = sorted(
        (_held_office(row) for row in rows if row["role"] and _holds(row, general)),
        key=lambda office: RANK.index(office.role),
    )
    return SignedIn(
        id=first["id"],
        user=first["user"],
        name=first["name"],
        email=first["email"],
        language=first["language"],
        zone=first["zone"],
        seen_at=first["seen_at"],
        proved_at=first["proved_at"],
        all_offices=tuple(offices),
        actor=Actor(user=first["user"], name=first["name"], offices=frozenset(map(_office, offices))),
        meeting=None,
        only=only or _only_of(offices),
        has_factor=first["factor"] is not None,
        unread=int(first["unread"]),
        several=bool(first["several"]),
    )


def _only_of(offices: Iterable[HeldOffice]) -> MeetingName | None:
    """Return the one meeting at which all *offices* are held, None where there are several, or one in general."""
    meetings = {office.meeting for office in offices}
    return meetings.pop() if len(meetings) == 1 else None


def _holds(row: RowMapping, general: str) -> bool:
    """Return whether a term holds today by the clock of its meeting; of one in general by that of *general*."""
    return in_term(row["starts_on"], row["ends_on"], today_in(row["its_zone"] or general))


def _meeting(row: RowMapping, which: str) -> MeetingName | None:
    key = row[f"{which}_id"]
    if key is None:
        return None
    return MeetingName(key, *(row[f"{which}_{name}"] for name in _NAMED[1:]))


def _held_office(row: RowMapping) -> HeldOffice:
    party = None
    if row["party"] is not None:
        party = PartyName(
            id=row["party"],
            code=row["code"],
            kind=PartyKind(row["kind"]),
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            name_ar=row["name_ar"],
        )
    return HeldOffice(Role(row["role"]), party, _meeting(row, "its"))


def _office(office: HeldOffice) -> Office:
    meeting = office.meeting.id if office.meeting else None
    if office.party is None:
        return Office(office.role, meeting=meeting)
    return Office(office.role, office.party.id, office.party.code, office.party.kind, meeting)


_ITS, _ONLY, _HERE = aliased(Meeting), aliased(Meeting), aliased(Meeting)


_NAMED = ("id", "title", "year", "zone", "archived_on")
"""What is read of a meeting, in the order of MeetingName."""


def _named(meeting: type[Meeting], which: str) -> list[ColumnElement[Any]]:
    return [getattr(meeting, name).label(f"{which}_{name}") for name in _NAMED]


_RECOGNISE = (
    select(
        SignIn.id,
        SignIn.seen_at,
        SignIn.proved_at,
        User.id.label("user"),
        User.name,
        User.email,
        User.language,
        User.zone,
        Appointment.role,
        Appointment.starts_on,
        Appointment.ends_on,
        Party.id.label("party"),
        Party.code,
        Party.kind,
        Party.name_en,
        Party.name_fr,
        Party.name_ar,
        *_named(_ITS, "its"),
        *_named(_ONLY, "only"),
        UNREAD.label("unread"),
        SecondFactor.user_id.label("factor"),
        select(Communique.id).offset(1).limit(1).scalar_subquery().label("several"),
    )
    .join(User, User.id == SignIn.user_id)
    .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    .outerjoin(Appointment, Appointment.user_id == User.id)
    .outerjoin(Party, Party.id == Appointment.party_id)
    .outerjoin(_ITS, _ITS.id == Appointment.meeting_id)
    .outerjoin(_ONLY, _ONLY.id == ONLY.scalar_subquery())
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        *HOLDS,
        User.disabled_at.is_(None),
    )
)

_RECOGNISE_AT: Mapping[str, Select[Any]] = {
    kind: _RECOGNISE.add_columns(*_named(_HERE, "here")).outerjoin(
        _HERE, _HERE.id == meeting_id.scalar_subquery()
    )
    for kind, meeting_id in OF.items()
}
