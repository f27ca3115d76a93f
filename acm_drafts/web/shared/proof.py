"""
Acts that ask once more who it is: those that give or end an office, close a round, adopt, or change the second factor.

A browser that somebody left open must not be enough for them. Where the password or a code was not typed for some
minutes, the form comes back with one question, and everything that it held is sent again with the answer: nothing is
lost, and no script is needed. A passkey answers it too, by the script of web/passkeys.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, render_template, request, session

from acm_drafts.negotiation.errors import N_, Refusal, WrongCode, WrongCredentials
from acm_drafts.negotiation.second_factors import is_code_of_app, is_proved, tidy_code
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.services import attempts, passkeys, people, second_factors, sign_ins
from acm_drafts.services.passkeys import Asked, House
from acm_drafts.services.sign_ins import SignedIn
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.passkeys import passkeys_of
from acm_drafts.web.shared import access
from acm_drafts.web.shared.refusals import TooManyAttempts, status_of
from acm_drafts.web.shared.signing import secrets

View = TypeVar("View", bound=Callable[..., Any])

FIELD = "proof_answer"
"""The field with the password or the code; no form of ours has another of that name."""
BY_PASSKEY = "proof_passkey"
"""The field with what a passkey answered, and the name under which the cookie holds the token of its challenge."""


class ProofWrong(WrongCredentials):
    sentence = N_("This is not your password, and no code of your app that can be used.")
    next_step = N_("Type it again. What you sent is kept in this page.")


class ProofMissing(ProofWrong):
    sentence = N_("Nothing was typed.")
    next_step = N_("Type your password, or what else this page asks for. What you sent is kept in this page.")


def needed(view: View) -> View:
    """Let a form be taken only where its sender proved who they are a short while ago."""
    view.needs_proof = True  # type: ignore[attr-defined]
    return view


def needs_proof(view: Callable[..., Any]) -> bool:
    """Return whether *view* is marked by `needed`."""
    return bool(getattr(view, "needs_proof", False))


def check_proof() -> Response | None:
    """Let the request pass, or answer it with the question who it is, in a page that keeps what was sent."""
    if request.method != "POST" or request.endpoint is None:
        return None
    known = access.person() if needs_proof(current_app.view_functions[request.endpoint]) else None
    if known is None or is_proved(known.proved_at, utcnow(), current_app.config["PROOF_LASTS"]):
        return None
    answer, signed = request.form.get(FIELD), request.form.get(BY_PASSKEY)
    if answer is None and signed is None:
        return _page(known)
    try:
        if signed is not None:
            passkeys.prove(known.user, str(session.pop(BY_PASSKEY, "")), signed, house=house())
        else:
            _prove(known, answer or "")
    except Refusal as refusal:
        return _page(known, refusal)
    sign_ins.note_proof(known.id)
    return None


def house() -> House:
    """Return the house as passkeys know it: by the address that people type."""
    return passkeys.house_of(str(current_app.config["BASE_URL"]))


def ask_passkey(user: int) -> Asked:
    """
    Return what the browser of somebody who is signed in is asked, and keep the token of it in the cookie.

    Raises TooManyAttempts.
    """
    if not attempts.count_passkey(request.remote_addr or ""):
        raise TooManyAttempts()
    asked = passkeys.ask_to_prove(user, house())
    session[BY_PASSKEY] = asked.token
    return asked


def _prove(known: SignedIn, answer: str) -> None:
    """
    Raise ProofMissing, ProofWrong or TooManyAttempts unless *answer* is the person's password or a code of their app.
    """
    if not answer:
        raise ProofMissing()
    if known.has_factor and is_code_of_app(tidy_code(answer)):
        if not attempts.count_code(known.user):
            raise TooManyAttempts()
        try:
            second_factors.prove(known.user, answer, secrets(), refused=EventKind.PROOF_REFUSED)
        except WrongCode:
            raise ProofWrong() from None
        attempts.forgive_codes(known.user)
        return
    here = attempts.Attempt(known.email, request.remote_addr or "", access.session_name())
    if attempts.count_attempt(here):
        raise TooManyAttempts()
    if not people.prove_password(known.user, answer):
        raise ProofWrong()
    attempts.forgive_attempts(here)


def _page(known: SignedIn, refusal: Refusal | None = None) -> Response:
    sent = [
        (name, value)
        for name, values in request.form.lists()
        if name not in (FIELD, BY_PASSKEY, "csrf_token")
        for value in values
    ]
    page = render_template(
        "errors/proof.html",
        action=request.full_path.rstrip("?"),
        sent=sent,
        field=FIELD,
        has_factor=known.has_factor,
        passkey_field=BY_PASSKEY if passkeys_of(db.session(), known.user) else "",
        has_files=any(file.filename for file in request.files.values()),
        email=known.email,
        refusal=refusal,
    )
    return make_response(page, status_of(refusal) if refusal else 403)


def init_app(app: Flask) -> None:
    """Ask before the marked acts of *app*; after the gates, so that nobody is asked for what they may not do."""
    app.before_request(check_proof)
