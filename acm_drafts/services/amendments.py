"""
A proposal is prepared, reviewed, submitted, revised and withdrawn: its sponsor's acts.

Each time it is kept it becomes an immutable revision on the wording that its author was looking
at (services.revisions). What the Mission makes of it is decided elsewhere (services.decisions).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import (
    N_,
    DeadlinePassed,
    IllegalMove,
    NotFound,
    NotOfThisText,
    NotOpenYet,
    NotPossible,
    NotShown,
    NotShownToSponsor,
    RevisedTooLate,
    RevisedTooSoon,
)
from acm_drafts.negotiation.journal import WITHDRAWING
from acm_drafts.negotiation.lifecycle import (
    PAST,
    Step,
    advance,
    require_admissible,
    require_open,
    require_reason,
)
from acm_drafts.negotiation.permissions import Act, Actor, Facts, Office, may, require, speaks_for_sponsor
from acm_drafts.negotiation.terms import (
    PROPOSABLE,
    Admissibility,
    AmendmentKind,
    PartyKind,
    Role,
    RoundState,
    Scope,
    Stage,
)
from acm_drafts.services import paragraph_states, revisions
from acm_drafts.services.revisions import LONGEST_REASON, Proposal, clean
from acm_drafts.store.amendment_rows import wordings_of
from acm_drafts.store.amendments import AmendmentRecord, load_amendments, standing_in_refusal
from acm_drafts.store.database import arrived, new_code, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_amendment, hold_round_context
from acm_drafts.store.positions import AMENDABLE, unconfirmed
from acm_drafts.store.records import Amendment, Paragraph, Party, Revision, Wording
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.silence import require_not_under_silence
from acm_drafts.store.visibility import facts_of, get_visible_amendment, round_facts


def save(
    actor: Actor, round_id: int, proposal: Proposal, *, sponsor: int | None = None, code: str = ""
) -> Amendment:
    """
    Keep *proposal* as a draft that only its delegation sees, and return it.

    *code* names a draft to go on with; without it a new one begins. Raises NotPermitted, NotFound, NotShown (what it
    builds on may not be read now), StaleText (with both wordings; a colleague's too), NothingChanges, WrongShape,
    EmptyLine, UnreadableText, ProposedAlready (word for word what the same sponsor has in this round).
    """
    with transaction() as session, session.no_autoflush:
        context = hold_round_context(session, round_id)
        amendment, revision = _written(session, actor, context, proposal, sponsor=sponsor, code=code)
        revisions.keep(session, amendment, revision)
        _journal_own(session, actor, amendment, "save draft")
        return amendment


def send_for_review(actor: Actor, code: str) -> Amendment:
    """Lay a draft before the head of delegation; returns it. Raises NotPermitted, NotFound, IllegalMove."""
    return _step_own(actor, code, Step.SEND_FOR_REVIEW, "send for review")


def return_to_drafter(actor: Actor, code: str) -> Amendment:
    """Give a draft under review back; returns it. Raises NotPermitted, NotFound, IllegalMove."""
    return _step_own(actor, code, Step.RETURN, "return to drafter")


def submit(actor: Actor, code: str) -> Amendment:
    """
    Submit a draft in the sponsor's name, by the server's clock; returns it with its number.

    The moment at which it was asked for counts, whatever the act had to wait for; but a round that was closed
    meanwhile takes nothing any more.
    Raises NotPermitted, NotFound, NotOpenYet, DeadlinePassed, AlreadyClosed, NotAdmissible, OutsideBrackets,
    StaleText (the text moved on since the draft was saved), NotShown (as in `save`), IllegalMove (twice), UnderSilence.
    """
    with transaction() as session, session.no_autoflush:
        _, amendment, context = hold_amendment(session, code, actor)
        revision = revisions.current(session, amendment)
        revisions.require_standing(session, actor, context, amendment, revision)
        return _submit(session, actor, context, amendment, revision)


def propose(
    actor: Actor, round_id: int, proposal: Proposal, *, sponsor: int | None = None, code: str = ""
) -> Amendment:
    """Save and submit in one act; refuses what `save` and `submit` refuse, and then keeps nothing."""
    with transaction() as session, session.no_autoflush:
        context = hold_round_context(session, round_id)
        return propose_in(session, actor, context, proposal, sponsor=sponsor, code=code)


def propose_in(
    session: Session,
    actor: Actor,
    context: RoundContext,
    proposal: Proposal,
    *,
    sponsor: int | None,
    code: str = "",
) -> Amendment:
    """Save and submit in the caller's transaction, which holds the round. Raises what `propose` raises."""
    amendment, revision = _written(session, actor, context, proposal, sponsor=sponsor, code=code)
    return _submit(session, actor, context, amendment, revision)


def propose_against_silence(
    session: Session, actor: Actor, context: RoundContext, proposal: Proposal, *, sponsor: int
) -> Amendment:
    """
    Submit the counter-proposal of a delegation that breaks the silence on a paragraph, in the caller's transaction.

    The deadline of the round does not stand in its way. Raises what `propose` raises else.
    """
    amendment, revision = _written(session, actor, context, proposal, sponsor=sponsor, code="")
    require(actor, Act.SUBMIT, facts_of(context, amendment))
    return _put_forward(session, actor, context, amendment, revision, act="submit")


def revise(actor: Actor, code: str, proposal: Proposal) -> Amendment:
    """
    Put a new revision in place of a submitted one, which stays readable for ever; returns the proposal.

    Until the deadline, as `submit`. The Mission revises, after it too, what it entered from the floor, until one of
    its sponsors has answered. Raises NotPermitted, NotFound, RevisedTooSoon, RevisedTooLate, IllegalMove (decided,
    withdrawn, or confirmed meanwhile), NotShown, StaleText, NothingChanges, WrongShape, UnderSilence, NotAdmissible,
    OutsideBrackets.
    """
    with transaction() as session, session.no_autoflush:
        _, amendment, context = hold_amendment(session, code, actor)
        facts = require_revisable(session, actor, amendment, context)
        revisions.require_seen(session, amendment, proposal.seen)
        before = revisions.current(session, amendment)
        origin = "sponsor" if speaks_for_sponsor(actor.at(facts.meeting), facts) else "floor"
        revision = revisions.write(session, actor, context, amendment, proposal, origin=origin)
        _require_free(session, revision)
        _require_admissible(session, context, AmendmentKind(amendment.kind), revision)
        revisions.keep(session, amendment, revision)
        revisions.give_wording(session, context, amendment, revision)
        write_line(
            session,
            actor,
            "revise",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            before=before.text,
            after=revision.text,
            reason=revision.reason,
            at=revision.at,
        )
        _refresh(session, context, before, revision)
        return amendment


def require_revisable(session: Session, actor: Actor, amendment: Amendment, context: RoundContext) -> Facts:
    """Return the facts by which *actor* may `revise` now. Raises what it refuses whatever is written."""
    record = _record_of(session, amendment)
    facts = _require_in_hand(actor, Step.REVISE, context, record)
    advance(Stage(amendment.stage), Step.REVISE)
    _require_pending(record, Step.REVISE)
    revisions.require_shown(session, actor, context, on=amendment.paragraph_id, amends=amendment.amends_id)
    try:
        _require_open(actor, context, at=arrived())
    except (NotOpenYet, DeadlinePassed) as refusal:
        kind = RevisedTooSoon if isinstance(refusal, NotOpenYet) else RevisedTooLate
        raise kind(**refusal.facts) from None
    return facts


def withdraw(actor: Actor, code: str, *, reason: str = "") -> Amendment:
    """
    Withdraw a proposal, after the deadline too; it stays readable to who could read it.

    The Mission withdraws what it entered from the floor, until one of its sponsors has answered.
    Raises NotPermitted, NotFound, IllegalMove, UnreadableText (of the reason).
    """
    with transaction() as session, session.no_autoflush:
        return take_back(session, actor, code, reason=reason)


def take_back(session: Session, actor: Actor, code: str, *, reason: str) -> Amendment:
    """Withdraw a proposal in the caller's transaction. Raises what `withdraw` raises."""
    reason = clean(reason, LONGEST_REASON)
    _, amendment, context = hold_amendment(session, code, actor)
    record = _record_of(session, amendment)
    _require_in_hand(actor, Step.WITHDRAW, context, record)
    before = amendment.stage
    stage = advance(Stage(before), Step.WITHDRAW)
    if amendment.number:
        _require_pending(record, Step.WITHDRAW)
    amendment.stage = stage
    scope = Scope.AMENDMENT if amendment.number else Scope.PARTY
    write_line(
        session,
        actor,
        WITHDRAWING,
        scope=scope,
        party=amendment.sponsor_id,
        amendment=amendment,
        before=before,
        reason=reason,
    )
    _refresh(session, context, revisions.current(session, amendment))
    return amendment


def enter_from_floor(actor: Actor, round_id: int, proposal: Proposal, *, party: int) -> Amendment:
    """
    Enter, as the Mission, what a delegation proposed from the floor; after the deadline too.

    It is marked so and waits for the delegation's confirmation, and may be decided meanwhile. Until then it can be
    corrected (`revise`, `withdraw`).
    Raises NotPermitted, AlreadyClosed, NotFound (no such delegation), NotShownToSponsor, UnderSilence, and what
    `propose` refuses.
    """
    with transaction() as session, session.no_autoflush:
        context = hold_round_context(session, round_id)
        require(actor, Act.ENTER_FROM_FLOOR, round_facts(context))
        sponsor = session.get(Party, party)
        if sponsor is None or sponsor.kind == PartyKind.MISSION:
            raise NotFound()
        amendment, standing = _begin(session, actor, context, proposal, sponsor.id)
        _require_shown_to(session, sponsor, context, amendment)
        amendment.from_floor = True
        revision = revisions.write(
            session, actor, context, amendment, proposal, origin="floor", standing=standing
        )
        revisions.require_first(session, amendment, revision)
        _require_free(session, revision)
        return _put_forward(session, actor, context, amendment, revision, act="enter from floor")


def _require_shown_to(session: Session, sponsor: Party, context: RoundContext, amendment: Amendment) -> None:
    """Raise NotShownToSponsor where *sponsor* may not read what is entered for it from the floor builds on."""
    if amendment.kind == AmendmentKind.INSERT and amendment.amends_id is None:
        return
    office = Office(Role.HEAD, sponsor.id, sponsor.code, PartyKind(sponsor.kind), context.meeting)
    head = Actor(None, sponsor.code, frozenset({office}), context.meeting)
    try:
        revisions.require_shown(session, head, context, on=amendment.paragraph_id, amends=amendment.amends_id)
    except NotShown as hidden:
        raise NotShownToSponsor() from hidden


# Steps -------------------------------------------------------------------------------------------


def _written(
    session: Session,
    actor: Actor,
    context: RoundContext,
    proposal: Proposal,
    *,
    sponsor: int | None,
    code: str,
) -> tuple[Amendment, Revision]:
    """Return a proposal, new without *code*, and what it is to say; neither is kept yet."""
    if code:
        amendment, _ = get_visible_amendment(session, code, actor)
        if amendment.communique_id != context.round.communique_id:
            raise NotOfThisText()
        require(actor, Act.PREPARE, facts_of(context, amendment))
        advance(Stage(amendment.stage), Step.SAVE)
        revisions.require_seen(session, amendment, proposal.seen)
        return amendment, revisions.write(session, actor, context, amendment, proposal)
    amendment, standing = _begin(session, actor, context, proposal, _sponsor(actor, context, sponsor))
    revision = revisions.write(session, actor, context, amendment, proposal, standing=standing)
    revisions.require_first(session, amendment, revision)
    return amendment, revision


def _sponsor(actor: Actor, context: RoundContext, wanted: int | None) -> int:
    """Return the party in whose name the actor writes. Raises NotPermitted for one that is not the actor's own."""
    actor = actor.at(context.meeting)
    own = actor.main_party()
    sponsor = wanted if wanted is not None else own
    require(actor, Act.PREPARE, round_facts(context, sponsor=sponsor))
    assert sponsor is not None
    return sponsor


def _begin(
    session: Session, actor: Actor, context: RoundContext, proposal: Proposal, sponsor: int
) -> tuple[Amendment, Wording | None]:
    """Return a proposal that says nothing yet, and what its paragraph says in the draft, where that is known."""
    amends = standing = None
    if proposal.kind not in PROPOSABLE:
        raise NotPossible(what=N_("a consequential change is made with the decision on a split or join"))
    if proposal.amends:
        amends, _ = get_visible_amendment(session, proposal.amends, actor)
        if amends.round_id != context.round.id or amends.stage != Stage.SUBMITTED:
            raise NotFound()
        if proposal.kind is not AmendmentKind.REPLACE or amends.kind not in AMENDABLE:
            raise NotPossible(what=N_("a proposal is amended by other words in place of its own"))
    if amends is not None:
        paragraph = session.get_one(Paragraph, amends.paragraph_id)
    elif proposal.kind is AmendmentKind.INSERT:
        paragraph = revisions.add_paragraph(session, context.round.communique_id)
    else:
        paragraph, standing = revisions.find_paragraph(session, actor, context, proposal.paragraph)
    return Amendment(
        communique_id=context.round.communique_id,
        round_id=context.round.id,
        code=new_code(),
        kind=proposal.kind,
        stage=Stage.DRAFT,
        paragraph=paragraph,
        paragraph_id=paragraph.id,
        amends_id=amends.id if amends else None,
        sponsor_id=sponsor,
        revision=0,
    ), standing


def _submit(
    session: Session, actor: Actor, context: RoundContext, amendment: Amendment, revision: Revision
) -> Amendment:
    require(actor, Act.SUBMIT, facts_of(context, amendment))
    _require_open(actor, context, at=_moment(revision))
    _require_free(session, revision)
    return _put_forward(session, actor, context, amendment, revision, act="submit")


def _require_free(session: Session, revision: Revision) -> None:
    """Raise UnderSilence where a proposal concerns a paragraph under silence: the silence is broken instead."""
    concerned = (revision.paragraph_id, revision.other_id)
    require_not_under_silence(session, revision.communique_id, concerned)


def _put_forward(
    session: Session,
    actor: Actor,
    context: RoundContext,
    amendment: Amendment,
    revision: Revision,
    *,
    act: str,
) -> Amendment:
    kind = AmendmentKind(amendment.kind)
    if not revision.reason:
        concerned = (amendment.paragraph_id, revision.other_id)
        place, taken_in = paragraph_states.known_states(session, actor, context, concerned)
        require_reason(kind, "", place=place, taken_in=taken_in)
    _require_admissible(session, context, kind, revision)
    stage = advance(Stage(amendment.stage), Step.SUBMIT)
    number = revisions.next_number(session, context, amendment.sponsor_id)
    amendment.stage, amendment.number = stage, number
    amendment.submitted_at = _moment(revision)
    revisions.keep(session, amendment, revision)
    revisions.give_wording(session, context, amendment, revision)
    write_line(
        session,
        actor,
        act,
        scope=Scope.AMENDMENT,
        amendment=amendment,
        after=revision.text,
        reason=revision.reason,
        at=amendment.submitted_at,
    )
    _refresh(session, context, revision)
    return amendment


def _require_admissible(
    session: Session, context: RoundContext, kind: AmendmentKind, revision: Revision
) -> None:
    """Raise NotAdmissible or OutsideBrackets where the round does not admit what is submitted. One query at most."""
    rule = Admissibility(context.round.admissibility)
    base = ""
    if (
        rule is Admissibility.BRACKETS_ONLY
    ):  # as the draft prints it, whatever was decided or is in conflict since
        printed = wordings_of(session, context.version.draft.id, [revision.paragraph_id])
        base = printed.get(revision.paragraph_id, "")
    require_admissible(rule, kind, base=base, text=revision.text)


def _step_own(actor: Actor, code: str, step: Step, act: str) -> Amendment:
    with transaction() as session, session.no_autoflush:
        _, amendment, context = hold_amendment(session, code, actor)
        require(actor, Act.REVIEW, facts_of(context, amendment))
        before = amendment.stage
        amendment.stage = advance(Stage(before), step)
        _journal_own(session, actor, amendment, act, before=before)
        return amendment


def _journal_own(session: Session, actor: Actor, amendment: Amendment, act: str, *, before: str = "") -> None:
    write_line(
        session,
        actor,
        act,
        scope=Scope.PARTY,
        party=amendment.sponsor_id,
        amendment=amendment,
        before=before,
        after=amendment.stage,
    )


def _record_of(session: Session, amendment: Amendment) -> AmendmentRecord:
    return load_amendments(session, Amendment.id == amendment.id).entries[amendment.id]


_ASKED = {Step.REVISE: Act.REVISE, Step.WITHDRAW: Act.WITHDRAW}


def _require_in_hand(actor: Actor, step: Step, context: RoundContext, record: AmendmentRecord) -> Facts:
    """
    Return the facts by which *actor* may take *step*, as a sponsor or as who entered it from the floor.

    Raises NotPermitted; IllegalMove where the Mission could until its delegation took it in hand, or it was decided.
    """
    facts = facts_of(context, record.amendment, unconfirmed=unconfirmed(record))
    entered = replace(facts, unconfirmed=record.amendment.from_floor)
    if not may(actor, _ASKED[step], facts) and may(actor, _ASKED[step], entered):
        undecided = record.pending and record.disposition is None
        state = N_("confirmed or revised by its delegation") if undecided else standing_in_refusal(record)
        raise IllegalMove(state=state, move=PAST[step])
    require(actor, _ASKED[step], facts)
    return facts


def _require_pending(record: AmendmentRecord, step: Step) -> None:
    """Raise IllegalMove where a decision or a verdict has ended the proposal already."""
    if not record.pending:
        raise IllegalMove(state=standing_in_refusal(record), move=PAST[step])


def _moment(revision: Revision) -> datetime:
    """Return when *revision* is submitted: as it was asked for, but never before its words were written."""
    return max(arrived(), revision.at)


def _require_open(actor: Actor, context: RoundContext, *, at: datetime) -> None:
    """The Mission's own proposals go on while the text is under consideration; delegations keep to the deadline."""
    state = state_of_round(context.round, at)
    late = state is RoundState.CONSIDERATION and actor.at(context.meeting).holds(Role.MISSION)
    if state is RoundState.OPEN or late:
        return
    require_open(state, opens=context.round.opens_at, deadline=context.round.deadline)


def _refresh(session: Session, context: RoundContext, *written: Revision) -> None:
    touched = {
        key
        for revision in written
        for key in (revision.paragraph_id, revision.after_id, revision.other_id)
        if key
    }
    paragraph_states.refresh_alone(session, touched, context.round, context.version.draft.id)
