"""
Partners of the Group: the list and what is due, a partner, its contacts, its meetings, and its texts beside ours.

All members of the Group read them; contacts are read by the Mission alone, which keeps all of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import NotFound, Refusal, WrongAddress
from acm_drafts.negotiation.partners import (
    ContactKnown,
    FollowUpLinked,
    MeetingKnown,
    ParagraphNotCirculated,
    PartnerKnown,
    PeriodicKnown,
    WrongPartner,
)
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import partners
from acm_drafts.store import partners as stored
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import entries_of_meeting, follow_ups
from acm_drafts.store.meetings import today
from acm_drafts.store.records import Partner, PartnerContact, PartnerMeeting, PeriodicMeeting
from acm_drafts.web.follow_up.page import entries_of, entry_in_words
from acm_drafts.web.partners import page as pages_of
from acm_drafts.web.partners.form import (
    ContactForm,
    GiveSourceForm,
    LinkFollowUpForm,
    MeetingForm,
    PartnerForm,
    PeriodicForm,
    Seen,
)
from acm_drafts.web.shared import access
from acm_drafts.web.shared.addresses import number_in
from acm_drafts.web.shared.formatting import paragraph_url
from acm_drafts.web.shared.forms import options, say_beside
from acm_drafts.web.shared.refusals import status_of

pages = Blueprint("partners", __name__)
for name, words in (
    ("partner_name", pages_of.partner_name),
    ("partner_kind", pages_of.kind_in_words),
    ("partner_level", pages_of.level_in_words),
    ("period", pages_of.period_in_words),
    ("next_meeting", pages_of.next_in_words),
    ("partner_meeting_name", pages_of.meeting_name),
):
    pages.add_app_template_filter(words, name)

Answer = Response | str | tuple[str, int]
F = TypeVar("F", bound=Seen)
LAST_PAGE = 500


# The list, and a partner ----------------------------------------------------------------------------


@pages.get("/partners")
@access.gate(Act.READ_PARTNERS)
def index() -> str:
    """List the partners, and above them the periodic meetings that are due."""
    session, day = db.session(), today(db.session(), None)
    return render_template(
        "partners/index.html",
        rows=stored.partners_listed(session, day),
        due=stored.periodic_due(session, day),
        keeps=_keeps(),
    )


@pages.get("/partners/<code:partner>")
@access.gate(Act.READ_PARTNERS)
def show(partner: str) -> Answer:
    return _partner_page(_partner(partner))


def _partner_page(row: Partner, refusal: Refusal | None = None) -> Answer:
    session, day = db.session(), today(db.session(), None)
    keeps = _keeps()
    form = GiveSourceForm(formdata=None)
    to_give = stored.sources_to_give(session) if keeps else ()
    form.source.choices = options((source.code, _source_name(source)) for source in to_give)
    reads_contacts = access.may_here(access.actor(), Act.READ_PARTNER_CONTACTS)
    page = render_template(
        "partners/show.html",
        partner=row,
        periodic=stored.periodic_of(session, row.id, day),
        meetings=pages_of.Meetings.of(stored.meetings_of(session, row.id), day),
        sources=stored.sources_of(session, row.id),
        contacts=stored.contacts_of(session, row.id) if reads_contacts else None,
        today=day,
        keeps=keeps,
        to_give=to_give,
        form=form,
        refusal=refusal,
    )
    return page, status_of(refusal) if refusal else 200


def _source_name(source: stored.Source) -> str:
    return f"{source.symbol} ({source.language})"


def _partner(code: str) -> Partner:
    return _found(stored.find_partner(db.session(), code))


T = TypeVar("T")


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound()
    return row


def _keeps() -> bool:
    return partners.keeps_partners(access.actor())


def _back(partner: str) -> Response:
    return redirect(f"/partners/{partner}", 303)


# Forms of the Mission -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormPage(Generic[F]):
    """A form of a *partner* (None: of one that is not there yet) with its *title*; *template*: of its fields."""

    form: F
    title: str
    partner: Partner | None = None
    template: str = "partners/_partner.html"

    def shown(self, refusal: Refusal | None = None) -> str:
        return render_template(
            "partners/form.html",
            form=self.form,
            title=self.title,
            partner=self.partner,
            template=self.template,
            address=request.path,
            button=_("Save"),
            refusal=refusal,
        )

    def sent(self, act: Callable[[F], object], message: str, onwards: str) -> Answer:
        """Do what the form asks for; where that is refused, show it again with what is wrong."""
        if not self.form.validate():
            return self.shown(), 422
        try:
            act(self.form)
        except Refusal as refusal:
            field = _field_of(self.form, refusal)
            if field is None:
                return self.shown(refusal), status_of(refusal)
            say_beside(self.form[field], refusal)
            return self.shown(), status_of(refusal)
        flash(message, "success")
        return redirect(onwards, 303)


def _field_of(form: Seen, refusal: Refusal) -> str | None:
    """Return the name of the field that a refusal concerns, None where it is about the whole form."""
    beside = {
        WrongAddress: "email",
        ParagraphNotCirculated: "links",
        PartnerKnown: "short",
        PeriodicKnown: "title",
        MeetingKnown: "day",
    }
    name = beside.get(type(refusal))
    if isinstance(refusal, (WrongPartner, ContactKnown)):
        name = str(refusal.facts["fact"])  # forms name their fields as the values do that they fill
    return name if name in form else None


def _kept(row: Partner | PartnerContact | PeriodicMeeting) -> dict[str, Any]:
    """Return what fills a form with what is kept; nothing where the form was sent."""
    if request.method == "POST":
        return {}
    return {"formdata": None, "obj": row, "data": {"seen": row.counter}}


def _adding() -> FormPage[PartnerForm]:
    return FormPage(PartnerForm(), _("Add a partner"))


@pages.get("/partners/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_form() -> str:
    return _adding().shown()


@pages.post("/partners/add")
@access.gate(Act.MANAGE_PARTNERS)
def add() -> Answer:
    """Add a partner."""
    return _adding().sent(
        lambda sent: partners.add_partner(access.actor(), sent.face()),
        _("The partner is in the list."),
        "/partners",
    )


def _changing(partner: str) -> FormPage[PartnerForm]:
    row = _partner(partner)
    return FormPage(PartnerForm(**_kept(row)), _("Change the partner"), row)


@pages.get("/partners/<code:partner>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change_form(partner: str) -> str:
    return _changing(partner).shown()


@pages.post("/partners/<code:partner>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change(partner: str) -> Answer:
    """Change the names and the kind of a partner."""
    return _changing(partner).sent(
        lambda sent: partners.change_partner(access.actor(), partner, sent.face(), seen=sent.counter),
        _("The partner is changed."),
        f"/partners/{partner}",
    )


# Contacts -------------------------------------------------------------------------------------------


def _contact(partner: str, code: str = "") -> FormPage[ContactForm]:
    """Return the form of the contact with *code*, or of a new one. Raises NotFound."""
    template = "partners/_contact.html"
    if not code:
        return FormPage(ContactForm(), _("Add a contact"), _partner(partner), template)
    row = _found(stored.find_contact(db.session(), partner, code))
    return FormPage(ContactForm(**_kept(row)), _("Change the contact"), row.partner, template)


@pages.get("/partners/<code:partner>/contacts/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_contact_form(partner: str) -> str:
    return _contact(partner).shown()


@pages.post("/partners/<code:partner>/contacts/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_contact(partner: str) -> Answer:
    """Add a contact to a partner."""
    return _contact(partner).sent(
        lambda sent: partners.add_contact(access.actor(), partner, sent.contact()),
        _("The contact is saved. Only the Mission reads it."),
        f"/partners/{partner}",
    )


@pages.get("/partners/<code:partner>/contacts/<code:contact>")
@access.gate(Act.MANAGE_PARTNERS)
def change_contact_form(partner: str, contact: str) -> str:
    return _contact(partner, contact).shown()


@pages.post("/partners/<code:partner>/contacts/<code:contact>")
@access.gate(Act.MANAGE_PARTNERS)
def change_contact(partner: str, contact: str) -> Answer:
    """Change a contact."""
    return _contact(partner, contact).sent(
        lambda sent: partners.change_contact(
            access.actor(), partner, contact, sent.contact(), seen=sent.counter
        ),
        _("The contact is changed."),
        f"/partners/{partner}",
    )


# Periodic meetings ----------------------------------------------------------------------------------


def _periodic(partner: str, code: str = "") -> FormPage[PeriodicForm]:
    """Return the form of the periodic meeting with *code*, or of a new one. Raises NotFound."""
    template = "partners/_periodic.html"
    if not code:
        return FormPage(PeriodicForm(), _("Add a periodic meeting"), _partner(partner), template)
    row = _found(stored.find_periodic(db.session(), partner, code))
    return FormPage(PeriodicForm(**_kept(row)), _("Change the periodic meeting"), row.partner, template)


@pages.get("/partners/<code:partner>/periodic/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_periodic_form(partner: str) -> str:
    return _periodic(partner).shown()


@pages.post("/partners/<code:partner>/periodic/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_periodic(partner: str) -> Answer:
    """Add a meeting that recurs."""
    return _periodic(partner).sent(
        lambda sent: partners.add_periodic(access.actor(), partner, sent.periodic()),
        _("The periodic meeting is saved."),
        f"/partners/{partner}",
    )


@pages.get("/partners/<code:partner>/periodic/<code:periodic>")
@access.gate(Act.MANAGE_PARTNERS)
def change_periodic_form(partner: str, periodic: str) -> str:
    return _periodic(partner, periodic).shown()


@pages.post("/partners/<code:partner>/periodic/<code:periodic>")
@access.gate(Act.MANAGE_PARTNERS)
def change_periodic(partner: str, periodic: str) -> Answer:
    """Change a meeting that recurs, or say when it ends."""
    return _periodic(partner, periodic).sent(
        lambda sent: partners.change_periodic(
            access.actor(), partner, periodic, sent.periodic(), seen=sent.counter
        ),
        _("The periodic meeting is changed."),
        f"/partners/{partner}",
    )


# Meetings -------------------------------------------------------------------------------------------


@pages.get("/partners/<code:partner>/talks/<code:talks>")
@access.gate(Act.READ_PARTNERS)
def show_meeting(partner: str, talks: str) -> Answer:
    """Show a meeting: topics, outcome, follow-up, the related paragraphs that are read, and which meeting follows."""
    return _meeting_page(_meeting(partner, talks))


def _meeting_page(row: PartnerMeeting, refusal: Refusal | None = None) -> Answer:
    session, day, keeps = db.session(), today(db.session(), None), _keeps()
    reads = access.may_here(access.actor(), Act.READ_FOLLOW_UP)
    linked = entries_of(session, entries_of_meeting(session, access.actor(), row.id), day) if reads else []
    form = LinkFollowUpForm(formdata=None)
    known = {entry.row.entry.id for entry in linked}
    others = (
        [entry for entry in follow_ups(session, access.actor()) if entry.entry.id not in known]
        if keeps
        else []
    )
    form.entry.choices = options((entry.entry.code, entry_in_words(entry)) for entry in others)
    page = render_template(
        "partners/meeting.html",
        follow_up=linked if reads else None,
        others=others,
        texts=stored.sources_of(session, row.partner_id) if keeps else (),
        form=form,
        refusal=refusal,
        meeting=row,
        partner=row.partner,
        related=stored.related_to(session, access.actor(), row.id),
        following=stored.meeting_after(session, row, day),
        ahead=row.day >= day,
        keeps=keeps,
    )
    return page, status_of(refusal) if refusal else 200


def _meeting(partner: str, code: str) -> PartnerMeeting:
    return _found(stored.find_meeting(db.session(), partner, code))


def _meeting_form(row: Partner, form: MeetingForm, title: str) -> FormPage[MeetingForm]:
    return FormPage(form, title, row, "partners/_meeting.html")


def _new_meeting(row: Partner, **facts: object) -> MeetingForm:
    day = today(db.session(), None)
    return MeetingForm([known.periodic for known in stored.periodic_of(db.session(), row.id, day)], **facts)


@pages.get("/partners/<code:partner>/talks/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_meeting_form(partner: str) -> str:
    """Show the form of a new meeting; ?periodic= fills in the day that a periodic one proposes."""
    row, day = _partner(partner), today(db.session(), None)
    known = stored.periodic_of(db.session(), row.id, day)
    wanted = next((entry for entry in known if entry.periodic.code == request.args.get("periodic")), None)
    filled: dict[str, object] = {}
    if wanted is not None:
        proposed = wanted.next.day if wanted.next and not wanted.next.due else None
        filled = {"periodic": wanted.periodic.code, "day": proposed}
    form = MeetingForm([entry.periodic for entry in known], formdata=None, data=filled)
    return _meeting_form(row, form, _("Add a meeting")).shown()


@pages.post("/partners/<code:partner>/talks/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_meeting(partner: str) -> Answer:
    """Add a meeting with a partner, to come or past."""
    row = _partner(partner)
    return _meeting_form(row, _new_meeting(row), _("Add a meeting")).sent(
        lambda sent: partners.add_meeting(access.actor(), partner, sent.meeting()),
        _("The meeting is saved."),
        f"/partners/{partner}",
    )


@pages.get("/partners/<code:partner>/talks/<code:talks>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change_meeting_form(partner: str, talks: str) -> str:
    row = _meeting(partner, talks)
    related = stored.related_to(db.session(), access.actor(), row.id)
    links = [request.host_url.rstrip("/") + paragraph_url(row.communique.code, row.code) for row in related]
    facts = {
        "seen": row.counter,
        "periodic": row.periodic.code if row.periodic else "",
        "links": "\n".join(links),
        **{name: getattr(row, name) for name in ("day", "place", "level", "title", "topics", "outcome")},
        "cancelled": row.cancelled,
    }
    form = _new_meeting(row.partner, formdata=None, data=facts)
    return _meeting_form(row.partner, form, _("Change the meeting")).shown()


@pages.post("/partners/<code:partner>/talks/<code:talks>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change_meeting(partner: str, talks: str) -> Answer:
    """Change a meeting: its facts, its outcome, its related paragraphs, that it is cancelled."""
    row = _meeting(partner, talks)
    return _meeting_form(row.partner, _new_meeting(row.partner), _("Change the meeting")).sent(
        lambda sent: partners.change_meeting(
            access.actor(), partner, talks, sent.meeting(), seen=sent.counter
        ),
        _("The meeting is changed."),
        f"/partners/{partner}/talks/{talks}",
    )


@pages.post("/partners/<code:partner>/talks/<code:talks>/follow-up")
@access.gate(Act.MANAGE_PARTNERS)
def link_follow_up(partner: str, talks: str) -> Answer:
    """Link an entry of the follow-up to a meeting."""
    row = _meeting(partner, talks)
    try:
        partners.link_follow_up(access.actor(), partner, talks, request.form.get("entry", "")[:12])
    except FollowUpLinked as refusal:
        return _meeting_page(row, refusal)
    flash(_("The entry of the follow-up is linked to the meeting."), "success")
    return redirect(f"/partners/{partner}/talks/{talks}#follow-up", 303)


@pages.post("/partners/<code:partner>/talks/<code:talks>/follow-up/<code:entry>/unlink")
@access.gate(Act.MANAGE_PARTNERS)
def unlink_follow_up(partner: str, talks: str, entry: str) -> Response:
    """Take the link of an entry of the follow-up to a meeting away."""
    partners.unlink_follow_up(access.actor(), partner, talks, entry)
    flash(_("The entry is no longer linked to the meeting. It stays in the follow-up."), "success")
    return redirect(f"/partners/{partner}/talks/{talks}#follow-up", 303)


# Texts ----------------------------------------------------------------------------------------------


@pages.post("/partners/<code:partner>/sources")
@access.gate(Act.MANAGE_PARTNERS)
def give_source(partner: str) -> Answer:
    """Say that a source of the library is a text of a partner."""
    row = _partner(partner)
    try:
        partners.give_source(access.actor(), partner, request.form.get("source", "")[:12])
    except Refusal as refusal:
        return _partner_page(row, refusal=refusal)
    flash(_("The source is among the texts of the partner."), "success")
    return _back(partner)


@pages.post("/partners/<code:partner>/sources/<code:source>/take")
@access.gate(Act.MANAGE_PARTNERS)
def take_source(partner: str, source: str) -> Answer:
    """Say that a source is no text of a partner."""
    row = _partner(partner)
    try:
        partners.take_source(access.actor(), partner, source)
    except Refusal as refusal:
        return _partner_page(row, refusal=refusal)
    flash(_("The source is no longer among the texts of the partner. It stays in the library."), "success")
    return _back(partner)


@pages.get("/partners/<code:partner>/positions")
@access.gate(Act.READ_PARTNERS)
def positions(partner: str) -> str:
    """Show the passages of a partner's texts beside the paragraphs of ours nearest to them; ?source= of one text."""
    row = _partner(partner)
    sources = stored.sources_of(db.session(), row.id)
    chosen = request.args.get("source", "")
    shown: Sequence[stored.Source] = [source for source in sources if source.code == chosen] or sources
    page = min(max(number_in(request.args.get("page", "")) or 1, 1), LAST_PAGE)
    return render_template(
        "partners/positions.html",
        partner=row,
        sources=sources,
        chosen=chosen if len(shown) < len(sources) or len(sources) == 1 else "",
        found=pages_of.positions_page(db.session(), shown, page),
    )
