"""
The progress of a text for one reader: how far each paragraph has come, how far each draft had, and how long they are.

States are those that services.paragraph_states tells the same reader; the classes are counted in negotiation.progress.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from sqlalchemy.orm import Session

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.progress import (
    Counts,
    Length,
    ParagraphFacts,
    ProgressClass,
    Section,
    class_of,
    counts_of,
    lengths_of,
    sections_of,
)
from acm_drafts.negotiation.terms import Level
from acm_drafts.services import paragraph_states
from acm_drafts.store.amendment_rows import last_decisions
from acm_drafts.store.drafts import DraftVersion, lines_of_drafts
from acm_drafts.store.paragraph_positions import Stood, load_matrices, load_matrix_then
from acm_drafts.store.past_states import cities_then, decisions_then
from acm_drafts.store.progress import (
    Declined,
    Proposed,
    Reserved,
    load_declined,
    load_proposed,
    load_reserved,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.set_apart import declined_at_closings
from acm_drafts.store.silence_breaks import BrokenParagraph, load_broken
from acm_drafts.store.text import DraftSet, TextRow, line_of
from acm_drafts.store.visibility import sees_all_positions, sees_all_proposals


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """
    A draft: how long it is, and how far it had come when it was made, by the round *made_by* (None: imported).

    *counts* is None where the proposals of that round are not shown to the reader.
    """

    version: DraftVersion
    length: Length
    counts: Counts | None
    made_by: RoundContext | None


@dataclass(frozen=True)
class Progress:
    """
    How far a text has come for one reader.

    *drafts* are those that they read, the first one first. *rows* and *facts* are of the newest, as it stands now;
    *facts* are empty where the reader is told no states, for a later draft is not circulated yet. *whole*: they read
    every proposal and position; else no paragraph is told as nearly agreed. *broken*: the breaks of a silence.
    """

    drafts: tuple[DraftProgress, ...]
    rows: Sequence[TextRow]
    facts: Mapping[int, ParagraphFacts]
    whole: bool
    broken: Sequence[BrokenParagraph] = ()

    @cached_property
    def still_broken(self) -> dict[int, list[BrokenParagraph]]:
        """The breaks on each paragraph of the newest draft that is not agreed, by its key, in the order of the text."""
        on = {
            key: [row for row in self.broken if row.paragraph == key]
            for key, facts in self.facts.items()
            if class_of(facts) is not ProgressClass.AGREED
        }
        return {key: rows for key, rows in on.items() if rows}

    @cached_property
    def sections(self) -> list[Section]:
        """The sections of the newest draft as they stand now; none where no states are told."""
        return sections_of(map(line_of, self.rows), self.facts)

    def agreed_by_body(self, paragraphs: Iterable[Line]) -> Counter[tuple[Level, str]]:
        """Return how many of *paragraphs* of the newest draft count as agreed, by level and city ("": not told)."""
        rows = {row.paragraph: row for row in self.rows}
        agreed = [
            rows[line.paragraph]
            for line in paragraphs
            if class_of(self.facts[line.paragraph]) is ProgressClass.AGREED
        ]
        return Counter((Level(row.level), row.city) for row in agreed if row.level)

    @cached_property
    def now(self) -> Counts | None:
        """The newest draft as it stands now, None where no states are told."""
        return counts_of(self.facts.values()) if self.facts else None


class _State(Protocol):
    """What is told of the state of a paragraph: services.paragraph_states.Shown, or a row of the text."""

    @property
    def state(self) -> str: ...
    @property
    def pending(self) -> int: ...
    @property
    def level(self) -> str | None: ...
    @property
    def ad_referendum(self) -> bool: ...


def progress_of(
    session: Session, actor: Actor, drafts: DraftSet, *, until: datetime | None = None
) -> Progress:
    """
    Return how far a text has come, as far as *actor* may know it. As many queries for many drafts
    as for few.

    *until*: as it was just before that moment of the past, when *drafts* were those that there were (DraftSet.until),
    for an *actor* who reads all of it.
    """
    texts = lines_of_drafts(session, [version.draft.id for version in drafts.versions])
    rows = paragraph_states.rows_for(session, actor, drafts, version=drafts.newest)
    if until is not None:
        rows = _rows_then(session, actor, drafts, rows, until)
    closings = _closings(actor, drafts, texts)
    left = paragraph_states.states_at_closings(session, drafts.communique.id, closings)
    voices = _load_voices(session, actor, drafts, closings, rows, until)
    return Progress(
        _drafts(drafts, texts, left, voices),
        rows,
        voices.facts([line_of(row) for row in rows], {row.paragraph: row for row in rows if row.state}, None),
        voices.reads_all(None),
        voices.broken,
    )


def _rows_then(
    session: Session, actor: Actor, drafts: DraftSet, rows: Sequence[TextRow], until: datetime
) -> list[TextRow]:
    """Return *rows* of the newest text then with the states that they had then."""
    states = paragraph_states.states_then(session, drafts, [line_of(row) for row in rows], until)
    cities = cities_then(session, drafts.communique.id, until)
    rows = [
        row._replace(
            state=known.state,
            pending=known.pending,
            conflicts=known.conflicts,
            level=known.level,
            agreed_on=known.agreed_on,
            ad_referendum=known.ad_referendum,
            city=cities.get((row.paragraph, known.level, known.agreed_on), ""),
        )
        for row in rows
        for known in [states[row.paragraph]]
    ]
    return paragraph_states.with_declined(session, actor, drafts, rows, until=until)


def _closings(
    actor: Actor, drafts: DraftSet, texts: Mapping[int, Sequence[Line]]
) -> dict[int, Sequence[Line]]:
    """Return by closed round, where *actor* reads all its proposals, the text that came of it."""
    return {
        context.round.id: texts[draft]
        for context in drafts.contexts
        if (draft := context.round.next_draft_id) and draft in texts and sees_all_proposals(actor, context)
    }


def _drafts(
    drafts: DraftSet,
    texts: Mapping[int, Sequence[Line]],
    left: Mapping[int, Mapping[int, paragraph_states.Shown]],
    voices: "_Voices",
) -> tuple[DraftProgress, ...]:
    """Return how long each draft is and how far it had come when it was made."""
    made_by = {context.round.next_draft_id: context for context in drafts.contexts}
    lengths = lengths_of([texts[version.draft.id] for version in drafts.versions])
    return tuple(
        DraftProgress(
            version,
            length,
            _counts_at(version, texts[version.draft.id], made_by, left, voices),
            made_by.get(version.draft.id),
        )
        for version, length in zip(drafts.versions, lengths, strict=True)
    )


def _counts_at(
    version: DraftVersion,
    lines: Sequence[Line],
    made_by: Mapping[int | None, RoundContext],
    left: Mapping[int, Mapping[int, paragraph_states.Shown]],
    voices: "_Voices",
) -> Counts | None:
    """Return how far a draft had come when it was made, None where that is not told."""
    context = made_by.get(version.draft.id)
    if version.draft.sequence == 0:
        states = paragraph_states.states_of_import(lines)
        worded = (line.paragraph for line in lines if line.kind is not LineKind.HEADING)
        return counts_of(ParagraphFacts(states[key].state) for key in worded)
    if context is None or context.round.id not in left:
        return None
    return counts_of(voices.facts(lines, left[context.round.id], context).values())


@dataclass(frozen=True, slots=True)
class _Voices:
    """
    What delegations said on the text: *stood* by closed round, None for now; where they proposed and reserve.

    *sat*: where a sitting declined; *broken*: where a silence is broken. *contexts*: the rounds; *actor* reads what was
    said in them.
    """

    actor: Actor
    contexts: Sequence[RoundContext]
    stood: Mapping[int | None, Mapping[int, Stood]]
    proposed: Sequence[Proposed]
    reserved: Reserved
    sat: Sequence[Declined]
    broken: Sequence[BrokenParagraph]
    until: datetime | None
    """What is told as of now is told as of just before that moment, where it is given."""
    declined: Mapping[int | None, frozenset[int]]
    """What was declined since a level agreed it, by closed round as it was then; None: as of now."""
    only_proposed: frozenset[int]
    """On what the Mission alone decided in the last round, as of now."""

    def facts(
        self, lines: Sequence[Line], states: Mapping[int, _State], closed: RoundContext | None
    ) -> dict[int, ParagraphFacts]:
        """Return what was known of each paragraph of a text when a round was *closed*, None: now."""
        moment = closed.round.closed_at if closed else self.until
        key = closed.round.id if closed else None
        stood, declined = self.stood.get(key, {}), self.declined.get(key, frozenset())
        keys = [line.paragraph for line in lines]
        reserved = self.reserved.among(keys, moment)
        heard = self._told_by(moment) | self.reserved.ever(keys, moment)
        whole = self.reads_all(closed)
        return {
            line.paragraph: _facts(
                states[line.paragraph],
                stood.get(line.paragraph, _SILENT),
                reserved=line.paragraph in reserved,
                heard=line.paragraph in heard,
                whole=whole,
                declined=line.paragraph in declined,
                proposed=closed is None and line.paragraph in self.only_proposed,
            )
            for line in lines
            if line.kind is not LineKind.HEADING and line.paragraph in states
        }

    def _told_by(self, moment: datetime | None) -> frozenset[int]:
        """Return on what something was proposed, or declined by a sitting or a broken silence, by a moment."""
        acts: tuple[Proposed | Declined | BrokenParagraph, ...] = (*self.proposed, *self.sat, *self.broken)
        return frozenset(row.paragraph for row in acts if moment is None or row.at <= moment)

    def reads_all(self, closed: RoundContext | None) -> bool:
        """Return whether the reader reads every proposal and position up to a round that was *closed*, None: now."""
        until = [
            context
            for context in self.contexts
            if closed is None or context.round.number <= closed.round.number
        ]
        return all(
            sees_all_proposals(self.actor, context) and sees_all_positions(self.actor, context)
            for context in until
        )


_SILENT = Stood({}, {})


def _facts(
    state: _State,
    stood: Stood,
    *,
    reserved: bool,
    heard: bool,
    whole: bool,
    declined: bool,
    proposed: bool,
) -> ParagraphFacts:
    return ParagraphFacts(
        state.state,
        state.pending,
        state.level,
        ad_referendum=state.ad_referendum,
        stances=frozenset(stood.now.values()),
        reserved=reserved,
        heard=heard or bool(stood.now or stood.earlier),
        whole=whole,
        declined=declined,
        proposed=proposed,
    )


def _load_voices(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    closings: Mapping[int, Sequence[Line]],
    rows: Sequence[TextRow],
    until: datetime | None,
) -> _Voices:
    """Return what *actor* reads of what delegations said, for the texts of *closings* and the newest."""
    wordings: list[tuple[int | None, dict[int, int]]] = [
        (key, {line.paragraph: line.wording for line in lines}) for key, lines in closings.items()
    ]
    wordings.append((None, {row.paragraph: row.wording for row in rows}))
    stood = dict(
        zip((key for key, _ in wordings), load_matrices(session, actor, drafts, wordings), strict=True)
    )
    if until is not None:
        stood[None] = load_matrix_then(session, drafts, wordings[-1][1], until)
    closed_at = {
        context.round.id: context.round.closed_at
        for context in drafts.contexts
        if context.round.id in closings and context.round.closed_at
    }
    declined: dict[int | None, frozenset[int]] = {
        None: frozenset(row.paragraph for row in rows if row.declined)
    }
    declined.update(declined_at_closings(session, actor, drafts, closed_at).items())
    return _Voices(
        actor,
        drafts.contexts,
        stood,
        load_proposed(session, actor, drafts),
        load_reserved(session, actor, drafts),
        load_declined(session, actor, drafts.communique),
        load_broken(session, actor, drafts.communique, until=until),
        until,
        declined,
        _only_proposed(session, drafts, rows, until),
    )


def _only_proposed(
    session: Session, drafts: DraftSet, rows: Sequence[TextRow], until: datetime | None
) -> frozenset[int]:
    """
    Return the paragraphs on which the Mission alone decided proposals of the last round, and no level agreed since.

    For who reads every proposal. Three queries at most, none before the first round.
    """
    if drafts.context is None:
        return frozenset()
    keys = [row.paragraph for row in rows]
    last = (
        last_decisions(session, keys)
        if until is None
        else decisions_then(session, drafts.communique.id, until)
    )
    since = drafts.context.round.opens_at
    return frozenset(
        key for key, decision in last.items() if decision.proposed and decision.at and decision.at >= since
    )
