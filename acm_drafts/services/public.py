"""
The public page of an adopted text: the Mission publishes it, withdraws it, and everybody reads it without an account.

What is read here is the adopted text as its corrigenda read it, where and when it was adopted, and nothing else of the
negotiation: no delegation, no proposal, no position and no reservation (docs/decisions/0114).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import docx
from acm_drafts.negotiation.document_settings import Distribution
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.public import (
    PublicAct,
    PublicWithdrawn,
    WrongWithdrawal,
    address_for,
    require_can_publish,
    require_can_withdraw,
    require_to_come,
)
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.draft_texts import corrected_text
from acm_drafts.services.revisions import LONGEST_REASON, clean
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import arrived, transaction
from acm_drafts.store.journal import moment_in_journal, write_line
from acm_drafts.store.locks import By, hold_round, hold_symbols
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.public import (
    PublishedText,
    find_publication,
    find_published,
    public_addresses,
    translated_last,
    whole_languages,
)
from acm_drafts.store.records import Adoption, Corrigendum, Publication, PublicText
from acm_drafts.text.language import Language

# Acts ----------------------------------------------------------------------------------------------


def publish(actor: Actor, communique_id: int, *, public_from: datetime | None = None) -> PublicText:
    """
    Publish an adopted text and return its public address, the same one each time it is published.

    *public_from*: the end of an embargo, until which nobody outside sees anything; until then another can be set.
    Raises NotPermitted, NotFound, NotAdoptedYet, PublicAlready, EmbargoPassed.
    """
    with transaction() as session:
        require(actor, Act.PUBLISH_TEXT, meeting_facts(session, "communique", communique_id))
        hold_round(session, By.COMMUNIQUE, communique_id, adopted_too=True)
        adoption = find_adoption(session, communique_id)
        known = find_publication(session, communique_id)
        embargoed = known is not None and known.embargo is not None
        require_can_publish(_last(known), adopted=adoption is not None, embargoed=embargoed)
        if public_from is not None:
            require_to_come(public_from, arrived())
        assert adoption is not None
        public = known.public if known else _give_address(session, adoption)
        _write(
            session,
            actor,
            public,
            PublicAct.PUBLISH,
            adoption=adoption,
            number=_next(known),
            public_from=public_from,
        )
        return public


def withdraw(actor: Actor, communique_id: int, *, reason: str) -> bool:
    """
    Withdraw the public page of a text, or end its embargo without publication; return whether the page was public.

    The address stays, and says that the text was withdrawn where everybody could read it once.
    Raises NotPermitted, NotFound, NotPublic, WrongWithdrawal without a reason, UnreadableText, TextTooLong.
    """
    reason = clean(reason, LONGEST_REASON)
    with transaction() as session:
        require(actor, Act.PUBLISH_TEXT, meeting_facts(session, "communique", communique_id))
        hold_round(session, By.COMMUNIQUE, communique_id, adopted_too=True)
        known = find_publication(session, communique_id)
        require_can_withdraw(_last(known))
        assert known is not None
        if not reason:
            raise WrongWithdrawal(what=N_("a page is withdrawn for a reason"))
        was_public = known.is_public
        _write(
            session,
            actor,
            known.public,
            PublicAct.WITHDRAW,
            adoption=known.adoption,
            number=_next(known),
            reason=reason,
            was_public=was_public,
        )
        return was_public


def _last(known: PublishedText | None) -> PublicAct | None:
    return PublicAct(known.last.act) if known else None


def _next(known: PublishedText | None) -> int:
    return known.last.number + 1 if known else 1


def _give_address(session: Session, adoption: Adoption) -> PublicText:
    hold_symbols(session)
    public = PublicText(
        communique_id=adoption.communique_id,
        adoption_id=adoption.id,
        address=address_for(adoption.symbol, public_addresses(session)),
        at=arrived(),
    )
    session.add(public)
    session.flush()
    return public


def _write(
    session: Session,
    actor: Actor,
    public: PublicText,
    act: PublicAct,
    *,
    adoption: Adoption,
    number: int,
    reason: str = "",
    public_from: datetime | None = None,
    was_public: bool = False,
) -> None:
    session.add(
        Publication(
            communique_id=public.communique_id,
            number=number,
            act=act,
            reason=reason,
            public_from=public_from,
            at=arrived(),
        )
    )
    name, after = "withdraw publication" if was_public else "end embargo", ""
    if public_from is not None:
        zone = adoption.draft.communique.meeting.zone
        name, after = "publish text from a moment", moment_in_journal(public_from, zone)
    elif act is PublicAct.PUBLISH:
        name, after = "publish text", f"/public/{public.address}"
    write_line(
        session,
        actor,
        name,
        scope=Scope.ALL,
        communique=public.communique_id,
        subject=adoption.symbol,
        after=after,
        reason=reason,
    )


# Reading -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicReading:
    """
    A published text in one language, as everybody reads it.

    *languages*: those in which all of it can be read. *digest* is equal for two moments when it reads the same.
    *changed*: when something of it changed last for everybody: it appeared, was corrected or translated.
    """

    published: PublishedText
    language: Language
    text: DraftText
    languages: tuple[Language, ...]
    corrigenda: Sequence[Corrigendum]
    digest: str
    changed: datetime

    @property
    def original(self) -> Language:
        """The language in which it was negotiated and adopted."""
        return Language(self.published.communique.language)


def find_public_text(session: Session, address: str) -> PublishedText:
    """
    Return the text that is public under *address*. One query.

    Raises NotFound where no text ever was, PublicWithdrawn where one was and is not now.
    """
    known = find_published(session, address)
    if known is None or not known.was_public:
        raise NotFound()
    if not known.is_public:
        raise PublicWithdrawn()
    return known


def languages_of(session: Session, published: PublishedText) -> tuple[Language, ...]:
    """Return the languages in which all of a text can be read. Two queries."""
    draft = published.draft
    return whole_languages(session, {draft.id: published.communique.language})[draft.id]


def read_public(session: Session, published: PublishedText, language: Language) -> PublicReading:
    """
    Return a published text in one of its languages, as its corrigenda read it. Twelve queries at most.

    Raises NotFound where not all of it is translated.
    """
    languages = languages_of(session, published)
    if language not in languages:
        raise NotFound()
    text = public_words(session, published, language)
    corrigenda = corrigenda_to(session, published.communique.id)
    moments = (
        published.seen[-1].at,
        translated_last(session, published.communique.id, languages),
        *(corrigendum.at for corrigendum in corrigenda),
    )
    return PublicReading(
        published,
        language,
        text,
        languages,
        corrigenda,
        digest_of(text),
        max(moment for moment in moments if moment is not None),
    )


def public_words(session: Session, published: PublishedText, language: Language) -> DraftText:
    """
    Return what a published text says in *language*, with its face.

    Its face names no restriction: a published text has none.
    """
    text = corrected_text(session, published.draft, language=language.value)
    return replace(text, distribution=Distribution.NONE)


def digest_of(text: DraftText) -> str:
    """Return the fingerprint of what a text says, and of what stands on its face."""
    return hashlib.sha256(repr(text).encode()).hexdigest()


# Files ---------------------------------------------------------------------------------------------


def word_file(text: DraftText, template: Template | None) -> bytes:
    """Return a published text as a Word file, without reservations; *template*: an institution's, else our own."""
    return docx.render(text, None, template)
