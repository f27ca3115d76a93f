"""
Lists of proposals: in pages and by filter, those of one delegation, and those of one round as they were submitted.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.terms import ADOPTED, Role, Stage, Standing
from acm_drafts.store.amendment_rows import withdrawn_after
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords, load_amendments, said_up_to, says
from acm_drafts.store.records import Amendment, AnswerRow, Cosponsor, Party, Revision, Round
from acm_drafts.store.rounds import LastShown, RoundContext, round_context
from acm_drafts.store.status import Statuses
from acm_drafts.store.text import draft_set
from acm_drafts.store.visibility import (
    last_shown_in,
    readable_in_any,
    runs_hidden_in,
    submitted_to,
    visible_to,
)


@dataclass(frozen=True, slots=True)
class Filter:
    """
    What a reader looks for; empty fields ask for nothing. *sponsor* is a party's code, *paragraph* a key.

    *only_proposed*: with a *standing*, those that stand there because the Mission alone proposes so, and no others.
    """

    standing: Standing | None = None
    sponsor: str = ""
    paragraph: int | None = None
    only_proposed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the proposals found, newest first, and how many there are in all."""

    entries: Sequence[AmendmentRecord]
    total: int


def find_page(session: Session, statuses: Statuses, wanted: Filter, *, start: int, most: int) -> Page:
    """
    Return at most *most* proposals that the reader may read and look for, from number *start* (from 0).

    Fourteen queries at most. Where a proposal stands is computed and not kept, so that a filter by
    it reads all of them.
    """
    conditions = [_seen(statuses), *_filter_conditions(statuses, wanted)]
    runs = _runs(statuses)
    if wanted.standing is not None:
        records = list(load_amendments(session, *conditions, runs=runs))
        statuses.learn(session, records)
        matching = [
            record
            for record in reversed(records)
            for where in [statuses.where(record)]
            if (where.standing, where.only_proposed) == (wanted.standing, wanted.only_proposed)
        ]
        return Page(matching[start : start + most], len(matching))
    total = session.scalar(
        select(func.count()).select_from(Amendment).join(Revision, says(runs)).where(*conditions)
    )
    keys = session.scalars(
        select(Amendment.id)
        .join(Revision, says(runs))
        .where(*conditions)
        .order_by(Amendment.id.desc())
        .offset(start)
        .limit(most)
    ).all()
    records = list(load_amendments(session, Amendment.id.in_(keys), runs=runs))
    return Page(list(reversed(records)), total or 0)


def sponsors_listed(session: Session, statuses: Statuses) -> Sequence[Party]:
    """Return the parties whose proposals the reader can tell from others, by code. One query."""
    named = _named(statuses)
    return session.scalars(
        select(Party)
        .where(Party.id.in_(select(Amendment.sponsor_id).where(_seen(statuses), named)))
        .order_by(Party.code)
    ).all()


def _seen(statuses: Statuses) -> ColumnElement[bool]:
    """Return the condition for what the reader may read: as it is, or as it was when it was last shown."""
    return readable_in_any(statuses.actor, statuses.contexts)


def _runs(statuses: Statuses) -> tuple[LastShown, ...]:
    return last_shown_in(statuses.actor, tuple(statuses.contexts.values()))


def _named(statuses: Statuses) -> ColumnElement[bool]:
    """Return the condition for the proposals whose sponsor the reader may know."""
    actor, runs = statuses.actor, _runs(statuses)
    own = Amendment.sponsor_id.in_(actor.own_parties())
    joint = Amendment.id.in_(
        select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(actor.parties(*WRITES)))
    )
    rounds = [
        s.round.id for s in statuses.contexts.values() if s.version.attributed or actor.holds(Role.MISSION)
    ]
    in_rounds = and_(Amendment.round_id.in_(rounds), *(~run.where for run in runs))
    return or_(own, joint, in_rounds, *(run.where for run in runs if run.context.version.attributed))


def _filter_conditions(statuses: Statuses, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.sponsor:
        conditions += [Amendment.sponsor.has(Party.code == wanted.sponsor), _named(statuses)]
    if wanted.paragraph is not None:
        conditions.append(
            or_(Revision.paragraph_id == wanted.paragraph, Revision.after_id == wanted.paragraph)
        )
    return conditions


def own_proposals(session: Session, communique_id: int, parties: Collection[int]) -> AmendmentRecords:
    """Return what *parties* proposed or prepare in a communiqué, and what they co-sponsor, oldest first."""
    joint = select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(parties))
    return load_amendments(
        session,
        Amendment.communique_id == communique_id,
        or_(
            Amendment.sponsor_id.in_(parties),
            and_(Amendment.number.is_not(None), Amendment.id.in_(joint)),
        ),
    )


def proposals_beside(
    session: Session,
    actor: Actor,
    context: RoundContext,
    own: Iterable[AmendmentRecord],
    parties: Collection[int],
) -> AmendmentRecords:
    """
    Return the proposals of others, as far as *actor* may read them, on paragraphs that *own* concern.

    They are those that are pending, and those that were adopted: what is pending may conflict with these.
    A new paragraph counts where it is to come in, a join at both paragraphs that it joins. Of a delegation that
    proposed nothing there are none. What an earlier round showed is listed beside a hidden one as that round left it.
    """
    own_keys = {record.amendment.id for record in own}
    places = {
        key
        for record in own
        if record.amendment.stage == Stage.SUBMITTED
        for key in (record.revision.paragraph_id, record.revision.after_id, record.revision.other_id)
        if key
    }
    if not places:
        return AmendmentRecords()
    records = load_amendments(
        session,
        submitted_to(actor, context),
        Amendment.sponsor_id.not_in(parties),
        or_(Revision.paragraph_id.in_(places), Revision.after_id.in_(places), Revision.other_id.in_(places)),
        runs=runs_hidden_in(actor, context),
    )
    return AmendmentRecords(
        {
            key: record
            for key, record in records.entries.items()
            if key not in own_keys and (record.pending or _adopted(record))
        }
    )


def _adopted(record: AmendmentRecord) -> bool:
    return record.disposition is not None and record.disposition.outcome in ADOPTED


def answers_by(
    session: Session, parties: Collection[int], amendments: Collection[int]
) -> dict[tuple[str, int, int], AnswerRow]:
    """
    Return the latest answer of each of *parties* by what it is about: (subject, its key, party). One query.

    The subject is "disposition", "verdict" or "revision".
    """
    rows = session.scalars(
        select(AnswerRow)
        .where(AnswerRow.amendment_id.in_(amendments), AnswerRow.party_id.in_(parties))
        .order_by(AnswerRow.id)
    )
    return {(*_subject(row), row.party_id): row for row in rows}


def _subject(row: AnswerRow) -> tuple[str, int]:
    for name in ("disposition", "verdict", "revision"):
        key = getattr(row, f"{name}_id")
        if key is not None:
            return name, int(key)
    raise ValueError("an answer about nothing")


def find_compiled_round(session: Session, draft_id: int) -> RoundContext | None:
    """Return the round on a draft, None where there was none yet. Two queries at most."""
    key = session.scalar(select(Round.id).where(Round.draft_id == draft_id))
    return round_context(session, key) if key else None


def find_round_that_made(session: Session, draft_id: int) -> RoundContext | None:
    """Return the closed round that a draft came out of, None where it was imported. Two queries at most."""
    key = session.scalar(select(Round.id).where(Round.next_draft_id == draft_id))
    return round_context(session, key) if key else None


def load_carried_over(session: Session, actor: Actor, context: RoundContext) -> list[AmendmentRecord]:
    """
    Return the proposals that a closed round carried over, as far as *actor* may read them, in the order submitted.

    They lie on no other table before the next round opens. The caller has asked whether *actor* may read the draft
    that the round made: with it these are told. Six queries at most.
    """
    records = load_amendments(session, submitted_to(actor, context), runs=runs_hidden_in(actor, context))
    return [record for record in records if record.pending]


def load_compilation(session: Session, actor: Actor, context: RoundContext) -> list[AmendmentRecord]:
    """
    Return the proposals of a round that *actor* may read, without those withdrawn in it, in the order submitted.

    What was withdrawn in a later round lay on this table to its end, and is told with what became of it.
    What travelled on to rounds that are not shown to them is read as the last round that was left it. The
    revision of each is the last one that its sponsor made in this round, or that it came into it with. Nine
    queries at most.
    """
    drafts = draft_set(session, context.round.communique_id, actor)
    runs = last_shown_in(actor, drafts.contexts)
    revisions = _revisions(session, actor, context.round, contexts=drafts.contexts, runs=runs)
    if not revisions:
        return []
    records = load_amendments(session, Amendment.id.in_(revisions), runs=runs).entries
    read = {version.draft.id for version in drafts.versions}
    return [
        replace(record, revision=revisions[key])
        for key, record in records.items()
        if record.last_shown is None
        or not record.last_shown.covers(context)
        or (record.pending and not record.last_shown.is_over(read))
    ]


def load_on_table(
    session: Session, actor: Actor, draft_id: int
) -> tuple[RoundContext | None, list[AmendmentRecord]]:
    """
    Return the round on a draft and the proposals that lie on its table, as far as *actor* may read them.

    Before a round opens on it, the round that made it and what that carried over; None and nothing where it was
    imported. Thirteen queries at most.
    """
    context = find_compiled_round(session, draft_id)
    if context is not None:
        return context, load_compilation(session, actor, context)
    before = find_round_that_made(session, draft_id)
    return before, load_carried_over(session, actor, before) if before else []


def said_on_draft(
    session: Session, context: RoundContext, records: Iterable[AmendmentRecord]
) -> dict[int, AmendmentRecord]:
    """
    Return those of *records* that went on from the table of a round, with what delegations had said by its end.

    By the key of each: its co-sponsors, and the positions that `positions_on` tells of it. What was said later was said
    on another text. One query, none where no proposal went on.
    """
    number = context.round.number
    later = tuple(each for each in context.rounds if each.round.number > number)
    after = {each.round.id for each in later}
    known = frozenset(each.round.id for each in context.rounds if each.round.number <= number)
    went_on = [record for record in records if record.amendment.round_id in after]
    return said_up_to(session, went_on, LastShown(context, known, later, false())) if went_on else {}


def _revisions(
    session: Session,
    actor: Actor,
    round_: Round,
    *,
    contexts: Sequence[RoundContext],
    runs: Sequence[LastShown],
) -> dict[int, Revision]:
    """Return what each proposal says in a round, by its key, as far as *actor* may read it. One query."""
    on_this_table = [Amendment.communique_id == round_.communique_id]
    if round_.closed_at is not None:
        on_this_table.append(Amendment.submitted_at <= round_.closed_at)
    rows = session.execute(
        select(Revision, Round.number)
        .join(Round, Round.id == Revision.round_id)
        .join(Revision.amendment)
        .where(*on_this_table, _readable(actor, round_, contexts=contexts, runs=runs))
        .where(or_(Round.number < round_.number, _written_in(round_)))
        .options(joinedload(Revision.base))
        .order_by(Amendment.submitted_at, Amendment.id, Revision.sequence)
    )
    return _last(row[0] for row in rows)


def _readable(
    actor: Actor, round_: Round, *, contexts: Sequence[RoundContext], runs: Sequence[LastShown]
) -> ColumnElement[bool]:
    """Return the condition for proposals that stand in a round or went on from it, and that *actor* may read."""
    visible = [
        and_(Amendment.round_id == context.round.id, visible_to(actor, context))
        for context in contexts
        if context.round.number >= round_.number
    ]
    earlier = [
        and_(run.where, Revision.round_id.in_(run.known))
        for run in runs
        if run.hidden[-1].round.number >= round_.number
    ]
    lies_there: ColumnElement[bool] = Amendment.stage == Stage.SUBMITTED
    if round_.closed_at is not None:
        lies_there = or_(lies_there, withdrawn_after(round_.closed_at))
    return or_(and_(lies_there, or_(false(), *visible)), *earlier)


def _written_in(round_: Round) -> ColumnElement[bool]:
    return (Revision.round_id == round_.id) & Revision.made.in_(["sponsor", "floor"])


def _last(revisions: Iterable[Revision]) -> dict[int, Revision]:
    return {revision.amendment_id: revision for revision in revisions}
