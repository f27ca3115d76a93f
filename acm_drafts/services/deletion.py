"""
Archived meetings are deleted by two persons, once a package of their papers is written and somebody took it.

The package holds what the Mission reads: of each text the evidence pack, of each delegation its export. What a
delegation kept to itself is in neither, and is deleted (docs/decisions/0162).
"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from acm_drafts.documents.write.zipped import as_json, digests, is_whole, zipped
from acm_drafts.negotiation.archiving import require_archived
from acm_drafts.negotiation.deletion import (
    LASTS,
    DeletionOutcome,
    DeletionWaits,
    NoDeletion,
    PackageDamaged,
    WrongDeletion,
    require_package,
    require_person,
    require_second_person,
    waits,
)
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.delegation_export import delegation_archive, parties_to_export
from acm_drafts.services.evidence import evidence_pack
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.store.archiving import load_archivings
from acm_drafts.store.backup import snapshot
from acm_drafts.store.database import arrived, db, transaction
from acm_drafts.store.deletion import (
    delete_papers,
    find_package,
    find_request,
    forget_package,
    lapsed_requests,
)
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_meeting_whole
from acm_drafts.store.meetings import get_meeting, texts_for, withdrawn_texts
from acm_drafts.store.records import DeletionPackage, Meeting, MeetingDeletion
from acm_drafts.text.language import Language


def ask(actor: Actor, meeting: int, *, reason: str) -> MeetingDeletion:
    """
    Ask that an archived meeting be deleted, write the package of its papers, and return the request.

    Raises NotPermitted, also for the operator; NotFound, NotArchived, DeletionWaits; WrongDeletion without a reason;
    UnreadableText, TextTooLong; PackageDamaged where the package does not read back as it was written.
    """
    reason = clean(reason, LONGEST_REASON)
    require(actor, Act.DELETE_MEETING, Facts(meeting=meeting))
    person = require_person(actor)
    archiving = _require_archiving(db.session(), meeting)
    package = write_package(db.engine, actor, meeting)
    if not is_whole(package):
        raise PackageDamaged()
    with transaction() as session:
        require(actor, Act.DELETE_MEETING, Facts(meeting=meeting))
        hold_meeting_whole(session, meeting)
        # The package was written before anything was held: it is that of this archiving, or of none.
        if _require_archiving(session, meeting) != archiving:
            raise NoDeletion()
        if not reason:
            raise WrongDeletion(what=N_("a meeting is deleted for a reason"))
        _end_lapsed(session, meeting)
        if find_request(session, meeting) is not None:
            raise DeletionWaits()
        now = arrived()
        request = MeetingDeletion(
            meeting_id=meeting,
            archiving=archiving,
            asked_by_id=person,
            asked_at=now,
            reason=reason,
            ends_at=now + LASTS,
            sha256=hashlib.sha256(package).hexdigest(),
            size=len(package),
        )
        session.add(request)
        session.flush()
        session.add(DeletionPackage(deletion_id=request.id, data=package))
        session.flush()
        _require_as_written(session, request)
        held = get_meeting(session, meeting)
        # The Mission reads one line, administrators the other: a second person may be of either.
        for scope in (Scope.MISSION, Scope.PEOPLE):
            _write(session, actor, held, "ask to delete meeting", request, scope=scope)
        return request


def take_package(actor: Actor, meeting: int) -> bytes:
    """
    Return the package of the papers of a meeting whose deletion waits, and note who took it first.

    Raises NotPermitted, NotFound, NoDeletion; PackageDamaged where it does not read back as it was written.
    """
    with transaction() as session:
        require(actor, Act.READ_EVIDENCE, Facts(meeting=meeting))
        request = _waiting(session, meeting)
        package = _require_as_written(session, request)
        if request.taken_at is None:
            request.taken_at, request.taken_by_id = arrived(), require_person(actor)
            _write(session, actor, get_meeting(session, meeting), "take package of meeting", request)
        return package


def take_back(actor: Actor, meeting: int) -> None:
    """Take back a request to delete a meeting; its package is deleted. Raises NotPermitted, NotFound, NoDeletion."""
    with transaction() as session:
        require(actor, Act.CONFIRM_DELETION, Facts(meeting=meeting))
        request = _waiting(session, meeting)
        _settle(session, request, DeletionOutcome.TAKEN_BACK, by=actor.user)
        _write(session, actor, get_meeting(session, meeting), "take back deletion of meeting", request)


def confirm(actor: Actor, meeting: int, *, sha256: str) -> MeetingDeletion:
    """
    Delete a meeting whose deletion another person asked for, and return the request; nothing can bring it back.

    *sha256*: the hash of the package, as the second person has it. Raises NotPermitted, SamePerson for whoever asked;
    NotFound, NotArchived, NoDeletion also where its time is over or the meeting was out of the archive meanwhile;
    PackageNotTaken, OtherPackage; PackageDamaged where it does not read back as it was written.
    """
    with transaction() as session:
        require(actor, Act.CONFIRM_DELETION, Facts(meeting=meeting))
        request = _waiting(session, meeting)
        person = require_second_person(actor, request.asked_by_id)
        require_package(request.sha256, named=sha256, taken=request.taken_at is not None)
        _require_as_written(session, request)
        held = get_meeting(session, meeting)
        _settle(session, request, DeletionOutcome.DELETED, by=person)
        session.flush()
        delete_papers(session, meeting)
        held.removed_at = arrived()
        year = "" if str(held.year) in held.title else f" {held.year}"
        write_line(
            session,
            actor,
            "delete meeting",
            scope=Scope.MISSION,  # of no meeting in particular: it is read in the journal of every text
            subject=f"{held.title}{year}",
            after=request.sha256,
            reason=request.reason,
        )
        return request


def forget_lapsed() -> int:
    """End the requests whose time is over, delete their packages, and return how many. Anybody may have it done."""
    if not lapsed_requests(db.session(), arrived()):
        return 0
    with transaction() as session:
        requests = lapsed_requests(session, arrived())
        for request in requests:
            _settle(session, request, DeletionOutcome.LAPSED, by=None)
        return len(requests)


def end_request(session: Session, meeting: int) -> None:
    """End the request to delete a meeting that is held, if there is one: the meeting leaves the archive."""
    request = find_request(session, meeting)
    if request is not None:
        _settle(session, request, DeletionOutcome.LAPSED, by=None)
        session.flush()


def _require_archiving(session: Session, meeting: int) -> int:
    """Return the number of the archiving that holds. Raises NotFound, NotArchived."""
    require_archived(get_meeting(session, meeting).archived_on)
    return load_archivings(session, meeting)[-1].number


def _waiting(session: Session, meeting: int) -> MeetingDeletion:
    """Hold a meeting and return the request that waits. Raises NotFound, NotArchived, NoDeletion."""
    hold_meeting_whole(session, meeting)
    archiving = _require_archiving(session, meeting)
    request = find_request(session, meeting)
    if request is None or request.archiving != archiving or not waits(request.ends_at, arrived()):
        raise NoDeletion()
    return request


def _require_as_written(session: Session, request: MeetingDeletion) -> bytes:
    """Return the package of a request as the database has it. Raises NoDeletion without one, PackageDamaged."""
    package = find_package(session, request.id)
    if package is None:
        raise NoDeletion()
    if hashlib.sha256(package).hexdigest() != request.sha256:
        raise PackageDamaged()
    return package


def _end_lapsed(session: Session, meeting: int) -> None:
    """End a request whose time is over, or that was made before the meeting was out of the archive."""
    request = find_request(session, meeting)
    if request is None:
        return
    if request.archiving != _require_archiving(session, meeting) or not waits(request.ends_at, arrived()):
        _settle(session, request, DeletionOutcome.LAPSED, by=None)
        session.flush()


def _settle(session: Session, request: MeetingDeletion, outcome: DeletionOutcome, *, by: int | None) -> None:
    request.outcome, request.settled_at, request.settled_by_id = outcome, arrived(), by
    forget_package(session, request.id)


def _write(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    act: str,
    request: MeetingDeletion,
    *,
    scope: Scope = Scope.MISSION,
) -> None:
    write_line(
        session,
        actor,
        act,
        scope=scope,
        meeting=meeting.id,
        subject=meeting.title,
        after=request.sha256,
        reason=request.reason if act == "ask to delete meeting" else "",
    )


# The package ---------------------------------------------------------------------------------------


def write_package(engine: Engine, actor: Actor, meeting: int) -> bytes:
    """
    Return the papers of a meeting that the Mission reads as a ZIP archive. Raises NotPermitted, NotFound.

    Of each text its evidence pack, of each delegation and group its export, and a list of these files with hashes.
    """
    with snapshot(engine) as connection, Session(connection) as session:
        held = get_meeting(session, meeting)
        facts = {"title": held.title, "year": held.year, "archived_on": held.archived_on}
        texts = {
            communique.code: (communique.id, communique.symbol_root)
            for communique in (
                *(text.communique for text in texts_for(session, actor)),
                *(text.communique for text in withdrawn_texts(session, actor)),
            )
            if communique.meeting_id == meeting
        }
        parties = [party.code for party in parties_to_export(session, actor, meeting)]
    files = dict(_files(engine, actor, meeting, {code: key for code, (key, _) in texts.items()}, parties))
    files["manifest.json"] = as_json(
        {
            "meeting": {**facts, "archived_on": str(facts["archived_on"])},
            "texts": {code: symbol for code, (_, symbol) in texts.items()},
            "files": digests(files),
        }
    )
    return zipped(files)


def _files(
    engine: Engine, actor: Actor, meeting: int, texts: dict[str, int], parties: list[str]
) -> Iterator[tuple[str, bytes]]:
    for code, key in texts.items():
        yield f"texts/{code}.zip", evidence_pack(engine, actor, key)
    for code in parties:
        yield (
            f"delegations/{code}.zip",
            delegation_archive(engine, actor, meeting, code, language=Language.EN),
        )
