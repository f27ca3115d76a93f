"""
Who changed the words of a proposal after it was adopted, or together with it: whose words stand there now.

A new paragraph is amended by whatever puts other words into it; a new wording by what later took
away changes of it that stood. Brackets alone are no other words. Who may know of it is asked of the reader's rights;
whether the words of now are still other ones is seen in the text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Outcome
from acm_drafts.store import adopted, successors
from acm_drafts.store.docket import Entry
from acm_drafts.store.records import Amendment, Disposition, Revision
from acm_drafts.store.successors import Settings, Successor
from acm_drafts.store.texts import Row
from acm_drafts.text.containment import Held, closely
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import words

_AMENDABLE = (AmendmentKind.INSERT, AmendmentKind.REPLACE)
_STOOD = (Outcome.ACCEPTED, Outcome.BRACKETED)


@dataclass(frozen=True, slots=True)
class Amending:
    """One decision that put other words in the place of a proposal's. *by* has no name for who may not read it."""

    made: Disposition
    by: Successor


def find(
    session: Session,
    actor: Actor,
    settings: Settings,
    entries: Iterable[Entry],
    published: Callable[[int], bool],
) -> dict[int, tuple[Amending, ...]]:
    """
    Return by amendment what amended each of *entries* that was adopted, in the order decided.

    *published* says of the key of a round whether *actor* may read the text that came out of it: before that,
    nothing is told of what *actor* may not read. One query, none where nothing was adopted.
    """
    stood = [entry for entry in entries if _stood(entry)]
    if not stood:
        return {}
    made = adopted.dispositions(
        session,
        Revision.paragraph_id.in_({entry.revision.paragraph_id for entry in stood}),
        Amendment.kind == AmendmentKind.REPLACE,
        outcomes=(Outcome.ACCEPTED, Outcome.PART),
    )
    made = sorted(made, key=lambda one: one.decision.id)  # each round counts its decisions anew
    found = {}
    for entry in stood:
        told = (
            Amending(one, successors.told(actor, settings, one.revision))
            for one in made
            if _amends(one, entry)
        )
        known = tuple(one for one in told if one.by.code or published(one.made.decision.round_id))
        if known:
            found[entry.amendment.id] = known
    return found


def standing(entry: Entry, found: Sequence[Amending], rows: Sequence[Row]) -> tuple[Amending, ...]:
    """Return *found*, what amended *entry*; nothing where *rows*, the lines it is in, still hold its words."""
    if not found or not rows:
        return tuple(found)
    now = PART.join(row.text for row in rows)
    if entry.kind is AmendmentKind.INSERT:
        stands = _said(now) == _said(entry.revision.text)
    else:
        stands = all(how is Held.IN for how in _held(entry, now))
    return () if stands else tuple(found)


def _stood(entry: Entry) -> bool:
    return entry.kind in _AMENDABLE and entry.disposition is not None and entry.disposition.outcome in _STOOD


def _amends(made: Disposition, entry: Entry) -> bool:
    """Whether *made* put other words in the place of those of *entry*, which stood before it."""
    other, decision, base = made.revision, entry.decision, made.revision.base
    if other.amendment_id == entry.amendment.id or other.paragraph_id != entry.revision.paragraph_id:
        return False
    if decision is None or base is None or _said(base.text) == _said(made.text):
        return False
    if entry.kind is AmendmentKind.INSERT:
        return True
    if made.decision.round_id == decision.round_id or made.decision.at < decision.at:
        return False
    before, after = (_held(entry, text).count(Held.IN) for text in (base.text, made.text))
    return before > after


def _held(entry: Entry, text: str) -> list[Held]:
    return [how for _, how in closely(entry.base, entry.revision.text, text)]


def _said(text: str) -> list[str]:
    """Return the words and signs of *text* as read, brackets and the marks of a split apart."""
    return [word for word in words(as_read(text))[1::2] if word not in ("[", "]", PART)]
