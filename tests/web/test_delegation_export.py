"""The page of the export of a delegation, and its file."""

import io
import zipfile

import pytest
from flask import Flask

from tests.archiving import meeting_of
from tests.factories import make_drafter, make_mission_drafter
from tests.tables import make_table
from tests.web.readers import Reader, delegate, main_of, queries_of, words_of

pytestmark = pytest.mark.usefixtures("session")


def test_a_head_is_led_to_the_export_of_the_own_delegation_and_takes_it(app: Flask):
    table = make_table("We met.")
    table.replace("EGY", "1.", "met", "gathered")
    meeting, head = meeting_of(table).id, delegate(app, "EGY", table)
    assert f"/meetings/{meeting}/export" in head.get(f"/c/{table.code}/delegation")

    page = words_of(main_of(head.get(f"/meetings/{meeting}/export")))
    assert "Egypt" in page and "Malaysia" not in page
    assert queries_of(lambda: head.get(f"/meetings/{meeting}/export")) <= 8

    answer = head.client.get(f"/meetings/{meeting}/export.zip?party=EGY")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=export-EGY-{meeting}.zip"
    assert b"We gathered." in zipfile.ZipFile(io.BytesIO(answer.data)).read("revisions.json")
    assert head.client.get(f"/meetings/{meeting}/export.zip?party=MYS").status_code == 403
    assert head.client.get(f"/meetings/{meeting}/export.zip?party=../x").status_code >= 400


def test_the_mission_chooses_a_delegation_and_a_drafter_has_no_such_page(app: Flask):
    table = make_table("We met.")
    meeting = meeting_of(table).id
    mission = Reader(app, make_mission_drafter())
    assert "<option" in main_of(mission.get(f"/meetings/{meeting}/export"))
    assert mission.client.get(f"/meetings/{meeting}/export.zip?party=EGY").status_code == 200

    drafter = Reader(app, make_drafter("EGY"))
    drafter.get(f"/meetings/{meeting}/export", status=403)
    drafter.get(f"/meetings/{meeting}/export.zip?party=EGY", status=403)
    assert "/export" not in drafter.get(f"/c/{table.code}/delegation")
