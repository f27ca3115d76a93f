"""
Invitations from a list that was typed, pasted or exported: everybody of it, or nobody.

Links are sent by e-mail where there is a mail server; else the answer to the form shows them, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import FileField, SelectField, TextAreaField

from acm_drafts.documents.read.csv_text import NoCsvFile, csv_text, require_csv
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import Refusal, WhichMeeting
from acm_drafts.negotiation.invitations import MOST_ROWS, ListRefused, ListTooLong, read_rows
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import invitations
from acm_drafts.store.database import utcnow
from acm_drafts.web.people.routes import mail_secret, meeting_choices
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.addresses import named_meeting
from acm_drafts.web.shared.forms import options, say_beside
from acm_drafts.web.shared.refusals import next_step_of, sentence_of, status_of

pages = Blueprint("invitations", __name__)

LONGEST = 100_000
Answer = Response | str | tuple[str, int]


class ListForm(FlaskForm):
    people = TextAreaField(_l("The list"))
    file = FileField(_l("Or a file (CSV)"))
    meeting = SelectField(_l("At which meeting"), default="")

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.meeting.choices = options(meeting_choices())
        if len(self.meeting.choices) < 2:
            del self.meeting

    def chosen_meeting(self) -> int | None:
        """Return the meeting at which the offices are to be held, None where the service decides."""
        if "meeting" in self:
            return int(self.meeting.data) if self.meeting.data else None
        return access.actor().meeting

    def text(self) -> str:
        """Return the list: the file's where one was sent. Raises NoCsvFile, LetterNotUtf8, ListTooLong."""
        if not self.file.data:
            return str(self.people.data or "")[:LONGEST]
        data = self.file.data.read(LONGEST + 1)
        require_csv(data)
        if len(data) > LONGEST:
            raise ListTooLong(most=MOST_ROWS)
        return csv_text(data, ["email"])


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of the list that cannot be used: its number, its words, why, and what to do."""

    number: int
    words: str
    sentence: str
    next_step: str


@pages.get("/people/invitations")
@access.gate(Act.MANAGE_PEOPLE)
def form() -> Answer:
    return _page(ListForm(formdata=None))


@pages.post("/people/invitations")
@access.gate(Act.MANAGE_PEOPLE)
@proof.needed
def invite() -> Answer:
    form = ListForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        text = form.text()
    except (NoCsvFile, ListTooLong) as refusal:
        say_beside(form.file, refusal)
        return _page(form, status=status_of(refusal))
    form.people.data = text
    try:
        offers = invitations.invite_all(
            access.actor(), read_rows(text), meeting=form.chosen_meeting(), secret=mail_secret()
        )
    except ListRefused as refused:
        return _page(form, refused=refused, lines=_refused_lines(text, refused), status=422)
    except Refusal as refusal:
        if status_of(refusal) != 422:
            raise
        say_beside(
            form.meeting if isinstance(refusal, WhichMeeting) and "meeting" in form else form.people, refusal
        )
        return _page(form, status=422)
    if mail_secret() is None:
        return _links_page(offers)
    flash(
        ngettext(
            "%(num)s invitation is sent by e-mail.", "%(num)s invitations are sent by e-mail.", len(offers)
        ),
        "success",
    )
    return redirect(url_for("people.index", meeting=_named()), 303)


def _refused_lines(text: str, refused: ListRefused) -> list[RefusedLine]:
    lines = text.splitlines()
    return [
        RefusedLine(number, lines[number - 1].strip(), sentence_of(refusal), next_step_of(refusal))
        for number, refusal in refused.lines.items()
    ]


def _page(
    form: ListForm,
    *,
    refused: ListRefused | None = None,
    lines: Sequence[RefusedLine] = (),
    status: int = 200,
) -> Answer:
    page = render_template(
        "invitations/form.html",
        form=form,
        refused=refused,
        lines=lines,
        sends=mail_secret() is not None,
        meeting=_named(),
    )
    return page, status


def _links_page(offers: list[invitations.Offer]) -> Answer:
    """Show new links, once: only their hashes are kept."""
    page = render_template(
        "invitations/links.html",
        offers=offers,
        base=f"{current_app.config['BASE_URL']}/invitation/",
        ends=utcnow() + invitations.LINK_LIVES,
    )
    return page, 201


def _named() -> int | None:
    """Return the meeting that the address names, for the addresses of the page."""
    return access.actor().meeting if named_meeting() else None
