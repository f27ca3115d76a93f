"""
The list of meetings and texts: from here every text can be reached, of other years too.

It shows what the reader may know of, and lets the Mission add a meeting.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.permissions import Act, may, require
from acm_drafts.negotiation.terms import DraftStatus, RoundState
from acm_drafts.services.meetings import LONGEST, YEARS, add_meeting
from acm_drafts.store.database import db
from acm_drafts.store.meetings import DEFAULT_ZONE, Text, every, withdrawn_texts
from acm_drafts.store.records import Meeting, Round
from acm_drafts.store.rounds import state_of_round
from acm_drafts.text.language import Language
from acm_drafts.web.shared import access, formatting, layout, navigation, zones
from acm_drafts.web.shared.forms import fit, needed

pages = Blueprint("meetings", __name__)

Answer = Response | str | tuple[str, int]


class MeetingForm(FlaskForm):
    title = StringField(_l("Title of the meeting"), [needed, Length(max=LONGEST), fit])
    year = IntegerField(_l("Year"), [needed, NumberRange(min=YEARS[0], max=YEARS[-1])])
    place = StringField(_l("Place (may stay empty)"), [Length(max=LONGEST), fit])
    zone = SelectField(_l("Time zone of the meeting"))

    def __init__(self, **facts: object) -> None:
        super().__init__(**facts)
        self.zone.choices = zones.choices(own=DEFAULT_ZONE)


@dataclass(frozen=True, slots=True)
class Row:
    """
    One text of the list: where it leads, its title in its own language, and where it stands.

    *round*: the round on its newest draft with its state, None where the draft has none.
    """

    url: str
    title: str
    language: Language
    symbol: str
    status: DraftStatus
    circulated: bool
    round: tuple[Round, RoundState] | None
    adopted_on: date | None


@pages.get("/meetings")
@access.signed_in
def index() -> Answer:
    return _index(MeetingForm(formdata=None, data={"zone": DEFAULT_ZONE}))


@pages.post("/meetings")
@access.gate(Act.ADD_MEETING)
def add() -> Answer:
    require(access.actor(), Act.ADD_MEETING)  # in general, whatever meeting is at hand
    form = MeetingForm()
    if not form.validate():
        return _index(form, 422)
    meeting = add_meeting(
        access.actor(),
        title=form.title.data,
        year=form.year.data,
        zone=form.zone.data,
        place=form.place.data,
    )
    flash(_("%(meeting)s is added.", meeting=layout.meeting_name(meeting)), "success")
    return redirect("/meetings", 303)


def _index(form: MeetingForm, status: int = 200) -> Answer:
    adds = may(access.actor(), Act.ADD_MEETING)
    known = {
        meeting: [_row(text) for text in texts]
        for meeting, texts in groupby(navigation.known_texts(), lambda text: text.meeting)
    }
    shown: list[tuple[Meeting, list[Row]]] = list(known.items())
    if adds:  # the Mission sees those without a text as well
        shown = [(meeting, known.get(meeting, [])) for meeting in every(db.session())]
    page = render_template(
        "meetings/index.html",
        meetings=shown,
        withdrawn=withdrawn_texts(db.session(), access.actor()),
        form=form,
        adds=adds,
    )
    return page, status


def _row(text: Text) -> Row:
    communique = text.communique
    url = formatting.text_url(communique.code) if text.readable else f"/c/{communique.code}/journal"
    return Row(
        url,
        communique.title,
        Language(communique.language),
        text.symbol,
        text.status,
        text.circulated,
        (text.round, state_of_round(text.round)) if text.round else None,
        text.adopted_on,
    )
