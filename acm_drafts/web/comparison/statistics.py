"""
A comparison in numbers, in the words of the table: sentences to read first, the sums behind them, the concordance.

Counts nothing itself but words that came and went again; the rest is counted in negotiation.comparison,
and which number was which is found in negotiation.concordance.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation import concordance as corresponding
from acm_drafts.negotiation.comparison import Became, Change, Tally
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.tokens import count
from acm_drafts.web.comparison.changes import listed_changes, number_of
from acm_drafts.web.comparison.page import Entry


class Sum(NamedTuple):
    """One row of the sums: what was counted, and the count of each step ("" where it is not known)."""

    name: str
    cells: tuple[str, ...]


def statistics_sentences(counts: Tally) -> list[str]:
    """Return what one step changed: one sentence of paragraphs, and one of words where any came or went."""
    same = counts.counts.get(Became.UNCHANGED, 0)
    parts = [part for part in (*_counted(counts), _headings(counts.headings)) if part]
    unchanged = ngettext("%(num)s paragraph unchanged", "%(num)s paragraphs unchanged", same) if same else ""
    if not parts:
        return [_("Nothing changed: %(unchanged)s.", unchanged=unchanged or _("the two are the same"))]
    out = [_("%(changes)s.", changes=_(", ").join([*parts, unchanged] if unchanged else parts))]
    if counts.come or counts.gone:
        come = ngettext("%(num)s word put in", "%(num)s words put in", counts.come)
        gone = ngettext("%(num)s word taken out", "%(num)s words taken out", counts.gone)
        out.append(_("%(changes)s.", changes=_(", ").join([come, gone])))
    return out


def _headings(count: int) -> str:
    return ngettext("%(num)s heading changed", "%(num)s headings changed", count) if count else ""


def _counted(counts: Tally) -> list[str]:
    """Return how many paragraphs became what, in words; each is a call, for only calls reach the translators."""
    became = dict(counts.by_change)
    phrases = (
        (
            Became.CHANGED,
            lambda n: ngettext("%(num)s paragraph amended", "%(num)s paragraphs amended", n),
        ),
        (
            Became.BRACKETED,
            lambda n: ngettext("%(num)s with words put in brackets", "%(num)s with words put in brackets", n),
        ),
        (Became.NEW, lambda n: ngettext("%(num)s new", "%(num)s new", n)),
        (Became.DELETED, lambda n: ngettext("%(num)s deleted", "%(num)s deleted", n)),
        (Became.MOVED, lambda n: ngettext("%(num)s moved", "%(num)s moved", n)),
        (Became.SPLIT, lambda n: ngettext("%(num)s split", "%(num)s split", n)),
        (Became.JOINED, lambda n: ngettext("%(num)s joined", "%(num)s joined", n)),
    )
    return [in_words(became[kind]) for kind, in_words in phrases if kind in became]


def passing(entries: Iterable[Entry]) -> list[str]:
    """Return how many words of three drafts came and went again, and how many went and came back, in sentences."""
    stages = [stage for entry in entries if not entry.is_quiet for stage in entry.stages]
    again = sum(count(stage.text) for stage in stages if stage.passed)
    back = sum(count(stage.text) for stage in stages if stage.is_back)
    out = []
    if again:
        out.append(ngettext("%(num)s word came and went again.", "%(num)s words came and went again.", again))
    if back:
        out.append(ngettext("%(num)s word went and came back.", "%(num)s words went and came back.", back))
    return out


Cell = Callable[[Tally], str]
"""What the sums say of one step."""


def _became(kind: Became) -> Cell:
    """Return the cell with the number of paragraphs that became *kind*."""
    return lambda step: str(step.counts.get(kind, 0))


PARAGRAPH_ROWS: Sequence[tuple[str, Cell]] = (
    (N_("Paragraphs"), lambda step: _change(step.before.paragraphs, step.after.paragraphs)),
    (N_("As they were"), _became(Became.UNCHANGED)),
)
CHANGE_ROWS: Sequence[tuple[str, Cell]] = (
    (N_("Amended"), _became(Became.CHANGED)),
    (N_("Words put in brackets, none changed"), _became(Became.BRACKETED)),
    (N_("New"), _became(Became.NEW)),
    (N_("Deleted"), _became(Became.DELETED)),
    (N_("Moved, whatever else"), lambda step: str(step.moved)),
    (N_("Split"), _became(Became.SPLIT)),
    (N_("Joined"), _became(Became.JOINED)),
    (N_("Headings changed"), lambda step: str(step.headings)),
    (N_("Words put in"), lambda step: str(step.come)),
    (N_("Words taken out"), lambda step: str(step.gone)),
    (N_("Words in all"), lambda step: _change(step.before.words, step.after.words)),
    (N_("Paragraphs in brackets"), lambda step: _change(step.before.bracketed, step.after.bracketed)),
    (N_("Words in brackets"), lambda step: _change(step.before.words_bracketed, step.after.words_bracketed)),
)


def statistics_sums(steps: Sequence[Tally], last: Sequence[Change], agreed: set[int] | None) -> list[Sum]:
    """
    Return the sums of all *steps*, rows of nothing left out.

    *agreed*: the paragraphs that the reader may know to be agreed now, None where the reader may not
    know; those that the *last* step left as they were are counted.
    """
    rows = _rows(PARAGRAPH_ROWS, steps)
    if agreed is not None:
        rows.append(Sum(_("of these agreed"), (*[""] * (len(steps) - 1), str(_still_agreed(last, agreed)))))
    rows += _rows(CHANGE_ROWS, steps)
    return [row for row in rows if set(row.cells) - {"", "0"}]


def _rows(table: Sequence[tuple[str, Cell]], steps: Sequence[Tally]) -> list[Sum]:
    return [Sum(_(name), tuple(map(cell, steps))) for name, cell in table]


def _change(before: int, after: int) -> str:
    if before == after:
        return str(after)
    return _("from %(before)s to %(after)s", before=before, after=after)


def _still_agreed(changes: Sequence[Change], agreed: set[int]) -> int:
    return sum(
        change.became is Became.UNCHANGED
        and change.line.kind is not LineKind.HEADING
        and change.line.paragraph in agreed
        for change in changes
    )


# The concordance -----------------------------------------------------------------------------------


class Numbers(NamedTuple):
    """What a paragraph is called in each draft, "" where it is not in it; *line* is one of it, for its first words."""

    each: tuple[str, ...]
    line: Line


def concordance(old: Sequence[Line], new: Sequence[Line], changes: Sequence[Change]) -> list[Numbers]:
    """Return the old and the new number of every paragraph, headings apart, in the order of the newer draft."""
    return [
        Numbers((listed_changes(pair.old), listed_changes(pair.new)), pair.line)
        for pair in corresponding.concordance(old, new, changes, called=number_of)
    ]


def numbers_through(drafts: Sequence[Sequence[Line]], entries: Iterable[Entry]) -> list[Numbers]:
    """Return the numbers of each entry in each of several drafts, headings apart, in the order of the entries."""
    called = [full_numbers(lines) for lines in drafts]
    return [
        Numbers(
            tuple(
                listed_changes([numbers[line.paragraph] for line in own if line.paragraph in numbers])
                for numbers, own in zip(called, entry.lines, strict=True)
            ),
            entry.line,
        )
        for entry in entries
        if not entry.is_heading
    ]


def full_numbers(lines: Sequence[Line]) -> dict[int, str]:
    """Return what each paragraph is called by itself, "12 (a) (i)" for a sub-paragraph; headings are left out."""
    return corresponding.full_numbers(lines, number_of)
