"""
In whose name a reader may speak on proposals, what was said so far, and what each may be called.

An `Offer` is what stands beside a proposal on any page: its name for this reader, its sponsors
where the reader may know them, and for each delegation or group that the reader speaks for, what
may be done. It asks the permissions table and decides nothing; services ask again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, may
from acm_drafts.negotiation.terms import AmendmentKind, Role, RoundState, Stage, Stance
from acm_drafts.store import queries
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Party, Position

AMENDABLE = (AmendmentKind.REPLACE, AmendmentKind.INSERT)
"""Kinds of proposals that hold words of their own, which another proposal may change."""


@dataclass(frozen=True, slots=True)
class Voice:
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
class OwnActs:
    """What the reader may do now with their own delegation's proposal; *waits*: somebody else has to submit it."""

    go_on: bool = False
    review: bool = False
    give_back: bool = False
    submit: bool = False
    revise: bool = False
    withdraw: bool = False
    waits: bool = False
    corrects: bool = False
    """It is what the Mission entered from the floor, and its own as long as nobody has answered to it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader sees and may do beside one proposal; *sponsor* is None where it may not be known."""

    name: str
    sponsor: Party | None
    cosponsors: tuple[Party, ...] = ()
    voices: tuple[Voice, ...] = ()
    may_amend: bool = False


def sees_sponsor(actor: Actor, setting: Setting, entry: Entry) -> bool:
    """Return whether *actor* may know who proposed it: by the attribution switch, or as the sponsor."""
    joint = [party.id for party in entry.cosponsors]
    return may(actor, Act.SEE_SPONSOR, queries.matter(setting, entry.amendment, cosponsors=joint))


def name_for(actor: Actor, setting: Setting, entry: Entry) -> str:
    """Return what *actor* may call a proposal: "EGY 3", or the code that tells nothing."""
    shown = entry.amendment.number is not None and sees_sponsor(actor, setting, entry)
    return entry.label if shown else entry.amendment.code


def spoken_for(session: Session, actor: Actor) -> Sequence[Party]:
    """Return the delegations and groups in whose names *actor* speaks, States first. One query at most."""
    keys = actor.parties(*SPEAKS)
    if not keys:
        return ()
    return session.scalars(
        select(Party).where(Party.id.in_(keys)).order_by(Party.kind.desc(), Party.code)
    ).all()


def offers(session: Session, actor: Actor, setting: Setting, entries: Iterable[Entry]) -> dict[int, Offer]:
    """Return what stands beside each of *entries* of one round, by the id of the amendment. Two queries at most."""
    return offers_in(session, actor, lambda entry: setting, entries)


def offers_in(
    session: Session, actor: Actor, setting_of: Callable[[Entry], Setting], entries: Iterable[Entry]
) -> dict[int, Offer]:
    """Return the same for *entries* of several rounds; *setting_of* says which each stands in."""
    entries = list(entries)
    parties = spoken_for(session, actor)
    said = _said(session, [party.id for party in parties], [e.amendment.id for e in entries])
    return {entry.amendment.id: _offer(actor, setting_of(entry), entry, parties, said) for entry in entries}


def unconfirmed(entry: Entry) -> bool:
    """
    Return whether the Mission may still correct what it entered from the floor:

    none of its sponsors has answered to it, its delegation has not revised it, and nothing was decided on it.
    """
    entered = entry.amendment.from_floor and entry.revision.made == "floor"
    return entered and entry.pending and entry.disposition is None and entry.answered is None


def own_acts(actor: Actor, setting: Setting, entry: Entry) -> OwnActs:
    """
    Return what *actor* may do with a proposal as one of its sponsor's people, or as who entered it from the floor.

    The services ask again.
    """
    stage = Stage(entry.amendment.stage)
    facts = queries.matter(setting, entry.amendment, unconfirmed=unconfirmed(entry))
    open_ = takes_proposals(actor, setting)
    prepared = stage in (Stage.DRAFT, Stage.REVIEW)
    standing = prepared or entry.pending
    return OwnActs(
        go_on=prepared and may(actor, Act.PREPARE, facts),
        review=stage is Stage.DRAFT and may(actor, Act.REVIEW, facts) and not may(actor, Act.SUBMIT, facts),
        give_back=stage is Stage.REVIEW and may(actor, Act.SUBMIT, facts),
        submit=prepared and open_ and may(actor, Act.SUBMIT, facts),
        revise=stage is Stage.SUBMITTED and open_ and entry.pending and may(actor, Act.REVISE, facts),
        withdraw=standing and may(actor, Act.WITHDRAW, facts),
        waits=prepared and may(actor, Act.PREPARE, facts) and not may(actor, Act.SUBMIT, facts),
        corrects=facts.unconfirmed and may(actor, Act.WITHDRAW, facts) and not may(actor, Act.PREPARE, facts),
    )


def takes_proposals(actor: Actor, setting: Setting) -> bool:
    """Return whether the round takes proposals from *actor* now: the Mission's also after the deadline."""
    state = queries.state_of(setting.round)
    late = state is RoundState.CONSIDERATION and actor.at(setting.meeting).holds(Role.MISSION)
    return state is RoundState.OPEN or late


def positions(session: Session, amendments: Sequence[int]) -> dict[int, list[Position]]:
    """Return the positions taken on *amendments* with the parties that took them, by amendment. One query."""
    found: dict[int, list[Position]] = {key: [] for key in amendments}
    rows = session.scalars(
        select(Position)
        .join(Position.party)
        .options(joinedload(Position.party))
        .where(Position.amendment_id.in_(amendments))
        .order_by(Party.code)
    )
    for row in rows:
        found[row.amendment_id].append(row)
    return found


Said = Mapping[tuple[int, int], tuple[Stance, str]]
"""Position and reason, by amendment and party."""


def _said(session: Session, parties: Sequence[int], amendments: Sequence[int]) -> Said:
    if not parties or not amendments:
        return {}
    rows = session.execute(
        select(Position.amendment_id, Position.party_id, Position.stance, Position.reason).where(
            Position.amendment_id.in_(amendments), Position.party_id.in_(parties)
        )
    )
    return {(amendment, party): (Stance(stance), reason) for amendment, party, stance, reason in rows}


def _offer(actor: Actor, setting: Setting, entry: Entry, parties: Sequence[Party], said: Said) -> Offer:
    known = sees_sponsor(actor, setting, entry)
    return Offer(
        name=name_for(actor, setting, entry),
        sponsor=entry.amendment.sponsor if known else None,
        cosponsors=entry.cosponsors if known else (),
        voices=tuple(_voice(actor, setting, entry, party, said) for party in parties),
        may_amend=_may_amend(actor, setting, entry),
    )


def _voice(actor: Actor, setting: Setting, entry: Entry, party: Party, said: Said) -> Voice:
    facts = queries.matter(setting, entry.amendment, party=party.id)
    joined = party.id in [one.id for one in entry.cosponsors]
    others = party.id != entry.amendment.sponsor_id
    stance, reason = said.get((entry.amendment.id, party.id), (None, ""))
    return Voice(
        party,
        stance,
        reason,
        joined,
        may_join=may(actor, Act.COSPONSOR, facts),
        may_say=others and not joined and may(actor, Act.TAKE_POSITION, facts),
    )


def _may_amend(actor: Actor, setting: Setting, entry: Entry) -> bool:
    """Whether the reader may propose other words in place of a proposal's, now."""
    actor = actor.at(setting.meeting)
    own = queries.own_party(actor) or next(iter(actor.parties(Role.MISSION)), None)
    words = entry.pending and entry.kind in AMENDABLE and entry.amendment.sponsor_id != own
    return (
        words
        and takes_proposals(actor, setting)
        and may(actor, Act.PREPARE, queries.round_facts(setting, sponsor=own))
    )
