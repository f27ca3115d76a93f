"""What an adoption stands on is never changed: who attended, sat and chaired, what sittings of the text recorded.

Revision ID: 0036
Revises: 0033
"""

from alembic import context, op

revision = "0036"
down_revision = "0033"
branch_labels = None
depends_on = None

OF_RESULT = (
    "exists (select 1 from adoptions a join sittings s on s.communique_id = a.communique_id"
    " join sitting_results r on r.sitting_id = s.id where r.id = {row}.result_id)"
)
OF_SITTING = (
    "exists (select 1 from adoptions a join sittings s on s.communique_id = a.communique_id"
    " where s.id = {row}.sitting_id)"
)
OVER = (
    "exists (select 1 from adoptions a join sittings s on s.communique_id = a.communique_id"
    " where s.id = {row}.sitting_id and (s.id = a.sitting_id or s.closed_at is not null))"
)
FROZEN = {
    "attendance": (OVER, ("insert", "update", "delete")),
    "sitting_moves": (OF_SITTING, ("insert",)),
    "sitting_stances": (OF_RESULT, ("insert",)),
}
"""By table: which rows are of an adopted text, and what is refused; rows of the last two are never changed anyway."""
OF_TEXT = "exists (select 1 from adoptions a where a.communique_id = {row}.communique_id)"
KEPT = (
    "id, meeting_id, communique_id, body_id, level, code, number, begins_at, ends_at, zone, day, place,"
    " convened_at, opened_at, from_before"
)
"""What is kept of a sitting on an adopted text; one that is not over is closed or cancelled still."""
ENDED = "({row}.closed_at is not null or {row}.cancelled_at is not null)"
ENDS = "closed_at, cancelled_at, cancellation_reason"
MESSAGE = "an adopted text is never changed: {table}"
FUNCTIONS = ("refuse_adopted_end", "refuse_adopted_term")

COVERS = "{row}.starts_on <= a.day and ({row}.ends_on is null or {row}.ends_on >= a.day) and s.body_id = {row}.body_id"
"""Whether a term covers the day on which its body adopted a text."""
DAYS = "exists (select 1 from adoptions a join sittings s on s.id = a.sitting_id where {where})"
TERMS = {
    "insert": DAYS.format(where=COVERS.format(row="new")),
    "delete": DAYS.format(where=COVERS.format(row="old")),
    "update": DAYS.format(
        where=f"({COVERS.format(row='old')}) <> ({COVERS.format(row='new')})"
        f" or ({COVERS.format(row='old')} and (new.party_id <> old.party_id or new.role <> old.role))"
    ),
}
"""When a change of a term changes who sat in a body, or chaired it, on the day on which it adopted a text."""


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    for table in FROZEN:
        freeze(table)
    freeze_sittings()
    freeze_terms()


def freeze(table: str) -> None:
    """Let the database refuse what would change rows of *table* that are of an adopted text."""
    condition, acts = FROZEN[table]
    if not is_sqlite():
        op.execute(
            f"create trigger {table}_adopted before {' or '.join(acts)} on {table}"
            f" for each row execute function refuse_adopted('{condition.format(row='($1)')}')"
        )
        return
    for act in acts:
        rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[act]
        on_sqlite(
            table, f"{table}_adopted_{act}", act, " or ".join(condition.format(row=row) for row in rows)
        )


def on_sqlite(table: str, name: str, act: str, when: str) -> None:
    op.execute(
        f"create trigger {name} before {act} on {table} when {when}"
        f" begin select raise(abort, '{MESSAGE.format(table=table)}'); end"
    )


def freeze_sittings() -> None:
    """Keep when, where and of which body a sitting on an adopted text was; once it is over, how it ended too."""
    over = f"{ENDED.format(row='old')} and {OF_TEXT.format(row='old')}"
    if is_sqlite():
        kept = OF_TEXT.format(row="old")
        on_sqlite("sittings", "sittings_kept_adopted_update", f"update of {KEPT}", kept)
        on_sqlite("sittings", "sittings_kept_adopted_end", f"update of {ENDS}", over)
        on_sqlite("sittings", "sittings_kept_adopted_delete", "delete", kept)
        return
    op.execute(
        f"create trigger sittings_kept_adopted before update of {KEPT} or delete on sittings"
        f" for each row execute function refuse_adopted('{OF_TEXT.format(row='($1)')}')"
    )
    make_function("refuse_adopted_end", f"refused := {over};")
    op.execute(
        f"create trigger sittings_ended_adopted before update of {ENDS} on sittings"
        " for each row execute function refuse_adopted_end()"
    )


def freeze_terms() -> None:
    """Keep who sat in a body and chaired it on the day on which it adopted a text."""
    if is_sqlite():
        for act, when in TERMS.items():
            on_sqlite("body_terms", f"body_terms_adopted_{act}", act, when)
        return
    cases = (f"if tg_op = '{act.upper()}' then refused := {when}; end if;" for act, when in TERMS.items())
    make_function("refuse_adopted_term", " ".join(cases))
    op.execute(
        "create trigger body_terms_adopted before insert or update or delete on body_terms"
        " for each row execute function refuse_adopted_term()"
    )


def make_function(name: str, judge: str) -> None:
    """Make the function of a trigger on PostgreSQL that raises where *judge* sets *refused*."""
    op.execute(f"""
create function {name}() returns trigger language plpgsql as $$
declare
    refused boolean := false;
begin
    {judge}
    if refused then
        raise exception 'an adopted text is never changed: %', tg_table_name;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end
$$
""")


def downgrade() -> None:
    """These rows can be changed again, whatever was adopted."""
    if is_sqlite():
        for table in (*FROZEN, "sittings_kept", "body_terms"):
            context.config.attributes["guards"].forget(table)
        return
    for table in (*FROZEN, "body_terms"):
        op.execute(f"drop trigger {table}_adopted on {table}")
    for name in ("kept", "ended"):
        op.execute(f"drop trigger sittings_{name}_adopted on sittings")
    for function in FUNCTIONS:
        op.execute(f"drop function {function}()")
