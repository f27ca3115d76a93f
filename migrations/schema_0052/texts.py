"""Communiqués, their paragraphs and wordings, drafts and files, and the text that was adopted."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema, where

sa.Table(
    "communiques",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("meeting_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("symbol_root", sa.String(64), nullable=False),
    sa.Column("numbering", sa.String(64), nullable=False),
    sa.Column("number_style", sa.String(8), nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_communiques"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_communiques_language"),
    sa.CheckConstraint("kind in ('communique', 'agenda')", name="ck_communiques_kind"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_communiques_meeting_id"),
    sa.CheckConstraint("numbering in ('made-good', 'frozen')", name="ck_communiques_numbering"),
    sa.UniqueConstraint("code", name="uq_communiques_code"),
    sa.Index("uq_communiques_meeting_id_id", "meeting_id", "id", unique=True),
)

sa.Table(
    "document_settings",
    schema,
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("held_on", sa.Date),
    sa.Column("distribution", sa.String(64), nullable=False),
    sa.Column("italics", sa.Boolean, nullable=False),
    sa.Column("footnotes", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("communique_id", name="pk_document_settings"),
    sa.CheckConstraint(
        "distribution in ('', 'general', 'limited', 'restricted')", name="ck_document_settings_distribution"
    ),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_document_settings_communique_id"),
)

sa.Table(
    "document_titles",
    schema,
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.PrimaryKeyConstraint("communique_id", "language", name="pk_document_titles"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_document_titles_language"),
    sa.CheckConstraint("title <> '' or place <> ''", name="ck_document_titles_says_something"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_document_titles_communique_id"),
)

sa.Table(
    "agenda_items",
    schema,
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("part", sa.String(2), nullable=False),
    sa.Column("title", sa.String(500), nullable=False),
    sa.PrimaryKeyConstraint("communique_id", "number", "part", name="pk_agenda_items"),
    sa.CheckConstraint("number between 1 and 999", name="ck_agenda_items_number"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_agenda_items_communique_id"),
)

sa.Table(
    "named_copies",
    schema,
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("since", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("communique_id", name="pk_named_copies"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_named_copies_communique_id"),
)

sa.Table(
    "paragraphs",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("counter", sa.Integer, nullable=False),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("pending", sa.Integer, nullable=False),
    sa.Column("conflicts", sa.Integer, nullable=False),
    sa.Column("agreed_level", sa.String(64)),
    sa.Column("agreed_on", sa.Date),
    sa.Column("ad_referendum", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_paragraphs"),
    sa.UniqueConstraint("code", name="uq_paragraphs_code"),
    sa.UniqueConstraint("communique_id", "id", name="uq_paragraphs_communique_id_id"),
    sa.CheckConstraint("(agreed_level is null) = (agreed_on is null)", name="ck_paragraphs_agreed_has_day"),
    sa.CheckConstraint(
        "agreed_level in ('expert', 'working-groups', 'troika', 'executive-committee',"
        " 'ambassadorial', 'ministerial')",
        name="ck_paragraphs_agreed_level",
    ),
    sa.CheckConstraint("counter >= 0 and pending >= 0 and conflicts >= 0", name="ck_paragraphs_counts"),
    sa.CheckConstraint("not ad_referendum or state = 'agreed'", name="ck_paragraphs_ad_referendum_is_agreed"),
    sa.CheckConstraint("state <> 'conflict' or conflicts > 0", name="ck_paragraphs_conflict_has_conflicts"),
    sa.CheckConstraint(
        "state in ('untouched', 'open', 'conflict', 'brackets', 'deferred', 'agreed')",
        name="ck_paragraphs_state",
    ),
    sa.CheckConstraint(
        "(state = 'agreed') = (agreed_level is not null)", name="ck_paragraphs_agreed_has_level"
    ),
    sa.CheckConstraint(
        "conflicts = 0 or state in ('conflict', 'agreed')", name="ck_paragraphs_conflicts_have_state"
    ),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_paragraphs_communique_id"),
)

sa.Table(
    "descents",
    schema,
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("ancestor_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("paragraph_id", "ancestor_id", name="pk_descents"),
    sa.CheckConstraint("paragraph_id <> ancestor_id", name="ck_descents_from_another"),
    sa.ForeignKeyConstraint(["ancestor_id"], ["paragraphs.id"], name="fk_descents_ancestor_id"),
    sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name="fk_descents_paragraph_id"),
    sa.Index("ix_descents_ancestor_id", "ancestor_id"),
)

sa.Table(
    "wordings",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("numbered", sa.Boolean, nullable=False),
    sa.Column("round_id", sa.Integer),
    sa.Column("translation_of_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_wordings"),
    sa.CheckConstraint("kind in ('heading', 'paragraph', 'sub-paragraph')", name="ck_wordings_kind"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_wordings_language"),
    sa.CheckConstraint("depth between 0 and 2", name="ck_wordings_depth"),
    sa.CheckConstraint("sequence > 0", name="ck_wordings_sequence"),
    sa.CheckConstraint("translation_of_id <> id", name="ck_wordings_translates_another"),
    sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name="fk_wordings_paragraph_id"),
    sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_wordings_round_id"),
    sa.ForeignKeyConstraint(
        ["translation_of_id", "paragraph_id"],
        ["wordings.id", "wordings.paragraph_id"],
        name="fk_wordings_translation_of_id",
    ),
    sa.UniqueConstraint("paragraph_id", "id", name="uq_wordings_paragraph_id_id"),
    sa.UniqueConstraint(
        "paragraph_id", "language", "sequence", name="uq_wordings_paragraph_id_language_sequence"
    ),
    sa.Index("ix_wordings_translation_of_id", "translation_of_id"),
)

sa.Table(
    "drafts",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("symbol", sa.String(64), nullable=False),
    sa.Column("status", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("corrects_id", sa.Integer),
    sa.Column("withdrawn_at", MOMENT),
    sa.Column("withdrawn_by_id", sa.Integer),
    sa.Column("withdrawal_reason", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    sa.CheckConstraint(
        "status in ('zero-draft', 'non-paper', 'chairs-text', 'compilation',"
        " 'revised-draft', 'ad-referendum', 'final')",
        name="ck_drafts_status",
    ),
    sa.CheckConstraint(
        "withdrawn_at is not null or (withdrawn_by_id is null and withdrawal_reason = '')",
        name="ck_drafts_withdrawal_has_moment",
    ),
    sa.CheckConstraint("corrects_id <> id", name="ck_drafts_corrects_another"),
    sa.CheckConstraint("corrects_id is null or sequence = 0", name="ck_drafts_corrected_is_imported"),
    sa.CheckConstraint("sequence >= 0", name="ck_drafts_sequence"),
    sa.CheckConstraint("withdrawn_at is null or sequence = 0", name="ck_drafts_withdrawn_is_imported"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_drafts_communique_id"),
    sa.ForeignKeyConstraint(["corrects_id"], ["drafts.id"], name="fk_drafts_corrects_id"),
    sa.ForeignKeyConstraint(["withdrawn_by_id"], ["users.id"], name="fk_drafts_withdrawn_by_id"),
    sa.UniqueConstraint("communique_id", "id", name="uq_drafts_communique_id_id"),
    sa.UniqueConstraint("communique_id", "sequence", name="uq_drafts_communique_id_sequence"),
    sa.UniqueConstraint("corrects_id", name="uq_drafts_corrects_id"),
    sa.Index("uq_drafts_symbol", "symbol", unique=True, **where("withdrawn_at is null")),
)

sa.Table(
    "imports",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_imports"),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"], ["drafts.id", "drafts.communique_id"], name="fk_imports_draft_id"
    ),
    sa.UniqueConstraint("communique_id", "sha256", name="uq_imports_communique_id_sha256"),
    sa.Index("ix_imports_sha256", "sha256"),
)

sa.Table(
    "lines",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("wording_id", sa.Integer, nullable=False),
    sa.Column("label", sa.String(64), nullable=False),
    sa.Column("reference", sa.String(64), nullable=False),
    sa.Column("indent", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_lines"),
    sa.CheckConstraint("position > 0", name="ck_lines_position"),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"], ["drafts.id", "drafts.communique_id"], name="fk_lines_draft_id"
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_lines_paragraph_id",
    ),
    sa.ForeignKeyConstraint(
        ["wording_id", "paragraph_id"], ["wordings.id", "wordings.paragraph_id"], name="fk_lines_wording_id"
    ),
    sa.UniqueConstraint("draft_id", "paragraph_id", name="uq_lines_draft_id_paragraph_id"),
    sa.UniqueConstraint("draft_id", "position", name="uq_lines_draft_id_position"),
    sa.Index("ix_lines_paragraph_id", "paragraph_id"),
    sa.Index("ix_lines_wording_id", "wording_id"),
)

sa.Table(
    "circulations",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("by_id", sa.Integer),
    sa.Column("attributed", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_circulations"),
    sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_circulations_by_id"),
    sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_circulations_draft_id"),
    sa.UniqueConstraint("draft_id", name="uq_circulations_draft_id"),
)

sa.Table(
    "copies",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("form", sa.String(64), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("mark", sa.String(8), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_copies"),
    sa.CheckConstraint("form <> ''", name="ck_copies_form"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_copies_language"),
    sa.CheckConstraint("length(mark) = 8", name="ck_copies_mark"),
    sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_copies_draft_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_copies_party_id"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_copies_user_id"),
    sa.UniqueConstraint("mark", name="uq_copies_mark"),
    sa.Index("ix_copies_draft_id", "draft_id"),
)

sa.Table(
    "draft_openings",
    schema,
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("draft_id", "user_id", name="pk_draft_openings"),
    sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_openings_draft_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_draft_openings_party_id"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_draft_openings_user_id"),
)

sa.Table(
    "annotations",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_annotations"),
    sa.CheckConstraint("sequence > 0", name="ck_annotations_sequence"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_annotations_paragraph_id",
    ),
    sa.UniqueConstraint("paragraph_id", "sequence", name="uq_annotations_paragraph_id_sequence"),
    sa.Index("ix_annotations_communique_id", "communique_id"),
)

sa.Table(
    "batches",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("code", sa.String(12), nullable=False),
    sa.Column("by", sa.String(200), nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_batches"),
    sa.CheckConstraint("ends_at > made_at", name="ck_batches_ends_after_made"),
    sa.ForeignKeyConstraint(["communique_id"], ["communiques.id"], name="fk_batches_communique_id"),
    sa.UniqueConstraint("code", name="uq_batches_code"),
    sa.Index("ix_batches_communique_id", "communique_id"),
    sa.Index("ix_batches_ends_at", "ends_at"),
)

sa.Table(
    "batch_files",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("batch_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("stage", sa.String(64), nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("named_by", sa.String(64), nullable=False),
    sa.Column("beat_at", MOMENT),
    sa.Column("reader", sa.String(64), nullable=False),
    sa.Column("refusal", sa.JSON),
    sa.Column("draft_id", sa.Integer),
    sa.Column("tally", sa.JSON),
    sa.Column("chosen", sa.Integer),
    sa.Column("data", sa.LargeBinary),
    sa.Column("found", sa.JSON),
    sa.Column("typed", sa.JSON),
    sa.PrimaryKeyConstraint("id", name="pk_batch_files"),
    sa.CheckConstraint("(named_by = '') = (party_id is null)", name="ck_batch_files_named_by_somebody"),
    sa.CheckConstraint("(stage = 'read') = (found is not null)", name="ck_batch_files_read_has_found"),
    sa.CheckConstraint(
        "(stage = 'refused') = (refusal is not null)", name="ck_batch_files_refused_has_refusal"
    ),
    sa.CheckConstraint(
        "(stage in ('waiting', 'reading')) = (data is not null)", name="ck_batch_files_waiting_has_data"
    ),
    sa.CheckConstraint("named_by in ('', 'name', 'hands', 'person')", name="ck_batch_files_named_by"),
    sa.CheckConstraint("stage <> 'entered' or party_id is not null", name="ck_batch_files_entered_has_party"),
    sa.CheckConstraint(
        "stage in ('waiting', 'reading', 'read', 'refused', 'entered')", name="ck_batch_files_stage"
    ),
    sa.CheckConstraint("(tally is null) = (draft_id is null)", name="ck_batch_files_tally_has_draft"),
    sa.CheckConstraint("chosen >= 0", name="ck_batch_files_chosen"),
    sa.CheckConstraint("number > 0", name="ck_batch_files_number"),
    sa.CheckConstraint("typed is null or found is not null", name="ck_batch_files_typed_on_found"),
    sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_files_batch_id"),
    sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_batch_files_draft_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_batch_files_party_id"),
    sa.UniqueConstraint("batch_id", "number", name="uq_batch_files_batch_id_number"),
    sa.Index("ix_batch_files_sha256", "sha256"),
)

sa.Table(
    "adoptions",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("draft_id", sa.Integer, nullable=False),
    sa.Column("sitting_id", sa.Integer, nullable=False),
    sa.Column("level", sa.String(64), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("symbol", sa.String(64), nullable=False),
    sa.Column("place", sa.String(200), nullable=False),
    sa.Column("chair_id", sa.Integer),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_adoptions"),
    sa.CheckConstraint("level = 'ministerial'", name="ck_adoptions_level"),
    sa.CheckConstraint("symbol <> ''", name="ck_adoptions_symbol"),
    sa.ForeignKeyConstraint(
        ["draft_id", "communique_id"], ["drafts.id", "drafts.communique_id"], name="fk_adoptions_draft_id"
    ),
    sa.ForeignKeyConstraint(
        ["sitting_id", "communique_id", "level", "day"],
        ["sittings.id", "sittings.communique_id", "sittings.level", "sittings.day"],
        name="fk_adoptions_sitting_id",
    ),
    sa.ForeignKeyConstraint(["chair_id"], ["parties.id"], name="fk_adoptions_chair_id"),
    sa.UniqueConstraint("communique_id", name="uq_adoptions_communique_id"),
    sa.UniqueConstraint("communique_id", "id", name="uq_adoptions_communique_id_id"),
    sa.UniqueConstraint("symbol", name="uq_adoptions_symbol"),
)

sa.Table(
    "adoption_matters",
    schema,
    sa.Column("adoption_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("amendment_id", sa.Integer),
    sa.Column("reference", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("adoption_id", "position", name="pk_adoption_matters"),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_adoption_matters_paragraph_id",
    ),
    sa.CheckConstraint(
        "(kind in ('pending', 'unanswered')) = (amendment_id is not null)",
        name="ck_adoption_matters_kind_has_proposal",
    ),
    sa.ForeignKeyConstraint(
        ["adoption_id", "communique_id"],
        ["adoptions.id", "adoptions.communique_id"],
        name="fk_adoption_matters_adoption_id",
    ),
    sa.CheckConstraint("position > 0", name="ck_adoption_matters_position"),
    sa.ForeignKeyConstraint(
        ["amendment_id", "communique_id"],
        ["amendments.id", "amendments.communique_id"],
        name="fk_adoption_matters_amendment_id",
    ),
    sa.CheckConstraint(
        "kind in ('unagreed', 'brackets', 'pending', 'unanswered', 'declined')",
        name="ck_adoption_matters_kind",
    ),
)

sa.Table(
    "corrigenda",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("adoption_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("symbol", sa.String(200), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_corrigenda"),
    sa.CheckConstraint("number > 0", name="ck_corrigenda_number"),
    sa.ForeignKeyConstraint(
        ["adoption_id", "communique_id"],
        ["adoptions.id", "adoptions.communique_id"],
        name="fk_corrigenda_adoption_id",
    ),
    sa.UniqueConstraint("communique_id", "number", name="uq_corrigenda_communique_id_number"),
    sa.UniqueConstraint("communique_id", "id", name="uq_corrigenda_communique_id_id"),
    sa.UniqueConstraint("symbol", name="uq_corrigenda_symbol"),
)

sa.Table(
    "corrigendum_entries",
    schema,
    sa.Column("corrigendum_id", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("paragraph_id", sa.Integer, nullable=False),
    sa.Column("reference", sa.String(64), nullable=False),
    sa.Column("old", sa.Text, nullable=False),
    sa.Column("new", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("asked_by_id", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("corrigendum_id", "position", name="pk_corrigendum_entries"),
    sa.CheckConstraint("position > 0", name="ck_corrigendum_entries_position"),
    sa.CheckConstraint("old <> ''", name="ck_corrigendum_entries_old"),
    sa.CheckConstraint("old <> new", name="ck_corrigendum_entries_changes_words"),
    sa.CheckConstraint("reason <> ''", name="ck_corrigendum_entries_reason"),
    sa.ForeignKeyConstraint(
        ["corrigendum_id", "communique_id"],
        ["corrigenda.id", "corrigenda.communique_id"],
        name="fk_corrigendum_entries_corrigendum_id",
    ),
    sa.ForeignKeyConstraint(
        ["paragraph_id", "communique_id"],
        ["paragraphs.id", "paragraphs.communique_id"],
        name="fk_corrigendum_entries_paragraph_id",
    ),
    sa.ForeignKeyConstraint(["asked_by_id"], ["parties.id"], name="fk_corrigendum_entries_asked_by_id"),
)

sa.Table(
    "public_texts",
    schema,
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("adoption_id", sa.Integer, nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("communique_id", name="pk_public_texts"),
    sa.CheckConstraint("address <> ''", name="ck_public_texts_address"),
    sa.ForeignKeyConstraint(
        ["adoption_id", "communique_id"],
        ["adoptions.id", "adoptions.communique_id"],
        name="fk_public_texts_adoption_id",
    ),
    sa.UniqueConstraint("address", name="uq_public_texts_address"),
)

sa.Table(
    "publications",
    schema,
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("act", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("public_from", MOMENT),
    sa.PrimaryKeyConstraint("communique_id", "number", name="pk_publications"),
    sa.CheckConstraint("(act = 'withdraw') = (reason <> '')", name="ck_publications_withdrawn_for_a_reason"),
    sa.CheckConstraint("number > 0", name="ck_publications_number"),
    sa.CheckConstraint("act in ('publish', 'withdraw')", name="ck_publications_act"),
    sa.ForeignKeyConstraint(
        ["communique_id"], ["public_texts.communique_id"], name="fk_publications_communique_id"
    ),
    sa.CheckConstraint(
        "(public_from is null) or (act = 'publish' and public_from > at)", name="ck_publications_public_from"
    ),
)

sa.Table(
    "public_files",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("communique_id", sa.Integer, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_public_files"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_public_files_language"),
    sa.ForeignKeyConstraint(
        ["communique_id"], ["public_texts.communique_id"], name="fk_public_files_communique_id"
    ),
    sa.UniqueConstraint(
        "communique_id", "language", "digest", name="uq_public_files_communique_id_language_digest"
    ),
)
