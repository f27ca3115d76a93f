"""
What is sent about an adoption: at which sitting, under which symbol; and about a corrigendum: which words for which.

Forms check shape, length and choice; whether it can be so is asked of services.adoption and services.corrigenda.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.services.adoption import LONGEST_SYMBOL
from acm_drafts.services.corrigenda import Entry
from acm_drafts.store.records import Sitting
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.body_names import dated_sitting_name
from acm_drafts.web.shared.forms import fit, needed, options


class AdoptForm(FlaskForm):
    """At which sitting a text is adopted, and what it is called from then on."""

    sitting = SelectField(_l("Sitting at which it is adopted"), [needed])
    symbol = StringField(_l("Symbol of the adopted text"), [needed, Length(max=LONGEST_SYMBOL), fit])
    sure = BooleanField(_l("The text is adopted as it stands, with what is listed as still open"), [needed])

    def __init__(self, sittings: Iterable[Sitting], **facts: object) -> None:
        super().__init__(**facts)
        self.sitting.choices = options((row.code, dated_sitting_name(row)) for row in sittings)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of the form of a corrigendum, as it was filled in; *asked_by*: the key of a party, "" for none."""

    paragraph: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    asked_by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: what is only chosen corrects nothing."""
        return not (self.old.strip() or self.new.strip() or self.reason.strip())


FIELDS = ("paragraph", "wrong", "right", "reason", "asked_by")
SPARE, MOST = 3, 60
"""So many empty rows are offered, and so many rows are read at the most."""


def rows_sent() -> list[EntryRow]:
    """Return the rows that were sent and are not empty."""
    columns = [request.form.getlist(name)[:MOST] for name in FIELDS]
    rows = [EntryRow(*values) for values in zip(*columns, strict=False)]
    return [row for row in rows if not row.is_empty]


def with_spare(rows: Sequence[EntryRow]) -> list[EntryRow]:
    """Return *rows* with the empty ones that the form offers."""
    return [*rows, *(EntryRow() for _ in range(SPARE))]


def entries_in(rows: Iterable[EntryRow]) -> list[Entry]:
    """Return what is to be corrected. A party that is no number is none that there is."""
    return [Entry(row.paragraph, row.old, row.new, row.reason, number_in(row.asked_by) or 0) for row in rows]
