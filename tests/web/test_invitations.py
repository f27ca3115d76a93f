"""The page that invites a list: everybody or nobody, links shown once or sent by e-mail."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from acm_drafts.negotiation.messages import MessageState
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Invitation, Message
from acm_drafts.web.shared.signing import INVITATION, MESSAGE, conceal
from tests.documents.making import make_docx, make_paragraph
from tests.factories import PASSWORD, make_administrator, make_head, make_meeting, post, sign_in
from tests.web.readers import words_of

LIST = "egy@example.org,head,EGY\njor@example.org,head,JOR"


@pytest.fixture
def desk(client: FlaskClient, session: object) -> FlaskClient:
    """An administrator's browser."""
    return sign_in(client, make_administrator())


@pytest.fixture
def mails(app: Flask) -> None:
    """A mail server is named."""
    app.config["SMTP_URL"] = "smtp://127.0.0.1"


def invite(desk: FlaskClient, text: str = LIST, **facts: object):
    return post(desk, "/people/invitations", {"people": text, **facts})


def invited() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Invitation.email).where(Invitation.used_at.is_(None))))


def test_without_a_mail_server_the_links_are_shown_once(app: Flask, desk: FlaskClient):
    answer = invite(desk)

    assert answer.status_code == 201
    line = next(line for line in answer.text.splitlines() if "egy@example.org\t" in line)
    path = line.rpartition("\t")[2].removeprefix(app.config["BASE_URL"]).strip()
    data = {"name": "Amal", "language": "en", "password": PASSWORD, "again": PASSWORD}
    assert post(app.test_client(), path, data).status_code == 303


def test_refused_lines_are_named_by_number_and_reason_and_the_list_stays_typed(desk: FlaskClient):
    answer = invite(desk, f"{LIST}\nnobody,head,EGY\nxxx@example.org,head,XXX")

    assert answer.status_code == 422
    words = words_of(answer.text)
    assert "Line 3 nobody,head,EGY This is not an e-mail address." in words
    assert "Line 4 xxx@example.org,head,XXX There is no delegation or group with the code XXX." in words
    assert "jor@example.org,head,JOR" in words
    assert invited() == []


def test_a_file_is_read_as_what_is_pasted(desk: FlaskClient):
    file = (io.BytesIO("\ufeffemail;role;delegation\r\nsen@example.org;head;SEN\r\n".encode()), "heads.csv")

    assert invite(desk, "", file=file).status_code == 201
    assert invited() == ["sen@example.org"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            make_docx(make_paragraph("egy@example.org")),
            "This is no CSV file: it is a workbook, a Word file or",
        ),
        (
            b"email,role\nr\xe9@example.org,head",
            "Line 2, column email of the file: a letter there is not encoded in UTF-8.",
        ),
        (
            b"r\xe9@example.org,head,EGY",
            "Line 1, column 1 of the file: a letter there is not encoded in UTF-8.",
        ),
        (b"egy@example.org,head,EGY\n" * 4_001, "A list may have at most 500 lines."),
    ],
)
def test_a_file_that_is_no_list_is_refused_beside_its_field(desk: FlaskClient, data: bytes, sentence: str):
    answer = invite(desk, "", file=(io.BytesIO(data), "heads.csv"))

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text and sentence in words_of(answer.text)
    assert invited() == []


def test_an_empty_list_is_said_beside_the_field(desk: FlaskClient):
    answer = invite(desk, " ")

    assert (answer.status_code, "The list names nobody." in answer.text) == (422, True)


def test_with_a_mail_server_they_are_sent_and_nobody_sees_a_link(desk: FlaskClient, mails: None):
    answer = invite(desk)

    assert (answer.status_code, answer.location) == (303, "/people")
    page = words_of(desk.get("/people").text)
    assert "2 invitations are sent by e-mail." in page
    assert page.count("e-mail waits to be sent") == 2
    assert "/invitation/" not in desk.get("/people").text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": MessageState.SENT, "sent_at": utcnow()}, "e-mail sent on"),
        (
            {"state": MessageState.BOUNCED, "answer": "550 No"},
            "the mail server did not take the e-mail: 550 No",
        ),
        ({"state": MessageState.UNCERTAIN}, "the e-mail may have arrived"),
        ({"attempts": 2, "answer": "451 Later"}, "the mail server said: 451 Later"),
    ],
)
def test_what_became_of_an_e_mail_stands_with_its_link(desk: FlaskClient, mails: None, facts, words):
    invite(desk, "egy@example.org,head,EGY")
    db.session.execute(update(Message).values(**facts))
    db.session.commit()

    assert words in words_of(desk.get("/people").text)


def test_an_open_link_is_sent_again_with_a_new_one(desk: FlaskClient, mails: None):
    invite(desk, "egy@example.org,head,EGY")
    key = db.session.scalars(select(Invitation.id)).one()

    answer = post(desk, f"/people/invitations/{conceal(key, use=INVITATION)}/resend")

    assert answer.status_code == 303
    assert invited() == ["egy@example.org"]
    assert len(db.session.scalars(select(Invitation.id)).all()) == 2
    assert post(desk, f"/people/invitations/{conceal(key, use=INVITATION)}/resend").status_code == 404


def test_an_e_mail_that_did_not_arrive_is_listed_and_sent_again(app: Flask, desk: FlaskClient, mails: None):
    head = make_head("EGY", email="gone@example.org")
    now = utcnow()
    message = Message(
        uid="x",
        kind="notice",
        user_id=head.id,
        email=head.email,
        made_at=now,
        due_at=now,
        last_at=now.replace(year=2099),
    )
    message.state, message.answer = MessageState.BOUNCED, "550 No such mailbox"
    db.session.add(message)
    db.session.commit()
    assert "gone@example.org the mail server did not take the e-mail: 550 No such mailbox" in words_of(
        desk.get("/people").text
    )

    answer = post(desk, f"/people/messages/{conceal(message.id, use=MESSAGE)}/send")

    assert answer.status_code == 303
    assert "gone@example.org the mail" not in words_of(desk.get("/people").text)


def test_one_invitation_is_sent_by_e_mail_too(desk: FlaskClient, mails: None):
    answer = post(desk, "/people/invite", {"email": "new@example.org", "role": "head", "party": "EGY"})

    assert answer.status_code == 303
    assert "The invitation is sent by e-mail to new@example.org." in words_of(desk.get("/people").text)


def test_heads_invite_no_list_and_an_administrator_of_one_meeting_at_that_alone(app: Flask, session: object):
    first, second = make_meeting(), make_meeting(year=2026)
    head = sign_in(app.test_client(), make_head("EGY", meeting_id=first.id))
    assert head.get("/people/invitations").status_code == 403
    assert "/people/invitations" not in head.get("/people").text
    own = sign_in(app.test_client(), make_administrator(meeting_id=first.id))

    assert own.get("/people/invitations").status_code == 200
    assert post(own, f"/people/invitations?meeting={second.id}", {"people": LIST}).status_code in (403, 404)
    assert post(own, f"/people/invitations?meeting={first.id}", {"people": LIST}).status_code == 201
    db.session.rollback()
    assert {i.meeting_id for i in db.session.scalars(select(Invitation))} == {first.id}
