"""
The annotations under the items of an agenda: the last one on an item counts.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.store.records import Annotation, Circulation, Communique, LineRow, Paragraph


def annotations_in(session: Session, communique_id: int) -> dict[int, str]:
    """Return the annotations that stand in a text, by the paragraph; none that was taken away. One query."""
    last = select(func.max(Annotation.id)).where(Annotation.communique_id == communique_id)
    rows = session.execute(
        select(Annotation.paragraph_id, Annotation.text).where(
            Annotation.id.in_(last.group_by(Annotation.paragraph_id)), Annotation.text != ""
        )
    )
    return dict(rows.all())


def last_annotation(session: Session, paragraph_id: int) -> tuple[int, str]:
    """Return how often an item was annotated, and what stands under it, "" for nothing. One query."""
    wanted = select(Annotation.sequence, Annotation.text).where(Annotation.paragraph_id == paragraph_id)
    row = session.execute(wanted.order_by(Annotation.sequence.desc()).limit(1)).one_or_none()
    return (row[0], row[1]) if row else (0, "")


def is_circulated_paragraph(session: Session, paragraph_id: int) -> bool:
    """Return whether a paragraph stands in a draft that was circulated, so that everybody knows it. One query."""
    wanted = select(LineRow.id).join(Circulation, Circulation.draft_id == LineRow.draft_id)
    return session.scalar(wanted.where(LineRow.paragraph_id == paragraph_id).limit(1)) is not None


def faults_of_annotations(session: Session, communique_id: int) -> list[tuple[str, str]]:
    """Return what is wrong with the annotations of a text, which no verb would have written, by item. One query."""
    rows = session.execute(
        select(Paragraph.code, func.max(Annotation.sequence), func.count(), Communique.kind)
        .join(Paragraph, Paragraph.id == Annotation.paragraph_id)
        .join(Communique, Communique.id == Annotation.communique_id)
        .where(Annotation.communique_id == communique_id)
        .group_by(Paragraph.code, Communique.kind)
        .order_by(Paragraph.code)
    )
    faults = []
    for code, newest, counted, kind in rows:
        if kind != TextKind.AGENDA:
            faults.append((code, N_("a paragraph of a text that is no agenda has an annotation")))
        elif newest != counted:
            faults.append((code, N_("an annotation is missing")))
    return faults
