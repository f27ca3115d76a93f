"""Compare files of delegations with the draft from a terminal, and enter what they propose."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask import current_app

from acm_drafts.cli.command import command, refuse
from acm_drafts.negotiation.errors import NoSuchParty
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind
from acm_drafts.services import batches, file_changes, people
from acm_drafts.services.batches import MOST_BYTES, Sent, Taken
from acm_drafts.services.file_changes import Doubt
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft
from acm_drafts.store.meetings import current_texts, texts_for
from acm_drafts.store.people import find_party
from acm_drafts.store.records import Communique
from acm_drafts.store.text import TextRow, draft_set

_SHOWN = 48


@command("bring-in")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--delegation", metavar="CODE", default="", help="From whom all of them are; else names tell.")
@click.option(
    "--enter", is_flag=True, help="Enter what they propose from the floor; without it nothing is written."
)
@click.option("--doubtful", is_flag=True, help="With --enter: enter what is doubtful too, as it was taken.")
@click.option(
    "--text", "symbol", default="", help="Where there are several texts: the symbol of the one meant."
)
def bring_in(paths: tuple[Path, ...], *, delegation: str, enter: bool, doubtful: bool, symbol: str) -> None:
    """
    Compare files of delegations (.docx, .txt, or folders of them) with the newest draft of a text;

    print what came from whom and what each new line was taken for, and with --enter enter it for them, from the floor.
    """
    actor, session = people.operator(), db.session()
    party = find_party(session, delegation) if delegation else None
    if delegation and (party is None or party.kind == PartyKind.MISSION):
        raise NoSuchParty(code=delegation)
    communique = _text(symbol)
    drafts = draft_set(session, communique.id, actor)
    to = file_changes.ground(session, actor, drafts, current_app.config["TEMPLATE"])
    wrong = 0
    for came in batches.bring_in(actor, to, _sent(paths), party=party, enters=enter, doubtful=doubtful):
        _print_row(came)
        left_out = enter and not doubtful and _say_what_was_left_out(came)
        wrong += came.refusal is not None or bool(came.refused) or left_out
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
    known = current_texts(texts_for(db.session(), people.operator()))
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
    for taken in came.taken.values():
        if taken.line or _is_doubtful(taken):
            click.echo(f"    {_in_words(taken)}")
    for key, taken in came.taken.items():
        if taken.lacks and not taken.known and key not in came.refused:
            click.echo(f"    needs a reason: {_in_words(taken)}: {taken.lacks}")
    for row, remark in came.remarks:
        click.echo(f"    comment where nothing changes, {_place(row)}: {' '.join(remark.split())}")
    for note in came.notes:
        click.echo(f"    {note}")
    for key, refusal in came.refused.items():
        click.echo(f"    refused: {_in_words(came.taken[key])}: {refusal}", err=True)


def _say_what_was_left_out(came: batches.Came) -> bool:
    """Return whether something doubtful was not entered, and print how it can be."""
    left_out = came.refusal is None and any(map(_is_doubtful, came.taken.values()))
    if left_out:
        click.echo(
            "    What is doubtful was not entered: judge it on the page, or use --doubtful to enter it as taken.",
            err=True,
        )
    return left_out


def _is_doubtful(taken: Taken) -> bool:
    return taken.doubt is not None and not taken.known


def _in_words(taken: Taken) -> str:
    """Return what a difference was taken for: "new sub-paragraph (b bis), after 13 (b): promotes trade"."""
    doubt = "" if taken.doubt is None or taken.known else "doubtful: "
    if taken.line is None:
        return f"{doubt}{_KINDS[taken.kind]}, {_place(taken.row)}{_DOUBTS[taken.doubt] if doubt else ''}"
    what = f"new {taken.line.kind} {taken.line.label}".strip()
    where = f"after “{_short(taken.follows.text)}”" if taken.follows else _after(taken.row)
    return f"{doubt}{what}, {where}: {_short(taken.line.text)}{_DOUBTS[taken.doubt] if doubt else ''}"


_KINDS = {
    AmendmentKind.REPLACE: "new wording",
    AmendmentKind.DELETE: "deletion",
    AmendmentKind.MOVE: "move",
    AmendmentKind.SPLIT: "split",
    AmendmentKind.JOIN: "join with the next",
}
_DOUBTS = {
    Doubt.PAIR: " (it may be one paragraph amended, or one deleted and another new)",
    Doubt.LINE: " (below a sub-paragraph and without a number: it may be one too)",
    None: "",
}


def _after(row: TextRow | None) -> str:
    return f"after {_place(row)}" if row else "at the beginning"


def _place(row: TextRow | None) -> str:
    return (row.number or f"“{_short(row.text)}”") if row else "outside the draft"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


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
    if came.refused:
        parts.append(f"{len(came.refused)} refused")
    if came.refusal is not None:
        parts.append(str(came.refusal))
    return "; ".join(parts)
