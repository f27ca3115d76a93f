"""
What every answer carries, errors and files included: headers that tell browsers to be strict.
"""

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as WerkzeugResponse

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "report-uri /csp-reports",
        "report-to csp",
    )
)

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Reporting-Endpoints": 'csp="/csp-reports"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
FOR_SEARCH_ENGINES = "X-Robots-Tag"
KEPT = 300
"""So many seconds a published page may be shown before it is asked for anew: it can be withdrawn."""
IN_PRODUCTION = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def publish(response: WerkzeugResponse) -> WerkzeugResponse:
    """
    Return an answer that is the same for everybody: caches keep it, search engines list it, and no cookie is set.

    Whoever calls this has asked nothing of the reader: neither who it is, nor what a cookie says.
    """
    g.is_published = True
    response.cache_control.public = True
    response.cache_control.max_age = KEPT
    response.cache_control.must_revalidate = True
    return response


def is_published() -> bool:
    """Return whether the answer of this request is the same for everybody."""
    return bool(g.get("is_published"))


def init_app(app: Flask) -> None:
    """Add the headers to every answer of *app*."""
    headers = ALWAYS | (IN_PRODUCTION if app.config.get("ACM_ENV") == "production" else {})

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            if name != FOR_SEARCH_ENGINES or not is_published():
                response.headers.setdefault(name, value)  # a file may ask for a stricter policy
        if request.endpoint != "static" and not is_published():
            # Confidential words stay in no browser's cache, and in no proxy's.
            response.headers["Cache-Control"] = "no-store"
        return response
