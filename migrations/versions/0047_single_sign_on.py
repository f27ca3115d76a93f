"""Identities at the provider of single sign-on, and the security events of it and of sessions that time out.

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "linked_identities"
MORE = ("single-sign-on-refused", "identity-linked", "identity-removed", "session-timed-out")
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


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(500), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{TABLE}_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("issuer", "subject", name=op.f(f"uq_{TABLE}_issuer_subject")),
        sa.CheckConstraint("issuer <> ''", name=op.f(f"ck_{TABLE}_issuer")),
        sa.CheckConstraint("subject <> ''", name=op.f(f"ck_{TABLE}_subject")),
    )
    _kinds((*KINDS, *MORE))


def downgrade() -> None:
    """Events of the kinds that are not known before are deleted with them."""
    events = sa.table("security_events", sa.column("kind"))
    op.get_bind().execute(sa.delete(events).where(events.c.kind.in_(MORE)))
    _kinds(KINDS)
    op.drop_table(TABLE)


def _kinds(kinds: tuple[str, ...]) -> None:
    """Let security events be of these kinds and no others."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("security_events") as table:
        table.drop_constraint(op.f("ck_security_events_kind"), type_="check")
        table.create_check_constraint(op.f("ck_security_events_kind"), f"kind in ({listed})")
    if op.get_bind().dialect.name == "sqlite":
        # There the table was made anew, and lost what refuses a change of an event.
        op.execute(
            "create trigger security_events_no_update before update on security_events"
            " begin select raise(abort, 'rows of security_events are never changed'); end"
        )
