"""
The face of a document in its own language: letterhead, masthead, running head, page x of y.

A document speaks its own language, whoever exports it, so these few words stand here and not
in the catalogues. Symbol, status and date live in the page headers: the body holds the title
and the lines of the draft, and nothing else. What an institution has at the head and foot of its
pages stays, and what is ours stands below it where it does not say so itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from acm_drafts.documents.template import headers
from acm_drafts.documents.template.headers import Head, Heads, Picture
from acm_drafts.documents.template.page_setup import A4
from acm_drafts.documents.write import agenda, directions, words
from acm_drafts.documents.write.dates import day_in, hijri_in
from acm_drafts.documents.write.wordxml import element, field, paragraph, run
from acm_drafts.negotiation.copies import NamedCopy
from acm_drafts.negotiation.lines import ADOPTED, DraftText, Translated
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
        DraftStatus.FINAL: "Final draft",
        ADOPTED: "Adopted",
    },
    Language.FR: {
        DraftStatus.ZERO: "Avant-projet",
        DraftStatus.NON_PAPER: "Document officieux",
        DraftStatus.CHAIR: "Texte de la présidence",
        DraftStatus.COMPILATION: "Compilation",
        DraftStatus.REVISED: "Projet révisé",
        DraftStatus.AD_REFERENDUM: "Accepté ad referendum",
        DraftStatus.FINAL: "Projet définitif",
        ADOPTED: "Adopté",
    },
    Language.AR: {
        DraftStatus.ZERO: "المشروع الأولي",
        DraftStatus.NON_PAPER: "ورقة غير رسمية",
        DraftStatus.CHAIR: "نص الرئاسة",
        DraftStatus.COMPILATION: "نص تجميعي",
        DraftStatus.REVISED: "المشروع المنقّح",
        DraftStatus.AD_REFERENDUM: "متفق عليه رهنًا بالاستشارة",
        DraftStatus.FINAL: "المشروع النهائي",
        ADOPTED: "معتمد",
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
_COLUMN = 60
"""Where the column of a United Nations document begins, in hundredths of a line."""
_PAGE = {Language.EN: ("Page ", " of "), Language.FR: ("Page ", " sur "), Language.AR: ("صفحة ", " من ")}


def status_in(language: Language, status: str) -> str:
    """Return a declared status in *language*; a status of the Mission's own wording stays as it is."""
    return _STATUS[language].get(status, status)


def lacks_translation(draft: DraftText) -> str:
    """Return in the language of *draft* that not all of its text is translated, or nothing; "" where all is."""
    how = draft.translated
    return "" if how is Translated.WHOLLY else words.say(Language(draft.language), f"translated {how}")


def parts(
    draft: DraftText,
    heads: Heads,
    begins: FirstPage,
    *,
    width: int = A4.between,
    note: str = "",
    turned: int = 0,
    copy: NamedCopy | None = None,
) -> dict[str, Part]:
    """
    Return the heads and feet of a document by the names of their parts.

    "masthead" and "firstfooter" are those of the first page, "header" and "footer" those of the others;
    *heads*: what the institution has there; *width*: that of a line; *note*: what kind of document it is;
    *turned*: the width of its lines, where its sheet lies across and theirs does not; *copy*: whom it names as its
    reader.
    """
    face = _Face(draft, Language(draft.language), note, width, turned, copy)
    if begins is FirstPage.MASTHEAD:
        return {
            "masthead": Part(element("hdr", *face.masthead())),
            "firstfooter": face.foot(heads.foot),
            "header": face.running(heads.running),
            "footer": face.foot(heads.foot),
        }
    return {
        "masthead": face.letterhead(heads.letterhead),
        "firstfooter": face.first_foot(heads.first_foot, begins),
        "header": face.running(heads.running),
        "footer": face.foot(heads.foot),
    }


@dataclass(frozen=True, slots=True)
class _Face:
    draft: DraftText
    language: Language
    note: str
    width: int
    turned: int
    copy: NamedCopy | None

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
        in_head = {
            name for name in ("agenda", "distribution", "original") if headers.asks_for(head.root(), name)
        }
        if not headers.asks_for(head.root(), "symbol"):
            below = self.masthead(self._further(in_head))
            below[0][0].append(element("spacing", before=_ROOM))
            part.root.extend(below)
        else:
            part.root.extend(
                paragraph("ACMSymbol", directions.runs(line, self.language), self.language)
                for line in (*self._languages(in_head), *self._further(in_head))
            )
        return part

    def masthead(self, further: Sequence[str] | None = None) -> list[etree._Element]:
        """Return symbol and day; status and Hijri day below; then the *further* lines, all there are unless given."""
        draft, language = self.draft, self.language
        lines = self._further() if further is None else further
        if draft.distribution:
            return self._as_the_united_nations(lines)
        first = _at_both_edges(draft.symbol, day_in(language, draft.date), language, style="ACMReference")
        status = _at_both_edges(status_in(language, draft.status), hijri_in(language, draft.date), language)
        for line in (*self._languages(), *lines):
            status += directions.runs(f"\n{line}", language)
        return [paragraph("ACMSymbol", first, language), paragraph("ACMStatus", status, language)]

    def _as_the_united_nations(self, further: Sequence[str]) -> list[etree._Element]:
        """Return status and symbol; distribution, days and languages in a column under the symbol; *further* lines."""
        draft, language = self.draft, self.language
        days = (day_in(language, draft.date), hijri_in(language, draft.date))
        distribution, original = self._distribution(), self._original()
        column = [line for line in (distribution, *days, original) if line]
        symbol = _at_both_edges(status_in(language, draft.status), "", language)
        symbol += [run("\t", language), *directions.runs(draft.symbol, language, style="ACMReference")]
        below = "\n".join([f"\t{line}" for line in column] + list(further))
        lines = [
            paragraph("ACMSymbol", symbol, language),
            paragraph("ACMStatus", directions.runs(below, language), language),
        ]
        for line in lines:
            stop = element("tab", val="left", pos=str(self.width * _COLUMN // 100))
            line[0].insert(1, element("tabs", stop))  # after the style
        return lines

    def _distribution(self) -> str:
        """Return to whom the document goes, "" where that is not set."""
        kind = self.draft.distribution
        return words.say(self.language, f"distribution {kind}") if kind else ""

    def _original(self) -> str:
        """Return in which language the text is negotiated, where that is another or the document says so by setting."""
        original = self.draft.original or (self.draft.language if self.draft.distribution else "")
        if not original:
            return ""
        name = words.say(self.language, f"language {original}")
        return words.say(self.language, "original", name=name)

    def _languages(self, elsewhere: Collection[str] = ()) -> list[str]:
        """Return distribution and original, a line each, for a head without a column; not what stands *elsewhere*."""
        lines = {"distribution": self._distribution(), "original": self._original()}
        return [line for name, line in lines.items() if line and name not in elsewhere]

    def _further(self, elsewhere: Collection[str] = ()) -> list[str]:
        """
        Return what stands below the status, a line each, but what stands *elsewhere*.

        Until when it is not to be published; what an agenda is called; the agenda items; the corrigenda as which it
        reads; that not all is translated, or nothing; and what kind of document it is.
        """
        items = "" if "agenda" in elsewhere else agenda.named(self.language, self.draft.agenda)
        lacks = lacks_translation(self.draft)
        lines = (self._embargo(), self._stage(), items, self._incorporating(), lacks, self.note)
        return [line for line in lines if line]

    def _stage(self) -> str:
        """Return what an agenda is called at its stage, "" for a text that is none."""
        stage = self.draft.agenda_stage
        if stage is None:
            return ""
        return words.say(self.language, f"annotated {stage}" if self.draft.annotated else stage)

    def _embargo(self) -> str:
        """Return until when the text is not to be published, "" where nothing forbids it."""
        if self.draft.embargo is None:
            return ""
        day, clock, place = self.draft.embargo
        moment = words.say(self.language, "moment", day=day_in(self.language, day), clock=clock)
        return words.say(self.language, "embargo", moment=moment, place=place)

    def _incorporating(self) -> str:
        """Return as which corrigenda the text reads, "" for none: "incorporating Corr.1, Corr.2"."""
        names = self._corrigenda()
        comma = words.say(self.language, "comma")
        return words.say(self.language, "incorporating", names=comma.join(names)) if names else ""

    def _corrigenda(self) -> list[str]:
        return [symbol.rpartition("/")[2] for symbol in self.draft.incorporates]

    def _as_corrected(self) -> str:
        """Return the symbol with the corrigenda as which the text reads: "OIC/ACM-2026/FC, Corr.1"."""
        return words.say(self.language, "comma").join((self.draft.symbol, *self._corrigenda()))

    def running(self, head: Head | None) -> Part:
        """Return the head of all other pages: the institution's, and symbol and status on one line."""
        part = self._filled(head) if head else Part(element("hdr"))
        if head is None or not headers.asks_for(head.root(), "symbol"):
            runs = _at_both_edges(self._as_corrected(), self._called(), self.language)
            part.root.append(paragraph("ACMRunningHead", runs, self.language))
        return part

    def _called(self) -> str:
        """Return status, and of an agenda before it what that is called: "Provisional agenda, Revised draft"."""
        draft, language = self.draft, self.language
        status = status_in(language, draft.status)
        stage = self._stage()
        if not stage:
            return status
        return stage if draft.status == ADOPTED else words.say(language, "comma").join((stage, status))

    def first_foot(self, foot: Head | None, begins: FirstPage) -> Part:
        """Return the foot of a first page that is no mere masthead: on a title page place and day, and no number."""
        if begins is not FirstPage.TITLE_PAGE:
            return self.foot(foot)
        part = self.foot(foot, numbered=False)
        if where := self._place_and_day():
            line = paragraph("ACMLetterhead", directions.runs(where, self.language), self.language)
            line[0].append(element("spacing", after=_ROOM))
            part.root.insert(0, line)
        return part

    def _place_and_day(self) -> str:
        """Return where and when the meeting is held, as far as that is known."""
        day = day_in(self.language, self.draft.held_on)
        if self.draft.place and day:
            return words.say(self.language, "place and day", place=self.draft.place, day=day)
        return self.draft.place or day

    def foot(self, foot: Head | None, *, numbered: bool = True) -> Part:
        """Return the institution's foot, whose copy it is, and page x of y where that does not say the page."""
        part = self._filled(foot) if foot else Part(element("ftr"))
        if self.copy:
            line = words.say(self.language, "copy", name=self.copy.name, mark=self.copy.mark)
            part.root.append(paragraph("ACMPageNumber", directions.runs(line, self.language), self.language))
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
            "distribution": self._distribution(),
            "original": self._original(),
            "place": draft.place,
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
