"""Files of many delegations: sent together by the Mission, a table of what came from whom, looked at and entered."""

import io
import re
import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import batches
from acm_drafts.services.batches import LIVES, MOST_BYTES, Sent
from acm_drafts.store import batches as waiting
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Batch, BatchFile
from tests.factories import token_for
from tests.tables import Table, make_table
from tests.web.readers import Reader, delegate, main_of, mission_reader, queries_of, words_of
from tests.web.test_file_changes import ASKED, CALLED, INVITED, NOTED, TEXT, WELCOMED, Page, proposals

pytestmark = pytest.mark.thorough

EGYPT = "\n\n".join((WELCOMED.replace("trade", "transport"), NOTED, INVITED, CALLED, ASKED)).encode()
JORDAN = "\n\n".join((WELCOMED, INVITED, CALLED)).encode()
FILES = {"EGY.txt": EGYPT, "comments.txt": JORDAN, "Pakistan.pdf": b"%PDF-1.7", "copy.txt": EGYPT}
PATIENCE = 60


def send(reader: Reader, table: Table, files: dict[str, bytes]):
    data = {"csrf_token": token_for(reader.client, "/account")}
    found = [(io.BytesIO(content), name) for name, content in files.items()]
    path = f"/c/{table.code}/batches"
    return reader.client.post(path, data={**data, "files": found}, content_type="multipart/form-data")


def sent_and_read(reader: Reader, table: Table, files: dict[str, bytes] = FILES) -> str:
    """Return the address of a batch whose files are all read."""
    answer = send(reader, table, files)
    assert answer.status_code == 303, words_of(main_of(answer.text))
    limit = time.monotonic() + PATIENCE
    while "data-poll" in reader.get(answer.location):
        assert time.monotonic() < limit, "the reading does not end"
        time.sleep(0.05)
    db.session.rollback()  # what the test read before is old by now, and could not be written on
    return answer.location


def post(reader: Reader, path: str, **fields: object):
    return reader.client.post(path, data={"csrf_token": token_for(reader.client, "/account"), **fields})


def look(reader: Reader, path: str) -> Page:
    """Return the page of one file's differences, as a browser would send it back."""
    page = Page(reader, reader.client.get(path))
    page.action = path
    page.fields["draft"] = re.search(r'name="draft" value="(\d+)"', page.html)[1]
    return page


def row_of(html: str, name: str) -> str:
    found = re.search(rf"<tr>(?:(?!</tr>).)*{re.escape(name)}.*?</tr>", html, re.DOTALL)
    assert found, f"there is no row of {name}"
    return words_of(found[0])


def chosen_for(html: str, number: int) -> str:
    select_ = re.search(rf'<select name="from-{number}".*?</select>', html, re.DOTALL)
    assert select_
    found = re.search(r'value="(\w*)" selected', select_[0])
    return found[1] if found else ""


def count(record: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record)) or 0


# Who -----------------------------------------------------------------------------------------------


def test_to_a_delegation_none_of_it_is_there(app: Flask, session):
    table = make_table(*TEXT)
    egypt = delegate(app, "EGY")
    path = sent_and_read(mission_reader(app), table)

    for address in (f"/c/{table.code}/batches", path, f"{path}/1", f"/c/{table.code}/batches/zzzzzzz"):
        egypt.get(address, status=404)
    statuses = [post(egypt, f"{path}{act}").status_code for act in ("/read", "/senders", "/delete", "/1")] + [
        send(egypt, table, FILES).status_code
    ]
    assert statuses == [404] * 5
    assert count(Batch) == 1
    assert "Files of delegations" not in egypt.get(f"/c/{table.code}/incoming")
    assert "Files of delegations received" not in egypt.get(f"/c/{table.code}/journal")


def test_the_mission_finds_the_page_and_reads_how_long_files_are_kept(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)

    assert f'href="/c/{table.code}/batches"' in reader.get(f"/c/{table.code}/incoming")
    assert f'href="/c/{table.code}/batches"' in reader.get(f"/c/{table.code}/decisions")
    text = reader.sees(f"/c/{table.code}/batches")
    assert "Files wait here for 3 days and are then deleted. Only the Mission sees them." in text


# The table -----------------------------------------------------------------------------------------


def test_the_table_says_what_came_from_whom_and_one_bad_file_spoils_no_other(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)

    html = reader.get(sent_and_read(reader, table))

    assert "New wording: 1" in row_of(html, "EGY.txt")
    assert "New paragraph: 1" in row_of(html, "EGY.txt")
    assert "Delete: 1" in row_of(html, "comments.txt")
    assert "it is a PDF" in row_of(html, "Pakistan.pdf")
    assert "The same file came already, as “EGY.txt”." in row_of(html, "copy.txt")
    assert (chosen_for(html, 1), chosen_for(html, 2)) == ("EGY", "")
    assert "Neither its name nor its authors show it." in row_of(html, "comments.txt")
    assert proposals() == []


def test_a_file_identical_to_the_draft_is_reported_and_asks_for_nothing(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)

    html = reader.get(sent_and_read(reader, table, {"Guinea-Bissau.txt": "\n\n".join(TEXT).encode()}))

    told = row_of(html, "Guinea-Bissau.txt")
    assert "The file says just what the draft says." in told
    assert "nothing to enter" in told
    assert '<select name="from-1"' not in html


def test_while_files_are_read_the_page_says_how_far_it_is_and_asks_anew_without_a_script(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    sent = [Sent(name, data) for name, data in FILES.items()]
    batch = batches.receive(table.mission, table.communique, sent)
    assert batches.read_next(table.mission, batch.id)

    html = reader.get(f"/c/{table.code}/batches/{batch.code}")

    assert "Reading: 2 of 4 files are read." in words_of(html)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert 'data-poll="2"' in html
    assert re.search(r'<progress id="progress" value="2" max="4">', html)
    assert "<select" not in main_of(html)


def test_where_the_reading_was_interrupted_the_page_says_what_was_read_and_it_is_taken_up_again(
    app: Flask, session
):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    sent = [Sent(name, data) for name, data in FILES.items()]
    with clock_at(utcnow() - 2 * waiting.SILENT):
        batch = batches.receive(table.mission, table.communique, sent)
        assert batches.read_next(table.mission, batch.id)
        assert batches._take(batch.id) is not None
    path = f"/c/{table.code}/batches/{batch.code}"

    html = reader.get(path)
    assert "The reading was interrupted: 2 of 4 files are read." in words_of(html)
    assert "refresh" not in html
    assert post(reader, f"{path}/read").status_code == 303
    limit = time.monotonic() + PATIENCE
    while "data-poll" in (html := reader.get(path)):
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert "Delete: 1" in row_of(html, "comments.txt")
    assert "interrupted" not in html


def test_the_table_costs_the_same_number_of_queries_however_many_files_there_are(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    few = sent_and_read(reader, table, {"EGY.txt": EGYPT})
    many = sent_and_read(reader, table, {f"file {n}.txt": JORDAN + b" %d" % n for n in range(6)})

    assert queries_of(lambda: reader.get(few)) == queries_of(lambda: reader.get(many))


# Sending -------------------------------------------------------------------------------------------


def test_nothing_chosen_and_far_too_many_are_refused_in_a_sentence(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)

    nothing = send(reader, table, {})
    many = send(reader, table, {f"{n}.txt": b"x" for n in range(batches.MOST_FILES + 1)})

    assert (nothing.status_code, many.status_code) == (422, 422)
    assert "Choose one file or several." in nothing.text
    assert "65 files were sent; at most 64 are taken at once." in words_of(many.text)
    assert count(Batch) == 0


def test_many_files_in_one_request_may_be_more_than_one_file_elsewhere_and_each_only_so_large(
    app: Flask, session
):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    large = b"x" * (MOST_BYTES + 1)

    html = reader.get(sent_and_read(reader, table, {"Jordan.docx": large, "EGY.txt": EGYPT}))

    assert "it is larger than 8 MB, the limit for one file of several" in row_of(html, "Jordan.docx")
    assert "New wording: 1" in row_of(html, "EGY.txt")


def test_more_than_one_request_may_hold_is_refused_in_a_sentence(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    piece = b"x" * (13 * 1024 * 1024)

    answer = send(reader, table, {f"{n}.txt": piece for n in range(5)})

    assert answer.status_code == 413
    assert "This is larger than what can be received here." in words_of(answer.text)


def test_nobody_else_may_send_so_much(app: Flask, session):
    table = make_table(*TEXT)

    assert send(delegate(app, "EGY"), table, {"a.txt": b"x" * (9 * 1024 * 1024)}).status_code == 413


# Whose it is ---------------------------------------------------------------------------------------


def test_a_wrong_guess_is_corrected_and_an_open_one_filled_in(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)

    assert post(reader, f"{path}/senders", **{"from-1": "MAR", "from-2": "SEN"}).status_code == 303

    html = reader.get(path)
    assert (chosen_for(html, 1), chosen_for(html, 2)) == ("MAR", "SEN")
    assert "from the name of the file" not in row_of(html, "EGY.txt")
    assert post(reader, f"{path}/senders", **{"from-1": ""}).status_code == 303
    assert chosen_for(reader.get(path), 1) == ""


def test_whom_nobody_knows_is_nobody(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)

    post(reader, f"{path}/senders", **{"from-1": "OICM", "from-99": "EGY", "from-x": "EGY"})

    assert chosen_for(reader.get(path), 1) == ""


# Looking and entering ------------------------------------------------------------------------------


def test_a_file_is_looked_at_corrected_and_entered_for_its_delegation_from_the_floor(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)
    page = look(reader, f"{path}/1")
    assert page.taken == page.offered == ["replace1", "insert-5"]
    assert page.fields["sponsor"] == "EGY"

    answer = page.send("enter", **{"text-0": WELCOMED + " Yes.", "reason-0": "So said Egypt."})

    assert (answer.status, answer.way) == (303, path)
    assert proposals() == [("EGY", "replace", WELCOMED + " Yes.", 1), ("EGY", "insert", ASKED, 2)]
    html = reader.get(path)
    assert "2 proposals entered from the floor." in html
    assert "2 proposals entered" in row_of(html, "EGY.txt")
    assert reader.client.get(f"{path}/1").status_code == 303
    assert page.send("enter").status == 409
    assert len(proposals()) == 2
    own = delegate(app, "EGY").sees(f"/c/{table.code}/delegation")
    assert "from the floor" in own


def test_corrections_can_be_looked_at_before_anything_is_kept(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)

    shown = look(reader, f"{path}/1").send("show", **{"text-0": WELCOMED + " No."})

    assert "inserted: No., end of insertion" in shown.page.words
    assert look(reader, f"{path}/1").fields["text-0"] == WELCOMED.replace("trade", "transport")
    assert proposals() == []


def test_files_that_were_set_aside_are_entered_together_each_whole(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)
    assert look(reader, f"{path}/1").send("aside", **{"text-0": WELCOMED + " Yes."}).status == 303
    second = look(reader, f"{path}/2")
    assert second.send("aside", sponsor="JOR").status == 303

    html = reader.get(path)
    assert "Enter 2 files that were set aside" in words_of(html)
    assert "2 proposals set aside" in row_of(html, "EGY.txt")
    assert look(reader, f"{path}/1").fields["text-0"] == WELCOMED + " Yes."
    assert proposals() == []
    assert post(reader, f"{path}/senders", do="enter").status_code == 303

    assert [(code, kind) for code, kind, *_ in proposals()] == [
        ("EGY", "replace"),
        ("EGY", "insert"),
        ("JOR", "delete"),
    ]
    assert "set aside" not in row_of(reader.get(path), "EGY.txt")


def test_of_several_files_one_that_is_refused_leaves_the_others_alone_and_says_why(app: Flask, session):
    table = make_table(*TEXT, admissibility="no-new-issues")
    reader = mission_reader(app)
    path = sent_and_read(reader, table)
    look(reader, f"{path}/1").send("aside")
    look(reader, f"{path}/2").send("aside", sponsor="JOR")

    answer = post(reader, f"{path}/senders", do="enter")

    assert answer.status_code == 422
    assert "Some of what you chose cannot be saved, so nothing was." in row_of(answer.text, "EGY.txt")
    assert [(code, kind) for code, kind, *_ in proposals()] == [("JOR", "delete")]
    page = look(reader, f"{path}/1").send("enter").page
    assert "Not saved: This round does not admit such a proposal" in page.words


def test_a_file_of_nobody_is_not_entered(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)

    answer = look(reader, f"{path}/2").send("enter", sponsor="")

    assert answer.status == 422
    assert "Nobody has said yet which delegation this file is from." in answer.page.words
    assert look(reader, f"{path}/2").send("aside", sponsor="").status == 303
    assert "that was set aside" not in words_of(reader.get(path))
    post(reader, f"{path}/senders", do="enter")
    assert proposals() == []


def test_submitted_proposals_of_the_delegation_are_recognised_and_its_drafts_are_not(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    table.replace("EGY", "1.", "trade", "transport")
    path = sent_and_read(reader, table)

    page = look(reader, f"{path}/1")

    assert page.taken == ["insert-5"]
    assert page.words.count("Proposed already: EGY 1") == 1


def test_a_round_closed_meanwhile_carries_what_was_set_aside_over_to_the_next_draft(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)
    look(reader, f"{path}/1").send("aside", **{"text-0": WELCOMED + " Yes."})
    stale = look(reader, f"{path}/1")
    table.accept(table.propose("JOR", AmendmentKind.DELETE, "3.", reason=""))
    table.close()
    assert "No round is open on this text." in reader.sees(path)
    table.open()

    assert "The text has moved on: look again." in row_of(reader.get(path), "EGY.txt")
    post(reader, f"{path}/senders", do="enter")
    assert [code for code, *_ in proposals()] == ["JOR"]
    answer = stale.send("enter", **{"text-0": WELCOMED + " No."})
    assert answer.status == 409
    assert "The text has moved on since you sent the file." in answer.page.words
    assert answer.page.fields["text-0"] == WELCOMED + " No."
    fresh = look(reader, f"{path}/1")
    assert fresh.fields["text-0"] == WELCOMED + " Yes."
    assert fresh.send("enter").status == 303
    assert proposals()[1] == ("EGY", "replace", WELCOMED + " Yes.", 1)


def test_odd_forms_and_files_that_are_not_there_change_nothing(app: Flask, session):
    table, other = make_table(*TEXT), make_table(*TEXT, symbol="OIC/OTHER")
    reader = mission_reader(app)
    path = sent_and_read(reader, table)
    page = look(reader, f"{path}/1")

    assert page.send("enter", **{"line-0": "poem"}).status == 400
    assert page.send("enter", take=["linkx", "replace77"]).status == 422
    for address in (f"{path}/99", path.replace(table.code, other.code)):
        reader.get(address, status=404)
    assert reader.client.get(f"{path}/3").status_code == 303
    assert proposals() == []


# Going ---------------------------------------------------------------------------------------------


def test_what_waits_can_be_deleted_and_is_deleted_in_time(app: Flask, session):
    table = make_table(*TEXT)
    reader = mission_reader(app)
    path = sent_and_read(reader, table)
    look(reader, f"{path}/1").send("enter")

    assert post(reader, f"{path}/delete").status_code == 303
    reader.get(path, status=404)
    assert (count(Batch), count(BatchFile)) == (0, 0)
    assert len(proposals()) == 2

    with clock_at(utcnow() - LIVES - timedelta(seconds=1)):
        batch = batches.receive(table.mission, table.communique, [Sent("JOR.txt", JORDAN)])
    reader.get(f"/c/{table.code}/batches/{batch.code}", status=404)
    sent_and_read(reader, table, {"JOR.txt": JORDAN})
    assert count(Batch) == 1
