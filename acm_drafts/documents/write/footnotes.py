"""
Reservations as footnotes of a text: each behind the words that it is on, else at the end of its paragraph.

Real footnotes of Word, numbered in the order of the text, each with a mark by which it is known when the file
comes back (documents.read.footnotes). One on the whole text stands at the title, and so does one whose paragraph is
no longer in the text. Nothing of a document changes that has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from acm_drafts.documents.read import footnotes as marks
from acm_drafts.documents.template.footnotes import NoteStyles
from acm_drafts.documents.write import directions, words
from acm_drafts.documents.write.annexes import Reservation, on_what, own_words, what_became_of_its_words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.wordxml import R, W, element, paragraph, run
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.text.language import Language

PART = "word/footnotes.xml"

_TYPES, _LINKS, _SETTINGS = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/settings.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_EDGES = {"separator": "-1", "continuationSeparator": "0"}
"""The two lines between text and footnotes, which the format asks for, by their keys."""
_FIRST_BOOKMARK = 200_001
"""Far above those of headings (documents.write.contents): no two may have one number."""
_AT_TITLE = -1
_LOOKS = f"{{{W}}}rPr"
_RUN, _GONE = f"{{{W}}}r", (f"{{{W}}}del", f"{{{W}}}moveFrom")
_ONE_SIGN = (f"{{{W}}}tab", f"{{{W}}}br")


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where footnotes stand: behind the sign *after* of a line, which the *paragraphs* of the body print together.

    At the title where there are none. Several print a line where changes are tracked and paragraphs were joined.
    """

    paragraphs: Sequence[etree._Element]
    after: int
    reservations: tuple[Reservation, ...]


def places(
    draft: DraftText, reservations: Iterable[Reservation], printed: Sequence[Sequence[etree._Element]]
) -> list[Place]:
    """Return where the *reservations* on *draft* stand, in its order; *printed*: the paragraphs of each line."""
    order = {line.paragraph: place for place, line in enumerate(draft.lines)}
    together: dict[tuple[int, int], list[Reservation]] = {}
    for reservation in reservations:
        line = order.get(reservation.line, _AT_TITLE) if reservation.line else _AT_TITLE
        after = _after(reservation, draft.lines[line]) if line != _AT_TITLE else 0
        together.setdefault((line, after), []).append(reservation)
    return [
        Place(printed[line] if line != _AT_TITLE else (), after, tuple(together[line, after]))
        for line, after in sorted(together)
    ]


def _after(reservation: Reservation, line: Line) -> int:
    """Return how many signs of the printed *line*, its label and the tab among them, stand before the footnote."""
    before = len(line.label) + 1 if line.label else 0
    return before + (len(line.text) if reservation.after is None else reservation.after)


def refer(
    notes: Sequence[Place], title: etree._Element, *, language: Language, styles: NoteStyles
) -> list[etree._Element]:
    """Set the numbers of *notes* into the body, or the *title*, and return the notes themselves, in that order."""
    written: list[etree._Element] = []
    insertions = []
    for place in notes:
        targets = place.paragraphs or [title]
        around = _runs_as(targets[-1], language)
        references: list[etree._Element] = []
        for reservation in place.reservations:
            if references:
                references.append(_separator(around, styles))
            number = len(written) + 1
            references.append(_reference(element("footnoteReference", id=str(number)), around, styles))
            written.append(_note(number, reservation, language, styles))
        insertions.append((targets, place.after if place.paragraphs else None, references))
    for targets, after, references in reversed(insertions):  # what stands further on moves nothing before it
        _insert(targets, after, references)
    return written


def parts(
    written: Iterable[etree._Element], others: Mapping[str, bytes], language: Language
) -> dict[str, bytes]:
    """Return the part of the *written* notes, and those of *others* that lead to it, changed so that they do."""
    types, links, settings = (etree.fromstring(others[name]) for name in (_TYPES, _LINKS, _SETTINGS))
    etree.SubElement(
        types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{PART}", ContentType=_CONTENT
    )
    etree.SubElement(
        links,
        f"{{{_PACKAGE}/relationships}}Relationship",
        Id="footnotes",
        Type=f"{R}/footnotes",
        Target="footnotes.xml",
    )
    keys = element("footnotePr", *(element("footnote", id=key) for key in _EDGES.values()))
    compat = settings.find(f"{{{W}}}compat")
    settings.insert(len(settings) if compat is None else settings.index(compat), keys)
    root = element("footnotes", *(_edge(kind, key, language) for kind, key in _EDGES.items()), *written)
    return {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, tree in ((_TYPES, types), (_LINKS, links), (_SETTINGS, settings), (PART, root))
    }


# The notes -------------------------------------------------------------------------------------------


def _note(number: int, reservation: Reservation, language: Language, styles: NoteStyles) -> etree._Element:
    """Return a footnote: its number, who reserves since when on what, and the reservation's own words below."""
    first = paragraph(styles.text, directions.runs(_said(reservation, language), language), language)
    content = directions.turn([first, *own_words(reservation.words, language, styles.text)], language)
    name = marks.mark(number, ("".join(map(str, block.itertext())) for block in content))
    key, around = str(_FIRST_BOOKMARK + number), _runs_as(first, language)
    beginning = [
        _reference(element("footnoteRef"), around, styles),
        run(" ", around),
        element("bookmarkStart", id=key, name=name),
    ]
    for place, node in enumerate(beginning, start=1):  # after the properties
        first.insert(place, node)
    content[-1].append(element("bookmarkEnd", id=key))
    return element("footnote", *content, id=str(number))


def _said(reservation: Reservation, language: Language) -> str:
    """Return what a footnote says before the reservation's own words."""
    begin = words.say(
        language,
        "footnote awaiting" if reservation.awaited else "footnote",
        delegation=reservation.delegation,
        day=day_in(language, reservation.day),
    )
    moved = what_became_of_its_words(reservation, language)
    return " ".join(filter(None, (begin, f"{on_what(reservation, language)}.", moved)))


def _edge(kind: str, key: str, language: Language) -> etree._Element:
    direction = [element("pPr", element("bidi"))] if language is Language.AR else []
    return element("footnote", element("p", *direction, element("r", element(kind))), type=kind, id=key)


# Their numbers ---------------------------------------------------------------------------------------


def _reference(inside: etree._Element, language: Language, styles: NoteStyles) -> etree._Element:
    """Return a run that prints the number of a note."""
    node = run("", language, style=styles.reference)
    node.append(inside)
    return node


def _separator(language: Language, styles: NoteStyles) -> etree._Element:
    """Return the comma between two numbers at one place; in Arabic with a space, else they run as one number does."""
    comma = words.say(language, "comma").rstrip()
    return run(f"{comma}\u00a0" if language is Language.AR else comma, language, style=styles.separator)


def _runs_as(target: etree._Element, language: Language) -> Language:
    """Return a language that runs as a paragraph does in a document in *language*: it may have been turned."""
    right_to_left = target.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
    if right_to_left == (language is Language.AR):
        return language
    return Language.AR if right_to_left else Language.EN


def _insert(
    targets: Sequence[etree._Element], after: int | None, references: Sequence[etree._Element]
) -> None:
    """
    Set *references* behind so many signs of the line that *targets* print, None: behind its last run.

    Behind words that are tracked as inserted they are inserted with them; words that went are none of the line.
    """
    runs = [node for target in targets for node in target.iter(_RUN) if _parent(node).tag not in _GONE]
    last = runs[-1] if runs else targets[-1][0]
    ending = _run_ending(runs, after) if after is not None else None
    last = last if ending is None else ending
    for node in reversed(references):
        last.addnext(node)


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None, "a run stands in something"
    return parent


def _run_ending(runs: Iterable[etree._Element], after: int) -> etree._Element | None:
    """Return the run that ends behind so many signs of its paragraph, dividing it; None where there are fewer."""
    for node in runs:
        size = sum(_size(part) for part in node if part.tag != _LOOKS)
        if after <= size:
            return _divided(node, after)
        after -= size
    return None


def _size(part: etree._Element) -> int:
    return 1 if part.tag in _ONE_SIGN else len(part.text or "")


def _divided(node: etree._Element, left: int) -> etree._Element:
    """Cut a run behind its first *left* signs and return it; the rest stands behind it in one that looks the same."""
    rest = deepcopy(node)
    for mine, other in zip(list(node), list(rest), strict=True):
        if mine.tag == _LOOKS:
            continue
        size, text = _size(mine), mine.text or ""
        if left >= size:
            rest.remove(other)
        elif left <= 0:
            node.remove(mine)
        else:
            mine.text, other.text = text[:left], text[left:]
        left -= size
    if any(part.tag != _LOOKS for part in rest):
        node.addnext(rest)
    return node
