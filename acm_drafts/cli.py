"""
What can be done from a terminal: `flask --app wsgi COMMAND`. Each command is a thin call of a service.

Commands act as the operator, with the Mission's rights. Exit codes: 0 done; 1 refused or found
wrong, with the sentence on the error stream; 2 usage. This module refuses to know any rule.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import people

COMMANDS: list[click.Command] = []


class House(click.Command):
    """A command whose refusals end in their sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Refusal as refusal:
            refuse(str(refusal))
        except (OperationalError, ProgrammingError) as error:
            refuse(
                f"The database did not answer as it should ({error.orig}). Is it migrated? flask --app wsgi db upgrade"
            )


def refuse(sentence: str) -> None:
    """Say *sentence* on the error stream and end with exit code 1."""
    click.echo(sentence, err=True)
    raise click.exceptions.Exit(1)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command of the house, run within the application."""

    def wrap(function: Callable[..., Any]) -> click.Command:
        made = click.command(name, cls=House)(with_appcontext(function))
        COMMANDS.append(made)
        return made

    return wrap


def init_app(app: Flask) -> None:
    """Give *app* the commands."""
    for made in COMMANDS:
        app.cli.add_command(made)


# People --------------------------------------------------------------------------------------------

SHORTER = {"mission": Role.MISSION, "admin": Role.ADMINISTRATOR, "reader": Role.OBSERVER}
"""What people type for a role besides its own name."""


class RoleName(click.ParamType):
    """One of the roles by name, in any case, with blanks or underscores for hyphens."""

    name = "role"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Role:
        typed = str(value).strip().casefold().replace("_", "-").replace(" ", "-")
        if typed in SHORTER:
            return SHORTER[typed]
        try:
            return Role(typed)
        except ValueError:
            self.fail(f"{value!r} is not one of {', '.join(Role)}.", parameter, context)


@command("invite")
@click.argument("email")
@click.option("--role", type=RoleName(), required=True, help=f"One of {', '.join(Role)}.")
@click.option(
    "--delegation", metavar="CODE", help="The three letters of the Member State or the code of a group."
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the term, like 2026-12-31.")
def invite(email: str, role: Role, delegation: str | None, until: Any) -> None:
    """Print a single-use link by which EMAIL takes an office. The first administrator comes in this way."""
    if role in people.FOR_A_DELEGATION and not delegation:
        raise click.UsageError(f"--role {role} needs --delegation CODE.")
    last_day: date | None = until.date() if until else None
    token = people.invite(people.operator(), email, role=role, party=delegation or "", ends_on=last_day)
    click.echo(f"{current_app.config['BASE_URL']}/invitation/{token}")
