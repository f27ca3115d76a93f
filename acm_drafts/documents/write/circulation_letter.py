"""
The letter by which the chair of the Group asks for a text to be circulated as a document of the General Assembly.

It is made from values; its annex is the text, which says where it is not wholly translated. Where the text is not
adopted yet the letter is a draft and says so; what is not known has its place in square brackets, for nobody signs what
was not so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.agenda import numbers_in
from acm_drafts.documents.write.annexes import heading_on_new_page
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.masthead import lacks_translation
from acm_drafts.documents.write.sessions import session_in
from acm_drafts.documents.write.wordxml import paragraph
from acm_drafts.negotiation.agenda import AgendaItem, number_in
from acm_drafts.negotiation.lines import ADOPTED, DraftText, Translated
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class CirculationLetter:
    """
    A letter on a *day* (ISO) about the text on *face*, under *items* of the agenda of a *session*.

    *items*: with their titles in the language of the letter. *state*: what that calls the State that chairs the Group,
    "" where none is named; *adopted_in*: where the text was adopted, "" where that is not recorded.
    """

    face: DraftText
    day: str
    session: int
    items: Sequence[AgendaItem]
    state: str = ""
    adopted_in: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the text is not adopted, so that the letter cannot be sent."""
        return self.face.status != ADOPTED


def render(letter: CirculationLetter, template: Template | None = None) -> bytes:
    """Return the letter as a .docx; the same letter gives the same bytes."""
    language = Language(letter.face.language)
    word = "letter draft" if letter.is_draft else "letter"
    face = replace(
        letter.face,
        title="",
        symbol="",
        status=words.say(language, word),
        date=letter.day,
        lines=(),
        agenda=(),
        translated=Translated.WHOLLY,
        incorporates=(),
        original="",
    )
    return docx.pack(face, _elements(letter, language), template=template)


_REQUESTS = {1: "letter requests one", 2: "letter requests two"}
"""Arabic has a form of its own for two."""


def _elements(letter: CirculationLetter, language: Language) -> Iterator[etree._Element]:
    def plain(word: str, style: str = "ACMPlain", **facts: str) -> etree._Element:
        return paragraph(style, directions.runs(words.say(language, word, **facts), language), language)

    face = letter.face
    named = {"title": face.title, "symbol": face.symbol}
    state = letter.state or words.say(language, "letter no state")
    yield plain("letter from", state=state)
    yield plain("letter to")
    yield plain("letter greeting")
    day = words.say(language, "letter no day") if letter.is_draft else day_in(language, face.date)
    place = letter.adopted_in if not letter.is_draft else face.place or "…"
    adopted = words.say(language, "letter adopted at", day=day, place=place) if place else day
    yield plain("letter transmits", adopted=adopted, **named)
    word = _REQUESTS.get(len(letter.items), "letter requests")
    yield plain(word, session=session_in(language, letter.session), items=numbers_in(language, letter.items))
    yield plain("letter ends")
    yield plain("letter signature", state=state)
    yield plain("letter items", "Heading2", session=session_in(language, letter.session))
    for item in letter.items:
        number = number_in(language, item).replace(" ", "\u00a0")
        named_item = (
            words.say(language, "letter item", number=number, title=item.title) if item.title else number
        )
        yield paragraph("ACMPlain", directions.runs(named_item, language), language)
    annexed = words.say(language, "letter annexed", **named)
    yield heading_on_new_page(directions.runs(annexed, language), language)
    if lacks := lacks_translation(face):
        yield paragraph("ACMNote", directions.runs(lacks, language), language)
    verbs = docx.in_italics(face)
    yield from (docx.line(line, language, verbs=verbs) for line in face.lines)
