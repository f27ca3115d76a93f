"""
Positions, and in whose name a reader may act on each proposal.

It asks the permissions and decides nothing; the services ask again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation import rights
from acm_drafts.negotiation.journal import TAKES_POSITION
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, may
from acm_drafts.negotiation.positions import AUTHORED, is_of_revision
from acm_drafts.negotiation.rights import OwnRights
from acm_drafts.negotiation.terms import AmendmentKind, Role, RoundState, Stance
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords, load_amendments
from acm_drafts.store.records import (
    Amendment,
    JournalLine,
    Party,
    Position,
    Revision,
)
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.visibility import (
    cosponsors_named_to,
    facts_of,
    name_for,
    name_to_others,
    round_facts,
    runs_hidden_in,
    sees_sponsor,
    submitted_to,
)

AMENDABLE = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
"""Kinds of proposals that hold words of their own, which another proposal may change."""


class TakenPosition(NamedTuple):
    """
    Where a party stands, on a proposal or on a paragraph, and since when.

    *is_earlier*: it was taken on earlier words, and is none on those that stand: it is shown as that, and not counted.
    *wording*: of one on a paragraph, the key of the wording that it was taken on; *amendment*: of any other.
    """

    party: Party
    stance: Stance
    reason: str
    at: datetime
    is_earlier: bool = False
    amendment: int | None = None
    wording: int | None = None


def standing_positions(taken: Iterable[TakenPosition]) -> list[TakenPosition]:
    """Return those of *taken* that count: on the words as they stand."""
    return [position for position in taken if not position.is_earlier]


@dataclass(frozen=True, slots=True)
class PartyRights:
    """
    One delegation or group that the reader speaks for: what it said on a proposal or paragraph, and what it may say.

    *earlier*: what it said on earlier words, where it has said nothing on those that stand.
    """

    party: Party
    stance: Stance | None = None
    reason: str = ""
    earlier: Stance | None = None
    joined: bool = False
    may_join: bool = False
    may_say: bool = False

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The positions there are, in the order in which they are offered."""
        return tuple(Stance)


@dataclass(frozen=True, slots=True)
class ProposalRights:
    """
    What a reader sees and may do beside one proposal; *sponsor* is None where it may not be known.

    *reads_positions*: those of others on it are told to the reader. *to_others*: what it is called to those who may
    not know its sponsor, "" where they call it as the reader does.
    """

    name: str
    sponsor: Party | None
    cosponsors: tuple[Party, ...] = ()
    voices: tuple[PartyRights, ...] = ()
    may_amend: bool = False
    reads_positions: bool = True
    to_others: str = ""


def positions_read(
    actor: Actor, offer: ProposalRights, taken: Iterable[TakenPosition]
) -> list[TakenPosition]:
    """Return those of the positions *taken* on a proposal that *actor* may read: all, or their own alone. No query."""
    own = actor.parties(*WRITES)
    return [position for position in taken if offer.reads_positions or position.party.id in own]


def spoken_for(session: Session, actor: Actor) -> Sequence[Party]:
    """Return the delegations and groups in whose names *actor* speaks, States first. One query at most."""
    keys = actor.parties(*SPEAKS)
    if not keys:
        return ()
    return session.scalars(
        select(Party).where(Party.id.in_(keys)).order_by(Party.kind.desc(), Party.code)
    ).all()


def sees_positions_on(actor: Actor, context: RoundContext, record: AmendmentRecord) -> bool:
    """
    Return whether *actor* reads the positions of others on a proposal that they read: who, where they stand and why.

    Where the text names no delegations its sponsor alone does, and the Mission. store.journal says the same in SQL of
    the lines by which they are taken.
    """
    context = record.last_shown.context if record.last_shown else context
    joint = [party.id for party in record.cosponsors]
    return may(actor, Act.READ_POSITION, facts_of(context, record.amendment, cosponsors=joint))


def rights_on(
    session: Session, actor: Actor, context: RoundContext, records: Iterable[AmendmentRecord]
) -> dict[int, ProposalRights]:
    """Return what stands beside each of *records* of one round, by the id of the amendment. Two queries at most."""
    return rights_in_rounds(session, actor, lambda record: context, records)


def rights_in_rounds(
    session: Session,
    actor: Actor,
    context_of: Callable[[AmendmentRecord], RoundContext],
    records: Iterable[AmendmentRecord],
) -> dict[int, ProposalRights]:
    """Return the same for *records* of several rounds; *context_of* says which each stands in."""
    records = list(records)
    parties = spoken_for(session, actor)
    taken = _stances_of(session, parties, records)
    return {
        record.amendment.id: _proposal_rights(
            actor,
            record.last_shown.context if record.last_shown else context_of(record),
            record,
            parties,
            taken,
        )
        for record in records
    }


def revised_since(
    session: Session, actor: Actor, context: RoundContext, parties: Collection[int]
) -> AmendmentRecords:
    """
    Return the pending proposals of others that were revised since one of *parties* took a position on them.

    They are those of the round, as far as *actor* may read them.
    """
    earlier = select(Position.amendment_id).where(
        Position.party_id.in_(parties), Position.amendment_id.is_not(None), Position.asked_again.is_not(None)
    )
    records = load_amendments(
        session,
        submitted_to(actor, context),
        Amendment.sponsor_id.not_in(parties),
        Amendment.id.in_(earlier),
        runs=runs_hidden_in(actor, context),
    )
    return AmendmentRecords({key: record for key, record in records.entries.items() if record.pending})


def authored_before(session: Session, amendment: int, sequence: int) -> Revision:
    """Return the last revision up to *sequence* that the author of a proposal wrote. One query."""
    is_authored = or_(Revision.made.in_(AUTHORED), Revision.sequence == 1)
    return session.scalars(
        select(Revision)
        .where(Revision.amendment_id == amendment, Revision.sequence <= sequence, is_authored)
        .order_by(Revision.sequence.desc())
        .limit(1)
    ).one()


def unconfirmed(record: AmendmentRecord) -> bool:
    """
    Return whether the Mission may still correct what it entered from the floor:

    none of its sponsors has answered to it, its delegation has not revised it, and nothing was decided on it.
    """
    entered = record.amendment.from_floor and record.revision.made == "floor"
    return entered and record.pending and record.disposition is None and record.answered is None


def own_rights(actor: Actor, context: RoundContext, record: AmendmentRecord) -> OwnRights:
    """
    Return what *actor* may do with a proposal as one of its sponsor's people, or as who entered it from the floor.

    The services ask again.
    """
    return rights.own_rights(
        actor,
        facts_of(context, record.amendment, unconfirmed=unconfirmed(record)),
        pending=record.pending,
        takes_proposals=takes_proposals(actor, context),
    )


def takes_proposals(actor: Actor, context: RoundContext) -> bool:
    """Return whether the round takes proposals from *actor* now: the Mission's also after the deadline."""
    state = state_of_round(context.round)
    late = state is RoundState.CONSIDERATION and actor.at(context.meeting).holds(Role.MISSION)
    return state is RoundState.OPEN or late


def positions_on(session: Session, records: Iterable[AmendmentRecord]) -> dict[int, list[TakenPosition]]:
    """
    Return the positions taken on *records*, by amendment and the code of the party. Two queries at most.

    Those on earlier words are among them, as that. Of what is read as an earlier round left it, those of then.
    """
    return {record.amendment.id: taken for record, taken in _positions_on_each(session, records)}


def _positions_on_each(
    session: Session, records: Iterable[AmendmentRecord]
) -> list[tuple[AmendmentRecord, list[TakenPosition]]]:
    """Return the same for each of *records*, of which two may be of one proposal at different revisions."""
    records = list(records)
    recalled = {record.amendment.id: record for record in records if record.last_shown}
    read_now = {record.amendment.id for record in records} - recalled.keys()
    rows: dict[int, list[Position]] = defaultdict(list)
    for row in session.scalars(
        select(Position)
        .join(Position.party)
        .options(contains_eager(Position.party))
        .where(Position.amendment_id.in_(read_now))
        .order_by(Party.code)
    ):
        rows[row.amendment_id or 0].append(row)
    earlier = _earlier_positions(session, recalled)
    return [
        (
            record,
            [_taken(row, record.revision.sequence) for row in rows[record.amendment.id]]
            or [position for position in earlier if position.amendment == record.amendment.id],
        )
        for record in records
    ]


def _taken(row: Position, revision: int) -> TakenPosition:
    """Return what a row says of a proposal that is at the *revision* with that sequence."""
    return TakenPosition(
        row.party,
        Stance(row.stance),
        row.reason,
        row.at,
        is_earlier=not is_of_revision(row.revision or 0, row.asked_again, revision),
        amendment=row.amendment_id,
    )


REVISES = "revise"
"""The act of the journal by which the author of a proposal writes other words."""


def _earlier_positions(session: Session, recalled: Mapping[int, AmendmentRecord]) -> list[TakenPosition]:
    """Return the positions held on proposals as an earlier round left them, as the journal has them. One query."""
    if not recalled:
        return []
    rows = session.execute(
        select(JournalLine, Party)
        .outerjoin(Party, Party.id == JournalLine.party_id)
        .where(JournalLine.act.in_((TAKES_POSITION, REVISES)), JournalLine.amendment_id.in_(recalled))
        .order_by(JournalLine.id)
    )
    latest: dict[tuple[int, int], TakenPosition] = {}
    for line, party in rows:
        key = line.amendment_id or 0
        if not recalled[key].reads_round(line.round_id or 0):
            continue
        if line.act == REVISES:
            latest |= {
                held: position._replace(is_earlier=True)
                for held, position in latest.items()
                if held[0] == key
            }
        else:
            _take(latest, line, party)
    return sorted(latest.values(), key=lambda position: position.party.code)


def _take(latest: dict[tuple[int, int], TakenPosition], line: JournalLine, party: Party) -> None:
    """Put what *line* tells of a position in the place of what *party* held before."""
    key = line.amendment_id or 0, party.id
    earlier = latest.pop(key, None)
    since = earlier.at if earlier and line.before == line.after else line.at
    if line.after:
        latest[key] = TakenPosition(party, Stance(line.after), line.reason, since, amendment=key[0])


Stances = Mapping[tuple[int, int], TakenPosition]
"""Where parties stand, by amendment and party."""


def _stances_of(session: Session, parties: Sequence[Party], records: Sequence[AmendmentRecord]) -> Stances:
    """Return where *parties* stand on *records*. One query at most."""
    if not parties or not records:
        return {}
    revisions = {record.amendment.id: record.revision.sequence for record in records}
    rows = session.scalars(
        select(Position)
        .options(joinedload(Position.party))
        .where(
            Position.amendment_id.in_(revisions),
            Position.party_id.in_([party.id for party in parties]),
        )
    )
    taken = [_taken(row, revisions[row.amendment_id or 0]) for row in rows]
    return {(position.amendment or 0, position.party.id): position for position in taken}


def _proposal_rights(
    actor: Actor, context: RoundContext, record: AmendmentRecord, parties: Sequence[Party], taken: Stances
) -> ProposalRights:
    known = sees_sponsor(actor, context, record)
    return ProposalRights(
        name=name_for(actor, context, record),
        sponsor=record.amendment.sponsor if known else None,
        cosponsors=cosponsors_named_to(actor, context, record) if known else (),
        voices=tuple(_party_rights(actor, context, record, party, taken) for party in parties),
        may_amend=_may_amend(actor, context, record),
        reads_positions=sees_positions_on(actor, context, record),
        to_others=name_to_others(actor, context, record),
    )


def _party_rights(
    actor: Actor, context: RoundContext, record: AmendmentRecord, party: Party, taken: Stances
) -> PartyRights:
    facts = facts_of(context, record.amendment, party=party.id)
    joined = party.id in [cosponsor.id for cosponsor in record.cosponsors]
    others = party.id != record.amendment.sponsor_id
    return rights_beside(
        party,
        taken.get((record.amendment.id, party.id)),
        joined=joined,
        may_join=may(actor, Act.COSPONSOR, facts),
        may_say=others and not joined and may(actor, Act.TAKE_POSITION, facts),
    )


def rights_beside(
    party: Party, taken: TakenPosition | None, *, joined: bool = False, may_join: bool = False, may_say: bool
) -> PartyRights:
    """Return the rights of *party* beside what it has *taken*: on words that changed it has said nothing yet."""
    if taken is None or taken.is_earlier:
        earlier = taken.stance if taken else None
        return PartyRights(party, earlier=earlier, joined=joined, may_join=may_join, may_say=may_say)
    return PartyRights(party, taken.stance, taken.reason, joined=joined, may_join=may_join, may_say=may_say)


def _may_amend(actor: Actor, context: RoundContext, record: AmendmentRecord) -> bool:
    """Whether the reader may propose other words in place of a proposal's, now."""
    actor = actor.at(context.meeting)
    own = actor.main_party()
    words = record.pending and record.kind in AMENDABLE and record.amendment.sponsor_id != own
    return (
        words
        and takes_proposals(actor, context)
        and may(actor, Act.PREPARE, round_facts(context, sponsor=own))
    )
