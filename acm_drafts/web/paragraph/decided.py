"""
What the running round decided on one paragraph, as far as the reader of its page may know.

The text as decided so far is no draft: only readers of every proposal that it took up may see it.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.terms import Level
from acm_drafts.services import paragraph_states
from acm_drafts.store.database import Session
from acm_drafts.store.decisions import WorkingParagraph, joined_paragraph, working_paragraph
from acm_drafts.text.diff import Span, diff_words

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk


@dataclass(frozen=True, slots=True)
class SoFar:
    """
    What was adopted, of the proposals that the reader may read.

    *spans* lead from the draft to the text as decided so far, of a new paragraph from what was proposed; none where
    that says the same or may not be known. *gone*: it was decided to delete the paragraph; *comes*: that it
    comes in. *state*, *level*, *agreed_on* and *ad_referendum* are those of a paragraph that is in no draft yet.
    """

    edits: tuple[Edit, ...] = ()
    spans: tuple[Span, ...] = ()
    gone: bool = False
    comes: bool = False
    state: str = ""
    level: Level | None = None
    agreed_on: date | None = None
    ad_referendum: bool = False


def decided_so_far(session: Session, desk: "Desk") -> SoFar:
    """
    Return what the running round adopted on the paragraph of a page.

    Two queries, four where a join was accepted, none between rounds.
    """
    if desk.context is None or desk.context.round.closed_at is not None:
        return SoFar()
    alone = working_paragraph(session, desk.context, desk.paragraph.id)
    working = joined_paragraph(session, desk.context, alone, desk.paragraph.id)
    round_id = desk.context.round.id
    read = [row for row in working.accepted if desk.reads_decision(row.amendment, round_id)]
    edits = tuple(row.edit for row in read if row.edit.paragraph == desk.paragraph.id)
    whole = len(read) == len(working.accepted) or _knows_states(desk)
    if desk.insertion is not None:
        return _new_paragraph(desk, edits, working.now if whole else None)
    return _as_decided(working, edits) if whole else SoFar(edits)


def _as_decided(working: WorkingParagraph, edits: tuple[Edit, ...]) -> SoFar:
    """Return what was decided on a paragraph of the draft, to who may know all of it."""
    if working.base is None:
        return SoFar(edits)
    if working.now is None:
        return SoFar(edits, gone=True)
    return SoFar(edits, diff_words(working.base, working.now) if working.now != working.base else ())


def _knows_states(desk: "Desk") -> bool:
    return paragraph_states.knows_states(desk.page.who, desk.page.drafts)


def _new_paragraph(desk: "Desk", edits: tuple[Edit, ...], now: str | None) -> SoFar:
    """
    Return what was decided on a paragraph that is only proposed; *now*: its words by that, if it is to come in.

    Its state is added if it is to come in or still pending, for readers who may know the states of the text.
    """
    spans = diff_words(desk.text, now) if now is not None and now != desk.text else ()
    so_far = SoFar(edits, spans, comes=now is not None)
    asks = desk.insertion is not None and desk.insertion.pending
    if not (so_far.comes or asks) or not _knows_states(desk):
        return so_far
    paragraph = desk.paragraph
    level = Level(paragraph.agreed_level) if paragraph.agreed_level else None
    return replace(
        so_far,
        state=paragraph.state,
        level=level,
        agreed_on=paragraph.agreed_on,
        ad_referendum=paragraph.ad_referendum,
    )
