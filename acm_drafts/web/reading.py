"""
What goes on behind the answers: the files of a batch are read, and batches end when their time is over.

A thread of the server waits for the processes that read (documents.apart), so that the server goes
on answering; what comes of it is written by services.batches. A server that is ended in the midst
loses nothing: whoever opens the page sees it, and takes the reading up again.
"""

import logging
from threading import Thread
from time import sleep

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import batches
from acm_drafts.web.access import actor

log = logging.getLogger(__name__)

EVERY = 60
"""Seconds between two looks for batches whose time is over."""


def begin(batch_id: int) -> None:
    """Read the files of a batch behind the answer, in the name of who sent them."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_read, args=(app, actor(), batch_id), daemon=True).start()


def _read(app: Flask, who: Actor, batch_id: int) -> None:
    with app.app_context():
        while batches.read_next(who, batch_id):
            pass


def tidy(app: Flask) -> None:
    """Delete batches as their time ends, for as long as the server runs."""
    while True:
        try:
            with app.app_context():
                batches.clear_ended()
        except SQLAlchemyError:
            log.warning("files whose time is over were not deleted", exc_info=True)
        sleep(EVERY)
