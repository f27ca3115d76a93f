"""Finished meetings that are archived, and taken out of the archive again.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


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
    op.create_table(
        "archivings",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act in ('archive', 'take out')", name=op.f("ck_archivings_act")),
        sa.CheckConstraint("number > 0", name=op.f("ck_archivings_number")),
        sa.CheckConstraint(
            "(act = 'take out') = (reason <> '')", name=op.f("ck_archivings_taken_out_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_archivings_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_archivings")),
    )
    guard("archivings")


def downgrade() -> None:
    """No meeting is archived any more, and each can be changed again."""
    op.drop_table("archivings")
