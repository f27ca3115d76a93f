"""Guards of adopted texts: the database itself refuses whatever would change one, or add to what was said on it."""

from collections.abc import Mapping

from alembic import op

from migrations.schema_0052.passing import PASS, holding, is_sqlite

OWN = "{row}.communique_id"


def by(table: str, key: str) -> str:
    """Return the communiqué of what the column *key* of a row leads to in *table*."""
    return f"(select x.communique_id from {table} x where x.id = {{row}}.{key})"


def adopted(communique: str = OWN) -> str:
    """Return the condition that a row belongs to an adopted text: *communique* says to which it belongs."""
    return f"exists (select 1 from adoptions a where a.communique_id = {communique})"


CHANGED, ADDED = ("insert", "update", "delete"), ("insert",)
Frozen = Mapping[str, tuple[str, tuple[str, ...]]]
"""By table: the condition that {row} is of an adopted text, and what is refused then."""

OF_TEXT: Frozen = {
    "communiques": (adopted("{row}.id"), ("update", "delete")),
    "agenda_items": (adopted(), CHANGED),
    "document_settings": (adopted(), CHANGED),
    "document_titles": (adopted(), ("delete",)),  # the rest has guards of its own
    "paragraphs": (adopted(), CHANGED),
    "descents": (adopted(by("paragraphs", "paragraph_id")), ADDED),
    # A translation is no part of the adopted text.
    "wordings": (
        "{row}.translation_of_id is null and " + adopted(by("paragraphs", "paragraph_id")),
        ADDED,
    ),
    "drafts": (adopted(), ("insert", "update")),
    "imports": (adopted(), ADDED),
    "lines": (adopted(), ADDED),
    "circulations": (adopted(by("drafts", "draft_id")), ADDED),
    "rounds": (adopted(), CHANGED),
    "amendments": (adopted(), CHANGED),
    "cosponsors": (adopted(by("amendments", "amendment_id")), CHANGED),
    "revisions": (adopted(), ADDED),
    "revision_parts": (adopted(by("revisions", "revision_id")), ADDED),
    "positions": (adopted(), CHANGED),
    "decisions": (adopted(), ADDED),
    "dispositions": (adopted(by("decisions", "decision_id")), ADDED),
    "verdicts": (adopted(by("rounds", "round_id")), ADDED),
    "answers": (adopted(by("amendments", "amendment_id")), ADDED),
    "sittings": (adopted(), ADDED),  # the rest has guards of its own
    "sitting_agenda": (adopted(), CHANGED),
    "sitting_results": (adopted(by("sittings", "sitting_id")), ADDED),
    "silences": (adopted(), CHANGED),
    "silence_paragraphs": (adopted(), ADDED),
    "silence_changes": (adopted(by("silences", "silence_id")), ADDED),
    "silence_breaks": (adopted(by("silences", "silence_id")), ADDED),
    "silence_outcomes": (adopted(by("silences", "silence_id")), ADDED),
}
AROUND_TEXT: Frozen = {
    "annotations": (adopted(), ADDED),
    "confirmations": (adopted(), ADDED),
    "bracket_acts": (adopted(), ADDED),
    "overridden_holders": (
        adopted("(select d.communique_id from decisions d where d.id = {row}.decision_id)"),
        ADDED,
    ),
    "reservations": (adopted(), ADDED),
    "reservation_acts": (adopted(by("reservations", "reservation_id")), ADDED),
    "breaks_taken_back": (
        adopted(
            "(select s.communique_id from silences s join silence_breaks b on b.silence_id = s.id"
            " where b.id = {row}.break_id)"
        ),
        ADDED,
    ),
    "discussions": (adopted(), ADDED),
    "discussion_readers": (adopted(by("discussions", "discussion_id")), ADDED),
    "discussion_acts": (adopted(by("discussions", "discussion_id")), ADDED),
    "small_groups": (adopted(), ADDED),
    "small_group_acts": (adopted(), ADDED),
    "compromise_texts": (adopted(), ADDED),
    "compromise_proposals": (adopted(), ADDED),
    "compromise_positions": (adopted(by("compromise_texts", "compromise_id")), ADDED),
    "compromise_puts": (adopted(by("compromise_texts", "compromise_id")), ADDED),
    "compromise_decisions": (adopted(by("compromise_texts", "compromise_id")), ADDED),
    "source_pins": (adopted(), ADDED),
    "follow_up_proposals": (adopted(), ADDED),
    "attendance": (
        "exists (select 1 from adoptions a join sittings s on s.communique_id = a.communique_id"
        " where s.id = {row}.sitting_id and (s.id = a.sitting_id or s.closed_at is not null))",
        CHANGED,
    ),
    "sitting_moves": (
        "exists (select 1 from adoptions a join sittings s on s.communique_id = a.communique_id"
        " where s.id = {row}.sitting_id)",
        ADDED,
    ),
    "sitting_stances": (
        "exists (select 1 from adoptions a join sittings s on s.communique_id = a.communique_id"
        " join sitting_results r on r.sitting_id = s.id where r.id = {row}.result_id)",
        ADDED,
    ),
}

KEPT_OF_SITTING = (
    "id, meeting_id, communique_id, body_id, level, code, number, begins_at, ends_at, zone, day, place, convened_at,"
    " opened_at, from_before"
)
END_OF_SITTING = "closed_at, cancelled_at, cancellation_reason"
ENDED = f"(old.closed_at is not null or old.cancelled_at is not null) and {adopted().format(row='old')}"
"""The sitting that adopts a text is closed after it; one that has ended stays as it ended."""

TERM = (
    "{row}.starts_on <= a.day and ({row}.ends_on is null or {row}.ends_on >= a.day)"
    " and s.body_id = {row}.body_id"
)
"""The condition that a term in a body covered the day of an adoption."""
OLD, NEW = TERM.format(row="old"), TERM.format(row="new")
DAYS = "exists (select 1 from adoptions a join sittings s on s.id = a.sitting_id where {where})"
TERMS = {
    "insert": DAYS.format(where=NEW),
    "delete": DAYS.format(where=OLD),
    "update": DAYS.format(
        where=f"({OLD}) <> ({NEW}) or ({OLD} and (new.party_id <> old.party_id or new.role <> old.role))"
    ),
}
"""Who was in a body on the day of an adoption is neither added to, nor taken from, nor made another."""

REFUSE_ADOPTED = f"""
create function refuse_adopted() returns trigger language plpgsql as $$
declare
    adopted boolean := false;
    later boolean := false;
begin
{PASS}
    if tg_op <> 'INSERT' then
        execute 'select ' || tg_argv[0] into adopted using old;
    end if;
    if tg_op <> 'DELETE' then
        execute 'select ' || tg_argv[0] into later using new;
    end if;
    if adopted or later then
        raise exception 'an adopted text is never changed: %', tg_table_name;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end
$$
"""
REFUSE = """
create function {name}() returns trigger language plpgsql as $$
declare
    refused boolean := false;
begin
{passes}    {refused}
    if refused then
        raise exception 'an adopted text is never changed: %', tg_table_name;
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end
$$
"""


def guard_adopted_texts() -> None:
    """On SQLite see migrations/env.py too: these guards are put back after every migration."""
    if not is_sqlite():
        op.execute(REFUSE_ADOPTED)
    for table in OF_TEXT:
        freeze(table, OF_TEXT, "({})")
    for table in AROUND_TEXT:
        freeze(table, AROUND_TEXT)
    guard_titles()
    guard_sittings()
    guard_terms()


def freeze(table: str, frozen: Frozen, written: str = "{}") -> None:
    """Guard *table*; on SQLite the condition of a row is *written* so."""
    condition, acts = frozen[table]
    if not is_sqlite():
        ask(table, "adopted", f"before {' or '.join(acts)}", condition)
        return
    for act in acts:
        rows = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}[act]
        when = " or ".join(written.format(condition.format(row=row)) for row in rows)
        refuse(table, f"adopted_{act}", f"before {act}", when if act == "insert" else holding(table, when))


def refuse(table: str, name: str, act: str, when: str) -> None:
    """Let SQLite refuse an *act* on a row of *table* that meets the condition *when*."""
    op.execute(
        f"create trigger {table}_{name} {act} on {table} when {when}"
        f" begin select raise(abort, 'an adopted text is never changed: {table}'); end"
    )


def ask(table: str, name: str, act: str, condition: str, when: str = "") -> None:
    """Let PostgreSQL ask of each row that meets *when* whether it is of an adopted text."""
    expression = condition.format(row="($1)").replace("'", "''")
    op.execute(
        f"create trigger {table}_{name} {act} on {table} for each row{when}"
        f" execute function refuse_adopted('{expression}')"
    )


def guard_titles() -> None:
    """The title of an adopted text is translated; its place stays."""
    says_place = "new.place <> ''"
    is_same = (
        "new.communique_id = old.communique_id and new.language = old.language and new.place = old.place"
    )
    old, new = adopted().format(row="old"), adopted().format(row="new")
    table = "document_titles"
    if not is_sqlite():
        ask(table, "adopted_insert", "before insert", adopted(), f" when ({says_place})")
        ask(table, "adopted_update", "before update", adopted(), f" when (not ({is_same}))")
        return
    refuse(table, "adopted_insert", "before insert", f"({says_place}) and ({new})")
    changed = f"(not ({is_same})) and {holding(table, f'({old}) or ({new})')}"
    refuse(table, "adopted_update", "before update", changed)


def guard_sittings() -> None:
    """Of a sitting on an adopted text only the end is still written, once."""
    table, kept = "sittings", adopted().format(row="old")
    if is_sqlite():
        refuse(table, "kept_adopted_delete", "before delete", holding(table, kept))
        refuse(table, "kept_adopted_update", f"before update of {KEPT_OF_SITTING}", holding(table, kept))
        refuse(table, "kept_adopted_end", f"before update of {END_OF_SITTING}", holding(table, ENDED))
        return
    ask(table, "kept_adopted", f"before delete or update of {KEPT_OF_SITTING}", adopted())
    op.execute(REFUSE.format(name="refuse_adopted_end", passes=f"{PASS}\n", refused=f"refused := {ENDED};"))
    op.execute(
        f"create trigger sittings_ended_adopted before update of {END_OF_SITTING} on sittings"
        " for each row execute function refuse_adopted_end()"
    )


def guard_terms() -> None:
    if is_sqlite():
        for act, when in TERMS.items():
            refuse("body_terms", f"adopted_{act}", f"before {act}", when)
        return
    refused = " ".join(
        f"if tg_op = '{act.upper()}' then refused := {when}; end if;" for act, when in TERMS.items()
    )
    op.execute(REFUSE.format(name="refuse_adopted_term", passes="", refused=refused))
    op.execute(
        "create trigger body_terms_adopted before insert or update or delete on body_terms"
        " for each row execute function refuse_adopted_term()"
    )
