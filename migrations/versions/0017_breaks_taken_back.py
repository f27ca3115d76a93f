"""Breaks of a silence that were taken back; a delegation may break it again on the same paragraph then.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "breaks_taken_back"
COMMUNIQUE = (
    "(select s.communique_id from silences s join silence_breaks b on b.silence_id = s.id"
    " where b.id = {row}.break_id)"
)
"""Which communiqué a row belongs to. Rows are never changed; of an adopted text none is added."""
ONCE = "uq_silence_breaks_silence_id_paragraph_id_party_id"
FOUND_BY = "ix_silence_breaks_silence_id_paragraph_id"
ACTS = "'take back break of silence', 'agree over holder'"


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


def freeze() -> None:
    """Let the database refuse new rows that belong to an adopted text."""
    adopted = f"exists (select 1 from adoptions a where a.communique_id = {COMMUNIQUE})"
    if is_sqlite():
        op.execute(
            f"create trigger {TABLE}_adopted_insert before insert on {TABLE} when {adopted.format(row='new')}"
            f" begin select raise(abort, 'an adopted text is never changed: {TABLE}'); end"
        )
        return
    op.execute(
        f"create trigger {TABLE}_adopted before insert on {TABLE}"
        f" for each row execute function refuse_adopted('{adopted.format(row='($1)')}')"
    )


def upgrade() -> None:
    with op.batch_alter_table("silence_breaks") as breaks:
        breaks.drop_constraint(op.f(ONCE), type_="unique")
    guard_again("silence_breaks")
    op.create_index(op.f(FOUND_BY), "silence_breaks", ["silence_id", "paragraph_id"])
    op.create_table(
        TABLE,
        sa.Column("break_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["break_id"], ["silence_breaks.id"], name=op.f("fk_breaks_taken_back_break_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_breaks_taken_back_by_id")),
        sa.PrimaryKeyConstraint("break_id", name=op.f("pk_breaks_taken_back")),
    )
    guard(TABLE)
    freeze()


def downgrade() -> None:
    """A break that was taken back is left out, as if it had never been; what the journal told of that goes with it."""
    let_change("journal")
    op.execute(f"delete from notices where line_id in (select id from journal where act in ({ACTS}))")
    op.execute(f"delete from journal where act in ({ACTS})")
    guard_changed("journal")
    let_change("silence_breaks")
    op.execute("create temporary table back_again as select break_id from breaks_taken_back")
    if is_sqlite():
        context.config.attributes["guards"].forget(TABLE)
    op.drop_table(TABLE)
    op.execute("delete from silence_breaks where id in (select break_id from back_again)")
    op.execute("drop table back_again")
    op.drop_index(op.f(FOUND_BY), "silence_breaks")
    with op.batch_alter_table("silence_breaks") as breaks:
        breaks.create_unique_constraint(op.f(ONCE), ["silence_id", "paragraph_id", "party_id"])
    guard_changed("silence_breaks")


def let_change(table: str) -> None:
    """Take the guards of a table away for a moment."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger {table}_no_{act}")
    else:
        op.execute(f"alter table {table} disable trigger {table}_no_change")


def guard_changed(table: str) -> None:
    """Put them back."""
    if is_sqlite():
        guard(table)
    else:
        op.execute(f"alter table {table} enable trigger {table}_no_change")
