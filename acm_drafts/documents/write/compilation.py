"""
The compilation: a text with every proposal of its round under the paragraph that it concerns.

Where several change the words of one paragraph, their combined reading comes first, of the same as on its page; then
each by itself, with its reason and the positions taken on it. Names are printed where they were given to
it; who may be named was decided before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from lxml import etree

from acm_drafts.documents.template.styles import LOOKS
from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import directions, docx, footnotes, words
from acm_drafts.documents.write.annexes import Annexes, Reservation, as_drawn
from acm_drafts.documents.write.wordxml import element, paragraph, run
from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.combined_reading import IN_WORDS, can_be_drawn, read_together
from acm_drafts.negotiation.comparison import keeps_little
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.negotiation.terms import AmendmentKind, Stance, Standing, Withheld
from acm_drafts.text.bracket_changes import Group, bracket_groups
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.language import Language
from acm_drafts.text.overlay import OverlaySpan, overlay
from acm_drafts.text.tokens import count, is_word

_CUT = " ¶ "
_OPENS = tuple("[(“«")
_ROOM = "280"


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    One proposal as it may be printed.

    *name*: "EGY 3", or the code that tells nothing; *sponsors* "" where they are not named.
    *number*: of a new paragraph the one it prints, else that of its paragraph. *place*: of a move
    the number it is to follow, of a join that of the other one, "" where there is none to tell.
    *amends*: the name of the proposal that it amends. *pending*: it waits for a decision. *accepted*: the words of it
    that the round accepted, None where it accepted none. *positions*: who took which, by name; *grounds*: the reasons
    that were given for them, by the same names. *made_on*: the symbol of the draft on whose
    wording it is shown, "" where that is the one compiled. *only_proposed*: where it stands is
    what the Mission proposes without a level. *tells_positions*: without any, none was taken; else they are left out.
    """

    name: str
    kind: AmendmentKind
    standing: Standing
    base: str
    text: str
    sponsors: str = ""
    number: str = ""
    place: str = ""
    amends: str = ""
    pending: bool = True
    accepted: str | None = None
    reason: str = ""
    positions: tuple[tuple[Stance, tuple[str, ...]], ...] = ()
    grounds: Mapping[str, str] = field(default_factory=dict)
    made_on: str = ""
    only_proposed: bool = False
    tells_positions: bool = True

    @property
    def standing_word(self) -> str:
        """The key of the words that say where the proposal stands."""
        return f"proposed {self.standing}" if self.only_proposed else f"standing {self.standing}"


@dataclass(frozen=True, slots=True)
class Place:
    """
    A line of the text with the proposals on it; *line* is None before the first one.

    *following*: so many of the proposals, the last ones, bring or change new paragraphs that are to follow it.
    *stances*: who stands where on the line as it is, by name; *grounds*: why, by name, of those who said so.
    """

    line: Line | None
    proposals: tuple[Proposal, ...]
    stances: tuple[tuple[Stance, tuple[str, ...]], ...] = ()
    grounds: Mapping[str, str] = field(default_factory=dict)
    following: int = 0

    @property
    def on_line(self) -> tuple[Proposal, ...]:
        """The proposals on the line itself."""
        return self.proposals[: len(self.proposals) - self.following]


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    A draft and its places in order; *attributed*: whether sponsors are named in it.

    *withheld*: why the reader does not read all proposals of the round, None where they do. *left_by*: the number of
    the earlier round as which left them the reader reads those that were carried over, 0 where they read them all.
    """

    face: DraftText
    attributed: bool
    places: Sequence[Place]
    withheld: Withheld | None = None
    left_by: int = 0

    @property
    def total(self) -> int:
        return sum(len(place.proposals) for place in self.places)


def render(
    compiled: Compiled,
    annexes: Annexes | None = None,
    template: Template | None = None,
    *,
    reservations: Sequence[Reservation] = (),
) -> bytes:
    """
    Return a .docx: each line as it stands, then the proposals on it and the new paragraphs to follow it.

    The *reservations* stand in it as footnotes of the lines. What is proposed stands in styles of its own, so that the
    text can be told from it without colour.
    """
    language = Language(compiled.face.language)
    attribution = words.say(language, "attributed" if compiled.attributed else "unattributed")
    note = (
        with_withheld(f"{words.say(language, 'compiled', count=str(compiled.total))} {attribution}", compiled)
        if compiled.total
        else no_proposals(compiled, "none")
    )
    sheet = _Sheet(language, docx.in_italics(compiled.face))
    body = list(sheet.elements(compiled.places))
    notes = footnotes.places(compiled.face, reservations, [[line] for line in sheet.lines])
    return docx.pack(compiled.face, body, note=note, annexes=annexes, template=template, notes=notes)


def no_proposals(compiled: Compiled, key: str) -> str:
    """Return the note with *key*, that there are no proposals; where some may be withheld, with the reason."""
    language = Language(compiled.face.language)
    if compiled.withheld is None:
        return words.say(language, key)
    return words.say(language, f"{key} shown", why=words.say(language, f"withheld {compiled.withheld}"))


def with_withheld(note: str, compiled: Compiled) -> str:
    """Return *note* and, where proposals may be withheld, why, and as which round left them earlier ones are shown."""
    if compiled.withheld is None:
        return note
    language = Language(compiled.face.language)
    why = words.say(language, f"withheld {compiled.withheld}")
    note = f"{note} {words.say(language, 'others not shown', why=why)}"
    if not compiled.left_by:
        return note
    return f"{note} {words.say(language, 'shown as left', number=str(compiled.left_by))}"


class _Sheet:
    def __init__(self, language: Language, verbs: Sequence[Language]) -> None:
        self.language, self.verbs = language, verbs
        self.lines: list[etree._Element] = []
        """The lines of the text, in order, as far as they are printed."""
        self._words_in = cache(count)  # many proposals stand on one text

    def elements(self, places: Iterable[Place]) -> Iterator[etree._Element]:
        for place in places:
            if place.line:
                self.lines.append(docx.line(place.line, self.language, verbs=self.verbs))
                yield self.lines[-1]
            yield from _with_room_after(self._block(place))

    def _block(self, place: Place) -> Iterator[etree._Element]:
        if place.line:
            yield from self._together(place.line.text, place.on_line)
        for proposal in place.proposals:
            yield from self._by_itself(proposal)

    # The combined reading

    def _together(self, text: str, proposals: Sequence[Proposal]) -> Iterator[etree._Element]:
        """
        Yield the combined reading of what is pending and accepted on a paragraph's words, where that is two at least.

        Those that it cannot draw are named, and those that what was accepted settles, which it leaves out.
        """
        on_words = [row for row in proposals if _is_drawn(row, text)]
        pending = [row for row in on_words if row.pending]
        drawn = read_together([(row.name, row.text) for row in pending], self._accepted(on_words))
        if not drawn:
            return
        settled = [row.name for row in pending if row.standing is Standing.SETTLED]
        wordings = {name: wording for name, wording in drawn if name not in settled}
        yield self._say("ACMProposal", "together")
        yield paragraph("ACMProposalText", self._read(text, overlay(text, wordings)), self.language)
        yield from self._left_out("not drawn", _others(proposals, pending))
        yield from self._left_out("settled, not drawn", settled)

    def _accepted(self, proposals: Iterable[Proposal]) -> list[tuple[str, str]]:
        """Return what each accepted proposal is called in the combined reading, "OICM 1 (accepted)", and its words."""
        return [
            (f"{row.name} ({words.say(self.language, row.standing_word)})", row.accepted)
            for row in proposals
            if row.accepted is not None
        ]

    def _left_out(self, word: str, names: Sequence[str]) -> Iterator[etree._Element]:
        """Yield the note *word* on proposals that the combined reading leaves out, by their *names*; none for none."""
        if names:
            yield self._say(_NOTE, word, names=words.say(self.language, "comma").join(names))

    def _read(self, text: str, spans: Sequence[OverlaySpan]) -> list[etree._Element]:
        """Return the combined reading of *text*: between two insertions of one conflict stands "or", as on the page."""
        among = directions.of_signs(text, self.language)
        rival = dict(zip(map(id, spans), _rivals(spans), strict=True))
        drawn = [(span, group) for group in _groups(spans) for span in group.spans]
        runs: list[etree._Element] = []
        for place, (span, group) in enumerate(drawn):
            if rival.get(id(span)):
                room = "" if span.text[:1].isspace() else " "
                runs.append(run(f" {words.say(among, 'or')}{room}", self.language, style="ACMWho"))
            following = drawn[place + 1][0] if place + 1 < len(drawn) else None
            after = "" if following is None or rival.get(id(following)) else following.text
            runs += self._signed(span, group, after, among)
        return runs

    def _signed(
        self, span: OverlaySpan, group: Group[OverlaySpan], after: str, among: Language
    ) -> Iterator[etree._Element]:
        """
        Yield a span of the combined reading, followed by who asks for it; *among*: the language of the signs.

        A change of brackets is signed once, behind its last span, with what it is.
        """
        if span.invisible:  # the base stands where nobody sees a difference
            yield from [self._words(Op.KEEP, span.text)] if span.op is not Op.INSERT else []
            return
        bare, sign = span.text.rstrip(), self._sign(span, group, among)
        if not sign or not bare:
            yield self._words(span.op, span.text)
            return
        yield self._words(span.op, bare)
        room = " " if is_word(after[:1]) or after[:1] in _OPENS else ""
        yield from directions.runs(f"\u00a0[{sign}]{room}", self.language, style="ACMWho")

    def _sign(self, span: OverlaySpan, group: Group[OverlaySpan], among: Language) -> str:
        """Return who asks for a span; of a change of brackets behind its last span alone, with what it is."""
        comma = words.say(among, "comma")
        if group.kind and span is group.spans[-1]:
            return f"{comma.join(group.names)}: {words.say(among, f'brackets {group.kind.value}')}"
        is_of_group = group.kind is not None and span.names == group.names
        return "" if is_of_group else comma.join(span.names)

    # Each by itself

    def _by_itself(self, proposal: Proposal) -> Iterator[etree._Element]:
        spans = _spans(proposal)
        alternative = proposal.kind is AmendmentKind.REPLACE and keeps_little(
            spans, self._words_in(proposal.base)
        )
        if alternative:
            spans = (Span(Op.INSERT, proposal.text),)
        yield self._head(proposal, alternative=alternative)
        if spans:
            runs = [self._words(op, text) for op, text in as_drawn(spans)]
            yield paragraph("ACMProposalText", runs, self.language)
            yield from self._bracket_changes(proposal, spans)
        elif proposal.kind in (AmendmentKind.MOVE, AmendmentKind.JOIN):
            key = f"{proposal.kind} to" if proposal.place else f"{proposal.kind} elsewhere"
            yield self._say("ACMProposalText", key, number=proposal.place)
        if proposal.kind is AmendmentKind.KEEP:
            yield self._say("ACMProposalText", "keep it as it was" if spans else "keep it")
        if proposal.made_on:
            yield self._say(_NOTE, "made on", draft=proposal.made_on)
        if proposal.reason:
            yield from _reason("reason", proposal.reason, self.language)
        yield from positions(proposal, self.language)

    def _bracket_changes(self, proposal: Proposal, spans: Sequence[Span]) -> Iterator[etree._Element]:
        """Yield a note for each kind of change of brackets that a proposal on the words makes, by its *spans*."""
        if proposal.kind in IN_WORDS:
            for kind in dict.fromkeys(group.kind for group in bracket_groups(spans) if group.kind):
                yield self._say(_NOTE, f"brackets {kind.value}")

    def _head(self, proposal: Proposal, *, alternative: bool) -> etree._Element:
        """Return "EGY 3 · Egypt, Mali · 12 bis, new paragraph · accepted"."""
        kind = words.say(self.language, f"kind {proposal.kind}")
        number = proposal.number
        if alternative and number:
            number = numbering.alt(number)
        subject = f"{number}{words.say(self.language, 'comma')}{kind}" if number else kind
        amends = words.say(self.language, "amends", name=proposal.amends) if proposal.amends else ""
        standing = words.say(self.language, proposal.standing_word)
        heading = " · ".join(
            part for part in (proposal.name, proposal.sponsors, subject, amends, standing) if part
        )
        return paragraph("ACMProposal", directions.runs(heading, self.language), self.language)

    def _words(self, op: Op, text: str) -> etree._Element:
        return run(text.replace(PART, _CUT), self.language, style=LOOKS[op])

    def _say(self, style: str, word: str, **facts: str) -> etree._Element:
        sentence = words.say(self.language, word, **facts)
        return paragraph(style, directions.runs(sentence, self.language), self.language)


_NOTE = "ACMProposalNote"


def _others(proposals: Iterable[Proposal], drawn: Sequence[Proposal]) -> list[str]:
    """Return the names of the pending *proposals* that are not *drawn*."""
    return [row.name for row in proposals if row.pending and row not in drawn]


def _is_drawn(proposal: Proposal, text: str) -> bool:
    """Return whether the combined reading of a paragraph that says *text* can draw a proposal."""
    return can_be_drawn(proposal.kind, proposal.base, text) and not proposal.amends and not proposal.made_on


def positions(proposal: Proposal, language: Language, *, style: str = _NOTE) -> Iterator[etree._Element]:
    """Yield who took each position, and below it why, of those who said so, in paragraphs of a *style*."""
    return stances(proposal.positions, proposal.grounds, language, style=style)


def stances(
    taken: Iterable[tuple[Stance, Sequence[str]]],
    grounds: Mapping[str, str],
    language: Language,
    *,
    style: str,
) -> Iterator[etree._Element]:
    """Yield the same of the positions *taken* on anything; *grounds* are the reasons by name."""
    for stance, parties in taken:
        names = words.say(language, "comma").join(parties)
        yield _note(words.say(language, f"stance {stance}"), names, language, style)
        for party in parties:
            if reason := grounds.get(party):
                yield from _reason("grounds", reason, language, style, party=party)


def _reason(
    word: str, text: str, language: Language, style: str = _NOTE, **facts: str
) -> Iterator[etree._Element]:
    """Yield a reason; one written in the other direction stands in a paragraph of its own, running as it reads."""
    label = words.say(language, word, **facts)
    if not directions.runs_otherwise(text, language):
        yield _note(label, text, language, style)
        return
    yield _note(label, "", language, style)
    yield directions.turned(paragraph(style, [run(text, language)], language), language)


def _note(label: str, text: str, language: Language, style: str) -> etree._Element:
    runs = directions.runs(f"{label} ", language, style="ACMWho") + directions.runs(text, language)
    return paragraph(style, runs, language)


def _groups(spans: Sequence[OverlaySpan]) -> Iterator[Group[OverlaySpan]]:
    """Yield *spans* in groups of one change of brackets; in a conflict each by itself, for there sides are signed."""
    for conflict, part in groupby(spans, key=lambda span: span.conflict):
        if conflict is None:
            yield from bracket_groups(list(part))
        else:
            yield from (Group((span,)) for span in part)


def _rivals(spans: Sequence[OverlaySpan]) -> list[bool]:
    """Tell for each span whether it is a further insertion in a conflict."""
    rivals, met = [], set()
    for span in spans:
        comes = span.conflict is not None and span.op is Op.INSERT and not span.invisible
        rivals.append(comes and span.conflict in met)
        met |= {span.conflict} if comes else set()
    return rivals


def _with_room_after(block: Iterable[etree._Element]) -> list[etree._Element]:
    """Return *block* with room between its last paragraph and what follows it."""
    elements = list(block)
    if elements:
        properties = elements[-1][0]
        last = properties[-1]  # of the properties there are, only an indentation stands behind it
        place = len(properties) - (etree.QName(last).localname == "ind")
        properties.insert(place, element("spacing", after=_ROOM))
    return elements


def _spans(proposal: Proposal) -> Sequence[Span]:
    """Return the changes that a proposal makes to the words it stands on; none where it changes no words."""
    if proposal.kind is AmendmentKind.INSERT:
        return (Span(Op.INSERT, proposal.text),)
    if proposal.kind is AmendmentKind.DELETE:
        return (Span(Op.DELETE, proposal.base),)
    restored = proposal.kind is AmendmentKind.KEEP and proposal.base != proposal.text
    if proposal.kind not in (*IN_WORDS, AmendmentKind.CONSEQUENTIAL) and not restored:
        return ()
    return diff_words(proposal.base, proposal.text)
