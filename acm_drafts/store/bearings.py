"""
Where proposals are now, as far as one reader may know: their standing, and the place of their words.

`Bearings` are read once for a communiqué and then answer for any number of its proposals. A
closing whose text is not circulated is known to the Mission alone, and so is what it made of
each proposal: until then a proposal stands for everybody else where it stood before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.terms import Outcome, PartyKind, Role, Standing
from acm_drafts.store import queries, texts, voices
from acm_drafts.store.docket import Entry, Facts, standing_by
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import Amendment, Communique, Disposition, Revision, VerdictRow
from acm_drafts.store.texts import Row, Shelf


@dataclass(frozen=True, slots=True)
class Successor:
    """What took a proposal in: a compromise, or an accepted amendment to it. *name* is "" where it may not be told."""

    revision: Revision
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """
    Where one proposal is, for one reader.

    *spots*: the lines of *issue* (the newest draft of the reader) that its paragraph is in now,
    more than one after a split, none where it is gone or only proposed. *place*: of a new
    paragraph or a move the line it is to follow, None for the beginning or a place that is gone.
    *landed*: the draft that came out of the round which decided on it, if the reader may read it.
    *withheld*: the round is closed, and what became of it is told with the next text.
    """

    standing: Standing
    pending: bool
    setting: Setting
    issue: Issue
    spots: tuple[Row, ...] = ()
    place: Row | None = None
    landed: Issue | None = None
    verdict: VerdictRow | None = None
    successor: Successor | None = None
    withheld: bool = False


@dataclass(slots=True)
class Bearings:
    """What a reader may know of a communiqué; see `take`."""

    actor: Actor
    shelf: Shelf
    rows: dict[int, Row]
    came_from: Mapping[int, list[int]]
    settings: Mapping[int, Setting]
    """By the key of the round."""
    successors: dict[int, Successor] = field(default_factory=dict)

    def setting(self, entry: Entry) -> Setting:
        return self.settings[entry.amendment.round_id]

    def name(self, entry: Entry) -> str:
        """Return what the reader may call a proposal."""
        return voices.name_for(self.actor, self.setting(entry), entry)

    def verdict(self, entry: Entry) -> VerdictRow | None:
        """Return the last verdict on a proposal, None where there is none that the reader may know."""
        verdict = entry.verdict or entry.brought_by
        return None if verdict is None or self.withheld(entry) else verdict

    def withheld(self, entry: Entry) -> bool:
        """Return whether the last verdict belongs to a closing whose text the reader may not read yet."""
        verdict = entry.verdict or entry.brought_by
        return verdict is not None and self.result_of(verdict.round_id) is None

    def contestable(self, entry: Entry) -> bool:
        """Return whether the text that came out of the round of *entry* is still to be circulated."""
        issue = self.result_of(entry.amendment.round_id)
        return issue is None or issue.circulation is None

    def result_of(self, round_id: int) -> Issue | None:
        """Return the draft that came out of a round, None where there is none or the reader may not read it."""
        key = self.settings[round_id].round.next_draft_id
        return next((issue for issue in self.shelf.issues if issue.draft.id == key), None)

    def spots(self, paragraph: int) -> tuple[Row, ...]:
        """Return the lines of the newest draft that a paragraph is in now: itself, or what came from it."""
        found: dict[int, Row] = {}
        seen, waiting = {paragraph}, [paragraph]
        while waiting:
            key = waiting.pop(0)
            if key in self.rows:
                found[key] = self.rows[key]
            heirs = [heir for heir in self.came_from.get(key, ()) if heir not in seen]
            if key == paragraph or key not in self.rows:
                waiting += heirs
                seen.update(heirs)
        return tuple(found.values())

    def add_successors(self, session: Session, entries: Iterable[Entry]) -> None:
        """Read what took in those of *entries* that were absorbed. One query, none where there are none."""
        absorbed = [
            e.decision.id
            for e in entries
            if e.decision and e.disposition and e.disposition.outcome == Outcome.ABSORBED
        ]
        if absorbed:
            self.successors |= successors(session, self, absorbed)

    def where(self, entry: Entry) -> Whereabouts:
        """Return where the proposal of *entry* is."""
        withheld = self.withheld(entry)
        standing, pending = (_before(entry), True) if withheld else (entry.standing, entry.pending)
        successor = self.successors.get(entry.decision.id) if entry.decision else None
        absorbed = entry.disposition is not None and entry.disposition.outcome == Outcome.ABSORBED
        taken = successor.revision.paragraph_id if successor and absorbed else entry.amendment.paragraph_id
        return Whereabouts(
            standing,
            pending,
            self.setting(entry),
            self.shelf.newest,
            spots=self.spots(taken),
            place=self.rows.get(entry.revision.after_id or 0),
            landed=self.result_of(entry.decision.round_id) if entry.decision else None,
            verdict=self.verdict(entry),
            successor=successor if absorbed else None,
            withheld=withheld,
        )


def take(session: Session, communique: Communique, actor: Actor, entries: Iterable[Entry] = ()) -> Bearings:
    """
    Return the bearings of *actor* in a communiqué, for *entries* with what absorbed them. Four queries at most.

    Raises NotFound where the reader may not read any draft of it.
    """
    shelf = texts.shelf(session, communique.id, actor)
    rows = {row.paragraph: row for row in texts.rows(session, shelf.newest.draft.id)}
    came_from: dict[int, list[int]] = {}
    for paragraph, ancestor in texts.descents(session, communique.id):
        came_from.setdefault(ancestor, []).append(paragraph)
    settings = {setting.round.id: setting for setting in shelf.settings}
    bearings = Bearings(actor, shelf, rows, came_from, settings)
    bearings.add_successors(session, entries)
    return bearings


def successors(session: Session, bearings: Bearings, decisions: Iterable[int]) -> dict[int, Successor]:
    """
    Return by decision the words it adopted, for those whose proposals it absorbed. One query.

    A sponsor is asked about a compromise and so reads it, though the round may show nothing else.
    """
    rows = session.scalars(
        select(Disposition)
        .join(Disposition.revision)
        .join(Revision.amendment)
        .join(Amendment.sponsor)
        .where(Disposition.decision_id.in_(list(decisions)), Disposition.outcome == Outcome.ACCEPTED)
        .options(
            contains_eager(Disposition.revision)
            .contains_eager(Revision.amendment)
            .contains_eager(Amendment.sponsor)
        )
    )
    return {row.decision_id: _successor(bearings, row.revision) for row in rows}


def _successor(bearings: Bearings, revision: Revision) -> Successor:
    amendment = revision.amendment
    setting = bearings.settings[amendment.round_id]
    own = amendment.sponsor_id in bearings.actor.parties(*WRITES, Role.MISSION)
    if not own and not queries.sees_all(bearings.actor, setting):
        return Successor(revision, "", "")
    named = own or amendment.sponsor.kind == PartyKind.MISSION or setting.issue.attributed
    named = named or bearings.actor.holds(Role.MISSION)
    name = f"{amendment.sponsor.code} {amendment.number}" if named else amendment.code
    return Successor(revision, name, amendment.code)


def _before(entry: Entry) -> Standing:
    """Return where a proposal stood before its last verdict, as far as its present revision tells."""
    if entry.verdict is None:
        return Standing.PENDING
    outcome = entry.disposition.outcome if entry.disposition else None
    return standing_by(Facts(entry.amendment.stage, entry.revision.made, outcome))[0]
