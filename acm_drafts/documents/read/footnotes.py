"""
Which footnotes of a Word file are ours: those that tell a reservation, which are no words of the text.

A bookmark in the note names what its words come to. A note in which somebody changed a word is not ours any more, and
is named as any other is: perhaps it was meant as an amendment. LibreOffice adds to the names of bookmarks in notes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from lxml import etree

from acm_drafts.documents.markup import child, value
from acm_drafts.documents.read.wordfile import WordParagraph
from acm_drafts.text.language import as_read

SEPARATOR = "ACM Note Separator"
"""The character style of the comma between two of our footnotes at one place, which is no sign of the text."""

_MARK = re.compile(r"acm_note_[0-9]{1,6}_(?P<digest>[0-9a-f]{16})(?:_\w*)?", re.ASCII)
_COMMAS = (",", "،")


def mark(number: int, words: Iterable[str]) -> str:
    """Return the bookmark of our footnote with a *number*, whose paragraphs say *words*."""
    return f"acm_note_{number}_{_digest(words)}"


def is_ours(paragraphs: Sequence[WordParagraph]) -> bool:
    """Return whether the *paragraphs* of a footnote say what our documents printed there."""
    names = (name for paragraph in paragraphs for name in paragraph.bookmarks)
    digests = {match["digest"] for name in names if (match := _MARK.fullmatch(name))}
    return _digest(paragraph.final or "" for paragraph in paragraphs) in digests


def is_separator(run: etree._Element, style_names: Mapping[str, str]) -> bool:
    """Return whether *run* is the comma between two of our footnotes."""
    style = value(child(run, "rPr"), "rStyle")
    return style_names.get(style) == SEPARATOR and "".join(map(str, run.itertext())).strip() in _COMMAS


def _digest(words: Iterable[str]) -> str:
    """Return what *words* come to as they are read, whatever spaces and breaks stand among them."""
    read = "".join(as_read("\n".join(words)).split())
    return sha256(read.encode()).hexdigest()[:16]
