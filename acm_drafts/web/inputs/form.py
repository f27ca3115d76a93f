"""
What is sent about a call for inputs: what it says, how its deadline moves, an answer with its files, a mark of a theme.

Forms check shape, length and choice; whether it can be so is asked of services.inputs.
"""

from collections.abc import Iterable, Mapping, Sequence

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    DateTimeLocalField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import language_name
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.inputs import READERS
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services.inputs import (
    LONGEST_BACKGROUND,
    LONGEST_QUESTION,
    LONGEST_THEME,
    LONGEST_TITLE,
    MOST_QUESTIONS,
    CallWish,
)
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT
from acm_drafts.store.inputs import CallRecord, VersionRecord
from acm_drafts.store.records import Party
from acm_drafts.text.language import Language
from acm_drafts.web.shared import formatting, zones
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.forms import filled, fit, needed, options
from acm_drafts.web.sittings.form import CLOCK


class CallForm(FlaskForm):
    """What a call says; a question a line."""

    title = StringField(_l("Title"), [filled, Length(max=LONGEST_TITLE), fit])
    background = TextAreaField(_l("Background (may stay empty)"), [Length(max=LONGEST_BACKGROUND), fit])
    questions = TextAreaField(_l("Questions"), [filled, Length(max=MOST_QUESTIONS * LONGEST_QUESTION), fit])
    deadline = DateTimeLocalField(_l("Deadline"), [needed], format=CLOCK)
    zone = SelectField(_l("Time zone"))
    visibility = RadioField(_l("Who reads the answers"), default=Visibility.MISSION.value)
    languages = SelectMultipleField(
        _l("Languages in which answers are taken"),
        [needed],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.zone.choices = zones.choices()
        self.visibility.choices = [(visibility.value, _(READERS[visibility])) for visibility in Visibility]
        self.languages.choices = [(language.value, language_name(language.value)) for language in Language]

    def validate_deadline(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.zone.data)

    def wish(self) -> CallWish:
        """Return what was filled in, once it is valid."""
        return CallWish(
            title=self.title.data,
            questions=self.questions.data.splitlines(),
            deadline=zones.moment_of(self.deadline, self.zone.data),
            zone=self.zone.data,
            background=self.background.data or "",
            visibility=Visibility(self.visibility.data),
            languages=[Language(code) for code in self.languages.data],
        )


def empty_call() -> dict[str, object]:
    """Return what the form of a new call begins with."""
    return {"zone": formatting.conference_zone(), "languages": [language.value for language in Language]}


def filled_call(record: CallRecord) -> dict[str, object]:
    """Return what the form of a call begins with that is not issued yet."""
    return {
        "title": record.version.title,
        "background": record.version.background,
        "questions": "\n".join(record.questions.values()),
        "deadline": zones.clock_at(record.deadline, record.version.zone),
        "zone": record.version.zone,
        "visibility": record.visibility.value,
        "languages": [language.value for language in record.languages],
    }


class UntilForm(FlaskForm):
    """Until when a deadline is extended, or a delegation may answer late: on the clocks of the *zone* of the call."""

    until = DateTimeLocalField(_l("New deadline"), [needed], format=CLOCK)
    reason = TextAreaField(_l("Reason"), [filled, Length(max=LONGEST_REASON), fit])

    def __init__(self, zone: str, **facts: object) -> None:
        self.clock_zone = zone
        super().__init__(**facts)

    def validate_until(self, field: DateTimeLocalField) -> None:
        zones.moment_of(field, self.clock_zone)


class LateForm(UntilForm):
    until = DateTimeLocalField(_l("Until"), [needed], format=CLOCK)
    party = SelectField(_l("Delegation"), [needed])

    def __init__(self, zone: str, states: Iterable[Party], **facts: object) -> None:
        super().__init__(zone, **facts)
        named = [(state.code, formatting.party_name(state)) for state in formatting.by_name(states)]
        self.party.choices = options([("", "—"), *named])


class ReasonForm(FlaskForm):
    reason = TextAreaField(_l("Reason"), [filled, Length(max=LONGEST_REASON), fit])


class AnswerForm(FlaskForm):
    """An answer: a text for each question, named by its place; the language they are in; files."""

    language = SelectField(_l("Language of the answer"))
    files = MultipleFileField(_l("Add files: .docx or .txt"))

    def __init__(self, record: CallRecord, **facts: object) -> None:
        super().__init__(**facts)
        self.language.choices = options(
            (language.value, language_name(language.value)) for language in record.languages
        )

    @property
    def sent_files(self) -> Sequence[FileStorage]:
        return [file for file in self.files.data or () if isinstance(file, FileStorage) and file.filename]


def sent_parts(record: CallRecord) -> dict[int, str]:
    """Return what was sent on each question of a call, by its place."""
    return {position: request.form.get(f"part-{position}", "") for position in record.questions}


def too_long(parts: Mapping[int, str]) -> set[int]:
    """Return the places of the questions whose answer is longer than one may be."""
    return {position for position, text in parts.items() if len(text) > LONGEST_TEXT}


def sent_seen() -> int:
    """Return which version the form was made from, as it says."""
    return number_in(request.form.get("seen", "")) or 0


class MarkForm(FlaskForm):
    """A theme on a passage of the answer to one question."""

    phrase = TextAreaField(_l("Words of the answer"), [filled, fit])
    theme = StringField(_l("Theme"), [filled, Length(max=LONGEST_THEME), fit])


def language_for(record: CallRecord, version: VersionRecord | None, preferred: str) -> str:
    """Return the language that the form of an answer begins with: its own, else the reader's, else the first taken."""
    if version is not None:
        return version.language.value
    taken = [language.value for language in record.languages]
    return preferred if preferred in taken else taken[0]
