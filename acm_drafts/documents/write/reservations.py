"""
The reservations on a text, as they go to the report of the meeting: who reserves its position on what, in its words.
"""

from collections.abc import Sequence
from dataclasses import replace

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import docx, words
from acm_drafts.documents.write.annexes import Annexes, Reservation, Until, reservation_tables
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.wordxml import paragraph, run
from acm_drafts.negotiation.lines import DraftText, Translated
from acm_drafts.text.language import Language


def render(
    draft: DraftText,
    reservations: Sequence[Reservation],
    *,
    until: Until | None = None,
    annexes: Annexes | None = None,
    template: Template | None = None,
) -> bytes:
    """
    Return a .docx with a table of the *reservations* on *draft* that stand, and one of those that await instructions.

    *until*: it says with which later draft that ends. *annexes* go without theirs: the document is made of them.
    """
    language = Language(draft.language)
    body = []
    for title, table in reservation_tables(reservations, language, width=docx.sheet_of(template).between):
        body += [paragraph("Heading1", [run(title, language)], language), table]
    if body:
        body.append(paragraph("ACMCell", [], language))
    face = replace(draft, translated=Translated.WHOLLY)  # it prints nothing of the text but phrases
    others = replace(annexes, reservations=()) if annexes else None
    return docx.pack(face, body, note=_note(reservations, language, until), annexes=others, template=template)


def _note(reservations: Sequence[Reservation], language: Language, until: Until | None) -> str:
    """Return what kind of document it is, in the masthead."""
    later = {"symbol": until.symbol, "day": day_in(language, until.day)} if until else {}
    if not reservations:
        return words.say(language, "no reservations until" if until else "no reservations", **later)
    awaited = sum(reservation.awaited for reservation in reservations)
    counts = {"count": str(len(reservations) - awaited), "awaited": str(awaited)}
    counted = words.say(language, "reservations counted", **counts)
    return f"{counted} {words.say(language, 'reservations until', **later)}" if until else counted
