"""
What cookies are called: in production their names bind browsers to take them over https and from this host alone.
"""

from flask import current_app


def is_secure() -> bool:
    """Return whether browsers send cookies over https alone: in production."""
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def cookie_name(name: str, *, everywhere: bool = True) -> str:
    """
    Return what the cookie *name* is called here: "__Host-…" in production where it is sent *everywhere*, with any page.

    One that is sent with some pages alone is "__Secure-…" (RFC 6265bis, 4.1.3); elsewhere names stay as they are.
    """
    if not is_secure():
        return name
    return f"{'__Host-' if everywhere else '__Secure-'}{name}"
