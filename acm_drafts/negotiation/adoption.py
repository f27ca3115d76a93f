"""
When a text can be adopted, what is still open in it then, and that nothing is changed in an adopted one.

A draft is declared final by whoever closes its round (docs/decisions/0060); a body at Ministerial level adopts it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, StaleText, WrongShape
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import DraftStatus, Level, ParagraphState, name_of
from acm_drafts.text.brackets import holds_bracket


class OpenKind(StrEnum):
    """Why something in a text is still open."""

    UNAGREED = "unagreed"
    DECLINED = "declined"
    """A level agreed it, and a sitting did not agree it since, or a silence on it was broken."""
    BRACKETS = "brackets"
    PENDING = "pending"
    UNANSWERED = "unanswered"


OF_PROPOSALS = (OpenKind.PENDING, OpenKind.UNANSWERED)
"""The kinds that are about a proposal."""


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """
    Something that is still open on a paragraph, called *reference* in the draft ("" where it is not in it).

    *proposal*: the key of the proposal that it is about, None for none.
    """

    kind: OpenKind
    paragraph: int
    reference: str = ""
    proposal: int | None = None


def open_matters(
    lines: Sequence[Line],
    *,
    agreed: Collection[int],
    declined: Collection[int] = (),
    pending: Mapping[int, int],
    unanswered: Mapping[int, int],
) -> tuple[OpenMatter, ...]:
    """
    Return what is still open in a text, kind by kind, in the order of its *lines*.

    *agreed*: the paragraphs that are agreed at a level, and *declined* those that somebody would not agree since.
    *pending*: the proposals that wait for a decision, and *unanswered*: those whose sponsors were asked something; each
    with its paragraph.
    """
    worded = [line for line in lines if line.kind is not LineKind.HEADING]
    matters = [
        OpenMatter(OpenKind.UNAGREED, line.paragraph, line.reference)
        for line in worded
        if line.paragraph not in agreed
    ]
    matters += [
        OpenMatter(OpenKind.DECLINED, line.paragraph, line.reference)
        for line in worded
        if line.paragraph in declined and line.paragraph in agreed
    ]
    matters += [
        OpenMatter(OpenKind.BRACKETS, line.paragraph, line.reference)
        for line in lines
        if holds_bracket(line.text)
    ]
    for kind, proposals in ((OpenKind.PENDING, pending), (OpenKind.UNANSWERED, unanswered)):
        matters += _of_proposals(kind, proposals, lines)
    return tuple(matters)


def _of_proposals(kind: OpenKind, proposals: Mapping[int, int], lines: Iterable[Line]) -> list[OpenMatter]:
    """Return a matter for each of *proposals*, in the order of the text; those on what is not in it come last."""
    places = {line.paragraph: (position, line.reference) for position, line in enumerate(lines)}
    last = (len(places), "")
    ordered = sorted(proposals.items(), key=lambda pair: (places.get(pair[1], last)[0], pair[0]))
    return [
        OpenMatter(kind, paragraph, places.get(paragraph, last)[1], proposal)
        for proposal, paragraph in ordered
    ]


@dataclass(frozen=True, slots=True)
class ReadyFacts:
    """What decides whether a draft, the newest of its text, can be adopted."""

    status: DraftStatus
    circulated: bool
    round_runs: bool


def require_ready(facts: ReadyFacts) -> None:
    """Raise NotFinal, FinalNotCirculated or RoundStillRuns unless a draft can be put before the Ministers."""
    if facts.round_runs:
        raise RoundStillRuns()
    if facts.status is not DraftStatus.FINAL:
        raise NotFinal(status=name_of(facts.status))
    if not facts.circulated:
        raise FinalNotCirculated()


def require_ministerial(level: str) -> None:
    """Raise NotMinisterial unless a body at Ministerial level sits."""
    if level != Level.MINISTERIAL:
        raise NotMinisterial()


def require_was_there(closed_at: datetime | None, made_at: datetime) -> None:
    """Raise ClosedBeforeDraft where a sitting was closed, at *closed_at*, before a draft was made, at *made_at*."""
    if closed_at is not None and closed_at <= made_at:
        raise ClosedBeforeDraft(closed=closed_at, made=made_at)


def require_not_adopted(symbol: str, day: date | None) -> None:
    """Raise TextAdopted where a text was adopted under *symbol*; *day* is None where it was not."""
    if day is not None:
        raise TextAdopted(symbol=symbol, day=day)


# What is refused ------------------------------------------------------------------------------------


class TextAdopted(Refusal):
    """The text was adopted under *symbol* on *day*."""

    sentence = N_("The text was adopted on %(day)s (%(symbol)s): nothing in it can be changed any more.")
    next_step = N_("Where the adopted text holds an error, ask the Mission for a corrigendum.")
    mission_step = N_("Where the adopted text holds an error, issue a corrigendum.")


class NotFinal(Refusal):
    """*status* is that of the newest draft."""

    sentence = N_("Only a draft that is declared final can be adopted; the newest one is not (%(status)s).")
    next_step = N_(
        "Close a round and declare the next draft final. That needs every paragraph agreed, so that no words are left "
        "in brackets."
    )


class FinalNotCirculated(Refusal):
    sentence = N_("The draft to be adopted is not circulated yet.")
    next_step = N_("Circulate it first.")


class RoundStillRuns(Refusal):
    sentence = N_("A round on this text is not closed yet: what is to be adopted can still change.")
    next_step = N_("Close the round, and circulate the draft that comes of it.")


def is_left_open(state: str) -> bool:
    """Return whether a paragraph in this state was open when its text was adopted: something on it was not settled."""
    return state in _OPEN


_OPEN = (ParagraphState.OPEN, ParagraphState.CONFLICT, ParagraphState.BRACKETS, ParagraphState.DEFERRED)


class NotMinisterial(Refusal):
    sentence = N_("A text is adopted at a sitting of a body at Ministerial level.")
    next_step = N_("Choose such a sitting that is open, or was closed today.")


class ClosedBeforeDraft(Refusal):
    """The sitting was *closed* before the draft was *made*."""

    sentence = N_("The sitting was closed on %(closed)s, and the draft was made later, on %(made)s.")
    next_step = N_("Convene another sitting, which adopts it.")


class OpenOtherwise(StaleText):
    """What is still open is not what the page showed."""

    sentence = N_("What is still open in the text is not what it was when you opened this page.")
    next_step = N_("Look at what is open now, then adopt the text if it is still to be adopted.")


class WrongAdoption(WrongShape):
    sentence = N_("The text cannot be adopted: %(what)s.")
    next_step = N_("Correct it and send it again.")
