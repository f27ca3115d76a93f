"""The words by which the one search finds wordings, proposals, decisions and reservations.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from acm_drafts.text.search_words import folded_words

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SEARCHED = {
    "wordings": "text",
    "revisions": "text, reason",
    "decisions": "reason",
    "reservation_acts": "words",
}
AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "search_texts",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_search_texts_subject")),
        sa.CheckConstraint("folded <> ''", name=op.f("ck_search_texts_folded")),
        sa.PrimaryKeyConstraint("subject", "key", name=op.f("pk_search_texts")),
    )
    for table, columns in SEARCHED.items():
        fill(table, columns)


def fill(table: str, columns: str) -> None:
    """
    Write the words of the rows that are there.

    They are folded as the application folds them now, not as it did when this was written: they are compared with
    what it reads of a search. `flask search rebuild` does the same.
    """
    words = sa.table("search_texts", sa.column("subject"), sa.column("key"), sa.column("folded"))
    connection = op.get_bind()
    kept = []
    for key, *parts in connection.execute(sa.text(f"select id, {columns} from {table} order by id")).all():
        said = [" ".join(found) for part in parts if (found := folded_words(part))]
        if said:
            kept.append({"subject": table, "key": key, "folded": f" {' | '.join(said)} "})
    for start in range(0, len(kept), AT_ONCE):
        connection.execute(words.insert(), kept[start : start + AT_ONCE])


def downgrade() -> None:
    """Nothing is lost: all of it follows from other rows."""
    op.drop_table("search_texts")
