"""The private address of a person's calendar.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("calendar", sa.String(length=32), nullable=True))
        users.create_unique_constraint(op.f("uq_users_calendar"), ["calendar"])


def downgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.drop_constraint(op.f("uq_users_calendar"), type_="unique")
        users.drop_column("calendar")
