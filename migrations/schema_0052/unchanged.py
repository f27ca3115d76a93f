"""Guards of what is written once: the database itself refuses to change such a row or to remove it."""

from alembic import op

from migrations.schema_0052.passing import LETS_GO, PASS, holding, is_sqlite

IMMUTABLE = tuple(
    "wordings descents imports drafts circulations lines revisions revision_parts decisions dispositions verdicts"
    " answers confirmations annotations copies draft_openings journal journal_links"
    " bracket_acts overridden_holders reservations reservation_acts"
    " silence_paragraphs silence_changes silence_breaks breaks_taken_back silence_outcomes"
    " discussions discussion_readers discussion_acts small_groups small_group_acts compromise_texts"
    " compromise_proposals compromise_positions compromise_puts compromise_decisions"
    " input_calls input_call_versions input_questions input_call_acts inputs input_versions input_parts input_files"
    " input_version_files input_marks input_mark_removals"
    " sitting_moves sitting_results sitting_stances speaker_moves archivings"
    " adoptions adoption_matters corrigenda corrigendum_entries public_texts publications public_files"
    " sources source_paragraphs source_revisions source_withdrawals source_dates source_pins library_changes"
    " paragraph_tags follow_ups follow_up_versions follow_up_evidence follow_up_proposals"
    " follow_up_dismissals".split()
)
FIXED = {"drafts": "id, communique_id, sequence, symbol, status, digest, made_at, corrects_id"}
"""The columns that are never changed where others are written later: a draft is withdrawn, once."""
ASKED = "id, meeting_id, archiving, asked_by_id, asked_at, reason, ends_at, sha256, size"
"""What is never changed of a request to delete a meeting; the rest is written once."""
CONFIRMED = (
    "exists (select 1 from meeting_deletions x join meetings m on m.id = x.meeting_id"
    " where x.meeting_id = new.meeting_id and x.outcome = 'deleted' and m.removed_at is null"
    " and x.archiving = (select max(a.number) from archivings a where a.meeting_id = m.id)"
    " and exists (select 1 from archivings a"
    " where a.meeting_id = m.id and a.number = x.archiving and a.act = 'archive'))"
)
UNCONFIRMED = "nobody confirmed the deletion of this meeting"
TERMS = "terms of office are ended, never deleted"

REFUSE_CHANGE = f"""
create function refuse_change() returns trigger language plpgsql as $$
begin
{PASS}
    raise exception 'rows of % are never changed', tg_table_name;
end
$$
"""
REFUSE_TERM = (
    "create function refuse_term() returns trigger language plpgsql as"
    f" $$ begin raise exception '{TERMS}'; end $$"
)
REQUIRE_CONFIRMED = f"""
create function require_confirmed() returns trigger language plpgsql as $$
begin
    if not {CONFIRMED} then
        raise exception '{UNCONFIRMED}';
    end if;
    return new;
end
$$
"""


def guard_what_is_never_changed() -> None:
    if not is_sqlite():
        for function in (LETS_GO, REFUSE_CHANGE, REFUSE_TERM, REQUIRE_CONFIRMED):
            op.execute(function)
    for table in IMMUTABLE:
        guard(table)
    guard_withdrawals()
    guard_events()
    guard_terms()
    guard_requests_for_deletion()
    guard_deletions()


def guard(table: str) -> None:
    update = f"update of {FIXED[table]}" if table in FIXED else "update"
    if is_sqlite():
        refuse(table, "no_update", f"before {update}", holding(table))
        refuse(table, "no_delete", "before delete", holding(table))
        return
    refuse(table, "no_change", f"before {update} or delete")
    refuse_truncation(table)


def refuse(table: str, name: str, act: str, when: str = "", row: str = "") -> None:
    """Refuse an *act* on a row of *table* that meets the condition *when*, or on any."""
    if not is_sqlite():
        condition = f" when ({when})" if when else ""
        op.execute(
            f"create trigger {table}_{name} {act} on {table} for each row{condition}"
            " execute function refuse_change()"
        )
        return
    condition = f" when {when}" if when else ""
    op.execute(
        f"create trigger {table}_{name} {act} on {table}{row}{condition}"
        f" begin select raise(abort, 'rows of {table} are never changed'); end"
    )


def refuse_truncation(table: str) -> None:
    """PostgreSQL alone can empty a table without looking at its rows."""
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table}"
        " for each statement execute function refuse_change()"
    )


def guard_withdrawals() -> None:
    """The withdrawal of a draft is neither changed nor taken back."""
    was_withdrawn = "old.withdrawn_at is not null"
    when = holding("drafts", f"({was_withdrawn})") if is_sqlite() else was_withdrawn
    refuse("drafts", "withdrawn_once", "before update", when, row=" for each row")


def guard_events() -> None:
    """An event is never changed; old ones are deleted by the clock."""
    refuse("security_events", "no_update" if is_sqlite() else "no_change", "before update")


def guard_terms() -> None:
    """Of a term of office nothing is changed but its end, and the meeting where none was named."""
    if is_sqlite():
        differs, then = "is not", f"begin select raise(abort, '{TERMS}'); end"
    else:
        differs, then = "is distinct from", "execute function refuse_term()"
    changed = [
        f"new.{column} {differs} old.{column}"
        for column in ("id", "user_id", "role", "party_id", "starts_on")
    ]
    changed.append(f"(old.meeting_id is not null and new.meeting_id {differs} old.meeting_id)")
    when = " or ".join(changed)
    head = "on appointments" if is_sqlite() else "on appointments for each row"
    when = when if is_sqlite() else f"({when})"
    op.execute(f"create trigger appointments_no_change before update {head} when {when} {then}")
    op.execute(f"create trigger appointments_no_delete before delete {head} {then}")


def guard_requests_for_deletion() -> None:
    table, was_settled = "meeting_deletions", "old.outcome is not null"
    if is_sqlite():
        refuse(table, "no_update", f"before update of {ASKED}", "1")
        refuse(table, "no_once", "before update", was_settled)
        refuse(table, "no_delete", "before delete", "1")
        return
    refuse(table, "no_change", f"before delete or update of {ASKED}")
    refuse(table, "once", "before update", was_settled)
    refuse_truncation(table)


def guard_deletions() -> None:
    """A deletion runs only where two persons asked for it."""
    head = "create trigger running_deletions_confirmed before insert on running_deletions"
    if is_sqlite():
        op.execute(f"{head} when not {CONFIRMED} begin select raise(abort, '{UNCONFIRMED}'); end")
        return
    op.execute(f"{head} for each row execute function require_confirmed()")
