"""
What is sent about a silence procedure: what is put under silence until when, how it is changed, and how it is broken.

Forms check shape, length and choice; whether it can be so is asked of services.silence.
"""

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT
from acm_drafts.services.silence import LONGEST_NOTE, Terms
from acm_drafts.store.records import Silence
from acm_drafts.web.shared import formatting, zones
from acm_drafts.web.shared.forms import fit, needed
from acm_drafts.web.sittings.form import CLOCK

NAMED, ANONYMOUS = "named", "anonymous"


class EndForm(FlaskForm):
    """Until when the silence is to last."""

    ends_at = DateTimeLocalField(_l("Ends"), [needed], format=CLOCK)
    zone = SelectField(_l("Time zone of the end"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.zone.choices = zones.choices()

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.zone.data)


class PutForm(EndForm):
    """The terms of a new procedure."""

    names = RadioField(_l("Who broke it"))
    note = TextAreaField(_l("Message to the members (may stay empty)"), [Length(max=LONGEST_NOTE), fit])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.names.choices = [
            (NAMED, _("All members are told which delegation broke it")),
            (
                ANONYMOUS,
                _(
                    "Only the Mission, the chair of the Group and the delegation that chairs the body are told"
                ),
            ),
        ]

    def terms(self) -> Terms:
        """Return what was filled in, once it is valid."""
        return Terms(
            ends_at=zones.moment_of(self.ends_at, self.zone.data),
            zone=self.zone.data,
            anonymous=self.names.data == ANONYMOUS,
            note=self.note.data or "",
        )


class NewEndForm(EndForm):
    """A new end, of a procedure that is extended or resumed."""

    reason = TextAreaField(_l("Reason (may stay empty)"), [Optional(), Length(max=LONGEST_REASON), fit])


class ReasonForm(FlaskForm):
    """Why a procedure is suspended or withdrawn."""

    reason = TextAreaField(_l("Reason"), [needed, Length(max=LONGEST_REASON), fit])


class BreakForm(FlaskForm):
    """How the silence is broken; which paragraphs are chosen is read beside it."""

    reason = TextAreaField(_l("Reason (may stay empty)"), [Length(max=LONGEST_REASON), fit])
    counter = TextAreaField(_l("Counter-proposal (may stay empty)"), [Length(max=LONGEST_TEXT), fit])
    sure = BooleanField(_l("Break the silence in the name of our delegation"), [needed])


def terms_to_begin_with(renewed: Silence | None) -> dict[str, object]:
    """Return what the form of a new procedure begins with: who is named as in the one that is *renewed*."""
    anonymous = renewed is not None and renewed.anonymous
    return {"zone": formatting.conference_zone(), "names": ANONYMOUS if anonymous else NAMED}
