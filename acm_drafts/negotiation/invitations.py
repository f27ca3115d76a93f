"""
A list of people to invite, as somebody typed or exported it: read into rows, none judged yet.

Columns are those that the first line names ("email, role, delegation, until", in any order), else these in this order;
they are parted by commas, semicolons, tabs or, where there are none of these, blanks.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.terms import Role

COLUMNS = ("email", "role", "delegation", "until")
_CALLED = {"e-mail": "email", "mail": "email", "address": "email", "office": "role", "code": "delegation"}
"""What the first line of a list may call its columns besides."""
MOST_ROWS = 500

SHORTER = {"mission": Role.MISSION, "admin": Role.ADMINISTRATOR, "reader": Role.OBSERVER}
"""What people type for a role besides its own name."""


class ListRefused(Refusal):
    """Nobody of a list is invited; *lines* are the refusals by the number of the line."""

    sentence = N_("Some lines of the list cannot be used, so nobody was invited.")
    next_step = N_("Correct the lines that are named, and send the whole list again.")

    def __init__(self, lines: Mapping[int, Refusal] | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.lines = lines or {}


class UnknownRole(Refusal):
    sentence = N_("There is no role “%(role)s”.")
    next_step = N_("Write head, alternate, drafter, observer, chair, mission-drafter or administrator.")


class WrongDay(Refusal):
    sentence = N_("“%(day)s” is not a day.")
    next_step = N_("Write it like 2026-12-31.")


class NamedTwice(Refusal):
    sentence = N_("Line %(line)s names the same person for the same office.")
    next_step = N_("Leave one of the two out.")


class ListEmpty(Refusal):
    sentence = N_("The list names nobody.")
    next_step = N_("Write a line for each person: address, role, delegation.")


class ListTooLong(Refusal):
    sentence = N_("A list may have at most %(most)s lines.")
    next_step = N_("Send it in parts.")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, with its number in it (the first is 1), and what stands in its columns."""

    number: int
    email: str
    role: str = ""
    delegation: str = ""
    until: str = ""


def read_rows(text: str) -> list[Row]:
    """Return the rows of a list; empty lines are none. Raises ListEmpty, ListTooLong."""
    lines = [
        (number, line)
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)
        if line.strip(" \t,;")
    ]
    columns: Sequence[str] = COLUMNS
    if lines and (named := _named_columns(_cells(lines[0][1]))):
        columns, lines = named, lines[1:]
    if not lines:
        raise ListEmpty()
    if len(lines) > MOST_ROWS:
        raise ListTooLong(most=MOST_ROWS)
    return [_row(number, _cells(line), columns) for number, line in lines]


def _row(number: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    values = {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
    return Row(number, **{"email": "", **values})


def _cells(line: str) -> list[str]:
    parted = next((mark for mark in "\t;," if mark in line), None)
    cells: Iterator[str] = iter(line.split())
    if parted:
        cells = (cell for row in csv.reader([line], delimiter=parted) for cell in row)
    return [cell.strip() for cell in cells]


def _named_columns(cells: Sequence[str]) -> list[str] | None:
    """Return the columns that a first line names, None where it is a row already."""
    names = [_CALLED.get(cell.casefold(), cell.casefold()) for cell in cells]
    return names if "email" in names else None


def find_role(typed: str) -> Role | None:
    """Return the role that somebody typed, in any case, with blanks or underscores for hyphens; None for no role."""
    name = re.sub(r"[\s_]+", "-", typed.strip().casefold())
    if name in SHORTER:
        return SHORTER[name]
    return next((role for role in Role if role.value == name), None)


def role_named(typed: str) -> Role:
    """Return the same. Raises UnknownRole."""
    role = find_role(typed)
    if role is None:
        raise UnknownRole(role=typed.strip()[:40])
    return role


def day_named(typed: str) -> date | None:
    """Return the day that somebody typed, None for none. Raises WrongDay."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise WrongDay(day=typed.strip()[:40]) from None
