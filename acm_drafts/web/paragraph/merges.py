"""
What a join means for the paragraph that it takes in: on the form of a decision there, and on that of the join.

Neither page may tell less than the other: what takes a paragraph in stands at both. Whether something can be
decided is for services.evaluation to say.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.terms import AmendmentKind, Standing
from acm_drafts.services.evaluation import takes_in
from acm_drafts.store.amendments import ADOPTED, AmendmentRecord
from acm_drafts.store.decisions import Neighbour
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.formatting import at_level, day

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk


@dataclass(frozen=True, slots=True)
class Merge:
    """
    What joins a paragraph to another one: proposals that wait for a decision, or what a round accepted.

    *pending* False: it was accepted, and the paragraph is decided with the other one.
    """

    entries: tuple[AmendmentRecord, ...]
    pending: bool

    @property
    def said(self) -> str:
        """Return why nothing is agreed on the paragraph itself."""
        names = names_in_words([entry.label for entry in self.entries])
        if self.pending:
            return str(
                _("%(names)s would join this paragraph to another one: decide that first.", names=names)
            )
        return str(_("Accepted in this round, %(names)s joins this paragraph to another one.", names=names))


@dataclass(frozen=True, slots=True)
class MergeNote:
    """
    A join as the reader may know it: its name and code, and the line to which it joins the paragraph.

    *pending* False: it is accepted, and the text that joins them is still to come.
    """

    name: str
    code: str
    row: TextRow
    pending: bool


def merge_notes(desk: "Desk", current: Collection[AmendmentRecord]) -> tuple[MergeNote, ...]:
    """Return the proposals among *current* that would join the paragraph to another one, or are accepted to do so."""
    known = desk.bearings
    found = []
    for entry in current:
        row, at = known.rows.get(entry.revision.paragraph_id), known.where(entry)
        if row and takes_in(entry, desk.paragraph.id) and (at.pending or at.standing is Standing.ACCEPTED):
            found.append(MergeNote(desk.names[entry.amendment.id], entry.amendment.code, row, at.pending))
    return tuple(found)


def merge_of(entries: Sequence[AmendmentRecord], paragraph: int, round_id: int) -> Merge | None:
    """Return what joins *paragraph* to another one, None where nothing does; what is accepted counts first."""
    there = [entry for entry in entries if takes_in(entry, paragraph)]
    taken = tuple(e for e in there if e.decision and e.decision.round_id == round_id and _is_adopted(e))
    waiting = tuple(entry for entry in there if entry.pending)
    if taken:
        return Merge(taken, pending=False)
    return Merge(waiting, pending=True) if waiting else None


def _is_adopted(entry: AmendmentRecord) -> bool:
    return entry.disposition is not None and entry.disposition.outcome in ADOPTED


def merges_concerning(entries: Sequence[AmendmentRecord], found: Merge | None) -> set[int]:
    """Return the paragraphs of which the form tells: those that pending joins take in, and whom *found* joins it to."""
    others = {e.revision.other_id for e in entries if e.pending and e.kind is AmendmentKind.JOIN}
    here = {entry.revision.paragraph_id for entry in found.entries} if found else set()
    return {key for key in others | here if key}


def takes(entry: AmendmentRecord, entries: Sequence[AmendmentRecord], known: Mapping[int, Neighbour]) -> str:
    """Return what was agreed, decided or waits on the paragraph that a join takes in, "" where nothing was."""
    other = known.get(entry.revision.other_id or 0) if entry.kind is AmendmentKind.JOIN else None
    if other is None:
        return ""
    number = other.reference
    joins = sum(takes_in(one, entry.revision.other_id or 0) and one.pending for one in entries)
    if other.agreement and other.agreement.level:
        facts = {"at_level": at_level(other.agreement.level), "day": day(other.agreement.agreed_on)}
        return str(
            _(
                "It takes in paragraph %(number)s, which was agreed %(at_level)s on %(day)s."
                " That agreement ends with it.",
                number=number,
                **facts,
            )
        )
    if other.pending > joins:
        return i18n.ngettext(
            "It takes in paragraph %(number)s, on which %(num)s proposal is pending.",
            "It takes in paragraph %(number)s, on which %(num)s proposals are pending.",
            other.pending - joins,
            number=number,
        )
    if other.decided:
        return str(_("It takes in paragraph %(number)s, on which this round decided already.", number=number))
    return ""
