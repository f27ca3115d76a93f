"""Notices, how each person wants them, and the messages that go out by e-mail.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("delivery", sa.String(length=64), nullable=False),
        sa.CheckConstraint("delivery in ('once', 'daily', 'none')", name=op.f("ck_notice_settings_delivery")),
        sa.CheckConstraint(
            "kind in ('proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation')",
            name=op.f("ck_notice_settings_kind"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_settings_user_id")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_notice_settings")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(kind = 'invitation') = (invitation_id is not null)", name=op.f("ck_messages_invitation")
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_at is not null)", name=op.f("ck_messages_sent")),
        sa.CheckConstraint(
            "(state in ('claimed', 'handed-over')) = (claim is not null)", name=op.f("ck_messages_claim")
        ),
        sa.CheckConstraint("kind = 'invitation' or user_id is not null", name=op.f("ck_messages_reader")),
        sa.CheckConstraint("kind in ('invitation', 'notice', 'digest')", name=op.f("ck_messages_kind")),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_messages_language")),
        sa.CheckConstraint(
            "state in ('waiting', 'claimed', 'handed-over', 'sent', 'bounced', 'uncertain', 'dropped')",
            name=op.f("ck_messages_state"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_messages_attempts")),
        sa.CheckConstraint("last_at > made_at", name=op.f("ck_messages_last_after_made")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_messages_invitation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_messages_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("uid", name=op.f("uq_messages_uid")),
    )
    op.create_index(op.f("ix_messages_invitation_id"), "messages", ["invitation_id"], unique=False)
    op.create_index("ix_messages_state_due_at", "messages", ["state", "due_at"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=64), nullable=False),
        sa.Column("shows_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'deadline') = (lead > 0)", name=op.f("ck_notices_lead")),
        sa.CheckConstraint(
            "delivery <> 'none' or message_id is null", name=op.f("ck_notices_unsent_has_no_message")
        ),
        sa.CheckConstraint("delivery in ('once', 'daily', 'none')", name=op.f("ck_notices_delivery")),
        sa.CheckConstraint(
            "kind in ('proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation')",
            name=op.f("ck_notices_kind"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["journal.id"], name=op.f("fk_notices_line_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_notices_message_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "user_id", "line_id", "kind", "lead", name=op.f("uq_notices_user_id_line_id_kind_lead")
        ),
    )
    op.create_index(op.f("ix_notices_line_id"), "notices", ["line_id"], unique=False)
    op.create_index(op.f("ix_notices_message_id"), "notices", ["message_id"], unique=False)


def downgrade() -> None:
    for table in ("notices", "notice_settings", "messages"):
        op.drop_table(table)
