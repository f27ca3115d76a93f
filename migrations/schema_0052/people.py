"""People, their offices, how they sign in, what happened to their accounts, and what they are sent."""

import sqlalchemy as sa

from migrations.schema_0052.metadata import MOMENT, schema

sa.Table(
    "attempts",
    schema,
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("key", name="pk_attempts"),
    sa.Index("ix_attempts_ends_at", "ends_at"),
)

sa.Table(
    "parties",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("code", sa.String(8), nullable=False),
    sa.Column("iso2", sa.String(2)),
    sa.Column("region", sa.String(64), nullable=False),
    sa.Column("name_en", sa.String(200), nullable=False),
    sa.Column("name_fr", sa.String(200), nullable=False),
    sa.Column("name_ar", sa.String(200), nullable=False),
    sa.Column("mission_email", sa.String(254)),
    sa.PrimaryKeyConstraint("id", name="pk_parties"),
    sa.CheckConstraint("(kind = 'state') = (iso2 is not null)", name="ck_parties_state_has_iso2"),
    sa.CheckConstraint("kind in ('state', 'group', 'mission')", name="ck_parties_kind"),
    sa.UniqueConstraint("code", name="uq_parties_code"),
    sa.UniqueConstraint("iso2", name="uq_parties_iso2"),
)

sa.Table(
    "users",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("password_hash", sa.String(500), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("disabled_at", MOMENT),
    sa.Column("calendar", sa.String(32)),
    sa.PrimaryKeyConstraint("id", name="pk_users"),
    sa.UniqueConstraint("email", name="uq_users_email"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_users_language"),
    sa.UniqueConstraint("calendar", name="uq_users_calendar"),
)

sa.Table(
    "appointments",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("role", sa.String(64), nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("meeting_id", sa.Integer),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("ended_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_appointments_user_id"),
    sa.CheckConstraint(
        "(role in ('head', 'alternate', 'drafter', 'mission-drafter')) = (party_id is not null)",
        name="ck_appointments_role_has_party",
    ),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_appointments_meeting_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_appointments_party_id"),
    sa.CheckConstraint(
        "role in ('mission-drafter', 'administrator', 'chair', 'head', 'alternate', 'drafter', 'observer')",
        name="ck_appointments_role",
    ),
    sa.CheckConstraint(
        "ends_on is null or ends_on >= starts_on or ended_at is not null", name="ck_appointments_term"
    ),
    sa.CheckConstraint("ended_at is null or ends_on is not null", name="ck_appointments_ended_has_day"),
    sa.Index("ix_appointments_user_id", "user_id"),
    sa.Index("ix_appointments_party_id", "party_id"),
    sa.Index("ix_appointments_meeting_id", "meeting_id"),
)

sa.Table(
    "nominations",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("role", sa.String(64), nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.Column("meeting_id", sa.Integer),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("replaces", sa.Boolean, nullable=False),
    sa.Column("given_by_id", sa.Integer, nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("outcome", sa.String(64)),
    sa.Column("settled_at", MOMENT),
    sa.Column("settled_by_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_nominations"),
    sa.CheckConstraint(
        "role in ('administrator', 'mission-drafter', 'chair', 'head', 'alternate', 'drafter', 'observer')",
        name="ck_nominations_role",
    ),
    sa.CheckConstraint("outcome in ('confirmed', 'declined')", name="ck_nominations_outcome"),
    sa.CheckConstraint(
        "(role in ('head', 'alternate', 'drafter', 'mission-drafter')) = (party_id is not null)",
        name="ck_nominations_role_has_party",
    ),
    sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="ck_nominations_term"),
    sa.CheckConstraint("user_id <> given_by_id", name="ck_nominations_given_by_another"),
    sa.CheckConstraint("(outcome is null) = (settled_at is null)", name="ck_nominations_outcome_has_moment"),
    sa.CheckConstraint("outcome is not null or settled_by_id is null", name="ck_nominations_settled_by"),
    sa.CheckConstraint(
        "outcome <> 'confirmed' or settled_by_id is null or (settled_by_id <>"
        " given_by_id and settled_by_id <> user_id)",
        name="ck_nominations_confirmed_by_another",
    ),
    sa.CheckConstraint("not replaces or role = 'chair'", name="ck_nominations_replaces_chair"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_nominations_user_id"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_nominations_party_id"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_nominations_meeting_id"),
    sa.ForeignKeyConstraint(["given_by_id"], ["users.id"], name="fk_nominations_given_by_id"),
    sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name="fk_nominations_settled_by_id"),
    sa.Index("ix_nominations_user_id", "user_id"),
)

sa.Table(
    "invitations",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("user_id", sa.Integer),
    sa.Column("role", sa.String(64)),
    sa.Column("party_id", sa.Integer),
    sa.Column("meeting_id", sa.Integer),
    sa.Column("ends_on", sa.Date),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Column("used_at", MOMENT),
    sa.Column("made_by_id", sa.Integer),
    sa.Column("by_administrator", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_invitations"),
    sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_invitations_meeting_id"),
    sa.CheckConstraint("(role is null) = (user_id is not null)", name="ck_invitations_office_or_password"),
    sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_invitations_party_id"),
    sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name="fk_invitations_made_by_id"),
    sa.CheckConstraint(
        "not by_administrator or made_by_id is not null", name="ck_invitations_by_administrator"
    ),
    sa.CheckConstraint("expires_at > made_at", name="ck_invitations_expires_after_made"),
    sa.CheckConstraint(
        "role in ('mission-drafter', 'administrator', 'chair', 'head', 'alternate', 'drafter', 'observer')",
        name="ck_invitations_role",
    ),
    sa.CheckConstraint(
        "(role is not null and role in ('head', 'alternate', 'drafter',"
        " 'mission-drafter')) = (party_id is not null)",
        name="ck_invitations_role_has_party",
    ),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_invitations_user_id"),
    sa.Index("ix_invitations_email", "email"),
)

sa.Table(
    "sign_ins",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("began_at", MOMENT, nullable=False),
    sa.Column("seen_at", MOMENT, nullable=False),
    sa.Column("ended_at", MOMENT),
    sa.Column("browser", sa.String(64), nullable=False),
    sa.Column("system", sa.String(64), nullable=False),
    sa.Column("awaits_factor", sa.Boolean, nullable=False),
    sa.Column("proved_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sign_ins_user_id"),
    sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
    sa.Index("ix_sign_ins_user_id", "user_id"),
)

sa.Table(
    "second_factors",
    schema,
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("secret", sa.String(500), nullable=False),
    sa.Column("codes_salt", sa.String(64), nullable=False),
    sa.Column("last_step", sa.Integer, nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("user_id", name="pk_second_factors"),
    sa.CheckConstraint("secret <> ''", name="ck_second_factors_secret"),
    sa.CheckConstraint("codes_salt <> ''", name="ck_second_factors_codes_salt"),
    sa.CheckConstraint("last_step >= 0", name="ck_second_factors_last_step"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_second_factors_user_id"),
)

sa.Table(
    "recovery_codes",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("code_hash", sa.String(500), nullable=False),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
    sa.ForeignKeyConstraint(["user_id"], ["second_factors.user_id"], name="fk_recovery_codes_user_id"),
    sa.UniqueConstraint("user_id", "code_hash", name="uq_recovery_codes_user_id_code_hash"),
)

sa.Table(
    "passkeys",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("credential", sa.String(1400), nullable=False),
    sa.Column("public_key", sa.String(4000), nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
    sa.CheckConstraint("credential <> ''", name="ck_passkeys_credential"),
    sa.CheckConstraint("public_key <> ''", name="ck_passkeys_public_key"),
    sa.CheckConstraint("name <> ''", name="ck_passkeys_name"),
    sa.CheckConstraint("sign_count >= 0", name="ck_passkeys_sign_count"),
    sa.ForeignKeyConstraint(["user_id"], ["second_factors.user_id"], name="fk_passkeys_user_id"),
    sa.UniqueConstraint("credential", name="uq_passkeys_credential"),
    sa.Index("ix_passkeys_user_id", "user_id"),
)

sa.Table(
    "passkey_challenges",
    schema,
    sa.Column("token_hash", sa.String(64), nullable=False),
    sa.Column("challenge", sa.String(128), nullable=False),
    sa.Column("purpose", sa.String(64), nullable=False),
    sa.Column("user_id", sa.Integer),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("token_hash", name="pk_passkey_challenges"),
    sa.CheckConstraint("challenge <> ''", name="ck_passkey_challenges_challenge"),
    sa.CheckConstraint("purpose in ('add', 'prove', 'sign-in')", name="ck_passkey_challenges_purpose"),
    sa.CheckConstraint("(purpose = 'sign-in') = (user_id is null)", name="ck_passkey_challenges_person"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_passkey_challenges_user_id"),
    sa.Index("ix_passkey_challenges_ends_at", "ends_at"),
)

sa.Table(
    "linked_identities",
    schema,
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("issuer", sa.String(500), nullable=False),
    sa.Column("subject", sa.String(255), nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.PrimaryKeyConstraint("user_id", name="pk_linked_identities"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_linked_identities_user_id"),
    sa.UniqueConstraint("issuer", "subject", name="uq_linked_identities_issuer_subject"),
    sa.CheckConstraint("issuer <> ''", name="ck_linked_identities_issuer"),
    sa.CheckConstraint("subject <> ''", name="ck_linked_identities_subject"),
)

sa.Table(
    "address_changes",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Column("used_at", MOMENT),
    sa.PrimaryKeyConstraint("id", name="pk_address_changes"),
    sa.CheckConstraint("expires_at > made_at", name="ck_address_changes_expires_after_made"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_address_changes_user_id"),
    sa.UniqueConstraint("token_hash", name="uq_address_changes_token_hash"),
    sa.Index("ix_address_changes_user_id", "user_id"),
)

sa.Table(
    "security_events",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("user_id", sa.Integer),
    sa.Column("actor_id", sa.Integer),
    sa.Column("network", sa.String(64), nullable=False),
    sa.Column("browser", sa.String(64), nullable=False),
    sa.Column("system", sa.String(64), nullable=False),
    sa.Column("request_id", sa.String(64), nullable=False),
    sa.Column("about", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_security_events"),
    sa.CheckConstraint(
        "network in ('command', 'loopback', 'private', 'internet', 'unknown')",
        name="ck_security_events_network",
    ),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_security_events_user_id"),
    sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_security_events_actor_id"),
    sa.CheckConstraint(
        "kind in ('signed-in', 'sign-in-refused', 'sign-in-slowed', 'factor-refused',"
        " 'recovery-code-used', 'factor-set-up', 'factor-removed', 'factor-reset',"
        " 'codes-renewed', 'passkey-added', 'passkey-removed', 'passkey-refused',"
        " 'password-changed', 'address-changed', 'reset-link-made', 'reset-link-used',"
        " 'invitation-used', 'session-ended', 'sessions-ended', 'signed-out',"
        " 'proof-refused', 'permission-refused', 'not-found', 'form-refused',"
        " 'limit-reached', 'office-given', 'office-ended', 'account-suspended',"
        " 'account-enabled', 'policy-violated', 'single-sign-on-refused',"
        " 'identity-linked', 'identity-removed', 'session-timed-out')",
        name="ck_security_events_kind",
    ),
    sa.Index("ix_security_events_at", "at"),
    sa.Index("ix_security_events_user_id", "user_id"),
)

sa.Table(
    "notice_settings",
    schema,
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("delivery", sa.String(64), nullable=False),
    sa.PrimaryKeyConstraint("user_id", "kind", name="pk_notice_settings"),
    sa.CheckConstraint("delivery in ('once', 'daily', 'none')", name="ck_notice_settings_delivery"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notice_settings_user_id"),
    sa.CheckConstraint(
        "kind in ('proposal', 'decision', 'outcome', 'round', 'moved', 'deadline',"
        " 'circulation', 'sitting', 'silence', 'silence-broken', 'silence-ending',"
        " 'adoption', 'discussion', 'position', 'compromise', 'inputs', 'inputs-due',"
        " 'appointment', 'deletion', 'reservation', 'small-group')",
        name="ck_notice_settings_kind",
    ),
)

sa.Table(
    "notices",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("line_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("lead", sa.Integer, nullable=False),
    sa.Column("delivery", sa.String(64), nullable=False),
    sa.Column("shows_at", MOMENT, nullable=False),
    sa.Column("sends_at", MOMENT, nullable=False),
    sa.Column("read_at", MOMENT),
    sa.Column("message_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_notices"),
    sa.UniqueConstraint("user_id", "line_id", "kind", "lead", name="uq_notices_user_id_line_id_kind_lead"),
    sa.CheckConstraint(
        "(kind in ('deadline', 'silence-ending', 'inputs-due')) = (lead > 0)", name="ck_notices_lead"
    ),
    sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_notices_message_id"),
    sa.CheckConstraint("delivery in ('once', 'daily', 'none')", name="ck_notices_delivery"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notices_user_id"),
    sa.CheckConstraint("delivery <> 'none' or message_id is null", name="ck_notices_unsent_has_no_message"),
    sa.ForeignKeyConstraint(["line_id"], ["journal.id"], name="fk_notices_line_id"),
    sa.CheckConstraint(
        "kind in ('proposal', 'decision', 'outcome', 'round', 'moved', 'deadline',"
        " 'circulation', 'sitting', 'silence', 'silence-broken', 'silence-ending',"
        " 'adoption', 'discussion', 'position', 'compromise', 'inputs', 'inputs-due',"
        " 'appointment', 'deletion', 'reservation', 'small-group')",
        name="ck_notices_kind",
    ),
    sa.Index("ix_notices_line_id", "line_id"),
    sa.Index("ix_notices_message_id", "message_id"),
)

sa.Table(
    "messages",
    schema,
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("uid", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("user_id", sa.Integer),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("language", sa.String(2)),
    sa.Column("invitation_id", sa.Integer),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("due_at", MOMENT, nullable=False),
    sa.Column("last_at", MOMENT, nullable=False),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("claim", sa.String(32)),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("sent_at", MOMENT),
    sa.Column("answer", sa.String(500), nullable=False),
    sa.Column("party_id", sa.Integer),
    sa.PrimaryKeyConstraint("id", name="pk_messages"),
    sa.CheckConstraint("(kind = 'invitation') = (invitation_id is not null)", name="ck_messages_invitation"),
    sa.CheckConstraint(
        "state in ('waiting', 'claimed', 'handed-over', 'sent', 'bounced', 'uncertain', 'dropped')",
        name="ck_messages_state",
    ),
    sa.UniqueConstraint("uid", name="uq_messages_uid"),
    sa.CheckConstraint("language in ('en', 'fr', 'ar')", name="ck_messages_language"),
    sa.CheckConstraint("attempts >= 0", name="ck_messages_attempts"),
    sa.CheckConstraint("(state = 'sent') = (sent_at is not null)", name="ck_messages_sent"),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_messages_user_id"),
    sa.CheckConstraint("last_at > made_at", name="ck_messages_last_after_made"),
    sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name="fk_messages_invitation_id"),
    sa.CheckConstraint(
        "(state in ('claimed', 'handed-over')) = (claim is not null)", name="ck_messages_claim"
    ),
    sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name="fk_messages_party_id"),
    sa.CheckConstraint(
        "kind in ('invitation', 'notice', 'digest', 'factor-reset', 'sessions-ended',"
        " 'head-named', 'new-address', 'address-changed')",
        name="ck_messages_kind",
    ),
    sa.CheckConstraint(
        "kind in ('invitation', 'head-named') or user_id is not null", name="ck_messages_reader"
    ),
    sa.CheckConstraint("(kind = 'head-named') = (party_id is not null)", name="ck_messages_party"),
    sa.Index("ix_messages_invitation_id", "invitation_id"),
    sa.Index("ix_messages_state_due_at", "state", "due_at"),
)
