"""Stolen passwords are found in the list that the house has, in either form of it, and nothing is asked elsewhere."""

import hashlib
import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from acm_drafts.negotiation.errors import BreachedPassword
from acm_drafts.services import breached_passwords, credentials, people
from tests.factories import PASSWORD, make_head, post, sign_in
from tests.test_doctor import run

STOLEN, OTHER = "seven harbours of the north", "quatre mots ordinaires"


def hashes(*passwords: str) -> list[str]:
    return sorted(hashlib.sha1(password.encode()).hexdigest().upper() for password in passwords)


@pytest.fixture
def sorted_file(tmp_path: Path) -> Path:
    """A list of a thousand passwords in one file, as the downloader writes it."""
    lines = hashes(STOLEN, "password", *(f"stolen {number}" for number in range(1000)))
    path = tmp_path / "pwnedpasswords.txt"
    path.write_bytes("".join(f"{line}:{number}\r\n" for number, line in enumerate(lines)).encode())
    return path


def test_every_password_of_a_sorted_list_is_found_and_no_other(sorted_file: Path):
    for number in range(1000):
        assert breached_passwords.is_breached(sorted_file, (f"stolen {number}",)), number
        assert not breached_passwords.is_breached(sorted_file, (f"own {number}",)), number

    for lines in (b"", b"\n", sorted_file.read_bytes()[:-2]):  # and the last line may have no end
        sorted_file.write_bytes(lines)
        last = lines.rpartition(b"\n")[2].partition(b":")[0]
        assert breached_passwords.stands_in(sorted_file, b"F" * 40) is False
        assert not last or breached_passwords.stands_in(sorted_file, last)


@pytest.mark.parametrize("name", ["{}", "{}.txt"])
def test_a_folder_of_ranges_is_read_and_a_lacking_range_keeps_nobody_from_choosing(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
):
    (found,) = hashes(STOLEN)
    (tmp_path / name.format(found[:5])).write_text(f"{'0' * 35}:3\n{found[5:]}:12\n", encoding="ascii")

    assert breached_passwords.is_breached(tmp_path, (STOLEN,))
    with caplog.at_level(logging.WARNING):
        assert not breached_passwords.is_breached(tmp_path, (OTHER,))
    assert "the list of stolen passwords cannot be read" in caplog.text
    assert OTHER not in caplog.text


def test_a_stolen_password_is_refused_in_every_spelling_that_is_kept_alike(tmp_path: Path):
    listed = tmp_path / "list"
    listed.write_text("\n".join(hashes("cafés à quatre heures")) + "\n", encoding="ascii")

    with pytest.raises(BreachedPassword):
        credentials.checked("cafe\u0301s a\u0300 quatre heures", breached=listed)
    assert credentials.checked("cafés à quatre heures")


def test_nobody_chooses_a_stolen_password_by_a_link_or_under_the_account(
    app: Flask, session: object, client: FlaskClient, sorted_file: Path
):
    app.config["BREACHED_PASSWORDS"] = sorted_file
    head = make_head("EGY")
    link = people.make_reset_link(people.operator(), head.id)
    sign_in(client, head)
    fields = {"old": PASSWORD, "password": STOLEN, "again": STOLEN}
    answer = post(client, "/account/password", fields)
    assert answer.status_code == 422
    assert "stolen from another service" in answer.get_data(as_text=True)
    with pytest.raises(BreachedPassword):
        people.choose_password(link, STOLEN)

    assert people.choose_password(link, OTHER) == head.id


def test_doctor_tells_of_a_list_that_is_no_such_list(
    app: Flask, session: object, tmp_path: Path, sorted_file: Path
):
    app.config["BREACHED_PASSWORDS"] = sorted_file
    assert "stolen passwords" not in run(app).stderr
    for wrong in (tmp_path, tmp_path / "none", Path(__file__)):
        app.config["BREACHED_PASSWORDS"] = wrong
        assert "ACM_BREACHED_PASSWORDS" in run(app).stderr, wrong
