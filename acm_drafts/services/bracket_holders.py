"""
A party says that it holds a bracket of the text, and why, or lets go of it; the Mission notes it from the floor.

It is said of the text on which a round runs, as a position on a paragraph is, and read by who reads those.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.bracket_holders import (
    BracketHeldAlready,
    BracketNotHeld,
    Holding,
    NotABracket,
    places_in_brackets,
)
from acm_drafts.negotiation.errors import NoRound, NotFound
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, require
from acm_drafts.negotiation.terms import BracketAct, PartyKind, Scope
from acm_drafts.services.positions import LONGEST_REASON, standing_wording
from acm_drafts.services.revisions import clean
from acm_drafts.store.bracket_holders import ACTS, load_placed
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.records import BracketActRow, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import position_facts
from acm_drafts.text.phrases import Stretch


@dataclass(frozen=True, slots=True)
class OfBracket:
    """A bracket as a page showed it: its *paragraph*, the *wording* that it stands in, and where it opens there."""

    paragraph: int
    wording: int
    start: int


def hold(actor: Actor, bracket: OfBracket, *, party: int, reason: str = "") -> BracketActRow:
    """
    Say in the name of *party* that it holds a bracket, and why, and return that; or give another reason.

    Raises NotPermitted, NotFound, NoRound, ParagraphNotInText, StaleText where the paragraph says other words than the
    page showed, NotABracket, BracketHeldAlready, UnreadableText, TextTooLong.
    """
    return _say(actor, bracket, BracketAct.HOLD, party, reason)


def release(actor: Actor, bracket: OfBracket, *, party: int) -> BracketActRow:
    """
    Let go of a bracket in the name of *party*, and return that. A sponsor lets go of those of its proposal so too.

    Raises the same, and BracketNotHeld.
    """
    return _say(actor, bracket, BracketAct.RELEASE, party, "")


def _say(actor: Actor, bracket: OfBracket, act: BracketAct, party: int, reason: str) -> BracketActRow:
    with transaction() as session:
        context = hold_round(session, By.PARAGRAPH, bracket.paragraph).running
        if context is None:
            raise NoRound()
        if context.version.circulation is None:
            raise NotFound()
        require(actor, Act.HOLD_BRACKET, position_facts(context, party))
        if session.get_one(Party, party).kind == PartyKind.MISSION:
            raise NotFound()  # the Mission holds the pen and no bracket
        wording = standing_wording(session, context, bracket.paragraph, seen=bracket.wording)
        if bracket.start not in [place.start for place in places_in_brackets(wording.text)]:
            raise NotABracket()
        place, held = _holding(session, context, bracket, party)
        reason = clean(reason, LONGEST_REASON)
        if act is BracketAct.RELEASE and held is None:
            raise BracketNotHeld()
        if act is BracketAct.HOLD and held is not None and held.reason == reason:
            raise BracketHeldAlready()
        row = BracketActRow(
            communique_id=context.round.communique_id,
            round_id=context.round.id,
            paragraph_id=bracket.paragraph,
            wording_id=wording.id,
            start=place.start,
            stop=place.end,
            party_id=party,
            act=act,
            reason=reason,
            from_floor=party not in actor.at(context.meeting).parties(*SPEAKS),
            at=utcnow(),
        )
        session.add(row)
        _tell(session, actor, row, wording.text[place.start : place.end])
        return row


def _holding(
    session: Session, context: RoundContext, bracket: OfBracket, party: int
) -> tuple[Stretch, Holding | None]:
    """Return where the bracket stands, and what *party* holds of it, None for nothing."""
    placed = load_placed(session, context.version.draft)
    one = next(
        one for one in placed if one.row.paragraph == bracket.paragraph and one.place.start == bracket.start
    )
    return one.place, next((held for held in one.holders if held.party == party), None)


def _tell(session: Session, actor: Actor, row: BracketActRow, words: str) -> None:
    """Write the line of an act on a bracket; who reads the positions of its round reads it."""
    write_line(
        session,
        actor,
        ACTS[BracketAct(row.act)],
        scope=Scope.POSITION,
        communique=row.communique_id,
        round_=row.round_id,
        paragraph=row.paragraph_id,
        party=row.party_id,
        after=words,
        reason=row.reason,
    )
