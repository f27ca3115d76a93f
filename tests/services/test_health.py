"""What is not well with an installation is named by its part, in a sentence for whoever runs it."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from acm_drafts.services import health
from acm_drafts.services.health import Part, Trouble, troubles
from acm_drafts.store.database import db
from acm_drafts.store.messages import sole_worker
from tests.migrations import MIGRATIONS, with_one_more


def found(engine=None, **facts) -> list[Trouble]:
    return troubles(engine or db.engine, **{"migrations": MIGRATIONS, "folders": (), **facts})


@pytest.mark.usefixtures("session")
def test_with_a_worker_at_work_nothing_is_wrong_and_without_one_that_is_said():
    with sole_worker(db.engine) as alone:
        assert alone
        assert found() == []
        assert found() == []
    assert [trouble.part for trouble in found()] == [Part.WORKER]
    with sole_worker(db.engine) as alone:
        assert alone, "to look took the lock"


@pytest.mark.usefixtures("session")
def test_a_database_behind_this_version_is_named_with_the_command_that_mends_it(tmp_path: Path):
    (schema, *_) = found(migrations=with_one_more(tmp_path))

    assert schema.part is Part.SCHEMA
    assert (
        "has schema 00" in schema.sentence and "needs later. Run: flask --app wsgi db up" in schema.sentence
    )


@pytest.mark.usefixtures("session")
def test_a_database_that_cannot_be_migrated_here_is_named_with_what_to_do():
    with db.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))

    (schema, *_) = found()

    assert schema.part is Part.SCHEMA
    assert "has schema 0001" in schema.sentence
    assert "Install the last version that knows 0001 and bring the database to 0052" in schema.sentence
    assert "needs" not in schema.sentence


def test_a_database_that_is_not_there_is_said_without_its_password():
    engine = create_engine("postgresql+psycopg://acm:hunter2@127.0.0.1:1/acm")

    (trouble,) = found(engine)

    assert trouble.part is Part.DATABASE
    assert "hunter2" not in trouble.sentence


@pytest.mark.usefixtures("session")
def test_a_disk_that_is_nearly_full_is_named_once(tmp_path: Path):
    folders = (tmp_path, tmp_path / "not made yet")

    parts = [trouble.part for trouble in found(folders=folders, least_room=2**60)]

    assert parts == [Part.DISK, Part.WORKER]


def test_files_are_written_beside_the_database_and_in_the_index(app: Flask):
    folders = health.folders_of(app.config)

    assert Path(str(app.config["LIBRARY_INDEX"])) in folders
    assert len(folders) == (2 if str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite") else 1)
