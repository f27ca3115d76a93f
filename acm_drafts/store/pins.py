"""
Which paragraph of a text is pinned to which paragraph of a source: the last act on a paragraph counts.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.library import PinAct
from acm_drafts.negotiation.numbering import listed_beside
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.conditions import SOURCE_OFFERED
from acm_drafts.store.library_index import mark_of, newest_change_query
from acm_drafts.store.records import Source, SourceParagraph, SourcePin
from acm_drafts.store.visibility import sources_read_by

ACTS = {PinAct.PIN: "pin source", PinAct.UNPIN: "unpin source"}
"""How the journal calls them."""


@dataclass(frozen=True, slots=True)
class Pin:
    """
    The passage that a paragraph is pinned to: code and symbol of its source, its place and what it is called.

    *withdrawn*: the source was withdrawn since, and is no longer offered.
    """

    source: int
    position: int
    code: str
    symbol: str
    language: str
    reference: str
    withdrawn: bool

    @property
    def printed(self) -> str:
        """What the passage is called beside its words, as its record has it."""
        return listed_beside(self.reference, self.language)


def pins_in(
    session: Session, actor: Actor, communique_id: int, paragraphs: Collection[int] | None = None
) -> dict[int, Pin]:
    """
    Return the pins of a text, or of some *paragraphs* of it, by the paragraph: those to sources that *actor* may read.

    One query.
    """
    rows = session.execute(_pinned(actor, _last_of(communique_id, paragraphs)))
    return {row[0]: Pin(*row[1:]) for row in rows}


def _last_of(communique_id: int, paragraphs: Collection[int] | None = None) -> Select[int]:
    """Return the query for the last act on each paragraph."""
    last = select(func.max(SourcePin.id)).where(SourcePin.communique_id == communique_id)
    if paragraphs is not None:
        last = last.where(SourcePin.paragraph_id.in_(paragraphs))
    return last.group_by(SourcePin.paragraph_id)


def _pinned(actor: Actor, last: Select[int]) -> Select[int, int, int, str, str, str, str, bool]:
    """Return the query for paragraphs of which one of the acts *last* is a pin, with the passage that *actor* reads."""
    return (
        select(
            SourcePin.paragraph_id,
            SourcePin.source_id,
            SourcePin.position,
            Source.code,
            Source.symbol,
            Source.language,
            SourceParagraph.reference,
            (~SOURCE_OFFERED).label("withdrawn"),
        )
        .join(Source, Source.id == SourcePin.source_id)
        .join(
            SourceParagraph,
            (SourceParagraph.source_id == SourcePin.source_id)
            & (SourceParagraph.position == SourcePin.position),
        )
        .where(SourcePin.id.in_(last), SourcePin.act == PinAct.PIN, sources_read_by(actor))
    )


def pins_and_mark(session: Session, actor: Actor, communique_id: int) -> tuple[dict[int, Pin], str]:
    """Return what `pins_in` returns, and the mark of the newest change of the library ("" without one). One query."""
    newest = newest_change_query().subquery()
    pins = _pinned(actor, _last_of(communique_id)).subquery()
    mark = newest.c.code, newest.c.withdrawn, newest.c.revision
    rows = session.execute(select(*mark, *pins.c).select_from(newest.outerjoin(pins, true()))).all()
    pins_found = {row[3]: Pin(*row[4:]) for row in rows if row[3] is not None}
    return pins_found, mark_of(*rows[0][:3]) if rows else ""


def faults_of_pins(session: Session, communique_id: int) -> list[tuple[str, str]]:
    """Return what is wrong with the pins of a text, which no verb would have written, by the pin. One query."""
    acts = select(
        SourcePin.id, SourcePin.paragraph_id, SourcePin.source_id, SourcePin.position, SourcePin.act
    )
    wanted = acts.where(SourcePin.communique_id == communique_id).order_by(SourcePin.id)
    pinned: dict[int, tuple[int, int]] = {}
    faults = []
    for key, paragraph, source, position, act in session.execute(wanted):
        stands = pinned.pop(paragraph, None) == (source, position)
        if (act == PinAct.PIN) == stands:
            wrong = N_("pin %(pin)s sets what was set already, or takes away what was not there")
            faults.append((str(key), wrong))
        if act == PinAct.PIN:
            pinned[paragraph] = (source, position)
    return faults
