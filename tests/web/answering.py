"""An application that tells when the request it answers had arrived; it first takes in all that was sent."""

from collections.abc import Callable, Iterable

from acm_drafts.store.database import arrived


def app(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer with the moment."""
    environ["wsgi.input"].read()
    moment = arrived().isoformat().encode("ascii")
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(moment)))])
    return [moment]
