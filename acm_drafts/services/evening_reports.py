"""
The evening report of the Mission, read out of the database into a value that a document and a page are made from.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import evening
from acm_drafts.documents.write.evening import (
    AgreedParagraphs,
    DecidedProposal,
    Done,
    Due,
    EveningText,
    HeldSitting,
    OpenParagraph,
    Reached,
    ReservationStep,
    SectionCounts,
    SilenceStep,
)
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.negotiation.journal import REOPENING
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.progress import ProgressClass, class_of
from acm_drafts.negotiation.sittings import AGREED
from acm_drafts.negotiation.status import BY_OUTCOME
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Outcome,
    RoundState,
    SilenceState,
    SittingResult,
    SittingState,
)
from acm_drafts.services.documents import draft_text
from acm_drafts.services.progress import Progress, progress_of
from acm_drafts.services.sitting_records import body_title
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.bodies import named_in_journal
from acm_drafts.store.journal import (
    AGREE_TOGETHER,
    CONSEQUENTIAL,
    LIFTING,
    PROPOSED_BY_MISSION,
    UNDO_TOGETHER,
    Subjects,
    load_subjects,
    read_journal_between,
)
from acm_drafts.store.journal_places import Place
from acm_drafts.store.meetings import day_in, today_in
from acm_drafts.store.readable import submitted_in_round
from acm_drafts.store.records import JournalLine
from acm_drafts.store.rounds import rounds_of, state_of_round
from acm_drafts.store.silence import BREAKING, TAKING_BACK, BrokenParagraph, silences_on
from acm_drafts.store.sittings import SittingRow, sittings_on
from acm_drafts.store.text import DraftSet
from acm_drafts.text.language import Language

FIRST_WORDS = 40
DECIDES = (
    DecisionKind.ACCEPT,
    DecisionKind.PART,
    DecisionKind.COMPROMISE,
    DecisionKind.REJECT,
    DecisionKind.BRACKETS,
    DecisionKind.DEFER,
)
RECEIVES = ("submit", "enter from floor")
SILENCE_ACTS = {
    "put under silence": "put",
    "extend silence": "extended",
    "suspend silence": "suspended",
    "resume silence": "resumed",
    "withdraw silence": "withdrawn",
    BREAKING: "broken",
    TAKING_BACK: "broken taken back",
    "conclude silence": "concluded",
}
RESERVATION_ACTS = ("enter reservation", "withdraw reservation")
VOIDS: Mapping[str, tuple[str, ...]] = {
    "void": tuple(map(str, DECIDES)),
    "void agreement": (str(DecisionKind.AGREE),),
    "void reopening": (REOPENING,),
    UNDO_TOGETHER: (AGREE_TOGETHER,),
}
"""The acts by which others no longer count."""
TOLD = (
    *VOIDS,
    *RECEIVES,
    *map(str, DECIDES),
    str(DecisionKind.AGREE),
    AGREE_TOGETHER,
    REOPENING,
    "record result",
    *SILENCE_ACTS,
    *RESERVATION_ACTS,
)
"""The acts that a report tells."""


def evening_document(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    *,
    language: Language,
    day: date | None = None,
    template: Template | None = None,
) -> bytes:
    """Return the report of a *day* (None: today) as a Word file in *language*. Raises NotPermitted, NotFound."""
    return evening.render(evening_text(session, actor, drafts, language=language, day=day), template)


def evening_text(
    session: Session, actor: Actor, drafts: DraftSet, *, language: Language, day: date | None = None
) -> EveningText:
    """
    Return the report of a *day* in the conference's zone, None: today. Raises NotPermitted, and NotFound without text.

    The progress, what is due and what is open are told as they are now. A fixed number of queries.
    """
    communique = drafts.communique
    actor = actor.at(communique.meeting_id)
    require(actor, Act.READ_DESK, Facts(meeting=communique.meeting_id))
    zone = communique.meeting.zone
    now = today_in(zone)
    progress = progress_of(session, actor, drafts)
    sittings = sittings_on(session, actor, communique)
    face = draft_text(session, drafts.newest.draft, language=language.value)
    return EveningText(
        face=replace(face, date=(day or now).isoformat()),
        day=(day or now).isoformat(),
        as_of=now.isoformat(),
        spoken=Language(communique.language),
        counts=progress.now,
        sections=[
            SectionCounts(own.heading.text if own.heading else "", own.counts) for own in progress.sections
        ],
        length=progress.drafts[-1].length,
        done=_done_on(session, actor, drafts, day or now, sittings, language),
        due=[] if drafts.adoption else _due(session, actor, drafts, sittings, language),
        open=_still_open(session, actor, drafts, progress, language),
    )


# What was done ---------------------------------------------------------------------------------------


def _done_on(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    day: date,
    sittings: Sequence[SittingRow],
    language: Language,
) -> Done:
    zone = ZoneInfo(drafts.communique.meeting.zone)
    begins, ends = (datetime.combine(on, time(), zone) for on in (day, day + timedelta(days=1)))
    lines = read_journal_between(session, actor, drafts.communique.id, begins=begins, ends=ends, acts=TOLD)
    counting, undone = _counting(lines)
    acts = _Told(counting, undone, load_subjects(session, actor, lines), language)
    return Done(
        received=list(acts.received()),
        decided=list(acts.decided()),
        agreed=list(acts.agreed()),
        undone=list(acts.no_longer_counting()),
        reopened=[acts.number(line) for line in acts.of(REOPENING)],
        sittings=list(acts.sittings(sittings, day)),
        silence=list(acts.silence()),
        reservations=list(acts.reservations()),
    )


def _counting(lines: Sequence[JournalLine]) -> tuple[list[JournalLine], list[JournalLine]]:
    """
    Return the *lines* of a day without those of acts that no longer counted at its end, and the lines by which that was
    so of acts of an earlier day.
    """
    counting: list[JournalLine] = []
    undone: list[JournalLine] = []
    for line in lines:
        if line.act not in VOIDS:
            counting.append(line)
            continue
        same = [done for done in counting if done.act in VOIDS[line.act] and _is_about_same(done, line)]
        if not same:
            undone.append(line)
        for done in (same[-1:], [other for other in counting if _recorded_it(other, line)][-1:]):
            counting = [other for other in counting if other not in done]
    return counting, undone


def _is_about_same(done: JournalLine, void: JournalLine) -> bool:
    """Return whether two lines are about the same proposal, paragraph, or paragraphs together."""
    if void.act == UNDO_TOGETHER:
        return done.before == void.before
    return (done.amendment_id, done.paragraph_id) == (void.amendment_id, void.paragraph_id)


def _recorded_it(done: JournalLine, void: JournalLine) -> bool:
    """Return whether a sitting recorded by *done* the agreement that *void* takes back."""
    agreed = done.act == "record result" and done.after in AGREED
    return agreed and void.act == "void agreement" and done.paragraph_id == void.paragraph_id


@dataclass(frozen=True, slots=True)
class _Told:
    """The lines of a day that count at its end, those by which earlier acts no longer do, and what they are about."""

    lines: Sequence[JournalLine]
    undone: Sequence[JournalLine]
    about: Subjects
    language: Language

    def of(self, *acts: str) -> Iterator[JournalLine]:
        return (line for line in self.lines if line.act in acts)

    def received(self) -> Iterator[tuple[str, str]]:
        """Yield each proposal with its paragraph, without what the Mission submits with a decision of its own."""
        for line in self.of(*RECEIVES):
            if line.subject not in (LIFTING, CONSEQUENTIAL):
                yield self._proposal(line), self.number(line)

    def decided(self) -> Iterator[DecidedProposal]:
        for line in self.of(*map(str, DECIDES)):
            standing = BY_OUTCOME[Outcome(line.after)]
            by = None if line.subject == PROPOSED_BY_MISSION else self._reached(line.subject)
            yield DecidedProposal(self._proposal(line), self.number(line), standing, by)

    def agreed(self) -> Iterator[AgreedParagraphs]:
        for line in self.of(str(DecisionKind.AGREE), AGREE_TOGETHER):
            numbers = line.before if line.act == AGREE_TOGETHER else self.number(line)
            yield AgreedParagraphs(numbers, self._reached(line.after))

    def no_longer_counting(self) -> Iterator[tuple[str, str]]:
        """Yield what no longer counts: a proposal with its paragraph, or paragraphs alone."""
        for line in self.undone:
            numbers = line.before if line.act == UNDO_TOGETHER else self.number(line)
            yield self._proposal(line), numbers

    def sittings(self, sittings: Sequence[SittingRow], day: date) -> Iterator[HeldSitting]:
        """Yield the sittings that were opened on a *day* or came to a result on it, in the order of time."""
        results: dict[int, dict[int, tuple[SittingResult, str]]] = defaultdict(dict)
        for line in self.of("record result"):
            result = (SittingResult(line.after), self.number(line))
            results[line.sitting_id or 0][line.paragraph_id or 0] = result  # of two the later one counts
        for row in sorted(sittings, key=lambda row: row.sitting.begins_at):
            sitting = row.sitting
            opened = None if sitting.from_before else sitting.opened_at
            if sitting.id in results or (opened and day_in(sitting.zone, opened) == day):
                reached = Reached(body_title(sitting.body, self.language), sitting.number)
                yield HeldSitting(reached, _by_result(results[sitting.id].values()))

    def silence(self) -> Iterator[SilenceStep]:
        for line in self.of(*SILENCE_ACTS):
            done = SILENCE_ACTS[line.act]
            body = self._reached(line.subject).body
            numbers, others = (line.before, "") if done == "put" else (line.after, line.before)
            yield SilenceStep(f"evening silence {done}", body, numbers, others, self._party(line))

    def reservations(self) -> Iterator[ReservationStep]:
        for line in self.of(*RESERVATION_ACTS):
            withdrawn = line.act == "withdraw reservation"
            yield ReservationStep(self._party(line), self.number(line), withdrawn)

    def number(self, line: JournalLine) -> str:
        """Return what the paragraph of a line is called: its number, else its first words, "" for a new one."""
        return _called(self.about.place(line))

    def _proposal(self, line: JournalLine) -> str:
        proposal = self.about.proposal(line)
        return proposal.name if proposal else ""

    def _party(self, line: JournalLine) -> str:
        party = self.about.party(line)
        return credited_name(party, self.language.value) if party else ""

    def _reached(self, subject: str) -> Reached:
        named = named_in_journal(subject)
        body = BodyTitle(named.names.get(self.language, ""), named.level, named.city)
        return Reached(body, named.number or 0, named.ad_referendum)


def _called(place: Place | None) -> str:
    if place is None:
        return ""
    words = f"“{place.words[:FIRST_WORDS]}…”" if place.words else ""
    return place.label or place.later or words


def _by_result(results: Iterable[tuple[SittingResult, str]]) -> dict[SittingResult, list[str]]:
    by_result: dict[SittingResult, list[str]] = defaultdict(list)
    for result, number in results:
        by_result[result].append(number)
    return by_result


# What comes ------------------------------------------------------------------------------------------


def _due(
    session: Session, actor: Actor, drafts: DraftSet, sittings: Sequence[SittingRow], language: Language
) -> list[Due]:
    """Return the deadlines, sittings and ends of silence to come, in the order of time, as the calendar has them."""
    communique = drafts.communique
    coming: list[tuple[datetime, Due]] = []

    def add(at: datetime, zone: str, word: str, **facts: object) -> None:
        local = at.astimezone(ZoneInfo(zone))
        city = zone.rpartition("/")[2].replace("_", " ")
        coming.append((at, Due(word, local.date().isoformat(), f"{local:%H:%M}", city, **facts)))  # type: ignore[arg-type]

    for round_ in rounds_of(session, communique.id):
        if state_of_round(round_) in (RoundState.ANNOUNCED, RoundState.OPEN):
            add(round_.deadline, round_.zone, "evening deadline", number=str(round_.number))
    for row in sittings:
        own = row.sitting
        if row.state is SittingState.CONVENED:
            body = body_title(own.body, language)
            facts = {"number": str(own.number), "body": body, "place": own.place}
            add(own.begins_at, own.zone, "evening sitting due", **facts)
    for silent in silences_on(session, actor, communique):
        if silent.state is SilenceState.RUNNING:
            held = silent.silence
            add(held.ends_at, held.zone, "evening silence due", body=body_title(held.body, language))
    return [due for _at, due in sorted(coming, key=lambda pair: (pair[0], pair[1].word, pair[1].number))]


# What is open ----------------------------------------------------------------------------------------

STILL_OPEN = (ProgressClass.NEARLY, ProgressClass.BRACKETS, ProgressClass.OPEN)


def _still_open(
    session: Session, actor: Actor, drafts: DraftSet, progress: Progress, language: Language
) -> list[OpenParagraph]:
    """Return the paragraphs that are not agreed, without those of which nothing was heard, in the order of the text."""
    names = _pending_names(session, actor, drafts)
    return [
        OpenParagraph(
            row.reference or f"“{row.text[:FIRST_WORDS]}…”",
            class_,
            names.get(row.paragraph, ()),
            _breakers(progress.still_broken.get(row.paragraph, ()), language),
        )
        for row in progress.rows
        if row.kind != LineKind.HEADING and row.paragraph in progress.facts
        for class_ in [class_of(progress.facts[row.paragraph])]
        if class_ in STILL_OPEN
    ]


def _breakers(breaks: Sequence[BrokenParagraph], language: Language) -> list[str]:
    """Return who broke a silence on a paragraph, each once, "" for those who are not named."""
    names = (credited_name(own.by, language.value) if own.by else "" for own in breaks)
    return list(dict.fromkeys(names))


def _pending_names(session: Session, actor: Actor, drafts: DraftSet) -> Mapping[int, list[str]]:
    """Return by paragraph the names of the proposals that wait for a decision on it."""
    names: dict[int, list[str]] = defaultdict(list)
    if drafts.context is None:
        return names
    for record in submitted_in_round(session, actor, drafts.context):
        place = record.revision.after_id if record.kind is AmendmentKind.INSERT else None
        if record.pending:
            for key in {record.revision.paragraph_id, record.revision.other_id, place} - {None}:
                names[key or 0].append(record.label)
    return names
