"""
An agenda with its annotations as a Word file: each item as it stands, and below it what the Mission notes to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.wordxml import paragraph
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.text.language import Language


def render(
    draft: DraftText, annotations: Mapping[int, str], *, spoken: Language, template: Template | None = None
) -> bytes:
    """
    Return *draft* as a .docx with the *annotations* of its items by paragraph, in the language *spoken*.

    The same agenda gives the same bytes.
    """
    called = replace(draft, annotated=any(line.paragraph in annotations for line in draft.lines))
    note = "" if called.annotated else words.say(Language(draft.language), "not annotated")
    return docx.pack(called, _body(called, annotations, spoken), note=note, template=template)


def _body(draft: DraftText, annotations: Mapping[int, str], spoken: Language) -> Iterator[etree._Element]:
    language, verbs = Language(draft.language), docx.in_italics(draft)
    for line in draft.lines:
        yield docx.line(line, language, verbs=verbs)
        for part in annotations.get(line.paragraph, "").split("\n"):
            if part.strip():
                yield paragraph("ACMProposalNote", directions.runs(part.strip(), spoken), spoken)
