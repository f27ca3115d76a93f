"""Positions on paragraphs: taken one by one, and read beside one another."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.documents.write.spreadsheet import CSV, XLSX
from acm_drafts.negotiation.errors import NotFound, Refusal, StaleText
from acm_drafts.negotiation.terms import Stance
from acm_drafts.services import positions
from acm_drafts.store.database import db
from acm_drafts.store.drafts import get_paragraph
from acm_drafts.web.amendments.recorded import remember_position
from acm_drafts.web.paragraph.page import paragraph_page
from acm_drafts.web.positions import page as matrices
from acm_drafts.web.positions.form import PositionForm, party_of, seen, wished
from acm_drafts.web.positions.spreadsheet import csv_of, words_of_cells, workbook_of
from acm_drafts.web.positions.table import rows_of
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.signing import WORDING, revealed
from acm_drafts.web.text.routes import Opened, opened

pages = Blueprint("positions", __name__)

Reply = Response | tuple[str, int]

ROWS_GO_HERE = "<!-- the rows -->"
"""Where the template leaves a place for them; no typed text can hold it, for it would be escaped."""
TABLE = "table"
"""The view of the matrix with a column for each delegation; without it there is a list of the paragraphs."""


# All of them ---------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/positions")
@access.signed_in
def index(communique: str) -> Response:
    """Show the positions on the text: ?view=table beside one another, ?group= of one group, ?only= some paragraphs."""
    page = opened(communique)
    matrix = _matrix(page)
    is_table = request.args.get("view") == TABLE
    html = render_template(
        "positions/index.html",
        page=page,
        matrix=matrix,
        view=TABLE if is_table else "",
        address=_address,
        stances=tuple(Stance),
    )
    head, mark, foot = html.partition(ROWS_GO_HERE)
    root = f"/c/{communique}"
    rows = rows_of(matrix, root=root, language=page.language, words=words_of_cells()) if mark else b""
    return Response([head.encode(), rows, foot.encode()], mimetype="text/html")


@pages.get("/c/<code:communique>/positions.csv")
@access.signed_in
def as_table(communique: str) -> Response:
    """Give the same as a table for a spreadsheet: a row for each paragraph, a column for each delegation."""
    return _file(csv_of(_matrix(opened(communique))), CSV, f"positions-{communique}.csv")


@pages.get("/c/<code:communique>/positions.xlsx")
@access.signed_in
def as_workbook(communique: str) -> Response:
    """Give the same as a workbook, with the reasons on a second sheet."""
    page = opened(communique)
    return _file(workbook_of(db.session(), page, _matrix(page)), XLSX, f"positions-{communique}.xlsx")


def _matrix(page: Opened) -> matrices.Matrix:
    group, only = request.args.get("group", ""), request.args.get("only", "")
    return matrices.matrix_of(db.session(), page, group=group, only=only)


def _address(**changes: str) -> str:
    """Return the address of the same page with *changes*."""
    asked = {name: request.args.get(name, "") for name in ("view", "group", "only")} | changes
    parameters = {name: value for name, value in asked.items() if value}
    return f"{request.path}?{urlencode(parameters)}" if parameters else request.path


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# One of them ---------------------------------------------------------------------------------------


@pages.post("/c/<code:communique>/p/<code:paragraph>/position")
@access.signed_in
def take(communique: str, paragraph: str) -> Reply:
    """Record a position on a paragraph as it stands, and lead back to where it was taken."""
    form = PositionForm()
    page = opened(communique)
    key = get_paragraph(db.session(), page.communique.id, paragraph).id
    try:
        _take(key, paragraph, form)
    except NotFound:
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleText) and refusal.current:
            raise
        return paragraph_page(communique, paragraph, refusal=refusal, typed=form.data), status_of(refusal)
    back = access.safe_next(form.back.data) if form.back.data else f"/c/{communique}/p/{paragraph}"
    return redirect(f"{back}#acts-{paragraph}", 303)


def _take(key: int, code: str, form: PositionForm) -> None:
    stance, reason = wished(form)
    before = positions.take_position_on_paragraph(
        actor(),
        key,
        wording=revealed(form.words.data, use=WORDING) or 0,
        party=party_of(form),
        stance=stance,
        reason=reason,
        seen=seen(form),
    )
    remember_position(code, form.party.data or "", before=before, now=(stance, reason))
