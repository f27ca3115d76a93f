"""Two addresses for whoever steers the traffic."""

from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.store.database import db
from acm_drafts.store.messages import sole_worker
from config import load
from tests.conftest import make_app


def test_it_is_ready_with_a_worker_and_else_names_the_part_and_when_to_ask_again(
    app: Flask, client: FlaskClient
):
    with app.app_context(), sole_worker(db.engine):
        ready = client.get("/readyz")
    lacking = client.get("/readyz")

    assert (ready.status_code, ready.text) == (200, "ready\n")
    assert (lacking.status_code, lacking.text, lacking.headers["Retry-After"]) == (503, "worker\n", "10")
    assert client.get("/healthz").text == "ok\n"


def test_numbers_are_told_in_prometheus_form_to_networks_that_are_allowed_and_to_nobody_else(sqlite_url: str):
    client = make_app(sqlite_url).test_client()
    client.get("/sign-in?next=/secret")

    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert 'acm_requests_total{method="GET",route="account.sign_in_form",status="200"}' in answer.text
    assert 'acm_trouble{part="worker"} 1.0' in answer.text
    assert 'acm_trouble{part="schema"} 0.0' in answer.text
    assert "acm_messages_waiting 0.0" in answer.text
    assert "secret" not in answer.text
    elsewhere = client.get("/metrics", environ_base={"REMOTE_ADDR": "8.8.8.8"})
    assert elsewhere.status_code == 404
    networks = load({"ACM_PROXIES": "1", "ACM_METRICS_ALLOWED": "10.0.0.0/8"})["METRICS_ALLOWED"]
    behind = make_app(sqlite_url, PROXIES=1, METRICS_ALLOWED=networks).test_client()
    asked = [
        behind.get("/metrics", headers={"X-Forwarded-For": a}).status_code for a in ("10.1.1.1", "9.9.9.9")
    ]
    assert asked == [200, 404]
    assert load({"ACM_PROXIES": "1"})["METRICS_ALLOWED"] == ()
