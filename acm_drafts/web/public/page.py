"""
A published text as its page shows it: lines, corrigenda, the citation, and what search engines are told of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.documents.write.cities import adopted_at
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.lines import DraftText, Line, LineKind
from acm_drafts.negotiation.numbering import beside, listed_beside
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.services.public import PublicReading
from acm_drafts.store.public import PublishedText
from acm_drafts.store.records import Corrigendum, CorrigendumEntry
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.adoption.page import corrected_by
from acm_drafts.web.shared.formatting import day, quoted, short

SUMMARY = 200
"""How many characters of the first paragraph a link to the text is shown with elsewhere."""


def public_url(address: str, language: Language | None = None, paragraph: str = "") -> str:
    """Return the address of a text, in a language, of a paragraph in it."""
    parts = [f"/public/{address}", language.value if language else "", paragraph]
    return "/".join(part for part in parts if part)


# The text ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicLine:
    """
    A line as it is read: its code for links, and the language of its words.

    *label*: its number as it is written in the language of the page. *corrected*: by which corrigenda, "1 and 3", ""
    for none. *cited*: what it is called in a citation, "" for nothing.
    """

    line: Line
    code: str
    label: str
    language: Language
    corrected: str
    cited: str

    @property
    def is_heading(self) -> bool:
        return self.line.kind is LineKind.HEADING


def public_lines(reading: PublicReading, codes: Mapping[int, str]) -> list[PublicLine]:
    """Return the lines of a text; what a corrigendum reads otherwise stands in the language of the original."""
    corrected = corrected_by(reading.corrigenda)
    return [
        PublicLine(
            line,
            codes[line.paragraph],
            beside(line.label, reading.language.value, line.depth),
            reading.original if line.paragraph in corrected else reading.language,
            corrected.get(line.paragraph, ""),
            "" if line.kind is LineKind.HEADING else listed_beside(line.reference, reading.language.value),
        )
        for line in reading.text.lines
    ]


@dataclass(frozen=True, slots=True)
class PublicCorrection:
    """
    A correction: what the paragraph is called, its code, and which words are read for which.

    *is_numbered*: it is called by a number, and not by its first words.
    """

    called: str
    is_numbered: bool
    code: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PublicCorrigendum:
    """A corrigendum as everybody reads it: neither who asked for it, nor why."""

    number: int
    symbol: str
    day: str
    corrections: tuple[PublicCorrection, ...]


def public_corrigenda(
    corrigenda: Iterable[Corrigendum], lines: Iterable[PublicLine]
) -> list[PublicCorrigendum]:
    """Return *corrigenda* in their order; *lines*: those of the text."""
    by_key = {shown.line.paragraph: shown for shown in lines}
    return [
        PublicCorrigendum(
            corrigendum.number,
            corrigendum.symbol,
            day(corrigendum.day),
            tuple(_correction(entry, by_key[entry.paragraph_id]) for entry in corrigendum.entries),
        )
        for corrigendum in corrigenda
    ]


def _correction(entry: CorrigendumEntry, shown: PublicLine) -> PublicCorrection:
    called = shown.cited or quoted(first_words(shown.line.text, ON_LINE))
    return PublicCorrection(called, bool(shown.cited), shown.code, entry.old, entry.new)


# Its face ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Face:
    """
    What stands above a text and in its citation: title, symbol, place and day of the adoption, number of paragraphs.

    Of an agenda, items are counted (*is_agenda*). *title_language*: that of the text, where the title has none in that
    of the page. *others*: its languages, each with its own name and its address; *lacking*: the names of those there
    are not.
    """

    title: str
    title_language: Language
    symbol: str
    place: str
    day: str
    paragraphs: int
    is_agenda: bool
    others: tuple[tuple[Language, str, str], ...]
    lacking: tuple[str, ...]


def face_of(reading: PublicReading) -> Face:
    text, address = reading.text, reading.published.address
    return Face(
        text.title,
        Language(text.title_language or reading.language),
        text.symbol,
        _adopted_at(reading.published, reading.language, text.place),
        day(reading.published.adoption.day),
        sum(line.kind is LineKind.PARAGRAPH for line in text.lines),
        reading.published.communique.kind == TextKind.AGENDA,
        named_languages(address, reading.languages),
        tuple(NATIVE_NAMES[own.value] for own in Language if own not in reading.languages),
    )


def _adopted_at(published: PublishedText, language: Language, place: str) -> str:
    """Return where a text was adopted, "" where that is not known. *place*: what that of the meeting is called."""
    return adopted_at(published.adoption.place, published.communique.meeting.place, language, called=place)


def named_languages(address: str, languages: Iterable[Language]) -> tuple[tuple[Language, str, str], ...]:
    """Return each of the *languages* of a text with its own name and its address."""
    return tuple((own, NATIVE_NAMES[own.value], public_url(address, own)) for own in languages)


def summary_of(text: DraftText) -> str:
    """Return the beginning of the first paragraph, "" where there is none."""
    return next((short(line.text, SUMMARY) for line in text.lines if line.kind is not LineKind.HEADING), "")


LOCALES = {Language.EN: "en_GB", Language.FR: "fr_FR", Language.AR: "ar_AR"}
"""How Open Graph names the languages."""


def linked_data(reading: PublicReading, face: Face, *, host: str, files: Sequence[tuple[str, str]]) -> object:
    """
    Return a text in the terms of schema.org; *host*: where it is served, *files*: (media type, address) of each.
    """
    adoption, address = reading.published.adoption, reading.published.address
    here = f"{host}{public_url(address, reading.language)}"
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": here,
        "url": here,
        "name": face.title,
        "identifier": face.symbol,
        "inLanguage": reading.language.value,
        "dateCreated": adoption.day.isoformat(),
        "datePublished": reading.published.seen[0].at.date().isoformat(),
        "dateModified": reading.changed.isoformat(timespec="seconds"),
        "isAccessibleForFree": True,
        "creativeWorkStatus": "Adopted",
        "publisher": {"@type": "Organization", "name": str(_("Organisation of Islamic Cooperation"))},
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": kind, "contentUrl": f"{host}{url}"}
            for kind, url in files
        ],
    }
    if face.place:
        facts["locationCreated"] = {"@type": "Place", "name": face.place}
    if reading.language is not reading.original:
        original = f"{host}{public_url(address, reading.original)}"
        facts["translationOfWork"] = {"@type": "Report", "@id": original}
    if reading.corrigenda:
        facts["correction"] = [
            {
                "@type": "CorrectionComment",
                "name": corrigendum.symbol,
                "datePublished": corrigendum.day.isoformat(),
            }
            for corrigendum in reading.corrigenda
        ]
    return facts


# The list of texts ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedText:
    """A published text in the list and in the feed: its title in one language, and where it is read in it."""

    title: str
    title_language: Language
    language: Language
    symbol: str
    place: str
    day: str
    year: int
    url: str
    languages: tuple[Language, ...]
    published: datetime
    changed: datetime
    address: str


def listed_texts(
    texts: Iterable[PublishedText],
    language: Language,
    *,
    languages: Mapping[int, tuple[Language, ...]],
    names: Mapping[int, Mapping[Language, tuple[str, str]]],
    corrected: Mapping[int, datetime],
) -> list[ListedText]:
    """
    Return *texts* in *language*, or in their own where they cannot be read in it.

    *languages*: in which each can be read, by the key of its draft. By its communiqué: *names* (title and place), and
    *corrected*, when it was corrected last.
    """
    listed = []
    for text in texts:
        communique, adoption = text.communique, text.adoption
        original = Language(communique.language)
        readable = languages[text.draft.id]
        shown = language if language in readable else original
        title, place = names[communique.id].get(shown, ("", ""))
        listed.append(
            ListedText(
                title or communique.title,
                shown if title else original,
                shown,
                adoption.symbol,
                _adopted_at(text, shown, place),
                day(adoption.day),
                communique.meeting.year,
                public_url(text.address, shown),
                readable,
                text.seen[0].at,
                max(text.seen[-1].at, corrected.get(communique.id, text.seen[-1].at)),
                text.address,
            )
        )
    return listed
