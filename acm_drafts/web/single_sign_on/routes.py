"""
Single sign-on: the browser is sent to the identity provider of the house and comes back with its answer.

Both are links, for the policy of our pages lets no form lead elsewhere, and the provider answers by a redirection. What
the browser keeps meanwhile lies in the cookie, sealed, and is good for one answer. Where no provider is set, there are
no such pages.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import interface_language
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.single_sign_on import Provider, ProviderRefusal
from acm_drafts.services import attempts, single_sign_on
from acm_drafts.web.account.routes import come_in
from acm_drafts.web.shared import access, proof
from acm_drafts.web.shared.bad_requests import BadRequest
from acm_drafts.web.shared.refusals import TooManyAttempts, status_of
from acm_drafts.web.shared.signing import seal_for_cookie, unseal_of_cookie

pages = Blueprint("single_sign_on", __name__)

Answer = Response | str | tuple[str, int]
KEPT = "single_sign_on"
"""Under this name the cookie holds what a sign-in that was begun at the provider needs to end here."""


def _provider() -> Provider:
    """Return the provider of the house. Raises NotFound without one."""
    provider = access.provider()
    if provider is None:
        raise NotFound()
    return provider


def _returns_to() -> str:
    """Return the address to which the provider sends browsers back: the one that is registered there."""
    return str(current_app.config["BASE_URL"]) + url_for("single_sign_on.answer")


@pages.get("/sign-in/provider")
@access.public
def begin() -> Answer:
    provider, onwards = _provider(), access.safe_next(request.args.get("next"))
    try:
        begun = single_sign_on.begin(provider, _returns_to(), interface_language().value)
    except ProviderRefusal as refusal:
        return _refused(refusal, onwards)
    session[KEPT] = seal_for_cookie({**begun.kept, "next": onwards}, use=KEPT)
    return redirect(begun.address, 303)


@pages.get("/sign-in/provider/answer")
@access.public
def answer() -> Answer:
    provider, kept = _provider(), _kept()
    onwards = access.safe_next(kept.get("next")) if kept else "/"
    if not attempts.count_single_sign_on(request.remote_addr or ""):
        raise TooManyAttempts()
    try:
        confirmed = single_sign_on.finish(provider, _returns_to(), kept=kept, answer=request.args)
    except ProviderRefusal as refusal:
        return _refused(refusal, onwards)
    return come_in(confirmed.user, onwards, by_provider=True, has_factor=confirmed.has_factor)


def _kept() -> dict[str, str] | None:
    """Return what this browser kept of the sign-in that it began, once; None for nothing that is ours."""
    try:
        return dict(unseal_of_cookie(str(session.pop(KEPT, "")), use=KEPT))
    except BadRequest:
        return None


def _refused(refusal: ProviderRefusal, onwards: str) -> Answer:
    page = render_template("single_sign_on/refused.html", refusal=refusal, onwards=onwards)
    return page, status_of(refusal)


@pages.post("/account/single-sign-on/remove")
@access.account
@proof.needed
def unlink() -> Answer:
    single_sign_on.unlink(access.actor())
    flash(_("The link is removed. The next single sign-on with your address makes a new one."), "success")
    return redirect(url_for("account.show"), 303)
