"""
The register of proposals: all that one reader may read in a communiqué, filtered and in pages.

A filter must not betray what a page would not: asking for a sponsor finds only proposals whose
sponsor the reader may know.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import WRITES
from acm_drafts.negotiation.terms import Role, Standing
from acm_drafts.store import docket
from acm_drafts.store.bearings import Bearings
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting, visible_to
from acm_drafts.store.records import IS_CURRENT, Amendment, Cosponsor, Party, Revision


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty fields ask for nothing. *sponsor* is a party's code, *paragraph* a key."""

    standing: Standing | None = None
    sponsor: str = ""
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the proposals found, newest first, and how many there are in all."""

    entries: Sequence[Entry]
    total: int


def find(session: Session, bearings: Bearings, wanted: Wanted, *, start: int, most: int) -> Page:
    """
    Return at most *most* proposals that the reader may read and look for, from number *start* (from 0).

    Twelve queries at most. Where a proposal stands is computed and not kept, so that a filter by
    it reads all of them.
    """
    conditions = [_seen(bearings), *_asked(bearings, wanted)]
    if wanted.standing is not None:
        entries = list(docket.load(session, *conditions))
        bearings.learn(session, entries)
        found = [entry for entry in reversed(entries) if bearings.where(entry).standing is wanted.standing]
        return Page(found[start : start + most], len(found))
    total = session.scalar(
        select(func.count()).select_from(Amendment).join(Revision, IS_CURRENT).where(*conditions)
    )
    keys = session.scalars(
        select(Amendment.id)
        .join(Revision, IS_CURRENT)
        .where(*conditions)
        .order_by(Amendment.id.desc())
        .offset(start)
        .limit(most)
    ).all()
    return Page(list(reversed(list(docket.load(session, Amendment.id.in_(keys))))), total or 0)


def sponsors(session: Session, bearings: Bearings) -> Sequence[Party]:
    """Return the parties whose proposals the reader can tell from others, by code. One query."""
    named = _named(bearings)
    return session.scalars(
        select(Party)
        .where(Party.id.in_(select(Amendment.sponsor_id).where(_seen(bearings), named)))
        .order_by(Party.code)
    ).all()


def _seen(bearings: Bearings) -> ColumnElement[bool]:
    """Return the condition for what the reader may read, round by round."""
    return or_(
        false(),
        *(_in(setting, visible_to(bearings.actor, setting)) for setting in bearings.settings.values()),
    )


def _named(bearings: Bearings) -> ColumnElement[bool]:
    """Return the condition for what the reader may know the sponsor of."""
    actor = bearings.actor
    own = Amendment.sponsor_id.in_(actor.parties(*WRITES, Role.MISSION))
    joint = Amendment.id.in_(
        select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(actor.parties(*WRITES)))
    )
    rounds = [
        s.round.id for s in bearings.settings.values() if s.issue.attributed or actor.holds(Role.MISSION)
    ]
    return or_(own, joint, Amendment.round_id.in_(rounds))


def _asked(bearings: Bearings, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.sponsor:
        conditions += [Amendment.sponsor.has(Party.code == wanted.sponsor), _named(bearings)]
    if wanted.paragraph is not None:
        conditions.append(
            or_(Amendment.paragraph_id == wanted.paragraph, Revision.after_id == wanted.paragraph)
        )
    return conditions


def _in(setting: Setting, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Amendment.round_id == setting.round.id, condition)
