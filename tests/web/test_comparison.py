"""Compare: any two drafts the reader may read, what became of each paragraph in words, and the concordance."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.i18n import speaking
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.services import drafts, rounds
from acm_drafts.store.database import utcnow
from acm_drafts.web.comparison.statistics import full_numbers
from tests.factories import make_head, make_mission_drafter, sign_in
from tests.tables import DAY, Table, make_table
from tests.web.readers import mission_reader, queries_of

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
    text = words(page(reader, table))

    assert "1 paragraph amended, 1 new, 1 deleted, 1 moved, 1 split, 1 paragraph unchanged." in text, (
        re.search(r"From OIC.*?unchanged\.", text)
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


def test_the_number_of_what_is_gone_is_struck_for_another_may_bear_it_now(reader: FlaskClient, table: Table):
    html = page(reader, table)

    assert [words(one) for one in re.findall(r'<h3 class="num num--gone".*?</h3>', html)] == [
        "Paragraph 3, no longer in the text"
    ]
    assert "deleted" in words(entry(html, THANKED))


def test_nothing_is_marked_that_did_not_change(reader: FlaskClient, table: Table):
    html = page(reader, table)

    assert not re.search(r"<(ins|del)\b", entry(html, DECIDED))
    assert not re.search(r"<(ins|del)\b[^>]*>(?:(?!</\1>).)*welcomed", entry(html, "welcomed the"))
    assert NOTED in re.search(r"<details class=\"twin.*?</details>", html, re.S)[0]


def test_of_what_is_unchanged_the_neighbours_stay_on_request_and_the_rest_is_counted(
    app: Flask, session: object
):
    table = make_table(
        "# General", *(f"The Meeting noted report {n}." for n in range(1, 9)), "# Other", "# Ends", DECIDED
    )
    table.accept(table.replace("EGY", "4.", "noted", "welcomed"))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    client = sign_in(app.test_client(), make_head("TUR"))

    html = page(client, table, only="changes").partition('<div class="compare__numbers">')[0]
    body = html.partition('<div class="compare">')[2]

    assert [n for n in range(1, 9) if f"report {n}." in body] == [3, 4, 5]
    assert "General" in words(body)
    assert not {"Other", "Ends"} & set(words(body).split())
    assert [words(gap) for gap in re.findall(r'<p class="twin__gap">.*?</p>', body, re.S)] == [
        "Paragraphs 1–2 2 paragraphs left out",
        "Paragraphs 6–9 4 paragraphs left out",
    ]
    assert "6 unchanged paragraphs are left out." in words(html)
    assert re.search(r'name="only" value="changes" checked', html)
    assert "left out" not in words(page(client, table))


def test_the_sums_tell_paragraphs_and_words_as_the_table_speaks_of_them(reader: FlaskClient, table: Table):
    sums = rows_of(page(reader, table), "sums")

    assert sums["Paragraphs"] == ["from 5 to 6"]
    assert sums["As they were"] == ["1"]
    assert [sums[name] for name in ("Amended", "New", "Deleted", "Moved, whatever else", "Split")] == [
        ["1"]
    ] * 5
    assert "Joined" not in sums
    assert sums["Words put in"] == ["7"]


def rows_of(html: str, table: str) -> dict[str, list[str]]:
    """Return the rows of a table by the heading of each."""
    body = re.search(rf'<table class="table {table}.*?</table>', html, re.S)[0]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', body, re.S)
    return {
        words(name): [words(cell) for cell in re.findall(r"<td>(.*?)</td>", cells)] for name, cells in rows
    }


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
        ("3", "deleted"),
        ("4", "6"),
    ]


@pytest.fixture
def swapped(session: object) -> Table:
    """Egypt moved the second paragraph behind the third, where Senegal changed a word; then Jordan changed one."""
    table = make_table(WELCOMED, URGED, THANKED, NOTED)
    table.accept(table.propose("EGY", AmendmentKind.MOVE, "2.", after="3."))
    table.accept(table.replace("SEN", "3.", "host", "hosting"))
    table.close()
    table.open()
    table.accept(table.replace("JOR", "4.", "noted", "welcomed"))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


@pytest.mark.parametrize(
    "asked", [{"from": 0, "to": 1}, {"from": 0, "to": 2}, {"from": 0, "via": 1, "to": 2}]
)
def test_a_decided_move_is_shown_on_the_moved_paragraph_with_its_proposal(
    app: Flask, swapped: Table, asked: dict[str, int]
):
    html = page(sign_in(app.test_client(), make_head("TUR")), swapped, **asked)

    moved, passed = words(entry(html, URGED[:30])), words(entry(html, "Meeting thanked"))
    assert "moved" in moved
    assert "EGY 1" in moved
    assert "SEN 1" not in moved
    assert "moved" not in passed
    assert "SEN 1" in passed
    assert "EGY 1" not in passed
    assert "1 moved" in words(html)


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


# Three drafts --------------------------------------------------------------------------------------


@pytest.fixture
def three(table: Table) -> Table:
    """A third draft: "great" went again, the new paragraph was amended, the moved one deleted, the parts joined."""
    terms = rounds.Terms(utcnow(), deadline=utcnow() + DAY)
    table.round = rounds.open_round(table.mission, table.communique, terms).id
    for made in (
        table.replace("EGY", "2.", "great progress", "progress"),
        table.replace("MYS", "3.", "its previous", "all its"),
        table.propose("EGY", AmendmentKind.DELETE, "1."),
        table.propose("SEN", AmendmentKind.JOIN, "4.", text=URGED),
    ):
        table.accept(made)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


def all_three(client: FlaskClient, table: Table, **query: object) -> str:
    return page(client, table, **{"from": 0, "via": 1, "to": 2, **query})


def test_a_comparison_of_three_drafts_sums_up_each_step(reader: FlaskClient, three: Table):
    text = words(all_three(reader, three))

    assert "From OIC/FC through OIC/FC/Rev.1 to OIC/FC/Rev.2" in text
    assert (
        "Step 1, from OIC/FC to OIC/FC/Rev.1: 1 paragraph amended, 1 new, 1 deleted, 1 moved, 1 split" in text
    )
    assert "Step 2, from OIC/FC/Rev.1 to OIC/FC/Rev.2: 2 paragraphs amended, 1 deleted, 1 joined" in text
    assert "2 words came and went again." in text


def test_each_paragraph_of_three_drafts_says_in_which_step_what_became_of_it(
    reader: FlaskClient, three: Table
):
    html = all_three(reader, three)

    for begins, told in (
        ("welcomed the", ["Step 1: amended", "Step 2: amended"]),
        ("recalled", ["Step 1: new", "Step 2: amended"]),
        (DECIDED, ["Step 1: moved", "Step 2: deleted"]),
        ("urged all", ["Step 1: split", "Step 2: joined"]),
        (THANKED, ["Step 1: deleted"]),
    ):
        side = re.search(r'<div class="twin__side">.*?</div>', entry(html, begins), re.S)[0]
        assert [words(p) for p in re.findall(r"<p>(Step.*?)</p>", side, re.S)] == told, begins


def test_the_proposals_that_made_a_change_stand_beside_it_with_their_step(reader: FlaskClient, three: Table):
    html = all_three(reader, three)

    changed = entry(html, "welcomed the")
    assert [words(p) for p in re.findall(r'<p class="twin__by">(.*?)</p>', changed, re.S)] == [
        "Accepted: EGY 1",
        "Accepted: EGY 3",
    ]
    code = re.search(r'href="(/proposals/[^"]+)"', changed)[1]
    assert reader.get(code).status_code == 200


def test_the_words_of_three_drafts_are_marked_by_step_in_words_and_in_shape(
    reader: FlaskClient, three: Table
):
    html = all_three(reader, three)

    passed = entry(html, "welcomed the")
    assert "inserted in step 1 and deleted in step 2: great, end1–2" in words(passed)
    assert re.search(r'<del class="mark mark--2"><ins class="mark">', passed)
    new = words(entry(html, "recalled"))
    assert "inserted in step 1: The Meeting recalled, end1 inserted in step 2: all, end2" in new
    assert "inserted in step 1 and deleted in step 2: previous, end1–2" in new
    assert "inserted in step 1 and deleted in step 2: , the paragraph is split here, ¶, end1–2" in words(
        entry(html, "urged all")
    )


def test_three_drafts_stand_side_by_side_each_with_the_changes_of_its_steps(
    reader: FlaskClient, three: Table
):
    one = entry(all_three(reader, three, view="side"), "welcomed the")
    columns = re.split(r'<div class="sides__(?:old|new)">', one)[1:]

    assert [words(column).partition("The Meeting")[0].strip() for column in columns] == [
        "paragraph 1 in OIC/FC",
        "paragraph 2 in OIC/FC/Rev.1",
        "paragraph 1 in OIC/FC/Rev.2",
    ]
    assert ["great" in column for column in columns] == [False, True, False]
    assert "not in OIC/FC" in words(entry(all_three(reader, three, view="side"), "recalled"))


def test_three_drafts_can_be_named_in_any_order_and_one_named_twice_is_one(reader: FlaskClient, three: Table):
    assert "through OIC/FC/Rev.1 to OIC/FC/Rev.2" in words(
        page(reader, three, **{"from": 2, "via": 0, "to": 1})
    )
    twice = words(page(reader, three, **{"from": 0, "via": 2, "to": 2}))
    assert "From OIC/FC to OIC/FC/Rev.2" in twice
    assert "Step 1" not in twice


def test_the_sums_and_the_concordance_of_three_drafts_have_a_column_for_each(
    reader: FlaskClient, three: Table
):
    html = all_three(reader, three)
    body = html.partition('<table class="table concordance')[2]
    rows = [
        tuple(words(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.S))[:3]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
        if "<td>" in row
    ]

    assert rows_of(html, "sums")["Amended"] == ["1", "2"]
    assert sorted(rows) == sorted(
        [
            ("1", "2", "1"),
            ("new", "3", "2"),
            ("2", "4 and 5", "3"),
            ("4", "6", "4"),
            ("3", "deleted", "deleted"),
            ("5", "1", "deleted"),
        ]
    )


def test_a_third_draft_that_the_reader_may_not_read_is_not_there(
    app: Flask, reader: FlaskClient, table: Table
):
    terms = rounds.Terms(utcnow(), deadline=utcnow() + DAY)
    table.round = rounds.open_round(table.mission, table.communique, terms).id
    table.accept(table.replace("EGY", "2.", "progress", "fine progress"))
    table.close()
    mission = sign_in(app.test_client(), make_mission_drafter())

    assert reader.get(f"/c/{table.code}/compare?from=0&via=2&to=1").status_code == 404
    assert reader.get(f"/c/{table.code}/compare?from=0&via=1&to=2").status_code == 404
    assert "fine" in all_three(mission, table)
    assert 'id="via"' not in page(reader, table)


# Renames -------------------------------------------------------------------------------------------


@pytest.fixture
def renamed(session: object) -> Table:
    """Two circulated drafts: Persia became Iran in four paragraphs, one of which changed otherwise too."""
    table = make_table(
        *(f"The Meeting thanked Persia for its report of year {n}." for n in range(1, 5)), NOTED
    )
    for n in range(1, 5):
        label = f"{n}."
        text = table.line(label).line.text.replace("Persia", "Iran")
        text = text.replace("report", "fine report") if n == 4 else text
        table.accept(table.propose("EGY", AmendmentKind.REPLACE, label, text=text))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


def test_a_rename_is_one_remark_on_request_and_nothing_else_is_hidden(app: Flask, renamed: Table):
    client = sign_in(app.test_client(), make_head("TUR"))
    plain, once = page(client, renamed), page(client, renamed, renames="once")

    assert plain.count("deleted:") == 4
    assert "Persia became Iran, 4 times" in words(once)
    assert "In 4 paragraphs" in words(once)
    assert once.count("deleted:") == 0
    assert once.count('<article class="twin"') == 1
    assert "inserted: fine, end of insertion" in words(entry(once, "year 4"))
    assert "renamed: Iran, end" in words(entry(once, "year 4"))
    assert "1 paragraph unchanged" in words(once)
    assert "3 paragraphs with renames alone" in words(once)


def test_paragraphs_left_out_for_their_renames_alone_are_counted_apart(app: Flask, renamed: Table):
    client = sign_in(app.test_client(), make_head("TUR"))
    text = words(page(client, renamed, renames="once", only="changes"))

    assert "2 paragraphs with renames alone are left out." in text
    assert "unchanged paragraph is left out" not in text


def test_each_place_of_a_rename_can_be_reached(app: Flask, renamed: Table):
    client = sign_in(app.test_client(), make_head("TUR"))
    once = page(client, renamed, renames="once", only="changes")
    places = re.search(r'<p class="places">(.*?)</p>', once, re.S)[1]

    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', places)]
    assert len(links) == 4
    for link in links:
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in client.get(address).text


def test_without_a_rename_the_request_is_answered_in_a_sentence(reader: FlaskClient, table: Table):
    html = page(reader, table, renames="once")

    assert "No words were replaced by the same words wherever they stood." in words(html)
    assert "1 paragraph amended, 1 new" in words(html)


def test_renames_across_three_drafts_are_listed_by_step(app: Flask, renamed: Table):
    terms = rounds.Terms(utcnow(), deadline=utcnow() + DAY)
    renamed.round = rounds.open_round(renamed.mission, renamed.communique, terms).id
    renamed.accept(renamed.replace("EGY", "5.", "report", "last report"))
    renamed.close()
    drafts.circulate(renamed.mission, renamed.draft, attributed=True)
    client = sign_in(app.test_client(), make_head("TUR"))

    for view in ("inline", "side"):
        html = all_three(client, renamed, renames="once", view=view)
        assert "Step 1: Persia became Iran, 4 times" in words(html)
        assert html.count('<article class="twin"') == 2
        assert "renamed: Iran, end" in words(entry(html, "year 4"))


# What it costs -------------------------------------------------------------------------------------


def cost_of(app: Flask, length: int) -> tuple[int, int]:
    """Return how many queries two drafts of so many paragraphs cost, and three, a third of them amended each time."""
    table = make_table(*(f"The Meeting noted report {n}." for n in range(length)), symbol=f"OIC/{length}")
    for _ in range(2):
        for n in range(1, length + 1, 3):
            text = table.line(f"{n}.").line.text + " It did so again."
            table.accept(table.propose("EGY", AmendmentKind.REPLACE, f"{n}.", text=text))
        table.close()
        drafts.circulate(table.mission, table.draft, attributed=True)
        terms = rounds.Terms(utcnow(), deadline=utcnow() + DAY)
        table.round = rounds.open_round(table.mission, table.communique, terms).id
    client = sign_in(app.test_client(), make_head("TUR"))
    return (
        queries_of(lambda: page(client, table)),
        queries_of(lambda: all_three(client, table, view="side", renames="once")),
    )


@pytest.mark.thorough
def test_it_costs_the_same_few_queries_however_long_the_text(app: Flask, session: object):
    make_table("Another text.", symbol="OIC/OTHER")  # where there are several, each page asks for their list
    short, long = cost_of(app, 3), cost_of(app, 30)

    assert short == long
    assert short[1] == short[0] + 1
    assert short[1] < 13


def test_sub_paragraphs_are_called_with_their_paragraph():
    lines = (
        Line(1, "Ends", LineKind.HEADING, label="I."),
        Line(2, "One", LineKind.PARAGRAPH, label="12."),
        Line(3, "Two", LineKind.SUB, 1, label="(a)"),
        Line(4, "Three", LineKind.SUB, 2, label="(i)"),
        Line(5, "No number at all", LineKind.PARAGRAPH, numbered=False),
    )

    assert full_numbers(lines) == {2: "12", 3: "12 (a)", 4: "12 (a) (i)", 5: "“\u2068No number at all\u2069”"}


def test_a_paragraph_without_a_number_is_called_by_its_words_in_the_quotation_marks_of_the_reader(app: Flask):
    lines = (Line(1, "No number at all", LineKind.PARAGRAPH, numbered=False),)

    with app.test_request_context("/"), speaking("ar"):
        assert full_numbers(lines) == {1: "«\u2068No number at all\u2069»"}


def test_a_heading_runs_in_the_direction_of_its_text_number_and_all(reader: FlaskClient, table: Table):
    reader.set_cookie("acm_language", "ar")

    heading = re.search(r'<h2 class="heading.*?</h2>', page(reader, table), re.DOTALL)

    assert heading
    assert re.search(
        r'<span class="wording" lang="en" dir="ltr">.*General</span></a></h2>', heading[0], re.DOTALL
    )


PUT_IN_BRACKETS = {
    "en": (
        "1 paragraph amended, 2 with words put in brackets.",
        "words put in brackets Accepted: MYS 1",
        "words put in brackets Retained in brackets: EGY 1",
    ),
    "fr": ("2 avec des mots mis entre crochets.", "mots mis entre crochets Acceptées"),
    "ar": ("فقرتان وُضعت كلمات منهما بين أقواس معقوفة.", "وُضعت كلمات منها بين أقواس معقوفة المقبول"),
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_bracket_alone_is_told_as_put_and_not_as_a_change_of_the_wording(
    app: Flask, session: object, language: str
):
    table = make_table("The Meeting welcomed it.", "The Meeting urged all.", "The Meeting thanked Egypt.")
    table.accept(table.replace("MYS", "1.", "welcomed", "[welcomed]"))
    table.decide(DecisionKind.BRACKETS, table.replace("EGY", "2.", "urged", "[urged]"), reason="Not yet.")
    table.accept(table.replace("SEN", "3.", "thanked", "warmly thanked"))
    table.close()
    reader = mission_reader(app)
    reader.get(f"/language/{language}", status=303)
    seen = " ".join(reader.sees(f"/c/{table.code}/compare").replace("\u200e", "").split())
    for words in PUT_IN_BRACKETS[language]:
        assert words in seen, seen
