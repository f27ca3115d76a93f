"""
Discussions: a comment begins one, answers follow, it is resolved and reopened, and a comment is taken back.

The parties that read it are named in the act that begins it. A page shows them first: where they are no longer those
that it showed, nothing is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.discussions import (
    AudienceChanged,
    DiscussionChanged,
    DiscussionOpen,
    ReaderReadsItNot,
    comment_at,
    parties_named,
    parties_resolving,
    require_open,
    require_quoted,
    require_words,
)
from acm_drafts.negotiation.errors import NotFound, NotPermitted, StaleText
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may, require
from acm_drafts.negotiation.reservations import phrase_in
from acm_drafts.negotiation.terms import Audience, DiscussionAct, Scope
from acm_drafts.services.reservations import SPARE, paragraph_as_seen
from acm_drafts.services.revisions import clean, current
from acm_drafts.store.amendments import cosponsors_of
from acm_drafts.store.database import new_code, transaction, utcnow
from acm_drafts.store.discussions import ACTS, DiscussionRecord, discussion_facts, get_discussion
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, Held, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.people import get_mission
from acm_drafts.store.readable import parties_reading
from acm_drafts.store.records import (
    Amendment,
    Discussion,
    DiscussionActRow,
    DiscussionReader,
    Draft,
    Party,
    Revision,
)
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.store.visibility import facts_of, get_visible_amendment

LONGEST_COMMENT = 4_000
"""Characters of a comment: longer ones are a proposal, or a letter."""


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What a comment is on, what it says, and who is to read it.

    *paragraph*: its code, with the key of the *wording* that the page showed; or *proposal*: its code, with the
    sequence of the *revision* that it showed. *phrase*: some of its words, "" for all. *readers*: the codes of the
    parties that the page named; None where they follow from the audience alone, which they never do among sponsors.
    *to*: the code of the delegation or group that the Mission writes to, *also* those of further ones: all of them read
    one discussion, or with *each* there is one with each of them, and none learns of the others.
    """

    audience: Audience = Audience.INSIDE
    words: str = ""
    paragraph: str = ""
    wording: int = 0
    proposal: str = ""
    revision: int = 0
    phrase: str = ""
    readers: frozenset[str] | None = None
    to: str = ""
    also: tuple[str, ...] = ()
    each: bool = False


# Beginning -----------------------------------------------------------------------------------------


def begin(actor: Actor, communique: str, *, party: int, wish: Wish) -> Discussion:
    """
    Begin a discussion in the name of *party* with a comment, and return it; of several the first.

    Raises NotPermitted, NotFound, TextAdopted, TextWithdrawn, ParagraphNotInText, StaleText where the page showed
    other words, PhraseNotInWording, PhraseNotUnique, NothingSaid, AudienceChanged, ReaderReadsItNot where the Mission
    writes to a party that does not read what it is on, UnreadableText, TextTooLong. All are begun, or none.
    """
    with transaction() as session:
        held = hold_round(session, By.CODE, communique)
        facts = replace(meeting_facts(session, "code", communique), party=party, audience=wish.audience)
        amendment: Amendment | None = None
        if wish.proposal:
            amendment, facts = _of_proposal(session, actor, held, wish, facts)
        to = _addressed(session, wish)
        named = _to_be_named(session, wish, facts, party, to)
        for readers in named:
            require(actor, Act.BEGIN_DISCUSSION, replace(facts, named=readers))
        words = _words(wish.words)
        if to:
            _require_read(session, held, to, facts if amendment else None)
        about = _on_what(session, actor, held, wish, amendment)
        _require_as_shown(session, wish, named[0])
        begun = [(Discussion(code=new_code(), **about), readers) for readers in named]
        session.add_all(discussion for discussion, _ in begun)
        session.flush()
        session.add_all(
            DiscussionReader(discussion_id=discussion.id, party_id=reader)
            for discussion, readers in begun
            for reader in sorted(readers)
        )
        session.flush()
        for discussion, _ in begun:
            _add(session, actor, discussion, DiscussionAct.COMMENT, party, sequence=1, words=words)
        return begun[0][0]


def _words(words: str) -> str:
    words = clean(words, LONGEST_COMMENT)
    require_words(words)
    return words


def _of_proposal(
    session: Session, actor: Actor, held: Held, wish: Wish, facts: Facts
) -> tuple[Amendment, Facts]:
    """Return the proposal of a wish with the facts of a discussion on it. Raises NotFound."""
    amendment, context = get_visible_amendment(session, wish.proposal, actor)
    if amendment.communique_id != held.communique:
        raise NotFound()
    joint = cosponsors_of(session, amendment.id)
    about = facts_of(context, amendment, cosponsors=joint, party=facts.party)
    return amendment, replace(about, audience=facts.audience)


def _on_what(
    session: Session, actor: Actor, held: Held, wish: Wish, amendment: Amendment | None
) -> dict[str, Any]:
    """Return what a new discussion is on, as *wish* names it. Raises NotFound, ParagraphNotInText, StaleText."""
    draft = _newest_read(session, actor, held)
    about: dict[str, Any] = {
        "communique_id": held.communique,
        "audience": wish.audience,
        "draft_id": draft.id,
    }
    if amendment is not None:
        revision = _revision(session, amendment, wish)
        about |= {"paragraph_id": amendment.paragraph_id, "amendment_id": amendment.id}
        about["revision"], text = revision.sequence, revision.text
    else:
        paragraph, wording = paragraph_as_seen(session, draft, wish.paragraph, wish.wording)
        about |= {"paragraph_id": paragraph.id, "wording_id": wording.id}
        text = wording.text
    phrase = clean(wish.phrase, len(text) + SPARE)
    return about | {"phrase": phrase_in(text, phrase) if phrase else ""}


def _newest_read(session: Session, actor: Actor, held: Held) -> Draft:
    """Return the newest draft that *actor* reads. Raises NotFound where there is none."""
    facts = meeting_facts(session, "communique", held.communique)
    if may(actor, Act.READ_DRAFT, facts):
        return held.draft(session)
    draft = newest_circulated(session, held.communique)
    if draft is None:
        raise NotFound()
    return draft


def _revision(session: Session, amendment: Amendment, wish: Wish) -> Revision:
    """Return what a proposal says. Raises StaleText where it said something else on the page."""
    revision = current(session, amendment)
    if revision.sequence != wish.revision:
        seen = session.scalars(
            select(Revision.text).where(
                Revision.amendment_id == amendment.id, Revision.sequence == wish.revision
            )
        ).one_or_none()
        raise StaleText(seen=seen or "", current=revision.text)
    return revision


def _addressed(session: Session, wish: Wish) -> tuple[Party, ...]:
    """Return whom the Mission writes to, nobody where *wish* names nobody. Raises NotFound. One query at most."""
    codes = dict.fromkeys(code for code in (wish.to, *wish.also) if code)
    if not codes:
        return ()
    parties = {party.code: party for party in session.scalars(select(Party).where(Party.code.in_(codes)))}
    if parties.keys() != codes.keys():
        raise NotFound()
    return tuple(parties[code] for code in codes)


def _require_read(session: Session, held: Held, to: Sequence[Party], proposal: Facts | None) -> None:
    """Raise ReaderReadsItNot where one of *to* does not read the *proposal*, or the newest text where that is None."""
    if proposal is None:
        circulated = newest_circulated(session, held.communique)
        is_read = circulated is not None and circulated.id == held.draft(session).id
    else:
        is_read = len(parties_reading(proposal, to)) == len(to)
    if not is_read:
        raise ReaderReadsItNot()


def _to_be_named(
    session: Session, wish: Wish, facts: Facts, party: int, to: Sequence[Party]
) -> list[frozenset[int]]:
    """Return the parties that are to read each discussion that is begun."""
    sponsors = facts.cosponsors | ({facts.sponsor} if facts.sponsor is not None else set())
    mission = get_mission(session).id
    ways = [[other.id] for other in to] if wish.each and to else [[other.id for other in to]]
    return [
        parties_named(wish.audience, party=party, mission=mission, sponsors=sponsors, to=way) for way in ways
    ]


def _require_as_shown(session: Session, wish: Wish, named: frozenset[int]) -> None:
    """Raise AudienceChanged where the page named others than those *named*. One query at most."""
    if wish.readers is None and wish.audience is not Audience.COSPONSORS:
        return
    if wish.readers != frozenset(session.scalars(select(Party.code).where(Party.id.in_(named)))):
        raise AudienceChanged()


# What is said and done in one ----------------------------------------------------------------------


def answer(actor: Actor, code: str, *, party: int, about: int, words: str, quote: str = "") -> Discussion:
    """
    Answer the comment at the place *about* of a discussion in the name of *party*, and return the discussion.

    It is read by whoever reads the discussion. *quote*: words of that comment, exactly. Raises NotFound, NotPermitted,
    TextAdopted, DiscussionResolved, NoSuchComment, NothingSaid, QuoteNotInComment, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _opened(session, actor, code, party)
        require_open(record.said)
        comment = comment_at(record.said, about)
        words, quote = _words(words), clean(quote, LONGEST_COMMENT)
        require_quoted(quote, comment)
        _add(
            session,
            actor,
            record.discussion,
            DiscussionAct.ANSWER,
            party,
            sequence=record.last.sequence + 1,
            words=words,
            quote=quote,
            about=about,
        )
        return record.discussion


def resolve(actor: Actor, code: str, *, party: int, seen: int) -> Discussion:
    """
    Resolve a discussion in the name of the party that began it, or of one that was answered in it, and return it.

    *seen*: how many acts the page showed. Raises NotFound, NotPermitted, TextAdopted, DiscussionResolved,
    DiscussionChanged.
    """
    with transaction() as session:
        record = _opened(session, actor, code, party)
        require_open(record.said)
        if party not in parties_resolving(record.said):
            raise NotPermitted()
        if seen != record.last.sequence:
            raise DiscussionChanged()
        _add(
            session,
            actor,
            record.discussion,
            DiscussionAct.RESOLVE,
            party,
            sequence=record.last.sequence + 1,
        )
        return record.discussion


def reopen(actor: Actor, code: str, *, party: int) -> Discussion:
    """Reopen a resolved discussion, and return it. Raises NotFound, NotPermitted, TextAdopted, DiscussionOpen."""
    with transaction() as session:
        record = _opened(session, actor, code, party)
        if not record.is_resolved:
            raise DiscussionOpen()
        _add(
            session, actor, record.discussion, DiscussionAct.REOPEN, party, sequence=record.last.sequence + 1
        )
        return record.discussion


def take_back(actor: Actor, code: str, *, about: int) -> Discussion:
    """
    Take back the comment at the place *about* of a discussion, and return the discussion: it is shown no more.

    Who may speak in the name in which it was written does so. Raises NotFound, NotPermitted, TextAdopted,
    NoSuchComment.
    """
    with transaction() as session:
        record = _opened(session, actor, code)
        party = comment_at(record.said, about).party
        require(actor, Act.DISCUSS, replace(_facts(session, record), party=party))
        _add(
            session,
            actor,
            record.discussion,
            DiscussionAct.TAKE_BACK,
            party,
            sequence=record.last.sequence + 1,
            about=about,
        )
        return record.discussion


def _opened(session: Session, actor: Actor, code: str, party: int | None = None) -> DiscussionRecord:
    """
    Hold the text of a discussion and return it as it stands now.

    *party*: in whose name something is done in it. Raises NotFound where *actor* may not read it, NotPermitted.
    """
    hold_round(session, By.DISCUSSION, code)
    record = get_discussion(session, code)
    facts = _facts(session, record)
    if not may(actor, Act.READ_DISCUSSION, facts):
        raise NotFound()
    if party is not None:
        require(actor, Act.DISCUSS, replace(facts, party=party))
    return record


def _facts(session: Session, record: DiscussionRecord) -> Facts:
    return discussion_facts(session, [record.discussion.code])[record.discussion.code]


def _add(
    session: Session,
    actor: Actor,
    discussion: Discussion,
    act: DiscussionAct,
    party: int,
    *,
    sequence: int,
    words: str = "",
    quote: str = "",
    about: int | None = None,
) -> None:
    """Keep an act with its line in the journal, which names what it is on and holds no word of it."""
    session.add(
        DiscussionActRow(
            discussion_id=discussion.id,
            sequence=sequence,
            act=act,
            party_id=party,
            user_id=actor.user,
            name=actor.name,
            words=words,
            quote=quote,
            about=about,
            at=utcnow(),
        )
    )
    write_line(
        session,
        actor,
        ACTS[act],
        scope=Scope.DISCUSSION,
        communique=discussion.communique_id,
        amendment=session.get(Amendment, discussion.amendment_id) if discussion.amendment_id else None,
        paragraph=discussion.paragraph_id,
        party=party,
        subject=discussion.code,
    )
