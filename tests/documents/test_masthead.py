"""The face of a document, in its own language."""

from acm_drafts.documents.docx import render
from acm_drafts.documents.masthead import status_in
from acm_drafts.documents.wordxml import W
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.text.language import Language
from tests.documents.making import make_draft, part


def test_symbol_status_and_date_stand_in_the_masthead_and_not_in_the_body():
    document = render(make_draft(symbol="OIC/ACM-2026/FC/Rev.1", status="revised-draft", date="2026-11-24"))

    face = "".join(part(document, "word/masthead.xml").itertext())
    assert face == "OIC/ACM-2026/FC/Rev.124 November 2026Revised draft14 Jumada al-Akhirah 1448\u00a0H"
    assert "".join(part(document, "word/header.xml").itertext()) == "OIC/ACM-2026/FC/Rev.1Revised draft"
    assert "Rev.1" not in "".join(part(document, "word/document.xml").itertext())


def test_the_footer_says_page_x_of_y_in_balanced_fields():
    footer = part(render(make_draft()), "word/footer.xml")

    assert "".join(footer.itertext()) == "Page  PAGE 1 of  NUMPAGES 1"
    kinds = [field.get(f"{{{W}}}fldCharType") for field in footer.iter(f"{{{W}}}fldChar")]
    assert kinds == ["begin", "separate", "end"] * 2


def test_every_status_has_a_word_in_every_language_and_another_status_stays_as_it_is():
    for language in Language:
        words = {status_in(language, status) for status in DraftStatus}
        assert len(words) == len(DraftStatus)
        assert not words & {status.value for status in DraftStatus}
    assert status_in(Language.FR, "Texte du groupe") == "Texte du groupe"
