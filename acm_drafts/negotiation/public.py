"""
The publication of an adopted text: under which address everybody reads it, and when it is published or withdrawn.

Adoption alone publishes nothing: the Mission chooses the moment (docs/decisions/0114).
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from acm_drafts.negotiation.errors import N_, NotFound, Refusal, WrongShape
from acm_drafts.text.language import Language


class PublicAct(StrEnum):
    """What the Mission does with the public page of a text; the last act counts."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class ActOfPublication(Protocol):
    """An act on the public page of a text: *public_from* is the end of an embargo, None where it held at once."""

    @property
    def act(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def public_from(self) -> datetime | None: ...


class Seen(NamedTuple):
    """That the public page of a text appeared at a moment, or went."""

    at: datetime
    appeared: bool


def seen_until(now: datetime, acts: Sequence[ActOfPublication]) -> tuple[Seen, ...]:
    """
    Return when the public page of a text appeared and went for everybody until *now*; *acts*: all, in their order.

    Of an embargo nobody outside sees anything before its end, and never anything where it was changed before that.
    """
    seen: list[Seen] = []
    for act, following in zip(acts, [*acts[1:], None], strict=True):
        if act.act == PublicAct.WITHDRAW:
            if seen and seen[-1].appeared:
                seen.append(Seen(act.at, appeared=False))
            continue
        begins = act.public_from or act.at
        if begins < following.at if following else begins <= now:
            seen.append(Seen(begins, appeared=True))
    return tuple(seen)


def embargo_until(now: datetime, acts: Sequence[ActOfPublication]) -> datetime | None:
    """Return the end of the embargo that holds at *now*, None where none does; *acts*: all, in their order."""
    last = acts[-1] if acts else None
    ends = last.public_from if last else None
    return ends if ends is not None and ends > now else None


RESERVED = frozenset(f"{language.value}{ending}" for language in Language for ending in ("", ".atom"))
"""No text has these addresses: they are those of the list of texts in each language, and of its feed."""


def address_for(symbol: str, taken: Collection[str]) -> str:
    """
    Return the address of a text with *symbol*, "OIC-ACM-2026-FC", that is none of *taken*.

    ASCII letters, digits, dots and hyphens alone; where another text has it, a number is added.
    """
    plain = re.sub(r"[^0-9A-Za-z.]+", "-", symbol).strip("-.") or "text"
    address, number = plain, 1
    while address.lower() in RESERVED or address in taken:
        number += 1
        address = f"{plain}-{number}"
    return address


def require_can_publish(last: PublicAct | None, *, adopted: bool, embargoed: bool = False) -> None:
    """
    Raise NotAdoptedYet or PublicAlready unless a text can be published; *last*: what was done last, if anything.

    While it is *embargoed* it is not public yet: it can be published at another moment.
    """
    if not adopted:
        raise NotAdoptedYet()
    if last is PublicAct.PUBLISH and not embargoed:
        raise PublicAlready()


def require_to_come(ends: datetime, now: datetime) -> None:
    """Raise EmbargoPassed unless an embargo ends after *now*."""
    if ends <= now:
        raise EmbargoPassed()


def require_can_withdraw(last: PublicAct | None) -> None:
    """Raise NotPublic unless the text is public now."""
    if last is not PublicAct.PUBLISH:
        raise NotPublic()


# What is refused ------------------------------------------------------------------------------------


class NotAdoptedYet(Refusal):
    sentence = N_("The text is not adopted: only an adopted text is published.")
    next_step = N_("Publish it once a sitting at Ministerial level has adopted it.")


class PublicAlready(Refusal):
    sentence = N_("The text is published already.")
    next_step = N_("Look at its public page.")


class EmbargoPassed(Refusal):
    sentence = N_("The moment from which the text is to be public has passed already.")
    next_step = N_("Choose a later moment, or publish it at once.")


class NotPublic(Refusal):
    sentence = N_("The text is not published.")
    next_step = N_("Look at what stands on the page now.")


class WrongWithdrawal(WrongShape):
    sentence = N_("The public page cannot be withdrawn: %(what)s.")
    next_step = N_("Correct it and send it again.")


class NothingPublic(NotFound):
    """The same of an address at which everybody reads what is published."""

    next_step = N_("Choose among the published texts.")


class PublicWithdrawn(Refusal):
    """Told at the address of a text that was public: whoever has the link is not to take it for a wrong one."""

    sentence = N_("This text was published here and has been withdrawn.")
    next_step = N_("Look at the list of published texts.")
