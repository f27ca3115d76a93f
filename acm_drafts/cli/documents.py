"""Write documents from a terminal, and check the template that they are made with."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click
from flask import current_app

from acm_drafts.cli.command import command, refuse
from acm_drafts.documents.template import templates
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.i18n import speaking
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.services import (
    corrigendum_documents,
    documents,
    evening_reports,
    input_documents,
    people,
    silence_certificates,
    sitting_records,
)
from acm_drafts.services.documents import Form
from acm_drafts.services.input_documents import Order
from acm_drafts.store.corrigenda import find_newest_corrigendum
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft, get_communique_by_key, symbol_now
from acm_drafts.store.inputs import find_newest_call, get_call
from acm_drafts.store.records import Draft
from acm_drafts.store.silence import find_newest_certificate, get_silence
from acm_drafts.store.sittings import find_newest_record, get_sitting
from acm_drafts.store.text import draft_set, earlier_drafts
from acm_drafts.text.language import Language
from acm_drafts.web.positions.page import matrix_of
from acm_drafts.web.positions.spreadsheet import csv_of, workbook_of
from acm_drafts.web.text.routes import Opened

RECORD, CERTIFICATE, CORRIGENDUM = "record", "certificate", "corrigendum"
EVENING, MATRIX, INPUTS = "evening", "matrix", "inputs"
"""
The forms beside those of a draft: of a sitting, a silence procedure, what corrects a text, a day, positions, a call for
inputs.
"""


@command("export")
@click.option(
    "--form",
    type=click.Choice(
        [*(form.value for form in Form), RECORD, CERTIFICATE, CORRIGENDUM, EVENING, MATRIX, INPUTS]
    ),
    required=True,
)
@click.option(
    "--draft", "symbol", default="", help="The symbol; without it the newest draft, circulated or not."
)
@click.option(
    "--of",
    "code",
    default="",
    help="Code of the sitting, silence procedure or call for inputs, symbol of the corrigendum, day (2026-11-30) of the"
    " evening report; without it the last one.",
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
@click.option(
    "--numbers",
    type=click.Choice(["tracked", "plain"]),
    default="tracked",
    help="Whether new numbers of paragraphs are tracked changes too, where changes are tracked.",
)
@click.option(
    "--by",
    type=click.Choice([order.value for order in Order]),
    default=Order.QUESTION.value,
    help="What stands together in the compilation of inputs.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
def export(
    *,
    form: str,
    symbol: str,
    code: str,
    since: str,
    language: str | None,
    annexes: bool,
    begins: str,
    numbers: str,
    by: str,
    output: Path,
) -> None:
    """
    Write a draft, or the record, certificate, corrigendum, report or inputs that --form names, as a Word file.

    The form matrix is the table of positions on the newest draft, as .csv or .xlsx by the name of the file.
    """
    if form in OTHERS:
        OTHERS[form](code, language or "", output)
        return
    if annexes and form == Form.TRACKED:
        refuse("A document with tracked changes has no annexes: accepting all must give the text alone.")
    session = db.session()
    draft = find_draft(session, symbol)
    if draft is None:
        refuse(f"There is no draft {symbol}." if symbol else "There is no draft yet.")
    needed = Form(form) in documents.SINCE or (annexes and (since or earlier_drafts(session, draft)))
    data = documents.document(
        session,
        people.operator(),
        Form(form),
        draft=draft,
        since=_earlier(draft, since) if needed else None,
        language=language or "",
        with_annexes=annexes,
        template=current_app.config["TEMPLATE"],
        first_page=FirstPage(begins),
        tracks_numbers=numbers == "tracked",
    )
    _write(output, data, symbol_now(session, draft))


def _export_record(code: str, language: str, output: Path) -> None:
    """Write the record of the sitting with *code*, "" for the one that was closed last, in the text's own language."""
    session = db.session()
    known = find_newest_record(session, code)
    if known is None:
        refuse(f"There is no closed sitting {code}." if code else "No sitting has been closed yet.")
    own = get_sitting(session, known).sitting.communique.language
    data = sitting_records.record_document(
        session,
        people.operator(),
        known,
        language=Language(language or own),
        template=current_app.config["TEMPLATE"],
    )
    _write(output, data, f"The record of sitting {known}")


def _export_certificate(code: str, language: str, output: Path) -> None:
    """Write the certificate of the silence procedure with *code*, "" for the one that was concluded last."""
    session = db.session()
    known = find_newest_certificate(session, code)
    if known is None:
        refuse(
            f"There is no concluded silence procedure {code}."
            if code
            else "No silence procedure has ended yet."
        )
    own = get_silence(session, known).silence.communique.language
    data = silence_certificates.certificate_document(
        session,
        people.operator(),
        known,
        language=Language(language or own),
        template=current_app.config["TEMPLATE"],
    )
    _write(output, data, f"The certificate of silence procedure {known}")


def _export_corrigendum(symbol: str, language: str, output: Path) -> None:
    """Write the corrigendum with *symbol*, "" for the one that was issued last."""
    session = db.session()
    corrigendum = find_newest_corrigendum(session, symbol)
    if corrigendum is None:
        refuse(f"There is no corrigendum {symbol}." if symbol else "No corrigendum has been issued yet.")
    own = get_communique_by_key(session, corrigendum.communique_id).language
    data = corrigendum_documents.corrigendum_document(
        session,
        people.operator(),
        corrigendum.communique_id,
        corrigendum.number,
        language=Language(language or own),
        template=current_app.config["TEMPLATE"],
    )
    _write(output, data, corrigendum.symbol)


def _export_evening(day: str, language: str, output: Path) -> None:
    """Write the evening report of a *day* in ISO, "" for today, on the text with the newest draft."""
    session = db.session()
    try:
        reported = date.fromisoformat(day) if day else None
    except ValueError:
        refuse(f"{day} is no day: write it as 2026-11-30.")
    draft = find_draft(session)
    if draft is None:
        refuse("There is no draft yet.")
    actor = people.operator()
    data = evening_reports.evening_document(
        session,
        actor,
        draft_set(session, draft.communique_id, actor),
        language=Language(language or draft.communique.language),
        day=reported,
        template=current_app.config["TEMPLATE"],
    )
    _write(output, data, "The evening report")


def _export_matrix(code: str, language: str, output: Path) -> None:
    """Write the positions on the newest draft as a table, .csv or .xlsx by the name of the file."""
    kind = output.suffix.lower()
    if code:
        refuse("The table of positions is of the newest draft; --of names nothing in it.")
    if kind not in (".csv", ".xlsx"):
        refuse("The table of positions is written as .csv or .xlsx; name the file so.")
    session, actor = db.session(), people.operator()
    draft = find_draft(session)
    if draft is None:
        refuse("There is no draft yet.")
    with speaking(language or draft.communique.language):
        page = Opened(draft_set(session, draft.communique_id, actor), actor)
        matrix = matrix_of(session, page)
        data = csv_of(matrix) if kind == ".csv" else workbook_of(session, page, matrix)
    _write(output, data, "The table of positions")


def _export_inputs(code: str, language: str, output: Path) -> None:
    """Write the answers to the call for inputs with *code*, "" for the one that was issued last, in the order --by."""
    order = Order(click.get_current_context().params["by"])
    session, actor = db.session(), people.operator()
    known = find_newest_call(session, code)
    if known is None:
        refuse(
            f"There is no issued call for inputs {code}."
            if code
            else "No call for inputs has been issued yet."
        )
    record = get_call(session, actor, known)
    own = get_communique_by_key(session, record.call.communique_id).language
    data = input_documents.compilation_document(
        session,
        actor,
        known,
        order=order,
        language=Language(language or own),
        template=current_app.config["TEMPLATE"],
    )
    _write(output, data, f"The inputs to call {known}")


OTHERS: Mapping[str, Callable[[str, str, Path], None]] = {
    RECORD: _export_record,
    CERTIFICATE: _export_certificate,
    CORRIGENDUM: _export_corrigendum,
    EVENING: _export_evening,
    MATRIX: _export_matrix,
    INPUTS: _export_inputs,
}


def _write(output: Path, data: bytes, name: str) -> None:
    """Write a document called *name* into a file, and say so."""
    try:
        output.write_bytes(data)
    except OSError as error:
        refuse(f"{output} could not be written ({error.strerror}).")
    click.echo(f"{name} written to {output}")


def _earlier(draft: Draft, since: str) -> Draft:
    """Return the earlier draft to compare with *draft*: that with the symbol *since*, else the last before it."""
    earlier = earlier_drafts(db.session(), draft)
    if not earlier:
        refuse(f"{draft.symbol} is the first draft; there is no earlier one.")
    if not since:
        return earlier[-1]
    for candidate in earlier:
        if candidate.symbol == since:
            return candidate
    refuse(f"There is no draft {since} before {draft.symbol}.")


@command("check-template")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_template(file: Path) -> None:
    """Say what a Word file lacks to be the template of documents (ACM_TEMPLATE)."""
    try:
        template, lacks = templates.read(file.read_bytes())
    except OSError as error:
        refuse(f"{file} could not be read ({error.strerror}).")
    except UnreadableFile as refused:
        refuse(f"{file} cannot be used: {refused.facts['why']}.")
    for lack in lacks:
        click.echo(lack, err=True)
    if lacks:
        raise click.exceptions.Exit(1)
    click.echo(f"All right: {file} has the {len(templates.needed())} styles that documents are set in.")
    for word in templates.summary(template):
        click.echo(f"Taken from it: {word}.")
