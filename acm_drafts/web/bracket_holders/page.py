"""
Brackets as pages show them: who holds each, since when, why, and whether the reader may hold it or let go of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.negotiation.withdrawals import Withdrawals, best_withdrawals
from acm_drafts.services.paragraph_states import knows_states
from acm_drafts.store.bracket_holders import (
    LiftedBracket,
    PlacedBracket,
    load_lifted,
    load_placed,
)
from acm_drafts.store.database import Session, utcnow
from acm_drafts.store.lifted_brackets import LiftedSoFar, lifted_so_far
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Party
from acm_drafts.store.text import DraftSet, TextRow, text_rows
from acm_drafts.store.visibility import HoldersRead, position_facts
from acm_drafts.text.brackets import holds_bracket
from acm_drafts.web.shared.body_names import reached_in_words
from acm_drafts.web.shared.formatting import by_name, paragraph_url, parties_in_sentence, party_name
from acm_drafts.web.shared.signing import WORDING, conceal
from acm_drafts.web.text.routes import Opened

NOBODY = "nobody"
"""What the list can be narrowed to besides a holder: brackets that nobody holds."""


@dataclass(frozen=True, slots=True)
class ShownHolder:
    """
    Who holds a bracket, since when and why. *proposal*: the code of the one whose words are in it, "" for none.

    *acts*: the reader may let go of it in this name.
    """

    party: Party
    since: datetime
    days: int
    reason: str
    proposal: str
    acts: bool


@dataclass(frozen=True, slots=True)
class ShownBracket:
    """
    A bracket of a line, with its *holders*; *may_hold*: the parties in whose names the reader may hold it now.

    *seen*: which words the page shows, concealed; *address*: under which its acts are. *ordinal*: which it is of those
    *among* which it stands in its paragraph. *lifted*: by which decision of the round it is lifted, "" where it is not.
    """

    row: TextRow
    words: str
    start: int
    holders: tuple[ShownHolder, ...]
    may_hold: tuple[Party, ...]
    seen: str
    address: str
    ordinal: int
    among: int
    lifted: str

    @property
    def anchor(self) -> str:
        return f"b-{self.row.code}-{self.start}"


@dataclass(frozen=True, slots=True)
class Brackets:
    """Brackets of a text as one reader knows them; *whole*: no holder is withheld from them. *floor*: they note."""

    rows: tuple[ShownBracket, ...]
    whole: bool
    floor: bool


def shown_brackets(
    session: Session, page: Opened, rows: Sequence[TextRow], *, paragraph: int | None = None
) -> Brackets:
    """
    Return the brackets of *rows*, the lines of the newest draft, or those of one *paragraph*. Eight queries at most.
    """
    drafts = page.drafts
    read = HoldersRead.of(page.who, drafts.contexts)
    near = [row for row in rows if paragraph in (None, row.paragraph)]
    if not any(holds_bracket(row.text) for row in near):
        return Brackets((), read.whole, floor=False)
    placed = [
        bracket
        for bracket in load_placed(session, drafts.newest.draft, read, rows)
        if paragraph in (None, bracket.row.paragraph)
    ]
    newest = drafts.newest.draft.id
    lifted = lifted_so_far(session, page.who, drafts.context, placed, read, draft=newest)
    parties = {party.id: party for party in find_parties(session)}
    acting = _Acting(page.who, drafts, parties)
    root = f"/c/{page.communique.code}/p"
    shown = tuple(_shown(bracket, parties, acting, root, lifted.get(bracket)) for bracket in placed)
    return Brackets(tuple(_in_order(shown)), read.whole, acting.floor)


def lifted_of_proposal(session: Session, page: Opened, code: str, rows: Sequence[TextRow]) -> str:
    """Return by which decision of the round the brackets of a proposal are lifted, "" where none is."""
    shown = shown_brackets(session, page, rows).rows
    return next(
        (bracket.lifted for bracket in shown if code in [holder.proposal for holder in bracket.holders]), ""
    )


def lifted_of_parties(
    session: Session, page: Opened, parties: Collection[int], rows: Sequence[TextRow]
) -> list[ShownBracket]:
    """Return the brackets of *rows* that some of *parties* hold and a decision of the round lifts."""
    if not parties or page.drafts.context is None:
        return []
    return [
        bracket
        for bracket in shown_brackets(session, page, rows).rows
        if bracket.lifted and any(holder.party.id in parties for holder in bracket.holders)
    ]


def _in_order(brackets: Sequence[ShownBracket]) -> Iterable[ShownBracket]:
    """Yield *brackets*, each with its place among those of its paragraph."""
    among = Counter(bracket.row.paragraph for bracket in brackets)
    before: Counter[int] = Counter()
    for bracket in brackets:
        key = bracket.row.paragraph
        before[key] += 1
        yield replace(bracket, ordinal=before[key], among=among[key])


class _Acting:
    """In whose names the reader may hold brackets of the newest draft, and whether as the Mission does."""

    def __init__(self, who: Actor, drafts: DraftSet, parties: Mapping[int, Party]) -> None:
        context = drafts.context
        on_newest = context is not None and context.round.draft_id == drafts.newest.draft.id
        self.parties = tuple(
            party
            for party in parties.values()
            if context is not None
            and on_newest
            and party.kind != PartyKind.MISSION
            and may(who, Act.HOLD_BRACKET, position_facts(context, party.id))
        )
        own = who.at(drafts.communique.meeting_id).parties(*SPEAKS)
        self.floor = any(party.id not in own for party in self.parties)
        self.keys = frozenset(party.id for party in self.parties)


def _shown(
    bracket: PlacedBracket,
    parties: Mapping[int, Party],
    acting: _Acting,
    root: str,
    lifted: LiftedSoFar | None,
) -> ShownBracket:
    """Return a bracket as the page shows it; of one that is *lifted* nobody lets go, and nobody holds it anew."""
    now = utcnow()
    of_party = {held.party: held for held in bracket.holders}
    holders = tuple(
        ShownHolder(
            party,
            held.since,
            max((now - held.since).days, 0),
            held.reason,
            held.proposal,
            held.party in acting.keys and lifted is None,
        )
        for party in by_name(parties[key] for key in of_party)
        for held in [of_party[party.id]]
    )
    held_by = {holding.party for holding in bracket.holders}
    return ShownBracket(
        bracket.row,
        bracket.words,
        bracket.place.start,
        holders,
        () if lifted else tuple(party for party in acting.parties if party.id not in held_by),
        conceal(bracket.row.wording, use=WORDING),
        f"{root}/{bracket.row.code}/brackets",
        1,
        1,
        _lifting_in_words(lifted, held_by) if lifted else "",
    )


def _lifting_in_words(lifted: LiftedSoFar, held_by: Collection[int]) -> str:
    """Return by which decision of the newest round a bracket is lifted, and over whom of those who hold it."""
    if lifted.decision.level is None:
        return str(_("The Mission proposes to lift it."))
    reached = reached_in_words(lifted.decision)
    over = by_name(party for party in lifted.over if party.id in held_by)
    if not over:
        sentence = _("Lifted as decided so far: %(reached)s.", reached=reached)
    else:
        names = parties_in_sentence(over)
        sentence = _("Lifted as decided so far, over %(names)s: %(reached)s.", names=names, reached=reached)
    if lifted.left_out:
        sentence += " " + _("Over whom else is left out: the positions of others are not shown to you.")
    return str(sentence)


# The list of a text ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """The brackets of one section of the text, in its order; *heading*: its line, None before the first."""

    heading: TextRow | None
    brackets: tuple[ShownBracket, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """So many brackets are *cleared*, and *left* with holders, where *names* let go; *proved*: no others clear more."""

    names: tuple[str, ...]
    cleared: int
    left: int
    proved: bool


@dataclass(frozen=True, slots=True)
class ShownLifted:
    """A bracket that was held and lifted: its *words*, its holders, the draft without it, and what lifted it."""

    words: str
    url: str
    held_by: tuple[tuple[Party, bool], ...]
    """Each holder, and whether the decision was taken over it."""
    symbol: str
    reached: str


@dataclass(frozen=True, slots=True)
class BracketList:
    """
    The outstanding brackets of a text by section; *count* of all, *unheld* those without a holder that is known,
    *lifted_so_far* those that the newest round lifts; *knows_lifted*: it lifts no other, for the reader knows all its
    decisions.

    *holders*: each with the number of brackets that it holds; *chosen*: the code to which the list is narrowed, "" for
    all. *steps*: what withdrawals would clear most, for who decides.
    """

    sections: tuple[Section, ...]
    count: int
    unheld: int
    lifted_so_far: int
    knows_lifted: bool
    holders: tuple[tuple[Party, int], ...]
    chosen: str
    steps: tuple[Step, ...]
    lifted: tuple[ShownLifted, ...]
    whole: bool
    floor: bool


def bracket_list(session: Session, page: Opened, chosen: str) -> BracketList:
    """Return the brackets of the newest text that the reader may read, those of the holder *chosen*. Twenty queries."""
    rows = text_rows(session, page.drafts.newest.draft.id)
    brackets = shown_brackets(session, page, rows)
    holders = _counted(brackets.rows)
    parties = {party.id: party for party, _count in holders}
    wanted = [bracket for bracket in brackets.rows if _is_wanted(bracket, chosen)]
    return BracketList(
        tuple(_by_section(rows, wanted)),
        len(brackets.rows),
        sum(not bracket.holders for bracket in brackets.rows),
        sum(bool(bracket.lifted) for bracket in brackets.rows),
        knows_states(page.who, page.drafts),
        holders,
        chosen if chosen in (NOBODY, *(party.code for party, _count in holders)) else "",
        _steps(page, brackets.rows, parties),
        _lifted(session, page),
        brackets.whole,
        brackets.floor,
    )


def _counted(brackets: Iterable[ShownBracket]) -> tuple[tuple[Party, int], ...]:
    """Return each holder with the number of brackets that it holds, most first."""
    parties: dict[int, Party] = {}
    counts: Counter[int] = Counter()
    for bracket in brackets:
        for holder in bracket.holders:
            parties[holder.party.id] = holder.party
            counts[holder.party.id] += 1
    ordered = sorted(by_name(parties.values()), key=lambda party: -counts[party.id])
    return tuple((party, counts[party.id]) for party in ordered)


def _is_wanted(bracket: ShownBracket, chosen: str) -> bool:
    if chosen == NOBODY:
        return not bracket.holders
    return not chosen or any(holder.party.code == chosen for holder in bracket.holders)


def _by_section(rows: Iterable[TextRow], brackets: Sequence[ShownBracket]) -> Iterable[Section]:
    """Yield each section that holds some of *brackets*; a heading's own belong to its section."""
    by_line: dict[int, list[ShownBracket]] = {}
    for bracket in brackets:
        by_line.setdefault(bracket.row.paragraph, []).append(bracket)
    heading: TextRow | None = None
    within: list[ShownBracket] = []
    for row in rows:
        if row.kind == LineKind.HEADING:
            if within:
                yield Section(heading, tuple(within))
            heading, within = row, []
        within += by_line.get(row.paragraph, ())
    if within:
        yield Section(heading, tuple(within))


def _steps(page: Opened, rows: Sequence[ShownBracket], parties: Mapping[int, Party]) -> tuple[Step, ...]:
    """
    Return which withdrawals would clear most, for who decides on the text; nothing for others.

    What the round lifts counts no more. That one more party clears nothing further is not told.
    """
    if not may(page.who, Act.READ_DESK, Facts(meeting=page.communique.meeting_id)):
        return ()
    steps = best_withdrawals(
        frozenset(holder.party.id for holder in bracket.holders) for bracket in rows if not bracket.lifted
    )
    shown: list[Withdrawals] = []
    for step in steps:
        if step.cleared > (shown[-1].cleared if shown else 0):
            shown.append(step)
    return tuple(_step(step, parties) for step in shown)


def _step(step: Withdrawals, parties: Mapping[int, Party]) -> Step:
    named = tuple(party_name(parties[key]) for key in step.parties)
    return Step(named, step.cleared, step.left, step.proved)


def _lifted(session: Session, page: Opened) -> tuple[ShownLifted, ...]:
    read = HoldersRead.of(page.who, page.drafts.contexts)
    lifted = load_lifted(session, page.who, page.drafts, read)
    if not lifted:
        return ()
    parties = {party.id: party for party in find_parties(session)}
    return tuple(_shown_lifted(bracket, parties, page.communique.code) for bracket in lifted)


def _shown_lifted(lifted: LiftedBracket, parties: Mapping[int, Party], code: str) -> ShownLifted:
    return ShownLifted(
        lifted.bracket.words,
        paragraph_url(code, lifted.bracket.row.code),
        tuple((parties[held.party], held.party in lifted.overridden) for held in lifted.bracket.holders),
        lifted.version.symbol,
        reached_in_words(lifted.decision) if lifted.decision else str(_("by a decision of the round")),
    )
