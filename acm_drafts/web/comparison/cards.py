"""
A comparison in words: the heads of its columns, what became of each paragraph, and what a person has to say of pairs.

web.comparison.result compares; this module puts the result into sentences, and templates/comparison draws them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from acm_drafts import i18n
from acm_drafts.negotiation.comparison import Became
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.store.decisions import AdoptedProposal
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.text import OtherDraft
from acm_drafts.text.diff import Span
from acm_drafts.web.comparison.changes import listed_changes, number_of
from acm_drafts.web.comparison.external import APART, SAME, Doubt
from acm_drafts.web.comparison.page import Entry, Piece, Remark, left_out, text_pieces
from acm_drafts.web.comparison.result import Comparison
from acm_drafts.web.comparison.selection import Selection, Turn
from acm_drafts.web.comparison.statistics import Numbers
from acm_drafts.web.shared.formatting import proposal_url
from acm_drafts.web.shared.references import listed
from acm_drafts.web.shared.sentences import Link, Sentence, Symbol, joined, link, ngettext
from acm_drafts.web.shared.sentences import gettext as _

# The head ------------------------------------------------------------------------------------------


def title_of(symbols: Sequence[str]) -> Sentence:
    """Return which texts are compared."""
    if len(symbols) > 2:
        old, between, new = map(Symbol, symbols)
        return _("From %(old)s through %(between)s to %(new)s", old=old, between=between, new=new)
    return _("From %(old)s to %(new)s", old=Symbol(symbols[0]), new=Symbol(symbols[1]))


def summary_of(comparison: Comparison, symbols: Sequence[str]) -> list[Sentence]:
    """Return the summary of what changed: a sentence a line, of three drafts a line for each step."""
    if len(comparison.sentences) == 1:
        return [joined([sentence]) for sentence in comparison.sentences[0]]
    lines = [
        joined([_step(number, symbols), " ", " ".join(sentences)])
        for number, sentences in enumerate(comparison.sentences, start=1)
    ]
    return [*lines, joined([" ".join(comparison.passing)])] if comparison.passing else lines


def _step(number: int, symbols: Sequence[str]) -> Sentence:
    old, new = Symbol(symbols[number - 1]), Symbol(symbols[number])
    return _("Step %(number)s, from %(old)s to %(new)s:", number=number, old=old, new=new)


def step_leads(symbols: Sequence[str]) -> list[str]:
    """Return how the sentences on each step begin, "" where there is one step alone."""
    steps = len(symbols) - 1
    if steps < 2:
        return [""]
    return [i18n.gettext("Step %(number)s:", number=number) + " " for number in range(1, steps + 1)]


def nothing_to_compare(symbol: str) -> Sentence:
    return _(
        "You may read one draft of this text, %(symbol)s. A comparison needs two.", symbol=Symbol(symbol)
    )


# Paragraphs ----------------------------------------------------------------------------------------


class StepNote(NamedTuple):
    """What one step made of a paragraph, after its *lead*, and by which proposals."""

    lead: str
    became: tuple[Became, ...]
    makers: Sentence | None


class DoubtNote(NamedTuple):
    """A remark beside a paragraph on the pair with *key*, to which it leads."""

    key: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class EntryCard:
    """
    A paragraph of the comparison in words.

    *is_gone*: it is not in the newest text. *heads* name it above each column; *origin*, where it was, stands beside
    it where there are none.
    """

    entry: Entry
    is_gone: bool
    steps: tuple[StepNote, ...]
    origin: tuple[str, ...]
    doubts: tuple[DoubtNote, ...]
    heads: tuple[Sentence, ...]


def entry_card(entry: Entry, comparison: Comparison, selection: Selection) -> EntryCard:
    symbols, in_columns = selection.symbols, selection.view == "side"
    heads = tuple(place_of(lines, symbol) for lines, symbol in zip(entry.lines, symbols, strict=True))
    steps = enumerate(zip(step_leads(symbols), entry.became, strict=True))
    return EntryCard(
        entry,
        is_gone=not entry.lines[-1],
        steps=tuple(
            StepNote(lead, became, _makers(comparison.adopted_on(entry, step)))
            for step, (lead, became) in steps
            if became and became != (Became.UNCHANGED,)
        ),
        origin=() if in_columns else entry.origin,
        doubts=tuple(_doubt_note(doubt, entry, symbols) for doubt in comparison.doubts_on(entry)),
        heads=heads if in_columns else (),
    )


def _makers(proposals: Iterable[AdoptedProposal]) -> Sentence | None:
    """Return the proposals that were accepted and those retained in brackets, and that others are not shown."""
    adopted = list(proposals)
    parts = []
    if accepted := _named(adopted, in_brackets=False):
        parts.append(_("Accepted: %(names)s", names=listed(accepted)))
    if bracketed := _named(adopted, in_brackets=True):
        parts.append(_("Retained in brackets: %(names)s", names=listed(bracketed)))
    if not all(proposal.code for proposal in adopted):
        parts.append(_("What was accepted in a round that is not shown to you is left out"))
    return joined([piece for part in parts for piece in ("; ", part)][1:]) if parts else None


def _named(proposals: Iterable[AdoptedProposal], *, in_brackets: bool) -> list[Link]:
    return [
        link(proposal_url(proposal.code), Symbol(proposal.name))
        for proposal in proposals
        if proposal.code and proposal.in_brackets == in_brackets
    ]


def place_of(lines: Sequence[Line], symbol: str) -> Sentence:
    """Return where a paragraph is in the text with *symbol*, whose *lines* it is."""
    if not lines:
        return _("not in %(symbol)s", symbol=Symbol(symbol))
    if lines[0].kind is LineKind.HEADING:
        return joined([Symbol(symbol)])
    return ngettext(
        "paragraph %(numbers)s in %(symbol)s",
        "paragraphs %(numbers)s in %(symbol)s",
        len(lines),
        numbers=listed_changes([number_of(line) for line in lines]),
        symbol=Symbol(symbol),
    )


def _doubt_note(doubt: Doubt, entry: Entry, symbols: Sequence[str]) -> DoubtNote:
    """Return that a pair was made by hand, or with what the paragraph of one side may be the same."""
    if doubt.answer:
        return DoubtNote(doubt.key, _("paired by hand, %(score)s %% alike", score=doubt.score))
    place = place_of(doubt.old, symbols[0]) if entry.lines[-1] else place_of(doubt.new, symbols[1])
    return DoubtNote(doubt.key, _("maybe %(place)s, %(score)s %%", place=place, score=doubt.score))


class Shown(NamedTuple):
    """One place of the page, with the *card* of a paragraph that changed."""

    piece: Piece
    card: EntryCard | None


def shown_pieces(pieces: Iterable[Piece], comparison: Comparison, selection: Selection) -> list[Shown]:
    return [
        Shown(piece, entry_card(piece.entry, comparison, selection) if piece.kind == "entry" else None)
        for piece in pieces
    ]


# Doubtful pairs ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoubtCard:
    """
    A pair that the words leave open: how alike it is, the *answer* on it, and the answers to choose, *turns*.

    *spans*, under *heads*, lead from the earlier words to the later ones; none once it is answered.
    """

    key: str
    title: str
    answer: str
    heads: tuple[Sentence, Sentence]
    places: Sentence
    spans: tuple[Span, ...]
    turns: tuple[Turn, ...]


def doubt_card(doubt: Doubt, selection: Selection) -> DoubtCard:
    heads = place_of(doubt.old, selection.symbols[0]), place_of(doubt.new, selection.symbols[1])
    answers = {
        SAME: i18n.gettext("You said: the same."),
        APART: i18n.gettext("You said: not the same."),
    }
    turns = (
        (("", i18n.gettext("Take it back")),)
        if doubt.answer
        else ((SAME, i18n.gettext("Pair them")), (APART, i18n.gettext("Do not pair")))
    )
    return DoubtCard(
        doubt.key,
        i18n.gettext("Maybe the same paragraph, %(score)s %%", score=doubt.score),
        answers.get(doubt.answer, ""),
        heads,
        listed(heads),
        () if doubt.answer else doubt.spans,
        tuple(selection.turn_pair(label, doubt.key, value) for value, label in turns),
    )


def undecided(doubts: Iterable[Doubt]) -> str:
    """Return how many pairs are without an answer, "" for none."""
    count = sum(not doubt.answer for doubt in doubts)
    return i18n.ngettext("%(num)s pair is doubtful.", "%(num)s pairs are doubtful.", count) if count else ""


# Renames -------------------------------------------------------------------------------------------


class RenamePlace(NamedTuple):
    """A paragraph in which a name was changed, and how often where that is more than once."""

    name: Sentence
    times: str


@dataclass(frozen=True, slots=True)
class RenameCard:
    """Words that became others wherever they stood: after the *lead* of its step, and in which paragraphs."""

    lead: str
    old: str
    new: str
    how_often: str
    places: tuple[RenamePlace, ...]


def rename_card(remark: Remark, comparison: Comparison, selection: Selection) -> RenameCard:
    """Return a rename in words; its paragraphs are links to where they are shown unrenamed, except for a file."""
    root = "" if selection.file else selection.address(renames="")

    def place(line: Line, times: int) -> RenamePlace:
        words = joined(
            [i18n.gettext("Heading") + " " if line.kind is LineKind.HEADING else "", number_of(line)]
        )
        name = joined([link(f"{root}#p-{comparison.anchor(line)}", words)]) if root else words
        often = i18n.ngettext("%(num)s time", "%(num)s times", times) if times > 1 else ""
        return RenamePlace(name, often)

    return RenameCard(
        step_leads(selection.symbols)[remark.step - 1],
        remark.old,
        remark.new,
        remark.how_often,
        tuple(place(line, times) for line, times in remark.places),
    )


# The concordance -----------------------------------------------------------------------------------


class NumberCell(NamedTuple):
    """The number of a paragraph in one draft, or a word for its being none."""

    number: str
    word: str


class NumberRow(NamedTuple):
    """One paragraph in each draft, and a line of it."""

    cells: tuple[NumberCell, ...]
    line: Line


def number_row(numbers: Numbers) -> NumberRow:
    """Return where a paragraph has which number, and where it is deleted, or new in the next draft."""
    return NumberRow(
        tuple(NumberCell(number, _absent(numbers.each, at)) for at, number in enumerate(numbers.each)),
        numbers.line,
    )


def _absent(numbers: Sequence[str], at: int) -> str:
    """Return the word for a draft that has no number of a paragraph."""
    if any(numbers[:at]):
        return i18n.pgettext("paragraph", "deleted")
    return i18n.pgettext("paragraph", "new") if any(numbers[at + 1 : at + 2]) else "–"


# The form ------------------------------------------------------------------------------------------


class Option(NamedTuple):
    """One text that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which one of the texts is chosen; *groups* are those of other communiqués, by its title."""

    name: str
    label: str
    options: tuple[Option, ...]
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()


def choices_of(
    selection: Selection,
    drafts: Sequence[DraftVersion],
    elsewhere: Sequence[tuple[str, Sequence[OtherDraft]]],
) -> tuple[Choice, ...]:
    """Return the fields in which texts are chosen, each with the *drafts*; the first one with those *elsewhere* too."""
    first, last = selection.versions[0], selection.versions[-1]
    if selection.file:
        return (Choice("to", i18n.gettext("The draft"), _options(drafts, last)),)
    others = tuple((title, _elsewhere(selection, own)) for title, own in elsewhere)
    earlier = _options(drafts, None if selection.elsewhere else first)
    choices = [Choice("from", i18n.gettext("The earlier draft"), earlier, others)]
    if len(drafts) > 2 and not selection.foreign:
        none = Option("", i18n.pgettext("draft", "none"), chosen=False)
        between = (none, *_options(drafts, selection.between))
        choices.append(Choice("via", i18n.gettext("A draft between"), between))
    return (*choices, Choice("to", i18n.gettext("The later draft"), _options(drafts, last)))


def _options(drafts: Iterable[DraftVersion], chosen: DraftVersion | None) -> tuple[Option, ...]:
    return tuple(Option(str(version.draft.sequence), version.symbol, version is chosen) for version in drafts)


def _elsewhere(selection: Selection, drafts: Iterable[OtherDraft]) -> tuple[Option, ...]:
    values = ((f"{draft.communique}.{draft.sequence}", draft.symbol) for draft in drafts)
    return tuple(Option(value, symbol, value == selection.elsewhere) for value, symbol in values)


# All of it -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """
    All that the page says of a comparison.

    *leads*: how the sentences on each step begin; *views*: ways to show it; *undecided*: how many pairs are without
    an answer; *left_out*: what is not shown, and *show_all*, by which it is.
    """

    title: Sentence
    summary: list[Sentence]
    leads: list[str]
    views: tuple[Turn, ...]
    undecided: str
    renames: list[RenameCard]
    left_out: str
    show_all: Turn
    pieces: list[Shown]
    doubts: list[DoubtCard]
    concordance: list[NumberRow]


def shown_comparison(comparison: Comparison, selection: Selection) -> ShownComparison:
    symbols, view = selection.symbols, selection.view
    pieces = text_pieces(comparison.entries, selection.only_changes)
    return ShownComparison(
        title_of(symbols),
        summary_of(comparison, symbols),
        step_leads(symbols),
        (
            selection.turn(i18n.gettext("In one text"), "view", "inline", current=view == "inline"),
            selection.turn(i18n.gettext("Side by side"), "view", "side", current=view == "side"),
        ),
        undecided(comparison.doubts),
        [rename_card(remark, comparison, selection) for remark in comparison.remarks],
        " ".join(left_out(pieces)),
        selection.turn(i18n.gettext("Show all"), "only", ""),
        shown_pieces(pieces, comparison, selection),
        [doubt_card(doubt, selection) for doubt in comparison.doubts],
        [number_row(numbers) for numbers in comparison.concordance],
    )
