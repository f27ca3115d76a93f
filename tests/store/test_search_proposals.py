"""A proposal is found by its name for those who may call it so, before what speaks of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.library import read_search
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.records import Amendment
from acm_drafts.store.search import Window
from acm_drafts.store.search_proposals import find_proposals
from tests.factories import mission
from tests.searches import ALL, names_told, readable, readers_of, searched_table
from tests.tables import Table, make_table


@pytest.fixture
def table(session: object) -> Table:
    return searched_table()


@pytest.fixture
def readers(table: Table) -> dict[str, Actor]:
    return readers_of(table)


def test_a_proposal_is_found_by_the_name_by_which_its_page_calls_it_to_the_same_reader(
    table: Table, readers: dict[str, Actor], session: Session
):
    codes = set(session.scalars(select(Amendment.code)))
    labels = set(names_told(session, table, mission()).values())
    hidden = labels - set(names_told(session, table, readers["observer"]).values())
    assert "EGY 1" in labels - hidden and len(hidden) == 3
    for name, actor in readers.items():
        names = names_told(session, table, actor)
        for typed in codes | labels | {f'"{label.lower()}"' for label in labels} | {"EGY 9", "XXX 1"}:
            rows, more = find_proposals(session, readable(actor), read_search(typed), ALL)
            called = {
                code for code, known in names.items() if typed.strip('"') in (code, known, known.lower())
            }
            assert ({row.record.amendment.code for row in rows}, more) == (called, False), (name, typed)


def test_what_is_called_so_comes_before_what_speaks_of_it_and_never_twice(
    table: Table, readers: dict[str, Actor], session: Session
):
    table.open()
    for line in ("1.", "2."):
        own = table.replace("EGY", line, "The", "This", reason="Better than JOR 1.")
    pen, search = readable(readers["Mission"]), read_search("jor 1")
    whole, more = find_proposals(session, pen, search, ALL)
    assert (whole[0].name, len(whole), more) == ("JOR 1", 3, False)
    for size in (1, 2, 3):
        pages = [find_proposals(session, pen, search, Window(start, size)) for start in range(0, 3, size)]
        codes = [row.record.amendment.code for rows, _ in pages for row in rows]
        assert codes == [row.record.amendment.code for row in whole] and own.code in codes
        assert [more for _, more in pages] == [True] * (len(pages) - 1) + [False]


def test_where_sponsors_are_not_named_a_name_finds_nothing_for_who_may_not_call_a_proposal_so(
    session: Session,
):
    table = make_table("The Meeting welcomed the progress.", attributed=False)
    proposal = table.replace("EGY", "1.", "progress", "steady progress")
    label = f"EGY {proposal.number}"
    for actor, typed, names in (
        (table.head("JOR"), label, []),
        (table.head("JOR"), proposal.code, [proposal.code]),
        (table.head("EGY"), label, [label]),
        (mission(), label, [label]),
    ):
        rows, _ = find_proposals(session, readable(actor), read_search(typed), ALL)
        assert [row.name for row in rows] == names, (actor.name, typed)
