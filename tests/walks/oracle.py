"""
What pages and files should say of a negotiation, worked out from the rows of its tables and the pure rules.

None of the queries of the store, none of the services and none of the pages is used: where they and this differ, one
of the two is wrong. It reads everything there is, for one moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation import brackets, conflicts
from acm_drafts.negotiation.consolidation import (
    WORDING_KINDS,
    Edit,
    conflicting_proposals,
    conflicts_among,
    consolidate_paragraph,
    restores,
)
from acm_drafts.negotiation.insertions import Insertion, new_paragraphs
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import proposal_label
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.status import (
    LastDecision,
    StatusFacts,
    agrees_with,
    is_agreed,
    known_standing,
    last_of,
    standing_by,
)
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    Outcome,
    PartyKind,
    Role,
    Scope,
    Stage,
    Standing,
)
from acm_drafts.store.records import (
    Adoption,
    Amendment,
    AnswerRow,
    BodyTerm,
    Circulation,
    Communique,
    Confirmation,
    Cosponsor,
    Decision,
    Discussion,
    DiscussionReader,
    Disposition,
    Draft,
    JournalLine,
    LineRow,
    Paragraph,
    Party,
    Position,
    Revision,
    Round,
    Silence,
    Sitting,
    VerdictRow,
    Wording,
)
from acm_drafts.text.brackets import holds_bracket

ADOPTED = (Outcome.ACCEPTED, Outcome.PART, Outcome.BRACKETED)

RESERVING = (
    "enter reservation",
    "change reservation",
    "receive instructions",
    "publish reservation",
    "keep reservation",
    "withdraw reservation",
)
"""The acts on reservations, whose lines have the code of one as their subject: written a second time on purpose."""


@dataclass
class Rows:
    """All rows of one communiqué, in plain lists and mappings by key; decisions that were voided are left out."""

    communique: Communique
    rounds: list[Round]
    drafts: list[Draft]
    circulated: dict[int, Circulation]
    lines: dict[int, list[LineRow]]
    wordings: dict[int, Wording]
    paragraphs: dict[int, Paragraph]
    parties: dict[int, Party]
    amendments: dict[int, Amendment]
    revisions: dict[int, list[Revision]]
    decisions: dict[int, Decision]
    dispositions: list[Disposition]
    verdicts: list[VerdictRow]
    answers: list[AnswerRow]
    cosponsors: set[tuple[int, int]]
    journal: list[JournalLine]
    sittings: list[Sitting]
    silences: list[Silence]
    taken: list[Position]
    terms: list[BodyTerm]
    discussions: list[Discussion]
    named: dict[int, frozenset[int]]
    """The parties that were named as readers of each discussion."""
    confirmed: set[int]
    """The decisions taken ad referendum that somebody confirmed."""
    is_adopted: bool

    @classmethod
    def read(cls, session: Session, communique: int) -> "Rows":
        def all_of(record: type[Any]) -> list[Any]:
            return list(session.scalars(select(record).order_by(*record.__table__.primary_key)))

        def own(record: type[Any]) -> list[Any]:
            return [row for row in all_of(record) if row.communique_id == communique]

        decisions = own(Decision)
        voided = {decision.voids_id for decision in decisions}
        live = {row.id: row for row in decisions if row.id not in voided and row.kind != "void"}
        amendments = {row.id: row for row in own(Amendment)}
        revisions: dict[int, list[Revision]] = {key: [] for key in amendments}
        for revision in own(Revision):
            revisions[revision.amendment_id].append(revision)
        written = {revision.id for rows in revisions.values() for revision in rows}
        named: dict[int, frozenset[int]] = {}
        for reader in all_of(DiscussionReader):
            named[reader.discussion_id] = named.get(reader.discussion_id, frozenset()) | {reader.party_id}
        lines: dict[int, list[LineRow]] = {}
        for line in sorted(own(LineRow), key=lambda row: row.position):
            lines.setdefault(line.draft_id, []).append(line)
        return cls(
            communique=session.get_one(Communique, communique),
            rounds=own(Round),
            drafts=own(Draft),
            circulated={row.draft_id: row for row in all_of(Circulation)},
            lines=lines,
            wordings={row.id: row for row in all_of(Wording)},
            paragraphs={row.id: row for row in own(Paragraph)},
            parties={row.id: row for row in all_of(Party)},
            amendments=amendments,
            revisions=revisions,
            decisions=live,
            dispositions=[row for row in all_of(Disposition) if row.decision_id in live],
            verdicts=[row for row in all_of(VerdictRow) if row.revision_id in written],
            answers=[row for row in all_of(AnswerRow) if row.amendment_id in amendments],
            cosponsors={(row.amendment_id, row.party_id) for row in all_of(Cosponsor)},
            journal=all_of(JournalLine),
            discussions=own(Discussion),
            named=named,
            sittings=own(Sitting),
            silences=own(Silence),
            taken=[row for row in own(Position) if row.amendment_id is not None],
            terms=all_of(BodyTerm),
            confirmed={row.decision_id for row in own(Confirmation)},
            is_adopted=bool(own(Adoption)),
        )

    def round(self, key: int) -> Round:
        return next(row for row in self.rounds if row.id == key)

    @cached_property
    def _revisions_by_key(self) -> dict[int, Revision]:
        return {row.id: row for group in self.revisions.values() for row in group}

    def revision(self, key: int) -> Revision:
        return self._revisions_by_key[key]

    def draft(self, key: int | None) -> Draft | None:
        return next((row for row in self.drafts if row.id == key), None)

    def printed(self, draft: int, paragraph: int) -> str | None:
        """Return what a paragraph says in a draft, None where it does not stand there."""
        for line in self.lines[draft]:
            if line.paragraph_id == paragraph:
                return self.wordings[line.wording_id].text
        return None

    def edit(self, revision: Revision, taken: Disposition | None = None) -> Edit:
        """Return a revision as the text sees it, or what a decision took of it."""
        amendment = self.amendments[revision.amendment_id]
        return Edit(
            amendment.id,
            AmendmentKind(amendment.kind),
            revision.paragraph_id,
            base=self.wordings[revision.base_id].text if revision.base_id else "",
            text=taken.text if taken else revision.text,
            after=revision.after_id or 0,
            other=revision.other_id or 0,
            parts=tuple(revision.parts),
            bracketed=bool(taken and taken.outcome == Outcome.BRACKETED),
            rank=taken.rank if taken else None,
            line_kind=LineKind(revision.kind),
            depth=revision.depth,
            numbered=revision.numbered,
        )

    def name(self, amendment: Amendment) -> str:
        return proposal_label(self.parties[amendment.sponsor_id].code, amendment.number)


@dataclass(frozen=True)
class Proposal:
    """A proposal as one reader knows it: what it says, where it stands, and up to which rounds (None: all)."""

    amendment: Amendment
    revision: Revision
    standing: Standing
    pending: bool
    name: str
    known: frozenset[int] | None = None
    only_proposed: bool = False
    lifted: bool = False
    settled: bool = False
    """Whether its reader knows that it needs no decision beside what was accepted in the round that runs."""

    @property
    def state(self) -> str:
        """What a page has in data-state: where it stands, and whether the Mission only proposes that."""
        if self.settled:
            return str(Standing.SETTLED)
        return f"{self.standing}-proposed" if self.only_proposed else str(self.standing)


def _was_in_conflict(known: Proposal) -> bool:
    """Return whether it was carried over in conflict and is not read as an earlier round left it."""
    return known.standing is Standing.CONFLICT and known.pending and known.known is None


def _paragraphs(known: Proposal) -> set[int | None]:
    return {known.revision.paragraph_id, known.revision.other_id}


Reckoned = tuple[Sequence["Proposal"], Sequence["Proposal"], Sequence[tuple[Edit, datetime]]]
"""Of a paragraph what is pending there, what of it needs a decision, and what was accepted."""


@dataclass(frozen=True)
class State:
    """What is to be told of a paragraph."""

    state: str
    pending: int
    level: str | None = None
    agreed_on: date | None = None
    ad_referendum: bool = False

    @property
    def drawn(self) -> str:
        """What a page has in data-state: agreed ad referendum apart from agreed."""
        return "ad-referendum" if self.ad_referendum else self.state


@dataclass
class Oracle:
    """What one reader should be told of one communiqué at one moment."""

    rows: Rows
    actor: Actor
    now: datetime
    _known: dict[int, Proposal | None] = field(default_factory=dict)
    _kept: dict[int, Proposal | None] = field(default_factory=dict)
    _waited: dict[int, Proposal] = field(default_factory=dict)
    """What waited when the text was adopted, as it was before that."""

    def __post_init__(self) -> None:
        self.actor = self.actor.at(self.rows.communique.meeting_id)

    # Rounds and drafts

    def sees_all(self, round_: Round) -> bool:
        """Return whether the reader reads all that is submitted in a round."""
        shown = round_.visibility == "all" or (round_.visibility == "deadline" and self.now > round_.deadline)
        facts = Facts(
            meeting=self.rows.communique.meeting_id,
            was_submitted=True,
            shown=shown,
            shown_to_chair=round_.chair_reads,
            circulated=round_.draft_id in self.rows.circulated,
        )
        return may(self.actor, Act.READ_AMENDMENT, facts)

    @property
    def drafts(self) -> list[Draft]:
        """The drafts that the reader may read, oldest first."""
        meeting = self.rows.communique.meeting_id
        return [
            draft
            for draft in self.rows.drafts
            if may(self.actor, Act.READ_DRAFT, Facts(meeting, circulated=draft.id in self.rows.circulated))
        ]

    @property
    def is_whole(self) -> bool:
        return bool(self.drafts) and self.drafts[-1] is self.rows.drafts[-1]

    @property
    def round(self) -> Round | None:
        """The last round on one of the drafts that the reader may read."""
        drafts = {draft.id for draft in self.drafts}
        return next((row for row in reversed(self.rows.rounds) if row.draft_id in drafts), None)

    @property
    def running(self) -> Round | None:
        return next((row for row in self.rows.rounds if row.closed_at is None), None)

    def result(self, round_id: int) -> Draft | None:
        """Return the draft that came out of a round, None where the reader may not read it."""
        draft = self.rows.draft(self.rows.round(round_id).next_draft_id)
        return draft if draft in self.drafts else None

    @property
    def withheld(self) -> str:
        """What is said of proposals that are not shown, "" where the reader reads all of them."""
        round_ = self.round
        if round_ is None or self.sees_all(round_) or round_.visibility == "all":
            return ""
        if round_.visibility == "deadline":
            return "Not shown until the deadline"
        return (
            "Shown to the Mission and the chair alone" if round_.chair_reads else "Shown to the Mission alone"
        )

    # Proposals

    def is_own(self, amendment: Amendment) -> bool:
        return amendment.sponsor_id in self.actor.own_parties()

    def has_part(self, amendment: Amendment) -> bool:
        """Return whether the reader writes for its sponsor or a co-sponsor."""
        joint = {party for key, party in self.rows.cosponsors if key == amendment.id}
        return bool(({amendment.sponsor_id} | joint) & self.actor.parties(*WRITES))

    def _rounds_read(self, amendment: Amendment) -> frozenset[int] | None:
        """Return up to which rounds a proposal is read: none, or None for all of them."""
        here = self.rows.round(amendment.round_id)
        if self.is_own(amendment):
            return None
        if amendment.number is None:
            return frozenset()
        if self.actor.holds(Role.MISSION) or self.has_part(amendment) or self.sees_all(here):
            return None
        for round_ in reversed(self.rows.rounds):
            if round_.number < here.number and self.sees_all(round_):
                lay_there = round_.closed_at is not None and amendment.submitted_at <= round_.closed_at
                before = (row.id for row in self.rows.rounds if row.number <= round_.number)
                return frozenset(before) if lay_there else frozenset()
        return frozenset()

    def proposal(self, key: int) -> Proposal | None:
        """Return a proposal as the reader knows it, None where they may not read it."""
        if key not in self._known:
            known = self._read(self.rows.amendments[key])
            if known and _was_in_conflict(known) and not self._is_disputed(known):
                known = replace(known, standing=Standing.CARRIED)
            self._known[key] = known
        return self._known[key]

    def _is_disputed(self, known: Proposal) -> bool:
        """Return whether what was carried over in conflict still is in conflict with something that is read."""
        read = [other for other in map(self._read, self.rows.amendments.values()) if other and other.pending]
        there = [other for other in read if known.revision.paragraph_id in _paragraphs(other)]
        running = self.running
        taken = []
        if running is not None and self.sees_all(running):
            taken = [edit for edit, _ in self._accepted(known.revision.paragraph_id)]
        amends = {other.amendment.id: other.amendment.amends_id for other in there}
        able = conflicts.rivals([self.rows.edit(other.revision) for other in there], taken, amends)
        return known.amendment.id in conflicting_proposals(able)

    @property
    def proposals(self) -> list[Proposal]:
        return [known for key in self.rows.amendments if (known := self.proposal(key))]

    def _read(self, amendment: Amendment) -> Proposal | None:
        known = self._rounds_read(amendment)
        if known is not None and not known:
            return None
        history = _History(self, amendment, known)
        standing, pending = history.standing()
        proposal = Proposal(
            amendment,
            history.says,
            standing,
            pending,
            self._name(amendment, known),
            known,
            history.is_only_proposed(standing),
            history.is_lifted,
        )
        if known is not None:
            since = [row for row in self.rows.rounds if row.id > max(known)]
            return replace(proposal, pending=pending and self.result(since[0].id) is None)
        if self.rows.is_adopted and (pending or standing is Standing.CONTESTED):
            self._waited[amendment.id] = proposal
            return replace(proposal, standing=Standing.LEFT_OPEN, pending=False, only_proposed=False)
        here = self.rows.round(amendment.round_id)
        if pending and not here.closed_at and self.sees_all(here):
            return replace(proposal, settled=self._is_settled(proposal))
        return proposal

    def _is_settled(self, proposal: Proposal) -> bool:
        """Return whether what a level accepted or agreed since, not the Mission alone, leaves nothing of it."""
        paragraph = proposal.revision.paragraph_id
        agreed = [
            (edit, at)
            for edit, at in self._accepted(paragraph)
            for history in [_History(self, self.rows.amendments[edit.proposal], None)]
            if not history.is_only_proposed(history.standing()[0])
        ]
        return not self._needs_decision(paragraph, proposal, agreed)

    def _name(self, amendment: Amendment, known: frozenset[int] | None) -> str:
        if amendment.number is None:
            return amendment.code
        round_ = self.rows.round(max(known) if known else amendment.round_id)
        circulation = self.rows.circulated.get(round_.draft_id)
        facts = Facts(
            meeting=self.rows.communique.meeting_id,
            sponsor=amendment.sponsor_id,
            attributed=bool(circulation and circulation.attributed),
            circulated=circulation is not None,
        )
        of_mission = self.rows.parties[amendment.sponsor_id].kind == PartyKind.MISSION
        is_named = of_mission or may(self.actor, Act.SEE_SPONSOR, facts)
        return self.rows.name(amendment) if is_named else amendment.code

    # Paragraphs

    def waiting(self, paragraph: int, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Return those of *proposals* that are pending and concern a paragraph, or what would follow it."""
        return [
            known
            for known in proposals
            if known.pending
            and (
                paragraph in (known.revision.paragraph_id, known.revision.other_id)
                or (known.amendment.kind == AmendmentKind.INSERT and known.revision.after_id == paragraph)
            )
        ]

    def state(self, paragraph: int) -> State:
        """Return what is told of a paragraph to who reads every proposal of the running round."""
        kept = [known for known in map(self.as_kept, self.rows.amendments) if known]
        whole = self._whole(paragraph, self.running)
        facts = {key: self._facts(key, kept) for key in whole}
        last = self._last(self._whole(paragraph, *self.rows.rounds), self.rows.decisions.values())
        return self._state(facts, paragraph, last)

    def known_state(self, paragraph: int) -> State:
        """Return the same to who does not read all proposals, as far as those that they read make it."""
        last_round = self.round
        waiting = self.waiting(
            paragraph,
            [
                self._waited.get(known.amendment.id, known)
                for known in self.proposals
                if (last_round and self.lies_on(known, last_round)) or self.has_part(known.amendment)
            ],
        )
        last = self._last(
            self._whole(paragraph, *[round_ for round_ in self.rows.rounds if round_.closed_at]),
            self._known_decisions(),
        )
        read = [row.id for row in self.rows.rounds if row.closed_at and self.sees_all(row)]
        before = last is not None and self.rows.decisions[last.key].round_id <= max(read, default=0)
        return self._state(
            {paragraph: (waiting, waiting, self._accepted(paragraph, self._known_decisions()))},
            paragraph,
            last,
            left_open=before,
        )

    def _facts(self, paragraph: int, kept: Sequence[Proposal]) -> Reckoned:
        waiting, accepted = self.waiting(paragraph, kept), self._accepted(paragraph)
        return (
            waiting,
            [known for known in waiting if self._needs_decision(paragraph, known, accepted)],
            accepted,
        )

    def _whole(self, paragraph: int, *rounds: Round | None) -> set[int]:
        """Return the paragraphs that joins accepted in *rounds* make one with a paragraph, itself among them."""
        keys = {round_.id for round_ in rounds if round_}
        into = {
            revision.other_id: revision.paragraph_id
            for row in self.rows.dispositions
            for revision in [self.rows.revision(row.revision_id)]
            if self.rows.decisions[row.decision_id].round_id in keys
            and row.outcome in ADOPTED
            and revision.other_id
        }

        def end(key: int) -> int:
            while key in into:
                key = into[key]
            return key

        return {key for key in {paragraph, *into, *into.values()} if end(key) == end(paragraph)}

    def joined_to(self, paragraph: int, *, before: Decision) -> int:
        """Return the paragraph in which another ended by the joins that were accepted *before* a decision."""
        for row in self.rows.dispositions:
            revision, decision = self.rows.revision(row.revision_id), self.rows.decisions[row.decision_id]
            is_join = row.outcome in ADOPTED and revision.other_id == paragraph
            if is_join and decision.at < before.at:
                return self.joined_to(revision.paragraph_id, before=before)
        return paragraph

    def as_kept(self, key: int) -> Proposal | None:
        """Return a proposal as it is kept, whoever may read it; None where it is not submitted."""
        if key not in self._kept:
            amendment = self.rows.amendments[key]
            history = _History(self, amendment, None)
            standing, pending = history.stood(history.now)
            kept = Proposal(amendment, history.now, standing, pending, self.rows.name(amendment))
            self._kept[key] = kept if amendment.stage == Stage.SUBMITTED else None
        return self._kept[key]

    def _accepted(
        self, paragraph: int, known: Collection[Decision] | None = None
    ) -> list[tuple[Edit, datetime]]:
        """Return what decisions of the running round accepted on a paragraph, *known* ones or all."""
        running = self.running
        return [
            (self.rows.edit(revision, row), decision.at)
            for row in self.rows.dispositions
            for decision in [self.rows.decisions[row.decision_id]]
            for revision in [self.rows.revision(row.revision_id)]
            if running and decision.round_id == running.id and row.outcome in ADOPTED
            if known is None or decision in known
            if paragraph == revision.paragraph_id
        ]

    def _needs_decision(
        self, paragraph: int, known: Proposal, accepted: Sequence[tuple[Edit, datetime]]
    ) -> bool:
        if known.revision.paragraph_id != paragraph:
            return True
        since = known.amendment.submitted_at
        return conflicts.needs_decision(self.rows.edit(known.revision), known.standing, accepted, since=since)

    def _state(
        self,
        facts: Mapping[int, Reckoned],
        paragraph: int,
        last: LastDecision | None,
        *,
        left_open: bool = False,
    ) -> State:
        """
        Return the state of a paragraph, of which and of what joins make one with it *facts* tell.

        *left_open*: what is read as an earlier round left it was there when the *last* decision was made, so that it
        left the paragraph open; a decision of a later round may have settled it, of which nothing is told.
        """
        waiting, left, accepted = facts[paragraph]
        count = 0 if self.rows.is_adopted else len(waiting)
        edits = [edit for edit, _ in accepted]
        bracketed = bool(last and last.in_brackets) or any(
            self._is_bracketed(key, [edit for edit, _ in taken]) for key, (_, _, taken) in facts.items()
        )
        changing = [
            known.amendment.submitted_at
            for key, (_, undecided, _) in facts.items()
            for known in undecided
            if (known.known is None or left_open) and not _follows(known, key)
        ]
        if is_agreed(last, changing, in_brackets=bracketed):
            assert last is not None
            return State("agreed", count, last.level, last.agreed_on, bool(last.unconfirmed))
        if self._disputes(paragraph, left, edits):
            return State("conflict", count)
        if bracketed:
            return State("brackets", count)
        if not left:
            return State("untouched" if last is None else "open", count)
        deferred = all(known.standing is Standing.DEFERRED for known in left)
        joined = any(known.revision.other_id == paragraph for known in left)
        return State("deferred" if deferred and not joined else "open", count)

    def _disputes(self, paragraph: int, left: Sequence[Proposal], accepted: Sequence[Edit]) -> bool:
        own = [known for known in left if known.revision.other_id != paragraph]
        amends = {known.amendment.id: known.amendment.amends_id for known in own}
        rivals = conflicts.rivals([self.rows.edit(known.revision) for known in own], accepted, amends)
        return len(rivals) > 1 and bool(conflicts_among(rivals))

    def _is_bracketed(self, paragraph: int, accepted: Sequence[Edit]) -> bool:
        """Return whether a paragraph holds brackets, as it is decided so far; a new one, as it is to come in."""
        text = self.rows.printed(self.rows.drafts[-1].id, paragraph)
        new = next((edit.text for edit in accepted if edit.kind is AmendmentKind.INSERT), "")
        if any(edit.bracketed for edit in accepted):
            return True
        kinds = [edit for edit in accepted if edit.kind in WORDING_KINDS or restores(edit)]
        fate = consolidate_paragraph(paragraph, text or new, kinds)
        words = fate.wording() if fate else text or new
        return holds_bracket(words or "")

    def _last(self, whole: Collection[int], decisions: Iterable[Decision]) -> LastDecision | None:
        """Return by which of *decisions* a paragraph stands: on the *whole* of it, or on what it was split off."""
        last: LastDecision | None = None
        retained: set[int] = set()
        for decision in sorted(decisions, key=lambda row: row.id):
            if decision.paragraph_id in whole or not set(whole).isdisjoint(self._parts(decision)):
                if decision.kind == DecisionKind.BRACKETS and self.result(decision.round_id) is None:
                    retained.add(decision.round_id)
                in_brackets = decision.round_id in retained
                waits = decision.ad_referendum and decision.id not in self.rows.confirmed
                fact = LastDecision(
                    decision.level,
                    decision.agreed_on,
                    decision.at,
                    in_brackets,
                    key=decision.id,
                    unconfirmed=frozenset({decision.id} if waits else ()),
                )
                last = last_of(last, fact, kind=decision.kind, decides=self._decides(decision))
        return last

    def _decides(self, decision: Decision) -> dict[int, datetime | None]:
        """Return the proposals that a decision decides, each with when it was submitted."""
        revisions = [
            self.rows.revision(row.revision_id)
            for row in self.rows.dispositions
            if row.decision_id == decision.id
        ]
        keys = [revision.amendment_id for revision in revisions]
        return {key: self.rows.amendments[key].submitted_at for key in keys}

    def _adopted_now(self) -> list[Edit]:
        running = self.running
        return [
            self.rows.edit(self.rows.revision(row.revision_id), row)
            for row in self.rows.dispositions
            if running
            and self.rows.decisions[row.decision_id].round_id == running.id
            and row.outcome in ADOPTED
        ]

    def _parts(self, decision: Decision) -> tuple[int, ...]:
        """Return what was split off the paragraph of a decision in its round: that was decided with it."""
        for row in self.rows.dispositions:
            revision, other = self.rows.revision(row.revision_id), self.rows.decisions[row.decision_id]
            same = (other.round_id, other.paragraph_id) == (decision.round_id, decision.paragraph_id)
            is_split = self.rows.amendments[revision.amendment_id].kind == AmendmentKind.SPLIT
            if same and is_split and row.outcome in ADOPTED:
                return tuple(revision.parts)
        return ()

    def _known_decisions(self) -> list[Decision]:
        """Return the decisions that the reader may know for certain: public ones, and those on what is theirs."""
        known = []
        for decision in self.rows.decisions.values():
            round_ = self.rows.round(decision.round_id)
            agreed = decision.level and decision.kind not in (DecisionKind.REJECT, DecisionKind.DEFER)
            public = round_.closed_at and (agreed or self.sees_all(round_))
            theirs = any(
                self.has_part(self.rows.amendments[self.rows.revision(row.revision_id).amendment_id])
                for row in self.rows.dispositions
                if row.decision_id == decision.id
            )
            if public or theirs or decision.kind == DecisionKind.REOPEN:
                known.append(decision)
        return known

    def rivals(self, known: Proposal) -> list[Proposal]:
        """
        Return the proposals of the running round, of those the reader reads, that a pending one stands against.

        They are pending, or were adopted in this round. None of what is read as an earlier round left it: its page
        tells of no conflict of now.
        """
        running = self.round
        if running is None or running.closed_at is not None or not known.pending or known.known:
            return []
        read = {other.amendment.id: other for other in self.proposals}
        there = {
            key: other
            for key, other in read.items()
            if other.pending
            and self.lies_on(other, running)
            and other.revision.paragraph_id == known.revision.paragraph_id
        }
        taken = [edit for edit, _ in self._accepted(known.revision.paragraph_id)]
        adopted = [edit for edit in taken if edit.proposal in read and not read[edit.proposal].known]
        amends = {key: other.amendment.amends_id for key, other in there.items()}
        able = conflicts.rivals([self.rows.edit(other.revision) for other in there.values()], adopted, amends)
        return [read[key] for key in conflicting_proposals(able).get(known.amendment.id, ())]

    def is_open(self, known: Proposal) -> bool:
        """Return whether a pending proposal still needs a decision."""
        paragraph = known.revision.paragraph_id
        return self._needs_decision(paragraph, known, self._accepted(paragraph))

    # New paragraphs, journal

    def numbers_of_new(self) -> dict[int, str]:
        """Return what each new paragraph prints that is proposed in the round, as far as the reader may read them."""
        round_ = self.round
        drafts = self.drafts
        if round_ is None or not drafts:
            return {}
        insertions = [
            Insertion(
                known.amendment.paragraph_id,
                known.revision.after_id or 0,
                known.revision.kind,
                known.revision.depth,
                known.revision.numbered,
            )
            for known in self.proposals
            if known.amendment.kind == AmendmentKind.INSERT and self.lies_on(known, round_)
            if known.pending or round_.draft_id == drafts[-1].id
        ]
        lines = [_Line.of(row, self.rows.wordings[row.wording_id]) for row in self.rows.lines[drafts[-1].id]]
        return {
            new.paragraph: new.reference
            for group in new_paragraphs(lines, insertions).values()
            for new in group
        }

    def lies_on(self, known: Proposal, round_: Round) -> bool:
        """
        Return whether a proposal is submitted in a round, as far as the reader knows.

        What was read last before hidden rounds lies on these alone: a later round that is read shows what lies there.
        It does until the text that came out of the first of them is read.
        """
        if known.known is not None:
            since = [row for row in self.rows.rounds if max(known.known) < row.id <= round_.id]
            is_hidden = bool(since) and not any(self.sees_all(row) for row in since)
            return known.pending and is_hidden and self.result(since[0].id) is None
        return known.amendment.stage == Stage.SUBMITTED and known.amendment.round_id == round_.id

    def reads_line(self, line: JournalLine) -> bool:
        """Return whether the reader reads a line of the journal."""
        if line.scope == Scope.PEOPLE:
            spoken_for = line.party_id in self.actor.parties(Role.HEAD, Role.ALTERNATE)
            return spoken_for or self.actor.holds(Role.ADMINISTRATOR)
        if line.scope in (Scope.PARTY, Scope.DISCUSSION):
            own = line.party_id in self.actor.own_parties()
            return own if line.scope == Scope.PARTY else line.subject in self.discussions()
        if line.scope == Scope.ALL:
            return self._reads_line_for_all(line)
        if line.scope == Scope.MISSION or self.actor.holds(Role.MISSION):
            return self.actor.holds(Role.MISSION)
        if line.scope in (Scope.SITTING, Scope.RECORD, Scope.SILENCE):
            return self._reads_line_of_body(line)
        if line.scope in (Scope.POSITION, Scope.RESERVATION, Scope.SMALL_GROUP):
            return self.reads_position(line)
        known = self.proposal(line.amendment_id or 0)
        if known is None or known.amendment.number is None:
            return self._was_shown(line) and self._names_who_spoke(line)
        return (known.known is None or line.round_id in known.known) and self._names_who_spoke(line)

    def _reads_line_for_all(self, line: JournalLine) -> bool:
        """Return whether the reader is a participant, or of the Group where a line is of no text and no meeting."""
        if line.communique_id is None and line.meeting_id is None:
            return self.actor.holds(Role.MISSION, Role.CHAIR, *WRITES)
        return may(self.actor, Act.READ_DRAFT, Facts(self.rows.communique.meeting_id, circulated=True))

    def _names_who_spoke(self, line: JournalLine) -> bool:
        """Return whether a line is no position on a proposal, or one that the reader is told: whose and which."""
        amendment = self.rows.amendments[line.amendment_id or 0]
        known = self.proposal(amendment.id)
        if line.act != "take position" or line.party_id in self.actor.parties(*WRITES):
            return True
        if amendment.sponsor_id in self.actor.own_parties():
            return True
        here = self.rows.round(amendment.round_id)
        shown = [row for row in self.rows.rounds if row.number < here.number and self.sees_all(row)]
        reads_now = known is not None and known.known is None
        read = here if reads_now or not shown else shown[-1]
        circulation = self.rows.circulated.get(read.draft_id)
        return circulation is not None and circulation.attributed

    def _in_group(self, code: str) -> set[int | None]:
        """Return the parties that are in a small group, as the journal tells."""
        parties: set[int | None] = set()
        for line in self.rows.journal:
            if line.subject == code and line.act in (
                "form small group",
                "add to small group",
                "change facilitator",
            ):
                parties.add(line.party_id)
            if line.subject == code and line.act == "take out of small group":
                parties.discard(line.party_id)
        return parties

    def discussions(self) -> set[str]:
        """Return the codes of the discussions that the reader reads: a party of theirs was named, and has not left."""
        own = self.actor.own_parties()
        return {
            row.code
            for row in self.rows.discussions
            for party in own & self.rows.named[row.id]
            if row.audience != "cosponsors"
            or party == self.rows.amendments[row.amendment_id].sponsor_id
            or (row.amendment_id, party) in self.rows.cosponsors
        }

    def reservations(self) -> tuple[list[str], list[str]]:
        """
        Return the codes of the reservations that the reader reads, as the journal tells: those that last, the others.

        Who reads any line about one reads how it stands now, for what was public stays public.
        """
        lines = [line for line in self.rows.journal if line.act in RESERVING]
        read = {line.subject for line in lines if self.reads_line(line)}
        ended = {line.subject for line in lines if line.act == "withdraw reservation"}
        return sorted(read - ended), sorted(read & ended)

    def reads_position(self, line: JournalLine) -> bool:
        """
        Return whether the reader knows of a position on a paragraph: their own, or where the text names who says.

        Of a reservation that was not public: their own. Of a small group: whose papers they read, and their own.
        """
        if line.party_id in self.actor.parties(*WRITES) or self.actor.holds(Role.MISSION):
            return True
        if line.scope == Scope.RESERVATION:
            return False
        if line.scope == Scope.SMALL_GROUP:
            return bool(self._in_group(line.subject) & self.actor.parties(*WRITES))
        round_ = self.rows.round(line.round_id or 0)
        circulation = self.rows.circulated.get(round_.draft_id)
        return circulation is not None and circulation.attributed and self.sees_all(round_)

    def is_asked_anew(self, proposal: Proposal) -> bool:
        """Return whether a proposal was rewritten since one of the reader's parties took a position on it."""
        own, key = self.actor.own_parties(), proposal.amendment.id
        last = max(
            (row.sequence for row in self.rows.revisions[key] if row.made in ("sponsor", "floor")), default=0
        )
        return any(
            row.amendment_id == key and row.party_id in own and (row.revision or 0) < last
            for row in self.rows.taken
        )

    def positions(self, paragraph: int, wording: int) -> dict[str, str]:
        """
        Return what each party says of a paragraph that says *wording*, by its code, as the journal tells it.

        What was said of another wording has "earlier" behind it.
        """
        now: dict[str, str] = {}
        before: dict[str, str] = {}
        for line in self.rows.journal:
            is_position = (line.scope, line.act) == (Scope.POSITION, "take position")
            is_about = is_position and line.paragraph_id == paragraph
            if not is_about or not self.reads_position(line):
                continue
            draft = self.rows.round(line.round_id or 0).draft_id
            said_of = next(row.wording_id for row in self.rows.lines[draft] if row.paragraph_id == paragraph)
            (now if said_of == wording else before)[line.subject] = line.after
        told = {code: f"{stance} earlier" for code, stance in before.items() if stance and code not in now}
        return told | {code: stance for code, stance in now.items() if stance}

    def _reads_line_of_body(self, line: JournalLine) -> bool:
        """Return whether a line is about what a body did that the reader chairs or belongs to."""
        if self.actor.holds(Role.CHAIR):
            return True
        acts, key = (
            (self.rows.silences, line.silence_id)
            if line.scope == Scope.SILENCE
            else (self.rows.sittings, line.sitting_id)
        )
        act = next(row for row in acts if row.id == key)
        terms = [
            term
            for term in self.rows.terms
            if term.body_id == act.body_id
            and term.starts_on <= act.day
            and (term.ends_on is None or term.ends_on >= act.day)
        ]
        chairs = {term.party_id for term in terms if term.role == "chair"}
        members = {term.party_id for term in terms if term.role == "member"}
        if not members:  # every body of the room is at a level at which all States sit
            members = {key for key, row in self.rows.parties.items() if row.kind == "state"}
        if chairs & self.actor.parties(Role.HEAD, Role.ALTERNATE):
            return True
        belongs = bool((members | chairs) & self.actor.own_parties())
        return belongs and (line.scope != Scope.RECORD or act.closed_at is not None)

    def _was_shown(self, line: JournalLine) -> bool:
        """Return whether a line is about a proposal that was public when it was written, though it is not any more."""
        amendment = self.rows.amendments[line.amendment_id or 0]
        if amendment.number is None or line.round_id is None:
            return False
        here, there = self.rows.round(amendment.round_id), self.rows.round(line.round_id)
        return any(
            there.number <= row.number < here.number and self.sees_all(row) for row in self.rows.rounds
        )


@dataclass(frozen=True)
class _Line:
    paragraph: int
    label: str
    kind: str
    depth: int

    @classmethod
    def of(cls, row: LineRow, wording: Wording) -> "_Line":
        return cls(row.paragraph_id, row.label, wording.kind, wording.depth)


def _follows(known: Proposal, paragraph: int) -> bool:
    """Return whether a proposal only brings in what would follow a paragraph."""
    return known.amendment.kind == AmendmentKind.INSERT and known.amendment.paragraph_id != paragraph


@dataclass
class _History:
    """What was made of one proposal, in the rounds that its reader knows of (None: all)."""

    oracle: Oracle
    amendment: Amendment
    known: frozenset[int] | None

    def __post_init__(self) -> None:
        rows, known = self.oracle.rows, self.known
        keys = {revision.id for revision in rows.revisions[self.amendment.id]}
        self.revisions = [
            r for r in rows.revisions[self.amendment.id] if known is None or r.round_id in known
        ]
        self.verdicts = [v for v in rows.verdicts if v.revision_id in keys and self._knows(v.round_id)]
        self.dispositions = [
            row
            for row in rows.dispositions
            if row.revision_id in keys and self._knows(rows.decisions[row.decision_id].round_id)
        ]
        self.answers = [
            row
            for row in rows.answers
            if row.amendment_id == self.amendment.id
            and row.party_id == self.amendment.sponsor_id
            and (self.known is None or row.at < self._since())
        ]
        self.now = self.revisions[-1]

    def _knows(self, round_id: int) -> bool:
        return self.known is None or round_id in self.known

    def _since(self) -> datetime:
        """Return when the round after those that are known was announced."""
        later = [row for row in self.oracle.rows.rounds if row.id not in (self.known or ())]
        return next(
            line.at
            for line in self.oracle.rows.journal
            if line.act == "open round" and line.round_id == later[0].id
        )

    def _disposition(self, revision: Revision) -> Disposition | None:
        return next((row for row in reversed(self.dispositions) if row.revision_id == revision.id), None)

    def _brought(self, revision: Revision) -> VerdictRow | None:
        return next((row for row in self.verdicts if row.next_revision_id == revision.id), None)

    def _ended(self, revision: Revision) -> VerdictRow | None:
        return next((row for row in self.verdicts if row.revision_id == revision.id), None)

    def stood(self, revision: Revision, *, ended: bool = True) -> tuple[Standing, bool]:
        """Return where the proposal stood with a revision; without *ended* before the verdict that ended it."""
        disposition, brought = self._disposition(revision), self._brought(revision)
        verdict = self._ended(revision) if ended else None
        stage = self.amendment.stage if self.known is None else Stage.SUBMITTED
        return standing_by(
            StatusFacts(
                stage,
                revision.made,
                disposition.outcome if disposition else None,
                verdict.verdict if verdict else None,
                brought.verdict if brought else None,
                self._is_objected_to(revision, disposition, brought, verdict),
            )
        )

    def _is_objected_to(
        self,
        revision: Revision,
        disposition: Disposition | None,
        brought: VerdictRow | None,
        verdict: VerdictRow | None,
    ) -> bool:
        """Return whether its sponsor's last word on the last thing that was made of it is an objection."""
        about: set[tuple[str, int]]
        if verdict:
            about = {("verdict", verdict.id)}
        elif disposition:
            about = {("disposition", disposition.id)}
        elif brought:
            about = {("verdict", brought.id), ("revision", revision.id)}
        elif revision.made == "rest":
            parted = [row for row in self.dispositions if row.outcome == Outcome.PART]
            about = {("disposition", parted[-1].id)} if parted else {("revision", revision.id)}
        else:
            about = {("revision", revision.id)}
        said = [
            row
            for row in self.answers
            if about & {(name, getattr(row, f"{name}_id")) for name in ("verdict", "disposition", "revision")}
        ]
        return bool(said) and said[-1].answer in (Answer.OBJECT, Answer.CONTEST)

    @property
    def _withheld(self) -> VerdictRow | None:
        """The last verdict, where the text that came with it may not be read yet."""
        verdict = self._ended(self.now) or self._brought(self.now)
        return verdict if verdict and self.oracle.result(verdict.round_id) is None else None

    @property
    def says(self) -> Revision:
        verdict = self._withheld
        if verdict is None:
            return self.now
        return next(revision for revision in self.revisions if revision.id == verdict.revision_id)

    def standing(self) -> tuple[Standing, bool]:
        """Return where the proposal is and whether it waits, as far as the reader knows."""
        withheld = self._withheld
        before = self.stood(self.says, ended=False) if withheld else self.stood(self.now)
        return known_standing(
            self.stood(self.now), before, withheld=withheld is not None, lifted=self._lifted()
        )

    def is_only_proposed(self, standing: Standing) -> bool:
        """
        Return whether it stands so by a decision without a level, and no level agreed its paragraph since.

        In an adopted text the Mission proposes nothing any more.
        """
        outcomes = {str(outcome) for outcome in Outcome}
        if (
            self.oracle.rows.is_adopted
            or standing not in outcomes
            or self.is_lifted
            or (self._ended(self.says) and not self._withheld)
        ):
            return False
        rows, decisions = self.dispositions, self.oracle.rows.decisions
        if standing is Standing.PART:
            rows = [row for row in rows if row.outcome == Outcome.PART]
        if not rows or decisions[rows[-1].decision_id].level is not None:
            return False
        last = decisions[self.dispositions[-1].decision_id]
        waits = last.ad_referendum and last.id not in self.oracle.rows.confirmed
        is_final = last.level is not None and not waits
        return is_final or not any(self._agrees_since(row, last) for row in decisions.values())

    def _agrees_since(self, agreement: Decision, last: Decision) -> bool:
        """
        Return whether a level agreed the paragraph of a decision after it, as far as the reader knows.

        Where a join made that part of another paragraph, it is agreed with the other from then on.
        """
        round_ = self.oracle.rows.round(agreement.round_id)
        return (
            agreement.level is not None
            and agrees_with(agreement.kind, outcome=self.dispositions[-1].outcome)
            and agreement.at > last.at
            and agreement.paragraph_id == self.oracle.joined_to(last.paragraph_id, before=agreement)
            and self._knows(agreement.round_id)
            and (self.oracle.sees_all(round_) or round_.closed_at is not None)
            and not self._is_reopened(agreement)
        )

    def _is_reopened(self, agreement: Decision) -> bool:
        """Return whether the paragraph of an agreement was reopened after it."""
        return any(
            row.kind == DecisionKind.REOPEN
            and row.paragraph_id == agreement.paragraph_id
            and row.id > agreement.id
            for row in self.oracle.rows.decisions.values()
        )

    @property
    def is_lifted(self) -> bool:
        """Whether a later text lifted the brackets round its words: then nothing is expected of who proposed that."""
        return self._lifted() is not None

    def _lifted(self) -> Standing | None:
        """Return where words retained in brackets are since a later text lifted these, None where none did."""
        disposition = self._disposition(self.now)
        if disposition is None or disposition.outcome != Outcome.BRACKETED:
            return None
        rows = self.oracle.rows
        landed = self.oracle.result(rows.decisions[disposition.decision_id].round_id)
        if landed is None:
            return None
        later = [draft for draft in self.oracle.drafts if draft.sequence >= landed.sequence]
        texts = [t for draft in later if (t := rows.printed(draft.id, self.now.paragraph_id)) is not None]
        edit = rows.edit(self.now)
        if not texts or brackets.since(edit, texts) is None:
            return None
        return brackets.lifted(edit, texts[-1]).standing
