"""Files of delegations wait, are read one by one, looked at, entered whole or not at all, and deleted in time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import (
    EnteredAlready,
    NoSender,
    NotFound,
    NotPermitted,
    ProposedAlready,
    SameFile,
    SomeRefused,
    TooManyFiles,
    UnreadableFile,
    WrongShape,
)
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.services import amendments, batches
from acm_drafts.services.batches import LIVES, MOST_BYTES, MOST_FILES, Sent
from acm_drafts.services.file_changes import Offered, Typed
from acm_drafts.store import batches as waiting
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Batch, BatchFile, JournalLine, Party
from acm_drafts.store.text import text_rows
from tests.factories import party
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

FIRST = "The Meeting welcomed the progress made by all Member States."
SECOND = "The Meeting noted the report of the Secretary-General."
THIRD = "The Meeting invited the Bank to widen access to finance."


@pytest.fixture
def table() -> Table:
    return make_table(FIRST, SECOND, THIRD)


def sent(name: str, *lines: str) -> Sent:
    return Sent(name, "\n\n".join(lines).encode())


EGYPT = sent("EGY.txt", FIRST.replace("progress", "good progress"), SECOND, THIRD, "It thanked Egypt.")
JORDAN = sent("Jordan.txt", FIRST, THIRD)


def receive(table: Table, *files: Sent) -> Batch:
    return batches.receive(table.mission, table.communique, files)


def read(table: Table, *files: Sent) -> Batch:
    batch = receive(table, *files)
    while batches.read_next(table.mission, batch.id):
        pass
    return batch


def rows(batch: Batch) -> list[BatchFile]:
    db.session.rollback()
    db.session.expire_all()
    return list(waiting.files(db.session(), batch.id))


def offered(table: Table, batch: Batch, number: int, **typed: object) -> Offered:
    bundle, left = batches.stands_on(waiting.get_file(db.session(), batch.id, number))
    return Offered(bundle, text_rows(db.session(), table.draft), Typed(**typed) if typed else left)


def enter(table: Table, batch: Batch, number: int, **typed: object):
    made = offered(table, batch, number, **typed)
    return batches.enter(table.mission, batch.id, number, round_id=table.round, offered=made)


def count(record: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record)) or 0


# Coming and reading --------------------------------------------------------------------------------


@pytest.mark.thorough
def test_each_file_is_read_by_itself_and_one_that_cannot_be_spoils_no_other(table: Table):
    batch = read(table, EGYPT, Sent("Pakistan.pdf", b"%PDF-1.7"), sent("notes.txt", "Lentil soup."), JORDAN)

    found = rows(batch)

    assert [(one.name, one.party and one.party.code, one.stage) for one in found] == [
        ("EGY.txt", "EGY", "read"),
        ("Pakistan.pdf", "PAK", "refused"),
        ("notes.txt", None, "refused"),
        ("Jordan.txt", "JOR", "read"),
    ]
    assert found[0].tally["kinds"] == {"replace": 1, "insert": 1}
    assert found[3].tally["kinds"] == {"delete": 1}
    assert "it is a PDF" in str(batches.refusal_of(found[1]))
    assert waiting.progress(found) == (4, 4, False)


def test_the_bytes_of_a_file_are_kept_no_longer_than_until_it_is_read(table: Table):
    batch = receive(table, EGYPT, Sent("a.pdf", b"%PDF-1.7"))
    kept = select(func.count()).where(BatchFile.data.is_not(None))
    assert db.session.scalar(kept) == 2

    while batches.read_next(table.mission, batch.id):
        pass

    db.session.rollback()
    assert db.session.scalar(kept) == 0


def test_the_same_file_twice_is_read_once_in_one_batch_and_across_them(table: Table):
    first = read(table, EGYPT, Sent("copy.txt", EGYPT.data))
    second = read(table, Sent("again.txt", EGYPT.data))

    told = [batches.refusal_of(one) for one in (rows(first)[1], rows(second)[0])]
    assert [type(one) for one in told] == [SameFile, SameFile]
    assert {one.facts["name"] for one in told} == {"EGY.txt"}
    batches.clear(table.mission, first.id)
    assert rows(read(table, EGYPT))[0].stage == "read"


def test_a_file_that_is_too_large_is_refused_alone_and_a_batch_that_is_too_large_as_a_whole(table: Table):
    batch = receive(table, Sent("EGY.docx", b"", MOST_BYTES + 1), JORDAN)

    refusal = batches.refusal_of(rows(batch)[0])
    assert isinstance(refusal, UnreadableFile)
    assert "larger than 8 MB" in str(refusal)
    assert rows(batch)[1].stage == "waiting"
    with pytest.raises(TooManyFiles):
        receive(table, *[EGYPT] * (MOST_FILES + 1))
    assert count(Batch) == 1


@pytest.mark.thorough
def test_a_file_of_unknown_sender_is_not_entered_until_the_sender_is_named(table: Table):
    batch = read(table, Sent("comments.txt", EGYPT.data))

    with pytest.raises(NoSender):
        enter(table, batch, 1)
    batches.name_sender(table.mission, batch.id, {1: party("JOR").id})

    assert [one.sponsor_id for one in enter(table, batch, 1)] == [party("JOR").id] * 2


def test_a_file_whose_reader_stopped_is_read_by_another_and_a_late_result_is_dropped(table: Table):
    batch = receive(table, EGYPT, JORDAN)
    file, dead = batches._take(batch.id)
    assert waiting.progress(rows(batch)) == (0, 2, True)

    with clock_at(utcnow() + 2 * waiting.SILENT):
        assert waiting.progress(rows(batch)).stopped
        batches.take_up(table.mission, batch.id)
        assert waiting.progress(rows(batch)).moves
        while batches.read_next(table.mission, batch.id):
            pass
    batches._settle(file.id, dead, SameFile(name="late"))

    assert [row.stage for row in rows(batch)] == ["read", "read"]
    assert not batches.read_next(table.mission, batch.id)


def test_a_file_that_is_being_read_is_not_read_by_a_second_reader(table: Table):
    batch = receive(table, EGYPT)
    assert batches._take(batch.id) is not None

    assert batches._take(batch.id) is None


def test_a_reader_shows_signs_of_life_and_nobody_takes_its_file_up(table: Table):
    batch = receive(table, EGYPT)
    file, reader = batches._take(batch.id)

    with clock_at(utcnow() + 2 * waiting.SILENT):
        batches._beat(file.id, reader)
        assert batches._take(batch.id) is None
        assert waiting.progress(rows(batch)).moves


def test_a_batch_deleted_while_it_is_read_leaves_nothing(table: Table):
    batch = receive(table, EGYPT)
    file, reader = batches._take(batch.id)
    batches.clear(table.mission, batch.id)

    batches._settle(file.id, reader, SameFile(name="late"))

    assert (count(Batch), count(BatchFile)) == (0, 0)


# Entering ------------------------------------------------------------------------------------------


def test_what_is_entered_is_from_the_floor_numbered_and_waits_for_its_head(table: Table):
    batch = read(table, EGYPT)

    made = enter(table, batch, 1)

    assert [(one.sponsor.code, one.number, one.from_floor, one.stage) for one in made] == [
        ("EGY", 1, True, Stage.SUBMITTED),
        ("EGY", 2, True, Stage.SUBMITTED),
    ]
    file = rows(batch)[0]
    assert (file.stage, file.chosen, file.found, file.typed) == ("entered", 2, None, None)
    acts = db.session.scalars(select(JournalLine.act).where(JournalLine.amendment_id.is_not(None))).all()
    assert acts == ["enter from floor"] * 2
    with pytest.raises(EnteredAlready):
        batches.set_aside(table.mission, batch.id, 1, offered(table, read(table, JORDAN), 1))


def test_what_was_set_aside_is_what_is_entered(table: Table):
    batch = read(table, EGYPT)
    corrected = {0: FIRST.replace("progress", "real progress")}
    taken = frozenset({"replace1"})

    batches.set_aside(table.mission, batch.id, 1, offered(table, batch, 1, words=corrected, taken=taken))

    assert rows(batch)[0].chosen == 1
    assert [one.revisions[-1].text for one in enter(table, batch, 1)] == [corrected[0]]


def test_of_a_file_all_is_entered_or_nothing(table: Table):
    batch = read(table, EGYPT)
    table.replace("EGY", "1.", "progress", "good progress")
    before = count(Amendment), count(JournalLine)

    with pytest.raises(SomeRefused) as told:
        enter(table, batch, 1)

    assert {key: type(one) for key, one in told.value.refusals.items()} == {"replace1": ProposedAlready}
    assert (count(Amendment), count(JournalLine)) == before
    assert rows(batch)[0].stage == "read"
    with pytest.raises(WrongShape):
        enter(table, batch, 1, taken=frozenset())


def test_entering_does_not_betray_what_a_delegation_only_prepares(table: Table):
    batch = read(table, EGYPT)
    draft = table.proposal(AmendmentKind.REPLACE, "1.", text=FIRST.replace("progress", "good progress"))
    amendments.save(table.head("EGY"), table.round, draft)

    assert len(enter(table, batch, 1)) == 2


# Who, and how long ---------------------------------------------------------------------------------


def test_nobody_but_the_mission_does_any_of_it(table: Table):
    batch = read(table, EGYPT)
    made, egypt = offered(table, batch, 1), table.head("EGY")
    before = count(JournalLine), count(Amendment), count(Batch)

    for act in (
        lambda: batches.receive(egypt, table.communique, [JORDAN]),
        lambda: batches.read_next(egypt, batch.id),
        lambda: batches.take_up(egypt, batch.id),
        lambda: batches.name_sender(egypt, batch.id, {1: None}),
        lambda: batches.set_aside(egypt, batch.id, 1, made),
        lambda: batches.enter(egypt, batch.id, 1, round_id=table.round, offered=made),
        lambda: batches.clear(egypt, batch.id),
    ):
        with pytest.raises(NotPermitted):
            act()

    assert (count(JournalLine), count(Amendment), count(Batch)) == before


def test_a_file_cannot_be_from_the_mission_or_from_nobody_known(table: Table):
    batch = read(table, EGYPT)
    highest = db.session.scalar(select(func.max(Party.id)))

    for nobody in (party("OICM").id, highest + 1):
        with pytest.raises(NotFound):
            batches.name_sender(table.mission, batch.id, {1: nobody})


@pytest.fixture
def later() -> Iterator[None]:
    with clock_at(utcnow() + LIVES + timedelta(seconds=1)):
        yield


def test_a_batch_is_deleted_at_its_announced_time(table: Table, request: pytest.FixtureRequest):
    code = table.code
    batch = read(table, EGYPT)
    assert waiting.get(db.session(), batch.code, code).ends_at == batch.made_at + LIVES

    request.getfixturevalue("later")

    with pytest.raises(NotFound):
        waiting.get(db.session(), batch.code, code)
    batches.clear_ended()
    assert (count(Batch), count(BatchFile)) == (0, 0)


def test_the_journal_tells_the_mission_alone_what_came_and_what_was_deleted(table: Table):
    batch = read(table, EGYPT, JORDAN)
    batches.clear(table.mission, batch.id)

    lines = db.session.execute(
        select(JournalLine.act, JournalLine.scope, JournalLine.after).where(JournalLine.subject == batch.code)
    ).all()
    assert lines == [("receive files", "mission", "EGY.txt\nJordan.txt"), ("delete files", "mission", "")]
