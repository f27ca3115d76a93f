"""
A party says that it holds a bracket of the text, and why, or lets go of it; what lifts one needs those who hold it.

It is said of the text on which a round runs, as a position on a paragraph is, and read by who reads those. The Mission
notes it from the floor.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.bracket_holders import (
    BracketHeldAlready,
    BracketNotHeld,
    Holding,
    NotABracket,
    lifted_from,
    places_in_brackets,
    require_consent,
)
from acm_drafts.negotiation.consolidation import Fate
from acm_drafts.negotiation.errors import NoRound, NotFound
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, require
from acm_drafts.negotiation.terms import BracketAct, PartyKind, Scope
from acm_drafts.services.positions import LONGEST_REASON, standing_wording
from acm_drafts.services.revisions import clean
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.bracket_holders import ACTS, PlacedBracket, load_placed, sponsors_of
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import BracketActRow, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import position_facts
from acm_drafts.text.brackets import holds_bracket
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
    standing = next(
        placed_bracket
        for placed_bracket in placed
        if (placed_bracket.row.paragraph, placed_bracket.place.start) == (bracket.paragraph, bracket.start)
    )
    return standing.place, next((held for held in standing.holders if held.party == party), None)


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


# What a decision lifts ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overridden:
    """A party over whom a decision lifts brackets, and the words of each of these."""

    party: int
    brackets: tuple[str, ...]


def held_among(session: Session, context: RoundContext, lines: Sequence[Line]) -> tuple[PlacedBracket, ...]:
    """Return the brackets of *lines*, some of the round's draft, that somebody holds. No query without brackets."""
    if not any(holds_bracket(line.text) for line in lines):
        return ()
    near = {line.paragraph for line in lines}
    placed = load_placed(session, context.version.draft)
    return tuple(bracket for bracket in placed if bracket.holders and bracket.row.paragraph in near)


def lifted_brackets(
    held: Iterable[PlacedBracket], now: Mapping[int, Fate], then: Mapping[int, Fate]
) -> dict[PlacedBracket, frozenset[int]]:
    """
    Return those of the brackets *held* that a decision lifts, each with its holders.

    *now* and *then*: what becomes of the paragraphs without the decision and with it; nothing where that is in dispute.
    """
    lifted = {}
    for bracket in held if now and then else ():
        holders = frozenset(holding.party for holding in bracket.holders)
        before, after = (_words_of(fates, bracket.row.paragraph) for fates in (now, then))
        if lifted_from({bracket.place: holders}, bracket.row.text, before=before, after=after):
            lifted[bracket] = holders
    return lifted


def _words_of(fates: Mapping[int, Fate], paragraph: int) -> str | None:
    """Return all that a paragraph says, or the one that it was joined to; None where it is deleted."""
    fate = fates.get(paragraph)
    if fate is not None and fate.into is not None:
        fate = fates.get(fate.into)
    return fate.wording() if fate else None


def require_consent_of_holders(
    session: Session,
    lifted: Mapping[PlacedBracket, frozenset[int]],
    accepted: Iterable[AmendmentRecord],
    *,
    sitting: str,
    over: Collection[str],
) -> tuple[Overridden, ...]:
    """
    Return over whom brackets are *lifted*. Raises BracketIsHeld unless they ask for it or a *sitting* names them.

    Who sponsors or co-sponsors what is *accepted* asks for it; *over*: the codes of those whom the sitting names. Two
    queries, none where nothing is lifted.
    """
    if not lifted:
        return ()
    parties = {party.id: party for party in find_parties(session)}
    overridden = require_consent(
        lifted.values(),
        consenting=sponsors_of(session, [record.amendment for record in accepted]),
        overridden={party.id for party in parties.values() if party.code in over},
        at_sitting=bool(sitting),
        parties=parties,
    )
    return tuple(
        Overridden(party, tuple(bracket.words for bracket, holders in lifted.items() if party in holders))
        for party in overridden
    )
