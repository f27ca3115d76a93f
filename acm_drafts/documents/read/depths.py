"""
How deep a paragraph lies by its style or its list, where no number is typed before it.

Our own styles say it, and Word's styles of lists from the second level on ("List Bullet 2"); Word keeps their names in
English. What the words and the numbers say is for `recognise`.
"""

import re

from acm_drafts.documents.read.wordfile import WordParagraph

_OURS = {
    "acm paragraph": 0, "acm plain": 0,
    "acm sub-paragraph": 1, "acm plain 1": 1,
    "acm sub-paragraph 2": 2, "acm plain 2": 2,
}  # fmt: skip
_LISTS = re.compile(r"list(?: number| bullet| continue)? (?P<level>[2-9])", re.IGNORECASE)


def depth_of(paragraph: WordParagraph) -> int | None:
    """Return 0 for a paragraph, 1 for a sub-paragraph (a), 2 for (i); None where style and list leave it open."""
    if paragraph.level and not paragraph.label:
        return paragraph.level
    if match := _LISTS.fullmatch(paragraph.style):
        return int(match["level"]) - 1
    return _OURS.get(paragraph.style.casefold())
