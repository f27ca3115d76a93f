"""
What a document of ours prints at the heads and feet of its pages: whatever else stands there, somebody typed.

A head is compared piece by piece, as tabs and line ends divide it. Figures count for nothing: page numbers and days of
the calendar differ from one opening of a file to the next.
"""

import re
from collections.abc import Iterable, Iterator

from acm_drafts.documents.read.body import Body
from acm_drafts.documents.read.numbering import Numbering
from acm_drafts.documents.template.templates import Template, own
from acm_drafts.documents.write import masthead, words
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.lines import ADOPTED, DraftText
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.text.language import Language, as_read

_OPEN = "\0"
"""Stands for what differs from copy to copy, where the beginning of a piece is asked for."""


def typed_in(
    frame: Iterable[tuple[str, str]], draft: DraftText, template: Template | None = None
) -> tuple[tuple[str, str], ...]:
    """
    Return the pieces of *frame* (place, words) that a document of *draft* does not print, each once.

    However its first page begins, and whatever status the draft had when it was made.
    """
    language = Language(draft.language)
    ours = {_key(piece) for text in _printed(draft, template or own()) for piece in _pieces(text)}
    ours |= {_key(masthead.status_in(language, status)) for status in (*DraftStatus, ADOPTED)}
    ours_begin = tuple(
        _key(words.say(language, name, **facts).partition(_OPEN)[0])
        for name, facts in (("since", {"symbol": _OPEN}), ("copy", {"name": _OPEN, "mark": ""}))
    )
    typed = {
        _key(piece): (place, piece)
        for place, text in reversed(list(frame))
        for piece in _pieces(text)
        if _key(piece) not in ours and not _key(piece).startswith(ours_begin)
    }
    return tuple(reversed(typed.values()))


def _printed(draft: DraftText, template: Template) -> Iterator[str]:
    for begins in FirstPage:
        for part in masthead.parts(draft, template.heads, begins).values():
            body = Body(Numbering(None, None), {})
            body.read(part.root)
            yield from (paragraph.final or "" for paragraph in body.paragraphs)


def _pieces(text: str) -> list[str]:
    return [" ".join(as_read(piece).split()) for piece in re.split(r"[\t\n]", text) if piece.strip()]


def _key(piece: str) -> str:
    return re.sub(r"\d+", "0", " ".join(as_read(piece).split()))
