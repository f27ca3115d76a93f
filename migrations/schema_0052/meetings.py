"""Meetings, their bodies, sittings and speakers; how a meeting is archived and deleted."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema, where

sa.Table(
    "meetings",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("held_on", sa.Date),
    sa.Column("unga_session", sa.Integer),
    sa.Column("chair_id", sa.Integer),
    sa.Column("removed_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_meetings"),
    sa.CheckConstraint("year between 1 and 9999", name="ck_meetings_year"),
    sa.CheckConstraint("unga_session between 1 and 999", name="ck_meetings_unga_session"),
    sa.ForeignKeyConstraint(["chair_id"], ["parties.id"], name="fk_meetings_chair_id"),
)

sa.Table(
    "bodies",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("city", sa.String(64), nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("name_en", sa.String(200), nullable=False),
    sa.Column("name_fr", sa.String(200), nullable=False),
    sa.Column("name_ar", sa.String(200), nullable=False),
    sa.Column("mandate", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_bodies"),
    sa.CheckConstraint("(level = 'working-groups') = (name_ar <> '')", name="ck_bodies_named_in_arabic"),
    sa.CheckConstraint("(level = 'working-groups') = (name_en <> '')", name="ck_bodies_named_in_english"),
    sa.CheckConstraint("(level = 'working-groups') = (name_fr <> '')", name="ck_bodies_named_in_french"),
    sa.CheckConstraint("city in ('new-york', 'washington')", name="ck_bodies_city"),
    sa.CheckConstraint(
        "level in ('expert', 'working-groups', 'troika', 'executive-committee',"
        " 'ambassadorial', 'ministerial')",
        name="ck_bodies_level",
    ),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_bodies_meeting_id"),
    sa.UniqueConstraint("code", name="uq_bodies_code"),
    sa.UniqueConstraint(
        "meeting_id", "city", "level", "name_en", name="uq_bodies_meeting_id_city_level_name_en"
    ),
    sa.UniqueConstraint("meeting_id", "id", name="uq_bodies_meeting_id_id"),
    sa.Index("uq_bodies_level_id", "level", "id", unique=True),
)

sa.Table(
    "body_terms",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("body_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("role", sa.String(64), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.PrimaryKeyConstraint("id", name="pk_body_terms"),
    sa.CheckConstraint("role in ('member', 'chair')", name="ck_body_terms_role"),
    sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="ck_body_terms_term"),
    sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name="fk_body_terms_body_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_body_terms_party_id"),
    sa.UniqueConstraint(
        "body_id", "role", "party_id", "starts_on", name="uq_body_terms_body_id_role_party_id_starts_on"
    ),
)

sa.Table(
    "sittings",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("body_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("begins_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("convened_at", MOMENT, nullable=False),
    sa.Column("opened_at", MOMENT),
    sa.Column("closed_at", MOMENT),
    sa.Column("cancelled_at", MOMENT),
    sa.Column("cancellation_reason", sa.Text, nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("from_before", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_sittings"),
    sa.CheckConstraint(
        "cancelled_at is null or opened_at is null", name="ck_sittings_cancelled_was_not_opened"
    ),
    sa.CheckConstraint("closed_at is null or opened_at is not null", name="ck_sittings_closed_was_opened"),
    sa.ForeignKeyConstraint(
        ["body_id", "meeting_id"], ["bodies.id", "bodies.meeting_id"], name="fk_sittings_body_id"
    ),
    sa.CheckConstraint(
        "(cancelled_at is null) = (cancellation_reason = '')", name="ck_sittings_cancelled_has_reason"
    ),
    sa.CheckConstraint("ends_at > begins_at", name="ck_sittings_ends_after_beginning"),
    sa.UniqueConstraint("code", name="uq_sittings_code"),
    sa.ForeignKeyConstraint(
        ["communique_id", "meeting_id"],
        ["communiques.id", "communiques.meeting_id"],
        name="fk_sittings_communique_id",
    ),
    sa.UniqueConstraint("communique_id", "id", name="uq_sittings_communique_id_id"),
    sa.CheckConstraint("closed_at >= opened_at", name="ck_sittings_closed_after_opening"),
    sa.CheckConstraint("number > 0", name="ck_sittings_number"),
    sa.UniqueConstraint("body_id", "number", name="uq_sittings_body_id_number"),
    sa.UniqueConstraint("id", "communique_id", "level", "day", name="uq_sittings_id_communique_id_level_day"),
    sa.ForeignKeyConstraint(["level", "body_id"], ["bodies.level", "bodies.id"], name="fk_sittings_level"),
    sa.CheckConstraint("not from_before or closed_at is not null", name="ck_sittings_from_before_is_closed"),
    sa.Index(
        "uq_sittings_one_open", "body_id", unique=True, **where("opened_at is not null and closed_at is null")
    ),
)

sa.Table(
    "sitting_agenda",
    schema,
    sa.Column("sitting_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("sitting_id", "paragraph_id", name="pk_sitting_agenda"),
    sa.CheckConstraint("position > 0", name="ck_sitting_agenda_position"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_sitting_agenda_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["sitting_id", "communique_id"],
        ["sittings.id", "sittings.communique_id"],
        name="fk_sitting_agenda_sitting_id",
    ),
    sa.UniqueConstraint("sitting_id", "position", name="uq_sitting_agenda_sitting_id_position"),
)

sa.Table(
    "sitting_moves",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("sitting_id", sa.Integer, nullable=False),
    sa.Column("begins_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_sitting_moves"),
    sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name="fk_sitting_moves_sitting_id"),
    sa.Index("ix_sitting_moves_sitting_id", "sitting_id"),
)

sa.Table(
    "sitting_results",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("sitting_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("result", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("referred_to_id", sa.Integer),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("decision_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_sitting_results"),
    sa.UniqueConstraint("decision_id", name="uq_sitting_results_decision_id"),
    sa.CheckConstraint("sequence > 0", name="ck_sitting_results_sequence"),
    sa.UniqueConstraint("sitting_id", "sequence", name="uq_sitting_results_sitting_id_sequence"),
    sa.CheckConstraint(
        "(result = 'referred') = (referred_to_id is not null)", name="ck_sitting_results_referred_has_body"
    ),
    sa.ForeignKeyConstraint(["referred_to_id"], ["bodies.id"], name="fk_sitting_results_referred_to_id"),
    sa.ForeignKeyConstraint(
        ["decision_id", "sitting_id", "paragraph_id"],
        ["decisions.id", "decisions.sitting_id", "decisions.paragraph_id"],
        name="fk_sitting_results_decision_id",
    ),
    sa.CheckConstraint(
        "result in ('agreed', 'ad-referendum') or text = ''", name="ck_sitting_results_text_was_agreed"
    ),
    sa.ForeignKeyConstraint(
        ["sitting_id", "paragraph_id"],
        ["sitting_agenda.sitting_id", "sitting_agenda.paragraph_id"],
        name="fk_sitting_results_sitting_id",
    ),
    sa.CheckConstraint(
        "result in ('agreed', 'ad-referendum', 'referred', 'not-agreed')", name="ck_sitting_results_result"
    ),
    sa.CheckConstraint(
        "decision_id is null or result in ('agreed', 'ad-referendum')",
        name="ck_sitting_results_decision_agrees",
    ),
    sa.Index("ix_sitting_results_paragraph_id", "paragraph_id"),
)

sa.Table(
    "sitting_stances",
    schema,
    sa.Column("result_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("stance", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("result_id", "party_id", name="pk_sitting_stances"),
    sa.CheckConstraint("stance in ('oppose', 'reserve')", name="ck_sitting_stances_stance"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_sitting_stances_party_id"),
    sa.ForeignKeyConstraint(["result_id"], ["sitting_results.id"], name="fk_sitting_stances_result_id"),
)

sa.Table(
    "attendance",
    schema,
    sa.Column("sitting_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("present", sa.Boolean, nullable=False),
    sa.Column("speakers", sa.String(500), nullable=False),
    sa.PrimaryKeyConstraint("sitting_id", "party_id", name="pk_attendance"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_attendance_party_id"),
    sa.ForeignKeyConstraint(["sitting_id"], ["sittings.id"], name="fk_attendance_sitting_id"),
)

sa.Table(
    "speakers_lists",
    schema,
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("opened_at", MOMENT),
    sa.Column("closed_at", MOMENT),
    sa.Column("minutes", sa.Integer),
    sa.PrimaryKeyConstraint("meeting_id", name="pk_speakers_lists"),
    sa.CheckConstraint("minutes between 1 and 60", name="ck_speakers_lists_minutes"),
    sa.CheckConstraint(
        "closed_at is null or opened_at is not null", name="ck_speakers_lists_closed_was_opened"
    ),
    sa.CheckConstraint("closed_at >= opened_at", name="ck_speakers_lists_closed_after_opening"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_speakers_lists_meeting_id"),
)

sa.Table(
    "speakers",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("participant", sa.String(200), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("withdrawn_at", MOMENT),
    sa.Column("began_at", MOMENT),
    sa.Column("ended_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_speakers"),
    sa.CheckConstraint("kind in ('member-state', 'observer-state', 'organization')", name="ck_speakers_kind"),
    sa.CheckConstraint(
        "level in ('head-of-state', 'deputy-head-of-state', 'head-of-government',"
        " 'deputy-head-of-government', 'minister', 'deputy-minister', 'ambassador',"
        " 'other-level')",
        name="ck_speakers_level",
    ),
    sa.CheckConstraint("name <> ''", name="ck_speakers_name"),
    sa.CheckConstraint(
        "(kind = 'member-state') = (party_id is not null)", name="ck_speakers_member_has_party"
    ),
    sa.CheckConstraint("(kind = 'member-state') = (participant = '')", name="ck_speakers_other_has_name"),
    sa.CheckConstraint("ended_at is null or began_at is not null", name="ck_speakers_ended_began"),
    sa.CheckConstraint("ended_at >= began_at", name="ck_speakers_ended_after_beginning"),
    sa.CheckConstraint(
        "withdrawn_at is null or began_at is null", name="ck_speakers_withdrawn_did_not_speak"
    ),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_speakers_meeting_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_speakers_party_id"),
    sa.UniqueConstraint("code", name="uq_speakers_code"),
    sa.UniqueConstraint("meeting_id", "id", name="uq_speakers_meeting_id_id"),
    sa.Index("uq_speakers_party", "meeting_id", "party_id", unique=True, **where("withdrawn_at is null")),
    sa.Index(
        "uq_speakers_one_floor",
        "meeting_id",
        unique=True,
        **where("began_at is not null and ended_at is null"),
    ),
)

sa.Table(
    "speaker_moves",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("speaker_id", sa.Integer, nullable=False),
    sa.Column("after_id", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_speaker_moves"),
    sa.CheckConstraint("reason <> ''", name="ck_speaker_moves_reason"),
    sa.CheckConstraint("after_id <> speaker_id", name="ck_speaker_moves_after_another"),
    sa.ForeignKeyConstraint(
        ["speaker_id", "meeting_id"],
        ["speakers.id", "speakers.meeting_id"],
        name="fk_speaker_moves_speaker_id",
    ),
    sa.ForeignKeyConstraint(
        ["after_id", "meeting_id"], ["speakers.id", "speakers.meeting_id"], name="fk_speaker_moves_after_id"
    ),
    sa.Index("ix_speaker_moves_meeting_id", "meeting_id"),
)

sa.Table(
    "archivings",
    schema,
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("meeting_id", "number", name="pk_archivings"),
    sa.CheckConstraint("act in ('archive', 'take out')", name="ck_archivings_act"),
    sa.CheckConstraint("number > 0", name="ck_archivings_number"),
    sa.CheckConstraint("(act = 'take out') = (reason <> '')", name="ck_archivings_taken_out_for_a_reason"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_archivings_meeting_id"),
)

sa.Table(
    "meeting_deletions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("archiving", sa.Integer, nullable=False),
    sa.Column("asked_by_id", sa.Integer, nullable=False),
    sa.Column("asked_at", MOMENT, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("taken_at", MOMENT),
    sa.Column("taken_by_id", sa.Integer),
    sa.Column("outcome", sa.String(64)),
    sa.Column("settled_at", MOMENT),
    sa.Column("settled_by_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_meeting_deletions"),
    sa.CheckConstraint("outcome in ('deleted', 'taken back', 'lapsed')", name="ck_meeting_deletions_outcome"),
    sa.CheckConstraint("reason <> ''", name="ck_meeting_deletions_reason"),
    sa.CheckConstraint("length(sha256) = 64", name="ck_meeting_deletions_sha256"),
    sa.CheckConstraint("size > 0", name="ck_meeting_deletions_size"),
    sa.CheckConstraint("ends_at > asked_at", name="ck_meeting_deletions_ends_after_request"),
    sa.CheckConstraint(
        "(taken_at is null) = (taken_by_id is null)", name="ck_meeting_deletions_taken_by_somebody"
    ),
    sa.CheckConstraint(
        "(outcome is null) = (settled_at is null)", name="ck_meeting_deletions_outcome_has_moment"
    ),
    sa.CheckConstraint(
        "outcome is null or outcome <> 'deleted' or (settled_by_id is not null and"
        " settled_by_id <> asked_by_id and taken_at is not null)",
        name="ck_meeting_deletions_deleted_by_two",
    ),
    sa.ForeignKeyConstraint(
        ["meeting_id", "archiving"],
        ["archivings.meeting_id", "archivings.number"],
        name="fk_meeting_deletions_meeting_id",
    ),
    sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name="fk_meeting_deletions_asked_by_id"),
    sa.ForeignKeyConstraint(["taken_by_id"], ["users.id"], name="fk_meeting_deletions_taken_by_id"),
    sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name="fk_meeting_deletions_settled_by_id"),
    sa.Index("uq_meeting_deletions_one_waits", "meeting_id", unique=True, **where("outcome is null")),
)

sa.Table(
    "deletion_packages",
    schema,
    sa.Column("deletion_id", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("deletion_id", name="pk_deletion_packages"),
    sa.ForeignKeyConstraint(
        ["deletion_id"], ["meeting_deletions.id"], name="fk_deletion_packages_deletion_id"
    ),
)

sa.Table(
    "running_deletions",
    schema,
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("ended_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("meeting_id", name="pk_running_deletions"),
    sa.CheckConstraint("meeting_id > 0", name="ck_running_deletions_meeting"),
    sa.CheckConstraint("ended_id = 0", name="ck_running_deletions_never_ended"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_running_deletions_meeting_id"),
    sa.ForeignKeyConstraint(
        ["ended_id"],
        ["running_deletions.meeting_id"],
        name="fk_running_deletions_ended_id",
        deferrable=True,
        initially="DEFERRED",
    ),
)
