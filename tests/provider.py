"""A real identity provider on this machine: Canaille, with its own pages, accounts and keys."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from werkzeug.serving import make_server

PASSWORD = "what the provider knows"
CLIENT, SECRET = "acm-drafts", "a secret that both know"
RETURNS_TO = "http://localhost/sign-in/provider/answer"


@dataclass
class RunningProvider:
    """A provider that answers at *issuer*; *app* is its own application, whose settings a test may change."""

    app: Any
    issuer: str

    def settings(self, **facts: object) -> dict[str, object]:
        """Return what the operator of the product sets of it; *facts* win."""
        return {
            "issuer": self.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "name": "Ministry sign-in",
            "email_claim": "email",
            "factor_values": frozenset(),
            **facts,
        }

    def add(self, name: str, email: str) -> None:
        """Make an account at the provider."""
        from canaille.app import models
        from canaille.backends import Backend

        with self.app.app_context():
            user = models.User(user_name=name, family_name=name, emails=[email], password=PASSWORD)
            Backend.instance.save(user)

    def rename(self, name: str, email: str) -> None:
        """Give the account *name* another address."""
        from canaille.app import models
        from canaille.backends import Backend

        with self.app.app_context():
            user = Backend.instance.get(models.User, user_name=name)
            user.emails = [email]
            Backend.instance.save(user)

    def claims(self, **mapping: str) -> None:
        """Change what claims the provider makes, as templates of its own."""
        self.app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"].update(mapping)

    def _forget_codes(self) -> None:
        """Delete codes that nobody used: its store in memory takes any code of a client for the one that is sent."""
        from canaille.app import models
        from canaille.backends import Backend

        with self.app.app_context():
            for code in Backend.instance.query(models.AuthorizationCode):
                Backend.instance.delete(code)
                Backend.instance.index(models.AuthorizationCode).pop(code.id, None)

    def sign_in(self, address: str, name: str) -> str:
        """Go to *address* as a browser, sign *name* in with the password, and return where the provider leads back."""
        self._forget_codes()
        browser = requests.Session()
        page = browser.get(address, timeout=30)
        for field, value in (("login", name), ("password", PASSWORD)):
            form = {
                "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1],
                field: value,
            }
            page = browser.post(page.url, form, timeout=30, allow_redirects=False)
            while page.is_redirect:
                place = requests.compat.urljoin(page.url or self.issuer, page.headers["Location"])
                if urlsplit(place).netloc != urlsplit(self.issuer).netloc:
                    return place
                page = browser.get(place, timeout=30, allow_redirects=False)
        raise AssertionError(page.text)


@contextmanager
def running_provider(returns_to: str = RETURNS_TO) -> Iterator[RunningProvider]:
    """Run a provider in a thread of this process, with one client, ours, which is sent back to *returns_to*."""
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(
        {
            "SECRET_KEY": "known to the provider of a test alone",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "HTMX": False, "CAPTCHA_ENABLED": False},
            "CANAILLE_OIDC": {},
        },
        env_file="",
    )
    with app.app_context():
        client = models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="acm_drafts",
            client_uri="http://127.0.0.1",  # of this machine: nobody is asked whether they agree
            redirect_uris=[returns_to],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "email", "profile"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        provider = RunningProvider(app, f"http://127.0.0.1:{port}")
        provider.claims(EMAIL_VERIFIED="true")
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
