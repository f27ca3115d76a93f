"""
Nominations: an office that an administrator gave is confirmed or declined by a second person.

The head of the delegation is one, or another administrator; the operator, on the machine, is one too.
"""

from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.errors import N_, NotFound, WrongOffice
from acm_drafts.negotiation.nominations import NominationOutcome
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import Role
from acm_drafts.services.names import check_name_of
from acm_drafts.services.offices import (
    appointment,
    end_chairs,
    give,
    tell_permanent_mission,
    term_in_words,
)
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_person
from acm_drafts.store.meetings import today as today_at
from acm_drafts.store.nominations import may_confirm
from acm_drafts.store.records import Appointment, Nomination
from acm_drafts.store.security_events import write_event


def confirm(actor: Actor, nomination_id: int) -> Appointment:
    """
    Let a nomination hold, from today or from its first day if that is to come, and return the term.

    Raises NotFound for one that is settled, is not the actor's to confirm, or never was; OfficeHeld where the person
    holds the office meanwhile; WrongOffice where its last day has passed; AccountNameReserved and AccountNameTaken
    where the person's name cannot be one at the meeting any more.
    """
    with transaction() as session:
        nomination = _held(session, actor, nomination_id)
        if not may_confirm(actor, nomination):
            raise NotFound()
        role, party = Role(nomination.role), nomination.party
        check_name_of(session, nomination.user_id, at=nomination.meeting_id, role=role, party=party)
        today = today_at(session, nomination.meeting_id)
        if nomination.ends_on and nomination.ends_on < today:
            raise WrongOffice(what=N_("its last day has passed"))
        term = appointment(
            nomination.user_id,
            role=role,
            party=party,
            meeting=nomination.meeting_id,
            starts_on=max(nomination.starts_on, today),
            ends_on=nomination.ends_on,
        )
        before = end_chairs(session, actor, term, today) if nomination.replaces else ""
        give(session, term, party, giver=None)
        _settle(session, actor, nomination, NominationOutcome.CONFIRMED, before=before)
        write_event(session, EventKind.OFFICE_GIVEN, user=term.user_id, actor=actor.user)
        tell_permanent_mission(session, role, party)
    return term


def decline(actor: Actor, nomination_id: int) -> None:
    """
    Let a nomination come to nothing; whoever made it may do that too. Raises NotFound as `confirm` does.
    """
    with transaction() as session:
        nomination = _held(session, actor, nomination_id)
        if not may_decline(actor, nomination):
            raise NotFound()
        _settle(session, actor, nomination, NominationOutcome.DECLINED)


def may_decline(actor: Actor, nomination: Nomination) -> bool:
    """Return whether *actor* may let a nomination come to nothing: who may confirm it, and who made it."""
    return may_confirm(actor, nomination) or (actor.user is not None and actor.user == nomination.given_by_id)


def _held(session: Session, actor: Actor, nomination_id: int) -> Nomination:
    """Hold an open nomination and its person. Raises NotFound."""
    known = session.get(Nomination, nomination_id)
    if known is None:
        raise NotFound()
    hold_person(session, known.user_id)
    nomination = session.get(
        Nomination,
        nomination_id,
        options=[joinedload(Nomination.party)],
        with_for_update={"of": Nomination},
        populate_existing=True,
    )
    if nomination is None or nomination.outcome is not None:
        raise NotFound()
    return nomination


def _settle(
    session: Session, actor: Actor, nomination: Nomination, outcome: NominationOutcome, *, before: str = ""
) -> None:
    nomination.outcome, nomination.settled_at, nomination.settled_by_id = outcome, utcnow(), actor.user
    is_confirmed = outcome is NominationOutcome.CONFIRMED
    write_people_line(
        session,
        actor,
        N_("confirm appointment") if is_confirmed else N_("decline appointment"),
        f"{nomination.user.name} <{nomination.user.email}>",
        party=nomination.party,
        meeting=nomination.meeting_id,
        before=before,
        after=term_in_words(nomination, nomination.party),
    )
