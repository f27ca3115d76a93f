"""
How many requests were answered, how, and how long it took, by route: numbers for whoever watches the machine.

Under several worker processes the counts lie in files of PROMETHEUS_MULTIPROC_DIR, which gunicorn.conf.py makes, so
that any of them tells those of all. No number tells of a text, a person or an address: a route is known by its name.
"""

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from acm_drafts.services.health import Part

COUNTED = CollectorRegistry()
REQUESTS = Counter(
    "acm_requests", "Requests that were answered", ["route", "method", "status"], registry=COUNTED
)
SECONDS = Histogram(
    "acm_request_seconds",
    "Seconds until a request was answered",
    ["route"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=COUNTED,
)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def init_app(app: Flask) -> None:
    """Count the requests of *app*; before whatever answers."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    route = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, str(response.status_code)).inc()
    SECONDS.labels(route).observe(seconds())
    return response


def seconds() -> float:
    """Return how long the request under way has taken so far."""
    return time.perf_counter() - float(g.get("began", time.perf_counter()))


def text_of(*, troubles: frozenset[Part], waiting: int | None) -> bytes:
    """
    Return all numbers in Prometheus' text form.

    *troubles*: the parts that are not well; *waiting*: how many messages wait to be sent, None where that is not known.
    """
    registry = CollectorRegistry()
    trouble = Gauge("acm_trouble", "1 where a part is not well", ["part"], registry=registry)
    for part in Part:
        trouble.labels(part.value).set(part in troubles)
    if waiting is not None:
        Gauge("acm_messages_waiting", "E-mails that wait to be sent", registry=registry).set(waiting)
    return generate_latest(registry) + generate_latest(_counted())


def _counted() -> CollectorRegistry:
    """Return the counts of all worker processes, or of the one that there is."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return COUNTED
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
