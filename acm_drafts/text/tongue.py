"""
Which of the three official languages a text is in, told by its letters and its commonest words.

Only for saying that a file is probably in another language than the draft: where it is not clear,
nothing is claimed. It knows no grammar and no other language.
"""

import re
from collections.abc import Iterable

from acm_drafts.text.language import Language, folded

_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    Language.EN: frozenset(
        "the of and to in for that on with by its which this from all their has was".split()
    ),
    Language.FR: frozenset(
        "le la les des du et une dans aux que qui pour sur par au ses leur cette ces est".split()
    ),
}
_ENOUGH = 8
_CLEAR = 3


def tongue(texts: Iterable[str]) -> Language | None:
    """Return the language that *texts* are in; None where they are too few, mixed, or of none of the three."""
    text = "\n".join(texts)
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic > _CLEAR * latin and arabic >= _ENOUGH:
        return Language.AR
    if arabic * _CLEAR > latin:
        return None
    words = _WORD.findall(folded(text))
    english, french = (
        sum(word in _COMMON[language] for word in words) for language in (Language.EN, Language.FR)
    )
    most, least = max(english, french), min(english, french)
    if most < _ENOUGH or most < _CLEAR * least:
        return None
    return Language.EN if english > french else Language.FR
