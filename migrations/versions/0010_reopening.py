"""Agreements ad referendum with their confirmations, and the reopening of what was agreed.

Revision ID: 0010
Revises: 0009
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = "'accept', 'part', 'compromise', 'reject', 'brackets', 'defer', 'agree'"
DECISIONS_BEFORE = {"ck_decisions_kind": f"kind in ({KINDS}, 'void')"}
DECISIONS_AFTER = {
    "ck_decisions_kind": f"kind in ({KINDS}, 'reopen', 'void')",
    "ck_decisions_ad_referendum_agrees_at_sitting": (
        "not ad_referendum or (sitting_id is not null and kind not in ('brackets', 'defer'))"
    ),
    "ck_decisions_reopening_was_asked_for": "(kind = 'reopen') = (asked_by_id is not null)",
    "ck_decisions_reopening_has_reason": "kind <> 'reopen' or (level is null and reason <> '')",
}
RESULTS_BEFORE = {"ck_sitting_results_decision_agrees": "decision_id is null or result = 'agreed'"}
RESULTS_AFTER = {
    "ck_sitting_results_decision_agrees": "decision_id is null or result in ('agreed', 'ad-referendum')"
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


def guard_again(table: str) -> None:
    """Guard a table that SQLite has copied into a new one, which has no triggers yet."""
    if is_sqlite():
        guard(table)


def exchange(table: BatchOperations, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Give a table the CHECKs *after* in the place of *before*."""
    for name in before:
        table.drop_constraint(op.f(name), type_="check")
    for name, condition in after.items():
        table.create_check_constraint(op.f(name), condition)


def upgrade() -> None:
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(
            sa.Column("ad_referendum", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        decisions.add_column(sa.Column("asked_by_id", sa.Integer(), nullable=True))
        decisions.create_foreign_key(op.f("fk_decisions_asked_by_id"), "parties", ["asked_by_id"], ["id"])
        decisions.create_unique_constraint(
            op.f("uq_decisions_id_communique_id_ad_referendum"), ["id", "communique_id", "ad_referendum"]
        )
        exchange(decisions, DECISIONS_BEFORE, DECISIONS_AFTER)
    with op.batch_alter_table("decisions") as decisions:
        decisions.alter_column("ad_referendum", server_default=None)
    guard_again("decisions")
    with op.batch_alter_table("sitting_results") as results:
        exchange(results, RESULTS_BEFORE, RESULTS_AFTER)
    guard_again("sitting_results")
    with op.batch_alter_table("paragraphs") as paragraphs:
        paragraphs.add_column(
            sa.Column("ad_referendum", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        paragraphs.create_check_constraint(
            op.f("ck_paragraphs_ad_referendum_is_agreed"), "not ad_referendum or state = 'agreed'"
        )
    with op.batch_alter_table("paragraphs") as paragraphs:
        paragraphs.alter_column("ad_referendum", server_default=None)
    make_confirmations()


def make_confirmations() -> None:
    op.create_table(
        "confirmations",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("ad_referendum", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ad_referendum", name=op.f("ck_confirmations_of_ad_referendum")),
        sa.CheckConstraint("given_by <> ''", name=op.f("ck_confirmations_says_who")),
        sa.ForeignKeyConstraint(
            ["decision_id", "communique_id", "ad_referendum"],
            ["decisions.id", "decisions.communique_id", "decisions.ad_referendum"],
            name=op.f("fk_confirmations_decision_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_confirmations_by_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_confirmations")),
    )
    guard("confirmations")


def downgrade() -> None:
    """
    What was agreed ad referendum reads agreed, and its lines in the records of sittings name no agreement.

    A paragraph that was reopened stays open: by a decision of the Mission on no proposal, with the same reason.
    """
    op.drop_table("confirmations")
    with op.batch_alter_table("paragraphs") as paragraphs:
        paragraphs.drop_constraint(op.f("ck_paragraphs_ad_referendum_is_agreed"), type_="check")
        paragraphs.drop_column("ad_referendum")
    free("sitting_results")
    op.execute("update sitting_results set decision_id = null where result = 'ad-referendum'")
    with op.batch_alter_table("sitting_results") as results:
        exchange(results, RESULTS_AFTER, RESULTS_BEFORE)
    bind("sitting_results")
    free("decisions")
    op.execute("update decisions set kind = 'accept', asked_by_id = null where kind = 'reopen'")
    with op.batch_alter_table("decisions") as decisions:
        exchange(decisions, DECISIONS_AFTER, DECISIONS_BEFORE)
        decisions.drop_constraint(op.f("uq_decisions_id_communique_id_ad_referendum"), type_="unique")
        decisions.drop_constraint(op.f("fk_decisions_asked_by_id"), type_="foreignkey")
        decisions.drop_column("asked_by_id")
        decisions.drop_column("ad_referendum")
    bind("decisions")


def free(table: str) -> None:
    """Let rows of *table* be changed; see `bind`."""
    if is_sqlite():
        op.execute(f"drop trigger {table}_no_delete")
        op.execute(f"drop trigger {table}_no_update")
    else:
        op.execute(f"alter table {table} disable trigger {table}_no_change")


def bind(table: str) -> None:
    """Let the database refuse again to change or remove a row; SQLite has copied the table without triggers."""
    if is_sqlite():
        guard(table)
    else:
        op.execute(f"alter table {table} enable trigger {table}_no_change")
