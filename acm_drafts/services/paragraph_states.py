"""
The state of each paragraph, kept in step with every act; and what a reader may know of it.

State, number of pending proposals and conflicts follow from proposals and decisions. They are computed in the
transaction of the act that changed them; `verify` computes them again.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import (
    START,
    WORDING_KINDS,
    Edit,
    conflicts_among,
    consolidate,
    restores,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import Numbering, counted, labels_kept
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.status import LastDecision, is_agreed
from acm_drafts.negotiation.terms import WITHHELD, AmendmentKind, ParagraphState, Standing
from acm_drafts.store.amendment_rows import (
    AdoptedRow,
    PendingRow,
    adopted_on,
    last_decisions,
    parts_and_joined,
    pending_on,
    rivals,
    undecided,
    wordings_of,
    write_states,
)
from acm_drafts.store.decisions import known_agreements, known_decisions, known_pending
from acm_drafts.store.drafts import DraftVersion, labels_of_draft
from acm_drafts.store.records import Communique, Paragraph, Round
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet, TextRow, draft_set, text_marks, text_rows
from acm_drafts.store.visibility import sees_all_proposals
from acm_drafts.text.brackets import holds_bracket


@dataclass(frozen=True, slots=True)
class Shown:
    """The state of a paragraph, for readers who may see all proposals."""

    state: ParagraphState
    pending: int
    conflicts: int
    level: str | None = None
    agreed_on: date | None = None


def refresh(session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int) -> None:
    """
    Compute and keep what is shown of *paragraphs* and of what decisions on them concern too.

    What was decided on a paragraph counts for its parts, and for what is joined to it; where nothing was decided,
    `refresh_alone` is enough. A fixed number of queries.
    """
    wanted = {key for key in paragraphs if key}
    if wanted:
        refresh_alone(session, wanted | parts_and_joined(session, wanted), round_, draft_id)


def refresh_alone(session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int) -> None:
    """Compute and keep what is shown of *paragraphs* alone, in a fixed number of queries."""
    session.flush()
    write_states(
        session,
        [
            {
                "key": key,
                "new_state": shown.state,
                "new_pending": shown.pending,
                "new_conflicts": shown.conflicts,
                "new_agreed_level": shown.level,
                "new_agreed_on": shown.agreed_on,
            }
            for key, shown in states(session, paragraphs, round_, draft_id).items()
        ],
    )


def states(
    session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int
) -> dict[int, Shown]:
    """Return what is to be shown of *paragraphs*, from the proposals and decisions alone."""
    pending, joins = _waiting(session, paragraphs)
    accepted: dict[int, list[AdoptedRow]] = {}
    taken_in: dict[int, int] = {}
    if round_ is not None:
        for row in adopted_on(session, round_.id, paragraphs):
            accepted.setdefault(row.edit.paragraph, []).append(row)
            if row.edit.other:
                taken_in[row.edit.other] = row.edit.paragraph
    texts = wordings_of(session, draft_id, paragraphs)
    decisions = last_decisions(session, {*paragraphs, *taken_in.values()})
    decisions |= {joined: decisions[into] for joined, into in taken_in.items()}
    return {
        key: shown(
            texts.get(key, ""),
            pending[key],
            accepted.get(key, ()),
            last=decisions.get(key),
            joins=joins[key],
            paragraph=key,
        )
        for key in paragraphs
    }


def _waiting(
    session: Session, paragraphs: Collection[int]
) -> tuple[dict[int, list[PendingRow]], dict[int, list[PendingRow]]]:
    """Return the pending proposals on each of *paragraphs*, and those that would join it to another. One query."""
    pending: dict[int, list[PendingRow]] = {key: [] for key in paragraphs}
    joins: dict[int, list[PendingRow]] = {key: [] for key in paragraphs}
    for row in pending_on(session, paragraphs):
        place = row.edit.after if row.edit.kind is AmendmentKind.INSERT else START
        for key in {row.edit.paragraph, place} & pending.keys():
            pending[key].append(row)
        if row.edit.other in joins:
            joins[row.edit.other].append(row)
    return pending, joins


def shown(
    text: str,
    pending: Sequence[PendingRow],
    accepted: Sequence[AdoptedRow],
    *,
    last: LastDecision | None,
    joins: Sequence[PendingRow] = (),
    paragraph: int = 0,
) -> Shown:
    """
    Return what a *paragraph* that says *text* shows to whoever knows of these proposals and decisions,
    and of no other.

    *joins*: pending proposals that would join it to another paragraph; they conflict with what is proposed there. What
    is to come in after it is among *pending* and would not change it. What was accepted settled counts as pending and
    leaves nothing open: neither a conflict, nor what was agreed. What is read as an earlier
    round left it takes no agreement away: *last* tells already whether it left the paragraph open.
    """
    waiting, edits = len(pending) + len(joins), [row.edit for row in accepted]
    left = undecided(pending, accepted)
    able = rivals(left, edits)
    disputes = len(conflicts_among(able)) if len(able) > 1 else 0
    in_brackets = _in_brackets(text, edits) or (last is not None and last.in_brackets)
    changing = (row.since for row in (*left, *joins) if not row.as_left and not _comes_after(row, paragraph))
    if last is not None and is_agreed(last, changing, in_brackets=in_brackets):
        return Shown(ParagraphState.AGREED, waiting, disputes, last.level, last.agreed_on)
    if disputes:
        return Shown(ParagraphState.CONFLICT, waiting, disputes)
    if in_brackets:
        return Shown(ParagraphState.BRACKETS, waiting, 0)
    return Shown(_undisputed(left, joins, decided=last is not None), waiting, 0)


def _undisputed(
    pending: Sequence[PendingRow], joins: Sequence[PendingRow], *, decided: bool
) -> ParagraphState:
    """Return the state of a paragraph that is not agreed, holds no brackets and has no conflict."""
    if not pending and not joins:
        return ParagraphState.OPEN if decided else ParagraphState.UNTOUCHED
    deferred = not joins and all(row.standing is Standing.DEFERRED for row in pending)
    return ParagraphState.DEFERRED if deferred else ParagraphState.OPEN


def _comes_after(row: PendingRow, paragraph: int) -> bool:
    return row.edit.kind is AmendmentKind.INSERT and row.edit.paragraph != paragraph


def _in_brackets(text: str, accepted: Sequence[Edit]) -> bool:
    """Whether the paragraph, all parts of a split, holds brackets as it is decided so far; which, no reader is told."""
    if any(edit.bracketed for edit in accepted):
        return True
    if not any(map(holds_bracket, (text, *(edit.text for edit in accepted)))):
        return False
    own = [edit for edit in accepted if edit.kind in WORDING_KINDS or restores(edit)]
    fate = consolidate([Line(0, text)], [replace(edit, paragraph=0) for edit in own]).fates.get(0)
    return holds_bracket(text if fate is None else fate.wording() or "")


def known_states(
    session: Session, actor: Actor, context: RoundContext, paragraphs: Sequence[int | None]
) -> list[ParagraphState]:
    """
    Return the states of *paragraphs* (None: of no paragraph) as *actor* may know them, of agreements at the least.

    A refusal must not tell what was decided on hidden proposals.
    """
    if sees_all_proposals(actor, context):
        rows = [session.get_one(Paragraph, key) if key else None for key in paragraphs]
        return [
            ParagraphState(paragraph.state) if paragraph else ParagraphState.UNTOUCHED for paragraph in rows
        ]
    drafts = draft_set(session, context.round.communique_id, actor)
    texts = wordings_of(session, drafts.newest.draft.id, [key for key in paragraphs if key])
    agreed = known_agreements(session, drafts, actor, texts)
    return [ParagraphState.AGREED if key in agreed else ParagraphState.UNTOUCHED for key in paragraphs]


def has_brackets(session: Session, context: RoundContext, paragraph: int | None) -> bool:
    """Return whether the draft itself prints brackets in a paragraph, whatever was decided or conflicts since."""
    wordings = wordings_of(session, context.version.draft.id, [paragraph] if paragraph else [])
    return any(map(holds_bracket, wordings.values()))


def labelled(session: Session, round_: Round, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return *lines* with the numbers that they print in the draft that the round makes."""
    communique = session.get_one(Communique, round_.communique_id)
    if communique.numbering == Numbering.MADE_GOOD:
        return counted(lines, style=communique.number_style, language=communique.language)
    return labels_kept(lines, labels_of_draft(session, round_.draft_id))


def rows_for(session: Session, actor: Actor, drafts: DraftSet, *, version: DraftVersion) -> list[TextRow]:
    """
    Return the lines of one of *drafts* with the states that *actor* may know. One query, or six at most.

    Of any draft but the newest there is no state to tell: it is "", and nothing is pending. Nobody is told that a
    paragraph has no proposals who may not see them: the state is `WITHHELD`, whether there are any or not.
    """
    rows = text_rows(session, version.draft.id)
    if not drafts.whole or version is not drafts.newest:
        return [row._replace(state="", pending=0, conflicts=0, level=None, agreed_on=None) for row in rows]
    if drafts.context is None or knows_states(actor, drafts):
        return rows
    pending = known_pending(session, drafts.context, actor)
    last = known_decisions(session, drafts, actor)
    return [_limited(row, pending, last) for row in rows]


def marks_for(session: Session, actor: Actor, drafts: DraftSet, *, version: DraftVersion) -> Hashable:
    """Return what is equal for two readers when `rows_for` gives them the same of a draft. Five queries at most."""
    if not drafts.whole or version is not drafts.newest:
        return version.draft.id
    if drafts.context is None or knows_states(actor, drafts):
        return text_marks(session, version.draft.id)
    pending = known_pending(session, drafts.context, actor)
    last = known_decisions(session, drafts, actor)
    own = tuple((paragraph, tuple(proposals)) for paragraph, proposals in pending.items())
    return version.draft.id, own, tuple(last.items())


def knows_states(actor: Actor, drafts: DraftSet) -> bool:
    """Return whether *actor* may know the states of the newest draft as they are kept."""
    return drafts.whole and (drafts.context is None or sees_all_proposals(actor, drafts.context))


@dataclass(frozen=True, slots=True)
class CountedRound:
    """The running round whose decisions the states of a text count; *own_only*: those on the reader's own proposals."""

    number: int
    own_only: bool


def counted_round(actor: Actor, drafts: DraftSet, *, version: DraftVersion) -> CountedRound | None:
    """
    Return the round whose decisions the states beside the lines of a draft count, although its words do not yet.

    None where no round runs on it, and for who knows of none of its decisions. No query.
    """
    context = drafts.context
    if not drafts.whole or version is not drafts.newest or context is None or context.round.closed_at:
        return None
    if knows_states(actor, drafts):
        return CountedRound(context.round.number, own_only=False)
    if actor.at(context.meeting).parties(*WRITES):
        return CountedRound(context.round.number, own_only=True)
    return None


def _limited(row: TextRow, pending: dict[int, list[PendingRow]], last: dict[int, LastDecision]) -> TextRow:
    waiting = pending.get(row.paragraph, [])
    joins = [row_ for row_ in waiting if row_.edit.other == row.paragraph]
    own = [row_ for row_ in waiting if row_.edit.other != row.paragraph]
    known = shown(row.text, own, (), last=last.get(row.paragraph), joins=joins, paragraph=row.paragraph)
    return row._replace(
        state=WITHHELD if known.state is ParagraphState.UNTOUCHED else known.state,
        pending=known.pending,
        conflicts=known.conflicts,
        level=known.level,
        agreed_on=known.agreed_on,
    )
