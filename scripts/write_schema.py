"""
Write migrations/versions/0001_schema.py anew from the records: `.venv/bin/python -m scripts.write_schema`.

Only as long as no installation holds data: from then on a change of the records is a migration of its own.
The head and the guards of immutable rows are kept as they stand in the file; what lies between is written.
"""

import re
import subprocess
import sys
from pathlib import Path
from textwrap import wrap

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import ops
from sqlalchemy import create_engine

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "migrations" / "versions" / "0001_schema.py"
CHECK = r"sa\.CheckConstraint\((['\"])(.*?)\1, "
TYPES = {"acm_drafts.store.database.UtcDateTime(timezone=True)": "sa.DateTime(timezone=True)"}


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from acm_drafts.store import records
    from acm_drafts.store.database import Base

    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection)
        migration = produce_migrations(context, Base.metadata)
    created = render_python_code(migration.upgrade_ops)
    operations = migration.upgrade_ops.ops
    tables = [operation.table_name for operation in operations if isinstance(operation, ops.CreateTableOp)]
    text = SCHEMA.read_text(encoding="utf-8")
    text = _between(text, "IMMUTABLE = (\n", ")\n", "".join(f'    "{name}",\n' for name in records.IMMUTABLE))
    text = _between(text, "    # Tables\n", "    # Guards\n", _plain(created))
    text = _between(text, "TABLES = (\n", ")\n", "".join(f'    "{name}",\n' for name in tables))
    SCHEMA.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(SCHEMA)], check=True)


def _plain(code: str) -> str:
    """Return rendered operations without comments, with the column types of migrations and in short lines."""
    for record_type, column_type in TYPES.items():
        code = code.replace(record_type, column_type)
    lines = [line.strip() for line in code.splitlines() if line.strip() and not line.strip().startswith("#")]
    return "".join(f"    {re.sub(CHECK, _wrapped, line)}\n" for line in lines)


def _wrapped(match: re.Match[str]) -> str:
    """Return a CHECK with its condition in pieces that fit a line."""
    pieces = wrap(match[2], 84)
    quoted = " ".join(
        f"{match[1]}{piece}{match[1]}" for piece in [*(f"{p} " for p in pieces[:-1]), pieces[-1]]
    )
    return f"sa.CheckConstraint({quoted}, "


def _between(text: str, start: str, end: str, new: str) -> str:
    head, opening, rest = text.partition(start)
    _, closing, tail = rest.partition(end)
    assert opening and closing, f"{SCHEMA.name} has no {start.strip()!r} … {end.strip()!r}"
    return head + start + new + end + tail


if __name__ == "__main__":
    main()
