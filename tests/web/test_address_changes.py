"""A new e-mail address on the pages of one's account."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.services.tokens import NEW_ADDRESS, token_of
from acm_drafts.store.records import Message, User
from tests.factories import make_head, make_user, post, sign_in


def test_the_owner_changes_the_address_by_the_link_that_the_new_one_is_sent(
    app: Flask, client: FlaskClient, session
):
    user = make_head(email="old@example.org")
    sign_in(client, user)
    assert "a new address cannot be confirmed" in client.get("/account/address").text
    app.config["SMTP_URL"] = "smtp://localhost"
    assert post(client, "/account/address", {"email": "nonsense"}).status_code == 422

    assert post(client, "/account/address", {"email": "new@example.org"}).status_code == 303

    message = session.scalars(select(Message).where(Message.kind == "new-address")).one()
    path = f"/account/address/{token_of(app.config['SECRET_KEY'], message.uid, use=NEW_ADDRESS)}"
    stranger = sign_in(app.test_client(), make_user())
    assert stranger.get(path).status_code == post(stranger, path).status_code == 410
    assert app.test_client().get(path).status_code == 303
    assert re.search(r"Confirm your new e-mail address.*new@example\.org", client.get(path).text, re.DOTALL)
    assert post(client, path).status_code == 303
    assert "new@example.org" in client.get("/account").text
    assert client.get(path).status_code == 410
    session.rollback()
    assert session.get(User, user.id).email == "new@example.org"
