"""
Where one proposal is and why, in finished sentences: what was decided, where its words are, who contests it.

`told` takes what the store knows of a proposal (store.bearings.Whereabouts) and returns values in the
reader's language; pages draw them and choose nothing. Each state of a proposal has its function
in the table `_TOLD`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lifting import Lifted
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Outcome, RoundState, Standing, Verdict
from acm_drafts.store.bearings import Account, Whereabouts
from acm_drafts.store.docket import Entry
from acm_drafts.store.findings import Finding
from acm_drafts.store.lifting import Unbracketed
from acm_drafts.store.records import Decision, Disposition
from acm_drafts.store.tally import LastDecision
from acm_drafts.store.trail import Trail
from acm_drafts.text.containment import Held, Holding, displaced
from acm_drafts.web import answers, references
from acm_drafts.web.presentation import at_level, day, quoted
from acm_drafts.web.sentences import Sentence, Symbol, ngettext
from acm_drafts.web.sentences import gettext as _

Told = Iterator[Sentence]


class Counted(Protocol):
    """How many of the changes of a proposal are in the text (a verdict, a finding, lifted brackets)."""

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Status:
    """
    Where a proposal is and why. *sentences*: what is said of it everywhere; *before*: what came before that, for
    the page that has every step; *final*: to a sponsor whom nothing is asked, why it cannot be contested.
    """

    sentences: tuple[Sentence, ...]
    before: tuple[Sentence, ...] = ()
    final: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """
    One proposal and how it is told.

    *communique*: its code. *own*: the reader belongs to its sponsor. *finding*: which of its changes are in the text.
    *submits*: the reader is one of those who may submit it. *late*: it is not submitted, and its round takes no
    proposals any more. *trail*: its steps, where they are known.
    """

    where: Whereabouts
    entry: Entry
    communique: str
    own: bool = False
    finding: Finding | None = None
    submits: bool = False
    late: bool = False
    trail: Trail | None = None
    draft: Symbol = field(init=False)
    """The newest draft of the reader."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "draft", Symbol(self.where.issue.draft.symbol))

    def spots(self) -> Sentence:
        """Return the lines in which its words are, linked."""
        return references.paragraphs(self.communique, self.where.spots)

    def amenders(self) -> Sentence:
        """Return by whom the words are other ones now, linked."""
        return references.proposals(one.by for one in self.where.amended)


def told(subject: Subject) -> Status:
    """Return where a proposal is and why."""
    where = subject.where
    before = tuple(_before(subject, subject.trail)) if subject.trail else ()
    return Status(tuple(_sentences(subject)), before, answers.final(where))


def _sentences(subject: Subject) -> Told:
    where, finding = subject.where, subject.finding
    if where.withheld and where.standing is Standing.PENDING:
        yield _withheld()
        yield from _concerns(subject)
        yield from answers.given(where)
        return
    yield from (
        _unbracketed(subject, where.unbracketed) if where.unbracketed else _TOLD[where.standing](subject)
    )
    if finding and finding.done and where.standing is Standing.ABSORBED:
        yield counted(finding, own=subject.own)
    yield from answers.given(where)
    if where.withheld and where.standing is not Standing.WITHDRAWN:
        yield _withheld()


def _withheld() -> Sentence:
    return _("The round is closed. What became of it is told with the next text.")


# What was decided ----------------------------------------------------------------------------------

_DECIDED: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: N_("Accepted, %(how)s."),
    Outcome.PART: N_("Accepted in part, %(how)s."),
    Outcome.BRACKETED: N_("Kept in brackets as not agreed, %(how)s."),
    Outcome.ABSORBED: N_("Absorbed, %(how)s."),
    Outcome.REJECTED: N_("Not accepted, %(how)s."),
    Outcome.DEFERRED: N_("The decision is put off, %(how)s."),
}
_DECIDED_BEFORE: Mapping[Outcome, str] = {
    **_DECIDED,
    Outcome.DEFERRED: N_("The decision was put off, %(how)s."),
}


def agreed_by(decision: Decision) -> Sentence:
    """Return at which level something was decided and when, or that the Mission proposed it."""
    when = day(decision.agreed_on)
    if decision.level:
        return _("agreed %(at_level)s, %(day)s", at_level=at_level(decision.level), day=when)
    return _("proposed by the Mission, %(day)s", day=when)


def agreed(agreement: LastDecision) -> Sentence:
    """Return at which level a paragraph is agreed and since when."""
    level = at_level(agreement.level or "")
    return _("Agreed %(at_level)s, %(day)s.", at_level=level, day=day(agreement.agreed_on))


def _decided(made: Disposition | None, texts: Mapping[Outcome, str] = _DECIDED) -> Told:
    """Yield what was decided, and why."""
    assert made is not None
    yield _(texts[Outcome(made.outcome)], how=agreed_by(made.decision))
    yield from _reason(made.decision)


def _reason(decision: Decision) -> Told:
    if decision.reason:
        yield _("The reason: %(reason)s", reason=quoted(decision.reason))


def _earlier(where: Whereabouts) -> Told:
    """Yield what was decided before the proposal came to where it is now."""
    if where.made:
        yield from _decided(where.made, _DECIDED_BEFORE)
        yield from _taken(where)


def _taken(where: Whereabouts) -> Told:
    """Yield how many changes were taken of what was accepted in part."""
    if where.parted is None or where.made is None or where.made.outcome != Outcome.PART:
        return
    taken, total = where.parted.taken, len(where.parted.changes)
    if where.came:
        draft = Symbol(where.came.draft.symbol)
        yield _came_in(taken, total, draft)
    else:
        yield ngettext(
            "%(num)s of %(total)s changes was taken.",
            "%(num)s of %(total)s changes were taken.",
            taken,
            total=total,
        )


def _came_in(done: int, total: int, draft: Symbol) -> Sentence:
    return ngettext(
        "%(num)s of %(total)s changes came into the text with %(draft)s.",
        "%(num)s of %(total)s changes came into the text with %(draft)s.",
        done,
        total=total,
        draft=draft,
    )


def counted(verdict: Counted, *, own: bool = False) -> Sentence:
    """Return how many of the changes of a proposal are in the text; *own*: to its sponsor."""
    if verdict.total == 1:
        return _("Your change is in the text.") if own else _("Its change is in the text.")
    if own:
        return ngettext(
            "%(num)s of your %(total)s changes is in the text.",
            "%(num)s of your %(total)s changes are in the text.",
            verdict.done,
            total=verdict.total,
        )
    return ngettext(
        "%(num)s of %(total)s changes is in the text.",
        "%(num)s of %(total)s changes are in the text.",
        verdict.done,
        total=verdict.total,
    )


# Where its words are -------------------------------------------------------------------------------


def _concerns(subject: Subject) -> Told:
    """Yield which lines a proposal is about while its words are not in the text."""
    where, draft = subject.where, subject.draft
    if subject.entry.kind is AmendmentKind.INSERT and not where.spots:
        yield _coming(subject)
    elif where.lines:
        lines = references.paragraphs(subject.communique, where.lines)
        yield _("It concerns %(paragraph)s of %(draft)s.", paragraph=lines, draft=draft)
    elif where.proposed and where.proposed.name:
        name = references.proposal(where.proposed)
        yield _("It concerns the new paragraph that %(name)s proposes.", name=name)
    elif where.proposed:
        yield _("It concerns a new paragraph that is only proposed.")
    else:
        yield _("Its paragraph is no longer in %(draft)s.", draft=draft)


def _coming(subject: Subject) -> Sentence:
    """Return where a new paragraph is to stand, or asks to while nobody has accepted it."""
    where = subject.where
    if where.says and where.says.after_id and not where.place:
        return _("The paragraph that it would follow is not in %(draft)s.", draft=subject.draft)
    place = references.place(where.place)
    if where.amended and where.standing is Standing.ACCEPTED:
        names = subject.amenders()
        return _("It is to come in %(place)s, as amended by %(names)s.", place=place, names=names)
    if where.standing in (Standing.ACCEPTED, Standing.BRACKETED):
        return _("It is to come in %(place)s.", place=place)
    return _("It asks to come in %(place)s.", place=place)


_STANDS: Mapping[AmendmentKind, str] = {
    AmendmentKind.KEEP: N_("The paragraph stays as it is: %(paragraph)s of %(draft)s."),
    AmendmentKind.MOVE: N_("It stands now as %(paragraph)s of %(draft)s."),
    AmendmentKind.JOIN: N_("They are one paragraph now: %(paragraph)s of %(draft)s."),
}


def _stands(subject: Subject) -> Told:
    """Yield in which lines of the newest text a proposal is, and as what; or why in none."""
    where, kind = subject.where, subject.entry.kind
    if not where.spots and not where.proposed:
        yield _no_longer(subject)
    elif not where.spots or (kind is AmendmentKind.KEEP and not where.kept):
        yield from _concerns(subject)
    elif kind in _STANDS and (kind is not AmendmentKind.JOIN or len(where.spots) == 1):
        yield _(_STANDS[kind], paragraph=subject.spots(), draft=subject.draft)
    else:
        yield _words(subject)


def _words(subject: Subject) -> Sentence:
    """Return in which lines the words of a proposal are."""
    where, draft, spots = subject.where, subject.draft, subject.spots()
    if where.amended and all(one.by.code for one in where.amended):
        return _(
            "Its words are now in %(paragraph)s of %(draft)s, as amended by %(names)s.",
            paragraph=spots,
            draft=draft,
            names=subject.amenders(),
        )
    if where.amended:
        return _(
            "Its words are now in %(paragraph)s of %(draft)s, as amended since.", paragraph=spots, draft=draft
        )
    if where.enclosed:
        return _(
            "Its words are now in %(paragraph)s of %(draft)s, in brackets, not agreed.",
            paragraph=spots,
            draft=draft,
        )
    return _("Its words are now in %(paragraph)s of %(draft)s.", paragraph=spots, draft=draft)


def _no_longer(subject: Subject) -> Sentence:
    return _("That paragraph is no longer in %(draft)s.", draft=subject.draft)


def _adopted(subject: Subject) -> Told:
    """Yield what an adopting decision led to, as far as the text has come."""
    where = subject.where
    if where.effected:
        yield from _effected(subject)
    elif where.setting.round.closed_at:
        yield _("The next text, which is not circulated yet, tells it.")
    else:
        yield _("The next text will say so.")
        yield from _concerns(subject)


def _effected(subject: Subject) -> Told:
    """Yield what an adopting decision made of the text that came out with it."""
    where = subject.where
    deleted = subject.entry.kind is AmendmentKind.DELETE and where.standing is Standing.ACCEPTED
    if deleted and not where.spots and where.landed:
        yield _("The paragraph is gone since %(draft)s.", draft=Symbol(where.landed.draft.symbol))
    elif where.standing is Standing.ABSORBED:
        yield _absorbing(subject)
    else:
        yield from _stands(subject)


def _absorbing(subject: Subject) -> Sentence:
    """Return where the words are that absorbed a proposal, which are another's."""
    where = subject.where
    if not where.spots:
        return _no_longer(subject)
    if where.made and where.made.decision.kind == DecisionKind.COMPROMISE:
        return _(
            "The compromise that absorbed it is in %(paragraph)s of %(draft)s.",
            paragraph=subject.spots(),
            draft=subject.draft,
        )
    return _(
        "What absorbed it is in %(paragraph)s of %(draft)s.", paragraph=subject.spots(), draft=subject.draft
    )


_DISPLACED: Mapping[Held, str] = {
    Held.AGAINST: N_("Other words were decided on in the same place, so that it no longer fits."),
    Held.AMONG: N_("Its words stand there among others; whether that is enough is for its sponsor to say."),
    Held.OTHERWISE: N_("The text was changed in the same place, so that it no longer fits."),
}


def _instead(held: tuple[Holding, ...]) -> Sentence:
    """Return what stands in the place of what no longer fits, as far as it was looked at."""
    return _(_DISPLACED[displaced(held)])


# Brackets that a later text lifted -----------------------------------------------------------------


def lifting(since: Unbracketed, code: str) -> Told:
    """Yield by which text brackets were lifted, as who agreed and by which proposals beside the one with *code*."""
    draft = Symbol(since.issue.draft.symbol)
    if since.setting is None:
        yield _("The brackets are gone since %(draft)s.", draft=draft)
    elif since.decision is None:
        number = since.setting.round.number
        yield _("The brackets were lifted in round %(number)s, in %(draft)s.", number=number, draft=draft)
    else:
        yield _(
            "The brackets were lifted in round %(number)s, in %(draft)s: %(how)s.",
            number=since.setting.round.number,
            draft=draft,
            how=agreed_by(since.decision),
        )
        yield from _reason(since.decision)
    others = [one for one in since.by if one.code and one.code != code]
    if others:
        yield _("What was decided there: %(name)s.", name=references.proposals(others))


def _unbracketed(subject: Subject, since: Unbracketed) -> Told:
    """Yield that a later text lifted the brackets, and what became of the words."""
    yield from _decided(subject.where.made)
    yield from lifting(since, subject.entry.amendment.code)
    lifted = since.lifted
    if lifted.verdict is Verdict.ABSORBED:
        yield _all_in()
        yield from _stands(subject)
    elif lifted.new and lifted.amended:
        yield from _stands(subject)
    else:
        yield from _left(subject, lifted)
        yield from _concerns(subject)


def _left(subject: Subject, lifted: Lifted) -> Told:
    """Yield what the text has of words since the brackets round them were lifted, where it has not all."""
    if lifted.verdict is Verdict.PARTLY and not lifted.amended:
        if lifted.done:
            yield counted(lifted, own=subject.own)
        if any(how is Held.AMONG for _change, how in lifted.held):
            yield _("Some of its words stand there among others.")
    elif lifted.amended or lifted.displaced:
        yield _instead(lifted.held)
    else:
        yield _("Its words are not in the text.")


# Each state ----------------------------------------------------------------------------------------


def _all_in() -> Sentence:
    return _("All that it asked for is in the text.")


def _draft(subject: Subject) -> Told:
    yield _("A draft that only your delegation sees. It is not submitted.")
    yield from _concerns(subject)


def _review(subject: Subject) -> Told:
    if subject.late:
        yield _("It is in review and was not submitted in time.")
    elif subject.submits:
        yield _("It waits for you to submit it.")
    else:
        yield _("It waits for your head of delegation or an alternate to submit it.")
    yield from _concerns(subject)


def _withdrawn(subject: Subject) -> Told:
    contest = subject.where.contest
    if contest and contest.disowns:
        yield _("It was entered from the floor and is withdrawn.")
    else:
        yield _("Withdrawn by its sponsor.")


def _pending(subject: Subject) -> Told:
    yield _("No decision has been taken yet.")
    yield from _concerns(subject)


def _accepted(subject: Subject) -> Told:
    yield from _decided(subject.where.made)
    yield from _adopted(subject)


def _absorbed(subject: Subject) -> Told:
    where = subject.where
    if where.successor:
        yield from _decided(where.made)
        if where.successor.name:
            yield _("%(name)s took it in.", name=references.proposal(where.successor))
        yield from _adopted(subject)
        return
    yield _all_in()
    if where.account:
        yield from _accounted(where.account)
    yield from _earlier(where)
    if subject.entry.kind is not AmendmentKind.DELETE:
        yield from _stands(subject)


def _accounted(account: Account) -> Told:
    """Yield the decision that put there what a closing found in the text."""
    how = agreed_by(account.decision)
    if account.decision.kind == DecisionKind.COMPROMISE:
        how = _("a compromise, %(how)s", how=how)
    elif account.outcome == Outcome.PART:
        how = _("accepted in part, %(how)s", how=how)
    else:
        how = _("accepted, %(how)s", how=how)
    if account.by:
        yield _("%(name)s put it there: %(how)s.", name=references.proposal(account.by), how=how)
    else:
        yield _("A decision put it there: %(how)s.", how=how)
    yield from _reason(account.decision)


def _part(subject: Subject) -> Told:
    where = subject.where
    if where.pending:
        yield from _decided(where.made)
        yield from _taken(where)
        yield _("The rest waits for a decision.")
        yield from _concerns(subject)
        return
    assert where.made is not None
    if where.first:
        yield from _decided(where.first)
        yield _("The rest was not accepted, %(how)s.", how=agreed_by(where.made.decision))
    else:
        yield _("Part of it was accepted, and the rest was not.")
    yield from _reason(where.made.decision)
    yield from _adopted(subject)


def _rejected(subject: Subject) -> Told:
    yield from _decided(subject.where.made)
    if subject.finding and subject.finding.done:
        yield counted(subject.finding, own=subject.own)
    if subject.entry.kind is not AmendmentKind.INSERT or subject.where.spots:
        yield from _concerns(subject)


def _deferred(subject: Subject) -> Told:
    yield from _decided(subject.where.made)
    yield from _concerns(subject)


def _carried(subject: Subject) -> Told:
    yield _("Carried over to the new wording; it waits for a decision.")
    yield from _earlier(subject.where)
    yield from _concerns(subject)


def _partly(subject: Subject) -> Told:
    assert subject.where.verdict is not None
    yield counted(subject.where.verdict, own=subject.own)
    yield _("The rest waits for a decision.")
    yield from _earlier(subject.where)
    yield from _concerns(subject)


def _overtaken(subject: Subject) -> Told:
    verdict = subject.where.verdict
    if verdict and verdict.done:
        yield counted(verdict, own=subject.own)
    yield _instead(subject.finding.held if subject.finding else ())
    yield from _earlier(subject.where)
    yield from _concerns(subject)


def _conflict(subject: Subject) -> Told:
    yield _("Another proposal wants other words in the same place. Both wait for a decision.")
    yield from _earlier(subject.where)
    yield from _concerns(subject)


def _orphaned(subject: Subject) -> Told:
    proposed = subject.where.proposed
    if proposed and proposed.name:
        name = references.proposal(proposed)
        yield _("The new paragraph that %(name)s proposes did not come into the text.", name=name)
    elif proposed:
        yield _("The new paragraph that it concerned did not come into the text.")
    else:
        yield _("The paragraph or place that it concerned is no longer in the text.")
    yield from _earlier(subject.where)


def _contested(subject: Subject) -> Told:
    where = subject.where
    if where.contest and where.named:
        yield _("The Mission looks at it again.")
    else:
        yield _("A sponsor contested what was made of it; the Mission looks at it again.")
    yield from _earlier(where)
    yield from _concerns(subject)


_TOLD: Mapping[Standing, Callable[[Subject], Told]] = {
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
}


# What came before ----------------------------------------------------------------------------------


def _before(subject: Subject, trail: Trail) -> Told:
    """Yield how often its sponsor had contested it before, and how much of it came into which text."""
    times = trail.contested_before(subject.where, subject.entry.amendment.sponsor_id)
    if times:
        yield ngettext(
            "Its sponsor had contested it %(num)s time before.",
            "Its sponsor had contested it %(num)s times before.",
            times,
        )
    had = trail.had(subject.where)
    if had and had.verdict and had.issue:
        yield _came_in(had.verdict.done, had.verdict.total, Symbol(had.issue.draft.symbol))


# What the deadline overtook ------------------------------------------------------------------------


def missed(state: RoundState | None, count: int = 1) -> Sentence | None:
    """Return what becomes of *count* drafts that were not submitted in time, None where there is time."""
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
