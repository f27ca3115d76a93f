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
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, Standing
from acm_drafts.services.evaluation import takes_in
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.decisions import Neighbour
from acm_drafts.store.status import stands_as_proposed
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.formatting import at_level_in, day

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk


@dataclass(frozen=True, slots=True)
class Merge:
    """
    What joins a paragraph to another one: proposals that wait for a decision, or what a round accepted.

    *pending* False: it was accepted, and the paragraph is decided with the other one; *only_proposed*: the Mission
    proposes that, and no level agreed it.
    """

    entries: tuple[AmendmentRecord, ...]
    pending: bool
    only_proposed: bool = False

    @property
    def reason(self) -> str:
        """Return why nothing is agreed on the paragraph itself."""
        names = names_in_words([entry.label for entry in self.entries])
        if self.pending:
            return str(
                _("%(names)s would join this paragraph to another one: decide that first.", names=names)
            )
        if self.only_proposed:
            return str(
                _("The Mission proposes that %(names)s joins this paragraph to another one.", names=names)
            )
        return str(_("Accepted in this round, %(names)s joins this paragraph to another one.", names=names))


@dataclass(frozen=True, slots=True)
class MergeNote:
    """
    A join as the reader may know it: its name and code, and the line to which it joins the paragraph.

    *pending* False: it is accepted, and the text that joins them is still to come; *only_proposed*: the Mission
    proposes that, and no level agreed it.
    """

    name: str
    code: str
    row: TextRow
    pending: bool
    only_proposed: bool


def merge_notes(desk: "Desk", current: Collection[AmendmentRecord]) -> tuple[MergeNote, ...]:
    """Return the proposals among *current* that would join the paragraph to another one, or are accepted to do so."""
    known = desk.bearings
    notes = []
    for entry in current:
        row, at = known.rows.get(entry.revision.paragraph_id), known.where(entry)
        if row and takes_in(entry, desk.paragraph.id) and (at.pending or at.standing is Standing.ACCEPTED):
            name, code = desk.names[entry.amendment.id], entry.amendment.code
            notes.append(MergeNote(name, code, row, at.pending, at.only_proposed))
    return tuple(notes)


def merge_of(entries: Sequence[AmendmentRecord], paragraph: int, round_id: int) -> Merge | None:
    """Return what joins *paragraph* to another one, None for nothing; accepted joins come first."""
    joins = [entry for entry in entries if takes_in(entry, paragraph)]
    taken = tuple(e for e in joins if e.decision and e.decision.round_id == round_id and _is_adopted(e))
    waiting = tuple(entry for entry in joins if entry.pending)
    if taken:
        proposed = any(stands_as_proposed(entry, Standing.ACCEPTED, entry.agreement) for entry in taken)
        return Merge(taken, pending=False, only_proposed=proposed)
    return Merge(waiting, pending=True) if waiting else None


def _is_adopted(entry: AmendmentRecord) -> bool:
    return entry.disposition is not None and entry.disposition.outcome in ADOPTED


def merges_concerning(entries: Sequence[AmendmentRecord], merge: Merge | None) -> set[int]:
    """Return the paragraphs that pending joins take in, and those that *merge* joins this paragraph to."""
    others = {e.revision.other_id for e in entries if e.pending and e.kind is AmendmentKind.JOIN}
    joined = {entry.revision.paragraph_id for entry in merge.entries} if merge else set()
    return {key for key in others | joined if key}


def takes(entry: AmendmentRecord, entries: Sequence[AmendmentRecord], known: Mapping[int, Neighbour]) -> str:
    """Return what is agreed, decided or pending on the paragraph that a join takes in, "" for nothing."""
    neighbour = known.get(entry.revision.other_id or 0) if entry.kind is AmendmentKind.JOIN else None
    if neighbour is None:
        return ""
    number = neighbour.reference
    joins = sum(takes_in(record, entry.revision.other_id or 0) and record.pending for record in entries)
    agreed = neighbour.agreement
    if agreed and agreed.level:
        facts = {"at_level": at_level_in(agreed.level, neighbour.city), "day": day(agreed.agreed_on)}
        if agreed.is_ad_referendum:
            return str(
                _(
                    "It takes in paragraph %(number)s, which was agreed ad referendum %(at_level)s on %(day)s."
                    " That agreement ends with it.",
                    number=number,
                    **facts,
                )
            )
        return str(
            _(
                "It takes in paragraph %(number)s, which was agreed %(at_level)s on %(day)s."
                " That agreement ends with it.",
                number=number,
                **facts,
            )
        )
    if neighbour.pending > joins:
        return i18n.ngettext(
            "It takes in paragraph %(number)s, on which %(num)s proposal is pending.",
            "It takes in paragraph %(number)s, on which %(num)s proposals are pending.",
            neighbour.pending - joins,
            number=number,
        )
    if neighbour.decided:
        return str(_("It takes in paragraph %(number)s, on which this round decided already.", number=number))
    return ""
