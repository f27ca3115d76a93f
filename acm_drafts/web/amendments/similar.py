"""
Show proposals that ask for the same or nearly beside each other.

What it is given has been filtered for its reader: nobody learns here of a proposal that they may
not read. It suggests and joins nothing; deciding together is the Mission's, agreeing that two
are the same is for their sponsors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.consolidation import START, Edit
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.similar import alike, same
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.readable import submitted_beside, submitted_in_round
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import Statuses
from acm_drafts.store.visibility import facts_of, name_for, public_name
from acm_drafts.web.amendments.form_context import FormContext
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.excerpts import Piece, pieces_between
from acm_drafts.web.shared.signing import REVISION, conceal, reveal

MOST = 2
"""Differences between two proposals that are shown; their pages show all words of both."""

NEAREST = 3
"""Near proposals that are named beside a proposal."""

SAME = 100


@dataclass(frozen=True, slots=True)
class Beside:
    """Another proposal, whether it is the same, and the words by which it differs from this one."""

    entry: AmendmentRecord
    same: bool
    pieces: tuple[Piece, ...] = ()
    more: int = 0

    @property
    def plain(self) -> bool:
        """Whether it is the same and typed alike: then its name tells everything."""
        return self.same and not self.pieces


Nearby = Mapping[int, tuple[Beside, ...]]
"""What `similar_beside` returns."""


def similar_beside(entries: Iterable[AmendmentRecord]) -> dict[int, tuple[Beside, ...]]:
    """
    Map each of the pending *entries*, by its amendment, to the others that are the same or near.

    Of several that are the same, the first has all the others and each of these has the first; then
    come the nearest three. A proposal without any has no key.
    """
    waiting = {entry.amendment.id: entry for entry in entries if entry.pending}
    nearby: dict[int, list[Beside]] = {}
    for pair in alike([entry.edit() for entry in waiting.values()], _amends(waiting.values())):
        for own, rival in ((pair.first, pair.second), (pair.second, pair.first)):
            neighbours = nearby.setdefault(own, [])
            if pair.percent == SAME or sum(not neighbour.same for neighbour in neighbours) < NEAREST:
                neighbours.append(_beside(waiting[own], waiting[rival], same=pair.percent == SAME))
    return {key: tuple(others) for key, others in nearby.items()}


def _beside(own: AmendmentRecord, neighbour: AmendmentRecord, *, same: bool) -> Beside:
    return Beside(neighbour, same, *pieces_between(own.revision.text, neighbour.revision.text, MOST))


def _amends(entries: Iterable[AmendmentRecord]) -> Mapping[int, int | None]:
    return {entry.amendment.id: entry.amendment.amends_id for entry in entries}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    A proposal that is the same as one's own or near to it, as its reader may call it.

    *may_give_way*: the reader may let their own proposal give way to it; *reason* is what such a
    withdrawal could say to all who read it, and betrays nothing that they may not read.
    """

    name: str
    beside: Beside
    may_give_way: bool
    reason: str


def similar_for_reader(session: Session, known: Statuses, entry: AmendmentRecord) -> tuple[Suggestion, ...]:
    """Return what the reader of a pending proposal may know of others that ask for the same or nearly. Six queries."""
    where = known.where(entry)
    if not where.pending or where.withheld or entry.amendment.stage != Stage.SUBMITTED:
        return ()
    context = known.context(entry)
    submitted = submitted_beside(session, known.actor, context, entry)
    others = similar_beside(
        [entry, *(record for record in submitted if record.amendment.id != entry.amendment.id)]
    )
    return tuple(
        _suggestion(known, context, entry, neighbour) for neighbour in others.get(entry.amendment.id, ())
    )


def _suggestion(
    known: Statuses, context: RoundContext, own: AmendmentRecord, neighbour: Beside
) -> Suggestion:
    actor, sponsor = known.actor, own.amendment.sponsor_id
    gives = may(actor, Act.WITHDRAW, facts_of(context, own.amendment))
    joins = may(actor, Act.COSPONSOR, facts_of(context, neighbour.entry.amendment, party=sponsor))
    reason = _("In favour of a proposal that asks for the same.")
    if context.shown():  # who reads this reason may read that proposal too, and then by this name
        name = public_name(neighbour.entry, attributed=context.version.attributed)
        reason = _("In favour of %(name)s.", name=name)
    return Suggestion(known.name(neighbour.entry), neighbour, gives and joins, reason)


# Before it is sent ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SameAlready:
    """Another delegation's proposal that asks for what is being typed; *may_join*: the reader may co-sponsor it."""

    name: str
    code: str
    may_join: bool


COMPARED = (AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE, AmendmentKind.MOVE)
"""The kinds of which is said before they are sent that somebody asks for the same."""


def same_already(session: Session, sheet: FormContext, typed: Proposal) -> tuple[SameAlready, ...]:
    """Return the proposals of others that ask for what is *typed*, as far as they may be read. Five queries."""
    if typed.kind not in COMPARED or sheet.amends is not None:
        return ()
    context, reader = sheet.context, actor()
    own = {sponsor.party.id for sponsor in sheet.sponsors}
    others = [
        record
        for record in submitted_in_round(session, reader, context).pending()
        if not own & _sponsors(record)
    ]
    edits = [record.edit() for record in others]
    group = next((keys for keys in same([_edit(sheet, typed), *edits], _amends(others)) if TYPED in keys), ())
    return tuple(
        SameAlready(
            name_for(reader, context, record),
            record.amendment.code,
            any(may(reader, Act.COSPONSOR, facts_of(context, record.amendment, party=key)) for key in own),
        )
        for record in others
        if record.amendment.id in group
    )


def _sponsors(record: AmendmentRecord) -> set[int]:
    """Return the keys of all sponsors of a proposal."""
    return {record.amendment.sponsor_id, *(party.id for party in record.cosponsors)}


TYPED = 0
"""Stands for what is typed, which has no key yet."""


def _edit(sheet: FormContext, typed: Proposal) -> Edit:
    """Return the typed proposal as an edit of the text."""
    after = sheet.place(typed.after)
    inserts = typed.kind is AmendmentKind.INSERT
    base = "" if inserts or sheet.row is None else sheet.row.text
    texts = {AmendmentKind.DELETE: "", AmendmentKind.MOVE: base}
    return Edit(
        TYPED,
        typed.kind,
        0 if inserts or sheet.row is None else sheet.row.paragraph,
        base=base,
        text=texts.get(typed.kind, typed.text.strip()),
        after=after.paragraph if after else START,
        line_kind=LineKind(typed.line_kind),
        depth=typed.depth,
        numbered=typed.numbered,
    )


# In groups -------------------------------------------------------------------------------------------


class Named(Protocol):
    """What is bundled: something about one revision, by its key."""

    @property
    def revision(self) -> int: ...


Member = TypeVar("Member", bound=Named)


@dataclass(frozen=True, slots=True)
class Bundle(Generic[Member]):
    """
    Proposals that ask for the same, or one alone; *near* are those beside them that nearly do.

    *typed* says that they are not typed alike: then they are the same for a reader only, and
    accepted together they would be a conflict.
    """

    members: tuple[Member, ...]
    near: tuple[Beside, ...] = ()
    typed: bool = False

    @property
    def value(self) -> str:
        """Return the revisions of a group as a single value of a form; "" for a proposal alone."""
        keys = [conceal(member.revision, use=REVISION) for member in self.members]
        return ".".join(keys) if len(keys) > 1 else ""


def keys_of(value: str) -> list[int]:
    """Return the revisions that a value of a form names; parts that name none are left out."""
    keys = (reveal(part, use=REVISION) for part in value.split("."))
    return [key for key in keys if key is not None]


def bundled(entries: Sequence[AmendmentRecord], shown: Sequence[Member]) -> tuple[Bundle[Member], ...]:
    """Return the *shown* ones of the pending *entries* in bundles, in the order of `in_listed_order`."""
    others = similar_beside(entries)
    by_revision = {entry.revision.id: entry for entry in entries}
    members = {member.revision: member for member in shown}
    bundles = []
    for entry in in_listed_order([by_revision[member.revision] for member in shown], others):
        neighbours = others.get(entry.amendment.id, ())
        same = [entry, *(neighbour.entry for neighbour in neighbours if neighbour.same)]
        bundles.append(
            Bundle(
                tuple(members[e.revision.id] for e in same if e.revision.id in members),
                tuple(neighbour for neighbour in neighbours if not neighbour.same),
                typed=len({e.revision.text for e in same}) > 1,
            )
        )
    return tuple(bundles)


def in_listed_order(entries: Sequence[AmendmentRecord], alike: Nearby) -> list[AmendmentRecord]:
    """Return *entries* in order, of several that are the same the first alone, near ones one after the other."""
    left = {entry.amendment.id: entry for entry in entries}
    firsts: list[AmendmentRecord] = []
    for entry in entries:
        waiting = [entry.amendment.id]
        while waiting:
            key = waiting.pop(0)
            if key not in left:
                continue
            firsts.append(left.pop(key))
            neighbours = alike.get(key, ())
            for neighbour in neighbours:
                if neighbour.same:
                    left.pop(neighbour.entry.amendment.id, None)
            waiting += [neighbour.entry.amendment.id for neighbour in neighbours if not neighbour.same]
    return firsts


def listed_once(entries: Iterable[AmendmentRecord], alike: Nearby) -> dict[int, tuple[Beside, ...]]:
    """Return what is beside each of *entries*; two that are near are listed under the later one alone."""
    keys = [entry.amendment.id for entry in entries]
    later, listed = set(keys), {}
    for key in keys:
        neighbours = alike.get(key, ())
        listed[key] = tuple(
            neighbour
            for neighbour in neighbours
            if neighbour.same or neighbour.entry.amendment.id not in later
        )
        later.discard(key)
    return listed
