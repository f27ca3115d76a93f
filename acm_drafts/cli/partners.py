"""The resolutions on cooperation between the United Nations and the OIC from a terminal: from a CSV file and to one."""

from pathlib import Path
from typing import BinaryIO

import click

from acm_drafts.cli.command import command
from acm_drafts.documents.read.cooperation_resolutions import read_resolutions
from acm_drafts.services import cooperation_resolutions
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.meetings import today

partners = click.Group("partners", help="The list of resolutions on cooperation: from a CSV file, to one.")


@command("import-resolutions")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_resolutions(*, path: Path) -> None:
    """
    Bring the resolutions of a CSV file into the list; a wrong cell refuses the whole file, by line and column.

    The first line names the columns: symbol, session, date, vote, source, note. A filled cell replaces what is in the
    list, an empty one changes nothing.
    """
    rows = read_resolutions(path.read_bytes(), today(db.session(), None))
    imported = cooperation_resolutions.bring_in(operator(), rows)
    click.echo(f"{imported.added} added, {imported.changed} changed, {imported.unchanged} unchanged.")


@command("export-resolutions")
@click.argument("file", type=click.File("wb"))
def export_resolutions(*, file: BinaryIO) -> None:
    """Write the list into FILE (- for standard output) as CSV, with the columns that a file is read with."""
    file.write(cooperation_resolutions.as_file(db.session(), operator()))


for subcommand in (import_resolutions, export_resolutions):
    partners.add_command(subcommand)
