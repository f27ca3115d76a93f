"""Write the evidence pack of a negotiation from a terminal."""

from pathlib import Path

import click

from acm_drafts.cli.command import command, refuse
from acm_drafts.services.evidence import evidence_pack
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft


@command("evidence")
@click.argument("symbol")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def evidence(symbol: str, file: Path) -> None:
    """
    Write the evidence pack of the text that has the draft SYMBOL to FILE, a ZIP archive;

    it is checked without this software: see docs/evidence.md. It holds all that the Mission reads of the text.
    """
    draft = find_draft(db.session(), symbol)
    if draft is None:
        refuse(f"There is no draft {symbol}.")
    data = evidence_pack(db.engine, operator(), draft.communique_id)
    try:
        file.touch(mode=0o600, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        refuse(f"{file} could not be written ({error.strerror}).")
    click.echo(f"{file} written: {len(data)} bytes.")
