"""
What the first bytes of a file say that it is where a text is expected.

Whoever reads a text says what to do about it; this module knows the kinds alone.
"""

from enum import Enum


class Foreign(Enum):
    """A kind of file that is no text, or no text in UTF-8."""

    ARCHIVE = "archive"  # .docx, .xlsx, .zip
    OLDER_OFFICE = "older office"  # .doc, .xls
    PDF = "pdf"
    RTF = "rtf"
    UTF_16 = "utf-16"
    BINARY = "binary"


_BEGINNINGS = (
    (b"PK\x03\x04", Foreign.ARCHIVE),  # "PK" alone is the code of a country, with which a list may begin
    (b"PK\x05\x06", Foreign.ARCHIVE),
    (b"PK\x07\x08", Foreign.ARCHIVE),
    (b"\xd0\xcf\x11\xe0", Foreign.OLDER_OFFICE),
    (b"%PDF", Foreign.PDF),
    (b"{\\rtf", Foreign.RTF),
    (b"\xff\xfe", Foreign.UTF_16),
    (b"\xfe\xff", Foreign.UTF_16),
)
_LOOKED_AT = 8192
"""A NUL so far from the beginning is a wrong character of a text, which is named by its place."""


def foreign_kind(data: bytes) -> Foreign | None:
    """Return what *data* is instead of a text in UTF-8, None where nothing says that it is no text."""
    kinds = (kind for beginning, kind in _BEGINNINGS if data.startswith(beginning))
    binary = Foreign.BINARY if b"\0" in data[:_LOOKED_AT] else None
    return next(kinds, binary)
