"""Every answer tells browsers to be strict: pages, files, refusals and failures."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.store.database import db
from acm_drafts.web.shared.headers import ALWAYS
from tests.conftest import make_app
from tests.factories import make_head, make_mission_drafter, sign_in
from tests.tables import make_table


@pytest.mark.parametrize(
    "path", ["/sign-in", "/healthz", "/missing", "/static/css/base.css", "/static/missing", "/account"]
)
def test_every_answer_carries_the_strict_headers(client: FlaskClient, path):
    answer = client.get(path)

    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_a_refused_form_carries_them_too(client: FlaskClient):
    assert client.post("/sign-in").headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]


def test_the_policy_allows_nothing_unsafe_and_nothing_from_elsewhere():
    policy = ALWAYS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'")


def test_pages_are_kept_in_no_cache(client: FlaskClient, session):
    sign_in(client, make_head())

    for path in ("/account", "/missing", "/sign-in"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_styles_and_fonts_may_be_kept_by_the_browser(client: FlaskClient):
    assert "no-store" not in client.get("/static/css/base.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/static/../config.py", "/static/..%2fconfig.py", "/static/%2e%2e/config.py"]
)
def test_nothing_beside_the_static_files_can_be_read(client: FlaskClient, path):
    assert client.get(path).status_code == 404


@pytest.fixture
def in_production(sqlite_url: str) -> Flask:
    return make_app(
        sqlite_url, ACM_ENV="production", SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-acm"
    )


def test_production_sends_strict_transport_security(in_production: Flask, client: FlaskClient):
    answer = in_production.test_client().get("/sign-in", base_url="https://localhost")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Set-Cookie"].startswith("__Host-acm=")
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def test_every_cookie_of_production_is_bound_to_https_and_to_this_host_by_its_name(in_production: Flask):
    with in_production.app_context():
        drafter, table = make_mission_drafter(), make_table("One.")
        client = sign_in(in_production.test_client(), drafter)
        code = table.code
        db.session.remove()
    answers = [
        client.get(path, base_url="https://localhost")
        for path in ("/sign-in", "/language/fr", f"/c/{code}/decisions")
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]

    assert {cookie.partition("=")[0] for cookie in cookies} >= {"__Host-acm_language", "__Secure-acm_desk"}
    assert all(cookie.startswith(("__Host-", "__Secure-")) and "; Secure" in cookie for cookie in cookies)
    page = client.get(f"/c/{code}/decisions", base_url="https://localhost")
    assert '<html lang="fr"' in page.text  # the choice is read under the name it was given


def test_only_as_many_proxies_are_believed_as_there_are(sqlite_url: str):
    from flask import request

    from acm_drafts.web.shared import access

    def seen(count: int) -> str:
        app = make_app(sqlite_url, PROXIES=count)
        app.add_url_rule("/who", view_func=access.public(lambda: str(request.remote_addr)))
        headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        return app.test_client().get("/who", headers=headers).text

    assert seen(0) == "127.0.0.1"
    assert seen(1) == "198.51.100.7"
