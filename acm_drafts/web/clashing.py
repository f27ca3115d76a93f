"""
With whom a proposal clashes, in names that its reader may read.

The form of a decision, the page of a proposal and that of a delegation say it with the same words.
What stands against what is for negotiation.consolidation to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import Edit, clashes
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.store import docket, queries, tally
from acm_drafts.store.bearings import Bearings
from acm_drafts.store.docket import ADOPTED, Entry
from acm_drafts.store.records import Amendment, Revision
from acm_drafts.web.outcomes import names_in_words


@dataclass(frozen=True, slots=True)
class Rivals:
    """The names of those beside which a proposal cannot stand: pending ones, and what was accepted."""

    pending: str
    accepted: str


def among(pending: Sequence[Entry], accepted: Sequence[Edit], names: Mapping[int, str]) -> dict[int, Rivals]:
    """Return the rivals of each of the *pending* proposals of one paragraph that clashes, by its amendment."""
    waiting = [tally.Pending(e.edit(), e.standing, e.amendment.amends_id) for e in pending]
    edits = tally.rivals(waiting, accepted)
    asked = {edit.proposal: (edit.kind, edit.text, edit.after) for edit in edits}
    own = {one.edit.proposal for one in waiting}
    found: dict[int, dict[int, None]] = {}
    for dispute in clashes(edits):
        for key in dispute.proposals:
            others = (k for k in dispute.proposals if asked[k] != asked[key] and k in names)
            found.setdefault(key, {}).update(dict.fromkeys(others))
    return {
        key: Rivals(
            names_in_words([names[k] for k in others if k in own]),
            names_in_words([names[k] for k in others if k not in own]),
        )
        for key, others in found.items()
        if key in own and others
    }


def between(entries: Iterable[Entry], known: Bearings) -> dict[int, Rivals]:
    """Return the rivals of each of *entries* that is pending, among *entries* alone, as its reader may call them."""
    by_paragraph: dict[int, dict[int, Entry]] = {}
    for entry in entries:
        by_paragraph.setdefault(entry.revision.paragraph_id, {})[entry.amendment.id] = entry
    found: dict[int, Rivals] = {}
    for there in by_paragraph.values():
        pending = [
            entry for entry in there.values() if entry.pending and entry.kind is not AmendmentKind.INSERT
        ]
        if pending:
            names = {key: known.name(entry) for key, entry in there.items()}
            found |= among(pending, [edit for one in there.values() if (edit := _adopted(one))], names)
    return found


def _adopted(entry: Entry) -> Edit | None:
    if entry.disposition is None or entry.disposition.outcome not in ADOPTED or entry.verdict is not None:
        return None
    return entry.edit(text=entry.disposition.text, bracketed=entry.disposition.outcome == "bracketed")


def of_reader(session: Session, known: Bearings, entry: Entry) -> Rivals | None:
    """Return with whom a proposal clashes, as far as its reader may read them; None for nobody. Five queries."""
    where = known.where(entry)
    setting = known.setting(entry)
    if not where.pending or where.withheld or setting.round.closed_at is not None:
        return None
    found = docket.load(
        session,
        Amendment.round_id == setting.round.id,
        Amendment.stage == Stage.SUBMITTED,
        queries.visible_to(known.actor, setting),
        Revision.paragraph_id == entry.revision.paragraph_id,
    )
    return between([*found, entry], known).get(entry.amendment.id)
