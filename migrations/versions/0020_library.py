"""Sources of agreed language with their paragraphs, the list of their changes, and pins; adopted texts are in it.

Revision ID: 0020
Revises: 0019
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("sources", "source_paragraphs", "source_withdrawals", "library_changes", "source_pins")
ACTS = "'add source', 'withdraw source', 'pin source', 'unpin source'"
ADOPTED = "exists (select 1 from adoptions a where a.communique_id = {row}.communique_id)"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard(table: str) -> None:
    """Let the database itself refuse to change or remove a row of *table*."""
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{act} before {act} on {table}"
                f" begin select raise(abort, 'rows of {table} are never changed'); end"
            )
        return
    op.execute(
        f"create trigger {table}_no_change before update or delete on {table}"
        " for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table}"
        " for each statement execute function refuse_change()"
    )


def freeze(table: str) -> None:
    """Let the database refuse new rows of *table* that belong to an adopted text."""
    if is_sqlite():
        op.execute(
            f"create trigger {table}_adopted_insert before insert on {table} when {ADOPTED.format(row='new')}"
            f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
        )
        return
    op.execute(
        f"create trigger {table}_adopted before insert on {table}"
        f" for each row execute function refuse_adopted('{ADOPTED.format(row='($1)')}')"
    )


def upgrade() -> None:
    make_sources()
    make_paragraphs()
    make_changes()
    make_pins()
    take_in_adopted()
    for table in TABLES:
        guard(table)
    freeze("source_pins")


def make_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=False),
        sa.Column("symbol", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("session", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "body in ('general-assembly', 'security-council', 'summit', 'cfm', 'acm', 'other')",
            name=op.f("ck_sources_body"),
        ),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_sources_language")),
        sa.CheckConstraint("symbol <> ''", name=op.f("ck_sources_symbol")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_sources_title")),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_sources_communique_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("code", name=op.f("uq_sources_code")),
        sa.UniqueConstraint("communique_id", name=op.f("uq_sources_communique_id")),
    )
    op.create_index(op.f("ix_sources_digest"), "sources", ["digest"])
    op.create_index(op.f("ix_sources_symbol"), "sources", ["symbol"])


def make_paragraphs() -> None:
    op.create_table(
        "source_paragraphs",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind in ('heading', 'paragraph', 'sub-paragraph')", name=op.f("ck_source_paragraphs_kind")
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_source_paragraphs_position")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_source_paragraphs_text")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_paragraphs_source_id")),
        sa.PrimaryKeyConstraint("source_id", "position", name=op.f("pk_source_paragraphs")),
    )


def make_changes() -> None:
    op.create_table(
        "source_withdrawals",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_source_withdrawals_reason")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_withdrawals_source_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_withdrawals")),
    )
    op.create_table(
        "library_changes",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_library_changes_sequence")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_library_changes_source_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_library_changes")),
    )
    op.create_index(
        op.f("uq_library_changes_source_id_withdrawn"),
        "library_changes",
        ["source_id", "withdrawn"],
        unique=True,
    )


def make_pins() -> None:
    op.create_table(
        "source_pins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act in ('pin', 'unpin')", name=op.f("ck_source_pins_act")),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_source_pins_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id", "position"],
            ["source_paragraphs.source_id", "source_paragraphs.position"],
            name=op.f("fk_source_pins_source_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_pins")),
    )
    op.create_index(op.f("ix_source_pins_communique_id"), "source_pins", ["communique_id"])


# What was adopted before -------------------------------------------------------------------------------

ADOPTIONS = (
    "select c.id, c.language, c.title, a.symbol, a.day, a.draft_id, a.at, m.title as meeting, m.year"
    " from adoptions a join communiques c on c.id = a.communique_id join meetings m on m.id = c.meeting_id"
    " order by a.at, a.id"
)
LINES = (
    "select w.kind, l.label, l.reference, w.text from lines l join wordings w on w.id = l.wording_id"
    " where l.draft_id = :draft order by l.position"
)


def take_in_adopted() -> None:
    """Add each text that was adopted before to the library, as the act of adoption does from now on."""
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=["sources", "source_paragraphs", "library_changes", "adoptions"])
    adopted = connection.execute(_typed(tables)).all()
    for number, row in enumerate(adopted, 1):
        lines = connection.execute(sa.text(LINES), {"draft": row.draft_id}).all()
        values = {
            "code": "".join(secrets.choice("23456789bcdfghjkmnpqrstvwxz") for _ in range(7)),
            "body": "acm",
            "symbol": row.symbol,
            "title": row.title,
            "day": row.day,
            "session": row.meeting if str(row.year) in row.meeting else f"{row.meeting} {row.year}",
            "language": row.language,
            "digest": digest(line.text for line in lines if line.text.strip()),
            "communique_id": row.id,
            "at": row.at,
        }
        source = connection.execute(tables.tables["sources"].insert().values(values)).inserted_primary_key[0]
        add_paragraphs(tables.tables["source_paragraphs"], source, lines)
        connection.execute(
            tables.tables["library_changes"]
            .insert()
            .values(sequence=number, source_id=source, withdrawn=False)
        )


def _typed(tables: sa.MetaData) -> Any:
    """Return the query for adoptions; SQLite gives days and moments by the types of the table."""
    adoptions = tables.tables["adoptions"]
    return sa.text(ADOPTIONS).columns(day=adoptions.c.day.type, at=adoptions.c.at.type)


def add_paragraphs(table: sa.Table, source: int, lines: Iterable[Any]) -> None:
    said = [line for line in lines if line.text.strip()]
    rows = [
        {
            "source_id": source,
            "position": position,
            "kind": line.kind,
            "label": line.label,
            "reference": line.reference,
            "text": line.text,
        }
        for position, line in enumerate(said, 1)
    ]
    if rows:
        op.get_bind().execute(table.insert(), rows)


def digest(texts: Iterable[str]) -> str:
    """Return the fingerprint of the words of a source, as negotiation.library has it."""
    return hashlib.sha256("\n".join(" ".join(text.split()) for text in texts).encode()).hexdigest()


def downgrade() -> None:
    """Nothing is left of the library; what the journal told of it goes with it."""
    forget_in_journal()
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about the library out of the journal, which is guarded again after it."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if is_sqlite():
        guard("journal")
    else:
        op.execute("alter table journal enable trigger journal_no_change")
