"""
A person closes a round: then the next draft is there.

The next draft is made from the previous one and the decisions, and from nothing else. In the
same transaction every pending proposal gets its verdict. A conflict among accepted edits refuses
the closing, and then nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Row, bindparam, insert, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.brackets import printed_conflicts
from acm_drafts.negotiation.carrying import LIVING, Carried, carry_all
from acm_drafts.negotiation.consolidation import Consolidation, Edit, Fate, consolidate
from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    DeadlineAhead,
    InConflict,
    NotFound,
)
from acm_drafts.negotiation.evidence import words_hash
from acm_drafts.negotiation.lifecycle import SAYS_ALL_IS_AGREED, require_agreed
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import next_symbol
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.progress import AgreedCount, count_agreed
from acm_drafts.negotiation.silence import refusal_to_close
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, DraftStatus, RoundState, Scope, Standing
from acm_drafts.services import paragraph_states
from acm_drafts.services.bracket_holders import tell_of_missing
from acm_drafts.services.decisions import record
from acm_drafts.services.drafts import require_free, write_draft
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.revisions import Content, add_revisions, next_revision
from acm_drafts.services.rounds import locked
from acm_drafts.store.amendment_rows import (
    AdoptedRow,
    PendingRow,
    adopted_on,
    objected_compromises,
    pending_in_round,
    rivals,
    undecided,
)
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.database import Base, transaction, utcnow
from acm_drafts.store.drafts import agreed_paragraphs, lines_of_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_symbols
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import (
    Amendment,
    Communique,
    Descent,
    Draft,
    Paragraph,
    Revision,
    Round,
    Wording,
)
from acm_drafts.store.rounds import round_context, state_of_round
from acm_drafts.store.set_apart import declined_in
from acm_drafts.store.silence import find_lasting, state_of_silence


@dataclass(frozen=True, slots=True)
class Closing:
    """
    What closing a round would make: the next lines, and the verdict on each pending proposal.

    *descents* are pairs (paragraph, the one it comes from) of what is split and joined; *moves* the
    paragraphs that were decided to be moved; *agreed* those that are agreed in the next text, each with whether that is
    ad referendum, and *count* how many count as agreed, which nobody declined since.
    *bracketed*: the pending wordings in conflict that it retains in brackets; *printed*: what closing would make with
    these in brackets, None where there are none.
    """

    lines: tuple[Line, ...]
    verdicts: tuple[tuple[AmendmentRecord, Carried], ...]
    descents: tuple[tuple[int, int], ...]
    moves: frozenset[int]
    agreed: Mapping[int, bool]
    count: AgreedCount
    bracketed: tuple[AmendmentRecord, ...] = ()
    printed: "Closing | None" = None


def preview_closing(actor: Actor, session: Session, round_id: int) -> Closing:
    """
    Return what closing the round now would make, without writing.

    Raises NotPermitted, NotFound, AlreadyClosed, InConflict.
    """
    require(actor, Act.MANAGE_ROUNDS, meeting_facts(session, "round", round_id))
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound()
    if round_.closed_at is not None:
        raise AlreadyClosed()
    reckoning = _reckon(session, round_)
    closing = _closing(session, round_, reckoning)
    conflicts = _printed_conflicts(reckoning.before, reckoning.adopted, reckoning.waiting)
    if not conflicts:
        return closing
    return replace(closing, printed=_closing(session, round_, _with_brackets(reckoning, conflicts)))


def _closing(session: Session, round_: Round, reckoning: "_Reckoning") -> Closing:
    consolidation, edits = reckoning.consolidation, reckoning.edits
    carried = _verdicts(session, reckoning)
    lines = paragraph_states.labelled(session, round_, consolidation.lines)
    moves = frozenset(edit.paragraph for edit in edits if edit.kind is AmendmentKind.MOVE)
    going_on = [
        PendingRow(
            outcome.edit, Standing.CARRIED, proposal.amendment.amends_id, proposal.amendment.submitted_at
        )
        for proposal, outcome in carried
        if outcome.verdict in LIVING
    ]
    agreed = paragraph_states.agreed_in_next(session, reckoning.before, lines, going_on)
    count = count_agreed(lines, agreed, declined_in(session, round_.communique_id))
    return Closing(lines, carried, _descents(consolidation.fates), moves, agreed, count, reckoning.bracketed)


def close_round(
    actor: Actor,
    round_id: int,
    *,
    symbol: str = "",
    status: DraftStatus = DraftStatus.REVISED,
    print_conflicts: bool = False,
) -> Draft:
    """
    Close a round, once, and return the next draft, which only the Mission reads until it is circulated.

    Nothing is proposed, decided or contested meanwhile. What was sent before the deadline and still waits for its
    turn when the round is being closed is refused as closed.
    *print_conflicts*: pending wordings that conflict are decided to be kept in brackets, and printed so,
    instead of travelling on.
    Raises NotPermitted, NotFound, AlreadyClosed, DeadlineAhead, SilenceRuns, InConflict, SymbolTaken, NotAllAgreed,
    DeclinedSince, NotAllConfirmed.
    """
    with transaction() as session:
        require(actor, Act.MANAGE_ROUNDS, meeting_facts(session, "round", round_id))
        round_ = locked(session, round_id)
        if state_of_round(round_) in (RoundState.ANNOUNCED, RoundState.OPEN):
            raise DeadlineAhead()
        if (silence := find_lasting(session, round_.communique_id)) is not None:
            raise refusal_to_close(state_of_silence(silence), silence.ends_at)
        if print_conflicts:
            _keep_in_brackets(session, actor, round_)
        reckoning = _reckon(session, round_)
        consolidation, verdicts = reckoning.consolidation, _verdicts(session, reckoning)
        lines = _worded(session, round_, paragraph_states.labelled(session, round_, consolidation.lines))
        draft = _write_draft(session, round_, lines, symbol, status)
        _write_descents(session, consolidation.fates)
        _write_verdicts(session, round_, verdicts, {line.paragraph: line.wording for line in lines})
        round_.closed_at, round_.next_draft_id = utcnow(), draft.id
        write_line(
            session,
            actor,
            "close round",
            scope=Scope.ALL,  # the draft it made is named to others once it is circulated: store.journal
            communique=round_.communique_id,
            round_=round_.id,
            before=round_.draft.symbol,
            after=draft.symbol,
            words=words_hash(lines),
        )
        tell_of_missing(session, actor, round_context(session, round_.id), circulated=False)
        paragraph_states.refresh(session, _touched(lines, consolidation.fates, verdicts), None, draft.id)
        _require_agreed(session, round_, status, lines)
        return draft


def _require_agreed(session: Session, round_: Round, status: DraftStatus, lines: Sequence[Line]) -> None:
    """Raise NotAllAgreed, DeclinedSince or NotAllConfirmed where *status* says more of *lines* than was agreed."""
    if status in SAYS_ALL_IS_AGREED:
        agreed = agreed_paragraphs(session, round_.communique_id)
        require_agreed(status, count_agreed(lines, agreed, declined_in(session, round_.communique_id)))


# Reckoning ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """
    The next text, what is still pending, and the edits that made that text.

    *merged* maps each proposal whose sponsor objects to a compromise to the words of that compromise. *bracketed*: what
    is only supposed to be retained in brackets, for a preview.
    """

    before: tuple[Line, ...]
    consolidation: Consolidation
    pending: tuple[AmendmentRecord, ...]
    waiting: tuple[PendingRow, ...]
    adopted: tuple[AdoptedRow, ...]
    edits: tuple[Edit, ...]
    merged: Mapping[int, str]
    bracketed: tuple[AmendmentRecord, ...] = ()


def _reckon(session: Session, round_: Round) -> _Reckoning:
    """Return what closing *round_* would make. Raises InConflict where accepted edits stand against each other."""
    waiting = pending_in_round(session, round_.id)
    pending = (
        tuple(load_amendments(session, Amendment.id.in_([row.edit.proposal for row in waiting])))
        if waiting
        else ()
    )
    adopted, lines = adopted_on(session, round_.id), lines_of_draft(session, round_.draft_id)
    edits = tuple(row.edit for row in adopted)
    consolidation = consolidate(lines, edits)
    if consolidation.disagreements:
        raise InConflict(dispute=consolidation.disagreements[0])
    merged = objected_compromises(pending, adopted)
    return _Reckoning(lines, consolidation, pending, tuple(waiting), tuple(adopted), edits, merged)


def _with_brackets(reckoning: _Reckoning, conflicts: Mapping[int, Sequence[Edit]]) -> _Reckoning:
    """Return *reckoning* as it would be with pending *conflicts* retained in brackets, by paragraph."""
    loose = [replace(edit, bracketed=True) for group in conflicts.values() for edit in group]
    keys, edits = {edit.proposal for edit in loose}, (*reckoning.edits, *loose)
    return replace(
        reckoning,
        consolidation=consolidate(reckoning.before, edits),
        edits=edits,
        pending=tuple(record for record in reckoning.pending if record.amendment.id not in keys),
        bracketed=tuple(record for record in reckoning.pending if record.amendment.id in keys),
    )


def _printed_conflicts(
    lines: Sequence[Line], adopted: Sequence[AdoptedRow], waiting: Sequence[PendingRow]
) -> Mapping[int, Sequence[Edit]]:
    """
    Return the pending wordings in conflict that can be printed in brackets, by paragraph.

    What was accepted settles is not in conflict any more.
    """
    accepted: dict[int, list[AdoptedRow]] = {}
    for taken in adopted:
        accepted.setdefault(taken.edit.paragraph, []).append(taken)
    by_paragraph: dict[int, list[PendingRow]] = {}
    for row in waiting:
        by_paragraph.setdefault(row.edit.paragraph, []).append(row)
    groups = {key: rivals(undecided(group, accepted.get(key, ())), ()) for key, group in by_paragraph.items()}
    return printed_conflicts(lines, [taken.edit for taken in adopted], groups)


def _keep_in_brackets(session: Session, actor: Actor, round_: Round) -> None:
    """
    Decide that pending wordings which conflict are kept in brackets, paragraph by paragraph.

    They are printed by decisions like any other, so that the next draft follows from decisions
    alone. Where they also stand against what was accepted, or would leave a bracket without its
    partner, they travel on.
    """
    adopted = adopted_on(session, round_.id)
    lines = lines_of_draft(session, round_.draft_id)
    conflicts = _printed_conflicts(lines, adopted, pending_in_round(session, round_.id))
    proposals = [edit.proposal for group in conflicts.values() for edit in group]
    records = load_amendments(session, Amendment.id.in_(proposals)).entries if proposals else {}
    for key, group in conflicts.items():
        revisions = tuple(records[edit.proposal].revision.id for edit in group)
        seen = session.get_one(Paragraph, key, populate_existing=True).counter
        record(session, actor, key, judgement=Judgement(DecisionKind.BRACKETS, revisions), seen=seen)


def _verdicts(session: Session, reckoning: _Reckoning) -> tuple[tuple[AmendmentRecord, Carried], ...]:
    pending, consolidation = reckoning.pending, reckoning.consolidation
    fates = dict(consolidation.fates)
    for proposal in pending:
        if proposal.kind is AmendmentKind.INSERT:
            fates.setdefault(proposal.amendment.paragraph_id, Fate(proposal.revision.text))
    amended = _amended_and_adopted(session, reckoning)
    edits = [
        replace(proposal.edit(), base=amended[proposal.revision.id])
        if proposal.revision.id in amended
        else proposal.edit()
        for proposal in pending
    ]
    contested = {proposal.amendment.id for proposal in pending if proposal.contest}
    carried = carry_all(edits, fates, consolidation.lines, objected=reckoning.merged, contested=contested)
    return tuple(zip(pending, carried, strict=True))


_TARGET = aliased(Revision)


def _amended_and_adopted(session: Session, reckoning: _Reckoning) -> dict[int, str]:
    """
    Return, for pending proposals that amend another one which was adopted, the wording of that one.

    Its words are in the text now, so what amends it is carried from them and not from the old text.
    """
    amending = [
        proposal.revision.id for proposal in reckoning.pending if proposal.revision.amends_revision_id
    ]
    if not amending:
        return {}
    taken = {edit.proposal for edit in reckoning.edits}
    rows = session.execute(
        select(Revision.id, _TARGET.text, _TARGET.amendment_id)
        .join(_TARGET, _TARGET.id == Revision.amends_revision_id)
        .where(Revision.id.in_(amending))
    )
    return {key: text for key, text, amendment_id in rows if amendment_id in taken}


# Writing -----------------------------------------------------------------------------------------


_VERDICTS = Base.metadata.tables["verdicts"]
_WORDINGS = (
    select(Wording.paragraph_id, Wording.id, Wording.sequence, Wording.text, Wording.kind)
    .where(
        Wording.paragraph_id.in_(bindparam("keys", expanding=True)), Wording.language == bindparam("language")
    )
    .order_by(Wording.sequence)
)


def _worded(session: Session, round_: Round, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give each changed line its new wording; an unchanged one keeps its own, so that comparing costs what changed."""
    language = session.get_one(Communique, round_.communique_id).language
    fresh = [line for line in lines if not line.wording]
    newest = _newest_wordings(session, [line.paragraph for line in fresh], language)
    keys: dict[int, int] = {}
    rows = []
    for line in fresh:
        latest = newest.get(line.paragraph)
        if latest is not None and latest.text == line.text and latest.kind == line.kind:
            keys[line.paragraph] = latest.id
            continue
        rows.append(
            {
                "paragraph_id": line.paragraph,
                "sequence": latest.sequence + 1 if latest else 1,
                "language": language,
                "text": line.text,
                "kind": line.kind,
                "depth": line.depth,
                "numbered": line.numbered,
                "round_id": round_.id,
            }
        )
    if rows:
        table = Base.metadata.tables["wordings"]
        written = session.connection().execute(
            insert(table).returning(table.c.paragraph_id, table.c.id), rows
        )
        keys |= dict(written.all())
    return tuple(replace(line, wording=line.wording or keys[line.paragraph]) for line in lines)


def _newest_wordings(
    session: Session, keys: Sequence[int], language: str
) -> dict[int, Row[int, int, int, str, str]]:
    """Return id, sequence, text and kind of the latest wording of each paragraph that has one. One query."""
    if not keys:
        return {}
    rows = session.execute(_WORDINGS, {"keys": list(keys), "language": language})
    return {row.paragraph_id: row for row in rows}


def _write_draft(
    session: Session, round_: Round, lines: Sequence[Line], symbol: str, status: DraftStatus
) -> Draft:
    communique = session.get_one(Communique, round_.communique_id)
    sequence = round_.draft.sequence + 1
    hold_symbols(session)
    symbol = symbol.strip() or next_symbol(communique.symbol_root, sequence)
    require_free(session, symbol)
    return write_draft(session, communique.id, lines, sequence=sequence, symbol=symbol, status=status)


def _descents(fates: Mapping[int, Fate]) -> tuple[tuple[int, int], ...]:
    """Return (paragraph, ancestor) of all that was split and joined; of a chain of joins the one that is left."""
    split = [(part, key) for key, fate in fates.items() for part, _ in fate.parts]
    joined = [(key, taken) for key, fate in fates.items() if fate.into is None for taken in fate.takes]
    return (*split, *joined)


def _write_descents(session: Session, fates: Mapping[int, Fate]) -> None:
    rows = [{"paragraph_id": key, "ancestor_id": ancestor} for key, ancestor in _descents(fates)]
    if rows:
        session.execute(insert(Descent), rows)


def _write_verdicts(
    session: Session,
    round_: Round,
    verdicts: Sequence[tuple[AmendmentRecord, Carried]],
    wordings: Mapping[int, int],
) -> None:
    """
    Write a verdict on each pending proposal, and a new revision of each that is carried over.

    Three statements for a thousand of them, for one by one they would take seconds.
    """
    moment, connection = utcnow(), session.connection()
    living = [(proposal, carried) for proposal, carried in verdicts if carried.verdict in LIVING]
    carried_on = _carry_on(session, round_, living, wordings) if living else {}
    rows = [
        {
            "round_id": round_.id,
            "revision_id": proposal.revision.id,
            "verdict": carried.verdict,
            "done": carried.done,
            "total": carried.total,
            "next_revision_id": carried_on.get(proposal.revision.amendment_id),
            "at": moment,
        }
        for proposal, carried in verdicts
    ]
    if rows:
        connection.execute(insert(_VERDICTS), rows)


def _touched(
    lines: Sequence[Line], fates: Mapping[int, Fate], verdicts: Sequence[tuple[AmendmentRecord, Carried]]
) -> set[int]:
    """Return the paragraphs whose state a closing can change: in the text, deleted, or with proposals."""
    revisions = [proposal.revision for proposal, _ in verdicts]
    named = {key for row in revisions for key in (row.paragraph_id, row.after_id, row.other_id) if key}
    concerned = {_concerned(proposal, carried) for proposal, carried in verdicts}
    return {line.paragraph for line in lines} | set(fates) | named | concerned


def _concerned(proposal: AmendmentRecord, carried: Carried) -> int:
    """Return the paragraph that a proposal is on once the round is closed."""
    return carried.edit.paragraph if carried.verdict in LIVING else proposal.amendment.paragraph_id


def _carry_on(
    session: Session,
    round_: Round,
    living: Sequence[tuple[AmendmentRecord, Carried]],
    wordings: Mapping[int, int],
) -> dict[int, int]:
    """Let the *living* proposals go on, on the next draft's *wordings*; return their keys by amendment."""
    new = [proposal.amendment.paragraph_id for proposal, _ in living if proposal.kind is AmendmentKind.INSERT]
    proposed = _newest_wordings(session, new, round_.draft.communique.language)
    bases = {key: row.id for key, row in proposed.items()} | dict(wordings)
    rows = [_following(round_, proposal, carried.edit, bases) for proposal, carried in living]
    keys = add_revisions(session, rows)
    for proposal, _ in living:
        session.expire(proposal.amendment)
    return keys


def _following(round_: Round, proposal: AmendmentRecord, edit: Edit, bases: Mapping[int, int]) -> Content:
    """Return the columns of the revision with which a proposal goes on as *edit*."""
    return next_revision(
        proposal.amendment,
        proposal.revision,
        text=edit.text,
        origin="rest" if proposal.revision.made == "rest" else "carried",
        round_id=round_.id,
        paragraph_id=edit.paragraph,
        base_id=None if proposal.kind is AmendmentKind.INSERT else bases.get(edit.paragraph),
        after_id=edit.after or None,
    )
