"""
The application, put together: the one module that knows every part.
"""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from acm_drafts.store import records  # noqa: F401  (declares the tables)
from acm_drafts.store.database import db

ROOT = Path(__file__).resolve().parent.parent
migrate = Migrate()


def create_app(config: Mapping[str, object]) -> Flask:
    """Return the application for *config* (see config.load). Writes nothing: the database is made by migrations."""
    app = Flask("acm_drafts", root_path=str(ROOT / "acm_drafts"))
    app.template_folder = str(ROOT / "templates")
    app.static_folder = str(ROOT / "static")
    app.config.from_mapping(config)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    return app
