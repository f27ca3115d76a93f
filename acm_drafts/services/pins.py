"""
The Mission pins a paragraph of the text to the source that its words are from, and takes the pin away.

A pin says where to look and changes nothing in the text; on an adopted text none is set any more.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound, ParagraphNotInText
from acm_drafts.negotiation.library import NotPinned, PinAct, PinnedAlready, SourceWithdrawn
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.journal import write_line
from acm_drafts.store.library import find_source
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.pins import ACTS, pins_in
from acm_drafts.store.records import Circulation, Draft, Paragraph, SourceParagraph, SourcePin


def pin(actor: Actor, paragraph_id: int, *, source: str, position: int) -> SourcePin:
    """
    Pin a paragraph to the one at a *position* of the *source* with this code, in place of its pin, and return that.

    Raises NotPermitted, NotFound, TextAdopted, ParagraphNotInText, SourceWithdrawn, PinnedAlready.
    """
    with transaction() as session:
        paragraph, draft = _held(session, actor, paragraph_id)
        known = find_source(session, actor, source)
        if known is None:
            raise NotFound()
        passage = session.get(SourceParagraph, (known.source.id, position))
        if passage is None:
            raise NotFound()
        if known.withdrawn is not None:
            raise SourceWithdrawn(symbol=known.source.symbol)
        stands = pins_in(session, actor, paragraph.communique_id, [paragraph.id]).get(paragraph.id)
        if stands and (stands.source, stands.position) == (passage.source_id, position):
            raise PinnedAlready()
        return _write(session, actor, paragraph, draft, PinAct.PIN, passage, known.source.symbol)


def unpin(actor: Actor, paragraph_id: int) -> SourcePin:
    """
    Take the pin of a paragraph away, and return that. Raises NotPermitted, NotFound, TextAdopted, ParagraphNotInText,
    NotPinned.
    """
    with transaction() as session:
        paragraph, draft = _held(session, actor, paragraph_id)
        stands = pins_in(session, actor, paragraph.communique_id, [paragraph.id]).get(paragraph.id)
        if stands is None:
            raise NotPinned()
        passage = session.get_one(SourceParagraph, (stands.source, stands.position))
        return _write(session, actor, paragraph, draft, PinAct.UNPIN, passage, stands.symbol)


def _held(session: Session, actor: Actor, paragraph_id: int) -> tuple[Paragraph, Draft]:
    """Hold the text of a paragraph; return both, and raise unless the paragraph is in its newest draft."""
    owner = session.scalar(select(Paragraph.communique_id).where(Paragraph.id == paragraph_id))
    if owner is None:
        raise NotFound()
    require(actor, Act.PIN_SOURCE, meeting_facts(session, "communique", owner))
    draft = hold_round(session, By.PARAGRAPH, paragraph_id).draft(session)
    if find_wording(session, paragraph_id, draft.id) is None:
        raise ParagraphNotInText(symbol=draft.symbol)
    return session.get_one(Paragraph, paragraph_id), draft


def _write(
    session: Session,
    actor: Actor,
    paragraph: Paragraph,
    draft: Draft,
    act: PinAct,
    passage: SourceParagraph,
    symbol: str,
) -> SourcePin:
    row = SourcePin(
        communique_id=paragraph.communique_id,
        paragraph_id=paragraph.id,
        source_id=passage.source_id,
        position=passage.position,
        act=act,
    )
    session.add(row)
    circulated = session.scalar(select(Circulation.id).where(Circulation.draft_id == draft.id))
    write_line(
        session,
        actor,
        ACTS[act],
        scope=Scope.ALL if circulated else Scope.MISSION,
        communique=paragraph.communique_id,
        paragraph=paragraph.id,
        subject=symbol,
        after=passage.reference or f"¶{passage.position}",
    )
    return row
