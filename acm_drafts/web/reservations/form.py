"""
What is sent about a reservation: what a delegation reserves its position on, its words, and who reads it.

Forms check shape and length; whether it can be so is asked of services.reservations.
"""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.services.reservations import LONGEST_WORDS, Wish
from acm_drafts.store.records import Party
from acm_drafts.web.shared.formatting import party_name
from acm_drafts.web.shared.forms import fit
from acm_drafts.web.shared.signing import WORDING, revealed

STANDING, AWAITING = "standing", "awaiting"
EVERYBODY, OURS = "all", "ours"


class WordsForm(FlaskForm):
    """The words of a reservation."""

    reservation = TextAreaField(
        _l("Words of the reservation (may stay empty)"), [Length(max=LONGEST_WORDS), fit]
    )


class EnterForm(WordsForm):
    """A new reservation; *paragraph*: its code, "" for the whole text; *seen*: which words were shown, concealed."""

    paragraph = StringField()
    seen = StringField()
    party = RadioField(_l("In the name of"), validate_choice=False)
    phrase = StringField(_l("On these words of the paragraph (empty: on all of it)"), [fit])
    state = RadioField(_l("Does it stand?"), default=STANDING)
    readers = RadioField(_l("Who reads it"), default=EVERYBODY)

    def __init__(self, voices: Iterable[Party] = (), **facts: object) -> None:
        super().__init__(**facts)
        self.party.choices = [(party.code, party_name(party)) for party in voices]
        self.state.choices = [
            (STANDING, _("It stands")),
            (AWAITING, _("It awaits instructions from the capital")),
        ]
        self.readers.choices = [
            (EVERYBODY, _("All participants; it is printed in the documents of the text")),
            (OURS, _("Our delegation and the Mission, until we make it known")),
        ]

    def wish(self) -> Wish:
        """Return what was filled in."""
        return Wish(
            paragraph=self.paragraph.data or "",
            wording=revealed(self.seen.data, use=WORDING) or 0,
            phrase=self.phrase.data or "",
            words=self.reservation.data or "",
            awaiting=self.state.data == AWAITING,
            published=self.readers.data == EVERYBODY,
        )
