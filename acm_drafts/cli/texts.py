"""Import a zero draft from a terminal."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from acm_drafts.cli.command import command
from acm_drafts.documents.read.files import blocks_of
from acm_drafts.documents.read.recognise import Recognised, as_items, recognise
from acm_drafts.negotiation.terms import DraftStatus, TextKind, name_of
from acm_drafts.services import drafts, people
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.text.language import Language


@command("import-text")
@click.argument("file", type=click.File("rb"))
@click.option("--title", default="", help="Names the text; takes no words from the file.")
@click.option("--agenda", is_flag=True, help="It is the agenda of the meeting, not a communiqué.")
@click.option(
    "--symbol",
    default="",
    help="The symbol of the zero draft; without it the meeting's next free one and /Draft.",
)
@click.option("--language", type=click.Choice([language.value for language in Language]), default="en")
@click.option("--meeting", type=int, metavar="NUMBER", help="Where there are several: of which one it is.")
@click.option(
    "--without",
    type=int,
    multiple=True,
    metavar="LINE",
    help="Leave a line out, by its number; may be repeated.",
)
@click.option("--look", is_flag=True, help="Print the lines with their numbers, and make nothing.")
def import_text(
    file: BinaryIO,
    *,
    title: str,
    agenda: bool,
    symbol: str,
    language: str,
    meeting: int | None,
    without: tuple[int, ...],
    look: bool,
) -> None:
    """
    Make FILE (.txt, .docx, or - for standard input)

    the zero draft of a new communiqué; print what was made of it. Lines that are not of the text are left out
    by --without; what they are, --look prints. Each line can be corrected where the file is imported on the page.
    """
    data = file.read()
    name = getattr(file, "name", "")
    blocks, skipped = blocks_of(name, data)
    read = (as_items if agenda else tuple)(recognise(blocks, Language(language)))
    if unknown := sorted(number for number in without if not 1 <= number <= len(read)):
        raise click.BadParameter(
            f"There is no line {unknown[0]}; there are {len(read)}.", param_hint="--without"
        )
    lines = tuple(line for number, line in enumerate(read, 1) if number not in without)
    if look:
        _show(read, without)
        return
    draft = drafts.import_text(
        people.operator(),
        lines=lines,
        data=data,
        file_name=Path(str(name)).name,
        title=title,
        symbol=symbol,
        language=language,
        meeting_id=meeting,
        kind=TextKind.AGENDA if agenda else TextKind.COMMUNIQUE,
    )
    click.echo(f"{draft.symbol}: {len(lines)} lines, {name_of(DraftStatus(draft.status))}, not circulated")
    for line in lines_of_draft(db.session(), draft.id):
        click.echo(f"{line.kind:13} {line.label:>6}  {line.text[:80]}")
    for note in skipped:
        click.echo(f"not read: {note}", err=True)


def _show(read: Sequence[Recognised], without: Collection[int]) -> None:
    """Print the lines of a file with their numbers."""
    for number, block in enumerate(read, 1):
        mark = "left out" if number in without else ""
        click.echo(f"{number:4} {mark:8} {block.kind:13} {block.label:>6}  {block.text[:80]}")
