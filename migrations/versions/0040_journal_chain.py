"""The chain of the journal: each line has a place behind the one before it; lines that are there are chained.

Revision ID: 0040
Revises: 0036
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "journal_links"
SAID = ("at", "actor", "act", "scope", "subject", "before", "after", "reason")
NAMED = {
    "communique": ("communiques", "code", "communique_id"),
    "round": ("rounds", "number", "round_id"),
    "paragraph": ("paragraphs", "code", "paragraph_id"),
    "proposal": ("amendments", "code", "amendment_id"),
    "sitting": ("sittings", "code", "sitting_id"),
    "silence": ("silences", "code", "silence_id"),
    "party": ("parties", "code", "party_id"),
}
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
READ_BY_MISSION = ("all", "mission", "amendment", "position", "reservation", "sitting", "record", "silence")
AT_ONCE = 500


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("chain <> ''", name=op.f(f"ck_{TABLE}_chain")),
        sa.CheckConstraint("number > 0", name=op.f(f"ck_{TABLE}_number")),
        sa.CheckConstraint(
            "(number = 1) = (previous is null)", name=op.f(f"ck_{TABLE}_first_has_no_previous")
        ),
        sa.CheckConstraint("length(salt) = 32", name=op.f(f"ck_{TABLE}_salt")),
        sa.CheckConstraint("length(words) = 64", name=op.f(f"ck_{TABLE}_words")),
        sa.CheckConstraint("length(hash) = 64", name=op.f(f"ck_{TABLE}_hash")),
        sa.ForeignKeyConstraint(["line_id"], ["journal.id"], name=op.f(f"fk_{TABLE}_line_id")),
        sa.ForeignKeyConstraint(
            ["chain", "previous"], [f"{TABLE}.chain", f"{TABLE}.hash"], name=op.f(f"fk_{TABLE}_chain")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("chain", "number", name=op.f(f"uq_{TABLE}_chain_number")),
        sa.UniqueConstraint("chain", "previous", name=op.f(f"uq_{TABLE}_chain_previous")),
        sa.UniqueConstraint("chain", "hash", name=op.f(f"uq_{TABLE}_chain_hash")),
    )
    chain_lines()
    guard()


def chain_lines() -> None:
    """Give each line of the journal its place, in the order of the keys, as the application does from now on."""
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=["journal", TABLE, *(table for table, _, _ in NAMED.values())])
    journal, links = tables.tables["journal"], tables.tables[TABLE]
    joined: Any = journal
    columns = [*(journal.c[name] for name in SAID), *(journal.c[name] for name in KEYS)]
    for name, (table, column, key) in NAMED.items():
        other = tables.tables[table]
        joined = joined.outerjoin(other, other.c.id == journal.c[key])
        columns.append(other.c[column].label(name))
    query = sa.select(*columns).select_from(joined).order_by(journal.c.id)
    rows: list[dict[str, Any]] = list(placed(connection.execute(query).mappings()))
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(links.insert(), rows[start : start + AT_ONCE])


def placed(lines: Any) -> Iterator[dict[str, Any]]:
    """Yield the row of the place of each line."""
    last: dict[str, dict[str, Any]] = {}
    for line in lines:
        chain = chain_of(line["communique_id"], line["scope"])
        before, salt = last.get(chain), secrets.token_hex(16)
        place = {
            "chain": chain,
            "number": before["number"] + 1 if before else 1,
            "previous": before["hash"] if before else None,
            "words": None,
        }
        keys = digest({name: line[name] for name in KEYS} | {"salt": salt})
        said = {name: line[name] for name in (*SAID, *NAMED)} | place | {"keys": keys}
        last[chain] = {"line_id": line["id"], **place, "salt": salt, "hash": digest(said)}
        yield last[chain]


def chain_of(communique: int | None, scope: str) -> str:
    if communique is None:
        return "general"
    return f"{'text' if scope in READ_BY_MISSION else 'confidential'}:{communique}"


def digest(values: dict[str, Any]) -> str:
    plainly = {name: plain(value) for name, value in values.items()}
    written = json.dumps(plainly, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a moment in UTC to the microsecond, which SQLite gives without a zone, and anything else as it is."""
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    return value


def guard() -> None:
    """Let the database itself refuse to change or remove a place."""
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger {TABLE}_no_{act} before {act} on {TABLE}"
                f" begin select raise(abort, 'rows of {TABLE} are never changed'); end"
            )
        return
    op.execute(
        f"create trigger {TABLE}_no_change before update or delete on {TABLE}"
        " for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {TABLE}_no_truncate before truncate on {TABLE}"
        " for each statement execute function refuse_change()"
    )


def downgrade() -> None:
    """The lines stay; their places and hashes go. Documents that print a hash print another one after an upgrade."""
    op.drop_table(TABLE)
