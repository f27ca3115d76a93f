"""The 57 Member States as shipped: who they are, what they are called, where they sit."""

import csv
import re
from collections import Counter

from babel import Locale

from tests.house.tree import ROOT

with (ROOT / "acm_drafts/data/member_states.csv").open(encoding="utf-8", newline="") as file:
    STATES = list(csv.DictReader(file))

# The members of the League of Arab States, all of which are members of the Organisation.
LEAGUE = set("DZ BH KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE".split())


def test_there_are_57_states_each_named_once_in_every_column():
    assert len(STATES) == 57
    for column in ("iso2", "iso3", "name_en", "name_fr", "name_ar"):
        assert len({state[column] for state in STATES}) == 57, column


def test_every_code_is_one_that_the_unicode_data_knows():
    territories = Locale("en").territories

    assert [state["iso2"] for state in STATES if state["iso2"] not in territories] == []
    assert [s["iso3"] for s in STATES if not re.fullmatch(r"[A-Z]{3}", s["iso3"])] == []


def test_the_three_groups_have_22_18_and_17_members():
    assert Counter(state["group"] for state in STATES) == {"Arab": 22, "Asian": 18, "African": 17}


def test_the_arab_group_is_the_league_of_arab_states():
    assert {state["iso2"] for state in STATES if state["group"] == "Arab"} == LEAGUE


def test_every_name_is_written_in_the_letters_of_its_language_and_nothing_else():
    letters = {"name_en": r"[A-Za-zôü'() -]+", "name_fr": r"[A-Za-zÀ-ÿ'() -]+", "name_ar": r"[ء-ْ() -]+"}
    for column, allowed in letters.items():
        strange = [s[column] for s in STATES if not re.fullmatch(allowed, s[column])]
        assert strange == [], column
        assert [s[column] for s in STATES if s[column] != s[column].strip()] == []


def test_the_states_stand_in_the_order_of_their_english_names():
    def place(name: str) -> str:
        return name.replace("ô", "o").replace("ü", "u")

    assert [state["name_en"] for state in STATES] == sorted((s["name_en"] for s in STATES), key=place)
