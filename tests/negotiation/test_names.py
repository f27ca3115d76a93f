"""Names of people: no office, no State that is not theirs, and nobody else's, however it is typed."""

import pytest

from acm_drafts.negotiation.names import NameReserved, NameTaken, folded_name, require_own_name

PARTIES = ("Egypt", "Égypte", "مصر", "EGY", "EG", "Mali", "MLI", "ML")


def check(name: str, *, own: tuple[str, ...] = (), others: tuple[str, ...] = ("Amina Diallo",)) -> None:
    require_own_name(name, of_parties=PARTIES, own=own, others=others)


@pytest.mark.parametrize(
    "name",
    [
        "operator",
        "OPERATOR",
        "op\u00aderator",
        "ｏｐｅｒａｔｏｒ",
        "The System",
        "Mission drafter",
        "mission-drafter",
        "Head of delegation",
        "head of delegation, Egypt",
        "Head of delegation, of nobody",
        "Speaker of the Arab Group",
        "Egypt",
        "egypte",
        "egy",
        "مصر",
        "م\u200dصر",
    ],
)
def test_an_office_the_system_and_a_state_are_no_names_of_people(name: str):
    with pytest.raises(NameReserved):
        check(name)


@pytest.mark.parametrize(
    "name", ["Amina Diallo", "AMINA  DIALLO", "Amína Diallo", "Amina\u200b Dia\ufe0fllo"]
)
def test_nobody_has_the_name_of_another_account(name: str):
    with pytest.raises(NameTaken):
        check(name)


def test_a_name_is_anybodys_that_is_none_of_these():
    for name in ("Jordan Smith", "Amina Diallo-Ba", "Mali Traoré", "Operators Union"):
        check(name)
    check("Mali", own=("Mali", "MLI", "ML"))
    assert folded_name("Chad") != folded_name("Chada")
