"""The schema: all tables, the guards of what is never changed and of adopted texts, and the Member States.

It stands for the migrations 0001 to 0052, which no installation needs any more (docs/decisions/0199). Databases that
are at 0052 already were made by those and are the same; older ones are refused (acm_drafts/store/schema.py).

Revision ID: 0052
Revises:
"""

from alembic import op
from sqlalchemy.schema import CreateIndex, CreateTable

from migrations.schema_0052 import (  # noqa: F401  each adds its tables to the schema
    agreement,
    inputs,
    library,
    meetings,
    negotiation,
    people,
    texts,
)
from migrations.schema_0052.adopted import guard_adopted_texts
from migrations.schema_0052.member_states import insert_parties
from migrations.schema_0052.metadata import schema
from migrations.schema_0052.unchanged import guard_what_is_never_changed

revision = "0052"
down_revision = None
branch_labels = None
depends_on = None

FUNCTIONS = (
    "refuse_change()",
    "refuse_term()",
    "require_confirmed()",
    "refuse_adopted()",
    "refuse_adopted_end()",
    "refuse_adopted_term()",
    "lets_go(text, jsonb)",
)
"""The functions by which PostgreSQL refuses; on SQLite each guard refuses for itself."""


def upgrade() -> None:
    for table in schema.sorted_tables:
        op.execute(CreateTable(table))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            op.execute(CreateIndex(index))
    guard_what_is_never_changed()
    guard_adopted_texts()
    insert_parties()


def downgrade() -> None:
    schema.drop_all(op.get_bind(), checkfirst=False)
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"drop function {function}")
