"""
The differences of a file laid out for a person: card by card, each proposal as it would be shown.

Between its coming and its confirmation a file of one's own travels, signed, in the form and nowhere
else: nothing waits on the server that could be lost, or seen by others. What may be kept is asked
of the services; what differs, of services.file_changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from acm_drafts.documents.phrases import Phrase
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.file_changes import Difference
from acm_drafts.negotiation.file_pairing import same
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lifecycle import REOPENS, REOPENS_NEXT
from acm_drafts.negotiation.lines import SHAPES, LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from acm_drafts.services.file_changes import Bundle, Doubt, Offered
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.text import TextRow
from acm_drafts.text.align import Link
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.labels import isolated
from acm_drafts.web.amendments.form import kind_title, title_of
from acm_drafts.web.shared import formatting, references
from acm_drafts.web.shared.refusals import phrase_in_words
from acm_drafts.web.shared.signing import seal, unseal_own

_LOSSES = {
    Verdict.ABSORBED: N_("%(kind)s: it is in the text already."),
    Verdict.PARTLY: N_("%(kind)s: %(done)s of %(total)s changes are in the text already."),
    Verdict.OVERTAKEN: N_("%(kind)s: in conflict with what was decided since."),
    Verdict.ORPHANED: N_("%(kind)s: lapsed; its paragraph, or its place, is no longer in the text."),
}

_LACKS = {
    REOPENS: N_("This paragraph is agreed: reopening it needs a reason."),
    REOPENS_NEXT: N_("The next paragraph is agreed: reopening it needs a reason."),
}

# What travels --------------------------------------------------------------------------------------

USE = "incoming"


def signed(bundle: Bundle, *, user: int | None, communique: str) -> str:
    """Return a bundle as a token that nobody can change, good for one person and one text."""
    return seal({"user": user, "communique": communique, "bundle": bundle.facts()}, use=USE)


def bundle_from(token: str, *, user: int | None, communique: str) -> Bundle:
    """Return what a token says. Raises BadRequest for one that is not ours, or not this person's for this text."""
    return Bundle.of(unseal_own(token, use=USE, user=user, communique=communique)["bundle"])


# What is shown -------------------------------------------------------------------------------------


def hand_in_words(hand: str) -> str:
    """Return who changed a file, with the day in words where it names one: "Capital, 30 November 2026"."""
    name, _comma, written = hand.rpartition(", ")
    try:
        at = date.fromisoformat(written)
    except ValueError:
        return isolated(hand)
    return isolated(name) + _(", ") + formatting.day(at) if name else formatting.day(at)


@dataclass(frozen=True, slots=True)
class Twin:
    """
    Another delegation's proposal that makes the same change, as the reader may call it.

    *joins*: what the button sends by which the reader's delegation joins it, "" where they may not.
    """

    code: str
    name: str
    joins: str


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One proposal as it would be shown.

    *earlier*: the reader's delegation has proposed just this, or co-sponsors it, already; *twin*: another has.
    """

    key: str
    kind: AmendmentKind
    place: str
    whole: str
    spans: tuple[Span, ...]
    ticked: bool
    refusal: Refusal | None
    earlier: AmendmentRecord | None
    twin: "Twin | None"
    lacks: str
    """Why it needs a reason, which it has not: what is agreed opens again by it; "" where it needs none."""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the file as it can be corrected; *line*: its kind, where it is new."""

    number: int
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Card:
    """
    What became of one paragraph, or of those that were split or joined: its proposals, and where they come from.

    *doubtful*: whether it is the same paragraph is for a person to say; *unclear*: what kind of line a new one is.
    """

    number: int
    rows: tuple[TextRow, ...]
    place: str
    shown: tuple[Shown, ...]
    fields: tuple[Field, ...]
    reason: str
    hands: tuple[str, ...]
    original: str
    score: float
    doubtful: bool
    apart: bool
    ticked: bool
    unclear: bool

    @property
    def lacks_reason(self) -> bool:
        return any(proposal.lacks for proposal in self.shown)

    @property
    def refusals(self) -> list[Refusal]:
        return [proposal.refusal for proposal in self.shown if proposal.refusal]


class Layout(Offered):
    """A bundle against the draft it was paired with, as it is shown: in the reader's language."""

    # Cards -------------------------------------------------------------------------------------------

    def cards(
        self,
        *,
        refused: Mapping[str, Refusal],
        earlier: Mapping[str, AmendmentRecord],
        twins: Mapping[str, Twin],
        lacking: Mapping[str, str],
    ) -> Iterator[Card]:
        """
        Yield a card for each paragraph that differs, in the order of the file.

        By the keys of the differences: what was *refused*, who proposed it *earlier*, or as *twins*, and which are
        *lacking* a reason, with why they need one.
        """
        ticked, doubts = self.chosen(earlier=earlier), self.doubts()
        groups: dict[int, list[Difference]] = {}
        for difference in self.differences:
            groups.setdefault(self.origin[difference.link], []).append(difference)
        for number, group in sorted(groups.items()):
            link = self.bundle.links[number]
            shown = tuple(
                replace(
                    self._shown(difference, earlier=earlier, twins=twins, lacking=lacking),
                    ticked=difference.key in ticked,
                    refusal=refused.get(difference.key),
                )
                for difference in group
            )
            yield Card(
                number,
                tuple(self.rows[i] for i in link.old),
                self._place(group[0].after) if not link.old else "",
                shown,
                tuple(self._field(j, group) for j in link.new),
                self.reason(number),
                self._hands(link),
                self._original(link),
                link.score,
                link.doubtful,
                number in self.typed.apart,
                all(proposal.ticked for proposal in shown),
                any(doubts.get(difference.key) is Doubt.LINE for difference in group),
            )

    def _shown(
        self,
        difference: Difference,
        *,
        earlier: Mapping[str, AmendmentRecord],
        twins: Mapping[str, Twin],
        lacking: Mapping[str, str],
    ) -> Shown:
        """Return a difference as a card shows it, before it is said whether it is ticked and what was refused."""
        return Shown(
            difference.key,
            difference.kind,
            self._place(difference.after),
            *self._words(difference),
            ticked=False,
            refusal=None,
            earlier=earlier.get(difference.key),
            twin=None if difference.key in earlier else twins.get(difference.key),
            lacks=self._lacks(difference, earlier, lacking),
        )

    def _lacks(
        self,
        difference: Difference,
        earlier: Mapping[str, AmendmentRecord],
        lacking: Mapping[str, str],
    ) -> str:
        """Return why a difference needs a reason, "" where it needs none, has one or is proposed *earlier*."""
        why = lacking.get(difference.key)
        return str(_(_LACKS[why])) if why and difference.key not in earlier else ""

    def _words(self, difference: Difference) -> tuple[str, tuple[Span, ...]]:
        """Return what a proposal shows as a whole, and as changes."""
        if difference.kind is AmendmentKind.INSERT:
            return difference.text, ()
        base = self.old[difference.line - 1].text
        if difference.kind in (AmendmentKind.DELETE, AmendmentKind.MOVE):
            return base, ()
        text = (
            f"{base} {self.old[difference.line].text}"
            if difference.kind is AmendmentKind.JOIN
            else difference.text
        )
        return "", tuple(diff_words(base, text))

    def _place(self, after: int) -> str:
        if after < 0:
            return _("after the new paragraph “%(words)s”", words=first_words(self.new[-after - 1].text))
        return str(references.place(self.rows[after - 1] if after else None))

    def _field(self, j: int, group: Sequence[Difference]) -> Field:
        line = self.new[j]
        placed = {shape: name for name, shape in SHAPES.items()}
        fresh = any(difference.line == -j - 1 for difference in group)
        return Field(j, line.text, placed.get((line.kind.value, line.depth), "paragraph") if fresh else "")

    # What the file knows -----------------------------------------------------------------------------

    def notes(self) -> list[str]:
        """Return what was not read of the file, with its place."""
        return [phrase_in_words(note) if isinstance(note, Phrase) else note for note in self.bundle.notes]

    def losses(self) -> list[tuple[str, str]]:
        """Return the place of what did not come along from an earlier draft, and why it did not."""
        return [
            (
                f"{loss.label} {first_words(loss.text)}".strip(),
                _(_LOSSES[loss.verdict])
                % {"kind": kind_title(loss.kind), "done": loss.done, "total": loss.total},
            )
            for loss in self.bundle.losses
        ]

    def remarks(self) -> Iterator[tuple[str, str]]:
        """Yield place and words of the comments beside what does not differ: they are no reasons."""
        for row, remark in self.idle_remarks():
            yield title_of(row) if row else "", remark

    def other_kinds(self) -> list[TextRow]:
        """Return the lines of the draft that look like a heading in the file and are none, or the reverse."""
        return [
            self.rows[link.old[0]]
            for link in self.bundle.links
            if len(link.old) == len(link.new) == 1
            and (self.old[link.old[0]].kind is LineKind.HEADING)
            is not (self.new[link.new[0]].kind is LineKind.HEADING)
        ]

    def _hands(self, link: Link) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(hand_in_words(hand) for source in self.sources(link) for hand in source.hands)
        )

    def _original(self, link: Link) -> str:
        """Return what the file said before its tracked changes, where that is not what the draft says."""
        if len(link.old) != 1 or len(link.new) != 1:
            return ""
        original = self.bundle.lines[link.new[0]].original
        return "" if original is None or same(original, self.old[link.old[0]].text) else original
