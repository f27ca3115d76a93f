"""Whether reservations stand as footnotes in the documents of a communiqué.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No communiqué has them until its Mission sets so; a new row says by itself which it is."""
    with op.batch_alter_table("document_settings") as settings:
        settings.add_column(sa.Column("footnotes", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("document_settings") as settings:
        settings.alter_column("footnotes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("document_settings") as settings:
        settings.drop_column("footnotes")
