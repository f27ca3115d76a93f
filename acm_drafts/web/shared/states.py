"""
How a state is drawn: one table for each family of states, one row for each value.

A state is a member of its enumeration or its stored value. Every row gives the shape, the colour and the word,
always the three together; templates/macros/states.html draws them. Words are looked up when a state is drawn:
each is a call, for only calls reach the translators.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import pgettext
from acm_drafts.negotiation.comparison import Became
from acm_drafts.negotiation.follow_up import STATES, FollowUpState, Urgency
from acm_drafts.negotiation.terms import (
    WITHHELD,
    Answer,
    Outcome,
    ParagraphState,
    RoundState,
    SilenceOutcome,
    SilenceState,
    SittingResult,
    SittingState,
    Stage,
    Stance,
    Standing,
    Verdict,
)
from acm_drafts.store.records import AnswerRow, Party
from acm_drafts.web.shared.formatting import day, party_name


@dataclass(frozen=True, slots=True)
class StateMark:
    """
    A state as it is drawn.

    *shape* is one of templates/macros/shapes.html, *colour* a modifier of the class "state". *points*: the shape
    turns round with the direction of the page.
    """

    shape: str
    colour: str
    word: str
    points: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table: a state before its word is looked up."""

    shape: str
    colour: str
    word: Callable[[], str]
    points: bool = False


Table = Mapping[str, _Row]

AD_REFERENDUM = "ad-referendum"
"""How a paragraph is drawn that is agreed and waits for its confirmation."""

PARAGRAPH_STATES: Table = {
    ParagraphState.UNTOUCHED: _Row("untouched", "untouched", lambda: _("no proposals")),
    WITHHELD: _Row("untouched", "untouched", lambda: _("proposals not shown")),
    ParagraphState.OPEN: _Row("open", "open", lambda: _("open")),
    ParagraphState.CONFLICT: _Row("conflict", "conflict", lambda: _("in conflict")),
    ParagraphState.BRACKETS: _Row("brackets", "brackets", lambda: _("in brackets")),
    ParagraphState.DEFERRED: _Row("deferred", "deferred", lambda: pgettext("paragraph", "deferred")),
    ParagraphState.AGREED: _Row("agreed", "agreed", lambda: _("agreed")),
    AD_REFERENDUM: _Row("await", "agreed", lambda: _("agreed ad referendum")),
}

PROPOSED = "-proposed"
"""Stands behind the value of what the Mission alone proposes, without a level."""

_SUBMITTED = _Row("submitted", "submitted", lambda: _("submitted"))

PROPOSAL_STATES: Table = {
    Standing.DRAFT: _Row("draft", "draft", lambda: _("draft")),
    Standing.REVIEW: _Row("review", "review", lambda: _("in review")),
    Standing.PENDING: _SUBMITTED,
    Stage.SUBMITTED: _SUBMITTED,
    Standing.WITHDRAWN: _Row("withdrawn", "withdrawn", lambda: _("withdrawn"), points=True),
    Outcome.ACCEPTED: _Row("agreed", "agreed", lambda: _("accepted")),
    Outcome.PART: _Row("part", "part", lambda: _("accepted in part"), points=True),
    Outcome.ABSORBED: _Row("absorbed", "absorbed", lambda: _("merged")),
    Outcome.REJECTED: _Row("rejected", "rejected", lambda: _("rejected")),
    Outcome.BRACKETED: _Row("brackets", "brackets", lambda: _("in brackets")),
    Outcome.DEFERRED: _Row("deferred", "deferred", lambda: _("deferred")),
    Verdict.PARTLY: _Row("part", "part", lambda: _("merged in part"), points=True),
    Verdict.CARRIED: _Row("carried", "carried", lambda: _("carried over"), points=True),
    Verdict.OVERTAKEN: _Row("overtaken", "overtaken", lambda: _("superseded")),
    Verdict.CONFLICT: _Row("conflict", "conflict", lambda: _("carried over in conflict")),
    Verdict.ORPHANED: _Row("orphaned", "orphaned", lambda: _("lapsed")),
    Standing.CONTESTED: _Row("contested", "contested", lambda: _("contested"), points=True),
    Standing.SETTLED: _Row("overtaken", "overtaken", lambda: _("settled by what was accepted")),
    Standing.LEFT_OPEN: _Row("overtaken", "overtaken", lambda: _("open when the text was adopted")),
    f"{Outcome.ACCEPTED}{PROPOSED}": _Row("agreed", "submitted", lambda: _("acceptance proposed")),
    f"{Outcome.PART}{PROPOSED}": _Row(
        "part", "submitted", lambda: _("acceptance in part proposed"), points=True
    ),
    f"{Outcome.ABSORBED}{PROPOSED}": _Row("absorbed", "submitted", lambda: _("compromise proposed")),
    f"{Outcome.REJECTED}{PROPOSED}": _Row("rejected", "submitted", lambda: _("non-acceptance proposed")),
    f"{Outcome.BRACKETED}{PROPOSED}": _Row(
        "brackets", "submitted", lambda: _("retention in brackets proposed")
    ),
    f"{Outcome.DEFERRED}{PROPOSED}": _Row("deferred", "submitted", lambda: _("deferral proposed")),
}
"""What the Mission proposes without a level is called so, with PROPOSED behind the value."""

POSITIONS: Table = {
    Stance.SUPPORT: _Row("support", "support", lambda: _("support")),
    Stance.LIVE_WITH: _Row("live", "live", lambda: _("can live with")),
    Stance.OPPOSE: _Row("oppose", "oppose", lambda: _("oppose")),
    Stance.RESERVE: _Row("reserve", "reserve", lambda: _("reserve")),
    Stance.AWAITING: _Row("await", "await", lambda: _("awaiting instructions")),
    Answer.ACCEPT: _Row("support", "support", lambda: pgettext("answer of a sponsor", "accepted")),
    Answer.OBJECT: _Row("oppose", "oppose", lambda: pgettext("answer of a sponsor", "objection")),
    Answer.CONFIRM: _Row("agreed", "agreed", lambda: pgettext("answer of a sponsor", "confirmed")),
    Answer.CONTEST: _Row(
        "contested", "contested", lambda: pgettext("answer of a sponsor", "contested"), points=True
    ),
}
"""Positions of delegations, and answers of sponsors."""

ROUND_STATES: Table = {
    RoundState.ANNOUNCED: _Row("await", "await", lambda: _("announced")),
    RoundState.OPEN: _Row("open", "agreed", lambda: pgettext("round", "open")),
    RoundState.CONSIDERATION: _Row("deferred", "brackets", lambda: _("under consideration")),
    RoundState.CLOSED: _Row("agreed", "closed", lambda: _("closed")),
}

SITTING_STATES: Table = {
    SittingState.CONVENED: _Row("await", "await", lambda: pgettext("sitting", "convened")),
    SittingState.OPEN: _Row("open", "agreed", lambda: pgettext("sitting", "sitting now")),
    SittingState.CLOSED: _Row("agreed", "closed", lambda: pgettext("sitting", "held")),
    SittingState.CANCELLED: _Row("rejected", "withdrawn", lambda: pgettext("sitting", "cancelled")),
}

SILENCE_STATES: Table = {
    SilenceState.RUNNING: _Row("await", "await", lambda: pgettext("silence", "under silence")),
    SilenceState.SUSPENDED: _Row("deferred", "brackets", lambda: pgettext("silence", "suspended")),
    SilenceState.OVER: _Row("await", "await", lambda: pgettext("silence", "over, outcome to be recorded")),
    SilenceState.CONCLUDED: _Row("agreed", "closed", lambda: pgettext("silence", "concluded")),
    SilenceState.WITHDRAWN: _Row("rejected", "withdrawn", lambda: pgettext("silence", "withdrawn")),
}

SILENCE_OUTCOMES: Table = {
    SilenceOutcome.AGREED: _Row("agreed", "agreed", lambda: pgettext("silence", "agreed by silence")),
    SilenceOutcome.BROKEN: _Row("oppose", "oppose", lambda: pgettext("silence", "silence broken")),
    SilenceOutcome.LEFT_OPEN: _Row("open", "open", lambda: pgettext("silence", "left open")),
}
"""What became of a paragraph under silence."""

SITTING_RESULTS: Table = {
    SittingResult.AGREED: _Row("agreed", "agreed", lambda: pgettext("sitting", "agreed")),
    SittingResult.AD_REFERENDUM: _Row("await", "agreed", lambda: pgettext("sitting", "agreed ad referendum")),
    SittingResult.REFERRED: _Row("carried", "carried", lambda: pgettext("sitting", "referred"), points=True),
    SittingResult.NOT_AGREED: _Row("oppose", "oppose", lambda: pgettext("sitting", "not agreed")),
}
"""What a sitting came to on a paragraph."""

CHANGES: Table = {
    Became.NEW: _Row("support", "agreed", lambda: pgettext("paragraph", "new")),
    Became.DELETED: _Row("oppose", "oppose", lambda: pgettext("paragraph", "deleted")),
    Became.CHANGED: _Row("changed", "brackets", lambda: pgettext("paragraph", "amended")),
    Became.BRACKETED: _Row("brackets", "brackets", lambda: pgettext("paragraph", "words put in brackets")),
    Became.MOVED: _Row("moved", "brackets", lambda: pgettext("paragraph", "moved")),
    Became.SPLIT: _Row("split", "brackets", lambda: pgettext("paragraph", "split"), points=True),
    Became.JOINED: _Row("joined", "brackets", lambda: pgettext("paragraph", "joined"), points=True),
    Became.UNCHANGED: _Row("untouched", "untouched", lambda: pgettext("paragraph", "unchanged")),
}
"""What became of a paragraph between two drafts."""

FOLLOW_UPS: Table = {
    Urgency.OVERDUE: _Row("late", "oppose", lambda: _("overdue")),
    FollowUpState.CONFIRMED: _Row("due", "untouched", lambda: _(STATES[FollowUpState.CONFIRMED])),
    FollowUpState.IN_PROGRESS: _Row(
        "carried", "carried", lambda: _(STATES[FollowUpState.IN_PROGRESS]), points=True
    ),
    FollowUpState.PARTLY: _Row("part", "part", lambda: _(STATES[FollowUpState.PARTLY]), points=True),
    FollowUpState.DONE: _Row("agreed", "agreed", lambda: _(STATES[FollowUpState.DONE])),
    FollowUpState.DROPPED: _Row("overtaken", "untouched", lambda: _(STATES[FollowUpState.DROPPED])),
}
"""How far a request has come that is followed up; what is overdue is told before that."""

FAMILIES: Mapping[str, Table] = {
    "paragraph": PARAGRAPH_STATES,
    "proposal": PROPOSAL_STATES,
    "position": POSITIONS,
    "round": ROUND_STATES,
    "sitting": SITTING_STATES,
    "result": SITTING_RESULTS,
    "silence": SILENCE_STATES,
    "outcome": SILENCE_OUTCOMES,
    "change": CHANGES,
    "follow-up": FOLLOW_UPS,
}


def state_mark(family: str, state: str) -> StateMark | None:
    """Return how a state of a *family* is drawn, None where there is none to show."""
    row = FAMILIES[family].get(state)
    return StateMark(row.shape, row.colour, row.word(), row.points) if row else None


_TAKEN: Mapping[str, Callable[[], str]] = {
    Stance.OPPOSE: lambda: pgettext("position", "opposed"),
    Stance.RESERVE: lambda: pgettext("position", "position reserved"),
}
"""What those are who took a position, where its word alone would read as what they should do."""


def position_taken(stance: str) -> str:
    """Return a position as what those are who took it: "opposed"."""
    return _TAKEN[stance]() if stance in _TAKEN else POSITIONS[stance].word()


def objector(answer: AnswerRow, sponsor: Party | None, *, joint: bool = False) -> str:
    """Return whose an objection is, and since when. *sponsor*: None where not to be known; *joint*: a co-sponsor."""
    since = day(answer.at)
    if sponsor is None:
        return _("by its sponsor, %(day)s", day=since)
    if joint:
        return _("by its co-sponsor %(party)s, %(day)s", party=party_name(sponsor), day=since)
    return _("by its sponsor %(party)s, %(day)s", party=party_name(sponsor), day=since)


STATE_GLOBALS: Mapping[str, Callable[..., object]] = {
    "state_mark": state_mark,
    "position_taken": position_taken,
    "objector": objector,
}
"""What templates call to draw states."""
