"""Slots are shared by processes: so many at once, and none is lost with who held it."""

import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from acm_drafts.documents.slots import NoSlot, folder, slot
from tests.conftest import ROOT

HOLDS = """
import tempfile, time
tempfile.tempdir = {folder!r}
from acm_drafts.documents.slots import slot
with slot("file", count=2):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Iterator[None]:
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path)
    yield
    tempfile.tempdir = before


def test_a_caller_is_refused_at_once_when_all_slots_are_taken():
    with slot("file", count=2), slot("file", count=2):
        with pytest.raises(NoSlot), slot("file", count=2):
            pass
        with slot("other file", count=2):
            pass
    with slot("file", count=1):
        pass


def test_a_waiting_caller_is_notified_at_intervals_and_gets_the_slot_that_becomes_free():
    waited: list[str] = []
    first = slot("file", count=1)
    first.__enter__()

    def beat() -> None:
        waited.append("waited")
        if len(waited) == 2:
            first.__exit__(None, None, None)

    with slot("file", count=1, patience=None, beat=beat, every=0.01):
        assert waited == ["waited", "waited"]


def test_a_slot_is_shared_with_other_processes_and_free_when_they_are_killed(tmp_path: Path):
    code = HOLDS.format(folder=str(tmp_path))
    other = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"

    with slot("file", count=2), pytest.raises(NoSlot), slot("file", count=2):
        pass
    other.send_signal(signal.SIGKILL)
    other.communicate()
    with slot("file", count=2), slot("file", count=2):
        pass


def test_the_folder_is_for_this_account_alone(tmp_path: Path):
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700
    name = folder().name
    folder().rmdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError), slot("file", count=1):
        pass
