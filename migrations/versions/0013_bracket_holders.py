"""Who holds which bracket, and over whom a sitting lifted some.

Revision ID: 0013
Revises: 0012
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import context, op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES: Mapping[str, str] = {
    "bracket_acts": "{row}.communique_id",
    "overridden_holders": "(select d.communique_id from decisions d where d.id = {row}.decision_id)",
}
"""By table: which communiqué a row belongs to. Its rows are never changed; of an adopted text none is added."""


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
    adopted = f"exists (select 1 from adoptions a where a.communique_id = {TABLES[table]})"
    if is_sqlite():
        op.execute(
            f"create trigger {table}_adopted_insert before insert on {table} when {adopted.format(row='new')}"
            f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
        )
        return
    op.execute(
        f"create trigger {table}_adopted before insert on {table}"
        f" for each row execute function refuse_adopted('{adopted.format(row='($1)')}')"
    )


def upgrade() -> None:
    make_acts()
    make_overridden()
    for table in TABLES:
        guard(table)
        freeze(table)


def make_acts() -> None:
    op.create_table(
        "bracket_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_floor", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act in ('hold', 'release')", name=op.f("ck_bracket_acts_act")),
        sa.CheckConstraint("start >= 0 and stop > start + 1", name=op.f("ck_bracket_acts_is_a_stretch")),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_bracket_acts_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_bracket_acts_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_bracket_acts_wording_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_bracket_acts_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bracket_acts")),
    )
    op.create_index(op.f("ix_bracket_acts_communique_id"), "bracket_acts", ["communique_id"])


def make_overridden() -> None:
    op.create_table(
        "overridden_holders",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_overridden_holders_decision_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_overridden_holders_party_id")),
        sa.PrimaryKeyConstraint("decision_id", "party_id", name=op.f("pk_overridden_holders")),
    )


ACTS = "'hold bracket', 'let go of bracket', 'lift bracket over holder', 'bracket stands again'"


def downgrade() -> None:
    """Nothing is left of holders of brackets; what the journal told of them goes with them."""
    forget_in_journal()
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about holders of brackets out of the journal; SQLite guards it anew afterwards."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from notices where line_id in (select id from journal where act in ({ACTS}))")
    op.execute(f"delete from journal where act in ({ACTS})")
    if is_sqlite():
        guard("journal")
    else:
        op.execute("alter table journal enable trigger journal_no_change")
