"""Invite people from a terminal."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app

from acm_drafts.cli.command import command
from acm_drafts.documents.read.csv_text import csv_text
from acm_drafts.negotiation.invitations import ListRefused, find_role, read_rows
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import invitations, nominations, offices, people, second_factors
from acm_drafts.store.database import db
from acm_drafts.store.nominations import nominations_awaiting
from acm_drafts.store.notices import sends_mail


class RoleName(click.ParamType):
    """One of the roles by name, in any case, with blanks or underscores for hyphens."""

    name = "role"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Role:
        role = find_role(str(value))
        if role is None:
            self.fail(f"{value!r} is not one of {', '.join(Role)}.", parameter, context)
        return role


@command("invite")
@click.argument("email", required=False)
@click.option("--role", type=RoleName(), help=f"One of {', '.join(Role)}.")
@click.option(
    "--delegation", metavar="CODE", help="The three letters of the Member State or the code of a group."
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the term, like 2026-12-31.")
@click.option("--meeting", type=int, metavar="NUMBER", help="Where there are several: at which one.")
@click.option(
    "--from-csv",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Invite everybody of a list: email,role,delegation[,until], or - for what is typed.",
)
def invite(
    email: str | None,
    *,
    role: Role | None,
    delegation: str | None,
    until: Any,
    meeting: int | None,
    from_csv: Path | None,
) -> None:
    """
    Print a single-use link by which EMAIL takes an office. The first administrator comes in this way.

    With --from-csv a list is invited, or nobody of it: by e-mail where SMTP_URL is set, else the links are printed.
    """
    if from_csv is not None:
        if email or role or delegation or until:
            raise click.UsageError("--from-csv takes the addresses and offices from the file.")
        _invite_list(from_csv, meeting)
        return
    if not email or role is None:
        raise click.UsageError("EMAIL and --role are needed, or --from-csv FILE.")
    if role in people.FOR_A_DELEGATION and not delegation:
        raise click.UsageError(f"--role {role} needs --delegation CODE.")
    last_day: date | None = until.date() if until else None
    token = people.invite(
        people.operator(), email, role=role, party=delegation or "", meeting=meeting, ends_on=last_day
    )
    click.echo(f"{current_app.config['BASE_URL']}/invitation/{token}")


@command("reset-second-factor")
@click.argument("email")
@click.option("--reason", required=True, help="Why, for the journal.")
def reset_second_factor(email: str, *, reason: str) -> None:
    """Take the second factor of the account with the address EMAIL away; its owner is told by e-mail."""
    second_factors.reset(people.operator(), people.find_account(email), reason=reason)
    click.echo("The second factor is reset. The person is signed out everywhere.")


@command("confirm-appointments")
@click.argument("email", required=False)
def confirm_appointments(email: str | None) -> None:
    """
    Confirm the appointments of the person with the address EMAIL, as the second person. Without EMAIL, list them.

    For an installation with one administrator: what an administrator gives waits for a second person.
    """
    awaited = nominations_awaiting(db.session())
    wanted = people.find_account(email) if email else None
    for row in awaited:
        line = f"{row.user.email}\t{offices.term_in_words(row, row.party)}\tgiven by {row.given_by.email}"
        if wanted is None:
            click.echo(line)
        elif row.user_id == wanted:
            nominations.confirm(people.operator(), row.id)
            click.echo(f"{line}\tconfirmed")


@command("set-mission-address")
@click.argument("delegation", metavar="CODE")
@click.argument("email", default="")
def set_mission_address(delegation: str, email: str) -> None:
    """Note the EMAIL of the permanent mission of the delegation CODE, which is told of its head."""
    offices.set_mission_address(people.operator(), delegation, email)
    click.echo("The address is noted." if email else "The address is removed.")


def _invite_list(path: Path, meeting: int | None) -> None:
    """Invite everybody of a list; say which lines cannot be used on the error stream, and end with 1."""
    with click.open_file(str(path), "rb") as file:
        text = csv_text(file.read(), ["email"])
    secret = str(current_app.config["SECRET_KEY"]) if sends_mail() else None
    try:
        offers = invitations.invite_all(people.operator(), read_rows(text), meeting=meeting, secret=secret)
    except ListRefused as refused:
        for number, refusal in refused.lines.items():
            click.echo(f"Line {number}: {refusal}", err=True)
        raise
    for offer in offers:
        link = f"{current_app.config['BASE_URL']}/invitation/{offer.token}" if offer.token else "by e-mail"
        click.echo(f"{offer.email}\t{link}")
