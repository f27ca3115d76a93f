"""
All proposals on a paragraph together: every change in its place, in one reading that can leave some of them out.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.combined_reading import can_be_drawn, read_together
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.terms import Standing
from acm_drafts.store.records import Party
from acm_drafts.text.overlay import OverlaySpan, overlay
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.shared.conflicts import accepted_name


@dataclass(frozen=True, slots=True)
class Switch:
    """One proposal that the combined reading can show or leave out."""

    code: str
    name: str
    party: Party | None
    on: bool


@dataclass(frozen=True, slots=True)
class CombinedReading:
    """
    The combined reading of those proposals that are switched on; *off*: so many are not.

    *others*: the names of the pending proposals that it cannot draw: those that amend another one, stand on an older
    wording, or ask for no other words, such as a deletion.
    """

    spans: tuple[OverlaySpan, ...]
    switches: tuple[Switch, ...]
    others: tuple[str, ...] = ()

    @property
    def all_on(self) -> str:
        """The query of the address at which all of them are on."""
        return urlencode([("switched", 1), *(("with", switch.code) for switch in self.switches)])

    @property
    def off(self) -> int:
        return sum(not switch.on for switch in self.switches)


class _Wording(NamedTuple):
    """The wording that a proposal, pending or accepted, wants for the paragraph."""

    code: str
    name: str
    party: Party | None
    text: str
    settled: bool = False


def combined_reading(
    desk: Desk, accepted: Sequence[Edit], wanted_codes: Collection[str] | None
) -> CombinedReading | None:
    """
    Return the combined reading of the pending wordings, and of those accepted, on the text as it is.

    None of fewer than two, or where nothing is pending. *wanted_codes*: the codes of those that are
    wanted; without it all but those that are settled by what was accepted: they are in conflict with nothing any more.
    """
    pending = list(_pending(desk))
    wordings = read_together(pending, list(_accepted(desk, accepted)))
    if not wordings:
        return None
    if wanted_codes is None:
        wanted_codes = [wording.code for wording in wordings if not wording.settled]
    codes = set(wanted_codes)
    wanted = {wording.name: wording.text for wording in wordings if wording.code in codes}
    switches = (Switch(row.code, _switch_name(row), row.party, row.code in codes) for row in wordings)
    return CombinedReading(overlay(desk.text, wanted), tuple(switches), _others(desk, pending))


def _others(desk: Desk, drawn: Sequence[_Wording]) -> tuple[str, ...]:
    """Return the names of the pending proposals that are not *drawn*, those that amend others among them."""
    codes = {wording.code for wording in drawn}
    pending = [
        proposal
        for shown in desk.shown
        for proposal in (shown, *shown.below)
        if proposal.pending and proposal.entry.amendment.code not in codes
    ]
    return tuple(proposal.offer.name for proposal in pending)


def _switch_name(wording: _Wording) -> str:
    if not wording.settled:
        return wording.name
    return _("%(name)s (settled by what was accepted)", name=wording.name)


def _pending(desk: Desk) -> Iterator[_Wording]:
    """Yield the wording of each pending proposal that is shown and does not amend another."""
    for proposal in desk.shown:
        record = proposal.entry
        is_on_text = can_be_drawn(record.kind, record.base, desk.text) and not record.read_on_old
        if proposal.pending and is_on_text:
            yield _Wording(
                record.amendment.code,
                proposal.offer.name,
                proposal.offer.sponsor,
                record.revision.text,
                settled=proposal.standing is Standing.SETTLED,
            )


def _accepted(desk: Desk, accepted: Sequence[Edit]) -> Iterator[_Wording]:
    """Yield the accepted wordings as accepted, without those retained in brackets."""
    for edit in accepted:
        if can_be_drawn(edit.kind, edit.base, desk.text) and not edit.bracketed:
            record = desk.entries.entries[edit.proposal]
            only_proposed = desk.bearings.is_only_proposed(record)
            name = accepted_name(desk.names[edit.proposal], only_proposed=only_proposed)
            yield _Wording(f"{record.amendment.code}+", name, None, edit.text)
