"""The pages of calls for inputs: a call is drafted, issued, answered, read by whom it names, and compiled in Word."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import inputs
from acm_drafts.services.inputs import CheckedFile, Passage
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.inputs import ACTS_ON_CALLS
from acm_drafts.store.records import InputCall, User
from acm_drafts.web.journal.acts import ACTS
from tests.factories import actor_of, make_drafter, make_mission_drafter, make_observer, sign_in
from tests.inputs import call, kept, read_by, submit, wish
from tests.tables import Table, make_table
from tests.web.readers import queries_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.")


HOUR = timedelta(hours=1)


def client_of(app: Flask, actor: Actor) -> FlaskClient:
    return sign_in(app.test_client(), db.session.get_one(User, actor.user))


def client_of_mission(app: Flask) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def soon(table: Table, **facts: object) -> InputCall:
    """Issue a call for three hours, for which a browser stays signed in."""
    return call(table, deadline=utcnow() + 3 * HOUR, **facts)


def told(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return the words of a page on one line."""
    answer = client.get(path)
    assert answer.status_code == status, answer.status
    return words_of(answer.text)


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())


def send(client: FlaskClient, path: str, **data: object) -> object:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account").text)
    facts = {"csrf_token": found[1], **data}
    return client.post(path, data=facts, content_type="multipart/form-data")


def clock_in(days: int) -> str:
    return f"{utcnow() + timedelta(days=days):%Y-%m-%dT12:00}"


def test_the_mission_drafts_issues_extends_and_withdraws_a_call(app: Flask, table: Table):
    mission, egypt = client_of_mission(app), client_of(app, table.head("EGY"))
    senegal = client_of(app, table.head("SEN"))
    root = f"/c/{table.code}/inputs"
    filled = {
        "title": "Role <of> the OIC",
        "questions": "Which role?\r\n\r\nWhich means?",
        "zone": "America/New_York",
        "visibility": "deadline",
        "languages": ["en", "fr"],
        "deadline": clock_in(10),
    }
    assert "This is needed." in words_of(send(mission, root, **{**filled, "title": ""}).text)
    passed = send(mission, root, **{**filled, "deadline": clock_in(-1)})
    assert passed.status_code == 422 and "the deadline has passed already" in passed.text
    url = send(mission, root, **filled).headers["Location"]
    assert "There is no call for inputs." in told(egypt, root)
    told(egypt, url, 404)
    assert send(egypt, f"{url}/issue", seen="1").status_code == 403
    assert send(mission, f"{url}/edit", **filled, seen="1").status_code == 303
    assert "Somebody has changed this call" in send(mission, f"{url}/issue", seen="1").text
    assert send(mission, f"{url}/issue", seen="2").status_code == 303

    page = told(egypt, url)
    assert "Question 1 Which role? Question 2 Which means?" in page and "open for answers" in page
    assert "told after the deadline" in page and "Withdraw the call" not in page
    extended = {"extend-until": clock_in(20), "extend-reason": "Several asked."}
    assert "This is needed." in send(mission, f"{url}/extend", **{**extended, "extend-reason": ""}).text
    assert send(mission, f"{url}/extend", **extended).status_code == 303
    assert "Deadline extended" in told(egypt, url) and "Several asked." in told(egypt, url)
    late = {"late-party": "SEN", "late-until": clock_in(30), "late-reason": "Its capital asked."}
    assert send(mission, f"{url}/late", **late).status_code == 303
    assert "Late answer allowed" not in told(egypt, url)
    assert "Late answer allowed" in told(senegal, url) and "Its capital asked." in told(senegal, url)
    assert "A late answer is allowed until" in told(senegal, url) and "The deadline was" not in told(
        senegal, url
    )
    assert send(mission, f"{url}/withdraw", **{"withdraw-reason": "Asked otherwise."}).status_code == 303
    over = told(senegal, url)
    assert "A late answer is allowed until" not in over and "The deadline was" in over
    assert "withdrawn" in told(egypt, root)
    assert send(mission, f"{url}/close").status_code == 409


def test_a_delegation_saves_a_draft_with_a_file_submits_it_and_is_told_when_it_is_late(
    app: Flask, table: Table
):
    issued = soon(table)
    url, mission = f"/c/{table.code}/inputs/{issued.code}", client_of_mission(app)
    egypt, drafter = client_of(app, table.head("EGY")), client_of(app, actor_of(make_drafter("EGY")))
    given = {"party": "EGY", "part-1": "Mediation <first>.", "part-2": "", "language": "en", "seen": "0"}
    note = (io.BytesIO(b"Our note."), "note.txt")

    refused = send(
        egypt, f"{url}/answer", **given, files=(io.BytesIO(b"PK no file"), "note.docx"), submit="1"
    )
    assert refused.status_code == 422 and "Mediation &lt;first&gt;." in refused.text
    assert send(drafter, f"{url}/answer", **given, files=note, save="1").status_code == 303
    assert "No answer is submitted." in told(mission, url)
    assert "Submit the answer" not in drafter.get(f"{url}/answer").text
    form = egypt.get(f"{url}/answer").text
    keep = re.search(r'name="keep" value="(\w+)" checked', form)[1]
    assert "Mediation &lt;first&gt;." in form
    stale = send(egypt, f"{url}/answer", **given, submit="1")
    assert stale.status_code == 409 and "A colleague has saved this answer" in stale.text
    changed = {**given, "seen": "1", "keep": keep}
    assert send(egypt, f"{url}/answer", **changed, submit="1").status_code == 303
    nothing = {"party": "EGY", "part-1": " ", "language": "en", "seen": "2"}
    assert "There is nothing in this answer yet." in send(egypt, f"{url}/answer", **nothing, save="1").text
    assert send(egypt, f"{url}/answer", **{**given, "party": "SEN"}).status_code == 403

    assert "1 of 57 delegations has answered" in told(mission, f"/c/{table.code}/inputs")
    one = read_by(table.mission, issued)["EGY"]
    file = mission.get(f"{url}/files/{keep}")
    assert (file.data, file.mimetype) == (b"Our note.", "text/plain")
    assert file.headers["Content-Disposition"] == "attachment; filename=note.txt"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert "Mediation <first>." in told(mission, f"{url}/answers/{one.row.code}").replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    with clock_at(kept(issued, table.mission).deadline + HOUR):
        late = send(egypt, f"{url}/answer", **{**changed, "seen": "2"}, submit="1")
        assert (
            late.status_code == 409 and "Ask the Mission to allow your delegation a late answer." in late.text
        )
        assert 'name="part-1"' in late.text and 'name="submit"' not in late.text
        again = egypt.get(f"{url}/answer").text
        assert "The deadline of this call has passed." in again and 'name="part-1"' not in again


def test_the_form_of_a_late_answer_says_who_reads_its_reason_and_nobody_else_does(app: Flask, table: Table):
    mission, egypt = client_of_mission(app), client_of(app, table.head("EGY"))
    senegal = client_of(app, table.head("SEN"))
    late = {"late-party": "SEN", "late-until": clock_in(30), "late-reason": "Its capital asked."}
    for visibility, said, at_once, afterwards in (
        (Visibility.MISSION, "The Mission and the delegation alone read the reason.", False, False),
        (Visibility.DEADLINE, "read the reason at once, and all participants once the deadline", False, True),
        (Visibility.ALL, "All participants read the reason on the page of the call.", True, True),
    ):
        issued = soon(table, visibility=visibility)
        url = f"/c/{table.code}/inputs/{issued.code}"
        form = mission.get(url).text.partition(f'action="{url}/late"')[2].partition("</form>")[0]
        assert said in form
        assert send(mission, f"{url}/late", **late).status_code == 303
        assert "Its capital asked." in told(senegal, url)
        assert ("Its capital asked." in told(egypt, url)) == at_once
        with clock_at(kept(issued, table.mission).deadline + HOUR):
            assert ("Its capital asked." in told(egypt, url)) == afterwards


@pytest.mark.parametrize("visibility", list(Visibility))
def test_what_is_not_shown_is_not_there_for_others_and_shown_it_is(
    app: Flask, table: Table, visibility: Visibility
):
    issued = soon(table, visibility=visibility)
    submit(table, "EGY", issued, "canary-7f3a", files=[CheckedFile("canary-file.txt", b"a")])
    one = read_by(table.mission, issued)["EGY"]
    root = f"/c/{table.code}/inputs"
    url, file = f"{root}/{issued.code}", one.newest.files[0].code
    of_answers = (f"{url}/answers/{one.row.code}", f"{url}/files/{file}", f"{url}.docx")
    others = [client_of(app, table.head("SEN")), client_of(app, actor_of(make_observer()))]

    def read_at(moment: object) -> set[bool]:
        """Return whether the others read all of it, and of what they do not read learn nothing."""
        known = set()
        with clock_at(moment):
            for client in others:
                pages = "".join(client.get(path).text for path in (root, url, f"/c/{table.code}/journal"))
                codes = {client.get(path).status_code for path in of_answers}
                shown = codes == {200}
                assert shown or codes == {404}
                assert shown == ("delegations have not answered" in pages) == ("1 of 57" in pages)
                assert shown == ("Egypt answered" in words_of("<main" + pages))
                assert shown or "canary" not in pages
                known.add(shown)
        return known

    deadline = kept(issued, table.mission).deadline
    assert read_at(utcnow() + HOUR) == {visibility is Visibility.ALL}
    assert read_at(deadline + HOUR) == {visibility is not Visibility.MISSION}


def test_the_mission_marks_themes_and_others_learn_of_none(app: Flask, table: Table):
    issued = call(table, visibility=Visibility.ALL)
    submit(table, "EGY", issued, "Early warning comes first.")
    one = read_by(table.mission, issued)["EGY"].row.code
    url, mission = f"/c/{table.code}/inputs/{issued.code}", client_of_mission(app)
    egypt = client_of(app, table.head("EGY"))
    marking = f"{url}/answers/{one}/1/1/mark"

    ids = re.findall(r' id="([^"]+)"', mission.get(f"{url}/answers/{one}").text)
    assert len(ids) == len(set(ids)) and "phrase-1-hint" in ids, "each question has a form of its own"
    wrong = send(mission, marking, phrase="Late warning", theme="Prevention")
    assert wrong.status_code == 422 and "Late warning" in wrong.text
    assert send(mission, marking, phrase="Early warning", theme="Prevention").status_code == 303
    assert send(egypt, marking, phrase="Early warning", theme="Mine").status_code == 403
    assert "Prevention 1 passage · 1 delegation Early warning Egypt, Question 1" in told(
        mission, f"{url}/themes"
    )
    told(egypt, f"{url}/themes", 403)
    assert "Prevention" not in egypt.get(f"{url}/answers/{one}").text
    submit(table, "EGY", issued, "Mediation comes first.", seen=1)
    assert "no longer said in the answer as it stands" in told(mission, f"{url}/themes")
    mark = re.search(r"/marks/(\w+)/remove", mission.get(f"{url}/themes").text)[1]
    assert send(mission, f"{url}/marks/{mark}/remove").status_code == 303
    assert "No theme is marked yet." in told(mission, f"{url}/themes")


def test_the_compilation_holds_every_answer_by_question_and_by_state(app: Flask, table: Table):
    issued = call(table)
    submit(table, "SEN", issued, "La médiation.", "Des envoyés.")
    submit(table, "EGY", issued, "Prevention.", files=[CheckedFile("note.txt", b"a")])
    mission, url = client_of_mission(app), f"/c/{table.code}/inputs/{issued.code}"

    def lines(by: str) -> list[str]:
        answer = mission.get(f"{url}.docx?by={by}&language=en")
        assert answer.status_code == 200
        return [paragraph.final for paragraph in read(answer.data).paragraphs]

    by_question, by_state = lines("question"), lines("state")
    assert by_question[by_question.index("Question 1") :] == [
        "Question 1",
        "Which role should the OIC have?",
        "Egypt",
        "Prevention.",
        "Senegal",
        "La médiation.",
        "Question 2",
        "Which means does it need?",
        "Senegal",
        "Des envoyés.",
        "Attached files",
        "Egypt: note.txt",
    ]
    assert by_state.index("Egypt") < by_state.index("Prevention.") < by_state.index("Senegal")
    assert "Attached files: note.txt" in by_state
    for wrong in ("by=theme", "language=es"):
        assert mission.get(f"{url}.docx?{wrong}").status_code == 404
    assert client_of(app, table.head("EGY")).get(f"{url}.docx").status_code == 404


def test_pages_cost_the_same_queries_with_few_and_with_many_answers_and_calls(app: Flask, table: Table):
    issued = soon(table, visibility=Visibility.ALL)
    mission, egypt = client_of_mission(app), client_of(app, table.head("EGY"))

    def answer_of(code: str) -> str:
        """Let a delegation answer with a file; mark a theme in it and return its code."""
        file = CheckedFile(f"{code}.txt", code.encode())
        submit(table, code, issued, "Early warning.", "Envoys.", files=[file])
        submit(table, code, issued, "Early warning.", "Envoys.", seen=1, files=[file])
        one = read_by(table.mission, issued)[code].row.code
        inputs.mark_theme(table.mission, issued.code, Passage(one, 2, 1, "warning"), "Prevention")
        db.session.rollback()
        return one

    first = answer_of("EGY")
    root = f"/c/{table.code}/inputs"
    url = f"{root}/{issued.code}"
    asked = [(mission, root), (mission, url), (mission, f"{url}/answers/{first}"), (mission, f"{url}/themes")]
    asked += [(egypt, root), (egypt, url), (egypt, f"{url}/answer"), (mission, f"{url}.docx")]

    def counts() -> list[int]:
        return [queries_of(lambda at=at: at[0].get(at[1])) for at in asked]

    few = counts()
    for code in ("SEN", "MYS", "JOR"):
        answer_of(code)
        call(table)
    assert counts() == few


def test_every_act_on_a_call_has_its_sentence_in_the_journal():
    assert ACTS.keys() >= ACTS_ON_CALLS


def test_calls_beside_all_texts_are_on_one_page_for_who_reads_their_texts(app: Flask, table: Table):
    other = make_table("It noted.", symbol="OIC/OTHER")
    hidden = make_table("It noted.", symbol="OIC/NONE")
    calls = [soon(table), soon(other)]
    egypt, mission = client_of(app, table.head("EGY")), client_of_mission(app)
    for client in (egypt, mission):
        page = client.get("/calls").text
        assert [
            page.index(f"/c/{text.code}/inputs/{one.code}") > 0
            for text, one in zip((table, other), calls, strict=True)
        ]
        assert f"/c/{hidden.code}/inputs" not in page
    assert told(egypt, "/calls").count("Egypt: no answer submitted") == 2
    assert 'href="/calls"' in egypt.get("/library").text
    assert 'href="/calls"' in egypt.get(f"/c/{table.code}/inputs").text
    drafted = inputs.draft_call(table.mission, table.code, wish())
    assert drafted.code not in egypt.get("/calls").text
    assert drafted.code in mission.get("/calls").text


def test_where_there_is_no_call_yet_the_mission_is_led_to_draft_one_beside_a_text(app: Flask, table: Table):
    egypt, mission = client_of(app, table.head("EGY")), client_of_mission(app)
    draft = f'href="/c/{table.code}/inputs/new"'
    assert draft in mission.get("/calls").text and draft in mission.get(f"/c/{table.code}/inputs").text
    for page in ("/calls", f"/c/{table.code}/inputs"):
        assert draft not in egypt.get(page).text
        assert "Once the Mission issues one" in told(egypt, page)
        assert "Once the Mission issues one" not in told(mission, page)


def test_the_list_of_all_calls_costs_the_same_however_many_texts_have_some(app: Flask, table: Table):
    egypt = client_of(app, table.head("EGY"))
    soon(table)
    few = queries_of(lambda: egypt.get("/calls"))
    for number in range(3):
        soon(make_table("It noted.", symbol=f"OIC/{number}"))
    assert queries_of(lambda: egypt.get("/calls")) == few
