"""Import a zero draft from a terminal."""

from pathlib import Path
from typing import BinaryIO

import click

from acm_drafts.cli.command import command
from acm_drafts.documents.read.files import blocks_of
from acm_drafts.documents.read.recognise import recognise
from acm_drafts.negotiation.terms import DraftStatus, name_of
from acm_drafts.services import drafts, people
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.text.language import Language


@command("import-text")
@click.argument("file", type=click.File("rb"))
@click.option("--title", default="", help="Names the communiqué; takes no words from the file.")
@click.option(
    "--symbol", default="", help="The symbol of the zero draft; without it the meeting's next free one."
)
@click.option("--language", type=click.Choice([language.value for language in Language]), default="en")
@click.option("--meeting", type=int, metavar="NUMBER", help="Where there are several: of which one it is.")
def import_text(file: BinaryIO, *, title: str, symbol: str, language: str, meeting: int | None) -> None:
    """
    Make FILE (.txt, .docx, or - for standard input)

    the zero draft of a new communiqué; print what was made of it.
    """
    data = file.read()
    name = getattr(file, "name", "")
    blocks, skipped = blocks_of(name, data)
    lines = recognise(blocks, Language(language))
    draft = drafts.import_text(
        people.operator(),
        lines=lines,
        data=data,
        file_name=Path(str(name)).name,
        title=title,
        symbol=symbol,
        language=language,
        meeting_id=meeting,
    )
    click.echo(f"{draft.symbol}: {len(lines)} lines, {name_of(DraftStatus(draft.status))}, not circulated")
    for line in lines_of_draft(db.session(), draft.id):
        click.echo(f"{line.kind:13} {line.label:>6}  {line.text[:80]}")
    for note in skipped:
        click.echo(f"not read: {note}", err=True)
