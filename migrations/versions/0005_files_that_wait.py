"""Let files that delegations sent to the Mission wait until somebody has looked at them.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_batches_communique_id")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_batches_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("code", name=op.f("uq_batches_code")),
    )
    op.create_index(op.f("ix_batches_communique_id"), "batches", ["communique_id"])
    op.create_index(op.f("ix_batches_ends_at"), "batches", ["ends_at"])
    op.create_table(
        "batch_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("named_by", sa.String(64), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "stage in ('waiting', 'reading', 'read', 'refused', 'entered')",
            name=op.f("ck_batch_files_stage"),
        ),
        sa.CheckConstraint(
            "named_by in ('', 'name', 'hands', 'person')", name=op.f("ck_batch_files_named_by")
        ),
        sa.CheckConstraint(
            "(named_by = '') = (party_id is null)", name=op.f("ck_batch_files_named_by_somebody")
        ),
        sa.CheckConstraint(
            "stage <> 'entered' or party_id is not null", name=op.f("ck_batch_files_entered_has_party")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_files_batch_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_batch_files_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_files")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_files_batch_id_number")),
    )
    op.create_index(op.f("ix_batch_files_sha256"), "batch_files", ["sha256"])


def downgrade() -> None:
    op.drop_table("batch_files")
    op.drop_table("batches")
