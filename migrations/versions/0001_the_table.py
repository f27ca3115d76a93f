"""The table: all records of the negotiation, and the triggers that keep the immutable ones as they are.

Revision ID: 0001
Revises:
Create Date: 2026-11-24
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IMMUTABLE = (
    "wordings",
    "descents",
    "imports",
    "drafts",
    "circulations",
    "lines",
    "revisions",
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


def guard(table: str) -> None:
    """Let the database itself refuse to change or remove a row of *table*."""
    if op.get_bind().dialect.name == "sqlite":
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
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(role in ('head','alternate','drafter','mission-drafter')) = (party_id is not null)",
            name=op.f("ck_appointments_role_has_party"),
        ),
        sa.CheckConstraint(
            "role in ('mission-drafter','administrator','chair','head','alternate','drafter','observer')",
            name=op.f("ck_appointments_role"),
        ),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name=op.f("ck_appointments_term")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_appointments_made_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_appointments_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_appointments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointments_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointments_user_id"), ["user_id"], unique=False)

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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_communiques_language")),
        sa.CheckConstraint("numbering in ('made-good', 'frozen')", name=op.f("ck_communiques_numbering")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_communiques_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communiques")),
        sa.UniqueConstraint("code", name=op.f("uq_communiques_code")),
        sa.UniqueConstraint("symbol_root", name=op.f("uq_communiques_symbol_root")),
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_invitations_made_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_invitations_party_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_invitations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_email"), ["email"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["parties.id"], name=op.f("fk_memberships_group_id")),
        sa.ForeignKeyConstraint(["state_id"], ["parties.id"], name=op.f("fk_memberships_state_id")),
        sa.PrimaryKeyConstraint("group_id", "state_id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_state_id"), ["state_id"], unique=False)

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
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_drafts_communique_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("communique_id", "sequence", name=op.f("uq_drafts_communique_id_sequence")),
        sa.UniqueConstraint("symbol", name=op.f("uq_drafts_symbol")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_communique_id"), ["communique_id"], unique=False)

    op.create_table(
        "paragraphs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), server_default="untouched", nullable=False),
        sa.Column("pending", sa.Integer(), server_default="0", nullable=False),
        sa.Column("clashes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("agreed_level", sa.String(length=64), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_paragraphs_communique_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraphs")),
        sa.UniqueConstraint("code", name=op.f("uq_paragraphs_code")),
    )
    with op.batch_alter_table("paragraphs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paragraphs_communique_id"), ["communique_id"], unique=False)

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
        sa.ForeignKeyConstraint(["ancestor_id"], ["paragraphs.id"], name=op.f("fk_descents_ancestor_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_descents_paragraph_id")),
        sa.PrimaryKeyConstraint("paragraph_id", "ancestor_id", name=op.f("pk_descents")),
    )
    with op.batch_alter_table("descents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_descents_ancestor_id"), ["ancestor_id"], unique=False)

    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_imports_communique_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_imports_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("communique_id", "sha256", name=op.f("uq_imports_communique_id_sha256")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_sha256"), ["sha256"], unique=False)

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
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("next_draft_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "admissibility in ('open','no-new-issues','brackets-only','editorial')",
            name=op.f("ck_rounds_admissibility"),
        ),
        sa.CheckConstraint("visibility in ('mission', 'deadline', 'all')", name=op.f("ck_rounds_visibility")),
        sa.CheckConstraint(
            "(closed_at is null) = (next_draft_id is null)", name=op.f("ck_rounds_closed_has_next_draft")
        ),
        sa.CheckConstraint("deadline > opens_at", name=op.f("ck_rounds_deadline_after_opening")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_rounds_closed_by_id")),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_rounds_communique_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_rounds_draft_id")),
        sa.ForeignKeyConstraint(["next_draft_id"], ["drafts.id"], name=op.f("fk_rounds_next_draft_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("communique_id", "number", name=op.f("uq_rounds_communique_id_number")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_rounds_draft_id")),
        sa.UniqueConstraint("next_draft_id", name=op.f("uq_rounds_next_draft_id")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_communique_id"), ["communique_id"], unique=False)
        batch_op.create_index(
            "uq_rounds_one_not_closed",
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
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('replace','insert','delete','move','split','join','keep')",
            name=op.f("ck_amendments_kind"),
        ),
        sa.CheckConstraint(
            "stage <> 'submitted' or number is not null", name=op.f("ck_amendments_submitted_has_number")
        ),
        sa.CheckConstraint(
            "stage in ('draft','review','submitted','withdrawn')", name=op.f("ck_amendments_stage")
        ),
        sa.ForeignKeyConstraint(["amends_id"], ["amendments.id"], name=op.f("fk_amendments_amends_id")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_amendments_communique_id")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_amendments_created_by_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_amendments_paragraph_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_amendments_round_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["parties.id"], name=op.f("fk_amendments_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("code", name=op.f("uq_amendments_code")),
        sa.UniqueConstraint(
            "communique_id",
            "sponsor_id",
            "number",
            name=op.f("uq_amendments_communique_id_sponsor_id_number"),
        ),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendments_amends_id"), ["amends_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendments_communique_id"), ["communique_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendments_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendments_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_amendments_sponsor_id"), ["sponsor_id"], unique=False)

    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
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
        sa.CheckConstraint(
            "(kind = 'void') = (voids_id is not null)", name=op.f("ck_decisions_voiding_names_decision")
        ),
        sa.CheckConstraint(
            "kind <> 'agree' or level is not null", name=op.f("ck_decisions_agreement_has_level")
        ),
        sa.CheckConstraint(
            "kind <> 'reject' or reason <> ''", name=op.f("ck_decisions_rejection_has_reason")
        ),
        sa.CheckConstraint("kind <> 'void' or reason <> ''", name=op.f("ck_decisions_voiding_has_reason")),
        sa.CheckConstraint(
            "kind in ('accept','part','compromise','reject','brackets','defer','agree','void')",
            name=op.f("ck_decisions_kind"),
        ),
        sa.CheckConstraint(
            "level is null or level in"
            " ('expert','working-groups','troika','executive-committee','ambassadorial','ministerial')",
            name=op.f("ck_decisions_level"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_decisions_by_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_decisions_paragraph_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_decisions_round_id")),
        sa.ForeignKeyConstraint(["voids_id"], ["decisions.id"], name=op.f("fk_decisions_voids_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("round_id", "sequence", name=op.f("uq_decisions_round_id_sequence")),
        sa.UniqueConstraint("voids_id", name=op.f("uq_decisions_voids_id")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_round_id"), ["round_id"], unique=False)

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
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('heading', 'paragraph', 'sub-paragraph')", name=op.f("ck_wordings_kind")
        ),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_wordings_language")),
        sa.CheckConstraint("depth between 0 and 2", name=op.f("ck_wordings_depth")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_wordings_paragraph_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_wordings_round_id")),
        sa.ForeignKeyConstraint(
            ["translation_of_id"], ["wordings.id"], name=op.f("fk_wordings_translation_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint(
            "paragraph_id", "language", "sequence", name=op.f("uq_wordings_paragraph_id_language_sequence")
        ),
    )
    with op.batch_alter_table("wordings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wordings_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_wordings_translation_of_id"), ["translation_of_id"], unique=False
        )

    op.create_table(
        "cosponsors",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_cosponsors_amendment_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_cosponsors_party_id")),
        sa.PrimaryKeyConstraint("amendment_id", "party_id", name=op.f("pk_cosponsors")),
    )
    with op.batch_alter_table("cosponsors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cosponsors_party_id"), ["party_id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("communique_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "scope in ('all', 'mission', 'party', 'amendment', 'people')", name=op.f("ck_journal_scope")
        ),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_journal_amendment_id")),
        sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name=op.f("fk_journal_communique_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_journal_paragraph_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_journal_party_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_journal_round_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_journal_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index("ix_journal_communique_id_id", ["communique_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("indent", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_lines_draft_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_lines_paragraph_id")),
        sa.ForeignKeyConstraint(["wording_id"], ["wordings.id"], name=op.f("fk_lines_wording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lines")),
        sa.UniqueConstraint("draft_id", "paragraph_id", name=op.f("uq_lines_draft_id_paragraph_id")),
        sa.UniqueConstraint("draft_id", "position", name=op.f("uq_lines_draft_id_position")),
    )
    with op.batch_alter_table("lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lines_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lines_wording_id"), ["wording_id"], unique=False)

    op.create_table(
        "positions",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stance in ('support','live-with','oppose','reserve','awaiting')",
            name=op.f("ck_positions_stance"),
        ),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_positions_amendment_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_positions_party_id")),
        sa.PrimaryKeyConstraint("amendment_id", "party_id", name=op.f("pk_positions")),
    )
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_positions_party_id"), ["party_id"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
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
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language in ('en', 'fr', 'ar')", name=op.f("ck_revisions_language")),
        sa.CheckConstraint(
            "made in ('sponsor','floor','rest','carried','contested')", name=op.f("ck_revisions_made")
        ),
        sa.ForeignKeyConstraint(["after_id"], ["paragraphs.id"], name=op.f("fk_revisions_after_id")),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_revisions_amendment_id")),
        sa.ForeignKeyConstraint(
            ["amends_revision_id"], ["revisions.id"], name=op.f("fk_revisions_amends_revision_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_revisions_author_id")),
        sa.ForeignKeyConstraint(["base_id"], ["wordings.id"], name=op.f("fk_revisions_base_id")),
        sa.ForeignKeyConstraint(["other_id"], ["paragraphs.id"], name=op.f("fk_revisions_other_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_revisions_paragraph_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_revisions_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("amendment_id", "sequence", name=op.f("uq_revisions_amendment_id_sequence")),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revisions_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_revisions_paragraph_id"), ["paragraph_id"], unique=False)

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
            "outcome in ('accepted','part','absorbed','rejected','bracketed','deferred')",
            name=op.f("ck_dispositions_outcome"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_dispositions_decision_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_dispositions_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
        sa.UniqueConstraint(
            "decision_id", "revision_id", name=op.f("uq_dispositions_decision_id_revision_id")
        ),
    )
    with op.batch_alter_table("dispositions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispositions_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispositions_revision_id"), ["revision_id"], unique=False)

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
            "verdict in ('carried','absorbed','partly','overtaken','conflict','orphaned')",
            name=op.f("ck_verdicts_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["next_revision_id"], ["revisions.id"], name=op.f("fk_verdicts_next_revision_id")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_verdicts_revision_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_verdicts_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_verdicts_revision_id")),
    )
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verdicts_round_id"), ["round_id"], unique=False)

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
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer in ('accept','live-with','object','confirm','contest')", name=op.f("ck_answers_answer")
        ),
        sa.CheckConstraint(
            "(case when disposition_id is null then 0 else 1 end)"
            " + (case when verdict_id is null then 0 else 1 end)"
            " + (case when revision_id is null then 0 else 1 end) = 1",
            name=op.f("ck_answers_one_subject"),
        ),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_answers_amendment_id")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_answers_by_id")),
        sa.ForeignKeyConstraint(
            ["disposition_id"], ["dispositions.id"], name=op.f("fk_answers_disposition_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_answers_party_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_answers_revision_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name=op.f("fk_answers_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_amendment_id"), ["amendment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_disposition_id"), ["disposition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_revision_id"), ["revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_verdict_id"), ["verdict_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
    for table in IMMUTABLE:
        guard(table)


def downgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answers_verdict_id"))
        batch_op.drop_index(batch_op.f("ix_answers_revision_id"))
        batch_op.drop_index(batch_op.f("ix_answers_disposition_id"))
        batch_op.drop_index(batch_op.f("ix_answers_amendment_id"))

    op.drop_table("answers")
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verdicts_round_id"))

    op.drop_table("verdicts")
    with op.batch_alter_table("dispositions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispositions_revision_id"))
        batch_op.drop_index(batch_op.f("ix_dispositions_decision_id"))

    op.drop_table("dispositions")
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revisions_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_revisions_amendment_id"))

    op.drop_table("revisions")
    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_positions_party_id"))

    op.drop_table("positions")
    with op.batch_alter_table("lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lines_wording_id"))
        batch_op.drop_index(batch_op.f("ix_lines_paragraph_id"))

    op.drop_table("lines")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_paragraph_id"))
        batch_op.drop_index("ix_journal_communique_id_id")
        batch_op.drop_index(batch_op.f("ix_journal_amendment_id"))

    op.drop_table("journal")
    with op.batch_alter_table("cosponsors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cosponsors_party_id"))

    op.drop_table("cosponsors")
    with op.batch_alter_table("wordings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wordings_translation_of_id"))
        batch_op.drop_index(batch_op.f("ix_wordings_paragraph_id"))

    op.drop_table("wordings")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_round_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_paragraph_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendments_sponsor_id"))
        batch_op.drop_index(batch_op.f("ix_amendments_round_id"))
        batch_op.drop_index(batch_op.f("ix_amendments_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_amendments_communique_id"))
        batch_op.drop_index(batch_op.f("ix_amendments_amends_id"))

    op.drop_table("amendments")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_rounds_one_not_closed",
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_rounds_communique_id"))

    op.drop_table("rounds")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_sha256"))

    op.drop_table("imports")
    with op.batch_alter_table("descents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_descents_ancestor_id"))

    op.drop_table("descents")
    op.drop_table("circulations")
    with op.batch_alter_table("paragraphs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paragraphs_communique_id"))

    op.drop_table("paragraphs")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_communique_id"))

    op.drop_table("drafts")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_user_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_state_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_email"))

    op.drop_table("invitations")
    op.drop_table("communiques")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_user_id"))
        batch_op.drop_index(batch_op.f("ix_appointments_party_id"))

    op.drop_table("appointments")
    op.drop_table("users")
    op.drop_table("parties")
    op.drop_table("meetings")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_change()")
