"""
How the lines of one page are laid out: what all of them share, and the sections they make.

A column turns rows of the store into what a line is drawn from; it decides nothing about who sees
what, and draws nothing itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import Level
from acm_drafts.store.texts import Row
from acm_drafts.text.language import Language
from acm_drafts.web import presentation
from acm_drafts.web.fragments import LineFacts, Pencil, Section


@dataclass(frozen=True, slots=True)
class Column:
    """
    What all lines of one page share: how they are drawn, in which language, what the reader may do.

    *own* is the language that is negotiated, *language* the one asked for, *translations* what is
    there in it, by wording. *root* is the address that a paragraph's code is put to.
    """

    pencil: Pencil
    interface: Language
    root: str
    language: Language
    own: Language
    translations: Mapping[int, str]
    may_amend: bool
    brackets_only: bool

    def facts(self, row: Row) -> LineFacts:
        """Return what *row* is drawn from."""
        foreign = self.language is not self.own
        found = self.translations.get(row.wording) if foreign else None
        return LineFacts(
            self.interface,
            self.root + row.code,
            row.code,
            row.kind,
            row.depth,
            printed(row.label, row.kind),
            found or row.text,
            self.language if found else self.own,
            foreign and not found,
            row.state,
            Level(row.level) if row.level else None,
            row.agreed_on,
            row.pending,
            self.may_amend and (not self.brackets_only or "[" in row.text),
        )

    def plain(self, line: Line, code: str, *, number: str | None = None) -> LineFacts:
        """Return what a line is drawn from of which nothing but its words is told, in the language negotiated."""
        return LineFacts(
            self.interface,
            self.root + code,
            code,
            line.kind,
            line.depth,
            printed(line.label, line.kind) if number is None else number,
            line.text,
            self.own,
            False,
            "",
            None,
            None,
            0,
            False,
        )

    def line(self, row: Row) -> Markup:
        """Return *row*, drawn."""
        return self.pencil.line(self.facts(row))


def printed(label: str, kind: str) -> str:
    """Return a number as it stands in the margin: "12" for "12.", but "(a)" as it is."""
    return numbering.short(label) if kind == LineKind.PARAGRAPH and label else label


def sections(rows: Iterable[Row], column: Column) -> tuple[Section, ...]:
    """
    Return the sections that the main headings make; what stands before the first is one without a name.

    A section without a printed number is counted, so that the map can name it.
    """
    heads: list[tuple[str, str, str, Language]] = [("", "", "", column.own)]
    members: list[list[str]] = [[]]
    for row in rows:
        if row.kind == LineKind.HEADING:
            if row.depth == 0:
                heads.append(_head(row, len(heads), column))
                members.append([])
        elif row.state:
            members[-1].append(row.state)
    made = [Section(*head, tuple(own)) for head, own in zip(heads, members, strict=True)]
    return tuple(made if made[0].states else made[1:])


def _head(row: Row, nth: int, column: Column) -> tuple[str, str, str, Language]:
    found = column.translations.get(row.wording)
    numeral = row.label.rstrip(".") or numbering.roman(nth).upper()
    return numeral, presentation.short(found or row.text), row.code, column.language if found else column.own
