"""
How the number of a new paragraph repeats that of an older one: 12 bis, 12 alt, 1 ante, 12 مكرراً.

The words stand here alone, for whatever reads a number at the head of a paragraph, and so does which way such a
number runs where it stands among other words.
"""

import re
from collections.abc import Mapping

_DIGIT = "[0-9٠-٩۰-۹]"
_VOWELS = "[\u064b-\u0652]*"
_NEW = "(?i:new|nouveau|nouvelle|جديدة?)"

REPEATED = (
    r"(?i:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|alt|ante"
    rf"|مكرر{_VOWELS}[اة]?{_VOWELS})(?:[ \u00a0]{_DIGIT}{{1,2}}(?=[.)\t]))?(?!\w)"
)
"""Pattern of the word that says so: "bis", "alt 2", "مكرراً"."""
LATER = rf"(?:\.?[ \u00a0]?(?:{REPEATED}|\((?:{REPEATED}|{_NEW})\)))"
"""The same with what sets it apart from the number: "12bis", "12 bis", "12.bis", "12 (bis)", "12 (new)"."""

_BEHIND_A_BLANK = rf"[.]?(?:[ \u00a0](?:\([A-Za-z\u0621-\u064a]{{1,5}}\)|{REPEATED}))+"
_BEHIND_A_POINT = rf"(?:\.{_DIGIT}+)*\.[A-Za-z\u0621-\u064a]"
_ONE = re.compile(rf"{_DIGIT}+(?:{_BEHIND_A_BLANK}|{_BEHIND_A_POINT})\.?")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")


def direction_of(label: str) -> str:
    """
    Return which way a number in several parts runs, "ltr" or "rtl": as its letters do; "" where it has none.

    "30 (a)" and "1.a" are each one stretch from left to right, also in a page or document that runs the other way,
    where its parts would change places.
    """
    if not _ONE.fullmatch(label.strip()):
        return ""
    return "rtl" if _ARABIC_LETTER.search(label) else "ltr"


def isolated(words: str) -> str:
    """Return *words* so that they keep their own direction, and what stands beside them keeps its own."""
    return f"\u2068{words}\u2069"


def isolating(facts: Mapping[str, object]) -> dict[str, object]:
    """Return what fills a sentence with each number in several parts isolated."""
    return {
        name: isolated(fact) if isinstance(fact, str) and direction_of(fact) else fact
        for name, fact in facts.items()
    }
