"""The new paragraphs that a sitting decided on: what they are called before the text has them, and their places."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.insertions import (
    Insertion,
    NewParagraph,
    in_text_order,
    new_paragraphs,
    printed_behind,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind
from acm_drafts.store.drafts import DraftVersion, lines_of_draft
from acm_drafts.store.insertions import (
    insertion,
    insertions_of,
    load_new_paragraphs,
    load_new_paragraphs_at_closing,
    proposed_as,
)
from acm_drafts.store.listing import load_compilation
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet
from acm_drafts.store.visibility import sees_all_proposals


class NewThere(NamedTuple):
    """
    A new paragraph that a sitting decided on, whatever it decided.

    *number*: what it was called while it was only proposed, "12 bis"; "" where it had none. *behind*: behind which
    paragraphs of the text it prints, the nearest first and last the one that it is to follow; none at the beginning.
    *accepted*: the sitting accepted it. Where the reader may not know of the proposal, *number* is "" and *behind*
    None.
    """

    number: str
    behind: tuple[int, ...] | None
    accepted: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether it is called by its place: it has no number, and the reader may know where it is to come in."""
        return self.behind is not None and not self.number

    @property
    def follows(self) -> int | None:
        """The paragraph that it is to follow, START for the beginning; None where the reader may not know."""
        if self.behind is None:
            return None
        return self.behind[-1] if self.behind else START

    def place_on(self, agenda: Collection[int]) -> int | None:
        """Return behind which paragraph of an *agenda* it stands, START for the beginning; None where none is on it."""
        if self.follows == START:
            return START
        return next((key for key in self.behind or () if key in agenda), None)


class NewAndOrder(NamedTuple):
    """The new paragraphs by their keys, and the keys of all that was decided on, in the order of the text."""

    new: dict[int, NewThere]
    order: list[int]


def new_and_order(
    session: Session,
    actor: Actor,
    rows: Sequence[Any],
    *,
    keys: Collection[int],
    drafts: DraftSet,
    before: DraftVersion,
    read: Collection[int],
) -> NewAndOrder:
    """
    Return the new paragraphs among *rows*, decisions with what they decided on, and *keys* in the order of the text.

    *before*: the draft that the sitting had before it; what it does not hold stands where the round of the decision
    prints it, else where the nearest of *drafts* does. *read*: the keys of the rounds that *actor* reads whole. A
    number is the one that every page of the round shows this reader. No query where *before* holds all; else one for
    each text that is read and two for each round, ten for a closed one that is not read whole.
    """
    laid = _laid_rounds(session, actor, rows, drafts=drafts, read=read)
    new = _new_among(rows, laid)
    if set(keys) <= {row.Decision.paragraph_id for row in rows if row.position is not None}:
        return NewAndOrder(new, list(keys))
    texts = _texts(session, drafts, before, [in_round.text for in_round in laid])
    return NewAndOrder(new, in_text_order(keys, texts))


def _laid_rounds(
    session: Session, actor: Actor, rows: Sequence[Any], *, drafts: DraftSet, read: Collection[int]
) -> list["_Laid"]:
    """
    Return what the rounds print in which new paragraphs among *rows* were decided that *actor* may know.

    A withdrawn proposal is told of in those alone that are read whole.
    """
    contexts = {context.round.id: context for context in drafts.contexts}
    known: dict[int, set[int]] = {}
    for row in rows:
        if not row.of_text and _may_know(row, read):
            known.setdefault(row.Decision.round_id, set()).add(row.Decision.paragraph_id)
    laid = []
    for round_id, wanted in sorted(known.items()):
        in_round = _laid_in(session, actor, contexts[round_id], wanted, whole=round_id in read)
        laid.append(in_round._replace(new={key: in_round.new[key] for key in wanted & in_round.new.keys()}))
    return laid


def _new_among(rows: Sequence[Any], laid: Sequence["_Laid"]) -> dict[int, NewThere]:
    """Return the new paragraphs that *rows* are about, as the rounds *laid* out print them."""
    there: dict[int, NewThere] = {}
    for in_round in laid:
        there |= in_round.new
    about = dict.fromkeys(row.Decision.paragraph_id for row in rows if not row.of_text)
    accepted = {row.Decision.paragraph_id for row in rows if _accepts(row)}
    return {key: there.get(key, NewThere("", None))._replace(accepted=key in accepted) for key in about}


def _texts(
    session: Session, drafts: DraftSet, before: DraftVersion, rounds: Iterable[Sequence[int]]
) -> Iterator[Sequence[int]]:
    """Yield the keys of *before* in order, what *rounds* print, and the keys of the other drafts, the nearest first."""
    yield _keys(session, before)
    yield from rounds
    nth = drafts.versions.index(before)
    for version in (*reversed(drafts.versions[:nth]), *drafts.versions[nth + 1 :]):
        yield _keys(session, version)


def _keys(session: Session, version: DraftVersion) -> list[int]:
    return [line.paragraph for line in lines_of_draft(session, version.draft.id)]


def laid_out(
    session: Session, actor: Actor, context: RoundContext, *, also: Collection[int] = ()
) -> dict[int, NewThere]:
    """
    Return the new paragraphs of a round that *actor* may read, in the order in which it prints them.

    *also*: the keys of others that have their places alone where it prints them no more, for who reads the round whole.
    Three queries at most for a round that runs.
    """
    laid = _laid_in(session, actor, context, set(also), whole=True)
    return {key: laid.new[key] for key in laid.text if key in laid.new}


def names_proposal(row: Any, read: Collection[int]) -> bool:
    """Return whether the reader is told which proposal was decided on; *read*: the keys of rounds read whole."""
    return row.Amendment is not None and _may_know(row, read)


def _may_know(row: Any, read: Collection[int]) -> bool:
    return row.Decision.round_id in read or bool(row.own)


def _accepts(row: Any) -> bool:
    is_new = row.Amendment is not None and row.Amendment.kind == AmendmentKind.INSERT
    return is_new and row.outcome in ADOPTED


class _Laid(NamedTuple):
    """What a round prints: the *new* paragraphs by their keys, and the keys of its whole *text* in order."""

    new: dict[int, NewThere]
    text: list[int]


def _laid_in(
    session: Session, actor: Actor, context: RoundContext, wanted: Set[int], *, whole: bool
) -> _Laid:
    """
    Return what a round prints of the new paragraphs that *actor* may read, a closed one until its closing.

    Those *wanted* that it prints no more, for they were withdrawn, stand at their places and have no number; where the
    round is not read *whole* they are left out.
    """
    insertions = _insertions_in(session, actor, context)
    lines = lines_of_draft(session, context.version.draft.id)
    printed = new_paragraphs(lines, insertions)
    called = {new.paragraph: new.reference for group in printed.values() for new in group}
    if whole and (withdrawn := _withdrawn(session, wanted - called.keys())):
        insertions = sorted((*insertions, *withdrawn), key=lambda new: new.paragraph)
        printed = new_paragraphs(lines, insertions)
    behind = printed_behind(lines, insertions, printed)
    new = {key: NewThere(called.get(key, ""), places) for key, places in behind.items()}
    return _Laid(new, _as_printed(lines, printed))


def _insertions_in(session: Session, actor: Actor, context: RoundContext) -> list[Insertion]:
    """Return the new paragraphs of a round that *actor* may read, of a closed one those that lay there until then."""
    if context.round.closed_at is None:
        return load_new_paragraphs(session, actor, context)
    if sees_all_proposals(actor, context):
        return load_new_paragraphs_at_closing(session, context)
    return insertions_of(load_compilation(session, actor, context))


def _as_printed(lines: Iterable[Line], printed: Mapping[int, Sequence[NewParagraph]]) -> list[int]:
    """Return the keys of *lines* in order, with the new paragraphs *printed* behind each."""
    places = (START, *(line.paragraph for line in lines))
    keys = [key for place in places for key in (place, *(new.paragraph for new in printed.get(place, ())))]
    return keys[1:]


def _withdrawn(session: Session, keys: Collection[int]) -> list[Insertion]:
    """
    Return the new paragraphs with *keys* as their proposals say them now. One query, none without any.

    Whoever defers a proposal lets its sponsor withdraw it; then no page of the round shows it any more.
    """
    if not keys:
        return []
    return [insertion(row) for row in session.execute(proposed_as(keys))]
