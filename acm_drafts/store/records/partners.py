"""Partners with their contacts, meetings and texts, and the resolutions on cooperation with the United Nations."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.cooperation_resolutions import VoteKind
from acm_drafts.negotiation.partners import PartnerKind, PartnerLevel, PeriodUnit
from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of, same


class Partner(Base):
    """
    An organization or a group of States that the Group meets; *short_key* is its short name, folded for comparing.

    *counter* is raised by every change, here and in the rows below: a page says which one it showed.
    """

    __tablename__ = "partners"
    __table_args__ = (
        one_of("kind", PartnerKind),
        CheckConstraint("short <> ''", name="short"),
        CheckConstraint("name_en <> '' and name_fr <> '' and name_ar <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(SHORT)
    short: Mapped[str] = mapped_column(SHORT)
    short_key: Mapped[str] = mapped_column(SHORT, unique=True)
    name_en: Mapped[str] = mapped_column(NAME)
    name_fr: Mapped[str] = mapped_column(NAME)
    name_ar: Mapped[str] = mapped_column(NAME)
    counter: Mapped[int] = mapped_column(default=0)


class PartnerContact(Base):
    """A person or an office to write to; *until*: the last day on which they can be reached so, None: no end."""

    __tablename__ = "partner_contacts"
    __table_args__ = (
        CheckConstraint("name <> '' or function <> ''", name="says_who"),
        Index("ix_partner_contacts_partner_id", "partner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    name: Mapped[str] = mapped_column(NAME)
    function: Mapped[str] = mapped_column(NAME)
    address: Mapped[str] = mapped_column(LONG)
    email: Mapped[str] = mapped_column(NAME)
    telephone: Mapped[str] = mapped_column(SHORT)
    until: Mapped[date | None]
    counter: Mapped[int] = mapped_column(default=0)
    partner: Mapped[Partner] = relationship()


class PeriodicMeeting(Base):
    """A meeting with a partner that recurs; see negotiation.partners.Period."""

    __tablename__ = "periodic_meetings"
    __table_args__ = (
        one_of("unit", PeriodUnit),
        UniqueConstraint("partner_id", "id"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("every > 0", name="every"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    title: Mapped[str] = mapped_column(NAME)
    every: Mapped[int]
    unit: Mapped[str] = mapped_column(SHORT)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    counter: Mapped[int] = mapped_column(default=0)
    partner: Mapped[Partner] = relationship()


class PartnerMeeting(Base):
    """A meeting with a partner on a day, one of a *periodic* one or for itself; a cancelled one has no outcome."""

    __tablename__ = "partner_meetings"
    __table_args__ = (
        same("periodic_meetings", "periodic_id", "partner_id"),
        one_of("level", PartnerLevel),
        CheckConstraint("not cancelled or outcome = ''", name="cancelled_has_no_outcome"),
        Index("ix_partner_meetings_partner_id", "partner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    periodic_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(NAME)
    day: Mapped[date]
    place: Mapped[str] = mapped_column(NAME)
    level: Mapped[str] = mapped_column(SHORT)
    topics: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    cancelled: Mapped[bool] = mapped_column(default=False)
    counter: Mapped[int] = mapped_column(default=0)
    partner: Mapped[Partner] = relationship(overlaps="periodic")
    periodic: Mapped[PeriodicMeeting | None] = relationship(overlaps="partner")


class PartnerMeetingParagraph(Base):
    """A paragraph of a circulated text that a meeting with a partner is related to."""

    __tablename__ = "partner_meeting_paragraphs"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("partner_meetings.id"), primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), primary_key=True)


class PartnerMeetingFollowUp(Base):
    """An entry of the follow-up that is linked to a meeting with a partner."""

    __tablename__ = "partner_meeting_follow_ups"
    __table_args__ = (Index("ix_partner_meeting_follow_ups_follow_up_id", "follow_up_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("partner_meetings.id"), primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"), primary_key=True)


class PartnerSource(Base):
    """A source of the library that is a text of a partner."""

    __tablename__ = "partner_sources"
    __table_args__ = (Index("ix_partner_sources_partner_id", "partner_id"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))


class CooperationResolution(Base):
    """
    A resolution of the General Assembly on cooperation with the OIC; what is not known of it is None or "".

    *symbol_key* is the symbol as it is compared; *basis* says where its facts are from.
    """

    __tablename__ = "cooperation_resolutions"
    __table_args__ = (
        one_of("vote", VoteKind),
        CheckConstraint("symbol <> ''", name="symbol"),
        CheckConstraint("session is null or session > 0", name="session"),
        CheckConstraint(
            "(coalesce(vote, '') = 'recorded') = (in_favour is not null)"
            " and (coalesce(vote, '') = 'recorded') = (against is not null)"
            " and (coalesce(vote, '') = 'recorded') = (abstaining is not null)",
            name="recorded_has_numbers",
        ),
        CheckConstraint(
            "coalesce(in_favour, 0) >= 0 and coalesce(against, 0) >= 0 and coalesce(abstaining, 0) >= 0",
            name="numbers",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    symbol: Mapped[str] = mapped_column(NAME)
    symbol_key: Mapped[str] = mapped_column(NAME, unique=True)
    session: Mapped[int | None]
    day: Mapped[date | None]
    vote: Mapped[str | None] = mapped_column(SHORT)
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstaining: Mapped[int | None]
    basis: Mapped[str] = mapped_column(LONG, default="")
    note: Mapped[str] = mapped_column(LONG, default="")
