"""
The agenda of a sitting: paragraphs by their identities, in an order; a section is put on it as a whole. And on which of
them a result can be recorded.

These write in the transaction of the verbs in services.sittings.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.sittings import (
    AGREED,
    NoLongerInTheText,
    NotOnTheAgenda,
    Outcome,
    WrongSitting,
    agenda_of,
    require_agenda,
    require_open,
)
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.new_on_agenda import new_to_call
from acm_drafts.store.readable import submitted_on_paragraphs
from acm_drafts.store.records import Sitting, SittingAgendaRow
from acm_drafts.store.sittings import SittingRecord
from acm_drafts.store.text import DraftSet, codes_in_drafts


def chosen_paragraphs(
    session: Session,
    drafts: DraftSet,
    chosen: Sequence[str],
    *,
    level: str,
    known: Mapping[int, str] | None = None,
) -> tuple[int, ...]:
    """
    Return the keys of the paragraphs *chosen* by their codes, sections in full; *level*: of the body that sits.

    A new paragraph that is proposed is one of them where everybody at the table may read it (store.new_on_agenda).
    *known*: what is on the agenda already stays there, though it be in the text no more. Raises WrongSitting,
    NoLongerInTheText.
    """
    draft = drafts.newest.draft.id
    keys = {code: key for key, code in codes_in_drafts(session, [draft]).items()}
    lines = lines_of_draft(session, draft)
    gone = {code: key for key, code in (known or {}).items() if code not in keys}
    others = gone if set(chosen) <= keys.keys() | gone.keys() else _with_new(session, drafts, gone)
    paragraphs: dict[int, None] = {}
    for code in chosen:
        if code in others:
            paragraphs[others[code]] = None
        elif code in keys:
            paragraphs |= dict.fromkeys(agenda_of(lines, [keys[code]]))
        else:
            raise NoLongerInTheText()
    require_agenda(paragraphs, level)
    return tuple(paragraphs)


def _with_new(session: Session, drafts: DraftSet, known: Mapping[str, int]) -> dict[str, int]:
    """Return *known* and the new paragraphs that can be put on an agenda, by their codes."""
    return {**known, **{new.code: new.key for new in new_to_call(session, drafts)}}


def put_on_agenda(session: Session, sitting: Sitting, paragraphs: Sequence[int], *, after: int = 0) -> None:
    """Put paragraphs on an agenda in their order, behind the first *after* places."""
    rows = [
        {
            "sitting_id": sitting.id,
            "communique_id": sitting.communique_id,
            "paragraph_id": key,
            "position": after + position,
        }
        for position, key in enumerate(paragraphs, start=1)
    ]
    if rows:
        session.execute(insert(SittingAgendaRow), rows)


def exchange_agenda(session: Session, record: SittingRecord, paragraphs: Sequence[int]) -> None:
    """Write another agenda: rows that stay are moved behind all others first, for two cannot stand at one place."""
    own = SittingAgendaRow.sitting_id == record.sitting.id
    gone = set(record.agenda) - set(paragraphs)
    session.execute(delete(SittingAgendaRow).where(own, SittingAgendaRow.paragraph_id.in_(gone)))
    room = len(record.agenda) + len(paragraphs)
    rows = {row.paragraph_id: row for row in session.scalars(select(SittingAgendaRow).where(own))}
    for first in (room, 0):
        for position, key in enumerate(paragraphs, start=1):
            if key in rows:
                rows[key].position = first + position
        session.flush()
    new = [(position, key) for position, key in enumerate(paragraphs, start=1) if key not in rows]
    for position, key in new:
        put_on_agenda(session, record.sitting, [key], after=position - 1)


def paragraph_to_record(
    session: Session, actor: Actor, record: SittingRecord, *, drafts: DraftSet, code: str, outcome: Outcome
) -> int:
    """
    Return the key of the paragraph with *code*, on which *outcome* is to be recorded.

    A new paragraph is agreed by the decision on its proposal; while that waits any other outcome can be recorded.
    Raises SittingIsNotOpen, NotOnTheAgenda, NoLongerInTheText, WrongSitting.
    """
    require_open(record.state)
    key = next((key for key, known in record.agenda.items() if known == code), None)
    if key is None:
        raise NotOnTheAgenda()
    if key not in codes_in_drafts(session, [drafts.newest.draft.id]):
        if not _is_proposed(session, actor, drafts, key):
            raise NoLongerInTheText()
        if outcome.result in AGREED:
            raise WrongSitting(what=N_("a new paragraph is agreed by the decision on its proposal"))
    return key


def _is_proposed(session: Session, actor: Actor, drafts: DraftSet, paragraph: int) -> bool:
    """Return whether a paragraph is a new one whose proposal *actor* reads and that waits for a decision."""
    context = drafts.context
    if context is None or context.round.closed_at is not None:
        return False
    read = submitted_on_paragraphs(session, actor, context, [paragraph])
    return any(record.kind is AmendmentKind.INSERT and record.pending for record in read)
