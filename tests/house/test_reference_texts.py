"""The reference texts beside the checkout: where they are absent, what reads them is left out and counted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.thorough

TESTS = """
import pytest

@pytest.mark.shared
def test_that_says_so(): pass

def test_that_only_asks(shared): assert shared.is_dir()

def test_that_reads_nothing(): pass
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of three tests, two of which read the reference texts."""
    checkout = tmp_path / "checkout"
    (checkout / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for folder in ("acm_drafts", "scripts"):
        (checkout / folder).symlink_to(ROOT / folder)
    shutil.copy(ROOT / "tests/conftest.py", checkout / "tests")
    (checkout / "tests/test_three.py").write_text(TESTS)
    return checkout


def closing_lines(checkout: Path, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    # What this run tells its own workers is not for the run inside it.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        command, cwd=checkout, env=environ, capture_output=True, text=True, timeout=120
    ).stdout


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with a worker"])
def test_where_they_are_absent_what_reads_them_is_left_out_counted_and_named(
    checkout: Path, options: tuple[str]
):
    lines = closing_lines(checkout, *options)

    assert "2 tests were left out: they read the reference texts" in lines
    assert "1 passed" in lines
    assert "failed" not in lines


def test_where_they_are_there_nothing_is_left_out(checkout: Path):
    (checkout.parent / "shared").mkdir()

    lines = closing_lines(checkout)

    assert "left out" not in lines
    assert "3 passed" in lines
