"""
Amendments as records, with all that their status follows from, in a fixed number of queries.

An `AmendmentRecord` joins a proposal with its current revision, what was decided on it, the outcome of the last
round, and what its sponsors answered. Who may read it: `store.visibility`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from acm_drafts.negotiation.answers import outlives
from acm_drafts.negotiation.carrying import standing_again
from acm_drafts.negotiation.consolidation import START, WORDING_KINDS, Edit, restores
from acm_drafts.negotiation.drawing import Drawing, drawing
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.status import StatusFacts, agrees_with, is_only_proposed, standing_by
from acm_drafts.negotiation.terms import AmendmentKind, Answer, Outcome, Stage, Standing, name_of
from acm_drafts.store.conditions import live, reopened_on
from acm_drafts.store.joins import agreements_since
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    AnswerRow,
    Cosponsor,
    Decision,
    Disposition,
    JournalLine,
    Party,
    Revision,
    VerdictRow,
    Wording,
)
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.text.language import as_read


def find_amendment(session: Session, code: str) -> Amendment | None:
    return session.scalars(
        select(Amendment).options(joinedload(Amendment.sponsor)).where(Amendment.code == code)
    ).one_or_none()


def cosponsors_of(session: Session, amendment_id: int) -> tuple[int, ...]:
    return tuple(
        session.scalars(select(Cosponsor.party_id).where(Cosponsor.amendment_id == amendment_id)).all()
    )


OBJECTED = {Answer.OBJECT, Answer.CONTEST}
BY_PEOPLE = ("sponsor", "floor")  # other revisions nobody wrote: they follow from what was decided


@dataclass(slots=True)
class EarlierState:
    """
    A proposal as it stood before its last verdict: what it said, and what had been made of that.

    It is what was told of it until the text that came with the verdict is circulated.
    """

    revision: Revision
    disposition: Disposition | None = None
    brought_by: VerdictRow | None = None
    objected: bool = False
    parted: Disposition | None = None
    """The acceptance in part that left it as the rest."""


@dataclass(slots=True)
class AmendmentRecord:
    """One proposal. *disposition* and *decision* are the live ones of the current revision."""

    amendment: Amendment
    revision: Revision
    cosponsors: tuple[Party, ...] = ()
    disposition: Disposition | None = None
    decision: Decision | None = None
    verdict: VerdictRow | None = None
    """The verdict on the current revision, which ended it."""
    brought_by: VerdictRow | None = None
    """The verdict on the revision before, which brought it here."""
    objection: AnswerRow | None = None
    """
    The sponsor's latest answer on disposition or verdict, where it objects or contests;

    co-sponsors are heard, no more.
    """
    answered: AnswerRow | None = None
    """The latest answer, whatever it says."""
    contest: AnswerRow | None = None
    """
    The sponsor's objection that nothing was decided after: what the Mission has to know when it judges,

    also where the proposal stands again in a new revision.
    """
    seconded: tuple[tuple[Party, AnswerRow], ...] = ()
    """The same of co-sponsors, each with its own word."""
    heard: tuple[tuple[Party, AnswerRow], ...] = ()
    """Where any of them objects: that, and what the other sponsors said of the same; the sponsor first."""
    earlier: Disposition | None = None
    """The last live disposition of an earlier revision: why the present one is before the Mission."""
    agreement: Decision | None = None
    """Of what was decided last without a level, or put in brackets: by what a level agreed the paragraph since."""
    reopened: date | None = None
    """Of what a level agreed last: the day on which its paragraph was reopened since, which ended that."""
    before: EarlierState | None = None
    """None where there is no verdict."""
    standing: Standing = Standing.DRAFT
    pending: bool = False
    prior: Revision | None = None
    """Of what stands again because it was contested: the revision that was contested."""
    proposed: str | None = None
    """Of a consequential change: what the split or join proposes that it amends."""
    last_shown: LastShown | None = None
    """Set where its reader does not read what it is now, but what the last round that was shown left of it."""
    since: datetime | None = None
    """Where that is set, when the round after it was announced: what was answered since is not read."""
    joined: tuple[Cosponsor, ...] = ()
    """Where that is set, the co-sponsors of then, each with the day it joined."""

    @property
    def objects_to_compromise(self) -> bool:
        """Whether a compromise merged it in the present round, and its sponsor objects to that."""
        return self.objection is not None and self.outcome is Outcome.ABSORBED

    def reads_round(self, round_id: int) -> bool:
        """Return whether what was done in a round is read: all, or up to the last round that was shown."""
        return self.last_shown is None or round_id in self.last_shown.known

    def reads_answer(self, row: AnswerRow) -> bool:
        """Return whether an answer is read: any, or those given before the first hidden round was announced."""
        return self.since is None or row.at < self.since

    @property
    def origin(self) -> tuple[str, str] | None:
        """Of what was contested: the wording it was made on and the words it asked for, before it stood again."""
        return (self.prior.base.text, self.prior.text) if self.prior and self.prior.base else None

    @property
    def outcome(self) -> Outcome | None:
        """What the live decision made of the current revision, None where there is none."""
        return Outcome(self.disposition.outcome) if self.disposition else None

    @property
    def last_disposition(self) -> Disposition | None:
        """The last live disposition, whatever revision it was on."""
        return self.disposition or self.earlier

    @property
    def last_part(self) -> Disposition | None:
        """The last live acceptance in part, None where none of the last two dispositions is one."""
        dispositions = (self.disposition, self.earlier)
        return next((row for row in dispositions if row and row.outcome == Outcome.PART), None)

    @property
    def parted(self) -> Disposition | None:
        """The acceptance in part that left the current revision as the rest, None where it is no rest."""
        return _left_by(self.earlier, self.revision)

    @property
    def asked(self) -> tuple[str, str]:
        """
        Return the wording a proposal is read against and the words it asks for: its own changes, nobody else's.

        They are those of its revision; of a contested one whose changes cannot be told apart from
        what others changed meanwhile, those with which it was made (`read_on_old`); of what is left of an
        acceptance in part on the words as they were accepted.
        """
        if part := self.parted:
            return part.text, part.revision.text
        return self.origin if self.origin and self.read_on_old else (self.base, self.revision.text)

    @property
    def read_on(self) -> int | None:
        """The key of the wording that `asked` begins from, None where no draft holds that."""
        if self.parted:
            return None
        return (
            self.prior.base_id if self.prior and self.origin and self.read_on_old else self.revision.base_id
        )

    def drawn_on(self, now: str | None) -> Drawing:
        """Return between which wordings it is drawn where its paragraph says *now*; None: nothing to draw on."""
        base, text = self.asked
        if self.kind is AmendmentKind.DELETE:
            return Drawing(self.base, "", is_old=now is not None and as_read(now) != as_read(self.base))
        if now is None or self.read_on_old or self._rests_on_unprinted or self.kind not in WORDING_KINDS:
            return Drawing(base, text, is_old=self.read_on_old)
        return drawing(base, text, now)

    @property
    def _rests_on_unprinted(self) -> bool:
        """Whether it is the rest of an acceptance in part that no draft has printed yet."""
        return self.parted is not None and self.parted.revision.base_id == self.revision.base_id

    @property
    def read_on_old(self) -> bool:
        """Whether the proposal has to be read against the wording it was made on."""
        if self.origin is None or not self.base or self.kind not in WORDING_KINDS:
            return False
        now = standing_again(*self.origin, self.base)
        return not now.pure or now.text != self.revision.text

    @property
    def restores(self) -> bool:
        """Whether it keeps the paragraph as it was before a decision to which it is opposed changed it."""
        return restores(self.edit())

    @property
    def label(self) -> str:
        """How people call it, where its sponsor may be known: "EGY 3"; before a number, the sponsor alone."""
        return proposal_label(self.amendment.sponsor.code, self.amendment.number)

    @property
    def kind(self) -> AmendmentKind:
        return AmendmentKind(self.amendment.kind)

    @property
    def base(self) -> str:
        """The wording that it changes: that of the draft, of a consequential change that of the split or join."""
        if self.proposed is not None:
            return self.proposed
        return self.revision.base.text if self.revision.base else ""

    def edit(self, *, text: str | None = None, bracketed: bool = False, rank: int | None = None) -> Edit:
        """Return the proposal as the text sees it; *text* where less than all of it was adopted."""
        return edit_of(self.amendment, self.revision, text=text, bracketed=bracketed, rank=rank)


def edit_of(
    amendment: Amendment,
    revision: Revision,
    *,
    text: str | None = None,
    bracketed: bool = False,
    rank: int | None = None,
) -> Edit:
    return Edit(
        proposal=amendment.id,
        kind=AmendmentKind(amendment.kind),
        paragraph=revision.paragraph_id,
        base=revision.base.text if revision.base else "",
        text=revision.text if text is None else text,
        after=revision.after_id or START,
        other=revision.other_id or 0,
        parts=tuple(revision.parts),
        bracketed=bracketed,
        rank=rank,
        line_kind=LineKind(revision.kind),
        depth=revision.depth,
        numbered=revision.numbered,
    )


@dataclass(slots=True)
class AmendmentRecords:
    entries: dict[int, AmendmentRecord] = field(default_factory=dict)

    def __iter__(self) -> Iterator[AmendmentRecord]:
        return iter(self.entries.values())

    def pending(self) -> list[AmendmentRecord]:
        return [record for record in self if record.pending]


_EARLIER, _STOOD_ON, _KNOWN, _SHAPED = (
    aliased(Revision),
    aliased(Wording),
    aliased(Revision),
    aliased(Revision),
)


def says(runs: Sequence[LastShown] = ()) -> ColumnElement[bool]:
    """
    Return the condition that a Revision is what its Amendment says now, of *runs* what it said when they began.
    """
    if not runs:
        return IS_CURRENT
    sequence = case(*((run.where, _last_known(run.known)) for run in runs), else_=Amendment.revision)
    return and_(Revision.amendment_id == Amendment.id, Revision.sequence == sequence)


def _last_known(rounds: Collection[int]) -> ScalarSelect[int]:
    return (
        select(func.max(_KNOWN.sequence))
        .where(_KNOWN.amendment_id == Amendment.id, _KNOWN.round_id.in_(rounds))
        .correlate(Amendment)
        .scalar_subquery()
    )


def load_amendments(
    session: Session, *where: ColumnElement[bool], runs: Sequence[LastShown] = ()
) -> AmendmentRecords:
    """
    Return the records of all amendments that satisfy *where* (conditions on Amendment and on what it says).

    Five queries, one more where something was decided without a level, ordered as proposals arrived. Lines of
    other people's drafts are included if *where* includes them: `store.visibility.visible_to` says what a reader may
    see. What *runs* are about is read as the last round before them left it, with one query more.
    """
    rows = session.execute(_rows(runs).where(*where)).all()
    records = AmendmentRecords(
        {
            revision.amendment_id: _record(revision, prior, proposed, runs[place] if place >= 0 else None)
            for revision, prior, proposed, place in rows
        }
    )
    if records.entries:
        _attach_cosponsors(session, records)
        _attach_decisions(session, records)
        _attach_agreements(session, records)
        _attach_verdicts(session, records)
        _attach_acts(session, records)
        _attach_answers(session, records)
        for record in records:
            record.standing, record.pending = standing_of(record)
    return records


def _rows(runs: Sequence[LastShown]) -> Select[Revision, Revision, str, int]:
    """
    Return the query for what each proposal says and what it said before it was contested; of a consequential change
    what that proposes which it amends; and the place among *runs*.

    The place is -1 where none of them is about it.
    """
    place = case(*((run.where, place) for place, run in enumerate(runs)), else_=-1) if runs else literal(-1)
    return (
        select(Revision, _EARLIER, _SHAPED.text, place)
        .select_from(Revision)
        .join(Amendment, says(runs))
        .join(Amendment.sponsor)
        .outerjoin(
            _EARLIER,
            and_(
                Revision.made == "contested",
                _EARLIER.amendment_id == Revision.amendment_id,
                _EARLIER.sequence == Revision.sequence - 1,
            ),
        )
        .outerjoin(_STOOD_ON, _STOOD_ON.id == _EARLIER.base_id)
        .outerjoin(
            _SHAPED,
            and_(
                Amendment.kind == AmendmentKind.CONSEQUENTIAL,
                _SHAPED.id == Revision.amends_revision_id,
            ),
        )
        .options(
            contains_eager(Revision.amendment).contains_eager(Amendment.sponsor),
            joinedload(Revision.base),
            contains_eager(_EARLIER.base, alias=_STOOD_ON),
        )
        .order_by(Amendment.id)
    )


def _record(
    revision: Revision, prior: Revision | None, proposed: str | None, run: LastShown | None
) -> AmendmentRecord:
    amendment = revision.amendment if run is None else _as_left(revision, run.context)
    return AmendmentRecord(amendment, revision, prior=prior, proposed=proposed, last_shown=run)


def _as_left(revision: Revision, context: RoundContext) -> Amendment:
    """Return a proposal as a round left it when *revision* was what it said: a copy that is never written."""
    now = revision.amendment
    return Amendment(
        id=now.id,
        communique_id=now.communique_id,
        round_id=context.round.id,
        code=now.code,
        kind=now.kind,
        stage=Stage.SUBMITTED,
        paragraph_id=revision.paragraph_id,
        amends_id=now.amends_id,
        sponsor_id=now.sponsor_id,
        number=now.number,
        from_floor=now.from_floor,
        revision=revision.sequence,
        submitted_at=now.submitted_at,
        sponsor=now.sponsor,
    )


def load_amendments_by_key(session: Session, keys: Collection[int]) -> AmendmentRecords:
    """Return the amendments with *keys*, as they arrived, whoever may read them. Five queries."""
    return load_amendments(session, Amendment.id.in_(keys))


def said_up_to(
    session: Session, records: Iterable[AmendmentRecord], run: LastShown
) -> dict[int, AmendmentRecord]:
    """
    Return *records*, by key, with the co-sponsors that each had before the hidden rounds of *run*.

    The positions on them are read as of then as well (store.positions.positions_on). What each says and where it stands
    stay as they are in *records*. One query, none for none.
    """
    then = {
        record.amendment.id: replace(record, last_shown=run, cosponsors=(), joined=()) for record in records
    }
    _attach_acts(session, AmendmentRecords(then))
    return then


def get_amendment_record(session: Session, key: int) -> AmendmentRecord:
    """Return the amendment with *key*, of which it is known that there is one. Five queries."""
    return load_amendments_by_key(session, [key]).entries[key]


def load_amendments_on(session: Session, paragraphs: Collection[int]) -> AmendmentRecords:
    """Return the records of *paragraphs*: what concerns them, what would follow them, and joins that take them in."""
    beside = Revision.after_id.in_(paragraphs) | Revision.other_id.in_(paragraphs)
    return load_amendments(session, Amendment.paragraph_id.in_(paragraphs) | beside)


def _ids(records: AmendmentRecords) -> Collection[int]:
    return records.entries.keys()


def _attach_cosponsors(session: Session, records: AmendmentRecords) -> None:
    rows = session.execute(
        select(Cosponsor.amendment_id, Party)
        .join(Party, Party.id == Cosponsor.party_id)
        .where(Cosponsor.amendment_id.in_(_ids(records)))
        .order_by(Cosponsor.since, Party.code)
    )
    for amendment_id, party in rows:
        record = records.entries[amendment_id]
        if record.last_shown is None:
            record.cosponsors = (*record.cosponsors, party)


JOINS, LEAVES, ANNOUNCES = "cosponsor", "leave cosponsors", "open round"
"""The acts of the journal by which a party becomes a co-sponsor and is one no more, and a round is announced."""


def _attach_acts(session: Session, records: AmendmentRecords) -> None:
    """
    Give each record that is read as an earlier round left it its co-sponsors of then, and when that ended.

    The journal has both. One query, none where there is no such record.
    """
    runs = {record.amendment.id: record.last_shown for record in records if record.last_shown}
    if not runs:
        return
    firsts = {key: run.hidden[0].round.id for key, run in runs.items()}
    lines = _journal_of(session, runs, set(firsts.values()))
    announced = {line.round_id: line.at for line, _ in lines if line.act == ANNOUNCES}
    for key, first in firsts.items():
        records.entries[key].since = announced[first]
    for line, party in lines:
        if line.amendment_id in firsts:
            _recall(records.entries[line.amendment_id], line, party)


def _journal_of(
    session: Session, amendments: Collection[int], rounds: Collection[int]
) -> Sequence[Row[JournalLine, Party]]:
    """Return the lines on who co-sponsors *amendments*, and on the announcement of *rounds*, as written. One query."""
    sponsoring = and_(JournalLine.act.in_([JOINS, LEAVES]), JournalLine.amendment_id.in_(amendments))
    announcing = and_(JournalLine.act == ANNOUNCES, JournalLine.round_id.in_(rounds))
    return session.execute(
        select(JournalLine, Party)
        .outerjoin(Party, Party.id == JournalLine.party_id)
        .where(or_(sponsoring, announcing))
        .order_by(JournalLine.id)
    ).all()


def _recall(record: AmendmentRecord, line: JournalLine, party: Party) -> None:
    """Let *party* be among the co-sponsors of *record*, or no more, as *line* says, if that is read of it."""
    if not record.reads_round(line.round_id or 0):
        return
    others = tuple(row for row in record.joined if row.party_id != party.id)
    row = Cosponsor(amendment_id=record.amendment.id, party_id=party.id, since=line.at, party=party)
    record.joined = (*others, row) if line.act == JOINS else others
    record.cosponsors = tuple(joined.party for joined in record.joined)


def _attach_decisions(session: Session, records: AmendmentRecords) -> None:
    rows = session.execute(
        live(select(Disposition, reopened_on(Decision)).join(Disposition.decision).join(Disposition.revision))
        .where(Revision.amendment_id.in_(_ids(records)))
        .options(
            contains_eager(Disposition.decision),
            contains_eager(Disposition.revision).joinedload(Revision.base),
        )
        .order_by(Disposition.id)
    )
    reopened: dict[int, date | None] = {}
    for disposition, reopened_last in rows:
        record = records.entries[disposition.revision.amendment_id]
        reopened[disposition.id] = reopened_last
        if not record.reads_round(disposition.decision.round_id):
            continue
        if disposition.revision_id == record.revision.id:
            record.disposition, record.decision = disposition, disposition.decision
        else:
            record.earlier = disposition
    for record in records:
        if (last := record.last_disposition) is not None and last.decision.level is not None:
            record.reopened = reopened[last.id] if last.outcome in _AGREED else None


_AGREED = (Outcome.ACCEPTED, Outcome.PART, Outcome.ABSORBED)
"""What a level agrees words by, until the paragraph is reopened."""


def _attach_agreements(session: Session, records: AmendmentRecords) -> None:
    """
    Attach what agreed its paragraph since to what no level decided, what is ad referendum or in brackets, and what was
    decided before a reopening. Two queries at most.
    """
    decided = {record.amendment.id: _to_be_agreed(record) for record in records}
    later = agreements_since(session, [decision for decision in decided.values() if decision])
    for record in records:
        if decision := decided[record.amendment.id]:
            since = (agreement for agreement in later[decision.id] if _is_agreed_by(record, agreement))
            record.agreement = next(since, None)


def _to_be_agreed(record: AmendmentRecord) -> Decision | None:
    """Return the last decision on a proposal if agreeing its paragraph agrees it anew: see `_attach_agreements`."""
    last = record.last_disposition
    if last is None or record.reopened:
        return last.decision if last else None
    is_final = last.decision.level is not None and not last.decision.awaits_confirmation
    return None if is_final and last.outcome != Outcome.BRACKETED else last.decision


def _is_agreed_by(record: AmendmentRecord, agreement: Decision) -> bool:
    """Return whether *agreement*, on the paragraph of *record*, agrees what was decided on it, as its reader knows."""
    outcome = record.last_disposition.outcome if record.last_disposition else None
    return agrees_with(agreement.kind, outcome=outcome) and record.reads_round(agreement.round_id)


def _attach_verdicts(session: Session, records: AmendmentRecords) -> None:
    rows = session.scalars(
        select(VerdictRow)
        .join(VerdictRow.revision)
        .where(Revision.amendment_id.in_(_ids(records)))
        .options(contains_eager(VerdictRow.revision).joinedload(Revision.base))
        .order_by(VerdictRow.id)
    ).all()
    rows = [row for row in rows if records.entries[row.revision.amendment_id].reads_round(row.round_id)]
    brought = {row.next_revision_id: row for row in rows if row.next_revision_id}
    for row in rows:
        record = records.entries[row.revision.amendment_id]
        if row.revision_id == record.revision.id:
            record.verdict = row
            record.before = _before(record, row.revision, record.disposition, brought)
        if row.next_revision_id == record.revision.id:
            record.brought_by = row
            decided = record.earlier if _is_on(record.earlier, row.revision) else None
            record.before = record.before or _before(record, row.revision, decided, brought)


def _before(
    record: AmendmentRecord,
    revision: Revision,
    disposition: Disposition | None,
    brought: Mapping[int, VerdictRow],
) -> EarlierState:
    left = _left_by(record.earlier, revision)
    return EarlierState(revision, disposition, brought.get(revision.id), parted=left)


def _is_on(disposition: Disposition | None, revision: Revision) -> bool:
    return disposition is not None and disposition.revision_id == revision.id


def _left_by(earlier: Disposition | None, revision: Revision) -> Disposition | None:
    """Return *earlier*, the last live disposition before *revision*, if it is what left that as the rest."""
    left = earlier is not None and earlier.outcome == Outcome.PART and revision.made == "rest"
    return earlier if left else None


def _attach_answers(session: Session, records: AmendmentRecords) -> None:
    rows = session.scalars(
        select(AnswerRow).where(AnswerRow.amendment_id.in_(_ids(records))).order_by(AnswerRow.id)
    )
    answers: dict[int, list[AnswerRow]] = {key: [] for key in _ids(records)}
    for row in rows:
        if records.entries[row.amendment_id].reads_answer(row):
            answers[row.amendment_id].append(row)
    for key, own in answers.items():
        record = records.entries[key]
        for row in own:
            _attach_answer(record, row)
        _attach_objections(record, {row.party_id: row for row in own if _is_on_live(row, record)})


def _attach_answer(record: AmendmentRecord, row: AnswerRow) -> None:
    """Note an answer on what was made of a proposal last, or before its last verdict; a later one replaces it."""
    from_sponsor = row.party_id == record.amendment.sponsor_id
    objects = Answer(row.answer) in OBJECTED
    if from_sponsor and record.before is not None and _is_about(row, record.before):
        record.before.objected = objects
    if _is_about(row, record, record.verdict):
        record.answered = row
        if from_sponsor:
            record.objection = row if objects else None


def _attach_objections(record: AmendmentRecord, latest: Mapping[int, AnswerRow]) -> None:
    """Note who objects to what was made of a proposal, and what its other sponsors say of the same."""
    objections = {party: row for party, row in latest.items() if _counts(row, record)}
    record.contest = objections.get(record.amendment.sponsor_id)
    record.seconded = tuple(
        (party, objections[party.id]) for party in record.cosponsors if party.id in objections
    )
    subjects = {_subject(row) for row in objections.values()}
    answers = (
        (party, latest[party.id])
        for party in (record.amendment.sponsor, *record.cosponsors)
        if party.id in latest
    )
    record.heard = tuple((party, row) for party, row in answers if _subject(row) in subjects)


def _subject(row: AnswerRow) -> tuple[int | None, ...]:
    return row.disposition_id, row.verdict_id, row.revision_id


def _counts(row: AnswerRow, record: AmendmentRecord) -> bool:
    """Return whether *row* objects, and nothing was decided on the proposal after it."""
    if Answer(row.answer) not in OBJECTED:
        return False
    if record.verdict is not None and _is_ended(row, record, record.verdict):
        return row.verdict_id == record.verdict.id or row.at > record.verdict.at
    last = record.disposition or record.earlier
    if last is None or row.disposition_id == last.id:
        return True
    return record.disposition is None and row.at > last.decision.at


def _is_on_live(row: AnswerRow, record: AmendmentRecord) -> bool:
    """Return whether *row* answers a decision that still counts, or no decision: one that was voided is answered."""
    dispositions = (record.disposition, record.earlier)
    return row.disposition_id in {None, *(disposition.id for disposition in dispositions if disposition)}


def _is_ended(row: AnswerRow, record: AmendmentRecord, verdict: VerdictRow) -> bool:
    """Return whether *verdict* ended what *row* objects to, with the proposal."""
    is_about = record.disposition is not None and row.disposition_id == record.disposition.id
    on_compromise = is_about and record.outcome is Outcome.ABSORBED
    return not outlives(verdict.verdict, on_compromise=on_compromise)


def _is_about(row: AnswerRow, stood: AmendmentRecord | EarlierState, ended: VerdictRow | None = None) -> bool:
    """
    Return whether an answer is about the last thing that was made of the proposal;

    what was said before is history.
    """
    if ended is not None:
        return row.verdict_id == ended.id
    if stood.disposition is not None:
        return row.disposition_id == stood.disposition.id
    if stood.brought_by is not None:
        return row.verdict_id == stood.brought_by.id or row.revision_id == stood.revision.id
    if stood.parted is not None:
        return row.disposition_id == stood.parted.id
    return row.revision_id == stood.revision.id


# Where it stands ---------------------------------------------------------------------------------


def standing_of(record: AmendmentRecord) -> tuple[Standing, bool]:
    """Return where the proposal of *record* stands, and whether it is pending."""
    return standing_by(
        StatusFacts(
            record.amendment.stage,
            record.revision.made,
            record.disposition.outcome if record.disposition else None,
            record.verdict.verdict if record.verdict else None,
            record.brought_by.verdict if record.brought_by else None,
            record.objection is not None,
        )
    )


def standing_in_refusal(record: AmendmentRecord) -> str:
    """
    Return how a refusal calls where a proposal stands, to be translated.

    What no level agreed is not called accepted or rejected: whether a level agreed its paragraph since is not asked.
    """
    decided = record.disposition.decision if record.disposition else None
    is_proposed = decided is not None and is_only_proposed(
        record.standing, level=decided.level, agreed_since=False
    )
    return N_("dealt with already") if is_proposed else name_of(record.standing)


def standing_before(record: AmendmentRecord) -> tuple[Standing, bool]:
    """Return where the proposal of *record* stood before its last verdict, and whether it was pending."""
    stood = record.before
    if stood is None:
        return record.standing, record.pending
    return standing_by(
        StatusFacts(
            record.amendment.stage,
            stood.revision.made,
            stood.disposition.outcome if stood.disposition else None,
            brought=stood.brought_by.verdict if stood.brought_by else None,
            objected=stood.objected,
        )
    )


def load_insertions(session: Session, paragraphs: Iterable[int]) -> dict[int, AmendmentRecord]:
    """Return the proposals by which *paragraphs* (not yet in any draft) are to come in, by paragraph."""
    records = load_amendments(
        session, Amendment.kind == AmendmentKind.INSERT, Amendment.paragraph_id.in_(list(paragraphs))
    )
    return {record.amendment.paragraph_id: record for record in records}


def names_of_proposals(session: Session, keys: Collection[int]) -> dict[int, str]:
    """Return what proposals are called where their sponsors may be known ("EGY 3"), by their keys. One query."""
    rows = session.execute(
        select(Amendment.id, Party.code, Amendment.number)
        .join(Party, Party.id == Amendment.sponsor_id)
        .where(Amendment.id.in_(keys))
    )
    return {key: proposal_label(code, number) for key, code, number in rows}
