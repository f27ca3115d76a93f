"""
The table of requests that are followed up, as a Word file: overdue first, then by their days.

It is made from values; what may be read was decided before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, tables, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.tables import Cell
from acm_drafts.documents.write.wordxml import element, paragraph, run
from acm_drafts.negotiation.follow_up import FollowUpState, Urgency
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.text.language import Language

_COLUMNS = (
    "paragraph",
    "follow-up requested",
    "follow-up of whom",
    "follow-up by when",
    "follow-up state",
    "follow-up next",
)
_SHARES = (13, 30, 17, 12, 16, 12)


@dataclass(frozen=True, slots=True)
class PrintedRequest:
    """
    A request in a paragraph (*number*, "" without one) of a source, in the language *spoken*.

    *due* is a day in ISO, "" without one; *evidence*: each document in words. *withdrawn*: the source is. *corrected*:
    the symbols of the corrigenda to the paragraph.
    """

    symbol: str
    number: str
    requested: str
    addressee: str
    due: str
    state: FollowUpState
    evidence: Sequence[str]
    next_report: str
    place: str
    spoken: Language
    withdrawn: bool = False
    corrected: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FollowUpText:
    """The requests as of a *day* (in ISO), in groups; *narrowed*: some are left out."""

    language: Language
    day: str
    groups: Sequence[tuple[Urgency, Sequence[PrintedRequest]]]
    narrowed: bool = False


def render(text: FollowUpText, template: Template | None = None) -> bytes:
    """Return the table as a .docx, lying across; the same requests give the same bytes."""
    language = text.language
    face = DraftText(
        title=words.say(language, "follow-up"),
        symbol="",
        status=words.say(language, "follow-up status"),
        language=language.value,
        date=text.day,
        lines=(),
    )
    width = docx.sheet_of(template, landscape=True).between
    body = list(_body(text, width))
    note = words.say(language, "follow-up selected") if text.narrowed else ""
    return docx.pack(face, body, note=note, landscape=True, template=template)


def _body(text: FollowUpText, width: int) -> Iterator[etree._Element]:
    language = text.language
    as_of = words.say(language, "follow-up as of", day=day_in(language, text.day))
    yield paragraph("ACMPlain", directions.runs(as_of, language), language)
    if not text.groups:
        yield paragraph("ACMPlain", [run(words.say(language, "follow-up none"), language)], language)
    for urgency, requests in text.groups:
        heading = f"{words.say(language, f'follow-up {urgency}')} ({len(requests)})"
        yield paragraph("Heading1", directions.runs(heading, language), language)
        yield tables.table(
            [width * share // 100 for share in _SHARES],
            [[_cell(words.say(language, key), language, bold=True)] for key in _COLUMNS],
            [_row(request, language, overdue=urgency is Urgency.OVERDUE) for request in requests],
            language=language,
            caption=heading,
        )
        yield paragraph("ACMCell", [], language)


def _row(request: PrintedRequest, language: Language, *, overdue: bool) -> Sequence[Cell]:
    source = [_cell(request.symbol, language)]
    if request.number:
        source.append(_cell(words.say(language, "silence paragraph", number=request.number), language))
    if request.withdrawn:
        source.append(_cell(words.say(language, "follow-up withdrawn"), language))
    source += [
        _cell(words.say(language, "follow-up corrected", symbol=symbol), language)
        for symbol in request.corrected
    ]
    due = day_in(language, request.due) if request.due else words.say(language, "follow-up no day")
    state = [_cell(words.say(language, f"follow-up state {request.state}"), language, bold=not overdue)]
    if overdue:
        state.insert(0, _cell(words.say(language, "follow-up overdue"), language, bold=True))
    evidence = [_cell(document, language) for document in request.evidence]
    following = [_cell(request.next_report or words.say(language, "follow-up no report"), language)]
    if request.place:
        following.append(_cell(request.place, language))
    return (
        source,
        [_cell(request.requested, request.spoken)],
        [_cell(request.addressee, request.spoken)],
        [_cell(due, language)],
        [*state, *evidence],
        following,
    )


def _cell(text: str, language: Language, *, bold: bool = False) -> etree._Element:
    looks = (element("b"), element("bCs")) if bold else ()
    return paragraph("ACMCell", directions.runs(text, language, *looks), language)
