"""
Deletion of an archived meeting in the database: which rows belong to it, which of them stay, and who asked for it.

A row belongs to a meeting by its text, or by a row that does; so a new table is deleted with its meeting unless it is
named here. Of an adopted text what everybody reads stays (docs/decisions/0162).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.deletion import DeletionOutcome
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import Base
from acm_drafts.store.records import (
    Adoption,
    Communique,
    DeletionPackage,
    Draft,
    LineRow,
    Meeting,
    MeetingDeletion,
    PublicText,
    RunningDeletion,
    Source,
    Wording,
)
from acm_drafts.store.search_texts import SEARCHED
from acm_drafts.store.visibility import sources_read_by

# Which rows ----------------------------------------------------------------------------------------

STAY = frozenset(
    {
        "adoptions",
        "corrigenda",
        "corrigendum_entries",
        "public_texts",
        "publications",
        "public_files",
        "sources",
        "source_paragraphs",
        "source_revisions",
        "source_dates",
        "source_withdrawals",
        "library_changes",
        "follow_ups",
        "follow_up_versions",
        "follow_up_evidence",
        "follow_up_evidence_removals",
        "follow_up_dismissals",
        "partner_meeting_follow_ups",
        "partner_sources",
    }
)
"""The tables of which nothing is deleted although their rows belong to a text, or to what is kept of it."""
SPEAKERS = ("speakers", "speaker_moves", "speakers_lists")
"""The tables whose rows belong to the meeting itself and are deleted: its list of speakers."""

_MEETING: Any = bindparam("meeting", type_=Meeting.id.type)
_TEXTS = select(Communique.id).where(Communique.meeting_id == _MEETING)
_ADOPTED = select(Adoption.communique_id).where(Adoption.communique_id.in_(_TEXTS))
_DRAFTS = select(Adoption.draft_id).where(Adoption.communique_id.in_(_TEXTS))
_SITTINGS = select(Adoption.sitting_id).where(Adoption.communique_id.in_(_TEXTS))
_PARAGRAPHS = select(LineRow.paragraph_id).where(LineRow.draft_id.in_(_DRAFTS))
_WORDINGS = select(LineRow.wording_id).where(LineRow.draft_id.in_(_DRAFTS))

_KEPT: Mapping[str, tuple[tuple[str, Select[Any]], ...]] = {
    "communiques": (("id", _ADOPTED),),
    "drafts": (("id", _DRAFTS),),
    "circulations": (("draft_id", _DRAFTS),),
    "lines": (("draft_id", _DRAFTS),),
    "paragraphs": (("id", _PARAGRAPHS),),
    "wordings": (("id", _WORDINGS), ("translation_of_id", _WORDINGS)),
    "document_settings": (("communique_id", _ADOPTED),),
    "document_titles": (("communique_id", _ADOPTED),),
    "agenda_items": (("communique_id", _ADOPTED),),
    "annotations": (("paragraph_id", _PARAGRAPHS),),
    "paragraph_tags": (("paragraph_id", _PARAGRAPHS),),
    "partner_meeting_paragraphs": (("paragraph_id", _PARAGRAPHS),),
    "sittings": (("id", _SITTINGS),),
    "attendance": (("sitting_id", _SITTINGS),),
}
"""By table, which of the rows of a meeting stay: where one of these columns is among the keys beside it."""


@cache
def _owned() -> Mapping[str, ColumnElement[bool]]:
    """Map each table to the condition for the rows that belong to a meeting; each table after those it refers to."""
    owned: dict[str, ColumnElement[bool]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in STAY:
            continue
        if table.name == Communique.__tablename__ or table.name in SPEAKERS:
            owned[table.name] = table.c.meeting_id == _MEETING
        elif "communique_id" in table.c:
            owned[table.name] = table.c.communique_id.in_(_TEXTS)
        elif by := [condition for key in _keys(table) if (condition := _follows(key, owned)) is not None]:
            owned[table.name] = or_(*by)
    return owned


def tables_of_a_meeting() -> set[str]:
    """Return the tables of which rows are deleted with a meeting."""
    return set(_owned())


def _keys(table: Table) -> list[ForeignKeyConstraint]:
    return sorted(table.foreign_key_constraints, key=lambda key: tuple(key.column_keys))


def _follows(
    key: ForeignKeyConstraint, owned: Mapping[str, ColumnElement[bool]]
) -> ColumnElement[bool] | None:
    """Return the condition for rows whose *key* leads to a row of the meeting, None where it leads to no such table."""
    other = key.referred_table
    if other.name not in owned or other is key.table:
        return None
    columns = [element.parent for element in key.elements]
    others = [element.column for element in key.elements]
    there = select(*others).where(owned[other.name])
    return columns[0].in_(there) if len(columns) == 1 else tuple_(*columns).in_(there)


def _goes(table: Table) -> ColumnElement[bool]:
    """Return the condition for the rows of a table that are deleted with their meeting."""
    # A column that is empty is among no keys: without the second condition its row would stay.
    stays = [
        and_(table.c[column].in_(keys), table.c[column].is_not(None))
        for column, keys in _KEPT.get(table.name, ())
    ]
    return and_(_owned()[table.name], *(not_(condition) for condition in stays))


def delete_papers(session: Session, meeting: int) -> None:
    """
    Delete the rows of a meeting that do not stay, for a confirmed deletion; the guards let go no others.

    Wordings that stay no longer name their round, nor the adopted draft the text that it corrected.
    """
    connection = session.connection()
    connection.execute(insert(RunningDeletion).values(meeting_id=meeting, ended_id=0))
    connection.execute(
        update(Draft).where(Draft.communique_id.in_(_TEXTS)).values(corrects_id=None), {"meeting": meeting}
    )
    stays = or_(Wording.id.in_(_WORDINGS), Wording.translation_of_id.in_(_WORDINGS))
    connection.execute(update(Wording).where(stays).values(round_id=None), {"meeting": meeting})
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in _owned():
            connection.execute(delete(table).where(_goes(table)), {"meeting": meeting})
    _forget_words(session)
    connection.execute(delete(RunningDeletion))
    session.expire_all()


def _forget_words(session: Session) -> None:
    """Delete the words by which deleted rows were found."""
    words = Base.metadata.tables["search_texts"]
    for name, kept in SEARCHED.items():
        keys = select(Base.metadata.tables[kept.table].c[kept.key])
        session.connection().execute(delete(words).where(words.c.subject == name, words.c.key.not_in(keys)))


@dataclass(frozen=True, slots=True)
class KeptText:
    """An adopted text of a meeting, which stays where the meeting is deleted; *published*: it has a public address."""

    title: str
    language: str
    symbol: str
    day: date
    published: bool


def kept_texts(session: Session, meeting: int) -> list[KeptText]:
    """Return the adopted texts of a meeting, in the order of their import. One query."""
    rows = session.execute(
        select(
            Communique.title,
            Communique.language,
            Adoption.symbol,
            Adoption.day,
            PublicText.communique_id.is_not(None),
        )
        .join(Adoption, Adoption.communique_id == Communique.id)
        .outerjoin(PublicText, PublicText.communique_id == Communique.id)
        .where(Communique.meeting_id == meeting)
        .order_by(Communique.id)
    )
    return [KeptText(*row) for row in rows]


# Requests ------------------------------------------------------------------------------------------


def find_request(session: Session, meeting: int) -> MeetingDeletion | None:
    """Return the request to delete a meeting of which nothing came yet, None for none. One query."""
    return session.scalars(
        select(MeetingDeletion)
        .where(MeetingDeletion.meeting_id == meeting, MeetingDeletion.outcome.is_(None))
        .options(joinedload(MeetingDeletion.asked_by), joinedload(MeetingDeletion.taken_by))
    ).one_or_none()


def find_package(session: Session, deletion: int) -> bytes | None:
    """Return the package of a request, None where it was deleted. One query."""
    return session.scalar(select(DeletionPackage.data).where(DeletionPackage.deletion_id == deletion))


def forget_package(session: Session, deletion: int) -> None:
    """Delete the package of a request of which something came."""
    session.execute(delete(DeletionPackage).where(DeletionPackage.deletion_id == deletion))


def lapsed_requests(session: Session, now: datetime) -> list[MeetingDeletion]:
    """Return the requests whose time is over and of which nothing came yet. One query."""
    wanted = select(MeetingDeletion).where(MeetingDeletion.outcome.is_(None), MeetingDeletion.ends_at <= now)
    return list(session.scalars(wanted.order_by(MeetingDeletion.id)))


def waiting_requests(session: Session, now: datetime) -> list[tuple[Meeting, MeetingDeletion]]:
    """Return the meetings whose deletion awaits a second person, each with the request, the oldest first. One query."""
    rows = session.execute(
        select(Meeting, MeetingDeletion)
        .join(MeetingDeletion, MeetingDeletion.meeting_id == Meeting.id)
        .where(MeetingDeletion.outcome.is_(None), MeetingDeletion.ends_at > now)
        .options(joinedload(MeetingDeletion.asked_by))
        .order_by(MeetingDeletion.id)
    )
    return [(meeting, deletion) for meeting, deletion in rows]


def deleted_meetings(session: Session) -> list[tuple[Meeting, MeetingDeletion]]:
    """Return the meetings that were deleted, each with the request, the one deleted last first. One query."""
    rows = session.execute(
        select(Meeting, MeetingDeletion)
        .join(MeetingDeletion, MeetingDeletion.meeting_id == Meeting.id)
        .where(MeetingDeletion.outcome == DeletionOutcome.DELETED)
        .order_by(MeetingDeletion.settled_at.desc(), MeetingDeletion.id.desc())
    )
    return [(meeting, deletion) for meeting, deletion in rows]


def find_kept_source(session: Session, actor: Actor, code: str) -> str | None:
    """
    Return the code of the library's source that holds the adopted text *code* of a deleted meeting.

    None where its meeting is not deleted, and for who may not read it in the library. One query.
    """
    return session.scalar(
        select(Source.code)
        .join(Communique, Communique.id == Source.communique_id)
        .join(Meeting, Meeting.id == Communique.meeting_id)
        .where(Communique.code == code, Meeting.removed_at.is_not(None), sources_read_by(actor))
    )


def faults_of_deletion(session: Session) -> list[tuple[str, str]]:
    """Return what no verb would have written: a text that is not adopted, at a meeting that is shown no more."""
    rows = session.scalars(
        select(Communique.symbol_root)
        .join(Meeting, Meeting.id == Communique.meeting_id)
        .outerjoin(Adoption, Adoption.communique_id == Communique.id)
        .where(Meeting.removed_at.is_not(None), Adoption.id.is_(None))
        .order_by(Communique.id)
    )
    return [
        (symbol, N_("its meeting was removed or deleted, and it is there all the same")) for symbol in rows
    ]
