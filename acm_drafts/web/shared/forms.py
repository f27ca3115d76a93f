"""
What every form shares: choices, the words of a missing field, a refusal said beside its field.

Forms check shape, length and choice, and no rule of the negotiation; each stands in the module of
its pages.
"""

from collections.abc import Iterable

from wtforms import Field, Form
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import Refusal, UnreadableText
from acm_drafts.text.language import unfit, with_line_feeds
from acm_drafts.web.shared.refusals import next_step_of, sentence_of

needed = InputRequired(_l("This is needed."))
filled = DataRequired(_l("This is needed."))
"""The same of words: white space is none."""


def options(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """Return the choices of a field from (value, label) pairs."""
    return [SelectChoice(value=str(value), label=str(label)) for value, label in pairs]


def fit(form: Form, field: Field) -> None:
    """Refuse a character that cannot be kept, such as one that hides or reorders others. Lines may end in CR LF."""
    if unreadable := unfit(with_line_feeds(field.data or "")):
        raise ValidationError(
            sentence_of(UnreadableText(character=unreadable[1], position=unreadable[0] + 1))
        )


def say_beside(field: Field, refusal: Refusal) -> None:
    """Add a refusal, with its next step, to the errors of the field that it concerns."""
    message = f"{sentence_of(refusal)} {next_step_of(refusal)}".strip()
    field.errors = [*field.errors, message]
