"""
What people prove themselves with: an e-mail address and a password, each in the one form that is kept.

Argon2id with 19 MiB, two passes, one lane: the floor that OWASP names, at a price a full room
signing in at once can pay. Accounts are in services.people.
"""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from acm_drafts.negotiation.errors import UnreadableText, WrongAddress, WrongName
from acm_drafts.negotiation.passwords import BreachedPassword, GuessablePassword, WeakPassword
from acm_drafts.store.breached_passwords import is_breached
from acm_drafts.text.language import unfit

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
LONGEST_ADDRESS = 254
LONGEST_NAME = 200

_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
_NOBODYS = _hasher.hash("compared with where the address is unknown, so that the answer takes as long")


def address_of(typed: str) -> str:
    """
    Return *typed* as one address is kept: two spellings that differ by case, blanks or width are one person.

    Raises WrongAddress for what is none, and for one with characters that nobody sees.
    """
    address = unicodedata.normalize("NFKC", typed.strip()).casefold()
    unseen = any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in address)
    if unseen or len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise WrongAddress()
    return address


def name_of_person(typed: str) -> str:
    """Return a person's name with single blanks. Raises WrongName for none, for a long or an unreadable one."""
    name = unicodedata.normalize("NFC", " ".join(typed.split()))
    if not 1 <= len(name) <= LONGEST_NAME or unfit(name) or not any(map(str.isalpha, name)):
        raise WrongName(most=LONGEST_NAME)
    return name


HARD_ENOUGH = 3
"""The score from 0 to 4, as zxcvbn estimates it, below which a password is guessed: under 10^8 tries."""
LONGEST_ESTIMATED = 72
"""So many characters are looked at: more take seconds, and a password that is hard so far stays hard."""


def checked(password: str, *, of: Iterable[str] = (), breached: Path | None = None) -> str:
    """
    Return *password* in the form that is hashed: the same letters are the same bytes from every keyboard.

    Raises WeakPassword for fewer than 12 or more than 128 characters, UnreadableText for control characters,
    GuessablePassword for a common one, for runs and repeats, and for what the person is known by: *of*, words; and
    BreachedPassword for one in the list *breached* (see breached_passwords).
    """
    for position, character in enumerate(password, start=1):
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise UnreadableText(character=f"U+{ord(character):04X}", position=position)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    if _score(password, of) < HARD_ENOUGH:
        raise GuessablePassword()
    if is_breached(breached, (password, _normalised(password))):
        raise BreachedPassword(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD)
    return _normalised(password)


def _score(password: str, known: Iterable[str]) -> int:
    from zxcvbn import zxcvbn  # its lists are read only where somebody chooses a password

    words = [word for name in known for word in (name, *re.split(r"[\W_]+", name)) if word]
    return int(zxcvbn(password[:LONGEST_ESTIMATED], user_inputs=words)["score"])


def hash_of(password: str, *, of: Iterable[str] = (), breached: Path | None = None) -> str:
    """
    Return the hash to keep of a password that somebody chooses. Raises what `checked` raises.

    About 20 ms: never inside a transaction.
    """
    return _hasher.hash(checked(password, of=of, breached=breached))


def hash_again(password: str) -> str:
    """Return the hash at today's costs of a password that was right: what was good enough then stays good enough."""
    return _hasher.hash(_normalised(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Return whether *password* has *password_hash*; None takes as long, and never matches."""
    try:
        same = _hasher.verify(password_hash or _NOBODYS, _normalised(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return same and password_hash is not None and len(password) <= LONGEST_PASSWORD


def is_outdated(password_hash: str) -> bool:
    """Return whether *password_hash* was made at other costs than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
