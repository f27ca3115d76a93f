"""
What the running round decided on one paragraph, as far as the reader of its page may know.

The text as decided so far is no draft: it is told only to who may read every proposal that it took up.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.terms import Level
from acm_drafts.services import paragraph_states
from acm_drafts.store.database import Session
from acm_drafts.store.decisions import working_paragraph
from acm_drafts.text.diff import Span, diff_words

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk


@dataclass(frozen=True, slots=True)
class SoFar:
    """
    What was adopted, of the proposals that the reader may read.

    *spans* lead from the draft to the text as decided so far, of a new paragraph from what was proposed; none where
    that says the same or may not be known. *gone*: it was decided to delete the paragraph; *comes*: that it
    comes in. *state*, *level* and *agreed_on* are those of a paragraph that is in no draft yet.
    """

    edits: tuple[Edit, ...] = ()
    spans: tuple[Span, ...] = ()
    gone: bool = False
    comes: bool = False
    state: str = ""
    level: Level | None = None
    agreed_on: date | None = None


def decided_so_far(session: Session, desk: "Desk") -> SoFar:
    """Return what the running round adopted on the paragraph of a page. Two queries, none between rounds."""
    if desk.context is None or desk.context.round.closed_at is not None:
        return SoFar()
    found = working_paragraph(session, desk.context, desk.paragraph.id)
    round_id = desk.context.round.id
    edits = tuple(one.edit for one in found.accepted if desk.reads_decision(one.amendment, round_id))
    whole = len(edits) == len(found.accepted)
    if desk.insertion is not None:
        return _new_paragraph(desk, edits, found.now if whole else None)
    if found.base is None or not whole:
        return SoFar(edits)
    if found.now is None:
        return SoFar(edits, gone=True)
    return SoFar(edits, diff_words(found.base, found.now) if found.now != found.base else ())


def _new_paragraph(desk: "Desk", edits: tuple[Edit, ...], now: str | None) -> SoFar:
    """
    Return what was decided of a paragraph that is only proposed; *now* is what it says by that, if it is to come in.

    Its state is told where it is to come in or asks to, and only to who may know the states of the text.
    """
    spans = diff_words(desk.text, now) if now is not None and now != desk.text else ()
    told = SoFar(edits, spans, comes=now is not None)
    asks = desk.insertion is not None and desk.insertion.pending
    if not (told.comes or asks) or not paragraph_states.knows_states(desk.page.who, desk.page.drafts):
        return told
    kept = desk.paragraph
    level = Level(kept.agreed_level) if kept.agreed_level else None
    return replace(told, state=kept.state, level=level, agreed_on=kept.agreed_on)
