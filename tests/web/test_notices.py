"""The page of notices: what it says to whom, how many are not read, and the link that refuses e-mails."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from acm_drafts.negotiation.notices import RULES, NoticeKind
from acm_drafts.negotiation.terms import DecisionKind, Level, Visibility
from acm_drafts.services import delivery, drafts, rounds
from acm_drafts.services.tokens import refusal_token
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.notices import choices_of
from acm_drafts.store.records import Amendment, Draft, Message, Notice, Round
from acm_drafts.web.shared.formatting import moment
from tests.factories import make_observer, make_user, post
from tests.reservations import enter
from tests.silences import HOUR, put
from tests.sittings import make_body
from tests.tables import DAY, Table, make_table
from tests.web.readers import Reader, counted, delegate


@pytest.fixture
def table(app: Flask, session: object) -> Table:
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    return make_table("The Meeting welcomed the progress made.", "The Meeting closed.")


def rejected(table: Table) -> Amendment:
    proposal = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, proposal, reason="No.")
    return proposal


def test_a_sponsor_reads_what_was_decided_and_follows_it(app: Flask, table: Table):
    proposal = rejected(table)
    reader = delegate(app, "EGY", table)

    page = reader.get("/notices")

    assert "EGY 1 rejected on paragraph 1: Expert level" in reader.sees("/notices")
    assert f'href="/proposals/{proposal.code}"' in page
    assert "Notices <b>1</b>" in page


def test_of_one_circulation_the_draft_and_the_outcomes_are_told_in_two_sentences(app: Flask, table: Table):
    table.replace("EGY", "1.", "progress", "good progress")
    table.head("JOR")
    with clock_at(table.next_round()):
        asked, other = (delegate(app, code, table).sees("/notices") for code in ("EGY", "JOR"))
    symbol = db.session.get_one(Draft, table.draft).symbol

    assert f"An outcome to confirm not read What became of proposals of yours, in {symbol}" in asked
    assert f"A draft is circulated not read {symbol} circulated" in asked
    assert "What became of proposals" not in other


def test_of_a_reservation_that_is_to_be_confirmed_the_notice_names_the_draft_and_leads_there(
    app: Flask, table: Table
):
    enter(table, "EGY", "1.", "progress")
    table.accept(table.replace("SEN", "1.", "progress", "results"))
    with clock_at(table.next_round()):
        reader = delegate(app, "EGY", table)
        words, page = reader.sees("/notices"), reader.get("/notices")
    symbol = db.session.get_one(Draft, table.draft).symbol

    asked = f"A reservation to confirm not read What you reserved your position on was amended in {symbol}"
    assert asked in words
    assert f'href="/c/{table.code}/reservations"' in page


def test_marking_as_read_leaves_no_count(app: Flask, table: Table):
    rejected(table)
    reader = delegate(app, "EGY", table)
    page = reader.get("/notices")
    last = page.split('name="last" value="')[1].split('"')[0]

    answer = post(reader.client, "/notices/read", {"last": last})

    assert (answer.status_code, answer.location) == (303, "/notices")
    assert "Notices <b>" not in reader.get("/notices")
    assert "All are read." in reader.sees("/notices")
    assert post(reader.client, "/notices/read", {"last": "1"}).status_code == 400


def test_who_was_told_nothing_reads_so(app: Flask, table: Table):
    rejected(table)

    assert "Nothing was told to you yet." in delegate(app, "JOR", table).sees("/notices")
    assert "Nothing was told to you yet." in Reader(app, make_user()).sees("/notices")


def test_what_may_not_be_read_any_more_is_not_told(app: Flask, table: Table):
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("JOR", "1.", "made", "made there")
    reader = delegate(app, "EGY", table)
    assert "JOR 1 submitted on paragraph 1" in reader.sees("/notices")

    db.session.execute(update(Round).values(visibility=Visibility.MISSION))
    db.session.commit()

    words = reader.sees("/notices")
    assert "JOR" not in words
    assert "A proposal on a paragraph of yours" in words
    assert "You may not read it any more." in words


def test_a_reminder_goes_on_saying_the_deadline_as_it_was_when_it_came(app: Flask, table: Table):
    user = table.head("EGY").user
    near = utcnow() + 2 * DAY
    rounds.change_deadline(table.mission, table.round, near)
    line = db.session.scalars(select(Notice.line_id).where(Notice.user_id == user)).one()
    facts = {"user_id": user, "line_id": line, "kind": "deadline", "lead": 24, "delivery": "none"}
    db.session.add(Notice(**facts, shows_at=utcnow(), sends_at=utcnow()))
    db.session.commit()

    rounds.change_deadline(table.mission, table.round, utcnow() + 9 * DAY)

    with app.test_request_context():
        words = moment(near, db.session.get_one(Round, table.round).zone)
    assert f"The deadline is near not read Deadline: {words}" in delegate(app, "EGY", table).sees("/notices")


def test_a_reminder_of_a_silence_says_its_end_and_not_the_deadline_of_the_round(app: Flask, table: Table):
    procedure = put(table, make_body(Level.AMBASSADORIAL))
    reader = delegate(app, "EGY", table)
    with clock_at(procedure.ends_at - HOUR):
        delivery.prepare()
        words, page = reader.sees("/notices"), reader.get("/notices")

    assert "A silence procedure ends soon not read" in words
    assert (
        "Deadline:" not in words.split("A silence procedure ends soon", 1)[1].split("Paragraphs are put")[0]
    )
    assert f'href="/c/{table.code}/silence/{procedure.code}"' in page


def test_older_notices_are_on_further_pages(app: Flask, table: Table):
    reader = delegate(app, "EGY", table)
    for hours in range(60):
        rounds.change_deadline(table.mission, table.round, utcnow() + (2 + hours) * DAY)

    first = reader.get("/notices")
    assert first.count("A deadline is changed") == 50
    older = first.split('href="/notices?before=')[1].split('"')[0]
    assert reader.get(f"/notices?before={older}").count("A deadline is changed") == 10
    reader.get("/notices?before=1", status=404)


def test_the_page_costs_the_same_however_many_notices_there_are(app: Flask, table: Table):
    reader = delegate(app, "EGY", table)

    def cost() -> int:
        reader.get("/notices")
        with counted() as sent:
            reader.get("/notices")
        return len(sent)

    rejected(table)
    few = cost()
    for _ in range(10):
        rejected(table)
    rounds.change_deadline(table.mission, table.round, utcnow() + 2 * DAY)
    assert cost() <= few + 1


def test_a_person_chooses_how_each_kind_is_sent(app: Flask, table: Table):
    reader = Reader(app, make_observer())
    page = reader.get("/notices/settings")
    assert page.count('value="none"') == sum(RULES[kind].optional for kind in NoticeKind)
    chosen = {kind.value: "once" for kind in NoticeKind} | {"circulation": "daily"}

    assert post(reader.client, "/notices/settings", chosen).status_code == 303

    assert re.search(r'<option selected value="daily">', reader.get("/notices/settings"))
    assert post(reader.client, "/notices/settings", chosen | {"round": "none"}).status_code == 422


def test_the_link_of_an_e_mail_needs_no_sign_in_and_changes_nothing_before_it_is_sent(
    app: Flask, table: Table
):
    rejected(table)
    user = table.head("EGY").user or 0
    token = refusal_token(app.config["SECRET_KEY"], db.session.scalars(select(Message.uid)).one())
    stranger = app.test_client()

    asked = stranger.get(f"/unsubscribe/{token}")
    assert (asked.status_code, choices_of(db.session(), {user})) == (200, {})
    assert "A decision on a proposal or a bracket of yours" in asked.text

    one_click = stranger.post(f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    db.session.rollback()
    assert choices_of(db.session(), {user}) == {user: {"decision": "none"}}
    again = stranger.get(f"/unsubscribe/{token}").text
    assert "You are sent no more e-mails of these kinds" in again
    assert "Do you want" not in again and "<form" not in again.split("<main", 1)[1].split("</main>")[0]
    assert 'href="/notices/settings"' in again.split("<main", 1)[1]
    assert stranger.get("/unsubscribe/nonsense").status_code == 410
    assert stranger.post("/unsubscribe/nonsense").status_code == 410


def test_notices_of_two_texts_name_the_text_and_the_round(app: Flask, table: Table):
    reader = delegate(app, "EGY", table)
    rounds.change_deadline(table.mission, table.round, utcnow() + 3 * DAY)
    assert "Deadline of round 1 changed from" in reader.sees("/notices")
    assert "OIC/FC" not in reader.sees("/notices")

    make_table("It noted.", symbol="OIC/OTHER")

    words = reader.sees("/notices")
    assert words.count("OIC/FC ·") == 1 and "OIC/OTHER ·" in words

    table.close(symbol="OIC/FC/Rev.1")
    drafts.circulate(table.mission, table.draft, attributed=True)
    words = reader.sees("/notices")
    assert words.count("OIC/FC ·") == 1, "a notice names the draft as it was when the act was done"
    assert "OIC/FC/Rev.1 circulated" in words
