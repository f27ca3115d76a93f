"""What the operator does on the machine: confirms as the second person, and notes whom a new head is told to."""

from flask import Flask

from acm_drafts.cli.letters import Writer
from acm_drafts.negotiation.messages import MessageKind
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import delivery, offices
from acm_drafts.store.database import db
from acm_drafts.store.records import User
from tests.factories import actor_of, make_administrator, make_user, party


def run(app: Flask, *arguments: str) -> object:
    return app.test_cli_runner().invoke(args=list(arguments))


def test_where_there_is_one_administrator_the_operator_confirms_what_that_one_gave(app: Flask, session):
    admin = actor_of(make_administrator(email="ada@example.org"))
    for email in ("pen@example.org", "other@example.org"):
        offices.appoint(admin, make_user(email=email).id, role=Role.MISSION)

    listed = run(app, "confirm-appointments").output.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["pen@example.org", "other@example.org"]
    assert all(line.endswith("given by ada@example.org") for line in listed)
    assert run(app, "confirm-appointments", "nobody@example.org").exit_code == 1
    assert "confirmed" in run(app, "confirm-appointments", "Pen@example.org").output

    db.session.rollback()
    held = [
        db.session.query(User).filter_by(email=email).one()
        for email in ("pen@example.org", "other@example.org")
    ]
    assert [actor_of(user).holds(Role.MISSION) for user in held] == [True, False]


def test_the_permanent_mission_is_written_to_in_three_languages_and_nobody_is_named(app: Flask, session):
    app.config["SMTP_URL"] = "smtp://localhost"
    assert run(app, "set-mission-address", "XXX", "a@example.org").exit_code == 1
    assert run(app, "set-mission-address", "EGY", "nonsense").exit_code == 1
    assert run(app, "set-mission-address", "EGY", "mission@egypt.example").exit_code == 0

    offices.appoint(
        actor_of(make_administrator()), make_user(name="Hana Head").id, role=Role.HEAD, party="EGY"
    )

    letters = [delivery.read_letter(delivery.claim_next(), app.config["SECRET_KEY"]) for _ in range(2)]
    letter = next(one for one in letters if one.kind is MessageKind.HEAD_NAMED)
    writer = Writer(base="https://acm.example.org", sender="acm@example.org", secret="s", names=False)
    with app.test_request_context():
        mail = writer.write(letter)
    assert mail["To"] == "mission@egypt.example"
    text = mail.get_content()
    assert "Head of delegation, Egypt" in text and "Égypte" in text and "مصر" in text
    assert "Hana" not in text
    assert run(app, "set-mission-address", "EGY").exit_code == 0
    db.session.rollback()
    assert party("EGY").mission_email is None
