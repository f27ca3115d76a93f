"""Which reservations a text tells, and for which proposals instructions are still awaited."""

from collections.abc import Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Stance, Standing
from acm_drafts.text.uptake import Held, closely

CAME_TO_NOTHING = (Standing.WITHDRAWN, Standing.REJECTED, Standing.OVERTAKEN, Standing.ORPHANED)
"""Where a proposal is of which nothing stands or will stand in the text."""


def is_stated(stance: Stance, standing: Standing, *, still_open: bool) -> bool:
    """
    Return whether a text tells the position *stance* on a proposal.

    Instructions are awaited on what is *still_open* alone.
    """
    return standing not in CAME_TO_NOTHING and (still_open or stance is not Stance.AWAITING)


def is_stated_on_text(stance: Stance, *, agreed: bool) -> bool:
    """Return whether a text tells the position *stance* on one of its lines; none is awaited on what is *agreed*."""
    return stance is Stance.RESERVE or (stance is Stance.AWAITING and not agreed)


def is_open(standing: Standing, *, pending: bool, proposed_by_mission: bool) -> bool:
    """
    Return whether a proposal is still to be agreed: it waits for a decision, or stands in brackets.

    *proposed_by_mission*: it was decided without a level, in a round that is not closed yet.
    """
    return pending or standing is Standing.BRACKETED or proposed_by_mission


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a decision made of a proposal: *text* in place of *base*, either "" where it holds no words."""

    kind: AmendmentKind
    outcome: Outcome
    base: str
    text: str


_AS_WORDED = (Outcome.ACCEPTED, Outcome.PART)
"""What a decision made of a proposal whose words it adopted as they are."""
_GONE = (Held.LEFT, Held.AGAINST, Held.GONE)
"""How a text stands to a change of which it holds nothing."""


def stands_in(lines: Sequence[str], adopted: Adopted) -> bool:
    """
    Return whether anything of what was *adopted* stands in a later text.

    *lines* are those that its paragraph is in there. Words accepted stand as long as any change is there, or
    may be there; words in brackets and all else as long as the paragraph; a deletion as long as the paragraph is gone.
    """
    if adopted.kind is AmendmentKind.DELETE:
        return not lines
    if not lines or adopted.kind is not AmendmentKind.REPLACE or adopted.outcome not in _AS_WORDED:
        return bool(lines)
    changes = closely(adopted.base, adopted.text, PART.join(lines))
    return not changes or any(how not in _GONE for _, how in changes)
