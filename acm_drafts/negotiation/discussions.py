"""
Discussions: who reads one, what may be quoted in an answer, and who may resolve it.

A discussion begins with a comment; answers belong to it and are read by whoever reads it. The parties that read it
are named before the comment is sent. Nobody else ever reads it: some of those named may stop to.
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from acm_drafts.negotiation.errors import N_, Refusal, StaleText
from acm_drafts.negotiation.terms import Audience, DiscussionAct


def parties_named(
    audience: Audience,
    *,
    party: int,
    mission: int,
    sponsors: Collection[int] = (),
    to: Collection[int] = (),
) -> frozenset[int]:
    """
    Return the parties that are to read what *party* begins.

    *sponsors*: all that sponsor its proposal now; *to*: whom the Mission writes to.
    """
    readers = {
        Audience.INSIDE: {party},
        Audience.MISSION: {party, mission, *to},
        Audience.COSPONSORS: {party, *sponsors},
    }
    return frozenset(readers[audience])


def parties_reading(
    audience: Audience | None, named: Set[int], sponsors: Collection[int] = ()
) -> frozenset[int]:
    """
    Return the parties that read a discussion now: those *named* when it was begun.

    Among sponsors only those that still sponsor its proposal: who left it no longer reads, and who joined it later was
    not named. *sponsors*: all that sponsor it now.
    """
    if audience is Audience.COSPONSORS:
        return frozenset(named) & frozenset(sponsors)
    return frozenset(named)


# What was said in it -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """One act in a discussion: its place in it, in whose name, and which act it answers or takes back."""

    sequence: int
    act: DiscussionAct
    party: int
    about: int | None = None
    words: str = ""


COMMENTS = (DiscussionAct.COMMENT, DiscussionAct.ANSWER)


def taken_back(acts: Sequence[Said]) -> frozenset[int]:
    """Return the places of the comments whose words are shown no more."""
    return frozenset(act.about for act in acts if act.act is DiscussionAct.TAKE_BACK and act.about)


def is_resolved(acts: Sequence[Said]) -> bool:
    """Return whether a discussion is resolved: the last act that says something of it says so."""
    states = [act.act for act in acts if act.act in (DiscussionAct.RESOLVE, DiscussionAct.REOPEN)]
    return bool(states) and states[-1] is DiscussionAct.RESOLVE


def parties_resolving(acts: Sequence[Said]) -> frozenset[int]:
    """Return the parties that may resolve a discussion: the one that began it, and those that were answered in it."""
    by_place = {act.sequence: act.party for act in acts}
    answered = {by_place[act.about] for act in acts if act.act is DiscussionAct.ANSWER and act.about}
    return frozenset({acts[0].party} | answered)


def comment_at(acts: Sequence[Said], sequence: int) -> Said:
    """Return the comment at a place. Raises NoSuchComment where none is shown there."""
    gone = taken_back(acts)
    for act in acts:
        if act.sequence == sequence and act.act in COMMENTS and sequence not in gone:
            return act
    raise NoSuchComment()


def require_open(acts: Sequence[Said]) -> None:
    """Raise DiscussionResolved where a discussion is resolved."""
    if is_resolved(acts):
        raise DiscussionResolved()


def require_quoted(quote: str, comment: Said) -> None:
    """Raise QuoteNotInComment where the words of *quote* do not stand in *comment* exactly; "" quotes nothing."""
    if quote not in comment.words:
        raise QuoteNotInComment()


def require_words(words: str) -> None:
    """Raise NothingSaid for a comment without words."""
    if not words:
        raise NothingSaid()


# What is refused ------------------------------------------------------------------------------------


class NothingSaid(Refusal):
    sentence = N_("A comment needs words.")
    next_step = N_("Write what you wish to say, then send it.")


class NoAudience(Refusal):
    sentence = N_("Nothing was sent: nobody was named who reads the comment.")
    next_step = N_("Press the button that names whom you wish to write to.")


class ReaderReadsItNot(Refusal):
    sentence = N_("Those to whom you write do not read what the comment is on.")
    next_step = N_("Circulate the text first, or write inside the Mission.")


class QuoteNotInComment(Refusal):
    sentence = N_("The words that you quote do not stand in the comment that you answer.")
    next_step = N_("Copy them from it, exactly as they stand there, or quote nothing.")


class NoSuchComment(Refusal):
    sentence = N_("This comment was taken back.")
    next_step = N_("Look at the discussion as it stands now.")


class DiscussionResolved(Refusal):
    sentence = N_("This discussion is resolved.")
    next_step = N_("Reopen it first if there is more to say.")


class DiscussionOpen(Refusal):
    sentence = N_("This discussion is open already.")
    next_step = N_("Answer in it.")


class AudienceChanged(Refusal):
    sentence = N_("The delegations that would read your comment are no longer those that the page named.")
    next_step = N_("Nothing was sent. Look who reads it now, then send it if that is what you wish.")


class DiscussionChanged(StaleText):
    sentence = N_("Somebody has written in this discussion since you opened the page.")
    next_step = N_("Read what is new in it, then resolve it if that is still what you wish.")
