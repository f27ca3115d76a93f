"""A few words around a change, and the bracket without a partner, wherever somebody can still mend it."""

import pytest
from flask import Flask

from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Paragraph
from acm_drafts.web.shared.excerpts import Piece, loose_bracket, pieces_between
from acm_drafts.web.shared.signing import WORDING, conceal
from tests.factories import make_mission_drafter, post, sign_in
from tests.tables import Table, current, make_table
from tests.web.readers import delegate, key_of, mission_reader, words_of

TEXT = "The Meeting condemned the attack [and urged all parties to act] without delay."
LOOSE = TEXT.replace("act]", "act")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(TEXT, "The Meeting noted the report.")


def test_a_bracket_without_a_partner_is_shown_among_its_words():
    assert loose_bracket(LOOSE) == Piece(
        "… Meeting condemned the attack ", "[", "", "and urged all parties …"
    )
    assert loose_bracket("It met]") == Piece("It met", "]", "", "")
    assert loose_bracket(TEXT) is None


def test_no_more_differences_are_shown_than_asked_for_and_the_others_are_counted():
    pieces, more = pieces_between("a one b c d e two f g h i three j", "a 1 b c d e 2 f g h i 3 j", 2)

    assert [(piece.old, piece.new) for piece in pieces] == [("one", "1"), ("two", "2")]
    assert more == 1


def amend(app: Flask, table: Table, text: str, do: str):
    line = table.line("1.")
    egypt = delegate(app, "EGY", table)
    form = {
        "kind": "replace",
        "base_id": conceal(line.line.wording, use=WORDING),
        "text": text,
        "line": "paragraph",
        "do": do,
    }
    return post(egypt.client, f"/c/{table.code}/p/{line.code}/amend", {**form, "reason": ""})


def test_the_preview_of_a_proposal_points_at_it_and_submits_what_was_typed(app: Flask, table: Table):
    answer = amend(app, table, LOOSE, "preview")

    assert "This bracket has no partner:" in words_of(answer.text)
    assert "<mark>[</mark>and urged" in answer.text
    assert amend(app, table, LOOSE, "submit").status_code == 303
    db.session.rollback()
    assert current(db.session.query(Amendment).one()).text == LOOSE


def test_a_preview_with_all_brackets_closed_says_nothing_of_them(app: Flask, table: Table):
    answer = amend(app, table, TEXT.replace("attack", "attacks"), "preview")

    assert answer.status_code == 200
    assert "This bracket has no partner:" not in answer.text


def test_the_desk_and_the_result_of_a_decision_point_at_it_too(app: Flask, table: Table):
    made = table.replace("EGY", "1.", "act]", "act")
    line = table.line("1.")
    seen = db.session.get_one(Paragraph, line.line.paragraph).counter

    assert "This bracket has no partner:" in mission_reader(app).sees(f"/c/{table.code}/decisions")
    assert "This bracket has no partner:" in mission_reader(app).sees(f"/c/{table.code}/p/{line.code}")
    form = {"seen": seen, "read": TEXT, "on": key_of(made), "kind": "accept", "preview": "1"}
    browser = sign_in(app.test_client(), make_mission_drafter())
    answer = post(browser, f"/c/{table.code}/p/{line.code}/decide", form)
    assert "This bracket has no partner:" in words_of(answer.text)
