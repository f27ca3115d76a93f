"""The page of the one search: what is found, marked and linked, by whom; and nothing that its reader may not read."""

import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, TextKind, Visibility
from acm_drafts.services import amendments, drafts, reservations, translations
from acm_drafts.text.language import Language
from tests.factories import (
    make_administrator,
    make_head,
    make_mission_drafter,
    make_observer,
    mission,
    sign_in,
)
from tests.library import add as add_source
from tests.reservations import enter, seen
from tests.tables import Table, current, lines_of, make_table
from tests.web.readers import delegate, queries_of

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made by its members."
URGES = "The Meeting urged all States to act."


@pytest.fixture
def table(session: object) -> Table:
    return make_table("# Of the situation", WELCOMES, URGES, visibility=Visibility.ALL)


@pytest.fixture
def observer(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_observer())


@pytest.fixture
def pen(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def page(client: FlaskClient, query: str, more: str = "") -> str:
    answer = client.get(f"/search?q={quote(query)}{more}")
    assert answer.status_code == 200, answer.status
    return answer.text.partition("<main")[2].partition("</main")[0]


def told(client: FlaskClient, query: str, more: str = "") -> str:
    """Return the words of the hits on one line."""
    return words_of(page(client, query, more).partition('class="finds"')[2])


def words_of(html: str) -> str:
    plain = " ".join(re.sub(r"<[^>]*>", " ", html.partition(">")[2]).split())
    return re.sub(r" (?=[,;.”])|(?<=“) ", "", plain)


# What is found ---------------------------------------------------------------------------------------


def test_each_kind_is_found_in_its_section_marked_and_linked(table: Table, pen: FlaskClient):
    line = table.line("1.")
    made = table.replace("EGY", "1.", "progress", "steady progress", reason="Progress is steady.")
    decided = table.decide(DecisionKind.REJECT, made, reason="The progress is not steady.", level=None)
    reserved = enter(table, "EGY", "1.", words="Egypt reserves its position on steady progress.")
    source = add_source("A/RES/1/1", "Noting steady progress.")

    html = page(pen, "progress steady")
    assert [*re.findall(r'<h2 id="([a-z]+)"', html)] == ["proposals", "decisions", "reservations", "sources"]
    assert "<mark>steady progress</mark>" in html and "<mark>Progress</mark> is <mark>steady</mark>" in html
    for address in (
        f"/proposals/{made.code}",
        f"/p/{line.code}#history",
        f"/reservations#r-{reserved.code}",
        f"/library/sources/{source.code}#s-1",
    ):
        assert re.search(rf'href="[^"]*{re.escape(address)}"', html), address
    plain = words_of(html)
    assert "Proposal EGY 1" in plain and "OIC/FC, paragraph 1" in plain and "Reservation of Egypt" in plain

    html = page(pen, '"welcomed the progress"', "&kind=texts")
    assert f'href="/c/{table.code}/p/{line.code}"' in html and "<mark>welcomed the progress</mark>" in html
    assert told(pen, "welcomed", "&kind=decisions").startswith("Nothing was found.")
    table.void(decided, reason="By mistake.")
    assert "this no longer counts" in told(pen, "not steady", "&kind=decisions")


def test_a_proposal_is_found_by_its_name_and_one_of_an_agenda_is_a_new_item(app: Flask, session: object):
    agenda = Table(lines_of("Adoption of the agenda", "Other matters"), kind=TextKind.AGENDA).open()
    agenda.propose("MYS", AmendmentKind.INSERT, after="1.", text="Cooperation in health")
    client = sign_in(app.test_client(), make_observer())
    for query in ("MYS 1", "mys 1", '"MYS 1"'):
        plain = told(client, query)
        assert "Proposal MYS 1 new item" in plain and "after item 1" in plain, query
        assert "paragraph" not in plain
    assert "Nothing was found." in told(client, "MYS 2") and "Nothing was found." in told(client, "EGY 1")


def test_a_line_is_found_in_the_last_draft_that_holds_it_and_says_so_where_a_later_one_does_not(
    table: Table, pen: FlaskClient
):
    table.accept(table.replace("EGY", "1.", "progress", "steady progress"))
    before = table.line("1.").code
    table.close()

    assert told(pen, "welcomed", "&kind=texts").count("OIC/FC") == 1
    assert "OIC/FC/Rev.1, paragraph 1" in told(pen, "welcomed", "&kind=texts")
    earlier = page(pen, '"the progress made"', "&kind=texts")
    assert "OIC/FC, paragraph 1" in words_of(earlier) and "earlier draft" in words_of(earlier)
    assert f'href="/c/{table.code}/text?draft=0#p-{before}"' in earlier


def test_a_translation_is_found_in_its_newest_words_and_opens_in_its_language(table: Table, pen: FlaskClient):
    for words in ("La Réunion a salué les avancées.", "La Réunion s’est félicitée des progrès accomplis."):
        translations.add(mission(), table.line("1.").line.wording, Language.FR, words)

    html = page(pen, "felicitee PROGRES", "&kind=texts")
    assert "language=fr#p-" in html and 'lang="fr" dir="ltr"' in html and "French" in html
    assert told(pen, "avancées", "&kind=texts").startswith("Nothing was found.")


def test_more_of_one_kind_is_a_page_further_without_a_number_of_all(app: Flask, session: object):
    table = make_table(*(f"The Meeting noted report {number}." for number in range(45)))
    client = sign_in(app.test_client(), make_observer())

    html = page(client, "noted")
    assert html.count("<li class=") == 5 and "/search?q=noted&amp;kind=texts" in html
    pages = [page(client, "noted", f"&kind=texts&page={number}") for number in (1, 2, 3, 4)]
    assert [html.count("<li class=") for html in pages] == [20, 20, 5, 0]
    assert ['rel="next"' in html for html in pages] == [True, True, False, False]
    assert ['rel="prev"' in html for html in pages] == [False, True, True, True]
    assert "45" not in words_of(pages[0].partition('class="finds"')[2]).replace("report 45", "")
    assert table.code not in words_of(pages[0])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (".,;!? — «»", "There is no word to search for."),
        ("x" * 8_000, "What you search for is too long: at most 500 characters are read."),
        ("progress AND NOT (x:* OR 'y') %", "Nothing was found."),
        ("prog%", "Nothing was found."),
        ("progress\0", "The Meeting welcomed the progress"),
        ("PRÓGRESS", "The Meeting welcomed the progress"),
    ],
)
def test_whatever_is_typed_is_answered_in_a_sentence(observer: FlaskClient, query: str, sentence: str):
    assert sentence in words_of(page(observer, query))


def test_arabic_is_found_with_and_without_vowel_marks(app: Flask, session: object):
    Table(lines_of("رَحَّبَ الاجتماعُ بالتقدّمِ المُحرَز.", "شكر الاجتماع مصر."), language="ar").open()
    client = sign_in(app.test_client(), make_observer())

    for query in ("رحب الاجتماع", "رَحَّب", '"بالتقدم المحرز"'):
        html = page(client, query)
        assert html.count("<li class=") == 1 and "<mark>" in html, query
        assert 'lang="ar" dir="rtl"' in html


def test_odd_addresses_search_everything(observer: FlaskClient):
    plain = told(observer, "welcomed")
    for more in ("&kind=nothing", "&kind=people", "&text=nothing", "&page=-1", "&page=9999999999", "&page=x"):
        assert told(observer, "welcomed", more) == plain, more
    assert (
        told(observer, "welcomed", "&kind=texts&page=500")
        == "Texts There is no more of this kind. Earlier page Page 500"
    )


def test_it_is_narrowed_to_one_text_which_has_no_people_and_no_sources(
    table: Table, pen: FlaskClient, app: Flask
):
    other = Table(lines_of("The Meeting welcomed its guests."), symbol="OIC/OTHER").open()
    add_source("A/RES/1/1", "The Meeting welcomed its guests.")

    both = words_of(page(pen, "welcomed"))
    assert both.index("OIC/OTHER") < both.index("OIC/FC, paragraph 1") and "A/RES/1/1" in both
    one = told(pen, "welcomed", f"&text={table.code}")
    assert "OIC/FC" in one and "OIC/OTHER" not in one and "A/RES/1/1" not in one
    assert other.code in page(pen, "welcomed")


def test_every_page_leads_to_it_and_it_costs_the_same_with_more_to_find(table: Table, pen: FlaskClient):
    assert 'href="/search"' in pen.get(f"/c/{table.code}/text").text

    table.replace("EGY", "1.", "progress", "good progress")
    few = queries_of(lambda: page(pen, "Meeting"))
    for number in range(8):
        table.replace("JOR", "1.", "progress", f"progress {number}")
    assert queries_of(lambda: page(pen, "Meeting")) == few < 30


# Who finds what --------------------------------------------------------------------------------------


def test_nobody_who_is_not_signed_in_searches(app: Flask, table: Table):
    answer = app.test_client().get("/search?q=welcomed")

    assert answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")


def test_people_are_found_by_who_sees_their_page(
    app: Flask, table: Table, observer: FlaskClient, pen: FlaskClient
):
    make_head("TUR", name="Somebody of Ankara", email="somebody@ankara.example")
    egypt = make_head("EGY", name="Somebody of Cairo", email="somebody@cairo.example")
    of_egypt, office = sign_in(app.test_client(), egypt), sign_in(app.test_client(), make_administrator())

    assert "Somebody of Cairo" in told(of_egypt, "somebody") and "Ankara" not in told(of_egypt, "somebody")
    assert {"Cairo", "Ankara"} <= set(told(office, "somebody").split())
    assert "Head of delegation, Türkiye" in told(office, "turkiye somebody")
    for other in (observer, pen):
        assert "Somebody" not in told(other, "somebody") and "kind=people" not in page(other, "somebody")


def test_an_administrator_alone_finds_no_word_of_a_text(app: Flask, table: Table):
    office = sign_in(app.test_client(), make_administrator())

    assert told(office, "welcomed").startswith("Nothing was found.")
    assert "kind=texts" not in page(office, "welcomed")


def test_a_draft_that_is_not_circulated_is_found_by_the_mission_alone(
    table: Table, pen: FlaskClient, observer: FlaskClient
):
    drafts.import_text(mission(), lines=lines_of("A secret of another text."), data=b"x", symbol="OIC/X")
    carried = table.replace("EGY", "1.", "made", "made so far")
    table.accept(table.replace("JOR", "1.", "progress", "new progress"))
    table.close()

    assert told(observer, "secret").startswith("Nothing was found.")
    assert "OIC/X" in told(pen, "secret", "&kind=texts")
    assert told(observer, '"new progress"', "&kind=texts").startswith("Nothing was found.")
    # What was carried over stands on the words of the new draft: until that is circulated it is read as it was.
    link = f'href="/proposals/{carried.code}"'
    assert link in page(observer, '"so far"') and link not in page(observer, '"new progress"')
    assert link in page(observer, '"the progress made so far"') and link not in page(
        pen, '"the progress made so"'
    )
    assert "new progress made so far" in told(pen, '"so far"')
    drafts.circulate(mission(), table.draft, attributed=True)
    assert link in page(observer, '"new progress"')


def test_what_a_round_hides_is_found_by_its_sponsor_and_the_mission_as_its_page_is_read(
    app: Flask, session: object
):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    made = table.replace("EGY", "1.", "progress", "secret progress", reason="A secret reason.")
    own = amendments.save(
        table.head("EGY"), table.round, table.proposal(AmendmentKind.REPLACE, "2.", text="A secret draft.")
    )
    table.decide(DecisionKind.REJECT, made, reason="A secret answer.", level=None)
    reserved = enter(table, "EGY", "2.", words="A secret reservation.", published=False)
    pen, observer = (sign_in(app.test_client(), make()) for make in (make_mission_drafter, make_observer))
    egypt, jordan = delegate(app, "EGY", table).client, sign_in(app.test_client(), make_head("JOR"))

    for other in (observer, jordan):
        assert told(other, "secret").startswith("Nothing was found.")
    html = page(egypt, "secret")
    assert {made.code, own.code} <= set(re.findall(r'href="/proposals/(\w+)"', html))
    assert "Draft of a proposal" in html and reserved.code in html and "A <mark>secret</mark> answer" in html
    html = page(pen, "secret")
    assert made.code in html and own.code not in html and "A <mark>secret</mark> answer" in html
    reservations.publish(table.head("EGY"), reserved.code, seen=seen(reserved))
    assert reserved.code in page(jordan, "secret")


def test_where_sponsors_are_not_named_a_proposal_is_found_under_its_code(app: Flask, session: object):
    table = Table(lines_of(WELCOMES)).open(attributed=False, visibility=Visibility.ALL)
    made = table.replace("EGY", "1.", "progress", "steady progress")
    observer = sign_in(app.test_client(), make_observer())

    assert f"Proposal {made.code}" in told(observer, "steady") and "EGY" not in page(observer, "steady")
    assert told(observer, "EGY").startswith("Nothing was found.")


def test_what_an_earlier_round_showed_is_found_as_that_left_it(
    app: Flask, table: Table, observer: FlaskClient
):
    made = table.replace("EGY", "1.", "progress", "steady progress")
    table.close()
    table.open(visibility=Visibility.MISSION)
    text = table.line("1.").line.text.replace("progress", "secret progress")
    amendments.revise(
        table.head("EGY"),
        made.code,
        table.proposal(AmendmentKind.REPLACE, "1.", text=text, seen=current(made).id),
    )

    assert made.code in page(observer, "steady", "&kind=proposals")
    assert told(observer, "secret").startswith("Nothing was found.")
