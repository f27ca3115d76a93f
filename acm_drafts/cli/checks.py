"""Check the whole negotiation from a terminal."""

import click

from acm_drafts.cli.command import command
from acm_drafts.services import verification
from acm_drafts.store.database import db


@command("verify")
def verify() -> None:
    """Replay everything; name each paragraph that is not what the decisions make it."""
    report = verification.verify(db.session())
    for finding in report.findings:
        click.echo(str(finding), err=True)
    if report.findings:
        raise click.exceptions.Exit(1)
    click.echo(
        f"All right: {report.drafts} drafts are what {report.proposals} accepted proposals make them. "
        "Those rejected, merged or deferred change no word and are not counted."
    )
