"""Who is asked is one, in whatever language and with whatever article."""

from acm_drafts.negotiation.addressees import KNOWN, addressee_of


def test_those_who_are_asked_most_are_one_in_each_language():
    assert {addressee_of(name) for name in ("Member States", "les États membres", "الدُّوَل الأعضاء")} == {
        "Member States"
    }
    assert addressee_of("le Secrétariat général") == addressee_of("the General Secretariat") != ""
    assert all(addressee_of(name) == key for key, names in KNOWN.items() for name in names)


def test_whoever_is_not_known_is_who_the_words_say_without_an_article():
    assert addressee_of("all Member States") == "All Member States"
    assert (
        addressee_of("the Islamic Organization for Food Security") == "Islamic Organization for Food Security"
    )
    assert addressee_of("l’Organisation islamique") == addressee_of("L'Organisation islamique")
    assert (addressee_of("the"), addressee_of("")) == ("The", "")
