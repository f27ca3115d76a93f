"""Say in sentences what is wrong with the installation, for whoever runs it."""

import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from flask import current_app

from acm_drafts.cli import smtp
from acm_drafts.cli.command import command
from acm_drafts.services import health, second_factors
from acm_drafts.store import breached_passwords
from acm_drafts.store.database import OperationalError, ProgrammingError, db

PATIENCE = 5
"""So many seconds a mail server may take to answer."""


@command("doctor")
def doctor() -> None:
    """
    Look at the settings and the installation and say what is wrong, a sentence a line; exit code 1 where something is.

    Settings that are refused outright are told before this, as by every command.
    """
    config = current_app.config
    wrong = [
        *(
            trouble.sentence
            for trouble in health.troubles(
                db.engine,
                migrations=current_app.extensions["migrate"].directory,
                folders=health.folders_of(config),
            )
        ),
        *_mail(str(config.get("SMTP_URL") or "")),
        *_files(config),
        *_factors(config),
        *_breached(config),
    ]
    for sentence in wrong:
        click.echo(sentence, err=True)
    for sentence in _to_know(config):
        click.echo(sentence)
    if wrong:
        raise click.exceptions.Exit(1)
    click.echo("Nothing is wrong: database, schema, worker, disk and mail are as they should be.")


def _mail(url: str) -> Iterator[str]:
    """Tell that the mail server does not answer; its password stands in no sentence."""
    if not url:
        return
    server = smtp.Server.of(url)
    try:
        socket.create_connection((server.host, server.port), timeout=PATIENCE).close()
    except OSError as error:
        why = error.strerror or str(error)
        yield f"The mail server {server.host}:{server.port} does not answer ({why}). Look at SMTP_URL."


def _files(config: Mapping[str, object]) -> Iterator[str]:
    """Tell what cannot be written, and whether others may read the database."""
    index = Path(str(config["LIBRARY_INDEX"]))
    there = next(path for path in (index, *index.absolute().parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield f"The index of the library cannot be written in {index}. Look at ACM_LIBRARY_INDEX."
    database = db.engine.url.database
    if db.engine.dialect.name == "sqlite" and database and Path(database).exists():
        mode = Path(database).stat().st_mode & 0o777
        if mode & 0o077:
            yield f"Others on this machine may read the database {database}: chmod 600 {database}"


def _breached(config: Mapping[str, object]) -> Iterator[str]:
    """Tell that the list of stolen passwords cannot be read, or holds no password that everybody knows."""
    listed = config["BREACHED_PASSWORDS"]
    if not isinstance(listed, Path):
        return
    try:
        is_whole = breached_passwords.stands_in(listed, breached_passwords.hash_of("password"))
    except OSError:
        is_whole = False
    if not is_whole:
        yield (
            f"The list of stolen passwords in {listed} cannot be read, is not sorted by hash, or is not whole. "
            "Look at ACM_BREACHED_PASSWORDS."
        )


def _secrets(config: Mapping[str, object]) -> tuple[str, ...]:
    earlier = config.get("SECRET_KEY_FALLBACKS")
    return (str(config["SECRET_KEY"]), *(earlier if isinstance(earlier, list) else ()))


def _factors(config: Mapping[str, object]) -> Iterator[str]:
    """Tell of second factors that open with no secret: their owners need a recovery code or a reset."""
    try:
        shut = second_factors.look(_secrets(config)).shut
    except (OperationalError, ProgrammingError):
        return  # the schema is told of before
    if shut:
        yield (
            f"Second factors that cannot be read: {shut}. They were set up under another SECRET_KEY: "
            "name it in SECRET_KEY_EARLIER, or reset them."
        )


def _to_know(config: Mapping[str, object]) -> Iterator[str]:
    """Tell what is allowed and yet not what a real meeting is run with."""
    if config.get("ACM_ENV") != "production":
        yield "To know: this is development. A real meeting is served with ACM_ENV=production."
    elif config.get("SECOND_FACTOR") == "none":
        yield "To know: no second factor is required (ACM_SECOND_FACTOR=none). A stolen password opens the pen."
    if not config.get("SMTP_URL"):
        yield "To know: no mail server is set (SMTP_URL). Notices stay in the product, links of invitations are shown."
    if config.get("SECRET_KEY_FALLBACKS"):
        yield from _under_earlier_keys(config)
        yield "To know: SECRET_KEY_EARLIER is set. Unset it once the links and sign-ins of before may end."


def _under_earlier_keys(config: Mapping[str, object]) -> Iterator[str]:
    """Tell how many second factors still need an earlier secret."""
    try:
        earlier = second_factors.look(_secrets(config)).earlier
    except (OperationalError, ProgrammingError):
        return
    if earlier:
        yield (
            f"To know: {earlier} second factors still need SECRET_KEY_EARLIER. Each is encrypted anew when its owner "
            "signs in with the app."
        )
