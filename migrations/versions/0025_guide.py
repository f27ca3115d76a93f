"""The General Assembly's agenda by session, paragraphs tagged with its items, and the people who follow them.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TAGS = "paragraph_tags"
ACTS = (
    "'add session agenda', 'change session agenda', 'tag paragraph', 'untag paragraph', 'decline item',"
    " 'link item', 'unlink item', 'follow item', 'leave item'"
)


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
    """The lists of items under which texts are circulated stay as they are: they name no session."""
    make_items()
    make_tags()
    op.create_table(
        "item_followers",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["assembly_items.id"], name=op.f("fk_item_followers_item_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_item_followers_user_id")),
        sa.PrimaryKeyConstraint("item_id", "user_id", name=op.f("pk_item_followers")),
    )
    op.create_index(op.f("ix_item_followers_user_id"), "item_followers", ["user_id"])
    guard(TAGS)


def make_items() -> None:
    words = ("title_en", "title_fr", "title_ar", "heading_en", "heading_fr", "heading_ar")
    op.create_table(
        "assembly_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=2), nullable=False),
        *(sa.Column(name, sa.String(length=500), nullable=False) for name in words),
        sa.Column("committees", sa.String(length=7), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("session between 1 and 999", name=op.f("ck_assembly_items_session")),
        sa.CheckConstraint("number between 1 and 999", name=op.f("ck_assembly_items_number")),
        sa.CheckConstraint("title_en <> ''", name=op.f("ck_assembly_items_title")),
        sa.CheckConstraint("trim(committees, '0123456') = ''", name=op.f("ck_assembly_items_committees")),
        sa.CheckConstraint("continues_id <> id", name=op.f("ck_assembly_items_continues_another")),
        sa.ForeignKeyConstraint(
            ["continues_id"], ["assembly_items.id"], name=op.f("fk_assembly_items_continues_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_items")),
        sa.UniqueConstraint("session", "number", "part", name=op.f("uq_assembly_items_session_number_part")),
    )
    op.create_index(op.f("ix_assembly_items_continues_id"), "assembly_items", ["continues_id"])


def make_tags() -> None:
    op.create_table(
        TAGS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act in ('tag', 'untag', 'decline')", name=op.f("ck_paragraph_tags_act")),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_paragraph_tags_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["assembly_items.id"], name=op.f("fk_paragraph_tags_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraph_tags")),
    )
    op.create_index(op.f("ix_paragraph_tags_communique_id"), TAGS, ["communique_id"])
    op.create_index(op.f("ix_paragraph_tags_item_id"), TAGS, ["item_id"])


def downgrade() -> None:
    """Nothing is left of the guide; what the journal told of it goes with it."""
    forget_in_journal()
    op.drop_table("item_followers")
    if is_sqlite():
        context.config.attributes["guards"].forget(TAGS)
    op.drop_table(TAGS)
    op.drop_table("assembly_items")


def forget_in_journal() -> None:
    """Take the lines about the guide out of the journal, which is guarded again after it."""
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
