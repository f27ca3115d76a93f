"""
The words by which things are found: written with each row that is searched, in its transaction, whoever writes it.

Only tables whose rows are never changed are searched so: then no row of words grows old. A new table needs a line in
SEARCHED, and `flask search rebuild` (or a migration) for the rows that are there already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Insert,
    Table,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.search import folded_text
from acm_drafts.store.database import Base, at_end_of_act
from acm_drafts.store.records import Communique, Paragraph


class Kept(NamedTuple):
    """
    Where the words of a thing stand: *columns* of a *table*, whose column *key* is the thing's key.

    A thing may have several rows there, in the order of the column *place*; all of them come with the thing itself.
    """

    table: str
    columns: Sequence[str]
    key: str = "id"
    place: str = "id"


SEARCHED: Mapping[str, Kept] = {
    "wordings": Kept("wordings", ("text",)),
    "annotations": Kept("annotations", ("text",)),
    "revisions": Kept("revisions", ("text", "reason")),
    "decisions": Kept("decisions", ("reason",)),
    "reservation_acts": Kept("reservation_acts", ("words",)),
    "input_versions": Kept("input_parts", ("text",), key="version_id", place="position"),
}
"""The tables whose rows are found by their words, and where these stand."""

_SUBJECTS = {kept.table: name for name, kept in SEARCHED.items()}

_FLOORS = "acm_search_floors"
"""Under this name a connection notes which tables got words, each with the last key that had any before."""
_WORDS: Table = Base.metadata.tables["search_texts"]
_LAST = select(func.max(_WORDS.c.key)).where(_WORDS.c.subject == bindparam("subject"))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _key(name: str) -> Column[int]:
    """Return the column that holds the keys of a searched table's rows where their words stand."""
    return _table(SEARCHED[name].table).c[SEARCHED[name].key]


@event.listens_for(Engine, "before_execute")
def _note(connection: Connection, clause: Any, *_: object) -> None:
    """
    Note that a searched table gets rows, by whichever statement.

    Rows that this transaction inserts have greater keys than any that is there before its first. Tables that a backup
    or a migration reads for itself are others: the words of their rows come with the backup, or are made there.
    """
    if not isinstance(clause, Insert):
        return
    name = _SUBJECTS.get(getattr(clause.table, "name", ""))
    if name is not None and getattr(clause.table, "metadata", None) is Base.metadata:
        floors = connection.info.setdefault(_FLOORS, {})
        if name not in floors:
            floors[name] = connection.scalar(_LAST, {"subject": name}) or 0


@at_end_of_act
def write_search_texts(session: Session) -> None:
    """Write the words of the rows that this act added to searched tables. No query where it added none."""
    session.flush()
    connection = session.connection()
    floors: dict[str, int] = connection.info.pop(_FLOORS, {})
    for name, floor in floors.items():
        key = _key(name)
        has_words = select(_WORDS.c.key).where(_WORDS.c.subject == name, _WORDS.c.key == key).exists()
        _write(connection, name, key > floor, ~has_words)


def rebuild_search_texts(session: Session) -> int:
    """Write the words of all rows anew, and return how many rows have any. Two queries for each searched table."""
    connection = session.connection()
    connection.execute(delete(_WORDS))
    return sum(_write(connection, name) for name in SEARCHED)


def _write(connection: Connection, name: str, *where: ColumnElement[bool]) -> int:
    rows = [
        {"subject": name, "key": key, "folded": folded} for key, folded in _folded(connection, name, *where)
    ]
    if rows:
        connection.execute(insert(_WORDS), rows)
    return len(rows)


def _folded(connection: Connection, name: str, *where: ColumnElement[bool]) -> Iterator[tuple[int, str]]:
    """Yield the key and the folded words of each row of a table that has any. One query."""
    table, kept, own = _table(SEARCHED[name].table), SEARCHED[name], _key(name)
    wanted = select(own, *(table.c[column] for column in kept.columns)).where(*where)
    rows = connection.execute(wanted.order_by(own, table.c[kept.place]))
    for key, several in groupby(rows, key=lambda row: int(row[0])):
        if folded := folded_text(part for _, *parts in several for part in parts):
            yield key, folded


# What is wrong -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchFault:
    """A row of *table* that is not found by its own words: its *key*, text and paragraph ("" for none)."""

    table: str
    key: int
    symbol: str
    paragraph: str
    message: str


def faults_of_search(session: Session) -> list[SearchFault]:
    """Return the rows whose kept words are missing or are not theirs. Two queries a table, one more where one is."""
    connection = session.connection()
    faults: list[SearchFault] = []
    for name in SEARCHED:
        kept = dict(
            connection.execute(select(_WORDS.c.key, _WORDS.c.folded).where(_WORDS.c.subject == name)).all()
        )
        own = dict(_folded(connection, name))
        wrong = sorted(key for key in kept.keys() | own.keys() if kept.get(key) != own.get(key))
        places = _places(session, name, wrong) if wrong else {}
        for key in wrong:
            symbol, paragraph = places.get(key, ("", ""))
            lacks = N_("the search lacks the words of row %(row)s of %(table)s")
            differs = N_("the search finds row %(row)s of %(table)s by words that are not its own")
            faults.append(SearchFault(name, key, symbol, paragraph, differs if key in kept else lacks))
    return faults


def _places(session: Session, name: str, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the symbol of the text and the code of the paragraph of rows that name a paragraph. One query at most."""
    table = _table(name)
    if "paragraph_id" not in table.c:
        return {}
    rows = session.execute(
        select(table.c.id, Communique.symbol_root, Paragraph.code)
        .join(Paragraph, Paragraph.id == table.c.paragraph_id)
        .join(Communique, Communique.id == Paragraph.communique_id)
        .where(table.c.id.in_(keys))
    )
    return {key: (symbol, code) for key, symbol, code in rows}
