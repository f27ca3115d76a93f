"""People on the page: what administrators and heads see, give and end; what others cannot."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.terms import Role
from acm_drafts.store.records import Appointment, Invitation, JournalLine, User
from acm_drafts.web.shared.signing import INVITATION, TERM, conceal
from tests.factories import (
    PASSWORD,
    actor_of,
    make_administrator,
    make_alternate,
    make_appointment,
    make_chair,
    make_drafter,
    make_head,
    make_mission_drafter,
    make_observer,
    make_user,
    party,
    post,
    sign_in,
    sign_in_by_form,
    today,
    token_for,
    tomorrow,
    yesterday,
)
from tests.web.readers import page_of


@pytest.fixture
def desk(client: FlaskClient, session) -> FlaskClient:
    """An administrator's browser."""
    return sign_in(client, make_administrator(name="Ada Administrator"))


def link_on(answer) -> str:
    found = re.search(r"/invitation/([\w-]+)", answer.text)
    assert answer.status_code == 201
    assert found
    return found[0]


def test_an_administrator_sees_everybody_with_the_offices_of_today(desk: FlaskClient):
    make_head("EGY", name="Hana Head")
    make_head("MYS", name="Mona Former", ends_on=yesterday())

    page = desk.get("/people").text

    assert "3 people" in page
    assert re.search(r"Hana Head.*?Head of delegation, Egypt", page, re.DOTALL)
    assert re.search(r"Mona Former.*?no office today", page, re.DOTALL)


def test_the_number_of_people_uses_the_plural_of_the_language(desk: FlaskClient):
    assert "1 person<" in desk.get("/people").text.replace("1 person\n", "1 person<")


def test_people_are_found_by_name_address_and_delegation(desk: FlaskClient):
    make_head("EGY", name="Hana Head", email="hana@example.org")
    make_head("MYS", name="Aisha Head")

    for words in ("hana", "HANA@EXAMPLE", "egy", "égypte", "مصر", "Egypt"):
        page = desk.get("/people", query_string={"q": words}).text
        assert "Hana Head" in page, words
        assert "Aisha Head" not in page, words


@pytest.mark.parametrize("words", ["%", "_", "\\", "\u202e", "' or 1=1 --"])
def test_signs_that_a_database_reads_otherwise_find_nobody(desk: FlaskClient, words):
    assert "Nobody is found." in desk.get("/people", query_string={"q": words}).text


def test_a_long_list_is_divided_into_pages(desk: FlaskClient):
    for number in range(60):
        make_user(name=f"Guest {number:02}")

    first, second = desk.get("/people").text, desk.get("/people?page=2").text

    assert "61 people" in first
    assert "Guest 10" in first
    assert "Guest 10" not in second
    assert "Guest 59" in second
    assert desk.get("/people?page=99").text.count("Guest 59") == 1
    assert desk.get("/people?page=-1").status_code == 200


def test_an_invitation_gives_a_link_that_makes_the_account(app: Flask, desk: FlaskClient, session):
    answer = post(desk, "/people/invite", {"email": "New@Example.org", "role": "head", "party": "EGY"})

    guest = app.test_client()
    page = guest.get(link_on(answer))
    assert "Head of delegation, Egypt" in page.text
    joined = post(
        guest,
        link_on(answer),
        {"name": "Nour", "language": "ar", "password": PASSWORD, "again": PASSWORD},
    )

    assert (joined.status_code, joined.location) == (303, "/")
    user = session.scalars(select(User).where(User.email == "new@example.org")).one()
    assert (user.name, user.language) == ("Nour", "ar")
    assert actor_of(user).parties(Role.HEAD) == {party("EGY").id}


def test_an_invalid_invitation_shows_its_error_and_writes_nothing(desk: FlaskClient, session):
    for data, sentence in (
        ({"email": "nobody", "role": "observer"}, "This is not an e-mail address."),
        ({"email": "a@example.org", "role": "head", "party": ""}, "this role is held for a delegation"),
        ({"email": "a@example.org", "role": "chair", "party": "EGY"}, "held for no delegation"),
        ({"email": "a@example.org", "role": "owner"}, "Not a valid choice"),
        ({"email": "a@example.org", "role": "observer", "ends_on": "2020-01-01"}, "its last day has passed"),
        ({"email": "a@example.org", "role": "observer", "ends_on": "soon"}, "Not a valid date"),
    ):
        answer = post(desk, "/people/invite", data)
        assert answer.status_code == 422, data
        assert sentence in answer.text, data

    assert session.scalars(select(Invitation)).all() == []
    assert session.scalars(select(JournalLine)).all() == []


def test_an_open_link_can_be_withdrawn(app: Flask, desk: FlaskClient, session):
    link = link_on(post(desk, "/people/invite", {"email": "a@example.org", "role": "observer"}))
    invitation = session.scalars(select(Invitation)).one()
    assert "1 open link" in desk.get("/people").text

    assert (
        post(desk, f"/people/invitations/{conceal(invitation.id, use=INVITATION)}/withdraw").status_code
        == 303
    )

    assert app.test_client().get(link).status_code == 410
    assert (
        post(desk, f"/people/invitations/{conceal(invitation.id, use=INVITATION)}/withdraw").status_code
        == 404
    )


def test_a_further_office_is_given_and_ended_on_the_persons_page(desk: FlaskClient, session):
    user = make_observer(name="Omar")

    given = post(desk, f"{page_of(user)}/appoint", {"role": "head", "party": "IDN"})
    assert given.status_code == 303
    assert "Head of delegation, Indonesia" in desk.get(page_of(user)).text

    session.rollback()
    term = session.scalars(select(Appointment).where(Appointment.role == "head")).one()
    post(desk, f"{page_of(user)}/terms/{conceal(term.id, use=TERM)}/end")
    assert not actor_of(user).holds(Role.HEAD)


def test_the_same_office_twice_is_refused_beside_the_field(desk: FlaskClient):
    user = make_head("EGY")

    answer = post(desk, f"{page_of(user)}/appoint", {"role": "head", "party": "EGY"})

    assert answer.status_code == 422
    assert "holds that office already" in answer.text


def test_a_term_can_end_on_a_day_to_come(desk: FlaskClient, session):
    user = make_head("EGY")
    term = user.appointments[0].id

    post(desk, f"{page_of(user)}/terms/{conceal(term, use=TERM)}/end", {"last_day": str(tomorrow())})

    session.rollback()
    assert session.get(Appointment, term).ends_on == tomorrow()
    assert actor_of(user).holds(Role.HEAD)


def confirm_by_another(app: Flask, path: str = "confirm") -> None:
    """Let a second administrator confirm the only appointment that awaits it, on the page."""
    second = sign_in(app.test_client(), make_administrator())
    address = re.search(rf'action="(/people/nominations/[\w-]+/{path})"', second.get("/people").text)
    assert address
    assert post(second, address[1]).status_code == 303


def test_the_chair_passes_from_one_to_the_other_when_a_second_person_confirms_it(
    app: Flask, desk: FlaskClient
):
    old, new = make_chair(name="Old Chair"), make_head("SEN", name="New Chair")
    assert "Old Chair</a>" in desk.get("/people").text

    assert post(desk, f"{page_of(new)}/chair").status_code == 303
    assert not actor_of(new).holds(Role.CHAIR)
    page = desk.get("/people").text
    assert "Appointments to be confirmed" in page
    assert ">Confirm<" not in page
    assert ">Withdraw<" in page
    confirm_by_another(app)

    assert "Appointments to be confirmed" not in desk.get("/people").text
    assert actor_of(new).holds(Role.CHAIR)
    assert not actor_of(old).holds(Role.CHAIR)
    assert "New Chair</a>" in desk.get("/people").text


def test_the_head_reads_what_awaits_confirmation_in_the_delegation_and_confirms_it(
    app: Flask, desk: FlaskClient
):
    head, other = make_head("EGY"), make_head("JOR")
    pen = make_user(name="Pen Nominated")
    typed = {"role": "drafter", "party": "EGY"}
    assert "awaits confirmation" in post(desk, f"{page_of(pen)}/appoint", typed, follow_redirects=True).text

    client, stranger = sign_in(app.test_client(), head), sign_in(app.test_client(), other)
    assert "Pen Nominated" not in stranger.get("/people").text
    page = client.get("/people").text
    assert re.search(r"Pen Nominated.*?Drafter of a delegation, Egypt|Pen Nominated.*?Egypt", page, re.DOTALL)
    address = re.search(r'action="(/people/nominations/[\w-]+/confirm)"', page)[1]
    assert post(stranger, address).status_code == 404
    assert post(client, address).status_code == 303

    assert actor_of(pen).holds(Role.DRAFTER)
    assert post(client, address).status_code == 404


def test_nobody_is_offered_an_office_on_the_own_page_nor_given_one(app: Flask, desk: FlaskClient, session):
    head = make_head("EGY")
    own = sign_in(app.test_client(), head)

    page = own.get(page_of(head)).text
    refused = post(own, f"{page_of(head)}/appoint", {"role": "drafter", "party": "EGY"})

    assert "Give a further office" not in page
    assert (refused.status_code, "Nobody gives an office to themselves." in refused.text) == (403, True)
    assert session.query(Appointment).filter_by(user_id=head.id).count() == 1


def test_who_follows_an_administrators_link_is_told_that_it_awaits_confirmation(
    app: Flask, desk: FlaskClient
):
    make_head("EGY")
    path = link_on(
        post(desk, "/people/invite", {"email": "pen@example.org", "role": "drafter", "party": "EGY"})
    )
    pen = app.test_client()
    typed = {"name": "Pen", "password": PASSWORD, "again": PASSWORD, "language": "en"}

    told = pen.post(path, data={"csrf_token": token_for(pen, path), **typed}, follow_redirects=True).text

    assert "Your appointment awaits confirmation by a second person." in told
    assert "awaits confirmation by the head of the delegation or a second administrator" in told
    assert "You hold no office today" not in told


def test_a_link_for_somebody_else_is_sent_and_not_shown_where_mail_is_set_up(app: Flask, desk: FlaskClient):
    head = make_head("EGY")
    shown = post(desk, f"{page_of(head)}/reset")
    assert shown.status_code == 201
    assert "No mail server is named, so the link is shown here" in shown.text
    app.config["SMTP_URL"] = "smtp://localhost"

    sent = post(desk, f"{page_of(head)}/reset", follow_redirects=True)

    assert f"The link is sent by e-mail to {head.email}." in sent.text
    assert "/invitation/" not in sent.text


def test_a_disabled_person_is_out_at_once_and_comes_back_enabled(app: Flask, desk: FlaskClient):
    user = make_head(email="h@example.org")
    browser = sign_in(app.test_client(), user)
    assert browser.get("/account").status_code == 200

    post(desk, f"{page_of(user)}/disable")

    assert browser.get("/account").status_code == 303
    assert sign_in_by_form(app.test_client(), "h@example.org").status_code == 422
    assert "suspended since" in desk.get(page_of(user)).text

    post(desk, f"{page_of(user)}/enable")
    assert sign_in_by_form(app.test_client(), "h@example.org").status_code == 303


def test_the_last_administrator_stays(desk: FlaskClient, session):
    me = session.scalars(select(User)).one()

    for act in ("disable", f"terms/{conceal(me.appointments[0].id, use=TERM)}/end"):
        answer = post(desk, f"{page_of(me)}/{act}")
        assert answer.status_code == 422
        assert "This is the last administrator" in answer.text

    assert desk.get("/people").status_code == 200


def test_a_forgotten_password_is_renewed_by_a_link(app: Flask, desk: FlaskClient):
    user = make_head(email="h@example.org")
    left_open = sign_in(app.test_client(), user)

    link = link_on(post(desk, f"{page_of(user)}/reset"))
    owner = app.test_client()
    data = {"password": "another long password", "again": "another long password"}
    assert post(owner, link, data).status_code == 303

    assert owner.get("/account").status_code == 200
    assert left_open.get("/account").status_code == 303
    assert sign_in_by_form(app.test_client(), "h@example.org").status_code == 422
    assert sign_in_by_form(app.test_client(), "h@example.org", "another long password").status_code == 303


# Heads and alternates ------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_head, make_alternate])
def test_a_head_sees_and_names_the_drafters_of_the_delegation_alone(app: Flask, client, session, make):
    sign_in(client, make("EGY"))
    mine = make_drafter("EGY", name="Dalia Drafter")
    other = make_drafter("MYS", name="Foreign Drafter")

    page = client.get("/people").text
    assert "Dalia Drafter" in page
    assert "Foreign Drafter" not in page
    assert "2 people" in page
    assert client.get(page_of(mine)).status_code == 200
    assert client.get(page_of(other)).data == client.get("/people/999999").data

    link = link_on(
        post(client, "/people/invite", {"email": "d@example.org", "role": "drafter", "party": "EGY"})
    )
    data = {"name": "Dina", "language": "en", "password": PASSWORD, "again": PASSWORD}
    assert post(app.test_client(), link, data).status_code == 303


def test_a_head_sees_no_office_that_somebody_holds_elsewhere(client: FlaskClient, session):
    sign_in(client, make_head("EGY"))
    both = make_drafter("EGY")
    make_appointment(both, Role.OBSERVER)
    make_appointment(both, Role.DRAFTER, "ARAB")

    page = client.get(page_of(both)).text

    assert "Drafter, Egypt" in page
    assert "Observer" not in page
    assert "Arab Group" not in page


def test_a_head_gives_no_other_office_and_no_other_delegations(client: FlaskClient, session):
    sign_in(client, make_head("EGY"))

    for role, code in (("head", "EGY"), ("drafter", "MYS"), ("administrator", ""), ("mission-drafter", "")):
        answer = post(client, "/people/invite", {"email": "x@example.org", "role": role, "party": code})
        assert answer.status_code == 422, (role, code)

    assert session.scalars(select(Invitation)).all() == []


def test_a_head_names_alternates_and_an_alternate_does_not(app: Flask, client: FlaskClient, session):
    sign_in(client, make_head("EGY"))
    named = {"email": "a@example.org", "role": "alternate", "party": "EGY"}
    assert "Name an alternate or a drafter" in client.get("/people").text
    link_on(post(client, "/people/invite", named))
    assert "a@example.org" in client.get("/people").text

    alternate = sign_in(app.test_client(), make_alternate("EGY"))

    assert "a@example.org" not in alternate.get("/people").text
    assert post(alternate, "/people/invite", named | {"email": "b@example.org"}).status_code == 422


def test_a_head_ends_the_terms_of_own_drafters_alone(client: FlaskClient, session):
    sign_in(client, make_head("EGY"))
    mine, other_head, foreign = make_drafter("EGY"), make_head("EGY"), make_drafter("MYS")

    def end(user: User) -> int:
        term = conceal(user.appointments[0].id, use=TERM)
        return post(client, f"{page_of(user)}/terms/{term}/end").status_code

    assert end(foreign) == 404
    assert end(other_head) == 404
    assert end(mine) == 303
    assert [bool(actor_of(user).offices) for user in (mine, other_head, foreign)] == [False, True, True]


def test_a_head_withdraws_no_link_of_another_delegation(app: Flask, desk: FlaskClient, session):
    link = link_on(
        post(desk, "/people/invite", {"email": "a@example.org", "role": "drafter", "party": "MYS"})
    )
    invitation = session.scalars(select(Invitation)).one()
    head = sign_in(app.test_client(), make_head("EGY"))

    assert "a@example.org" not in head.get("/people").text
    assert (
        post(head, f"/people/invitations/{conceal(invitation.id, use=INVITATION)}/withdraw").status_code
        == 404
    )

    assert app.test_client().get(link).status_code == 200


@pytest.mark.parametrize("act", ["reset", "disable", "enable", "chair"])
def test_what_is_an_administrators_is_refused_to_a_head(client: FlaskClient, session, act):
    sign_in(client, make_head("EGY"))
    mine = make_drafter("EGY")

    assert post(client, f"{page_of(mine)}/{act}").status_code == 403

    session.rollback()
    assert session.get(User, mine.id).disabled_at is None


@pytest.mark.parametrize("make", [make_drafter, make_mission_drafter, make_observer, make_chair])
def test_nobody_else_sees_people(client: FlaskClient, session, make):
    sign_in(client, make())

    assert client.get("/people").status_code == 403
    assert "/people" not in client.get("/account").text


def test_a_name_that_looks_like_markup_is_a_name(desk: FlaskClient):
    user = make_user(name='"><svg onload=alert(1)> {{7*7}}')

    for page in ("/people", page_of(user)):
        assert "<svg onload" not in desk.get(page).text
        assert "&lt;svg onload=alert(1)&gt; {{7*7}}" in desk.get(page).text


def test_a_list_of_people_takes_the_same_queries_however_long_it_is(desk: FlaskClient, session):
    from sqlalchemy import event

    from acm_drafts.store.database import db

    def queries() -> int:
        asked: list[str] = []

        def note(*facts: object) -> None:
            asked.append(str(facts[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        desk.get("/people")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    make_head("EGY")
    few = queries()
    for code in ("MYS", "IDN", "SEN", "TUR", "PAK"):
        make_head(code)

    assert queries() == few


def test_the_day_is_the_conferences(session):
    assert yesterday() < today() < tomorrow()


def test_a_second_invitation_to_the_same_office_takes_the_place_of_the_first(
    app: Flask, desk: FlaskClient, session
):
    first, second, other = (
        link_on(post(desk, "/people/invite", {"email": "a@example.org", "role": role, "party": code}))
        for role, code in (("head", "EGY"), ("head", "EGY"), ("alternate", "EGY"))
    )

    guest = app.test_client()
    assert [guest.get(link).status_code for link in (first, second, other)] == [410, 200, 200]
    page = desk.get("/people").text
    assert "2 open links" in page
    assert len(re.findall(r"made .{20,60}, open until", page)) == 2
    told = [line.act for line in session.scalars(select(JournalLine).order_by(JournalLine.id))]
    assert told == ["invite", "withdraw invitation", "invite", "invite"]


def test_the_page_of_a_new_link_names_the_office(desk: FlaskClient):
    page = post(desk, "/people/invite", {"email": "a@example.org", "role": "head", "party": "EGY"}).text

    assert "<b>Head of delegation, Egypt</b>" in page


def test_an_invitation_can_be_read_in_each_language_at_once(app: Flask, desk: FlaskClient):
    link = link_on(post(desk, "/people/invite", {"email": "a@example.org", "role": "observer"}))
    guest = app.test_client()

    page = guest.get(link).text

    assert re.findall(r'href="/language/(\w+)\?next=', page) == ["fr", "ar"]
    arabic = guest.get(f"/language/ar?next={link}", follow_redirects=True)
    assert 'dir="rtl"' in arabic.text
    assert "المراقب" in arabic.text


def test_an_office_used_as_a_name_is_shown_in_the_readers_language(desk: FlaskClient):
    for name in ("Head of delegation, Egypt", "Chair of the Group", "Observer", "Observer, of birds", "Nour"):
        make_user(name=name)
    desk.get("/language/fr")

    page = desk.get("/people").text

    for said in (
        "Chef de délégation, Égypte",
        "Présidence du Groupe",
        "Observateur",
        "Observer, of birds",
        "Nour",
    ):
        assert f"<b>{said}</b>" in page
