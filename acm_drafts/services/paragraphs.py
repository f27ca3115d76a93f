"""
What the page of the text shows of a paragraph, kept in step with every act.

State, number of pending proposals and number of clashes are functions of proposals and
decisions. They are computed here, inside the transaction of the act that changed them, so that
the page costs what is on it and not what lies in the archive. `verify` computes them again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.consolidation import Edit, clashes
from acm_drafts.negotiation.terms import AmendmentKind, ParagraphState, Standing
from acm_drafts.store import docket, queries
from acm_drafts.store.docket import Docket, Entry
from acm_drafts.store.records import Decision, Paragraph, Round


@dataclass(frozen=True, slots=True)
class Shown:
    """The state of a paragraph as everybody sees it who may see all proposals."""

    state: ParagraphState
    pending: int
    clashes: int
    level: str | None = None
    agreed_on: date | None = None


def refresh(session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int) -> None:
    """Compute and keep what is shown of *paragraphs*, in a fixed number of queries."""
    wanted = {key for key in paragraphs if key}
    if not wanted:
        return
    session.flush()
    for key, shown in states(session, wanted, round_, draft_id).items():
        session.execute(
            update(Paragraph)
            .where(Paragraph.id == key)
            .values(
                state=shown.state,
                pending=shown.pending,
                clashes=shown.clashes,
                agreed_level=shown.level,
                agreed_on=shown.agreed_on,
            )
        )


def states(
    session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int
) -> dict[int, Shown]:
    """Return what is to be shown of *paragraphs*, from the proposals and decisions alone."""
    found = docket.load_paragraphs(session, paragraphs)
    accepted = docket.adopted(session, round_.id) if round_ else ()
    texts = {line.paragraph: line.text for line in queries.lines(session, draft_id)}
    settled = _last_decisions(session, paragraphs)
    return {
        key: _shown(
            texts.get(key, ""),
            _concerning(found, key),
            [a.edit for a in accepted if a.edit.paragraph == key],
            settled.get(key),
        )
        for key in paragraphs
    }


def rivals(entries: Sequence[Entry], accepted: Sequence[Edit]) -> list[Edit]:
    """Return the edits of one paragraph that may clash: a proposal to amend another is an alternative to it, not a rival."""
    pending = {entry.amendment.id for entry in entries if entry.pending}
    own = [
        entry.edit()
        for entry in entries
        if entry.pending
        and entry.kind is not AmendmentKind.INSERT
        and entry.amendment.amends_id not in pending
    ]
    return [
        *own,
        *(edit for edit in accepted if edit.kind is not AmendmentKind.INSERT and not edit.bracketed),
    ]


def dispute_among(entries: Sequence[Entry]) -> bool:
    """Return whether pending wordings of one paragraph stand against each other."""
    return len(entries) > 1 and bool(clashes(rivals(entries, ())))


def _concerning(found: Docket, key: int) -> list[Entry]:
    return [e for e in found if e.amendment.paragraph_id == key or e.revision.after_id == key]


def _shown(text: str, entries: Sequence[Entry], accepted: Sequence[Edit], last: Decision | None) -> Shown:
    pending = [entry for entry in entries if entry.pending]
    own = [entry for entry in pending if entry.kind is not AmendmentKind.INSERT]
    disputes = len(clashes(rivals(own, accepted))) if len(own) + len(accepted) > 1 else 0
    if disputes:
        return Shown(ParagraphState.CLASH, len(pending), disputes)
    if "[" in text or any(edit.bracketed for edit in accepted):
        return Shown(ParagraphState.BRACKETS, len(pending), 0)
    if pending:
        deferred = all(entry.standing is Standing.DEFERRED for entry in pending)
        return Shown(ParagraphState.DEFERRED if deferred else ParagraphState.OPEN, len(pending), 0)
    if last is None:
        return Shown(ParagraphState.UNTOUCHED, 0, 0)
    if last.level is None:
        return Shown(ParagraphState.OPEN, 0, 0)
    return Shown(ParagraphState.AGREED, 0, 0, last.level, last.agreed_on)


def _last_decisions(session: Session, paragraphs: Collection[int]) -> Mapping[int, Decision]:
    voiding = aliased(Decision)
    rows = session.scalars(
        select(Decision)
        .outerjoin(voiding, voiding.voids_id == Decision.id)
        .where(Decision.paragraph_id.in_(paragraphs), Decision.kind != "void", voiding.id.is_(None))
        .order_by(Decision.id)
    )
    return {decision.paragraph_id: decision for decision in rows}
