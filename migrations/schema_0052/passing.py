"""What the guards let go: the papers of a meeting whose deletion runs in this transaction, and nothing else."""

from alembic import op

from migrations.schema_0052.metadata import schema

PASSES = tuple(
    "communiques drafts imports circulations lines paragraphs descents wordings annotations agenda_items"
    " document_settings document_titles copies draft_openings rounds amendments cosponsors revisions revision_parts"
    " decisions dispositions confirmations verdicts answers positions bracket_acts overridden_holders reservations"
    " reservation_acts discussions discussion_readers discussion_acts small_groups small_group_acts compromise_texts"
    " compromise_proposals compromise_positions compromise_puts compromise_decisions input_calls input_call_versions"
    " input_questions input_call_acts inputs input_versions input_parts input_files input_version_files input_marks"
    " input_mark_removals sittings sitting_agenda sitting_moves sitting_results sitting_stances attendance silences"
    " silence_paragraphs silence_changes silence_breaks breaks_taken_back silence_outcomes adoption_matters"
    " source_pins paragraph_tags follow_up_proposals speaker_moves journal journal_links".split()
)
"""The tables whose rows belong to a meeting and are deleted with it."""
RUNS = "exists (select 1 from running_deletions)"
OF_TEXT = "exists (select 1 from running_deletions d join communiques c on c.meeting_id = d.meeting_id where c.id = {})"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def holding(table: str, when: str = "") -> str:
    """Return the condition under which a guard of SQLite holds: *when*, and while no deletion lets the row go."""
    if table not in PASSES:
        return when
    passes = RUNS
    if table == "communiques":
        passes = OF_TEXT.format("old.id")
    elif "communique_id" in schema.tables[table].columns:
        passes = OF_TEXT.format("old.communique_id")
    return f"({when}) and not {passes}" if when else f"not {passes}"


# On PostgreSQL the functions of the guards ask this one.
LETS_GO = f"""
create function lets_go(named text, was jsonb) returns boolean language plpgsql as $$
begin
    if not {RUNS} or not named = any (array[{", ".join(f"'{table}'" for table in PASSES)}]) then
        return false;
    end if;
    if named = 'communiques' then
        return {OF_TEXT.format("(was ->> 'id')::integer")};
    end if;
    return not was ? 'communique_id' or {OF_TEXT.format("(was ->> 'communique_id')::integer")};
end
$$
"""
PASS = f"""
    if tg_level = 'ROW' and tg_op <> 'INSERT' then
        if {RUNS} and lets_go(tg_table_name::text, to_jsonb(old)) then
            if tg_op = 'DELETE' then
                return old;
            end if;
            return new;
        end if;
    end if;""".lstrip("\n")
"""What the function of a guard begins with."""
