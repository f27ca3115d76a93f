"""
The form of a decision: what was typed in it, and what the service takes of that.

web.choices lays it out for the page of its paragraph; web.decisions receives it. It refuses to know
whether a decision is possible: services.weighing says so.
"""

from collections.abc import Iterator
from typing import Any, Literal

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import DecisionKind, Level
from acm_drafts.services.weighing import Judgement
from acm_drafts.web.forms import options
from acm_drafts.web.likenesses import keys_of
from acm_drafts.web.presentation import name_of
from acm_drafts.web.seals import REVISION, reveal

MOST_RANK = 99

LIFTS = N_("Lift the brackets")

LIFT: Literal["lift"] = "lift"
"""Lifting brackets is no kind of its own: the Mission's own edit is accepted, as any other (services.weighing)."""


def _kind(value: str) -> DecisionKind | Literal["lift"]:
    return LIFT if value == LIFT else DecisionKind(value)


def _revision(value: str | int) -> int:
    """Return the key of a revision; one that we set ourselves is there already."""
    key = value if isinstance(value, int) else reveal(value, use=REVISION)
    if key is None:
        raise ValueError(value)
    return key


class StandsField(SelectMultipleField):
    """What stands of each place in brackets: "2.1" from a group of radio buttons, named <field>-2, for each."""

    def process(self, formdata: Any, *rest: Any, **facts: Any) -> None:
        super().process(formdata, *rest, **facts)
        if formdata is not None:
            self.data = [formdata[key] for key in formdata if key.startswith(f"{self.name}-")]


class DecisionForm(FlaskForm):
    """Shape only: revisions that are old or foreign pass here and are refused by the house, in its words."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=2**31 - 1)])
    read = TextAreaField(default="")
    on = SelectMultipleField(_l("On"), coerce=_revision, choices=[], validate_choice=False)
    alike = SelectMultipleField(choices=[], validate_choice=False)
    """Groups of the same proposals, decided together: the revisions of each, with dots between."""
    keeps = SelectMultipleField(coerce=_revision, choices=[], validate_choice=False)
    """What the compromise that stands absorbed: a new version of it absorbs them again, nothing else does."""
    kind = RadioField(
        _l("Decision"), [InputRequired(_l("Choose what is decided."))], coerce=_kind, choices=[]
    )
    stands = StandsField(choices=[], validate_choice=False)
    change = SelectMultipleField(_l("Changes"), choices=[], validate_choice=False)
    text = TextAreaField(_l("Compromise text"), default="")
    level = SelectField(_l("Level"), default="", choices=[])
    agreed_on = DateField(_l("Date"), [Optional()])
    rank = IntegerField(
        _l("Place among the new paragraphs there"), [Optional(), NumberRange(min=1, max=MOST_RANK)]
    )
    reason = TextAreaField(_l("Reason"), default="")

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        kinds = [(kind.value, name_of(kind)) for kind in DecisionKind if kind is not DecisionKind.VOID]
        self.kind.choices = [*kinds, (LIFT, _(LIFTS))]
        self.level.choices = options(
            [("", _("proposed by the Mission")), *((level, name_of(level)) for level in Level)]
        )

    def validate_stands(self, field: StandsField) -> None:
        if self.kind.data == LIFT and not self.settled():
            raise ValidationError(_("Choose what stands of the words in brackets."))

    def settled(self) -> tuple[tuple[int, int], ...]:
        """Return the places in brackets that are settled, each with the number of what stands."""
        pairs = (value.partition(".") for value in self.stands.data or ())
        return tuple((int(a), int(b)) for a, _dot, b in pairs if _is_number(a) and _is_number(b))


def judgement_of(form: DecisionForm) -> Judgement:
    """Return what was typed, as the service takes it. The changes of one proposal name it, if it was not ticked."""
    ticked = list(_changes(form))
    on, lifts = named_in(form), form.kind.data == LIFT
    if form.kind.data is DecisionKind.PART and not on:
        on = tuple(dict.fromkeys(key for key, _number in ticked))
    chosen = tuple(number for key, number in ticked if key in on)
    return Judgement(
        DecisionKind.ACCEPT if lifts else form.kind.data,
        revisions=() if lifts else on,
        chosen=chosen if form.kind.data is DecisionKind.PART else (),
        text=form.text.data or "",
        reason=form.reason.data or "",
        level=Level(form.level.data) if form.level.data else None,
        agreed_on=form.agreed_on.data,
        rank=form.rank.data,
        settled=form.settled() if lifts else (),
    )


def _changes(form: DecisionForm) -> Iterator[tuple[int, int]]:
    """Yield the revision and the number of each change that is ticked."""
    for value in form.change.data or ():
        revision, _dot, number = value.partition(".")
        key = reveal(revision, use=REVISION)
        if key is not None and _is_number(number):
            yield key, int(number)


def named_in(form: DecisionForm) -> tuple[int, ...]:
    """Return the revisions that are ticked, alone or as a group of the same; a compromise keeps what it absorbed."""
    together = [key for group in form.alike.data or () for key in keys_of(group)]
    kept = (form.keeps.data or ()) if form.kind.data is DecisionKind.COMPROMISE else ()
    return tuple(dict.fromkeys([*(form.on.data or ()), *together, *kept]))


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19
