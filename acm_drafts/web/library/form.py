"""What is sent to the library: what is searched for, a source to add, a text to compare."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from acm_drafts.documents.read.sources import SourceText
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.library import Narrowed, SourceBody, WrongYears, read_year
from acm_drafts.services.library import LONGEST_SESSION, LONGEST_SYMBOL, LONGEST_TITLE, Face
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT
from acm_drafts.store.library import WIDE
from acm_drafts.text.language import NATIVE_NAMES, Language, language_of
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.formatting import body_in_words
from acm_drafts.web.shared.forms import filled, fit, needed, options

LAST_PAGE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it; what cannot be is left out. *by_year*: the latest passages come first."""

    words: str
    narrowed: Narrowed = WIDE
    by_year: bool = False
    page: int = 1
    years: tuple[str, str] = ("", "")
    """The first and the last year as they were typed."""
    refusal: Refusal | None = None
    """Why these years cannot be searched."""

    @classmethod
    def read(cls) -> "Asked":
        """Return what the address of this request asks for."""
        sent = request.args
        body, language = sent.get("body", ""), sent.get("language", "")
        narrowed = Narrowed(
            SourceBody(body) if body in set(SourceBody) else None,
            language if language in NATIVE_NAMES else "",
        )
        years = sent.get("from", "").strip(), sent.get("to", "").strip()
        refusal = None
        try:
            first, last = map(read_year, years)
            narrowed = replace(narrowed, first_year=first, last_year=last)
        except WrongYears as wrong:
            refusal = wrong
        return cls(
            sent.get("q", ""),
            narrowed,
            sent.get("order") == "year",
            min(max(number_in(sent.get("page", "")) or 1, 1), LAST_PAGE),
            years,
            refusal,
        )

    def url(self, **changes: object) -> str:
        """Return the address of this search with *changes*, on its first page unless one is named."""
        page = changes.pop("page", 1)
        by_year = changes.pop("by_year", self.by_year)
        narrowed = replace(self.narrowed, **changes)  # type: ignore[arg-type]
        facts = {
            "q": self.words,
            "body": narrowed.body.value if narrowed.body else "",
            "language": narrowed.language,
            "from": narrowed.first_year,
            "to": narrowed.last_year,
            "order": "year" if by_year else "",
            "page": page if page != 1 else "",
        }
        return "/library?" + urlencode({name: value for name, value in facts.items() if value})


class SourceForm(FlaskForm):
    """A source to add; what is left empty is taken from the file."""

    file = FileField(_l("A file: .docx, .txt or .json"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))
    symbol = StringField(_l("Symbol"), [Length(max=LONGEST_SYMBOL), fit])
    title = StringField(_l("Title"), [Length(max=LONGEST_TITLE), fit])
    body = SelectField(_l("Body"))
    day = DateField(_l("Date (may stay empty)"), [Optional()])
    session = StringField(_l("Session of the body (may stay empty)"), [Length(max=LONGEST_SESSION), fit])
    language = SelectField(_l("Language of the text"), choices=options([("", "—"), *NATIVE_NAMES.items()]))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.body.choices = options([("", "—"), *((body.value, body_in_words(body)) for body in SourceBody)])

    @property
    def names_one(self) -> bool:
        """Whether something was filled in that a single source has."""
        fields = (self.symbol, self.title, self.body, self.day, self.session, self.language)
        return any(field.data for field in fields)

    def face(self, text: SourceText) -> Face:
        """Return what was filled in, and what the file says of the rest."""
        day: date | None = self.day.data
        return Face(
            self.symbol.data or text.symbol,
            self.title.data or text.title,
            SourceBody(self.body.data) if self.body.data else text.body,
            Language(self.language.data) if self.language.data else text.language,
            day or text.day,
            self.session.data or text.session,
        )


class DateForm(FlaskForm):
    day = DateField(_l("Date of the source"), [needed])


class WithdrawForm(FlaskForm):
    reason = TextAreaField(_l("Why it is withdrawn"), [filled, Length(max=LONGEST_REASON), fit])


class CompareForm(FlaskForm):
    text = TextAreaField(_l("The paragraph"), [filled, Length(max=LONGEST_TEXT), fit])
    language = SelectField(_l("Its language"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.language.choices = options([("", _("As its words tell")), *NATIVE_NAMES.items()])

    def spoken(self, reader: Language) -> Language:
        """Return the language that was chosen, else the one that the words tell, else that of the *reader*."""
        if self.language.data:
            return Language(self.language.data)
        return language_of(self.text.data, stated=reader)
