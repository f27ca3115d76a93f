"""Everything that is refused speaks the same way, with the same headers, and tells nothing by the way."""

import logging
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url
from werkzeug.datastructures import MultiDict

from acm_drafts.negotiation import errors
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store.database import utcnow
from acm_drafts.web.shared import access, recovery, refusals
from tests.conftest import make_app
from tests.factories import make_head, make_mission_drafter, post, sign_in, token_for
from tests.house.tree import ROOT
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
        "then now least most code what state move rule character position length paragraph why symbol newest language "
        "opens deadline count all name names line schema phrase until ends meetings role day begins words status "
        "holders closed title done column before after session number keys numbers made earlier year this_year "
        "first texts items"
    ).split(),
    12,
)


def test_every_refusal_has_its_status_and_its_sentence(client: FlaskClient):
    assert len(kinds()) > 200
    for kind in kinds():
        answer = answer_to(client, kind(**FACTS))

        assert answer.status_code == refusals.status_of(kind(**FACTS)), kind
        assert 400 <= answer.status_code < 600, kind
        assert str(kind(**FACTS)).split("%")[0].partition(". ")[0][:20] in answer.text, kind
        assert '<html lang="en" dir="ltr">' in answer.text, kind


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.NotFound(), 404),
        (errors.NotPermitted(), 403),
        (errors.NoOffice(), 403),
        (errors.StaleText(), 409),
        (errors.DecidedMeanwhile(), 409),
        (errors.InConflict(), 409),
        (errors.AlreadyClosed(), 409),
        (errors.WrongShape(what="x"), 422),
        (errors.UnreadableFile(why="x"), 422),
        (refusals.TooLarge(most=8), 413),
        (refusals.AddressTooLong(most=500), 414),
        (refusals.TooManyAttempts(), 429),
    ],
)
def test_a_refusal_has_the_status_of_its_nearest_kind(refusal, status):
    assert refusals.status_of(refusal) == status


@pytest.mark.parametrize("path", ["/search", "/library", "/sign-in"])
def test_an_address_of_ten_thousand_letters_is_refused_in_a_sentence_and_leads_to_no_longer_one(
    client: FlaskClient, path: str
):
    client.set_cookie("acm_language", "fr")
    for letter in "xم":
        answer = client.get(path, query_string={"q": letter * 10_000})

        assert answer.status_code == 414
        assert "Cette adresse est trop longue" in answer.text and re.search(
            r"500\s+caractères", unescape(answer.text)
        )
        assert max(map(len, re.findall(r'href="([^"]*)"', answer.text))) < 200


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


@pytest.mark.thorough
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


# What was typed ------------------------------------------------------------------------------------

WORDS = "The Meeting <b>gladly</b> welcomed\n\nthe progress."


def boxes(page: str) -> list[tuple[str, str]]:
    """Return title and content of each box that is handed back."""
    found = re.findall(
        r'<label for="box-\d+">(.*?)</label>\s*<textarea[^>]* readonly>\n(.*?)</textarea>', page, re.DOTALL
    )
    return [(unescape(title), unescape(text)) for title, text in found]


def amending(**facts: str) -> dict[str, str]:
    return {"kind": "replace", "text": WORDS, "parts": "As the page had it.", "reason": "Why.", **facts}


def test_a_form_refused_for_its_token_gives_back_what_was_typed(app: Flask, session):
    table = make_table("We met.")
    where = f"/c/{table.code}/p/{table.line('1.').code}/amend"
    client = sign_in(app.test_client(), make_head())

    answer = client.post(f"{where}?rest=abc", data=amending(csrf_token="old"))

    assert answer.status_code == 400
    assert "This form is too old" in answer.text
    assert "Nothing was recorded. Here is what you typed" in answer.text
    assert boxes(answer.text) == [("Proposed wording", WORDS), ("Reason", "Why.")]
    assert "<b>gladly" not in answer.text
    assert f'href="{where}?rest=abc">Open the page again' in answer.text


@pytest.mark.parametrize("token", ["kept", "old", ""])
def test_who_is_signed_out_meanwhile_gets_back_what_was_typed_and_a_way_to_sign_in(app, session, token: str):
    table = make_table("We met.")
    where = f"/c/{table.code}/p/{table.line('1.').code}/amend"
    client = app.test_client()
    sent = amending(csrf_token=token_for(client) if token == "kept" else token)

    answer = client.post(where, data=sent)

    assert answer.status_code == (403 if token == "kept" else 400)
    assert "You are not signed in any more. Nothing was changed." in answer.text
    assert boxes(answer.text) == [("Proposed wording", WORDS), ("Reason", "Why.")]
    assert f'href="/sign-in?next={where.replace("/", "%2F")}">Sign in' in answer.text


def test_what_is_no_page_is_opened_again_where_its_form_stood(client: FlaskClient, session):
    headers = {"Referer": "http://localhost/proposals/abc"}
    answer = client.post("/proposals/abc/position", data={"reason": "Why."}, headers=headers)

    assert "/sign-in?next=%2Fproposals%2Fabc" in answer.text
    assert boxes(answer.text) == [("Reason", "Why.")]


def test_neither_passwords_nor_tokens_are_given_back(client: FlaskClient, session):
    secret = {"password": "four ordinary words here", "again": "four ordinary words", "old": "my old one"}
    hidden = {"csrf_token": "a-token", "seen": "17", "base_id": "18", "read": "what the page held"}

    for path in ("/sign-in", "/account/password", "/proposals/abc/answer"):
        page = client.post(path, data={**secret, **hidden, "reason": "Why."}).text
        assert not any(value in page for value in ("ordinary", "my old one", "a-token", "the page held"))


def test_a_form_without_typed_words_leads_to_the_sign_in_page_as_before(client: FlaskClient, session):
    assert post(client, "/proposals/abc/submit").location == "/sign-in"


def test_boxes_of_one_name_come_back_as_one_and_numbered_ones_with_their_number(client: FlaskClient, session):
    sent = MultiDict([("text", "First line."), ("text", "Second line."), ("reason-3", "For the third.")])

    page = client.post("/proposals/abc/answer", data=sent).text

    assert boxes(page) == [
        ("Proposed wording", "First line.\n\nSecond line."),
        ("Reason 3", "For the third."),
    ]


def test_every_box_that_people_write_in_is_given_back():
    written = {
        name
        for path in [*(ROOT / "acm_drafts/web").rglob("*.py")]
        for name in re.findall(r"^    (\w+) = TextAreaField\(_l\(", path.read_text("utf-8"), re.M)
    }
    for path in (ROOT / "templates").rglob("*.html"):
        written |= set(re.findall(r'<textarea[^>]* name="([a-z]+)', path.read_text("utf-8")))

    assert written == set(recovery.BOXES)


def test_the_mission_is_not_sent_to_the_mission(app: Flask, client: FlaskClient, session):
    refusal = errors.NoRound()
    sign_in(client, make_head())
    assert "The Mission opens rounds." in answer_to(client, refusal, "/refuse").text

    mission = sign_in(app.test_client(), make_mission_drafter())
    page = answer_to(mission, refusal, "/refuse").text

    assert "Open a round on the newest draft first." in page and "the Mission opens" not in page
    assert errors.NoOffice.mission_step == ""  # it has a next step of its own


def test_no_next_step_for_the_mission_names_the_mission():
    assert not [kind for kind in kinds() if "the Mission" in kind.mission_step]
