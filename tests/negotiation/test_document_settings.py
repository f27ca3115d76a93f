"""What the documents of a communiqué say beside its text: tidied, refused, and listed for the journal."""

from datetime import date

import pytest

from acm_drafts.negotiation.document_settings import Distribution, DocumentSettings, tidied, title_in
from acm_drafts.negotiation.errors import WrongShape
from acm_drafts.text.language import Language

EN, FR, AR = Language.EN, Language.FR, Language.AR


def test_empty_values_and_superfluous_space_are_left_out():
    settings = DocumentSettings({FR: "  Communiqué   final ", AR: " "}, {EN: "New York", FR: ""})

    assert tidied(settings, EN) == DocumentSettings({FR: "Communiqué final"}, {EN: "New York"})


@pytest.mark.parametrize(
    "settings",
    [
        DocumentSettings({FR: "a" * 501}),
        DocumentSettings(places={FR: "a" * 201}),
        DocumentSettings({FR: "Final\u202e"}),
        DocumentSettings({EN: "Another title"}),
    ],
)
def test_what_cannot_be_kept_is_refused_and_so_is_a_second_title_in_the_language_of_the_text(settings):
    with pytest.raises(WrongShape):
        tidied(settings, EN)


def test_a_document_bears_the_title_in_its_language_else_that_of_the_text():
    settings = DocumentSettings({FR: "Communiqué final"})

    assert title_in(settings, FR, "Final Communiqué") == "Communiqué final"
    assert title_in(settings, AR, "Final Communiqué") == "Final Communiqué"


def test_all_that_is_set_is_listed_and_nothing_of_what_is_not():
    everything = DocumentSettings(
        {FR: "Communiqué final"},
        {EN: "New York", FR: "New York"},
        date(2026, 9, 24),
        Distribution.LIMITED,
        True,
    )

    assert everything.listed() == (
        "English: New York\nFrançais: Communiqué final / New York\n2026-09-24\nDistr.: limited\nItal."
    )
    assert DocumentSettings().listed() == ""
