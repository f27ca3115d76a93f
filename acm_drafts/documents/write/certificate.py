"""
The certificate of a silence procedure as a Word file: what was under silence until when, who was told, what came of it.

It is made from values; who may read it, and whom it may name, was decided before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, words
from acm_drafts.documents.write.dates import day_in
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.documents.write.wordxml import paragraph, run
from acm_drafts.negotiation.lines import DraftText, Translated
from acm_drafts.negotiation.terms import SilenceChangeKind, SilenceOutcome
from acm_drafts.text.language import Language

Moment = tuple[str, str]
"""A day in ISO and the time, on the clocks of the procedure's zone."""

Change = tuple[SilenceChangeKind, Moment, Moment | None, str]
"""What was done to a procedure, when, until when it was to last from then on (None: its time stood still), and why."""


@dataclass(frozen=True, slots=True)
class CertifiedBreak:
    """
    That a delegation broke the silence, and took that back; *name* is "" where it may not be told.

    *counter*: the words of its counter-proposal as it was submitted then, "" where they may not be read, None without
    one.
    """

    name: str
    at: Moment
    reason: str
    taken_back: Moment | None = None
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class CertifiedWords:
    """
    A paragraph under silence, called *number*: its words, what became of it, and who broke the silence on it.

    *ended*: it was agreed, and that agreement no longer counts.
    """

    number: str
    text: str
    outcome: SilenceOutcome
    breaks: Sequence[CertifiedBreak] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class CertifiedMember:
    """A member of the body: how many of its people were told of the procedure, and how many opened it."""

    name: str
    people: int
    opened: int


@dataclass(frozen=True, slots=True)
class CertificateText:
    """
    A concluded procedure as its certificate tells it.

    *changes*: what was done to it, when, until when it was to last from then on (None: the time stood still), and why.
    *face*: the draft whose paragraphs it held; *digest*: the SHA-256 of their numbers and words; *spoken*: the language
    of the text; *zone*: the city on whose clocks all moments are told. *readers_told*: which members were told and
    opened it may be told; else they are named alone. *journal_hash*: of the line of the journal that tells of its end,
    as people compare it, "" for none.
    """

    face: DraftText
    body: BodyTitle
    number: int
    began: Moment
    ended: Moment
    recorded: Moment
    zone: str
    digest: str
    changes: Sequence[Change]
    words: Sequence[CertifiedWords]
    members: Sequence[CertifiedMember]
    spoken: Language
    readers_told: bool = True
    journal_hash: str = ""


def render(certificate: CertificateText, template: Template | None = None) -> bytes:
    """
    Return the certificate as a .docx, dated the day on which the silence ended in its zone.

    The same certificate gives the same bytes.
    """
    language = Language(certificate.face.language)
    title = words.say(
        language,
        "silence",
        body=certificate.body.in_language(language),
        city=words.say(language, f"city {certificate.body.city}"),
        number=str(certificate.number),
    )
    day, _clock = certificate.ended
    face = replace(certificate.face, title=title, date=day, lines=(), translated=Translated.WHOLLY)
    note = words.say(language, "sitting text", symbol=certificate.face.symbol)
    return docx.pack(face, _Sheet(certificate, language).elements(), note=note, template=template)


class _Sheet:
    def __init__(self, certificate: CertificateText, language: Language) -> None:
        self.certificate, self.language = certificate, language

    def elements(self) -> Iterator[etree._Element]:
        certificate = self.certificate
        yield self._say("silence zone", zone=words.place_in(self.language, certificate.zone))
        yield self._say("silence put", moment=self._moment(certificate.began))
        for kind, at, until, reason in certificate.changes:
            facts = {"until": self._moment(until)} if until else {}
            yield self._say(f"silence {kind}", moment=self._moment(at), **facts)
            if reason:
                yield self._plain(reason)
        yield self._say("silence ended", moment=self._moment(certificate.ended))
        yield self._say("silence recorded", moment=self._moment(certificate.recorded))
        yield self._say("silence digest", digest=certificate.digest)
        if certificate.journal_hash:
            yield self._say("silence hash", digest=certificate.journal_hash)
        for outcome in SilenceOutcome:
            yield from self._of_outcome(outcome)
        if certificate.readers_told:
            yield self._heading("silence told")
            yield from self._members()
        else:
            yield self._heading("silence members")
            yield self._plain(self._names(member.name for member in certificate.members))
            yield self._say("silence readers withheld")

    def _of_outcome(self, outcome: SilenceOutcome) -> Iterator[etree._Element]:
        own = [words_ for words_ in self.certificate.words if words_.outcome is outcome]
        if not own:
            return
        yield self._heading(f"silence {outcome}")
        for words_ in own:
            yield self._say("silence paragraph", number=words_.number)
            spoken = self.certificate.spoken
            yield paragraph("ACMProposalText", [run(words_.text, spoken)], spoken)
            if words_.ended:
                yield self._say("agreement ended")
            for broken in words_.breaks:
                yield from self._break(broken)

    def _break(self, broken: CertifiedBreak) -> Iterator[etree._Element]:
        who = broken.name or words.say(self.language, "a delegation")
        facts = {"name": who, "moment": self._moment(broken.at)}
        if broken.taken_back:
            yield self._say("silence break taken back", back=self._moment(broken.taken_back), **facts)
        else:
            yield self._say("silence break", **facts)
        if broken.reason:
            yield self._plain(broken.reason)
        if broken.counter:
            spoken = self.certificate.spoken
            yield self._say("silence counter")
            yield paragraph("ACMProposalText", [run(broken.counter, spoken)], spoken)
        elif broken.counter is not None:
            yield self._say("silence counter withheld")

    def _members(self) -> Iterator[etree._Element]:
        reached = [member for member in self.certificate.members if member.people]
        rest = [member.name for member in self.certificate.members if not member.people]
        for member in reached:
            yield self._say(
                "silence member", name=member.name, told=str(member.people), opened=str(member.opened)
            )
        if rest:
            yield self._say("silence not told", names=self._names(rest))

    def _names(self, names: Iterable[str]) -> str:
        return words.say(self.language, "comma").join(names)

    def _moment(self, moment: Moment) -> str:
        day, clock = moment
        return words.say(self.language, "moment", day=day_in(self.language, day), clock=clock)

    def _say(self, word: str, **facts: str) -> etree._Element:
        return self._plain(words.say(self.language, word, **facts))

    def _plain(self, text: str) -> etree._Element:
        return paragraph("ACMPlain", directions.runs(text, self.language), self.language)

    def _heading(self, word: str) -> etree._Element:
        return paragraph("Heading1", [run(words.say(self.language, word), self.language)], self.language)
