"""The guide by agenda item from a terminal: add the agenda of a session, write the guide as a Word file."""

from pathlib import Path

import click
from flask import current_app

from acm_drafts.cli.command import command, refuse
from acm_drafts.documents.read.agenda_csv import read_agenda
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.services import guide as services
from acm_drafts.services.guide_texts import GuideReader, guide_document
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.text.language import Language

guide = click.Group(
    "guide", help="Add and remove agendas of the General Assembly, write the guide by agenda item."
)


@command("add")
@click.argument("session", type=int)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--same-items", is_flag=True, help="Titles that were changed are those of the same items.")
def add(*, session: int, file: Path, same_items: bool) -> None:
    """Save the agenda in FILE, a CSV file, as that of SESSION; a wrong line is named with its column."""
    changes = services.add_agenda(operator(), session, read_agenda(file.read_bytes()), same_items=same_items)
    click.echo(
        f"Session {session}: {len(changes.added)} items added, {len(changes.kept)} kept, "
        f"{len(changes.removed)} removed."
    )


@command("remove")
@click.argument("session", type=int)
def remove(*, session: int) -> None:
    """Remove the agenda of SESSION, such as one saved under a wrong number; what refers to its items is named."""
    try:
        removed = services.remove_agenda(operator(), session)
    except NotFound:
        refuse(f"No agenda of session {session} is saved.")
    click.echo(f"Session {session}: its agenda is removed, {removed} items.")


@command("export")
@click.argument("session", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice([language.value for language in Language]), default="en")
def export(*, session: int, file: Path, language: str) -> None:
    """Write the guide of SESSION into FILE, a .docx."""
    reader = GuideReader(operator(), Language(language), current_app.config["BASE_URL"])
    try:
        data = guide_document(db.session(), reader, session, template=current_app.config["TEMPLATE"])
    except NotFound:
        refuse(f"No agenda of session {session} is saved. Add it with `guide add {session} FILE`.")
    file.write_bytes(data)
    click.echo(f"{file}: the guide of session {session}.")


for subcommand in (add, remove, export):
    guide.add_command(subcommand)
