"""
The words of a draft as plain text, and their hash: what an evidence pack holds of it, and its line of the journal.
"""

import hashlib
from collections.abc import Iterable

from acm_drafts.negotiation.lines import Line


def plain_text(lines: Iterable[Line]) -> str:
    """Return the words of a draft: a line for each paragraph, its printed number before it, an empty line between."""
    return "".join(f"{line.label} {line.text}".strip() + "\n\n" for line in lines).removesuffix("\n")


def words_hash(lines: Iterable[Line]) -> str:
    """Return the SHA-256 of the words of a draft as plain text in UTF-8."""
    return hashlib.sha256(plain_text(lines).encode()).hexdigest()
