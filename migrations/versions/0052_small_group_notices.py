"""A kind of notice: that a delegation facilitates a small group, belongs to one, or does no more.

Revision ID: 0052
Revises: 0051
"""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

NOTICES = (
    "'proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation', 'sitting', 'silence',"
    " 'silence-broken', 'silence-ending', 'adoption', 'discussion', 'position', 'compromise', 'inputs', 'inputs-due',"
    " 'appointment', 'deletion', 'reservation'"
)
MORE_NOTICES = "'small-group'"


def upgrade() -> None:
    exchange_notices(f"{NOTICES}, {MORE_NOTICES}")


def downgrade() -> None:
    """Notices of this kind are lost."""
    op.execute(f"delete from notices where kind in ({MORE_NOTICES})")
    op.execute(f"delete from notice_settings where kind in ({MORE_NOTICES})")
    exchange_notices(NOTICES)


def exchange_notices(kinds: str) -> None:
    """Let notices be of *kinds*."""
    for name in ("notices", "notice_settings"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_kind"), type_="check")
            table.create_check_constraint(op.f(f"ck_{name}_kind"), f"kind in ({kinds})")
