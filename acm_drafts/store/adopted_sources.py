"""
What the library holds of texts that were adopted here: as they read now, in each language in which all can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.library import text_digest
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.store.corrigenda import corrigenda_to, lines_as_corrected
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.public import whole_languages
from acm_drafts.store.records import Adoption, Communique, Source, SourceParagraph, SourceRevision
from acm_drafts.store.translations import translations_in
from acm_drafts.text.language import Language

Reading = tuple[str | None, int | None]
"""What a paragraph reads now, None where that is not known; and the corrigendum by which it does."""


@dataclass(frozen=True, slots=True)
class AdoptedWords:
    """
    An adopted text in one language: the lines that say something, as they were adopted or translated, in order.

    *readings*: what each reads now. What a corrigendum corrects in the language of the original is not known in others.
    """

    language: Language
    lines: tuple[Line, ...]
    readings: tuple[Reading, ...]


def adopted_words(session: Session, adoption: Adoption) -> list[AdoptedWords]:
    """Return the text that was adopted in each language in which all of it can be read. Eight queries."""
    communique = session.get_one(Communique, adoption.communique_id)
    lines = [line for line in lines_of_draft(session, adoption.draft_id) if line.text.strip()]
    corrigenda = corrigenda_to(session, communique.id)
    corrected_by = {
        entry.paragraph_id: corrigendum.id for corrigendum in corrigenda for entry in corrigendum.entries
    }
    corrected = {line.paragraph: line.text for line in lines_as_corrected(session, adoption, corrigenda)}
    words = []
    for language in whole_languages(session, {adoption.draft_id: communique.language})[adoption.draft_id]:
        is_own = language.value == communique.language
        texts = {} if is_own else translations_in(session, adoption.draft_id, language.value)
        own = tuple(replace(line, text=texts.get(line.wording, line.text)) for line in lines)
        readings = tuple(_reading(line, corrected_by, corrected if is_own else {}) for line in own)
        words.append(AdoptedWords(language, own, readings))
    return words


def _reading(line: Line, corrected_by: Mapping[int, int], corrected: Mapping[int, str]) -> Reading:
    """Return what a line reads now; *corrected*: the text with its corrigenda, where they are in its language."""
    corrigendum = corrected_by.get(line.paragraph)
    return (line.text, None) if corrigendum is None else (corrected.get(line.paragraph), corrigendum)


def find_adopted(session: Session, communique_id: int, language: str) -> Source | None:
    """Return an adopted text in a language as the library holds it, None where it does not. One query."""
    wanted = select(Source).where(Source.communique_id == communique_id, Source.language == language)
    return session.scalars(wanted).one_or_none()


def next_revision(session: Session, source_id: int) -> int:
    """Return the number of the next revision of a source. The caller holds the library. One query."""
    last = select(func.max(SourceRevision.number)).where(SourceRevision.source_id == source_id)
    return (session.scalar(last) or 0) + 1


def readings_of(session: Session, source_id: int) -> dict[int, Reading]:
    """Return what each paragraph of a source reads now in the library, by its position. One query."""
    rows = session.scalars(
        select(SourceParagraph)
        .where(SourceParagraph.source_id == source_id)
        .order_by(SourceParagraph.position)
        .execution_options(populate_existing=True)
    )
    return {
        row.position: (row.revision.text, row.revision.corrigendum_id) if row.revision else (row.text, None)
        for row in rows
    }


def faults_of_adopted(session: Session) -> list[str]:
    """Return the symbols of adopted communiqués that the library does not hold as they read now, in a language."""
    adoptions = session.scalars(
        select(Adoption)
        .join(Communique, Communique.id == Adoption.communique_id)
        .where(Communique.kind == TextKind.COMMUNIQUE)
        .order_by(Adoption.id)
    )
    return [adoption.symbol for adoption in adoptions if not _is_held(session, adoption)]


def _is_held(session: Session, adoption: Adoption) -> bool:
    for words in adopted_words(session, adoption):
        source = find_adopted(session, adoption.communique_id, words.language.value)
        if source is None or tuple(readings_of(session, source.id).values()) != words.readings:
            return False
        adopted = source.language == session.get_one(Communique, adoption.communique_id).language
        if adopted and source.digest != text_digest(line.text for line in words.lines):
            return False
    return True
