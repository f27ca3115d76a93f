"""
The table of positions: every proposal of a round in the order of the text, with who took which position on it and why.

It is made from what a compilation is made from; who may be named, and whose positions may be told, was decided before.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, tables, words
from acm_drafts.documents.write.annexes import Annexes, number_or_first_words
from acm_drafts.documents.write.compilation import (
    Compiled,
    Place,
    Proposal,
    no_proposals,
    positions,
    stances,
    with_withheld,
)
from acm_drafts.documents.write.tables import Cell
from acm_drafts.documents.write.wordxml import element, paragraph
from acm_drafts.negotiation.concordance import full_numbers, printed
from acm_drafts.negotiation.lines import Translated
from acm_drafts.text.language import Language

_SHARES = (18, 34, 48)


def render(compiled: Compiled, annexes: Annexes | None = None, template: Template | None = None) -> bytes:
    """
    Return a .docx with a row for each proposal, in the order of the text, behind one for the line that it is on where
    a position was taken on that; without any no table.
    """
    language = Language(compiled.face.language)
    sheet = _Sheet(compiled, language)
    rows = [row for place in compiled.places for row in sheet.rows(place)]
    total = sum(len(place.proposals) for place in compiled.places)
    body = []
    if rows:
        width = docx.sheet_of(template).between
        table = tables.table(
            [width * share // 100 for share in _SHARES],
            [[sheet.head(words.say(language, key))] for key in ("paragraph", "proposal", "positions")],
            rows,
            language=language,
            caption=words.say(language, "positions"),
        )
        body = [table, paragraph("ACMCell", [], language)]
    face = replace(compiled.face, translated=Translated.WHOLLY)  # it prints neither text nor proposals
    return docx.pack(face, body, note=sheet.note(total), annexes=annexes, template=template)


class _Sheet:
    def __init__(self, compiled: Compiled, language: Language) -> None:
        self.compiled, self.attributed, self.language = compiled, compiled.attributed, language
        self.called = number_or_first_words(language)
        self.numbers = full_numbers(compiled.face.lines, self.called)

    def note(self, total: int) -> str:
        """Return what kind of document it is, in the masthead."""
        if not total:
            return no_proposals(self.compiled, "positions on none")
        keys = ("attributed",) if self.attributed else ("unattributed", "positions left out")
        counted = words.say(self.language, "positions on", count=str(total))
        note = " ".join((counted, *(words.say(self.language, key) for key in keys)))
        return with_withheld(note, self.compiled)

    def head(self, text: str) -> etree._Element:
        return self._cell(text, bold=True)

    def rows(self, place: Place) -> Iterator[tuple[Cell, Cell, Cell]]:
        """Yield the row of a line as it stands, where somebody took a position on it, and one for each proposal."""
        if place.line and place.stances:
            number = self.numbers.get(place.line.paragraph) or self.called(place.line)
            taken = list(stances(place.stances, place.grounds, self.language, style="ACMCell"))
            as_it_stands = self._cell(words.say(self.language, "as it stands"), bold=True)
            yield [self._cell(number)], [as_it_stands], taken
        for proposal in place.proposals:
            yield self.row(place, proposal)

    def row(self, place: Place, proposal: Proposal) -> tuple[Cell, Cell, Cell]:
        taken = list(positions(proposal, self.language, style="ACMCell"))
        if not taken:
            tells = self.attributed and proposal.tells_positions
            none = "no positions" if tells else "positions not told"
            taken = [self._cell(words.say(self.language, none))]
        return [self._cell(self._number(place, proposal))], list(self._proposal(proposal)), taken

    def _number(self, place: Place, proposal: Proposal) -> str:
        """Return the whole number of the paragraph that a proposal is on, "12 (a)"; of a new one its own."""
        if place.line and proposal.number in ("", printed(place.line)):
            return self.numbers.get(place.line.paragraph) or self.called(place.line)
        return proposal.number

    def _proposal(self, proposal: Proposal) -> Iterator[etree._Element]:
        """Yield the name and the sponsors of a proposal, then what it does and where it is now."""
        yield self._cell(" · ".join(filter(None, (proposal.name, proposal.sponsors))), bold=True)
        kind = words.say(self.language, f"kind {proposal.kind}")
        amends = words.say(self.language, "amends", name=proposal.amends) if proposal.amends else ""
        standing = words.say(self.language, proposal.standing_word)
        yield self._cell(" · ".join(filter(None, (kind, amends, standing))))

    def _cell(self, text: str, *, bold: bool = False) -> etree._Element:
        looks = (element("b"), element("bCs")) if bold else ()
        return paragraph("ACMCell", directions.runs(text, self.language, *looks), self.language)
