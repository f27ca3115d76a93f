"""
Reservations: the list of a text, the form for a new one, and what its delegation does to one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal, StaleText
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import reservations
from acm_drafts.store.database import db
from acm_drafts.store.people import find_party
from acm_drafts.store.positions import spoken_for
from acm_drafts.store.records import Reservation
from acm_drafts.store.reservations import reads_all_reservations
from acm_drafts.store.text import TextRow, text_rows
from acm_drafts.text.language import NATIVE_NAMES
from acm_drafts.web.reservations.form import EnterForm, WordsForm
from acm_drafts.web.reservations.page import called, may_enter, shown_reservations
from acm_drafts.web.shared import access
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.signing import WORDING, conceal
from acm_drafts.web.text.routes import Opened, number_in, opened, opened_to_change

pages = Blueprint("reservations", __name__)

Answer = Response | tuple[str, int]


# The list ------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/reservations")
@access.signed_in
def index(communique: str) -> str:
    """List the reservations on the text that the reader may read, in its order; those withdrawn at the end."""
    return _listed(opened(communique))


def _listed(page: Opened, refusal: Refusal | None = None, refused: str = "", typed: str | None = None) -> str:
    """Show the list; *refusal*: of what was done to the reservation with the code *refused*, *typed* its words."""
    shown = shown_reservations(db.session(), page.who, page.drafts)
    return render_template(
        "reservations/index.html",
        page=page,
        root=f"/c/{page.communique.code}",
        standing=[row for row in shown if not row.placed.record.is_withdrawn],
        withdrawn=[row for row in shown if row.placed.record.is_withdrawn],
        reads_all=reads_all_reservations(page.who, page.communique.meeting_id),
        enters=may_enter(page),
        newest=page.drafts.newest.draft.sequence,
        refusal=refusal,
        refused=refused,
        typed=typed,
        longest=reservations.LONGEST_WORDS,
        names=NATIVE_NAMES,
    )


def _circulated(page: Opened) -> int | None:
    """Return the key of the newest draft that all participants read, None where there is none."""
    versions = [version for version in page.drafts.versions if version.circulation is not None]
    return versions[-1].draft.id if versions else None


# A new one -----------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/reservations/new")
@access.signed_in
def enter_form(communique: str) -> Answer:
    """Show the form for a reservation on the whole text, or on the paragraph with the code ?paragraph=."""
    page = opened_to_change(communique)
    wanted = request.args.get("paragraph", "")
    voices = spoken_for(db.session(), page.who)
    form = EnterForm(
        voices, formdata=None, data={"paragraph": wanted, "party": voices[0].code} if voices else {}
    )
    return _entering(page, form)


@pages.post("/c/<code:communique>/reservations")
@access.signed_in
def enter(communique: str) -> Answer:
    page = opened(communique)
    form = EnterForm(spoken_for(db.session(), page.who))
    party = find_party(db.session(), form.party.data) if (form.party.data or "").isalnum() else None
    if party is None:
        raise NotFound()
    if not form.validate():
        return _entering(page, form, status=422)
    try:
        reservation = reservations.enter(access.actor(), communique, party=party.id, wish=form.wish())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        if isinstance(refusal, StaleText) and refusal.current:
            raise
        return _entering(opened(communique), form, refusal=refusal, status=status_of(refusal))
    flash(_("The reservation is entered."), "success")
    return redirect(_address(communique, reservation.code), 303)


def _entering(page: Opened, form: EnterForm, *, refusal: Refusal | None = None, status: int = 200) -> Answer:
    if not spoken_for(db.session(), page.who):
        raise NotPermitted()
    row = _row(page, form.paragraph.data or "")
    html = render_template(
        "reservations/enter.html",
        page=page,
        root=f"/c/{page.communique.code}",
        form=form,
        row=row,
        called=called(row) if row else "",
        seen=conceal(row.wording, use=WORDING) if row else "",
        refusal=refusal,
    )
    return html, status


def _row(page: Opened, code: str) -> TextRow | None:
    """Return the line with *code* of the newest text that all read, None for no code. Raises NotFound."""
    draft = _circulated(page)
    if draft is None:
        raise NotFound()
    if not code:
        return None
    for row in text_rows(db.session(), draft):
        if row.code == code:
            return row
    raise NotFound()


# What is done to one -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """A verb, and what is said when it was done."""

    verb: Callable[..., Reservation]
    sentence: str


@pages.post("/c/<code:communique>/reservations/<code:reservation>/words")
@access.signed_in
def reword(communique: str, reservation: str) -> Answer:
    form = WordsForm()
    words = form.reservation.data or ""

    def verb(actor: Actor, code: str, *, seen: int) -> Reservation:
        return reservations.reword(actor, code, words, seen=seen)

    return _done(
        communique, reservation, Done(verb, _("The words of the reservation are changed.")), typed=words
    )


@pages.post("/c/<code:communique>/reservations/<code:reservation>/instructions")
@access.signed_in
def receive_instructions(communique: str, reservation: str) -> Answer:
    done = Done(
        reservations.receive_instructions, _("The reservation awaits instructions no more: it stands.")
    )
    return _done(communique, reservation, done)


@pages.post("/c/<code:communique>/reservations/<code:reservation>/publish")
@access.signed_in
def publish(communique: str, reservation: str) -> Answer:
    done = Done(reservations.publish, _("All participants read the reservation from now on."))
    return _done(communique, reservation, done)


@pages.post("/c/<code:communique>/reservations/<code:reservation>/keep")
@access.signed_in
def keep(communique: str, reservation: str) -> Answer:
    done = Done(reservations.keep, _("The reservation is maintained."))
    return _done(communique, reservation, done)


@pages.post("/c/<code:communique>/reservations/<code:reservation>/withdraw")
@access.signed_in
def withdraw(communique: str, reservation: str) -> Answer:
    done = Done(reservations.withdraw, _("The reservation is withdrawn."))
    return _done(communique, reservation, done)


def _done(communique: str, code: str, done: Done, *, typed: str | None = None) -> Answer:
    """Do an act on a reservation of the text and lead back to it; show the list again where it is refused."""
    page = opened(communique)
    if code not in [row.reservation.code for row in shown_reservations(db.session(), page.who, page.drafts)]:
        raise NotFound()
    seen = number_in(request.form, "seen") or 0
    try:
        done.verb(access.actor(), code, seen=seen)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _listed(opened(communique), refusal, code, typed), status_of(refusal)
    flash(done.sentence, "success")
    return redirect(_address(communique, code), 303)


def _address(communique: str, code: str) -> str:
    return f"/c/{communique}/reservations#r-{code}"
