"""
The record of a sitting as a Word file: when it was held, who attended, and what it came to on each paragraph.

It is made from values; who may read it, and which words it tells, was decided before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.wordxml import paragraph, run
from acm_drafts.negotiation.lines import DraftText, Translated
from acm_drafts.negotiation.sittings import AGREED
from acm_drafts.negotiation.terms import AmendmentKind, SittingResult, Standing, Withheld
from acm_drafts.text.language import Language


@dataclass(frozen=True, slots=True)
class BodyTitle:
    """What a body is called: the *name* of a Working Group in the document's language, else its *level*; its *city*."""

    name: str
    level: str
    city: str

    def in_language(self, language: Language) -> str:
        return self.name or words.say(language, f"level {self.level}")

    def with_city(self, language: Language) -> str:
        """Return the same with its city: two bodies at one level are told apart by it."""
        name = self.in_language(language)
        if not self.city:
            return name
        return words.say(language, "body in city", body=name, city=words.say(language, f"city {self.city}"))


@dataclass(frozen=True, slots=True)
class RecordedResult:
    """
    What a sitting came to on a paragraph, called *number*; *text*: the words agreed, "" for none or for a deletion.

    *counts*: no later result on the paragraph takes its place, and its agreement has not *ended*: it was neither voided
    nor reopened. *confirmed*: of what was agreed ad referendum, on which
    day (in ISO) and by whom it was confirmed; None where nobody did.
    """

    number: str
    result: SittingResult
    text: str
    referred_to: BodyTitle | None
    opposed: Sequence[str]
    reserved: Sequence[str]
    remark: str
    counts: bool = True
    confirmed: tuple[str, str] | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class DecidedAct:
    """
    A decision that names the sitting: what each of *proposals* is called and where it stands by it, or that the *words*
    of the paragraph were agreed. *ad_referendum*: subject to confirmation. *over*: over whom it lifted brackets.
    *late*: the day (in ISO) on which it was entered after the closing, "" where it was before. *off_agenda*: its
    paragraph was not on the agenda, for a *reason* that may not be told. *brackets_alone*: the reader is told of
    brackets of its own, and of nothing else. *bracketed*: words were left in brackets by proposals that are not told.
    """

    proposals: Sequence[tuple[str, Standing]]
    words: bool = False
    ad_referendum: bool = False
    over: Sequence[str] = ()
    late: str = ""
    off_agenda: bool = False
    reason: str = ""
    brackets_alone: bool = False
    bracketed: bool = False
    ended: bool = False
    """It agreed the words, and the paragraph was reopened since."""


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """
    The paragraph called *number*, and the decisions on it that name the sitting, in the order taken.

    *gave*: the words accepted of each proposal, whole or in part, with what that is called. *became*: what the
    paragraph says with all that was decided on it until then, "" where that is told already.
    """

    number: str
    acts: Sequence[DecidedAct]
    gave: Sequence[tuple[str, str]] = ()
    became: str = ""
    shapes: Sequence["DecidedShape"] = ()
    follows: str = ""
    """What the paragraph is called that a new one without a *number* is to follow, "" for the beginning of the text."""


@dataclass(frozen=True, slots=True)
class DecidedShape:
    """
    What an accepted deletion, split, join or move called *name* does to a paragraph.

    *parts*: of a split. *place*: what the paragraph is called that a join takes in, or that a move puts it after, ""
    for the beginning of the text.
    """

    name: str
    kind: AmendmentKind
    parts: Sequence[str] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class RecordText:
    """
    A sitting as its record tells it; its moments as the clocks of *zone* showed them (*day* in ISO).

    *face*: the draft that it dealt with. *present*: with who spoke, where that was noted. *unknown*: members of whom
    nothing was recorded. *left*: the paragraphs on the agenda without a result. *spoken*: the language of the text.
    *decided*: what decisions that name the sitting made of paragraphs, in the order of the text. *adopted*: the symbol
    under which the text was adopted there, "" where it was not. *withheld*: why decisions of the round that runs may be
    left out, None where all are told. *left_out*: decisions of a closed round may be left out.
    *holders_left_out*: over whom brackets were lifted may be. *closing_hash* and *adoption_hash*: of the lines of the
    journal that tell of these acts, as people compare them, "" for none.
    """

    face: DraftText
    body: BodyTitle
    number: int
    day: str
    opened: str
    closed: str
    zone: str
    place: str
    present: Sequence[str]
    absent: Sequence[str]
    unknown: Sequence[str]
    results: Sequence[RecordedResult]
    left: Sequence[str]
    spoken: Language
    decided: Sequence[DecidedLine] = ()
    adopted: str = ""
    withheld: Withheld | None = None
    left_out: bool = False
    closing_hash: str = ""
    adoption_hash: str = ""
    holders_left_out: bool = False
    chair: str = ""
    """The State in the chair of the body on that day, "" for none."""
    joined: Sequence[tuple[str, str]] = ()
    """What is on the agenda and was dealt with as a part of another paragraph, with what that is called."""


def render(record: RecordText, template: Template | None = None) -> bytes:
    """Return the record as a .docx, dated the day of the sitting; the same record gives the same bytes."""
    language = Language(record.face.language)
    sheet = _Sheet(record, language)
    title = words.say(
        language,
        "sitting",
        body=record.body.in_language(language),
        city=words.say(language, f"city {record.body.city}"),
        number=str(record.number),
    )
    face = replace(record.face, title=title, date=record.day, lines=(), translated=Translated.WHOLLY)
    note = words.say(language, "sitting text", symbol=record.face.symbol)
    return docx.pack(face, sheet.elements(), note=note, template=template)


class _Sheet:
    def __init__(self, record: RecordText, language: Language) -> None:
        self.record, self.language = record, language

    def elements(self) -> Iterator[etree._Element]:
        record = self.record
        held = {"day": day_in(self.language, record.day), "opened": record.opened, "closed": record.closed}
        yield self._say("sitting held", zone=words.place_in(self.language, record.zone), **held)
        if record.place:
            yield self._say("sitting place", place=record.place)
        if record.chair:
            yield self._say("sitting chair", name=record.chair)
        yield self._heading("attendance")
        for word, names in (
            ("present", record.present),
            ("absent", record.absent),
            ("attendance unknown", record.unknown),
        ):
            if names:
                yield self._plain(f"{self._word(word, count=str(len(names)))} {self._listed(names)}")
        yield from self._outcome()

    def _outcome(self) -> Iterator[etree._Element]:
        record = self.record
        yield self._heading("results")
        if record.adopted:
            yield self._say("sitting adopted", symbol=record.adopted)
        counting = [result for result in record.results if result.counts]
        if counting or not (record.decided or record.adopted or record.withheld or record.left_out):
            yield from self._results(counting)
        yield from self._beside()
        corrected = [result for result in record.results if not result.counts]
        if corrected:
            yield self._heading("corrected results")
            yield from self._results(corrected)
        yield from self._hashes()

    def _hashes(self) -> Iterator[etree._Element]:
        """Yield the hashes of the lines of the journal by which this record can be compared with it."""
        hashes = (("sitting hash", self.record.closing_hash), ("adoption hash", self.record.adoption_hash))
        if any(digest for _, digest in hashes):
            yield self._heading("journal")
        for word, digest in hashes:
            if digest:
                yield self._say(word, digest=digest)

    def _beside(self) -> Iterator[etree._Element]:
        """Yield what was decided and what was left beside the results, and why some of it may not be told."""
        record = self.record
        if record.decided:
            yield self._say("sitting decided")
            for line in record.decided:
                yield from self._decided(line)
        for number, into in record.joined:
            yield self._say("joined to", number=number, into=into)
        if record.left:
            left = "nothing told" if record.withheld or record.left_out else "not dealt with"
            yield self._say(left, numbers=self._listed(record.left))
        if record.withheld:
            yield self._say("decisions withheld", why=self._word(f"withheld {record.withheld}"))
        if record.left_out:
            yield self._say("decisions left out")
        if record.holders_left_out:
            yield self._say("holders left out")

    def _decided(self, line: DecidedLine) -> Iterator[etree._Element]:
        spoken = self.record.spoken
        word = "decided on" if line.number else "decided on new" if line.follows else "decided on new first"
        yield self._say(word, number=line.number or line.follows, acts=self._acts(line.acts))
        for shape in line.shapes:
            to_the_beginning = shape.kind is AmendmentKind.MOVE and not shape.place
            word = f"{shape.kind} decided first" if to_the_beginning else f"{shape.kind} decided"
            yield self._say(word, name=shape.name, number=shape.place)
            for part in shape.parts:
                yield paragraph("ACMProposalText", [run(part, spoken)], spoken)
        for name, text in line.gave:
            yield self._say("words accepted", name=name)
            yield paragraph("ACMProposalText", [run(text, spoken)], spoken)
        if line.became:
            yield self._say("words became")
            yield paragraph("ACMProposalText", [run(line.became, spoken)], spoken)

    def _results(self, results: Sequence[RecordedResult]) -> Iterator[etree._Element]:
        if not results:
            yield self._say("no results")
        for result in results:
            yield from self._result(result)

    def _result(self, result: RecordedResult) -> Iterator[etree._Element]:
        deletes = result.result in AGREED and not result.text
        body = result.referred_to.with_city(self.language) if result.referred_to else ""
        yield self._say(
            f"result {result.result}{' deleted' if deletes else ''}", number=result.number, body=body
        )
        if result.text:
            yield paragraph("ACMProposalText", [run(result.text, self.record.spoken)], self.record.spoken)
        if result.ended:
            yield self._say("agreement ended")
        for word, names in (("opposed", result.opposed), ("reserved", result.reserved)):
            if names:
                yield self._say(word, names=self._listed(names))
        if result.remark:
            yield self._plain(result.remark)
        if result.confirmed:  # it came after the sitting, at which the remark was made
            day, given_by = result.confirmed
            yield self._say("confirmed", day=day_in(self.language, day), names=given_by)

    def _acts(self, acts: Sequence[DecidedAct]) -> str:
        """Return what decisions made of a paragraph, in words: "EGY 3 accepted, ad referendum, MYS 1 rejected"."""
        parts: list[str] = []
        for act in acts:
            parts += [f"{name} {self._word(f'standing {standing}')}" for name, standing in act.proposals]
            parts += [self._word("words agreed")] if act.words else []
            parts += [self._word("words agreed ended")] if act.ended else []
            parts += [self._word("words left in brackets")] if act.bracketed else []
            parts += [self._word("ad referendum")] if act.ad_referendum else []
            lifted = "brackets alone" if act.brackets_alone else "lifted over"
            parts += [self._word(lifted, names=self._listed(act.over))] if act.over else []
            parts += [self._word("recorded late", day=day_in(self.language, act.late))] if act.late else []
            if act.off_agenda:
                word = "off the agenda because" if act.reason else "off the agenda"
                parts += [self._word(word, reason=act.reason)]
        return self._listed(parts)

    def _listed(self, names: Sequence[str]) -> str:
        return words.say(self.language, "comma").join(names)

    def _word(self, word: str, **facts: str) -> str:
        return words.say(self.language, word, **facts)

    def _say(self, word: str, **facts: str) -> etree._Element:
        return self._plain(self._word(word, **facts))

    def _plain(self, text: str) -> etree._Element:
        return paragraph("ACMPlain", directions.runs(text, self.language), self.language)

    def _heading(self, word: str) -> etree._Element:
        return paragraph("Heading1", [run(self._word(word), self.language)], self.language)
