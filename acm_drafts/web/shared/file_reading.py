"""
How sent files are read: for a page, in turn and so many at once; of a batch, behind the answers.

Whoever sends a file waits in a thread of the server, which pages need as well: so a person has a share, all together
have fewer than the threads of one worker, and what is beyond that is refused at once. The slots are those of the
host (documents.slots), for a worker does not know of another's.

A thread of the server waits for the processes that read (documents.sandbox), so that the server goes
on answering; what comes of it is written by services.batches. A server that is ended in the midst
loses nothing: whoever opens the page sees it, and takes the reading up again.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from time import sleep

from flask import Flask, Response, after_this_request, current_app

from acm_drafts.documents.sandbox import FileReader
from acm_drafts.documents.slots import NoSlot, slot
from acm_drafts.negotiation.errors import Busy, ReadersBusy, ReadingAlready
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import batches
from acm_drafts.store.database import SQLAlchemyError
from acm_drafts.web.shared.access import actor

log = logging.getLogger(__name__)

EVERY = 60
"""Seconds between two looks for batches whose time is over."""


MOST_OF_ONE = 2
"""So many files of one person are read, or wait for their turn, at once."""
MOST_AT_ONCE = 6
"""So many of all: not half of the threads that a worker has (gunicorn.conf.py)."""
PATIENCE = 60
"""Seconds that a page waits for the turn of its file."""


@contextmanager
def reader() -> Iterator[FileReader]:
    """
    Give what reads one file for a page, as a share of the person who sent it.

    Raises ReadingAlready, ReadersBusy; the answer then says when to try again.
    """
    house, user = str(current_app.config["SQLALCHEMY_DATABASE_URI"]), actor().user
    try:
        with ExitStack() as slots:
            _hold(slots, f"{house} person {user}", MOST_OF_ONE, ReadingAlready)
            _hold(slots, f"{house} pages", MOST_AT_ONCE, ReadersBusy)
            yield FileReader(patience=PATIENCE)
    except Busy:
        after_this_request(_try_again)
        raise


def _hold(slots: ExitStack, name: str, count: int, refusal: type[Busy]) -> None:
    try:
        slots.enter_context(slot(name, count=count))
    except NoSlot:
        raise refusal() from None


def _try_again(response: Response) -> Response:
    response.headers["Retry-After"] = str(PATIENCE)
    return response


def begin(batch_id: int) -> None:
    """Read the files of a batch behind the answer, in the name of who sent them."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_read, args=(app, actor(), batch_id), daemon=True).start()


def _read(app: Flask, who: Actor, batch_id: int) -> None:
    with app.app_context():
        while batches.read_next(who, batch_id, app.config["TEMPLATE"]):
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
