"""Pages of sittings: the list, a sitting before, during and after it, and its files, for each kind of reader."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, SittingResult, Stance, Visibility
from acm_drafts.services import amendments, positions, sittings
from acm_drafts.services.sittings import Presence
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Paragraph, Sitting, User
from tests.adoptions import adopt, agreed_text
from tests.brackets import hold as hold_bracket
from tests.factories import make_chair, make_observer, mission, party, post
from tests.sittings import HOUR, code_of, convene, hold, make_body, open_at, read, record
from tests.tables import Table, lines_of, make_table
from tests.web.readers import Reader, delegate, mission_reader, queries_of

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


@pytest.fixture
def desk(app: Flask, table: Table) -> Reader:
    return mission_reader(app)


def root(table: Table) -> str:
    return f"/c/{table.code}/sittings"


def url(table: Table, sitting: Sitting) -> str:
    return f"{root(table)}/{sitting.code}"


def head(app: Flask, table: Table, code: str) -> Reader:
    db.session.rollback()
    return Reader(app, db.session.get_one(User, table.head(code).user))


def chair(app: Flask) -> Reader:
    db.session.rollback()
    return Reader(app, make_chair())


def send(reader: Reader, path: str, data: dict[str, object], *, status: int = 303) -> str:
    answer = post(reader.client, path, data)
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", "") if status == 303 else answer.text


def moment(hours: int) -> str:
    return f"{utcnow() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


# The list ------------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_is_to_come(app: Flask, desk: Reader, table: Table):
    body = make_body()
    held, later = hold(table, body), convene(table, body, begins_at=utcnow() + 3 * HOUR)
    with clock_at(held.begins_at):
        sittings.close_sitting(mission(), held.code)
    cancelled = convene(table, body)
    sittings.cancel(mission(), cancelled.code, reason="No room.")

    page = desk.get(root(table))
    places = [page.index(f'{url(table, one)}"') for one in (later, cancelled, held)]
    assert places == sorted(places)
    assert "Expert level, New York: sitting 1" in desk.sees(root(table))
    assert desk.sees(root(table)).count("Paragraphs on the agenda: 1") == 3


def test_who_does_not_sit_in_the_body_learns_of_no_sitting(app: Flask, table: Table):
    sitting = convene(table, make_body(Level.TROIKA, members=("EGY", "MYS")))
    assert url(table, sitting) in head(app, table, "EGY").get(root(table))
    for stranger in (head(app, table, "TUR"), head(app, table, "ARAB"), Reader(app, make_observer())):
        assert url(table, sitting) not in stranger.get(root(table))
        for path in ("", ".ics", ".docx"):
            stranger.get(url(table, sitting) + path, status=404)


def test_the_chair_of_the_meeting_is_led_to_convening(app: Flask, table: Table):
    make_body()
    assert "Convene a sitting" in chair(app).sees(root(table))
    assert "Convene a sitting" not in head(app, table, "MYS").sees(root(table))
    head(app, table, "MYS").get(f"{root(table)}/new", status=403)


# Convening -----------------------------------------------------------------------------------------------


def test_a_sitting_is_convened_from_its_form(desk: Reader, table: Table):
    body = make_body()
    facts = {
        "body": body.code,
        "begins_at": moment(5),
        "ends_at": moment(8),
        "zone": "Africa/Abidjan",
        "place": "Room 2",
        "add": [code_of(table, "2."), code_of(table, "3.")],
    }
    place = send(desk, root(table), facts)

    page = desk.sees(place)
    assert "Expert level, New York: sitting 1" in page and "Room 2" in page
    assert "Agenda 2 paragraphs" in page


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"add": []}, "agenda"),
        ({"begins_at": "2020-01-01T10:00"}, "a time to come"),
        ({"ends_at": "2020-01-01T10:00"}, "ends after it begins"),
        ({"begins_at": ""}, "This is needed"),
    ],
)
def test_what_was_typed_comes_back_with_what_is_wrong(desk: Reader, table: Table, facts, says: str):
    body, code = make_body(), code_of(table, "2.")
    typed = {"body": body.code, "begins_at": moment(5), "ends_at": moment(8), "zone": "Africa/Abidjan"}
    page = send(desk, root(table), {**typed, "add": [code], **facts}, status=422)

    assert says in page
    if facts.get("add") is None:
        assert f'value="{code}" checked' in page


def test_a_sitting_is_moved_and_cancelled_and_its_page_says_so(app: Flask, desk: Reader, table: Table):
    sitting = convene(table, make_body(), place="Room 2")
    facts = {
        "begins_at": moment(30),
        "ends_at": moment(33),
        "zone": "Africa/Abidjan",
        "why": "Room taken.",
    }
    send(desk, f"{url(table, sitting)}/move", facts)
    page = head(app, table, "MYS").sees(url(table, sitting))
    assert "Moved from" in page and "Room 2" in page and "Room taken." in page

    send(desk, f"{url(table, sitting)}/cancel", {"reason": " "}, status=422)
    send(desk, f"{url(table, sitting)}/cancel", {"reason": "The text is late."})
    assert "The text is late." in head(app, table, "MYS").sees(url(table, sitting))


def test_the_agenda_is_put_in_another_order(desk: Reader, table: Table):
    sitting = convene(table, make_body(), ["1.", "2."])
    one, two, three = (code_of(table, label) for label in ("1.", "2.", "3."))
    facts = {"agenda": [one, two], f"place-{one}": "2", f"place-{two}": "1", "add": [three]}
    send(desk, f"{url(table, sitting)}/agenda", facts)

    assert list(read(sitting).agenda.values()) == [two, one, three]


# At the sitting ------------------------------------------------------------------------------------------


def test_a_sitting_is_opened_attended_recorded_and_closed(app: Flask, desk: Reader, table: Table):
    sitting = convene(table, make_body(), ["1.", "2."])
    with clock_at(sitting.begins_at):
        assert send(desk, f"{url(table, sitting)}/open", {}).endswith("/attendance")
        facts = {"present-EGY": "yes", "speakers-EGY": "Ms. Nour", "present-MYS": "no"}
        send(desk, f"{url(table, sitting)}/attendance", facts)
        page = desk.sees(url(table, sitting))
        assert "1 of 57 present" in page and "As decided so far" in page

        code = code_of(table, "1.")
        facts = {"result": "agreed", "reserve": ["EGY"], "remark": "Until noon.", "seen": "0", "counter": "0"}
        send(desk, f"{url(table, sitting)}/results/{code}", facts)
        page = desk.sees(url(table, sitting))
        assert "Paragraph 1 was agreed in these words: The Meeting welcomed the report." in page
        assert "Reserved their position: Egypt." in page and "Until noon." in page
        member = head(app, table, "MYS")
        assert "Until noon." not in member.sees(url(table, sitting))
        assert "result-agreed" not in member.get(url(table, sitting))
        assert "once the sitting is closed" in head(app, table, "MYS").sees(url(table, sitting))
        send(desk, f"{url(table, sitting)}/close", {})

    page = head(app, table, "MYS").sees(url(table, sitting))
    assert "Until noon." in page and "Paragraph 1 was agreed" in page and "Ms. Nour" in page


def test_the_screen_shows_what_is_still_proposed_and_what_was_decided(desk: Reader, table: Table):
    table.accept(table.replace("MYS", "1.", "welcomed", "took note of"), level=None)
    table.replace("EGY", "1.", "report", "reports")
    page = desk.sees(url(table, hold(table, make_body())))

    assert "took note of" in page and "EGY 1" in page and "Still proposed" in page


def test_the_screen_shows_the_new_paragraphs_that_are_proposed_after_the_one_at_hand(
    desk: Reader, table: Table
):
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    sitting = hold(table, make_body(), ["1.", "2."])

    page = desk.sees(f"{url(table, sitting)}?p={code_of(table, '1.')}")
    assert "New paragraphs proposed after it 1 bis The Meeting noted a need." in page
    assert "noted a need" not in desk.sees(f"{url(table, sitting)}?p={code_of(table, '2.')}")


def test_the_screen_goes_on_to_show_a_new_paragraph_that_was_accepted_with_its_result(
    app: Flask, desk: Reader, table: Table
):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    sitting = hold(table, make_body(), ["1.", "2."])
    assert "paragraphs with a result: 0 of 2" in desk.sees(url(table, sitting))

    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)

    seen = desk.sees(url(table, sitting))
    assert "paragraphs with a result: 1 of 3" in seen
    assert seen.index("1 bis new paragraph EGY 1 accepted") > seen.index(
        "2 paragraphs · 1 new paragraph decided at the sitting 1"
    )
    assert "no longer in the text" not in seen
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    seen = desk.sees(f"{url(table, sitting)}?p={code}")
    agreed = "Paragraph 1 bis EGY 1 accepted, the paragraph was agreed"
    assert f"{agreed} The Meeting noted a need. It comes into the next draft." in seen

    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    for closes in (False, True):
        if closes:
            table.close()
        seen = head(app, table, "MYS").sees(url(table, sitting))
        assert "paragraphs with a result: 1 of 3" in seen
        assert "On the agenda, without a result: 1, 2" in seen
        assert (
            "1 bis EGY 1 accepted, the paragraph was agreed new paragraph The Meeting noted a need." in seen
        )
        assert seen.index("1 bis EGY 1 accepted, the paragraph was agreed new paragraph") < seen.index(
            "The Meeting urged all States."
        )


HEADINGS = {
    "en": "Agenda 2 paragraphs · 3 new paragraphs decided at the sitting",
    "fr": "Ordre du jour 2 paragraphes · 3 nouveaux paragraphes ayant fait l’objet d’une décision en séance",
    "ar": "جدول الأعمال فقرتان · 3 فقرات جديدة اتُّخذ بشأنها قرار في الجلسة",
}
SUMS = {
    "en": "paragraphs with a result: 3 of 5",
    "fr": "paragraphes assortis d’un résultat : 3 sur 5",
    "ar": "الفقرات التي سُجّلت نتيجة بشأنها: 3 من 5",
}
PLACES = {
    "en": "New paragraph after paragraph 1",
    "fr": "Nouveau paragraphe après le paragraphe 1",
    "ar": "فقرة جديدة بعد الفقرة 1",
}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_new_paragraphs_that_were_turned_down_or_deferred_are_listed_counted_and_called(
    app: Flask, desk: Reader, table: Table, language: str
):
    withdrawn, refused, last = (
        table.propose(code, AmendmentKind.INSERT, after=after, text=f"The Meeting noted what {code} said.")
        for code, after in (("SEN", "1."), ("EGY", "1."), ("JOR", "3."))
    )
    changed = table.propose("MYS", AmendmentKind.DELETE, "3.")
    sitting = hold(table, make_body(), ["1.", "2."])
    for kind, proposal in (
        (DecisionKind.REJECT, changed),
        (DecisionKind.DEFER, last),
        (DecisionKind.REJECT, refused),
        (DecisionKind.DEFER, withdrawn),
    ):
        table.decide(kind, proposal, reason="It was so.", sitting=sitting.code)
    amendments.withdraw(table.head("SEN"), withdrawn.code)
    code = db.session.get_one(Paragraph, refused.paragraph_id).code
    assert "It comes into the next draft." not in desk.sees(f"{url(table, sitting)}?p={code}")
    running = read_in(desk, table, sitting, language)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    for seen in (running, read_in(head(app, table, "TUR"), table, sitting, language)):
        assert HEADINGS[language] in seen and SUMS[language] in seen
        listed = seen[seen.index(HEADINGS[language]) + len(HEADINGS[language]) :]
        in_list = [listed.index(f"{name} ") for name in ("SEN 1", "EGY 1", "JOR 1")]
        assert in_list == sorted(in_list)
        in_record = seen[seen.index(NAMED[language]) :]
        places = [in_record.index(words) for words in (f"{PLACES[language]}", "1 bis", "MYS 1", "3 bis")]
        assert places == sorted(places)


NAMED = {
    "en": "Decisions that name this sitting",
    "fr": "Décisions qui mentionnent cette séance",
    "ar": "قرارات تذكر هذه الجلسة",
}


def read_in(reader: Reader, table: Table, sitting: Sitting, language: str) -> str:
    reader.get(f"/language/{language}", status=303)
    return reader.sees(url(table, sitting))


def test_a_new_paragraph_of_a_round_that_is_hidden_is_shown_at_no_sitting(app: Flask, session: object):
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    sitting = hold(table, make_body(), ["1."])
    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    seen = head(app, table, "MYS").sees(url(table, sitting))
    assert "1 bis" not in seen and "new paragraph" not in seen and "noted a need" not in seen
    assert "1 bis" in head(app, table, "EGY").sees(url(table, sitting))


def test_who_makes_an_agenda_is_told_which_paragraphs_were_referred_to_which_body(desk: Reader, table: Table):
    sitting = hold(table, make_body(Level.EXPERT), ["1."])
    ambassadors = make_body(Level.AMBASSADORIAL)
    assert "referred to" not in desk.sees(f"/c/{table.code}/sittings/new")
    record(table, sitting, result=SittingResult.REFERRED, referred_to=ambassadors.code)
    assert desk.sees(f"/c/{table.code}/sittings/new").count("referred to Ambassadorial level") == 1

    again = hold(table, ambassadors, ["1."])
    record(table, again)
    assert "referred to" not in desk.sees(f"/c/{table.code}/sittings/new")


def test_a_chair_who_may_not_know_what_was_decided_is_shown_the_draft(app: Flask, session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("MYS", "1.", "welcomed", "took note of"), level=None)
    sitting = hold(table, make_body(chair="EGY"))

    page = head(app, table, "EGY").sees(url(table, sitting))
    assert "took note of" not in page and "MYS" in page and "Shown to the Mission alone" in page


def take_on_text(table: Table, code: str, stance: Stance) -> None:
    line = table.line("1.").line
    facts = {"wording": line.wording, "party": party(code).id, "stance": stance}
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **facts)


def test_the_screen_counts_who_stands_where_on_the_paragraph_and_who_would_object(desk: Reader, table: Table):
    take_on_text(table, "SEN", Stance.SUPPORT)
    take_on_text(table, "TUR", Stance.OPPOSE)
    page = desk.sees(url(table, hold(table, make_body())))

    assert "as it stands 1 0 1 0 0 55" in page
    assert "opposed: Türkiye" in page and "55 States without a position" in page


def test_a_chair_who_may_not_read_positions_is_told_so_and_sees_nothing_counted(app: Flask, session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    take_on_text(table, "TUR", Stance.OPPOSE)
    page = head(app, table, "EGY").sees(url(table, hold(table, make_body(chair="EGY"))))

    assert "The positions of others on the text are not shown to you." in page
    assert "Türkiye" not in page.partition("Positions The")[2].partition("Attendance")[0]
    assert "without a position" not in page


def test_of_two_who_record_at_once_the_second_sees_both(app: Flask, desk: Reader, table: Table):
    sitting = hold(table, make_body(), ["1."])
    record(table, sitting, result=SittingResult.NOT_AGREED, stances={party("MYS").id: Stance.OPPOSE})
    path = f"{url(table, sitting)}/results/{code_of(table, '1.')}"
    facts = {"result": "agreed", "remark": "As we heard it.", "seen": "0", "counter": "0"}
    page = send(desk, path, facts, status=409)

    assert "Recorded meanwhile:" in page and "was not agreed" in page and "Malaysia" in page
    assert "You were about to record:" in page and "As we heard it." in page
    assert 'name="seen" value="1"' in page


@pytest.mark.parametrize("sent", [{"result": "perhaps"}, {"result": "agreed", "oppose": ["XXX"]}])
def test_what_no_page_sends_is_not_found(desk: Reader, table: Table, sent):
    sitting = hold(table, make_body(), ["1."])
    path = f"{url(table, sitting)}/results/{code_of(table, '1.')}"
    send(desk, path, sent, status=404)


def test_a_sitting_that_is_not_due_is_not_opened(desk: Reader, table: Table):
    sitting = convene(table, make_body(), begins_at=utcnow() + 100 * HOUR)
    page = send(desk, f"{url(table, sitting)}/open", {}, status=409)
    assert "cannot be opened before that day" in page


def test_a_delegate_does_nothing_in_a_sitting(app: Flask, table: Table):
    sitting = convene(table, make_body())
    reader = head(app, table, "MYS")
    for path in ("move", "agenda", "attendance"):
        reader.get(f"{url(table, sitting)}/{path}", status=403)
    for path in ("open", "close", "cancel", f"results/{code_of(table, '1.')}"):
        send(reader, f"{url(table, sitting)}/{path}", {"reason": "No."}, status=403)


# After it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_record_is_a_word_file_in_each_language(app: Flask, desk: Reader, table: Table, language: str):
    sitting = hold(table, make_body())
    record(table, sitting)
    desk.get(f"{url(table, sitting)}.docx", status=404)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    answer = head(app, table, "MYS").client.get(f"{url(table, sitting)}.docx?language={language}")
    body = ZipFile(BytesIO(answer.data)).read("word/document.xml").decode()
    assert "The Meeting welcomed the report." in body
    assert f"-{language}.docx" in answer.headers["Content-Disposition"]
    desk.get(f"{url(table, sitting)}.docx?language=de", status=404)


def test_a_later_result_takes_the_place_of_an_earlier_one_on_the_page(desk: Reader, table: Table):
    sitting = hold(table, make_body())
    for result in (SittingResult.NOT_AGREED, SittingResult.AGREED):
        record(table, sitting, result=result)
    assert "was not agreed. A later result took its place." in desk.sees(url(table, sitting))


def test_the_page_of_a_sitting_does_not_count_what_it_agreed_and_was_reopened_since(
    app: Flask, desk: Reader, table: Table
):
    sitting = hold(table, make_body(), ["1.", "2."])
    record(table, sitting)
    table.agree("2.", sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    assert "paragraphs with a result: 2 of 2" in desk.sees(url(table, sitting))

    table.reopen("1.")
    table.reopen("2.")

    seen = head(app, table, "EGY").sees(url(table, sitting))
    assert "paragraphs with a result: 0 of 2" in seen
    assert "On the agenda, without a result: 1, 2" in seen
    assert "The agreement no longer counts." in seen
    assert "the paragraph was agreed, this agreement no longer counts" in seen


def test_the_page_of_a_closed_sitting_tells_what_it_is_named_for_beside_its_results(
    app: Flask, desk: Reader, table: Table
):
    sitting = hold(table, make_body(), ["1.", "2.", "3."])
    proposal = table.replace("MYS", "2.", "urged", "invited")
    record(table, sitting)
    table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
    running = desk.sees(url(table, sitting))
    assert "paragraphs with a result: 2 of 3" in running
    assert "Decisions that name this sitting: 2: MYS 1 accepted, the paragraph was agreed" in running
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    for reader in (desk, head(app, table, "MYS")):
        page = reader.sees(url(table, sitting))
        assert (
            "Decisions that name this sitting: 2: MYS 1 accepted, the paragraph was agreed Words accepted from MYS 1:"
            " The Meeting invited all States. On the agenda, without a result: 3"
        ) in page
        agenda = page.partition("beside them stands what it came to. ")[2]
        assert agenda.startswith("1 agreed The Meeting")
        assert (
            "2 MYS 1 accepted, the paragraph was agreed The Meeting" in agenda and " 3 The Meeting" in agenda
        )


def test_the_page_of_a_sitting_says_that_a_proposal_it_accepted_deletes_the_paragraph(
    desk: Reader, table: Table
):
    sitting = hold(table, make_body(), ["1.", "2."])
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."), sitting=sitting.code)

    assert "2: MYS 1 accepted, MYS 1 deletes the paragraph" in desk.sees(url(table, sitting))


def test_the_record_prints_a_paragraph_with_all_that_was_decided_on_it_there(
    app: Flask, desk: Reader, table: Table
):
    sitting = hold(table, make_body(), ["2."])
    first, second = (
        table.replace("MYS", "2.", "urged", "invited"),
        table.replace("EGY", "2.", "States", "Nations"),
    )
    table.decide(DecisionKind.ACCEPT, first, sitting=sitting.code)
    assert "with all that was decided" not in desk.sees(url(table, sitting)), "the proposal says it by itself"
    table.decide(DecisionKind.ACCEPT, second, sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    told = "The paragraph with all that was decided on it until then: The Meeting invited all Nations."
    assert told in desk.sees(url(table, sitting))
    document = ZipFile(BytesIO(desk.client.get(f"{url(table, sitting)}.docx?language=en").data))
    assert "The Meeting invited all Nations." in document.read("word/document.xml").decode()


def test_what_decisions_that_name_a_closed_sitting_agreed_ad_referendum_is_confirmed_from_its_page(
    app: Flask, desk: Reader, table: Table
):
    sitting = hold(table, make_body(), ["1.", "2."])
    agreed = table.agree("1.", sitting=sitting.code, ad_referendum=True)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    confirming = f'{url(table, sitting)}/confirm"'
    assert confirming in desk.get(url(table, sitting))
    assert confirming not in head(app, table, "MYS").get(url(table, sitting))
    table.void(agreed, reason="In error.")
    assert confirming not in desk.get(url(table, sitting))


def test_a_closed_sitting_does_not_call_agreed_what_was_agreed_elsewhere(desk: Reader, table: Table):
    sitting = hold(table, make_body(), ["1.", "2."])
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    table.agree("1.", level=Level.AMBASSADORIAL)

    page = desk.sees(url(table, sitting))
    assert "agreed" not in page.partition("Agenda")[2]
    assert "paragraphs with a result: 0 of 2" in page


def test_an_open_sitting_offers_no_agreement_on_a_paragraph_with_brackets(app: Flask, session: object):
    table = Table(lines_of("The Meeting [urged all].", "It stands.")).open()
    sitting = hold(table, make_body(), ["1.", "2."])

    page = mission_reader(app).sees(url(table, sitting))
    assert "The paragraph still holds brackets" in page and "“Agreed” agrees the paragraph" not in page


def test_an_open_sitting_names_a_proposal_that_amends_one_in_brackets(app: Flask, desk: Reader, table: Table):
    made = table.replace("EGY", "2.", "urged", "invited")
    table.replace("MYS", "2.", "urged", "warmly invited", amends=made.code)
    table.decide(DecisionKind.BRACKETS, made)
    sitting = hold(table, make_body(), ["2."])
    for page in (
        desk.sees(url(table, sitting)),
        desk.sees(f"{url(table, sitting)}/room/{code_of(table, '2.')}"),
    ):
        assert "Still proposed MYS 1 amends EGY 1" in page and "warmly" in page


def test_an_open_sitting_names_who_holds_the_brackets_to_who_may_know_it(app: Flask, session: object):
    words = "The Meeting [urged] all."
    table = Table(lines_of(words, "It stands.")).open()
    for code in ("TUR", "EGY", "DZA"):
        hold_bracket(table, code, "1.", "[urged]")
    sitting = hold(table, make_body(), ["1.", "2."])
    desk = mission_reader(app)
    shown = desk.sees(url(table, sitting))
    assert "Held by: Algeria, Egypt" in shown, shown
    desk.get("/language/fr", status=303)
    assert "Algérie, Égypte" in desk.sees(url(table, sitting))


def test_an_open_sitting_names_no_holder_whom_its_chair_may_not_know(app: Flask, session: object):
    table = Table(lines_of("The Meeting [urged] all.", "It stands.")).open(visibility=Visibility.MISSION)
    hold_bracket(table, "EGY", "1.", "[urged]")
    chair = make_body(Level.EXPERT, members=["EGY", "MYS"], chair="MYS")
    page = delegate(app, "MYS").sees(url(table, hold(table, chair, ["1.", "2."])))
    assert "Nobody that you may know of holds it." in page and "Held by" not in page


def test_the_page_of_a_sitting_tells_of_no_decision_that_its_reader_may_not_know_of(
    app: Flask, session: object
):
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    proposal = table.replace("MYS", "2.", "urged", "invited")
    sitting = hold(table, make_body(), ["2."])
    table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    assert "Decisions that name this sitting: 2: MYS" in mission_reader(app).sees(url(table, sitting))
    page = head(app, table, "EGY").sees(url(table, sitting))
    assert "Decisions that name this sitting" not in page
    assert "On the agenda, without a result that you are told of: 2" in page
    assert "Decisions of the round under way that name this sitting: Shown to the Mission alone." in page
    assert "with a result" not in page
    assert "of the round under way" not in mission_reader(app).sees(url(table, sitting))


def test_ministers_are_convened_to_adopt_the_text_alone(app: Flask, session: object):
    table = agreed_text()
    desk = mission_reader(app)
    body = make_body(Level.MINISTERIAL, members=("EGY", "MYS"))
    facts = {
        "body": body.code,
        "begins_at": moment(5),
        "ends_at": moment(8),
        "zone": "Africa/Abidjan",
        "place": "Hall",
        "add": [],
    }
    place = send(desk, root(table), facts)
    page = desk.sees(place)
    assert "Agenda 0 paragraphs No paragraph is on the agenda" in page

    db.session.rollback()
    sitting = db.session.scalars(select(Sitting).where(Sitting.code == place.rsplit("/", 1)[1])).one()
    open_at(sitting, present=())
    page = desk.sees(url(table, sitting))
    assert (
        "No paragraph is on the agenda. Record the attendance; then the text can be adopted at this sitting."
        in page
    )
    with clock_at(sitting.begins_at):
        sittings.attend(mission(), sitting.code, {party("EGY").id: Presence(True)})
        assert "No paragraph is on the agenda. The text can be adopted" in desk.sees(url(table, sitting))
        adopt(table, sitting=sitting.code)
        sittings.close_sitting(mission(), sitting.code)
    page = desk.sees(url(table, sitting))
    assert "The text was adopted at this sitting" in page and "without a result" not in page
    assert desk.client.get(f"{url(table, sitting)}.docx").status_code == 200


def test_the_page_of_the_sitting_that_adopted_the_text_says_so(app: Flask, session: object):
    table = agreed_text()
    adoption = adopt(table)
    with clock_at(adoption.sitting.opened_at):
        sittings.close_sitting(mission(), adoption.sitting.code)
    page = mission_reader(app).sees(url(table, adoption.sitting))
    assert f"The text was adopted at this sitting as {adoption.symbol}." in page


def test_the_calendar_file_names_no_words_of_the_text(app: Flask, table: Table):
    sitting = convene(table, make_body(), place="Room 2")
    answer = head(app, table, "MYS").client.get(f"{url(table, sitting)}.ics")

    assert answer.content_type.startswith("text/calendar")
    assert "LOCATION:Room 2" in answer.text and "welcomed" not in answer.text


# What it costs --------------------------------------------------------------------------------------------


def test_the_pages_cost_the_same_however_much_is_on_the_agenda(app: Flask, desk: Reader, session: object):
    def asked(sitting: Sitting, table: Table) -> list[int]:
        return [
            queries_of(lambda: desk.get(root(table))),
            queries_of(lambda: desk.get(url(table, sitting))),
        ]

    small = make_table(*TEXTS, symbol="OIC/A")
    large = make_table(*(f"The Meeting noted {n}." for n in range(30)), symbol="OIC/B")
    body, other = make_body(), make_body(Level.AMBASSADORIAL)
    costs = []
    for table, of, labels in ((small, body, ["1."]), (large, other, [f"{n}." for n in range(1, 30)])):
        sitting = hold(table, of, labels)
        for label in labels:
            record(table, sitting, label, stances={party("EGY").id: Stance.RESERVE})
        costs.append(asked(sitting, table))
    assert costs[0] == costs[1]


def test_the_attendance_form_lists_delegations_by_their_names(desk: Reader, table: Table):
    sitting = open_at(convene(table, make_body(), ["1."], begins_at=utcnow() + timedelta(minutes=1)))
    page = desk.sees(f"{url(table, sitting)}/attendance")
    names = [
        "Afghanistan",
        "Albania",
        "Algeria",
        "Azerbaijan",
        "Chad",
        "Comoros",
        "Uganda",
        "United Arab Emirates",
    ]
    places = [page.index(f"{name} present") for name in names]
    assert places == sorted(places)


def test_the_attendance_is_recorded_with_all_who_are_not_marked_as_present(desk: Reader, table: Table):
    sitting = hold(table, make_body(members=["EGY", "MYS", "SEN"]), present=())
    page = f"{url(table, sitting)}/attendance"
    assert 'name="others" value="present"' in desk.get(page)
    facts = {"present-MYS": "no", "speakers-SEN": "Mr. Diop", "others": "present"}
    with clock_at(sitting.begins_at):
        send(desk, page, facts)
    known = read(sitting).attendance
    assert {code: known[party(code).id].present for code in ("EGY", "MYS", "SEN")} == {
        "EGY": True,
        "MYS": False,
        "SEN": True,
    }
    assert known[party("SEN").id].speakers == "Mr. Diop"


def test_a_sitting_offers_no_agreement_while_no_round_runs_and_says_so_before(desk: Reader, table: Table):
    sitting = convene(table, make_body(Level.EXPERT))
    url = f"/c/{table.code}/sittings/{sitting.code}"
    says = "No round runs on the text: the sitting can agree nothing until one is opened."
    assert says not in desk.sees(url)
    table.close()

    assert says in desk.sees(url)


def test_an_open_sitting_offers_to_agree_only_what_it_can_agree_and_says_why_not(app: Flask, session: object):
    """A paragraph that an accepted join takes in is agreed with the other one, and without a round nothing is."""
    table = make_table(*TEXTS)
    desk = mission_reader(app)
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "1."), level=None)
    sitting = hold(table, make_body(), ["1.", "2.", "3."])
    taken_in = code_of(table, "2.")
    page = desk.sees(f"{url(table, sitting)}?p={taken_in}")
    assert "it is agreed with that one" in page and "As decided so far" not in page
    assert "“Agreed” agrees the paragraph" not in page and "Not agreed" in page

    record(table, sitting)
    page = desk.sees(url(table, sitting))
    assert "paragraphs with a result: 2 of 3" in page
    assert "joined to paragraph 1 and agreed with it" in page
    table.close()
    page = desk.sees(f"{url(table, sitting)}?p={code_of(table, '2.')}")
    assert "No round is open on this text" in page and "“Agreed” agrees the paragraph" not in page
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)
    assert "without a result" not in desk.sees(url(table, sitting))
