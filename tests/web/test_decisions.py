"""The Mission decides on the page of a paragraph: nothing typed is lost, and a refusal is told where it stands."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from acm_drafts.documents.reader import read as read_file
from acm_drafts.negotiation.reopening import AGREES_NOTHING
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    Level,
    ParagraphState,
    Visibility,
)
from acm_drafts.services import amendments, answers, drafts, sittings, sponsors
from acm_drafts.services.sitting_records import record_document
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Decision, Disposition, Paragraph, User
from acm_drafts.text.language import Language
from acm_drafts.web.decisions.form import APART
from acm_drafts.web.decisions.offered import NOTES, SHOWS
from acm_drafts.web.decisions.preview import MADE
from tests.brackets import release
from tests.factories import (
    make_chair,
    make_head,
    make_mission_drafter,
    make_observer,
    mission,
    party,
    post,
    sign_in,
)
from tests.sittings import convene, make_body, noon, open_at
from tests.tables import Table, current, make_table
from tests.web.readers import key_of, mission_reader, words_of

WELCOMES = "The Meeting welcomed the progress made by all its members in this field."
URGES = "The Meeting urged all of them to act."


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES)


@pytest.fixture
def desk(client: FlaskClient, table: Table) -> FlaskClient:
    """The browser of somebody who drafts for the Mission."""
    return sign_in(client, make_mission_drafter())


def scalars(statement) -> list:
    """Return what the database holds now, after what browsers did."""
    db.session.rollback()
    return list(db.session.scalars(statement))


def here(table: Table, label: str = "1.") -> Paragraph:
    db.session.rollback()
    return db.session.get_one(Paragraph, table.line(label).line.paragraph)


def address(table: Table, label: str = "1.") -> str:
    return f"/c/{table.code}/p/{here(table, label).code}"


def typed(table: Table, *decided: Amendment, label: str = "1.", **facts: object) -> dict[str, object]:
    """Return the form as somebody fills it in: on *decided*, at a sitting of experts."""
    return {
        "seen": here(table, label).counter,
        "read": table.line(label).line.text,
        "on": [key_of(one) for one in decided],
        "kind": "accept",
        "sitting": table.sitting(),
        "reason": "",
        **facts,
    }


def decisions() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Decision)) or 0


def ticked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"[^>]* checked', page)


@pytest.fixture
def rivals(table: Table) -> tuple[Amendment, Amendment]:
    return (
        table.replace("EGY", "1.", "progress", "good progress"),
        table.replace("MYS", "1.", "progress", "little progress"),
    )


# The form ------------------------------------------------------------------------------------------


def test_the_form_offers_each_pending_proposal_and_every_kind_of_decision(desk, table, rivals):
    text = WELCOMES.replace("welcomed", "noted").replace("progress", "little progress")
    table.propose("SEN", AmendmentKind.REPLACE, "1.", text=text)
    page = desk.get(address(table)).text

    assert all(label in page for label in ("EGY 1", "MYS 1"))
    offered = re.findall(r'name="kind" value="(\w+)"', page)
    assert offered == ["accept", "part", "compromise", "reject", "brackets", "defer"]
    assert re.search(r'<textarea[^>]*name="text"[^>]*>\s*The Meeting welcomed the progress', page)


BY_SCRIPT = {"X-Requested-With": "fetch"}


def test_the_preview_shows_the_result_of_the_decision_and_writes_nothing(desk, table, rivals):
    data = typed(table, kind="accept", on=[key_of(rivals[0])])

    answer = post(desk, f"{address(table)}/decide", data, headers=BY_SCRIPT)

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "The paragraph would read" in words_of(answer.text)
    assert "<ins>" in answer.text
    assert "EGY 1 accepted" in words_of(answer.text)
    assert decisions() == 0


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "accept", "on": []}, "choose the proposal"),
        ({"kind": "", "on": []}, "Choose what is decided."),
        ({"kind": "reject", "reason": ""}, "reason"),
    ],
)
def test_the_preview_of_an_incomplete_decision_shows_what_is_missing_and_no_result(
    desk, table, rivals, facts, sentence
):
    data = typed(table, **{"on": [key_of(rivals[0])], **facts})

    answer = post(desk, f"{address(table)}/decide", data, headers=BY_SCRIPT)

    assert answer.status_code == 200
    assert "Not yet a decision" in words_of(answer.text)
    assert sentence in words_of(answer.text)
    assert "would read" not in words_of(answer.text)


def test_where_nothing_is_pending_the_paragraph_can_be_agreed_as_it_stands(desk, table):
    page = desk.get(address(table, "2.")).text
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["agree"]

    data = typed(table, label="2.", kind="agree", sitting=table.sitting(Level.TROIKA))
    assert post(desk, f"{address(table, '2.')}/decide", data).status_code == 303

    assert here(table, "2.").state == "agreed"


def test_a_decision_taken_without_a_proposal_is_called_by_what_was_done(desk, table):
    post(
        desk,
        f"{address(table, '2.')}/decide",
        typed(table, label="2.", kind="agree", sitting=table.sitting(Level.TROIKA)),
    )

    taken = desk.get(address(table, "2.")).text.split('id="taken"')[1]

    assert re.findall(r"<h3>(.*?)</h3>", taken) == ["Paragraph agreed"]
    assert "Void this decision Paragraph agreed" in words_of(taken)


def test_delegations_see_no_form_and_are_refused(app: Flask, client, table, rivals):
    for make in (make_head, make_chair, make_observer):
        other = sign_in(app.test_client(), make())
        assert 'name="kind"' not in other.get(address(table)).text
        assert post(other, f"{address(table)}/decide", typed(table, rivals[0])).status_code == 403
    assert decisions() == 0


def test_the_compromise_starts_from_the_text_as_decided_so_far(desk, table, rivals):
    table.accept(table.replace("SEN", "1.", "welcomed", "noted"))

    page = desk.get(address(table)).text

    assert re.search(r'<textarea[^>]*name="text"[^>]*>\s*The Meeting noted the progress', page)


def test_each_change_says_which_proposal_wants_other_words_there(desk, table, rivals):
    text = WELCOMES.replace("progress", "no progress").replace(" in this field", "")
    table.propose("SEN", AmendmentKind.REPLACE, "1.", text=text)

    page = desk.get(address(table)).text

    assert "in conflict with EGY 1 and MYS 1" in page
    assert len(re.findall(r'name="change"', page)) == 2


# Deciding ------------------------------------------------------------------------------------------


def test_a_decision_is_recorded_and_leads_back_to_the_paragraph(desk, table, rivals):
    answer = post(desk, f"{address(table)}/decide", typed(table, rivals[0]))

    [made] = scalars(select(Decision))
    assert (answer.status_code, answer.location) == (303, f"{address(table)}?decided={made.id}#decided")
    assert "The decision is recorded." in desk.get(answer.location).text
    assert (made.kind, made.level) == ("accept", "expert")


def test_what_was_recorded_stands_where_one_lands_and_no_form_waits_to_be_pressed_again(desk, table, rivals):
    answer = post(desk, f"{address(table)}/decide", typed(table, rivals[0]))
    page = desk.get(answer.location).text

    assert re.search(
        r'id="decided".*The decision is recorded\.</b> Accept · EGY 1 · Expert level', page, re.S
    )
    assert 'name="kind"' not in page
    assert "Decide on 1 more proposal here" in page
    assert 'name="kind"' in desk.get(address(table)).text


@pytest.mark.parametrize("decided", ["", "0", "x", "99", "-1"])
def test_a_decision_that_was_not_taken_here_is_not_confirmed(desk, table, rivals, decided):
    table.accept(table.replace("SEN", "2.", "urged", "invited"))
    page = desk.get(f"{address(table)}?decided={decided}").text

    assert "The decision is recorded." not in page
    assert 'name="kind"' in page


def objected(table: Table, rivals: tuple[Amendment, Amendment]) -> None:
    """Let a compromise absorb both, and Egypt object to it."""
    table.decide(DecisionKind.COMPROMISE, *rivals, text=WELCOMES.replace("progress", "some progress"))
    head, key = table.head("EGY"), party("EGY").id
    answers.answer(head, rivals[0].code, party=key, answer=Answer.OBJECT, reason="It loses the point.")


def test_the_form_keeps_all_that_the_standing_compromise_absorbed(desk, table, rivals):
    objected(table, rivals)
    page = desk.get(address(table)).text
    assert ticked(page, "on") == [key_of(rivals[0])]
    assert ticked(page, "keeps") == [key_of(rivals[1])]

    better = WELCOMES.replace("progress", "solid progress")
    data = typed(table, rivals[0], kind="compromise", text=better, keeps=key_of(rivals[1]))
    assert post(desk, f"{address(table)}/decide", data).status_code == 303

    db.session.rollback()
    assert [entry.standing for entry in load_amendments(db.session, Amendment.number == 1)][:2] == [
        "absorbed"
    ] * 2


def test_who_falls_out_of_the_compromise_is_named_before_it_is_recorded(desk, table, rivals):
    objected(table, rivals)
    text = WELCOMES.replace("progress", "solid progress")
    data = typed(table, rivals[0], kind="compromise", text=text, preview="1")

    page = post(desk, f"{address(table)}/decide", data).text

    assert re.search(r"<b>MYS 1</b>.*?no longer merged", page, re.S)
    assert ticked(page, "keeps") == []


def test_what_was_absorbed_is_left_alone_by_every_other_kind_of_decision(desk, table, rivals):
    objected(table, rivals)
    keeps = key_of(rivals[1])
    data = typed(table, rivals[0], kind="reject", reason="Said already.", keeps=keeps)

    assert post(desk, f"{address(table)}/decide", data).status_code == 303


def test_brackets_are_lifted_from_the_page_with_nothing_pending(desk, session):
    table = make_table("The Meeting [urged / invited] all to reach the [existing] goals.", symbol="OIC/B")
    page = desk.get(address(table)).text
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["lift"]
    assert re.findall(r'name="stands-(\d)" value="([\d.]*)"', page) == [
        ("0", "0.0"),
        ("0", "0.1"),
        ("0", "0.2"),
        ("0", ""),
        ("1", "1.0"),
        ("1", "1.1"),
        ("1", ""),
    ]

    data = typed(table, kind="lift", **{"stands-0": "0.1", "stands-1": "1.1"})
    shown = post(desk, f"{address(table)}/decide", {**data, "preview": "1"}).text
    assert 'value="0.1" checked' in shown
    assert post(desk, f"{address(table)}/decide", data).status_code == 303

    [made] = scalars(select(Disposition))
    assert made.text == "The Meeting invited all to reach the goals."
    assert here(table).state == "agreed"


@pytest.mark.parametrize("stands", ["", "9.9", "x", "1", "-1.0", "0.0.0"])
def test_brackets_lifted_by_nothing_are_refused_and_write_nothing(desk, session, stands):
    table = make_table("The Meeting urged all to reach the [existing] goals.", symbol="OIC/B")

    answer = post(desk, f"{address(table)}/decide", typed(table, kind="lift", **{"stands-0": stands}))

    assert answer.status_code == 422
    assert "hoose what stands of" in answer.text
    assert decisions() == 0


def test_a_paragraph_in_brackets_is_not_agreed_and_the_page_says_what_to_do(desk, session):
    table = make_table("The Meeting urged all to reach the [existing] goals.", symbol="OIC/B")

    answer = post(desk, f"{address(table)}/decide", typed(table, kind="agree"))

    assert answer.status_code == 422
    assert "Lift the brackets first: choose what stands." in answer.text


def bracketed_and_then(session, old: str, new: str, *, symbol: str) -> Table:
    """Return a table whose brackets come from the round before, with words accepted inside them since."""
    table = make_table("The Meeting urged all to reach the goals.", symbol=symbol)
    wanted = "The Meeting urged all to reach the goals set in the plan of action."
    table.decide(DecisionKind.BRACKETS, table.propose("EGY", AmendmentKind.REPLACE, "1.", text=wanted))
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", old, new))
    return table


def test_brackets_of_the_round_before_are_lifted_beside_what_was_accepted_inside_them(desk, session):
    table = bracketed_and_then(session, "plan", "programme", symbol="OIC/B")
    release(table, "EGY", "1.", "[set in")

    page = desk.get(address(table)).text
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["lift"]
    assert re.findall(r'name="stands-(\d)" value="([\d.]*)"', page) == [("0", "0.0"), ("0", "")]
    assert "What stands of [set in the programme of action]" in words_of(page)
    assert (
        post(desk, f"{address(table)}/decide", typed(table, kind="lift", **{"stands-0": "0.0"})).status_code
        == 303
    )

    table.close()
    assert (
        table.line("1.").line.text
        == "The Meeting urged all to reach the goals set in the programme of action."
    )


def test_where_brackets_cannot_be_lifted_the_page_says_what_stands_in_the_way_and_asks_nothing(desk, session):
    table = bracketed_and_then(session, "[set in", "[named in", symbol="OIC/B")

    page = desk.get(address(table)).text
    decision = re.search(r'<section[^>]*aria-labelledby="decide".*?</section>', page, re.DOTALL)[0]

    assert "What was accepted of MYS 1 in this round stands at the brackets" in words_of(decision)
    assert "come from a decision of this round" not in page
    assert "name=" not in decision


def test_brackets_of_this_round_and_an_unpaired_bracket_have_different_messages(desk, session, table):
    table.decide(DecisionKind.BRACKETS, table.replace("EGY", "1.", "progress", "good progress"))
    assert "The brackets come from a decision of this round" in desk.get(address(table)).text

    loose = make_table("The Meeting noted [all goals.", symbol="OIC/L")
    page = desk.get(address(loose)).text
    assert "A bracket here has no partner." in page


def test_an_agreement_is_offered_with_its_sittings_alone(desk, table):
    none = desk.get(address(table, "2.")).text
    assert "No sitting can be named: none is open with somebody recorded as present." in none
    code = table.sitting()

    page = desk.get(address(table, "2.")).text

    sittings = re.search(r'<select[^>]*name="sitting".*?</select>', page, re.S)
    assert "the Mission proposes it" not in sittings[0]
    assert re.findall(r'value="([^"]*)"', sittings[0]) == ["", code]
    assert "Expert level, Washington DC: sitting 1, " in sittings[0]
    assert "No sitting can be named" not in page


DEFERRED = {
    "en": "EGY 1 deferred.",
    "fr": "EGY 1 différée.",
    "ar": "EGY 1 مُرجأ.",
}


def test_a_deferral_can_name_the_sitting_that_decided_it_and_is_told_there_as_no_agreement(
    desk, table, rivals
):
    page = desk.get(address(table)).text
    (shows,) = re.findall(r'value="defer" data-shows="([^"]*)"', page)
    assert "sitting" in shows.split()
    code = table.sitting()
    data = typed(table, rivals[0], kind="defer", sitting=code, reason="To the ambassadors.")
    assert post(desk, f"{address(table)}/decide", data).status_code == 303

    assert here(table).state != ParagraphState.AGREED and here(table).agreed_level is None
    sittings.close_sitting(table.mission, code)
    for language, words in DEFERRED.items():
        data = record_document(db.session(), table.mission, code, language=Language(language))
        told = " ".join(line.final or "" for line in read_file(data).paragraphs)
        assert words in told.replace("\u200e", "").replace("\u00a0", " ")
        assert "the paragraph was agreed" not in told


def test_a_deferral_is_not_taken_ad_referendum_though_that_was_ticked_before(desk, table, rivals):
    facts = {"kind": "defer", "reason": "Later.", "sitting": table.sitting(), "ad_referendum": "y"}
    assert post(desk, f"{address(table)}/decide", typed(table, rivals[0], **facts)).status_code == 303
    db.session.rollback()
    (taken,) = db.session.scalars(select(Decision))
    assert (taken.kind, taken.ad_referendum) == (DecisionKind.DEFER, False)


def test_what_a_browser_saves_of_a_decision_is_of_its_round_and_a_closed_sitting_is_marked(desk, table):
    code = table.sitting()
    saved = f'data-keep="decide/{here(table, "2.").code}/1"'
    assert f'{saved} data-closed=""' in desk.get(address(table, "2.")).text

    sittings.close_sitting(table.mission, code)
    assert f'{saved} data-closed="{code}"' in desk.get(address(table, "2.")).text


def test_where_nothing_is_left_to_decide_no_sitting_is_chosen_by_itself(desk, table, rivals):
    """A page was sent on which the last proposal was decided meanwhile: what was typed without a sitting stays so."""
    form = typed(table, rivals[0], kind="reject", sitting="", reason="Too strong.")
    for rival in rivals:
        table.decide(DecisionKind.REJECT, rival, reason="Not now.")

    answer = post(desk, f"{address(table)}/decide", form)

    sittings = re.search(r'<select[^>]*name="sitting".*?</select>', answer.text, re.S)
    assert answer.status_code in (409, 422)
    assert re.findall(r'<option([^>]*)value="([^"]*)"', sittings[0])[0][1] == ""
    assert "choose the sitting" in sittings[0]
    assert not re.search(r'<option selected[^>]*value="[^"]', sittings[0])


def test_beside_each_tick_stands_with_whom_it_conflicts(desk, table, rivals):
    accepted = table.replace("SEN", "1.", "progress", "all progress")
    page = words_of(desk.get(address(table)).text)
    assert "EGY 1 new wording in conflict with MYS 1 and SEN 1" in page

    wider = WELCOMES.replace("welcomed", "noted").replace("progress", "steady progress")
    table.propose("IDN", AmendmentKind.REPLACE, "1.", text=wider)
    table.accept(accepted)
    page = words_of(desk.get(address(table)).text)
    assert "IDN 1 new wording in conflict with what was accepted: SEN 1" in page
    assert page.count("in conflict with what was accepted: ") == 1, "EGY 1 and MYS 1 are settled"


def test_beside_each_tick_what_the_mission_only_proposes_to_accept_is_not_called_accepted(
    desk, table, rivals
):
    table.accept(table.replace("SEN", "1.", "progress", "all progress"), level=None)
    text = WELCOMES.replace("progress", "some progress").replace("made", "reached")
    table.propose("TUR", AmendmentKind.REPLACE, "1.", text=text)

    page = words_of(desk.get(address(table)).text)
    queue = words_of(desk.get(f"/c/{table.code}/decisions").text)

    assert "in conflict with what the Mission proposes to accept: SEN 1" in page
    assert "with what the Mission proposes to accept: SEN 1" in queue
    assert "what was accepted" not in page + queue


def test_a_move_is_previewed_with_its_place_and_a_split_with_its_parts(desk, table):
    moved = table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")
    parts = ("The Meeting urged all", "of them to act.")
    split = table.propose("MYS", AmendmentKind.SPLIT, "2.", parts=parts)

    page = post(desk, f"{address(table)}/decide", typed(table, moved, preview="1")).text
    assert "It would stand after paragraph 2." in page

    data = typed(table, split, label="2.", preview="1")
    page = post(desk, f"{address(table, '2.')}/decide", data).text
    assert "Its parts would be numbered 2 and 3." in page
    assert ", the paragraph is split here, " in page
    assert "It would stand" not in page


def test_a_refusal_speaks_of_the_decision(desk, table, rivals):
    answer = post(desk, f"{address(table)}/decide", typed(table, rivals[0], kind="reject"))

    assert "The decision is not complete: a rejection needs a reason." in answer.text


def test_the_result_is_shown_before_anything_is_written(desk, table, rivals):
    answer = post(desk, f"{address(table)}/decide", typed(table, rivals[0], preview="1", reason="As agreed."))

    assert answer.status_code == 200
    assert "The paragraph would read" in answer.text
    assert re.search(r"MYS 1</b>.*?superseded", answer.text, re.DOTALL)
    assert ticked(answer.text, "on") == [key_of(rivals[0])]
    assert ticked(answer.text, "kind") == ["accept"]
    assert "As agreed.</textarea>" in answer.text
    assert decisions() == 0


def test_a_part_is_taken_change_by_change_even_if_the_proposal_was_not_ticked(desk, table):
    text = WELCOMES.replace("welcomed", "noted").replace(" in this field", "")
    egypt = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    data = typed(table, kind="part", change=f"{key_of(egypt)}.1")

    assert post(desk, f"{address(table)}/decide", data).status_code == 303

    [made] = scalars(select(Disposition))
    assert (made.outcome, made.chosen, made.text) == ("part", [1], WELCOMES.replace(" in this field", ""))


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ((0,), "1 of 3 changes taken; the other 2 stay pending."),
        ((0, 2), "2 of 3 changes taken; the other one stays pending."),
    ],
)
def test_before_a_part_is_taken_the_form_says_what_stays_pending(desk, table, chosen, said):
    text = "At its session the Meeting welcomed the progress made by most of its members."
    egypt = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    assert "choose the changes; the rest stays pending" in desk.get(address(table)).text

    ticks = [f"{key_of(egypt)}.{number}" for number in chosen]
    answer = post(desk, f"{address(table)}/decide", typed(table, kind="part", change=ticks, preview="1"))

    assert said in answer.text
    assert decisions() == 0


def test_of_what_was_accepted_in_part_only_the_rest_stays_pending(desk, table):
    text = WELCOMES.replace("welcomed", "noted").replace(" in this field", "")
    partly = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    table.decide(DecisionKind.PART, partly, chosen=(1,))
    other = table.replace("MYS", "1.", "progress", "good progress")

    answer = post(
        desk, f"{address(table)}/decide", typed(table, other, kind="reject", reason="No.", preview="1")
    )

    assert "the rest of EGY 1 carried over stays pending, unchanged" in words_of(answer.text)


def test_a_compromise_absorbs_those_that_are_ticked(desk, table, rivals):
    text = WELCOMES.replace("progress", "some progress")

    data = typed(table, *rivals, kind="compromise", text=text)
    assert post(desk, f"{address(table)}/decide", data).status_code == 303

    outcomes = scalars(select(Disposition.outcome))
    assert sorted(outcomes) == ["absorbed", "absorbed", "accepted"]


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_a_compromise_that_is_sent_as_it_was_offered_tells_the_mission_what_to_write(
    desk, table, rivals, button
):
    sent = typed(table, *rivals, kind="compromise", text=WELCOMES, **button)

    page = post(desk, f"{address(table)}/decide", sent).text

    assert "The compromise says just what the text says already." in page
    assert "to leave the paragraph as it is, reject the proposals or defer them." in page
    assert "Your proposal changes nothing" not in page
    assert "propose to keep" not in page
    assert decisions() == 0


def test_new_paragraphs_at_one_place_are_asked_for_their_order(desk, table):
    first = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted another.")
    code = db.session.get_one(Paragraph, first.paragraph_id).code
    page = desk.get(f"/c/{table.code}/p/{code}").text
    assert "At the same place: MYS 1. 1 comes first." in page

    data = {"seen": 0, "on": key_of(first), "kind": "accept", "sitting": "", "rank": "2"}
    assert post(desk, f"/c/{table.code}/p/{code}/decide", data).status_code == 303

    assert scalars(select(Disposition.rank)) == [2]


def test_a_new_paragraph_beside_one_that_was_accepted_alone_is_asked_for_its_order_and_takes_it(desk, table):
    first = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    second = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted another.")
    table.accept(first)
    code = db.session.get_one(Paragraph, second.paragraph_id).code
    data = {"seen": 0, "on": key_of(second), "kind": "accept", "sitting": ""}

    refused = post(desk, f"/c/{table.code}/p/{code}/decide", data)
    assert refused.status_code == 409
    assert "EGY 1 and MYS 1 put paragraphs at one place: say which comes first." in refused.text
    assert "Say under “Place among the new paragraphs there” where each stands" in refused.text
    assert "the compromise" not in refused.text

    assert post(desk, f"/c/{table.code}/p/{code}/decide", data | {"rank": "1"}).status_code == 303
    table.close()
    texts = [line.text for line in table.lines()]
    assert texts.index("The Meeting noted another.") + 1 == texts.index("The Meeting noted a need.")


# What is refused -----------------------------------------------------------------------------------


def test_a_form_without_a_choice_comes_back_with_everything_typed(desk, table, rivals):
    data = typed(table, rivals[0], kind="", reason="Because.")

    answer = post(desk, f"{address(table)}/decide", data)

    assert answer.status_code == 422
    assert "Choose what is decided." in answer.text
    assert "Because.</textarea>" in answer.text
    assert ticked(answer.text, "on") == [key_of(rivals[0])]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": "x"},
        {"seen": str(2**70)},
        {"seen": "-1"},
        {"sitting": "nowhere"},
        {"rank": "0"},
        {"on": "EGY"},
        {"kind": "void"},
    ],
)
def test_a_wrong_shape_is_refused_and_writes_nothing(desk, table, rivals, wrong):
    data = {**typed(table, rivals[0]), **wrong}

    assert post(desk, f"{address(table)}/decide", data).status_code == 422
    assert decisions() == 0


@pytest.mark.parametrize("change", ["", "x.y", ".", f"{2**80}.0", "0." + "9" * 5000])
def test_a_change_that_is_none_is_refused_and_writes_nothing(desk, table, rivals, change):
    data = typed(table, rivals[0], kind="part", change=change)

    assert post(desk, f"{address(table)}/decide", data).status_code == 422
    assert decisions() == 0


def test_a_rejection_without_a_reason_is_refused_in_words(desk, table, rivals):
    answer = post(desk, f"{address(table)}/decide", typed(table, rivals[0], kind="reject"))

    assert answer.status_code == 422
    assert "a rejection needs a reason" in answer.text
    assert ticked(answer.text, "kind") == ["reject"]


def test_a_conflict_with_an_accepted_proposal_shows_the_words_of_both(desk, table, rivals):
    table.accept(rivals[0])

    answer = post(desk, f"{address(table)}/decide", typed(table, rivals[1], reason="Still."))

    assert answer.status_code == 409
    assert "EGY 1 and MYS 1 put different words in the same place." in answer.text
    assert "EGY 1: “good” MYS 1: “little”" in words_of(answer.text)
    assert "Still.</textarea>" in answer.text
    assert decisions() == 1


def test_a_decision_after_a_colleagues_shows_what_changed_meanwhile(desk, table, rivals):
    other = table.replace("SEN", "1.", "welcomed", "noted")
    data = typed(table, other, reason="As agreed.")
    table.accept(rivals[0])

    answer = post(desk, f"{address(table)}/decide", data)

    assert answer.status_code == 409
    assert "A colleague decided on this paragraph" in answer.text
    assert re.search(r"What changed since you opened the page:.*?<ins>.*?good", answer.text, re.DOTALL)
    assert "As agreed.</textarea>" in answer.text
    assert decisions() == 1

    fresh = re.search(r'name="seen" value="(\d+)"', answer.text)[1]
    assert post(desk, f"{address(table)}/decide", {**data, "seen": fresh}).status_code == 303


def test_a_withdrawn_proposal_is_not_decided(desk, table, rivals):
    data = typed(table, rivals[0])
    amendments.withdraw(table.head("EGY"), rivals[0].code)

    answer = post(desk, f"{address(table)}/decide", data)

    assert answer.status_code == 409
    assert "withdrawn" in answer.text
    assert decisions() == 0


@pytest.mark.parametrize("path", ["/c/{code}/p/nosuch/decide", "/c/nosuch/p/{paragraph}/decide"])
def test_a_decision_on_what_is_not_there_is_not_found(desk, table, rivals, path):
    url = path.format(code=table.code, paragraph=here(table).code)

    assert post(desk, url, typed(table, rivals[0])).status_code == 404


def test_a_paragraph_of_another_text_is_not_decided_here(desk, table, rivals):
    other = make_table("Another text.", symbol="OIC/OTHER")
    url = f"/c/{table.code}/p/{here(other).code}/decide"

    assert post(desk, url, typed(table, rivals[0])).status_code == 404


def test_between_rounds_nothing_is_decided(desk, table, rivals):
    data, url = typed(table, rivals[0]), f"{address(table)}/decide"
    table.close()

    assert post(desk, url, data).status_code == 422
    assert decisions() == 0


# Voiding -------------------------------------------------------------------------------------------


def test_a_decision_is_voided_with_a_reason_from_the_page_of_its_paragraph(desk, table, rivals):
    decision = table.accept(rivals[0]).id
    page = desk.get(address(table)).text
    assert f'action="/decisions/{decision}/void#taken"' in page

    data = {"seen": here(table).counter, "reason": "By mistake."}
    answer = post(desk, f"/decisions/{decision}/void", data)

    assert (answer.status_code, answer.location) == (303, address(table))
    assert f'action="/decisions/{decision}/void#taken"' not in desk.get(answer.location).text
    assert scalars(select(Decision.kind).where(Decision.voids_id == decision)) == ["void"]


def test_voiding_without_a_reason_or_from_an_old_page_is_refused_with_what_was_typed(desk, table, rivals):
    decision = table.accept(rivals[0]).id
    seen = here(table).counter

    silent = post(desk, f"/decisions/{decision}/void", {"seen": seen, "reason": " "})
    old = post(desk, f"/decisions/{decision}/void", {"seen": seen - 1, "reason": "By mistake."})

    assert (silent.status_code, old.status_code) == (422, 409)
    assert "By mistake.</textarea>" in old.text
    assert decisions() == 1


@pytest.mark.parametrize("number", ["0", "x", "-1", "1.5", str(2**31 - 1), str(2**63), "9" * 400])
def test_a_decision_that_never_was_is_not_found(desk, number):
    assert post(desk, f"/decisions/{number}/void", {"seen": 0, "reason": "No."}).status_code == 404


def test_a_delegation_voids_nothing(app: Flask, client, table, rivals):
    decision = table.accept(rivals[0]).id
    head = sign_in(client, make_head("EGY"))

    answer = post(head, f"/decisions/{decision}/void", {"seen": here(table).counter, "reason": "No."})

    assert answer.status_code == 403
    assert decisions() == 1


def test_every_kind_of_decision_has_its_words_and_its_parts():
    kinds = set(DecisionKind) - {*APART}
    assert set(NOTES) == set(SHOWS) == kinds
    assert set(MADE) == kinds - {DecisionKind.AGREE}
    assert {kind for kind in kinds if "referendum" not in SHOWS[kind].split()} == set(AGREES_NOTHING)


def test_each_decision_names_the_proposals_it_was_on_also_when_taken_in_part_and_their_rest_decided(
    desk, table
):
    egypt = table.replace("EGY", "1.", "progress made by all", "good progress made by some")
    first = table.decide(DecisionKind.PART, egypt, chosen=(0,))
    assert "Accept in part EGY 1" in part_of(desk.get(address(table)).text, "taken")

    second = table.decide(DecisionKind.REJECT, egypt, reason="Not all of it.")

    taken = part_of(desk.get(address(table)).text, "taken")
    assert taken.count("Void this decision Accept in part EGY 1") == 1
    assert taken.count("Void this decision Reject EGY 1") == 1
    assert "Accept in part · EGY 1" in part_of(
        desk.get(f"{address(table)}?decided={first.id}").text, "decided"
    )
    assert "Reject · EGY 1" in part_of(desk.get(f"{address(table)}?decided={second.id}").text, "decided")


@pytest.mark.parametrize("asked", [{}, {"preview": "1"}])
def test_voiding_an_earlier_decision_is_proposed_only_where_there_is_one(desk, table, rivals, asked):
    both = post(desk, f"{address(table)}/decide", typed(table, *rivals, **asked)).text
    assert "Accept one of them alone or in part, or write a compromise." in both
    assert "void the earlier decision" not in both

    table.accept(rivals[0])
    late = post(desk, f"{address(table)}/decide", typed(table, rivals[1], **asked)).text
    assert "Accept it in part, write a compromise, or void the earlier decision." in late


def test_a_paragraph_that_a_new_one_is_to_follow_is_not_said_to_have_nothing_pending(desk, table):
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting noted a need.")

    page = words_of(desk.get(address(table, "2.")).text)

    assert "Proposals 1 pending" in page
    assert "Agree as it stands no pending proposal would change it" in page
    assert "nothing is pending" not in page


def test_an_agreed_paragraph_is_offered_another_sitting_and_not_to_be_agreed_as_it_stands(desk, table):
    assert "Agree as it stands" in words_of(desk.get(address(table, "2.")).text)
    table.agree("2.")

    page = desk.get(address(table, "2.")).text
    offered = words_of(part_of(page, "decide"))

    assert "Agree at another sitting it is agreed already" in offered
    assert "Agree as it stands" not in offered
    assert 'value="agree" data-shows="sitting referendum held reason" checked' not in page


def test_agreeing_at_another_sitting_is_recorded_as_the_paragraph_agreed(desk, table):
    table.agree("2.")
    data = typed(table, label="2.", kind="agree", sitting=table.sitting(Level.TROIKA))

    recorded = post(desk, f"{address(table, '2.')}/decide", data)

    told = words_of(part_of(desk.get(recorded.location).text, "decided"))
    assert "The decision is recorded. Paragraph agreed · Troika, Washington DC: sitting 1" in told
    assert "Agree as it stands" not in told


def test_a_proposal_with_one_change_is_not_offered_to_be_accepted_in_part(desk, table):
    table.replace("EGY", "1.", "progress", "good progress")
    assert 'value="part"' not in section_of(desk.get(address(table)).text, "decide")

    text = WELCOMES.replace("welcomed", "warmly welcomed").replace("progress", "good progress")
    table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text)

    assert 'value="part"' in section_of(desk.get(address(table)).text, "decide")


def test_a_paragraph_that_takes_in_brackets_is_not_offered_to_be_agreed_and_says_why(desk, session):
    table = make_table("The Meeting urged all to act.", "It thanked [all] its members.", symbol="OIC/B")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))

    decision = section_of(desk.get(address(table)).text, "decide")

    assert 'value="agree"' not in decision
    assert "The words that it takes in still hold brackets." in words_of(decision)
    refused = post(
        desk, f"{address(table)}/decide", typed(table, kind="agree", sitting=table.sitting(Level.TROIKA))
    )
    assert refused.status_code == 422


def test_a_paragraph_that_takes_in_one_with_a_pending_proposal_says_so(desk, table):
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))
    table.replace("MYS", "2.", "urged", "invited")

    decision = section_of(desk.get(address(table)).text, "decide")

    assert 'value="agree"' not in decision
    assert "A proposal on the paragraph that it takes in is still pending" in words_of(decision)


# All that remains ----------------------------------------------------------------------------------


def seen_on(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def test_all_that_remains_is_listed_then_agreed_in_one_act_and_undone_in_one(desk, table, rivals):
    root = f"/c/{table.code}/decisions"
    assert "Agree the rest: 1 paragraph" in words_of(desk.get(root).text)
    page = desk.get(f"{root}/agree").text
    assert "1 paragraph of OIC/FC can be agreed as it stands: no change of it is pending" in words_of(page)
    assert f'href="/c/{table.code}/p/{table.line("2.").code}"' in page
    assert f'href="/c/{table.code}/p/{table.line("1.").code}"' not in page
    data = {"seen": seen_on(page), "sitting": table.sitting(Level.TROIKA)}

    without = post(desk, f"{root}/agree", {**data, "sitting": "", "reason": "At midnight."})
    assert without.status_code == 422
    assert "an agreement names its sitting" in without.text
    assert "At midnight." in without.text
    assert decisions() == 0

    assert post(desk, f"{root}/agree", data).status_code == 303
    page = words_of(desk.get(root).text)
    assert "1 paragraph is agreed as it stands." in page
    assert "Agree the rest" not in page
    assert "1 paragraph agreed in one act: Troika, Washington DC: sitting 1, " in page
    assert here(table, "2.").state == "agreed"
    left = words_of(desk.get(f"{root}/agree").text)
    assert "Nothing is left to be agreed in one act." in left
    assert "can be agreed" not in left

    undo = desk.get(f"{root}/agree/1").text
    assert f'href="/c/{table.code}/p/{table.line("2.").code}"' in undo
    data = {"seen": seen_on(undo)}
    assert post(desk, f"{root}/agree/1", {**data, "reason": ""}).status_code == 422
    assert post(desk, f"{root}/agree/1", {**data, "reason": "Too early."}).status_code == 303
    assert "The agreement on 1 paragraph no longer counts." in words_of(desk.get(root).text)
    assert here(table, "2.").state == "untouched"
    assert desk.get(f"{root}/agree/1").status_code == 404
    journal = words_of(desk.get(f"/c/{table.code}/journal").text)
    assert "Agreed in one act: 2 (Troika, Washington DC: sitting 1)" in journal
    assert "Agreement in one act undone: 2 Too early." in journal


def test_agreeing_the_rest_names_the_new_paragraph_that_is_still_proposed_after_one_of_them(desk, table):
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting thanked the host.")

    page = words_of(desk.get(f"/c/{table.code}/decisions/agree").text)

    assert page.count("1 new paragraph is proposed after it. It stays to be decided.") == 1
    assert "no change of them is pending" in page and "nothing is pending" not in page


def test_agreeing_the_rest_is_refused_after_a_new_submission(desk, table):
    page = desk.get(f"/c/{table.code}/decisions/agree").text
    data = {"seen": seen_on(page), "sitting": table.sitting(Level.TROIKA)}
    table.replace("EGY", "1.", "progress", "good progress")

    answer = post(desk, f"/c/{table.code}/decisions/agree", data)

    assert answer.status_code == 409
    assert "What remains to be agreed is not what it was" in answer.text
    assert seen_on(answer.text) != data["seen"]
    assert decisions() == 0


def test_nobody_but_the_mission_agrees_the_rest(app: Flask, client, table):
    head = sign_in(client, make_head("EGY"))

    assert (
        post(
            head, f"/c/{table.code}/decisions/agree", {"sitting": table.sitting(Level.TROIKA), "seen": ""}
        ).status_code
        == 403
    )
    assert head.get(f"/c/{table.code}/decisions/agree").status_code == 403
    assert decisions() == 0


# What a sponsor holds against it -------------------------------------------------------------------


def part_of(page: str, name: str) -> str:
    """Return in words the section with the heading *name*."""
    return words_of(section_of(page, name))


def section_of(page: str, name: str) -> str:
    return re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)[0]


def keep_form(page: str, decision: int) -> str:
    """Return the form by which *decision* is kept, which came back and stands open."""
    return re.search(rf"<details open>(?:(?!<details).)*?/{decision}/keep.*?</details>", page, re.DOTALL)[0]


@pytest.mark.thorough
@pytest.mark.parametrize("closed", [False, True])
def test_the_mission_judges_a_contested_proposal_with_the_objection_beside_it(desk, table, closed):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    if closed:
        table.close()
    table.contest(amendment, "Our capital insists.")
    if closed:
        table.open()

    page = desk.get(address(table)).text

    assert "contested by its sponsor Egypt, " in part_of(page, "decide")
    assert "Our capital insists." in part_of(page, "decide")
    assert "Our capital insists." in words_of(
        page.partition(f'id="{amendment.code}"')[2].partition("</article>")[0]
    )
    assert "Our capital insists." in words_of(
        desk.get(f"/c/{table.code}/decisions").text.partition("<aside")[0]
    )


def test_an_objection_to_what_was_accepted_stands_beside_the_decision(desk, table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(amendment, level=None)
    table.contest(amendment, "Not on these terms.")

    page = desk.get(address(table)).text

    assert "EGY 1 contested by its sponsor Egypt, " in part_of(page, "taken")
    assert "Not on these terms." in part_of(page, "taken")
    assert "Not on these terms." in words_of(
        desk.get(f"/c/{table.code}/decisions").text.partition("<aside")[0]
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("kind", "facts", "kept"),
    [
        ("accept", {}, "acceptance"),
        ("part", {"chosen": (0,)}, "acceptance in part"),
        ("brackets", {}, "brackets"),
    ],
)
def test_what_is_contested_and_stands_is_kept_from_the_desk_as_a_level_agreed_it(
    desk, table, kind, facts, kept
):
    text = WELCOMES.replace("welcomed", "warmly welcomed").replace("progress", "good progress")
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    sponsors.cosponsor(table.head("JOR"), amendment.code, party=party("JOR").id)
    table.decide(DecisionKind(kind), amendment, level=None, **facts)
    table.contest(amendment, "Not on these terms.")
    word = {"party": party("JOR").id, "answer": Answer.CONTEST, "reason": "Nor for us."}
    answers.answer(table.head("JOR"), amendment.code, **word)

    page = desk.get(f"/c/{table.code}/decisions").text.partition("<aside")[0]
    seen = words_of(page)

    assert seen.count("EGY 1 new wording") == 1
    assert seen.count("Not on these terms.") == 1
    assert "contested by its sponsor Egypt, " in seen
    assert "contested by its co-sponsor Jordan" in seen
    assert f"Keep the {kept}, as agreed at a sitting" in seen
    [path] = re.findall(r'action="(/decisions/\d+/keep)#taken"', page)
    seen_at = re.findall(r'name="seen" value="(\d+)"', page)[0]

    nameless = post(desk, path, {"seen": seen_at, "sitting": ""})
    assert nameless.status_code == 422
    assert "an agreement names its sitting" in words_of(nameless.text)
    answer = post(desk, path, {"seen": seen_at, "sitting": table.sitting()})

    assert answer.status_code == 303
    assert scalars(select(Decision.level).order_by(Decision.id))[-1] == "expert"
    assert "Not on these terms." not in words_of(
        desk.get(f"/c/{table.code}/decisions").text.partition("<aside")[0]
    )
    late = post(desk, path, {"seen": seen_at, "sitting": table.sitting()})
    assert late.status_code == 409


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.REJECT])
def test_an_agreement_that_is_refused_comes_back_beside_its_decision_with_its_sitting(desk, table, kind):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    decision = table.decide(kind, amendment, level=None, reason="The text is kept.").id
    table.contest(amendment)
    sent = {"seen": here(table).counter, "sitting": ""}

    refused = post(desk, f"/decisions/{decision}/keep", sent)

    assert refused.status_code == 422
    form = keep_form(refused.text, decision)
    assert "an agreement names its sitting" in words_of(form)
    assert "an agreement names its sitting" not in part_of(refused.text, "decide")
    assert decisions() == 1
    again = {"sitting": table.sitting(), "seen": re.findall(r'name="seen" value="(\d+)"', form)[0]}
    assert post(desk, f"/decisions/{decision}/keep", again).status_code == 303


def test_an_agreement_from_an_old_page_keeps_what_was_typed_and_claims_no_change_of_the_words(desk, table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    decision = table.decide(DecisionKind.REJECT, amendment, level=None, reason="The text is kept.").id
    table.contest(amendment)
    sent = {"seen": here(table).counter - 1, "sitting": table.sitting(Level.MINISTERIAL)}

    refused = post(desk, f"/decisions/{decision}/keep", sent)

    assert refused.status_code == 409
    form = keep_form(refused.text, decision)
    assert "A colleague decided" in words_of(form)
    assert f'value="{sent["sitting"]}" selected' in form
    assert "What changed since you opened the page" not in words_of(refused.text)


def test_what_was_typed_for_a_decision_that_no_longer_counts_stands_in_the_form_of_a_new_one(desk, table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    decision = table.decide(DecisionKind.REJECT, amendment, level=None, reason="The text is kept.").id
    table.contest(amendment)
    seen = here(table).counter
    assert (
        post(desk, f"/decisions/{decision}/void", {"seen": seen, "reason": "By mistake."}).status_code == 303
    )

    sent = {"seen": seen, "sitting": table.sitting(Level.MINISTERIAL)}
    kept = section_of(post(desk, f"/decisions/{decision}/keep", sent).text, "decide")
    again = post(desk, f"/decisions/{decision}/void", {"seen": seen, "reason": "Twice."}).text

    assert f'selected value="{sent["sitting"]}"' in kept
    assert "A colleague decided" in words_of(kept)
    assert "Twice." in part_of(again, "decide")


def test_only_what_is_contested_and_has_no_level_offers_to_be_kept_on_its_page(desk, table, rivals):
    contested = table.decide(DecisionKind.REJECT, rivals[0], level=None, reason="The text is kept.").id
    other = table.decide(DecisionKind.REJECT, rivals[1], level=None, reason="The text is kept.").id
    table.contest(rivals[0])

    page = desk.get(address(table)).text

    assert f"/decisions/{contested}/keep" in page
    assert f"/decisions/{other}/keep" not in page


def test_between_rounds_the_desk_lists_what_is_contested_and_what_is_gone_is_heard(desk, table):
    stays = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, stays, reason="Not now.", level=None)
    gone = table.propose("MYS", AmendmentKind.DELETE, "2.")
    table.accept(gone, level=None)
    table.close()
    table.contest(stays, "Our capital insists.")
    table.contest(gone, "It was submitted by mistake.")

    between = words_of(desk.get(f"/c/{table.code}/decisions").text.partition("<aside")[0])
    table.open()
    after = desk.get(f"/c/{table.code}/decisions").text.partition("<aside")[0]

    assert "Our capital insists." in between
    assert "It was submitted by mistake." in between
    assert "It was submitted by mistake." in part_of(after, "heard")
    assert "no longer in the text" in part_of(after, "heard")
    assert "Our capital insists." not in part_of(after, "heard")
    assert words_of(after).count("Our capital insists.") == 1


def test_an_objection_that_was_decided_on_is_history(desk, table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment, "Our capital insists.")
    table.accept(amendment)

    page = desk.get(address(table)).text

    assert "Our capital insists." not in page.partition('id="history"')[0]


def test_without_attribution_readers_see_an_objection_and_not_its_sponsor(app: Flask, session):
    table = make_table(WELCOMES, attributed=False)
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment, "Our capital insists.")

    page = sign_in(app.test_client(), make_observer()).get(address(table)).text

    assert "contested by its sponsor, " in words_of(page)
    assert "Our capital insists." in page
    assert "EGY" not in page
    assert "Egypt" not in page


def test_readers_who_may_know_the_sponsor_see_who_objects(app: Flask, session):
    for attributed, reader in ((True, make_observer()), (False, None)):
        table = make_table(WELCOMES, symbol=f"OIC/{attributed}", attributed=attributed)
        amendment = table.replace("EGY", "1.", "progress", "good progress")
        table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
        table.contest(amendment, "Our capital insists.")
        own = reader or db.session.get_one(User, table.head("EGY").user)

        page = sign_in(app.test_client(), own).get(address(table)).text

        assert "contested by its sponsor Egypt, " in words_of(page)


def test_an_objection_in_confidence_is_not_shown_to_others(app: Flask, session):
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment, "Our capital insists.")

    page = sign_in(app.test_client(), make_head("MYS")).get(address(table)).text

    assert "Our capital insists." not in page


# On a paragraph that is only proposed --------------------------------------------------------------


def test_what_changes_a_proposed_paragraph_is_accepted_with_what_brings_it(desk, table):
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    other = table.amend("TUR", new, "The Meeting warmly thanked the host.")
    paragraph = db.session.get_one(Paragraph, new.paragraph_id)
    path = f"/c/{table.code}/p/{paragraph.code}"
    sent = {"seen": 0, "read": "", "kind": "accept", "sitting": table.sitting(), "reason": ""}

    for asked in ({"preview": "1"}, {}):
        refused = post(desk, f"{path}/decide", {**sent, "on": [key_of(other)], **asked}).text
        shown = part_of(refused, "decide")
        assert "TUR 1: the paragraph that is to be changed is not in the text." in shown
        assert "Accept EGY 1 with it: it brings the paragraph in." in shown
        assert "Accept one of them in part" not in refused
    assert decisions() == 0
    both = [key_of(new), key_of(other)]
    assert post(desk, f"{path}/decide", {**sent, "on": both}).status_code == 303
    table.close()
    assert "The Meeting warmly thanked the host." in [line.text for line in table.lines()]


def test_what_brings_a_paragraph_is_not_voided_from_under_what_changes_it(desk, table):
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    other = table.amend("TUR", new, "The Meeting warmly thanked the host.")
    brought = table.accept(new)
    table.accept(other)
    seen = db.session.get_one(Paragraph, brought.paragraph_id).counter

    refused = post(desk, f"/decisions/{brought.id}/void", {"seen": seen, "reason": "Too early."}).text

    assert "Void the decision on TUR 1 first." in words_of(refused)


# A wording that was kept beside brackets -------------------------------------------------------------


def kept_beside_brackets(table: Table) -> tuple[Amendment, Amendment]:
    """Let words of EGY 1 stand in brackets, and return what keeps the wording before them, and EGY 1."""
    keeps = table.propose("SEN", AmendmentKind.KEEP, "1.")
    inserts = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.BRACKETS, inserts)
    table.close()
    table.open()
    return keeps, inserts


def test_restoring_the_wording_before_brackets_names_the_superseded_proposal(desk, table):
    keeps, inserts = kept_beside_brackets(table)
    restores = "Keep the paragraph as it was before these words were put in brackets."
    struck = "the bracketed words deleted: [good], end of deletion progress"

    page = words_of(desk.get(address(table)).text)
    assert restores in page
    assert struck in page
    assert "If it is accepted, the words in brackets of EGY 1 leave the text and are superseded." in page
    assert restores in words_of(desk.get(f"/proposals/{keeps.code}").text)
    queue = words_of(desk.get(f"/c/{table.code}/decisions").text)
    assert "SEN 1 keep as it is as it was before words were put in brackets" in queue
    text = words_of(post(desk, f"{address(table)}/decide", typed(table, keeps, preview="1")).text)
    assert "EGY 1 superseded its words in brackets are no longer in the text; its sponsor confirms" in text

    for words in ("[good]", "[progress]"):
        if words in table.line("1.").line.text:
            release(table, "EGY", "1.", words)
    assert post(desk, f"{address(table)}/decide", typed(table, keeps)).status_code == 303

    table.close()
    assert table.line("1.").line.text == WELCOMES
    table.open()
    of_egypt = words_of(desk.get(f"/proposals/{inserts.code}").text)
    assert "Where it is now, and why superseded" in of_egypt
    assert "What was decided there: SEN 1. Its words are not in the text." in of_egypt
    stays = words_of(desk.get(f"/proposals/{keeps.code}").text)
    assert "The paragraph stays as it is: paragraph 1 of" in stays, stays
    for path in (address(table), f"/proposals/{keeps.code}", f"{address(table)}/provenance"):
        assert desk.get(path).status_code == 200


# What is changed in words with a split or join -------------------------------------------------------


@pytest.fixture
def split(table: Table) -> Amendment:
    text = table.line("1.").line.text
    first, second = text.split(" made by ")
    return table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=(first, f"made by {second}"))


def worded(table: Table, split: Amendment, *parts: str, **facts: object) -> dict[str, object]:
    """Return the form with *parts* typed as the words of a split, which is accepted."""
    named = {f"words-{key_of(split)}-{number}": part for number, part in enumerate(parts, 1)}
    return typed(table, kind="accept", on=[key_of(split)], **named, **facts)


def boxes(page: str) -> list[str]:
    return [
        html.unescape(words) for words in re.findall(r'name="words-[^"]*"[^>]*>\n([^<]*)</textarea>', page)
    ]


def test_a_split_is_offered_with_the_words_of_its_parts(desk, table, split):
    assert boxes(desk.get(address(table)).text) == current(split).text.split("\u2029")
    assert boxes(desk.get(address(table, "2.")).text) == []


def test_the_words_of_parts_hold_what_was_accepted_before(desk, table, split):
    table.accept(table.replace("MYS", "1.", "progress", "good progress"))

    assert boxes(desk.get(address(table)).text)[0].endswith("good progress")


def test_the_preview_shows_changed_words_as_a_consequential_change_of_the_mission(desk, table, split):
    first, second = current(split).text.split("\u2029")
    data = worded(table, split, f"{first};", second)

    text = words_of(post(desk, f"{address(table)}/decide", data, headers=BY_SCRIPT).text)
    assert "inserted: ;" in text
    assert "recorded with it, as a consequential change of the Mission" in text
    unchanged = worded(table, split, first, second)
    text = words_of(post(desk, f"{address(table)}/decide", unchanged, headers=BY_SCRIPT).text)
    assert "consequential" not in text


def test_a_consequential_change_is_recorded_and_shown_with_its_decision(desk, table, split):
    first, second = current(split).text.split("\u2029")
    answer = post(desk, f"{address(table)}/decide", worded(table, split, f"{first};", f"It was {second}"))

    page = desk.get(answer.location.partition("#")[0]).text
    assert answer.status_code == 303
    assert "EGY 1 and OICM 1" in words_of(page)
    assert "OICM 1 submitted: consequential change" in words_of(page)
    journal = words_of(desk.get(f"/c/{table.code}/journal").text)
    assert "OICM 1 recorded with the decision: consequential change in paragraph 1" in journal


def test_a_consequential_change_and_its_split_refer_to_each_other(desk, table, split):
    first, second = current(split).text.split("\u2029")
    post(desk, f"{address(table)}/decide", worded(table, split, f"{first};", second))
    (own,) = scalars(select(Amendment).where(Amendment.kind == AmendmentKind.CONSEQUENTIAL))
    codes = own.code, split.code
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    of_own, of_split = (words_of(desk.get(f"/proposals/{code}").text) for code in codes)
    assert "EGY 1" in of_own
    assert "as amended by OICM 1" in of_split


def test_words_that_meet_what_was_accepted_are_refused_and_stay_in_the_form(desk, table, split):
    table.accept(table.replace("MYS", "1.", "welcomed", "hailed"))
    first, second = boxes(desk.get(address(table)).text)
    before, changed = decisions(), first.replace("hailed", "warmly greeted")

    answer = post(desk, f"{address(table)}/decide", worded(table, split, changed, second))
    assert (answer.status_code, decisions()) == (409, before)
    assert "the consequential change" in words_of(answer.text)
    assert boxes(answer.text) == [changed, second]


def test_a_part_without_words_is_refused(desk, table, split):
    first, _ = current(split).text.split("\u2029")

    answer = post(desk, f"{address(table)}/decide", worded(table, split, first, " "))
    assert answer.status_code in (409, 422)
    assert "no part can be left without words" in words_of(answer.text)
    assert decisions() == 0


def test_the_form_offers_no_sitting_that_was_closed_before_the_proposal_was_submitted(app: Flask, session):
    table = make_table(WELCOMES, "The Meeting closed.", deadline=utcnow() + timedelta(days=3))
    sitting = open_at(convene(table, make_body(members=["EGY", "MYS"]), ["1."], begins_at=noon()))
    with clock_at(sitting.begins_at + timedelta(minutes=30)):
        sittings.close_sitting(mission(), sitting.code)
    with clock_at(sitting.begins_at + timedelta(hours=1)):
        reader = mission_reader(app)
        offered = f'<option value="{sitting.code}">'
        assert offered in reader.get(address(table, "1."))
        assert "(not on its agenda: give a reason)" in reader.get(address(table, "2."))
        table.replace("EGY", "1.", "progress", "good progress")
        assert offered not in reader.get(address(table, "1."))
