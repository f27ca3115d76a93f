"""
Which sittings and silence procedures somebody may read: those of the bodies that they chair, sit in or run.

The rule is negotiation.permissions; here it stands as conditions in SQL.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from acm_drafts.negotiation.bodies import PLENARY
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, Facts, Office, may
from acm_drafts.negotiation.terms import BodyRole, PartyKind
from acm_drafts.store.records import Body, BodyTerm, Silence, Sitting


def sittings_read_by(actor: Actor) -> ColumnElement[bool]:
    """
    Return the condition on Sitting for those that *actor* may read, of the meeting they are at.

    It says in SQL what Act.READ_SITTING says of the facts of a body (store.bodies.BodyRecord.facts) on the day of its
    sitting; tests/store/test_sittings.py holds the two together.
    """
    return true() if _runs_all(actor) else or_(_chaired_by(actor, Sitting), _attended_by(actor, Sitting))


def records_read_by(actor: Actor) -> ColumnElement[bool]:
    """Return the same for the sittings of which *actor* may read the record (Act.READ_RECORD)."""
    if _runs_all(actor):
        return true()
    attended = and_(_attended_by(actor, Sitting), Sitting.closed_at.is_not(None))
    return or_(_chaired_by(actor, Sitting), attended)


def silences_read_by(actor: Actor) -> ColumnElement[bool]:
    """
    Return the condition on Silence for those that *actor* may read, of the meeting they are at.

    It says in SQL what Act.READ_SILENCE says of the facts of a body on the day on which the procedure began;
    tests/store/test_silence.py holds the two together.
    """
    return true() if _runs_all(actor) else or_(_chaired_by(actor, Silence), _attended_by(actor, Silence))


def _runs_all(actor: Actor) -> bool:
    """Return whether *actor* may act in every body of the meeting they are at, whoever chairs it."""
    return may(actor, Act.RUN_SITTING, Facts(meeting=actor.meeting))


OfBody = type[Sitting] | type[Silence]
"""What a body does on a day."""


def _chaired_by(actor: Actor, act: OfBody) -> ColumnElement[bool]:
    """Return the condition that *actor* speaks for the State that chairs the body on the day of its *act*."""
    return _in_body(act, BodyTerm.role == BodyRole.CHAIR, BodyTerm.party_id.in_(actor.parties(*SPEAKS)))


def _attended_by(actor: Actor, act: OfBody) -> ColumnElement[bool]:
    """Return the condition that *actor* belongs to a State that sits in the body on the day of its *act*."""
    states = {office.party for office in actor.offices if office.role in WRITES and _is_of_state(office)}
    if not states:
        return false()
    plenary = select(Body.id).where(Body.id == act.body_id, Body.level.in_(PLENARY))
    is_plenary = plenary.correlate(act).exists()
    lists_members = _in_body(act, BodyTerm.role == BodyRole.MEMBER)
    return or_(_in_body(act, BodyTerm.party_id.in_(states)), and_(is_plenary, ~lists_members))


def _is_of_state(office: Office) -> bool:
    return office.kind is PartyKind.STATE


def _in_body(act: OfBody, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that there is a term in the body on the day of its *act* for which *where* hold."""
    return (
        select(BodyTerm.id)
        .where(
            BodyTerm.body_id == act.body_id,
            BodyTerm.starts_on <= act.day,
            or_(BodyTerm.ends_on.is_(None), BodyTerm.ends_on >= act.day),
            *where,
        )
        .correlate(act)
        .exists()
    )
