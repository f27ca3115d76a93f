"""Find proposals by the place they follow, and verdicts by the revision they brought, without reading the archive.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    placed = sa.text("after_id is not null")
    op.create_index(
        "ix_revisions_after_id", "revisions", ["after_id"], sqlite_where=placed, postgresql_where=placed
    )
    op.create_index("ix_verdicts_next_revision_id", "verdicts", ["next_revision_id"])


def downgrade() -> None:
    op.drop_index("ix_verdicts_next_revision_id", "verdicts")
    op.drop_index("ix_revisions_after_id", "revisions")
