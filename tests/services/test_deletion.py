"""Deletion of an archived meeting: two persons, a package that was taken, what goes, and what stays."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from acm_drafts.documents.write.zipped import is_whole, zipped
from acm_drafts.negotiation.archiving import NotArchived
from acm_drafts.negotiation.deletion import (
    LASTS,
    DeletionOutcome,
    DeletionWaits,
    NoDeletion,
    OtherPackage,
    PackageDamaged,
    PackageNotTaken,
    SamePerson,
    WrongDeletion,
)
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.permissions import Act, Actor, may
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import archiving, deletion, public
from acm_drafts.services.demonstration_public import tell_earlier
from acm_drafts.services.public import find_public_text
from acm_drafts.services.verification import verify
from acm_drafts.store.database import Base, clock_at, db, transaction, utcnow
from acm_drafts.store.deletion import find_kept_source, waiting_requests
from acm_drafts.store.meetings import every, texts_for
from acm_drafts.store.readers import load_readers
from acm_drafts.store.records import (
    Amendment,
    Archiving,
    Communique,
    DeletionPackage,
    Draft,
    JournalLine,
    LineRow,
    MeetingDeletion,
    Notice,
    RunningDeletion,
    Source,
    Wording,
)
from tests.adoptions import entry, issue
from tests.archiving import finish
from tests.conftest import make_app
from tests.factories import (
    actor_of,
    make_administrator,
    make_appointment,
    make_chair,
    make_head,
    make_meeting,
    make_mission_drafter,
    mission,
)
from tests.interleaving import interleave
from tests.public import FRENCH, adopted_text, publish, translate
from tests.tables import Table, lines_of, make_table


def archived(table: Table, **facts: object) -> int:
    meeting = finish(table)
    archiving.archive(mission(), meeting, **facts)
    return meeting


def two() -> tuple[Actor, Actor]:
    """Return a drafter of the Mission who asks, and an administrator who confirms."""
    return actor_of(make_mission_drafter()), actor_of(make_administrator())


def ask(who: Actor, meeting: int) -> str:
    """Ask that a meeting be deleted, take the package, and return its hash."""
    deletion.ask(who, meeting, reason="It is ten years old.")
    return hashlib.sha256(deletion.take_package(who, meeting)).hexdigest()


def lines(*acts: str) -> list[tuple[str, str, str]]:
    wanted = select(JournalLine.act, JournalLine.subject, JournalLine.after).where(JournalLine.act.in_(acts))
    return list(db.session.execute(wanted.order_by(JournalLine.id)).all())


def count(table: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_meeting_is_deleted_by_two_and_its_adopted_text_stays(session):
    table = adopted_text()
    translate(table)
    address = publish(table).address
    issue(table, entry(table, "1.", "report", "annual report"))
    meeting, (drafter, administrator) = archived(table), two()
    other = make_meeting(title="Contact Group")
    kept = Table(lines_of("It met.", "It spoke."), symbol="OIC/CG", meeting=other.id).open()
    kept.replace("EGY", "1.", "met", "convened")
    before = find_public_text(db.session(), address)
    assert before.is_public

    digest = ask(drafter, meeting)
    deletion.confirm(administrator, meeting, sha256=digest)

    db.session.rollback()
    assert [row.id for row in every(db.session())] == [other.id]
    assert {text.communique.id for text in texts_for(db.session(), mission())} == {kept.communique}
    own = select(Draft.status).where(Draft.communique_id == table.communique)
    assert db.session.scalars(own).all() == ["final"]
    words = set(db.session.scalars(select(Wording.text).where(Wording.round_id.is_(None))))
    assert {*FRENCH, "The Meeting welcomed the report."} <= words
    assert count(Amendment) == 1 and count(DeletionPackage) == 0 and count(RunningDeletion) == 0
    assert find_public_text(db.session(), address).is_public
    assert find_kept_source(db.session(), mission(), table.code) is not None
    assert not db.session.query(JournalLine).filter_by(communique_id=table.communique).count()
    assert lines("delete meeting") == [("delete meeting", "Annual Coordination Meeting 2026", digest)]
    assert verify(db.session()).findings == ()
    for act in (
        lambda: archiving.take_out(mission(), meeting, reason="Why."),
        lambda: public.withdraw(mission(), table.communique, reason="Why."),
        lambda: deletion.ask(drafter, meeting, reason="Why."),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_package_holds_the_papers_that_the_mission_reads_and_hashes_of_each(session):
    table = make_table("We met.", "We spoke.")
    table.replace("EGY", "2.", "spoke", "spoke at length")
    table.close()
    meeting, (drafter, _) = archived(table, ended=[table.code]), two()
    request = deletion.ask(drafter, meeting, reason="Why.")

    package = deletion.take_package(drafter, meeting)

    assert (hashlib.sha256(package).hexdigest(), len(package)) == (request.sha256, request.size)
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        listed = json.loads(files.read("manifest.json"))
        assert listed["texts"] == {table.code: "OIC/FC"}
        names = set(files.namelist()) - {"manifest.json"}
        assert {f"texts/{table.code}.zip", "delegations/EGY.zip"} <= names
        assert {name: hashlib.sha256(files.read(name)).hexdigest() for name in names} == listed["files"]


def told_of_deletion() -> list[int]:
    db.session.rollback()
    wanted = select(Notice.user_id).where(Notice.kind == NoticeKind.DELETION)
    return list(db.session.scalars(wanted.order_by(Notice.user_id)))


def test_everybody_who_may_confirm_is_told_once_and_nobody_else(session):
    meeting, drafter = archived(adopted_text()), make_mission_drafter()
    other, administrator, both = make_mission_drafter(), make_administrator(), make_mission_drafter()
    make_appointment(both, Role.ADMINISTRATOR)
    make_head("SEN", meeting_id=meeting)
    make_chair(meeting_id=meeting)

    ask(actor_of(drafter), meeting)

    told = told_of_deletion()
    assert {other.id, administrator.id, both.id} <= set(told) and len(told) == len(set(told))
    readers = {reader.id: reader.actor for reader in load_readers(db.session())}
    confirm = {key for key, actor in readers.items() if may(actor, Act.CONFIRM_DELETION)}
    assert set(told) == confirm - {drafter.id}
    assert [row.id for row, _ in waiting_requests(db.session(), utcnow())] == [meeting]
    assert waiting_requests(db.session(), utcnow() + LASTS) == []


def test_a_package_that_does_not_read_back_is_given_to_nobody_and_nothing_is_deleted(session):
    meeting, (drafter, administrator) = archived(adopted_text()), two()
    whole = deletion.write_package(db.engine, drafter, meeting)
    assert is_whole(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    (text,) = (name for name in files if name.startswith("texts/"))
    assert is_whole(zipped(files))
    for damaged in (
        b"",
        whole[:-30],
        zipped({**files, "another": b"x"}),
        zipped({**files, text: b"no archive"}),
    ):
        assert not is_whole(damaged)

    digest = ask(drafter, meeting)
    with transaction() as writing:
        writing.execute(delete(DeletionPackage))
        request = writing.scalars(select(MeetingDeletion.id)).one()
        writing.execute(insert(DeletionPackage).values(deletion_id=request, data=whole[:-1] + b"!"))
    with pytest.raises(PackageDamaged):
        deletion.take_package(drafter, meeting)
    with pytest.raises(PackageDamaged):
        deletion.confirm(administrator, meeting, sha256=digest)
    deletion.take_back(administrator, meeting)
    assert ask(drafter, meeting) == hashlib.sha256(deletion.take_package(drafter, meeting)).hexdigest()


def words_of(table: Table) -> list[str]:
    """Return the words of what is kept of an adopted text, in order."""
    lines = select(Wording.text).join(LineRow, LineRow.wording_id == Wording.id).join(Draft)
    wanted = lines.where(Draft.communique_id == table.communique).order_by(LineRow.draft_id, LineRow.position)
    return list(db.session.scalars(wanted))


def test_who_asks_does_not_confirm_and_nobody_without_the_package(session):
    meeting, (drafter, administrator) = archived(adopted_text()), two()
    head = actor_of(make_head("EGY"))
    for nobody in (head, administrator, mission()):  # the operator is no person
        with pytest.raises(NotPermitted):
            deletion.ask(nobody, meeting, reason="Why.")
    with pytest.raises(WrongDeletion):
        deletion.ask(drafter, meeting, reason=" ")
    with pytest.raises(NoDeletion):
        deletion.confirm(administrator, meeting, sha256="0" * 64)

    request = deletion.ask(drafter, meeting, reason="Why.")
    with pytest.raises(DeletionWaits):
        deletion.ask(actor_of(make_mission_drafter()), meeting, reason="Why.")
    with pytest.raises(PackageNotTaken):
        deletion.confirm(administrator, meeting, sha256=request.sha256)
    for nobody in (head, administrator):  # an administrator is no reader
        with pytest.raises(NotPermitted):
            deletion.take_package(nobody, meeting)
    deletion.take_package(drafter, meeting)
    with pytest.raises(SamePerson):
        deletion.confirm(drafter, meeting, sha256=request.sha256)
    with pytest.raises(NotPermitted):
        deletion.confirm(head, meeting, sha256=request.sha256)
    with pytest.raises(OtherPackage):
        deletion.confirm(administrator, meeting, sha256="0" * 64)
    assert lines("delete meeting") == [] and count(DeletionPackage) == 1


def test_a_request_ends_when_it_is_taken_back_or_the_meeting_leaves_the_archive_or_its_time_is_over(session):
    meeting, (drafter, administrator) = archived(adopted_text()), two()

    digest = ask(drafter, meeting)
    deletion.take_back(administrator, meeting)
    with pytest.raises(NoDeletion):
        deletion.take_back(drafter, meeting)
    digest = ask(drafter, meeting)
    archiving.take_out(mission(), meeting, reason="Why.")
    with pytest.raises(NotArchived):
        deletion.confirm(administrator, meeting, sha256=digest)
    archiving.archive(mission(), meeting)
    with pytest.raises(NoDeletion):
        deletion.confirm(administrator, meeting, sha256=digest)
    digest = ask(drafter, meeting)
    with clock_at(utcnow() + LASTS):
        with pytest.raises(NoDeletion):
            deletion.confirm(administrator, meeting, sha256=digest)
        assert count(DeletionPackage) == 1
        deletion.forget_lapsed()

    outcomes = db.session.scalars(select(MeetingDeletion.outcome).order_by(MeetingDeletion.id)).all()
    assert outcomes == [DeletionOutcome.TAKEN_BACK, DeletionOutcome.LAPSED, DeletionOutcome.LAPSED]
    assert count(DeletionPackage) == 0 and count(Source) == 1
    assert verify(db.session()).findings == ()


def test_the_database_lets_nothing_go_but_the_papers_of_the_meeting_that_is_deleted(session):
    table = adopted_text()
    meeting, (drafter, administrator) = archived(table), two()
    other = make_meeting(title="Contact Group")
    kept = Table(lines_of("It met."), symbol="OIC/CG", meeting=other.id)
    begin = insert(RunningDeletion).values(meeting_id=meeting, ended_id=0)
    ask(drafter, meeting)

    def refused(*statements: object) -> str:
        db.session.rollback()
        with pytest.raises(DBAPIError) as raised:
            for statement in statements:
                db.session.execute(statement)
            db.session.commit()
        db.session.rollback()
        return str(raised.value.orig)

    assert "nobody confirmed" in refused(begin)
    settled = update(MeetingDeletion).values(
        outcome=DeletionOutcome.DELETED, settled_at=utcnow(), settled_by_id=administrator.user
    )
    # Nobody deletes alone, and what was asked is not changed.
    assert "deleted_by_two" in refused(settled.values(settled_by_id=drafter.user)).lower()
    assert "never changed" in refused(update(MeetingDeletion).values(reason="Another."))
    assert "never changed" in refused(delete(MeetingDeletion))
    # While it runs, papers of another meeting and the library stay.
    of_other = LineRow.communique_id == kept.communique
    assert "never changed" in refused(settled, begin, delete(LineRow).where(of_other))
    assert "never changed" in refused(
        settled, begin, delete(JournalLine).where(JournalLine.communique_id.is_(None))
    )
    assert "never changed" in refused(settled, begin, delete(Source))
    # And no transaction keeps the pass.
    assert "foreign key" in refused(settled, begin).lower()
    db.session.execute(settled)
    db.session.commit()
    assert "never changed" in refused(delete(LineRow))


@pytest.mark.thorough
def test_each_meeting_of_the_demonstration_can_be_deleted_and_what_is_kept_verifies(demonstration_url: str):
    app = make_app(demonstration_url)
    with app.app_context():
        with transaction() as session:
            tell_earlier(session)
        drafter, administrator = two()
        for meeting in [row.id for row in every(db.session())]:
            last = db.session.scalar(
                select(func.coalesce(func.max(Archiving.number), 0)).where(Archiving.meeting_id == meeting)
            )
            db.session.execute(
                insert(Archiving).values(
                    meeting_id=meeting,
                    number=last + 1,
                    act="archive",
                    day=utcnow().date(),
                    reason="",
                    at=utcnow(),
                )
            )
            db.session.commit()
            deletion.confirm(administrator, meeting, sha256=ask(drafter, meeting))

        db.session.rollback()
        adopted = select(Communique.id).join(Source, Source.communique_id == Communique.id)
        assert set(db.session.scalars(select(Communique.id))) == set(db.session.scalars(adopted)) != set()
        assert [str(finding) for finding in verify(db.session()).findings] == []
        left = {
            name: db.session.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
            for name in (
                "amendments",
                "revisions",
                "decisions",
                "discussions",
                "inputs",
                "speakers",
                "rounds",
            )
        }
        assert left == dict.fromkeys(left, 0)
        db.session.remove()
        db.engine.dispose()


ORDER = pytest.mark.parametrize("order", ["first", "second"])


@ORDER
def test_a_meeting_taken_out_of_the_archive_beside_its_deletion_is_there_or_not(
    app: Flask, session, order: str
):
    meeting, (drafter, administrator) = archived(adopted_text()), two()
    digest = ask(drafter, meeting)
    db.session.remove()

    def delete_it() -> object:
        return deletion.confirm(administrator, meeting, sha256=digest)

    def take_out() -> object:
        return archiving.take_out(mission(), meeting, reason="Why.")

    acts: tuple[Callable[[], object], Callable[[], object]] = (delete_it, take_out)
    ended = interleave(app, *(acts if order == "first" else acts[::-1]))

    db.session.rollback()
    assert ([act.end for act in ended], len(every(db.session()))) == {
        "first": (["done", "NotFound"], 0),
        "second": (["done", "NotArchived"], 1),
    }[order]
    assert verify(db.session()).findings == ()
