"""What is sent about a bracket: in whose name, which bracket of which words, and why."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.services.positions import LONGEST_REASON
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.forms import filled, fit
from acm_drafts.web.shared.signing import WORDING, revealed


class BracketForm(FlaskForm):
    """*seen*: which words were shown, concealed; *start*: where the bracket opens in them; *party*: its code."""

    party = StringField(_l("In the name of"), [filled])
    seen = StringField()
    start = StringField()
    reason = TextAreaField(_l("Reason (may stay empty)"), [Length(max=LONGEST_REASON), fit])

    def bracket(self, paragraph: int) -> OfBracket:
        """Return which bracket of a *paragraph* is meant; one that cannot be is refused by the house."""
        start = number_in(self.start.data or "")
        return OfBracket(
            paragraph, revealed(self.seen.data, use=WORDING) or 0, -1 if start is None else start
        )
