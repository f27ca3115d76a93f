"""A list of people to invite, read as people type and export it."""

from datetime import date

import pytest

from acm_drafts.negotiation.invitations import (
    MOST_ROWS,
    ListEmpty,
    ListTooLong,
    Row,
    UnknownRole,
    WrongDay,
    day_named,
    read_rows,
    role_named,
)
from acm_drafts.negotiation.terms import Role

EGYPT = Row(1, "head@example.org", "head", "EGY", "2026-12-31")


@pytest.mark.parametrize(
    "line",
    [
        "head@example.org,head,EGY,2026-12-31",
        " head@example.org ; head ; EGY ; 2026-12-31 ",
        "head@example.org\thead\tEGY\t2026-12-31",
        "head@example.org head EGY 2026-12-31",
        '"head@example.org","head","EGY","2026-12-31"',
        "\ufeffhead@example.org,head,EGY,2026-12-31",
        "head@example.org,head,EGY,2026-12-31,a note",
    ],
)
def test_columns_are_parted_as_people_part_them(line: str):
    assert read_rows(line) == [EGYPT]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_keep_their_numbers_beside_empty_ones(ends: str):
    text = ends.join(["", "a@example.org,head,EGY", " ", "b@example.org,chair", ",,,"])

    assert read_rows(text) == [Row(2, "a@example.org", "head", "EGY"), Row(4, "b@example.org", "chair")]


def test_the_first_line_may_name_the_columns_in_any_order():
    text = "Delegation;Name;E-mail;Role\nEGY;Amal;head@example.org;head"

    assert read_rows(text) == [Row(2, "head@example.org", "head", "EGY")]


def test_a_line_with_an_address_alone_lacks_its_role():
    assert read_rows("head@example.org") == [Row(1, "head@example.org")]


def test_an_empty_list_and_one_that_is_too_long_are_refused():
    for text in ("", " \n\t\n", "email,role,delegation"):
        with pytest.raises(ListEmpty):
            read_rows(text)
    with pytest.raises(ListTooLong):
        read_rows("a@example.org,chair\n" * (MOST_ROWS + 1))


def test_a_role_is_known_in_any_case_and_by_shorter_words():
    for typed in ("mission-drafter", "Mission drafter", "MISSION_DRAFTER", "mission"):
        assert role_named(typed) is Role.MISSION
    for typed in ("", "owner", "heads"):
        with pytest.raises(UnknownRole):
            role_named(typed)


def test_a_day_is_written_in_one_way():
    assert day_named(" 2026-12-31 ") == date(2026, 12, 31)
    assert day_named(" ") is None
    for typed in ("31.12.2026", "2026-02-30", "soon"):
        with pytest.raises(WrongDay):
            day_named(typed)
