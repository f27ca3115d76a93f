"""
Reservations: what one is on, what may be done to it, and what became of the words that it was entered on.

A reservation is an act of its delegation, apart from the positions that it takes while words are negotiated. It stays
until the delegation withdraws it: whatever happens to the text, it is never moved and never dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import N_, Refusal, StaleText
from acm_drafts.negotiation.terms import ReservationAct, ReservationScope, WordsNow
from acm_drafts.text.phrases import Stretch, kept_at, places_of


@dataclass(frozen=True, slots=True)
class Entered:
    """What a reservation was entered on: of a paragraph its *base*, the wording then; of a phrase its words too."""

    scope: ReservationScope
    base: str = ""
    phrase: str = ""


def phrase_in(text: str, phrase: str) -> str:
    """
    Return the words of *phrase* as they stand in *text*.

    Raises PhraseNotInWording where they do not stand there in a row, PhraseNotUnique where they do more than once.
    """
    places = places_of(text, phrase)
    if not places:
        raise PhraseNotInWording(phrase=_short(phrase))
    if len(places) > 1:
        raise PhraseNotUnique(phrase=_short(phrase), count=len(places))
    return text[places[0].start : places[0].end]


def phrase_in_answer(text: str, phrase: str) -> str:
    """Return the same of an answer to a call for inputs. Raises PhraseNotInAnswer, PhraseNotUniqueInAnswer."""
    try:
        return phrase_in(text, phrase)
    except PhraseNotInWording as refusal:
        raise PhraseNotInAnswer(**refusal.facts) from None
    except PhraseNotUnique as refusal:
        raise PhraseNotUniqueInAnswer(**refusal.facts) from None


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= LONGEST_SHOWN else f"{phrase[:LONGEST_SHOWN]}…"


LONGEST_SHOWN = 80
"""So many characters of a phrase are told in a refusal."""


def words_now(entered: Entered, lines: Sequence[str], *, parted: bool = False) -> WordsNow:
    """
    Return where the words of a reservation are in a text; *lines* are those that its paragraph is in there.

    A paragraph is there as long as one of them is; *parted*: it was divided, and a part of it is no longer in the text,
    so that it is there in part. The words of a phrase are there as long as nobody changed them and
    put nothing among them; where they stand in other surroundings they were moved, or written anew.
    """
    if entered.scope is ReservationScope.TEXT:
        return WordsNow.THERE
    if not lines:
        return WordsNow.GONE
    if entered.scope is ReservationScope.PARAGRAPH:
        return WordsNow.PARTLY if parted else WordsNow.THERE
    now = PART.join(lines)
    if _kept(entered, now) is not None:
        return WordsNow.THERE
    return WordsNow.ELSEWHERE if places_of(now, entered.phrase) else WordsNow.GONE


def _kept(entered: Entered, now: str) -> Stretch | None:
    """Return where the words of a phrase are kept in *now*, None where they are not."""
    places = places_of(entered.base, entered.phrase)
    return kept_at(entered.base, places[0], now) if places else None


def phrase_at(entered: Entered, lines: Sequence[str]) -> tuple[int, Stretch] | None:
    """Return which of *lines* holds the phrase of a reservation and where; None for none, or where it is not there."""
    kept = _kept(entered, PART.join(lines))
    if kept is None:
        return None
    first = 0
    for place, line in enumerate(lines):
        if kept.end <= first + len(line):
            return place, Stretch(kept.start - first, kept.end - first)
        first += len(line) + len(PART)
    return None


def corrected_phrase(entered: Entered, lines: Sequence[str], corrected: Sequence[str]) -> str | None:
    """
    Return how the phrase of a reservation reads in *lines* as they are *corrected*, in the same order.

    None where a correction leaves it as it is, or where it is not in *lines*; "" where its new words cannot be told
    from those beside them, or there are none.
    """
    place = phrase_at(entered, lines)
    if place is None:
        return None
    at, words = place
    before, now = lines[at], corrected[at]
    if kept_at(before, words, now) is not None:
        return None
    head, tail = before[: words.start], before[words.end :]
    is_between = len(now) >= len(head) + len(tail) and now.startswith(head) and now.endswith(tail)
    return now[len(head) : len(now) - len(tail)] if is_between else ""


def is_reworded(entered: Entered, lines: Sequence[str]) -> bool:
    """Return whether the paragraph of a reservation on a whole paragraph says other words than when it was entered."""
    return entered.scope is ReservationScope.PARAGRAPH and bool(lines) and list(lines) != [entered.base]


def digest_of(lines: Sequence[str]) -> str:
    """Return the SHA-256 of what stands in the place of the words of a reservation."""
    return sha256(PART.join(lines).encode()).hexdigest()


def is_asked(now: WordsNow, lines: Sequence[str], kept: str) -> bool:
    """
    Return whether a delegation is asked if its reservation stands: its words are not where they were.

    *kept*: the digest of the *lines* on which it said so last, "" where it did not. Other words ask anew.
    """
    return now is not WordsNow.THERE and kept != digest_of(lines)


def require_possible(act: ReservationAct, *, withdrawn: bool, awaiting: bool, published: bool) -> None:
    """Raise the refusal of an act on a reservation that stands as told."""
    if withdrawn:
        raise ReservationWithdrawn()
    if act is ReservationAct.STAND and not awaiting:
        raise AwaitsNothing()
    if act is ReservationAct.PUBLISH and published:
        raise ReservationPublished()


# What is refused ------------------------------------------------------------------------------------


class PhraseNotInWording(Refusal):
    sentence = N_("The words “%(phrase)s” do not stand in the paragraph as it reads now.")
    next_step = N_("Copy them from the paragraph, one after the other and nothing left out.")


class PhraseNotInAnswer(PhraseNotInWording):
    """The same of an answer to a call for inputs."""

    sentence = N_("The words “%(phrase)s” do not stand in the answer to this question.")
    next_step = N_("Copy them from the answer, one after the other and nothing left out.")


class PhraseNotUnique(Refusal):
    """The phrase stands *count* times in the paragraph."""

    sentence = N_("The words “%(phrase)s” stand %(count)s times in the paragraph.")
    next_step = N_("Add some of the words around those that you mean.")


class PhraseNotUniqueInAnswer(PhraseNotUnique):
    """The same of an answer to a call for inputs."""

    sentence = N_("The words “%(phrase)s” stand %(count)s times in the answer to this question.")
    next_step = N_("Add some of the words around those that you mean.")


class ReservationExists(Refusal):
    sentence = N_("Your delegation has a reservation on this already.")
    next_step = N_("Change the words of that one, or withdraw it first.")


class ReservationWithdrawn(Refusal):
    sentence = N_("This reservation was withdrawn: nothing can be done to it any more.")
    next_step = N_("Enter a new one if your delegation reserves its position again.")


class AwaitsNothing(Refusal):
    sentence = N_("This reservation awaits no instructions.")
    next_step = N_("Change its words, or withdraw it.")


class ReservationPublished(Refusal):
    sentence = N_("This reservation is read by all participants already.")
    next_step = N_("What was public stays public: change its words, or withdraw it.")


class NothingToKeep(Refusal):
    sentence = N_(
        "Nobody asks whether this reservation stands: its words are in the text, or your delegation has said so."
    )
    next_step = N_("Look at it as it stands now.")


class ReservationChanged(StaleText):
    sentence = N_("A colleague has changed this reservation since you opened the page.")
    next_step = N_("Look at it as it stands now, then send yours again if it is still what you wish.")
