"""
Who holds which bracket: what parties said, followed to the words that stand now, and when a bracket may be lifted.

A party holds a bracket, or lets go of it, on the wording that it read. What it said is followed to a later wording by
the rule of reservations (docs/decisions/0084): the wording that it read is compared with what stands now. A bracket is
there as long as its two signs are, whatever becomes of the words between them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from acm_drafts.negotiation.brackets import words_in_brackets
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.terms import BracketAct
from acm_drafts.text.brackets import partners
from acm_drafts.text.language import as_read
from acm_drafts.text.phrases import Stretch, kept_at, places_of

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Said:
    """What a party said of the bracket at *place* of the wording *base*; *proposal*: that of its own that is in it."""

    party: int
    act: BracketAct
    base: str
    place: Stretch
    at: datetime
    reason: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """That a party holds a bracket, since when and why, as it said last."""

    party: int
    since: datetime
    reason: str = ""
    proposal: str = ""


def places_in_brackets(text: str) -> tuple[Stretch, ...]:
    """Return the brackets of *text*, their signs included, in the order in which they open; those nested too."""
    return tuple(Stretch(start, end + 1) for start, end in sorted(partners(text).items()))


def place_now(base: str, place: Stretch, now: str) -> Stretch | None:
    """
    Return where the bracket at *place* of *base* stands in *now*, which was made from it; None where it does not.

    It does while its two signs are kept and belong together, or while it stands there word for word.
    """
    if base == now:
        return place
    pairs = partners(now)
    opening = kept_at(base, Stretch(place.start, place.start + 1), now)
    closing = kept_at(base, Stretch(place.end - 1, place.end), now)
    if opening and closing and pairs.get(opening.start) == closing.start:
        return Stretch(opening.start, closing.end)
    words = base[place.start : place.end]
    alike = [there for there in places_of(now, words) if pairs.get(there.start) == there.end - 1]
    before = [there for there in places_of(base, words) if there.start < place.start]
    return alike[min(len(before), len(alike) - 1)] if alike else None


def holdings(statements: Iterable[tuple[K, Said]]) -> dict[K, tuple[Holding, ...]]:
    """Return who holds each bracket by the *statements* about it, oldest first; one that nobody holds is left out."""
    held: dict[K, dict[int, Holding]] = {}
    for bracket, statement in statements:
        of_bracket = held.setdefault(bracket, {})
        if statement.act is BracketAct.RELEASE:
            of_bracket.pop(statement.party, None)
            continue
        new = Holding(statement.party, statement.at, statement.reason, statement.proposal)
        earlier = of_bracket.get(statement.party, new)
        of_bracket[statement.party] = replace(
            new, since=earlier.since, proposal=statement.proposal or earlier.proposal
        )
    return {bracket: tuple(of.values()) for bracket, of in held.items() if of}


def brackets_of_proposal(edit: Edit, base: str, printed: str) -> tuple[Stretch, ...]:
    """
    Return the brackets that a draft prints round the words of *edit*, which was decided to be kept in brackets.

    *base*: what its paragraph said in the draft before ("" for a new one), *printed*: what it says now. A bracket that
    was in the text before is not one of them. Where several proposals are set out together, those that hold its words.
    """
    earlier = {place_now(base, place, printed) for place in places_in_brackets(base)}
    inside = {
        place: as_read(printed[place.start + 1 : place.end - 1])
        for place in places_in_brackets(printed)
        if place not in earlier
    }
    words = words_in_brackets(edit)
    same = tuple(place for place, text in inside.items() if text in words)
    return same or _innermost([place for place, text in inside.items() if _holds_some(text, words)])


def _holds_some(text: str, words: Iterable[str]) -> bool:
    return any(own and own in text for own in words)


def _innermost(places: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return those of *places* within which no other one lies."""
    return tuple(
        place for place in places if not any(other != place and _is_within(other, place) for other in places)
    )


def _is_within(inner: Stretch, outer: Stretch) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def lifted_from(
    held: Mapping[Stretch, Collection[int]], base: str, *, before: str | None, after: str | None
) -> dict[Stretch, Collection[int]]:
    """
    Return those of the brackets *held* in *base* that a decision lifts, with their holders.

    *before* and *after*: what the paragraph says without the decision and with it, None where it is not in the text.
    """
    return {
        place: parties
        for place, parties in held.items()
        if before is not None
        and place_now(base, place, before) is not None
        and (after is None or place_now(base, place, after) is None)
    }


def still_to_ask(
    holders: Iterable[Holding], *, sponsors: Collection[int], decided_over: Mapping[int, datetime]
) -> frozenset[int]:
    """
    Return who of the *holders* of a bracket that was lifted has not been asked.

    A bracket that nobody holds is lifted by whoever decides, and nobody is asked. Whoever holds it afterwards is asked
    when that is agreed at a level: unless they are *sponsors* of what lifted it, or a sitting decided over them
    (*decided_over*: when, by the keys of parties) since they hold it.
    """
    return frozenset(
        holding.party
        for holding in holders
        if holding.party not in sponsors
        and (holding.party not in decided_over or decided_over[holding.party] < holding.since)
    )


def require_consent(
    lifted: Iterable[Collection[int]],
    *,
    consenting: Collection[int],
    overridden: Collection[int],
    at_sitting: bool,
    parties: Mapping[int, Any],
) -> tuple[int, ...]:
    """
    Return the parties over whom brackets are lifted, in the order of their keys: those that a sitting names.

    *lifted*: the holders of each bracket; *consenting*: those who ask for it themselves. Raises BracketIsHeld where
    somebody else holds one and no sitting decides, or the decision does not name them.
    """
    others = {party for parties in lifted for party in parties} - set(consenting)
    missing = others if not at_sitting else others - set(overridden)
    if missing:
        raise BracketIsHeld(holders=Holders(tuple(parties[party] for party in sorted(missing))))
    return tuple(sorted(others))


# What is refused ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holders:
    """Parties, as a refusal names them: in English here, in the reader's language on a page."""

    parties: tuple[Any, ...]

    def __str__(self) -> str:
        return ", ".join(party.name_en for party in self.parties)


class BracketIsHeld(Refusal):
    """Brackets would be lifted that *holders* hold."""

    sentence = N_("Brackets that this would lift, or that were lifted before, are held by %(holders)s.")
    next_step = N_(
        "Wait until they let go, or decide at a sitting, on the page of the paragraph, and confirm there that it "
        "decides over them."
    )


class BracketHeldAlready(Refusal):
    sentence = N_("This bracket is held in this name already, for the same reason.")
    next_step = N_("Write another reason, or let go of the bracket.")


class BracketNotHeld(Refusal):
    sentence = N_("This bracket is not held in this name.")
    next_step = N_("Look at the brackets as they stand now.")


class NotABracket(Refusal):
    sentence = N_("There is no such bracket in the paragraph.")
    next_step = N_("Look at the brackets as they stand now.")
