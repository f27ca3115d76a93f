"""Facts of a meeting, the kind of a text, annotations of agenda items, and the list of speakers.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("annotations", "speakers_lists", "speakers", "speaker_moves")
ACTS = (
    "'change meeting', 'annotate', 'open inscription', 'close inscription', 'set time limit', 'inscribe speaker',"
    " 'rename speaker', 'change level of speaker', 'withdraw speaker', 'move speaker', 'give floor', 'take floor back',"
    " 'end statement'"
)
ADOPTED = "exists (select 1 from adoptions a where a.communique_id = {row}.communique_id)"


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


def freeze(table: str) -> None:
    """Let the database refuse new rows of *table* that belong to an adopted text."""
    if is_sqlite():
        op.execute(
            f"create trigger {table}_adopted_insert before insert on {table} when {ADOPTED.format(row='new')}"
            f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
        )
        return
    op.execute(
        f"create trigger {table}_adopted before insert on {table}"
        f" for each row execute function refuse_adopted('{ADOPTED.format(row='($1)')}')"
    )


def upgrade() -> None:
    add_facts_of_meetings()
    add_kinds_of_texts()
    make_annotations()
    make_lists()
    make_speakers()
    make_moves()
    for table in ("annotations", "speaker_moves"):
        guard(table)
    freeze("annotations")


def add_facts_of_meetings() -> None:
    with op.batch_alter_table("meetings") as meetings:
        meetings.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        meetings.add_column(sa.Column("unga_session", sa.Integer(), nullable=True))
        meetings.add_column(sa.Column("chair_id", sa.Integer(), nullable=True))
        meetings.create_check_constraint(op.f("ck_meetings_unga_session"), "unga_session between 1 and 999")
        meetings.create_foreign_key(op.f("fk_meetings_chair_id"), "parties", ["chair_id"], ["id"])


def add_kinds_of_texts() -> None:
    """All texts until now are communiqués; a new row says by itself which kind it is."""
    with op.batch_alter_table("communiques") as communiques:
        communiques.add_column(
            sa.Column("kind", sa.String(length=64), nullable=False, server_default="communique")
        )
        communiques.create_check_constraint(op.f("ck_communiques_kind"), "kind in ('communique', 'agenda')")
    with op.batch_alter_table("communiques") as communiques:
        communiques.alter_column("kind", server_default=None)


def make_annotations() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_annotations_sequence")),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_annotations_paragraph_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
        sa.UniqueConstraint("paragraph_id", "sequence", name=op.f("uq_annotations_paragraph_id_sequence")),
    )
    op.create_index(op.f("ix_annotations_communique_id"), "annotations", ["communique_id"])


def make_lists() -> None:
    op.create_table(
        "speakers_lists",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes between 1 and 60", name=op.f("ck_speakers_lists_minutes")),
        sa.CheckConstraint(
            "closed_at is null or opened_at is not null", name=op.f("ck_speakers_lists_closed_was_opened")
        ),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_speakers_lists_closed_after_opening")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_speakers_lists_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_speakers_lists")),
    )


def make_speakers() -> None:
    op.create_table(
        "speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("participant", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('member-state', 'observer-state', 'organization')", name=op.f("ck_speakers_kind")
        ),
        sa.CheckConstraint(
            "level in ('head-of-state', 'deputy-head-of-state', 'head-of-government',"
            " 'deputy-head-of-government', 'minister', 'deputy-minister', 'ambassador', 'other-level')",
            name=op.f("ck_speakers_level"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_speakers_name")),
        sa.CheckConstraint(
            "(kind = 'member-state') = (party_id is not null)", name=op.f("ck_speakers_member_has_party")
        ),
        sa.CheckConstraint(
            "(kind = 'member-state') = (participant = '')", name=op.f("ck_speakers_other_has_name")
        ),
        sa.CheckConstraint("ended_at is null or began_at is not null", name=op.f("ck_speakers_ended_began")),
        sa.CheckConstraint("ended_at >= began_at", name=op.f("ck_speakers_ended_after_beginning")),
        sa.CheckConstraint(
            "withdrawn_at is null or began_at is null", name=op.f("ck_speakers_withdrawn_did_not_speak")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_speakers_meeting_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_speakers_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
        sa.UniqueConstraint("code", name=op.f("uq_speakers_code")),
        sa.UniqueConstraint("meeting_id", "id", name=op.f("uq_speakers_meeting_id_id")),
    )
    for name, columns, which in (
        ("uq_speakers_party", ["meeting_id", "party_id"], "withdrawn_at is null"),
        ("uq_speakers_one_floor", ["meeting_id"], "began_at is not null and ended_at is null"),
    ):
        op.create_index(
            name,
            "speakers",
            columns,
            unique=True,
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )


def make_moves() -> None:
    op.create_table(
        "speaker_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_speaker_moves_reason")),
        sa.CheckConstraint("after_id <> speaker_id", name=op.f("ck_speaker_moves_after_another")),
        sa.ForeignKeyConstraint(
            ["speaker_id", "meeting_id"],
            ["speakers.id", "speakers.meeting_id"],
            name=op.f("fk_speaker_moves_speaker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["after_id", "meeting_id"],
            ["speakers.id", "speakers.meeting_id"],
            name=op.f("fk_speaker_moves_after_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_moves")),
    )
    op.create_index(op.f("ix_speaker_moves_meeting_id"), "speaker_moves", ["meeting_id"])


def downgrade() -> None:
    """Nothing is left of the list of speakers and of annotations; an agenda is a text like any other then."""
    forget_in_journal()
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)
    with op.batch_alter_table("communiques") as communiques:
        communiques.drop_constraint(op.f("ck_communiques_kind"), type_="check")
        communiques.drop_column("kind")
    with op.batch_alter_table("meetings") as meetings:
        meetings.drop_constraint(op.f("fk_meetings_chair_id"), type_="foreignkey")
        meetings.drop_constraint(op.f("ck_meetings_unga_session"), type_="check")
        for column in ("chair_id", "unga_session", "held_on"):
            meetings.drop_column(column)


def forget_in_journal() -> None:
    """Take the lines about what is undone out of the journal, which is guarded again after it."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if is_sqlite():
        guard("journal")
    else:
        op.execute("alter table journal enable trigger journal_no_change")
