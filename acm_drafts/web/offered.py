"""
The differences of a file laid out for a person: card by card, each proposal as it would be shown.

A `Bundle` is everything that was read of the file. It travels, signed, in the form and nowhere
else: nothing waits on the server that could be lost, or seen by others, before it is confirmed.
What may be kept is asked of the services; what differs, of negotiation.differences.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from acm_drafts.documents.incoming import Arrived
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.differences import Difference, chosen, differences
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.pairing import same, taken_apart
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.amendments import Proposal
from acm_drafts.services.incoming import Wanted
from acm_drafts.store import texts
from acm_drafts.store.docket import Entry
from acm_drafts.store.texts import Row
from acm_drafts.text.align import Link
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.web.catalogues import gettext as _
from acm_drafts.web.editor import LINES, title_of
from acm_drafts.web.presentation import short
from acm_drafts.web.refusals import BadRequest

# What travels --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bundle:
    """
    A file as it was read, and how its lines were paired with those of one draft. *user* brought it.

    *made_from* is the symbol of the earlier draft that it was carried over from, *losses* tell place and
    reason of what did not come along.
    """

    user: int | None
    communique: str
    draft: int
    name: str
    notes: tuple[str, ...]
    lines: tuple[Arrived, ...]
    gone: tuple[Arrived, ...]
    links: tuple[Link, ...]
    made_from: str = ""
    losses: tuple[tuple[str, str], ...] = ()

    def signed(self) -> str:
        """Return it as a token that nobody can change."""
        return str(_signer().dumps(asdict(self)))

    @classmethod
    def of(cls, token: str, *, user: int | None, communique: str) -> "Bundle":
        """Return what a token says. Raises BadRequest for one that is not ours, or not this person's for this text."""
        try:
            facts = _signer().loads(token)
        except BadSignature:
            raise BadRequest() from None
        if (facts["user"], facts["communique"]) != (user, communique):
            raise BadRequest()
        return cls(
            user,
            communique,
            facts["draft"],
            facts["name"],
            tuple(facts["notes"]),
            tuple(map(_arrived, facts["lines"])),
            tuple(map(_arrived, facts["gone"])),
            tuple(Link(tuple(one["old"]), tuple(one["new"]), one["score"]) for one in facts["links"]),
            facts["made_from"],
            tuple((place, why) for place, why in facts["losses"]),
        )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="incoming")


def _arrived(facts: Mapping[str, Any]) -> Arrived:
    line = Line(**{**facts["line"], "kind": LineKind(facts["line"]["kind"])})
    lists = {name: tuple(facts[name]) for name in ("hands", "remarks", "marks")}
    return Arrived(line, facts["original"], **lists)


# What was typed ------------------------------------------------------------------------------------


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
            kind, depth = LINES[self.kinds[number]]
            line = replace(line, kind=LineKind(kind), depth=depth, numbered=kind != LineKind.HEADING)
        return replace(line, text=self.words.get(number, line.text))


# What is shown -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal as it would be shown. *earlier*: the reader's delegation has proposed just this already."""

    key: str
    kind: AmendmentKind
    place: str
    whole: str
    spans: tuple[Span, ...]
    ticked: bool
    refusal: Refusal | None
    earlier: Entry | None


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the file as it can be corrected; *line*: its kind, where it is new."""

    number: int
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Card:
    """What became of one paragraph, or of those that were split or joined: its proposals, and where they come from."""

    number: int
    rows: tuple[Row, ...]
    place: str
    shown: tuple[Shown, ...]
    fields: tuple[Field, ...]
    reason: str
    hands: tuple[str, ...]
    original: str
    score: float
    doubtful: bool
    apart: bool
    ticked: bool

    @property
    def refusals(self) -> list[Refusal]:
        return [one.refusal for one in self.shown if one.refusal]


class Layout:
    """A bundle against the draft it was paired with, as a person has corrected it so far."""

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
        """Return what is ticked as the services take it."""
        return [self._wanted(one) for one in chosen(self.found, keys)]

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

    # Cards -------------------------------------------------------------------------------------------

    def cards(self, refused: Mapping[str, Refusal], earlier: Mapping[str, Entry]) -> Iterator[Card]:
        """Yield a card for each paragraph that differs, in the order of the file."""
        ticked = self.chosen(earlier=earlier)
        groups: dict[int, list[Difference]] = {}
        for one in self.found:
            groups.setdefault(self.origin[one.link], []).append(one)
        for number, group in sorted(groups.items()):
            link = self.bundle.links[number]
            shown = tuple(
                Shown(
                    one.key,
                    one.kind,
                    self._place(one.after),
                    *self._words(one),
                    ticked=one.key in ticked,
                    refusal=refused.get(one.key),
                    earlier=earlier.get(one.key),
                )
                for one in group
            )
            yield Card(
                number,
                tuple(self.rows[i] for i in link.old),
                self._place(group[0].after) if not link.old else "",
                shown,
                tuple(self._field(j, group) for j in link.new),
                self.reason(number),
                self._hands(link),
                self._original(link),
                link.score,
                link.doubtful,
                number in self.typed.apart,
                all(one.ticked for one in shown),
            )

    def _words(self, one: Difference) -> tuple[str, tuple[Span, ...]]:
        """Return what a proposal shows as a whole, and as changes."""
        if one.kind is AmendmentKind.INSERT:
            return one.text, ()
        base = self.old[one.line - 1].text
        if one.kind in (AmendmentKind.DELETE, AmendmentKind.MOVE):
            return base, ()
        text = f"{base} {self.old[one.line].text}" if one.kind is AmendmentKind.JOIN else one.text
        return "", tuple(diff_words(base, text))

    def _place(self, after: int) -> str:
        if after == 0:
            return _("at the beginning of the text")
        if after < 0:
            return _("after the new paragraph “%(words)s”", words=short(self.new[-after - 1].text, 48))
        return _("after %(place)s", place=title_of(self.rows[after - 1], 48))

    def _field(self, j: int, group: Sequence[Difference]) -> Field:
        line = self.new[j]
        placed = {shape: name for name, shape in LINES.items()}
        fresh = any(one.line == -j - 1 for one in group)
        return Field(j, line.text, placed.get((line.kind.value, line.depth), "paragraph") if fresh else "")

    # What the file knows -----------------------------------------------------------------------------

    def reason(self, number: int) -> str:
        """Return why: as typed, else the comments that stand beside it in the file."""
        if number in self.typed.reasons:
            return self.typed.reasons[number]
        said = [remark for one in self._sources(self.bundle.links[number]) for remark in one.remarks]
        return "\n".join(dict.fromkeys(said))

    def remarks(self) -> Iterator[tuple[str, str]]:
        """Yield place and words of the comments beside what does not differ: they are no reasons."""
        for number, link in enumerate(self.bundle.links):
            if number not in self.concerned:
                for one in self._sources(link):
                    place = self.rows[link.old[0]] if link.old else None
                    yield from ((title_of(place, 40) if place else "", remark) for remark in one.remarks)

    def other_kinds(self) -> list[Row]:
        """Return the lines of the draft that look like a heading in the file and are none, or the reverse."""
        return [
            self.rows[link.old[0]]
            for link in self.bundle.links
            if len(link.old) == len(link.new) == 1
            and (self.old[link.old[0]].kind is LineKind.HEADING)
            is not (self.new[link.new[0]].kind is LineKind.HEADING)
        ]

    def _sources(self, link: Link) -> list[Arrived]:
        found = [self.bundle.lines[j] for j in link.new]
        if not link.new:
            words = [self.old[i].text for i in link.old]
            found += [
                one for one in self.bundle.gone if any(same(one.original or "", text) for text in words)
            ]
        return found

    def _hands(self, link: Link) -> tuple[str, ...]:
        return tuple(dict.fromkeys(hand for one in self._sources(link) for hand in one.hands))

    def _original(self, link: Link) -> str:
        """Return what the file said before its tracked changes, where that is not what the draft says."""
        if len(link.old) != 1 or len(link.new) != 1:
            return ""
        original = self.bundle.lines[link.new[0]].original
        return "" if original is None or same(original, self.old[link.old[0]].text) else original
