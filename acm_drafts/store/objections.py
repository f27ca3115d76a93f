"""Decisions that a sponsor contests and that the Mission has not decided again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.terms import ADOPTED, DecisionKind, Outcome, Stage
from acm_drafts.store.amendments import OBJECTED, AmendmentRecord, load_amendments
from acm_drafts.store.brackets import contests_lifting
from acm_drafts.store.conditions import live, reopened
from acm_drafts.store.records import Amendment, AnswerRow, Decision, Disposition, Paragraph, Round

ADOPTING = (DecisionKind.ACCEPT, DecisionKind.PART, DecisionKind.COMPROMISE, DecisionKind.BRACKETS)
STANDS = (Outcome.ACCEPTED, Outcome.BRACKETED)


@dataclass(frozen=True, slots=True)
class Objection:
    """
    A proposal whose outcome is contested; *paragraph* is the one to look at again.

    *disposition*: the contested decision that adopted it or a part of it, None where it waits whole. *seen*
    is the paragraph's counter.
    """

    entry: AmendmentRecord
    paragraph: int
    seen: int
    disposition: Disposition | None = None


def rounds_contested(session: Session, round_id: int) -> tuple[int, ...]:
    """Return a round and the one whose text it is about: what is contested there comes back here. One query."""
    draft = select(Round.draft_id).where(Round.id == round_id).scalar_subquery()
    return (round_id, *session.scalars(select(Round.id).where(Round.next_draft_id == draft)))


def load_objections(session: Session, rounds_: Collection[int]) -> tuple[Objection, ...]:
    """
    Return what is contested of the proposals that stand in one of *rounds_*, oldest first.

    And of those that an earlier closing ended, where nothing brings them back, what was contested since the last
    closing among *rounds_*. One query where there is nothing, nine at most.
    """
    closed = select(func.max(Round.closed_at)).where(Round.id.in_(rounds_)).scalar_subquery()
    of_text = select(Round.communique_id).where(Round.id.in_(rounds_))
    candidates = session.scalars(
        select(AnswerRow.amendment_id)
        .join(Amendment, Amendment.id == AnswerRow.amendment_id)
        .where(
            or_(
                Amendment.round_id.in_(rounds_),
                and_(Amendment.communique_id.in_(of_text), AnswerRow.at > closed),
            ),
            Amendment.stage == Stage.SUBMITTED,
            AnswerRow.answer.in_([str(answer) for answer in OBJECTED]),
        )
        .distinct()
    ).all()
    if not candidates:
        return ()
    records = [
        record for record in load_amendments(session, Amendment.id.in_(candidates)) if held_against(record)
    ]
    later = _decisions(session, [paragraph_of(record) for record in records])
    open_ = [record for record in records if not _answered(record, later)]
    counters = _counters(session, [paragraph_of(record) for record in open_])
    return tuple(
        Objection(record, key, counters[key], adopted_by(record))
        for record in open_
        for key in [paragraph_of(record)]
    )


def held_against(record: AmendmentRecord) -> tuple[AnswerRow, ...]:
    """Return what sponsors hold against what was made of a proposal."""
    answers = (record.contest, *(row for _, row in record.seconded))
    return tuple(row for row in answers if row is not None)


def disputed_disposition(record: AmendmentRecord) -> Disposition | None:
    """
    Return the decision that sponsors contest; None where they contest something else, or it no longer counts.

    Who contests that brackets were lifted does not contest the decision that put them.
    """
    if contests_lifting(record):
        return None
    about = {row.disposition_id for row in held_against(record)}
    dispositions = (record.disposition, record.earlier)
    return next((row for row in dispositions if row and row.id in about), None)


def agreed_since(record: AmendmentRecord, disposition: Disposition) -> Decision | None:
    """Return the decision by which a level agreed what *disposition* made of a proposal, None where none did."""
    return record.agreement if disposition is record.last_disposition else None


def adopted_by(record: AmendmentRecord) -> Disposition | None:
    """Return what adopted a proposal, or the part of which it is the rest; None where it waits whole."""
    disposition = record.disposition or record.parted
    return disposition if disposition is not None and disposition.outcome in ADOPTED else None


def paragraph_of(record: AmendmentRecord) -> int:
    disposition = adopted_by(record)
    if disposition and disposition is record.disposition:
        return disposition.decision.paragraph_id
    return record.revision.paragraph_id


def _decisions(session: Session, paragraphs: Collection[int]) -> Sequence[Decision]:
    """Return the live decisions on *paragraphs* by which a contest there may have been answered. One query."""
    return session.scalars(
        live(select(Decision)).where(
            Decision.paragraph_id.in_(paragraphs),
            Decision.kind.in_([str(kind) for kind in (DecisionKind.AGREE, *ADOPTING)]),
            or_(Decision.kind != str(DecisionKind.AGREE), ~reopened(Decision)),
        )
    ).all()


def _counters(session: Session, paragraphs: Collection[int]) -> dict[int, int]:
    rows = session.execute(select(Paragraph.id, Paragraph.counter).where(Paragraph.id.in_(paragraphs)))
    return dict(rows.all())


def _answered(record: AmendmentRecord, decisions: Sequence[Decision]) -> bool:
    """
    Whether the Mission decided on the paragraph of what was adopted, or ended, since that was contested:

    agreed at a level, or its words decided anew on the text that followed. Other proposals of the same round
    say nothing about it, and nothing does that was decided before a verdict ended it.
    """
    verdict = record.verdict
    disposition = record.disposition or (record.earlier if verdict else None)
    if disposition is None or (verdict is None and disposition.outcome not in STANDS):
        return False
    since = max([row.at for row in held_against(record)] + ([verdict.at] if verdict else []))
    return any(
        decision.at > since
        and decision.paragraph_id == disposition.decision.paragraph_id
        and (decision.kind == DecisionKind.AGREE or decision.round_id != disposition.decision.round_id)
        for decision in decisions
    )
