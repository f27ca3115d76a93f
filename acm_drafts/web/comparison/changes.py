"""
What changed between two drafts, laid out for reading: what stayed as it was is folded away.

Says in words what became of a paragraph; what it was is decided in negotiation.comparison.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.comparison import Became, Change
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared import formatting
from acm_drafts.web.text.fragments import LineFacts, macro
from acm_drafts.web.text.page import Column, printed_column


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier draft: its symbol, and the codes of its paragraphs."""

    symbol: str
    codes: Mapping[int, str]


def drawn_changes(
    changes: Iterable[Change], column: Column, before: Before, *, rows: Mapping[int, TextRow]
) -> list[Markup]:
    """Return *changes*, drawn in order; *rows* are the rows of the newer draft, by paragraph."""
    out: list[Markup] = []
    for section in by_section(changes):
        if all(change.became is Became.UNCHANGED for change in section):
            out.append(_folded(section, column, rows))
            continue
        for same, run in groupby(section, key=_is_quiet):
            if same:
                out.append(_folded(list(run), column, rows))
            else:
                out += [_drawn_change(change, column, before, rows) for change in run]
    return out


def by_section(changes: Iterable[Change]) -> list[list[Change]]:
    """Return *changes* section by section, each with its main heading first."""
    sections: list[list[Change]] = [[]]
    for change in changes:
        line = change.line
        if line.kind is LineKind.HEADING and line.depth == 0 and change.new:
            sections.append([])
        sections[-1].append(change)
    return [section for section in sections if section]


def change_sentence(change: Change, symbol: str) -> str:
    """Return where a paragraph was in the earlier draft with *symbol*, "" where it was just there."""
    numbers = [number_of(line) for line in change.old]
    if change.became is Became.NEW:
        return ""
    if change.became is Became.SPLIT and len(numbers) == 1:
        return _("from paragraph %(number)s of %(symbol)s", number=numbers[0], symbol=symbol)
    if len(numbers) > 1:
        facts = {"numbers": listed_changes(numbers), "symbol": symbol}
        return ngettext(
            "from paragraph %(numbers)s of %(symbol)s",
            "from paragraphs %(numbers)s of %(symbol)s",
            len(numbers),
            **facts,
        )
    if change.moved or change.renumbered or change.became is Became.DELETED:
        return _("paragraph %(number)s in %(symbol)s", number=numbers[0], symbol=symbol)
    return ""


def number_of(line: Line) -> str:
    """Return the number that *line* prints, or its first words where it has none."""
    return (
        line.reference or printed_column(line.label, line.kind) or formatting.quoted(first_words(line.text))
    )


def listed_changes(words: Sequence[str]) -> str:
    """Return *words* as a list in a sentence: "12, 13 and 14"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s", most=_(", ").join(words[:-1]), last=words[-1])


def with_numbers(run: Sequence[Line] | Sequence[TextRow], sentence: str) -> tuple[tuple[str, ...], str]:
    """
    Return the first and the last number of a *run* of lines for the margin, and the *sentence* on it.

    Beside the numbers stand the first words of the run. Where these belong to no number, as of a line
    between the numbered ones, the sentence names the numbers instead.
    """
    own = [line for line in run if line.kind == LineKind.PARAGRAPH and line.label]
    printed = [printed_column(line.label, LineKind.PARAGRAPH) for line in own]
    ends = tuple(dict.fromkeys(printed[:1] + printed[-1:]))
    if not ends or run[0] is own[0] or run[0].kind == LineKind.HEADING:
        return ends, sentence
    return (), _("%(told)s, among them %(numbers)s", told=sentence, numbers="–".join(ends))


def _is_quiet(change: Change) -> bool:
    return change.became is Became.UNCHANGED and change.line.kind is not LineKind.HEADING


def _drawn_change(change: Change, column: Column, before: Before, rows: Mapping[int, TextRow]) -> Markup:
    facts = _facts(change, column, before, rows)
    if change.became is Became.UNCHANGED:
        return column.drawn(facts)
    return macro("text/_changes.html", "change")(facts, change, change_sentence(change, before.symbol))


def _facts(change: Change, column: Column, before: Before, rows: Mapping[int, TextRow]) -> LineFacts:
    if change.new is None:
        return column.plain(change.line, before.codes[change.line.paragraph])
    row = rows[change.new.paragraph]
    return column.facts(row)._replace(text=row.text, language=column.own, untranslated=False)


def _folded(run: Sequence[Change], column: Column, rows: Mapping[int, TextRow]) -> Markup:
    newer = [rows[change.line.paragraph] for change in run]
    count = sum(row.kind != LineKind.HEADING for row in newer)
    agreed = sum(row.drawn_state == "agreed" for row in newer if row.kind != LineKind.HEADING)
    sentence = (
        ngettext("%(num)s paragraph unchanged", "%(num)s paragraphs unchanged", count)
        if count != 1
        else _("unchanged")
    )
    if agreed and agreed == count:
        sentence = _("%(unchanged)s, all agreed", unchanged=sentence) if count > 1 else _("unchanged, agreed")
    numbers, sentence = with_numbers(newer, sentence)
    return macro("text/_changes.html", "folded")(
        column.facts(newer[0]),
        numbers,
        first_words(column.facts(newer[0]).text, ON_LINE),
        sentence,
        [column.line(row) for row in newer],
    )
