"""
A backup holds all of a running system and is restored whole, on either engine, or not at all.

`make test` backs the demonstration up on each engine and restores it into the other one; all else it tries with a
short negotiation, which `make test-whole` tries with the demonstration.
"""

import dataclasses
import itertools
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, inspect, select, text

from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.terms import Answer, DecisionKind, Role
from acm_drafts.services import answers, people, security_events, sign_ins, verification
from acm_drafts.services.drafts import digest, line_digest
from acm_drafts.store.backup_file import Manifest, Reader, Writer, new_file
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import (
    Amendment,
    Batch,
    BatchFile,
    Draft,
    JournalLine,
    SecurityEvent,
    SignIn,
    User,
)
from acm_drafts.store.schema import current_revision
from tests.adoptions import adopt, entry, imported_as_final, issue
from tests.conftest import in_full, make_app
from tests.factories import mission, party
from tests.migrations import MIGRATIONS, with_one_more
from tests.tables import make_table

pytestmark = pytest.mark.thorough

NUMBERS = itertools.count(1)


def run(app: Flask, *words: object):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def blank_url(request: pytest.FixtureRequest, tmp_path: Path, worker: str) -> Iterator[Callable[[str], str]]:
    """Call it with an engine for the URL of a database in which nothing is, not even a table."""
    made = []

    def make(engine: str) -> str:
        name = f"blank_{worker}_{next(NUMBERS)}"
        if engine == "sqlite":
            return f"sqlite:///{tmp_path}/{name}.sqlite"
        server = request.getfixturevalue("postgres_server")
        with psycopg.connect(server("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append((server, name))
        return str(server(name))

    yield make
    for server, name in made:
        with psycopg.connect(server("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, blank_url: Callable[[str], str]) -> Iterator[Flask]:
    """The application on a database in which nothing is, on each engine."""
    app = make_app(blank_url(request.param))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with what is backed up: the demonstration in the whole tests, else a short negotiation."""
    if in_full():
        told: Path = request.getfixturevalue("told_sqlite")
        return told
    path = tmp_path_factory.mktemp("held") / "held.sqlite"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    app = make_app(f"sqlite:///{path}")
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting noted it.", "The Meeting met.")
        egypt = table.replace("EGY", "1.", "progress", "good progress")
        table.decide(DecisionKind.COMPROMISE, egypt, level=None, text="The Meeting welcomed all progress.")
        facts = {"party": party("EGY").id, "answer": Answer.OBJECT, "reason": "It is too short."}
        answers.answer(table.head("EGY"), egypt.code, **facts)
        table.close()
        db.session.remove()
        db.engine.dispose()
    return path


@pytest.fixture(scope="module")
def backup(held: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of what is *held*, to be copied."""
    path = tmp_path_factory.mktemp("backup") / "meeting.backup"
    app = make_app(f"sqlite:///{held}")
    assert run(app, "backup", path).exit_code == 0
    with app.app_context():
        db.engine.dispose()
    return path


@pytest.fixture
def file(backup: Path, tmp_path: Path) -> Path:
    """A backup for this test alone, readable by its owner."""
    return Path(shutil.copy(backup, tmp_path / "meeting.backup"))


def read(path: Path) -> tuple[Manifest, dict[str, list[bytes]]]:
    with path.open("rb") as opened:
        reader = Reader(opened)
        return reader.manifest, {table.name: list(reader.lines(table)) for table in reader.manifest.tables}


def rewrite(
    path: Path,
    rows: Mapping[str, Callable[[list[bytes]], Sequence[bytes]]] | None = None,
    **facts: object,
) -> None:
    """Write the backup at *path* anew, with other *rows* in some tables and other *facts* in its manifest."""
    manifest, lines = read(path)
    with new_file(path, replaces=True) as opened, Writer(opened) as writer:
        entries = []
        for table in manifest.tables:
            change = (rows or {}).get(table.name, list)
            summary = writer.add(table.name, change(lines[table.name]))
            entries.append(dataclasses.replace(table, rows=summary.rows, sha256=summary.sha256))
        writer.finish(dataclasses.replace(manifest, **{"tables": entries, **facts}))


def texts() -> dict[str, str]:
    return {
        draft.symbol: digest(line_digest(line) for line in lines_of_draft(db.session(), draft.id))
        for draft in db.session.scalars(select(Draft))
    }


def is_untouched(app: Flask) -> bool:
    """Whether there is still nothing in a database that held nothing."""
    with app.app_context():
        return inspect(db.engine).get_table_names() == []


def is_empty(app: Flask) -> bool:
    with app.app_context():
        counted = (
            db.session.scalar(select(func.count()).select_from(kind)) for kind in (User, Draft, JournalLine)
        )
        empty = not any(counted)
        db.session.remove()
        return empty


# All of it -----------------------------------------------------------------------------------------

ON_POSTGRES = pytest.mark.postgres
WAYS = [
    pytest.param("sqlite", "postgres", marks=ON_POSTGRES),
    pytest.param("postgres", "sqlite", marks=ON_POSTGRES),
    *([("sqlite", "sqlite"), pytest.param("postgres", "postgres", marks=ON_POSTGRES)] if in_full() else []),
]
"""From which engine into which."""


@pytest.mark.parametrize(("demonstration_url", "target"), WAYS, indirect=True)
def test_a_backup_of_either_engine_is_restored_whole_into_either(
    demonstration_url: str, target: Flask, tmp_path: Path
):
    source = make_app(demonstration_url)
    with source.app_context():
        ends = utcnow() + sign_ins.LIFETIME.idle
        db.session.add(Batch(id=7, communique_id=1, code="abcdefg", by="Mission", ends_at=ends))
        db.session.flush()
        facts = {"sha256": "0" * 64, "batch_id": 7}
        db.session.add(BatchFile(name="a.docx", number=1, stage="waiting", data=b"\0PK\xff", **facts))
        db.session.add(
            BatchFile(name="b.docx", number=2, stage="read", found={"b": 1, "a": 2}, typed={}, **facts)
        )
        db.session.commit()
        said = texts()
        db.session.remove()
    path, path_again = tmp_path / "meeting.backup", tmp_path / "again.backup"

    done = [run(source, "backup", path), run(target, "restore", path), run(target, "backup", path_again)]

    assert [result.exit_code for result in done] == [0, 0, 0], done
    assert done[1].stdout.splitlines()[-1].startswith("All right: ")
    first, second = read(path), read(path_again)
    assert second[1] == first[1]
    assert second[0].texts == first[0].texts == said
    with target.app_context():
        assert verification.verify(db.session()).findings == ()
        assert texts() == said
        sent, understood = db.session.scalars(select(BatchFile).order_by(BatchFile.number)).all()
        assert (sent.data, sent.found, sent.tally) == (b"\0PK\xff", None, None)
        assert (understood.data, list(understood.found.items())) == (None, [("b", 1), ("a", 2)])
        db.session.remove()
    assert run(target, "verify").exit_code == 0


def test_an_adopted_text_is_restored_whole_and_guarded_again(app: Flask, target: Flask, tmp_path: Path):
    with app.app_context():
        table = imported_as_final()
        adopt(table)
        issue(table, entry(table, "1.", "welcomed", "noted"))
        db.session.remove()
    path, path_again = tmp_path / "meeting.backup", tmp_path / "again.backup"

    done = [run(app, "backup", path), run(target, "restore", path), run(target, "backup", path_again)]

    assert [result.exit_code for result in done] == [0, 0, 0], done
    assert read(path)[1] == read(path_again)[1]
    with target.app_context():
        with pytest.raises(Exception, match="an adopted text is never changed"):
            db.session.execute(text("update paragraphs set counter = 9"))
        db.session.remove()


def test_work_goes_on_in_a_restored_database(target: Flask, file: Path):
    assert run(target, "restore", file).exit_code == 0

    with target.app_context():
        last = db.session.scalar(select(func.max(JournalLine.id)))
        people.invite(mission(), "new@example.org", role=Role.OBSERVER, party="")
        assert db.session.scalar(select(func.max(JournalLine.id))) == last + 1
        db.session.remove()
        with pytest.raises(Exception, match="never changed"):
            db.session.execute(text("update wordings set text = 'other'"))
        db.session.remove()


def test_no_old_cookie_opens_a_restored_copy(held: Path, target: Flask, tmp_path: Path):
    source = make_app(f"sqlite:///{held}")
    with source.app_context():
        token = sign_ins.begin(db.session.scalar(select(User.id).order_by(User.id).limit(1)))
        hashed = sign_ins.hash_of(token).encode()
        db.session.remove()
    path = tmp_path / "meeting.backup"

    assert run(source, "backup", path).exit_code == 0
    assert run(target, "restore", path).exit_code == 0

    assert not any(hashed in line for lines in read(path)[1].values() for line in lines)
    with target.app_context():
        assert sign_ins.recognise(token) is None
        assert db.session.scalar(select(func.count(SignIn.id))) == 0
        db.session.remove()


def test_a_backup_from_before_a_migration_is_restored_and_migrated(held: Path, target: Flask, tmp_path: Path):
    source, path = make_app(f"sqlite:///{held}"), tmp_path / "older.backup"
    with source.app_context():
        said = texts()
        db.session.remove()
    assert run(source, "backup", path).exit_code == 0
    target.extensions["migrate"].directory = str(with_one_more(tmp_path))
    with target.app_context():
        upgrade(directory=target.extensions["migrate"].directory)

    restored = run(target, "restore", path)

    assert restored.exit_code == 0, restored.stderr
    with target.app_context():
        assert current_revision(db.session.connection()) == "later"
        assert texts() == said
        db.session.remove()


def test_findings_of_verify_are_reported_by_backup_and_restore_and_stop_neither(
    held: Path, target: Flask, tmp_path: Path
):
    damaged, path = tmp_path / "damaged.sqlite", tmp_path / "damaged.backup"
    damaged.write_bytes(held.read_bytes())
    source = make_app(f"sqlite:///{damaged}")
    with source.app_context():
        db.session.execute(text("drop trigger wordings_no_update"))
        db.session.execute(text("update wordings set text = text || '!' where id = 3"))
        db.session.commit()

    backed, restored = run(source, "backup", path), run(target, "restore", path)

    assert (backed.exit_code, restored.exit_code) == (0, 0)
    assert "paragraph" in backed.stderr
    assert "paragraph" in restored.stderr


def test_what_verify_names_anew_is_refused_unless_it_is_wanted(held: Path, target: Flask, tmp_path: Path):
    damaged, path = tmp_path / "damaged.sqlite", tmp_path / "damaged.backup"
    damaged.write_bytes(held.read_bytes())
    source = make_app(f"sqlite:///{damaged}")
    with source.app_context():
        db.session.execute(text("drop trigger wordings_no_update"))
        db.session.execute(text("update wordings set text = text || '!' where id = 3"))
        db.session.commit()
    assert run(source, "backup", path).exit_code == 0
    rewrite(path, findings=[])

    refused = run(target, "restore", path)

    assert refused.exit_code == 1
    assert "--keep-findings" in refused.stderr
    assert is_untouched(target)
    assert run(target, "restore", path, "--keep-findings").exit_code == 0


# The file ------------------------------------------------------------------------------------------


def test_a_backup_is_for_its_owner_alone_and_replaces_nothing_unasked(held: Path, tmp_path: Path):
    app, path = make_app(f"sqlite:///{held}"), tmp_path / "meeting.backup"
    mask = os.umask(0)
    try:
        first = run(app, "backup", path)
    finally:
        os.umask(mask)
    before = path.read_bytes()
    second = run(app, "backup", path)

    assert first.exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (second.exit_code, path.read_bytes() == before) == (1, True)
    assert "is there already" in second.stderr
    assert run(app, "backup", path, "--replace").exit_code == 0
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_written_is_a_sentence(held: Path, tmp_path: Path):
    app = make_app(f"sqlite:///{held}")

    nowhere = run(app, "backup", tmp_path / "no" / "such" / "folder")
    full = run(app, "backup", "/dev/full")

    assert (nowhere.exit_code, full.exit_code) == (1, 1)
    assert "could not be written (No such file or directory)." in nowhere.stderr
    assert run(app, "backup").exit_code == run(app, "restore").exit_code == 2
    assert run(app, "restore", tmp_path / "none").exit_code == 2


def test_a_database_that_is_not_migrated_is_not_backed_up(tmp_path: Path):
    result = run(make_app(f"sqlite:///{tmp_path}/new.sqlite"), "backup", tmp_path / "new.backup")

    assert result.exit_code == 1
    assert "db upgrade" in result.stderr
    assert not list(tmp_path.glob("*backup*"))


# What does not fit ---------------------------------------------------------------------------------


def test_a_damaged_file_is_refused_wherever_the_damage_is(file: Path, blank_url: Callable[[str], str]):
    target, whole = make_app(blank_url("sqlite")), file.read_bytes()
    size = len(whole)
    places = sorted(
        {0, 4, 10, 29, 40, size // 3, size // 2, size - 2000, size - 200, size - 70, size - 64, size - 1}
    )

    refused = []
    for place in places:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused.append(run(target, "restore", file))
    for length in (0, 3, 64, 100, size // 2, size - 64, size - 1):
        file.write_bytes(whole[:length])
        refused.append(run(target, "restore", file))
    file.write_bytes(whole + b"\n")
    refused.append(run(target, "restore", file))

    assert {result.exit_code for result in refused} == {1}
    assert {result.stdout for result in refused} == {""}
    assert all(result.stderr.startswith("This file is no backup, or it is damaged: ") for result in refused)
    assert is_untouched(target)
    file.write_bytes(whole)
    assert run(target, "restore", file).exit_code == 0


@pytest.mark.shared
@pytest.mark.parametrize(
    "data", [b"A text.\n", b"SQLite format 3\0" + bytes(500), b"PK\x03\x04" + bytes(500)]
)
def test_another_file_is_no_backup(blank_url: Callable[[str], str], tmp_path: Path, data: bytes):
    path = tmp_path / "other"
    path.write_bytes(data)

    result = run(make_app(blank_url("sqlite")), "restore", path)

    assert result.exit_code == 1
    assert result.stderr.startswith("This file is no backup")


@pytest.mark.parametrize("facts", [{"schema": "9999"}, {"format": 2}])
def test_a_backup_of_a_newer_version_is_refused(target: Flask, file: Path, facts: Mapping[str, object]):
    rewrite(file, **facts)

    result = run(target, "restore", file)

    assert result.exit_code == 1
    assert "another version" in result.stderr
    assert is_untouched(target)


def test_a_backup_from_before_the_first_migration_is_refused_with_what_to_do(target: Flask, file: Path):
    rewrite(file, schema="0051")

    result = run(target, "restore", file)

    assert result.exit_code == 1
    assert "This backup has schema 0051. This version reads 0052 and later ones." in result.stderr
    assert "Restore it with the last version that knows it" in result.stderr
    assert is_untouched(target)


def test_a_database_that_is_not_empty_is_left_as_it_is(target: Flask, file: Path):
    with target.app_context():
        upgrade(directory=str(MIGRATIONS))
        db.session.add(User(email="a@example.org", name="Ada", password_hash=""))
        db.session.commit()

    result = run(target, "restore", file)

    assert result.exit_code == 1
    assert "The database is not empty: there are 1 rows in users." in result.stderr
    with target.app_context():
        assert db.session.scalars(select(User.name)).all() == ["Ada"]
        assert db.session.scalar(select(func.count(Amendment.id))) == 0
        db.session.remove()


def test_a_database_in_which_a_server_only_refused_somebody_is_empty_still(target: Flask, file: Path):
    with target.app_context():
        upgrade(directory=str(MIGRATIONS))
        security_events.note_refusal(EventKind.FORM_REFUSED, user=None)
        assert db.session.scalar(select(func.count(SecurityEvent.id))) == 1
        db.session.remove()

    assert run(target, "restore", file).exit_code == 0


def test_a_database_of_something_else_is_left_alone(target: Flask, file: Path):
    with target.app_context():
        db.session.execute(text("create table notes (id integer)"))
        db.session.commit()

    result = run(target, "restore", file)

    assert result.exit_code == 1
    assert "notes is not a table of acm_drafts" in result.stderr
    with target.app_context():
        assert inspect(db.engine).get_table_names() == ["notes"]


def without_last(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def twice_the_last(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[-1]]


@pytest.mark.parametrize(
    ("rows", "is_migrated"),
    [({"users": without_last}, False), ({"answers": twice_the_last}, True)],
    ids=["a key to nothing", "a row twice"],
)
def test_rows_that_do_not_fit_leave_the_database_as_empty_as_before(
    target: Flask, file: Path, rows: Mapping[str, Callable[[list[bytes]], Sequence[bytes]]], is_migrated: bool
):
    if is_migrated:
        with target.app_context():
            upgrade(directory=str(MIGRATIONS))
    rewrite(file, rows)

    result = run(target, "restore", file)

    assert result.exit_code == 1
    assert result.stderr.startswith("What was written is not what the backup holds: "), result.stderr
    assert is_empty(target) if is_migrated else is_untouched(target)


def test_a_text_that_differs_from_its_digest_is_refused(target: Flask, file: Path):
    symbol = next(iter(read(file)[0].texts))
    rewrite(file, texts={symbol: "0" * 64})

    result = run(target, "restore", file)

    assert result.exit_code == 1
    assert f"the text of {symbol} differs" in result.stderr
    assert is_untouched(target)


def test_the_rows_of_a_backup_can_be_read_without_this_program(file: Path):
    manifest, lines = read(file)
    table = next(table for table in manifest.tables if table.name == "parties")
    names = [name for name, _ in table.columns]

    parties = [dict(zip(names, json.loads(line), strict=True)) for line in lines["parties"]]

    assert next(party["name_fr"] for party in parties if party["code"] == "EGY") == "Égypte"
