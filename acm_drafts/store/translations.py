"""
The lines of a draft in another language: what is translated, and what was translated before its words changed.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.lines import says_words
from acm_drafts.negotiation.translations import TranslatedLine, Translation
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import LineRow, Wording
from acm_drafts.text.language import Language

_ORIGINAL = aliased(Wording)


def translated_lines(session: Session, draft_id: int, language: Language) -> list[TranslatedLine]:
    """Return the lines of a draft that say something in words, each with its translation, in order. Two queries."""
    lines = [line for line in lines_of_draft(session, draft_id) if says_words(line.text)]
    rows = session.execute(
        select(
            Wording.paragraph_id,
            _ORIGINAL.id,
            Wording.sequence,
            Wording.text,
            _ORIGINAL.text,
        )
        .join(_ORIGINAL, _ORIGINAL.id == Wording.translation_of_id)
        .join(LineRow, LineRow.paragraph_id == Wording.paragraph_id)
        .where(LineRow.draft_id == draft_id, Wording.language == language.value)
        .order_by(Wording.sequence)
    )
    current: dict[int, Translation] = {}
    last: dict[int, Translation] = {}
    for paragraph, wording, sequence, text, original in rows:
        current[wording] = last[paragraph] = Translation(sequence, text, original)
    return [
        TranslatedLine(
            line,
            current.get(line.wording),
            None if line.wording in current else last.get(line.paragraph),
            last[line.paragraph].sequence if line.paragraph in last else 0,
        )
        for line in lines
    ]
