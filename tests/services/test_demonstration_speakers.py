"""The list of speakers that the demonstration shows."""

from flask import Flask

from acm_drafts.negotiation.terms import InscriptionState
from acm_drafts.store.database import db
from acm_drafts.store.records import Meeting
from acm_drafts.store.speakers import load_speakers
from tests.conftest import make_app


def test_the_demonstration_has_an_open_list_with_guests_and_a_place_given_by_hand(demonstration_url: str):
    app: Flask = make_app(demonstration_url)
    with app.app_context():
        record = load_speakers(db.session(), 1)
        meeting = db.session.get_one(Meeting, 1)
        names = [
            row.speaker.party.code if row.speaker.party else row.speaker.participant for row in record.rows
        ]
        moved = [row.speaker.party.code for row in record.rows if row.move]

    assert record.state is InscriptionState.OPEN and record.minutes == 5
    assert names[:3] == ["SEN", "TUR", "EGY"] and names[-1] == "Islamic Development Bank"
    assert moved == ["TUR"] and "MLI" not in names
    assert (meeting.unga_session, meeting.held_on.isoformat()) == (81, "2026-12-17")
