"""
Reservations: which there are for a reader, one of them with all that was done to it, and where its words are in a text.

Who may read one is settled in store.visibility.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.reservations import (
    Entered,
    corrected_phrase,
    is_asked,
    is_reworded,
    phrase_at,
    words_now,
)
from acm_drafts.negotiation.terms import ReservationAct, ReservationScope, WordsNow
from acm_drafts.store.joins import ends_of_joins_in
from acm_drafts.store.records import (
    Circulation,
    Communique,
    Draft,
    JournalLine,
    LineRow,
    Reservation,
    ReservationActRow,
    Wording,
)
from acm_drafts.store.text import Lineage, TextRow, load_lineage, text_rows
from acm_drafts.store.visibility import NOBODY, reservation_facts, reservations_read_by
from acm_drafts.text.phrases import Stretch

ACTS: Mapping[ReservationAct, str] = {
    ReservationAct.ENTER: "enter reservation",
    ReservationAct.REWORD: "change reservation",
    ReservationAct.STAND: "receive instructions",
    ReservationAct.PUBLISH: "publish reservation",
    ReservationAct.KEEP: "keep reservation",
    ReservationAct.WITHDRAW: "withdraw reservation",
}
"""The acts of the journal; the subject of their lines is the code of the reservation."""


@dataclass(frozen=True, slots=True)
class ReservationRecord:
    """A reservation with what was done to it, oldest first; how it stands follows from the last of these."""

    reservation: Reservation
    acts: tuple[ReservationActRow, ...]

    @property
    def last(self) -> ReservationActRow:
        return self.acts[-1]

    @property
    def entered_at(self) -> datetime:
        return self.acts[0].at

    @property
    def is_withdrawn(self) -> bool:
        return self.last.act == ReservationAct.WITHDRAW

    @property
    def is_published(self) -> bool:
        return any(row.published for row in self.acts)

    def stood_at(self, moment: datetime | None) -> bool:
        """Return whether it was entered and not withdrawn at *moment*, None: now."""
        acts = [row for row in self.acts if moment is None or row.at <= moment]
        return bool(acts) and acts[-1].act != ReservationAct.WITHDRAW

    @property
    def kept(self) -> str:
        """The digest of the words on which its delegation last said that it stands, "" where it did not."""
        return next((row.kept for row in reversed(self.acts) if row.kept), "")

    def before(self, moment: datetime | None) -> "ReservationRecord | None":
        """Return it as it was just before *moment*, None: as it is now; None where it was not entered by then."""
        acts = tuple(row for row in self.acts if moment is None or row.at < moment)
        return replace(self, acts=acts) if acts else None

    @property
    def scope(self) -> ReservationScope:
        return ReservationScope(self.reservation.scope)

    @property
    def entered(self) -> Entered:
        """What it was entered on, as the rules see it."""
        wording = self.reservation.wording
        return Entered(self.scope, wording.text if wording else "", self.reservation.phrase)


@dataclass(frozen=True, slots=True)
class PlacedReservation:
    """A reservation in one text: the *lines* that its paragraph is in there, and where its words are."""

    record: ReservationRecord
    lines: tuple[TextRow, ...]
    now: WordsNow

    @property
    def concerns(self) -> tuple[TextRow, ...]:
        """
        The lines that it is on, in the order of the text: the one that holds its phrase, else all of its paragraph.

        Of a paragraph that was split the other parts are none of it, for the words are not there.
        """
        held = self.phrase_at
        return (held[0],) if held else self.lines

    @property
    def phrase_at(self) -> tuple[TextRow, Stretch] | None:
        """The line that holds the words of a phrase and their place in it, None where it is on none or they are not."""
        stretch = phrase_at(self.record.entered, _texts(self.lines))
        return (self.lines[stretch[0]], stretch[1]) if stretch else None

    def corrected_phrase(self, corrected: Mapping[int, str]) -> str | None:
        """Return how its phrase reads in the lines as they are *corrected*, by paragraph, as the rule of that name."""
        now = [corrected.get(line.paragraph, line.text) for line in self.lines]
        return corrected_phrase(self.record.entered, _texts(self.lines), now)

    @property
    def is_reworded(self) -> bool:
        """Whether its paragraph says other words than when it was entered on the whole of it."""
        return is_reworded(self.record.entered, _texts(self.lines))

    @property
    def is_asked(self) -> bool:
        """Whether its delegation is asked if it stands, for its words are not where they were."""
        if self.record.is_withdrawn:
            return False
        return is_asked(self.now, _texts(self.lines), self.record.kept)

    @property
    def was_kept(self) -> bool:
        """Whether its words are not where they were, and its delegation said that it stands."""
        return self.now is not WordsNow.THERE and not self.is_asked and not self.record.is_withdrawn


def _texts(lines: Iterable[TextRow]) -> list[str]:
    return [line.text for line in lines]


_RESERVATIONS = (
    select(Reservation)
    .options(
        joinedload(Reservation.party, innerjoin=True),
        joinedload(Reservation.draft, innerjoin=True),
        joinedload(Reservation.paragraph),
        joinedload(Reservation.wording),
        selectinload(Reservation.acts),
    )
    .order_by(Reservation.id)
)


def reads_all_reservations(actor: Actor, meeting: int | None) -> bool:
    """Return whether *actor* reads every reservation on a text of a *meeting*, public or not."""
    return may(actor.at(meeting), Act.READ_RESERVATION, reservation_facts(meeting, NOBODY))


def load_reservations(
    session: Session, actor: Actor, communique: Communique, *, of: Collection[int] | None = None
) -> list[ReservationRecord]:
    """
    Return the reservations on a text that *actor* may read, in the order in which they were entered.

    *of*: the keys of the parties whose reservations are asked for, None for all. Two queries, one for none.
    """
    wanted = _RESERVATIONS.where(
        Reservation.communique_id == communique.id,
        reservations_read_by(actor, communique.meeting_id),
    )
    if of is not None:
        wanted = wanted.where(Reservation.party_id.in_(of))
    return [_record(row) for row in session.scalars(wanted)]


def load_public_reservations(
    session: Session, communique_id: int, *, until: datetime | None = None
) -> list[ReservationRecord]:
    """
    Return the reservations on a text that all participants read and that were not withdrawn. Two queries.

    *until*: each as it was just before that moment; None: as it is now.
    """
    rows = session.scalars(_RESERVATIONS.where(Reservation.communique_id == communique_id, _published()))
    records = [_record(row).before(until) for row in rows]
    return [record for record in records if record and record.is_published and not record.is_withdrawn]


def _record(row: Reservation) -> ReservationRecord:
    return ReservationRecord(row, tuple(row.acts))


def _published() -> ColumnElement[bool]:
    return Reservation.id.in_(select(ReservationActRow.reservation_id).where(ReservationActRow.published))


def get_reservation(session: Session, code: str) -> ReservationRecord:
    """Return a reservation, whoever may read it. Two queries. Raises NotFound."""
    row = session.scalars(_RESERVATIONS.where(Reservation.code == code)).one_or_none()
    if row is None:
        raise NotFound()
    return _record(row)


def find_same(session: Session, wanted: Reservation) -> ReservationRecord | None:
    """Return what the same party has entered on the same thing and not withdrawn, None for nothing. Two queries."""
    of_party = _RESERVATIONS.where(
        Reservation.communique_id == wanted.communique_id,
        Reservation.party_id == wanted.party_id,
        Reservation.scope == wanted.scope,
        Reservation.phrase == wanted.phrase,
        Reservation.paragraph_id.is_(None)
        if wanted.paragraph_id is None
        else Reservation.paragraph_id == wanted.paragraph_id,
    )
    records = [_record(row) for row in session.scalars(of_party)]
    return next((record for record in records if not record.is_withdrawn), None)


# In a text -----------------------------------------------------------------------------------------


def place_reservations(
    session: Session,
    communique_id: int,
    records: Sequence[ReservationRecord],
    rows: Sequence[TextRow],
    *,
    sequence: int = 0,
) -> list[PlacedReservation]:
    """
    Return *records* with where the words of each are among *rows*, the lines of a draft, in their order.

    *sequence*: of that draft; 0: it is not asked whether a part of a divided paragraph is missing in it. Those on the
    whole text come first, those whose paragraph is not among them last. Three queries at most, none for none.
    """
    if not records:
        return []
    lineage = load_lineage(session, communique_id)
    by_key = {row.paragraph: row for row in rows}
    order = {row.paragraph: place for place, row in enumerate(rows)}
    joined = frozenset(ends_of_joins_in(session, communique_id)) if lineage.heirs else frozenset()
    text = _Text(by_key, lineage, joined, sequence)
    placed = [_placed(record, text) for record in records]
    return sorted(placed, key=lambda reservation: _place(reservation, order))


class _Text(NamedTuple):
    """The lines of a draft by paragraph, what came from which, and what `place_reservations` is asked of it."""

    rows: Mapping[int, TextRow]
    lineage: Lineage
    joined: Collection[int]
    sequence: int


def _placed(record: ReservationRecord, text: _Text) -> PlacedReservation:
    """Return a reservation in a text, which may be an earlier one than it was entered on."""
    paragraph, since = record.reservation.paragraph_id, record.reservation.draft.sequence
    if paragraph is None:
        return PlacedReservation(record, (), words_now(record.entered, ()))
    lines = text.lineage.lines(paragraph, text.rows, since)
    parted = text.lineage.is_parted(paragraph, text.rows, (since, text.sequence), joined=text.joined)
    return PlacedReservation(record, lines, words_now(record.entered, _texts(lines), parted=parted))


def _place(reservation: PlacedReservation, order: Mapping[int, int]) -> tuple[int, int]:
    if reservation.record.scope is ReservationScope.TEXT:
        return (0, 0)
    if not reservation.lines:
        return (2, 0)
    return (1, order[reservation.concerns[0].paragraph])


def newest_circulated(session: Session, communique_id: int, *, before: int | None = None) -> Draft | None:
    """
    Return the newest draft that all participants read, None where there is none. One query.

    *before*: of those whose sequence is below it.
    """
    circulated = select(Draft).join(Circulation, Circulation.draft_id == Draft.id)
    wanted = circulated.where(Draft.communique_id == communique_id)
    if before is not None:
        wanted = wanted.where(Draft.sequence < before)
    return session.scalars(wanted.order_by(Draft.sequence.desc()).limit(1)).one_or_none()


def parties_asked(session: Session, communique_id: int, symbol: str) -> frozenset[int]:
    """
    Return the parties that the circulation of the draft with *symbol* asks whether a reservation of theirs stands.

    They are asked of it in this draft and were not in the one circulated before it. Eleven queries at most, one for a
    text without reservations.
    """
    wanted = _RESERVATIONS.where(Reservation.communique_id == communique_id)
    records = [_record(row) for row in session.scalars(wanted)]
    draft = newest_circulated(session, communique_id) if records else None
    if draft is None or draft.symbol != symbol:
        return frozenset()
    earlier = newest_circulated(session, communique_id, before=draft.sequence)
    asked_before = _asked_in(session, earlier, records) if earlier else frozenset()
    asked = _asked_in(session, draft, records) - asked_before
    return frozenset(row.reservation.party_id for row in records if row.reservation.id in asked)


def _asked_in(session: Session, draft: Draft, records: Sequence[ReservationRecord]) -> frozenset[int]:
    """Return the keys of the reservations of which a draft asks whether they stand."""
    rows = text_rows(session, draft.id)
    placed = place_reservations(session, draft.communique_id, records, rows, sequence=draft.sequence)
    return frozenset(row.record.reservation.id for row in placed if row.is_asked)


class Succession(NamedTuple):
    """The *symbol* of the draft that took the place of an earlier one, and when it was circulated."""

    symbol: str
    at: datetime


def find_succession(session: Session, draft: Draft) -> Succession | None:
    """Return which later draft was circulated first after *draft*, None while it is the text. One query."""
    row = session.execute(
        select(Draft.symbol, Circulation.at)
        .join(Circulation, Circulation.draft_id == Draft.id)
        .where(Draft.communique_id == draft.communique_id, Draft.sequence > draft.sequence)
        .order_by(Circulation.at, Draft.sequence)
        .limit(1)
    ).one_or_none()
    return Succession(*row) if row else None


# What no verb would have written ---------------------------------------------------------------------

Fault = tuple[str, str]
"""The code of the reservation, and what is wrong with it."""

_EARLIER = aliased(ReservationActRow)
_OF_TEXT = select(Reservation.code).join(
    ReservationActRow, ReservationActRow.reservation_id == Reservation.id
)
_AFTER_ANOTHER = _OF_TEXT.join(
    _EARLIER,
    and_(_EARLIER.reservation_id == Reservation.id, _EARLIER.sequence == ReservationActRow.sequence - 1),
)
_OFF_THE_TEXT = select(Reservation.code).where(
    Reservation.wording_id.is_not(None),
    ~select(LineRow.id)
    .where(LineRow.draft_id == Reservation.draft_id, LineRow.wording_id == Reservation.wording_id)
    .exists(),
)
_NOT_CIRCULATED = select(Reservation.code).where(
    ~select(Circulation.id).where(Circulation.draft_id == Reservation.draft_id).exists()
)
_WITHOUT_WORDS = (
    select(Reservation.code)
    .join(Wording, Wording.id == Reservation.wording_id)
    .where(Reservation.phrase != "", func.replace(Wording.text, Reservation.phrase, "") == Wording.text)
)
_NEVER_ENTERED = select(Reservation.code).where(
    ~select(ReservationActRow.id)
    .where(ReservationActRow.reservation_id == Reservation.id, ReservationActRow.sequence == 1)
    .exists()
)
_AFTER_THE_END = _AFTER_ANOTHER.where(
    or_(
        _EARLIER.act == ReservationAct.WITHDRAW,
        and_(_EARLIER.published, ~ReservationActRow.published),
        and_(ReservationActRow.awaiting, ~_EARLIER.awaiting),
    )
)


def _not_in_journal() -> Select[str]:
    """Return the query for reservations of which some act has no line in the journal."""
    lines_of_act = [
        select(JournalLine.id)
        .where(
            JournalLine.subject == Reservation.code,
            JournalLine.party_id == Reservation.party_id,
            JournalLine.act == name,
            JournalLine.after == ReservationActRow.words,
            ReservationActRow.act == act,
        )
        .exists()
        for act, name in ACTS.items()
    ]
    return _OF_TEXT.where(~or_(*lines_of_act))


_FAULTS = (
    (_OFF_THE_TEXT, N_("reservation %(reservation)s is on a wording that its draft does not print")),
    (_NOT_CIRCULATED, N_("reservation %(reservation)s is on a draft that was not circulated")),
    (_WITHOUT_WORDS, N_("reservation %(reservation)s is on words that its wording does not hold")),
    (_NEVER_ENTERED, N_("reservation %(reservation)s was never entered")),
    (
        _AFTER_THE_END,
        N_(
            "reservation %(reservation)s was changed after its end, hidden again or awaits instructions again"
        ),
    ),
    (_not_in_journal(), N_("reservation %(reservation)s is not what the journal says")),
)


def faults_of_reservations(session: Session, communique_id: int) -> list[Fault]:
    """Return what is wrong with the reservations on a text: what no verb would have written. Six queries."""
    return [
        (code, message)
        for statement, message in _FAULTS
        for code in session.scalars(statement.where(Reservation.communique_id == communique_id))
    ]
