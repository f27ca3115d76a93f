"""
Where delegations stand on each other's proposals and on the paragraphs of the text, in their own names.

Both are one thing: a party, its position and why, on the words that it read. Words that were changed meanwhile are
refused, and a position on earlier words gives way to the one on those that stand.
"""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import (
    N_,
    CosponsorsIt,
    NoRound,
    NotFound,
    ParagraphNotInText,
    PositionChanged,
    PositionReasonChanged,
    Refusal,
    StaleText,
)
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.positions import is_of_revision
from acm_drafts.negotiation.terms import Scope, Stance
from acm_drafts.services.revisions import clean
from acm_drafts.store.amendments import cosponsors_of
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.drafts import find_wording
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_amendment, hold_round
from acm_drafts.store.paragraph_positions import find_last_recorded, was_public
from acm_drafts.store.positions import authored_before
from acm_drafts.store.records import Amendment, Party, Position, Wording
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import facts_of, position_facts

LONGEST_REASON = 300
"""Characters: it stands in a table beside those of others."""


Held = tuple[Stance | None, str]
"""A position and its reason; (None, "") where none is taken."""


# The two acts --------------------------------------------------------------------------------------


def take_position(
    actor: Actor,
    code: str,
    *,
    party: int,
    stance: Stance | None,
    reason: str = "",
    seen: Held | None = None,
    revision: int | None = None,
) -> Held:
    """
    Record where a delegation stands on a submitted proposal, and why; None takes an earlier position back.

    Returns what it said before.

    *seen* is what the page showed of it, *revision* the sequence of what it showed of the proposal. The journal keeps
    what it said before. Another reason for the same position leaves the day since which it is held. Raises NotFound
    (also for what it may not see), NotPermitted, CosponsorsIt, StaleText where the proposal asks for other words since,
    PositionChanged or PositionReasonChanged where a colleague recorded another meanwhile, UnreadableText,
    TextTooLong (of the reason).
    """
    with transaction() as session:
        _lock, amendment, context = hold_amendment(session, code, actor)
        require(actor, Act.TAKE_POSITION, facts_of(context, amendment, party=party))
        _require_no_cosponsor(session, amendment, party, stance)
        about = _OnProposal(session, amendment, party)
        about.require_words(revision)
        return _record(actor, about, (stance, reason), seen)


def take_position_on_paragraph(
    actor: Actor,
    paragraph: int,
    *,
    wording: int,
    party: int,
    stance: Stance | None,
    reason: str = "",
    seen: Held | None = None,
) -> Held:
    """
    Record where a delegation stands on the *wording* of a paragraph in the text of the running round, and why.

    Returns what it said before on it; all else is as with `take_position`. Raises NotFound, NoRound,
    ParagraphNotInText, NotPermitted, StaleText where the paragraph has another wording, PositionChanged or
    PositionReasonChanged, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        lock = hold_round(session, By.PARAGRAPH, paragraph)
        if lock.running is None:
            raise NoRound()
        context = lock.running
        if context.version.circulation is None:
            raise NotFound()
        require(actor, Act.TAKE_POSITION, position_facts(context, party))
        standing = standing_wording(session, context, paragraph, seen=wording)
        return _record(actor, _OnParagraph(session, context, standing, party), (stance, reason), seen)


def _require_no_cosponsor(session: Session, amendment: Amendment, party: int, stance: Stance | None) -> None:
    """Raise CosponsorsIt where a co-sponsor would take a position; docs/decisions/0056 says why."""
    if stance is not None and party in cosponsors_of(session, amendment.id):
        raise CosponsorsIt()


def standing_wording(session: Session, context: RoundContext, paragraph: int, *, seen: int) -> Wording:
    """
    Return what a paragraph says in the text of a round; *seen*: the key of the wording that the page showed.

    Raises NotFound where it was never public, ParagraphNotInText, StaleText where it says something else.
    """
    standing = find_wording(session, paragraph, context.version.draft.id)
    if standing is None and not was_public(session, paragraph):
        raise NotFound()
    if standing is None:
        raise ParagraphNotInText(symbol=context.version.draft.symbol)
    if standing.id != seen:
        earlier = session.get(Wording, seen)
        is_its_own = earlier is not None and earlier.paragraph_id == standing.paragraph_id
        raise StaleText(seen=earlier.text if earlier and is_its_own else "", current=standing.text)
    return standing


def end_position(session: Session, actor: Actor, amendment: Amendment, party: int) -> None:
    """Take back in the caller's transaction the position of a party that joins a proposal: a sponsor supports it."""
    about = _OnProposal(session, amendment, party)
    if about.row is not None:
        session.delete(about.row)
        about.write_line(actor, before=about.row.stance, after="", reason="")


# One way of recording ------------------------------------------------------------------------------


class _About(Protocol):
    """What a party takes a position on: a proposal, or a wording of a paragraph."""

    session: Session

    def held(self) -> Held:
        """Return what the party holds on the words as they stand."""
        ...

    def put(self, stance: Stance, reason: str, *, keeps_day: bool) -> None: ...

    def take_back(self) -> None: ...

    def write_line(self, actor: Actor, *, before: str, after: str, reason: str) -> None: ...


def _record(actor: Actor, about: _About, wished: Held, seen: Held | None) -> Held:
    """Record what is *wished*, and return what was held before; *seen* is what the page showed of that."""
    stance = wished[0]
    reason = " ".join(clean(wished[1], LONGEST_REASON).split()) if stance else ""
    now = about.held()
    if now == (stance, reason):
        return now
    if seen is not None and seen != now:
        raise changed(seen, now)
    if stance is None:
        about.take_back()
    else:
        about.put(stance, reason, keeps_day=now[0] == stance)
    about.write_line(actor, before=now[0] or "", after=stance or "", reason=reason)
    return now


def changed(seen: Held, now: Held) -> Refusal:
    """Return the refusal of a position where the party holds another one *now* than the page showed."""
    if seen[0] == now[0]:
        then, since = (f"“{words}”" if words else N_("none given") for words in (seen[1], now[1]))
        return PositionReasonChanged(then=then, now=since)
    return PositionChanged(then=seen[0] or N_("none yet"), now=now[0] or N_("none yet"))


@dataclass(slots=True)
class _OnProposal:
    session: Session
    amendment: Amendment
    party: int

    @property
    def row(self) -> Position | None:
        """The position that the party recorded last, on whatever words."""
        return self.session.scalars(
            select(Position).where(
                Position.amendment_id == self.amendment.id, Position.party_id == self.party
            )
        ).one_or_none()

    def require_words(self, revision: int | None) -> None:
        """Raise StaleText where the author wrote other words since the page showed the *revision*."""
        latest = authored_before(self.session, self.amendment.id, self.amendment.revision)
        if revision is None or revision >= latest.sequence:
            return
        shown = authored_before(self.session, self.amendment.id, revision).text if revision > 0 else ""
        raise StaleText(seen=shown, current=latest.text)

    def held(self) -> Held:
        row = self.row
        if row is None or not is_of_revision(row.revision or 0, row.asked_again, self.amendment.revision):
            return None, ""
        return Stance(row.stance), row.reason

    def put(self, stance: Stance, reason: str, *, keeps_day: bool) -> None:
        latest = authored_before(self.session, self.amendment.id, self.amendment.revision)
        row = self.row
        if row is None:
            row = Position(communique_id=self.amendment.communique_id, party_id=self.party, at=utcnow())
            row.amendment_id = self.amendment.id
            self.session.add(row)
        elif not keeps_day:
            row.at = utcnow()
        row.stance, row.reason, row.revision = stance, reason, latest.sequence

    def take_back(self) -> None:
        self.session.delete(self.row)

    def write_line(self, actor: Actor, *, before: str, after: str, reason: str) -> None:
        write_line(
            self.session,
            actor,
            "take position",
            scope=Scope.AMENDMENT,
            amendment=self.amendment,
            party=self.party,
            subject=self.session.get_one(Party, self.party).code,
            before=before,
            after=after,
            reason=reason,
        )


@dataclass(slots=True)
class _OnParagraph:
    session: Session
    context: RoundContext
    wording: Wording
    party: int

    @property
    def row(self) -> Position | None:
        """What the party recorded last on this wording, in whatever round."""
        return find_last_recorded(self.session, self.wording.id, self.party)

    def held(self) -> Held:
        row = self.row
        return (None, "") if row is None or row.taken_back else (Stance(row.stance), row.reason)

    def put(self, stance: Stance, reason: str, *, keeps_day: bool) -> None:
        last = self.row
        since = last.at if last is not None and keeps_day else utcnow()
        row = self._row_of_round(last)
        row.stance, row.reason, row.at, row.taken_back = stance, reason, since, False

    def take_back(self) -> None:
        row = self._row_of_round(self.row)
        row.reason, row.at, row.taken_back = "", utcnow(), True

    def _row_of_round(self, last: Position | None) -> Position:
        """Return the row of the running round, made of what was recorded *last* where there is none yet."""
        round_id = self.context.round.id
        if last is not None and last.round_id == round_id:
            return last
        row = Position(
            communique_id=self.context.round.communique_id,
            party_id=self.party,
            paragraph_id=self.wording.paragraph_id,
            wording_id=self.wording.id,
            round_id=round_id,
            stance=last.stance if last else Stance.SUPPORT,
        )
        self.session.add(row)
        return row

    def write_line(self, actor: Actor, *, before: str, after: str, reason: str) -> None:
        write_line(
            self.session,
            actor,
            "take position",
            scope=Scope.POSITION,
            communique=self.context.round.communique_id,
            round_=self.context.round.id,
            paragraph=self.wording.paragraph_id,
            party=self.party,
            subject=self.session.get_one(Party, self.party).code,
            before=before,
            after=after,
            reason=reason,
        )
