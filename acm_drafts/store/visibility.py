"""
May this reader see a proposal, and what may it be called?

The rule is `negotiation.permissions`; here it meets the records, as a value and as a condition in SQL.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.inputs import GIVES_DEADLINE, InputCallAct
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.public import PublicAct
from acm_drafts.negotiation.status import TURNS_DOWN
from acm_drafts.negotiation.terms import (
    Audience,
    DecisionKind,
    PartyKind,
    SmallGroupAct,
    Stage,
    Visibility,
    Withheld,
)
from acm_drafts.store.amendments import AmendmentRecord, cosponsors_of, find_amendment
from acm_drafts.store.database import arrived, utcnow
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Communique,
    Cosponsor,
    Decision,
    Discussion,
    DiscussionReader,
    Disposition,
    InputCall,
    InputCallActRow,
    InputCallVersion,
    LineRow,
    Paragraph,
    Party,
    Position,
    Publication,
    Reservation,
    ReservationActRow,
    Revision,
    Round,
    SmallGroup,
    SmallGroupActRow,
    Source,
    VerdictRow,
)
from acm_drafts.store.rounds import LastShown, RoundContext, round_context

# Made once: the columns of an alias are made when it is first asked for one, which costs more than a statement.
_LATER = aliased(SmallGroupActRow)
_ACT, _GIVEN = aliased(InputCallActRow), aliased(InputCallActRow)
_LAY_THERE = aliased(Revision)
_PUBLICATION, _PUBLISHED_LAST = aliased(Publication), aliased(Publication)


def facts_of(
    context: RoundContext,
    amendment: Amendment,
    *,
    cosponsors: Sequence[int] = (),
    party: int | None = None,
    unconfirmed: bool = False,
) -> Facts:
    """Return the facts about *amendment* by which the permissions judge."""
    return replace(
        facts_on_table(context, was_submitted=amendment.number is not None),
        sponsor=amendment.sponsor_id,
        cosponsors=frozenset(cosponsors),
        party=party,
        stage=Stage(amendment.stage),
        closed=context.round.closed_at is not None,
        unconfirmed=unconfirmed,
    )


def facts_on_table(context: RoundContext, *, was_submitted: bool = True) -> Facts:
    """Return what decides who reads a proposal of the round, whoever sponsors it."""
    return Facts(
        meeting=context.meeting,
        was_submitted=was_submitted,
        shown=context.shown(),
        shown_to_chair=context.round.chair_reads,
        attributed=context.version.attributed,
        circulated=context.version.circulation is not None,
    )


def round_facts(context: RoundContext, *, sponsor: int | None = None) -> Facts:
    """Return the facts for an act on a round: its meeting, and whether it is closed."""
    return Facts(meeting=context.meeting, sponsor=sponsor, closed=context.round.closed_at is not None)


def position_facts(context: RoundContext, party: int | None = None) -> Facts:
    """Return the facts for a position of *party* (None: of others) on a paragraph in the text of a round."""
    return Facts(
        meeting=context.meeting,
        party=party,
        in_text=True,
        shown=context.shown(),
        shown_to_chair=context.round.chair_reads,
        attributed=context.version.attributed,
        circulated=context.version.circulation is not None,
        closed=context.round.closed_at is not None,
    )


def sees_all_positions(actor: Actor, context: RoundContext) -> bool:
    """Return whether *actor* reads every position on paragraphs that is recorded in the round."""
    return may(actor, Act.READ_POSITION, position_facts(context))


def positions_read_by(actor: Actor, contexts: Iterable[RoundContext]) -> ColumnElement[bool]:
    """
    Return the condition on Position for those on paragraphs that *actor* may read, of the rounds of one text.

    It says in SQL what Act.READ_POSITION says of `position_facts`; tests/store/test_visibility.py holds them together.
    """
    read = HoldersRead.of(actor, contexts)
    return or_(Position.round_id.in_(read.rounds), Position.party_id.in_(read.own))


@dataclass(frozen=True, slots=True)
class HoldersRead:
    """
    Of which brackets a reader knows the holders: of those held in the *rounds* whose positions they read all.

    What *own* parties hold is read by these in any round. *whole*: all rounds are read, so that nothing is withheld.
    """

    rounds: frozenset[int]
    own: frozenset[int]
    whole: bool

    @classmethod
    def of(cls, actor: Actor, contexts: Iterable[RoundContext]) -> "HoldersRead":
        """Return which holders *actor* knows in *contexts*, rounds of one text, as Act.READ_POSITION says."""
        known = {context.round.id: sees_all_positions(actor, context) for context in contexts}
        read = frozenset(key for key, all_of_it in known.items() if all_of_it)
        return cls(read, actor.parties(*WRITES), all(known.values()))

    def reads(self, round_id: int, party: int) -> bool:
        """Return whether what *party* said in a round is read."""
        return round_id in self.rounds or party in self.own


def reservation_facts(meeting: int | None, party: int, *, published: bool = False) -> Facts:
    """Return the facts for a reservation of *party*, which is *published* where all participants read it."""
    return Facts(meeting=meeting, party=party, circulated=True, shown=published)


def reservations_read_by(actor: Actor, meeting: int | None) -> ColumnElement[bool]:
    """
    Return the condition on Reservation for those that *actor* may read, on a text of a *meeting*.

    It says in SQL what Act.READ_RESERVATION says of `reservation_facts`; tests/store/test_visibility.py holds them
    together.
    """
    actor = actor.at(meeting)
    if may(actor, Act.READ_RESERVATION, reservation_facts(meeting, NOBODY)):
        return true()
    own = Reservation.party_id.in_(actor.parties(*WRITES))
    published = select(ReservationActRow.reservation_id).where(ReservationActRow.published)
    if may(actor, Act.READ_RESERVATION, reservation_facts(meeting, NOBODY, published=True)):
        return or_(own, Reservation.id.in_(published))
    return own


def small_group_facts(meeting: int | None, members: Collection[int], *, party: int | None = None) -> Facts:
    """Return the facts for a small group with these *members*, for an act in the name of *party*."""
    return Facts(meeting=meeting, members=frozenset(members), party=party, circulated=True)


def small_groups_read_by(actor: Actor, meeting: int | None) -> ColumnElement[bool]:
    """
    Return the condition on SmallGroup for those of which *actor* may read the papers, at a *meeting*.

    It says in SQL what Act.READ_SMALL_GROUP says of `small_group_facts`: whose last act about a party of the reader
    did not take that out; tests/store/test_small_groups.py holds the two together.
    """
    actor = actor.at(meeting)
    if may(actor, Act.READ_SMALL_GROUP, small_group_facts(meeting, ())):
        return true()
    taken_out = select(_LATER.id).where(
        _LATER.group_id == SmallGroupActRow.group_id,
        _LATER.party_id == SmallGroupActRow.party_id,
        _LATER.sequence > SmallGroupActRow.sequence,
        _LATER.act == SmallGroupAct.TAKE_OUT_MEMBER,
    )
    belongs = select(SmallGroupActRow.id).where(
        SmallGroupActRow.group_id == SmallGroup.id,
        SmallGroupActRow.party_id.in_(actor.parties(*WRITES)),
        SmallGroupActRow.act != SmallGroupAct.TAKE_OUT_MEMBER,
        ~taken_out.exists(),
    )
    return belongs.correlate(SmallGroup).exists()


def discussions_read_by(actor: Actor, meeting: int | None) -> ColumnElement[bool]:
    """
    Return the condition on Discussion for those that *actor* may read, on a text of a *meeting*.

    It says in SQL what Act.READ_DISCUSSION says of the facts of one (store.discussions.discussion_facts);
    tests/store/test_discussions.py holds the two together.
    """
    own = actor.at(meeting).own_parties()
    return (
        select(DiscussionReader.party_id)
        .where(
            DiscussionReader.discussion_id == Discussion.id, DiscussionReader.party_id.in_(own), still_reads()
        )
        .correlate(Discussion)
        .exists()
    )


def still_reads() -> ColumnElement[bool]:
    """Return the condition on Discussion and DiscussionReader that the party reads it still: it has not left it."""
    sponsors = select(Amendment.id).where(
        Amendment.id == Discussion.amendment_id, Amendment.sponsor_id == DiscussionReader.party_id
    )
    joint = select(Cosponsor.amendment_id).where(
        Cosponsor.amendment_id == Discussion.amendment_id, Cosponsor.party_id == DiscussionReader.party_id
    )
    return or_(
        Discussion.audience != Audience.COSPONSORS,
        sponsors.correlate(Discussion, DiscussionReader).exists(),
        joint.correlate(Discussion, DiscussionReader).exists(),
    )


def input_facts(
    meeting: int | None,
    *,
    party: int | None = None,
    issued: bool,
    submitted: bool = True,
    shown: bool = False,
) -> Facts:
    """
    Return the facts for the answer of *party* (None: of others) to a call for inputs that was *issued* or not.

    *shown*: the call lets all participants read the answers now (negotiation.inputs.are_shown).
    """
    return Facts(meeting=meeting, party=party, circulated=issued, was_submitted=submitted, shown=shown)


def input_calls_read_by(actor: Actor, meeting: int | None) -> ColumnElement[bool]:
    """
    Return the condition on InputCall for those of which *actor* reads the answers of all delegations, at a *meeting*.

    It says in SQL what Act.READ_INPUT says of `input_facts`; tests/store/test_inputs.py holds the two together.
    """
    actor = actor.at(meeting)
    if may(actor, Act.READ_INPUT, input_facts(meeting, issued=True)):
        return true()
    if not may(actor, Act.READ_INPUT, input_facts(meeting, issued=True, shown=True)):
        return false()
    of_call = select(_ACT.id).where(_ACT.call_id == InputCall.id).correlate(InputCall)
    issued = of_call.join(
        InputCallVersion,
        and_(InputCallVersion.call_id == _ACT.call_id, InputCallVersion.sequence == _ACT.version),
    )
    to_come = of_call.where(_ACT.act.in_(GIVES_DEADLINE), _ACT.until >= arrived())
    withdrawn_before = of_call.join(
        _GIVEN, and_(_GIVEN.call_id == _ACT.call_id, _GIVEN.act.in_(GIVES_DEADLINE), _GIVEN.until >= _ACT.at)
    ).where(_ACT.act == InputCallAct.WITHDRAW)
    return or_(
        issued.where(InputCallVersion.visibility == Visibility.ALL).exists(),
        and_(
            issued.where(InputCallVersion.visibility == Visibility.DEADLINE).exists(),
            ~to_come.exists(),
            ~withdrawn_before.exists(),
        ),
    )


def reads_all_adopted(actor: Actor) -> bool:
    """Return whether *actor* reads every adopted text in the library: whoever belongs to the Group at some meeting."""
    places = actor.at(None).places()
    return any(may(place, Act.READ_ADOPTED, Facts(meeting=place.meeting)) for place in places)


def sources_read_by(actor: Actor) -> ColumnElement[bool]:
    """
    Return the condition on Source for those that *actor* may read, who reads the library.

    A text that was adopted here is read by the Group, by all participants of its meeting, and by everybody while it is
    public. Every other source is read by all.
    """
    if reads_all_adopted(actor):
        return true()
    places = actor.at(None).places()
    meetings = [
        place.meeting
        for place in places
        if may(place, Act.READ_DRAFT, Facts(meeting=place.meeting, circulated=True))
    ]
    at_meetings = select(Communique.id).where(Communique.meeting_id.in_(meetings))
    newest = select(func.max(_PUBLISHED_LAST.number)).where(
        _PUBLISHED_LAST.communique_id == _PUBLICATION.communique_id
    )
    public = select(_PUBLICATION.communique_id).where(
        _PUBLICATION.act == PublicAct.PUBLISH,
        _PUBLICATION.number == newest.scalar_subquery(),
        or_(_PUBLICATION.public_from.is_(None), _PUBLICATION.public_from <= utcnow()),  # no embargo holds
    )
    return or_(
        Source.communique_id.is_(None),
        Source.communique_id.in_(at_meetings),
        Source.communique_id.in_(public),
    )


NOBODY = 0
"""The key of no party: what may be read of its things may be read of everybody's."""


def sees_all_proposals(actor: Actor, context: RoundContext) -> bool:
    """Return whether *actor* reads every submitted proposal of the round: then counts and states tell nothing new."""
    return may(actor, Act.READ_AMENDMENT, facts_on_table(context))


def withheld_from(actor: Actor, context: RoundContext | None) -> Withheld | None:
    """
    Return why *actor* does not read all proposals of a round, None where they do and between rounds.

    It follows from the round alone, so that nothing is told of whether there are any.
    """
    if context is None or sees_all_proposals(actor, context):
        return None
    visibility = Visibility(context.round.visibility)
    if visibility is Visibility.DEADLINE:
        return Withheld.DEADLINE
    if visibility is Visibility.MISSION:
        return Withheld.CHAIR if context.round.chair_reads else Withheld.MISSION
    return None


def knows_decision(actor: Actor, context: RoundContext, decision: Decision) -> bool:
    """
    Return whether *actor* may know of a decision of a round: what a level agreed is public once the round is closed.

    The rest is for who reads every proposal of the round: a level that turned a proposal down agreed nothing.
    `known_of_closed` says it in SQL.
    """
    if sees_all_proposals(actor, context):
        return True
    agreed = decision.level is not None and decision.kind not in TURNS_DOWN
    return agreed and context.round.closed_at is not None


def known_of_closed(read: BindParameter[Any]) -> ColumnElement[bool]:
    """Return the same as a condition on Decision and Round; *read* are the keys of the closed rounds read whole."""
    agreed = and_(Decision.level.is_not(None), Decision.kind.not_in([str(kind) for kind in TURNS_DOWN]))
    return and_(Round.closed_at.is_not(None), or_(agreed, Decision.round_id.in_(read)))


def visible_to(actor: Actor, context: RoundContext) -> ColumnElement[bool]:
    """
    Return the condition on Amendment for what *actor* may read in one round.

    It says in SQL what Act.READ_AMENDMENT says in the table; tests/store/test_drafts.py holds
    the two together for every kind of reader and proposal.
    """
    actor = actor.at(context.meeting)
    if sees_all_proposals(actor, context):
        return or_(_own(actor), Amendment.number.is_not(None))
    return or_(_own(actor), and_(Amendment.number.is_not(None), _joined(actor)))


def last_shown(actor: Actor, context: RoundContext) -> LastShown | None:
    """
    Return how *actor* reads what earlier rounds carried into a round that is not shown to them.

    None where they read all of it, and where they never read any: then nothing was public that could stay so.
    """
    assert context.rounds, "what a round carried on is told by all rounds of its text: see round_context"
    runs = last_shown_in(actor, context.rounds)
    return next((run for run in runs if run.covers(context)), None)


def left_by_round(actor: Actor, context: RoundContext, read: Collection[int]) -> int:
    """
    Return the number of the round as which left them *actor* reads proposals that were carried into *context*.

    *read*: the keys of the drafts that they read. 0 where they read the proposals as they are, or none of these. It
    follows from rounds and drafts alone, as `withheld_from` does, so that nothing is told of whether there are any.
    """
    earlier = last_shown(actor, context)
    return 0 if earlier is None or earlier.is_over(read) else earlier.context.round.number


def runs_hidden_in(actor: Actor, context: RoundContext) -> tuple[LastShown, ...]:
    """Return the same as the runs that `load_amendments` takes: one or none."""
    run = last_shown(actor, context)
    return (run,) if run else ()


def last_shown_in(actor: Actor, contexts: Sequence[RoundContext]) -> tuple[LastShown, ...]:
    """Return the same for each run of hidden rounds among *contexts*: all that are read of one text, oldest first."""
    runs: list[LastShown] = []
    shown: RoundContext | None = None
    for reads_all, group in groupby(contexts, key=lambda context: sees_all_proposals(actor, context)):
        rounds = tuple(group)
        if reads_all:
            shown = rounds[-1]
        elif shown is not None:
            before = [context for context in contexts if context.round.number <= shown.round.number]
            known = _keys(before)
            runs.append(LastShown(shown, known, rounds, _left_by(actor, known, rounds)))
    return tuple(runs)


def shown_when_decided(runs: Iterable[LastShown], context: RoundContext, decided_in: int) -> LastShown | None:
    """
    Return by which of *runs* a decision on a proposal is read that stands in a round that is not shown, *context*.

    *decided_in*: the key of the round of the decision. What a round that was shown decided stays readable wherever the
    proposal went on to; None of any other decision. `decision_reasons_read_by` says it in SQL. No query.
    """
    return next((run for run in runs if run.covers(context) and decided_in in run.known), None)


def _keys(contexts: Iterable[RoundContext]) -> frozenset[int]:
    return frozenset(context.round.id for context in contexts)


def _left_by(actor: Actor, known: Collection[int], hidden: Sequence[RoundContext]) -> ColumnElement[bool]:
    """
    Return the condition on Amendment for what the *known* rounds left to the *hidden* ones, and others sponsor.

    They decided on it or gave a verdict on it when they were closed: so they did of all that lay on their table.
    """
    judged = select(VerdictRow.revision_id).where(VerdictRow.round_id.in_(known))
    decided = select(Disposition.revision_id).join(Disposition.decision).where(Decision.round_id.in_(known))
    actor = actor.at(hidden[0].meeting)
    return and_(
        Amendment.round_id.in_(_keys(hidden)),
        select(_LAY_THERE.id)
        .where(
            _LAY_THERE.amendment_id == Amendment.id,
            or_(_LAY_THERE.id.in_(judged), _LAY_THERE.id.in_(decided)),
        )
        .correlate(Amendment)
        .exists(),
        ~_own(actor),
        ~_joined(actor),
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    return Amendment.sponsor_id.in_(actor.own_parties())


def _joined(actor: Actor) -> ColumnElement[bool]:
    return Amendment.id.in_(
        select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(actor.parties(*WRITES)))
    )


def submitted_to(actor: Actor, context: RoundContext) -> ColumnElement[bool]:
    """
    Return the condition on Amendment and what it says for what lies submitted in a round, as far as *actor* may know.

    That is what `visible_to` says, and what the last round that was shown left pending, whatever became of it since.
    """
    in_round = and_(
        Amendment.round_id == context.round.id,
        Amendment.stage == Stage.SUBMITTED,
        visible_to(actor, context),
    )
    earlier = last_shown(actor, context)
    return or_(in_round, left_pending(earlier)) if earlier else in_round


def left_pending(earlier: LastShown) -> ColumnElement[bool]:
    """
    Return the condition on Amendment and what it said then for what the last round that was shown left pending.

    Whatever a hidden round made of it since is not told. Once the text that came out of the first hidden round is
    circulated nothing is: it has an outcome there, as `LastShown.is_over` says of a record.
    """
    over = select(Circulation.draft_id).where(Circulation.draft_id == earlier.hidden[0].round.next_draft_id)
    return and_(earlier.where, _was_pending(earlier.known), ~over.exists())


def _was_pending(known: Collection[int]) -> ColumnElement[bool]:
    """Return the condition on Revision that closed rounds *known* neither decided on, voided or not, nor ended."""
    ended = select(VerdictRow.id).where(VerdictRow.revision_id == Revision.id, VerdictRow.round_id.in_(known))
    decided = (
        select(Disposition.id)
        .join(Decision, Decision.id == Disposition.decision_id)
        .where(Disposition.revision_id == Revision.id, Decision.round_id.in_(known))
    )
    return and_(~ended.exists(), ~decided.exists())


def visible_in_any(actor: Actor, contexts: Mapping[int, RoundContext]) -> ColumnElement[bool]:
    """Return the condition on Amendment for what *actor* may read in any of several rounds, by their keys."""
    return or_(
        false(),
        *(and_(Amendment.round_id == key, visible_to(actor, context)) for key, context in contexts.items()),
    )


def readable_in_any(
    actor: Actor, contexts: Mapping[int, RoundContext], *where: ColumnElement[bool]
) -> ColumnElement[bool]:
    """
    Return the condition on Amendment for what *actor* may read in any of the rounds of a text, by their keys.

    That is what `visible_in_any` says and *where* admits, and what was shown earlier, whatever became of it since.
    """
    earlier = [run.where for run in last_shown_in(actor, tuple(contexts.values()))]
    return or_(and_(visible_in_any(actor, contexts), *where), *earlier)


def decision_reasons_read_by(
    actor: Actor, contexts: Collection[Mapping[int, RoundContext]]
) -> ColumnElement[bool]:
    """
    Return the condition on Decision for those of which *actor* may read the reason.

    *contexts*: for each text its rounds that the reader knows, by their keys. It is read by who reads all proposals of
    its round; where a proposal is read on which it was, in a round of that which is read; and that a paragraph was
    reopened by all who read the text. So the history of a paragraph shows it.
    """
    rounds = {key: context for several in contexts for key, context in several.items()}
    runs = [run for several in contexts for run in last_shown_in(actor, tuple(several.values()))]
    whole = [key for key, context in rounds.items() if sees_all_proposals(actor, context)]
    on = select(Disposition.id).where(Disposition.decision_id == Decision.id).correlate(Decision)
    read = or_(
        visible_in_any(actor, rounds), *(and_(run.where, Decision.round_id.in_(run.known)) for run in runs)
    )
    on_read = (
        on.join(Revision, Revision.id == Disposition.revision_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(read)
    )
    return and_(
        Decision.round_id.in_(rounds),
        or_(
            Decision.kind == DecisionKind.REOPEN,
            on_read.exists(),
            Decision.round_id.in_(whole),
        ),
    )


def get_visible_amendment(session: Session, code: str, actor: Actor) -> tuple[Amendment, RoundContext]:
    """
    Return a proposal and the context of its round.

    Raises NotFound alike for what does not exist and what may not be seen.
    """
    amendment = find_amendment(session, code)
    if amendment is not None:
        context = _readable_context(session, amendment, actor)
        if context is not None:
            return amendment, context
    raise NotFound()


def reads(session: Session, amendment: Amendment, actor: Actor) -> tuple[bool, LastShown | None]:
    """
    Return whether *actor* may read a proposal; and, where they read it as an earlier round left it, how.

    It says of one what `readable_in_any` says in SQL of all. Three queries at most.
    """
    context = round_context(session, amendment.round_id)
    facts = facts_of(context, amendment, cosponsors=cosponsors_of(session, amendment.id))
    if may(actor, Act.READ_AMENDMENT, facts):
        return True, None
    earlier = last_shown(actor, context)
    if earlier is None or not session.scalar(
        select(Amendment.id).where(Amendment.id == amendment.id, earlier.where)
    ):
        return False, None
    return True, earlier


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
        Amendment.round_id == context.round.id,
        Amendment.paragraph_id == paragraph.id,
        Amendment.kind == "insert",
        visible_to(actor, context),
    )
    if not session.scalar(proposed):
        raise NotFound()


def sees_sponsor(actor: Actor, context: RoundContext, record: AmendmentRecord) -> bool:
    """Return whether *actor* may know who proposed it: by the attribution switch, or as the sponsor."""
    context = record.last_shown.context if record.last_shown else context
    facts = _facts_of_name(actor, context, record.amendment)
    return knows_sponsor(actor, facts, record.amendment.sponsor.kind)


def sees_cosponsors(actor: Actor, context: RoundContext, record: AmendmentRecord) -> bool:
    """
    Return whether *actor* may know who co-sponsors it, whose proposal ever it is, and what which of them did.

    The switch of attribution protects those who join a proposal of the Mission as well.
    """
    context = record.last_shown.context if record.last_shown else context
    return knows_cosponsors(actor, facts_of(context, record.amendment))


def knows_cosponsors(actor: Actor, facts: Facts) -> bool:
    """Return the same from plain *facts*."""
    return may(actor, Act.SEE_SPONSOR, facts)


def cosponsors_named_to(actor: Actor, context: RoundContext, record: AmendmentRecord) -> tuple[Party, ...]:
    """Return the co-sponsors of *record* whom *actor* may know; of those they may not, the own ones alone."""
    if sees_cosponsors(actor, context, record):
        return record.cosponsors
    own = actor.own_parties()
    return tuple(party for party in record.cosponsors if party.id in own)


def names_party(actor: Actor, context: RoundContext, record: AmendmentRecord, party: int) -> bool:
    """Return whether *actor* may know that a *party* which sponsors or co-sponsors *record* did something with it."""
    if party in actor.own_parties():
        return True
    sees = sees_sponsor if party == record.amendment.sponsor_id else sees_cosponsors
    return sees(actor, context, record)


def knows_sponsor(actor: Actor, facts: Facts, kind: str) -> bool:
    """
    Return the same from plain *facts* and the sponsor's *kind*.

    The switch of attribution protects delegations: a proposal of the Mission is always known as the Mission's.
    """
    return kind == PartyKind.MISSION or knows_cosponsors(actor, facts)


def names_delegations(context: RoundContext, record: AmendmentRecord) -> bool:
    """
    Return whether a document may name the delegations behind *record*: the text of *context*, its round, shows them.

    So does the text on which its reader last read it, where they do not read it as it is. What an earlier text
    showed is called by its code once it lies on a text that names nobody: its pages call it so.
    """
    earlier = record.last_shown
    return context.version.attributed and (earlier is None or earlier.context.version.attributed)


def name_for(actor: Actor, context: RoundContext, record: AmendmentRecord) -> str:
    """Return what *actor* may call a proposal that they may read: "EGY 3", or the code that tells nothing."""
    context = record.last_shown.context if record.last_shown else context
    return amendment_name(actor, context, record.amendment, record.amendment.sponsor)


def amendment_name(actor: Actor, context: RoundContext, amendment: Amendment, sponsor: Party) -> str:
    """Return the same of a proposal and its sponsor. No query."""
    facts = _facts_of_name(actor, context, amendment)
    return name_by(
        actor, facts, code=amendment.code, number=amendment.number, sponsor=sponsor.code, kind=sponsor.kind
    )


def _facts_of_name(actor: Actor, context: RoundContext, amendment: Amendment) -> Facts:
    """
    Return the facts by which *actor* calls a proposal that they read in its round, *context*.

    Where that round is not shown to others, these read it by the name that the last round before it gave: so does who
    reads it there as a co-sponsor. Who co-sponsors it is told by its own round alone.
    """
    facts = facts_of(context, amendment)
    earlier = last_shown(actor, context) if context.rounds and not facts.attributed else None
    if earlier is None or not earlier.context.version.attributed:
        return facts
    return replace(facts, attributed=lay_there(amendment.submitted_at, earlier.context.round.closed_at))


def lay_there(submitted_at: datetime | None, closed_at: datetime | None) -> bool:
    """Return whether a proposal lay on the table of a round that was closed then."""
    return submitted_at is not None and closed_at is not None and submitted_at <= closed_at


def name_by(actor: Actor, facts: Facts, *, code: str, number: int | None, sponsor: str, kind: str) -> str:
    """Return the same from plain values: the proposal's code and number, its sponsor's code and kind."""
    known = number is not None and knows_sponsor(actor, facts, kind)
    return proposal_label(sponsor, number) if known else code


def public_name(record: AmendmentRecord, *, attributed: bool) -> str:
    """
    Return what every reader of a text may call a proposal: its label where sponsors are named, else its code.

    The Mission's own is always known as the Mission's (`knows_sponsor`).
    """
    named = attributed or record.amendment.sponsor.kind == PartyKind.MISSION
    return record.label if named else record.amendment.code


def name_to_others(actor: Actor, context: RoundContext, record: AmendmentRecord) -> str:
    """
    Return what those call a submitted proposal who may not know its sponsor, "" where *actor* calls it so too.

    Its sponsor and the Mission call it by its label, in hidden rounds and after them; in the room it goes by its code.
    """
    shared = public_name(record, attributed=names_delegations(context, record))
    return shared if record.amendment.number and shared != name_for(actor, context, record) else ""
