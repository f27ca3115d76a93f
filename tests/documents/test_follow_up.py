"""The table of requests as a Word file."""

import io
import zipfile

import pytest

from acm_drafts.documents.write.follow_up import FollowUpText, PrintedRequest, render
from acm_drafts.negotiation.follow_up import FollowUpState, Urgency
from acm_drafts.text.language import Language

REQUEST = PrintedRequest(
    "OIC/CFM-51/2025/STI",
    "2",
    "to study a network",
    "the Standing Committee",
    "2027-06-30",
    FollowUpState.IN_PROGRESS,
    ["Outline, OIC/1"],
    "",
    "Second Committee",
    Language.EN,
    withdrawn=True,
    corrected=["OIC/FC/Corr.1"],
)


def document(text: FollowUpText) -> str:
    data = render(text)
    assert data == render(text)
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


@pytest.mark.parametrize("language", Language)
def test_each_request_has_a_row_in_its_group_in_every_language(language):
    body = document(FollowUpText(language, "2027-11-01", [(Urgency.OVERDUE, [REQUEST])]))

    for words in ("to study a network", "the Standing Committee", "OIC/CFM-51/2025/STI", "Second Committee"):
        assert words in body
    assert 'w:orient="landscape"' in body
    assert body.count("<w:tr>") == 2
    assert ("bidiVisual" in body) == (language is Language.AR)


def test_it_says_what_is_overdue_what_became_of_the_source_and_that_nothing_is_there():
    body = document(FollowUpText(Language.EN, "2027-11-01", [(Urgency.OVERDUE, [REQUEST])], narrowed=True))
    for words in ("Overdue (1)", "in progress", "30 June 2027", "source withdrawn", "none announced"):
        assert words in body
    later = document(FollowUpText(Language.EN, "2027-11-01", [(Urgency.LATER, [REQUEST])]))
    assert "Overdue" not in later
    assert "There is no such request." in document(FollowUpText(Language.EN, "2027-11-01", []))
