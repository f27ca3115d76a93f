"""
Somebody at the table looks round: page after page, as links lead, and nothing may fall or tell what is not theirs.

Every word that a walk invents is written once and known again: one that stands in nothing but proposals a reader
may not see must be on no page that this reader opens.
"""

import re
import traceback
from collections.abc import Iterable
from html import unescape
from random import Random

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.services import sign_ins
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Circulation, Disposition, LineRow, Revision, Wording
from acm_drafts.store.visibility import is_visible
from tests.walks.room import Room, Seat

MARK = re.compile(r"mark\d+x")
LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
LEAVES = re.compile(r"^/(static|language|sign-out|export)|\.docx\b|\.zip\b|/word\b")
"""Addresses that are no page of the negotiation."""


def look_round(room: Room, rng: Random, pages: int) -> list[str]:
    """Let a person of the room open *pages* pages; return what is wrong with them."""
    seat = rng.choice([seat for seat in room.seats if seat.user is not None])
    with room.clock():
        secret = unseen(db.session(), room, seat)
        db.session.rollback()
        client = _signed_in(room, seat)
        address, found, trail = "/", [], []
        for _ in range(pages):
            trail.append(address)
            try:
                answer = client.get(address, follow_redirects=True)
            except Exception:
                return [f"{seat} opened {' > '.join(trail)}\n{traceback.format_exc(limit=-8)}"]
            page = answer.text if answer.mimetype == "text/html" else ""
            if answer.status_code >= 400:
                found.append(f"{seat} opened {' > '.join(trail)}: {answer.status_code}")
            if told := sorted(secret & set(MARK.findall(page))):
                found.append(f"{seat} opened {' > '.join(trail)}, which tells {told}")
            links = sorted({unescape(link) for link in LINK.findall(page) if not LEAVES.search(link)})
            address = rng.choice(links) if links else "/"
        return found


def _signed_in(room: Room, seat: Seat) -> FlaskClient:
    client = room.app.test_client()
    assert seat.user is not None
    token = sign_ins.begin(seat.user)
    with client.session_transaction() as cookie:
        cookie.permanent = True
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def unseen(session: Session, room: Room, seat: Seat) -> set[str]:
    """
    Return the invented words that stand in nothing that *seat* may read.

    What stood in another round before is left out: it may have been shown there. So are the words of a compromise
    that absorbed a proposal of theirs: they are asked about it.
    """
    theirs, others, seen_ones = set[str](), set[str](), set[int]()
    revisions: dict[int, list[Revision]] = {}
    for one in session.scalars(select(Revision)):
        revisions.setdefault(one.amendment_id, []).append(one)
    for amendment in session.scalars(select(Amendment)):
        own = revisions.get(amendment.id, [])
        seen = is_visible(session, amendment, seat.actor)
        moved = any(one.round_id != amendment.round_id for one in own)
        (theirs if seen or moved else others).update(_marks(one.text for one in own))
        seen_ones |= {one.id for one in own if seen}
    on_theirs = select(Disposition.decision_id).where(Disposition.revision_id.in_(seen_ones))
    theirs |= _marks(session.scalars(select(Disposition.text).where(Disposition.decision_id.in_(on_theirs))))
    printed = select(Wording.text).join(LineRow, LineRow.wording_id == Wording.id)
    if seat.code != "OICM":
        printed = printed.join(Circulation, Circulation.draft_id == LineRow.draft_id)
    return others - theirs - _marks(session.scalars(printed))


def _marks(texts: Iterable[str]) -> set[str]:
    return {mark for text in texts for mark in MARK.findall(text)}
