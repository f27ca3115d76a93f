"""
Who stands where on what waits on the Mission's desk: on each paragraph as it stands, and on each pending proposal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.paragraph_positions import load_paragraph_positions
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import TakenPosition, positions_on, standing_positions
from acm_drafts.store.records import Party
from acm_drafts.store.text import DraftSet
from acm_drafts.web.paragraph.positions import Column, TallyRow, tally_row
from acm_drafts.web.shared.formatting import by_name


@dataclass(frozen=True, slots=True)
class Stances:
    """Positions counted, by paragraph and by proposal; on whose present words nobody took one is not among them."""

    on_paragraphs: Mapping[int, TallyRow] = field(default_factory=dict)
    on_proposals: Mapping[int, TallyRow] = field(default_factory=dict)


def stances_on(
    session: Session,
    who: Actor,
    drafts: DraftSet,
    *,
    wordings: Mapping[int, int],
    proposals: Sequence[AmendmentRecord],
) -> Stances:
    """
    Return who stands where on paragraphs that say *wordings* and on pending *proposals*, for who reads all of it.

    Four queries at most, none for none.
    """
    if not wordings and not proposals:
        return Stances()
    parties = find_parties(session)
    states = by_name(party for party in parties if party.kind == PartyKind.STATE)
    on_text = load_paragraph_positions(session, who, drafts, wordings, parties=parties)
    on_proposals = positions_on(session, proposals) if proposals else {}
    return Stances(
        {key: _tally(taken, states) for key, taken in on_text.items() if standing_positions(taken)},
        {
            record.amendment.id: _tally(taken, states, _sponsors(record))
            for record in proposals
            if standing_positions(taken := on_proposals[record.amendment.id])
        },
    )


def _sponsors(record: AmendmentRecord) -> frozenset[int]:
    return frozenset({record.amendment.sponsor_id, *(party.id for party in record.cosponsors)})


def _tally(
    taken: Iterable[TakenPosition], states: Sequence[Party], sponsors: frozenset[int] = frozenset()
) -> TallyRow:
    return tally_row(Column(str(_("as it stands")), tuple(taken), sponsors=sponsors), states)
