"""
What the tables share: lengths of columns, checks made from enumerations, keys within one communiqué.

Also which tables are immutable.
"""

from collections.abc import Iterable
from enum import Enum

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    String,
    text,
)

SHORT, NAME, LONG = String(64), String(200), String(500)
JOINS = text("other_id is not null")

IMMUTABLE = (
    "wordings",
    "descents",
    "imports",
    "drafts",
    "circulations",
    "lines",
    "revisions",
    "revision_parts",
    "decisions",
    "dispositions",
    "verdicts",
    "answers",
    "journal",
    "journal_links",
    "copies",
    "draft_openings",
    "sitting_moves",
    "sitting_results",
    "sitting_stances",
    "silence_paragraphs",
    "silence_changes",
    "silence_breaks",
    "breaks_taken_back",
    "silence_outcomes",
    "adoptions",
    "adoption_matters",
    "corrigenda",
    "corrigendum_entries",
    "reservations",
    "reservation_acts",
    "confirmations",
    "small_groups",
    "small_group_acts",
    "compromise_texts",
    "compromise_proposals",
    "compromise_positions",
    "compromise_puts",
    "compromise_decisions",
    "bracket_acts",
    "overridden_holders",
    "discussions",
    "discussion_readers",
    "discussion_acts",
    "sources",
    "source_paragraphs",
    "source_revisions",
    "source_dates",
    "source_withdrawals",
    "library_changes",
    "source_pins",
    "public_texts",
    "publications",
    "public_files",
    "input_calls",
    "input_call_versions",
    "input_questions",
    "input_call_acts",
    "inputs",
    "input_versions",
    "input_parts",
    "input_files",
    "input_version_files",
    "input_marks",
    "input_mark_removals",
    "paragraph_tags",
    "follow_ups",
    "follow_up_versions",
    "follow_up_evidence",
    "follow_up_evidence_removals",
    "follow_up_dismissals",
    "follow_up_proposals",
    "annotations",
    "archivings",
    "speaker_moves",
)
"""Rows that are never changed; of a draft, all but when, by whom and why it was withdrawn, which is written once."""


def one_of(column: str, terms: type[Enum]) -> CheckConstraint:
    """Return the CHECK, named as *column*, that it holds the value of one of *terms*, or nothing where it may."""
    return CheckConstraint(f"{column} in ({_listed(terms)})", name=column, info={"one_of": terms})


def _listed(terms: Iterable[Enum]) -> str:
    return ", ".join(f"'{term.value}'" for term in terms)


def same(table: str, key: str, *shared: str) -> ForeignKeyConstraint:
    """Return the key to a row of *table* that has the same *shared* columns: usually the same communiqué."""
    return ForeignKeyConstraint([key, *shared], [f"{table}.id", *(f"{table}.{name}" for name in shared)])


OF_A_PARTY = "('head', 'alternate', 'drafter', 'mission-drafter')"
"""The roles that are held for a delegation, a group or the Mission."""
