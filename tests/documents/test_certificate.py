"""The certificate of a silence procedure as a Word file, in three languages."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from acm_drafts.documents.reader import read
from acm_drafts.documents.write import certificate
from acm_drafts.documents.write.certificate import (
    CertificateText,
    CertifiedBreak,
    CertifiedMember,
    CertifiedWords,
)
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.terms import SilenceChangeKind, SilenceOutcome
from acm_drafts.text.language import Language


def face(language: str) -> DraftText:
    return DraftText("Final Communiqué", "OIC/FC/Rev.1", "revised-draft", language, "2026-11-09", ())


def made(language: str = "en", **facts: object) -> CertificateText:
    given: dict[str, object] = {
        "face": face(language),
        "body": BodyTitle("", "ambassadorial", "new-york"),
        "number": 2,
        "began": ("2026-11-09", "18:00"),
        "ended": ("2026-11-10", "10:00"),
        "recorded": ("2026-11-10", "10:01"),
        "zone": "New York",
        "digest": "ab" * 32,
        "changes": [
            (
                SilenceChangeKind.EXTENDED,
                ("2026-11-09", "20:00"),
                ("2026-11-10", "18:00"),
                "Two delegations asked for it.",
            )
        ],
        "words": [
            CertifiedWords("4", "The Meeting welcomed the report.", SilenceOutcome.AGREED),
            CertifiedWords(
                "5",
                "The Meeting thanked Egypt.",
                SilenceOutcome.BROKEN,
                [CertifiedBreak("", ("2026-11-09", "23:59"), "No instructions.")],
            ),
        ],
        "members": [CertifiedMember("Egypt", 2, 1), CertifiedMember("Jordan", 0, 0)],
        "spoken": Language.EN,
    }
    return CertificateText(**(given | facts))


def paragraphs(text: CertificateText) -> list[str]:
    return [paragraph.final or "" for paragraph in read(certificate.render(text)).paragraphs]


def test_its_head_bears_the_day_on_which_the_silence_ended_and_not_that_of_the_draft():
    with ZipFile(BytesIO(certificate.render(made()))) as package:
        names = (name for name in package.namelist() if "header" in name or "masthead" in name)
        head = "".join(package.read(name).decode() for name in names)
    assert "10 November 2026" in head and "9 November" not in head


def test_it_tells_when_for_whom_on_what_and_with_which_outcome():
    words = paragraphs(made())
    for expected in (
        "Put under silence: 9 November 2026, 18:00.",
        "Extended on 9 November 2026, 20:00, until 10 November 2026, 18:00.",
        "Two delegations asked for it.",
        "Ended: 10 November 2026, 10:00.",
        "Agreed: nobody broke the silence",
        "The Meeting welcomed the report.",
        "Silence broken",
        "A delegation: 9 November 2026, 23:59",
        "Egypt: 2 told, 1 opened it",
        "Nobody of these delegations was told, for none had anybody in office at this meeting who could be told: "
        "Jordan.",
    ):
        assert expected in words
    assert any("ab" * 32 in word for word in words)
    assert "Left open: something waits for a decision there" not in words


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_each_language_says_it_in_its_own_words(language: str):
    assert not set(paragraphs(made(language))) & {"Silence broken", "Who was told"}


def test_the_same_certificate_gives_the_same_bytes():
    assert certificate.render(made()) == certificate.render(made())


def test_where_readers_are_not_told_the_members_stand_alone_and_it_is_said():
    words = paragraphs(made(readers_told=False))
    assert "Egypt, Jordan" in words
    assert any("told to the Mission, the chair of the Group" in word for word in words)
    assert not any("opened it" in word and "Egypt" in word for word in words)
    assert not any("Nobody of these delegations" in word for word in words)


def test_in_french_what_nobody_broke_is_convenu_as_on_pages():
    words = paragraphs(made("fr"))
    assert "Convenu : personne n’a rompu le silence" in words
    assert not any("(s)" in word for word in words)
