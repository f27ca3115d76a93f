"""The words by which the one search finds wordings, annotations, proposals, decisions, reservations and answers.

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
    "wordings": "select id, text from wordings order by id",
    "annotations": "select id, text from annotations order by id",
    "revisions": "select id, text, reason from revisions order by id",
    "decisions": "select id, reason from decisions order by id",
    "reservation_acts": "select id, words from reservation_acts order by id",
    "input_versions": "select version_id, text from input_parts order by version_id, position",
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
    for table, query in SEARCHED.items():
        fill(table, query)


def fill(table: str, query: str) -> None:
    """
    Write the words of the rows that are there.

    They are folded as the application folds them now, not as it did when this was written: they are compared with
    what it reads of a search. `flask search rebuild` does the same.
    """
    words = sa.table("search_texts", sa.column("subject"), sa.column("key"), sa.column("folded"))
    connection = op.get_bind()
    words_of: dict[int, list[str]] = {}
    for key, *parts in connection.execute(sa.text(query)).all():
        words_of.setdefault(key, []).extend(
            " ".join(folded) for part in parts if (folded := folded_words(part))
        )
    kept = []
    for key, said in words_of.items():
        if said:
            kept.append({"subject": table, "key": key, "folded": f" {' | '.join(said)} "})
    for start in range(0, len(kept), AT_ONCE):
        connection.execute(words.insert(), kept[start : start + AT_ONCE])


def downgrade() -> None:
    """Nothing is lost: all of it follows from other rows."""
    op.drop_table("search_texts")
