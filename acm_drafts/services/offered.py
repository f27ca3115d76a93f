"""
What a file would propose, as somebody has corrected and ticked it so far.

The same for a page and for a command: what differs is asked of negotiation.differences, what may be
kept of the services. How a card of it looks is not known here (web.offered).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from acm_drafts.documents import packing
from acm_drafts.documents.incoming import Arrived
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.differences import Difference, chosen, differences
from acm_drafts.negotiation.lines import SHAPES, Line, LineKind
from acm_drafts.negotiation.pairing import same, taken_apart
from acm_drafts.negotiation.terms import AmendmentKind, Stage, Verdict
from acm_drafts.services.amendments import Proposal
from acm_drafts.services.incoming import Wanted
from acm_drafts.store import docket, texts
from acm_drafts.store.docket import Entry
from acm_drafts.store.records import Amendment
from acm_drafts.store.texts import Row
from acm_drafts.text.align import Link


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
    lines: tuple[Arrived, ...]
    gone: tuple[Arrived, ...]
    links: tuple[Link, ...]
    made_from: str = ""
    losses: tuple[Lost, ...] = ()

    def hands(self) -> set[str]:
        """Return who changed the file, by the names in it, without the days."""
        return {hand.split(",")[0] for one in (*self.lines, *self.gone) for hand in one.hands}

    def facts(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        found: dict[str, Any] = packing.packed(self)
        return found

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Bundle":
        """Return what `facts` gave."""
        return cls(
            facts["draft"],
            facts["name"],
            tuple(map(packing.words, facts["notes"])),
            tuple(map(packing.arrived, facts["lines"])),
            tuple(map(packing.arrived, facts["gone"])),
            tuple(map(packing.link, facts["links"])),
            facts["made_from"],
            tuple(
                Lost(**{**one, "kind": AmendmentKind(one["kind"]), "verdict": Verdict(one["verdict"])})
                for one in facts["losses"]
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

    def corrected(self, lines: Sequence[Arrived]) -> tuple[Line, ...]:
        """Return the lines of the file as corrected."""
        return tuple(self._line(number, one.line) for number, one in enumerate(lines))

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


@dataclass(frozen=True, slots=True)
class Tally:
    """What a table says of a file: how many proposals of each kind, how many pairs are doubtful, what was not read."""

    kinds: Mapping[AmendmentKind, int]
    doubtful: int
    notes: int
    losses: int
    excerpt: bool


class Offered:
    """A bundle against the rows of the draft it was paired with, as a person has corrected it so far."""

    def __init__(self, bundle: Bundle, rows: Sequence[Row], typed: Typed) -> None:
        self.bundle, self.rows, self.typed = bundle, rows, typed
        self.old = [texts.line_of(row) for row in rows]
        self.new = typed.corrected(bundle.lines)
        links, self.origin = taken_apart(bundle.links, typed.apart)
        self.found = differences(self.old, self.new, links)
        self.concerned = {self.origin[one.link] for one in self.found}

    @property
    def unchanged(self) -> int:
        """How many lines of the draft stand in the file as they are."""
        return len(self.rows) - sum(len(self.bundle.links[number].old) for number in self.concerned)

    @property
    def excerpt(self) -> bool:
        """Whether the file lacks more than half of the draft: then it is hardly meant to delete the rest."""
        there = sum(len(link.old) for link in self.bundle.links if link.new)
        return 2 * there < len(self.rows)

    def tally(self) -> Tally:
        counts: dict[AmendmentKind, int] = {}
        for one in self.found:
            counts[one.kind] = counts.get(one.kind, 0) + 1
        doubtful = sum(self.bundle.links[number].doubtful for number in self.concerned)
        return Tally(counts, doubtful, len(self.bundle.notes), len(self.bundle.losses), self.excerpt)

    def chosen(self, *, earlier: Mapping[str, Entry]) -> frozenset[str]:
        """Return the keys of what is ticked; before anybody chose, of what is neither doubtful nor proposed already."""
        typed = self.typed.taken
        if typed is not None:
            links = {number for number in range(len(self.bundle.links)) if f"link{number}" in typed}
            return typed | {one.key for one in self.found if self.origin[one.link] in links}
        return frozenset(
            one.key
            for one in self.found
            if one.key not in earlier
            and not self.bundle.links[self.origin[one.link]].doubtful
            and not (self.excerpt and one.kind is AmendmentKind.DELETE)
        )

    def wanted(self, keys: Collection[str]) -> list[Wanted]:
        """Return those of the differences with *keys* as the services take them."""
        there = {one.key for one in self.found}
        return [self._wanted(one) for one in chosen(self.found, there & set(keys))]

    def _wanted(self, one: Difference) -> Wanted:
        new = self.new[-one.line - 1] if one.kind is AmendmentKind.INSERT else None
        row = None if new else self.rows[one.line - 1]
        kinds: dict[str, Any] = {"line_kind": new.kind.value, "depth": new.depth} if new else {}
        proposal = Proposal(
            one.kind,
            paragraph=row.code if row else "",
            base=row.wording if row else None,
            text=one.text,
            parts=tuple(one.text.split(PART)) if one.kind is AmendmentKind.SPLIT else (),
            after=self.rows[one.after - 1].code if one.after > 0 else "",
            numbered=new is None or new.kind is not LineKind.HEADING,
            reason=self.reason(self.origin[one.link]),
            **kinds,
        )
        return Wanted(one.key, proposal, f"insert{one.after}" if one.after < 0 else "")

    # What the file knows -----------------------------------------------------------------------------

    def reason(self, number: int) -> str:
        """Return why: as typed, else the comments that stand beside it in the file."""
        if number in self.typed.reasons:
            return self.typed.reasons[number]
        said = [remark for one in self.sources(self.bundle.links[number]) for remark in one.remarks]
        return "\n".join(dict.fromkeys(said))

    def sources(self, link: Link) -> list[Arrived]:
        """Return the lines of the file that a link is about, those among them that it took away too."""
        found = [self.bundle.lines[j] for j in link.new]
        if not link.new:
            words = [self.old[i].text for i in link.old]
            found += [
                one for one in self.bundle.gone if any(same(one.original or "", text) for text in words)
            ]
        return found


# Proposed already ----------------------------------------------------------------------------------


def proposed(
    session: Session,
    round_id: int,
    *,
    by: Collection[int],
    prepared: bool = True,
) -> list[Entry]:
    """Return what the parties *by* have undecided in a round: also what they only *prepared*, if that may be seen."""
    stages = (Stage.DRAFT, Stage.REVIEW, Stage.SUBMITTED) if prepared else (Stage.SUBMITTED,)
    found = docket.load(
        session,
        Amendment.round_id == round_id,
        Amendment.sponsor_id.in_(by),
        Amendment.stage.in_(stages),
    )
    return [entry for entry in found if entry.pending or entry.amendment.stage != Stage.SUBMITTED]


def earlier(offered: Offered, entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return those of the differences that *entries* propose already, by their keys."""
    return {
        one.key: entry
        for one in offered.found
        if (entry := next((e for e in entries if _is_this(e, one, offered.rows)), None)) is not None
    }


def _is_this(entry: Entry, one: Difference, rows: Sequence[Row]) -> bool:
    if entry.kind is not one.kind or entry.amendment.amends_id is not None:
        return False
    revision = entry.revision
    if one.kind is AmendmentKind.INSERT:
        return same(revision.text, one.text)
    if revision.paragraph_id != rows[one.line - 1].paragraph:
        return False
    if one.kind is AmendmentKind.MOVE:
        return one.after >= 0 and revision.after_id == (rows[one.after - 1].paragraph if one.after else None)
    return one.kind in (AmendmentKind.DELETE, AmendmentKind.JOIN) or same(revision.text, one.text)
