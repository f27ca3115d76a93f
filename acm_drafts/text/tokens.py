"""
What counts as one word: the smallest thing that a comparison may mark.

A reader never accepts half a word, a year with one digit changed or an accent without its
letter, so none of these is ever divided. This module knows writing systems and nothing of
comparing. Every division is lossless: the tokens joined are the text, to the byte. U+2029 inside
a text marks where a proposal splits its paragraph; it is a token of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain

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

_TOKEN = re.compile(rf"{_SPACE}+|{_WORD}|{PARAGRAPH_SPLIT}|{_SIGN}")
# A word before a plain space needs no look at its joints: most words, in half the time. White
# space at the end must match too: looking on from each of a million spaces would take minutes.
_SPACE_AND_WORD = re.compile(rf"( *+(?:{_SPACE}++)?)(\w++(?= )|{_WORD}|{PARAGRAPH_SPLIT}|{_SIGN}|\Z)")
_LETTER = re.compile(r"\w")


def tokens(text: str) -> list[str]:
    """
    Return *text* divided into words, signs and runs of white space; joined, they are *text*.

    A word holds its hyphens, apostrophes and combining marks; a number, a date in digits or a
    document symbol (A/RES/71/18) is one token; so is each punctuation mark, with the marks on it.
    U+2029 is always a token of its own.
    """
    return _TOKEN.findall(text)


BRACKETS = frozenset("[]")


def has_bracket_sign(text: str) -> bool:
    """Say whether *text* holds a square bracket, one that opens or one that closes."""
    return not BRACKETS.isdisjoint(text)


def is_word(token: str) -> bool:
    """Say whether *token* holds a letter or a digit, rather than only signs or space."""
    return _LETTER.search(token) is not None


def count(text: str) -> int:
    """Return how many words there are in *text*, signs and space apart."""
    return len([*filter(_LETTER.search, _TOKEN.findall(text))])


def counts(parts: Sequence[str]) -> list[int]:
    """
    Return how many words of the text that *parts* make belong to each; their sum is the `count` of that text.

    A word that is cut belongs whole to the part in which it begins.
    """
    numbers = [0] * len(parts)
    ends = list(accumulate(map(len, parts)))
    for token in _TOKEN.finditer("".join(parts)):
        if is_word(token.group()):
            numbers[bisect_right(ends, token.start())] += 1
    return numbers


def words(text: str) -> list[str]:
    """
    Return *text* as space, word, space, …, word, space; joined, they are *text*.

    Odd entries are words and signs, even ones the white space around them, empty where there is
    none: a text of n words and signs has 2n + 1 entries.
    """
    entries = list(chain.from_iterable(_SPACE_AND_WORD.findall(text)))
    if len(entries) > 2 and not entries[-3]:
        del entries[-2:]  # after white space at the end, the pattern matches the end once more
    entries.pop()
    return entries
