"""The cities by which time zones are known, in each language of documents."""

from acm_drafts.documents.write.cities import city_of
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
