"""`flask invite`: how the first administrator comes in."""

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.terms import Role
from acm_drafts.store.records import Invitation, JournalLine
from tests.conftest import make_app
from tests.factories import PASSWORD, make_meeting, post


def run(app: Flask, *words: str):
    return app.test_cli_runner().invoke(args=["invite", *words])


def test_it_prints_a_link_that_opens_once_and_nothing_else(app: Flask, session):
    result = run(app, "Admin@Example.org", "--role", "administrator")

    assert result.exit_code == 0
    link = result.output.strip()
    assert link.startswith(f"{app.config['BASE_URL']}/invitation/")
    path = link.removeprefix(app.config["BASE_URL"])
    browser = app.test_client()
    data = {"name": "Ada", "language": "en", "password": PASSWORD, "again": PASSWORD}
    assert post(browser, path, data).status_code == 303
    assert browser.get("/people").status_code == 200
    assert app.test_client().get(path).status_code == 410
    assert session.scalars(select(JournalLine.actor).order_by(JournalLine.id)).all() == ["operator", "Ada"]


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("head", Role.HEAD),
        ("HEAD", Role.HEAD),
        ("mission-drafter", Role.MISSION),
        ("Mission_Drafter", Role.MISSION),
        ("mission", Role.MISSION),
        ("admin", Role.ADMINISTRATOR),
        ("reader", Role.OBSERVER),
    ],
)
def test_a_role_is_understood_in_any_case(app: Flask, session, typed, role):
    delegation = ("--delegation", "egy") if role is Role.HEAD else ()

    assert run(app, "a@example.org", "--role", typed, *delegation).exit_code == 0
    assert session.scalars(select(Invitation.role)).one() == role


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("a@example.org",),
        ("a@example.org", "--role", "owner"),
        ("a@example.org", "--role", "head"),
        ("a@example.org", "--role", "observer", "--until", "soon"),
        ("a@example.org", "--role", "observer", "--nonsense"),
    ],
)
def test_wrong_usage_ends_with_two(app: Flask, session, words):
    assert run(app, *words).exit_code == 2
    assert session.scalars(select(Invitation)).all() == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nobody", "--role", "observer"), "This is not an e-mail address."),
        (
            ("a@example.org", "--role", "head", "--delegation", "XXX"),
            "no delegation or group with the code XXX",
        ),
        (("a@example.org", "--role", "chair", "--delegation", "EGY"), "held for no delegation"),
        (("a@example.org", "--role", "observer", "--until", "2020-01-01"), "its last day has passed"),
    ],
)
def test_a_refusal_is_said_on_the_error_stream_and_ends_with_one(app: Flask, session, words, sentence):
    result = run(app, *words)

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""
    assert session.scalars(select(Invitation)).all() == []


def test_without_a_migrated_database_it_says_what_to_do(tmp_path):
    result = run(make_app(f"sqlite:///{tmp_path}/new.sqlite"), "a@example.org", "--role", "administrator")

    assert result.exit_code == 1
    assert "flask --app wsgi db upgrade" in result.stderr


def test_of_several_meetings_one_is_named_and_the_missions_own_offices_are_held_in_general(
    app: Flask, session
):
    first, second = make_meeting(year=2025), make_meeting(year=2026)

    asked = run(app, "head@example.org", "--role", "head", "--delegation", "EGY")
    assert asked.exit_code == 1
    for meeting in (first, second):
        assert f"{meeting.id} (Annual Coordination Meeting, {meeting.year})" in asked.stderr

    named = run(app, "head@example.org", "--role", "head", "--delegation", "EGY", "--meeting", str(second.id))
    pen = run(app, "pen@example.org", "--role", "mission-drafter")
    missing = run(app, "head@example.org", "--role", "observer", "--meeting", "99")

    assert (named.exit_code, pen.exit_code, missing.exit_code) == (0, 0, 1)
    assert session.scalars(select(Invitation.meeting_id).order_by(Invitation.id)).all() == [second.id, None]


def test_at_the_only_meeting_nothing_is_asked(app: Flask, session):
    only = make_meeting()

    assert run(app, "head@example.org", "--role", "head", "--delegation", "EGY").exit_code == 0
    assert session.scalars(select(Invitation.meeting_id)).all() == [only.id]


# From a list ---------------------------------------------------------------------------------------


def test_a_list_prints_a_link_for_each(app: Flask, session, tmp_path):
    path = tmp_path / "heads.csv"
    path.write_text(
        "email,role,delegation,until\negy@example.org,head,EGY,\njor@example.org,head,JOR,2099-01-01\n"
    )

    result = run(app, "--from-csv", str(path))

    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.output.splitlines()]
    assert [email for email, _ in lines] == ["egy@example.org", "jor@example.org"]
    assert all(link.startswith(f"{app.config['BASE_URL']}/invitation/") for _, link in lines)


def test_a_list_with_a_wrong_line_invites_nobody_and_names_the_line(app: Flask, session, tmp_path):
    path = tmp_path / "heads.csv"
    path.write_text("egy@example.org,head,EGY\nnobody,head,EGY\negy@example.org,head,EGY\n")

    result = run(app, "--from-csv", str(path))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Line 2: This is not an e-mail address." in result.stderr
    assert "Line 3: Line 1 names the same person for the same office." in result.stderr
    assert session.scalars(select(Invitation)).all() == []


def test_a_file_that_is_no_list_is_refused_in_a_sentence(app: Flask, session, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b"%PDF-1.7")

    result = run(app, "--from-csv", str(path))

    assert result.exit_code == 1 and "This is no CSV file: it is a PDF." in result.output
    assert session.scalars(select(Invitation)).all() == []


def test_with_a_mail_server_a_list_is_sent_and_no_link_printed(app: Flask, session, tmp_path):
    app.config["SMTP_URL"] = "smtp://127.0.0.1"
    path = tmp_path / "heads.csv"
    path.write_text("egy@example.org,head,EGY\n")

    assert run(app, "--from-csv", str(path)).output == "egy@example.org\tby e-mail\n"


def test_a_list_that_is_missing_or_beside_an_address_is_wrong_usage(app: Flask, session, tmp_path):
    path = tmp_path / "heads.csv"
    path.write_text("egy@example.org,head,EGY\n")

    assert run(app, "--from-csv", str(tmp_path / "none.csv")).exit_code == 2
    assert run(app, "a@example.org", "--from-csv", str(path)).exit_code == 2
    path.write_bytes("é@example.org,head,EGY\n".encode("latin-1"))
    assert run(app, "--from-csv", str(path)).exit_code == 1
