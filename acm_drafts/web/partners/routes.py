"""
Partners of the Group: the list and what is due, a partner, its contacts, its meetings, and its texts beside ours.

All members of the Group read them; contacts are read by the Mission alone, which keeps all of it.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import NotFound, Refusal, WrongAddress
from acm_drafts.negotiation.partners import FollowUpLinked, ParagraphNotCirculated, PartnerKnown
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import partners
from acm_drafts.store import partners as stored
from acm_drafts.store.database import db
from acm_drafts.store.follow_up import entries_of_meeting, follow_ups
from acm_drafts.store.meetings import today
from acm_drafts.store.records import Partner, PartnerMeeting
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


def _form_page(form: Seen, title: str, partner: Partner | None = None, **facts: object) -> str:
    """Return the page of a form; *facts*: the template of its fields, what was refused."""
    given = {"refusal": None, "template": "partners/_partner.html", "button": _("Save")}
    return render_template(
        "partners/form.html",
        form=form,
        title=title,
        partner=partner,
        address=request.path,
        **{**given, **facts},
    )


def _sent(
    form: F, act: Callable[[F], object], shown: Callable[[Refusal | None], str], message: str, onwards: str
) -> Answer:
    """Do what a form asks for; where that is refused, show the form again with what is wrong."""
    if not form.validate():
        return shown(None), 422
    try:
        act(form)
    except Refusal as refusal:
        field = _field_of(form, refusal)
        if field is None:
            return shown(refusal), status_of(refusal)
        say_beside(form[field], refusal)
        return shown(None), status_of(refusal)
    flash(message, "success")
    return redirect(onwards, 303)


def _field_of(form: Seen, refusal: Refusal) -> str | None:
    """Return the name of the field that a refusal concerns, None where it is about the whole form."""
    beside = {WrongAddress: "email", ParagraphNotCirculated: "links", PartnerKnown: "short"}
    name = beside.get(type(refusal))
    return name if name in form else None


@pages.get("/partners/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_form() -> str:
    return _form_page(PartnerForm(formdata=None), _("Add a partner"))


@pages.post("/partners/add")
@access.gate(Act.MANAGE_PARTNERS)
def add() -> Answer:
    """Add a partner."""
    form = PartnerForm()
    return _sent(
        form,
        lambda sent: partners.add_partner(access.actor(), sent.face()),
        lambda refusal: _form_page(form, _("Add a partner"), refusal=refusal),
        _("The partner is in the list."),
        "/partners",
    )


@pages.get("/partners/<code:partner>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change_form(partner: str) -> str:
    row = _partner(partner)
    form = PartnerForm(formdata=None, obj=row, data={"seen": row.counter})
    return _partner_form(row, form)


def _partner_form(row: Partner, form: PartnerForm, refusal: Refusal | None = None) -> str:
    return _form_page(form, _("Change the partner"), row, refusal=refusal)


@pages.post("/partners/<code:partner>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change(partner: str) -> Answer:
    """Change the names and the kind of a partner."""
    row, form = _partner(partner), PartnerForm()
    return _sent(
        form,
        lambda sent: partners.change_partner(access.actor(), partner, sent.face(), seen=sent.counter),
        lambda refusal: _partner_form(row, form, refusal),
        _("The partner is changed."),
        f"/partners/{partner}",
    )


# Contacts -------------------------------------------------------------------------------------------


def _contact_form(row: Partner, form: ContactForm, title: str, refusal: Refusal | None = None) -> str:
    facts = {"template": "partners/_contact.html", "refusal": refusal}
    return _form_page(form, title, row, **facts)


@pages.get("/partners/<code:partner>/contacts/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_contact_form(partner: str) -> str:
    return _contact_form(_partner(partner), ContactForm(formdata=None), _("Add a contact"))


@pages.post("/partners/<code:partner>/contacts/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_contact(partner: str) -> Answer:
    """Add a contact to a partner."""
    row, form = _partner(partner), ContactForm()
    return _sent(
        form,
        lambda sent: partners.add_contact(access.actor(), partner, sent.contact()),
        lambda refusal: _contact_form(row, form, _("Add a contact"), refusal),
        _("The contact is saved. Only the Mission reads it."),
        f"/partners/{partner}",
    )


@pages.get("/partners/<code:partner>/contacts/<code:contact>")
@access.gate(Act.MANAGE_PARTNERS)
def change_contact_form(partner: str, contact: str) -> str:
    row = _found(stored.find_contact(db.session(), partner, contact))
    form = ContactForm(formdata=None, obj=row, data={"seen": row.counter})
    return _contact_form(row.partner, form, _("Change the contact"))


@pages.post("/partners/<code:partner>/contacts/<code:contact>")
@access.gate(Act.MANAGE_PARTNERS)
def change_contact(partner: str, contact: str) -> Answer:
    """Change a contact."""
    row, form = _found(stored.find_contact(db.session(), partner, contact)), ContactForm()
    return _sent(
        form,
        lambda sent: partners.change_contact(
            access.actor(), partner, contact, sent.contact(), seen=sent.counter
        ),
        lambda refusal: _contact_form(row.partner, form, _("Change the contact"), refusal),
        _("The contact is changed."),
        f"/partners/{partner}",
    )


# Periodic meetings ----------------------------------------------------------------------------------


def _periodic_form(row: Partner, form: PeriodicForm, title: str, refusal: Refusal | None = None) -> str:
    facts = {"template": "partners/_periodic.html", "refusal": refusal}
    return _form_page(form, title, row, **facts)


@pages.get("/partners/<code:partner>/periodic/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_periodic_form(partner: str) -> str:
    return _periodic_form(_partner(partner), PeriodicForm(formdata=None), _("Add a periodic meeting"))


@pages.post("/partners/<code:partner>/periodic/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_periodic(partner: str) -> Answer:
    """Add a meeting that recurs."""
    row, form = _partner(partner), PeriodicForm()
    return _sent(
        form,
        lambda sent: partners.add_periodic(access.actor(), partner, sent.periodic()),
        lambda refusal: _periodic_form(row, form, _("Add a periodic meeting"), refusal),
        _("The periodic meeting is saved."),
        f"/partners/{partner}",
    )


@pages.get("/partners/<code:partner>/periodic/<code:periodic>")
@access.gate(Act.MANAGE_PARTNERS)
def change_periodic_form(partner: str, periodic: str) -> str:
    row = _found(stored.find_periodic(db.session(), partner, periodic))
    form = PeriodicForm(formdata=None, obj=row, data={"seen": row.counter})
    return _periodic_form(row.partner, form, _("Change the periodic meeting"))


@pages.post("/partners/<code:partner>/periodic/<code:periodic>")
@access.gate(Act.MANAGE_PARTNERS)
def change_periodic(partner: str, periodic: str) -> Answer:
    """Change a meeting that recurs, or say when it ends."""
    row, form = _found(stored.find_periodic(db.session(), partner, periodic)), PeriodicForm()
    return _sent(
        form,
        lambda sent: partners.change_periodic(
            access.actor(), partner, periodic, sent.periodic(), seen=sent.counter
        ),
        lambda refusal: _periodic_form(row.partner, form, _("Change the periodic meeting"), refusal),
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
    linked = entries_of(session, entries_of_meeting(session, row.id), day) if reads else []
    form = LinkFollowUpForm(formdata=None)
    known = {entry.row.entry.id for entry in linked}
    others = [entry for entry in follow_ups(session) if entry.entry.id not in known] if keeps else []
    form.entry.choices = options((entry.entry.code, entry_in_words(entry)) for entry in others)
    page = render_template(
        "partners/meeting.html",
        follow_up=linked if reads else None,
        others=others,
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


def _meeting_form(row: Partner, form: MeetingForm, title: str, refusal: Refusal | None = None) -> str:
    return _form_page(form, title, row, template="partners/_meeting.html", refusal=refusal)


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
    return _meeting_form(row, form, _("Add a meeting"))


@pages.post("/partners/<code:partner>/talks/add")
@access.gate(Act.MANAGE_PARTNERS)
def add_meeting(partner: str) -> Answer:
    """Add a meeting with a partner, to come or past."""
    row = _partner(partner)
    form = _new_meeting(row)
    return _sent(
        form,
        lambda sent: partners.add_meeting(access.actor(), partner, sent.meeting()),
        lambda refusal: _meeting_form(row, form, _("Add a meeting"), refusal),
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
    return _meeting_form(row.partner, form, _("Change the meeting"))


@pages.post("/partners/<code:partner>/talks/<code:talks>/change")
@access.gate(Act.MANAGE_PARTNERS)
def change_meeting(partner: str, talks: str) -> Answer:
    """Change a meeting: its facts, its outcome, its related paragraphs, that it is cancelled."""
    row = _meeting(partner, talks)
    form = _new_meeting(row.partner)
    return _sent(
        form,
        lambda sent: partners.change_meeting(
            access.actor(), partner, talks, sent.meeting(), seen=sent.counter
        ),
        lambda refusal: _meeting_form(row.partner, form, _("Change the meeting"), refusal),
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
