"""
The Mission decides: each decision is weighed against the whole working text before it is written.

`preview` and `decide` weigh alike; the first shows, the second writes. A decision that would
stand against accepted edits is refused with the dispute; one taken from an old page is refused
with both wordings. The wording as submitted is never touched.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.errors import (
    N_,
    AlreadyClosed,
    DecidedMeanwhile,
    IllegalMove,
    NoRound,
    NotFound,
    Refusal,
    WrongDecision,
)
from acm_drafts.negotiation.journal import VOIDS_AGREEMENT, VOIDS_REOPENING
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.sittings import DecisionsAreHidden
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Outcome,
    Scope,
    Stage,
)
from acm_drafts.services import paragraph_states
from acm_drafts.services.agreeing_sittings import moment_at, sitting_that_agrees
from acm_drafts.services.decision_lines import tell_decision, tell_holders, tell_of_voided, tell_paragraph
from acm_drafts.services.evaluation import (
    Effect,
    Judgement,
    Table,
    facts,
    hindrance_to_agreeing,
    may_be_kept,
    replaced,
    require_holders,
    require_peace,
    require_sitting_could_decide,
    table_of,
    taken_again,
    weigh,
)
from acm_drafts.services.revisions import (
    LONGEST_REASON,
    Content,
    add_paragraph,
    add_revision,
    clean,
    next_number,
)
from acm_drafts.services.small_groups import tell_followed, version_followed_by
from acm_drafts.store.amendments import AmendmentRecord, load_amendments, standing_in_refusal
from acm_drafts.store.database import new_code, transaction
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.journal import CONSEQUENTIAL, LIFTING, write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.records import (
    Amendment,
    Decision,
    Disposition,
    Paragraph,
    Revision,
    Sitting,
    Wording,
)
from acm_drafts.store.silence import require_not_under_silence
from acm_drafts.store.small_groups import version_followed
from acm_drafts.store.visibility import sees_all_proposals
from acm_drafts.text.changes import apply, changes

__all__ = [
    "Judgement",
    "agree_at",
    "decide",
    "keep",
    "next_sequence",
    "record",
    "take_back",
    "take_turn",
    "void",
    "why_not_agreed_at",
]


def decide(actor: Actor, paragraph_id: int, judgement: Judgement, *, seen: int) -> Decision:
    """
    Record *judgement* on a paragraph and return the decision, or refuse it and write nothing.

    *seen* is the paragraph's counter on the page it was taken from. Raises NotPermitted, NotFound, DecidedMeanwhile (a
    colleague was first), IllegalMove (withdrawn, revised or decided since), InConflict with the disagreement,
    LooseBracket, BracketsStand, WrongDecision, CompromiseAsText, CannotBracket, AlreadyClosed, UnderSilence,
    BracketIsHeld where it lifts what others hold and names no sitting or not all of them; what `sitting_that_agrees`
    raises, and `require_could_decide`.
    """
    with transaction() as session:
        if hold_round(session, By.PARAGRAPH, paragraph_id).running is None:
            raise AlreadyClosed()
        return record(session, actor, paragraph_id, judgement=judgement, seen=seen)


def record(session: Session, actor: Actor, paragraph_id: int, *, judgement: Judgement, seen: int) -> Decision:
    """Weigh and write *judgement* in the caller's transaction, which holds the round. Raises what `decide` raises."""
    take_turn(session, paragraph_id, seen)
    table = table_of(session, paragraph_id)
    require(actor, Act.DECIDE, facts(table))
    return _record(session, actor, table, judgement)


def agree_at(
    session: Session,
    actor: Actor,
    paragraph_id: int,
    *,
    sitting: str,
    seen: int,
    instead_of: int | None,
    ad_referendum: bool = False,
) -> Decision:
    """
    Agree a paragraph as it stands at an open *sitting*, in the caller's transaction, for who may record in it.

    *ad_referendum*: subject to confirmation. *instead_of*: the agreement of that sitting which no longer counts.
    Raises DecisionsAreHidden where *actor* may not
    know what was decided in the round; NoRound; else what `decide` raises.
    """
    take_turn(session, paragraph_id, seen)
    table = _table_of_sitting(session, actor, paragraph_id)
    if instead_of is not None:
        _replace(session, actor, table, instead_of)
    judgement = Judgement(DecisionKind.AGREE, sitting=sitting, ad_referendum=ad_referendum)
    return _record(session, actor, table, judgement)


def why_not_agreed_at(session: Session, actor: Actor, paragraph_id: int) -> Refusal | None:
    """Return why `agree_at` would refuse a paragraph as it stands, None where a sitting can agree it now."""
    try:
        table = _table_of_sitting(session, actor, paragraph_id)
        _require_free(session, table)
    except Refusal as refusal:
        return refusal
    return hindrance_to_agreeing(table)


def take_back(session: Session, actor: Actor, paragraph_id: int, decision_id: int) -> None:
    """
    Let an agreement of a sitting no longer count that a later result corrects, in the caller's transaction.

    Raises DecisionsAreHidden, NoRound; AlreadyClosed where its round is closed.
    """
    table = _table_of_sitting(session, actor, paragraph_id)
    _replace(session, actor, table, decision_id)
    _refresh(session, table, [])


def _table_of_sitting(session: Session, actor: Actor, paragraph_id: int) -> Table:
    try:
        table = table_of(session, paragraph_id)
    except AlreadyClosed:
        raise NoRound() from None
    if not sees_all_proposals(actor, table.context):
        raise DecisionsAreHidden()
    return table


def _replace(session: Session, actor: Actor, table: Table, decision_id: int) -> None:
    _require_free(session, table)
    if session.get_one(Decision, decision_id).round_id != table.context.round.id:
        raise AlreadyClosed()
    _write_void(session, actor, table, decision_id, N_("A later result of the sitting took its place."))


def _record(session: Session, actor: Actor, table: Table, judgement: Judgement) -> Decision:
    _require_free(session, table)
    sitting = sitting_that_agrees(session, table.context.round.communique_id, judgement.sitting)
    effects = weigh(table, judgement)
    require_sitting_could_decide(session, table, effects, judgement, sitting=sitting)
    followed = version_followed_by(session, table.paragraph.id, judgement)
    earlier = replaced(table, judgement)
    require_peace(table, effects, without=earlier)
    over = require_holders(session, table, effects, judgement, without=earlier)
    freed = []
    if earlier is not None:
        freed = [disposition.revision for disposition in _dispositions_of(session, earlier)]
        _write_void(session, actor, table, earlier, N_("A new version of the compromise took its place."))
    decision = _write_decision(session, actor, table, judgement, sitting)
    revisions = [_write_disposition(session, actor, table, decision, effect) for effect in effects]
    tell_decision(session, actor, table, decision, list(zip(effects, revisions, strict=True)))
    tell_holders(session, actor, decision, revisions, over=over)
    if followed is not None:
        own = next(r for e, r in zip(effects, revisions, strict=True) if e.entry is None and e.shape is None)
        tell_followed(session, actor, decision, own.amendment, followed)
    _refresh(session, table, [*freed, *(effect.entry.revision for effect in effects if effect.entry)])
    return decision


def void(actor: Actor, decision_id: int, *, reason: str, seen: int) -> Decision:
    """
    Let a decision of a round that is not closed no longer count, and return the voiding one.

    Raises NotPermitted, NotFound, WrongDecision (no reason), IllegalMove (voided already, or its
    rest was decided since), InConflict (what was accepted later stands on it), DecidedMeanwhile, UnderSilence.
    """
    with transaction() as session:
        earlier, table = _reopened(session, actor, decision_id, seen=seen)
        if not clean(reason, LONGEST_REASON):
            raise WrongDecision(what=N_("voiding a decision needs a reason"))
        if earlier.kind == DecisionKind.VOID or _is_void(session, earlier.id):
            raise IllegalMove(state=N_("voided"), move=N_("voided again"))
        require_peace(table, (), without=earlier.id)
        decision = _write_void(session, actor, table, earlier.id, clean(reason, LONGEST_REASON))
        _refresh(
            session, table, [disposition.revision for disposition in _dispositions_of(session, earlier.id)]
        )
        return decision


def keep(actor: Actor, decision_id: int, *, sitting: str, seen: int, over: tuple[str, ...] = ()) -> Decision:
    """
    Take what the Mission proposed again, as a *sitting* agreed it, and return that; the earlier no longer counts.

    So is a sponsor answered who contests what was made of a proposal. A compromise absorbs the same proposals again,
    and their sponsors are asked anew. *over*: the codes of those over whom the sitting lifts brackets that they hold.
    Raises NotPermitted, NotFound, WrongDecision (no sitting), what `sitting_that_agrees` raises, IllegalMove (voided
    already, agreed already, not about proposals, or they were decided since), InConflict, DecidedMeanwhile,
    BracketIsHeld as `decide` does.
    """
    with transaction() as session:
        earlier, table = _reopened(session, actor, decision_id, seen=seen)
        if not sitting:
            raise WrongDecision(what=N_("an agreement names its sitting"))
        if not may_be_kept(earlier) or _is_void(session, earlier.id):
            raise IllegalMove(state=N_("decided"), move=N_("kept as it is"))
        _write_void(session, actor, table, earlier.id, N_("It was taken again when a level agreed it."))
        again = taken_again(session, earlier, sitting)
        judgement = replace(again, after=version_followed(session, earlier.id), over=over)
        return record(session, actor, earlier.paragraph_id, judgement=judgement, seen=seen + 1)


# Reading and writing -----------------------------------------------------------------------------


def _reopened(session: Session, actor: Actor, decision_id: int, *, seen: int) -> tuple[Decision, Table]:
    """
    Return a decision of the running round, and what it is weighed with, for an act on it; its turn is taken.

    Raises NotFound, DecidedMeanwhile, NotPermitted.
    """
    hold_round(session, By.DECISION, decision_id)
    earlier = session.get_one(Decision, decision_id)
    take_turn(session, earlier.paragraph_id, seen)
    table = table_of(session, earlier.paragraph_id)
    require(actor, Act.DECIDE, facts(table))
    if earlier.round_id != table.context.round.id:
        raise NotFound()
    _require_free(session, table)
    return earlier, table


def _require_free(session: Session, table: Table) -> None:
    """Raise UnderSilence where the paragraph is under silence: nothing else is decided on it meanwhile."""
    require_not_under_silence(session, table.context.round.communique_id, [table.paragraph.id])


def take_turn(session: Session, paragraph_id: int, seen: int) -> None:
    """
    Step the paragraph's counter. Raises DecidedMeanwhile unless it is the one seen: two decisions at
    once cannot both win.
    """
    stepped = session.execute(
        update(Paragraph)
        .where(Paragraph.id == paragraph_id, Paragraph.counter == seen)
        .values(counter=Paragraph.counter + 1)
        .execution_options(synchronize_session=False)
    )
    if stepped.rowcount != 1:  # type: ignore[attr-defined]
        raise DecidedMeanwhile()


def _write_decision(
    session: Session, actor: Actor, table: Table, judgement: Judgement, sitting: Sitting | None
) -> Decision:
    decision = Decision(
        communique_id=table.context.round.communique_id,
        round_id=table.context.round.id,
        sequence=next_sequence(session, table.context.round.id),
        kind=judgement.kind,
        paragraph_id=table.paragraph.id,
        reason=clean(judgement.reason, LONGEST_REASON),
        level=sitting.level if sitting else None,
        agreed_on=sitting.day if sitting else table.today,
        sitting=sitting,
        ad_referendum=judgement.ad_referendum,
        at=moment_at(sitting),
        by_id=actor.user,
    )
    session.add(decision)
    session.flush()
    return decision


def next_sequence(session: Session, round_id: int) -> int:
    """Return the sequence of the next decision in a round."""
    return (session.scalar(select(func.max(Decision.sequence)).where(Decision.round_id == round_id)) or 0) + 1


def _write_disposition(
    session: Session, actor: Actor, table: Table, decision: Decision, effect: Effect
) -> Revision:
    proposal = effect.entry
    revision = proposal.revision if proposal else _write_own(session, actor, table, decision, effect)
    session.add(
        Disposition(
            decision_id=decision.id,
            revision_id=revision.id,
            outcome=effect.outcome,
            chosen=list(effect.chosen),
            text=effect.text,
            rank=effect.rank,
        )
    )
    if effect.outcome is Outcome.PART and proposal:
        own = changes(proposal.base, revision.text)
        rest = apply(proposal.base, [c for i, c in enumerate(own) if i not in effect.chosen])
        add_revision(
            session, proposal.amendment, revision, text=rest, origin="rest", round_id=decision.round_id
        )
    return revision


def _write_own(session: Session, actor: Actor, table: Table, decision: Decision, effect: Effect) -> Revision:
    """Write the Mission's own proposal, which the decision of the same moment accepts: the same road."""
    if effect.shape is not None:
        return _write_consequential(session, actor, table, decision, effect.text, effect.shape)
    return _write_compromise(session, actor, table, effect.text, decision)


def _write_consequential(
    session: Session,
    actor: Actor,
    table: Table,
    decision: Decision,
    text: str,
    shape: AmendmentRecord,
) -> Revision:
    """Write what the Mission changes in words where it accepts the split or join *shape*, which keeps its own."""
    source, paragraph_id = shape.revision, shape.revision.paragraph_id
    amendment = _own_amendment(
        session,
        table,
        decision,
        kind=AmendmentKind.CONSEQUENTIAL,
        paragraph_id=paragraph_id,
        amends_id=shape.amendment.id,
    )
    revision = add_revision(
        session,
        amendment,
        source,
        text=text,
        origin="sponsor",
        round_id=decision.round_id,
        amends_revision_id=source.id,
        reason="",
        author_id=actor.user,
    )
    write_line(
        session,
        actor,
        "submit",
        scope=Scope.AMENDMENT,
        amendment=amendment,
        paragraph=paragraph_id,
        subject=CONSEQUENTIAL,
        before=source.text,
        after=text,
    )
    return revision


def _own_amendment(
    session: Session,
    table: Table,
    decision: Decision,
    *,
    kind: AmendmentKind,
    paragraph_id: int,
    amends_id: int | None = None,
) -> Amendment:
    """Return a proposal of the Mission, submitted at the moment of *decision*, that says nothing yet."""
    return Amendment(
        communique_id=decision.communique_id,
        round_id=decision.round_id,
        code=new_code(),
        kind=kind,
        stage=Stage.SUBMITTED,
        paragraph_id=paragraph_id,
        amends_id=amends_id,
        sponsor_id=table.mission,
        number=next_number(session, table.context, table.mission),
        submitted_at=decision.at,
        revision=0,
    )


def _write_compromise(
    session: Session, actor: Actor, table: Table, text: str, decision: Decision
) -> Revision:
    """Write a compromise, or the wording without brackets."""
    edit, round_ = table.compromise(text), table.context.round
    paragraph_id = edit.paragraph
    if edit.kind is AmendmentKind.INSERT:
        paragraph_id = add_paragraph(session, round_.communique_id).id
    amendment = _own_amendment(session, table, decision, kind=edit.kind, paragraph_id=paragraph_id)
    base = find_wording(session, paragraph_id, table.context.version.draft.id)
    revision = add_revision(
        session,
        amendment,
        text=text,
        origin="sponsor",
        round_id=round_.id,
        paragraph_id=paragraph_id,
        after_id=edit.after or None,
        language=table.context.version.draft.communique.language,
        author_id=actor.user,
        **_stands_on(base, edit),
    )
    about = LIFTING if decision.kind == DecisionKind.ACCEPT else ""
    scope = Scope.AMENDMENT
    write_line(session, actor, "submit", scope=scope, amendment=amendment, subject=about, after=text)
    return revision


def _stands_on(base: Wording | None, edit: Edit) -> Content:
    """Return what a compromise has from the wording it stands on, and one on a new paragraph from its *edit*."""
    if base is None:
        return {"base_id": None, "kind": edit.line_kind, "depth": edit.depth, "numbered": edit.numbered}
    return {"base_id": base.id, "kind": base.kind, "depth": base.depth, "numbered": base.numbered}


VOIDED = {DecisionKind.AGREE: VOIDS_AGREEMENT, DecisionKind.REOPEN: VOIDS_REOPENING}
"""The act of voiding what decides no proposal, as the journal tells it."""


def _write_void(session: Session, actor: Actor, table: Table, decision_id: int, reason: str) -> Decision:
    earlier = session.get_one(Decision, decision_id)
    decision = Decision(
        communique_id=earlier.communique_id,
        round_id=table.context.round.id,
        sequence=next_sequence(session, table.context.round.id),
        kind=DecisionKind.VOID,
        paragraph_id=earlier.paragraph_id,
        reason=reason,
        agreed_on=table.today,
        by_id=actor.user,
        voids_id=earlier.id,
    )
    session.add(decision)
    session.flush()
    dispositions = _dispositions_of(session, earlier.id)
    for disposition in dispositions:
        revision, amendment = disposition.revision, disposition.revision.amendment
        if disposition.outcome == Outcome.PART:
            _restore(session, amendment, revision, table.context.round.id)
        if _ends_with(earlier, disposition):
            amendment.stage = Stage.WITHDRAWN
        write_line(
            session,
            actor,
            "void",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            paragraph=earlier.paragraph_id,
            before=disposition.outcome,
            reason=reason,
        )
    about = [disposition.revision.amendment for disposition in dispositions]
    tell_of_voided(session, actor, earlier, about, reason=reason)
    if earlier.kind in VOIDED:
        act = VOIDED[DecisionKind(earlier.kind)]
        tell_paragraph(session, actor, table, act, after="", reason=reason, party=earlier.asked_by_id)
    return decision


def _ends_with(decision: Decision, disposition: Disposition) -> bool:
    """Return whether what was decided on is the Mission's own and exists for *decision* alone."""
    if disposition.revision.amendment.kind == AmendmentKind.CONSEQUENTIAL:
        return True
    return decision.kind == DecisionKind.COMPROMISE and disposition.outcome == Outcome.ACCEPTED


def _dispositions_of(session: Session, decision_id: int) -> Sequence[Disposition]:
    return session.scalars(
        select(Disposition)
        .where(Disposition.decision_id == decision_id)
        .options(joinedload(Disposition.revision).joinedload(Revision.amendment))
    ).all()


def _restore(session: Session, amendment: Amendment, whole: Revision, round_id: int) -> None:
    """Make the whole proposal current again, in place of the rest that a voided part-acceptance left."""
    rest = load_amendments(session, Amendment.id == amendment.id).entries[amendment.id]
    if rest.disposition is not None:
        raise IllegalMove(
            state=standing_in_refusal(rest), move=N_("put together again; void that decision first")
        )
    add_revision(session, amendment, whole, text=whole.text, origin="carried", round_id=round_id)


def _is_void(session: Session, decision_id: int) -> bool:
    return session.scalar(select(Decision.id).where(Decision.voids_id == decision_id)) is not None


def _refresh(session: Session, table: Table, revisions: Sequence[Revision]) -> None:
    touched = {table.paragraph.id, *(revision.paragraph_id for revision in revisions)}
    touched |= {key for revision in revisions for key in (revision.after_id, revision.other_id) if key}
    paragraph_states.refresh(session, touched, table.context.round, table.context.version.draft.id)
