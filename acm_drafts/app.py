"""
The application, put together: the one module that knows every part.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from acm_drafts import cli
from acm_drafts.documents.template import templates
from acm_drafts.documents.template.templates import Template
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.store.database import db
from acm_drafts.web.shared import access, addresses, headers, layout, refusals, requests

ROOT = Path(__file__).resolve().parent.parent
TOLD = 3
"""How many of the things that a template lacks are told at the start."""
migrate = Migrate()
csrf = CSRFProtect()

# One row for each module of pages; each exposes `pages`, a Blueprint of the module's name.
PAGES = (
    "account",
    "people",
    "meetings",
    "drafts",
    "paragraphs",
    "amendments",
    "delegations",
    "proposals",
    "decisions",
    "rounds",
    "comparisons",
    "provenance",
    "journal",
    "agenda",
    "exports",
    "imports",
    "incoming",
    "batches",
)


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """
    Return the application for *config* (None: the environment's).

    Writes nothing: the database is made by migrations.
    """
    app = Flask("acm_drafts", root_path=str(ROOT / "acm_drafts"))
    app.template_folder = str(ROOT / "templates")
    app.static_folder = str(ROOT / "static")
    app.config.from_mapping(settings() if config is None else config)
    app.config["TEMPLATE"] = template(app.config.get("TEMPLATE_FILE"))
    # The parameters of a failed statement are people's words: they do not belong in a log.
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"hide_parameters": True})
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    addresses.init_app(app)
    requests.init_app(app)  # before whatever reads what was sent
    csrf.init_app(app)  # before the gates: a form from elsewhere learns nothing about them
    access.init_app(app)
    layout.init_app(app)
    refusals.init_app(app)
    headers.init_app(app)
    cli.init_app(app)
    for name in PAGES:
        if find_spec(f"acm_drafts.web.{name}"):
            app.register_blueprint(import_module(f"acm_drafts.web.{name}").pages)
    trust_proxies(app)
    return app


def settings() -> Mapping[str, object]:
    """Return what the environment says."""
    from config import load

    return load(os.environ)


def template(file: Path | None) -> Template | None:
    """Return the institution's template, None without one; ConfigurationRefused for one that lacks something."""
    from config import ConfigurationRefused

    if file is None:
        return None
    try:
        found, lacks = templates.read(file.read_bytes())
    except OSError as error:
        raise ConfigurationRefused(f"ACM_TEMPLATE cannot be read ({error.strerror}).") from None
    except UnreadableFile as refused:
        raise ConfigurationRefused(f"ACM_TEMPLATE cannot be read: {refused.facts['why']}.") from None
    if lacks:
        more = (
            ""
            if len(lacks) <= TOLD
            else f" {len(lacks)} things in all: flask --app wsgi check-template {file}"
        )
        raise ConfigurationRefused(f"ACM_TEMPLATE cannot be used. {' '.join(lacks[:TOLD])}{more}")
    return found


def trust_proxies(app: Flask) -> None:
    """Believe as many proxies as the operator says there are, and no forged header."""
    count = int(app.config.get("PROXIES", 0))
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_port=count
        )
