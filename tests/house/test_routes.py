"""Every route: it says who may pass, it is shut to forms from elsewhere, and its pages say their language."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from acm_drafts.web.shared.access import gate_of
from acm_drafts.web.shared.addresses import KeyConverter
from tests.conftest import make_app

SAFE = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    return make_app(sqlite_url)


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def address(app: Flask, rule: Rule) -> str:
    """Return an address that *rule* matches; its parts name nothing that exists."""
    parts = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, KeyConverter):
            parts[name] = 7  # it is concealed on its way into the address
            continue
        parts[name] = next(
            part for part in (7, "7", "en", "aaaa") if re.fullmatch(converter.regex, str(part))
        )
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, parts, method=min(rule.methods - {"HEAD"}))


def test_every_route_says_who_may_pass(app: Flask):
    assert [rule.endpoint for rule in rules(app) if gate_of(app.view_functions[rule.endpoint]) is None] == []
    assert len(rules(app)) > 20


def test_routes_are_asked_in_no_other_way_than_forms_and_links_can(app: Flask):
    assert [rule.endpoint for rule in rules(app) if rule.methods - SAFE - {"POST"}] == []


WITHOUT_TOKEN = {
    "/unsubscribe/<token>": "mail programs send it by themselves, and its address is the proof",
    "/csp-reports": "browsers send it by themselves, and it changes nothing",
}
"""Forms that need no token against forms from elsewhere, and why."""


def test_every_form_without_a_token_is_refused_before_anything_else(app: Flask):
    client = app.test_client()
    posts = [rule for rule in rules(app) if "POST" in rule.methods and rule.rule not in WITHOUT_TOKEN]
    assert len(posts) > 10

    answers = {rule.rule: client.post(address(app, rule)).status_code for rule in posts}

    assert {rule: status for rule, status in answers.items() if status != 400} == {}


def test_every_page_that_a_stranger_gets_says_its_language_and_direction(app: Flask):
    client = app.test_client()
    pages = [
        client.get(address(app, rule))
        for rule in rules(app)
        if "GET" in rule.methods and rule.endpoint != "static"
    ]
    pages.append(client.get("/no/such/page"))
    shown = [page for page in pages if page.mimetype == "text/html" and page.status_code not in (302, 303)]
    assert len(shown) > 1

    for page in shown:
        assert re.search(r'<html lang="\w+" dir="(?:ltr|rtl)"', page.text), page.request.path


def test_every_subject_of_the_web_names_its_routes_after_itself(app: Flask):
    own = [rule.endpoint for rule in rules(app) if "." in rule.endpoint]

    for endpoint in own:
        package = app.view_functions[endpoint].__module__.removeprefix("acm_drafts.web.").split(".")[0]
        assert endpoint.split(".")[0] == package, endpoint
