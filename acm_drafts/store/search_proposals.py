"""
What one search finds in proposals, as far as its reader may read them: by the words and the reason, and by the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.library import Search
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store.amendments import AmendmentRecord, load_amendments, says
from acm_drafts.store.database import ALPHABET, LENGTH
from acm_drafts.store.records import Amendment, Party, Revision, SearchText, VerdictRow, Wording
from acm_drafts.store.search import AT_END, Readable, Window, found_by, position_in_newest
from acm_drafts.store.status import Statuses
from acm_drafts.store.text import DraftSet, Lineage
from acm_drafts.store.visibility import readable_in_any
from acm_drafts.text.search_words import folded_words

DIGITS = 6
"""So many digits the number of a proposal has at most."""


@dataclass(frozen=True, slots=True)
class FoundProposal:
    """A proposal as its reader knows it; *name* is what they may call it."""

    record: AmendmentRecord
    revision: Revision
    name: str


def find_proposals(
    session: Session, readable: Readable, search: Search, window: Window
) -> tuple[list[FoundProposal], bool]:
    """
    Return the proposals that hold it in the words or the reason that the reader knows, and whether there are more.

    Those that are called so come first. Then in the order of the texts, of the places that they are about, and as they
    were written. Seven queries at most, and three more for what looks like the name of a proposal.
    """
    if not readable.contexts:
        return [], False
    called = _called(session, readable, search)
    first = called[window.start : window.start + window.most]
    start, most = max(window.start - len(called), 0), window.most - len(first)
    keys = session.scalars(
        select(Amendment.id)
        .select_from(SearchText)
        .join(Revision, and_(SearchText.subject == "revisions", Revision.id == SearchText.key))
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(found_by(search), _read(readable), _told(readable))
        .order_by(readable.rank(Amendment.communique_id), _place_of_proposal(readable), Amendment.id)
        .where(Amendment.id.not_in([proposal.record.amendment.id for proposal in called]))
        .offset(start)
        .limit(most + 1)
    ).all()
    proposals = [
        proposal
        for proposal in _known(session, readable, keys[:most])
        if holds(search, folded_text((proposal.revision.text, proposal.revision.reason)))
    ]
    return [*first, *proposals], len(keys) > most or len(called) > window.start + window.most


def _read(readable: Readable) -> ColumnElement[bool]:
    """Return the condition on Amendment that the reader may read it."""
    return or_(false(), *(readable_in_any(readable.actor, rounds) for rounds in readable.contexts))


def _known(session: Session, readable: Readable, keys: Sequence[int]) -> list[FoundProposal]:
    """Return proposals as their reader knows them, in the order of *keys*."""
    if not keys:
        return []
    records = load_amendments(session, Amendment.id.in_(keys), runs=readable.runs).entries
    known = {key: _statuses(readable, text) for key, text in readable.by_key.items()}
    return [
        FoundProposal(records[key], statuses.says(records[key]), statuses.name(records[key]))
        for key in keys
        for statuses in [known[records[key].amendment.communique_id]]
    ]


def _called(session: Session, readable: Readable, search: Search) -> list[FoundProposal]:
    """
    Return the proposals whose name is searched for: "EGY 3", or the code by which those call it who may not know it.

    A name finds a proposal for those alone who may call it so. In the order of the texts. No query for other searches.
    """
    words = [*search.words, *(word for phrase in search.phrases for word in phrase)]
    where = _named(session, words)
    if where is None:
        return []
    wanted = select(Amendment.id).where(where, _read(readable))
    keys = session.scalars(wanted.order_by(readable.rank(Amendment.communique_id), Amendment.id)).all()
    return [
        proposal
        for proposal in _known(session, readable, keys)
        if words in (folded_words(proposal.name), [proposal.record.amendment.code])
    ]


def _named(session: Session, words: Sequence[str]) -> ColumnElement[bool] | None:
    """Return the condition on Amendment that it may be called by *words*, None where no proposal is called so."""
    *sponsor, last = words
    if not sponsor:
        is_code = len(last) == LENGTH and set(last) <= set(ALPHABET)
        return Amendment.code == last if is_code else None
    if not last.isdecimal() or len(last) > DIGITS:
        return None
    codes = session.execute(select(Party.id, Party.code))
    parties = [key for key, code in codes if folded_words(code) == sponsor]
    return and_(Amendment.sponsor_id.in_(parties), Amendment.number == int(last)) if parties else None


def _statuses(readable: Readable, text: DraftSet) -> Statuses:
    """Return what tells as what a proposal of a text is known; nothing of where its words are. No query."""
    contexts = {context.round.id: context for context in text.contexts}
    return Statuses(readable.actor.at(text.communique.meeting_id), text, {}, Lineage(), contexts)


def _told(readable: Readable) -> ColumnElement[bool]:
    """
    Return the condition that a Revision is what the reader knows its Amendment to say, as `Statuses.says` tells of one.

    What a closing wrote is not told before the text that came with it: until then what it was written after. Nothing of
    what was contested meanwhile is found until then.
    """
    if not readable.untold:
        return says(readable.runs)
    current, base = aliased(Revision), aliased(Wording)
    written = select(VerdictRow.id).where(
        VerdictRow.next_revision_id == Revision.id, VerdictRow.round_id.in_(readable.untold)
    )
    stands_on = select(base.id).where(
        base.id == Revision.base_id, base.round_id.in_(readable.untold), Revision.made == "contested"
    )
    before = (
        select(VerdictRow.revision_id)
        .join(current, current.id == VerdictRow.next_revision_id)
        .where(
            VerdictRow.round_id.in_(readable.untold),
            current.amendment_id == Amendment.id,
            current.sequence == Amendment.revision,
        )
        .correlate(Amendment)
    )
    return or_(and_(says(readable.runs), ~written.exists(), ~stands_on.exists()), Revision.id.in_(before))


def _place_of_proposal(readable: Readable) -> ColumnElement[int]:
    """Return where the paragraph is that a proposal is about, of a new one the line that it is to follow."""
    at_start = and_(Amendment.kind == AmendmentKind.INSERT, Revision.after_id.is_(None))
    return func.coalesce(
        position_in_newest(readable, Revision.paragraph_id),
        position_in_newest(readable, Revision.after_id),
        case((at_start, literal(0)), else_=literal(AT_END)),
    )
