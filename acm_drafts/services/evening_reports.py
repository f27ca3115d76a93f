"""
The evening report of the Mission, read out of the database into a value that a document and a page are made from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import evening_file
from acm_drafts.documents.write.evening import (
    AgreedParagraphs,
    ContestedOutcome,
    DecidedProposal,
    Done,
    EveningText,
    HeldSitting,
    Reached,
    ReservationStep,
    SectionCounts,
    SilenceStep,
    Step,
    TakenPositions,
    Then,
)
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.documents.write.words import quoted
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.journal import (
    AGREE_OVER,
    AGREE_TOGETHER,
    LIFTED_OVER,
    REOPENING,
    TAKES_POSITION,
    UNDO_TOGETHER,
    VOIDS_REOPENING,
    WITHDRAWING,
)
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.status import BY_OUTCOME
from acm_drafts.negotiation.terms import (
    Answer,
    BracketAct,
    DecisionKind,
    DraftStatus,
    Outcome,
    Scope,
    SittingResult,
    SmallGroupAct,
    Standing,
)
from acm_drafts.services.acts_of_day import DECIDES, VOIDS, counting_of_day
from acm_drafts.services.agreed_together import Together, is_reopened_by, merged, numbers_together
from acm_drafts.services.agreeing_sittings import sitting_in_journal
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.evening_counts import agreed_by, positions_taken
from acm_drafts.services.evening_open import dues, still_open
from acm_drafts.services.progress import Progress, progress_of
from acm_drafts.services.sitting_records import body_title
from acm_drafts.store.answers import Contested, contested_outcomes
from acm_drafts.store.attribution import name_in
from acm_drafts.store.bodies import AD_REFERENDUM, named_in_journal
from acm_drafts.store.bracket_holders import ACTS as BRACKETS_SAID
from acm_drafts.store.database import utcnow
from acm_drafts.store.journal import (
    ACCEPTS_COMPROMISE,
    CLOSING,
    CONFIRM_TOGETHER,
    DISOWNS,
    OPENING,
    PROPOSED_BY_MISSION,
    Subjects,
    load_subjects,
    read_journal_between,
)
from acm_drafts.store.journal_places import Place
from acm_drafts.store.meetings import day_in, end_of_day, today_in
from acm_drafts.store.past_states import agreed_in_one_act
from acm_drafts.store.records import Decision, JournalLine, Sitting
from acm_drafts.store.silence import BREAKING, TAKING_BACK, kept_anonymous
from acm_drafts.store.sittings import SittingRow, sittings_on
from acm_drafts.store.small_groups import ACTS as SMALL_GROUPS_SAID
from acm_drafts.store.small_groups import PUTS_TEXT
from acm_drafts.store.text import DraftSet
from acm_drafts.store.timeline import JOINING
from acm_drafts.store.written_edits import written_with_decisions
from acm_drafts.text.language import Language

RECEIVES = ("submit", "enter from floor")
COSPONSORS = dict(zip(JOINING, ("cosponsor joined", "cosponsor left"), strict=True))
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
RESERVATION_ACTS = {
    "enter reservation": "entered",
    "publish reservation": "published",
    "keep reservation": "maintained",
    "withdraw reservation": "withdrawn",
    "receive instructions": "instructed",
}
BRACKET_ACTS = {
    BRACKETS_SAID[BracketAct.HOLD]: "bracket held",
    BRACKETS_SAID[BracketAct.RELEASE]: "bracket let go",
}
SMALL_GROUP_ACTS = {
    SMALL_GROUPS_SAID[SmallGroupAct.FORM]: "group formed",
    SMALL_GROUPS_SAID[SmallGroupAct.END]: "group ended",
    PUTS_TEXT: "compromise put",
}
ADOPTS, CORRECTS = "adopt text", "issue corrigendum"
TEXT_ACTS = {
    "import": "imported",
    "circulate": "circulated",
    OPENING: "round opened",
    "change deadline": "deadline changed",
    CLOSING: "round closed",
    ADOPTS: "adopted",
    CORRECTS: "corrigendum",
    "publish text": "published",
    "publish text from a moment": "embargoed",
    "end embargo": "embargo ended",
    "withdraw publication": "publication withdrawn",
}
"""What is done to the text itself and to its rounds."""
ANSWERS = {
    Answer.LIVE_WITH: "can live with",
    Answer.OBJECT: "objects",
    Answer.CONFIRM: "confirms",
    Answer.CONTEST: "contests",
    Answer.ACCEPT: "accepts",
    ACCEPTS_COMPROMISE: "accepts compromise",
    DISOWNS: "disowns",
}
CONFIRMS = "confirm agreement"
TOLD = (
    *VOIDS,
    *RECEIVES,
    WITHDRAWING,
    *COSPONSORS,
    *map(str, DECIDES),
    str(DecisionKind.AGREE),
    AGREE_TOGETHER,
    REOPENING,
    "record result",
    *SILENCE_ACTS,
    *RESERVATION_ACTS,
    *BRACKET_ACTS,
    *SMALL_GROUP_ACTS,
    *TEXT_ACTS,
    "answer",
    CONFIRMS,
    CONFIRM_TOGETHER,
    LIFTED_OVER,
    AGREE_OVER,
    TAKES_POSITION,
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
    return evening_file.render(evening_text(session, actor, drafts, language=language, day=day), template)


def evening_text(
    session: Session, actor: Actor, drafts: DraftSet, *, language: Language, day: date | None = None
) -> EveningText:
    """
    Return the report of a *day* in the conference's zone, None: today.

    Of a past day all of it is told as it was at its end: nothing that is done later changes it. Raises NotPermitted,
    and NotFound where there was no text yet, or for a day to come. A fixed number of queries.
    """
    communique = drafts.communique
    actor = actor.at(communique.meeting_id)
    require(actor, Act.READ_DESK, Facts(meeting=communique.meeting_id))
    now = today_in(communique.meeting.zone)
    day = day or now
    if day > now:
        raise NotFound()
    until = end_of_day(communique.meeting.zone, day) if day < now else None
    moment = until or utcnow() + timedelta(microseconds=1)  # what is done now is done
    then = drafts if until is None else drafts.until(until)
    progress = progress_of(session, actor, then, until=until)
    sittings = sittings_on(session, actor, communique)
    return EveningText(
        face=_face(session, then, language, day),
        day=day.isoformat(),
        spoken=Language(communique.language),
        counts=progress.now,
        sections=[
            SectionCounts(own.heading.text if own.heading else "", own.counts) for own in progress.sections
        ],
        agreed_by=agreed_by(progress),
        length=progress.drafts[-1].length,
        done=_done_on(session, actor, drafts, day, sittings, progress, language),
        due=[]
        if then.adoption
        else dues(session, actor, then, sittings=sittings, language=language, moment=moment),
        open=still_open(session, then, progress, language=language, moment=moment),
        is_adopted=then.is_adopted,
    )


def _face(session: Session, drafts: DraftSet, language: Language, day: date) -> DraftText:
    """Return the face of the newest draft, without the symbol of an adoption that came later."""
    draft = drafts.newest.draft
    face = replace(draft_text(session, draft, language=language.value), date=day.isoformat())
    return face if drafts.adoption else replace(face, symbol=draft.symbol, status=DraftStatus(draft.status))


# What was done ---------------------------------------------------------------------------------------


def _done_on(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    day: date,
    sittings: Sequence[SittingRow],
    progress: Progress,
    language: Language,
) -> Done:
    acts = _told_on(session, actor, drafts, day, progress, language)
    return Done(
        text=list(acts.text()),
        received=list(acts.received()),
        withdrawn=list(acts.withdrawn()),
        cosponsors=list(acts.cosponsors()),
        decided=acts.decided(),
        agreed=acts.agreed(),
        lifted=list(dict.fromkeys(acts.lifted())),
        undone=list(dict.fromkeys(acts.no_longer_counting())),
        reopened=list(acts.reopened()),
        positions=acts.positions(),
        answers=list(acts.answers()),
        sittings=list(acts.sittings(sittings, day)),
        silence=list(acts.silence()),
        reservations=list(acts.reservations()),
        brackets=list(acts.brackets()),
        groups=list(acts.groups()),
    )


def _told_on(
    session: Session, actor: Actor, drafts: DraftSet, day: date, progress: Progress, language: Language
) -> "_Told":
    """Return what the journal tells of a *day*; *progress*: as it was at its end."""
    zone = drafts.communique.meeting.zone
    begins, ends = end_of_day(zone, day - timedelta(days=1)), end_of_day(zone, day)
    lines = read_journal_between(session, actor, drafts.communique.id, begins=begins, ends=ends, acts=TOLD)
    acts_on_many = agreed_in_one_act(
        session, {line.round_id or 0 for line in lines if line.act == AGREE_TOGETHER}, ends
    )
    counting, undone, voided = counting_of_day(lines)
    together = numbers_together(session, drafts, counting, acts_on_many)
    return _Told(
        [line for line in counting if line.id not in together or any(together[line.id])],
        undone,
        load_subjects(session, actor, lines),
        language,
        written=written_with_decisions(session, _proposals(counting, "submit")),
        rounds={context.round.id: context.round.number for context in drafts.contexts},
        together=together,
        places={row.paragraph: place for place, row in enumerate(progress.rows)},
        contested=contested_outcomes(session, _proposals(counting, "answer")),
        voided=voided,
        anonymous=kept_anonymous(
            session, {line.silence_id or 0 for line in counting if line.act == BREAKING}
        ),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """
    The lines of a day that count at its end, those by which earlier acts no longer do, and what they are about.

    *written*: what the Mission wrote with a decision of that day, by its proposal. *rounds*: their numbers. *together*:
    of acts that agreed many paragraphs those that still count, and those reopened since, by the key of the line.
    *places*: of paragraphs in the text at the end of the day. *contested*: what sponsors contested, of which proposals.
    *voided*: the decisions of the day that no longer count at its end. *anonymous*: the silence procedures of which
    not all are told who broke them.
    """

    lines: Sequence[JournalLine]
    undone: Sequence[JournalLine]
    about: Subjects
    language: Language
    written: Mapping[int, Decision]
    rounds: Mapping[int, int]
    together: Mapping[int, Together]
    places: Mapping[int, int]
    contested: Sequence[Contested]
    voided: Sequence[JournalLine]
    anonymous: Collection[int]

    def _agreed(self, line: JournalLine) -> Mapping[int, str]:
        """Return what a line agreed, by key what it is called: one paragraph, or all that still count."""
        if line.act != AGREE_TOGETHER:
            return {line.paragraph_id or 0: self.number(line)}
        return self.together[line.id].left

    def _reopened_since(self, line: JournalLine) -> bool:
        """Return whether the paragraph of *line* was reopened later on the day."""
        return is_reopened_by(self.lines, line.id, line.paragraph_id)

    def _deciding(self) -> list[JournalLine]:
        """
        Return the lines of the decisions on proposals that stand, in the order of these decisions.

        A later decision of the same round takes the place of an earlier one, but for what was accepted in part: that
        stands beside what is decided on the rest. What an earlier round decided is told too: it left the round so, and
        is what a sponsor contests.
        """
        standing: list[JournalLine] = []
        for line in self.of("submit", *map(str, DECIDES)):
            if line.act == "submit" and line.amendment_id not in self.written:
                continue
            standing = [own for own in standing if not _is_replaced(own, line)]
            standing.append(line)
        return standing

    def _ended(self, line: JournalLine) -> bool:
        """Return whether a reopening ended what is told as decided or agreed earlier on the day."""
        decided = [*self._deciding(), *self.of(str(DecisionKind.AGREE))]
        return any(own.id < line.id and own.paragraph_id == line.paragraph_id for own in decided)

    def reopened(self) -> Iterator[Step]:
        """
        Yield the paragraphs that were reopened, without those told with what was decided on them that day.

        Those too of which the reopening was voided: on that day it was made, or on an earlier one.
        """
        together = {key for own in self.together.values() for key in own.reopened}
        for line in self.of(REOPENING):
            if not self._ended(line) and line.paragraph_id not in together:
                yield Step("evening reopened", number=self.number(line))
        for line in self.voided:
            if line.act == REOPENING:
                yield Step("evening reopened and voided", number=self.number(line))
        for line in self.undone:
            if line.act == VOIDS_REOPENING:
                yield Step("evening reopening undone", number=self.number(line))

    def of(self, *acts: str) -> Iterator[JournalLine]:
        return (line for line in self.lines if line.act in acts)

    def text(self) -> Iterator[Step]:
        """Yield what was done to the text itself and to its rounds."""
        for line in self.of(*TEXT_ACTS):
            word, number = f"evening {TEXT_ACTS[line.act]}", str(self.rounds.get(line.round_id or 0, ""))
            if line.act == CORRECTS:
                number = line.after
            name = line.after if line.act == CLOSING else line.subject
            by = self._reached(line.after) if line.act == ADOPTS else None
            yield Step(word, name, number, by)

    def received(self) -> Iterator[tuple[str, str]]:
        """Yield each proposal with its paragraph; those too that the Mission submits with a decision of its own."""
        for line in self.of(*RECEIVES):
            yield self._proposal(line), self.number(line)

    def withdrawn(self) -> Iterator[tuple[str, str]]:
        """Yield each submitted proposal that was withdrawn, with its paragraph."""
        for line in self.of(WITHDRAWING):
            if line.scope == Scope.AMENDMENT:  # not what its delegation alone has read
                yield self._proposal(line), self.number(line)

    def cosponsors(self) -> Iterator[Step]:
        """Yield who joined or left the sponsors of a proposal."""
        for line in self.of(*COSPONSORS):
            word = f"evening {COSPONSORS[line.act]}"
            yield Step(word, self._party(line), self.number(line), proposal=self._proposal(line))

    def decided(self) -> list[DecidedProposal]:
        """Return what was decided on proposals and stands, or was voided on the day, in the order decided."""
        voided = [line for line in self.voided if line.act in DECIDES]
        lines = sorted([*self._deciding(), *voided], key=lambda line: line.id)
        return [self._decided(line) for line in lines]

    def _decided(self, line: JournalLine) -> DecidedProposal:
        own = self.written.get(line.amendment_id or 0)
        standing, by = self._written(own) if own else self._outcome(line)
        then = Then.VOIDED if line in self.voided else None
        then = Then.REOPENED if then is None and self._reopened_since(line) else then
        return DecidedProposal(self._proposal(line), self.number(line), standing, by, then)

    def _outcome(self, line: JournalLine) -> tuple[Standing, Reached | None]:
        """Return where a proposal stands by the line of its decision, and what reached that."""
        by = None if line.subject == PROPOSED_BY_MISSION else self._reached(line.subject)
        return BY_OUTCOME[Outcome(line.after)], by

    def _written(self, decision: Decision) -> tuple[Standing, Reached | None]:
        """Return the same of what the Mission wrote with a decision, which accepts it."""
        sitting = decision.sitting
        if sitting is None:
            return Standing.ACCEPTED, None
        body = body_title(sitting.body, self.language)
        return Standing.ACCEPTED, Reached(body, sitting.number, decision.ad_referendum)

    def lifted(self) -> Iterator[Step]:
        """Yield over whom brackets were lifted that they held, and words agreed without them."""
        for line in self.of(LIFTED_OVER, AGREE_OVER):
            word = "evening lifted" if line.act == LIFTED_OVER else "evening agreed without bracket"
            yield Step(word, self._party(line), self.number(line), proposal=self._proposal(line))

    def positions(self) -> list[TakenPositions]:
        return positions_taken(
            self.of(TAKES_POSITION), self.places, lambda line: (self._proposal(line), self.number(line))
        )

    def answers(self) -> Iterator[Step | ContestedOutcome]:
        """Yield what sponsors answered, and which agreements ad referendum were confirmed."""
        for line in self.of("answer", CONFIRMS, CONFIRM_TOGETHER):
            if line.act == "answer":
                word = f"evening {ANSWERS.get(line.subject, 'confirms')}"
                if line.subject == Answer.CONTEST:
                    yield self._contest(line)
                    continue
                yield Step(word, self._party(line), self.number(line), proposal=self._proposal(line))
            else:
                numbers = line.before if line.act == CONFIRM_TOGETHER else self.number(line)
                yield Step("evening confirmed", line.after, numbers, self._reached(line.subject))

    def _contest(self, line: JournalLine) -> ContestedOutcome:
        """Return what was contested by the answer that *line* tells of: the one written at its moment."""
        own = [
            row for row in self.contested if (row.amendment, row.party) == (line.amendment_id, line.party_id)
        ]
        row = min(own, key=lambda row: abs(row.at - line.at))
        return ContestedOutcome(
            self._party(line), self._proposal(line), self.number(line), row.standing, row.only_proposed
        )

    def agreed(self) -> list[AgreedParagraphs]:
        """Return what was agreed, in the order of the text, and apart what was reopened or voided on the day."""
        together: dict[tuple[Reached, Then | None], dict[int, str]] = defaultdict(dict)
        for line in self.of(str(DecisionKind.AGREE), AGREE_TOGETHER):
            by = self._reached(line.after)
            is_reopened = line.act != AGREE_TOGETHER and self._reopened_since(line)
            together[by, Then.REOPENED if is_reopened else None] |= self._agreed(line)
            if line.id in self.together:
                together[by, Then.REOPENED] |= self.together[line.id].reopened
        for line in self.voided:
            if line.act == DecisionKind.AGREE:
                together[self._reached(line.after), Then.VOIDED] |= self._agreed(line)
        return [
            AgreedParagraphs(numbers, by, then)
            for (by, then), called in together.items()
            if (numbers := merged(called, self.places))
        ]

    def no_longer_counting(self) -> Iterator[tuple[str, str]]:
        """Yield which decisions no longer count: a proposal with its paragraph, or paragraphs alone."""
        for line in self.undone:
            if line.act == VOIDS_REOPENING:
                continue
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
            decided, agreed = self._naming(sitting, results.get(sitting.id, {}))
            adopted = self._adopted_at(sitting)
            is_told = sitting.id in results or decided or agreed or adopted
            if is_told or (opened and day_in(sitting.zone, opened) == day):
                reached = Reached(body_title(sitting.body, self.language), sitting.number)
                by_result = self._by_result(results[sitting.id])
                yield HeldSitting(reached, by_result, decided, agreed, adopted)

    def _by_result(self, results: Mapping[int, tuple[SittingResult, str]]) -> dict[SittingResult, list[str]]:
        """Return the paragraphs with each of the *results* of a sitting, in the order of the text."""
        by_result: dict[SittingResult, list[str]] = defaultdict(list)
        for paragraph in sorted(results, key=lambda key: self.places.get(key, len(self.places))):
            result, number = results[paragraph]
            by_result[result].append(number)
        return by_result

    def _adopted_at(self, sitting: Sitting) -> str:
        """Return the symbol under which the text was adopted at a sitting, "" where it was not."""
        name = sitting_in_journal(sitting)
        return next((line.subject for line in self.of(ADOPTS) if line.after == name), "")

    def _naming(self, sitting: Sitting, results: Collection[int]) -> tuple[list[tuple[str, str]], list[str]]:
        """Return the proposals decided and the paragraphs agreed in the name of a sitting, without its *results*."""
        name = sitting_in_journal(sitting)
        decided = {
            line.amendment_id: (self._proposal(line), self.number(line))
            for line in self.of("submit", *map(str, DECIDES))
            if line.subject.removesuffix(AD_REFERENDUM) == name or self._written_at(line, sitting)
        }
        agreed = {
            key: number
            for line in self.of(str(DecisionKind.AGREE), AGREE_TOGETHER)
            if line.after.removesuffix(AD_REFERENDUM) == name
            for key, number in self._agreed(line).items()
            if key not in results
        }
        numbers = merged(agreed, self.places)
        return list(decided.values()), [numbers] if numbers else []

    def _written_at(self, line: JournalLine, sitting: Sitting) -> bool:
        """Return whether the Mission wrote a proposal with a decision that names a sitting."""
        own = self.written.get(line.amendment_id or 0) if line.act == "submit" else None
        return own is not None and own.sitting_id == sitting.id

    def silence(self) -> Iterator[SilenceStep]:
        for line in self.of(*SILENCE_ACTS):
            done = SILENCE_ACTS[line.act]
            body = self._reached(line.subject).body
            numbers, others = (line.before, "") if done == "put" else (line.after, line.before)
            is_public = line.act != BREAKING or line.silence_id not in self.anonymous
            yield SilenceStep(
                f"evening silence {done}", body, numbers, others, self._party(line), is_public=is_public
            )

    def reservations(self) -> Iterator[ReservationStep]:
        for line in self.of(*RESERVATION_ACTS):
            is_public = line.scope != Scope.RESERVATION
            word = RESERVATION_ACTS[line.act]
            yield ReservationStep(self._party(line), self.number(line), word, is_public)

    def brackets(self) -> Iterator[Step]:
        """Yield who said that it holds a bracket, and who let go of one."""
        for line in self.of(*BRACKET_ACTS):
            yield Step(f"evening {BRACKET_ACTS[line.act]}", self._party(line), self.number(line))

    def groups(self) -> Iterator[Step]:
        """Yield which small groups were formed or ended, and which compromise texts were put to the round."""
        for line in self.of(*SMALL_GROUP_ACTS):
            word = f"evening {SMALL_GROUP_ACTS[line.act]}"
            if line.act == PUTS_TEXT:
                yield Step(word, self._party(line), self.number(line))
            else:
                yield Step(word, line.after, proposal=self._party(line))

    def number(self, line: JournalLine) -> str:
        """Return what the paragraph of a line is called: its number, else its first words, "" for a new one."""
        return _called(self.about.place(line), self.language)

    def _proposal(self, line: JournalLine) -> str:
        proposal = self.about.proposal(line)
        return proposal.name if proposal else ""

    def _party(self, line: JournalLine) -> str:
        party = self.about.party(line)
        return name_in(party, self.language.value) if party else ""

    def _reached(self, subject: str) -> Reached:
        named = named_in_journal(subject)
        body = BodyTitle(named.names.get(self.language, ""), named.level, named.city)
        return Reached(body, named.number or 0, named.ad_referendum)


def _called(place: Place | None, language: Language) -> str:
    if place is None:
        return ""
    return place.label or (quoted(language, place.words) if place.words else "")


def _proposals(lines: Iterable[JournalLine], act: str) -> set[int]:
    return {line.amendment_id or 0 for line in lines if line.act == act}


def _is_replaced(decided: JournalLine, later: JournalLine) -> bool:
    """Return whether a *later* decision takes the place of one on the same proposal."""
    is_same = (decided.amendment_id, decided.round_id) == (later.amendment_id, later.round_id)
    return is_same and decided.after != Outcome.PART
