"""What the forms of small groups send: a new group, a change of one, a compromise text."""

from collections.abc import Iterable, Sequence

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.services.small_groups import LONGEST_NAME, LONGEST_NOTE, Wish
from acm_drafts.store.records import Party
from acm_drafts.web.shared.formatting import party_name
from acm_drafts.web.shared.forms import fit, options
from acm_drafts.web.shared.signing import WORDING, revealed

ADD, TAKE_OUT, FACILITATE = "add", "take-out", "facilitate"
ADD_PARAGRAPH, TAKE_OUT_PARAGRAPH, END = "add-paragraph", "take-out-paragraph", "end"
"""What is done to a group, as its forms name it."""
MOST = 2**31 - 1


class BoxesField(SelectMultipleField):
    """Check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NewForm(FlaskForm):
    """A new small group; members and facilitator by their codes, paragraphs by theirs."""

    name = StringField(
        _l("Name of the group"), [InputRequired(_l("Give it a name.")), Length(max=LONGEST_NAME), fit]
    )
    facilitator = SelectField(_l("Facilitator"), [InputRequired(_l("Choose who facilitates it."))])
    members = BoxesField(_l("Members besides the facilitator"))
    paragraphs = BoxesField(_l("Paragraphs"), [InputRequired(_l("Choose one paragraph at least."))])

    def __init__(
        self, parties: Sequence[Party], paragraphs: Iterable[tuple[str, str]], **facts: object
    ) -> None:
        super().__init__(**facts)
        named = [(party.code, party_name(party)) for party in parties]
        self.facilitator.choices = options([("", _("choose a delegation")), *named])
        self.members.choices = named
        self.paragraphs.choices = list(paragraphs)


class ChangeForm(FlaskForm):
    """A change of a group: what is done, to which party or paragraph, by their codes."""

    act = StringField()
    party = StringField()
    paragraph = StringField()
    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=MOST)])


class WriteForm(FlaskForm):
    """A version of a compromise text; *wording*, concealed, and *seen* say what the page showed."""

    paragraph = StringField()
    wording = StringField()
    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=MOST)])
    text = TextAreaField(_l("Compromise text"), [fit])
    settles = BoxesField(_l("Proposals that it is meant to settle"), validate_choice=False)
    note = TextAreaField(_l("Note to the group (may stay empty)"), [Length(max=LONGEST_NOTE), fit])

    def wish(self) -> Wish:
        """Return what was filled in."""
        return Wish(
            paragraph=self.paragraph.data or "",
            text=self.text.data or "",
            wording=revealed(self.wording.data, use=WORDING) or 0,
            seen=self.seen.data or 0,
            note=self.note.data or "",
            settles=tuple(self.settles.data or ()),
        )
