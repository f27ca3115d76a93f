"""What the paragraphs of a sitting are called on its page."""

from collections.abc import Mapping

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.store.new_at_sitting import NewThere
from acm_drafts.store.new_on_agenda import NewOnAgenda
from acm_drafts.store.sitting_decisions import DecidedOn
from acm_drafts.store.sittings import AgendaLine
from acm_drafts.web.shared.formatting import quoted


def called(line: AgendaLine | None) -> str:
    """Return what a paragraph is called in a sentence: its number, else its first words."""
    if line is None:
        return str(_("A paragraph of a text that is not circulated yet"))
    if line.reference:
        return str(_("Paragraph %(number)s", number=line.reference))
    return quoted(first_words(line.text, ON_LINE))


def called_on_agenda(new: NewOnAgenda, lines: Mapping[int, AgendaLine]) -> str:
    """Return what a proposed new paragraph on an agenda is called: its number, its place, else its first words."""
    if new.there.is_placed:
        return _place(new.there, lines)
    if not new.there.number and not new.words:
        return str(_("A new paragraph that is not shown to you"))
    return called(AgendaLine(new.there.number, new.words))


def number_of(line: AgendaLine | None, on: DecidedOn) -> str:
    """Return the number of a paragraph in the draft, of a new one that it had while it was only proposed, else ""."""
    if line is not None and line.reference:
        return line.reference
    return on.new.number if on.new else ""


def called_by_decisions(key: int, on: DecidedOn, lines: Mapping[int, AgendaLine]) -> str:
    """Return what a paragraph that was decided is called: its number, a new one without one by its place, its words."""
    line = lines.get(key)
    number = number_of(line, on)
    if on.new is not None and on.new.is_placed and not number:
        return _place(on.new, lines)
    if line is None and (number or on.words):
        line = AgendaLine("", on.words)
    return called(line and line._replace(reference=number))


def _place(new: NewThere, lines: Mapping[int, AgendaLine]) -> str:
    """Return what a new paragraph without a number is called: "New paragraph after paragraph 18"."""
    if new.follows == START:
        return str(_("New paragraph at the beginning of the text"))
    line = lines.get(new.follows or START)
    if line is not None and line.reference:
        return str(_("New paragraph after paragraph %(number)s", number=line.reference))
    words = quoted(first_words(line.text, ON_LINE)) if line else "…"
    return str(_("New paragraph after %(words)s", words=words))
