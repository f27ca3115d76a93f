"""Bodies with their members and chairs, their sittings, and journal lines that are about a sitting.

Sittings are read by those who belong to their body: the journal names the sitting, and has two further scopes.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "bodies",
    "body_terms",
    "sittings",
    "attendance",
    "sitting_agenda",
    "sitting_moves",
    "sitting_results",
    "sitting_stances",
)
IMMUTABLE = ("sitting_moves", "sitting_results", "sitting_stances")

CHECKS_BEFORE = {
    "ck_journal_scope": "scope in ('all', 'mission', 'party', 'amendment', 'people')",
    "ck_journal_names_communique": (
        "communique_id is not null or (round_id is null and paragraph_id is null and amendment_id is null)"
    ),
}
CHECKS_AFTER = {
    "ck_journal_scope": "scope in ('all', 'mission', 'party', 'amendment', 'sitting', 'record', 'people')",
    "ck_journal_scope_has_sitting": "scope not in ('sitting', 'record') or sitting_id is not null",
    "ck_journal_names_communique": (
        "communique_id is not null or (round_id is null and paragraph_id is null and amendment_id is null"
        " and sitting_id is null)"
    ),
}
KEY_TO_SITTING = "fk_journal_sitting_id"


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
    op.create_table(
        "bodies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("city", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("name_ar", sa.String(length=200), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(level = 'working-groups') = (name_ar <> '')", name=op.f("ck_bodies_named_in_arabic")
        ),
        sa.CheckConstraint(
            "(level = 'working-groups') = (name_en <> '')", name=op.f("ck_bodies_named_in_english")
        ),
        sa.CheckConstraint(
            "(level = 'working-groups') = (name_fr <> '')", name=op.f("ck_bodies_named_in_french")
        ),
        sa.CheckConstraint("city in ('new-york', 'washington')", name=op.f("ck_bodies_city")),
        sa.CheckConstraint(
            "level in ('expert', 'working-groups', 'troika', 'executive-committee', "
            "'ambassadorial', 'ministerial')",
            name=op.f("ck_bodies_level"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_bodies_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("code", name=op.f("uq_bodies_code")),
        sa.UniqueConstraint(
            "meeting_id", "city", "level", "name_en", name=op.f("uq_bodies_meeting_id_city_level_name_en")
        ),
        sa.UniqueConstraint("meeting_id", "id", name=op.f("uq_bodies_meeting_id_id")),
    )
    op.create_index("uq_communiques_meeting_id_id", "communiques", ["meeting_id", "id"], unique=True)
    op.create_table(
        "body_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role in ('member', 'chair')", name=op.f("ck_body_terms_role")),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_body_terms_term")),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_body_terms_body_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_body_terms_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_terms")),
        sa.UniqueConstraint(
            "body_id",
            "role",
            "party_id",
            "starts_on",
            name=op.f("uq_body_terms_body_id_role_party_id_starts_on"),
        ),
    )
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at is null) = (cancellation_reason = '')",
            name=op.f("ck_sittings_cancelled_has_reason"),
        ),
        sa.CheckConstraint(
            "cancelled_at is null or opened_at is null", name=op.f("ck_sittings_cancelled_was_not_opened")
        ),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_sittings_closed_after_opening")),
        sa.CheckConstraint(
            "closed_at is null or opened_at is not null", name=op.f("ck_sittings_closed_was_opened")
        ),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_sittings_ends_after_beginning")),
        sa.CheckConstraint("number > 0", name=op.f("ck_sittings_number")),
        sa.ForeignKeyConstraint(
            ["body_id", "meeting_id"], ["bodies.id", "bodies.meeting_id"], name=op.f("fk_sittings_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["communique_id", "meeting_id"],
            ["communiques.id", "communiques.meeting_id"],
            name=op.f("fk_sittings_communique_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_sittings_body_id_number")),
        sa.UniqueConstraint("code", name=op.f("uq_sittings_code")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_sittings_communique_id_id")),
    )
    op.create_index(
        "uq_sittings_one_open",
        "sittings",
        ["body_id"],
        unique=True,
        sqlite_where=sa.text("opened_at is not null and closed_at is null"),
        postgresql_where=sa.text("opened_at is not null and closed_at is null"),
    )
    op.create_table(
        "attendance",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("speakers", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_attendance_party_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_attendance_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "party_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "sitting_agenda",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_sitting_agenda_position")),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_sitting_agenda_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "communique_id"],
            ["sittings.id", "sittings.communique_id"],
            name=op.f("fk_sitting_agenda_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("sitting_id", "paragraph_id", name=op.f("pk_sitting_agenda")),
        sa.UniqueConstraint("sitting_id", "position", name=op.f("uq_sitting_agenda_sitting_id_position")),
    )
    op.create_table(
        "sitting_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name=op.f("fk_sitting_moves_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_moves")),
    )
    op.create_index(op.f("ix_sitting_moves_sitting_id"), "sitting_moves", ["sitting_id"], unique=False)
    op.create_table(
        "sitting_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("referred_to_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(result = 'referred') = (referred_to_id is not null)",
            name=op.f("ck_sitting_results_referred_has_body"),
        ),
        sa.CheckConstraint(
            "result in ('agreed', 'ad-referendum') or text = ''",
            name=op.f("ck_sitting_results_text_was_agreed"),
        ),
        sa.CheckConstraint(
            "result in ('agreed', 'ad-referendum', 'referred', 'not-agreed')",
            name=op.f("ck_sitting_results_result"),
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_sitting_results_sequence")),
        sa.ForeignKeyConstraint(
            ["referred_to_id"], ["bodies.id"], name=op.f("fk_sitting_results_referred_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "paragraph_id"],
            ["sitting_agenda.sitting_id", "sitting_agenda.paragraph_id"],
            name=op.f("fk_sitting_results_sitting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_results")),
        sa.UniqueConstraint("sitting_id", "sequence", name=op.f("uq_sitting_results_sitting_id_sequence")),
    )
    op.create_index(
        op.f("ix_sitting_results_paragraph_id"), "sitting_results", ["paragraph_id"], unique=False
    )
    op.create_table(
        "sitting_stances",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=64), nullable=False),
        sa.CheckConstraint("stance in ('oppose', 'reserve')", name=op.f("ck_sitting_stances_stance")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_sitting_stances_party_id")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["sitting_results.id"], name=op.f("fk_sitting_stances_result_id")
        ),
        sa.PrimaryKeyConstraint("result_id", "party_id", name=op.f("pk_sitting_stances")),
    )
    let_journal_name_sittings()
    for table in IMMUTABLE:
        guard(table)


def let_journal_name_sittings() -> None:
    with op.batch_alter_table("journal") as journal:
        journal.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        exchange(journal, CHECKS_BEFORE, CHECKS_AFTER)
        journal.create_foreign_key(
            op.f(KEY_TO_SITTING), "sittings", ["sitting_id", "communique_id"], ["id", "communique_id"]
        )
    guard_journal_again()


def exchange(journal: BatchOperations, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Give the journal the CHECKs *after* in the place of *before*."""
    for name in before:
        journal.drop_constraint(op.f(name), type_="check")
    for name, condition in after.items():
        journal.create_check_constraint(op.f(name), condition)


def guard_journal_again() -> None:
    """Guard the journal where SQLite has copied it into a new table, which has no triggers yet."""
    if is_sqlite():
        guard("journal")


def downgrade() -> None:
    forget_sittings()
    with op.batch_alter_table("journal") as journal:
        exchange(journal, CHECKS_AFTER, CHECKS_BEFORE)
        journal.drop_constraint(op.f(KEY_TO_SITTING), type_="foreignkey")
        journal.drop_column("sitting_id")
    guard_journal_again()
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_communiques_meeting_id_id", table_name="communiques")


def forget_sittings() -> None:
    """Take out of the journal what is about sittings: without them it has no meaning, and nobody to read it."""
    if is_sqlite():
        op.execute("drop trigger journal_no_delete")
        op.execute("delete from journal where sitting_id is not null")
        return
    op.execute("alter table journal disable trigger journal_no_change")
    op.execute("delete from journal where sitting_id is not null")
    op.execute("alter table journal enable trigger journal_no_change")
