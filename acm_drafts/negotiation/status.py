"""
Where a proposal stands, in one word, and whether it still waits for a decision.

A rule on plain facts; the store brings the facts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from acm_drafts.negotiation.terms import DecisionKind, Outcome, ParagraphState, Stage, Standing, Verdict

DECIDED = {
    Outcome.ACCEPTED: Standing.ACCEPTED,
    Outcome.PART: Standing.PART,
    Outcome.ABSORBED: Standing.ABSORBED,
    Outcome.REJECTED: Standing.REJECTED,
    Outcome.BRACKETED: Standing.BRACKETED,
}
TAKEN_UP_AGAIN = {Outcome.ABSORBED, Outcome.REJECTED, Outcome.DEFERRED}
"""What adopted nothing: where a sponsor objects, the proposal waits for the Mission again."""
ENDED = {
    Verdict.ABSORBED: Standing.ABSORBED,
    Verdict.OVERTAKEN: Standing.OVERTAKEN,
    Verdict.ORPHANED: Standing.ORPHANED,
}
BROUGHT = {
    Verdict.CARRIED: Standing.CARRIED,
    Verdict.PARTLY: Standing.PARTLY,
    Verdict.CONFLICT: Standing.CONFLICT,
}
BY_VERDICT = {**ENDED, **BROUGHT}
"""Where a proposal stands by each verdict of a closing."""


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What decides where a proposal stands: its stage, how its current revision was made, and what was said of that."""

    stage: str
    origin: str
    outcome: str | None = None
    verdict: str | None = None
    brought: str | None = None
    objected: bool = False


def standing_by(facts: StatusFacts) -> tuple[Standing, bool]:
    """Return the one word for where a proposal is, and whether it still waits for a decision or a verdict."""
    if facts.stage != Stage.SUBMITTED:
        return Standing(facts.stage), False
    if facts.verdict is not None and Verdict(facts.verdict) in ENDED:
        return (Standing.CONTESTED if facts.objected else ENDED[Verdict(facts.verdict)]), False
    if facts.outcome is None:
        return _undecided(facts), True
    outcome = Outcome(facts.outcome)
    if facts.objected and outcome in TAKEN_UP_AGAIN:
        return Standing.CONTESTED, True
    if outcome is Outcome.DEFERRED:
        return Standing.DEFERRED, True
    if outcome is Outcome.REJECTED and facts.origin == "rest":
        return Standing.PART, False
    return DECIDED[outcome], False


def _undecided(facts: StatusFacts) -> Standing:
    if facts.origin == "contested":
        return Standing.CONTESTED
    if facts.brought is not None:
        return BROUGHT.get(Verdict(facts.brought), Standing.CARRIED)
    if facts.origin == "rest":
        return Standing.CONTESTED if facts.objected else Standing.PART
    return Standing.PENDING


def standing_in_round(standing: Standing, *, settled: bool) -> Standing:
    """Return where a proposal is in a running round: what was accepted may settle it before its closing does."""
    return Standing.SETTLED if settled else standing


def known_standing(
    now: tuple[Standing, bool],
    before: tuple[Standing, bool],
    *,
    withheld: bool,
    lifted: Standing | None,
    settled: bool = False,
    disputed: bool = True,
    adopted: bool = False,
) -> tuple[Standing, bool]:
    """
    Return where a proposal is as far as its reader knows, and whether it waits: *now* as it stands.

    *before* is where it stood before its last verdict, which counts as long as that is *withheld*. *lifted* is where
    it is since the brackets round its words were lifted (None: they were not): whether it waits is no other for it.
    *settled*: what was accepted settles it in the round that runs, see `standing_in_round`; it waits as it did. What
    the last closing carried over in conflict stands so while it is still *disputed*: afterwards it is carried over.
    *adopted*: the text is, so that nothing waits any more, and what did is left open.
    """
    if adopted and (now[1] or now[0] is Standing.CONTESTED):
        return Standing.LEFT_OPEN, False
    if settled:
        return standing_in_round(now[0], settled=settled), now[1]
    standing, pending = before if withheld else now
    if standing is Standing.CONFLICT and pending and not disputed:
        standing = Standing.CARRIED
    return lifted or standing, pending


def is_turned_down(standing: Standing, *, pending: bool, lifted: bool) -> bool:
    """Return whether a proposal, or the rest of it, was not accepted, and is not before the Mission again."""
    return standing in _TURNED_DOWN and not pending and not lifted


def is_only_proposed(standing: Standing, *, level: str | None, agreed_since: bool) -> bool:
    """
    Return whether a proposal stands where it does because the Mission proposes so, and no level agreed that.

    *level* is that of the decision that says where it stands. *agreed_since*: a level agreed its paragraph afterwards.
    """
    return standing in BY_DECISION and level is None and not agreed_since


def words_only_proposed(decisions: Collection[tuple[str, str | None]]) -> bool:
    """
    Return whether what *decisions* say of the words of a paragraph is proposed by the Mission, and no level agreed it.

    *decisions*: those that stand there, each with its kind and its level. A level that turned a proposal down agreed
    no words: it counts only where nothing else was decided.
    """
    on_words = [level for kind, level in decisions if kind not in TURNS_DOWN]
    return not any(on_words or [level for _kind, level in decisions])


AGREES = (
    DecisionKind.ACCEPT,
    DecisionKind.PART,
    DecisionKind.COMPROMISE,
    DecisionKind.AGREE,
)
"""What agrees, at a level, the words of a paragraph as decided so far, with what no level had accepted before."""


def agrees_with(kind: str, *, outcome: str | None) -> bool:
    """
    Return whether a later decision of *kind* at a level also agrees a proposal whose *outcome* no level had decided.

    Of what was accepted the words are part of those that the level saw. What adopted nothing, or brackets, is agreed
    by agreeing the paragraph alone.
    """
    return kind == DecisionKind.AGREE or (kind in AGREES and outcome in (Outcome.ACCEPTED, Outcome.PART))


TURNS_DOWN = (DecisionKind.REJECT, DecisionKind.DEFER)
"""What agrees no words, at whatever level."""

BY_OUTCOME = {**DECIDED, Outcome.DEFERRED: Standing.DEFERRED}
"""Where a proposal stands by each outcome of a decision."""
BY_DECISION = tuple(BY_OUTCOME.values())
"""Where a proposal stands by a decision: agreed at a level, or as the Mission proposes."""
_TURNED_DOWN = (Standing.REJECTED, Standing.PART)


@dataclass(frozen=True, slots=True)
class LevelAgreed:
    """
    A level that agreed what a paragraph says, on a day; *decision* is the key of its agreement.

    *ad_referendum*: nobody confirmed it since. *city*: in which that body sits, "" where it is not told.
    """

    level: str
    agreed_on: date
    decision: int = field(default=0, compare=False)
    ad_referendum: bool = False
    city: str = ""


@dataclass(frozen=True, slots=True)
class LastDecision:
    """
    The decision that says how a paragraph stands: its *level* (None: the Mission proposes), day and moment.

    *in_brackets*: words were retained in brackets there, by this decision or another of its round, in a text to come.
    *proposed*: the proposals there that the Mission alone decided, and no level agreed since. *earlier*: other
    levels, or the same in another city, that agreed the same words before. *key* is that of the decision.
    *unconfirmed*: the decisions there that
    were taken ad referendum, and that nobody confirmed and no level agreed anew since. *agreed* is how it was agreed
    until the Mission alone turned down what that agreement had left open. *city*: in which that body sits, "" where it
    is not told.
    """

    level: str | None
    agreed_on: date
    at: datetime | None = field(default=None, compare=False)
    in_brackets: bool = False
    proposed: frozenset[int] = field(default=frozenset(), compare=False)
    earlier: tuple[LevelAgreed, ...] = field(default=(), compare=False)
    key: int = field(default=0, compare=False)
    unconfirmed: frozenset[int] = frozenset()
    agreed: "LastDecision | None" = None
    city: str = field(default="", compare=False)

    @property
    def is_ad_referendum(self) -> bool:
        """Whether what is agreed waits for its confirmation."""
        return bool(self.unconfirmed)

    @property
    def agreements(self) -> tuple[LevelAgreed, ...]:
        """The levels that agreed what stands there, the last one at the end; none where the Mission proposes it."""
        if self.level is None:
            return ()
        own = LevelAgreed(self.level, self.agreed_on, self.key, self.is_ad_referendum, self.city)
        return (*self.earlier, own)


def last_of(
    before: LastDecision | None,
    decision: LastDecision,
    *,
    kind: str,
    decides: Mapping[int, datetime | None] = MappingProxyType({}),
) -> LastDecision:
    """
    Return how a paragraph stands after *decision*, which follows on *before*.

    *decides*: the proposals that it decides, each with when it was submitted. Only what agrees words makes a paragraph
    agreed: a level that rejects or defers a proposal agrees none, and what a level agreed before stays agreed as it
    was. What the agreement had left open, and the Mission alone rejects, is not agreed: its sponsor may contest that.
    Nor does a level that turns one proposal down agree what the Mission alone decided on others. A level that agrees
    the paragraph as it stands agrees the words that others agreed before: their agreements stand beside it, also one of
    the same level in another city.
    Reopening ends every agreement: nothing of it is left to be confirmed.
    """
    proposed = before.proposed if before is not None else frozenset[int]()
    if kind == DecisionKind.REOPEN:
        return replace(decision, proposed=proposed)
    if kind in TURNS_DOWN:
        return _turned_down(before, decision, proposed, decides=decides)
    if kind in AGREES:
        proposed = proposed if decision.level is None else frozenset()
    elif before is not None and before.unconfirmed:
        decision = replace(decision, unconfirmed=decision.unconfirmed | before.unconfirmed)
    if decision.level is None:
        return replace(decision, proposed=proposed | decides.keys())
    if left := proposed - decides.keys():
        return replace(decision, level=None, proposed=left)
    return (
        replace(decision, earlier=_same_words(before, decision)) if kind == DecisionKind.AGREE else decision
    )


def _turned_down(
    before: LastDecision | None,
    decision: LastDecision,
    proposed: frozenset[int],
    *,
    decides: Mapping[int, datetime | None],
) -> LastDecision:
    """Return how a paragraph stands after *decision*, which rejects or defers what it decides and agrees no words."""
    if decision.level is not None:
        left = proposed - decides.keys()
        if before is not None and before.level:
            return before
        if before is not None and before.agreed and not left:
            return before.agreed
        decision = replace(decision, level=None)
    elif before is not None and before.level and _asks_to_reopen(before, decides):
        return before
    else:
        left = proposed | decides.keys()
    if before is None:
        return replace(decision, proposed=left)
    return replace(
        decision,
        proposed=left,
        unconfirmed=decision.unconfirmed | before.unconfirmed,
        agreed=before if before.level else before.agreed,
    )


def _asks_to_reopen(agreed: LastDecision, decides: Mapping[int, datetime | None]) -> bool:
    """Return whether all that a decision decides was submitted after the agreement, as far as is known."""
    since = min((moment for moment in decides.values() if moment), default=None)
    return since is None or agreed.at is None or since > agreed.at


def _same_words(before: LastDecision | None, decision: LastDecision) -> tuple[LevelAgreed, ...]:
    """Return what agreed before, at another level or in another city, what *decision* agrees as it stands."""
    if before is None or before.in_brackets:
        return ()
    own = (decision.level, decision.city)
    return tuple(each for each in before.agreements if (each.level, each.city) != own)


def counted_state(state: str, *, declined: bool) -> str:
    """
    Return the state by which a paragraph is counted: what a level agreed and somebody *declined* since counts as open.
    """
    return str(ParagraphState.OPEN) if declined and state == ParagraphState.AGREED else state


def is_agreed(last: LastDecision | None, waiting: Iterable[datetime | None], *, in_brackets: bool) -> bool:
    """
    Return whether a paragraph is agreed: a level decided last on it, and only a decision takes that back.

    *waiting* are the moments at which the proposals that would change it, and still wait, were submitted. What was
    there before that decision was left open by it, or its sponsor objects to it: the paragraph is not agreed. What
    came later asks to reopen it. Where brackets stand, or words were retained in brackets, nothing is agreed.
    """
    if last is None or last.level is None or in_brackets or last.in_brackets:
        return False
    return all(since is not None and last.at is not None and since > last.at for since in waiting)
