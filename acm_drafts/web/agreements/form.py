"""What is sent to confirm what is agreed ad referendum, and to reopen what is agreed."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services.confirmations import LONGEST_GIVEN_BY
from acm_drafts.services.revisions import LONGEST_REASON
from acm_drafts.store.database import db
from acm_drafts.store.people import find_parties
from acm_drafts.web.shared.formatting import by_name, party_name
from acm_drafts.web.shared.forms import fit, needed, options


class ConfirmForm(FlaskForm):
    """Who confirmed an agreement, in words; *seen*: the paragraph's counter on the page."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    given_by = StringField(_l("Confirmed by"), [needed, Length(max=LONGEST_GIVEN_BY), fit])


class ConfirmSittingForm(ConfirmForm):
    """The same for all that a sitting agreed so; *seen*: what waited for its confirmation on the page."""

    seen = StringField(default="")


class ReopenForm(FlaskForm):
    """Who asked that a paragraph be reopened, and why."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    asked_by = SelectField(_l("Asked for by"), [needed])
    reason = TextAreaField(_l("Reason"), [needed, Length(max=LONGEST_REASON), fit])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        parties = by_name(find_parties(db.session()))
        mission = [(party.code, _("the Mission")) for party in parties if party.kind == PartyKind.MISSION]
        others = [(party.code, party_name(party)) for party in parties if party.kind != PartyKind.MISSION]
        self.asked_by.choices = options([("", _("choose who asked")), *mission, *others])
