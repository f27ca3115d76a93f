"""
The proposals by whose words another's were taken in, amended or made room for, as one reader may call them.

Whoever may not read a proposal learns neither its name nor its code; that its words are in the text is seen there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.terms import Outcome, PartyKind, Role
from acm_drafts.store import queries
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Amendment, Disposition, Revision

Settings = Mapping[int, Setting]
"""By the key of the round."""


@dataclass(frozen=True, slots=True)
class Successor:
    """What took a proposal in: a compromise, or an accepted amendment to it. *name* is "" where it may not be told."""

    revision: Revision
    name: str
    code: str


def taking(
    session: Session, actor: Actor, settings: Settings, decisions: Iterable[int]
) -> dict[int, Successor]:
    """
    Return by decision the words it adopted, for those whose proposals it absorbed. One query.

    A sponsor is asked about a compromise and so reads it, though the round may show nothing else.
    """
    rows = session.scalars(
        select(Disposition)
        .join(Disposition.revision)
        .join(Revision.amendment)
        .join(Amendment.sponsor)
        .where(Disposition.decision_id.in_(list(decisions)), Disposition.outcome == Outcome.ACCEPTED)
        .options(
            contains_eager(Disposition.revision)
            .contains_eager(Revision.amendment)
            .contains_eager(Amendment.sponsor)
        )
    )
    return {row.decision_id: told(actor, settings, row.revision) for row in rows}


def told(actor: Actor, settings: Settings, revision: Revision) -> Successor:
    """Return the proposal of *revision* as *actor* may call it; its amendment and that one's sponsor are loaded."""
    amendment = revision.amendment
    setting = settings[amendment.round_id]
    actor = actor.at(setting.meeting)
    own = amendment.sponsor_id in actor.parties(*WRITES, Role.MISSION)
    if not own and not queries.sees_all(actor, setting):
        return Successor(revision, "", "")
    named = own or amendment.sponsor.kind == PartyKind.MISSION or setting.issue.attributed
    named = named or actor.holds(Role.MISSION)
    name = f"{amendment.sponsor.code} {amendment.number}" if named else amendment.code
    return Successor(revision, name, amendment.code)
