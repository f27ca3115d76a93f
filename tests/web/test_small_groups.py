"""Small groups on their pages: who finds what, and what is written, answered and put to the round there."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Stance
from acm_drafts.services import small_groups
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import CompromiseText, SmallGroup, User
from tests.factories import (
    make_administrator,
    make_chair,
    make_drafter,
    make_mission_drafter,
    make_observer,
    party,
    sign_in,
)
from tests.small_groups import answer, form, found, write
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

CANARY = "The Meeting welcomed the zebra."
ANSWER = "No zebras in our capital."


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the <progress> made.", "The Meeting urged all.")


def person(actor: Actor) -> User:
    return db.session.get_one(User, actor.user)


def as_head(app: Flask, table: Table, code: str) -> FlaskClient:
    return sign_in(app.test_client(), person(table.head(code)))


def as_mission(app: Flask, table: Table) -> FlaskClient:
    return sign_in(app.test_client(), make_mission_drafter())


def told(client: FlaskClient, path: str) -> str:
    """Return the words of a page on one line."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    main = answer.text.partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def send(client: FlaskClient, path: str, data: dict[str, object]) -> object:
    page = client.get("/account").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return client.post(path, data={"csrf_token": token, **data})


def pages_of(table: Table, group: SmallGroup) -> dict[str, str]:
    """Return the addresses at which something of a group could be told."""
    root = f"/c/{table.code}"
    return {
        "group": f"{root}/small-groups/{group.code}",
        "list": f"{root}/small-groups",
        "paragraph": f"{root}/p/{table.line('1.').code}",
        "text": f"{root}/text?view=proposals",
        "journal": f"{root}/journal",
        "journal file": f"{root}/journal.csv",
        "positions": f"{root}/positions",
        "positions file": f"{root}/positions.csv",
        "reservations": f"{root}/reservations",
        "delegation": f"{root}/delegation",
        "proposals": f"{root}/proposals",
        "documents": f"{root}/documents",
        "decisions": f"{root}/decisions",
        "compare": f"{root}/compare",
        "notices": "/notices",
        "calendar": f"{root}/calendar",
        "compilation": f"{root}/documents/0.docx?form=compilation",
    }


def test_who_sees_what_in_a_small_group(app: Flask, table: Table):
    """Every kind of reader beside every page: the words of the paper and of an answer are nowhere else."""
    table.replace("EGY", "1.", "welcomed", "noted")
    group = form(table, "1.", members=("EGY", "MYS"))
    version = write(table, group, "1.", CANARY)
    answer(table, group, version, "EGY", Stance.OPPOSE, reason=ANSWER)
    small_groups.take_out_member(table.mission, group.code, party("MYS").id, seen=4)
    inside, outside = {"group", "journal", "journal file"}, set[str]()
    readers = {
        "facilitator": (person(table.head("SEN")), inside),
        "member": (person(table.head("EGY")), inside),
        "drafter of a member": (make_drafter("EGY"), inside),
        "Mission": (make_mission_drafter(), inside),
        "taken out": (person(table.head("MYS")), outside),
        "outsider": (person(table.head("TUR")), outside),
        "chair": (make_chair(), outside),
        "administrator": (make_administrator(), outside),
        "observer": (make_observer(), outside),
    }
    missing = f"/c/{table.code}/small-groups/nothing"
    for who, (user, where) in readers.items():
        client = sign_in(app.test_client(), user)
        answers = {name: client.get(path) for name, path in pages_of(table, group).items()}
        for words in ("zebra", "zebras"):
            assert {n for n, a in answers.items() if words.encode() in a.data} == where, f"{who}: {words}"
        if not where:
            hidden, nowhere = answers["group"], client.get(missing)
            assert (hidden.status_code, hidden.data) == (404, nowhere.data), who
        if who != "administrator":
            listed = answers["list"].text
            assert "Friends of the chair" in listed and "Senegal" in listed, who
            assert ("Members:" in listed) == bool(where), who
            assert ("version 1" in listed) == bool(where), who
            assert (f"small-groups/{group.code}" in answers["paragraph"].text) == bool(where), who


def test_a_group_is_formed_and_changed_by_the_mission_on_its_pages(app: Flask, table: Table):
    client, root = as_mission(app, table), f"/c/{table.code}/small-groups"
    line = table.line("1.").code
    page = client.get(f"{root}/new?paragraph={line}").text
    assert f'value="{line}" checked' in page
    empty = send(client, root, {"name": "", "facilitator": ""})
    assert empty.status_code == 422 and "3 things need correcting" in empty.text
    data = {
        "name": "Friends <of> the chair",
        "facilitator": "SEN",
        "members": ["EGY", "ARAB"],
        "paragraphs": [line],
    }
    answer_ = send(client, root, data)
    assert answer_.status_code == 303
    here = answer_.headers["Location"]
    assert "Friends &lt;of&gt; the chair" in client.get(here).text
    again = send(client, root, data)
    assert again.status_code == 409 and "deals with this paragraph already" in again.text
    code = here.rpartition("/")[2]
    for nth, (act, facts) in enumerate(
        [
            ("add", {"party": "MYS"}),
            ("facilitate", {"party": "EGY"}),
            ("take-out", {"party": "SEN"}),
            ("add-paragraph", {"paragraph": table.line("2.").code}),
            ("take-out-paragraph", {"paragraph": line}),
            ("end", {}),
        ],
        5,
    ):
        assert send(client, f"{here}/change", {"act": act, "seen": nth - 1, **facts}).status_code == 303, act
    db.session.rollback()
    record = found(db.session.scalars(db.select(SmallGroup).where(SmallGroup.code == code)).one())
    assert record.facilitator == party("EGY").id and record.composition.ended
    stale = send(client, f"{here}/change", {"act": "add", "party": "TUR", "seen": 1})
    assert stale.status_code == 409
    assert send(client, f"{here}/change", {"act": "what", "seen": 1}).status_code == 404


def test_a_version_is_written_answered_and_put_with_the_distances_beside_it(app: Flask, table: Table):
    egypt = table.replace("EGY", "1.", "welcomed", "strongly noted")
    table.propose("TUR", AmendmentKind.DELETE, "1.")
    group = form(table, "1.")
    here = f"/c/{table.code}/small-groups/{group.code}"
    facilitator, member = as_head(app, table, "SEN"), as_head(app, table, "EGY")
    page = facilitator.get(here).text
    hidden = dict(re.findall(r'<input type="hidden" name="(paragraph|wording|seen)" value="([^"]*)">', page))
    text = "The Meeting noted the <progress> made."
    sent = send(
        facilitator, f"{here}/texts", hidden | {"text": text, "settles": egypt.code, "note": "Try <this>."}
    )
    assert sent.status_code == 303
    same = send(facilitator, f"{here}/texts", hidden | {"seen": "1", "text": text})
    assert same.status_code == 422 and "says the same" in same.text
    old = send(facilitator, f"{here}/texts", hidden | {"text": "The Meeting <kept> this."})
    assert old.status_code == 409 and "The Meeting &lt;kept&gt; this." in old.text
    db.session.rollback()
    (version,) = db.session.scalars(db.select(CompromiseText)).all()
    words = told(member, here)
    assert "version 1" in words and "Try &lt;this&gt;." in words and "Meant to settle: EGY 1" in words
    assert "0 words put in, 1 word taken out" in words  # from “strongly noted” to “noted”
    assert "takes up 0 of the 1 change" in words and "asks to delete the paragraph" in words
    assert "Not answered yet: Egypt and Malaysia" in words and "Put version" not in words
    mine = f"/c/{table.code}/delegation"
    asked = told(member, mine)
    assert "1 compromise text to answer" in asked and f'href="{here}"' in member.get(mine).text
    assert "compromise text" not in told(facilitator, mine).lower(), "who wrote it is not asked"
    taken = send(
        member,
        f"{here}/texts/{version.code}/position",
        {"party": "EGY", "stance": "live-with", "reason": "For <peace>.", "seen": "", "seen_reason": ""},
    )
    assert taken.status_code == 303 and taken.headers["Location"].endswith(f"#acts-{version.code}")
    words = told(facilitator, here)
    assert "For &lt;peace&gt;." in words and "Not answered yet: Malaysia" in words
    assert "compromise text" not in told(member, mine).lower()
    assert "1 compromise text to answer" in told(as_head(app, table, "MYS"), mine)
    assert send(member, f"{here}/texts/{version.code}/put", {}).status_code == 403
    assert send(facilitator, f"{here}/texts/{version.code}/put", {}).status_code == 303
    assert "put to the round" in told(member, here)
    assert 'lang="en" dir="ltr"' in facilitator.get(here).text


def test_the_mission_starts_a_compromise_from_the_words_that_were_put_to_the_round(app: Flask, table: Table):
    egypt = table.replace("EGY", "1.", "welcomed", "noted")
    group, code = form(table, "1."), table.line("1.").code
    text = "The Meeting took note of the <progress> made."
    version = write(table, group, "1.", text, settles=(egypt.code,))
    client, here = as_mission(app, table), f"/c/{table.code}/p/{code}"
    assert "put to the round" not in told(client, here)
    small_groups.put(table.head("SEN"), group.code, version.code)
    assert "Version 1 of a compromise text of Senegal was put to the round" in told(client, here)
    started = client.get(f"{here}?compromise={version.code}").text
    assert "It starts from version 1" in started and "took note of the &lt;progress&gt;" in started
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|read|after)" value="([^"]*)">', started))
    on = re.search(r'name="on" value="([^"]+)" checked', started)[1]
    sent = {
        **hidden,
        "read": "",
        "on": on,
        "kind": "compromise",
        "text": text,
        "reason": "So the group suggests.",
    }
    assert hidden["after"] == version.code
    shown = send(client, f"{here}/decide", sent | {"preview": "1"}).text
    assert f'name="after" value="{version.code}"' in shown
    assert send(client, f"{here}/decide", sent).status_code == 303
    for reader in (client, as_head(app, table, "TUR")):
        assert "after a compromise text of Senegal (version 1)" in told(reader, here)
        assert "follows version 1 of a compromise text of Senegal" in told(reader, f"/c/{table.code}/journal")


def test_the_facilitator_that_all_know_and_the_mission_are_named_in_a_text_that_names_no_sponsors(app: Flask):
    table = make_table("The Meeting welcomed the progress made.", attributed=False)
    egypt, group = table.replace("EGY", "1.", "welcomed", "noted"), form(table, "1.")
    version = write(table, group, "1.", "The Meeting took note of the progress made.")
    small_groups.put(table.head("SEN"), group.code, version.code)
    facts = {"text": version.text, "reason": "As the group suggests."}
    table.decide(DecisionKind.COMPROMISE, egypt, after=version.code, **facts)

    for client in (as_head(app, table, "TUR"), sign_in(app.test_client(), make_observer())):
        journal = told(client, f"/c/{table.code}/journal")
        assert "the system The compromise on paragraph 1 follows version 1" in journal
        assert "of a compromise text of Senegal" in journal and "of a delegation" not in journal
        page = told(client, f"/c/{table.code}/p/{table.line('1.').code}")
        assert "after a compromise text of Senegal (version 1)" in page


def test_a_put_version_is_decided_where_nothing_is_pending_and_ticks_nothing_that_it_does_not_name(
    app: Flask, table: Table
):
    group = form(table, "1.")
    version = write(table, group, "1.", "The Meeting noted the good progress made.")
    small_groups.put(table.head("SEN"), group.code, version.code)
    client, here = as_mission(app, table), f"/c/{table.code}/p/{table.line('1.').code}"
    started = client.get(f"{here}?compromise={version.code}").text
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|read|after)" value="([^"]*)">', started))
    assert 'value="compromise" data-shows="compromise rank sitting referendum held reason" checked' in started
    sent = {**hidden, "read": "", "kind": "compromise", "text": version.text, "reason": ""}
    assert send(client, f"{here}/decide", sent).status_code == 303
    assert "after a compromise text of Senegal (version 1)" in told(client, here)

    table.replace("EGY", "2.", "all", "these")
    other, group = write(table, group := form(table, "2."), "2.", "The Meeting urged many."), group
    small_groups.put(table.head("SEN"), group.code, other.code)
    started = client.get(f"/c/{table.code}/p/{table.line('2.').code}?compromise={other.code}").text
    assert 'name="on"' in started and not re.search(r'name="on" value="[^"]+" checked', started)


def test_what_a_version_is_meant_to_settle_stays_so_after_its_round(app: Flask, table: Table):
    decided, waits = (table.replace(code, "1.", "welcomed", f"noted {code}") for code in ("EGY", "MYS"))
    group = form(table, "1.")
    write(table, group, "1.", "The Meeting took note.", settles=(decided.code, waits.code))
    here = f"/c/{table.code}/small-groups/{group.code}"
    assert re.search(r"Meant to settle: EGY 1 ?, MYS 1", told(as_head(app, table, "EGY"), here))
    table.decide(DecisionKind.REJECT, decided, reason="No.")
    with clock_at(table.next_round()):
        for reader in (as_head(app, table, "EGY"), as_mission(app, table)):
            assert re.search(r"Meant to settle: EGY 1 ?, MYS 1", told(reader, here))


def test_the_page_says_what_a_decision_after_a_version_tells_others(app: Flask, table: Table):
    group = form(table, "1.")
    page = told(as_head(app, table, "EGY"), f"/c/{table.code}/small-groups/{group.code}")
    assert "names the facilitator and the number of the version, to all who may read that decision" in page
