"""
How a proposal and a round move from state to state, as tables.

A proposal is moved by its sponsor alone: what the Mission decides is a decision beside it and
never a state of it. A round is moved by the clock until a person closes it; so its state is
computed from three moments and never stored. An imported text is in preparation until it is
circulated: so long the Mission can correct or withdraw it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from acm_drafts.negotiation.errors import (
    N_,
    AlreadyClosed,
    DeadlinePassed,
    IllegalMove,
    NotAdmissible,
    NotAllAgreed,
    NotAllConfirmed,
    NotOpenYet,
    RoundWasOpened,
    TextCirculated,
    TextCorrected,
    TextWithdrawn,
    WrongShape,
)
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.progress import AgreedCount
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    DraftStatus,
    ParagraphState,
    RoundState,
    Stage,
    Standing,
    name_of,
)
from acm_drafts.text.bracket_changes import is_bracketed
from acm_drafts.text.brackets import holds_bracket, keeps_words_outside


class Step(StrEnum):
    SAVE = "save"
    SEND_FOR_REVIEW = "review"
    RETURN = "return"
    SUBMIT = "submit"
    REVISE = "revise"
    WITHDRAW = "withdraw"


MOVES: Mapping[tuple[Stage, Step], Stage] = {
    (Stage.DRAFT, Step.SAVE): Stage.DRAFT,
    (Stage.REVIEW, Step.SAVE): Stage.REVIEW,
    (Stage.DRAFT, Step.SEND_FOR_REVIEW): Stage.REVIEW,
    (Stage.REVIEW, Step.RETURN): Stage.DRAFT,
    (Stage.DRAFT, Step.SUBMIT): Stage.SUBMITTED,
    (Stage.REVIEW, Step.SUBMIT): Stage.SUBMITTED,
    (Stage.SUBMITTED, Step.REVISE): Stage.SUBMITTED,
    (Stage.DRAFT, Step.WITHDRAW): Stage.WITHDRAWN,
    (Stage.REVIEW, Step.WITHDRAW): Stage.WITHDRAWN,
    (Stage.SUBMITTED, Step.WITHDRAW): Stage.WITHDRAWN,
}

PAST: Mapping[Step, str] = {
    Step.SAVE: N_("saved as a draft"),
    Step.SEND_FOR_REVIEW: N_("sent for review"),
    Step.RETURN: N_("returned to its drafter"),
    Step.SUBMIT: N_("submitted"),
    Step.REVISE: N_("revised"),
    Step.WITHDRAW: N_("withdrawn"),
}


def advance(stage: Stage, step: Step) -> Stage:
    """Return the stage after *step*. Raises IllegalMove where the table has no such move."""
    try:
        return MOVES[stage, step]
    except KeyError:
        raise IllegalMove(state=name_of(stage), move=PAST[step]) from None


def round_state(*, opens: datetime, deadline: datetime, closed: datetime | None, now: datetime) -> RoundState:
    """
    Return where a round stands at *now*; all moments are aware.

    The deadline itself still belongs to the round: "until 18:00" includes 18:00:00 and not a
    moment more.
    """
    if closed is not None:
        return RoundState.CLOSED
    if now < opens:
        return RoundState.ANNOUNCED
    return RoundState.OPEN if now <= deadline else RoundState.CONSIDERATION


def require_open(state: RoundState, *, opens: datetime, deadline: datetime) -> None:
    """Raise NotOpenYet, DeadlinePassed or AlreadyClosed, which tell the moment, unless delegations may submit now."""
    if state is RoundState.ANNOUNCED:
        raise NotOpenYet(opens=opens)
    if state is RoundState.CONSIDERATION:
        raise DeadlinePassed(deadline=deadline)
    if state is RoundState.CLOSED:
        raise AlreadyClosed()


def admits(rule: Admissibility, kind: AmendmentKind, *, base: str = "") -> bool:
    """
    Return whether the round's rule admits a proposal of *kind*.

    *base*: what the paragraph it concerns says in the draft, "" for none. What is a new issue within a wording,
    or more than editorial, is for people to say; the machine excludes only what the kind betrays, and
    `require_admissible` what leaves the brackets.
    """
    return {
        Admissibility.OPEN: True,
        Admissibility.NO_NEW_ISSUES: kind is not AmendmentKind.INSERT,
        Admissibility.BRACKETS_ONLY: _admitted_in_brackets(kind, base),
        Admissibility.EDITORIAL: kind in (AmendmentKind.REPLACE, AmendmentKind.SPLIT, AmendmentKind.JOIN),
    }[rule]


class OutsideBrackets(NotAdmissible):
    sentence = N_(
        "This round is for the words in brackets only, and the proposal changes words outside them."
    )
    next_step = N_(
        "Leave the words outside the brackets as they are, or propose the change in a later round."
    )
    mission_step = N_(
        "Leave the words outside the brackets as they are, or announce a round that admits other changes."
    )


def _admitted_in_brackets(kind: AmendmentKind, base: str) -> bool:
    """
    Return whether a proposal of *kind* may leave the words outside the brackets of *base* as and where they are.

    A move, a split or a join never does.
    """
    if kind is AmendmentKind.DELETE:
        return is_bracketed(base)
    leaves_places = kind not in (
        AmendmentKind.INSERT,
        AmendmentKind.MOVE,
        AmendmentKind.SPLIT,
        AmendmentKind.JOIN,
    )
    return leaves_places and holds_bracket(base)


def require_admissible(rule: Admissibility, kind: AmendmentKind, *, base: str = "", text: str = "") -> None:
    """
    Raise NotAdmissible where the round's rule does not admit a proposal of *kind* (`admits`).

    OutsideBrackets where the round is for bracketed text only, and *text*, a new wording, does not keep the words of
    *base* that stand outside brackets.
    """
    if not admits(rule, kind, base=base):
        raise NotAdmissible(rule=name_of(rule))
    changes_words = rule is Admissibility.BRACKETS_ONLY and kind is AmendmentKind.REPLACE
    if changes_words and not keeps_words_outside(base, text):
        raise OutsideBrackets()


def reopens(kind: AmendmentKind) -> bool:
    """Return whether a proposal of *kind* on an agreed paragraph opens it again; a new one after it does not."""
    return kind not in (AmendmentKind.KEEP, AmendmentKind.INSERT)


def asks_to_reopen(kind: AmendmentKind, standing: Standing, *, pending: bool, agreed: bool) -> bool:
    """
    Return whether a proposal asks to reopen what is *agreed*: one of its paragraphs, as far as the reader may know.

    It does while it is *pending*, unless what was accepted settles it. For the Mission's list and every other page.
    """
    return agreed and pending and standing is not Standing.SETTLED and reopens(kind)


def is_asked_after(submitted: datetime | None, agreed: datetime | None) -> bool:
    """
    Return whether a proposal was *submitted* after what it would change was *agreed*; None: not known to the reader.

    What was there before did not ask to reopen it, whatever became of it since in a round that is not shown.
    """
    return submitted is None or agreed is None or submitted > agreed


def reason_needed(kind: AmendmentKind, *, place: str, taken_in: str) -> str:
    """
    Return why a proposal of *kind* needs a reason, "" where it needs none: it opens again what is agreed.

    *place* and *taken_in* are the states of the paragraph that it concerns and of the one that it would join to it.
    """
    if not reopens(kind):
        return ""
    if place == ParagraphState.AGREED:
        return REOPENS
    return REOPENS_NEXT if taken_in == ParagraphState.AGREED else ""


REOPENS = N_("this paragraph is agreed, and reopening it needs a reason")
REOPENS_NEXT = N_("the next paragraph is agreed, and reopening it needs a reason")


def require_reason(kind: AmendmentKind, reason: str, *, place: str, taken_in: str) -> None:
    """
    Raise WrongShape where a proposal of *kind* without a *reason* needs one; see `reason_needed`.
    """
    if not reason and (what := reason_needed(kind, place=place, taken_in=taken_in)):
        raise WrongShape(what=what)


@dataclass(frozen=True, slots=True)
class ImportedText:
    """
    The draft that an import made; *replaced_by* is the symbol of the one that corrects it, "" where none does.

    *adopted_as* and *adopted_on*: the symbol under which, and the day on which, what became of it was adopted.
    *archived_on*: the day on which its meeting was archived, None where it is not in the archive.
    """

    symbol: str
    circulated: bool = False
    had_round: bool = False
    withdrawn: bool = False
    replaced_by: str = ""
    adopted_as: str = ""
    adopted_on: date | None = None
    archived_on: date | None = None

    @property
    def in_preparation(self) -> bool:
        """Whether it can be corrected or withdrawn."""
        return not (self.circulated or self.had_round or self.withdrawn)


def require_in_preparation(text: ImportedText) -> None:
    """Raise TextWithdrawn, TextCorrected, RoundWasOpened or TextCirculated unless it can be corrected or withdrawn."""
    require_not_withdrawn(text)
    if text.had_round:
        raise RoundWasOpened(symbol=text.symbol)
    if text.circulated:
        raise TextCirculated(symbol=text.symbol)


def require_not_withdrawn(text: ImportedText) -> None:
    """Raise TextCorrected where another import took the place of a text, TextWithdrawn where none did."""
    if text.replaced_by:
        raise TextCorrected(symbol=text.symbol, newest=text.replaced_by)
    if text.withdrawn:
        raise TextWithdrawn(symbol=text.symbol)


SAYS_ALL_IS_AGREED = (DraftStatus.AD_REFERENDUM, DraftStatus.FINAL)
"""Statuses of a draft by which all its paragraphs are agreed."""


class DeclinedSince(NotAllAgreed):
    """Some of these, by their *numbers*, were agreed at a level and since declined at a sitting or by a silence."""

    sentence = N_(
        "A draft of this status says that all its paragraphs are agreed at a level. Not agreed: %(count)s of %(all)s, "
        "among them what was agreed and since declined at a sitting or broken under silence: %(numbers)s."
    )
    next_step = N_(
        "Agree them again at a level, each on its page under Decisions, or declare another status."
    )


def require_agreed(status: DraftStatus, count: AgreedCount) -> None:
    """
    Raise NotAllAgreed where *status* says that all paragraphs are agreed and some are not.

    DeclinedSince where a level agreed some of these and they were declined since, by their numbers or first words.
    NotAllConfirmed where it says that they are final, and some are agreed ad referendum alone.
    """
    if status in SAYS_ALL_IS_AGREED and count.declined:
        numbers = ", ".join(line.reference or first_words(line.text) for line in count.declined)
        raise DeclinedSince(count=count.left, all=count.paragraphs, numbers=numbers)
    if status in SAYS_ALL_IS_AGREED and count.left:
        raise NotAllAgreed(count=count.left, all=count.paragraphs)
    if status is DraftStatus.FINAL and count.ad_referendum:
        raise NotAllConfirmed(count=count.ad_referendum, all=count.paragraphs)


def first_submitted(revisions: Iterable[Any], submitted: datetime) -> int:
    """
    Return the sequence of the revision that was submitted, of *revisions* in their order; 0 where none is by a sponsor.

    What its sponsor wrote before is its own draft.
    """
    own = [row.sequence for row in revisions if row.made == "sponsor" and row.at <= submitted]
    return own[-1] if own else 0
