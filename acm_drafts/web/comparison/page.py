"""
Lay out two or three drafts: one entry a paragraph, what stayed is folded or left out, renames are listed once.

What became of a paragraph is decided in negotiation.comparison, which
words are a rename in text.renames; this module puts them in the order and the words of a page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.comparison import Became, Change
from acm_drafts.negotiation.comparison_of_three import Step, Succession, Thread
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.diff import Op, Span
from acm_drafts.text.renames import Collapsed, Marked, collapse, plain
from acm_drafts.text.three_way import Stage, stages
from acm_drafts.web.comparison.changes import change_sentence, listed_changes, number_of, with_numbers

# Entries -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """
    One paragraph, or several that belong together, in each of the drafts compared.

    *became*: what each step made of it, in words of `Became`; *origin*: sentences that say where it
    was. *steps*: the changes of each step, with the numbers of renames.
    """

    lines: tuple[tuple[Line, ...], ...]
    became: tuple[tuple[Became, ...], ...]
    origin: tuple[str, ...]
    steps: tuple[tuple[Marked, ...], ...]

    @property
    def now(self) -> tuple[Line, ...]:
        """The lines that it is now, else that it was last."""
        return next(lines for lines in reversed(self.lines) if lines)

    @property
    def line(self) -> Line:
        """The first of them."""
        return self.now[0]

    @property
    def is_heading(self) -> bool:
        return self.line.kind is LineKind.HEADING

    @cached_property
    def is_quiet(self) -> bool:
        """Whether nothing but renames, which are listed elsewhere, changed in any step."""
        return not any(map(_is_loud, self.became, self.steps))

    @cached_property
    def is_renamed(self) -> bool:
        """Whether a rename, which is listed elsewhere, touched it."""
        return any(span.rename is not None for spans in self.steps for span in spans)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Its words over both steps of three drafts."""
        return stages(*self.steps)

    @property
    def unseen(self) -> tuple[Marked, ...]:
        """The changes that no reader sees."""
        return tuple(span for spans in self.steps for span in spans if span.invisible)


def _is_loud(became: Sequence[Became], spans: Sequence[Marked]) -> bool:
    """Return whether a step changed more than names; renames are listed elsewhere."""
    if not set(became) <= {Became.UNCHANGED, Became.CHANGED}:
        return True
    return any(span.op is not Op.KEEP and span.rename is None for span in spans)


Spans = tuple[Span, ...]


def _marked(comparison: Sequence[Spans], once: bool) -> Collapsed:
    """Return a comparison with its renames, with *once* false without looking for any."""
    return collapse(comparison) if once else Collapsed((), tuple(map(plain, comparison)))


def compare_two(
    changes: Sequence[Change], symbol: str, *, once: bool
) -> tuple[list[Entry], tuple[Collapsed, ...]]:
    """Return *changes* as entries, and their renames; without *once* there are none. *symbol*: of the earlier draft."""
    collapsed = _marked([change.spans for change in changes], once)
    entries = [
        Entry(
            (change.old, (change.new,) if change.new else ()),
            (_words((change.became,), change.moved),),
            tuple(filter(None, [change_sentence(change, symbol)])),
            (spans,),
        )
        for change, spans in zip(changes, collapsed.spans, strict=True)
    ]
    return entries, (collapsed,)


def compare_three(
    succession: Succession, symbols: Sequence[str], *, once: bool
) -> tuple[list[Entry], tuple[Collapsed, ...]]:
    """Return the threads of three drafts as entries, and the renames of each step; without *once* there are none."""
    marked = [_marked([thread.steps[n].spans for thread in succession.threads], once) for n in (0, 1)]
    entries = [
        Entry(thread.lines, tuple(map(_of_step, thread.steps)), _earlier_places(thread, symbols), spans)
        for thread, spans in zip(
            succession.threads, zip(marked[0].spans, marked[1].spans, strict=True), strict=True
        )
    ]
    return entries, tuple(marked)


def _of_step(step: Step) -> tuple[Became, ...]:
    return _words(step.became, step.moved)


def _words(became: tuple[Became, ...], moved: bool) -> tuple[Became, ...]:
    return became if not moved or Became.MOVED in became else (*became, Became.MOVED)


def _earlier_places(thread: Thread, symbols: Sequence[str]) -> tuple[str, ...]:
    """Return where a thread stood in those earlier drafts in which it had other numbers; nothing for a heading."""
    if thread.line.kind is LineKind.HEADING:
        return ()
    now = [number_of(line) for line in thread.lines[-1]]
    out = []
    for lines, symbol in zip(thread.lines[:-1], symbols, strict=False):
        numbers = [number_of(line) for line in lines]
        if numbers and numbers != now:
            out.append(where(numbers, symbol))
    return tuple(out)


def where(numbers: Sequence[str], symbol: str) -> str:
    """Return "paragraph 5 in OIC/FC", or "paragraphs 5 and 6 in OIC/FC"."""
    return ngettext(
        "paragraph %(numbers)s in %(symbol)s",
        "paragraphs %(numbers)s in %(symbol)s",
        len(numbers),
        numbers=listed_changes(numbers),
        symbol=symbol,
    )


# What is shown of them -----------------------------------------------------------------------------


class Piece(NamedTuple):
    """
    What stands at one place of the page: *kind* is "entry", "heading", or a run that stayed as it was.

    A run is a "fold" that can be opened, or a "gap" that was left out; "near" is a neighbour of a
    change, shown so that the reader knows the place. *numbers*: its first and last;
    *sentence*: what stayed or was left out.
    """

    kind: str
    entries: tuple[Entry, ...]
    numbers: tuple[str, ...] = ()
    sentence: str = ""

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    @property
    def numbers_of(self) -> str:
        """What the numbers are of."""
        return _("Paragraphs") if len(self.numbers) > 1 else _("Paragraph")


def text_pieces(entries: Sequence[Entry], only_changes: bool) -> list[Piece]:
    """
    Return *entries* in order: each change, and what stayed between in runs.

    The heading of a section stands over its changes. With *only_changes* of what stayed nothing is
    kept but that heading, the one under it that a change stands under, and the paragraph before
    and after each change.
    """
    kinds = _kinds_left(entries) if only_changes else _kinds(entries)
    out: list[Piece] = []
    for kind, run in groupby(zip(kinds, entries, strict=True), key=lambda pair: pair[0]):
        own = tuple(entry for _kind, entry in run)
        if kind in ("gap", "fold"):
            out.append(_run(kind, own))
        elif kind == "near":
            out += [_run(kind, (entry,)) for entry in own]
        else:
            out += [Piece(kind, (entry,)) for entry in own]
    return out


def left_out(shown: Iterable[Piece]) -> list[str]:
    """Return in sentences how many paragraphs were left out, none where none were."""
    own = [entry for piece in shown if piece.kind == "gap" for entry in piece.entries if not entry.is_heading]
    renamed = sum(entry.is_renamed for entry in own)
    same = len(own) - renamed
    out = []
    if same:
        out.append(
            ngettext(
                "%(num)s unchanged paragraph is left out.",
                "%(num)s unchanged paragraphs are left out.",
                same,
            )
        )
    if renamed:
        out.append(
            ngettext(
                "%(num)s paragraph with renames alone is left out.",
                "%(num)s paragraphs with renames alone are left out.",
                renamed,
            )
        )
    return out


def _kinds(entries: Sequence[Entry]) -> Iterator[str]:
    for section in _sections(entries):
        touched = not all(entry.is_quiet for entry in section)
        for entry in section:
            heads = touched and _is_main(entry)
            yield "entry" if not entry.is_quiet else "heading" if heads else "fold"


def _kinds_left(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what becomes of each entry where only changes are wanted."""
    for section in _sections(entries):
        kinds = ["gap" if entry.is_quiet else "entry" for entry in section]
        above = 0
        for at, entry in enumerate(section):
            if not entry.is_quiet:
                _keep_near(section, kinds, at, above=above)
            above = at if entry.is_heading else above
        yield from kinds


def _keep_near(section: Sequence[Entry], kinds: list[str], at: int, *, above: int) -> None:
    """Keep the neighbours that show where the change at *at* in a *section* is; *above*: the heading over it."""
    for n in {above, 0}:
        if kinds[n] == "gap" and section[n].is_heading:
            kinds[n] = "heading"
    for n in (at - 1, at + 1):
        if 0 <= n < len(section) and kinds[n] == "gap" and not section[n].is_heading:
            kinds[n] = "near"


def _sections(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return *entries* section by section, each with its main heading first."""
    sections: list[list[Entry]] = [[]]
    for entry in entries:
        if _is_main(entry) and entry.lines[-1]:
            sections.append([])
        sections[-1].append(entry)
    return [section for section in sections if section]


def _is_main(entry: Entry) -> bool:
    return entry.is_heading and entry.line.depth == 0


def _run(kind: str, run: tuple[Entry, ...]) -> Piece:
    lines = [entry.line for entry in run]
    numbers, sentence = with_numbers(lines, _left_out(run) if kind == "gap" else _stayed(run))
    return Piece(kind, run, numbers, sentence)


def _stayed(run: Sequence[Entry]) -> str:
    own = [entry for entry in run if not entry.is_heading]
    if not own:
        return ngettext("%(num)s heading unchanged", "%(num)s headings unchanged", len(run))
    renamed = sum(entry.is_renamed for entry in own)
    same = len(own) - renamed
    parts = [ngettext("%(num)s paragraph unchanged", "%(num)s paragraphs unchanged", same)] if same else []
    if renamed:
        parts.append(
            ngettext("%(num)s paragraph with renames alone", "%(num)s paragraphs with renames alone", renamed)
        )
    return _(", ").join(parts)


def _left_out(run: Sequence[Entry]) -> str:
    count = sum(not entry.is_heading for entry in run)
    if not count:
        return ngettext("%(num)s heading left out", "%(num)s headings left out", len(run))
    return ngettext("%(num)s paragraph left out", "%(num)s paragraphs left out", count)


# Renames -------------------------------------------------------------------------------------------


class Whereabouts(NamedTuple):
    """A paragraph in which a name was changed: its line, and how many *times*."""

    line: Line
    times: int


class Remark(NamedTuple):
    """*old* became *new* everywhere, in one step (counted from 1); *how_often*, in words; and where."""

    step: int
    old: str
    new: str
    how_often: str
    places: tuple[Whereabouts, ...]


def remarks(entries: Sequence[Entry], renames: Sequence[Collapsed]) -> list[Remark]:
    """Return the renames of each step, each with every paragraph that it touched, in order."""
    return [
        Remark(
            step,
            rename.old,
            rename.new,
            ngettext("%(num)s time", "%(num)s times", len(rename.places)),
            tuple(
                Whereabouts(entries[index].line, times)
                for index, times in Counter(place.text for place in rename.places).items()
            ),
        )
        for step, collapsed in enumerate(renames, start=1)
        for rename in collapsed.renames
    ]
