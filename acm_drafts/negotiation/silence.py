"""
The silence procedure: where one stands, who is too late to break it, and what becomes of each paragraph at its end.

Its state follows from four moments. The rules are told the time and never ask for it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.negotiation.terms import SilenceOutcome, SilenceState, name_of

GRACE = timedelta(minutes=1)
"""So long after its end the outcome is recorded: what was sent in time and still waits for its turn is taken before."""
ENDED = (SilenceState.CONCLUDED, SilenceState.WITHDRAWN)
"""The states after which nothing happens any more."""


def silence_state(
    *,
    ends_at: datetime,
    suspended: datetime | None,
    concluded: datetime | None,
    withdrawn: datetime | None,
    now: datetime,
) -> SilenceState:
    """Return where a procedure stands at *now*, by its end and the moments at which it was changed."""
    if withdrawn is not None:
        return SilenceState.WITHDRAWN
    if concluded is not None:
        return SilenceState.CONCLUDED
    if suspended is not None:
        return SilenceState.SUSPENDED
    return SilenceState.RUNNING if now <= ends_at else SilenceState.OVER


def is_due(state: SilenceState, *, ends_at: datetime, now: datetime) -> bool:
    """Return whether the outcome of a procedure is to be recorded now."""
    return state is SilenceState.OVER and now >= ends_at + GRACE


def require_end_to_come(ends_at: datetime, now: datetime) -> None:
    """Raise WrongSilence where a procedure would end in the past."""
    if ends_at <= now:
        raise WrongSilence(what=N_("it ends at a time to come"))


def require_longer(ends_at: datetime, before: datetime) -> None:
    """Raise WrongSilence where an extension would not end later than *before*."""
    if ends_at <= before:
        raise WrongSilence(what=N_("an extended procedure ends later than before"))


def require_running(state: SilenceState) -> None:
    """Raise SilenceIsNotRunning unless the procedure runs."""
    if state is not SilenceState.RUNNING:
        raise SilenceIsNotRunning(state=name_of(state))


def require_breakable(state: SilenceState, ends_at: datetime) -> None:
    """Raise SilenceOver where the moment has passed, SilenceIsNotRunning where it was withdrawn or is suspended."""
    if state in (SilenceState.OVER, SilenceState.CONCLUDED):
        raise SilenceOver(ends=ends_at)
    require_running(state)


def require_breaks_to_be_taken_back(state: SilenceState, ends_at: datetime) -> None:
    """Raise BreakStands where the moment has passed, SilenceIsNotRunning where it was withdrawn or is suspended."""
    if state in (SilenceState.OVER, SilenceState.CONCLUDED):
        raise BreakStands(ends=ends_at)
    require_running(state)


def holds_text(state: SilenceState) -> bool:
    """Return whether nothing else may be done to the paragraphs of a procedure on which the silence is not broken."""
    return state not in ENDED


@dataclass(frozen=True, slots=True)
class AskedWords:
    """A paragraph under silence: its *key*, what it is called (*reference*), and its words."""

    key: int
    reference: str
    text: str


def digest_of(paragraphs: Iterable[AskedWords]) -> str:
    """Return the SHA-256 of what is under silence, in its order: numbers and words as they were put, in UTF-8."""
    return sha256("".join(f"{p.reference}\x1f{p.text}\x1e" for p in paragraphs).encode()).hexdigest()


def outcomes(
    asked: Iterable[AskedWords],
    *,
    broken: Collection[int],
    agreeable: Collection[int],
    now: Mapping[int, str | None],
) -> dict[int, SilenceOutcome]:
    """
    Return what becomes of each paragraph at the end of a procedure.

    *broken*: on these somebody broke the silence. *agreeable*: these can be agreed as they stand
    (negotiation.agreements); *now*: what each says. What nobody broke is agreed in the words that its members were
    asked about, and in no other.
    """
    return {
        paragraph.key: SilenceOutcome.BROKEN
        if paragraph.key in broken
        else SilenceOutcome.AGREED
        if paragraph.key in agreeable and now.get(paragraph.key) == paragraph.text
        else SilenceOutcome.LEFT_OPEN
        for paragraph in asked
    }


# What is refused ------------------------------------------------------------------------------------


class WrongSilence(WrongShape):
    sentence = N_("The silence procedure cannot be saved: %(what)s.")
    next_step = N_("Correct it and send it again.")


class UnderSilence(Refusal):
    """*until*: when the procedure ends that holds the paragraph."""

    sentence = N_("The paragraph is under silence until %(until)s: nothing else can be done to it meanwhile.")
    next_step = N_(
        "A member of the body that is asked may break the silence, also with a counter-proposal;"
        " the Mission may withdraw it."
    )


class UnderSuspendedSilence(UnderSilence):
    sentence = N_(
        "The paragraph is under a silence procedure that is suspended: nothing else can be done to it meanwhile."
    )
    next_step = N_("Wait until it is resumed and its outcome is recorded, or until the Mission withdraws it.")


class SilenceNotRecorded(UnderSilence):
    """*until*: when the procedure ended."""

    sentence = N_(
        "The silence on the paragraph ended at %(until)s, and its outcome is not recorded yet:"
        " nothing else can be done to it until it is."
    )
    next_step = N_("Wait until its outcome is recorded.")
    mission_step = N_("Record its outcome.")


class SilenceRuns(Refusal):
    """*until*: when the procedure ends that stands in the way of closing its round."""

    sentence = N_("The round cannot be closed: paragraphs of its draft are under silence until %(until)s.")
    next_step = N_("Close it when the outcome is recorded, or withdraw the silence procedure.")


class SilenceIsSuspended(SilenceRuns):
    sentence = N_(
        "The round cannot be closed: paragraphs of its draft are under a silence procedure that is suspended."
    )
    next_step = N_("Resume it and record its outcome, or withdraw it.")


class SilenceAwaitsRecord(SilenceRuns):
    """*until*: when the procedure ended."""

    sentence = N_(
        "The round cannot be closed: the silence on paragraphs of its draft ended at %(until)s, and its outcome is not"
        " recorded yet."
    )
    next_step = N_("Record the outcome first.")


# Of a procedure in each of its states: why nothing else is done to a paragraph, and why its round is not closed.
_REFUSALS: dict[SilenceState, tuple[type[UnderSilence], type[SilenceRuns]]] = {
    SilenceState.SUSPENDED: (UnderSuspendedSilence, SilenceIsSuspended),
    SilenceState.OVER: (SilenceNotRecorded, SilenceAwaitsRecord),
}
_WHILE_IT_RUNS = (UnderSilence, SilenceRuns)


def refusal_under(state: SilenceState, until: datetime) -> UnderSilence:
    """Return why nothing else is done to a paragraph that a procedure holds which ends *until* then."""
    return _REFUSALS.get(state, _WHILE_IT_RUNS)[0](until=until)


def refusal_to_close(state: SilenceState, until: datetime) -> SilenceRuns:
    """Return why the round is not closed of which a procedure holds paragraphs that ends *until* then."""
    return _REFUSALS.get(state, _WHILE_IT_RUNS)[1](until=until)


class SilenceIsNotRunning(Refusal):
    """*state* is that of the procedure."""

    sentence = N_("This cannot be done: the silence procedure is not running (%(state)s).")
    next_step = N_("Look at how it stands now, and put the paragraphs under silence again if need be.")


class SilenceOver(Refusal):
    sentence = N_("The silence ended at %(ends)s: it cannot be broken any more.")
    next_step = N_("Propose an amendment, or ask the Mission to put the paragraph under silence again.")
    mission_step = N_("Put the paragraph under silence again.")


class SilenceBroken(Refusal):
    """*names* are the paragraphs on which the same delegation broke the silence before."""

    sentence = N_("Your delegation has broken the silence here already: %(names)s.")
    next_step = N_("Leave these out. Only what is not broken yet can be broken.")


class BreakStands(Refusal):
    sentence = N_("The silence ended at %(ends)s: a break cannot be taken back any more.")
    next_step = N_("Tell the Mission that you agree: it can put the paragraph under silence again.")


class NotBroken(Refusal):
    sentence = N_("Choose at least one paragraph on which your delegation has broken the silence.")
    next_step = N_("Look at the silence procedure as it stands now.")


class NotUnderSilence(Refusal):
    sentence = N_("Choose at least one paragraph that is under this silence.")
    next_step = N_("For any other paragraph, propose an amendment.")


class CannotBeAsked(Refusal):
    """*names* are paragraphs that could not be agreed, or were agreed at the same level, or are under silence."""

    sentence = N_("These cannot be put under silence: %(names)s.")
    next_step = N_(
        "Decide what is proposed on them and settle their brackets first; what is under silence already stays so."
    )


class WordsNotShown(Refusal):
    """*names* are paragraphs whose words follow from proposals that the members may not read yet."""

    sentence = N_("The words decided on these may not be shown to the members yet: %(names)s.")
    next_step = N_("Put them under silence after the deadline, or on the next draft.")
