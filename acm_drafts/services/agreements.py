"""
Agree in one act all that is left of a draft.

What can be agreed, `negotiation.agreements` says. An agreement is a decision like any other: it has its line in the
journal and is voided on the page of its paragraph.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import agreeable
from acm_drafts.negotiation.errors import N_, NotAsSeen, NotFound, WrongDecision
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import DecisionKind, Level, ParagraphState, Scope, name_of
from acm_drafts.services import paragraph_states
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.services.rounds import locked
from acm_drafts.store.amendment_rows import adopted_on, pending_in_round
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.meetings import meeting_facts, today
from acm_drafts.store.records import Decision, Paragraph
from acm_drafts.store.rounds import RoundContext, round_context


@dataclass(frozen=True, slots=True)
class Remaining:
    """
    What can be agreed as it stands and is not agreed at a level yet, in the order of the draft; not that after which
    a new paragraph waits to come in, which is agreed by itself, on its page.

    *paragraphs* are keys, headings included; *counted* of them are no headings. *seen* is equal for two moments when
    the same could be agreed and nothing was decided there in between.
    """

    paragraphs: tuple[int, ...]
    counted: int
    seen: str


def remaining(session: Session, context: RoundContext) -> Remaining:
    """Return what is left of the draft of a round that runs. Four queries."""
    lines = lines_of_draft(session, context.version.draft.id)
    pending = [row.edit for row in pending_in_round(session, context.round.id)]
    accepted = [row.edit for row in adopted_on(session, context.round.id)]
    rows = session.execute(
        select(Paragraph.id, Paragraph.counter, Paragraph.state).where(
            Paragraph.communique_id == context.round.communique_id
        )
    ).all()
    counters = {key: counter for key, counter, _ in rows}
    agreed = {key for key, _, state in rows if state == ParagraphState.AGREED}
    left = agreeable(lines, agreed=agreed, pending=pending, accepted=accepted)
    counted = sum(line.kind is not LineKind.HEADING for line in left)
    seen = " ".join(f"{line.paragraph}.{counters[line.paragraph]}" for line in left)
    return Remaining(
        tuple(line.paragraph for line in left), counted, sha256(seen.encode("ascii")).hexdigest()
    )


def agree_rest(
    actor: Actor,
    round_id: int,
    *,
    level: Level | None,
    agreed_on: date | None = None,
    reason: str = "",
    seen: str,
) -> int:
    """
    Agree all that remains of a round's draft as it stands, at *level*, and return how many paragraphs, headings apart.

    All of them or none. *seen* is that of the `Remaining` on the page. Raises NotPermitted, AlreadyClosed, NotFound
    (nothing remains), WrongDecision (no level, or a day that lies ahead), NotAsSeen (something was proposed or
    decided meanwhile), UnreadableText, TextTooLong.
    """
    with transaction() as session:
        round_ = locked(session, round_id)
        matter = meeting_facts(session, "round", round_id)
        require(actor, Act.DECIDE, replace(matter, closed=round_.closed_at is not None))
        if level is None:
            raise WrongDecision(what=N_("an agreement names its level"))
        if agreed_on and agreed_on > today(session, matter.meeting):
            raise WrongDecision(what=N_("the day of an agreement cannot lie ahead"))
        context = round_context(session, round_.id)
        left = remaining(session, context)
        if left.seen != seen:
            raise NotAsSeen()
        if not left.paragraphs:
            raise NotFound()
        facts = {
            "level": level,
            "agreed_on": agreed_on or today(session, matter.meeting),
            "reason": clean(reason, LONGEST_REASON),
        }
        _write(session, actor, context, left.paragraphs, facts)
        paragraph_states.refresh(session, left.paragraphs, round_, context.version.draft.id)
        return left.counted


def _write(
    session: Session, actor: Actor, context: RoundContext, keys: Sequence[int], facts: dict[str, object]
) -> None:
    """Write a decision and its line in the journal for each paragraph, and step their counters."""
    round_ = context.round
    last = session.scalar(select(func.max(Decision.sequence)).where(Decision.round_id == round_.id)) or 0
    common = {"communique_id": round_.communique_id, "round_id": round_.id, "by_id": actor.user, **facts}
    common |= {"kind": str(DecisionKind.AGREE)}
    rows = [common | {"sequence": last + n, "paragraph_id": key} for n, key in enumerate(keys, 1)]
    session.execute(insert(Decision), rows)
    session.execute(
        update(Paragraph)
        .where(Paragraph.id.in_(keys))
        .values(counter=Paragraph.counter + 1)
        .execution_options(synchronize_session=False)
    )
    for key in keys:
        write_line(
            session,
            actor,
            str(DecisionKind.AGREE),
            scope=Scope.ALL if context.version.circulation else Scope.MISSION,
            communique=round_.communique_id,
            round_=round_.id,
            paragraph=key,
            after=name_of(Level(str(facts["level"]))),
            reason=str(facts["reason"]),
        )
