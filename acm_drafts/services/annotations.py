"""
The Mission annotates the items of an agenda: what each is about, which documents are before the meeting.

An annotation stands under its item, wherever that moves, and is no part of its words: no round is asked about it.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound, ParagraphNotInText
from acm_drafts.negotiation.meeting_agenda import LONGEST_ANNOTATION, AnnotatedMeanwhile, require_agenda
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.revisions import clean
from acm_drafts.store.annotations import is_circulated_paragraph, last_annotation
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import find_wording, get_communique_by_key
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Annotation, Paragraph


def annotate(actor: Actor, paragraph_id: int, text: str, *, seen: int) -> None:
    """
    Put an annotation under an item of an agenda, in place of the one there was; "" takes it away.

    *seen*: how often the item was annotated on the page that it was sent from. The same words again write nothing.
    Raises NotPermitted, NotFound, NotAnAgenda, TextAdopted, ParagraphNotInText, AnnotatedMeanwhile,
    UnreadableText, TextTooLong.
    """
    with transaction() as session:
        owner = _owner(session, paragraph_id)
        require(actor, Act.ANNOTATE, meeting_facts(session, "communique", owner))
        require_agenda(get_communique_by_key(session, owner).kind)
        draft = hold_round(session, By.PARAGRAPH, paragraph_id).draft(session)
        if find_wording(session, paragraph_id, draft.id) is None:
            raise ParagraphNotInText(symbol=draft.symbol)
        words = clean(text, LONGEST_ANNOTATION)
        sequence, before = last_annotation(session, paragraph_id)
        if sequence != seen:
            raise AnnotatedMeanwhile()
        if words == before:
            return
        session.add(
            Annotation(communique_id=owner, paragraph_id=paragraph_id, sequence=sequence + 1, text=words)
        )
        write_line(
            session,
            actor,
            "annotate",
            scope=Scope.ALL if is_circulated_paragraph(session, paragraph_id) else Scope.MISSION,
            communique=owner,
            paragraph=paragraph_id,
            before=before,
            after=words,
        )


def _owner(session: Session, paragraph_id: int) -> int:
    """Return the key of the text of a paragraph. Raises NotFound."""
    owner = session.scalar(select(Paragraph.communique_id).where(Paragraph.id == paragraph_id))
    if owner is None:
        raise NotFound()
    return owner
