"""
A draft with every change since an earlier one as tracked changes, each with its author and date.

Accept all and the newer draft stands there with its numbers, reject all and the older one with its
own. The shapes are those that Word, LibreOffice and pandoc agree on: every run of a paragraph that
came or went is marked, and its mark too; a move has both halves under one name.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from functools import lru_cache
from itertools import count, pairwise

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import docx, footnotes, words
from acm_drafts.documents.write.annexes import Reservation
from acm_drafts.documents.write.wordxml import W, element, paragraph, run
from acm_drafts.negotiation.attribution.changes import Hand
from acm_drafts.negotiation.tracking import COME, GONE, Block, How, Stretch, TrackedText
from acm_drafts.text.language import Language

_ID = f"{{{W}}}id"
_TAGS = {
    How.INSERTED: "ins",
    How.DELETED: "del",
    How.MOVED_FROM: "moveFrom",
    How.MOVED_TO: "moveTo",
}


def render(
    text: TrackedText, template: Template | None = None, *, reservations: Sequence[Reservation] = ()
) -> bytes:
    """
    Return *text* as a .docx: title, then each block as a paragraph, label, tab and wording.

    The *reservations* on the newer draft stand in it as footnotes. The same text gives the same bytes: revisions are
    numbered in the order of the document.
    """
    language = Language(text.face.language)
    note = words.say(language, "since", symbol=text.since)
    body = list(_Body(language, docx.in_italics(text.face)).elements(text.blocks))
    notes = footnotes.places(text.face, reservations, _lines(text.blocks, body))
    return docx.pack(text.face, body, note=note, template=template, notes=notes)


def _lines(blocks: Sequence[Block], body: Sequence[etree._Element]) -> list[list[etree._Element]]:
    """Return the paragraphs that print each line of the newer draft: those up to a mark that did not go."""
    lines: list[list[etree._Element]] = [[]]
    for block, printed in zip(blocks, (node for node in body if node.tag == f"{{{W}}}p"), strict=True):
        lines[-1].append(printed)
        if block.end.how not in GONE:
            lines.append([])
    return lines


class _Body:
    """The markup of the blocks of one document, its revisions numbered as they come."""

    def __init__(self, language: Language, verbs: Sequence[Language]) -> None:
        self.verbs = verbs
        self.language, self.comma = language, words.say(language, "comma")
        self._ids = count(1)

    def elements(self, blocks: Sequence[Block]) -> Iterator[etree._Element]:
        for block in blocks:
            if block.move:
                yield from self._half(block)
            else:
                yield self._paragraph(block)

    def _half(self, block: Block) -> Iterator[etree._Element]:
        """Yield a paragraph that moved; the range that names the move begins inside and ends behind it."""
        tag = _TAGS[block.end.how]
        start = self._change(f"{tag}RangeStart", block.end.hand)
        start.set(f"{{{W}}}name", f"move{block.move}")
        moved = self._paragraph(block)
        moved.insert(1, start)  # after the properties
        yield moved
        yield element(f"{tag}RangeEnd", id=start.get(_ID, ""))

    def _paragraph(self, block: Block) -> etree._Element:
        unchanged = block.end.how is How.KEPT
        mark = None if unchanged else self._change(_TAGS[block.end.how], block.end.hand)
        inside = [self._stretch(stretch, italic=italic) for stretch, italic in self._with_verbs(block)]
        return paragraph(docx.style_of(block.line), inside, self.language, mark=mark)

    def _with_verbs(self, block: Block) -> Iterator[tuple[Stretch, bool]]:
        """Yield the stretches of a paragraph, each with whether it is of the verb that either text opens with."""
        if not self.verbs:
            yield from ((stretch, False) for stretch in block.stretches)
            return
        sides = [_Side(block, without, self.verbs) for without in (COME, GONE)]
        for stretch in block.stretches:
            edges = {0, len(stretch.text)}
            for side in sides:
                edges |= side.edges_in(stretch)
            cuts = sorted(edges)
            for begin, end in pairwise(cuts):
                of_verb = [side.takes(stretch, end - begin) for side in sides]  # each side goes on
                yield stretch._replace(text=stretch.text[begin:end]), any(of_verb)

    def _stretch(self, stretch: Stretch, *, italic: bool = False) -> etree._Element:
        tag = "delText" if stretch.how is How.DELETED else "t"
        text_run = run(stretch.text, self.language, *(docx.italic() if italic else ()), tag=tag)
        if stretch.how is How.KEPT:
            return text_run
        change = self._change(_TAGS[stretch.how], stretch.hand)
        change.append(text_run)
        return change

    def _change(self, tag: str, hand: Hand | None) -> etree._Element:
        change = copy(_signed(tag, hand or Hand("", ""), self.comma))
        change.set(_ID, str(next(self._ids)))
        return change


class _Side:
    """One of the two texts of a paragraph, as one goes along its stretches: where its opening verb lies."""

    def __init__(self, block: Block, without: Collection[How], verbs: Sequence[Language]) -> None:
        self.without, self.at = without, 0
        text = "".join(stretch.text for stretch in block.stretches if stretch.how not in without)
        label, tab, words = text.partition("\t")
        if not tab:
            label, words = "", text
        begin, end = docx.verb_of(block.line, words, verbs)
        first = len(label) + len(tab)
        self.verb = range(first + begin, first + end)

    def edges_in(self, stretch: Stretch) -> set[int]:
        """Return where in *stretch*, which comes next, the verb begins or ends."""
        if stretch.how in self.without:
            return set()
        edges = (self.verb.start - self.at, self.verb.stop - self.at)
        return {edge for edge in edges if 0 < edge < len(stretch.text)}

    def takes(self, stretch: Stretch, size: int) -> bool:
        """Go on by *size* signs of *stretch*; return whether they are of the verb."""
        if stretch.how in self.without:
            return False
        here, self.at = self.at, self.at + size
        return here in self.verb


@lru_cache(1024)
def _signed(tag: str, hand: Hand, comma: str) -> etree._Element:
    """Return a change of *hand* to be copied: a document holds thousands, of a few hands; *comma*: between names."""
    return element(tag, id="", author=hand.author.replace(", ", comma), date=hand.at)
