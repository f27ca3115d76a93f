"""
Delivery of messages: each step one transaction, so that a worker can die between any two and nobody is told twice.

Claim, read, hand over, note: a message is claimed before anything is said to the mail server, and marked as handed
over before it is given the text. What a dead worker left is recovered by the next one, which is alone
(store.messages.sole_worker). docs/decisions/0075 says what can still happen twice, and what can get lost.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.journal import may_read_line
from acm_drafts.negotiation.messages import (
    LONGEST_WAIT,
    NOT_ARRIVED,
    Attempt,
    MessageKind,
    MessageState,
    Result,
    outcome_of,
    recovered,
)
from acm_drafts.negotiation.notices import Delivery, NoticeKind
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.services import sign_ins
from acm_drafts.services.tokens import INVITATION, NEW_ADDRESS, token_of
from acm_drafts.store import messages
from acm_drafts.store.address_changes import find_address_change
from acm_drafts.store.database import Session, db, new_uid, transaction, utcnow
from acm_drafts.store.drafts import codes_of_texts, symbol_at, symbols_over_time
from acm_drafts.store.journal import Subjects, load_subjects, write_people_line
from acm_drafts.store.meetings import texts_for
from acm_drafts.store.notices import choices_of, notices_in, write_digests, write_reminders
from acm_drafts.store.readers import Line, load_lines, load_readers
from acm_drafts.store.records import Invitation, Meeting, Message, Notice, Party
from acm_drafts.store.silence import codes_of_silences


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in hand: its key, and the attempt that has it."""

    key: int
    claim: str


@dataclass(frozen=True, slots=True)
class Item:
    """
    One thing that a message tells: its kind, the code of its text, and that of its proposal ("" without one).

    *act* of the journal gave it. *name* and *paragraph* are what its reader may call the proposal and its paragraph;
    *symbol* what they may call the text, "" where no other of its meeting could be meant. *silence*: the code of its
    silence procedure.
    *deadline* is that of its round; *meeting* may be None, such as for what concerns people, *zone* is that of it.
    """

    kind: NoticeKind
    act: str
    text: str
    proposal: str = ""
    silence: str = ""
    symbol: str = ""
    name: str = ""
    paragraph: str = ""
    deadline: datetime | None = None
    meeting: Meeting | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """
    What a message has to say, and to whom, when it is sent. *language*: None, in all three.

    *zone*: the reader's own, "" for that of the conference. *token*: of the link of an invitation, *invitation*, or of
    a new address. *party*: the delegation whose permanent mission is written to.
    """

    uid: str
    email: str
    kind: MessageKind
    language: str | None
    zone: str
    items: tuple[Item, ...] = ()
    invitation: Invitation | None = None
    token: str = ""
    party: Party | None = None
    attempts: int = 1


# The worker's steps ------------------------------------------------------------------------------


def recover() -> int:
    """
    Take what a dead worker had in hand; return how many messages that were.

    Only for whoever holds the lock of the worker: nobody else has a message in hand then.
    """
    with transaction() as session:
        left = messages.in_hand(session)
        for message in left:
            message.state, message.claim = recovered(MessageState(message.state)), None
        return len(left)


def prepare() -> int:
    """Write what comes by the clock: reminders, and the digests of the day. Return how many."""
    with transaction() as session:
        now = utcnow()
        return write_reminders(session, now) + write_digests(session, now)


def claim_next() -> Claimed | None:
    """Take the message in hand that has been due longest, None where none is due."""
    with transaction() as session:
        message = messages.next_due(session, utcnow())
        if message is None:
            return None
        message.state, message.claim = MessageState.CLAIMED, new_uid()
        message.attempts += 1
        return Claimed(message.id, message.claim)


def read_letter(claimed: Claimed, *secrets: str) -> Letter | None:
    """
    Return what a message in hand has to say now, None where that is nothing any more. Thirteen queries at most.

    *secrets* of the house: the present one and those before it, one of which made the link of an invitation.
    """
    session: Session = db.session()
    session.rollback()
    message = messages.get_claimed(session, claimed.key, claimed.claim)
    if message is None or message.last_at < utcnow() or (message.user and message.user.disabled_at):
        return None
    if message.invitation is not None:
        return _invitation_letter(message, message.invitation, secrets)
    if message.kind == MessageKind.NEW_ADDRESS:
        return _new_address_letter(message, secrets)
    if message.kind not in (MessageKind.NOTICE, MessageKind.DIGEST):
        return _letter(message)
    items = _items(session, message)
    return _letter(message, items=items) if items else None


def hand_over(claimed: Claimed) -> bool:
    """Note that the mail server is given the text now; return False where the message is not in hand any more."""
    with transaction() as session:
        return messages.change_claimed(session, claimed.key, claimed.claim, state=MessageState.HANDED_OVER)


def note(claimed: Claimed, attempt: Attempt) -> None:
    """Note how an attempt ended."""
    with transaction() as session:
        message = messages.get_claimed(session, claimed.key, claimed.claim)
        if message is None:
            return
        now = utcnow()
        state, again = outcome_of(attempt, attempts=message.attempts, now=now, last=message.last_at)
        message.state, message.claim, message.answer = state, None, attempt.answer[:500]
        message.due_at = again or message.due_at
        message.sent_at = now if attempt.result is Result.TAKEN else None


def fail(claimed: Claimed, words: str) -> None:
    """Note that a message could not be made or sent for a fault of our own: it is tried again if nothing was given."""
    with transaction() as session:
        message = messages.get_claimed(session, claimed.key, claimed.claim)
        was_given = message is not None and message.state == MessageState.HANDED_OVER
        note(claimed, Attempt(Result.UNANSWERED if was_given else Result.LATER, words))


def drop(claimed: Claimed) -> None:
    """Note that a message had nothing to say any more."""
    with transaction() as session:
        messages.change_claimed(session, claimed.key, claimed.claim, state=MessageState.DROPPED, claim=None)


# What a person does ------------------------------------------------------------------------------


def send_again(actor: Actor, message_id: int) -> None:
    """
    Let a message that did not arrive, or may not have, be sent once more, under the same name.

    Whoever administers a meeting does that with the invitations to it, who administers in general with all messages.
    Raises NotPermitted; NotFound for one that arrived or still waits, and for an invitation whose link is used up.
    """
    with transaction() as session:
        message = session.get(Message, message_id, with_for_update=True)
        if message is None:
            raise NotFound()
        require(
            actor,
            Act.MANAGE_PEOPLE,
            Facts(meeting=message.invitation.meeting_id if message.invitation else None),
        )
        if message.state not in NOT_ARRIVED:
            raise NotFound()
        if message.invitation and not _is_open(message.invitation):
            raise NotFound()
        now = utcnow()
        message.state, message.due_at, message.attempts = MessageState.WAITING, now, 0
        message.last_at = message.invitation.expires_at if message.invitation else now + LONGEST_WAIT
        write_people_line(session, actor, N_("send message again"), message.email)


# What a message says -----------------------------------------------------------------------------


def _letter(message: Message, **facts: object) -> Letter:
    return Letter(
        uid=message.uid,
        email=message.email,
        kind=MessageKind(message.kind),
        language=message.language,
        zone=message.user.zone if message.user else "",
        attempts=message.attempts,
        party=message.party,
        **facts,  # type: ignore[arg-type]
    )


def _is_open(invitation: Invitation) -> bool:
    return invitation.used_at is None and invitation.expires_at > utcnow()


def _invitation_letter(message: Message, invitation: Invitation, secrets: Sequence[str]) -> Letter | None:
    """Return the letter of an invitation, None where its link was used, withdrawn, or made with another secret."""
    tokens = (token_of(secret, message.uid, use=INVITATION) for secret in secrets)
    token = next((token for token in tokens if sign_ins.hash_of(token) == invitation.token_hash), None)
    if token is None or not _is_open(invitation):
        return None
    return _letter(message, invitation=invitation, token=token)


def _new_address_letter(message: Message, secrets: Sequence[str]) -> Letter | None:
    """Return the letter to a new address, None where its link was used or is too old."""
    for secret in secrets:
        token = token_of(secret, message.uid, use=NEW_ADDRESS)
        if find_address_change(db.session(), sign_ins.hash_of(token), utcnow()):
            return _letter(message, token=token)
    return None


def _items(session: Session, message: Message) -> tuple[Item, ...]:
    """Return what a message tells that its reader may still read, and wants to be sent."""
    user = message.user_id or 0
    refused = {
        kind
        for kind, delivery in choices_of(session, {user}).get(user, {}).items()
        if delivery is Delivery.NONE
    }
    notices = [notice for notice in notices_in(session, message.id) if notice.kind not in refused]
    readers = load_readers(session, {user})
    if not notices or not readers:
        return ()
    lines = _lines_for(session, readers[0].actor, {notice.line_id for notice in notices})
    notices = [notice for notice in notices if notice.line_id in lines]
    return _named(session, readers[0].actor, notices, lines) if notices else ()


def _lines_for(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, Line]:
    """Return the lines that *actor* may still read and that still say something, by key."""
    return {
        line.line.id: line
        for line in load_lines(session, keys)
        if may_read_line(actor, line.facts) and not _is_over(line)
    }


def _is_over(line: Line) -> bool:
    """Return whether a line is about a round that is closed by now: nothing opens, moves or ends in it any more."""
    return line.facts.act in ("open round", "change deadline") and bool(line.round and line.round.closed_at)


def _named(
    session: Session, actor: Actor, notices: Sequence[Notice], lines: Mapping[int, Line]
) -> tuple[Item, ...]:
    first = lines[notices[0].line_id]
    subjects = load_subjects(session, actor.at(first.facts.meeting), [notice.line for notice in notices])
    about = _About(
        codes_of_texts(session, {notice.line.communique_id or 0 for notice in notices}),
        _symbols(session, actor, list(lines.values())),
        codes_of_silences(session, {notice.line.silence_id for notice in notices if notice.line.silence_id}),
    )
    return tuple(_item(notice, lines[notice.line_id], subjects, about) for notice in notices)


class _About(NamedTuple):
    """What notices are about: the codes of texts and their symbols over time, and the codes of silence procedures."""

    texts: Mapping[int, str]
    symbols: Mapping[int, Sequence[tuple[datetime, str]]]
    silences: Mapping[int, str]


def _symbols(
    session: Session, actor: Actor, lines: Sequence[Line]
) -> Mapping[int, Sequence[tuple[datetime, str]]]:
    """Return the symbols of the texts of *lines*, of those that are not the only one of their meeting to the reader."""
    known = [text.communique for text in texts_for(session, actor)]
    count = Counter(text.meeting_id for text in known)
    several = {text.id for text in known if count[text.meeting_id] > 1}
    return symbols_over_time(session, several & {line.line.communique_id for line in lines}, actor)


def _item(notice: Notice, line: Line, subjects: Subjects, about: _About) -> Item:
    proposal, place = subjects.proposal(notice.line), subjects.place(notice.line)
    text = notice.line.communique_id or 0
    return Item(
        kind=NoticeKind(notice.kind),
        act=notice.line.act,
        text=about.texts.get(text, ""),
        proposal=proposal.code if proposal else "",
        silence=about.silences.get(notice.line.silence_id or 0, ""),
        symbol=symbol_at(notice.line.at, about.symbols.get(text, ())),
        name=proposal.name if proposal else "",
        paragraph=place.label if place else "",
        deadline=line.round.deadline if line.round else None,
        meeting=line.meeting,
        zone=line.zone,
    )
