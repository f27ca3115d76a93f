"""The resolutions on cooperation between the United Nations and the OIC, and which of them the library holds."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.cooperation_resolutions import Vote, VoteKind
from acm_drafts.negotiation.library import same_symbol
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.library import symbols_offered
from acm_drafts.store.records import CooperationResolution


class ResolutionListed(NamedTuple):
    """A resolution, its vote where that is known, and the code of its source in the library, "" without one."""

    resolution: CooperationResolution
    vote: Vote | None
    source: str


def resolutions_listed(session: Session, actor: Actor) -> list[ResolutionListed]:
    """Return all resolutions, those of the latest session first, and in it the latest day. Three queries at most."""
    newest = (
        CooperationResolution.session.is_(None),
        CooperationResolution.session.desc(),
        CooperationResolution.day.is_(None),
        CooperationResolution.day.desc(),
        CooperationResolution.symbol_key,
    )
    rows = session.scalars(select(CooperationResolution).order_by(*newest)).all()
    sources = {same_symbol(symbol): code for symbol, code in symbols_offered(session, actor)}
    return [ResolutionListed(row, vote_of(row), sources.get(row.symbol_key, "")) for row in rows]


def vote_of(row: CooperationResolution) -> Vote | None:
    """Return the vote on a resolution, None where it is not known."""
    if row.vote is None:
        return None
    return Vote(VoteKind(row.vote), row.in_favour, row.against, row.abstaining)


def find_resolution(session: Session, code: str) -> CooperationResolution | None:
    """Return the resolution with *code*. One query."""
    wanted = select(CooperationResolution).where(CooperationResolution.code == code)
    return session.scalars(wanted).one_or_none()


def resolutions_with(session: Session, keys: Sequence[str]) -> dict[str, CooperationResolution]:
    """Return the resolutions whose folded symbols are among *keys*, by these. One query."""
    wanted = select(CooperationResolution).where(CooperationResolution.symbol_key.in_(keys))
    return {row.symbol_key: row for row in session.scalars(wanted)}
