"""Proposals on their pages: written, shown before they are sent, refused without losing a word, answered."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from acm_drafts.negotiation.terms import (
    PROPOSABLE,
    AmendmentKind,
    Answer,
    DecisionKind,
    Role,
    Visibility,
)
from acm_drafts.services import amendments, answers, drafts, rounds, sponsors
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import find_wording, newest_wording
from acm_drafts.store.records import Amendment, AnswerRow, Cosponsor, Paragraph, Position, Revision, User
from acm_drafts.web.shared.signing import QUESTION, WORDING, conceal, reveal
from tests.factories import (
    make_appointment,
    make_drafter,
    make_head,
    make_mission_drafter,
    make_observer,
    party,
    post,
    sign_in,
    token_for,
)
from tests.tables import DAY, Table, current, make_table, position_on
from tests.web.readers import key_of, words_of

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."
NOTES = "The Meeting took note of the report."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES, NOTES)


@pytest.fixture
def browser_of(app: Flask):
    """Call it with a person for their browser."""
    return lambda user: sign_in(app.test_client(), user)


@pytest.fixture
def egypt(browser_of) -> FlaskClient:
    """The browser of Egypt's head of delegation."""
    return browser_of(make_head("EGY", name="Head of Egypt"))


def address(table: Table, label: str = "1.") -> str:
    return f"/c/{table.code}/p/{table.line(label).code}/amend"


def typed(table: Table, label: str = "1.", **facts: object) -> dict[str, object]:
    """Return the form as a browser sends it for other wording of a line, unless *facts* say otherwise."""
    line = table.line(label)
    return {
        "kind": "replace",
        "base_id": conceal(line.line.wording, use=WORDING),
        "text": line.line.text.replace("The Meeting", "The Meeting also"),
        "line": "paragraph",
        "reason": "",
        "do": "submit",
        **facts,
    }


def count(record: type = Amendment) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record))


def last() -> Amendment:
    db.session.rollback()
    return db.session.scalars(select(Amendment).order_by(Amendment.id.desc()).limit(1)).one()


def hidden(page: TestResponse, name: str) -> str:
    """Return what a hidden field of the form brings back."""
    return re.search(rf'name="{name}" type="hidden" value="([^"]*)"', page.text)[1]


def words(answer: TestResponse) -> str:
    """Return what a person reads of a page, in one line."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def wordings(answer: TestResponse) -> list[str]:
    """Return each paragraph of wording as the eye reads it, marks and words for the ear left out."""
    shown = re.findall(r'<p class="wording[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    unmarked = (re.sub(r'<span class="vh"[^>]*>.*?</span>', "", one) for one in shown)
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in unmarked]


def box(answer: TestResponse, name: str) -> str:
    """Return what stands in a text box."""
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\r?\n?(.*?)</textarea>', answer.text, re.DOTALL)
    assert found, f"no box {name}"
    return unescape(found[1])


# The editor --------------------------------------------------------------------------------------


def test_the_form_says_how_long_a_proposal_can_be_revised_and_how_long_withdrawn(table, egypt):
    page = words(egypt.get(address(table)))
    assert "you can revise it until the deadline, and withdraw it until the round is closed." in page

    amendment = table.replace("EGY", "1.", "progress", "great progress")
    with clock_at(utcnow() + 2 * DAY):
        amendments.withdraw(table.head("EGY"), amendment.code)


def test_the_editor_starts_from_the_wording_on_the_page_in_its_own_language(table: Table, egypt: FlaskClient):
    page = egypt.get(address(table))

    assert page.status_code == 200
    assert box(page, "text") == WELCOMES
    assert hidden(page, "base_id") == conceal(table.line("1.").line.wording, use=WORDING)
    assert re.search(r'<textarea[^>]*class="wording"[^>]*dir="ltr"[^>]*lang="en"', page.text)
    assert "Submit in the name of Egypt" in page.text


def test_every_kind_of_proposal_can_be_chosen(table: Table, egypt: FlaskClient):
    offered = re.findall(r'type="radio" value="(\w+)"', egypt.get(address(table)).text)

    assert offered == [str(kind) for kind in PROPOSABLE]


def test_a_form_offers_only_what_the_round_admits(app: Flask):
    table = make_table(WELCOMES, "The Meeting [strongly] urged all to act.", admissibility="brackets-only")
    egypt = sign_in(app.test_client(), make_head("EGY"))
    first, second = (f"/c/{table.code}/p/{table.line(label).code}" for label in ("1.", "2."))

    refused = egypt.get(f"{first}/amend")
    assert refused.status_code == 422
    assert "This round does not admit such a proposal" in words(refused)
    assert "<textarea" not in refused.text
    assert "/amend" not in egypt.get(first).text
    assert egypt.get(f"{second}/amend").status_code == 200


def test_a_round_without_new_issues_offers_no_new_paragraph(app: Flask):
    table = make_table(WELCOMES, admissibility="no-new-issues")
    egypt = sign_in(app.test_client(), make_head("EGY"))
    page = f"/c/{table.code}/p/{table.line('1.').code}"

    assert 'value="insert"' not in egypt.get(f"{page}/amend").text
    assert 'value="replace"' in egypt.get(f"{page}/amend").text
    assert "Admitted: no new issues" in words(egypt.get(f"{page}/amend"))
    assert "/insert" not in egypt.get(page).text
    assert "This round does not admit such a proposal" in words(egypt.get(f"/c/{table.code}/insert"))


def test_words_in_another_language_than_the_text_are_told_before_they_are_sent_and_to_who_decides(
    app: Flask, table: Table, egypt: FlaskClient
):
    told = "These words are in French; the text is in English."
    french = "La Réunion a salué les progrès accomplis par les États et a remercié le Secrétaire général."
    preview = post(egypt, address(table), typed(table, do="preview", text=french))
    assert told in words(preview)
    own = post(egypt, address(table), typed(table, do="preview", text="The Meeting noted the OIC."))
    assert "the text is in English" not in words(own)

    table.propose("EGY", AmendmentKind.REPLACE, "1.", text=french)
    mission = sign_in(app.test_client(), make_mission_drafter())
    assert told in words(mission.get(f"/c/{table.code}/p/{table.line('1.').code}"))


def test_the_last_line_offers_no_join(table: Table, egypt: FlaskClient):
    assert 'value="join"' not in egypt.get(address(table, "3.")).text


def test_the_change_is_shown_before_it_is_sent_and_nothing_is_kept(table: Table, egypt: FlaskClient):
    answer = post(egypt, address(table), typed(table, do="preview"))

    assert answer.status_code == 200
    assert "1 change" in words(answer)
    assert re.search(r"<ins>.*also.*</ins>", answer.text)
    assert box(answer, "text") == "The Meeting also welcomed the progress made."
    assert count() == 0


def test_a_script_gets_the_preview_alone(table: Table, egypt: FlaskClient):
    sent = typed(table)
    del sent["do"]

    answer = post(egypt, address(table), sent, headers={"X-Requested-With": "fetch"})

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "<ins>" in answer.text
    assert count() == 0


def test_the_button_that_the_enter_key_presses_only_shows(table: Table, egypt: FlaskClient):
    page = egypt.get(address(table)).text
    form = page[page.index("data-keep") :]

    assert re.search(r"<button[^>]*>", form)[0].count('value="preview"') == 1


@pytest.mark.thorough
def test_a_proposal_is_submitted_and_leads_to_where_it_is(table: Table, egypt: FlaskClient):
    answer = post(egypt, address(table), typed(table, reason="It is true."))

    assert (answer.status_code, answer.location) == (303, f"/proposals/{last().code}")
    assert (last().sponsor.code, last().number) == ("EGY", 1)
    page = egypt.get(answer.location)
    assert "Submitted as EGY 1." in words(page)
    assert "No decision has been taken yet. It concerns paragraph 1 of OIC/FC ." in words(page)


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("delete", {}, "delete, Egypt"),
        ("keep", {}, "Keep the paragraph as it is."),
        ("insert", {"fresh": "The Meeting thanked the host."}, "The Meeting thanked the host."),
        ("split", {"parts": "The Meeting welcomed\r\n\r\nthe progress made."}, "¶"),
        ("split", {"parts": "The Meeting welcomed ¶ the progress made."}, "¶"),
        ("join", {}, "join, Egypt"),
    ],
)
def test_each_kind_is_submitted_with_what_it_needs(
    table: Table, egypt: FlaskClient, kind: str, facts: dict, sentence: str
):
    answer = post(egypt, address(table), typed(table, kind=kind, **facts))

    assert answer.status_code == 303, words(answer)
    assert last().kind == kind
    assert sentence in words(egypt.get(answer.location))


def test_the_preview_of_a_split_refuses_other_words_as_sending_it_does(table: Table, egypt: FlaskClient):
    parts = "The Meeting welcomed\r\n\r\nit. The progress made."
    for do in ("preview", "submit"):
        answer = post(egypt, address(table), typed(table, kind="split", parts=parts, do=do))
        assert "a split only divides" in words(answer), do
    assert count() == 0


def test_the_form_of_a_new_paragraph_names_the_language_of_the_text(table: Table, egypt: FlaskClient):
    page = egypt.get(f"/c/{table.code}/insert?after={table.line('1.').code}")

    assert "In English, the language of the text." in words(page)


def test_a_move_names_the_place_it_moves_to(table: Table, egypt: FlaskClient):
    answer = post(egypt, address(table), typed(table, kind="move", after=table.line("3.").code))

    assert "after paragraph 3 “\u2068The Meeting took note" in words(egypt.get(answer.location))


def test_a_move_begins_without_a_place_and_is_refused_beside_the_field_until_one_is_chosen(
    table: Table, egypt: FlaskClient
):
    page = egypt.get(address(table, "2.")).text
    assert re.search(r'<select[^>]* name="after">\s*<option selected value="">Choose a place</option>', page)

    for do in ("submit", "save", "preview"):
        answer = post(egypt, address(table, "2."), typed(table, "2.", kind="move", after="", do=do))

        assert answer.status_code == 422
        assert 'id="after-error"' in answer.text
        assert "To correct: Choose a place." in words(answer)
    assert count() == 0


def test_a_move_to_the_beginning_is_chosen_and_stands_in_the_form_when_it_is_revised(
    table: Table, egypt: FlaskClient
):
    post(egypt, address(table, "2."), typed(table, "2.", kind="move", after="-"))

    assert current(last()).after_id is None
    assert '<option selected value="-">' in egypt.get(f"/proposals/{last().code}/revise").text


def test_the_preview_of_a_move_without_a_place_asks_for_the_place(table: Table, egypt: FlaskClient):
    sent = typed(table, kind="move", after="", do="preview")
    answer = post(egypt, address(table), sent, headers={"X-Requested-With": "fetch"})

    assert answer.status_code == 200
    assert "choose the place to which it moves" in words(answer)


def test_a_new_paragraph_is_written_at_a_place_of_its_own(table: Table, egypt: FlaskClient):
    place = table.line("2.").code
    page = egypt.get(f"/c/{table.code}/insert?after={place}")
    assert f'<option selected value="{place}">' in page.text

    sent = {"kind": "insert", "fresh": "(a) to report.", "after": place, "line": "sub", "do": "submit"}
    answer = post(egypt, f"/c/{table.code}/insert", sent)

    assert answer.status_code == 303
    revision = current(last())
    assert (revision.kind, revision.depth, revision.after_id) == (
        "sub-paragraph",
        1,
        table.line("2.").line.paragraph,
    )


def test_an_amendment_to_a_proposal_starts_from_its_words_and_says_so(table: Table, egypt: FlaskClient):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    page = egypt.get(f"/proposals/{amendment.code}/amend")
    assert "Amend MYS 1" in words(page)
    assert box(page, "text") == "The Meeting welcomed the good progress made."

    sent = typed(table, text="The Meeting welcomed the very good progress made.", seen=key_of(amendment))
    answer = post(egypt, f"/proposals/{amendment.code}/amend", sent)

    assert last().amends_id == amendment.id
    assert "amends MYS 1" in words(egypt.get(answer.location))


def test_a_paragraph_that_is_only_proposed_is_amended_through_its_proposal(table: Table, egypt: FlaskClient):
    amendment = table.propose("MYS", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    paragraph = db.session.get_one(Paragraph, amendment.paragraph_id).code

    answer = egypt.get(f"/c/{table.code}/p/{paragraph}/amend")

    assert (answer.status_code, answer.location) == (303, f"/proposals/{amendment.code}/amend")


def test_a_deletion_holds_no_words_to_amend(table: Table, egypt: FlaskClient):
    amendment = table.propose("MYS", AmendmentKind.DELETE, "1.")

    assert egypt.get(f"/proposals/{amendment.code}/amend").status_code == 422


def test_a_draft_that_lacks_its_reason_when_it_is_submitted_comes_back_in_the_editor(
    table: Table, egypt: FlaskClient
):
    table.accept(table.replace("MYS", "1.", "progress", "good progress"))
    table.close()
    table.open()
    post(egypt, address(table), typed(table, do="save"))
    draft = last()

    refused = post(egypt, f"/proposals/{draft.code}/submit", {})

    assert refused.status_code == 422
    assert "reopening it needs a reason" in words(refused)
    assert f'action="/proposals/{draft.code}/revise"' in refused.text
    assert ">None<" not in refused.text
    post(egypt, f"/proposals/{draft.code}/revise", typed(table, reason="It is not settled."))
    assert (last().stage, last().number) == ("submitted", 1)


def test_a_refused_act_puts_no_word_into_the_reason_of_another(table: Table, egypt: FlaskClient):
    sent = table.replace("EGY", "1.", "welcomed", "noted")

    page = post(egypt, f"/proposals/{sent.code}/submit", {})

    assert page.status_code == 409
    assert "Withdraw it" in words(page)
    assert ">None<" not in page.text


def test_an_agreed_paragraph_says_at_which_level_and_when(table: Table, egypt: FlaskClient):
    table.accept(table.replace("MYS", "1.", "progress", "good progress"))
    table.close()
    table.open()

    page = egypt.get(address(table))
    refused = post(egypt, address(table), typed(table))

    assert "Agreed at expert level" in words(page)
    assert "to change it, say why it should be opened again" in words(page)
    reopening = re.findall(r'data-shows="[^"]* reopening"[^>]* value="([^"]*)"', page.text)
    assert reopening == ["replace", "delete", "move", "split", "join"]
    assert refused.status_code == 422
    assert "reopening it needs a reason" in words(refused)


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_a_paragraph_retained_in_brackets_is_not_agreed_and_needs_no_reason(
    table: Table, egypt: FlaskClient, visibility: Visibility
):
    table.decide(DecisionKind.BRACKETS, table.replace("MYS", "1.", "progress", "good progress"))
    table.close()
    table.open(visibility=visibility)

    page = words(egypt.get(address(table)))
    sent = post(egypt, address(table), typed(table))

    assert "Agreed at" not in page
    assert "say why it should be opened again" not in page
    assert (sent.status_code, last().stage) == (303, "submitted")


def test_the_form_says_that_the_paragraph_that_a_join_takes_in_is_agreed(table: Table, egypt: FlaskClient):
    assert "Joining it opens it again" not in words(egypt.get(address(table)))
    table.accept(table.replace("MYS", "2.", "urged", "called upon"))
    table.close()
    table.open()

    page = words(egypt.get(address(table)))

    assert "Joining it opens it again: say why." in page
    assert "say why it should be opened again" not in page


HIDDEN = "Proposals of others in round 1, and the acts on them: Not shown until the deadline."


@pytest.mark.parametrize("place", ["", "/p/{line}/amend", "/insert?after={line}"])
def test_where_proposals_are_withheld_own_pages_say_that_others_are_not_shown(browser_of, place: str):
    table = make_table(
        WELCOMES, visibility=Visibility.DEADLINE, opens_at=utcnow() - DAY, deadline=utcnow() + DAY
    )
    sent = table.replace("EGY", "1.", "progress", "good progress")
    path = (
        f"/c/{table.code}{place.format(line=table.line('1.').code)}" if place else f"/proposals/{sent.code}"
    )

    assert HIDDEN in words(browser_of(make_head("EGY")).get(path))
    assert "Not shown until the deadline" not in words(browser_of(make_mission_drafter()).get(path))


# Drafts, review ----------------------------------------------------------------------------------


def test_a_drafter_sees_that_a_head_submits_and_sends_for_review(table: Table, browser_of):
    drafter = browser_of(make_drafter("EGY"))
    page = drafter.get(address(table))
    assert "Submit in the name of" not in words(page)
    assert "You prepare; your head of delegation or an alternate submits." in words(page)

    answer = post(drafter, address(table), typed(table, do="review"))

    assert (answer.status_code, last().stage) == (303, "review")
    assert "It waits for your head of delegation" in words(drafter.get(answer.location))


def test_a_draft_in_review_asks_the_head_of_delegation_to_submit_it(table: Table, egypt, browser_of):
    drafter = browser_of(make_drafter("EGY"))
    review = post(drafter, address(table), typed(table, do="review")).location

    assert "It waits for you to submit it." in words(egypt.get(review))
    assert "waits for you to" not in words(drafter.get(review))

    rounds.change_deadline(table.mission, table.round, utcnow())
    for reader in (egypt, drafter):
        page = words(reader.get(review))
        assert "It is in review and was not submitted in time." in page
        assert "The Mission can enter the draft from the floor until it closes the round" in page
        assert "It waits for" not in page


def test_a_drafter_who_forges_the_submit_button_is_refused_and_loses_no_text(table: Table, browser_of):
    drafter = browser_of(make_drafter("EGY"))

    answer = post(drafter, address(table), typed(table, do="submit"))

    assert answer.status_code == 403
    assert "Your office does not allow this." in words(answer)
    assert box(answer, "text") == "The Meeting also welcomed the progress made."
    assert count() == 0


def test_a_draft_is_gone_on_with_given_back_and_submitted(table: Table, browser_of, egypt: FlaskClient):
    drafter = browser_of(make_drafter("EGY"))
    place = post(drafter, address(table), typed(table, do="save")).location
    assert "Saved as a draft." in words(drafter.get(place))
    page = drafter.get(f"{place}/revise")
    assert box(page, "text") == "The Meeting also welcomed the progress made."

    seen = hidden(page, "seen")
    again = typed(table, do="review", text="The Meeting warmly welcomed it.", seen=seen)
    post(drafter, f"{place}/revise", again)
    assert post(egypt, f"{place}/return").status_code == 303
    assert last().stage == "draft"
    post(egypt, f"{place}/submit")

    assert (last().stage, last().number, current(last()).text) == (
        "submitted",
        1,
        "The Meeting warmly welcomed it.",
    )


def test_a_submitted_proposal_is_revised_and_both_revisions_stay_readable(table: Table, egypt: FlaskClient):
    place = post(egypt, address(table), typed(table)).location
    page = egypt.get(f"{place}/revise")
    assert "Revise EGY 1" in words(page)

    answer = post(
        egypt, f"{place}/revise", typed(table, text="The Meeting gladly welcomed the progress made.")
    )

    assert answer.status_code == 303
    story = words(egypt.get(place))
    assert "The Meeting inserted: gladly , end of insertion welcomed" in story
    assert "The Meeting inserted: also , end of insertion welcomed" in story


def test_the_timeline_lists_the_newest_revision_above_the_submission(table: Table, egypt: FlaskClient):
    place = post(egypt, address(table), typed(table)).location
    assert "Submitted as EGY 1." in words(egypt.get(place))
    assert "this is what it says now" not in words(egypt.get(place))
    for text in ("The Meeting gladly saw it.", "The Meeting saw it."):
        answer = post(egypt, f"{place}/revise", typed(table, text=text))

    page = words(egypt.get(answer.location))
    assert "Revised. This is what EGY 1 says now." in page
    steps = page.partition("Every step")[2]
    matches = re.findall(
        r"Revised: this is what it says now|Revised|Submitted|First written|Written anew", steps
    )
    assert matches == ["Revised: this is what it says now", "Revised", "Submitted", "First written"]


def test_what_was_written_before_the_submission_is_no_revision_and_stays_with_its_delegation(
    table: Table, egypt: FlaskClient, browser_of
):
    malaysia = browser_of(make_head("MYS"))
    place = post(egypt, address(table), typed(table, do="save", text="Our first thoughts.")).location
    post(egypt, f"{place}/revise", typed(table, text="Our second thoughts.", seen=key_of(last())))

    own, theirs = words(egypt.get(place)), words(malaysia.get(place))

    assert "second thoughts" in theirs.partition("Every step")[2]
    assert "first thoughts" not in theirs
    matches = re.findall(r"Revised|Submitted|First written|Written anew", own.partition("Every step")[2])
    assert matches == ["Submitted", "Written anew", "First written"]


def test_a_colleague_who_was_faster_is_not_written_over(table: Table, egypt: FlaskClient):
    place = post(egypt, address(table), typed(table, do="save")).location
    seen = key_of(last())
    post(egypt, f"{place}/revise", typed(table, do="save", text="The Meeting saw it.", seen=seen))

    late = post(egypt, f"{place}/revise", typed(table, do="save", text="My own words.", seen=seen))

    assert late.status_code == 409
    assert box(late, "text") == "My own words."
    assert wordings(late)[:2] == ["The Meeting also welcomed the progress made.", "The Meeting saw it."]
    assert current(last()).text == "The Meeting saw it."


# Refused without losing a word -------------------------------------------------------------------


def test_an_old_base_is_409_with_both_texts_and_the_form_then_stands_on_the_new_one(
    table: Table, egypt: FlaskClient
):
    old = typed(table, text="My own words.", reason="My reason.")
    table.accept(table.replace("MYS", "1.", "progress", "results"))
    table.close()
    table.open()

    answer = post(egypt, address(table), old)

    assert answer.status_code == 409
    assert wordings(answer)[:2] == [WELCOMES, "The Meeting welcomed the results made."]
    assert (box(answer, "text"), box(answer, "reason")) == ("My own words.", "My reason.")
    fresh = hidden(answer, "base_id")
    assert reveal(fresh, use=WORDING) == table.line("1.").line.wording
    assert post(egypt, address(table), {**old, "base_id": fresh}).status_code == 303


@pytest.mark.parametrize("base", ["", "-1", "0", "2147483648", "99999999999999999999", "1e3", "x", "٣"])
def test_an_invalid_base_wording_is_refused_as_an_outdated_page(table: Table, egypt: FlaskClient, base: str):
    answer = post(egypt, address(table), typed(table, base_id=base, text="My own words."))

    assert answer.status_code == 409
    assert box(answer, "text") == "My own words."
    assert count() == 0


def test_a_proposal_that_changes_nothing_is_refused_and_the_form_keeps_the_input(
    table: Table, egypt: FlaskClient
):
    answer = post(egypt, address(table), typed(table, text=WELCOMES, reason="Just so."))

    assert answer.status_code == 422
    assert "Your proposal changes nothing." in words(answer)
    assert box(answer, "reason") == "Just so."
    assert count() == 0


@pytest.mark.parametrize("character", ["\0", "\x08", "\u202e", "\u2067"])
def test_control_and_bidi_characters_are_refused_in_a_sentence(
    table: Table, egypt: FlaskClient, character: str
):
    for fact in ({"text": f"The {character}Meeting."}, {"reason": f"why{character}"}):
        answer = post(egypt, address(table), typed(table, **fact))
        assert answer.status_code == 422
        assert "a character that cannot be saved" in words(answer)
    shown = post(egypt, address(table), typed(table, text=f"The {character}Meeting.", do="preview"))
    assert "a character that cannot be saved" in words(shown)
    assert count() == 0


def test_after_the_deadline_by_a_second_the_words_are_kept_as_a_draft_and_the_sentence_says_so(browser_of):
    deadline = utcnow().replace(microsecond=0) + timedelta(hours=1)
    table = make_table(WELCOMES, URGES, deadline=deadline)
    egypt = browser_of(make_head("EGY"))
    sent = {"csrf_token": token_for(egypt), **typed(table, text="My own words.")}
    where = address(table)

    with clock_at(deadline + timedelta(seconds=1)):
        # a visitor's request starts from nothing, clock included; this one keeps the clock of the test
        answer = FlaskClient.open(egypt, where, method="POST", data=sent)

    assert answer.status_code == 422
    assert "The deadline was" in words(answer)
    assert "It is saved as a draft" in words(answer)
    assert "The Mission can enter it from the floor until it closes the round" in words(answer)
    assert "Leave; the draft is saved" in words(answer)
    assert "without keeping" not in words(answer)
    assert (last().stage, current(last()).text, box(answer, "text")) == (
        "draft",
        "My own words.",
        "My own words.",
    )


def test_a_form_sent_after_the_round_was_closed_is_refused_and_keeps_its_text(
    table: Table, egypt: FlaskClient
):
    sent = typed(table, text="My own words.")
    where = address(table)
    table.close()

    answer = post(egypt, where, sent)

    assert answer.status_code == 409
    assert "This round is closed already." in words(answer)
    assert box(answer, "text") == "My own words."
    assert egypt.get(where).status_code == 409


def test_the_same_form_sent_twice_leads_to_the_one_proposal(table: Table, egypt: FlaskClient):
    first = post(egypt, address(table), typed(table))
    second = post(egypt, address(table), typed(table))

    assert first.location == second.location
    assert "proposed exactly this already" in words(egypt.get(second.location))
    assert count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"delegation_id": "3"},
        {"status": "accepted", "stage": "submitted"},
        {"role": "mission-drafter"},
        {"number": "77", "from_floor": "1", "code": "aaaaaaa"},
    ],
)
def test_what_a_form_does_not_ask_for_is_ignored(table: Table, egypt: FlaskClient, forged: dict):
    post(egypt, address(table), typed(table, do="save", **forged))

    made = last()
    assert (made.sponsor.code, made.stage, made.number, made.from_floor) == ("EGY", "draft", None, False)


@pytest.mark.parametrize("forged", [{"sponsor": "MYS"}, {"sponsor": "floor-MYS"}, {"sponsor": "OICM"}])
def test_a_sponsor_that_was_not_offered_is_refused(table: Table, egypt: FlaskClient, forged: dict):
    assert post(egypt, address(table), typed(table, **forged)).status_code == 422
    assert count() == 0


@pytest.mark.parametrize(
    "wrong", [{"kind": "rewrite"}, {"kind": ""}, {"kind": "insert", "fresh": "x", "line": "footnote"}]
)
def test_an_invalid_choice_is_refused_and_the_form_keeps_its_text(
    table: Table, egypt: FlaskClient, wrong: dict
):
    answer = post(egypt, address(table), typed(table, **wrong))

    assert answer.status_code == 422
    assert "One thing needs correcting." in words(answer)
    assert box(answer, "text") == "The Meeting also welcomed the progress made."


@pytest.mark.parametrize(
    "path",
    [
        "/c/{code}/p/zzzzzzz/amend",
        "/c/{code}/p/-1/amend",
        "/c/{code}/p/9223372036854775808/amend",
        "/c/zzzzzzz/p/{paragraph}/amend",
        "/c/{code}/insert?after=zzzzzzz",
        "/c/{code}/insert?after=%00",
        "/proposals/zzzzzzz",
        "/proposals/9223372036854775808",
        "/proposals/zzzzzzz/amend",
        "/proposals/zzzzzzz/revise",
    ],
)
def test_addresses_of_nothing_are_not_found(table: Table, egypt: FlaskClient, path: str):
    answer = egypt.get(path.format(code=table.code, paragraph=table.line("1.").code))

    assert answer.status_code == 404


def test_a_paragraph_of_another_communique_is_refused_in_a_sentence(table: Table, egypt: FlaskClient):
    elsewhere = make_table("Another text.", symbol="OIC/OTHER").line("1.").code

    assert egypt.get(f"/c/{table.code}/p/{elsewhere}/amend").status_code == 404
    answer = egypt.get(f"/c/{table.code}/insert?after={elsewhere}")
    assert answer.status_code == 422
    assert "That paragraph belongs to another text." in words(answer)


def test_an_observer_reads_and_does_not_write(table: Table, browser_of):
    observer = browser_of(make_observer())
    amendment = table.replace("MYS", "1.", "progress", "good progress")

    assert observer.get(address(table)).status_code == 403
    assert observer.get(f"/proposals/{amendment.code}").status_code == 200
    assert post(observer, f"/proposals/{amendment.code}/withdraw").status_code == 403


# In whose name -----------------------------------------------------------------------------------


def test_who_speaks_for_a_state_and_a_group_chooses(table: Table, browser_of):
    user = make_head("EGY")
    make_appointment(user, Role.HEAD, "ARAB")
    both = browser_of(user)
    assert re.findall(r'<option(?: selected)? value="(EGY|ARAB)">', both.get(address(table)).text) == [
        "EGY",
        "ARAB",
    ]

    post(both, address(table), typed(table, sponsor="ARAB"))

    assert last().sponsor.code == "ARAB"


def test_the_mission_writes_in_its_own_name_on_the_same_form(table: Table, browser_of):
    post(browser_of(make_mission_drafter()), address(table), typed(table, sponsor="OICM"))

    assert (last().sponsor.code, last().number, last().from_floor) == ("OICM", 1, False)


def test_the_mission_enters_from_the_floor_and_the_delegation_confirms(
    table: Table, browser_of, egypt: FlaskClient
):
    mission = browser_of(make_mission_drafter())
    assert "Egypt, from the floor" in words(mission.get(address(table)))
    post(mission, address(table), typed(table, sponsor="floor-EGY"))
    made = last()
    assert (made.sponsor.code, made.number, made.from_floor) == ("EGY", 1, True)

    page = egypt.get(f"/proposals/{made.code}")
    assert "Entered by the Mission, from the floor." in words(page)
    assert "We confirm this is ours" in words(page)
    post(egypt, f"/proposals/{made.code}/answer", {"party": "EGY", "answer": "confirm"})

    assert count(AnswerRow) == 1


def test_the_mission_corrects_on_the_page_what_it_entered_until_the_delegation_confirms_it(
    table: Table, browser_of, egypt: FlaskClient
):
    mission = browser_of(make_mission_drafter())
    assert "what you enter from the floor, until its delegation confirms it" in words(
        mission.get(address(table))
    )
    post(mission, address(table), typed(table, sponsor="floor-EGY"))
    here = f"/proposals/{last().code}"
    assert "You can revise or withdraw it until its delegation confirms it" in words(mission.get(here))
    assert "until its delegation confirms it" not in words(egypt.get(here))

    form = mission.get(f"{here}/revise")
    assert form.status_code == 200
    seen = key_of(last())
    sent = typed(table, sponsor="floor-EGY", text="The Meeting noted some progress.", seen=seen)
    assert post(mission, f"{here}/revise", sent).status_code == 303
    assert [revision.made for revision in last().revisions] == ["floor", "floor"]

    asked = conceal(current(last()).id, use=QUESTION)
    post(egypt, f"{here}/answer", {"party": "EGY", "answer": "confirm", "seen": asked})
    assert f'href="{here}/revise"' not in mission.get(here).text
    refused = mission.get(f"{here}/revise")
    assert refused.status_code == 409
    assert "confirmed or revised by its delegation" in words(refused)
    assert f'action="{here}/revise"' not in refused.text
    assert egypt.get(f"{here}/revise").status_code == 200
    seen = key_of(last())
    late = post(mission, f"{here}/revise", {**sent, "text": "The Meeting noted it.", "seen": seen})
    assert late.status_code == 409
    assert "The Meeting noted it." in late.text


def test_what_is_entered_from_the_floor_is_not_a_draft(table: Table, browser_of):
    mission = browser_of(make_mission_drafter())

    answer = post(mission, address(table), typed(table, sponsor="floor-EGY", do="save"))

    assert answer.status_code == 422
    assert "what is entered from the floor is submitted at once" in words(answer)
    assert count() == 0


# What others may know ----------------------------------------------------------------------------


def test_a_draft_of_another_delegation_answers_exactly_as_one_that_does_not_exist(
    table: Table, browser_of, egypt: FlaskClient
):
    post(egypt, address(table), typed(table, do="save"))
    code = last().code
    for user in (make_head("MYS"), make_mission_drafter(), make_observer()):
        other = browser_of(user)
        hidden, missing = (other.get(f"/proposals/{one}") for one in (code, "zzzzzzz"))
        assert hidden.status_code == missing.status_code == 404
        assert hidden.text == missing.text
    other = browser_of(make_head("MYS"))
    for act in (
        "submit",
        "withdraw",
        "review",
        "return",
        "position",
        "cosponsor",
        "answer",
        "revise",
        "amend",
    ):
        sent = {"party": "MYS", "stance": "support", "answer": "confirm"}
        assert post(other, f"/proposals/{code}/{act}", sent).status_code == 404, act


def test_labels_are_hidden_where_attribution_is_off(browser_of):
    table = make_table(WELCOMES, attributed=False)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("JOR"), amendment.code, party=party("JOR").id)
    other = browser_of(make_head("MYS"))

    for path in (
        f"/proposals/{amendment.code}",
        f"/proposals/{amendment.code}/amend",
        f"/c/{table.code}/proposals",
    ):
        page = words(other.get(path))
        assert amendment.code in page
        for betraying in ("EGY", "Egypt", "JOR", "Jordan"):
            assert betraying not in page, path
    own = words(browser_of(make_head("EGY")).get(f"/proposals/{amendment.code}"))
    assert f"EGY {amendment.number}" in own


def test_where_the_mission_alone_sees_a_proposal_is_not_found_by_others(browser_of):
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")

    assert browser_of(make_head("MYS")).get(f"/proposals/{amendment.code}").status_code == 404
    assert browser_of(make_head("EGY")).get(f"/proposals/{amendment.code}").status_code == 200


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_the_form_says_who_reads_what_is_carried_over_where_a_round_is_not_shown(
    browser_of, *, visibility: Visibility
):
    table = make_table(WELCOMES, visibility=visibility)
    page = words(browser_of(make_head("EGY")).get(address(table)))
    said = "What is carried over into a later round is read by whoever reads that round."
    assert (said in page) is (visibility is Visibility.MISSION)


def test_the_form_says_how_many_other_proposals_are_pending_on_the_paragraph(
    table: Table, egypt: FlaskClient, browser_of
):
    assert "pending on this paragraph" not in words(egypt.get(address(table)))
    mine = table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "little progress")
    amendments.save(table.head("SEN"), table.round, table.proposal(AmendmentKind.DELETE, "1."))
    table.replace("MYS", "2.", "urged", "asked")

    for path, said in (
        (address(table), "2 other proposals are pending on this paragraph"),
        (f"/proposals/{mine.code}/revise", "1 other proposal is pending on this paragraph"),
        (address(table, "2."), "1 other proposal is pending on this paragraph"),
    ):
        answer = egypt.get(path)
        assert said in words(answer)
    assert f'href="{address(table, "2.").removesuffix("/amend")}#proposals"' in answer.text
    assert "2 other proposals" in words(browser_of(make_mission_drafter()).get(address(table)))
    assert "1 other proposal is" in words(browser_of(make_head("JOR")).get(f"/proposals/{mine.code}/amend"))


def test_the_form_counts_no_proposal_that_its_reader_may_not_know_of(browser_of):
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "progress", "great progress")
    joint = table.replace("MYS", "1.", "progress", "little progress")
    db.session.add(Cosponsor(amendment_id=joint.id, party_id=party("SEN").id))
    db.session.commit()

    def told(user: object) -> str:
        return words(browser_of(user).get(address(table)))

    assert "pending on this paragraph" not in told(make_head("JOR"))
    assert "1 other proposal is pending on this paragraph" in told(make_head("EGY"))
    assert "1 other proposal is pending on this paragraph" in told(make_head("SEN"))
    assert "2 other proposals are pending on this paragraph" in told(make_mission_drafter())


def test_the_outcome_of_a_proposal_is_hidden_until_the_next_draft_is_circulated(
    table: Table, egypt: FlaskClient
):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress made", "results"))
    draft = table.close()

    page = words(egypt.get(f"/proposals/{amendment.code}"))
    assert "Its outcome is shown with the next text." in page
    assert "superseded" not in page
    assert "results" not in page.replace("inserted: results", "")

    drafts.circulate(table.mission, draft.id, attributed=True)
    assert "superseded" in words(egypt.get(f"/proposals/{amendment.code}"))


# Where it is, and why ----------------------------------------------------------------------------


def test_an_accepted_proposal_says_who_agreed_it_and_where_its_words_are_now(
    table: Table, egypt: FlaskClient
):
    amendment = table.replace("EGY", "2.", "all", "the")
    table.accept(amendment)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    assert "The next text will say so." in words(egypt.get(f"/proposals/{amendment.code}"))
    table.close()
    table.open()

    page = egypt.get(f"/proposals/{amendment.code}")

    assert "Accepted, agreed at expert level" in words(page)
    assert "Its words are now in paragraph 1 of OIC/FC/Rev.1" in words(page)
    assert f'href="/c/{table.code}/p/{table.line("1.").code}"' in page.text
    assert URGES.replace("all", "the") in words(page)


def test_a_rejected_proposal_says_the_reason_and_can_be_contested(table: Table, egypt: FlaskClient):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)

    page = egypt.get(f"/proposals/{amendment.code}")
    assert "The Mission proposes not to accept it (" in words(page)
    assert "Not now." in words(page)
    refused = post(egypt, f"/proposals/{amendment.code}/answer", {"party": "EGY", "answer": "contest"})
    assert refused.status_code == 422
    assert "say why, so that the Mission can act on it" in words(refused)
    sent = {"party": "EGY", "answer": "contest", "reason": "It was not heard."}
    post(egypt, f"/proposals/{amendment.code}/answer", sent)

    assert "contested" in words(egypt.get(f"/proposals/{amendment.code}"))


def test_a_proposal_accepted_in_part_shows_how_many_changes_were_accepted(table: Table, egypt: FlaskClient):
    amendment = table.replace("EGY", "1.", "welcomed the progress made", "noted the progress seen")
    table.decide(DecisionKind.PART, amendment, chosen=(0,))

    page = words(egypt.get(f"/proposals/{amendment.code}"))

    assert "Accepted in part, agreed at expert level" in page
    assert "1 of 2 changes was taken. The rest waits for a decision." in page
    assert "1 change was taken:" in page


def test_a_sponsor_reads_and_answers_the_compromise_that_absorbed_it(browser_of, egypt: FlaskClient):
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.COMPROMISE, amendment, text="The Meeting welcomed the steady progress made.")

    page = words(egypt.get(f"/proposals/{amendment.code}"))
    assert "steady" in page
    assert "We accept it We can live with it We object" in page
    post(egypt, f"/proposals/{amendment.code}/answer", {"party": "EGY", "answer": "live-with"})

    answered = words(egypt.get(f"/proposals/{amendment.code}"))
    assert answered.count(f"Egypt can live with the compromise for EGY {amendment.number}") == 2


def test_the_author_of_a_proposal_is_shown_to_their_own_delegation_only(table: Table, egypt, browser_of):
    drafter, malaysia = (
        browser_of(make_drafter("EGY", name="Amina the drafter")),
        browser_of(make_head("MYS")),
    )
    made = post(drafter, address(table), typed(table, do="review")).location
    post(egypt, f"{made}/submit")

    assert "First written Amina the drafter" in words(egypt.get(made))
    assert "Amina" not in words(malaysia.get(made))


def test_the_mission_sees_its_own_actions_on_a_proposal_and_no_delegation_section(
    table: Table, egypt, browser_of
):
    amendment = table.replace("MYS", "1.", "progress", "great progress")

    page = words(browser_of(make_mission_drafter()).get(f"/proposals/{amendment.code}"))

    assert "What you can do Amend MYS 1" in page
    assert "Your delegation" not in page
    assert "Your delegation and this proposal" in words(egypt.get(f"/proposals/{amendment.code}"))


@pytest.mark.parametrize("given", ["", "agree", "accept\0", "draft"])
def test_an_answer_that_does_not_exist_is_refused(table: Table, egypt: FlaskClient, given: str):
    amendment = table.replace("EGY", "1.", "progress", "great progress")

    answer = post(egypt, f"/proposals/{amendment.code}/answer", {"party": "EGY", "answer": given})

    assert answer.status_code == 422
    assert count(AnswerRow) == 0


# Acts --------------------------------------------------------------------------------------------


def test_withdrawing_asks_once_more_and_the_proposal_stays_readable(table: Table, egypt: FlaskClient):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    assert "Yes, withdraw EGY 1" in words(egypt.get(f"/proposals/{amendment.code}"))

    post(egypt, f"/proposals/{amendment.code}/withdraw", {"reason": "We thought again."})
    page = words(egypt.get(f"/proposals/{amendment.code}"))

    assert "Withdrawn by its sponsor." in page
    assert "We thought again." in page
    again = post(egypt, f"/proposals/{amendment.code}/withdraw")
    assert again.status_code == 409
    assert "A proposal that is withdrawn cannot be withdrawn." in words(again)


def test_a_position_is_given_its_reason_which_stands_beside_it_and_in_the_form(
    table: Table, egypt: FlaskClient
):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    sent = {"party": "EGY", "stance": "reserve", "reason": 'We await "instructions".'}

    assert post(egypt, f"/proposals/{amendment.code}/position", sent).status_code == 303

    page = egypt.get(f"/proposals/{amendment.code}")
    assert 'dir="auto">We await &#34;instructions&#34;.</textarea>' in page.text
    assert 'Egypt reserve We await "instructions".' in words(page)


def test_a_position_from_a_page_that_is_older_than_a_colleagues_is_refused_with_both(
    table: Table, egypt: FlaskClient
):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    address, seen = f"/proposals/{amendment.code}/position", {"party": "EGY", "seen": "", "seen_reason": ""}
    assert post(egypt, address, {**seen, "stance": "oppose", "reason": "Not yet."}).status_code == 303

    answer = post(egypt, address, {**seen, "stance": "support"})

    assert answer.status_code == 409
    assert "The page showed the position “none yet”; a colleague has recorded “oppose” since." in words(
        answer
    )
    assert 'name="seen" value="oppose"' in answer.text
    again = {"party": "EGY", "seen": "oppose", "seen_reason": "Not now.", "stance": "support"}
    assert "another reason for this position" in words(post(egypt, address, again))
    assert post(egypt, address, {**again, "seen_reason": "Not yet."}).status_code == 303


def test_a_reason_that_is_too_long_is_refused_and_still_stands_in_the_form(table: Table, egypt: FlaskClient):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    sent = {"party": "EGY", "stance": "reserve", "reason": "b" * 301}

    answer = post(egypt, f"/proposals/{amendment.code}/position", sent)

    assert answer.status_code == 422
    assert "The text is too long (301 characters; at most 300)." in words(answer)
    assert f'dir="auto">{"b" * 301}</textarea>' in answer.text
    assert position_on(amendment, "EGY") is None


def test_positions_and_cosponsors_lead_back_to_where_they_were_given(table: Table, egypt: FlaskClient):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    back = f"/c/{table.code}/delegation"

    answers = [
        post(
            egypt,
            f"/proposals/{amendment.code}/position",
            {"party": "EGY", "stance": "live-with", "back": back},
        ),
        post(egypt, f"/proposals/{amendment.code}/cosponsor", {"party": "EGY", "joins": "yes", "back": back}),
    ]

    assert [(answer.status_code, answer.location) for answer in answers] == [
        (303, f"{back}#acts-{amendment.code}")
    ] * 2
    db.session.rollback()
    assert position_on(amendment, "EGY") is None, "a co-sponsor has no other position"
    assert db.session.get(Cosponsor, (amendment.id, party("EGY").id)) is not None
    page = words(egypt.get(f"/proposals/{amendment.code}"))
    assert "Egypt is a co-sponsor." in page


def test_a_way_back_to_another_site_is_not_taken(table: Table, egypt: FlaskClient):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    sent = {"party": "EGY", "stance": "support", "back": "https://elsewhere.example/"}

    assert post(egypt, f"/proposals/{amendment.code}/position", sent).location == f"/#acts-{amendment.code}"


@pytest.mark.parametrize("code", ["MYS", "zzz", "", "EGY\0", "EGY'--"])
def test_a_position_in_the_name_of_another_party_is_refused(table: Table, egypt: FlaskClient, code: str):
    amendment = table.replace("JOR", "1.", "progress", "good progress")

    answer = post(egypt, f"/proposals/{amendment.code}/position", {"party": code, "stance": "support"})

    assert answer.status_code in (403, 404)
    assert count(Position) == 0


def test_cosponsors_who_leave_what_only_sponsors_see_are_not_led_to_a_closed_door(browser_of):
    table = make_table(WELCOMES)
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("EGY"), amendment.code, party=party("EGY").id)
    table.close()
    table.open(visibility=Visibility.MISSION)
    egypt = browser_of(make_head("EGY"))
    assert egypt.get(f"/proposals/{amendment.code}").status_code == 200

    answer = post(egypt, f"/proposals/{amendment.code}/cosponsor", {"party": "EGY", "joins": "no"})

    assert answer.status_code == 303
    assert egypt.get(answer.location).status_code == 200


def test_the_pages_speak_arabic_from_right_to_left_and_the_wording_its_own_way(
    table: Table, egypt: FlaskClient
):
    egypt.set_cookie("acm_language", "ar")
    amendment = table.replace("EGY", "1.", "progress", "great progress")

    for path in (address(table), f"/proposals/{amendment.code}", f"/c/{table.code}/delegation"):
        page = egypt.get(path).text
        assert '<html lang="ar" dir="rtl">' in page
        assert 'lang="en" dir="ltr"' in page or 'dir="ltr" id="text" lang="en"' in page


def test_no_revision_is_written_by_looking(table: Table, egypt: FlaskClient):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    before = count(Revision)

    for path in (address(table), f"/proposals/{amendment.code}", f"/proposals/{amendment.code}/revise"):
        assert egypt.get(path).status_code == 200

    assert count(Revision) == before


def test_a_preview_without_script_comes_back_at_the_preview(table: Table, egypt: FlaskClient):
    page = egypt.get(address(table)).text

    assert re.findall(r'<button[^>]*value="preview"[^>]*>', page)
    assert all(
        'formaction="#shown"' in found for found in re.findall(r'<button[^>]*value="preview"[^>]*>', page)
    )
    assert f'action="{address(table)}" method="post"' in page
    assert 'id="shown"' in page


def test_each_position_button_names_the_delegation_and_proposal_and_marks_the_current_position(
    table: Table, egypt: FlaskClient
):
    theirs = table.replace("MYS", "1.", "The Meeting", "The Meeting also")
    post(egypt, f"/proposals/{theirs.code}/position", {"party": "EGY", "stance": "live-with"})

    page = egypt.get(f"/proposals/{theirs.code}").text
    row = re.search(r'<div class="five">.*?</div>', page, flags=re.DOTALL)[0]

    assert words_of(row) == (
        "support, Egypt supports MYS 1 can live with, Egypt can live with MYS 1 oppose, Egypt opposes MYS 1"
        " reserve, Egypt reserves its position on MYS 1"
        " awaiting instructions, Egypt awaits instructions on MYS 1"
    )
    assert re.findall(r'value="([\w-]+)" aria-pressed="true"', row) == ["live-with"]
    assert re.findall(r'value="([\w-]+)" aria-pressed="false" data-asks', row) == [
        "oppose",
        "reserve",
        "awaiting",
    ]


@pytest.mark.parametrize(
    ("before", "restored", "sentence"),
    [
        (
            {"stance": "reserve", "reason": "It is late."},
            ("reserve", "It is late."),
            "reserves its position on",
        ),
        ({"stance": ""}, None, "takes no position on"),
    ],
)
def test_a_new_position_is_confirmed_once_on_the_page_and_can_be_undone(
    table: Table, egypt: FlaskClient, before: dict[str, str], restored: object, sentence: str
):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    address = f"/proposals/{amendment.code}/position"
    post(egypt, address, {"party": "EGY", **before})
    egypt.get(f"/proposals/{amendment.code}")
    post(egypt, address, {"party": "EGY", "stance": "support"})

    page = egypt.get(f"/proposals/{amendment.code}").text
    match = re.search(r'<div class="told".*?</div>', page, flags=re.DOTALL)[0]
    undo = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', match))

    assert "Egypt supports MYS 1 Undo" in words_of(match)
    assert (undo["seen"], undo["stance"]) == ("support", before["stance"])
    assert "data-recorded" not in egypt.get(f"/proposals/{amendment.code}").text
    assert post(egypt, address, undo).status_code == 303
    row = position_on(amendment, "EGY")
    assert (row and (row.stance, row.reason)) == restored
    assert sentence in words(egypt.get(f"/proposals/{amendment.code}"))


def test_nothing_is_offered_to_undo_where_nothing_changed(table: Table, egypt: FlaskClient):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    for _ in range(2):
        post(egypt, f"/proposals/{amendment.code}/position", {"party": "EGY", "stance": "support"})

    page = egypt.get(f"/proposals/{amendment.code}").text

    assert "data-recorded" in page
    assert "Undo" not in page


def test_co_sponsoring_asks_once_and_can_be_undone(table: Table, egypt: FlaskClient):
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    address = f"/proposals/{amendment.code}"
    assert "Co-sponsor MYS 1 in the name of Egypt Yes, co-sponsor MYS 1" in words(egypt.get(address))

    post(egypt, f"{address}/cosponsor", {"party": "EGY", "joins": "yes"})
    joined = words(egypt.get(address))
    post(egypt, f"{address}/cosponsor", {"party": "EGY", "joins": "no"})
    left = words(egypt.get(address))

    assert "Egypt joined MYS 1 as co-sponsor Undo" in joined
    assert "Egypt left the co-sponsors of MYS 1 Undo" in left


def test_quoted_words_are_isolated_and_end_before_the_full_stop(table: Table, egypt: FlaskClient):
    answer = post(egypt, address(table), typed(table, kind="move", after=table.line("3.").code))
    egypt.get("/language/ar")

    page = egypt.get(answer.location).text

    assert "«\u2068The Meeting" in page
    assert "\u2069»" in page
    assert "…." not in page


def test_a_superseded_proposal_shows_which_of_its_changes_are_in_the_text(table: Table, browser_of):
    asked = URGES.replace("urged", "invited").replace("contribute", "contribute more")
    mine = table.propose("EGY", AmendmentKind.REPLACE, "2.", text=asked)
    text = URGES.replace("urged", "invited").replace("contribute", "contribute at once")
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "2.", text=text))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    page = words(browser_of(make_head("EGY")).get(f"/proposals/{mine.code}"))
    assert "1 of your 2 changes is in the text. Other words were decided on in the same place" in page
    assert "other words stand there" in page
    seen = words(browser_of(make_observer()).get(f"/proposals/{mine.code}"))
    assert "1 of 2 changes is in the text." in seen
    paragraph = words(browser_of(make_observer()).get(f"/c/{table.code}/p/{table.line('2.').code}"))
    assert "1 of 2 changes is in the text." in paragraph


@pytest.mark.thorough
def test_the_sponsor_can_propose_the_rest_of_a_superseded_proposal_again(table: Table, browser_of):
    asked = URGES.replace("urged", "invited").replace("contribute", "contribute more")
    mine = table.propose("EGY", AmendmentKind.REPLACE, "2.", text=asked)
    table.accept(table.replace("MYS", "2.", "urged", "called upon"))
    table.close()
    table.open()
    egypt, malaysia = browser_of(make_head("EGY")), browser_of(make_head("MYS"))
    path = f"/c/{table.code}/p/{table.line('2.').code}/amend?rest={mine.code}"

    page = egypt.get(f"/proposals/{mine.code}")
    assert "Propose anew the change that could still be made" in words(page)
    assert f'href="{path}"' in page.text
    assert "Propose anew the change" not in words(malaysia.get(f"/proposals/{mine.code}"))

    text = "The Meeting called upon all Member States to contribute more."
    assert text in unescape(egypt.get(path).text)
    assert text not in unescape(malaysia.get(path).text)
    assert egypt.get(path.replace(mine.code, "no%20such%00")).status_code == 200


def test_what_is_contested_is_read_on_its_own_page_by_its_own_changes(browser_of):
    table = make_table("The Meeting noted the report of the experts.", symbol="OIC/Y")
    mine = table.replace("SEN", "1.", "the experts", "everybody")
    table.accept(
        table.replace("EGY", "1.", "noted", "welcomed"), table.replace("MYS", "1.", "experts", "authors")
    )
    table.close()
    table.open()
    head, key = table.head("SEN"), party("SEN").id
    answers.answer(head, mine.code, party=key, answer=Answer.CONTEST, reason="It still matters.")

    page = words(browser_of(make_mission_drafter()).get(f"/proposals/{mine.code}"))

    says = page.partition("What it says")[2].partition("Every step")[0]
    assert "The Meeting welcomed the report of" in says
    assert "noted" not in says


# What is built on another proposal, where a later round does not show it ---------------------------

SECRET = "The Meeting hailed the SECRET progress made."


def built_on(table: Table, made: Amendment, text: str) -> Proposal:
    """Return other words in place of those that *made* proposes."""
    paragraph = db.session.get_one(Paragraph, made.paragraph_id)
    wording = find_wording(db.session, paragraph.id, table.draft)
    wording = wording or newest_wording(db.session, paragraph.id, "en")
    facts = {"text": text, "amends": made.code, "seen": current(made).id}
    return Proposal(AmendmentKind.REPLACE, paragraph.code, wording.id, **facts)


def built_by_jordan(table: Table, kind: AmendmentKind) -> tuple[Amendment, Amendment, Amendment]:
    """Return Egypt's proposal, and Jordan's draft and proposal of other words for it."""
    facts = {"after": "1."} if kind is AmendmentKind.INSERT else {"label": "1."}
    egy = table.propose("EGY", kind, text="The Meeting hailed the progress made.", **facts)
    jor = table.head("JOR")
    draft = amendments.save(jor, table.round, built_on(table, egy, "The Meeting lauded progress."))
    made = amendments.propose(jor, table.round, built_on(table, egy, "The Meeting lauded the progress."))
    return egy, draft, made


def revise_secretly(table: Table, egy: Amendment) -> None:
    if egy.kind == AmendmentKind.INSERT:
        proposal = Proposal(AmendmentKind.INSERT, text=SECRET, after=table.line("1.").code)
    else:
        proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=SECRET)
    amendments.revise(table.head("EGY"), egy.code, proposal)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.REPLACE])
def test_no_form_shows_the_words_of_a_proposal_that_is_not_shown_now_to_who_amends_it(
    browser_of, table: Table, kind: AmendmentKind
):
    egy, draft, made = built_by_jordan(table, kind)
    sends = {"kind": "replace", "text": "The Meeting hailed some progress.", "base_id": "1"}
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        jordan = browser_of(db.session.get_one(User, table.head("JOR").user))
        own = f"/proposals/{made.code}"
        public = jordan.get(f"/proposals/{egy.code}")
        assert public.status_code == 200
        revise_secretly(table, egy)
        assert words_of(jordan.get(f"/proposals/{egy.code}").text) == words_of(public.text)
        revisions = count(Revision)
        seen = [jordan.get(f"/proposals/{one.code}/revise") for one in (draft, made)]
        if kind is AmendmentKind.INSERT:
            seen.append(jordan.get(f"{own}/amend"))
            seen.append(post(jordan, f"{own}/amend", {**sends, "do": "submit"}))
        for one in (draft, made):
            for button in ("preview", "save", "submit"):
                answer = post(jordan, f"/proposals/{one.code}/revise", {**sends, "do": button})
                assert sends["text"] in unescape(answer.text)
                seen.append(answer)
        seen.append(post(jordan, f"/proposals/{draft.code}/submit", {}))

        assert {answer.status_code for answer in seen} == {409}
        for answer in seen:
            assert "SECRET" not in answer.text
            assert "The proposal that this one builds on is not shown in this round." in answer.text
        for one in (draft, made):
            page = jordan.get(f"/proposals/{one.code}")
            assert page.status_code == 200
            assert "lauded" in words_of(page.text)
            assert "SECRET" not in page.text
        assert count(Revision) == revisions


ENDS = {
    "accepted": lambda table, egy: table.accept(egy, level=None),
    "rejected": lambda table, egy: table.decide(DecisionKind.REJECT, egy, reason="No."),
    "deferred": lambda table, egy: table.decide(DecisionKind.DEFER, egy),
    "absorbed": lambda table, egy: table.decide(
        DecisionKind.COMPROMISE, egy, text="The Meeting saw a compromise.", level=None
    ),
    "withdrawn": lambda table, egy: amendments.withdraw(table.head("EGY"), egy.code),
}


@pytest.mark.thorough
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.REPLACE])
def test_what_happens_to_a_proposal_not_shown_changes_no_page_of_who_amends_it(
    browser_of, table: Table, kind: AmendmentKind, end: str
):
    egy, draft, made = built_by_jordan(table, kind)
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        jordan = browser_of(db.session.get_one(User, table.head("JOR").user))

        def pages() -> list[str]:
            return [
                words_of(jordan.get(f"/proposals/{one.code}{form}").text)
                for one in (draft, made)
                for form in ("", "/revise", "/amend")
            ] + [
                words_of(jordan.get(f"/c/{table.code}/{where}").text)
                for where in ("delegation", "proposals", "text", f"p/{table.line('1.').code}")
            ]

        before = pages()
        revise_secretly(table, egy)
        assert pages() == before
        ENDS[end](table, egy)
        assert pages() == before
