"""
The bodies of a meeting with their terms: who sits in each on a day, and who chairs it.

Also the lock by which whoever changes a body and whoever holds a sitting of it take turns.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.bodies import Term, chair_on, members_on
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Facts
from acm_drafts.negotiation.terms import BodyRole, City, Level, PartyKind
from acm_drafts.store.meetings import today
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Body, BodyTerm, Meeting, Party, Sitting
from acm_drafts.text.language import Language

NAMES_APART, NUMBER_APART, AD_REFERENDUM = " / ", " #", " ad referendum"
"""Between the names of a body, and before the number of its sitting, in the subject of a line of the journal."""


@dataclass(frozen=True, slots=True)
class NamedInJournal:
    """
    A body, or a sitting with its *number*, as a line of the journal names it (services.bodies.name_in_journal).

    *names* by language; where they are not told the *level* and the *city* are.
    """

    names: Mapping[Language, str]
    level: str = ""
    city: str = ""
    number: int | None = None
    ad_referendum: bool = False


def named_in_journal(subject: str) -> NamedInJournal:
    """Return the body or sitting that a line of the journal names; other words are its name in each language."""
    words, _apart, digits = subject.removesuffix(AD_REFERENDUM).partition(NUMBER_APART)
    number = int(digits) if digits.isdecimal() else None
    is_ad_referendum = subject.endswith(AD_REFERENDUM)
    names = words.split(NAMES_APART)
    if len(names) == 2 and names[0] in set(Level) and names[1] in set(City):
        return NamedInJournal({}, names[0], names[1], number, is_ad_referendum)
    if len(names) != len(Language):
        names = [words] * len(Language)
    return NamedInJournal(
        dict(zip(Language, names, strict=True)), number=number, ad_referendum=is_ad_referendum
    )


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """
    A body with the terms of its members and chairs, in order of their first days.

    *states* are all Member States by their keys; *today* is the day at its meeting.
    """

    body: Body
    terms: tuple[BodyTerm, ...]
    states: Mapping[int, Party]
    today: date

    @property
    def rules(self) -> tuple[Term, ...]:
        """The terms as the rules see them."""
        return tuple(
            Term(term.party_id, BodyRole(term.role), term.starts_on, term.ends_on) for term in self.terms
        )

    def members_on(self, day: date) -> frozenset[int]:
        return members_on(Level(self.body.level), self.rules, day, states=self.states)

    def chair_on(self, day: date) -> Party | None:
        return self.states.get(chair_on(self.rules, day) or 0)

    @property
    def chair(self) -> Party | None:
        """The State that chairs it today."""
        return self.chair_on(self.today)

    @property
    def members(self) -> tuple[Party, ...]:
        """Its members today, by their codes."""
        return self.parties(self.members_on(self.today))

    def parties(self, keys: Collection[int]) -> tuple[Party, ...]:
        """Return the States with *keys*, by their codes."""
        return tuple(state for key, state in self.states.items() if key in keys)

    def facts(self, day: date | None = None, *, recorded: bool = False) -> Facts:
        """
        Return the facts by which it is judged who reads its sitting on *day*, or without one who acts for it today.

        Whoever chairs it is among its members. *recorded*: the sitting is closed.
        """
        day = day or self.today
        chair = chair_on(self.rules, day)
        members = self.members_on(day)
        return Facts(
            meeting=self.body.meeting_id,
            members=members if chair is None else members | {chair},
            chair=chair,
            recorded=recorded,
        )


def bodies_of(session: Session, meeting: int) -> tuple[BodyRecord, ...]:
    """Return the bodies of a meeting in the order in which they were made. Four queries."""
    return _records(session, meeting, Body.meeting_id == meeting)


def is_chaired_by(session: Session, meeting: int, parties: Collection[int], level: str) -> bool:
    """Return whether one of *parties* chairs a body of a meeting at a *level* today. Two queries at most."""
    chairs = select(BodyTerm.id).join(Body, Body.id == BodyTerm.body_id)
    chairs = chairs.where(*_chairs_today(session, meeting, level), BodyTerm.party_id.in_(parties))
    return session.scalar(chairs.limit(1)) is not None


def _chairs_today(session: Session, meeting: int, level: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on Body and BodyTerm that a term gives the chair of a body at *level* today. One query."""
    day = today(session, meeting)
    return (
        Body.meeting_id == meeting,
        Body.level == level,
        BodyTerm.role == BodyRole.CHAIR,
        BodyTerm.starts_on <= day,
        or_(BodyTerm.ends_on.is_(None), BodyTerm.ends_on >= day),
    )


def chair_of_meeting(session: Session, meeting: Meeting) -> Party | None:
    """
    Return the State in the chair of a meeting: the one that is set, else the one that chairs its ministers today.

    None where neither is known. Two queries at most.
    """
    if meeting.chair_id is not None:
        return session.get_one(Party, meeting.chair_id)
    chairs = (
        select(Party)
        .join(BodyTerm, BodyTerm.party_id == Party.id)
        .join(Body, Body.id == BodyTerm.body_id)
        .where(*_chairs_today(session, meeting.id, Level.MINISTERIAL))
        .order_by(Body.id)
    )
    return session.scalars(chairs.limit(1)).one_or_none()


def get_body(session: Session, meeting: int, code: str) -> BodyRecord:
    """Return a body of a meeting by its code. Raises NotFound. Four queries."""
    records = _records(session, meeting, Body.meeting_id == meeting, Body.code == code)
    if not records:
        raise NotFound()
    return records[0]


def bodies_by_key(session: Session, meeting: int, keys: Collection[int]) -> Mapping[int, BodyRecord]:
    """Return bodies of a meeting by their keys. Four queries, none without keys."""
    if not keys:
        return {}
    return {record.body.id: record for record in _records(session, meeting, Body.id.in_(keys))}


def hold_body(session: Session, meeting: int, code: str) -> BodyRecord:
    """
    Hold a body until the transaction ends, and return it; after the communiqué, where that is held too.

    Raises NotFound.
    """
    where = (Body.meeting_id == meeting, Body.code == code)
    session.execute(select(Body.id).where(*where).with_for_update(key_share=True))
    return get_body(session, meeting, code)


def hold_body_of_sitting(session: Session, code: str) -> None:
    """Hold the body whose sitting has *code* until the transaction ends; after the communiqué."""
    body = select(Sitting.body_id).where(Sitting.code == code).scalar_subquery()
    session.execute(select(Body.id).where(Body.id == body).with_for_update(key_share=True))


def _records(session: Session, meeting: int, *where: ColumnElement[bool]) -> tuple[BodyRecord, ...]:
    bodies: Sequence[Body] = session.scalars(select(Body).where(*where).order_by(Body.id)).all()
    terms: defaultdict[int, list[BodyTerm]] = defaultdict(list)
    rows = (
        select(BodyTerm)
        .join(Body, Body.id == BodyTerm.body_id)
        .where(*where)
        .options(joinedload(BodyTerm.party))
        .order_by(BodyTerm.starts_on, BodyTerm.id)
    )
    for term in session.scalars(rows):
        terms[term.body_id].append(term)
    states = {party.id: party for party in find_parties(session, PartyKind.STATE)}
    day = today(session, meeting)
    return tuple(BodyRecord(body, tuple(terms[body.id]), states, day) for body in bodies)
