"""Copies that name their reader, who opened a draft, and a text published from a moment on.

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
FROM = "(public_from is null) or (act = 'publish' and public_from > at)"


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


def guard_again(table: str) -> None:
    """Guard a table that SQLite has copied into a new one, which has no triggers yet."""
    if is_sqlite():
        guard(table)


def upgrade() -> None:
    make_setting()
    make_copies()
    make_openings()
    with op.batch_alter_table("publications") as publications:
        publications.add_column(sa.Column("public_from", MOMENT, nullable=True))
        publications.create_check_constraint(op.f("ck_publications_public_from"), FROM)
    guard_again("publications")


def make_setting() -> None:
    """The copies of a text that has no row name nobody."""
    op.create_table(
        "named_copies",
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_named_copies_communique_id")
        ),
        sa.PrimaryKeyConstraint("communique_id", name=op.f("pk_named_copies")),
    )


def make_copies() -> None:
    op.create_table(
        "copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("mark", sa.String(8), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("form <> ''", name=op.f("ck_copies_form")),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_copies_language")),
        sa.CheckConstraint("length(mark) = 8", name=op.f("ck_copies_mark")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_copies_draft_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_copies_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_copies_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
        sa.UniqueConstraint("mark", name=op.f("uq_copies_mark")),
    )
    op.create_index(op.f("ix_copies_draft_id"), "copies", ["draft_id"])
    guard("copies")


def make_openings() -> None:
    op.create_table(
        "draft_openings",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_openings_draft_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_draft_openings_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_draft_openings_user_id")),
        sa.PrimaryKeyConstraint("draft_id", "user_id", name=op.f("pk_draft_openings")),
    )
    guard("draft_openings")


def downgrade() -> None:
    """Who opened a draft and took copies is lost; a text that was to be public from a moment on is public at once."""
    with op.batch_alter_table("publications") as publications:
        publications.drop_constraint(op.f("ck_publications_public_from"), type_="check")
        publications.drop_column("public_from")
    guard_again("publications")
    op.drop_table("draft_openings")
    op.drop_table("copies")
    op.drop_table("named_copies")
