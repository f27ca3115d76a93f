"""
Slots that all processes of a host share: so many may do something at once, whichever worker they run in.

A slot is an empty file that is locked by whoever has it. The system frees it when the process ends, however
it ended, so that nobody has to count, and no slot is lost.
"""

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOKS = 0.1
"""Seconds between two looks for a slot that is free."""


class NoSlot(Exception):
    """All slots are taken, and stay so for as long as was waited."""


def folder() -> Path:
    """Return the folder of the slots of this installation and account, which nobody else may write to."""
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"acm-drafts-{os.getuid()}-{name}"
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise PermissionError(f"{path} is not ours")
    return path


@contextmanager
def slot(
    name: str,
    *,
    count: int,
    patience: float | None = 0,
    beat: Callable[[], None] = lambda: None,
    every: float = 5,
) -> Iterator[None]:
    """
    Hold one of the *count* slots of a *name* within the block.

    It is waited for *patience* seconds, 0 not at all and None for ever; *beat* is called *every* so many seconds
    meanwhile. Raises NoSlot.
    """
    file = _wait(name, count, patience, beat, every)
    try:
        yield
    finally:
        os.close(file)


def _wait(name: str, count: int, patience: float | None, beat: Callable[[], None], every: float) -> int:
    begun = last_beat = time.monotonic()
    while (file := _take(name, count)) is None:
        now = time.monotonic()
        if patience is not None and now - begun >= patience:
            raise NoSlot(name)
        if now - last_beat >= every:
            beat()
            last_beat = now
        time.sleep(min(LOOKS, every))
    return file


def _take(name: str, count: int) -> int | None:
    """Return a slot that was free, as its open file; None where none is."""
    stem = hashlib.sha256(name.encode()).hexdigest()[:24]
    for number in range(count):
        file = os.open(folder() / f"{stem}-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        except BaseException:
            os.close(file)
            raise
        else:
            return file
    return None
