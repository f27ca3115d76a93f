"""
Two that migrate one database at the same moment: the second waits, and finds what the first has made.

The last migration takes seconds, so that the second comes while the first is at work.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.conftest import ROOT
from tests.migrations import with_one_more

pytestmark = pytest.mark.thorough


def upgrade_twice_at_once(url: str, folder: Path) -> list[tuple[int, str]]:
    """Return how each of two commands ended, and what it printed."""
    environ = {**os.environ, "DATABASE_URL": url, "LATER_TAKES": "3"}
    environ.pop("ACM_ENV", None)
    migrations = str(with_one_more(folder))
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade", "--directory", migrations]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    return [(process.communicate()[0], process.returncode)[::-1] for process in started]


def test_two_migrations_of_one_file_at_once_wait_for_each_other(tmp_path: Path):
    ends = upgrade_twice_at_once(f"sqlite:///{tmp_path}/new.sqlite", tmp_path)

    assert [code for code, _ in ends] == [0, 0], ends
    assert sorted("-> later," in said for _, said in ends) == [False, True]


def test_two_migrations_of_a_served_database_at_once_wait_for_each_other(
    postgres_server: Callable[[str], str], worker: str, tmp_path: Path
):
    name = f"migrated_at_once_{worker}"
    with psycopg.connect(postgres_server("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        ends = upgrade_twice_at_once(postgres_server(name), tmp_path)
    finally:
        with psycopg.connect(postgres_server("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    assert [code for code, _ in ends] == [0, 0], ends
    assert sorted("-> later," in said for _, said in ends) == [False, True]
