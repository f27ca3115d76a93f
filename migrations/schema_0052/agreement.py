"""How a text is agreed: brackets and their holders, reservations, silence, discussions and small groups."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema

sa.Table(
    "bracket_acts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("round_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("wording_id", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("from_floor", sa.Boolean, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_bracket_acts"),
    sa.CheckConstraint("act in ('hold', 'release')", name="ck_bracket_acts_act"),
    sa.CheckConstraint("start >= 0 and stop > start + 1", name="ck_bracket_acts_is_a_stretch"),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_bracket_acts_round_id"
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_bracket_acts_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["wording_id", "paragraph_id"],
        ["wordings.id", "wordings.paragraph_id"],
        name="fk_bracket_acts_wording_id",
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_bracket_acts_party_id"),
    sa.Index("ix_bracket_acts_communique_id", "communique_id"),
)

sa.Table(
    "overridden_holders",
    schema,
    sa.Column("decision_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("decision_id", "party_id", name="pk_overridden_holders"),
    sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_overridden_holders_decision_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_overridden_holders_party_id"),
)

sa.Table(
    "reservations",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("scope", sa.String(64), nullable=False),
    sa.Column("paragraph_id", sa.Integer),
    sa.Column("wording_id", sa.Integer),
    sa.Column("phrase", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_reservations"),
    sa.CheckConstraint("scope in ('text', 'paragraph', 'phrase')", name="ck_reservations_scope"),
    sa.CheckConstraint(
        "(scope = 'text') = (paragraph_id is null)", name="ck_reservations_scope_has_paragraph"
    ),
    sa.CheckConstraint(
        "(paragraph_id is null) = (wording_id is null)", name="ck_reservations_paragraph_has_wording"
    ),
    sa.CheckConstraint("(scope = 'phrase') = (phrase <> '')", name="ck_reservations_scope_has_phrase"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_reservations_communique_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_reservations_party_id"),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"], ["drafts.id", "drafts.communique_id"], name="fk_reservations_draft_id"
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_reservations_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["wording_id", "paragraph_id"],
        ["wordings.id", "wordings.paragraph_id"],
        name="fk_reservations_wording_id",
    ),
    sa.UniqueConstraint("code", name="uq_reservations_code"),
    sa.Index("ix_reservations_communique_id", "communique_id"),
)

sa.Table(
    "reservation_acts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("reservation_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("awaiting", sa.Boolean, nullable=False),
    sa.Column("published", sa.Boolean, nullable=False),
    sa.Column("kept", sa.String(64), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_reservation_acts"),
    sa.CheckConstraint(
        "act in ('enter', 'reword', 'stand', 'publish', 'keep', 'withdraw')", name="ck_reservation_acts_act"
    ),
    sa.CheckConstraint("sequence > 0", name="ck_reservation_acts_sequence"),
    sa.CheckConstraint("(act = 'enter') = (sequence = 1)", name="ck_reservation_acts_entered_first"),
    sa.CheckConstraint("(act = 'keep') = (kept <> '')", name="ck_reservation_acts_keeping_has_digest"),
    sa.CheckConstraint("act <> 'stand' or not awaiting", name="ck_reservation_acts_standing_awaits_nothing"),
    sa.CheckConstraint("act <> 'publish' or published", name="ck_reservation_acts_publishing_publishes"),
    sa.ForeignKeyConstraint(
        ["reservation_id"], ["reservations.id"], name="fk_reservation_acts_reservation_id"
    ),
    sa.UniqueConstraint("reservation_id", "sequence", name="uq_reservation_acts_reservation_id_sequence"),
)

sa.Table(
    "silences",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("round_id", sa.Integer, nullable=False),
    sa.Column("body_id", sa.Integer, nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("begins_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("anonymous", sa.Boolean, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("renews_id", sa.Integer),
    sa.Column("suspended_at", MOMENT),
    sa.Column("concluded_at", MOMENT),
    sa.Column("withdrawn_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_silences"),
    sa.CheckConstraint("number > 0", name="ck_silences_number"),
    sa.CheckConstraint("ends_at > begins_at", name="ck_silences_ends_after_beginning"),
    sa.CheckConstraint("concluded_at >= ends_at", name="ck_silences_concluded_after_end"),
    sa.CheckConstraint("concluded_at is null or withdrawn_at is null", name="ck_silences_ended_once"),
    sa.CheckConstraint(
        "concluded_at is null or suspended_at is null", name="ck_silences_suspended_is_not_concluded"
    ),
    sa.CheckConstraint("renews_id <> id", name="ck_silences_renews_another"),
    sa.ForeignKeyConstraint(
        ["body_id", "meeting_id"], ["bodies.id", "bodies.meeting_id"], name="fk_silences_body_id"
    ),
    sa.ForeignKeyConstraint(
        ["communique_id", "meeting_id"],
        ["communiques.id", "communiques.meeting_id"],
        name="fk_silences_communique_id",
    ),
    sa.ForeignKeyConstraint(
        ["round_id", "communique_id"], ["rounds.id", "rounds.communique_id"], name="fk_silences_round_id"
    ),
    sa.ForeignKeyConstraint(
        ["renews_id", "communique_id"],
        ["silences.id", "silences.communique_id"],
        name="fk_silences_renews_id",
    ),
    sa.ForeignKeyConstraint(["level", "body_id"], ["bodies.level", "bodies.id"], name="fk_silences_level"),
    sa.UniqueConstraint("code", name="uq_silences_code"),
    sa.UniqueConstraint("communique_id", "number", name="uq_silences_communique_id_number"),
    sa.UniqueConstraint("communique_id", "id", name="uq_silences_communique_id_id"),
    sa.UniqueConstraint("id", "communique_id", "level", name="uq_silences_id_communique_id_level"),
)

sa.Table(
    "silence_paragraphs",
    schema,
    sa.Column("silence_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("reference", sa.String(200), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("silence_id", "paragraph_id", name="pk_silence_paragraphs"),
    sa.CheckConstraint("position > 0", name="ck_silence_paragraphs_position"),
    sa.ForeignKeyConstraint(
        ["silence_id", "communique_id"],
        ["silences.id", "silences.communique_id"],
        name="fk_silence_paragraphs_silence_id",
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_silence_paragraphs_paragraph_id",
    ),
    sa.UniqueConstraint("silence_id", "position", name="uq_silence_paragraphs_silence_id_position"),
    sa.Index("ix_silence_paragraphs_paragraph_id", "paragraph_id"),
)

sa.Table(
    "silence_changes",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("silence_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("ended_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_silence_changes"),
    sa.CheckConstraint(
        "kind in ('extended', 'suspended', 'resumed', 'withdrawn')", name="ck_silence_changes_kind"
    ),
    sa.CheckConstraint(
        "(kind in ('extended', 'resumed')) = (ends_at is not null)", name="ck_silence_changes_new_end"
    ),
    sa.ForeignKeyConstraint(["silence_id"], ["silences.id"], name="fk_silence_changes_silence_id"),
    sa.Index("ix_silence_changes_silence_id", "silence_id"),
)

sa.Table(
    "silence_readers",
    schema,
    sa.Column("silence_id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("told_at", MOMENT),
    sa.Column("opened_at", MOMENT),
    sa.PrimaryKeyConstraint("silence_id", "user_id", name="pk_silence_readers"),
    sa.CheckConstraint(
        "told_at is not null or opened_at is not null", name="ck_silence_readers_told_or_opened"
    ),
    sa.ForeignKeyConstraint(["silence_id"], ["silences.id"], name="fk_silence_readers_silence_id"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_silence_readers_user_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_silence_readers_party_id"),
)

sa.Table(
    "silence_breaks",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("silence_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("amendment_id", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_silence_breaks"),
    sa.ForeignKeyConstraint(["amendment_id"], ["amendments.id"], name="fk_silence_breaks_amendment_id"),
    sa.ForeignKeyConstraint(
        ["silence_id", "paragraph_id"],
        ["silence_paragraphs.silence_id", "silence_paragraphs.paragraph_id"],
        name="fk_silence_breaks_silence_id",
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_silence_breaks_party_id"),
    sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_silence_breaks_by_id"),
    sa.Index("ix_silence_breaks_silence_id_paragraph_id", "silence_id", "paragraph_id"),
)

sa.Table(
    "breaks_taken_back",
    schema,
    sa.Column("break_id", sa.Integer, nullable=False),
    sa.Column("by_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("break_id", name="pk_breaks_taken_back"),
    sa.ForeignKeyConstraint(["break_id"], ["silence_breaks.id"], name="fk_breaks_taken_back_break_id"),
    sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_breaks_taken_back_by_id"),
)

sa.Table(
    "silence_outcomes",
    schema,
    sa.Column("silence_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("outcome", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("silence_id", "paragraph_id", name="pk_silence_outcomes"),
    sa.CheckConstraint("outcome in ('agreed', 'broken', 'left-open')", name="ck_silence_outcomes_outcome"),
    sa.ForeignKeyConstraint(
        ["silence_id", "paragraph_id"],
        ["silence_paragraphs.silence_id", "silence_paragraphs.paragraph_id"],
        name="fk_silence_outcomes_silence_id",
    ),
)

sa.Table(
    "discussions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("audience", sa.String(64), nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("wording_id", sa.Integer),
    sa.Column("amendment_id", sa.Integer),
    sa.Column("revision", sa.Integer),
    sa.Column("phrase", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_discussions"),
    sa.CheckConstraint("audience in ('inside', 'mission', 'cosponsors')", name="ck_discussions_audience"),
    sa.CheckConstraint("(amendment_id is null) <> (wording_id is null)", name="ck_discussions_one_object"),
    sa.CheckConstraint(
        "(amendment_id is null) = (revision is null)", name="ck_discussions_proposal_has_revision"
    ),
    sa.CheckConstraint(
        "audience <> 'cosponsors' or amendment_id is not null", name="ck_discussions_sponsors_of_proposal"
    ),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_discussions_communique_id"),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"], ["drafts.id", "drafts.communique_id"], name="fk_discussions_draft_id"
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_discussions_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["wording_id", "paragraph_id"],
        ["wordings.id", "wordings.paragraph_id"],
        name="fk_discussions_wording_id",
    ),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_discussions_amendment_id",
    ),
    sa.ForeignKeyConstraint(
        ["revision", "amendment_id"],
        ["revisions.sequence", "revisions.amendment_id"],
        name="fk_discussions_revision",
    ),
    sa.UniqueConstraint("code", name="uq_discussions_code"),
    sa.Index("ix_discussions_communique_id_paragraph_id", "communique_id", "paragraph_id"),
    sa.Index("ix_discussions_amendment_id", "amendment_id"),
)

sa.Table(
    "discussion_readers",
    schema,
    sa.Column("discussion_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("discussion_id", "party_id", name="pk_discussion_readers"),
    sa.ForeignKeyConstraint(
        ["discussion_id"], ["discussions.id"], name="fk_discussion_readers_discussion_id"
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_discussion_readers_party_id"),
    sa.Index("ix_discussion_readers_party_id", "party_id"),
)

sa.Table(
    "discussion_acts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("discussion_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("about", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_discussion_acts"),
    sa.CheckConstraint(
        "act in ('comment', 'answer', 'resolve', 'reopen', 'take-back')", name="ck_discussion_acts_act"
    ),
    sa.CheckConstraint("sequence > 0", name="ck_discussion_acts_sequence"),
    sa.CheckConstraint("(act = 'comment') = (sequence = 1)", name="ck_discussion_acts_begun_first"),
    sa.CheckConstraint(
        "(act in ('comment', 'answer')) = (words <> '')", name="ck_discussion_acts_comment_has_words"
    ),
    sa.CheckConstraint("quote = '' or act = 'answer'", name="ck_discussion_acts_answer_quotes"),
    sa.CheckConstraint(
        "(act in ('answer', 'take-back')) = (about is not null)", name="ck_discussion_acts_about_comment"
    ),
    sa.CheckConstraint("about < sequence", name="ck_discussion_acts_about_earlier"),
    sa.ForeignKeyConstraint(
        ["discussion_id", "party_id"],
        ["discussion_readers.discussion_id", "discussion_readers.party_id"],
        name="fk_discussion_acts_discussion_id",
    ),
    sa.ForeignKeyConstraint(
        ["discussion_id", "about"],
        ["discussion_acts.discussion_id", "discussion_acts.sequence"],
        name="fk_discussion_acts_about",
    ),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_discussion_acts_user_id"),
    sa.UniqueConstraint("discussion_id", "sequence", name="uq_discussion_acts_discussion_id_sequence"),
)

sa.Table(
    "small_groups",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_small_groups"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_small_groups_communique_id"),
    sa.UniqueConstraint("code", name="uq_small_groups_code"),
    sa.UniqueConstraint("communique_id", "id", name="uq_small_groups_communique_id_id"),
)

sa.Table(
    "small_group_acts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("group_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("paragraph_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_small_group_acts"),
    sa.CheckConstraint(
        "act in ('form', 'add-member', 'take-out-member', 'add-paragraph',"
        " 'take-out-paragraph', 'facilitator', 'end')",
        name="ck_small_group_acts_act",
    ),
    sa.CheckConstraint("sequence > 0", name="ck_small_group_acts_sequence"),
    sa.CheckConstraint("(act = 'form') = (sequence = 1)", name="ck_small_group_acts_formed_first"),
    sa.CheckConstraint(
        "(act in ('form', 'add-member', 'take-out-member', 'facilitator')) = (party_id is not null)",
        name="ck_small_group_acts_act_has_party",
    ),
    sa.CheckConstraint(
        "(act in ('add-paragraph', 'take-out-paragraph')) = (paragraph_id is not null)",
        name="ck_small_group_acts_act_has_paragraph",
    ),
    sa.ForeignKeyConstraint(
        ["group_id", "communique_id"],
        ["small_groups.id", "small_groups.communique_id"],
        name="fk_small_group_acts_group_id",
    ),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"],
        ["drafts.id", "drafts.communique_id"],
        name="fk_small_group_acts_draft_id",
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_small_group_acts_paragraph_id",
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_small_group_acts_party_id"),
    sa.UniqueConstraint("group_id", "sequence", name="uq_small_group_acts_group_id_sequence"),
    sa.Index("ix_small_group_acts_party_id", "party_id"),
)

sa.Table(
    "compromise_texts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("group_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("wording_id", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_compromise_texts"),
    sa.CheckConstraint("sequence > 0", name="ck_compromise_texts_sequence"),
    sa.CheckConstraint("text <> ''", name="ck_compromise_texts_says_something"),
    sa.ForeignKeyConstraint(
        ["group_id", "communique_id"],
        ["small_groups.id", "small_groups.communique_id"],
        name="fk_compromise_texts_group_id",
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_compromise_texts_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["wording_id", "paragraph_id"],
        ["wordings.id", "wordings.paragraph_id"],
        name="fk_compromise_texts_wording_id",
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_compromise_texts_party_id"),
    sa.UniqueConstraint("code", name="uq_compromise_texts_code"),
    sa.UniqueConstraint(
        "group_id", "paragraph_id", "sequence", name="uq_compromise_texts_group_id_paragraph_id_sequence"
    ),
    sa.UniqueConstraint("communique_id", "id", name="uq_compromise_texts_communique_id_id"),
)

sa.Table(
    "compromise_proposals",
    schema,
    sa.Column("compromise_id", sa.Integer, nullable=False),
    sa.Column("amendment_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("compromise_id", "amendment_id", name="pk_compromise_proposals"),
    sa.ForeignKeyConstraint(
        ["compromise_id", "communique_id"],
        ["compromise_texts.id", "compromise_texts.communique_id"],
        name="fk_compromise_proposals_compromise_id",
    ),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_compromise_proposals_amendment_id",
    ),
    sa.ForeignKeyConstraint(
        ["revision", "amendment_id"],
        ["revisions.sequence", "revisions.amendment_id"],
        name="fk_compromise_proposals_revision",
    ),
)

sa.Table(
    "compromise_positions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("compromise_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("stance", sa.String(64)),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_compromise_positions"),
    sa.CheckConstraint(
        "stance in ('support', 'live-with', 'oppose', 'reserve', 'awaiting')",
        name="ck_compromise_positions_stance",
    ),
    sa.CheckConstraint("sequence > 0", name="ck_compromise_positions_sequence"),
    sa.CheckConstraint("stance is not null or reason = ''", name="ck_compromise_positions_reason_has_stance"),
    sa.ForeignKeyConstraint(
        ["compromise_id"], ["compromise_texts.id"], name="fk_compromise_positions_compromise_id"
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_compromise_positions_party_id"),
    sa.UniqueConstraint(
        "compromise_id",
        "party_id",
        "sequence",
        name="uq_compromise_positions_compromise_id_party_id_sequence",
    ),
)

sa.Table(
    "compromise_puts",
    schema,
    sa.Column("compromise_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("compromise_id", name="pk_compromise_puts"),
    sa.ForeignKeyConstraint(
        ["compromise_id"], ["compromise_texts.id"], name="fk_compromise_puts_compromise_id"
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_compromise_puts_party_id"),
)

sa.Table(
    "compromise_decisions",
    schema,
    sa.Column("decision_id", sa.Integer, nullable=False),
    sa.Column("compromise_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("decision_id", name="pk_compromise_decisions"),
    sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_compromise_decisions_decision_id"),
    sa.ForeignKeyConstraint(
        ["compromise_id"], ["compromise_puts.compromise_id"], name="fk_compromise_decisions_compromise_id"
    ),
)
