"""
Passwords that were stolen elsewhere, in a list that the operator downloaded; nothing is sent anywhere.

The list has the form of Have I Been Pwned: lines of a SHA-1 hash, a colon and a count, sorted by the hash, in one file;
or a folder with a file for each five first digits, 21BD1 or 21BD1.txt, whose lines leave these out.
"""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from flask import current_app

log = logging.getLogger(__name__)

OF_FILE = 5
"""So many digits of a hash name its file in a folder."""


def list_of_house() -> Path | None:
    """Return the file or folder of the list, None where the house has none."""
    path: Path | None = current_app.config["BREACHED_PASSWORDS"]
    return path


def is_breached(listed: Path | None, passwords: Sequence[str]) -> bool:
    """
    Return whether one of *passwords*, spellings of one, stands in the list; False without a list.

    A list that cannot be read keeps nobody from choosing a password: the log and `flask doctor` say so.
    """
    if listed is None:
        return False
    try:
        return any(stands_in(listed, hash_of(password)) for password in passwords)
    except OSError:
        log.warning("the list of stolen passwords cannot be read", exc_info=True)
        return False


def hash_of(password: str) -> bytes:
    """Return what lists hold of a password. SHA-1 is how they name passwords; nothing of ours is kept so."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()


def stands_in(listed: Path, wanted: bytes) -> bool:
    """Return whether a hash stands in a list. Raises OSError where it cannot be read."""
    if not listed.is_dir():
        with listed.open("rb") as lines:
            return _stands_in_sorted(lines, listed.stat().st_size, wanted)
    name = wanted[:OF_FILE].decode()
    files = [path for path in (listed / name, listed / f"{name}.txt") if path.is_file()]
    if not files:
        raise FileNotFoundError(f"{name}, a part of the list")
    with files[0].open("rb") as lines:
        return any(_hash_in(line) == wanted[OF_FILE:] for line in lines)


def _stands_in_sorted(lines: BinaryIO, size: int, wanted: bytes) -> bool:
    """Halve the file until the line is found: some 35 steps for the whole list of 40 gigabytes."""
    low, high = 0, size  # a line with the hash begins at *low* or behind it, and before *high*
    while low < high:
        middle = (low + high) // 2
        begins = _begin_of_line(lines, middle)
        if begins >= high:
            high = middle
            continue
        lines.seek(begins)
        line = lines.readline()
        if _hash_in(line) == wanted:
            return True
        if _hash_in(line) < wanted:
            low = begins + len(line)
        else:
            high = middle
    return False


def _begin_of_line(lines: BinaryIO, place: int) -> int:
    """Return where the first line begins that begins at *place* or behind it."""
    if place == 0:
        return 0
    lines.seek(place - 1)
    lines.readline()
    return lines.tell()


def _hash_in(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().upper()
