"""
Settings: what the environment says, checked once and turned into Flask's configuration.

Everything that may be set from outside is in SETTINGS and in the README, and nowhere else. A
setting that would be dangerous is refused here, in a sentence, before anything starts. This
module refuses to know the application: it reads a mapping and returns one.
"""

import hashlib
import ipaddress
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).resolve().parent

DEVELOPMENT_KEY = "for development only: anyone can read this key"
SHORTEST_KEY = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MEGABYTE = 1024 * 1024


class ConfigurationRefused(Exception):
    """A setting under which the product must not start; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its *name*, what it *means*, and what holds when it is unset."""

    name: str
    meaning: str
    default: str


SETTINGS = (
    Setting("ACM_ENV", "`production`, or unset for development; any other value is refused", "development"),
    Setting("SECRET_KEY", "signs cookies and links; production wants one of at least 32 characters", "none"),
    Setting(
        "SECRET_KEY_EARLIER",
        "the key before this one, or several separated by blanks: what they signed stays good until it is unset",
        "none",
    ),
    Setting(
        "DATABASE_URL",
        "`sqlite:///…` or `postgresql://…`; in production to another machine with `?sslmode=verify-full`",
        "SQLite under `instance/`",
    ),
    Setting("PORT", "where `make run` serves, on 127.0.0.1", "5000"),
    Setting(
        "ACM_BASE_URL",
        "the address people type; printed links begin with it; production wants it, with https",
        "http://127.0.0.1:PORT",
    ),
    Setting("ACM_TRUSTED_HOSTS", "host names that are answered, separated by commas", "that of ACM_BASE_URL"),
    Setting("ACM_PROXIES", "how many proxies stand in front and are believed; production wants it said", "0"),
    Setting(
        "ACM_TEMPLATE",
        "a .docx whose styles, page, letterhead, heads and feet documents have; see `check-template`",
        "our own",
    ),
    Setting(
        "SMTP_URL",
        "the mail server, `smtp://user:password@host:port`, or `smtps://` for TLS from the start; unset, notices "
        "stay in the product and links of invitations are shown",
        "none",
    ),
    Setting("ACM_MAIL_FROM", "the address that e-mails are from", "acm@ the host of ACM_BASE_URL"),
    Setting(
        "ACM_MAIL_NAMES",
        "`yes`: an e-mail names the proposal and the paragraph that it is about, which is confidential",
        "no",
    ),
    Setting(
        "ACM_LIBRARY_INDEX",
        "the folder of the index of the agreed-language library; each server has its own, made from the database",
        "beside the SQLite file, or under `instance/`",
    ),
    Setting(
        "SOFFICE",
        "the LibreOffice program with which the worker makes PDF/A files of published texts; `none`: no such files",
        "`soffice`, where it is installed",
    ),
    Setting(
        "ACM_SECOND_FACTOR",
        "of whom a second factor is required: `mission` (the Mission and administrators), `all`, or `none`",
        "`mission` in production, `none` in development",
    ),
    Setting(
        "ACM_BREACHED_PASSWORDS",
        "a file or folder with the hashes of stolen passwords, none of which can be chosen; see "
        "[docs/deployment.md](docs/deployment.md)",
        "common passwords alone are refused",
    ),
    Setting(
        "ACM_PROOF_LASTS",
        "minutes for which a typed password holds, before an act such as closing a round asks for it again",
        "10",
    ),
    Setting(
        "ACM_SESSION_IDLE",
        "minutes after which a session that nobody uses ends; a night in a conference room may pass between two acts",
        "720",
    ),
    Setting(
        "ACM_SESSION_LONGEST",
        "hours after which every session ends, used or not; a meeting and its last drafting days take two weeks",
        "336",
    ),
    Setting(
        "ACM_OIDC_ISSUER",
        "single sign-on (OpenID Connect): the issuer of the identity provider, `https://…`, as its discovery document "
        "names it; see [docs/deployment.md](docs/deployment.md)",
        "passwords and passkeys alone",
    ),
    Setting("ACM_OIDC_CLIENT_ID", "how the provider calls this product", "none"),
    Setting("ACM_OIDC_CLIENT_SECRET", "the secret that the provider gave for it", "none"),
    Setting("ACM_OIDC_NAME", "what the sign-in page calls the provider", "the host of ACM_OIDC_ISSUER"),
    Setting(
        "ACM_OIDC_EMAIL_CLAIM",
        "the claim that holds the e-mail address; `email` counts where `email_verified` is true, of any other you "
        "vouch that the provider has verified it",
        "`email`",
    ),
    Setting(
        "ACM_OIDC_SECOND_FACTOR",
        "values of `acr` or `amr`, separated by commas, by which the provider says that it asked for a second factor: "
        "ours is not asked for then",
        "ours is always asked for",
    ),
    Setting(
        "ACM_ACTS_PER_MINUTE",
        "how often one person may send one form within a minute, before a program is told to wait; `0`: without limit",
        "120",
    ),
    Setting(
        "ACM_SECURITY_EVENTS_DAYS",
        "days for which security events are kept: sign-ins, refusals, changes of offices and second factors",
        "180",
    ),
    Setting(
        "ACM_METRICS_ALLOWED",
        "addresses and networks that may read `/metrics`, separated by commas; `none` for nobody",
        "this machine where ACM_PROXIES is 0, else nobody",
    ),
    Setting("ACM_LOG_LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL", "INFO"),
)


SECRETS = ("SECRET_KEY", "SECRET_KEY_EARLIER", "DATABASE_URL", "SMTP_URL", "ACM_OIDC_CLIENT_SECRET")
"""What may stand in a file instead, which the name with _FILE behind it names: there a manager of secrets puts it."""


def load(environ: Mapping[str, str]) -> dict[str, object]:
    """
    Return the Flask configuration that *environ* asks for.

    Raises ConfigurationRefused for an unknown ACM_ENV, for production without a secret key of its
    own, and for any value that cannot be read.
    """
    environ = with_secrets(environ)
    production = is_production(environ)
    key = secret_key(environ, production=production)
    if production:
        require_for_production(environ)
    return {
        "ACM_ENV": "production" if production else "development",
        "SECRET_KEY": key,
        "SECRET_KEY_FALLBACKS": earlier_keys(environ),
        "SQLALCHEMY_DATABASE_URI": database_url(environ),
        "BASE_URL": base_url(environ),
        "TRUSTED_HOSTS": trusted_hosts(environ),
        "PROXIES": proxies(environ),
        "TEMPLATE_FILE": template_file(environ),
        "SMTP_URL": smtp_url(environ),
        "MAIL_FROM": mail_from(environ),
        "MAIL_NAMES": mail_names(environ),
        "LIBRARY_INDEX": library_index(environ),
        "SOFFICE": soffice(environ),
        "METRICS_ALLOWED": metrics_allowed(environ),
        "LOG_LEVEL": log_level(environ),
        "SECOND_FACTOR": second_factor(environ, production=production),
        "PROVIDER": provider(environ, production=production),
        "BREACHED_PASSWORDS": breached_passwords(environ),
        "PROOF_LASTS": timedelta(
            minutes=number("ACM_PROOF_LASTS", environ.get("ACM_PROOF_LASTS", ""), 10, least=1, most=720)
        ),
        "SESSION_IDLE": timedelta(
            minutes=number("ACM_SESSION_IDLE", environ.get("ACM_SESSION_IDLE", ""), 720, least=5, most=1440)
        ),
        "SESSION_LONGEST": timedelta(
            hours=number(
                "ACM_SESSION_LONGEST", environ.get("ACM_SESSION_LONGEST", ""), 336, least=1, most=720
            )
        ),
        "SECURITY_EVENTS_LAST": timedelta(
            days=number(
                "ACM_SECURITY_EVENTS_DAYS",
                environ.get("ACM_SECURITY_EVENTS_DAYS", ""),
                180,
                least=7,
                most=1100,
            )
        ),
        "ACTS_PER_MINUTE": number(
            "ACM_ACTS_PER_MINUTE", environ.get("ACM_ACTS_PER_MINUTE", ""), 120, least=0, most=10_000
        ),
        # A whole communiqué in three languages is under one megabyte; its Word file under two.
        "MAX_CONTENT_LENGTH": 8 * MEGABYTE,
        # The page that corrects an import sends every line of the text back, several fields a line.
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 10_000,
        # Browsers take a __Host- cookie over https alone, for this host alone.
        "SESSION_COOKIE_NAME": "__Host-acm" if production else "acm",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        "WTF_CSRF_TIME_LIMIT": None,  # a form may lie open all night; the session is what ends
    }


def with_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    """
    Return *environ* with the secrets that it names by files.

    Raises ConfigurationRefused, which repeats no secret, for a file that cannot be read and for a secret given twice.
    """
    held = dict(environ)
    for name in SECRETS:
        path = environ.get(f"{name}_FILE", "").strip()
        if not path:
            continue
        if environ.get(name, "").strip():
            raise ConfigurationRefused(f"{name} and {name}_FILE are both set. Keep one of them.")
        try:
            held[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigurationRefused(
                f"{name}_FILE names a file that cannot be read. Check its path, and that the server may read it."
            ) from None
        if not held[name]:
            raise ConfigurationRefused(f"{name}_FILE names an empty file. Write the secret into it.")
    return held


def is_production(environ: Mapping[str, str]) -> bool:
    """Return whether this is production. Unset is development; a misspelt value must not become that."""
    value = environ.get("ACM_ENV")
    if value not in (None, "production"):
        raise ConfigurationRefused(
            f'ACM_ENV is "{value}", which is not known. '
            'Set it to "production", or leave it unset for development.'
        )
    return value == "production"


HERE_ALONE = ("localhost", "127.0.0.1", "::1")
ENCRYPTED = ("require", "verify-ca", "verify-full")


def require_for_production(environ: Mapping[str, str]) -> None:
    """
    Raise ConfigurationRefused for what production may not guess: its address, its proxies, the way to its database.

    Links in e-mails, addresses that count sign-ins and everything on the wire depend on them.
    """
    if not environ.get("ACM_BASE_URL", "").strip().startswith("https://"):
        raise ConfigurationRefused(
            "Production needs ACM_BASE_URL, the address that people type, with https: https://drafts.example.org."
        )
    if not environ.get("ACM_PROXIES", "").strip():
        raise ConfigurationRefused(
            "Production needs ACM_PROXIES: 1 behind one proxy, 0 where nothing stands in front. "
            "A wrong number lets people choose the address under which their sign-ins are counted."
        )
    parts = urlsplit(database_url(environ))
    query = parse_qs(parts.query)
    host = query.get("host", [parts.hostname or ""])[-1]
    is_elsewhere = parts.scheme.startswith("postgresql") and not (host in ("", *HERE_ALONE) or host[0] == "/")
    if is_elsewhere and query.get("sslmode", [""])[-1] not in ENCRYPTED:
        raise ConfigurationRefused(
            "DATABASE_URL leads to another machine without TLS. Add ?sslmode=verify-full, or verify-ca or require."
        )


def earlier_keys(environ: Mapping[str, str]) -> list[str]:
    """Return the keys whose signatures are still believed; a short one is refused as for SECRET_KEY."""
    keys = environ.get("SECRET_KEY_EARLIER", "").split()
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ConfigurationRefused(f"SECRET_KEY_EARLIER holds a key of fewer than {SHORTEST_KEY} characters.")
    return keys


def secret_key(environ: Mapping[str, str], *, production: bool) -> str:
    """Return the key; in production a missing, short or development one is refused."""
    key = environ.get("SECRET_KEY", "").strip()
    if not production:
        return key or DEVELOPMENT_KEY
    if not key:
        problem = "SECRET_KEY is not set"
    elif key == DEVELOPMENT_KEY:
        problem = "SECRET_KEY is the one for development, which anyone can read"
    elif len(key) < SHORTEST_KEY:
        problem = f"SECRET_KEY has {len(key)} characters"
    else:
        return key
    raise ConfigurationRefused(
        f"{problem}. Production needs a secret of its own, at least {SHORTEST_KEY} characters long: "
        'python3 -c "import secrets; print(secrets.token_hex(32))" makes one.'
    )


def database_url(environ: Mapping[str, str]) -> str:
    """Return the URL for SQLAlchemy: PostgreSQL always through psycopg 3, SQLite by default."""
    url = environ.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{HERE / 'instance' / 'acm_drafts.sqlite'}"
    scheme, separator, rest = url.partition("://")
    if separator and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if separator and scheme == "sqlite":
        return url
    # The URL may hold a password, so the sentence names its beginning alone.
    raise ConfigurationRefused(
        f'DATABASE_URL begins with "{scheme[:20] if separator else "…"}". '
        'Only "sqlite:///…" and "postgresql://…" are supported.'
    )


def library_index(environ: Mapping[str, str]) -> Path:
    """Return the folder of the index of the library; where none is set, one that belongs to the database alone."""
    value = environ.get("ACM_LIBRARY_INDEX", "").strip()
    if value:
        return Path(value)
    url = database_url(environ)
    _, _, file = url.partition("sqlite:///")
    if file and not file.startswith((":", "file:")):
        return (HERE / "instance" / file).with_suffix(".index")
    return HERE / "instance" / f"library-{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def soffice(environ: Mapping[str, str]) -> str:
    """Return the program that makes PDF files, "" where there is none or none is wanted."""
    value = environ.get("SOFFICE", "").strip()
    if value == "none":
        return ""
    program = shutil.which(value or "soffice")
    if value and program is None:
        raise ConfigurationRefused(f'SOFFICE is "{value}", and there is no such program.')
    return program or ""


def base_url(environ: Mapping[str, str]) -> str:
    """Return the address people type, without a slash at its end."""
    url = (
        environ.get("ACM_BASE_URL", "").strip()
        or f"http://127.0.0.1:{environ.get('PORT', '').strip() or 5000}"
    )
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationRefused(
            f'ACM_BASE_URL is "{url}". Write it whole, like "https://drafts.example.org".'
        )
    return url.rstrip("/")


def trusted_hosts(environ: Mapping[str, str]) -> list[str] | None:
    """Return the host names that are answered; None, any, where neither they nor an address are set."""
    named = [host.strip() for host in environ.get("ACM_TRUSTED_HOSTS", "").split(",") if host.strip()]
    if named:
        return named
    if environ.get("ACM_BASE_URL", "").strip():
        return [str(urlsplit(base_url(environ)).hostname)]
    return None


def proxies(environ: Mapping[str, str]) -> int:
    """Return how many proxies' forwarding headers are believed."""
    value = environ.get("ACM_PROXIES", "").strip() or "0"
    if not (value.isascii() and value.isdigit() and int(value) <= 9):
        raise ConfigurationRefused(f'ACM_PROXIES is "{value}". It is a number from 0 to 9.')
    return int(value)


def template_file(environ: Mapping[str, str]) -> Path | None:
    """Return the file of the institution's template, None without one. What it holds is judged by the application."""
    value = environ.get("ACM_TEMPLATE", "").strip()
    if not value:
        return None
    path = Path(value)
    if not path.is_file():
        raise ConfigurationRefused(f'ACM_TEMPLATE is "{value}", and there is no such file.')
    return path


def breached_passwords(environ: Mapping[str, str]) -> Path | None:
    """Return the list of stolen passwords, None without one; its form is that of store.breached_passwords."""
    value = environ.get("ACM_BREACHED_PASSWORDS", "").strip()
    if not value:
        return None
    path = Path(value)
    if not path.exists():
        raise ConfigurationRefused(
            f'ACM_BREACHED_PASSWORDS is "{value}", and there is no such file or folder.'
        )
    return path


def smtp_url(environ: Mapping[str, str]) -> str:
    """Return the address of the mail server, "" without one."""
    url = environ.get("SMTP_URL", "").strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_known = False
    if not is_known:
        # The URL may hold a password, so the sentence says nothing of it.
        raise ConfigurationRefused('SMTP_URL cannot be read. Write it like "smtp://user:password@host:port".')
    return url


def mail_from(environ: Mapping[str, str]) -> str:
    """Return the address that e-mails are from; where none is set, one at the host of ACM_BASE_URL."""
    value = environ.get("ACM_MAIL_FROM", "").strip()
    if not value:
        return f"acm@{urlsplit(base_url(environ)).hostname}"
    if not re.fullmatch(r"[!-;=?A-~]+@[A-Za-z0-9.-]+", value):
        raise ConfigurationRefused(f'ACM_MAIL_FROM is "{value}". It is one address, like acm@example.org.')
    return value


def mail_names(environ: Mapping[str, str]) -> bool:
    """Return whether e-mails may name proposals."""
    value = environ.get("ACM_MAIL_NAMES", "").strip() or "no"
    if value not in ("yes", "no"):
        raise ConfigurationRefused(f'ACM_MAIL_NAMES is "{value}". It is yes or no.')
    return value == "yes"


SECOND_FACTORS = ("mission", "all", "none")


def second_factor(environ: Mapping[str, str], *, production: bool) -> str:
    """Return of whom a second factor is required."""
    value = environ.get("ACM_SECOND_FACTOR", "").strip() or ("mission" if production else "none")
    if value not in SECOND_FACTORS:
        raise ConfigurationRefused(
            f'ACM_SECOND_FACTOR is "{value}". It is one of {", ".join(SECOND_FACTORS)}.'
        )
    return value


def provider(environ: Mapping[str, str], *, production: bool) -> dict[str, object] | None:
    """
    Return what is set of the identity provider of single sign-on, None without one.

    Plain http is for a provider on this machine, in development.
    """
    issuer = environ.get("ACM_OIDC_ISSUER", "").strip()
    client_id = environ.get("ACM_OIDC_CLIENT_ID", "").strip()
    secret = environ.get("ACM_OIDC_CLIENT_SECRET", "").strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    is_local = parts.scheme == "http" and parts.hostname in HERE_ALONE and not production
    if not (parts.scheme == "https" or is_local) or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationRefused(
            f'ACM_OIDC_ISSUER is "{issuer}". It is an address with https, as the provider names itself.'
        )
    if not client_id or not secret:
        raise ConfigurationRefused(
            "ACM_OIDC_ISSUER is set, and ACM_OIDC_CLIENT_ID or ACM_OIDC_CLIENT_SECRET is not. "
            "The provider gives both where this product is registered with it."
        )
    named = environ.get("ACM_OIDC_SECOND_FACTOR", "").split(",")
    return {
        "issuer": issuer,
        "client_id": client_id,
        "client_secret": secret,
        "name": environ.get("ACM_OIDC_NAME", "").strip() or str(parts.hostname),
        "email_claim": environ.get("ACM_OIDC_EMAIL_CLAIM", "").strip() or "email",
        "factor_values": frozenset(value.strip() for value in named if value.strip()),
    }


def number(name: str, value: str, unset: int, *, least: int, most: int) -> int:
    """Return the whole number that *name* is set to, between *least* and *most*."""
    value = value.strip() or str(unset)
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise ConfigurationRefused(f'{name} is "{value}". It is a whole number from {least} to {most}.')
    return int(value)


def metrics_allowed(
    environ: Mapping[str, str],
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """
    Return the networks that may read `/metrics`.

    Behind a proxy every request may seem to come from this machine, so that nobody may unless it is said who.
    """
    unset = "none" if proxies(environ) else "127.0.0.1, ::1"
    value = environ.get("ACM_METRICS_ALLOWED", "").strip() or unset
    if value == "none":
        return ()
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in value.split(","))
    except ValueError:
        raise ConfigurationRefused(
            f'ACM_METRICS_ALLOWED is "{value}". Write addresses or networks like "10.0.0.5, 192.168.7.0/24".'
        ) from None


def log_level(environ: Mapping[str, str]) -> str:
    """Return the name of the lowest level that is logged."""
    value = environ.get("ACM_LOG_LEVEL", "").strip().upper() or "INFO"
    if value not in LOG_LEVELS:
        raise ConfigurationRefused(f'ACM_LOG_LEVEL is "{value}". It is one of {", ".join(LOG_LEVELS)}.')
    return value
