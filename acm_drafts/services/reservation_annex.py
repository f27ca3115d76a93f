"""
The reservations on a draft as its documents tell them, in the order of the text.
"""

from collections.abc import Mapping
from typing import TypedDict

from sqlalchemy.orm import Session

from acm_drafts.documents.write.annexes import Reservation, Until, number_or_first_words
from acm_drafts.negotiation.concordance import full_numbers
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.meetings import day_in
from acm_drafts.store.records import Draft
from acm_drafts.store.reservations import (
    PlacedReservation,
    find_succession,
    load_public_reservations,
    place_reservations,
)
from acm_drafts.store.text import text_rows
from acm_drafts.text.language import Language
from acm_drafts.text.phrases import kept_at


def reservations_on(session: Session, draft: Draft, text: DraftText) -> tuple[Reservation, ...]:
    """
    Return the reservations on *draft*, in the order of *text*, which is it: those that all participants read.

    A document is handed on, so it is the same whoever asks for it. Of a draft whose place a later one took they are
    told as they were when that was circulated (`told_until`), so that its files do not change. Seven queries at most.
    """
    return tuple(reservation for reservation, _paragraphs in placed_on(session, draft, text))


def placed_on(
    session: Session, draft: Draft, text: DraftText
) -> tuple[tuple[Reservation, frozenset[int]], ...]:
    """Return the same, each with the keys of the paragraphs that it is on in *draft*, none for the whole text."""
    later = find_succession(session, draft)
    records = load_public_reservations(session, draft.communique_id, until=later.at if later else None)
    if not records:
        return ()
    placed = place_reservations(
        session,
        draft.communique_id,
        records,
        text_rows(session, draft.id),
        sequence=draft.sequence,
    )
    lines = {line.paragraph: line for line in text.lines}
    called = number_or_first_words(Language(text.language))
    numbers = full_numbers(text.lines, called)
    names = {line.paragraph: numbers.get(line.paragraph) or called(line) for line in text.lines}
    zone = draft.communique.meeting.zone
    return tuple(
        (_reservation(row, names, lines, text, zone), frozenset(line.paragraph for line in row.concerns))
        for row in placed
    )


def told_until(session: Session, draft: Draft) -> Until | None:
    """Return with which draft what documents tell of the reservations on *draft* ends, None while it is the text."""
    later = find_succession(session, draft)
    if later is None:
        return None
    return Until(later.symbol, day_in(draft.communique.meeting.zone, later.at).isoformat())


def _reservation(
    row: PlacedReservation, names: Mapping[int, str], lines: Mapping[int, Line], text: DraftText, zone: str
) -> Reservation:
    return Reservation(
        names.get(row.concerns[0].paragraph, "") if row.lines else "",
        row.record.scope,
        credited_name(row.record.reservation.party, text.language),
        day_in(zone, row.record.entered_at).isoformat(),
        phrase=row.record.reservation.phrase,
        words=row.record.last.words,
        where=row.now,
        kept=row.was_kept,
        awaited=row.record.last.awaiting,
        corrected=None
        if text.original
        else row.corrected_phrase({key: line.text for key, line in lines.items()}),
        **_footnote(row, lines, text),
    )


class _Footnote(TypedDict):
    """Where a footnote on a reservation stands, as `Reservation` has it."""

    line: int
    after: int | None


def _footnote(placed: PlacedReservation, lines: Mapping[int, Line], text: DraftText) -> _Footnote:
    """
    Return where a footnote stands: behind the words of a phrase, else at the end of the last line of its paragraph.

    *lines*: those of *text*. A translation has other words, and where they are nobody said; in a text that reads as
    its corrigenda say the words are followed once more.
    """
    if placed.phrase_at is not None:
        row, words = placed.phrase_at
        line = lines[row.paragraph]
        is_original = not text.original or line.text == row.text
        kept = kept_at(row.text, words, line.text) if is_original else None
        return {"line": row.paragraph, "after": kept.end if kept else None}
    return {"line": placed.lines[-1].paragraph if placed.lines else 0, "after": None}
