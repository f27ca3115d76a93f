"""
What can be done from a terminal: `flask --app wsgi COMMAND`. Each command is a thin call of a service.

Commands act as the operator, with the Mission's rights. Exit codes: 0 done; 1 refused or found
wrong, with the sentence on the error stream; 2 usage. This module refuses to know any rule.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from acm_drafts.documents import templates
from acm_drafts.documents.imports import blocks_of
from acm_drafts.documents.masthead import FirstPage
from acm_drafts.documents.recognise import recognise
from acm_drafts.negotiation.errors import NoSuchParty, Refusal, SomeRefused, UnreadableFile
from acm_drafts.negotiation.terms import DraftStatus, PartyKind, Role, name_of
from acm_drafts.services import (
    demonstration,
    drafts,
    exports,
    folders,
    meetings,
    people,
    received,
    verification,
)
from acm_drafts.services.batches import MOST_BYTES, Sent
from acm_drafts.services.exports import Form
from acm_drafts.store import queries, texts
from acm_drafts.store.database import db
from acm_drafts.store.days import DEFAULT_ZONE
from acm_drafts.store.meetings import texts_for
from acm_drafts.store.records import Communique, Draft
from acm_drafts.text.language import Language

COMMANDS: list[click.Command] = []


class House(click.Command):
    """A command whose refusals end in their sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Refusal as refusal:
            refuse(str(refusal))
        except (OperationalError, ProgrammingError) as error:
            refuse(f"The database refused ({error.orig}). Is it migrated? flask --app wsgi db upgrade")


def refuse(sentence: str) -> NoReturn:
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


# Meetings ------------------------------------------------------------------------------------------


@command("add-meeting")
@click.argument("year", type=int)
@click.option("--title", default="", help="Without it Annual Coordination Meeting and the year.")
@click.option("--zone", default=DEFAULT_ZONE, show_default=True, help="The time zone of its clocks.")
@click.option("--place", default="", help="Where it is held.")
def add_meeting(*, year: int, title: str, zone: str, place: str) -> None:
    """Add the meeting of YEAR beside those there are; print its number."""
    made = meetings.add_meeting(
        people.operator(),
        title=title or f"Annual Coordination Meeting {year}",
        year=year,
        zone=zone,
        place=place,
    )
    click.echo(f"{made.id}: {made.title}")


# The text ------------------------------------------------------------------------------------------


@command("import-text")
@click.argument("file", type=click.File("rb"))
@click.option("--title", default="", help="Names the communiqué; takes no words from the file.")
@click.option(
    "--symbol", default="", help="The symbol of the zero draft; without it the meeting's next free one."
)
@click.option("--language", type=click.Choice([language.value for language in Language]), default="en")
@click.option("--meeting", type=int, metavar="NUMBER", help="Where there are several: of which one it is.")
def import_text(file: BinaryIO, *, title: str, symbol: str, language: str, meeting: int | None) -> None:
    """
    Make FILE (.txt, .docx, or - for standard input)

    the zero draft of a new communiqué; print what was made of it.
    """
    data = file.read()
    name = getattr(file, "name", "")
    blocks, skipped = blocks_of(name, data)
    lines = recognise(blocks, Language(language))
    draft = drafts.import_text(
        people.operator(),
        lines=lines,
        data=data,
        file_name=Path(str(name)).name,
        title=title,
        symbol=symbol,
        language=language,
        meeting_id=meeting,
    )
    click.echo(f"{draft.symbol}: {len(lines)} lines, {name_of(DraftStatus(draft.status))}, not circulated")
    for line in queries.lines(db.session(), draft.id):
        click.echo(f"{line.kind:13} {line.label:>6}  {line.text[:80]}")
    for note in skipped:
        click.echo(f"not read: {note}", err=True)


@command("export")
@click.option("--form", type=click.Choice([form.value for form in Form]), required=True)
@click.option(
    "--draft", "symbol", default="", help="The symbol; without it the newest draft, circulated or not."
)
@click.option("--since", default="", help="The symbol of the earlier draft; without it the one before.")
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    help="Translations where there are.",
)
@click.option(
    "--annexes", is_flag=True, help="With table of contents, brackets outstanding, reservations, concordance."
)
@click.option(
    "--first-page",
    "begins",
    type=click.Choice([page.value for page in FirstPage]),
    default=FirstPage.MASTHEAD.value,
    help="Symbol and date above the text, a page of the title alone, or under a letterhead.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
def export(
    *, form: str, symbol: str, since: str, language: str | None, annexes: bool, begins: str, output: Path
) -> None:
    """Write a draft as a Word file."""
    if annexes and form == Form.TRACKED:
        refuse("A document with tracked changes has no annexes: accepting all must give the text alone.")
    session = db.session()
    draft = queries.find_draft(session, symbol)
    if draft is None:
        refuse(f"There is no draft {symbol}." if symbol else "There is no draft yet.")
    needed = Form(form) in exports.SINCE or (annexes and (since or texts.earlier_drafts(session, draft)))
    data = exports.document(
        session,
        people.operator(),
        Form(form),
        draft=draft,
        since=_earlier(draft, since) if needed else None,
        language=language or "",
        with_annexes=annexes,
        template=current_app.config["TEMPLATE"],
        first_page=FirstPage(begins),
    )
    try:
        output.write_bytes(data)
    except OSError as error:
        refuse(f"{output} could not be written ({error.strerror}).")
    click.echo(f"{draft.symbol} written to {output}")


def _earlier(draft: Draft, since: str) -> Draft:
    """Return the draft that *draft* is set beside: the one with the symbol *since*, without one the last before it."""
    found = texts.earlier_drafts(db.session(), draft)
    if not found:
        refuse(f"{draft.symbol} is the first draft; there is no earlier one.")
    if not since:
        return found[-1]
    for one in found:
        if one.symbol == since:
            return one
    refuse(f"There is no draft {since} before {draft.symbol}.")


@command("check-template")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_template(file: Path) -> None:
    """Say what a Word file lacks to be the template of documents (ACM_TEMPLATE)."""
    try:
        found, lacks = templates.read(file.read_bytes())
    except OSError as error:
        refuse(f"{file} could not be read ({error.strerror}).")
    except UnreadableFile as refused:
        refuse(f"{file} cannot be used: {refused.facts['why']}.")
    for lack in lacks:
        click.echo(lack, err=True)
    if lacks:
        raise click.exceptions.Exit(1)
    click.echo(f"All right: {file} has the {len(templates.needed())} styles that documents are set in.")
    for word in templates.taken(found):
        click.echo(f"Taken from it: {word}.")


@command("verify")
def verify() -> None:
    """Replay everything; name each paragraph that is not what the decisions make it."""
    report = verification.verify(db.session())
    for finding in report.findings:
        click.echo(str(finding), err=True)
    if report.findings:
        raise click.exceptions.Exit(1)
    click.echo(
        f"All right: {report.drafts} drafts are what {report.proposals} adopted proposals make them. "
        "Those rejected, absorbed or deferred change no word and are not counted."
    )


# Files of delegations ------------------------------------------------------------------------------


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
    party = queries.find_party(session, delegation) if delegation else None
    if delegation and (party is None or party.kind == PartyKind.MISSION):
        raise NoSuchParty(code=delegation)
    communique = _text(symbol)
    to = received.ground(session, actor, texts.shelf(session, communique.id, actor))
    wrong = 0
    for came in folders.bring_in(actor, to, _sent(paths), party=party, enters=enter):
        _print_row(came)
        wrong += came.refusal is not None
    if not enter:
        click.echo("Nothing was written. With --enter it is entered from the floor.")
    if wrong:
        raise click.exceptions.Exit(1)


def _text(symbol: str) -> Communique:
    """Return the text of which a draft has *symbol*; without one the only text."""
    if symbol:
        draft = queries.find_draft(db.session(), symbol)
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


def _print_row(came: folders.Came) -> None:
    sender = f"{came.party.code}  {came.party.name_en}" if came.party else "?    not known"
    click.echo(f"{came.name[:40]:40}  {sender:28}  {_what(came)}")
    for note in came.notes:
        click.echo(f"    {note}")
    if isinstance(came.refusal, SomeRefused):
        for key, refusal in came.refusal.refusals.items():
            click.echo(f"    {key}: {refusal}", err=True)


def _what(came: folders.Came) -> str:
    if came.tally is None:
        return str(came.refusal)
    if not came.tally.kinds:
        return "says just what the draft says"
    said = [", ".join(f"{kind} {count}" for kind, count in came.tally.kinds.items())]
    if (left := sum(came.tally.kinds.values()) - came.new) > 0:
        said.append(f"{left} proposed already, or for a person to judge on the page")
    if came.entered:
        said.append(f"{came.entered} entered")
    if came.refusal is not None:
        said.append(str(came.refusal))
    return "; ".join(said)


# The demonstration ---------------------------------------------------------------------------------


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
    """Fill a migrated and empty database with the demonstration meeting; print its accounts."""
    if current_app.config.get("ACM_ENV") == "production":
        refuse("The demonstration is not for production: its password is known.")
    if not accounts:
        try:
            demonstration.load()
        except demonstration.NotEmpty:
            if not if_empty:
                raise
    found = demonstration.accounts(db.session())
    if not found and if_empty:
        click.echo("This database holds a text of its own; the demonstration stays out of it.")
        return
    if not found:
        refuse("This database holds no demonstration.")
    click.echo(f"Accounts of the demonstration; the password of each is “{demonstration.PASSWORD}”:")
    for account in found:
        click.echo(f"  {account.email:28} {account.office}")
