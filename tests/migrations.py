"""One migration more than this version has: what a later version will bring along."""

import shutil
from pathlib import Path

from acm_drafts.store.schema import read_migrations
from tests.conftest import ROOT

MIGRATIONS = ROOT / "migrations"
LATER = '''"""A field of each round, for a test: on SQLite its table is copied.

Revision ID: later
Revises: {newest}
"""

import os
import time

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{newest}"


def upgrade():
    time.sleep(float(os.environ.get("LATER_TAKES", "0")))
    with op.batch_alter_table("rounds", recreate="always" if copies() else "never") as rounds:
        rounds.add_column(sa.Column("room", sa.Integer(), nullable=True))


def downgrade():
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_column("room")


def copies():
    return op.get_bind().dialect.name == "sqlite"
'''


def with_one_more(folder: Path) -> Path:
    """Return a copy in *folder* of the migrations with one more, "later", that comes after all others."""
    ignored = shutil.ignore_patterns("__pycache__")
    copied = Path(shutil.copytree(MIGRATIONS, folder / "migrations", ignore=ignored))
    later = LATER.format(newest=read_migrations(MIGRATIONS).newest)
    (copied / "versions" / "later.py").write_text(later, encoding="utf-8")
    return copied
