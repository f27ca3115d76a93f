"""Which Chromium the tests and the screenshots drive."""

import os

PROGRAM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
"""Debian's Chromium without the parts that draw a window; CHROMIUM names another program."""
