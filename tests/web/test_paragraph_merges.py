"""A join is told at the paragraph that it takes in, which is not agreed on its own while the join waits."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.errors import WrongDecision
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import amendments, decisions, verification
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Decision, Paragraph
from tests.agreeing import judgement
from tests.factories import make_head, make_mission_drafter, make_observer, sign_in
from tests.tables import Table, make_table
from tests.web.readers import words_of

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all of them to act."
THANKS = "The Meeting thanked the host country."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES, THANKS)


@pytest.fixture
def desk(client: FlaskClient, table: Table) -> FlaskClient:
    return sign_in(client, make_mission_drafter())


def join(table: Table, label: str = "1.", **facts: object) -> Amendment:
    return table.propose("EGY", AmendmentKind.JOIN, label, **facts)


def agree(table: Table, label: str) -> Decision:
    here = paragraph(table, label)
    judged = judgement(DecisionKind.AGREE, on=here.id)
    return decisions.decide(table.mission, here.id, judged, seen=here.counter)


def paragraph(table: Table, label: str) -> Paragraph:
    db.session.expire_all()
    return db.session.get_one(Paragraph, table.line(label).line.paragraph)


def shown(table: Table, label: str) -> tuple[str, int, str | None]:
    here = paragraph(table, label)
    return here.state, here.pending, here.agreed_level


def page(browser: FlaskClient, table: Table, label: str) -> str:
    return browser.get(f"/c/{table.code}/p/{paragraph(table, label).code}").text


def section(html: str, name: str) -> str:
    return words_of(re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)[0])


def in_order() -> None:
    db.session.expire_all()
    assert verification.verify(db.session).findings == ()


def test_a_pending_join_is_shown_at_the_paragraph_it_would_take_in(desk: FlaskClient, table: Table):
    amendment = join(table)

    assert shown(table, "2.") == ("open", 1, None)
    there = page(desk, table, "2.")
    assert "1 pending" in section(there, "proposals")
    assert "A proposal would join it to another paragraph EGY 1 · Paragraph 1" in section(there, "proposals")
    assert f'href="/proposals/{amendment.code}"' in there
    assert "Nothing is pending here" not in there
    assert "EGY 1 would join this paragraph to another one: decide that first." in section(there, "decide")
    assert 'name="kind"' not in there
    in_order()


def test_the_history_of_the_paragraph_that_a_join_takes_in_tells_of_the_join(desk: FlaskClient, table: Table):
    table.accept(join(table), level=None)

    history = section(page(desk, table, "2."), "history")

    assert "EGY 1 submitted: join It joins this paragraph to another one." in history
    assert "EGY 1 acceptance proposed" in history


def test_a_withdrawn_join_leaves_the_paragraph_untouched(table: Table):
    amendments.withdraw(table.head("EGY"), join(table).code)

    assert shown(table, "2.") == ("untouched", 0, None)
    in_order()


def test_a_pending_join_changes_nothing_for_readers_who_may_not_read_it(app: Flask, session: object):
    table = make_table(WELCOMES, URGES, symbol="OIC/S", visibility=Visibility.MISSION)
    join(table)

    for who, told in ((make_head("MYS"), False), (make_observer(), False), (make_head("EGY"), True)):
        browser = sign_in(app.test_client(), who)
        there = page(browser, table, "2.")
        assert ("would join it to another paragraph" in there) is told
        assert ("1 pending" in section(there, "proposals")) is told
        text = browser.get(f"/c/{table.code}/text").text
        assert len(re.findall(r"#proposals", text)) == (2 if told else 0)


def test_a_paragraph_is_not_agreed_while_a_join_that_takes_it_in_waits(table: Table):
    amendment = join(table)

    with pytest.raises(WrongDecision, match="decide first the proposal that joins"):
        agree(table, "2.")
    agree(table, "3.")

    table.decide(DecisionKind.REJECT, amendment, reason="Two thoughts, two paragraphs.")
    agree(table, "2.")
    assert shown(table, "2.") == ("agreed", 0, "expert")
    in_order()


def test_the_decision_form_of_a_join_shows_the_agreement_on_the_paragraph_it_takes_in(
    desk: FlaskClient, table: Table
):
    agree(table, "2.")
    join(table)

    decision = section(page(desk, table, "1."), "decide")

    assert "It takes in paragraph 2, which was agreed at expert level in Washington DC on" in decision


def test_the_decision_form_of_a_join_shows_pending_and_decided_proposals_on_the_paragraph_it_takes_in(
    desk: FlaskClient, table: Table
):
    join(table)
    assert "It takes in" not in section(page(desk, table, "1."), "decide")

    malaysia = table.replace("MYS", "2.", "act", "act now")
    assert "It takes in paragraph 2, on which 1 proposal is pending." in section(
        page(desk, table, "1."), "decide"
    )

    table.accept(malaysia, level=None)
    assert "It takes in paragraph 2, on which this round decided already." in section(
        page(desk, table, "1."), "decide"
    )


def test_a_paragraph_that_an_accepted_join_takes_in_is_agreed_only_with_what_it_is_joined_to(
    desk: FlaskClient, table: Table
):
    agree(table, "2.")
    amendment = join(table)

    proposed = table.accept(amendment, level=None)
    assert shown(table, "2.") == ("open", 0, None)
    table.void(proposed, reason="A level agreed it.")
    accepted = table.accept(amendment)

    assert shown(table, "1.") == ("agreed", 0, "expert")
    assert shown(table, "2.") == ("agreed", 0, "expert")
    there = page(desk, table, "2.")
    assert "Accepted in this round, EGY 1 joins this paragraph to another one." in section(there, "decide")
    assert 'name="kind"' not in there
    with pytest.raises(WrongDecision, match="joined to another one"):
        agree(table, "2.")
    in_order()

    table.void(accepted, reason="By mistake.")
    assert shown(table, "2.") == ("agreed", 1, "expert")  # the join asks to reopen it
    in_order()


def test_an_accepted_join_is_shown_at_the_paragraph_it_takes_in_until_the_next_draft(
    app: Flask, table: Table
):
    malaysia = sign_in(app.test_client(), make_head("MYS"))
    code = paragraph(table, "2.").code
    table.accept(join(table))

    there = section(page(malaysia, table, "2."), "proposals")
    assert "0 pending" in there
    assert "joined to another paragraph, as accepted in this round EGY 1 · Paragraph 1" in there
    assert "Nothing is pending" not in there

    table.close()
    table.open()
    assert "joined to another" not in words_of(malaysia.get(f"/c/{table.code}/p/{code}").text)


def test_a_join_that_the_mission_only_proposes_is_not_called_accepted(
    app: Flask, desk: FlaskClient, table: Table
):
    table.accept(join(table), level=None)
    malaysia = sign_in(app.test_client(), make_head("MYS"))

    there = page(desk, table, "2.")
    assert "The Mission proposes that EGY 1 joins this paragraph to another one." in section(there, "decide")
    proposals = section(page(malaysia, table, "2."), "proposals")
    assert "The Mission proposes to join it to another paragraph EGY 1 · Paragraph 1" in proposals
    assert "accepted" not in proposals

    agree(table, "1.")
    assert "Accepted in this round, EGY 1 joins this" in section(page(desk, table, "2."), "decide")
    assert "as accepted in this round EGY 1" in section(page(malaysia, table, "2."), "proposals")


def test_an_accepted_join_changes_nothing_for_readers_who_may_not_read_it(app: Flask, session: object):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    malaysia = sign_in(app.test_client(), make_head("MYS"))
    before = page(malaysia, table, "2.")

    table.accept(join(table))

    assert words_of(page(malaysia, table, "2.")) == words_of(before)


def test_after_the_closing_what_the_pages_show_still_follows_from_the_decisions(table: Table):
    agree(table, "2.")
    table.accept(join(table))

    table.close()

    assert [line.text for line in table.lines()] == [f"{WELCOMES} {URGES}", THANKS]
    in_order()
    table.open()
    in_order()
