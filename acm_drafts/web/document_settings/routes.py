"""
Settings of the Word documents: the Mission says how the documents of a communiqué look.

What can be set is settled in negotiation.document_settings, and how it is printed in documents.write.
"""

from flask import Blueprint, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from acm_drafts.documents.write.words import say
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.document_settings import (
    LONGEST_PLACE,
    LONGEST_TITLE,
    Distribution,
    DocumentSettings,
)
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.text.language import Language
from acm_drafts.web.shared import access
from acm_drafts.web.shared.forms import fit, options
from acm_drafts.web.text.routes import Opened, opened, opened_to_change

pages = Blueprint("document_settings", __name__)

Answer = Response | str | tuple[str, int]

_TITLE = (Length(max=LONGEST_TITLE), fit)
_PLACE = (Length(max=LONGEST_PLACE), fit)


class SettingsForm(FlaskForm):
    title_en = StringField(_l("Title in English"), _TITLE)
    title_fr = StringField(_l("Title in French"), _TITLE)
    title_ar = StringField(_l("Title in Arabic"), _TITLE)
    place_en = StringField(_l("Place in English"), _PLACE)
    place_fr = StringField(_l("Place in French"), _PLACE)
    place_ar = StringField(_l("Place in Arabic"), _PLACE)
    held_on = DateField(_l("Date of the meeting (may stay empty)"), [Optional()])
    distribution = SelectField(_l("Distribution"))
    italics = BooleanField(_l("Opening verbs in italics"))
    footnotes = BooleanField(_l("Reservations as footnotes"))

    def __init__(self, own: Language, **facts: object) -> None:
        super().__init__(**facts)
        del self[f"title_{own.value}"]  # the title of the text itself
        self.distribution.choices = options(
            [("", _("not named on the first page"))]
            + [(kind.value, _distribution(kind)) for kind in Distribution if kind]
        )

    def settings(self) -> DocumentSettings:
        """Return what is filled in."""
        return DocumentSettings(
            self._by_language("title"),
            self._by_language("place"),
            self.held_on.data,
            Distribution(self.distribution.data),
            italics=self.italics.data,
            footnotes=self.footnotes.data,
        )

    def _by_language(self, name: str) -> dict[Language, str]:
        fields = {language: self._fields.get(f"{name}_{language.value}") for language in Language}
        return {language: field.data or "" for language, field in fields.items() if field is not None}


@pages.get("/c/<code:code>/document-settings")
@access.gate(Act.SET_DOCUMENT_SETTINGS)
def form(code: str) -> Answer:
    """Show the settings as they are kept."""
    page = opened_to_change(code)
    settings = load_document_settings(db.session(), page.communique.id)
    kept = {f"title_{language.value}": title for language, title in settings.titles.items()}
    kept |= {f"place_{language.value}": place for language, place in settings.places.items()}
    facts = {
        "held_on": settings.held_on,
        "distribution": settings.distribution.value,
        "italics": settings.italics,
        "footnotes": settings.footnotes,
    }
    return _page(page, SettingsForm(page.language, formdata=None, data=kept | facts))


@pages.post("/c/<code:code>/document-settings")
@access.gate(Act.SET_DOCUMENT_SETTINGS)
def keep(code: str) -> Answer:
    page = opened(code)
    filled = SettingsForm(page.language)
    if not filled.validate():
        return _page(page, filled, 422)
    set_document_settings(access.actor(), code, filled.settings())
    flash(_("The settings are saved: the documents follow them from now on."), "success")
    return redirect(f"/c/{code}/document-settings", 303)


def _distribution(kind: Distribution) -> str:
    """Return a distribution as documents in the reader's language name it."""
    return say(interface_language(), f"distribution {kind}")


def _page(page: Opened, filled: SettingsForm, status: int = 200) -> Answer:
    return render_template("document_settings/form.html", page=page, form=filled, Language=Language), status
