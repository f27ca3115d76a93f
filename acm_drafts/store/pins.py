"""
Which paragraph of a text is pinned to which paragraph of a source: the last act on a paragraph counts.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import PinAct
from acm_drafts.store.records import Source, SourceParagraph, SourcePin

ACTS = {PinAct.PIN: "pin source", PinAct.UNPIN: "unpin source"}
"""How the journal calls them."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The passage that a paragraph is pinned to: code and symbol of its source, its place and what it is called."""

    source: int
    position: int
    code: str
    symbol: str
    reference: str
    text: str


def pins_in(session: Session, communique_id: int, paragraphs: Collection[int] | None = None) -> dict[int, Pin]:
    """Return the pins of a text, or of some *paragraphs* of it, by the paragraph. One query."""
    last = select(func.max(SourcePin.id)).where(SourcePin.communique_id == communique_id)
    if paragraphs is not None:
        last = last.where(SourcePin.paragraph_id.in_(paragraphs))
    rows = session.execute(
        select(
            SourcePin.paragraph_id,
            SourcePin.source_id,
            SourcePin.position,
            Source.code,
            Source.symbol,
            SourceParagraph.reference,
            SourceParagraph.text,
        )
        .join(Source, Source.id == SourcePin.source_id)
        .join(
            SourceParagraph,
            (SourceParagraph.source_id == SourcePin.source_id)
            & (SourceParagraph.position == SourcePin.position),
        )
        .where(SourcePin.id.in_(last.group_by(SourcePin.paragraph_id)), SourcePin.act == PinAct.PIN)
    )
    return {paragraph: Pin(*facts) for paragraph, *facts in rows}


def faults_of_pins(session: Session, communique_id: int) -> list[str]:
    """Return what is wrong with the pins of a text: what no verb would have written. One query."""
    acts = select(SourcePin.paragraph_id, SourcePin.source_id, SourcePin.position, SourcePin.act)
    wanted = acts.where(SourcePin.communique_id == communique_id).order_by(SourcePin.id)
    pinned: dict[int, tuple[int, int]] = {}
    faults = []
    for paragraph, *passage, act in session.execute(wanted):
        stands = pinned.get(paragraph) == tuple(passage)
        if (act == PinAct.PIN) == stands:
            faults.append(N_("a paragraph is pinned twice to a source, or was not pinned to it"))
        pinned.pop(paragraph, None)
        if act == PinAct.PIN:
            pinned[paragraph] = (passage[0], passage[1])
    return faults
