"""A file is told from a text by its first bytes, and a text that begins alike is taken for one."""

import pytest

from acm_drafts.documents.read.foreign import Foreign, foreign_kind
from tests.documents.making import make_docx, make_paragraph


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make_docx(make_paragraph("It met.")), Foreign.ARCHIVE),
        (b"\xd0\xcf\x11\xe0", Foreign.OLDER_OFFICE),
        (b"%PDF-1.7", Foreign.PDF),
        (b"{\\rtf1", Foreign.RTF),
        ("It met.".encode("utf-16"), Foreign.UTF_16),
        (b"\x7fELF\0", Foreign.BINARY),
        (b"", None),
        (b"PK,PAK,Pakistan", None),
        ("\ufeffÉté".encode(), None),
        (b"a" * 10_000 + b"\0", None),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(data: bytes, kind: Foreign | None):
    assert foreign_kind(data) is kind
