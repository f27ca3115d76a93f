"""
The lines of a draft in another language: what is translated, and what was translated before its words changed.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, func, select
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


# What is translated ---------------------------------------------------------------------------------

_PRINTED, _TRANSLATION = aliased(Wording), aliased(Wording)
_TRANSLATED = (
    select(LineRow.paragraph_id, LineRow.wording_id, _ORIGINAL.id, _TRANSLATION.text)
    .join(_PRINTED, _PRINTED.id == LineRow.wording_id)
    .join(_TRANSLATION, _TRANSLATION.paragraph_id == LineRow.paragraph_id)
    .join(_ORIGINAL, _ORIGINAL.id == _TRANSLATION.translation_of_id)
    .where(
        LineRow.draft_id == bindparam("draft"),
        _TRANSLATION.language == bindparam("language"),
        _ORIGINAL.sequence <= _PRINTED.sequence,
    )
    .order_by(_TRANSLATION.sequence)
)


def translations_in(session: Session, draft_id: int, language: str) -> dict[int, str]:
    """Return the newest translation of each wording of a draft that has one, by the wording translated. One query."""
    return translations_and_changed(session, draft_id, language)[0]


def translations_and_changed(
    session: Session, draft_id: int, language: str
) -> tuple[dict[int, str], frozenset[int]]:
    """Return the same, and the paragraphs of which only an earlier wording was translated. One query."""
    texts, translated, before = {}, set(), set()
    for paragraph, printed, original, text in session.execute(
        _TRANSLATED, {"draft": draft_id, "language": language}
    ):
        if printed == original:
            texts[printed] = text
            translated.add(paragraph)
        else:
            before.add(paragraph)
    return texts, frozenset(before - translated)


def translations_of(session: Session, wording_id: int) -> dict[str, str]:
    """Map each language to the newest translation of one wording into it. One query."""
    rows = session.execute(
        select(Wording.language, Wording.text)
        .where(Wording.translation_of_id == wording_id)
        .order_by(Wording.language, Wording.sequence)
    )
    return {row[0]: row[1] for row in rows}


def translations_in_drafts(session: Session, draft_ids: Collection[int], language: str) -> dict[int, str]:
    """Return the same of several drafts. One query."""
    rows = session.execute(
        select(LineRow.wording_id, Wording.text)
        .join(LineRow, LineRow.wording_id == Wording.translation_of_id)
        .where(LineRow.draft_id.in_(draft_ids), Wording.language == language)
        .order_by(Wording.sequence)
    )
    return {row[0]: row[1] for row in rows}


def translated_counts(session: Session, draft_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """
    Return how many lines of each draft are translated into a language, by (draft, language);

    none is left out. One query.
    """
    rows = session.execute(
        select(LineRow.draft_id, Wording.language, func.count(LineRow.wording_id.distinct()))
        .join(Wording, Wording.translation_of_id == LineRow.wording_id)
        .where(LineRow.draft_id.in_(draft_ids))
        .group_by(LineRow.draft_id, Wording.language)
    )
    return {(draft, language): count for draft, language, count in rows}


def worded_counts(session: Session, draft_ids: Sequence[int]) -> dict[int, int]:
    """Return how many lines of each draft can be translated, each wording counted once. One query."""
    rows = session.execute(
        select(LineRow.draft_id, func.count(LineRow.wording_id.distinct()))
        .join(Wording, Wording.id == LineRow.wording_id)
        .where(LineRow.draft_id.in_(draft_ids), Wording.text != "")
        .group_by(LineRow.draft_id)
    )
    return dict(rows.all())


def translated_wordings(session: Session, draft_ids: Sequence[int]) -> dict[tuple[int, str], set[int]]:
    """Return which wordings of each draft are translated into a language, by (draft, language). One query."""
    rows = session.execute(
        select(LineRow.draft_id, Wording.language, LineRow.wording_id)
        .join(Wording, Wording.translation_of_id == LineRow.wording_id)
        .where(LineRow.draft_id.in_(draft_ids))
    )
    translated: dict[tuple[int, str], set[int]] = {}
    for draft, language, wording in rows:
        translated.setdefault((draft, language), set()).add(wording)
    return translated
