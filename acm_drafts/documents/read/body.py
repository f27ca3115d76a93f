"""
Walking through Word's markup: paragraphs in order, each in two views at once.

The *original* view rejects every tracked change, the *final* view accepts them. Insertions
and deletions may lie around runs, paragraph marks, rows and cells, and inside one another; a
paragraph whose mark is gone in a view goes on in the next one. This module knows the markup
and nothing of archives, parts or what the words mean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from acm_drafts.documents.markup import TRANSPARENT, attribute, boxes, branch, child, name_of, through, value
from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.footnotes import is_separator
from acm_drafts.documents.read.formatting import looks
from acm_drafts.documents.read.wordfile import Revision, RevisionKind, Skipped, WordParagraph
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.errors import N_


class Counts(Protocol):
    """Counts automatic numbers: returns the label and list level of a paragraph by its properties."""

    def label(self, properties: etree._Element | None) -> tuple[str, int]: ...


@dataclass(frozen=True, slots=True)
class _View:
    """Whether the markup at this point is part of the original text, and of the final one."""

    original: bool = True
    final: bool = True

    def under(self, kind: RevisionKind | None) -> "_View":
        if kind is None:
            return self
        coming = kind in (RevisionKind.INSERT, RevisionKind.MOVE_TO)
        return _View(self.original and not coming, self.final and coming)


@dataclass(slots=True)
class _Gathered:
    """
    The texts of one paragraph so far in each view, and its revisions.

    *open* are the revisions being read, *bare* the text that stands in none; *in_tracked_row*: its row or cell came
    or went by tracking.
    """

    in_tracked_row: bool = False
    original: list[str] = field(default_factory=list)
    final: list[str] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    open: list[list[str]] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """
    Paragraphs that can run into each other: those of the body, or of one cell.

    *initial* is a drop cap, which Word keeps in a paragraph of its own before that of its word.
    """

    original: str | None = None
    final: str | None = None
    last: WordParagraph | None = None
    initial: etree._Element | None = None


_KINDS = {
    "w:ins": RevisionKind.INSERT,
    "w:del": RevisionKind.DELETE,
    "w:moveFrom": RevisionKind.MOVE_FROM,
    "w:moveTo": RevisionKind.MOVE_TO,
}
_ROW_KINDS = {"ins": RevisionKind.INSERT, "del": RevisionKind.DELETE}
_CELL_KINDS = {"cellIns": RevisionKind.INSERT, "cellDel": RevisionKind.DELETE}
_MARK_KINDS = {name[2:]: kind for name, kind in _KINDS.items()}

_ROW_ANCHOR = "\u200d"
"""LibreOffice puts this joiner, which nobody typed, before the words of a row to hang its tracked change on."""

_CHARACTERS = {
    "w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad",
}  # fmt: skip
_BEGINNINGS = ("w:bookmarkStart", "w:commentRangeStart", "w:commentReference")
_BEGINNING_TAGS = tuple(f"{{{W}}}{name[2:]}" for name in _BEGINNINGS)
_ASIDE = {"w:drawing", "w:pict", "w:object"}
_UNREAD = {
    "w:altChunk": N_("inserted file"),
    "w:subDoc": N_("sub-document"),
    "w:contentPart": N_("handwriting"),
    "w:rt": N_("reading aid above characters"),
}
# What a drawing turns out to be, by the last part of a namespace or by the name of an element.
_DRAWN = {
    "picture": N_("picture"), "imagedata": N_("picture"), "chart": N_("chart"), "diagram": N_("diagram"),
}  # fmt: skip
_CHANGED_LOOKS = tuple(f"{{{W}}}{name}" for name in ("pPrChange", "rPrChange", "numberingChange"))


class Body:
    """
    Reads containers of paragraphs (a body, a note, a header), one after the other.

    The paragraphs are in *paragraphs*, text boxes in *elsewhere*, what was not read in *skipped*.
    *place* names a container that is not the body.
    """

    def __init__(self, counts: Counts, style_names: Mapping[str, str], place: str = "") -> None:
        self.paragraphs: list[WordParagraph] = []
        self.elsewhere: list[WordParagraph] = []
        self.skipped: list[Skipped] = []
        self._counts = counts
        self._style_names = style_names
        self._place = place
        self._codes: list[bool] = []
        self._waiting: list[etree._Element] = []

    def read(self, container: etree._Element) -> None:
        """Read all paragraphs of *container*."""
        self._container(container, _View(), None)

    # Blocks ------------------------------------------------------------------------------------------

    def _container(self, element: etree._Element, view: _View, whole: Revision | None) -> None:
        flow = _Flow()
        self._blocks(element, view, whole, flow)
        self._end(view, whole, flow)

    def _end(self, view: _View, whole: Revision | None, flow: _Flow) -> None:
        """End a flow: no paragraph follows in which its last words could go on."""
        if flow.initial is not None:
            self._paragraph(flow.initial, view, whole, flow)
        _settle(flow)

    def _blocks(self, element: etree._Element, view: _View, whole: Revision | None, flow: _Flow) -> None:
        for inner in element:
            name = name_of(inner)
            if name == "w:p":
                self._paragraph(inner, view, whole, flow)
            elif name == "w:tbl":
                self._end(view, whole, flow)
                self._skip(Phrase(N_("form of a table; its cells were read as paragraphs")))
                self._rows(inner, view, whole)
            elif name in _UNREAD or name in _BEGINNINGS:
                self._between(inner, name)
            elif name == "mc:AlternateContent":
                for read in branch(inner):
                    self._blocks(read, view, whole, flow)
            elif name in TRANSPARENT or name in _KINDS:
                self._blocks(inner, view.under(_KINDS.get(name)), whole, flow)

    def _between(self, element: etree._Element, name: str) -> None:
        """Name what is not read between paragraphs, or keep a bookmark or comment for the next paragraph."""
        if name in _UNREAD:
            self._skip(Phrase(_UNREAD[name]))
        else:
            self._waiting.append(element)

    def _rows(self, table: etree._Element, view: _View, whole: Revision | None) -> None:
        for row in through(table, "w:tr"):
            change = _change(child(row, "trPr"), _ROW_KINDS)
            of_row = view.under(change.kind if change else None)
            for cell in through(row, "w:tc"):
                inner = _change(child(cell, "tcPr"), _CELL_KINDS)
                of_cell = of_row.under(inner.kind if inner else None)
                self._container(cell, of_cell, inner or change or whole)

    def _paragraph(self, element: etree._Element, view: _View, whole: Revision | None, flow: _Flow) -> None:
        if flow.initial is None and _is_drop_cap(element):
            flow.initial = element
            return
        gathered = _Gathered(in_tracked_row=whole is not None)
        initial, flow.initial = flow.initial, None
        if initial is not None and initial is not element:
            self._waiting += initial.iter(*_BEGINNING_TAGS)
            self._inline(initial, view, gathered)
        self._inline(element, view, gathered)
        self._close_codes()
        properties = child(element, "pPr")
        mark = _change(child(properties, "rPr"), _MARK_KINDS)
        paragraph = WordParagraph(None, None, place=self._place, style=self._style(properties))
        _lay_down(paragraph, flow, gathered, view, view.under(mark.kind if mark else None))
        if paragraph.final is not None:
            paragraph.label, paragraph.level = self._counts.label(properties)
        paragraph.revisions = tuple(_with_marks(gathered, whole, mark))
        paragraph.bookmarks, paragraph.comments = self._begun(element)
        paragraph.looks = looks(element)
        if any(next(element.iter(tag), None) is not None for tag in _CHANGED_LOOKS):
            self._skip(Phrase(N_("change of formatting")))
        self.paragraphs.append(paragraph)
        flow.last = paragraph

    def _begun(self, element: etree._Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the bookmarks and comments that begin in a paragraph, or just before it."""
        beginnings = [*self._waiting, *element.iter(*_BEGINNING_TAGS)]
        self._waiting.clear()
        bookmarks = [attribute(mark, "name") for mark in beginnings if name_of(mark) == "w:bookmarkStart"]
        comments = [attribute(mark, "id") for mark in beginnings if name_of(mark) != "w:bookmarkStart"]
        return tuple(bookmarks), tuple(dict.fromkeys(comments))

    def _style(self, properties: etree._Element | None) -> str:
        key = value(properties, "pStyle")
        return self._style_names.get(key, key)

    # Inside a paragraph ------------------------------------------------------------------------------

    def _inline(self, element: etree._Element, view: _View, gathered: _Gathered) -> None:
        for inner in element:
            name = name_of(inner)
            if name in ("w:t", "w:delText", "m:t"):
                self._emit(inner.text or "", view, gathered)
            elif name == "w:r" and is_separator(inner, self._style_names):
                continue
            elif name in TRANSPARENT:
                self._inline(inner, view, gathered)
            elif name in _KINDS:
                self._revision(inner, _KINDS[name], view, gathered)
            elif name in _CHARACTERS:
                self._emit(_CHARACTERS[name], view, gathered)
            elif name in _UNREAD:
                self._skip(Phrase(_UNREAD[name]))
            else:
                self._other(inner, name, view, gathered)

    def _other(self, element: etree._Element, name: str, view: _View, gathered: _Gathered) -> None:
        if name == "w:br":
            self._emit("\n" if attribute(element, "type") in ("", "textWrapping") else "", view, gathered)
        elif name in ("w:fldChar", "w:instrText"):
            self._field(element, name)
        elif name == "mc:AlternateContent":
            for read in branch(element):
                self._inline(read, view, gathered)
        elif name == "w:sym":
            self._symbol(element, view, gathered)
        elif name.startswith("m:"):
            self._equation(element, name, view, gathered)
        elif name in _ASIDE:
            self._aside(element)

    def _emit(self, text: str, view: _View, gathered: _Gathered) -> None:
        if gathered.in_tracked_row and not (gathered.original or gathered.final):
            text = text.removeprefix(_ROW_ANCHOR)
        if any(self._codes) or not text:
            return
        if view.original:
            gathered.original.append(text)
        if view.final:
            gathered.final.append(text)
        for texts in gathered.open or [gathered.bare]:
            texts.append(text)

    def _revision(
        self, element: etree._Element, kind: RevisionKind, view: _View, gathered: _Gathered
    ) -> None:
        place, texts = len(gathered.revisions), list[str]()
        gathered.open.append(texts)
        self._inline(element, view.under(kind), gathered)
        gathered.open.pop()
        if texts:
            gathered.revisions.insert(place, _revision(element, kind, "".join(texts)))

    def _field(self, element: etree._Element, name: str) -> None:
        """Follow a field, of which only the result is text: from its beginning to the separator it is code."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._codes.append(True)
        elif self._codes and kind == "separate":
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._codes.pop()
        elif name == "w:instrText" and (element.text or "").strip().startswith(("LISTNUM", "AUTONUM")):
            self._skip(Phrase(N_("number made by a field")))

    def _close_codes(self) -> None:
        """End field codes with their paragraph, so that a broken field cannot swallow the rest."""
        if any(self._codes):
            self._skip(Phrase(N_("unfinished field")))
            self._codes = [False for _ in self._codes]

    def _symbol(self, element: etree._Element, view: _View, gathered: _Gathered) -> None:
        try:
            code = int(attribute(element, "char"), 16)
        except ValueError:
            code = 0
        self._skip(Phrase(N_("symbol of the font %(font)s"), font=attribute(element, "font")))
        if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE:
            self._emit(chr(code), view, gathered)

    def _equation(self, element: etree._Element, name: str, view: _View, gathered: _Gathered) -> None:
        if name in ("m:oMath", "m:oMathPara"):
            self._skip(Phrase(N_("form of an equation; its characters were read")))
        if not name.endswith("Pr"):
            self._inline(element, view, gathered)

    def _aside(self, element: etree._Element) -> None:
        """Read the text boxes of a drawing apart, and name pictures and the like as not read."""
        for box in boxes(element):
            inner = Body(
                self._counts,
                self._style_names,
                Phrase(N_("text box in %(place)s"), place=self._current_place()),
            )
            inner.read(box)
            self.elsewhere += inner.paragraphs + inner.elsewhere
            self.skipped += inner.skipped
        for name in sorted({kind for node in element.iter(etree.Element) if (kind := _drawn(node))}):
            self._skip(Phrase(name))
        if element.tag == f"{{{W}}}object":
            self._skip(Phrase(N_("embedded object")))

    def _skip(self, name: Phrase) -> None:
        skipped = Skipped(name, self._current_place())
        if skipped not in self.skipped[-8:]:
            self.skipped.append(skipped)

    def _current_place(self) -> str:
        return self._place or Phrase(N_("paragraph %(number)s"), number=len(self.paragraphs) + 1)


# Laying paragraphs down ------------------------------------------------------------------------------


def _lay_down(paragraph: WordParagraph, flow: _Flow, gathered: _Gathered, view: _View, mark: _View) -> None:
    """Give *paragraph* its texts; where its mark is not in a view, they wait for the next one."""
    if view.original:
        text = (flow.original or "") + "".join(gathered.original)
        paragraph.original, flow.original = (text, None) if mark.original else (None, text)
    if view.final:
        text = (flow.final or "") + "".join(gathered.final)
        paragraph.final, flow.final = (text, None) if mark.final else (None, text)


def _settle(flow: _Flow) -> None:
    """Give text that waited for a next paragraph to the last one, as none follows."""
    if flow.last is not None:
        if flow.original:
            flow.last.original = flow.original
        if flow.final:
            flow.last.final = flow.final
    flow.original = flow.final = flow.last = None


def _with_marks(gathered: _Gathered, whole: Revision | None, mark: Revision | None) -> Iterator[Revision]:
    """
    Yield the revisions of a paragraph, the one of its row or cell first and the one of its mark last.

    Word tracks the words of a row that comes or goes a second time, run by run: the row's are what stands in no run's.
    """
    if whole is not None and (gathered.bare or not gathered.revisions):
        yield Revision(whole.kind, "".join(gathered.bare) or "\n", whole.author, whole.date)
    yield from gathered.revisions
    if mark is not None:
        yield mark


# Markup ----------------------------------------------------------------------------------------------


def _revision(element: etree._Element, kind: RevisionKind, text: str) -> Revision:
    return Revision(kind, text, attribute(element, "author"), attribute(element, "date"))


def _change(properties: etree._Element | None, kinds: Mapping[str, RevisionKind]) -> Revision | None:
    """Return the tracked change of a whole mark, row or cell, from its *properties*."""
    for name, kind in kinds.items():
        change = child(properties, name)
        if change is not None:
            return _revision(change, kind, "\n")
    return None


def _is_drop_cap(paragraph: etree._Element) -> bool:
    frame = child(child(paragraph, "pPr"), "framePr")
    return frame is not None and attribute(frame, "dropCap") in ("drop", "margin")


def _drawn(element: etree._Element) -> str | None:
    namespace, _, local = str(element.tag)[1:].partition("}")
    return _DRAWN.get(namespace.rpartition("/")[2]) or _DRAWN.get(local)
