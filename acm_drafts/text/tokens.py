"""
What counts as one word: the smallest thing that a comparison may mark.

A reader never accepts half a word, a year with one digit changed or an accent without its
letter, so none of these is ever divided. This module knows writing systems and nothing of
comparing. Every division is lossless: the tokens joined are the text, to the byte.
"""

import re
from typing import NamedTuple

from acm_drafts.text.language import MARKS, PARAGRAPH_SPLIT

# Letters, digits, marks; the zero-width joiners and the soft hyphen stand inside words.
_CORE = rf"[\w{MARKS}\u200c\u200d\u00ad]+"
_JOINT = (
    r"(?:['’‘\-\u2010\u2011]"  # l’Organisation, follow-up
    r"|\.(?=\d)"  # 1.25, CP.17, 24.11.2026
    r"|(?<=\d)[,:٫٬](?=\d)"  # 1,000, 10:30, ١٬٠٠٠
    r"|(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))"  # 10 000 as the French write it
    r"|(?<=\d)/|/(?=\d)|(?<=[A-Z])/(?=[A-Z]))"  # A/RES/71/18, 24/11/2026; but and|/|or
)
_WORD = rf"{_CORE}(?:{_JOINT}{_CORE})*"
_SIGN = rf"[^\w\s](?:[{MARKS}]+)?"
_SPACE = rf"[^\S{PARAGRAPH_SPLIT}]"

_TOKEN = re.compile(rf"{_WORD}|{PARAGRAPH_SPLIT}|{_SIGN}|{_SPACE}+")
_GAP_AND_WORD = re.compile(rf"({_SPACE}*)({_WORD}|{PARAGRAPH_SPLIT}|{_SIGN})")
_LETTER = re.compile(r"\w")


def tokens(text: str) -> list[str]:
    """
    Return *text* divided into words, signs and runs of white space; joined, they are *text*.

    A word holds its hyphens, apostrophes and combining marks; a number, a date in digits or a
    document symbol (A/RES/71/18) is one token; so is each punctuation mark, with the marks on it.
    U+2029 is always a token of its own.
    """
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """Say whether *token* holds a letter or a digit, rather than only signs or space."""
    return _LETTER.search(token) is not None


class Words(NamedTuple):
    """
    A text as words and signs with the white space between them.

    ``spaces`` has one entry more than ``words``: ``spaces[i]`` stands before ``words[i]``, the
    last one after the last word; each may be empty.
    """

    words: tuple[str, ...]
    spaces: tuple[str, ...]


def words(text: str) -> Words:
    """Return the words and signs of *text* and the white space around them."""
    pairs = _GAP_AND_WORD.findall(text)
    if not pairs:
        return Words((), (text,))
    spaces, found = zip(*pairs, strict=True)
    end = len(text.rstrip()) if not text.endswith(PARAGRAPH_SPLIT) else len(text)
    return Words(found, (*spaces, text[end:]))
