"""
The running round whose decisions are counted beside the lines of a text, although its words do not count them yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import new_paragraphs
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.status import words_only_proposed
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.paragraph_states import knows_states
from acm_drafts.store.drafts import DraftVersion, lines_of_draft
from acm_drafts.store.insertions import load_new_paragraphs
from acm_drafts.store.round_decisions import DecidedInRound, decided_in_round
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet, codes_of_paragraphs


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """
    A new paragraph that the round accepted, which is in no text yet: its code, and its number, "" for none.

    *beside*: the line that it is to stand behind, or where it is to be the first one *before*. *only_proposed*: no
    level decided it.
    """

    code: str
    number: str
    beside: int
    only_proposed: bool = False
    before: bool = False


@dataclass(frozen=True, slots=True)
class CountedRound:
    """
    The running round whose decisions the states of a text count; *own_only*: those on the reader's own proposals.

    *paragraphs*: those on which one stands, so that their states are no longer those that the draft was circulated
    with; *changed* and *deleted*: those of them whose words are to be others, and that are to go; *joined*: those that
    are to be joined to another one, with the number of that; *only_proposed*:
    those of them on whose words no level decided: what the Mission decided there it proposes to the levels.
    *reopened*: those that were reopened, and on which nothing stands. *new*: what is to come in, as its places print.
    """

    number: int
    own_only: bool
    paragraphs: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    deleted: frozenset[int] = frozenset()
    only_proposed: frozenset[int] = frozenset()
    reopened: frozenset[int] = frozenset()
    new: tuple[NewParagraph, ...] = ()
    joined: tuple[tuple[int, str], ...] = ()


def counted_round(
    session: Session, actor: Actor, drafts: DraftSet, *, version: DraftVersion
) -> CountedRound | None:
    """
    Return the round whose decisions the states beside the lines of a draft count, although its words do not yet.

    None where no round runs on it, and for who knows of none of its decisions. One query at most, three more where
    a new paragraph was accepted, one where a join was.
    """
    context = drafts.context
    if not drafts.whole or version is not drafts.newest or context is None or context.round.closed_at:
        return None
    whole = knows_states(actor, drafts)
    parties = None if whole else actor.at(context.meeting).parties(*WRITES)
    decided = decided_in_round(session, context.round.id, parties=parties)
    if not decided:
        return None
    counted = _counting(context.round.number, decided, own_only=not whole)
    joined = _joined(session, context, decided)
    return replace(counted, new=_new(session, actor, context, decided), joined=joined)


def _joined(
    session: Session, context: RoundContext, decided: Mapping[int, DecidedInRound]
) -> tuple[tuple[int, str], ...]:
    """Return what accepted joins take in, each with the number of the paragraph that it is joined to, "" for none."""
    into = {key: on_it.into for key, on_it in decided.items() if on_it.into is not None}
    if not into:
        return ()
    numbers = {line.paragraph: line.reference for line in lines_of_draft(session, context.version.draft.id)}
    return tuple((key, numbers.get(first, "")) for key, first in sorted(into.items()))


def _new(
    session: Session, actor: Actor, context: RoundContext, decided: Mapping[int, DecidedInRound]
) -> tuple[NewParagraph, ...]:
    """Return the new paragraphs among *decided* that were accepted, each where it prints, as *actor* calls them."""
    accepted = {key: on_it for key, on_it in decided.items() if AmendmentKind.INSERT in on_it.kinds}
    if not accepted:
        return ()
    codes = codes_of_paragraphs(session, list(accepted))
    lines = lines_of_draft(session, context.version.draft.id)
    places = new_paragraphs(lines, load_new_paragraphs(session, actor, context))
    return tuple(
        NewParagraph(
            codes[new.paragraph],
            new.reference,
            lines[0].paragraph if place == START else place,
            words_only_proposed(accepted[new.paragraph].standing),
            place == START,
        )
        for place, group in places.items()
        for new in group
        if new.paragraph in accepted
    )


def _counting(number: int, decided: Mapping[int, DecidedInRound], *, own_only: bool) -> CountedRound:
    """Return the round with *number* and what it comes to on the paragraphs that it *decided* on."""
    standing = {key: on_it for key, on_it in decided.items() if on_it.standing}
    deleted = frozenset(key for key, on_it in standing.items() if AmendmentKind.DELETE in on_it.kinds)
    joined = {key for key, on_it in standing.items() if on_it.into is not None}
    changed = (
        frozenset(key for key, on_it in standing.items() if on_it.kinds - _KEEPS_WORDS) - deleted - joined
    )
    proposed = frozenset(key for key, on_it in standing.items() if words_only_proposed(on_it.standing))
    reopened = frozenset(decided.keys() - standing.keys())
    return CountedRound(number, own_only, frozenset(standing), changed, deleted, proposed, reopened)


_KEEPS_WORDS = {AmendmentKind.KEEP, AmendmentKind.MOVE}
