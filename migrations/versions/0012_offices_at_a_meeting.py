"""Hold offices at a meeting: those of administrators and of the Mission's drafters stay in general.

Revision ID: 0012
Revises: 0009
"""

from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("appointments", "invitations", "journal")
AT_A_MEETING = "('chair', 'head', 'alternate', 'drafter', 'observer')"


def upgrade() -> None:
    for table in TABLES:  # one statement for both engines, and the guards of the journal stay
        op.execute(
            f"alter table {table} add column meeting_id integer"
            f" constraint fk_{table}_meeting_id references meetings (id)"
        )
    op.create_index("ix_appointments_meeting_id", "appointments", ["meeting_id"])
    for table in ("appointments", "invitations"):
        op.execute(
            f"update {table} set meeting_id = (select max(id) from meetings) where role in {AT_A_MEETING}"
        )


def downgrade() -> None:
    op.drop_index("ix_appointments_meeting_id", "appointments")
    for table in TABLES:
        op.drop_column(table, "meeting_id")
