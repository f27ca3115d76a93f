"""The commands of the guide: what each prints, refuses, and writes."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from acm_drafts.documents import reader

pytestmark = pytest.mark.usefixtures("session")

HEAD = "number,title_en,title_fr,title_ar\n"


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["guide", *map(str, words)])


def test_an_agenda_is_added_from_a_file_and_the_guide_written_into_another(app: Flask, tmp_path: Path):
    file, word = tmp_path / "agenda.csv", tmp_path / "guide.docx"
    file.write_text(HEAD + "14,Culture of peace,,\n71 (b),Human rights questions,,\n", encoding="utf-8")
    result = run(app, "add", 81, file)
    assert (result.exit_code, result.output) == (0, "Session 81: 2 items added, 0 kept, 0 removed.\n")

    assert run(app, "export", 81, word, "--language", "fr").exit_code == 0
    words = "\n".join(paragraph.final or "" for paragraph in reader.read(word.read_bytes()).paragraphs)
    assert "Guide par point de l’ordre du jour" in words and "71\u00a0b)" in words


def test_a_wrong_line_is_named_and_the_command_ends_with_exit_code_1(app: Flask, tmp_path: Path):
    file = tmp_path / "agenda.csv"
    file.write_bytes((HEAD + "14,Culture,Été,\n").encode("latin-1"))
    result = run(app, "add", 81, file)
    assert result.exit_code == 1
    assert "Line 2, column title_fr of the file: a letter there is not encoded in UTF-8." in result.output
    assert run(app, "export", 81, tmp_path / "guide.docx").exit_code == 1


def test_an_agenda_saved_under_a_wrong_number_is_removed(app: Flask, tmp_path: Path):
    file = tmp_path / "agenda.csv"
    file.write_text(HEAD + "14,Culture of peace,,\n")
    assert run(app, "add", 82, file).exit_code == 0
    result = run(app, "remove", 82)
    assert (result.exit_code, result.output) == (0, "Session 82: its agenda is removed, 1 items.\n")
    result = run(app, "remove", 82)
    assert (result.exit_code, result.output) == (1, "No agenda of session 82 is saved.\n")


def test_the_guide_of_a_session_without_an_agenda_is_refused_with_what_to_do(app: Flask, tmp_path: Path):
    result = run(app, "export", 99, tmp_path / "guide.docx")
    assert (result.exit_code, result.output) == (
        1,
        "No agenda of session 99 is saved. Add it with `guide add 99 FILE`.\n",
    )
    assert not (tmp_path / "guide.docx").exists()
