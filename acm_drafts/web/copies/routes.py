"""
Readers and copies: the Mission lets documents name their reader, sees who opened a draft, and finds whose copy it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.copies import printed_mark, typed_mark
from acm_drafts.negotiation.permissions import Act
from acm_drafts.services import copies
from acm_drafts.store.attribution import name_in
from acm_drafts.store.copies import (
    copies_of,
    find_copy,
    openings_of,
    parties_with_people,
)
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.meetings import day_in
from acm_drafts.store.people import by_name
from acm_drafts.store.records import Copy, DraftOpening, Party
from acm_drafts.text.language import NATIVE_NAMES
from acm_drafts.web.documents.routes import FORM_NAMES
from acm_drafts.web.shared.access import archived_meeting, gate
from acm_drafts.web.text.routes import Opened, asked_number, opened

pages = Blueprint("copies", __name__)

MOST = 200
"""So many copies are listed; earlier ones are found by their marks."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy as it is listed: who took it, what it is a copy of, its mark, and when."""

    person: str
    party: str
    symbol: str
    form: str
    language: str
    mark: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opened the draft: person, State or group, and when."""

    person: str
    party: str
    at: datetime


@pages.get("/c/<code:code>/copies")
@gate(Act.KEEP_COPIES, hides=True)
def index(code: str) -> str:
    """Show who opened a draft, the newest unless ?draft= names another, its copies, and whose copy bears ?mark=."""
    page = opened(code)
    session = db.session()
    version = page.drafts.get(asked_number("draft"))
    typed = request.args.get("mark", "")
    of_mark = find_copy(session, page.communique.id, typed_mark(typed)) if typed.strip() else None
    openings = openings_of(session, version.draft.id)
    newest = copies_of(session, version.draft.id, most=MOST + 1)
    return render_template(
        "copies/index.html",
        page=page,
        root=f"/c/{code}",
        version=version,
        since=page.communique.copies_named_since,
        typed=typed.strip()[:40],
        sought=_taken(of_mark, page) if of_mark else None,
        readers=[_reader(opening) for opening in openings],
        missing=_missing(page, version, openings),
        taken=[_taken(copy, page) for copy in newest[:MOST]],
        more=len(newest) > MOST,
        changes=archived_meeting() is None,
    )


@pages.post("/c/<code:code>/copies")
@gate(Act.KEEP_COPIES)
def name_readers(code: str) -> Response:
    """Let copies name their reader from now on where ?named= says so, or no longer."""
    page = opened(code)
    named = request.form.get("named", "") == "yes"
    copies.name_readers(page.who, code, named=named)
    if named:
        flash(_("From now on each Word file of a draft names who downloads it."), "success")
    else:
        flash(_("Documents name nobody any more. What was noted stays on record."), "success")
    return redirect(f"/c/{code}/copies", 303)


def _missing(page: Opened, version: DraftVersion, openings: Sequence[DraftOpening]) -> list[str]:
    """Return the States and groups at the meeting of which nobody has opened a circulated draft, by their names."""
    if version.circulation is None:
        return []
    opened_by = {opening.party_id for opening in openings}
    today = day_in(page.communique.meeting.zone, utcnow())
    parties = parties_with_people(db.session(), page.communique.meeting_id, today)
    language = interface_language()
    return [_party(party) for party in by_name(parties, language) if party.id not in opened_by]


def _party(party: Party | None) -> str:
    return name_in(party, interface_language().value) if party else ""


def _reader(opening: DraftOpening) -> Reader:
    return Reader(opening.user.name, _party(opening.party), opening.at)


def _taken(copy: Copy, page: Opened) -> Taken:
    symbols = {version.draft.id: version.symbol for version in page.drafts.versions}
    return Taken(
        copy.user.name,
        _party(copy.party),
        symbols.get(copy.draft_id, ""),
        str(_(FORM_NAMES[copy.form])),
        NATIVE_NAMES[copy.language],
        printed_mark(copy.mark),
        copy.at,
    )
