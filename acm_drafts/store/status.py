"""
Where each proposal is now, as far as one reader may know it.

`Statuses` are read once for a communiqué and answer for any number of its proposals. What a closing made of a
proposal is told when the next draft is circulated; until then it stands where it stood before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from acm_drafts.negotiation.conflicts import needs_decision
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.status import agrees_with, is_only_proposed, is_turned_down, known_standing
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, PartyKind, Stage, Standing, Verdict
from acm_drafts.store.absorption import (
    Successor,
    Superseding,
    absorbing_proposals,
    find_absorbing,
    find_superseding,
    successor_for,
    successor_remains,
    superseding_of,
    what_remains,
)
from acm_drafts.store.amendment_rows import AdoptedRow, adopted_on
from acm_drafts.store.amendments import AmendmentRecord, standing_before
from acm_drafts.store.brackets import Unbracketed, contests_lifting, unbracketed_for
from acm_drafts.store.conflicts import undisputed_among
from acm_drafts.store.decisions import PartialAcceptance, partial_acceptance
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.joins import agreements_since
from acm_drafts.store.records import (
    IS_CURRENT,
    Amendment,
    AnswerRow,
    Communique,
    Decision,
    Disposition,
    Draft,
    LineRow,
    Party,
    Revision,
    VerdictRow,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet, Lineage, TextRow, draft_set, load_lineage, text_rows
from acm_drafts.store.visibility import (
    knows_decision,
    name_for,
    sees_all_proposals,
    sees_cosponsors,
    sees_sponsor,
)
from acm_drafts.text.alternatives import encloses
from acm_drafts.text.language import as_read
from acm_drafts.text.uptake import Remains

_TAKEN = (Outcome.ACCEPTED, Outcome.PART)


@dataclass(frozen=True, slots=True)
class Absorption:
    """The decision that put the words into the text for which a closing absorbed a proposal, as told to the reader."""

    decision: Decision
    outcome: Outcome
    by: Successor | None = None
    """The proposal whose words they are, None where there are several, or where it may not be told."""


@dataclass(frozen=True, slots=True)
class Status:
    """
    Where one proposal is, for one reader.

    *spots*: the lines of *version* (the newest draft of the reader) that its paragraph is in now,
    all of them after a split, none where it is gone or only proposed. *place*: of a new
    paragraph or a move the line it is to follow, None for the beginning or a place that is gone.
    *joins*: of a join the line that it takes in, None where that is no longer a line of its own.
    *landed*: the draft that came out of the round which decided on it, if the reader may read it.
    *came*: of what was accepted in part, the same of the round that took the part.
    *contest*: what its sponsor holds against the last thing that was made of it, until the Mission decides
    again. *heard*: what all its sponsors said of that, if one objects; *named*: they may be told by name.
    *withheld*: the round is closed, and what became of it is told with the next text. Until then
    it stands where it stood, in the words that were told.
    *says*: the revision that the reader knows. *disposition*: what was decided on it last, *first* on an
    earlier revision. *parted*: where it was accepted in part, its changes and which of them were *taken*.
    *unbracketed*: brackets that a later text lifted, *contested_lifting* where its sponsor contests that. *amended*: of
    what was adopted, the decisions by which its words are no longer as it brought them. *remains*: how much of the
    words that are told to be in *spots* is there; of what was absorbed, of the words that absorbed it. *judged*: the
    draft that came with its last verdict. *account*: of what a closing absorbed, the decision that put its words there.
    *proposed*: of what changes a paragraph that is not in the text yet, the proposal that brings it. *agreement*: of
    what was decided without a level, or ad referendum, by what its paragraph was agreed since; *reopened*: of what a
    level agreed, the day on which its paragraph was reopened since; *only_proposed*: it stands so because the Mission
    proposes it, and no level agreed that. *adopted*: the text is, so that the Mission proposes nothing in it any more.
    *ended_with_decision*: a decision wrote it, and it ended when that no longer counted.
    """

    standing: Standing
    pending: bool
    context: RoundContext
    version: DraftVersion
    spots: tuple[TextRow, ...] = ()
    place: TextRow | None = None
    joins: TextRow | None = None
    landed: DraftVersion | None = None
    came: DraftVersion | None = None
    verdict: VerdictRow | None = None
    successor: Successor | None = None
    withheld: bool = False
    says: Revision | None = None
    disposition: Disposition | None = None
    first: Disposition | None = None
    parted: PartialAcceptance | None = None
    unbracketed: Unbracketed | None = None
    amended: tuple[Superseding, ...] = ()
    remains: Remains = Remains.ALL
    judged: DraftVersion | None = None
    account: Absorption | None = None
    proposed: Successor | None = None
    contest: AnswerRow | None = None
    contested_lifting: Unbracketed | None = None
    heard: tuple[tuple[Party, AnswerRow], ...] = ()
    named: bool = False
    agreement: Decision | None = None
    reopened: date | None = None
    adopted: bool = False
    only_proposed: bool = False
    ended_with_decision: bool = False

    @property
    def is_as_kept(self) -> bool:
        """Whether its paragraph says what it said when a proposal to keep it was written."""
        if self.says is None or self.says.base is None or len(self.spots) != 1:
            return False
        return as_read(self.spots[0].text) == as_read(self.says.text)

    @property
    def enclosed(self) -> bool:
        """Whether all words that were accepted of it stand in brackets now; False where that is not sure."""
        dispositions = (self.disposition, self.first)
        taken = next((row for row in dispositions if row and row.outcome in _TAKEN), None)
        if taken is None or len(self.spots) != 1:
            return False
        base = taken.revision.base.text if taken.revision.base else ""
        return encloses(self.spots[0].text, base, taken.text)

    @property
    def is_part_only_proposed(self) -> bool:
        """Whether the Mission only proposes what was taken of it in part."""
        parts = (row for row in (self.disposition, self.first) if row and row.outcome == Outcome.PART)
        return any(row.decision.level is None for row in parts) and self.agreement is None

    @property
    def effected(self) -> bool:
        """Whether the reader may read the text that its adoption led to; of a part, the text with that part."""
        if (
            self.standing is Standing.ABSORBED
        ):  # a part that came before says nothing of what it is merged into
            return self.landed is not None
        return self.came is not None or (self.landed is not None and self.parted is None)

    @property
    def turned_down(self) -> bool:
        """Whether it, or the rest of it, was not accepted, and it is not before the Mission again."""
        return is_turned_down(self.standing, pending=self.pending, lifted=self.unbracketed is not None)

    @property
    def is_rejected_whole(self) -> bool:
        """Whether a decision that the reader may know rejected it, and nothing was accepted of it before."""
        return self.standing is Standing.REJECTED and not (self.parted or self.withheld)

    @property
    def is_accepted_and_amended(self) -> bool:
        """Whether it was accepted, and decisions since put other words in the place of its own."""
        return bool(self.amended) and self.standing is Standing.ACCEPTED and not self.unbracketed

    @property
    def came_before(self) -> bool:
        """Whether its words came with a text before the newest, so that they may have been amended since."""
        brought = self.judged if self.verdict is not None else self.came or self.landed
        return brought is not None and brought.draft.id != self.version.draft.id

    @property
    def lines(self) -> tuple[TextRow, ...]:
        """The lines that it is about: its `spots`, and of a join also the one that would be taken in."""
        return (*self.spots, self.joins) if self.joins and self.joins not in self.spots else self.spots


@dataclass(slots=True)
class Statuses:
    """What a reader may know of a communiqué; see `take`."""

    actor: Actor
    drafts: DraftSet
    rows: dict[int, TextRow]
    lineage: Lineage
    contexts: Mapping[int, RoundContext]
    """By the key of the round."""
    successors: dict[int, Successor] = field(default_factory=dict)
    unbracketed: dict[int, Unbracketed] = field(default_factory=dict)
    accounts: dict[int, Absorption] = field(default_factory=dict)
    """By the key of the verdict."""
    superseding: dict[int, tuple[Superseding, ...]] = field(default_factory=dict)
    proposed: dict[int, Successor] = field(default_factory=dict)
    """By the new paragraph that somebody proposes."""
    settled: set[int] = field(default_factory=set)
    """The pending proposals that what was accepted beside them settles, as far as the reader knows."""
    undisputed: set[int] = field(default_factory=set)
    """The proposals carried over in conflict whose rivals are gone since, as far as the reader knows."""
    ended_with_decision: set[int] = field(default_factory=set)
    """The proposals that a decision wrote and that ended with it."""

    def context(self, record: AmendmentRecord) -> RoundContext:
        return self.contexts[record.amendment.round_id]

    def name(self, record: AmendmentRecord) -> str:
        """Return what the reader may call a proposal."""
        return name_for(self.actor, self.context(record), record)

    def verdict(self, record: AmendmentRecord) -> VerdictRow | None:
        """Return the last verdict on a proposal, None where there is none that the reader may know."""
        verdict = record.verdict or record.brought_by
        return None if verdict is None or self.withheld(record) else verdict

    def withheld(self, record: AmendmentRecord) -> bool:
        """
        Return whether what became of a proposal belongs to a closing whose text the reader may not read yet:

        its last verdict, or the wording on which it stands again since it was contested.
        """
        verdict = record.verdict or record.brought_by
        if verdict is not None:
            return self.result_of(verdict.round_id) is None
        base = record.revision.base if record.prior else None
        return base is not None and base.round_id is not None and self.result_of(base.round_id) is None

    def unpublished(self, round_id: int) -> bool:
        """Return whether the text that comes out of a round is still to be circulated."""
        version = self.result_of(round_id)
        return version is None or version.circulation is None

    def published(self, round_id: int) -> bool:
        """Return whether the reader may read the text that came out of a round."""
        return self.result_of(round_id) is not None

    def _landed(self, records: Iterable[AmendmentRecord]) -> dict[int, DraftVersion]:
        """Return the draft that came out of the round that decided on each of *records*, by the key of the proposal."""
        versions = {
            e.amendment.id: self._result_of_decision(e.earlier if contests_lifting(e) else e.disposition)
            for e in records
        }
        return {key: version for key, version in versions.items() if version}

    def lifting(self, record: AmendmentRecord) -> Unbracketed | None:
        """Return how the brackets round a proposal's words were lifted; None where they stand or never were."""
        return None if contests_lifting(record) else self.unbracketed.get(record.amendment.id)

    def result_of(self, round_id: int) -> DraftVersion | None:
        """Return the draft that came out of a round, None where there is none or the reader may not read it."""
        key = self.contexts[round_id].round.next_draft_id
        return next((version for version in self.drafts.versions if version.draft.id == key), None)

    def _result_of_decision(self, disposition: Disposition | None) -> DraftVersion | None:
        """Return the draft that came out of the round that decided so, None as in `result_of`."""
        return self.result_of(disposition.decision.round_id) if disposition else None

    def learn(self, session: Session, records: Iterable[AmendmentRecord]) -> None:
        """
        Read what is told of *records* beside themselves. Fourteen queries at most, none for what there is not.

        What took in those that were absorbed or put their words into the text, which brackets were lifted
        and how, the proposals that bring the paragraphs that are not in the text yet, and what settles pending ones.
        """
        records = list(records)
        absorbed = [e.decision.id for e in records if e.decision and e.outcome is Outcome.ABSORBED]
        if absorbed:
            self.successors |= absorbing_proposals(session, self.actor, self.contexts, absorbed)
        self.unbracketed |= unbracketed_for(
            session,
            self.actor,
            self.contexts,
            entries=records,
            landed=self._landed(records),
            versions=self.drafts.versions,
        )
        self.superseding |= find_superseding(session, self.actor, self.contexts, records, self.published)
        self.accounts |= _accounts(session, self, records)
        unknown = {e.amendment.paragraph_id for e in records if e.kind is not AmendmentKind.INSERT}
        unknown = {key for key in unknown if not self.lineage.lines(key, self.rows)}
        if unknown:
            self.proposed |= _proposed(session, self, unknown)
        self.learn_settled(session, records)
        self.ended_with_decision |= _ended_with_decision(session, records)

    def learn_settled(self, session: Session, records: Iterable[AmendmentRecord]) -> None:
        """Read which pending ones of *records* are settled, or in conflict no longer. Six queries at most."""
        records = list(records)
        self.settled |= settled_among(session, self.actor, self.contexts, records)
        self.undisputed |= undisputed_among(session, self.actor, self.drafts, records)

    def says(self, record: AmendmentRecord) -> Revision:
        """Return what a proposal says, as far as the reader knows: no wording of a text that is not circulated."""
        if not self.withheld(record):
            return record.revision
        return record.before.revision if record.before else record.prior or record.revision

    def as_known(self, record: AmendmentRecord) -> AmendmentRecord:
        """Return *record* with the revision that the reader knows."""
        return replace(record, revision=self.says(record))

    def where(self, record: AmendmentRecord) -> Status:
        """Return where the proposal of *record* is."""
        standing, pending = self._known_standing(record)
        says, disposition, part = self.says(record), record.last_disposition, record.last_part
        successor = self._absorbed_into(record)
        paragraph = successor.revision.paragraph_id if successor else says.paragraph_id
        spots = self._spots(record, paragraph, self._draft_of(record).sequence)
        return Status(
            standing,
            pending,
            self.context(record),
            self.drafts.newest,
            spots=spots,
            place=self.rows.get(says.after_id or 0),
            joins=self.rows.get(says.other_id or 0),
            landed=self._result_of_decision(disposition),
            came=self._result_of_decision(part),
            verdict=self.verdict(record),
            successor=successor,
            withheld=self.withheld(record),
            says=says,
            disposition=disposition,
            first=record.earlier if record.disposition else None,
            parted=partial_acceptance(part),
            unbracketed=self.lifting(record),
            amended=superseding_of(record, self.superseding.get(record.amendment.id, ()), spots),
            remains=successor_remains(successor, spots) if successor else what_remains(record, spots),
            judged=self._judged(record),
            account=self._account_of(record),
            proposed=self.proposed.get(paragraph),
            contest=record.contest,
            contested_lifting=self.unbracketed.get(record.amendment.id) if contests_lifting(record) else None,
            heard=record.heard,
            named=self._may_name(record),
            agreement=self._agreement(record),
            reopened=record.reopened,
            adopted=self.drafts.is_adopted,
            only_proposed=self._is_only_proposed(record, standing),
            ended_with_decision=record.amendment.id in self.ended_with_decision,
        )

    def _may_name(self, record: AmendmentRecord) -> bool:
        sees = sees_cosponsors if record.cosponsors else sees_sponsor
        return sees(self.actor, self.context(record), record)

    def _judged(self, record: AmendmentRecord) -> DraftVersion | None:
        verdict = self.verdict(record)
        return self.result_of(verdict.round_id) if verdict is not None else None

    def _agreement(self, record: AmendmentRecord) -> Decision | None:
        return known_agreement(self.actor, self.contexts, record)

    def is_only_proposed(self, record: AmendmentRecord) -> bool:
        """Return whether *record* is where it is because the Mission proposes so, as far as the reader knows."""
        standing, _pending = self._known_standing(record)
        return self._is_only_proposed(record, standing)

    def _is_only_proposed(self, record: AmendmentRecord, standing: Standing) -> bool:
        """Return whether *record* is where it is because the Mission proposes so, as far as the reader knows."""
        if self.drafts.is_adopted:
            return False  # what the Mission proposed was adopted, or left out, with the text
        unbracketed = self.lifting(record)
        if unbracketed is not None:
            decision = unbracketed.decision
            return decision is not None and is_only_proposed(
                standing, level=decision.level, agreed_since=self._agreement(record) is not None
            )
        ended = record.verdict is not None and not self.withheld(record)
        return not ended and stands_as_proposed(record, standing, self._agreement(record))

    def _known_standing(self, record: AmendmentRecord) -> tuple[Standing, bool]:
        unbracketed = self.lifting(record)
        standing, pending = known_standing(
            (record.standing, record.pending),
            standing_before(record),
            withheld=self.withheld(record),
            lifted=unbracketed.lifted.standing if unbracketed else None,
            settled=record.amendment.id in self.settled,
            disputed=record.amendment.id not in self.undisputed,
            adopted=self.drafts.is_adopted and record.last_shown is None,
        )
        return standing, pending and not self._has_outcome(record)

    def _has_outcome(self, record: AmendmentRecord) -> bool:
        """Return whether a hidden round dealt with what was shown before it, so that nobody can say that it waits."""
        read = {version.draft.id for version in self.drafts.versions}
        return record.last_shown is not None and record.last_shown.is_over(read)

    def _absorbed_into(self, record: AmendmentRecord) -> Successor | None:
        """Return the proposal that a decision absorbed *record* into, None where none did."""
        if record.decision is None or record.outcome is not Outcome.ABSORBED:
            return None
        return self.successors.get(record.decision.id)

    def _draft_of(self, record: AmendmentRecord) -> Draft:
        """Return the draft of the round that decided last on a proposal; of an undecided one, that of its own round."""
        disposition = record.last_disposition
        return self.contexts[
            disposition.decision.round_id if disposition else record.amendment.round_id
        ].version.draft

    def _account_of(self, record: AmendmentRecord) -> Absorption | None:
        return self.accounts.get(record.verdict.id) if record.verdict else None

    def _spots(self, record: AmendmentRecord, paragraph: int, since: int) -> tuple[TextRow, ...]:
        """Return the lines that a proposal is in: the one whose present wording it stands on, else what that became."""
        says, row = self.says(record), self.rows.get(paragraph)
        if row is not None and says.paragraph_id == paragraph and says.base_id == row.wording:
            return (row,)
        lines = self.lineage.lines(paragraph, self.rows, since)
        if lines or record.kind is not AmendmentKind.INSERT or self._ending(record) != Verdict.ABSORBED:
            return lines
        return self._others_words(record)

    def _ending(self, record: AmendmentRecord) -> str | None:
        return record.verdict.verdict if record.verdict and not self.withheld(record) else None

    def _others_words(self, record: AmendmentRecord) -> tuple[TextRow, ...]:
        """Return where the words of a new paragraph stand that another brought in: its line, or those alike."""
        account = self._account_of(record)
        if account and account.by:
            return self.lineage.lines(account.by.revision.paragraph_id, self.rows)
        words = as_read(self.says(record).text)
        return tuple(row for row in self.rows.values() if as_read(row.text) == words)


def _ended_with_decision(session: Session, records: Iterable[AmendmentRecord]) -> frozenset[int]:
    """
    Return the keys of those of *records* that a decision wrote and that ended when it no longer counted.

    So ends the Mission's own words of a compromise that is voided, or taken again. One query, none where nothing of the
    Mission ended.
    """
    ended = [
        record.amendment.id
        for record in records
        if record.amendment.stage == Stage.WITHDRAWN and record.amendment.sponsor.kind == PartyKind.MISSION
    ]
    if not ended:
        return frozenset()
    rows = (
        select(Revision.amendment_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .join(Disposition, Disposition.revision_id == Revision.id)
        .join(Decision, Decision.id == Disposition.decision_id)
        .where(Revision.amendment_id.in_(ended), Decision.at == Amendment.submitted_at)
    )
    return frozenset(session.scalars(rows))


def settled_among(
    session: Session, actor: Actor, contexts: Mapping[int, RoundContext], records: Iterable[AmendmentRecord]
) -> frozenset[int]:
    """
    Return the pending ones of *records* that need no decision beside what a level accepted in the round that runs.

    As far as *actor* may know what was accepted: of rounds in which they read all proposals. What the Mission alone
    proposes to accept settles nothing yet. Four queries at most, none where nothing is pending.
    """
    waiting: dict[int, list[AmendmentRecord]] = {}
    for record in records:
        if record.pending and _reads_running(actor, contexts.get(record.amendment.round_id)):
            waiting.setdefault(record.amendment.round_id, []).append(record)
    settled: set[int] = set()
    for round_id, pending in waiting.items():  # one round runs on a text at most
        settled |= _settled_in(session, round_id, pending)
    return frozenset(settled)


def _reads_running(actor: Actor, context: RoundContext | None) -> bool:
    """Return whether a round runs and *actor* reads all its proposals."""
    return context is not None and not context.round.closed_at and sees_all_proposals(actor, context)


def _settled_in(session: Session, round_id: int, pending: Sequence[AmendmentRecord]) -> set[int]:
    """Return the keys of those *pending* in a round that what a level accepted in it settles. Four queries at most."""
    rows = adopted_on(session, round_id, {record.revision.paragraph_id for record in pending})
    near = [record for record in pending if _is_settled_by(record, rows)]
    agreed = agreed_at_a_level(session, rows) if near else ()
    return {record.amendment.id for record in near if _is_settled_by(record, agreed)}


def _is_settled_by(record: AmendmentRecord, accepted: Iterable[AdoptedRow]) -> bool:
    """Return whether a pending proposal needs no decision beside what was *accepted* in its round."""
    beside = [(row.edit, row.at) for row in accepted if row.edit.paragraph == record.revision.paragraph_id]
    return not needs_decision(record.edit(), record.standing, beside, since=record.amendment.submitted_at)


def agreed_at_a_level(session: Session, accepted: Iterable[AdoptedRow]) -> list[AdoptedRow]:
    """Return what of *accepted* a level accepted, or agreed since. Three queries at most, none with a level on all."""
    rows = list(accepted)
    proposed = {row.decision for row in rows if row.level is None}
    if not proposed:
        return rows
    decisions = session.scalars(select(Decision).where(Decision.id.in_(proposed))).all()
    since = {
        key
        for key, later in agreements_since(session, decisions).items()
        if any(agrees_with(agreement.kind, outcome=Outcome.ACCEPTED) for agreement in later)
    }
    return [row for row in rows if row.decision not in proposed or row.decision in since]


def known_agreement(
    actor: Actor, contexts: Mapping[int, RoundContext], record: AmendmentRecord
) -> Decision | None:
    """Return the decision that agreed the paragraph of *record* at a level since it was decided, as *actor* knows."""
    agreement = record.agreement
    if agreement is None or agreement.round_id not in contexts:
        return None
    return agreement if knows_decision(actor, contexts[agreement.round_id], agreement) else None


def stands_as_proposed(record: AmendmentRecord, standing: Standing, agreement: Decision | None) -> bool:
    """Return whether a proposal that no verdict ended has its *standing* from a decision without a level alone."""
    disposition = record.last_part if standing is Standing.PART else record.last_disposition
    return disposition is not None and is_only_proposed(
        standing, level=disposition.decision.level, agreed_since=agreement is not None
    )


def load_statuses(
    session: Session, communique: Communique, actor: Actor, records: Iterable[AmendmentRecord] = ()
) -> Statuses:
    """
    Return what *actor* may know of where proposals are in a communiqué, *records* among them. Fifteen queries at most.

    Raises NotFound where the reader may not read any draft of it.
    """
    drafts = draft_set(session, communique.id, actor)
    rows = {row.paragraph: row for row in text_rows(session, drafts.newest.draft.id)}
    contexts = {context.round.id: context for context in drafts.contexts}
    statuses = Statuses(
        actor.at(communique.meeting_id), drafts, rows, load_lineage(session, communique.id), contexts
    )
    statuses.learn(session, records)
    return statuses


def _accounts(
    session: Session, statuses: Statuses, records: Iterable[AmendmentRecord]
) -> dict[int, Absorption]:
    verdicts = {e.verdict.id: e.verdict for e in records if e.verdict and statuses.verdict(e)}
    accounts = {
        key: _account(statuses, statuses.contexts[verdicts[key].round_id], dispositions)
        for key, dispositions in find_absorbing(session, verdicts.values()).items()
    }
    return {key: account for key, account in accounts.items() if account}


def _account(
    statuses: Statuses, context: RoundContext, dispositions: Sequence[Disposition]
) -> Absorption | None:
    """Return the account as far as the reader may know the decision, or may read the proposal that it adopted."""
    first, by = dispositions[0], successor_for(statuses.actor, statuses.contexts, dispositions[0].revision)
    if not by.code and not knows_decision(statuses.actor, context, first.decision):
        return None
    return Absorption(
        first.decision, Outcome(first.outcome), by if by.code and len(dispositions) == 1 else None
    )


def _proposed(session: Session, statuses: Statuses, paragraphs: Iterable[int]) -> dict[int, Successor]:
    """Return the proposals by which *paragraphs*, never printed yet, are or were to come in. One query."""
    rows = session.scalars(
        select(Revision)
        .join(
            Amendment,
            IS_CURRENT,
        )
        .join(Amendment.sponsor)
        .where(
            Amendment.paragraph_id.in_(list(paragraphs)),
            Amendment.kind == AmendmentKind.INSERT,
            Amendment.stage.in_([str(Stage.SUBMITTED), str(Stage.WITHDRAWN)]),
            Amendment.round_id.in_(statuses.contexts),
            ~select(LineRow.id).where(LineRow.paragraph_id == Amendment.paragraph_id).exists(),
        )
        .options(contains_eager(Revision.amendment).contains_eager(Amendment.sponsor))
    )
    return {row.amendment.paragraph_id: successor_for(statuses.actor, statuses.contexts, row) for row in rows}
