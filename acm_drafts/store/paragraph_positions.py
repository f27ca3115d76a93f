"""
Positions on the paragraphs of a text: who stands where on the words as they are, as far as a reader may know it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.journal import TAKES_POSITION
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.positions import stands_on
from acm_drafts.negotiation.terms import Scope, Stance
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import PartyRights, TakenPosition, rights_beside
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    JournalLine,
    LineRow,
    Paragraph,
    Party,
    Position,
    Round,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet
from acm_drafts.store.visibility import HoldersRead, position_facts, positions_read_by, sees_all_positions

Taken = dict[int, list[TakenPosition]]
"""Where parties stand, by paragraph, in the order of their codes."""


def load_paragraph_positions(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    wordings: Mapping[int, int],
    *,
    parties: Iterable[Party] = (),
    of: Collection[int] | None = None,
    in_document: RoundContext | None = None,
) -> Taken:
    """
    Return where parties stand on paragraphs that say *wordings*, by paragraph, as far as *actor* may know it.

    *parties*: all that there are, where they are known already. *of*: the keys of those whose positions are asked for,
    None for all. *in_document*: the round of the draft that a document is of. A document is handed on, so only what was
    recorded where the text names delegations; and it tells what was said on its draft, not what was said later.
    Two queries at most.
    """
    narrow = _narrowed(drafts, of, in_document)
    recorded: dict[int, list[tuple[tuple[int], int, _Row | None]]] = {paragraph: [] for paragraph in wordings}
    for row in _recorded_rows(session, actor, drafts, wordings, narrow):
        if row.paragraph_id in recorded:
            held = None if row.taken_back else row
            recorded[row.paragraph_id].append(((row.party_id,), row.wording_id or 0, held))
    if not any(recorded.values()):
        return {paragraph: [] for paragraph in wordings}
    by_key = {party.id: party for party in parties or find_parties(session)}
    return {
        paragraph: _taken(by_key, *stands_on(wordings[paragraph], records))
        for paragraph, records in recorded.items()
    }


def _narrowed(
    drafts: DraftSet, of: Collection[int] | None, in_document: RoundContext | None
) -> list[ColumnElement[bool]]:
    """Return the conditions on Position that ask for less than all that may be read."""
    narrow: list[ColumnElement[bool]] = [] if of is None else [Position.party_id.in_(of)]
    if in_document is not None:
        last = in_document.round.number
        named = [
            context.round.id
            for context in drafts.contexts
            if context.version.attributed and context.round.number <= last
        ]
        narrow.append(Position.round_id.in_(named))
    return narrow


_Row = Row[int | None, int, int | None, str, str, datetime, bool]


def _recorded_rows(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    paragraphs: Collection[int],
    narrow: Sequence[ColumnElement[bool]],
) -> Sequence[_Row]:
    """
    Return what was recorded on *paragraphs* at least, oldest first, as far as *actor* may read it. One query.

    *narrow*: further conditions on Position.
    """
    if not drafts.contexts or not paragraphs:
        return ()
    few = [Position.paragraph_id.in_(paragraphs)] if len(paragraphs) <= FEW else []
    return session.execute(
        _RECORDED.where(
            Position.communique_id == drafts.communique.id,
            Position.wording_id.is_not(None),
            positions_read_by(actor, drafts.contexts),
            *few,
            *narrow,
        )
    ).all()


FEW = 20
"""So many paragraphs are named in a query; of more, all of the text are read."""

_RECORDED = (
    select(
        Position.paragraph_id,
        Position.party_id,
        Position.wording_id,
        Position.stance,
        Position.reason,
        Position.at,
        Position.taken_back,
    )
    .join(Round, Round.id == Position.round_id)
    .order_by(Round.number, Position.id)
)


def _taken(
    parties: Mapping[int, Party], now: Mapping[int, _Row], earlier: Mapping[int, _Row]
) -> list[TakenPosition]:
    taken = [
        TakenPosition(
            parties[party], Stance(row.stance), row.reason, row.at, rows is earlier, wording=row.wording_id
        )
        for rows in (now, earlier)
        for party, row in rows.items()
    ]
    return sorted(taken, key=lambda position: position.party.code)


def held_now(
    session: Session, communique_id: int, wordings: Mapping[int, int], stances: Collection[Stance]
) -> dict[int, dict[Stance, tuple[Party, ...]]]:
    """
    Return who takes which of *stances* on the words of the paragraphs of a text that say *wordings*, whoever reads it.

    By paragraph, the parties in the order of their codes; none where nobody does. Two queries at most.
    """
    now = _stances_now(session, communique_id, wordings)
    if not any(stance in stances for each in now.values() for stance in each.values()):
        return {}
    parties = find_parties(session)
    by_stance = {key: _by_stance(own, parties, stances) for key, own in now.items()}
    return {key: own for key, own in by_stance.items() if own}


def _stances_now(
    session: Session, communique_id: int, wordings: Mapping[int, int]
) -> dict[int, Mapping[int, Stance]]:
    """Return by paragraph and party who stands how on *wordings*. One query."""
    records: dict[int, list[tuple[tuple[int], int, Stance | None]]] = {}
    for row in session.execute(
        _RECORDED.where(Position.communique_id == communique_id, Position.wording_id.is_not(None))
    ):
        held = None if row.taken_back else Stance(row.stance)
        records.setdefault(row.paragraph_id or 0, []).append(((row.party_id,), row.wording_id or 0, held))
    return {key: stands_on(wording, records.get(key, ()))[0] for key, wording in wordings.items()}


def _by_stance(
    now: Mapping[int, Stance], parties: Sequence[Party], stances: Iterable[Stance]
) -> dict[Stance, tuple[Party, ...]]:
    """Return those of *parties* that stand so, by each of *stances* that somebody takes."""
    held = {stance: tuple(party for party in parties if now.get(party.id) is stance) for stance in stances}
    return {stance: of for stance, of in held.items() if of}


class Stood(NamedTuple):
    """Who says what of the words of a paragraph as they stand, and who said what of earlier words: by party."""

    now: Mapping[int, Stance]
    earlier: Mapping[int, Stance]


def load_matrix(
    session: Session, actor: Actor, drafts: DraftSet, wordings: Mapping[int, int]
) -> dict[int, Stood]:
    """
    Return the same as `load_paragraph_positions` without the reasons, for many paragraphs and parties at once.

    The parties that said the same come as one row. One query.
    """
    return load_matrices(session, actor, drafts, [(None, wordings)])[0]


def load_matrices(
    session: Session, actor: Actor, drafts: DraftSet, texts: Sequence[tuple[int | None, Mapping[int, int]]]
) -> list[dict[int, Stood]]:
    """
    Return the same for several texts, each as it stood when the round with that key was closed; None: as it is now.

    One query.
    """
    rows = _said_alike(session, actor, drafts)
    return [
        _stood(wordings, [row for row in rows if last is None or row[5] <= last]) for last, wordings in texts
    ]


_Alike = Row[int, int, str, bool, str, int]


def _stood(wordings: Mapping[int, int], rows: Iterable[_Alike]) -> dict[int, Stood]:
    recorded: dict[int, list[tuple[Iterable[int], int, Stance | None]]] = {
        paragraph: [] for paragraph in wordings
    }
    for paragraph, wording, stance, taken_back, parties, _round in rows:
        if paragraph in recorded:
            held = None if taken_back else Stance(stance)
            recorded[paragraph].append((map(int, parties.split(",")), wording, held))
    return {
        paragraph: Stood(*stands_on(wordings[paragraph], records)) for paragraph, records in recorded.items()
    }


def _said_alike(session: Session, actor: Actor, drafts: DraftSet) -> Sequence[_Alike]:
    """Return who said the same of the same words in the same round, and in which, oldest first. One query."""
    if not drafts.contexts:
        return ()
    alike = (Position.paragraph_id, Position.wording_id, Position.stance, Position.taken_back)
    return (
        session.connection()
        .execute(  # type: ignore[return-value]
            select(*alike, func.aggregate_strings(cast(Position.party_id, String), ","), Position.round_id)
            .where(
                Position.communique_id == drafts.communique.id,
                Position.wording_id.is_not(None),
                positions_read_by(actor, drafts.contexts),
            )
            .group_by(*alike, Position.round_id)
            .order_by(Position.round_id)  # later rounds have higher keys
        )
        .all()
    )


def asked_anew(
    session: Session, actor: Actor, drafts: DraftSet, wordings: Mapping[int, int], parties: Collection[int]
) -> Taken:
    """
    Return what *parties* held on earlier words of paragraphs that say *wordings*, and have not said on these.

    By paragraph; those on which there is no such position are left out. Two queries at most.
    """
    own = load_paragraph_positions(session, actor, drafts, wordings, of=parties)
    held = {key: [position for position in taken if position.is_earlier] for key, taken in own.items()}
    return {key: taken for key, taken in held.items() if taken}


def find_last_recorded(session: Session, wording: int, party: int) -> Position | None:
    """Return what a party recorded last on a wording, in whatever round. One query."""
    return session.scalars(
        select(Position)
        .where(Position.wording_id == wording, Position.party_id == party)
        .order_by(Position.id.desc())
        .limit(1)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class PositionAct:
    """That a party took a position on a paragraph in a round, or took it back (*stance* is None then)."""

    party: Party
    stance: Stance | None
    reason: str
    at: datetime
    round_id: int


def position_acts_on(
    session: Session, actor: Actor, drafts: DraftSet, paragraph: int
) -> Sequence[PositionAct]:
    """
    Return each act by which a party took a position on a paragraph, changed it or took it back, oldest first.

    As far as *actor* may read the position. One query.
    """
    read = HoldersRead.of(actor, drafts.contexts)
    return [
        PositionAct(
            party, Stance(line.after) if line.after else None, line.reason, line.at, line.round_id or 0
        )
        for line, party in session.execute(
            select(JournalLine, Party)
            .join(Party, Party.id == JournalLine.party_id)
            .where(
                JournalLine.paragraph_id == paragraph,
                JournalLine.scope == Scope.POSITION,
                JournalLine.act == TAKES_POSITION,
                or_(JournalLine.round_id.in_(read.rounds), JournalLine.party_id.in_(read.own)),
            )
            .order_by(JournalLine.id)
        )
    ]


def load_matrix_then(
    session: Session, drafts: DraftSet, wordings: Mapping[int, int], until: datetime
) -> dict[int, Stood]:
    """
    Return the same as `load_matrix` as it was just before a moment of the past, for who reads all positions.

    Out of the journal, for of one round the last position alone is kept. Two queries.
    """
    printed = _wordings_of_rounds(session, drafts)
    recorded: dict[int, list[tuple[Iterable[int], int, Stance | None]]] = {key: [] for key in wordings}
    for line in session.scalars(
        select(JournalLine)
        .where(
            JournalLine.communique_id == drafts.communique.id,
            JournalLine.scope == Scope.POSITION,
            JournalLine.act == TAKES_POSITION,
            JournalLine.at < until,
            JournalLine.paragraph_id.in_(wordings),
        )
        .order_by(JournalLine.id)
    ):
        wording = printed.get((line.round_id, line.paragraph_id))
        if wording is not None:
            stance = Stance(line.after) if line.after else None
            recorded[line.paragraph_id or 0].append(((line.party_id or 0,), wording, stance))
    return {key: Stood(*stands_on(wordings[key], records)) for key, records in recorded.items()}


def _wordings_of_rounds(session: Session, drafts: DraftSet) -> dict[tuple[int | None, int | None], int]:
    """Return which wording of each paragraph was negotiated in each round of *drafts*. One query."""
    rows = session.execute(
        select(Round.id, LineRow.paragraph_id, LineRow.wording_id)
        .join(LineRow, LineRow.draft_id == Round.draft_id)
        .where(Round.id.in_([context.round.id for context in drafts.contexts]))
    )
    return {(round_id, paragraph): wording for round_id, paragraph, wording in rows}


def was_public(session: Session, paragraph: int) -> bool:
    """Return whether a draft that was circulated printed a paragraph. One query."""
    printed = (
        select(LineRow.id)
        .join(Circulation, Circulation.draft_id == LineRow.draft_id)
        .where(LineRow.paragraph_id == paragraph)
        .limit(1)
    )
    return session.scalar(printed) is not None


def paragraph_rights(
    actor: Actor, context: RoundContext | None, parties: Iterable[Party], taken: Iterable[TakenPosition]
) -> tuple[PartyRights, ...]:
    """
    Return what *parties* that *actor* speaks for said on a paragraph in the text of a round, and may say now.

    *taken*: the positions on it. Nothing may be said where no round runs. No query.
    """
    own = {position.party.id: position for position in taken}
    return tuple(
        rights_beside(
            party,
            own.get(party.id),
            may_say=context is not None and may(actor, Act.TAKE_POSITION, position_facts(context, party.id)),
        )
        for party in parties
    )


class Shown(NamedTuple):
    """
    Up to which round somebody reads the positions of others: *all* of them, or those up to the round *until*.

    *until* is the number of that round, None where they never read any.
    """

    all: bool
    until: int | None = None


def positions_shown(actor: Actor, contexts: Collection[RoundContext]) -> Shown:
    """Return how far *actor* reads the positions of others in the rounds of a text. No query."""
    if not contexts:
        return Shown(all=True)
    read = [context.round.number for context in contexts if sees_all_positions(actor, context)]
    last = max(context.round.number for context in contexts)
    return Shown(all=last in read, until=max(read, default=None))


# What no verb would have written ---------------------------------------------------------------------

Fault = tuple[str, str]
"""The code of the paragraph that a position is on, and what is wrong with it."""

_OFF_THE_TABLE = (
    select(Paragraph.code)
    .join(Position, Position.paragraph_id == Paragraph.id)
    .join(Round, Round.id == Position.round_id)
    .where(
        ~select(LineRow.id)
        .where(LineRow.draft_id == Round.draft_id, LineRow.wording_id == Position.wording_id)
        .exists()
    )
)
_LINE = aliased(JournalLine)
_SAYS_LAST = (
    select(_LINE.after)
    .where(
        _LINE.act == TAKES_POSITION,
        _LINE.party_id == Position.party_id,
        or_(
            _LINE.amendment_id == Position.amendment_id,
            and_(
                _LINE.amendment_id.is_(None),
                _LINE.paragraph_id == Position.paragraph_id,
                _LINE.round_id == Position.round_id,
            ),
        ),
    )
    .order_by(_LINE.id.desc())
    .limit(1)
    .correlate(Position)
    .scalar_subquery()
)
_NOT_IN_JOURNAL = (
    select(Paragraph.code)
    .select_from(Position)
    .outerjoin(Amendment, Amendment.id == Position.amendment_id)
    .join(Paragraph, Paragraph.id == func.coalesce(Position.paragraph_id, Amendment.paragraph_id))
    .where(func.coalesce(_SAYS_LAST, "") != case((Position.taken_back, ""), else_=Position.stance))
)
_FAULTS = (
    (_OFF_THE_TABLE, N_("a position is on a wording that the text of its round does not print")),
    (_NOT_IN_JOURNAL, N_("a position is not what the journal says")),
)


def faults_of_positions(session: Session, communique_id: int) -> list[Fault]:
    """Return what is wrong with the positions on a text: what no verb would have written. Two queries."""
    return [
        (code, message)
        for statement, message in _FAULTS
        for code in session.scalars(statement.where(Position.communique_id == communique_id))
    ]
