"""The pages of the list of speakers: what each reader sees and may do there."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from acm_drafts.negotiation.terms import SpeakerLevel
from acm_drafts.services import speakers
from acm_drafts.store.database import db
from acm_drafts.store.speakers import load_speakers
from tests.factories import (
    make_alternate,
    make_drafter,
    make_head,
    make_meeting,
    make_mission_drafter,
    make_observer,
    mission,
    party,
    post,
    sign_in,
)
from tests.speakers import inscribed, open_list
from tests.web.readers import queries_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def meeting(session: object) -> Iterator[int]:
    yield make_meeting(year=2026, zone="America/New_York").id


def url(meeting: int, rest: str = "") -> str:
    return f"/meetings/{meeting}/speakers{rest}"


def test_a_head_inscribes_changes_and_withdraws_the_speaker_of_their_delegation(
    client: FlaskClient, meeting: int
):
    open_list(meeting)
    malaysia = inscribed("MYS", meeting)
    sign_in(client, make_alternate("EGY", meeting_id=meeting))
    facts = {"state": party("EGY").id, "name": "H.E. One", "function": "Minister", "level": "minister"}

    assert "Inscribe a speaker" in client.get(url(meeting)).text
    assert post(client, url(meeting), {**facts, "name": ""}).status_code == 422
    assert post(client, url(meeting), {**facts, "state": party("MYS").id}).status_code == 422
    assert post(client, url(meeting), facts).status_code == 303
    again = post(client, url(meeting), facts)
    assert again.status_code == 422 and "inscribed already for this participant: H.E. One" in again.text

    db.session.rollback()
    egypt = load_speakers(db.session(), meeting).of_party(party("EGY").id).speaker.code
    page = client.get(url(meeting)).text
    assert "Inscribe a speaker" not in page and url(meeting, f"/{egypt}") in page
    assert url(meeting, f"/{malaysia}") not in page and "Give the floor" not in page
    assert post(client, url(meeting, f"/{egypt}/level"), {"level": "head-of-state"}).status_code == 303
    assert post(client, url(meeting, f"/{egypt}/name"), {"name": "H.E. Two"}).status_code == 303
    assert "Head of State" in client.get(url(meeting)).text
    for rest in ("", "/level", "/name", "/withdraw"):
        answer = (
            client.get if not rest else lambda path: post(client, path, {"level": "minister", "name": "X"})
        )
        assert answer(url(meeting, f"/{malaysia}{rest}")).status_code == 403
    assert post(client, url(meeting, f"/{egypt}/withdraw")).status_code == 303
    assert "H.E. Two" not in client.get(url(meeting)).text


def test_whoever_reads_texts_at_the_meeting_sees_the_list_and_nobody_of_another_meeting(
    client: FlaskClient, meeting: int
):
    open_list(meeting)
    inscribed("EGY", meeting, name="H.E. One")
    other = make_meeting(year=2027)
    for person in (make_observer(meeting_id=meeting), make_drafter("EGY", meeting_id=meeting)):
        sign_in(client, person)
        page = client.get(url(meeting))
        assert page.status_code == 200 and "H.E. One" in page.text
        assert "Inscribe a speaker" not in page.text
        assert client.get(url(meeting, ".docx")).mimetype.endswith("wordprocessingml.document")
        assert client.get(url(meeting, ".docx?language=xx")).status_code == 404
    sign_in(client, make_head("EGY", meeting_id=other.id))
    for path in (url(meeting), url(meeting, ".docx"), f"/meetings/{meeting}", url(987_654)):
        assert client.get(path).status_code == 404
    assert post(client, url(meeting), {"name": "X"}).status_code == 404


def test_the_mission_runs_the_list_from_its_page(client: FlaskClient, meeting: int):
    sign_in(client, make_mission_drafter())
    assert "No speaker is inscribed." in client.get(url(meeting)).text
    assert post(client, url(meeting, "/guests"), {"name": "X"}).status_code == 422  # not open yet

    assert post(client, url(meeting, "/open")).status_code == 303
    assert post(client, url(meeting, "/limit"), {"minutes": "99"}).status_code == 422
    assert post(client, url(meeting, "/limit"), {"minutes": "5"}).status_code == 303
    guest = {
        "guest-kind": "organization",
        "guest-participant": "Islamic Development Bank",
        "guest-name": "The President",
        "guest-level": "other-level",
    }
    assert post(client, url(meeting, "/guests"), guest).status_code == 303
    assert "inscribed already" in post(client, url(meeting, "/guests"), guest).text
    member = post(client, url(meeting, "/guests"), {**guest, "guest-participant": "Malaysia"})
    assert member.status_code == 422 and 'value="The President"' in member.text  # what was typed comes back
    assert "a Member State is inscribed as a Member State, not as a guest" in member.text
    egypt, malaysia = (inscribed(code, meeting) for code in ("EGY", "MYS"))

    moving = url(meeting, f"/{malaysia}/move")
    assert post(client, moving, {"after": "", "reason": ""}).status_code == 422
    assert "at this place already" in post(client, moving, {"after": egypt, "reason": "Why"}).text
    assert post(client, moving, {"after": "", "reason": "Egypt gives way."}).status_code == 303
    page = client.get(url(meeting)).text
    assert page.index("Malaysia") < page.index("Egypt") and "Egypt gives way." in page

    assert post(client, url(meeting, f"/{malaysia}/floor")).status_code == 303
    page = client.get(url(meeting)).text
    assert "Speaking now" in page and 'data-limit="300"' in page and "Time limit at" in page
    assert "Give the floor" not in page
    assert post(client, url(meeting, f"/{egypt}/floor")).status_code == 422
    assert client.get(url(meeting, f"/{malaysia}")).status_code == 422
    assert post(client, url(meeting, f"/{malaysia}/end")).status_code == 303
    assert "Spoke from" in client.get(url(meeting)).text
    assert post(client, url(meeting, "/close")).status_code == 303


def test_a_page_of_the_list_costs_the_same_for_two_speakers_and_for_eight(client: FlaskClient, meeting: int):
    open_list(meeting)
    sign_in(client, make_mission_drafter())
    for code in ("EGY", "MYS"):
        inscribed(code, meeting)
    few = queries_of(lambda: client.get(url(meeting)))
    for code in ("SEN", "MLI", "TUR", "IDN", "PAK", "GIN"):
        speaker = inscribed(code, meeting, SpeakerLevel.AMBASSADOR)
    speakers.move(mission(), meeting, speaker, reason="First.")
    many = queries_of(lambda: client.get(url(meeting)))

    assert many == few <= 10


def test_what_was_typed_comes_back_where_inscription_was_closed_meanwhile(client: FlaskClient, meeting: int):
    open_list(meeting)
    speakers.close_inscription(mission(), meeting)
    sign_in(client, make_alternate("EGY", meeting_id=meeting))
    facts = {"state": party("EGY").id, "name": "H.E. One", "function": "Minister", "level": "minister"}

    answer = post(client, url(meeting), facts)

    assert 400 <= answer.status_code < 500
    assert "H.E. One" in answer.text and "Here is what you typed" in answer.text
