"""
A round opens, its deadline moves; what is still pending, and every draft in preparation, stands in it.

It is closed by services.closings.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, AlreadyClosed, NotPossible, RoundRunning, WrongShape
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Admissibility, Scope, Stage, Visibility
from acm_drafts.store.amendment_rows import pending_in_round
from acm_drafts.store.database import arrived, transaction, utcnow
from acm_drafts.store.drafts import newest_draft
from acm_drafts.store.journal import moment_in_journal, write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Amendment, Circulation, Round


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round is opened with; both moments are aware, *zone* is the one they are announced in."""

    opens_at: datetime
    deadline: datetime
    zone: str = "America/New_York"
    admissibility: Admissibility = Admissibility.OPEN
    visibility: Visibility = Visibility.ALL
    chair_reads: bool = False


def open_round(actor: Actor, communique_id: int, terms: Terms) -> Round:
    """
    Announce a round on the newest draft and return it; it is open from its opening on, by the clock.

    Pending proposals travel into it. Raises NotPermitted, NotFound, RoundRunning, WrongShape (a
    draft not circulated, a deadline not after the opening or passed already, an unknown zone).
    """
    with transaction() as session:
        require(actor, Act.MANAGE_ROUNDS, meeting_facts(session, "communique", communique_id))
        _check(terms)
        if hold_round(session, By.COMMUNIQUE, communique_id).running is not None:
            raise RoundRunning()
        draft = newest_draft(session, communique_id)
        if session.scalar(select(Circulation.id).where(Circulation.draft_id == draft.id)) is None:
            raise WrongShape(what=N_("the draft is not circulated yet"))
        number = session.scalar(
            select(func.count()).select_from(Round).where(Round.communique_id == communique_id)
        )
        round_ = Round(
            communique_id=communique_id,
            draft_id=draft.id,
            number=(number or 0) + 1,
            opens_at=terms.opens_at,
            deadline=terms.deadline,
            zone=terms.zone,
            admissibility=terms.admissibility,
            visibility=terms.visibility,
            chair_reads=terms.chair_reads,
        )
        session.add(round_)
        session.flush()
        _take_along(session, round_)
        write_line(
            session,
            actor,
            "open round",
            scope=Scope.ALL,
            communique=communique_id,
            round_=round_.id,
            subject=draft.symbol,
            after=moment_in_journal(terms.deadline, terms.zone),
        )
        return round_


def change_deadline(actor: Actor, round_id: int, deadline: datetime) -> Round:
    """
    Move the deadline of a round that is not closed, ahead or back to now;

    everybody is told. Raises NotPermitted, NotFound, AlreadyClosed, WrongShape.
    """
    with transaction() as session:
        require(actor, Act.MANAGE_ROUNDS, meeting_facts(session, "round", round_id))
        round_ = locked(session, round_id)
        if deadline < utcnow() and deadline < round_.deadline:
            deadline = utcnow()  # nobody may be told afterwards that the deadline had passed already
        if deadline <= round_.opens_at:
            raise NotPossible(what=N_("the deadline must lie after the opening"))
        before, round_.deadline = round_.deadline, deadline
        write_line(
            session,
            actor,
            "change deadline",
            scope=Scope.ALL,
            communique=round_.communique_id,
            round_=round_.id,
            before=moment_in_journal(before, round_.zone),
            after=moment_in_journal(deadline, round_.zone),
        )
        return round_


def locked(session: Session, round_id: int) -> Round:
    """Return a round that is not closed, held until the transaction ends. Raises NotFound, AlreadyClosed."""
    running = hold_round(session, By.ROUND, round_id).running
    if running is None or running.round.id != round_id:
        raise AlreadyClosed()
    return running.round


def _take_along(session: Session, round_: Round) -> None:
    """Let everything that is still pending, and every draft in preparation, stand in the round that opens."""
    earlier = select(Round.id).where(Round.communique_id == round_.communique_id, Round.id != round_.id)
    keys = [row.edit.proposal for key in session.scalars(earlier) for row in pending_in_round(session, key)]
    drafts = select(Amendment.id).where(
        Amendment.communique_id == round_.communique_id,
        Amendment.stage.in_([Stage.DRAFT, Stage.REVIEW]),
    )
    session.execute(
        update(Amendment)
        .where(Amendment.id.in_(keys) | Amendment.id.in_(drafts))
        .values(round_id=round_.id)
        .execution_options(synchronize_session=False)
    )


def _check(terms: Terms) -> None:
    try:
        ZoneInfo(terms.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongShape(what=N_("the time zone is not known")) from None
    if terms.deadline <= terms.opens_at:
        raise NotPossible(what=N_("the deadline must lie after the opening"))
    if terms.deadline <= arrived():
        raise NotPossible(what=N_("the deadline has passed already"))
