"""
The Mission decides: each decision is weighed against the whole working text before it is written.

`preview` and `decide` weigh alike; the first shows, the second writes. A decision that would
stand against accepted edits is refused with the dispute; one taken from an old page is refused
with both wordings. The wording as submitted is never touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.carrying import Carried, carry_all
from acm_drafts.negotiation.consolidation import Consolidation, Disagreement, Edit, Fate, consolidate
from acm_drafts.negotiation.errors import (
    N_,
    AlreadyClosed,
    CannotBracket,
    DecidedMeanwhile,
    IllegalMove,
    InClash,
    NotFound,
    NothingChanges,
    WrongShape,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, Matter, require
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Level,
    Outcome,
    PartyKind,
    Stage,
    name_of,
)
from acm_drafts.services import paragraphs
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT, clean
from acm_drafts.store import docket, queries, tally
from acm_drafts.store.codes import new_code
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.docket import Docket, Entry
from acm_drafts.store.journal import Scope, write_line
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Amendment, Decision, Disposition, Paragraph, Party, Revision, Round
from acm_drafts.text.changes import apply, changes
from acm_drafts.text.language import as_read

BRACKETABLE = (AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What the Mission wants to decide, as plain values.

    *revisions*: the keys of the revisions on the page (accept, part, brackets: one or several;
    reject, defer: one or several; compromise: those it absorbs). *chosen*: the numbers (from 0)
    of the changes of the one revision accepted in part. *text*: the compromise. *rank*: the
    place of a new paragraph among several at one place. *level* None: proposed by the Mission.
    """

    kind: DecisionKind
    revisions: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()
    text: str = ""
    reason: str = ""
    level: Level | None = None
    agreed_on: date | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a judgement would make of one revision (or of the Mission's compromise, where *entry* is None)."""

    entry: Entry | None
    outcome: Outcome
    text: str
    chosen: tuple[int, ...] = ()
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """
    The paragraph before and after (None: gone, or not in the text), what prevents it, and what
    follows for pending ones.
    """

    before: str | None
    after: str | None
    disagreements: tuple[Disagreement, ...]
    follows: tuple[tuple[Entry, Carried], ...]


@dataclass(slots=True)
class Table:
    """Everything that one decision on one paragraph is weighed with."""

    setting: Setting
    paragraph: Paragraph
    lines: tuple[Line, ...]
    entries: Docket
    accepted: tuple[tally.Adopted, ...]
    mission: int

    def edits(self, effects: Sequence[Effect], *, without: int | None = None) -> list[Edit]:
        """
        Return the accepted edits and those that *effects* would add, leaving out those of one decision.

        New wordings of paragraphs elsewhere cannot stand against these and are left out too.
        """
        near = {self.paragraph.id, *(a.edit.other for a in self.accepted)}
        kept = [
            a.edit
            for a in self.accepted
            if a.decision != without
            and (a.edit.kind is not AmendmentKind.REPLACE or a.edit.paragraph in near)
        ]
        return kept + [e for effect in effects if (e := self._edit(effect)) is not None]

    def _edit(self, effect: Effect) -> Edit | None:
        if effect.outcome not in docket.ADOPTED:
            return None
        if effect.entry is None:
            return self.compromise(effect.text)
        bracketed = effect.outcome is Outcome.BRACKETED
        return effect.entry.edit(text=effect.text, bracketed=bracketed, rank=effect.rank)

    def compromise(self, text: str) -> Edit:
        """Return the Mission's compromise as an edit; it has no key yet."""
        base = self.base()
        if base is not None:
            return Edit(0, AmendmentKind.REPLACE, self.paragraph.id, base=base, text=text)
        source = self.insertion()
        return Edit(
            0,
            AmendmentKind.INSERT,
            -1,  # its identity comes with the decision
            text=text,
            after=source.revision.after_id or 0,
            line_kind=source.edit().line_kind,
            depth=source.revision.depth,
            numbered=source.revision.numbered,
        )

    def base(self) -> str | None:
        """What the paragraph says in the draft, None where it is only proposed."""
        return next((line.text for line in self.lines if line.paragraph == self.paragraph.id), None)

    def insertion(self) -> Entry:
        """The proposal by which a paragraph that is not in the draft is to come in. Raises NotFound."""
        for entry in self.entries:
            if entry.kind is AmendmentKind.INSERT and entry.amendment.paragraph_id == self.paragraph.id:
                return entry
        raise NotFound()


def preview(actor: Actor, session: Session, paragraph_id: int, judgement: Judgement) -> Preview:
    """
    Return what *judgement* would make of the paragraph, without writing.

    Refuses what `decide` refuses, but shows a dispute.
    """
    table = _table(session, paragraph_id)
    require(actor, Act.DECIDE, _facts(table))
    effects = _weigh(table, judgement)
    now = consolidate(table.lines, table.edits(()))
    then = consolidate(table.lines, table.edits(effects, without=_replaced(table, judgement)))
    before, after = (_wording_in(result, table.paragraph.id) for result in (now, then))
    decided = {e.entry.amendment.id for e in effects if e.entry and e.outcome is not Outcome.DEFERRED}
    pending = [e for e in table.entries if e.pending and e.amendment.id not in decided]
    follows = carry_all([e.edit() for e in pending], _with_proposed(then.fates, pending), then.lines)
    told = () if then.disagreements else tuple(zip(pending, follows, strict=True))
    return Preview(before, after, then.disagreements, told)


def decide(actor: Actor, paragraph_id: int, judgement: Judgement, *, seen: int) -> Decision:
    """
    Record *judgement* on a paragraph and return the decision.

    *seen* is the paragraph's counter on the page it was taken from. Raises NotPermitted,
    NotFound, DecidedMeanwhile (a colleague was first), IllegalMove (withdrawn, revised or decided
    since), InClash with the disagreement, WrongShape, NothingChanges, CannotBracket,
    AlreadyClosed. Nothing is written then.
    """
    with transaction() as session:
        _lock(session, _round_of(session, paragraph_id))
        return record(session, actor, paragraph_id, judgement=judgement, seen=seen)


def record(session: Session, actor: Actor, paragraph_id: int, *, judgement: Judgement, seen: int) -> Decision:
    """Weigh and write *judgement* in the caller's transaction, which holds the round. Raises what `decide` raises."""
    _take_turn(session, paragraph_id, seen)
    table = _table(session, paragraph_id)
    require(actor, Act.DECIDE, _facts(table))
    effects = _weigh(table, judgement)
    replaced = _replaced(table, judgement)
    _require_peace(table, effects, without=replaced)
    if replaced is not None:
        _write_void(session, actor, table, replaced, N_("A new version of the compromise took its place."))
    decision = _write_decision(session, actor, table, judgement)
    for effect in effects:
        _write_disposition(session, actor, table, decision, effect)
    _tell(session, actor, table, decision, effects)
    _refresh(session, table, effects)
    return decision


def void(actor: Actor, decision_id: int, *, reason: str, seen: int) -> Decision:
    """
    Let a decision of a round that is not closed no longer count, and return the voiding one.

    Raises NotPermitted, NotFound, WrongShape (no reason), IllegalMove (voided already, or its
    rest was decided since), InClash (what was accepted later stands on it), DecidedMeanwhile.
    """
    with transaction() as session:
        earlier = session.get(Decision, decision_id)
        if earlier is None:
            raise NotFound()
        _lock(session, earlier.round_id)
        _take_turn(session, earlier.paragraph_id, seen)
        table = _table(session, earlier.paragraph_id)
        require(actor, Act.DECIDE, _facts(table))
        if earlier.round_id != table.setting.round.id:
            raise NotFound()
        if not clean(reason, LONGEST_REASON):
            raise WrongShape(what=N_("voiding a decision needs a reason"))
        if earlier.kind == DecisionKind.VOID or _is_void(session, earlier.id):
            raise IllegalMove(state=N_("voided"), move=N_("voided again"))
        _require_peace(table, (), without=earlier.id)
        decision = _write_void(session, actor, table, earlier.id, clean(reason, LONGEST_REASON))
        _refresh(session, table, ())
        return decision


# Weighing ----------------------------------------------------------------------------------------


def _weigh(table: Table, judgement: Judgement) -> tuple[Effect, ...]:
    """Return what *judgement* makes of each revision it names. Raises what makes it impossible in itself."""
    if judgement.agreed_on and judgement.agreed_on > utcnow().date():
        raise WrongShape(what=N_("the day of an agreement cannot lie ahead"))
    if judgement.kind is DecisionKind.AGREE:
        return _agreement(table, judgement)
    entries = _named(table, judgement)
    if not entries:
        raise WrongShape(what=N_("choose the proposal that is decided"))
    return _WEIGHED[judgement.kind](table, judgement, entries)


def _named(table: Table, judgement: Judgement) -> list[Entry]:
    """Return the entries of the named revisions, each still current and pending. Raises IllegalMove or NotFound."""
    by_revision = {entry.revision.id: entry for entry in table.entries}
    replaced = _replaced(table, judgement)  # what the earlier version absorbed, the new one absorbs again
    named = []
    for key in dict.fromkeys(judgement.revisions):
        entry = by_revision.get(key)
        if entry is None:
            raise IllegalMove(state=N_("revised"), move=N_("decided from an old page"))
        again = replaced is not None and entry.decision is not None and entry.decision.id == replaced
        if not entry.pending and not (again and entry.amendment.sponsor_id != table.mission):
            raise IllegalMove(state=name_of(entry.standing), move=N_("decided"))
        named.append(entry)
    return named


def _acceptance(table: Table, judgement: Judgement, entries: list[Entry]) -> tuple[Effect, ...]:
    effects = []
    for entry in entries:
        effects.append(Effect(entry, Outcome.ACCEPTED, entry.revision.text, rank=judgement.rank))
        amended = table.entries.entries.get(entry.amendment.amends_id or 0)
        if amended and amended.pending and amended.kind is AmendmentKind.REPLACE and amended not in entries:
            effects.append(Effect(amended, Outcome.ABSORBED, ""))
    return tuple(effects)


def _part(table: Table, judgement: Judgement, entries: list[Entry]) -> tuple[Effect, ...]:
    if len(entries) != 1 or entries[0].kind is not AmendmentKind.REPLACE:
        raise WrongShape(what=N_("one new wording at a time can be accepted in part"))
    entry = entries[0]
    own = changes(entry.base, entry.revision.text)
    chosen = tuple(sorted(set(judgement.chosen)))
    if not chosen or len(chosen) >= len(own) or not set(chosen) <= set(range(len(own))):
        raise WrongShape(what=N_("choose some of the changes, not none and not all"))
    return (Effect(entry, Outcome.PART, apply(entry.base, [own[i] for i in chosen]), chosen),)


def _compromise(table: Table, judgement: Judgement, entries: list[Entry]) -> tuple[Effect, ...]:
    text = clean(judgement.text, LONGEST_TEXT)
    if not text:
        raise WrongShape(what=N_("the compromise has no text"))
    base = table.base()
    if base is not None and as_read(text) == as_read(base):
        raise NothingChanges()
    absorbed = [Effect(entry, Outcome.ABSORBED, "") for entry in entries]
    return (Effect(None, Outcome.ACCEPTED, text, rank=judgement.rank), *absorbed)


def _rejection(table: Table, judgement: Judgement, entries: list[Entry]) -> tuple[Effect, ...]:
    if not clean(judgement.reason, LONGEST_REASON):
        raise WrongShape(what=N_("a rejection needs a reason"))
    return tuple(Effect(entry, Outcome.REJECTED, "") for entry in entries)


def _bracketing(table: Table, judgement: Judgement, entries: list[Entry]) -> tuple[Effect, ...]:
    if any(entry.kind not in BRACKETABLE for entry in entries):
        raise CannotBracket()
    return tuple(Effect(e, Outcome.BRACKETED, e.revision.text, rank=judgement.rank) for e in entries)


def _deferral(table: Table, judgement: Judgement, entries: list[Entry]) -> tuple[Effect, ...]:
    return tuple(Effect(entry, Outcome.DEFERRED, "") for entry in entries)


def _agreement(table: Table, judgement: Judgement) -> tuple[Effect, ...]:
    if judgement.level is None:
        raise WrongShape(what=N_("an agreement names its level"))
    if any(entry.pending and entry.revision.paragraph_id == table.paragraph.id for entry in table.entries):
        raise WrongShape(what=N_("decide the proposals on this paragraph first"))
    return ()


_WEIGHED = {
    DecisionKind.ACCEPT: _acceptance,
    DecisionKind.PART: _part,
    DecisionKind.COMPROMISE: _compromise,
    DecisionKind.REJECT: _rejection,
    DecisionKind.BRACKETS: _bracketing,
    DecisionKind.DEFER: _deferral,
}


def _require_peace(table: Table, effects: Sequence[Effect], *, without: int | None) -> Consolidation:
    """Return the working text with *effects*. Raises InClash with the first disagreement."""
    result = consolidate(table.lines, table.edits(effects, without=without))
    if result.disagreements:
        raise InClash(dispute=result.disagreements[0])
    return result


def _replaced(table: Table, judgement: Judgement) -> int | None:
    """Return the live compromise of this paragraph, which a new version of it replaces."""
    if judgement.kind is not DecisionKind.COMPROMISE:
        return None
    for one in table.accepted:
        if one.kind == DecisionKind.COMPROMISE and one.edit.paragraph == table.paragraph.id:
            return one.decision
    return None


def _wording_in(result: Consolidation, paragraph: int) -> str | None:
    fate = result.fates.get(paragraph) or result.fates.get(-1)
    if fate is None or fate.text is None:
        return None
    return "\n".join([fate.text, *(text for _, text in fate.parts)])


def _with_proposed(fates: object, pending: Sequence[Entry]) -> dict[int, Fate]:
    """Add the new paragraphs that are only proposed: what hangs on them is carried with them."""
    known: dict[int, Fate] = dict(fates)  # type: ignore[call-overload]
    for entry in pending:
        if entry.kind is AmendmentKind.INSERT:
            known.setdefault(entry.amendment.paragraph_id, Fate(entry.revision.text))
    return known


# Reading and writing -----------------------------------------------------------------------------


def _round_of(session: Session, paragraph_id: int) -> int:
    found = session.scalar(
        select(Round.id)
        .join(Paragraph, Paragraph.communique_id == Round.communique_id)
        .where(Paragraph.id == paragraph_id, Round.closed_at.is_(None))
    )
    if found is not None:
        return found
    if session.get(Paragraph, paragraph_id) is None:
        raise NotFound()
    raise AlreadyClosed()


def _lock(session: Session, round_id: int) -> None:
    """Hold the round, so that nothing is decided while it is being closed."""
    session.execute(select(Round.id).where(Round.id == round_id).with_for_update(key_share=True))


def _take_turn(session: Session, paragraph_id: int, seen: int) -> None:
    """
    Step the paragraph's counter. Raises DecidedMeanwhile unless it is the one seen: two decisions at
    once cannot both win.
    """
    stepped = session.execute(
        update(Paragraph)
        .where(Paragraph.id == paragraph_id, Paragraph.counter == seen)
        .values(counter=Paragraph.counter + 1)
        .execution_options(synchronize_session=False)
    )
    if stepped.rowcount != 1:  # type: ignore[attr-defined]
        raise DecidedMeanwhile()


def _table(session: Session, paragraph_id: int) -> Table:
    setting = queries.setting_of(session, _round_of(session, paragraph_id))
    return Table(
        setting=setting,
        paragraph=session.get_one(Paragraph, paragraph_id, populate_existing=True),
        lines=queries.lines(session, setting.issue.draft.id),
        entries=docket.load_paragraphs(session, [paragraph_id]),
        accepted=tally.adopted(session, setting.round.id),
        mission=session.scalars(select(Party.id).where(Party.kind == PartyKind.MISSION)).one(),
    )


def _facts(table: Table) -> Matter:
    return Matter(closed=table.setting.round.closed_at is not None)


def _write_decision(session: Session, actor: Actor, table: Table, judgement: Judgement) -> Decision:
    decision = Decision(
        round_id=table.setting.round.id,
        sequence=_next_sequence(session, table.setting.round.id),
        kind=judgement.kind,
        paragraph_id=table.paragraph.id,
        reason=clean(judgement.reason, LONGEST_REASON),
        level=judgement.level,
        agreed_on=judgement.agreed_on or utcnow().date(),
        by_id=actor.user,
    )
    session.add(decision)
    session.flush()
    return decision


def _next_sequence(session: Session, round_id: int) -> int:
    return (session.scalar(select(func.max(Decision.sequence)).where(Decision.round_id == round_id)) or 0) + 1


def _write_disposition(
    session: Session, actor: Actor, table: Table, decision: Decision, effect: Effect
) -> None:
    revision = (
        effect.entry.revision if effect.entry else _write_compromise(session, actor, table, effect.text)
    )
    session.add(
        Disposition(
            decision_id=decision.id,
            revision_id=revision.id,
            outcome=effect.outcome,
            chosen=list(effect.chosen),
            text=effect.text,
            rank=effect.rank,
        )
    )
    if effect.outcome is Outcome.PART and effect.entry:
        own = changes(effect.entry.base, revision.text)
        rest = apply(effect.entry.base, [c for i, c in enumerate(own) if i not in effect.chosen])
        add_revision(
            session, effect.entry.amendment, revision, text=rest, made="rest", round_id=decision.round_id
        )


def _write_compromise(session: Session, actor: Actor, table: Table, text: str) -> Revision:
    """Write the Mission's own proposal, which the decision then accepts: the pen-holder takes the same road."""
    edit = table.compromise(text)
    paragraph_id = edit.paragraph
    if edit.kind is AmendmentKind.INSERT:
        fresh = Paragraph(communique_id=table.setting.round.communique_id, code=new_code())
        session.add(fresh)
        session.flush()
        paragraph_id = fresh.id
    number = session.scalar(
        select(func.max(Amendment.number)).where(
            Amendment.communique_id == table.setting.round.communique_id,
            Amendment.sponsor_id == table.mission,
        )
    )
    amendment = Amendment(
        communique_id=table.setting.round.communique_id,
        round_id=table.setting.round.id,
        code=new_code(),
        kind=edit.kind,
        stage=Stage.SUBMITTED,
        paragraph_id=paragraph_id,
        sponsor_id=table.mission,
        number=(number or 0) + 1,
        created_by_id=actor.user,
        submitted_at=utcnow(),
        revision=1,
    )
    session.add(amendment)
    session.flush()
    base = queries.find_wording(session, paragraph_id, table.setting.issue.draft.id)
    revision = Revision(
        amendment_id=amendment.id,
        sequence=1,
        round_id=table.setting.round.id,
        paragraph_id=paragraph_id,
        base_id=base.id if base else None,
        text=text,
        kind=base.kind if base else edit.line_kind,
        depth=base.depth if base else edit.depth,
        numbered=base.numbered if base else edit.numbered,
        after_id=edit.after or None,
        language=table.setting.issue.draft.communique.language,
        made="sponsor",
        author_id=actor.user,
    )
    session.add(revision)
    session.flush()
    write_line(session, actor, "submit", scope=Scope.AMENDMENT, amendment=amendment, after=text)
    return revision


def add_revision(
    session: Session,
    amendment: Amendment,
    source: Revision,
    *,
    text: str,
    made: str,
    round_id: int,
    **facts: object,
) -> Revision:
    """Add a current revision that says what is left of *source*; *facts* override its columns. Returns it."""
    amendment.revision += 1
    columns: dict[str, object] = {
        "paragraph_id": source.paragraph_id,
        "base_id": source.base_id,
        "kind": source.kind,
        "depth": source.depth,
        "numbered": source.numbered,
        "after_id": source.after_id,
        "other_id": source.other_id,
        "parts": list(source.parts),
        "language": source.language,
        "reason": source.reason,
    }
    revision = Revision(
        amendment_id=amendment.id,
        sequence=amendment.revision,
        round_id=round_id,
        text=text,
        made=made,
        **columns | facts,
    )
    session.add(revision)
    session.flush()
    return revision


def _write_void(session: Session, actor: Actor, table: Table, decision_id: int, reason: str) -> Decision:
    earlier = session.get_one(Decision, decision_id)
    decision = Decision(
        round_id=table.setting.round.id,
        sequence=_next_sequence(session, table.setting.round.id),
        kind=DecisionKind.VOID,
        paragraph_id=earlier.paragraph_id,
        reason=reason,
        agreed_on=utcnow().date(),
        by_id=actor.user,
        voids_id=earlier.id,
    )
    session.add(decision)
    session.flush()
    for disposition in session.scalars(select(Disposition).where(Disposition.decision_id == earlier.id)):
        revision = session.get_one(Revision, disposition.revision_id)
        amendment = session.get_one(Amendment, revision.amendment_id)
        if disposition.outcome == Outcome.PART:
            _restore(session, amendment, revision, table.setting.round.id)
        if earlier.kind == DecisionKind.COMPROMISE and disposition.outcome == Outcome.ACCEPTED:
            amendment.stage = Stage.WITHDRAWN
        write_line(
            session,
            actor,
            "void",
            scope=Scope.AMENDMENT,
            amendment=amendment,
            paragraph=earlier.paragraph_id,
            before=disposition.outcome,
            reason=reason,
        )
    if earlier.kind == DecisionKind.AGREE:
        _line(session, actor, table, "void agreement", after="", reason=reason)
    return decision


def _restore(session: Session, amendment: Amendment, whole: Revision, round_id: int) -> None:
    """Make the whole proposal current again, in place of the rest that a voided part-acceptance left."""
    rest = docket.load(session, Amendment.id == amendment.id).entries[amendment.id]
    if rest.disposition is not None:
        raise IllegalMove(
            state=name_of(rest.standing), move=N_("put together again; void that decision first")
        )
    add_revision(session, amendment, whole, text=whole.text, made="carried", round_id=round_id)


def _is_void(session: Session, decision_id: int) -> bool:
    return session.scalar(select(Decision.id).where(Decision.voids_id == decision_id)) is not None


def _tell(
    session: Session, actor: Actor, table: Table, decision: Decision, effects: Sequence[Effect]
) -> None:
    level = name_of(Level(decision.level)) if decision.level else N_("proposed by the Mission")
    if not effects:
        _line(session, actor, table, decision.kind, after=level, reason=decision.reason)
    for effect in effects:
        if effect.entry is not None:
            write_line(
                session,
                actor,
                str(DecisionKind(decision.kind)),
                scope=Scope.AMENDMENT,
                amendment=effect.entry.amendment,
                paragraph=table.paragraph.id,
                subject=level,
                before=effect.entry.standing,
                after=effect.outcome,
                reason=decision.reason,
            )


def _line(session: Session, actor: Actor, table: Table, act: str, *, after: str, reason: str) -> None:
    """Write the line of an act on the paragraph itself, which decides no proposal."""
    write_line(
        session,
        actor,
        act,
        scope=Scope.ALL if table.setting.issue.circulation else Scope.MISSION,
        communique=table.setting.round.communique_id,
        round_=table.setting.round.id,
        paragraph=table.paragraph.id,
        after=after,
        reason=reason,
    )


def _refresh(session: Session, table: Table, effects: Sequence[Effect]) -> None:
    touched = {table.paragraph.id}
    for effect in effects:
        if effect.entry is not None:
            touched |= {effect.entry.revision.paragraph_id, effect.entry.revision.after_id or 0}
    paragraphs.refresh(session, touched, table.setting.round, table.setting.issue.draft.id)
