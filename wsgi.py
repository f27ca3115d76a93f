"""The application that servers and `flask --app wsgi …` load. Refused settings end here, in one sentence."""

import os
import sys

from acm_drafts.app import create_app
from config import ConfigurationRefused, load

try:
    app = create_app(load(os.environ))
except ConfigurationRefused as refused:
    sys.exit(f"acm_drafts does not start. {refused}")
