"""A further reason why something was still open in an adopted text: a sitting declined it after it was agreed.

Revision ID: 0019
Revises: 0018
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "adoption_matters"
KINDS = "'unagreed', 'brackets', 'pending', 'unanswered'"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def list_kinds(kinds: str) -> None:
    """Give the table another list of kinds, and its guards again, which SQLite does not copy with it."""
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f("ck_adoption_matters_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_adoption_matters_kind"), f"kind in ({kinds})")
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger {TABLE}_no_{act} before {act} on {TABLE}"
                f" begin select raise(abort, 'rows of {TABLE} are never changed'); end"
            )


def upgrade() -> None:
    list_kinds(f"{KINDS}, 'declined'")


def downgrade() -> None:
    """What a sitting had declined is told as not agreed, as it was before."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger {TABLE}_no_{act}")
    else:
        op.execute(f"alter table {TABLE} disable trigger {TABLE}_no_change")
    op.execute(f"update {TABLE} set kind = 'unagreed' where kind = 'declined'")
    list_kinds(KINDS)
    if not is_sqlite():
        op.execute(f"alter table {TABLE} enable trigger {TABLE}_no_change")
