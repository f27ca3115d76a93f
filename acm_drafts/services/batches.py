"""
Files of several delegations, brought in by the Mission: received, read one by one, looked at, entered.
"""

import hashlib
import logging
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from acm_drafts.documents.phrases import unreadable
from acm_drafts.documents.read import packing
from acm_drafts.documents.sandbox import AT_ONCE, FileReader
from acm_drafts.documents.template.templates import Template
from acm_drafts.negotiation import errors
from acm_drafts.negotiation.errors import (
    N_,
    EnteredAlready,
    NoSender,
    NotFound,
    Refusal,
    SameFile,
    SomeRefused,
    TooManyFiles,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind, Scope
from acm_drafts.services import file_changes
from acm_drafts.services.file_changes import (
    Bundle,
    Doubt,
    Ground,
    Offered,
    Tally,
    Typed,
    bundle_of,
    earlier,
    ground,
    proposed,
    reasons_lacking,
)
from acm_drafts.services.sender_guess import guess
from acm_drafts.store import batches
from acm_drafts.store.database import db, new_code, transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_batch, hold_round, hold_round_context
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Amendment, Batch, BatchFile, Communique, Party
from acm_drafts.store.text import TextRow, open_draft_set

log = logging.getLogger(__name__)

LIVES = timedelta(days=3)
MOST_FILES = 64
"""One of each delegation, of the three groups, and a few that came twice."""
MOST_BYTES = 8 * 1024 * 1024
"""Of one file; the same as where a single one is brought in."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent; *size* is told where the bytes were not even taken, for there were too many."""

    name: str
    data: bytes
    size: int = 0


# Coming --------------------------------------------------------------------------------------------


def receive(actor: Actor, communique_id: int, sent: Sequence[Sent]) -> Batch:
    """
    Let files wait, to be read one by one; return their batch.

    One that is too large, or came already, is refused by itself. Raises NotPermitted, TooManyFiles.
    """
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "communique", communique_id))
    if len(sent) > MOST_FILES:
        raise TooManyFiles(count=len(sent), most=MOST_FILES)
    with transaction() as session:
        hold_round(session, By.COMMUNIQUE, communique_id)
        _clear_ended(session)
        now = utcnow()
        batch = Batch(
            communique_id=communique_id,
            code=new_code(),
            by=actor.name,
            made_at=now,
            ends_at=now + LIVES,
        )
        session.add(batch)
        session.flush()
        digests = [hashlib.sha256(document.data).hexdigest() for document in sent]
        known = batches.same_bytes(session, communique_id, digests)
        parties = find_parties(session)
        for number, (document, digest) in enumerate(zip(sent, digests, strict=True), 1):
            session.add(_waiting(batch, number, document, digest, known, parties))
            known.setdefault(digest, document.name)
        names = "\n".join(document.name for document in sent)
        write_line(
            session,
            actor,
            "receive files",
            scope=Scope.MISSION,
            communique=communique_id,
            subject=batch.code,
            after=names,
        )
        return batch


def _waiting(
    batch: Batch,
    number: int,
    sent: Sent,
    digest: str,
    known: dict[str, str],
    parties: Sequence[Party],
) -> BatchFile:
    file = BatchFile(batch_id=batch.id, number=number, name=sent.name, sha256=digest, stage="waiting")
    _name_by_guess(file, (), parties)
    if max(sent.size, len(sent.data)) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        _refuse(
            file,
            unreadable(N_("it is larger than %(most)s MB, the limit for one file of several"), most=most),
        )
    elif digest in known:
        _refuse(file, SameFile(name=known[digest]))
    else:
        file.data, file.beat_at = sent.data, utcnow()
    return file


def _name_by_guess(file: BatchFile, hands: Iterable[str], parties: Sequence[Party]) -> None:
    guessed = guess(file.name, hands, parties)
    if guessed is not None:
        file.party_id, file.named_by = guessed.party, guessed.by


def _refuse(file: BatchFile, refusal: Refusal) -> None:
    file.stage, file.data = "refused", None
    file.refusal = {"kind": type(refusal).__name__, "facts": packing.packed(refusal.facts)}


def refusal_of(file: BatchFile) -> Refusal | None:
    """Return why a file was refused, None where it was not."""
    if file.refusal is None:
        return None
    kind: type[Refusal] = getattr(errors, file.refusal["kind"])
    return kind(**{name: packing.phrase(fact) for name, fact in file.refusal["facts"].items()})


# Reading -------------------------------------------------------------------------------------------


def read_next(actor: Actor, batch_id: int, template: Template | None = None) -> bool:
    """
    Read the first file of a batch that nobody reads; return whether there was one.

    *template* is the institution's. Whoever reads shows signs of life while it does: where they cease, another
    takes the file up. What comes of it is written only by the reader that has it. Raises NotPermitted.
    """
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "batch", batch_id))
    taken = _take(batch_id)
    if taken is None:
        return False
    file, reader = taken
    try:
        to = _ground(actor, batch_id, template)
        apart = FileReader(lambda: _beat(file.id, reader), turns=AT_ONCE - 1)
        bundle = bundle_of(to, file.name, file.data or b"", reader=apart)
    except Refusal as refusal:
        _settle(file.id, reader, refusal)
    except Exception:
        # Whatever it was, it would be the same the next time: the others must not wait for this one.
        log.exception("a file of a batch was not read")
        _settle(file.id, reader, unreadable(N_("something went wrong on our side while it was read")))
    else:
        _settle(file.id, reader, Offered(bundle, to.rows, Typed()))
    return True


def _take(batch_id: int) -> tuple[BatchFile, str] | None:
    """Take the next file of a batch, so that nobody else reads it."""
    with transaction() as session:
        key = batches.find_unread(session, batch_id)
        reader, now = secrets.token_hex(8), utcnow()
        got = session.execute(
            update(BatchFile)
            .where(BatchFile.id == key, batches.nobody_reads(now))
            .values(stage="reading", reader=reader, beat_at=now)
        )
        if key is None or not got.rowcount:  # type: ignore[attr-defined]
            return None
        file = session.get_one(BatchFile, key, populate_existing=True)
        session.refresh(file, ["data"])
        session.expunge(file)
        return file, reader


def _ground(actor: Actor, batch_id: int, template: Template | None) -> Ground:
    """Raises NotFound, NoRound."""
    session = db.session()
    code = session.scalars(
        select(Communique.code).join(Batch, Batch.communique_id == Communique.id).where(Batch.id == batch_id)
    ).one_or_none()
    if code is None:
        raise NotFound()
    return ground(session, actor, open_draft_set(session, code, actor), template)


def _beat(file_id: int, reader: str) -> None:
    with transaction() as session:
        session.execute(
            update(BatchFile)
            .where(BatchFile.id == file_id, BatchFile.reader == reader)
            .values(beat_at=utcnow())
        )


def _settle(file_id: int, reader: str, outcome: Offered | Refusal) -> None:
    """Write what came of reading a file, and let the next one's reader be alive from now on."""
    with transaction() as session:
        hold_batch(session, select(BatchFile.batch_id).where(BatchFile.id == file_id).scalar_subquery())
        file = session.get(BatchFile, file_id)
        if file is None or file.reader != reader or file.stage != "reading":
            return  # deleted meanwhile, or taken up by another
        if isinstance(outcome, Refusal):
            _refuse(file, outcome)
        else:
            file.stage, file.data = "read", None
            _keep(file, outcome)
            if file.party_id is None:
                _name_by_guess(file, outcome.bundle.hands(), find_parties(session))
        session.execute(
            update(BatchFile)
            .where(BatchFile.batch_id == file.batch_id, BatchFile.stage == "waiting")
            .values(beat_at=utcnow())
        )


def _keep(file: BatchFile, offered: Offered) -> None:
    file.draft_id = offered.bundle.draft
    file.found = {name: fact for name, fact in offered.bundle.facts().items() if name != "draft"}
    file.tally = packing.packed(offered.tally())


def take_up(actor: Actor, batch_id: int) -> None:
    """Let a batch whose reader has died be read on. Raises NotPermitted."""
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "batch", batch_id))
    with transaction() as session:
        hold_batch(session, batch_id)
        session.execute(
            update(BatchFile)
            .where(BatchFile.batch_id == batch_id, batches.nobody_reads(utcnow()))
            .values(stage="waiting", beat_at=utcnow())
        )


# Looking -------------------------------------------------------------------------------------------


def name_sender(actor: Actor, batch_id: int, senders: dict[int, int | None]) -> None:
    """
    Say from whom files of a batch are: a party's key (None: not known) by the number of the file.

    Those entered already keep theirs. Raises NotPermitted, NotFound (no such delegation or group).
    """
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "batch", batch_id))
    with transaction() as session:
        known = {row.id for row in find_parties(session) if row.kind != PartyKind.MISSION}
        if not {party for party in senders.values() if party is not None} <= known:
            raise NotFound()
        hold_batch(session, batch_id)
        for file in batches.files(session, batch_id):
            if file.stage == "entered" or senders.get(file.number, file.party_id) == file.party_id:
                continue
            file.party_id = senders[file.number]
            file.named_by = "person" if file.party_id else ""


def set_aside(actor: Actor, batch_id: int, number: int, offered: Offered) -> BatchFile:
    """
    Keep what somebody ticked and corrected in a file, to be entered with the others; return the file.

    Raises NotPermitted, NotFound, EnteredAlready.
    """
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "batch", batch_id))
    with transaction() as session:
        hold_batch(session, batch_id)
        file = _get_read(session, batch_id, number)
        _note(file, offered)
        return file


def _get_read(session: Session, batch_id: int, number: int) -> BatchFile:
    file = batches.get_file(session, batch_id, number, locked=True)
    if file.stage != "read":
        raise EnteredAlready()
    return file


def _note(file: BatchFile, offered: Offered) -> None:
    _keep(file, offered)
    file.typed = offered.typed.facts()
    file.chosen = len(offered.wanted(offered.chosen(earlier={})))


def stands_on(file: BatchFile) -> tuple[Bundle, Typed]:
    """Return what was read of a file, and what somebody made of it so far."""
    assert file.found is not None
    return Bundle.of({**file.found, "draft": file.draft_id}), Typed() if file.typed is None else Typed.of(
        file.typed
    )


# Entering ------------------------------------------------------------------------------------------


def enter(
    actor: Actor, batch_id: int, number: int, *, round_id: int, offered: Offered
) -> tuple[Amendment, ...]:
    """
    Enter what is ticked in a file for the delegation it is from, from the floor: all of it or nothing.

    Raises NotPermitted, NotFound, EnteredAlready, NoSender, and what `incoming.bring_in` raises.
    """
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "batch", batch_id))
    with transaction() as session:
        hold_round_context(session, round_id)
        hold_batch(session, batch_id)
        file = _get_read(session, batch_id, number)
        if file.party_id is None:
            raise NoSender()
        wanted = offered.wanted(offered.chosen(earlier={}))
        proposals = file_changes.bring_in(actor, round_id, wanted, sponsor=file.party_id, from_floor=True)
        file.stage, file.found, file.typed, file.chosen = "entered", None, None, len(proposals)
        return proposals


# Going ---------------------------------------------------------------------------------------------


def clear(actor: Actor, batch_id: int) -> None:
    """Delete a batch with all that waits in it; what was entered stays. Raises NotPermitted."""
    require(actor, Act.ENTER_FROM_FLOOR, meeting_facts(db.session(), "batch", batch_id))
    with transaction() as session:
        try:
            hold_round(session, By.BATCH, batch_id, adopted_too=True)
        except NotFound:
            return
        hold_batch(session, batch_id)
        batch = session.get(Batch, batch_id)
        if batch is None:
            return
        _delete(session, [batch_id])
        write_line(
            session,
            actor,
            "delete files",
            scope=Scope.MISSION,
            communique=batch.communique_id,
            subject=batch.code,
        )


_ENDED = select(Batch.id).where(Batch.ends_at <= bindparam("now"))


def clear_ended() -> None:
    """Delete the batches whose time is over. Anybody may have it done: it was said when they came."""
    if db.session().scalars(_ENDED, {"now": utcnow()}).first() is not None:
        with transaction() as session:
            _clear_ended(session)


def _clear_ended(session: Session) -> None:
    ended = session.scalars(_ENDED.with_for_update(skip_locked=True), {"now": utcnow()}).all()
    if ended:
        _delete(session, ended)


def _delete(session: Session, batch_ids: Sequence[int]) -> None:
    session.execute(delete(BatchFile).where(BatchFile.batch_id.in_(batch_ids)))
    session.execute(delete(Batch).where(Batch.id.in_(batch_ids)))


@dataclass(frozen=True, slots=True)
class Taken:
    """
    A difference as it was taken: what it proposes, and where (the *row* it concerns or follows, or a new line).

    *line* is the line of the file that is new; *doubt* what a person must judge of it; *known*: proposed already.
    """

    kind: AmendmentKind
    row: TextRow | None = None
    follows: Line | None = None
    line: Line | None = None
    doubt: Doubt | None = None
    known: bool = False
    lacks: str = ""
    """Why it needs a reason, where it has none."""


@dataclass(frozen=True, slots=True)
class Came:
    """
    One file of the folder: from whom, what it changes, how many proposals of it are *new*, and were *entered*.

    *taken* says by key what each difference was taken for, *remarks* are comments where nothing changes; *refused* are
    the differences that could not be entered beside the others. *refusal* says why nothing of it was, or could be.
    """

    name: str
    party: Party | None = None
    tally: Tally | None = None
    notes: tuple[str, ...] = ()
    new: int = 0
    entered: int = 0
    refusal: Refusal | None = None
    taken: Mapping[str, Taken] = field(default_factory=dict)
    remarks: tuple[tuple[TextRow | None, str], ...] = ()
    refused: Mapping[str, Refusal] = field(default_factory=dict)


def bring_in(
    actor: Actor,
    to: Ground,
    sent: Iterable[Sent],
    *,
    party: Party | None = None,
    enters: bool = False,
    doubtful: bool = False,
) -> Iterator[Came]:
    """
    Yield what came of each file, in turn; where *enters*, its proposals are entered from the floor.

    *party* is whom all of them are from; without it their names tell. What a person would have to judge is entered
    only where *doubtful*, as it was taken. A file or a difference that is refused leaves the others alone.
    Raises NotPermitted.
    """
    require(actor, Act.ENTER_FROM_FLOOR, Facts(meeting=to.context.meeting))
    parties = find_parties(to.session)
    seen: dict[str, str] = {}
    for document in sent:
        digest = hashlib.sha256(document.data).hexdigest()
        guessed = guess(document.name, (), parties)
        sender = party or next((p for p in parties if guessed and p.id == guessed.party), None)
        try:
            if digest in seen:
                raise SameFile(name=seen[digest])
            seen[digest] = document.name
            yield _receive(actor, to, document, sender, enters=enters, doubtful=doubtful)
        except Refusal as refusal:
            yield Came(document.name, sender, refusal=refusal)


def _receive(
    actor: Actor, to: Ground, sent: Sent, sender: Party | None, *, enters: bool, doubtful: bool
) -> Came:
    if max(sent.size, len(sent.data)) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise unreadable(N_("it is larger than %(most)s MB, the limit for one file of several"), most=most)
    bundle = bundle_of(to, sent.name, sent.data, reader=FileReader())
    offered = Offered(bundle, to.rows, Typed())
    sender = sender or _by_hands(to, bundle)
    known = proposed(to.session, to.context.round.id, by=[sender.id], prepared=False) if sender else []
    entered_before = earlier(offered, known)
    keys = offered.chosen(earlier=entered_before, doubtful=doubtful)
    came = Came(
        sent.name,
        sender,
        offered.tally(),
        bundle.notes,
        len(offered.wanted(keys)),
        taken=dict(_taken(offered, entered_before, reasons_lacking(to, offered))),
        remarks=tuple(offered.idle_remarks()),
    )
    if not offered.differences:
        return came
    try:
        if sender is None:
            raise NoSender()
        if not enters or not keys:
            return came
        entered, refused = _enter_what_can_be(actor, to, offered, keys, sponsor=sender.id)
    except Refusal as refusal:
        return replace(came, refusal=refusal)
    return replace(came, entered=entered, refused=refused)


def _enter_what_can_be(
    actor: Actor, to: Ground, offered: Offered, keys: frozenset[str], *, sponsor: int
) -> tuple[int, dict[str, Refusal]]:
    """Enter the differences *keys* that can be; return how many were, and why the others were not."""
    refused: dict[str, Refusal] = {}
    while wanted := offered.wanted(keys - refused.keys()):
        try:
            proposals = file_changes.bring_in(
                actor, to.context.round.id, wanted, sponsor=sponsor, from_floor=True
            )
        except SomeRefused as refusal:
            refused |= refusal.refusals
        else:
            return len(proposals), refused
    return 0, refused


def _taken(
    offered: Offered, known: Collection[str], lacking: Mapping[str, str]
) -> Iterator[tuple[str, Taken]]:
    """Yield the key of each difference, and what it was taken for; *lacking*: why some need a reason, by their keys."""
    doubts = offered.doubts()
    for difference in offered.differences:
        new = difference.kind is AmendmentKind.INSERT
        at = difference.after if new else difference.line
        yield (
            difference.key,
            Taken(
                difference.kind,
                row=offered.rows[at - 1] if at > 0 else None,
                follows=offered.new[-at - 1] if at < 0 else None,
                line=offered.new[-difference.line - 1] if new else None,
                doubt=doubts.get(difference.key),
                known=difference.key in known,
                lacks=lacking.get(difference.key, ""),
            ),
        )


def _by_hands(to: Ground, bundle: Bundle) -> Party | None:
    parties = find_parties(to.session)
    guessed = guess("", bundle.hands(), parties)
    return next((party for party in parties if guessed and party.id == guessed.party), None)
