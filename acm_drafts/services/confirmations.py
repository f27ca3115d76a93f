"""
What a sitting agreed ad referendum is confirmed: one paragraph, or all that a sitting agreed so, in one act.

The Mission and whoever speaks for the chair of the body confirm; the act says in words who gave the confirmation.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, DecidedMeanwhile, NotAsSeen
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.reopening import (
    NothingToConfirm,
    NotOfThisBody,
    WrongConfirmation,
    require_awaiting,
)
from acm_drafts.negotiation.sittings import DecisionsAreHidden
from acm_drafts.negotiation.terms import DecisionKind, ParagraphState, Scope
from acm_drafts.services import paragraph_states
from acm_drafts.services.agreeing_sittings import sitting_in_journal
from acm_drafts.services.agreements import called, fingerprint
from acm_drafts.services.revisions import clean
from acm_drafts.store.bodies import BodyRecord, bodies_by_key
from acm_drafts.store.confirmations import decisions_by_key, unconfirmed_of_sitting
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.drafts import is_circulated, lines_of_draft
from acm_drafts.store.journal import CONFIRM_TOGETHER, write_line
from acm_drafts.store.locks import By, Held, hold_round
from acm_drafts.store.records import Communique, Confirmation, Decision, Paragraph, Round, Sitting
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.sittings import SittingRecord, read_sitting
from acm_drafts.store.visibility import sees_all_proposals

LONGEST_GIVEN_BY = 500


def confirm(actor: Actor, paragraph_id: int, *, given_by: str, seen: int) -> int:
    """
    Confirm what is agreed ad referendum on a paragraph, and return how many decisions that were.

    *given_by* says who confirmed it; *seen* is the paragraph's counter on the page. Raises NotFound, NotOfThisBody,
    DecisionsAreHidden, DecidedMeanwhile, NothingToConfirm (confirmed, reopened, voided or agreed anew),
    WrongConfirmation, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        held = hold_round(session, By.PARAGRAPH, paragraph_id)
        running = held.running
        decisions = awaiting_on(session, actor, running, paragraph_id)
        if session.get_one(Paragraph, paragraph_id).counter != seen:
            raise DecidedMeanwhile()
        given_by = _given_by(given_by)
        _write(session, actor, held, decisions, given_by=given_by)
        write_line(
            session,
            actor,
            "confirm agreement",
            scope=_scope(session, held, decisions),
            communique=held.communique,
            round_=running.round.id if running else None,
            paragraph=paragraph_id,
            subject=sitting_in_journal(_sitting_of(decisions[-1])),
            after=given_by,
        )
        return len(decisions)


def confirm_sitting(
    actor: Actor, code: str, *, given_by: str, seen: str, without: Collection[str] = ()
) -> int:
    """
    Confirm what a sitting agreed ad referendum and stands so, and return on how many paragraphs.

    *seen* is `seen_of` what the page listed; *without*: the codes of paragraphs that are not confirmed now. Raises what
    `confirm` raises; NotAsSeen where what waits is other by now.
    """
    with transaction() as session:
        held = hold_round(session, By.SITTING, code)
        communique = session.get_one(Communique, held.communique)
        record = read_sitting(session, actor, communique, code)
        if not may(actor, Act.CONFIRM_AGREEMENT, record.body.facts()):
            raise NotOfThisBody()
        decisions = awaiting_of(session, record.sitting, held.running.round.id if held.running else None)
        _require_known(actor, held.running, decisions)
        if not decisions:
            raise NothingToConfirm()
        if seen_of(decisions) != seen:
            raise NotAsSeen()
        decisions = _chosen(session, decisions, without)
        given_by = _given_by(given_by)
        _write(session, actor, held, decisions, given_by=given_by)
        paragraphs = {decision.paragraph_id for decision in decisions}
        lines = [
            line for line in lines_of_draft(session, held.draft(session).id) if line.paragraph in paragraphs
        ]
        write_line(
            session,
            actor,
            CONFIRM_TOGETHER,
            scope=_scope(session, held, decisions),
            communique=held.communique,
            round_=held.running.round.id if held.running else None,
            subject=sitting_in_journal(record.sitting),
            before=in_ranges([called(line) for line in lines]),
            after=given_by,
        )
        return len(paragraphs)


def awaiting_on(
    session: Session, actor: Actor, running: RoundContext | None, paragraph_id: int
) -> Sequence[Decision]:
    """
    Return the decisions on a paragraph that wait for their confirmation, and that *actor* may confirm.

    Raises NotOfThisBody, DecisionsAreHidden, NothingToConfirm.
    """
    round_ = running.round if running else None
    paragraph = session.get_one(Paragraph, paragraph_id, populate_existing=True)
    last = paragraph_states.standing_on(session, [paragraph_id], round_).get(paragraph_id)
    decisions = list(decisions_by_key(session, last.unconfirmed if last else ()).values())
    meeting = session.get_one(Communique, paragraph.communique_id).meeting_id
    require_of_bodies(session, actor, Act.CONFIRM_AGREEMENT, meeting=meeting, decisions=decisions)
    _require_known(actor, running, decisions)
    require_awaiting(last, agreed=paragraph.state == ParagraphState.AGREED)
    return decisions


def awaiting_of(session: Session, sitting: Sitting, round_id: int | None) -> Sequence[Decision]:
    """Return what a sitting decided ad referendum by which paragraphs are agreed so now. Six queries at most."""
    decisions = unconfirmed_of_sitting(session, sitting.id)
    paragraphs = {decision.paragraph_id for decision in decisions}
    if not paragraphs:
        return ()
    running = session.get_one(Round, round_id) if round_id else None
    last = paragraph_states.standing_on(session, paragraphs, running)
    agreed = select(Paragraph.id).where(
        Paragraph.id.in_(paragraphs), Paragraph.state == ParagraphState.AGREED
    )
    awaiting = {key for paragraph in session.scalars(agreed) for key in last[paragraph].unconfirmed}
    return [decision for decision in decisions if decision.id in awaiting]


def confirmable_of(
    session: Session, actor: Actor, record: SittingRecord, running: RoundContext | None
) -> Sequence[Decision]:
    """Return what a sitting agreed ad referendum that *actor* may confirm now. Six queries at most."""
    if not may(actor, Act.CONFIRM_AGREEMENT, record.body.facts()):
        return ()
    decisions = awaiting_of(session, record.sitting, running.round.id if running else None)
    try:
        _require_known(actor, running, decisions)
    except DecisionsAreHidden:
        return ()
    return decisions


def seen_of(decisions: Iterable[Decision]) -> str:
    """Return what is equal for two moments when the same decisions waited for their confirmation."""
    return fingerprint(decision.id for decision in decisions)


def require_of_bodies(
    session: Session, actor: Actor, act: Act, *, meeting: int, decisions: Iterable[Decision]
) -> None:
    """Raise NotOfThisBody unless *actor* may do *act* on what each of the bodies agreed that took *decisions*."""
    bodies = bodies_of_decisions(session, meeting, decisions)
    facts = [body.facts() for body in bodies.values()] or [Facts(meeting=meeting)]
    if not all(may(actor, act, each) for each in facts):
        raise NotOfThisBody()


def bodies_of_decisions(
    session: Session, meeting: int, decisions: Iterable[Decision]
) -> Mapping[int, BodyRecord]:
    """Return the bodies that took *decisions*, at a sitting or by silence, by their keys."""
    reached = [decision.sitting or decision.silence for decision in decisions]
    keys = {each.body_id for each in reached if each is not None}
    return bodies_by_key(session, meeting, keys) if keys else {}


def _require_known(actor: Actor, running: RoundContext | None, decisions: Iterable[Decision]) -> None:
    """Raise DecisionsAreHidden where one of *decisions* was taken in a round whose decisions *actor* may not know."""
    if running is None or sees_all_proposals(actor, running):
        return
    if any(decision.round_id == running.round.id for decision in decisions):
        raise DecisionsAreHidden()


def _scope(session: Session, held: Held, decisions: Iterable[Decision]) -> Scope:
    """
    Return who reads that *decisions* are confirmed: whoever reads the text.

    It is the Mission alone before the text is circulated, and of what was decided on proposals that are not shown yet.
    """
    running = held.running
    if not is_circulated(session, held.communique):
        return Scope.MISSION
    hidden = running is not None and not running.shown()
    of_hidden = (
        decision
        for decision in decisions
        if running is not None
        and decision.round_id == running.round.id
        and decision.kind != DecisionKind.AGREE
    )
    return Scope.MISSION if hidden and any(of_hidden) else Scope.ALL


def _chosen(session: Session, decisions: Collection[Decision], without: Collection[str]) -> list[Decision]:
    """Return *decisions* but those on paragraphs with these codes. Raises WrongConfirmation where none is left."""
    left_out = (
        set(session.scalars(select(Paragraph.id).where(Paragraph.code.in_(without)))) if without else set()
    )
    chosen = [decision for decision in decisions if decision.paragraph_id not in left_out]
    if not chosen:
        raise WrongConfirmation(what=N_("choose at least one paragraph"))
    return chosen


def _given_by(words: str) -> str:
    given_by = clean(words, LONGEST_GIVEN_BY)
    if not given_by:
        raise WrongConfirmation(what=N_("say who confirmed it"))
    return given_by


def _sitting_of(decision: Decision) -> Sitting:
    """Return the sitting of a decision that was taken ad referendum; its table ties it to one."""
    assert decision.sitting is not None
    return decision.sitting


def _write(
    session: Session, actor: Actor, held: Held, decisions: Collection[Decision], *, given_by: str
) -> None:
    """Write a confirmation of each decision, and bring the paragraphs concerned in step."""
    common = {
        "communique_id": held.communique,
        "ad_referendum": True,
        "given_by": given_by,
        "by_id": actor.user,
        "at": utcnow(),
    }
    session.execute(insert(Confirmation), [common | {"decision_id": row.id} for row in decisions])
    for row in decisions:
        session.expire(row, ["confirmed"])
    running = held.running.round if held.running else None
    paragraphs = {row.paragraph_id for row in decisions}
    paragraph_states.refresh(session, paragraphs, running, held.draft(session).id)
