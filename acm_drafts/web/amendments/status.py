"""
Where one proposal is and why, in finished sentences: its state, and with it what was decided and where its words are.

`status_text` takes what the store knows of a proposal (store.status.Status) and returns values in the
reader's language; pages draw them and choose nothing. Each state of a proposal has its function
in the table `_SENTENCES_OF`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.lifecycle import asks_to_reopen, is_asked_after
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, RoundState, Standing, Verdict
from acm_drafts.services.paragraph_states import known_agreed
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.brackets import Unbracketed
from acm_drafts.store.database import Session
from acm_drafts.store.status import Status, Statuses
from acm_drafts.store.timeline import Timeline
from acm_drafts.text.uptake import Held, Remains, displaced
from acm_drafts.web.amendments import answers
from acm_drafts.web.amendments.agreements import (
    Sentences,
    accounted,
    came_in,
    counted,
    decided,
    decided_on,
    earlier,
    lifting,
    paragraph_agreed,
    reason,
    rest_rejected,
    taken,
)
from acm_drafts.web.amendments.locations import Subject, adopted, concerns, instead, never_came, stands
from acm_drafts.web.shared import references
from acm_drafts.web.shared.formatting import quoted
from acm_drafts.web.shared.sentences import Fact, Sentence, Symbol, ngettext
from acm_drafts.web.shared.sentences import gettext as _
from acm_drafts.web.shared.withheld import withheld_since


@dataclass(frozen=True, slots=True)
class StatusText:
    """
    Where a proposal is and why. *sentences*: for every page; *before*: what came before that, for the page that has
    every step; *final*: why it cannot be contested, for a sponsor who has nothing to answer.
    """

    sentences: tuple[Sentence, ...]
    before: tuple[Sentence, ...] = ()
    final: Sentence | None = None


def status_text(subject: Subject) -> StatusText:
    """Return where a proposal is and why."""
    where = subject.where
    before = tuple(_before(subject, subject.trail)) if subject.trail else ()
    return StatusText(tuple(_sentences(subject)), before, answers.final(where))


def asking_to_reopen(session: Session, known: Statuses, entries: Iterable[AmendmentRecord]) -> frozenset[int]:
    """
    Return which of *entries*, by their amendments, ask to reopen what is agreed, as far as the reader may know.

    Seven queries at most, none where nothing would be reopened.
    """
    if known.drafts.context is None or not known.drafts.whole:
        return frozenset()
    lines: dict[int, tuple[AmendmentRecord, set[int]]] = {}
    for entry in entries:
        where = known.where(entry)
        if asks_to_reopen(entry.kind, where.standing, pending=where.pending, agreed=True):
            lines[entry.amendment.id] = entry, {row.paragraph for row in where.lines}
    if not lines:
        return frozenset()
    agreed = known_agreed(session, known.actor, known.drafts)
    return frozenset(
        key
        for key, (entry, paragraphs) in lines.items()
        if any(_is_asked(entry, agreed[paragraph]) for paragraph in paragraphs & agreed.keys())
    )


def _is_asked(entry: AmendmentRecord, agreed: datetime | None) -> bool:
    """Return whether a pending proposal asks to reopen what was *agreed* then, also where it is read as it was left."""
    return entry.last_shown is None or is_asked_after(entry.amendment.submitted_at, agreed)


def _sentences(subject: Subject) -> Sentences:
    where, finding = subject.where, subject.finding
    if where.withheld and where.standing is Standing.PENDING:
        yield _withheld()
        yield from concerns(subject)
        yield from answers.answer_sentences(where)
        return
    yield from _where(subject)
    if finding and finding.done and where.standing is Standing.ABSORBED:
        yield counted(finding, own=subject.own)
    yield from answers.answer_sentences(where)
    if where.withheld and where.standing is not Standing.WITHDRAWN:
        yield _withheld()
    if subject.entry.last_shown is not None:
        yield withheld_since(subject.entry.last_shown)


def _where(subject: Subject) -> Sentences:
    """Yield where it is; of what a hidden round dealt with, no more than that the one before left it undecided."""
    where, shown = subject.where, subject.entry.last_shown
    if shown is not None and subject.entry.pending and not where.pending:
        yield _("Round %(number)s left it without a decision.", number=shown.context.round.number)
        yield from concerns(subject)
    elif where.unbracketed:
        yield from _unbracketed(subject, where.unbracketed)
    else:
        yield from _SENTENCES_OF[where.standing](subject)


def _withheld() -> Sentence:
    return _("The round is closed. Its outcome is shown with the next text.")


def _unbracketed(subject: Subject, since: Unbracketed) -> Sentences:
    """Yield that a later text lifted the brackets, and what became of the words."""
    yield from decided(subject.where.disposition, before=True)
    yield from lifting(since, subject.entry.amendment.code)
    if subject.where.agreement is not None and subject.where.disposition is not None:
        yield paragraph_agreed(subject.where.agreement, subject.where.disposition.outcome)
    lifted = since.lifted
    if lifted.verdict is Verdict.ABSORBED:
        yield _all_in()
        yield from stands(subject)
    elif (lifted.new and lifted.amended) or (
        subject.entry.kind is AmendmentKind.DELETE and subject.where.spots
    ):
        yield from stands(subject)
    else:
        yield from _words_since_lifting(subject, lifted)
        yield from concerns(subject)


def _words_since_lifting(subject: Subject, lifted: Lifted) -> Sentences:
    """Yield which of the words the text has since the brackets were lifted, where it lacks some."""
    if lifted.verdict is Verdict.PARTLY and not lifted.amended:
        if lifted.done:
            yield counted(lifted, own=subject.own)
        if any(how is Held.AMONG for _change, how in lifted.holdings):
            yield _("Some of its words stand there among others.")
    elif lifted.amended or lifted.displaced:
        yield instead(lifted.holdings, adopted=subject.where.adopted)
    else:
        yield _("Its words are not in the text.")


# Each state ---------------------------------------------------------------------------------------


def _all_in() -> Sentence:
    return _("All that it asked for is in the text.")


def _all_came_in(where: Status) -> Sentence:
    assert where.judged is not None
    return _("All that it asked for came into the text with %(draft)s.", draft=Symbol(where.judged.symbol))


def _draft(subject: Subject) -> Sentences:
    yield _("A draft that only your delegation sees. It is not submitted.")
    yield from concerns(subject)


def _review(subject: Subject) -> Sentences:
    if subject.late:
        yield _("It is in review and was not submitted in time.")
    elif subject.submits:
        yield _("It waits for you to submit it.")
    else:
        yield _("It waits for your head of delegation or an alternate to submit it.")
    yield from concerns(subject)


def _withdrawn(subject: Subject) -> Sentences:
    contest = subject.where.contest
    if contest and contest.disowns:
        yield _("It was entered from the floor and is withdrawn.")
    elif subject.where.ended_with_decision:
        yield _("It was written with a decision, and ended when that decision no longer counted.")
    else:
        yield _("Withdrawn by its sponsor.")


def _pending(subject: Subject) -> Sentences:
    yield _("No decision has been taken yet.")
    yield from concerns(subject)


def _accepted(subject: Subject) -> Sentences:
    yield from decided_on(subject.where)
    yield from adopted(subject)


def _absorbed(subject: Subject) -> Sentences:
    where = subject.where
    if where.successor:
        yield from decided_on(where)
        if where.successor.name:
            yield _merged(where, references.proposal(where.successor))
        yield from adopted(subject)
        return
    yield _all_in() if where.remains is Remains.ALL or not where.came_before else _all_came_in(where)
    if where.account:
        yield from accounted(where.account)
    yield from earlier(where)
    if subject.entry.kind is not AmendmentKind.DELETE:
        yield from stands(subject)


def _merged(where: Status, name: Fact) -> Sentence:
    """Return into what a proposal is merged; until a text that says so is circulated, its sponsor can object."""
    if where.landed and where.landed.circulation:
        return _("It is merged into %(name)s.", name=name)
    return _(
        "It is merged into %(name)s. Its sponsor can object until the next text is circulated; the paragraph is then "
        "not agreed.",
        name=name,
    )


def _part(subject: Subject) -> Sentences:
    where = subject.where
    if where.pending:
        yield from decided_on(where)
        yield from taken(where)
        yield _("The rest waits for a decision.")
        yield from concerns(subject)
        return
    assert where.disposition is not None
    if where.first:
        yield from decided(where.first)
        yield rest_rejected(where.disposition.decision)
    else:
        yield _("Part of it was accepted, and the rest was not.")
    yield from reason(where.disposition.decision)
    yield from adopted(subject)


def _rejected(subject: Subject) -> Sentences:
    yield from decided_on(subject.where)
    if subject.finding and subject.finding.done:
        yield counted(subject.finding, own=subject.own)
    if subject.entry.kind is not AmendmentKind.INSERT or subject.where.spots:
        yield from concerns(subject)


def _deferred(subject: Subject) -> Sentences:
    yield from decided_on(subject.where)
    yield from concerns(subject)


def _carried(subject: Subject) -> Sentences:
    yield _("Carried over to the next draft; it waits for a decision.")
    if _deletes_other_words(subject):
        yield _("The round changed words of the paragraph that it deletes.")
    yield from earlier(subject.where)
    yield from concerns(subject)


def _deletes_other_words(subject: Subject) -> bool:
    """Return whether a proposal to delete a paragraph goes on, on words that the round changed."""
    says, verdict = subject.where.says, subject.where.verdict
    if subject.entry.kind is not AmendmentKind.DELETE or verdict is None or says is None:
        return False
    before, after = verdict.revision.base, says.base
    return before is not None and after is not None and before.text != after.text


def _partly(subject: Subject) -> Sentences:
    assert subject.where.verdict is not None
    yield counted(subject.where.verdict, own=subject.own)
    yield _("The rest waits for a decision.")
    yield from earlier(subject.where)
    yield from concerns(subject)


def _overtaken(subject: Subject) -> Sentences:
    yield from _had(subject)
    holdings = subject.finding.holdings if subject.finding else ()
    yield instead(holdings, adopted=subject.where.adopted)
    if subject.finding and subject.finding.there and displaced(holdings) is Held.OTHERWISE:
        yield _(
            "Of its words these stand there: %(words)s.",
            words=references.listed([quoted(word) for word in subject.finding.there]),
        )
    if subject.where.disposition is None or subject.where.disposition.outcome != Outcome.ABSORBED:
        yield from earlier(subject.where)  # what is superseded is not merged any more
    yield from concerns(subject)


def _had(subject: Subject) -> Sentences:
    """Yield how many changes of what is superseded are in the text, or came into an earlier one if no more is known."""
    where, finding = subject.where, subject.finding
    if where.verdict is None:
        return
    if where.judged is None or not where.came_before:
        if where.verdict.done:
            yield counted(where.verdict, own=subject.own)
    elif finding is not None:
        if finding.done:
            yield counted(finding, own=subject.own)
    elif where.verdict.done:
        yield came_in(where.verdict.done, where.verdict.total, Symbol(where.judged.symbol))


def _conflict(subject: Subject) -> Sentences:
    yield _(
        "When the round was closed, another proposal asked for something else at the same place. "
        "It waits for a decision."
    )
    yield from earlier(subject.where)
    yield from concerns(subject)


def _orphaned(subject: Subject) -> Sentences:
    proposed = subject.where.proposed
    if proposed:
        yield never_came(proposed)
    else:
        yield _("The paragraph or place that it concerned is no longer in the text.")
    yield from earlier(subject.where)


def _settled(subject: Subject) -> Sentences:
    yield _("What was accepted on its paragraph settles it. That is recorded when the round is closed.")
    yield from earlier(subject.where)
    yield from concerns(subject)


def _left_open(subject: Subject) -> Sentences:
    yield _("It was still open when the text was adopted. Nothing is decided on it any more.")
    yield from earlier(subject.where)
    yield from concerns(subject)


def _contested(subject: Subject) -> Sentences:
    where = subject.where
    if where.contest and where.named:
        yield _("The Mission looks at it again.")
    else:
        yield _("A sponsor contested the outcome; the Mission looks at it again.")
    yield from earlier(where)
    if where.contested_lifting is not None:
        yield from lifting(where.contested_lifting, subject.entry.amendment.code)
    yield from concerns(subject)


_SENTENCES_OF: Mapping[Standing, Callable[[Subject], Sentences]] = {
    Standing.DRAFT: _draft,
    Standing.REVIEW: _review,
    Standing.PENDING: _pending,
    Standing.WITHDRAWN: _withdrawn,
    Standing.ACCEPTED: _accepted,
    Standing.PART: _part,
    Standing.ABSORBED: _absorbed,
    Standing.REJECTED: _rejected,
    Standing.BRACKETED: _accepted,
    Standing.DEFERRED: _deferred,
    Standing.CARRIED: _carried,
    Standing.PARTLY: _partly,
    Standing.OVERTAKEN: _overtaken,
    Standing.CONFLICT: _conflict,
    Standing.ORPHANED: _orphaned,
    Standing.CONTESTED: _contested,
    Standing.SETTLED: _settled,
    Standing.LEFT_OPEN: _left_open,
}


# What came before ----------------------------------------------------------------------------------


def _before(subject: Subject, trail: Timeline) -> Sentences:
    """Yield how often its sponsor had contested it before, and how much of it came into which text."""
    times = trail.contested_before(subject.where, subject.entry.amendment.sponsor_id)
    if times:
        yield ngettext(
            "Its sponsor had contested it %(num)s time before.",
            "Its sponsor had contested it %(num)s times before.",
            times,
        )
    had = trail.had(subject.where)
    if had and had.verdict and had.version:
        yield came_in(had.verdict.done, had.verdict.total, Symbol(had.version.symbol))


# What the deadline overtook ------------------------------------------------------------------------


def missed(state: RoundState | None, count: int = 1, *, adopted: bool = False) -> Sentence | None:
    """
    Return what becomes of *count* drafts that were not submitted in time, None where there is time.

    *adopted*: the text is, so that no round comes any more.
    """
    if adopted:
        return ngettext(
            "The text is adopted. The draft was not submitted, and no longer can be.",
            "The text is adopted. The drafts were not submitted, and no longer can be.",
            count,
        )
    if state is RoundState.CLOSED:
        return ngettext(
            "The round is closed. The draft stands in the next round, where it can be submitted.",
            "The round is closed. The drafts stand in the next round, where they can be submitted.",
            count,
        )
    if state is RoundState.CONSIDERATION:
        return ngettext(
            "The deadline has passed. The Mission can enter the draft from the floor until it closes the round; "
            "otherwise it stands in the next round, where it can be submitted.",
            "The deadline has passed. The Mission can enter drafts from the floor until it closes the round; "
            "otherwise they stand in the next round, where they can be submitted.",
            count,
        )
    return None
