"""
Codes that stand in addresses: short, said aloud without mistakes, and telling nothing.

No vowels (no word comes out by accident), nothing that looks like something else.
"""

import secrets
from collections.abc import Collection

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
"""27^7 is about ten thousand million: two alike in one table are not to be expected, and refused by the database."""


MOST_COUNTED = 999
"""Numbers up to this one are counted; those above it are drawn, and tell nobody how many there are."""
_DRAWN = range(MOST_COUNTED + 1, 10_000)


def draw_number(taken: Collection[int]) -> int:
    """Return a number of four digits that is not *taken* and counts nothing; of five, should these run out."""
    free = [number for number in _DRAWN if number not in taken]
    return secrets.choice(free or [number for number in range(10_000, 100_000) if number not in taken])


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
