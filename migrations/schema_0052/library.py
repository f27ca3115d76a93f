"""The library of adopted texts, its guide, what follows from them, partners, and the words that are searched."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema

sa.Table(
    "sources",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("body", sa.String(64), nullable=False),
    sa.Column("symbol", sa.String(200), nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.Column("day", sa.Date),
    sa.Column("session", sa.String(200), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("communique_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_sources"),
    sa.UniqueConstraint("code", name="uq_sources_code"),
    sa.CheckConstraint("symbol <> ''", name="ck_sources_symbol"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_sources_communique_id"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_sources_language"),
    sa.CheckConstraint("title <> ''", name="ck_sources_title"),
    sa.CheckConstraint(
        "body in ('general-assembly', 'security-council', 'summit', 'cfm', 'acm', 'other')",
        name="ck_sources_body",
    ),
    sa.UniqueConstraint("communique_id", "language", name="uq_sources_communique_id_language"),
    sa.Index("ix_sources_digest", "digest"),
    sa.Index("ix_sources_symbol", "symbol"),
)

sa.Table(
    "source_paragraphs",
    schema,
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("label", sa.String(64), nullable=False),
    sa.Column("reference", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("source_id", "position", name="pk_source_paragraphs"),
    sa.CheckConstraint("kind in ('heading', 'paragraph', 'sub-paragraph')", name="ck_source_paragraphs_kind"),
    sa.CheckConstraint("position > 0", name="ck_source_paragraphs_position"),
    sa.CheckConstraint("text <> ''", name="ck_source_paragraphs_text"),
    sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_paragraphs_source_id"),
)

sa.Table(
    "source_revisions",
    schema,
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("corrigendum_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("source_id", "position", "number", name="pk_source_revisions"),
    sa.CheckConstraint("number > 0", name="ck_source_revisions_number"),
    sa.CheckConstraint("text <> ''", name="ck_source_revisions_text"),
    sa.CheckConstraint(
        "text is not null or corrigendum_id is not null", name="ck_source_revisions_says_why_not"
    ),
    sa.ForeignKeyConstraint(
        ["source_id", "position"],
        ["source_paragraphs.source_id", "source_paragraphs.position"],
        name="fk_source_revisions_source_id",
    ),
    sa.ForeignKeyConstraint(["corrigendum_id"], ["corrigenda.id"], name="fk_source_revisions_corrigendum_id"),
)

sa.Table(
    "source_withdrawals",
    schema,
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("source_id", name="pk_source_withdrawals"),
    sa.CheckConstraint("reason <> ''", name="ck_source_withdrawals_reason"),
    sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_withdrawals_source_id"),
)

sa.Table(
    "source_dates",
    schema,
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("source_id", name="pk_source_dates"),
    sa.CheckConstraint("day >= '1945-01-01'", name="ck_source_dates_day"),
    sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_dates_source_id"),
)

sa.Table(
    "source_pins",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_source_pins"),
    sa.CheckConstraint("act in ('pin', 'unpin')", name="ck_source_pins_act"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_source_pins_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["source_id", "position"],
        ["source_paragraphs.source_id", "source_paragraphs.position"],
        name="fk_source_pins_source_id",
    ),
    sa.Index("ix_source_pins_communique_id", "communique_id"),
)

sa.Table(
    "library_changes",
    schema,
    sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("sequence", name="pk_library_changes"),
    sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_library_changes_source_id"),
    sa.CheckConstraint("revision >= 0", name="ck_library_changes_revision"),
    sa.CheckConstraint("sequence > 0", name="ck_library_changes_sequence"),
    sa.Index(
        "uq_library_changes_source_id_withdrawn_revision", "source_id", "withdrawn", "revision", unique=True
    ),
)

sa.Table(
    "assembly_items",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("session", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("part", sa.String(2), nullable=False),
    sa.Column("title_en", sa.String(500), nullable=False),
    sa.Column("title_fr", sa.String(500), nullable=False),
    sa.Column("title_ar", sa.String(500), nullable=False),
    sa.Column("heading_en", sa.String(500), nullable=False),
    sa.Column("heading_fr", sa.String(500), nullable=False),
    sa.Column("heading_ar", sa.String(500), nullable=False),
    sa.Column("committees", sa.String(7), nullable=False),
    sa.Column("continues_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_assembly_items"),
    sa.CheckConstraint("session between 1 and 999", name="ck_assembly_items_session"),
    sa.CheckConstraint("number between 1 and 999", name="ck_assembly_items_number"),
    sa.CheckConstraint("title_en <> ''", name="ck_assembly_items_title"),
    sa.CheckConstraint("trim(committees, '0123456') = ''", name="ck_assembly_items_committees"),
    sa.CheckConstraint("continues_id <> id", name="ck_assembly_items_continues_another"),
    sa.ForeignKeyConstraint(["continues_id"], ["assembly_items.id"], name="fk_assembly_items_continues_id"),
    sa.UniqueConstraint("session", "number", "part", name="uq_assembly_items_session_number_part"),
    sa.Index("ix_assembly_items_continues_id", "continues_id"),
)

sa.Table(
    "paragraph_tags",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("item_id", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_paragraph_tags"),
    sa.CheckConstraint("act in ('tag', 'untag', 'decline')", name="ck_paragraph_tags_act"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_paragraph_tags_paragraph_id",
    ),
    sa.ForeignKeyConstraint(["item_id"], ["assembly_items.id"], name="fk_paragraph_tags_item_id"),
    sa.Index("ix_paragraph_tags_communique_id", "communique_id"),
    sa.Index("ix_paragraph_tags_item_id", "item_id"),
)

sa.Table(
    "item_followers",
    schema,
    sa.Column("item_id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("item_id", "user_id", name="pk_item_followers"),
    sa.ForeignKeyConstraint(["item_id"], ["assembly_items.id"], name="fk_item_followers_item_id"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_item_followers_user_id"),
    sa.Index("ix_item_followers_user_id", "user_id"),
)

sa.Table(
    "follow_ups",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
    sa.CheckConstraint("start >= 0", name="ck_follow_ups_start"),
    sa.CheckConstraint("stop > start", name="ck_follow_ups_stop"),
    sa.ForeignKeyConstraint(
        ["source_id", "position"],
        ["source_paragraphs.source_id", "source_paragraphs.position"],
        name="fk_follow_ups_source_id",
    ),
    sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name="fk_follow_ups_paragraph_id"),
    sa.UniqueConstraint("code", name="uq_follow_ups_code"),
    sa.UniqueConstraint("source_id", "position", "start", name="uq_follow_ups_source_id_position_start"),
    sa.Index("ix_follow_ups_paragraph_id", "paragraph_id"),
)

sa.Table(
    "follow_up_versions",
    schema,
    sa.Column("follow_up_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("addressee", sa.String(500), nullable=False),
    sa.Column("requested", sa.Text, nullable=False),
    sa.Column("due", sa.Date),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("next_report", sa.String(200), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("follow_up_id", "number", name="pk_follow_up_versions"),
    sa.CheckConstraint("act in ('confirm', 'edit', 'report')", name="ck_follow_up_versions_act"),
    sa.CheckConstraint(
        "state in ('confirmed', 'in-progress', 'done-in-part', 'done', 'no-longer-pursued')",
        name="ck_follow_up_versions_state",
    ),
    sa.CheckConstraint("number > 0", name="ck_follow_up_versions_number"),
    sa.CheckConstraint(
        "(number = 1) = (act = 'confirm') and (act <> 'confirm' or state = 'confirmed')",
        name="ck_follow_up_versions_begins",
    ),
    sa.CheckConstraint("act <> 'report' or note <> ''", name="ck_follow_up_versions_report"),
    sa.CheckConstraint(
        "act <> 'report' or state <> 'confirmed'", name="ck_follow_up_versions_reported_state"
    ),
    sa.CheckConstraint("addressee <> ''", name="ck_follow_up_versions_addressee"),
    sa.CheckConstraint("requested <> ''", name="ck_follow_up_versions_requested"),
    sa.ForeignKeyConstraint(["follow_up_id"], ["follow_ups.id"], name="fk_follow_up_versions_follow_up_id"),
)

sa.Table(
    "follow_up_evidence",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("follow_up_id", sa.Integer, nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.Column("symbol", sa.String(200), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_follow_up_evidence"),
    sa.CheckConstraint("title <> ''", name="ck_follow_up_evidence_title"),
    sa.CheckConstraint("symbol <> '' or url <> ''", name="ck_follow_up_evidence_found"),
    sa.ForeignKeyConstraint(["follow_up_id"], ["follow_ups.id"], name="fk_follow_up_evidence_follow_up_id"),
    sa.Index("ix_follow_up_evidence_follow_up_id", "follow_up_id"),
)

sa.Table(
    "follow_up_proposals",
    schema,
    sa.Column("amendment_id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("follow_up_id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("amendment_id", name="pk_follow_up_proposals"),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_follow_up_proposals_amendment_id",
    ),
    sa.ForeignKeyConstraint(["follow_up_id"], ["follow_ups.id"], name="fk_follow_up_proposals_follow_up_id"),
    sa.Index("ix_follow_up_proposals_follow_up_id", "follow_up_id"),
)

sa.Table(
    "follow_up_dismissals",
    schema,
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("source_id", "position", "start", name="pk_follow_up_dismissals"),
    sa.CheckConstraint("start >= 0", name="ck_follow_up_dismissals_start"),
    sa.ForeignKeyConstraint(
        ["source_id", "position"],
        ["source_paragraphs.source_id", "source_paragraphs.position"],
        name="fk_follow_up_dismissals_source_id",
    ),
)

sa.Table(
    "partners",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("short", sa.String(64), nullable=False),
    sa.Column("short_key", sa.String(64), nullable=False),
    sa.Column("name_en", sa.String(200), nullable=False),
    sa.Column("name_fr", sa.String(200), nullable=False),
    sa.Column("name_ar", sa.String(200), nullable=False),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_partners"),
    sa.CheckConstraint("kind in ('group', 'organization', 'united-nations')", name="ck_partners_kind"),
    sa.CheckConstraint("short <> ''", name="ck_partners_short"),
    sa.CheckConstraint("name_en <> '' and name_fr <> '' and name_ar <> ''", name="ck_partners_named"),
    sa.UniqueConstraint("code", name="uq_partners_code"),
    sa.UniqueConstraint("short_key", name="uq_partners_short_key"),
)

sa.Table(
    "partner_contacts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("partner_id", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("function", sa.String(200), nullable=False),
    sa.Column("address", sa.String(500), nullable=False),
    sa.Column("email", sa.String(200), nullable=False),
    sa.Column("telephone", sa.String(64), nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_partner_contacts"),
    sa.CheckConstraint("name <> '' or function <> ''", name="ck_partner_contacts_says_who"),
    sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_partner_contacts_partner_id"),
    sa.UniqueConstraint("code", name="uq_partner_contacts_code"),
    sa.Index("ix_partner_contacts_partner_id", "partner_id"),
)

sa.Table(
    "cooperation_resolutions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("symbol", sa.String(200), nullable=False),
    sa.Column("symbol_key", sa.String(200), nullable=False),
    sa.Column("session", sa.Integer),
    sa.Column("day", sa.Date),
    sa.Column("vote", sa.String(64)),
    sa.Column("in_favour", sa.Integer),
    sa.Column("against", sa.Integer),
    sa.Column("abstaining", sa.Integer),
    sa.Column("basis", sa.String(500), nullable=False),
    sa.Column("note", sa.String(500), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_cooperation_resolutions"),
    sa.CheckConstraint("vote in ('without-a-vote', 'recorded')", name="ck_cooperation_resolutions_vote"),
    sa.CheckConstraint("symbol <> ''", name="ck_cooperation_resolutions_symbol"),
    sa.CheckConstraint("session is null or session > 0", name="ck_cooperation_resolutions_session"),
    sa.CheckConstraint(
        "(coalesce(vote, '') = 'recorded') = (in_favour is not null) and"
        " (coalesce(vote, '') = 'recorded') = (against is not null) and (coalesce(vote,"
        " '') = 'recorded') = (abstaining is not null)",
        name="ck_cooperation_resolutions_recorded_has_numbers",
    ),
    sa.CheckConstraint(
        "coalesce(in_favour, 0) >= 0 and coalesce(against, 0) >= 0 and coalesce(abstaining, 0) >= 0",
        name="ck_cooperation_resolutions_numbers",
    ),
    sa.UniqueConstraint("code", name="uq_cooperation_resolutions_code"),
    sa.UniqueConstraint("symbol_key", name="uq_cooperation_resolutions_symbol_key"),
)

sa.Table(
    "periodic_meetings",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("partner_id", sa.Integer, nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("every", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_periodic_meetings"),
    sa.CheckConstraint("unit in ('months', 'years')", name="ck_periodic_meetings_unit"),
    sa.CheckConstraint("title <> ''", name="ck_periodic_meetings_title"),
    sa.CheckConstraint("every > 0", name="ck_periodic_meetings_every"),
    sa.CheckConstraint(
        "ends_on is null or ends_on >= starts_on", name="ck_periodic_meetings_ends_after_start"
    ),
    sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_periodic_meetings_partner_id"),
    sa.UniqueConstraint("code", name="uq_periodic_meetings_code"),
    sa.UniqueConstraint("partner_id", "id", name="uq_periodic_meetings_partner_id_id"),
)

sa.Table(
    "partner_meetings",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("partner_id", sa.Integer, nullable=False),
    sa.Column("periodic_id", sa.Integer),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("cancelled", sa.Boolean, nullable=False),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_partner_meetings"),
    sa.CheckConstraint(
        "level in ('summit', 'ministerial', 'ambassadorial', 'senior-officials', 'expert', 'secretariats')",
        name="ck_partner_meetings_level",
    ),
    sa.CheckConstraint("not cancelled or outcome = ''", name="ck_partner_meetings_cancelled_has_no_outcome"),
    sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_partner_meetings_partner_id"),
    sa.ForeignKeyConstraint(
        ["periodic_id", "partner_id"],
        ["periodic_meetings.id", "periodic_meetings.partner_id"],
        name="fk_partner_meetings_periodic_id",
    ),
    sa.UniqueConstraint("code", name="uq_partner_meetings_code"),
    sa.Index("ix_partner_meetings_partner_id", "partner_id"),
)

sa.Table(
    "partner_meeting_paragraphs",
    schema,
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("meeting_id", "paragraph_id", name="pk_partner_meeting_paragraphs"),
    sa.ForeignKeyConstraint(
        ["meeting_id"], ["partner_meetings.id"], name="fk_partner_meeting_paragraphs_meeting_id"
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id"], ["paragraphs.id"], name="fk_partner_meeting_paragraphs_paragraph_id"
    ),
)

sa.Table(
    "partner_meeting_follow_ups",
    schema,
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("follow_up_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("meeting_id", "follow_up_id", name="pk_partner_meeting_follow_ups"),
    sa.ForeignKeyConstraint(
        ["meeting_id"], ["partner_meetings.id"], name="fk_partner_meeting_follow_ups_meeting_id"
    ),
    sa.ForeignKeyConstraint(
        ["follow_up_id"], ["follow_ups.id"], name="fk_partner_meeting_follow_ups_follow_up_id"
    ),
    sa.Index("ix_partner_meeting_follow_ups_follow_up_id", "follow_up_id"),
)

sa.Table(
    "partner_sources",
    schema,
    sa.Column("source_id", sa.Integer, nullable=False),
    sa.Column("partner_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("source_id", name="pk_partner_sources"),
    sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_partner_sources_source_id"),
    sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_partner_sources_partner_id"),
    sa.Index("ix_partner_sources_partner_id", "partner_id"),
)

sa.Table(
    "search_texts",
    schema,
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("key", sa.Integer, nullable=False),
    sa.Column("folded", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("subject", "key", name="pk_search_texts"),
    sa.CheckConstraint("subject <> ''", name="ck_search_texts_subject"),
    sa.CheckConstraint("folded <> ''", name="ck_search_texts_folded"),
)
