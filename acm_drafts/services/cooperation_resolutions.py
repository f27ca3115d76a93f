"""
The Mission keeps the list of resolutions on cooperation between the United Nations and the OIC, from a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.documents.read.cooperation_resolutions import COLUMNS, ResolutionRow
from acm_drafts.documents.write.spreadsheet import as_csv
from acm_drafts.negotiation.cooperation_resolutions import NoSuchResolution, Vote
from acm_drafts.negotiation.library import same_symbol
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.partners import require_partners_kept_by
from acm_drafts.store.cooperation_resolutions import (
    find_resolution,
    resolutions_listed,
    resolutions_with,
    vote_of,
)
from acm_drafts.store.database import new_code, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_partners
from acm_drafts.store.records import CooperationResolution


@dataclass(frozen=True, slots=True)
class Imported:
    """How many resolutions of a file were new, how many changed, and how many said nothing new."""

    added: int
    changed: int
    unchanged: int


def bring_in(actor: Actor, rows: Sequence[ResolutionRow]) -> Imported:
    """
    Bring the resolutions of a file into the list, and return how many were new and how many changed.

    Of a symbol that is in the list already, a cell that is filled replaces what is there, and an empty one leaves it.
    Whatever changes is told in one line of the journal. Raises NotPermitted.
    """
    with transaction() as session:
        require_partners_kept_by(actor)
        hold_partners(session)
        known = resolutions_with(session, [same_symbol(row.symbol) for row in rows])
        added: list[str] = []
        before: list[str] = []
        after: list[str] = []
        for row in rows:
            key = same_symbol(row.symbol)
            resolution = known.get(key)
            if resolution is None:
                resolution = CooperationResolution(
                    code=new_code(), symbol=row.symbol, symbol_key=key, basis="", note=""
                )
                session.add(resolution)
                _fill(resolution, row)
                added.append(told(resolution))
                continue
            earlier = told(resolution)
            _fill(resolution, row)
            if told(resolution) != earlier:
                before.append(earlier)
                after.append(told(resolution))
        if added or after:
            _tell(session, actor, before=before, after=[*after, *added])
        return Imported(len(added), len(after), len(rows) - len(added) - len(after))


def remove(actor: Actor, code: str) -> str:
    """Take a resolution out of the list, and return its symbol. Raises NotPermitted, NoSuchResolution."""
    with transaction() as session:
        require_partners_kept_by(actor)
        hold_partners(session)
        resolution = find_resolution(session, code)
        if resolution is None:
            raise NoSuchResolution()
        symbol = resolution.symbol
        write_line(
            session,
            actor,
            "remove cooperation resolution",
            scope=Scope.MISSION,
            subject=symbol,
            before=told(resolution),
        )
        session.delete(resolution)
        return symbol


def as_file(session: Session, actor: Actor) -> bytes:
    """Return the list as a CSV file, every cell in quotation marks, with the columns that a file is read with."""
    return as_csv(
        [COLUMNS, *(_cells(row.resolution, row.vote) for row in resolutions_listed(session, actor))]
    )


def _cells(resolution: CooperationResolution, vote: Vote | None) -> tuple[str, ...]:
    """Return what is known of a resolution, in the order of the columns of a file."""
    return (
        resolution.symbol,
        str(resolution.session or ""),
        resolution.day.isoformat() if resolution.day else "",
        str(vote or ""),
        resolution.basis,
        resolution.note,
    )


def _fill(resolution: CooperationResolution, row: ResolutionRow) -> None:
    """Write what *row* says into a resolution; what it does not say stays."""
    resolution.session = row.session or resolution.session
    resolution.day = row.day or resolution.day
    resolution.basis = row.basis or resolution.basis
    resolution.note = row.note or resolution.note
    if row.vote is not None:
        resolution.vote = row.vote.kind
        resolution.in_favour = row.vote.in_favour
        resolution.against = row.vote.against
        resolution.abstaining = row.vote.abstaining


def told(resolution: CooperationResolution) -> str:
    """Return a resolution as the journal has it: all that is known of it, on one line."""
    return " · ".join(filter(None, _cells(resolution, vote_of(resolution))))


def _tell(session: Session, actor: Actor, *, before: Sequence[str], after: Sequence[str]) -> None:
    write_line(
        session,
        actor,
        "import cooperation resolutions",
        scope=Scope.MISSION,
        subject=str(len(after)),
        before="\n".join(before),
        after="\n".join(after),
    )
