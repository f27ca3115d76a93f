"""Rounds, proposals and decisions, and the journal of all that was done."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema, where

sa.Table(
    "rounds",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("opens_at", MOMENT, nullable=False),
    sa.Column("deadline", MOMENT, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("admissibility", sa.String(64), nullable=False),
    sa.Column("visibility", sa.String(64), nullable=False),
    sa.Column("chair_reads", sa.Boolean, nullable=False),
    sa.Column("closed_at", MOMENT),
    sa.Column("next_draft_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    sa.CheckConstraint(
        "admissibility in ('open', 'no-new-issues', 'brackets-only', 'editorial')",
        name="ck_rounds_admissibility",
    ),
    sa.CheckConstraint("visibility in ('mission', 'deadline', 'all')", name="ck_rounds_visibility"),
    sa.CheckConstraint(
        "(closed_at is null) = (next_draft_id is null)", name="ck_rounds_closed_has_next_draft"
    ),
    sa.CheckConstraint("deadline > opens_at", name="ck_rounds_deadline_after_opening"),
    sa.CheckConstraint("next_draft_id <> draft_id", name="ck_rounds_next_draft_is_another"),
    sa.CheckConstraint("number > 0", name="ck_rounds_number"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_rounds_communique_id"),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"], ["drafts.id", "drafts.communique_id"], name="fk_rounds_draft_id"
    ),
    sa.ForeignKeyConstraint(
        ["next_draft_id", "communique_id"],
        ["drafts.id", "drafts.communique_id"],
        name="fk_rounds_next_draft_id",
    ),
    sa.UniqueConstraint("communique_id", "id", name="uq_rounds_communique_id_id"),
    sa.UniqueConstraint("communique_id", "number", name="uq_rounds_communique_id_number"),
    sa.UniqueConstraint("draft_id", name="uq_rounds_draft_id"),
    sa.UniqueConstraint("next_draft_id", name="uq_rounds_next_draft_id"),
    sa.Index("uq_rounds_one_not_closed", "communique_id", unique=True, **where("closed_at is null")),
)

sa.Table(
    "amendments",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("round_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("stage", sa.String(64), nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("amends_id", sa.Integer),
    sa.Column("sponsor_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer),
    sa.Column("from_floor", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("submitted_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_amendments"),
    sa.CheckConstraint(
        "amends_id is null or kind in ('replace', 'consequential')", name="ck_amendments_amends_by_words"
    ),
    sa.CheckConstraint(
        "kind <> 'consequential' or amends_id is not null", name="ck_amendments_consequential_amends"
    ),
    sa.CheckConstraint(
        "kind in ('replace', 'insert', 'delete', 'move', 'split', 'join', 'keep', 'consequential')",
        name="ck_amendments_kind",
    ),
    sa.CheckConstraint(
        "stage <> 'submitted' or number is not null", name="ck_amendments_submitted_has_number"
    ),
    sa.CheckConstraint("stage in ('draft', 'review', 'submitted', 'withdrawn')", name="ck_amendments_stage"),
    sa.CheckConstraint(
        "stage not in ('draft', 'review') or number is null", name="ck_amendments_prepared_has_no_number"
    ),
    sa.CheckConstraint("(number is null) = (submitted_at is null)", name="ck_amendments_number_has_moment"),
    sa.CheckConstraint("amends_id <> id", name="ck_amendments_amends_another"),
    sa.CheckConstraint("number > 0", name="ck_amendments_number"),
    sa.CheckConstraint("revision > 0", name="ck_amendments_revision"),
    sa.ForeignKeyConstraint(
        ["amends_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_amendments_amends_id",
    ),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_amendments_communique_id"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_amendments_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_amendments_round_id"
    ),
    sa.ForeignKeyConstraint(["sponsor_id"], ["parties.id"], name="fk_amendments_sponsor_id"),
    sa.UniqueConstraint("code", name="uq_amendments_code"),
    sa.UniqueConstraint("communique_id", "id", name="uq_amendments_communique_id_id"),
    sa.UniqueConstraint(
        "communique_id", "sponsor_id", "number", name="uq_amendments_communique_id_sponsor_id_number"
    ),
    sa.Index("ix_amendments_amends_id", "amends_id"),
    sa.Index("ix_amendments_paragraph_id", "paragraph_id"),
    sa.Index("ix_amendments_round_id", "round_id"),
    sa.Index("ix_amendments_sponsor_id", "sponsor_id"),
)

sa.Table(
    "cosponsors",
    schema,
    sa.Column("amendment_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("since", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("amendment_id", "party_id", name="pk_cosponsors"),
    sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name="fk_cosponsors_amendment_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_cosponsors_party_id"),
    sa.Index("ix_cosponsors_party_id", "party_id"),
)

sa.Table(
    "revisions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("amendment_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("round_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("base_id", sa.Integer),
    sa.Column("amends_revision_id", sa.Integer),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("numbered", sa.Boolean, nullable=False),
    sa.Column("after_id", sa.Integer),
    sa.Column("other_id", sa.Integer),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made", sa.String(64), nullable=False),
    sa.Column("author_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_revisions"),
    sa.CheckConstraint("kind in ('heading', 'paragraph', 'sub-paragraph')", name="ck_revisions_kind"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_revisions_language"),
    sa.CheckConstraint(
        "made in ('sponsor', 'floor', 'rest', 'carried', 'contested')", name="ck_revisions_made"
    ),
    sa.CheckConstraint("depth between 0 and 2", name="ck_revisions_depth"),
    sa.CheckConstraint("sequence > 0", name="ck_revisions_sequence"),
    sa.ForeignKeyConstraint(
        ["after_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_revisions_after_id",
    ),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_revisions_amendment_id",
    ),
    sa.ForeignKeyConstraint(["amends_revision_id"], ["revisions.id"], name="fk_revisions_amends_revision_id"),
    sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_revisions_author_id"),
    sa.ForeignKeyConstraint(
        ["base_id", "paragraph_id"], ["wordings.id", "wordings.paragraph_id"], name="fk_revisions_base_id"
    ),
    sa.ForeignKeyConstraint(
        ["other_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_revisions_other_id",
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_revisions_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_revisions_round_id"
    ),
    sa.UniqueConstraint("amendment_id", "sequence", name="uq_revisions_amendment_id_sequence"),
    sa.Index("ix_revisions_after_id", "after_id", **where("after_id is not null")),
    sa.Index("ix_revisions_other_id", "other_id", **where("other_id is not null")),
    sa.Index("ix_revisions_paragraph_id", "paragraph_id"),
)

sa.Table(
    "revision_parts",
    schema,
    sa.Column("revision_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("revision_id", "number", name="pk_revision_parts"),
    sa.CheckConstraint("number > 0", name="ck_revision_parts_number"),
    sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name="fk_revision_parts_paragraph_id"),
    sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_revision_parts_revision_id"),
    sa.UniqueConstraint("revision_id", "paragraph_id", name="uq_revision_parts_revision_id_paragraph_id"),
)

sa.Table(
    "decisions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("round_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("level", sa.String(64)),
    sa.Column("agreed_on", sa.Date, nullable=False),
    sa.Column("by_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("voids_id", sa.Integer),
    sa.Column("together", sa.Integer),
    sa.Column("sitting_id", sa.Integer),
    sa.Column("silence_id", sa.Integer),
    sa.Column("ad_referendum", sa.Boolean, nullable=False),
    sa.Column("asked_by_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    sa.CheckConstraint("kind <> 'void' or reason <> ''", name="ck_decisions_voiding_has_reason"),
    sa.ForeignKeyConstraint(
        ["voids_id", "round_id", "paragraph_id"],
        ["decisions.id", "decisions.round_id", "decisions.paragraph_id"],
        name="fk_decisions_voids_id",
    ),
    sa.ForeignKeyConstraint(
        ["sitting_id", "communique_id", "level", "agreed_on"],
        ["sittings.id", "sittings.communique_id", "sittings.level", "sittings.day"],
        name="fk_decisions_sitting_id",
    ),
    sa.ForeignKeyConstraint(
        ["together", "round_id"], ["decisions.sequence", "decisions.round_id"], name="fk_decisions_together"
    ),
    sa.CheckConstraint(
        "kind in ('accept', 'part', 'compromise', 'reject', 'brackets', 'defer', 'agree', 'reopen', 'void')",
        name="ck_decisions_kind",
    ),
    sa.CheckConstraint(
        "kind <> 'reopen' or (level is null and reason <> '')", name="ck_decisions_reopening_has_reason"
    ),
    sa.UniqueConstraint("paragraph_id", "round_id", "id", name="uq_decisions_paragraph_id_round_id_id"),
    sa.UniqueConstraint(
        "id", "communique_id", "ad_referendum", name="uq_decisions_id_communique_id_ad_referendum"
    ),
    sa.CheckConstraint("together <= sequence", name="ck_decisions_together_with_earlier"),
    sa.CheckConstraint(
        "not ad_referendum or (sitting_id is not null and kind not in ('brackets', 'defer'))",
        name="ck_decisions_ad_referendum_agrees_at_sitting",
    ),
    sa.CheckConstraint("sitting_id is null or silence_id is null", name="ck_decisions_reached_once"),
    sa.UniqueConstraint("silence_id", "paragraph_id", name="uq_decisions_silence_id_paragraph_id"),
    sa.CheckConstraint("silence_id is null or kind = 'agree'", name="ck_decisions_silence_agrees"),
    sa.CheckConstraint(
        "(kind = 'void') = (voids_id is not null)", name="ck_decisions_voiding_names_decision"
    ),
    sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_decisions_by_id"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_decisions_paragraph_id",
    ),
    sa.CheckConstraint(
        "level in ('expert', 'working-groups', 'troika', 'executive-committee',"
        " 'ambassadorial', 'ministerial')",
        name="ck_decisions_level",
    ),
    sa.CheckConstraint(
        "(kind = 'reopen') = (asked_by_id is not null)", name="ck_decisions_reopening_was_asked_for"
    ),
    sa.ForeignKeyConstraint(["asked_by_id"], ["parties.id"], name="fk_decisions_asked_by_id"),
    sa.UniqueConstraint("voids_id", name="uq_decisions_voids_id"),
    sa.CheckConstraint("kind <> 'void' or level is null", name="ck_decisions_voiding_has_no_level"),
    sa.UniqueConstraint("round_id", "sequence", name="uq_decisions_round_id_sequence"),
    sa.CheckConstraint("kind <> 'reject' or reason <> ''", name="ck_decisions_rejection_has_reason"),
    sa.CheckConstraint("kind <> 'agree' or level is not null", name="ck_decisions_agreement_has_level"),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_decisions_round_id"
    ),
    sa.CheckConstraint("together is null or kind in ('agree', 'void')", name="ck_decisions_together_agrees"),
    sa.CheckConstraint("voids_id <> id", name="ck_decisions_voids_another"),
    sa.ForeignKeyConstraint(
        ["silence_id", "communique_id", "level"],
        ["silences.id", "silences.communique_id", "silences.level"],
        name="fk_decisions_silence_id",
    ),
    sa.UniqueConstraint("sitting_id", "paragraph_id", "id", name="uq_decisions_sitting_id_paragraph_id_id"),
    sa.CheckConstraint(
        "(level is null) = (sitting_id is null and silence_id is null)", name="ck_decisions_level_was_reached"
    ),
    sa.CheckConstraint("sequence > 0", name="ck_decisions_sequence"),
)

sa.Table(
    "dispositions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("decision_id", sa.Integer, nullable=False),
    sa.Column("revision_id", sa.Integer, nullable=False),
    sa.Column("outcome", sa.String(64), nullable=False),
    sa.Column("chosen", sa.JSON, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("rank", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_dispositions"),
    sa.CheckConstraint(
        "(outcome = 'part') = (cast(chosen as varchar) <> '[]')", name="ck_dispositions_part_has_changes"
    ),
    sa.CheckConstraint(
        "outcome in ('accepted', 'part', 'absorbed', 'rejected', 'bracketed', 'deferred')",
        name="ck_dispositions_outcome",
    ),
    sa.CheckConstraint(
        "outcome in ('accepted', 'part', 'bracketed') or text = ''", name="ck_dispositions_adopted_has_text"
    ),
    sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_dispositions_decision_id"),
    sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_dispositions_revision_id"),
    sa.UniqueConstraint("decision_id", "revision_id", name="uq_dispositions_decision_id_revision_id"),
    sa.Index("ix_dispositions_revision_id", "revision_id"),
)

sa.Table(
    "verdicts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("round_id", sa.Integer, nullable=False),
    sa.Column("revision_id", sa.Integer, nullable=False),
    sa.Column("verdict", sa.String(64), nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("next_revision_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_verdicts"),
    sa.CheckConstraint(
        "(verdict in ('carried', 'partly', 'conflict')) = (next_revision_id is not null)",
        name="ck_verdicts_living_has_next_revision",
    ),
    sa.CheckConstraint(
        "verdict in ('carried', 'absorbed', 'partly', 'overtaken', 'conflict', 'orphaned')",
        name="ck_verdicts_verdict",
    ),
    sa.CheckConstraint("done between 0 and total", name="ck_verdicts_done_of_total"),
    sa.CheckConstraint("next_revision_id <> revision_id", name="ck_verdicts_next_revision_is_another"),
    sa.ForeignKeyConstraint(["next_revision_id"], ["revisions.id"], name="fk_verdicts_next_revision_id"),
    sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_verdicts_revision_id"),
    sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_verdicts_round_id"),
    sa.UniqueConstraint("revision_id", name="uq_verdicts_revision_id"),
    sa.Index("ix_verdicts_next_revision_id", "next_revision_id"),
    sa.Index("ix_verdicts_round_id", "round_id"),
)

sa.Table(
    "answers",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("amendment_id", sa.Integer, nullable=False),
    sa.Column("disposition_id", sa.Integer),
    sa.Column("verdict_id", sa.Integer),
    sa.Column("revision_id", sa.Integer),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("answer", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_answers"),
    sa.CheckConstraint(
        "answer in ('accept', 'live-with', 'object', 'confirm', 'contest')", name="ck_answers_answer"
    ),
    sa.CheckConstraint(
        "answer not in ('object', 'contest') or reason <> ''", name="ck_answers_objection_has_reason"
    ),
    sa.CheckConstraint(
        "(case when disposition_id is null then 0 else 1 end) + (case when verdict_id"
        " is null then 0 else 1 end) + (case when revision_id is null then 0 else 1"
        " end) = 1",
        name="ck_answers_one_subject",
    ),
    sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name="fk_answers_amendment_id"),
    sa.ForeignKeyConstraint(["disposition_id"], ["dispositions.id"], name="fk_answers_disposition_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_answers_party_id"),
    sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_answers_revision_id"),
    sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name="fk_answers_verdict_id"),
    sa.Index("ix_answers_amendment_id", "amendment_id"),
    sa.Index("ix_answers_disposition_id", "disposition_id"),
    sa.Index("ix_answers_revision_id", "revision_id"),
    sa.Index("ix_answers_verdict_id", "verdict_id"),
)

sa.Table(
    "positions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("amendment_id", sa.Integer),
    sa.Column("revision", sa.Integer),
    sa.Column("paragraph_id", sa.Integer),
    sa.Column("wording_id", sa.Integer),
    sa.Column("round_id", sa.Integer),
    sa.Column("stance", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("taken_back", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_positions"),
    sa.CheckConstraint(
        "stance in ('support', 'live-with', 'oppose', 'reserve', 'awaiting')", name="ck_positions_stance"
    ),
    sa.CheckConstraint("(amendment_id is null) <> (wording_id is null)", name="ck_positions_one_object"),
    sa.CheckConstraint(
        "(amendment_id is null) = (revision is null)", name="ck_positions_proposal_has_revision"
    ),
    sa.CheckConstraint(
        "(wording_id is null) = (paragraph_id is null)", name="ck_positions_wording_has_paragraph"
    ),
    sa.CheckConstraint("(wording_id is null) = (round_id is null)", name="ck_positions_wording_has_round"),
    sa.CheckConstraint("wording_id is not null or not taken_back", name="ck_positions_taken_back_on_wording"),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_positions_amendment_id",
    ),
    sa.ForeignKeyConstraint(
        ["revision", "amendment_id"],
        ["revisions.sequence", "revisions.amendment_id"],
        name="fk_positions_revision",
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_positions_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["wording_id", "paragraph_id"],
        ["wordings.id", "wordings.paragraph_id"],
        name="fk_positions_wording_id",
    ),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_positions_round_id"
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_positions_party_id"),
    sa.UniqueConstraint("amendment_id", "party_id", name="uq_positions_amendment_id_party_id"),
    sa.UniqueConstraint(
        "wording_id", "party_id", "round_id", name="uq_positions_wording_id_party_id_round_id"
    ),
    sa.Index("ix_positions_party_id", "party_id"),
    sa.Index("ix_positions_communique_id_paragraph_id", "communique_id", "paragraph_id"),
)

sa.Table(
    "confirmations",
    schema,
    sa.Column("decision_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("ad_referendum", sa.Boolean, nullable=False),
    sa.Column("given_by", sa.Text, nullable=False),
    sa.Column("by_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("decision_id", name="pk_confirmations"),
    sa.CheckConstraint("ad_referendum", name="ck_confirmations_of_ad_referendum"),
    sa.CheckConstraint("given_by <> ''", name="ck_confirmations_says_who"),
    sa.ForeignKeyConstraint(
        ["decision_id", "communique_id", "ad_referendum"],
        ["decisions.id", "decisions.communique_id", "decisions.ad_referendum"],
        name="fk_confirmations_decision_id",
    ),
    sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_confirmations_by_id"),
)

sa.Table(
    "journal",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("user_id", sa.Integer),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("scope", sa.String(64), nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("meeting_id", sa.Integer),
    sa.Column("communique_id", sa.Integer),
    sa.Column("round_id", sa.Integer),
    sa.Column("paragraph_id", sa.Integer),
    sa.Column("amendment_id", sa.Integer),
    sa.Column("subject", sa.String(500), nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("sitting_id", sa.Integer),
    sa.Column("silence_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_journal"),
    sa.ForeignKeyConstraint(
        ["silence_id", "communique_id"],
        ["silences.id", "silences.communique_id"],
        name="fk_journal_silence_id",
    ),
    sa.CheckConstraint(
        "scope not in ('sitting', 'record') or sitting_id is not null", name="ck_journal_scope_has_sitting"
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_journal_paragraph_id",
    ),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_journal_user_id"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_journal_meeting_id"),
    sa.CheckConstraint(
        "communique_id is not null or (round_id is null and paragraph_id is null and"
        " amendment_id is null and sitting_id is null and silence_id is null)",
        name="ck_journal_names_communique",
    ),
    sa.CheckConstraint("scope <> 'silence' or silence_id is not null", name="ck_journal_scope_has_silence"),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_journal_amendment_id",
    ),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_journal_communique_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_journal_party_id"),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_journal_round_id"
    ),
    sa.CheckConstraint(
        "scope <> 'amendment' or amendment_id is not null", name="ck_journal_scope_has_amendment"
    ),
    sa.CheckConstraint(
        "scope <> 'position' or (party_id is not null and round_id is not null)",
        name="ck_journal_scope_has_position",
    ),
    sa.ForeignKeyConstraint(
        ["sitting_id", "communique_id"],
        ["sittings.id", "sittings.communique_id"],
        name="fk_journal_sitting_id",
    ),
    sa.CheckConstraint(
        "scope in ('all', 'mission', 'party', 'amendment', 'position', 'sitting',"
        " 'record', 'silence', 'reservation', 'discussion', 'small-group', 'people',"
        " 'input')",
        name="ck_journal_scope",
    ),
    sa.CheckConstraint(
        "scope not in ('party', 'reservation', 'discussion', 'input') or party_id is not null",
        name="ck_journal_scope_has_party",
    ),
    sa.Index("ix_journal_paragraph_id", "paragraph_id"),
    sa.Index("ix_journal_amendment_id", "amendment_id"),
    sa.Index("ix_journal_communique_id_id", "communique_id", "id"),
)

sa.Table(
    "journal_links",
    schema,
    sa.Column("line_id", sa.Integer, nullable=False),
    sa.Column("chain", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("previous", sa.String(64)),
    sa.Column("salt", sa.String(32), nullable=False),
    sa.Column("words", sa.String(64)),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("line_id", name="pk_journal_links"),
    sa.CheckConstraint("chain <> ''", name="ck_journal_links_chain"),
    sa.CheckConstraint("number > 0", name="ck_journal_links_number"),
    sa.CheckConstraint("(number = 1) = (previous is null)", name="ck_journal_links_first_has_no_previous"),
    sa.CheckConstraint("length(salt) = 32", name="ck_journal_links_salt"),
    sa.CheckConstraint("length(words) = 64", name="ck_journal_links_words"),
    sa.CheckConstraint("length(hash) = 64", name="ck_journal_links_hash"),
    sa.ForeignKeyConstraint(["line_id"], ["journal.id"], name="fk_journal_links_line_id"),
    sa.ForeignKeyConstraint(
        ["chain", "previous"], ["journal_links.chain", "journal_links.hash"], name="fk_journal_links_chain"
    ),
    sa.UniqueConstraint("chain", "number", name="uq_journal_links_chain_number"),
    sa.UniqueConstraint("chain", "previous", name="uq_journal_links_chain_previous"),
    sa.UniqueConstraint("chain", "hash", name="uq_journal_links_chain_hash"),
)
