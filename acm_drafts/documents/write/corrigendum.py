"""
A corrigendum to an adopted text as a Word file: paragraph by paragraph, for which words which others are read.

It is made from values; who may read it was decided before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.wordxml import paragraph, run
from acm_drafts.negotiation.lines import DraftText, Translated
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class PrintedCorrection:
    """
    For the words *old* in a paragraph read *new*, which is "" where they are deleted.

    *number* is what the paragraph is called, "" where it has no number; *begins*: its first words. *asked_by*: a name.
    """

    number: str
    begins: str
    old: str
    new: str
    reason: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class CorrigendumText:
    """
    A corrigendum as its document tells it: *face* is that of the adopted text, *spoken* the language of that.

    *day*, like the date of the face, in ISO.
    """

    face: DraftText
    symbol: str
    day: str
    corrections: Sequence[PrintedCorrection]
    spoken: Language


def render(corrigendum: CorrigendumText, template: Template | None = None) -> bytes:
    """Return the corrigendum as a .docx; the same corrigendum gives the same bytes."""
    language = Language(corrigendum.face.language)
    adopted = corrigendum.face
    face = replace(
        adopted,
        symbol=corrigendum.symbol,
        status=words.say(language, "corrigendum"),
        date=corrigendum.day,
        lines=(),
        translated=Translated.WHOLLY,
    )
    note = words.say(language, "corrigendum to", symbol=adopted.symbol, day=day_in(language, adopted.date))
    return docx.pack(face, _elements(corrigendum, language), note=note, template=template)


def _elements(corrigendum: CorrigendumText, language: Language) -> Iterator[etree._Element]:
    spoken = corrigendum.spoken
    if spoken is not language:
        yield _say("corrected original", language, name=words.say(language, f"language {spoken.value}"))
    for correction in corrigendum.corrections:
        yield _heading(_called(correction, language), language)
        yield _say("for" if correction.new else "deleted words", language)
        yield paragraph("ACMProposalText", [run(correction.old, spoken)], spoken)
        if correction.new:
            yield _say("read", language)
            yield paragraph("ACMProposalText", [run(correction.new, spoken)], spoken)
        yield _say("correction reason", language, reason=correction.reason)
        yield _say("correction asked", language, name=correction.asked_by)


def _called(correction: PrintedCorrection, language: Language) -> str:
    if correction.number:
        return words.say(language, "silence paragraph", number=correction.number)
    return words.say(language, "corrected heading", words=correction.begins)


def _heading(text: str, language: Language) -> etree._Element:
    return paragraph("Heading1", directions.runs(text, language), language)


def _say(what: str, language: Language, **facts: str) -> etree._Element:
    text = words.say(language, what, **facts)
    return paragraph("ACMPlain", directions.runs(text, language), language)
