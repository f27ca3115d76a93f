"""Stolen passwords are found in the list that the house has, in either form of it, and nothing is asked elsewhere."""

import hashlib
import logging
from pathlib import Path

import pytest

from acm_drafts.negotiation.passwords import BreachedPassword
from acm_drafts.services import credentials
from acm_drafts.store import breached_passwords

STOLEN, OTHER = "seven harbours of the north", "quatre mots ordinaires"


def hashes(*passwords: str) -> list[str]:
    return sorted(hashlib.sha1(password.encode()).hexdigest().upper() for password in passwords)


def sorted_file(folder: Path) -> Path:
    """Return a list of a thousand passwords in one file, as the downloader writes it."""
    lines = hashes(STOLEN, "password", *(f"stolen {number}" for number in range(1000)))
    path = folder / "pwnedpasswords.txt"
    path.write_bytes("".join(f"{line}:{number}\r\n" for number, line in enumerate(lines)).encode())
    return path


def test_every_password_of_a_sorted_list_is_found_and_no_other(tmp_path: Path):
    listed = sorted_file(tmp_path)
    for number in range(1000):
        assert breached_passwords.is_breached(listed, (f"stolen {number}",)), number
        assert not breached_passwords.is_breached(listed, (f"own {number}",)), number

    for lines in (b"", b"\n", listed.read_bytes()[:-2]):  # and the last line may have no end
        listed.write_bytes(lines)
        last = lines.rpartition(b"\n")[2].partition(b":")[0]
        assert breached_passwords.stands_in(listed, b"F" * 40) is False
        assert not last or breached_passwords.stands_in(listed, last)


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
