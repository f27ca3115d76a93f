"""
What a delegation has to do now.

A draft has to be submitted before the deadline, so the deadline belongs to drafts alone. Answers and positions are
taken after it too, until the Mission closes the round or a later text is circulated.
"""

from typing import NamedTuple

from acm_drafts.negotiation.terms import RoundState


class Tasks(NamedTuple):
    """How much a delegation has to do: answers to give, drafts *due* by the deadline or *missed*, positions to take."""

    answers: int = 0
    due: int = 0
    missed: int = 0
    positions: int = 0


def tasks_in(
    state: RoundState | None, *, answers: int, drafts: int, reviews: int, positions: int, submits: bool
) -> Tasks:
    """
    Return what a delegation has to do in a round in *state* (None: there is no round).

    *drafts*: what it prepares, *reviews*: what was sent for review, both not submitted. Who *submits* has both to
    submit; to anybody else what is in review is done. *positions*: pending proposals of others without its word. After
    the deadline a draft is missed, and once the round is closed it waits for the next one: then nothing is to be done.
    """
    runs = state not in (None, RoundState.CLOSED)
    in_hand = drafts + reviews if submits else drafts
    return Tasks(
        answers=answers,
        due=in_hand if state in (RoundState.ANNOUNCED, RoundState.OPEN) else 0,
        missed=drafts + reviews if state is RoundState.CONSIDERATION else 0,
        positions=positions if runs else 0,
    )
