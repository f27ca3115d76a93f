"""
Small groups: the list of a text, the page of one, and what is done there.

Whoever may not read the papers of a group finds nothing at its addresses.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import NotFound, NotPermitted, Refusal
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import small_groups
from acm_drafts.store.database import db
from acm_drafts.store.people import find_parties, find_party
from acm_drafts.store.records import Party
from acm_drafts.store.small_groups import SmallGroupRecord, get_small_group
from acm_drafts.store.text import TextRow, text_rows
from acm_drafts.web.positions.form import PositionForm, party_of, seen, wished
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import may_here
from acm_drafts.web.shared.formatting import by_name, party_name
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.signing import WORDING, conceal
from acm_drafts.web.small_groups.form import (
    ADD,
    ADD_PARAGRAPH,
    END,
    FACILITATE,
    TAKE_OUT,
    TAKE_OUT_PARAGRAPH,
    ChangeForm,
    NewForm,
    WriteForm,
)
from acm_drafts.web.small_groups.page import OpenGroup, open_group, shown_groups
from acm_drafts.web.text.routes import Opened, opened, opened_to_change

pages = Blueprint("small_groups", __name__)

Answer = Response | tuple[str, int]


# The list, and a new one ---------------------------------------------------------------------------


@pages.get("/c/<code:communique>/small-groups")
@access.signed_in
def index(communique: str) -> str:
    """List the small groups of a text, with what there is to read in those that the reader may read."""
    page = opened(communique)
    return render_template(
        "small_groups/index.html",
        page=page,
        root=f"/c/{communique}",
        groups=shown_groups(db.session(), page),
        forms_groups=not page.drafts.is_adopted and may_here(page.who, Act.RUN_SMALL_GROUP),
    )


@pages.get("/c/<code:communique>/small-groups/new")
@access.gate(Act.RUN_SMALL_GROUP)
def new(communique: str) -> Answer:
    """Show the form for a new group; ?paragraph= is the code of one that is chosen already."""
    page = opened_to_change(communique)
    chosen = {"paragraphs": request.args.getlist("paragraph")}
    return _new(page, NewForm(_parties(), _paragraphs(page), formdata=None, data=chosen))


@pages.post("/c/<code:communique>/small-groups")
@access.gate(Act.RUN_SMALL_GROUP)
def form_group(communique: str) -> Answer:
    page = opened(communique)
    form = NewForm(_parties(), _paragraphs(page))
    if not form.validate():
        return _new(page, form, status=422)
    keys = {party.code: party.id for party in _parties()}
    try:
        group = small_groups.form(
            page.who,
            communique,
            name=form.name.data or "",
            facilitator=keys[form.facilitator.data],
            members=[keys[code] for code in form.members.data or ()],
            paragraphs=form.paragraphs.data or (),
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _new(page, form, refusal=refusal, status=status_of(refusal))
    flash(_("The small group is formed."), "success")
    return redirect(f"/c/{communique}/small-groups/{group.code}", 303)


def _new(page: Opened, form: NewForm, *, refusal: Refusal | None = None, status: int = 200) -> Answer:
    html = render_template(
        "small_groups/new.html",
        page=page,
        root=f"/c/{page.communique.code}",
        form=form,
        rows=_rows(page),
        refusal=refusal,
    )
    return html, status


def _parties() -> list[Party]:
    """Return all delegations and groups of States, in the order of their names."""
    parties = [party for party in find_parties(db.session()) if party.kind != "mission"]
    return by_name(parties)


def _rows(page: Opened) -> list[TextRow]:
    """Return the lines of the newest text that all participants read. Raises NotFound where there is none."""
    versions = [version for version in page.drafts.versions if version.circulation is not None]
    if not versions:
        raise NotFound()
    return text_rows(db.session(), versions[-1].draft.id)


def _paragraphs(page: Opened) -> list[tuple[str, str]]:
    return [(row.code, row.reference or first_words(row.text, ON_LINE)) for row in _rows(page)]


# One of them ---------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/small-groups/<code:group>")
@access.signed_in
def show(communique: str, group: str) -> Answer:
    """Show a group to whoever may read its papers."""
    page = opened(communique)
    return _show(page, _found(page, group))


def _found(page: Opened, code: str) -> SmallGroupRecord:
    """Return a group of the text whose papers the reader may read. Raises NotFound."""
    record = get_small_group(db.session(), code, page.who)
    if record.communique != page.communique.id:
        raise NotFound()
    return record


def _show(
    page: Opened,
    record: SmallGroupRecord,
    *,
    refusal: Refusal | None = None,
    form: WriteForm | None = None,
    typed: dict[str, object] | None = None,
    refused: str = "",
    status: int = 200,
) -> Answer:
    """Show a group; *refusal*: of what was sent, *form* or *typed* what that was, *refused* the version it was on."""
    shown = open_group(db.session(), page, record)
    html = render_template(
        "small_groups/show.html",
        page=page,
        root=f"/c/{page.communique.code}",
        here=f"/c/{page.communique.code}/small-groups/{record.code}",
        shown=shown,
        choices=_choices(page, shown),
        refusal=refusal,
        form=form,
        blank=WriteForm(formdata=None),
        typed=typed,
        refused=refused,
        conceal_wording=lambda key: conceal(key, use=WORDING),
    )
    return html, status


def _choices(page: Opened, shown: OpenGroup) -> dict[str, list[tuple[str, str, bool]]]:
    """Return what whoever runs a group can choose from: code, name, and whether that is words of the text."""
    if not shown.runs:
        return {}
    return {
        "free": [(party.code, party_name(party), False) for party in shown.free],
        "members": [(party.code, party_name(party), False) for party in shown.group.members],
        "lines": [
            (row.code, row.reference or first_words(row.text, ON_LINE), not row.reference)
            for row in _rows(page)
        ],
    }


@pages.post("/c/<code:communique>/small-groups/<code:group>/change")
@access.gate(Act.RUN_SMALL_GROUP)
def change(communique: str, group: str) -> Answer:
    """Add or take out a member or a paragraph, name another facilitator, or end the group."""
    page, form = opened(communique), ChangeForm()
    record = _found(page, group)
    verb = _VERBS.get(form.act.data or "")
    if not form.validate() or verb is None:
        raise NotFound()
    try:
        verb(page, group, form)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _show(page, record, refusal=refusal, status=status_of(refusal))
    flash(_("The small group is changed."), "success")
    return redirect(f"/c/{communique}/small-groups/{group}", 303)


def _party(form: ChangeForm) -> int:
    """Return the party that a form names. Raises NotFound."""
    typed = form.party.data or ""
    party = find_party(db.session(), typed) if typed.isascii() and typed.isalnum() else None
    if party is None:
        raise NotFound()
    return party.id


def _of_party(verb: Callable[..., None]) -> Callable[[Opened, str, ChangeForm], None]:
    return lambda page, code, form: verb(page.who, code, _party(form), seen=form.seen.data or 0)


def _of_paragraph(verb: Callable[..., None]) -> Callable[[Opened, str, ChangeForm], None]:
    return lambda page, code, form: verb(page.who, code, form.paragraph.data or "-", seen=form.seen.data or 0)


_VERBS: dict[str, Callable[[Opened, str, ChangeForm], None]] = {
    ADD: _of_party(small_groups.add_member),
    TAKE_OUT: _of_party(small_groups.take_out_member),
    FACILITATE: _of_party(small_groups.change_facilitator),
    ADD_PARAGRAPH: _of_paragraph(small_groups.add_paragraph),
    TAKE_OUT_PARAGRAPH: _of_paragraph(small_groups.take_out_paragraph),
    END: lambda page, code, form: small_groups.end(page.who, code, seen=form.seen.data or 0),
}


# Compromise texts ----------------------------------------------------------------------------------


@pages.post("/c/<code:communique>/small-groups/<code:group>/texts")
@access.signed_in
def write(communique: str, group: str) -> Answer:
    """Write a version of a compromise text."""
    page, form = opened(communique), WriteForm()
    record = _found(page, group)
    if not form.validate():
        return _show(page, record, form=form, status=422)
    try:
        version = small_groups.write(page.who, group, form.wish())
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _show(page, _found(page, group), refusal=refusal, form=form, status=status_of(refusal))
    flash(_("Version %(number)s of the compromise text is written.", number=version.sequence), "success")
    return redirect(f"/c/{communique}/small-groups/{group}#p-{form.paragraph.data}", 303)


@pages.post("/c/<code:communique>/small-groups/<code:group>/texts/<code:version>/position")
@access.signed_in
def answer(communique: str, group: str, version: str) -> Answer:
    """Record where a member stands on the newest version."""
    page, form = opened(communique), PositionForm()
    record = _found(page, group)
    try:
        stance, reason = wished(form)
        small_groups.answer(
            page.who, group, version, party=party_of(form), stance=stance, reason=reason, seen=seen(form)
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _show(
            page, record, refusal=refusal, typed=form.data, refused=version, status=status_of(refusal)
        )
    return redirect(f"/c/{communique}/small-groups/{group}#acts-{version}", 303)


@pages.post("/c/<code:communique>/small-groups/<code:group>/texts/<code:version>/put")
@access.signed_in
def put(communique: str, group: str, version: str) -> Answer:
    """Put the newest version to the round."""
    page = opened(communique)
    record = _found(page, group)
    try:
        small_groups.put(page.who, group, version)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        return _show(page, record, refusal=refusal, refused=version, status=status_of(refusal))
    flash(_("The version is put to the round: the Mission is offered its words for a compromise."), "success")
    return redirect(f"/c/{communique}/small-groups/{group}", 303)
