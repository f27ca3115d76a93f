"""
The lines of a file that a participant sends in, with what the file records of each.

A line is read as an import reads it (`recognise`); from Word come besides what it said before the
tracked changes, whose hands changed it, the comments beside it and its bookmarks. Names in a
file are notes. The draft, and what became of it here, are unknown: see negotiation.file_changes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from acm_drafts.documents import reader
from acm_drafts.documents.phrases import Phrase, unreadable
from acm_drafts.documents.read.bounds import counted, require_within_bounds
from acm_drafts.documents.read.depths import depth_of
from acm_drafts.documents.read.files import (
    block_of,
    is_word,
    notes_of,
    paragraphs_with_text,
    plain_blocks,
)
from acm_drafts.documents.read.labels import preambular
from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.documents.read.wordfile import Comment, RevisionKind, Skipped, WordFile, WordParagraph
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.language import Language, as_read, unfit

_DAY = len("2026-11-24")
_REMOVING = (RevisionKind.DELETE, RevisionKind.MOVE_FROM)
_FRAME = ("header (%(part)s)", "footer (%(part)s)")
_TITLES = ("title", "titre", "العنوان")
"""The style of a title: Word keeps its name in English, some programs do not."""
_COMMENT = "comment %(number)s"
_PARAGRAPH = "paragraph %(number)s"
_SHOWN = 40
_LONG = 500


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """
    A line of a file.

    *original* is what it said before the tracked changes, None where it has none or was not there;
    *hands* are their authors with the day, *remarks* the comments that begin in it, *marks* its bookmarks.
    *doubtful*: whether it is a paragraph or a sub-paragraph is a guess.
    """

    line: Line
    original: str | None = None
    hands: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """
    What a file says.

    *gone* are paragraphs that its tracked changes took away; *identifier* is what it says it
    was made from, "" where it says nothing; *notes* name what was not read, with its place; *frame*, of a file that
    says what it was made from, is what stands at the heads and feet of its pages (place, words).
    """

    lines: tuple[IncomingLine, ...]
    gone: tuple[IncomingLine, ...] = ()
    identifier: str = ""
    notes: tuple[str, ...] = ()
    frame: tuple[tuple[str, str], ...] = ()


def read(name: str, data: bytes, *, language: Language, title: str = "") -> Incoming:
    """
    Return what a .docx or .txt file says; *name* decides only where the content leaves its kind open.

    The *title* of the communiqué, where it stands before the text, is not a line of it.
    Raises UnreadableFile.
    """
    if is_word(name, data):
        return _word(reader.read(data), language, title)
    blocks = _without_title(plain_blocks(name, data), title)
    require_within_bounds(blocks)
    return Incoming(
        tuple(
            IncomingLine(_line(recognised), doubtful=recognised.doubtful)
            for recognised in recognise(blocks, language)
        )
    )


def texts_of(file: Incoming) -> Iterator[str]:
    """Yield, line by line, every text that a file brings along."""
    for arrived in (*file.lines, *file.gone):
        yield "".join(
            (arrived.line.text, arrived.original or "", *arrived.hands, *arrived.remarks, *arrived.marks)
        )


def _word(document: WordFile, language: Language, title: str) -> Incoming:
    whole = [paragraph for _, paragraph in paragraphs_with_text(document)]
    blocks = [block_of(paragraph, number) for number, paragraph in paragraphs_with_text(document)]
    if not blocks:
        raise unreadable(N_("there is no text in it"))
    require_within_bounds(blocks)
    left_out = _titles(document, whole, title)
    originals = _originals(document, language)
    comments = _comments_by_paragraph(document)
    lines = tuple(
        replace(
            _arrived(paragraph, comments.get(id(paragraph), ()), document),
            line=_line(recognised),
            original=originals.get(id(paragraph)) if paragraph.revisions else None,
            doubtful=recognised.doubtful,
        )
        for paragraph, recognised in zip(
            whole[left_out:],
            recognise(blocks[left_out:], language, list(map(depth_of, whole[left_out:]))),
            strict=True,
        )
    )
    gone = tuple(
        replace(
            _arrived(paragraph, comments.get(id(paragraph), ()), document),
            original=originals[id(paragraph)],
        )
        for paragraph in document.paragraphs
        if id(paragraph) in originals and _is_gone(paragraph)
    )
    notes = [
        *_changed_titles(whole[:left_out], title),
        *_comments_elsewhere(document, (*lines, *gone)),
        *_notes(document),
    ]
    return Incoming(lines, gone, document.identifier, counted(notes), tuple(_frame(document)))


def _titles(document: WordFile, paragraphs: Sequence[WordParagraph], title: str) -> int:
    """Return how many paragraphs before the text are its title: in a file of ours also where that was changed."""
    if len(paragraphs) < 2:
        return 0
    stands_first = bool(title) and _plain(paragraphs[0].final or "") == _plain(title)
    if not (document.identifier and title):
        return int(stands_first)
    styled = takewhile(lambda paragraph: paragraph.style.casefold() in _TITLES, paragraphs[:-1])
    return max(len(list(styled)), int(stands_first))


def _changed_titles(paragraphs: Iterable[WordParagraph], title: str) -> Iterator[str]:
    for paragraph in paragraphs:
        words = " ".join((paragraph.final or "").split())
        if _plain(words) != _plain(title):
            yield Phrase(
                N_("Outside the text: the title reads “%(title)s” in the file. It was not read as a change."),
                title=_shortened(words),
            )


def _comments_elsewhere(document: WordFile, lines: Iterable[IncomingLine]) -> Iterator[str]:
    """Yield the comments that stand beside none of *lines*: on the title, in a note, on an empty paragraph."""
    beside = {remark for line in lines for remark in line.remarks}
    for comment in document.comments.values():
        if unfit(comment.text):
            yield Phrase(N_("A comment holds a character that cannot be saved, and was not read."))
        elif comment.text and comment.text not in beside:
            yield Phrase(N_("Comment outside the text: %(text)s"), text=_shortened(comment.text))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _frame(document: WordFile) -> Iterator[tuple[str, str]]:
    """Yield place and words of the heads and feet of a file of ours; those of another are its own affair."""
    for paragraph in document.elsewhere if document.identifier else ():
        words = paragraph.final or ""
        if words.strip() and _is_at(paragraph.place, _FRAME) and not unfit(words):
            yield paragraph.place, _shortened(words)


def _without_title(blocks: Sequence[str], title: str) -> Sequence[str]:
    if len(blocks) > 1 and title and _plain(blocks[0]) == _plain(title):
        return blocks[1:]
    return blocks


def _plain(text: str) -> str:
    return " ".join(as_read(text).split())


def _line(recognised: Recognised) -> Line:
    label, text, numbered = recognised.label, recognised.text, recognised.numbered
    if recognised.kind is LineKind.PARAGRAPH and not label and (named := preambular(text)):
        (label, text), numbered = named, False
    return Line(0, text, recognised.kind, recognised.depth, numbered, label, recognised.indent)


def _arrived(paragraph: WordParagraph, comments: Iterable[Comment], document: WordFile) -> IncomingLine:
    hands = dict.fromkeys(
        ", ".join(filter(None, (revision.author.strip(), revision.date[:_DAY])))
        for revision in paragraph.revisions
    )
    return IncomingLine(
        Line(0, ""),
        hands=tuple(hand for hand in hands if hand and not unfit(hand)),
        remarks=tuple(comment.text for comment in comments if comment.text and not unfit(comment.text)),
        marks=paragraph.bookmarks,
    )


def _is_gone(paragraph: WordParagraph) -> bool:
    """Return whether the words of a paragraph were deleted; where only its end was, they go on in the next one."""
    deletions = (revision.text for revision in paragraph.revisions if revision.kind in _REMOVING)
    removed = "".join(text for text in deletions if text != "\n")
    return not (paragraph.final or "").strip() and _plain(removed) == _plain(paragraph.original or "")


def _originals(document: WordFile, language: Language) -> dict[int, str]:
    """Return what each paragraph said before the tracked changes, without its number."""
    before = [paragraph for paragraph in document.paragraphs if (paragraph.original or "").strip()]
    lines = recognise([paragraph.original or "" for paragraph in before], language)
    return {id(paragraph): line.text for paragraph, line in zip(before, lines, strict=True)}


def _comments_by_paragraph(document: WordFile) -> dict[int, list[Comment]]:
    """Map each paragraph to its comments, each once; those on one that is joined to the next belong to the next."""
    comments: dict[int, list[Comment]] = {}
    assigned: set[str] = set()
    waiting: list[str] = []
    for paragraph in document.paragraphs:
        names = [*waiting, *(name for name in paragraph.comments if name not in assigned)]
        assigned.update(names)
        if paragraph.final is None and not _is_gone(paragraph):
            waiting = names
            continue
        waiting = []
        comments[id(paragraph)] = [document.comments[name] for name in names if name in document.comments]
    return comments


def _notes(document: WordFile) -> Iterator[str]:
    """
    Yield what was not read, at its place in words.

    Comments and tracked changes are shown beside their paragraphs. In a file that says what it was made from, the heads
    and feet of its pages are ours, and no words were set in other looks than the rest.
    """
    known = (_COMMENT, *_FRAME) if document.identifier else (_COMMENT,)
    aside = tuple(paragraph for paragraph in document.elsewhere if not _is_at(paragraph.place, known))
    unread = [skipped for skipped in document.skipped if not _is_at(skipped.place, known)]
    unread += _looks(document) if document.identifier else ()
    placed = tuple(replace(skipped, place=_in_words(skipped.place, document)) for skipped in unread)
    yield from notes_of(replace(document, paragraphs=(), elsewhere=aside, skipped=placed))


def _is_at(place: str, known: Collection[str]) -> bool:
    return isinstance(place, Phrase) and place.msgid in known


def _looks(document: WordFile) -> Iterator[Skipped]:
    for number, paragraph in enumerate(document.paragraphs, 1):
        for look in paragraph.looks:
            yield Skipped(Phrase(look), Phrase(_PARAGRAPH, number=number))


def _in_words(place: str, document: WordFile) -> str:
    """Return the first words of the paragraph that *place* gives the number of: readers do not count paragraphs."""
    if not (isinstance(place, Phrase) and place.msgid == _PARAGRAPH):
        return place
    number = int(str(place.facts["number"]))
    paragraph = document.paragraphs[number - 1] if number <= len(document.paragraphs) else None
    words = " ".join((paragraph.final or paragraph.original or "").split()) if paragraph else ""
    if not words or unfit(words):
        return place
    if len(words) > _SHOWN:
        words = f"{words[: words.rfind(' ', 1, _SHOWN) + 1].rstrip() or words[:_SHOWN]}…"
    return Phrase(N_("“%(words)s”"), words=words)
