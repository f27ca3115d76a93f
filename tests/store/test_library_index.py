"""The index of the library follows the database, and is built anew where it cannot be trusted."""

import shutil
from pathlib import Path

import pytest

from acm_drafts.negotiation.library import LibraryNotReady, Narrowed, read_search
from acm_drafts.services import library
from acm_drafts.store import library_index
from acm_drafts.store.database import db
from acm_drafts.store.library import find_passages
from acm_drafts.store.library_index import LibraryIndex
from tests.factories import mission
from tests.library import add, index

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, at: LibraryIndex | None = None) -> list[str]:
    """Return the passages that a search finds, as "symbol reference"."""
    db.session.rollback()
    rows = find_passages(db.session(), at or index(), mission(), read_search(words)).rows
    return [f"{row.source.symbol} {row.reference}" for row in rows]


def other_server(tmp_path: Path) -> LibraryIndex:
    """Return the index of another server, in a folder of its own."""
    return LibraryIndex(tmp_path / "library")


def test_an_empty_library_is_searched_and_nothing_is_found():
    assert found("research") == []


def test_what_is_added_is_found_at_once_and_what_is_withdrawn_is_not():
    source = add()
    assert found("research") == ["A/RES/65/140 1"]
    add("A/RES/67/264", "Encourages research;")
    assert sorted(found("research")) == ["A/RES/65/140 1", "A/RES/67/264 1"]

    library.withdraw(mission(), source.code, reason="A typing error.")

    assert found("research") == ["A/RES/67/264 1"]


def test_each_server_follows_what_was_written_at_another(tmp_path: Path):
    add()
    other = other_server(tmp_path)
    assert found("research", other) == ["A/RES/65/140 1"]

    source = add("A/RES/67/264", "Encourages research;")
    assert len(found("research")) == 2
    assert len(found("research", other)) == 2
    library.withdraw(mission(), source.code, reason="A typing error.")
    assert found("encourages", other) == [] == found("encourages")


def test_a_few_changes_are_followed_and_are_no_reason_to_build_the_index_anew():
    source = add()
    assert found("research")
    before = index()._opened.path
    for number in range(6):
        add(f"A/RES/70/{number}", f"Encourages research of kind {number};")
        assert len(found("research")) == number + 2
    library.withdraw(mission(), source.code, reason="A typing error.")

    assert len(found("research")) == 6
    assert index()._opened.path == before


def test_a_deleted_index_is_built_anew():
    add()
    assert found("research")
    shutil.rmtree(index().folder)

    assert found("research") == ["A/RES/65/140 1"]


@pytest.mark.parametrize("just_started", [True, False])
@pytest.mark.parametrize("damage", [b"", b"damaged", None], ids=["empty", "other bytes", "missing"])
def test_a_damaged_file_of_the_index_is_no_reason_to_answer_falsely(damage: bytes | None, just_started: bool):
    add()
    assert found("research")
    folder = next(path for path in index().folder.iterdir() if path.is_dir())
    for path in [path for path in folder.iterdir() if path.is_file()]:
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage)
    if just_started:
        index()._opened = None

    assert found("research") == ["A/RES/65/140 1"]


def test_what_a_builder_left_that_was_ended_half_way_is_never_used(tmp_path: Path):
    add()
    other = other_server(tmp_path)
    half = other.folder / "1-half"
    half.mkdir(parents=True)
    (half / "meta.json").write_text("{")
    other._tell(1_000, 5_000)

    assert found("research", other) == ["A/RES/65/140 1"]
    assert not half.exists() and not (other.folder / "building").exists()


def test_the_progress_of_a_builder_elsewhere_is_told(tmp_path: Path):
    add()
    hurried, builder = LibraryIndex(tmp_path / "library", patience=0.05), other_server(tmp_path)
    with builder._held(None):
        builder._tell(1_000, 5_000)
        with pytest.raises(LibraryNotReady) as refused:
            found("research", hurried)

    assert refused.value.facts == {"done": 1_000, "all": 5_000}
    assert found("research", builder) == ["A/RES/65/140 1"]


def test_the_index_of_another_database_is_not_believed(tmp_path: Path):
    add()
    other = other_server(tmp_path)
    assert found("research", other)
    opened = other._opened
    with library_index._reading():
        writer = opened.index.writer(library_index.HEAP, 1)
        library_index._write_state(writer, library_index.State(9, "elsewhere+", 3))
        writer.commit()
        writer.wait_merging_threads()

    assert found("research", other) == ["A/RES/65/140 1"]
    assert other._opened.path != opened.path


def test_the_index_is_built_anew_where_many_changes_are_behind(tmp_path: Path):
    add()
    other = LibraryIndex(tmp_path / "library", follows=1)
    assert found("research", other)
    before = other._opened.path
    add("A/RES/67/264", "Encourages research;")
    add("A/RES/69/317", "Encourages more research;")

    assert len(found("research", other)) == 3
    assert other._opened.path != before


def test_a_search_is_narrowed_and_counted_by_what_it_is_not_narrowed_to():
    add()
    add("OIC/CFM-51/2025/FC", "The Council noted research.", body="cfm", day=None)
    seen = find_passages(db.session(), index(), mission(), read_search("research"), Narrowed(first_year=2000))

    assert [row.source.symbol for row in seen.rows] == ["A/RES/65/140"]
    assert seen.count == 1
    assert seen.by["year"] == {"2010": 1, "0": 1}
    assert seen.by["body"] == {"general-assembly": 1}


def test_five_thousand_paragraphs_of_one_source_are_followed():
    add()
    found("research")
    texts = [f"Takes note of report {number} on research;" for number in range(5_000)]
    add("A/RES/70/1", *texts)

    seen = find_passages(db.session(), index(), mission(), read_search('"report 4711"'))
    assert [row.reference for row in seen.rows] == ["4712"]
