"""What happened to accounts and was tried on them, and e-mails that say that an administrator ended all sessions.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLE = "security_events"
KINDS = (
    "signed-in",
    "sign-in-refused",
    "sign-in-slowed",
    "factor-refused",
    "recovery-code-used",
    "factor-set-up",
    "factor-removed",
    "factor-reset",
    "codes-renewed",
    "passkey-added",
    "passkey-removed",
    "passkey-refused",
    "password-changed",
    "address-changed",
    "reset-link-made",
    "reset-link-used",
    "invitation-used",
    "session-ended",
    "sessions-ended",
    "signed-out",
    "proof-refused",
    "permission-refused",
    "not-found",
    "form-refused",
    "limit-reached",
    "office-given",
    "office-ended",
    "account-suspended",
    "account-enabled",
    "policy-violated",
)
NETWORKS = ("command", "loopback", "private", "internet", "unknown")
MESSAGES = ("invitation", "notice", "digest", "factor-reset")
MORE = "sessions-ended"


def listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("system", sa.String(64), nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.CheckConstraint(f"kind in ({listed(KINDS)})", name=op.f(f"ck_{TABLE}_kind")),
        sa.CheckConstraint(f"network in ({listed(NETWORKS)})", name=op.f(f"ck_{TABLE}_network")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{TABLE}_user_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f(f"fk_{TABLE}_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_at"), TABLE, ["at"])
    op.create_index(op.f(f"ix_{TABLE}_user_id"), TABLE, ["user_id"])
    guard()
    exchange((*MESSAGES, MORE))


def guard() -> None:
    """Let the database itself refuse to change an event. Old ones are deleted by the clock."""
    if is_sqlite():
        op.execute(
            f"create trigger {TABLE}_no_update before update on {TABLE}"
            f" begin select raise(abort, 'rows of {TABLE} are never changed'); end"
        )
        return
    op.execute(
        f"create trigger {TABLE}_no_change before update on {TABLE}"
        " for each row execute function refuse_change()"
    )


def exchange(kinds: tuple[str, ...]) -> None:
    """Let messages be of *kinds*."""
    with op.batch_alter_table("messages") as table:
        table.drop_constraint(op.f("ck_messages_kind"), type_="check")
        table.create_check_constraint(op.f("ck_messages_kind"), f"kind in ({listed(kinds)})")


def downgrade() -> None:
    """Events go, and messages on ended sessions that were not sent."""
    op.execute(f"delete from messages where kind = '{MORE}'")
    exchange(MESSAGES)
    op.drop_table(TABLE)
