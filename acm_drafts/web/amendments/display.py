"""
What proposals ask for, laid out: each in its place in the text, and each as words or as a sentence.

New paragraphs print as "12 bis", an alternative to a whole paragraph as "12 alt". The numbers are
those that this reader's proposals make: another's hidden one leaves no gap.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.brackets import unbrackets
from acm_drafts.negotiation.comparison import is_alternative
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.drawing import Drawing
from acm_drafts.negotiation.insertions import NewParagraph, new_paragraphs
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.status import standing_in_round
from acm_drafts.negotiation.terms import AmendmentKind, Standing
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.insertions import insertions_of
from acm_drafts.store.readable import submitted_in_round
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import settled_among, stands_as_proposed
from acm_drafts.store.text import TextRow, codes_of_paragraphs
from acm_drafts.store.visibility import name_for
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.language import Language, other_language
from acm_drafts.web.shared.formatting import kind_in_words
from acm_drafts.web.text.fragments import macro
from acm_drafts.web.text.page import Column, numbered_lines


@dataclass(frozen=True, slots=True)
class Asking:
    """
    What one proposal asks for.

    *spans* lead from the wording it stands on to the one it asks for (of a deletion one DELETE, of a
    new paragraph or an alternative one INSERT; none where no words change), *sentence* says what
    words do not. *number* is that of a new paragraph or an alternative, else "".
    """

    spans: tuple[Span, ...]
    sentence: str
    language: Language
    number: str = ""

    @property
    def other_language(self) -> Language | None:
        """The language in which its words would have the paragraph, where that is not the one of the text."""
        return language_of_change(self.spans, self.language)


def language_of_change(spans: Sequence[Span], language: Language) -> Language | None:
    """Return the language of the words to which *spans* lead, None where they bring none or it is *language*."""
    if all(span.op is not Op.INSERT for span in spans):
        return None
    return other_language("".join(span.text for span in spans if span.op is not Op.DELETE), language)


_IN_WORDS = (AmendmentKind.REPLACE, AmendmentKind.SPLIT, AmendmentKind.CONSEQUENTIAL)
"""Kinds that put words in the place of others."""


def asking_of(
    entry: AmendmentRecord,
    places: Mapping[int, str],
    number: str = "",
    *,
    now: str | None = None,
    symbols: Mapping[int, str] | None = None,
) -> Asking:
    """
    Return what *entry* asks for.

    *places*: the printed number of each paragraph that the reader may know; *number*: that of the
    paragraph it concerns, or of the new one. *now*: what the paragraph says, None where no text is to be drawn on.
    *symbols*: of the drafts by the wordings that they print.
    """
    language, text = Language(entry.revision.language), entry.revision.text
    if entry.kind is AmendmentKind.INSERT:
        return Asking((Span(Op.INSERT, text),), "", language, number)
    if entry.kind is AmendmentKind.DELETE:
        drawn = entry.drawn_on(now)
        return Asking((Span(Op.DELETE, entry.base),), made_on(entry, drawn, symbols or {}), language)
    if entry.kind in _IN_WORDS:
        drawn = entry.drawn_on(now)
        note = made_on(entry, drawn, symbols or {})
        if entry.kind is AmendmentKind.REPLACE and is_alternative(*entry.asked):
            alternative = numbering.alt(number) if number else ""
            return Asking((Span(Op.INSERT, drawn.text),), note, language, alternative)
        return Asking(diff_words(drawn.base, drawn.text), note, language)
    if entry.restores:
        return Asking(diff_words(*entry.asked), _sentence(entry, places), language)
    return Asking((), _sentence(entry, places), language)


def made_on(entry: AmendmentRecord, drawn: Drawing, symbols: Mapping[int, str]) -> str:
    """Return on which wording a proposal is shown, "" where that is the wording as it stands."""
    if not drawn.is_old:
        return ""
    symbol = symbols.get(entry.read_on or 0)
    if symbol is None:
        return _("Shown on the wording it was made on; the text has changed there since.")
    return _(
        "Shown on the wording it was made on, that of %(draft)s; the text has changed since.", draft=symbol
    )


def _sentence(entry: AmendmentRecord, places: Mapping[int, str]) -> str:
    if unbrackets(entry.edit()):
        return _("Keep the paragraph as it was before these words were put in brackets.")
    if entry.restores:
        return _("Keep the paragraph as it was before these changes.")
    if entry.kind is AmendmentKind.KEEP:
        return _("Keep the paragraph as it stands.")
    if entry.kind is AmendmentKind.JOIN:
        number = places.get(entry.revision.other_id or START)
        return (
            _("Join it with paragraph %(number)s.", number=number)
            if number
            else _("Join it with the next one.")
        )
    if entry.revision.after_id is None:
        return _("Move it to the beginning.")
    after = places.get(entry.revision.after_id)
    return _("Move it after paragraph %(number)s.", number=after) if after else _("Move it to another place.")


def numbers_of(rows: Iterable[TextRow]) -> dict[int, str]:
    """Return what each line is called where it stands alone, by paragraph; lines without a name are left out."""
    return {row.paragraph: row.reference for row in rows if row.reference}


# In their places -----------------------------------------------------------------------------------


def drawn_in_place(
    session: Session, who: Actor, context: RoundContext, *, rows: Sequence[TextRow], column: Column
) -> list[Markup]:
    """Return the text with every pending proposal of the round that *who* may read in place. Ten queries at most."""
    submitted = submitted_in_round(session, who, context)
    pending = submitted.pending()
    inserted = [record.amendment.paragraph_id for record in pending if record.kind is AmendmentKind.INSERT]
    places = _Places(
        numbered_lines(column, rows),
        pending,
        numbers_of(rows),
        names={record.amendment.id: name_for(who, context, record) for record in pending},
        codes=codes_of_paragraphs(session, inserted),
        new=new_paragraphs(rows, insertions_of(submitted)),
        settled=settled_among(session, who, {context.round.id: context}, pending),
    )
    return places.drawn(rows)


class _Places:
    """Every proposal at its place in the text of one reader."""

    def __init__(
        self,
        column: Column,
        entries: Sequence[AmendmentRecord],
        numbers: Mapping[int, str],
        *,
        names: Mapping[int, str],
        codes: Mapping[int, str],
        new: Mapping[int, Sequence[NewParagraph]],
        settled: Collection[int],
    ) -> None:
        self.column, self.names, self.codes, self.new = column, names, codes, new
        self.settled = settled
        self.places = {
            **numbers,
            **{proposed.paragraph: proposed.reference for group in new.values() for proposed in group},
        }
        self.bringing = {
            entry.amendment.paragraph_id: entry for entry in entries if entry.kind is AmendmentKind.INSERT
        }
        known = {entry.amendment.id for entry in entries}
        self.on: dict[int, list[AmendmentRecord]] = {}
        self.amending: dict[int, list[AmendmentRecord]] = {}
        for entry in entries:
            if entry.amendment.amends_id in known:
                self.amending.setdefault(entry.amendment.amends_id or 0, []).append(entry)
            elif entry.kind is not AmendmentKind.INSERT:
                self.on.setdefault(entry.amendment.paragraph_id, []).append(entry)

    def drawn(self, rows: Sequence[TextRow]) -> list[Markup]:
        out = self._inserted(START)
        for row in rows:
            out.append(self.column.line(row))
            number = row.reference
            out += [self._drawn_proposal(entry, number) for entry in self.on.get(row.paragraph, ())]
            out += self._inserted(row.paragraph)
        return out

    def _inserted(self, place: int) -> list[Markup]:
        """Return the pending new paragraphs after *place*, each with the proposals on it."""
        out = []
        for new in self.new.get(place, ()):
            if new.paragraph in self.bringing:
                out.append(self._new(self.bringing[new.paragraph], new.number))
                out += [
                    self._drawn_proposal(entry, new.reference) for entry in self.on.get(new.paragraph, ())
                ]
        return out

    def _drawn_proposal(self, entry: AmendmentRecord, number: str) -> Markup:
        return macro("text/_proposals.html", "proposal")(*self._facts(entry, number))

    def _new(self, entry: AmendmentRecord, number: str) -> Markup:
        revision, key = entry.revision, entry.amendment.paragraph_id
        line = Line(key, revision.text, LineKind(revision.kind), revision.depth)
        facts = self.column.plain(line, self.codes[key], number=number)
        return macro("text/_proposals.html", "new")(facts, *self._facts(entry, number))

    def _facts(
        self, entry: AmendmentRecord, number: str
    ) -> tuple[AmendmentRecord, str, str, Asking, list[Markup], Standing, bool]:
        below = [
            self._drawn_proposal(amending, number) for amending in self.amending.get(entry.amendment.id, ())
        ]
        name, amended = self.names[entry.amendment.id], self.names.get(entry.amendment.amends_id or 0, "")
        asking = asking_of(entry, self.places, number)
        standing = standing_in_round(entry.standing, settled=entry.amendment.id in self.settled)
        proposed = stands_as_proposed(entry, standing, None)
        return entry, name, kind_in_words(entry, amended), asking, below, standing, proposed
