"""Offices that await a second person, terms that are ended and never deleted, passkeys, and changes of an address.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

OF_A_PARTY = "('head', 'alternate', 'drafter', 'mission-drafter')"
ROLES = "'administrator', 'mission-drafter', 'chair', 'head', 'alternate', 'drafter', 'observer'"
MESSAGES = "'invitation', 'notice', 'digest', 'factor-reset', 'sessions-ended'"
MORE_MESSAGES = "'head-named', 'new-address', 'address-changed'"
NOTICES = (
    "'proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation', 'sitting', 'silence',"
    " 'silence-broken', 'silence-ending', 'adoption', 'discussion', 'position', 'compromise', 'inputs', 'inputs-due'"
)
MORE_NOTICES = "'appointment'"
TERM = "ends_on is null or ends_on >= starts_on"
MOMENT = sa.DateTime(timezone=True)
GUARDED = ("id", "user_id", "role", "party_id", "starts_on")
"""What is never changed of a term of office; its meeting is named once, when there is a first one."""
MESSAGE = "terms of office are ended, never deleted"
TABLES = ("address_changes", "passkey_challenges", "passkeys", "nominations")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Links that are open now give their office as before: they open nothing after seven days."""
    op.add_column("parties", sa.Column("mission_email", sa.String(254), nullable=True))
    extend_appointments()
    extend_invitations()
    make_nominations()
    make_passkeys()
    make_address_changes()
    extend_messages()
    exchange_notices(f"{NOTICES}, {MORE_NOTICES}")
    guard()


def extend_appointments() -> None:
    op.add_column("appointments", sa.Column("ended_at", MOMENT, nullable=True))
    with op.batch_alter_table("appointments") as table:
        table.drop_constraint(op.f("ck_appointments_term"), type_="check")
        table.create_check_constraint(op.f("ck_appointments_term"), f"{TERM} or ended_at is not null")
        table.create_check_constraint(
            op.f("ck_appointments_ended_has_day"), "ended_at is null or ends_on is not null"
        )


def extend_invitations() -> None:
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("by_administrator", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.create_foreign_key(op.f("fk_invitations_made_by_id"), "users", ["made_by_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_invitations_by_administrator"), "not by_administrator or made_by_id is not null"
        )
    with op.batch_alter_table("invitations") as table:
        table.alter_column("by_administrator", existing_type=sa.Boolean(), server_default=None)


def make_nominations() -> None:
    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(64), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"role in ({ROLES})", name=op.f("ck_nominations_role")),
        sa.CheckConstraint("outcome in ('confirmed', 'declined')", name=op.f("ck_nominations_outcome")),
        sa.CheckConstraint(
            f"(role in {OF_A_PARTY}) = (party_id is not null)", name=op.f("ck_nominations_role_has_party")
        ),
        sa.CheckConstraint(TERM, name=op.f("ck_nominations_term")),
        sa.CheckConstraint("user_id <> given_by_id", name=op.f("ck_nominations_given_by_another")),
        sa.CheckConstraint(
            "(outcome is null) = (settled_at is null)", name=op.f("ck_nominations_outcome_has_moment")
        ),
        sa.CheckConstraint(
            "outcome is not null or settled_by_id is null", name=op.f("ck_nominations_settled_by")
        ),
        sa.CheckConstraint(
            "outcome <> 'confirmed' or settled_by_id is null"
            " or (settled_by_id <> given_by_id and settled_by_id <> user_id)",
            name=op.f("ck_nominations_confirmed_by_another"),
        ),
        sa.CheckConstraint("not replaces or role = 'chair'", name=op.f("ck_nominations_replaces_chair")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_nominations_{column}"))
            for column, table in (
                ("user_id", "users"),
                ("party_id", "parties"),
                ("meeting_id", "meetings"),
                ("given_by_id", "users"),
                ("settled_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
    )
    op.create_index(op.f("ix_nominations_user_id"), "nominations", ["user_id"])


def make_passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.String(4000), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("credential <> ''", name=op.f("ck_passkeys_credential")),
        sa.CheckConstraint("public_key <> ''", name=op.f("ck_passkeys_public_key")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_passkeys_name")),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkeys_sign_count")),
        sa.ForeignKeyConstraint(["user_id"], ["second_factors.user_id"], name=op.f("fk_passkeys_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkeys_credential")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("challenge", sa.String(128), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.CheckConstraint("challenge <> ''", name=op.f("ck_passkey_challenges_challenge")),
        sa.CheckConstraint(
            "purpose in ('add', 'prove', 'sign-in')", name=op.f("ck_passkey_challenges_purpose")
        ),
        sa.CheckConstraint(
            "(purpose = 'sign-in') = (user_id is null)", name=op.f("ck_passkey_challenges_person")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkey_challenges_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_passkey_challenges")),
    )
    op.create_index(op.f("ix_passkey_challenges_ends_at"), "passkey_challenges", ["ends_at"])


def make_address_changes() -> None:
    op.create_table(
        "address_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_address_changes_expires_after_made")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_address_changes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_changes")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_address_changes_token_hash")),
    )
    op.create_index(op.f("ix_address_changes_user_id"), "address_changes", ["user_id"])


def extend_messages() -> None:
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_messages_party_id"), "parties", ["party_id"], ["id"])
        for name in ("kind", "reader"):
            table.drop_constraint(op.f(f"ck_messages_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_messages_kind"), f"kind in ({MESSAGES}, {MORE_MESSAGES})")
        table.create_check_constraint(
            op.f("ck_messages_reader"), "kind in ('invitation', 'head-named') or user_id is not null"
        )
        table.create_check_constraint(
            op.f("ck_messages_party"), "(kind = 'head-named') = (party_id is not null)"
        )


def exchange_notices(kinds: str) -> None:
    """Let notices be of *kinds*."""
    for name in ("notices", "notice_settings"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_kind"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_kind"), f"kind in ({kinds})")


def guard() -> None:
    """Let the database itself refuse to delete a term of office, or to give it to somebody else."""
    if is_sqlite():
        changed = " or ".join(f"new.{name} is not old.{name}" for name in GUARDED)
        op.execute(
            "create trigger appointments_no_change before update on appointments"
            f" when {changed} or (old.meeting_id is not null and new.meeting_id is not old.meeting_id)"
            f" begin select raise(abort, '{MESSAGE}'); end"
        )
        op.execute(
            "create trigger appointments_no_delete before delete on appointments"
            f" begin select raise(abort, '{MESSAGE}'); end"
        )
        return
    changed = " or ".join(f"new.{name} is distinct from old.{name}" for name in GUARDED)
    op.execute(
        "create function refuse_term() returns trigger language plpgsql as"
        f" $$ begin raise exception '{MESSAGE}'; end $$"
    )
    op.execute(
        "create trigger appointments_no_change before update on appointments for each row"
        f" when ({changed} or (old.meeting_id is not null and new.meeting_id is distinct from old.meeting_id))"
        " execute function refuse_term()"
    )
    op.execute(
        "create trigger appointments_no_delete before delete on appointments"
        " for each row execute function refuse_term()"
    )


def unguard() -> None:
    if is_sqlite():
        for act in ("change", "delete"):
            op.execute(f"drop trigger appointments_no_{act}")
        return
    for act in ("change", "delete"):
        op.execute(f"drop trigger appointments_no_{act} on appointments")
    op.execute("drop function refuse_term()")


def downgrade() -> None:
    """Nominations, passkeys and asked changes of address are lost; terms that held no day are deleted."""
    unguard()
    op.execute(f"delete from notices where kind in ({MORE_NOTICES})")
    op.execute(f"delete from notice_settings where kind in ({MORE_NOTICES})")
    exchange_notices(NOTICES)
    op.execute(f"delete from messages where kind in ({MORE_MESSAGES})")
    with op.batch_alter_table("messages") as table:
        for name in ("party", "kind", "reader"):
            table.drop_constraint(op.f(f"ck_messages_{name}"), type_="check")
        table.drop_constraint(op.f("fk_messages_party_id"), type_="foreignkey")
        table.drop_column("party_id")
        table.create_check_constraint(op.f("ck_messages_kind"), f"kind in ({MESSAGES})")
        table.create_check_constraint(
            op.f("ck_messages_reader"), "kind = 'invitation' or user_id is not null"
        )
    for table_name in TABLES:
        op.drop_table(table_name)
    with op.batch_alter_table("invitations") as table:
        table.drop_constraint(op.f("ck_invitations_by_administrator"), type_="check")
        table.drop_constraint(op.f("fk_invitations_made_by_id"), type_="foreignkey")
        table.drop_column("by_administrator")
        table.drop_column("made_by_id")
    op.execute("delete from appointments where ends_on < starts_on")
    with op.batch_alter_table("appointments") as table:
        for name in ("term", "ended_has_day"):
            table.drop_constraint(op.f(f"ck_appointments_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_appointments_term"), TERM)
        table.drop_column("ended_at")
    with op.batch_alter_table("parties") as table:
        table.drop_column("mission_email")
