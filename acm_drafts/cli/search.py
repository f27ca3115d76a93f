"""The one search from a terminal: make its words anew."""

import click

from acm_drafts.cli.command import command
from acm_drafts.services import search as services

search = click.Group("search", help="Make anew the words by which the one search finds things.")


@command("rebuild")
def rebuild() -> None:
    """Write the words by which things are found anew from the database, and say of how many rows."""
    click.echo(f"The words of {services.rebuild()} rows were written.")


search.add_command(rebuild)
