"""
What the running round decided on one paragraph, as far as the reader of its page may know.

The text as decided so far is no draft: it is told only to who may read every proposal that it took up.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.store import decided
from acm_drafts.text.diff import Span, diff_words

if TYPE_CHECKING:
    from acm_drafts.web.paragraphs import Desk


@dataclass(frozen=True, slots=True)
class SoFar:
    """
    What was adopted, of the proposals that the reader may read.

    *spans* lead from the draft to the text as decided so far; none where that says the same or may not be
    known. *gone*: it was decided to delete the paragraph.
    """

    edits: tuple[Edit, ...] = ()
    spans: tuple[Span, ...] = ()
    gone: bool = False


def so_far(session: Session, desk: "Desk") -> SoFar:
    """Return what the running round adopted on the paragraph of a page. Two queries, none between rounds."""
    if desk.setting is None or desk.setting.round.closed_at is not None:
        return SoFar()
    found = decided.working(session, desk.setting, desk.paragraph.id)
    edits = tuple(one.edit for one in found.accepted if one.amendment in desk.names)
    if found.base is None or len(edits) < len(found.accepted):
        return SoFar(edits)
    if found.now is None:
        return SoFar(edits, gone=True)
    return SoFar(edits, diff_words(found.base, found.now) if found.now != found.base else ())
