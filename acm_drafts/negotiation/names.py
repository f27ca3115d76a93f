"""
Which name a person can have: not that of the system, an office, another account, or a State that is not theirs.

Names are compared by what remains of them when case, accents, widths and signs that nobody sees are taken away.
"""

import re
from collections.abc import Collection

from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.terms import Role, name_of
from acm_drafts.text.language import folded

OPERATOR = "operator"
"""Who acts where a command or the clock does; pages say "the system"."""
OF_GROUPS = frozenset(
    {
        N_("Chair of the Group"),
        N_("Speaker of the African Group"),
        N_("Speaker of the Arab Group"),
        N_("Speaker of the Asian Group"),
    }
)
TITLES = frozenset(name_of(role) for role in Role)
"""What stands in the place of a name, alone or before a comma and a State: pages draw it as an office."""
OF_THE_HOUSE = ("the system", "system", "the Mission", "OIC Mission", "Secretariat", "General Secretariat")

_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]")


class NameReserved(Refusal):
    sentence = N_("This is the name of an office, of a State or of the system, and not of a person.")
    next_step = N_("Write your own name as it should stand on the pages.")


class NameTaken(Refusal):
    sentence = N_("Another account at this meeting has this name.")
    next_step = N_("Add a further name or an initial, so that you are told apart.")


_BY_ITS_OWNER = N_("Its owner changes it under Your account. Then the office can be given and taken.")


class AccountNameReserved(NameReserved):
    """The same of the name that an account has, where an office is given to it."""

    sentence = N_(
        "The name of this account is that of an office, of a State or of the system, and not of a person."
    )
    next_step = _BY_ITS_OWNER


class AccountNameTaken(NameTaken):
    """The same of the name that an account has, where an office is given to it."""

    sentence = N_("Another account at the meeting of this office has the name of this account.")
    next_step = _BY_ITS_OWNER


_BY_ONESELF = N_("Change it under Your account, then open this link again: it stays good.")


class OwnAccountNameReserved(AccountNameReserved):
    """The same, told to the owner of the account, who takes the office."""

    sentence = N_("Your name here is that of an office, of a State or of the system, and not of a person.")
    next_step = _BY_ONESELF


class OwnAccountNameTaken(AccountNameTaken):
    """The same, told to the owner of the account, who takes the office."""

    sentence = N_("Another account at the meeting of this office has your name.")
    next_step = _BY_ONESELF


def folded_name(name: str) -> str:
    """Return what of a name is compared; two names that give the same are taken for one another."""
    return folded(_UNSEEN.sub("", name))


_RESERVED = frozenset(
    map(folded_name, (OPERATOR, *OF_GROUPS, *TITLES, *(role.value for role in Role), *OF_THE_HOUSE))
)
_TITLES = frozenset(map(folded_name, TITLES))


def names_of_office(role: Role, places: Collection[str]) -> set[str]:
    """
    Return, folded, the names of an office: its title, and with each of *places*, the names of whom it is held for.

    An account that is called like the office it is given says of its owner what is so.
    """
    title = name_of(role)
    names = {title, *(f"{title}, {place}" for place in places)}
    if role is Role.HEAD:
        names |= {name for name in OF_GROUPS if any(name.endswith(place) for place in places)}
    if role is Role.CHAIR:
        names.add("Chair of the Group")
    return set(map(folded_name, names))


def require_own_name(
    name: str,
    *,
    of_parties: Collection[str],
    own: Collection[str],
    others: Collection[str],
    of_office: Collection[str] = (),
) -> None:
    """
    Raise NameReserved or NameTaken for a *name* that is not a person's own.

    *of_parties*: names and codes of all delegations and groups; *own*: of those that the person belongs to; *others*:
    the names of the other accounts at the person's meetings; *of_office*: `names_of_office` of the one that is given.
    """
    wanted = folded_name(name)
    title, comma, _place = name.partition(",")
    is_title = wanted in _RESERVED or (comma and folded_name(title) in _TITLES)
    if is_title and wanted not in of_office:
        raise NameReserved()
    if wanted in set(map(folded_name, of_parties)) - set(map(folded_name, own)):
        raise NameReserved()
    if wanted in set(map(folded_name, others)):
        raise NameTaken()
