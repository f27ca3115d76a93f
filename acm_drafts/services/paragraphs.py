"""
What the page of the text shows of a paragraph, kept in step with every act.

State, number of pending proposals and number of clashes are functions of proposals and
decisions. They are computed here, inside the transaction of the act that changed them, so that
the page costs what is on it and not what lies in the archive. `verify` computes them again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import Edit, clashes
from acm_drafts.negotiation.terms import AmendmentKind, ParagraphState, Standing
from acm_drafts.store import tally
from acm_drafts.store.records import Round
from acm_drafts.store.tally import LastDecision, Pending


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
    tally.keep_states(
        session,
        [
            {
                "key": key,
                "new_state": shown.state,
                "new_pending": shown.pending,
                "new_clashes": shown.clashes,
                "new_agreed_level": shown.level,
                "new_agreed_on": shown.agreed_on,
            }
            for key, shown in states(session, wanted, round_, draft_id).items()
        ],
    )


def states(
    session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int
) -> dict[int, Shown]:
    """Return what is to be shown of *paragraphs*, from the proposals and decisions alone."""
    on: dict[int, list[Pending]] = {key: [] for key in paragraphs}
    for one in tally.pending_on(session, paragraphs):
        for key in {one.edit.paragraph, one.edit.after if one.edit.kind is AmendmentKind.INSERT else 0}:
            if key in on:
                on[key].append(one)
    accepted: dict[int, list[Edit]] = {}
    if round_ is not None:
        for adopted in tally.adopted(session, round_.id, paragraphs):
            accepted.setdefault(adopted.edit.paragraph, []).append(adopted.edit)
    texts = tally.wordings(session, draft_id, paragraphs)
    settled = tally.last_decisions(session, paragraphs)
    return {
        key: shown(texts.get(key, ""), on[key], accepted.get(key, []), last=settled.get(key))
        for key in paragraphs
    }


def rivals(pending: Sequence[Pending], accepted: Sequence[Edit]) -> list[Edit]:
    """
    Return the edits of one paragraph that may clash:

    a proposal to amend another is an alternative to it, not a rival.
    """
    keys = {one.edit.proposal for one in pending}
    own = [
        one.edit for one in pending if one.edit.kind is not AmendmentKind.INSERT and one.amends not in keys
    ]
    return [
        *own,
        *(edit for edit in accepted if edit.kind is not AmendmentKind.INSERT and not edit.bracketed),
    ]


def shown(
    text: str, pending: Sequence[Pending], accepted: Sequence[Edit], *, last: LastDecision | None
) -> Shown:
    """
    Return what a paragraph that says *text* shows to whoever knows of these proposals and decisions,
    and of no other.
    """
    able = rivals(pending, accepted)
    disputes = len(clashes(able)) if len(able) > 1 else 0
    if disputes:
        return Shown(ParagraphState.CLASH, len(pending), disputes)
    if "[" in text or any(edit.bracketed for edit in accepted):
        return Shown(ParagraphState.BRACKETS, len(pending), 0)
    if pending:
        deferred = all(one.standing is Standing.DEFERRED for one in pending)
        return Shown(ParagraphState.DEFERRED if deferred else ParagraphState.OPEN, len(pending), 0)
    if last is None:
        return Shown(ParagraphState.UNTOUCHED, 0, 0)
    if last.level is None:
        return Shown(ParagraphState.OPEN, 0, 0)
    return Shown(ParagraphState.AGREED, 0, 0, last.level, last.agreed_on)
