"""Reservations with what their delegations did to them, and lines of the journal that are not public about them.

Revision ID: 0009
Revises: 0008
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("reservations", "reservation_acts")

SCOPES = "'all', 'mission', 'party', 'amendment', 'position', 'sitting', 'record', 'silence', {}'people'"
JOURNAL_BEFORE = {
    "ck_journal_scope": f"scope in ({SCOPES.format('')})",
    "ck_journal_scope_has_party": "scope <> 'party' or party_id is not null",
}
JOURNAL_AFTER = {
    "ck_journal_scope": "scope in (" + SCOPES.format("'reservation', ") + ")",
    "ck_journal_scope_has_party": "scope not in ('party', 'reservation') or party_id is not null",
}


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard(table: str) -> None:
    """Let the database itself refuse to change or remove a row of *table*."""
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{act} before {act} on {table}"
                f" begin select raise(abort, 'rows of {table} are never changed'); end"
            )
        return
    op.execute(
        f"create trigger {table}_no_change before update or delete on {table}"
        " for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table}"
        " for each statement execute function refuse_change()"
    )


def exchange(table: BatchOperations, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Give a table the CHECKs *after* in the place of *before*."""
    for name in before:
        table.drop_constraint(op.f(name), type_="check")
    for name, condition in after.items():
        table.create_check_constraint(op.f(name), condition)


def exchange_in_journal(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Exchange the CHECKs of the journal, and guard it again where SQLite has copied it."""
    with op.batch_alter_table("journal") as journal:
        exchange(journal, before, after)
    if is_sqlite():
        guard("journal")


def upgrade() -> None:
    make_reservations()
    make_acts()
    exchange_in_journal(JOURNAL_BEFORE, JOURNAL_AFTER)
    for table in TABLES:
        guard(table)


def make_reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.CheckConstraint("scope in ('text', 'paragraph', 'phrase')", name=op.f("ck_reservations_scope")),
        sa.CheckConstraint(
            "(scope = 'text') = (paragraph_id is null)", name=op.f("ck_reservations_scope_has_paragraph")
        ),
        sa.CheckConstraint(
            "(paragraph_id is null) = (wording_id is null)",
            name=op.f("ck_reservations_paragraph_has_wording"),
        ),
        sa.CheckConstraint(
            "(scope = 'phrase') = (phrase <> '')", name=op.f("ck_reservations_scope_has_phrase")
        ),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_reservations_communique_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_reservations_party_id")),
        sa.ForeignKeyConstraint(
            ["draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_reservations_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_reservations_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_reservations_wording_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
        sa.UniqueConstraint("code", name=op.f("uq_reservations_code")),
    )
    op.create_index(op.f("ix_reservations_communique_id"), "reservations", ["communique_id"])


def make_acts() -> None:
    op.create_table(
        "reservation_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("awaiting", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act in ('enter', 'reword', 'stand', 'publish', 'keep', 'withdraw')",
            name=op.f("ck_reservation_acts_act"),
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_reservation_acts_sequence")),
        sa.CheckConstraint(
            "(act = 'enter') = (sequence = 1)", name=op.f("ck_reservation_acts_entered_first")
        ),
        sa.CheckConstraint(
            "(act = 'keep') = (kept <> '')", name=op.f("ck_reservation_acts_keeping_has_digest")
        ),
        sa.CheckConstraint(
            "act <> 'stand' or not awaiting", name=op.f("ck_reservation_acts_standing_awaits_nothing")
        ),
        sa.CheckConstraint(
            "act <> 'publish' or published", name=op.f("ck_reservation_acts_publishing_publishes")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservations.id"], name=op.f("fk_reservation_acts_reservation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation_acts")),
        sa.UniqueConstraint(
            "reservation_id", "sequence", name=op.f("uq_reservation_acts_reservation_id_sequence")
        ),
    )


def downgrade() -> None:
    """Nothing is left of reservations; what the journal told of them goes with them."""
    forget_in_journal()
    exchange_in_journal(JOURNAL_AFTER, JOURNAL_BEFORE)
    for table in reversed(TABLES):
        op.drop_table(table)


ACTS = (
    "'enter reservation', 'change reservation', 'receive instructions', 'publish reservation', "
    "'keep reservation', 'withdraw reservation'"
)


def forget_in_journal() -> None:
    """Take the lines about reservations out of the journal; SQLite guards its copy anew afterwards."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if not is_sqlite():
        op.execute("alter table journal enable trigger journal_no_change")
