"""The agenda of a sitting as its page lists it, with the new paragraphs that it decided in their places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.adoption import is_left_open
from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, SittingResult
from acm_drafts.store.meetings import day_in
from acm_drafts.store.new_at_sitting import NewThere
from acm_drafts.store.new_on_agenda import NewOnAgenda
from acm_drafts.store.records import SittingResultRow
from acm_drafts.store.sitting_decisions import DecidedOn, DecidedThere, NamedFor
from acm_drafts.store.sittings import AgendaLine, SittingRecord
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared.formatting import day, name_of, parties_in_sentence
from acm_drafts.web.sittings.names import called, called_by_decisions, called_on_agenda, number_of


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A paragraph on the agenda, perhaps a new one, or a new one that was decided there; what the reader may not know is
    empty.

    *called*: what it is called in a sentence; *row*: its line in the newest draft, None where it is there no more.
    *is_unread*: it stands in no draft that the reader may read. *new*: what is known of a new paragraph, None of any
    other; *withdrawn*: its proposal was. *result*: the one that counts. *decided*: what decisions that name the sitting
    made of it, "" for none; *counts*: that is more than an agreement that has ended.
    """

    paragraph: int
    code: str
    number: str
    called: str
    words: str
    section: str
    row: TextRow | None
    is_unread: bool
    result: SittingResult | None
    decided: str = ""
    counts: bool = False
    new: NewThere | None = None
    withdrawn: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it was in no text yet that the sitting had before it."""
        return self.new is not None

    @property
    def is_placed(self) -> bool:
        """Whether it is *called* by its place, which says that it is new."""
        return self.new is not None and self.new.is_placed and not self.number

    @property
    def comes_in(self) -> bool:
        """Whether it is a new paragraph that was accepted there and that no draft has yet."""
        return self.new is not None and self.new.accepted and self.row is None

    @property
    def is_settled(self) -> bool:
        """Whether the sitting came to something on it."""
        return self.result is not None or self.counts

    @property
    def is_left_open(self) -> bool:
        """Whether it stands open, which of an adopted text is past."""
        return self.row is not None and is_left_open(self.row.state)

    @property
    def is_gone(self) -> bool:
        """Whether it is no longer in the text."""
        return self.row is None and not self.is_unread and not self.is_new

    @property
    def is_past(self) -> bool:
        """Whether nothing can be decided on it any more."""
        return self.is_gone or self.withdrawn


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """
    What an agenda is told from: *rows* of the newest draft, *lines* as drafts print them, *sections* above them.

    *named_for*: what was decided at the sitting. *new*: the new paragraphs on the agenda. *is_read*: the reader reads
    what was recorded.
    """

    record: SittingRecord
    rows: Mapping[int, TextRow]
    sections: Mapping[int, str]
    lines: Mapping[int, AgendaLine]
    named_for: NamedFor
    new: Mapping[int, NewOnAgenda]
    is_read: bool


def agenda_of(facts: AgendaFacts) -> tuple[Entry, ...]:
    """Return the agenda of a sitting, in its order."""
    return tuple(_entry(facts, key, code) for key, code in facts.record.agenda.items())


def with_new(agenda: Iterable[Entry], facts: AgendaFacts) -> tuple[Entry, ...]:
    """
    Return *agenda* with each new paragraph that was decided and is not on it behind the one that it follows.

    One that follows none of it stands at the end.
    """
    following: dict[int | None, list[Entry]] = {}
    for key, on in facts.named_for.decided.items():
        if on.new is not None and key not in facts.record.agenda:
            behind = on.new.place_on(facts.record.agenda)
            following.setdefault(behind, []).append(_decided_new(facts, key, on, on.new))
    listed = following.pop(START, [])
    for entry in agenda:
        listed += [entry, *following.get(entry.paragraph, ())]
    return (*listed, *following.get(None, ()))


def _entry(facts: AgendaFacts, key: int, code: str) -> Entry:
    on, new = facts.named_for.decided.get(key), facts.new.get(key)
    if on is not None and on.new is not None:
        return _decided_new(facts, key, on, on.new)
    if new is not None:
        return _proposed(facts, key, code, new)
    line, result = facts.lines.get(key), _result_on(facts, key)
    joined = _agreed_with(facts.lines.get(facts.named_for.joined.get(key, 0)))
    return Entry(
        key,
        code,
        line.reference if line else "",
        called(line),
        line.text if line else "",
        facts.sections.get(key, ""),
        facts.rows.get(key),
        line is None,
        _result_now(facts.record, result) if result else None,
        decided_in_words(on, facts.record.sitting.zone) or joined,
        bool(joined) or (on is not None and on.counts),
    )


def _decided_new(facts: AgendaFacts, key: int, on: DecidedOn, new: NewThere) -> Entry:
    """Return a new paragraph that the sitting decided, whether or not it is on the agenda."""
    line = facts.lines.get(key)
    words = line.text if line else on.words_now
    return Entry(
        key,
        on.code,
        number_of(line, on),
        called_by_decisions(key, on, facts.lines),
        words,
        facts.sections.get(new.follows or START, ""),
        facts.rows.get(key),
        not words,
        None,
        decided_in_words(on, facts.record.sitting.zone),
        on.counts,
        new,
    )


def _proposed(facts: AgendaFacts, key: int, code: str, new: NewOnAgenda) -> Entry:
    """Return a new paragraph of the agenda on which nothing was decided there."""
    result = _result_on(facts, key)
    return Entry(
        key,
        code,
        new.there.number,
        called_on_agenda(new, facts.lines),
        new.words,
        facts.sections.get(new.there.follows or START, ""),
        facts.rows.get(key),
        not new.words,
        _result_now(facts.record, result) if result else None,
        new=new.there,
        withdrawn=new.withdrawn,
    )


def _result_on(facts: AgendaFacts, key: int) -> SittingResultRow | None:
    return facts.named_for.result_on(facts.record, key) if facts.is_read else None


def _result_now(record: SittingRecord, result: SittingResultRow) -> SittingResult:
    """Return what a sitting came to as it reads now: what was agreed ad referendum is agreed once it is confirmed."""
    return SittingResult.AGREED if result.decision_id in record.confirmed else SittingResult(result.result)


def sections_of(rows: Iterable[TextRow]) -> dict[int, str]:
    """Return the heading above each paragraph of a text, by its key; none where there is none."""
    sections: dict[int, str] = {}
    section = ""
    for row in rows:
        if row.kind == LineKind.HEADING and row.depth == 0:
            section = row.text
        elif section:
            sections[row.paragraph] = section
    return sections


def decided_in_words(on: DecidedOn | None, zone: str) -> str:
    """Return what decisions made of a paragraph, in words: "EGY 3 accepted, ad referendum, MYS 1 rejected"."""
    parts: list[str] = []
    for act in on.acts if on else ():
        parts += [
            str(_("%(name)s %(standing)s", name=name, standing=name_of(how))) for name, how in act.proposals
        ]
        parts += [str(_("the paragraph was agreed"))] if act.words else []
        parts += [str(_("this agreement no longer counts"))] if act.ended else []
        parts += [str(_("words retained in brackets"))] if act.bracketed else []
        parts += [str(_("ad referendum"))] if act.ad_referendum else []
        names = parties_in_sentence(act.over)
        if act.brackets_alone:
            parts += [str(_("brackets held by %(names)s lifted; the rest is not shown to you", names=names))]
        elif act.over:
            parts += [str(_("over the brackets held by %(names)s", names=names))]
        parts += _entered(act, zone)
    parts += [_SHAPES[shape.kind](shape.name) for shape in (on.shapes if on else ())]
    return str(_(", ")).join(parts)


_SHAPES = {
    AmendmentKind.DELETE: lambda name: str(_("%(name)s deletes the paragraph", name=name)),
    AmendmentKind.SPLIT: lambda name: str(_("%(name)s divides the paragraph", name=name)),
    AmendmentKind.JOIN: lambda name: str(_("%(name)s joins another paragraph to it", name=name)),
    AmendmentKind.MOVE: lambda name: str(_("%(name)s moves the paragraph", name=name)),
}


def _entered(act: DecidedThere, zone: str) -> list[str]:
    """Return that a decision was entered after its sitting had been closed, or off its agenda, in words."""
    parts = []
    if act.late is not None:
        parts += [str(_("recorded after it was closed, %(day)s", day=day(day_in(zone, act.late))))]
    if act.off_agenda and act.reason:
        parts += [str(_("not on its agenda: %(reason)s", reason=act.reason))]
    elif act.off_agenda:
        parts += [str(_("not on its agenda"))]
    return parts


def _agreed_with(line: AgendaLine | None) -> str:
    """Return that a paragraph was agreed as a part of that which *line* is, "" for None."""
    if line is None:
        return ""
    if line.reference:
        return str(_("joined to paragraph %(number)s and agreed with it", number=line.reference))
    return str(_("joined to %(paragraph)s and agreed with it", paragraph=called(line)))
