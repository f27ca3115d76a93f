"""
Where every word of a draft came from, and whose each change between two drafts is, as far as a reader may know it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager

from acm_drafts.negotiation.attribution import words
from acm_drafts.negotiation.attribution.changes import Credits, Deed, Hand, Step
from acm_drafts.negotiation.attribution.words import Mark, Shape, Stretch, concerned
from acm_drafts.negotiation.consolidation import Edit, restores
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.status import agrees_with
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, DecisionKind, Level, Outcome, PartyKind
from acm_drafts.store.amendment_rows import AdoptedRow, adopted_in_rounds
from acm_drafts.store.amendments import edit_of
from acm_drafts.store.decisions import adopted_dispositions, select_adopted
from acm_drafts.store.drafts import DraftVersion, lines_of_drafts
from acm_drafts.store.joins import agreements_since
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    Circulation,
    Cosponsor,
    Decision,
    Disposition,
    Draft,
    LineRow,
    Party,
    Round,
    Wording,
)
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.store.text import DraftSet, descents_of_text
from acm_drafts.store.visibility import (
    amendment_name,
    facts_of,
    knows_cosponsors,
    knows_decision,
    knows_sponsor,
    last_shown_in,
    sees_all_proposals,
    shown_when_decided,
)

MISSION = "Mission"
"""The author of whatever may not be told, of the Mission's own words, and of numbers made good; in any language."""


def load_credits(session: Session, actor: Actor, *, old: Draft, new: Draft, language: str) -> Credits:
    """
    Return what was changed by whom from *old* to *new*, a later draft of the same communiqué. Six queries.

    Names are in *language*. The caller has asked whether *actor* may read the two drafts.
    """
    rows = session.execute(
        select(Draft, Circulation, Round)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Round, Round.draft_id == Draft.id)
        .where(
            Draft.communique_id == new.communique_id,
            Draft.sequence.between(old.sequence, new.sequence),
        )
        .order_by(Draft.sequence)
    ).all()
    versions = [DraftVersion(draft, circulation) for draft, circulation, _ in rows]
    hidden = versions[-1].circulation is not None and not versions[-1].attributed
    meeting = new.communique.meeting
    contexts = {
        row[2].id: RoundContext(row[2], version, meeting.id)
        for row, version in zip(rows, versions, strict=True)
        if row[2]
    }
    named = {
        key: context.version.attributed and not hidden and sees_all_proposals(actor, context)
        for key, context in contexts.items()
    }
    zone = meeting.zone
    deeds = _deeds(session, named, language, zone)
    lines = lines_of_drafts(session, [version.draft.id for version in versions])
    steps = [
        Step(
            lines[after.draft.id],
            deeds.get(row[2].id if row[2] else 0, ()),
            Hand(MISSION, _moment_of(after.draft.made_at, zone)),
        )
        for row, after in zip(rows, versions[1:], strict=False)
    ]
    return Credits(lines[old.id], steps, descents_of_text(session, new.communique_id))


def _deeds(session: Session, named: Mapping[int, bool], language: str, zone: str) -> dict[int, list[Deed]]:
    """Return what was adopted, or absorbed into what was, by round, in the order decided. One query."""
    rows = adopted_dispositions(
        session,
        Decision.round_id.in_(named),
        outcomes=(*ADOPTED, Outcome.ABSORBED),
    )
    deeds: dict[int, list[Deed]] = {}
    for row in rows:
        key = row.decision.round_id
        deed = _deed(row, named[key], language, zone)
        if deed.edit.kind is not AmendmentKind.KEEP or restores(deed.edit):
            deeds.setdefault(key, []).append(deed)
    return deeds


def _deed(row: Disposition, named: bool, language: str, zone: str) -> Deed:
    amendment, absorbed = row.revision.amendment, row.outcome == Outcome.ABSORBED
    mission = amendment.sponsor.kind == PartyKind.MISSION
    author = credited_name(amendment.sponsor, language) if named else MISSION
    edit = edit_of(
        amendment,
        row.revision,
        text=None if absorbed else row.text,
        bracketed=row.outcome == Outcome.BRACKETED,
        rank=row.rank,
    )
    return Deed(edit, Hand(author, _moment_of(row.decision.at, zone)), 2 if mission else 1 if absorbed else 0)


def credited_name(party: Party, language: str) -> str:
    """Return the name of a party in *language*, of the Mission the one that documents use."""
    return MISSION if party.kind == PartyKind.MISSION else name_in(party, language)


def name_in(party: Party, language: str) -> str:
    """Return what a party is called in *language*."""
    names = {"en": party.name_en, "fr": party.name_fr, "ar": party.name_ar}
    return names[language]


def _moment_of(moment: datetime, zone: str) -> str:
    """
    Return a moment as documents date a change: by the clock of *zone*, to the second.

    Word shows what is written as it stands, whatever zone is named behind it.
    """
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")


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
    ad_referendum: bool = False
    """It was agreed subject to confirmation, and nobody confirmed it yet."""
    whole: bool = True
    """Whether the reader reads all proposals of its round: else it may have absorbed others that they are not told."""


@dataclass(frozen=True, slots=True)
class Lifting:
    """The round in which the brackets round words were lifted, and by which decisions, none that may not be known."""

    round: int
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """
    What brought words in, for one reader.

    *version* is the draft that first held them and *wording* the number of the wording that did, 0
    where that is not on record. *round* made that draft: None, it was imported. No *rulings*:
    whose words they are may not be known, or *unrecorded*: no decision says it. *lifting*: they stood
    in brackets once, and stand without them since.
    """

    version: DraftVersion
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

    *versions* are the drafts from the first one to the one that is told, of which each may be a step.
    """

    versions: tuple[DraftVersion, ...]
    phrases: Mapping[int, tuple[Phrase, ...]]
    turns: Mapping[int, tuple[Turn, ...]]

    def step(self, note: Note) -> int:
        """Return the index of the draft that first held the words."""
        return self.versions.index(note.version)


def load_attribution(
    session: Session, drafts: DraftSet, actor: Actor, *, version: DraftVersion, paragraph: int | None = None
) -> Story:
    """
    Return where the words of *version* came from, of every paragraph or of one.

    Five queries, whatever the number of drafts, rounds and paragraphs.
    """
    versions = (*drafts.before(version), version)
    rounds = _rounds_of(drafts, versions)
    adopted = adopted_in_rounds(session, [context.round.id for context in rounds if context])
    wanted = _kin(adopted, paragraph) if paragraph is not None else None
    texts, sequences = _texts(session, versions, wanted)
    edits = _edits_by_round(adopted, wanted)
    traced = words.trace(texts, [edits.get(_round_id(context), ()) for context in rounds])
    teller = _Teller(versions, rounds, sequences, _known(session, drafts, actor, adopted))
    note = cache(partial(teller.note_between, traced.marks))
    paragraphs = list(traced.spans) if paragraph is None else [paragraph]
    return Story(
        versions,
        {key: tuple(_phrases(traced.spans.get(key, ()), note)) for key in paragraphs},
        {key: teller.turns(traced.shapes[key]) for key in paragraphs if key in traced.shapes},
    )


def _phrases(stretches: Iterable[Stretch], note_of: Callable[[int, int | None], Note]) -> Iterable[Phrase]:
    """Yield the words of *stretches* with their notes; neighbours that are the same to this reader are joined."""
    noted = ((note_of(stretch.since, stretch.lifted), stretch.text) for stretch in stretches)
    for note, together in groupby(noted, key=itemgetter(0)):
        yield Phrase("".join(text for _, text in together), note)


# What is read ------------------------------------------------------------------------------------


def _rounds_of(drafts: DraftSet, versions: Iterable[DraftVersion]) -> list[RoundContext | None]:
    """Return the round that made each of *versions*, None for the one that was imported."""
    closed = {
        context.round.next_draft_id: context
        for context in drafts.contexts
        if context.round.closed_at is not None
    }
    return [closed.get(version.draft.id) for version in versions]


def _round_id(context: RoundContext | None) -> int:
    return context.round.id if context else 0


def _edits_by_round(adopted: Iterable[AdoptedRow], wanted: Collection[int] | None) -> dict[int, list[Edit]]:
    """Map each round to the edits adopted on *wanted* (None: on all), keyed by their dispositions."""
    edits: dict[int, list[Edit]] = {}
    for row in adopted:
        if wanted is None or row.edit.paragraph in wanted:
            edits.setdefault(row.round, []).append(replace(row.edit, proposal=row.disposition))
    return edits


def _kin(adopted: Iterable[AdoptedRow], paragraph: int) -> set[int]:
    """Return the paragraphs whose words *paragraph* may hold: what it was one with, and whatever was deleted."""
    together = [
        set(concerned(row.edit.paragraph, row.edit.other, row.edit.parts))
        for row in adopted
        if row.edit.kind in (AmendmentKind.SPLIT, AmendmentKind.JOIN)
    ]
    kin, before = {paragraph}, 0
    while len(kin) > before:
        before = len(kin)
        kin = kin.union(*(group for group in together if group & kin))
    return kin | {row.edit.paragraph for row in adopted if row.edit.kind is AmendmentKind.DELETE}


def _texts(
    session: Session, versions: Sequence[DraftVersion], wanted: Collection[int] | None
) -> tuple[list[dict[int, str]], dict[tuple[int, int], int]]:
    """Return the texts of each draft by paragraph, in its order, and the number of each wording. Two queries."""
    steps = {version.draft.id: step for step, version in enumerate(versions)}
    conditions = [LineRow.draft_id.in_(steps)]
    if wanted is not None:
        conditions.append(LineRow.paragraph_id.in_(wanted))
    wordings = dict(
        session.execute(
            select(Wording.id, Wording.text).where(
                Wording.id.in_(select(LineRow.wording_id).where(*conditions))
            )
        ).all()
    )
    texts: list[dict[int, str]] = [{} for _ in versions]
    sequences: dict[tuple[int, int], int] = {}
    for draft, paragraph, wording, sequence in session.execute(
        select(LineRow.draft_id, LineRow.paragraph_id, LineRow.wording_id, Wording.sequence)
        .join(Wording, IS_PRINTED)
        .where(*conditions)
        .order_by(LineRow.draft_id, LineRow.position)
    ):
        texts[steps[draft]][paragraph] = wordings[wording]
        sequences[steps[draft], paragraph] = sequence
    return texts, sequences


@dataclass(frozen=True, slots=True)
class _Known:
    """What one reader may know of the decisions: of each disposition its ruling, None where nothing may be known."""

    rulings: Mapping[int, Ruling | None]
    proposals: Mapping[int, Proposal]
    """By disposition; those that the reader may read."""


def _known(session: Session, drafts: DraftSet, actor: Actor, adopted: Sequence[AdoptedRow]) -> _Known:
    """Return what *actor* may know of the decisions that *adopted* something. Five queries at most."""
    rows = _adopted_rows(session, {row.round for row in adopted})
    joint = _cosponsors(session, {row.amendment.id for row in rows})
    contexts = {context.round.id: context for context in drafts.contexts}
    runs = last_shown_in(actor, drafts.contexts)
    proposals: dict[int, Proposal] = {}
    for row in rows:
        context = contexts.get(row.amendment.round_id)
        proposal = context and _proposal(actor, context, row, joint.get(row.amendment.id, ()), runs=runs)
        if proposal:
            proposals[row.disposition] = proposal
    rulings: dict[int, Ruling | None] = {}
    agreed = _agreed_since(session, actor, contexts, rows)
    for _, together in groupby(rows, key=lambda row: row.decision):
        own = list(together)
        ruling = _ruling(actor, contexts.get(own[0].round), own, proposals)
        ruling = _at_level(ruling, agreed.get(own[0].decision))
        rulings |= dict.fromkeys((row.disposition for row in own), ruling)
    return _Known(rulings, proposals)


def _at_level(ruling: Ruling | None, agreement: Decision | None) -> Ruling | None:
    """Return *ruling* as the *agreement* made it since, unchanged where there is none."""
    if ruling is None or agreement is None:
        return ruling
    return replace(
        ruling,
        level=Level(agreement.level or ""),
        agreed_on=agreement.agreed_on,
        ad_referendum=agreement.ad_referendum and not agreement.confirmed,
    )


def _agreed_since(
    session: Session, actor: Actor, contexts: Mapping[int, RoundContext], rows: Sequence["_AdoptedRow"]
) -> dict[int, Decision]:
    """
    Map those decisions among *rows* that no level took to the first by which a level agreed since what they adopted.

    As far as *actor* may know. Three queries, none where a level took all.
    """
    keys = {row.decision for row in rows if row.level is None}
    if not keys:
        return {}
    decisions = session.scalars(select(Decision).where(Decision.id.in_(keys))).all()
    known = {
        key: [
            later
            for later in agreements
            if agrees_with(later.kind, outcome=Outcome.ACCEPTED)
            and later.round_id in contexts
            and knows_decision(actor, contexts[later.round_id], later)
        ]
        for key, agreements in agreements_since(session, decisions).items()
    }
    return {key: agreements[0] for key, agreements in known.items() if agreements}


class _AdoptedRow(NamedTuple):
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
    ad_referendum: bool


def _adopted_rows(session: Session, rounds: Collection[int]) -> list[_AdoptedRow]:
    """Return the proposals that the live decisions of *rounds* adopted or absorbed, in order. One query."""
    rows = session.execute(
        select_adopted(
            Disposition.id,
            Disposition.outcome,
            Amendment,
            Party,
            Decision.id,
            Decision.round_id,
            Decision.kind,
            Decision.level,
            Decision.agreed_on,
            and_(Decision.ad_referendum, ~Decision.confirmed),
            outcomes=(*ADOPTED, Outcome.ABSORBED),
        )
        .where(Decision.round_id.in_(rounds))
        .order_by(None)
        .order_by(Decision.id, Disposition.id)
    )
    return [_AdoptedRow._make(row) for row in rows]


def _cosponsors(session: Session, amendments: Collection[int]) -> dict[int, list[Cosponsor]]:
    rows = session.scalars(
        select(Cosponsor)
        .join(Cosponsor.party)
        .options(contains_eager(Cosponsor.party))
        .where(Cosponsor.amendment_id.in_(amendments))
        .order_by(Cosponsor.since, Party.code)
    )
    cosponsors: dict[int, list[Cosponsor]] = {}
    for row in rows:
        cosponsors.setdefault(row.amendment_id, []).append(row)
    return cosponsors


def _proposal(
    actor: Actor,
    context: RoundContext,
    row: _AdoptedRow,
    joint: Sequence[Cosponsor],
    *,
    runs: Sequence[LastShown],
) -> Proposal | None:
    """
    Return a proposal as *actor* may call it, None where they may not read what a decision made of it.

    *joint* are its co-sponsors; *runs*: how it is read that went on to a round that is not shown.
    """
    amendment, outcome = row.amendment, Outcome(row.outcome)
    facts = facts_of(context, amendment, cosponsors=[cosponsor.party_id for cosponsor in joint])
    if not may(actor, Act.READ_AMENDMENT, facts):
        run = shown_when_decided(runs, context, row.round)
        if run is None:
            return None
        context, joint = run.context, _joined_by(joint, run.context.round.closed_at)
        facts = facts_of(context, amendment, cosponsors=[cosponsor.party_id for cosponsor in joint])
    known = amendment.number is not None and knows_sponsor(actor, facts, row.sponsor.kind)
    parties = (row.sponsor, *_named(actor, facts, joint)) if known else ()
    name = amendment_name(actor, context, amendment, row.sponsor)
    return Proposal(amendment.code, name, parties, outcome)


def _joined_by(joint: Iterable[Cosponsor], moment: datetime | None) -> list[Cosponsor]:
    """Return those of *joint* that were co-sponsors by a *moment*, None: now."""
    return [cosponsor for cosponsor in joint if moment is None or cosponsor.since <= moment]


def _named(actor: Actor, facts: Facts, joint: Iterable[Cosponsor]) -> list[Party]:
    """Return the parties of *joint* that *actor* may know."""
    own, knows_all = actor.own_parties(), knows_cosponsors(actor, facts)
    return [cosponsor.party for cosponsor in joint if knows_all or cosponsor.party_id in own]


def _ruling(
    actor: Actor, context: RoundContext | None, own: Sequence[_AdoptedRow], proposals: Mapping[int, Proposal]
) -> Ruling | None:
    """Return a decision as told: with a proposal that the reader may read, or to who reads them all; else None."""
    known = [proposals[row.disposition] for row in own if row.disposition in proposals]
    if context is None or not (known or sees_all_proposals(actor, context)):
        return None
    return Ruling(
        DecisionKind(own[0].kind),
        Level(own[0].level) if own[0].level else None,
        own[0].agreed_on,
        tuple(proposal for proposal in known if proposal.outcome is not Outcome.ABSORBED),
        tuple(proposal for proposal in known if proposal.outcome is Outcome.ABSORBED),
        own[0].ad_referendum,
        sees_all_proposals(actor, context),
    )


# Notes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts marks into notes for one reader."""

    versions: Sequence[DraftVersion]
    rounds: Sequence[RoundContext | None]
    sequences: Mapping[tuple[int, int], int]
    known: _Known

    def note(self, mark: Mark, lifted: Mark | None = None) -> Note:
        """Return what *mark* is to the reader; *lifted*: what let its words stand without brackets."""
        context = self.rounds[mark.step]
        return Note(
            self.versions[mark.step],
            context.round.number if context else None,
            self.sequences.get((mark.step, mark.paragraph), 0),
            self._rulings(mark.keys),
            unrecorded=context is not None and not mark.keys,
            lifting=self._lifting(lifted) if lifted else None,
        )

    def note_between(self, marks: Sequence[Mark], since: int, lifted: int | None) -> Note:
        """Return what the one of *marks* at *since* is to the reader, *lifted* as in `note`, both by their numbers."""
        return self.note(marks[since], None if lifted is None else marks[lifted])

    def _lifting(self, mark: Mark) -> Lifting | None:
        context = self.rounds[mark.step]
        return Lifting(context.round.number, self._rulings(mark.keys)) if context else None

    def turns(self, shapes: Iterable[Shape]) -> tuple[Turn, ...]:
        """Return what happened to the place of a paragraph in the order of the drafts, each thing once."""
        turns = [
            Turn(shape.kind, replace(self.note(Mark(shape.step, 0, (shape.key,))), wording=0))
            for shape in sorted(shapes, key=lambda shape: shape.step)
        ]
        return tuple(dict.fromkeys(turns))

    def _rulings(self, keys: Iterable[int]) -> tuple[Ruling, ...]:
        """Return the decisions behind *keys* that may be known, each with only the proposals that brought the words."""
        by_ruling: dict[Ruling, list[Proposal]] = {}
        for key in keys:
            ruling = self.known.rulings.get(key)
            if ruling is not None:
                own = by_ruling.setdefault(ruling, [])
                own += [self.known.proposals[key]] if key in self.known.proposals else []
        return tuple(replace(ruling, proposals=tuple(own)) for ruling, own in by_ruling.items())
