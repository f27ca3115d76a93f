"""
Words that a browser saves while they are typed: a cookie names the accepted form, whose words it deletes.

A form that is refused comes back as a page; one that is taken leads elsewhere. The name of a form is its own affair:
it goes back to the browser that sent it, which deletes what it had saved under that name (static/js/saving.js).
"""

import re

from flask import Flask, Response, request

from acm_drafts.web.shared.access import person_if_known
from acm_drafts.web.shared.cookies import cookie_name, is_secure

FIELD = "kept_as"
"""The field in which a script sends the name under which it saves the words of the form."""
COOKIE = "acm_taken"
LIFETIME = 24 * 3600
"""Seconds: the next page reads the cookie and deletes it."""

_NAME = re.compile(r"[\w./-]{1,120}", re.ASCII)


def init_app(app: Flask) -> None:
    """Tell browsers which of their forms *app* took."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    is_taken = request.method == "POST" and response.status_code in (302, 303)
    if not is_taken or person_if_known() is None:
        return response  # what was refused may have been too large to be read
    name = request.form.get(FIELD, "")
    if _NAME.fullmatch(name):
        response.set_cookie(
            cookie_name(COOKIE),
            name,
            max_age=LIFETIME,
            samesite="Lax",
            secure=is_secure(),
        )
    return response
