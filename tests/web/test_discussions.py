"""Discussions on pages: who reads which words where, what the form names before sending, what is done in one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Audience
from acm_drafts.services import discussions, sponsors
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Discussion, User
from tests.discussions import MISSION, answer, begin, kept
from tests.factories import (
    make_administrator,
    make_chair,
    make_drafter,
    make_mission_drafter,
    make_observer,
    party,
    sign_in,
    token_for,
)
from tests.tables import Table, make_table
from tests.web.readers import queries_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the <progress> made.", "The Meeting urged all.")


def as_user(app: Flask, user: User) -> FlaskClient:
    return sign_in(app.test_client(), user)


def as_head(app: Flask, table: Table, code: str) -> FlaskClient:
    actor: Actor = table.head(code)
    return as_user(app, db.session.get_one(User, actor.user))


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return answer.text


def words(client: FlaskClient, path: str) -> str:
    main = page(client, path).partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("\u2068", "").replace("\u2069", "").split())


def send(client: FlaskClient, path: str, **data: object) -> object:
    return client.post(path, data={"csrf_token": token_for(client, "/account"), **data})


def form_of(client: FlaskClient, path: str) -> dict[str, str]:
    """Return the hidden fields of the form for a new comment."""
    names = "seen|readers"
    return dict(re.findall(rf'<input type="hidden" name="({names})" value="([^"]*)">', page(client, path)))


SAID = {
    "canary-inside-egypt": "EGY",
    "canary-egypt-mission": "EGY",
    "canary-sponsors": "SEN",
    "canary-inside-mission": MISSION,
}


def lay_out(table: Table) -> Amendment:
    """Let a comment be said to every audience, each with an answer that says the same."""
    made = table.replace("EGY", "1.", "made", "made by all")
    for code in ("SEN", "TUR"):
        sponsors.cosponsor(table.head(code), made.code, party=party(code).id)
    ways = {
        "canary-inside-egypt": ("EGY", made, Audience.INSIDE, ("EGY",)),
        "canary-egypt-mission": ("EGY", "1.", Audience.MISSION, (MISSION, "EGY")),
        "canary-sponsors": ("SEN", made, Audience.COSPONSORS, ("EGY",)),
        "canary-inside-mission": (MISSION, "1.", Audience.INSIDE, (MISSION,)),
    }
    for said, (code, on, audience, answering) in ways.items():
        discussion = begin(table, code, on, said, audience=audience, phrase="made")
        for other in answering:
            answer(table, other, discussion, said, quote=said)
    sponsors.cosponsor(table.head("TUR"), made.code, party=party("TUR").id, joins=False)
    sponsors.cosponsor(table.head("MYS"), made.code, party=party("MYS").id)
    return made


def test_no_page_and_no_file_shows_a_word_of_a_discussion_to_others_than_its_readers(
    app: Flask, table: Table
):
    made = lay_out(table)
    root, code = f"/c/{table.code}", table.line("1.").code
    found = {row.code for row in db.session.query(Discussion)}
    people = {
        "head": (as_head(app, table, "EGY"), {"inside-egypt", "egypt-mission", "sponsors"}),
        "drafter": (as_user(app, make_drafter("EGY")), {"inside-egypt", "egypt-mission", "sponsors"}),
        "sponsor": (as_head(app, table, "SEN"), {"sponsors"}),
        "left": (as_head(app, table, "TUR"), set()),
        "joined later": (as_head(app, table, "MYS"), set()),
        "other": (as_head(app, table, "JOR"), set()),
        "mission": (as_user(app, make_mission_drafter()), {"egypt-mission", "inside-mission"}),
        "administrator": (as_user(app, make_administrator()), set()),
        "chair": (as_user(app, make_chair()), set()),
        "observer": (as_user(app, make_observer()), set()),
    }
    here = (f"{root}/discussions", f"{root}/p/{code}", f"/proposals/{made.code}")
    nowhere = (
        f"{root}/text",
        f"{root}/text?view=proposals",
        f"{root}/journal",
        f"{root}/journal.csv",
        f"{root}/delegation",
        f"{root}/decisions",
        f"{root}/proposals",
        f"{root}/reservations",
        f"{root}/positions",
        "/notices",
        *(f"{root}/documents/0.{form}" for form in ("docx", "xml", "csv", "txt")),
        f"{root}/documents/0.docx?form=compilation",
    )
    for who, (client, reads) in people.items():
        shown = "".join(client.get(path).text for path in here)
        told = {name for name in SAID if name in shown}
        assert told == {f"canary-{name}" for name in reads}, who
        for path in nowhere:
            assert b"canary" not in client.get(path).data, f"{who}: {path}"
        statuses = [client.get(f"{root}/discussions/{discussion}").status_code for discussion in found]
        assert statuses.count(200) == len(reads), who
        assert set(statuses) <= {200, 404} or who == "administrator", statuses
    lines = words(people["other"][0], f"{root}/journal")
    assert "discussion" not in lines.lower().replace("discussions", "")  # the filter of kinds alone


def test_the_form_names_who_will_read_it_and_the_press_says_it_again(app: Flask, table: Table):
    made = table.replace("EGY", "1.", "made", "made by all")
    sponsors.cosponsor(table.head("SEN"), made.code, party=party("SEN").id)
    comment = f"/c/{table.code}/p/{table.line('1.').code}/comment"
    egypt, mission = as_head(app, table, "EGY"), as_user(app, make_mission_drafter())

    on_paragraph = words(egypt, comment)
    assert "Note inside Egypt Read by Egypt (you) alone; not by the Mission." in on_paragraph
    assert "Send to the Mission Read by Egypt (you) and the Mission; by no other delegation." in on_paragraph
    assert "Send to the sponsors" not in on_paragraph
    on_proposal = words(egypt, f"/proposals/{made.code}/comment")
    assert "Send to the sponsors Read by Egypt (you) and Senegal; not by the Mission." in on_proposal
    of_mission = words(mission, comment)
    assert "Note inside the Mission Read by the Mission alone: by no delegation." in of_mission
    assert "Send to" not in of_mission, "a delegation is chosen first"
    drafter = words(as_user(app, make_drafter("EGY")), comment)
    assert "Note inside Egypt" in drafter and "Send to" not in drafter
    assert as_user(app, make_observer()).get(comment).status_code == 403


def test_a_comment_is_sent_to_whom_the_press_names_and_what_was_typed_comes_back(app: Flask, table: Table):
    made = table.replace("EGY", "1.", "made", "made by all")
    sponsors.cosponsor(table.head("SEN"), made.code, party=party("SEN").id)
    egypt, url = as_head(app, table, "EGY"), f"/c/{table.code}/p/{table.line('1.').code}"
    filled = form_of(egypt, f"{url}/comment") | {"comment": "Why so?", "phrase": "made"}
    sent = send(egypt, f"{url}/comment", **filled, to="mission.EGY")
    assert sent.status_code == 303 and f"{url}#d-" in sent.location
    db.session.rollback()
    discussion = db.session.query(Discussion).one()
    assert (discussion.audience, discussion.phrase) == ("mission", "made")

    for change, status in (
        ({"phrase": "made never"}, 422),
        ({"comment": " "}, 422),
        ({"to": "mission.SEN"}, 403),
        ({"to": "cosponsors.EGY"}, 403),
        ({"to": ""}, 422),
        ({"seen": "x"}, 409),
    ):
        refused = send(egypt, f"{url}/comment", **{**filled, "to": "mission.EGY", **change})
        assert refused.status_code == status, change
        if status == 422 and "comment" not in change:
            assert "Why so?" in refused.text
    db.session.rollback()
    joint = form_of(egypt, f"/proposals/{made.code}/comment") | {"comment": "Between us.", "phrase": ""}
    assert joint["readers"] == "EGY SEN"
    sponsors.cosponsor(table.head("TUR"), made.code, party=party("TUR").id)
    late = send(egypt, f"/proposals/{made.code}/comment", **joint, to="cosponsors.EGY")
    assert late.status_code == 409 and "Read by Egypt (you), Senegal, and Türkiye" in re.sub(
        "[\u2068\u2069]", "", late.text
    )
    db.session.rollback()
    assert db.session.query(Discussion).count() == 1


def test_the_mission_chooses_a_party_and_the_press_says_its_name_before_anything_is_sent(
    app: Flask, table: Table
):
    made = table.replace("EGY", "1.", "made", "made by all")
    mission, senegal = as_user(app, make_mission_drafter()), as_head(app, table, "SEN")
    url = f"/c/{table.code}/p/{table.line('1.').code}"
    reads = "Read by {} and the Mission (you); by no other delegation."
    filled = form_of(mission, f"{url}/comment") | {"comment": "Could you live with it?", "phrase": ""}

    chosen = send(mission, f"{url}/comment", **filled, choose="1", reader="SEN")
    assert chosen.status_code == 200 and "Could you live with it?" in chosen.text
    shown = " ".join(re.sub(r"<[^>]*>|[\u2068\u2069]", " ", chosen.text).split())
    assert f"Send to Senegal {reads.format('Senegal')}" in shown
    assert 'name="to" value="mission.OICM.SEN"' in chosen.text
    assert "Send to Egypt " + reads.format("Egypt") in words(mission, f"/proposals/{made.code}/comment")
    assert db.session.query(Discussion).count() == 0
    assert send(senegal, f"{url}/comment", **filled, to="mission.SEN.EGY").status_code == 403
    # The press says who reads it, whatever is chosen in the list by then.
    sent = send(mission, f"{url}/comment", **filled, to="mission.OICM.SEN", reader="EGY")
    assert sent.status_code == 303 and f"{url}#d-" in sent.location
    assert "Could you live with it?" in words(senegal, url)
    assert "Could you live with it?" not in words(as_head(app, table, "EGY"), url)


def test_to_several_each_button_says_who_reads_it_before_anything_is_sent(app: Flask, table: Table):
    mission = as_user(app, make_mission_drafter())
    egypt, senegal = as_head(app, table, "EGY"), as_head(app, table, "SEN")
    url = f"/c/{table.code}/p/{table.line('1.').code}"
    filled = form_of(mission, f"{url}/comment") | {"comment": "Could you live with it?", "phrase": ""}

    chosen = send(mission, f"{url}/comment", **filled, choose="1", reader=["EGY", "SEN"])
    shown = " ".join(re.sub(r"<[^>]*>|[\u2068\u2069]", " ", chosen.text).split())
    assert (
        "Send to each by itself: Egypt and Senegal 2 discussions, each read by one of them and the Mission (you);"
        " none of them learns of the others." in shown
    )
    assert (
        "Send to all together: Egypt and Senegal Read by Egypt, Senegal, and the Mission (you); by no other delegation."
        in shown
    )
    assert db.session.query(Discussion).count() == 0

    sent = send(mission, f"{url}/comment", **filled, to="mission.OICM.EGY+SEN.each")
    assert sent.status_code == 303
    for reader, other in ((egypt, "Senegal"), (senegal, "Egypt")):
        seen = words(reader, f"/c/{table.code}/discussions")
        assert "Could you live with it?" in seen and other not in seen.partition("Could you")[2]
    send(mission, f"{url}/comment", **filled | {"comment": "To both."}, to="mission.OICM.EGY+SEN")
    assert "Read by Egypt (you), Senegal, and the Mission; by no other delegation." in words(
        egypt, f"/c/{table.code}/discussions"
    )


def test_it_is_answered_quoted_resolved_reopened_and_taken_back_on_its_page(app: Flask, table: Table):
    discussion = begin(table, "EGY", "1.", "Is “made” needed?", phrase="made")
    address = f"/c/{table.code}/discussions/{discussion.code}"
    egypt, mission = as_head(app, table, "EGY"), as_user(app, make_mission_drafter())
    senegal = as_head(app, table, "SEN")

    wrong = send(mission, f"{address}/answers", about=1, party=MISSION, comment="It is.", quote="“Made”")
    assert wrong.status_code == 422 and "It is." in wrong.text
    send(mission, f"{address}/answers", about=1, party=MISSION, comment="It is.", quote="“made”")
    assert send(egypt, f"{address}/resolve", party="EGY", seen=1).status_code == 409
    assert send(mission, f"{address}/resolve", party=MISSION, seen=2).status_code == 403
    assert send(egypt, f"{address}/answers", about=1, party=MISSION, comment="No.").status_code == 403
    assert send(egypt, f"{address}/resolve", party="EGY", seen=2).status_code == 303
    assert kept(discussion).is_resolved
    told = words(egypt, f"/c/{table.code}/p/{table.line('1.').code}")
    assert "1 resolved discussion" in told
    assert send(mission, f"{address}/answers", about=1, party=MISSION, comment="Yet.").status_code == 409
    send(mission, f"{address}/reopen", party=MISSION)
    send(mission, f"{address}/take-back", about=2)
    shown = words(egypt, address)
    assert "This comment was taken back." in shown and "It is." not in shown
    assert send(senegal, f"{address}/reopen", party="SEN").status_code == 404


def test_the_words_of_a_comment_are_marked_where_they_stand_or_shown_as_they_were(app: Flask, table: Table):
    egypt, root = as_head(app, table, "EGY"), f"/c/{table.code}"
    kept_words = begin(table, "EGY", "1.", "Stays?", phrase="made")
    lost = begin(table, "EGY", "1.", "Goes?", phrase="welcomed")
    whole = begin(table, "EGY", "1.", "All of it?")
    table.accept(table.replace("JOR", "1.", "welcomed", "noted"))
    table.close()
    table.open()

    html = page(egypt, f"{root}/discussions/{kept_words.code}")
    assert "&lt;progress&gt; <mark>made</mark>." in html
    assert "no longer there. They were: welcomed" in words(egypt, f"{root}/discussions/{lost.code}")
    assert "Written on an earlier wording." in words(egypt, f"{root}/discussions/{whole.code}")


def test_the_list_is_narrowed_by_readers_and_state_and_turned_in_pages(app: Flask, table: Table):
    egypt, root = as_head(app, table, "EGY"), f"/c/{table.code}/discussions"
    for number in range(21):
        begin(table, "EGY", "2.", f"No. {number}.")
    first = begin(table, "EGY", "1.", "Inside.", audience=Audience.INSIDE)
    discussions.resolve(table.head("EGY"), first.code, party=party("EGY").id, seen=1)

    assert "22 discussions that you may read" in words(egypt, root)
    assert "No. 20." in words(egypt, root) and "No. 0." not in words(egypt, root)
    assert "No. 0." in words(egypt, f"{root}?page=2") and "Inside." in words(egypt, f"{root}?page=2")
    assert "1 discussion that you may read" in words(egypt, f"{root}?audience=inside")
    assert "Inside." in words(egypt, f"{root}?state=resolved")
    assert "Inside." not in words(egypt, f"{root}?state=open&page=2")


def test_discussions_cost_the_pages_two_queries_however_many_there_are(app: Flask, table: Table):
    made = table.replace("EGY", "1.", "made", "made by all")
    egypt, root = as_head(app, table, "EGY"), f"/c/{table.code}"
    paths = (f"{root}/text", f"{root}/p/{table.line('1.').code}", f"/proposals/{made.code}")
    none = [queries_of(lambda p=path: egypt.get(p)) for path in paths]
    for number in range(4):
        answer(table, MISSION, begin(table, "EGY", "1.", f"No. {number}"))
        begin(table, "EGY", made, audience=Audience.INSIDE)
    many = [queries_of(lambda p=path: egypt.get(p)) for path in paths]

    assert [after - before for before, after in zip(none, many, strict=True)] == [0, 1, 1]
    few = queries_of(lambda: egypt.get(f"{root}/discussions?audience=inside"))
    assert queries_of(lambda: egypt.get(f"{root}/discussions")) == few
