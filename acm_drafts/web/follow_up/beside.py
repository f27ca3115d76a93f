"""
The follow-up beside a paragraph and a proposal: what is followed up of it, and what it is drawn from.
"""

from dataclasses import dataclass

from acm_drafts.negotiation.follow_up import FollowUpState, Urgency
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.follow_up import FollowUpRow, entries_on_paragraph, entry_drawn_into
from acm_drafts.store.meetings import today_in
from acm_drafts.text.language import Language
from acm_drafts.web.library.claims import passage_name
from acm_drafts.web.shared.formatting import conference_zone, short
from acm_drafts.web.shared.sentences import Sentence, Words, link


@dataclass(frozen=True, slots=True)
class Beside:
    """An entry beside a paragraph; *is_own*: the paragraph makes the request, and is not drawn from the entry."""

    link: Sentence
    is_own: bool
    state: FollowUpState
    is_overdue: bool


def beside_paragraph(session: Session, actor: Actor, paragraph_id: int) -> list[Beside]:
    """Return the entries beside a paragraph. One query."""
    rows = entries_on_paragraph(session, actor, paragraph_id)
    if not rows:
        return []
    today = today_in(conference_zone())
    return [
        Beside(
            _asked(row) if row.entry.paragraph_id == paragraph_id else _named(row),
            row.entry.paragraph_id == paragraph_id,
            row.state,
            row.urgency(today) is Urgency.OVERDUE,
        )
        for row in rows
    ]


def drawn_from(session: Session, actor: Actor, record: AmendmentRecord) -> Sentence | None:
    """Return a link to the entry that a proposal is drawn from. One query for a new paragraph of the Mission's."""
    amendment = record.amendment
    if amendment.kind != AmendmentKind.INSERT or amendment.sponsor.kind != PartyKind.MISSION:
        return None
    row = entry_drawn_into(session, actor, amendment.id)
    return _named(row) if row else None


def _url(row: FollowUpRow) -> str:
    return f"/follow-up/{row.entry.code}"


def _named(row: FollowUpRow) -> Sentence:
    """Return the entry as a link, by the name of its paragraph."""
    name = passage_name(row.passage)
    return Sentence((link(_url(row), name),))


def _asked(row: FollowUpRow) -> Sentence:
    """Return the entry as a link, by what is requested."""
    version, language = row.version, Language(row.source.language)
    return Sentence(
        (link(_url(row), Words(short(f"{version.addressee}: {version.requested}", 120), language)),)
    )
