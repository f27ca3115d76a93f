"""Security events on pages: those of all accounts for administrators, one's own, and the reference of a request."""

import json
import logging
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import Role
from acm_drafts.store.records import SecurityEvent
from acm_drafts.web.shared.logs import StandardError
from acm_drafts.web.shared.signing import PERSON, conceal
from tests.conftest import make_app
from tests.factories import (
    make_administrator,
    make_appointment,
    make_head,
    make_meeting,
    make_user,
    post,
    sign_in,
    sign_in_by_form,
)

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def kinds(session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(SecurityEvent.kind).order_by(SecurityEvent.id)))


def test_a_refused_sign_in_and_a_form_from_elsewhere_leave_their_events_though_nothing_else_is_kept(
    app: Flask, client: FlaskClient, session
):
    make_head(email="hana@example.org")

    assert sign_in_by_form(client, "hana@example.org", "no such words").status_code == 422
    refused = client.post("/sign-in", data={"email": "hana@example.org"})

    assert refused.status_code == 400
    reference = re.search(r'Reference: <bdi dir="ltr">([0-9a-f]{16})</bdi>', refused.text)[1]
    assert refused.headers["X-Request-ID"] == reference
    assert kinds(session) == [EventKind.SIGN_IN_REFUSED, EventKind.FORM_REFUSED]
    last = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id.desc())).first()
    assert (last.request_id, last.about, last.network) == (reference, "account.sign_in", "loopback")


def test_what_somebody_may_not_do_or_see_is_noted_and_answers_as_before(
    app: Flask, client: FlaskClient, session
):
    user = make_head()
    sign_in(client, user)

    forbidden, missing = client.get("/security-events"), client.get("/proposals/nosuch1")

    assert (forbidden.status_code, missing.status_code) == (403, 404)
    assert "Reference:" in forbidden.text
    assert "Reference:" not in missing.text
    assert kinds(session) == [EventKind.SIGNED_IN, EventKind.PERMISSION_REFUSED, EventKind.NOT_FOUND]
    own = client.get("/account/security-events").text
    assert "Signed in" in own
    assert "Not permitted" not in own
    assert "Not there" not in own


def test_a_stranger_leaves_no_event_by_an_address_that_is_not_there(client: FlaskClient, session):
    assert client.get("/no/such/page").status_code == 404

    assert kinds(session) == []


def test_administrators_read_and_download_the_events_of_all_accounts(app: Flask, session):
    hana, desk = make_head(email="hana@example.org", name="Hana"), make_administrator(name="Samir")
    browser = sign_in(app.test_client(), desk)
    for name in ("=cmd()", "Mona"):
        sign_in(app.test_client(), make_head("MYS", name=name))
    sign_in_by_form(app.test_client(), "hana@example.org", "no such words")

    page = browser.get("/security-events").text
    assert page.count("<li>\n    <time") == 4
    assert "Sign-in refused" in page
    refused = browser.get("/security-events?kind=sign-in-refused&person=hana").text
    assert "Hana" in refused
    assert "Mona" not in refused
    assert "No such event is kept." in browser.get("/security-events?person=nobody-of-this-name").text
    assert browser.get("/security-events?before=nothing").status_code == 404
    table = browser.get("/security-events.csv").text
    assert '"\'=cmd()"' in table
    assert table.count("\r\n") == 6  # its head, four of above, and the page that was not there

    assert sign_in(app.test_client(), hana).get("/security-events.csv").status_code == 403
    there = make_user()
    make_appointment(there, Role.ADMINISTRATOR, meeting_id=make_meeting().id)
    assert sign_in(app.test_client(), there).get("/security-events").status_code == 403


def test_who_signs_in_is_told_when_they_last_did_and_from_where(app: Flask, session):
    make_head(email="hana@example.org")
    first, second = app.test_client(), app.test_client()
    first.environ_base["HTTP_USER_AGENT"] = FIREFOX

    sign_in_by_form(first, "hana@example.org")
    assert "You last signed in" not in first.get("/account").text
    assert "Before this session" not in first.get("/account/sessions").text
    sign_in_by_form(second, "hana@example.org")

    assert re.search(
        r"You last signed in on [^<]+, from: Firefox on Linux, the server itself\.",
        second.get("/account").text,
    )
    assert "Before this session you signed in on" in second.get("/account/sessions").text


def test_an_administrator_ends_the_sessions_of_a_person_on_their_page(app: Flask, session):
    user, desk = make_head(), sign_in(app.test_client(), make_administrator())
    theirs, address = sign_in(app.test_client(), user), f"/people/{conceal(user.id, use=PERSON)}"

    assert post(desk, f"{address}/sessions/end", {"reason": ""}).status_code == 422
    assert theirs.get("/account").status_code == 200
    answer = post(desk, f"{address}/sessions/end", {"reason": "A lost laptop."}, follow_redirects=True)

    assert "1 session is ended." in answer.text
    assert theirs.get("/account").status_code == 303
    assert (
        post(sign_in(app.test_client(), user), f"{address}/sessions/end", {"reason": "x"}).status_code == 403
    )


@pytest.fixture
def production(sqlite_url: str):
    """The application as in production, behind one proxy; its lines of the log go nowhere afterwards."""
    settings = {"ACM_ENV": "production", "PROXIES": 1, "LOG_LEVEL": "INFO"}
    ours = logging.getLogger("acm_drafts")
    level, propagates = ours.level, ours.propagate
    yield make_app(sqlite_url, **settings)
    for handler in [handler for handler in ours.handlers if isinstance(handler, StandardError)]:
        ours.removeHandler(handler)
    ours.level, ours.propagate = level, propagates


def test_production_logs_events_and_requests_as_json_under_the_reference_of_the_proxy(
    production: Flask, capsys
):
    client, reference = production.test_client(), "0123456789abcdef0123456789abcdef"
    headers = {"X-Request-ID": reference, "X-Forwarded-For": "8.8.8.8"}

    answer = client.post("/sign-in?next=/secret", data={"password": "canary"}, headers=headers)
    client.get("/healthz", headers={"X-Request-ID": "not one: at all"})

    assert answer.headers["X-Request-ID"] == reference
    written = capsys.readouterr().err
    first, second, third = (json.loads(line) for line in written.splitlines())
    assert (first["event"], first["logger"], first["network"]) == (
        "form-refused",
        "acm_drafts.security",
        "internet",
    )
    assert (second["event"], second["route"], second["status"]) == ("request", "account.sign_in", 400)
    assert first["request_id"] == second["request_id"] == reference
    assert re.fullmatch("[0-9a-f]{16}", third["request_id"])
    for typed in ("canary", "secret", "8.8.8.8"):
        assert typed not in written


def test_every_line_of_the_log_is_one_object_whatever_is_typed_so_that_a_collector_can_take_it(
    production: Flask, capsys
):
    typed = 'two\nlines\u2028and "quotes"\x1b[31m\r{"event": "forged"}'
    try:
        raise ValueError(typed)
    except ValueError:
        logging.getLogger("acm_drafts.store").exception("a failure: %s", typed)
    production.test_client().get("/sign-in", query_string={"next": typed}, headers={"User-Agent": "a\tb"})

    lines = capsys.readouterr().err.encode().splitlines()
    failure, request = map(json.loads, lines)
    assert (failure["level"], failure["event"]) == ("error", f"a failure: {typed}")
    assert "ValueError" in failure["exception"]
    assert request["event"] == "request"
    assert all(line.isascii() and datetime.fromisoformat(json.loads(line)["timestamp"]) for line in lines)


def test_a_reference_that_no_proxy_of_ours_named_is_not_believed(client: FlaskClient):
    answer = client.get("/sign-in", headers={"X-Request-ID": "0123456789abcdef0123456789abcdef"})

    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])


def report(name: str, form: str = "csp-report") -> dict[str, object]:
    """Return what a browser sends, with words that somebody may have typed."""
    key = "effective-directive" if form == "csp-report" else "effectiveDirective"
    return {form: {key: name, "document-uri": "https://acm.example.org/c/canary", "script-sample": "canary"}}


def test_of_a_report_on_the_content_policy_the_directive_alone_is_kept(client: FlaskClient, session):
    policy = client.get("/sign-in").headers["Content-Security-Policy"]
    assert "report-uri /csp-reports; report-to csp" in policy
    sent = [
        json.dumps(report("script-src-elem")),
        json.dumps([{"type": "other"}, report("img-src", "body")]),
        json.dumps(report("canary-src")),
        json.dumps({"csp-report": ["canary"]}),
        "[" * 10_000,
        "not json",
    ]

    answers = [client.post("/csp-reports", data=data, content_type="application/csp-report") for data in sent]

    assert {answer.status_code for answer in answers} == {204}
    rows = session.scalars(select(SecurityEvent).order_by(SecurityEvent.id)).all()
    assert [(row.kind, row.about) for row in rows] == [
        (EventKind.POLICY_VIOLATED, "script-src-elem"),
        (EventKind.POLICY_VIOLATED, "img-src"),
    ]
    assert client.post("/csp-reports", data=b"x" * 20_000).status_code == 413
