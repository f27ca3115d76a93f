"""The pages of the follow-up: the table, an entry, what the program suggests, and a paragraph drawn from an entry."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.documents.read.recognise import recognise
from acm_drafts.negotiation.follow_up import FollowUpState
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.terms import Admissibility, Visibility
from acm_drafts.services import follow_up, library
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import FollowUpRow, evidence_of, follow_ups, proposals_from
from acm_drafts.store.meetings import DEFAULT_ZONE, today_in
from acm_drafts.store.records import FollowUp, Source
from acm_drafts.text.language import Language
from acm_drafts.web.amendments.form import BEGINNING
from tests.adoptions import adopt, entry, imported_as_final, issue
from tests.factories import (
    make_head,
    make_meeting,
    make_mission_drafter,
    make_observer,
    mission,
    sign_in,
    token_for,
)
from tests.follow_up import TEXTS, add_resolution, confirm
from tests.library import face, numbered
from tests.tables import Table, make_table
from tests.web.readers import queries_of
from tests.web.test_library import in_words, told

pytestmark = pytest.mark.usefixtures("session")

DROPPED = FollowUpState.DROPPED.value


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.", "It urged all.", visibility=Visibility.MISSION)


@pytest.fixture
def reader(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_head("JOR"))


@pytest.fixture
def pen(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def post(client: FlaskClient, path: str, **data: object):
    return client.post(path, data={"csrf_token": token_for(client, "/account"), **data})


def entries() -> list[FollowUpRow]:
    db.session.rollback()
    return follow_ups(db.session(), mission())


def days(number: int) -> date:
    return today_in(DEFAULT_ZONE) + timedelta(days=number)


def lay_out() -> tuple[Source, dict[str, FollowUp]]:
    """Let three requests be followed up: one overdue since yesterday, one due today, one without a date and done."""
    source = add_resolution()
    made = {
        "late": confirm(source, due=days(-1)),
        "today": confirm(source, 2, 1, due=days(0)),
        "done": confirm(source, 3, due=None, addressee="=IOFS"),
    }
    follow_up.report(
        mission(), made["done"].code, FollowUpState.DONE, note="It reported.", next_report="", seen=1
    )
    return source, made


def test_what_is_overdue_is_told_so_on_every_page_and_headings_are_no_requests(pen: FlaskClient):
    source, _ = lay_out()
    listed = told(pen, f"/follow-up/sources/{source.code}")

    assert "overdue" in listed and listed.count("no report yet") == 1
    assert "overdue" in told(pen, "/search?q=report&kind=follow-up")


def test_the_adopted_text_is_linked_for_those_alone_who_read_it(app: Flask, table: Table):
    adopted = imported_as_final("The Meeting requested Egypt to report.", symbol="OIC/ADOPTED")
    adopt(adopted)
    source = db.session.query(Source).filter_by(communique_id=adopted.communique).one()
    entry = confirm(source, 1)
    link = f'href="/c/{adopted.code}/p/'
    assert link in sign_in(app.test_client(), make_head("JOR")).get(f"/follow-up/{entry.code}").text

    other = make_meeting()
    elsewhere = sign_in(app.test_client(), make_head("EGY", meeting_id=other.id))
    assert link not in elsewhere.get(f"/follow-up/{entry.code}").text


# The table -------------------------------------------------------------------------------------------


def test_the_table_puts_what_is_overdue_first_and_what_is_due_today_is_not(reader: FlaskClient):
    lay_out()
    page = told(reader, "/follow-up")

    assert page.index("1 request is overdue") < page.index("Overdue 1") < page.index("Due within 90 days 1")
    assert page.index("Due within 90 days 1") < page.index("Done 1")
    assert "1 day ago" in page and "today" in page
    assert '<a href="/follow-up">' in reader.get("/library").text


def test_the_table_is_narrowed_by_body_addressee_and_state_and_an_odd_value_narrows_nothing(
    reader: FlaskClient,
):
    lay_out()
    for asked, shown in (
        ("body=cfm", 3),
        ("body=summit", 0),
        ("addressee=Member+States", 1),
        ("addressee=les+%C3%89tats+membres", 1),
        ("state=overdue", 1),
        ("state=done", 1),
        (f"state={DROPPED}", 0),
        ("body=security-council&state=nothing&order=text", 3),
    ):
        page = told(reader, f"/follow-up?{asked}")
        assert f"{shown} request{'' if shown == 1 else 's'} shown" in page, asked
        assert "1 request is overdue" in page


def test_the_spreadsheet_has_a_row_for_each_request_and_no_formula(reader: FlaskClient):
    lay_out()
    answer = reader.get("/follow-up.csv?state=done")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    assert [row[:5] for row in rows[1:]] == [
        [
            "OIC/CFM-51/2025/STI",
            "3",
            "OIC Council of Foreign Ministers",
            "to report on seeds every year",
            "'=IOFS",
        ]
    ]
    assert all(cell.startswith('"') for cell in answer.text.lstrip("\ufeff").splitlines()[0].split(","))


def test_the_word_file_says_the_same_in_the_language_that_is_asked_for(reader: FlaskClient):
    lay_out()
    answer = reader.get("/follow-up.docx?language=fr&state=overdue")
    body = zipfile.ZipFile(io.BytesIO(answer.data)).read("word/document.xml").decode()

    assert "Suivi des demandes" in body and "En retard (1)" in body
    assert "to submit a report by 30 June 2026" in body and "to respond to it" not in body


def test_the_cost_of_the_table_does_not_grow_with_its_entries(reader: FlaskClient):
    lay_out()
    few = queries_of(lambda: reader.get("/follow-up"))
    other = add_resolution(
        "OIC/CFM-52/2026/FOOD", *(f"Requests the Bank to fund project {n};" for n in range(9))
    )
    for position in range(1, 10):
        confirm(other, position)
    assert queries_of(lambda: reader.get("/follow-up")) == few


# An entry --------------------------------------------------------------------------------------------


def test_a_delegation_reads_an_entry_with_its_history_and_is_offered_nothing_to_record(
    reader: FlaskClient, pen: FlaskClient
):
    _, made = lay_out()
    url = f"/follow-up/{made['late'].code}"
    answer = post(
        pen,
        f"{url}/report",
        seen=1,
        state="in-progress",
        note="An outline came.",
        next_report="ACM 2027",
    )
    assert answer.status_code == 303
    post(pen, f"{url}/evidence", title="Outline", url="https://oic.example/1")

    page = told(reader, url)
    assert "An outline came." in page and "Request confirmed" in page and "ACM 2027" in page
    assert "overdue in progress" in page
    assert 'href="https://oic.example/1" rel="noopener noreferrer"' in reader.get(url).text
    assert "What the Mission records" not in page and "Record a report" in told(pen, url)


def test_what_is_refused_comes_back_with_what_was_typed(pen: FlaskClient):
    _, made = lay_out()
    url = f"/follow-up/{made['late'].code}"
    wrong = post(pen, f"{url}/evidence", title="Letter", url="javascript:alert(1)")
    assert wrong.status_code == 422
    assert "a link begins with https://" in wrong.text and 'value="Letter"' in wrong.text

    post(pen, f"{url}/edit", seen=1, addressee="The Bank", requested="to report", note="Agreed.")
    stale = post(pen, f"{url}/edit", seen=1, addressee="The Fund", requested="to report")
    assert stale.status_code == 409
    assert "A colleague changed this entry" in stale.text and 'value="The Fund"' in stale.text
    assert post(pen, f"{url}/report", seen=2, state="done").status_code == 422
    assert entries()[0].version.addressee == "The Bank"


def test_a_document_stands_among_the_evidence_once(pen: FlaskClient):
    _, made = lay_out()
    url = f"/follow-up/{made['late'].code}/evidence"
    by_symbol = {"title": "Outline", "symbol": "OIC/ICHAD/1", "url": "https://oic.example/1"}
    by_link = {"title": "Letter", "url": "https://oic.example/2"}
    for sent, field in ((by_symbol, "symbol"), (by_link, "url")):
        assert post(pen, url, **sent).status_code == 303
        again = post(pen, url, **sent | {"title": "The same", "symbol": sent.get("symbol", "").lower()})
        beside = re.search(rf'<p class="error" id="{field}-error">(.*?)</p>', again.text, re.DOTALL)
        assert again.status_code == 409 and "among the evidence already" in in_words(beside[1])
    assert post(pen, url, **by_symbol | {"url": "https://oic.example/1-ar"}).status_code == 303
    assert post(pen, f"/follow-up/{made['today'].code}/evidence", **by_symbol).status_code == 303
    db.session.rollback()
    assert len(evidence_of(db.session(), [made["late"].id])[made["late"].id]) == 3


def test_a_removed_document_leaves_pages_and_files_and_stays_in_the_history(
    pen: FlaskClient, reader: FlaskClient, table: Table
):
    _, made = lay_out()
    entry = made["late"]
    url = f"/follow-up/{entry.code}"
    for number in (1, 2):
        post(
            pen,
            f"{url}/evidence",
            title=f"Outline {number}",
            symbol=f"OIC/ICHAD/{number}",
            url=f"https://o.example/{number}",
        )
    db.session.rollback()
    wrong = evidence_of(db.session(), [entry.id])[entry.id][0].id
    remove = f"{url}/evidence/{wrong}/remove"

    empty = post(pen, remove, reason="")
    assert empty.status_code == 422 and f'id="reason-{wrong}-error"' in empty.text
    assert post(reader, remove, reason="Mine.").status_code == 403
    assert f"{remove}" not in reader.get(url).text and remove in pen.get(url).text
    assert post(pen, remove, reason="It answers another request.").status_code == 303
    again = post(pen, remove, reason="It answers another request.")
    assert again.status_code == 409 and "removed from the evidence already" in again.text

    for who in (pen, reader):
        for listed in ("/follow-up", "/follow-up.csv"):
            assert "OIC/ICHAD/2" in who.get(listed).text and "OIC/ICHAD/1" not in who.get(listed).text
        with zipfile.ZipFile(io.BytesIO(who.get("/follow-up.docx").data)) as package:
            printed = package.read("word/document.xml").decode()
        assert "OIC/ICHAD/2" in printed and "OIC/ICHAD/1" not in printed
        page = who.get(url).text
        evidence, _, history = page.partition('aria-labelledby="history"')
        assert "OIC/ICHAD/1" not in evidence and "https://o.example/1" not in page
        words = in_words(history)
        assert "Document removed from the evidence Outline 1 OIC/ICHAD/1" in words
        assert "removed by" in words and "It answers another request." in words
    assert "Document removed from the evidence of the follow-up" in in_words(
        pen.get(f"/c/{table.code}/journal?kind=follow-up").text
    )


def test_a_day_that_nobody_asks_for_is_told_beside_its_field(pen: FlaskClient):
    source, made = lay_out()
    sent = {"addressee": "The Bank", "requested": "to report"}
    pages = (
        (f"/follow-up/{made['late'].code}/edit", sent | {"seen": 1}),
        (f"/follow-up/sources/{source.code}/request", sent | {"position": 1}),
    )
    for url, data in pages:
        for due, words in (("2200-01-01", "more than 50 years ahead"), ("1999-01-01", "before the day")):
            answer = post(pen, url, **data, due=due)
            beside = re.search(r'<p class="error" id="due-error">(.*?)</p>', answer.text, re.DOTALL)
            assert answer.status_code == 422 and words in in_words(beside[1]), (url, due)
            assert f'value="{due}"' in answer.text
    assert len(entries()) == len(made)
    assert all(row.version.addressee != "The Bank" for row in entries())


def test_an_entry_whose_source_is_withdrawn_or_corrected_says_so_and_stays(reader: FlaskClient):
    source, made = lay_out()
    library.withdraw(mission(), source.code, reason="It was a draft.")
    page = told(reader, f"/follow-up/{made['late'].code}")
    assert "Its source was withdrawn" in page and "It was a draft." in page
    assert "Its source is withdrawn." in told(reader, "/follow-up")

    adopted = imported_as_final(
        "The Meeting urged Member States to respond in June.", symbol="OIC/ACM-2025/FC"
    )
    adopt(adopted)
    entered = confirm(db.session.query(Source).filter_by(symbol="OIC/ACM-2025/FC").one(), 1)
    issue(adopted, entry(adopted, "1.", "in June", "in July"))

    page = told(reader, f"/follow-up/{entered.code}")
    assert "corrected by OIC/ACM-2025/FC/Corr.1" in page and "for in June read in July" in page
    own = in_words(reader.get(f"/c/{adopted.code}/p/{adopted.line('1.').code}").text)
    assert "Member States: to respond in June" in own


# What the program suggests ---------------------------------------------------------------------------


def test_the_mission_alone_sees_what_the_program_suggests_and_confirms_it(
    reader: FlaskClient, pen: FlaskClient
):
    source = add_resolution()
    url = f"/follow-up/sources/{source.code}"
    for path in ("/follow-up/sources", url, f"{url}/request?position=2&start=0"):
        assert reader.get(path).status_code == 403
    page = told(pen, url)
    assert "urges Member States to respond to it" in page and "1 paragraph without a request" in page

    form = pen.get(f"{url}/request?position=2&start=0").text
    assert 'value="the Secretary-General"' in form and 'value="2026-06-30"' in form
    post(
        pen,
        f"{url}/request",
        position=2,
        start=0,
        addressee="the Secretary-General",
        requested="to submit a report",
        due="2026-06-30",
    )
    post(pen, f"{url}/dismiss", position=3, start=0)

    assert [row.version.due for row in entries()] == [date(2026, 6, 30)]
    assert "recorded as no request" in told(pen, url)
    assert "to submit a report" in told(reader, "/follow-up")


def test_a_paragraph_without_a_suggestion_is_followed_up_in_the_words_of_the_mission(pen: FlaskClient):
    source = add_resolution()
    url = f"/follow-up/sources/{source.code}/request"
    assert TEXTS[0] in in_words(pen.get(f"{url}?position=1").text)
    assert post(pen, url, position=1, addressee="", requested="to report").status_code == 422
    assert post(pen, url, position=1, addressee="All", requested="to report").status_code == 303
    assert pen.get(f"{url}?position=99").status_code == 404
    (row,) = entries()
    assert (row.entry.start, row.entry.stop) == (0, len(TEXTS[0]))


# A paragraph drawn from an entry ---------------------------------------------------------------------


def test_a_paragraph_is_drawn_from_an_entry_and_who_may_not_read_the_proposal_learns_nothing_of_it(
    reader: FlaskClient, pen: FlaskClient, table: Table
):
    _, made = lay_out()
    url = f"/c/{table.code}/follow-up/{made['done'].code}/propose"
    before = reader.get(f"/follow-up/{made['done'].code}").text
    form = in_words(pen.get(url).text)
    words = (
        "The Meeting took note of the implementation of the request to =IOFS to report on seeds every year"
    )
    assert words in form and url in pen.get(f"/follow-up/{made['done'].code}").text

    answer = post(pen, url, text=f"{words}.", after=table.line("1.").code, reason="Follow-up")

    assert answer.status_code == 303
    assert "Drawn from the follow-up of OIC/CFM-51/2025/STI, paragraph 3" in told(pen, answer.location)
    db.session.rollback()
    ((record, _, name),) = proposals_from(db.session(), table.mission, made["done"].id)
    assert name in told(pen, f"/follow-up/{made['done'].code}")
    paragraph = pen.get(f"/c/{table.code}/p/{record.amendment.paragraph.code}")
    assert "Drawn from the follow-up" in in_words(paragraph.text)
    clock = re.compile(r"<time[^>]*>[^<]*</time>|csrf_token\"[^>]*>")
    after = reader.get(f"/follow-up/{made['done'].code}").text
    assert clock.sub("", after) == clock.sub("", before)
    assert reader.get(answer.location).status_code == 404


def test_the_place_of_a_drawn_paragraph_is_for_the_mission_to_say(pen: FlaskClient, table: Table):
    _, made = lay_out()
    url = f"/c/{table.code}/follow-up/{made['done'].code}/propose"
    assert '<option value="">Choose a place</option>' in pen.get(url).text

    unplaced = post(pen, url, text="It took note.", after="")
    assert unplaced.status_code == 422
    assert "Choose a place." in in_words(unplaced.text) and "It took note." in unplaced.text
    assert post(pen, url, text="It took note.", after="zzz").status_code == 422
    assert post(pen, url, text="It took note.", after=BEGINNING).status_code == 303
    db.session.rollback()
    ((record, _, _),) = proposals_from(db.session(), table.mission, made["done"].id)
    assert record.revision.after_id is None


def test_a_paragraph_is_drafted_as_the_corrigendum_reads_it_and_its_form_names_the_corrigendum(
    pen: FlaskClient, table: Table
):
    adopted = imported_as_final(
        "The Meeting urged Member States to respond by 30 June 2028.", symbol="OIC/ACM-2025/FC"
    )
    adopt(adopted)
    entered = confirm(db.session.query(Source).filter_by(symbol="OIC/ACM-2025/FC").one(), 1)
    url = f"/c/{table.code}/follow-up/{entered.code}/propose"
    assert "by 30 June 2028 (OIC/ACM-2025/FC" in told(pen, url) and "corrected by" not in told(pen, url)
    follow_up.report(mission(), entered.code, FollowUpState.PARTLY, note="Some did.", next_report="", seen=1)
    issue(adopted, entry(adopted, "1.", "30 June", "31 December"))

    form = told(pen, url)

    assert "took note of the status of implementation of the request" in form
    assert "by 31 December 2028 (OIC/ACM-2025/FC" in form and "by 30 June 2028" not in form
    assert "corrected by OIC/ACM-2025/FC/Corr.1" in form and "for 30 June read 31 December" in form


def test_nothing_is_drawn_where_no_round_runs_and_what_was_typed_is_not_lost(pen: FlaskClient, table: Table):
    _, made = lay_out()
    table.close()
    url = f"/c/{table.code}/follow-up/{made['done'].code}/propose"
    assert pen.get(url).status_code == 409
    answer = post(pen, url, text="It took note.", after="")
    assert answer.status_code == 409
    assert "No round is running on this text" in answer.text and "It took note." in answer.text


def test_no_text_is_offered_that_takes_no_new_paragraph_and_its_form_says_why_at_once(
    pen: FlaskClient, table: Table
):
    _, made = lay_out()
    closed = make_table("It noted.", symbol="OIC/OTHER", admissibility=Admissibility.NO_NEW_ISSUES)
    table.close()
    url = f"/c/{closed.code}/follow-up/{made['done'].code}/propose"

    assert "Draw a paragraph into" not in told(pen, f"/follow-up/{made['done'].code}")
    answer = pen.get(url)
    assert answer.status_code == 422 and "announce one that admits it" in answer.text
    assert 'name="text"' not in answer.text


def test_an_observer_reads_the_follow_up_and_a_stranger_does_not(app: Flask, table: Table):
    _, made = lay_out()
    observer = sign_in(app.test_client(), make_observer())
    assert observer.get(f"/follow-up/{made['late'].code}").status_code == 200
    assert app.test_client().get("/follow-up").status_code == 303
    assert observer.get("/follow-up/nothing").status_code == 404


@pytest.mark.parametrize("label", ["%d.", ""])
def test_a_request_that_is_followed_up_in_another_language_is_named_before_it_is_taken_again(
    pen: FlaskClient, label: str
):
    french = (
        "Se félicite du rapport du Secrétaire général ;",
        "Prie le Secrétaire général de présenter un rapport avant le 30 juin 2026 ;",
    )
    sources = []
    for language, texts in ((Language.EN, TEXTS), (Language.FR, french)):
        lines = [replace(line, label=label and label % at) for at, line in enumerate(numbered(*texts), 1)]
        about = face("OIC/CFM-1/1", body=SourceBody.CFM, language=language)
        sources.append(library.add(mission(), about, lines))
    already = "A request of this paragraph is followed up already, from its text in another language:"
    page = f"/follow-up/sources/{sources[1].code}"
    assert already not in told(pen, page)
    confirm(sources[0])

    assert told(pen, page).count(already) == 1
    assert already in told(pen, f"{page}/request?position=2&start=0")
    assert already not in told(pen, f"{page}/request?position=1")


def test_a_request_that_goes_on_in_sub_paragraphs_is_found_in_each_of_them(pen: FlaskClient):
    lines = recognise(
        ["1. Invites Member States:", "(a) to share data; and", "(b) to build ports.", "2. Thanks Egypt."],
        Language.EN,
    )
    source = library.add(mission(), face("OIC/CFM-1/1", body=SourceBody.CFM), lines)
    page = f"/follow-up/sources/{source.code}"

    shown = told(pen, page)
    assert shown.count("Follow it up") == 2 and "Invites Member States: to share data" in shown
    form = told(pen, f"{page}/request?position=3&start=0")
    assert "Invites Member States: to build ports" in form
    sent = {"addressee": "Member States", "requested": "to build ports", "position": 3, "start": 0}
    assert post(pen, f"{page}/request", **sent).status_code == 303
    (row,) = entries()
    assert (row.entry.position, row.version.requested) == (3, "to build ports")


def test_what_a_corrigendum_reads_otherwise_is_suggested_as_it_reads_now(app: Flask):
    adopted = imported_as_final(
        "The Meeting requested Egypt to report by 30 June 2024, and thanked it.", symbol="OIC/ADOPTED"
    )
    adopt(adopted)
    issue(adopted, entry(adopted, "1.", "30 June 2024", "30 June 2031"))
    (source,) = db.session.query(Source).all()
    pen = sign_in(app.test_client(), make_mission_drafter())
    page = f"/follow-up/sources/{source.code}"

    shown = told(pen, page)
    assert "to report by 30 June 2031" in shown and "30 June 2024" not in shown
    assert "as corrected by OIC/ADOPTED/Corr.1" in shown
    start = re.search(r"position=1&amp;start=(\d+)", pen.get(page).text)[1]
    form = pen.get(f"{page}/request?position=1&start={start}").text
    assert 'value="2031-06-30"' in form and "2024" not in form
    assert "as corrected by" in form
    sent = {
        "addressee": "Egypt",
        "requested": "to report",
        "due": "2031-06-30",
        "position": 1,
        "start": start,
    }
    assert post(pen, f"{page}/request", **sent).status_code == 303
    assert "Follow it up" not in told(pen, page)


def test_a_request_that_a_corrigendum_deletes_is_suggested_no_more_and_the_other_keeps_its_place(app: Flask):
    adopted = imported_as_final(
        "The Meeting requested Egypt to report, and urged States to pay.", symbol="OIC/ADOPTED"
    )
    adopt(adopted)
    issue(adopted, entry(adopted, "1.", " requested Egypt to report, and", ""))
    (source,) = db.session.query(Source).all()
    pen = sign_in(app.test_client(), make_mission_drafter())
    page = f"/follow-up/sources/{source.code}"

    shown = told(pen, page)
    assert shown.count("Follow it up") == 1 and "requested Egypt" not in shown
    start = int(re.search(r"position=1&amp;start=(\d+)", pen.get(page).text)[1])
    assert "The Meeting requested Egypt to report, and urged States to pay."[start:].startswith("urged")
