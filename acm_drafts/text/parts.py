"""A wording that is split, part by part: what is changed in one part never touches another, or where it is split."""

from collections.abc import Sequence

from acm_drafts.text.language import PARAGRAPH_SPLIT
from acm_drafts.text.merge import Clash, Region, is_clean, merge_all


def parts_of(wording: str) -> list[str]:
    """Return the parts of a wording that is split; itself where it is not."""
    return wording.split(PARAGRAPH_SPLIT)


def merge_by_part(base: str, texts: Sequence[str]) -> tuple[tuple[Region, ...], ...]:
    """
    Return for each part of *base* what it says with the changes of all *texts*, as `merge_all` does.

    Texts that are not in the same number of parts are in conflict as a whole.
    """
    divided = [parts_of(text) for text in (base, *texts)]
    if len({len(parts) for parts in divided}) > 1:
        return ((Clash(base, tuple(texts)),),)
    return tuple(merge_all(part, versions) for part, *versions in zip(*divided, strict=True))


def stand_together(base: str, texts: Sequence[str]) -> bool:
    """Return whether *texts*, all made from *base*, are in conflict in none of its parts."""
    return all(is_clean(regions) for regions in merge_by_part(base, texts))
