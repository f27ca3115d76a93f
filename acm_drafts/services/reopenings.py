"""
What is agreed on a paragraph is reopened: its agreements end, in whatever round they were reached.

Its words stay as they are until something is decided on it. The Mission and whoever speaks for the chair of the body
that agreed last reopen; the act says who asked for it, and why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NoRound
from acm_drafts.negotiation.journal import REOPENING
from acm_drafts.negotiation.lifecycle import reopens
from acm_drafts.negotiation.permissions import Act, Actor
from acm_drafts.negotiation.reopening import WrongReopening, require_agreed
from acm_drafts.negotiation.sittings import DecisionsAreHidden
from acm_drafts.negotiation.status import LastDecision, LevelAgreed
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, ParagraphState, Scope
from acm_drafts.services import paragraph_states
from acm_drafts.services.confirmations import require_of_bodies
from acm_drafts.services.decisions import next_sequence, take_turn
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.store.amendment_rows import adopted_on, pending_on
from acm_drafts.store.confirmations import decisions_by_key
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import today
from acm_drafts.store.records import Communique, Decision, Paragraph, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import require_not_under_silence
from acm_drafts.store.visibility import sees_all_proposals
from acm_drafts.text.parts import parts_of


def reopen(actor: Actor, paragraph_id: int, *, asked_by: str, reason: str, seen: int) -> Decision:
    """
    Reopen an agreed paragraph in the running round, and return the decision.

    *asked_by* is the code of the delegation, group or Mission that asked for it; *seen* is the paragraph's counter on
    the page. Raises NotFound, NoRound, NotOfThisBody, DecisionsAreHidden, DecidedMeanwhile, NotAgreed, UnderSilence,
    WrongReopening (no reason, nobody who asked), UnreadableText, TextTooLong.
    """
    with transaction() as session:
        held = hold_round(session, By.PARAGRAPH, paragraph_id)
        context, standing = _standing(session, actor, held.running, paragraph_id)
        take_turn(session, paragraph_id, seen)
        reason = clean(reason, LONGEST_REASON)
        if not reason:
            raise WrongReopening(what=N_("say why it is reopened"))
        party = _asking(session, asked_by)
        decision = Decision(
            communique_id=context.round.communique_id,
            round_id=context.round.id,
            sequence=next_sequence(session, context.round.id),
            kind=DecisionKind.REOPEN,
            paragraph_id=paragraph_id,
            reason=reason,
            agreed_on=today(session, context.meeting),
            by_id=actor.user,
            asked_by_id=party.id,
        )
        session.add(decision)
        session.flush()
        write_line(
            session,
            actor,
            REOPENING,
            scope=Scope.ALL if context.version.circulation else Scope.MISSION,
            communique=context.round.communique_id,
            round_=context.round.id,
            paragraph=paragraph_id,
            party=party.id,
            before=standing.level or "",
            reason=reason,
        )
        paragraph_states.refresh(session, [paragraph_id], context.round, context.version.draft.id)
        return decision


def _standing(
    session: Session, actor: Actor, running: RoundContext | None, paragraph_id: int
) -> tuple[RoundContext, LastDecision]:
    """
    Return the *running* round, and how an agreed paragraph stands that *actor* may reopen there.

    Raises NotOfThisBody, NoRound, DecisionsAreHidden, NotAgreed, UnderSilence.
    """
    paragraph = session.get_one(Paragraph, paragraph_id, populate_existing=True)
    round_ = running.round if running else None
    last = paragraph_states.standing_on(session, [paragraph_id], round_).get(paragraph_id)
    decided = decisions_by_key(session, [last.key] if last else ())
    meeting = session.get_one(Communique, paragraph.communique_id).meeting_id
    require_of_bodies(session, actor, Act.REOPEN, meeting=meeting, decisions=decided.values())
    if running is None:
        raise NoRound()
    if not sees_all_proposals(actor, running):
        raise DecisionsAreHidden()
    standing = require_agreed(last, agreed=paragraph.state == ParagraphState.AGREED)
    require_not_under_silence(session, paragraph.communique_id, [paragraph_id])
    return running, standing


@dataclass(frozen=True, slots=True)
class UndonePart:
    """A paragraph that is agreed no more with another one: its number and words; *in_text*: the draft prints it."""

    paragraph: int
    number: str
    text: str
    in_text: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """
    What reopening a paragraph would undo: the agreements that end, in order, and the requests that it grants.

    *others*: the paragraphs that are agreed no more with it, by their keys: parts that were split off it, and what is
    joined to it. *requests* are the keys of the proposals that ask to change it, or one of these, since it was agreed.
    *seen* is the paragraph's counter.
    """

    agreements: tuple[tuple[LevelAgreed, Decision], ...]
    requests: tuple[int, ...]
    seen: int
    others: tuple[UndonePart, ...] = ()


def undone_by(session: Session, actor: Actor, running: RoundContext | None, paragraph_id: int) -> Undone:
    """Return what reopening a paragraph in the *running* round would undo. Raises what `reopen` raises of it."""
    context, standing = _standing(session, actor, running, paragraph_id)
    decisions = decisions_by_key(session, [agreement.decision for agreement in standing.agreements])
    draft = context.version.draft.id
    others = paragraph_states.agreed_until_reopened(session, paragraph_id, context.round, draft)
    near = {paragraph_id, *others}
    requests = [
        row.edit.proposal
        for row in pending_on(session, near)
        if near & {row.edit.paragraph, row.edit.other} and reopens(row.edit.kind)
    ]
    return Undone(
        tuple((agreement, decisions[agreement.decision]) for agreement in standing.agreements),
        tuple(dict.fromkeys(requests)),
        session.get_one(Paragraph, paragraph_id).counter,
        _parts(session, context, others),
    )


def _parts(session: Session, context: RoundContext, keys: Sequence[int]) -> tuple[UndonePart, ...]:
    """Return paragraphs as the draft prints them, and those to come into the next one in the words of their split."""
    if not keys:
        return ()
    lines = {line.paragraph: line for line in lines_of_draft(session, context.version.draft.id)}
    splits = [
        row.edit for row in adopted_on(session, context.round.id) if row.edit.kind is AmendmentKind.SPLIT
    ]
    cut = {
        key: text for edit in splits for key, text in zip(edit.parts, parts_of(edit.text)[1:], strict=False)
    }
    ordered = sorted(keys, key=lambda key: list(lines).index(key) if key in lines else len(lines))
    return tuple(
        UndonePart(key, lines[key].reference, lines[key].text, in_text=True)
        if key in lines
        else UndonePart(key, "", cut.get(key, ""), in_text=False)
        for key in ordered
    )


def _asking(session: Session, code: str) -> Party:
    """Return the party with *code*. Raises WrongReopening where nobody is named so."""
    party = session.scalars(select(Party).where(Party.code == code)).one_or_none() if code else None
    if party is None:
        raise WrongReopening(what=N_("say who asked for it: a delegation, a group or the Mission"))
    return party
