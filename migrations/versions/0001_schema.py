"""The schema: all records of the negotiation, and the triggers that keep the immutable ones as they are.

As the records were when the first installation could hold data: what came later is in the migrations that follow.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "attempts",
    "meetings",
    "parties",
    "users",
    "appointments",
    "communiques",
    "invitations",
    "sign_ins",
    "agenda_items",
    "batches",
    "document_settings",
    "document_titles",
    "drafts",
    "paragraphs",
    "batch_files",
    "circulations",
    "descents",
    "imports",
    "rounds",
    "amendments",
    "decisions",
    "wordings",
    "cosponsors",
    "journal",
    "lines",
    "positions",
    "revisions",
    "dispositions",
    "revision_parts",
    "verdicts",
    "answers",
)

IMMUTABLE = (
    "wordings",
    "descents",
    "imports",
    "drafts",
    "circulations",
    "lines",
    "revisions",
    "revision_parts",
    "decisions",
    "dispositions",
    "verdicts",
    "answers",
    "journal",
)

REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed', tg_table_name;
end
$$
"""


FROZEN = {"drafts": "id, communique_id, sequence, symbol, status, digest, made_at, corrects_id"}
"""The columns that are never changed where others are written later: a draft is withdrawn, once."""


def guard(table: str) -> None:
    """Let the database itself refuse to change or remove a row of *table*."""
    update = f"update of {FROZEN[table]}" if table in FROZEN else "update"
    if op.get_bind().dialect.name == "sqlite":
        for name, act in (("update", update), ("delete", "delete")):
            op.execute(
                f"create trigger {table}_no_{name} before {act} on {table}"
                f" begin select raise(abort, 'rows of {table} are never changed'); end"
            )
        return
    op.execute(
        f"create trigger {table}_no_change before {update} or delete on {table}"
        " for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table}"
        " for each statement execute function refuse_change()"
    )


def guard_withdrawals() -> None:
    """Let the database itself refuse to change the withdrawal of a draft, or to take it back."""
    refuse = (
        "begin select raise(abort, 'rows of drafts are never changed'); end"
        if op.get_bind().dialect.name == "sqlite"
        else "execute function refuse_change()"
    )
    op.execute(
        "create trigger drafts_withdrawn_once before update on drafts"
        f" for each row when (old.withdrawn_at is not null) {refuse}"
    )


def upgrade() -> None:
    # Tables
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_ends_at"), "attempts", ["ends_at"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.CheckConstraint("year between 1 and 9999", name=op.f("ck_meetings_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("iso2", sa.String(length=2), nullable=True),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("name_ar", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(kind = 'state') = (iso2 is not null)", name=op.f("ck_parties_state_has_iso2")),
        sa.CheckConstraint("kind in ('state', 'group', 'mission')", name=op.f("ck_parties_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("code", name=op.f("uq_parties_code")),
        sa.UniqueConstraint("iso2", name=op.f("uq_parties_iso2")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_users_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(role in ('head', 'alternate', 'drafter', 'mission-drafter')) = (party_id is not null)",
            name=op.f("ck_appointments_role_has_party"),
        ),
        sa.CheckConstraint(
            "role in ('mission-drafter', 'administrator', 'chair', 'head', 'alternate', "
            "'drafter', 'observer')",
            name=op.f("ck_appointments_role"),
        ),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_appointments_term")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_appointments_meeting_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_appointments_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_appointments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_meeting_id"), "appointments", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_appointments_party_id"), "appointments", ["party_id"], unique=False)
    op.create_index(op.f("ix_appointments_user_id"), "appointments", ["user_id"], unique=False)
    op.create_table(
        "communiques",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("symbol_root", sa.String(length=64), nullable=False),
        sa.Column("numbering", sa.String(length=64), nullable=False),
        sa.Column("number_style", sa.String(length=8), nullable=False),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_communiques_language")),
        sa.CheckConstraint("numbering in ('made-good', 'frozen')", name=op.f("ck_communiques_numbering")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_communiques_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communiques")),
        sa.UniqueConstraint("code", name=op.f("uq_communiques_code")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role is not null and role in ('head', 'alternate', 'drafter', 'mission-drafter')) = "
            "(party_id is not null)",
            name=op.f("ck_invitations_role_has_party"),
        ),
        sa.CheckConstraint(
            "role in ('mission-drafter', 'administrator', 'chair', 'head', 'alternate', "
            "'drafter', 'observer')",
            name=op.f("ck_invitations_role"),
        ),
        sa.CheckConstraint(
            "(role is null) = (user_id is not null)", name=op.f("ck_invitations_office_or_password")
        ),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_invitations_expires_after_made")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_invitations_meeting_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_invitations_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_invitations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_email"), "invitations", ["email"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_user_id"), "sign_ins", ["user_id"], unique=False)
    op.create_table(
        "agenda_items",
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.CheckConstraint("number between 1 and 999", name=op.f("ck_agenda_items_number")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_agenda_items_communique_id")
        ),
        sa.PrimaryKeyConstraint("communique_id", "number", "part", name=op.f("pk_agenda_items")),
    )
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > made_at", name=op.f("ck_batches_ends_after_made")),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_batches_communique_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("code", name=op.f("uq_batches_code")),
    )
    op.create_index(op.f("ix_batches_communique_id"), "batches", ["communique_id"], unique=False)
    op.create_index(op.f("ix_batches_ends_at"), "batches", ["ends_at"], unique=False)
    op.create_table(
        "document_settings",
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("distribution", sa.String(length=64), nullable=False),
        sa.Column("italics", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "distribution in ('', 'general', 'limited', 'restricted')",
            name=op.f("ck_document_settings_distribution"),
        ),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_document_settings_communique_id")
        ),
        sa.PrimaryKeyConstraint("communique_id", name=op.f("pk_document_settings")),
    )
    op.create_table(
        "document_titles",
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_document_titles_language")),
        sa.CheckConstraint("title <> '' or place <> ''", name=op.f("ck_document_titles_says_something")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_document_titles_communique_id")
        ),
        sa.PrimaryKeyConstraint("communique_id", "language", name=op.f("pk_document_titles")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status in ('zero-draft', 'non-paper', 'chairs-text', 'compilation', 'revised-draft', "
            "'ad-referendum', 'final')",
            name=op.f("ck_drafts_status"),
        ),
        sa.CheckConstraint(
            "withdrawn_at is not null or (withdrawn_by_id is null and withdrawal_reason = '')",
            name=op.f("ck_drafts_withdrawal_has_moment"),
        ),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_drafts_corrects_another")),
        sa.CheckConstraint(
            "corrects_id is null or sequence = 0", name=op.f("ck_drafts_corrected_is_imported")
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_drafts_sequence")),
        sa.CheckConstraint(
            "withdrawn_at is null or sequence = 0", name=op.f("ck_drafts_withdrawn_is_imported")
        ),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_drafts_communique_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["drafts.id"], name=op.f("fk_drafts_corrects_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["users.id"], name=op.f("fk_drafts_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_drafts_communique_id_id")),
        sa.UniqueConstraint("communique_id", "sequence", name=op.f("uq_drafts_communique_id_sequence")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_drafts_corrects_id")),
    )
    op.create_index(
        "uq_drafts_symbol",
        "drafts",
        ["symbol"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_table(
        "paragraphs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("agreed_level", sa.String(length=64), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'agreed') = (agreed_level is not null)", name=op.f("ck_paragraphs_agreed_has_level")
        ),
        sa.CheckConstraint(
            "agreed_level in ('expert', 'working-groups', 'troika', 'executive-committee', "
            "'ambassadorial', 'ministerial')",
            name=op.f("ck_paragraphs_agreed_level"),
        ),
        sa.CheckConstraint(
            "conflicts = 0 or state in ('conflict', 'agreed')",
            name=op.f("ck_paragraphs_conflicts_have_state"),
        ),
        sa.CheckConstraint(
            "state <> 'conflict' or conflicts > 0", name=op.f("ck_paragraphs_conflict_has_conflicts")
        ),
        sa.CheckConstraint(
            "state in ('untouched', 'open', 'conflict', 'brackets', 'deferred', 'agreed')",
            name=op.f("ck_paragraphs_state"),
        ),
        sa.CheckConstraint(
            "(agreed_level is null) = (agreed_on is null)", name=op.f("ck_paragraphs_agreed_has_day")
        ),
        sa.CheckConstraint(
            "counter >= 0 and pending >= 0 and conflicts >= 0", name=op.f("ck_paragraphs_counts")
        ),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_paragraphs_communique_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraphs")),
        sa.UniqueConstraint("code", name=op.f("uq_paragraphs_code")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_paragraphs_communique_id_id")),
    )
    op.create_table(
        "batch_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("named_by", sa.String(length=64), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("refusal", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("tally", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("found", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "(named_by = '') = (party_id is null)", name=op.f("ck_batch_files_named_by_somebody")
        ),
        sa.CheckConstraint(
            "(stage = 'read') = (found is not null)", name=op.f("ck_batch_files_read_has_found")
        ),
        sa.CheckConstraint(
            "(stage = 'refused') = (refusal is not null)", name=op.f("ck_batch_files_refused_has_refusal")
        ),
        sa.CheckConstraint(
            "(stage in ('waiting', 'reading')) = (data is not null)",
            name=op.f("ck_batch_files_waiting_has_data"),
        ),
        sa.CheckConstraint(
            "named_by in ('', 'name', 'hands', 'person')", name=op.f("ck_batch_files_named_by")
        ),
        sa.CheckConstraint(
            "stage <> 'entered' or party_id is not null", name=op.f("ck_batch_files_entered_has_party")
        ),
        sa.CheckConstraint(
            "stage in ('waiting', 'reading', 'read', 'refused', 'entered')", name=op.f("ck_batch_files_stage")
        ),
        sa.CheckConstraint(
            "(tally is null) = (draft_id is null)", name=op.f("ck_batch_files_tally_has_draft")
        ),
        sa.CheckConstraint("chosen >= 0", name=op.f("ck_batch_files_chosen")),
        sa.CheckConstraint("number > 0", name=op.f("ck_batch_files_number")),
        sa.CheckConstraint("typed is null or found is not null", name=op.f("ck_batch_files_typed_on_found")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_files_batch_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_batch_files_draft_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_batch_files_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_files")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_batch_files_batch_id_number")),
    )
    op.create_index(op.f("ix_batch_files_sha256"), "batch_files", ["sha256"], unique=False)
    op.create_table(
        "circulations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("attributed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_circulations_by_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_circulations_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulations")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_circulations_draft_id")),
    )
    op.create_table(
        "descents",
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("ancestor_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("paragraph_id <> ancestor_id", name=op.f("ck_descents_from_another")),
        sa.ForeignKeyConstraint(["ancestor_id"], ["paragraphs.id"], name=op.f("fk_descents_ancestor_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_descents_paragraph_id")),
        sa.PrimaryKeyConstraint("paragraph_id", "ancestor_id", name=op.f("pk_descents")),
    )
    op.create_index(op.f("ix_descents_ancestor_id"), "descents", ["ancestor_id"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_imports_draft_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("communique_id", "sha256", name=op.f("uq_imports_communique_id_sha256")),
    )
    op.create_index(op.f("ix_imports_sha256"), "imports", ["sha256"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("admissibility", sa.String(length=64), nullable=False),
        sa.Column("visibility", sa.String(length=64), nullable=False),
        sa.Column("chair_reads", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_draft_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "admissibility in ('open', 'no-new-issues', 'brackets-only', 'editorial')",
            name=op.f("ck_rounds_admissibility"),
        ),
        sa.CheckConstraint("visibility in ('mission', 'deadline', 'all')", name=op.f("ck_rounds_visibility")),
        sa.CheckConstraint(
            "(closed_at is null) = (next_draft_id is null)", name=op.f("ck_rounds_closed_has_next_draft")
        ),
        sa.CheckConstraint("deadline > opens_at", name=op.f("ck_rounds_deadline_after_opening")),
        sa.CheckConstraint("next_draft_id <> draft_id", name=op.f("ck_rounds_next_draft_is_another")),
        sa.CheckConstraint("number > 0", name=op.f("ck_rounds_number")),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_rounds_communique_id")),
        sa.ForeignKeyConstraint(
            ["draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_rounds_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["next_draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_rounds_next_draft_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_rounds_communique_id_id")),
        sa.UniqueConstraint("communique_id", "number", name=op.f("uq_rounds_communique_id_number")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_rounds_draft_id")),
        sa.UniqueConstraint("next_draft_id", name=op.f("uq_rounds_next_draft_id")),
    )
    op.create_index(
        "uq_rounds_one_not_closed",
        "rounds",
        ["communique_id"],
        unique=True,
        sqlite_where=sa.text("closed_at is null"),
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("from_floor", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "amends_id is null or kind in ('replace', 'consequential')",
            name=op.f("ck_amendments_amends_by_words"),
        ),
        sa.CheckConstraint(
            "kind <> 'consequential' or amends_id is not null",
            name=op.f("ck_amendments_consequential_amends"),
        ),
        sa.CheckConstraint(
            "kind in ('replace', 'insert', 'delete', 'move', 'split', 'join', 'keep', 'consequential')",
            name=op.f("ck_amendments_kind"),
        ),
        sa.CheckConstraint(
            "stage <> 'submitted' or number is not null", name=op.f("ck_amendments_submitted_has_number")
        ),
        sa.CheckConstraint(
            "stage in ('draft', 'review', 'submitted', 'withdrawn')", name=op.f("ck_amendments_stage")
        ),
        sa.CheckConstraint(
            "stage not in ('draft', 'review') or number is null",
            name=op.f("ck_amendments_prepared_has_no_number"),
        ),
        sa.CheckConstraint(
            "(number is null) = (submitted_at is null)", name=op.f("ck_amendments_number_has_moment")
        ),
        sa.CheckConstraint("amends_id <> id", name=op.f("ck_amendments_amends_another")),
        sa.CheckConstraint("number > 0", name=op.f("ck_amendments_number")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_amendments_revision")),
        sa.ForeignKeyConstraint(
            ["amends_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_amendments_amends_id"),
        ),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_amendments_communique_id")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_amendments_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_amendments_round_id"),
        ),
        sa.ForeignKeyConstraint(["sponsor_id"], ["parties.id"], name=op.f("fk_amendments_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("code", name=op.f("uq_amendments_code")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_amendments_communique_id_id")),
        sa.UniqueConstraint(
            "communique_id",
            "sponsor_id",
            "number",
            name=op.f("uq_amendments_communique_id_sponsor_id_number"),
        ),
    )
    op.create_index(op.f("ix_amendments_amends_id"), "amendments", ["amends_id"], unique=False)
    op.create_index(op.f("ix_amendments_paragraph_id"), "amendments", ["paragraph_id"], unique=False)
    op.create_index(op.f("ix_amendments_round_id"), "amendments", ["round_id"], unique=False)
    op.create_index(op.f("ix_amendments_sponsor_id"), "amendments", ["sponsor_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voids_id", sa.Integer(), nullable=True),
        sa.Column("together", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'void') = (voids_id is not null)", name=op.f("ck_decisions_voiding_names_decision")
        ),
        sa.CheckConstraint(
            "kind <> 'agree' or level is not null", name=op.f("ck_decisions_agreement_has_level")
        ),
        sa.CheckConstraint(
            "kind <> 'reject' or reason <> ''", name=op.f("ck_decisions_rejection_has_reason")
        ),
        sa.CheckConstraint("kind <> 'void' or level is null", name=op.f("ck_decisions_voiding_has_no_level")),
        sa.CheckConstraint("kind <> 'void' or reason <> ''", name=op.f("ck_decisions_voiding_has_reason")),
        sa.CheckConstraint(
            "kind in ('accept', 'part', 'compromise', 'reject', 'brackets', 'defer', 'agree', 'void')",
            name=op.f("ck_decisions_kind"),
        ),
        sa.CheckConstraint(
            "level in ('expert', 'working-groups', 'troika', 'executive-committee', "
            "'ambassadorial', 'ministerial')",
            name=op.f("ck_decisions_level"),
        ),
        sa.CheckConstraint(
            "together is null or kind in ('agree', 'void')", name=op.f("ck_decisions_together_agrees")
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_decisions_sequence")),
        sa.CheckConstraint("together <= sequence", name=op.f("ck_decisions_together_with_earlier")),
        sa.CheckConstraint("voids_id <> id", name=op.f("ck_decisions_voids_another")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_decisions_by_id")),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_decisions_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_decisions_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["together", "round_id"],
            ["decisions.sequence", "decisions.round_id"],
            name=op.f("fk_decisions_together"),
        ),
        sa.ForeignKeyConstraint(
            ["voids_id", "round_id", "paragraph_id"],
            ["decisions.id", "decisions.round_id", "decisions.paragraph_id"],
            name=op.f("fk_decisions_voids_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint(
            "paragraph_id", "round_id", "id", name=op.f("uq_decisions_paragraph_id_round_id_id")
        ),
        sa.UniqueConstraint("round_id", "sequence", name=op.f("uq_decisions_round_id_sequence")),
        sa.UniqueConstraint("voids_id", name=op.f("uq_decisions_voids_id")),
    )
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("numbered", sa.Boolean(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("translation_of_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('heading', 'paragraph', 'sub-paragraph')", name=op.f("ck_wordings_kind")
        ),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_wordings_language")),
        sa.CheckConstraint("depth between 0 and 2", name=op.f("ck_wordings_depth")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_wordings_sequence")),
        sa.CheckConstraint("translation_of_id <> id", name=op.f("ck_wordings_translates_another")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_wordings_paragraph_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_wordings_round_id")),
        sa.ForeignKeyConstraint(
            ["translation_of_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_wordings_translation_of_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("paragraph_id", "id", name=op.f("uq_wordings_paragraph_id_id")),
        sa.UniqueConstraint(
            "paragraph_id", "language", "sequence", name=op.f("uq_wordings_paragraph_id_language_sequence")
        ),
    )
    op.create_index(op.f("ix_wordings_translation_of_id"), "wordings", ["translation_of_id"], unique=False)
    op.create_table(
        "cosponsors",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_cosponsors_amendment_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_cosponsors_party_id")),
        sa.PrimaryKeyConstraint("amendment_id", "party_id", name=op.f("pk_cosponsors")),
    )
    op.create_index(op.f("ix_cosponsors_party_id"), "cosponsors", ["party_id"], unique=False)
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("communique_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "scope <> 'amendment' or amendment_id is not null", name=op.f("ck_journal_scope_has_amendment")
        ),
        sa.CheckConstraint(
            "scope <> 'party' or party_id is not null", name=op.f("ck_journal_scope_has_party")
        ),
        sa.CheckConstraint(
            "scope in ('all', 'mission', 'party', 'amendment', 'people')", name=op.f("ck_journal_scope")
        ),
        sa.CheckConstraint(
            "communique_id is not null or (round_id is null and paragraph_id is null and "
            "amendment_id is null)",
            name=op.f("ck_journal_names_communique"),
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_journal_amendment_id"),
        ),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_journal_communique_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_journal_meeting_id")),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_journal_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_journal_party_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_journal_round_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_journal_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_amendment_id"), "journal", ["amendment_id"], unique=False)
    op.create_index("ix_journal_communique_id_id", "journal", ["communique_id", "id"], unique=False)
    op.create_index(op.f("ix_journal_paragraph_id"), "journal", ["paragraph_id"], unique=False)
    op.create_table(
        "lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("indent", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_lines_position")),
        sa.ForeignKeyConstraint(
            ["draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_lines_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_lines_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_lines_wording_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lines")),
        sa.UniqueConstraint("draft_id", "paragraph_id", name=op.f("uq_lines_draft_id_paragraph_id")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_lines_draft_id_position")),
    )
    op.create_index(op.f("ix_lines_paragraph_id"), "lines", ["paragraph_id"], unique=False)
    op.create_index(op.f("ix_lines_wording_id"), "lines", ["wording_id"], unique=False)
    op.create_table(
        "positions",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stance in ('support', 'live-with', 'oppose', 'reserve', 'awaiting')",
            name=op.f("ck_positions_stance"),
        ),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_positions_amendment_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_positions_party_id")),
        sa.PrimaryKeyConstraint("amendment_id", "party_id", name=op.f("pk_positions")),
    )
    op.create_index(op.f("ix_positions_party_id"), "positions", ["party_id"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("amends_revision_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("numbered", sa.Boolean(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('heading', 'paragraph', 'sub-paragraph')", name=op.f("ck_revisions_kind")
        ),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_revisions_language")),
        sa.CheckConstraint(
            "made in ('sponsor', 'floor', 'rest', 'carried', 'contested')", name=op.f("ck_revisions_made")
        ),
        sa.CheckConstraint("depth between 0 and 2", name=op.f("ck_revisions_depth")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_revisions_sequence")),
        sa.ForeignKeyConstraint(
            ["after_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_revisions_after_id"),
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_revisions_amendment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["amends_revision_id"], ["revisions.id"], name=op.f("fk_revisions_amends_revision_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_revisions_author_id")),
        sa.ForeignKeyConstraint(
            ["base_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_revisions_base_id"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_revisions_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_revisions_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_revisions_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("amendment_id", "sequence", name=op.f("uq_revisions_amendment_id_sequence")),
    )
    op.create_index(
        "ix_revisions_after_id",
        "revisions",
        ["after_id"],
        unique=False,
        sqlite_where=sa.text("after_id is not null"),
        postgresql_where=sa.text("after_id is not null"),
    )
    op.create_index(
        "ix_revisions_other_id",
        "revisions",
        ["other_id"],
        unique=False,
        sqlite_where=sa.text("other_id is not null"),
        postgresql_where=sa.text("other_id is not null"),
    )
    op.create_index(op.f("ix_revisions_paragraph_id"), "revisions", ["paragraph_id"], unique=False)
    op.create_table(
        "dispositions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'part') = (cast(chosen as varchar) <> '[]')",
            name=op.f("ck_dispositions_part_has_changes"),
        ),
        sa.CheckConstraint(
            "outcome in ('accepted', 'part', 'absorbed', 'rejected', 'bracketed', 'deferred')",
            name=op.f("ck_dispositions_outcome"),
        ),
        sa.CheckConstraint(
            "outcome in ('accepted', 'part', 'bracketed') or text = ''",
            name=op.f("ck_dispositions_adopted_has_text"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_dispositions_decision_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_dispositions_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
        sa.UniqueConstraint(
            "decision_id", "revision_id", name=op.f("uq_dispositions_decision_id_revision_id")
        ),
    )
    op.create_index(op.f("ix_dispositions_revision_id"), "dispositions", ["revision_id"], unique=False)
    op.create_table(
        "revision_parts",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_revision_parts_number")),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraphs.id"], name=op.f("fk_revision_parts_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_revision_parts_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "number", name=op.f("pk_revision_parts")),
        sa.UniqueConstraint(
            "revision_id", "paragraph_id", name=op.f("uq_revision_parts_revision_id_paragraph_id")
        ),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=64), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("next_revision_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(verdict in ('carried', 'partly', 'conflict')) = (next_revision_id is not null)",
            name=op.f("ck_verdicts_living_has_next_revision"),
        ),
        sa.CheckConstraint(
            "verdict in ('carried', 'absorbed', 'partly', 'overtaken', 'conflict', 'orphaned')",
            name=op.f("ck_verdicts_verdict"),
        ),
        sa.CheckConstraint("done between 0 and total", name=op.f("ck_verdicts_done_of_total")),
        sa.CheckConstraint(
            "next_revision_id <> revision_id", name=op.f("ck_verdicts_next_revision_is_another")
        ),
        sa.ForeignKeyConstraint(
            ["next_revision_id"], ["revisions.id"], name=op.f("fk_verdicts_next_revision_id")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_verdicts_revision_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_verdicts_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_verdicts_revision_id")),
    )
    op.create_index(op.f("ix_verdicts_next_revision_id"), "verdicts", ["next_revision_id"], unique=False)
    op.create_index(op.f("ix_verdicts_round_id"), "verdicts", ["round_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("disposition_id", sa.Integer(), nullable=True),
        sa.Column("verdict_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer in ('accept', 'live-with', 'object', 'confirm', 'contest')",
            name=op.f("ck_answers_answer"),
        ),
        sa.CheckConstraint(
            "answer not in ('object', 'contest') or reason <> ''",
            name=op.f("ck_answers_objection_has_reason"),
        ),
        sa.CheckConstraint(
            "(case when disposition_id is null then 0 else 1 end) + (case when verdict_id is null "
            "then 0 else 1 end) + (case when revision_id is null then 0 else 1 end) = 1",
            name=op.f("ck_answers_one_subject"),
        ),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_answers_amendment_id")),
        sa.ForeignKeyConstraint(
            ["disposition_id"], ["dispositions.id"], name=op.f("fk_answers_disposition_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_answers_party_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_answers_revision_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name=op.f("fk_answers_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_amendment_id"), "answers", ["amendment_id"], unique=False)
    op.create_index(op.f("ix_answers_disposition_id"), "answers", ["disposition_id"], unique=False)
    op.create_index(op.f("ix_answers_revision_id"), "answers", ["revision_id"], unique=False)
    op.create_index(op.f("ix_answers_verdict_id"), "answers", ["verdict_id"], unique=False)
    # Guards
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
    for table in IMMUTABLE:
        guard(table)
    guard_withdrawals()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_change()")
