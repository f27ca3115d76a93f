"""
The index of the library: files beside the database by which passages are found, made from its rows alone.

Each server has its own. It follows the list of changes in the database (`LibraryChange`) before it answers, so that it
is never behind what was written. It is built anew, beside the old one and behind the answers, where it is not there,
is damaged, was only half written or is that of another database; until that is done nothing is searched.

What is found is a key; the words shown are those of the database.
"""

import fcntl
import json
import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from sqlalchemy import Engine, Select, func, or_, select
from sqlalchemy.orm import Session
from tantivy import Query

from acm_drafts.negotiation.library import Narrowed, Search, SourceBody
from acm_drafts.store.library_queries import ANALYSER, SCHEMA, Candidate, Found, candidates, searched, term
from acm_drafts.store.records import LibraryChange, Source, SourceParagraph, SourceRevision
from acm_drafts.store.records.library import is_newest_revision
from acm_drafts.text.search_words import folded_words, words_to_find

log = logging.getLogger(__name__)

VERSION = "3"
"""Of what the index holds: one of another version is built anew."""
MOST_FOLLOWED, PATIENCE = 40, 1.0
"""Changes that are followed before an answer, and seconds that this waits for an index that is being built."""
AT_ONCE = 2_000
"""So many paragraphs are written before the progress is told again."""
HEAP = 64_000_000
_STATE = 0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of an index that is being built is done, in paragraphs."""

    done: int
    all: int


@dataclass(frozen=True, slots=True)
class State:
    """Up to which change an index has come, whose mark tells the database, and how many paragraphs it holds."""

    sequence: int
    mark: str
    count: int


NOTHING = State(0, "", 0)


class Damaged(Exception):
    """The index cannot be read, or is not what it says of itself."""


def with_words(index: tantivy.Index) -> tantivy.Index:
    """Give *index* the analyser that divides folded words at spaces, as they were written."""
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(ANALYSER, analyser)
    return index


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever the index's own code raises, a panic of it among that, into Damaged."""
    try:
        yield
    except (Damaged, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise Damaged(str(error)) from error


class _Opened:
    """One generation of the index, open for reading; it sees what others write to it when `refresh` is called."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _reading():
            self.index = with_words(tantivy.Index.open(str(path)))
            self.index.config_reader("manual")
        self._seen, self._files = -1, dict[str, tuple[int, int]]()
        self.refresh()

    def refresh(self) -> None:
        """See what was committed since. Raises Damaged where the index is not what it says of itself."""
        with _reading():
            written = self._written()
            if written == self._seen:
                if self._files_of(self._files) != self._files and self._written() == written:
                    raise Damaged("a file of it was changed or taken away")
                return
            self.index.reload()
            self.searcher = self.index.searcher()
            self.state = self._state()
            self._seen, self._files = written, self._files_of(path.name for path in self.path.iterdir())

    def _written(self) -> int:
        return (self.path / "meta.json").stat().st_mtime_ns

    def _files_of(self, names: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return size and time of the files of these names that are there: what is mapped must never be touched."""
        facts_by_name = {}
        for name in names:
            if name.endswith((".json", ".lock")):
                continue
            with suppress(FileNotFoundError):
                facts = (self.path / name).stat()
                facts_by_name[name] = (facts.st_size, facts.st_mtime_ns)
        return facts_by_name

    def _state(self) -> State:
        query = Query.term_query(SCHEMA, "source", _STATE)
        hits = self.searcher.search(query, 2).hits
        if len(hits) != 1:
            raise Damaged("it does not say how far it has come")
        version, sequence, mark, count = json.loads(self.searcher.doc(hits[0][1])["state"][0])
        if version != VERSION or self.searcher.num_docs != count + 1:
            raise Damaged("it does not hold what it says")
        return State(sequence, mark, count)


class LibraryIndex:
    """
    The index in a *folder*. Its acts may be called by several threads and processes at once.

    *patience*: seconds that an answer waits for it while it is built; *follows*: so many changes are followed before an
    answer, and more are a reason to build it anew.
    """

    def __init__(self, folder: Path, *, patience: float = PATIENCE, follows: int = MOST_FOLLOWED) -> None:
        self.folder, self.patience, self.follows = folder, patience, follows
        self._opened: _Opened | None = None
        self._guard = threading.RLock()
        self._building: threading.Thread | None = None

    # Following --------------------------------------------------------------------------------------

    def follow(self, session: Session) -> Progress | None:
        """
        Bring the index to what the database says now, and return None; the progress where it is being built anew.

        Two queries at most where nothing changed.
        """
        newest = newest_change(session)
        try:
            opened = self._current()
            if opened is not None and (opened.state.sequence, opened.state.mark) == newest:
                return None
            if opened is not None and self._is_behind(session, opened.state, newest):
                return self._catch_up(session)
            if (
                opened is not None
                and opened.state.sequence > newest[0]
                and self._is_ahead(session, opened.state)
            ):
                return None
        except Damaged as damage:
            self._discard(str(damage))
        return self._rebuild(_engine(session))

    def _current(self) -> _Opened | None:
        """Return the index that is in use, as it stands now; None where there is none. Raises Damaged."""
        with self._guard:
            name = _read(self.folder / "current")
            if not name:
                self._opened = None
                return None
            if self._opened is None or self._opened.path.name != name:
                self._opened = _Opened(self.folder / Path(name).name)
            self._opened.refresh()
            return self._opened

    def _is_behind(self, session: Session, state: State, newest: tuple[int, str]) -> bool:
        """Return whether the index is of this database, and a few changes behind. One query."""
        ahead = newest[0] - state.sequence
        return 0 < ahead <= self.follows and _mark_at(session, state.sequence) == state.mark

    def _is_ahead(self, session: Session, state: State) -> bool:
        """Return whether the index followed a change that *session* began too early to see."""
        with Session(_engine(session)) as fresh:
            return _mark_at(fresh, state.sequence) == state.mark

    def _catch_up(self, session: Session) -> Progress | None:
        """Write what changed since into the index; a builder that holds it is waited for a moment."""
        with self._held(self.patience) as is_held:
            if not is_held:
                return self._progress()
            opened = self._current()
            if opened is None:
                return self._progress()
            changes = _changes_since(session, opened.state.sequence)
            if changes:
                with _reading():
                    _write_changes(session, opened, changes)
                opened.refresh()
            return None

    # Building anew ----------------------------------------------------------------------------------

    def _rebuild(self, engine: Engine) -> Progress | None:
        """Begin to build the index behind the answer, where nobody does, and wait a moment for it."""
        with self._guard:
            if self._building is None or not self._building.is_alive():
                self._building = threading.Thread(target=self._build_alone, args=(engine,), daemon=True)
                self._building.start()
        self._building.join(self.patience)
        try:
            if not self._building.is_alive() and self._current() is not None:
                return None
        except Damaged as damage:
            self._discard(str(damage))
        return self._progress()

    def _build_alone(self, engine: Engine) -> None:
        with self._held(0) as is_held:
            if is_held:
                try:
                    self.build(engine)
                except Exception:
                    log.exception("the index of the library could not be built")

    def rebuild(self, engine: Engine) -> int:
        """Build the index anew before returning, and return how many paragraphs it holds. Waits for whoever builds."""
        with self._held(None):
            return self.build(engine)

    def build(self, engine: Engine) -> int:
        """Build the index anew beside the one in use, put it in its place, and return how many paragraphs it holds."""
        name = f"{VERSION}-{secrets.token_hex(6)}"
        path = self.folder / name
        path.mkdir(parents=True)
        try:
            with Session(engine) as session:
                count = _write_all(session, path, self._tell)
            _write(self.folder / "current", name)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        finally:
            (self.folder / "building").unlink(missing_ok=True)
        self._remove_others(name)
        return count

    def _tell(self, done: int, whole: int) -> None:
        _write(self.folder / "building", json.dumps([done, whole]))

    def _progress(self) -> Progress:
        try:
            done, whole = json.loads(_read(self.folder / "building") or "[0, 0]")
        except ValueError:
            done, whole = 0, 0
        return Progress(done, whole)

    def _remove_others(self, name: str) -> None:
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)

    def _discard(self, why: str) -> None:
        """Take an index that cannot be used out of use; it is built anew."""
        log.warning("the index of the library is built anew: %s", why)
        with self._guard:
            (self.folder / "current").unlink(missing_ok=True)
            self._opened = None

    @contextmanager
    def _held(self, seconds: float | None) -> Iterator[bool]:
        """Hold the index for writing, and say whether it could be had within *seconds* (None: however long)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            is_held = _flock(lock.fileno(), seconds)
            try:
                yield is_held
            finally:
                if is_held:
                    fcntl.flock(lock, fcntl.LOCK_UN)

    # Asking -----------------------------------------------------------------------------------------

    def search(
        self,
        search: Search,
        narrowed: Narrowed,
        *,
        offset: int,
        limit: int,
        by_year: bool = False,
        hidden: Collection[int] = (),
    ) -> Found:
        """
        Return the passages that hold all that is searched for, the closest first. `follow` the index before.

        *hidden*: sources that are left out, also of what is counted.
        """
        return self._asked(
            lambda opened: searched(
                opened.searcher,
                search,
                narrowed,
                offset=offset,
                limit=limit,
                by_year=by_year,
                hidden=hidden,
            )
        )

    def candidates(
        self,
        text: str,
        language: str,
        limit: int,
        *,
        bodies: Collection[SourceBody] = (),
        hidden: Collection[int] = (),
    ) -> tuple[Candidate, ...]:
        """
        Return paragraphs in *language* that share most rare words with *text*. `follow` the index before.

        *bodies*: of their sources alone; without any, of all. *hidden*: sources that are left out.
        """
        return self._asked(
            lambda opened: candidates(
                opened.searcher, text, language=language, limit=limit, bodies=bodies, hidden=hidden
            )
        )

    def _asked(self, ask: Any) -> Any:
        try:
            opened = self._current()
            if opened is None:
                raise Damaged("it is gone")
            with _reading():
                return ask(opened)
        except Damaged as damage:
            self._discard(str(damage))
            raise

    def mistrust(self) -> None:
        """Have the index built anew: it found what does not hold what was searched for."""
        self._discard("it found what does not hold what was searched for")


_indexes: dict[Path, LibraryIndex] = {}
_indexes_guard = threading.Lock()


def index_at(folder: Path) -> LibraryIndex:
    """Return the index in *folder*, the same for all who ask in this process."""
    with _indexes_guard:
        return _indexes.setdefault(folder, LibraryIndex(folder))


def _flock(descriptor: int, seconds: float | None) -> bool:
    if seconds is None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return True
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _write(path: Path, words: str) -> None:
    """Put *words* into a file at once: whoever reads it meanwhile reads the words before."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    beside.write_text(words, encoding="utf-8")
    beside.replace(path)


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    return bind if isinstance(bind, Engine) else bind.engine


# What the database says ------------------------------------------------------------------------------

_CHANGE = select(LibraryChange.sequence, Source.code, LibraryChange.withdrawn, LibraryChange.revision).join(
    Source, Source.id == LibraryChange.source_id
)


def newest_change_query() -> Select[int, str, bool, int]:
    """Return the query for the newest change: number, code of its source, whether that was withdrawn, its revision."""
    return _CHANGE.order_by(LibraryChange.sequence.desc()).limit(1)


def mark_of(code: str, withdrawn: bool, revision: int) -> str:
    return f"{code}{'-' if withdrawn else '+'}{revision or ''}"


def newest_change(session: Session) -> tuple[int, str]:
    """Return number and mark of the newest change, (0, "") before there is one. One query."""
    row = session.execute(newest_change_query()).first()
    return (row[0], mark_of(row[1], row[2], row[3])) if row else (NOTHING.sequence, NOTHING.mark)


def _mark_at(session: Session, sequence: int) -> str:
    """Return the mark of the change with this number, "" where there is none. One query."""
    row = session.execute(_CHANGE.where(LibraryChange.sequence == sequence)).first()
    return mark_of(row[1], row[2], row[3]) if row else ""


def _changes_since(session: Session, sequence: int) -> list[tuple[int, int, bool, str]]:
    """Return the changes after one: number, source, whether withdrawn, mark. One query."""
    rows = session.execute(
        select(
            LibraryChange.sequence,
            LibraryChange.source_id,
            LibraryChange.withdrawn,
            Source.code,
            LibraryChange.revision,
        )
        .join(Source, Source.id == LibraryChange.source_id)
        .where(LibraryChange.sequence > sequence)
        .order_by(LibraryChange.sequence)
    )
    return [
        (number, source, withdrawn, mark_of(code, withdrawn, revision))
        for number, source, withdrawn, code, revision in rows
    ]


_PARAGRAPHS = (
    select(
        SourceParagraph.source_id,
        SourceParagraph.position,
        SourceParagraph.kind,
        func.coalesce(SourceRevision.text, SourceParagraph.text).label("text"),
        Source.body,
        Source.language,
        Source.day,
    )
    .join(Source, Source.id == SourceParagraph.source_id)
    .outerjoin(SourceRevision, is_newest_revision(SourceParagraph.source_id, SourceParagraph.position))
    .where(or_(SourceRevision.number.is_(None), SourceRevision.text.is_not(None)))
)
"""What each paragraph reads now; where that is not known in its language, it is not offered."""


def _documents(session: Session, sources: Collection[int]) -> Iterator[tantivy.Document]:
    """Yield the paragraphs of *sources* as the index keeps them. One query."""
    query = _PARAGRAPHS.where(SourceParagraph.source_id.in_(sources)) if sources else None
    if query is None:
        return
    for row in session.execute(query, execution_options={"yield_per": AT_ONCE}):
        yield document_of(row)


def document_of(row: Any) -> tantivy.Document:
    """Return a paragraph, a row of `_PARAGRAPHS`, as the index keeps it."""
    document = tantivy.Document()
    document.add_unsigned("source", row.source_id)
    document.add_unsigned("position", row.position)
    document.add_unsigned("year", row.day.year if row.day else 0)
    for name in ("body", "language", "kind"):
        document.add_text(name, getattr(row, name))
    words = folded_words(row.text)
    document.add_text("words", " ".join(words))
    document.add_text("forms", " ".join(words_to_find(words)))
    return document


# Writing -----------------------------------------------------------------------------------------------


def _write_state(writer: tantivy.IndexWriter, state: State) -> None:
    """Write into the index how far it has come, in the commit that brings it there."""
    writer.delete_documents_by_query(term("source", _STATE))
    document = tantivy.Document()
    document.add_unsigned("source", _STATE)
    document.add_text("state", json.dumps([VERSION, state.sequence, state.mark, state.count]))
    writer.add_document(document)


def _write_changes(session: Session, opened: _Opened, changes: Sequence[tuple[int, int, bool, str]]) -> None:
    """Follow *changes* in one commit. Two queries."""
    last = {source: withdrawn for _, source, withdrawn, _ in changes}
    writer = opened.index.writer(HEAP, 1)
    count = opened.state.count
    for source in last:
        query = Query.term_query(SCHEMA, "source", source)
        count -= opened.searcher.search(query, 1).count  # type: ignore[attr-defined]
        writer.delete_documents_by_query(query)
    for document in _documents(session, [source for source, withdrawn in last.items() if not withdrawn]):
        writer.add_document(document)
        count += 1
    sequence, _, _, mark = changes[-1]
    _write_state(writer, State(sequence, mark, count))
    writer.commit()
    writer.wait_merging_threads()


def _write_all(session: Session, path: Path, tell: Any) -> int:
    """Write the whole index into an empty folder and return how many paragraphs it holds. Four queries."""
    sequence, mark = newest_change(session)
    changes = select(LibraryChange.source_id).where(LibraryChange.sequence <= sequence)
    offered = changes.where(LibraryChange.source_id.not_in(changes.where(LibraryChange.withdrawn.is_(True))))
    whole = session.scalar(
        select(func.count()).select_from(SourceParagraph).where(SourceParagraph.source_id.in_(offered))
    )
    index = with_words(tantivy.Index(SCHEMA, path=str(path)))
    writer = index.writer(HEAP, 1)
    count = 0
    tell(0, whole or 0)
    query = _PARAGRAPHS.where(SourceParagraph.source_id.in_(offered))
    for row in session.execute(query, execution_options={"yield_per": AT_ONCE}):
        writer.add_document(document_of(row))
        count += 1
        if count % AT_ONCE == 0:
            tell(count, whole or 0)
    _write_state(writer, State(sequence, mark, count))
    writer.commit()
    writer.wait_merging_threads()
    return count
