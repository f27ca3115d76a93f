"""
The differences of a file become proposals: all that were chosen, in one act, or none of them.

Each is kept or submitted by the services that a single proposal takes (services.amendments), with
their checks and their lines in the journal. How a file was read is unknown here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from acm_drafts.negotiation.errors import N_, Refusal, SomeRefused, WrongShape
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import amendments
from acm_drafts.services.amendments import Proposal
from acm_drafts.store.database import transaction
from acm_drafts.store.records import Amendment, Paragraph


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    One proposal of several.

    *key* names it among them. *follows* is the key of a new paragraph, earlier among them, after which it
    is put; "" where the proposal says its place itself.
    """

    key: str
    proposal: Proposal
    follows: str = ""


def bring_in(
    actor: Actor,
    round_id: int,
    wanted: Sequence[Wanted],
    *,
    sponsor: int | None = None,
    submits: bool = False,
) -> tuple[Amendment, ...]:
    """
    Keep all of *wanted* as drafts of the sponsor, or submit them, and return the proposals in their order.

    Raises SomeRefused with what `save` or `propose` says to each that cannot be kept; then none is.
    Raises WrongShape where nothing is wanted.
    """
    if not wanted:
        raise WrongShape(what=N_("nothing is chosen"))
    act = amendments.propose if submits else amendments.save
    made: dict[str, Amendment] = {}
    places: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    with transaction() as session:
        for one in wanted:
            proposal = one.proposal
            if one.follows:
                if one.follows in refused:
                    continue  # it has no place, and the reason is told there
                proposal = replace(proposal, after=places[one.follows])
            try:
                made[one.key] = act(actor, round_id, proposal, sponsor=sponsor)
            except Refusal as refusal:
                refused[one.key] = refusal
                continue
            places[one.key] = session.get_one(Paragraph, made[one.key].paragraph_id).code
        if refused:
            raise SomeRefused(refused)
    return tuple(made.values())
