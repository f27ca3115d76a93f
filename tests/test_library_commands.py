"""The commands of the library: what each prints, refuses, and finds."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.library import sources_listed
from acm_drafts.store.records import Source
from tests.library import TEXTS, add

pytestmark = pytest.mark.usefixtures("session")

TEXT = "SYMBOL: A/RES/1/1\nTITLE: On ports\n\n1. Takes note of the report of the ports;\n"


def run(app: Flask, *words: object, **options: object):
    return app.test_cli_runner().invoke(args=["library", *map(str, words)], **options)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Source)) or 0


def test_a_folder_of_files_is_added_and_each_is_told(app: Flask, tmp_path: Path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    content = [{"symbol": f"A/RES/2/{n}", "paragraphs": [f"Takes note of part {n};"]} for n in range(3)]
    (tmp_path / "more.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "other.pdf").write_bytes(b"%PDF")
    result = run(app, "add", tmp_path)

    assert result.exit_code == 0, result.output
    assert "A/RES/1/1: On ports (general-assembly, en, no date), 1 paragraph\n" in result.output
    assert count() == 4


def test_of_a_folder_hidden_files_and_those_of_an_open_word_are_left_out_and_others_are_counted(
    app: Flask, tmp_path: Path
):
    for name in ("below/ONE.TXT", ".git/description.txt", "below/._ONE.txt", "~$one.docx", ".one.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "below" / "folder.txt").mkdir()
    (tmp_path / "list.csv").write_text("symbol", encoding="utf-8")
    result = run(app, "add", tmp_path)

    assert result.exit_code == 0, result.output
    assert f"{tmp_path}: 1 other file not read; a text is a .docx, .txt or .json.\n" in result.output
    assert count() == 1


def test_paragraphs_are_counted_as_the_page_of_the_source_counts_them(app: Flask, tmp_path: Path):
    (tmp_path / "one.txt").write_text(
        TEXT.replace("1. Takes", "The General Assembly,\n\n1. Takes"), encoding="utf-8"
    )
    assert "1 paragraph\n" in run(app, "add", tmp_path).output
    db.session.rollback()
    (row,) = sources_listed(db.session(), operator())
    assert row.paragraphs == 1


def test_what_is_refused_is_named_and_stops_no_other(app: Flask, tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("On ports", "Again"), encoding="utf-8")
    (tmp_path / "c.json").write_text("{", encoding="utf-8")
    (tmp_path / "d.txt").write_text("SYMBOL: A/RES/1/2\n\nUrges all;", encoding="utf-8")
    (tmp_path / "e.json").write_text('{"sources": []}', encoding="utf-8")
    result = run(app, "add", tmp_path)
    (tmp_path / "list.csv").write_text("symbol,date\nA/RES/1/1,2001-02-03\n", encoding="utf-8")
    table = run(app, "add", tmp_path / "list.csv")
    assert (
        table.exit_code == 1 and "list.csv: This file cannot be read: its name ends in .csv" in table.output
    )

    assert result.exit_code == 1 and count() == 2
    assert "The library has this source already: A/RES/1/1, On ports." in result.output
    assert "e.json: The source cannot be added: the file holds no source." in result.output
    assert "3 of 5 files were not added." in result.output


def test_symbol_and_title_are_those_of_a_single_file(app: Flask, tmp_path: Path):
    path = tmp_path / "x.txt"
    path.write_text("1. Urges all;", encoding="utf-8")
    assert run(app, "add", path, "--symbol", "OIC/CFM-1", "--title", "On trade").exit_code == 0
    assert run(app, "add", path, path, "--symbol", "OIC/CFM-1").exit_code == 2
    assert db.session.scalars(select(Source.symbol)).all() == ["OIC/CFM-1"]


def test_search_and_nearest_print_one_object_a_line_best_first(app: Flask):
    add()
    found = [json.loads(line) for line in run(app, "search", "research", "--json").output.splitlines()]
    assert [(row["symbol"], row["paragraph"], row["language"]) for row in found] == [
        ("A/RES/65/140", "1", "en")
    ]
    assert "\n1 passage\n" in run(app, "search", '"investment in research"').output
    assert run(app, "search", "*").exit_code == 1

    text = TEXTS[0].replace("strongly ", "")
    lines = run(app, "nearest", "-", "--json", "--language", "en", input=text).output.splitlines()
    first = json.loads(lines[0])
    assert first["text"] == TEXTS[0] and 0.9 < first["similarity"] < 1
    assert [json.loads(line)["similarity"] for line in lines] == sorted(
        (json.loads(line)["similarity"] for line in lines), reverse=True
    )


@pytest.mark.parametrize("command", ["index", "rebuild"])
def test_the_index_is_built_anew(app: Flask, command: str):
    add()
    assert run(app, command).output == "3 paragraphs indexed.\n"
