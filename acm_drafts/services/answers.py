"""
What sponsors say to what was made of their proposals: on a compromise, a verdict, a decision without a level.

An answer never undoes a decision. It keeps a proposal alive (an objection to a compromise, a
contested verdict, a decision that adopted nothing) and puts what was decided back before the
Mission (docs/decisions/0019).
"""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.answers import NEEDS_REASON, AnswerFacts, DecidedFacts, Question, find_question
from acm_drafts.negotiation.carrying import rebased, standing_again
from acm_drafts.negotiation.consolidation import WORDING_KINDS
from acm_drafts.negotiation.errors import N_, IllegalMove, NotContestable, WrongAnswer
from acm_drafts.negotiation.journal import WITHDRAWING
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, Answer, DecisionKind, Outcome, Scope, Stage
from acm_drafts.services import paragraph_states
from acm_drafts.services.revisions import LONGEST_REASON, add_revision, clean
from acm_drafts.store.amendments import AmendmentRecord, cosponsors_of, load_amendments
from acm_drafts.store.brackets import Unbracketed, is_bracketed
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.journal import ACCEPTS_COMPROMISE, DISOWNS, write_line
from acm_drafts.store.locks import Held, hold_amendment
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Circulation,
    Communique,
    Disposition,
    Draft,
    Revision,
    Round,
    Wording,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import load_statuses
from acm_drafts.store.visibility import facts_of


def question(session: Session, actor: Actor, record: AmendmentRecord) -> Question | None:
    """Return what the sponsor of *record* may answer now, None where nothing is asked."""
    unbracketed = None
    if is_bracketed(record):
        communique = session.get_one(Communique, record.amendment.communique_id)
        unbracketed = load_statuses(session, communique, actor, [record]).where(record).unbracketed
    return asked_of(
        record,
        unpublished=lambda round_id: _unpublished(session, round_id),
        unbracketed=unbracketed,
    )


def asked_of(
    record: AmendmentRecord,
    *,
    unpublished: Callable[[int], bool],
    unbracketed: Unbracketed | None = None,
    adopted: bool = False,
) -> Question | None:
    """
    Return what the sponsor of *record* may answer now, None where nothing is asked.

    *unbracketed*: by what the brackets round its words were lifted. *unpublished* says of the key of a round whether
    the text that comes out of it is still to be circulated. *adopted*: the text is.
    """
    verdict = record.verdict or record.brought_by
    hidden = verdict is not None and unpublished(verdict.round_id)
    known = record.before if hidden and record.before else record
    circulation = unbracketed.version.circulation if unbracketed else None
    return find_question(
        AnswerFacts(
            submitted=record.amendment.stage == Stage.SUBMITTED,
            ended_by=record.verdict.id if record.verdict else None,
            brought_by=record.brought_by.id if record.brought_by else None,
            hidden=hidden,
            decided=_decided_facts(record, known.disposition, unpublished),
            parted=_decided_facts(record, known.parted, unpublished),
            lifted_at=circulation.at if circulation else None,
            entered=record.revision.id if _is_entered(record) else None,
            adopted=adopted,
        )
    )


def _decided_facts(
    record: AmendmentRecord, disposition: Disposition | None, unpublished: Callable[[int], bool]
) -> DecidedFacts | None:
    if disposition is None:
        return None
    return DecidedFacts(
        disposition.id,
        absorbed=disposition.outcome == Outcome.ABSORBED,
        has_level=disposition.decision.level is not None,
        unpublished=unpublished(disposition.decision.round_id),
        contested=record.contest is not None and record.contest.disposition_id == disposition.id,
    )


def _is_entered(record: AmendmentRecord) -> bool:
    """Return whether the Mission entered the current revision from the floor."""
    return record.amendment.from_floor and record.revision.made == "floor"


def answer(
    actor: Actor, code: str, *, party: int, answer: Answer, reason: str = "", seen: int | None = None
) -> AnswerRow:
    """
    Record a sponsor's or co-sponsor's answer on a proposal and return it; the latest counts.

    *seen* is the key of what the page asked about (None: it said nothing of it).
    Contesting a verdict that ended the proposal, what became of its words in brackets, or after the
    closing a decision that adopted nothing of it, makes it pending again, its own changes made on the
    paragraph as it stands; what is pending there already is not written a second time. Contesting an
    entry from the floor withdraws it. Raises NotFound, NotPermitted, NotContestable (nothing is asked,
    or not any more), IllegalMove (something else is asked by now), WrongAnswer (an objection without a reason).
    """
    with transaction() as session:
        lock, amendment, context = hold_amendment(session, code, actor)
        joint = cosponsors_of(session, amendment.id)
        require(actor, Act.ANSWER, facts_of(context, amendment, cosponsors=joint, party=party))
        record = load_amendments(session, Amendment.id == amendment.id).entries[amendment.id]
        open_question = question(session, actor, record)
        if open_question is None or answer not in open_question.answers:
            raise NotContestable()
        if seen is not None and seen != open_question.key:
            raise IllegalMove(state=N_("changed since"), move=N_("answered from an old page"))
        reason = clean(reason, LONGEST_REASON)
        if answer in NEEDS_REASON and not reason:
            raise WrongAnswer(what=N_("say why, so that the Mission can act on it"))
        row = AnswerRow(
            amendment_id=amendment.id,
            party_id=party,
            answer=answer,
            reason=reason,
            **{f"{open_question.about}_id": open_question.key},
        )
        session.add(row)
        write_line(
            session,
            actor,
            "answer",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            round_=lock.running.round.id if lock.running else None,  # the one in which it is said
            party=party,
            subject=_subject(record, row),
            before=record.standing,
            reason=reason,
        )
        if answer in NEEDS_REASON and party == amendment.sponsor_id:
            _put_back(session, actor, record, open_question, lock=lock, context=context)
        _refresh(session, record, lock)
        return row


def _subject(record: AmendmentRecord, row: AnswerRow) -> str:
    """Return what the journal says that the sponsor of *record* answered."""
    decided = record.disposition
    on_compromise = (
        decided is not None
        and decided.id == row.disposition_id
        and decided.decision.kind == DecisionKind.COMPROMISE
    )
    if on_compromise and row.answer == Answer.ACCEPT:
        return ACCEPTS_COMPROMISE
    return DISOWNS if row.disowns else row.answer


def _put_back(
    session: Session,
    actor: Actor,
    record: AmendmentRecord,
    open_question: Question,
    *,
    lock: Held,
    context: RoundContext,
) -> None:
    if open_question.about == "revision":
        record.amendment.stage = Stage.WITHDRAWN
        amendment = record.amendment
        sponsor = amendment.sponsor_id
        write_line(session, actor, WITHDRAWING, scope=Scope.AMENDMENT, party=sponsor, amendment=amendment)
        return
    ended = record.verdict is not None or open_question.lifted
    late = record.disposition is not None and context.round.closed_at is not None and _adopted_nothing(record)
    if ended or late:
        _revive(session, record, lock, again=open_question.about == "verdict" or open_question.lifted)


def _adopted_nothing(record: AmendmentRecord) -> bool:
    return record.disposition is not None and Outcome(record.disposition.outcome) not in ADOPTED


def _revive(session: Session, record: AmendmentRecord, lock: Held, *, again: bool) -> None:
    """
    Let a contested proposal stand again, with its own changes on the wording of now, if its paragraph
    is still in the newest draft; a new paragraph, if it is not.

    *again*: also where the text says all of it, for its sponsor knows that and denies it.
    """
    draft, running = lock.draft(session), lock.running.round if lock.running else None
    base = find_wording(session, record.revision.paragraph_id, draft.id)
    if (base is None) is not (record.kind is AmendmentKind.INSERT):
        return  # what is in the text is not inserted a second time
    if record.kind is AmendmentKind.INSERT and not _place_stands(session, record.revision, draft):
        return
    text = _text_on(base, record, again=again)
    if base is not None and record.kind in WORDING_KINDS and text == base.text and not again:
        return
    if running is not None:
        record.amendment.round_id = running.id
    add_revision(
        session,
        record.amendment,
        record.revision,
        text=text,
        origin="contested",
        round_id=record.amendment.round_id,
        base_id=base.id if base else None,
    )


def _text_on(base: Wording | None, record: AmendmentRecord, *, again: bool) -> str:
    """Return the text of a revived proposal on the wording *base* (None: it brings its paragraph in); see `_revive`."""
    if base is not None and record.kind in WORDING_KINDS:
        stand = standing_again if again else rebased
        return stand(record.base, record.revision.text, base.text).text
    if base is not None and record.kind is AmendmentKind.KEEP and not record.restores:
        return base.text
    return record.revision.text


def _refresh(session: Session, record: AmendmentRecord, lock: Held) -> None:
    revision = record.revision
    keys = [revision.paragraph_id, revision.after_id or 0, revision.other_id or 0]
    running = lock.running.round if lock.running else None
    paragraph_states.refresh(session, keys, running, lock.draft(session).id)


def _place_stands(session: Session, revision: Revision, draft: Draft) -> bool:
    return revision.after_id is None or find_wording(session, revision.after_id, draft.id) is not None


def _unpublished(session: Session, round_id: int) -> bool:
    """Whether the text that comes out of a round is not circulated yet."""
    return not session.scalar(
        select(Circulation.id)
        .join(Round, Round.next_draft_id == Circulation.draft_id)
        .where(Round.id == round_id)
    )
