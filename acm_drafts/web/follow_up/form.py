"""
What is sent about the follow-up: how the table is narrowed, a request, a report, a document, a new paragraph.

Forms check shape, length and choice; whether an entry can be so is asked of services.follow_up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.follow_up import (
    FOLLOWED_BODIES,
    REPORTED,
    STATES,
    FollowUpState,
    Request,
    Urgency,
)
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.services.follow_up import (
    LONGEST_ADDRESSEE,
    LONGEST_PLACE,
    LONGEST_REPORT,
    LONGEST_REQUESTED,
    LONGEST_SYMBOL,
    LONGEST_TITLE,
    LONGEST_URL,
)
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT
from acm_drafts.web.amendments.form import BEGINNING
from acm_drafts.web.shared.forms import filled, fit, options

OVERDUE = Urgency.OVERDUE.value


@dataclass(frozen=True, slots=True)
class Asked:
    """
    How the address narrows the table; "" and None narrow nothing. *state* may be "overdue".

    *by_text*: in the order of the texts, the latest first, and not overdue first.
    """

    body: SourceBody | None = None
    addressee: str = ""
    state: str = ""
    by_text: bool = False

    @classmethod
    def read(cls) -> "Asked":
        """Return what the address of this request asks for; what cannot be is left out."""
        sent = request.args
        body, state = sent.get("body", ""), sent.get("state", "")
        return cls(
            SourceBody(body) if body in FOLLOWED_BODIES else None,
            sent.get("addressee", "")[:LONGEST_ADDRESSEE],
            state if state == OVERDUE or state in set(FollowUpState) else "",
            sent.get("order") == "text",
        )

    def url(self, path: str = "/follow-up", **more: str) -> str:
        """Return the address of the same requests at *path*."""
        facts = {
            "body": self.body.value if self.body else "",
            "addressee": self.addressee,
            "state": self.state,
            "order": "text" if self.by_text else "",
            **more,
        }
        asked = urlencode({name: value for name, value in facts.items() if value})
        return f"{path}?{asked}" if asked else path

    @property
    def narrows(self) -> bool:
        """Whether some entries are left out."""
        return replace(self, by_text=False) != Asked()


class RequestForm(FlaskForm):
    """Who is asked, for what and by when; *note* is why it is edited."""

    addressee = StringField(_l("Of whom"), [filled, Length(max=LONGEST_ADDRESSEE), fit])
    requested = TextAreaField(_l("What is requested"), [filled, Length(max=LONGEST_REQUESTED), fit])
    due = DateField(_l("By when (may stay empty)"), [Optional()])
    place = StringField(_l("Where at the United Nations (may stay empty)"), [Length(max=LONGEST_PLACE), fit])
    next_report = StringField(_l("Next report (may stay empty)"), [Length(max=LONGEST_REPORT), fit])
    note = TextAreaField(_l("Why it is edited (may stay empty)"), [Length(max=LONGEST_REASON), fit])

    def request(self) -> Request:
        """Return what was filled in."""
        return Request(
            self.addressee.data or "",
            self.requested.data or "",
            self.due.data,
            self.place.data or "",
            self.next_report.data or "",
        )


class ReportForm(FlaskForm):
    """What was reported, and how far the request has come since."""

    # The page of an entry has its other forms beside this one: ids are unlike, names are the usual ones.
    state = SelectField(_l("How far it has come"), id="report-state")
    note = TextAreaField(_l("What was reported"), [filled, Length(max=LONGEST_REASON), fit], id="report-note")
    next_report = StringField(
        _l("Next report (may stay empty)"), [Length(max=LONGEST_REPORT), fit], id="report-next"
    )

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.state.choices = options((state.value, _(STATES[state])) for state in REPORTED)


class EvidenceForm(FlaskForm):
    """A document that shows what was done."""

    title = StringField(_l("Title"), [filled, Length(max=LONGEST_TITLE), fit])
    symbol = StringField(_l("Symbol (may stay empty with a link)"), [Length(max=LONGEST_SYMBOL), fit])
    url = StringField(_l("Link (may stay empty with a symbol)"), [Length(max=LONGEST_URL), fit])


class RemoveEvidenceForm(FlaskForm):
    """Why a document is no evidence; the page has one such form for each, by the key of its *evidence*."""

    reason = TextAreaField(_l("Why it is removed"), [filled, Length(max=LONGEST_REASON), fit])

    def __init__(self, evidence: int, **facts: object) -> None:
        super().__init__(**facts)
        self.reason.id = f"reason-{evidence}"


class NewParagraphForm(FlaskForm):
    """
    A new paragraph for a text, and after which of its paragraphs (*places*, by their codes) it stands.

    Nobody but the Mission can say where: no place is chosen for it.
    """

    after = SelectField(_l("After"))
    text = TextAreaField(_l("New paragraph"), [filled, Length(max=LONGEST_TEXT), fit])
    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_REASON), fit])

    def __init__(self, places: Mapping[str, str], **facts: object) -> None:
        super().__init__(**facts)
        self.after.choices = options(places.items())

    def validate_after(self, field: SelectField) -> None:
        """Refuse a paragraph without a place."""
        if not field.data:
            raise ValidationError(_("Choose a place."))

    def place(self) -> str:
        """Return the code of the paragraph that it follows, "" for the beginning, once the form is valid."""
        return "" if self.after.data == BEGINNING else str(self.after.data)
