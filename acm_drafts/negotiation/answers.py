"""
What a sponsor is asked about a proposal now, and which answers there are.

The last thing that its sponsor knows was made of it is asked about: a verdict comes after a disposition, once the text
that came with it is circulated, and a disposition after the verdict that brought the proposal here. A disposition
without a level can be contested until the next text is circulated; one with a level only where a compromise absorbed
the proposal. What is left of an acceptance in part is asked about that, until it is decided itself. Of words in
brackets it is asked what a circulated text made of them that lifted the brackets.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from acm_drafts.negotiation.terms import Answer, Verdict

ON_COMPROMISE = (Answer.ACCEPT, Answer.LIVE_WITH, Answer.OBJECT)
ON_DECISION = (Answer.CONTEST,)
ON_CONTESTED = (Answer.ACCEPT, Answer.CONTEST)
"""Who contested a decision may take that back, or give another reason."""
ON_VERDICT = (Answer.CONFIRM, Answer.CONTEST)
NEEDS_REASON = (Answer.OBJECT, Answer.CONTEST)


def outlives(verdict: str, *, on_compromise: bool) -> bool:
    """
    Return whether an objection given before a round was closed stays on record where *verdict* ended its proposal.

    It does unless the text says all that was asked for; against a compromise it does also then, for its sponsor
    objects to what stands beside it.
    """
    return on_compromise or verdict != Verdict.ABSORBED


class GivenAnswer(Protocol):
    """An answer on record: when it was given, and on which verdict, disposition or revision."""

    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Question:
    """What a sponsor is asked about a proposal now: on which record, and the answers there are."""

    about: str
    key: int
    answers: tuple[Answer, ...]
    since: datetime | None = None
    """When it was asked, where answers on the same record were given to an earlier question."""

    @property
    def lifted(self) -> bool:
        """Whether it is about words in brackets, what became of which a later text tells."""
        return self.about == "disposition" and Answer.CONFIRM in self.answers

    @property
    def optional(self) -> bool:
        """Whether nobody has to answer: a decision stands as long as no sponsor contests it."""
        return self.about == "disposition" and Answer.CONTEST in self.answers and not self.lifted

    def is_answered_by(self, answer: GivenAnswer) -> bool:
        """Return whether *answer* is one to it."""
        same = getattr(answer, f"{self.about}_id") == self.key
        return same and (self.since is None or answer.at >= self.since)


@dataclass(frozen=True, slots=True)
class DecidedFacts:
    """
    What a decision made of a proposal: *key* is that of the disposition.

    *absorbed*: a compromise took it in. *has_level*: it was agreed at a level. *unpublished*: the text that comes out
    of its round is still to be circulated. *contested*: the sponsor contests it.
    """

    key: int
    absorbed: bool = False
    has_level: bool = False
    unpublished: bool = True
    contested: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """
    What decides which question a sponsor has; keys are None where there is no such record.

    *ended_by* and *brought_by*: the verdict that ended the proposal, and the one that brought it here. *hidden*: the
    text that came with the last of them is still to be circulated. *decided*: what was made of it, as far as that is
    not hidden; *parted*: the acceptance in part that left it as the rest. *lifted_at*: when the text was circulated
    that lifted the brackets round its words. *entered*: the revision that the Mission entered from the floor.
    *adopted*: the text is, so that nobody is asked any more.
    """

    submitted: bool = True
    ended_by: int | None = None
    brought_by: int | None = None
    hidden: bool = False
    decided: DecidedFacts | None = None
    parted: DecidedFacts | None = None
    lifted_at: datetime | None = None
    entered: int | None = None
    adopted: bool = False


def find_question(facts: AnswerFacts) -> Question | None:
    """Return what a sponsor may answer now, None where nothing is asked."""
    if not facts.submitted or facts.adopted:
        return None
    if facts.ended_by is not None and not facts.hidden:
        return Question("verdict", facts.ended_by, ON_VERDICT)
    if facts.decided is not None:
        if facts.lifted_at is not None:
            return Question("disposition", facts.decided.key, ON_VERDICT, facts.lifted_at)
        return _on_decision(facts.decided)
    on_part = _on_decision(facts.parted) if facts.parted else None
    return on_part or (None if facts.hidden else _on_arrival(facts))


def _on_decision(decided: DecidedFacts) -> Question | None:
    if not decided.unpublished:
        return None
    if decided.absorbed:
        return Question("disposition", decided.key, ON_COMPROMISE)
    if decided.has_level:
        return None
    return Question("disposition", decided.key, ON_CONTESTED if decided.contested else ON_DECISION)


def _on_arrival(facts: AnswerFacts) -> Question | None:
    """Return what is asked about how a proposal came to wait for a decision, where anything is."""
    if facts.brought_by is not None:
        return Question("verdict", facts.brought_by, ON_VERDICT)
    return Question("revision", facts.entered, ON_VERDICT) if facts.entered is not None else None
