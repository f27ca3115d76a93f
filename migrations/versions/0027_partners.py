"""Partners with their contacts, meetings and texts, and the resolutions on cooperation with the United Nations.

Revision ID: 0027
Revises: 0020
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0027"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = (
    "partners",
    "partner_contacts",
    "periodic_meetings",
    "partner_meetings",
    "partner_meeting_paragraphs",
    "partner_sources",
    "cooperation_resolutions",
)
ACTS = (
    "'add partner', 'change partner', 'add partner contact', 'change partner contact', 'add periodic meeting',"
    " 'change periodic meeting', 'add partner meeting', 'change partner meeting', 'give source to partner',"
    " 'take source from partner', 'import cooperation resolutions', 'remove cooperation resolution'"
)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    make_partners()
    make_meetings()
    make_related()
    make_resolutions()


def make_partners() -> None:
    op.create_table(
        "partners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("short", sa.String(length=64), nullable=False),
        sa.Column("short_key", sa.String(length=64), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("name_ar", sa.String(length=200), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('group', 'organization', 'united-nations')", name=op.f("ck_partners_kind")
        ),
        sa.CheckConstraint("short <> ''", name=op.f("ck_partners_short")),
        sa.CheckConstraint(
            "name_en <> '' and name_fr <> '' and name_ar <> ''", name=op.f("ck_partners_named")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("code", name=op.f("uq_partners_code")),
        sa.UniqueConstraint("short_key", name=op.f("uq_partners_short_key")),
    )
    op.create_table(
        "partner_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("telephone", sa.String(length=64), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> '' or function <> ''", name=op.f("ck_partner_contacts_says_who")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_contacts_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_contacts")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_contacts_code")),
    )
    op.create_index(op.f("ix_partner_contacts_partner_id"), "partner_contacts", ["partner_id"])


def make_meetings() -> None:
    op.create_table(
        "periodic_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint("unit in ('months', 'years')", name=op.f("ck_periodic_meetings_unit")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_periodic_meetings_title")),
        sa.CheckConstraint("every > 0", name=op.f("ck_periodic_meetings_every")),
        sa.CheckConstraint(
            "ends_on is null or ends_on >= starts_on", name=op.f("ck_periodic_meetings_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.id"], name=op.f("fk_periodic_meetings_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_meetings")),
        sa.UniqueConstraint("code", name=op.f("uq_periodic_meetings_code")),
        sa.UniqueConstraint("partner_id", "id", name=op.f("uq_periodic_meetings_partner_id_id")),
    )
    op.create_table(
        "partner_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("periodic_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "level in ('summit', 'ministerial', 'ambassadorial', 'senior-officials', 'expert', 'secretariats')",
            name=op.f("ck_partner_meetings_level"),
        ),
        sa.CheckConstraint(
            "not cancelled or outcome = ''", name=op.f("ck_partner_meetings_cancelled_has_no_outcome")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_meetings_partner_id")),
        sa.ForeignKeyConstraint(
            ["periodic_id", "partner_id"],
            ["periodic_meetings.id", "periodic_meetings.partner_id"],
            name=op.f("fk_partner_meetings_periodic_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_meetings")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_meetings_code")),
    )
    op.create_index(op.f("ix_partner_meetings_partner_id"), "partner_meetings", ["partner_id"])


def make_related() -> None:
    op.create_table(
        "partner_meeting_paragraphs",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["partner_meetings.id"], name=op.f("fk_partner_meeting_paragraphs_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraphs.id"], name=op.f("fk_partner_meeting_paragraphs_paragraph_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "paragraph_id", name=op.f("pk_partner_meeting_paragraphs")),
    )
    op.create_table(
        "partner_sources",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_partner_sources_source_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_sources_partner_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_partner_sources")),
    )
    op.create_index(op.f("ix_partner_sources_partner_id"), "partner_sources", ["partner_id"])


def make_resolutions() -> None:
    recorded = "(coalesce(vote, '') = 'recorded')"
    op.create_table(
        "cooperation_resolutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("symbol", sa.String(length=200), nullable=False),
        sa.Column("symbol_key", sa.String(length=200), nullable=False),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("vote", sa.String(length=64), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstaining", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "vote in ('without-a-vote', 'recorded')", name=op.f("ck_cooperation_resolutions_vote")
        ),
        sa.CheckConstraint("symbol <> ''", name=op.f("ck_cooperation_resolutions_symbol")),
        sa.CheckConstraint("session is null or session > 0", name=op.f("ck_cooperation_resolutions_session")),
        sa.CheckConstraint(
            f"{recorded} = (in_favour is not null) and {recorded} = (against is not null)"
            f" and {recorded} = (abstaining is not null)",
            name=op.f("ck_cooperation_resolutions_recorded_has_numbers"),
        ),
        sa.CheckConstraint(
            "coalesce(in_favour, 0) >= 0 and coalesce(against, 0) >= 0 and coalesce(abstaining, 0) >= 0",
            name=op.f("ck_cooperation_resolutions_numbers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_resolutions")),
        sa.UniqueConstraint("code", name=op.f("uq_cooperation_resolutions_code")),
        sa.UniqueConstraint("symbol_key", name=op.f("uq_cooperation_resolutions_symbol_key")),
    )


def downgrade() -> None:
    """Nothing is left of the partners; what the journal told of them goes with them."""
    forget_in_journal()
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about partners out of the journal, which is guarded again after it."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger journal_no_{act} before {act} on journal"
                " begin select raise(abort, 'rows of journal are never changed'); end"
            )
    else:
        op.execute("alter table journal enable trigger journal_no_change")
