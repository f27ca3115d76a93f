"""
The differences of a file become proposals: all that were chosen, in one act, or none of them.

Each is kept or submitted by the services that a single proposal takes (services.amendments), with
their checks and their lines in the journal. How a file was read is unknown here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from acm_drafts.negotiation.errors import N_, Refusal, SomeRefused, WrongShape
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import amendments
from acm_drafts.services.amendments import Proposal
from acm_drafts.store.database import transaction
from acm_drafts.store.locks import hold_setting
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
    from_floor: bool = False,
) -> tuple[Amendment, ...]:
    """
    Keep all of *wanted* as drafts of the sponsor, or submit them, and return the proposals in their order.

    *from_floor*: the Mission enters them for the delegation *sponsor*, whatever *submits* says.
    Raises SomeRefused with what `save`, `propose` or `enter_from_floor` says to each that cannot be kept; then none is.
    Raises WrongShape where nothing is wanted, NoRound.
    """
    if not wanted:
        raise WrongShape(what=N_("nothing is chosen"))
    act = _act(sponsor, submits=submits, from_floor=from_floor)
    made: dict[str, Amendment] = {}
    places: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    with transaction() as session:
        hold_setting(session, round_id)
        for one in wanted:
            proposal = one.proposal
            if one.follows:
                if one.follows in refused:
                    continue  # it has no place, and the reason is told there
                proposal = replace(proposal, after=places[one.follows])
            try:
                made[one.key] = act(actor, round_id, proposal)
            except Refusal as refusal:
                refused[one.key] = refusal
                continue
            places[one.key] = session.get_one(Paragraph, made[one.key].paragraph_id).code
        if refused:
            raise SomeRefused(refused)
    return tuple(made.values())


def _act(
    sponsor: int | None, *, submits: bool, from_floor: bool
) -> Callable[[Actor, int, Proposal], Amendment]:
    if from_floor:
        assert sponsor is not None
        return partial(amendments.enter_from_floor, party=sponsor)
    return partial(amendments.propose if submits else amendments.save, sponsor=sponsor)
