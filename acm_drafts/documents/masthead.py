"""
The face of a document in its own language: masthead, running head, page x of y.

A document speaks its own language, whoever exports it, so these few words stand here and not
in the catalogues. Symbol, status and date live in the page headers: the body holds the title
and the lines of the draft, and nothing else.
"""

from lxml import etree

from acm_drafts.documents.dates import day_in, hijri_in
from acm_drafts.documents.wordxml import element, field, paragraph, run
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

_PAGE = {Language.EN: ("Page ", " of "), Language.FR: ("Page ", " sur "), Language.AR: ("صفحة ", " من ")}


def status_in(language: Language, status: str) -> str:
    """Return a declared status in *language*; a status of the Mission's own wording stays as it is."""
    return _STATUS[language].get(status, status)


def masthead(draft: DraftText, language: Language, note: str = "") -> etree._Element:
    """Return the header of the first page: symbol and day; status and Hijri day below; a *note* under that."""
    first = _apart(draft.symbol, day_in(language, draft.date), language, style="ACMReference")
    status = _apart(status_in(language, draft.status), hijri_in(language, draft.date), language)
    if note:
        status.append(run(f"\n{note}", language))
    return element("hdr", paragraph("ACMSymbol", first, language), paragraph("ACMStatus", status, language))


def running_head(draft: DraftText, language: Language) -> etree._Element:
    """Return the header of all other pages: symbol and status on one line."""
    runs = _apart(draft.symbol, status_in(language, draft.status), language)
    return element("hdr", paragraph("Header", runs, language))


def footer(language: Language) -> etree._Element:
    """Return the footer of every page: page x of y, counted by Word."""
    page, of = _PAGE[language]
    runs = [
        run(page, language),
        *field("PAGE", "1", language),
        run(of, language),
        *field("NUMPAGES", "1", language),
    ]
    return element("ftr", paragraph("Footer", runs, language))


def _apart(first: str, last: str, language: Language, *, style: str = "") -> list[etree._Element]:
    """Two texts at the two edges, the first in the character *style*. A Latin one stays so in an Arabic line."""
    texts = [(first, style), *([("\t", ""), (last, "")] if last else [])]
    return [run(text, Language.EN if text.isascii() else language, style=own) for text, own in texts if text]
