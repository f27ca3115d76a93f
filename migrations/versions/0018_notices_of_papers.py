"""Two kinds of notice: of a position on an own proposal, and of a new version of a compromise text.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = (
    "'proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation',"
    " 'sitting', 'silence', 'silence-broken', 'silence-ending', 'adoption', 'discussion'"
)
MORE = "'position', 'compromise'"
LISTS = {"notices": "ck_notices_kind", "notice_settings": "ck_notice_settings_kind"}


def upgrade() -> None:
    for table, name in LISTS.items():
        exchange(table, name, f"kind in ({KINDS}, {MORE})")


def exchange(table: str, name: str, condition: str) -> None:
    """Give a table another CHECK in the place of the one with the same name."""
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(op.f(name), condition)


def downgrade() -> None:
    """Nobody was told, and nobody chose how, of what there are no kinds for."""
    for table, name in LISTS.items():
        op.execute(sa.text(f"delete from {table} where kind in ({MORE})"))
        exchange(table, name, f"kind in ({KINDS})")
