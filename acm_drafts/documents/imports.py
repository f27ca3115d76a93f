"""
A file of any kind becomes blocks of text, one for each line of a draft.
"""

from acm_drafts.documents import plain, reader


def blocks_of(name: str, data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the blocks of a .txt or .docx and notes on what was not read. Raises UnreadableFile."""
    if not data.startswith(b"PK\x03\x04"):
        return plain.read(data), ()
    document = reader.read(data)
    blocks = tuple(
        f"{paragraph.label} {paragraph.final}" if paragraph.label else paragraph.final
        for paragraph in document.paragraphs
        if paragraph.final and paragraph.final.strip()
    )
    return blocks, tuple(str(skipped) for skipped in document.skipped)
