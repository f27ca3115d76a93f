"""Places for walks and races on the databases of the test run: made once for each engine in a worker."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.walks.databases import Place, Postgres, Sqlite
from tests.walks.races import Course

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_place(sqlite_template: Path) -> Iterator[Place]:
    folder = sqlite_template.parent / "walks"
    folder.mkdir()
    place = Place(Sqlite(folder, sqlite_template))
    yield place
    place.let_go()


@pytest.fixture(scope="session")
def postgres_place(
    postgres_server: Callable[[str], str], postgres_template: str, worker: str
) -> Iterator[Place]:
    storage = Postgres(postgres_server, postgres_template, prefix=f"walks_{worker}")
    place = Place(storage)
    yield place
    place.let_go()
    storage.server.close()


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Place:
    """A place to play at; whoever asks runs once on each engine."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


@pytest.fixture(scope="session")
def sqlite_course(sqlite_place: Place) -> Course:
    return Course(sqlite_place)


@pytest.fixture(scope="session")
def postgres_course(postgres_place: Place, sqlite_course: Course) -> Course:
    return Course(postgres_place, like=sqlite_course)


@pytest.fixture(params=ENGINES)
def course(request: pytest.FixtureRequest) -> Course:
    """Prepared negotiations to race on; whoever asks runs once on each engine."""
    found: Course = request.getfixturevalue(f"{request.param}_course")
    return found
