"""
Read a Word file or a plain text as the blocks of a draft; its content decides which of the two it is.

From Word comes the text as it stands when all tracked changes are accepted, with the automatic
numbers that Word prints before it. What was left behind is named.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath

from acm_drafts.documents import reader
from acm_drafts.documents.phrases import Phrase, unreadable
from acm_drafts.documents.read import plain
from acm_drafts.documents.read.bounds import counted
from acm_drafts.documents.read.wordfile import WordFile, WordParagraph
from acm_drafts.negotiation.errors import N_
from acm_drafts.text.language import unfit

_ARCHIVE = b"PK"
_OLDER_WORD = b"\xd0\xcf\x11\xe0"
_ENDINGS = (".docx", ".txt")
_OF_A_KIND = re.compile(r"\.[a-z]{2,8}")
"""How the ending of a name tells a kind of file; the ending of "Rev.2" tells none."""
_STEP = "    "
_SHOWN = 60


def blocks_of(name: str, data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    Return the blocks of a .txt or .docx file, and notes on what was not read.

    A block is one line of the draft: indentation, label, text. *name* is what the file is called
    and decides only where the content leaves it open. Raises UnreadableFile.
    """
    if not is_word(name, data):
        return plain_blocks(name, data), ()
    document = reader.read(data)
    blocks = tuple(block_of(paragraph, number) for number, paragraph in paragraphs_with_text(document))
    if not blocks:
        raise unreadable(N_("there is no text in it"))
    return blocks, counted(notes_of(document))


def is_word(name: str, data: bytes) -> bool:
    """Return whether *data* has to be read as a Word file, or as one that went wrong."""
    return data.startswith((_ARCHIVE, _OLDER_WORD)) or (not data and name.lower().endswith(".docx"))


def plain_blocks(name: str, data: bytes) -> tuple[str, ...]:
    """
    Return the blocks of a plain text.

    Raises UnreadableFile, also where its *name* says that it is something else: a table (.csv) holds no paragraphs.
    """
    blocks = plain.read(data)
    ending = PurePath(name).suffix.lower()
    if _OF_A_KIND.fullmatch(ending) and ending not in _ENDINGS:
        raise unreadable(N_("its name ends in %(typed)s, and a text ends in .docx or .txt"), typed=ending)
    return blocks


def paragraphs_with_text(document: WordFile) -> Iterator[tuple[int, WordParagraph]]:
    """Yield number (from 1, of all) and paragraph where it holds text when all changes are accepted."""
    for number, paragraph in enumerate(document.paragraphs, 1):
        if paragraph.final is not None and paragraph.final.strip():
            yield number, paragraph


def block_of(paragraph: WordParagraph, number: int) -> str:
    """Return a paragraph as the block of a draft. UnreadableFile for a character that cannot be kept."""
    text = paragraph.final or ""
    character = unfit(text)
    if character is not None:
        raise unreadable(
            N_("paragraph %(number)s holds a character that cannot be saved (%(name)s)"),
            number=number,
            name=character[1],
        )
    if not paragraph.label:
        return text
    return f"{_STEP * paragraph.level}{paragraph.label}\t{text.lstrip()}"


def notes_of(document: WordFile) -> Iterator[str]:
    """Yield what stays behind: tracked changes taken as accepted, text outside the body, what was not read."""
    changed = sum(1 for paragraph in document.paragraphs if paragraph.revisions)
    if changed:
        yield Phrase(
            N_("Tracked changes in paragraphs: %(number)s. They were read as accepted."), number=changed
        )
    for paragraph in document.elsewhere:
        text = " ".join((paragraph.final or "").split())
        if text:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            yield Phrase(N_("Not imported, %(place)s: %(text)s"), place=paragraph.place, text=shown)
    for skipped in document.skipped:
        yield Phrase(N_("Not read: %(name)s (%(place)s)"), name=skipped.name, place=skipped.place)
