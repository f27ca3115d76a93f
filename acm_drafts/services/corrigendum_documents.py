"""
A corrigendum, read out of the database into a value that its document is made from.
"""

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import corrigendum as written
from acm_drafts.documents.write.corrigendum import CorrigendumText, PrintedCorrection
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.attribution import name_in
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.text.language import Language


def corrigendum_document(
    session: Session,
    actor: Actor,
    communique_id: int,
    number: int,
    *,
    language: Language,
    template: Template | None = None,
) -> bytes:
    """
    Return the corrigendum with *number* to an adopted text as a Word file in *language*.

    Raises NotFound where there is none, and to who may not read the text.
    """
    adoption = find_adoption(session, communique_id)
    corrigenda = {corrigendum.number: corrigendum for corrigendum in corrigenda_to(session, communique_id)}
    if adoption is None or number not in corrigenda:
        raise NotFound()
    communique = adoption.draft.communique
    if not may(actor, Act.READ_DRAFT, Facts(meeting=communique.meeting_id, circulated=True)):
        raise NotFound()
    corrigendum = corrigenda[number]
    begins = {
        line.paragraph: first_words(line.text, ON_LINE) for line in lines_of_draft(session, adoption.draft_id)
    }
    text = CorrigendumText(
        face=draft_text(session, adoption.draft, language=language.value),
        symbol=corrigendum.symbol,
        day=corrigendum.day.isoformat(),
        corrections=[
            PrintedCorrection(
                entry.reference,
                begins[entry.paragraph_id],
                entry.old,
                entry.new,
                entry.reason,
                name_in(entry.asked_by, language.value),
            )
            for entry in corrigendum.entries
        ],
        spoken=Language(communique.language),
    )
    return written.render(text, template)
