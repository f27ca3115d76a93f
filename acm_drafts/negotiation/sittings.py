"""
When a sitting can be convened, moved, opened and recorded, and which paragraphs its agenda holds.

Its state follows from three moments. The rules are told the time and never ask for it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from acm_drafts.negotiation.errors import N_, NotPermitted, Refusal, StaleText, WrongShape
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import Level, SittingResult, SittingState, Stance, name_of

AGREED = (SittingResult.AGREED, SittingResult.AD_REFERENDUM)
"""The results that name the words to which they apply."""
DECLINES = (SittingResult.NOT_AGREED, SittingResult.REFERRED)
"""The results by which a sitting declined the words of a paragraph, or left them to another body."""
STANCES = (Stance.OPPOSE, Stance.RESERVE)
"""The positions that the record of a sitting tells."""


def sitting_state(
    *, opened: datetime | None, closed: datetime | None, cancelled: datetime | None
) -> SittingState:
    """Return where a sitting stands by the moments at which it was opened, closed or cancelled."""
    if cancelled is not None:
        return SittingState.CANCELLED
    if closed is not None:
        return SittingState.CLOSED
    return SittingState.CONVENED if opened is None else SittingState.OPEN


def require_to_come(state: SittingState) -> None:
    """Raise SittingIsUnderWay unless the sitting is convened and can still be moved or cancelled."""
    if state is not SittingState.CONVENED:
        raise SittingIsUnderWay(state=name_of(state))


def require_open(state: SittingState) -> None:
    """Raise SittingIsNotOpen unless something can be recorded in the sitting."""
    if state is not SittingState.OPEN:
        raise SittingIsNotOpen(state=name_of(state))


def require_attendance_open(code: str, *, adopted_at: str) -> None:
    """Raise AdoptedThere where the text was adopted at the sitting with *code*; *adopted_at*: "" where at none."""
    if code == adopted_at:
        raise AdoptedThere()


def require_time_to_come(begins: datetime, ends: datetime, now: datetime) -> None:
    """Raise WrongSitting where a sitting would begin before the minute that it is, or end before it begins."""
    if begins < now.replace(second=0, microsecond=0):
        raise WrongSitting(what=N_("a sitting begins at a time to come"))
    if ends <= begins:
        raise WrongSitting(what=N_("a sitting ends after it begins"))


def require_openable(*, begins: datetime, ends: datetime, day: date, today: date, now: datetime) -> None:
    """
    Raise SittingAhead before the day for which a sitting is convened, SittingMissed after it.

    A sitting that goes on after midnight can be opened until its expected end. *day* and *today*: by its own clock.
    """
    if today < day:
        raise SittingAhead(begins=begins)
    if today > day and now > ends:
        raise SittingMissed()


def is_recording(state: SittingState, *, closed_on: date | None, today: date) -> bool:
    """Return whether what was agreed at a sitting can be recorded: while it is open, and on the day it was closed."""
    return state is SittingState.OPEN or (state is SittingState.CLOSED and closed_on == today)


def require_recording(
    state: SittingState, *, begins: datetime, now: datetime, closed_on: date | None, today: date
) -> None:
    """Raise SittingToCome, SittingNotHeld or SittingOver unless an agreement can be recorded as reached there."""
    if is_recording(state, closed_on=closed_on, today=today):
        return
    if state is SittingState.CLOSED:
        raise SittingOver(day=closed_on)
    if state is SittingState.CONVENED and begins > now:
        raise SittingToCome(begins=begins)
    raise SittingNotHeld(state=name_of(state))


class Submitted(NamedTuple):
    """A proposal of a delegation or group by its name, and when what it says was submitted."""

    name: str
    at: datetime


def submitted_later(closed: datetime | None, proposals: Iterable[Submitted]) -> list[str]:
    """Return the names of the *proposals* that a sitting *closed* then could not decide; an open one can decide all."""
    return [proposal.name for proposal in proposals if closed is not None and proposal.at > closed]


def require_submitted(closed: datetime | None, proposals: Iterable[Submitted]) -> None:
    """Raise SubmittedLater where a sitting was *closed* before one of *proposals* was submitted."""
    if later := submitted_later(closed, proposals):
        raise SubmittedLater(closed=closed, names=", ".join(later))


def off_agenda(lines: Iterable[Line], on_agenda: Collection[int]) -> list[Line]:
    """Return those of *lines* that are not among the paragraphs *on_agenda*; headings are on no agenda."""
    return [line for line in lines if line.kind is not LineKind.HEADING and line.paragraph not in on_agenda]


def require_on_agenda(off: Collection[str], reason: str) -> None:
    """Raise OffTheAgenda where a closed sitting decided paragraphs *off* its agenda and no *reason* says why."""
    if off and not reason.strip():
        raise OffTheAgenda(names=", ".join(off))


def agenda_of(lines: Sequence[Line], chosen: Sequence[int]) -> tuple[int, ...]:
    """
    Return the paragraphs of an agenda in the order *chosen*, each once; a heading stands for all of its section.

    *lines* are those of the text, in order; what is none of them is left out.
    """
    index = {line.paragraph: position for position, line in enumerate(lines)}
    paragraphs: dict[int, None] = {}
    for key in chosen:
        if key in index:
            paragraphs |= dict.fromkeys(_section(lines, index[key]))
    return tuple(paragraphs)


def _section(lines: Sequence[Line], at: int) -> Iterable[int]:
    """Yield the paragraph at a position, or those below the heading there until the next one of its rank."""
    if lines[at].kind is not LineKind.HEADING:
        yield lines[at].paragraph
        return
    for line in lines[at + 1 :]:
        if line.kind is LineKind.HEADING and line.depth <= lines[at].depth:
            return
        if line.kind is not LineKind.HEADING:
            yield line.paragraph


def require_agenda(paragraphs: Collection[int], level: str) -> None:
    """Raise WrongSitting for an agenda without a paragraph, unless at Ministerial level: it may only adopt the text."""
    if not paragraphs and level != Level.MINISTERIAL:
        raise WrongSitting(
            what=N_(
                "only a sitting at Ministerial level, which can adopt the text, has an agenda of no paragraph"
            )
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What a sitting came to on a paragraph.

    *referred_to*: the body that it was referred to, by its code; *stances*: who opposed or reserved, by the State's
    key; *remark*: further words of the record.
    """

    result: SittingResult
    referred_to: str = ""
    stances: Mapping[int, Stance] | None = None
    remark: str = ""


def require_complete(outcome: Outcome) -> None:
    """Raise WrongSitting where an outcome refers to no body, or names one without referring to it."""
    if (outcome.result is SittingResult.REFERRED) != bool(outcome.referred_to):
        raise WrongSitting(what=N_("a paragraph is referred to a body, and only then is one chosen"))
    if any(stance not in STANCES for stance in (outcome.stances or {}).values()):
        raise WrongSitting(what=N_("the record tells who opposed and who reserved a position"))


# What is refused ------------------------------------------------------------------------------------


class RecordedMeanwhile(StaleText):
    """Two recorded the result on one paragraph of a sitting."""

    sentence = N_("A colleague recorded a result on this paragraph while you were filling in yours.")
    next_step = N_("Compare the two below, then record yours again if it is still right.")


class WrongSitting(WrongShape):
    sentence = N_("The sitting cannot be saved: %(what)s.")
    next_step = N_("Correct it and send it again.")


class SittingIsNotOpen(Refusal):
    """*state* is that of the sitting."""

    sentence = N_("Nothing can be recorded: the sitting is not open (%(state)s).")
    next_step = N_("Open the sitting when it begins; what was recorded before it was closed stands.")


class AdoptedThere(Refusal):
    sentence = N_("The text was adopted at this sitting: who was present stays as it was recorded.")
    next_step = N_("Record the attendance of a sitting before a text is adopted there.")


class SittingIsUnderWay(Refusal):
    """*state* is that of the sitting; only one that is convened is changed so."""

    sentence = N_("A sitting that is not to come any more cannot be changed so (%(state)s).")
    next_step = N_("Convene another sitting.")


class SittingAhead(Refusal):
    sentence = N_("The sitting is convened for %(begins)s: it cannot be opened before that day.")
    next_step = N_("Move it if it begins earlier.")


class SittingMissed(Refusal):
    sentence = N_("The time of the sitting has passed, and nobody opened it.")
    next_step = N_("Move it to a time to come, or cancel it.")


class NoSuchSitting(Refusal):
    """Of another text or another meeting, or none at all: which of these is not told."""

    sentence = N_("This text has no such sitting.")
    next_step = N_("Choose a sitting on this text that is open, or was closed today.")


class SittingToCome(Refusal):
    sentence = N_("The sitting is convened for %(begins)s: nothing was agreed there yet.")
    next_step = N_("Open the sitting when it begins.")


class SittingNotHeld(Refusal):
    """*state* is that of the sitting."""

    sentence = N_("The sitting was not held, so nothing was agreed there (%(state)s).")
    next_step = N_("Choose a sitting on this text that is open, or was closed today.")


class SittingOver(Refusal):
    """The sitting was closed on *day*."""

    sentence = N_("The sitting was closed on %(day)s: what it agreed was recorded that day.")
    next_step = N_("Convene another sitting, which agrees it.")


class SubmittedLater(Refusal):
    """*names* are the proposals that were submitted after the sitting was *closed*."""

    sentence = N_("The sitting was closed on %(closed)s, and these were submitted later: %(names)s.")
    next_step = N_("Choose a sitting that is open, or record it as proposed by the Mission.")


class OffTheAgenda(Refusal):
    """*names* are paragraphs that the agenda of the closed sitting does not hold."""

    sentence = N_("Not on the agenda of the sitting, which is closed: %(names)s.")
    next_step = N_("Give as the reason why the sitting decided it all the same, or choose another sitting.")


class NobodyPresent(Refusal):
    sentence = N_("No delegation is recorded as present at the sitting: nobody agreed there.")
    next_step = N_("Record first which delegations are present.")


class DecisionsAreHidden(NotPermitted):
    """Whoever records for the chair may not know what was proposed and decided in the round."""

    sentence = N_(
        "While the round shows its proposals to the Mission alone, the Mission records what is agreed."
    )
    next_step = N_("Ask the Mission to record it.")


class BodySitsAlready(Refusal):
    sentence = N_("Another sitting of this body is open.")
    next_step = N_("Close that sitting first.")


class NotPresent(Refusal):
    sentence = N_("Not recorded as present: %(names)s.")
    next_step = N_("Correct the attendance first.")


class NotOnTheAgenda(Refusal):
    sentence = N_("This paragraph is not on the agenda of the sitting.")
    next_step = N_("Put it on the agenda first.")


class NoLongerInTheText(Refusal):
    sentence = N_("The paragraph is no longer in the text: no result can be recorded on it.")
    next_step = N_("Take it off the agenda, and put on it what took its place.")


class ResultRecorded(Refusal):
    """*count* paragraphs that a result is recorded on were left out of an agenda."""

    sentence = N_("A paragraph with a result stays on the agenda (left out: %(count)s).")
    next_step = N_("Leave it on the agenda. A result is corrected by a later one.")
