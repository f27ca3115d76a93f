"""
Which proposals want different words at one place, and which of these conflicts a decision has settled.

Two proposals are compared only where both stand on one wording: words that entered the text in an earlier round are
part of that wording, and no rival of what is proposed on it since.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from acm_drafts.negotiation.consolidation import (
    WORDING_KINDS,
    Edit,
    conflicts_among,
    consolidate_paragraph,
    says_the_same,
)
from acm_drafts.negotiation.terms import AmendmentKind, Standing
from acm_drafts.text.uptake import Held, holdings


def rivals(
    pending: Sequence[Edit], accepted: Sequence[Edit], amends: Mapping[int, int | None] | None = None
) -> list[Edit]:
    """
    Return the edits of one paragraph that may be in conflict.

    *amends*: which proposal each pending one amends. What amends another pending proposal is an alternative to it and
    no rival; what amends a proposed new paragraph amends a paragraph, as any. What was accepted on another wording than
    the pending ones is left out, and so are words in brackets, which stand beside others.
    """
    targets = amends or {}
    changing = [edit for edit in pending if edit.kind is not AmendmentKind.INSERT]
    keys = {edit.proposal for edit in changing}
    own = [edit for edit in changing if targets.get(edit.proposal) not in keys]
    bases = {edit.base for edit in own}
    return [*own, *(edit for edit in accepted if _is_rival(edit, bases))]


def _is_rival(accepted: Edit, bases: Collection[str]) -> bool:
    """Return whether something accepted may be in conflict with proposals that stand on one of *bases*."""
    if accepted.kind is AmendmentKind.INSERT or accepted.bracketed:
        return False
    return not bases or not accepted.base or accepted.base in bases or "" in bases


def is_settled(edit: Edit, accepted: Sequence[Edit]) -> bool:
    """
    Return whether *accepted* edits of the same paragraph decided a pending one otherwise, with nothing left of it.

    It is so where closing the round would supersede it and none of its changes could still be made: each stands at
    words that were decided otherwise, or is in the text. To move, join or delete the paragraph can still be decided;
    to keep it as it is, once anything was accepted there, cannot. To keep it as it was is settled by what makes these
    words of it.
    """
    firm = [decided for decided in accepted if not decided.bracketed and decided.proposal != edit.proposal]
    if any(says_the_same(edit, decided) for decided in firm):
        return True
    if not edit.base or len(conflicts_among([edit, *firm])) == 0:
        return False
    return edit.kind is AmendmentKind.KEEP or _nothing_left(edit, firm)


def _nothing_left(edit: Edit, firm: Sequence[Edit]) -> bool:
    """Return whether none of the changes of words of *edit* could still be made beside what was accepted."""
    fate = consolidate_paragraph(edit.paragraph, edit.base, firm)
    if fate is None or edit.kind not in WORDING_KINDS:
        return False
    now = fate.wording()
    if now is None:
        return True
    states = {how for _, how in holdings(edit.base, edit.text, now)}
    return Held.AGAINST in states and Held.LEFT not in states


def needs_decision(
    edit: Edit, standing: Standing, accepted: Iterable[tuple[Edit, datetime]], *, since: datetime | None
) -> bool:
    """
    Return whether a pending proposal still needs a decision beside what was *accepted*, each with its moment.

    What is contested always does. What was submitted *since* a decision is not settled by it: it asks to reopen.
    """
    if standing is Standing.CONTESTED:
        return True
    return not is_settled(edit, [taken for taken, at in accepted if since is None or at >= since])
