"""`flask reset-second-factor`, its e-mail, and what `flask doctor` says of second factors."""

import pyotp
from flask import Flask
from sqlalchemy import select

from acm_drafts.cli.letters import Writer
from acm_drafts.negotiation.messages import MessageKind
from acm_drafts.services import delivery, second_factors
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import JournalLine, SecondFactor
from tests.factories import actor_of, make_drafter


def run(app: Flask, *words: str):
    return app.test_cli_runner().invoke(args=list(words))


def set_up(secret_of_house: str) -> None:
    secret = second_factors.new_secret()
    head = actor_of(make_drafter(email="hana@example.org", language="fr"))
    second_factors.set_up(head, secret, pyotp.TOTP(secret).at(utcnow()), (secret_of_house,))


def test_it_takes_the_factor_away_for_a_reason_and_its_owner_is_told(app: Flask, session):
    app.config["SMTP_URL"] = "smtp://localhost"
    set_up(app.config["SECRET_KEY"])
    assert run(app, "reset-second-factor", "hana@example.org").exit_code == 2
    assert run(app, "reset-second-factor", "nobody@example.org", "--reason", "Lost").exit_code == 1

    result = run(app, "reset-second-factor", " Hana@Example.org", "--reason", "Lost phone")

    assert result.exit_code == 0, result.output
    assert db.session.scalars(select(SecondFactor)).all() == []
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.actor, line.act, line.after) == ("operator", "reset second factor", "Lost phone")
    letter = delivery.read_letter(delivery.claim_next(), app.config["SECRET_KEY"])
    assert letter.kind is MessageKind.FACTOR_RESET
    writer = Writer(base="https://acm.example.org", sender="acm@example.org", secret="s", names=False)
    with app.test_request_context():
        mail = writer.write(letter)
    assert (mail["To"], mail["Subject"]) == ("hana@example.org", "Votre second facteur a été réinitialisé")
    assert "https://acm.example.org/account/second-factor" in mail.get_content()
    assert "Lost phone" not in mail.get_content()


def test_doctor_says_which_second_factors_a_changed_secret_shuts(app: Flask, session):
    set_up("an earlier secret of the house, as long as that")

    assert "Second factors that cannot be read: 1." in run(app, "doctor").stderr

    app.config["SECRET_KEY_FALLBACKS"] = ["an earlier secret of the house, as long as that"]
    result = run(app, "doctor")
    assert "cannot be read" not in result.stderr
    assert "1 second factors still need SECRET_KEY_EARLIER" in result.stdout


def test_doctor_says_that_production_requires_no_second_factor(app: Flask, session):
    app.config.update(ACM_ENV="production", SECOND_FACTOR="none")

    assert "no second factor is required" in run(app, "doctor").stdout
