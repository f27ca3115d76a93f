"""
The face of a document in its own language: letterhead, masthead, running head, page x of y.

A document speaks its own language, whoever exports it, so these few words stand here and not
in the catalogues. Symbol, status and date live in the page headers: the body holds the title
and the lines of the draft, and nothing else. What an institution has at the head and foot of its
pages stays, and what is ours stands below it where it does not say so itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from acm_drafts.documents.template import headers
from acm_drafts.documents.template.headers import Head, Heads, Picture
from acm_drafts.documents.write import agenda, directions, words
from acm_drafts.documents.write.dates import day_in, hijri_in
from acm_drafts.documents.write.wordxml import element, field, paragraph, run
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.text.language import Language

_STATUS: dict[Language, dict[str, str]] = {
    Language.EN: {
        DraftStatus.ZERO: "Zero draft",
        DraftStatus.NON_PAPER: "Non-paper",
        DraftStatus.CHAIR: "Chair’s text",
        DraftStatus.COMPILATION: "Compilation",
        DraftStatus.REVISED: "Revised draft",
        DraftStatus.AD_REFERENDUM: "Agreed ad referendum",
        DraftStatus.FINAL: "Final",
    },
    Language.FR: {
        DraftStatus.ZERO: "Avant-projet",
        DraftStatus.NON_PAPER: "Document officieux",
        DraftStatus.CHAIR: "Texte de la présidence",
        DraftStatus.COMPILATION: "Compilation",
        DraftStatus.REVISED: "Projet révisé",
        DraftStatus.AD_REFERENDUM: "Approuvé ad referendum",
        DraftStatus.FINAL: "Texte final",
    },
    Language.AR: {
        DraftStatus.ZERO: "المسودة الأولية",
        DraftStatus.NON_PAPER: "ورقة غير رسمية",
        DraftStatus.CHAIR: "نص الرئاسة",
        DraftStatus.COMPILATION: "نص تجميعي",
        DraftStatus.REVISED: "مسودة منقحة",
        DraftStatus.AD_REFERENDUM: "متفق عليه بشرط الاستشارة",
        DraftStatus.FINAL: "النص النهائي",
    },
}


class FirstPage(StrEnum):
    """How a document begins: with symbol and date alone, on a page of its title alone, or under a letterhead."""

    MASTHEAD = "masthead"
    TITLE_PAGE = "title-page"
    LETTERHEAD = "letterhead"


@dataclass(frozen=True, slots=True)
class Part:
    """A head or foot as it is printed, with the pictures that it shows."""

    root: etree._Element
    pictures: tuple[Picture, ...] = ()


_ROOM = "320"
_PAGE = {Language.EN: ("Page ", " of "), Language.FR: ("Page ", " sur "), Language.AR: ("صفحة ", " من ")}


def status_in(language: Language, status: str) -> str:
    """Return a declared status in *language*; a status of the Mission's own wording stays as it is."""
    return _STATUS[language].get(status, status)


def parts(
    draft: DraftText, heads: Heads, begins: FirstPage, *, note: str = "", turned: int = 0
) -> dict[str, Part]:
    """
    Return the heads and feet of a document by the names of their parts.

    "masthead" and "firstfooter" are those of the first page, "header" and "footer" those of the others;
    *heads*: what the institution has there; *note*: what kind of document it is; *turned*: the width of
    its lines, where its sheet lies across and theirs does not.
    """
    face = _Face(draft, Language(draft.language), note, turned)
    if begins is FirstPage.MASTHEAD:
        return {
            "masthead": Part(element("hdr", *face.masthead())),
            "firstfooter": face.foot(heads.foot),
            "header": face.running(heads.running),
            "footer": face.foot(heads.foot),
        }
    return {
        "masthead": face.letterhead(heads.letterhead),
        "firstfooter": face.foot(heads.first_foot, numbered=begins is not FirstPage.TITLE_PAGE),
        "header": face.running(heads.running),
        "footer": face.foot(heads.foot),
    }


@dataclass(frozen=True, slots=True)
class _Face:
    draft: DraftText
    language: Language
    note: str
    turned: int

    def letterhead(self, head: Head | None) -> Part:
        """Return the institution's head, or a plain one with the Mission's name, and the masthead where it has none."""
        if head is None:
            names = (
                run(words.say(self.language, "organisation"), self.language, style="ACMReference"),
                run(words.say(self.language, "mission"), self.language),
            )
            lines = [paragraph("ACMLetterhead", [name], self.language) for name in names]
            lines[-1][0].append(element("spacing", after=_ROOM))
            return Part(element("hdr", *lines, *self.masthead()))
        part = self._filled(head)
        further = self._further(items=not headers.asks_for(head.root(), "agenda"))
        if not headers.asks_for(head.root(), "symbol"):
            below = self.masthead(further)
            below[0][0].append(element("spacing", before=_ROOM))
            part.root.extend(below)
        else:
            part.root.extend(
                paragraph("ACMSymbol", [run(line, self.language)], self.language) for line in further
            )
        return part

    def masthead(self, further: Sequence[str] | None = None) -> list[etree._Element]:
        """Return symbol and day; status and Hijri day below; then the *further* lines, all there are unless given."""
        draft, language = self.draft, self.language
        first = _at_both_edges(draft.symbol, day_in(language, draft.date), language, style="ACMReference")
        status = _at_both_edges(status_in(language, draft.status), hijri_in(language, draft.date), language)
        for line in self._further() if further is None else further:
            status.append(run(f"\n{line}", language))
        return [paragraph("ACMSymbol", first, language), paragraph("ACMStatus", status, language)]

    def _further(self, *, items: bool = True) -> list[str]:
        """Return what stands below the status, a line each: the agenda *items*, and what kind of document it is."""
        lines = [agenda.named(self.language, self.draft.agenda) if items else "", self.note]
        return [line for line in lines if line]

    def running(self, head: Head | None) -> Part:
        """Return the head of all other pages: the institution's, and symbol and status on one line."""
        part = self._filled(head) if head else Part(element("hdr"))
        if head is None or not headers.asks_for(head.root(), "symbol"):
            runs = _at_both_edges(
                self.draft.symbol, status_in(self.language, self.draft.status), self.language
            )
            part.root.append(paragraph("ACMRunningHead", runs, self.language))
        return part

    def foot(self, foot: Head | None, *, numbered: bool = True) -> Part:
        """Return the institution's foot, and page x of y, counted by Word, where that does not say the page."""
        part = self._filled(foot) if foot else Part(element("ftr"))
        if numbered and not headers.counts_pages(part.root):
            part.root.append(_page_x_of_y(self.language))
        if not len(part.root):
            part.root.append(paragraph("ACMPageNumber", [], self.language))
        return part

    def _filled(self, head: Head) -> Part:
        root = head.root()
        headers.fill(root, self._facts())
        if self.turned:
            headers.stretch(root, self.turned)
        return Part(root, head.pictures)

    def _facts(self) -> Mapping[str, str]:
        draft, language = self.draft, self.language
        return {
            "organisation": words.say(language, "organisation"),
            "mission": words.say(language, "mission"),
            "title": draft.title,
            "symbol": draft.symbol,
            "status": status_in(language, draft.status),
            "date": day_in(language, draft.date),
            "hijri": hijri_in(language, draft.date),
            "agenda": agenda.named(language, draft.agenda),
        }


def _page_x_of_y(language: Language) -> etree._Element:
    page, of = _PAGE[language]
    runs = [
        run(page, language),
        *field("PAGE", "1", language),
        run(of, language),
        *field("NUMPAGES", "1", language),
    ]
    return paragraph("ACMPageNumber", runs, language)


def _at_both_edges(first: str, last: str, language: Language, *, style: str = "") -> list[etree._Element]:
    """Return the runs of two texts at the edges of a line, the first in a character *style*; Latin ones stay Latin."""
    texts = [(first, style), *([("\t", ""), (last, "")] if last else [])]
    return [written for text, own in texts for written in directions.runs(text, language, style=own)]
