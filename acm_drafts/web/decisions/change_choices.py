"""
The changes of one proposal as people tick them: numbered, with whom each conflicts, and which go together.

What needs what is found in negotiation.consolidation; here it is put into words. It forbids nothing: what
a choice would make of the text is weighed elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acm_drafts.i18n import ngettext
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.text.changes import MOVES, Change, Tie, Why, broken, changes, ties
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.excerpts import Piece, piece_of
from acm_drafts.web.shared.signing import REVISION, conceal


@dataclass(frozen=True, slots=True)
class Tick:
    """
    One change that can be ticked; *number* counts from 1, *key* is its value in the form.

    *rivals*: the names of the other proposals that want other words there. *goes*: with which
    changes it goes, and why, as halves of sentences. *needs* and *brings* are keys, with spaces
    between: what it does not stand without, and what only belongs to it.
    """

    number: int
    key: str
    piece: Piece
    rivals: str = ""
    goes: tuple[str, ...] = ()
    needs: str = ""
    brings: str = ""


def ticks_of(
    entry: AmendmentRecord, wanted: Sequence[tuple[AmendmentRecord, Sequence[Change]]]
) -> tuple[Tick, ...]:
    """Return the changes of a new wording; none where there is only one. *wanted*: what each proposal changes."""
    own = changes(entry.base, entry.revision.text)
    if len(own) < 2:
        return ()
    tied = ties(entry.base, own)
    return tuple(_tick(entry, number, change, tied=tied, wanted=wanted) for number, change in enumerate(own))


def _tick(
    entry: AmendmentRecord,
    number: int,
    change: Change,
    *,
    tied: Sequence[Tie],
    wanted: Sequence[tuple[AmendmentRecord, Sequence[Change]]],
) -> Tick:
    """Return the change with *number* (from 0); *tied* are all ties of the proposal."""
    rivals = [rival.label for rival, rival_changes in wanted if _meet(entry, change, rival, rival_changes)]
    own_ties = [tie for tie in tied if tie.change == number]
    return Tick(
        number + 1,
        _key(entry, number),
        piece_of(entry.base, change),
        names_in_words(rivals),
        in_words(own_ties, tied),
        needs=_keys(entry, (tie for tie in own_ties if tie.why not in MOVES)),
        brings=_keys(entry, (tie for tie in own_ties if tie.why in MOVES)),
    )


def halves(entry: AmendmentRecord, chosen: Iterable[int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the *chosen* changes (from 0) that lack others: the number of each, from 1, and a sentence."""
    own, taken = changes(entry.base, entry.revision.text), frozenset(chosen)
    tied = ties(entry.base, own)
    lacking = broken(tied, taken)
    return tuple(
        (number + 1, in_words((tie for tie in lacking if tie.change == number), tied))
        for number in sorted({tie.change for tie in lacking})
    )


def in_words(some: Iterable[Tie], tied: Sequence[Tie]) -> tuple[str, ...]:
    """
    Return in words the ties *some* of a change, to stand beside it; *tied* are all of the proposal.

    One half of a sentence for each reason, so that it stands after the number of the change.
    """
    numbers_by_reason: dict[tuple[Why, bool], list[int]] = {}
    for tie in some:
        each_other = Tie(tie.needs, tie.change, tie.why) in tied
        numbers_by_reason.setdefault((tie.why, each_other or tie.why in MOVES), []).append(tie.needs + 1)
    return tuple(
        _with(why, numbers) if each_other else _without(numbers)
        for (why, each_other), numbers in numbers_by_reason.items()
    )


def _with(why: Why, numbers: Sequence[int]) -> str:
    count, listed = len(numbers), names_in_words([str(number) for number in numbers])
    if why is Why.BRACKETS:
        return ngettext(
            "goes with change %(numbers)s: the other half of the brackets",
            "goes with changes %(numbers)s: the other half of the brackets",
            count,
            numbers=listed,
        )
    if why is Why.PARENTHESES:
        return ngettext(
            "goes with change %(numbers)s: the other half of the parentheses",
            "goes with changes %(numbers)s: the other half of the parentheses",
            count,
            numbers=listed,
        )
    if why is Why.QUOTATION:
        return ngettext(
            "goes with change %(numbers)s: the other half of the quotation marks",
            "goes with changes %(numbers)s: the other half of the quotation marks",
            count,
            numbers=listed,
        )
    if why is Why.GONE:
        return ngettext(
            "its words move to change %(numbers)s: without it they are lost",
            "its words move to changes %(numbers)s: without them they are lost",
            count,
            numbers=listed,
        )
    return ngettext(
        "its words come from change %(numbers)s: without it they stand twice",
        "its words come from changes %(numbers)s: without them they stand twice",
        count,
        numbers=listed,
    )


def _without(numbers: Sequence[int]) -> str:
    return ngettext(
        "needs change %(numbers)s: without it half of a pair stands alone",
        "needs changes %(numbers)s: without them half of a pair stands alone",
        len(numbers),
        numbers=names_in_words([str(number) for number in numbers]),
    )


def _key(entry: AmendmentRecord, number: int) -> str:
    return f"{conceal(entry.revision.id, use=REVISION)}.{number}"


def _keys(entry: AmendmentRecord, some: Iterable[Tie]) -> str:
    return " ".join(dict.fromkeys(_key(entry, tie.needs) for tie in some))


def _meet(
    entry: AmendmentRecord, change: Change, rival: AmendmentRecord, rival_changes: Sequence[Change]
) -> bool:
    return (
        rival is not entry
        and rival.base == entry.base
        and any(t != change and t.start <= change.end and change.start <= t.end for t in rival_changes)
    )
