"""`flask doctor` says what is wrong with an installation, a sentence a line."""

import socket
from pathlib import Path

from flask import Flask

from acm_drafts.store.database import db
from acm_drafts.store.messages import sole_worker
from tests.conftest import make_app
from tests.store.test_breached_passwords import sorted_file


def run(app: Flask):
    return app.test_cli_runner().invoke(args=["doctor"])


def test_where_nothing_is_wrong_it_says_so_and_what_there_is_to_know(sqlite_url: str):
    app = make_app(sqlite_url)
    with app.app_context(), sole_worker(db.engine):
        Path(str(db.engine.url.database)).chmod(0o600)
        result = run(app)

    assert result.exit_code == 0, result.stderr
    assert "Nothing is wrong" in result.stdout
    assert "To know: this is development." in result.stdout and "no mail server is set" in result.stdout


def test_what_is_wrong_ends_with_one_and_names_what_to_do(sqlite_url: str):
    with socket.socket() as listening:  # an address at which nobody answers any more
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    app = make_app(sqlite_url, SMTP_URL=f"smtp://acm:hunter2@127.0.0.1:{port}")
    with app.app_context():
        Path(str(db.engine.url.database)).chmod(0o644)
    result = run(app)

    assert result.exit_code == 1
    assert "No worker is at work" in result.stderr and "flask --app wsgi work" in result.stderr
    assert f"The mail server 127.0.0.1:{port} does not answer" in result.stderr
    assert "chmod 600" in result.stderr
    assert "hunter2" not in result.stderr + result.stdout


def test_doctor_tells_of_a_list_that_is_no_such_list(sqlite_url: str, tmp_path: Path):
    app = make_app(sqlite_url, BREACHED_PASSWORDS=sorted_file(tmp_path))
    assert "stolen passwords" not in run(app).stderr
    for wrong in (tmp_path, tmp_path / "none", Path(__file__)):
        app.config["BREACHED_PASSWORDS"] = wrong
        assert "ACM_BREACHED_PASSWORDS" in run(app).stderr, wrong
