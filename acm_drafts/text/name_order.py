"""
The order of names in a list, as its reader's alphabet has it.

Accents do not count ("Égypte" stands among the names in E), nor the signs on an alif, nor the Arabic article.
"""

import re
import unicodedata
from functools import lru_cache

from acm_drafts.text.language import Language

_ARTICLE = re.compile(r"^ال(?=\w{2})")
_LETTERS = str.maketrans({"ı": "i", "İ": "i", "ٱ": "ا", "ى": "ي", "ة": "ه", "’": "", "'": ""})
"""Letters that are sorted as others, and no decomposition says so."""


@lru_cache(maxsize=1024)
def place_of_name(name: str, language: Language) -> str:
    """Return what *name* is sorted by among names in *language*; a page of positions asks ten thousand times."""
    own = _ARTICLE.sub("", name) if language is Language.AR else name
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", own) if not unicodedata.combining(sign))
    return bare.translate(_LETTERS).casefold().strip()
