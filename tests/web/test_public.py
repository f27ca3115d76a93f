"""Public pages: what everybody reads without an account, what caches are told, and what nobody learns."""

import json
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.document_settings import Distribution, DocumentSettings
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.services import public as acts
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.public_files import keep_file, lacking
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Communique, User
from acm_drafts.text.language import Language
from acm_drafts.web.public.feed import ATOM
from tests.adoptions import adopt, agreed_text, close_as_final, entry, imported_as_final, issue
from tests.factories import make_mission_drafter, make_observer, mission, post, sign_in
from tests.public import FRENCH, adopted_text, publish, translate
from tests.reservations import enter
from tests.tables import Table, lines_of
from tests.web.readers import Reader, counted, main_of, words_of

HERE = "/public/OIC-ACM-2026-FC"


@pytest.fixture
def table(session: object) -> Table:
    table = adopted_text()
    translate(table)
    publish(table)
    return table


def sees(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return words_of(main_of(answer.text))


# The text ------------------------------------------------------------------------------------------


def test_everybody_reads_a_published_text_with_where_and_when_it_was_adopted(
    client: FlaskClient, table: Table
):
    page = sees(client, f"{HERE}/en")
    for words in (
        "The Meeting welcomed the report.",
        "OIC/ACM-2026/FC",
        "adopted",
        "3 paragraphs",
    ):
        assert words in page, words
    french = client.get(f"{HERE}/fr")
    assert '<html lang="fr" dir="ltr">' in french.text and FRENCH[0] in words_of(french.text)
    assert french.headers["Content-Language"] == "fr"
    assert "Ceci est une traduction" in words_of(french.text)


def test_a_language_into_which_not_all_is_translated_is_said_to_be_lacking(client: FlaskClient, table: Table):
    assert "Not translated: العربية." in sees(client, f"{HERE}/en")
    answer = client.get(f"{HERE}/ar")
    assert answer.status_code == 404 and f'href="{HERE}/en"' in answer.text
    assert client.get(f"{HERE}/ar.docx").status_code == 404


def test_a_title_that_is_not_translated_stands_in_its_own_language_until_it_is(
    client: FlaskClient, table: Table
):
    own = table_title(table)
    page = client.get(f"{HERE}/fr")
    assert f'<h1 lang="en">{own}</h1>' in page.text
    assert f'<cite lang="en" dir="ltr">{own}</cite>' in page.text
    sign_in(client, make_mission_drafter())
    assert "The title is not translated into French." in sees(client, f"/c/{table.code}/publication")

    root = f"/c/{table.code}/translations/fr"
    draft = re.search(r'name="draft" value="(\d+)"', client.get(root).text)[1]
    sent = {"draft": draft, "title-seen": "", "title": "Communiqué final"}
    with clock_at(utcnow() + timedelta(hours=1)):
        assert post(client, root, sent).status_code == 303
    late = post(client, root, {**sent, "title": "Autre"})
    assert late.status_code == 409 and 'value="Autre"' in late.text
    assert "not translated into" not in sees(client, f"/c/{table.code}/publication")

    fresh = client.get(f"{HERE}/fr")
    assert '<h1 lang="fr">Communiqué final</h1>' in fresh.text and own not in fresh.text
    assert fresh.last_modified > page.last_modified
    assert own in client.get(f"{HERE}/en").text
    assert "Communiqué final" in sees(client, "/public/fr")
    assert b"Communiqu\xc3\xa9 final" in client.get("/public/fr.atom").data
    read_back = read(client.get(f"{HERE}/fr.docx").data)
    assert "Communiqué final" in "\n".join(part.final or "" for part in read_back.paragraphs)


def table_title(table: Table) -> str:
    return db.session.get_one(Communique, table.communique).title


def test_a_published_agenda_has_items_and_no_page_calls_every_text_a_communique(
    client: FlaskClient, session: object
):
    table = Table(lines_of("Opening", "Any other matters"), symbol="OIC/AGENDA", kind=TextKind.AGENDA).open()
    for line in table.lines():
        table.agree(line.label)
    adopt(close_as_final(table), symbol="OIC/ACM-2026/AGENDA")
    publish(table)
    here = "/public/OIC-ACM-2026-AGENDA"

    page = sees(client, f"{here}/en")
    assert "2 items" in page and ", item 2" in page and "para" not in page
    whole = client.get(f"{here}/en").text
    assert 'aria-label="Permanent link to item 2"' in whole and "All published texts" in whole
    for path in (f"{here}/en", "/public/en", "/public/en.atom"):
        assert "communiqués" not in client.get(path).text, path


def test_the_address_of_a_text_leads_to_the_language_of_the_browser(client: FlaskClient, table: Table):
    for asked, shown in (("fr-FR, fr;q=0.9, en;q=0.5", "fr"), ("ar", "en"), ("de", "en")):
        answer = client.get(HERE, headers={"Accept-Language": asked})
        assert (answer.status_code, answer.location) == (302, f"{HERE}/{shown}")
    assert client.get("/public/", headers={"Accept-Language": "ar"}).location == "/public/ar"


def test_a_paragraph_has_a_permanent_link_by_its_code_in_every_language(client: FlaskClient, table: Table):
    code = table.line("2.").code
    for language in ("en", "fr"):
        answer = client.get(f"{HERE}/{language}/{code}")
        assert answer.location == f"{HERE}/{language}#p-{code}"
        page = client.get(f"{HERE}/{language}").text
        assert f'id="p-{code}"' in page and f"{HERE}/{language}/{code}" in page
    assert "para. 2" in sees(client, f"{HERE}/en")
    assert client.get(f"{HERE}/en/aaaaaaa").status_code == 404


def test_a_corrigendum_is_named_with_its_words_and_nobody_who_asked_for_it(client: FlaskClient, table: Table):
    issue(table, entry(table, "1.", "welcomed", "noted", reason="Malaysia saw it first."))
    for language in ("en", "fr"):
        page = sees(client, f"{HERE}/{language}")
        assert "The Meeting noted the report." in page and "OIC/ACM-2026/FC/Corr.1" in page
        assert "Malaysia" not in page
    assert "For welcomed read noted" in sees(client, f"{HERE}/en")
    assert FRENCH[1] in sees(client, f"{HERE}/fr")
    about_original = "Ils corrigent le texte adopté en anglais."
    assert sees(client, f"{HERE}/fr").count(about_original) == 1
    assert "They correct the text" not in sees(client, f"{HERE}/en")


def test_a_corrected_heading_says_in_the_contents_and_below_it_that_it_stands_in_the_original(
    client: FlaskClient, session: object
):
    table = imported_as_final("# Opening and thanks", "The Meeting closed.")
    adopt(table, symbol="OIC/ACM-2026/FC")
    translate(table, "Ouverture et remerciements", "La Réunion a pris fin.")
    publish(table)
    issue(table, entry(table, "Opening", "thanks", "gratitude"))

    words = sees(client, f"{HERE}/fr")

    assert "Opening and gratitude (dans la langue dans laquelle il a été adopté)" in words
    assert words.count("dans la langue dans laquelle il a été adopté") == 2
    page = client.get(f"{HERE}/fr").text
    assert '<div class="pub pub--named"><a class="pub__number"' in page, (
        "its first words have a line of their own"
    )


def test_the_word_file_is_the_text_and_names_nobody(client: FlaskClient, table: Table):
    issue(table, entry(table, "1.", "welcomed", "noted"))
    answer = client.get(f"{HERE}/en.docx")
    assert "OIC-ACM-2026-FC-en.docx" in answer.headers["Content-Disposition"]
    assert "1.\tThe Meeting noted the report." in [line.final for line in read(answer.data).paragraphs]
    assert b"Drafter" not in ZipFile(BytesIO(answer.data)).read("docProps/core.xml")


def test_a_pdf_is_offered_once_it_is_made_and_no_longer_than_the_text_reads_so(
    client: FlaskClient, table: Table
):
    assert ".pdf" not in client.get(f"{HERE}/en").text
    assert client.get(f"{HERE}/en.pdf").status_code == 404
    english = next(one for one in lacking() if one.language is Language.EN)
    keep_file(english, b"%PDF-1.7 of the worker")
    assert f'href="{HERE}/en.pdf"' in client.get(f"{HERE}/en").text
    answer = client.get(f"{HERE}/en.pdf")
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 of the worker", "application/pdf")
    issue(table, entry(table, "1.", "welcomed", "noted"))
    assert ".pdf" not in client.get(f"{HERE}/en").text
    assert client.get(f"{HERE}/en.pdf").status_code == 404


# What nobody learns --------------------------------------------------------------------------------


def test_nothing_of_the_negotiation_is_on_any_public_answer(client: FlaskClient, session: object):
    table = agreed_text()
    settings = DocumentSettings(footnotes=True, distribution=Distribution.RESTRICTED)
    set_document_settings(table.mission, table.code, settings)
    enter(table, "EGY", "1.", words="CANARY of a reservation")

    adopt(table, symbol="OIC/ACM-2026/FC")
    publish(table)
    for path in (f"{HERE}/en", "/public/en", "/public/en.atom"):
        answer = client.get(path)
        assert "CANARY" not in answer.text
        assert "Mission drafter" not in answer.text and "/c/" not in answer.text
    package = b"".join(_parts(client.get(f"{HERE}/en.docx").data)).lower()
    assert b"the meeting welcomed" in package
    assert not any(word in package for word in (b"canary", b"restricted"))


def _parts(data: bytes) -> list[bytes]:
    package = ZipFile(BytesIO(data))
    return [package.read(name) for name in package.namelist()]


def test_a_text_that_is_not_published_is_like_one_that_is_not(client: FlaskClient, session: object):
    table = adopted_text(symbol="OIC/HELD", adopted_as="OIC/SECRET")
    code, endings = table.line("1.").code, ("", "/en", "/en.docx", "/en.pdf", "/fr", "/en/{code}")
    for ending in endings:
        answers, costs = [], []
        for address in ("OIC-SECRET", "OIC-NOTHING"):
            path = f"/public/{address}{ending.format(code=code)}"
            client.get(path)
            with counted() as sent:
                answers.append(client.get(path))
            costs.append(list(sent))
        assert answers[0].status_code == answers[1].status_code == 404
        assert answers[0].data == answers[1].data
        assert dict(answers[0].headers) | {"Date": ""} == dict(answers[1].headers) | {"Date": ""}
        assert costs[0] == costs[1]
    assert "SECRET" not in client.get("/public/en").text + client.get("/public/en.atom").text


def test_a_withdrawn_text_is_in_no_list_and_its_address_says_so(client: FlaskClient, table: Table):
    acts.withdraw(mission(), table.communique, reason="CANARY")
    for path in (HERE, f"{HERE}/en", f"{HERE}/en.docx"):
        answer = client.get(path)
        assert answer.status_code == 410 and "has been withdrawn" in answer.text
        assert answer.headers["Cache-Control"] == "no-store" and "CANARY" not in answer.text
    assert "OIC/ACM-2026/FC" not in client.get("/public/en").text + client.get("/public/en.atom").text


def test_a_published_page_is_the_same_for_whoever_is_signed_in(app: Flask, client: FlaskClient, table: Table):
    reader = sign_in(app.test_client(), make_mission_drafter(language="ar"))
    for path in (f"{HERE}/en", "/public/en"):
        assert client.get(path).data == reader.get(path).data


def test_a_translation_that_is_not_whole_changes_nothing_of_a_public_page(client: FlaskClient, table: Table):
    before = client.get(f"{HERE}/en")
    with clock_at(utcnow() + timedelta(hours=1)):
        translate(table, "رحب الاجتماع بالتقرير.", language=Language.AR)
    after = client.get(f"{HERE}/en")
    kept = ("Last-Modified", "ETag")
    assert after.data == before.data and [after.headers[name] for name in kept] == [
        before.headers[name] for name in kept
    ]


# Caches and search engines -------------------------------------------------------------------------


@pytest.mark.parametrize("path", [f"{HERE}/en", f"{HERE}/en.docx", "/public/en", "/public/fr.atom"])
def test_an_answer_that_a_cache_has_is_not_sent_again(client: FlaskClient, table: Table, path: str):
    answer = client.get(path)
    assert "public" in answer.headers["Cache-Control"] and "no-store" not in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    assert "X-Robots-Tag" not in answer.headers and "Content-Security-Policy" in answer.headers
    for condition in (
        {"If-None-Match": answer.headers["ETag"]},
        {"If-Modified-Since": answer.headers["Last-Modified"]},
        {"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "gzip", "Sec-Fetch-Site": "none"},
    ):
        again = client.get(path, headers=condition)
        assert again.status_code == 304 and again.data == b"" and "Content-Encoding" not in again.headers
    issue(table, entry(table, "1.", "welcomed", "noted"))
    if path.startswith(HERE):
        assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_search_engines_may_read_public_pages_alone(client: FlaskClient, table: Table):
    assert client.get("/robots.txt").text.splitlines()[1:] == [
        "Allow: /public/",
        "Allow: /static/",
        "Disallow: /",
    ]
    assert client.get("/sign-in").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_search_engines_are_told_title_symbol_and_languages_in_valid_data(
    client: FlaskClient, session: object
):
    text = "The Meeting said </script><script>alert(1)</script> & “more”."
    publish(adopted_text(text))
    page = client.get(f"{HERE}/en").text
    assert "<script>alert" not in page and page.count("</script>") == 1
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
    facts = json.loads(found[1])
    assert facts["@type"] == "Report" and facts["identifier"] == "OIC/ACM-2026/FC"
    assert facts["inLanguage"] == "en" and facts["url"].endswith(f"{HERE}/en")
    assert '<meta property="og:title"' in page and f'<link rel="canonical" href="{facts["url"]}">' in page


# The feed ------------------------------------------------------------------------------------------


def test_the_feed_has_what_the_standard_asks_of_every_feed_and_entry(client: FlaskClient, table: Table):
    for language in ("en", "fr", "ar"):
        answer = client.get(f"/public/{language}.atom")
        assert answer.mimetype == "application/atom+xml"
        feed = etree.fromstring(answer.data)
        assert feed.tag == f"{{{ATOM}}}feed"
        for element in (feed, *feed.findall(f"{{{ATOM}}}entry")):
            for name in ("id", "title", "updated"):
                assert (
                    len(element.findall(f"{{{ATOM}}}{name}")) == 1 and element.find(f"{{{ATOM}}}{name}").text
                )
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", element.find(f"{{{ATOM}}}updated").text
            )
        assert feed.find(f"{{{ATOM}}}author/{{{ATOM}}}name").text
        assert [link.get("href") for link in feed.findall(f"{{{ATOM}}}link[@rel='self']")]
        (entry_,) = feed.findall(f"{{{ATOM}}}entry")
        assert [link.get("hreflang") for link in entry_.findall(f"{{{ATOM}}}link")] == ["en", "fr"]


def test_a_list_and_a_feed_without_any_text_are_whole(client: FlaskClient, session: object):
    assert "No text is published yet." in sees(client, "/public/en")
    assert etree.fromstring(client.get("/public/en.atom").data).findall(f"{{{ATOM}}}entry") == []


def test_a_list_costs_the_same_number_of_queries_however_many_texts_it_has(client: FlaskClient, table: Table):
    def cost() -> int:
        client.get("/public/en")
        with counted() as sent:
            client.get("/public/en")
        return len(sent)

    one = cost()
    publish(adopted_text(symbol="OIC/OTHER", adopted_as="OIC/OTHER/FC"))
    assert cost() == one
    with counted() as sent:
        client.get(f"{HERE}/en")
    assert len(sent) <= 16


# The act -------------------------------------------------------------------------------------------


def manager(app: Flask, user: User) -> Reader:
    return Reader(app, user)


def test_the_mission_publishes_a_text_by_its_page_and_withdraws_it(
    app: Flask, client: FlaskClient, session: object
):
    table = adopted_text()
    desk, observer = manager(app, make_mission_drafter()), manager(app, make_observer())
    root = f"/c/{table.code}/publication"
    assert f'href="{root}"' in desk.get(f"/c/{table.code}/adoption")
    assert "Not published: the participants" in observer.sees(
        root
    ) and "Publish the text" not in observer.sees(root)
    assert "Publish the text" in desk.sees(root)
    assert post(observer.client, root).status_code == 403
    assert post(desk.client, root).status_code == 303
    assert post(desk.client, root).status_code == 409
    assert "everybody can read it" in observer.sees(root) and HERE in observer.sees(root)
    assert client.get(f"{HERE}/en").status_code == 200
    assert post(desk.client, f"{root}/withdraw", {"reason": ""}).status_code == 422
    assert post(observer.client, f"{root}/withdraw", {"reason": "x"}).status_code == 403
    assert post(desk.client, f"{root}/withdraw", {"reason": "Too early."}).status_code == 303
    assert "Too early." in observer.sees(root) and client.get(f"{HERE}/en").status_code == 410
    journal = observer.sees(f"/c/{table.code}/journal")
    assert "OIC/ACM-2026/FC published" in journal and "Public page of OIC/ACM-2026/FC withdrawn" in journal


def test_a_text_that_is_not_adopted_has_no_public_page(app: Flask, session: object):
    table = agreed_text()
    desk = manager(app, make_mission_drafter())
    root = f"/c/{table.code}/publication"
    assert "The text is not adopted." in desk.sees(root) and "Publish the text" not in desk.sees(root)
    assert post(desk.client, root).status_code == 409


def test_under_embargo_nobody_outside_sees_anything_and_from_its_end_on_everybody(
    app: Flask, client: FlaskClient, session: object
):
    table = adopted_text()
    desk, root = manager(app, make_mission_drafter()), f"/c/{table.code}/publication"
    feed = client.get("/public/en.atom").data
    past = {"when": "later", "public_from": f"{utcnow() - timedelta(days=2):%Y-%m-%dT%H:%M}"}
    refused = post(desk.client, root, past)
    assert refused.status_code == 422 and "has passed already" in refused.text
    assert post(desk.client, root, {"when": "later", "public_from": ""}).status_code == 422
    now = utcnow()
    ends = (now + timedelta(days=2)).replace(second=0, microsecond=0)
    at_the_meeting = ends.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%dT%H:%M")
    assert post(desk.client, root, {"when": "later", "public_from": at_the_meeting}).status_code == 303

    assert "Under embargo until" in desk.sees(root) and "Change the embargo" in desk.sees(root)
    assert client.get(f"{HERE}/en").status_code == 404
    assert client.get(HERE).data.replace(HERE.encode(), b"") == client.get(f"{HERE}x").data.replace(
        f"{HERE}x".encode(), b""
    )
    assert client.get("/public/en.atom").data == feed and "FC" not in client.get("/public/en").text
    newest = re.search(r"documents/\d+\.docx", desk.get(f"/c/{table.code}/documents")).group()
    document = desk.client.get(f"/c/{table.code}/{newest}").data
    assert "Embargo: not to be published before" in masthead_of(document)
    assert "public from" in desk.sees(f"/c/{table.code}/journal")

    with clock_at(ends):
        page = client.get(f"{HERE}/en")
        assert page.status_code == 200 and f'"datePublished": "{ends.date().isoformat()}"' in page.text
        assert "FC" in client.get("/public/en").text
        assert "Embargo" not in masthead_of(client.get(f"{HERE}/en.docx").data)


def test_an_embargo_that_is_ended_without_publication_leaves_no_trace_outside(
    app: Flask, client: FlaskClient, session: object
):
    table = adopted_text()
    desk, root = manager(app, make_mission_drafter()), f"/c/{table.code}/publication"
    assert (
        post(
            desk.client,
            root,
            {"when": "later", "public_from": f"{utcnow() + timedelta(days=9):%Y-%m-%dT%H:%M}"},
        ).status_code
        == 303
    )
    assert post(desk.client, f"{root}/withdraw", {"reason": "Not at all."}).status_code == 303
    assert client.get(f"{HERE}/en").status_code == 404
    assert "Not published: the participants" in desk.sees(root) and "Not at all." in desk.sees(root)


def masthead_of(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/masthead.xml").decode())
