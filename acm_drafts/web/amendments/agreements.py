"""
What was decided on a proposal, as sentences: how, by whom and when, why, and how many changes it took.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.status import TURNS_DOWN, LastDecision
from acm_drafts.negotiation.terms import DecisionKind, Outcome
from acm_drafts.store.brackets import Unbracketed
from acm_drafts.store.records import Decision, Disposition
from acm_drafts.store.status import Absorption, Status
from acm_drafts.web.shared import references
from acm_drafts.web.shared.formatting import at_level_in, day, level_in, mission_proposes, quoted
from acm_drafts.web.shared.sentences import Sentence, Symbol, joined, ngettext
from acm_drafts.web.shared.sentences import gettext as _

Sentences = Iterator[Sentence]


class Counted(Protocol):
    """How many of the changes of a proposal are in the text (a verdict, a finding, lifted brackets)."""

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...


_DECIDED: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: N_("Accepted, %(how)s."),
    Outcome.PART: N_("Accepted in part, %(how)s."),
    Outcome.BRACKETED: N_("Retained in brackets (%(how)s)."),
    Outcome.ABSORBED: N_("Merged, %(how)s."),
    Outcome.REJECTED: N_("Not accepted, %(how)s."),
    Outcome.DEFERRED: N_("The decision is put off, %(how)s."),
}
_DECIDED_BEFORE: Mapping[Outcome, str] = {
    **_DECIDED,
    Outcome.ABSORBED: N_("Other words were put in its place, %(how)s."),
    Outcome.DEFERRED: N_("The decision was put off, %(how)s."),
}
_PROPOSED: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: N_("The Mission proposes to accept it (%(day)s)."),
    Outcome.PART: N_("The Mission proposes to accept it in part (%(day)s)."),
    Outcome.BRACKETED: N_("The Mission proposes to retain it in brackets (%(day)s)."),
    Outcome.ABSORBED: N_("The Mission proposes a compromise (%(day)s)."),
    Outcome.REJECTED: N_("The Mission proposes not to accept it (%(day)s)."),
    Outcome.DEFERRED: N_("The Mission proposes to defer it (%(day)s)."),
}
"""What was decided without a level."""
_PROPOSED_BEFORE: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: N_("The Mission proposed to accept it (%(day)s)."),
    Outcome.PART: N_("The Mission proposed to accept it in part (%(day)s)."),
    Outcome.BRACKETED: N_("The Mission proposed to retain it in brackets (%(day)s)."),
    Outcome.ABSORBED: N_("The Mission proposed a compromise (%(day)s)."),
    Outcome.REJECTED: N_("The Mission proposed not to accept it (%(day)s)."),
    Outcome.DEFERRED: N_("The Mission proposed to defer it (%(day)s)."),
}


def reached_at_level(decision: Decision) -> str:
    """Return at which level a decision was reached, in a sentence, with the city where that is not New York."""
    return at_level_in(decision.level or "", decision.city)


def agreed_by(decision: Decision) -> Sentence:
    """
    Return at which level something that stands was decided and when, or that it stands as the Mission proposes.

    What is retained in brackets is not agreed, and a rejection or a deferral agrees nothing.
    """
    when = day(decision.agreed_on)
    if decision.level and decision.kind in (DecisionKind.BRACKETS, *TURNS_DOWN):
        return joined([level_in(decision.level, decision.city), _(", "), when])
    if decision.level:
        facts = {"at_level": reached_at_level(decision), "day": when}
        if decision.awaits_confirmation:
            return _("agreed ad referendum %(at_level)s, %(day)s", **facts)
        return _("agreed %(at_level)s, %(day)s", **facts)
    return _("as the Mission proposes, %(day)s", day=when)


def decided_by(decision: Decision) -> Sentence:
    """Return what stands beside an outcome: at which level it was agreed and when, or what the Mission proposes."""
    if decision.level:
        return agreed_by(decision)
    return joined([mission_proposes(DecisionKind(decision.kind)), _(", "), day(decision.agreed_on)])


def agreed(agreement: LastDecision) -> Sentence:
    """Return at which level a paragraph is agreed and since when."""
    facts = {"at_level": at_level_in(agreement.level or "", agreement.city), "day": day(agreement.agreed_on)}
    if agreement.is_ad_referendum:
        return _("Agreed ad referendum %(at_level)s, %(day)s.", **facts)
    return _("Agreed %(at_level)s, %(day)s.", **facts)


def paragraph_agreed(agreement: Decision, outcome: str) -> Sentence:
    """
    Return that a level agreed a paragraph after a decision without a level, and when.

    *outcome* is that of the decision before: what was accepted is agreed with its paragraph.
    """
    facts = {"at_level": reached_at_level(agreement), "day": day(agreement.agreed_on)}
    with_it = outcome in (Outcome.ACCEPTED, Outcome.PART)
    if agreement.awaits_confirmation:
        if with_it:
            return _("It was agreed ad referendum with its paragraph %(at_level)s, %(day)s.", **facts)
        return _("Its paragraph was agreed ad referendum %(at_level)s, %(day)s.", **facts)
    if with_it:
        return _("It was agreed with its paragraph %(at_level)s, %(day)s.", **facts)
    return _("Its paragraph was agreed %(at_level)s, %(day)s.", **facts)


def decided_on(where: Status) -> Sentences:
    """Yield the last decision on a proposal; for one without a level, whether a level agreed its paragraph since."""
    is_past = where.agreement is not None or (
        where.adopted and where.disposition is not None and where.disposition.decision.level is None
    )
    yield from decided(where.disposition, before=is_past)
    if where.reopened is not None:
        yield _(
            "Its paragraph was reopened, %(day)s: what was agreed on it has ended.", day=day(where.reopened)
        )
    if where.agreement is not None and where.disposition is not None:
        yield paragraph_agreed(where.agreement, where.disposition.outcome)


def decided(disposition: Disposition | None, *, before: bool = False) -> Sentences:
    """Yield what was decided, and why; *before*: other things happened since."""
    assert disposition is not None
    outcome, decision = Outcome(disposition.outcome), disposition.decision
    if decision.level:
        texts = _DECIDED_BEFORE if before else _DECIDED
        yield _(texts[outcome], how=agreed_by(decision))
    else:
        texts = _PROPOSED_BEFORE if before else _PROPOSED
        yield _(texts[outcome], day=day(decision.agreed_on))
    yield from reason(decision)


def rest_rejected(decision: Decision) -> Sentence:
    """Return that what an acceptance in part had left was not accepted."""
    if decision.level:
        return _("The rest was not accepted, %(how)s.", how=agreed_by(decision))
    return _("The Mission proposes not to accept the rest (%(day)s).", day=day(decision.agreed_on))


def reason(decision: Decision) -> Sentences:
    if decision.reason:
        yield _("The reason: %(reason)s", reason=quoted(decision.reason))


def earlier(where: Status) -> Sentences:
    """Yield the decisions that were taken before the present status of the proposal."""
    if where.disposition:
        yield from decided(where.disposition, before=True)
        yield from taken(where)


def taken(where: Status) -> Sentences:
    """Yield how many changes were taken of what was accepted in part."""
    if where.parted is None or where.disposition is None or where.disposition.outcome != Outcome.PART:
        return
    taken, total = where.parted.taken, len(where.parted.changes)
    if where.came:
        draft = Symbol(where.came.symbol)
        yield came_in(taken, total, draft)
    else:
        yield ngettext(
            "%(num)s of %(total)s changes was taken.",
            "%(num)s of %(total)s changes were taken.",
            taken,
            total=total,
        )


def came_in(done: int, total: int, draft: Symbol) -> Sentence:
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


def accounted(account: Absorption) -> Sentences:
    """Yield the decision that put there what a closing found in the text."""
    how = agreed_by(account.decision)
    if account.decision.kind == DecisionKind.COMPROMISE:
        how = _("a compromise, %(how)s", how=how)
    elif account.outcome == Outcome.PART:
        how = _("accepted in part, %(how)s", how=how)
    elif account.decision.level:
        how = _("accepted, %(how)s", how=how)
    if account.by:
        yield _("%(name)s put it there: %(how)s.", name=references.proposal(account.by), how=how)
    else:
        yield _("A decision put it there: %(how)s.", how=how)
    yield from reason(account.decision)


def lifting(since: Unbracketed, code: str) -> Sentences:
    """Yield by which text brackets were lifted, as who agreed and by which proposals beside the one with *code*."""
    draft = Symbol(since.version.symbol)
    if since.context is None:
        yield _("There are no brackets round it since %(draft)s.", draft=draft)
    elif since.decision is None:
        number = since.context.round.number
        yield _("The brackets were lifted in round %(number)s, in %(draft)s.", number=number, draft=draft)
    else:
        yield _(
            "The brackets were lifted in round %(number)s, in %(draft)s: %(how)s.",
            number=since.context.round.number,
            draft=draft,
            how=agreed_by(since.decision),
        )
        yield from reason(since.decision)
    named = [proposal for proposal in since.by if proposal.code and proposal.code != code]
    if named:
        yield _("What was decided there: %(name)s.", name=references.proposals(named))
