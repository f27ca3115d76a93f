"""The deletion of a meeting on its page: what is said before, the package, the second person, and where links lead."""

import hashlib
import re

import pytest
from flask import Flask

from acm_drafts.services import archiving
from tests.archiving import finish
from tests.factories import make_administrator, make_head, make_meeting, make_mission_drafter, mission, post
from tests.public import adopted_text, publish
from tests.tables import Table, lines_of
from tests.web.readers import Reader, main_of, words_of

pytestmark = pytest.mark.usefixtures("session")


def test_a_meeting_is_deleted_on_its_page_by_two_and_links_lead_to_the_library(app: Flask):
    table = adopted_text()
    publish(table)
    meeting = finish(table)
    other = make_meeting(title="Contact Group")
    kept = Table(lines_of("It met."), symbol="OIC/CG", meeting=other.id).open()
    drafter = Reader(app, make_mission_drafter(name="Dina Drafter"))
    administrator = Reader(app, make_administrator(name="Ada Administrator"))
    head = Reader(app, make_head("SEN", meeting_id=meeting))
    path = f"/meetings/{meeting}/deletion"
    drafter.get(path, status=409)  # it is not in the archive
    assert path not in drafter.get(f"/meetings/{meeting}")
    archiving.archive(mission(), meeting)

    assert path in drafter.get(f"/meetings/{meeting}") and path not in head.get(f"/meetings/{meeting}")
    head.get(path, status=403)
    page = words_of(main_of(drafter.get(path)))
    assert "OIC/ACM-2026/FC · adopted on" in page and "public page" in page
    assert "Ask for the deletion" not in words_of(main_of(administrator.get(path)))
    assert post(drafter.client, path, data={"reason": ""}).status_code == 422
    assert post(drafter.client, path, data={"reason": "It is old."}).status_code == 303

    for reader in (administrator, drafter):
        listed = words_of(main_of(reader.get("/meetings")))
        assert "Deletion awaits confirmation" in listed and "asked by Dina Drafter, waits until" in listed
    assert "Deletion awaits" not in head.get("/meetings")
    assert "A meeting is to be deleted" in words_of(main_of(administrator.get("/notices")))
    page = words_of(main_of(administrator.get(path)))
    assert "Dina Drafter" in page and "once a drafter of the Mission has downloaded the package" in page
    assert post(administrator.client, f"{path}/package").status_code == 403
    sent = post(drafter.client, f"{path}/package")
    digest = hashlib.sha256(sent.data).hexdigest()
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert f"{path}/confirm" not in drafter.get(path)
    assert re.search(rf">{digest}<", administrator.get(path))
    wrong = post(administrator.client, f"{path}/confirm", data={"sha256": "0" * 64, "sure": "y"})
    assert wrong.status_code == 422 and "not the hash of the package" in words_of(main_of(wrong.text))
    assert post(administrator.client, f"{path}/confirm", data={"sha256": digest}).status_code == 422
    assert post(administrator.client, f"{path}/take-back").status_code == 303
    assert post(drafter.client, path, data={"reason": "It is old."}).status_code == 303
    digest = hashlib.sha256(post(drafter.client, f"{path}/package").data).hexdigest()
    done = post(administrator.client, f"{path}/confirm", data={"sha256": digest.upper(), "sure": "y"})
    assert done.headers["Location"] == "/meetings"

    for reader in (drafter, administrator):
        listed = words_of(main_of(reader.get("/meetings")))
        assert "Deleted meetings" in listed and digest in listed
        reader.get(f"/meetings/{meeting}", status=404)
    assert digest in drafter.get(f"/c/{kept.code}/journal")
    for page in ("text", "journal", "documents"):
        answer = drafter.client.get(f"/c/{table.code}/{page}")
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/library/sources/")
    assert "The Meeting thanked Egypt." in words_of(main_of(drafter.get(answer.headers["Location"])))
    assert "The Meeting thanked Egypt." in words_of(drafter.get("/public/OIC-ACM-2026-FC/en"))
    assert digest not in head.client.get("/meetings").text
