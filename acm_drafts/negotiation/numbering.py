"""
Labels, symbols and the concordance: everything about numbers, which are print and never identity.

Two ways of numbering. *Made good*: each new draft counts 1…n straight through, (a), (i) below.
*Frozen*: numbers stay as they stand, and new paragraphs print as "12 bis" for good. In both, a
paragraph proposed while a round is open prints as "12 bis", an alternative to 12 as "12 alt":
in practice people use *bis* for both, here the two meanings are kept apart. What comes before the
first numbered paragraph prints as "1 ante". These words are Latin, and the same in every language.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import count, pairwise, takewhile
from typing import Protocol

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.language import folded

ORDINALS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشت"
CORE = re.compile(r"^[\s(\[]*(.*?)[\s.):\]]*$")
_LETTERS = re.compile(r"(?:^|[ (])([a-z]+)(?: [a-z]+)?\)")
"""What is counted below a paragraph, in brackets: "(a)", "(ii)", "b)", "(b bis)"."""

_WITH_LETTERS = re.compile(r"\d+(?: [a-z]+)?(?: \([a-z]+(?: [a-z]+)?\))+")
"""A reference to a sub-paragraph in a list of several: "13 (a)", "13 bis (a) (ii)"."""


class Numbering(StrEnum):
    MADE_GOOD = "made-good"
    FROZEN = "frozen"


def short(label: str) -> str:
    """Return *label* as people say it: "12." is "12", "(a)" is "a"; a label of no letters is itself."""
    return CORE.sub(r"\1", label) or label


def proposal_label(sponsor: str, number: int | None) -> str:
    """Return what people call a proposal whose sponsor may be known: "EGY 3"; before it has a number, the sponsor."""
    return f"{sponsor} {number}" if number is not None else sponsor


def sought(label: str) -> str:
    """
    Return what is equal for two ways of writing one number: "12 bis", "12bis." and "١٢ BIS"; "" where there is none.

    Only letters, digits and a point between digits tell numbers apart, so that "12 (a)" is "12a".
    """
    return re.sub(r"\.(?!\d)|[^\w.]|_", "", folded(label))


def bis(label: str, nth: int) -> str:
    """
    Return the label of the *nth* (from 1) new paragraph after the one that prints *label*: "12 bis", "12 ter" …

    What goes with a letter stays inside its brackets: "(b bis)", "b bis)".
    """
    return _added_to(label, ORDINALS[nth - 1] if nth <= len(ORDINALS) else f"bis {nth}")


_ORDINAL = re.compile(rf" (?:bis \d+|{'|'.join(ORDINALS)})(?=[\s.):\]]*$)")


def next_bis(label: str, is_taken: Callable[[str], bool]) -> str:
    """
    Return the first label of a new paragraph after the one that prints *label* that is not taken.

    What follows "12 bis" is of the family of 12 as well: "12 ter".
    """
    original = _ORDINAL.sub("", label)
    labels = (bis(original, nth) for nth in count(1))
    return next(new for new in labels if not is_taken(new))


def _added_to(label: str, words: str) -> str:
    number = short(label)
    if not number[:1].isalpha() or number not in label:
        return f"{number} {words}"
    before, after = label.split(number, 1)
    return f"{before}{number} {words}{after}"


def ante(label: str, nth: int = 1) -> str:
    """Return the label of the *nth* new paragraph before the first numbered one, *label*: "1 ante", "1 ante 2"."""
    return _added_to(label, "ante" if nth == 1 else f"ante {nth}")


def alt(label: str, nth: int = 1) -> str:
    """Return the label of the *nth* alternative to a whole paragraph: "12 alt", "12 alt 2", "(b alt)"."""
    return _added_to(label, "alt" if nth == 1 else f"alt {nth}")


def letter(nth: int, language: str) -> str:
    """Return the *nth* (from 1) letter of a list: a … z, aa, ab; in Arabic the abjad letters."""
    letters = ARABIC_LETTERS if language == "ar" else "abcdefghijklmnopqrstuvwxyz"
    rounds, place = divmod(nth - 1, len(letters))
    return (letters[rounds - 1] if rounds else "") + letters[place]


def beside(label: str, language: str, depth: int) -> str:
    """
    Return how *label* is written beside wording in *language*: "(a)" as "(أ)" beside Arabic, "13 (a)" as "13 (أ)",
    "a bis)" as "أ bis)".

    Of sub-paragraphs those at *depth* 1 alone have letters: what stands in brackets below them is a Roman number and
    stays as it is, and so does a label of another kind.
    """
    letters = list(_LETTERS.finditer(label))
    if language != "ar" or not letters or len(letters) != depth or len(letters[0][1]) > 2:
        return label
    nth = 0
    for character in letters[0][1]:
        nth = nth * 26 + ord(character) - ord("a") + 1
    return label[: letters[0].start(1)] + letter(nth, language) + label[letters[0].end(1) :]


def numbered_beside(line: Line, language: str) -> Line:
    """Return a line as it is numbered beside wording in *language* (`beside`), alone and where it is named."""
    label, reference = (beside(number, language, line.depth) for number in (line.label, line.reference))
    return replace(line, label=label, reference=reference)


def listed_beside(references: str, language: str) -> str:
    """Return several references, "6, 13 (a)", each as it is written beside wording in *language* (`beside`)."""

    def written(reference: re.Match[str]) -> str:
        return beside(reference[0], language, reference[0].count("("))

    return _WITH_LETTERS.sub(written, references)


def roman(nth: int) -> str:
    """Return *nth* (from 1) in small Roman numerals."""
    out = ""
    for value, digits in ROMAN:
        while nth >= value:
            out += digits
            nth -= value
    return out


_HEADING_WAYS: tuple[dict[str, int], ...] = (
    {roman(nth).upper(): nth for nth in range(1, 200)},
    {letter(nth, "en").upper(): nth for nth in range(1, 27)},
    {str(nth): nth for nth in range(1, 200)},
)
"""How headings are numbered: "IV", "D" and "4", each with its number, in their order."""


class PrintedLine(Protocol):
    """A line of a text, as far as its number goes."""

    @property
    def paragraph(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def depth(self) -> int: ...


def references(lines: Sequence[PrintedLine]) -> dict[int, str]:
    """
    Return what each line is called where it stands alone: "12", "13 (a)", "PP3" for the third preambular paragraph.

    The preamble are the unnumbered paragraphs before the first numbered one; a text without numbers has none.
    What has no number elsewhere is "": people call it by its first words.
    """
    preambular = _preamble(lines)
    called: dict[int, str] = {}
    above: list[str] = []
    for line in lines:
        if line.kind == LineKind.HEADING:
            called[line.paragraph] = short(line.label)
            continue
        del above[line.depth :]
        above += (above[-1:] or [""]) * (line.depth - len(above))
        parent = "".join(above[-1:])
        own = preambular.get(line.paragraph) or _own_reference(line, parent)
        above.append(own or parent)
        called[line.paragraph] = own
    return called


def _preamble(lines: Sequence[PrintedLine]) -> dict[int, str]:
    """Return the names of the unnumbered paragraphs before the first numbered one, none where no number follows."""
    paragraphs = [line for line in lines if line.kind == LineKind.PARAGRAPH]
    unnumbered = list(takewhile(lambda line: not line.label, paragraphs))
    if len(unnumbered) == len(paragraphs):
        return {}
    return {line.paragraph: f"PP{nth}" for nth, line in enumerate(unnumbered, 1)}


def is_preambular(label: str, reference: str) -> bool:
    """Return whether a line is an unnumbered paragraph of the preamble, by what it is called: "PP3"."""
    return not label and reference.startswith("PP")


def _own_reference(line: PrintedLine, parent: str) -> str:
    """Return the name of a line below *parent*: a letter is added to that, a number stands for itself."""
    if not line.label:
        return ""
    if line.kind == LineKind.PARAGRAPH or sought(line.label)[:1].isdigit():
        return short(line.label)
    return f"{parent} {line.label}".strip()


def above(called: str, number: str) -> str:
    """Return what is put before the printed *number* to name a line by itself: "13" of "13 (a)", "" where that does."""
    return called.removesuffix(number).strip() if called != number and called.endswith(number) else ""


def with_references(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return *lines*, each with what it is called where it stands alone."""
    called = references(lines)
    return tuple(replace(line, reference=called[line.paragraph]) for line in lines)


def in_ranges(called: Sequence[str]) -> str:
    """Return what several lines are called, in their order: "PP1, 1–4, 6, 13 (a)"; whole numbers in a row in one."""
    runs: list[list[str]] = []
    for name in called:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def in_one_range(called: Sequence[str]) -> str:
    """
    Return what several lines are called by the first and the last: "3–7", also with a 3 bis between them.

    Where their numbers do not follow one another in their order, each is called, as `in_ranges` does.
    """
    numbers = [re.match(r"(\D*)(\d+)", name) for name in called]
    in_order = all(
        before and after and before[1] == after[1] and 0 <= int(after[2]) - int(before[2]) <= 1
        for before, after in pairwise(numbers)
    )
    return "–".join(dict.fromkeys([called[0], called[-1]])) if called and in_order else in_ranges(called)


def count_in_ranges(numbers: str) -> int:
    """Return how many lines *numbers* call, as `in_ranges` writes them."""
    runs = [run.partition("–") for run in numbers.split(", ") if run]
    return sum(
        int(last) - int(first) + 1 if last.isdecimal() and first.isdecimal() else 1 for first, _, last in runs
    )


def _follows(before: str, name: str) -> bool:
    return before.isdecimal() and name.isdecimal() and int(name) == int(before) + 1


def style_of(labels: Iterable[str]) -> str:
    """
    Return how paragraph numbers are printed, "%s." unless the typed ones show another way such as "%s)".

    Where the typed letters of sub-paragraphs have no opening bracket, their way is added: "%s. %s)".
    """
    labels = list(labels)
    numbers = (re.fullmatch(r"\d+([.)]?)", label) for label in labels)
    of_numbers = next((f"%s{match[1]}" for match in numbers if match), "%s.")
    letters = next((label for label in labels if re.fullmatch(r"\(?[^\W\d_]+\)", label)), "(")
    return of_numbers if letters.startswith("(") else f"{of_numbers} %s)"


def counted(lines: Sequence[Line], *, style: str = "%s.", language: str = "en") -> tuple[Line, ...]:
    """
    Return *lines* with labels 1…n straight through, (a) and (i) below; unnumbered lines have none.

    Headings that have a number, "II." or "B.", are counted in their way; what has none or another label keeps it.
    *style* as `style_of` returns it.
    """
    of_headings = _counted_headings(lines)
    of_numbers, _, of_letters = style.partition(" ")
    of_letters = of_letters or "(%s)"
    number, below = 0, [0, 0]
    out = []
    for at, line in enumerate(lines):
        label = ""
        if line.kind is LineKind.HEADING:
            label, below = of_headings.get(at, line.label), [0, 0]
        elif line.numbered:
            if line.kind is LineKind.PARAGRAPH:
                number, below = number + 1, [0, 0]
                label = of_numbers % number
            elif line.depth <= 1:
                below = [below[0] + 1, 0]
                label = of_letters % letter(below[0], language)
            else:
                below[1] += 1
                label = of_letters % roman(below[1])
        elif line.kind is not LineKind.SUB:
            below = [0, 0]
        out.append(replace(line, label=label))
    return with_references(out)


_HEADING_NUMBER = re.compile(r"([IVXLC]+|[A-Z]|\d+)(\.-|[.)])?")


def _counted_headings(lines: Sequence[Line]) -> dict[int, str]:
    """
    Return the labels of the headings that have one, counted, by their places; none where they are not of one way.

    "C." and "D." can be letters or large Roman numerals: the way in which the numbers are smallest is theirs.
    """
    labels = {at: line.label for at, line in enumerate(lines) if line.kind is LineKind.HEADING and line.label}
    numbers = {_HEADING_NUMBER.sub(r"\1", label) for label in labels.values()}
    ends = {_HEADING_NUMBER.sub(r"\2", label) for label in labels.values()}
    ways = [way for way in _HEADING_WAYS if numbers <= way.keys()]
    if not ways or len(ends) != 1 or len(numbers) < len(labels):
        return {}
    way = min(ways, key=lambda way: max(map(way.__getitem__, numbers)))
    return {at: f"{number}{''.join(ends)}" for at, number in zip(labels, way, strict=False)}


def labels_kept(lines: Sequence[Line], before: Mapping[int, str]) -> tuple[Line, ...]:
    """
    Return *lines* with the labels they had *before* (by paragraph).

    New ones print as "12 bis" after the last number, or as the first after it that no other line there prints; as
    "1 ante" before the first; where no number is left at all they are counted.
    """
    first = next((label for line in lines if (label := before.get(line.paragraph, ""))), "")
    under = _places(lines)
    printed = {(under[line.paragraph], short(before.get(line.paragraph, ""))) for line in lines}
    last, nth, out = "", 0, []
    for line in lines:
        if line.paragraph in before:
            label = before[line.paragraph]
            last, nth = (label, 0) if label else (last, nth)
        elif line.kind is LineKind.HEADING or not line.numbered:
            label = ""
        elif last:
            place = under[line.paragraph]
            label = next_bis(last, partial(_is_printed, printed, place))
            printed.add((place, short(label)))
        else:
            nth += 1
            label = ante(first, nth) if first else str(nth)
        out.append(replace(line, label=label))
    return with_references(out)


def _is_printed(printed: Collection[tuple[int, str]], place: int, label: str) -> bool:
    return (place, short(label)) in printed


def _places(lines: Sequence[PrintedLine]) -> dict[int, int]:
    """Return under which line each stands, 0 for none: only there must two not print the same."""
    places: dict[int, int] = {}
    above: list[int] = []
    for line in lines:
        if line.kind == LineKind.HEADING:
            places[line.paragraph] = 0
            continue
        del above[line.depth :]
        above += (above[-1:] or [0]) * (line.depth - len(above))
        places[line.paragraph] = above[-1] if above else 0
        above.append(line.paragraph)
    return places


def numbering_of(lines: Sequence[Line], *, language: str = "en") -> Numbering:
    """
    Return how an imported text wants to be numbered:

    *made good* where counting gives just what was typed, else *frozen*.
    """
    typed = [line.label for line in lines]
    if not any(typed):
        return Numbering.MADE_GOOD
    again = counted(lines, style=style_of(typed), language=language)
    return Numbering.MADE_GOOD if [line.label for line in again] == typed else Numbering.FROZEN


_DRAFT = "/Draft"


def first_symbol(root: str) -> str:
    """Return the symbol of the zero draft of a text, "OIC/ACM-2026/FC/Draft": its *root* is for the adopted text."""
    return f"{root}{_DRAFT}"


def root_of(symbol: str) -> str:
    """Return the root of the symbols of a text whose zero draft has *symbol*: without "/Draft" at its end."""
    return symbol.removesuffix(_DRAFT) or symbol


def next_symbol(root: str, sequence: int) -> str:
    """Return the symbol of the draft with *sequence*, which comes after the zero draft: "OIC/ACM-2026/FC/Rev.1"."""
    return f"{root}/Rev.{sequence}"


_FIRST = 0
"""No paragraph: what stood before all that is left."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One row of a concordance; *old* or *new* is None where the paragraph is not in that draft."""

    paragraph: int
    old: str | None
    new: str | None


def concordance(old: Sequence[Line], new: Sequence[Line]) -> tuple[Correspondence, ...]:
    """
    Return the old number of each new one, in the order of *new*; what is gone stands where it stood in *old*.

    That is behind the paragraph before it, and behind what is new there. Headings are left out;
    unnumbered paragraphs show an empty label.
    """
    before = {line.paragraph: line.label for line in old if line.kind is not LineKind.HEADING}
    after = {line.paragraph: line.label for line in new if line.kind is not LineKind.HEADING}
    gone: dict[int, list[Correspondence]] = {}
    last = _FIRST
    for key, label in before.items():
        if key in after:
            last = key
        else:
            gone.setdefault(last, []).append(Correspondence(key, label, None))
    rows, waiting = [], gone.get(_FIRST, [])
    for key, label in after.items():
        if key in before:
            rows += waiting
            waiting = gone.get(key, [])
        rows.append(Correspondence(key, before.get(key), label))
    return (*rows, *waiting)
