"""The words by which Arabic is found, without what is written together with them: the words of rows that are there.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

from acm_drafts.text.search_words import words_to_find

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

AT_ONCE = 500
WORDS = sa.table("search_texts", sa.column("subject"), sa.column("key"), sa.column("folded"))
BETWEEN = " | "


def upgrade() -> None:
    """Add to each row the words by which its own are found, as the application adds them to rows that it writes."""
    _rewrite(_with_others)


def downgrade() -> None:
    """Take them away again: they stand at the end."""
    _rewrite(_without_others)


def _rewrite(rewritten) -> None:
    connection = op.get_bind()
    changed = []
    for subject, key, folded in connection.execute(sa.select(WORDS)).all():
        new = rewritten(folded)
        if new != folded:
            changed.append({"of": subject, "number": key, "words": new})
    own = (WORDS.c.subject == sa.bindparam("of")) & (WORDS.c.key == sa.bindparam("number"))
    for start in range(0, len(changed), AT_ONCE):
        connection.execute(
            WORDS.update().where(own).values(folded=sa.bindparam("words")), changed[start : start + AT_ONCE]
        )


def _others(folded: str) -> list[str]:
    return list(words_to_find(word for word in folded.split() if word != BETWEEN.strip()))


def _with_others(folded: str) -> str:
    """Return the words of a row with those by which they are found; a row that has them already stays as it is."""
    without = _without_others(folded)
    return f" {BETWEEN.join((without.strip(), *_others(without)))} "


def _without_others(folded: str) -> str:
    """Return the words of a row without the words after them that follow from those before."""
    parts = folded.strip().split(BETWEEN)
    for kept in range(1, len(parts)):
        own = BETWEEN.join(parts[:kept])
        if parts[kept:] == _others(own):
            return f" {own} "
    return folded
