"""Why a proposal was absorbed or superseded: by which decision, and by whose words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from acm_drafts.negotiation.consolidation import PART, WORDING_KINDS
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import SHAPED, AmendmentKind, Outcome, Verdict
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.decisions import adopted_dispositions
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision, VerdictRow
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import TextRow
from acm_drafts.store.visibility import amendment_name, sees_all_proposals
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import words
from acm_drafts.text.uptake import Held, Remains, closely, holdings, remains_of

RoundContexts = Mapping[int, RoundContext]
"""By the key of the round."""


@dataclass(frozen=True, slots=True)
class Successor:
    """What took a proposal in: a compromise, or an accepted amendment to it. *name* is "" where it may not be told."""

    revision: Revision
    name: str
    code: str

    @property
    def kind(self) -> AmendmentKind:
        return AmendmentKind(self.revision.amendment.kind)


def absorbing_proposals(
    session: Session, actor: Actor, contexts: RoundContexts, decisions: Iterable[int]
) -> dict[int, Successor]:
    """
    Map each decision to the proposal that it accepted, which absorbed the others, as *actor* may know it. One query.

    A sponsor is asked about a compromise and so reads it, though the round may show nothing else.
    """
    rows = session.scalars(
        select(Disposition)
        .join(Disposition.revision)
        .join(Revision.amendment)
        .join(Amendment.sponsor)
        .where(Disposition.decision_id.in_(list(decisions)), Disposition.outcome == Outcome.ACCEPTED)
        .options(
            contains_eager(Disposition.revision)
            .contains_eager(Revision.amendment)
            .contains_eager(Amendment.sponsor),
            contains_eager(Disposition.revision).joinedload(Revision.base),
        )
    )
    return {row.decision_id: successor_for(actor, contexts, row.revision) for row in rows}


def successor_for(actor: Actor, contexts: RoundContexts, revision: Revision) -> Successor:
    """Return the proposal of *revision* as *actor* may call it; its amendment and that one's sponsor are loaded."""
    amendment = revision.amendment
    context = contexts[amendment.round_id]
    actor = actor.at(context.meeting)
    own = amendment.sponsor_id in actor.own_parties()
    if not own and not sees_all_proposals(actor, context):
        return Successor(revision, "", "")
    name = amendment_name(actor, context, amendment, amendment.sponsor)
    return Successor(revision, name, amendment.code)


_IN_THE_TEXT = (Outcome.ACCEPTED, Outcome.PART)


def find_absorbing(session: Session, verdicts: Iterable[VerdictRow]) -> dict[int, tuple[Disposition, ...]]:
    """
    Map each "absorbed" verdict to the decision that explains it.

    It is more than one disposition where the decision took up several proposals that asked for the
    same. Two queries, none where no verdict says so.
    """
    wanted = [verdict for verdict in verdicts if verdict.verdict == Verdict.ABSORBED]
    if not wanted:
        return {}
    judged = _judged(session, wanted)
    places = {row.paragraph_id for row in judged.values()}
    adopted = adopted_dispositions(
        session,
        Decision.round_id.in_({verdict.round_id for verdict in wanted}),
        or_(Revision.paragraph_id.in_(places), Amendment.kind == AmendmentKind.INSERT),
        outcomes=_IN_THE_TEXT,
    )
    able = {verdict.id: _able(adopted, verdict, judged[verdict.revision_id]) for verdict in wanted}
    return {
        key: dispositions
        for key, dispositions in able.items()
        if len({disposition.decision_id for disposition in dispositions}) == 1
    }


def _able(adopted: Iterable[Disposition], verdict: VerdictRow, revision: Revision) -> tuple[Disposition, ...]:
    return tuple(
        disposition
        for disposition in adopted
        if disposition.decision.round_id == verdict.round_id and _holds_words(disposition, revision)
    )


def _judged(session: Session, verdicts: Iterable[VerdictRow]) -> Mapping[int, Revision]:
    keys = [verdict.revision_id for verdict in verdicts]
    rows = session.scalars(
        select(Revision)
        .options(joinedload(Revision.base), joinedload(Revision.amendment))
        .where(Revision.id.in_(keys))
    )
    return {row.id: row for row in rows}


def _holds_words(adopted: Disposition, revision: Revision) -> bool:
    """Return whether the adopted words alone make every change that *revision* asks for."""
    kind, adopted_kind = (
        AmendmentKind(revision.amendment.kind),
        AmendmentKind(adopted.revision.amendment.kind),
    )
    if kind is AmendmentKind.INSERT:
        return adopted_kind is kind and as_read(adopted.text) == as_read(revision.text)
    if adopted.revision.paragraph_id != revision.paragraph_id:
        return False
    if kind in WORDING_KINDS:
        if (
            adopted_kind not in WORDING_KINDS
            or revision.base is None
            or adopted.revision.base_id != revision.base_id
        ):
            return False
        changes = holdings(revision.base.text, revision.text, adopted.text)
        return all(how is Held.IN for _, how in changes)
    place = (adopted.revision.after_id, adopted.revision.other_id)
    return adopted_kind is kind and place == (revision.after_id, revision.other_id)


_AMENDABLE = (AmendmentKind.INSERT, AmendmentKind.REPLACE, *SHAPED)
_STOOD = (Outcome.ACCEPTED, Outcome.BRACKETED)


@dataclass(frozen=True, slots=True)
class Superseding:
    """One decision that put other words in the place of a proposal's. *by* has no name for who may not read it."""

    disposition: Disposition
    by: Successor


def find_superseding(
    session: Session,
    actor: Actor,
    contexts: RoundContexts,
    records: Iterable[AmendmentRecord],
    published: Callable[[int], bool],
) -> dict[int, tuple[Superseding, ...]]:
    """
    Map each adopted amendment of *records* to the decisions that superseded its words, in the order decided.

    *published* says of the key of a round whether *actor* may read the text that came out of it: before that,
    nothing is told of what *actor* may not read. One query, none where nothing was adopted.
    """
    stood = [record for record in records if _stood(record)]
    if not stood:
        return {}
    adopted = adopted_dispositions(
        session,
        Revision.paragraph_id.in_({record.revision.paragraph_id for record in stood}),
        Amendment.kind.in_((AmendmentKind.REPLACE, AmendmentKind.CONSEQUENTIAL)),
        outcomes=(Outcome.ACCEPTED, Outcome.PART),
    )
    adopted = sorted(adopted, key=lambda row: row.decision.id)  # each round counts its decisions anew
    superseding = {}
    for record in stood:
        later = (
            Superseding(disposition, successor_for(actor, contexts, disposition.revision))
            for disposition in adopted
            if _supersedes(disposition, record)
        )
        known = tuple(row for row in later if row.by.code or published(row.disposition.decision.round_id))
        if known:
            superseding[record.amendment.id] = known
    return superseding


def superseding_of(
    record: AmendmentRecord, superseding: Sequence[Superseding], rows: Sequence[TextRow]
) -> tuple[Superseding, ...]:
    """Return the decisions that superseded *record*; none where *rows*, the lines it is in, still hold its words."""
    if not superseding or not rows:
        return tuple(superseding)
    if record.kind is AmendmentKind.INSERT:
        stands = what_remains(record, rows) is Remains.ALL
    else:
        stands = all(how is Held.IN for how in _states_of(record, PART.join(row.text for row in rows)))
    return () if stands else tuple(superseding)


def what_remains(record: AmendmentRecord, rows: Sequence[TextRow]) -> Remains:
    """
    Return how much of the words that *record* brought is in *rows*, the lines of a later text that it is in.

    Of what was accepted in part, of the words of that part. UNSURE of kinds that bring no words, and of a
    split that is not there any more: its words are those of the paragraph.
    """
    base, text = _brought(record)
    return _remaining(record.kind, base, text, rows)


def successor_remains(successor: Successor, rows: Sequence[TextRow]) -> Remains:
    """Return the same of the words of what absorbed a proposal; ALL of kinds that bring no words."""
    if successor.kind is not AmendmentKind.INSERT and successor.kind not in WORDING_KINDS:
        return Remains.ALL
    revision = successor.revision
    base = revision.base.text if revision.base else ""
    return _remaining(successor.kind, base, revision.text, rows)


def _remaining(kind: AmendmentKind, base: str, text: str, rows: Sequence[TextRow]) -> Remains:
    now = PART.join(row.text for row in rows)
    if kind is AmendmentKind.INSERT:
        return Remains.ALL if _words_of(now) == _words_of(text) else Remains.UNSURE
    if kind not in WORDING_KINDS:
        return Remains.UNSURE
    if not rows:
        return Remains.NONE
    left = remains_of(how for _, how in closely(base, text, now))
    return left if left is Remains.ALL or kind is not AmendmentKind.SPLIT else Remains.UNSURE


def _stood(record: AmendmentRecord) -> bool:
    return record.kind in _AMENDABLE and _adopted(record) is not None


def _adopted(record: AmendmentRecord) -> Disposition | None:
    """Return what adopted the words of *record*, or a part of them; None where nothing did."""
    if record.disposition is not None and record.disposition.outcome in _STOOD:
        return record.disposition
    return record.last_part


def _brought(record: AmendmentRecord) -> tuple[str, str]:
    """Return the wording that *record* was accepted on and what was accepted of it; of what was not, what it asks."""
    part = _adopted(record)
    if part is None or part.outcome != Outcome.PART:
        return record.base, record.revision.text
    return part.revision.base.text if part.revision.base else "", part.text


def _supersedes(later: Disposition, record: AmendmentRecord) -> bool:
    """Return whether the decision *later* put other words in the place of those of *record*."""
    adopted, revision, base = _adopted(record), later.revision, later.revision.base
    if record.kind in SHAPED:
        return revision.amends_revision_id == record.revision.id
    if revision.amendment_id == record.amendment.id or revision.paragraph_id != record.revision.paragraph_id:
        return False
    if adopted is None or base is None or _words_of(base.text) == _words_of(later.text):
        return False
    if record.kind is AmendmentKind.INSERT:
        return True
    decision = adopted.decision
    if later.decision.round_id == decision.round_id or later.decision.at < decision.at:
        return False
    before, after = (_states_of(record, text).count(Held.IN) for text in (base.text, later.text))
    return before > after


def _states_of(record: AmendmentRecord, text: str) -> list[Held]:
    return [how for _, how in closely(*_brought(record), text)]


def _words_of(text: str) -> list[str]:
    """Return the words and signs of *text* as read, brackets and the marks of a split apart."""
    return [word for word in words(as_read(text))[1::2] if word not in ("[", "]", PART)]
