"""Who reads a discussion, in words: by name, before a comment is sent and beside every discussion."""

from collections.abc import Collection, Sequence

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import list_in_words, ngettext
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.store.records import Party
from acm_drafts.web.shared.formatting import named_in_sentence


def readers_in_words(parties: Sequence[Party], own: Collection[int]) -> str:
    """Return "Read by Senegal and Egypt (you); not by the Mission." *own*: the keys of the reader's parties."""
    others = [party for party in parties if party.kind != PartyKind.MISSION]
    missions = [party for party in parties if party.kind == PartyKind.MISSION]
    if not others:
        return str(_("Read by the Mission alone: by no delegation."))
    names = [_named(party, own) for party in others]
    if not missions:
        if len(others) == 1:
            return str(_("Read by %(readers)s alone; not by the Mission.", readers=names[0]))
        return str(_("Read by %(readers)s; not by the Mission.", readers=list_in_words(names)))
    names.append(str(_("the Mission (you)") if missions[0].id in own else _("the Mission")))
    return str(_("Read by %(readers)s; by no other delegation.", readers=list_in_words(names)))


def read_by_each_in_words(number: int) -> str:
    """Return who reads what the Mission writes to each of some parties by itself."""
    return str(
        ngettext(
            "%(num)s discussion, read by that one and the Mission (you).",
            "%(num)s discussions, each read by one of them and the Mission (you); none of them learns of the others.",
            number,
        )
    )


def _named(party: Party, own: Collection[int]) -> str:
    name = named_in_sentence(party)
    return str(_("%(party)s (you)", party=name)) if party.id in own else name
