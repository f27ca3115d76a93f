"""Public addresses of adopted texts, their publication and withdrawal, and the PDF files made of them.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("public_texts", "publications", "public_files")
ACTS = "'publish text', 'withdraw publication'"


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


def upgrade() -> None:
    make_texts()
    make_publications()
    make_files()
    for table in TABLES:
        guard(table)


def make_texts() -> None:
    op.create_table(
        "public_texts",
        sa.Column("communique_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("address <> ''", name=op.f("ck_public_texts_address")),
        sa.ForeignKeyConstraint(
            ["adoption_id", "communique_id"],
            ["adoptions.id", "adoptions.communique_id"],
            name=op.f("fk_public_texts_adoption_id"),
        ),
        sa.PrimaryKeyConstraint("communique_id", name=op.f("pk_public_texts")),
        sa.UniqueConstraint("address", name=op.f("uq_public_texts_address")),
    )


def make_publications() -> None:
    op.create_table(
        "publications",
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act in ('publish', 'withdraw')", name=op.f("ck_publications_act")),
        sa.CheckConstraint("number > 0", name=op.f("ck_publications_number")),
        sa.CheckConstraint(
            "(act = 'withdraw') = (reason <> '')", name=op.f("ck_publications_withdrawn_for_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["public_texts.communique_id"], name=op.f("fk_publications_communique_id")
        ),
        sa.PrimaryKeyConstraint("communique_id", "number", name=op.f("pk_publications")),
    )


def make_files() -> None:
    op.create_table(
        "public_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_public_files_language")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["public_texts.communique_id"], name=op.f("fk_public_files_communique_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_files")),
        sa.UniqueConstraint(
            "communique_id", "language", "digest", name=op.f("uq_public_files_communique_id_language_digest")
        ),
    )


def downgrade() -> None:
    """Nothing is public any more; what the journal told of it goes with it."""
    forget_in_journal()
    for table in reversed(TABLES):
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about publication out of the journal, which is guarded again after it."""
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
