"""
The list of meetings and texts: from here every text can be reached, of other years too. And the page of one meeting.

They show what the reader may know of, and let the Mission add a meeting and change what is said of it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.archiving import require_not_archived
from acm_drafts.negotiation.errors import NotInItsYear, NotPossible, Refusal
from acm_drafts.negotiation.meetings import MeetingUsed
from acm_drafts.negotiation.permissions import Act, Facts, may, require
from acm_drafts.negotiation.terms import DraftStatus, PartyKind, RoundState, TextKind
from acm_drafts.services.meetings import (
    LONGEST,
    SESSIONS,
    YEARS,
    MeetingFacts,
    add_meeting,
    change_meeting,
    facts_of_meeting,
    remove_meeting,
)
from acm_drafts.store.bodies import chair_of_meeting
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.deletion import deleted_meetings, waiting_requests
from acm_drafts.store.meetings import (
    DEFAULT_ZONE,
    Text,
    every,
    get_meeting,
    has_delegations,
    is_used,
    withdrawn_texts,
)
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Meeting, Party, Round
from acm_drafts.store.rounds import state_of_round
from acm_drafts.store.speakers import load_speakers
from acm_drafts.text.language import Language
from acm_drafts.web.meetings.page import at_meeting
from acm_drafts.web.shared import access, formatting, layout, navigation, zones
from acm_drafts.web.shared.forms import fit, needed, options, say_beside
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("meetings", __name__)

Answer = Response | str | tuple[str, int]


class FactsForm(FlaskForm):
    """What is said of a meeting, with one of the *states* in the chair."""

    title = StringField(_l("Title of the meeting"), [needed, Length(max=LONGEST), fit])
    held_on = DateField(_l("Date of the meeting (may stay empty)"), [Optional()])
    place = StringField(_l("Place (may stay empty)"), [Length(max=LONGEST), fit])
    unga_session = IntegerField(
        _l("Session of the General Assembly (its number; may stay empty)"),
        [Optional(), NumberRange(min=SESSIONS[0], max=SESSIONS[-1])],
    )
    chair = SelectField(_l("State in the chair"))

    def __init__(self, states: Iterable[Party], **facts: object) -> None:
        super().__init__(**facts)
        named = [(state.code, formatting.party_name(state)) for state in formatting.by_name(states)]
        self.chair.choices = options([("", _("not set")), *named])

    def facts(self) -> MeetingFacts:
        """Return what was filled in, once it is valid."""
        return MeetingFacts(
            self.title.data,
            self.place.data or "",
            self.held_on.data,
            self.unga_session.data,
            self.chair.data or "",
        )


class MeetingForm(FactsForm):
    """A further meeting: what is said of it, its year and its clock."""

    year = IntegerField(_l("Year"), [needed, NumberRange(min=YEARS[0], max=YEARS[-1])])
    zone = SelectField(_l("Time zone of the meeting"))

    def __init__(self, states: Iterable[Party], **facts: object) -> None:
        super().__init__(states, **facts)
        self.zone.choices = zones.choices(own=DEFAULT_ZONE)


@dataclass(frozen=True, slots=True)
class Row:
    """
    One text of the list: where it leads, what it is, its title in its own language, and where it stands.

    *round*: the round on its newest draft with its state, None where the draft has none.
    """

    url: str
    kind: TextKind
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
    if not may(access.actor(), Act.ADD_MEETING):
        return _index()
    return _index(MeetingForm(_states(), formdata=None, data={"zone": DEFAULT_ZONE}))


@pages.post("/meetings")
@access.gate(Act.ADD_MEETING)
def add() -> Answer:
    require(access.actor(), Act.ADD_MEETING)  # in general, whatever meeting is at hand
    form = MeetingForm(_states())
    if not form.validate():
        return _index(form, 422)
    try:
        meeting = add_meeting(access.actor(), form.facts(), year=form.year.data, zone=form.zone.data)
    except NotPossible as refusal:
        say_beside(form.held_on if isinstance(refusal, NotInItsYear) else form.title, refusal)
        return _index(form, status_of(refusal))
    flash(_("%(meeting)s is added.", meeting=layout.meeting_name(meeting)), "success")
    return redirect("/meetings", 303)


def _index(form: MeetingForm | None = None, status: int = 200) -> Answer:
    """Show the list, with the *form* to add a meeting for who may."""
    known = {
        meeting: [_row(text) for text in texts]
        for meeting, texts in groupby(navigation.known_texts(), lambda text: text.meeting)
    }
    shown: list[tuple[Meeting, list[Row]]] = list(known.items())
    if form is not None:  # the Mission sees those without a text as well
        shown = [(meeting, known.get(meeting, [])) for meeting in every(db.session())]
    confirms = may(access.actor(), Act.CONFIRM_DELETION)
    page = render_template(
        "meetings/index.html",
        waiting=waiting_requests(db.session(), utcnow()) if confirms else [],
        meetings=[(meeting, rows) for meeting, rows in shown if meeting.archived_on is None],
        archived=[(meeting, rows) for meeting, rows in shown if meeting.archived_on is not None],
        withdrawn=withdrawn_texts(db.session(), access.actor()),
        deleted=deleted_meetings(db.session()) if confirms else [],
        form=form,
    )
    return page, status


def _row(text: Text) -> Row:
    communique = text.communique
    url = formatting.text_url(communique.code) if text.readable else f"/c/{communique.code}/journal"
    return Row(
        url,
        TextKind(communique.kind),
        communique.title,
        Language(communique.language),
        text.symbol,
        text.status,
        text.circulated,
        (text.round, state_of_round(text.round)) if text.round else None,
        text.adopted_on,
    )


# One meeting -----------------------------------------------------------------------------------------


@pages.get("/meetings/<int:meeting>")
@access.signed_in
def show(meeting: int) -> Answer:
    """Show what is said of a meeting, its texts that the reader may know of, and how its list of speakers stands."""
    texts, held = at_meeting(meeting), get_meeting(db.session(), meeting)
    who, facts, is_open = access.actor(), Facts(meeting=meeting), held.archived_on is None
    changes = is_open and may(who, Act.CHANGE_MEETING, facts)
    reads_speakers = may(who, Act.READ_SPEAKERS, facts)
    html = render_template(
        "meetings/show.html",
        meeting=held,
        chair=chair_of_meeting(db.session(), held),
        texts=[_row(text) for text in texts],
        held=any(text.adopted_on for text in texts),
        speakers=load_speakers(db.session(), meeting) if reads_speakers else None,
        changes=changes,
        removable=changes and not texts and not is_used(db.session(), meeting),
        imports=is_open and may(who, Act.IMPORT, facts),
        empty=changes and not has_delegations(db.session(), meeting),
        exports=access.may_for_own(who, Act.TAKE_EXPORT),
        archives=may(who, Act.ARCHIVE_MEETING, facts),
        deletes=not is_open and may(who, Act.CONFIRM_DELETION, facts),
    )
    return html


@pages.get("/meetings/<int:meeting>/facts")
@access.gate(Act.CHANGE_MEETING)
def facts_form(meeting: int) -> Answer:
    at_meeting(meeting)
    held = get_meeting(db.session(), meeting)
    require_not_archived(held.archived_on)
    return _facts_form(
        held, FactsForm(_states(), formdata=None, data=asdict(facts_of_meeting(db.session(), held)))
    )


@pages.post("/meetings/<int:meeting>/facts")
@access.gate(Act.CHANGE_MEETING)
def change(meeting: int) -> Answer:
    at_meeting(meeting)
    require_not_archived(get_meeting(db.session(), meeting).archived_on)
    form = FactsForm(_states())
    if not form.validate():
        return _facts_form(get_meeting(db.session(), meeting), form, 422)
    try:
        change_meeting(access.actor(), meeting, form.facts())
    except NotPossible as refusal:
        say_beside(form.held_on if isinstance(refusal, NotInItsYear) else form.title, refusal)
        return _facts_form(get_meeting(db.session(), meeting), form, status_of(refusal))
    flash(_("The details of the meeting are saved."), "success")
    return redirect(f"/meetings/{meeting}", 303)


@pages.get("/meetings/<int:meeting>/remove")
@access.gate(Act.CHANGE_MEETING)
def removal(meeting: int) -> Answer:
    """Ask whether a meeting is to be removed, or say why it cannot be."""
    at_meeting(meeting)
    require(access.actor(), Act.CHANGE_MEETING, Facts(meeting=meeting))
    return _removal(meeting, MeetingUsed() if is_used(db.session(), meeting) else None)


def _removal(meeting: int, refusal: Refusal | None, status: int = 200) -> Answer:
    held = get_meeting(db.session(), meeting)
    return render_template("meetings/remove.html", meeting=held, refusal=refusal), status


@pages.post("/meetings/<int:meeting>/remove")
@access.gate(Act.CHANGE_MEETING)
def remove(meeting: int) -> Answer:
    at_meeting(meeting)
    try:
        remove_meeting(access.actor(), meeting)
    except MeetingUsed as refusal:
        return _removal(meeting, refusal, status_of(refusal))
    flash(_("The meeting is removed."), "success")
    return redirect("/meetings", 303)


def _states() -> Iterable[Party]:
    return find_parties(db.session(), PartyKind.STATE)


def _facts_form(meeting: Meeting, form: FactsForm, status: int = 200) -> Answer:
    return render_template("meetings/facts.html", meeting=meeting, form=form), status
