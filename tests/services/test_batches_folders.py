"""A folder of files in one go: what came from whom, and what was entered where that was asked."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NoSender, NotPermitted, SameFile
from acm_drafts.services import batches, file_changes
from acm_drafts.services.batches import MOST_BYTES, Came, Sent
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Batch
from acm_drafts.store.text import draft_set
from tests.factories import party
from tests.services.test_batches import EGYPT, FIRST, JORDAN, SECOND, THIRD, sent
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def bring_in(table: Table, *files: Sent, actor=None, **facts: object) -> list[Came]:
    actor = actor or table.mission
    drafts = draft_set(db.session(), table.communique, table.mission)
    to = file_changes.ground(db.session(), actor, drafts)
    return list(batches.bring_in(actor, to, files, **facts))


def proposals() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Amendment)) or 0


def test_by_itself_it_only_tells_what_came_from_whom():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, EGYPT, Sent("copy.txt", EGYPT.data), sent("Guinea.txt", FIRST, SECOND, THIRD))

    assert [(one.party and one.party.code, one.new, one.entered) for one in came] == [
        ("EGY", 2, 0),
        (None, 0, 0),
        ("GIN", 0, 0),
    ]
    assert isinstance(came[1].refusal, SameFile)
    assert came[2].tally.kinds == {}
    assert (proposals(), db.session.scalar(select(func.count()).select_from(Batch))) == (0, 0)


def test_where_it_is_asked_each_file_is_entered_and_one_that_is_refused_leaves_the_others_alone():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, EGYPT, Sent("a.pdf", b"%PDF-1.7"), JORDAN, enters=True)

    assert [one.entered for one in came] == [2, 0, 1]
    assert proposals() == 3
    assert set(db.session.scalars(select(Amendment.from_floor))) == {True}


def test_run_again_it_enters_nothing_twice():
    table = make_table(FIRST, SECOND, THIRD)
    bring_in(table, EGYPT, enters=True)

    again = bring_in(table, EGYPT, enters=True)

    assert (again[0].new, again[0].entered, again[0].refusal) == (0, 0, None)
    assert proposals() == 2


def test_what_a_person_would_have_to_judge_is_not_entered():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, sent("EGY.txt", SECOND + " Yes."), enters=True)

    assert came[0].tally.excerpt
    assert (came[0].new, came[0].entered) == (1, 1)


def test_nobody_is_guessed_where_nothing_tells_and_one_can_be_named_for_all():
    table = make_table(FIRST, SECOND, THIRD)
    file = Sent("comments.txt", EGYPT.data)

    unknown = bring_in(table, file, enters=True)
    named = bring_in(table, file, party=party("SEN"), enters=True)

    assert isinstance(unknown[0].refusal, NoSender)
    assert unknown[0].tally is not None
    assert named[0].entered == 2


def test_a_file_that_is_too_large_is_told_so():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, Sent("EGY.docx", b"", MOST_BYTES + 1))

    assert "larger than 8 MB" in str(came[0].refusal)


def test_it_is_for_the_mission():
    table = make_table(FIRST, SECOND, THIRD)

    with pytest.raises(NotPermitted):
        bring_in(table, EGYPT, actor=table.head("EGY"), enters=True)
