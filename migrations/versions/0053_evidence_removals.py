"""Documents that were removed from the evidence of the follow-up: why, when and by whom.

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLE = "follow_up_evidence_removals"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{TABLE}_reason")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["follow_up_evidence.id"], name=op.f(f"fk_{TABLE}_evidence_id")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f(f"pk_{TABLE}")),
    )
    guard()


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
    """What was removed is evidence again; the lines about it stay in the journal, whose chain has them."""
    if is_sqlite():
        context.config.attributes["guards"].forget(TABLE)
    op.drop_table(TABLE)
