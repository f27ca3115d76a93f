"""The 57 Member States, the three groups that speak for them, and the Mission.

The rows come from the project's own checked list. A correction to it is a migration of its own.
Taken back, it leaves those that something refers to: what was negotiated names its sponsors.

Revision ID: 0002
Revises: 0001
"""

import csv
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = Path(__file__).resolve().parents[2] / "acm_drafts" / "data" / "member_states.csv"

OTHERS = (
    ("mission", "OICM", "OIC Mission", "Mission de l’OCI", "بعثة منظمة التعاون الإسلامي", ""),
    ("group", "ARAB", "Arab Group", "Groupe arabe", "المجموعة العربية", "Arab"),
    ("group", "ASIA", "Asian Group", "Groupe asiatique", "المجموعة الآسيوية", "Asian"),
    ("group", "AFR", "African Group", "Groupe africain", "المجموعة الأفريقية", "African"),
)

parties = sa.table(
    "parties",
    *(sa.column(name) for name in ("id", "kind", "code", "iso2", "region", "name_en", "name_fr", "name_ar")),
)


def upgrade() -> None:
    with STATES.open(encoding="utf-8", newline="") as file:
        states = list(csv.DictReader(file))
    rows = [
        {
            "kind": kind,
            "code": code,
            "iso2": None,
            "region": region,
            "name_en": en,
            "name_fr": fr,
            "name_ar": ar,
        }
        for kind, code, en, fr, ar, region in OTHERS
    ]
    rows += [
        {
            "kind": "state",
            "code": state["iso3"],
            "iso2": state["iso2"],
            "region": state["group"],
            "name_en": state["name_en"],
            "name_fr": state["name_fr"],
            "name_ar": state["name_ar"],
        }
        for state in states
    ]
    known = set(op.get_bind().execute(sa.select(parties.c.code)).scalars())
    op.bulk_insert(parties, [row for row in rows if row["code"] not in known])


def downgrade() -> None:
    inspector = sa.inspect(op.get_bind())
    referring = [
        (table, key["constrained_columns"][0])
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if key["referred_table"] == "parties"
    ]
    referred_to = " union ".join(
        f"select {column} from {table} where {column} is not null" for table, column in referring
    )
    op.execute(f"delete from parties where id not in ({referred_to})")
