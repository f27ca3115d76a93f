"""
What cannot happen, as HTTP: one table from refusals to statuses, one page that says each of them.

Refusals of the house, wrong addresses, forms from elsewhere and failures of our own all speak the
same way: a sentence and the next step, in the reader's language. What does not exist and what may
not be seen give the same bytes. This module refuses to decide anything.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from acm_drafts.documents.phrases import Phrase
from acm_drafts.i18n import gettext, interface_language
from acm_drafts.negotiation import (
    adoption,
    archiving,
    bodies,
    bracket_holders,
    cooperation_resolutions,
    corrigenda,
    deletion,
    discussions,
    errors,
    follow_up,
    guide,
    inputs,
    meetings,
    partners,
    public,
    reopening,
    reservations,
    silence,
    sittings,
    small_groups,
)
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.permissions import Act
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.single_sign_on import ProviderUnreachable
from acm_drafts.negotiation.terms import NAMES
from acm_drafts.services import security_events
from acm_drafts.store.database import db, has_kept
from acm_drafts.store.deletion import find_kept_source
from acm_drafts.store.faults import Fault, fault_of
from acm_drafts.text.diff import diff_words
from acm_drafts.text.labels import isolated
from acm_drafts.text.language import Language
from acm_drafts.web.shared import access, formatting, layout, recovery, requests
from acm_drafts.web.shared.bad_requests import (
    AddressTooLong,
    BadRequest,
    DatabaseAway,
    DatabaseBusy,
    DatabaseReadOnly,
    DiskFull,
    FailedAfterwards,
    FormExpired,
    OurFault,
    OutOfOrder,
    PerhapsRecorded,
    TooLarge,
    TooManyActs,
    TooManyAttempts,
    WrongMethod,
)

# The nearest ancestor in the table counts; what is not in it is a request that cannot be carried out.
STATUS: Mapping[type[Refusal], int] = {
    BadRequest: 400,
    FormExpired: 400,
    errors.WrongCredentials: 422,
    errors.NotPermitted: 403,
    errors.NotFound: 404,
    WrongMethod: 405,
    errors.FactorThere: 409,
    errors.NoFactor: 409,
    errors.LinkSpent: 410,
    public.PublicWithdrawn: 410,
    public.NotAdoptedYet: 409,
    archiving.MeetingArchived: 409,
    archiving.MeetingUnfinished: 409,
    archiving.NotArchived: 409,
    archiving.TextsNotEnded: 409,
    deletion.DeletionWaits: 409,
    deletion.NoDeletion: 409,
    deletion.PackageDamaged: 409,
    deletion.PackageNotTaken: 409,
    deletion.OtherPackage: 422,
    public.PublicAlready: 409,
    public.NotPublic: 409,
    errors.StaleText: 409,
    errors.InConflict: 409,
    errors.AlreadyClosed: 409,
    errors.RoundRunning: 409,
    errors.SameAgain: 409,
    errors.EnteredAlready: 409,
    errors.SymbolTaken: 409,
    errors.TextWithdrawn: 409,
    errors.TextCirculated: 409,
    meetings.MeetingUsed: 409,
    guide.NotForAssembly: 409,
    guide.AgendaTagged: 409,
    guide.AgendaFollowed: 409,
    guide.AgendaLinked: 409,
    errors.IllegalMove: 409,
    errors.NotContestable: 409,
    errors.ParagraphNotInText: 409,
    errors.TextDoesNotFollow: 409,
    adoption.TextAdopted: 409,
    adoption.NotFinal: 409,
    adoption.FinalNotCirculated: 409,
    adoption.RoundStillRuns: 409,
    corrigenda.NotAdopted: 409,
    corrigenda.CorrectedMeanwhile: 409,
    discussions.AudienceChanged: 409,
    discussions.DiscussionOpen: 409,
    discussions.DiscussionResolved: 409,
    discussions.NoSuchComment: 409,
    discussions.ReaderReadsItNot: 409,
    inputs.InputCallEnded: 409,
    inputs.InputCallIssued: 409,
    inputs.InputCallNotIssued: 409,
    inputs.InputCallTextUnread: 409,
    inputs.InputDeadlineOver: 409,
    inputs.InputLate: 409,
    inputs.MarkKnown: 409,
    inputs.MarkRemoved: 409,
    follow_up.FollowedUpAlready: 409,
    follow_up.EvidenceKnown: 409,
    follow_up.EvidenceRemoved: 409,
    follow_up.FollowUpChanged: 409,
    follow_up.NoRequestAlready: 409,
    follow_up.DrawnIntoAgenda: 409,
    follow_up.NoRoundToDrawInto: 409,
    reopening.NothingToConfirm: 409,
    reopening.NotAgreed: 409,
    bodies.BodyExists: 409,
    bodies.TermsOverlap: 409,
    bracket_holders.BracketIsHeld: 409,
    bracket_holders.BracketHeldAlready: 409,
    bracket_holders.BracketNotHeld: 409,
    bracket_holders.NotABracket: 409,
    cooperation_resolutions.NoSuchResolution: 409,
    partners.PartnerKnown: 409,
    partners.ContactKnown: 409,
    partners.PeriodicKnown: 409,
    partners.MeetingKnown: 409,
    partners.SourceOfPartner: 409,
    reservations.ReservationExists: 409,
    reservations.ReservationWithdrawn: 409,
    reservations.AwaitsNothing: 409,
    reservations.ReservationPublished: 409,
    reservations.NothingToKeep: 409,
    small_groups.SmallGroupEnded: 409,
    small_groups.InSmallGroup: 409,
    small_groups.NotInSmallGroup: 409,
    small_groups.FacilitatesAlready: 409,
    small_groups.ParagraphInSmallGroup: 409,
    small_groups.ParagraphNotInSmallGroup: 409,
    small_groups.ProposalNotThere: 409,
    small_groups.PutAlready: 409,
    small_groups.OwnVersion: 409,
    silence.UnderSilence: 409,
    silence.SilenceRuns: 409,
    silence.SilenceIsNotRunning: 409,
    silence.SilenceOver: 409,
    silence.SilenceBroken: 409,
    silence.BreakStands: 409,
    silence.NotBroken: 409,
    sittings.SittingIsNotOpen: 409,
    sittings.SittingToCome: 409,
    sittings.SittingNotHeld: 409,
    sittings.SittingOver: 409,
    sittings.NobodyPresent: 409,
    sittings.SittingIsUnderWay: 409,
    sittings.SittingAhead: 409,
    sittings.SittingMissed: 409,
    sittings.BodySitsAlready: 409,
    sittings.NoLongerInTheText: 409,
    sittings.ResultRecorded: 409,
    TooLarge: 413,
    AddressTooLong: 414,
    errors.ReadingAlready: 429,
    errors.ReadersBusy: 503,
    ProviderUnreachable: 503,
    Refusal: 422,
    TooManyAttempts: 429,
    OurFault: 500,
    FailedAfterwards: 500,
    OutOfOrder: 503,
}

OF_FAULT: Mapping[Fault, type[OutOfOrder]] = {
    Fault.BUSY: DatabaseBusy,
    Fault.AWAY: DatabaseAway,
    Fault.UNKNOWN: PerhapsRecorded,
    Fault.FULL: DiskFull,
    Fault.READ_ONLY: DatabaseReadOnly,
}

HTTP: Mapping[int, type[Refusal]] = {
    404: errors.NotFound,
    405: WrongMethod,
    413: TooLarge,
    429: TooManyAttempts,
    500: OurFault,
}


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of *refusal*."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def sentence_of(refusal: Refusal) -> str:
    """Return the sentence of a refusal, in the reader's language."""
    return _filled(refusal.sentence, refusal.facts)


def next_step_of(refusal: Refusal) -> str:
    """
    Return what to do next, in the reader's language; "" where there is nothing to do.

    The Mission is not sent to the Mission.
    """
    step = refusal.mission_step if refusal.mission_step and _is_of_the_mission() else refusal.next_step
    return _filled(step, refusal.facts)


def _is_of_the_mission() -> bool:
    known = access.person_if_known()
    return known is not None and access.may_here(known.actor, Act.MANAGE_ROUNDS)


def _filled(sentence: str, facts: Mapping[str, object]) -> str:
    if not sentence:
        return ""
    return str(gettext(sentence)) % {name: _fact(value, name) for name, value in facts.items()}


WRITTEN_AS: Mapping[str, Callable[[str], str]] = {
    "names": formatting.listed_numbers,
    "numbers": formatting.listed_numbers,
    "typed": isolated,
}
"""
Facts that are no words of ours: several names with a comma between them, and what somebody typed, which keeps its own
direction. All others are looked up in the catalogues.
"""


def _fact(value: object, name: str = "") -> object:
    """Return a fact as the reader's language writes it: moments, terms, lists and marked words are translated."""
    if isinstance(value, str) and name in WRITTEN_AS:
        return WRITTEN_AS[name](value)
    if isinstance(value, datetime):
        return formatting.moment(value)
    if isinstance(value, date):
        return formatting.day(value)
    if isinstance(value, StrEnum) and (type(value), value.value) in NAMES:
        return formatting.name_of(value)
    if isinstance(value, Phrase):
        return phrase_in_words(value)
    if isinstance(value, bracket_holders.Holders):
        return formatting.parties_in_sentence(value.parties)
    if isinstance(value, str) and value:
        return gettext(value)
    return value


def phrase_in_words(phrase: Phrase) -> str:
    """Return a remark about a file in the reader's language; its facts may be phrases again."""
    return _filled(phrase.msgid, phrase.facts)


def page_of(refusal: Refusal) -> Response:
    """Return the page of *refusal*, with both wordings where the sender's page was out of date."""
    if type(refusal) is errors.NotFound and request.path.startswith("/public"):
        refusal = public.NothingPublic()
    status = status_of(refusal)
    if status == 404 and (kept := _kept_elsewhere()):
        return kept
    if status == 404:
        access.person()  # asked for in any case, so that the language is the same wherever nothing is
    if status in (404, 414, 500) or isinstance(refusal, OutOfOrder):
        layout.make_bare(menu=status in (404, 414))
    page = render_template(
        "errors/refusal.html",
        sentence=sentence_of(refusal),
        next_step=next_step_of(refusal),
        status=status,
        back=_way_on(refusal, status),
        boxes=recovery.typed() if isinstance(refusal, GIVES_BACK) or status in GIVEN_BACK_WITH else (),
        unrecorded=not isinstance(refusal, PerhapsRecorded),
        reference=requests.reference() if status in NAMES_REFERENCE else "",
        **_wordings(refusal),
    )
    _note_event(refusal, status)
    response = make_response(page, status)
    if isinstance(refusal, TooManyActs):
        response.headers["Retry-After"] = str(refusal.again_after)
    return response


def _kept_elsewhere() -> Response | None:
    """Lead from an address of an adopted text whose meeting was deleted to the text in the library."""
    parts = request.path.split("/")
    if request.method != "GET" or len(parts) < 3 or parts[1] != "c" or access.person() is None:
        return None
    source = find_kept_source(db.session(), access.actor(), parts[2])
    return make_response(redirect(f"/library/sources/{source}", 303)) if source else None


NAMES_REFERENCE = (400, 403, 429, 500, 503)
"""
Pages on which the reference stands, for whoever asks an administrator what happened.

Not 404: what does not exist and what may not be seen give the same bytes (docs/decisions/0136).
"""


def _note_event(refusal: Refusal, status: int) -> None:
    """Leave the security event of a refusal that no service left one of; after the page is drawn from what was read."""
    known = access.person_if_known()
    user = known.user if known else None
    about = (request.endpoint or "")[:64]
    if type(refusal) is FormExpired:
        security_events.note_refusal(EventKind.FORM_REFUSED, user=user, actor=user, about=about)
    elif isinstance(refusal, errors.ReadingAlready):
        security_events.note_refusal(EventKind.LIMIT_REACHED, user=user, actor=user, about=about)
    elif user is None or isinstance(refusal, BEFORE_READING) or not about:
        return
    elif status == 403:
        security_events.note_refusal(EventKind.PERMISSION_REFUSED, user=user, actor=user, about=about)
    elif status == 404:
        security_events.note_refusal(EventKind.NOT_FOUND, user=user, actor=user, about=about)


GIVEN_BACK_WITH = (403, 409, 422)
"""Whatever is refused so was typed on a page of ours, and no page shows the form again."""
BEFORE_READING = (FormExpired, access.SignedOut, access.FactorMissing)
"""What a form is refused for before any page reads it: what was typed is handed back here or nowhere."""
GIVES_BACK = (*BEFORE_READING, OurFault, OutOfOrder, TooManyActs)
"""What no page of its own is drawn for: the same."""


def _way_on(refusal: Refusal, status: int) -> tuple[str, str]:
    """Return label and address of the way on: the page that the form stood on, by signing in first, else the text."""
    came_from = urlsplit(request.referrer or "")
    place = came_from.path if came_from.netloc == request.host else ""
    if isinstance(refusal, GIVES_BACK):
        place = recovery.address() or place
    if isinstance(refusal, access.SignedOut):
        return gettext("Sign in"), access.sign_in_url(place)
    if isinstance(refusal, access.FactorMissing):
        return gettext("Second factor"), access.FACTOR_PAGE
    if isinstance(refusal, (public.PublicWithdrawn, public.NothingPublic)):
        return gettext("All published texts"), "/public/"
    if place and (
        status == 409 or isinstance(refusal, (FormExpired, OutOfOrder, FailedAfterwards, TooManyActs))
    ):
        return gettext("Open the page again"), place
    return gettext("The text"), "/"


def _wordings(refusal: Refusal) -> dict[str, object]:
    if not isinstance(refusal, errors.StaleText) or not refusal.current:
        return {}
    communique = g.get("communique")
    language = Language(communique.language) if communique else interface_language()
    return {
        "seen": refusal.seen,
        "current": refusal.current,
        "language": language,
        "spans": diff_words(refusal.seen, refusal.current) if refusal.seen else None,
        "typed": request.form.get("text", ""),
    }


# Handlers ------------------------------------------------------------------------------------------


def on_http_error(error: HTTPException) -> Response:
    """Say an error of Werkzeug's in our words, with the headers that belong to it."""
    if isinstance(error, SecurityError):
        # The host is not ours, so that no address can be built for a page of ours.
        return Response("This host name is not answered here.\n", 400, mimetype="text/plain")
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    kind = _of_form() if isinstance(error, CSRFError) else HTTP.get(error.code, BadRequest)
    response = page_of(kind(most=_most()) if kind is TooLarge else kind())
    if kind in (BadRequest, access.SignedOut):
        response.status_code = error.code
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _of_form() -> type[Refusal]:
    """Return why a form has no token: who is not signed in any more has none, and cannot go on with a new one."""
    return access.SignedOut if access.asks_who() and access.person() is None else FormExpired


def _most() -> int:
    return int(current_app.config["MAX_CONTENT_LENGTH"]) // (1024 * 1024)


def on_failure(error: Exception) -> Response:
    """
    Say that we failed, or what the house lacks at this moment and when to try again.

    What failed is in the log, without what people wrote.
    """
    if has_kept(db.session()):
        return page_of(FailedAfterwards())
    fault = fault_of(getattr(error, "original_exception", None) or error)
    if fault is None:
        return page_of(OurFault())
    refusal = OF_FAULT[fault]()
    response = page_of(refusal)
    response.headers["Retry-After"] = str(refusal.again_after)
    return response


def init_app(app: Flask) -> None:
    """Answer every refusal and every error of *app* with the one page."""
    app.jinja_env.filters.update(sentence=sentence_of, next_step=next_step_of)
    app.register_error_handler(Refusal, page_of)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(500, on_failure)
