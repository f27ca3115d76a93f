"""The list of speakers as it is read: withdrawn ones, and the places that were given by hand."""

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.services import speakers
from acm_drafts.store.database import db
from acm_drafts.store.speakers import load_speakers
from tests.factories import make_meeting, mission
from tests.speakers import inscribed, open_list

pytestmark = pytest.mark.usefixtures("session")


def test_a_withdrawn_speaker_is_not_on_the_list_and_nobody_changes_place_by_that():
    meeting = make_meeting(year=2026).id
    open_list(meeting)
    codes = [inscribed(code, meeting) for code in ("EGY", "MYS", "SEN", "MLI")]
    speakers.move(mission(), meeting, codes[3], after=codes[0], reason="Why.")
    speakers.withdraw(mission(), meeting, codes[0])
    db.session.rollback()

    record = load_speakers(db.session(), meeting)

    assert [(row.place, row.speaker.code) for row in record.rows] == [
        (1, codes[3]),
        (2, codes[1]),
        (3, codes[2]),
    ]
    assert [row.move.reason if row.move else "" for row in record.rows] == ["Why.", "", ""]
    with pytest.raises(NotFound):
        record.row(codes[0])


def test_a_meeting_that_does_not_exist_has_no_list():
    with pytest.raises(NotFound):
        load_speakers(db.session(), 987_654)
