"""
What the page of the text shows of a paragraph, kept in step with every act.

State, number of pending proposals and number of clashes are functions of proposals and
decisions. They are computed here, inside the transaction of the act that changed them, so that
the page costs what is on it and not what lies in the archive. `verify` computes them again.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, clashes, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import Numbering, counted, kept
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, ParagraphState, Standing
from acm_drafts.store import queries, tally, texts
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Communique, Paragraph, Round
from acm_drafts.store.settled import agreements
from acm_drafts.store.tally import LastDecision, Pending


@dataclass(frozen=True, slots=True)
class Shown:
    """The state of a paragraph as everybody sees it who may see all proposals."""

    state: ParagraphState
    pending: int
    clashes: int
    level: str | None = None
    agreed_on: date | None = None


def refresh(session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int) -> None:
    """
    Compute and keep what is shown of *paragraphs* and of what is split off them, in a fixed number of queries.

    What was decided on a paragraph counts for its parts too; where nothing was decided, `refresh_alone` is enough.
    """
    wanted = {key for key in paragraphs if key}
    if wanted:
        refresh_alone(session, wanted | tally.parts_of(session, wanted), round_, draft_id)


def refresh_alone(session: Session, paragraphs: Collection[int], round_: Round | None, draft_id: int) -> None:
    """Compute and keep what is shown of *paragraphs* alone, in a fixed number of queries."""
    session.flush()
    tally.keep_states(
        session,
        [
            {
                "key": key,
                "new_state": shown.state,
                "new_pending": shown.pending,
                "new_clashes": shown.clashes,
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
    on: dict[int, list[Pending]] = {key: [] for key in paragraphs}
    joins: Counter[int] = Counter()
    taken_in: set[int] = set()
    for one in tally.pending_on(session, paragraphs):
        for key in {one.edit.paragraph, one.edit.after if one.edit.kind is AmendmentKind.INSERT else 0}:
            if key in on:
                on[key].append(one)
        joins[one.edit.other] += 1
    accepted: dict[int, list[Edit]] = {}
    if round_ is not None:
        for adopted in tally.adopted(session, round_.id, paragraphs):
            accepted.setdefault(adopted.edit.paragraph, []).append(adopted.edit)
            taken_in.add(adopted.edit.other)
    texts = tally.wordings(session, draft_id, paragraphs)
    all_wait = all(on[key] or joins[key] for key in paragraphs)  # then none of them is agreed
    settled = {} if all_wait else tally.last_decisions(session, paragraphs)
    return {
        key: shown(
            texts.get(key, ""),
            on[key],
            accepted.get(key, []),
            last=LastDecision(None, date.min) if key in taken_in else settled.get(key),
            joins=joins[key],
        )
        for key in paragraphs
    }


def shown(
    text: str,
    pending: Sequence[Pending],
    accepted: Sequence[Edit],
    *,
    last: LastDecision | None,
    joins: int = 0,
) -> Shown:
    """
    Return what a paragraph that says *text* shows to whoever knows of these proposals and decisions,
    and of no other.

    *joins*: so many pending proposals would join it to another paragraph; they clash with what is proposed there.
    """
    waiting = len(pending) + joins
    able = tally.rivals(pending, accepted)
    disputes = len(clashes(able)) if len(able) > 1 else 0
    if disputes:
        return Shown(ParagraphState.CLASH, waiting, disputes)
    if _in_brackets(text, accepted):
        return Shown(ParagraphState.BRACKETS, waiting, 0)
    if waiting:
        deferred = not joins and all(one.standing is Standing.DEFERRED for one in pending)
        return Shown(ParagraphState.DEFERRED if deferred else ParagraphState.OPEN, waiting, 0)
    if last is None:
        return Shown(ParagraphState.UNTOUCHED, 0, 0)
    if last.level is None:
        return Shown(ParagraphState.OPEN, 0, 0)
    return Shown(ParagraphState.AGREED, 0, 0, last.level, last.agreed_on)


def _in_brackets(text: str, accepted: Sequence[Edit]) -> bool:
    """Whether the paragraph holds brackets as it is decided so far; which, no reader need be told."""
    if any(edit.bracketed for edit in accepted):
        return True
    if "[" not in text and not any("[" in edit.text for edit in accepted):
        return False
    own = [edit for edit in accepted if edit.kind in WORDING_KINDS]
    fate = consolidate([Line(0, text)], [replace(edit, paragraph=0) for edit in own]).fates.get(0)
    return "[" in (text if fate is None else fate.text or "")


def known_states(
    session: Session, actor: Actor, setting: Setting, paragraphs: Sequence[int | None]
) -> list[ParagraphState]:
    """
    Return the states of *paragraphs* (None: of no paragraph) as *actor* may know them, of agreements at the least.

    A refusal must not tell what was decided on hidden proposals.
    """
    if queries.sees_all(actor, setting):
        kept = [session.get_one(Paragraph, key) if key else None for key in paragraphs]
        return [ParagraphState(one.state) if one else ParagraphState.UNTOUCHED for one in kept]
    agreed = agreements(session, texts.shelf(session, setting.round.communique_id, actor), actor)
    return [ParagraphState.AGREED if key in agreed else ParagraphState.UNTOUCHED for key in paragraphs]


def has_brackets(session: Session, setting: Setting, paragraph: int | None) -> bool:
    """Return whether the draft itself prints brackets in a paragraph, whatever was decided or clashes since."""
    said = tally.wordings(session, setting.issue.draft.id, [paragraph] if paragraph else [])
    return any("[" in text for text in said.values())


def labelled(session: Session, round_: Round, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return *lines* with the numbers that they print in the draft that the round makes."""
    communique = session.get_one(Communique, round_.communique_id)
    if communique.numbering == Numbering.MADE_GOOD:
        return counted(lines, style=communique.number_style, language=communique.language)
    return kept(lines, queries.labels(session, round_.draft_id))
