"""The list of all proposals: filters in the address, pages, and odd addresses that find nothing worse than a list."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.web.proposals import routes
from tests.factories import make_administrator, make_observer, sign_in
from tests.tables import Table, make_table
from tests.web.readers import delegate, mission_reader

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table() -> Table:
    table = make_table("The Meeting welcomed the progress made.", "The Meeting urged all to contribute.")
    table.replace("EGY", "1.", "progress", "great progress")
    rejected = table.replace("MYS", "2.", "all", "the others")
    table.decide(DecisionKind.REJECT, rejected, reason="Not now.")
    return table


@pytest.fixture
def observer(app: Flask) -> FlaskClient:
    return sign_in(app.test_client(), make_observer())


def words(answer: TestResponse) -> str:
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def found(answer: TestResponse) -> list[str]:
    """Return the names of the proposals listed."""
    return re.findall(r'class="code"[^>]*><bdi[^>]*>([^<]+)<', answer.text)


def test_it_says_how_many_there_are_and_where_each_is(table: Table, observer: FlaskClient):
    page = observer.get(f"/c/{table.code}/proposals")

    assert found(page) == ["MYS 1", "EGY 1"]
    assert "2 proposals that you may read" in words(page)
    assert "Not now." in words(page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("standing=rejected", ["MYS 1"]),
        ("standing=rejected-proposed", []),
        ("standing=pending", ["EGY 1"]),
        ("sponsor=EGY", ["EGY 1"]),
        ("standing=rejected&sponsor=EGY", []),
        ("standing=&sponsor=&paragraph=", ["MYS 1", "EGY 1"]),
    ],
)
def test_filters_stand_in_the_address(table: Table, observer: FlaskClient, query: str, names: list[str]):
    assert found(observer.get(f"/c/{table.code}/proposals?{query}")) == names


def test_what_the_mission_only_proposes_is_looked_for_apart(table: Table, observer: FlaskClient):
    table.accept(table.replace("SEN", "2.", "contribute", "contribute more"), level=None)
    page = observer.get(f"/c/{table.code}/proposals")

    assert '<option value="accepted-proposed">acceptance proposed</option>' in page.text
    assert found(observer.get(f"/c/{table.code}/proposals?standing=accepted-proposed")) == ["SEN 1"]
    assert found(observer.get(f"/c/{table.code}/proposals?standing=accepted")) == []


def test_a_paragraph_is_a_filter_too(table: Table, observer: FlaskClient):
    code = table.line("2.").code

    assert found(observer.get(f"/c/{table.code}/proposals?paragraph={code}")) == ["MYS 1"]


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "page=999999999999999999999",
        "standing=gone",
        "sponsor=%00",
        "paragraph=%FF",
    ],
)
def test_an_odd_address_is_answered_with_a_list(table: Table, observer: FlaskClient, query: str):
    assert observer.get(f"/c/{table.code}/proposals?{query}").status_code == 200


def test_a_long_list_has_pages_that_keep_the_filter(table: Table, observer: FlaskClient):
    for number in range(routes.PAGE):
        table.replace("JOR", "1.", "progress", f"progress {number}")

    first = observer.get(f"/c/{table.code}/proposals?sponsor=JOR&page=1")
    everything = observer.get(f"/c/{table.code}/proposals")
    last = observer.get(f"/c/{table.code}/proposals?page=2")

    assert len(found(first)) == routes.PAGE
    assert 'rel="next"' not in first.text
    assert 'href="?page=2" rel="next"' in everything.text
    assert found(last) == ["MYS 1", "EGY 1"]


def test_who_reads_no_text_has_no_list(app: Flask, table: Table):
    administrator = sign_in(app.test_client(), make_administrator())

    assert administrator.get(f"/c/{table.code}/proposals").status_code == 404


def test_a_move_says_where_to_and_what_is_in_conflict_says_with_whom(app: Flask):
    table = make_table("The Meeting welcomed the progress made.", "The Meeting urged all to contribute.")
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "some progress")
    table.propose("SEN", AmendmentKind.MOVE, "2.", after="")
    reader = sign_in(app.test_client(), make_observer())

    page = words(reader.get(f"/c/{table.code}/proposals"))

    assert "move, Senegal Move it to the beginning." in page
    assert "in conflict with MYS 1" in page and "in conflict with EGY 1" in page
    assert "in conflict with" not in words(reader.get(f"/c/{table.code}/proposals?sponsor=SEN"))


SETTLED = "settled by what was accepted"
RECORDED = "What was accepted on its paragraph settles it. That is recorded when the round is closed."


def test_what_an_agreement_settles_is_called_so_in_every_place_until_the_round_is_closed(app: Flask):
    table = make_table("The Meeting welcomed the report.", "The Meeting urged all States.")
    accepted = table.replace("EGY", "1.", "welcomed", "noted")
    settled = table.replace("MYS", "1.", "welcomed", "praised")
    malaysia, mission = delegate(app, "MYS", table), mission_reader(app)
    root, paragraph = f"/c/{table.code}", table.line("1.").code
    assert "1 pending" not in malaysia.sees(f"{root}/p/{paragraph}")
    decision = table.accept(accepted)

    pages = {
        address: malaysia.sees(address)
        for address in (
            f"{root}/text?view=proposals",
            f"{root}/p/{paragraph}",
            f"{root}/delegation",
            f"{root}/proposals?standing=settled",
            f"/proposals/{settled.code}",
        )
    }
    assert [address for address, page in pages.items() if SETTLED not in page] == []
    assert "0 pending" in pages[f"{root}/p/{paragraph}"]
    for address in (f"{root}/delegation", f"{root}/proposals?standing=settled", f"/proposals/{settled.code}"):
        assert RECORDED in pages[address] and "No decision has been taken yet" not in pages[address]
    assert "pending" not in mission.sees(f"{root}/progress/evening")
    assert "MYS 1" not in malaysia.sees(f"{root}/proposals?standing=pending").partition("Found")[2]

    table.void(decision, reason="Too early.")
    table.accept(accepted, level=None)
    assert SETTLED not in malaysia.sees(f"{root}/p/{paragraph}"), "the Mission only proposes to accept it"
    other = table.accept(table.replace("SEN", "1.", "report", "final report"))
    assert SETTLED in malaysia.sees(f"{root}/p/{paragraph}")
    table.void(other, reason="Too early.")
    assert SETTLED not in malaysia.sees(f"{root}/p/{paragraph}"), "it waits again"


def test_what_is_settled_is_in_conflict_with_nothing_although_the_rest_of_what_settled_it_waits(app: Flask):
    table = make_table("The Meeting welcomed the report.")
    senegal = table.propose(
        "SEN", AmendmentKind.REPLACE, "1.", text="The Meeting warmly welcomed the annual report."
    )
    egypt = table.propose("EGY", AmendmentKind.REPLACE, "1.", text="The Meeting noted one report.")
    table.decide(DecisionKind.PART, senegal, chosen=(0,))
    for code in ("EGY", "SEN", "MYS"):
        reader = delegate(app, code, table)
        for address in (f"/c/{table.code}/proposals", f"/c/{table.code}/delegation"):
            assert "in conflict with" not in reader.sees(address)
        for made in (egypt, senegal):
            page = reader.sees(f"/proposals/{made.code}")
            assert ("settled by what was accepted" in page) is (made is egypt)
            assert "in conflict with" not in page and "Conflicts with" not in page


def test_a_sponsor_who_may_not_know_of_the_other_proposal_learns_nothing_of_what_settles_its_own(app: Flask):
    table = make_table("The Meeting welcomed the report.", visibility=Visibility.MISSION)
    accepted = table.replace("EGY", "1.", "welcomed", "noted")
    settled = table.replace("MYS", "1.", "welcomed", "praised")
    table.accept(accepted)

    page = delegate(app, "MYS", table).sees(f"/proposals/{settled.code}")

    assert "No decision has been taken yet." in page and SETTLED not in page
    assert RECORDED in mission_reader(app).sees(f"/proposals/{settled.code}")
