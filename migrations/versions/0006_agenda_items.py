"""Keep the agenda items under which a communiqué is circulated.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(2), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.CheckConstraint("number between 1 and 999", name=op.f("ck_agenda_items_number")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_agenda_items_communique_id")
        ),
        sa.PrimaryKeyConstraint("communique_id", "number", "part", name=op.f("pk_agenda_items")),
    )


def downgrade() -> None:
    op.drop_table("agenda_items")
