"""Positions on paragraphs: taken on the paragraph's page, refused there, and told to whom the round shows them."""

import csv
import io
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from acm_drafts.negotiation.terms import AmendmentKind, Stance, Visibility
from acm_drafts.services import amendments, positions
from acm_drafts.store.database import db
from acm_drafts.store.records import Position
from tests.factories import make_head, party, today
from tests.tables import Table, current, make_table
from tests.web.readers import Reader, counted, delegate, mission_reader, observer, sign_in, words_of
from tests.web.test_paragraph_page import TEXTS, page_of, part_of

FIELD = re.compile(r'name="(csrf_token|words|seen|seen_reason)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Facts are made in the context of the test; pages are asked for from outside of it."""


def head_of(app: Flask, code: str) -> FlaskClient:
    return sign_in(app.test_client(), make_head(code))


def sent(page: str, **facts: str) -> dict[str, str]:
    """Return what the form of a position on *page* sends, with other *facts*."""
    form = page.partition('class="stances"')[2].partition("</form>")[0]
    return (
        {name: unescape(value) for name, value in FIELD.findall(form)}
        | {"party": "EGY", "stance": "oppose", "reason": "It is <late>."}
        | facts
    )


def take(table: Table, code: str, stance: Stance, label: str = "1.", **facts: object) -> None:
    line = table.line(label).line
    asked = {"wording": line.wording, "party": party(code).id, "stance": stance} | facts
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **asked)


def recorded() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(row.stance, row.reason) for row in db.session.query(Position)]


def test_a_head_takes_a_position_on_a_paragraph_and_undoes_it(app: Flask):
    table = make_table(*TEXTS)
    client, address = head_of(app, "EGY"), page_of(table, "1.")
    page = client.get(address).text

    answer = client.post(f"{address}/position", data=sent(page))

    assert (answer.status_code, answer.location) == (303, f"{address}#acts-{table.line('1.').code}")
    assert recorded() == [("oppose", "It is <late>.")]
    after = client.get(address).text
    assert "Egypt opposes paragraph 1" in after
    assert 'value="oppose" aria-pressed="true"' in after
    undo = client.post(f"{address}/position", data=sent(after, stance="", reason=""))
    assert undo.status_code == 303
    db.session.rollback()
    assert [row.taken_back for row in db.session.query(Position)] == [True]


def test_what_others_say_of_the_text_stands_in_a_column_before_the_proposals(app: Flask):
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")
    take(table, "SEN", Stance.OPPOSE, reason="Our capital.")

    seen = part_of(observer(app).get(page_of(table, "1.")), "positions")

    assert "Delegation as it stands EGY 1" in seen
    assert "Senegal oppose Our capital." in seen


def test_who_decides_reads_the_text_counted_before_the_proposals(app: Flask):
    table = make_table(*TEXTS)
    take(table, "SEN", Stance.OPPOSE)
    take(table, "MLI", Stance.RESERVE)

    seen = part_of(mission_reader(app).get(page_of(table, "1.")), "positions")

    assert "as it stands 0 0 1 1 0 55" in seen
    assert "opposed: Senegal position reserved: Mali" in seen
    assert "55 States without a position" in seen


def test_an_earlier_position_is_told_as_that_and_counted_nowhere(app: Flask):
    table = make_table(*TEXTS)
    take(table, "SEN", Stance.OPPOSE)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.close()
    table.open()

    seen = part_of(mission_reader(app).get(page_of(table, "1.")), "positions")
    assert "as it stands 0 0 0 0 0 57" in seen
    assert "On the earlier words, not counted: opposed: Senegal" in seen
    asked = head_of(app, "SEN").get(page_of(table, "1.")).text
    assert "The words have changed: it is asked anew." in asked
    assert 'aria-pressed="true"' not in asked


def test_a_wording_that_changed_meanwhile_comes_back_with_both(app: Flask):
    table = make_table(*TEXTS)
    client, address = head_of(app, "EGY"), page_of(table, "1.")
    page = client.get(address).text
    table.accept(table.replace("SEN", "1.", "noted", "welcomed"))
    table.close()
    table.open()

    answer = client.post(f"{address}/position", data=sent(page))

    assert answer.status_code == 409
    assert "The text has changed since you opened this page." in answer.text
    assert "noted" in answer.text and "welcomed" in answer.text
    assert recorded() == []


def test_a_revised_proposal_comes_back_with_both_wordings(app: Flask):
    table = make_table(*TEXTS)
    made = table.replace("SEN", "1.", "noted", "welcomed")
    client, address = head_of(app, "EGY"), f"/proposals/{made.code}"
    page = client.get(address).text
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text="Hailed words.", seen=current(made).id)
    amendments.revise(table.head("SEN"), made.code, proposal)

    answer = client.post(f"{address}/position", data=sent(page))

    assert answer.status_code == 409 and "Hailed" in answer.text and "welcomed" in answer.text
    assert recorded() == []


def test_two_people_of_a_delegation_who_say_different_things_learn_of_it(app: Flask):
    table = make_table(*TEXTS)
    client, address = head_of(app, "EGY"), page_of(table, "1.")
    page = client.get(address).text
    take(table, "EGY", Stance.RESERVE, reason="Ours.")

    answer = client.post(f"{address}/position", data=sent(page))
    assert answer.status_code == 409
    assert "The page showed the position “none yet”; a colleague has recorded “reserve” since." in answer.text
    assert "It is &lt;late&gt;." in answer.text
    why = client.post(
        f"{address}/position", data=sent(page, seen="reserve", seen_reason="Old.", stance="reserve")
    )
    assert why.status_code == 409 and "Then: “Old.”. Now: “Ours.”." in why.text
    assert recorded() == [("reserve", "Ours.")]


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"party": "SEN"}, 403),
        ({"party": "XXX"}, 404),
        ({"stance": "maybe"}, 422),
        ({"words": "forged"}, 409),
        ({"reason": "a" * 301}, 422),
        ({"reason": "It \u202egoes"}, 422),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_written(
    app: Flask, facts: dict[str, str], status: int
):
    table = make_table(*TEXTS)
    client, address = head_of(app, "EGY"), page_of(table, "1.")

    answer = client.post(f"{address}/position", data=sent(client.get(address).text, **facts))

    assert answer.status_code == status
    assert recorded() == []


def test_in_a_hidden_round_nobody_else_reads_it_and_it_is_said(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    take(table, "SEN", Stance.OPPOSE, reason="Our capital.")
    take(table, "EGY", Stance.SUPPORT)

    assert "Our capital." not in observer(app).get(page_of(table, "1."))
    seen = head_of(app, "EGY").get(page_of(table, "1.")).text
    assert "Our capital." not in seen
    assert "The positions of others on the text are not shown to you." in seen


def test_a_reader_without_a_delegation_is_offered_no_position(app: Flask):
    table = make_table(*TEXTS)

    for client in (observer(app), mission_reader(app)):
        assert 'class="stances"' not in client.get(page_of(table, "1."))


# In the history --------------------------------------------------------------------------------------


def test_the_history_tells_each_position_with_its_wording_and_reason(app: Flask):
    table = make_table(*TEXTS)
    take(table, "EGY", Stance.OPPOSE, reason="It is late.")
    take(table, "EGY", Stance.SUPPORT)
    table.accept(table.replace("MYS", "1.", "noted", "welcomed"))
    table.close()
    table.open()
    take(table, "SEN", Stance.RESERVE)
    take(table, "SEN", None)

    seen = words_of(part_of(observer(app).get(page_of(table, "1.")), "history"))

    newest_first = [
        "Senegal: position taken back on wording 2, in OIC/FC/Rev.1",
        "Senegal: reserve on wording 2, in OIC/FC/Rev.1",
        "Wording 2",
        "Egypt: support on wording 1, in OIC/FC",
        "Egypt: oppose on wording 1, in OIC/FC It is late.",
    ]
    places = [seen.index(words) for words in newest_first]
    assert places == sorted(places)


def test_the_history_of_a_hidden_round_tells_a_delegation_its_own_positions_alone(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    take(table, "EGY", Stance.OPPOSE)
    take(table, "SEN", Stance.RESERVE)
    readers = {"EGY": head_of(app, "EGY"), "Mission": mission_reader(app).client, "": observer(app).client}

    seen = {who: part_of(client.get(page_of(table, "1.")).text, "history") for who, client in readers.items()}

    told = {
        who: ("Egypt: oppose" in words_of(html), "Senegal: reserve" in words_of(html))
        for who, html in seen.items()
    }
    assert told == {"EGY": (True, False), "Mission": (True, True), "": (False, False)}


# All of them ---------------------------------------------------------------------------------------


def all_of(table: Table, suffix: str = "", **asked: str) -> str:
    return f"/c/{table.code}/positions{suffix}?{urlencode(asked)}"


@pytest.fixture
def table() -> Table:
    """A text on which five have spoken; the words of its first paragraph have changed since two of them did."""
    table = make_table(*TEXTS)
    for code, stance in (("EGY", Stance.SUPPORT), ("SEN", Stance.OPPOSE)):
        take(table, code, stance, "1.", reason="So far.")
    table.accept(table.replace("MYS", "1.", "noted", "welcomed"))
    table.close()
    table.open()
    take(table, "SEN", Stance.RESERVE, "1.", reason="=1+1")
    take(table, "JOR", Stance.SUPPORT, "2.")
    take(table, "IDN", Stance.AWAITING, "2.")
    return table


def test_the_list_counts_each_paragraph_and_names_who_objects_and_who_is_silent(app: Flask, table: Table):
    seen = mission_reader(app).sees(all_of(table))

    assert "opposed or position reserved on 1 paragraph, no position on 1" in seen
    first = seen.partition("1. The")[2].partition("2. The")[0]
    assert "1 reserve 56 no position position reserved: Senegal" in first
    assert "On the earlier words, not counted: support: Egypt" in first
    assert "56 States without a position" in first
    second = seen.partition("2. The")[2]
    assert "1 support 1 awaiting instructions 55 no position awaiting instructions: Indonesia" in second
    assert "Who has taken no position has not agreed." in seen


def test_a_delegation_reads_where_it_stands_and_what_is_asked_anew(app: Flask, table: Table):
    seen = Reader(app, make_head("EGY")).sees(all_of(table))

    assert "Egypt: asked anew On the earlier words: support" in seen
    assert seen.count("Egypt: no position") == len(TEXTS) - 1


def test_the_table_has_a_cell_for_each_delegation_and_paragraph(app: Flask, table: Table):
    html = mission_reader(app).get(all_of(table, view="table"))

    assert html.count("<td") == len(TEXTS) * 60
    assert words_of(html).count("support (on the earlier words)") == 1
    assert 'title="Egypt">EGY' in html


def test_a_group_alone_counts_its_own_states(app: Flask, table: Table):
    reader = mission_reader(app)

    assert "opposed or position reserved on 0 paragraphs, no position on 2" in reader.sees(
        all_of(table, group="ARAB")
    )
    assert reader.get(all_of(table, view="table", group="ARAB")).count("<td") == len(TEXTS) * 23
    assert "Paragraph 1" not in reader.sees(all_of(table, group="nobody"))


def test_paragraphs_with_objections_and_those_without_a_word_of_ours_are_found(app: Flask, table: Table):
    reader = Reader(app, make_head("JOR"))

    objected = reader.sees(all_of(table, only="objections"))
    assert "1. The" in objected and "2. The" not in objected
    unsaid = reader.sees(all_of(table, only="unsaid"))
    assert "1. The" in unsaid and "2. The" not in unsaid
    assert "There is no such paragraph." in reader.sees(all_of(table, only="objections", group="ARAB"))


def test_where_a_round_is_hidden_nothing_is_counted_and_it_is_said_what_is_shown(app: Flask, table: Table):
    table.close()
    table.open(visibility=Visibility.MISSION)
    take(table, "TUR", Stance.OPPOSE, "2.")
    reader = Reader(app, make_head("EGY"))

    seen = reader.sees(all_of(table))
    assert "The positions of others on the text are shown as they were in round 2." in seen
    assert "opposed or position reserved on" not in seen and "Türkiye" not in seen
    assert "Senegal: reserve" in seen
    csv_file = reader.client.get(all_of(table, ".csv")).text
    assert "shown as they were in round 2" in csv_file and "oppose" not in csv_file


def test_the_table_for_a_spreadsheet_says_the_same(app: Flask, table: Table):
    answer = mission_reader(app).client.get(all_of(table, ".csv"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert answer.mimetype == "text/csv"
    assert len(rows) == len(TEXTS) + 1 and {len(row) for row in rows} == {62}
    told = {(row[0], name): cell for row in rows[1:] for name, cell in zip(rows[0], row, strict=True) if cell}
    assert told["1.", "Egypt"] == "support (on the earlier words)"
    assert told["1.", "Senegal"] == "reserve"
    assert told["2.", "Indonesia"] == "awaiting instructions"
    assert len([cell for (_, name), cell in told.items() if name not in ("Paragraph", "Wording")]) == 4


def test_the_workbook_has_the_matrix_and_the_reasons_and_no_formula(app: Flask, table: Table):
    answer = mission_reader(app).client.get(all_of(table, ".xlsx"))
    book = load_workbook(io.BytesIO(answer.data))

    assert book.sheetnames == ["Positions", "Reasons"]
    assert (book["Positions"].max_row, book["Positions"].max_column) == (len(TEXTS) + 1, 62)
    reasons = [[cell.value for cell in row] for row in book["Reasons"].iter_rows()]
    assert ["1.", "Senegal", "reserve", f"{today()}", "=1+1"] in reasons
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
    }
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("suffix", ["", ".csv", ".xlsx"])
def test_the_number_of_queries_does_not_grow_with_the_positions(app: Flask, table: Table, suffix: str):
    reader = mission_reader(app)
    reader.get(all_of(table))  # what a first request asks once
    with counted() as few:
        reader.client.get(all_of(table, suffix))
    for code in ("TUR", "MLI", "MAR", "QAT"):
        take(table, code, Stance.OPPOSE, "1.")
        take(table, code, Stance.SUPPORT, "2.")

    with counted() as many:
        reader.client.get(all_of(table, suffix))
    assert len(many) == len(few) <= 14


# A text that names no delegations -----------------------------------------------------------------


@pytest.mark.parametrize("sponsor", ["EGY", "OICM"])
def test_where_the_text_names_nobody_no_page_tells_how_others_stand_on_a_proposal(app: Flask, sponsor: str):
    table = make_table("We noted the report.", "We parted.", attributed=False)
    proposal = table.replace(sponsor, "1.", "noted", "welcomed")
    positions.take_position(
        table.head("TUR"), proposal.code, party=party("TUR").id, stance=Stance.OPPOSE, reason="Non, jamais."
    )
    reader, root = observer(app), f"/c/{table.code}"
    pages = [f"/proposals/{proposal.code}", page_of(table, "1."), f"{root}/journal"]
    pages += [f"{root}/journal.csv", f"{root}/positions"]

    told = {path: reader.get(path) for path in pages}

    for path, html in told.items():
        for word in ("jamais", "Türkiye", "has spoken", "opposes"):
            assert word not in html, (path, word)
    assert "The positions of others on this proposal are not shown to you" in told[pages[0]]
    own = delegate(app, "TUR", table)
    assert all("jamais" in own.get(page) for page in pages[:4])
    says = "The Mission and its sponsor, who is not named to you, read whose position this is."
    for page in pages[:2]:
        assert (says in own.get(page)) is (sponsor == "EGY") and says not in told[page]
    if sponsor == "EGY":
        assert "jamais" in delegate(app, "EGY", table).get(pages[0]), "its sponsor reads it"


def test_pages_that_tell_positions_cost_the_same_queries_with_few_and_with_many(app: Flask, table: Table):
    reader = mission_reader(app)
    pages = (
        page_of(table, "1."),
        f"/c/{table.code}/progress",
        f"/c/{table.code}/progress/evening?day={today()}",
        f"/c/{table.code}/brackets",
        "/notices",
    )

    def costs() -> list[int]:
        counts = []
        for page in pages:
            reader.get(page)
            with counted() as sent_:
                reader.get(page)
            counts.append(len(sent_))
        return counts

    proposal = table.replace("OICM", "2.", TEXTS[1].split()[0], "All")
    positions.take_position(table.head("TUR"), proposal.code, party=party("TUR").id, stance=Stance.OPPOSE)
    few = costs()
    for code in ("TUR", "MLI", "MAR", "QAT", "OMN", "KWT", "GIN", "GAB"):
        for stance in (Stance.OPPOSE, Stance.SUPPORT):
            take(table, code, stance, "1.")
            take(table, code, stance, "2.")
            positions.take_position(table.head(code), proposal.code, party=party(code).id, stance=stance)

    assert costs() == few
    assert max(few) <= 50
