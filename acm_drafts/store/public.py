"""
Published texts: which text has which public address, whether it is public now, and the files made of it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session, contains_eager, undefer

from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.lines import Translated, how_translated
from acm_drafts.negotiation.public import (
    PublicAct,
    Seen,
    embargo_until,
    require_can_publish,
    require_can_withdraw,
    seen_until,
)
from acm_drafts.store.database import utcnow
from acm_drafts.store.drafts import lines_of_drafts
from acm_drafts.store.records import (
    Adoption,
    Communique,
    Corrigendum,
    Draft,
    JournalLine,
    Publication,
    PublicFile,
    PublicText,
    Wording,
)
from acm_drafts.store.translations import translated_wordings
from acm_drafts.text.language import Language


class PublishedText(NamedTuple):
    """A text with a public address: its adoption, and all that was done with its page, in order; at least one act."""

    public: PublicText
    adoption: Adoption
    acts: tuple[Publication, ...]

    @property
    def address(self) -> str:
        return self.public.address

    @property
    def draft(self) -> Draft:
        return self.adoption.draft

    @property
    def communique(self) -> Communique:
        return self.adoption.draft.communique

    @property
    def last(self) -> Publication:
        return self.acts[-1]

    @property
    def seen(self) -> tuple[Seen, ...]:
        """When its page appeared and went, as everybody could see."""
        return seen_until(utcnow(), self.acts)

    @property
    def is_public(self) -> bool:
        return bool(self.seen) and self.seen[-1].appeared

    @property
    def was_public(self) -> bool:
        return bool(self.seen)

    @property
    def embargo(self) -> datetime | None:
        """Until when it is not public yet although it was published; None where no embargo holds."""
        return embargo_until(utcnow(), self.acts)


def _published(session: Session, condition: ColumnElement[bool]) -> list[PublishedText]:
    rows = session.execute(
        select(PublicText, Adoption, Publication)
        .join(Adoption, Adoption.id == PublicText.adoption_id)
        .join(Adoption.draft)
        .join(Publication, Publication.communique_id == PublicText.communique_id)
        .where(condition)
        .options(
            contains_eager(Adoption.draft).joinedload(Draft.communique).joinedload(Communique.meeting),
        )
        .order_by(Adoption.day.desc(), Adoption.id.desc(), Publication.number)
    )
    return [
        PublishedText(public, adoption, tuple(act for _, _, act in acts))
        for (public, adoption), acts in groupby(rows, key=lambda row: (row[0], row[1]))
    ]


def find_published(session: Session, address: str) -> PublishedText | None:
    """Return the text with a public address, whether or not it is public now; None where there is none. One query."""
    return next(iter(_published(session, PublicText.address == address)), None)


def find_publication(session: Session, communique_id: int) -> PublishedText | None:
    """Return a communiqué as it was published, also where it was withdrawn since; None for never. One query."""
    return next(iter(_published(session, PublicText.communique_id == communique_id)), None)


def texts_with_addresses(session: Session) -> list[PublishedText]:
    """Return the texts that have a public address, public now or not, the one adopted last first. One query."""
    return _published(session, true())


def published_texts(session: Session) -> list[PublishedText]:
    """Return the texts that are public now, the one adopted last first. One query."""
    return [text for text in texts_with_addresses(session) if text.is_public]


def public_addresses(session: Session) -> list[str]:
    """Return every public address that was given. One query."""
    return list(session.scalars(select(PublicText.address)))


def whole_languages(session: Session, drafts: Mapping[int, str]) -> dict[int, tuple[Language, ...]]:
    """
    Return the languages in which all of each draft can be read; *drafts*: the language that each was negotiated in.

    Two queries, however many drafts.
    """
    lines = lines_of_drafts(session, list(drafts))
    translated = translated_wordings(session, list(drafts))
    return {
        draft: tuple(
            language
            for language in Language
            if language.value == own
            or how_translated(lines[draft], translated.get((draft, language.value), set()))
            is Translated.WHOLLY
        )
        for draft, own in drafts.items()
    }


def translated_last(session: Session, communique_id: int, languages: Collection[Language]) -> datetime | None:
    """Return when the Mission translated something of a text into one of *languages* last, if ever. One query."""
    return session.scalar(
        select(func.max(JournalLine.at)).where(
            JournalLine.communique_id == communique_id,
            JournalLine.act.in_(("translate", "translate title")),
            JournalLine.subject.in_([language.value for language in languages]),
        )
    )


# Files ---------------------------------------------------------------------------------------------


def find_file(session: Session, communique_id: int, language: Language, digest: str) -> PublicFile | None:
    """Return the PDF that was made of a text as it reads now, without its content; None for none. One query."""
    return session.scalars(_files(communique_id, language, digest)).one_or_none()


def find_whole_file(
    session: Session, communique_id: int, language: Language, digest: str
) -> PublicFile | None:
    """Return the same with its content. One query."""
    wanted = _files(communique_id, language, digest).options(undefer(PublicFile.data))
    return session.scalars(wanted).one_or_none()


def _files(communique_id: int, language: Language, digest: str) -> Select[Any]:
    return select(PublicFile).where(
        PublicFile.communique_id == communique_id,
        PublicFile.language == language.value,
        PublicFile.digest == digest,
    )


def public_mark(session: Session) -> tuple[object, ...]:
    """
    Return what is equal for two moments between which nothing was published, corrected or translated. One query.

    Nor any embargo ended.
    """
    ended = select(func.count()).select_from(Publication).where(Publication.public_from <= utcnow())
    return tuple(
        session.execute(
            select(
                ended.scalar_subquery(),
                select(func.max(Publication.at)).scalar_subquery(),
                select(func.max(Corrigendum.id)).scalar_subquery(),
                select(func.max(Wording.id)).scalar_subquery(),
            )
        ).one()
    )


def corrected_last(session: Session, communiques: Collection[int]) -> dict[int, datetime]:
    """Return when each of *communiques* that has a corrigendum was corrected last. One query."""
    rows = session.execute(
        select(Corrigendum.communique_id, func.max(Corrigendum.at))
        .where(Corrigendum.communique_id.in_(communiques))
        .group_by(Corrigendum.communique_id)
    )
    return dict(rows.all())


def kept_digests(session: Session, communiques: Collection[int]) -> set[tuple[int, str, str]]:
    """Return (communiqué, language, digest) of each file that was made of *communiques*. One query."""
    rows = session.execute(
        select(PublicFile.communique_id, PublicFile.language, PublicFile.digest).where(
            PublicFile.communique_id.in_(communiques)
        )
    )
    return {(key, language, digest) for key, language, digest in rows}


# What is wrong -------------------------------------------------------------------------------------


def faults_of_publication(session: Session, communique_id: int) -> list[str]:
    """Return what is wrong with the publication of a text: what no verb would have written. One query."""
    rows: Sequence[Publication] = session.scalars(
        select(Publication).where(Publication.communique_id == communique_id).order_by(Publication.number)
    ).all()
    if [row.number for row in rows] != list(range(1, len(rows) + 1)) or not _can_follow(rows):
        return [N_("it is published and withdrawn in an order that cannot be")]
    return []


def _can_follow(rows: Sequence[Publication]) -> bool:
    """Return whether each act could be done after the one before it."""
    for place, row in enumerate(rows):
        last = PublicAct(rows[place - 1].act) if place else None
        embargoed = embargo_until(row.at, rows[:place]) is not None
        try:
            if row.act == PublicAct.PUBLISH:
                require_can_publish(last, adopted=True, embargoed=embargoed)
            else:
                require_can_withdraw(last)
        except Refusal:
            return False
    return True
