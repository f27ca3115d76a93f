"""Write all that a delegation gave at a meeting from a terminal."""

from pathlib import Path

import click

from acm_drafts.cli.command import command, refuse
from acm_drafts.services.delegation_export import delegation_archive
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.meetings import find_only
from acm_drafts.text.language import Language


@command("export-delegation")
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--meeting", type=int, metavar="NUMBER", help="Where there are several: at which one.")
@click.option(
    "--language",
    type=click.Choice([str(language.value) for language in Language]),
    default=Language.EN.value,
    help="Of the page that explains the file.",
)
def export_delegation(code: str, file: Path, meeting: int | None, language: str) -> None:
    """
    Write all that the delegation or group CODE gave at a meeting to FILE, a ZIP archive.

    It holds what the Mission reads, and no draft.
    """
    if meeting is None:
        only = find_only(db.session())
        if only is None:
            refuse("There are several meetings, or none. Name one with --meeting.")
        meeting = only.id
    data = delegation_archive(db.engine, operator(), meeting, code, language=Language(language))
    try:
        file.touch(mode=0o600, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        refuse(f"{file} could not be written ({error.strerror}).")
    click.echo(f"{file} written: {len(data)} bytes.")
