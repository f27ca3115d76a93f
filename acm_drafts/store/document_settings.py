"""
How the documents of a communiqué look, as it is kept now.
"""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.document_settings import Distribution, DocumentSettings
from acm_drafts.store.records import Communique, DocumentSettingsRow, DocumentTitleRow
from acm_drafts.text.language import Language


def load_document_settings(session: Session, communique_id: int) -> DocumentSettings:
    """Return the settings of the documents of a communiqué; where none are kept, those that set nothing. One query."""
    rows = session.execute(
        select(DocumentSettingsRow, DocumentTitleRow)
        .select_from(Communique)
        .outerjoin(DocumentSettingsRow, DocumentSettingsRow.communique_id == Communique.id)
        .outerjoin(DocumentTitleRow, DocumentTitleRow.communique_id == Communique.id)
        .where(Communique.id == communique_id)
        .order_by(DocumentTitleRow.language)
    ).all()
    titled = [row for _, row in rows if row is not None]
    titles = {Language(row.language): row.title for row in titled if row.title}
    places = {Language(row.language): row.place for row in titled if row.place}
    for kept, _ in rows[:1]:
        if kept is not None:
            return DocumentSettings(
                titles,
                places,
                kept.held_on,
                Distribution(kept.distribution),
                italics=kept.italics,
                footnotes=kept.footnotes,
            )
    return DocumentSettings(titles, places)


def load_names(session: Session, communiques: Collection[int]) -> dict[int, dict[Language, tuple[str, str]]]:
    """Return title and place of each of *communiques* in the languages for which they were set. One query."""
    names: dict[int, dict[Language, tuple[str, str]]] = {key: {} for key in communiques}
    for row in session.scalars(
        select(DocumentTitleRow).where(DocumentTitleRow.communique_id.in_(communiques))
    ):
        names[row.communique_id][Language(row.language)] = (row.title, row.place)
    return names


def write_document_settings(session: Session, communique_id: int, settings: DocumentSettings) -> None:
    """Keep *settings* in place of those of the communiqué."""
    for table in (DocumentSettingsRow, DocumentTitleRow):
        session.execute(delete(table).where(table.communique_id == communique_id))
    session.execute(
        insert(DocumentSettingsRow).values(
            communique_id=communique_id,
            held_on=settings.held_on,
            distribution=settings.distribution.value,
            italics=settings.italics,
            footnotes=settings.footnotes,
        )
    )
    rows = [
        {
            "communique_id": communique_id,
            "language": language.value,
            "title": settings.titles.get(language, ""),
            "place": settings.places.get(language, ""),
        }
        for language in Language
        if settings.titles.get(language) or settings.places.get(language)
    ]
    if rows:
        session.execute(insert(DocumentTitleRow), rows)


def write_title(session: Session, communique_id: int, language: Language, title: str) -> None:
    """Keep the title of a communiqué in another language, in place of the one there was. Two queries."""
    row = session.get(DocumentTitleRow, (communique_id, language.value))
    if row is None:
        session.add(DocumentTitleRow(communique_id=communique_id, language=language.value, title=title))
    else:
        row.title = title
    session.flush()
