"""Acts that ask once more who it is: what was typed is not lost, and only the right answer lets them happen."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from acm_drafts.store.database import utcnow
from acm_drafts.store.records import Appointment, Nomination, SignIn
from acm_drafts.web.shared.proof import BY_PASSKEY, FIELD, needs_proof
from acm_drafts.web.shared.signing import PERSON, conceal
from tests.factories import PASSWORD, make_administrator, make_head, post, sign_in, token_for


@pytest.fixture
def desk(client: FlaskClient, session) -> FlaskClient:
    """An administrator's browser, left open for a while."""
    sign_in(client, make_administrator(email="ada@example.org"))
    session.execute(update(SignIn).values(proved_at=utcnow() - timedelta(minutes=11)))
    session.commit()
    return client


def sent_again(page: str) -> dict[str, str]:
    """Return what the page that asks would send."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_an_act_asks_once_and_then_happens_with_what_was_typed(desk: FlaskClient, session):
    head = make_head(name="Hana Head")
    path = f"/people/{conceal(head.id, use=PERSON)}/appoint"
    typed = {"role": "drafter", "party": "JOR", "ends_on": "2099-12-31"}

    asked = post(desk, path, typed)

    assert asked.status_code == 403
    assert "Confirm that it is you" in asked.text
    kept = sent_again(asked.text)
    assert typed.items() <= kept.items()
    assert "Confirm with your password that it is you." in asked.text and "code of your app" not in asked.text
    assert "asks for your password" not in asked.text and "Your passkey answers" not in asked.text
    nothing = desk.post(path, data={**kept, FIELD: ""})
    assert nothing.status_code == 422 and "Nothing was typed." in nothing.text
    wrong = desk.post(path, data={**kept, FIELD: "not my password"})
    assert wrong.status_code == 422
    assert "not my password" not in wrong.text
    assert session.query(Appointment).filter_by(user_id=head.id).count() == 1

    assert desk.post(path, data={**sent_again(wrong.text), FIELD: PASSWORD}).status_code == 303

    session.rollback()
    assert session.query(Nomination).filter_by(user_id=head.id).count() == 1
    assert post(desk, path, {"role": "alternate", "party": "MYS"}).status_code == 303  # it holds for a while


def test_who_may_not_do_it_is_not_asked(app: Flask, session):
    head = sign_in(app.test_client(), make_head())
    desk = sign_in(app.test_client(), make_administrator())
    session.execute(update(SignIn).values(proved_at=utcnow() - timedelta(hours=1)))
    session.commit()
    path = re.search(r'href="(/people/[\w-]{32})"', desk.get("/people").text)[1] + "/disable"

    assert "Confirm that it is you" not in post(head, path).text
    assert "Confirm that it is you" in post(desk, path).text


def test_guessing_the_answer_ends_too(desk: FlaskClient, session):
    make_head()
    path = re.search(r'href="(/people/[\w-]{32})"', desk.get("/people").text)[1] + "/disable"
    token = token_for(desk)

    statuses = [desk.post(path, data={"csrf_token": token, FIELD: "a guess"}).status_code for _ in range(9)]

    assert statuses == [422] * 8 + [429]


def test_what_is_no_answer_of_a_passkey_does_nothing_and_loses_nothing(desk: FlaskClient, session):
    """With a challenge and without one; what a passkey answers is tried in tests/journeys/test_passkeys.py."""
    make_head()
    path = re.search(r'href="(/people/[\w-]{32})"', desk.get("/people").text)[1] + "/disable"
    typed = {"csrf_token": token_for(desk), "reason": "Left the delegation."}

    for number in range(2):
        if number:
            assert desk.post("/account/passkeys/proof", data=typed).json["challenge"]
        answer = desk.post(path, data=typed | {BY_PASSKEY: '{"id": "nothing"}'})
        assert answer.status_code == 422 and "Confirm that it is you" in answer.text
        assert sent_again(answer.text)["reason"] == "Left the delegation."
        assert BY_PASSKEY not in answer.text, "an answer that was refused is not sent again"


def test_the_acts_that_ask_are_these(app: Flask):
    asking = {name for name, view in app.view_functions.items() if needs_proof(view)}

    assert asking == {
        "address_changes.ask",
        "adoption.adopt",
        "adoption.issue",
        "deletion.ask",
        "deletion.confirm",
        "invitations.invite",
        "passkeys.add",
        "passkeys.remove",
        "people.appoint",
        "people.confirm_nomination",
        "people.disable",
        "people.enable",
        "people.end_sessions",
        "people.end_term",
        "people.invite",
        "people.make_reset_link",
        "people.resend_invitation",
        "people.reset_second_factor",
        "people.transfer_chair",
        "rounds.close",
        "second_factors.remove",
        "second_factors.renew_codes",
        "second_factors.set_up",
        "single_sign_on.unlink",
    }
