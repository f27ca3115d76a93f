"""The page of the resolutions on cooperation: the list, the file it is filled from, and the file it is given as."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db
from tests.factories import make_drafter, make_mission_drafter, mission, sign_in, token_for
from tests.library import add as add_source
from tests.partners import ROWS, bring_in
from tests.tables import make_table
from tests.web.test_library import in_words, told

pytestmark = pytest.mark.usefixtures("session")

PAGE = "/partners/resolutions"


@pytest.fixture
def pen(app: Flask, session: object) -> FlaskClient:
    make_table("We met.")
    return sign_in(app.test_client(), make_mission_drafter())


def send(client: FlaskClient, data: bytes | None):
    sent = {"csrf_token": token_for(client, "/account")}
    if data is not None:
        sent["file"] = (BytesIO(data), "list.csv")
    return client.post(PAGE, data=sent, content_type="multipart/form-data")


def test_a_member_of_the_group_reads_the_list_and_takes_it_as_a_file(app: Flask, pen: FlaskClient):
    bring_in()
    source = add_source("A/RES/65/140")
    member = sign_in(app.test_client(), make_drafter("EGY"))

    page = told(member, PAGE)
    assert "A/RES/67/264 67 17 May 2013 120 in favour, 2 against, 15 abstaining" in page
    assert "16 December 2010 without a vote" in page and "Remove" not in page and "Fill the list" not in page
    assert f'href="/library/sources/{source.code}"' in member.get(PAGE).text
    file = member.get(f"{PAGE}.csv")
    assert file.mimetype == "text/csv" and '"A/RES/67/264","67","2013-05-17","120-2-15","",""' in file.text
    assert send(member, ROWS.encode()).status_code == 403


def test_the_mission_fills_the_list_from_a_file_and_is_told_what_changed(pen: FlaskClient):
    assert send(pen, ROWS.encode()).status_code == 303
    assert "2 resolutions added, 0 changed, 0 unchanged." in pen.get(PAGE).text


def test_a_file_with_wrong_cells_is_refused_with_each_line_and_column(pen: FlaskClient):
    answer = send(pen, b"symbol,vote\nA/RES/65/140,=1\nx,\n")
    words = in_words(answer.text)

    assert answer.status_code == 422 and "nothing was saved" in words
    assert "Line 2, column vote: This begins like a formula of a spreadsheet." in words
    assert "Line 3, column symbol: “x” is not the symbol" in words
    assert resolutions_listed(db.session(), mission()) == []


def test_of_many_wrong_cells_the_rest_is_counted(pen: FlaskClient):
    answer = send(pen, b"symbol\n" + b"x\n" * 35)
    assert "5 more cells cannot be used." in in_words(answer.text)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "Choose a file."),
        (b"symbol\n\xff\n", "Line 2, column symbol of the file: a letter there is not encoded in UTF-8."),
        (b"PK\x03\x04\x14\0", "This is no CSV file: it is a workbook, a Word file or an archive"),
        (b"date\n2010-12-16\n", "does not name the column “symbol”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(pen: FlaskClient, data, sentence: str):
    answer = send(pen, data)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text and sentence in in_words(answer.text)


def test_a_resolution_is_removed_once(pen: FlaskClient):
    bring_in()
    code = resolutions_listed(db.session(), mission())[0].resolution.code
    remove = {"csrf_token": token_for(pen, "/account")}

    assert pen.post(f"{PAGE}/{code}/remove", data=remove).status_code == 303
    again = pen.post(f"{PAGE}/{code}/remove", data=remove)
    assert again.status_code == 409 and "not in the list any more" in again.text
    db.session.rollback()
    assert len(resolutions_listed(db.session(), mission())) == 1
