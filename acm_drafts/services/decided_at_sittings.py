"""What decisions that name a sitting made of paragraphs, and which of these they left agreed at its level."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, ParagraphState
from acm_drafts.services.paragraph_states import states_then
from acm_drafts.store.database import arrived
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.past_states import decisions_then
from acm_drafts.store.sitting_decisions import DecidedOn, NamedFor, decisions_at, load_named_for
from acm_drafts.store.sittings import SittingRecord
from acm_drafts.store.text import DraftSet
from acm_drafts.store.visibility import sees_all_proposals

_JUST_AFTER = timedelta(microseconds=1)


def load_decided(session: Session, drafts: DraftSet, actor: Actor, record: SittingRecord) -> NamedFor:
    """
    Return what a sitting is named for beside its results, as far as *actor* may know it.

    Where it accepted proposals, the last act on a paragraph says whether that was agreed by it: so it stood just after
    the last decision that names the sitting, whatever was done since. Who does not read all proposals of its round is
    not told. Six queries at least, ten more where something was accepted.
    """
    named_for = load_named_for(session, drafts, actor, record)
    accepting = [key for key, on in named_for.decided.items() if _keeps_it(on)]
    moment = _last_moment(record, named_for) + _JUST_AFTER
    then = drafts.until(moment)
    if not accepting or then.context is None or not sees_all_proposals(actor, then.context):
        return named_for
    agreed = _agreed_among(session, then, record, moment) & set(accepting)
    return replace(
        named_for,
        decided={key: _agreed(on) if key in agreed else on for key, on in named_for.decided.items()},
    )


def _agreed_among(session: Session, then: DraftSet, record: SittingRecord, moment: datetime) -> set[int]:
    """Return the paragraphs that decisions which name the sitting had agreed just before a *moment*. Nine queries."""
    states = states_then(session, then, lines_of_draft(session, then.newest.draft.id), moment)
    last = decisions_then(session, then.communique.id, moment)
    here = decisions_at(session, record.sitting)
    return {
        key
        for key, shown in states.items()
        if shown.state is ParagraphState.AGREED and {a.decision for a in last[key].agreements} & here
    }


def _keeps_it(on: DecidedOn) -> bool:
    """Return whether proposals were accepted that do not delete the paragraph."""
    kinds = {shape.kind for shape in on.shapes}
    return bool(on.gave or kinds) and AmendmentKind.DELETE not in kinds


def _last_moment(record: SittingRecord, named_for: NamedFor) -> datetime:
    """Return when the sitting ended, or the last decision was entered that names it; of an open one, now."""
    late = [act.late for on in named_for.decided.values() for act in on.acts if act.late]
    ended = record.sitting.closed_at or max(arrived(), record.sitting.opened_at or arrived())
    return max([ended, *late])


def _agreed(on: DecidedOn) -> DecidedOn:
    """Return *on* with the agreement told by its last act."""
    *before, last = on.acts
    return replace(on, acts=(*before, replace(last, words=True, ended=last.has_ended)))
