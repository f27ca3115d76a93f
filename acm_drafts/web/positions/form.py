"""What the forms of a position send, beside a proposal and beside a paragraph alike."""

from typing import Protocol

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, TextAreaField

from acm_drafts.negotiation.errors import N_, NotFound, WrongAnswer
from acm_drafts.negotiation.terms import Stance
from acm_drafts.services.positions import Held
from acm_drafts.store.database import db
from acm_drafts.store.people import find_party


class Sent(Protocol):
    """The fields of a position: *words* says which words the page showed, *seen* and *seen_reason* what of it."""

    party: Field
    stance: Field
    reason: Field
    back: Field
    seen: Field
    seen_reason: Field
    words: Field


class PositionForm(FlaskForm):
    """What is sent beside a paragraph; *back*: where the reader came from."""

    party = StringField()
    stance = SelectField(validate_choice=False)
    reason = TextAreaField()
    back = StringField()
    seen = StringField()
    seen_reason = StringField()
    words = StringField()


def party_of(form: Sent) -> int:
    """Return the party that a form names. Raises NotFound for none; who speaks for it is asked by the services."""
    typed = form.party.data or ""
    party = find_party(db.session(), typed) if typed.isascii() and typed.isalnum() else None
    if party is None:
        raise NotFound()
    return party.id


def wished(form: Sent) -> Held:
    """Return the position that a form asks for, and why. Raises WrongAnswer for what is no position."""
    return _stance(form.stance.data), form.reason.data or ""


def seen(form: Sent) -> Held | None:
    """Return what the page showed of the position, None where it does not say so. Raises WrongAnswer."""
    if form.seen.data is None:
        return None
    return _stance(form.seen.data), form.seen_reason.data or ""


def _stance(typed: str | None) -> Stance | None:
    try:
        return Stance(typed) if typed else None
    except ValueError:
        raise WrongAnswer(what=N_("choose one of the answers")) from None
