"""The application that servers and `flask --app wsgi …` load. Refused settings end here, in one sentence."""

import sys

from acm_drafts.app import create_app
from config import ConfigurationRefused

try:
    app = create_app()
except ConfigurationRefused as refused:
    sys.exit(f"acm_drafts does not start. {refused}")
