"""The library of agreed language from a terminal: add sources, search, compare, index."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app

from acm_drafts.cli.command import command, refuse
from acm_drafts.documents.read.files import blocks_of
from acm_drafts.documents.read.labels import without_label
from acm_drafts.documents.read.sources import SourceText, source_of, sources_in_json
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.library import called, read_search
from acm_drafts.services import library as services
from acm_drafts.services.library import Face
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.library import find_passages, find_source, nearest
from acm_drafts.store.library_index import LibraryIndex, index_at
from acm_drafts.store.records import SourceParagraph
from acm_drafts.text.language import Language, tongue

SUFFIXES = (".docx", ".txt", ".json")
SHOWN = 100

library = click.Group(
    "library", help="Add sources of agreed language, search them, compare a text with them."
)


def _index() -> LibraryIndex:
    return index_at(Path(str(current_app.config["LIBRARY_INDEX"])))


@command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--symbol", default="", help="Of a single file: its symbol.")
@click.option("--title", default="", help="Of a single file: its title.")
def add(*, paths: tuple[Path, ...], symbol: str, title: str) -> None:
    """
    Add PATHS (.docx, .txt or .json, or folders of them) to the library; print what was made of each.

    A file that is refused stops no other; the command ends with exit code 1 then.
    """
    files = [file for path in paths for file in _files(path)]
    if (symbol or title) and len(files) != 1:
        raise click.UsageError("--symbol and --title are those of a single file.")
    refused = sum(not _add_file(file, symbol, title) for file in files)
    if refused or not files:
        refuse(_not_added(refused, len(files)) if files else "There is no file to add.")


def _some(count: int, noun: str) -> str:
    """Return "1 paragraph", "3 paragraphs"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _not_added(refused: int, count: int) -> str:
    if count == 1:
        return "The file was not added."
    return f"{refused} of {count} files {'was' if refused == 1 else 'were'} not added."


def _files(path: Path) -> Iterator[Path]:
    """
    Yield a file, or the texts in a folder and in those below it, in their order; say how many others lie there.

    What is hidden is no text, nor what Word keeps beside an open file ("~$" before its name).
    """
    if not path.is_dir():
        yield path
        return
    files = sorted(
        file for file in path.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(path))
    )
    texts = [file for file in files if file.suffix.lower() in SUFFIXES]
    if others := len(files) - len(texts):
        click.echo(
            f"{path}: {_some(others, 'other file')} not read; a text is a .docx, .txt or .json.", err=True
        )
    yield from texts


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts) or path.name.startswith("~$")


def _add_file(file: Path, symbol: str, title: str) -> bool:
    """Add what a file holds, say what became of it, and return whether all of it was added."""
    is_added = True
    try:
        texts = list(_texts(file))
    except Refusal as refusal:
        click.echo(f"{file}: {refusal}", err=True)
        return False
    for text in texts:
        face = Face(
            symbol or text.symbol, title or text.title, text.body, text.language, text.day, text.session
        )
        try:
            source = services.add(operator(), face, text.lines)
        except Refusal as refusal:
            click.echo(f"{file}: {refusal}", err=True)
            is_added = False
        else:
            row = find_source(db.session(), operator(), source.code)
            count = row.paragraphs if row else 0
            day = source.day.isoformat() if source.day else "no date"
            click.echo(
                f"{source.symbol}: {source.title[:SHOWN]} ({source.body}, {source.language}, {day}), "
                f"{_some(count, 'paragraph')}"
            )
    return is_added


def _texts(file: Path) -> Iterator[SourceText]:
    data = file.read_bytes()
    if file.suffix.lower() == ".json":
        yield from sources_in_json(data)
        return
    blocks, notes = blocks_of(file.name, data)
    for note in notes:
        click.echo(f"{file}: not read: {note}", err=True)
    yield source_of(file.name, blocks)


@command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def search(*, words: tuple[str, ...], as_json: bool) -> None:
    """Print the passages that hold all WORDS, or the phrase in quotes, closest first."""
    _wait()
    passages = find_passages(db.session(), _index(), operator(), read_search(" ".join(words)))
    for row in passages.rows:
        _print(row, as_json=as_json)
    if not as_json:
        click.echo(_some(passages.count, "passage"))


@command("nearest")
@click.argument("file", type=click.File("rb"))
@click.option("--language", type=click.Choice([language.value for language in Language]))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def nearest_to(*, file: BinaryIO, language: str | None, as_json: bool) -> None:
    """Print the earlier paragraphs that are most like the text in FILE (- for standard input), nearest first."""
    blocks, _ = blocks_of(getattr(file, "name", ""), file.read())
    _wait()
    for block in blocks:
        stated = language or (tongue([block], enough=2) or Language.EN).value
        for entry in nearest(db.session(), _index(), operator(), without_label(block), stated):
            _print(entry.passage, likeness=entry.likeness, as_json=as_json)


@command("index")
def index() -> None:
    """Build the index anew from the database, and say how many paragraphs it holds."""
    click.echo(f"{_some(_index().rebuild(db.engine), 'paragraph')} indexed.")


@command("rebuild")
def rebuild() -> None:
    """Do what `library index` does."""
    click.echo(f"{_some(_index().rebuild(db.engine), 'paragraph')} indexed.")


def _wait() -> None:
    """Let an index that must be built be built first: nobody waits for a page here."""
    if _index().follow(db.session()) is not None:
        _index().rebuild(db.engine)


def _print(row: SourceParagraph, *, as_json: bool, likeness: float | None = None) -> None:
    """Print a passage; *likeness*: how much a text is like it, None where words were searched for."""
    source = row.source
    facts: dict[str, object] = {
        "symbol": source.symbol,
        "paragraph": row.reference or str(row.position),
        "language": source.language,
        "text": row.words,
    }
    if row.corrected_by:
        facts["corrected_by"] = row.corrected_by
    if likeness is not None:
        facts["similarity"] = round(likeness, 4)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        name = called(source.symbol, row.reference, row.position)
        corrected = f", as corrected by {row.corrected_by}" if row.corrected_by else ""
        alike = "" if likeness is None else f"{likeness:4.0%}  "
        click.echo(f"{alike}{name}{corrected}: {row.words[:SHOWN]}")


for subcommand in (add, search, nearest_to, index, rebuild):
    library.add_command(subcommand)
