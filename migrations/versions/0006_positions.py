"""Positions on the wordings of paragraphs, beside those on proposals, and the words that each was taken on.

A position on a proposal names the last revision that the proposal's author had written: words that change ask anew.
The journal has a scope for positions on wordings.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCOPES_BEFORE = "scope in ('all', 'mission', 'party', 'amendment', 'sitting', 'record', 'people')"
SCOPES_AFTER = "scope in ('all', 'mission', 'party', 'amendment', 'position', 'sitting', 'record', 'people')"
STANCES = "stance in ('support', 'live-with', 'oppose', 'reserve', 'awaiting')"

KEPT, NOTICES_KEPT = "positions_kept", "notices_kept"

WITH_REVISION = f"""
insert into positions (communique_id, party_id, amendment_id, revision, stance, reason, at, taken_back)
select a.communique_id, k.party_id, k.amendment_id,
    coalesce(
        (select max(r.sequence) from revisions r
            where r.amendment_id = k.amendment_id and r.made in ('sponsor', 'floor') and r.at <= k.at),
        (select min(r.sequence) from revisions r where r.amendment_id = k.amendment_id)
    ),
    k.stance, k.reason, k.at, {{false}}
from {KEPT} k join amendments a on a.id = k.amendment_id
order by k.amendment_id, k.party_id
"""

WITHOUT_REVISION = f"""
insert into positions (amendment_id, party_id, stance, reason, at)
select amendment_id, party_id, stance, reason, at from {KEPT} where amendment_id is not null
"""


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    set_aside()
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint(STANCES, name=op.f("ck_positions_stance")),
        sa.CheckConstraint(
            "(amendment_id is null) <> (wording_id is null)", name=op.f("ck_positions_one_object")
        ),
        sa.CheckConstraint(
            "(amendment_id is null) = (revision is null)", name=op.f("ck_positions_proposal_has_revision")
        ),
        sa.CheckConstraint(
            "(wording_id is null) = (paragraph_id is null)", name=op.f("ck_positions_wording_has_paragraph")
        ),
        sa.CheckConstraint(
            "(wording_id is null) = (round_id is null)", name=op.f("ck_positions_wording_has_round")
        ),
        sa.CheckConstraint(
            "wording_id is not null or not taken_back", name=op.f("ck_positions_taken_back_on_wording")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id", "communique_id"],
            ["amendments.id", "amendments.communique_id"],
            name=op.f("fk_positions_amendment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["revision", "amendment_id"],
            ["revisions.sequence", "revisions.amendment_id"],
            name=op.f("fk_positions_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id", "communique_id"],
            ["paragraphs.id", "paragraphs.communique_id"],
            name=op.f("fk_positions_paragraph_id"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_positions_wording_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "communique_id"],
            ["rounds.id", "rounds.communique_id"],
            name=op.f("fk_positions_round_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_positions_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("amendment_id", "party_id", name=op.f("uq_positions_amendment_id_party_id")),
        sa.UniqueConstraint(
            "wording_id", "party_id", "round_id", name=op.f("uq_positions_wording_id_party_id_round_id")
        ),
    )
    op.create_index(op.f("ix_positions_party_id"), "positions", ["party_id"], unique=False)
    op.create_index(
        "ix_positions_communique_id_paragraph_id",
        "positions",
        ["communique_id", "paragraph_id"],
        unique=False,
    )
    op.execute(WITH_REVISION.format(false="0" if is_sqlite() else "false"))
    op.drop_table(KEPT)
    with journal_altered() as journal:
        journal.drop_constraint(op.f("ck_journal_scope"), type_="check")
        journal.create_check_constraint(op.f("ck_journal_scope"), SCOPES_AFTER)
        journal.create_check_constraint(
            op.f("ck_journal_scope_has_position"),
            "scope <> 'position' or (party_id is not null and round_id is not null)",
        )


def set_aside() -> None:
    """Keep the positions beside, and drop their table: its keys and the names of its constraints are needed anew."""
    op.execute(f"create table {KEPT} as select * from positions")
    op.drop_table("positions")


@contextmanager
def journal_altered() -> Iterator[BatchOperations]:
    """Alter the journal. SQLite copies it into a new table; notices, which point at its lines, are kept beside then."""
    if is_sqlite():
        op.execute(f"create table {NOTICES_KEPT} as select * from notices")
        op.execute("delete from notices")
    with op.batch_alter_table("journal") as journal:
        yield journal
    if is_sqlite():
        op.execute(f"insert into notices select * from {NOTICES_KEPT}")
        op.drop_table(NOTICES_KEPT)
        guard_journal_again()


def guard_journal_again() -> None:
    """Guard the new table of the journal, which has no triggers yet."""
    for act in ("update", "delete"):
        op.execute(
            f"create trigger journal_no_{act} before {act} on journal"
            " begin select raise(abort, 'rows of journal are never changed'); end"
        )


def downgrade() -> None:
    forget_positions_on_wordings()
    with journal_altered() as journal:
        journal.drop_constraint(op.f("ck_journal_scope_has_position"), type_="check")
        journal.drop_constraint(op.f("ck_journal_scope"), type_="check")
        journal.create_check_constraint(op.f("ck_journal_scope"), SCOPES_BEFORE)
    set_aside()
    op.create_table(
        "positions",
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(STANCES, name=op.f("ck_positions_stance")),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name=op.f("fk_positions_amendment_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_positions_party_id")),
        sa.PrimaryKeyConstraint("amendment_id", "party_id", name=op.f("pk_positions")),
    )
    op.create_index(op.f("ix_positions_party_id"), "positions", ["party_id"], unique=False)
    op.execute(WITHOUT_REVISION)
    op.drop_table(KEPT)


def forget_positions_on_wordings() -> None:
    """Take out of the journal what is about positions on wordings: without them it has nobody to read it."""
    op.execute("delete from notices where line_id in (select id from journal where scope = 'position')")
    if is_sqlite():
        op.execute("drop trigger journal_no_delete")
        op.execute("delete from journal where scope = 'position'")
        return
    op.execute("alter table journal disable trigger journal_no_change")
    op.execute("delete from journal where scope = 'position'")
    op.execute("alter table journal enable trigger journal_no_change")
