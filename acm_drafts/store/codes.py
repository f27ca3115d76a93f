"""
Codes that stand in addresses: short, said aloud without mistakes, and telling nothing.

No vowels (no word comes out by accident), nothing that looks like something else.
"""

import secrets

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
"""27^7 is about ten thousand million: two alike in one table are not to be expected, and refused by the database."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
