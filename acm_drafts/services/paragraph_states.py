"""
The state of each paragraph, kept in step with every act; and what a reader may know of it.

State, number of pending proposals and conflicts follow from proposals and decisions. They are computed in the
transaction of the act that changed them; `verify` computes them again.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import words_brought_in
from acm_drafts.negotiation.consolidation import (
    START,
    WORDING_KINDS,
    Edit,
    conflicts_among,
    consolidate,
    restores,
)
from acm_drafts.negotiation.joins import ends_of_joins
from acm_drafts.negotiation.lifecycle import asks_to_reopen, is_asked_after
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import Numbering, counted, labels_kept
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.status import LastDecision, is_agreed
from acm_drafts.negotiation.terms import WITHHELD, AmendmentKind, ParagraphState, Standing
from acm_drafts.store.amendment_rows import (
    AdoptedRow,
    PendingRow,
    adopted_on,
    last_decisions,
    parts_and_joined,
    pending_on,
    reopening_to_come,
    rivals,
    undecided,
    wordings_of,
    write_states,
)
from acm_drafts.store.database import utcnow
from acm_drafts.store.decisions import (
    known_agreements,
    known_decisions,
    known_pending,
)
from acm_drafts.store.drafts import DraftVersion, agreed_paragraphs, labels_of_draft
from acm_drafts.store.known_words import known_edits, known_words
from acm_drafts.store.past_states import (
    adopted_then,
    decisions_at_closings,
    decisions_then,
    pending_at_closings,
    pending_then,
)
from acm_drafts.store.records import Communique, Paragraph, Round
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.set_apart import declined_since
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
    ad_referendum: bool = False


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
    """Compute and keep what is shown of *paragraphs* and of what is joined with them, in a fixed number of queries."""
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
                "new_ad_referendum": shown.ad_referendum,
            }
            for key, shown in states(session, paragraphs, round_, draft_id).items()
        ],
    )


def states(
    session: Session,
    paragraphs: Collection[int],
    round_: Round | None,
    draft_id: int,
    *,
    and_then: Sequence[tuple[object, ...]] = (),
) -> dict[int, Shown]:
    """
    Return what is to be shown of *paragraphs*, and of those that accepted joins make one with them, from the proposals
    and decisions alone; *and_then*: rows of decisions that are not taken yet.
    """
    accepted, into = _accepted(session, paragraphs, round_)
    keys = {*paragraphs, *into, *into.values()}
    pending, joins = _waiting(session, keys)
    texts = wordings_of(session, draft_id, keys)
    decisions = last_decisions(session, keys, and_then=and_then)
    parts = [
        _Part(key, texts.get(key, ""), pending[key], accepted.get(key, ()), joins[key])
        for key in sorted(keys)
    ]
    return _shown_of(parts, into, decisions)


def states_then(
    session: Session, drafts: DraftSet, lines: Sequence[Line], until: datetime
) -> dict[int, Shown]:
    """
    Return what was to be shown of the newest of *drafts*, which prints *lines*, just before a moment of the past.

    So it is of the new paragraphs that were accepted by then. *drafts* as they were then (DraftSet.until). For who
    reads all proposals. Five queries.
    """
    accepted, into = _accepted_then(session, drafts, until)
    keys = {*(line.paragraph for line in lines), *into, *into.values(), *_brought_in(accepted)}
    pending, joins = _by_paragraph(pending_then(session, drafts.communique.id, until), keys)
    texts = {line.paragraph: line.text for line in lines}
    parts = [
        _Part(key, texts.get(key, ""), pending[key], accepted.get(key, ()), joins[key])
        for key in sorted(keys)
    ]
    return _shown_of(parts, into, decisions_then(session, drafts.communique.id, until))


def _accepted_then(
    session: Session, drafts: DraftSet, until: datetime
) -> tuple[dict[int, list[AdoptedRow]], dict[int, int]]:
    """Return what was accepted on the newest of *drafts* then, as `_accepted` does. One query, none without a round."""
    newest = drafts.newest.draft.id
    on_it = [context.round for context in drafts.contexts if context.round.draft_id == newest]
    rows = adopted_then(session, on_it[0].id, until) if on_it else ()
    accepted: dict[int, list[AdoptedRow]] = {}
    for row in rows:
        accepted.setdefault(row.edit.paragraph, []).append(row)
    return accepted, ends_of_joins((row.edit.other, row.edit.paragraph) for row in rows if row.edit.other)


def _brought_in(accepted: Mapping[int, Iterable[AdoptedRow]]) -> list[int]:
    """Return the new paragraphs among what was *accepted*."""
    return [
        key for key, rows in accepted.items() if any(row.edit.kind is AmendmentKind.INSERT for row in rows)
    ]


def _shown_of(
    parts: Iterable["_Part"], into: Mapping[int, int], decisions: Mapping[int, LastDecision]
) -> dict[int, Shown]:
    """Return what is to be shown of *parts*; *into*: what accepted joins take in, by where it ends up."""
    wholes: dict[int, list[_Part]] = {}
    for part in parts:
        wholes.setdefault(into.get(part.paragraph, part.paragraph), []).append(part)
    return {
        part.paragraph: shown(
            part, last=decisions.get(root), others=[other for other in whole if other != part]
        )
        for root, whole in wholes.items()
        for part in whole
    }


def agreed_until_reopened(session: Session, paragraph: int, round_: Round, draft_id: int) -> list[int]:
    """
    Return the other paragraphs that are agreed no more when one is reopened: its parts, and what is joined to it.

    As many queries however many there are.
    """
    near = {paragraph, *parts_and_joined(session, [paragraph])}
    now = states(session, near, round_, draft_id)
    reopening = reopening_to_come(paragraph, round_.id, utcnow())
    then = states(session, near, round_, draft_id, and_then=[reopening])
    return sorted(
        key
        for key, shown_now in now.items()
        if key != paragraph
        and shown_now.state == ParagraphState.AGREED
        and then[key].state != ParagraphState.AGREED
    )


def standing_on(
    session: Session, paragraphs: Collection[int], round_: Round | None
) -> dict[int, LastDecision]:
    """Return the decision by which each of *paragraphs* stands that has one; see `states`. Five queries at most."""
    _, into = _accepted(session, paragraphs, round_)
    last = last_decisions(session, {*paragraphs, *into, *into.values()})
    ends = {key: into.get(key, key) for key in paragraphs}
    return {key: last[end] for key, end in ends.items() if end in last}


def _accepted(
    session: Session, paragraphs: Collection[int], round_: Round | None
) -> tuple[dict[int, list[AdoptedRow]], dict[int, int]]:
    """
    Return what was accepted in *round_*, by paragraph, and by what an accepted join takes in the paragraph that it ends
    up in. Two queries at most: the second, of the whole round, where there was a join.
    """
    if round_ is None:
        return {}, {}
    rows = adopted_on(session, round_.id, paragraphs)
    into: dict[int, int] = {}
    if any(row.edit.other for row in rows):
        rows = adopted_on(session, round_.id)
        into = ends_of_joins((row.edit.other, row.edit.paragraph) for row in rows if row.edit.other)
    wanted = {into.get(key, key) for key in paragraphs}
    accepted: dict[int, list[AdoptedRow]] = {}
    for row in rows:
        accepted.setdefault(row.edit.paragraph, []).append(row)
    return accepted, {joined: root for joined, root in into.items() if root in wanted}


def agreed_in_next(
    session: Session, before: Sequence[Line], lines: Sequence[Line], going_on: Iterable[PendingRow]
) -> dict[int, bool]:
    """
    Return the paragraphs of the next text that are agreed in it, each with whether that is ad referendum.

    *lines* are those of the next text, *before* those of the text it is made from; *going_on* are the proposals that
    wait there, as they are carried over. Three queries.
    """
    keys = {line.paragraph for line in (*lines, *before)}
    known = _left(lines, last_decisions(session, keys), going_on)
    return {key: each.ad_referendum for key, each in known.items() if each.state is ParagraphState.AGREED}


def states_at_closings(
    session: Session, communique_id: int, texts: Mapping[int, Sequence[Line]]
) -> dict[int, dict[int, Shown]]:
    """
    Return, by closed round, what was to be shown of the paragraphs of the text that came of it when it was closed.

    *texts* are those texts, by the round. For who reads all proposals of these rounds. Four queries, none for none.
    """
    if not texts:
        return {}
    decisions = decisions_at_closings(session, communique_id, texts)
    going_on = pending_at_closings(session, texts)
    return {key: _left(lines, decisions[key], going_on[key]) for key, lines in texts.items()}


def states_of_import(lines: Sequence[Line]) -> dict[int, Shown]:
    """Return what is to be shown of the paragraphs of a text on which no round was held yet. No query."""
    return _left(lines, {}, ())


def _left(
    lines: Sequence[Line], decisions: Mapping[int, LastDecision], going_on: Iterable[PendingRow]
) -> dict[int, Shown]:
    """Return what is to be shown of the paragraphs of a text that was just made; *going_on*: what waits on it."""
    pending, joins = _by_paragraph(going_on, {line.paragraph for line in lines})
    parts = [
        _Part(line.paragraph, line.text, pending[line.paragraph], joins=joins[line.paragraph])
        for line in lines
    ]
    return {part.paragraph: shown(part, last=decisions.get(part.paragraph)) for part in parts}


def _waiting(
    session: Session, paragraphs: Collection[int]
) -> tuple[dict[int, list[PendingRow]], dict[int, list[PendingRow]]]:
    """Return the pending proposals on each of *paragraphs*, and those that would join it to another. One query."""
    return _by_paragraph(pending_on(session, paragraphs), paragraphs)


def _by_paragraph(
    rows: Iterable[PendingRow], paragraphs: Collection[int]
) -> tuple[dict[int, list[PendingRow]], dict[int, list[PendingRow]]]:
    """Return *rows* by each of *paragraphs* that they are on or are to follow, and by each that they would join."""
    pending: dict[int, list[PendingRow]] = {key: [] for key in paragraphs}
    joins: dict[int, list[PendingRow]] = {key: [] for key in paragraphs}
    for row in rows:
        place = row.edit.after if row.edit.kind is AmendmentKind.INSERT else START
        for key in {row.edit.paragraph, place} & pending.keys():
            pending[key].append(row)
        if row.edit.other in joins:
            joins[row.edit.other].append(row)
    return pending, joins


@dataclass(frozen=True, slots=True)
class _Part:
    """
    A paragraph, its *text*, and what is known of the proposals and decisions on it.

    *joins*: pending proposals that would join it to another paragraph; they conflict with what is proposed here. What
    is to come in after it is among *pending* and would not change it.
    """

    paragraph: int
    text: str
    pending: Sequence[PendingRow]
    accepted: Sequence[AdoptedRow] = ()
    joins: Sequence[PendingRow] = ()

    def undecided(self) -> list[PendingRow]:
        """Return what is pending on it and not settled by what was accepted."""
        return undecided(self.pending, self.accepted)

    def changing(self) -> list[datetime | None]:
        """
        Return since when each proposal waits that would change it.

        What is read as an earlier round left it takes no agreement away: the decision tells already whether it left
        the paragraph open.
        """
        waiting = (*self.undecided(), *self.joins)
        return [row.since for row in waiting if not row.as_left and not _comes_after(row, self.paragraph)]

    def is_in_brackets(self) -> bool:
        return _in_brackets(self.text, [row.edit for row in self.accepted])

    def is_asked_to_reopen(self, last: LastDecision | None = None) -> bool:
        """
        Return whether a pending proposal asks to reopen it, where it is agreed.

        What is read as an earlier round left it asks for that only where it was submitted after *last*, which agreed.
        """
        waiting = (*self.undecided(), *self.joins)
        return any(
            asks_to_reopen(row.edit.kind, row.standing, pending=True, agreed=True)
            for row in waiting
            if not row.as_left or is_asked_after(row.since, last.at if last else None)
        )


def shown(part: _Part, *, last: LastDecision | None, others: Sequence[_Part] = ()) -> Shown:
    """
    Return what a paragraph shows to whoever knows of these proposals and decisions, and of no other.

    *last*: the last decision on it, of what a join takes in that on the paragraph it ends up in. *others*: those that
    accepted joins make one wording with it. The wording is agreed, and holds brackets, as a whole. What was accepted
    settled counts as pending and leaves nothing open: neither a conflict, nor what was agreed.
    """
    waiting = len(part.pending) + len(part.joins)
    left = part.undecided()
    able = rivals(left, [row.edit for row in part.accepted])
    disputes = len(conflicts_among(able)) if len(able) > 1 else 0
    whole = (part, *others)
    in_brackets = any(each.is_in_brackets() for each in whole) or (last is not None and last.in_brackets)
    changing = [since for each in whole for since in each.changing()]
    if last is not None and is_agreed(last, changing, in_brackets=in_brackets):
        return Shown(
            ParagraphState.AGREED, waiting, disputes, last.level, last.agreed_on, last.is_ad_referendum
        )
    if disputes:
        return Shown(ParagraphState.CONFLICT, waiting, disputes)
    if in_brackets:
        return Shown(ParagraphState.BRACKETS, waiting, 0)
    return Shown(_undisputed(left, part.joins, decided=last is not None), waiting, 0)


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
    return holds_bracket(_as_decided(text, accepted))


def _as_decided(text: str, accepted: Sequence[Edit]) -> str:
    """Return what a paragraph that says *text*, or a new one, says with all that was *accepted* of its words."""
    own = [edit for edit in accepted if edit.kind in WORDING_KINDS or restores(edit)]
    if new := [replace(edit, after=START) for edit in accepted if edit.kind is AmendmentKind.INSERT]:
        return words_brought_in((), [*new, *own]).get(new[0].paragraph, "")
    fate = consolidate([Line(0, text)], [replace(edit, paragraph=0) for edit in own]).fates.get(0)
    return text if fate is None else fate.wording() or ""


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


def labelled(session: Session, round_: Round, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return *lines* with the numbers that they print in the draft that the round makes."""
    communique = session.get_one(Communique, round_.communique_id)
    if communique.numbering == Numbering.MADE_GOOD:
        return counted(lines, style=communique.number_style, language=communique.language)
    return labels_kept(lines, labels_of_draft(session, round_.draft_id))


def _without_state(row: TextRow) -> TextRow:
    """Return a line of which there is no state to tell."""
    return row._replace(
        state="", pending=0, conflicts=0, level=None, agreed_on=None, ad_referendum=False, city=""
    )


def rows_for(session: Session, actor: Actor, drafts: DraftSet, *, version: DraftVersion) -> list[TextRow]:
    """
    Return the lines of one of *drafts* with the states that *actor* may know. One query, or twelve at most.

    Of any draft but the newest there is no state to tell: it is "", and nothing is pending. Nobody is told that a
    paragraph has no proposals who may not see them: the state is `WITHHELD`, whether there are any or not. Nothing is
    pending in an adopted text.
    """
    rows = text_rows(session, version.draft.id)
    if not drafts.whole or version is not drafts.newest:
        return [_without_state(row) for row in rows]
    last: dict[int, LastDecision] = {}
    if knows_states(actor, drafts):
        rows = _with_requests(session, drafts, rows)
    elif drafts.context is not None:
        pending = known_pending(session, drafts.context, actor)
        last = known_decisions(session, drafts, actor)
        words = known_words(session, drafts, actor, {row.paragraph: row.text for row in rows}, last)
        rows = [_limited(row, words[row.paragraph], pending, last) for row in rows]
    if drafts.is_adopted:
        rows = [row._replace(pending=0, conflicts=0, asked_to_reopen=False) for row in rows]
    return with_declined(session, actor, drafts, rows, known=last)


def _with_requests(session: Session, drafts: DraftSet, rows: Sequence[TextRow]) -> list[TextRow]:
    """Return *rows* with which of those that are agreed somebody asks to reopen. Three queries at most."""
    agreed = [row.paragraph for row in rows if row.state == ParagraphState.AGREED and row.pending]
    asked = _asked_to_reopen(session, drafts, agreed)
    return [row._replace(asked_to_reopen=row.paragraph in asked) for row in rows]


def with_declined(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    rows: Sequence[TextRow],
    *,
    until: datetime | None = None,
    known: Mapping[int, LastDecision] = MappingProxyType({}),
) -> list[TextRow]:
    """
    Return *rows* of the newest of *drafts* with which of those that are agreed somebody declined since.

    As far as *actor* may know it, see `declined_since`; *until*: as it was just before that moment; *known*: the
    decisions that the reader knows of, who does not know them all. Four queries at most, none where nothing is agreed.
    """
    if not any(row.state == ParagraphState.AGREED for row in rows):
        return list(rows)
    declined = declined_since(session, actor, drafts, until=until, known=known)
    return [
        row._replace(declined=True, broken=declined[row.paragraph])
        if row.state == ParagraphState.AGREED and row.paragraph in declined
        else row._replace(declined=False, broken=False)
        for row in rows
    ]


def marks_for(session: Session, actor: Actor, drafts: DraftSet, *, version: DraftVersion) -> Hashable:
    """Return what is equal for two readers when `rows_for` gives them the same of a draft. Ten queries at most."""
    if not drafts.whole or version is not drafts.newest:
        return version.draft.id
    if drafts.context is None or knows_states(actor, drafts):
        declined = declined_since(session, actor, drafts)
        asked = _asked_to_reopen(session, drafts, agreed_paragraphs(session, drafts.communique.id))
        return text_marks(session, version.draft.id), asked, tuple(sorted(declined.items()))
    pending = known_pending(session, drafts.context, actor)
    last = known_decisions(session, drafts, actor)
    declined = declined_since(session, actor, drafts, known=last)
    own = tuple((paragraph, tuple(proposals)) for paragraph, proposals in pending.items())
    edits = known_edits(session, drafts, actor, last)
    decided = tuple((paragraph, tuple(each)) for paragraph, each in edits.items())
    return version.draft.id, own, tuple(last.items()), decided, tuple(sorted(declined.items()))


def _asked_to_reopen(session: Session, drafts: DraftSet, agreed: Collection[int]) -> frozenset[int]:
    """
    Return which of the *agreed* paragraphs a pending proposal asks to reopen, for who reads all proposals.

    Three queries at most, none before the first round and in an adopted text, where nothing is pending.
    """
    if not agreed or drafts.context is None or drafts.is_adopted:
        return frozenset()
    pending, joins = _waiting(session, agreed)
    waiting = [key for key in agreed if pending[key] or joins[key]]
    if not waiting:
        return frozenset()
    running = None if drafts.context.round.closed_at else drafts.context.round
    accepted, _ = _accepted(session, waiting, running)
    parts = (_Part(key, "", pending[key], accepted.get(key, ()), joins[key]) for key in waiting)
    return frozenset(part.paragraph for part in parts if part.is_asked_to_reopen())


def known_agreed(session: Session, actor: Actor, drafts: DraftSet) -> Mapping[int, datetime | None]:
    """
    Map each paragraph of the newest draft that is agreed as far as *actor* may know to when that was decided.

    None to who reads all proposals: what is pending then came after it. Seven queries at most.
    """
    if knows_states(actor, drafts):
        return dict.fromkeys(agreed_paragraphs(session, drafts.communique.id))
    texts = {row.paragraph: row.text for row in text_rows(session, drafts.newest.draft.id)}
    return {key: last.at for key, last in known_agreements(session, drafts, actor, texts).items()}


def knows_states(actor: Actor, drafts: DraftSet) -> bool:
    """Return whether *actor* may know the states of the newest draft as they are kept."""
    return drafts.whole and (drafts.context is None or sees_all_proposals(actor, drafts.context))


def _limited(
    row: TextRow, words: str, pending: Mapping[int, list[PendingRow]], last: Mapping[int, LastDecision]
) -> TextRow:
    """Return a line with the state that follows from these alone; *words*: its own, as decided so far."""
    waiting = pending.get(row.paragraph, [])
    joins = [row_ for row_ in waiting if row_.edit.other == row.paragraph]
    own = [row_ for row_ in waiting if row_.edit.other != row.paragraph]
    part = _Part(row.paragraph, words, own, joins=joins)
    known = shown(part, last=last.get(row.paragraph))
    return row._replace(
        state=WITHHELD if known.state is ParagraphState.UNTOUCHED else known.state,
        pending=known.pending,
        conflicts=known.conflicts,
        level=known.level,
        agreed_on=known.agreed_on,
        ad_referendum=known.ad_referendum,
        city=row.city if (known.level, known.agreed_on) == (row.level, row.agreed_on) else "",
        asked_to_reopen=known.state is ParagraphState.AGREED
        and part.is_asked_to_reopen(last.get(row.paragraph)),
    )
