"""
The table of contents of a document: its headings, each with the numbers of the paragraphs under it.

A real field of Word in its usual frame, filled in, so that it is there before anybody asks Word to make
it. It leads to the headings and gives paragraph numbers in place of pages: those are what a negotiation
refers to, and where a page breaks only the printer knows. Reads styles and labels; knows no draft.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from acm_drafts.documents.write import directions, words
from acm_drafts.documents.write.wordxml import W, element, field_edges, paragraph, run
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import in_one_range, in_ranges, references, short
from acm_drafts.text.language import Language

_LEVELS = {"Heading1": 1, "Heading2": 2}
_NUMBERED, _UNNUMBERED = "ACMParagraph", "ACMPlain"
_INSTRUCTION = r'TOC \o "1-2" \n \h \z'
_ROOM = "280"
_RIGHT_TO_LEFT = "\u200f"
_FIRST_BOOKMARK = 100_001
"""Far above the bookmarks that a body may bring along: no two may have one number."""


@dataclass(slots=True)
class _Entry:
    text: str
    level: int
    anchor: str
    labels: list[str] = field(default_factory=list)
    is_annex: bool = False

    @property
    def numbers(self) -> str:
        """
        "5–12", "13, 14, 16, 15" or nothing: the numbers below the heading, in order; of an annex each that it is about.
        """
        labels = list(dict.fromkeys(self.labels))
        return in_ranges(labels) if self.is_annex else in_one_range(labels)


def with_contents(
    body: Sequence[etree._Element],
    language: Language,
    *,
    width: int,
    annexed: Sequence[Sequence[str]] = (),
    lines: Sequence[Line] = (),
) -> list[etree._Element]:
    """
    Return *body* with its contents before it and a bookmark round each heading; where it has none, *body* alone.

    *width*: that of a line; *annexed*: the numbers of the paragraphs that each annex, at the end, is about. *lines*:
    those of the text, by which an unnumbered paragraph of the preamble is called "PP3".
    """
    entries = _entries(body, _preambular(lines))
    for entry, numbers in zip(reversed(entries), reversed(annexed), strict=False):
        entry.labels = [number.partition(" (")[0] for number in numbers if number[:1].isdigit()]
        entry.is_annex = True
    return [_frame(entries, language, width), *body] if entries else list(body)


def _preambular(lines: Sequence[Line]) -> dict[str, str]:
    """Map the words of each paragraph of the preamble to what it is called."""
    called = references(lines)
    return {
        " ".join(line.text.split()): called[line.paragraph]
        for line in lines
        if line.kind is LineKind.PARAGRAPH and not line.label and called[line.paragraph]
    }


def _entries(body: Sequence[etree._Element], preambular: Mapping[str, str]) -> list[_Entry]:
    """Bookmark each heading and return its entry, with the numbers of the paragraphs below it."""
    numbers, entries, above = count(_FIRST_BOOKMARK), list[_Entry](), list[_Entry]()
    for block in body:
        style = _style(block)
        if style in _LEVELS and (text := " ".join(_text(block).split())):
            entry = _Entry(text, _LEVELS[style], f"_Toc{next(numbers)}")
            _mark(block, entry.anchor)
            above = [*(outer for outer in above if outer.level < entry.level), entry]
            entries.append(entry)
        elif number := _number(_text(block), style, preambular):
            for entry in above:
                entry.labels.append(number)
    return entries


def _number(text: str, style: str, preambular: Mapping[str, str]) -> str:
    """Return the number of a paragraph of the body, or what it is called in the preamble; "" where it has neither."""
    if style == _NUMBERED:
        label, tab, _ = text.partition("\t")
        return short(label) if tab else ""
    return preambular.get(" ".join(text.split()), "") if style == _UNNUMBERED else ""


def _mark(heading: etree._Element, anchor: str) -> None:
    number = anchor.removeprefix("_Toc")
    heading.insert(1, element("bookmarkStart", id=number, name=anchor))  # after the properties
    heading.append(element("bookmarkEnd", id=number))


def _frame(entries: Sequence[_Entry], language: Language, width: int) -> etree._Element:
    """Return the frame that Word and LibreOffice know as a table of contents, the field inside it."""
    begin, end = field_edges(_INSTRUCTION, language)
    lines = [paragraph(f"TOC{entry.level}", [_link(entry, language)], language) for entry in entries]
    for place, edge in enumerate(begin, start=1):
        lines[0].insert(place, edge)
    lines[-1].append(end)
    lines[-1][0].append(element("spacing", after=_ROOM))  # a table may follow, which has no room of its own
    numbered = any(entry.numbers for entry in entries)
    gallery = element(
        "docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique")
    )
    title = _title(language, width if numbered else 0)
    return element("sdt", element("sdtPr", gallery), element("sdtContent", title, *lines))


def _title(language: Language, width: int) -> etree._Element:
    """Return the line above the entries; at its end, in lines of *width*, it says that the numbers are no pages."""
    runs = [run(words.say(language, "contents"), language)]
    if width:
        runs += run("\t", language), run(words.say(language, "paragraphs"), language, style="ACMWho")
    title = paragraph("TOCHeading", runs, language)
    if width:
        title[0].insert(1, element("tabs", element("tab", val="right", pos=str(width))))
    return title


def _link(entry: _Entry, language: Language) -> etree._Element:
    """Return the link of an entry; its numbers run as those of all others do, whatever its words are spelt in."""
    numbers = []
    if entry.numbers:
        before = _RIGHT_TO_LEFT if language is Language.AR else ""
        numbers = [run(f"\t{before}{entry.numbers}", language)]
    inside = directions.runs(entry.text, language) + numbers
    return element("hyperlink", *inside, anchor=entry.anchor, history="1")


def _style(block: etree._Element) -> str:
    style = block.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    return "" if style is None else str(style.get(f"{{{W}}}val", ""))


def _text(block: etree._Element) -> str:
    """Return the words of a paragraph as they stand, a tab as a tab and a break as a space."""
    shapes = {f"{{{W}}}tab": "\t", f"{{{W}}}br": " "}
    return "".join(shapes.get(str(part.tag), part.text or "") for part in block.iter(etree.Element))
