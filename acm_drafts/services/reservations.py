"""
A delegation enters a reservation, changes it, and withdraws it.

It is entered on the newest text that all participants read, whether a round runs on it or not. Each act names what the
page showed; nothing is done to a reservation that a colleague changed meanwhile.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound, ParagraphNotInText, StaleText
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may, require
from acm_drafts.negotiation.reservations import (
    NothingToKeep,
    ReservationChanged,
    ReservationExists,
    digest_of,
    phrase_in,
    require_possible,
)
from acm_drafts.negotiation.terms import ReservationAct, ReservationScope, Scope
from acm_drafts.services.revisions import clean
from acm_drafts.store.database import new_code, transaction, utcnow
from acm_drafts.store.drafts import find_paragraph_in_draft
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, Held, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Draft, Paragraph, Reservation, ReservationActRow, Wording
from acm_drafts.store.reservations import (
    ACTS,
    PlacedReservation,
    ReservationRecord,
    find_same,
    get_reservation,
    newest_circulated,
    place_reservations,
)
from acm_drafts.store.text import text_rows

LONGEST_WORDS = 2_000
"""Characters of a reservation: it stands in a table of the meeting's report."""


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What a delegation reserves its position on, and how.

    *paragraph*: its code, "" for the whole text; *wording*: the key of what the page showed of it; *phrase*: some of
    its words, "" for all of it. *awaiting*: instructions; *published*: all participants read it.
    """

    paragraph: str = ""
    wording: int = 0
    phrase: str = ""
    words: str = ""
    awaiting: bool = False
    published: bool = False

    @property
    def scope(self) -> ReservationScope:
        if not self.paragraph:
            return ReservationScope.TEXT
        return ReservationScope.PHRASE if self.phrase.strip() else ReservationScope.PARAGRAPH


# Entering ------------------------------------------------------------------------------------------


def enter(actor: Actor, communique: str, *, party: int, wish: Wish) -> Reservation:
    """
    Enter a reservation of *party* on the newest text of the communiqué that all participants read, and return it.

    Raises NotPermitted, NotFound, TextWithdrawn, ParagraphNotInText, StaleText where the paragraph says other words
    than the page showed, PhraseNotInWording, PhraseNotUnique, ReservationExists, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        held = hold_round(session, By.CODE, communique)
        draft = newest_circulated(session, held.communique)
        facts = meeting_facts(session, "code", communique)
        require(actor, Act.RESERVE, replace(facts, party=party, circulated=draft is not None))
        if draft is None:  # nobody may reserve on what is not circulated
            raise NotFound()
        words = clean(wish.words, LONGEST_WORDS)
        reservation = _on_what(session, draft, wish)
        reservation.party_id = party
        if find_same(session, reservation) is not None:
            raise ReservationExists()
        session.add(reservation)
        row = ReservationActRow(
            sequence=1,
            act=ReservationAct.ENTER,
            words=words,
            awaiting=wish.awaiting,
            published=wish.published,
            kept="",
            at=utcnow(),
        )
        _add(session, actor, held, reservation, row, before="")
        return reservation


def _on_what(session: Session, draft: Draft, wish: Wish) -> Reservation:
    """Return a new reservation on what *wish* names in *draft*, of no party yet."""
    reservation = Reservation(
        communique_id=draft.communique_id,
        code=new_code(),
        draft_id=draft.id,
        scope=wish.scope,
        phrase="",
    )
    if wish.scope is ReservationScope.TEXT:
        return reservation
    paragraph, wording = paragraph_as_seen(session, draft, wish.paragraph, wish.wording)
    reservation.paragraph_id, reservation.wording_id = paragraph.id, wording.id
    if wish.scope is ReservationScope.PHRASE:
        reservation.phrase = phrase_in(wording.text, clean(wish.phrase, len(wording.text) + SPARE))
    return reservation


SPARE = 200
"""So many characters a phrase may have more than its paragraph: white space that was copied along."""


def paragraph_as_seen(session: Session, draft: Draft, code: str, shown: int) -> tuple[Paragraph, Wording]:
    """
    Return the paragraph with *code* and what it says in *draft*; *shown*: the key of the wording that a page showed.

    Raises NotFound, ParagraphNotInText, StaleText.
    """
    row = find_paragraph_in_draft(session, draft.id, code)
    if row is None or row[0].communique_id != draft.communique_id:
        raise NotFound()
    paragraph, wording = row
    seen = session.get(Wording, shown)
    is_its_own = seen is not None and seen.paragraph_id == paragraph.id
    if wording is None:
        if not is_its_own:
            raise NotFound()  # it may be one that was never in the text, and that not everybody may know of
        raise ParagraphNotInText(symbol=draft.symbol)
    if wording.id != shown:
        raise StaleText(seen=seen.text if seen and is_its_own else "", current=wording.text)
    return paragraph, wording


# What is done to one -------------------------------------------------------------------------------


def reword(actor: Actor, code: str, words: str, *, seen: int) -> Reservation:
    """
    Change the words of a reservation, and return it; the same words again write nothing.

    *seen*: how many acts the page showed. Raises NotFound, NotPermitted, ReservationWithdrawn, ReservationChanged,
    UnreadableText, TextTooLong.
    """
    return _act(actor, code, ReservationAct.REWORD, seen, words=words)


def receive_instructions(actor: Actor, code: str, *, seen: int) -> Reservation:
    """
    Note that a reservation awaits instructions no more and stands. Raises the same, and AwaitsNothing.

    Where its delegation is asked whether it stands, this answers: it is recorded that the delegation maintains it.
    """
    return _act(actor, code, ReservationAct.STAND, seen)


def publish(actor: Actor, code: str, *, seen: int) -> Reservation:
    """Let all participants read a reservation, from now on and for good. Raises the same, and ReservationPublished."""
    return _act(actor, code, ReservationAct.PUBLISH, seen)


def keep(actor: Actor, code: str, *, seen: int) -> Reservation:
    """
    Say that a reservation stands although its words are not where they were in the newest text.

    Raises the same, and NothingToKeep where they are there, or where this was said of that text before.
    """
    return _act(actor, code, ReservationAct.KEEP, seen)


def withdraw(actor: Actor, code: str, *, seen: int) -> Reservation:
    """Withdraw a reservation for good. Raises the same."""
    return _act(actor, code, ReservationAct.WITHDRAW, seen)


def _act(actor: Actor, code: str, act: ReservationAct, seen: int, *, words: str | None = None) -> Reservation:
    """Do *act* to the reservation with *code*, and return it."""
    with transaction() as session:
        held = hold_round(session, By.RESERVATION, code)
        record = get_reservation(session, code)
        last = record.last
        facts = _facts(session, record)
        if not may(actor, Act.READ_RESERVATION, replace(facts, shown=last.published)):
            raise NotFound()
        require(actor, Act.RESERVE, facts)
        require_possible(act, withdrawn=record.is_withdrawn, awaiting=last.awaiting, published=last.published)
        if seen != last.sequence:
            raise ReservationChanged()
        words = last.words if words is None else clean(words, LONGEST_WORDS)
        if act is ReservationAct.REWORD and words == last.words:
            return record.reservation
        row = ReservationActRow(
            sequence=last.sequence + 1,
            act=act,
            words=words,
            awaiting=last.awaiting and act is not ReservationAct.STAND,
            published=last.published or act is ReservationAct.PUBLISH,
            kept=_kept(session, record) if act is ReservationAct.KEEP else "",
            at=utcnow(),
        )
        _add(session, actor, held, record.reservation, row, before=last.words)
        if act is ReservationAct.STAND and (placed := _placed_now(session, record)).is_asked:
            kept = ReservationActRow(
                sequence=row.sequence + 1,
                act=ReservationAct.KEEP,
                words=words,
                awaiting=False,
                published=row.published,
                kept=digest_of([line.text for line in placed.lines]),
                at=row.at,
            )
            _add(session, actor, held, record.reservation, kept, before=words)
        return record.reservation


def _facts(session: Session, record: ReservationRecord) -> Facts:
    facts = meeting_facts(session, "communique", record.reservation.communique_id)
    return replace(facts, party=record.reservation.party_id, circulated=True)


def _kept(session: Session, record: ReservationRecord) -> str:
    """Return the digest of what stands in the place of its words now. Raises NothingToKeep where nobody asks."""
    placed = _placed_now(session, record)
    if not placed.is_asked:
        raise NothingToKeep()
    return digest_of([line.text for line in placed.lines])


def _placed_now(session: Session, record: ReservationRecord) -> PlacedReservation:
    """Return a reservation in the newest text that all participants read."""
    communique = record.reservation.communique_id
    draft = newest_circulated(session, communique)
    rows = text_rows(session, draft.id) if draft else []
    sequence = draft.sequence if draft else 0
    return place_reservations(session, communique, [record], rows, sequence=sequence)[0]


def _add(
    session: Session,
    actor: Actor,
    held: Held,
    reservation: Reservation,
    row: ReservationActRow,
    *,
    before: str,
) -> None:
    """Keep an act on a reservation with its line in the journal, which all participants read once it is public."""
    row.reservation = reservation
    session.add(row)
    write_line(
        session,
        actor,
        ACTS[ReservationAct(row.act)],
        scope=Scope.ALL if row.published else Scope.RESERVATION,
        communique=held.communique,
        round_=held.running.round.id if held.running else None,
        paragraph=reservation.paragraph_id,
        party=reservation.party_id,
        subject=reservation.code,
        before=before,
        after=row.words,
    )
