"""The archive on its pages: what stands in the way, the act, lists and the note on each page, and how it is undone."""

import re

import pytest
from flask import Flask
from lxml import html

from acm_drafts.services import archiving
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique
from tests.adoptions import agreed_text
from tests.archiving import finish, meeting_of
from tests.factories import make_head, make_meeting, mission, post
from tests.public import adopted_text
from tests.tables import Table as AnyTable
from tests.tables import lines_of, make_table
from tests.web.readers import Reader, main_of, mission_reader, words_of

pytestmark = pytest.mark.usefixtures("session")

NOTE = "It can be read; nothing of it can be changed."


def test_the_mission_reads_what_goes_on_and_no_form(app: Flask):
    table = make_table("We met.")
    page = words_of(main_of(mission_reader(app).get(f"/meetings/{meeting_of(table).id}/archive")))

    assert "The date of the meeting is not recorded." in page
    assert "A round is not closed. OIC/FC" in page
    assert "Ended without adoption" not in page and "out of the archive" not in page


def test_a_meeting_is_archived_on_its_page_leaves_the_lists_and_comes_back(app: Flask):
    table = agreed_text()
    meeting = finish(table)
    going_on = make_meeting(title="Contact Group")
    AnyTable(lines_of("It met."), symbol="OIC/CG", meeting=going_on.id).open()
    reader, head = mission_reader(app), Reader(app, make_head("SEN", meeting_id=meeting))
    path = f"/meetings/{meeting}/archive"

    refused = post(reader.client, path)
    assert refused.status_code == 409
    assert "marked as ended without adoption" in words_of(main_of(refused.text))
    assert post(reader.client, path, data={"ended": table.code}).status_code == 303

    listed = words_of(main_of(reader.get("/meetings")))
    assert listed.index("Contact Group") < listed.index("Archived meetings")
    assert "1 text · archived on" in listed
    for one in (reader, head):
        page = one.get(f"/c/{table.code}/text")
        assert NOTE in words_of(page) and "The Meeting thanked Egypt." in words_of(page)
        assert NOTE not in words_of(one.get("/library"))
    assert (
        reader.client.get("/")
        .headers["Location"]
        .startswith(f"/c/{db.session.query(Communique.code).filter_by(meeting_id=going_on.id).scalar()}/")
    )
    told = post(reader.client, f"/meetings/{meeting}/facts", data={"title": "Another"})
    assert told.status_code == 409 and "nothing of it can be changed" in words_of(main_of(told.text))

    assert post(reader.client, f"{path}/take-out", data={"reason": " "}).status_code == 422
    assert post(reader.client, f"{path}/take-out", data={"reason": "A mistake."}).status_code == 303
    assert NOTE not in words_of(reader.get(f"/c/{table.code}/text"))
    assert "Taken out of the archive on" in words_of(reader.get(path))
    assert "A mistake." in words_of(head.get(f"/c/{table.code}/journal"))


def test_only_the_mission_sees_the_page(app: Flask):
    meeting = finish(adopted_text())
    head = Reader(app, make_head("SEN", meeting_id=meeting))
    head.get(f"/meetings/{meeting}/archive", status=403)
    assert f"/meetings/{meeting}/archive" not in head.get(f"/meetings/{meeting}")
    archiving.archive(mission(), meeting)
    assert "out of the archive" not in words_of(main_of(head.get(f"/meetings/{meeting}")))


MINE = re.compile(r"/calendar/address$|/compare/file$|/archive/take-out$")
"""What is sent from pages of an archived meeting all the same: it changes nothing that is read there."""


def forms_within(reader: Reader, *starts: str) -> tuple[set[str], int]:
    """Return where the pages under *starts* send a form, with links that are refused; and how many pages these are."""
    root, seen, ahead, sent = (
        tuple(start.rpartition("/")[0] + "/" for start in starts),
        set(),
        [*starts],
        set(),
    )
    while ahead:
        path = ahead.pop()
        if path in seen or "=" in path:
            continue
        seen.add(path)
        answer = reader.client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            if answer.status_code >= 400:
                sent.add(path)
            continue
        page = html.fromstring(answer.data)
        for form in page.xpath("//main//form[@method='post']"):
            sent.add(form.get("action") or path)
        links = {link.partition("#")[0] for link in page.xpath("//main//a/@href|//nav//a/@href")}
        ahead += [link for link in links if link.startswith(root)]
    return sent, len(seen)


@pytest.mark.parametrize("make", [adopted_text, agreed_text])
def test_no_page_of_an_archived_meeting_leads_to_a_form_that_would_be_refused(app: Flask, make):
    table = make()
    meeting = finish(table)
    starts = (f"/c/{table.code}/text", f"/meetings/{meeting}/speakers")
    reader, head = mission_reader(app), Reader(app, make_head("SEN", meeting_id=meeting))
    offered, _ = forms_within(reader, *starts)
    ended = {} if make is adopted_text else {"ended": table.code}
    assert post(reader.client, f"/meetings/{meeting}/archive", data=ended).status_code == 303

    assert len(offered) > 8
    for one in (reader, head):
        sent, pages = forms_within(one, *starts)
        assert [path for path in sorted(sent) if not MINE.search(path)] == []
        assert pages > 20
    refused = reader.client.get(f"/c/{table.code}/inputs/new")
    assert refused.status_code == 409 and "nothing of it can be changed" in words_of(main_of(refused.text))
