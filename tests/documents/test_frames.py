"""What our documents print at the heads and feet of their pages, and what somebody typed there."""

from dataclasses import replace
from typing import Any

import pytest

from acm_drafts.documents.read import incoming
from acm_drafts.documents.template.templates import own, read
from acm_drafts.documents.write import docx
from acm_drafts.documents.write.frames import typed_in
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.text.language import Language
from tests.documents.institution import HEADS, emblem, make_template, words
from tests.documents.making import make_draft, make_line


def frame_of(draft: DraftText, **facts: Any) -> tuple[tuple[str, str], ...]:
    data = docx.render(draft, **facts)
    return incoming.read("a.docx", data, language=Language(draft.language), title=draft.title).frame


def draft(language: str = "en") -> DraftText:
    return make_draft(make_line("One.", label="1."), make_line("Two.", label="2."), language=language)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("first_page", list(FirstPage))
def test_what_a_document_prints_by_itself_is_not_typed(language: str, first_page: FirstPage):
    text = draft(language)
    frame = frame_of(text, template=replace(own(), first_page=first_page))

    assert frame
    assert typed_in(frame, text) == ()
    assert typed_in(frame, replace(text, status="revised-draft")) == ()


def test_the_head_of_an_institution_is_not_typed_either():
    template = read(make_template(heads={**HEADS, "others": emblem() + words("{symbol}")}))[0]
    frame = frame_of(draft(), template=template)

    assert typed_in(frame, draft(), template) == ()


def test_words_typed_into_a_header_or_footer_are_reported_once_with_their_place():
    frame = (
        *frame_of(draft()),
        ("header", "OIC/ACM-2026/FC\tPosition of Egypt"),
        ("footer", "Position  of Egypt"),
    )

    assert typed_in(frame, draft()) == (("header", "Position of Egypt"),)


def test_page_numbers_and_the_symbol_of_an_earlier_draft_are_not_typed():
    frame = (("footer", "Page 12 of 37"), ("header", "Changes since OIC/ACM-2026/FC/Rev.1"))

    assert typed_in(frame, draft()) == ()
