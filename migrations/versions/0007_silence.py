"""Silence procedures, agreements that name one, journal lines about one, and further kinds of notice.

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "silences",
    "silence_paragraphs",
    "silence_changes",
    "silence_breaks",
    "silence_readers",
    "silence_outcomes",
)
IMMUTABLE = ("silence_paragraphs", "silence_changes", "silence_breaks", "silence_outcomes")

SCOPES = "'all', 'mission', 'party', 'amendment', 'position', 'sitting', 'record', {}'people'"
NAMES = (
    "communique_id is not null or (round_id is null and paragraph_id is null and amendment_id is null"
    " and sitting_id is null{})"
)
JOURNAL_BEFORE = {
    "ck_journal_scope": f"scope in ({SCOPES.format('')})",
    "ck_journal_names_communique": NAMES.format(""),
}
JOURNAL_AFTER = {
    "ck_journal_scope": "scope in (" + SCOPES.format("'silence', ") + ")",
    "ck_journal_scope_has_silence": "scope <> 'silence' or silence_id is not null",
    "ck_journal_names_communique": NAMES.format(" and silence_id is null"),
}
DECISIONS_BEFORE = {"ck_decisions_level_has_sitting": "(level is null) = (sitting_id is null)"}
DECISIONS_AFTER = {
    "ck_decisions_level_was_reached": "(level is null) = (sitting_id is null and silence_id is null)",
    "ck_decisions_reached_once": "sitting_id is null or silence_id is null",
    "ck_decisions_silence_agrees": "silence_id is null or kind = 'agree'",
}
KINDS = "'proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation'"
MORE_KINDS = "'sitting', 'silence', 'silence-broken', 'silence-ending'"
NOTICES_BEFORE = {
    "ck_notices_kind": f"kind in ({KINDS})",
    "ck_notices_lead": "(kind = 'deadline') = (lead > 0)",
}
NOTICES_AFTER = {
    "ck_notices_kind": f"kind in ({KINDS}, {MORE_KINDS})",
    "ck_notices_lead": "(kind in ('deadline', 'silence-ending')) = (lead > 0)",
}
SETTINGS_BEFORE = {"ck_notice_settings_kind": f"kind in ({KINDS})"}
SETTINGS_AFTER = {"ck_notice_settings_kind": f"kind in ({KINDS}, {MORE_KINDS})"}


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


def guard_again(table: str) -> None:
    """Guard a table that SQLite has copied into a new one, which has no triggers yet."""
    if is_sqlite():
        guard(table)


def exchange(table: BatchOperations, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Give a table the CHECKs *after* in the place of *before*."""
    for name in before:
        table.drop_constraint(op.f(name), type_="check")
    for name, condition in after.items():
        table.create_check_constraint(op.f(name), condition)


def upgrade() -> None:
    make_silences()
    make_what_belongs_to_one()
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("silence_id", sa.Integer(), nullable=True))
        decisions.create_foreign_key(
            op.f("fk_decisions_silence_id"),
            "silences",
            ["silence_id", "communique_id", "level"],
            ["id", "communique_id", "level"],
        )
        decisions.create_unique_constraint(
            op.f("uq_decisions_silence_id_paragraph_id"), ["silence_id", "paragraph_id"]
        )
        exchange(decisions, DECISIONS_BEFORE, DECISIONS_AFTER)
    guard_again("decisions")
    with op.batch_alter_table("journal") as journal:
        journal.add_column(sa.Column("silence_id", sa.Integer(), nullable=True))
        exchange(journal, JOURNAL_BEFORE, JOURNAL_AFTER)
        journal.create_foreign_key(
            op.f("fk_journal_silence_id"),
            "silences",
            ["silence_id", "communique_id"],
            ["id", "communique_id"],
        )
    guard_again("journal")
    with op.batch_alter_table("notices") as notices:
        exchange(notices, NOTICES_BEFORE, NOTICES_AFTER)
    with op.batch_alter_table("notice_settings") as settings:
        exchange(settings, SETTINGS_BEFORE, SETTINGS_AFTER)
    for table in IMMUTABLE:
        guard(table)


def make_silences() -> None:
    op.create_table(
        "silences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("renews_id", sa.Integer(), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_silences_number")),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_silences_ends_after_beginning")),
        sa.CheckConstraint("concluded_at >= ends_at", name=op.f("ck_silences_concluded_after_end")),
        sa.CheckConstraint(
            "concluded_at is null or withdrawn_at is null", name=op.f("ck_silences_ended_once")
        ),
        sa.CheckConstraint(
            "concluded_at is null or suspended_at is null",
            name=op.f("ck_silences_suspended_is_not_concluded"),
        ),
        sa.CheckConstraint("renews_id <> id", name=op.f("ck_silences_renews_another")),
        sa.ForeignKeyConstraint(
            ["body_id", "meeting_id"], ["bodies.id", "bodies.meeting_id"], name=op.f("fk_silences_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["communique_id", "meeting_id"],
            ["communiques.id", "communiques.meeting_id"],
            name=op.f("fk_silences_communique_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_silences_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["renews_id", "communique_id"],
            ["silences.id", "silences.communique_id"],
            name=op.f("fk_silences_renews_id"),
        ),
        sa.ForeignKeyConstraint(
            ["level", "body_id"], ["bodies.level", "bodies.id"], name=op.f("fk_silences_level")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
        sa.UniqueConstraint("code", name=op.f("uq_silences_code")),
        sa.UniqueConstraint("communique_id", "number", name=op.f("uq_silences_communique_id_number")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_silences_communique_id_id")),
        sa.UniqueConstraint("id", "communique_id", "level", name=op.f("uq_silences_id_communique_id_level")),
    )


def make_what_belongs_to_one() -> None:
    op.create_table(
        "silence_paragraphs",
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_silence_paragraphs_position")),
        sa.ForeignKeyConstraint(
            ["silence_id", "communique_id"],
            ["silences.id", "silences.communique_id"],
            name=op.f("fk_silence_paragraphs_silence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_silence_paragraphs_paragraph_id"),
        ),
        sa.PrimaryKeyConstraint("silence_id", "paragraph_id", name=op.f("pk_silence_paragraphs")),
        sa.UniqueConstraint("silence_id", "position", name=op.f("uq_silence_paragraphs_silence_id_position")),
    )
    op.create_index(op.f("ix_silence_paragraphs_paragraph_id"), "silence_paragraphs", ["paragraph_id"])
    op.create_table(
        "silence_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('extended', 'suspended', 'resumed', 'withdrawn')", name=op.f("ck_silence_changes_kind")
        ),
        sa.CheckConstraint(
            "(kind in ('extended', 'resumed')) = (ends_at is not null)",
            name=op.f("ck_silence_changes_new_end"),
        ),
        sa.ForeignKeyConstraint(["silence_id"], ["silences.id"], name=op.f("fk_silence_changes_silence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_changes")),
    )
    op.create_index(op.f("ix_silence_changes_silence_id"), "silence_changes", ["silence_id"])
    op.create_table(
        "silence_breaks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["silence_id", "paragraph_id"],
            ["silence_paragraphs.silence_id", "silence_paragraphs.paragraph_id"],
            name=op.f("fk_silence_breaks_silence_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_silence_breaks_party_id")),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_silence_breaks_amendment_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_silence_breaks_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_breaks")),
        sa.UniqueConstraint(
            "silence_id",
            "paragraph_id",
            "party_id",
            name=op.f("uq_silence_breaks_silence_id_paragraph_id_party_id"),
        ),
    )
    op.create_table(
        "silence_readers",
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "told_at is not null or opened_at is not null", name=op.f("ck_silence_readers_told_or_opened")
        ),
        sa.ForeignKeyConstraint(["silence_id"], ["silences.id"], name=op.f("fk_silence_readers_silence_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_silence_readers_user_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_silence_readers_party_id")),
        sa.PrimaryKeyConstraint("silence_id", "user_id", name=op.f("pk_silence_readers")),
    )
    op.create_table(
        "silence_outcomes",
        sa.Column("silence_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "outcome in ('agreed', 'broken', 'left-open')", name=op.f("ck_silence_outcomes_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["silence_id", "paragraph_id"],
            ["silence_paragraphs.silence_id", "silence_paragraphs.paragraph_id"],
            name=op.f("fk_silence_outcomes_silence_id"),
        ),
        sa.PrimaryKeyConstraint("silence_id", "paragraph_id", name=op.f("pk_silence_outcomes")),
    )


def downgrade() -> None:
    """Agreements by silence stay what their level agreed on that day; of the procedures nothing is left."""
    forget(("journal", "decisions"))
    with op.batch_alter_table("notice_settings") as settings:
        exchange(settings, SETTINGS_AFTER, SETTINGS_BEFORE)
    with op.batch_alter_table("notices") as notices:
        exchange(notices, NOTICES_AFTER, NOTICES_BEFORE)
    with op.batch_alter_table("journal") as journal:
        exchange(journal, JOURNAL_AFTER, JOURNAL_BEFORE)
        journal.drop_constraint(op.f("fk_journal_silence_id"), type_="foreignkey")
        journal.drop_column("silence_id")
    guard_again("journal")
    with op.batch_alter_table("decisions") as decisions:
        exchange(decisions, DECISIONS_AFTER, DECISIONS_BEFORE)
        decisions.drop_constraint(op.f("uq_decisions_silence_id_paragraph_id"), type_="unique")
        decisions.drop_constraint(op.f("fk_decisions_silence_id"), type_="foreignkey")
        decisions.drop_column("silence_id")
    guard_again("decisions")
    for table in reversed(TABLES):
        op.drop_table(table)


def forget(tables: tuple[str, ...]) -> None:
    """Take out what is about silence procedures, and the notices of it."""
    kinds = f"kind in ({MORE_KINDS})"
    for table in tables:
        if is_sqlite():
            op.execute(f"drop trigger {table}_no_delete")
            op.execute(f"drop trigger {table}_no_update")
        else:
            op.execute(f"alter table {table} disable trigger {table}_no_change")
    op.execute(f"delete from notices where {kinds}")
    op.execute(f"delete from notice_settings where {kinds}")
    op.execute("delete from journal where silence_id is not null")
    give_agreements_a_sitting()
    if not is_sqlite():
        for table in tables:
            op.execute(f"alter table {table} enable trigger {table}_no_change")


SITTINGS_OF_AGREEMENTS = """
insert into sittings (
    meeting_id, communique_id, body_id, level, code, number, begins_at, ends_at, zone, day, place,
    convened_at, opened_at, closed_at, cancellation_reason, from_before
)
select s.meeting_id, s.communique_id, s.body_id, s.level, s.code,
    s.number + coalesce((select max(t.number) from sittings t where t.body_id = s.body_id), 0),
    s.begins_at, s.ends_at, s.zone, (select max(d.agreed_on) from decisions d where d.silence_id = s.id), '',
    s.begins_at, s.begins_at, s.concluded_at, '', {true}
from silences s where exists (select 1 from decisions d where d.silence_id = s.id)
"""
"""As what was agreed before there were sittings: closed, with a day, and without anything that is told of it."""


def give_agreements_a_sitting() -> None:
    """Let what was agreed by silence name a sitting of its body on the day on which the silence ended."""
    op.execute(SITTINGS_OF_AGREEMENTS.format(true="1" if is_sqlite() else "true"))
    of_silence = (
        "select t.id from sittings t join silences s on s.code = t.code where s.id = decisions.silence_id"
    )
    op.execute(
        f"update decisions set sitting_id = ({of_silence}), silence_id = null where silence_id is not null"
    )
