"""From whom a file is: guessed from its name in three languages, and never where it is not clear."""

import pytest

from acm_drafts.services.sender_guess import guess
from acm_drafts.store.database import db
from acm_drafts.store.people import find_parties

pytestmark = pytest.mark.usefixtures("session")


def guessed(name: str, *hands: str) -> tuple[str, str] | None:
    parties = find_parties(db.session())
    found = guess(name, hands, parties)
    return found and (next(one.code for one in parties if one.id == found.party), found.by)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("EGY comments.docx", "EGY"),
        ("Rev.1_EGY_2026-11-24.docx", "EGY"),
        ("FC draft - Egypt (final).docx", "EGY"),
        ("egypt.txt", "EGY"),
        ("Égypte observations.docx", "EGY"),
        ("ملاحظات مصر.docx", "EGY"),
        ("مقترحات المغرب.docx", "MAR"),
        ("تعديلات السعودية.docx", "SAU"),
        ("Saudi Arabia.docx", "SAU"),
        ("KSA v2.docx", "SAU"),
        ("UAE.docx", "ARE"),
        ("Emirats arabes unis.docx", "ARE"),
        ("Iran.docx", "IRN"),
        ("Iran (Islamic Republic of).docx", "IRN"),
        ("Guinea-Bissau.docx", "GNB"),
        ("Guinée.docx", "GIN"),
        ("Niger.docx", "NER"),
        ("Nigeria.docx", "NGA"),
        ("Côte d’Ivoire.docx", "CIV"),
        ("Turkiye.docx", "TUR"),
        ("Palestine.docx", "PSE"),
        ("Arab Group.docx", "ARAB"),
        ("Groupe africain.docx", "AFR"),
    ],
)
def test_the_name_of_a_file_tells_its_delegation(name: str, code: str):
    assert guessed(name) == (code, "name")


@pytest.mark.parametrize(
    "name",
    [
        "comments.docx",
        "final FINAL v3.docx",
        "12 mar 2026.docx",
        "here are our comments.docx",
        "Islamic cooperation.docx",
        "Egypt and Jordan.docx",
        "EGY JOR joint.docx",
        "Somaliland.docx",
        "romania.docx",
        "OICM.docx",
        "",
    ],
)
def test_where_none_is_named_or_several_nobody_is_guessed(name: str):
    assert guessed(name) is None


def test_where_its_name_tells_nothing_its_authors_may():
    assert guessed("final.docx", "Mission of Malaysia", "Malaysia") == ("MYS", "hands")
    assert guessed("final.docx", "Malaysia", "Egypt") is None
    assert guessed("final.docx", "Author", "مصر") == ("EGY", "hands")
    assert guessed("JOR.docx", "Egypt") == ("JOR", "name")
    assert guessed("Egypt and Jordan.docx", "Egypt") is None
