"""
Templates that refuse to read what is not there, for tests: people would rather have the page without it.

A page may be given a name or not, as its template says, so a test may ask whether it is there. Whatever else is read of
something missing is a mistake: an attribute that no object has was renamed or misspelt.
"""

from flask import Flask
from jinja2 import StrictUndefined
from jinja2.utils import missing


class Missing(StrictUndefined):
    """What a template named and nothing is; only of a bare name may be asked whether it is there."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        return False if self._undefined_obj is missing else bool(super().__bool__())


def init_app(app: Flask) -> None:
    """Let the templates of *app* be strict where STRICT_TEMPLATES is set; before anything asks for a template."""
    if app.config.get("STRICT_TEMPLATES"):
        app.jinja_options = {**app.jinja_options, "undefined": Missing}
