"""
Offices that stand in the place of a person's name, as on the accounts of the demonstration, in the reader's language.

"Head of delegation, Egypt" is no name of anybody; a reader of Arabic is told the office in Arabic. A real
name is left as it is written.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.names import OF_GROUPS, OPERATOR, TITLES


def person_name(name: str) -> str:
    """Return a person's name; where an office stands in its place, that office in the reader's language."""
    if name == OPERATOR:
        return _("the system")
    if name in OF_GROUPS:
        return _(name)
    title, comma, place = name.partition(", ")
    if title not in TITLES:
        return name
    if not comma:
        return _(title)
    state = _by_english_name().get(place)
    return _("%(role)s, %(party)s", role=_(title), party=state[i18n.language()]) if state else name


@cache
def _rows() -> Sequence[Mapping[str, str]]:
    with files("acm_drafts").joinpath("data", "member_states.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _names(row: Mapping[str, str]) -> Mapping[str, str]:
    return {code: row[f"name_{code}"] for code in ("en", "fr", "ar")}


@cache
def member_states() -> Mapping[str, Mapping[str, str]]:
    """Return the names of each Member State by language, by its code of two letters."""
    return {row["iso2"]: _names(row) for row in _rows()}


@cache
def _by_code() -> Mapping[str, Mapping[str, str]]:
    return {row["iso3"]: _names(row) for row in _rows()}


def state_name(code: str) -> str:
    """Return the Member State with *code* ("EGY") in the reader's language; the code where it is none."""
    state = _by_code().get(code)
    return state[i18n.language()] if state else code


@cache
def _by_english_name() -> Mapping[str, Mapping[str, str]]:
    return {names["en"]: names for names in member_states().values()}
