"""
Agree in one act all that is left of a draft.

What can be agreed, `negotiation.agreements` says. Each paragraph has a decision of its own, which is voided on its page
like any other; the journal has one line for the act, and the act is undone as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import AgreedWords, agreeable, agreed_words
from acm_drafts.negotiation.errors import N_, NotAsSeen, NotFound, UndoneMeanwhile, WrongDecision
from acm_drafts.negotiation.journal import AGREE_TOGETHER, UNDO_TOGETHER
from acm_drafts.negotiation.lines import Line, LineKind, counted
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import DecisionKind, ParagraphState, Scope, Stance
from acm_drafts.services import paragraph_states
from acm_drafts.services.agreeing_sittings import (
    agreed_in_journal,
    moment_at,
    require_could_decide,
    sitting_that_agrees,
)
from acm_drafts.services.bracket_holders import paragraphs_to_ask_on
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.services.rounds import locked
from acm_drafts.store.amendment_rows import adopted_on, pending_in_round
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.decisions import AgreementTogether, agreements_together
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.meetings import meeting_facts, today
from acm_drafts.store.paragraph_positions import held_now
from acm_drafts.store.records import Decision, Paragraph, Party, Round, Sitting
from acm_drafts.store.rounds import RoundContext, round_context
from acm_drafts.store.set_apart import SetApart, set_apart
from acm_drafts.store.silence import require_not_under_silence, under_silence

WORDS = 40
"""So many characters of a line without a number are told in the journal."""
_NAMED = (Stance.OPPOSE, Stance.RESERVE, Stance.AWAITING)
"""The positions that are named where all the rest is agreed."""


Held = Mapping[Stance, tuple[Party, ...]]
"""Who takes which position on the words of a paragraph, or on those of what it takes in."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """
    What can be agreed as it stands and is not agreed at a level yet, in the order of the draft.

    *lines* are those of the draft, headings included; *words* says by paragraph what is agreed there instead of the
    words of the draft, where proposals were accepted. *seen* is equal for two moments when the same could be agreed
    and nothing was decided there in between. *apart*: what could be agreed but is agreed by itself alone, and why.
    *reserving*: who reserves a position or awaits instructions on which paragraph, which holds no agreement up.
    """

    lines: tuple[Line, ...]
    seen: str
    words: Mapping[int, AgreedWords]
    apart: Mapping[int, SetApart] = field(default_factory=dict)
    reserving: Mapping[int, Held] = field(default_factory=dict)

    @property
    def paragraphs(self) -> tuple[int, ...]:
        return tuple(line.paragraph for line in self.lines)

    @property
    def counted(self) -> int:
        """How many of them are no headings."""
        return counted(self.lines)


def fingerprint(keys: Iterable[object]) -> str:
    """Return what is equal for the same *keys* in the same order, and says nothing about them."""
    return sha256(" ".join(map(str, keys)).encode("ascii")).hexdigest()


def agreed_together(session: Session, context: RoundContext) -> list[AgreementTogether]:
    """Return the acts of a round by which many paragraphs were agreed, the newest first. One query."""
    return agreements_together(session, context.round.id)


def seen_of(agreement: AgreementTogether) -> str:
    """Return what is equal for two moments when the same decisions of the act counted."""
    return fingerprint(agreement.decisions.values())


def remaining(session: Session, context: RoundContext) -> Remaining:
    """
    Return what is left of the draft of a round that runs, without what is under silence and what is set apart.

    Seventeen queries at most, and five more for brackets that somebody holds.
    """
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
    agreed |= under_silence(session, context.round.communique_id).keys()
    asking = paragraphs_to_ask_on(session, context, lines, accepted)
    words = agreed_words(lines, accepted)
    held = _held(session, context, lines, words)
    apart = _apart(session, context, lines, held)
    able = agreeable(lines, agreed=agreed, pending=pending, accepted=accepted, asking=asking)
    left = tuple(line for line in able if line.paragraph not in apart)
    seen = fingerprint(f"{line.paragraph}.{counters[line.paragraph]}" for line in left)
    kept = {line.paragraph: apart[line.paragraph] for line in able if line.paragraph in apart}
    return Remaining(left, seen, words, kept, held)


def _apart(
    session: Session, context: RoundContext, lines: Sequence[Line], held: Mapping[int, Held]
) -> dict[int, SetApart]:
    """Return those of *lines* that are agreed by themselves alone, and why; *held*: who takes which position there."""
    opposed = {key: SetApart(opposed=own[Stance.OPPOSE]) for key, own in held.items() if Stance.OPPOSE in own}
    return opposed | dict(set_apart(session, context.round.communique_id, [line.paragraph for line in lines]))


def _held(
    session: Session, context: RoundContext, lines: Sequence[Line], words: Mapping[int, AgreedWords]
) -> dict[int, Held]:
    """Return who opposes the words of which of *lines*, or of what they take in, reserves or awaits instructions."""
    wordings = {line.paragraph: line.wording for line in lines}
    held = held_now(session, context.round.communique_id, wordings, _NAMED)
    if not held:
        return {}
    together: dict[int, Held] = {}
    for key in wordings:
        parts = (key, *(words[key].takes if key in words else ()))
        parties: dict[Stance, dict[str, Party]] = {}
        for part in parts:
            for stance, of in held.get(part, {}).items():
                parties.setdefault(stance, {}).update((party.code, party) for party in of)
        if parties:
            together[key] = {stance: tuple(of.values()) for stance, of in parties.items()}
    return together


def words_agreed(
    session: Session, context: RoundContext, agreement: AgreementTogether
) -> Mapping[int, AgreedWords]:
    """Return by paragraph what an act agreed instead of the words of the draft: as decided until then. Two queries."""
    before = [row.edit for row in adopted_on(session, context.round.id) if row.at <= agreement.at]
    return agreed_words(lines_of_draft(session, context.version.draft.id), before)


def agree_rest(
    actor: Actor,
    round_id: int,
    *,
    sitting: str,
    reason: str = "",
    seen: str,
    ad_referendum: bool = False,
) -> int:
    """
    Agree all that remains of a round's draft as it stands, at a *sitting*, and return how many paragraphs.

    *ad_referendum*: subject to confirmation. Headings are not counted. All of them or none. *seen* is that of the
    `Remaining` on the page. Raises NotPermitted,
    AlreadyClosed, NotFound (nothing remains), WrongDecision (no sitting), what `sitting_that_agrees` and
    `require_could_decide` raise, NotAsSeen
    (something was proposed or decided meanwhile), UnreadableText, TextTooLong.
    """
    with transaction() as session:
        round_ = locked(session, round_id)
        matter = meeting_facts(session, "round", round_id)
        require(actor, Act.DECIDE, replace(matter, closed=round_.closed_at is not None))
        held = sitting_that_agrees(session, round_.communique_id, sitting)
        if held is None:
            raise WrongDecision(what=N_("an agreement names its sitting"))
        context = round_context(session, round_.id)
        left = remaining(session, context)
        if left.seen != seen:
            raise NotAsSeen()
        if not left.paragraphs:
            raise NotFound()
        proposals = [
            row.amendment
            for row in adopted_on(session, context.round.id)
            if row.edit.paragraph in left.paragraphs
        ]
        require_could_decide(session, held, left.lines, proposals=proposals, reason=reason)
        facts = _facts_of(held, reason=clean(reason, LONGEST_REASON), ad_referendum=ad_referendum)
        _write(
            session,
            actor,
            context,
            act=AGREE_TOGETHER,
            at=moment_at(held),
            lines=left.lines,
            facts=facts,
            after=agreed_in_journal(held, ad_referendum=ad_referendum),
        )
        return left.counted


def _facts_of(sitting: Sitting, *, reason: str, ad_referendum: bool) -> dict[str, object]:
    """Return what the decisions have in common by which a *sitting* agrees paragraphs."""
    return {
        "kind": str(DecisionKind.AGREE),
        "level": sitting.level,
        "agreed_on": sitting.day,
        "sitting_id": sitting.id,
        "ad_referendum": ad_referendum,
        "reason": reason,
    }


def undo_agreement(actor: Actor, round_id: int, *, together: int, reason: str, seen: str) -> int:
    """
    Void in one act what `agree_rest` agreed in one, and return how many paragraphs, headings apart.

    What was voided already is left out. *seen* is `seen_of` the agreement on the page. Raises NotPermitted,
    AlreadyClosed, NotFound (nothing of it counts any more), WrongDecision (no reason), UndoneMeanwhile, UnreadableText,
    TextTooLong.
    """
    with transaction() as session:
        round_ = locked(session, round_id)
        matter = meeting_facts(session, "round", round_id)
        require(actor, Act.DECIDE, replace(matter, closed=round_.closed_at is not None))
        context = round_context(session, round_.id)
        reason = clean(reason, LONGEST_REASON)
        if not reason:
            raise WrongDecision(what=N_("voiding a decision needs a reason"))
        agreement = _get_agreement(session, round_.id, together)
        if seen_of(agreement) != seen:
            raise UndoneMeanwhile()
        require_not_under_silence(session, round_.communique_id, agreement.decisions)
        lines = [
            line
            for line in lines_of_draft(session, context.version.draft.id)
            if line.paragraph in agreement.decisions
        ]
        facts = {
            "kind": str(DecisionKind.VOID),
            "agreed_on": today(session, matter.meeting),
            "reason": reason,
        }
        _write(
            session,
            actor,
            context,
            act=UNDO_TOGETHER,
            at=utcnow(),
            lines=lines,
            facts=facts,
            voids=agreement.decisions,
        )
        return counted(lines)


def _get_agreement(session: Session, round_id: int, sequence: int) -> AgreementTogether:
    """Return the act of a round whose first decision has *sequence*. Raises NotFound where none of it counts."""
    for act in agreements_together(session, round_id):
        if act.sequence == sequence:
            return act
    raise NotFound()


def _write(
    session: Session,
    actor: Actor,
    context: RoundContext,
    *,
    act: str,
    at: datetime,
    lines: Sequence[Line],
    facts: Mapping[str, object],
    after: str = "",
    voids: Mapping[int, int] | None = None,
) -> None:
    """Write a decision for each line and one line in the journal for them all, and step the counters."""
    round_ = context.round
    keys = [line.paragraph for line in lines]
    _write_decisions(session, round_, keys, {"by_id": actor.user, "at": at, **facts}, voids or {})
    write_line(
        session,
        actor,
        act,
        scope=Scope.ALL if context.version.circulation else Scope.MISSION,
        communique=round_.communique_id,
        round_=round_.id,
        before=in_ranges([called(line) for line in lines if line.kind is not LineKind.HEADING]),
        after=after,
        reason=str(facts["reason"]),
        at=at,
    )
    paragraph_states.refresh(session, keys, round_, context.version.draft.id)


def write_decisions(
    session: Session, context: RoundContext, keys: Sequence[int], facts: Mapping[str, object]
) -> None:
    """
    Agree paragraphs together with *facts*, and bring their states in step; in the caller's transaction.

    The caller has asked whether they can be agreed, and writes the line of the journal.
    """
    _write_decisions(session, context.round, keys, {"by_id": None, "reason": "", **facts}, {})
    paragraph_states.refresh(session, keys, context.round, context.version.draft.id)


def _write_decisions(
    session: Session,
    round_: Round,
    keys: Sequence[int],
    facts: Mapping[str, object],
    voids: Mapping[int, int],
) -> None:
    """Write a decision with *facts* for each paragraph, taken together, and step their counters."""
    last = session.scalar(select(func.max(Decision.sequence)).where(Decision.round_id == round_.id)) or 0
    common = {"communique_id": round_.communique_id, "round_id": round_.id, "together": last + 1, **facts}
    rows = [
        common | {"sequence": last + n, "paragraph_id": key, "voids_id": voids.get(key)}
        for n, key in enumerate(keys, 1)
    ]
    session.execute(insert(Decision), rows)
    session.execute(
        update(Paragraph)
        .where(Paragraph.id.in_(keys))
        .values(counter=Paragraph.counter + 1)
        .execution_options(synchronize_session=False)
    )


def called(line: Line) -> str:
    """Return what a line is called in the journal: by its number, else by its first words."""
    return line.reference or f"“{line.text[:WORDS]}”"
