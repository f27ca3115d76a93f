"""
Stylesheets, scripts, fonts and drawings: under names that hold their content's hash, for a year in every cache.

A file that changes has another address, so a browser never asks again for one that it has. Within stylesheets the
addresses of fonts are hashed too. A plain name is answered as well, and asked again each time.
"""

import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from acm_drafts.web.shared.headers import is_published

YEAR = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"(.+)\.([0-9a-f]{12})(\.\w+)")
_ADDRESS = re.compile(r'url\("([^":]+)"\)')
PACKED = ("text/css", "text/javascript", "image/svg+xml")
"""What is text is sent compressed; fonts are compressed already."""


class StaticFile(NamedTuple):
    """A file as it is sent: its content, the same compressed ("" where it is not), its hash and its kind."""

    content: bytes
    packed: bytes
    digest: str
    mimetype: str


def static_url(name: str) -> str:
    """Return the address of a static file, "css/base.css", which changes with its content."""
    return f"/static/{_hashed(Path(str(current_app.static_folder)), name)}"


def _hashed(folder: Path, name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{read(folder / name).digest}{dot}{ending}"


def read(path: Path) -> StaticFile:
    """Return a static file, read once as long as it does not change. Raises OSError where there is none."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> StaticFile:
    content = path.read_bytes()
    if path.suffix == ".css":
        content = _with_hashes(path, content)
    mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(content, mtime=0) if mimetype in PACKED else b""
    return StaticFile(content, packed, hashlib.sha256(content).hexdigest()[:12], mimetype)


def _with_hashes(path: Path, content: bytes) -> bytes:
    """Return a stylesheet in which each address names its file with its hash."""

    def hashed(match: re.Match[str]) -> str:
        folder, _slash, name = match[1].rpartition("/")
        return f'url("{folder}/{_hashed((path.parent / folder).resolve(), name)}")'

    return _ADDRESS.sub(hashed, content.decode()).encode()


def serve(filename: str) -> Response:
    """Answer with a static file: under its hashed name for a year, under its plain name to be asked again."""
    hashed = _HASHED.fullmatch(filename)
    if hashed is None:
        return current_app.send_static_file(filename)
    name = hashed[1] + hashed[3]
    plain = current_app.send_static_file(name)  # refuses what lies beside the folder
    file = read(Path(str(current_app.static_folder)) / name)
    if file.digest != hashed[2]:
        return plain  # of a page made before the last change of the file
    plain.close()
    packed = bool(file.packed) and request.accept_encodings["gzip"] > 0
    answer = Response(file.packed if packed else file.content, mimetype=file.mimetype)
    answer.headers["Cache-Control"] = YEAR
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


class Sessions(SecureCookieSessionInterface):
    """
    Sessions in a cookie, of which static files and published pages know nothing.

    Caches would keep one copy for each cookie.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static" and not is_published():
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Let *app* serve its static files, and templates name them by `static_url`."""
    app.session_interface = Sessions()
    app.view_functions["static"] = serve
    app.jinja_env.globals["static_url"] = static_url
