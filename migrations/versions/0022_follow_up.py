"""Requests that are followed up: what was recorded of each, its evidence, and the proposals drawn from it.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = (
    "follow_ups",
    "follow_up_versions",
    "follow_up_evidence",
    "follow_up_dismissals",
    "follow_up_proposals",
)
ACTS = "'confirm request', 'edit request', 'report on request', 'add evidence', 'dismiss request'"
ADOPTED = "exists (select 1 from adoptions a where a.communique_id = {row}.communique_id)"


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


def freeze(table: str) -> None:
    """Let the database refuse new rows of *table* that belong to an adopted text."""
    if is_sqlite():
        op.execute(
            f"create trigger {table}_adopted_insert before insert on {table} when {ADOPTED.format(row='new')}"
            f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
        )
        return
    op.execute(
        f"create trigger {table}_adopted before insert on {table}"
        f" for each row execute function refuse_adopted('{ADOPTED.format(row='($1)')}')"
    )


def upgrade() -> None:
    make_follow_ups()
    make_versions()
    make_evidence()
    make_dismissals()
    make_proposals()
    for table in TABLES:
        guard(table)
    freeze("follow_up_proposals")


def make_follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("start >= 0", name=op.f("ck_follow_ups_start")),
        sa.CheckConstraint("stop > start", name=op.f("ck_follow_ups_stop")),
        sa.ForeignKeyConstraint(
            ["source_id", "position"],
            ["source_paragraphs.source_id", "source_paragraphs.position"],
            name=op.f("fk_follow_ups_source_id"),
        ),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_follow_ups_paragraph_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("code", name=op.f("uq_follow_ups_code")),
        sa.UniqueConstraint(
            "source_id", "position", "start", name=op.f("uq_follow_ups_source_id_position_start")
        ),
    )
    op.create_index(op.f("ix_follow_ups_paragraph_id"), "follow_ups", ["paragraph_id"])


def make_versions() -> None:
    op.create_table(
        "follow_up_versions",
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("addressee", sa.String(length=500), nullable=False),
        sa.Column("requested", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("next_report", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act in ('confirm', 'edit', 'report')", name=op.f("ck_follow_up_versions_act")),
        sa.CheckConstraint(
            "state in ('confirmed', 'in-progress', 'done-in-part', 'done', 'no-longer-pursued')",
            name=op.f("ck_follow_up_versions_state"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_follow_up_versions_number")),
        sa.CheckConstraint(
            "(number = 1) = (act = 'confirm') and (act <> 'confirm' or state = 'confirmed')",
            name=op.f("ck_follow_up_versions_begins"),
        ),
        sa.CheckConstraint("act <> 'report' or note <> ''", name=op.f("ck_follow_up_versions_report")),
        sa.CheckConstraint(
            "act <> 'report' or state <> 'confirmed'", name=op.f("ck_follow_up_versions_reported_state")
        ),
        sa.CheckConstraint("addressee <> ''", name=op.f("ck_follow_up_versions_addressee")),
        sa.CheckConstraint("requested <> ''", name=op.f("ck_follow_up_versions_requested")),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_versions_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("follow_up_id", "number", name=op.f("pk_follow_up_versions")),
    )


def make_evidence() -> None:
    op.create_table(
        "follow_up_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("symbol", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("title <> ''", name=op.f("ck_follow_up_evidence_title")),
        sa.CheckConstraint("symbol <> '' or url <> ''", name=op.f("ck_follow_up_evidence_found")),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_evidence_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_evidence")),
    )
    op.create_index(op.f("ix_follow_up_evidence_follow_up_id"), "follow_up_evidence", ["follow_up_id"])


def make_dismissals() -> None:
    op.create_table(
        "follow_up_dismissals",
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("start >= 0", name=op.f("ck_follow_up_dismissals_start")),
        sa.ForeignKeyConstraint(
            ["source_id", "position"],
            ["source_paragraphs.source_id", "source_paragraphs.position"],
            name=op.f("fk_follow_up_dismissals_source_id"),
        ),
        sa.PrimaryKeyConstraint("source_id", "position", "start", name=op.f("pk_follow_up_dismissals")),
    )


def make_proposals() -> None:
    op.create_table(
        "follow_up_proposals",
        sa.Column("amendment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_follow_up_proposals_amendment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_proposals_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", name=op.f("pk_follow_up_proposals")),
    )
    op.create_index(op.f("ix_follow_up_proposals_follow_up_id"), "follow_up_proposals", ["follow_up_id"])


def downgrade() -> None:
    """Nothing is left of the follow-up; what the journal told of it goes with it."""
    forget_in_journal()
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about the library out of the journal, which is guarded again after it."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if is_sqlite():
        guard("journal")
    else:
        op.execute("alter table journal enable trigger journal_no_change")
