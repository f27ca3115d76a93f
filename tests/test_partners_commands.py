"""The commands that bring the resolutions on cooperation in from a file, and write them as one."""

from pathlib import Path

import pytest
from flask import Flask

from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db
from tests.factories import mission
from tests.partners import ROWS

pytestmark = pytest.mark.usefixtures("session")


def test_a_file_is_brought_in_and_the_list_written_as_one(app: Flask, tmp_path: Path):
    given, written = tmp_path / "given.csv", tmp_path / "written.csv"
    given.write_text(ROWS, encoding="utf-8")
    run = app.test_cli_runner().invoke

    assert (
        "2 added, 0 changed, 0 unchanged." in run(args=["partners", "import-resolutions", str(given)]).output
    )
    assert run(args=["partners", "export-resolutions", str(written)]).exit_code == 0
    assert (
        run(args=["partners", "import-resolutions", str(written)]).output
        == "0 added, 0 changed, 2 unchanged.\n"
    )


def test_a_wrong_cell_is_named_and_nothing_is_brought_in(app: Flask, tmp_path: Path):
    given = tmp_path / "given.csv"
    given.write_text("symbol,vote\nA/RES/65/140,\nA/RES/67/264,perhaps\n", encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["partners", "import-resolutions", str(given)])

    assert result.exit_code == 1 and "Line 3, column vote: “perhaps” is not a vote." in result.output
    assert resolutions_listed(db.session(), mission()) == []
