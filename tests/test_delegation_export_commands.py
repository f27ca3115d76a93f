"""The export of a delegation from a terminal."""

import zipfile
from pathlib import Path

from flask import Flask

from tests.factories import make_meeting
from tests.tables import make_table


def test_the_operator_writes_the_export_of_a_delegation(app: Flask, session, tmp_path: Path):
    make_table("We met.").replace("EGY", "1.", "met", "gathered")
    file, runner = tmp_path / "egy.zip", app.test_cli_runner()

    done = runner.invoke(args=["export-delegation", "EGY", str(file), "--language", "ar"])
    assert done.exit_code == 0 and "written" in done.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"We gathered." in zipfile.ZipFile(file).read("revisions.json")

    assert runner.invoke(args=["export-delegation", "XYZ", str(file)]).exit_code == 1
    make_meeting()
    several = runner.invoke(args=["export-delegation", "EGY", str(file)])
    assert several.exit_code == 1 and "--meeting" in several.output
