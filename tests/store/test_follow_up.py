"""What the store says of the follow-up: the newest version counts, and what no verb would write is found."""

import pytest
from sqlalchemy import text

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.follow_up import FollowUpState
from acm_drafts.services import follow_up, library
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import (
    faults_of_follow_up,
    follow_ups,
    followed_sources,
    get_follow_up,
    proposals_from,
)
from tests.factories import mission
from tests.follow_up import add_resolution, confirm
from tests.library import add
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_entries_are_told_as_they_stand_now_the_latest_source_first():
    old = confirm(add_resolution("OIC/CFM-48/2022/FOOD", "Requests the Bank to report;"), 1)
    new = confirm(add_resolution())
    follow_up.report(mission(), old.code, FollowUpState.DONE, note="Done.", next_report="2027", seen=1)

    rows = {row.entry.code: row for row in follow_ups(db.session(), mission())}
    assert set(rows) == {old.code, new.code}
    assert (rows[old.code].state, rows[old.code].version.next_report) == (FollowUpState.DONE, "2027")
    with pytest.raises(NotFound):
        get_follow_up(db.session(), mission(), "nothing")


def test_sources_of_the_bodies_that_are_followed_are_listed_while_they_are_offered():
    add("A/RES/65/140")
    source, other = add_resolution(), add_resolution("OIC/CFM-52/2026/FOOD", "Noted.")
    confirm(source)
    library.withdraw(mission(), other.code, reason="A draft.")

    assert [(row.source.code, row.entries) for row in followed_sources(db.session())] == [(source.code, 1)]


def test_a_proposal_drawn_from_an_entry_is_told_to_who_may_read_it():
    made, table = confirm(add_resolution()), make_table("It noted.", visibility="mission")
    follow_up.propose(table.mission, made.code, table.code, text="It took note.", after="")

    assert [name[:4] for _, _, name in proposals_from(db.session(), table.mission, made.id)] == ["OICM"]
    assert proposals_from(db.session(), table.head("JOR"), made.id) == []


def test_an_entry_without_a_version_or_beyond_its_paragraph_is_a_fault():
    source = add_resolution()
    confirm(source)
    assert faults_of_follow_up(db.session()) == []
    row = "insert into follow_ups (code, source_id, position, start, stop, at) values ('bad', :source, 1, 0, 999, :at)"
    at = follow_ups(db.session(), mission())[0].entry.at
    db.session.execute(text(row).bindparams(source=source.id, at=at))

    assert {code for _, code, _ in faults_of_follow_up(db.session())} == {"bad"}
    assert len(faults_of_follow_up(db.session())) == 2
