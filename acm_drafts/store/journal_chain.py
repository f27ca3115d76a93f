"""
The chains of the journal in the database: written at the end of each act, read for `verify` and for documents.

An act on a text holds its communiqué, so nobody else adds to the chains of that meanwhile. What belongs to no text is
chained under a lock of its own (docs/decisions/0128).
"""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, insert, inspect, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.journal_chain import (
    GENERAL,
    ChainFault,
    LineContent,
    Link,
    chain_of,
    confidential_chain,
    first_fault,
    hashed,
    link,
    text_chain,
)
from acm_drafts.store.database import UNCHAINED, at_end_of_act
from acm_drafts.store.locks import hold_general_chain
from acm_drafts.store.records import (
    Amendment,
    Communique,
    JournalLine,
    JournalLink,
    Paragraph,
    Party,
    Round,
    Silence,
    Sitting,
)

AT_ONCE = 1_000
"""So many lines are held in memory while a chain is read."""

SAID = ("at", "actor", "act", "scope", "subject", "before", "after", "reason")
"""The columns of a line that its readers read."""
NAMED = {
    "communique": (Communique, Communique.code, JournalLine.communique_id),
    "round": (Round, Round.number, JournalLine.round_id),
    "paragraph": (Paragraph, Paragraph.code, JournalLine.paragraph_id),
    "proposal": (Amendment, Amendment.code, JournalLine.amendment_id),
    "sitting": (Sitting, Sitting.code, JournalLine.sitting_id),
    "silence": (Silence, Silence.code, JournalLine.silence_id),
    "party": (Party, Party.code, JournalLine.party_id),
}
"""What a line names, by codes and numbers that never change: table, column, and the key in the line."""
KEYS = (
    "id",
    "user_id",
    "party_id",
    "meeting_id",
    "communique_id",
    "round_id",
    "paragraph_id",
    "amendment_id",
    "sitting_id",
    "silence_id",
)
"""Its internal keys, which are hashed and told nobody."""

_LINES = JournalLine.__table__.columns
_LINKS = JournalLink.__table__.columns
_PLACE = (_LINKS.chain, _LINKS.number, _LINKS.previous, _LINKS.salt, _LINKS.words, _LINKS.hash)
_CONTENT = (
    *(_LINES[name] for name in SAID),
    *(column for _, column, _ in NAMED.values()),
    *(_LINES[name] for name in KEYS),
)
_WRITE = insert(JournalLink)


def _with_names(query: Select[Any]) -> Select[Any]:
    """Return *query* on lines of the journal joined with what they name."""
    for table, _, key in NAMED.values():
        query = query.outerjoin(table, inspect(table).primary_key[0] == key)
    return query


def _content(values: Sequence[Any]) -> LineContent:
    """Return what a line holds from the values of `_CONTENT`."""
    content, keys = values[: -len(KEYS)], values[-len(KEYS) :]
    return LineContent(dict(zip((*SAID, *NAMED), content, strict=True)), dict(zip(KEYS, keys, strict=True)))


_OF_ACT = _with_names(select(*_CONTENT).select_from(JournalLine)).where(
    JournalLine.id.in_(bindparam("keys", expanding=True))
)
_LAST = select(*_PLACE).where(_LINKS.chain == bindparam("chain")).order_by(_LINKS.number.desc()).limit(1)


# Writing -----------------------------------------------------------------------------------------


def note_unchained(session: Session, key: Sequence[int] | None, words: str | None) -> None:
    """
    Note that the line with this *key* gets its place in a chain when the transaction of *session* ends.

    *words*: the hash of the words of the draft that the act made, None where it made none.
    """
    assert key is not None
    session.info.setdefault(UNCHAINED, set()).add((key[0], words))


@at_end_of_act
def chain_lines(session: Session) -> None:
    """
    Give each line that was written its place at the end of its chain. Two queries, and one for each chain.

    Everything else is written first: the chain of what belongs to no text comes last and is held as short as can be.
    """
    noted: dict[object, str | None] = dict(session.info.pop(UNCHAINED, ()))
    if not noted:
        return
    session.flush()
    lines = [_content(values) for values in session.connection().execute(_OF_ACT, {"keys": list(noted)})]
    lines.sort(key=lambda line: (_chain(line) == GENERAL, _chain(line), line.keys["id"]))
    rows: list[dict[str, object]] = []
    for chain, own in groupby(lines, key=_chain):
        if chain == GENERAL:
            hold_general_chain(session)
        last = _last(session, chain)
        for line in own:
            key = line.keys["id"]
            last = link(line, after=last, chain=chain, salt=secrets.token_hex(16), words=noted[key])
            rows.append({"line_id": key, **{name: getattr(last, name) for name in Link.__slots__}})
    session.connection().execute(_WRITE, rows)


def _chain(line: LineContent) -> str:
    communique = line.keys["communique_id"]
    assert communique is None or isinstance(communique, int)
    return chain_of(communique, str(line.content["scope"]))


def _last(session: Session, chain: str) -> Link | None:
    """Return the place of the last line of a chain, None where it has none. One query."""
    row = session.connection().execute(_LAST, {"chain": chain}).one_or_none()
    return Link(*row) if row else None


# Reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActLine:
    """The last line of a chain, or the line of an act: its number, its hash, and its moment."""

    number: int
    hash: str
    at: datetime


def load_head(session: Session, communique: int) -> ActLine | None:
    """Return the last line on a communiqué that the Mission reads, for the Mission. One query."""
    return _newest(session, JournalLink.chain == text_chain(communique))


def load_act(
    session: Session, communique: int, act: str, *, sitting: int | None = None, silence: int | None = None
) -> ActLine | None:
    """Return the last line of an *act* on a communiqué, or on one sitting or silence of it. One query."""
    about = [JournalLink.chain == text_chain(communique), JournalLine.act == act]
    about += [JournalLine.sitting_id == sitting] if sitting else []
    about += [JournalLine.silence_id == silence] if silence else []
    return _newest(session, *about)


def _newest(session: Session, *where: ColumnElement[bool]) -> ActLine | None:
    query = (
        select(JournalLink.number, JournalLink.hash, JournalLine.at)
        .join(JournalLine, JournalLine.id == JournalLink.line_id)
        .where(*where)
        .order_by(JournalLink.number.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return ActLine(*row) if row else None


def told_words(session: Session, communique: int) -> Sequence[str]:
    """Return the hashes of the words of the drafts that the journal of a communiqué tells of, in order. One query."""
    query = select(JournalLink.words).where(
        JournalLink.chain == text_chain(communique), JournalLink.words.is_not(None)
    )
    return [words for words in session.scalars(query.order_by(JournalLink.number)) if words]


def read_lines(session: Session, communique: int) -> Iterator[bytes]:
    """Yield each line on a communiqué that the Mission reads, exactly as it is hashed, by their numbers. One query."""
    for _, place, line in _read(session, text_chain(communique)):
        if line is not None:
            yield hashed(line, place)


def _read(session: Session, chain: str) -> Iterator[tuple[int, Link, LineContent | None]]:
    """Yield key, place and content of each line of a chain, by their numbers; no content where it is missing."""
    query = _with_names(
        select(_LINKS.line_id, *_PLACE, *_CONTENT)
        .select_from(JournalLink)
        .outerjoin(JournalLine, JournalLine.id == JournalLink.line_id)
    )
    query = query.where(_LINKS.chain == chain).order_by(_LINKS.number, _LINKS.line_id)
    end = 1 + len(_PLACE)
    for row in session.connection().execute(query, execution_options={"yield_per": AT_ONCE}):
        line = _content(row[end:])
        yield row[0], Link(*row[1:end]), line if line.keys["id"] is not None else None


def faults_of_chains(session: Session, communique: int | None) -> list[ChainFault]:
    """Return the first line that does not fit of each chain of a communiqué, None for what belongs to no text."""
    if communique is None:
        return _faults(session, GENERAL, JournalLine.communique_id.is_(None))
    faults = []
    for chain in (text_chain(communique), confidential_chain(communique)):
        faults += _faults(session, chain, JournalLine.communique_id == communique)
    return faults


def _faults(session: Session, chain: str, belongs: ColumnElement[bool]) -> list[ChainFault]:
    """Return the first line of a chain that does not fit, and the first that is missing in it. Two queries."""
    faults = [fault] if (fault := first_fault(chain, _read(session, chain))) else []
    placed = select(JournalLink.line_id).where(
        JournalLink.line_id == JournalLine.id, JournalLink.chain == chain
    )
    outside = select(JournalLine.id, JournalLine.communique_id, JournalLine.scope).where(
        belongs, ~placed.exists()
    )
    for key, communique, scope in session.execute(outside.order_by(JournalLine.id)):
        if chain_of(communique, scope) == chain:
            faults.append(
                ChainFault(chain, 0, key, N_("the line with the key %(line)s has no place in the chain"))
            )
            break
    return faults
