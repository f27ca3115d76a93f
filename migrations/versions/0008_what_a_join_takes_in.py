"""Find joins by the paragraph that they would take in, and show them at it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JOINS = """
    select count(*) from amendments
    join revisions on revisions.amendment_id = amendments.id and revisions.sequence = amendments.revision
    where amendments.kind = 'join' and amendments.stage = 'submitted' and revisions.other_id = paragraphs.id
"""
DECIDED = """
    select 1 from dispositions join decisions on decisions.id = dispositions.decision_id
    where dispositions.revision_id = revisions.id
    and not exists (select 1 from decisions as voiding where voiding.voids_id = decisions.id)
"""
PENDING = f"""({JOINS}
    and not exists (select 1 from verdicts where verdicts.revision_id = revisions.id)
    and not exists ({DECIDED} and dispositions.outcome <> 'deferred'))
"""
ACCEPTED = f"""({JOINS} and exists ({DECIDED} and dispositions.outcome = 'accepted' and decisions.round_id in
    (select id from rounds where closed_at is null)))
"""


def upgrade() -> None:
    joins = sa.text("other_id is not null")
    op.create_index(
        "ix_revisions_other_id", "revisions", ["other_id"], sqlite_where=joins, postgresql_where=joins
    )
    op.execute(
        f"""
        update paragraphs set pending = pending + {PENDING}, agreed_level = null, agreed_on = null,
            state = case when state in ('untouched', 'agreed', 'deferred') then 'open' else state end
        where {PENDING} > 0 or {ACCEPTED} > 0
        """
    )


def downgrade() -> None:
    op.execute(f"update paragraphs set pending = pending - {PENDING} where {PENDING} > 0")
    op.drop_index("ix_revisions_other_id", "revisions")
