"""
Follow-up: the Mission confirms requests, edits and reports on them, adds evidence, and draws proposals from them.

Entries belong to the Group over the years and to no meeting: who drafts for the Mission at one of them keeps them.
A proposal drawn from an entry is one of the Mission's own, in the round of its text.
"""

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NotFound, NotPermitted
from acm_drafts.negotiation.follow_up import (
    REPORTED,
    STATES,
    EvidenceRemoved,
    FollowedUpAlready,
    FollowUpAct,
    FollowUpChanged,
    FollowUpState,
    NoRequestAlready,
    NothingChanged,
    Request,
    WrongFollowUp,
    require_complete,
    require_due,
    require_link,
    require_new_document,
    require_place,
    require_to_draw_into,
)
from acm_drafts.negotiation.library import SourceWithdrawn, called
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may, require
from acm_drafts.negotiation.terms import Admissibility, AmendmentKind, Role, Scope, TextKind
from acm_drafts.services import amendments
from acm_drafts.services.revisions import LONGEST_REASON, Proposal, clean
from acm_drafts.store.database import new_code, transaction
from acm_drafts.store.drafts import get_communique
from acm_drafts.store.follow_up import (
    FollowUpRow,
    dismissed_in,
    drawn_into_texts,
    evidence_of,
    get_evidence,
    get_follow_up,
    is_followed_up,
    makes_requests,
    paragraph_adopted,
)
from acm_drafts.store.journal import write_line
from acm_drafts.store.library import find_source
from acm_drafts.store.locks import By, hold_follow_up, hold_library, hold_round
from acm_drafts.store.meetings import today
from acm_drafts.store.records import (
    Amendment,
    FollowUp,
    FollowUpDismissal,
    FollowUpEvidence,
    FollowUpEvidenceRemoval,
    FollowUpProposal,
    FollowUpVersion,
    Source,
    SourceParagraph,
)
from acm_drafts.store.visibility import round_facts

LONGEST_ADDRESSEE, LONGEST_REQUESTED, LONGEST_PLACE, LONGEST_REPORT = 500, 4_000, 200, 200
LONGEST_TITLE, LONGEST_SYMBOL, LONGEST_URL = 500, 200, 2_000


def keeps_follow_up(actor: Actor) -> bool:
    """Return whether the person keeps the follow-up: at one of their meetings at least."""
    return any(may(at, Act.KEEP_FOLLOW_UP, Facts(meeting=at.meeting)) for at in actor.places())


def require_keeper(actor: Actor) -> None:
    """Raise NotPermitted for who does not keep the follow-up."""
    if not keeps_follow_up(actor):
        raise NotPermitted()


# Suggestions ---------------------------------------------------------------------------------------


def confirm(actor: Actor, source: str, *, position: int, start: int, stop: int, request: Request) -> FollowUp:
    """
    Begin an entry for the words from *start* to *stop* of a paragraph of the *source* with this code; return it.

    Raises NotPermitted, NotFound, SourceWithdrawn, FollowedUpAlready, WrongFollowUp, UnreadableText, TextTooLong.
    """
    require_keeper(actor)
    request = _checked(request)
    with transaction() as session:
        text, passage = _passage(session, actor, source, position)
        require_place(passage.text, start, stop)
        require_due(request.due, text.day, today(session, None))
        if is_followed_up(session, text.id, position, start):
            raise FollowedUpAlready()
        entry = FollowUp(
            code=new_code(),
            source_id=text.id,
            position=position,
            start=start,
            stop=stop,
            paragraph_id=paragraph_adopted(session, text, position),
        )
        session.add(entry)
        session.flush()
        _write(session, entry, 1, FollowUpAct.CONFIRM, FollowUpState.CONFIRMED, request)
        _tell(session, actor, "confirm request", text, passage, after=_told(request))
        return entry


def dismiss(actor: Actor, source: str, *, position: int, start: int) -> FollowUpDismissal:
    """
    Record that the words that begin at *start* of a paragraph of a source are no request to be followed up.

    Raises NotPermitted, NotFound, SourceWithdrawn, FollowedUpAlready, NoRequestAlready, WrongFollowUp.
    """
    require_keeper(actor)
    with transaction() as session:
        text, passage = _passage(session, actor, source, position)
        require_place(passage.text, start, start + 1)
        if is_followed_up(session, text.id, position, start):
            raise FollowedUpAlready()
        if (position, start) in dismissed_in(session, text.id):
            raise NoRequestAlready()
        dismissal = FollowUpDismissal(source_id=text.id, position=position, start=start)
        session.add(dismissal)
        words = passage.text[start : start + 120]
        _tell(session, actor, "dismiss request", text, passage, after=words, scope=Scope.MISSION)
        return dismissal


def _passage(session: Session, actor: Actor, code: str, position: int) -> tuple[Source, SourceParagraph]:
    """Hold the library; return a source whose requests are followed up, and its paragraph at *position*."""
    hold_library(session)
    row = find_source(session, actor, code)
    if row is None or not makes_requests(session, row.source):
        raise NotFound()
    if row.withdrawn is not None:
        raise SourceWithdrawn(symbol=row.source.symbol)
    passage = session.get(SourceParagraph, (row.source.id, position))
    if passage is None:
        raise NotFound()
    return row.source, passage


# Entries -------------------------------------------------------------------------------------------


def edit(actor: Actor, code: str, request: Request, *, seen: int, note: str = "") -> FollowUpVersion:
    """
    Change what an entry says and return its new version; what it said before stays in its history.

    *seen* is the number of the version that the form showed. Raises NotPermitted, NotFound, FollowUpChanged,
    NothingChanged, WrongFollowUp, UnreadableText, TextTooLong.
    """
    require_keeper(actor)
    request, note = _checked(request), clean(note, LONGEST_REASON)
    with transaction() as session:
        row = _held(session, actor, code, seen)
        if request == row.request:
            raise NothingChanged()
        if request.due != row.request.due:
            require_due(request.due, row.source.day, today(session, None))
        version = _write(
            session, row.entry, row.version.number + 1, FollowUpAct.EDIT, row.state, request, note
        )
        before, after = _told(row.request), _told(request)
        _tell(
            session, actor, "edit request", row.source, row.passage, before=before, after=after, reason=note
        )
        return version


def report(
    actor: Actor, code: str, state: FollowUpState, *, note: str, next_report: str, seen: int
) -> FollowUpVersion:
    """
    Record what was reported on a request (*note*), how far it has come since, and when the next report is expected.

    Return the new version. Raises NotPermitted, NotFound, FollowUpChanged, WrongFollowUp (nothing was reported),
    UnreadableText, TextTooLong.
    """
    require_keeper(actor)
    note, next_report = clean(note, LONGEST_REASON), _tidied(next_report, LONGEST_REPORT)
    if not note:
        raise WrongFollowUp(what=N_("it does not say what was reported"))
    if state not in REPORTED:
        raise WrongFollowUp(what=N_("a report says how far the request has come"))
    with transaction() as session:
        row = _held(session, actor, code, seen)
        before = row.request
        request = Request(before.addressee, before.requested, before.due, before.place, next_report)
        number = row.version.number + 1
        version = _write(session, row.entry, number, FollowUpAct.REPORT, state, request, note)
        _tell(
            session,
            actor,
            "report on request",
            row.source,
            row.passage,
            before=STATES[row.state],
            after=STATES[state],
            reason=note,
        )
        return version


def add_evidence(actor: Actor, code: str, *, title: str, symbol: str = "", url: str = "") -> FollowUpEvidence:
    """
    Add a document to an entry, by its symbol, a link, or both, and return it.

    Raises NotPermitted, NotFound, WrongFollowUp (without a title, without symbol and link, or a link that leads
    nowhere), EvidenceKnown, UnreadableText, TextTooLong.
    """
    require_keeper(actor)
    title, symbol = _tidied(title, LONGEST_TITLE), _tidied(symbol, LONGEST_SYMBOL)
    url = clean(url, LONGEST_URL)
    if not title:
        raise WrongFollowUp(what=N_("the document lacks a title"))
    if not symbol and not url:
        raise WrongFollowUp(what=N_("the document lacks both a symbol and a link"))
    if url:
        require_link(url)
    with transaction() as session:
        hold_follow_up(session, code)
        row = get_follow_up(session, actor, code)
        known = evidence_of(session, [row.entry.id])[row.entry.id]
        require_new_document(symbol, url, [(document.symbol, document.url) for document in known])
        evidence = FollowUpEvidence(follow_up_id=row.entry.id, title=title, symbol=symbol, url=url)
        session.add(evidence)
        _tell(session, actor, "add evidence", row.source, row.passage, after=symbol or title)
        return evidence


def remove_evidence(actor: Actor, code: str, evidence: int, *, reason: str) -> FollowUpEvidenceRemoval:
    """
    Remove a document (its key) that was attached to an entry by mistake, and return that.

    It stays in the history and counts no more: the same document may be added again. Raises NotPermitted, NotFound,
    EvidenceRemoved, WrongFollowUp without a reason, UnreadableText, TextTooLong.
    """
    require_keeper(actor)
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise WrongFollowUp(what=N_("it does not say why the document is removed"))
    with transaction() as session:
        hold_follow_up(session, code)
        row = get_follow_up(session, actor, code)
        document = get_evidence(session, row.entry.id, evidence)
        if session.get(FollowUpEvidenceRemoval, document.id) is not None:
            raise EvidenceRemoved()
        removal = FollowUpEvidenceRemoval(evidence=document, reason=reason, by=actor.name)
        session.add(removal)
        named = document.symbol or document.title
        _tell(session, actor, "remove evidence", row.source, row.passage, after=named, reason=reason)
        return removal


def _held(session: Session, actor: Actor, code: str, seen: int) -> FollowUpRow:
    """Hold an entry and return it as it stands. Raises NotFound; FollowUpChanged where another version was *seen*."""
    hold_follow_up(session, code)
    row = get_follow_up(session, actor, code)
    if row.version.number != seen:
        raise FollowUpChanged()
    return row


def _write(
    session: Session,
    entry: FollowUp,
    number: int,
    act: FollowUpAct,
    state: FollowUpState,
    request: Request,
    note: str = "",
) -> FollowUpVersion:
    version = FollowUpVersion(
        follow_up_id=entry.id,
        number=number,
        act=act,
        state=state,
        addressee=request.addressee,
        requested=request.requested,
        due=request.due,
        place=request.place,
        next_report=request.next_report,
        note=note,
    )
    session.add(version)
    return version


def _checked(request: Request) -> Request:
    """Return a request with its words tidied. Raises WrongFollowUp, UnreadableText, TextTooLong."""
    tidied = Request(
        _tidied(request.addressee, LONGEST_ADDRESSEE),
        _tidied(request.requested, LONGEST_REQUESTED),
        request.due,
        _tidied(request.place, LONGEST_PLACE),
        _tidied(request.next_report, LONGEST_REPORT),
    )
    require_complete(tidied)
    return tidied


def _tidied(words: str, longest: int) -> str:
    return clean(" ".join(words.split()), longest)


def _told(request: Request) -> str:
    """Return what the journal says of a request."""
    due = request.due.isoformat() if request.due else ""
    parts = (f"{request.addressee}: {request.requested}", due, request.place, request.next_report)
    return " · ".join(filter(None, parts))


def _tell(
    session: Session,
    actor: Actor,
    act: str,
    source: Source,
    passage: SourceParagraph,
    *,
    scope: Scope = Scope.ALL,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    subject = called(source.symbol, passage.reference, passage.position)
    write_line(session, actor, act, scope=scope, subject=subject, before=before, after=after, reason=reason)


# Proposals drawn from an entry ---------------------------------------------------------------------


def propose(
    actor: Actor, code: str, communique: str, *, text: str, after: str, reason: str = ""
) -> Amendment:
    """
    Propose, as the Mission, a new paragraph drawn from an entry, in the running round of a text; return the proposal.

    *after*: the code of the paragraph that it follows, "" for the beginning. Entry and proposal name each other from
    then on. Raises NotPermitted, NotFound, what `require_to_draw_into` raises, and what `amendments.propose` refuses.
    """
    with transaction() as session, session.no_autoflush:
        held = hold_round(session, By.CODE, communique)
        row = get_follow_up(session, actor, code)
        context = held.running
        if context is None:
            require_keeper(actor)
        else:
            require(actor, Act.KEEP_FOLLOW_UP, round_facts(context))
        text_ = get_communique(session, communique)
        require_to_draw_into(
            TextKind(text_.kind),
            Admissibility(context.round.admissibility) if context else None,
            drawn=drawn_into_texts(session, row.entry.id).get(text_.id, ""),
        )
        assert context is not None
        missions = sorted(actor.at(context.meeting).parties(Role.MISSION))
        proposal = Proposal(AmendmentKind.INSERT, text=text, after=after, reason=reason)
        amendment = amendments.propose_in(
            session, actor, context, proposal, sponsor=missions[0] if missions else None
        )
        session.flush()
        session.add(
            FollowUpProposal(
                amendment_id=amendment.id, communique_id=amendment.communique_id, follow_up_id=row.entry.id
            )
        )
        return amendment
