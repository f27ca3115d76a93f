"""Find joins by the paragraph that they would take in, without reading the archive.

Revision ID: 0008
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    joins = sa.text("other_id is not null")
    op.create_index(
        "ix_revisions_other_id", "revisions", ["other_id"], sqlite_where=joins, postgresql_where=joins
    )


def downgrade() -> None:
    op.drop_index("ix_revisions_other_id", "revisions")
