"""The list of speakers as a Word file: what it tells on the clocks of the meeting, and to whom."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.documents import reader
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.permissions import STRANGER
from acm_drafts.services import speakers
from acm_drafts.services.speakers_documents import speakers_document
from acm_drafts.store.database import clock_at, db
from acm_drafts.text.language import Language
from tests.factories import make_meeting, mission
from tests.speakers import by_head, inscribed, open_list

pytestmark = pytest.mark.usefixtures("session")

NINE = datetime(2026, 12, 17, 14, tzinfo=UTC)


def test_the_file_tells_the_list_in_its_order_and_on_the_clocks_of_the_meeting():
    meeting = make_meeting(year=2026, zone="America/New_York").id
    with clock_at(NINE):
        open_list(meeting)
        egypt, malaysia = (inscribed(code, meeting) for code in ("EGY", "MYS"))
        speakers.move(mission(), meeting, malaysia, reason="Egypt gives way.")
        speakers.give_floor(mission(), meeting, egypt)
    with clock_at(NINE + timedelta(minutes=4)):
        speakers.end_statement(mission(), meeting, egypt)
    db.session.rollback()

    data = speakers_document(db.session(), by_head("SEN", meeting), meeting, language=Language.FR)
    words = "\n".join(paragraph.final or "" for paragraph in reader.read(data).paragraphs)

    assert words.index("Égypte") < words.index("Malaisie")
    assert "de 09:00 à 09:04" in words and "Egypt gives way." in words


def test_the_file_calls_the_clocks_and_the_place_of_the_meeting_as_its_language_does():
    meeting = make_meeting(year=2026, zone="America/New_York", place="New York").id
    with clock_at(NINE):
        open_list(meeting)
        egypt = inscribed("EGY", meeting)
        speakers.give_floor(mission(), meeting, egypt)
    db.session.rollback()

    data = speakers_document(db.session(), by_head("SEN", meeting), meeting, language=Language.AR)
    words = "\n".join(paragraph.final or "" for paragraph in reader.read(data).paragraphs)
    assert "(نيويورك)" in words and "New York" not in words


def test_nobody_reads_it_who_is_not_at_the_meeting():
    meeting = make_meeting(year=2026).id
    with pytest.raises(NotPermitted):
        speakers_document(db.session(), STRANGER, meeting, language=Language.EN)
    with pytest.raises(NotFound):
        speakers_document(db.session(), mission(), 987_654, language=Language.EN)
