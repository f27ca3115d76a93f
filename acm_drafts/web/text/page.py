"""
The reading column of a text: what all its lines share, the sections they make, and the whole of it drawn.

It turns rows of the store into what a line is drawn from and decides nothing about who sees what.
A page that nothing happened to since it was last asked for is one look-up; after an act only the
lines that it touched are drawn anew.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.library import symbols_in
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import Level, ParagraphState
from acm_drafts.services.counted_rounds import CountedRound, NewParagraph
from acm_drafts.store.text import TextRow
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.text.language import Language
from acm_drafts.web.shared import formatting
from acm_drafts.web.shared.formatting import source_url
from acm_drafts.web.text import fragments
from acm_drafts.web.text.fragments import Cell, Kept, LineFacts, NewLine, Section

PAGES = 48
"""How many whole columns are kept at the most: about twelve megabytes."""

Translations = tuple[tuple[int, str], ...]
"""What there is in the language asked for: pairs (wording, text)."""


@dataclass(frozen=True)
class Column:
    """
    What all lines of one page share, and nothing about who reads it.

    *own* is the language that is negotiated, *language* the one asked for, *root* the address that
    a paragraph's code is put to. *may_amend*: a way to amend stands beside each line; with
    *brackets_only* beside those that hold brackets. *circulated*: its wording may be kept. *held*: the paragraphs under
    silence, which nobody amends.
    """

    interface: Language
    root: str
    own: Language
    language: Language
    translations: Translations
    may_amend: bool
    brackets_only: bool
    circulated: bool
    held: frozenset[int] = frozenset()
    round: int = 0
    decided: frozenset[int] = frozenset()
    """The number of the running round, and the paragraphs whose states count its decisions."""
    changed: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    """Those of them whose words are to be others as decided so far, and that are to go."""
    only_proposed: frozenset[int] = frozenset()
    """Those of them on whose words no level decided in the round."""
    reopened: frozenset[int] = frozenset()
    """The paragraphs that the running round reopened, and on which none of its decisions stands."""
    new: tuple[NewParagraph, ...] = ()
    """The new paragraphs that the running round accepted."""
    joined: tuple[tuple[int, str], ...] = ()
    """What it joins to another paragraph: pairs (paragraph, number of that one)."""
    corrected: tuple[tuple[int, str], ...] = ()
    """By which corrigenda paragraphs of an adopted text are corrected: pairs (paragraph, "1 and 3")."""
    numerals: tuple[tuple[int, str], ...] = ()
    """How the main headings are counted: pairs (paragraph, "II."); see `numbered_lines`."""
    pins: tuple[tuple[int, str, str], ...] = ()
    """What paragraphs are pinned to: (paragraph, address of the passage, its name)."""
    sources: tuple[tuple[str, str], ...] = ()
    """The symbols that the library knows, each with the code of its source."""
    translated_before: frozenset[int] = frozenset()
    """The paragraphs of which only an earlier wording was translated into the language asked for."""
    adopted: bool = False
    """It is the adopted text: all of it is agreed, so that nothing is counted of what was agreed before."""

    def _may_amend(self, row: TextRow) -> bool:
        admitted = self.may_amend and (not self.brackets_only or holds_bracket(row.text))
        return admitted and row.paragraph not in self.held

    @cached_property
    def _numerals(self) -> Mapping[int, str]:
        return dict(self.numerals)

    @cached_property
    def _corrected(self) -> Mapping[int, str]:
        return dict(self.corrected)

    @cached_property
    def _joined(self) -> Mapping[int, str]:
        return dict(self.joined)

    @cached_property
    def _pins(self) -> Mapping[int, tuple[str, str]]:
        return {paragraph: (url, name) for paragraph, url, name in self.pins}

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        return dict(self.sources)

    def _links(self, text: str) -> tuple[tuple[str, str], ...]:
        return links_in(text, self._sources) if self.sources else ()

    @cached_property
    def _translated(self) -> Mapping[int, str]:
        return dict(self.translations)

    def _state(self, row: TextRow) -> str:
        """Return the state that is told of *row*; of an adopted text only that a level agreed it before."""
        return "" if self.adopted and row.state != ParagraphState.AGREED else row.state

    def facts(self, row: TextRow) -> LineFacts:
        """Return what *row* is drawn from."""
        foreign = self.language is not self.own
        translated = self._translated.get(row.wording) if foreign else None
        return LineFacts(
            self.interface,
            self.root + row.code,
            row.code,
            row.kind,
            row.depth,
            printed_column(row.label, row.kind) or row.reference,
            translated or row.text,
            self.language if translated else self.own,
            foreign and not translated,
            self._state(row),
            Level(row.level) if row.level else None,
            row.agreed_on,
            row.pending,
            self._may_amend(row),
            self._numerals.get(row.paragraph, ""),
            row.reference,
            row.ad_referendum,
            self.round if row.state and self._is_decided(row) else 0,
            self._corrected.get(row.paragraph, ""),
            self._pins.get(row.paragraph),
            row.declined,
            self._links(translated or row.text),
            row.city,
            row.broken,
            row.asked_to_reopen,
            foreign and not translated and row.paragraph in self.translated_before,
            self._so_far(row),
            row.paragraph in self.only_proposed,
            self._new_beside(row),
            self._joined.get(row.paragraph, ""),
        )

    def _new_beside(self, row: TextRow) -> tuple[NewLine, ...]:
        """Return the new paragraphs that are to stand behind *row*, and of the first line before it."""
        return tuple(
            NewLine(self.root + new.code, new.number, self.round, new.only_proposed, new.before)
            for new in self.new
            if new.beside == row.paragraph
        )

    def _is_decided(self, row: TextRow) -> bool:
        """Return whether *row* says what the running round did on it."""
        return row.paragraph in self.decided or row.paragraph in self.reopened

    def _so_far(self, row: TextRow) -> str:
        """Return what the decisions that its state counts make of *row*, "" where it keeps its words."""
        if row.paragraph in self.reopened:
            return "reopened"
        if row.paragraph in self.deleted:
            return "deleted"
        if row.paragraph in self._joined:
            return "joined"
        return "changed" if row.paragraph in self.changed else ""

    def plain(self, line: Line, code: str, *, number: str | None = None) -> LineFacts:
        """Return what a line is drawn from that shows its words alone, in the language negotiated."""
        return LineFacts(
            self.interface,
            self.root + code,
            code,
            line.kind,
            line.depth,
            (printed_column(line.label, line.kind) or line.reference) if number is None else number,
            line.text,
            self.own,
            False,
            "",
            None,
            None,
            0,
            False,
            self._numerals.get(line.paragraph, ""),
            line.reference,
        )

    def line(self, row: TextRow) -> Markup:
        """Return *row*, drawn; circulated wording from the cache."""
        return self.drawn(self.facts(row))

    def drawn(self, facts: LineFacts) -> Markup:
        """Return a line, drawn; circulated wording from the cache."""
        return fragments.kept_line(facts) if self.circulated else fragments.line(facts)


def counting(column: Column, round_: CountedRound) -> Column:
    """Return a column whose states count the decisions of a round."""
    return replace(
        column,
        round=round_.number,
        decided=round_.paragraphs,
        changed=round_.changed,
        deleted=round_.deleted,
        only_proposed=round_.only_proposed,
        reopened=round_.reopened,
        new=round_.new,
        joined=round_.joined,
    )


def links_in(text: str, sources: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the symbols in *text* that are among *sources* (symbol and code), each with the address of its source."""
    cited = dict.fromkeys(text[start:stop] for start, stop in symbols_in(text))
    return tuple((symbol, source_url(sources[symbol])) for symbol in cited if symbol in sources)


def printed_column(label: str, kind: str) -> str:
    """Return a number as it stands in the margin: "12" for "12.", but "(a)" as it is."""
    return numbering.short(label) if kind == LineKind.PARAGRAPH and label else label


def find_numbered(rows: Iterable[TextRow], typed: str) -> TextRow | None:
    """
    Return the paragraph whose number somebody typed, in any way of writing it; None where the text has none such.

    Headings are not numbered. A letter is looked for below its paragraph: "12 (a)"; the preamble as "PP3".
    """
    numbered: dict[str, TextRow] = {}
    for row in rows:
        if row.kind != LineKind.HEADING and row.reference:
            numbered.setdefault(numbering.sought(row.reference), row)
    return numbered.get(numbering.sought(typed))


# The whole -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WholeText:
    """A text, drawn: the map of it ("" where no states are told), the list of sections ("" for one), and the lines."""

    progress: Markup | str
    contents: Markup | str
    body: bytes
    """Encoded once: most of the page, and encoding it would be a tenth of what the page costs."""
    count: int
    """The paragraphs in it, headings apart."""
    tells_agreed: bool = False
    """Whether some of it is told as agreed."""


_drawn_texts: Kept[WholeText] = Kept(PAGES)


def whole_text(column: Column, marks: Hashable, rows: Callable[[], Sequence[TextRow]]) -> WholeText:
    """
    Return the lines of a draft, drawn; circulated wording from the cache.

    *marks* stand for the rows (services.paragraph_states.marks_for), which are asked for only if needed.
    """
    if not column.circulated:
        return _drawn(column, rows())
    return _drawn_texts.get((column, marks), lambda: _drawn(column, rows()))


def _drawn(column: Column, rows: Sequence[TextRow]) -> WholeText:
    column = numbered_lines(column, rows)
    sections = text_sections(column, rows)
    return WholeText(
        progress=fragments.progress(sections) if any(section.states for section in sections) else "",
        contents=fragments.contents(sections) if len(sections) > 1 else "",
        body=fragments.together([column.line(row) for row in rows]).encode(),
        count=sum(row.kind != LineKind.HEADING for row in rows),
        tells_agreed=any(row.state == ParagraphState.AGREED for row in rows),
    )


def text_sections(column: Column, rows: Sequence[TextRow]) -> tuple[Section, ...]:
    """
    Return the sections that the main headings make; what stands before the first is the beginning of the text.

    Where the text numbers none of them they are counted, so that the map can name them: see `counted`.
    """
    count = counted(rows)
    first = rows[0].code if rows else ""
    heads = [("", str(_("Beginning of the text")), first, column.interface)]
    members: list[list[Cell]] = [[]]
    for row in rows:
        if row.kind == LineKind.HEADING:
            if row.depth == 0:
                heads.append(_head(column, row, count.get(row.paragraph, "")))
                members.append([])
        elif row.state:
            members[-1].append(Cell(row.drawn_state, f"#p-{row.code}", row.reference))
    sections = [Section(*head, tuple(own)) for head, own in zip(heads, members, strict=True)]
    shown = sections if sections[0].cells else sections[1:]
    return tuple(section._replace(cells=()) if column.adopted else section for section in shown)


def numbered_lines(column: Column, rows: Sequence[TextRow]) -> Column:
    """
    Return *column* in which the main headings of a text that numbers none of them bear their count, "II.".

    The map and the list of sections call them so.
    """
    return replace(column, numerals=tuple((key, f"{numeral}.") for key, numeral in counted(rows).items()))


def counted(rows: Iterable[TextRow]) -> dict[int, str]:
    """
    Return the count, "II", of each main heading, by its paragraph.

    Empty where one of them is numbered in print, for then print alone counts, and where one stands alone.
    """
    heads = [row for row in rows if row.kind == LineKind.HEADING and row.depth == 0]
    if len(heads) < 2 or any(row.label for row in heads):
        return {}
    return {row.paragraph: numbering.roman(nth).upper() for nth, row in enumerate(heads, 1)}


def _head(column: Column, row: TextRow, count: str) -> tuple[str, str, str, Language]:
    facts = column.facts(row)
    numeral = row.label.rstrip(".") or count
    return numeral, formatting.short(facts.text), row.code, facts.language
