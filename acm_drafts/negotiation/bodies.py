"""
Who sits in a body on a day, and who chairs it: by the terms of its members and chairs.

At the levels in `PLENARY` every Member State sits unless States are listed for that day.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from acm_drafts.negotiation.errors import N_, NotPermitted, Refusal, WrongShape
from acm_drafts.negotiation.terms import BodyRole, Level

PLENARY = (Level.EXPERT, Level.AMBASSADORIAL, Level.MINISTERIAL)


@dataclass(frozen=True, slots=True)
class Term:
    """A State is a member or chairs from *starts_on* to *ends_on* (None: without an end); both days belong to it."""

    party: int
    role: BodyRole
    starts_on: date
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Term") -> bool:
        begins = max(self.starts_on, other.starts_on)
        return self.covers(begins) and other.covers(begins)


def members_on(level: Level, terms: Iterable[Term], day: date, *, states: Collection[int]) -> frozenset[int]:
    """Return the members of a body on *day*; *states* are all Member States."""
    listed = frozenset(term.party for term in terms if term.role is BodyRole.MEMBER and term.covers(day))
    return listed or (frozenset(states) if level in PLENARY else frozenset())


def chair_on(terms: Iterable[Term], day: date) -> int | None:
    """Return the State that chairs a body on *day*, None where none does."""
    return next((term.party for term in terms if term.role is BodyRole.CHAIR and term.covers(day)), None)


def last_day_in_the_chair(terms: Iterable[Term], parties: Collection[int], today: date) -> date | None:
    """Return the last day on which one of *parties* chaired a body before *today*, None where none ever did."""
    ended = [
        term.ends_on
        for term in terms
        if term.role is BodyRole.CHAIR and term.party in parties and term.ends_on and term.ends_on < today
    ]
    return max(ended, default=None)


def in_the_way(terms: Sequence[Term], new: Term) -> tuple[Term, ...]:
    """
    Return those of *terms* with which *new* cannot stand: the same State twice as a member, two chairs on one day.
    """
    same = [term for term in terms if term.role is new.role and term.overlaps(new)]
    return tuple(term for term in same if new.role is BodyRole.CHAIR or term.party == new.party)


def require_kept(before: Iterable[Term], after: Iterable[Term], adopted: Collection[date]) -> None:
    """Raise AdoptedThatDay where other States would have sat or chaired on a day on which the body *adopted* a text."""
    old, new = tuple(before), tuple(after)
    for day in sorted(adopted):
        if _seats(old, day) != _seats(new, day):
            raise AdoptedThatDay(day=day)


def _seats(terms: Iterable[Term], day: date) -> set[tuple[int, BodyRole]]:
    return {(term.party, term.role) for term in terms if term.covers(day)}


# What is refused ------------------------------------------------------------------------------------


class WrongBody(WrongShape):
    sentence = N_("The body cannot be saved: %(what)s.")
    next_step = N_("Correct it and send it again.")


class BodyExists(Refusal):
    sentence = N_("This body is there already.")
    next_step = N_("Open it in the list, or give a Working Group another name.")


class TermsOverlap(Refusal):
    """*names* are the States that have such a term already."""

    sentence = N_("A term on these days is there already: %(names)s.")
    next_step = N_("End that term first, or choose other days.")


class AdoptedThatDay(Refusal):
    """The body adopted a text on *day*."""

    sentence = N_(
        "The body adopted a text on %(day)s: who sat in it and chaired it that day stays on record."
    )
    next_step = N_("Choose a term that begins after that day.")


class ChairTermEnded(NotPermitted):
    """Whoever acts spoke for the chair until *day*."""

    sentence = N_("Your term as chair ended on %(day)s.")
    next_step = N_("Ask the chair of today, or the Mission.")


class NoMembers(Refusal):
    sentence = N_("The body has no members on the day of the sitting.")
    next_step = N_("Ask the Mission to name its members first.")
    mission_step = N_("Name its members first.")


class NotAMember(Refusal):
    sentence = N_("Not a member of this body on the day of the sitting: %(names)s.")
    next_step = N_("Choose among its members, or ask the Mission to add a member.")
    mission_step = N_("Choose among its members, or add a member.")
