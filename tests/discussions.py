"""Discussions for tests, by the services alone."""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Audience
from acm_drafts.services import discussions
from acm_drafts.services.discussions import Wish
from acm_drafts.store.amendments import cosponsors_of
from acm_drafts.store.database import db
from acm_drafts.store.discussions import DiscussionRecord, get_discussion
from acm_drafts.store.records import Amendment, Discussion, Party
from tests.factories import party
from tests.tables import Table

MISSION = "OICM"


def speaker(table: Table, code: str) -> Actor:
    return table.mission if code == MISSION else table.head(code)


def begin(
    table: Table,
    code: str,
    on: str | Amendment,
    words: str = "Is it needed?",
    *,
    audience: Audience = Audience.MISSION,
    phrase: str = "",
    actor: Actor | None = None,
    **facts: object,
) -> Discussion:
    """Begin a discussion in the name of *code*, by its head: on the line with this label, or on a proposal."""
    if isinstance(on, str):
        line = table.line(on)
        about: dict[str, object] = {"paragraph": line.code, "wording": line.line.wording}
    else:
        db.session.rollback()
        amendment = db.session.get_one(Amendment, on.id, populate_existing=True)
        about = {"proposal": amendment.code, "revision": amendment.revision}
        if audience is Audience.COSPONSORS:
            about["readers"] = frozenset(sponsors_of(amendment))
    wish = Wish(audience, words, phrase=phrase, **{**about, **facts})
    return discussions.begin(actor or speaker(table, code), table.code, party=party(code).id, wish=wish)


def sponsors_of(amendment: Amendment) -> set[str]:
    """Return the codes of all that sponsor a proposal now."""
    keys = [amendment.sponsor_id, *cosponsors_of(db.session(), amendment.id)]
    return {db.session.get_one(Party, key).code for key in keys}


def answer(
    table: Table, code: str, discussion: Discussion, words: str = "It is.", *, about: int = 1, quote: str = ""
) -> Discussion:
    return discussions.answer(
        speaker(table, code), discussion.code, party=party(code).id, about=about, words=words, quote=quote
    )


def kept(discussion: Discussion) -> DiscussionRecord:
    """Return a discussion as it is kept now."""
    db.session.rollback()
    db.session.expire_all()
    return get_discussion(db.session(), discussion.code)
