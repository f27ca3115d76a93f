"""Meetings that are deleted by two persons, and guards that let the papers of such a meeting go and nothing else.

Revision ID: 0048
Revises: 0047
"""

import re

import sqlalchemy as sa
from alembic import context, op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

ASKED = (
    "id",
    "meeting_id",
    "archiving",
    "asked_by_id",
    "asked_at",
    "reason",
    "ends_at",
    "sha256",
    "size",
)
"""What is never changed of a request; the rest is written once."""
PASSES = (
    "communiques",
    "drafts",
    "imports",
    "circulations",
    "lines",
    "paragraphs",
    "descents",
    "wordings",
    "annotations",
    "agenda_items",
    "document_settings",
    "document_titles",
    "copies",
    "draft_openings",
    "rounds",
    "amendments",
    "cosponsors",
    "revisions",
    "revision_parts",
    "decisions",
    "dispositions",
    "confirmations",
    "verdicts",
    "answers",
    "positions",
    "bracket_acts",
    "overridden_holders",
    "reservations",
    "reservation_acts",
    "discussions",
    "discussion_readers",
    "discussion_acts",
    "small_groups",
    "small_group_acts",
    "compromise_texts",
    "compromise_proposals",
    "compromise_positions",
    "compromise_puts",
    "compromise_decisions",
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
    "sittings",
    "sitting_agenda",
    "sitting_moves",
    "sitting_results",
    "sitting_stances",
    "attendance",
    "silences",
    "silence_paragraphs",
    "silence_changes",
    "silence_breaks",
    "breaks_taken_back",
    "silence_outcomes",
    "adoption_matters",
    "source_pins",
    "paragraph_tags",
    "follow_up_proposals",
    "speaker_moves",
    "journal",
    "journal_links",
)
"""The tables whose guards let go what belongs to the meeting that is deleted in this transaction."""

LETS_GO = "exists (select 1 from running_deletions d join communiques c on c.meeting_id = d.meeting_id where c.id = {})"
RUNS = "exists (select 1 from running_deletions)"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    make_deletions()
    make_running()
    guard()
    if is_sqlite():
        rewrite(let_go)
    else:
        let_go_on_postgresql()


def make_deletions() -> None:
    table = "meeting_deletions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("archiving", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('deleted', 'taken back', 'lapsed')", name=op.f(f"ck_{table}_outcome")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f(f"ck_{table}_sha256")),
        sa.CheckConstraint("size > 0", name=op.f(f"ck_{table}_size")),
        sa.CheckConstraint("ends_at > asked_at", name=op.f(f"ck_{table}_ends_after_request")),
        sa.CheckConstraint(
            "(taken_at is null) = (taken_by_id is null)", name=op.f(f"ck_{table}_taken_by_somebody")
        ),
        sa.CheckConstraint(
            "(outcome is null) = (settled_at is null)", name=op.f(f"ck_{table}_outcome_has_moment")
        ),
        sa.CheckConstraint(
            "outcome is null or outcome <> 'deleted'"
            " or (settled_by_id is not null and settled_by_id <> asked_by_id and taken_at is not null)",
            name=op.f(f"ck_{table}_deleted_by_two"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "archiving"],
            ["archivings.meeting_id", "archivings.number"],
            name=op.f(f"fk_{table}_meeting_id"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f(f"fk_{table}_asked_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["users.id"], name=op.f(f"fk_{table}_taken_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name=op.f(f"fk_{table}_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    waits = sa.text("outcome is null")
    op.create_index(
        f"uq_{table}_one_waits",
        table,
        ["meeting_id"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_table(
        "deletion_packages",
        sa.Column("deletion_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deletion_id"], ["meeting_deletions.id"], name=op.f("fk_deletion_packages_deletion_id")
        ),
        sa.PrimaryKeyConstraint("deletion_id", name=op.f("pk_deletion_packages")),
    )


def make_running() -> None:
    """Make the table of the deletion that runs; the key that is looked up at the end leads nowhere, so no row stays."""
    table = "running_deletions"
    op.create_table(
        table,
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ended_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("meeting_id > 0", name=op.f(f"ck_{table}_meeting")),
        sa.CheckConstraint("ended_id = 0", name=op.f(f"ck_{table}_never_ended")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f(f"fk_{table}_meeting_id")),
        sa.ForeignKeyConstraint(
            ["ended_id"],
            [f"{table}.meeting_id"],
            name=op.f(f"fk_{table}_ended_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f(f"pk_{table}")),
    )


CONFIRMED = (
    "exists (select 1 from meeting_deletions x join meetings m on m.id = x.meeting_id"
    " where x.meeting_id = new.meeting_id and x.outcome = 'deleted' and m.removed_at is null"
    " and x.archiving = (select max(a.number) from archivings a where a.meeting_id = m.id)"
    " and exists (select 1 from archivings a"
    " where a.meeting_id = m.id and a.number = x.archiving and a.act = 'archive'))"
)


def guard() -> None:
    """Let a deletion run only where two persons asked for it, and what was asked never change."""
    if is_sqlite():
        refuse = "begin select raise(abort, 'rows of {} are never changed'); end"
        for name, when in (
            (f"update of {', '.join(ASKED)}", "1"),
            ("update", "old.outcome is not null"),
            ("delete", "1"),
        ):
            kind = "once" if "outcome" in when else name.split()[0]
            op.execute(
                f"create trigger meeting_deletions_no_{kind} before {name} on meeting_deletions when {when} "
                + refuse.format("meeting_deletions")
            )
        op.execute(
            f"create trigger running_deletions_confirmed before insert on running_deletions when not {CONFIRMED}"
            " begin select raise(abort, 'nobody confirmed the deletion of this meeting'); end"
        )
        return
    op.execute(
        f"create trigger meeting_deletions_no_change before delete or update of {', '.join(ASKED)}"
        " on meeting_deletions for each row execute function refuse_change()"
    )
    op.execute(
        "create trigger meeting_deletions_once before update on meeting_deletions"
        " for each row when (old.outcome is not null) execute function refuse_change()"
    )
    op.execute(
        "create trigger meeting_deletions_no_truncate before truncate on meeting_deletions"
        " for each statement execute function refuse_change()"
    )
    op.execute(f"""
create function require_confirmed() returns trigger language plpgsql as $$
begin
    if not {CONFIRMED} then
        raise exception 'nobody confirmed the deletion of this meeting';
    end if;
    return new;
end
$$
""")
    op.execute(
        "create trigger running_deletions_confirmed before insert on running_deletions"
        " for each row execute function require_confirmed()"
    )


# Guards on SQLite: each says for itself when it lets a row go -----------------------------------------

GUARD = re.compile(
    r"(?P<head>create trigger \w+ before (?:delete|update(?: of [\w, ]+)?) on (?P<table>\w+)(?: for each row)?)"
    r"(?: when (?P<when>.*?))? (?P<body>begin select raise.*)",
    re.IGNORECASE | re.DOTALL,
)


def rewrite(how: object) -> None:
    """Make the guards of changes and deletions anew, those too that wait until all migrations have run."""
    connection = op.get_bind()
    lifted = context.config.attributes["guards"].lifted
    for name, sql in list(lifted.items()):
        if (changed := how(sql, connection)) is not None:  # type: ignore[operator]
            lifted[name] = changed
    rows = connection.execute(sa.text("select name, sql from sqlite_master where type = 'trigger'")).all()
    for name, sql in rows:
        if (changed := how(sql, connection)) is not None:  # type: ignore[operator]
            connection.exec_driver_sql(f"drop trigger {name}")
            connection.exec_driver_sql(changed)


def let_go(sql: str, connection: sa.Connection) -> str | None:
    """Return a guard that lets go what the running deletion deletes; None for one that stays as it is."""
    found = GUARD.fullmatch(sql.strip())
    if found is None or found["table"] not in PASSES:
        return None
    passes = passing(found["table"], connection)
    when = f"({found['when']}) and not {passes}" if found["when"] else f"not {passes}"
    return f"{found['head']} when {when} {found['body']}"


def passing(table: str, connection: sa.Connection) -> str:
    if table == "communiques":
        return LETS_GO.format("old.id")
    names = {row[1] for row in connection.exec_driver_sql(f"pragma table_info({table})")}
    return LETS_GO.format("old.communique_id") if "communique_id" in names else RUNS


def hold_again(sql: str, connection: sa.Connection) -> str | None:
    """Return a guard as it was before; None for one that never let anything go."""
    found = GUARD.fullmatch(sql.strip())
    if found is None or found["table"] not in PASSES or not found["when"]:
        return None
    ending = f"not {passing(found['table'], connection)}"
    if found["when"] == ending:
        return f"{found['head']} {found['body']}"
    if not found["when"].endswith(f" and {ending}"):
        return None
    own = found["when"].removesuffix(f" and {ending}").removeprefix("(").removesuffix(")")
    return f"{found['head']} when {own} {found['body']}"


# Guards on PostgreSQL: their functions ask one that says whether a row is let go ----------------------

ASK = """
create function lets_go(named text, was jsonb) returns boolean language plpgsql as $$
begin
    if not {runs} or not named = any (array[{tables}]) then
        return false;
    end if;
    if named = 'communiques' then
        return {its_text};
    end if;
    return not was ? 'communique_id' or {its_row};
end
$$
"""
PASS = """
    if tg_level = 'ROW' and tg_op <> 'INSERT' then
        if {runs} and lets_go(tg_table_name::text, to_jsonb(old)) then
            if tg_op = 'DELETE' then
                return old;
            end if;
            return new;
        end if;
    end if;
"""
FUNCTIONS = ("refuse_change", "refuse_adopted", "refuse_adopted_end")


def let_go_on_postgresql() -> None:
    op.execute(
        ASK.format(
            runs=RUNS,
            tables=", ".join(f"'{table}'" for table in PASSES),
            its_text=LETS_GO.format("(was ->> 'id')::integer"),
            its_row=LETS_GO.format("(was ->> 'communique_id')::integer"),
        )
    )
    for name in FUNCTIONS:
        body = body_of(name)
        before, begin, after = body.partition("begin\n")
        remake(name, before + begin + PASS.format(runs=RUNS).lstrip("\n") + after)


def hold_again_on_postgresql() -> None:
    for name in FUNCTIONS:
        remake(name, body_of(name).replace(PASS.format(runs=RUNS).lstrip("\n"), ""))
    op.execute("drop function lets_go(text, jsonb)")


def body_of(name: str) -> str:
    body = op.get_bind().scalar(
        sa.text(
            "select prosrc from pg_proc where proname = :name"
            " and pronamespace = (select oid from pg_namespace where nspname = current_schema())"
        ),
        {"name": name},
    )
    return str(body)


def remake(name: str, body: str) -> None:
    op.execute(
        sa.text(
            f"create or replace function {name}() returns trigger language plpgsql as $body${body}$body$".replace(
                ":", r"\:"
            )
        )
    )


def downgrade() -> None:
    """What was deleted stays deleted; who asked for it is forgotten, and no guard lets anything go any more."""
    if is_sqlite():
        rewrite(hold_again)
    else:
        hold_again_on_postgresql()
    op.drop_table("running_deletions")
    op.drop_table("deletion_packages")
    op.drop_table("meeting_deletions")
    if not is_sqlite():
        op.execute("drop function require_confirmed()")
