"""
A wording in another language, beside the one that is negotiated.

A translation belongs to one wording, not to its paragraph: where the wording changes, the
translation lags and the page shows the original again. Translating is the Mission's act. It goes on after the text
is adopted: what was adopted is the text that was negotiated (docs/decisions/0081).
"""

from sqlalchemy import func, select

from acm_drafts.negotiation.errors import N_, NotFound, NotPossible
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.library import keep_adopted
from acm_drafts.services.revisions import LONGEST_TEXT, clean
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.database import transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Wording
from acm_drafts.text.language import Language


def add(actor: Actor, wording_id: int, language: Language, text: str) -> Wording:
    """
    Keep *text* as what a wording says in *language*, and return it; a later one takes its place.

    Raises NotPermitted, NotFound, WrongShape (empty, or the wording's own language), UnreadableText.
    """
    with transaction() as session:
        require(actor, Act.IMPORT, meeting_facts(session, "wording", wording_id))
        communique = hold_round(session, By.WORDING, wording_id, adopted_too=True).communique
        original = session.get_one(Wording, wording_id)
        if original.translation_of_id is not None:
            raise NotFound()
        text = clean(text, LONGEST_TEXT)
        if not text or original.language == language.value:
            raise NotPossible(what=N_("a translation needs a text in another language"))
        last = session.scalar(
            select(func.max(Wording.sequence)).where(
                Wording.paragraph_id == original.paragraph_id, Wording.language == language.value
            )
        )
        wording = Wording(
            paragraph_id=original.paragraph_id,
            sequence=(last or 0) + 1,
            language=language.value,
            text=text,
            kind=original.kind,
            depth=original.depth,
            numbered=original.numbered,
            translation_of_id=original.id,
        )
        session.add(wording)
        write_line(
            session,
            actor,
            "translate",
            scope=Scope.MISSION,
            communique=communique,
            paragraph=original.paragraph_id,
            subject=language.value,
            after=text,
        )
        adoption = find_adoption(session, communique)
        if adoption is not None:
            keep_adopted(session, actor, adoption)
        return wording
