"""
The evening report: how far a text has come, what was done on a day, what is due next, and what is still open.

It is made from values. What it says stands in blocks, which a Word file and the page of the report print alike.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from acm_drafts.documents.write import directions, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.numbering import count_in_ranges, listed_beside
from acm_drafts.negotiation.progress import Counts, Length, ProgressClass
from acm_drafts.negotiation.terms import Level, SittingResult, Standing
from acm_drafts.text.language import Language

# What it is made from --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reached:
    """What reached a decision: a body, at a sitting with that *number* (0: not told), perhaps *ad_referendum*."""

    body: BodyTitle
    number: int = 0
    ad_referendum: bool = False


class Then(StrEnum):
    """What became on the same day of what was decided or agreed."""

    REOPENED = "reopened"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class DecidedProposal:
    """
    A proposal that was decided on, and where it stands since; *by* is None where the Mission proposes so.

    *then*: its paragraph was reopened later on the same day, or the decision voided.
    """

    name: str
    number: str
    standing: Standing
    by: Reached | None
    then: Then | None = None


@dataclass(frozen=True, slots=True)
class ContestedOutcome:
    """
    That *name* contests the outcome of a *proposal*: the *standing* that it had by then.

    *only_proposed*: the Mission alone proposes so. *standing* is None where it contests what became of lifted brackets.
    """

    name: str
    proposal: str
    number: str
    standing: Standing | None = None
    only_proposed: bool = False


@dataclass(frozen=True, slots=True)
class AgreedParagraphs:
    """
    Paragraphs that were agreed, in the words as decided by then, *numbers* in the order of the text.

    *then*: what became of it later on the same day.
    """

    numbers: str
    by: Reached
    then: Then | None = None


@dataclass(frozen=True, slots=True)
class HeldSitting:
    """
    A sitting that was held, and the paragraphs on which it came to each result.

    *decided*: the proposals, each with its paragraph, and *agreed* the paragraphs, on which decisions name it besides.
    *adopted*: the symbol under which the text was adopted at it, "" where it was not.
    """

    sitting: Reached
    results: Mapping[SittingResult, Sequence[str]]
    decided: Sequence[tuple[str, str]] = ()
    agreed: Sequence[str] = ()
    adopted: str = ""


@dataclass(frozen=True, slots=True)
class SilenceStep:
    """
    Something done to a silence procedure before a body, told by the *word* of its act.

    *numbers*: paragraphs under silence, broken or agreed; *others*: not agreed; *name*: who broke it. *is_public*: all
    members are told who.
    """

    word: str
    body: BodyTitle
    numbers: str = ""
    others: str = ""
    name: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class ReservationStep:
    """
    That a delegation entered a reservation, withdrew it or made it public, by the *word* of the act.

    *number* is "" where it is on the whole text; *is_public*: all participants read it.
    """

    name: str
    number: str
    word: str
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """Something done, told by its *word*: by whom or of what (*name*), on which paragraphs or round (*number*)."""

    word: str
    name: str = ""
    number: str = ""
    by: Reached | None = None
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class TakenPositions:
    """
    How many positions of one *stance* were taken ("": taken back), and on what.

    *on*: each a proposal with its paragraph; "" for the words of the paragraph itself.
    """

    stance: str
    count: int
    on: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Due:
    """Something to come, told by its *word*: on a day (in ISO) at a time on the clocks of *zone*."""

    word: str
    day: str
    clock: str
    zone: str
    number: str = ""
    body: BodyTitle | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class OpenParagraph:
    """
    A paragraph that is not agreed, and the proposals on it that wait for a decision.

    *broken*: who broke a silence on it, "" for one who is not named; *not_public*: those of them of whom not all
    members are told. *declined*: the level that agreed it, where
    somebody declined it since, by breaking that silence and not at a sitting if *by_silence*; None: by one of the two.
    """

    number: str
    progress: ProgressClass
    proposals: Sequence[str] = ()
    broken: Sequence[str] = ()
    declined: Level | None = None
    by_silence: bool | None = False
    not_public: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """A section, by its heading ("" before the first), and how far it has come."""

    title: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Done:
    """What was done on the day of a report; of *received* and *withdrawn* each with its paragraph.

    *text*: of the text itself and its rounds. *lifted*: brackets, over who held them. *undone*: what was decided before
    and no longer counts, a proposal ("" for none) and its paragraphs. *answers*: of sponsors; and confirmations.
    """

    text: Sequence[Step] = ()
    received: Sequence[tuple[str, str]] = ()
    withdrawn: Sequence[tuple[str, str]] = ()
    cosponsors: Sequence[Step] = ()
    decided: Sequence[DecidedProposal] = ()
    agreed: Sequence[AgreedParagraphs] = ()
    lifted: Sequence[Step] = ()
    undone: Sequence[tuple[str, str]] = ()
    reopened: Sequence[Step] = ()
    """The reopenings, and those that no longer count."""
    positions: Sequence[TakenPositions] = ()
    answers: Sequence[Step | ContestedOutcome] = ()
    sittings: Sequence[HeldSitting] = ()
    silence: Sequence[SilenceStep] = ()
    reservations: Sequence[ReservationStep] = ()
    brackets: Sequence[Step] = ()
    """That they are held, and let go of."""
    groups: Sequence[Step] = ()
    """Small groups that were formed or ended, and compromise texts that were put to the round."""


@dataclass(frozen=True, slots=True)
class EveningText:
    """
    The report of a *day* (in ISO); *face*: the newest draft.

    All of it is told as it was at the end of that day. *counts* is None where no states are told. *spoken*: the
    language of the text. *is_adopted*: it was adopted by then. *agreed_by*: how many paragraphs each level agreed, that
    of another city apart.
    """

    face: DraftText
    day: str
    spoken: Language
    counts: Counts | None
    sections: Sequence[SectionCounts]
    length: Length
    agreed_by: Sequence[tuple[BodyTitle, int]] = ()
    done: Done = field(default_factory=Done)
    due: Sequence[Due] = ()
    open: Sequence[OpenParagraph] = ()
    is_adopted: bool = False


# What it says ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one language; those of the text may be in another than the report."""

    text: str
    language: Language

    @property
    def pieces(self) -> Sequence[tuple[str, Language]]:
        """The words in stretches of one script, each with a language whose direction it has."""
        return list(directions.pieces(self.text, self.language))


@dataclass(frozen=True, slots=True)
class Heading:
    line: Said
    level: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    line: Said


@dataclass(frozen=True, slots=True)
class Table:
    """Its first column holds words, the others numbers; the last row is the sum of the others."""

    caption: str
    header: Sequence[str]
    rows: Sequence[tuple[Said, Sequence[int]]]


Block = Heading | Sentence | Table


def title_of(report: EveningText) -> str:
    """Return what a report is called, in its own language."""
    language = Language(report.face.language)
    return words.say(language, "evening report", day=day_in(language, report.day))


def blocks_of(report: EveningText) -> Iterator[Block]:
    """Yield what a report says, from its top to its end."""
    return _Report(report).blocks()


_CLASSES = tuple(class_ for class_ in ProgressClass if class_ is not ProgressClass.WITHHELD)
"""The columns of its table: nothing is withheld from who reads a report."""


NOTHING = "–"
"""How a line of the journal calls no paragraph."""
_CONCLUDED = {(True, False): " nothing agreed", (False, True): " all agreed"}
"""By whether nothing was agreed, and whether nothing was left: how the end of a silence procedure is told."""


class _Report:
    def __init__(self, report: EveningText) -> None:
        self.report, self.language = report, Language(report.face.language)

    def blocks(self) -> Iterator[Block]:
        report = self.report
        yield self._heading("progress")
        yield from self._progress()
        yield self._heading("evening today", day=day_in(self.language, report.day))
        yield from self._today()
        yield self._heading("evening due")
        yield from self._each([self._due(due) for due in report.due])
        yield self._heading("evening open adopted" if report.is_adopted else "evening open")
        yield from self._each(list(self._not_agreed(report.open)))

    # How far it has come

    def _progress(self) -> Iterator[Block]:
        counts, length = self.report.counts, self.report.length
        if counts is not None:
            yield self._sentence("evening agreed", agreed=str(counts.agreed), all=str(counts.all))
            if counts.ad_referendum:
                yield self._sentence("evening ad referendum", count=str(counts.ad_referendum))
            if counts.declined:
                yield self._sentence("evening declined", count=str(counts.declined))
            levels = [
                self._word("evening level", level=self._body(body), count=str(count))
                for body, count in self.report.agreed_by
            ]
            if levels:
                yield self._sentence("evening levels", levels=self._listed(levels))
        share = "" if length.share is None else str(length.share)
        yield self._sentence(
            "evening length" if share else "evening words", words=str(length.words), share=share
        )
        if counts is not None:
            yield self._table(counts)

    def _table(self, counts: Counts) -> Table:
        header = [self._word("section"), *(self._word(f"class {key}") for key in _CLASSES)]
        rows = [
            (
                Said(own.title, self.report.spoken)
                if own.title
                else Said(self._word("beginning"), self.language),
                _row(own.counts),
            )
            for own in self.report.sections
        ]
        rows.append((Said(self._word("whole text"), self.language), _row(counts)))
        return Table(self._word("by section"), [*header, self._word("paragraphs")], rows)

    # What was done

    def _today(self) -> Iterator[Block]:
        today = self.report.done
        groups = (
            ("evening text", list(map(self._step, today.text))),
            ("evening received", list(self._received())),
            ("evening withdrawn", [self._on(name, number) for name, number in today.withdrawn]),
            ("evening cosponsors", list(map(self._step, today.cosponsors))),
            ("evening decided", [*map(self._decided, today.decided), *self._agreements()]),
            ("evening positions", list(map(self._positions, today.positions))),
            ("evening answers", list(map(self._answer, today.answers))),
            ("evening sittings", [line for held in today.sittings for line in self._held(held)]),
            ("evening silence", list(map(self._silence, today.silence))),
            ("reservations", list(map(self._reservation, today.reservations))),
            ("evening brackets", list(map(self._step, today.brackets))),
            ("evening groups", list(map(self._step, today.groups))),
        )
        if any(step.word == "evening round closed" for step in today.text):
            yield self._sentence("evening numbers")
        for word, lines in groups:
            yield self._heading(word, 2)
            yield from self._each(lines)

    def _on(self, name: str, number: str) -> str:
        word = "evening on paragraph" if number else "evening on new paragraph"
        return self._word(word, name=name, number=self._number(number))

    def _received(self) -> Iterator[str]:
        withdrawn = {name for name, _ in self.report.done.withdrawn}
        for name, number in self.report.done.received:
            line = self._on(name, number)
            yield self._word("evening then withdrawn", line=line) if name in withdrawn else line

    def _decided(self, decided: DecidedProposal) -> str:
        line = self._decision(decided)
        return self._word(f"evening then {decided.then}", line=line) if decided.then else line

    def _decision(self, decided: DecidedProposal) -> str:
        proposal = self._on(decided.name, decided.number)
        if decided.by is None:
            standing = self._word(f"proposed {decided.standing}")
            return self._word("evening proposed", proposal=proposal, standing=standing)
        standing = self._word(f"standing {decided.standing}")
        return self._word(
            "evening decision", proposal=proposal, standing=standing, by=self._reached(decided.by)
        )

    def _positions(self, own: TakenPositions) -> str:
        numbers = self._number(", ".join(number for name, number in own.on if not name))
        paragraphs = [self._word("evening position paragraphs", numbers=numbers)] if numbers else []
        on = self._listed([*paragraphs, *(self._on(name, number) for name, number in own.on if name)])
        stance = self._word(f"stance {own.stance}" if own.stance else "evening position taken back")
        return self._word("evening position", stance=stance, count=str(own.count), on=on)

    def _answer(self, answer: Step | ContestedOutcome) -> str:
        if isinstance(answer, Step):
            return self._step(answer)
        proposal = self._on(answer.proposal, answer.number)
        if answer.standing is None:
            return self._word("evening contests", name=answer.name, proposal=proposal)
        how = "proposed" if answer.only_proposed else "standing"
        outcome = self._word(f"{how} {answer.standing}")
        return self._word("evening contests outcome", name=answer.name, proposal=proposal, outcome=outcome)

    def _step(self, step: Step) -> str:
        by = self._reached(step.by) if step.by else ""
        facts = {"name": step.name, "number": self._number(step.number), "proposal": step.proposal, "by": by}
        word = self._counted(step.word, step.number) if step.word == "evening corrigendum" else step.word
        return self._word(word, **facts)

    def _agreements(self) -> Iterator[str]:
        together: dict[tuple[Reached, Then | None], list[str]] = {}
        for own in self.report.done.agreed:
            together.setdefault((own.by, own.then), []).append(own.numbers)
        for (by, then), numbers in together.items():
            line = self._word(
                "evening agreement", numbers=self._number(self._listed(numbers)), by=self._reached(by)
            )
            yield self._word(f"evening then {then}", line=line) if then else line
        yield from (self._step(step) for step in self.report.done.lifted)
        for name, numbers_ in self.report.done.undone:
            about = self._on(name, numbers_) if name else self._number(numbers_)
            yield self._word("evening undone", about=about)
        yield from map(self._step, self.report.done.reopened)

    def _held(self, held: HeldSitting) -> Iterator[str]:
        name = self._reached(held.sitting)
        if not any((*held.results.values(), held.decided, held.agreed, held.adopted)):
            yield self._word("evening sitting", sitting=name)
        if held.adopted:
            yield self._word("evening sitting adopted", sitting=name, symbol=held.adopted)
        for result in SittingResult:
            if numbers := held.results.get(result):
                listed = self._listed([self._number(number) for number in numbers])
                yield self._word(f"evening result {result}", sitting=name, numbers=listed)
        if held.agreed:
            listed = self._listed([self._number(numbers) for numbers in held.agreed])
            yield self._word("evening result agreed", sitting=name, numbers=listed)
        if held.decided:
            listed = self._listed([self._on(*proposal) for proposal in held.decided])
            yield self._word("evening sitting decided", sitting=name, proposals=listed)

    def _silence(self, step: SilenceStep) -> str:
        numbers, others = self._number(step.numbers), self._number(step.others)
        facts = {"body": self._body(step.body), "numbers": numbers, "others": others}
        word = self._counted(step.word, step.numbers) if step.word == "evening silence put" else step.word
        if step.word == "evening silence concluded":
            word += _CONCLUDED.get((step.numbers == NOTHING, step.others == NOTHING), "")
        line = self._word(word, name=step.name or self._word("a delegation"), **facts)
        return line if step.is_public else self._word("evening break not public", line=line)

    def _counted(self, word: str, numbers: str) -> str:
        """Return *word* as it is for one paragraph, for two, or for more."""
        return word + {1: " one", 2: " two"}.get(count_in_ranges(numbers), "")

    def _reservation(self, step: ReservationStep) -> str:
        where = "" if step.number else " on text"
        facts = {"name": step.name, "number": self._number(step.number)}
        line = self._word(f"evening reservation {step.word}{where}", **facts)
        return line if step.is_public else self._word("evening not public", line=line)

    # What comes

    def _due(self, due: Due) -> str:
        moment = self._word("moment", day=day_in(self.language, due.day), clock=due.clock)
        body = self._body(due.body) if due.body else ""
        line = self._word(
            due.word,
            moment=moment,
            zone=words.place_in(self.language, due.zone),
            number=due.number,
            body=body,
        )
        return self._word("evening place", line=line, place=due.place) if due.place else line

    def _not_agreed(self, paragraphs: Sequence[OpenParagraph]) -> Iterator[str]:
        """Yield what is said of each; those of which nothing was heard stand in one line, the last."""
        silent = [own for own in paragraphs if own.progress is ProgressClass.NONE and not own.proposals]
        yield from (self._open(own) for own in paragraphs if own not in silent)
        if silent:
            numbers = self._listed([self._number(own.number) for own in silent])
            yield self._word("evening open none received", numbers=numbers)

    def _open(self, own: OpenParagraph) -> str:
        word = self._word(f"state {own.progress}")
        if own.declined:
            since = "agreed" if own.by_silence and own.broken else "declined"
            since = "either" if own.by_silence is None else since
            word = self._word(f"evening open {since}", level=self._word(f"level {own.declined}"))
        if own.broken:
            named = self._listed([self._breaker(name, own) for name in own.broken if name])
            word = self._word(
                "evening open broken" if named else "evening open broken by none named",
                found=word,
                names=named,
            )
        if not own.proposals:
            return self._word("evening open paragraph", number=self._number(own.number), found=word)
        names = self._listed(own.proposals)
        return self._word("evening open proposals", number=self._number(own.number), found=word, names=names)

    def _breaker(self, name: str, own: OpenParagraph) -> str:
        return self._word("evening break not public", line=name) if name in own.not_public else name

    # Words

    def _number(self, numbers: str) -> str:
        """Return what paragraphs are called beside words in the language of the report: "13 (a), 14"."""
        return listed_beside(numbers, self.language.value)

    def _reached(self, by: Reached) -> str:
        name = self._body(by.body)
        if by.number:
            name = self._word("evening sitting name", body=name, number=str(by.number))
        return self._word("evening referendum", name=name) if by.ad_referendum else name

    def _body(self, body: BodyTitle) -> str:
        return body.with_city(self.language)

    def _each(self, lines: Sequence[str]) -> Iterator[Block]:
        for line in lines or [self._word("evening none")]:
            yield Sentence(Said(line, self.language))

    def _listed(self, names: Sequence[str]) -> str:
        return self._word("comma").join(names)

    def _word(self, word: str, **facts: str) -> str:
        return words.say(self.language, word, **facts)

    def _sentence(self, word: str, **facts: str) -> Sentence:
        return Sentence(Said(self._word(word, **facts), self.language))

    def _heading(self, word: str, level: int = 1, **facts: str) -> Heading:
        return Heading(Said(self._word(word, **facts), self.language), level)


def _row(counts: Counts) -> list[int]:
    return [*(counts.of(key) for key in _CLASSES), counts.all]
