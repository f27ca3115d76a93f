"""What delegations are asked for before a text is written, and what they send."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema

sa.Table(
    "input_calls",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_input_calls"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_input_calls_communique_id"),
    sa.UniqueConstraint("code", name="uq_input_calls_code"),
    sa.Index("ix_input_calls_communique_id", "communique_id"),
)

sa.Table(
    "input_call_versions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("call_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.Column("background", sa.Text, nullable=False),
    sa.Column("visibility", sa.String(64), nullable=False),
    sa.Column("languages", sa.String(64), nullable=False),
    sa.Column("deadline", MOMENT, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_input_call_versions"),
    sa.CheckConstraint(
        "visibility in ('mission', 'deadline', 'all')", name="ck_input_call_versions_visibility"
    ),
    sa.CheckConstraint("sequence > 0", name="ck_input_call_versions_sequence"),
    sa.CheckConstraint("title <> ''", name="ck_input_call_versions_title"),
    sa.CheckConstraint("languages <> ''", name="ck_input_call_versions_languages"),
    sa.ForeignKeyConstraint(["call_id"], ["input_calls.id"], name="fk_input_call_versions_call_id"),
    sa.UniqueConstraint("call_id", "sequence", name="uq_input_call_versions_call_id_sequence"),
)

sa.Table(
    "input_questions",
    schema,
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("version_id", "position", name="pk_input_questions"),
    sa.CheckConstraint("position > 0", name="ck_input_questions_position"),
    sa.CheckConstraint("text <> ''", name="ck_input_questions_text"),
    sa.ForeignKeyConstraint(["version_id"], ["input_call_versions.id"], name="fk_input_questions_version_id"),
)

sa.Table(
    "input_call_acts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("call_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer),
    sa.Column("until", MOMENT),
    sa.Column("party_id", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_input_call_acts"),
    sa.CheckConstraint(
        "act in ('issue', 'extend', 'allow-late', 'close', 'withdraw')", name="ck_input_call_acts_act"
    ),
    sa.CheckConstraint("sequence > 0", name="ck_input_call_acts_sequence"),
    sa.CheckConstraint(
        "(act = 'issue') = (version is not null)", name="ck_input_call_acts_issue_has_version"
    ),
    sa.CheckConstraint(
        "(act in ('issue', 'extend', 'allow-late')) = (until is not null)",
        name="ck_input_call_acts_act_has_until",
    ),
    sa.CheckConstraint(
        "(act = 'allow-late') = (party_id is not null)", name="ck_input_call_acts_late_has_party"
    ),
    sa.CheckConstraint(
        "act not in ('extend', 'allow-late', 'withdraw') or reason <> ''", name="ck_input_call_acts_reason"
    ),
    sa.ForeignKeyConstraint(
        ["version", "call_id"],
        ["input_call_versions.sequence", "input_call_versions.call_id"],
        name="fk_input_call_acts_version",
    ),
    sa.ForeignKeyConstraint(["call_id"], ["input_calls.id"], name="fk_input_call_acts_call_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_input_call_acts_party_id"),
    sa.UniqueConstraint("call_id", "sequence", name="uq_input_call_acts_call_id_sequence"),
)

sa.Table(
    "inputs",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("call_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_inputs"),
    sa.ForeignKeyConstraint(["call_id"], ["input_calls.id"], name="fk_inputs_call_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_inputs_party_id"),
    sa.UniqueConstraint("code", name="uq_inputs_code"),
    sa.UniqueConstraint("call_id", "party_id", name="uq_inputs_call_id_party_id"),
)

sa.Table(
    "input_versions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("input_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("submitted", sa.Boolean, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_input_versions"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_input_versions_language"),
    sa.CheckConstraint("sequence > 0", name="ck_input_versions_sequence"),
    sa.ForeignKeyConstraint(["input_id"], ["inputs.id"], name="fk_input_versions_input_id"),
    sa.UniqueConstraint("input_id", "sequence", name="uq_input_versions_input_id_sequence"),
)

sa.Table(
    "input_parts",
    schema,
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("version_id", "position", name="pk_input_parts"),
    sa.CheckConstraint("position > 0", name="ck_input_parts_position"),
    sa.CheckConstraint("text <> ''", name="ck_input_parts_text"),
    sa.ForeignKeyConstraint(["version_id"], ["input_versions.id"], name="fk_input_parts_version_id"),
)

sa.Table(
    "input_files",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("input_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_input_files"),
    sa.CheckConstraint("name <> ''", name="ck_input_files_name"),
    sa.CheckConstraint("size > 0", name="ck_input_files_size"),
    sa.ForeignKeyConstraint(["input_id"], ["inputs.id"], name="fk_input_files_input_id"),
    sa.UniqueConstraint("code", name="uq_input_files_code"),
    sa.UniqueConstraint("input_id", "sha256", name="uq_input_files_input_id_sha256"),
)

sa.Table(
    "input_version_files",
    schema,
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("file_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("version_id", "file_id", name="pk_input_version_files"),
    sa.ForeignKeyConstraint(["version_id"], ["input_versions.id"], name="fk_input_version_files_version_id"),
    sa.ForeignKeyConstraint(["file_id"], ["input_files.id"], name="fk_input_version_files_file_id"),
)

sa.Table(
    "input_marks",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("theme", sa.String(200), nullable=False),
    sa.Column("phrase", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_input_marks"),
    sa.CheckConstraint("theme <> ''", name="ck_input_marks_theme"),
    sa.CheckConstraint("phrase <> ''", name="ck_input_marks_phrase"),
    sa.ForeignKeyConstraint(
        ["version_id", "position"],
        ["input_parts.version_id", "input_parts.position"],
        name="fk_input_marks_version_id",
    ),
    sa.UniqueConstraint("code", name="uq_input_marks_code"),
    sa.Index("ix_input_marks_version_id", "version_id"),
)

sa.Table(
    "input_mark_removals",
    schema,
    sa.Column("mark_id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("mark_id", name="pk_input_mark_removals"),
    sa.ForeignKeyConstraint(["mark_id"], ["input_marks.id"], name="fk_input_mark_removals_mark_id"),
)
