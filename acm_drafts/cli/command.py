"""
What every command shares: how it runs, refuses and ends.

Exit codes: 0 done; 1 refused or found wrong, with the sentence on the error stream; 2 usage.
"""

from collections.abc import Callable
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.store.database import OperationalError, ProgrammingError, arriving


class Command(click.Command):
    """A command that was given at one moment, and whose refusals end in their sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            with arriving():
                return super().invoke(context)
        except Refusal as refusal:
            refuse(str(refusal))
        except (OperationalError, ProgrammingError) as error:
            refuse(f"The database refused ({error.orig}). Is it migrated? flask --app wsgi db upgrade")


def refuse(sentence: str) -> NoReturn:
    """Say *sentence* on the error stream and end with exit code 1."""
    click.echo(sentence, err=True)
    raise click.exceptions.Exit(1)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command of that name, run within the application."""

    def wrap(function: Callable[..., Any]) -> click.Command:
        return click.command(name, cls=Command)(with_appcontext(function))

    return wrap
