"""
The Mission makes the bodies of a meeting and says which States sit in them and chair them, from day to day.

A term is ended and never rewritten: who sat in a body on the day of a sitting stays known.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.bodies import (
    BodyExists,
    Term,
    TermsOverlap,
    WrongBody,
    in_the_way,
    require_kept,
)
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import BodyRole, City, Level, Scope
from acm_drafts.services.revisions import clean
from acm_drafts.store.adoption import days_of_adoptions
from acm_drafts.store.bodies import NAMES_APART, BodyRecord, hold_body
from acm_drafts.store.database import new_code, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_meetings, hold_open
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Body, BodyTerm
from acm_drafts.text.language import Language

LONGEST_NAME, LONGEST_MANDATE = 200, 4000
DAY = timedelta(days=1)


def add_body(
    actor: Actor,
    meeting: int,
    *,
    city: City,
    level: Level,
    names: dict[Language, str] | None = None,
    mandate: str = "",
) -> Body:
    """
    Add a body to a meeting and return it; a Working Group has a name in each of the three languages, no other has one.

    Raises NotPermitted, NotFound, WrongBody, BodyExists, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        require(actor, Act.MANAGE_BODIES, meeting_facts(session, "meeting", meeting))
        hold_meetings(session)
        hold_open(session, meeting)
        given = _names(level, names or {})
        alike = select(Body.id).where(
            Body.meeting_id == meeting,
            Body.city == city,
            Body.level == level,
            Body.name_en == given["name_en"],
        )
        if session.scalar(alike) is not None:
            raise BodyExists()
        body = Body(
            meeting_id=meeting,
            code=new_code(),
            city=city,
            level=level,
            mandate=clean(mandate, LONGEST_MANDATE),
            **given,
        )
        session.add(body)
        session.flush()
        _tell(session, actor, "add body", body, after=body.mandate)
        return body


def seat(
    actor: Actor,
    meeting: int,
    code: str,
    *,
    role: BodyRole,
    parties: Collection[int],
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """
    Let States be members of a body, or one State chair it, from today unless *starts_on* says otherwise.

    A new chair ends the term of the one before it with the day before. Raises NotPermitted, NotFound, WrongBody,
    TermsOverlap; AdoptedThatDay where the body adopted a text on a day of the term.
    """
    with transaction() as session:
        record = _held(session, actor, meeting, code)
        begins = starts_on or record.today
        new = [Term(party, role, begins, ends_on) for party in parties]
        _check(record, new, ends_on=ends_on)
        before = record.rules
        if role is BodyRole.CHAIR:
            record = _end_chair_before(session, record, begins)
        _refuse_overlap(record, new)
        require_kept(before, [*record.rules, *new], days_of_adoptions(session, record.body.id))
        for term in new:
            session.add(
                BodyTerm(
                    body_id=record.body.id,
                    party_id=term.party,
                    role=role,
                    starts_on=term.starts_on,
                    ends_on=term.ends_on,
                )
            )
        names = _listed(record, parties)
        after = f"{names} ({_in_words(begins, ends_on)})"
        _tell(session, actor, _SEATED[role], record.body, after=after)


def end_term(actor: Actor, meeting: int, code: str, term_id: int, *, last_day: date | None = None) -> None:
    """
    Let a term in a body end with *last_day*, today without one.

    Raises NotPermitted; NotFound for a term that is not one of the body or is over; WrongBody for a day that has
    passed or lies before its first one; AdoptedThatDay where the body adopted a text on a later day of the term.
    """
    with transaction() as session:
        record = _held(session, actor, meeting, code)
        term = next((term for term in record.terms if term.id == term_id), None)
        if term is None or (term.ends_on is not None and term.ends_on < record.today):
            raise NotFound()
        ends_on = last_day or max(record.today, term.starts_on)
        if ends_on < record.today or ends_on < term.starts_on:
            raise WrongBody(what=N_("a term ends today or later, and not before its first day"))
        before, rules = f"{term.party.code} ({_in_words(term.starts_on, term.ends_on)})", record.rules
        term.ends_on = ends_on
        require_kept(rules, record.rules, days_of_adoptions(session, record.body.id))
        _refuse_overlap(
            record,
            [Term(term.party_id, BodyRole(term.role), term.starts_on, ends_on)],
            without=term.id,
        )
        after = f"{term.party.code} ({_in_words(term.starts_on, ends_on)})"
        _tell(session, actor, "end term in body", record.body, before=before, after=after)


_SEATED = {BodyRole.MEMBER: "add members to body", BodyRole.CHAIR: "give chair of body"}


def _held(session: Session, actor: Actor, meeting: int, code: str) -> BodyRecord:
    """Return a body of a meeting, held, for an act of the Mission on it. Raises NotPermitted, NotFound."""
    require(actor, Act.MANAGE_BODIES, meeting_facts(session, "meeting", meeting))
    hold_open(session, meeting)
    return hold_body(session, meeting, code)


def _names(level: Level, names: dict[Language, str]) -> dict[str, str]:
    """Return the names of a body by their columns. Raises WrongBody."""
    given = {
        f"name_{language.value}": clean(" ".join(names.get(language, "").split()), LONGEST_NAME)
        for language in Language
    }
    if level is Level.WORKING_GROUPS and not all(given.values()):
        raise WrongBody(what=N_("a Working Group has a name in English, French and Arabic"))
    if level is not Level.WORKING_GROUPS and any(given.values()):
        raise WrongBody(what=N_("only a Working Group has a name of its own"))
    return given


def _check(record: BodyRecord, new: Collection[Term], *, ends_on: date | None) -> None:
    """Raise WrongBody for terms that cannot be: of nobody, of no State, of two chairs, or that end too early."""
    if not new or any(term.party not in record.states for term in new):
        raise WrongBody(what=N_("Member States alone sit in a body: choose at least one"))
    if len(new) > 1 and any(term.role is BodyRole.CHAIR for term in new):
        raise WrongBody(what=N_("one State chairs a body"))
    if ends_on is not None and any(ends_on < term.starts_on for term in new):
        raise WrongBody(what=N_("a term ends today or later, and not before its first day"))


def _end_chair_before(session: Session, record: BodyRecord, begins: date) -> BodyRecord:
    """End the term without an end of the chair that sits when a new one begins, and return the body as it is then."""
    for term in record.terms:
        runs_on = term.role == BodyRole.CHAIR and term.ends_on is None
        if runs_on and term.starts_on < begins and begins >= record.today:
            term.ends_on = begins - DAY
    session.flush()
    return record


def _refuse_overlap(record: BodyRecord, new: Collection[Term], *, without: int = 0) -> None:
    """Raise TermsOverlap where one of *new* stands against a term of the body; *without*: but the one with this key."""
    terms = [rule for term, rule in zip(record.terms, record.rules, strict=True) if term.id != without]
    against = {other.party for term in new for other in in_the_way(terms, term)}
    if against:
        raise TermsOverlap(names=_listed(record, against))


def _listed(record: BodyRecord, parties: Collection[int]) -> str:
    return ", ".join(party.code for party in record.parties(parties))


def _in_words(starts_on: date, ends_on: date | None) -> str:
    return f"{starts_on} – {ends_on or '…'}"


def _tell(session: Session, actor: Actor, act: str, body: Body, *, before: str = "", after: str = "") -> None:
    write_line(
        session,
        actor,
        act,
        scope=Scope.MISSION,
        meeting=body.meeting_id,
        subject=name_in_journal(body),
        before=before,
        after=after,
    )


def name_in_journal(body: Body) -> str:
    """Return what the journal keeps to call a body by: the names of a Working Group, else its level and its city."""
    if body.name_en:
        return NAMES_APART.join((body.name_en, body.name_fr, body.name_ar))
    return NAMES_APART.join((body.level, body.city))
