"""Sessions that say which browser they are of.

Revision ID: 0031
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

NAMES = ("browser", "system")


def upgrade() -> None:
    """Sessions that were begun before say nothing of their browsers."""
    for name in NAMES:
        op.add_column("sign_ins", sa.Column(name, sa.String(64), nullable=True))
        op.execute(f"update sign_ins set {name} = ''")
    with op.batch_alter_table("sign_ins") as table:
        for name in NAMES:
            table.alter_column(name, existing_type=sa.String(64), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("sign_ins") as table:
        for name in NAMES:
            table.drop_column(name)
