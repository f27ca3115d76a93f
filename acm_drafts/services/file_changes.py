"""
The changes in a file that was sent, as proposals: paired with the draft, corrected by people, entered in one act.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read import packing
from acm_drafts.documents.read.incoming import Incoming, IncomingLine
from acm_drafts.documents.sandbox import FileReader
from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import frames, working
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import (
    N_,
    HardlyAlike,
    NoRound,
    OtherLanguage,
    OtherText,
    Refusal,
    SomeRefused,
    WrongShape,
)
from acm_drafts.negotiation.file_changes import Difference, chosen, differences, proposed_alike
from acm_drafts.negotiation.file_pairing import known_pairs, pair, same, suited, taken_apart
from acm_drafts.negotiation.file_rebase import Loss, rebase
from acm_drafts.negotiation.lifecycle import reason_needed
from acm_drafts.negotiation.lines import SHAPES, Line, LineKind
from acm_drafts.negotiation.numbering import is_preambular
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, ParagraphState, RoundState, Stage, Verdict
from acm_drafts.services import amendments
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.paragraph_states import known_states
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import find_draft, may_read_draft
from acm_drafts.store.locks import hold_round_context
from acm_drafts.store.records import Amendment, Communique, Draft, Paragraph
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.text import DraftSet, TextRow, descents_of_text, find_draft_of, line_of, text_rows
from acm_drafts.text.align import Link
from acm_drafts.text.language import NATIVE_NAMES, Language, tongue


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    One proposal of several.

    *key* names it among them. *follows* is the key of a new paragraph, earlier among them, after which it
    is put; "" where the proposal says its place itself.
    """

    key: str
    proposal: Proposal
    follows: str = ""


def bring_in(
    actor: Actor,
    round_id: int,
    wanted: Sequence[Wanted],
    *,
    sponsor: int | None = None,
    submits: bool = False,
    from_floor: bool = False,
) -> tuple[Amendment, ...]:
    """
    Keep all of *wanted* as drafts of the sponsor, or submit them, and return the proposals in their order.

    *from_floor*: the Mission enters them for the delegation *sponsor*, whatever *submits* says.
    Raises SomeRefused with what `save`, `propose` or `enter_from_floor` says to each that cannot be kept; then none is.
    Raises WrongShape where nothing is wanted, NoRound.
    """
    if not wanted:
        raise WrongShape(what=N_("nothing is chosen"))
    act = _act(sponsor, submits=submits, from_floor=from_floor)
    written: dict[str, Amendment] = {}
    places: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    with transaction() as session:
        hold_round_context(session, round_id)
        for change in wanted:
            proposal = change.proposal
            if change.follows:
                if change.follows in refused:
                    continue  # it has no place, and the reason is told there
                proposal = replace(proposal, after=places[change.follows])
            try:
                written[change.key] = act(actor, round_id, proposal)
            except Refusal as refusal:
                refused[change.key] = refusal
                continue
            places[change.key] = session.get_one(Paragraph, written[change.key].paragraph_id).code
        if refused:
            raise SomeRefused(refused)
    return tuple(written.values())


def _act(
    sponsor: int | None, *, submits: bool, from_floor: bool
) -> Callable[[Actor, int, Proposal], Amendment]:
    if from_floor:
        assert sponsor is not None
        return partial(amendments.enter_from_floor, party=sponsor)
    return partial(amendments.propose if submits else amendments.save, sponsor=sponsor)


@dataclass(frozen=True, slots=True)
class Lost:
    """A change that did not come along whole from an earlier draft: its place there, and what became of it."""

    label: str
    text: str
    kind: AmendmentKind
    verdict: Verdict
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """
    A file as it was read, and how its lines were paired with those of one draft (its key).

    *made_from* is the symbol of the earlier draft that it was carried over from, *losses* are what did
    not come along.
    """

    draft: int
    name: str
    notes: tuple[str, ...]
    lines: tuple[IncomingLine, ...]
    gone: tuple[IncomingLine, ...]
    links: tuple[Link, ...]
    made_from: str = ""
    losses: tuple[Lost, ...] = ()

    def hands(self) -> set[str]:
        """Return who changed the file, by the names in it, without the days."""
        return {hand.split(",")[0] for line in (*self.lines, *self.gone) for hand in line.hands}

    def facts(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        packed: dict[str, Any] = packing.packed(self)
        return packed

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Bundle":
        """Return what `facts` gave."""
        return cls(
            facts["draft"],
            facts["name"],
            tuple(map(packing.phrase, facts["notes"])),
            tuple(map(packing.incoming_line, facts["lines"])),
            tuple(map(packing.incoming_line, facts["gone"])),
            tuple(map(packing.link, facts["links"])),
            facts["made_from"],
            tuple(
                Lost(**{**loss, "kind": AmendmentKind(loss["kind"]), "verdict": Verdict(loss["verdict"])})
                for loss in facts["losses"]
            ),
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """
    What a person made of it, by the numbers of lines and links: corrected words, chosen kinds of new lines,
    pairs taken apart, reasons. *taken* are keys of proposals, and of doubtful pairs.
    """

    words: Mapping[int, str] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)
    apart: frozenset[int] = frozenset()
    reasons: Mapping[int, str] = field(default_factory=dict)
    taken: frozenset[str] | None = None
    """None: nobody has chosen yet."""

    def corrected(self, lines: Sequence[IncomingLine]) -> tuple[Line, ...]:
        """Return the lines of the file as corrected."""
        return tuple(self._line(number, arrived.line) for number, arrived in enumerate(lines))

    def _line(self, number: int, line: Line) -> Line:
        if number in self.kinds:
            kind, depth = SHAPES[self.kinds[number]]
            line = replace(line, kind=LineKind(kind), depth=depth, numbered=kind != LineKind.HEADING)
        return replace(line, text=self.words.get(number, line.text))

    def facts(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "words": {str(number): text for number, text in self.words.items()},
            "kinds": {str(number): kind for number, kind in self.kinds.items()},
            "apart": sorted(self.apart),
            "reasons": {str(number): text for number, text in self.reasons.items()},
            "taken": None if self.taken is None else sorted(self.taken),
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Typed":
        """Return what `facts` gave."""
        words, kinds, reasons = (
            {int(number): text for number, text in facts[name].items()}
            for name in ("words", "kinds", "reasons")
        )
        taken = None if facts["taken"] is None else frozenset(facts["taken"])
        return cls(words, kinds, frozenset(facts["apart"]), reasons, taken)


class Doubt(StrEnum):
    """What a person must judge before a difference is proposed."""

    PAIR = "pair"
    """Whether it is one paragraph amended, or one deleted and another new."""
    LINE = "line"
    """Whether a new line is a paragraph or a sub-paragraph."""


@dataclass(frozen=True, slots=True)
class Tally:
    """
    What a table says of a file: how many proposals of each kind, what was not read.

    And what is for a person to judge: how many pairs are *doubtful*, how many new lines are of *unclear* kind.
    """

    kinds: Mapping[AmendmentKind, int]
    doubtful: int
    notes: int
    losses: int
    excerpt: bool
    unclear: int = 0


class Offered:
    """A bundle against the rows of the draft it was paired with, as a person has corrected it so far."""

    def __init__(self, bundle: Bundle, rows: Sequence[TextRow], typed: Typed) -> None:
        self.bundle, self.rows, self.typed = bundle, rows, typed
        self.old = [line_of(row) for row in rows]
        self.new = typed.corrected(bundle.lines)
        links, self.origin = taken_apart(bundle.links, typed.apart)
        self.differences = differences(self.old, self.new, links)
        self.concerned = {self.origin[difference.link] for difference in self.differences}

    @property
    def unchanged(self) -> int:
        """How many paragraphs of the draft stand in the file as they are, headings apart."""
        differing = {place for number in self.concerned for place in self.bundle.links[number].old}
        return sum(
            row.kind != LineKind.HEADING and place not in differing for place, row in enumerate(self.rows)
        )

    @property
    def excerpt(self) -> bool:
        """Whether the file lacks more than half of the draft: then it is hardly meant to delete the rest."""
        present = sum(len(link.old) for link in self.bundle.links if link.new)
        return 2 * present < len(self.rows)

    def tally(self) -> Tally:
        counts: dict[AmendmentKind, int] = {}
        for difference in self.differences:
            counts[difference.kind] = counts.get(difference.kind, 0) + 1
        doubtful = sum(self.bundle.links[number].doubtful for number in self.concerned)
        unclear = sum(doubt is Doubt.LINE for doubt in self.doubts().values())
        return Tally(counts, doubtful, len(self.bundle.notes), len(self.bundle.losses), self.excerpt, unclear)

    def doubts(self) -> dict[str, Doubt]:
        """Map the key of each difference that a person must judge to what is doubtful about it."""
        doubts = {}
        for difference in self.differences:
            if self.bundle.links[self.origin[difference.link]].doubtful:
                doubts[difference.key] = Doubt.PAIR
            elif difference.kind is AmendmentKind.INSERT and self._is_unclear(-difference.line - 1):
                doubts[difference.key] = Doubt.LINE
        return doubts

    def _is_unclear(self, number: int) -> bool:
        """Return whether nobody has said yet of a line of the file what kind of line it is."""
        return self.bundle.lines[number].doubtful and number not in self.typed.kinds

    def idle_remarks(self) -> Iterator[tuple[TextRow | None, str]]:
        """Yield the comments beside what does not differ, each with its line of the draft: they are no reasons."""
        for number, link in enumerate(self.bundle.links):
            if number not in self.concerned:
                row = self.rows[link.old[0]] if link.old else None
                yield from ((row, remark) for line in self.sources(link) for remark in line.remarks)

    def unticked(self, keys: Collection[str]) -> Typed:
        """Return what was typed, with the differences *keys* no longer ticked, nor the pairs that they come from."""
        pairs = {
            f"link{self.origin[difference.link]}" for difference in self.differences if difference.key in keys
        }
        return replace(self.typed, taken=(self.typed.taken or frozenset()) - {*keys, *pairs})

    def chosen(self, *, earlier: Mapping[str, AmendmentRecord], doubtful: bool = False) -> frozenset[str]:
        """
        Return the keys of what is ticked; before anybody chose, of what is not proposed already, nor for a person to
        judge: unless *doubtful*, where that counts as it was read.
        """
        typed = self.typed.taken
        if typed is not None:
            links = {number for number in range(len(self.bundle.links)) if f"link{number}" in typed}
            return typed | {
                difference.key for difference in self.differences if self.origin[difference.link] in links
            }
        doubts = {} if doubtful else self.doubts()
        return frozenset(
            difference.key
            for difference in self.differences
            if difference.key not in earlier
            and difference.key not in doubts
            and not (self.excerpt and difference.kind is AmendmentKind.DELETE)
        )

    def wanted(self, keys: Collection[str]) -> list[Wanted]:
        """Return the differences with *keys* as proposals to be brought in."""
        known = {difference.key for difference in self.differences}
        return [self._wanted(difference) for difference in chosen(self.differences, known & set(keys))]

    def _wanted(self, difference: Difference) -> Wanted:
        new = self.new[-difference.line - 1] if difference.kind is AmendmentKind.INSERT else None
        row = None if new else self.rows[difference.line - 1]
        kinds: dict[str, Any] = {"line_kind": new.kind.value, "depth": new.depth} if new else {}
        proposal = Proposal(
            difference.kind,
            paragraph=row.code if row else "",
            base=row.wording if row else None,
            text=difference.text,
            parts=tuple(difference.text.split(PART)) if difference.kind is AmendmentKind.SPLIT else (),
            after=self.rows[difference.after - 1].code if difference.after > 0 else "",
            numbered=new is None or self._takes_a_number(new, difference.after),
            reason=self.reason(self.origin[difference.link]),
            **kinds,
        )
        return Wanted(difference.key, proposal, f"insert{difference.after}" if difference.after < 0 else "")

    def _takes_a_number(self, new: Line, after: int) -> bool:
        """Return whether a new line has a number: no heading has, and in the preamble what was typed with one alone."""
        if new.kind is not LineKind.PARAGRAPH:
            return new.kind is not LineKind.HEADING
        while after < 0:  # it follows another new line
            after = next(difference.after for difference in self.differences if difference.line == after)
        row = self.rows[after - 1] if after else next(iter(self.rows), None)
        preambular = row is not None and is_preambular(row.label, row.reference)
        return not preambular or (new.numbered and bool(new.label))

    # What the file knows -----------------------------------------------------------------------------

    def reason(self, number: int) -> str:
        """Return why: as typed, else the comments that stand beside it in the file."""
        if number in self.typed.reasons:
            return self.typed.reasons[number]
        remarks = [remark for line in self.sources(self.bundle.links[number]) for remark in line.remarks]
        return "\n".join(dict.fromkeys(remarks))

    def sources(self, link: Link) -> list[IncomingLine]:
        """Return the lines of the file that a link is about, those among them that it took away too."""
        lines = [self.bundle.lines[j] for j in link.new]
        if not link.new:
            words = [self.old[i].text for i in link.old]
            lines += [
                line for line in self.bundle.gone if any(same(line.original or "", text) for text in words)
            ]
        return lines


# Proposed already ----------------------------------------------------------------------------------


def proposed(
    session: Session,
    round_id: int,
    *,
    by: Collection[int],
    prepared: bool = True,
) -> list[AmendmentRecord]:
    """Return what the parties *by* have undecided in a round: also what they only *prepared*, if that may be seen."""
    stages = (Stage.DRAFT, Stage.REVIEW, Stage.SUBMITTED) if prepared else (Stage.SUBMITTED,)
    records = load_amendments(
        session,
        Amendment.round_id == round_id,
        Amendment.sponsor_id.in_(by),
        Amendment.stage.in_(stages),
    )
    return [record for record in records if record.pending or record.amendment.stage != Stage.SUBMITTED]


def earlier(offered: Offered, records: Sequence[AmendmentRecord]) -> dict[str, AmendmentRecord]:
    """Map the key of each difference that one of *records* proposes already to that record."""
    return {
        difference.key: record
        for difference in offered.differences
        if (record := next((e for e in records if _is_this(e, difference, offered.rows)), None)) is not None
    }


def proposed_by_others(offered: Offered, records: Iterable[AmendmentRecord]) -> dict[str, AmendmentRecord]:
    """Map the key of each difference to the pending record of others that makes the same change, if there is one."""
    by_key = {record.amendment.id: record for record in records if record.amendment.amends_id is None}
    others = [record.edit() for record in by_key.values()]
    alike = proposed_alike(offered.old, offered.new, offered.differences, others=others)
    return {key: by_key[amendment] for key, amendment in alike.items()}


def _is_this(record: AmendmentRecord, difference: Difference, rows: Sequence[TextRow]) -> bool:
    if record.kind is not difference.kind or record.amendment.amends_id is not None:
        return False
    revision = record.revision
    if difference.kind is AmendmentKind.INSERT:
        return same(revision.text, difference.text)
    if revision.paragraph_id != rows[difference.line - 1].paragraph:
        return False
    if difference.kind is AmendmentKind.MOVE:
        return difference.after >= 0 and revision.after_id == _place(difference.after, rows)
    return difference.kind in (AmendmentKind.DELETE, AmendmentKind.JOIN) or same(
        revision.text, difference.text
    )


def _place(after: int, rows: Sequence[TextRow]) -> int | None:
    """Return the paragraph of the line with the number *after*, None for the place before the first."""
    return rows[after - 1].paragraph if after else None


_LEAST_ALIKE = 10
"""One line in so many must be paired; below, it is another text."""


def reasons_lacking(to: "Ground", offered: Offered) -> dict[str, str]:
    """Map the key of each difference that needs a reason and has none to why, as the reader may know. Few queries."""
    lacking = [
        difference
        for difference in offered.differences
        if difference.kind is not AmendmentKind.INSERT
        and not offered.reason(offered.origin[difference.link]).strip()
    ]
    states = _known_states(to, {row for difference in lacking for row in _concerned(offered, difference)})
    reasons: dict[str, str] = {}
    for difference in lacking:
        place, *taken_in = (states[paragraph] for paragraph in _concerned(offered, difference))
        why = reason_needed(difference.kind, place=place, taken_in=taken_in[0] if taken_in else "")
        reasons |= {difference.key: why} if why else {}
    return reasons


def _concerned(offered: Offered, difference: Difference) -> list[int]:
    """Return the paragraph of the draft that a difference concerns, and the one that it would join to it."""
    at = difference.line - 1
    return [row.paragraph for row in offered.rows[at : at + 1 + (difference.kind is AmendmentKind.JOIN)]]


def _known_states(to: "Ground", paragraphs: Collection[int]) -> dict[int, ParagraphState]:
    """Map each of *paragraphs* to its state as the reader may know it."""
    held = (
        to.session.scalars(select(Paragraph).where(Paragraph.id.in_(paragraphs))).all() if paragraphs else ()
    )
    keys = [paragraph.id for paragraph in held]
    return dict(zip(keys, known_states(to.session, to.actor, to.context, keys), strict=True)) if keys else {}


# Where it goes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """The text that a file is brought in to, and the round on it; *actor* reads it, in *session*."""

    session: Session
    actor: Actor
    drafts: DraftSet
    context: RoundContext
    rows: Sequence[TextRow]
    template: Template | None = None
    """The institution's, in which its documents are set."""

    @property
    def communique(self) -> Communique:
        return self.drafts.communique

    @property
    def draft(self) -> Draft:
        return self.context.version.draft

    @property
    def language(self) -> Language:
        return Language(self.communique.language)

    @property
    def state(self) -> RoundState:
        return state_of_round(self.context.round)


def ground(session: Session, actor: Actor, drafts: DraftSet, template: Template | None = None) -> Ground:
    """Return where a file goes that is brought in to the text of *drafts*. One query. Raises TextAdopted, NoRound."""
    drafts.require_not_adopted()
    context = drafts.context
    if context is None or context.round.closed_at is not None:
        raise NoRound()
    return Ground(session, actor, drafts, context, text_rows(session, context.version.draft.id), template)


# What was read -------------------------------------------------------------------------------------


def bundle_of(to: Ground, name: str, data: bytes, *, reader: FileReader) -> Bundle:
    """
    Return a file as *reader* reads it, paired with the draft of the round.

    Raises UnreadableFile, OtherText, OtherLanguage, HardlyAlike, ReadersBusy.
    """
    with reader as apart:
        came = apart.read(name, data, language=to.language, title=to.communique.title)
        draft = _made_from(to, came)
        rows = to.rows if draft.id == to.draft.id else text_rows(to.session, draft.id)
        old = [line_of(row) for row in rows]
        new = suited(old, [arrived.line for arrived in came.lines])
        links = apart.pair(old, new, _known(rows, draft, came))
    _require_alike(to, old, new, links)
    bundle = Bundle(
        draft=draft.id,
        name=name,
        notes=(*came.notes, *_typed_in_frame(to, draft, came)),
        lines=tuple(replace(arrived, line=line) for arrived, line in zip(came.lines, new, strict=True)),
        gone=came.gone,
        links=links,
    )
    return bundle if draft.id == to.draft.id else carried_over(to, bundle, Typed())


def _typed_in_frame(to: Ground, draft: Draft, came: Incoming) -> Iterator[str]:
    """Yield a note on each piece of words that somebody typed at the head or foot of a page of ours."""
    if came.frame:
        face = draft_text(to.session, draft)
        for place, words in frames.typed_in(came.frame, face, to.template):
            yield Phrase(N_("Not imported, %(place)s: %(text)s"), place=place, text=words)


def _made_from(to: Ground, came: Incoming) -> Draft:
    """
    Return the draft that a file was made from; for one that says nothing of it, or names none of the reader's, that of
    the round. Raises OtherText, OtherLanguage.
    """
    draft = _says_to_be_from(to.session, came)
    if draft is not None and not may_read_draft(to.session, to.actor, draft):
        draft = None  # anybody can write any name into a file: the answer must not tell that there is one
    if draft is not None and draft.communique_id != to.communique.id:
        raise OtherText(symbol=draft.symbol)
    if tongue(arrived.line.text for arrived in came.lines) not in (None, to.language):
        raise OtherLanguage(language=NATIVE_NAMES[to.language.value])
    return draft or to.draft


def _says_to_be_from(session: Session, came: Incoming) -> Draft | None:
    """Return the draft that a file names by its bookmarks, else by its properties."""
    marks = Counter(mark for line in came.lines for name in line.marks if (mark := working.marked(name)))
    for (code, sequence), _count in marks.most_common(1):
        if (draft := find_draft_of(session, code, sequence)) is not None:
            return draft
    return find_draft(session, came.identifier) if came.identifier else None


def _require_alike(to: Ground, old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> None:
    paired = sum(bool(link.old and link.new) for link in links)
    if not paired or paired * _LEAST_ALIKE < min(len(old), len(new)):
        raise HardlyAlike(symbol=to.draft.symbol)


def _known(rows: Sequence[TextRow], draft: Draft, came: Incoming) -> list[tuple[int, int]]:
    """Return which lines of a draft are which of the file, by their bookmarks and what they said before changes."""
    return known_pairs(
        [row.text for row in rows],
        [line.original for line in came.lines],
        marks=[line.marks for line in came.lines],
        marked=_marked(rows, draft, came),
    )


def _marked(rows: Sequence[TextRow], draft: Draft, came: Incoming) -> dict[str, int]:
    """Return the bookmarks of the file that name lines of the draft, with the places of these."""
    places = {row.code: place for place, row in enumerate(rows)}
    marked = {}
    for name in {name for line in came.lines for name in line.marks}:
        code, sequence = working.marked(name) or ("", 0)
        if code in places and sequence == draft.sequence:
            marked[name] = places[code]
    return marked


# From an earlier draft -----------------------------------------------------------------------------


def carried_over(to: Ground, bundle: Bundle, typed: Typed) -> Bundle:
    """Return a file of an earlier draft, with what was *typed* in it, as made from the draft of the round."""
    rows = text_rows(to.session, bundle.draft)
    old, now = [line_of(row) for row in rows], [line_of(row) for row in to.rows]
    links, _numbers = taken_apart(bundle.links, typed.apart)
    rebased = rebase(
        old,
        typed.corrected(bundle.lines),
        links,
        now=now,
        descents=descents_of_text(to.session, to.communique.id),
    )
    made_from = next(version.draft for version in to.drafts.versions if version.draft.id == bundle.draft)
    return replace(
        bundle,
        draft=to.draft.id,
        lines=tuple(
            IncomingLine(line) if source is None else replace(bundle.lines[source], line=line, original=None)
            for line, source in zip(rebased.lines, rebased.sources, strict=True)
        ),
        links=pair(now, rebased.lines, rebased.known),
        made_from=made_from.symbol,
        losses=tuple(_lost(loss, rows, bundle) for loss in rebased.losses),
    )


def _lost(loss: Loss, rows: Sequence[TextRow], bundle: Bundle) -> Lost:
    line = loss.difference.line
    label, text = (
        (rows[line - 1].number, rows[line - 1].text) if line > 0 else ("", bundle.lines[-line - 1].line.text)
    )
    return Lost(label, text, loss.difference.kind, loss.verdict, loss.done, loss.total)
