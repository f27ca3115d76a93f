"""The date that a source was given after it was added without one, and meetings that were removed.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE = "source_dates"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("day >= '1945-01-01'", name=op.f(f"ck_{TABLE}_day")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f(f"fk_{TABLE}_source_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f(f"pk_{TABLE}")),
    )
    guard()
    with op.batch_alter_table("meetings") as meetings:
        meetings.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))


def guard() -> None:
    """Let the database itself refuse to change or remove a row."""
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
    with op.batch_alter_table("meetings") as meetings:
        meetings.drop_column("removed_at")
    op.drop_table(TABLE)
