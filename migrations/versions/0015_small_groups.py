"""Small groups with their acts, compromise texts with the answers to them, and lines of the journal about them.

Revision ID: 0015
Revises: 0014
"""

import re
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from alembic import context, op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OF_TEXT = "(select x.communique_id from compromise_texts x where x.id = {row}.compromise_id)"
FROZEN: Mapping[str, str] = {
    "small_groups": "{row}.communique_id",
    "small_group_acts": "{row}.communique_id",
    "compromise_texts": "{row}.communique_id",
    "compromise_proposals": "{row}.communique_id",
    "compromise_positions": OF_TEXT,
    "compromise_puts": OF_TEXT,
    "compromise_decisions": OF_TEXT,
}
"""By table: which communiqué a row belongs to. Its rows are never changed; of an adopted text none is added."""

SCOPE, SMALL_GROUP = "ck_journal_scope", "small-group"
ACTS = (
    "'form small group', 'add to small group', 'take out of small group', 'give paragraph to small group',"
    " 'take paragraph from small group', 'change facilitator', 'end small group', 'write compromise text',"
    " 'answer compromise text', 'put compromise text to round', 'decide after compromise text'"
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


def change_scopes(change: Callable[[list[str]], list[str]]) -> None:
    """Change the closed list of scopes of the journal as it is, and guard it again where SQLite has copied it."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("journal")
    present = next(check["sqltext"] for check in checks if check["name"] == SCOPE)
    scopes = change(re.findall(r"'([^']*)'", present))
    listed = ", ".join(f"'{scope}'" for scope in scopes)
    with op.batch_alter_table("journal") as journal:
        journal.drop_constraint(op.f(SCOPE), type_="check")
        journal.create_check_constraint(op.f(SCOPE), f"scope in ({listed})")
    if is_sqlite():
        guard("journal")


def with_small_group(scopes: Sequence[str]) -> list[str]:
    return [*(scope for scope in scopes if scope != "people"), SMALL_GROUP, "people"]


def without_small_group(scopes: Sequence[str]) -> list[str]:
    return [scope for scope in scopes if scope != SMALL_GROUP]


def upgrade() -> None:
    make_groups()
    make_acts()
    make_texts()
    make_proposals()
    make_positions()
    make_ways_to_the_round()
    change_scopes(with_small_group)
    for table in FROZEN:
        guard(table)
        freeze(table)


def make_groups() -> None:
    op.create_table(
        "small_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["communiques.id"], name=op.f("fk_small_groups_communique_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_groups")),
        sa.UniqueConstraint("code", name=op.f("uq_small_groups_code")),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_small_groups_communique_id_id")),
    )


def make_acts() -> None:
    op.create_table(
        "small_group_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act in ('form', 'add-member', 'take-out-member', 'add-paragraph', 'take-out-paragraph',"
            " 'facilitator', 'end')",
            name=op.f("ck_small_group_acts_act"),
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_small_group_acts_sequence")),
        sa.CheckConstraint("(act = 'form') = (sequence = 1)", name=op.f("ck_small_group_acts_formed_first")),
        sa.CheckConstraint(
            "(act in ('form', 'add-member', 'take-out-member', 'facilitator')) = (party_id is not null)",
            name=op.f("ck_small_group_acts_act_has_party"),
        ),
        sa.CheckConstraint(
            "(act in ('add-paragraph', 'take-out-paragraph')) = (paragraph_id is not null)",
            name=op.f("ck_small_group_acts_act_has_paragraph"),
        ),
        *keys_within(
            "small_group_acts", group_id="small_groups", draft_id="drafts", paragraph_id="paragraphs"
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_small_group_acts_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_group_acts")),
        sa.UniqueConstraint("group_id", "sequence", name=op.f("uq_small_group_acts_group_id_sequence")),
    )
    op.create_index(op.f("ix_small_group_acts_party_id"), "small_group_acts", ["party_id"])


def keys_within(table: str, **keys: str) -> list[sa.ForeignKeyConstraint]:
    """Return keys of *table*, by column, to rows of other tables that belong to the same communiqué."""
    return [
        sa.ForeignKeyConstraint(
            [column, "communique_id"],
            [f"{other}.id", f"{other}.communique_id"],
            name=op.f(f"fk_{table}_{column}"),
        )
        for column, other in keys.items()
    ]


def make_texts() -> None:
    op.create_table(
        "compromise_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_compromise_texts_sequence")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_compromise_texts_says_something")),
        *keys_within("compromise_texts", group_id="small_groups", paragraph_id="paragraphs"),
        sa.ForeignKeyConstraint(
            ["wording_id", "paragraph_id"],
            ["wordings.id", "wordings.paragraph_id"],
            name=op.f("fk_compromise_texts_wording_id"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_compromise_texts_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compromise_texts")),
        sa.UniqueConstraint("code", name=op.f("uq_compromise_texts_code")),
        sa.UniqueConstraint(
            "group_id",
            "paragraph_id",
            "sequence",
            name=op.f("uq_compromise_texts_group_id_paragraph_id_sequence"),
        ),
        sa.UniqueConstraint("communique_id", "id", name=op.f("uq_compromise_texts_communique_id_id")),
    )


def make_proposals() -> None:
    op.create_table(
        "compromise_proposals",
        sa.Column("compromise_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("communique_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *keys_within("compromise_proposals", compromise_id="compromise_texts", amendment_id="amendments"),
        sa.ForeignKeyConstraint(
            ["revision", "amendment_id"],
            ["revisions.sequence", "revisions.amendment_id"],
            name=op.f("fk_compromise_proposals_revision"),
        ),
        sa.PrimaryKeyConstraint("compromise_id", "amendment_id", name=op.f("pk_compromise_proposals")),
    )


def make_positions() -> None:
    op.create_table(
        "compromise_positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compromise_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stance in ('support', 'live-with', 'oppose', 'reserve', 'awaiting')",
            name=op.f("ck_compromise_positions_stance"),
        ),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_compromise_positions_sequence")),
        sa.CheckConstraint(
            "stance is not null or reason = ''", name=op.f("ck_compromise_positions_reason_has_stance")
        ),
        sa.ForeignKeyConstraint(
            ["compromise_id"], ["compromise_texts.id"], name=op.f("fk_compromise_positions_compromise_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_compromise_positions_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compromise_positions")),
        sa.UniqueConstraint(
            "compromise_id",
            "party_id",
            "sequence",
            name=op.f("uq_compromise_positions_compromise_id_party_id_sequence"),
        ),
    )


def make_ways_to_the_round() -> None:
    op.create_table(
        "compromise_puts",
        sa.Column("compromise_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["compromise_id"], ["compromise_texts.id"], name=op.f("fk_compromise_puts_compromise_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_compromise_puts_party_id")),
        sa.PrimaryKeyConstraint("compromise_id", name=op.f("pk_compromise_puts")),
    )
    op.create_table(
        "compromise_decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("compromise_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_compromise_decisions_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["compromise_id"],
            ["compromise_puts.compromise_id"],
            name=op.f("fk_compromise_decisions_compromise_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_compromise_decisions")),
    )


def downgrade() -> None:
    """Nothing is left of small groups; what the journal told of them goes with them."""
    forget_in_journal()
    change_scopes(without_small_group)
    for table in reversed(FROZEN):
        if is_sqlite():
            context.config.attributes["guards"].forget(table)
        op.drop_table(table)


def forget_in_journal() -> None:
    """Take the lines about small groups out of the journal; SQLite guards its copy anew afterwards."""
    if is_sqlite():
        for act in ("delete", "update"):
            op.execute(f"drop trigger journal_no_{act}")
    else:
        op.execute("alter table journal disable trigger journal_no_change")
    op.execute(f"delete from journal where act in ({ACTS})")
    if not is_sqlite():
        op.execute("alter table journal enable trigger journal_no_change")
