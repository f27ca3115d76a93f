"""
Where every word of a draft came from, as far as one reader may know it.

Which edits brought a word is told by negotiation.provenance from the drafts and decisions read
here, in a fixed number of queries. Who made those edits is told as on every other page: by the
proposals that the reader may read, under the names that the attribution switch allows. Where
nothing may be known of a proposal, neither may its decision, nor that there was more than one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation import provenance
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.provenance import Mark, Shape, concerned
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Outcome
from acm_drafts.store import queries, tally
from acm_drafts.store.adopted import taken
from acm_drafts.store.docket import ADOPTED
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    Cosponsor,
    Decision,
    Disposition,
    LineRow,
    Party,
    Wording,
)
from acm_drafts.store.texts import Shelf

# What is told ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that the reader may read; *parties* are its sponsors, none where they may not be known."""

    code: str
    name: str
    parties: tuple[Party, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision that the reader may know of: what it adopted the words from, and what that absorbed."""

    kind: DecisionKind
    level: Level | None
    agreed_on: date
    proposals: tuple[Proposal, ...]
    absorbed: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Lifting:
    """The round in which the brackets round words were lifted, and by which decisions, none that may not be known."""

    round: int
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """
    What brought words in, for one reader.

    *issue* is the draft that first held them and *wording* the number of the wording that did, 0
    where that is not on record. *round* made that draft: None, it was imported. No *rulings*:
    whose words they are may not be known, or *unrecorded*: no decision says it. *lifting*: they stood
    in brackets once, and stand without them since.
    """

    issue: Issue
    round: int | None
    wording: int = 0
    rulings: tuple[Ruling, ...] = ()
    unrecorded: bool = False
    lifting: Lifting | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a paragraph that came in at once."""

    text: str
    note: Note


@dataclass(frozen=True, slots=True)
class Turn:
    """What moved, split or joined a paragraph, on the way to a draft."""

    kind: AmendmentKind
    note: Note


@dataclass(frozen=True, slots=True)
class Story:
    """
    Of each paragraph of a draft its phrases, which joined are its text, and what happened to its place.

    *issues* are the drafts from the first one to the one that is told, of which each may be a step.
    """

    issues: tuple[Issue, ...]
    phrases: Mapping[int, tuple[Phrase, ...]]
    turns: Mapping[int, tuple[Turn, ...]]

    def step(self, note: Note) -> int:
        """Return which of the drafts first held the words, counted from 0."""
        return self.issues.index(note.issue)


def tell(
    session: Session, shelf: Shelf, actor: Actor, *, issue: Issue, paragraph: int | None = None
) -> Story:
    """
    Return where the words of *issue* came from, of every paragraph or of one.

    Five queries, whatever the number of drafts, rounds and paragraphs.
    """
    issues = (*shelf.before(issue), issue)
    rounds = {s.round.next_draft_id: s for s in shelf.settings if s.round.closed_at is not None}
    made_by = [rounds.get(one.draft.id) for one in issues]
    adopted = tally.adopted_in(session, [setting.round.id for setting in made_by if setting])
    wanted = _kin(adopted, paragraph) if paragraph is not None else None
    edits: dict[int, list[Edit]] = {}
    for one in adopted:
        if wanted is None or one.edit.paragraph in wanted:
            edits.setdefault(one.round, []).append(replace(one.edit, proposal=one.disposition))
    drafts, sequences = _drafts(session, issues, wanted)
    traced = provenance.trace(drafts, [edits.get(s.round.id, ()) if s else () for s in made_by])
    teller = _Teller(issues, made_by, sequences, _known(session, shelf, actor, adopted))

    @cache
    def note(since: int, lifted: int | None) -> Note:
        return teller.note(traced.marks[since], None if lifted is None else traced.marks[lifted])

    paragraphs = list(traced.spans) if paragraph is None else [paragraph]
    return Story(
        issues,
        {
            key: tuple(
                _phrases((span.text, note(span.since, span.lifted)) for span in traced.spans.get(key, ()))
            )
            for key in paragraphs
        },
        {key: teller.turns(traced.shapes[key]) for key in paragraphs if key in traced.shapes},
    )


def _phrases(told: Iterable[tuple[str, Note]]) -> Iterable[Phrase]:
    """Yield *told* with neighbours joined that are the same to this reader."""
    for note, together in groupby(told, key=lambda one: one[1]):
        yield Phrase("".join(text for text, _ in together), note)


# What is read ------------------------------------------------------------------------------------


def _kin(adopted: Iterable[tally.Adopted], paragraph: int) -> set[int]:
    """Return the paragraphs whose words *paragraph* may hold: what it was one with, and whatever was deleted."""
    together = [
        set(concerned(one.edit.paragraph, one.edit.other, one.edit.parts))
        for one in adopted
        if one.edit.kind in (AmendmentKind.SPLIT, AmendmentKind.JOIN)
    ]
    found, before = {paragraph}, 0
    while len(found) > before:
        before = len(found)
        found = found.union(*(group for group in together if group & found))
    return found | {one.edit.paragraph for one in adopted if one.edit.kind is AmendmentKind.DELETE}


def _drafts(
    session: Session, issues: Sequence[Issue], wanted: Collection[int] | None
) -> tuple[list[dict[int, str]], dict[tuple[int, int], int]]:
    """Return what each draft says by paragraph, in its order, and the number of each wording. Two queries."""
    places = {issue.draft.id: step for step, issue in enumerate(issues)}
    here = [LineRow.draft_id.in_(places)]
    if wanted is not None:
        here.append(LineRow.paragraph_id.in_(wanted))
    words = dict(
        session.execute(
            select(Wording.id, Wording.text).where(Wording.id.in_(select(LineRow.wording_id).where(*here)))
        ).all()
    )
    drafts: list[dict[int, str]] = [{} for _ in issues]
    sequences: dict[tuple[int, int], int] = {}
    for draft, paragraph, wording, sequence in session.execute(
        select(LineRow.draft_id, LineRow.paragraph_id, LineRow.wording_id, Wording.sequence)
        .join(Wording, IS_PRINTED)
        .where(*here)
        .order_by(LineRow.draft_id, LineRow.position)
    ):
        drafts[places[draft]][paragraph] = words[wording]
        sequences[places[draft], paragraph] = sequence
    return drafts, sequences


@dataclass(frozen=True, slots=True)
class _Known:
    """What one reader may know of the decisions: of each disposition its ruling, None where nothing may be known."""

    rulings: Mapping[int, Ruling | None]
    proposals: Mapping[int, Proposal]
    """By disposition; those that the reader may read."""


def _known(session: Session, shelf: Shelf, actor: Actor, adopted: Sequence[tally.Adopted]) -> _Known:
    """Return what *actor* may know of the decisions that *adopted* something. Two queries."""
    rows = _made(session, {one.round for one in adopted})
    joint = _cosponsors(session, {row.amendment.id for row in rows})
    settings = {setting.round.id: setting for setting in shelf.settings}
    proposals: dict[int, Proposal] = {}
    for row in rows:
        setting = settings.get(row.amendment.round_id)
        known = setting and _proposal(actor, setting, row, joint.get(row.amendment.id, ()))
        if known:
            proposals[row.disposition] = known
    rulings: dict[int, Ruling | None] = {}
    for _, together in groupby(rows, key=lambda row: row.decision):
        own = list(together)
        ruling = _ruling(actor, settings.get(own[0].round), own, proposals)
        rulings |= dict.fromkeys((row.disposition for row in own), ruling)
    return _Known(rulings, proposals)


class _Made(NamedTuple):
    """What a live decision made of one proposal."""

    disposition: int
    outcome: str
    amendment: Amendment
    sponsor: Party
    decision: int
    round: int
    kind: str
    level: str | None
    agreed_on: date


def _made(session: Session, rounds: Collection[int]) -> list[_Made]:
    """Return what the live decisions of *rounds* adopted and absorbed, decision by decision. One query."""
    found = session.execute(
        taken(
            Disposition.id,
            Disposition.outcome,
            Amendment,
            Party,
            Decision.id,
            Decision.round_id,
            Decision.kind,
            Decision.level,
            Decision.agreed_on,
            outcomes=(*ADOPTED, Outcome.ABSORBED),
        )
        .where(Decision.round_id.in_(rounds))
        .order_by(None)
        .order_by(Decision.id, Disposition.id)
    )
    return [_Made._make(row) for row in found]


def _cosponsors(session: Session, amendments: Collection[int]) -> dict[int, list[Party]]:
    rows = session.execute(
        select(Cosponsor.amendment_id, Party)
        .join(Party, Party.id == Cosponsor.party_id)
        .where(Cosponsor.amendment_id.in_(amendments))
        .order_by(Cosponsor.since, Party.code)
    )
    found: dict[int, list[Party]] = {}
    for amendment, party in rows:
        found.setdefault(amendment, []).append(party)
    return found


def _proposal(actor: Actor, setting: Setting, made: _Made, joint: Sequence[Party]) -> Proposal | None:
    """Return a proposal as *actor* may call it, None where they may not read it; *joint* are its co-sponsors."""
    amendment, outcome = made.amendment, Outcome(made.outcome)
    facts = queries.matter(setting, amendment, cosponsors=[party.id for party in joint])
    if not may(actor, Act.READ_AMENDMENT, facts):
        return None
    if not may(actor, Act.SEE_SPONSOR, facts) or amendment.number is None:
        return Proposal(amendment.code, amendment.code, (), outcome)
    name = f"{made.sponsor.code} {amendment.number}"
    return Proposal(amendment.code, name, (made.sponsor, *joint), outcome)


def _ruling(
    actor: Actor, setting: Setting | None, own: Sequence[_Made], proposals: Mapping[int, Proposal]
) -> Ruling | None:
    """Return a decision as told: with a proposal that the reader may read, or to who reads them all; else None."""
    known = [proposals[row.disposition] for row in own if row.disposition in proposals]
    if setting is None or not (known or queries.sees_all(actor, setting)):
        return None
    return Ruling(
        DecisionKind(own[0].kind),
        Level(own[0].level) if own[0].level else None,
        own[0].agreed_on,
        tuple(one for one in known if one.outcome is not Outcome.ABSORBED),
        tuple(one for one in known if one.outcome is Outcome.ABSORBED),
    )


# Notes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts marks into notes for one reader."""

    issues: Sequence[Issue]
    made_by: Sequence[Setting | None]
    sequences: Mapping[tuple[int, int], int]
    known: _Known

    def note(self, mark: Mark, lifted: Mark | None = None) -> Note:
        """Return what *mark* is to the reader; *lifted*: what let its words stand without brackets."""
        setting = self.made_by[mark.step]
        return Note(
            self.issues[mark.step],
            setting.round.number if setting else None,
            self.sequences.get((mark.step, mark.paragraph), 0),
            self._rulings(mark.keys),
            unrecorded=setting is not None and not mark.keys,
            lifting=self._lifting(lifted) if lifted else None,
        )

    def _lifting(self, mark: Mark) -> Lifting | None:
        setting = self.made_by[mark.step]
        return Lifting(setting.round.number, self._rulings(mark.keys)) if setting else None

    def turns(self, shapes: Iterable[Shape]) -> tuple[Turn, ...]:
        """Return what happened to the place of a paragraph in the order of the drafts, each thing once."""
        told = [
            Turn(shape.kind, replace(self.note(Mark(shape.step, 0, (shape.key,))), wording=0))
            for shape in sorted(shapes, key=lambda one: one.step)
        ]
        return tuple(dict.fromkeys(told))

    def _rulings(self, keys: Iterable[int]) -> tuple[Ruling, ...]:
        """Return the decisions behind *keys* that may be known, each with only the proposals that brought the words."""
        by_ruling: dict[Ruling, list[Proposal]] = {}
        for key in keys:
            ruling = self.known.rulings.get(key)
            if ruling is not None:
                own = by_ruling.setdefault(ruling, [])
                own += [self.known.proposals[key]] if key in self.known.proposals else []
        return tuple(replace(ruling, proposals=tuple(own)) for ruling, own in by_ruling.items())
