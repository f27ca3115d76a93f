"""The title of an adopted text is translated like its lines: it is no part of what was adopted.

Revision ID: 0050
Revises: 0049
"""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLE = "document_titles"
ADOPTED = "exists (select 1 from adoptions a where a.communique_id = {row}.communique_id)"
LETS_GO = (
    "not exists (select 1 from running_deletions d join communiques c on c.meeting_id = d.meeting_id"
    " where c.id = old.communique_id)"
)
SAME_ROW = "new.communique_id = old.communique_id and new.language = old.language and new.place = old.place"
"""The title alone is another one."""


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    drop()
    create(insert="new.place <> ''", update=f"not ({SAME_ROW})")


def downgrade() -> None:
    drop()
    if is_sqlite():  # word by word as 0048 left them, which takes its own part away again
        old, new = (f"({ADOPTED.format(row=row)})" for row in ("old", "new"))
        whens = {
            "insert": new,
            "update": f"({old} or {new}) and {LETS_GO}",
            "delete": f"({old}) and {LETS_GO}",
        }
        refuse_on_sqlite(whens)
        return
    op.execute(
        f"create trigger {TABLE}_adopted before insert or update or delete on {TABLE}"
        f" for each row execute function refuse_adopted('{ADOPTED.format(row='($1)')}')"
    )


def drop() -> None:
    if not is_sqlite():
        for name in ("", "_insert", "_update"):
            op.execute(f"drop trigger if exists {TABLE}_adopted{name} on {TABLE}")
        return
    for act in ("insert", "update", "delete"):
        op.execute(f"drop trigger if exists {TABLE}_adopted_{act}")


def create(*, insert: str, update: str) -> None:
    """Refuse what changes the rows of an adopted text, an insert and an update where the conditions hold."""
    if is_sqlite():
        old, new = (f"({ADOPTED.format(row=row)})" for row in ("old", "new"))
        changed = f"({update}) and ({old} or {new}) and {LETS_GO}"
        refuse_on_sqlite(
            {"insert": f"({insert}) and {new}", "update": changed, "delete": f"({old}) and {LETS_GO}"}
        )
        return
    refuse = f"for each row {{}} execute function refuse_adopted('{ADOPTED.format(row='($1)')}')"
    for name, act, when in (
        ("", "delete", ""),
        ("_insert", "insert", f"when ({insert})"),
        ("_update", "update", f"when ({update})"),
    ):
        op.execute(f"create trigger {TABLE}_adopted{name} before {act} on {TABLE} {refuse.format(when)}")


def refuse_on_sqlite(whens: dict[str, str]) -> None:
    """Refuse each act on the table where its condition holds."""
    for act, when in whens.items():
        op.execute(
            f"create trigger {TABLE}_adopted_{act} before {act} on {TABLE} when {when}"
            f" begin select raise(abort, 'an adopted text is never changed: {TABLE}'); end"
        )
