"""What the page of translations shows: how far the text is translated, and some of its lines for entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.translations import (
    TranslatedLine,
    TranslationState,
    count_entered,
    count_states,
)
from acm_drafts.services.translations import TitleEntry
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.text import codes_in_drafts
from acm_drafts.store.translations import translated_lines
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.adoption.page import corrected_by
from acm_drafts.web.shared import formatting
from acm_drafts.web.text.routes import Opened
from acm_drafts.web.translations.form import TypedLine

LINES = 20
"""So many lines stand on one page."""
SHOWS: Mapping[str, frozenset[TranslationState]] = {
    "all": frozenset(TranslationState),
    "open": frozenset({TranslationState.MISSING, TranslationState.CHANGED}),
    "changed": frozenset({TranslationState.CHANGED}),
}
"""Which lines each view shows."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """
    A line with the field for its translation.

    *changes*: what its words became since the translation that *earlier* is, empty where nothing is told of one.
    *wrong*: what must be corrected in what was typed. *corrected*: the numbers of the corrigenda to its original, which
    its translation does not take up.
    """

    code: str
    number: str
    called: str
    text: str
    state: TranslationState
    seen: int
    typed: str
    keeps: bool
    earlier: str
    changes: tuple[Span, ...]
    wrong: str
    corrected: str


@dataclass(frozen=True, slots=True)
class ShownTitle:
    """The title of the text with the field for its translation; *seen*: the one that is kept, "" for none."""

    text: str
    seen: str
    typed: str


@dataclass(frozen=True, slots=True)
class TranslationPage:
    """A part of the lines of a draft in a language, in order; *number* of *last*: which part."""

    title: ShownTitle
    draft: int
    sequence: int
    symbol: str
    language: Language
    address: str
    show: str
    number: int
    last: int
    total: int
    counts: Mapping[TranslationState, int]
    seen: int
    lines: tuple[ShownLine, ...]

    @property
    def done(self) -> int:
        return self.counts[TranslationState.TRANSLATED]

    @property
    def changed(self) -> int:
        return self.counts[TranslationState.CHANGED]

    @property
    def open(self) -> int:
        return self.total - self.done

    def url(self, *, show: str = "", number: int = 1) -> str:
        """Return the address of another part, or of the same part in another view."""
        show = show or self.show
        parameters = [f"show={show}"] * (show != "all") + [f"page={number}"] * (number > 1)
        return f"{self.address}?{'&'.join(parameters)}" if parameters else self.address


def languages_of(page: Opened) -> list[Language]:
    """Return the languages into which a text is translated: every one but its own."""
    return [language for language in Language if language is not page.language]


def address_of(page: Opened, language: Language) -> str:
    return f"/c/{page.communique.code}/translations/{language.value}"


def translation_page(
    page: Opened,
    language: Language,
    *,
    show: str,
    number: int,
    typed: Mapping[str, TypedLine] | None = None,
    title: TitleEntry | None = None,
) -> TranslationPage:
    """
    Return a part of the lines of the newest draft, for entry; with *typed* just the lines that were sent, as typed,
    and the *title* as it was typed.

    Four queries, two more of an adopted text.
    """
    version = page.drafts.newest
    corrigenda = corrigenda_to(db.session(), page.communique.id) if page.drafts.is_adopted else ()
    corrected = corrected_by(corrigenda)
    lines = translated_lines(db.session(), version.draft.id, language)
    codes = codes_in_drafts(db.session(), [version.draft.id])
    if typed is not None:
        chosen: Sequence[TranslatedLine] = [line for line in lines if codes[line.line.paragraph] in typed]
        last = number
    else:
        wanted = [line for line in lines if line.state in SHOWS[show]]
        last = max(1, -(-len(wanted) // LINES))
        number = min(max(number, 1), last)
        chosen = wanted[(number - 1) * LINES : number * LINES]
    return TranslationPage(
        title=_title(page, language, title),
        draft=version.draft.id,
        sequence=version.draft.sequence,
        symbol=version.symbol,
        language=language,
        address=address_of(page, language),
        show=show,
        number=number,
        last=last,
        total=len(lines),
        counts=count_states(lines),
        seen=count_entered(lines),
        lines=tuple(
            _shown(line, codes[line.line.paragraph], typed or {}, corrected.get(line.line.paragraph, ""))
            for line in chosen
        ),
    )


def _title(page: Opened, language: Language, typed: TitleEntry | None) -> ShownTitle:
    kept = load_document_settings(db.session(), page.communique.id).titles.get(language, "")
    seen, words = (typed.seen, typed.text) if typed else (kept, kept)
    return ShownTitle(page.communique.title, seen, words)


def _shown(line: TranslatedLine, code: str, typed: Mapping[str, TypedLine], corrected: str) -> ShownLine:
    sent = typed.get(code)
    current = line.current.text if line.current else ""
    return ShownLine(
        code,
        number=line.line.number,
        called=called_in_words(line),
        text=line.line.text,
        state=line.state,
        seen=sent.seen if sent else line.seen,
        typed=sent.text if sent else current,
        keeps=sent.keeps if sent else False,
        earlier=line.earlier.text if line.earlier else "",
        changes=diff_words(line.earlier.original, line.line.text) if line.earlier else (),
        wrong=sent.wrong if sent else "",
        corrected=corrected,
    )


def called_in_words(line: TranslatedLine) -> str:
    """Return what a line is called for the ear: by its number, or by its first words."""
    if line.line.reference:
        return str(_("paragraph %(number)s", number=line.line.reference))
    return formatting.quoted(first_words(line.line.text))


def names_of(languages: Sequence[Language]) -> list[tuple[Language, str]]:
    return [(language, NATIVE_NAMES[language.value]) for language in languages]
