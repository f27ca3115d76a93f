"""Back the database up from a terminal, and restore a backup into an empty one."""

import signal
import sys
from pathlib import Path

import click
from flask import current_app

from acm_drafts.cli.command import command, refuse
from acm_drafts.services import backups
from acm_drafts.store.database import db
from acm_drafts.store.schema import Migrations, read_migrations


def _migrations() -> Migrations:
    return read_migrations(current_app.extensions["migrate"].directory)


def _end_cleanly() -> None:
    """Remove a half-written file on a signal to end; `kill -9` leaves it under its own name."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


@command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", "replaces", is_flag=True, help="Replace a FILE that is there already.")
def backup(file: Path, replaces: bool) -> None:
    """
    Write all that the database holds to FILE, while the server runs;

    read it back and check it. It holds what is confidential and password hashes: its mode is 0600.
    """
    _end_cleanly()
    try:
        manifest = backups.back_up(db.engine, _migrations(), file, replaces=replaces, tell=click.echo)
        size = file.stat().st_size
    except OSError as error:
        refuse(f"{file} could not be written ({error.strerror}).")
    for finding in manifest.findings or ():
        click.echo(f"verify names in it: {finding}", err=True)
    click.echo(
        f"{file} written: {manifest.rows} rows, {manifest.drafts} drafts, {size} bytes. "
        "Signed-in browsers are not in it."
    )


@command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option(
    "--keep-findings",
    "keeps_findings",
    is_flag=True,
    help="Restore although verify names what it did not name when the backup was made.",
)
def restore(file: Path, keeps_findings: bool) -> None:
    """
    Write the backup FILE into the empty database that DATABASE_URL names;

    read it back and verify it. All of it is written or nothing. Everybody signs in anew.
    """
    _end_cleanly()
    try:
        manifest, findings = backups.restore(
            db.engine, _migrations(), file, keeps_findings=keeps_findings, tell=click.echo
        )
    except OSError as error:
        refuse(f"{file} could not be read ({error.strerror}).")
    for finding in findings:
        click.echo(f"verify names, as in the backup: {finding}", err=True)
    click.echo(
        f"All right: {manifest.rows} rows, {manifest.drafts} drafts are restored. Everybody signs in anew."
    )
