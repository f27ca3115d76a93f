"""Calls for inputs, the answers to them with files and marks of themes; lines of the journal and notices about them.

Revision ID: 0023
Revises: 0022
"""

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import context, op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = (
    "input_calls",
    "input_call_versions",
    "input_questions",
    "input_call_acts",
    "inputs",
    "input_versions",
    "input_parts",
    "input_files",
    "input_version_files",
    "input_marks",
    "input_mark_removals",
)
ACTS = (
    "'draft input call', 'change draft of input call', 'issue input call', 'extend input call',"
    " 'allow late input', 'close input call', 'withdraw input call', 'save input', 'submit input', 'revise input',"
    " 'submit late input', 'mark theme', 'remove mark of theme'"
)
KINDS, DUE = ("inputs", "inputs-due"), "inputs-due"
LISTS = {"notices": "ck_notices_kind", "notice_settings": "ck_notice_settings_kind"}
WITH_PARTY = "ck_journal_scope_has_party"


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


def upgrade() -> None:
    make_calls()
    make_call_versions()
    make_call_acts()
    make_inputs()
    make_files()
    make_marks()
    change_journal(with_input)
    change_notices(lambda kinds: [*kinds, *KINDS], lambda kinds: [*kinds, DUE])
    for table in TABLES:
        guard(table)


# Closed lists, as they are ---------------------------------------------------------------------------


def listed_in(table: str, check: str) -> list[str]:
    """Return the values that a CHECK of *table* lists now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    return re.findall(r"'([^']*)'", next(one["sqltext"] for one in checks if one["name"] == check))


def quoted(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def exchange(table: str, conditions: dict[str, str]) -> None:
    """Give a table other CHECKs in the place of those with the same names."""
    with op.batch_alter_table(table) as batch:
        for name, condition in conditions.items():
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), condition)


Change = Callable[[list[str]], list[str]]


def with_input(scopes: list[str]) -> list[str]:
    return [*scopes, "input"]


def without_input(scopes: list[str]) -> list[str]:
    return [scope for scope in scopes if scope != "input"]


def change_journal(change: Change) -> None:
    """Change the lists of scopes of the journal, and guard it again where SQLite has copied it."""
    scopes = change(listed_in("journal", "ck_journal_scope"))
    with_party = change(listed_in("journal", WITH_PARTY))
    exchange(
        "journal",
        {
            "ck_journal_scope": f"scope in ({quoted(scopes)})",
            WITH_PARTY: f"scope not in ({quoted(with_party)}) or party_id is not null",
        },
    )
    if is_sqlite():
        guard("journal")


def change_notices(kinds: Change, timed: Change) -> None:
    """Change the list of kinds of notices, and that of those that come by the clock."""
    lead = timed(listed_in("notices", "ck_notices_lead"))
    for table, name in LISTS.items():
        conditions = {name: f"kind in ({quoted(kinds(listed_in(table, name)))})"}
        if table == "notices":
            conditions["ck_notices_lead"] = f"(kind in ({quoted(lead)})) = (lead > 0)"
        exchange(table, conditions)


# Tables ----------------------------------------------------------------------------------------------


def key_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def make_calls() -> None:
    op.create_table(
        "input_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        key_to("input_calls", "communique_id", "communiques"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_input_calls")),
        sa.UniqueConstraint("code", name=op.f("uq_input_calls_code")),
    )
    op.create_index(op.f("ix_input_calls_communique_id"), "input_calls", ["communique_id"])


def make_call_versions() -> None:
    table = "input_call_versions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.String(length=64), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        check(table, "visibility", "visibility in ('mission', 'deadline', 'all')"),
        check(table, "sequence", "sequence > 0"),
        check(table, "title", "title <> ''"),
        check(table, "languages", "languages <> ''"),
        key_to(table, "call_id", "input_calls"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("call_id", "sequence", name=op.f(f"uq_{table}_call_id_sequence")),
    )
    table = "input_questions"
    op.create_table(
        table,
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        check(table, "position", "position > 0"),
        check(table, "text", "text <> ''"),
        key_to(table, "version_id", "input_call_versions"),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f(f"pk_{table}")),
    )


def make_call_acts() -> None:
    table = "input_call_acts"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        check(table, "act", "act in ('issue', 'extend', 'allow-late', 'close', 'withdraw')"),
        check(table, "sequence", "sequence > 0"),
        check(table, "issue_has_version", "(act = 'issue') = (version is not null)"),
        check(table, "act_has_until", "(act in ('issue', 'extend', 'allow-late')) = (until is not null)"),
        check(table, "late_has_party", "(act = 'allow-late') = (party_id is not null)"),
        check(table, "reason", "act not in ('extend', 'allow-late', 'withdraw') or reason <> ''"),
        sa.ForeignKeyConstraint(
            ["version", "call_id"],
            ["input_call_versions.sequence", "input_call_versions.call_id"],
            name=op.f(f"fk_{table}_version"),
        ),
        key_to(table, "call_id", "input_calls"),
        key_to(table, "party_id", "parties"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("call_id", "sequence", name=op.f(f"uq_{table}_call_id_sequence")),
    )


def make_inputs() -> None:
    op.create_table(
        "inputs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        key_to("inputs", "call_id", "input_calls"),
        key_to("inputs", "party_id", "parties"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inputs")),
        sa.UniqueConstraint("code", name=op.f("uq_inputs_code")),
        sa.UniqueConstraint("call_id", "party_id", name=op.f("uq_inputs_call_id_party_id")),
    )
    table = "input_versions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("input_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("submitted", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        check(table, "language", "language in ('en', 'fr', 'ar')"),
        check(table, "sequence", "sequence > 0"),
        key_to(table, "input_id", "inputs"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("input_id", "sequence", name=op.f(f"uq_{table}_input_id_sequence")),
    )
    table = "input_parts"
    op.create_table(
        table,
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        check(table, "position", "position > 0"),
        check(table, "text", "text <> ''"),
        key_to(table, "version_id", "input_versions"),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f(f"pk_{table}")),
    )


def make_files() -> None:
    table = "input_files"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("input_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        check(table, "name", "name <> ''"),
        check(table, "size", "size > 0"),
        key_to(table, "input_id", "inputs"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{table}_code")),
        sa.UniqueConstraint("input_id", "sha256", name=op.f(f"uq_{table}_input_id_sha256")),
    )
    table = "input_version_files"
    op.create_table(
        table,
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        key_to(table, "version_id", "input_versions"),
        key_to(table, "file_id", "input_files"),
        sa.PrimaryKeyConstraint("version_id", "file_id", name=op.f(f"pk_{table}")),
    )


def make_marks() -> None:
    table = "input_marks"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        check(table, "theme", "theme <> ''"),
        check(table, "phrase", "phrase <> ''"),
        sa.ForeignKeyConstraint(
            ["version_id", "position"],
            ["input_parts.version_id", "input_parts.position"],
            name=op.f(f"fk_{table}_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{table}_code")),
    )
    op.create_index(op.f(f"ix_{table}_version_id"), table, ["version_id"])
    table = "input_mark_removals"
    op.create_table(
        table,
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        key_to(table, "mark_id", "input_marks"),
        sa.PrimaryKeyConstraint("mark_id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    """Nothing is left of calls for inputs; what the journal and notices told of them goes with them."""
    for table in LISTS:
        op.execute(sa.text(f"delete from {table} where kind in ({quoted(KINDS)})"))
    change_notices(
        lambda kinds: [kind for kind in kinds if kind not in KINDS],
        lambda kinds: [kind for kind in kinds if kind != DUE],
    )
    forget_in_journal()
    change_journal(without_input)
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about calls for inputs out of the journal; SQLite guards its copy anew afterwards."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if not is_sqlite():
        op.execute("alter table journal enable trigger journal_no_change")
