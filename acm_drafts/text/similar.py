"""
How much two texts made from one base are alike in what they change.

Whole texts of a proposal are always alike: most of a paragraph stays. So only the words that the
two take out or put in are counted. Words are compared as read, their case and the spaces between
them apart. What people make of a likeness is decided elsewhere: alike is not the same.
"""

from acm_drafts.text.changes import changes
from acm_drafts.text.edits import Edit, differences, edits
from acm_drafts.text.language import as_read
from acm_drafts.text.runs import in_common
from acm_drafts.text.tokens import words

Words = tuple[str, ...]


def in_words(text: str) -> Words:
    """
    Return the words and signs of *text* as read and without case: equal for texts that say the same.

    The kind and the number of spaces play no part; the mark of a split paragraph counts as a word.
    """
    return tuple(map(str.casefold, words(as_read(text))[1::2]))


def likeness(base: Words, first: Words, second: Words) -> int:
    """
    Return in percent, rounded down, which share of the words that two texts change in *base* they change alike.

    The three come from `in_words`. It is twice the words changed alike by the sum of what each
    changes: "strongly" put in against "strongly and firmly" is 50. Counted are words taken out and
    words put in, by the shortest way from one text to the other: 100 where both say the same, 0
    where they change different words at different places. Two wordings made from nothing are
    measured against the empty base. Past `runs.MOST_PAIRS` the way may be a longer one. The order
    of *first* and *second* plays no part.
    """
    apart = _apart(first, second)
    changed = _apart(base, first) + _apart(base, second)
    return 100 * max(changed - apart, 0) // changed if changed else 100


def differ_in_additions(base: str, text: str, other: str) -> bool:
    """
    Return whether two wordings made from *base* differ only in words that one of them adds.

    False where one strikes words that the other keeps, and where they put different words at one place; two wordings
    made from nothing are compared with each other. The order of *text* and *other* plays no part.
    """
    if not base.strip():
        return all(not in_words(change.old) or not in_words(change.new) for change in changes(text, other))
    first, second = (set(edits(base, wording, differences(base, wording))) for wording in (text, other))
    own, others = first - second, second - first
    if not all(_adds(base, edit) for edit in own | others):
        return False
    return not any(edit.start <= rival.end and rival.start <= edit.end for edit in own for rival in others)


def _adds(base: str, edit: Edit) -> bool:
    """Return whether *edit* keeps all words that stand where it is made."""
    before = in_words(base[edit.start : edit.end])
    return in_common(before, in_words(edit.text)) == len(before)


def _apart(first: Words, second: Words) -> int:
    """Return how many words must be taken out and put in to make one of the other."""
    return len(first) + len(second) - 2 * in_common(first, second)
