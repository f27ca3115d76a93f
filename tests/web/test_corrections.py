"""An imported text is corrected or withdrawn by the Mission; for everybody else a withdrawn one is not there."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.services import corrections, drafts
from acm_drafts.services.drafts import Face
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Draft, JournalLine
from acm_drafts.store.text import text_rows
from acm_drafts.text.language import Language
from tests.conftest import by_turns
from tests.factories import make_head, make_mission_drafter, make_officer, mission, post, sign_in, token_for
from tests.tables import lines_of, make_table
from tests.web.readers import words_of
from tests.web.test_imports import Page
from tests.web.test_uncirculated import MISSING, READERS, paths

pytestmark = pytest.mark.usefixtures("session")

TITLE, SYMBOL = "Communiqué of the wrong year", "OIC/WRONG"
LINES = lines_of("# Opening", "The Meeting welcomed the progres.", "It noted the report.")


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """A Mission drafter's browser."""
    return sign_in(client, make_mission_drafter(name="Amina Diallo"))


@pytest.fixture
def draft() -> Draft:
    """An imported draft that is not circulated."""
    return drafts.import_text(mission(), lines=LINES, data=b"bytes", title=TITLE, symbol=SYMBOL)


def page_of(desk: FlaskClient, draft: Draft) -> Page:
    page = Page(desk, desk.get(f"/c/{draft.communique.code}/correct"))
    page.facts |= {"title": TITLE, "symbol": SYMBOL}
    return page


def withdraw(draft: Draft, reason: str = "It was the text of last year.") -> Draft:
    return corrections.withdraw_text(mission(), draft.id, reason=reason)


def count(record: type = Draft) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record)) or 0


def texts(draft: Draft) -> list[str]:
    return [line.text for line in lines_of_draft(db.session, draft.id)]


# Correcting ----------------------------------------------------------------------------------------


def test_the_page_of_a_text_leads_to_its_correction_and_withdrawal_until_it_is_circulated(
    desk: FlaskClient, draft: Draft
):
    root = f"/c/{draft.communique.code}"
    links = (f'href="{root}/correct"', f'href="{root}/withdraw"')
    assert all(link in desk.get(f"{root}/text").text for link in links)

    drafts.circulate(mission(), draft.id, attributed=True)

    assert not any(link in desk.get(f"{root}/text").text for link in links)
    for answer in (
        desk.get(f"{root}/correct"),
        desk.get(f"{root}/withdraw"),
        post(desk, f"{root}/withdraw", {"reason": "Too late."}),
    ):
        assert answer.status_code == 409
        assert "OIC/WRONG is circulated: it can no longer be corrected or withdrawn." in answer.text


def test_the_lines_stand_on_the_page_as_they_stand_in_the_draft(desk: FlaskClient, draft: Draft):
    answer = desk.get(f"/c/{draft.communique.code}/correct")

    page = Page(desk, answer)
    assert [(line["kind"], line["label"], line["text"]) for line in page.lines] == [
        ("heading", "", "Opening"),
        ("paragraph", "1.", "The Meeting welcomed the progres."),
        ("paragraph", "2.", "It noted the report."),
    ]
    assert "The corrected text takes the place of OIC/WRONG, which is withdrawn." in answer.text
    assert f'value="{TITLE}"' in answer.text
    assert f'value="{SYMBOL}"' in answer.text


def test_what_is_corrected_takes_the_place_of_the_draft(desk: FlaskClient, draft: Draft):
    page = page_of(desk, draft)
    page.lines[1]["text"] = "The Meeting welcomed the progress."

    answer = page.send(title="Final Communiqué")

    db.session.rollback()
    newest = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert (answer.status_code, answer.location) == (303, f"/c/{newest.communique.code}/text")
    assert texts(newest)[1] == "The Meeting welcomed the progress."
    assert newest.communique.title == "Final Communiqué"
    assert "OIC/WRONG is corrected. Only the Mission reads it yet." in desk.get(answer.location).text


def test_corrections_can_be_looked_at_before_they_are_kept(desk: FlaskClient, draft: Draft):
    answer = page_of(desk, draft).send(show="1", remove=["2"])

    assert [line["text"] for line in Page(desk, answer).lines] == ["Opening", "It noted the report."]
    assert count() == 1


def test_lines_that_are_sent_as_they_stood_correct_nothing(desk: FlaskClient, draft: Draft):
    answer = page_of(desk, draft).send()

    assert answer.status_code == 422
    assert "Nothing was corrected." in answer.text
    assert count() == 1


@pytest.mark.parametrize(
    ("facts", "status", "sentence"),
    [
        ({"title": ""}, 422, "This is needed."),
        ({"symbol": " "}, 422, "This is needed."),
        ({"symbol": "OIC/OTHER"}, 409, "The symbol OIC/OTHER is taken."),
        ({"remove": ["1", "2", "3"]}, 422, "it holds no text"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_beside_its_field(
    desk: FlaskClient, draft: Draft, facts: dict[str, object], status: int, sentence: str
):
    drafts.import_text(mission(), lines=LINES, data=b"other", symbol="OIC/OTHER")
    page = page_of(desk, draft)
    page.lines[2]["text"] = "Typed with care."

    answer = page.send(**facts)

    assert answer.status_code == status
    assert sentence in answer.text
    assert "remove" in facts or "Typed with care." in answer.text
    assert count() == 2


def test_a_page_that_is_older_than_a_colleagues_correction_keeps_what_was_typed(
    desk: FlaskClient, draft: Draft
):
    page = page_of(desk, draft)
    face = Face("", "OIC/RIGHT", Language.EN, DraftStatus.ZERO)
    newest = corrections.correct_text(mission(), draft.id, lines=LINES[1:], face=face)
    page.lines[2]["text"] = "Typed with care."

    answer = page.send()

    assert answer.status_code == 409
    assert "OIC/RIGHT took the place of OIC/WRONG" in answer.text
    assert f'href="/c/{newest.communique.code}/text"' in answer.text
    assert "Typed with care." in answer.text
    assert count() == 2


def test_a_page_that_is_older_than_the_circulation_keeps_what_was_typed(desk: FlaskClient, draft: Draft):
    page = page_of(desk, draft)
    drafts.circulate(mission(), draft.id, attributed=True)
    page.lines[2]["text"] = "Typed with care."

    answer = page.send()

    assert answer.status_code == 409
    assert "it can no longer be corrected or withdrawn." in answer.text
    assert "Typed with care." in answer.text


def test_a_text_on_which_a_round_was_opened_is_not_corrected(desk: FlaskClient):
    table = make_table("The Meeting welcomed the progress.")

    answer = desk.get(f"/c/{table.code}/correct")

    assert answer.status_code == 409
    assert "A round was opened on this text" in answer.text


# Withdrawing ---------------------------------------------------------------------------------------


def test_a_text_is_withdrawn_with_a_reason_and_found_under_all_texts(desk: FlaskClient, draft: Draft):
    root = f"/c/{draft.communique.code}"
    assert "This cannot be undone." in desk.get(f"{root}/withdraw").text
    without = post(desk, f"{root}/withdraw", {"reason": " "})
    assert without.status_code == 422
    assert re.search(r'id="reason-error">.*?This is needed', without.text)
    assert count(JournalLine) == 1

    answer = post(desk, f"{root}/withdraw", {"reason": "It was the text of <last> year."})

    assert (answer.status_code, answer.location) == (303, "/meetings")
    listed = desk.get("/meetings").text
    before, _, withdrawn = listed.partition('id="withdrawn"')
    assert TITLE not in re.sub(r"<title>.*?</title>", "", before)
    assert f'href="{root}/withdrawn"' in withdrawn
    assert SYMBOL in withdrawn

    shown = desk.get(f"{root}/text", follow_redirects=True)
    assert shown.status_code == 200
    assert "Amina Diallo" in shown.text
    assert "It was the text of &lt;last&gt; year." in shown.text
    assert "The Meeting welcomed the progres." in shown.text


def test_a_corrected_text_leads_to_the_one_that_took_its_place(desk: FlaskClient, draft: Draft):
    face = Face("", "", Language.EN, DraftStatus.ZERO)
    newest = corrections.correct_text(mission(), draft.id, lines=LINES[1:], face=face)

    shown = desk.get(f"/c/{draft.communique.code}/withdrawn")

    assert f'<a href="/c/{newest.communique.code}/text">' in shown.text
    assert "Replaced by the corrected text:" in shown.text
    assert desk.get(f"/c/{newest.communique.code}/withdrawn").status_code == 404


def test_the_journal_of_a_withdrawn_text_opens_for_the_mission(desk: FlaskClient, draft: Draft):
    withdraw(draft)

    page = desk.get(f"/c/{draft.communique.code}/journal").text

    assert "OIC/WRONG withdrawn before circulation" in words_of(page)
    assert "It was the text of last year." in page
    assert f"/c/{draft.communique.code}/rounds" not in page
    assert "/c//" not in page, "a link leads to no text"


def test_no_other_page_of_a_withdrawn_text_opens(app: Flask, desk: FlaskClient, draft: Draft):
    withdraw(draft)
    code = draft.communique.code
    paragraph = _paragraph(draft)
    token = token_for(desk, "/account")
    opens = {}
    for method, path in paths(app, code, paragraph):
        data = {"csrf_token": token, "kind": "keep", "do": "submit", "pasted": "1. Item", "reason": "Why."}
        answer = desk.get(path) if method == "GET" else desk.post(path, data=data)
        if answer.status_code < 400:
            opens[path] = answer.status_code

    assert opens == {
        f"/c/{code}/text": 303,
        f"/c/{code}/withdrawn": 200,
        f"/c/{code}/journal": 200,
        f"/c/{code}/journal.csv": 200,
    }


def _paragraph(draft: Draft) -> str:
    return text_rows(db.session, draft.id)[1].code


@pytest.mark.parametrize("office", READERS)
def test_to_others_a_withdrawn_text_is_as_if_it_were_not_there(app: Flask, draft: Draft, office: str):
    code, paragraph = draft.communique.code, _paragraph(draft)
    withdraw(draft)
    client = sign_in(app.test_client(), make_officer(*READERS[office]))
    token = token_for(client, "/account")

    def asked(named: str) -> dict[tuple[str, str], int]:
        answers = {}
        every = paths(app, named, paragraph if named == code else "zzzzzzy")
        for method, path in by_turns(every, list(READERS).index(office)):
            data = {"csrf_token": token, "reason": "Why."}
            answer = client.get(path) if method == "GET" else client.post(path, data=data)
            page = answer.data.decode("utf-8", "replace")
            assert TITLE not in page and SYMBOL not in page, path
            at = path.replace(f"/c/{named}", "/c/X").replace(f"/{paragraph}", "/zzzzzzy")
            answers[method, at] = answer.status_code
        return answers

    assert asked(code) == asked(MISSING)
    assert SYMBOL not in client.get("/meetings").text


@pytest.mark.parametrize("path", ["correct", "withdraw"])
def test_only_the_mission_corrects_and_withdraws(client: FlaskClient, draft: Draft, path: str):
    sign_in(client, make_head("EGY"))

    url = f"/c/{draft.communique.code}/{path}"

    assert client.get(url).status_code == 404
    assert post(client, url, {"reason": "Why."}).status_code == 404
    assert db.session.get_one(Draft, draft.id).withdrawn_at is None


def test_a_withdrawn_text_is_offered_nowhere_else(desk: FlaskClient, draft: Draft):
    kept = make_table("The Meeting welcomed the progress.")
    withdraw(draft)

    for path in ("/import", f"/c/{kept.code}/compare", f"/c/{kept.code}/documents", f"/c/{kept.code}/text"):
        page = desk.get(path).text
        assert TITLE not in page and SYMBOL not in page, path
    assert desk.get("/").location == f"/c/{kept.code}/text"
