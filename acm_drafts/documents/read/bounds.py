"""
How much a file may hold: so much that one page can show it for correction, and one form send it back.

Word markup far beyond that is refused by counting, before it is parsed: parsing takes fifty times its size.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from acm_drafts.documents.phrases import Phrase, too_long
from acm_drafts.negotiation.errors import N_

# Twice a communiqué of 180 paragraphs, and more.
MOST_CHARACTERS = 200_000
MOST_LINES = 2_000
MOST_PARAGRAPHS = 20_000
"""In one part of a Word file, empty ones and those of cells too."""
MOST_ELEMENTS = 500_000
"""In one part of a Word file; of a communiqué with 3,000 tracked changes the text has 30,000."""
MOST_NOTES = 200
"""Of what was not read, one by one."""
_TIMES = 5
"""So many times more may stand in the markup: what was deleted, and text boxes, which stand in it twice."""
_BYTES = 2
"""Of one character, in the scripts of our languages."""

_PARAGRAPH = re.compile(rb"<(?:[A-Za-z_]\w*:)?p[ />]")
_PREFIX = re.compile(
    rb"""xmlns:([A-Za-z_]\w*)\s*=\s*["']http://(?:schemas\.openxmlformats\.org/wordprocessingml/2006"""
    rb"""|purl\.oclc\.org/ooxml/wordprocessingml)/main["']"""
)


def require_within_bounds(blocks: Sequence[str]) -> None:
    """Raise FileTooLong for more lines or characters than one page can show."""
    if len(blocks) > MOST_LINES:
        raise too_long(
            N_("it has %(lines)s lines; a page can show at most %(most)s"),
            lines=len(blocks),
            most=MOST_LINES,
        )
    if (length := sum(map(len, blocks))) > MOST_CHARACTERS:
        raise too_long(
            N_("it has %(length)s characters; a page can show at most %(most)s"),
            length=length,
            most=MOST_CHARACTERS,
        )


def counted(notes: Iterable[str]) -> tuple[str, ...]:
    """Return *notes*; of very many, the first ones and how many more there are."""
    listed = tuple(notes)
    if len(listed) <= MOST_NOTES:
        return listed
    more = Phrase(
        N_("Not listed, because there are so many: %(count)s more."), count=len(listed) - MOST_NOTES
    )
    return (*listed[:MOST_NOTES], more)


def require_few_elements(markup: bytes) -> None:
    """Raise FileTooLong for a part of a Word file that has more paragraphs or elements than are read in a moment."""
    paragraphs = len(_PARAGRAPH.findall(markup))
    if paragraphs > MOST_PARAGRAPHS:
        raise too_long(
            N_("one of its parts has %(paragraphs)s paragraphs, empty ones too; at most %(most)s are read"),
            paragraphs=paragraphs,
            most=MOST_PARAGRAPHS,
        )
    elements = markup.count(b"<") - markup.count(b"</")
    if elements > MOST_ELEMENTS:
        raise too_long(
            N_("one of its parts has %(elements)s elements of markup; at most %(most)s are read"),
            elements=elements,
            most=MOST_ELEMENTS,
        )


def require_readable(markup: bytes) -> None:
    """Raise FileTooLong for the *markup* of a text that has many times more lines or characters than are read."""
    prefix = _PREFIX.search(markup, 0, 10_000)
    if prefix is None:
        return
    lines, length = 0, 0
    for bytes_of_text in _lengths(markup, prefix[1]):
        lines += bytes_of_text > 0
        length += bytes_of_text
        if lines > _TIMES * MOST_LINES:
            raise too_long(
                N_("it has far more than %(most)s lines, and a page can show no more"), most=MOST_LINES
            )
        if length > _BYTES * _TIMES * MOST_CHARACTERS:
            raise too_long(
                N_("it has far more than %(most)s characters, and a page can show no more"),
                most=MOST_CHARACTERS,
            )


def _lengths(markup: bytes, prefix: bytes) -> Iterator[int]:
    """Yield how many bytes of text that was not deleted each paragraph holds."""
    text = re.compile(rb"<%b:t(?: [^>]*)?>([^<]*)" % re.escape(prefix))
    end, start = b"</%b:p>" % prefix, 0
    while start < len(markup):
        place = markup.find(end, start)
        place = len(markup) if place < 0 else place
        yield sum(len(match[1]) for match in text.finditer(markup, start, place))
        start = place + len(end)
