"""
The reservations on a draft: which positions on its proposals and its lines the annex tells, in the order of the text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy.orm import Session

from acm_drafts.documents.write.annexes import Reservation, number_or_first_words
from acm_drafts.negotiation.concordance import full_numbers
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import new_paragraphs
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.reservations import Adopted, is_open, is_stated, is_stated_on_text, stands_in
from acm_drafts.negotiation.terms import Outcome, ParagraphState, Stance, Standing
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.insertions import insertions_of, load_new_paragraphs
from acm_drafts.store.listing import (
    find_compiled_round,
)
from acm_drafts.store.meetings import day_in
from acm_drafts.store.paragraph_positions import load_paragraph_positions
from acm_drafts.store.positions import Reserved, TakenPosition, load_reservations, standing_positions
from acm_drafts.store.records import Draft
from acm_drafts.store.status import Status, Statuses, load_statuses
from acm_drafts.store.text import (
    TextRow,
    draft_set,
    text_rows,
)


def reservations_on(session: Session, actor: Actor, draft: Draft, text: DraftText) -> tuple[Reservation, ...]:
    """
    Return the reservations on *draft* that *actor* may know, in the order of *text*, which is it.

    They are told as they are now, whenever the draft was made: none on a proposal that came to nothing, none on
    what an earlier round adopted and the draft no longer holds, and no instructions awaited on what is agreed.
    """
    reserved = load_reservations(session, actor, draft)
    rows = text_rows(session, draft.id)
    on_lines = _reserved_lines(session, actor, draft, rows)
    if not reserved and not on_lines:
        return ()
    records = [record for record, _ in reserved]
    numbers = _numbers_of(session, actor, draft, text, rows=rows, records=records)
    order = {key: place for place, key in enumerate(numbers)}
    zone = draft.communique.meeting.zone
    placed = [
        (
            order.get(record.revision.paragraph_id, len(order)),
            _reservation(record, position, numbers=numbers, text=text, zone=zone),
        )
        for record, position in _told(session, actor, draft, rows, reserved)
    ]
    placed += [(order[key], _on_line(numbers[key], taken, text=text, zone=zone)) for key, taken in on_lines]
    return tuple(row for _, row in sorted(placed, key=itemgetter(0)))


def _told(
    session: Session, actor: Actor, draft: Draft, rows: Sequence[TextRow], reserved: Sequence[Reserved]
) -> list[Reserved]:
    """Return which of the reservations on proposals *draft* tells; *rows* are its lines. No query for none."""
    if not reserved:
        return []
    statuses = load_statuses(session, draft.communique, actor, [record for record, _ in reserved])
    basis = _Basis(draft, {row.paragraph: row for row in rows}, statuses)
    return [(record, position) for record, position in reserved if basis.tells(record, position.stance)]


def _reserved_lines(
    session: Session, actor: Actor, draft: Draft, rows: Sequence[TextRow]
) -> list[tuple[int, TakenPosition]]:
    """
    Return the reservations on the lines of *draft* as they stand, by paragraph; none where it names no delegations.

    Instructions are awaited on what is not agreed alone. Five queries at most.
    """
    drafts = draft_set(session, draft.communique_id, actor)
    versions = [version for version in drafts.versions if version.draft.id == draft.id]
    if any(version.circulation and not version.attributed for version in versions):
        return []
    wordings = {row.paragraph: row.wording for row in rows}
    taken = load_paragraph_positions(session, actor, drafts, wordings, in_documents=True)
    return [
        (row.paragraph, position)
        for row in rows
        for position in standing_positions(taken[row.paragraph])
        if is_stated_on_text(position.stance, agreed=row.state == ParagraphState.AGREED)
    ]


def _on_line(number: str, position: TakenPosition, *, text: DraftText, zone: str) -> Reservation:
    return Reservation(
        number,
        "",
        None,
        "",
        "",
        credited_name(position.party, text.language),
        day_in(zone, position.at).isoformat(),
        awaited=position.stance == Stance.AWAITING,
        reason=position.reason,
    )


@dataclass(frozen=True, slots=True)
class _Basis:
    """What decides which reservations *draft* tells: its lines by paragraph, and where each proposal is."""

    draft: Draft
    rows: Mapping[int, TextRow]
    known: Statuses

    def tells(self, record: AmendmentRecord, stance: Stance) -> bool:
        """Return whether *draft* tells the position *stance* on *record*."""
        status = self.known.where(record)
        standing, pending = status.standing, status.pending
        if _is_part(record):  # whatever became of the rest
            standing, pending = Standing.PART, False
        still_open = is_open(
            standing, pending=pending, proposed_by_mission=self._is_proposed_by_mission(record)
        )
        return is_stated(stance, standing, still_open=still_open) and self._stands(record, status)

    def _is_proposed_by_mission(self, record: AmendmentRecord) -> bool:
        decision = record.decision
        if decision is None or decision.level is not None:
            return False
        return self.known.contexts[decision.round_id].round.closed_at is None

    def _stands(self, record: AmendmentRecord, status: Status) -> bool:
        """Return whether the draft holds what an earlier round adopted of *record*; True where none did."""
        disposition = record.disposition
        if disposition is None:
            return True
        decided_on = self.known.contexts[disposition.decision.round_id].version.draft.sequence
        if decided_on >= self.draft.sequence:
            return True
        revision, kind, outcome = disposition.revision, record.kind, Outcome(disposition.outcome)
        adopted_text = disposition.text or revision.text
        if status.successor is not None:
            revision, kind, outcome = status.successor.revision, status.successor.kind, Outcome.ACCEPTED
            adopted_text = revision.text
        base = revision.base.text if revision.base else ""
        lines = self.known.lineage.lines(revision.paragraph_id, self.rows, decided_on)
        return stands_in([line.text for line in lines], Adopted(kind, outcome, base, adopted_text))


def _numbers_of(
    session: Session,
    actor: Actor,
    draft: Draft,
    text: DraftText,
    *,
    rows: Sequence[TextRow],
    records: Iterable[AmendmentRecord],
) -> dict[int, str]:
    """
    Return what each paragraph is called, in the order of *text*, with the new ones that *records* propose.

    *rows*: the lines of *draft*.
    """
    full = full_numbers(text.lines, number_or_first_words)
    context = find_compiled_round(session, draft.id)
    if context is not None and context.round.closed_at is None:
        insertions = load_new_paragraphs(session, actor, context)
    else:
        insertions = insertions_of(record for record in records if record.pending)
    new = new_paragraphs(rows, insertions)
    numbers: dict[int, str] = {}
    for line in (None, *text.lines):
        place = line.paragraph if line else START
        if line:
            numbers[place] = full.get(place) or number_or_first_words(line)
        numbers |= {row.paragraph: row.number for row in new.get(place, ())}
    return numbers


def _is_part(record: AmendmentRecord) -> bool:
    """Return whether only a part of what *record* says stands in the text, by the decision that it is told with."""
    disposition = record.disposition
    if disposition is None or disposition.outcome != Outcome.PART:
        return False
    return disposition.revision_id == record.revision.id


def _reservation(
    record: AmendmentRecord,
    position: TakenPosition,
    *,
    numbers: Mapping[int, str],
    text: DraftText,
    zone: str,
) -> Reservation:
    return Reservation(
        numbers.get(record.revision.paragraph_id, ""),
        record.label,
        record.kind,
        record.base,
        record.disposition.text if record.disposition and _is_part(record) else record.revision.text,
        credited_name(position.party, text.language),
        day_in(zone, position.at).isoformat(),
        awaited=position.stance == Stance.AWAITING,
        reason=position.reason,
    )
