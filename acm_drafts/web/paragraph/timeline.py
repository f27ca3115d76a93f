"""
The history of a paragraph as one reader may know it: newest first, each thing that happened once.

Decisions and answers are told from the moment they are given, with the proposals that the reader may
read; a closing takes nothing back. What it makes itself, verdicts and wordings, is told with the text
that comes out of it, and is known to the Mission alone before (docs/decisions/0019).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from acm_drafts.negotiation.terms import Answer, DecisionKind, Level, Outcome, Verdict
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import Party
from acm_drafts.store.timeline import (
    DecidedStep,
    PrintedNumber,
    answers_on,
    cosponsors_on,
    decisions_on,
    verdicts_on,
)
from acm_drafts.store.visibility import sees_all_proposals, sees_sponsor
from acm_drafts.web.shared.excerpts import Piece, pieces_between
from acm_drafts.web.text.page import printed_column

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk

MOST_PIECES = 4


class What(StrEnum):
    """In this order where several things happened at one moment."""

    SUBMITTED = "submitted"
    JOINED = "joined"
    DECIDED = "decided"
    VERDICT = "verdict"
    PRINTED = "printed"
    GONE = "gone"
    ANSWERED = "answered"


ORDER = {what: place for place, what in enumerate(What)}


@dataclass(frozen=True, slots=True)
class Made:
    """What a decision made of one proposal, or (*rest*) of what an acceptance in part had left of it."""

    name: str
    code: str
    outcome: Outcome
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """
    One thing that happened to a paragraph; what does not apply to *what* keeps its default.

    *number* is what a draft prints and *earlier* what the draft before printed; *wording* counts the
    wordings, 0 where the draft says what the one before said; *pieces* are what changed in it first, with
    *more* changes beside.
    *done* of *total* changes of a proposal got into the text; 0 where that tells nothing. *party* is
    who joined or answered, None where that may not be known. *disowns*: it says that an entry from the floor is
    not its own. *why_voided*: why a decision no longer counts.
    """

    at: datetime
    what: What
    entry: AmendmentRecord | None = None
    name: str = ""
    issue: DraftVersion | None = None
    number: str = ""
    earlier: str = ""
    wording: int = 0
    pieces: tuple[Piece, ...] = ()
    more: int = 0
    kind: DecisionKind | None = None
    level: Level | None = None
    made: tuple[Made, ...] = ()
    reason: str = ""
    voided: bool = False
    why_voided: str = ""
    verdict: Verdict | None = None
    done: int = 0
    total: int = 0
    party: Party | None = None
    answer: Answer | None = None
    on_compromise: bool = False
    disowns: bool = False


def paragraph_timeline(session: Session, desk: "Desk") -> list[Event]:
    """Return what happened to the paragraph, newest first; of one moment, what was recorded later. Six queries."""
    found = [
        *_submissions(desk),
        *_prints(desk),
        *_gone(desk),
        *_decisions(session, desk),
        *_verdicts(session, desk),
        *_joined(session, desk),
        *_answers(session, desk),
    ]
    return sorted(found, key=lambda event: (event.at, ORDER[event.what]))[::-1]


def _submissions(desk: "Desk") -> Iterator[Event]:
    for entry in desk.entries:
        if entry.amendment.submitted_at and entry.amendment.paragraph_id == desk.paragraph.id:
            yield Event(
                entry.amendment.submitted_at,
                What.SUBMITTED,
                entry=entry,
                name=desk.names[entry.amendment.id],
            )


def _prints(desk: "Desk") -> Iterator[Event]:
    before: PrintedNumber | None = None
    wording = 0
    for one in desk.prints:
        new = before is None or before.wording.id != one.wording.id
        wording += new
        number = printed_column(one.label, one.wording.kind)
        earlier = printed_column(before.label, before.wording.kind) if before else number
        if new or earlier != number:
            pieces, more = _pieces(before, one) if new and before else ((), 0)
            yield Event(
                _when(one.issue),
                What.PRINTED,
                issue=one.issue,
                number=number,
                earlier=earlier if earlier != number else "",
                wording=wording if new else 0,
                pieces=pieces,
                more=more,
            )
        before = one


def _pieces(before: PrintedNumber, now: PrintedNumber) -> tuple[tuple[Piece, ...], int]:
    return pieces_between(before.wording.text, now.wording.text, MOST_PIECES)


def _gone(desk: "Desk") -> Iterator[Event]:
    """Yield the draft from which on the paragraph is not in the text."""
    if not desk.prints or desk.row is not None:
        return
    last = desk.prints[-1].issue.draft.sequence
    later = [issue for issue in desk.page.shelf.issues if issue.draft.sequence > last]
    if later:
        yield Event(_when(later[0]), What.GONE, issue=later[0])


def _decisions(session: Session, desk: "Desk") -> Iterator[Event]:
    for one in decisions_on(session, desk.paragraph.id):
        made = tuple(
            Made(
                desk.names[key],
                desk.entries.entries[key].amendment.code,
                Outcome(disposition.outcome),
                rest=disposition.revision.made == "rest",
            )
            for disposition, key in one.dispositions
            if key in desk.names
        )
        if _is_told(desk, one, made):
            decision = one.decision
            yield Event(
                decision.at,
                What.DECIDED,
                kind=DecisionKind(decision.kind),
                level=Level(decision.level) if decision.level else None,
                made=made,
                reason=decision.reason if made or not one.dispositions else "",
                voided=one.voided,
                why_voided=one.why if made or not one.dispositions else "",
            )


def _is_told(desk: "Desk", one: DecidedStep, made: tuple[Made, ...]) -> bool:
    """Whether the reader may know of a decision: with a proposal of theirs to read, or all of them."""
    setting = next((s for s in desk.page.shelf.settings if s.round.id == one.decision.round_id), None)
    return setting is not None and (bool(made) or sees_all_proposals(desk.page.who, setting))


def _verdicts(session: Session, desk: "Desk") -> Iterator[Event]:
    for row in verdicts_on(session, list(desk.entries.entries)):
        issue = desk.bearings.result_of(row.round_id)
        if issue is not None and row.revision.paragraph_id == desk.paragraph.id:
            entry = desk.entries.entries[row.revision.amendment_id]
            yield Event(
                row.at,
                What.VERDICT,
                entry=entry,
                name=desk.names[entry.amendment.id],
                issue=issue,
                verdict=Verdict(row.verdict),
                done=row.done if row.verdict in (Verdict.PARTLY, Verdict.OVERTAKEN) else 0,
                total=row.total,
            )


def _joined(session: Session, desk: "Desk") -> Iterator[Event]:
    for row in cosponsors_on(session, list(desk.entries.entries)):
        entry = desk.entries.entries[row.amendment_id]
        if entry.amendment.submitted_at and entry.amendment.paragraph_id == desk.paragraph.id:
            yield Event(
                row.since,
                What.JOINED,
                entry=entry,
                name=desk.names[entry.amendment.id],
                party=row.party if _is_known(desk, entry) else None,
            )


def _answers(session: Session, desk: "Desk") -> Iterator[Event]:
    """Yield what sponsors said. A verdict is answered only once its text is circulated, so nothing is told early."""
    for row, party, on_compromise in answers_on(session, list(desk.entries.entries)):
        entry = desk.entries.entries[row.amendment_id]
        if entry.amendment.paragraph_id == desk.paragraph.id:
            yield Event(
                row.at,
                What.ANSWERED,
                entry=entry,
                name=desk.names[entry.amendment.id],
                party=party if _is_known(desk, entry) else None,
                answer=Answer(row.answer),
                on_compromise=on_compromise,
                disowns=row.disowns,
                reason=row.reason,
            )


def _is_known(desk: "Desk", entry: AmendmentRecord) -> bool:
    return sees_sponsor(desk.page.who, desk.bearings.setting(entry), entry)


def _when(issue: DraftVersion) -> datetime:
    return issue.circulation.at if issue.circulation else issue.draft.made_at
