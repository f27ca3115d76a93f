"""
Pages are sent compressed, to those whom no other site sent.

The length of a compressed page tells whether it holds twice what somebody guessed. A page holds its form's token and
may repeat what an address asks for, so another site could find the token by sending its reader to many addresses
(BREACH). Browsers say who asks (`Sec-Fetch-Site`, which no site can forge): what another site began is sent plain.
"""

import gzip

from flask import Flask, Response, request

SHORTEST = 1000
"""Bytes below which nothing is won."""
LEVEL = 5
KINDS = ("text/html", "text/csv")
OWN = ("same-origin", "none")
"""A page of this site asked, or the reader by a bookmark or by typing."""


def is_packed(response: Response) -> bool:
    """Return whether *response* is to be compressed for this request."""
    return (
        response.mimetype in KINDS
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and request.method != "HEAD"
        and request.headers.get("Sec-Fetch-Site") in OWN
        and request.accept_encodings["gzip"] > 0
        and response.is_sequence
        and (response.calculate_content_length() or 0) >= SHORTEST
    )


def pack(response: Response) -> Response:
    """Return *response*, compressed where that is safe and worth it."""
    if response.mimetype in KINDS:
        response.vary.update(("Accept-Encoding", "Sec-Fetch-Site"))
    if is_packed(response):
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def init_app(app: Flask) -> None:
    """Compress the answers of *app*."""
    app.after_request(pack)
