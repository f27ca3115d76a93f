"""
The journey of the e-mails: a pasted list of invitations arrives at a real mail server, a head follows the link,
proposes, and another is told; what was decided is told by e-mail, and refused by its link.
"""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.terms import DecisionKind, PartyKind
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Amendment, Appointment, Communique, Message, Party, User
from tests.factories import PASSWORD, make_administrator
from tests.journeys.letters import address_in, join, work
from tests.journeys.seats import Delegation
from tests.journeys.windows import PHONE, WIDE, Window
from tests.mail import MailServer
from tests.tables import Table, make_table

ADMINISTRATOR = "administrator@example.org"


def lay_the_table(app: Flask) -> tuple[Table, str, str]:
    """Return a table, the code of its text, and the list that the administrator pastes: a head of each Member State."""
    with app.app_context():
        table = make_table(
            "The Meeting welcomed the progress made.",
            "The Meeting thanked the host country.",
            deadline=utcnow() + timedelta(days=5),
        )
        make_administrator(email=ADMINISTRATOR)
        states = find_parties(db.session(), PartyKind.STATE)
        code = db.session.get_one(Communique, table.communique).code
        rows = "\n".join(f"{state.code.lower()}@example.org, head, {state.code}" for state in states)
        db.session.remove()
    return table, code, rows


def invite(window: Window, rows: str) -> None:
    """Paste a list with two wrong lines, read which they are, and send the right ones."""
    window.press(window.go("/people").locator("a[href='/people/invitations']"))
    page = window.page
    page.fill("[name=people]", f"{rows}\nnobody, head, EGY\negy@example.org, head, EGY")
    window.press(page.locator("form[action='/people/invitations'] .button--main"))
    refused = page.locator("ol.rows").inner_text()
    assert "Line 58" in refused and "This is not an e-mail address." in refused
    assert "Line 59" in refused and "names the same person for the same office" in refused
    assert window.barriers() == [] and window.overflows() == 0
    window.keep("invitations-refused")
    page.fill("[name=people]", rows)
    window.press(page.locator("form[action='/people/invitations'] .button--main"))
    assert "57 invitations are sent by e-mail." in page.locator("[role=status]").inner_text()


def test_from_a_pasted_list_to_an_e_mail_about_a_decision(
    empty_app: Flask, open_window: Callable[..., Window], server: MailServer
):
    app = empty_app
    table, code, rows = lay_the_table(app)
    desk = open_window(width=WIDE).sign_in(ADMINISTRATOR, PASSWORD)
    invite(desk, rows)

    work(app)

    assert len(server.given) == 57
    (mail,) = server.to("egy@example.org")
    assert "دعوة" in mail["Subject"] and "Invitation" in mail["Subject"]
    assert "Head of delegation, Egypt" in mail.get_content() and "رئيس الوفد" in mail.get_content()
    assert desk.go("/people").locator("#links ~ ul li", has_text="e-mail sent on").count() == 57
    egypt = open_window(width=PHONE, language="ar")
    jordan = open_window(width=WIDE)
    join(egypt, address_in(app, mail.get_content(), "/invitation/"), "Amal", "ar")
    link = address_in(app, server.to("jor@example.org")[0].get_content(), "/invitation/")
    join(jordan, link, "Rania", "en")
    proposed = Delegation(egypt, code).propose("1", "replace", old="progress", new="good progress")
    Delegation(jordan, code).propose("1", "replace", old="made", new="made there")

    page = egypt.go("/notices")
    assert page.locator(".rows b").count() == 1
    assert "JOR 1" in page.locator(".rows").inner_text()
    assert egypt.barriers() == [] and egypt.overflows() == 0
    egypt.keep("notices-ar")
    server.given.clear()
    _decide(app, table)
    work(app)

    (mail,) = server.given
    body = mail.get_content()
    assert mail["To"] == "egy@example.org"
    assert mail["Subject"].startswith("قرار بشأن أحد مقترحاتكم أو أحد أقواسكم · ")
    assert "progress" not in body and "EGY" not in body
    assert address_in(app, body, "/proposals/") == f"/proposals/{proposed}"
    egypt.go(f"/proposals/{proposed}")
    assert egypt.go("/notices").locator(".rows b").count() == 2
    egypt.press(egypt.page.locator("form[action='/notices/read'] button:visible"))
    assert egypt.page.locator(".rows b").count() == 0
    _refuse(open_window(width=PHONE), address_in(app, body, "/unsubscribe/"))
    _tomorrow_tells_jordan_nothing_of_its_own(app, server)


def _decide(app: Flask, table: Table) -> None:
    """Reject Egypt's proposal, as agreed at expert level."""
    with app.app_context():
        wanted = select(Amendment).join(Party, Party.id == Amendment.sponsor_id).where(Party.code == "EGY")
        table.decide(DecisionKind.REJECT, db.session.scalars(wanted).one(), reason="It was agreed in May.")
        db.session.remove()


def _refuse(stranger: Window, link: str) -> None:
    """Follow the link that refuses further e-mails, without being signed in."""
    page = stranger.go(link)
    assert "A decision on a proposal or a bracket of yours" in page.locator("main").inner_text()
    assert stranger.barriers() == [] and stranger.overflows() == 0
    stranger.press(page.locator("main .button"))
    assert "You are sent no more e-mails" in page.locator("main").inner_text()


def _tomorrow_tells_jordan_nothing_of_its_own(app: Flask, server: MailServer) -> None:
    """See that the notices of the day are one message to whom they are for, and nobody is told twice."""
    server.given.clear()
    with clock_at(utcnow() + timedelta(days=1)):
        work(app)
        work(app)
    assert [
        mail["To"] for mail in server.given
    ] == []  # Egypt has read its notices; Jordan was first told of none
    with app.app_context():
        heads = db.session.scalars(select(User.email).join(Appointment, Appointment.user_id == User.id))
        assert set(heads) == {ADMINISTRATOR, "egy@example.org", "jor@example.org"}
        assert set(db.session.scalars(select(Message.state))) == {"sent"}
        db.session.remove()
