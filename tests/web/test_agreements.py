"""The pages on which what is agreed is confirmed or reopened, and what other pages say until then."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.terms import AmendmentKind, City, Level, Role, SittingResult, Stance, Visibility
from acm_drafts.services import rounds, sittings
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Body, Paragraph, Sitting
from tests.factories import make_head, make_officer, mission, party, post, sign_in
from tests.silences import break_, put
from tests.sittings import hold, make_body, record
from tests.tables import Table, make_table
from tests.web.readers import main_of, mission_reader, words_of

TEXTS = ("The Meeting welcomed the report.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def body(table: Table) -> Body:
    return make_body(Level.EXPERT, chair="EGY")


@pytest.fixture
def sitting(table: Table, body: Body) -> Sitting:
    """An open sitting that agreed the first paragraph ad referendum."""
    sitting = hold(table, body, ["1.", "2."])
    record(table, sitting, "1.", result=SittingResult.AD_REFERENDUM)
    return sitting


@pytest.fixture
def mission_client(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_officer(Role.MISSION, ""))


def address(table: Table, label: str = "1.") -> str:
    return f"/c/{table.code}/p/{table.line(label).code}"


def counter(table: Table, label: str = "1.") -> int:
    db.session.rollback()
    return db.session.get_one(Paragraph, table.line(label).line.paragraph, populate_existing=True).counter


def confirmed(table: Table, client: FlaskClient, **facts: object):
    data = {"seen": counter(table), "given_by": "The Ministry in Rabat", **facts}
    return post(client, f"{address(table)}/confirm", data)


def reopened(table: Table, client: FlaskClient, **facts: object):
    data = {"seen": counter(table), "asked_by": "SEN", "reason": "The figure was corrected.", **facts}
    return post(client, f"{address(table)}/reopen", data)


def test_every_page_says_agreed_ad_referendum_until_it_is_confirmed(
    table: Table, sitting: Sitting, mission_client: FlaskClient
):
    pages = [f"/c/{table.code}/text", address(table), f"/c/{table.code}/decisions"]
    for page in pages:
        assert "ad referendum" in mission_client.get(page).text, page
    assert 'data-state="paragraph-ad-referendum"' in mission_client.get(pages[0]).text
    assert "1 of 2 paragraphs agreed, 1 of them ad referendum" in mission_client.get(pages[2]).text

    assert confirmed(table, mission_client).status_code == 303

    assert "ad referendum" not in mission_client.get(pages[0]).text
    assert "1 of 2 paragraphs agreed" in mission_client.get(pages[2]).text
    assert "of them ad referendum" not in mission_client.get(pages[2]).text
    assert 'data-state="paragraph-agreed"' in mission_client.get(address(table)).text
    history = mission_client.get(address(table)).text
    assert "Agreement confirmed" in history
    assert "at Expert level, New York: sitting 1, ad referendum" in history.partition('id="history"')[2]
    journal = mission_client.get(f"/c/{table.code}/journal").text
    assert "Agreement ad referendum on paragraph" in journal and "The Ministry in Rabat" in journal
    record_page = mission_client.get(f"/c/{table.code}/sittings/{sitting.code}").text
    assert 'data-state="result-agreed"' in record_page
    assert "Confirmed on" in record_page and "The Ministry in Rabat" in record_page


def test_the_page_of_a_confirmation_names_the_sitting_and_comes_back_with_what_was_wrong(
    table: Table, sitting: Sitting, mission_client: FlaskClient
):
    page = mission_client.get(f"{address(table)}/confirm").text
    assert "Agreed ad referendum: Expert level, New York: sitting 1" in page
    wrong = confirmed(table, mission_client, given_by="")
    assert wrong.status_code == 422 and "Confirmed by" in wrong.text
    confirmed(table, mission_client)
    again = confirmed(table, mission_client)
    assert again.status_code == 409 and "nothing is to be confirmed" in again.text


def test_all_of_a_sitting_is_confirmed_on_a_page_of_its_own(
    table: Table, sitting: Sitting, mission_client: FlaskClient
):
    record(table, sitting, "2.", result=SittingResult.AD_REFERENDUM)
    url = f"/c/{table.code}/sittings/{sitting.code}/confirm"
    page = mission_client.get(url).text
    assert page.count('name="confirm"') == 2 and "Confirm what is ticked" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert post(mission_client, url, {"seen": "0", "given_by": "X"}).status_code == 409
    listed = [table.line(label).code for label in ("1.", "2.")]
    sent = {"seen": seen, "given_by": "X", "listed": listed}
    assert post(mission_client, url, sent).status_code == 422
    assert post(mission_client, url, sent | {"confirm": listed}).status_code == 303
    assert "Nothing that this sitting agreed waits" in mission_client.get(url).text
    assert [table.line(label).state for label in ("1.", "2.")] == ["agreed"] * 2


def test_what_reopening_undoes_is_listed_first(table: Table, sitting: Sitting, mission_client: FlaskClient):
    table.agree("1.", level=Level.AMBASSADORIAL)
    table.replace("SEN", "1.", "welcomed", "noted")
    page = mission_client.get(f"{address(table)}/reopen").text
    assert "Expert level, New York: sitting 1" in page and "Ambassadorial level" in page
    assert "SEN 1" in page and "the request to reopen the paragraph is granted" in page
    assert '<option selected value="SEN">' in page
    assert "are told" not in page and "who has a proposal on it or asked for this gets a notice" in page

    assert reopened(table, mission_client).status_code == 303

    after = mission_client.get(address(table)).text
    assert "Paragraph reopened" in after and "at the request of Senegal" in after
    assert "The figure was corrected." in after
    path = address(table)
    assert (
        "à la demande du Sénégal"
        in mission_client.get(f"/language/fr?next={path}", follow_redirects=True).text
    )
    mission_client.get("/language/en?next=/")
    journal = mission_client.get(f"/c/{table.code}/journal").text
    assert "reopened at the request of" in journal and "Ambassadorial level" in journal
    refused = reopened(table, mission_client)
    assert refused.status_code == 409 and "not agreed" in refused.text


def test_a_form_that_is_not_complete_comes_back(table: Table, sitting: Sitting, mission_client: FlaskClient):
    for facts in ({"reason": ""}, {"asked_by": ""}):
        assert reopened(table, mission_client, **facts).status_code == 422
    assert table.line("1.").state == "agreed"


def test_the_chair_of_the_body_finds_the_acts_and_no_other_delegation(
    app: Flask, table: Table, sitting: Sitting
):
    chair = sign_in(app.test_client(), make_head("EGY"))
    other = sign_in(app.test_client(), make_head("TUR"))
    links = (f"{address(table)}/reopen", f"{address(table)}/confirm")
    for link in links:
        assert f'href="{link}"' in chair.get(address(table)).text
        assert f'href="{link}"' not in other.get(address(table)).text
        assert chair.get(link).status_code == 200
        assert other.get(link).status_code == 403
    assert reopened(table, other).status_code == 403
    assert confirmed(table, chair).status_code == 303
    assert reopened(table, chair).status_code == 303


def test_a_reader_of_a_hidden_round_reads_in_the_history_that_it_was_reopened(app: Flask, table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"))
    table.close()
    table.open(visibility=Visibility.MISSION)
    mission = sign_in(app.test_client(), make_officer(Role.MISSION, ""))
    reader = sign_in(app.test_client(), make_head("TUR"))
    assert reopened(table, mission).status_code == 303
    page = reader.get(address(table)).text
    assert "Paragraph reopened" in page and 'data-state="paragraph-open"' in page


def test_a_decision_is_recorded_ad_referendum_with_the_box(table: Table, mission_client: FlaskClient):
    code = table.sitting()
    page = mission_client.get(address(table)).text
    assert 'name="ad_referendum"' in page
    data = {"seen": counter(table), "kind": "agree", "sitting": code, "ad_referendum": "y"}
    assert post(mission_client, f"{address(table)}/decide", data).status_code == 303
    assert "agreed ad referendum" in mission_client.get(address(table)).text
    data = {"seen": counter(table), "kind": "agree", "sitting": "", "ad_referendum": "y"}
    assert post(mission_client, f"{address(table)}/decide", data).status_code == 422


def test_the_closing_page_counts_what_is_agreed_ad_referendum(
    table: Table, sitting: Sitting, mission_client: FlaskClient
):
    rounds.change_deadline(table.mission, table.round, utcnow())
    address = f"/c/{table.code}/rounds/1/close"
    page = mission_client.get(address).text
    assert "1 of 2 paragraphs agreed, 1 of them ad referendum." in page
    assert "once these are confirmed" not in page  # another paragraph is not agreed at all

    for line in table.lines()[1:]:
        table.agree(line.reference + ".")
    page = mission_client.get(address).text
    assert "1 of them ad referendum. The draft can be declared final once these are confirmed." in page


def test_the_page_of_a_reopening_lists_what_is_joined_to_the_paragraph(app: Flask, session: object):
    table = make_table("The Meeting welcomed the report.", "The Meeting thanked Egypt.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))
    page = mission_reader(app).sees(f"/c/{table.code}/p/{table.line('1.').code}/reopen")
    assert "No longer agreed either, because it is joined to it: 2" in page


def told(reader: FlaskClient, table: Table, label: str = "1.") -> str:
    """Return the history of a paragraph as a reader of its page has it."""
    return words_of(main_of(reader.get(address(table, label)).text)).rpartition("History")[2]


def test_a_history_holds_what_sittings_recorded_to_who_reads_their_records(
    app: Flask, table: Table, mission_client: FlaskClient
):
    body, other = make_body(Level.EXPERT, members=("EGY", "MYS", "SEN")), make_body(Level.AMBASSADORIAL)
    sitting = hold(table, body, ["1.", "2."], present=("EGY", "MYS", "SEN"))
    egypt, jordan = (sign_in(app.test_client(), make_head(code)) for code in ("EGY", "JOR"))
    opposed = {party("EGY").id: Stance.OPPOSE, party("MYS").id: Stance.RESERVE}
    record(table, sitting, "1.", result=SittingResult.REFERRED, referred_to=other.code)
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED, stances=opposed, remark="At length.")
    record(table, sitting, "2.", stances=opposed)

    stood = "Opposed: Egypt. Reserved their position: Malaysia."
    first, second = told(mission_client, table), told(mission_client, table, "2.")
    assert f"Not agreed at Expert level, New York: sitting 1 {stood} At length." in first
    assert "Referred to Ambassadorial level, New York" in first and "a later result took its place" in first
    assert f"Paragraph agreed at Expert level, New York: sitting 1 {stood}" in second
    assert "Not agreed" not in told(egypt, table), "its record is read once it is closed"
    sittings.close_sitting(mission(), sitting.code)
    assert stood in told(egypt, table) and stood in told(egypt, table, "2.")
    assert "Not agreed" not in told(jordan, table) and "Opposed" not in told(jordan, table, "2.")


@pytest.mark.parametrize(("anonymous", "who"), [(False, "Egypt"), (True, "A delegation")])
def test_a_history_holds_the_silence_that_a_paragraph_was_under(
    app: Flask, table: Table, mission_client: FlaskClient, anonymous: bool, who: str
):
    body = make_body(Level.EXPERT, members=("EGY", "MYS"))
    procedure = put(table, body, anonymous=anonymous)
    put_under = "Put under silence Silence procedure 1: Expert level, New York, ends "
    assert put_under in told(mission_client, table) and "broke" not in told(mission_client, table)
    break_(table, procedure, "EGY", reason="Our <capital>.")
    malaysia, jordan = (sign_in(app.test_client(), make_head(code)) for code in ("MYS", "JOR"))
    for reader in (mission_client, malaysia):
        seen = told(reader, table)
        assert put_under in seen and f"{who} broke the silence Silence procedure 1" in seen
        assert "capital" not in seen, "why is told where its members read it"
    assert "silence" not in told(jordan, table) and "silence" not in told(mission_client, table, "2.")


def test_the_history_tells_members_of_a_body_what_it_agreed_in_a_round_that_is_not_shown_to_them(
    app: Flask, session: object
):
    """They read the record of the sitting: the page of the paragraph says no less."""
    table = make_table("The Meeting welcomed the report.", visibility=Visibility.MISSION)
    sitting = hold(table, make_body(Level.EXPERT, members=("EGY", "MYS")))
    record(table, sitting)
    egypt, jordan = (sign_in(app.test_client(), make_head(code)) for code in ("EGY", "JOR"))
    sittings.close_sitting(mission(), sitting.code)
    assert "Recorded as agreed at Expert level, New York: sitting 1" in told(egypt, table)
    assert "agreed" not in told(jordan, table)


BOTH_CITIES = {
    "en": "Expert level, New York, {day}; Expert level, Washington DC, ",
    "fr": "Niveau des experts, New York, {day} ; Niveau des experts, Washington, ",
    "ar": "مستوى الخبراء، نيويورك، {day}؛ مستوى الخبراء، واشنطن العاصمة، ",
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_level_that_agreed_a_paragraph_in_both_cities_stands_twice_each_with_its_city(
    app: Flask, table: Table, body: Body, language: str
):
    record(table, hold(table, body, ["1."]), "1.")
    record(table, hold(table, make_body(city=City.WASHINGTON), ["1."]), "1.")
    reader = mission_reader(app)
    reader.get(f"/language/{language}", status=303)
    seen = " ".join(reader.sees(address(table)).replace("\u200e", "").split())
    before, _, after = BOTH_CITIES[language].partition("{day}")
    assert 0 < seen.find(before) < seen.find(after)
