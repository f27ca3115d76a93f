"""
What a Word file says, as values: paragraphs in two views, revisions, and what was not read.

Only shapes live here. How they are found in the markup is for `body`, what becomes of them
for whoever imports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RevisionKind(StrEnum):
    INSERT = "insert"
    DELETE = "delete"
    MOVE_FROM = "move-from"
    MOVE_TO = "move-to"


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: its text ("\\n" for a paragraph mark); author and date as in the file, "" where missing."""

    kind: RevisionKind
    text: str
    author: str
    date: str


@dataclass(slots=True)
class WordParagraph:
    """
    One paragraph. *original* or *final* is None in a view where it does not stand by itself.

    *label* is its automatic number as the final view prints it, *level* its list level from 0,
    *style* the name of its style, *place* where it stands when that is not the body; *bookmarks*
    and *comments* name those that begin in it, *looks* what was done by hand to the looks of its words.
    """

    original: str | None
    final: str | None
    label: str = ""
    revisions: tuple[Revision, ...] = ()
    level: int = 0
    style: str = ""
    place: str = ""
    bookmarks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment beside the text; author and date as in the file, "" where missing."""

    text: str
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not read: its name, and where it stands."""

    name: str
    place: str

    def __str__(self) -> str:
        return f"{self.name} ({self.place})"


@dataclass(frozen=True, slots=True)
class WordFile:
    """
    What a Word file says.

    *paragraphs* is the body in order, table cells included; *elsewhere* holds notes, comments,
    headers, footers and text boxes, each with its place; *skipped* names what was not read.
    *comments* are found by the names that paragraphs give them; *identifier* is what the file says it is.
    """

    paragraphs: tuple[WordParagraph, ...]
    elsewhere: tuple[WordParagraph, ...]
    skipped: tuple[Skipped, ...]
    comments: Mapping[str, Comment] = field(default_factory=dict)
    identifier: str = ""
