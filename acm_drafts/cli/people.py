"""Invite people from a terminal."""

from datetime import date
from typing import Any

import click
from flask import current_app

from acm_drafts.cli.command import command
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import people

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
@click.option("--meeting", type=int, metavar="NUMBER", help="Where there are several: at which one.")
def invite(email: str, *, role: Role, delegation: str | None, until: Any, meeting: int | None) -> None:
    """Print a single-use link by which EMAIL takes an office. The first administrator comes in this way."""
    if role in people.FOR_A_DELEGATION and not delegation:
        raise click.UsageError(f"--role {role} needs --delegation CODE.")
    last_day: date | None = until.date() if until else None
    token = people.invite(
        people.operator(), email, role=role, party=delegation or "", meeting=meeting, ends_on=last_day
    )
    click.echo(f"{current_app.config['BASE_URL']}/invitation/{token}")
