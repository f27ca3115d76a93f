"""Discussions with their readers and acts, lines of the journal about them, and a kind of notice.

Revision ID: 0014
Revises: 0013
"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import context, op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("discussions", "discussion_readers", "discussion_acts")
OF_DISCUSSION = "(select x.communique_id from discussions x where x.id = {row}.discussion_id)"
FROZEN: Mapping[str, str] = {
    "discussions": "{row}.communique_id",
    "discussion_readers": OF_DISCUSSION,
    "discussion_acts": OF_DISCUSSION,
}
"""By table: which communiqué a row belongs to. Its rows are never changed; of an adopted text none is added."""

SCOPES = "'all', 'mission', 'party', 'amendment', 'position', 'sitting', 'record', 'silence', 'reservation', {}'people'"
JOURNAL_BEFORE = {
    "ck_journal_scope": f"scope in ({SCOPES.format('')})",
    "ck_journal_scope_has_party": "scope not in ('party', 'reservation') or party_id is not null",
}
JOURNAL_AFTER = {
    "ck_journal_scope": "scope in (" + SCOPES.format("'discussion', ") + ")",
    "ck_journal_scope_has_party": (
        "scope not in ('party', 'reservation', 'discussion') or party_id is not null"
    ),
}
KINDS = (
    "'proposal', 'decision', 'outcome', 'round', 'moved', 'deadline', 'circulation',"
    " 'sitting', 'silence', 'silence-broken', 'silence-ending', 'adoption'"
)
LISTS = {"notices": "ck_notices_kind", "notice_settings": "ck_notice_settings_kind"}
ACTS = "'comment', 'answer comment', 'resolve discussion', 'reopen discussion', 'take back comment'"


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
    adopted = f"exists (select 1 from adoptions a where a.communique_id = {FROZEN[table]})"
    if is_sqlite():
        op.execute(
            f"create trigger {table}_adopted_insert before insert on {table} when {adopted.format(row='new')}"
            f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
        )
        return
    op.execute(
        f"create trigger {table}_adopted before insert on {table}"
        f" for each row execute function refuse_adopted('{adopted.format(row='($1)')}')"
    )


def exchange(table: str, checks: Mapping[str, str]) -> None:
    """Give a table other CHECKs in the place of those with the same names."""
    with op.batch_alter_table(table) as batch:
        for name, condition in checks.items():
            batch.drop_constraint(op.f(name), type_="check")
            batch.create_check_constraint(op.f(name), condition)


def exchange_in_journal(checks: Mapping[str, str]) -> None:
    """Exchange CHECKs of the journal, and guard it again where SQLite has copied it."""
    exchange("journal", checks)
    if is_sqlite():
        guard("journal")


def upgrade() -> None:
    make_discussions()
    make_readers()
    make_acts()
    exchange_in_journal(JOURNAL_AFTER)
    for table, name in LISTS.items():
        exchange(table, {name: f"kind in ({KINDS}, 'discussion')"})
    for table in TABLES:
        guard(table)
        freeze(table)


def make_discussions() -> None:
    op.create_table(
        "discussions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("audience", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "audience in ('inside', 'mission', 'cosponsors')", name=op.f("ck_discussions_audience")
        ),
        sa.CheckConstraint(
            "(amendment_id is null) <> (wording_id is null)", name=op.f("ck_discussions_one_object")
        ),
        sa.CheckConstraint(
            "(amendment_id is null) = (revision is null)", name=op.f("ck_discussions_proposal_has_revision")
        ),
        sa.CheckConstraint(
            "audience <> 'cosponsors' or amendment_id is not null",
            name=op.f("ck_discussions_sponsors_of_proposal"),
        ),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_discussions_communique_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id", "communique_id"],
            ["drafts.id", "drafts.communique_id"],
            name=op.f("fk_discussions_draft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_discussions_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_discussions_wording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_discussions_amendment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["revision", "amendment_id"],
            ["revisions.sequence", "revisions.amendment_id"],
            name=op.f("fk_discussions_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussions")),
        sa.UniqueConstraint("code", name=op.f("uq_discussions_code")),
    )
    op.create_index(
        "ix_discussions_communique_id_paragraph_id", "discussions", ["communique_id", "paragraph_id"]
    )
    op.create_index(op.f("ix_discussions_amendment_id"), "discussions", ["amendment_id"])


def make_readers() -> None:
    op.create_table(
        "discussion_readers",
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussions.id"], name=op.f("fk_discussion_readers_discussion_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_discussion_readers_party_id")),
        sa.PrimaryKeyConstraint("discussion_id", "party_id", name=op.f("pk_discussion_readers")),
    )
    op.create_index(op.f("ix_discussion_readers_party_id"), "discussion_readers", ["party_id"])


def make_acts() -> None:
    op.create_table(
        "discussion_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act in ('comment', 'answer', 'resolve', 'reopen', 'take-back')",
            name=op.f("ck_discussion_acts_act"),
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_discussion_acts_sequence")),
        sa.CheckConstraint("(act = 'comment') = (sequence = 1)", name=op.f("ck_discussion_acts_begun_first")),
        sa.CheckConstraint(
            "(act in ('comment', 'answer')) = (words <> '')",
            name=op.f("ck_discussion_acts_comment_has_words"),
        ),
        sa.CheckConstraint("quote = '' or act = 'answer'", name=op.f("ck_discussion_acts_answer_quotes")),
        sa.CheckConstraint(
            "(act in ('answer', 'take-back')) = (about is not null)",
            name=op.f("ck_discussion_acts_about_comment"),
        ),
        sa.CheckConstraint("about < sequence", name=op.f("ck_discussion_acts_about_earlier")),
        sa.ForeignKeyConstraint(
            ["discussion_id", "party_id"],
            ["discussion_readers.discussion_id", "discussion_readers.party_id"],
            name=op.f("fk_discussion_acts_discussion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["discussion_id", "about"],
            ["discussion_acts.discussion_id", "discussion_acts.sequence"],
            name=op.f("fk_discussion_acts_about"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_discussion_acts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_acts")),
        sa.UniqueConstraint(
            "discussion_id", "sequence", name=op.f("uq_discussion_acts_discussion_id_sequence")
        ),
    )


def downgrade() -> None:
    """Nothing is left of discussions; what the journal and notices told of them goes with them."""
    op.execute("delete from notices where kind = 'discussion'")
    op.execute("delete from notice_settings where kind = 'discussion'")
    for table, name in LISTS.items():
        exchange(table, {name: f"kind in ({KINDS})"})
    forget_in_journal()
    exchange_in_journal(JOURNAL_BEFORE)
    for table in reversed(TABLES):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about discussions out of the journal; SQLite guards its copy anew afterwards."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if not is_sqlite():
        op.execute("alter table journal enable trigger journal_no_change")
