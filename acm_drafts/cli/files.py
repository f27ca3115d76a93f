"""Compare files of delegations with the draft from a terminal, and enter what they propose."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from acm_drafts.cli.command import command, refuse
from acm_drafts.negotiation.errors import NoSuchParty, SomeRefused
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services import batches, file_changes, people
from acm_drafts.services.batches import MOST_BYTES, Sent
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft
from acm_drafts.store.meetings import texts_for
from acm_drafts.store.people import find_party
from acm_drafts.store.records import Communique
from acm_drafts.store.text import draft_set


@command("bring-in")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--delegation", metavar="CODE", default="", help="From whom all of them are; else names tell.")
@click.option(
    "--enter", is_flag=True, help="Enter what they propose from the floor; without it nothing is written."
)
@click.option(
    "--text", "symbol", default="", help="Where there are several texts: the symbol of the one meant."
)
def bring_in(paths: tuple[Path, ...], *, delegation: str, enter: bool, symbol: str) -> None:
    """
    Compare files of delegations (.docx, .txt, or folders of them) with the newest draft of a text;

    print what came from whom, and with --enter enter it for them, from the floor.
    """
    actor, session = people.operator(), db.session()
    party = find_party(session, delegation) if delegation else None
    if delegation and (party is None or party.kind == PartyKind.MISSION):
        raise NoSuchParty(code=delegation)
    communique = _text(symbol)
    to = file_changes.ground(session, actor, draft_set(session, communique.id, actor))
    wrong = 0
    for came in batches.bring_in(actor, to, _sent(paths), party=party, enters=enter):
        _print_row(came)
        wrong += came.refusal is not None
    if not enter:
        click.echo("Nothing was written. With --enter it is entered from the floor.")
    if wrong:
        raise click.exceptions.Exit(1)


def _text(symbol: str) -> Communique:
    """Return the text with a draft *symbol*; without a symbol the only text."""
    if symbol:
        draft = find_draft(db.session(), symbol)
        if draft is None:
            refuse(f"There is no draft {symbol}.")
        return draft.communique
    known = texts_for(db.session(), people.operator())
    if not known:
        refuse("There is no text yet.")
    if len(known) > 1:
        refuse(f"There are several texts. Name one with --text: {', '.join(text.symbol for text in known)}.")
    return known[0].communique


def _sent(paths: Iterable[Path]) -> Iterator[Sent]:
    for path in paths:
        if path.is_dir():
            yield from _sent(sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")))
        else:
            yield _sent_file(path)


def _sent_file(path: Path) -> Sent:
    try:
        size = path.stat().st_size
        return Sent(path.name, path.read_bytes() if size <= MOST_BYTES else b"", size)
    except OSError as error:
        refuse(f"{path} could not be read ({error.strerror}).")


def _print_row(came: batches.Came) -> None:
    sender = f"{came.party.code}  {came.party.name_en}" if came.party else "?    not known"
    click.echo(f"{came.name[:40]:40}  {sender:28}  {_summary(came)}")
    for note in came.notes:
        click.echo(f"    {note}")
    if isinstance(came.refusal, SomeRefused):
        for key, refusal in came.refusal.refusals.items():
            click.echo(f"    {key}: {refusal}", err=True)


def _summary(came: batches.Came) -> str:
    if came.tally is None:
        return str(came.refusal)
    if not came.tally.kinds:
        return "says just what the draft says"
    parts = [", ".join(f"{kind} {count}" for kind, count in came.tally.kinds.items())]
    if (left := sum(came.tally.kinds.values()) - came.new) > 0:
        parts.append(f"{left} proposed already, or for a person to judge on the page")
    if came.entered:
        parts.append(f"{came.entered} entered")
    if came.refusal is not None:
        parts.append(str(came.refusal))
    return "; ".join(parts)
