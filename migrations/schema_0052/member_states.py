"""
The rows of a new database: the 57 Member States, the three groups that speak for them, and the Mission.

The States come from the project's own checked list. A correction to it is a migration of its own.
"""

import csv
from pathlib import Path

from alembic import op

from migrations.schema_0052.metadata import schema

STATES = Path(__file__).resolve().parents[2] / "acm_drafts" / "data" / "member_states.csv"
NAMES = ("name_en", "name_fr", "name_ar")
OTHERS = (
    ("mission", "OICM", "", ("OIC Mission", "Mission de l’OCI", "بعثة منظمة التعاون الإسلامي")),
    ("group", "ARAB", "Arab", ("Arab Group", "Groupe arabe", "المجموعة العربية")),
    ("group", "ASIA", "Asian", ("Asian Group", "Groupe asiatique", "المجموعة الآسيوية")),
    ("group", "AFR", "African", ("African Group", "Groupe africain", "المجموعة الأفريقية")),
)


def insert_parties() -> None:
    rows = [
        {"kind": kind, "code": code, "iso2": None, "region": region, **dict(zip(NAMES, names, strict=True))}
        for kind, code, region, names in OTHERS
    ]
    with STATES.open(encoding="utf-8", newline="") as file:
        for state in csv.DictReader(file):
            facts = {"kind": "state", "code": state["iso3"], "iso2": state["iso2"], "region": state["group"]}
            rows.append({**facts, **{name: state[name] for name in NAMES}})
    op.bulk_insert(schema.tables["parties"], rows)
