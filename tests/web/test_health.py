"""Two addresses for whoever steers the traffic."""

from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.store.database import db
from acm_drafts.store.messages import sole_worker


def test_it_is_ready_with_a_worker_and_else_names_the_part_and_when_to_ask_again(
    app: Flask, client: FlaskClient
):
    with app.app_context(), sole_worker(db.engine):
        ready = client.get("/readyz")
    lacking = client.get("/readyz")

    assert (ready.status_code, ready.text) == (200, "ready\n")
    assert (lacking.status_code, lacking.text, lacking.headers["Retry-After"]) == (503, "worker\n", "10")
    assert client.get("/healthz").text == "ok\n"
