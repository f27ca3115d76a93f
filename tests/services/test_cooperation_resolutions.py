"""The list of resolutions on cooperation: brought in from files, corrected by them, and taken out of one by one."""

import pytest
from sqlalchemy import select

from acm_drafts.documents.read.cooperation_resolutions import read_resolutions
from acm_drafts.negotiation.cooperation_resolutions import NoSuchResolution
from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.services import cooperation_resolutions
from acm_drafts.services.cooperation_resolutions import Imported
from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import JournalLine
from tests.factories import actor_of, make_head, mission
from tests.partners import bring_in

pytestmark = pytest.mark.usefixtures("session")


def listed() -> list[str]:
    return [
        cooperation_resolutions.told(row.resolution) for row in resolutions_listed(db.session(), mission())
    ]


def journal() -> list[JournalLine]:
    return list(db.session.scalars(select(JournalLine).order_by(JournalLine.id)))


def test_a_filled_cell_replaces_what_is_there_and_an_empty_one_leaves_it():
    assert bring_in() == Imported(2, 0, 0)

    again = "symbol,date,vote,note\na/res/65/140,,,Later\nA/RES/67/264,2013-05-17,without a vote,\nA/RES/35/36,,,\n"
    assert bring_in(again) == Imported(1, 2, 0)

    assert listed() == [
        "A/RES/67/264 · 67 · 2013-05-17 · without a vote",
        "A/RES/65/140 · 65 · 2010-12-16 · without a vote · Later",
        "A/RES/35/36 · 35",
    ]
    assert journal()[-1].before.splitlines() == [
        "A/RES/65/140 · 65 · 2010-12-16 · without a vote",
        "A/RES/67/264 · 67 · 2013-05-17 · 120-2-15",
    ]


def test_a_file_that_says_nothing_new_changes_nothing_and_is_not_told():
    bring_in()
    lines = len(journal())

    assert bring_in() == Imported(0, 0, 2)
    assert len(journal()) == lines


def test_what_is_written_as_a_file_is_read_again_as_it_was():
    bring_in('symbol,session,date,vote,source,note\nA/RES/3369 (XXX),,1975-10-10,1-2-3,Its text,"A; ""b"""\n')
    written = cooperation_resolutions.as_file(db.session(), mission())

    assert written.startswith('\ufeff"symbol","session","date","vote","source","note"'.encode())
    rows = read_resolutions(written, utcnow().date())
    assert cooperation_resolutions.bring_in(mission(), rows) == Imported(0, 0, 1)


def test_a_resolution_is_removed_once_and_the_journal_keeps_it():
    bring_in()
    code = resolutions_listed(db.session(), mission())[0].resolution.code

    assert cooperation_resolutions.remove(mission(), code) == "A/RES/67/264"
    assert journal()[-1].before == "A/RES/67/264 · 67 · 2013-05-17 · 120-2-15"
    with pytest.raises(NoSuchResolution):
        cooperation_resolutions.remove(mission(), code)


def test_only_the_mission_keeps_the_list():
    bring_in()
    head = actor_of(make_head("EGY"))
    for act in (
        lambda: cooperation_resolutions.bring_in(head, []),
        lambda: cooperation_resolutions.remove(head, "x"),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert len(listed()) == 2
