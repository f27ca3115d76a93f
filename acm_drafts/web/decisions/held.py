"""Who holds the brackets that a decision may lift, as its form lists them to ask over whom it decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from acm_drafts.store.bracket_holders import PlacedBracket, load_placed
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.web.shared.formatting import parties_in_sentence, party_name

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class HeldBrackets:
    """
    The brackets that a decision may lift and somebody holds: the words of each with the names of its holders.

    *parties*: code and name of each holder.
    """

    brackets: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str], ...]


def held_brackets(
    session: Session, context: RoundContext, near: Mapping[K, Collection[int]]
) -> dict[K, HeldBrackets]:
    """
    Return the held brackets of each group of paragraphs *near*, by its key; a group without any is left out.

    Nine queries at most, none for no groups.
    """
    if not near:
        return {}
    held = [bracket for bracket in load_placed(session, context.version.draft) if bracket.holders]
    groups = {key: _among(held, keys) for key, keys in near.items()}
    parties = _parties(session, _holders([row for rows in groups.values() for row in rows]))
    return {key: _listed(rows, parties) for key, rows in groups.items() if rows}


def _among(held: Collection[PlacedBracket], paragraphs: Collection[int]) -> list[PlacedBracket]:
    return [bracket for bracket in held if bracket.row.paragraph in paragraphs]


def _parties(session: Session, keys: Collection[int]) -> dict[int, Party]:
    """Return the parties with *keys*, by code. One query, none for none."""
    return {party.id: party for party in find_parties(session, among=keys)} if keys else {}


def _listed(rows: Collection[PlacedBracket], parties: Mapping[int, Party]) -> HeldBrackets:
    holders = _holders(rows)
    return HeldBrackets(
        tuple((row.words, _names_of(row, parties)) for row in rows),
        tuple((party.code, party_name(party)) for key, party in parties.items() if key in holders),
    )


def _holders(rows: Collection[PlacedBracket]) -> set[int]:
    return {holding.party for row in rows for holding in row.holders}


def _names_of(bracket: PlacedBracket, parties: Mapping[int, Party]) -> str:
    return parties_in_sentence(parties[holding.party] for holding in bracket.holders)
