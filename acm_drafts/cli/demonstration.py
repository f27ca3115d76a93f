"""Load the demonstration meeting from a terminal, and print its accounts."""

import click
from flask import current_app

from acm_drafts.cli.command import command, refuse
from acm_drafts.services import demonstration, demonstration_public
from acm_drafts.store.database import db


@command("demo")
@click.option(
    "--accounts",
    is_flag=True,
    help="Print the demonstration accounts of this database again, change nothing.",
)
@click.option(
    "--if-empty", is_flag=True, help="Where the database holds a communiqué already, leave it as it is."
)
def demo(accounts: bool, if_empty: bool) -> None:
    """Fill a migrated and empty database with the demonstration and earlier communiqués; print its accounts."""
    if current_app.config.get("ACM_ENV") == "production":
        refuse("The demonstration is not for production: its password is known.")
    if not accounts:
        try:
            demonstration_public.load()
        except demonstration.NotEmpty:
            if not if_empty:
                raise
    demo_accounts = demonstration.accounts(db.session())
    if not demo_accounts and if_empty:
        click.echo("This database holds a text of its own; the demonstration stays out of it.")
        return
    if not demo_accounts:
        refuse("This database holds no demonstration.")
    click.echo(f"Accounts of the demonstration; the password of each is “{demonstration.PASSWORD}”:")
    for account in demo_accounts:
        click.echo(f"  {account.email:28} {account.office}")
