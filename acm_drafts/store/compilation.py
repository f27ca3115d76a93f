"""
All proposals of one round as they were submitted in it, whatever became of them since.

A proposal that travelled on to the next round was on this table too, and is read here as it stood
then; what a decision left over of it is no proposal of anybody's. What may be seen is the same
question as everywhere (queries.visible_to), asked of the round in which each stands now: what a
later round hides would be told here by its standing, its positions and its absence.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store import docket, queries, texts
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Amendment, Revision, Round


def find_setting(session: Session, draft_id: int) -> Setting | None:
    """Return the round on a draft, None where there was none yet. Two queries at most."""
    key = session.scalar(select(Round.id).where(Round.draft_id == draft_id))
    return queries.setting_of(session, key) if key else None


def load(session: Session, actor: Actor, setting: Setting) -> list[Entry]:
    """
    Return the proposals of a round that *actor* may read now, withdrawn ones apart, in the order submitted.

    What travelled on to a round that shows less is left out for whom that round does not show it. The
    revision of each is the last one that its sponsor made in this round, or that it came into it with. Seven queries.
    """
    found = _revisions(session, actor, setting)
    if not found:
        return []
    entries = docket.load(session, Amendment.id.in_(found)).entries
    return [replace(entry, revision=found[key]) for key, entry in entries.items()]


def is_made_by_deciding(entry: Entry) -> bool:
    """Return whether a decision made it, to accept it: a compromise, or the Mission's own edit that lifts brackets."""
    return entry.decision is not None and entry.decision.at == entry.amendment.submitted_at


def _revisions(session: Session, actor: Actor, setting: Setting) -> dict[int, Revision]:
    round_ = setting.round
    on_this_table = [
        Amendment.communique_id == round_.communique_id,
        Amendment.stage == Stage.SUBMITTED,
        _readable(session, actor, round_),
    ]
    if round_.closed_at is not None:
        on_this_table.append(Amendment.submitted_at <= round_.closed_at)
    rows = session.execute(
        select(Revision, Round.number)
        .join(Round, Round.id == Revision.round_id)
        .join(Revision.amendment)
        .where(*on_this_table, or_(Round.number < round_.number, _made_in(round_)))
        .options(joinedload(Revision.base))
        .order_by(Amendment.submitted_at, Amendment.id, Revision.sequence)
    )
    return _last(row[0] for row in rows)


def _readable(session: Session, actor: Actor, round_: Round) -> ColumnElement[bool]:
    """Return the condition for what still stands in a round, or travelled on from it, and may be read where it is."""
    since = [
        setting
        for setting in texts.shelf(session, round_.communique_id, actor).settings
        if setting.round.number >= round_.number
    ]
    return or_(
        *(and_(Amendment.round_id == one.round.id, queries.visible_to(actor, one)) for one in since),
        false(),
    )


def _made_in(round_: Round) -> ColumnElement[bool]:
    return (Revision.round_id == round_.id) & Revision.made.in_(["sponsor", "floor"])


def _last(revisions: Iterable[Revision]) -> dict[int, Revision]:
    return {revision.amendment_id: revision for revision in revisions}
