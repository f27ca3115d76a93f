"""
What production writes on standard error: a line of JSON for each event, warning and request (docs/logs.md).

No line holds an address of a page, a name, what somebody typed or a parameter of a statement: a request is known by the
name of its route, a person by a key. Development logs as Flask does.
"""

import logging
import sys

import structlog
from flask import Flask, Response, request

from acm_drafts.store.security_events import circumstances
from acm_drafts.web.shared import metrics

OURS = "acm_drafts"
access_log = logging.getLogger("acm_drafts.access")


class StandardError(logging.StreamHandler):
    """Writes on whatever is standard error at the time."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(_formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ExtraAdder(),
            _add_reference,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )


def _add_reference(
    logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Add the reference of the request under way, by which lines are put together."""
    if reference := circumstances.get().request_id:
        event.setdefault("request_id", reference)
    return event


def init_app(app: Flask) -> None:
    """In production write lines of JSON, and one for each request; before anything else that answers."""
    if app.config.get("ACM_ENV") != "production":
        return
    ours = logging.getLogger(OURS)
    ours.setLevel(app.config["LOG_LEVEL"])
    ours.propagate = False
    if not any(isinstance(handler, StandardError) for handler in ours.handlers):
        ours.addHandler(StandardError())
    app.after_request(_end)


def _end(response: Response) -> Response:
    """Write the line of a request. Files that everybody is sent alike have none."""
    if request.endpoint != "static":
        access_log.info(
            "request",
            extra={
                "method": request.method,
                "route": request.endpoint or "",
                "status": response.status_code,
                "ms": round(metrics.seconds() * 1000),
            },
        )
    return response
