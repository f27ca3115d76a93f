"""
One proposal as the page of its paragraph shows it: what its heading says, who proposed it, and what amends it.
"""

from dataclasses import dataclass
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.terms import AmendmentKind, Standing
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.positions import ProposalRights
from acm_drafts.web.amendments.display import Asking
from acm_drafts.web.amendments.similar import Beside
from acm_drafts.web.paragraph.context import Desk, Shown
from acm_drafts.web.shared import sentences
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.excerpts import Piece
from acm_drafts.web.shared.formatting import (
    kind_in_words,
    name_of,
    named_in_sentence,
    party_name,
    proposal_url,
)
from acm_drafts.web.shared.sentences import Number, Sentence, Symbol, joined, link


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """
    A proposal in words; what it does not have is empty.

    *title* is what the reader may call it, *kind* what it does and, where it is an alternative, its number. *state*:
    where it stands, unless it is pending or a draft; *only_proposed*: the Mission proposes that, no level agreed it.
    *sponsor* and *cosponsors* are empty where they may not be known. *at*: when it was submitted, else last written.
    """

    entry: AmendmentRecord
    offer: ProposalRights
    code: str
    url: str
    title: Sentence
    kind: Sentence
    asking: Asking
    at: datetime
    state: str = ""
    only_proposed: bool = False
    loose: Piece | None = None
    alike: tuple[Beside, ...] = ()
    sponsor: str = ""
    cosponsors: str = ""
    below: tuple["ProposalCard", ...] = ()

    @property
    def reason(self) -> str:
        return self.entry.revision.reason

    @property
    def from_floor(self) -> bool:
        return self.entry.amendment.from_floor


def proposal_card(desk: Desk, shown: Shown) -> ProposalCard:
    """Return a proposal in words, with those that would amend it."""
    amendment, rights = shown.entry.amendment, shown.offer
    return ProposalCard(
        shown.entry,
        rights,
        amendment.code,
        proposal_url(amendment.code),
        joined([Symbol(rights.name)]) if amendment.number else sentences.gettext("Your draft"),
        _kind(desk, shown),
        shown.asking,
        amendment.submitted_at or shown.entry.revision.at,
        state="" if shown.standing in (Standing.PENDING, Standing.DRAFT) else shown.standing,
        only_proposed=shown.only_proposed,
        loose=shown.loose,
        alike=shown.alike,
        sponsor=party_name(rights.sponsor) if rights.sponsor else "",
        cosponsors=_cosponsors(rights),
        below=tuple(proposal_card(desk, below) for below in shown.below),
    )


def _kind(desk: Desk, shown: Shown) -> Sentence:
    """Return what the proposal does, and the number of an alternative; that of a new paragraph heads its page."""
    amended = desk.amended(shown)
    if amended is not None:
        name, code = amended
        amends = sentences.gettext("amends %(name)s", name=link(proposal_url(code), Symbol(name)))
        follows = shown.entry.kind is AmendmentKind.CONSEQUENTIAL
        return joined([name_of(shown.entry.kind), " · ", amends]) if follows else amends
    kind = kind_in_words(shown.entry)
    if not shown.asking.number or shown.entry.kind is AmendmentKind.INSERT:
        return joined([kind])
    return joined([kind, " · ", Number(shown.asking.number)])


def _cosponsors(rights: ProposalRights) -> str:
    """Return with whom the sponsor proposes it, as it follows the sponsor's name."""
    if not rights.sponsor or not rights.cosponsors:
        return ""
    parties = names_in_words([named_in_sentence(party) for party in rights.cosponsors])
    return _(", ") + _("with %(parties)s", parties=parties)
