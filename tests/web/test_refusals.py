"""Everything that is refused speaks the same way, with the same headers, and tells nothing by the way."""

import logging
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url

from acm_drafts.negotiation import errors
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store.database import utcnow
from acm_drafts.web import access, refusals
from tests.conftest import make_app
from tests.factories import make_head, post, sign_in
from tests.tables import make_table

RAISED: dict[str, Exception] = {}


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    """The application with one route that raises what a test wants."""
    app = make_app(sqlite_url, PROPAGATE_EXCEPTIONS=False)

    @access.public
    def refuse() -> str:
        raise RAISED["now"]

    @access.signed_in
    def hide() -> str:
        raise errors.NotFound()

    app.add_url_rule("/refuse", view_func=refuse, methods=["GET", "POST"])
    app.add_url_rule("/hidden", view_func=hide)
    return app


def answer_to(client: FlaskClient, error: Exception, path: str = "/refuse"):
    RAISED["now"] = error
    return client.get(path)


def kinds(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in kinds(below))]


FACTS = dict.fromkeys(
    (
        "least most code what state move rule character position length paragraph why symbol newest language "
        "opens deadline count name line"
    ).split(),
    12,
)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_refusal_is_said_with_its_next_step(client: FlaskClient, kind):
    answer = answer_to(client, kind(**FACTS))

    assert answer.status_code == refusals.status_of(kind(**FACTS))
    assert 400 <= answer.status_code < 600
    assert str(kind(**FACTS)).split("%")[0][:20].replace("’", "’") in answer.text
    assert '<html lang="en" dir="ltr">' in answer.text


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.NotFound(), 404),
        (errors.NotPermitted(), 403),
        (errors.NoOffice(), 403),
        (errors.StaleText(), 409),
        (errors.DecidedMeanwhile(), 409),
        (errors.InClash(), 409),
        (errors.AlreadyClosed(), 409),
        (errors.WrongShape(what="x"), 422),
        (errors.UnreadableFile(why="x"), 422),
        (refusals.TooLarge(most=8), 413),
        (refusals.TooManyAttempts(), 429),
    ],
)
def test_a_refusal_has_the_status_of_its_nearest_kind(refusal, status):
    assert refusals.status_of(refusal) == status


def test_moments_and_terms_in_a_refusal_are_said_as_on_pages(client: FlaskClient):
    now = utcnow()

    assert "(New York, UTC" in answer_to(client, errors.DeadlinePassed(deadline=now)).text
    assert (
        "that is in review cannot" in answer_to(client, errors.IllegalMove(state=Stage.REVIEW, move="x")).text
    )


def test_what_people_wrote_is_escaped_in_a_refusal(client: FlaskClient):
    page = answer_to(client, errors.NoSuchParty(code="<script>alert(1)</script>")).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_fact_with_a_percent_sign_is_only_a_fact(client: FlaskClient):
    assert "100 %(what)s %d" in answer_to(client, errors.NoSuchParty(code="100 %(what)s %d")).text


def test_an_old_page_is_refused_with_both_texts_and_what_was_written(client: FlaskClient, session):
    RAISED["now"] = errors.StaleText(seen="We welcome progress.", current="We welcome the progress made.")

    answer = post(client, "/refuse", {"text": "We applaud progress."})

    assert answer.status_code == 409
    assert "The wording you were reading" in answer.text
    assert "the progress made" in answer.text.replace("</ins>", "").replace("\n", "") or "made" in answer.text
    assert "We applaud progress." in answer.text


def test_after_a_refused_form_the_way_on_is_the_page_it_stood_on(client: FlaskClient, session):
    RAISED["now"] = errors.StaleText()
    headers = {"Referer": "http://localhost/c/abc/p/def?x=1"}
    assert 'href="/c/abc/p/def"' in post(client, "/refuse", headers=headers).text

    headers = {"Referer": "http://evil.example/c/abc"}
    assert "/c/abc" not in post(client, "/refuse", headers=headers).text


def test_what_does_not_exist_and_what_may_not_be_seen_are_the_same_bytes(client: FlaskClient, session):
    sign_in(client, make_head(language="ar"))

    hidden = client.get("/hidden?draft=7")
    missing = client.get("/no/such/page/at/all")

    assert hidden.data == missing.data
    assert {k: v for k, v in hidden.headers if k != "Date"} == {
        k: v for k, v in missing.headers if k != "Date"
    }


def test_whoever_is_signed_in_keeps_the_menu_where_nothing_is(client: FlaskClient, session):
    make_table("We met.")
    sign_in(client, make_head())

    page = client.get("/no/such/page").text

    assert ">Rounds</a>" in page
    assert "aria-current" not in page.partition("<main")[0]


def test_a_text_that_the_view_had_found_does_not_show_on_the_page_that_denies_it(app: Flask, client, session):
    @access.public
    def found_but_hidden() -> str:
        g.communique = make_title()
        raise errors.NotFound()

    app.add_url_rule("/found-but-hidden", view_func=found_but_hidden)
    sign_in(client, make_head())

    assert client.get("/found-but-hidden").data == client.get("/missing").data


def make_title():
    from acm_drafts.store.records import Communique

    return Communique(code="abc", title="Secret title", language="en")


def test_a_failure_of_ours_says_nothing_of_what_failed(client: FlaskClient, caplog):
    with caplog.at_level(logging.CRITICAL):
        answer = answer_to(client, ZeroDivisionError("secret words"))

    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert "secret words" not in answer.text


def test_a_failing_database_still_lets_the_page_say_so(app: Flask, client: FlaskClient, session):
    sign_in(client, make_head())
    session.remove()
    place = Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")
    for file in place.parent.glob(f"{place.name}*"):
        file.unlink()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()

    answer = client.get("/account")

    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text


def test_a_form_without_a_token_is_refused_in_a_sentence(client: FlaskClient):
    answer = client.post("/sign-in", data={"email": "a@example.org"})

    assert answer.status_code == 400
    assert "This form is too old, or it came from another site." in answer.text


def test_anothers_token_is_no_token(app: Flask, client: FlaskClient, session):
    from tests.factories import token_for

    token_for(client)
    stolen = token_for(app.test_client())

    assert client.post("/sign-in", data={"csrf_token": stolen}).status_code == 400


def test_a_wrong_method_says_which_ones_there_are(client: FlaskClient):
    answer = client.delete("/sign-in")

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert "This address is not used in that way." in answer.text


def test_what_is_too_large_is_refused_with_the_limit(client: FlaskClient):
    answer = client.post("/sign-in", data={"email": "x" * (9 * 1024 * 1024)})

    assert answer.status_code == 413
    assert "at most 8 megabytes" in answer.text


def test_a_host_that_is_not_ours_is_answered_without_a_page(sqlite_url: str):
    client = make_app(sqlite_url, TRUSTED_HOSTS=["drafts.example.org"]).test_client()

    assert client.get("/sign-in", headers={"Host": "drafts.example.org"}).status_code == 200
    refused = client.get("/sign-in", headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert "<html" not in refused.text
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_refusals_speak_the_readers_language(client: FlaskClient):
    client.get("/language/ar")

    assert '<html lang="ar" dir="rtl">' in client.get("/missing").text
