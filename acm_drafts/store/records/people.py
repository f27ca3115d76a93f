"""Parties, people, their offices, invitations and browsers that are signed in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.nominations import NominationOutcome
from acm_drafts.negotiation.passkeys import ChallengeUse
from acm_drafts.negotiation.terms import (
    PartyKind,
    Role,
)
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import LONG, NAME, OF_A_PARTY, SHORT, one_of
from acm_drafts.text.language import Language

if TYPE_CHECKING:
    from acm_drafts.store.records.texts import Meeting


class Party(Base):
    """Who can sponsor: a Member State's delegation, a group that speaks for members, or the Mission."""

    __tablename__ = "parties"
    __table_args__ = (
        one_of("kind", PartyKind),
        CheckConstraint("(kind = 'state') = (iso2 is not null)", name="state_has_iso2"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(SHORT)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    iso2: Mapped[str | None] = mapped_column(String(2), unique=True)
    region: Mapped[str] = mapped_column(SHORT, default="")
    name_en: Mapped[str] = mapped_column(NAME)
    name_fr: Mapped[str] = mapped_column(NAME)
    name_ar: Mapped[str] = mapped_column(NAME)
    mission_email: Mapped[str | None] = mapped_column(String(254))
    """The address of its permanent mission, which is told who heads the delegation; None where it is not known."""


class User(Base):
    __tablename__ = "users"
    __table_args__ = (one_of("language", Language),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Casefolded and trimmed: two spellings of one address are one person."""
    name: Mapped[str] = mapped_column(NAME)
    password_hash: Mapped[str] = mapped_column(LONG)
    language: Mapped[str] = mapped_column(String(2), default="en")
    zone: Mapped[str] = mapped_column(SHORT, default="")
    disabled_at: Mapped[datetime | None]
    calendar: Mapped[str | None] = mapped_column(String(32), unique=True)
    """What stands in the private address of this person's calendar; None where they made none."""
    appointments: Mapped[list["Appointment"]] = relationship(back_populates="user")


class Appointment(Base):
    """A person holds a role for a term; a new chair is a new row, so that the record stays."""

    __tablename__ = "appointments"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint(f"(role in {OF_A_PARTY}) = (party_id is not null)", name="role_has_party"),
        CheckConstraint("ends_on is null or ends_on >= starts_on or ended_at is not null", name="term"),
        CheckConstraint("ended_at is null or ends_on is not null", name="ended_has_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    """At which meeting it is held; None: in general."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """
    The last day of the term; None while it has no end. Before its first day: it was ended before it had held a day.
    """
    ended_at: Mapped[datetime | None]
    """When somebody ended it at once."""
    user: Mapped[User] = relationship(back_populates="appointments")
    party: Mapped[Party | None] = relationship()
    meeting: Mapped["Meeting | None"] = relationship()


class Nomination(Base):
    """An office that an administrator gave; it holds once a second person has confirmed it, as a term."""

    __tablename__ = "nominations"
    __table_args__ = (
        one_of("role", Role),
        one_of("outcome", NominationOutcome),
        CheckConstraint(f"(role in {OF_A_PARTY}) = (party_id is not null)", name="role_has_party"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="term"),
        CheckConstraint("user_id <> given_by_id", name="given_by_another"),
        CheckConstraint("(outcome is null) = (settled_at is null)", name="outcome_has_moment"),
        CheckConstraint("outcome is not null or settled_by_id is null", name="settled_by"),
        CheckConstraint(
            "outcome <> 'confirmed' or settled_by_id is null"
            " or (settled_by_id <> given_by_id and settled_by_id <> user_id)",
            name="confirmed_by_another",
        ),
        CheckConstraint("not replaces or role = 'chair'", name="replaces_chair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    replaces: Mapped[bool] = mapped_column(default=False)
    """The term of whoever is chair now ends with it."""
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    outcome: Mapped[str | None] = mapped_column(SHORT)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who confirmed or declined it; None: the operator."""
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    given_by: Mapped[User] = relationship(foreign_keys=[given_by_id])
    party: Mapped[Party | None] = relationship()
    meeting: Mapped["Meeting | None"] = relationship()


class Invitation(Base):
    """
    A single-use link: to make an account, or (with a user) to choose a new password. Only a hash of the
    link is kept.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("(role is null) = (user_id is not null)", name="office_or_password"),
        CheckConstraint(
            f"(role is not null and role in {OF_A_PARTY}) = (party_id is not null)", name="role_has_party"
        ),
        CheckConstraint("expires_at > made_at", name="expires_after_made"),
        CheckConstraint("not by_administrator or made_by_id is not null", name="by_administrator"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(SHORT, unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str | None] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    ends_on: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who made the link last; None: the operator."""
    by_administrator: Mapped[bool] = mapped_column(default=False)
    """It offers the office in the name of the house, not of the delegation: a second person may have to confirm it."""
    party: Mapped[Party | None] = relationship()
    meeting: Mapped["Meeting | None"] = relationship()


class SignIn(Base):
    """A signed-in browser. The server ends it; an old cookie is then worth nothing."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(SHORT, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(default=utcnow)
    seen_at: Mapped[datetime] = mapped_column(default=utcnow)
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(SHORT, default="")
    """What the browser called itself when it was signed in, by its common name; "" where that is not known."""
    system: Mapped[str] = mapped_column(SHORT, default="")
    proved_at: Mapped[datetime] = mapped_column(default=utcnow)
    """When the person last typed the password or a code in it."""
    awaits_factor: Mapped[bool] = mapped_column(default=False)
    """The password was right and the second factor is not proved: nothing is open yet."""
    user: Mapped[User] = relationship()


class SecondFactor(Base):
    """The app that proves who a person is beside the password; *secret* is encrypted (services.second_factors)."""

    __tablename__ = "second_factors"
    __table_args__ = (
        CheckConstraint("secret <> ''", name="secret"),
        CheckConstraint("codes_salt <> ''", name="codes_salt"),
        CheckConstraint("last_step >= 0", name="last_step"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(LONG)
    codes_salt: Mapped[str] = mapped_column(SHORT)
    last_step: Mapped[int]
    """The step of the last code that was used: no code of it, or of an earlier one, opens anything."""
    made_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code on paper that opens once in the place of the app; only a hash of it is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("second_factors.user_id"))
    code_hash: Mapped[str] = mapped_column(LONG)
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A passkey of a person beside their app: a key pair of which the device keeps the private half."""

    __tablename__ = "passkeys"
    __table_args__ = (
        CheckConstraint("credential <> ''", name="credential"),
        CheckConstraint("public_key <> ''", name="public_key"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("sign_count >= 0", name="sign_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("second_factors.user_id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    """What the device calls it: base64url."""
    public_key: Mapped[str] = mapped_column(String(4000))
    """COSE, in base64url."""
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """What the device counted last; a lower count is a copy of it. Many devices always say 0."""
    name: Mapped[str] = mapped_column(SHORT)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a browser is asked to sign: once, for a few minutes. Only a hash of the token in its cookie is kept."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (
        one_of("purpose", ChallengeUse),
        CheckConstraint("challenge <> ''", name="challenge"),
        CheckConstraint("(purpose = 'sign-in') = (user_id is null)", name="person"),
    )

    token_hash: Mapped[str] = mapped_column(SHORT, primary_key=True)
    challenge: Mapped[str] = mapped_column(String(128))
    purpose: Mapped[str] = mapped_column(SHORT)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ends_at: Mapped[datetime] = mapped_column(index=True)


class AddressChange(Base):
    """A new e-mail address that a person asked for; it holds once they confirm it by the link that was sent to it."""

    __tablename__ = "address_changes"
    __table_args__ = (CheckConstraint("expires_at > made_at", name="expires_after_made"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(SHORT, unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class LinkedIdentity(Base):
    """The identity at the provider of the house by which an account is opened; nobody else's opens it then."""

    __tablename__ = "linked_identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("issuer <> ''", name="issuer"),
        CheckConstraint("subject <> ''", name="subject"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    """What the provider calls the person; it never gives that to anybody else."""
    made_at: Mapped[datetime]


class AttemptCount(Base):
    """How often something was tried since its first time, until *ends_at*. *key* is a hash that names whose it is."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(SHORT, primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
