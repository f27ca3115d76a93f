"""
Who asks: the signed-in person as the rules see them, and the gate that every route declares.

A gate is a decorator on the view, read by one hook before the view runs; a route without one
answers nobody. A gate asks for an office or for an act that needs no particular matter; what
depends on the matter is asked again where the matter is known, in services and queries. The
rules themselves are in negotiation.permissions.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    make_response,
    redirect,
    request,
    session,
)
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user, logout_user

from acm_drafts.negotiation import archiving
from acm_drafts.negotiation.archiving import NOT_OFFERED
from acm_drafts.negotiation.errors import N_, NoOffice, NotFound, NotPermitted
from acm_drafts.negotiation.permissions import STRANGER, Act, Actor, Facts, may
from acm_drafts.negotiation.second_factors import FactorPolicy, must_have_factor
from acm_drafts.negotiation.single_sign_on import Provider
from acm_drafts.services import sign_ins
from acm_drafts.services.attempts import Attempt
from acm_drafts.services.sign_ins import MeetingName, SignedIn
from acm_drafts.store.database import OperationalError, db
from acm_drafts.store.drafts import is_circulated_text
from acm_drafts.store.sign_ins import Lifetime
from acm_drafts.web.shared import known_devices, recovery
from acm_drafts.web.shared.addresses import named_object

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])

login_manager = LoginManager()
# The identifier that Flask-Login would tie a session to changes with every network a phone walks through.
login_manager.session_protection = None


class Door(Enum):
    """How far one must be known to pass."""

    PUBLIC = "nobody is asked"
    ACCOUNT = "a signed-in person, between two terms of office too"
    OFFICE = "a signed-in person who holds an office today"


@dataclass(frozen=True, slots=True)
class Gate:
    """What a route asks of whoever comes; *act* is looked up in the permissions table."""

    door: Door
    act: Act | None = None
    own: bool = False
    """The act is allowed for at least one of the parties that the person belongs to."""
    hides: bool = False
    """To whoever may not pass, the page is not there."""
    before_factor: bool = False
    """Who must have a second factor, and has none yet, passes all the same."""


def _gated(view: View, gate: Gate) -> View:
    view.gate = gate  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Mark a view as public: signing in, links by invitation, and what is published."""
    return _gated(view, Gate(Door.PUBLIC))


def account(view: View) -> View:
    """Let signed-in people in, whether or not they hold an office today. For their own account."""
    return _gated(view, Gate(Door.ACCOUNT))


def account_before_factor(view: View) -> View:
    """Let signed-in people in, those too who must set a second factor up before anything else."""
    return _gated(view, Gate(Door.ACCOUNT, before_factor=True))


def signed_in(view: View) -> View:
    """Let in whoever holds an office today."""
    return _gated(view, Gate(Door.OFFICE))


def gate(act: Act, *, hides: bool = False) -> Callable[[View], View]:
    """
    Let in whoever may do *act* as such, before any particular matter is known.

    *hides*: others are not even told that there is such a page.
    """
    return lambda view: _gated(view, Gate(Door.OFFICE, act, hides=hides))


def gate_for_own(act: Act) -> Callable[[View], View]:
    """Let in whoever may do *act* as such, or for one of the delegations and groups they belong to."""
    return lambda view: _gated(view, Gate(Door.OFFICE, act, own=True))


def gate_of(view: Callable[..., Any]) -> Gate | None:
    """Return the gate that *view* declares, None where it forgot to."""
    return getattr(view, "gate", None)


class SignedOut(NotPermitted):
    """Somebody sends what they typed, and is not known any more: a page gives it back, and no redirection could."""

    sentence = N_("You are not signed in any more. Nothing was changed.")
    next_step = N_(
        "Sign in: the form opens with your words if this browser saved them. To be sure, copy them first."
    )


class FactorMissing(NotPermitted):
    """The same of somebody who must set up a second factor first."""

    sentence = N_("A second factor is required for your account, and it has none. Nothing was changed.")
    next_step = N_("Set it up under Your account. To be sure, copy your words first.")


def asks_who() -> bool:
    """Return whether the requested address is for signed-in people."""
    view = current_app.view_functions.get(request.endpoint or "")
    declared = gate_of(view) if view else None
    return declared is not None and declared.door is not Door.PUBLIC


# The person ----------------------------------------------------------------------------------------


class Person(UserMixin):
    """What Flask-Login carries through a request: a recognised person and the token they came with."""

    def __init__(self, facts: SignedIn, token: str) -> None:
        self.facts = facts
        self.token = token

    def get_id(self) -> str:
        return self.token


class Nobody(AnonymousUserMixin):
    facts = None


login_manager.anonymous_user = Nobody


@login_manager.user_loader
def _recognise(token: str) -> Person | None:
    facts = sign_ins.recognise(token, named_object(), lifetime())
    return Person(facts, token) if facts else None


def person() -> SignedIn | None:
    """Return the signed-in person, None for nobody. One query the first time in a request, none after."""
    facts: SignedIn | None = current_user.facts
    return facts


def person_if_known() -> SignedIn | None:
    """Return the signed-in person if this request asked for them already; never asks the database."""
    known = g.get("_login_user")
    return known.facts if known else None


def actor() -> Actor:
    """
    Return the signed-in person as the rules see them, with the offices held today at the meeting at hand.

    STRANGER for nobody.
    """
    known = person()
    return known.actor if known else STRANGER


def may_here(who: Actor, act: Act) -> bool:
    """
    Return whether *who* may do *act* at the meeting at hand; on a page above all meetings, at one of theirs.

    What changes an archived meeting is offered to nobody.
    """
    return not (act in NOT_OFFERED and archived_meeting()) and _may_at_a_place(who, act)


def _may_at_a_place(who: Actor, act: Act) -> bool:
    return any(may(at, act, Facts(meeting=at.meeting)) for at in who.places())


def archived_meeting() -> MeetingName | None:
    """Return the meeting of what the address names where it is archived; None on pages above all meetings."""
    known = person() if has_request_context() and named_object() else None
    meeting = known.meeting if known else None
    return meeting if meeting and meeting.archived_on else None


def require_not_archived() -> None:
    """Raise MeetingArchived on a page that is there to change something of an archived meeting."""
    meeting = archived_meeting()
    archiving.require_not_archived(meeting.archived_on if meeting else None)


def may_for_own(who: Actor, act: Act) -> bool:
    """Return whether *who* may do *act* there in the name of at least one of their delegations and groups."""
    return any(
        may(at, act, Facts(meeting=at.meeting, party=party, sponsor=party))
        for at in who.places()
        for party in at.parties()
    )


def lifetime() -> Lifetime:
    """Return how long sessions last in this house."""
    return Lifetime(current_app.config["SESSION_IDLE"], current_app.config["SESSION_LONGEST"])


BY_PROVIDER = "by_provider"
"""Under this name the cookie says that the identity provider of the house signed this browser in."""


def provider() -> Provider | None:
    """Return the identity provider of the house, None without one."""
    facts = current_app.config["PROVIDER"]
    return Provider(**facts) if facts else None


def came_by_provider() -> bool:
    """Return whether this browser was signed in by the identity provider."""
    return bool(session.get(BY_PROVIDER))


def sign_in(
    user_id: int,
    *,
    goes_on: bool = False,
    by_provider: bool = False,
    proved: bool = True,
    attempt: Attempt | None = None,
) -> None:
    """
    Give this browser a sign-in of its own, and drop the token and all that the cookie held before.

    *goes_on*: the person was signed in in it until now. *by_provider*: the identity provider said who it is; not
    *proved*: then nobody typed anything here, and acts that bind ask again. *attempt*: the one that succeeded.
    """
    by_provider = by_provider or (goes_on and came_by_provider())
    session.clear()
    session.permanent = True
    if by_provider:
        session[BY_PROVIDER] = True
    token = sign_ins.begin(
        user_id, request.user_agent.string, goes_on=goes_on, proved=proved, attempt=attempt
    )
    facts = sign_ins.recognise(token)
    if facts:
        known_devices.note(facts.email)
        login_user(Person(facts, token))


AWAITS = "awaits_factor"
"""Under this name the cookie holds the token of a sign-in whose second factor is still to be proved."""


def await_factor(user_id: int, *, by_provider: bool = False, attempt: Attempt | None = None) -> None:
    """
    Note in this browser that the password was right, and nothing of what the cookie held before; nothing is open.

    *by_provider*: the identity provider said who it is, in the place of the password. *attempt*: the one that
    succeeded.
    """
    session.clear()
    if by_provider:
        session[BY_PROVIDER] = True
    session[AWAITS] = sign_ins.begin(user_id, request.user_agent.string, awaits_factor=True, attempt=attempt)


def awaiting() -> tuple[int, int] | None:
    """Return keys of sign-in and person where this browser is still to prove the second factor."""
    token = session.get(AWAITS)
    return sign_ins.find_awaiting(str(token)) if token else None


def session_name() -> str:
    """Return the name under which attempts in this session are counted: nobody else can make any."""
    known = person()
    return f"session {known.id}" if known else ""


def sign_out() -> None:
    """End this browser's sign-in on the server, and forget it in the cookie."""
    known = person()
    if known:
        sign_ins.sign_out(known.user, known.id)
    logout_user()
    session.clear()


# The hook ------------------------------------------------------------------------------------------


def check_gate() -> Response | None:
    """Let the request pass, send a stranger to the sign-in page, or raise what the gate refuses."""
    if request.endpoint is None:
        return None  # no such page: the routing error speaks next
    declared = gate_of(current_app.view_functions[request.endpoint])
    if declared is None:
        raise RuntimeError(f"the route {request.endpoint} declares no gate; see acm_drafts.web.shared.access")
    if declared.door is Door.PUBLIC:
        return None
    known = person()
    if known is None:
        return _turn_away()
    _notice(known)
    if not declared.before_factor and must_set_up_factor(known):
        return _lead_to_factor()
    _require_gate(known, declared)
    return None


def _require_gate(known: SignedIn, declared: Gate) -> None:
    """Raise what a gate refuses to somebody who is signed in."""
    if declared.door is Door.OFFICE and not known.all_offices:
        raise NoOffice()
    if named_object() is not None and not known.actor.offices:
        raise NotFound()  # alike where there is no such thing, and where it is of a meeting that is not theirs
    if declared.act is not None:
        _require(known.actor, declared.act, declared)
    _refuse_odd_addresses()


def _require(who: Actor, act: Act, declared: Gate) -> None:
    if _may_at_a_place(who, act) or (declared.own and may_for_own(who, act)):
        return
    raise NotFound() if declared.hides or _is_uncirculated() else NotPermitted()


def _is_uncirculated() -> bool:
    """Return whether the address names a text that is not circulated, or none: both answer alike."""
    kind, key = named_object() or ("", "")
    return kind == "code" and not is_circulated_text(db.session(), str(key))


def _turn_away() -> Response:
    """Send a stranger to the sign-in page. Raises SignedOut where that would lose what they typed."""
    if recovery.typed():
        raise SignedOut()
    return redirect_to_sign_in()


FACTOR_PAGE = "/account/second-factor"


def must_set_up_factor(known: SignedIn) -> bool:
    """Return whether the house requires a second factor of somebody who has none."""
    return not known.has_factor and is_factor_required(known)


def is_factor_required(known: SignedIn) -> bool:
    """Return whether the house requires a second factor of somebody."""
    policy = FactorPolicy(current_app.config["SECOND_FACTOR"])
    return must_have_factor(policy, {office.role for office in known.all_offices})


def _lead_to_factor() -> Response:
    """Send somebody to the page on which a second factor is set up. Raises FactorMissing for a form."""
    if request.method not in ("GET", "HEAD"):
        raise FactorMissing()
    onwards = request.full_path.rstrip("?")
    query = "?" + urlencode({"next": onwards}) if onwards != "/" else ""
    return make_response(redirect(FACTOR_PAGE + query, 303))


def _notice(known: SignedIn) -> None:
    """Write that the person is there. A database that takes no writes just now must not stop the reading."""
    try:
        sign_ins.notice(known)
    except OperationalError:
        log.warning("the time of a sign-in was not written", exc_info=True)


def _refuse_odd_addresses() -> None:
    """Raise NotFound where an address holds a character that no code has: a NUL would stop PostgreSQL."""
    if not all(value.isprintable() for value in (request.view_args or {}).values() if isinstance(value, str)):
        raise NotFound()


def redirect_to_sign_in() -> Response:
    """Send somebody to the sign-in page, and back here afterwards where here is a page."""
    is_page = request.method in ("GET", "HEAD") and request.path != "/"
    return make_response(redirect(sign_in_url(request.full_path.rstrip("?") if is_page else ""), 303))


def sign_in_url(onwards: str) -> str:
    """Return the address of the sign-in page that leads to *onwards* ("": to the text)."""
    return "/sign-in?" + urlencode({"next": onwards}) if onwards else "/sign-in"


def safe_next(target: str | None) -> str:
    """
    Return *target* where it is a path on this site, else "/".

    Browsers read "\\" as "/" and drop tabs and line feeds, so that "/\\evil" and "/<tab>/evil" lead
    elsewhere: no such character passes.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return "/"
    if "\\" in target or any(ord(character) <= 0x20 or ord(character) == 0x7F for character in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target


def init_app(app: Flask) -> None:
    """Put the gates and the sign-ins into *app*."""
    app.config["PERMANENT_SESSION_LIFETIME"] = app.config["SESSION_LONGEST"]
    # The database knows when somebody was last seen: the cookie need not be signed anew with every answer.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    # Pages get the person from presentation.context, and a failing page must not ask for one.
    login_manager.init_app(app, add_context_processor=False)
    public(app.view_functions["static"])
    app.before_request(check_gate)
