"""The pages of partners: who reads what, what the Mission fills in, and what is refused beside its field."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.partners import Contact
from acm_drafts.services import partners
from acm_drafts.store.database import db
from acm_drafts.store.meetings import today
from acm_drafts.store.partners import contacts_of, find_partner, meetings_of, partners_listed, sources_of
from acm_drafts.store.records import Partner
from tests.factories import (
    make_administrator,
    make_drafter,
    make_mission_drafter,
    make_observer,
    mission,
    sign_in,
    token_for,
)
from tests.follow_up import add_resolution, confirm
from tests.library import add as add_source
from tests.partners import link, make_partner, make_partner_with_everything, meeting, periodic
from tests.tables import Table, make_table
from tests.web.readers import queries_of
from tests.web.test_library import in_words, told

pytestmark = pytest.mark.usefixtures("session")

NAMES = {"name_en": "African Union", "name_fr": "Union africaine", "name_ar": "الاتحاد الأفريقي"}
DAY = timedelta(days=1)


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting recalled the report.", "It urged all.")


@pytest.fixture
def member(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_drafter("EGY"))


@pytest.fixture
def pen(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def post(client: FlaskClient, path: str, **data: object):
    return client.post(path, data={"csrf_token": token_for(client, "/account"), **data})


def errors_of(html: str) -> dict[str, str]:
    """Return what stands beside the fields of a form as wrong, by the name of the field."""
    beside = re.findall(r'<p class="error" id="(\w+)-error">(.*?)</p>', html, re.DOTALL)
    return {name: in_words(words) for name, words in beside}


def sent_again(client: FlaskClient, path: str, **changes: object):
    """Send the form of a page as it stands there, with *changes*."""
    page = client.get(path).text.partition("<main")[2]
    data: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and 'type="checkbox"' not in tag:
            data[name[1]] = unescape(value[1]) if value else ""
    for name, inner in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', inner) or re.search(r'value="([^"]*)"', inner)
        data[name] = chosen[1] if chosen else ""
    for name, inner in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        data[name] = unescape(inner).strip()
    return client.post(path, data={**data, **changes})


def test_a_member_of_the_group_reads_everything_but_the_contacts(member: FlaskClient, table: Table):
    codes = make_partner_with_everything(table)
    here = f"/partners/{codes['partner']}"

    assert "NAM in English" in told(member, "/partners")
    page = told(member, here)
    assert "General meeting" in page and "due since 1 March 2022" in page and "NAM/2024/FD" in page
    assert "Contact" not in page and "office@example.org" not in page and "Change" not in page
    met = told(member, f"{here}/talks/{codes['meeting']}")
    assert "They met." in met and "Paragraph 2" in met
    assert "NAM/2024/FD, paragraph 1" in told(member, f"{here}/positions")


@pytest.mark.parametrize("make", [make_observer, make_administrator])
def test_who_is_not_of_the_group_is_neither_shown_the_place_nor_let_in(app: Flask, table: Table, make):
    client = sign_in(app.test_client(), make())
    code = make_partner().code

    for path in ("/partners", f"/partners/{code}", "/partners/resolutions", "/partners/zzzzzzz"):
        assert client.get(path).status_code == 403
    assert 'href="/partners"' not in client.get("/account").text


def test_contacts_are_read_by_the_mission_and_those_past_their_last_day_are_said_to_be(pen: FlaskClient):
    code = make_partner().code
    for name, until in (("Past", today(db.session(), None) - DAY), ("Now", today(db.session(), None))):
        partners.add_contact(mission(), code, Contact(name, until=until))

    page = told(pen, f"/partners/{code}")
    assert page.count("no longer in use") == 1 and page.index("Now") < page.index("Past")


def test_the_mission_adds_a_partner_and_is_told_beside_the_field_what_is_wrong(pen: FlaskClient):
    facts = {"short": "AU", "kind": "organization", **NAMES}
    assert post(pen, "/partners/add", **facts).status_code == 303
    assert "African Union AU · International or regional organization" in told(pen, "/partners")

    again = post(pen, "/partners/add", **facts)
    assert again.status_code == 409
    assert 'id="short-error"' in again.text and "short name AU already" in in_words(again.text)
    empty = post(pen, "/partners/add", **{**facts, "name_ar": ""})
    assert empty.status_code == 422 and 'id="name_ar-error"' in empty.text
    db.session.rollback()
    assert len(partners_listed(db.session(), date(2026, 1, 1))) == 1


def test_what_a_form_shows_can_be_sent_as_it_is_and_an_old_page_is_refused(pen: FlaskClient, table: Table):
    codes = make_partner_with_everything(table)
    here = f"/partners/{codes['partner']}"
    forms = (
        f"{here}/change",
        f"{here}/contacts/{codes['contact']}",
        f"{here}/periodic/{codes['periodic']}",
        f"{here}/talks/{codes['meeting']}/change",
    )
    for path in forms:
        assert sent_again(pen, path).status_code == 303, path
        old = sent_again(pen, path, seen="0")
        assert old.status_code == 409 and "A colleague has changed this" in old.text, path
        assert sent_again(pen, path, seen="x").status_code == 409
        assert sent_again(pen, path).status_code == 303, path

    db.session.rollback()
    (met,) = meetings_of(db.session(), find_partner(db.session(), codes["partner"]).id)
    assert (met.outcome, met.counter, met.periodic.code) == ("They met.", 2, codes["periodic"])
    assert "Paragraph 2" in told(pen, f"{here}/talks/{codes['meeting']}")


def test_a_contact_and_a_periodic_meeting_are_added_and_a_wrong_address_is_told_beside_it(pen: FlaskClient):
    code = make_partner().code
    here = f"/partners/{code}"
    wrong = post(pen, f"{here}/contacts/add", name="Somebody", email="nowhere")
    assert wrong.status_code == 422 and 'id="email-error"' in wrong.text
    assert post(pen, f"{here}/contacts/add", name="Somebody", email="a@example.org").status_code == 303
    nobody = post(pen, f"{here}/contacts/add", email="a@example.org")
    assert (
        nobody.status_code == 422 and "a contact has a name or a function" in errors_of(nobody.text)["name"]
    )

    sent = {"title": "Troika", "every": "6", "unit": "months", "starts_on": "2020-01-31"}
    assert post(pen, f"{here}/periodic/add", **sent).status_code == 303
    assert "every 6 months" in told(pen, here) and "due since 31 January 2020" in told(pen, "/partners")
    for change in ({"every": "0"}, {"every": "x"}, {"starts_on": "31.1.2020"}, {"unit": "days"}):
        assert post(pen, f"{here}/periodic/add", **{**sent, **change}).status_code == 422
    db.session.rollback()
    assert len(contacts_of(db.session(), find_partner(db.session(), code).id)) == 1


def test_what_cannot_be_so_is_told_beside_the_field_that_it_is_about(pen: FlaskClient):
    here = f"/partners/{make_partner().code}"
    periodic = {"title": "Troika", "every": "6", "unit": "months", "starts_on": "2020-01-31"}
    talks = {"day": "2020-03-01", "level": "ministerial", "periodic": ""}
    wrong = (
        ("periodic", periodic | {"starts_on": "1900-01-01"}, "starts_on", "between 1945 and 2200"),
        ("periodic", periodic | {"ends_on": "2019-12-31"}, "ends_on", "ends after it begins"),
        ("talks", talks | {"day": "2300-01-01"}, "day", "between 1945 and 2200"),
        ("talks", talks | {"day": "2199-01-01", "outcome": "Agreed."}, "outcome", "still to come"),
        ("talks", talks | {"cancelled": "y", "outcome": "Agreed."}, "outcome", "that was cancelled"),
        ("talks", talks | {"links": "\n".join(map(str, range(51)))}, "links", "at most 50 paragraphs"),
    )
    for path, sent, field, words in wrong:
        answer = post(pen, f"{here}/{path}/add", **sent)
        assert answer.status_code == 422, sent
        assert words in errors_of(answer.text)[field] and len(errors_of(answer.text)) == 1, sent
        assert "Correct it and save it again." in errors_of(answer.text)[field]


def test_what_is_kept_already_is_told_beside_the_field_that_names_it(pen: FlaskClient):
    here = f"/partners/{make_partner().code}"
    kept = (
        (
            "contacts",
            {"name": "Ms. Diop", "email": "diop@example.org"},
            "name",
            "in the list already: Ms. Diop.",
        ),
        ("contacts", {"function": "Protocol"}, "function", "in the list already: Protocol."),
        (
            "periodic",
            {"title": "Troika", "every": "6", "unit": "months", "starts_on": "2027-01-31"},
            "title",
            "the name Troika already",
        ),
        (
            "talks",
            {"day": "2027-01-15", "level": "ministerial", "periodic": ""},
            "day",
            "on that day already",
        ),
    )
    for path, sent, field, words in kept:
        assert post(pen, f"{here}/{path}/add", **sent).status_code == 303
        again = post(pen, f"{here}/{path}/add", **sent)
        assert again.status_code == 409
        assert list(errors_of(again.text)) == [field] and words in errors_of(again.text)[field]


def test_a_periodic_meeting_that_is_planned_is_due_no_more(pen: FlaskClient, table: Table):
    partner = make_partner()
    here = f"/partners/{partner.code}"
    recurring = partners.add_periodic(mission(), partner.code, periodic()).code
    assert "Periodic meetings that are due" in told(pen, "/partners")
    form = pen.get(f"{here}/talks/add?periodic={recurring}").text
    assert f'<option selected value="{recurring}"' in form

    ahead = today(db.session(), None) + 9 * DAY
    sent = {"day": ahead.isoformat(), "level": "secretariats", "periodic": recurring}
    early = post(pen, f"{here}/talks/add", **sent, outcome="All was agreed.")
    assert early.status_code == 422 and "still to come has no outcome" in early.text
    elsewhere = post(pen, f"{here}/talks/add", **sent, links="https://example.org/")
    assert elsewhere.status_code == 422 and 'id="links-error"' in elsewhere.text

    answer = post(pen, f"{here}/talks/add", **sent, links=link(table, "2."), topics="One.\nTwo.")
    assert answer.status_code == 303
    assert "that are due" not in told(pen, "/partners") and "planned for" in told(pen, here)
    db.session.rollback()
    (row,) = meetings_of(db.session(), partner.id)
    page = told(pen, f"{here}/talks/{row.code}")
    assert "One. Two." in page and "Paragraph 2" in page and "Outcome" not in page


def test_a_cancelled_meeting_says_so_and_counts_no_more(pen: FlaskClient):
    partner = make_partner()
    row = partners.add_meeting(mission(), partner.code, meeting(date(2020, 1, 1), cancelled=True))

    page = told(pen, f"/partners/{partner.code}/talks/{row.code}")
    assert "This meeting is cancelled." in page and "Outcome" not in page
    assert "last meeting" not in told(pen, "/partners")


def test_a_meeting_and_an_entry_of_the_follow_up_lead_to_each_other_for_who_reads_both(
    app: Flask, pen: FlaskClient, member: FlaskClient
):
    partner, entry = make_partner().code, confirm(add_resolution("OIC/CFM-51/1")).code
    row = partners.add_meeting(mission(), partner, meeting(date(2020, 3, 1), title="Troika meeting"))
    path = f"/partners/{partner}/talks/{row.code}"
    assert "No entry of the follow-up is linked to this meeting." in told(pen, path)
    assert "Follow-up" not in told(member, path)

    assert post(pen, f"{path}/follow-up", entry=entry).status_code == 303
    again = post(pen, f"{path}/follow-up", entry=entry)
    assert again.status_code == 422 and "is linked to the meeting already" in in_words(again.text)
    page = told(member, path)
    assert "OIC/CFM-51/1, paragraph 2" in page and "Take the link away" not in page
    assert f'href="/follow-up/{entry}"' in member.get(path).text
    assert f'href="{path}"' in member.get(f"/follow-up/{entry}").text
    observer = sign_in(app.test_client(), make_observer())
    assert "Troika" not in told(observer, f"/follow-up/{entry}")
    assert post(member, f"{path}/follow-up/{entry}/unlink").status_code == 403
    assert post(pen, f"{path}/follow-up/{entry}/unlink").status_code == 303
    assert path not in pen.get(f"/follow-up/{entry}").text


def test_the_page_of_a_meeting_leads_to_the_requests_in_the_texts_of_the_partner_for_who_keeps_them(
    pen: FlaskClient, member: FlaskClient
):
    codes = make_partner_with_everything()
    talks = f"/partners/{codes['partner']}/talks/{codes['meeting']}"
    address = f"/follow-up/sources/{codes['source']}"

    assert f'href="{address}"' in pen.get(talks).text and address not in member.get(talks).text
    assert pen.get(address).status_code == 200
    assert "NAM/2024/FD" in pen.get("/follow-up/sources").text
    assert member.get("/follow-up?body=other").status_code == 200


def test_a_thing_of_another_partner_is_not_found_under_this_one(pen: FlaskClient):
    codes = make_partner_with_everything()
    other = make_partner("EU").code
    for path in (
        "contacts/{contact}",
        "periodic/{periodic}",
        "talks/{meeting}",
        "talks/{meeting}/change",
    ):
        assert pen.get(f"/partners/{codes['partner']}/{path.format(**codes)}").status_code == 200
        assert pen.get(f"/partners/{other}/{path.format(**codes)}").status_code == 404
    assert post(pen, f"/partners/{other}/sources/{codes['source']}/take").status_code == 404


def test_a_source_is_given_to_a_partner_and_taken_from_it(pen: FlaskClient):
    partner = make_partner()
    source = add_source("NAM/2024/FD", "Called for peace;", body=SourceBody.OTHER)
    here = f"/partners/{partner.code}"
    assert "NAM/2024/FD (en)" in told(pen, here)
    assert "No text of this partner" in told(pen, f"{here}/positions")

    assert post(pen, f"{here}/sources", source=source.code).status_code == 303
    again = post(pen, f"{here}/sources", source=source.code)
    assert again.status_code == 409 and "among the texts of a partner already: NAM" in again.text
    assert post(pen, f"{here}/sources/{source.code}/take").status_code == 303
    db.session.rollback()
    assert not sources_of(db.session(), partner.id)


def test_positions_are_set_beside_ours_and_say_which_words_are_whose(member: FlaskClient):
    partner: Partner = make_partner()
    ours = "Called for the early warning of drought and the control of locusts;"
    same, signs = ours, ours.replace(";", ".")
    texts = (same, signs, ours.replace("early ", ""), "Hoped for unrelated words on the sea;")
    source = add_source("NAM/2024/FD", *texts, body=SourceBody.OTHER)
    add_source("OIC/ACM-2025/FC", ours, body=SourceBody.ACM)
    partners.give_source(mission(), partner.code, source.code)

    page = told(member, f"/partners/{partner.code}/positions")
    assert "The same words in OIC/ACM-2025/FC, paragraph 1 100 % alike" in page
    assert "The same words in OIC/ACM-2025/FC, paragraph 1, but for the punctuation" in page
    assert "OIC/ACM-2025/FC, paragraph 1, with 1 difference" in page
    assert page.count("No paragraph of the OIC’s texts in the library is near to this one.") == 1
    assert "Verbatim" not in page


def test_the_page_costs_as_many_queries_however_many_partners_there_are(pen: FlaskClient):
    for name in ("EU", "NAM"):
        partners.add_periodic(mission(), make_partner(name).code, periodic())
    few = queries_of(lambda: pen.get("/partners"))
    for number in range(9):
        partners.add_periodic(mission(), make_partner(f"P{number}").code, periodic())

    assert queries_of(lambda: pen.get("/partners")) == few
