"""
What is sent about the list of speakers: who is to speak, at which level, in which place, and for how long.

Forms check shape, length and choice; whether it can be so is asked of services.speakers.
"""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.speakers import LONGEST_NAME, LONGEST_REASON, MINUTES
from acm_drafts.negotiation.terms import SpeakerKind, SpeakerLevel
from acm_drafts.services.speakers import Guest, Person
from acm_drafts.store.records import Party
from acm_drafts.store.speakers import SpeakerRow
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.formatting import by_name, name_of, party_name
from acm_drafts.web.shared.forms import filled, fit, needed, options
from acm_drafts.web.speakers.page import participant_name

_WORDS = [Length(max=LONGEST_NAME), fit]


USUAL = {"level": SpeakerLevel.MINISTER.value}
"""What a form of a new speaker begins with: the debate is one of ministers."""


def _levels() -> Iterable[tuple[object, object]]:
    return ((level.value, name_of(level)) for level in SpeakerLevel)


class NameForm(FlaskForm):
    """The name and function of a speaker."""

    name = StringField(_l("Name of the speaker"), [filled, *_WORDS])
    function = StringField(_l("Function (may stay empty)"), _WORDS)


class LevelForm(FlaskForm):
    level = SelectField(_l("Level"), [needed])

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.level.choices = options(_levels())

    def chosen(self) -> SpeakerLevel:
        """Return the level, once the form is valid."""
        return SpeakerLevel(self.level.data)


class InscriptionForm(NameForm):
    """A new speaker, for one of the *states* that the reader may inscribe for."""

    state = SelectField(_l("Speaks for"), [needed])
    level = SelectField(_l("Level"), [needed])

    def __init__(self, states: Iterable[Party], **facts: object) -> None:
        super().__init__(**facts)
        named = [(state.id, party_name(state)) for state in by_name(states)]
        self.state.choices = options(named if len(named) == 1 else [("", "—"), *named])
        self.level.choices = options(_levels())

    def person(self) -> Person:
        """Return who is to speak, once the form is valid."""
        return Person(self.name.data, self.function.data or "", SpeakerLevel(self.level.data))

    def party(self) -> int | None:
        """Return the key of the State that was chosen."""
        return number_in(self.state.data)


class GuestForm(NameForm):
    """A new speaker of an observer State or an organization."""

    kind = SelectField(_l("Kind of participant"), [needed])
    participant = StringField(_l("Observer State or organization"), [filled, *_WORDS])
    level = SelectField(_l("Level"), [needed])

    def __init__(self, **facts: object) -> None:
        super().__init__(prefix="guest-", **facts)
        self.kind.choices = options(
            (kind.value, name_of(kind)) for kind in SpeakerKind if kind is not SpeakerKind.MEMBER
        )
        self.level.choices = options(_levels())

    def person(self) -> Person:
        """Return who is to speak, once the form is valid."""
        return Person(self.name.data, self.function.data or "", SpeakerLevel(self.level.data))

    def guest(self) -> Guest:
        """Return for whom, once the form is valid."""
        return Guest(SpeakerKind(self.kind.data), self.participant.data)


class LimitForm(FlaskForm):
    minutes = IntegerField(
        _l("Time limit in minutes (empty: none)"),
        [Optional(), NumberRange(min=MINUTES[0], max=MINUTES[-1])],
    )


class MoveForm(FlaskForm):
    """The place of a speaker among those who are still to speak."""

    after = SelectField(_l("New place"))
    reason = TextAreaField(_l("Reason"), [filled, Length(max=LONGEST_REASON), fit])

    def __init__(self, others: Iterable[SpeakerRow], **facts: object) -> None:
        super().__init__(**facts)
        self.after.choices = options(
            [("", _("at the head of those who are to speak"))]
            + [
                (
                    row.speaker.code,
                    _("after %(place)s. %(name)s", place=row.place, name=participant_name(row.speaker)),
                )
                for row in others
            ]
        )
