"""One way to write, the same on both engines: all of an act or nothing of it, and moments that keep their zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from acm_drafts.store.database import THREADS, clock_at, db, engine_options, transaction, utcnow
from acm_drafts.store.records import Meeting, SignIn
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("session")

NOON = datetime(2026, 9, 22, 12, 0, tzinfo=UTC)


def titles() -> list[str]:
    return list(db.session.scalars(select(Meeting.title).order_by(Meeting.id)))


def test_what_one_act_writes_is_written_when_it_ends():
    with transaction() as session:
        session.add(Meeting(title="This year", year=2026))

    db.session.remove()
    assert titles() == ["This year"]


def test_nothing_of_an_act_that_fails_is_written():
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.add(Meeting(title="Never", year=2026))
        session.flush()
        _ = 1 / 0

    assert titles() == []


def test_after_a_refusal_by_the_database_the_next_act_succeeds():
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("insert into meetings (title) values (null)"))

    with transaction() as session:
        session.add(Meeting(title="Next", year=2027))
    assert titles() == ["Next"]


def test_an_act_inside_an_act_is_written_with_the_whole_or_not_at_all():
    with pytest.raises(ZeroDivisionError), transaction() as session:
        with transaction():
            session.add(Meeting(title="Part", year=2026))
        _ = 1 / 0
    assert titles() == []

    with transaction() as session:
        session.add(Meeting(title="Whole", year=2026))
        with transaction():
            session.add(Meeting(title="Part", year=2026))
    assert titles() == ["Whole", "Part"]


def test_a_part_that_fails_undoes_nothing_but_itself():
    with transaction() as session:
        session.add(Meeting(title="Before", year=2026))
        with pytest.raises(ZeroDivisionError), transaction():
            session.add(Meeting(title="Never", year=2026))
            session.flush()
            _ = 1 / 0
        session.add(Meeting(title="After", year=2026))

    db.session.remove()
    assert titles() == ["Before", "After"]


def test_an_act_reads_anew_what_was_read_before_it():
    meeting = Meeting(title="Before", year=2026)
    db.session.add(meeting)
    db.session.commit()
    assert meeting.title == "Before"
    with db.engine.begin() as other:
        other.execute(text("update meetings set title = 'After'"))

    with transaction():
        assert meeting.title == "After"


def test_a_moment_comes_back_as_the_same_moment_in_utc():
    cairo = timezone(timedelta(hours=3))
    user = make_user()
    db.session.add(SignIn(token_hash="a", user_id=user.id, began_at=NOON.astimezone(cairo), ended_at=NOON))
    db.session.commit()
    db.session.expire_all()

    kept = db.session.scalars(select(SignIn)).one()

    assert (kept.began_at, kept.ended_at) == (NOON, NOON)
    assert kept.began_at.utcoffset() == timedelta(0)
    assert db.session.scalar(select(SignIn.id).where(SignIn.began_at == NOON)) == kept.id


def test_a_moment_without_a_time_zone_is_refused():
    user = make_user()
    db.session.add(SignIn(token_hash="a", user_id=user.id, began_at=NOON.replace(tzinfo=None)))

    with pytest.raises(StatementError, match="without a time zone"):
        db.session.commit()
    db.session.rollback()


def test_the_clock_can_be_held_for_a_story_and_goes_on_after_it():
    with clock_at(NOON):
        assert utcnow() == NOON
        with clock_at(NOON + timedelta(hours=1)):
            assert utcnow() == NOON + timedelta(hours=1)
        assert utcnow() == NOON

    assert utcnow() != NOON
    assert utcnow().utcoffset() == timedelta(0)


def test_sqlite_is_opened_so_that_nothing_acknowledged_is_lost(sqlite_url: str):
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL keeps these promises by itself
    pragmas = ("journal_mode", "foreign_keys", "synchronous")
    kept = [db.session.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas]

    assert kept == ["wal", 1, 2]


def test_only_where_it_is_said_does_nobody_wait_for_the_disk_and_the_next_act_does_again():
    if db.engine.dialect.name == "sqlite":
        asks, waits, does_not = "PRAGMA synchronous", 2, 1
    else:
        asks, waits, does_not = "SHOW synchronous_commit", "on", "off"
        with transaction() as session:  # the server of the tests waits for nothing by itself
            session.execute(text("SET SESSION synchronous_commit = on"))

    with transaction(survives_power_cut=False) as session:
        assert session.execute(text(asks)).scalar() == does_not
    with transaction() as session:
        assert session.execute(text(asks)).scalar() == waits


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("sqlite:////var/lib/acm/acm.sqlite", THREADS),
        ("postgresql+psycopg://acm@/acm", THREADS),
        ("sqlite://", None),  # in memory: the one connection is the database
    ],
)
def test_each_thread_keeps_a_connection(url, kept):
    options = engine_options(url)

    assert options.get("pool_size") == kept
    assert options["hide_parameters"] is True
