"""
The docket: proposals as they stand, in a fixed number of queries however many there are.

An `Entry` joins a proposal with its current revision, what was decided on it, the verdict that
brought or ended it, and what its sponsors answered; from these its standing is computed, in one
place. The docket refuses to know who reads: see store.queries for what may be seen.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from acm_drafts.negotiation.carrying import rebased
from acm_drafts.negotiation.consolidation import START, WORDING_KINDS, Edit
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Answer, Outcome, Stage, Standing, Verdict
from acm_drafts.store.records import (
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

OBJECTED = {Answer.OBJECT, Answer.CONTEST}
ADOPTED = {Outcome.ACCEPTED, Outcome.PART, Outcome.BRACKETED}


@dataclass(slots=True)
class Before:
    """
    A proposal as it stood before its last verdict: what it said, and what had been made of that.

    It is what was told of it until the text that came with the verdict is circulated.
    """

    revision: Revision
    disposition: Disposition | None = None
    brought_by: VerdictRow | None = None
    objected: bool = False


@dataclass(slots=True)
class Entry:
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
    earlier: Disposition | None = None
    """The last live disposition of an earlier revision: why the present one is before the Mission."""
    before: Before | None = None
    """None where there is no verdict."""
    standing: Standing = Standing.DRAFT
    pending: bool = False
    origin: tuple[str, str] | None = None
    """Of what was contested: the wording it was made on and the words it asked for, before it stood again."""

    @property
    def asked(self) -> tuple[str, str]:
        """
        Return the wording a proposal is read against and the words it asks for: its own changes, nobody else's.

        They are those of its revision; of a contested one whose changes cannot be told apart from
        what others changed meanwhile, those with which it was made (`read_on_old`).
        """
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
class Docket:
    entries: dict[int, Entry] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def pending(self) -> list[Entry]:
        return [entry for entry in self if entry.pending]


def load(session: Session, *where: ColumnElement[bool]) -> Docket:
    """
    Return the docket of all amendments that satisfy *where* (conditions on Amendment and its current Revision).

    Five queries, ordered as proposals arrived. Lines of other people's drafts are included if
    *where* includes them: readers are filtered by queries.visible_to().
    """
    current = and_(Revision.amendment_id == Amendment.id, Revision.sequence == Amendment.revision)
    earlier, stood_on = aliased(Revision), aliased(Wording)
    rows = session.execute(
        select(Revision, stood_on.text, earlier.text)
        .join(Amendment, current)
        .join(Amendment.sponsor)
        .outerjoin(
            earlier,
            and_(
                Revision.made == "contested",
                earlier.amendment_id == Revision.amendment_id,
                earlier.sequence == Revision.sequence - 1,
            ),
        )
        .outerjoin(stood_on, stood_on.id == earlier.base_id)
        .where(*where)
        .options(
            contains_eager(Revision.amendment).contains_eager(Amendment.sponsor), joinedload(Revision.base)
        )
        .order_by(Amendment.id)
    ).all()
    docket = Docket(
        {
            r.amendment_id: Entry(r.amendment, r, origin=None if on is None else (on, text))
            for r, on, text in rows
        }
    )
    if docket.entries:
        _attach_cosponsors(session, docket)
        _attach_decisions(session, docket)
        _attach_verdicts(session, docket)
        _attach_answers(session, docket)
        for entry in docket:
            entry.standing, entry.pending = standing_of(entry)
    return docket


def load_paragraphs(session: Session, paragraphs: Collection[int]) -> Docket:
    """Return the docket of *paragraphs*: what concerns them, and new paragraphs proposed to follow them."""
    return load(session, Amendment.paragraph_id.in_(paragraphs) | Revision.after_id.in_(paragraphs))


def _ids(docket: Docket) -> Collection[int]:
    return docket.entries.keys()


def _attach_cosponsors(session: Session, docket: Docket) -> None:
    rows = session.execute(
        select(Cosponsor.amendment_id, Party)
        .join(Party, Party.id == Cosponsor.party_id)
        .where(Cosponsor.amendment_id.in_(_ids(docket)))
        .order_by(Cosponsor.since, Party.code)
    )
    for amendment_id, party in rows:
        entry = docket.entries[amendment_id]
        entry.cosponsors = (*entry.cosponsors, party)


def _attach_decisions(session: Session, docket: Docket) -> None:
    voiding = aliased(Decision)
    rows = session.scalars(
        select(Disposition)
        .join(Disposition.decision)
        .join(Disposition.revision)
        .outerjoin(voiding, voiding.voids_id == Decision.id)
        .where(Revision.amendment_id.in_(_ids(docket)), voiding.id.is_(None))
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


def _attach_verdicts(session: Session, docket: Docket) -> None:
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
            entry.before = Before(row.revision, entry.disposition, brought.get(row.revision_id))
        if row.next_revision_id == entry.revision.id:
            entry.brought_by = row
            decided = entry.earlier if _is_on(entry.earlier, row.revision) else None
            entry.before = entry.before or Before(row.revision, decided, brought.get(row.revision_id))


def _is_on(disposition: Disposition | None, revision: Revision) -> bool:
    return disposition is not None and disposition.revision_id == revision.id


def _attach_answers(session: Session, docket: Docket) -> None:
    rows = session.scalars(
        select(AnswerRow).where(AnswerRow.amendment_id.in_(_ids(docket))).order_by(AnswerRow.id)
    )
    for row in rows:
        entry = docket.entries[row.amendment_id]
        sponsors = row.party_id == entry.amendment.sponsor_id
        objects = Answer(row.answer) in OBJECTED
        if sponsors:
            entry.contest = row if objects else None
        if sponsors and entry.before is not None and _is_about(row, entry.before):
            entry.before.objected = objects
        if _is_about(row, entry, entry.verdict):
            entry.answered = row
            if sponsors:
                entry.objection = row if objects else None
    for entry in docket:
        if entry.contest is not entry.objection and entry.disposition is not None:
            entry.contest = None


def _is_about(row: AnswerRow, stood: Entry | Before, ended: VerdictRow | None = None) -> bool:
    """
    Return whether an answer is about the last thing that was made of the proposal;

    what was said before is history.
    """
    if ended is not None:
        return row.verdict_id == ended.id
    if stood.disposition is not None:
        return row.disposition_id == stood.disposition.id
    if stood.brought_by is not None and row.verdict_id == stood.brought_by.id:
        return True
    return row.revision_id == stood.revision.id


# Where it stands ---------------------------------------------------------------------------------

DECIDED = {
    Outcome.ACCEPTED: Standing.ACCEPTED,
    Outcome.PART: Standing.PART,
    Outcome.ABSORBED: Standing.ABSORBED,
    Outcome.REJECTED: Standing.REJECTED,
    Outcome.BRACKETED: Standing.BRACKETED,
}
ENDED = {
    Verdict.ABSORBED: Standing.ABSORBED,
    Verdict.OVERTAKEN: Standing.OVERTAKEN,
    Verdict.ORPHANED: Standing.ORPHANED,
}
BROUGHT = {
    Verdict.CARRIED: Standing.CARRIED,
    Verdict.PARTLY: Standing.PARTLY,
    Verdict.CONFLICT: Standing.CONFLICT,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides where a proposal stands: its stage, how its current revision was made, and what was said of that."""

    stage: str
    made: str
    outcome: str | None = None
    verdict: str | None = None
    brought: str | None = None
    objected: bool = False


def standing_by(facts: Facts) -> tuple[Standing, bool]:
    """Return the one word for where a proposal is, and whether it still waits for a decision or a verdict."""
    if facts.stage != Stage.SUBMITTED:
        return Standing(facts.stage), False
    if facts.verdict is not None and Verdict(facts.verdict) in ENDED:
        return (Standing.CONTESTED if facts.objected else ENDED[Verdict(facts.verdict)]), False
    if facts.outcome is None:
        return _undecided(facts), True
    outcome = Outcome(facts.outcome)
    if outcome is Outcome.DEFERRED:
        return Standing.DEFERRED, True
    if facts.objected and outcome in (Outcome.ABSORBED, Outcome.REJECTED):
        return Standing.CONTESTED, True
    if outcome is Outcome.REJECTED and facts.made == "rest":
        return Standing.PART, False
    return DECIDED[outcome], False


def _undecided(facts: Facts) -> Standing:
    if facts.made == "contested":
        return Standing.CONTESTED
    if facts.brought is not None:
        return BROUGHT.get(Verdict(facts.brought), Standing.CARRIED)
    return Standing.PART if facts.made == "rest" else Standing.PENDING


def standing_of(entry: Entry) -> tuple[Standing, bool]:
    """Return where the proposal of *entry* stands, and whether it is pending."""
    return standing_by(
        Facts(
            entry.amendment.stage,
            entry.revision.made,
            entry.disposition.outcome if entry.disposition else None,
            entry.verdict.verdict if entry.verdict else None,
            entry.brought_by.verdict if entry.brought_by else None,
            entry.objection is not None,
        )
    )


def standing_before(entry: Entry) -> tuple[Standing, bool]:
    """Return where the proposal of *entry* stood before its last verdict, and whether it was pending."""
    stood = entry.before
    if stood is None:
        return entry.standing, entry.pending
    return standing_by(
        Facts(
            entry.amendment.stage,
            stood.revision.made,
            stood.disposition.outcome if stood.disposition else None,
            brought=stood.brought_by.verdict if stood.brought_by else None,
            objected=stood.objected,
        )
    )


def insertions(session: Session, paragraphs: Iterable[int]) -> dict[int, Entry]:
    """Return the proposals by which *paragraphs* (not yet in any draft) are to come in, by paragraph."""
    docket = load(
        session, Amendment.kind == AmendmentKind.INSERT, Amendment.paragraph_id.in_(list(paragraphs))
    )
    return {entry.amendment.paragraph_id: entry for entry in docket}
