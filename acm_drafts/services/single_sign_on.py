"""
Single sign-on: a browser is sent to the identity provider, and its answer is checked before anybody is signed in.

OpenID Connect by authorization code, with PKCE, state and nonce (OAuth 2.1, RFC 9700). Authlib speaks it; here is what
is asked and what is believed. The provider is asked for nothing when a page is shown: where it is away, a password
signs in as ever. Nobody's account is made here.
"""

import json
import logging
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy.exc import IntegrityError

from acm_drafts.negotiation.errors import N_, WrongAddress
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.negotiation.single_sign_on import (
    ANSWER_LASTS,
    EMAIL,
    LONGEST_SUBJECT,
    LinkedOtherwise,
    NoAccountForAddress,
    Provider,
    ProviderAnswerRefused,
    ProviderDeclined,
    ProviderRefusal,
    ProviderUnreachable,
    address_in,
    proved_second_factor,
)
from acm_drafts.services import security_events
from acm_drafts.services.credentials import address_of
from acm_drafts.store.database import Session, db, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_person
from acm_drafts.store.people import find_user_id, get_user
from acm_drafts.store.records import LinkedIdentity, User
from acm_drafts.store.security_events import write_event
from acm_drafts.store.single_sign_on import drop_identity, find_identity

log = logging.getLogger(__name__)

PATIENCE = (3.05, 10)
"""Seconds to reach the provider, and to wait for what it says."""
KNOWN_FOR = timedelta(minutes=10)
"""So long what the provider says of itself is not asked for again."""
LARGEST = 1_000_000
"""So many bytes an answer of the provider may have."""
SIGNED_BY = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""How an ID token may be signed: by a key pair, never by a shared secret and never not at all."""
SKEW = 60
"""So many seconds the clock of the provider may be before or behind ours."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: the *address* to which the browser is sent, and what it keeps until it comes back."""

    address: str
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Whom the provider confirmed; *has_factor*: it asked for a second factor, as the operator said it can be told."""

    user: int
    has_factor: bool


# At the provider -----------------------------------------------------------------------------------


class _Known:
    """What providers said of themselves a short while ago, for all threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._documents: dict[str, tuple[datetime, dict[str, Any]]] = {}

    def document(self, url: str, provider: Provider, *, anew: bool = False) -> dict[str, Any]:
        """Return the JSON document at *url*, asked for anew after KNOWN_FOR. Raises ProviderUnreachable."""
        now = utcnow()
        with self._lock:
            known = self._documents.get(url)
        if known and not anew and timedelta(0) <= now - known[0] < KNOWN_FOR:
            return known[1]
        document = _document(url, provider)
        with self._lock:
            self._documents[url] = (now, document)
        return document


_KNOWN = _Known()


def _document(url: str, provider: Provider, token: str = "") -> dict[str, Any]:
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        # No redirection is followed: where the provider is, its operator says.
        with requests.get(
            url, headers=headers, timeout=PATIENCE, allow_redirects=False, stream=True
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise ProviderUnreachable(name=provider.name)
            content = answer.raw.read(LARGEST + 1, decode_content=True)
        document = json.loads(content) if len(content) <= LARGEST else None
    except (requests.RequestException, ValueError, OSError):
        raise ProviderUnreachable(name=provider.name) from None
    if not isinstance(document, dict):
        raise ProviderUnreachable(name=provider.name)
    return document


def metadata_of(provider: Provider) -> dict[str, Any]:
    """
    Return what the provider says of itself (OpenID Connect Discovery). Raises ProviderUnreachable.

    It must name itself as its operator named it, and lead nowhere less safe.
    """
    metadata = _KNOWN.document(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration", provider)
    scheme = urlsplit(provider.issuer).scheme
    places = [metadata.get(name) for name in ENDPOINTS]
    if "userinfo_endpoint" in metadata:
        places.append(metadata["userinfo_endpoint"])
    is_safe = all(isinstance(place, str) and urlsplit(place).scheme in ("https", scheme) for place in places)
    if metadata.get("issuer") != provider.issuer or not is_safe:
        raise ProviderUnreachable(name=provider.name)
    return metadata


def _client(provider: Provider, metadata: Mapping[str, Any], returns_to: str) -> OAuth2Session:
    methods = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in methods
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email" if provider.email_claim == EMAIL else "openid email profile",
        redirect_uri=returns_to,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
    )


def begin(provider: Provider, returns_to: str, language: str) -> Begun:
    """
    Return the address at the provider to which a browser is sent, and what it keeps. Raises ProviderUnreachable.

    *returns_to*: the address of ours to which the answer comes; *language*: of the pages.
    """
    metadata = metadata_of(provider)
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    address, _ = _client(provider, metadata, returns_to).create_authorization_url(
        metadata["authorization_endpoint"],
        state=kept["state"],
        nonce=kept["nonce"],
        code_verifier=kept["verifier"],
        ui_locales=language,
    )
    return Begun(address, kept | {"at": utcnow().isoformat()})


def finish(
    provider: Provider, returns_to: str, *, kept: Mapping[str, str] | None, answer: Mapping[str, str]
) -> Confirmed:
    """
    Return whom the *answer* of the provider names, which came back to the browser that *kept* what `begin` gave it.

    The account is the one that has the verified address, and is linked with the identity from the first time on.
    Raises ProviderRefusal of some kind; each leaves a security event.
    """
    owner = None
    try:
        claims = _claims(provider, returns_to, kept, answer)
        address = _address(provider, claims)
        owner = find_user_id(db.session(), address)
        if owner is None:
            raise NoAccountForAddress(name=provider.name)
        _open(provider, owner, address, str(claims["sub"]))
        return Confirmed(owner, proved_second_factor(claims, provider))
    except ProviderRefusal:
        security_events.note_refusal(EventKind.SINGLE_SIGN_ON_REFUSED, user=owner)
        raise


def _claims(
    provider: Provider, returns_to: str, kept: Mapping[str, str] | None, answer: Mapping[str, str]
) -> dict[str, Any]:
    """Return the claims of an answer that is in order. Raises ProviderRefusal."""
    if kept is None or not secrets.compare_digest(kept["state"].encode(), answer.get("state", "").encode()):
        raise _refused(provider, "this browser began no such sign-in")
    if not timedelta(0) <= utcnow() - datetime.fromisoformat(kept["at"]) < ANSWER_LASTS:
        raise _refused(provider, "it came too late")
    metadata = metadata_of(provider)
    named = answer.get("iss")
    must_be_named = metadata.get("authorization_response_iss_parameter_supported") is True
    if (named or must_be_named) and named != provider.issuer:
        raise _refused(provider, "it names another issuer")  # of another provider (RFC 9207)
    if "error" in answer or not answer.get("code"):
        raise ProviderDeclined(name=provider.name)
    token = _token(provider, metadata, returns_to, kept, answer["code"])
    claims = _checked(provider, metadata, token, kept["nonce"])
    if provider.email_claim not in claims and "userinfo_endpoint" in metadata:
        more = _document(metadata["userinfo_endpoint"], provider, str(token.get("access_token", "")))
        if more.get("sub") != claims["sub"]:
            raise _refused(provider, "its userinfo is of another subject")
        claims = more | claims
    return claims


def _refused(provider: Provider, why: str) -> ProviderAnswerRefused:
    """Return the refusal of an answer; whoever runs the server reads in the log *why*."""
    log.warning("an answer of the identity provider was refused: %s", why)
    return ProviderAnswerRefused(name=provider.name)


def _token(
    provider: Provider, metadata: Mapping[str, Any], returns_to: str, kept: Mapping[str, str], code: str
) -> Mapping[str, Any]:
    """Return what the provider gives for *code*, with an ID token in it. Raises ProviderRefusal."""
    try:
        with _client(provider, metadata, returns_to) as client:
            token = client.fetch_token(
                metadata["token_endpoint"],
                code=code,
                grant_type="authorization_code",
                code_verifier=kept["verifier"],
                timeout=PATIENCE,
                allow_redirects=False,
            )
    except AuthlibBaseError:
        raise _refused(provider, "the token endpoint refused the code") from None
    except (requests.RequestException, ValueError, OSError):
        raise ProviderUnreachable(name=provider.name) from None
    if not isinstance(token.get("id_token"), str):
        raise _refused(provider, "there is no ID token")
    return dict(token)


def _checked(
    provider: Provider, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    """Return the claims of the ID token: by the provider, for us, for this sign-in, in time. Raises ProviderRefusal."""
    decoded = _decoded(provider, metadata, token["id_token"])
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "nonce": {"essential": True, "value": nonce},
        },
        params={
            "client_id": provider.client_id,
            "nonce": nonce,
            "access_token": token.get("access_token"),
        },
    )
    try:
        claims.validate(now=int(utcnow().timestamp()), leeway=SKEW)
    except (JoseError, AuthlibBaseError) as error:
        raise _refused(provider, f"a claim of its ID token is wrong ({error})") from None
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise _refused(provider, "its subject cannot be used")
    return dict(claims)


def _decoded(provider: Provider, metadata: Mapping[str, Any], token: str) -> jwt.Token:
    """Return an ID token whose signature is the provider's; its keys are asked for once more where none fits."""
    for anew in (False, True):
        try:
            keys = KeySet.import_key_set(_KNOWN.document(metadata["jwks_uri"], provider, anew=anew))  # type: ignore[arg-type]
            return jwt.decode(token, keys, algorithms=list(SIGNED_BY))
        except (JoseError, ValueError, KeyError, TypeError):
            continue
    raise _refused(provider, "its ID token is not signed by it")


# Here ----------------------------------------------------------------------------------------------


def _address(provider: Provider, claims: Mapping[str, Any]) -> str:
    """Return the address that *claims* name as accounts keep it. Raises AddressNotVerified, NoAccountForAddress."""
    try:
        return address_of(address_in(claims, provider))
    except WrongAddress:
        raise NoAccountForAddress(name=provider.name) from None


def _open(provider: Provider, user_id: int, address: str, subject: str) -> None:
    """
    Link an account with *subject* where it is linked with nobody yet.

    Raises NoAccountForAddress for a suspended account, as for none; LinkedOtherwise where it, or the subject, is linked
    with another.
    """
    with transaction() as session:
        hold_person(session, user_id)
        person = get_user(session, user_id)
        if person.disabled_at is not None or person.email != address:
            raise NoAccountForAddress(name=provider.name)
        identity = find_identity(session, user_id)
        if identity is None:
            _link(session, provider, person, subject)
        elif (identity.issuer, identity.subject) != (provider.issuer, subject):
            raise LinkedOtherwise(name=provider.name)


def _link(session: Session, provider: Provider, person: User, subject: str) -> None:
    try:
        with session.begin_nested():
            session.add(
                LinkedIdentity(user_id=person.id, issuer=provider.issuer, subject=subject, made_at=utcnow())
            )
    except IntegrityError:
        raise LinkedOtherwise(name=provider.name) from None  # the subject is another account's
    actor = Actor(user=person.id, name=person.name)
    write_people_line(session, actor, N_("link identity"), person.email, after=provider.issuer)
    write_event(session, EventKind.IDENTITY_LINKED, user=person.id, actor=person.id)


def unlink(actor: Actor) -> None:
    """Remove the link of the acting person's account with an identity at the provider; without one nothing changes."""
    with transaction() as session:
        hold_person(session, actor.user or 0)
        person = get_user(session, actor.user or 0)
        identity = find_identity(session, person.id)
        if identity is None:
            return
        issuer = identity.issuer
        drop_identity(session, person.id)
        write_people_line(session, actor, N_("remove identity"), person.email, before=issuer)
        write_event(session, EventKind.IDENTITY_REMOVED, user=person.id, actor=person.id)
