"""The cities by which time zones are known, in each language of documents."""

import pytest

from acm_drafts.documents.write.cities import adopted_at, city_of
from acm_drafts.text.language import Language


def test_a_zone_is_called_by_its_city_in_the_language_of_the_document():
    assert [city_of("America/New_York", language) for language in Language] == [
        "New York",
        "New York",
        "نيويورك",
    ]
    assert city_of("Africa/Cairo", Language.FR) == "Le Caire"


def test_any_other_zone_is_called_by_its_own_name():
    assert city_of("America/Port_of_Spain", Language.AR) == "Port of Spain"


@pytest.mark.parametrize(
    ("place", "meeting", "cited"),
    [
        ("New York", "New York", "نيويورك"),
        ("Conference Room 3", "New York", "Conference Room 3، نيويورك"),
        ("United Nations Headquarters, New York", "New York", "United Nations Headquarters, New York"),
        ("قاعة المؤتمرات 3، نيويورك", "New York", "قاعة المؤتمرات 3، نيويورك"),
        ("Jeddah", "New York", "Jeddah"),
        ("Riyadh", "New York", "الرياض"),
        ("Conference Room 3", "", "Conference Room 3"),
        ("", "New York", ""),
    ],
)
def test_a_text_was_adopted_in_a_city_and_a_room_is_cited_with_it(place: str, meeting: str, cited: str):
    assert adopted_at(place, meeting, Language.AR) == cited


def test_the_place_of_the_meeting_is_called_as_the_mission_said():
    assert adopted_at("New York", "New York", Language.EN, called="New York (Headquarters)") == (
        "New York (Headquarters)"
    )
    assert adopted_at("Room 3", "New York", Language.EN) == "Room 3, New York"
