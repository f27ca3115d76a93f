"""Sessions that say which browser they are of, and second factors with recovery codes.

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
KINDS = "'invitation', 'notice', 'digest'"
MORE = "'factor-reset'"


def upgrade() -> None:
    """Sessions that were begun before say nothing of their browsers."""
    for name in NAMES:
        op.add_column("sign_ins", sa.Column(name, sa.String(64), nullable=True))
    op.add_column("sign_ins", sa.Column("awaits_factor", sa.Boolean(), nullable=True))
    op.add_column("sign_ins", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update sign_ins set browser = '', system = '', awaits_factor = false, proved_at = began_at")
    with op.batch_alter_table("sign_ins") as table:
        for name in NAMES:
            table.alter_column(name, existing_type=sa.String(64), nullable=False)
        table.alter_column("proved_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column("awaits_factor", existing_type=sa.Boolean(), nullable=False)
    make_second_factors()
    exchange(f"{KINDS}, {MORE}")


def make_second_factors() -> None:
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(500), nullable=False),
        sa.Column("codes_salt", sa.String(64), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("secret <> ''", name=op.f("ck_second_factors_secret")),
        sa.CheckConstraint("codes_salt <> ''", name=op.f("ck_second_factors_codes_salt")),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_second_factors_last_step")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_second_factors_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(500), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["second_factors.user_id"], name=op.f("fk_recovery_codes_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_codes_user_id_code_hash")),
    )


def exchange(kinds: str) -> None:
    """Let messages be of *kinds*."""
    with op.batch_alter_table("messages") as table:
        table.drop_constraint(op.f("ck_messages_kind"), type_="check")
        table.create_check_constraint(op.f("ck_messages_kind"), f"kind in ({kinds})")


def downgrade() -> None:
    """Second factors are lost; people sign in with their passwords alone, and messages of a reset are not sent."""
    op.execute(f"delete from messages where kind in ({MORE})")
    exchange(KINDS)
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
    op.execute("delete from sign_ins where awaits_factor")
    with op.batch_alter_table("sign_ins") as table:
        for name in (*NAMES, "proved_at", "awaits_factor"):
            table.drop_column(name)
