"""
The Mission sets how the Word documents of a communiqué look.
"""

from acm_drafts.negotiation.document_settings import DocumentSettings, tidied
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.store.database import transaction
from acm_drafts.store.document_settings import load_document_settings, write_document_settings
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Communique
from acm_drafts.text.language import Language


def set_document_settings(actor: Actor, code: str, settings: DocumentSettings) -> DocumentSettings:
    """
    Keep *settings* for the documents of the communiqué with *code*, and return them as they are kept.

    The same settings again write nothing. The journal has them before and after. Raises NotPermitted, NotFound,
    WrongShape (nothing is kept then).
    """
    with transaction() as session:
        require(actor, Act.SET_DOCUMENT_SETTINGS, meeting_facts(session, "code", code))
        communique = hold_round(session, By.CODE, code).communique
        own = Language(session.get_one(Communique, communique).language)
        settings = tidied(settings, own)
        before = load_document_settings(session, communique)
        if before == settings:
            return settings
        write_document_settings(session, communique, settings)
        write_line(
            session,
            actor,
            "set document settings",
            scope=Scope.ALL,
            communique=communique,
            before=before.listed(),
            after=settings.listed(),
        )
        return settings
