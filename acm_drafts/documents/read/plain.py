"""
Plain text in: the bytes of a .txt become the blocks that a person sees in it.

Nothing is tidied: a block keeps its indentation, its inner line ends and its spaces. What the
words mean (heading, paragraph, number) is for `recognise`.
"""

from codecs import BOM_UTF8

from acm_drafts.documents.phrases import unreadable
from acm_drafts.documents.read.foreign import Foreign, foreign_kind
from acm_drafts.documents.read.labels import Label, in_sequence, is_bullet, parse
from acm_drafts.negotiation.errors import N_
from acm_drafts.text.language import between_empty_lines, unfit

MOST_BYTES = 5_000_000

_WHY = {
    Foreign.PDF: N_("it is a PDF; save the text as .docx or .txt"),
    Foreign.RTF: N_("it is an RTF file; save it as .docx"),
    Foreign.UTF_16: N_("it is UTF-16; save it as UTF-8"),
}


def read(data: bytes) -> tuple[str, ...]:
    """
    Return the blocks of a UTF-8 text (with or without a byte order mark), in order.

    Blocks stand between blank lines; a block that is a list of several lines gives several.
    Raises UnreadableFile: empty, larger than 5 MB, not text, not UTF-8, or holding a
    character that cannot be kept (the reason names it and its line).
    """
    text = _decoded(data).replace("\r\n", "\n")
    character = unfit(text)
    if character is not None:
        position, name = character
        line = text.count("\n", 0, position) + 1
        raise unreadable(
            N_("line %(line)s holds a character that cannot be saved (%(name)s)"), line=line, name=name
        )
    blocks = blocks_in(text)
    if not blocks:
        raise unreadable(N_("there is no text in it"))
    return blocks


def blocks_in(text: str) -> tuple[str, ...]:
    """Return the blocks of *text* (line ends as \\n): what stands between blank lines, lists item by item."""
    chunks = between_empty_lines(f"\n\n{text}\n\n")
    return tuple(block for chunk in chunks if chunk.strip() for block in _items(chunk))


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise unreadable(
            N_("it is larger than %(most)s MB, the limit for plain text"), most=MOST_BYTES // 1_000_000
        )
    if not data.removeprefix(BOM_UTF8).strip(b" \t\r\n"):
        raise unreadable(N_("it is empty"))
    kind = foreign_kind(data)
    if kind is not None:
        raise unreadable(_WHY.get(kind, N_("it is not a text")))
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise unreadable(N_("it is not UTF-8 (line %(line)s); save it as UTF-8"), line=line) from None


def _items(block: str) -> list[str]:
    """Return the items of a list, each with the lines that go on with it; anything else as the one block it is."""
    lines = block.split("\n")
    labels = [parse(line.lstrip()) for line in lines]
    bullets = [is_bullet(line.lstrip()) for line in lines]
    if not (in_sequence(label for label in labels if label) or sum(bullets) > 1):
        return [block]
    items: list[str] = []
    for line, label, bullet in zip(lines, labels, bullets, strict=True):
        if not items or bullet or _begins_an_item(label, labels):
            items.append(line)
        else:
            items[-1] += f"\n{line}"
    return items


def _begins_an_item(label: Label | None, labels: list[Label | None]) -> bool:
    """Return whether a line in a list begins an item: its label is of a sure shape, or of that of another label."""
    if label is None:
        return False
    shapes = {
        reading.shape
        for sibling in labels
        if sibling and sibling is not label
        for reading in sibling.readings
    }
    return label.sure or any(reading.shape in shapes for reading in label.readings)
