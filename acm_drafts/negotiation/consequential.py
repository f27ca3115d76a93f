"""
What a consequential change makes of a paragraph that is split or joined: a capital letter, a semicolon, "and".

A split or join keeps the words that its sponsor proposed. The Mission's consequential change is an edit of these words,
and is united with whatever else was accepted there, one part after the other: so it changes words, and never where
the paragraph is split.
"""

from collections.abc import Sequence

from acm_drafts.text.language import PARAGRAPH_SPLIT, as_read
from acm_drafts.text.merge import Clash, Region, is_clean, merge, merge_all, text_of


def parts_of(wording: str) -> list[str]:
    """Return the parts of a wording that is split; itself where it is not."""
    return wording.split(PARAGRAPH_SPLIT)


def united(proposed: str, said: str, asked: Sequence[str]) -> tuple[tuple[Region, ...], ...]:
    """
    Return for each part what it says with what is *said* and what is *asked*, both made of what was *proposed*.

    *said* is what the split or join makes of the paragraph with all else that was accepted, *asked* are the wordings of
    consequential changes. Texts that are not in the same number of parts are in conflict as a whole.
    """
    texts = [parts_of(text) for text in (proposed, said, *asked)]
    if len({len(parts) for parts in texts}) > 1:
        return ((Clash(proposed, (said, *asked)),),)
    return tuple(merge_all(base, sides) for base, *sides in zip(*texts, strict=True))


def stand_together(proposed: str, said: str, asked: Sequence[str]) -> bool:
    """Return whether *said* and *asked*, both made of what was *proposed*, are in conflict nowhere."""
    return all(is_clean(regions) for regions in united(proposed, said, asked))


def change_of(proposed: str, *, shown: str, typed: Sequence[str]) -> str | None:
    """
    Return as a wording made of what was *proposed* what was *typed*, part by part, in place of what was *shown*.

    *shown* also holds what was accepted before, which is no part of the change. Where a change meets such words, all
    that was *typed* is returned: it is in conflict with them. None: no reader sees a change.
    """
    before, offered = parts_of(shown), parts_of(proposed)
    if len(typed) != len(before) or [*map(as_read, typed)] == [*map(as_read, before)]:
        return None
    regions = [merge(*parts) for parts in zip(before, offered, typed, strict=True)]
    if not all(map(is_clean, regions)):
        return PARAGRAPH_SPLIT.join(typed)
    return PARAGRAPH_SPLIT.join(map(text_of, regions))
