"""Entries of the follow-up that are linked to meetings with partners.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE = "partner_meeting_follow_ups"
ACTS = "'link follow-up to meeting', 'unlink follow-up from meeting'"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["partner_meetings.id"], name=op.f(f"fk_{TABLE}_meeting_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_ups.id"], name=op.f(f"fk_{TABLE}_follow_up_id")),
        sa.PrimaryKeyConstraint("meeting_id", "follow_up_id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_follow_up_id"), TABLE, ["follow_up_id"])


def downgrade() -> None:
    """Nothing is left of the links; what the journal told of them goes with them."""
    forget_in_journal()
    if is_sqlite():
        context.config.attributes["guards"].forget(TABLE)
    op.drop_table(TABLE)


def forget_in_journal() -> None:
    """Take the lines about these links out of the journal, which is guarded again after it."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger journal_no_{act} before {act} on journal"
                " begin select raise(abort, 'rows of journal are never changed'); end"
            )
    else:
        op.execute("alter table journal enable trigger journal_no_change")
