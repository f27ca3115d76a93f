"""The pages of the library: search, sources, what is nearest, and pins."""

import json
import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.follow_up import Request
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import follow_up, library
from acm_drafts.store.database import db
from acm_drafts.store.pins import pins_in
from acm_drafts.store.records import Source, User
from acm_drafts.text.language import Language
from acm_drafts.web.library.page import MOST_NAMED
from tests.factories import (
    make_administrator,
    make_drafter,
    make_mission_drafter,
    make_observer,
    mission,
    sign_in,
    token_for,
)
from tests.library import TEXTS, add, face
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def table(session: object) -> Table:
    return make_table(
        TEXTS[0].replace("strongly ", ""), "The Meeting recalled A/RES/65/140.", visibility=Visibility.MISSION
    )


@pytest.fixture
def reader(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_observer())


@pytest.fixture
def pen(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def told(client: FlaskClient, path: str, **facts: object) -> str:
    """Return the words of a page on one line."""
    answer = client.get(path, **facts)
    assert answer.status_code == 200, answer.status
    return in_words(answer.text)


def in_words(page: str) -> str:
    main = page.partition("<main")[2] or page
    plain = " ".join(re.sub(r"<[^>]*>", " ", main).split())
    return re.sub(r" (?=[,;.”])|(?<=“) ", "", plain)


def post(client: FlaskClient, path: str, **data: object):
    return client.post(path, data={"csrf_token": token_for(client, "/account"), **data})


# Search ----------------------------------------------------------------------------------------------


def test_words_are_found_marked_in_their_passage_which_leads_to_its_source(reader: FlaskClient):
    source = add()
    page = reader.get('/library?q="investment in research"').text

    assert "<mark>investment in research</mark>" in page
    assert f'href="/library/sources/{source.code}#s-1"' in page
    assert 'lang="en" dir="ltr">Calls upon' in page
    assert "1 passage" in in_words(page) and "2010" in in_words(page)


def test_a_source_is_found_by_its_symbol_and_its_title_until_it_is_withdrawn(reader: FlaskClient, session):
    source = add(symbol="A/RES/65/140", title="Résolution sur le commerce")
    for query in ("A/RES/65/140", "65/140", "resolution commerce", '"sur le commerce"'):
        page = told(reader, "/library", query_string={"q": query})
        assert "Sources with this symbol or title A/RES/65/140" in page, query
        assert "Sources of agreed language A/RES/65/140" in told(reader, "/search", query_string={"q": query})
    assert "Sources with" not in told(reader, "/library", query_string={"q": "A/RES/65/141"})

    library.withdraw(mission(), source.code, reason="Printed wrongly.")
    assert "Sources with" not in told(reader, "/library", query_string={"q": "A/RES/65/140"})


def test_more_sources_of_one_title_than_are_listed_lead_to_all_and_none_where_the_search_is_narrowed(
    reader: FlaskClient,
):
    for number in range(MOST_NAMED):
        add(f"A/RES/1/{number}", f"Notes part {number};", title="On trade")
    page = reader.get("/library?q=On+trade").text
    assert page.count(' <span lang="en" dir="ltr">On trade') == MOST_NAMED and "There are more." not in page

    add("A/RES/2/1", "Notes the last part;", title="On trade")
    page = reader.get("/library?q=On+trade").text
    assert page.count(' <span lang="en" dir="ltr">On trade') == MOST_NAMED and "There are more." in page
    (address,) = re.findall(r'href="(/search\?[^"]*)">Show all sources', page)
    assert reader.get(unescape(address)).text.count('class="hit"') == MOST_NAMED + 1
    for narrowed in ("language=en", "body=general-assembly", "from=2010", "page=2"):
        assert "Sources with" not in told(reader, f"/library?q=On+trade&{narrowed}"), narrowed


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("*%28%29%22", "There is no word to search for."),
        ("x" * 8_000, "What you search for is too long: at most 500 characters are read."),
        ("title%3Ax+AND+NOT+%2Fa.*%2F", "No passage holds all of this."),
        ("no+such+words", "No passage holds all of this."),
    ],
)
def test_whatever_is_typed_is_answered_in_a_sentence(reader: FlaskClient, query: str, sentence: str):
    add()
    assert sentence in told(reader, f"/library?q={query}")


def test_a_search_is_narrowed_by_its_address_and_years_that_cannot_be_are_named(reader: FlaskClient):
    add()
    assert "1 passage" in told(
        reader, "/library?q=research&body=general-assembly&from=2010&to=2010&language=en"
    )
    assert "No passage" in told(reader, "/library?q=research&from=2011")
    assert "1 passage" in told(reader, "/library?q=research&body=x&language=xx&page=-1")
    for years in ("from=2020&to=2010", "from=abc", "to=99999999999"):
        page = told(reader, f"/library?q=research&{years}")
        assert "No passage" not in page and "The years cannot be searched:" in page
    assert "1 passage" in told(reader, "/library?q=research&order=year")
    reader.get("/library?q=research&page=999999")


def test_the_ways_to_narrow_a_search_are_folded_and_say_to_what_it_is_narrowed(reader: FlaskClient):
    add()
    fold = re.compile(r'<details class="narrowing"( open)?><summary>([^<]*)</summary>')
    for narrowed, words in (
        ("", "Narrow the search"),
        (
            "&body=general-assembly&language=en&from=2010&to=2012",
            "Narrow the search: UN General Assembly, English, 2010–2012",
        ),
        ("&from=2010&to=2010", "Narrow the search: 2010"),
        ("&from=2010", "Narrow the search: from 2010"),
        ("&to=2010", "Narrow the search: until 2010"),
    ):
        (match,) = fold.finditer(reader.get(f"/library?q=research{narrowed}").text)
        assert (match[1], match[2]) == (None, words), narrowed
    (match,) = fold.finditer(reader.get("/library?q=research&from=2011").text)
    assert match[1] == " open"  # nothing was found in these years: others are at hand


def test_where_a_phrase_is_used_is_drawn_by_year_and_told_in_a_sentence(reader: FlaskClient):
    add()
    add("A/RES/67/264", "Encourages investment in research;", day=None)
    page = reader.get('/library?q="investment in research"').text

    assert "Where else this phrase is used" in page
    assert 'role="img" aria-label="From 2010 to 2010; most in 2010, 1 passage"' in page
    assert "without a date 1" in in_words(page)


def test_the_library_is_open_to_participants_and_not_to_who_administers_people_alone(
    app: Flask, table: Table
):
    for make in (make_observer, make_mission_drafter, lambda: make_drafter("EGY")):
        assert sign_in(app.test_client(), make()).get("/library").status_code == 200
    assert sign_in(app.test_client(), make_administrator()).get("/library").status_code == 403


# Sources ---------------------------------------------------------------------------------------------


def test_the_mission_adds_a_file_and_a_text_that_is_pasted(pen: FlaskClient):
    data = b"SYMBOL: A/RES/1/1\nDATE: 2001-02-03\n\nOn ports\n\n1. Takes note of the report of the ports;"
    answer = post(pen, "/library/add", file=(BytesIO(data), "x.txt"), body="", language="")
    assert answer.status_code == 303
    page = told(pen, answer.headers["Location"])
    assert (
        "A/RES/1/1" in page and "3 February 2001" in page and "Takes note of the report of the ports;" in page
    )

    facts = {
        "pasted": "1. Urges all;",
        "symbol": "OIC/CFM-1",
        "title": "On trade",
        "body": "cfm",
        "language": "en",
    }
    assert post(pen, "/library/add", **facts).status_code == 303
    again = post(pen, "/library/add", **facts)
    assert again.status_code == 422
    assert "The library has this source already: OIC/CFM-1, On trade." in in_words(again.text)
    assert "OIC/CFM-1" in told(pen, "/library/sources")


@pytest.mark.parametrize("facts", [{}, {"pasted": "Words."}, {"pasted": "x", "day": "soon"}])
def test_what_is_no_source_comes_back_with_the_form(pen: FlaskClient, facts: dict):
    answer = post(pen, "/library/add", **facts)
    assert answer.status_code == 422
    assert db.session.query(Source).count() == 0


def test_a_table_is_no_source_whatever_it_could_be_read_as(pen: FlaskClient):
    table = b"symbol,date,source,note\nA/RES/1/1,2001-02-03,UN,none\n"
    sent = post(pen, "/library/add", file=(BytesIO(table), "resolutions.csv"), body="", language="")
    assert sent.status_code == 422
    assert "its name ends in \u2068.csv\u2069, and a text ends in .docx or .txt" in sent.text
    assert db.session.query(Source).count() == 0


def test_a_file_that_says_what_cannot_be_is_answered_with_what_can_in_the_language_of_the_reader(
    pen: FlaskClient,
):
    data = b"SYMBOL: A/RES/1/1\nLANG: heading\n\nWords."
    pen.get("/language/ar")
    sent = post(pen, "/library/add", file=(BytesIO(data), "x.txt"), body="", language="")
    assert (
        "\u2068heading\u2069" in sent.text and "fr (الفرنسية)" in sent.text
    )  # it is a word of ours by chance
    pen.get("/language/en")
    data = b"SYMBOL: A/RES/1/1\nBODY: UN\n\nWords."
    sent = post(pen, "/library/add", file=(BytesIO(data), "x.txt"), body="", language="")
    assert "none of these: general-assembly, security-council, summit, cfm, acm, other." in sent.text


def test_the_form_of_a_date_says_that_it_is_saved_once(pen: FlaskClient):
    undated, dated = add(day=None), add("A/RES/1/1", "Notes the report;")
    sentence = "To correct it, withdraw the source and add it again."
    assert sentence in told(pen, f"/library/sources/{undated.code}")
    page = told(pen, f"/library/sources/{dated.code}")
    assert sentence not in page and "added anew, with another date for example." in page


def json_file(*sources: object) -> tuple[BytesIO, str]:
    return BytesIO(json.dumps({"sources": sources}).encode()), "sources.JSON"


def test_a_json_adds_all_of_its_sources_or_none(pen: FlaskClient):
    facts = {"language": "en"}
    first = {**facts, "symbol": "A/RES/1/1", "title": "One", "paragraphs": ["The Assembly noted one thing."]}
    second = {
        **facts,
        "symbol": "A/RES/1/2",
        "title": "Two",
        "paragraphs": ["The Assembly noted two things."],
    }

    empty = {"body": "", "language": ""}
    wrong = post(pen, "/library/add", **empty, file=json_file(first, {**second, "paragraphs": []}))
    assert wrong.status_code == 422
    assert "Source 2 of the file, A/RES/1/2, cannot be added: it holds no text." in in_words(wrong.text)
    named = post(pen, "/library/add", **empty, file=json_file(first, second), title="Mine")
    assert named.status_code == 422 and "leave the fields below empty" in named.text
    for nothing in ((BytesIO(b"{"), "a.json"), json_file()):
        assert post(pen, "/library/add", **empty, file=nothing).status_code == 422
    assert db.session.scalars(db.select(Source)).all() == []

    sent = post(pen, "/library/add", **empty, file=json_file(first, second))
    assert sent.headers["Location"] == "/library/sources"
    assert "2 sources are added." in pen.get("/library/sources").text
    page = told(pen, "/library/sources")
    assert "A/RES/1/1" in page and "A/RES/1/2" in page


def test_a_json_with_a_source_that_is_refused_names_it_and_adds_nothing(pen: FlaskClient):
    known = add("A/RES/1/2", "The Assembly noted two things.", title="Two")
    first = {"symbol": "A/RES/1/1", "language": "en", "paragraphs": ["The Assembly noted one thing."]}
    same = {"symbol": "A/RES/9/9", "language": "en", "paragraphs": ["The Assembly noted two things."]}
    for second, reason in (
        (same, "The library has this source already: A/RES/1/2, Two."),
        (
            {**same, "symbol": "A/RES/1/2", "paragraphs": ["Other words."]},
            "The library has another text of this symbol in this language: A/RES/1/2, Two.",
        ),
    ):
        refused = post(pen, "/library/add", body="", language="", file=json_file(first, second))
        assert refused.status_code == 422 and f'href="/library/sources/{known.code}"' in refused.text
        sentence = f"Source 2 of the file, {second['symbol']}: {reason} Nothing of the file is added."
        assert sentence in in_words(refused.text)

    for second, sentence in (
        (
            {**first, "symbol": "A/RES/8/8"},
            "Source 2 of the file, A/RES/8/8, has the symbol or the words of source 1",
        ),
        ({**same, "paragraphs": ["a\u202eb"]}, "Source 2 of the file, A/RES/9/9: The text holds a character"),
    ):
        refused = post(pen, "/library/add", body="", language="", file=json_file(first, second))
        assert refused.status_code == 422 and sentence in in_words(refused.text)
        assert "Open the source that the library has" not in refused.text
    assert db.session.scalars(db.select(Source.symbol)).all() == ["A/RES/1/2"]


def test_a_source_is_withdrawn_for_a_reason_and_stays_readable(pen: FlaskClient, reader: FlaskClient):
    source = add()
    path = f"/library/sources/{source.code}"
    assert post(pen, f"{path}/withdraw", reason=" ").status_code == 422
    assert post(pen, f"{path}/withdraw", reason="A <b>typing</b> error.").status_code == 303

    page = told(reader, path)
    assert "no longer offered" in page and TEXTS[0] in page
    assert "&lt;b&gt;typing" in reader.get(path).text
    assert "withdrawn" in told(reader, "/library/sources")
    assert post(pen, f"{path}/withdraw", reason="Again.").status_code == 422
    assert post(reader, f"{path}/withdraw", reason="Again.").status_code == 403


def test_a_sub_paragraph_of_an_arabic_source_has_the_letter_of_its_text_on_every_page(pen: FlaskClient):
    lines = [
        Recognised(LineKind.PARAGRAPH, 0, True, "1.", "", "تطلب إلى الأمين العام ما يلي:"),
        Recognised(LineKind.SUB, 1, True, "(a)", "", "أن يقدم تقريراً إلى الجمعية العامة عن بذور الصحراء؛"),
    ]
    arabic, english = (
        library.add(mission(), face(symbol, language=language, body=SourceBody.CFM), lines)
        for symbol, language in (("OIC/CFM-51/2025/STI", Language.AR), ("OIC/CFM-51/2025/EN", Language.EN))
    )
    entry = follow_up.confirm(
        mission(),
        arabic.code,
        position=2,
        start=0,
        stop=20,
        request=Request("الأمين العام", "أن يقدم تقريراً"),
    ).code
    pages = (
        f"/library/sources/{arabic.code}",
        "/library?q=بذور&language=ar",
        f"/follow-up/sources/{arabic.code}",
        f"/follow-up/{entry}",
        "/follow-up",
        "/follow-up.csv",
    )
    for page in pages:
        answer = pen.get(page).text
        assert re.search(r"1 \(أ\)|<bdi dir=.rtl.>1 \(أ\)", answer), page
        assert "1 (a)" not in answer, page
    assert "1 (a)" in told(pen, f"/library/sources/{english.code}")


def test_a_text_that_is_typed_is_compared_and_not_kept(reader: FlaskClient):
    add()
    answer = post(reader, "/library/compare", text=TEXTS[1], language="en")
    assert "Verbatim from A/RES/65/140, paragraph 2" in in_words(answer.text)
    numbered = post(reader, "/library/compare", text=f"12. {TEXTS[1]}", language="en")
    assert "Verbatim from A/RES/65/140, paragraph 2" in in_words(numbered.text)  # a number is no word of it
    assert post(reader, "/library/compare", text="", language="en").status_code == 422
    signs = post(reader, "/library/compare", text="!!! ...", language="en").text
    assert "There is no word to compare." in signs and "in quotes" not in signs


# Beside a paragraph ----------------------------------------------------------------------------------


def test_the_nearest_wording_is_told_beside_a_paragraph_and_folded_into_its_page(
    reader: FlaskClient, table: Table
):
    add()
    path = f"/c/{table.code}/p/{table.line('1.').code}"
    sentence = "Verbatim from A/RES/65/140, paragraph 1, but “strongly” dropped"

    assert f'data-load="{path}/agreed-language"' in reader.get(path).text
    assert sentence in told(reader, f"{path}/agreed-language")
    fragment = reader.get(f"{path}/agreed-language", headers=SCRIPT).text
    assert sentence in in_words(fragment) and "<html" not in fragment and "<del>" in fragment
    assert "Pin the paragraph" not in fragment


def test_what_a_proposal_says_is_compared_for_who_may_read_it(app: Flask, reader: FlaskClient, table: Table):
    add()
    proposal = table.replace("EGY", "1.", "encourage", "strongly encourage")
    path = f"/proposals/{proposal.code}/agreed-language"

    head = sign_in(app.test_client(), db.session.get_one(User, table.head("EGY").user))
    assert "Verbatim from A/RES/65/140, paragraph 1" in told(head, path)
    assert reader.get(path).status_code == 404


def test_the_form_of_a_proposal_tells_it_before_it_is_sent(app: Flask, table: Table):
    add()
    client = sign_in(app.test_client(), db.session.get_one(User, table.head("EGY").user))
    path = f"/c/{table.code}/p/{table.line('1.').code}/amend"
    form = client.get(path).text
    fields = dict(re.findall(r'name="(base_id|seen|sponsor)"[^>]*value="([^"]*)"', form))
    fields |= dict(re.findall(r'name="(base_id|seen|sponsor)" value="([^"]*)"', form))
    data = {"kind": "replace", "text": TEXTS[0], "do": "preview", **fields}
    answer = client.post(path, data={"csrf_token": token_for(client, path), **data}, headers=SCRIPT)

    assert "Agreed language: Verbatim from A/RES/65/140, paragraph 1" in in_words(answer.text)


def test_the_mission_pins_a_paragraph_and_all_read_it_on_the_text(
    pen: FlaskClient, reader: FlaskClient, table: Table
):
    source = add()
    path = f"/c/{table.code}/p/{table.line('1.').code}"
    assert "Pin the paragraph to this source" in told(pen, f"{path}/agreed-language")
    assert post(pen, f"{path}/pin", source=source.code, position=1).status_code == 303

    link = f'href="/library/sources/{source.code}#s-1"'
    assert link in reader.get(f"/c/{table.code}/text").text
    assert link in reader.get(path).text
    assert "pinned to its source" in told(reader, f"/c/{table.code}/journal")
    assert post(reader, f"{path}/unpin").status_code == 403
    assert post(pen, f"{path}/pin", source=source.code, position="x").status_code == 404
    assert post(pen, f"{path}/unpin").status_code == 303
    assert pins_in(db.session(), mission(), table.communique) == {}
    assert link not in reader.get(f"/c/{table.code}/text").text


def test_a_pin_to_a_source_that_was_withdrawn_says_so_wherever_it_is_shown(
    pen: FlaskClient, reader: FlaskClient, table: Table
):
    source = add()
    path = f"/c/{table.code}/p/{table.line('1.').code}"
    post(pen, f"{path}/pin", source=source.code, position=1)
    assert "source withdrawn" not in told(reader, path) + told(reader, f"/c/{table.code}/text")

    library.withdraw(mission(), source.code, reason="Wrong text.")
    for address in (path, f"/c/{table.code}/text"):
        assert "paragraph 1 (source withdrawn)" in told(reader, address)


def test_a_symbol_in_the_text_leads_to_its_source_while_the_library_offers_it(
    reader: FlaskClient, table: Table
):
    paths = (f"/c/{table.code}/text", f"/c/{table.code}/p/{table.line('2.').code}")
    assert all("/library/sources/" not in reader.get(path).text for path in paths)
    source = add()
    link = f'<a href="/library/sources/{source.code}">A/RES/65/140</a>'
    assert all(link in reader.get(path).text for path in paths)

    library.withdraw(mission(), source.code, reason="A draft.")
    assert all(link not in reader.get(path).text for path in paths)
