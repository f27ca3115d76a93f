"""The adoption of a text, after which the database refuses to change it; corrigenda, and a kind of notice.

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("adoptions", "adoption_matters", "corrigenda", "corrigendum_entries")

KINDS = (
    "'proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation',"
    " 'sitting', 'silence', 'silence-broken', 'silence-ending'"
)
LISTS = {"notices": "ck_notices_kind", "notice_settings": "ck_notice_settings_kind"}

OWN = "{row}.communique_id"


def by(table: str, key: str) -> str:
    """Return the communiqué of what the column *key* of a row leads to in *table*."""
    return f"(select x.communique_id from {table} x where x.id = {{row}}.{key})"


CHANGED, ADDED = ("insert", "update", "delete"), ("insert",)
FROZEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "communiques": ("{row}.id", ("update", "delete")),
    "agenda_items": (OWN, CHANGED),
    "document_settings": (OWN, CHANGED),
    "document_titles": (OWN, CHANGED),
    "paragraphs": (OWN, CHANGED),
    "descents": (by("paragraphs", "paragraph_id"), ADDED),
    "wordings": (by("paragraphs", "paragraph_id"), ADDED),
    "drafts": (OWN, ("insert", "update")),
    "imports": (OWN, ADDED),
    "lines": (OWN, ADDED),
    "circulations": (by("drafts", "draft_id"), ADDED),
    "rounds": (OWN, CHANGED),
    "amendments": (OWN, CHANGED),
    "cosponsors": (by("amendments", "amendment_id"), CHANGED),
    "revisions": (OWN, ADDED),
    "revision_parts": (by("revisions", "revision_id"), ADDED),
    "positions": (OWN, CHANGED),
    "decisions": (OWN, ADDED),
    "dispositions": (by("decisions", "decision_id"), ADDED),
    "verdicts": (by("rounds", "round_id"), ADDED),
    "answers": (by("amendments", "amendment_id"), ADDED),
    "sittings": (OWN, ADDED),
    "sitting_agenda": (OWN, CHANGED),
    "sitting_results": (by("sittings", "sitting_id"), ADDED),
    "silences": (OWN, CHANGED),
    "silence_paragraphs": (OWN, ADDED),
    "silence_changes": (by("silences", "silence_id"), ADDED),
    "silence_breaks": (by("silences", "silence_id"), ADDED),
    "silence_outcomes": (by("silences", "silence_id"), ADDED),
}
"""By table: which communiqué a row belongs to, and what is refused once that is adopted."""
BUT = {"wordings": "{row}.translation_of_id is null and "}
"""Where it is not refused: a translation is no part of the adopted text."""


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard(table: str) -> None:
    """Let the database itself refuse to change or remove a row of *table*."""
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{act} before {act} on {table}"
                f" begin select raise(abort, 'rows of {table} are never changed'); end"
            )
        return
    op.execute(
        f"create trigger {table}_no_change before update or delete on {table}"
        " for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table}"
        " for each statement execute function refuse_change()"
    )


def condition(table: str, row: str) -> str:
    """Return the condition that a *row* of *table* is of an adopted text."""
    communique, _acts = FROZEN[table]
    adopted = f"exists (select 1 from adoptions a where a.communique_id = {communique})"
    return (BUT.get(table, "") + adopted).format(row=row)


def freeze(table: str) -> None:
    """Let the database refuse what would change an adopted text in *table*. In SQLite see migrations/env.py too."""
    _communique, acts = FROZEN[table]
    if not is_sqlite():
        expression = condition(table, "($1)").replace("'", "''")
        op.execute(
            f"create trigger {table}_adopted before {' or '.join(acts)} on {table}"
            f" for each row execute function refuse_adopted('{expression}')"
        )
        return
    for act in acts:
        rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[act]
        when = " or ".join(f"({condition(table, row)})" for row in rows)
        op.execute(
            f"create trigger {table}_adopted_{act} before {act} on {table} when {when}"
            f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
        )


def thaw(table: str) -> None:
    _communique, acts = FROZEN[table]
    if not is_sqlite():
        op.execute(f"drop trigger {table}_adopted on {table}")
        return
    for act in acts:
        op.execute(f"drop trigger if exists {table}_adopted_{act}")


REFUSE = """
create function refuse_adopted() returns trigger language plpgsql as $$
declare
    adopted boolean := false;
    later boolean := false;
begin
    if tg_op <> 'INSERT' then
        execute 'select ' || tg_argv[0] into adopted using old;
    end if;
    if tg_op <> 'DELETE' then
        execute 'select ' || tg_argv[0] into later using new;
    end if;
    if adopted or later then
        raise exception 'an adopted text is never changed: %', tg_table_name;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end
$$
"""


def upgrade() -> None:
    make_adoptions()
    make_corrigenda()
    for table in TABLES:
        guard(table)
    for table, name in LISTS.items():
        exchange(table, name, f"kind in ({KINDS}, 'adoption')")
    if not is_sqlite():
        op.execute(REFUSE)
    for table in FROZEN:
        freeze(table)


def exchange(table: str, name: str, condition: str) -> None:
    """Give a table another CHECK in the place of that with the same name."""
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(name), type_="check")
        batch.create_check_constraint(op.f(name), condition)


def make_adoptions() -> None:
    op.create_table(
        "adoptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("symbol", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level = 'ministerial'", name=op.f("ck_adoptions_level")),
        sa.CheckConstraint("symbol <> ''", name=op.f("ck_adoptions_symbol")),
        sa.ForeignKeyConstraint(
            ["draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_adoptions_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "communique_id", "level", "day"],
            ["sittings.id", "sittings.communique_id", "sittings.level", "sittings.day"],
            name=op.f("fk_adoptions_sitting_id"),
        ),
        sa.ForeignKeyConstraint(["chair_id"], ["parties.id"], name=op.f("fk_adoptions_chair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
        sa.UniqueConstraint("communique_id", name=op.f("uq_adoptions_communique_id")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_adoptions_communique_id_id")),
        sa.UniqueConstraint("symbol", name=op.f("uq_adoptions_symbol")),
    )
    op.create_table(
        "adoption_matters",
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "kind in ('unagreed', 'brackets', 'pending', 'unanswered')", name=op.f("ck_adoption_matters_kind")
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_adoption_matters_position")),
        sa.CheckConstraint(
            "(kind in ('pending', 'unanswered')) = (amendment_id is not null)",
            name=op.f("ck_adoption_matters_kind_has_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["adoption_id", "communique_id"],
            ["adoptions.id", "adoptions.communique_id"],
            name=op.f("fk_adoption_matters_adoption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_adoption_matters_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_adoption_matters_amendment_id"),
        ),
        sa.PrimaryKeyConstraint("adoption_id", "position", name=op.f("pk_adoption_matters")),
    )


def make_corrigenda() -> None:
    op.create_table(
        "corrigenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_corrigenda_number")),
        sa.ForeignKeyConstraint(
            ["adoption_id", "communique_id"],
            ["adoptions.id", "adoptions.communique_id"],
            name=op.f("fk_corrigenda_adoption_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrigenda")),
        sa.UniqueConstraint("communique_id", "number", name=op.f("uq_corrigenda_communique_id_number")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_corrigenda_communique_id_id")),
        sa.UniqueConstraint("symbol", name=op.f("uq_corrigenda_symbol")),
    )
    op.create_table(
        "corrigendum_entries",
        sa.Column("corrigendum_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_corrigendum_entries_position")),
        sa.CheckConstraint("old <> ''", name=op.f("ck_corrigendum_entries_old")),
        sa.CheckConstraint("old <> new", name=op.f("ck_corrigendum_entries_changes_words")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_corrigendum_entries_reason")),
        sa.ForeignKeyConstraint(
            ["corrigendum_id", "communique_id"],
            ["corrigenda.id", "corrigenda.communique_id"],
            name=op.f("fk_corrigendum_entries_corrigendum_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_corrigendum_entries_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["parties.id"], name=op.f("fk_corrigendum_entries_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("corrigendum_id", "position", name=op.f("pk_corrigendum_entries")),
    )


def downgrade() -> None:
    """What was adopted is a draft that was declared final again; of corrigenda nothing is left."""
    for table in FROZEN:
        thaw(table)
    if not is_sqlite():
        op.execute("drop function refuse_adopted()")
    op.execute("delete from notices where kind = 'adoption'")
    op.execute("delete from notice_settings where kind = 'adoption'")
    for table, name in LISTS.items():
        exchange(table, name, f"kind in ({KINDS})")
    for table in reversed(TABLES):
        op.drop_table(table)
