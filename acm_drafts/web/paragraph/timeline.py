"""
The history of a paragraph as one reader may know it: newest first, each thing that happened once.

Decisions and answers are told from the moment they are given, with the proposals that the reader may
read; a closing takes nothing back. What it makes itself, verdicts and wordings, is told with the text
that comes out of it, and is known to the Mission alone before (docs/decisions/0019).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from acm_drafts import i18n
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.status import AGREES
from acm_drafts.negotiation.terms import DecisionKind, SittingResult, Stance, Verdict
from acm_drafts.services.evaluation import takes_in
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords
from acm_drafts.store.bracket_holders import overridden_by
from acm_drafts.store.confirmations import confirmations_on
from acm_drafts.store.database import Session
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.paragraph_positions import position_acts_on
from acm_drafts.store.records import Decision, Disposition, Party, Sitting, SittingResultRow
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import silences_of_paragraph
from acm_drafts.store.sittings import results_on
from acm_drafts.store.timeline import (
    DecidedStep,
    PrintedNumber,
    answers_on,
    cosponsors_on,
    decisions_on,
    verdicts_on,
)
from acm_drafts.store.visibility import HoldersRead, knows_decision, names_party, sees_all_proposals
from acm_drafts.store.withdrawn_proposals import withdrawals_on
from acm_drafts.web.journal.acts import sentence_of_answer
from acm_drafts.web.shared.body_names import (
    body_name,
    is_only_of_mission,
    reached_in_words,
    silence_name,
    sitting_name,
)
from acm_drafts.web.shared.excerpts import Piece, pieces_between
from acm_drafts.web.shared.formatting import (
    decided_in_words,
    kind_in_words,
    lifted_over,
    party_name,
    proposal_url,
    quoted,
)
from acm_drafts.web.shared.references import listed
from acm_drafts.web.shared.sentences import Link, Number, Sentence, Symbol, joined, link, ngettext
from acm_drafts.web.shared.sentences import gettext as _
from acm_drafts.web.shared.states import POSITIONS
from acm_drafts.web.silence.page import end_in_words
from acm_drafts.web.sittings.page import stances_of

if TYPE_CHECKING:
    from acm_drafts.web.paragraph.context import Desk

MOST_PIECES = 4


class What(StrEnum):
    """In this order where several things happened at one moment."""

    SUBMITTED = "submitted"
    JOINED = "joined"
    DECIDED = "decided"
    RECORDED = "recorded"
    VERDICT = "verdict"
    CAME = "came"
    PRINTED = "printed"
    GONE = "gone"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    POSITION = "position"
    ADOPTED = "adopted"
    CORRECTED = "corrected"


ORDER = {what: place for place, what in enumerate(What)}


@dataclass(frozen=True, slots=True)
class OutcomeOf:
    """What a decision or the end of a round made of one proposal: its name, and a value of Outcome or Verdict."""

    name: Sentence
    state: str
    only_proposed: bool = False
    """Whether the Mission proposes it without a level."""


@dataclass(frozen=True, slots=True)
class Event:
    """
    One thing that happened to a paragraph, in finished sentences; what does not apply to *what* keeps its default.

    *lead* is set in bold, *outcomes* follow, then a *sentence*; *beside* says it more softly. *further*: sentences of
    their own, such as who opposed it. *reason*: in the words
    of who decided or answered; *why_voided*: why a decision no longer counts. *pieces* are what changed in the
    wording first, with *more* changes beside.
    """

    at: datetime
    what: What
    lead: Sentence | None = None
    outcomes: tuple[OutcomeOf, ...] = ()
    sentence: Sentence | None = None
    beside: Sentence | None = None
    further: Sentence | None = None
    reason: str = ""
    why_voided: Sentence | None = None
    of: Sentence | None = None
    """The paragraph that it happened to, where that is one from which this one came."""
    pieces: tuple[Piece, ...] = ()
    more: int = 0

    @property
    def is_major(self) -> bool:
        """Whether it changed the text."""
        return self.what in (What.PRINTED, What.CAME, What.GONE)


@dataclass(slots=True)
class Listed:
    """The paragraphs, proposals and decisions that are listed already, by their keys, so that none is told twice."""

    paragraphs: set[int] = field(default_factory=set)
    proposals: set[int] = field(default_factory=set)
    decisions: set[int] = field(default_factory=set)


def happened(session: Session, desk: "Desk", listed: Listed) -> list[Event]:
    """Return what happened to a paragraph itself and is not *listed* yet, while it was in the text."""
    known = {key: record for key, record in desk.entries.entries.items() if key not in listed.proposals}
    fresh = replace(desk, entries=AmendmentRecords(known))
    results = results_on(session, desk.page.who, desk.page.communique, desk.paragraph.id)
    decisions = dict(_decisions(session, desk, {row.decision_id: row for row, _sitting in results}))
    fresh_decisions = [event for key, event in decisions.items() if key not in listed.decisions]
    joins = _joins(desk)
    listed.paragraphs.add(desk.paragraph.id)
    listed.decisions |= decisions.keys()
    listed.proposals |= {
        key
        for key, record in known.items()
        if record.amendment.paragraph_id == desk.paragraph.id or key in joins
    }
    return [
        *_submissions(fresh),
        *_prints(desk),
        *fresh_decisions,
        *_results(results, without=decisions),
        *_silences(session, desk),
        *_confirmations(session, desk),
        *_verdicts(session, fresh),
        *_cosponsorships(session, fresh),
        *_answers(session, fresh),
        *_withdrawals(session, fresh),
        *_positions(session, desk),
    ]


def _kind(desk: "Desk", record: AmendmentRecord) -> str:
    """Return the kind of a proposal; the proposal that it amends is named where the reader may read it."""
    return kind_in_words(record, desk.names.get(record.amendment.amends_id or 0, ""))


def _joins(desk: "Desk") -> dict[int, AmendmentRecord]:
    """Return the proposals that would join the paragraph to another one, by their amendments."""
    return {record.amendment.id: record for record in desk.entries if takes_in(record, desk.paragraph.id)}


def _submissions(desk: "Desk") -> Iterator[Event]:
    joins = _joins(desk)
    for record in desk.entries:
        here = record.amendment.paragraph_id == desk.paragraph.id
        if record.amendment.submitted_at and (here or record.amendment.id in joins):
            sentence = _("%(name)s submitted: %(kind)s", name=named(desk, record), kind=_kind(desk, record))
            beside = None if here else _("It joins this paragraph to another one.")
            yield Event(record.amendment.submitted_at, What.SUBMITTED, sentence=sentence, beside=beside)


def named(desk: "Desk", record: AmendmentRecord) -> Link:
    """Return a proposal by what the reader may call it, linked."""
    return link(proposal_url(record.amendment.code), Symbol(desk.names[record.amendment.id]))


# What drafts print ---------------------------------------------------------------------------------


def _prints(desk: "Desk") -> Iterator[Event]:
    before: PrintedNumber | None = None
    wording = 0
    for printed in desk.prints:
        is_new = before is None or before.wording.id != printed.wording.id
        wording += is_new
        number = printed.reference
        earlier = before.reference if before else number
        if is_new or earlier != number:
            pieces, more = _pieces(before, printed) if is_new and before else ((), 0)
            yield Event(
                when(printed.version),
                What.PRINTED,
                lead=_wording_or_number(wording if is_new else 0, number),
                sentence=_printed_in(
                    printed.version,
                    number=number if is_new else "",
                    earlier=earlier if earlier != number else "",
                ),
                pieces=pieces,
                more=more,
            )
        before = printed


def _wording_or_number(wording: int, number: str) -> Sentence:
    """Return which wording a draft printed first; *wording* is 0 where it printed but another number."""
    if wording:
        return _("Wording %(number)s", number=wording)
    return _("Printed as %(number)s", number=Number(number))


def _printed_in(version: DraftVersion, *, number: str, earlier: str) -> Sentence:
    """Return the draft, the *number* there, and the *earlier* number; "" is left out."""
    parts = [_("in %(symbol)s", symbol=Symbol(version.symbol))]
    if number:
        parts.append(_("printed as %(number)s", number=Number(number)))
    if earlier:
        parts.append(_("after being %(number)s", number=Number(earlier)))
    return listed(parts)


def _pieces(before: PrintedNumber, now: PrintedNumber) -> tuple[tuple[Piece, ...], int]:
    return pieces_between(before.wording.text, now.wording.text, MOST_PIECES)


def deletion(desk: "Desk") -> Iterator[Event]:
    """Yield the draft from which on the paragraph is not in the text."""
    if not desk.prints or desk.row is not None:
        return
    last = desk.prints[-1].version.draft.sequence
    later = [version for version in desk.page.drafts.versions if version.draft.sequence > last]
    if later:
        since = _("since %(symbol)s", symbol=Symbol(later[0].symbol))
        yield Event(when(later[0]), What.GONE, lead=_("No longer in the text"), sentence=since)


# What was decided ----------------------------------------------------------------------------------


def _decisions(
    session: Session, desk: "Desk", recorded: Mapping[int | None, SittingResultRow]
) -> Iterator[tuple[int, Event]]:
    """Yield the decisions that the reader may know of, by their keys; *recorded*: what a sitting recorded with each."""
    joins = _joins(desk)
    joined_to = {record.amendment.paragraph_id for record in joins.values()}
    steps = decisions_on(session, {desk.paragraph.id, *joined_to})
    read = HoldersRead.of(desk.page.who, desk.page.drafts.contexts)
    over = overridden_by(session, [step.decision for step in steps], read)
    for step in steps:
        here = step.decision.paragraph_id == desk.paragraph.id
        outcomes = _outcomes(desk, step, only=None if here else joins)
        key = step.decision.id
        if (here or outcomes) and _may_know(desk, step, outcomes):
            yield key, _decided(step, outcomes, _how(over.get(key, ()), recorded.get(key)))
        elif here and _is_told_as_agreed(desk, step):
            yield key, _agreed(step, _how(over.get(key, ()), recorded.get(key)))


def _decided(step: DecidedStep, outcomes: tuple[OutcomeOf, ...], how: Sentence | None) -> Event:
    """Return a decision as the reader may know it; *how*: over whom, and who opposed it."""
    decision = step.decision
    reads_reason = bool(outcomes) or not step.dispositions
    why_voided = step.why if reads_reason else ""
    return Event(
        decision.at,
        What.DECIDED,
        lead=None if outcomes else joined([decided_in_words(DecisionKind(decision.kind))]),
        outcomes=outcomes,
        beside=_reached(step, voided=step.voided and not why_voided, named=bool(outcomes)),
        further=how,
        reason=decision.reason if reads_reason else "",
        why_voided=_why_voided(why_voided),
    )


def _agreed(step: DecidedStep, how: Sentence | None) -> Event:
    """Return a decision as who reads neither its proposals nor its reason knows it: a level agreed the paragraph."""
    agreed = decided_in_words(DecisionKind.AGREE)
    return Event(
        step.decision.at, What.DECIDED, lead=joined([agreed]), beside=_at(step.decision), further=how
    )


def _how(over: Collection[Party], result: SittingResultRow | None) -> Sentence | None:
    """Return over whom a decision lifts brackets, and who opposed it by the record or reserved their position."""
    parts = [lifted_over(over)] if over else []
    parts += stances_of(result) if result else []
    return _in_a_row(parts)


def _in_a_row(parts: Iterable[str]) -> Sentence | None:
    """Return sentences one after the other, None for none."""
    words = [*parts]
    return joined([part for word in words for part in (word, " ")][:-1]) if words else None


_RECORDED: Mapping[SittingResult, str] = {
    SittingResult.AGREED: N_("Recorded as agreed"),
    SittingResult.AD_REFERENDUM: N_("Recorded as agreed ad referendum"),
    SittingResult.REFERRED: N_("Referred to %(body)s"),
    SittingResult.NOT_AGREED: N_("Not agreed"),
}
"""What a sitting recorded without a decision."""


def _results(
    results: Sequence[tuple[SittingResultRow, Sitting]], *, without: Collection[int]
) -> Iterator[Event]:
    """Yield what sittings recorded on the paragraph, *without* those that are told with their decisions."""
    last = {sitting.id: row for row, sitting in results}
    for row, sitting in results:
        if row.decision_id in without:
            continue
        beside = _("at %(sitting)s", sitting=sitting_name(sitting))
        if last[sitting.id] is not row:
            beside = joined([beside, _("; "), _("a later result took its place")])
        referred = body_name(row.referred_to) if row.referred_to else ""
        yield Event(
            row.at,
            What.RECORDED,
            lead=_(_RECORDED[SittingResult(row.result)], body=referred),
            beside=beside,
            further=_in_a_row(stances_of(row)),
            reason=row.remark,
        )


def _silences(session: Session, desk: "Desk") -> Iterator[Event]:
    """
    Yield that the paragraph was put under silence, that this was broken, that a break was taken back, or it withdrawn.

    Who broke it, where all are told. What was agreed by silence is told as a decision.
    """
    page = desk.page
    for silence, breaks in silences_of_paragraph(session, page.who, page.communique, desk.paragraph.id):
        name = silence_name(silence)
        yield Event(
            silence.begins_at,
            What.RECORDED,
            lead=_("Put under silence"),
            beside=_("%(silence)s, %(end)s", silence=name, end=end_in_words(silence)),
        )
        for row in breaks:
            party = i18n.gettext("A delegation") if silence.anonymous else party_name(row.party)
            broken = _("%(party)s broke the silence", party=party)
            yield Event(row.at, What.RECORDED, lead=broken, beside=joined([name]))
            if row.taken_back is not None:
                lead = _("%(party)s took back that it broke the silence", party=party)
                yield Event(row.taken_back.at, What.RECORDED, lead=lead, beside=joined([name]))
        if silence.withdrawn_at is not None:
            lead = _("Silence procedure withdrawn")
            yield Event(silence.withdrawn_at, What.RECORDED, lead=lead, beside=joined([name]))


def _confirmations(session: Session, desk: "Desk") -> Iterator[Event]:
    """Yield who confirmed what was agreed ad referendum, to who may know of that."""
    contexts = {context.round.id: context for context in desk.page.drafts.contexts}
    for confirmation, decision in confirmations_on(session, {desk.paragraph.id}):
        context = contexts.get(decision.round_id)
        if context is not None and knows_decision(desk.page.who, context, decision):
            yield Event(
                confirmation.at,
                What.ANSWERED,
                lead=_("Agreement confirmed"),
                beside=_("by %(names)s", names=quoted(confirmation.given_by)),
            )


def _outcomes(desk: "Desk", step: DecidedStep, *, only: Collection[int] | None) -> tuple[OutcomeOf, ...]:
    """Return what a decision made of each proposal that the reader may know of; *only*: of these, None for all."""
    return tuple(
        OutcomeOf(_decided_name(desk, key, disposition), disposition.outcome, step.decision.level is None)
        for disposition, key in step.dispositions
        if (only is None or key in only) and desk.reads_decision(key, step.decision.round_id)
    )


def _decided_name(desk: "Desk", key: int, disposition: Disposition) -> Sentence:
    """Return the name of what was decided on: a proposal, or the rest of it after an acceptance in part."""
    name = named(desk, desk.entries.entries[key])
    return _("the rest of %(name)s", name=name) if disposition.revision.made == "rest" else joined([name])


def _reached(step: DecidedStep, *, voided: bool, named: bool) -> Sentence | None:
    """
    Return the sitting that reached a decision, and after whose compromise text it was taken; None for nothing to say.

    *voided*: and that it no longer counts, and nothing else. *named*: what became of proposals says already what the
    Mission alone proposes.
    """
    parts = [] if named and is_only_of_mission(step.decision) else [_at(step.decision)]
    if step.followed is not None:
        party, number = step.followed
        after = _(
            "after a compromise text of %(party)s (version %(number)s)",
            party=party_name(party),
            number=str(number),
        )
        parts.append(after)
    if voided:
        parts.append(_("this no longer counts"))
    return joined([piece for part in parts for piece in (_("; "), part)][1:]) if parts else None


def _at(decision: Decision) -> Sentence:
    """Return where a decision was reached, as it was then: what was agreed ad referendum has its confirmation apart."""
    reached = reached_in_words(decision, then=True)
    return joined([reached]) if decision.sitting is None else _("at %(sitting)s", sitting=reached)


def _why_voided(reason: str) -> Sentence | None:
    return _("The reason: %(reason)s", reason=quoted(i18n.gettext(reason))) if reason else None


def _may_know(desk: "Desk", step: DecidedStep, outcomes: tuple[OutcomeOf, ...]) -> bool:
    """
    Whether the reader may know of a decision: they may read a proposal in it, or all proposals.

    That it was reopened is told to all who read the text.
    """
    if step.decision.kind == DecisionKind.REOPEN:
        return True
    context = _context_of(desk, step)
    return context is not None and (bool(outcomes) or sees_all_proposals(desk.page.who, context))


def _is_told_as_agreed(desk: "Desk", step: DecidedStep) -> bool:
    """
    Whether a decision of which no proposal is read is told as an agreement: the state of the paragraph tells it then.

    What was voided never was public: it was in the round that did not show it.
    """
    if step.voided or step.decision.kind not in AGREES:
        return False
    context = _context_of(desk, step)
    return context is not None and knows_decision(desk.page.who, context, step.decision)


def _context_of(desk: "Desk", step: DecidedStep) -> RoundContext | None:
    """Return the round of a decision, None where the reader does not know it."""
    contexts = desk.page.drafts.contexts
    return next((own for own in contexts if own.round.id == step.decision.round_id), None)


def _verdicts(session: Session, desk: "Desk") -> Iterator[Event]:
    joins = _joins(desk)
    for row in verdicts_on(session, desk.entries):
        version = desk.bearings.result_of(row.round_id)
        here = row.revision.paragraph_id == desk.paragraph.id or row.revision.amendment_id in joins
        if version is not None and here:
            record = desk.entries.entries[row.revision.amendment_id]
            beside = _("in %(symbol)s", symbol=Symbol(version.symbol))
            if row.done and row.verdict in (Verdict.PARTLY, Verdict.OVERTAKEN):
                beside = joined([beside, _("; "), _in_text(row.done, row.total)])
            outcome = OutcomeOf(joined([named(desk, record)]), row.verdict)
            yield Event(row.at, What.VERDICT, outcomes=(outcome,), beside=beside)


def _in_text(done: int, total: int) -> Sentence:
    """Return how many changes of a proposal are in the text; one that asks for one change has nothing to count."""
    if total == 1:
        return _("Its change is in the text.")
    return ngettext(
        "%(num)s of %(total)s changes is in the text.",
        "%(num)s of %(total)s changes are in the text.",
        done,
        total=total,
    )


# After the last draft ------------------------------------------------------------------------------


def adoption(desk: "Desk") -> Iterator[Event]:
    """Yield that the text was adopted with the paragraph in it."""
    adoption = desk.page.drafts.adoption
    if adoption is not None and desk.row is not None:
        yield Event(
            adoption.at,
            What.ADOPTED,
            lead=_("Adopted"),
            sentence=_("in %(symbol)s", symbol=Symbol(adoption.symbol)),
        )


def corrections(desk: "Desk") -> Iterator[Event]:
    """Yield what corrigenda read otherwise in the paragraph."""
    for correction in desk.corrections:
        yield Event(
            correction.at,
            What.CORRECTED,
            lead=joined(correction.corrigendum.pieces),
            sentence=correction.sentence,
            reason=correction.reason,
        )


# What sponsors did ---------------------------------------------------------------------------------


def _cosponsorships(session: Session, desk: "Desk") -> Iterator[Event]:
    for row in cosponsors_on(session, desk.entries):
        record = desk.entries.entries[row.amendment_id]
        if record.amendment.submitted_at and record.amendment.paragraph_id == desk.paragraph.id:
            if _is_known(desk, record, row.party):
                joining = _("%(party)s joined the sponsors", party=party_name(row.party))
            else:
                joining = _("A delegation joined the sponsors")
            yield Event(row.since, What.JOINED, sentence=joined([named(desk, record)]), beside=joining)


def _answers(session: Session, desk: "Desk") -> Iterator[Event]:
    """Yield the answers of sponsors. An outcome is answered once its text is circulated, so none is shown early."""
    for row, party, on_compromise in answers_on(session, desk.entries):
        record = desk.entries.entries[row.amendment_id]
        if record.amendment.paragraph_id == desk.paragraph.id:
            known = party_name(party) if _is_known(desk, record, party) else i18n.gettext("A sponsor")
            sentence = _(
                sentence_of_answer(row.answer, disowns=row.disowns, on_compromise=on_compromise),
                party=known,
                proposal=named(desk, record),
            )
            yield Event(row.at, What.ANSWERED, sentence=sentence, reason=row.reason)


def _withdrawals(session: Session, desk: "Desk") -> Iterator[Event]:
    for line in withdrawals_on(session, desk.entries):
        record = desk.entries.entries[line.amendment_id or 0]
        if record.amendment.paragraph_id == desk.paragraph.id:
            withdrawn = _("%(proposal)s withdrawn", proposal=named(desk, record))
            yield Event(line.at, What.WITHDRAWN, sentence=withdrawn, reason=line.reason)


def _positions(session: Session, desk: "Desk") -> Iterator[Event]:
    """Yield the positions taken on the paragraph, each with the wording that it was taken on."""
    wordings = _wordings(desk)
    drafts = {context.round.id: context.version.draft.id for context in desk.page.drafts.contexts}
    for act in position_acts_on(session, desk.page.who, desk.page.drafts, desk.paragraph.id):
        number, symbol = wordings.get(drafts.get(act.round_id, 0), (0, ""))
        taken = _("%(party)s: %(position)s", party=party_name(act.party), position=_position(act.stance))
        words = _("on wording %(number)s, in %(symbol)s", number=number, symbol=Symbol(symbol))
        yield Event(
            act.at, What.POSITION, sentence=taken, beside=words if number else None, reason=act.reason
        )


def _position(stance: Stance | None) -> str:
    return POSITIONS[stance].word() if stance else i18n.gettext("position taken back")


def _wordings(desk: "Desk") -> dict[int, tuple[int, str]]:
    """Return which wording of the paragraph each draft prints, counted from the first, and its symbol."""
    numbers: dict[int, tuple[int, str]] = {}
    last, count = 0, 0
    for printed in desk.prints:
        count += printed.wording.id != last
        last = printed.wording.id
        numbers[printed.version.draft.id] = (count, printed.version.draft.symbol)
    return numbers


def _is_known(desk: "Desk", record: AmendmentRecord, party: Party) -> bool:
    return names_party(desk.page.who, desk.bearings.context(record), record, party.id)


def when(version: DraftVersion) -> datetime:
    return version.circulation.at if version.circulation else version.draft.made_at
