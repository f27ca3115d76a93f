"""
Lines of the journal about decisions, and over whom one lifts brackets.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from acm_drafts.negotiation.journal import AGREE_OVER, LIFTED_OVER, STANDS_AGAIN, TELLS_LIFTED, TELLS_STANDING
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DecisionKind, Scope, Standing
from acm_drafts.services.agreeing_sittings import agreed_in_journal
from acm_drafts.services.bracket_holders import Overridden
from acm_drafts.services.evaluation import Effect, Table
from acm_drafts.store.bracket_holders import overridden_by
from acm_drafts.store.journal import PROPOSED_BY_MISSION, write_line
from acm_drafts.store.records import (
    Amendment,
    Decision,
    OverriddenHolder,
    Revision,
)
from acm_drafts.store.rounds import round_context


def tell_decision(
    session: Session,
    actor: Actor,
    table: Table,
    decision: Decision,
    effects: Sequence[tuple[Effect, Revision]],
) -> None:
    """
    Write a line for each proposal; a compromise is told with those that it absorbs.

    A consequential change has its line since it was written.
    """
    reached = PROPOSED_BY_MISSION
    if decision.sitting:
        reached = agreed_in_journal(decision.sitting, ad_referendum=decision.ad_referendum)
    if not effects:
        tell_paragraph(session, actor, table, decision.kind, after=reached, reason=decision.reason)
    alone = len(effects) == 1  # a compromise that absorbs nothing is the Mission's own proposal, accepted
    for effect, revision in effects:
        if effect.shape is not None:
            continue
        if effect.entry is not None or decision.kind == DecisionKind.ACCEPT or alone:
            write_line(
                session,
                actor,
                str(DecisionKind.ACCEPT if effect.entry is None else DecisionKind(decision.kind)),
                scope=Scope.AMENDMENT,
                amendment=revision.amendment,
                paragraph=table.paragraph.id,
                subject=reached,
                before=effect.entry.standing if effect.entry else Standing.PENDING,
                after=effect.outcome,
                reason=decision.reason,
            )


def tell_paragraph(
    session: Session,
    actor: Actor,
    table: Table,
    act: str,
    *,
    after: str,
    reason: str,
    party: int | None = None,
) -> None:
    """Write the line of an act on the paragraph itself, which decides no proposal. *party*: whom it concerns."""
    write_line(
        session,
        actor,
        act,
        scope=Scope.ALL if table.context.version.circulation else Scope.MISSION,
        communique=table.context.round.communique_id,
        round_=table.context.round.id,
        paragraph=table.paragraph.id,
        party=party,
        after=after,
        reason=reason,
    )


def tell_holders(
    session: Session,
    actor: Actor,
    decision: Decision,
    revisions: Sequence[Revision],
    *,
    over: Sequence[Overridden],
) -> None:
    """
    Keep over whom a decision lifts brackets, with a line for each.

    Who reads the proposal reads it; of an agreement, which decides none, who reads the positions of its round. While
    the proposals of the round are not shown, a holder is told of its own bracket alone, by a further line.
    """
    is_hidden = bool(revisions and over) and not round_context(session, decision.round_id).shown()
    for overridden in over:
        session.add(OverriddenHolder(decision_id=decision.id, party_id=overridden.party))
        for words in overridden.brackets:
            write_line(
                session,
                actor,
                LIFTED_OVER if revisions else AGREE_OVER,
                scope=Scope.AMENDMENT if revisions else Scope.POSITION,
                communique=decision.communique_id,
                round_=None if revisions else decision.round_id,
                amendment=revisions[0].amendment if revisions else None,
                paragraph=decision.paragraph_id,
                party=overridden.party,
                before=words,
            )
            if is_hidden:
                _tell_alone(session, actor, decision, TELLS_LIFTED, party=overridden.party, words=words)


def _tell_alone(
    session: Session, actor: Actor, decision: Decision, act: str, *, party: int, words: str = ""
) -> None:
    """Tell a holder of its own bracket, and nothing of the proposal or the decision."""
    write_line(
        session,
        actor,
        act,
        scope=Scope.PARTY,
        communique=decision.communique_id,
        round_=decision.round_id,
        paragraph=decision.paragraph_id,
        party=party,
        before=words,
    )


def tell_of_voided(
    session: Session, actor: Actor, decision: Decision, amendments: Sequence[Amendment], *, reason: str
) -> None:
    """Write a line for each party over whom a *decision* on *amendments* lifted brackets, which stand again."""
    over = overridden_by(session, [decision]).get(decision.id, ()) if amendments else ()
    for party in over:
        write_line(
            session,
            actor,
            STANDS_AGAIN,
            scope=Scope.AMENDMENT,
            amendment=amendments[0],
            paragraph=decision.paragraph_id,
            party=party.id,
            reason=reason,
        )
        if not round_context(session, decision.round_id).shown():
            _tell_alone(session, actor, decision, TELLS_STANDING, party=party.id)
