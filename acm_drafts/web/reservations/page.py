"""
Reservations as pages show them: what each is on, what became of its words, and what its delegation may do to it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.corrigenda import corrected_lines
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import SPEAKS, Actor
from acm_drafts.negotiation.terms import ReservationAct, ReservationScope, WordsNow, name_of
from acm_drafts.store.corrigenda import corrections_to
from acm_drafts.store.database import Session
from acm_drafts.store.records import Reservation
from acm_drafts.store.reservations import PlacedReservation, load_reservations, place_reservations
from acm_drafts.store.text import DraftSet, TextRow, line_of, text_rows
from acm_drafts.web.shared.access import archived_meeting
from acm_drafts.web.shared.formatting import short
from acm_drafts.web.text.routes import Opened

FIRST = 36
"""So many characters of its first words name a paragraph that has no number."""

_WORDS: Mapping[WordsNow, str] = {
    WordsNow.ELSEWHERE: N_("The words it was entered on stand at another place now."),
    WordsNow.PARTLY: N_(
        "The paragraph it was entered on was divided, and a part of it is no longer in the text."
    ),
    WordsNow.GONE: N_("The words it was entered on are no longer in the text."),
}
"""What is said of words that are not where they were."""


@dataclass(frozen=True, slots=True)
class ShownReservation:
    """
    A reservation in the text at hand. *url* is that of its paragraph, "" where there is none in the text.

    *own*: the reader may do something to it. *corrected*: how corrigenda read its phrase, see
    `negotiation.reservations.corrected_phrase`. *acts*: what was done to it, in words, with the moments, oldest first.
    """

    placed: PlacedReservation
    url: str
    own: bool
    corrected: str | None = None

    @property
    def reservation(self) -> Reservation:
        return self.placed.record.reservation

    @property
    def where(self) -> str:
        """What it is on, as a label: the paragraph or the whole text."""
        if self.placed.record.scope is ReservationScope.TEXT:
            return str(_("The whole text"))
        if not self.placed.lines:
            return str(_("A paragraph that was deleted"))
        return called(self.placed.concerns[0])

    @property
    def notes(self) -> list[str]:
        """What became of the words that it is on, a sentence each; nothing where they are as they were."""
        notes = [str(_("The paragraph says other words than when it was entered."))]
        if self.corrected is not None and not self.placed.record.is_withdrawn:
            return [_corrected(self.corrected)]
        if self.placed.now is WordsNow.THERE:
            return notes if self.placed.is_reworded and not self.placed.record.is_withdrawn else []
        gone = _WORDS[self.placed.now]
        if not self.placed.lines:
            gone = N_("The paragraph it was entered on is no longer in the text.")
        notes = [str(_(gone))]
        if self.placed.was_kept:
            notes.append(str(_("Its delegation maintains it.")))
        elif self.placed.is_asked:
            notes.append(
                str(_("Since its words changed last, its delegation has not said whether it maintains it."))
            )
        return notes

    @property
    def acts(self) -> list[tuple[str, datetime]]:
        rows = self.placed.record.acts
        return [(str(_(name_of(ReservationAct(row.act)))), row.at) for row in rows]


def _corrected(words: str) -> str:
    if not words:
        return str(_("A corrigendum changed the words it was entered on."))
    return str(
        _("A corrigendum changed the words it was entered on, which read now: “%(words)s”.", words=words)
    )


def called(row: TextRow) -> str:
    """Return what a paragraph is called as a label: "Paragraph 12", or its first words."""
    if row.reference:
        return str(_("Paragraph %(number)s", number=row.reference))
    return str(_("“%(words)s”", words=short(row.text, FIRST)))


def may_enter(page: Opened) -> bool:
    """Return whether the reader may enter a reservation: as a delegation, on a text not adopted that all read."""
    if archived_meeting():
        return False
    circulated = any(version.circulation is not None for version in page.drafts.versions)
    return circulated and not page.drafts.is_adopted and bool(page.who.parties(*SPEAKS))


def shown_reservations(
    session: Session, who: Actor, drafts: DraftSet, rows: Sequence[TextRow] | None = None
) -> list[ShownReservation]:
    """
    Return the reservations on a text that *who* may read, in its order. Seven queries at most.

    *rows*: the lines of the newest draft that they read, where these are at hand.
    """
    records = load_reservations(session, who, drafts.communique)
    if not records:
        return []
    newest = drafts.newest.draft
    lines = text_rows(session, newest.id) if rows is None else rows
    placed = place_reservations(session, drafts.communique.id, records, lines, sequence=newest.sequence)
    speaks = frozenset() if drafts.is_adopted else who.parties(*SPEAKS)
    root = f"/c/{drafts.communique.code}/p/"
    corrected = _as_corrected(session, drafts, lines)
    return [
        ShownReservation(
            row,
            f"{root}{row.concerns[0].code}" if row.lines else "",
            row.record.reservation.party_id in speaks
            and not row.record.is_withdrawn
            and drafts.adoption is None,
            row.corrected_phrase(corrected) if corrected else None,
        )
        for row in placed
    ]


def _as_corrected(session: Session, drafts: DraftSet, lines: Sequence[TextRow]) -> dict[int, str]:
    """Return what *lines* say as the corrigenda to the text read them, by paragraph; none without any. One query."""
    key = drafts.communique.id
    corrections = corrections_to(session, [key]).get(key, ()) if drafts.is_adopted else ()
    read = corrected_lines([line_of(line) for line in lines], corrections) if corrections else ()
    return {line.paragraph: line.text for line in read}


def to_confirm(shown: Sequence[ShownReservation]) -> list[ShownReservation]:
    """Return those of which the reader is asked whether they stand."""
    return [row for row in shown if row.own and row.placed.is_asked]


def corrected_of(shown: Sequence[ShownReservation], parties: Collection[int]) -> list[ShownReservation]:
    """Return those of *parties* that stand and whose words a corrigendum changed."""
    return [
        row
        for row in shown
        if row.corrected is not None
        and row.reservation.party_id in parties
        and not row.placed.record.is_withdrawn
    ]


def on_paragraph(shown: Sequence[ShownReservation], paragraph: int) -> list[ShownReservation]:
    """
    Return those that are not withdrawn and are on this paragraph, as the text has it now.

    Of a paragraph that is no longer in the text, such as one joined to another, those that were entered on it.
    """
    return [
        row for row in shown if not row.placed.record.is_withdrawn and paragraph in _paragraphs_of(row.placed)
    ]


def _paragraphs_of(placed: PlacedReservation) -> tuple[int | None, ...]:
    own, stands = placed.record.reservation.paragraph_id, {line.paragraph for line in placed.lines}
    return (*(line.paragraph for line in placed.concerns), *(() if own in stands else (own,)))
