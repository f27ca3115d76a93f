"""
The evidence pack of a negotiation: its texts, records and journal in open formats, read at one moment.

It holds what the Mission reads of the text, and only the Mission takes it.
"""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from acm_drafts.documents.write import evidence
from acm_drafts.documents.write.evidence import Evidence, PackedDraft
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.store.backup import snapshot
from acm_drafts.store.drafts import get_communique_by_key, lines_of_drafts
from acm_drafts.store.evidence import load_codes, load_drafts, load_records
from acm_drafts.store.journal_chain import read_lines


def evidence_pack(engine: Engine, actor: Actor, communique: int) -> bytes:
    """
    Return the evidence pack of a communiqué as a ZIP archive; as long as nothing is done on it, the same bytes.

    Raises NotPermitted.
    """
    with snapshot(engine) as connection, Session(connection) as session:
        return evidence.render(evidence_of(session, actor, communique))


def evidence_of(session: Session, actor: Actor, communique: int) -> Evidence:
    """Return what the evidence pack of a communiqué holds. Raises NotPermitted."""
    text = get_communique_by_key(session, communique)
    require(actor, Act.READ_EVIDENCE, Facts(meeting=text.meeting_id))
    drafts = load_drafts(session, communique)
    lines = lines_of_drafts(session, [key for key, _ in drafts])
    codes = load_codes(session, {line.paragraph for own in lines.values() for line in own})
    return Evidence(
        text={
            "code": text.code,
            "symbol": text.symbol_root,
            "title": text.title,
            "language": text.language,
            "meeting": text.meeting.title,
            "year": text.meeting.year,
        },
        drafts=[PackedDraft(facts, lines[key], codes) for key, facts in drafts],
        records=load_records(session, communique),
        journal=list(read_lines(session, communique)),
    )
