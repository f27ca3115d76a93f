"""
What still needs a decision, and what needs an answer of its sponsors, in a fixed number of queries.

The queue is made of every pending proposal of a round as a plain row; the words of proposals are
read for one page of it alone. Only the Mission reads the desk, so nothing is filtered here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from acm_drafts.negotiation.consolidation import Edit, conflicting_proposals, conflicts_among
from acm_drafts.negotiation.insertions import new_paragraphs
from acm_drafts.negotiation.lifecycle import asks_to_reopen
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import DecisionKind, Outcome, Stage, Standing
from acm_drafts.store.amendment_rows import (
    THEIRS,
    AdoptedRow,
    PendingRow,
    adopted_on,
    pending_in_round,
    rivals,
    undecided,
)
from acm_drafts.store.amendments import AmendmentRecords, load_amendments
from acm_drafts.store.conditions import live, reopened, voided
from acm_drafts.store.insertions import in_round, insertion
from acm_drafts.store.objections import Objection
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    AnswerRow,
    Circulation,
    Decision,
    Disposition,
    Paragraph,
    Party,
    Revision,
    Round,
    VerdictRow,
)
from acm_drafts.store.status import agreed_at_a_level
from acm_drafts.store.text import TextRow
from acm_drafts.text.brackets import holds_bracket


class Group(IntEnum):
    """Why a paragraph is on the desk, in the order in which they are shown; the first that holds counts."""

    CONFLICT = 1
    AGAIN = 2
    """A sponsor objects or contests, or a compromise was written before what it saw was voided."""
    READY = 3
    BRACKETS = 4
    """Nothing is pending, and the text still holds brackets on which nobody decided."""
    DEFERRED = 5


@dataclass(frozen=True, slots=True)
class Against:
    """The names of proposals of a paragraph that its pending ones conflict with."""

    accepted: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    """Those that the Mission only proposes to accept."""


@dataclass(frozen=True, slots=True)
class Item:
    """
    One paragraph of the queue.

    *label* is as people say it ("12 bis"), "" where it has none; *section* the heading it stands
    under, *words* its own. *pending* are the proposals on it that need a decision, by their keys; *against* the
    accepted ones that they conflict with, *contested* what of it a sponsor contests, also what was adopted.
    """

    group: Group
    paragraph: int
    code: str
    state: str
    label: str
    section: str
    pending: frozenset[int]
    renew: bool
    """Whether its compromise saw a decision that was voided since."""
    words: str
    against: Against = Against()
    contested: tuple[Objection, ...] = ()
    agreement: LastDecision | None = None
    """At which level it is agreed and since when, where it is."""
    joins: tuple[str, ...] = ()
    """The names of pending proposals that would join it to another paragraph, which is where they are decided."""
    is_asked_to_reopen: bool = False
    """Whether it is agreed and a proposal asks to reopen it; a compromise to be written anew asks for nothing."""


def queue(
    session: Session, round_id: int, lines: Sequence[TextRow], *, contested: Sequence[Objection]
) -> tuple[Item, ...]:
    """
    Return all paragraphs that need a decision, by group and place. Nine queries at most.

    A proposal that what was accepted settled needs none (negotiation.conflicts): closing the round supersedes it.
    *lines* are the draft's, *contested* the objections of the round (store.objections).
    """
    waiting: dict[int, list[PendingRow]] = {}
    for row in pending_in_round(session, round_id):
        waiting.setdefault(row.edit.paragraph, []).append(row)
    renew = _compromises_to_renew(session, round_id)
    objections: dict[int, list[Objection]] = {}
    for objection in contested:
        objections.setdefault(objection.paragraph, []).append(objection)
    bracketed = {row.paragraph for row in lines if row.state == "brackets" and holds_bracket(row.text)}
    wanted = {*waiting, *renew, *objections, *bracketed}
    places = _places(lines) | _places_of_new(session, round_id, lines, wanted)
    accepted = _accepted_on(session, round_id, [key for key in waiting if key in places])
    pending = _to_decide(waiting, accepted)
    against = _against(session, pending, accepted)
    joins = _joining(session, waiting)
    items = [
        _item(
            places[key],
            pending.get(key, ()),
            objections.get(key, ()),
            renew=key in renew,
            against=against.get(key, Against()),
            joins=joins.get(key, ()),
        )
        for key in {*pending, *renew, *objections, *bracketed}
        if key in places
    ]
    items.sort(key=lambda pair: (pair[1].group, pair[0]))
    return tuple(item for _, item in items)


def proposals(session: Session, paragraphs: Collection[int], round_id: int) -> AmendmentRecords:
    """Return the submitted proposals on *paragraphs* of the queue. Six queries at most."""
    return load_amendments(
        session,
        Amendment.paragraph_id.in_(paragraphs),
        Amendment.round_id == round_id,
        Amendment.stage == Stage.SUBMITTED,
    )


def pending_proposals(session: Session, round_id: int) -> frozenset[int]:
    """Return the keys of the proposals that wait for a decision in a round, or since it was closed. One query."""
    return frozenset(row.edit.proposal for row in pending_in_round(session, round_id))


def settled_proposals(session: Session, round_id: int, items: Iterable[Item]) -> list[tuple[str, str]]:
    """
    Return name and code of each pending proposal of a round that needs no decision, oldest first: what was accepted
    settles it when the round is closed.

    *items* are the whole queue. Two queries at most.
    """
    on_desk = {proposal for item in items for proposal in item.pending}
    names = named(session, pending_proposals(session, round_id) - on_desk)
    return [names[key] for key in sorted(names)]


def waiting_for_sponsors(session: Session, communique_id: int, round_id: int) -> tuple[int, ...]:
    """
    Return the proposals on which the sponsor was asked and has not answered itself, oldest first. One query.

    Asked is on a verdict once its text is circulated, until then on being absorbed by a decision of the round, and
    on an entry from the floor. What a co-sponsor says is heard and answers nothing, as everywhere (store.amendments).
    Nobody is waited for where a level agreed the paragraph since.
    """
    return tuple(session.scalars(union(*_unanswered(communique_id, round_id)).order_by("id")))


def waiting_elsewhere(
    session: Session, communique_id: int, round_id: int, *, contested: Iterable[Objection]
) -> tuple[int, ...]:
    """
    Return the proposals that wait for their sponsors and are not shown on the desk of a running round, oldest first.

    Shown are all that wait for a decision of the round and what is *contested* (store.objections). Two queries.
    """
    shown = pending_proposals(session, round_id) | {objection.entry.amendment.id for objection in contested}
    return tuple(key for key in waiting_for_sponsors(session, communique_id, round_id) if key not in shown)


_NEW_PARAGRAPHS = in_round(
    Paragraph.id, Paragraph.code, Paragraph.state, Paragraph.conflicts, Revision.text
).join(Paragraph, Paragraph.id == Amendment.paragraph_id)


# Places --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: the key to sort by, and what is printed there."""

    order: tuple[int, int]
    paragraph: int
    code: str
    state: str
    label: str
    section: str
    words: str
    conflicts: int = 0
    agreement: LastDecision | None = None


def _places(lines: Sequence[TextRow]) -> dict[int, _Place]:
    section, places = "", {}
    for position, row in enumerate(lines):
        if row.kind == "heading":
            section = row.text
        places[row.paragraph] = _Place(
            (position, 0),
            row.paragraph,
            row.code,
            row.state,
            row.reference,
            section,
            row.text,
            row.conflicts,
            row.agreement,
        )
    return places


def _places_of_new(
    session: Session, round_id: int, lines: Sequence[TextRow], wanted: Iterable[int]
) -> dict[int, _Place]:
    """Return the places of the *wanted* paragraphs that are only proposed, numbered as every page numbers them."""
    known = _places(lines)
    if known.keys() >= set(wanted):
        return {}
    rows = session.execute(_NEW_PARAGRAPHS, {"round": round_id}).all()
    words = {row.id: row for row in rows}
    places: dict[int, _Place] = {}
    for place, group in new_paragraphs(lines, [insertion(row) for row in rows]).items():
        before = known.get(place)
        for nth, new in enumerate(group, 1):
            row = words[new.paragraph]
            order = (before.order[0] if before else -1, nth)
            section = before.section if before else ""
            places[row.id] = _Place(
                order, row.id, row.code, row.state, new.reference, section, row.text, row.conflicts
            )
    return places


def _item(
    place: _Place,
    pending: Sequence[PendingRow],
    contested: Sequence[Objection],
    *,
    renew: bool,
    against: Against,
    joins: Sequence[str],
) -> tuple[tuple[int, int], Item]:
    standings = {row.standing for row in pending}
    if place.conflicts and len(pending) > 1 and conflicts_among(rivals(pending, ())):
        group = Group.CONFLICT
    elif renew or contested or Standing.CONTESTED in standings:
        group = Group.AGAIN
    elif standings == {Standing.DEFERRED}:
        group = Group.DEFERRED
    else:
        group = Group.READY if pending else Group.BRACKETS
    section = "" if place.section == place.words else place.section
    item = Item(
        group,
        place.paragraph,
        place.code,
        place.state,
        place.label,
        section,
        frozenset(row.edit.proposal for row in pending),
        renew,
        place.words,
        against,
        tuple(contested),
        place.agreement,
        tuple(joins),
        _is_asked_to_reopen(place, pending),
    )
    return place.order, item


def _is_asked_to_reopen(place: "_Place", pending: Iterable[PendingRow]) -> bool:
    agreed = place.agreement is not None
    return any(asks_to_reopen(row.edit.kind, row.standing, pending=True, agreed=agreed) for row in pending)


def _joining(session: Session, waiting: Mapping[int, Sequence[PendingRow]]) -> dict[int, list[str]]:
    """Map each paragraph that *waiting* proposals would join to another one to their names. One query at most."""
    rows = [row.edit for rows in waiting.values() for row in rows if row.edit.other]
    names = named(session, [edit.proposal for edit in rows])
    joins: dict[int, list[str]] = {}
    for edit in rows:
        joins.setdefault(edit.other, []).append(names[edit.proposal][0])
    return joins


def _accepted_on(session: Session, round_id: int, paragraphs: Collection[int]) -> dict[int, list[AdoptedRow]]:
    """Map each of *paragraphs* to the edits accepted on it in a round. One query, none for none."""
    accepted: dict[int, list[AdoptedRow]] = {}
    for row in adopted_on(session, round_id, paragraphs) if paragraphs else ():
        if row.edit.paragraph in paragraphs:
            accepted.setdefault(row.edit.paragraph, []).append(row)
    return accepted


def _to_decide(
    pending: Mapping[int, Sequence[PendingRow]], accepted: Mapping[int, Sequence[AdoptedRow]]
) -> dict[int, list[PendingRow]]:
    """Map each paragraph to its *pending* proposals that still need a decision."""
    waiting = {key: undecided(rows, accepted.get(key, ())) for key, rows in pending.items()}
    return {key: rows for key, rows in waiting.items() if rows}


def _against(
    session: Session,
    pending: Mapping[int, Sequence[PendingRow]],
    accepted: Mapping[int, Sequence[AdoptedRow]],
) -> dict[int, Against]:
    """Map each paragraph to the accepted proposals that pending ones conflict with. Four queries at most."""
    against = {
        key: _accepted_against([row.edit for row in rows], pending.get(key, ()))
        for key, rows in accepted.items()
    }
    adopted = [
        row for key, proposals in against.items() for row in accepted[key] if row.edit.proposal in proposals
    ]
    agreed = {row.edit.proposal for row in agreed_at_a_level(session, adopted)}
    proposed = {row.edit.proposal for row in adopted} - agreed
    names = named(session, [proposal for proposals in against.values() for proposal in proposals])
    return {key: _named_against(proposals, names, proposed) for key, proposals in against.items()}


def _named_against(
    proposals: Iterable[int], names: Mapping[int, tuple[str, str]], proposed: Collection[int]
) -> Against:
    """Return *proposals* by their names, those only *proposed* to be accepted apart."""
    named = [(names[proposal][0], proposal in proposed) for proposal in proposals]
    return Against(
        tuple(name for name, only_proposed in named if not only_proposed),
        tuple(name for name, only_proposed in named if only_proposed),
    )


def _accepted_against(accepted: Sequence[Edit], pending: Sequence[PendingRow]) -> list[int]:
    """Return the proposals of *accepted* that conflict on a paragraph with *pending* ones, each once."""
    own = {row.edit.proposal for row in pending}
    conflicts = conflicting_proposals(rivals(pending, accepted))
    return [key for key, against in conflicts.items() if key not in own and own.intersection(against)]


_NAMED = (
    select(Amendment.id, Party.code, Amendment.number, Amendment.code)
    .join(Party, Party.id == Amendment.sponsor_id)
    .where(Amendment.id.in_(bindparam("keys", expanding=True)))
)


def named(
    session: Session, keys: Collection[int], *, parties: Collection[int] | None = None
) -> dict[int, tuple[str, str]]:
    """
    Map each of the proposals *keys* to its name ("EGY 3") and code. One query, none for none.

    With *parties* those alone that one of them sponsors or co-sponsors.
    """
    if not keys or (parties is not None and not parties):
        return {}
    facts = {"keys": list(keys)} | ({} if parties is None else {"parties": list(parties)})
    rows = session.execute(_NAMED if parties is None else _NAMED.where(Amendment.id.in_(THEIRS)), facts)
    return {key: (f"{party} {number}", code) for key, party, number, code in rows}


# What asks for a new look ----------------------------------------------------------------------------


_SEEN, _VOID = aliased(Decision), aliased(Decision)
_AGREEMENT = aliased(Decision)


def _is_agreed_since(paragraph_id: Any, moment: Any) -> ColumnElement[bool]:
    """Return the condition that a level agreed a paragraph as it stands after a moment; both are columns."""
    return (
        select(_AGREEMENT.id)
        .where(
            _AGREEMENT.kind == DecisionKind.AGREE,
            _AGREEMENT.paragraph_id == paragraph_id,
            _AGREEMENT.at > moment,
            ~voided(_AGREEMENT.id),
            ~reopened(_AGREEMENT),
        )
        .exists()
    )


def _compromises_to_renew(session: Session, round_id: int) -> set[int]:
    """
    Return the paragraphs whose compromise saw a decision that was voided after it. One query.

    None that a level agreed as it stands since.
    """
    return set(
        session.scalars(
            live(
                select(Decision.paragraph_id)
                .join(
                    _SEEN,
                    and_(
                        _SEEN.round_id == Decision.round_id,
                        _SEEN.paragraph_id == Decision.paragraph_id,
                        _SEEN.sequence < Decision.sequence,
                    ),
                )
                .join(_VOID, and_(_VOID.voids_id == _SEEN.id, _VOID.sequence > Decision.sequence))
                .where(
                    Decision.round_id == round_id,
                    Decision.kind == DecisionKind.COMPROMISE,
                    ~_is_agreed_since(Decision.paragraph_id, _VOID.at),
                )
            )
        )
    )


# What waits for sponsors -----------------------------------------------------------------------------


_DISPOSED = aliased(Disposition)
_IS_DECIDED = (
    select(_DISPOSED.id).where(_DISPOSED.revision_id == Revision.id, ~voided(_DISPOSED.decision_id)).exists()
)
_SPONSORS = AnswerRow.party_id == Amendment.sponsor_id


def _published(round_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that the text which came out of the round *round_id* is circulated."""
    return (
        select(Circulation.id)
        .join(Round, Round.next_draft_id == Circulation.draft_id)
        .where(Round.id == round_id)
        .exists()
    )


def _unanswered(communique_id: int, round_id: int) -> Sequence[Select[int]]:
    proposals_ = (
        select(Amendment.id.label("id"))
        .join(Revision, IS_CURRENT)
        .where(Amendment.communique_id == communique_id, Amendment.stage == Stage.SUBMITTED)
    )
    on_verdicts = (
        proposals_.join(
            VerdictRow,
            (VerdictRow.revision_id == Revision.id) | (VerdictRow.next_revision_id == Revision.id),
        )
        .outerjoin(AnswerRow, and_(AnswerRow.verdict_id == VerdictRow.id, _SPONSORS))
        .where(
            AnswerRow.id.is_(None),
            ~_IS_DECIDED,
            _published(VerdictRow.round_id),
            ~_is_agreed_since(Revision.paragraph_id, VerdictRow.at),
        )
    )
    on_decisions = (
        proposals_.join(Disposition, Disposition.revision_id == Revision.id)
        .join(Decision, Decision.id == Disposition.decision_id)
        .outerjoin(AnswerRow, and_(AnswerRow.disposition_id == Disposition.id, _SPONSORS))
        .where(
            Decision.round_id == round_id,
            Disposition.outcome == Outcome.ABSORBED,
            ~voided(Decision.id),
            AnswerRow.id.is_(None),
            ~_published(Decision.round_id),
            ~_is_agreed_since(Decision.paragraph_id, Decision.at),
        )
    )
    on_entries = proposals_.outerjoin(AnswerRow, and_(AnswerRow.revision_id == Revision.id, _SPONSORS)).where(
        Amendment.from_floor.is_(True), Revision.made == "floor", AnswerRow.id.is_(None), ~_IS_DECIDED
    )
    return (on_verdicts, on_decisions, on_entries)
