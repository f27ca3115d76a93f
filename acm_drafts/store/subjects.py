"""
What lines of the journal are about, called as one reader may call it.

A line holds names and numbers as they were written; whether this reader may know them is judged
here, for a whole page of lines in a fixed number of queries. Where the sponsor of a proposal may
not be known, neither may whoever acted on it for a delegation.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.numbering import short
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Matter, may
from acm_drafts.negotiation.terms import DecisionKind, Role
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Cosponsor,
    JournalLine,
    LineRow,
    Paragraph,
    Party,
    Round,
)

OF_THE_MISSION = {*(str(kind) for kind in DecisionKind), "enter from floor"}
"""Acts on proposals that the Mission alone does: who did them betrays no sponsor."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as one reader may call it; *open*: whose it is may be known."""

    code: str
    name: str
    kind: str
    open: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph: its code, and its number in the draft that the reader reads ("" where it is not in it)."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the lines of one page are about, by the keys that the lines hold."""

    proposals: dict[int, Proposal]
    places: dict[int, Place]
    parties: dict[int, Party]
    own: frozenset[int]

    def proposal(self, line: JournalLine) -> Proposal | None:
        return self.proposals.get(line.amendment_id or 0)

    def place(self, line: JournalLine) -> Place | None:
        return self.places.get(line.paragraph_id or 0)

    def party(self, line: JournalLine) -> Party | None:
        """Return the delegation in whose name the line was written, None where it may not be known."""
        return self.parties.get(line.party_id or 0) if self.names_may_be_known(line) else None

    def names_may_be_known(self, line: JournalLine) -> bool:
        """Return whether the reader may know who acted for a delegation, and in whose name."""
        about = self.proposal(line)
        return about is None or about.open or line.party_id in self.own or line.act in OF_THE_MISSION


def load(session: Session, actor: Actor, lines: Sequence[JournalLine], draft_id: int | None) -> Subjects:
    """Return what *lines* are about, paragraphs numbered as in a draft. Four queries at most."""
    return Subjects(
        proposals=_proposals(session, actor, _keys(line.amendment_id for line in lines)),
        places=_places(session, _keys(line.paragraph_id for line in lines), draft_id),
        parties=_parties(session, _keys(line.party_id for line in lines)),
        own=frozenset(actor.parties(*WRITES, Role.MISSION)),
    )


def _keys(found: Iterable[int | None]) -> set[int]:
    return {key for key in found if key}


def _proposals(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, Proposal]:
    if not keys:
        return {}
    joint = set(
        session.scalars(
            select(Cosponsor.amendment_id).where(
                Cosponsor.amendment_id.in_(keys), Cosponsor.party_id.in_(actor.parties(*WRITES))
            )
        )
    )
    own = frozenset(actor.parties(*WRITES))
    rows = session.execute(
        select(
            Amendment.id, Amendment.code, Amendment.kind, Amendment.number, Party.id, Party.code, Circulation
        )
        .join(Party, Party.id == Amendment.sponsor_id)
        .join(Round, Round.id == Amendment.round_id)
        .outerjoin(Circulation, Circulation.draft_id == Round.draft_id)
        .where(Amendment.id.in_(keys))
    )
    found = {}
    for key, code, kind, number, sponsor, sponsor_code, circulation in rows:
        facts = Matter(
            sponsor=sponsor,
            cosponsors=own if key in joint else frozenset(),
            attributed=bool(circulation and circulation.attributed),
            circulated=circulation is not None,
        )
        seen = may(actor, Act.SEE_SPONSOR, facts)
        name = f"{sponsor_code} {number}" if seen and number is not None else code
        found[key] = Proposal(code, name, kind, seen)
    return found


def _places(session: Session, keys: Collection[int], draft_id: int | None) -> dict[int, Place]:
    if not keys:
        return {}
    rows = session.execute(
        select(Paragraph.id, Paragraph.code, LineRow.label)
        .outerjoin(LineRow, (LineRow.paragraph_id == Paragraph.id) & (LineRow.draft_id == draft_id))
        .where(Paragraph.id.in_(keys))
    )
    return {key: Place(code, short(label or "")) for key, code, label in rows}


def _parties(session: Session, keys: Collection[int]) -> dict[int, Party]:
    if not keys:
        return {}
    return {party.id: party for party in session.scalars(select(Party).where(Party.id.in_(keys)))}
