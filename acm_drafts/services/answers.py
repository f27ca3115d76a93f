"""
What sponsors say to what was made of their proposals: on a compromise, a verdict, a decision without a level.

An answer never undoes a decision. It keeps a proposal alive (an objection to a compromise, a
contested verdict, a decision that adopted nothing) and puts what was decided back before the
Mission (docs/decisions/0019).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.carrying import rebased
from acm_drafts.negotiation.consolidation import WORDING_KINDS
from acm_drafts.negotiation.errors import N_, IllegalMove, NotContestable, WrongAnswer
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.terms import AmendmentKind, Answer, Outcome, Scope, Stage
from acm_drafts.services import paragraph_states
from acm_drafts.services.revisions import LONGEST_REASON, add_revision, clean
from acm_drafts.store.amendments import ADOPTED, AmendmentRecord, cosponsors_of, load_amendments
from acm_drafts.store.brackets import Unbracketed, is_bracketed
from acm_drafts.store.database import transaction
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.journal import DISOWNS, write_line
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
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import load_statuses
from acm_drafts.store.visibility import facts_of

ON_COMPROMISE = (Answer.ACCEPT, Answer.LIVE_WITH, Answer.OBJECT)
ON_DECISION = (Answer.CONTEST,)
ON_CONTESTED = (Answer.ACCEPT, Answer.CONTEST)
"""Who contested a decision may take that back, or give another reason."""
ON_VERDICT = (Answer.CONFIRM, Answer.CONTEST)
NEEDS_REASON = (Answer.OBJECT, Answer.CONTEST)


@dataclass(frozen=True, slots=True)
class Question:
    """What a sponsor is asked about a proposal now: on which record, and the answers there are."""

    about: str
    key: int
    answers: tuple[Answer, ...]
    since: datetime | None = None
    """When it was asked, where answers on the same record were given to an earlier question."""

    @property
    def lifted(self) -> bool:
        """Whether it is about words in brackets, what became of which a later text tells."""
        return self.about == "disposition" and Answer.CONFIRM in self.answers

    @property
    def optional(self) -> bool:
        """Whether nobody has to answer: a decision stands as long as no sponsor contests it."""
        return self.about == "disposition" and Answer.CONTEST in self.answers and not self.lifted

    def is_answered_by(self, row: AnswerRow) -> bool:
        """Return whether *row* is an answer to it."""
        same = getattr(row, f"{self.about}_id") == self.key
        return same and (self.since is None or row.at >= self.since)


def question(session: Session, actor: Actor, entry: AmendmentRecord) -> Question | None:
    """Return what the sponsor of *entry* may answer now, None where nothing is asked."""
    unbracketed = None
    if is_bracketed(entry):
        communique = session.get_one(Communique, entry.amendment.communique_id)
        unbracketed = load_statuses(session, communique, actor, [entry]).where(entry).unbracketed
    return asked_of(
        entry,
        unpublished=lambda round_id: _unpublished(session, round_id),
        unbracketed=unbracketed,
    )


def asked_of(
    entry: AmendmentRecord, *, unpublished: Callable[[int], bool], unbracketed: Unbracketed | None = None
) -> Question | None:
    """
    Return what the sponsor of *entry* may answer now, None where nothing is asked.

    The last thing that its sponsor knows was made of it is asked about: a verdict comes after a
    disposition, once the text that came with it is circulated, and a disposition after the verdict
    that brought the proposal here. A disposition without a level can be contested until the next
    text is circulated; one with a level only where a compromise absorbed the proposal. What is left
    of an acceptance in part is asked about that, until it is decided itself. Of words in brackets it
    is asked what a circulated text made of them that lifted the brackets (*unbracketed*). *unpublished* says of
    the key of a round whether the text that comes out of it is still to be circulated.
    """
    if entry.amendment.stage != Stage.SUBMITTED:
        return None
    verdict = entry.verdict or entry.brought_by
    hidden = verdict is not None and unpublished(verdict.round_id)
    stood = entry.before if hidden and entry.before else entry
    if entry.verdict is not None and not hidden:
        return Question("verdict", entry.verdict.id, ON_VERDICT)
    since = unbracketed.issue.circulation if unbracketed else None
    if stood.disposition is not None and since is not None:
        return Question("disposition", stood.disposition.id, ON_VERDICT, since.at)
    if stood.disposition is not None:
        return _on_decision(entry, stood.disposition, unpublished)
    if stood.parted is not None and (asked := _on_decision(entry, stood.parted, unpublished)):
        return asked
    return None if hidden else _on_arrival(entry)


def _on_decision(
    entry: AmendmentRecord, made: Disposition, unpublished: Callable[[int], bool]
) -> Question | None:
    absorbed = made.outcome == Outcome.ABSORBED
    if not unpublished(made.decision.round_id) or not (absorbed or made.decision.level is None):
        return None
    if absorbed:
        return Question("disposition", made.id, ON_COMPROMISE)
    contested = entry.contest is not None and entry.contest.disposition_id == made.id
    return Question("disposition", made.id, ON_CONTESTED if contested else ON_DECISION)


def _on_arrival(entry: AmendmentRecord) -> Question | None:
    """Return what is asked about how a proposal came to wait for a decision, where anything is."""
    if entry.brought_by is not None:
        return Question("verdict", entry.brought_by.id, ON_VERDICT)
    if entry.amendment.from_floor and entry.revision.made == "floor":
        return Question("revision", entry.revision.id, ON_VERDICT)
    return None


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
        held, amendment, setting = hold_amendment(session, code, actor)
        joint = cosponsors_of(session, amendment.id)
        require(actor, Act.ANSWER, facts_of(setting, amendment, cosponsors=joint, party=party))
        entry = load_amendments(session, Amendment.id == amendment.id).entries[amendment.id]
        asked = question(session, actor, entry)
        if asked is None or answer not in asked.answers:
            raise NotContestable()
        if seen is not None and seen != asked.key:
            raise IllegalMove(state=N_("changed since"), move=N_("answered from an old page"))
        reason = clean(reason, LONGEST_REASON)
        if answer in NEEDS_REASON and not reason:
            raise WrongAnswer(what=N_("say why, so that the Mission can act on it"))
        row = AnswerRow(
            amendment_id=amendment.id,
            party_id=party,
            answer=answer,
            reason=reason,
            **{f"{asked.about}_id": asked.key},
        )
        session.add(row)
        write_line(
            session,
            actor,
            "answer",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            party=party,
            subject=DISOWNS if row.disowns else answer,
            before=entry.standing,
            reason=reason,
        )
        if answer in NEEDS_REASON and party == amendment.sponsor_id:
            _put_back(session, actor, entry, asked, held=held, setting=setting)
        _refresh(session, entry, held)
        return row


def _put_back(
    session: Session,
    actor: Actor,
    entry: AmendmentRecord,
    asked: Question,
    *,
    held: Held,
    setting: RoundContext,
) -> None:
    if asked.about == "revision":
        entry.amendment.stage = Stage.WITHDRAWN
        write_line(session, actor, "withdraw", scope=Scope.AMENDMENT, amendment=entry.amendment)
        return
    ended = entry.verdict is not None or asked.lifted
    late = entry.disposition is not None and setting.round.closed_at is not None and _adopted_nothing(entry)
    if ended or late:
        _revive(session, entry, held, again=asked.about == "verdict" or asked.lifted)


def _adopted_nothing(entry: AmendmentRecord) -> bool:
    return entry.disposition is not None and Outcome(entry.disposition.outcome) not in ADOPTED


def _revive(session: Session, entry: AmendmentRecord, held: Held, *, again: bool) -> None:
    """
    Let a contested proposal stand again, with its own changes on the wording of now, if its paragraph
    is still in the newest draft; a new paragraph, if it is not.

    *again*: also where the text says all of it, for its sponsor knows that and denies it.
    """
    draft, running = held.draft(session), held.running.round if held.running else None
    base = find_wording(session, entry.revision.paragraph_id, draft.id)
    if (base is None) is not (entry.kind is AmendmentKind.INSERT):
        return  # what is in the text is not inserted a second time
    if entry.kind is AmendmentKind.INSERT and not _place_stands(session, entry.revision, draft):
        return
    text = entry.revision.text
    if base is not None and entry.kind in WORDING_KINDS:
        text = rebased(entry.base, text, base.text).text
        if text == base.text and not again:
            return
    if running is not None:
        entry.amendment.round_id = running.id
    add_revision(
        session,
        entry.amendment,
        entry.revision,
        text=text,
        made="contested",
        round_id=entry.amendment.round_id,
        base_id=base.id if base else None,
    )


def _refresh(session: Session, entry: AmendmentRecord, held: Held) -> None:
    said = entry.revision
    keys = [said.paragraph_id, said.after_id or 0, said.other_id or 0]
    running = held.running.round if held.running else None
    paragraph_states.refresh(session, keys, running, held.draft(session).id)


def _place_stands(session: Session, revision: Revision, draft: Draft) -> bool:
    return revision.after_id is None or find_wording(session, revision.after_id, draft.id) is not None


def _unpublished(session: Session, round_id: int) -> bool:
    """Whether the text that comes out of a round is not circulated yet."""
    return not session.scalar(
        select(Circulation.id)
        .join(Round, Round.next_draft_id == Circulation.draft_id)
        .where(Round.id == round_id)
    )
