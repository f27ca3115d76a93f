"""
Amendments as records, with all that their status follows from, in a fixed number of queries.

An `AmendmentRecord` joins a proposal with its current revision, what was decided on it, the outcome of the last
round, and what its sponsors answered. Who may read it: `store.visibility`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from acm_drafts.negotiation.carrying import rebased
from acm_drafts.negotiation.consolidation import START, WORDING_KINDS, Edit
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.status import StatusFacts, standing_by
from acm_drafts.negotiation.terms import AmendmentKind, Answer, Outcome, Standing
from acm_drafts.store.conditions import live
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    AnswerRow,
    Cosponsor,
    Decision,
    Disposition,
    Party,
    Revision,
    VerdictRow,
    Wording,
)


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
ADOPTED = {Outcome.ACCEPTED, Outcome.PART, Outcome.BRACKETED}


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
    before: EarlierState | None = None
    """None where there is no verdict."""
    standing: Standing = Standing.DRAFT
    pending: bool = False
    prior: Revision | None = None
    """Of what stands again because it was contested: the revision that was contested."""

    @property
    def origin(self) -> tuple[str, str] | None:
        """Of what was contested: the wording it was made on and the words it asked for, before it stood again."""
        return (self.prior.base.text, self.prior.text) if self.prior and self.prior.base else None

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
    def read_on_old(self) -> bool:
        """Whether the proposal has to be read against the wording it was made on."""
        if self.origin is None or not self.base or self.kind not in WORDING_KINDS:
            return False
        now = rebased(*self.origin, self.base)
        return not now.pure or now.text != self.revision.text

    @property
    def label(self) -> str:
        """How people call it, where its sponsor may be known: "EGY 3"; before a number, the sponsor alone."""
        number = self.amendment.number
        return f"{self.amendment.sponsor.code} {number}" if number else self.amendment.sponsor.code

    @property
    def kind(self) -> AmendmentKind:
        return AmendmentKind(self.amendment.kind)

    @property
    def base(self) -> str:
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
        return [entry for entry in self if entry.pending]


_EARLIER, _STOOD_ON = aliased(Revision), aliased(Wording)


def load_amendments(session: Session, *where: ColumnElement[bool]) -> AmendmentRecords:
    """
    Return the docket of all amendments that satisfy *where* (conditions on Amendment and its current Revision).

    Five queries, ordered as proposals arrived. Lines of other people's drafts are included if
    *where* includes them: readers are filtered by queries.visible_to().
    """
    rows = session.execute(
        select(Revision, _EARLIER)
        .join(Amendment, IS_CURRENT)
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
        .where(*where)
        .options(
            contains_eager(Revision.amendment).contains_eager(Amendment.sponsor),
            joinedload(Revision.base),
            contains_eager(_EARLIER.base, alias=_STOOD_ON),
        )
        .order_by(Amendment.id)
    ).all()
    docket = AmendmentRecords(
        {r.amendment_id: AmendmentRecord(r.amendment, r, prior=before) for r, before in rows}
    )
    if docket.entries:
        _attach_cosponsors(session, docket)
        _attach_decisions(session, docket)
        _attach_verdicts(session, docket)
        _attach_answers(session, docket)
        for entry in docket:
            entry.standing, entry.pending = standing_of(entry)
    return docket


def load_amendments_by_key(session: Session, keys: Collection[int]) -> AmendmentRecords:
    """Return the amendments with *keys*, as they arrived, whoever may read them. Five queries."""
    return load_amendments(session, Amendment.id.in_(keys))


def get_amendment_record(session: Session, key: int) -> AmendmentRecord:
    """Return the amendment with *key*, of which it is known that there is one. Five queries."""
    return load_amendments_by_key(session, [key]).entries[key]


def load_amendments_on(session: Session, paragraphs: Collection[int]) -> AmendmentRecords:
    """Return the docket of *paragraphs*: what concerns them, what would follow them, and joins that take them in."""
    there = Revision.after_id.in_(paragraphs) | Revision.other_id.in_(paragraphs)
    return load_amendments(session, Amendment.paragraph_id.in_(paragraphs) | there)


def _ids(docket: AmendmentRecords) -> Collection[int]:
    return docket.entries.keys()


def _attach_cosponsors(session: Session, docket: AmendmentRecords) -> None:
    rows = session.execute(
        select(Cosponsor.amendment_id, Party)
        .join(Party, Party.id == Cosponsor.party_id)
        .where(Cosponsor.amendment_id.in_(_ids(docket)))
        .order_by(Cosponsor.since, Party.code)
    )
    for amendment_id, party in rows:
        entry = docket.entries[amendment_id]
        entry.cosponsors = (*entry.cosponsors, party)


def _attach_decisions(session: Session, docket: AmendmentRecords) -> None:
    rows = session.scalars(
        live(select(Disposition).join(Disposition.decision).join(Disposition.revision))
        .where(Revision.amendment_id.in_(_ids(docket)))
        .options(
            contains_eager(Disposition.decision),
            contains_eager(Disposition.revision).joinedload(Revision.base),
        )
        .order_by(Disposition.id)
    )
    for disposition in rows:
        entry = docket.entries[disposition.revision.amendment_id]
        if disposition.revision_id == entry.revision.id:
            entry.disposition, entry.decision = disposition, disposition.decision
        else:
            entry.earlier = disposition


def _attach_verdicts(session: Session, docket: AmendmentRecords) -> None:
    rows = session.scalars(
        select(VerdictRow)
        .join(VerdictRow.revision)
        .where(Revision.amendment_id.in_(_ids(docket)))
        .options(contains_eager(VerdictRow.revision).joinedload(Revision.base))
        .order_by(VerdictRow.id)
    ).all()
    brought = {row.next_revision_id: row for row in rows if row.next_revision_id}
    for row in rows:
        entry = docket.entries[row.revision.amendment_id]
        if row.revision_id == entry.revision.id:
            entry.verdict = row
            entry.before = _before(entry, row.revision, entry.disposition, brought)
        if row.next_revision_id == entry.revision.id:
            entry.brought_by = row
            decided = entry.earlier if _is_on(entry.earlier, row.revision) else None
            entry.before = entry.before or _before(entry, row.revision, decided, brought)


def _before(
    entry: AmendmentRecord,
    revision: Revision,
    disposition: Disposition | None,
    brought: Mapping[int, VerdictRow],
) -> EarlierState:
    left = _left_by(entry.earlier, revision)
    return EarlierState(revision, disposition, brought.get(revision.id), parted=left)


def _is_on(disposition: Disposition | None, revision: Revision) -> bool:
    return disposition is not None and disposition.revision_id == revision.id


def _left_by(earlier: Disposition | None, revision: Revision) -> Disposition | None:
    """Return *earlier*, the last live disposition before *revision*, if it is what left that as the rest."""
    left = earlier is not None and earlier.outcome == Outcome.PART and revision.made == "rest"
    return earlier if left else None


def _attach_answers(session: Session, docket: AmendmentRecords) -> None:
    rows = session.scalars(
        select(AnswerRow).where(AnswerRow.amendment_id.in_(_ids(docket))).order_by(AnswerRow.id)
    )
    latest: dict[int, dict[int, AnswerRow]] = {key: {} for key in _ids(docket)}
    for row in rows:
        entry = docket.entries[row.amendment_id]
        latest[row.amendment_id][row.party_id] = row
        sponsors = row.party_id == entry.amendment.sponsor_id
        objects = Answer(row.answer) in OBJECTED
        if sponsors and entry.before is not None and _is_about(row, entry.before):
            entry.before.objected = objects
        if _is_about(row, entry, entry.verdict):
            entry.answered = row
            if sponsors:
                entry.objection = row if objects else None
    for key, rows_of in latest.items():
        entry = docket.entries[key]
        said = {party: row for party, row in rows_of.items() if _counts(row, entry)}
        entry.contest = said.get(entry.amendment.sponsor_id)
        entry.seconded = tuple((party, said[party.id]) for party in entry.cosponsors if party.id in said)
        told = [party for party in (entry.amendment.sponsor, *entry.cosponsors) if party.id in rows_of]
        matters = {_subject(row) for row in said.values()}
        entry.heard = tuple((p, rows_of[p.id]) for p in told if _subject(rows_of[p.id]) in matters)


def _subject(row: AnswerRow) -> tuple[int | None, ...]:
    return row.disposition_id, row.verdict_id, row.revision_id


def _counts(row: AnswerRow, entry: AmendmentRecord) -> bool:
    """Return whether *row* objects, and nothing was decided on the proposal after it."""
    if Answer(row.answer) not in OBJECTED:
        return False
    if entry.verdict is not None:
        return row.verdict_id == entry.verdict.id or row.at > entry.verdict.at
    last = entry.disposition or entry.earlier
    if last is None or row.disposition_id == last.id:
        return True
    return entry.disposition is None and row.at > last.decision.at


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


def standing_of(entry: AmendmentRecord) -> tuple[Standing, bool]:
    """Return where the proposal of *entry* stands, and whether it is pending."""
    return standing_by(
        StatusFacts(
            entry.amendment.stage,
            entry.revision.made,
            entry.disposition.outcome if entry.disposition else None,
            entry.verdict.verdict if entry.verdict else None,
            entry.brought_by.verdict if entry.brought_by else None,
            entry.objection is not None,
        )
    )


def standing_before(entry: AmendmentRecord) -> tuple[Standing, bool]:
    """Return where the proposal of *entry* stood before its last verdict, and whether it was pending."""
    stood = entry.before
    if stood is None:
        return entry.standing, entry.pending
    return standing_by(
        StatusFacts(
            entry.amendment.stage,
            stood.revision.made,
            stood.disposition.outcome if stood.disposition else None,
            brought=stood.brought_by.verdict if stood.brought_by else None,
            objected=stood.objected,
        )
    )


def load_insertions(session: Session, paragraphs: Iterable[int]) -> dict[int, AmendmentRecord]:
    """Return the proposals by which *paragraphs* (not yet in any draft) are to come in, by paragraph."""
    docket = load_amendments(
        session, Amendment.kind == AmendmentKind.INSERT, Amendment.paragraph_id.in_(list(paragraphs))
    )
    return {entry.amendment.paragraph_id: entry for entry in docket}
