"""What the Mission fills in about a partner: its names, a contact, a periodic meeting, a meeting."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.partners import (
    LONGEST_PERIOD,
    Contact,
    Face,
    Meeting,
    PartnerKind,
    PartnerLevel,
    Periodic,
    PeriodUnit,
)
from acm_drafts.services.partners import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_SHORT,
    LONGEST_TELEPHONE,
    LONGEST_WORDS,
)
from acm_drafts.store.records import PeriodicMeeting
from acm_drafts.web.partners.page import kind_in_words, level_in_words, unit_in_words
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.forms import filled, fit, needed, options


class Seen(FlaskForm):
    """A form that says which state of a thing its page showed."""

    seen = HiddenField()

    @property
    def counter(self) -> int:
        """Return the counter that the page showed; -1, which no thing has, for what is no number."""
        number = number_in(self.seen.data or "")
        return -1 if number is None else number


class PartnerForm(Seen):
    short = StringField(_l("Short name"), [filled, Length(max=LONGEST_SHORT), fit])
    kind = SelectField(_l("Kind"))
    name_en = StringField(_l("Name in English"), [filled, Length(max=LONGEST_NAME), fit])
    name_fr = StringField(_l("Name in French"), [filled, Length(max=LONGEST_NAME), fit])
    name_ar = StringField(_l("Name in Arabic"), [filled, Length(max=LONGEST_NAME), fit])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.kind.choices = options((kind, kind_in_words(kind)) for kind in PartnerKind)

    def face(self) -> Face:
        """Return what was filled in."""
        return Face(
            PartnerKind(self.kind.data),
            self.short.data,
            self.name_en.data,
            self.name_fr.data,
            self.name_ar.data,
        )


class ContactForm(Seen):
    name = StringField(_l("Name"), [Length(max=LONGEST_NAME), fit])
    function = StringField(_l("Function"), [Length(max=LONGEST_NAME), fit])
    email = EmailField(_l("E-mail"), [Length(max=LONGEST_NAME), fit])
    telephone = StringField(_l("Telephone"), [Length(max=LONGEST_TELEPHONE), fit])
    address = StringField(_l("Postal address"), [Length(max=LONGEST_ADDRESS), fit])
    until = DateField(_l("Last day (may stay empty)"), [Optional()])

    def contact(self) -> Contact:
        """Return what was filled in."""
        return Contact(
            self.name.data or "",
            self.function.data or "",
            self.address.data or "",
            self.email.data or "",
            self.telephone.data or "",
            self.until.data,
        )


class PeriodicForm(Seen):
    title = StringField(_l("Name of the meeting"), [filled, Length(max=LONGEST_NAME), fit])
    every = IntegerField(_l("Held every"), [needed, NumberRange(1, LONGEST_PERIOD)])
    unit = SelectField(_l("Months or years"))
    starts_on = DateField(_l("First meeting"), [needed])
    ends_on = DateField(_l("No meeting after (may stay empty)"), [Optional()])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.unit.choices = options((unit, unit_in_words(unit)) for unit in PeriodUnit)

    def periodic(self) -> Periodic:
        """Return what was filled in."""
        return Periodic(
            self.title.data,
            self.every.data,
            PeriodUnit(self.unit.data),
            self.starts_on.data,
            self.ends_on.data,
        )


class MeetingForm(Seen):
    day = DateField(_l("Date"), [needed])
    place = StringField(_l("Place"), [Length(max=LONGEST_NAME), fit])
    level = SelectField(_l("Level"), [needed])
    periodic = SelectField(_l("Periodic meeting"))
    title = StringField(_l("Name of the meeting (may stay empty)"), [Length(max=LONGEST_NAME), fit])
    topics = TextAreaField(_l("Topics"), [Length(max=LONGEST_WORDS), fit])
    outcome = TextAreaField(_l("Outcome"), [Length(max=LONGEST_WORDS), fit])
    links = TextAreaField(_l("Related paragraphs"), [Length(max=LONGEST_WORDS), fit])
    cancelled = BooleanField(_l("The meeting is cancelled"))

    def __init__(self, periodic: Sequence[PeriodicMeeting], **facts: object) -> None:
        super().__init__(**facts)
        levels = ((level, level_in_words(level)) for level in PartnerLevel)
        self.level.choices = options([("", "—"), *levels])  # which one it was is for somebody to say
        self.periodic.choices = options([("", "—"), *((row.code, row.title) for row in periodic)])

    def meeting(self) -> Meeting:
        """Return what was filled in."""
        return Meeting(
            day=self.day.data,
            level=PartnerLevel(self.level.data),
            title=self.title.data or "",
            place=self.place.data or "",
            topics=self.topics.data or "",
            outcome=self.outcome.data or "",
            cancelled=self.cancelled.data,
            periodic=self.periodic.data or "",
            links=(self.links.data or "").splitlines(),
        )


class GiveSourceForm(FlaskForm):
    source = SelectField(_l("Source of the library"))


class LinkFollowUpForm(FlaskForm):
    entry = SelectField(_l("Entry of the follow-up"))
