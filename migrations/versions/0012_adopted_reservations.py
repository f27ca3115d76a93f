"""Adopted texts: the database refuses changes of their reservations and confirmations too.

Revision ID: 0012
Revises: 0011
"""

from collections.abc import Mapping

from alembic import context, op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FROZEN: Mapping[str, str] = {
    "confirmations": "{row}.communique_id",
    "reservations": "{row}.communique_id",
    "reservation_acts": "(select x.communique_id from reservations x where x.id = {row}.reservation_id)",
}
"""By table: which communiqué a row belongs to. Its rows are never changed; of an adopted text none is added."""


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def freeze(table: str) -> None:
    """Let the database refuse new rows of *table* that belong to an adopted text."""
    adopted = f"exists (select 1 from adoptions a where a.communique_id = {FROZEN[table]})"
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
    for table in FROZEN:
        freeze(table)


def downgrade() -> None:
    """In SQLite the guards have been taken away before this step: they are not put back after it."""
    for table in FROZEN:
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        else:
            op.execute(f"drop trigger {table}_adopted on {table}")
