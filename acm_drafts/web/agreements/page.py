"""
What the pages show on which something agreed is confirmed or reopened: what is agreed, by whom, and what ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from acm_drafts.services.reopenings import Undone
from acm_drafts.store.records import Decision
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.shared.body_names import dated_name
from acm_drafts.web.shared.formatting import proposal_url
from acm_drafts.web.shared.sentences import Link, Symbol, link


@dataclass(frozen=True, slots=True)
class ReopeningPage:
    """
    What reopening would undo: the *agreements* that end, in words, and the *requests* that it grants.

    *asked_by*: the code of who made the only request, "" where there are several or none, or it may not be known.
    """

    agreements: tuple[str, ...]
    requests: tuple[Link, ...]
    asked_by: str
    seen: int


def reopening_page(desk: Desk, undone: Undone) -> ReopeningPage:
    """Return what reopening the paragraph of *desk* would undo, as its reader may call the proposals."""
    records = [desk.entries.entries[key] for key in undone.requests if key in desk.entries.entries]
    sponsors = {record.amendment.sponsor.code for record in records}
    return ReopeningPage(
        tuple(dated_name(decision) for _agreement, decision in undone.agreements),
        tuple(
            link(proposal_url(record.amendment.code), Symbol(desk.names[record.amendment.id]))
            for record in records
        ),
        sponsors.pop() if len(sponsors) == 1 else "",
        undone.seen,
    )


def reached(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return the sittings that took *decisions*, each once, with their days."""
    return tuple(dict.fromkeys(dated_name(decision) for decision in decisions))
