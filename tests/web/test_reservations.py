"""The page of reservations, the form for one, what its delegation presses, and where else they are told."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Stance
from acm_drafts.services import positions, reservations
from acm_drafts.store.database import db
from acm_drafts.store.records import Reservation, User
from acm_drafts.store.reservations import get_reservation
from tests.adoptions import adopt, agreed_text, entry, issue
from tests.factories import (
    make_chair,
    make_drafter,
    make_mission_drafter,
    make_observer,
    party,
    sign_in,
)
from tests.reservations import enter
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the <progress> made.", "The Meeting urged all.")


def person(actor: Actor) -> User:
    return db.session.get_one(User, actor.user)


def as_head(app: Flask, table: Table, code: str) -> FlaskClient:
    return sign_in(app.test_client(), person(table.head(code)))


def told(client: FlaskClient, path: str) -> str:
    """Return the words of a page on one line."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    main = answer.text.partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def token(client: FlaskClient, path: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]


def send(client: FlaskClient, table: Table, data: dict[str, str], path: str = "") -> object:
    """Send what the form of a new reservation holds, or an act on one."""
    filled = {"csrf_token": token(client, "/account"), **data}
    return client.post(f"/c/{table.code}/reservations{path}", data=filled)


def form_of(client: FlaskClient, table: Table, label: str = "1.") -> dict[str, str]:
    """Return the hidden fields of the form for a reservation on a paragraph."""
    page = client.get(f"/c/{table.code}/reservations/new?paragraph={table.line(label).code}").text
    hidden = dict(re.findall(r'<input type="hidden" name="(paragraph|seen|party)" value="([^"]*)">', page))
    return {**hidden, "state": "standing", "readers": "all"}


def all_kept() -> list[tuple[str, str, str, bool, bool]]:
    db.session.rollback()
    db.session.expire_all()
    rows = [get_reservation(db.session(), code) for code in db.session.scalars(db.select(Reservation.code))]
    return [
        (row.scope, row.reservation.phrase, row.last.words, row.last.awaiting, row.last.published)
        for row in rows
    ]


# Entering ------------------------------------------------------------------------------------------


def test_a_head_enters_one_on_words_of_a_paragraph_and_reads_it_on_the_list(app: Flask, table: Table):
    head = as_head(app, table, "MYS")
    data = form_of(head, table) | {"phrase": "the <progress>", "reservation": "Our law <differs>."}
    answer = send(head, table, data | {"state": "awaiting"})

    assert answer.status_code == 303 and "/reservations#r-" in answer.headers["Location"]
    assert all_kept() == [("phrase", "the <progress>", "Our law <differs>.", True, True)]
    page = head.get(f"/c/{table.code}/reservations").text
    assert "the &lt;progress&gt;" in page and "Our law &lt;differs&gt;." in page
    assert "Malaysia" in page and "1 reservation" in page


def test_one_on_the_whole_text_needs_no_paragraph(app: Flask, table: Table):
    head = as_head(app, table, "MYS")
    assert "On the whole text" in told(head, f"/c/{table.code}/reservations/new")
    send(head, table, {"party": "MYS", "readers": "ours", "state": "standing"})
    assert all_kept() == [("text", "", "", False, False)]


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"phrase": "the work"}, 422, "do not stand in the paragraph"),
        ({"phrase": "The"}, 422, "no"),
        ({"reservation": "a" * 2001}, 422, "2000"),
        ({"readers": "nobody"}, 422, "Not a valid choice"),
        ({"party": "XXX"}, 404, "There is nothing at this address"),
        ({"party": "EGY"}, 403, "Your office does not allow this"),
        ({"paragraph": "zzzzzzy"}, 404, "There is nothing at this address"),
    ],
)
def test_what_cannot_be_entered_comes_back_with_what_was_typed(
    app: Flask, table: Table, data: dict[str, str], status: int, sentence: str
):
    head = as_head(app, table, "MYS")
    if data == {"phrase": "The"}:
        data, sentence = {"phrase": "made. The"}, "do not stand in the paragraph"
    answer = send(head, table, form_of(head, table) | {"reservation": "Typed words."} | data)

    assert answer.status_code == status and sentence in answer.text
    if status == 422 and "reservation" not in data:
        assert "Typed words." in answer.text
    assert all_kept() == []


def test_the_same_again_is_refused_beside_the_form(app: Flask, table: Table):
    enter(table, "MYS", "1.")
    head = as_head(app, table, "MYS")
    answer = send(head, table, form_of(head, table))
    assert answer.status_code == 409 and "has a reservation on this already" in answer.text


def test_words_that_changed_meanwhile_are_shown_with_those_that_stand(app: Flask, table: Table):
    head = as_head(app, table, "MYS")
    data = form_of(head, table)
    table.accept(table.replace("EGY", "1.", "made", "reached"))
    table.close()
    table.open()
    answer = send(head, table, data)
    assert answer.status_code == 409 and "reached" in answer.text and all_kept() == []


@pytest.mark.parametrize("make", [make_observer, make_chair, make_drafter])
def test_who_speaks_for_nobody_has_no_form(app: Flask, table: Table, make):
    client = sign_in(app.test_client(), make())
    assert client.get(f"/c/{table.code}/reservations/new").status_code == 403
    assert "Reserve on the whole text" not in told(client, f"/c/{table.code}/reservations")


# What is done to one -------------------------------------------------------------------------------


def test_its_delegation_presses_through_its_life(app: Flask, table: Table):
    head = as_head(app, table, "MYS")
    code = enter(table, "MYS", "1.", awaiting=True, published=False).code
    for seen, (act, sentence) in enumerate(
        [
            ("words", "The words of the reservation are changed."),
            ("instructions", "it stands."),
            ("publish", "All participants read the reservation from now on."),
            ("withdraw", "The reservation is withdrawn."),
        ],
        start=1,
    ):
        answer = send(head, table, {"seen": str(seen), "reservation": "In full."}, f"/{code}/{act}")
        assert answer.status_code == 303, act
        assert sentence in head.get(f"/c/{table.code}/reservations").text
    assert all_kept() == [("paragraph", "", "In full.", False, True)]
    assert "Change its words" not in told(head, f"/c/{table.code}/reservations")


def test_an_old_page_changes_nothing_and_gives_back_what_was_typed(app: Flask, table: Table):
    head, code = as_head(app, table, "MYS"), enter(table, "MYS", "1.").code
    reservations.reword(table.head("MYS"), code, "By a colleague.", seen=1)
    answer = send(head, table, {"seen": "1", "reservation": "By me."}, f"/{code}/words")

    assert answer.status_code == 409 and "A colleague has changed this reservation" in answer.text
    assert "By me." in answer.text and all_kept()[0][2] == "By a colleague."


def test_others_read_what_is_public_and_press_nothing(app: Flask, table: Table):
    shown, hidden = enter(table, "MYS", "1."), enter(table, "MYS", "2.", words="Secret.", published=False)
    other = as_head(app, table, "EGY")
    page = told(other, f"/c/{table.code}/reservations")

    assert "Malaysia" in page and "Secret." not in page and "1 reservation" in page
    assert "Withdraw it" not in page
    assert send(other, table, {"seen": "1"}, f"/{shown.code}/withdraw").status_code == 403
    assert send(other, table, {"seen": "1"}, f"/{hidden.code}/withdraw").status_code == 404
    mission = sign_in(app.test_client(), person(table.mission)) if table.mission.user else None
    assert mission is None or "Secret." in told(mission, f"/c/{table.code}/reservations")


# Where else ----------------------------------------------------------------------------------------


def test_the_paragraph_tells_its_reservations_and_leads_to_the_form(app: Flask, table: Table):
    enter(table, "MYS", "1.", "welcomed", words="Not so.")
    enter(table, "MYS", "2.", words="Elsewhere.")
    page = told(as_head(app, table, "EGY"), f"/c/{table.code}/p/{table.line('1.').code}")

    assert "Not so." in page and "Elsewhere." not in page
    assert "Reserve on this paragraph or on words of it" in page


def take(table: Table, code: str, stance: Stance, reason: str = "") -> None:
    line = table.line("1.").line
    facts = {"wording": line.wording, "party": party(code).id, "stance": stance, "reason": reason}
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **facts)


@pytest.mark.parametrize(("stance", "awaiting"), [(Stance.RESERVE, False), (Stance.AWAITING, True)])
def test_one_press_makes_a_reservation_of_a_position(
    app: Flask, table: Table, stance: Stance, awaiting: bool
):
    take(table, "MYS", stance, "Our capital.")
    head, path = as_head(app, table, "MYS"), f"/c/{table.code}/p/{table.line('1.').code}"
    page = head.get(path).text
    form = re.search(r'<form action="/c/[a-z0-9]+/reservations".*?</form>', page, re.S)[0]
    data = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', form))

    assert head.post(f"/c/{table.code}/reservations", data=data).status_code == 303
    public = "All participants read it." in form
    assert all_kept() == [("paragraph", "", "Our capital.", awaiting, public)]
    assert "Enter it as a reservation" not in told(head, path)


@pytest.mark.parametrize("stance", [Stance.SUPPORT, Stance.LIVE_WITH, Stance.OPPOSE])
def test_no_other_position_is_made_one(app: Flask, table: Table, stance: Stance):
    take(table, "MYS", stance)
    page = told(as_head(app, table, "MYS"), f"/c/{table.code}/p/{table.line('1.').code}")
    assert "Enter it as a reservation" not in page


def test_my_delegation_asks_whether_one_stands_whose_words_are_gone(app: Flask, table: Table):
    code = enter(table, "MYS", "1.", "made").code
    table.accept(table.replace("EGY", "1.", "made", "reached"))
    table.close()
    table.open()
    head, path = as_head(app, table, "MYS"), f"/c/{table.code}/delegation"

    assert "1 reservation to confirm" in told(head, path)
    listed = told(head, f"/c/{table.code}/reservations")
    assert "The words it was entered on are no longer in the text." in listed
    assert "Does your reservation stand?" in listed
    assert send(head, table, {"seen": "1"}, f"/{code}/keep").status_code == 303
    assert "Your reservations" not in told(head, path)
    other = told(as_head(app, table, "EGY"), f"/c/{table.code}/reservations")
    assert "Its delegation maintains it." in other


def test_the_report_is_to_be_had_in_each_language(app: Flask, table: Table):
    enter(table, "EGY", words="Our law differs.")

    client = as_head(app, table, "OMN")
    page = client.get(f"/c/{table.code}/reservations").text

    for language, name in (("en", "Egypt"), ("fr", "Égypte"), ("ar", "مصر")):
        address = f"/c/{table.code}/documents/0.docx?form=reservations"
        assert f'href="{address}&amp;language={language}"' in page
        answer = client.get(f"{address}&language={language}")
        said = "".join(node.final or "" for node in read(answer.data).paragraphs)
        assert name in said and "Our law differs." in said


def test_the_journal_names_what_was_done(app: Flask, table: Table):
    code = enter(table, "MYS", "1.").code
    enter(table, "MYS", words="On all of it.")
    reservations.withdraw(table.head("MYS"), code, seen=1)
    page = told(as_head(app, table, "EGY"), f"/c/{table.code}/journal?kind=reservations")

    assert "Malaysia entered a reservation on paragraph 1" in page
    assert "Malaysia entered a reservation on the whole text" in page
    assert "Malaysia withdrew its reservation on paragraph 1" in page


def test_the_list_says_that_what_is_not_public_is_not_in_it(app: Flask, table: Table):
    enter(table, "EGY", "1.", published=False)
    withheld = "has not made public is read by that delegation and the Mission alone."
    page = told(as_head(app, table, "MYS"), f"/c/{table.code}/reservations")
    assert "0 reservations that you may read" in page and withheld in page
    page = told(sign_in(app.test_client(), make_mission_drafter()), f"/c/{table.code}/reservations")
    assert "1 reservation " in page and "that you may read" not in page and withheld not in page


def test_nothing_is_offered_on_reservations_once_the_text_is_adopted(app: Flask, session: object):
    table = agreed_text()
    enter(table, "EGY")
    client = as_head(app, table, "EGY")
    pages = f"/c/{table.code}/reservations", f"/c/{table.code}/p/{table.line('1.').code}"
    offers = ("/reservations/new", "/withdraw")
    before = "".join(client.get(page).text for page in pages)
    assert all(offer in before for offer in offers)
    adopt(table)
    after = "".join(client.get(page).text for page in pages)
    assert not any(offer in after for offer in offers)


def test_a_corrigendum_that_changes_the_words_of_a_reservation_is_told_on_its_pages_and_in_the_file(
    app: Flask, session: object
):
    table = agreed_text("The Meeting condemned it in the strongest terms.", "The Meeting closed.")
    enter(table, "MYS", "1.", "condemned it in the strongest terms", published=True)
    enter(table, "EGY", "1.", "The Meeting", published=True)
    adopt(table, symbol="OIC/ADOPTED")
    issue(table, entry(table, "1.", "strongest terms", "strongest possible terms"))
    note = (
        "changed the words it was entered on, which read now: “condemned it in the strongest possible terms”."
    )

    for code, told in {"MYS": 1, "EGY": 0}.items():
        client = as_head(app, table, code)
        listed = client.get(f"/c/{table.code}/reservations").text
        assert listed.count(note) == 1, "of the one of Malaysia alone"
        assert client.get(f"/c/{table.code}/delegation").text.count(note) == told
    file = as_head(app, table, "EGY").get(f"/c/{table.code}/documents/1.docx?form=corrected&annexes=1")
    said = "".join(node.final or "" for node in read(file.data).paragraphs)
    assert said.count(note) == 1


def test_one_on_words_of_a_paragraph_that_was_split_is_told_with_the_part_that_holds_them(
    session: object, app: Flask
):
    table = make_table("It welcomed the progress made. It thanked Egypt.", symbol="OIC/PART")
    enter(table, "MYS", "1.", "thanked Egypt")
    parts = ("It welcomed the progress made.", "It thanked Egypt.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))
    table.close()
    table.open()
    reader = as_head(app, table, "EGY")
    pages = [told(reader, f"/c/{table.code}/p/{table.line(label).code}") for label in ("1.", "2.")]

    assert ["Malaysia · Paragraph" in page for page in pages] == [False, True]
    assert "Malaysia · Paragraph 2" in told(reader, f"/c/{table.code}/reservations")
