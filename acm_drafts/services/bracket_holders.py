"""
A party says that it holds a bracket of the text, and why, or lets go of it; what lifts one needs those who hold it.

It is said of the text on which a round runs, as a position on a paragraph is, and read by who reads those. The Mission
notes it from the floor.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from acm_drafts.negotiation.bracket_holders import (
    BracketHeldAlready,
    BracketNotHeld,
    Holding,
    NotABracket,
    lifted_from,
    places_in_brackets,
    require_consent,
    still_to_ask,
)
from acm_drafts.negotiation.consolidation import Edit, Fate, consolidate
from acm_drafts.negotiation.errors import NoRound, NotFound
from acm_drafts.negotiation.journal import TELLS_MISSING
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, require
from acm_drafts.negotiation.terms import AmendmentKind, BracketAct, PartyKind, Scope
from acm_drafts.services.positions import LONGEST_REASON, standing_wording
from acm_drafts.services.revisions import clean
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.bracket_holders import (
    ACTS,
    PlacedBracket,
    decided_over,
    load_placed,
    sponsors_by_amendment,
    sponsors_of,
)
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.lifted_brackets import missing_brackets, told_missing
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


def to_ask(
    held: Iterable[PlacedBracket],
    lines: Sequence[Line],
    accepted: Sequence[Edit],
    *,
    fates: Mapping[int, Fate],
    sponsors: Mapping[int, Collection[int]],
    over: Mapping[int, Mapping[int, datetime]],
) -> dict[PlacedBracket, frozenset[int]]:
    """
    Return those of the brackets *held* in *lines* that *accepted* edits lifted, with who is still to be asked of each.

    *fates*: what these edits make of the lines. *sponsors*: of each proposal; *over*: over whom decisions on each
    paragraph were taken, and when.
    """
    asking = {}
    for bracket in held if fates else ():
        paragraph = bracket.row.paragraph
        if not _is_lifted(bracket, fates):
            continue
        on_it = [edit for edit in accepted if paragraph in (edit.paragraph, edit.other)]
        asked_for = [edit for edit in on_it if _lifts_alone(edit, bracket, lines)]
        parties = still_to_ask(
            bracket.holders,
            sponsors={party for edit in asked_for for party in sponsors.get(edit.proposal, ())},
            decided_over=over.get(paragraph, {}),
        )
        if parties:
            asking[bracket] = parties
    return asking


def _is_lifted(bracket: PlacedBracket, fates: Mapping[int, Fate]) -> bool:
    text, words = bracket.row.text, _words_of(fates, bracket.row.paragraph)
    return bool(lifted_from({bracket.place: ()}, text, before=text, after=words))


def _lifts_alone(edit: Edit, bracket: PlacedBracket, lines: Sequence[Line]) -> bool:
    """Return whether *edit* alone would lift a bracket; a consequential change is never alone."""
    if edit.kind is AmendmentKind.CONSEQUENTIAL:
        return False
    fates = consolidate(lines, [edit]).fates
    return bool(fates) and _is_lifted(bracket, fates)


def lifted_before(
    session: Session,
    round_id: int,
    held: Collection[PlacedBracket],
    *,
    lines: Sequence[Line],
    accepted: Sequence[Edit],
) -> dict[PlacedBracket, frozenset[int]]:
    """
    Return the brackets *held* that *accepted* edits of a round lifted, with the holders who were not asked.

    Three queries, none where nobody holds a bracket.
    """
    if not held:
        return {}
    return to_ask(
        held,
        lines,
        accepted,
        fates=consolidate(lines, accepted).fates,
        sponsors=sponsors_by_amendment(session, {edit.proposal for edit in accepted}),
        over=decided_over(session, round_id),
    )


def paragraphs_to_ask_on(
    session: Session, context: RoundContext, lines: Sequence[Line], accepted: Sequence[Edit]
) -> frozenset[int]:
    """
    Return the paragraphs of a round's draft that are not agreed with others, or by silence: holders are to be asked.

    Ten queries at most, none for a text without brackets.
    """
    held = held_among(session, context, lines)
    asking = lifted_before(session, context.round.id, held, lines=lines, accepted=accepted)
    return frozenset(bracket.row.paragraph for bracket in asking)


def require_consent_of_holders(
    session: Session,
    lifted: Mapping[PlacedBracket, frozenset[int]],
    accepted: Iterable[AmendmentRecord],
    *,
    before: Mapping[PlacedBracket, frozenset[int]],
    sitting: str,
    over: Collection[str],
) -> tuple[Overridden, ...]:
    """
    Return over whom brackets are *lifted*. Raises BracketIsHeld unless they ask for it or a *sitting* names them.

    Who sponsors or co-sponsors what is *accepted* asks for it; *before*: what was lifted before and is agreed now, with
    who is still to be asked. *over*: the codes of those whom the sitting names. Two queries, none where nothing is
    lifted.
    """
    if not lifted and not before:
        return ()
    parties = {party.id: party for party in find_parties(session)}
    consenting = sponsors_of(session, [record.amendment for record in accepted])
    asked = {bracket: holders - consenting for bracket, holders in lifted.items()} | dict(before)
    overridden = require_consent(
        asked.values(),
        consenting=(),
        overridden={party.id for party in parties.values() if party.code in over},
        at_sitting=bool(sitting),
        parties=parties,
    )
    return tuple(
        Overridden(party, tuple(bracket.words for bracket, holders in asked.items() if party in holders))
        for party in overridden
    )


# What the next draft does not print --------------------------------------------------------------------


def tell_of_missing(session: Session, actor: Actor, context: RoundContext, *, circulated: bool) -> None:
    """
    Tell each party that held a bracket to the end of a round that the next draft does not print it, once.

    What a level agreed is known when the round is closed; the rest is told when the draft is *circulated*. Thirteen
    queries at most, one where nobody holds a bracket.
    """
    missing = missing_brackets(session, context)
    known = told_missing(session, context.round.id) if missing else set()
    for bracket, party in [(lost, party) for lost in missing for party in sorted(lost.parties)]:
        row, words = bracket.bracket.row, bracket.bracket.words
        if (row.paragraph, party, words) in known or not (circulated or bracket.is_agreed):
            continue
        write_line(
            session,
            actor,
            TELLS_MISSING,
            scope=Scope.PARTY,
            communique=context.round.communique_id,
            round_=context.round.id,
            paragraph=row.paragraph,
            party=party,
            before=words,
        )
