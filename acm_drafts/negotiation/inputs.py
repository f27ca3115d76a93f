"""
Calls for inputs: what state a call is in, until when it takes answers, and who reads these since when.

The Mission asks, delegations answer. A call is drafted, issued once, and then changed by further acts alone: its
deadline is extended before it passes, one delegation is allowed a late answer, it is closed or withdrawn.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, NotPossible, Refusal, StaleText, WrongShape
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.text.language import NATIVE_NAMES, Language, tongue
from acm_drafts.text.search_words import folded_words


class InputCallAct(StrEnum):
    """What the Mission did to a call; each is a row that is never changed."""

    ISSUE = "issue"
    EXTEND = "extend"
    ALLOW_LATE = "allow-late"
    """One delegation may answer until a moment of its own."""
    CLOSE = "close"
    WITHDRAW = "withdraw"


class InputCallState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    ENDED = "ended"
    """The deadline has passed; answers come from delegations that were allowed a late one."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OVER = frozenset({InputCallState.CLOSED, InputCallState.WITHDRAWN})
"""The states in which nothing happens with a call any more."""
STATES: Mapping[InputCallState, str] = {
    InputCallState.DRAFT: N_("draft, read by the Mission alone"),
    InputCallState.OPEN: N_("open for answers"),
    InputCallState.ENDED: N_("deadline passed"),
    InputCallState.CLOSED: N_("closed"),
    InputCallState.WITHDRAWN: N_("withdrawn"),
}
READERS: Mapping[Visibility, str] = {
    Visibility.MISSION: N_("the Mission alone"),
    Visibility.DEADLINE: N_("the Mission at once, and all participants once the deadline has passed"),
    Visibility.ALL: N_("all participants, as soon as an answer is submitted"),
}
"""Who reads the answers of others; a delegation always reads its own."""
LATE_REASON_READERS: Mapping[Visibility, str] = {
    Visibility.MISSION: N_("The Mission and the delegation alone read the reason."),
    Visibility.DEADLINE: N_(
        "The Mission and the delegation read the reason at once, and all participants once the deadline has passed."
    ),
    Visibility.ALL: N_("All participants read the reason on the page of the call."),
}
"""Who reads why a late answer was allowed: those who may know who has answered, and the delegation itself."""

ENDINGS = (InputCallAct.CLOSE, InputCallAct.WITHDRAW)
GIVES_DEADLINE = (InputCallAct.ISSUE, InputCallAct.EXTEND)


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a call: *until* is the deadline that it sets, of ALLOW_LATE the one of *party*."""

    act: InputCallAct
    at: datetime
    until: datetime | None = None
    party: int | None = None


# The call ------------------------------------------------------------------------------------------


def issued_at(steps: Iterable[Step]) -> datetime | None:
    """Return when a call was issued, None for one that was not."""
    return next((step.at for step in steps if step.act is InputCallAct.ISSUE), None)


def deadline_of(steps: Iterable[Step]) -> datetime | None:
    """Return the deadline as it stands, None of a call that was not issued. An extension only moves it ahead."""
    return max((step.until for step in steps if step.act in GIVES_DEADLINE and step.until), default=None)


def ended_by(steps: Iterable[Step]) -> Step | None:
    """Return the act that ended a call, None while it goes on."""
    return next((step for step in steps if step.act in ENDINGS), None)


def state_of_call(steps: Sequence[Step], now: datetime) -> InputCallState:
    """Return the state of a call at a moment. The deadline itself is in time still."""
    ending, deadline = ended_by(steps), deadline_of(steps)
    if ending is not None:
        is_closed = ending.act is InputCallAct.CLOSE
        return InputCallState.CLOSED if is_closed else InputCallState.WITHDRAWN
    if deadline is None:
        return InputCallState.DRAFT
    return InputCallState.OPEN if now <= deadline else InputCallState.ENDED


def late_until(steps: Iterable[Step], party: int) -> datetime | None:
    """Return until when *party* may answer late, None where that was not allowed; the last permission counts."""
    allowed = [step.until for step in steps if step.act is InputCallAct.ALLOW_LATE and step.party == party]
    return allowed[-1] if allowed else None


def shown_since(visibility: Visibility, steps: Sequence[Step]) -> datetime | None:
    """
    Return the moment after which all participants read the answers, perhaps one to come; None: they never do.

    A call that is withdrawn before its deadline shows nothing after it: what is read after the deadline is an answer
    to a call that stood then. store.visibility says it in SQL.
    """
    deadline, ending = deadline_of(steps), ended_by(steps)
    if deadline is None or visibility is Visibility.MISSION:
        return None
    if visibility is Visibility.ALL:
        return issued_at(steps)
    is_withdrawn = ending is not None and ending.act is InputCallAct.WITHDRAW and ending.at <= deadline
    return None if is_withdrawn else deadline


def are_shown(visibility: Visibility, steps: Sequence[Step], now: datetime) -> bool:
    """Return whether all participants read the answers at a moment."""
    since = shown_since(visibility, steps)
    return since is not None and since < now


def versions_shown(submitted: Sequence[datetime], since: datetime) -> int:
    """
    Return from which place on all participants read the versions of an answer, by when each was *submitted*.

    They read the last one, and those that were the last one at some moment when answers were shown.
    """
    return next((place for place, later in enumerate(submitted[1:]) if later > since), len(submitted) - 1)


def require_issued(steps: Sequence[Step], now: datetime) -> InputCallState:
    """Return the state of a call that was issued and has not ended. Raises InputCallNotIssued, InputCallEnded."""
    state = state_of_call(steps, now)
    if state is InputCallState.DRAFT:
        raise InputCallNotIssued()
    if state in OVER:
        raise InputCallEnded(state=STATES[state])
    return state


def require_draft(steps: Sequence[Step], now: datetime) -> None:
    """Raise InputCallIssued, or InputCallEnded, for a call that cannot be rewritten any more."""
    state = state_of_call(steps, now)
    if state is InputCallState.WITHDRAWN and issued_at(steps) is None:
        raise InputCallEnded(state=STATES[state])
    if state is not InputCallState.DRAFT:
        raise InputCallIssued()


def require_extension(steps: Sequence[Step], until: datetime, now: datetime) -> None:
    """Raise unless the deadline can be moved to *until*: it has not passed yet, and moves ahead."""
    if require_issued(steps, now) is InputCallState.ENDED:
        raise InputDeadlineOver()
    deadline = deadline_of(steps)
    if deadline is not None and until <= deadline:
        raise NotPossible(what=N_("a deadline is extended to a later moment"))


def require_late(steps: Sequence[Step], until: datetime, now: datetime) -> None:
    """Raise unless a delegation can be allowed to answer *until* a moment: one to come, after the deadline."""
    require_issued(steps, now)
    deadline = deadline_of(steps)
    if until <= now or (deadline is not None and until <= deadline):
        raise NotPossible(what=N_("a late answer is allowed until a moment to come, after the deadline"))


def takes_answer(steps: Sequence[Step], party: int, now: datetime) -> bool:
    """
    Return whether an answer of *party* that comes now is taken.

    It is until the deadline, and after it until the moment that the Mission allowed; of no call that is a draft, closed
    or withdrawn.
    """
    state, allowed = state_of_call(steps, now), late_until(steps, party)
    if state is InputCallState.ENDED:
        return allowed is not None and now <= allowed
    return state is InputCallState.OPEN


def require_taking(steps: Sequence[Step], party: int, now: datetime) -> bool:
    """
    Return whether an answer of *party* that comes now is late. Raises where none is taken any more.

    InputCallNotIssued, InputCallEnded; InputLate after the deadline, unless the Mission allowed a late answer.
    """
    state = require_issued(steps, now)
    if not takes_answer(steps, party, now):
        raise InputLate()
    return state is not InputCallState.OPEN


# What is said --------------------------------------------------------------------------------------


def require_answer(parts: Mapping[int, str], questions: Collection[int], files: int) -> None:
    """Raise NothingAnswered without words and files; WrongInput for words on a question that was not asked."""
    if not parts.keys() <= set(questions):
        raise WrongInput(what=N_("it answers a question that the call does not ask"))
    if not any(parts.values()) and not files:
        raise NothingAnswered()


def same_theme(label: str) -> tuple[str, ...]:
    """Return what is equal for two ways of writing the label of one theme."""
    return tuple(folded_words(label)) or (label.strip(),)


# What is refused -----------------------------------------------------------------------------------


class WrongInputCall(WrongShape):
    sentence = N_("The call for inputs is not complete: %(what)s.")
    next_step = N_("Correct it and save it again.")


class InputCallNotIssued(Refusal):
    sentence = N_("This call for inputs was not issued yet.")
    next_step = N_("Issue it first.")


class InputCallIssued(Refusal):
    sentence = N_("This call for inputs was issued: its words no longer change.")
    next_step = N_("Extend its deadline, or withdraw it and issue another one.")


class InputCallEnded(Refusal):
    """*state* is what the call is now."""

    sentence = N_("This call for inputs has ended: it is %(state)s.")
    next_step = N_("What was answered stays on record.")


class InputCallTextUnread(Refusal):
    sentence = N_("Delegations do not read this text yet: the call would reach nobody.")
    next_step = N_("Circulate a draft of the text first, or issue the call beside an earlier text.")


class InputCallChanged(StaleText):
    sentence = N_("Somebody has changed this call since you opened the page.")
    next_step = N_("Read it as it stands now, then do it again if that is still what you wish.")


class InputDeadlineOver(Refusal):
    sentence = N_("The deadline of this call has passed and cannot be extended any more.")
    next_step = N_("Allow single delegations a late answer instead.")


class InputLate(Refusal):
    sentence = N_("The deadline of this call has passed.")
    next_step = N_("Ask the Mission to allow your delegation a late answer.")
    mission_step = N_("Allow the delegation a late answer first.")


class NothingAnswered(Refusal):
    sentence = N_("There is nothing in this answer yet.")
    next_step = N_("Answer at least one question or attach a file.")


def require_language(texts: Iterable[str], language: Language) -> None:
    """Raise AnswerInOtherLanguage where the words of an answer tell another language than the one that is named."""
    if tongue(texts) not in (None, language):
        raise AnswerInOtherLanguage(language=NATIVE_NAMES[language.value])


class AnswerInOtherLanguage(WrongShape):
    sentence = N_(
        "The words of the answer are in another language than the one that is named (%(language)s)."
    )
    next_step = N_("Name the language in which it is written, or write it in one that the call takes.")


class WrongInput(WrongShape):
    sentence = N_("The answer cannot be taken: %(what)s.")
    next_step = N_("Open the call again and answer it there.")


class InputChanged(StaleText):
    sentence = N_("A colleague has saved this answer since you opened the page.")
    next_step = N_(
        "Nothing was saved. Compare with the answer as it stands now, then save yours if you still wish."
    )


class TooManyFiles(Refusal):
    sentence = N_("An answer has at most %(most)s files.")
    next_step = N_("Take one away first.")


class FileTooLarge(Refusal):
    sentence = N_("The file %(name)s is too large; a file of an answer has at most %(most)s MB.")
    next_step = N_("Send a smaller file, or put its words into the answer.")


class FileKnown(Refusal):
    sentence = N_("The answer has this very file already: %(name)s.")
    next_step = N_("Send each file once.")


class MarkRemoved(Refusal):
    sentence = N_("This mark was taken away already.")
    next_step = N_("Look at the themes as they stand now.")


class MarkKnown(Refusal):
    sentence = N_("This passage bears this theme already.")
    next_step = N_("Choose another passage or another theme.")
