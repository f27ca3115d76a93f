"""
The list of speakers of a debate as a Word file: place, participant, speaker and level, and when each spoke.

It is made from values; who may read it was decided before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.tables import Cell, table
from acm_drafts.documents.write.wordxml import paragraph, run
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.terms import SpeakerKind, SpeakerLevel
from acm_drafts.text.language import Language

_SHARES = (8, 30, 42, 20)
"""Of a line, in hundredths: place, participant, speaker, statement."""


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """
    A speaker in the order of the list; *began* and *ended* as the clocks of the meeting showed them, "" before that.

    *by_hand*: why the Mission gave the place by hand, "" where the rule gave it.
    """

    participant: str
    kind: SpeakerKind
    name: str
    title: str
    level: SpeakerLevel
    began: str = ""
    ended: str = ""
    by_hand: str = ""


@dataclass(frozen=True, slots=True)
class SpeakersText:
    """
    The list of a *meeting* as it stands on *day* (ISO); *minutes*: the time limit, None for none.

    *held_on*: the day of the meeting (ISO), "" where it is not set; *zone*: where its clocks are.
    """

    meeting: str
    language: Language
    day: str
    minutes: int | None
    lines: Sequence[SpeakerLine]
    place: str = ""
    held_on: str = ""
    zone: str = ""


def render(speakers: SpeakersText, template: Template | None = None) -> bytes:
    """Return the list as a .docx; the same list gives the same bytes."""
    language = speakers.language
    face = DraftText(
        title=words.say(language, "list of speakers"),
        symbol="",
        status=speakers.meeting,
        language=language.value,
        date=speakers.day,
        lines=(),
        place=speakers.place,
        held_on=speakers.day,
    )
    width = docx.sheet_of(template).between
    return docx.pack(face, _elements(speakers, width), template=template)


def _elements(speakers: SpeakersText, width: int) -> list[etree._Element]:
    language = speakers.language
    limit = str(speakers.minutes or "")
    time_limit = words.say(language, "speaking limit" if limit else "no speaking limit", minutes=limit)
    body = [_plain(line, language) for line in (_meeting(speakers), time_limit, _hours(speakers)) if line]
    if not speakers.lines:
        return [*body, _plain(words.say(language, "no speakers"), language)]
    header = [
        [_cell([words.say(language, name)], language)]
        for name in ("speaking place", "participant", "speaker", "statement")
    ]
    rows = [_row(place, line, language) for place, line in enumerate(speakers.lines, 1)]
    widths = [width * share // 100 for share in _SHARES]
    caption = words.say(language, "list of speakers")
    return [*body, table(widths, header, rows, language=language, caption=caption)]


def _meeting(speakers: SpeakersText) -> str:
    """Return of which meeting it is the list, with its day where that is known."""
    day = day_in(speakers.language, speakers.held_on) if speakers.held_on else ""
    return words.say(speakers.language, "comma").join(filter(None, (speakers.meeting, speakers.place, day)))


def _hours(speakers: SpeakersText) -> str:
    """Return on which clocks the hours are told, "" where none is."""
    if not any(line.began for line in speakers.lines) or not speakers.zone:
        return ""
    return words.say(speakers.language, "speaking hours", zone=speakers.zone)


def _row(place: int, line: SpeakerLine, language: Language) -> list[Cell]:
    kind = "" if line.kind is SpeakerKind.MEMBER else words.say(language, f"speaks for {line.kind}")
    level = words.say(language, f"speaker level {line.level}")
    by_hand = words.say(language, "place by hand", reason=line.by_hand) if line.by_hand else ""
    return [
        [_cell([f"{place}."], language)],
        [_cell([line.participant, kind], language)],
        [_cell([line.name, line.title, level, by_hand], language)],
        [_cell([_statement(line, language)], language)],
    ]


def _statement(line: SpeakerLine, language: Language) -> str:
    if not line.began:
        return ""
    if not line.ended:
        return words.say(language, "speaking since", began=line.began)
    return words.say(language, "spoke", began=line.began, ended=line.ended)


def _cell(lines: Sequence[str], language: Language) -> etree._Element:
    words_ = "\n".join(line for line in lines if line)
    return paragraph("ACMCell", directions.runs(words_, language) if words_ else [], language)


def _plain(text: str, language: Language) -> etree._Element:
    return paragraph("ACMPlain", [run(text, language)], language)
