"""
The compilation of the answers to a call for inputs as a Word file, by question or by State.

It is made from values; whose answers it may tell was decided before. Answers stand in their own language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.wordxml import paragraph, run
from acm_drafts.negotiation.lines import DraftText, Translated
from acm_drafts.text.language import Language

Moment = tuple[str, str]
"""A day in ISO and the time, on the clocks of the zone of the call."""


class Order(StrEnum):
    """What stands together in a compilation."""

    QUESTION = "question"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class CompiledInput:
    """The answer of a State, by its *name*: its *parts* by the place of their question, and the names of its files."""

    name: str
    submitted: Moment
    late: bool
    language: Language
    parts: Mapping[int, str]
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CompiledInputs:
    """
    A call and the answers to it, States in the order of lists. *face*: the text beside which the call stands.

    *day*: that on which the answers stood so, in ISO; the document bears it, and not that of the text. *asked*: to how
    many States the call went; *zone*: the city on whose clocks moments are told.
    """

    face: DraftText
    day: str
    title: str
    background: str
    questions: Mapping[int, str]
    deadline: Moment
    zone: str
    inputs: Sequence[CompiledInput]
    asked: int
    order: Order = Order.QUESTION


def render(compiled: CompiledInputs, template: Template | None = None) -> bytes:
    """Return the compilation as a .docx; the same answers give the same bytes."""
    language = Language(compiled.face.language)
    face = replace(
        compiled.face,
        title=compiled.title,
        symbol="",  # that of the text is no symbol of answers to a call
        status=words.say(language, f"inputs by {compiled.order}"),
        date=compiled.day,
        lines=(),
        translated=Translated.WHOLLY,
        original="",
        incorporates=(),
        agenda_stage=None,
    )
    return docx.pack(face, _Sheet(compiled, language).elements(), template=template)


class _Sheet:
    def __init__(self, compiled: CompiledInputs, language: Language) -> None:
        self.compiled, self.language = compiled, language

    def elements(self) -> Iterator[etree._Element]:
        compiled = self.compiled
        counts = {"count": str(len(compiled.inputs)), "all": str(compiled.asked)}
        yield self._say("inputs answered", **counts)
        zone = words.place_in(self.language, compiled.zone)
        yield self._say("inputs deadline", moment=self._moment(compiled.deadline), zone=zone)
        if compiled.background:
            yield self._heading(words.say(self.language, "inputs background"))
            yield from self._typed(compiled.background)
        yield from self._by_question() if compiled.order is Order.QUESTION else self._by_state()

    def _by_question(self) -> Iterator[etree._Element]:
        for place, question in self.compiled.questions.items():
            yield self._heading(words.say(self.language, "inputs question", number=str(place)))
            yield from self._typed(question)
            answers = [given for given in self.compiled.inputs if place in given.parts]
            if not answers:
                yield self._say("inputs none")
            for given in answers:
                yield self._heading(self._name(given), 2)
                yield from self._answer(given, place)
        with_files = [given for given in self.compiled.inputs if given.files]
        if with_files:
            yield self._heading(words.say(self.language, "inputs files"))
            for given in with_files:
                yield self._say("inputs files of", name=given.name, files=self._listed(given.files))

    def _by_state(self) -> Iterator[etree._Element]:
        yield self._heading(words.say(self.language, "inputs questions"))
        for place, question in self.compiled.questions.items():
            yield from self._typed(f"{place}. {question}")
        for given in self.compiled.inputs:
            yield self._heading(given.name)
            word = "inputs submitted late" if given.late else "inputs submitted"
            yield self._say(word, moment=self._moment(given.submitted))
            for place in self.compiled.questions:
                if place in given.parts:
                    question = words.say(self.language, "inputs question", number=str(place))
                    yield self._heading(question, 2)
                    yield from self._answer(given, place)
            if given.files:
                yield self._say("inputs files of answer", files=self._listed(given.files))

    def _name(self, given: CompiledInput) -> str:
        return words.say(self.language, "inputs late", name=given.name) if given.late else given.name

    def _answer(self, given: CompiledInput, place: int) -> Iterator[etree._Element]:
        for piece in given.parts[place].split("\n"):
            if piece.strip():
                yield paragraph("ACMProposalText", [run(piece, given.language)], given.language)

    def _typed(self, text: str) -> Iterator[etree._Element]:
        """Yield what the Mission wrote, in the direction in which it reads."""
        for piece in text.split("\n"):
            if not piece.strip():
                continue
            node = self._plain(piece)
            runs_otherwise = directions.runs_otherwise(piece, self.language)
            yield directions.turned(node, self.language) if runs_otherwise else node

    def _listed(self, names: Sequence[str]) -> str:
        return words.say(self.language, "comma").join(names)

    def _moment(self, moment: Moment) -> str:
        day, clock = moment
        return words.say(self.language, "moment", day=day_in(self.language, day), clock=clock)

    def _say(self, word: str, **facts: str) -> etree._Element:
        return self._plain(words.say(self.language, word, **facts))

    def _plain(self, text: str) -> etree._Element:
        return paragraph("ACMPlain", directions.runs(text, self.language), self.language)

    def _heading(self, text: str, level: int = 1) -> etree._Element:
        return paragraph(f"Heading{level}", directions.runs(text, self.language), self.language)
