"""
A folder of delegations' files, read and entered in one go: what the page does in steps, for the command line.

What a person would have to judge is not entered: doubtful pairs, and deletions by a file that holds
less than half of the draft. Nothing waits anywhere: each file is read, and entered whole or not at all.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from acm_drafts.documents.apart import Apart
from acm_drafts.documents.phrases import unreadable
from acm_drafts.negotiation.errors import N_, NoSender, Refusal, SameFile
from acm_drafts.negotiation.permissions import Act, Actor, Matter, require
from acm_drafts.services import incoming
from acm_drafts.services.batches import MOST_BYTES, Sent
from acm_drafts.services.offered import Bundle, Offered, Tally, Typed, earlier, proposed
from acm_drafts.services.received import Ground, bundle_of
from acm_drafts.services.senders import guess
from acm_drafts.store import queries
from acm_drafts.store.records import Party


@dataclass(frozen=True, slots=True)
class Came:
    """
    One file of the folder: from whom, what it changes, how many proposals of it are *new*, and were *entered*.

    *refusal* says why nothing of it was, or could be.
    """

    name: str
    party: Party | None = None
    tally: Tally | None = None
    notes: tuple[str, ...] = ()
    new: int = 0
    entered: int = 0
    refusal: Refusal | None = None


def bring_in(
    actor: Actor, to: Ground, sent: Iterable[Sent], *, party: Party | None = None, enters: bool = False
) -> Iterator[Came]:
    """
    Yield what came of each file, in turn; where *enters*, its proposals are entered from the floor.

    *party* is whom all of them are from; without it their names tell. A file that is refused leaves
    the others alone. Raises NotPermitted.
    """
    require(actor, Act.ENTER_FROM_FLOOR, Matter(meeting=to.setting.meeting))
    parties = queries.parties(to.session)
    seen: dict[str, str] = {}
    for one in sent:
        digest = hashlib.sha256(one.data).hexdigest()
        guessed = guess(one.name, (), parties)
        sender = party or next((p for p in parties if guessed and p.id == guessed.party), None)
        try:
            if digest in seen:
                raise SameFile(name=seen[digest])
            seen[digest] = one.name
            yield _one(actor, to, one, sender, enters=enters)
        except Refusal as refusal:
            yield Came(one.name, sender, refusal=refusal)


def _one(actor: Actor, to: Ground, sent: Sent, sender: Party | None, *, enters: bool) -> Came:
    if max(sent.size, len(sent.data)) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise unreadable(N_("it is larger than %(most)s MB, the limit for one file of several"), most=most)
    bundle = bundle_of(to, sent.name, sent.data, reader=Apart())
    offered = Offered(bundle, to.rows, Typed())
    sender = sender or _by_hands(to, bundle)
    known = proposed(to.session, to.setting.round.id, by=[sender.id], prepared=False) if sender else []
    wanted = offered.wanted(offered.chosen(earlier=earlier(offered, known)))
    came = Came(sent.name, sender, offered.tally(), bundle.notes, len(wanted))
    if not offered.found:
        return came
    try:
        if sender is None:
            raise NoSender()
        if not enters or not wanted:
            return came
        made = incoming.bring_in(actor, to.setting.round.id, wanted, sponsor=sender.id, from_floor=True)
    except Refusal as refusal:
        return Came(came.name, sender, came.tally, came.notes, came.new, refusal=refusal)
    return Came(came.name, sender, came.tally, came.notes, came.new, len(made))


def _by_hands(to: Ground, bundle: Bundle) -> Party | None:
    parties = queries.parties(to.session)
    guessed = guess("", bundle.hands(), parties)
    return next((one for one in parties if guessed and one.id == guessed.party), None)
