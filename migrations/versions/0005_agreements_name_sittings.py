"""An agreement names the sitting that reached it; what was agreed before gets a sitting of its level and day.

Revision ID: 0005
Revises: 0004
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CITY = "new-york"
NAMES = {
    "working-groups": ("Working Groups", "Groupes de travail", "الأفرقة العاملة"),
}
"""Of the levels that need names, those of the body that is made for them."""
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"

meetings = sa.table("meetings", sa.column("id"), sa.column("zone"))
communiques = sa.table("communiques", sa.column("id"), sa.column("meeting_id"))
bodies = sa.table(
    "bodies",
    *map(
        sa.column, ("id", "meeting_id", "code", "city", "level", "name_en", "name_fr", "name_ar", "mandate")
    ),
)
MOMENTS = ("begins_at", "ends_at", "convened_at", "opened_at", "closed_at", "cancelled_at")
sittings = sa.table(
    "sittings",
    *(sa.column(name, sa.DateTime(timezone=True)) for name in MOMENTS),
    *map(sa.column, ("id", "meeting_id", "communique_id", "body_id", "level", "code", "number", "zone")),
    sa.column("day", sa.Date()),
    *map(sa.column, ("place", "cancellation_reason")),
    sa.column("from_before", sa.Boolean()),
)
decisions = sa.table(
    "decisions",
    *map(sa.column, ("id", "communique_id", "paragraph_id", "level", "sitting_id")),
    sa.column("agreed_on", sa.Date()),
)
on_agenda = sa.table(
    "sitting_agenda", *map(sa.column, ("sitting_id", "communique_id", "paragraph_id", "position"))
)
printed = sa.table("lines", sa.column("paragraph_id"))


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_index("uq_bodies_level_id", "bodies", ["level", "id"], unique=True)
    give_sittings_their_level()
    op.add_column("decisions", sa.Column("sitting_id", sa.Integer(), nullable=True))
    unguard("decisions")
    name_sittings_of_agreements()
    with op.batch_alter_table("decisions") as table:
        table.create_foreign_key(
            op.f("fk_decisions_sitting_id"),
            "sittings",
            ["sitting_id", "communique_id", "level", "agreed_on"],
            ["id", "communique_id", "level", "day"],
        )
        table.create_check_constraint(
            op.f("ck_decisions_level_has_sitting"), "(level is null) = (sitting_id is null)"
        )
        table.create_unique_constraint(
            op.f("uq_decisions_sitting_id_paragraph_id_id"), ["sitting_id", "paragraph_id", "id"]
        )
    guard("decisions")
    with op.batch_alter_table("sitting_results") as table:
        table.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_sitting_results_decision_id"),
            "decisions",
            ["decision_id", "sitting_id", "paragraph_id"],
            ["id", "sitting_id", "paragraph_id"],
        )
        table.create_unique_constraint(op.f("uq_sitting_results_decision_id"), ["decision_id"])
        table.create_check_constraint(
            op.f("ck_sitting_results_decision_agrees"), "decision_id is null or result = 'agreed'"
        )
    guard("sitting_results")


def give_sittings_their_level() -> None:
    """Let each sitting say its level, which a decision at it repeats, and whether it was made by this migration."""
    op.add_column("sittings", sa.Column("level", sa.String(length=64), nullable=True))
    op.add_column("sittings", sa.Column("from_before", sa.Boolean(), nullable=True))
    level = sa.select(bodies.c.level).where(bodies.c.id == sittings.c.body_id).scalar_subquery()
    op.execute(sittings.update().values(level=level, from_before=False))
    with op.batch_alter_table("sittings") as table:
        table.alter_column("level", existing_type=sa.String(length=64), nullable=False)
        table.alter_column("from_before", existing_type=sa.Boolean(), nullable=False)
        table.create_unique_constraint(
            op.f("uq_sittings_id_communique_id_level_day"), ["id", "communique_id", "level", "day"]
        )
        table.create_foreign_key(op.f("fk_sittings_level"), "bodies", ["level", "body_id"], ["level", "id"])
        table.create_check_constraint(
            op.f("ck_sittings_from_before_is_closed"), "not from_before or closed_at is not null"
        )


def name_sittings_of_agreements() -> None:
    """Let each decision that names a level name a sitting of that level and day; make what is not there."""
    where = sa.select(
        communiques.c.meeting_id,
        decisions.c.communique_id,
        decisions.c.level,
        decisions.c.agreed_on,
        meetings.c.zone,
    )
    rows = op.get_bind().execute(
        where.join_from(decisions, communiques, communiques.c.id == decisions.c.communique_id)
        .join(meetings, meetings.c.id == communiques.c.meeting_id)
        .where(decisions.c.level.is_not(None))
        .distinct()
        .order_by(decisions.c.agreed_on, decisions.c.communique_id, decisions.c.level)
    )
    for meeting, communique, level, day, zone in rows.all():
        key = find_sitting(communique, level, day) or make_sitting(meeting, communique, level, day, zone)
        op.execute(
            decisions.update()
            .where(
                decisions.c.communique_id == communique,
                decisions.c.level == level,
                decisions.c.agreed_on == day,
            )
            .values(sitting_id=key)
        )


def find_sitting(communique: int, level: str, day: date) -> int | None:
    """Return a sitting of that level that was held on the text on that day."""
    query = sa.select(sittings.c.id).where(
        sittings.c.communique_id == communique,
        sittings.c.level == level,
        sittings.c.day == day,
        sittings.c.opened_at.is_not(None),
    )
    return op.get_bind().scalar(query.order_by(sittings.c.id).limit(1))


def make_sitting(meeting: int, communique: int, level: str, day: date, zone: str) -> int | None:
    """Return a new sitting that took all of that day, on what was decided there."""
    body = find_body(meeting, level) or make_body(meeting, level)
    begins = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    ends -= timedelta(seconds=1)
    last = sa.select(sa.func.max(sittings.c.number)).where(sittings.c.body_id == body)
    code = new_code()
    op.execute(
        sittings.insert().values(
            meeting_id=meeting,
            communique_id=communique,
            body_id=body,
            level=level,
            code=code,
            number=(op.get_bind().scalar(last) or 0) + 1,
            begins_at=begins,
            ends_at=ends,
            zone=zone,
            day=day,
            place="",
            convened_at=begins,
            opened_at=begins,
            closed_at=ends,
            cancellation_reason="",
            from_before=True,
        )
    )
    key = op.get_bind().scalar(sa.select(sittings.c.id).where(sittings.c.code == code))
    paragraphs = op.get_bind().scalars(
        sa.select(decisions.c.paragraph_id)
        .where(
            decisions.c.communique_id == communique,
            decisions.c.level == level,
            decisions.c.agreed_on == day,
            decisions.c.paragraph_id.in_(sa.select(printed.c.paragraph_id)),
        )
        .distinct()
        .order_by(decisions.c.paragraph_id)
    )
    put_on_agenda(key, communique, paragraphs.all())
    return key


def put_on_agenda(sitting: int | None, communique: int, paragraphs: Iterable[int]) -> None:
    rows = [
        {"sitting_id": sitting, "communique_id": communique, "paragraph_id": key, "position": position}
        for position, key in enumerate(paragraphs, start=1)
    ]
    op.bulk_insert(on_agenda, rows)


def find_body(meeting: int, level: str) -> int | None:
    name_en = NAMES.get(level, ("",))[0]
    wanted = (bodies.c.meeting_id == meeting, bodies.c.city == CITY, bodies.c.level == level)
    return op.get_bind().scalar(sa.select(bodies.c.id).where(*wanted, bodies.c.name_en == name_en))


def make_body(meeting: int, level: str) -> int | None:
    names = dict(zip(("name_en", "name_fr", "name_ar"), NAMES.get(level, ("", "", "")), strict=True))
    facts = {"meeting_id": meeting, "city": CITY, "level": level, "mandate": "", "code": new_code()}
    op.execute(bodies.insert().values(**facts, **names))
    return find_body(meeting, level)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(7))


def downgrade() -> None:
    with op.batch_alter_table("sitting_results") as table:
        table.drop_constraint(op.f("fk_sitting_results_decision_id"), type_="foreignkey")
        table.drop_constraint(op.f("uq_sitting_results_decision_id"), type_="unique")
        table.drop_constraint(op.f("ck_sitting_results_decision_agrees"), type_="check")
        table.drop_column("decision_id")
    guard("sitting_results")
    with op.batch_alter_table("decisions") as table:
        table.drop_constraint(op.f("fk_decisions_sitting_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_decisions_level_has_sitting"), type_="check")
        table.drop_constraint(op.f("uq_decisions_sitting_id_paragraph_id_id"), type_="unique")
        table.drop_column("sitting_id")
    guard("decisions")
    made = sa.select(sittings.c.id).where(sittings.c.from_before)
    op.execute(on_agenda.delete().where(on_agenda.c.sitting_id.in_(made)))
    op.execute(sittings.delete().where(sittings.c.from_before))
    with op.batch_alter_table("sittings") as table:
        table.drop_constraint(op.f("fk_sittings_level"), type_="foreignkey")
        table.drop_constraint(op.f("ck_sittings_from_before_is_closed"), type_="check")
        table.drop_constraint(op.f("uq_sittings_id_communique_id_level_day"), type_="unique")
        table.drop_column("level")
        table.drop_column("from_before")
    op.drop_index("uq_bodies_level_id", table_name="bodies")


def unguard(table: str) -> None:
    """Let rows of *table* be changed until `guard`."""
    if is_sqlite():
        op.execute(f"drop trigger {table}_no_update")
    else:
        op.execute(f"alter table {table} disable trigger {table}_no_change")


def guard(table: str) -> None:
    """Let the database refuse again to change or remove a row; SQLite has copied the table without triggers."""
    if not is_sqlite():
        op.execute(f"alter table {table} enable trigger {table}_no_change")
        return
    for act in ("update", "delete"):
        op.execute(
            f"create trigger {table}_no_{act} before {act} on {table}"
            f" begin select raise(abort, 'rows of {table} are never changed'); end"
        )
