"""What is sent before the opening or after the deadline: said exactly, and nothing that was typed is lost."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.terms import Stage
from acm_drafts.services import rounds
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Amendment
from tests.factories import make_alternate, make_head, make_mission_drafter, post, sign_in
from tests.tables import DAY, Table, current, make_table
from tests.web.readers import key_of
from tests.web.test_amendments import URGES, WELCOMES, address, box, count, last, typed, words

pytestmark = pytest.mark.usefixtures("session")

MINE = "The Meeting gladly welcomed the progress made."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES, "The Meeting took note of the report.")


@pytest.fixture
def egypt(app: Flask) -> FlaskClient:
    """The browser of Egypt's head of delegation."""
    return sign_in(app.test_client(), make_head("EGY", name="Head of Egypt"))


def pass_deadline(table: Table) -> None:
    rounds.change_deadline(table.mission, table.round, utcnow() - timedelta(seconds=1))


def extend(table: Table) -> None:
    rounds.change_deadline(table.mission, table.round, utcnow() + DAY)


def submitted(table: Table, client: FlaskClient, **facts: object) -> str:
    """Submit a proposal on the first line, and return its address."""
    return post(client, address(table), typed(table, **facts)).location


def by_code(place: str) -> Amendment:
    db.session.rollback()
    return db.session.scalars(select(Amendment).where(Amendment.code == place.rsplit("/", 1)[1])).one()


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["replace", "insert", "split", "move"])
@pytest.mark.parametrize("office", [make_head, make_alternate])
def test_a_revision_after_the_deadline_is_kept_as_a_new_draft_and_the_submitted_one_stands(
    app: Flask, table: Table, egypt: FlaskClient, kind: str, office
):
    lines = [table.line(label) for label in ("1.", "2.", "3.")]
    before, after = {
        "replace": ({}, {"text": MINE}),
        "insert": ({"fresh": "A new one."}, {"fresh": "A newer one.", "after": lines[1].code}),
        "split": (
            {"parts": "The Meeting\n\nwelcomed the progress made."},
            {"parts": "The Meeting welcomed\n\nthe progress made."},
        ),
        "move": ({"after": lines[1].code}, {"after": lines[2].code}),
    }[kind]
    place = submitted(table, egypt, kind=kind, **before)
    first = by_code(place)
    stood = current(first)
    sent = typed(table, kind=kind, seen=stood.id, reason="Our reason.", **after)
    writer = sign_in(app.test_client(), office("EGY"))
    pass_deadline(table)

    answer = post(writer, f"{place}/revise", sent)

    assert answer.status_code == 422
    assert "The deadline was" in words(answer)
    assert "EGY 1 stands as it was submitted. What you typed is a new draft." in words(answer)
    assert "The Mission can enter it from the floor until it closes the round" in words(answer)
    assert f'href="{place}"' in answer.text
    assert box(answer, "reason") == "Our reason."
    draft = last()
    assert f'href="/proposals/{draft.code}"' in answer.text
    assert current(by_code(place)).id == stood.id
    assert (draft.stage, draft.kind, draft.sponsor_id) == (Stage.DRAFT, kind, first.sponsor_id)
    assert current(draft).reason == "Our reason."
    assert kind == "insert" or draft.paragraph_id == first.paragraph_id
    said = current(draft)
    assert {
        "replace": said.text == MINE,
        "insert": said.text == "A newer one.",
        "split": said.text.startswith("The Meeting welcomed") and len(said.parts) == 1,
        "move": said.after_id == lines[2].line.paragraph,
    }[kind]
    assert post(writer, f"/proposals/{draft.code}/withdraw").status_code == 303


def test_a_late_revision_of_an_amendment_to_anothers_proposal_amends_the_same_one(
    table: Table, egypt: FlaskClient
):
    theirs = table.replace("MYS", "1.", "progress", "results")
    sent = typed(table, text="The Meeting saw the results made.", seen=key_of(theirs))
    place = post(egypt, f"/proposals/{theirs.code}/amend", sent).location
    seen = key_of(by_code(place))
    pass_deadline(table)

    answer = post(
        egypt, f"{place}/revise", typed(table, text="The Meeting noted the results made.", seen=seen)
    )

    assert "What you typed is a new draft." in words(answer)
    assert (last().stage, last().amends_id) == (Stage.DRAFT, theirs.id)
    assert current(last()).text == "The Meeting noted the results made."


def test_after_an_extension_the_draft_is_submitted_and_the_proposal_revised_again(
    table: Table, egypt: FlaskClient
):
    place = submitted(table, egypt)
    sent = typed(table, text=MINE, seen=key_of(by_code(place)))
    pass_deadline(table)
    post(egypt, f"{place}/revise", sent)
    draft = last().code
    extend(table)

    assert post(egypt, f"/proposals/{draft}/submit").location == f"/proposals/{draft}"
    assert by_code(f"/proposals/{draft}").number == 2
    assert egypt.get(f"{place}/revise").status_code == 200
    assert post(egypt, f"{place}/revise", {**sent, "text": "The Meeting saw it."}).status_code == 303
    assert current(by_code(place)).text == "The Meeting saw it."


def test_the_same_late_revision_sent_twice_comes_back_whole_and_leads_to_the_draft(
    table: Table, egypt: FlaskClient
):
    place = submitted(table, egypt)
    sent = typed(table, text=MINE, seen=key_of(by_code(place)))
    pass_deadline(table)
    post(egypt, f"{place}/revise", sent)
    draft = last().code

    again = post(egypt, f"{place}/revise", {**sent, "reason": "A second reason."})

    assert again.status_code == 422
    assert "No draft was made of what you typed" in words(again)
    assert f'href="/proposals/{draft}"' in again.text
    assert (box(again, "text"), box(again, "reason")) == (MINE, "A second reason.")
    assert count() == 2


@pytest.mark.thorough
@pytest.mark.parametrize("text", [WELCOMES, "", "A \0 character."])
def test_a_late_revision_that_no_draft_can_hold_comes_back_with_every_word(
    table: Table, egypt: FlaskClient, text: str
):
    place = submitted(table, egypt)
    sent = typed(table, text=text, reason="Our reason.", seen=key_of(by_code(place)))
    pass_deadline(table)

    answer = post(egypt, f"{place}/revise", sent)

    assert answer.status_code == 422
    assert "The deadline was" in words(answer)
    assert "EGY 1 stands as it was submitted." in words(answer)
    assert "You can keep this as a draft" not in words(answer)
    assert (box(answer, "text").replace("\ufffd", "\0"), box(answer, "reason")) == (text, "Our reason.")
    assert count() == 1


@pytest.mark.thorough
@pytest.mark.parametrize("ended", ["withdrawn", "closed", "decided"])
def test_a_revision_of_what_ended_meanwhile_comes_back_with_every_word(
    table: Table, egypt: FlaskClient, ended: str
):
    place = submitted(table, egypt)
    made = by_code(place)
    sent = typed(table, text=MINE, reason="Our reason.", seen=key_of(made))
    if ended == "withdrawn":
        post(egypt, f"{place}/withdraw")
    elif ended == "decided":
        table.accept(made)
    else:
        table.close()

    answer = post(egypt, f"{place}/revise", sent)

    assert answer.status_code == 409
    assert (box(answer, "text"), box(answer, "reason")) == (MINE, "Our reason.")


def test_the_form_of_a_revision_that_is_too_late_is_refused_before_anything_is_typed(
    table: Table, egypt: FlaskClient
):
    place = submitted(table, egypt)
    pass_deadline(table)

    page = egypt.get(f"{place}/revise")

    assert page.status_code == 422
    assert "The deadline was" in words(page)
    assert "What is submitted stands as it is; it can be revised only if the deadline is extended." in words(
        page
    )
    assert 'name="text"' not in page.text
    assert "keep this as a draft" not in words(page)


@pytest.mark.thorough
def test_a_preview_after_the_deadline_does_not_promise_what_it_cannot_keep(table: Table, egypt: FlaskClient):
    place = submitted(table, egypt)
    pass_deadline(table)

    page = post(egypt, f"{place}/revise", typed(table, text=MINE, do="preview"))

    assert box(page, "text") == MINE
    assert "EGY 1 stands as it was submitted" in words(page)
    assert "You can keep this as a draft" not in words(page)


def test_the_mission_revises_its_own_after_the_deadline_as_before(table: Table, app: Flask):
    mission = sign_in(app.test_client(), make_mission_drafter())
    place = submitted(table, mission)
    pass_deadline(table)

    assert mission.get(f"{place}/revise").status_code == 200
    assert post(mission, f"{place}/revise", typed(table, text=MINE)).status_code == 303
    assert current(by_code(place)).text == MINE
