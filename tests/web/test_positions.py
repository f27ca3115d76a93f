"""Positions on paragraphs: taken on the paragraph's page, refused there, and told to whom the round shows them."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.terms import AmendmentKind, Stance, Visibility
from acm_drafts.services import amendments, positions
from acm_drafts.store.database import db
from acm_drafts.store.records import Position
from tests.factories import make_head, party
from tests.tables import Table, current, make_table
from tests.web.readers import mission_reader, observer, sign_in
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
    assert "opposed: Senegal with a reservation: Mali" in seen
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
