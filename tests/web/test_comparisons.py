"""Compare: any two drafts the reader may read, what became of each paragraph in words, and the concordance."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import drafts, rounds
from acm_drafts.store.database import utcnow
from acm_drafts.web.comparisons import full_numbers
from tests.factories import make_head, make_mission_drafter, sign_in
from tests.tables import DAY, Table, make_table

WELCOMED = "The Meeting welcomed the progress made by all its members."
URGED = "The Meeting urged all its members to contribute to the fund. It thanked those who did."
THANKED = "The Meeting thanked the host country."
NOTED = "The Meeting noted the report of the Secretary General."
DECIDED = "The Meeting decided to meet again."
NEW = "The Meeting recalled its previous decisions."


@pytest.fixture
def table(session: object) -> Table:
    """Two circulated drafts: the first paragraph changed, one new, one split, one deleted, one moved to the start."""
    table = make_table("# General", WELCOMED, URGED, THANKED, NOTED, DECIDED)
    first, rest = URGED.split(". ")
    for made in (
        table.replace("EGY", "1.", "progress", "great progress"),
        table.propose("MYS", AmendmentKind.INSERT, after="1.", text=NEW),
        table.propose("SEN", AmendmentKind.SPLIT, "2.", parts=(f"{first}.", rest)),
        table.propose("EGY", AmendmentKind.DELETE, "3."),
        table.propose("MYS", AmendmentKind.MOVE, "5.", after=table.line("General").code),
    ):
        table.accept(made)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


@pytest.fixture
def reader(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_head("TUR"))


def page(client: FlaskClient, table: Table, **query: object) -> str:
    answer = client.get(f"/c/{table.code}/compare", query_string=query)
    assert answer.status_code == 200
    return answer.text


def words(html: str) -> str:
    """Return what one reads of *html*, its white space made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def entry(html: str, begins: str) -> str:
    """Return the piece of the page that shows the paragraph with the words *begins*."""
    found = [
        one for one in re.findall(r'<article class="twin".*?</article>', html, re.S) if begins in words(one)
    ]
    assert len(found) == 1, begins
    return found[0]


def test_it_says_in_a_sentence_what_changed(reader: FlaskClient, table: Table):
    said = words(page(reader, table))

    assert "1 paragraph amended, 1 new, 1 deleted, 1 moved, 1 split, 1 paragraph unchanged." in said, (
        re.search(r"From OIC.*?unchanged\.", said)
    )


def test_each_kind_of_change_is_named_and_its_words_are_marked(reader: FlaskClient, table: Table):
    html = page(reader, table)

    for begins, became, marked in (
        ("welcomed the", "amended", ("ins", "great")),
        (NEW, "new", ("ins", NEW)),
        (THANKED, "deleted", ("del", THANKED)),
    ):
        one = entry(html, begins)
        tag, text = marked
        assert re.search(rf"</svg>{became}</span>", one), begins
        assert re.search(rf"<{tag}[ >].*{re.escape(text)}", one), begins
    assert "moved" in words(entry(html, DECIDED))
    assert "paragraph 5 in OIC/FC" in words(entry(html, DECIDED))
    assert html.count("</svg>split</span>") == 2
    assert "from paragraph 2 of OIC/FC" in words(entry(html, "It thanked those who did."))


def test_nothing_is_marked_that_did_not_change(reader: FlaskClient, table: Table):
    html = page(reader, table)

    assert not re.search(r"<(ins|del)\b", entry(html, DECIDED))
    assert not re.search(r"<(ins|del)\b[^>]*>(?:(?!</\1>).)*welcomed", entry(html, "welcomed the"))
    assert NOTED in re.search(r"<details class=\"twin.*?</details>", html, re.S)[0]


def test_unchanged_paragraphs_are_left_out_on_request(reader: FlaskClient, table: Table):
    html = page(reader, table, only="changes").partition('<div class="compare__numbers">')[0]

    assert NOTED not in html
    assert "welcomed the" in words(html)
    assert re.search(r'name="only" value="changes" checked', html)


def test_side_by_side_holds_each_wording_in_its_own_column(reader: FlaskClient, table: Table):
    one = entry(page(reader, table, view="side"), "welcomed the")
    old, new = one.split('<div class="sides__new">')

    assert "great" not in old
    assert "paragraph 1 in OIC/FC" in words(old)
    assert "great" in new
    assert "paragraph 2 in OIC/FC/Rev.1" in words(new)
    assert "not in OIC/FC" in words(entry(page(reader, table, view="side"), NEW))


def test_any_two_drafts_can_be_chosen_by_a_form_without_script(reader: FlaskClient, table: Table):
    html = page(reader, table, **{"from": 0, "to": 1})

    assert 'method="get"' in html
    assert re.search(r'<select id="from".*?<option value="0" selected>', html, re.S)
    assert re.search(r'<select id="to".*?<option value="1" selected>', html, re.S)
    assert "Nothing changed: 5 paragraphs unchanged." in words(page(reader, table, **{"from": 0, "to": 0}))


def test_two_drafts_named_in_the_wrong_order_are_compared_in_the_right_one(reader: FlaskClient, table: Table):
    turned = words(page(reader, table, **{"from": 1, "to": 0}))

    assert "From OIC/FC to OIC/FC/Rev.1" in turned
    assert "1 split" in turned


def test_the_concordance_gives_the_old_number_of_each_new_one(reader: FlaskClient, table: Table):
    body = page(reader, table).partition('<table class="table concordance">')[2]
    rows = [
        tuple(words(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.S))[:2]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
        if "<td>" in row
    ]

    assert rows == [
        ("5", "1"),
        ("1", "2"),
        ("new", "3"),
        ("2", "4"),
        ("2", "5"),
        ("4", "6"),
        ("3", "deleted"),
    ]


def test_a_draft_that_the_reader_may_not_read_is_not_there(app: Flask, reader: FlaskClient, table: Table):
    terms = rounds.Terms(utcnow(), deadline=utcnow() + DAY)
    table.round = rounds.open_round(table.mission, table.communique, terms).id
    table.accept(table.replace("EGY", "2.", "progress", "fine progress"))
    table.close()
    mission = sign_in(app.test_client(), make_mission_drafter())
    path = f"/c/{table.code}/compare"

    assert "Rev.2" in page(mission, table)
    assert "Rev.2" not in page(reader, table)
    assert "fine" not in page(reader, table)
    assert reader.get(f"{path}?to=2").status_code == 404
    assert reader.get(f"{path}?from=2&to=1").status_code == 404
    assert mission.get(f"{path}?to=2").status_code == 200
    assert reader.get(f"{path}?to=x").status_code == 404
    assert reader.get("/c/none/compare").status_code == 404


def test_with_one_draft_there_is_nothing_to_compare_yet(app: Flask, session: object):
    table = make_table(WELCOMED)

    html = page(sign_in(app.test_client(), make_head("TUR")), table)

    assert "There is nothing to compare yet." in html


def test_sub_paragraphs_are_called_with_their_paragraph():
    lines = (
        Line(1, "Ends", LineKind.HEADING, label="I."),
        Line(2, "One", LineKind.PARAGRAPH, label="12."),
        Line(3, "Two", LineKind.SUB, 1, label="(a)"),
        Line(4, "Three", LineKind.SUB, 2, label="(i)"),
        Line(5, "No number at all", LineKind.PARAGRAPH, numbered=False),
    )

    assert full_numbers(lines) == {2: "12", 3: "12 (a)", 4: "12 (a) (i)", 5: "“No number at all”"}
