"""Drop what another index begins with: each row was entered twice, at the deadline most of all.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REPEATED = (
    ("drafts", "communique_id"),
    ("rounds", "communique_id"),
    ("amendments", "communique_id"),
    ("revisions", "amendment_id"),
    ("wordings", "paragraph_id"),
    ("decisions", "round_id"),
    ("dispositions", "decision_id"),
)


def upgrade() -> None:
    for table, column in REPEATED:
        op.drop_index(f"ix_{table}_{column}", table)


def downgrade() -> None:
    for table, column in REPEATED:
        op.create_index(f"ix_{table}_{column}", table, [column])
