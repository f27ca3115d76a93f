"""Who took copies and opened drafts, as it is kept."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from acm_drafts.services import copies
from acm_drafts.store.copies import copies_of, find_copy, new_mark, openings_of, parties_with_people
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from tests.factories import actor_of, make_drafter, make_head, make_observer, mission, today
from tests.tables import make_table


def test_a_copy_is_found_by_its_mark_in_its_own_text_alone_and_is_never_changed(session: object):
    table, other = make_table("One."), make_table("Two.", symbol="OIC/OTHER")
    copies.name_readers(mission(), table.code, named=True)
    head = actor_of(make_head("EGY"))
    for _ in range(2):
        copies.take_copy(head, db.session.get_one(Draft, table.draft), form="clean", language="en")

    last, first = copies_of(db.session(), table.draft, most=5)
    assert len({last.mark, first.mark, new_mark()}) == 3
    assert [copy.id for copy in copies_of(db.session(), table.draft, most=1)] == [last.id]
    assert find_copy(db.session(), table.communique, first.mark) is first
    assert find_copy(db.session(), other.communique, first.mark) is None
    assert [opening.user_id for opening in openings_of(db.session(), table.draft)] == [head.user]
    db.session.rollback()
    for name in ("copies", "draft_openings"):
        with pytest.raises(DBAPIError, match="never changed"):
            db.session.execute(text(f"delete from {name}"))
        db.session.rollback()


def test_the_parties_with_people_are_those_of_today_and_of_the_meeting(session: object):
    table = make_table("One.")
    meeting = db.session.get_one(Draft, table.draft).communique.meeting_id
    make_head("EGY")
    make_drafter("MYS")
    make_head("TUR", ends_on=today().replace(year=today().year - 1), starts_on=today().replace(year=2020))
    make_observer()
    assert [party.code for party in parties_with_people(db.session(), meeting, today())] == ["EGY", "MYS"]
