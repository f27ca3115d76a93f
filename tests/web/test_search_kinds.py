"""The search finds annotations, follow-up, inputs, the guide and partners for who reads their pages alone."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.follow_up import FollowUpState
from acm_drafts.negotiation.guide import SessionItem
from acm_drafts.negotiation.partners import Contact
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import drafts, follow_up, inputs, partners
from acm_drafts.services.annotations import annotate
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import User
from acm_drafts.store.text import text_rows
from tests.factories import (
    make_administrator,
    make_head,
    make_mission_drafter,
    make_observer,
    mission,
    party,
    sign_in,
)
from tests.follow_up import add_resolution, confirm
from tests.guide import add_agenda, session_for
from tests.inputs import DAY, answer, call, submit, wish
from tests.partners import make_partner, meeting, periodic
from tests.speakers import make_agenda
from tests.tables import Table, make_table
from tests.web.readers import queries_of
from tests.web.test_search import page, told

pytestmark = pytest.mark.usefixtures("session")

NOTHING = "Nothing was found."


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", visibility=Visibility.ALL)


@pytest.fixture
def people(table: Table) -> dict[str, User]:
    """One of each who reads other things; Jordan answers no call."""
    return {
        "Mission": make_mission_drafter(),
        "EGY": make_head("EGY"),
        "JOR": make_head("JOR"),
        "observer": make_observer(),
        "office": make_administrator(),
    }


@pytest.fixture
def clients(app: Flask, people: dict[str, User]) -> dict[str, FlaskClient]:
    return {name: sign_in(app.test_client(), person) for name, person in people.items()}


def finders(clients: dict[str, FlaskClient], query: str, more: str = "") -> set[str]:
    return {name for name, client in clients.items() if not told(client, query, more).startswith(NOTHING)}


def in_language(app: Flask, language: str, query: str, kind: str) -> str:
    reader = sign_in(app.test_client(), make_head("SEN", language=language))
    return page(reader, query, f"&kind={kind}")


# The annotated agenda --------------------------------------------------------------------------------


def test_an_annotation_is_found_as_it_stands_once_the_agenda_is_circulated(
    table: Table, clients: dict[str, FlaskClient]
):
    agenda = make_agenda("Opening", "General debate")
    item = text_rows(db.session(), agenda.id)[1]
    before = {name: page(client, "zebra") for name, client in clients.items()}
    annotate(mission(), item.paragraph, "A zebra speaks.", seen=0)

    after = {name: page(client, "zebra") for name, client in clients.items()}
    assert {name for name in clients if before[name] != after[name]} == {"Mission"}
    drafts.circulate(mission(), agenda.id, attributed=True)
    assert finders(clients, "zebra", "&kind=annotations") == {"Mission", "EGY", "JOR", "observer"}
    link = f'href="/c/{agenda.communique.code}/annotated#{item.code}"'
    assert link in page(clients["observer"], "zebra")
    annotate(mission(), item.paragraph, "Nobody speaks.", seen=1)
    assert finders(clients, "zebra") == set() and link in page(clients["observer"], "nobody")


# Follow-up -------------------------------------------------------------------------------------------


def test_a_request_is_found_by_its_words_reports_and_evidence_by_all_participants(
    table: Table, clients: dict[str, FlaskClient]
):
    entry = confirm(add_resolution(), addressee="the Secretary-General")
    follow_up.report(
        mission(),
        entry.code,
        FollowUpState.IN_PROGRESS,
        note="A zebra was reported.",
        next_report="",
        seen=1,
    )
    follow_up.add_evidence(mission(), entry.code, title="Report on giraffes", symbol="A/81/99")

    for query in ("zebra", "giraffes", '"Secretary-General" report', "A/81/99"):
        assert finders(clients, query, "&kind=follow-up") == {"Mission", "EGY", "JOR", "observer"}, query
    html = page(clients["observer"], "zebra")
    assert f'href="/follow-up/{entry.code}"' in html and "A <mark>zebra</mark> was reported." in html
    assert "in progress" in html
    assert "kind=follow-up" not in page(clients["office"], "zebra")


# Calls and answers -----------------------------------------------------------------------------------


def test_a_call_is_found_once_it_is_issued_and_before_that_by_the_mission_alone(
    table: Table, clients: dict[str, FlaskClient]
):
    issued = call(table, title="Call on peace", background="Zebra.", questions=("Which zebra?", "How?"))
    before = {name: page(client, "zebra") for name, client in clients.items()}
    drafted = inputs.draft_call(table.mission, table.code, wish(title="A hidden zebra"))

    after = {name: page(client, "zebra") for name, client in clients.items()}
    assert {name for name in clients if before[name] != after[name]} == {"Mission"}
    assert f'href="/c/{table.code}/inputs/{drafted.code}"' in after["Mission"]
    for name in ("EGY", "observer"):
        assert f'href="/c/{table.code}/inputs/{issued.code}"' in after[name]
        assert "Which <mark>zebra</mark>?" in after[name]


def test_an_answer_is_found_by_who_reads_it_and_its_draft_by_its_delegation_alone(
    app: Flask, table: Table, people: dict[str, User], clients: dict[str, FlaskClient]
):
    asked = call(table, visibility=Visibility.DEADLINE)
    empty = {name: page(client, "zebra") for name, client in clients.items()}
    inputs.save_input(table.head("EGY"), asked.code, party=party("EGY").id, answer=answer("A zebra."))
    drafted = {name: page(client, "zebra") for name, client in clients.items()}
    assert {name for name in clients if empty[name] != drafted[name]} == {"EGY"}
    assert "?version=1" in drafted["EGY"] and "Draft saved" in drafted["EGY"]

    submit(table, "EGY", asked, "A striped zebra.", "Means.", seen=1)
    inputs.save_input(
        table.head("EGY"), asked.code, party=party("EGY").id, answer=answer("A spotted zebra.", seen=2)
    )
    submitted = {name: page(client, "zebra") for name, client in clients.items()}
    assert {name for name in clients if empty[name] != submitted[name]} == {"EGY", "Mission"}
    assert "striped" in submitted["Mission"] and "spotted" not in submitted["Mission"]
    assert "striped" in submitted["EGY"] and "spotted" in submitted["EGY"]
    assert "striped" not in told(clients["EGY"], '"A zebra"')

    with clock_at(utcnow() + 11 * DAY):
        later = {name: sign_in(app.test_client(), person) for name, person in people.items()}
        assert finders(later, "striped zebra", "&kind=inputs") == {"Mission", "EGY", "JOR", "observer"}
        assert finders(later, "spotted") == {"EGY"}
        assert told(later["JOR"], "striped", f"&text={table.code}").startswith(
            "Answers to calls Answer of Egypt"
        )


# The guide -------------------------------------------------------------------------------------------


def test_an_item_is_found_in_any_language_and_shown_in_the_readers_own(
    app: Flask, table: Table, clients: dict[str, FlaskClient]
):
    of = session_for(table)
    add_agenda(of)
    add_agenda(of - 1, SessionItem(15, "", "Culture of peace"), same_items=True)

    assert finders(clients, "culture", "&kind=guide") == {"Mission", "EGY", "JOR"}
    assert "kind=guide" not in page(clients["observer"], "culture")
    html = page(clients["EGY"], "culture")
    assert html.index(f'href="/guide/{of}/14"') < html.index(f'href="/guide/{of - 1}/15"')
    # The title in the reader's language, and the one in which it was found.
    html = page(clients["EGY"], "السلام", "&kind=guide")
    assert "Culture of peace" in html and "<mark>السلام</mark>" in html
    french = in_language(app, "fr", "paix", "guide")
    assert "Culture de <mark>paix</mark>" in french and 'lang="fr" dir="ltr"' in french
    assert "<mark>السلام</mark>" in in_language(app, "ar", "السلام", "guide")


# Partners --------------------------------------------------------------------------------------------


def test_partners_and_meetings_are_found_by_the_group_and_contacts_by_the_mission_alone(
    app: Flask, table: Table, clients: dict[str, FlaskClient]
):
    partner = make_partner()
    recurring = partners.add_periodic(mission(), partner.code, periodic(title="Summit of zebras"))
    held = [
        partners.add_meeting(mission(), partner.code, meeting(date(year, 3, 1), **facts))
        for year, facts in (
            (2020, {"topics": "Mediation and seeds.", "periodic": recurring.code}),
            (2021, {"outcome": "Mediation was agreed."}),
        )
    ]
    before = {name: page(client, "giraffe") for name, client in clients.items()}
    partners.add_contact(
        mission(), partner.code, Contact("Giraffe", "Secretary", email="giraffe@example.org")
    )

    after = {name: page(client, "giraffe") for name, client in clients.items()}
    assert {name for name in clients if before[name] != after[name]} == {"Mission"}
    assert f'href="/partners/{partner.code}#contacts"' in after["Mission"]
    for query in ("mediation", "NAM", '"en français"', "zebras"):
        assert finders(clients, query, "&kind=partners") == {"Mission", "EGY", "JOR"}, query
    html = page(clients["JOR"], "mediation")
    first, second = (html.index(f'href="/partners/{partner.code}/talks/{one.code}"') for one in held[::-1])
    assert first < second and "<mark>Mediation</mark> was agreed." in html
    # Words that are changed are no longer found.
    partners.change_meeting(
        mission(), partner.code, held[1].code, meeting(date(2021, 3, 1), outcome="Seeds."), seen=0
    )
    assert held[1].code not in page(clients["JOR"], "mediation")
    assert "NAM en français" in in_language(app, "fr", "NAM", "partners")
    assert "حركة" in in_language(app, "ar", "NAM", "partners")


def test_more_of_them_costs_no_more_queries(table: Table, clients: dict[str, FlaskClient]):
    def add(nth: int) -> None:
        request = f"Requests the Secretary-General to report on zebra {nth};"
        confirm(add_resolution(f"OIC/CFM-{nth}/2025/STI", request), position=1)
        submit(table, "EGY", call(table, title="The zebra"), "A zebra.")
        partner = make_partner(f"ZEBRA{nth}", actor=mission())
        partners.add_meeting(mission(), partner.code, meeting(date(2020, 3, 1), topics="The zebra."))

    add_agenda(session_for(table), SessionItem(1, "", "A zebra"), SessionItem(2, "", "The zebra"))
    add(1)
    few = queries_of(lambda: page(clients["Mission"], "zebra"))
    add(2)
    add(3)
    assert queries_of(lambda: page(clients["Mission"], "zebra")) == few < 36
