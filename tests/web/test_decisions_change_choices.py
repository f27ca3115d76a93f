"""The changes of a proposal on the form of a decision: numbered, and each says with which others it goes."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Disposition, Paragraph
from tests.factories import make_mission_drafter, post, sign_in
from tests.tables import Table, make_table
from tests.web.readers import key_of, words_of

BASE = (
    "The Meeting strongly condemned the attacks, within its means, urged all parties to act without delay "
    "and requested the Council to report on this to the next session."
)
PROPOSED = (
    "The Meeting condemned the attacks, urged [all parties to act without delay] "
    "and requested the Council to report on this, within its means, to the next session."
)


@pytest.fixture
def table(session: object) -> Table:
    return make_table(BASE)


@pytest.fixture
def desk(client: FlaskClient, table: Table) -> FlaskClient:
    return sign_in(client, make_mission_drafter())


@pytest.fixture
def egypt(table: Table) -> Amendment:
    """A proposal of five changes: the third and the fourth are a pair of brackets, the second moves to the fifth."""
    return table.propose("EGY", AmendmentKind.REPLACE, "1.", text=PROPOSED)


def here(table: Table) -> Paragraph:
    db.session.rollback()
    return db.session.get_one(Paragraph, table.line("1.").line.paragraph)


def page_of(desk: FlaskClient, table: Table) -> str:
    return desk.get(f"/c/{table.code}/p/{here(table).code}").text


def decided(desk: FlaskClient, table: Table, made: Amendment, *numbers: int, **facts: object):
    """Send the form with the changes of *numbers*, as the page counts them, ticked."""
    keys = [f"{key_of(made)}.{number - 1}" for number in numbers]
    form = {"seen": here(table).counter, "read": BASE, "on": key_of(made), "kind": "part", "change": keys}
    return post(
        desk, f"/c/{table.code}/p/{here(table).code}/decide", {**form, "sitting": table.sitting(), **facts}
    )


def outcomes() -> list[Disposition]:
    db.session.rollback()
    return list(db.session.scalars(select(Disposition)))


def told(page: str) -> list[tuple[str, ...]]:
    """Return of each change its number and what stands beside its tick."""
    ticks = re.findall(r'<label class="choice tick">.*?</label>', page, re.S)
    return [
        (
            *re.findall(r"Change </span>(\d+)</span>", one),
            *re.findall(r'<span class="note">([^<]*)</span>', one),
        )
        for one in ticks
    ]


def test_each_change_has_a_number_and_names_those_with_which_it_goes(desk, table, egypt):
    assert told(page_of(desk, table)) == [
        ("1",),
        ("2", "its words move to change 5: without it they are lost"),
        ("3", "goes with change 4: the other half of the brackets"),
        ("4", "goes with change 3: the other half of the brackets"),
        ("5", "its words come from change 2: without it they stand twice"),
    ]


def test_each_change_lists_the_changes_it_needs_and_those_it_brings_along(desk, table, egypt):
    key, page = key_of(egypt), page_of(desk, table)

    def tied(kind: str) -> list[tuple[str, str]]:
        return re.findall(rf'value="([\w.-]+)" data-{kind}="([^"]*)"', page)

    assert tied("needs") == [(f"{key}.2", f"{key}.3"), (f"{key}.3", f"{key}.2")]
    assert tied("brings") == [(f"{key}.1", f"{key}.4"), (f"{key}.4", f"{key}.1")]


def test_changes_that_do_not_go_together_say_nothing_of_it(desk, table):
    text = BASE.replace("strongly", "firmly").replace("report", "speak")
    table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)

    page = page_of(desk, table)

    assert told(page) == [("1",), ("2",)]
    assert "data-ties" not in page


def test_what_divides_brackets_needs_them_and_they_do_not_need_it(client, session):
    table = make_table("The Meeting met early and left late and slept well that night.")
    desk = sign_in(client, make_mission_drafter())
    text = "The Meeting [met early and] [left late and slept] well that night."
    table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)

    assert told(page_of(desk, table)) == [
        ("1", "goes with change 3: the other half of the brackets"),
        ("2", "needs changes 1 and 3: without them half of a pair stands alone"),
        ("3", "goes with change 1: the other half of the brackets"),
    ]


def test_half_a_pair_is_refused_with_every_tick_kept_and_its_other_half_named(desk, table, egypt):
    answer = decided(desk, table, egypt, 1, 3, reason="Only the first.")

    assert answer.status_code == 422
    assert outcomes() == []
    assert "bracket without its partner" in answer.text
    assert "Only half is ticked: Change 3 goes with change 4: the other half of the brackets" in words_of(
        answer.text
    )
    kept = re.findall(r'name="change" value="[\w-]+\.(\d)"[^>]*? checked', answer.text)
    assert kept == ["0", "2"]
    assert "Only the first." in answer.text


def test_words_that_move_may_be_taken_by_half_and_the_result_says_so(desk, table, egypt):
    seen = decided(desk, table, egypt, 2, preview="1")
    assert "Change 2 its words move to change 5: without it they are lost" in words_of(seen.text)
    assert outcomes() == []

    assert decided(desk, table, egypt, 2).status_code == 303

    [made] = outcomes()
    assert made.chosen == [1]
    assert "within its means" not in made.text


def test_a_choice_of_whole_pairs_is_complete(desk, table, egypt):
    seen = decided(desk, table, egypt, 2, 3, 4, 5, preview="1")

    assert "The paragraph would read" in seen.text
    assert "Ticked by halves" not in seen.text
