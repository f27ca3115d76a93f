"""Addresses, names and passwords in the one form that is kept."""

import pytest

from acm_drafts.negotiation.errors import UnreadableText, WrongAddress, WrongName
from acm_drafts.negotiation.passwords import GuessablePassword, WeakPassword
from acm_drafts.services import credentials


@pytest.mark.parametrize(
    "typed", ["Hana@Example.org", " hana@example.org\n", "ＨＡＮＡ@example.org", "hana@EXAMPLE.ORG"]
)
def test_every_spelling_of_an_address_is_kept_alike(typed):
    assert credentials.address_of(typed) == "hana@example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hana",
        "hana@",
        "@example.org",
        "a@b@example.org",
        "hana@example",
        "ha na@example.org",
        "h\0@example.org",
        "ha\u200bna@example.org",
        "hana@example\u202e.org",
        "h@" + "x" * 250 + ".org",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(WrongAddress):
        credentials.address_of(typed)


@pytest.mark.parametrize("name", ["أمل عبد الله", "Élodie d’Arc", "Amal  bint\tAli", "علی‌رضا"])
def test_names_of_every_script_are_kept_with_single_blanks(name):
    assert credentials.name_of_person(name) == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "  ", "42", "Amal\u202e", "A\0", "x" * 201])
def test_an_unreadable_name_is_refused(name):
    with pytest.raises(WrongName):
        credentials.name_of_person(name)


@pytest.mark.parametrize("length", [12, 128])
def test_passwords_of_twelve_to_128_characters_are_taken(length):
    assert credentials.checked("four ordinary words together ".ljust(128, "x")[:length])


@pytest.mark.parametrize("length", [0, 11, 129, 100_000])
def test_shorter_and_longer_passwords_are_refused(length):
    with pytest.raises(WeakPassword):
        credentials.checked("x" * length)


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "123456789012", "qwertyuiop12", "a" * 128, "Hana Hassan Hana", "HANA@EXAMPLE.ORG"],
)
def test_a_password_that_is_common_a_run_of_keys_or_ones_own_name_is_refused(password: str):
    with pytest.raises(GuessablePassword):
        credentials.checked(password, of=("hana@example.org", "Hana Hassan"))


@pytest.mark.parametrize(
    "password", ["quatre mots ordinaires", "أربع كلمات عادية", "Hana walks to the harbour"]
)
def test_a_few_words_of_any_language_are_a_good_password(password: str):
    assert credentials.checked(password, of=("hana@example.org", "Hana Hassan"))


@pytest.mark.parametrize("character", ["\0", "\n", "\x7f", "\ud800"])
def test_a_control_character_in_a_password_is_refused(character):
    with pytest.raises(UnreadableText):
        credentials.checked(f"four ordinary{character} words")


def test_a_password_matches_whatever_keyboard_it_comes_from():
    kept = credentials.hash_of("cafés à quatre heures")

    assert credentials.matches(kept, "cafe\u0301s a\u0300 quatre heures")
    assert not credentials.matches(kept, "cafes a quatre heures")


def test_blanks_around_a_password_belong_to_it():
    assert not credentials.matches(credentials.hash_of(" four ordinary words "), "four ordinary words")


def test_nobodys_password_matches_nothing():
    assert not credentials.matches(
        None, "compared with where the address is unknown, so that the answer takes as long"
    )
    assert not credentials.matches("no hash at all", "four ordinary words")


def test_the_hash_has_the_costs_that_were_chosen():
    kept = credentials.hash_of("four ordinary words")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not credentials.is_outdated(kept)
    assert credentials.is_outdated(kept.replace("t=2", "t=3"))
