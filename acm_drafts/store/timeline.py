"""What happened to one proposal, and to one paragraph, step by step, as far as a reader may know it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Row, and_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from acm_drafts.negotiation.lifecycle import first_submitted
from acm_drafts.negotiation.lines import listed_number
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind
from acm_drafts.store.absorption import Successor, absorbing_proposals
from acm_drafts.store.amendments import (
    BY_PEOPLE,
    OBJECTED,
    AmendmentRecord,
    AmendmentRecords,
    load_amendments,
)
from acm_drafts.store.brackets import Unbracketed
from acm_drafts.store.conditions import VOIDING, live
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.journal import Proposal, read_journal, subjects_of_line
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    AnswerRow,
    CompromiseDecision,
    CompromiseText,
    Cosponsor,
    Decision,
    Descent,
    Disposition,
    JournalLine,
    LineRow,
    Paragraph,
    Party,
    Revision,
    User,
    VerdictRow,
    Wording,
)
from acm_drafts.store.status import Status, Statuses
from acm_drafts.store.text import BY_JOIN, DraftSet
from acm_drafts.store.visibility import (
    last_shown_in,
    names_party,
    readable_in_any,
    sees_cosponsors,
    sees_sponsor,
)


class StepKind(StrEnum):
    """What happened; in this order where several things happened at one moment."""

    WRITTEN = "written"
    ACT = "act"
    DECIDED = "decided"
    AMENDED = "amended"
    VOIDED = "voided"
    REOPENED = "reopened"
    VERDICT = "verdict"
    PRINTED = "printed"
    LIFTED = "lifted"
    ANSWERED = "answered"
    REVIVED = "revived"


ORDER = {kind: place for place, kind in enumerate(StepKind)}

JOINING = ("cosponsor", "leave cosponsors")
ACTS = ("send for review", "return to drafter", "submit", "enter from floor", "withdraw", *JOINING)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing that happened to a proposal; what does not apply to its kind is None.

    *revision*: what was written, decided on or carried. *rest*: what stayed pending of it.
    *successor*: what took it in, or amended it. *printed*: how its paragraph reads in a draft. *lifted*: by which
    text the brackets round its words went. *party*: who answered, joined or left, None where it may not be known.
    *on_compromise*: what was answered is a compromise. *author*: of what was written, for the sponsor's own people:
    to others those speak who submit. *revises*: it was put in place of what was submitted.
    """

    at: datetime
    kind: StepKind
    revision: Revision | None = None
    line: JournalLine | None = None
    disposition: Disposition | None = None
    decision: Decision | None = None
    voided: bool = False
    rest: Revision | None = None
    successor: Successor | None = None
    verdict: VerdictRow | None = None
    answer: AnswerRow | None = None
    party: Party | None = None
    on_compromise: bool = False
    author: str = ""
    revises: bool = False
    version: DraftVersion | None = None
    lifted: Unbracketed | None = None
    printed: tuple[str, str] | None = None
    """The number, and the wording where it is new ("" where it reads as in the draft before)."""


class StepPlace(NamedTuple):
    """A line as one draft prints it."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """
    The steps of a proposal, newest first.

    *own*: the reader belongs to its sponsor. *named*: may know the sponsor, and so who acted for it.
    *places*: by revision the line that it was to follow, as the draft printed it on which it was written.
    """

    steps: tuple[Step, ...]
    own: bool
    named: bool
    places: Mapping[int, StepPlace]

    def contested_before(self, where: Status, sponsor: int) -> int:
        """Return how many things the *sponsor* had contested and never accepted before what it contests now."""
        if not where.heard:
            return 0
        answers = [
            step.answer for step in reversed(self.steps) if step.answer and step.answer.party_id == sponsor
        ]
        last = {_matter(answer): answer for answer in answers}
        now = {_matter(answer) for _, answer in where.heard}
        return sum(answer.answer in OBJECTED for about, answer in last.items() if about not in now)

    def had(self, where: Status) -> Step | None:
        """
        Return the last closing by which the text had changes of what is contested, or carried again since it was;

        None where it is not, and where that closing is the one that *where* tells of.
        """
        if not where.heard or (where.verdict and where.verdict.done):
            return None
        closings = (step for step in self.steps if step.verdict and step.verdict.total > 1)
        return next((step for step in closings if step.verdict and step.verdict.done), None)


def _matter(answer: AnswerRow) -> tuple[int | None, ...]:
    return answer.disposition_id, answer.verdict_id, answer.revision_id


def load_timeline(session: Session, statuses: Statuses, record: AmendmentRecord) -> Timeline:
    """Return the life of the proposal of *record*. Eleven queries at most, whatever happened."""
    actor, amendment = statuses.actor, record.amendment
    own = amendment.sponsor_id in actor.own_parties()
    named = sees_sponsor(actor, statuses.context(record), record)
    revisions = _revisions(session, statuses, record, own=own)
    authors = _authors(session, revisions) if own else {}
    steps = _written(revisions, authors, submitted=amendment.submitted_at)
    steps += _acts(session, actor, amendment, named=sees_cosponsors(actor, statuses.context(record), record))
    steps += _decided(session, statuses, record, revisions)
    steps += _verdicts(session, statuses, record, revisions)
    steps += _answers(session, statuses, record)
    steps += _lifted(statuses, record)
    steps += _amended(statuses, record)
    if amendment.number is not None:
        steps += _printed(session, statuses, revisions)
    steps.sort(key=lambda step: (step.at, ORDER[step.kind]), reverse=True)
    return Timeline(tuple(steps), own=own, named=named, places=_places(session, statuses, revisions))


# What was written --------------------------------------------------------------------------------


def _revisions(
    session: Session, statuses: Statuses, record: AmendmentRecord, *, own: bool
) -> Sequence[Revision]:
    """Return the revisions that the reader may read, oldest first, with the wordings they stand on."""
    rows = session.execute(REVISIONS.where(Revision.amendment_id == record.amendment.id)).all()
    return known_revisions(statuses, record, rows, own=own)


REVISIONS = (
    select(Revision, VerdictRow)
    .outerjoin(VerdictRow, VerdictRow.next_revision_id == Revision.id)
    .options(joinedload(Revision.base))
    .order_by(Revision.sequence)
)
"""Revisions with the wordings they stand on, each with the outcome that made it, if one did."""


def known_revisions(
    statuses: Statuses, record: AmendmentRecord, rows: Iterable[Row[Revision, VerdictRow]], *, own: bool
) -> Sequence[Revision]:
    """Return those of a proposal's *rows* (REVISIONS) that the reader may read; *own*: of their own delegation."""
    amendment = record.amendment
    known = [
        r
        for r, verdict in rows
        if (verdict is None or statuses.result_of(verdict.round_id)) and record.reads_round(r.round_id)
    ]
    if own or amendment.submitted_at is None:
        return known
    first = first_submitted(known, amendment.submitted_at)
    return [r for r in known if r.sequence >= first or r.made != "sponsor"]


def _authors(session: Session, revisions: Sequence[Revision]) -> dict[int | None, str]:
    """Return the names of who wrote *revisions*, by the key of the person. One query."""
    keys = {revision.author_id for revision in revisions}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(keys))).all())


def _written(
    revisions: Sequence[Revision], authors: Mapping[int | None, str], *, submitted: datetime | None
) -> list[Step]:
    """Steps for what people wrote; what a decision or a closing made of it belongs to their own steps."""
    steps = [
        Step(
            r.at,
            StepKind.WRITTEN,
            r,
            author=authors.get(r.author_id, ""),
            revises=submitted is not None and r.at > submitted,
        )
        for r in revisions
        if r.made in BY_PEOPLE
    ]
    return steps + [Step(r.at, StepKind.REVIVED, r) for r in revisions if r.made == "contested"]


def _places(session: Session, statuses: Statuses, revisions: Sequence[Revision]) -> dict[int, StepPlace]:
    """Map each revision to the line that it is to follow, in the draft that was current when it was written."""
    wanted = {
        r.id: (statuses.contexts[r.round_id].version.draft.id, r.after_id)
        for r in revisions
        if r.after_id and r.made in BY_PEOPLE
    }
    if not wanted:
        return {}
    rows = session.execute(
        select(
            LineRow.draft_id,
            LineRow.paragraph_id,
            LineRow.label,
            Wording.kind,
            LineRow.reference,
            Wording.text,
        )
        .join(Wording, IS_PRINTED)
        .where(tuple_(LineRow.draft_id, LineRow.paragraph_id).in_(set(wanted.values())))
    )
    printed = {
        (draft, paragraph): StepPlace(listed_number(label, kind, reference), text)
        for draft, paragraph, label, kind, reference, text in rows
    }
    return {key: printed[place] for key, place in wanted.items() if place in printed}


def _acts(session: Session, actor: Actor, amendment: Amendment, *, named: bool) -> list[Step]:
    """Steps for what people did; who joined or left is told by the rule of the journal."""
    lines = [
        line
        for line in read_journal(session, actor, amendment_id=amendment.id, limit=500)
        if line.act in ACTS
    ]
    joining = [line for line in lines if line.act in JOINING]
    called = Proposal(amendment.code, "", amendment.kind, open=named)
    about = subjects_of_line(session, actor, joining, called)
    return [
        Step(line.at, StepKind.ACT, line=line, party=about.party(line) if line in joining else None)
        for line in lines
    ]


# What was made of it -----------------------------------------------------------------------------


def _decided(
    session: Session, statuses: Statuses, record: AmendmentRecord, revisions: Sequence[Revision]
) -> list[Step]:
    rows = _dispositions(session, record, revisions)
    taken = [d.decision_id for d, _ in rows if d.outcome == "absorbed"]
    took_in = absorbing_proposals(session, statuses.actor, statuses.contexts, taken) if taken else {}
    by_key = {revision.id: revision for revision in revisions}
    rests = {r.sequence - 1: r for r in revisions if r.made == "rest"}
    steps = []
    for disposition, void in rows:
        revision = by_key[disposition.revision_id]
        decision = disposition.decision
        steps.append(
            Step(
                decision.at,
                StepKind.DECIDED,
                revision,
                disposition=disposition,
                decision=decision,
                voided=void is not None,
                rest=rests.get(revision.sequence) if disposition.outcome == "part" else None,
                successor=took_in.get(decision.id) if disposition.outcome == "absorbed" else None,
            )
        )
        if void is not None:
            steps.append(Step(void.at, StepKind.VOIDED, revision, decision=void))
    return steps + _reopened(session, rows)


def _reopened(session: Session, decided: Iterable[Row[Disposition, Decision]]) -> list[Step]:
    """Return when the paragraph of one of the decisions at a level was reopened after it. One query, none for none."""
    agreed = [row[0].decision for row in decided if row[1] is None and row[0].decision.level is not None]
    if not agreed:
        return []
    rows = session.scalars(
        live(select(Decision)).where(
            Decision.kind == str(DecisionKind.REOPEN),
            Decision.paragraph_id.in_({decision.paragraph_id for decision in agreed}),
            Decision.id > min(decision.id for decision in agreed),
        )
    )
    return [Step(row.at, StepKind.REOPENED, decision=row) for row in rows]


def _dispositions(
    session: Session, record: AmendmentRecord, revisions: Sequence[Revision]
) -> list[Row[Disposition, Decision]]:
    """Return what was decided on *revisions* as far as it is read, each with the decision that voids it. One query."""
    rows = session.execute(
        select(Disposition, VOIDING)
        .join(Disposition.decision)
        .outerjoin(VOIDING, VOIDING.voids_id == Decision.id)
        .where(Disposition.revision_id.in_([revision.id for revision in revisions]))
        .options(contains_eager(Disposition.decision))
        .order_by(Disposition.id)
    )
    return [row for row in rows if record.reads_round(row[0].decision.round_id)]


def _verdicts(
    session: Session, statuses: Statuses, record: AmendmentRecord, revisions: Sequence[Revision]
) -> list[Step]:
    by_key = {revision.id: revision for revision in revisions}
    rows = session.scalars(select(VerdictRow).where(VerdictRow.revision_id.in_(by_key)))
    return [
        Step(
            row.at,
            StepKind.VERDICT,
            by_key[row.revision_id],
            verdict=row,
            rest=by_key.get(row.next_revision_id or 0),
            version=statuses.result_of(row.round_id),
        )
        for row in rows
        if statuses.result_of(row.round_id) and record.reads_round(row.round_id)
    ]


def _answers(session: Session, statuses: Statuses, record: AmendmentRecord) -> list[Step]:
    actor, context = statuses.actor, statuses.context(record)
    answers = [
        (row, party if names_party(actor, context, record, party.id) else None, on_compromise)
        for row, party, on_compromise in answers_on(session, [record])
    ]
    return [
        Step(row.at, StepKind.ANSWERED, answer=row, party=party, on_compromise=on_compromise)
        for row, party, on_compromise in answers
    ]


# The text ----------------------------------------------------------------------------------------


def _lifted(statuses: Statuses, record: AmendmentRecord) -> list[Step]:
    """Return a step for the text by which the brackets round the words went, where they did. No query."""
    unbracketed = statuses.unbracketed.get(record.amendment.id)
    return (
        [Step(_readable_since(unbracketed.version), StepKind.LIFTED, lifted=unbracketed)]
        if unbracketed
        else []
    )


def _amended(statuses: Statuses, record: AmendmentRecord) -> list[Step]:
    """Return a step for each decision that put other words in their place, if it can be told. No query."""
    return [
        Step(
            superseding.disposition.decision.at,
            StepKind.AMENDED,
            disposition=superseding.disposition,
            decision=superseding.disposition.decision,
            successor=superseding.by,
        )
        for superseding in statuses.superseding.get(record.amendment.id, ())
        if superseding.by.code
    ]


def _readable_since(version: DraftVersion) -> datetime:
    """Return when a text was there to be read: circulated, or made where only the Mission reads it."""
    return version.circulation.at if version.circulation else version.draft.made_at


def _printed(session: Session, statuses: Statuses, revisions: Sequence[Revision]) -> list[Step]:
    """Return a step for each draft since the first revision that prints the paragraph of the proposal."""
    versions = {version.draft.id: version for version in statuses.drafts.versions}
    began = min((r.at for r in revisions), default=None)
    rows = session.execute(
        select(LineRow.draft_id, LineRow.paragraph_id, LineRow.reference, Wording.text)
        .join(Wording, IS_PRINTED)
        .where(LineRow.paragraph_id.in_({r.paragraph_id for r in revisions}), LineRow.draft_id.in_(versions))
        .order_by(LineRow.draft_id, LineRow.position)
    )
    steps: list[Step] = []
    texts: dict[int, str] = {}
    for draft_id, paragraph, label, text in rows:
        version = versions[draft_id]
        at = _readable_since(version)
        if began is not None and at >= began:
            steps.append(
                Step(
                    at,
                    StepKind.PRINTED,
                    version=version,
                    printed=(label, "" if text == texts.get(paragraph) else text),
                )
            )
        texts[paragraph] = text
    return steps


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """How a paragraph stands in a draft that the reader may read."""

    version: DraftVersion
    reference: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class DecidedStep:
    """
    A decision on a paragraph, what it made of each revision (with its amendment), and whether a later one *voided* it.

    *why*: the reason that was given for voiding it. *followed*: the facilitator and the number of the version of a
    compromise text after which it was taken.
    """

    decision: Decision
    voided: bool
    why: str
    dispositions: tuple[tuple[Disposition, int], ...]
    followed: tuple[Party, int] | None = None


def printed_numbers(session: Session, drafts: DraftSet, paragraph_id: int) -> list[PrintedNumber]:
    """Return how a paragraph stands in each of *drafts* that it is in, oldest first. One query."""
    rows = session.execute(
        select(LineRow.draft_id, LineRow.reference, Wording)
        .join(Wording, IS_PRINTED)
        .where(LineRow.paragraph_id == paragraph_id)
    )
    printed = {draft: (label, wording) for draft, label, wording in rows}
    return [
        PrintedNumber(version, *printed[version.draft.id])
        for version in drafts.versions
        if version.draft.id in printed
    ]


def load_amendments_concerning(
    session: Session, drafts: DraftSet, actor: Actor, paragraph_id: int
) -> AmendmentRecords:
    """
    Return all proposals about a paragraph that *actor* may read. Six queries at most.

    Those of every round, new paragraphs that are to follow it, and joins that would take it in.
    """
    about = or_(
        Revision.paragraph_id == paragraph_id,
        and_(Amendment.kind == AmendmentKind.INSERT, Revision.after_id == paragraph_id),
        Revision.other_id == paragraph_id,
    )
    contexts = {context.round.id: context for context in drafts.contexts}
    if not contexts:
        return AmendmentRecords()
    runs = last_shown_in(actor, drafts.contexts)
    return load_amendments(session, about, readable_in_any(actor, contexts), runs=runs)


def decisions_on(session: Session, paragraphs: Collection[int]) -> list[DecidedStep]:
    """Return every decision on *paragraphs* in the order taken, voiding ones apart. Two queries."""
    rows = session.execute(
        select(Decision, VOIDING.id, VOIDING.reason, Party, CompromiseText.sequence)
        .outerjoin(VOIDING, VOIDING.voids_id == Decision.id)
        .outerjoin(CompromiseDecision, CompromiseDecision.decision_id == Decision.id)
        .outerjoin(CompromiseText, CompromiseText.id == CompromiseDecision.compromise_id)
        .outerjoin(Party, Party.id == CompromiseText.party_id)
        .where(Decision.paragraph_id.in_(paragraphs), Decision.kind != "void")
        .order_by(Decision.id)
    ).all()
    by_decision: dict[int, list[tuple[Disposition, int]]] = {}
    dispositions = session.scalars(
        select(Disposition)
        .join(Disposition.revision)
        .where(Disposition.decision_id.in_([decision.id for decision, *_ in rows]))
        .options(contains_eager(Disposition.revision))
        .order_by(Disposition.id)
    )
    for disposition in dispositions:
        by_decision.setdefault(disposition.decision_id, []).append(
            (disposition, disposition.revision.amendment_id)
        )
    return [
        DecidedStep(
            decision,
            voided is not None,
            why or "",
            tuple(by_decision.get(decision.id, ())),
            None if party is None else (party, number),
        )
        for decision, voided, why, party, number in rows
    ]


def verdicts_on(session: Session, records: Iterable[AmendmentRecord]) -> Sequence[VerdictRow]:
    """Return every verdict on *records* that is read of them, with its revision, in the order given. One query."""
    by_key = _by_key(records)
    rows = session.scalars(
        select(VerdictRow)
        .join(VerdictRow.revision)
        .where(Revision.amendment_id.in_(by_key))
        .options(contains_eager(VerdictRow.revision))
        .order_by(VerdictRow.id)
    )
    return [row for row in rows if by_key[row.revision.amendment_id].reads_round(row.round_id)]


def answers_on(session: Session, records: Iterable[AmendmentRecord]) -> list[tuple[AnswerRow, Party, bool]]:
    """Return every answer that is read of *records*, whose it is, and whether on a compromise, as given. One query."""
    by_key = _by_key(records)
    rows = session.execute(
        select(AnswerRow, Party, Decision.kind)
        .join(Party, Party.id == AnswerRow.party_id)
        .outerjoin(Disposition, Disposition.id == AnswerRow.disposition_id)
        .outerjoin(Decision, Decision.id == Disposition.decision_id)
        .where(AnswerRow.amendment_id.in_(by_key))
        .order_by(AnswerRow.id)
    )
    return [
        (row, party, kind == DecisionKind.COMPROMISE)
        for row, party, kind in rows
        if by_key[row.amendment_id].reads_answer(row)
    ]


def cosponsors_on(session: Session, records: Iterable[AmendmentRecord]) -> Sequence[Cosponsor]:
    """
    Return who co-sponsors *records*, and since when, in that order. One query.

    Of what is read as an earlier round left it, who did then.
    """
    by_key = _by_key(records)
    rows = session.scalars(
        select(Cosponsor)
        .join(Cosponsor.party)
        .where(Cosponsor.amendment_id.in_(by_key))
        .options(contains_eager(Cosponsor.party))
        .order_by(Cosponsor.since, Party.code)
    )
    now = [row for row in rows if by_key[row.amendment_id].last_shown is None]
    then = [row for record in by_key.values() for row in record.joined]
    return sorted([*now, *then], key=lambda row: (row.since, row.party.code))


def _by_key(records: Iterable[AmendmentRecord]) -> dict[int, AmendmentRecord]:
    return {record.amendment.id: record for record in records}


@dataclass(frozen=True, slots=True)
class Kin:
    """
    A paragraph that another came from, or that came from it: its code and the last number it printed.

    *symbol* is that of the draft which printed this number. *by_join*: a join made one of them, otherwise a split did.
    """

    code: str
    reference: str
    younger: bool
    symbol: str
    by_join: bool = False


_RELATED = aliased(Paragraph)


def kin(session: Session, drafts: DraftSet, paragraph_id: int) -> list[Kin]:
    """Return what a paragraph was split or joined from and into, as far as *drafts* print it. One query."""
    rows = session.execute(
        select(
            _RELATED.code, LineRow.reference, LineRow.draft_id, Descent.ancestor_id == paragraph_id, BY_JOIN
        )
        .select_from(Descent)
        .join(
            _RELATED,
            or_(
                and_(Descent.paragraph_id == paragraph_id, _RELATED.id == Descent.ancestor_id),
                and_(Descent.ancestor_id == paragraph_id, _RELATED.id == Descent.paragraph_id),
            ),
        )
        .join(LineRow, LineRow.paragraph_id == _RELATED.id)
        .order_by(LineRow.draft_id)
    )
    symbols = {version.draft.id: version.symbol for version in drafts.versions}
    relatives = {
        code: Kin(code, label, bool(younger), symbols[draft], bool(by_join))
        for code, label, draft, younger, by_join in rows
        if draft in symbols
    }
    return list(relatives.values())
