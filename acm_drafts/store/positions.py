"""
Positions and reservations; and in whose name a reader may act on each proposal.

It asks the permissions and decides nothing; the services ask again.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation import rights
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, may
from acm_drafts.negotiation.rights import OwnRights
from acm_drafts.negotiation.status import DECIDED
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, Outcome, Role, RoundState, Stance, Standing
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.conditions import live
from acm_drafts.store.listing import load_on_table
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Decision,
    Disposition,
    Draft,
    JournalLine,
    Party,
    Position,
    Revision,
)
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.text import draft_set
from acm_drafts.store.visibility import (
    facts_of,
    last_shown_in,
    name_for,
    round_facts,
    sees_all_proposals,
    sees_sponsor,
    was_attributed,
)

TAKES_POSITION = "take position"
"""The act of the journal by which a party takes a position, or takes it back."""

AMENDABLE = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
"""Kinds of proposals that hold words of their own, which another proposal may change."""


@dataclass(frozen=True, slots=True)
class PartyRights:
    """One delegation or group that the reader speaks for: what it said on a proposal, and what it may say."""

    party: Party
    stance: Stance | None = None
    reason: str = ""
    joined: bool = False
    may_join: bool = False
    may_say: bool = False

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The positions there are, in the order in which they are offered."""
        return tuple(Stance)


@dataclass(frozen=True, slots=True)
class ProposalRights:
    """What a reader sees and may do beside one proposal; *sponsor* is None where it may not be known."""

    name: str
    sponsor: Party | None
    cosponsors: tuple[Party, ...] = ()
    voices: tuple[PartyRights, ...] = ()
    may_amend: bool = False


def spoken_for(session: Session, actor: Actor) -> Sequence[Party]:
    """Return the delegations and groups in whose names *actor* speaks, States first. One query at most."""
    keys = actor.parties(*SPEAKS)
    if not keys:
        return ()
    return session.scalars(
        select(Party).where(Party.id.in_(keys)).order_by(Party.kind.desc(), Party.code)
    ).all()


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
    taken = _stances_of(session, [party.id for party in parties], [e.amendment.id for e in records])
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


def positions_on(session: Session, records: Iterable[AmendmentRecord]) -> dict[int, list[Position]]:
    """
    Return the positions taken on *records* with the parties that took them, by amendment. Two queries at most.

    Of what is read as an earlier round left it, those of then.
    """
    records = list(records)
    recalled = {record.amendment.id: record for record in records if record.last_shown}
    positions: dict[int, list[Position]] = {record.amendment.id: [] for record in records}
    rows = session.scalars(
        select(Position)
        .join(Position.party)
        .options(joinedload(Position.party))
        .where(Position.amendment_id.in_(positions.keys() - recalled.keys()))
        .order_by(Party.code)
    )
    for row in (*rows, *_earlier_positions(session, recalled)):
        positions[row.amendment_id].append(row)
    return positions


def _earlier_positions(session: Session, recalled: Mapping[int, AmendmentRecord]) -> list[Position]:
    """Return the positions held on proposals as an earlier round left them, as the journal has them. One query."""
    if not recalled:
        return []
    rows = session.execute(
        select(JournalLine, Party)
        .join(Party, Party.id == JournalLine.party_id)
        .where(JournalLine.act == TAKES_POSITION, JournalLine.amendment_id.in_(recalled))
        .order_by(JournalLine.id)
    )
    latest: dict[tuple[int, int], Position] = {}
    for line, party in rows:
        key = line.amendment_id or 0, party.id
        if not recalled[key[0]].reads_round(line.round_id or 0):
            continue
        earlier = latest.pop(key, None)
        since = earlier.at if earlier and line.before == line.after else line.at
        if line.after:
            latest[key] = Position(
                amendment_id=key[0],
                party_id=party.id,
                stance=line.after,
                reason=line.reason,
                at=since,
                party=party,
            )
    return sorted(latest.values(), key=lambda position: position.party.code)


Stances = Mapping[tuple[int, int], tuple[Stance, str]]
"""Position and reason, by amendment and party."""


def _stances_of(session: Session, parties: Sequence[int], amendments: Sequence[int]) -> Stances:
    if not parties or not amendments:
        return {}
    rows = session.execute(
        select(Position.amendment_id, Position.party_id, Position.stance, Position.reason).where(
            Position.amendment_id.in_(amendments), Position.party_id.in_(parties)
        )
    )
    return {(amendment, party): (Stance(stance), reason) for amendment, party, stance, reason in rows}


def _proposal_rights(
    actor: Actor, context: RoundContext, record: AmendmentRecord, parties: Sequence[Party], taken: Stances
) -> ProposalRights:
    known = sees_sponsor(actor, context, record)
    return ProposalRights(
        name=name_for(actor, context, record),
        sponsor=record.amendment.sponsor if known else None,
        cosponsors=record.cosponsors if known else (),
        voices=tuple(_party_rights(actor, context, record, party, taken) for party in parties),
        may_amend=_may_amend(actor, context, record),
    )


def _party_rights(
    actor: Actor, context: RoundContext, record: AmendmentRecord, party: Party, taken: Stances
) -> PartyRights:
    facts = facts_of(context, record.amendment, party=party.id)
    joined = party.id in [cosponsor.id for cosponsor in record.cosponsors]
    others = party.id != record.amendment.sponsor_id
    stance, reason = taken.get((record.amendment.id, party.id), (None, ""))
    return PartyRights(
        party,
        stance,
        reason,
        joined,
        may_join=may(actor, Act.COSPONSOR, facts),
        may_say=others and not joined and may(actor, Act.TAKE_POSITION, facts),
    )


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


STANCES = (Stance.RESERVE, Stance.AWAITING)

_TAKEN = [str(outcome) for outcome in (*ADOPTED, Outcome.ABSORBED)]

Reserved = tuple[AmendmentRecord, Position]
"""
A proposal as it stood on the table, or as it was adopted, and one position on it, with its party.

What was adopted has as its *disposition* the one that adopted it, also where that left a rest.
"""


def load_reservations(session: Session, actor: Actor, draft: Draft) -> list[Reserved]:
    """
    Return the reservations on *draft*, by the code of the delegation.

    Each is on each proposal once, but where part of it was adopted and the rest may still be: on what
    stands in the text, and on what is still proposed. A rest that came to nothing is told nowhere.
    The caller has asked whether *actor* may read the draft. Fourteen queries at most.
    """
    hidden = session.scalar(
        select(Circulation.draft_id).where(Circulation.draft_id == draft.id, ~Circulation.attributed)
    )
    if hidden is not None:
        return []
    records: dict[int, list[AmendmentRecord]] = defaultdict(list)
    for record in _adopted_before(session, actor, draft):
        records[record.amendment.id].append(record)
    for record in _on_the_table(session, actor, draft):
        if _is_in_play(record) or not records[record.amendment.id]:
            records[record.amendment.id].append(record)
    positions = _reserving(session, [group[0] for group in records.values() if group])
    return [(record, position) for position in positions for record in records[position.amendment_id]]


def _on_the_table(session: Session, actor: Actor, draft: Draft) -> list[AmendmentRecord]:
    """Return what lies on the table of *draft*; of a part that was adopted, without a rest that came to nothing."""
    context, records = load_on_table(session, actor, draft.id)
    if context is None or not context.version.attributed:
        return []
    return [
        record if part is None or _is_in_play(record) else _adopted(record, part)
        for record in records
        if was_attributed(record)
        for part in [_part(record)]
    ]


def _part(record: AmendmentRecord) -> Disposition | None:
    """Return what adopted a part of what *record* says, None where nothing did."""
    earlier = record.earlier
    if earlier is None or earlier.outcome != Outcome.PART or earlier.revision_id != record.revision.id:
        return None
    return earlier


def _is_in_play(record: AmendmentRecord) -> bool:
    """Return whether what is on the table is still proposed, or was taken up."""
    if record.disposition is None:
        return record.pending or record.standing is Standing.ABSORBED
    return record.pending or record.disposition.outcome in _TAKEN


def _adopted(record: AmendmentRecord, disposition: Disposition) -> AmendmentRecord:
    """Return *record* as *disposition* adopted it, whatever became of a rest."""
    return replace(
        record,
        revision=disposition.revision,
        disposition=disposition,
        decision=disposition.decision,
        verdict=None,
        brought_by=None,
        standing=DECIDED[Outcome(disposition.outcome)],
        pending=False,
    )


def _adopted_before(session: Session, actor: Actor, draft: Draft) -> list[AmendmentRecord]:
    """Return what the rounds before *draft* adopted, or absorbed into what they did, on which somebody reserves."""
    contexts = draft_set(session, draft.communique_id, actor).contexts
    rounds = [
        context.round.id
        for context in contexts
        if context.version.draft.sequence < draft.sequence
        and context.version.attributed
        and sees_all_proposals(actor, context)
    ]
    dispositions = _dispositions(session, rounds) if rounds else ()
    if not dispositions:
        return []
    records = load_amendments(
        session,
        Amendment.id.in_({disposition.revision.amendment_id for disposition in dispositions}),
        runs=last_shown_in(actor, contexts),
    ).entries
    return [_adopted(records[disposition.revision.amendment_id], disposition) for disposition in dispositions]


def _dispositions(session: Session, rounds: Collection[int]) -> Sequence[Disposition]:
    return session.scalars(
        live(select(Disposition).join(Disposition.decision).join(Disposition.revision))
        .where(
            Decision.round_id.in_(rounds),
            Disposition.outcome.in_(_TAKEN),
            Revision.amendment_id.in_(select(Position.amendment_id).where(Position.stance.in_(STANCES))),
        )
        .options(
            contains_eager(Disposition.decision),
            contains_eager(Disposition.revision).joinedload(Revision.base),
        )
        .order_by(Decision.id)
    ).all()


def _reserving(session: Session, records: Iterable[AmendmentRecord]) -> list[Position]:
    """Return the reservations on *records* and who awaits instructions, by delegation. Two queries at most."""
    by_amendment = positions_on(session, records).values()
    positions = [
        position for group in by_amendment for position in group if Stance(position.stance) in STANCES
    ]
    return sorted(positions, key=lambda position: (position.party.code, position.amendment_id))
