"""
A silence procedure as its reader may see it: what is under silence until when, who broke it, and what became of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, may
from acm_drafts.negotiation.silence import AskedWords, is_due
from acm_drafts.negotiation.terms import SilenceChangeKind, SilenceOutcome, SilenceState
from acm_drafts.store.database import utcnow
from acm_drafts.store.records import Party, Silence, SilenceBreak, SilenceChange, SilenceReader
from acm_drafts.store.silence import (
    HeldParagraph,
    SilenceRecord,
    SilenceRow,
    knows_breakers,
    state_of_silence,
)
from acm_drafts.web.shared.body_names import body_name, silence_name
from acm_drafts.web.shared.formatting import listed_numbers, party_name, proposal_url, quoted
from acm_drafts.web.shared.zones import moments_in_words


def silence_url(communique_code: str, silence_code: str) -> str:
    return f"/c/{communique_code}/silence/{silence_code}"


# On other pages ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SilenceNote:
    """
    That paragraphs are under silence: a sentence, and the address of the procedure, "" for who may not read it.

    *runs*: it can still be broken.
    """

    sentence: str
    url: str
    runs: bool


_HELD = {
    SilenceState.RUNNING: lambda until, numbers: _(
        "Under silence until %(until)s: %(numbers)s", until=until, numbers=numbers
    ),
    SilenceState.SUSPENDED: lambda until, numbers: _(
        "Under a silence procedure that is suspended: %(numbers)s", numbers=numbers
    ),
    SilenceState.OVER: lambda until, numbers: _(
        "The silence ended %(until)s; its outcome is to be recorded: %(numbers)s",
        until=until,
        numbers=numbers,
    ),
}


_HELD_ALONE = {
    SilenceState.RUNNING: lambda until: _("Under silence until %(until)s.", until=until),
    SilenceState.SUSPENDED: lambda until: _("Under a silence procedure that is suspended."),
    SilenceState.OVER: lambda until: _(
        "The silence ended %(until)s; its outcome is to be recorded.", until=until
    ),
}
"""The same on the page of the paragraph itself."""


def silence_notes(
    code: str, held: Iterable[HeldParagraph], *, alone: bool = False
) -> tuple[SilenceNote, ...]:
    """
    Return what the pages of the text with *code* say of paragraphs under silence, a sentence for each procedure.

    *alone*: the page is that of the one paragraph, which needs no number.
    """
    by_silence: dict[int, list[HeldParagraph]] = {}
    for paragraph in held:
        by_silence.setdefault(paragraph.silence.id, []).append(paragraph)
    return tuple(_note(code, paragraphs, alone=alone) for paragraphs in by_silence.values())


def _note(code: str, held: list[HeldParagraph], *, alone: bool) -> SilenceNote:
    silence = held[0].silence
    until = moments_in_words(silence.ends_at, silence.zone)[0]
    numbers = listed_numbers(in_ranges([paragraph.reference or "…" for paragraph in held]))
    state = state_of_silence(silence)
    is_alone = alone and len(held) == 1
    sentence = _HELD_ALONE[state](until) if is_alone else _HELD[state](until, numbers)
    url = silence_url(code, silence.code) if held[0].readable else ""
    return SilenceNote(str(sentence), url, state is SilenceState.RUNNING)


_END: Mapping[SilenceState, tuple[str, str]] = {
    SilenceState.RUNNING: (N_("Ends"), N_("ends %(moment)s")),
    SilenceState.SUSPENDED: (N_("Was to end"), N_("was to end %(moment)s")),
    SilenceState.OVER: (N_("Ended"), N_("ended %(moment)s")),
    SilenceState.CONCLUDED: (N_("Ended"), N_("ended %(moment)s")),
    SilenceState.WITHDRAWN: (N_("Was to end"), N_("was to end %(moment)s")),
}
"""What its moment is to a procedure in each state: as a label, and in a row. One that is suspended has no end."""


def end_in_words(silence: Silence) -> str:
    """Return when a procedure ends, ended or was to end, as it stands now."""
    sentence = _END[state_of_silence(silence)][1]
    return _(sentence, moment=moments_in_words(silence.ends_at, silence.zone)[0])


# The list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedSilence:
    """A procedure of the list: its address, its name, when it ends in words, and how far it is broken."""

    url: str
    name: str
    row: SilenceRow
    ends: str
    asked: str
    broken: str


def listed_silences(code: str, rows: Iterable[SilenceRow]) -> list[ListedSilence]:
    """Return *rows* as the list of the text with *code* shows them, in the same order."""
    return [
        ListedSilence(
            silence_url(code, row.silence.code),
            silence_name(row.silence),
            row,
            end_in_words(row.silence),
            str(ngettext("%(num)s paragraph", "%(num)s paragraphs", row.paragraphs)),
            str(ngettext("broken on %(num)s", "broken on %(num)s", row.broken)) if row.broken else "",
        )
        for row in rows
    ]


# One procedure -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Break:
    """
    That a delegation broke the silence on a paragraph: who, as far as the reader may know, when, and why.

    *own*: it was the reader's own. *countered*: with a counter-proposal. *proposal*: its address, "" where the reader
    may not read it. *ends*: the reader may take it back now; *hindered*: they could if the counter-proposal waited for
    a decision. *taken_back*: when that was done, None where it counts.
    """

    who: str
    own: bool
    at: datetime
    reason: str
    countered: bool
    proposal: str
    ends: bool = False
    taken_back: datetime | None = None
    hindered: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A paragraph under silence. *own*: the reader's delegation broke the silence here.

    *breaks*: those that count; *taken_back*: those that do not any more. *ended*: that it was agreed no longer counts.
    """

    code: str
    called: str
    words: AskedWords
    breaks: tuple[Break, ...]
    outcome: SilenceOutcome | None
    taken_back: tuple[Break, ...] = ()
    ended: bool = False

    @property
    def own(self) -> bool:
        return any(broken.own for broken in self.breaks)


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to the procedure: a sentence, when, and why."""

    sentence: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Readers:
    """
    Who was told of a procedure: those who have *opened* it, in that order, and the delegations of which nobody has.

    *people*: how many persons were told. *untold*: the members of which nobody was.
    """

    people: int
    opened: tuple[SilenceReader, ...]
    unopened: tuple[Party, ...]
    untold: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class SilencePage:
    """
    One procedure for one reader.

    *runs*: they may change it. *breaks*: the member in whose name they may break it now, None for none. *readers*: who
    was told, for those who run it, None for others.
    """

    code: str
    record: SilenceRecord
    name: str
    body: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    paragraphs: tuple[Asked, ...]
    changes: tuple[Changed, ...]
    readers: Readers | None
    runs: bool
    breaks: Party | None

    @property
    def state(self) -> SilenceState:
        return self.record.state

    @property
    def end_label(self) -> str:
        """What its moment is called as it stands now: a message of the catalogues."""
        return _END[self.state][0]

    @property
    def url(self) -> str:
        return silence_url(self.code, self.record.silence.code)

    @property
    def is_due(self) -> bool:
        """Whether its outcome can be recorded now."""
        return is_due(self.state, ends_at=self.record.silence.ends_at, now=utcnow())

    @property
    def breakable(self) -> tuple[Asked, ...]:
        """The paragraphs on which the reader's delegation has not broken the silence."""
        return tuple(asked for asked in self.paragraphs if not asked.own)

    @property
    def broken(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.paragraphs if asked.breaks)


def silence_page(
    who: Actor, code: str, record: SilenceRecord, *, readable: Collection[int], decided: Collection[int]
) -> SilencePage:
    """
    Return a procedure on the text with *code* for a reader who may read it. No query.

    *readable*: the keys of the counter-proposals that they may read (`words_at_breaks`); *decided*: of those in the
    name of whose sponsor they speak and that are decided (`decided_counters`).
    """
    silence = record.silence
    own = who.at(silence.meeting_id).parties(*WRITES)
    runs = may(who, Act.RUN_SILENCE, record.facts())
    speaks_for = member_to_break(who, record)
    reader = _Reader(own, knows_breakers(who, record), speaks_for, readable, decided)
    return SilencePage(
        code=code,
        record=record,
        name=silence_name(silence),
        body=body_name(silence.body),
        begins=moments_in_words(silence.begins_at, silence.zone),
        ends=moments_in_words(silence.ends_at, silence.zone),
        paragraphs=tuple(_asked(words, record, reader) for words in record.asked),
        changes=tuple(_changed(change, silence) for change in record.changes),
        readers=_readers(record) if runs else None,
        runs=runs,
        breaks=speaks_for,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """What `silence_page` knows of its reader; *known*: they are told who broke the silence."""

    own: frozenset[int]
    known: bool
    speaks_for: Party | None
    readable: Collection[int]
    decided: Collection[int]


def member_to_break(who: Actor, record: SilenceRecord) -> Party | None:
    """Return the member in whose name *who* may break the silence now, None for none."""
    if record.state is not SilenceState.RUNNING:
        return None
    spoken = who.at(record.silence.meeting_id).parties(*SPEAKS)
    own = (member for member in record.members if member.id in spoken)
    return next((member for member in own if may(who, Act.BREAK_SILENCE, record.facts(member.id))), None)


def _asked(words: AskedWords, record: SilenceRecord, reader: _Reader) -> Asked:
    counting, ended = (
        tuple(_break(row, reader) for row in rows if row.paragraph_id == words.key)
        for rows in (record.breaks, record.taken_back)
    )
    return Asked(
        record.codes[words.key],
        _called(words),
        words,
        counting,
        record.outcomes.get(words.key),
        ended,
        words.key in record.ended,
    )


def _called(words: AskedWords) -> str:
    """Return what a paragraph is called: its number, else its first words."""
    if words.reference:
        return str(_("Paragraph %(number)s", number=words.reference))
    return quoted(first_words(words.text, ON_LINE))


def _break(row: SilenceBreak, reader: _Reader) -> Break:
    is_own = row.party_id in reader.own
    who = party_name(row.party) if reader.known or is_own else str(_("A delegation"))
    is_read = row.amendment is not None and row.amendment.id in reader.readable
    proposal = proposal_url(row.amendment.code) if row.amendment and is_read else ""
    taken_back = row.taken_back.at if row.taken_back else None
    speaks = reader.speaks_for is not None and reader.speaks_for.id == row.party_id and taken_back is None
    hindered = speaks and row.amendment_id in reader.decided
    return Break(
        who,
        is_own,
        row.at,
        row.reason,
        row.amendment is not None,
        proposal,
        speaks and not hindered,
        taken_back,
        hindered,
    )


_CHANGED = {
    SilenceChangeKind.EXTENDED: lambda before, after: _(
        "Extended from %(before)s to %(after)s", before=before, after=after
    ),
    SilenceChangeKind.SUSPENDED: lambda before, after: _(
        "Suspended; it was to end %(before)s", before=before
    ),
    SilenceChangeKind.RESUMED: lambda before, after: _("Resumed until %(after)s", after=after),
    SilenceChangeKind.WITHDRAWN: lambda before, after: _(
        "Withdrawn; it was to end %(before)s", before=before
    ),
}


def _changed(change: SilenceChange, silence: Silence) -> Changed:
    before = moments_in_words(change.ended_at, silence.zone)[0]
    after = moments_in_words(change.ends_at, silence.zone)[0] if change.ends_at else ""
    sentence = _CHANGED[SilenceChangeKind(change.kind)](before, after)
    return Changed(str(sentence), change.at, change.reason)


def _readers(record: SilenceRecord) -> Readers:
    opened = [reader for reader in record.readers if reader.opened_at is not None]
    opened.sort(key=lambda reader: (reader.opened_at, reader.user_id))
    known = {reader.party_id for reader in opened}
    unopened = {reader.party_id: reader.party for reader in record.readers if reader.party_id not in known}
    told_of = sum(reader.told_at is not None for reader in record.readers)
    reached = {reader.party_id for reader in record.readers}
    untold = tuple(member for member in record.members if member.id not in reached)
    return Readers(told_of, tuple(opened), tuple(unopened.values()), untold)
