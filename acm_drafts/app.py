"""
The application, put together: the one module that knows every part.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from acm_drafts import cli
from acm_drafts.documents.template import templates
from acm_drafts.documents.template.templates import Template
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.store.database import db, engine_options
from acm_drafts.web.account import routes as account
from acm_drafts.web.address_changes import routes as address_changes
from acm_drafts.web.adoption import routes as adoption
from acm_drafts.web.agenda import routes as agenda
from acm_drafts.web.agreements import routes as agreements
from acm_drafts.web.amendments import routes as amendments
from acm_drafts.web.annotations import routes as annotations
from acm_drafts.web.archiving import routes as archiving
from acm_drafts.web.attribution import routes as attribution
from acm_drafts.web.batches import routes as batches
from acm_drafts.web.bodies import routes as bodies
from acm_drafts.web.bracket_holders import routes as bracket_holders
from acm_drafts.web.calendar import routes as calendar
from acm_drafts.web.comparison import routes as comparison
from acm_drafts.web.cooperation_resolutions import routes as cooperation_resolutions
from acm_drafts.web.copies import routes as copies
from acm_drafts.web.corrections import routes as corrections
from acm_drafts.web.decisions import routes as decisions
from acm_drafts.web.delegation import routes as delegation
from acm_drafts.web.delegation_export import routes as delegation_export
from acm_drafts.web.deletion import routes as deletion
from acm_drafts.web.discussions import routes as discussions
from acm_drafts.web.document_settings import routes as document_settings
from acm_drafts.web.documents import routes as documents
from acm_drafts.web.evidence import routes as evidence
from acm_drafts.web.file_changes import routes as file_changes
from acm_drafts.web.follow_up import routes as follow_up
from acm_drafts.web.guide import routes as guide
from acm_drafts.web.health import routes as health
from acm_drafts.web.imports import routes as imports
from acm_drafts.web.inputs import routes as inputs
from acm_drafts.web.invitations import routes as invitations
from acm_drafts.web.journal import routes as journal
from acm_drafts.web.library import routes as library
from acm_drafts.web.meetings import routes as meetings
from acm_drafts.web.notices import routes as notices
from acm_drafts.web.paragraph import routes as paragraph
from acm_drafts.web.partners import routes as partners
from acm_drafts.web.passkeys import routes as passkeys
from acm_drafts.web.people import routes as people
from acm_drafts.web.positions import routes as positions
from acm_drafts.web.progress import routes as progress
from acm_drafts.web.proposals import routes as proposals
from acm_drafts.web.public import routes as public
from acm_drafts.web.reservations import routes as reservations
from acm_drafts.web.rounds import routes as rounds
from acm_drafts.web.search import routes as search
from acm_drafts.web.second_factors import routes as second_factors
from acm_drafts.web.security_events import routes as security_events
from acm_drafts.web.shared import (
    access,
    act_limits,
    addresses,
    compression,
    headers,
    layout,
    logs,
    metrics,
    proof,
    refusals,
    requests,
    saved_words,
    static_files,
    strict_templates,
)
from acm_drafts.web.sign_ins import routes as sign_ins
from acm_drafts.web.silence import routes as silence
from acm_drafts.web.single_sign_on import routes as single_sign_on
from acm_drafts.web.sittings import routes as sittings
from acm_drafts.web.small_groups import routes as small_groups
from acm_drafts.web.speakers import routes as speakers
from acm_drafts.web.text import routes as text
from acm_drafts.web.translations import routes as translations

ROOT = Path(__file__).resolve().parent.parent
MOST_LACKS_NAMED = 3
"""How many of the things that a template lacks the message names."""
migrate = Migrate()
csrf = CSRFProtect()

# Every page of the product; each module exposes `pages`, a Blueprint of its subject's name.
PAGES = (
    account,
    sign_ins,
    single_sign_on,
    second_factors,
    security_events,
    address_changes,
    passkeys,
    people,
    invitations,
    notices,
    meetings,
    speakers,
    text,
    progress,
    paragraph,
    positions,
    reservations,
    small_groups,
    bracket_holders,
    discussions,
    amendments,
    delegation,
    delegation_export,
    deletion,
    proposals,
    decisions,
    rounds,
    bodies,
    silence,
    sittings,
    calendar,
    adoption,
    public,
    agreements,
    comparison,
    attribution,
    journal,
    evidence,
    agenda,
    follow_up,
    annotations,
    archiving,
    translations,
    library,
    inputs,
    guide,
    partners,
    cooperation_resolutions,
    search,
    copies,
    document_settings,
    documents,
    imports,
    corrections,
    file_changes,
    batches,
    health,
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
    app.config["SECRET_KEY_FALLBACKS"] = (
        app.config["SECRET_KEY_FALLBACKS"] or ()
    )  # no earlier key is Flask's None
    strict_templates.init_app(app)  # before whatever asks for a template
    app.config["TEMPLATE"] = template(app.config.get("TEMPLATE_FILE"))
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config["SQLALCHEMY_DATABASE_URI"]))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    addresses.init_app(app)
    metrics.init_app(app)
    logs.init_app(app)
    requests.init_app(app)  # before whatever reads what was sent
    csrf.init_app(app)  # before the gates: a form from elsewhere learns nothing about them
    static_files.init_app(app)  # before the gates, which let everybody have them
    access.init_app(app)
    act_limits.init_app(app)
    proof.init_app(app)
    layout.init_app(app)
    refusals.init_app(app)
    headers.init_app(app)
    saved_words.init_app(app)
    compression.init_app(app)
    cli.init_app(app)
    for subject in PAGES:
        app.register_blueprint(subject.pages)
    csrf.exempt(security_events.take_report)  # browsers send it by themselves; it changes nothing
    csrf.exempt(notices.unsubscribe)  # mail programs send it, and its address is the proof
    trust_proxies(app)
    return app


def settings() -> Mapping[str, object]:
    """Return the settings that the environment variables name."""
    from config import load

    return load(os.environ)


def template(file: Path | None) -> Template | None:
    """Return the institution's template, None without one; ConfigurationRefused for one that lacks something."""
    from config import ConfigurationRefused

    if file is None:
        return None
    try:
        house_template, lacks = templates.read(file.read_bytes())
    except OSError as error:
        raise ConfigurationRefused(f"ACM_TEMPLATE cannot be read ({error.strerror}).") from None
    except UnreadableFile as refused:
        raise ConfigurationRefused(f"ACM_TEMPLATE cannot be read: {refused.facts['why']}.") from None
    if lacks:
        more = (
            ""
            if len(lacks) <= MOST_LACKS_NAMED
            else f" {len(lacks)} things in all: flask --app wsgi check-template {file}"
        )
        raise ConfigurationRefused(f"ACM_TEMPLATE cannot be used. {' '.join(lacks[:MOST_LACKS_NAMED])}{more}")
    return house_template


def trust_proxies(app: Flask) -> None:
    """Trust the number of proxies that the operator configured, and no forged header."""
    count = int(app.config.get("PROXIES", 0))
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_port=count
        )
