"""What is sent to the guide: an agenda, an earlier item, the item of a paragraph, and which letter is asked for."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.guide import LAST_SESSION
from acm_drafts.text.language import NATIVE_NAMES
from acm_drafts.web.shared.forms import filled, fit, needed, options

_LONGEST_NUMBER, _LONGEST_TITLE = 40, 1_000


class AgendaFileForm(FlaskForm):
    """The agenda of a session as a file."""

    session = IntegerField(_l("Session of the General Assembly"), [needed, NumberRange(1, LAST_SESSION)])
    file = FileField(_l("The agenda: a CSV file"))
    same_items = BooleanField(_l("Titles that were changed are those of the same items"))


class LinkForm(FlaskForm):
    """The item of an earlier session that an item continues; without a session, what its title tells."""

    session = IntegerField(_l("Earlier session"), [Optional(), NumberRange(1, LAST_SESSION)])
    number = StringField(_l("Number of the item in it"), [Length(max=_LONGEST_NUMBER), fit])


class TagForm(FlaskForm):
    """An item by its number, as people write it, or by its whole title."""

    item = StringField(_l("Item"), [filled, Length(max=_LONGEST_TITLE), fit])


class LetterForm(FlaskForm):
    """Who signs the letter, and in which language it is; sent by GET, for it changes nothing."""

    class Meta:
        csrf = False

    state = SelectField(_l("State that chairs the Group"))
    language = SelectField(_l("Language"), choices=options(NATIVE_NAMES.items()))
