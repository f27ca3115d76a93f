"""
The adoption of a text as its reader may see it: where it was adopted, what was still open, and its corrigenda.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.adoption import OF_PROPOSALS, OpenKind
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.store.records import Adoption, Corrigendum, CorrigendumEntry, Draft, Party
from acm_drafts.text.language import Language
from acm_drafts.web.shared import sentences
from acm_drafts.web.shared.formatting import day, listed_numbers, name_of, proposal_url, quoted
from acm_drafts.web.shared.sentences import Link, Sentence, Symbol, Words, link


def adoption_url(communique_code: str) -> str:
    return f"/c/{communique_code}/adoption"


# What is open --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """Something that is, or was, still open: the paragraph by its key and number, and the proposal by its key."""

    kind: OpenKind
    paragraph: int
    reference: str
    proposal: int | None


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What is open, in words, and the address of its page."""

    called: str
    url: str


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """All that is open for one reason: a heading, and each of it."""

    title: str
    links: tuple[OpenLink, ...]


_TITLES = {
    OpenKind.UNAGREED: lambda: _("Paragraphs not agreed"),
    OpenKind.DECLINED: lambda: _(
        "Paragraphs agreed at a level and since declined at a sitting or broken under silence"
    ),
    OpenKind.BRACKETS: lambda: _("Paragraphs with brackets"),
    OpenKind.PENDING: lambda: _("Proposals that wait for a decision, or whose sponsors contest the last one"),
    OpenKind.UNANSWERED: lambda: _(
        "Proposals whose sponsors were asked and have not answered, unless a level agreed the paragraph after that"
    ),
}


def open_groups(
    root: str,
    matters: Iterable[MatterFacts],
    *,
    codes: Mapping[int, str],
    names: Mapping[int, tuple[str, str]],
) -> tuple[OpenGroup, ...]:
    """
    Return *matters* by their kinds, those on proposals that have a name in *names* alone; no empty group.

    *codes*: of paragraphs; *names*: name and code of each proposal that the reader may be told of.
    """
    groups: dict[OpenKind, list[OpenLink]] = {kind: [] for kind in OpenKind}
    for matter in matters:
        if matter.kind not in OF_PROPOSALS:
            groups[matter.kind].append(_open_paragraph(root, matter.paragraph, matter.reference, codes))
        elif matter.proposal is not None and matter.proposal in names:
            name, code = names[matter.proposal]
            groups[matter.kind].append(OpenLink(name, proposal_url(code)))
    return tuple(OpenGroup(str(_TITLES[kind]()), tuple(links)) for kind, links in groups.items() if links)


def _open_paragraph(root: str, paragraph: int, reference: str, codes: Mapping[int, str]) -> OpenLink:
    called = reference or str(_("a paragraph without a number"))
    return OpenLink(called, f"{root}/p/{codes.get(paragraph, '')}")


def unconfirmed_group(root: str, lines: Iterable[Line], codes: Mapping[int, str]) -> OpenGroup:
    """Return the group of *lines* that are agreed ad referendum alone; *codes*: of paragraphs."""
    links = (_open_paragraph(root, line.paragraph, line.reference, codes) for line in lines)
    return OpenGroup(str(_("Paragraphs agreed ad referendum and not confirmed")), tuple(links))


# Corrigenda ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction: what the paragraph is called, its code, which words are read for which, why, and who asked."""

    called: str
    code: str
    old: str
    new: str
    reason: str
    asked_by: Party


@dataclass(frozen=True, slots=True)
class IssuedCorrigendum:
    """A corrigendum as the page tells it."""

    corrigendum: Corrigendum
    day: str
    corrections: tuple[Corrected, ...]


def issued_corrigenda(
    corrigenda: Iterable[Corrigendum], lines: Iterable[Line], codes: Mapping[int, str]
) -> list[IssuedCorrigendum]:
    """Return *corrigenda* in their order; *lines*: those of the adopted text, *codes*: of its paragraphs."""
    begins = {line.paragraph: line.text for line in lines}
    return [
        IssuedCorrigendum(
            corrigendum,
            day(corrigendum.day),
            tuple(
                Corrected(
                    entry.reference or quoted(first_words(begins[entry.paragraph_id], ON_LINE)),
                    codes[entry.paragraph_id],
                    entry.old,
                    entry.new,
                    entry.reason,
                    entry.asked_by,
                )
                for entry in corrigendum.entries
            ),
        )
        for corrigendum in corrigenda
    ]


@dataclass(frozen=True, slots=True)
class ParagraphCorrection:
    """What a corrigendum reads otherwise in one paragraph: its symbol as a link, a sentence, the reason, and when."""

    corrigendum: Link
    sentence: Sentence
    reason: str
    at: datetime


def corrections_on(
    corrigenda: Iterable[Corrigendum], paragraph: int, *, url: str, language: Language
) -> tuple[ParagraphCorrection, ...]:
    """Return what *corrigenda* correct in a paragraph; *url*: of the adoption, *language*: of the text."""
    return tuple(
        ParagraphCorrection(
            link(f"{url}#corr-{corrigendum.number}", Symbol(corrigendum.symbol)),
            _read_for(entry, language),
            entry.reason,
            corrigendum.at,
        )
        for corrigendum in corrigenda
        for entry in corrigendum.entries
        if entry.paragraph_id == paragraph
    )


def _read_for(entry: CorrigendumEntry, language: Language) -> Sentence:
    old, new = (
        sentences.gettext("“%(words)s”", words=Words(words, language)) for words in (entry.old, entry.new)
    )
    if not entry.new:
        return sentences.gettext("Delete %(old)s", old=old)
    return sentences.gettext("For %(old)s read %(new)s", old=old, new=new)


def corrected_by(corrigenda: Iterable[Corrigendum]) -> dict[int, str]:
    """Return by which corrigenda each paragraph is corrected, by their numbers: "1 and 3"."""
    numbers: dict[int, list[str]] = {}
    for corrigendum in corrigenda:
        for paragraph in dict.fromkeys(entry.paragraph_id for entry in corrigendum.entries):
            numbers.setdefault(paragraph, []).append(str(corrigendum.number))
    return {paragraph: listed_numbers(in_ranges(own)) for paragraph, own in numbers.items()}


def incorporating(corrigenda: Sequence[Corrigendum]) -> str:
    """Return as which corrigenda a text reads: "incorporating Corr.1 and 2", "" for none."""
    if not corrigenda:
        return ""
    numbers = listed_numbers(in_ranges([str(corrigendum.number) for corrigendum in corrigenda]))
    return str(_("incorporating Corr.%(numbers)s", numbers=numbers))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of an adopted text as its corrigenda read it; *is_corrected*: they changed it."""

    line: Line
    is_corrected: bool


def read_lines(lines: Iterable[Line], corrected: Collection[int]) -> list[ReadLine]:
    return [ReadLine(line, line.paragraph in corrected) for line in lines]


def paragraph_choices(lines: Iterable[Line], codes: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return code and name of each line of a text: its number, and its first words."""
    return [
        (codes[line.paragraph], f"{line.reference} {first_words(line.text, ON_LINE)}".strip())
        for line in lines
    ]


def status_in_words(draft: Draft, adoption: Adoption | None) -> str:
    """Return that a draft is adopted, with the day, or the status that was declared. *adoption*: that of its text."""
    if adoption is not None and adoption.draft_id == draft.id:
        return adopted_in_words(adoption)
    return name_of(DraftStatus(draft.status))


def adopted_in_words(adoption: Adoption) -> str:
    """Return that a text was adopted, with the day."""
    return str(_("Adopted %(day)s", day=day(adoption.day)))
