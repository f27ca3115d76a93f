"""
The list of speakers of the debate: in which order they speak, who may be inscribed, and when the floor can be given.

Member States speak first, then observer States, then organizations; of each by level, and at one level by the time of
inscription. The Mission can move a speaker by hand. The rules are told the time and never ask for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.negotiation.terms import InscriptionState, SpeakerKind, SpeakerLevel, SpeechState
from acm_drafts.text.search_words import folded_words

LONGEST_NAME, LONGEST_REASON = 200, 2000
MINUTES = range(1, 61)
"""How many minutes a statement can be limited to."""

_KINDS, _LEVELS = tuple(SpeakerKind), tuple(SpeakerLevel)


@dataclass(frozen=True, slots=True)
class Inscribed:
    """A speaker of the list by key; *began* and *ended*: when the statement did, None before that."""

    key: int
    kind: SpeakerKind
    level: SpeakerLevel
    at: datetime
    began: datetime | None = None
    ended: datetime | None = None

    @property
    def state(self) -> SpeechState:
        return speech_state(self.began, self.ended)


@dataclass(frozen=True, slots=True)
class Moved:
    """That the Mission moved a speaker by hand: right after another one, or with None to the head of the list."""

    key: int
    after: int | None


def speech_state(began: datetime | None, ended: datetime | None) -> SpeechState:
    """Return where a speaker stands by the moments at which the statement began and ended."""
    if began is None:
        return SpeechState.WAITING
    return SpeechState.SPEAKING if ended is None else SpeechState.SPOKEN


def inscription_state(opened: datetime | None, closed: datetime | None) -> InscriptionState:
    """Return whether speakers can be inscribed; *closed* is None while they can, once it was *opened*."""
    if opened is None:
        return InscriptionState.TO_COME
    return InscriptionState.OPEN if closed is None else InscriptionState.CLOSED


# The order -----------------------------------------------------------------------------------------


def speaking_order(inscribed: Iterable[Inscribed], moves: Iterable[Moved]) -> list[int]:
    """
    Return the keys of the speakers in the order of the list.

    Who has spoken comes first, in the order of the statements, then who speaks now. All others follow by the rule at
    the head of this module; each of *moves* is then done to the whole list, in the order made. A move of a speaker who
    is not on the list, or after nobody else on it, does nothing.
    """
    speakers = sorted(inscribed, key=_by_rule)
    order = [speaker.key for speaker in speakers]
    for move in moves:
        order = _moved(order, move)
    by_key = {speaker.key: speaker for speaker in speakers}
    begun = sorted(
        (speaker for speaker in speakers if speaker.began is not None),
        key=lambda speaker: (speaker.began, speaker.key),
    )
    waiting = [key for key in order if by_key[key].began is None]
    return [speaker.key for speaker in begun] + waiting


def _by_rule(speaker: Inscribed) -> tuple[int, int, datetime, int]:
    return _KINDS.index(speaker.kind), _LEVELS.index(speaker.level), speaker.at, speaker.key


def _moved(order: Sequence[int], move: Moved) -> list[int]:
    rest = [key for key in order if key != move.key]
    if move.key not in order or (move.after is not None and move.after not in rest):
        return list(order)
    place = 0 if move.after is None else rest.index(move.after) + 1
    return [*rest[:place], move.key, *rest[place:]]


# What can be done ----------------------------------------------------------------------------------


def require_inscription(state: InscriptionState) -> None:
    """Raise InscriptionNotOpen, or InscriptionClosed, unless speakers can be inscribed."""
    if state is InscriptionState.TO_COME:
        raise InscriptionNotOpen()
    if state is InscriptionState.CLOSED:
        raise InscriptionClosed()


def require_to_speak(state: SpeechState) -> None:
    """Raise SpeechBegun unless the statement of a speaker is still to come."""
    if state is not SpeechState.WAITING:
        raise SpeechBegun()


def require_place(key: int, *, after: int | None, waiting: Sequence[int], reason: str) -> None:
    """
    Raise WrongSpeaker unless a speaker can be moved to another place among those *waiting*, in their order.

    *after*: behind whom, None for the head of the list. *reason*: why; it is needed.
    """
    if not reason.strip():
        raise WrongSpeaker(what=N_("a change of the order by hand has a reason"))
    if after == key or (after is not None and after not in waiting):
        raise WrongSpeaker(
            what=N_("a speaker is put at the head of the list or after one who is still to speak")
        )
    if _moved(waiting, Moved(key, after)) == list(waiting):
        raise WrongSpeaker(what=N_("the speaker stands at this place already"))


def speech_ends(began: datetime, minutes: int | None) -> datetime | None:
    """Return when the time limit of a statement is reached, None without a limit."""
    return began + timedelta(minutes=minutes) if minutes else None


# Refusals ------------------------------------------------------------------------------------------


class WrongSpeaker(WrongShape):
    """*what* says what is missing or cannot be."""

    sentence = N_("The list of speakers cannot be changed like this: %(what)s.")
    next_step = N_("Correct it and send it again.")


def require_guest(name: str, members: Iterable[str]) -> None:
    """Raise WrongSpeaker where a guest is called as one of the *members*: a Member State speaks as what it is."""
    called = folded_words(name)
    # "Iran (Islamic Republic of)" is called Iran as well
    if any(called in (folded_words(member), folded_words(member.partition("(")[0])) for member in members):
        raise WrongSpeaker(what=N_("a Member State is inscribed as a Member State, not as a guest"))


class InscriptionNotOpen(Refusal):
    sentence = N_("Inscription on the list of speakers is not open yet.")
    next_step = N_("Wait until the Mission opens it.")
    mission_step = N_("Open it first.")


class InscriptionClosed(Refusal):
    sentence = N_("Inscription on the list of speakers is closed.")
    next_step = N_("Ask the Mission to open it again.")
    mission_step = N_("Open it again first.")


class InscribedAlready(Refusal):
    """*name* is the speaker who is inscribed for the same participant."""

    sentence = N_("A speaker is inscribed already for this participant: %(name)s.")
    next_step = N_("Change that speaker, or withdraw the inscription first.")


class SpeechBegun(Refusal):
    sentence = N_("This speaker has the floor or has spoken already.")
    next_step = N_("Look at the list as it stands now.")


class FloorTaken(Refusal):
    """*name* is the speaker who has the floor."""

    sentence = N_("Somebody else has the floor: %(name)s.")
    next_step = N_("End that statement first.")


class NotSpeaking(Refusal):
    sentence = N_("This speaker does not have the floor.")
    next_step = N_("Look at the list as it stands now.")
