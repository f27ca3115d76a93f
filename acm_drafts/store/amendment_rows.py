"""
Pending and adopted amendments on a few paragraphs as plain rows: what each act needs, and no more.

Each act computes the state of the paragraphs that it touched. That must cost little at the deadline, so
these statements are built once and return tuples. Pages read `store.amendments` instead.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.util import identity_key

from acm_drafts.negotiation import conflicts
from acm_drafts.negotiation.consolidation import START, Edit
from acm_drafts.negotiation.joins import ends_of_joins
from acm_drafts.negotiation.journal import WITHDRAWING
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.status import LastDecision, StatusFacts, last_of, standing_by
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, DecisionKind, Outcome, Stage, Standing
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.conditions import CITY_OF_DECISION, UNTIL, live, voided, waits_since
from acm_drafts.store.database import Base
from acm_drafts.store.joins import JOINED
from acm_drafts.store.records import (
    IS_CURRENT,
    IS_PRINTED,
    Amendment,
    AnswerRow,
    Confirmation,
    Cosponsor,
    Decision,
    Descent,
    Disposition,
    JournalLine,
    LineRow,
    Paragraph,
    Revision,
    RevisionPart,
    Round,
    VerdictRow,
    Wording,
)


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One proposal that waits for a decision: the edit it asks for, where it stands, and which other one it amends."""

    edit: Edit
    standing: Standing
    amends: int | None
    since: datetime | None = None
    """When it was submitted, or came back because it was contested: since then it waits."""
    as_left: bool = False
    """Whether its reader does not read it as it is, but as the last round that was shown left it."""


@dataclass(frozen=True, slots=True)
class AdoptedRow:
    """One live decision's effect on the text, and where it came from."""

    edit: Edit
    decision: int
    kind: str
    amendment: int
    disposition: int
    round: int
    at: datetime
    """When it was decided."""
    level: str | None = None
    """At which level; None: the Mission proposes it."""


BASE = aliased(Wording)
_ENDED, _BROUGHT = aliased(VerdictRow), aliased(VerdictRow)
_LIVE = ~voided(Disposition.decision_id)
EDIT = (
    Amendment.id,
    Amendment.kind,
    Revision.paragraph_id,
    BASE.text,
    Revision.text,
    Revision.after_id,
    Revision.other_id,
    Revision.parts,
    Revision.kind,
    Revision.depth,
    Revision.numbered,
)
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_PARAGRAPHS = Base.metadata.tables["paragraphs"]

_PARTED, _WHOLE = aliased(Disposition), aliased(Revision)
_LEFT_IT = (
    select(_PARTED.id)
    .join(_WHOLE, _WHOLE.id == _PARTED.revision_id)
    .where(
        _WHOLE.amendment_id == Amendment.id,
        _WHOLE.sequence == Revision.sequence - 1,
        _PARTED.outcome == str(Outcome.PART),
    )
    .correlate(Amendment, Revision)
)
"""The acceptance in part that left the current revision as the rest."""


def _sponsors_answer(*, then: bool) -> ScalarSelect[Any]:
    """Return what the sponsor answered last to what was made of the current revision; *then*: before UNTIL."""
    return (
        select(AnswerRow.answer)
        .where(
            AnswerRow.amendment_id == Amendment.id,
            AnswerRow.party_id == Amendment.sponsor_id,
            or_(
                AnswerRow.disposition_id == Disposition.id,
                and_(
                    Disposition.id.is_(None),
                    or_(
                        AnswerRow.verdict_id == _BROUGHT.id,
                        AnswerRow.revision_id == Revision.id,
                        and_(Revision.made == "rest", AnswerRow.disposition_id.in_(_LEFT_IT)),
                    ),
                ),
            ),
            *([AnswerRow.at < UNTIL] if then else []),
        )
        .order_by(AnswerRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _is_any_of(column: Any, outcomes: Iterable[Outcome]) -> ColumnElement[bool]:
    """Say IN without its list being spelt out anew for every execution."""
    return or_(*(column == str(outcome) for outcome in sorted(outcomes)))


_TAKEN, _TAKING, _MADE = aliased(Disposition), aliased(Decision), aliased(Decision)
_LATER, _OVER = aliased(Revision), aliased(Round)


def _taken_up(*, then: bool) -> ColumnElement[bool]:
    """Return the condition that a decision which counts took the revision up; *then*: did before UNTIL."""
    taken = select(_TAKEN.id).where(
        _TAKEN.revision_id == Revision.id,
        _is_any_of(_TAKEN.outcome, ADOPTED),
        ~voided(_TAKEN.decision_id, then=then),
    )
    if then:
        taken = taken.join(_TAKING, _TAKING.id == _TAKEN.decision_id).where(_TAKING.at < UNTIL)
    return taken.exists()


def _waits(*, then: bool) -> tuple[ColumnElement[bool], ...]:
    """Return how a proposal is joined to its revision, to what was made of that, and to how its round left it."""
    if not then:
        decided = and_(Disposition.revision_id == Revision.id, _LIVE)
        return IS_CURRENT, decided, _ENDED.revision_id == Revision.id
    last = select(func.max(_LATER.sequence)).where(_LATER.amendment_id == Amendment.id, _LATER.at < UNTIL)
    earlier = select(_MADE.id).where(_MADE.id == Disposition.decision_id, _MADE.at < UNTIL)
    over = select(_OVER.id).where(_OVER.id == _ENDED.round_id, _OVER.closed_at < UNTIL)
    counts = ~voided(Disposition.decision_id, then=True)
    return (
        and_(
            Revision.amendment_id == Amendment.id,
            Revision.sequence == last.correlate(Amendment).scalar_subquery(),
        ),
        and_(Disposition.revision_id == Revision.id, earlier.correlate(Disposition).exists(), counts),
        and_(_ENDED.revision_id == Revision.id, over.correlate(_ENDED).exists()),
    )


_WITHDRAWALS = select(JournalLine.id).where(
    JournalLine.amendment_id == Amendment.id, JournalLine.act == WITHDRAWING
)
_WITHDRAWN = _WITHDRAWALS.where(JournalLine.at < UNTIL).exists()


def withdrawn_after(moment: datetime) -> ColumnElement[bool]:
    """Return the condition on Amendment that its sponsor withdrew it, and not before a *moment*."""
    return and_(Amendment.stage == Stage.WITHDRAWN, _WITHDRAWALS.where(JournalLine.at >= moment).exists())


def pending_statement(*, then: bool = False) -> Select[*tuple[Any, ...]]:
    """Return the statement for the proposals that wait for a decision; *then*: those that did at UNTIL."""
    says, decided, ended = _waits(then=then)
    stage: tuple[ColumnElement[bool], ...] = (Amendment.stage == Stage.SUBMITTED,)
    if then:
        stage = (Amendment.submitted_at < UNTIL, or_(Amendment.stage != Stage.WITHDRAWN, ~_WITHDRAWN))
    return (
        select(
            *EDIT,
            Amendment.amends_id,
            Revision.made,
            Disposition.outcome,
            _ENDED.verdict,
            _BROUGHT.verdict,
            _sponsors_answer(then=then),
            waits_since(Amendment, Revision),
        )
        .select_from(Amendment)
        .join(Revision, says)
        .outerjoin(BASE, BASE.id == Revision.base_id)
        .outerjoin(Disposition, decided)
        .outerjoin(_ENDED, ended)
        .outerjoin(_BROUGHT, _BROUGHT.next_revision_id == Revision.id)
        .where(*stage, _ENDED.id.is_(None), ~_taken_up(then=then))
        .order_by(Amendment.id, Disposition.id)
    )


_PENDING = pending_statement()
# As a union, so that both engines go by the indexes and never through all proposals.
_CONCERNED = union(
    select(Revision.id).where(Revision.paragraph_id.in_(_KEYS)),
    select(Revision.id).where(Revision.after_id.in_(_KEYS)),
    select(Revision.id).where(Revision.other_id.in_(_KEYS)),
)
_PENDING_ON = _PENDING.where(Revision.id.in_(_CONCERNED))
_PENDING_IN = _PENDING.where(Amendment.round_id == bindparam("round"))
_SPONSORED = aliased(Amendment)
_PARTIES: BindParameter[Any] = bindparam("parties", expanding=True)
THEIRS = union(
    select(_SPONSORED.id).where(_SPONSORED.sponsor_id.in_(_PARTIES)),
    select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(_PARTIES)),
)
"""The proposals that one of *parties* sponsors or co-sponsors."""
_PENDING_OF = _PENDING_IN.where(Amendment.id.in_(THEIRS))

ADOPTED_AT_ANY_TIME = (
    select(
        *EDIT,
        Disposition.text,
        Disposition.outcome,
        Disposition.rank,
        Decision.id,
        Decision.kind,
        Disposition.id,
        Decision.round_id,
        Decision.at,
        Decision.level,
    )
    .join(Revision, Revision.amendment_id == Amendment.id)
    .join(Disposition, Disposition.revision_id == Revision.id)
    .join(Decision, Decision.id == Disposition.decision_id)
    .outerjoin(BASE, BASE.id == Revision.base_id)
    .where(_is_any_of(Disposition.outcome, ADOPTED))
    .order_by(Decision.round_id, Decision.sequence, Disposition.id)
)
_EVERYTHING_ADOPTED = ADOPTED_AT_ANY_TIME.where(_LIVE)
_EVER_ADOPTED_IN = ADOPTED_AT_ANY_TIME.where(Decision.round_id == bindparam("round"))
_ADOPTED = _EVERYTHING_ADOPTED.where(Decision.round_id == bindparam("round"))
_ADOPTED_IN = _EVERYTHING_ADOPTED.where(Decision.round_id.in_(bindparam("rounds", expanding=True)))
_ADOPTED_ON = _ADOPTED.where(or_(Revision.paragraph_id.in_(_KEYS), Revision.other_id.in_(_KEYS)))

_DECIDED_ON = union(
    select(Paragraph.id).where(Paragraph.id.in_(_KEYS)),
    select(Descent.ancestor_id).where(Descent.paragraph_id.in_(_KEYS)),
)
_DECIDES, _DECIDED, _PROPOSED = aliased(Disposition), aliased(Revision), aliased(Amendment)
_CONFIRMED_THEN = (
    select(Confirmation.decision_id)
    .where(Confirmation.decision_id == Decision.id, Confirmation.at < UNTIL)
    .correlate(Decision)
    .exists()
)


def _of_decision(*, then: bool = False) -> tuple[Any, ...]:
    """Return the columns of OF_DECISION; *then*: with what was confirmed before UNTIL."""
    confirmed = _CONFIRMED_THEN if then else Decision.confirmed
    return (
        Decision.id,
        Decision.paragraph_id,
        Decision.level,
        Decision.agreed_on,
        Decision.round_id,
        Decision.kind,
        Decision.at,
        and_(Decision.ad_referendum, ~confirmed).label("unconfirmed"),
        CITY_OF_DECISION,
        _PROPOSED.id,
        waits_since(_PROPOSED, _DECIDED),
    )


def decisions_statement(*, then: bool = False) -> Select[*tuple[Any, ...]]:
    """Return the statement for DECISIONS; *then*: for those that counted at UNTIL."""
    return live(
        select(*_of_decision(then=then))
        .select_from(Decision)
        .outerjoin(_DECIDES, _DECIDES.decision_id == Decision.id)
        .outerjoin(_DECIDED, _DECIDED.id == _DECIDES.revision_id)
        .outerjoin(_PROPOSED, _PROPOSED.id == _DECIDED.amendment_id)
        .where(Decision.kind != "void")
        .order_by(Decision.id),
        then=then,
    )


OF_DECISION = _of_decision()
"""What `newest_of` asks of each decision: a row for each proposal that it decides, one where it decides none."""
DECISIONS = decisions_statement()
_LAST_DECISIONS = DECISIONS.where(Decision.paragraph_id.in_(_DECIDED_ON))
SPLIT_AT_ANY_TIME = (
    select(Decision.paragraph_id, Decision.round_id, Revision.parts)
    .join(Disposition, Disposition.decision_id == Decision.id)
    .join(Revision, Revision.id == Disposition.revision_id)
    .join(Amendment, Amendment.id == Revision.amendment_id)
    .where(Amendment.kind == str(AmendmentKind.SPLIT), _is_any_of(Disposition.outcome, ADOPTED))
    .order_by(Decision.id, Disposition.id)
)
SPLIT_OFF = SPLIT_AT_ANY_TIME.where(_LIVE)
"""What was split off a paragraph in a round: whatever was decided there was decided on the whole of it."""
_SPLIT_OFF_ON = SPLIT_OFF.where(Decision.paragraph_id.in_(_DECIDED_ON))

_JOINED_WITH = JOINED.where(or_(Decision.paragraph_id.in_(_DECIDED_ON), Revision.other_id.in_(_DECIDED_ON)))

_PARTS_AND_JOINED: CompoundSelect[Any] = union(
    select(RevisionPart.paragraph_id)
    .join(Revision, Revision.id == RevisionPart.revision_id)
    .where(Revision.paragraph_id.in_(_KEYS)),
    select(Revision.other_id).where(Revision.paragraph_id.in_(_KEYS), Revision.other_id.is_not(None)),
)

_WORDINGS = (
    select(LineRow.paragraph_id, Wording.text)
    .join(Wording, IS_PRINTED)
    .where(LineRow.draft_id == bindparam("draft"), LineRow.paragraph_id.in_(_KEYS))
)

_KEEP = (
    update(_PARAGRAPHS)
    .where(_PARAGRAPHS.c.id == bindparam("key"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("state", "pending", "conflicts", "agreed_level", "agreed_on", "ad_referendum")
        }
    )
)


def pending_on(session: Session, paragraphs: Collection[int]) -> list[PendingRow]:
    """
    Return the pending proposals on *paragraphs*, the new ones proposed to follow them and the joins that would take
    one of them in, oldest first.

    One query.
    """
    return pending_rows(session.connection().execute(_PENDING_ON, {"keys": list(paragraphs)}))


def pending_in_round(session: Session, round_id: int) -> list[PendingRow]:
    """Return all pending proposals of a round, oldest first. One query."""
    return pending_rows(session.connection().execute(_PENDING_IN, {"round": round_id}))


def pending_of_parties(session: Session, round_id: int, parties: Collection[int]) -> list[PendingRow]:
    """Return the proposals that one of *parties* sponsors or co-sponsors, oldest first. One query."""
    return pending_rows(
        session.connection().execute(_PENDING_OF, {"round": round_id, "parties": list(parties)})
    )


def pending_as_left(
    session: Session, known: Collection[int], *, says: ColumnElement[bool], where: ColumnElement[bool]
) -> list[PendingRow]:
    """
    Return the proposals that satisfy *where* as the rounds with the keys *known* left them pending, oldest first.

    One query. *says*: the condition that a Revision is what its Amendment said then.
    """
    rows: Iterable[Any] = session.connection().execute(
        select(*EDIT, Amendment.amends_id, Revision.made, _BROUGHT.verdict, waits_since(Amendment, Revision))
        .select_from(Amendment)
        .join(Revision, says)
        .outerjoin(BASE, BASE.id == Revision.base_id)
        .outerjoin(_BROUGHT, and_(_BROUGHT.next_revision_id == Revision.id, _BROUGHT.round_id.in_(known)))
        .where(where)
        .order_by(Amendment.id)
    )
    pending = []
    for row in rows:
        amends, origin, brought, submitted = row[11:]
        standing, _ = standing_by(StatusFacts(Stage.SUBMITTED, origin, brought=brought))
        pending.append(PendingRow(edit_of(row), standing, amends, submitted, as_left=True))
    return pending


def pending_rows(rows: Iterable[Any]) -> list[PendingRow]:
    by_proposal = {}
    for row in rows:
        amends, origin, outcome, ended, brought, answer, submitted = row[11:]
        facts = StatusFacts(Stage.SUBMITTED, origin, outcome, ended, brought, answer in ("object", "contest"))
        standing, pending = standing_by(facts)
        # A proposal deferred and then rejected has a row for each; the later one counts.
        by_proposal[row[0]] = PendingRow(edit_of(row), standing, amends, submitted) if pending else None
    return [row for row in by_proposal.values() if row is not None]


def adopted_on(
    session: Session, round_id: int, paragraphs: Collection[int] | None = None
) -> tuple[AdoptedRow, ...]:
    """
    Return the edits that the live decisions of a round make (on *paragraphs*, and joins that take one of them in), in
    the order decided. One query.
    """
    if paragraphs is None:
        rows = session.connection().execute(_ADOPTED, {"round": round_id})
    else:
        rows = session.connection().execute(_ADOPTED_ON, {"round": round_id, "keys": list(paragraphs)})
    return adopted_rows(rows)


def ever_adopted(session: Session, round_id: int) -> tuple[AdoptedRow, ...]:
    """Return the edits that decisions of a round made, those voided since too, in the order decided. One query."""
    return adopted_rows(session.connection().execute(_EVER_ADOPTED_IN, {"round": round_id}))


def adopted_in_rounds(session: Session, rounds: Collection[int]) -> tuple[AdoptedRow, ...]:
    """Return the edits that the live decisions of several rounds make, in the order decided. One query."""
    return adopted_rows(session.connection().execute(_ADOPTED_IN, {"rounds": list(rounds)}))


def adopted_rows(rows: Iterable[Any]) -> tuple[AdoptedRow, ...]:
    return tuple(
        AdoptedRow(
            edit_of(row, text=row[11], bracketed=row[12] == Outcome.BRACKETED, rank=row[13]),
            row[14],
            row[15],
            row[0],
            row[16],
            row[17],
            row[18],
            row[19],
        )
        for row in rows
    )


def rivals(pending: Sequence[PendingRow], accepted: Sequence[Edit]) -> list[Edit]:
    """Return the edits of one paragraph that may be in conflict (negotiation.conflicts)."""
    edits = [row.edit for row in pending]
    return conflicts.rivals(edits, accepted, {row.edit.proposal: row.amends for row in pending})


def reopening_to_come(paragraph: int, round_id: int, at: datetime) -> tuple[object, ...]:
    """Return the row of DECISIONS that reopening a paragraph in a round would add."""
    return (0, paragraph, None, at.date(), round_id, str(DecisionKind.REOPEN), at, False, None, None, None)


def last_decisions(
    session: Session,
    paragraphs: Collection[int],
    *,
    to_come: Collection[int] = (),
    and_then: Sequence[tuple[object, ...]] = (),
) -> dict[int, LastDecision]:
    """
    Return the last live decision on each of *paragraphs*, of any round, on what it was split off in that round, or on
    what an accepted join makes one with it, as far as that is among *paragraphs* or gone since.

    One query, or three. Before that round is closed, parts are told only together with what they are split off.
    *to_come* as for `newest_of`; *and_then*: rows of decisions that are not taken yet.
    """
    wanted, connection = set(paragraphs), session.connection()
    rows = [*connection.execute(_LAST_DECISIONS, {"keys": list(wanted)}), *and_then]
    if not rows:
        return {}
    splits, joins = (
        connection.execute(statement, {"keys": list(wanted)}).all()
        for statement in (_SPLIT_OFF_ON, _JOINED_WITH)
    )
    into = ends_of_joins(joins)
    newest = newest_of(rows, splits, to_come=to_come, joined=into)
    return {key: newest[into.get(key, key)] for key in wanted if into.get(key, key) in newest}


def newest_of(
    rows: Iterable[Any],
    splits: Iterable[Any],
    before: Mapping[int, LastDecision] = {},
    *,
    to_come: Collection[int] = (),
    joined: Mapping[int, int] = {},
) -> dict[int, LastDecision]:
    """
    Return the decision by which each paragraph stands.

    *rows* are those of DECISIONS, in the order decided; *splits* are those of SPLIT_OFF. *to_come*: the keys of the
    rounds whose text is not there yet to say which words it has in brackets. *joined*, as `ends_of_joins` returns it:
    what is decided on one of several that joins make one is decided on the one that is left.
    """
    parts: dict[tuple[int, int], list[int]] = {}
    for paragraph, round_id, cut in splits:
        parts.setdefault((paragraph, round_id), cut)
    newest = dict(before)
    retained: set[tuple[int, int]] = set()
    for decision_row, listed in groupby(rows, key=itemgetter(*range(9))):
        decided, paragraph, level, agreed_on, round_id, kind, at, unconfirmed, city = decision_row
        decides = {row[9]: row[10] for row in listed if row[9]}
        if kind == DecisionKind.BRACKETS and round_id in to_come:
            retained.add((paragraph, round_id))
        decision = LastDecision(
            level,
            agreed_on,
            at,
            in_brackets=(paragraph, round_id) in retained,
            key=decided,
            unconfirmed=frozenset({decided} if unconfirmed else ()),
            city=city or "",
        )
        for key in {joined.get(key, key) for key in (paragraph, *parts.get((paragraph, round_id), ()))}:
            newest[key] = last_of(newest.get(key), decision, kind=kind, decides=decides)
    return newest


def undecided(pending: Iterable[PendingRow], accepted: Iterable[AdoptedRow]) -> list[PendingRow]:
    """Return the *pending* proposals on one paragraph that still need a decision beside those *accepted* there."""
    taken = [(row.edit, row.at) for row in accepted]
    return [
        row for row in pending if conflicts.needs_decision(row.edit, row.standing, taken, since=row.since)
    ]


def parts_and_joined(session: Session, paragraphs: Collection[int]) -> set[int]:
    """Return the paragraphs split off *paragraphs* or joined to them, or proposed to be, in any round. One query."""
    return set(session.connection().scalars(_PARTS_AND_JOINED, {"keys": list(paragraphs)}))


def wordings_of(session: Session, draft_id: int, paragraphs: Collection[int]) -> dict[int, str]:
    """Map each of *paragraphs* to its text in a draft. One query."""
    rows = session.connection().execute(_WORDINGS, {"draft": draft_id, "keys": list(paragraphs)})
    return dict(rows.all())


def write_states(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """
    Write what is shown of paragraphs; each row has `key` and `new_…` of every column.

    Whoever holds one of them as a record reads it anew.
    """
    session.connection().execute(_KEEP, rows)
    for row in rows:
        paragraph = session.identity_map.get(identity_key(Paragraph, row["key"]))
        if paragraph is not None:
            session.expire(paragraph)


def edit_of(row: Any, *, text: str | None = None, bracketed: bool = False, rank: int | None = None) -> Edit:
    amendment, kind, paragraph, base, proposed, after, joined, parts, line_kind, depth, numbered = row[:11]
    return Edit(
        amendment,
        AmendmentKind(kind),
        paragraph,
        base=base or "",
        text=proposed if text is None else text,
        after=after or START,
        other=joined or 0,
        parts=tuple(parts),
        bracketed=bracketed,
        rank=rank,
        line_kind=LineKind(line_kind),
        depth=depth,
        numbered=numbered,
    )


def objected_compromises(
    records: Iterable[AmendmentRecord], accepted: Iterable[AdoptedRow]
) -> dict[int, str]:
    """Map each of *records* whose sponsor objects to the compromise that merged it to the words of that compromise."""
    texts = {row.decision: row.edit.text for row in accepted}
    return {
        record.amendment.id: texts[record.decision.id]
        for record in records
        if record.objects_to_compromise and record.decision is not None and record.decision.id in texts
    }
