"""Pages of silence procedures: the list, putting, one procedure, breaking it, and its certificate, for each reader."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.documents.reader import read as read_docx
from acm_drafts.negotiation.lifecycle import DeclinedSince
from acm_drafts.negotiation.terms import DecisionKind, DraftStatus, Level, SittingResult, Stance, Visibility
from acm_drafts.services import closings, rounds, silence
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Body, Decision, Round, Silence, User
from tests.factories import make_observer, mission, party, post
from tests.silences import HOUR, break_, conclude, put, read, seen_by_mission, take_back
from tests.sittings import code_of, hold, make_body, record
from tests.tables import Table, make_table
from tests.web.readers import Reader, mission_reader

pytestmark = pytest.mark.usefixtures("session")

TEXTS = (
    "The Meeting welcomed the report.",
    "The Meeting [strongly] urged all.",
    "The Meeting thanked Egypt.",
)


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def body(table: Table) -> Body:
    return make_body(Level.AMBASSADORIAL)


@pytest.fixture
def desk(app: Flask, table: Table) -> Reader:
    return mission_reader(app)


def root(table: Table) -> str:
    return f"/c/{table.code}/silence"


def url(table: Table, procedure: Silence) -> str:
    return f"{root(table)}/{procedure.code}"


def head(app: Flask, table: Table, code: str) -> Reader:
    db.session.rollback()
    return Reader(app, db.session.get_one(User, table.head(code).user))


def send(reader: Reader, path: str, data: dict[str, object], *, status: int = 303) -> str:
    answer = post(reader.client, path, data)
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", "") if status == 303 else answer.text


def moment(hours: int) -> str:
    return f"{utcnow() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def filled(table: Table, body: Body, labels: tuple[str, ...] = ("1.",), **facts: object) -> dict[str, object]:
    """Return what the Mission sends to put paragraphs under silence."""
    return {
        "body": body.code,
        "seen": seen_by_mission(table, body),
        "ends_at": moment(6),
        "zone": "Africa/Abidjan",
        "names": "named",
        "note": "Until tonight.",
        "paragraph": [code_of(table, label) for label in labels],
        **facts,
    }


# Put -------------------------------------------------------------------------------------------------


def test_the_form_says_why_words_of_a_hidden_round_are_left_out(app: Flask, session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    body = make_body(Level.AMBASSADORIAL)
    table.accept(table.replace("EGY", "1.", "report", "full report"), level=None)
    page = mission_reader(app).sees(f"{root(table)}/new?body={body.code}")
    assert "may not be shown to the members yet: 1" in page
    assert "under silence already: 2" in page, "it holds a bracket"


def test_nothing_is_put_under_silence_from_the_list_while_no_round_runs(
    desk: Reader, table: Table, body: Body
):
    assert f'{root(table)}/new"' in desk.get(root(table))
    table.close()
    assert f'{root(table)}/new"' not in desk.get(root(table))
    assert "while a round runs on the text; none does." in desk.sees(root(table))


def test_the_form_offers_what_can_be_agreed_and_names_what_it_leaves_out(
    desk: Reader, table: Table, body: Body
):
    page = desk.get(f"{root(table)}/new?body={body.code}")
    assert f'value="{code_of(table, "1.")}" checked' in page
    assert code_of(table, "2.") not in page
    assert "Left out" in page


def test_paragraphs_are_put_under_silence_and_their_page_says_so(
    app: Flask, desk: Reader, table: Table, body: Body
):
    where = send(desk, root(table), filled(table, body))
    assert "Silence procedure 1: Ambassadorial level, New York" in desk.sees(where)
    for reader in (desk, head(app, table, "EGY"), Reader(app, make_observer())):
        assert "Under silence until" in reader.sees(f"/c/{table.code}/p/{code_of(table, '1.')}")
        assert "Under silence until" in reader.sees(f"/c/{table.code}/text")
        assert "Under silence until" not in reader.sees(f"/c/{table.code}/p/{code_of(table, '3.')}")


@pytest.mark.parametrize("end", ["", "2020-01-01T10:00", "not a time"])
def test_an_end_that_cannot_be_is_said_in_the_form(desk: Reader, table: Table, body: Body, end: str):
    answer = post(desk.client, root(table), filled(table, body, ends_at=end))
    assert answer.status_code == 422
    assert not db.session.query(Silence).count()


def test_an_end_that_a_clock_skips_or_shows_twice_is_refused(desk: Reader, table: Table, body: Body):
    year = utcnow().year + 1
    skipped = {2027: "03-14", 2028: "03-12"}.get(year, "03-09")
    answer = post(
        desk.client,
        root(table),
        filled(table, body, ends_at=f"{year}-{skipped}T02:30", zone="America/New_York"),
    )
    assert answer.status_code == 422 and "does not exist" in answer.text


def test_without_a_choice_nothing_is_put(desk: Reader, table: Table, body: Body):
    answer = post(desk.client, root(table), filled(table, body, labels=()))
    assert answer.status_code == 422 and "Choose at least one paragraph" in answer.text


def test_a_delegation_is_offered_no_form(app: Flask, table: Table, body: Body):
    assert head(app, table, "EGY").client.get(f"{root(table)}/new").status_code == 403


def test_an_unknown_body_or_procedure_is_not_found(desk: Reader, table: Table, body: Body):
    for path in (
        f"{root(table)}/new?body=nothing",
        f"{root(table)}/new?renews=nothing",
        f"{root(table)}/nothing",
    ):
        assert desk.client.get(path).status_code == 404


# What it holds ---------------------------------------------------------------------------------------


def test_neither_an_amendment_nor_a_decision_is_offered_on_what_is_under_silence(
    app: Flask, desk: Reader, table: Table, body: Body
):
    put(table, body)
    egypt, path = head(app, table, "EGY"), f"/c/{table.code}/p/{code_of(table, '1.')}"

    assert f"{path}/amend" not in egypt.get(path)
    text = egypt.get(f"/c/{table.code}/text")
    assert f"{path}/amend" not in text and f"/p/{code_of(table, '3.')}/amend" in text
    refused = egypt.client.get(f"{path}/amend")
    assert refused.status_code == 409 and "under silence until" in refused.text
    assert "nothing else can be done to it meanwhile" in desk.sees(path)


def test_my_delegation_counts_it_among_what_there_is_to_do(app: Flask, table: Table, body: Body):
    procedure = put(table, body)
    egypt = head(app, table, "EGY")
    assert "1 silence procedure under way" in egypt.sees(f"/c/{table.code}/delegation")
    silence.withdraw(mission(), procedure.code, reason="Later.")
    assert "silence procedure" not in egypt.sees(f"/c/{table.code}/delegation")


# Broken ----------------------------------------------------------------------------------------------


def broken(table: Table, label: str = "1.", **facts: object) -> dict[str, object]:
    return {"paragraph": [code_of(table, label)], "reason": "", "counter": "", "sure": "y", **facts}


def test_a_delegation_breaks_the_silence_and_all_members_read_which(app: Flask, table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    egypt, malaysia = head(app, table, "EGY"), head(app, table, "MYS")
    send(egypt, f"{url(table, procedure)}/break", broken(table, reason="No instructions."))
    page = malaysia.sees(url(table, procedure))
    assert "Egypt" in page and "No instructions." in page and "broken on 1" in page


def test_who_broke_it_is_told_to_nobody_else_where_the_procedure_says_so(
    app: Flask, desk: Reader, table: Table, body: Body
):
    procedure = put(table, body, ["1.", "3."], anonymous=True)
    egypt, malaysia = head(app, table, "EGY"), head(app, table, "MYS")
    send(egypt, f"{url(table, procedure)}/break", broken(table))
    conclude(procedure)
    certificate = f"{url(table, procedure)}.docx?language=en"
    for reader, knows in ((malaysia, False), (egypt, True), (desk, True)):
        for page in (reader.sees(url(table, procedure)), reader.sees(f"/c/{table.code}/journal")):
            assert ("Egypt" in page.replace(TEXTS[2], "")) is knows
        assert ("Egypt: " in words_of(reader.client.get(certificate).data)) is knows
    assert "EGY" not in malaysia.client.get(f"/c/{table.code}/journal.csv").text


def words_of(data: bytes) -> str:
    return ZipFile(BytesIO(data)).read("word/document.xml").decode()


def test_the_history_of_a_paragraph_keeps_a_break_that_was_taken_back_and_its_counter_proposal(
    app: Flask, table: Table, body: Body
):
    procedure = put(table, body)
    break_(table, procedure, "EGY", counter="The Meeting noted the report.")
    take_back(table, procedure, "EGY")

    page = mission_reader(app).sees(f"/c/{table.code}/p/{code_of(table, '1.')}")
    history = page.partition("History")[2]

    assert "Egypt broke the silence" in history
    assert "Egypt took back that it broke the silence" in history
    assert "EGY 1 withdrawn" in history and "EGY 1 submitted" in history


def test_a_counter_proposal_is_linked_where_the_silence_was_broken(app: Flask, table: Table, body: Body):
    procedure = put(table, body, ["1."])
    egypt = head(app, table, "EGY")
    send(egypt, f"{url(table, procedure)}/break", broken(table, counter="The Meeting noted the report."))
    amendment = read(procedure).breaks[0].amendment
    malaysia = head(app, table, "MYS")
    for reader in (egypt, malaysia):
        assert f"/proposals/{amendment.code}" in reader.get(url(table, procedure))
    for round_ in db.session.scalars(select(Round)):
        round_.visibility = Visibility.MISSION
    db.session.commit()
    assert f"/proposals/{amendment.code}" in egypt.get(url(table, procedure))
    assert f"/proposals/{amendment.code}" not in malaysia.get(url(table, procedure))
    assert "Egypt · " in malaysia.sees(url(table, procedure))
    assert "counter-proposal that is not shown to you" in malaysia.sees(url(table, procedure))


def test_it_is_broken_by_nobody_who_did_not_say_so(app: Flask, table: Table, body: Body):
    procedure = put(table, body)
    egypt = head(app, table, "EGY")
    page = send(
        egypt, f"{url(table, procedure)}/break", broken(table, sure="", reason="Typed words."), status=422
    )
    assert "Typed words." in page and f'value="{code_of(table, "1.")}" checked' in page
    assert not read(procedure).breaks


def test_who_has_broken_it_everywhere_is_offered_no_form(app: Flask, table: Table, body: Body):
    procedure = put(table, body)
    egypt = head(app, table, "EGY")
    assert f"{url(table, procedure)}/break" in egypt.get(url(table, procedure))
    break_(table, procedure, "EGY")
    assert f"{url(table, procedure)}/break" not in egypt.get(url(table, procedure))


def test_after_its_end_the_page_says_that_it_cannot_be_broken_any_more(app: Flask, table: Table, body: Body):
    procedure = put(table, body)
    egypt = head(app, table, "EGY")
    with clock_at(procedure.ends_at + HOUR):
        page = egypt.sees(url(table, procedure))
        assert "It cannot be broken any more" in page
        refused = send(egypt, f"{url(table, procedure)}/break", broken(table), status=409)
    assert "it cannot be broken any more" in refused


# Changed and ended -----------------------------------------------------------------------------------


def test_the_mission_extends_suspends_resumes_and_withdraws_it(desk: Reader, table: Table, body: Body):
    procedure = put(table, body)
    path = url(table, procedure)
    end = {"ends_at": moment(48), "zone": "Africa/Abidjan", "reason": ""}
    send(desk, f"{path}/extend", end)
    pages = (path, f"/c/{table.code}/silence")
    assert all("ends" in desk.sees(page).lower() for page in pages)
    send(desk, f"{path}/suspend", {"reason": "A storm."})
    assert "suspended" in desk.sees(path)
    assert all("was to end" in desk.sees(page).lower() for page in pages)
    for page in (f"/c/{table.code}/decisions", f"/c/{table.code}/rounds/1/close"):
        assert "it is suspended" in desk.sees(page) and "its end is set for" not in desk.sees(page)
    send(desk, f"{path}/resume", end | {"ends_at": moment(50)})
    send(desk, f"{path}/withdraw", {"reason": "Consultations go on."})
    page = desk.sees(path)
    assert "Nothing was agreed by it." in page and "A storm." in page
    history = desk.sees(f"/c/{table.code}/p/{code_of(table, '1.')}")
    assert "was to end" in history and "until" not in history.partition("Put under silence")[2][:120]
    send(desk, f"{path}/extend", end, status=409)


@pytest.mark.parametrize("verb", ["extend", "resume", "suspend", "withdraw", "conclude"])
def test_a_delegation_changes_nothing(app: Flask, table: Table, body: Body, verb: str):
    procedure = put(table, body)
    send(head(app, table, "EGY"), f"{url(table, procedure)}/{verb}", {"reason": "Because."}, status=403)


def test_the_mission_records_the_outcome_where_no_worker_does(desk: Reader, table: Table, body: Body):
    procedure = put(table, body)
    send(desk, f"{url(table, procedure)}/conclude", {})
    assert read(procedure).silence.concluded_at is None
    with clock_at(procedure.ends_at + HOUR):
        send(desk, f"{url(table, procedure)}/conclude", {})
    assert "agreed by silence" in desk.sees(url(table, procedure))


def test_who_was_told_and_who_opened_it_is_shown_to_the_mission_alone(
    app: Flask, desk: Reader, table: Table, body: Body
):
    table.head("EGY")
    procedure = put(table, body)
    egypt = head(app, table, "EGY")
    assert "Who was told 1 person" in desk.sees(url(table, procedure))
    assert "Have opened it" not in desk.sees(url(table, procedure))
    assert "Who was told" not in egypt.sees(url(table, procedure))
    assert "Have opened it" in desk.sees(url(table, procedure))
    assert "nobody has opened it" not in desk.sees(url(table, procedure))


def test_broken_paragraphs_are_offered_again(app: Flask, desk: Reader, table: Table, body: Body):
    procedure = put(table, body, ["1.", "3."])
    break_(table, procedure, "EGY", ["3."])
    conclude(procedure)
    path = f"{root(table)}/new?renews={procedure.code}"
    assert path in desk.get(url(table, procedure))
    page = desk.get(path)
    assert f'value="{code_of(table, "3.")}" checked' in page


@pytest.mark.parametrize("anonymous", [True, False])
def test_who_is_named_in_a_renewed_procedure_is_as_in_the_one_before(
    desk: Reader, table: Table, body: Body, *, anonymous: bool
):
    procedure = put(table, body, ["1."], anonymous=anonymous)
    break_(table, procedure, "EGY", ["1."])
    conclude(procedure)
    page = desk.get(f"{root(table)}/new?renews={procedure.code}")
    chosen = re.search(r'<input(?=[^>]* checked)[^>]*value="(named|anonymous)"', page)
    assert chosen and (chosen[1] == "anonymous") is anonymous


def test_broken_paragraphs_are_offered_again_to_the_body_whose_silence_was_broken(
    desk: Reader, table: Table, body: Body
):
    other = make_body(Level.MINISTERIAL)
    procedure = put(table, other, ["1.", "3."])
    break_(table, procedure, "EGY", ["3."])
    conclude(procedure)

    page = desk.get(f"{root(table)}/new?renews={procedure.code}")
    assert f'<input type="hidden" name="body" value="{other.code}">' in page
    assert f'value="{code_of(table, "3.")}" checked' in page


def test_the_certificate_holds_the_words_and_the_outcome(desk: Reader, table: Table, body: Body):
    procedure = put(table, body)
    assert desk.client.get(f"{url(table, procedure)}.docx").status_code == 404
    conclude(procedure)
    document = words_of(desk.client.get(f"{url(table, procedure)}.docx?language=en").data)
    assert TEXTS[0] in document and procedure.digest in document and "nobody broke the silence" in document
    assert desk.client.get(f"{url(table, procedure)}.docx?language=xx").status_code == 404


# Who knows of it -------------------------------------------------------------------------------------


def test_who_does_not_sit_in_the_body_learns_of_no_procedure(app: Flask, table: Table):
    body = make_body(Level.EXPERT, members=["EGY", "MYS"])
    procedure = put(table, body)
    for reader in (head(app, table, "JOR"), Reader(app, make_observer())):
        assert "Silence procedure 1" not in reader.sees(root(table))
        assert reader.client.get(url(table, procedure)).status_code == 404
        assert "Silence procedure" not in reader.sees(f"/c/{table.code}/journal")
        assert url(table, procedure) not in reader.get(f"/c/{table.code}/text")
    assert "Silence procedure 1" in head(app, table, "MYS").sees(root(table))


# What nobody is misled by ----------------------------------------------------------------------------


def test_the_outcome_can_be_recorded_when_it_is_due_and_it_is_said(desk: Reader, table: Table, body: Body):
    procedure = put(table, body)
    path = url(table, procedure)
    with clock_at(procedure.ends_at + timedelta(seconds=20)):
        assert "Record the outcome now" not in desk.sees(path)
    with clock_at(procedure.ends_at + HOUR):
        assert "Record the outcome now" in desk.sees(path)
        send(desk, f"{path}/conclude", {})
        assert "The outcome is recorded." in desk.get(path)


def test_what_a_level_has_agreed_is_not_ticked_for_another_body(desk: Reader, table: Table, body: Body):
    procedure = put(table, make_body(Level.EXPERT))
    conclude(procedure)
    page = desk.get(f"{root(table)}/new?body={body.code}")
    assert f'value="{code_of(table, "1.")}">' in page and "agreed at another level" in page
    assert f'value="{code_of(table, "3.")}" checked' in page
    assert "Tick all paragraphs" in page
    page = desk.get(f"{root(table)}/new?body={body.code}&all=1")
    assert f'value="{code_of(table, "1.")}" checked' in page and "Tick all" not in page


def test_what_was_declined_since_is_not_ticked_and_says_why_to_who_may_know(
    app: Flask, desk: Reader, table: Table, body: Body
):
    experts = make_body(Level.EXPERT, members=["EGY", "SEN"])
    sitting = hold(table, experts, ["1."], present=("EGY", "SEN"))
    stances = {party("EGY").id: Stance.OPPOSE}
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED, stances=stances)
    chair = make_body(Level.TROIKA, members=["MYS"], chair="MYS")
    table.head("MYS")

    page = desk.get(f"{root(table)}/new?body={body.code}")
    assert f'value="{code_of(table, "1.")}">' in page and f'value="{code_of(table, "3.")}" checked>' in page
    words = desk.sees(f"{root(table)}/new?body={body.code}")
    assert "The paragraph was not agreed. Opposed: Egypt." in words
    every = desk.get(f"{root(table)}/new?body={body.code}&all=1")
    assert f'value="{code_of(table, "1.")}" checked>' in every

    malaysia = head(app, table, "MYS")
    page = malaysia.get(f"{root(table)}/new?body={chair.code}")
    assert f'value="{code_of(table, "1.")}" checked>' in page, "nothing tells who does not read that sitting"
    words = malaysia.sees(f"{root(table)}/new?body={chair.code}")
    assert "was not agreed" not in words and "Opposed" not in words, words


def test_what_was_agreed_and_broken_since_is_told_as_broken_to_who_may_read_that(
    app: Flask, desk: Reader, table: Table
):
    table.agree("1.")
    body, pages = make_body(Level.TROIKA, members=["EGY"]), (f"/c/{table.code}/text", f"/c/{table.code}/p/")
    page = pages[1] + code_of(table, "1.")
    procedure = put(table, body, ["1."])
    break_(table, procedure, "EGY")

    for reader in (desk, head(app, table, "EGY")):
        for words in (reader.sees(pages[0]), reader.sees(page)):
            assert "silence broken since" in words and "declined since" not in words
    assert "broken since" not in head(app, table, "MYS").sees(page)
    evening = desk.sees(f"/c/{table.code}/progress/evening")
    assert "agreed, Expert level, silence broken by Egypt" in evening
    conclude(procedure)
    rounds.change_deadline(mission(), table.round, utcnow())
    closing = desk.sees(f"/c/{table.code}/rounds/1/close")
    assert "Agreed, and not counted: Paragraph 1, silence broken since" in closing
    for words in (closing, desk.sees(f"/c/{table.code}/progress"), desk.sees(f"/c/{table.code}/decisions")):
        assert "broken under silence, not counted" in words and "declined since" not in words
    with pytest.raises(DeclinedSince) as refusal:
        closings.close_round(table.mission, table.round, status=DraftStatus.FINAL)
    assert refusal.value.facts["numbers"] == "1" and "broken under silence" in refusal.value.sentence

    record(table, hold(table, body, ["1."], present=("EGY",)), "1.", result=SittingResult.NOT_AGREED)
    assert "declined since" in desk.sees(page) and "broken since" not in desk.sees(page)


def test_whoever_breaks_it_unnamed_is_told_that_words_may_betray(app: Flask, table: Table, body: Body):
    warning = "its language and its words may tell who you are"
    for anonymous in (True, False):
        procedure = put(table, body, ["1." if anonymous else "3."], anonymous=anonymous)
        page = head(app, table, "EGY").sees(url(table, procedure))
        assert (warning in page) is anonymous
        assert ("so does whoever may read that proposal" in page) is not anonymous
        assert "with your reason on it" in page


def test_no_decision_is_voided_while_its_paragraph_is_under_silence(desk: Reader, table: Table, body: Body):
    proposal = table.replace("EGY", "1.", "report", "long report")
    table.decide(DecisionKind.ACCEPT, proposal, level=None)
    page = f"/c/{table.code}/p/{code_of(table, '1.')}"
    assert "Void this decision" in desk.sees(page)
    put(table, body)
    assert "nothing else can be done to it meanwhile" in desk.sees(page)
    assert "Void this decision" not in desk.sees(page)


def test_the_desk_tells_of_a_silence_without_an_outcome(app: Flask, table: Table, body: Body):
    procedure = put(table, body, ends_at=utcnow() + timedelta(hours=30))
    for moment_ in (utcnow() + timedelta(hours=25), procedure.ends_at + timedelta(seconds=5)):
        with clock_at(moment_):
            page = mission_reader(app).sees(f"/c/{table.code}/decisions")
            assert "Silence procedure 1" in page and "its outcome is not recorded yet" in page
            assert "What delegations submit appears here" not in page
            assert "Close the round" not in page
    conclude(procedure)
    assert "Silence procedure concluded: agreed 1 (" in mission_reader(app).sees(f"/c/{table.code}/journal")


def test_a_break_is_taken_back_by_its_button_and_the_page_says_so(app: Flask, table: Table):
    procedure = put(table, make_body(members=["EGY", "MYS"]), anonymous=True)
    egypt, malaysia = (head(app, table, code) for code in ("EGY", "MYS"))
    page = f"/c/{table.code}/silence/{procedure.code}"
    break_(table, procedure, "EGY")
    assert "Take the break back" in egypt.sees(page) and "Take the break back" not in malaysia.sees(page)
    data = {"paragraph": code_of(table, "1.")}
    assert post(malaysia.client, f"{page}/take-back", data).status_code == 409
    assert post(egypt.client, f"{page}/take-back", data).status_code == 303
    told = malaysia.sees(page)
    assert "break taken back" in told and "Egypt" not in told and "broken on" not in told


def test_a_break_is_not_offered_to_be_taken_back_once_its_counter_proposal_is_decided(
    app: Flask, table: Table
):
    procedure = put(table, make_body(members=["EGY", "MYS"]))
    egypt = head(app, table, "EGY")
    page = f"/c/{table.code}/silence/{procedure.code}"
    counter = table.line("1.").line.text + " It thanked all."
    break_(table, procedure, "EGY", counter=counter)
    assert "Take the break back" in egypt.sees(page)

    decided = table.accept(read(procedure).breaks[0].amendment, level=None)
    told = egypt.sees(page)
    assert "Take the break back" not in told and "the break cannot be taken back while that counts" in told
    answer = post(egypt.client, f"{page}/take-back", {"paragraph": code_of(table, "1.")})
    assert answer.status_code == 409 and "dealt with already" in answer.text

    table.void(decided, reason="By mistake.")
    assert "Take the break back" in egypt.sees(page)


@pytest.mark.parametrize("how", ["voided", "reopened"])
def test_that_an_agreement_by_silence_no_longer_counts_is_told_on_its_page_and_in_its_certificate(
    app: Flask, table: Table, how: str
):
    procedure = put(table, make_body(members=["EGY", "MYS"]), ["1."])
    conclude(procedure)
    page = f"/c/{table.code}/silence/{procedure.code}"
    egypt = head(app, table, "EGY")
    assert "no longer counts" not in egypt.sees(page)

    agreement = db.session.scalars(select(Decision).where(Decision.silence_id == procedure.id)).one()
    if how == "voided":
        table.void(agreement, reason="By mistake.")
    else:
        table.reopen("1.")

    assert "The agreement no longer counts." in egypt.sees(page)
    lines = [line.final or "" for line in read_docx(egypt.client.get(f"{page}.docx").data).paragraphs]
    assert any(line.startswith("This agreement no longer counts") for line in lines)


def test_a_paragraph_under_a_suspended_silence_is_not_said_to_be_open_to_a_break(app: Flask, table: Table):
    procedure = put(table, make_body(members=["EGY", "MYS"]))
    silence.suspend(mission(), procedure.code, reason="A storm.")
    address = f"/c/{table.code}/p/{code_of(table, '1.')}"

    page = mission_reader(app).sees(address)

    assert "a silence procedure that is suspended: nothing else can be done to it" in page
    assert "may break the silence" not in page and "under silence until" not in page


def test_the_closing_page_offers_no_closing_while_a_silence_runs(app: Flask, table: Table, body: Body):
    procedure = put(table, body, ends_at=utcnow() + timedelta(hours=30))
    address = f"/c/{table.code}/rounds/1/close"
    with clock_at(utcnow() + timedelta(hours=25)):
        page = mission_reader(app).sees(address)
        assert "Silence procedure 1" in page and "can be closed once its outcome is recorded" in page
        assert "A round is closed once." not in page
    conclude(procedure)
    with clock_at(procedure.ends_at + HOUR):
        assert "A round is closed once." in mission_reader(app).sees(address)
