"""
The whole history of a paragraph: what happened to it, and to what it came from by a split or a join.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind
from acm_drafts.store.amendments import AmendmentRecords
from acm_drafts.store.database import Session
from acm_drafts.store.drafts import DraftVersion, get_paragraph_by_key
from acm_drafts.store.timeline import load_amendments_concerning, printed_numbers
from acm_drafts.web.paragraph.timeline import (
    ORDER,
    Event,
    Listed,
    What,
    adoption,
    corrections,
    deletion,
    happened,
    named,
    when,
)
from acm_drafts.web.shared.formatting import brief_day, paragraph_url, quoted
from acm_drafts.web.shared.sentences import Number, Sentence, Symbol, joined, link
from acm_drafts.web.shared.sentences import gettext as _

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk


def paragraph_timeline(session: Session, desk: "Desk") -> list[Event]:
    """
    Return what happened to the paragraph, newest first, at one moment the last recorded first.

    Of a part of what was split this begins with the whole, up to the draft that printed it in parts; of what was joined
    with what was taken in. Fourteen queries, and twenty-one more for each paragraph that it came from.
    """
    listed = Listed()
    events = [*happened(session, desk, listed), *deletion(desk), *adoption(desk), *corrections(desk)]
    events += _before(session, desk, listed)
    return sorted(events, key=lambda event: (event.at, ORDER[event.what]))[::-1]


# Where it came from --------------------------------------------------------------------------------


def _before(session: Session, desk: "Desk", listed: Listed, until: datetime | None = None) -> Iterator[Event]:
    """
    Yield what happened to the paragraphs that this one came from, until it was split off or took them in.

    *until*: no later than that moment. What a split left of the whole goes on in its own history.
    """
    lineage = desk.bearings.lineage
    for ancestor, heirs in sorted(lineage.heirs.items()):
        if desk.paragraph.id not in heirs:
            continue
        by_join = (ancestor, desk.paragraph.id) in lineage.joined
        came = _came_with(session, desk, ancestor, by_join=by_join)
        if came is None or (until is not None and came.draft.made_at > until):
            continue
        older = _older(session, desk, ancestor, came)
        called = _whole_name(older)
        yield Event(
            when(came),
            What.CAME,
            lead=_("Took in %(paragraph)s", paragraph=called)
            if by_join
            else _("Split from %(paragraph)s", paragraph=called),
            sentence=_("in %(symbol)s", symbol=Symbol(came.symbol)),
            beside=None if by_join else _split_by(older, came),
        )
        if ancestor in listed.paragraphs:  # what was split and joined again has one history
            continue
        moment = came.draft.made_at
        for event in (*happened(session, older, listed), *_before(session, older, listed, moment)):
            if event.at <= moment:
                yield event if event.of else replace(event, of=called)


def _came_with(session: Session, desk: "Desk", ancestor: int, *, by_join: bool) -> DraftVersion | None:
    """Return the first draft in which the paragraph stands apart from its *ancestor*, or holds it; None if unread."""
    versions = desk.page.drafts.versions
    if not by_join:
        return desk.prints[0].version if desk.prints else None
    last = [
        printed.version.draft.sequence for printed in printed_numbers(session, desk.page.drafts, ancestor)
    ]
    later = [version for version in versions if last and version.draft.sequence > last[-1]]
    return later[0] if later else None


def _older(session: Session, desk: "Desk", ancestor: int, came: DraftVersion) -> "Desk":
    """Return *desk* as if of a paragraph that this one came from, as far as drafts before *came* print it."""
    drafts = desk.page.drafts
    loaded = load_amendments_concerning(session, drafts, desk.page.who, ancestor).entries
    entries = AmendmentRecords({key: desk.bearings.as_known(record) for key, record in loaded.items()})
    return replace(
        desk,
        paragraph=get_paragraph_by_key(session, ancestor),
        prints=[
            printed
            for printed in printed_numbers(session, drafts, ancestor)
            if printed.version.draft.sequence < came.draft.sequence
        ],
        entries=entries,
        names={record.amendment.id: desk.bearings.name(record) for record in entries},
    )


def _whole_name(older: "Desk") -> Sentence:
    """Return how the last draft called a paragraph that another one came from."""
    last = older.prints[-1] if older.prints else None
    if last is None:
        return joined([_("an earlier paragraph")])
    url = paragraph_url(older.page.communique.code, older.paragraph.code)
    words = last.reference or quoted(first_words(last.wording.text))
    number = Number(words) if last.reference else words
    return _(
        "paragraph %(number)s of %(symbol)s", number=link(url, number), symbol=Symbol(last.version.symbol)
    )


def _split_by(older: "Desk", came: DraftVersion) -> Sentence | None:
    """Return by which proposal and when it was decided that the paragraph is split, where the reader may know it."""
    for record in older.entries:
        row = record.disposition
        if record.kind is not AmendmentKind.SPLIT or row is None or row.outcome not in ADOPTED:
            continue
        context = next(
            (own for own in older.page.drafts.contexts if own.round.id == row.decision.round_id), None
        )
        if context is None or context.round.next_draft_id != came.draft.id:
            continue
        if older.reads_decision(record.amendment.id, row.decision.round_id):
            day = brief_day(row.decision.at)
            return _("by the decision of %(day)s on %(name)s", day=day, name=named(older, record))
    return None
