"""
May this reader see a proposal, and what may it be called?

The rule is `negotiation.permissions`; here it meets the records, as a value and as a condition in SQL.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import PartyKind, Stage
from acm_drafts.store.amendments import AmendmentRecord, cosponsors_of, find_amendment
from acm_drafts.store.records import Amendment, Cosponsor, LineRow, Paragraph, Party
from acm_drafts.store.rounds import RoundContext, round_context


def facts_of(
    context: RoundContext,
    amendment: Amendment,
    *,
    cosponsors: Sequence[int] = (),
    party: int | None = None,
    unconfirmed: bool = False,
) -> Facts:
    """Return the facts about *amendment* by which the permissions judge."""
    return Facts(
        meeting=context.meeting,
        sponsor=amendment.sponsor_id,
        cosponsors=frozenset(cosponsors),
        party=party,
        stage=Stage(amendment.stage),
        was_submitted=amendment.number is not None,
        shown=context.shown(),
        shown_to_chair=context.round.chair_reads,
        attributed=context.version.attributed,
        circulated=context.version.circulation is not None,
        closed=context.round.closed_at is not None,
        unconfirmed=unconfirmed,
    )


def round_facts(context: RoundContext, *, sponsor: int | None = None) -> Facts:
    """Return the facts for an act on a round: its meeting, and whether it is closed."""
    return Facts(meeting=context.meeting, sponsor=sponsor, closed=context.round.closed_at is not None)


def sees_all_proposals(actor: Actor, context: RoundContext) -> bool:
    """Return whether *actor* reads every submitted proposal of the round: then counts and states tell nothing new."""
    facts = Facts(
        meeting=context.meeting,
        was_submitted=True,
        shown=context.shown(),
        shown_to_chair=context.round.chair_reads,
        circulated=context.version.circulation is not None,
    )
    return may(actor, Act.READ_AMENDMENT, facts)


def visible_to(actor: Actor, context: RoundContext) -> ColumnElement[bool]:
    """
    Return the condition on Amendment for what *actor* may read in one round.

    It says in SQL what Act.READ_AMENDMENT says in the table; tests/store/test_drafts.py holds
    the two together for every kind of reader and proposal.
    """
    actor = actor.at(context.meeting)
    own = Amendment.sponsor_id.in_(actor.own_parties())
    if sees_all_proposals(actor, context):
        return or_(own, Amendment.number.is_not(None))
    joint = select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(actor.parties(*WRITES)))
    return or_(own, and_(Amendment.number.is_not(None), Amendment.id.in_(joint)))


def visible_in_any(actor: Actor, contexts: Mapping[int, RoundContext]) -> ColumnElement[bool]:
    """Return the condition on Amendment for what *actor* may read in any of several rounds, by their keys."""
    return or_(
        *(and_(Amendment.round_id == key, visible_to(actor, context)) for key, context in contexts.items())
    )


def get_visible_amendment(session: Session, code: str, actor: Actor) -> tuple[Amendment, RoundContext]:
    """
    Return a proposal and the context of its round.

    Raises NotFound alike for what does not exist and what may not be seen.
    """
    amendment = find_amendment(session, code)
    context = _readable_context(session, amendment, actor) if amendment is not None else None
    if amendment is None or context is None:
        raise NotFound()
    return amendment, context


def is_visible(session: Session, amendment: Amendment, actor: Actor) -> bool:
    """Return whether *actor* may read a proposal now, in the round in which it stands. Two queries."""
    return _readable_context(session, amendment, actor) is not None


def _readable_context(session: Session, amendment: Amendment, actor: Actor) -> RoundContext | None:
    """Return the context of a proposal's round, None where *actor* may not read it there."""
    context = round_context(session, amendment.round_id)
    joint = cosponsors_of(session, amendment.id)
    readable = may(actor, Act.READ_AMENDMENT, facts_of(context, amendment, cosponsors=joint))
    return context if readable else None


_LINE_OF = select(LineRow.id).where(
    LineRow.draft_id == bindparam("draft"), LineRow.paragraph_id == bindparam("paragraph")
)


def require_in_round(session: Session, actor: Actor, context: RoundContext, paragraph: Paragraph) -> None:
    """Raise NotFound unless *paragraph* is in the round's draft, or proposed in the round for *actor*'s eyes too."""
    if session.scalar(_LINE_OF, {"draft": context.version.draft.id, "paragraph": paragraph.id}):
        return
    proposed = select(Amendment.id).where(
        Amendment.paragraph_id == paragraph.id, Amendment.kind == "insert", visible_to(actor, context)
    )
    if not session.scalar(proposed):
        raise NotFound()


def sees_sponsor(actor: Actor, context: RoundContext, record: AmendmentRecord) -> bool:
    """Return whether *actor* may know who proposed it: by the attribution switch, or as the sponsor."""
    return knows_sponsor(actor, facts_of(context, record.amendment), record.amendment.sponsor.kind)


def knows_sponsor(actor: Actor, facts: Facts, kind: str) -> bool:
    """
    Return the same from plain *facts* and the sponsor's *kind*.

    The switch of attribution protects delegations: a proposal of the Mission is always known as the Mission's.
    """
    return kind == PartyKind.MISSION or may(actor, Act.SEE_SPONSOR, facts)


def name_for(actor: Actor, context: RoundContext, record: AmendmentRecord) -> str:
    """Return what *actor* may call a proposal that they may read: "EGY 3", or the code that tells nothing."""
    return amendment_name(actor, context, record.amendment, record.amendment.sponsor)


def amendment_name(actor: Actor, context: RoundContext, amendment: Amendment, sponsor: Party) -> str:
    """Return the same of a proposal and its sponsor. No query."""
    facts = facts_of(context, amendment)
    return name_by(
        actor, facts, code=amendment.code, number=amendment.number, sponsor=sponsor.code, kind=sponsor.kind
    )


def name_by(actor: Actor, facts: Facts, *, code: str, number: int | None, sponsor: str, kind: str) -> str:
    """Return the same from plain values: the proposal's code and number, its sponsor's code and kind."""
    known = number is not None and knows_sponsor(actor, facts, kind)
    return proposal_label(sponsor, number) if known else code


def public_name(record: AmendmentRecord, *, attributed: bool) -> str:
    """Return what every reader of a text may call a proposal: its label where sponsors are named, else its code."""
    return record.label if attributed else record.amendment.code
