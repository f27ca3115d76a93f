"""The application that servers and `flask --app wsgi …` load. Refused settings end here, in one sentence."""

import gc
import os
import sys
from pathlib import Path

# What is loaded stays as long as the process: looking through it for garbage meanwhile took a fifth of the start.
gc.disable()

from sqlalchemy.engine import make_url

from acm_drafts.app import create_app
from config import ConfigurationRefused, load

# Databases, backups and exports hold what is confidential: whatever we write is for our own account alone.
os.umask(0o077)


def make_room(url: str) -> None:
    """Make the folder of a SQLite database: SQLite makes the file, but never the folder it is in."""
    database = make_url(url)
    if database.get_backend_name() == "sqlite" and database.database and database.database != ":memory:":
        Path(database.database).parent.mkdir(parents=True, exist_ok=True)


try:
    settings = load(os.environ)
    make_room(str(settings["SQLALCHEMY_DATABASE_URI"]))
    app = create_app(settings)
except ConfigurationRefused as refused:
    sys.exit(f"acm_drafts does not start. {refused}")
gc.freeze()
gc.enable()
