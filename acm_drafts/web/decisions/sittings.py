"""The sittings that a decision can name as those that reached it, as the forms offer them."""

from collections.abc import Collection
from typing import NamedTuple

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.sittings import submitted_later
from acm_drafts.store.database import Session
from acm_drafts.store.records import Sitting
from acm_drafts.store.sittings import agenda_keys, load_submitted, sittings_to_record
from acm_drafts.web.shared.body_names import dated_sitting_name


def sitting_choices(session: Session, communique_id: int) -> tuple[tuple[str, str], ...]:
    """Return code and name of each sitting on a text at which something can be agreed now, newest first. One query."""
    return tuple((row.code, dated_sitting_name(row)) for row in sittings_to_record(session, communique_id))


class SittingChoices(NamedTuple):
    """Code and name of each sitting that a decision can name, and the codes of those that were *closed* today."""

    offered: tuple[tuple[str, str], ...]
    closed: tuple[str, ...]


def sittings_for(
    session: Session, communique_id: int, *, places: Collection[int | None], pending: Collection[int]
) -> SittingChoices:
    """
    Return the same for a decision on a paragraph on which proposals with the keys *pending* wait. Three queries.

    *places*: the paragraph, of a new one also that which it follows (None: it would come before all others). A sitting
    that was closed before any proposal was submitted is left out; of one that has none of *places* on its agenda that
    is said, with a reason to be given where it is closed.
    """
    sittings = sittings_to_record(session, communique_id)
    closed = [sitting.id for sitting in sittings if sitting.closed_at]
    submitted = load_submitted(session, pending) if closed else {}
    on_agenda = agenda_keys(session, [sitting.id for sitting in sittings])
    able = [
        sitting
        for sitting in sittings
        if not pending or len(submitted_later(sitting.closed_at, submitted.values())) < len(pending)
    ]
    choices = tuple(
        (sitting.code, _name(sitting, off={None, *on_agenda[sitting.id]}.isdisjoint(places)))
        for sitting in able
    )
    return SittingChoices(choices, tuple(sitting.code for sitting in sittings if sitting.closed_at))


def _name(sitting: Sitting, *, off: bool) -> str:
    """Return what a sitting is called where it is chosen; *off*: the paragraph is not on its agenda."""
    name = dated_sitting_name(sitting)
    if not off:
        return name
    if sitting.closed_at:
        return _("%(sitting)s (not on its agenda: give a reason)", sitting=name)
    return _("%(sitting)s (not on its agenda)", sitting=name)
