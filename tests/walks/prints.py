"""
What is in a database, in lines that two databases have alike when the same was done on both: no key and no code.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.store.conditions import live
from acm_drafts.store.records import (
    Adoption,
    AdoptionMatter,
    AgendaRow,
    Amendment,
    AnswerRow,
    BatchFile,
    Circulation,
    Communique,
    CorrigendumEntry,
    Cosponsor,
    Decision,
    Disposition,
    DocumentSettingsRow,
    DocumentTitleRow,
    Draft,
    JournalLine,
    LineRow,
    Paragraph,
    Party,
    Position,
    Publication,
    Revision,
    Round,
    VerdictRow,
    Wording,
)

_BASE = aliased(Wording)

_ROWS = {
    "proposal": select(
        Party.code,
        Amendment.number,
        Amendment.kind,
        Amendment.stage,
        Amendment.from_floor,
        Round.number,
        Amendment.revision,
        Revision.text,
        Revision.made,
        _BASE.text,
    )
    .select_from(Amendment)
    .join(Party, Party.id == Amendment.sponsor_id)
    .join(Round, Round.id == Amendment.round_id)
    .join(Revision, (Revision.amendment_id == Amendment.id) & (Revision.sequence == Amendment.revision))
    .outerjoin(_BASE, _BASE.id == Revision.base_id),
    "cosponsor": select(Amendment.kind, Amendment.number, Party.code)
    .select_from(Cosponsor)
    .join(Amendment, Amendment.id == Cosponsor.amendment_id)
    .join(Party, Party.id == Cosponsor.party_id),
    "position": select(Amendment.kind, Amendment.number, Party.code, Position.stance, Position.reason)
    .select_from(Position)
    .join(Amendment, Amendment.id == Position.amendment_id)
    .join(Party, Party.id == Position.party_id),
    "position on paragraph": select(
        Round.number, Party.code, _BASE.text, Position.stance, Position.reason, Position.taken_back
    )
    .select_from(Position)
    .join(Round, Round.id == Position.round_id)
    .join(_BASE, _BASE.id == Position.wording_id)
    .join(Party, Party.id == Position.party_id),
    "decision": live(select(Decision.kind, Decision.level, Decision.reason, Decision.sequence)),
    "disposition": live(
        select(Disposition.outcome, Disposition.text, Revision.text)
        .select_from(Disposition)
        .join(Decision, Decision.id == Disposition.decision_id)
        .join(Revision, Revision.id == Disposition.revision_id)
    ),
    "verdict": select(VerdictRow.verdict, VerdictRow.done, VerdictRow.total, Revision.text)
    .select_from(VerdictRow)
    .join(Revision, Revision.id == VerdictRow.revision_id),
    "answer": select(Amendment.kind, Amendment.number, Party.code, AnswerRow.answer)
    .select_from(AnswerRow)
    .join(Amendment, Amendment.id == AnswerRow.amendment_id)
    .join(Party, Party.id == AnswerRow.party_id),
    "round": select(
        Round.number, Round.deadline, Round.admissibility, Round.visibility, Round.closed_at.is_not(None)
    ),
    "line": select(Draft.symbol, LineRow.position, LineRow.label, Wording.text)
    .select_from(LineRow)
    .join(Draft, Draft.id == LineRow.draft_id)
    .join(Wording, Wording.id == LineRow.wording_id),
    "circulation": select(Draft.symbol, Circulation.attributed)
    .select_from(Circulation)
    .join(Draft, Draft.id == Circulation.draft_id),
    "paragraph": select(
        Paragraph.state, Paragraph.pending, Paragraph.conflicts, Paragraph.agreed_level, Paragraph.counter
    ),
    "wording": select(Wording.language, Wording.sequence, Wording.text),
    "documents": select(
        DocumentSettingsRow.held_on,
        DocumentSettingsRow.distribution,
        DocumentSettingsRow.italics,
        DocumentSettingsRow.footnotes,
    ),
    "titles": select(DocumentTitleRow.language, DocumentTitleRow.title, DocumentTitleRow.place),
    "agenda": select(AgendaRow.number, AgendaRow.title),
    "file": select(BatchFile.name, BatchFile.stage, Party.code, BatchFile.chosen)
    .select_from(BatchFile)
    .outerjoin(Party, Party.id == BatchFile.party_id),
    "adoption": select(Adoption.symbol, Adoption.day),
    "open at the adoption": select(AdoptionMatter.position, AdoptionMatter.kind, AdoptionMatter.reference),
    "corrigendum": select(CorrigendumEntry.reference, CorrigendumEntry.old, CorrigendumEntry.new),
    "publication": select(Publication.number, Publication.act, Publication.reason),
    "communiqué": select(Communique.symbol_root),
    "journal": select(
        JournalLine.act, JournalLine.actor, JournalLine.before, JournalLine.after, JournalLine.reason
    ).where(JournalLine.act.not_in(("receive files", "delete files"))),
    "files in the journal": select(JournalLine.act, func.count())
    .where(JournalLine.act.in_(("receive files", "delete files")))
    .group_by(JournalLine.act),
}


def prints(session: Session) -> list[str]:
    """Return what is in the database, line by line in a fixed order."""
    session.rollback()
    session.expire_all()
    return sorted(
        f"{what}: {tuple(row)}" for what, statement in _ROWS.items() for row in session.execute(statement)
    )
